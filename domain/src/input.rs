//! What can be wrong with a field of an input, and what would be right: facts, no prose.

use chrono::{DateTime, NaiveDate, Utc, Weekday};

use crate::procedure::step::Step;
use crate::working_time::{OpeningSpan, Standard};

/// What is wrong with one field of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// Path within the input, in the words of the schema.
    pub field: Vec<&'static str>,
    /// What is wrong, and what would be right.
    pub fault: InputFault,
}

impl InputProblem {
    /// A problem of a field at the top of the input.
    #[must_use]
    pub fn new(field: &'static str, fault: InputFault) -> Self {
        Self { field: vec![field], fault }
    }
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputFault {
    /// Nothing but white space.
    Empty,
    /// Needed here.
    Required,
    /// More than so many characters.
    TooLong {
        /// At most.
        max: usize,
    },
    /// Fewer than so many characters.
    TooShort {
        /// At least.
        min: usize,
    },
    /// The same as it was.
    SameAsBefore,
    /// Holds a control character.
    ControlCharacter,
    /// No telephone number.
    NotAPhoneNumber,
    /// No e-mail address.
    NotAnEmail,
    /// No national id of 16 digits.
    NotANationalId,
    /// No id of this kind of thing.
    NotAnId,
    /// Nothing of this id or code is known in the office.
    Unknown,
    /// The section is no longer active.
    SectionInactive,
    /// The category is no longer active.
    CategoryInactive,
    /// The officer is no longer active.
    OfficerInactive,
    /// Named twice.
    NamedTwice,
    /// More than so many are named.
    TooMany {
        /// At most.
        max: usize,
    },
    /// The lead stands among its supporters.
    LeadAmongSupporters,
    /// For the leading section only.
    LeadOnly,
    /// Everybody who heads the section is complained of.
    SectionComplainedOf,
    /// Cannot go together with another field.
    NotTogetherWith {
        /// The other.
        other: &'static str,
    },
    /// One of two is needed.
    OneOf {
        /// The fields, one of which is needed.
        fields: [&'static str; 2],
    },
    /// Lies in the future.
    InFuture,
    /// Lies before what it follows.
    Before {
        /// Not before this instant.
        earliest: DateTime<Utc>,
    },
    /// Lies after what it precedes.
    After {
        /// Not after this instant.
        latest: DateTime<Utc>,
    },
    /// Lies further back than the office allows.
    TooFarBack {
        /// How many days back are allowed.
        days: u16,
    },
    /// The step cannot be returned to.
    NotReturnable {
        /// Where to instead.
        possible: Vec<Step>,
    },
    /// The section was not asked.
    SectionNotAsked,
    /// A complaint cannot be a duplicate of itself.
    Itself,
    /// The original is a duplicate itself.
    IsADuplicate,
    /// The original was closed without an answer of its own.
    NoOriginal,
    /// Would show the officer more of the complaint than they may see.
    WouldReveal,
    /// The officer may not see the field, and so cannot correct it.
    Hidden,
    /// Holds a line break where one line is wanted.
    LineBreak,
    /// Nothing would change.
    NothingChanges,
    /// No date like 2026-02-02.
    NotADate,
    /// The date lies before another.
    NotBefore {
        /// Not before this date.
        earliest: NaiveDate,
    },
    /// The date lies after another.
    NotAfter {
        /// Not after this date.
        latest: NaiveDate,
    },
    /// No time of day like 07:30, from 00:00 to 24:00.
    NotATimeOfDay,
    /// No weekday from 1 (Monday) to 7.
    NotAWeekday,
    /// A span of hours closes when it opens, or earlier.
    ClosesTooEarly {
        /// The day.
        weekday: Weekday,
        /// The span.
        span: OpeningSpan,
    },
    /// Two spans of a day have time in common.
    SpansOverlap {
        /// The day.
        weekday: Weekday,
        /// The one that opens first.
        earlier: OpeningSpan,
        /// The one that opens while the other is still open.
        later: OpeningSpan,
    },
    /// The office would open at no time of the week.
    NeverOpen,
    /// Two seasons have a date in common.
    SeasonsOverlap {
        /// The one that begins first.
        first: String,
        /// The other.
        second: String,
        /// The first date they have in common.
        on: NaiveDate,
    },
    /// No kind of holiday.
    NotAHolidayKind,
    /// The table has no column of this name.
    NoColumn {
        /// The column.
        name: &'static str,
    },
    /// Not a table of lines with as many fields as its first.
    NotATable,
    /// A line of a table is not right.
    OnLine {
        /// Its number, from 1, as an editor shows it.
        line: u64,
        /// What is wrong with it.
        fault: Box<InputFault>,
    },
    /// The standard time is longer than any step may take.
    StandardTooLong {
        /// At most.
        most: Standard,
    },
    /// The revision of the procedure is in force already, or was.
    InForceAlready {
        /// Since this date.
        since: NaiveDate,
    },
    /// Holds white space.
    WhiteSpace,
    /// Somebody or something else has it.
    Taken,
    /// No format of agenda numbers.
    NotAnAgendaFormat,
    /// No number between these.
    OutOfRange {
        /// At least.
        least: i32,
        /// At most.
        most: i32,
    },
    /// No date between these.
    DateOutOfRange {
        /// Not before this date.
        earliest: NaiveDate,
        /// Not after this date.
        latest: NaiveDate,
    },
    /// The position is none of an office.
    OutsideOffice,
    /// Whoever holds the position heads no section.
    HeadsNoSection,
    /// The officer is appointed to it already.
    HoldsAlready,
    /// Nobody acts in this capacity.
    NotAnActingCapacity,
    /// Another acts for the post in that time.
    ActsAlready {
        /// Their name.
        name: String,
        /// First instant.
        from: DateTime<Utc>,
        /// First instant after it.
        until: DateTime<Utc>,
    },
    /// It is over already.
    OverAlready,
    /// The proof that a person sends it does not hold.
    NotProven,
}
