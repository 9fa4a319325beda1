//! A conflict of interest, for whoever watches over the procedure.

use async_graphql::SimpleObject;
use domain::complaint::conflict::Conflict;

use crate::graphql::enums::Position;
use crate::messages::{self, Language, Other};

/// A conflict of interest (benturan kepentingan): officers who handle such complaints are complained of. They neither see nor
/// handle this one.
#[derive(SimpleObject, Clone, Debug)]
pub struct ConflictOfInterest {
    /// The positions that the complained of hold or act for now, of those that handle the complaint.
    positions: Vec<Position>,
    /// Whether the open step waits for nobody: everybody who could stand in is complained of too.
    waits_for_nobody: bool,
    /// What that means, in the language of the request.
    message: String,
}

impl ConflictOfInterest {
    pub(crate) fn of(conflict: &Conflict, language: Language) -> Self {
        let Conflict { positions, waits_for_nobody } = conflict;
        let other = if *waits_for_nobody { Other::WaitsForNobody } else { Other::OthersStandIn };
        Self {
            positions: positions.iter().map(|&position| position.into()).collect(),
            waits_for_nobody: *waits_for_nobody,
            message: messages::other(language, &other),
        }
    }
}
