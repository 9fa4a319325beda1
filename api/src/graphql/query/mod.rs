//! What can be asked, one field (or two that belong together) a file.

mod complaint;
mod complaints;
mod dashboard;
mod node;
mod office;
mod office_changes;
mod track;
mod viewer;
mod worklist;

use async_graphql::MergedObject;

/// What can be asked. Lists are nullable so that one that fails does not blank its neighbours; they are null in no other
/// case.
#[derive(MergedObject, Default, Debug)]
pub struct Query(
    node::NodeQuery,
    viewer::ViewerQuery,
    office::OfficeQuery,
    office_changes::OfficeChangesQuery,
    complaint::ComplaintQuery,
    complaints::ComplaintsQuery,
    worklist::WorklistQuery,
    dashboard::DashboardQuery,
    track::TrackQuery,
);
