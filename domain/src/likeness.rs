//! Whether two complaints are likely the same matter: the same person sent both, or they say nearly the same. A hint for steps 1
//! and 2; nothing closes by it.
//!
//! A text is compared by the sets of its trigrams (Jaccard), which bears misspelling and word order. The sets are made once for
//! each text and merged in order, so that some hundred complaints are compared with some hundred others in milliseconds: crates
//! for similarity of strings make them anew for every pair.

use crate::complaint::Complainant;
use crate::visibility::Sight;

/// Characters of a text that are compared, from its beginning.
pub const COMPARED_CHARACTERS: usize = 500;
/// How many likely duplicates are told, at most.
pub const MOST: usize = 5;
/// Of the trigrams of both texts together, so many thousandths must be in both.
const ALIKE: usize = 500;
/// What the same complainant is worth: more than the same text.
const SAME_COMPLAINANT: usize = 1_001;

/// What of a complaint is compared: only what a viewer sees of it, so that nothing else is told by what is found alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Each once, in order.
    trigrams: Vec<u64>,
    contacts: Vec<Contact>,
}

/// By what a person is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Contact {
    Phone(String),
    Email(String),
    NationalId(String),
}

impl Likeness {
    /// Of a text and who sent it, as far as they are seen.
    #[must_use]
    pub fn of(text: &str, complainant: &Complainant, sight: Sight) -> Self {
        let Complainant { name: _, phone, email, address: _, national_id } = complainant;
        let phone = phone.as_deref().map(|phone| Contact::Phone(digits(phone)));
        let email = email.as_deref().map(|email| Contact::Email(email.to_lowercase()));
        let national_id = national_id.clone().map(Contact::NationalId);
        let contacts = phone.into_iter().chain(email).filter(|_| sight.contact);
        Self {
            trigrams: if sight.content { trigrams(text) } else { Vec::new() },
            contacts: contacts.chain(national_id.filter(|_| sight.national_id)).collect(),
        }
    }

    /// How alike two are; none where they are not alike enough to be told.
    #[must_use]
    fn score(&self, other: &Self) -> Option<usize> {
        if self.contacts.iter().any(|contact| other.contacts.contains(contact)) {
            return Some(SAME_COMPLAINANT);
        }
        let (fewer, more) =
            (self.trigrams.len().min(other.trigrams.len()), self.trigrams.len().max(other.trigrams.len()));
        // Most texts are told apart by their length.
        if fewer * 1_000 < more * ALIKE {
            return None;
        }
        let shared = shared(&self.trigrams, &other.trigrams);
        let all = self.trigrams.len() + other.trigrams.len() - shared;
        let alike = (shared * 1_000).checked_div(all)?;
        (alike >= ALIKE).then_some(alike)
    }

    /// Those of the candidates that are likely the same matter, the likeliest first; of equally likely ones in the order of the
    /// candidates. At most [`MOST`].
    #[must_use]
    pub fn likely<'a, T>(&self, candidates: impl IntoIterator<Item = (T, &'a Self)>) -> Vec<T> {
        let scored = candidates.into_iter().filter_map(|(of, other)| Some((self.score(other)?, of)));
        let mut scored: Vec<(usize, T)> = scored.collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().take(MOST).map(|(_, of)| of).collect()
    }
}

/// A number as it is dialled within the country: +62 812 and 0812 are one.
fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("62") {
        Some(rest) => format!("0{rest}"),
        None => digits,
    }
}

/// The trigrams of a text's words, upper and lower case alike, each once, in order.
fn trigrams(text: &str) -> Vec<u64> {
    let text: String = text.chars().take(COMPARED_CHARACTERS).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters: Vec<u64> = words.join(" ").chars().map(|c| u64::from(u32::from(c))).collect();
    // A character has at most 21 bits.
    let number = |three: &[u64]| three.iter().fold(0, |number, letter| number << 21 | letter);
    let mut trigrams: Vec<u64> = letters.windows(3).map(number).collect();
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
}

/// How many are in both, each of which is in order.
fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut one, mut other, mut shared) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(one.next()),
            std::cmp::Ordering::Greater => drop(other.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                one.next();
                other.next();
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: Sight = Sight { content: true, identity: true, contact: true, national_id: true };

    fn text(text: &str) -> Likeness {
        Likeness::of(text, &Complainant::default(), ALL)
    }

    fn phone(phone: &str, sight: Sight) -> Likeness {
        Likeness::of("", &Complainant { phone: Some(phone.to_owned()), ..Complainant::default() }, sight)
    }

    #[test]
    fn texts_that_say_nearly_the_same_are_alike() {
        let one = text("Lampu jalan di depan pasar Megati padam sejak tiga hari");
        for (other, alike) in [
            ("LAMPU JALAN di depan pasar megati, padam sejak 3 hari!", true),
            ("Di depan pasar Megati lampu jalan padam sejak tiga hari yang lalu", true),
            ("Lampu jalan di dpan pasar Megati padm sejak tiga hari", true),
            ("Jalan berlubang di Banjar Dalang sejak hujan minggu lalu", false),
            ("Lampu", false),
            ("", false),
        ] {
            assert_eq!(one.score(&text(other)).is_some(), alike, "{other}");
        }
        assert_eq!(text("").score(&text("")), None);
    }

    #[test]
    fn one_person_is_known_again_by_what_is_seen() {
        let one = phone("+62 812-3456-7890", ALL);
        assert_eq!(one.score(&phone("0812 3456 7890", ALL)), Some(SAME_COMPLAINANT));
        assert_eq!(one.score(&phone("0812 3456 7891", ALL)), None);
        let unseen = Sight { contact: false, ..ALL };
        assert_eq!(one.score(&phone("0812 3456 7890", unseen)), None);
        let with_id = |sight| {
            let national_id = Some("5102020304850001".to_owned());
            Likeness::of("", &Complainant { national_id, ..Complainant::default() }, sight)
        };
        assert!(with_id(ALL).score(&with_id(ALL)).is_some());
        assert!(with_id(ALL).score(&with_id(Sight { national_id: false, ..ALL })).is_none());
        // The same text is worth less than the same person.
        let candidates = [text("Lampu padam di jalan"), phone("081234567890", ALL)];
        let both = Likeness { trigrams: candidates[0].trigrams.clone(), contacts: one.contacts };
        assert_eq!(both.likely(candidates.iter().enumerate()), [1, 0]);
    }

    proptest! {
        #[test]
        fn alike_is_mutual_and_bounded(one in ".{0,80}", other in ".{0,80}") {
            let (one, other) = (text(&one), text(&other));
            prop_assert_eq!(one.score(&other), other.score(&one));
            prop_assert!(one.trigrams.is_empty() || one.score(&one) == Some(1_000));
            prop_assert!(one.likely(std::iter::repeat_n(((), &one), 20)).len() <= MOST);
        }
    }
}
