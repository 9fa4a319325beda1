//! What a viewer may see of a complaint: one table (rules.md section 2), one answer.

use crate::complaint::change::ChangedField;
use crate::complaint::{Complaint, Confidentiality};
use crate::ids::{OfficeId, OfficerId, SectionId};
use crate::office::{Position, Post};

/// Who looks, as of one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The officer.
    pub officer: OfficerId,
    /// The offices whose complaints are in their reach: their own, or an inspector's whole regency.
    pub offices: Vec<OfficeId>,
    /// The posts they hold now, acting appointments included.
    pub posts: Vec<Post>,
}

/// Which parts of a complaint a viewer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sight {
    /// Subject, description, notes and reasons, sheet, solutions, result, answer; with them what the complaint is about:
    /// channel, category, village, and the tracking code by which the answer could be read.
    pub content: bool,
    /// The complainant's name.
    pub identity: bool,
    /// Telephone, e-mail, address.
    pub contact: bool,
    /// National id (NIK).
    pub national_id: bool,
}

impl Viewer {
    /// Whether they may see what was changed of an office, and by whom: who administers it, the camat, who answers for it,
    /// and the regency's inspector.
    #[must_use]
    pub fn reviews_office(&self) -> bool {
        self.posts.iter().any(|post| match post.position {
            Position::Administrator | Position::Camat | Position::Inspector => true,
            Position::Staff
            | Position::HeadOfGeneralAffairs
            | Position::Secretary
            | Position::SectionHead => false,
        })
    }
}

impl Sight {
    const fn of(content: bool, identity: bool, contact: bool, national_id: bool) -> Self {
        Self { content, identity, contact, national_id }
    }

    /// Whether a field that can be corrected is seen, in the complaint as in its log of changes.
    #[must_use]
    pub fn shows(&self, field: ChangedField) -> bool {
        match field {
            ChangedField::Subject
            | ChangedField::Description
            | ChangedField::Category
            | ChangedField::Village
            | ChangedField::ReportedOfficers => self.content,
            ChangedField::ComplainantName => self.identity,
            ChangedField::ComplainantPhone
            | ChangedField::ComplainantEmail
            | ChangedField::ComplainantAddress => self.contact,
            ChangedField::ComplainantNationalId => self.national_id,
            ChangedField::Confidentiality | ChangedField::Urgency | ChangedField::Status => true,
        }
    }

    /// Whether nothing is seen that another does not show.
    #[must_use]
    pub fn is_within(&self, other: Self) -> bool {
        other.or(*self) == other
    }

    fn or(self, other: Self) -> Self {
        Self {
            content: self.content || other.content,
            identity: self.identity || other.identity,
            contact: self.contact || other.contact,
            national_id: self.national_id || other.national_id,
        }
    }
}

const ALL: Option<Sight> = Some(Sight::of(true, true, true, true));
const WITHOUT_NIK: Option<Sight> = Some(Sight::of(true, true, true, false));
const WITH_NAME: Option<Sight> = Some(Sight::of(true, true, false, false));
const CONTENT: Option<Sight> = Some(Sight::of(true, false, false, false));
const STEPS: Option<Sight> = Some(Sight::of(false, false, false, false));
const NOTHING: Option<Sight> = None;

/// THE TABLE: what a position sees of an open, an anonymous and a secret complaint. `asked`: of a section head, whether
/// the section was named in any cycle.
#[must_use]
pub fn sight_of(position: Position, asked: bool, confidentiality: Confidentiality) -> Option<Sight> {
    let [open, anonymous, secret] = match (position, asked) {
        (Position::Staff | Position::HeadOfGeneralAffairs, _) => [ALL, ALL, ALL],
        (Position::Secretary | Position::Camat, _) => [WITHOUT_NIK, CONTENT, WITH_NAME],
        (Position::SectionHead, true) => [WITHOUT_NIK, CONTENT, CONTENT],
        (Position::SectionHead, false) => [CONTENT, CONTENT, NOTHING],
        (Position::Administrator, _) => [CONTENT, CONTENT, NOTHING],
        (Position::Inspector, _) => [WITH_NAME, CONTENT, STEPS],
    };
    match confidentiality {
        Confidentiality::Open => open,
        Confidentiality::Anonymous => anonymous,
        Confidentiality::Secret => secret,
    }
}

/// What a viewer sees of a complaint; `None` where it does not exist for them.
#[must_use]
pub fn sight(viewer: &Viewer, complaint: &Complaint) -> Option<Sight> {
    let asked: Vec<SectionId> = complaint.asked_sections().collect();
    sight_by(viewer, complaint.office, complaint.confidentiality, &asked, &complaint.reported)
}

/// As [`sight`], from the facts it rests on.
#[must_use]
pub fn sight_by(
    viewer: &Viewer,
    office: OfficeId,
    confidentiality: Confidentiality,
    asked: &[SectionId],
    reported: &[OfficerId],
) -> Option<Sight> {
    if !viewer.offices.contains(&office) || reported.contains(&viewer.officer) {
        return None;
    }
    viewer
        .posts
        .iter()
        .filter_map(|post| {
            let asked = post.section.is_some_and(|section| asked.contains(&section));
            sight_of(post.position, asked, confidentiality)
        })
        .reduce(Sight::or)
}

/// Which secret complaints exist for a viewer at all: what a list has to leave out before it filters, sorts and counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretReach {
    /// All of their offices.
    All,
    /// Only those in which one of these sections was asked.
    Asked(Vec<SectionId>),
}

impl Viewer {
    /// The reach of this viewer.
    #[must_use]
    pub fn secret_reach(&self) -> SecretReach {
        let sees = |post: &Post, asked| sight_of(post.position, asked, Confidentiality::Secret).is_some();
        if self.posts.iter().any(|post| sees(post, false)) {
            return SecretReach::All;
        }
        SecretReach::Asked(
            self.posts.iter().filter(|post| sees(post, true)).filter_map(|post| post.section).collect(),
        )
    }

    /// Whether secret complaints exist for this viewer whose content they do not see: then nothing about the content may
    /// select among them.
    #[must_use]
    pub fn has_blind_sight(&self) -> bool {
        let sights = |asked| {
            self.posts.iter().filter_map(move |post| sight_of(post.position, asked, Confidentiality::Secret))
        };
        // Sight of the content where a section was asked does not help where it was not.
        sights(false).next().is_some() && !sights(false).any(|sight| sight.content)
    }

    /// Whether they hold any position.
    #[must_use]
    pub fn holds_anything(&self) -> bool {
        !self.posts.is_empty()
    }
}
