//! Refusals a person can act on, as data: the one mapping from the judge's refusals to what front ends see.

use async_graphql::{Context, SimpleObject};
use domain::complaint::refusal::{InputProblem, Refusal};
use domain::office::Office;

use super::context::ContextExt;
use super::enums::UserErrorCode;
use crate::messages::{self, Other};

/// Why a mutation did nothing, as far as a person can act on it. A mutation with any changed nothing.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// The code, for programs.
    pub(crate) code: UserErrorCode,
    /// A sentence, for people, in the language of the request.
    pub(crate) message: String,
    /// The path of the field that is not right, like ["input", "occurredAt"]; null where it is none in particular.
    pub(crate) field: Option<Vec<String>>,
}

impl UserError {
    /// What the judge refused: for an input that is not right, one for each field.
    pub(crate) fn refused(ctx: &Context<'_>, office: Option<&Office>, refusal: &Refusal) -> Vec<Self> {
        match refusal {
            Refusal::InvalidInput(problems) => Self::invalid(ctx, office, problems),
            Refusal::SupportPending { .. } => {
                vec![Self {
                    field: Some(path(&["withoutSupportReason"])),
                    ..Self::plain(ctx, office, refusal)
                }]
            }
            Refusal::Closed { .. }
            | Refusal::Settled { .. }
            | Refusal::WrongStep { .. }
            | Refusal::ConflictOfInterest { .. }
            | Refusal::NotPermitted { .. } => vec![Self::plain(ctx, office, refusal)],
        }
    }

    fn plain(ctx: &Context<'_>, office: Option<&Office>, refusal: &Refusal) -> Self {
        Self {
            code: refusal.code().into(),
            message: messages::refusal(ctx.language(), office, refusal),
            field: None,
        }
    }

    /// An input that is not right.
    pub(crate) fn invalid(
        ctx: &Context<'_>,
        office: Option<&Office>,
        problems: &[InputProblem],
    ) -> Vec<Self> {
        problems
            .iter()
            .map(|problem| Self {
                code: UserErrorCode::InvalidInput,
                message: messages::fault(ctx.language(), office, &problem.fault),
                field: Some(path(&problem.field)),
            })
            .collect()
    }

    /// The same about an argument of the mutation, of one that takes no input.
    #[must_use]
    pub(crate) fn of_argument(self, argument: &str) -> Self {
        Self { field: Some(vec![argument.to_owned()]), ..self }
    }

    /// A refusal that is not the judge's.
    pub(crate) fn other(
        ctx: &Context<'_>,
        code: UserErrorCode,
        other: &Other,
        field: Option<&[&str]>,
    ) -> Self {
        Self { code, message: messages::other(ctx.language(), other), field: field.map(path) }
    }
}

fn path(field: &[&str]) -> Vec<String> {
    std::iter::once("input").chain(field.iter().copied()).map(str::to_owned).collect()
}
