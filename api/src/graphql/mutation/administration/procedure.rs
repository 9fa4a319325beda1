//! `addProcedureRevision`, `removeProcedureRevision`

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use domain::administration::Amendment;
use domain::administration::procedure::{
    AddProcedureRevision, ProcedureAmendment, RemoveProcedureRevision, StepProse, StepRevision,
};
use domain::input::InputFault;

use crate::graphql::enums::Step;
use crate::graphql::fault::Fault;
use crate::graphql::input::Reader;
use crate::graphql::mutation::amend::{Head, amend};
use crate::graphql::scalars::{Date, Duration};
use crate::graphql::types;
use crate::graphql::user_error::UserError;

/// What is new of a step in a revision; what is left out is taken from the newest one.
#[derive(InputObject, Debug)]
pub struct StepRevisionInput {
    /// The step; named once.
    step: Step,
    /// What is done (kegiatan), in English; at most 2,000 characters.
    activity: Option<String>,
    /// What is done (kegiatan), in Indonesian; at most 2,000 characters.
    activity_indonesian: Option<String>,
    /// What it requires (kelengkapan); at most 2,000 characters.
    requirements: Option<String>,
    /// What it yields (output); at most 2,000 characters.
    output: Option<String>,
    /// Its standard (waktu) in working time: PT30M, PT1H, P2D; at most P250D.
    standard: Option<Duration>,
}

impl StepRevisionInput {
    fn read(&self, reader: &mut Reader) -> StepRevision {
        let mut text = |field, typed: Option<&String>| {
            typed.and_then(|typed| reader.parse(&["steps", field], StepProse::parse(typed)))
        };
        StepRevision {
            step: self.step.into(),
            activity: text("activity", self.activity.as_ref()),
            activity_indonesian: text("activityIndonesian", self.activity_indonesian.as_ref()),
            requirements: text("requirements", self.requirements.as_ref()),
            output: text("output", self.output.as_ref()),
            standard: self.standard.map(|standard| standard.0),
        }
    }
}

/// A revision of the procedure; what is left out is taken from the newest one.
#[derive(InputObject, Debug)]
pub struct AddProcedureRevisionInput {
    /// Number of the SOP (nomor SOP); one line of at most 300 characters.
    number: Option<String>,
    /// Name of the SOP; one line of at most 300 characters.
    title: Option<String>,
    /// The rules it rests on (dasar hukum); at most 2,000 characters.
    legal_basis: Option<String>,
    /// Date on which it was decided (tanggal pengesahan), not after today; not known where left out.
    decided_on: Option<Date>,
    /// First date on which complaints are received under it: from today on, at most 24 months ahead, and later than that of
    /// the newest revision.
    effective_from: Date,
    /// The steps of which anything is new.
    steps: Option<Vec<StepRevisionInput>>,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// The revision that is taken away.
#[derive(InputObject, Debug)]
pub struct RemoveProcedureRevisionInput {
    /// Its running number in the office.
    revision: i32,
    /// Belongs to the officer: the same key with the same input does nothing again; with another input it is an
    /// IDEMPOTENCY_MISMATCH. A refusal does not use it up. At most 200 characters.
    idempotency_key: Option<String>,
    /// Whether only to tell what would become of it, changing nothing.
    dry_run: Option<bool>,
}

/// What became of a change of the procedure, or would.
#[derive(SimpleObject, Debug, Default)]
pub struct ProcedurePayload {
    /// The revision that was added; null where one was taken away, and where the mutation was refused.
    procedure: Option<types::Procedure>,
    /// The office as it now stands, or would; null where the mutation was refused.
    office: Option<types::Office>,
    /// Why nothing was done; empty where it was.
    user_errors: Vec<UserError>,
}

/// Amends the procedure, and answers with the revision that comes into force on a day, if any: no two do on one.
async fn amend_procedure(
    ctx: &Context<'_>,
    head: Head,
    effective_from: Option<NaiveDate>,
    read: impl FnOnce(&mut Reader) -> Option<ProcedureAmendment>,
) -> Result<ProcedurePayload, Fault> {
    Ok(match amend(ctx, head, |reader| read(reader).map(Amendment::Procedure)).await? {
        Ok(amended) => {
            let revisions = &amended.after.procedures;
            let added = revisions.iter().find(|one| Some(one.effective_from) == effective_from).cloned();
            ProcedurePayload {
                procedure: added.map(types::Procedure),
                office: Some(types::Office(Arc::new(amended.after))),
                user_errors: Vec::new(),
            }
        }
        Err(user_errors) => ProcedurePayload { user_errors, ..ProcedurePayload::default() },
    })
}

#[derive(Default, Debug)]
pub(super) struct ProcedureMutation;

#[Object]
impl ProcedureMutation {
    /// Add a revision of the procedure (SOP), its standard times and texts, by ADMINISTRATOR. Complaints received from
    /// `effectiveFrom` on are handled by it; others keep the revision they were received under.
    async fn add_procedure_revision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddProcedureRevisionInput,
    ) -> Result<ProcedurePayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let effective_from = input.effective_from.0;
        let amended = amend_procedure(ctx, head, Some(effective_from), |reader| {
            let number = reader.optional("number", input.number.as_ref());
            let title = reader.optional("title", input.title.as_ref());
            let legal_basis = reader.optional("legalBasis", input.legal_basis.as_ref());
            let steps = input.steps.unwrap_or_default();
            if steps.len() > domain::procedure::step::Step::ALL.len() {
                // There are no more than ten, so that one is named twice.
                reader.fault(vec!["steps"], InputFault::NamedTwice);
                return None;
            }
            Some(ProcedureAmendment::AddRevision(AddProcedureRevision {
                number,
                title,
                legal_basis,
                decided_on: input.decided_on.map(|date| date.0),
                effective_from,
                steps: steps.iter().map(|step| step.read(reader)).collect(),
            }))
        });
        Ok(amended.await?)
    }

    /// Take a revision of the procedure away that is not in force yet, by ADMINISTRATOR.
    async fn remove_procedure_revision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveProcedureRevisionInput,
    ) -> Result<ProcedurePayload> {
        let head = Head { idempotency_key: input.idempotency_key, dry_run: input.dry_run };
        let revision = input.revision;
        let amended = amend_procedure(ctx, head, None, |_| {
            Some(ProcedureAmendment::RemoveRevision(RemoveProcedureRevision { revision }))
        });
        Ok(amended.await?)
    }
}
