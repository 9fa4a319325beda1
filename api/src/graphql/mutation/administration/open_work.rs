//! What somebody leaves behind who loses a post.

use std::sync::Arc;

use async_graphql::{Context, SimpleObject};
use domain::ids::OfficerId;
use domain::office::{Office, Post};
use domain::visibility::sight;
use persistence::open_work::OpenWork as Left;

use crate::graphql::context::{ContextExt, StoreResult};
use crate::graphql::fault::Fault;
use crate::graphql::types::StepRecord;
use crate::graphql::types::complaint::ComplaintView;

/// The open steps of the posts that an officer lost: of complaints that exist for the viewer. Whoever holds these posts now, or
/// acts for them, finds them in the worklist.
#[derive(SimpleObject, Debug, Default)]
pub struct OpenWork {
    /// How many there are.
    count: i32,
    /// The first 100 of them, earliest due first: `waitingFor` says who may take each now, and is empty where nobody may yet.
    step_records: Vec<StepRecord>,
}

/// So many are shown.
const SHOWN: u64 = 100;

/// What waits for the posts that an officer held before an amendment and does not hold after it.
pub(super) async fn left_behind(
    ctx: &Context<'_>,
    officer: OfficerId,
    before: &Office,
    after: &Arc<Office>,
) -> Result<OpenWork, Fault> {
    let (viewer, now) = (ctx.viewer()?, ctx.now());
    let held = after.posts_of(officer, now);
    let lost: Vec<Post> =
        before.posts_of(officer, now).into_iter().filter(|post| !held.contains(post)).collect();
    let left = ctx.store().open_work(&viewer.sight, after.id, &lost, SHOWN).await.or_fault(ctx)?;
    let Left { count, records } = left;
    let step_records = records
        .into_iter()
        .filter_map(|(complaint, number)| {
            let sight = sight(&viewer.sight, &complaint)?;
            let office = Arc::clone(after);
            let view = Arc::new(ComplaintView { complaint, sight, office, whole: true });
            StepRecord::numbered(&view, number)
        })
        .collect();
    Ok(OpenWork { count: i32::try_from(count).unwrap_or(i32::MAX), step_records })
}
