//! The office: its sections, its officers, who holds which position and who acts or stands in for whom.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::ids::{ActingId, CategoryId, OfficeId, OfficerId, SectionId};
use crate::input::InputFault;
use crate::procedure::Procedure;
use crate::values::{AgendaFormat, VillageCode};
use crate::working_time::Calendar;

/// A position (jabatan) in the procedure.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Position {
    /// Staf Subag Umum dan Kepegawaian.
    Staff,
    /// Kasubag Umum dan Kepegawaian.
    HeadOfGeneralAffairs,
    /// Sekretaris Camat.
    Secretary,
    /// Camat.
    Camat,
    /// Kepala seksi or subbagian.
    SectionHead,
    /// Keeps officers, hours and rules; takes no step.
    Administrator,
    /// The regency's inspector: reads every office, changes nothing.
    Inspector,
}

/// How an officer holds a position.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Capacity {
    /// Appointed to it (definitif).
    Definitive,
    /// Pelaksana Tugas: acts in a vacancy.
    Plt,
    /// Pelaksana Harian: acts while the holder is away.
    Plh,
    /// By rule, where the holder is the one complained of (rules.md section 3).
    Substitute,
}

/// A position, and of a section head which section's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Post {
    /// The position.
    pub position: Position,
    /// The section, of a section head.
    pub section: Option<SectionId>,
}

impl Post {
    /// A post without a section.
    #[must_use]
    pub fn of(position: Position) -> Self {
        Self { position, section: None }
    }

    /// The head of a section.
    #[must_use]
    pub fn head_of(section: SectionId) -> Self {
        Self { position: Position::SectionHead, section: Some(section) }
    }
}

/// A section or subdivision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Short code, unique in the office.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether complaints may be disposed to it.
    pub active: bool,
    /// Its number in the office's tallies, from 1; given by the store, never given anew.
    pub number: i32,
}

/// A category of complaints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Code, unique in the office.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether complaints may be given it; those that have it keep it.
    pub active: bool,
    /// Its number in the office's tallies, from 1; given by the store, never given anew.
    pub number: i32,
}

/// A village (desa) of the sub-district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Code in the national list.
    pub code: VillageCode,
    /// Its name; two villages may share one.
    pub name: String,
}

/// An officer: a person who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Their id.
    pub id: OfficerId,
    /// Their office; none for an inspector.
    pub office: Option<OfficeId>,
    /// The regency an inspector inspects.
    pub regency: Option<String>,
    /// What they sign in with.
    pub username: String,
    /// Their name.
    pub name: String,
    /// The position they are appointed to.
    pub position: Position,
    /// The section they head, if any: also of a Kasubag, whose subdivision can be asked in step 6.
    pub section: Option<SectionId>,
    /// Whether they may sign in and hold anything.
    pub active: bool,
}

impl Officer {
    /// The posts an officer is appointed to: a Kasubag whose subdivision is asked answers as its head too.
    pub fn posts(&self) -> impl Iterator<Item = Post> + use<> {
        let own = match self.position {
            Position::SectionHead => None,
            other => Some(Post::of(other)),
        };
        own.into_iter().chain(self.section.map(Post::head_of)).filter({
            let active = self.active;
            move |_| active
        })
    }
}

/// An appointment to act for a position (Plt., Plh.).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingAppointment {
    /// Its id.
    pub id: ActingId,
    /// Who acts.
    pub officer: OfficerId,
    /// For which post.
    pub post: Post,
    /// [`Capacity::Plt`] or [`Capacity::Plh`].
    pub capacity: Capacity,
    /// Number of the decree.
    pub decree: Option<String>,
    /// First instant.
    pub from: DateTime<Utc>,
    /// First instant after it.
    pub until: DateTime<Utc>,
}

impl ActingAppointment {
    /// Whether it is in force at an instant.
    #[must_use]
    pub fn in_force(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.until
    }
}

/// An officer who may take a step now, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taker {
    /// Who.
    pub officer: OfficerId,
    /// The position under which they take it.
    pub position: Position,
    /// How they hold it.
    pub capacity: Capacity,
    /// For whom they act or stand in, where somebody is appointed to the position.
    pub on_behalf_of: Option<OfficerId>,
}

/// Records of a post that wait for an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The post.
    pub post: Post,
    /// Only where all of these are complained of: then the officer stands in.
    pub reported: Vec<OfficerId>,
}

/// What is printed at the head of an office's documents (kop surat), a line each; what is none is not printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The government the office belongs to.
    pub government: Option<String>,
    /// The office.
    pub office_name: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// Its telephone.
    pub telephone: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its website.
    pub website: Option<String>,
}

/// An office and everything that is decided by it, as it stands at one revision of its records.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// Its small number.
    pub id: OfficeId,
    /// Its code in the national list.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The regency (kabupaten) it belongs to.
    pub regency: String,
    /// Hours, seasons, holidays, time zone.
    pub calendar: Calendar,
    /// How agenda numbers are written.
    pub agenda_format: AgendaFormat,
    /// How many days back a step may be entered.
    pub backdate_days: u16,
    /// What is printed at the head of its documents.
    pub letterhead: Letterhead,
    /// Sections, by code.
    pub sections: Vec<Section>,
    /// Officers, by name.
    pub officers: Vec<Officer>,
    /// Acting appointments of all times, by when they begin.
    pub acting: Vec<ActingAppointment>,
    /// Categories, by code.
    pub categories: Vec<Category>,
    /// Villages, by code.
    pub villages: Vec<Village>,
    /// Revisions of the procedure, oldest first; never empty.
    pub procedures: Vec<Procedure>,
}

impl Office {
    /// Puts everything in the order that is said of it.
    pub fn put_in_order(&mut self) {
        self.sections.sort_by(|a, b| a.code.cmp(&b.code));
        self.officers.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        self.acting.sort_by_key(|appointment| (appointment.from, appointment.id));
        self.categories.sort_by(|a, b| a.code.cmp(&b.code));
        self.villages.sort_by(|a, b| a.code.0.cmp(&b.code.0));
        self.procedures.sort_by_key(|procedure| (procedure.effective_from, procedure.revision));
    }

    /// The revision in force on a local date: the newest that is effective by then, otherwise the oldest.
    #[must_use]
    pub fn procedure_on(&self, date: NaiveDate) -> Option<&Procedure> {
        self.procedures.iter().rev().find(|p| p.effective_from <= date).or(self.procedures.first())
    }

    /// A revision by its number.
    #[must_use]
    pub fn procedure(&self, revision: i32) -> Option<&Procedure> {
        self.procedures.iter().find(|p| p.revision == revision)
    }

    /// The revision a complaint keeps: the one it was received under.
    #[must_use]
    pub fn procedure_kept(&self, revision: i32) -> Option<&Procedure> {
        self.procedure(revision).or(self.procedures.first())
    }

    /// A section by its id.
    #[must_use]
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// An officer by their id.
    #[must_use]
    pub fn officer(&self, id: OfficerId) -> Option<&Officer> {
        self.officers.iter().find(|o| o.id == id)
    }

    /// A category by its id.
    #[must_use]
    pub fn category(&self, id: CategoryId) -> Option<&Category> {
        self.categories.iter().find(|c| c.id == id)
    }

    /// Whether a complaint may be given a category: one that was closed only where the complaint has it already.
    ///
    /// # Errors
    /// [`InputFault`] that says why not.
    pub fn may_be_given(&self, id: CategoryId, has: Option<CategoryId>) -> Result<(), InputFault> {
        match self.category(id) {
            None => Err(InputFault::Unknown),
            Some(category) if !category.active && has != Some(id) => Err(InputFault::CategoryInactive),
            Some(_) => Ok(()),
        }
    }

    /// A village by its code.
    #[must_use]
    pub fn village(&self, code: &VillageCode) -> Option<&Village> {
        self.villages.iter().find(|v| v.code == *code)
    }

    /// Who is appointed to a post.
    pub fn appointed(&self, post: Post) -> impl Iterator<Item = &Officer> {
        self.officers.iter().filter(move |o| o.posts().any(|p| p == post))
    }

    /// Every post an officer holds at an instant, by appointment first, then acting.
    #[must_use]
    pub fn posts_of(&self, officer: OfficerId, at: DateTime<Utc>) -> Vec<Post> {
        let Some(officer) = self.officer(officer).filter(|o| o.active) else { return Vec::new() };
        let acting = self.acting.iter().filter(|a| a.officer == officer.id && a.in_force(at)).map(|a| a.post);
        officer.posts().chain(acting).collect()
    }

    /// The next instant at which something of the office changes by the clock alone: its date, or who acts.
    #[must_use]
    pub fn next_change(&self, after: DateTime<Utc>) -> DateTime<Utc> {
        let acting = self.acting.iter().flat_map(|a| [a.from, a.until]).filter(|at| *at > after);
        acting.fold(self.calendar.next_midnight(after), DateTime::min)
    }

    /// Who may take what waits for a post at an instant: those appointed to it and those who act for it, without the
    /// officers complained of; if that leaves nobody because they are the ones complained of, the substitute of
    /// rules.md section 3. Empty where nobody is left: then it waits.
    #[must_use]
    pub fn takers(&self, post: Post, at: DateTime<Utc>, reported: &[OfficerId]) -> Vec<Taker> {
        let free = |officer: OfficerId| !reported.contains(&officer);
        let holders = self.holders(post, at);
        let left: Vec<Taker> = holders.iter().copied().filter(|t| free(t.officer)).collect();
        if !left.is_empty() || holders.is_empty() {
            return left;
        }
        substitutes(post.position)
            .iter()
            .map(|&position| {
                self.holders(Post::of(position), at)
                    .into_iter()
                    .filter(|t| free(t.officer))
                    .map(|t| Taker {
                        officer: t.officer,
                        position: post.position,
                        capacity: Capacity::Substitute,
                        on_behalf_of: holders.first().map(|h| h.on_behalf_of.unwrap_or(h.officer)),
                    })
                    .collect::<Vec<_>>()
            })
            .find(|takers| !takers.is_empty())
            .unwrap_or_default()
    }

    /// Whether a post is held at an instant, but by officers complained of only, and nobody stands in for them.
    #[must_use]
    pub fn is_left_to_nobody(&self, post: Post, at: DateTime<Utc>, reported: &[OfficerId]) -> bool {
        !self.holders(post, at).is_empty() && self.takers(post, at, reported).is_empty()
    }

    /// What waits for an officer at an instant: records of which posts, and who must all be complained of for it to wait
    /// for them rather than for its own post.
    #[must_use]
    pub fn waiting_for(&self, officer: OfficerId, at: DateTime<Utc>) -> Vec<Waiting> {
        let mine = self.posts_of(officer, at);
        let mut waiting: Vec<Waiting> =
            mine.iter().map(|&post| Waiting { post, reported: Vec::new() }).collect();
        for position in Position::VARIANTS.iter().copied().filter(|p| !substitutes(*p).is_empty()) {
            let post = Post::of(position);
            let mut reported: Vec<OfficerId> = self.holders(post, at).iter().map(|t| t.officer).collect();
            if reported.is_empty() || mine.contains(&post) {
                continue;
            }
            for &substitute in substitutes(position) {
                if mine.contains(&Post::of(substitute)) {
                    waiting.push(Waiting { post, reported });
                    break;
                }
                reported.extend(self.holders(Post::of(substitute), at).iter().map(|t| t.officer));
            }
        }
        waiting
    }

    fn holders(&self, post: Post, at: DateTime<Utc>) -> Vec<Taker> {
        let appointed = self.appointed(post).map(|officer| Taker {
            officer: officer.id,
            position: post.position,
            capacity: Capacity::Definitive,
            on_behalf_of: None,
        });
        let away = self.appointed(post).next().map(|o| o.id);
        let acting = self
            .acting
            .iter()
            .filter(|a| a.post == post && a.in_force(at) && self.officer(a.officer).is_some_and(|o| o.active))
            .map(|a| Taker {
                officer: a.officer,
                position: post.position,
                capacity: a.capacity,
                on_behalf_of: away,
            });
        let mut holders: Vec<Taker> = Vec::new();
        for taker in appointed.chain(acting) {
            if holders.iter().all(|known| known.officer != taker.officer) {
                holders.push(taker);
            }
        }
        holders
    }
}

/// Who stands in where the holder is complained of, in order (rules.md section 3). For a section head the camat names
/// another section, so nobody stands in.
fn substitutes(position: Position) -> &'static [Position] {
    match position {
        Position::Camat => &[Position::Secretary, Position::HeadOfGeneralAffairs],
        Position::Secretary => &[Position::HeadOfGeneralAffairs, Position::Camat],
        Position::HeadOfGeneralAffairs => &[Position::Secretary, Position::Camat],
        Position::Staff => &[Position::HeadOfGeneralAffairs, Position::Camat, Position::Secretary],
        Position::SectionHead | Position::Administrator | Position::Inspector => &[],
    }
}
