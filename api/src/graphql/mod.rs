//! The schema: roots, limits, extensions.

pub mod context;
pub mod enums;
pub mod fault;
pub mod ids;
pub mod input;
pub mod loaders;
pub mod mutation;
pub mod page;
pub mod query;
pub mod scalars;
pub mod types;
pub mod user_error;

use async_graphql::{EmptySubscription, Schema};

use crate::http::{Limits, limited};
use crate::service::Service;
use mutation::Mutation;
use query::Query;

/// The schema of the service.
pub type ServiceSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema, without a service behind it: enough to print.
#[must_use]
pub fn schema(limits: &Limits) -> ServiceSchema {
    limited(Schema::build(Query::default(), Mutation::default(), EmptySubscription), limits)
        .register_output_type::<types::Node>()
        .finish()
}

/// The schema with the service that answers it.
#[must_use]
pub fn build(service: Service) -> ServiceSchema {
    limited(Schema::build(Query::default(), Mutation::default(), EmptySubscription), &service.limits)
        .register_output_type::<types::Node>()
        .extension(loaders::LoadTogether)
        .data(service)
        .finish()
}

/// The schema as text, as `pengaduan schema` prints it.
#[must_use]
pub fn sdl() -> String {
    schema(&Limits::default()).sdl_with_options(
        async_graphql::SDLExportOptions::new().prefer_single_line_descriptions().include_specified_by(),
    )
}
