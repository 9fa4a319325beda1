//! A small model of the procedure: what a version of a complaint implies for every row.

/// A step record, as far as it is modelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) step: &'static str,
    pub(super) cycle: i32,
    pub(super) visit: i32,
    pub(super) section: Option<&'static str>,
    pub(super) outcome: Option<&'static str>,
}

/// What a mutation does to the history.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    /// Ends the open record of this section with this outcome.
    Ends(Option<&'static str>, &'static str),
    /// Ends all that is open.
    EndsAll(&'static str),
    Opens(&'static str, Option<&'static str>),
    Skips(&'static str),
    NextCycle,
    /// Adds to the log of changes.
    Changes(usize),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) history: Vec<Record>,
    pub(super) changes: usize,
}

impl Model {
    pub(super) fn apply(&mut self, effects: &[Effect]) {
        let mut cycle = self.history.last().map_or(1, |record| record.cycle);
        for effect in effects {
            match *effect {
                Effect::Ends(section, outcome) => {
                    let open = |r: &&mut Record| r.outcome.is_none() && r.section == section;
                    self.history.iter_mut().find(open).expect("the script fits").outcome = Some(outcome);
                }
                Effect::EndsAll(outcome) => {
                    self.history
                        .iter_mut()
                        .filter(|r| r.outcome.is_none())
                        .for_each(|r| r.outcome = Some(outcome));
                }
                Effect::Opens(step, section) => self.add(step, cycle, section, None),
                Effect::Skips(step) => self.add(step, cycle, None, Some("SKIPPED")),
                Effect::NextCycle => cycle += 1,
                Effect::Changes(count) => self.changes += count,
            }
        }
    }

    pub(super) fn add(
        &mut self,
        step: &'static str,
        cycle: i32,
        section: Option<&'static str>,
        outcome: Option<&'static str>,
    ) {
        let before = |r: &&Record| (r.step, r.cycle, r.section) == (step, cycle, section);
        let visit = 1 + self.history.iter().filter(before).count() as i32;
        self.history.push(Record { step, cycle, visit, section, outcome });
    }
}
