//! The schema: roots, limits, extensions.

mod attempts;
pub mod context;
pub mod enums;
pub mod fault;
pub mod ids;
pub mod input;
pub mod loaders;
pub mod mutation;
pub mod page;
pub mod query;
pub mod readings;
pub mod scalars;
pub mod types;
pub mod user_error;

use std::sync::Arc;

use async_graphql::{Data, EmptySubscription, Executor, Request, Response, Schema};
use futures_util::stream::BoxStream;

use crate::http::{Limits, limited};
use crate::service::Service;
use mutation::Mutation;
use query::Query;

type Roots = Schema<Query, Mutation, EmptySubscription>;

/// The schema of the service.
#[derive(Clone)]
pub struct ServiceSchema(Roots);

impl std::fmt::Debug for ServiceSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServiceSchema")
    }
}

/// Not by an extension: each of them costs every field of an answer a detour.
impl Executor for ServiceSchema {
    async fn execute(&self, request: Request) -> Response {
        loaders::execute(&self.0, request).await
    }

    fn execute_stream(
        &self,
        request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        Executor::execute_stream(&self.0, request, session_data)
    }
}

/// The schema, without a service behind it: enough to print.
#[must_use]
pub fn schema(limits: &Limits) -> Roots {
    limited(Schema::build(Query::default(), Mutation::default(), EmptySubscription), limits)
        .register_output_type::<types::Node>()
        .finish()
}

/// The schema with the service that answers it.
#[must_use]
pub fn build(service: Service) -> ServiceSchema {
    let roots =
        limited(Schema::build(Query::default(), Mutation::default(), EmptySubscription), &service.limits)
            .register_output_type::<types::Node>()
            .data(service)
            .finish();
    ServiceSchema(roots)
}

/// The schema as text, as `pengaduan schema` prints it.
#[must_use]
pub fn sdl() -> String {
    schema(&Limits::default()).sdl_with_options(
        async_graphql::SDLExportOptions::new().prefer_single_line_descriptions().include_specified_by(),
    )
}
