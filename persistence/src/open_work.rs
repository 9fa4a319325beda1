//! What an officer leaves behind: the open step records of posts, earliest due first, of complaints that exist for whoever asks.

use domain::complaint::Complaint;
use domain::ids::{ComplaintId, OfficeId};
use domain::office::Post;
use domain::visibility::Viewer;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::complaint_filter::exists_for;
use crate::entity::{complaint, step_record};
use crate::error::StoreError;
use crate::store::Store;
use crate::worklist::WaitingRecord;

/// The open records of posts.
#[derive(Clone, Debug, Default)]
pub struct OpenWork {
    /// How many there are.
    pub count: u64,
    /// The first of them: each complaint with the record's number.
    pub records: Vec<(Complaint, i32)>,
}

impl Store {
    /// What waits for posts of an office, whoever holds them: how much, and the first so many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_work(
        &self,
        viewer: &Viewer,
        office: OfficeId,
        posts: &[Post],
        limit: u64,
    ) -> Result<OpenWork, StoreError> {
        if posts.is_empty() || !viewer.offices.contains(&office) {
            return Ok(OpenWork::default());
        }
        let select = statement(viewer, office, posts);
        let count = select.clone().count(&self.read).await?;
        let keys: Vec<WaitingRecord> = select
            .select_only()
            .columns([step_record::Column::ComplaintId, step_record::Column::Number])
            .order_by_asc(step_record::Column::DueAt)
            .order_by_asc(step_record::Column::ComplaintId)
            .order_by_asc(step_record::Column::Number)
            .limit(limit)
            .into_model()
            .all(&self.read)
            .await?;
        let ids: Vec<_> = keys.iter().map(|key| (office, ComplaintId(key.complaint_id))).collect();
        let complaints = self.complaints_by_ids(&ids).await?;
        let found =
            |key: WaitingRecord| Some((complaints.get(&ComplaintId(key.complaint_id))?.clone(), key.number));
        Ok(OpenWork { count, records: keys.into_iter().filter_map(found).collect() })
    }
}

fn statement(viewer: &Viewer, office: OfficeId, posts: &[Post]) -> Select<step_record::Entity> {
    let waits = posts.iter().fold(Condition::any(), |any, post| {
        let section = post.section.map(|section| step_record::Column::SectionId.eq(section.0));
        let position = step_record::Column::Position.eq(post.position.to_string());
        any.add(Condition::all().add(position).add_option(section))
    });
    let of_record = |column, of| Expr::col((complaint::Entity, column)).equals((step_record::Entity, of));
    let exists = Query::select()
        .expr(Expr::val(1))
        .from(complaint::Entity)
        .and_where(of_record(complaint::Column::OfficeId, step_record::Column::OfficeId))
        .and_where(of_record(complaint::Column::Id, step_record::Column::ComplaintId))
        .cond_where(exists_for(viewer))
        .to_owned();
    step_record::Entity::find()
        .filter(step_record::Column::OfficeId.eq(office.0))
        .filter(step_record::Column::Outcome.is_null())
        .filter(step_record::Column::DueAt.is_not_null())
        .filter(waits)
        .filter(Expr::exists(exists))
}
