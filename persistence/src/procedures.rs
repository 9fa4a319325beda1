//! Writing the revisions of an office's procedure: what differs between two lists of them. A revision is never changed.

use domain::ids::OfficeId;
use domain::procedure::{Procedure, StepStandard};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::{procedure_revision, procedure_step};
use crate::error::StoreError;
use crate::insert::insert;

/// Writes revisions that are new, and takes away those that are gone.
pub(crate) async fn write_procedures(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    before: &[Procedure],
    after: &[Procedure],
) -> Result<(), StoreError> {
    for gone in before.iter().filter(|revision| !after.contains(revision)) {
        procedure_step::Entity::delete_many()
            .filter(procedure_step::Column::OfficeId.eq(office.0))
            .filter(procedure_step::Column::Revision.eq(gone.revision))
            .exec(tx)
            .await?;
        procedure_revision::Entity::delete_by_id((office.0, gone.revision)).exec(tx).await?;
    }
    let new = || after.iter().filter(|revision| !before.contains(revision));
    let rows = new().map(|revision| procedure_revision::Model {
        office_id: office.0,
        revision: revision.revision,
        number: revision.number.clone(),
        title: revision.title.clone(),
        effective_from: revision.effective_from,
        legal_basis: revision.legal_basis.clone(),
        decided_on: revision.decided_on,
    });
    insert(tx, rows.collect()).await?;
    insert(tx, new().flat_map(|revision| step_rows(office, revision)).collect()).await
}

fn step_rows(office: OfficeId, procedure: &Procedure) -> impl Iterator<Item = procedure_step::Model> + '_ {
    procedure.steps().map(move |(step, standard)| {
        let StepStandard { activity, activity_indonesian, requirements, output, standard } = standard.clone();
        procedure_step::Model {
            office_id: office.0,
            revision: procedure.revision,
            step: step.to_string(),
            activity,
            activity_indonesian,
            requirements,
            output,
            standard: standard.to_string(),
        }
    })
}
