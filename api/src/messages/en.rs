//! English.

use chrono::Weekday;
use domain::administration;
use domain::complaint::command::CommandKind;
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::standing::Status;
use domain::office::Position;
use domain::procedure::step::Step;
use domain::submission;
use domain::submission::actions::SubmissionCommandKind;
use domain::working_time::SkipReason;

use super::{Other, Say, Texts};

pub(super) struct English;

impl Texts for English {
    fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Receive => "receive (1)",
            Step::AttachDispositionSheet => "attach the disposition sheet (2)",
            Step::ForwardToSecretary => "forward to the secretary (3)",
            Step::Advise => "advise (4)",
            Step::Consider => "consider (5)",
            Step::Dispose => "dispose (6)",
            Step::Solve => "solve (7)",
            Step::Sign => "sign (8)",
            Step::CarryOut => "carry out (9)",
            Step::Archive => "archive (10)",
        }
    }

    fn position(&self, position: Position) -> &'static str {
        match position {
            Position::Staff => "the staff of General Affairs",
            Position::HeadOfGeneralAffairs => "the head of General Affairs",
            Position::Secretary => "the secretary",
            Position::Camat => "the camat",
            Position::SectionHead => "the head of the section asked",
            Position::Administrator => "the administrator",
            Position::Inspector => "the inspector",
        }
    }

    fn status(&self, status: Status) -> &'static str {
        match status {
            Status::InProgress => "in progress",
            Status::Archived => "archived",
            Status::Referred => "referred to another agency",
            Status::Duplicate => "closed as a duplicate",
            Status::Withdrawn => "withdrawn",
        }
    }

    fn label(&self, kind: CommandKind) -> &'static str {
        match kind {
            CommandKind::Receive => "Receive",
            CommandKind::AttachDispositionSheet => "Attach disposition sheet",
            CommandKind::ForwardToSecretary => "Forward to the secretary",
            CommandKind::Advise => "Advise the camat",
            CommandKind::Consider => "Consider",
            CommandKind::Dispose => "Dispose",
            CommandKind::Solve => "Submit solution",
            CommandKind::Sign => "Sign",
            CommandKind::CarryOut => "Carry out and answer",
            CommandKind::Archive => "Archive",
            CommandKind::Return => "Return for correction",
            CommandKind::HandBack => "Hand back",
            CommandKind::Refer => "Refer to another agency",
            CommandKind::CloseAsDuplicate => "Close as duplicate",
            CommandKind::Withdraw => "Withdraw",
            CommandKind::Reopen => "Reopen",
            CommandKind::Correct => "Correct",
        }
    }

    fn submission_label(&self, kind: SubmissionCommandKind) -> &'static str {
        match kind {
            SubmissionCommandKind::Receive => "Receive",
            SubmissionCommandKind::Join => "Join to a complaint",
            SubmissionCommandKind::Dismiss => "Set aside",
        }
    }

    fn submission_status(&self, status: submission::Status) -> &'static str {
        match status {
            submission::Status::Waiting => "waiting",
            submission::Status::Received => "received",
            submission::Status::Joined => "joined to another complaint",
            submission::Status::Dismissed => "set aside",
        }
    }

    fn weekday(&self, weekday: Weekday) -> &'static str {
        match weekday {
            Weekday::Mon => "Monday",
            Weekday::Tue => "Tuesday",
            Weekday::Wed => "Wednesday",
            Weekday::Thu => "Thursday",
            Weekday::Fri => "Friday",
            Weekday::Sat => "Saturday",
            Weekday::Sun => "Sunday",
        }
    }

    fn or(&self) -> &'static str {
        "or"
    }

    fn skipped(&self, reason: &SkipReason) -> String {
        match reason {
            SkipReason::Night => "outside office hours".to_owned(),
            SkipReason::Break => "break".to_owned(),
            SkipReason::Weekend => "weekend".to_owned(),
            SkipReason::Holiday(name) => name.clone(),
        }
    }

    fn refusal(&self, refusal: &Refusal, say: &Say<'_>) -> String {
        match refusal {
            Refusal::Closed { status } => {
                format!(
                    "The complaint is closed ({}); nothing more can be done with it here.",
                    self.status(*status)
                )
            }
            Refusal::Settled { status } => {
                format!("The submission was dealt with already ({}).", self.submission_status(*status))
            }
            Refusal::WrongStep { current: Some(step) } => {
                format!("This does not fit the step at which the complaint stands: {}.", self.step(*step))
            }
            Refusal::WrongStep { current: None } => "This does not fit how the complaint stands.".to_owned(),
            Refusal::ConflictOfInterest { permitted } => format!(
                "The complaint is about you, so somebody else has to take this: {}, or who stands in.",
                say.positions(permitted)
            ),
            Refusal::NotPermitted { permitted, until: None } => {
                format!("Only {} may do this.", say.positions(permitted))
            }
            Refusal::NotPermitted { permitted, until: Some(until) } => format!(
                "Only {} may do this; your appointment to act for it begins at {}.",
                say.positions(permitted),
                say.time(*until)
            ),
            Refusal::SupportPending { sections } => format!(
                "Supporting sections have not answered yet: {}. To go on without them, give a reason.",
                say.sections(sections)
            ),
            Refusal::InvalidInput(problems) => {
                problems.iter().map(|p| self.fault(&p.fault, say)).collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn amendment(&self, refusal: &administration::Refusal, say: &Say<'_>) -> String {
        match refusal {
            administration::Refusal::NotPermitted => {
                format!("Only {} may do this.", say.positions(&[Position::Administrator]))
            }
            administration::Refusal::Oneself => {
                "Nobody gives himself a position that takes steps; another administrator has to do it."
                    .to_owned()
            }
            administration::Refusal::InvalidInput(problems) => {
                problems.iter().map(|p| self.fault(&p.fault, say)).collect::<Vec<_>>().join(" ")
            }
            administration::Refusal::LastAdministrator => {
                "This is the last active administrator of the office; make another one first.".to_owned()
            }
        }
    }

    fn fault(&self, fault: &InputFault, say: &Say<'_>) -> String {
        match fault {
            InputFault::Empty => "Must not be empty.".to_owned(),
            InputFault::Required => "Is required here.".to_owned(),
            InputFault::TooLong { max } => format!("Must have at most {max} characters."),
            InputFault::TooShort { min } => format!("Must have at least {min} characters."),
            InputFault::SameAsBefore => "Must differ from the present one.".to_owned(),
            InputFault::ControlCharacter => "Must not contain control characters.".to_owned(),
            InputFault::NotAPhoneNumber => {
                "Must be a telephone number: 5 to 20 digits, with +, spaces, hyphens or brackets.".to_owned()
            }
            InputFault::NotAnEmail => "Must be an e-mail address, like name@example.id.".to_owned(),
            InputFault::NotANationalId => "Must be a national id (NIK) of 16 digits.".to_owned(),
            InputFault::NotAnId => "Is not an id of this kind.".to_owned(),
            InputFault::Unknown => "Is not known in this office.".to_owned(),
            InputFault::SectionInactive => "Names a section that is no longer active.".to_owned(),
            InputFault::TooMany { max } => format!("Names more than {max}."),
            InputFault::NamedTwice => "Names the same one twice.".to_owned(),
            InputFault::LeadAmongSupporters => {
                "The leading section cannot be among the supporting ones.".to_owned()
            }
            InputFault::LeadOnly => "Is for the leading section only.".to_owned(),
            InputFault::SectionComplainedOf => {
                "The complaint is about the head of this section; name another section.".to_owned()
            }
            InputFault::NotTogetherWith { other } => format!("Cannot be given together with {other}."),
            InputFault::OneOf { fields: [one, other] } => format!("Give either {one} or {other}."),
            InputFault::InFuture => "Must not lie in the future.".to_owned(),
            InputFault::Before { earliest } => format!("Must not be before {}.", say.time(*earliest)),
            InputFault::After { latest } => format!("Must not be after {}.", say.time(*latest)),
            InputFault::TooFarBack { days } => format!("Must not lie more than {days} days back."),
            InputFault::NotReturnable { possible } if possible.is_empty() => {
                "There is no step to which the complaint could be returned.".to_owned()
            }
            InputFault::NotReturnable { possible } => {
                format!("The complaint can only be returned to: {}.", say.steps(possible))
            }
            InputFault::SectionNotAsked => "This section was not asked.".to_owned(),
            InputFault::Itself => "A complaint cannot be a duplicate of itself.".to_owned(),
            InputFault::IsADuplicate => "This complaint is a duplicate itself; name its original.".to_owned(),
            InputFault::NoOriginal => {
                "This complaint was referred or withdrawn; name one that is open or archived.".to_owned()
            }
            InputFault::WouldReveal => {
                "Would show you more of this complaint than you may see; ask the staff of General Affairs."
                    .to_owned()
            }
            InputFault::Hidden => "You may not see this, and so cannot correct it.".to_owned(),
            InputFault::LineBreak => "Must be one line.".to_owned(),
            InputFault::NothingChanges => {
                "Nothing would change: give at least one field a new value.".to_owned()
            }
            InputFault::NotADate => "Must be a date like 2026-02-02, in the years 1 to 9999.".to_owned(),
            InputFault::NotBefore { earliest } => format!("Must not be before {earliest}."),
            InputFault::NotAfter { latest } => format!("Must not be after {latest}."),
            InputFault::NotATimeOfDay => "Must be a time of day like 07:30, from 00:00 to 24:00.".to_owned(),
            InputFault::NotAWeekday => "Must be a weekday from 1 (Monday) to 7 (Sunday).".to_owned(),
            InputFault::ClosesTooEarly { weekday, span } => {
                format!("{}: {span} must close after it opens.", self.weekday(*weekday))
            }
            InputFault::SpansOverlap { weekday, earlier, later } => {
                format!("{}: {earlier} and {later} overlap.", self.weekday(*weekday))
            }
            InputFault::NeverOpen => "The office would never be open; give hours for some day.".to_owned(),
            InputFault::SeasonsOverlap { first, second, on } => {
                format!("The seasons {first} and {second} overlap on {on}.")
            }
            InputFault::NotAHolidayKind => {
                "Must be a kind of holiday: national_holiday, collective_leave or bali_dispensation; followed by \
                 _estimated where the date is not decreed yet."
                    .to_owned()
            }
            InputFault::NoColumn { name } => format!("The first line names no column {name}."),
            InputFault::NotATable => "Must be a table of lines with as many fields as the first.".to_owned(),
            InputFault::OnLine { line, fault } => format!("Line {line}: {}", self.fault(fault, say)),
            InputFault::StandardTooLong { most } => format!("Must be at most {most}."),
            InputFault::InForceAlready { since } => {
                format!("Has been in force since {since}, so complaints may have been received under it.")
            }
            InputFault::CategoryInactive => "Names a category that is no longer active.".to_owned(),
            InputFault::OfficerInactive => "Names an officer who is no longer active.".to_owned(),
            InputFault::WhiteSpace => "Must not contain spaces.".to_owned(),
            InputFault::Taken => "Is in use already; choose another.".to_owned(),
            InputFault::NotAnAgendaFormat => {
                "Must have {number} or {number:4} once, and besides it {month} and {year} only; at most 60 characters."
                    .to_owned()
            }
            InputFault::OutOfRange { least, most } => format!("Must be from {least} to {most}."),
            InputFault::DateOutOfRange { earliest, latest } => {
                format!("Must be from {earliest} to {latest}.")
            }
            InputFault::OutsideOffice => {
                "An inspector belongs to the regency, not to an office.".to_owned()
            }
            InputFault::HeadsNoSection => "Whoever holds this position heads no section.".to_owned(),
            InputFault::HoldsAlready => "This officer is appointed to the position already.".to_owned(),
            InputFault::NotAnActingCapacity => "Must be PLT or PLH.".to_owned(),
            InputFault::ActsAlready { name, from, until } => format!(
                "{name} acts for this position from {} until {}; end that appointment first, or choose other days.",
                say.time(*from),
                say.time(*until)
            ),
            InputFault::OverAlready => "It is over already.".to_owned(),
            InputFault::NotProven => {
                "It could not be confirmed that a person sends this; try again.".to_owned()
            }
        }
    }

    fn other(&self, other: &Other) -> String {
        match other {
            Other::NotFound => "There is no such complaint.".to_owned(),
            Other::VersionConflict { current } => format!(
                "Somebody else changed the complaint meanwhile (it is at version {current} now); look at it and decide anew."
            ),
            Other::IdempotencyMismatch => "This idempotency key was used for another input.".to_owned(),
            Other::InvalidCredentials => "Username or password is wrong.".to_owned(),
            Other::TooManySignIns => "Too many failed sign-ins; try again in a minute.".to_owned(),
            Other::WrongPassword => "The present password is wrong.".to_owned(),
            Other::NoSuchSession => "There is no such session.".to_owned(),
            Other::NoSuchOfficer => "There is no such officer in this office.".to_owned(),
            Other::TooManyTrackings { until } => format!(
                "Too many questions from this address; try again after {}.",
                until.format("%Y-%m-%d %H:%M:%S UTC")
            ),
            Other::ReadingsAreReviewed => {
                "Only the camat and the inspector may see who read what.".to_owned()
            }
            Other::OthersStandIn => {
                "The officers complained of neither see nor handle this complaint; others stand in for them.".to_owned()
            }
            Other::WaitsForNobody => {
                "Everybody who could stand in is complained of too: the step waits, and nobody in the office may take it."
                    .to_owned()
            }
            Other::ReadsOnly => "This token only reads.".to_owned(),
            Other::ChangesAreReviewed => {
                "Only the administrator, the camat and the inspector may see what was changed of the office."
                    .to_owned()
            }
            Other::SignInNeeded => "Sign in first.".to_owned(),
            Other::PageTooLong { max } => format!("A page has at most {max} rows."),
            Other::NotACursor => "This is not a cursor of this list in this order.".to_owned(),
            Other::PeriodInFuture { today } => format!("A period begins today ({today}) at the latest."),
            Other::PeriodBackwards { from } => {
                format!("A period ends on its first day ({from}) at the earliest.")
            }
            Other::PeriodTooLong { latest } => format!("A period is at most ten years long: until {latest}."),
            Other::PageUnclear => "Give either first or last, as a number of at least 0.".to_owned(),
            Other::Unavailable => "The data cannot be reached now; try again in a moment.".to_owned(),
            Other::SubmissionNotFound => "There is no such submission.".to_owned(),
            Other::SubmissionVersionConflict { current } => format!(
"Somebody else dealt with the submission meanwhile (it is at version {current} now); look at it and decide anew."
),
            Other::UnknownOffice => "There is no office with this code.".to_owned(),
            Other::TooManySubmissions => "Too many complaints were sent of late; try again later, or come to the office.".to_owned(),
            Other::TooManyWaiting => "Too many complaints are still waiting in this office; try again tomorrow, or come to the office.".to_owned(),
            Other::ProofNotChecked => "Whether a person sends this cannot be checked now; try again in a moment.".to_owned(),
        }
    }
}
