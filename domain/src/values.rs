//! Values that are parsed once and valid ever after.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::OfficeId;
use crate::input::InputFault;

/// Text a person wrote: trimmed, not empty, at most `MAX` characters, no control characters. Up to 300 characters it is
/// one line; longer text may hold line breaks and tabs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text<const MAX: usize>(String);

/// Text of at most so many characters is one line.
const LINE: usize = 300;
/// The subject (perihal) of a complaint.
pub type Subject = Text<LINE>;
/// A name, an address, an agency, an archive code: one line.
pub type Line = Text<LINE>;
/// A description, a note, advice, a solution: several lines.
pub type Prose = Text<20_000>;

impl<const MAX: usize> Text<MAX> {
    /// Parses what was typed.
    ///
    /// # Errors
    /// [`InputFault`] that says what would be right.
    pub fn parse(typed: &str) -> Result<Self, InputFault> {
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return Err(InputFault::Empty);
        }
        if trimmed.chars().count() > MAX {
            return Err(InputFault::TooLong { max: MAX });
        }
        let breaks = |c: char| matches!(c, '\n' | '\r' | '\t');
        if trimmed.chars().any(|c| c.is_control() && !breaks(c)) {
            return Err(InputFault::ControlCharacter);
        }
        if MAX <= LINE && trimmed.chars().any(breaks) {
            return Err(InputFault::LineBreak);
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// A telephone number: 5 to 20 digits, with `+`, spaces, hyphens and brackets as people write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phone(String);

impl Phone {
    /// Parses a number as written.
    ///
    /// # Errors
    /// [`InputFault::NotAPhoneNumber`].
    pub fn parse(typed: &str) -> Result<Self, InputFault> {
        let trimmed = typed.trim();
        let digits = trimmed.chars().filter(char::is_ascii_digit).count();
        let plausible = trimmed.char_indices().all(|(at, c)| {
            c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.') || (c == '+' && at == 0)
        });
        if plausible && (5..=20).contains(&digits) && trimmed.len() <= 40 {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(InputFault::NotAPhoneNumber)
        }
    }

    /// The number as written.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// An e-mail address: something, an `@`, a domain with a dot; at most 254 characters (RFC 5321). Whether it exists, only
/// sending tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Email(String);

impl Email {
    /// Parses an address.
    ///
    /// # Errors
    /// [`InputFault::NotAnEmail`].
    pub fn parse(typed: &str) -> Result<Self, InputFault> {
        let trimmed = typed.trim();
        let Some((local, host)) = trimmed.rsplit_once('@') else { return Err(InputFault::NotAnEmail) };
        let host_fits = host.contains('.')
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                    && !label.starts_with('-')
            });
        let local_fits = !local.is_empty()
            && local.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c));
        if host_fits && local_fits && trimmed.len() <= 254 {
            Ok(Self(trimmed.to_owned()))
        } else {
            Err(InputFault::NotAnEmail)
        }
    }

    /// The address.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// A short code: one line of at most 40 characters.
pub type Code = Text<40>;

/// What an officer signs in with: 1 to 200 bytes without white space and control characters, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Username(String);

impl Username {
    const MAX: usize = 200;

    /// Parses a username.
    ///
    /// # Errors
    /// [`InputFault`] that says what would be right.
    pub fn parse(typed: &str) -> Result<Self, InputFault> {
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            Err(InputFault::Empty)
        } else if trimmed.len() > Self::MAX {
            Err(InputFault::TooLong { max: Self::MAX })
        } else if trimmed.chars().any(char::is_control) {
            Err(InputFault::ControlCharacter)
        } else if trimmed.chars().any(char::is_whitespace) {
            Err(InputFault::WhiteSpace)
        } else {
            Ok(Self(trimmed.to_owned()))
        }
    }

    /// The username.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a password is verified by: an Argon2id hash, never the password. It is shown and serialized nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// A hash.
    #[must_use]
    pub fn new(hash: String) -> Self {
        Self(hash)
    }

    /// The hash, for the store and for whoever verifies a password.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}

/// A national identity number (NIK): 16 digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NationalId(String);

impl NationalId {
    /// Parses a NIK; spaces between groups are taken out.
    ///
    /// # Errors
    /// [`InputFault::NotANationalId`].
    pub fn parse(typed: &str) -> Result<Self, InputFault> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(InputFault::NotANationalId)
        }
    }

    /// The sixteen digits.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The agenda number (nomor agenda): runs from 1 each calendar year, per office, without gaps (sop.md section 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaNumber {
    /// Calendar year of the office in which the complaint was received.
    pub year: i32,
    /// The running number within the year, from 1.
    pub number: i32,
    /// As it is written on sheet and register, in the office's own format.
    pub text: String,
}

/// How an office writes its agenda numbers: `{number}` or `{number:4}` (padded with zeros), `{month}` (Roman), `{year}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AgendaFormat(String);

/// What is wrong with an agenda number format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an agenda number format needs {{number}} exactly once, and knows {{number}}, {{number:4}}, {{month}} and {{year}} only"
)]
pub struct AgendaFormatError;

impl Default for AgendaFormat {
    fn default() -> Self {
        Self(Self::DEFAULT.to_owned())
    }
}

impl AgendaFormat {
    /// `0001/PM/2026`: what an office uses until it says otherwise.
    pub const DEFAULT: &str = "{number:4}/PM/{year}";

    /// Parses a format.
    ///
    /// # Errors
    /// [`AgendaFormatError`] where a placeholder is unknown, or the number is missing or doubled.
    pub fn parse(format: &str) -> Result<Self, AgendaFormatError> {
        let format = Self(format.to_owned());
        let mut numbers = 0;
        format.render(|name| {
            if name == "number"
                || name.strip_prefix("number:").is_some_and(|w| matches!(w.parse(), Ok(1..=9u8)))
            {
                numbers += 1;
                Some(String::new())
            } else {
                matches!(name, "month" | "year").then(String::new)
            }
        })?;
        let printable = !format.0.chars().any(char::is_control) && format.0.len() <= 60;
        if numbers == 1 && printable { Ok(format) } else { Err(AgendaFormatError) }
    }

    /// Writes a number in this format.
    #[must_use]
    pub fn write(&self, number: i32, year: i32, month: u32) -> String {
        const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        let written = self.render(|name| match name.split_once(':') {
            Some((_, width)) => width.parse().ok().map(|width: usize| format!("{number:0width$}")),
            None if name == "number" => Some(number.to_string()),
            None if name == "year" => Some(year.to_string()),
            None => ROMAN.get(month.saturating_sub(1) as usize).map(|&roman| roman.to_owned()),
        });
        written.unwrap_or_else(|_| number.to_string())
    }

    /// The format as parsed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn render(&self, mut value: impl FnMut(&str) -> Option<String>) -> Result<String, AgendaFormatError> {
        let mut out = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(AgendaFormatError)?;
            out.push_str(before);
            out.push_str(&value(name).ok_or(AgendaFormatError)?);
            rest = after;
        }
        if rest.contains('}') {
            return Err(AgendaFormatError);
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// Tracking code of a complaint: the office's number, then eleven random characters and a check character, in
/// Crockford's base 32: no letter that sounds or looks like another. 55 random bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TrackingCode {
    office: OfficeId,
    secret: u64,
}

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SECRET_CHARS: usize = 11;

impl TrackingCode {
    /// A code from 64 random bits, of which 55 are used.
    #[must_use]
    pub fn new(office: OfficeId, random: u64) -> Self {
        Self { office, secret: random >> 9 }
    }

    /// The office that gave the code.
    #[must_use]
    pub fn office(&self) -> OfficeId {
        self.office
    }

    /// Reads a code as somebody typed or dictated it: any case, spaces or hyphens anywhere, O for 0, I or L for 1.
    /// `None` where it cannot be one, the check character included.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let mut digits = Vec::with_capacity(20);
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            digits.push(CROCKFORD.iter().position(|&known| char::from(known) == c)? as u64);
        }
        let split = digits.len().checked_sub(SECRET_CHARS + 1).filter(|&n| (1..=7).contains(&n))?;
        let number = |digits: &[u64]| digits.iter().fold(0u64, |value, digit| value << 5 | digit);
        let office = OfficeId(i32::try_from(number(&digits[..split])).ok()?);
        let code = Self { office, secret: number(&digits[split..split + SECRET_CHARS]) };
        (code.check() == digits[split + SECRET_CHARS]).then_some(code)
    }

    /// Weighted sum over all characters, so that one wrong character or two swapped neighbours are noticed.
    fn check(&self) -> u64 {
        let mut sum = u64::from(self.office.0.unsigned_abs()) % 31;
        for place in 0..SECRET_CHARS {
            sum += (self.secret >> (5 * place) & 31) * (place as u64 + 2);
        }
        sum % 31
    }
}

impl fmt::Display for TrackingCode {
    /// `2-7KQM-3XRT-9WBE`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbol = |value: u64| char::from(CROCKFORD[(value & 31) as usize]);
        let office = u64::from(self.office.0.unsigned_abs());
        let mut prefix: String = (0..7).rev().map(|place| symbol(office >> (5 * place))).collect();
        let significant = prefix.find(|c| c != '0').unwrap_or(6);
        prefix.drain(..significant);
        let mut body: String =
            (0..SECRET_CHARS).rev().map(|place| symbol(self.secret >> (5 * place))).collect();
        body.push(symbol(self.check()));
        write!(f, "{prefix}-{}-{}-{}", &body[..4], &body[4..8], &body[8..])
    }
}

/// Code of a village (kode desa, as in the national list). A village's name is no key: two may share one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VillageCode(pub String);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_tracking_code_survives_dictation(office in 1..i32::MAX, random: u64) {
            let code = TrackingCode::new(OfficeId(office), random);
            let dictated = code.to_string().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(TrackingCode::parse(&dictated), Some(code));
        }

        #[test]
        fn a_wrong_character_in_a_tracking_code_is_noticed(random: u64, place in 0..11usize, shift in 1..31u64) {
            let code = TrackingCode::new(OfficeId(2), random);
            let digit = code.secret >> (5 * place) & 31;
            let other = TrackingCode { office: code.office, secret: code.secret & !(31 << (5 * place)) | ((digit + shift) % 32) << (5 * place) };
            // 31 is prime and every weight is below it: only a change by 31 itself (Z for 0) goes unseen.
            prop_assume!((digit + shift) % 32 % 31 != digit % 31);
            prop_assert_ne!(code.check(), other.check());
        }

        #[test]
        fn any_text_is_a_tracking_code_or_none(typed in ".{0,80}") {
            let _ = TrackingCode::parse(&typed);
        }
    }

    #[test]
    fn agenda_numbers_are_written_as_the_office_wants() {
        for (format, written) in [
            (AgendaFormat::DEFAULT, "0042/PM/2026"),
            ("{number}", "42"),
            ("B.14/{number:6}/{month}/{year}", "B.14/000042/III/2026"),
        ] {
            assert_eq!(AgendaFormat::parse(format).unwrap().write(42, 2026, 3), written);
        }
        for wrong in
            ["", "{year}", "{number}{number}", "{number", "number}", "{number:0}", "{nomor}", "{number:99}"]
        {
            assert_eq!(AgendaFormat::parse(wrong), Err(AgendaFormatError), "{wrong}");
        }
    }

    #[test]
    fn text_is_refused_with_what_would_be_right() {
        assert_eq!(Subject::parse("  Jalan rusak \n").unwrap().as_str(), "Jalan rusak");
        assert_eq!(Subject::parse(" \t\n"), Err(InputFault::Empty));
        assert_eq!(Subject::parse(&"é".repeat(301)), Err(InputFault::TooLong { max: 300 }));
        assert!(Subject::parse(&"é".repeat(300)).is_ok());
        assert_eq!(Subject::parse("a\nb"), Err(InputFault::LineBreak));
        assert!(Prose::parse("a\nb").is_ok());
        assert_eq!(Subject::parse("a\0b"), Err(InputFault::ControlCharacter));
        assert_eq!(Subject::parse("a\u{1b}[31m"), Err(InputFault::ControlCharacter));
    }

    #[test]
    fn contact_details_are_checked_for_form_only() {
        for right in ["+62 812-3456-7890", "(0361) 811234", "112 45"] {
            assert!(Phone::parse(right).is_ok(), "{right}");
        }
        for wrong in ["", "1234", "08x123456", "12+345678", "0812345678901234567890"] {
            assert_eq!(Phone::parse(wrong), Err(InputFault::NotAPhoneNumber), "{wrong}");
        }
        for right in ["made@desa.id", "i.made+aduan@mail.tabanankab.go.id"] {
            assert!(Email::parse(right).is_ok(), "{right}");
        }
        for wrong in
            ["", "made", "@desa.id", "made@desa", "ma de@desa.id", "made@.id", "a@b@desa.id", "x<y@desa.id"]
        {
            assert_eq!(Email::parse(wrong), Err(InputFault::NotAnEmail), "{wrong}");
        }
        assert!(NationalId::parse("5102 0203 0485 0001").is_ok());
        for wrong in [
            "",
            "510202030485000",
            "51020203048500011",
            "510202030485000a",
            "５１０２０２０３０４８５０００１",
        ] {
            assert_eq!(NationalId::parse(wrong), Err(InputFault::NotANationalId), "{wrong}");
        }
    }
}
