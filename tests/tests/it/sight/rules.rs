//! Who sees each field of the schema: one table. A field that is in no line of it fails the walk.

use domain::complaint::change::ChangedField;
use domain::visibility::Sight;

/// Who sees a field of a thing that they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Whoever is shown the thing: what it says of a complaint are steps, times and officers.
    Shown,
    /// Who sees the complaint's content.
    Content,
    /// Who sees the complainant's name.
    Identity,
    /// Who sees the complainant's telephone, e-mail and address.
    Contact,
    /// Who sees the complainant's national id.
    NationalId,
    /// Who sees the field that was changed.
    Changed,
    /// Whoever may ask: figures count everything in scope and name nobody.
    Figures,
    /// Whoever may ask: it is their own, or was made for them.
    Own,
    /// The public, by a tracking code: no personal data, no content but the answer.
    Public,
}

impl Rule {
    /// As the page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Shown => "whoever is shown the thing",
            Self::Content => "content",
            Self::Identity => "name",
            Self::Contact => "telephone, e-mail, address",
            Self::NationalId => "national id (NIK)",
            Self::Changed => "as the changed field",
            Self::Figures => "figures: count everything, name nobody",
            Self::Own => "one's own",
            Self::Public => "the public, by a tracking code",
        }
    }

    /// Whether the sight of a complaint shows the field; `changed` names the field that a change is about.
    pub fn allows(self, sight: Sight, changed: Option<&str>) -> bool {
        match self {
            Self::Shown | Self::Figures | Self::Own | Self::Public => true,
            Self::Content => sight.content,
            Self::Identity => sight.identity,
            Self::Contact => sight.contact,
            Self::NationalId => sight.national_id,
            Self::Changed => {
                let field = changed.and_then(|field| field.parse::<ChangedField>().ok());
                sight.shows(field.expect("a change is about a field"))
            }
        }
    }
}

/// A line: a type, a rule, the fields of the type that it holds for.
pub type Line = (&'static str, Rule, &'static str);

use Rule::{Changed, Contact, Content, Figures, Identity, NationalId, Own, Public, Shown};

/// THE TABLE. Of `Query` and `Mutation` the table is in `doors.rs`.
pub const RULES: &[Line] = &[
    (
        "Complaint",
        Shown,
        "id office agendaNumber urgency confidentiality complainantHidden conflictOfInterest status currentStep
         stepStartedAt dueAt overdue openSteps arrivedAt receivedAt closedAt cycle version procedure history changes answeredAt actions",
    ),
    (
        "Complaint",
        Content,
        "trackingCode channel subject description category village reportedOfficers dispositionSheet solutions result answer
         archiveCode referredTo duplicateOf duplicates likelyDuplicates",
    ),
    ("Complaint", Identity, "complainant"),
    ("Complainant", Identity, "name"),
    ("Complainant", Contact, "phone email address"),
    ("Complainant", NationalId, "nationalId"),
    // What came in by itself: as a complaint of its confidentiality for which no section was asked.
    (
        "Submission",
        Shown,
        "id office channel confidentiality complainantHidden arrivedAt dueAt overdue status settledAt settledBy version actions",
    ),
    (
        "Submission",
        Content,
        "trackingCode subject description category village complaint dismissalReason note likelyDuplicates",
    ),
    ("Submission", Identity, "complainant"),
    ("ConflictOfInterest", Shown, "positions waitsForNobody message"),
    (
        "StepRecord",
        Shown,
        "id complaint step cycle visit position section lead waitingFor officer capacity onBehalfOf startedAt dueAt
         completedAt recordedAt overdue workingSeconds onTime outcome dueExplanation",
    ),
    ("StepRecord", Content, "note openedBecause statement"),
    ("Change", Shown, "at officer field"),
    ("Change", Content, "reason"),
    ("Change", Changed, "before after"),
    (
        "DispositionSheet",
        Content,
        "agendaNumber urgency attachedAt attachedBy advice advisedBy advisedAt suggestedSections consideration consideredBy
         consideredAt policyMatter instruction disposedBy disposedAt leadSection supportingSections",
    ),
    ("Solution", Content, "id section lead current author text submittedAt signedAt signedBy"),
    ("Action", Shown, "name step section returnTo label allowed refusal"),
    ("Refusal", Shown, "code message permitted until"),
    ("DueExplanation", Shown, "start standard worked skipped"),
    ("TimeSpan", Shown, "from to"),
    ("SkippedSpan", Shown, "from to reason"),
    ("TrackedComplaint", Public, "status officeName currentStep arrivedAt receivedAt closedAt answer referredTo"),
    // An office and its people: for its own officers, and the inspector.
    (
        "Office",
        Shown,
        "id code name regency timeZone sections officers categories villages acting agendaFormat backdateDays letterhead
         workingHours seasons specialDays holidays dueAt workingSecondsBetween procedure procedures procedureComparison",
    ),
    ("Section", Shown, "id office code name head active"),
    ("Category", Shown, "id code name active"),
    ("Village", Shown, "code name"),
    ("Officer", Shown, "id office name username position section active acting"),
    ("ActingAppointment", Shown, "id officer position section capacity decree from until"),
    ("WorkingHours", Shown, "weekday opens closes"),
    ("Holiday", Shown, "date name kind closed estimated"),
    ("Letterhead", Shown, "government officeName address telephone email website"),
    ("OpeningHours", Shown, "opens closes"),
    ("Season", Shown, "name from to workingHours"),
    ("SpecialDay", Shown, "date name openingHours"),
    ("Procedure", Shown, "number title revision legalBasis decidedOn effectiveFrom steps"),
    ("ProcedureComparison", Shown, "before after steps"),
    (
        "StepComparison",
        Shown,
        "step standardBefore standardAfter standardSecondsBefore standardSecondsAfter texts",
    ),
    ("TextComparison", Shown, "text before after"),
    (
        "ProcedureStep",
        Shown,
        "step order activity activityIndonesian actors requirements output standardSeconds standard",
    ),
    // Lists.
    ("ComplaintConnection", Shown, "edges nodes pageInfo totalCount"),
    ("ComplaintEdge", Shown, "cursor node"),
    ("StepRecordConnection", Shown, "edges nodes pageInfo totalCount"),
    ("StepRecordEdge", Shown, "cursor node"),
    ("SubmissionConnection", Shown, "edges nodes pageInfo totalCount"),
    ("SubmissionEdge", Shown, "cursor node"),
    ("OfficeConnection", Shown, "edges nodes pageInfo totalCount"),
    ("OfficeEdge", Shown, "cursor node"),
    ("OfficerConnection", Shown, "edges nodes pageInfo totalCount"),
    ("OfficerEdge", Shown, "cursor node"),
    ("PageInfo", Shown, "hasNextPage hasPreviousPage startCursor endCursor"),
    // Who read what: for the camat and the inspector.
    ("Reading", Shown, "at officer office complaint submission what"),
    ("ReadingConnection", Shown, "edges nodes pageInfo totalCount"),
    ("ReadingEdge", Shown, "cursor node"),
    // What was changed of an office: for its administrator, its camat and the inspector.
    ("OfficeChange", Shown, "number at officer kind before after"),
    ("OfficeFact", Shown, "path value"),
    ("OfficeChangeConnection", Shown, "edges nodes pageInfo totalCount"),
    ("OfficeChangeEdge", Shown, "cursor node"),
    // One's own account, and what a mutation answers.
    ("Session", Own, "id startedAt expiresAt current label"),
    ("LoginPayload", Own, "token expiresAt officer userErrors"),
    ("LogoutPayload", Own, "userErrors"),
    ("ChangePasswordPayload", Own, "userErrors"),
    ("SessionsPayload", Own, "ended userErrors"),
    ("ComplaintPayload", Own, "complaint submission userErrors"),
    ("SubmissionPayload", Own, "submission userErrors"),
    ("SubmitComplaintPayload", Own, "trackingCode userErrors"),
    ("OfficePayload", Own, "office userErrors"),
    ("OfficerPayload", Own, "officer openWork userErrors"),
    ("OpenWork", Own, "count stepRecords"),
    ("SectionPayload", Own, "section userErrors"),
    ("CategoryPayload", Own, "category userErrors"),
    ("ActingPayload", Own, "appointment openWork userErrors"),
    ("ProcedurePayload", Own, "procedure office userErrors"),
    ("CalendarPayload", Own, "office dueTimesChanged verdictsChangedCount verdictsChanged userErrors"),
    ("ChangedVerdict", Own, "complaint step dueBefore dueAfter overdue"),
    ("UserError", Own, "code message field"),
    // The dashboard.
    (
        "Dashboard",
        Figures,
        "asOf from to previous complaints totals byStatus byChannel byCategory byStep bySection byOffice timeSeries
         stepPerformance stepsBegun wholeCycles answers disposedSameDay firstPass completion backlog workload returns register
         conformity",
    ),
    ("Answers", Figures, "duration withinStandard"),
    ("AxisRate", Figures, "axis met"),
    ("BacklogBand", Figures, "fromDays toDays open"),
    ("Bins", Figures, "doneOnTime doneLate openOnTime openLate"),
    ("CategoryCount", Figures, "category count"),
    ("ChannelCount", Figures, "channel count closed"),
    ("Completion", Figures, "answered duplicates withdrawn referred open"),
    ("Conformity", Figures, "cycles index axes fitness variants"),
    ("DurationStats", Figures, "count median p80 p90 max"),
    ("OfficeSummary", Figures, "office received open overdue closed onTime"),
    ("PositionLoad", Figures, "office position section open overdue remainingSeconds availableSeconds load"),
    ("Rate", Figures, "value numerator denominator low high"),
    ("RegisterFigures", Figures, "numberGaps entryLag enteredLate lateButInTime"),
    ("ReturnEdge", Figures, "from to returned"),
    ("SectionSummary", Figures, "section assigned bins onTime openAsLead openAsSupport rework"),
    ("StatusCount", Figures, "status count"),
    ("StepCohort", Figures, "step begun bins inTime onTime"),
    ("StepPerformance", Figures, "step standardSeconds bins onTime duration shareOfTime"),
    ("StepSummary", Figures, "step open overdue"),
    ("TimeBucket", Figures, "start received closed openAtEnd"),
    ("Totals", Figures, "received submitted open overdue closed joined dismissed reopened bins onTime resolution"),
    ("Variant", Figures, "steps share"),
    ("WholeCycles", Figures, "doneOnTime doneLate openLate onTime"),
];

/// The rule of a field.
pub fn rule_of(of: &str, field: &str) -> Option<Rule> {
    let fits = |(name, _, fields): &&Line| *name == of && fields.split_whitespace().any(|name| name == field);
    RULES.iter().find(fits).map(|(_, rule, _)| *rule)
}
