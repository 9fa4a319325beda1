//! The domain's enums in the schema. A variant that is added there does not compile here until it is described.

use async_graphql::Enum;

/// The ten steps of the SOP *Pengaduan Masyarakat*, in order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::procedure::step::Step")]
pub enum Step {
    /// Step 1 (menerima pengaduan): staff of General Affairs receive the complaint. Standard: 30 minutes.
    Receive,
    /// Step 2 (memberi lembar disposisi): staff of General Affairs attach the disposition sheet. Standard: 1 hour.
    AttachDispositionSheet,
    /// Step 3 (menyerahkan kepada sekretaris camat): the head of General Affairs reads it and hands it on. Standard: 1 hour.
    ForwardToSecretary,
    /// Step 4 (masukan serta informasi): the secretary advises the camat. Standard: 1 hour.
    Advise,
    /// Step 5 (mempertimbangkan): the camat weighs the advice. Standard: 1 hour.
    Consider,
    /// Step 6 (disposisi): the camat disposes, to sections or by his own solution. Standard: 1 hour.
    Dispose,
    /// Step 7 (solusi atau pemecahan): the sections the camat named give their solution. Standard: 2 working days.
    Solve,
    /// Step 8 (tanda tangan camat): the camat examines and signs the solution. Standard: 1 hour.
    Sign,
    /// Step 9 (melaksanakan solusi): the secretary, through the head of General Affairs, carries it out and answers.
    /// Standard: 1 working day.
    CarryOut,
    /// Step 10 (arsip): staff of General Affairs file the complaint. Standard: 30 minutes.
    Archive,
}

/// A position (jabatan) in the procedure.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::office::Position")]
pub enum Position {
    /// Staf Subbag Umum dan Kepegawaian: receives, registers, archives.
    Staff,
    /// Kasubag Umum dan Kepegawaian: head of General Affairs and Personnel.
    HeadOfGeneralAffairs,
    /// Sekretaris camat.
    Secretary,
    /// Camat: head of the sub-district.
    Camat,
    /// Kepala seksi or subbagian: heads a section that can be asked in step 7.
    SectionHead,
    /// Administrator of the office: keeps officers, hours and rules; takes no step.
    Administrator,
    /// Inspector of the regency (inspektur): reads every office of it, changes nothing.
    Inspector,
}

/// How an officer holds a position.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::office::Capacity")]
pub enum Capacity {
    /// Appointed to it (definitif).
    Definitive,
    /// Pelaksana Tugas: acts in a vacancy.
    Plt,
    /// Pelaksana Harian: acts while the holder is away.
    Plh,
    /// By rule, where the holder is the one complained of.
    Substitute,
}

/// How a complaint came in (melalui).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::complaint::Channel")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Website.
    Website,
    /// SMS.
    Sms,
    /// Telephone (telepon).
    Telephone,
    /// In person (langsung).
    InPerson,
}

/// How a complaint stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::complaint::standing::Status")]
pub enum ComplaintStatus {
    /// A step is open (diproses).
    InProgress,
    /// Filed after all its steps (diarsipkan).
    Archived,
    /// Referred to another agency (diteruskan): not this office's authority.
    Referred,
    /// Closed as the duplicate of another complaint of the office (duplikat).
    Duplicate,
    /// Withdrawn by its complainant (dicabut).
    Withdrawn,
}

/// How a submission (kiriman) stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::submission::Status")]
pub enum SubmissionStatus {
    /// Waits for step 1 (menunggu).
    Waiting,
    /// Became a complaint (diterima).
    Received,
    /// Joined to a complaint that was there already (digabung).
    Joined,
    /// Set aside (dikesampingkan): not a complaint.
    Dismissed,
}

/// How urgent a complaint is (tingkat urgensi), apart from how secret.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::complaint::Urgency")]
pub enum Urgency {
    /// Biasa.
    Ordinary,
    /// Segera.
    Urgent,
    /// Sangat segera.
    VeryUrgent,
}

/// How far a complaint is confidential (sifat), apart from how urgent.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::complaint::Confidentiality")]
pub enum Confidentiality {
    /// Not at all (terbuka).
    Open,
    /// The complainant's identity is hidden (anonim).
    Anonymous,
    /// The content is hidden too (rahasia): only its handlers see it.
    Secret,
}

/// What was read of what is confidential.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::reading::ReadPart")]
pub enum ReadPart {
    /// What a secret complaint is about: subject, description, notes, sheet, solutions, result, answer.
    Content,
    /// The name, telephone, e-mail or address of a secret complaint's complainant.
    Complainant,
    /// A complainant's national id (NIK), of whichever complaint.
    NationalId,
}

/// In which way a step record ended.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::complaint::record::StepOutcome")]
pub enum StepOutcome {
    /// The step was done.
    Completed,
    /// The complaint was returned to an earlier step for correction (dikembalikan).
    Returned,
    /// The step was passed over, since the camat decided alone (dilewati).
    Skipped,
    /// The complaint was referred to another agency.
    Referred,
    /// The complaint was closed as a duplicate.
    ClosedAsDuplicate,
    /// The complainant withdrew.
    Withdrawn,
    /// The section is not the right one (dikembalikan kepada camat).
    HandedBack,
    /// A supporting section stayed silent and the lead went on.
    NoAnswer,
    /// Open in parallel when the complaint left the step another way.
    Superseded,
}

/// Kind of a holiday (hari libur).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::working_time::HolidayKind")]
pub enum HolidayKind {
    /// National holiday (libur nasional), by joint decree of three ministers.
    National,
    /// Collective leave (cuti bersama), by the same decree.
    CollectiveLeave,
    /// Local optional holiday (libur fakultatif, dispensasi hari raya): the office decides whether it closes.
    Local,
}

/// A text of a step of the procedure.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::procedure::comparison::StepText")]
pub enum StepText {
    /// What is done (kegiatan), in English.
    Activity,
    /// What is done (kegiatan), in Indonesian as in the SOP.
    ActivityIndonesian,
    /// What it requires (kelengkapan).
    Requirements,
    /// What it yields (output).
    Output,
}

/// By what complaints are ordered; those without the value come last in both directions.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "persistence::complaints::OrderField")]
pub enum ComplaintOrderField {
    /// When step 1 was done.
    ReceivedAt,
    /// When the open step is due; closed complaints have none.
    DueAt,
    /// When it was closed; open complaints have none.
    ClosedAt,
    /// Year and running number of the agenda number.
    AgendaNumber,
}

/// A direction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderDirection {
    /// Smallest, earliest first.
    Asc,
    /// Greatest, latest first.
    Desc,
}

/// What was changed of an office.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::administration::ChangeKind")]
pub enum OfficeChangeKind {
    /// An officer was made.
    OfficerCreated,
    /// An officer was given another name or username.
    OfficerChanged,
    /// An officer was moved to another position.
    OfficerMoved,
    /// An officer was let go.
    OfficerDeactivated,
    /// An officer was taken back.
    OfficerReactivated,
    /// An officer was given another password; it is recorded nowhere.
    PasswordSet,
    /// An officer's sessions were ended by an administrator.
    SessionsEnded,
    /// A section was made.
    SectionCreated,
    /// A section was given another name.
    SectionRenamed,
    /// A section was dissolved.
    SectionDeactivated,
    /// A section was taken up again.
    SectionReactivated,
    /// A category was made.
    CategoryCreated,
    /// A category was given another name.
    CategoryRenamed,
    /// A category was closed.
    CategoryDeactivated,
    /// A category was taken up again.
    CategoryReactivated,
    /// The letterhead was set.
    LetterheadSet,
    /// The rules of the register were changed.
    RulesChanged,
    /// An officer was appointed to act.
    ActingAppointed,
    /// An appointment to act was ended before its time.
    ActingEnded,
    /// The ordinary working hours were set.
    WorkingHoursSet,
    /// A season was made.
    SeasonCreated,
    /// A season was changed.
    SeasonChanged,
    /// A season was taken away.
    SeasonRemoved,
    /// A holiday was added.
    HolidayAdded,
    /// A holiday was changed.
    HolidayChanged,
    /// A holiday was taken away.
    HolidayRemoved,
    /// A table of holidays was imported.
    HolidaysImported,
    /// A single day was opened or closed.
    DaySet,
    /// What was set of a single day was taken away.
    DayRestored,
    /// A revision of the procedure was added.
    ProcedureRevisionAdded,
    /// A revision of the procedure was taken away before it came into force.
    ProcedureRevisionRemoved,
}

/// Why a mutation did nothing, as far as a person can act on it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserErrorCode {
    /// No such thing, or none that exists for the viewer.
    NotFound,
    /// The viewer holds none of the positions that may.
    NotPermitted,
    /// The complaint does not stand at a step from which this can be done.
    WrongStep,
    /// The complaint is closed, or the submission waits no more.
    Closed,
    /// Somebody changed the complaint, or settled the submission, since the version given.
    VersionConflict,
    /// A field is not right; `field` says which, `message` what would be right.
    InvalidInput,
    /// A supporting section has not answered; the lead may go on without it, with a reason.
    SupportPending,
    /// The officer is complained of.
    ConflictOfInterest,
    /// An administrator would give himself a position that takes steps.
    Oneself,
    /// The office would be left without an active administrator.
    LastAdministrator,
    /// The idempotency key was used for another input.
    IdempotencyMismatch,
    /// Too often, too much, or too long.
    LimitExceeded,
    /// Username or password is wrong.
    InvalidCredentials,
}

impl From<domain::complaint::refusal::RefusalCode> for UserErrorCode {
    fn from(code: domain::complaint::refusal::RefusalCode) -> Self {
        use domain::complaint::refusal::RefusalCode;
        match code {
            RefusalCode::Closed => Self::Closed,
            RefusalCode::WrongStep => Self::WrongStep,
            RefusalCode::ConflictOfInterest => Self::ConflictOfInterest,
            RefusalCode::NotPermitted => Self::NotPermitted,
            RefusalCode::SupportPending => Self::SupportPending,
            RefusalCode::InvalidInput => Self::InvalidInput,
        }
    }
}

impl From<domain::administration::RefusalCode> for UserErrorCode {
    fn from(code: domain::administration::RefusalCode) -> Self {
        use domain::administration::RefusalCode;
        match code {
            RefusalCode::NotPermitted => Self::NotPermitted,
            RefusalCode::Oneself => Self::Oneself,
            RefusalCode::InvalidInput => Self::InvalidInput,
            RefusalCode::LastAdministrator => Self::LastAdministrator,
        }
    }
}

/// How a complaint stands, as the public is told.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackingStatus {
    /// Submitted, not yet received.
    Waiting,
    /// Being handled (diproses).
    InProgress,
    /// The complainant was answered (dijawab); filing remains.
    Answered,
    /// Answered and filed (selesai).
    Closed,
    /// Referred to another agency (diteruskan).
    Referred,
    /// The same matter as another complaint, whose answer is shown (duplikat).
    Duplicate,
    /// Withdrawn (dicabut).
    Withdrawn,
    /// Set aside: not a complaint.
    Dismissed,
}

/// By what a time series is divided, in the office's calendar.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::dashboard::plan::Interval")]
pub enum Interval {
    /// Calendar days.
    Day,
    /// ISO weeks, from Monday.
    Week,
    /// Calendar months.
    Month,
    /// Quarters of the calendar year.
    Quarter,
    /// Calendar years.
    Year,
}
