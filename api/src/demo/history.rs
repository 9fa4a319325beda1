//! A year of an office's work, played through the judge: complaints arrive, officers take their steps early or late, some
//! are returned, handed back, referred, withdrawn, closed as duplicates, reopened; some still wait.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::change::Change;
use domain::complaint::command::Command;
use domain::complaint::decide::{Original, Situation, decide};
use domain::complaint::exits::{
    CloseAsDuplicate, ComplainantCorrection, Correct, HandBack, Refer, Reopen, Return, Withdraw,
};
use domain::complaint::refusal::InputFault;
use domain::complaint::standing::Status;
use domain::complaint::steps::{
    Advise, Archive, AttachDispositionSheet, CarryOut, ComplainantDetails, Consider, Dispose,
    ForwardToSecretary, Receive, Sign, Solve,
};
use domain::complaint::{Complaint, Confidentiality, Urgency};
use domain::ids::{CategoryId, ComplaintId, OfficerId, SectionId};
use domain::office::{Office, Position, Post};
use domain::procedure::step::Step;
use domain::values::{Line, NationalId, Phone, Text, TrackingCode};
use domain::working_time::Standard;
use persistence::bulk::Whole;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use super::stories::{ADVICE, CHANNELS, CONSIDERATIONS, INSTRUCTIONS, NAMES, STORIES, Story};
use crate::failure::Failure;

/// How a complaint's story goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plot {
    /// To the archive, or as far as it is today.
    Through,
    /// Waits at a step.
    WaitsAt(Step),
    /// Is returned once for correction.
    Returned,
    /// A section hands it back once.
    HandedBack,
    /// Another agency gets it.
    Referred,
    /// It was complained of before.
    Duplicate,
    /// Who complained withdraws it.
    Withdrawn,
    /// Is archived, and comes up again.
    Reopened,
}

/// A complaint whose story is to be told.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id.
    pub id: ComplaintId,
    /// When it arrived.
    pub arrived_at: DateTime<Utc>,
    /// How its story goes.
    pub plot: Plot,
    /// Which of the matters it is about; any number is one of them.
    pub matter: usize,
    /// What all that is left to chance follows from.
    pub seed: u64,
    /// The one it is a duplicate of, if it becomes one.
    pub original: Option<Original>,
}

impl Plan {
    /// Tells its story up to now; none where it has not been received by then.
    ///
    /// # Errors
    /// The judge refuses a command, or a text is none.
    pub fn tell(self, office: &Office, now: DateTime<Utc>) -> Result<Option<Whole>, Failure> {
        let Self { id, arrived_at, plot, matter, seed, original } = self;
        let random = &mut StdRng::seed_from_u64(seed);
        let story = &STORIES[matter % STORIES.len()];
        let mut tale = Tale { office, now, random, story, original, changes: Vec::new() };
        let complaint = tale.tell(id, arrived_at, plot)?;
        Ok(complaint.map(|complaint| {
            let entered = complaint.records.iter().filter_map(|r| Some(r.closing.as_ref()?.recorded_at));
            let updated_at = entered.max().unwrap_or(complaint.received_at);
            Whole { complaint, changes: tale.changes, source_number: None, updated_at }
        }))
    }
}

/// Plays the year.
pub(super) fn simulate(
    office: &Office,
    now: DateTime<Utc>,
    complaints: usize,
    new_id: impl Fn() -> Uuid,
) -> Result<Vec<Whole>, Failure> {
    // The same people and matters at every start: what is shown can be talked about.
    let seed = u64::from(office.id.0.unsigned_abs()) << 32;
    let mut random = StdRng::seed_from_u64(seed);
    let mut arrivals: Vec<(DateTime<Utc>, Plot)> = (0..complaints)
        .map(|number| {
            let plot = plot(number, complaints);
            // Those that wait came of late; a few have been forgotten for weeks.
            let days = match plot {
                Plot::WaitsAt(step) if number % 3 == 0 => 12 + i64::from(step.order()) * 2,
                Plot::WaitsAt(_) => 0,
                _ => 14 + i64::try_from(number * 351 / complaints).unwrap_or(0),
            };
            (now - TimeDelta::days(days) - TimeDelta::minutes(random.random_range(0..1440)), plot)
        })
        .collect();
    arrivals.sort_unstable_by_key(|(arrived_at, _)| *arrived_at);
    let mut wholes: Vec<Whole> = Vec::with_capacity(complaints);
    for (number, (mut arrived_at, plot)) in arrivals.into_iter().enumerate() {
        let original = wholes
            .iter()
            .rev()
            .map(|whole| &whole.complaint)
            .find(|c| matches!(c.standing.status(), Status::InProgress | Status::Archived))
            .map(|c| Original { id: c.id, status: c.standing.status(), reported: c.reported.clone() });
        let id = ComplaintId(new_id());
        let plan = |arrived_at| Plan {
            id,
            arrived_at,
            plot,
            matter: number * 7,
            seed: seed + 1 + number as u64,
            original: original.clone(),
        };
        let told = match plot {
            // It arrived just so long ago that it has reached the step where it waits.
            Plot::WaitsAt(step) => loop {
                let told = plan(arrived_at).tell(office, now)?;
                let has_reached =
                    told.as_ref().is_some_and(|whole| whole.complaint.standing.step() == Some(step));
                if has_reached || now - arrived_at > TimeDelta::days(60) {
                    break told;
                }
                arrived_at -= TimeDelta::minutes(20);
            },
            _ => plan(arrived_at).tell(office, now)?,
        };
        wholes.extend(told);
    }
    wholes.sort_by_key(|whole| whole.complaint.received_at);
    Ok(wholes)
}

/// Every ending, and every step to wait at, often enough to be found.
fn plot(number: usize, complaints: usize) -> Plot {
    let waiting = complaints / 6;
    if number < waiting {
        return Plot::WaitsAt(Step::ALL[1 + number % 9]);
    }
    match number % 20 {
        0 => Plot::Referred,
        4 => Plot::Duplicate,
        8 => Plot::Withdrawn,
        12 => Plot::Reopened,
        2 | 14 => Plot::Returned,
        6 => Plot::HandedBack,
        _ => Plot::Through,
    }
}

struct Tale<'a> {
    office: &'a Office,
    now: DateTime<Utc>,
    random: &'a mut StdRng,
    story: &'static Story,
    original: Option<Original>,
    changes: Vec<Change>,
}

fn text<const MAX: usize>(text: impl AsRef<str>) -> Result<Text<MAX>, Failure> {
    Text::parse(text.as_ref()).map_err(|fault: InputFault| format!("a story's text: {fault:?}").into())
}

impl Tale<'_> {
    /// Tells a complaint's story up to today; none where it has not been received by then.
    fn tell(
        &mut self,
        id: ComplaintId,
        arrived_at: DateTime<Utc>,
        plot: Plot,
    ) -> Result<Option<Complaint>, Failure> {
        let Some(received_at) = self.later(arrived_at, 1_800) else { return Ok(None) };
        let command = self.receive(arrived_at)?;
        let staff = self.holder(Post::of(Position::Staff), received_at)?;
        let reception = command
            .judge(self.office, staff, received_at, None)
            .map_err(|refusal| format!("a story is refused: {refusal:?}"))?;
        let mut complaint =
            reception.register(id, 1, TrackingCode::new(self.office.id, self.random.random()));
        let mut detours = 1;
        loop {
            let Some(step) = complaint.standing.step() else {
                if plot == Plot::Reopened
                    && complaint.cycle == 1
                    && complaint.standing.status() == Status::Archived
                {
                    let command = Command::Reopen(Reopen {
                        reason: text("Pelapor menyampaikan masalah yang sama muncul kembali.")?,
                    });
                    if self.take(&mut complaint, command, Post::of(Position::Secretary), 200_000)? {
                        continue;
                    }
                }
                return Ok(Some(complaint));
            };
            if plot == Plot::WaitsAt(step) {
                return Ok(Some(complaint));
            }
            let exit = match (plot, step) {
                (Plot::Returned, Step::Sign | Step::Consider) if detours > 0 => Some((
                    Command::Return(Return {
                        to: if step == Step::Sign { Step::Solve } else { Step::ForwardToSecretary },
                        reason: text("Lengkapi dengan hasil peninjauan lapangan dan tanda tangan saksi.")?,
                    }),
                    Post::of(Position::Camat),
                )),
                (Plot::HandedBack, Step::Solve) if detours > 0 => {
                    let lead = complaint.open_records().find(|r| r.leads()).and_then(|r| r.section);
                    let lead = lead.ok_or("step 7 without a lead")?;
                    let reason = text("Bukan kewenangan seksi kami; mohon didisposisikan kembali.")?;
                    Some((Command::HandBack(HandBack { section: Some(lead), reason }), Post::head_of(lead)))
                }
                (Plot::Referred, Step::Dispose) => Some((
                    Command::Refer(Refer {
                        agency: text(
                            "Dinas Pekerjaan Umum, Penataan Ruang, Perumahan dan Kawasan Permukiman",
                        )?,
                        reason: text(
                            "Kewenangan pemerintah kabupaten; pengaduan diteruskan lengkap dengan berkasnya.",
                        )?,
                    }),
                    Post::of(Position::Camat),
                )),
                (Plot::Duplicate, Step::ForwardToSecretary) => self
                    .original
                    .as_ref()
                    .map(|original| -> Result<_, Failure> {
                        let reason = Some(text("Hal yang sama sudah diadukan dan sedang ditangani.")?);
                        let command =
                            Command::CloseAsDuplicate(CloseAsDuplicate { original: original.id, reason });
                        Ok((command, Post::of(Position::HeadOfGeneralAffairs)))
                    })
                    .transpose()?,
                (Plot::Withdrawn, Step::Advise | Step::Solve) => Some((
                    Command::Withdraw(Withdraw {
                        reason: text(
                            "Pelapor mencabut pengaduan; masalah sudah selesai secara kekeluargaan.",
                        )?,
                    }),
                    Post::of(Position::Staff),
                )),
                _ => None,
            };
            let (command, post, standard) = match exit {
                Some((command, post)) => {
                    detours -= 1;
                    (command, post, 3_600)
                }
                None => self.step(&complaint, step)?,
            };
            if !self.take(&mut complaint, command, post, standard)? {
                return Ok(Some(complaint));
            }
        }
    }

    fn receive(&mut self, arrived_at: DateTime<Utc>) -> Result<Receive, Failure> {
        let village = &self.office.villages[self.random.random_range(0..self.office.villages.len())];
        let fill = |text: &str| text.replace("{desa}", &format!("Desa {}", village.name));
        let confidentiality = match self.random.random_range(0..25) {
            0 | 1 => Confidentiality::Secret,
            2..=4 => Confidentiality::Anonymous,
            _ => Confidentiality::Open,
        };
        let known = self.random.random_range(0..12) != 0;
        let name = NAMES[self.random.random_range(0..NAMES.len())];
        let phone = format!(
            "08{:02}-{:04}-{:04}",
            self.random.random_range(11..90),
            self.random.random_range(1000..9999),
            self.random.random_range(1000..9999)
        );
        let nik = format!(
            "5102{:02}{:02}{:02}{:02}{:04}",
            self.random.random_range(1..11),
            self.random.random_range(1..29),
            self.random.random_range(1..13),
            self.random.random_range(55..99),
            self.random.random_range(1..20)
        );
        let with_nik = self.random.random_range(0..3) == 0;
        let right = |fault: InputFault| -> Failure { format!("a story's complainant: {fault:?}").into() };
        let complainant = if known {
            ComplainantDetails {
                name: Some(Line::parse(name).map_err(right)?),
                phone: Some(Phone::parse(&phone).map_err(right)?),
                email: None,
                address: Some(Line::parse(&format!("Banjar Tengah, Desa {}", village.name)).map_err(right)?),
                national_id: if with_nik { Some(NationalId::parse(&nik).map_err(right)?) } else { None },
            }
        } else {
            ComplainantDetails::default()
        };
        Ok(Receive {
            channel: CHANNELS[self.random.random_range(0..CHANNELS.len())],
            subject: text(fill(self.story.subject))?,
            description: text(fill(self.story.description))?,
            arrived_at: Some(arrived_at),
            complainant,
            confidentiality,
            category: None,
            village: Some(village.code.clone()),
            urgency: match self.random.random_range(0..10) {
                0 => Urgency::VeryUrgent,
                1 | 2 => Urgency::Urgent,
                _ => Urgency::Ordinary,
            },
            reported: Vec::new(),
        })
    }

    /// The open step's own command, who takes it, and its standard in seconds.
    fn step(&mut self, complaint: &Complaint, step: Step) -> Result<(Command, Post, u32), Failure> {
        let story = self.story;
        let some = |random: &mut StdRng, of: &[&'static str]| of[random.random_range(0..of.len())];
        let command = match step {
            Step::Receive => return Err("step 1 is never open".into()),
            Step::AttachDispositionSheet => Command::AttachDispositionSheet(AttachDispositionSheet {
                urgency: None,
                category: self.category(story.category),
                note: None,
            }),
            Step::ForwardToSecretary => Command::ForwardToSecretary(ForwardToSecretary { note: None }),
            Step::Advise => Command::Advise(Advise {
                advice: text(some(self.random, &ADVICE))?,
                suggested_sections: self.section(story.lead).into_iter().collect(),
            }),
            Step::Consider => Command::Consider(Consider {
                consideration: text(some(self.random, &CONSIDERATIONS))?,
                policy_matter: self.random.random_range(0..3) == 0,
            }),
            Step::Dispose if self.random.random_range(0..4) == 0 => Command::Dispose(Dispose {
                instruction: None,
                lead_section: None,
                supporting_sections: Vec::new(),
                own_solution: Some(text(story.solution)?),
            }),
            Step::Dispose => {
                // After a hand-back another section leads.
                let again = complaint.asked_sections().next().is_some() && complaint.cycle == 1;
                let lead = if again { "PEM" } else { story.lead };
                let supporting = story.supporting.iter().filter(|code| **code != lead);
                Command::Dispose(Dispose {
                    instruction: Some(text(some(self.random, &INSTRUCTIONS))?),
                    lead_section: self.section(lead),
                    supporting_sections: supporting.filter_map(|code| self.section(code)).collect(),
                    own_solution: None,
                })
            }
            Step::Solve => {
                // Supporters first; a silent one is passed over now and then.
                let silent = self.random.random_range(0..5) == 0;
                let record = complaint
                    .open_records()
                    .find(|r| !r.leads() && !silent)
                    .or_else(|| complaint.open_records().find(|r| r.leads()))
                    .ok_or("step 7 without a record")?;
                let section = record.section.ok_or("step 7 without a section")?;
                let pending = record.leads() && complaint.open_records().count() > 1;
                let command = Command::Solve(Solve {
                    solution: text(story.solution)?,
                    section: Some(section),
                    without_support_reason: if pending {
                        Some(text("Seksi pendukung sedang tugas luar; data sudah cukup.")?)
                    } else {
                        None
                    },
                });
                return Ok((command, Post::head_of(section), 55_000));
            }
            Step::Sign => Command::Sign(Sign { note: None }),
            Step::CarryOut => {
                Command::CarryOut(CarryOut { result: text(story.solution)?, answer: text(story.answer)? })
            }
            Step::Archive => Command::Archive(Archive {
                archive_code: text(format!("PM/{}/{:03}", story.category, self.random.random_range(1..999)))?,
                note: None,
            }),
        };
        let row = domain::procedure::table::of(step);
        let standard = self
            .office
            .procedure(complaint.procedure_revision)
            .map_or(3_600, |p| p.step(step).standard.seconds());
        Ok((command, Post::of(row.positions[0]), standard))
    }

    /// Takes a step some time later; `false` where that lies ahead of today.
    fn take(
        &mut self,
        complaint: &mut Complaint,
        command: Command,
        post: Post,
        standard: u32,
    ) -> Result<bool, Failure> {
        let last = complaint
            .records
            .iter()
            .flat_map(|r| [r.started_at, r.closing.as_ref().and_then(|c| c.completed_at)])
            .flatten()
            .max()
            .unwrap_or(complaint.received_at);
        let Some(at) = self.later(last, standard) else { return Ok(false) };
        // Now and then paper comes first, and the step is entered the next day.
        let entered = if self.random.random_range(0..12) == 0 { at + TimeDelta::hours(20) } else { at };
        let entered = entered.min(self.now);
        let actor = self.holder(post, at)?;
        let original = match &command {
            Command::CloseAsDuplicate(_) => self.original.as_ref(),
            _ => None,
        };
        let situation = Situation {
            office: self.office,
            complaint,
            actor,
            now: entered,
            occurred_at: Some(at),
            original,
        };
        let transition = decide(&situation, &command)
            .map_err(|refusal| format!("a story is refused: {refusal:?} at {command:?}"))?;
        self.changes.extend(transition.changes);
        *complaint = transition.after;
        let open = complaint.standing.step().is_some();
        if open && complaint.records.len() == 3 && self.random.random_range(0..15) == 0 {
            self.correct(complaint, entered)?;
        }
        Ok(true)
    }

    /// A slip of the pen is put right.
    fn correct(&mut self, complaint: &mut Complaint, now: DateTime<Utc>) -> Result<(), Failure> {
        let phone = Phone::parse("0812-3800-1122").map_err(|fault| format!("{fault:?}"))?;
        let command = Command::Correct(Correct {
            reason: text("Nomor telepon salah ketik.")?,
            subject: None,
            description: None,
            complainant: ComplainantCorrection {
                phone: Some(Some(phone)),
                ..ComplainantCorrection::default()
            },
            confidentiality: None,
            category: None,
            village: None,
            urgency: None,
            reported: None,
        });
        let actor = self.holder(Post::of(Position::Staff), now)?;
        let situation =
            Situation { office: self.office, complaint, actor, now, occurred_at: None, original: None };
        let transition =
            decide(&situation, &command).map_err(|refusal| format!("a story is refused: {refusal:?}"))?;
        self.changes.extend(transition.changes);
        *complaint = transition.after;
        Ok(())
    }

    /// An instant in working time, mostly before the standard is over, sometimes well after it; none where it lies ahead of
    /// today.
    fn later(&mut self, from: DateTime<Utc>, standard: u32) -> Option<DateTime<Utc>> {
        let percent = match self.random.random_range(0..10) {
            0 => self.random.random_range(130..320),
            1 => self.random.random_range(101..130),
            _ => self.random.random_range(15..95),
        };
        let seconds = u32::try_from(u64::from(standard) * percent / 100).ok()?.max(60);
        let at = self.office.calendar.due(from, Standard::working_time(seconds).ok()?).ok()?;
        (at <= self.now).then_some(at)
    }

    /// Who holds a post then; the one who acts for it goes before, as they do.
    fn holder(&self, post: Post, at: DateTime<Utc>) -> Result<OfficerId, Failure> {
        let takers = self.office.takers(post, at, &[]);
        takers.last().map(|taker| taker.officer).ok_or_else(|| format!("nobody holds {post:?}").into())
    }

    fn section(&self, code: &str) -> Option<SectionId> {
        self.office.sections.iter().find(|s| s.code == code).map(|s| s.id)
    }

    fn category(&self, code: &str) -> Option<CategoryId> {
        self.office.categories.iter().find(|c| c.code == code).map(|c| c.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, SystemClock};
    use crate::demo::offices;

    #[test]
    fn the_demonstration_shows_every_step_and_every_ending() {
        let clock = SystemClock;
        let now = DateTime::parse_from_rfc3339("2026-11-24T02:00:00Z").unwrap().to_utc();
        let (mut office, officers) = offices::build(&offices::PLACES[0], &clock, now, "hash").unwrap();
        office.officers = officers.into_iter().map(|o| o.officer).collect();
        let wholes = simulate(&office, now, 210, || clock.new_id()).unwrap();
        assert_eq!(wholes.len(), 210);
        let any = |fits: &dyn Fn(&Complaint) -> bool| wholes.iter().filter(|w| fits(&w.complaint)).count();
        for step in &Step::ALL[1..] {
            assert!(any(&|c| c.standing.step() == Some(*step)) > 0, "nothing waits at {step}");
        }
        for status in [Status::Archived, Status::Referred, Status::Duplicate, Status::Withdrawn] {
            assert!(any(&|c| c.standing.status() == status) > 3, "{status}");
        }
        assert!(any(&|c| c.cycle == 2) > 0);
        assert!(any(&|c| c.due_at().is_some_and(|due| due < now)) > 3, "nothing is overdue");
        assert!(any(&|c| c.due_at().is_some_and(|due| due >= now)) > 3, "everything is overdue");
        assert!(any(&|c| c.records.iter().any(|r| r.on_time(now) == Some(false) && !r.is_open())) > 20);
        assert!(wholes.iter().any(|w| !w.changes.is_empty()));
        use domain::complaint::record::StepOutcome;
        for outcome in
            [StepOutcome::Returned, StepOutcome::HandedBack, StepOutcome::Skipped, StepOutcome::NoAnswer]
        {
            assert!(any(&|c| c.records.iter().any(|r| r.ended(outcome))) > 0, "{outcome}");
        }
        let plh = |c: &Complaint| {
            c.records.iter().any(|r| {
                r.closing
                    .as_ref()
                    .and_then(|c| c.taker)
                    .is_some_and(|t| t.capacity == domain::office::Capacity::Plh)
            })
        };
        assert!(any(&plh) > 0, "nobody acted");
    }
}
