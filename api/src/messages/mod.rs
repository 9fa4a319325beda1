//! What people read: sentences for every refusal and label, in Indonesian and English. Full matches, so that a text that
//! is missing does not compile.

mod en;
mod id;

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use domain::administration;
use domain::complaint::command::CommandKind;
use domain::complaint::refusal::{InputFault, Refusal};
use domain::complaint::standing::Status;
use domain::office::{Office, Position};
use domain::procedure::step::Step;
use domain::submission;
use domain::submission::actions::SubmissionCommandKind;
use domain::working_time::SkipReason;

/// A language of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Bahasa Indonesia.
    #[default]
    Indonesian,
    /// English.
    English,
}

impl Language {
    /// The language a client prefers (RFC 9110, section 12.5.4); Indonesian where it names neither.
    #[must_use]
    pub fn preferred(accept_language: Option<&str>) -> Self {
        let mut best = (Self::Indonesian, 0.0);
        for range in accept_language.unwrap_or_default().split(',').take(20) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let language = match tag.split('-').next() {
                Some("en") => Self::English,
                Some("id" | "in" | "*") => Self::Indonesian,
                _ => continue,
            };
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse::<f32>().ok())
                .unwrap_or(0.0);
            if quality > best.1 {
                best = (language, quality);
            }
        }
        best.0
    }
}

/// Refusals that are not the judge's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// No such complaint.
    NotFound,
    /// Somebody was first.
    VersionConflict {
        /// The version it has now.
        current: i32,
    },
    /// The key was used for another input.
    IdempotencyMismatch,
    /// Username or password is wrong.
    InvalidCredentials,
    /// Too many failed sign-ins.
    TooManySignIns,
    /// The present password is wrong.
    WrongPassword,
    /// No session of that id is open in the viewer's name.
    NoSuchSession,
    /// No officer of that id is in the office.
    NoSuchOfficer,
    /// Too many tracking codes were tried from an address.
    TooManyTrackings {
        /// When the next may be tried.
        until: DateTime<Utc>,
    },
    /// Who read what is for the camat and the inspector to see.
    ReadingsAreReviewed,
    /// Officers are complained of, and others stand in for them.
    OthersStandIn,
    /// Officers are complained of, and nobody is left who stands in for them.
    WaitsForNobody,
    /// What was changed of an office is for its administrator, its camat and the inspector to see.
    ChangesAreReviewed,
    /// Signing in is needed.
    SignInNeeded,
    /// The token is a machine's, which only reads.
    ReadsOnly,
    /// A page is too long.
    PageTooLong {
        /// At most so many rows.
        max: u64,
    },
    /// Not a cursor of this list and order.
    NotACursor,
    /// `first` and `last` together, or a negative number.
    PageUnclear,
    /// A period begins after today.
    PeriodInFuture {
        /// Today.
        today: NaiveDate,
    },
    /// A period ends before it begins.
    PeriodBackwards {
        /// Its first day.
        from: NaiveDate,
    },
    /// A period is longer than ten years.
    PeriodTooLong {
        /// The latest last day.
        latest: NaiveDate,
    },
    /// The data cannot be reached now.
    Unavailable,
    /// No such submission.
    SubmissionNotFound,
    /// Somebody settled the submission first.
    SubmissionVersionConflict {
        /// The version it has now.
        current: i32,
    },
    /// No office has this code.
    UnknownOffice,
    /// Too much was submitted of late, from an address or to an office.
    TooManySubmissions,
    /// Too many submissions wait in the office already.
    TooManyWaiting,
    /// The proof that a person sends it cannot be checked now.
    ProofNotChecked,
}

/// The texts of one language.
trait Texts {
    fn step(&self, step: Step) -> &'static str;
    fn position(&self, position: Position) -> &'static str;
    fn status(&self, status: Status) -> &'static str;
    fn label(&self, kind: CommandKind) -> &'static str;
    fn submission_label(&self, kind: SubmissionCommandKind) -> &'static str;
    fn submission_status(&self, status: submission::Status) -> &'static str;
    fn weekday(&self, weekday: Weekday) -> &'static str;
    fn or(&self) -> &'static str;
    fn skipped(&self, reason: &SkipReason) -> String;
    fn refusal(&self, refusal: &Refusal, say: &Say<'_>) -> String;
    fn amendment(&self, refusal: &administration::Refusal, say: &Say<'_>) -> String;
    fn fault(&self, fault: &InputFault, say: &Say<'_>) -> String;
    fn other(&self, other: &Other) -> String;
}

fn texts(language: Language) -> &'static dyn Texts {
    match language {
        Language::Indonesian => &id::Indonesian,
        Language::English => &en::English,
    }
}

/// What a sentence needs besides the refusal: the office's names and its local time.
pub(crate) struct Say<'a> {
    language: Language,
    office: Option<&'a Office>,
}

impl Say<'_> {
    fn positions(&self, positions: &[Position]) -> String {
        let texts = texts(self.language);
        join(positions.iter().map(|&p| texts.position(p)), texts.or())
    }

    fn steps(&self, steps: &[Step]) -> String {
        let texts = texts(self.language);
        join(steps.iter().map(|&s| texts.step(s)), texts.or())
    }

    fn sections(&self, sections: &[domain::ids::SectionId]) -> String {
        let name = |id| self.office.and_then(|office| office.section(id)).map_or("?", |s| s.name.as_str());
        join(sections.iter().map(|&id| name(id)), ",")
    }

    /// Local time of the office, with its offset.
    fn time(&self, at: DateTime<Utc>) -> String {
        match self.office {
            Some(office) => {
                at.with_timezone(&office.calendar.zone()).format("%Y-%m-%d %H:%M:%S %Z").to_string()
            }
            None => at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        }
    }
}

fn join<'a>(words: impl Iterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.collect();
    let mut joined = String::new();
    for (place, word) in words.iter().enumerate() {
        let separator = match place {
            0 => String::new(),
            _ if place + 1 < words.len() || last == "," => ", ".to_owned(),
            _ => format!(" {last} "),
        };
        let _ = write!(joined, "{separator}{word}");
    }
    joined
}

/// The sentence for a refusal; for an input that is not right see [`fault`].
#[must_use]
pub fn refusal(language: Language, office: Option<&Office>, refusal: &Refusal) -> String {
    texts(language).refusal(refusal, &Say { language, office })
}

/// The sentence for an amendment that is refused; for an input that is not right see [`fault`].
#[must_use]
pub fn amendment(language: Language, office: Option<&Office>, refusal: &administration::Refusal) -> String {
    texts(language).amendment(refusal, &Say { language, office })
}

/// The sentence for a field that is not right.
#[must_use]
pub fn fault(language: Language, office: Option<&Office>, fault: &InputFault) -> String {
    texts(language).fault(fault, &Say { language, office })
}

/// The sentence for a refusal that is not the judge's.
#[must_use]
pub fn other(language: Language, other: &Other) -> String {
    texts(language).other(other)
}

/// The label of a button.
#[must_use]
pub fn label(language: Language, kind: CommandKind) -> &'static str {
    texts(language).label(kind)
}

/// The label of a button of a submission.
#[must_use]
pub fn submission_label(language: Language, kind: SubmissionCommandKind) -> &'static str {
    texts(language).submission_label(kind)
}

/// Why time was not counted.
#[must_use]
pub fn skipped(language: Language, reason: &SkipReason) -> String {
    texts(language).skipped(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_preferred() {
        for (header, language) in [
            (None, Language::Indonesian),
            (Some(""), Language::Indonesian),
            (Some("en"), Language::English),
            (Some("en-GB,id;q=0.8"), Language::English),
            (Some("id,en;q=0.9"), Language::Indonesian),
            (Some("de, en;q=0.5, id;q=0.4"), Language::English),
            (Some("fr"), Language::Indonesian),
            (Some("en;q=0"), Language::Indonesian),
            (Some("en;q=abc, id;q=0.1"), Language::Indonesian),
        ] {
            assert_eq!(Language::preferred(header), language, "{header:?}");
        }
    }

    #[test]
    fn words_are_joined_as_people_do() {
        assert_eq!(join(["a"].into_iter(), "or"), "a");
        assert_eq!(join(["a", "b"].into_iter(), "or"), "a or b");
        assert_eq!(join(["a", "b", "c"].into_iter(), "or"), "a, b or c");
    }
}
