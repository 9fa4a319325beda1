//! Promises of execution that async-graphql 7.2.1 does not keep, kept by an extension of the schema: every request error
//! has a code; an answer has a bound, and gives way to others while it grows; a failed field is `null` in the answer, and one that may not be null takes its parent with it (GraphQL
//! specification, section 6.4.4); a panic is an error of its field; fields are answered in the order in which they were
//! asked (section 7.2.2), where async-graphql answers them in the order in which they were done.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::async_trait::async_trait;
use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextPrepareRequest,
    NextRequest, NextResolve, NextSubscribe, NextValidation, ResolveInfo,
};
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{
    ObjectType, PathSegment, QueryPathNode, QueryPathSegment, Request, Response, SchemaBuilder, ServerError,
    ServerResult, SubscriptionType, ValidationResult, Value, Variables,
};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::faults::{
    BAD_USER_INPUT, OPERATION_RESOLUTION_FAILURE, PARSE_FAILED, VALIDATION_FAILED, caught, code_of, coded,
    finish, internal, is_coercion, set_code,
};
use super::guard::{check, scan, too_deep, too_many_directives};
use super::judged::Judged;
use super::limits::Limits;
use super::order::Order;

/// Puts every limit on a schema, with the guard as its outermost extension: call it before any other
/// `.extension(…)`, since those added later run inside those added earlier.
pub fn limited<Q, M, S>(builder: SchemaBuilder<Q, M, S>, limits: &Limits) -> SchemaBuilder<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    builder
        .limit_depth(limits.depth)
        .limit_complexity(limits.complexity)
        .limit_recursive_depth(limits.recursive_depth)
        .limit_directives(limits.directives)
        .disable_suggestions()
        .extension(Promises::new(limits.clone()))
}

/// The guard as an extension of a schema.
#[derive(Debug, Clone)]
pub struct Promises(Arc<Limits>);

impl Promises {
    /// A guard that keeps these limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(limits))
    }
}

impl ExtensionFactory for Promises {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Guarded { limits: self.0.clone(), run: Arc::default(), answered: AtomicUsize::new(0) })
    }
}

fn lock(run: &Mutex<Run>) -> MutexGuard<'_, Run> {
    run.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Guarded {
    limits: Arc<Limits>,
    run: Arc<Mutex<Run>>,
    /// Fields and list items answered so far.
    answered: AtomicUsize,
}

/// After so many fields a request lets others go on: fields that have nothing to wait for would run to their end in one go,
/// and no time limit could end them.
const GIVE_WAY: usize = 1_024;

/// What went wrong in one execution.
#[derive(Default)]
struct Run {
    begun: bool,
    errors: Vec<ServerError>,
    /// In which order the answer's fields belong.
    order: Option<Order>,
    /// The judgement on the document, which knows the order too.
    judged: Option<Arc<Judged>>,
    /// Paths of the values that must be null because something in them is that may not be; the whole answer is "".
    nulls: HashSet<String>,
}

impl Guarded {
    fn run(&self) -> MutexGuard<'_, Run> {
        lock(&self.run)
    }

    /// Codes for the sentences with which async-graphql's own limits refuse.
    fn code_limit(&self, error: ServerError, otherwise: &str) -> ServerError {
        if code_of(&error).is_some() {
            return error;
        }
        let pos = error.locations.first().copied();
        let text = error.message.as_str();
        if text.starts_with("The recursion depth of the query") {
            too_deep(self.limits.recursive_depth, pos)
        } else if text == "Query is nested too deep." {
            too_deep(self.limits.depth, pos)
        } else if text.starts_with("The number of directives on the field") {
            too_many_directives(self.limits.directives, pos)
        } else if text == "Query is too complex." {
            let message = format!("The document costs more than {} points.", self.limits.complexity);
            coded("QUERY_TOO_COMPLEX", message, pos)
        } else {
            let mut error = error;
            let code = if is_coercion(&error) { BAD_USER_INPUT } else { otherwise };
            set_code(&mut error, code);
            error
        }
    }
}

#[async_trait]
impl Extension for Guarded {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        if !self.run().begun {
            code_unresolved(&mut response);
        }
        finish(&mut response, self.limits.errors);
        response
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        let (most, run) = (self.limits.errors, self.run.clone());
        Box::pin(next.run(ctx, stream).map(move |mut response| {
            if !lock(&run).begun {
                code_unresolved(&mut response);
            }
            finish(&mut response, most);
            response
        }))
    }

    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        // Before: extensions further in may parse. After: they may have put another document in its place.
        if Judged::on(&request).is_none() {
            scan(&request.query, &self.limits)?;
        }
        let mut request = next.run(ctx, request).await?;
        check(&mut request, &self.limits)?;
        self.run().judged = Judged::on(&request).cloned();
        Ok(request)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document =
            next.run(ctx, query, variables).await.map_err(|error| self.code_limit(error, PARSE_FAILED))?;
        let mut run = self.run();
        if run.judged.is_none() {
            run.order = Some(Order::of(&document));
        }
        drop(run);
        Ok(document)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|errors| {
            errors.into_iter().map(|error| self.code_limit(error, VALIDATION_FAILED)).collect()
        })
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let (order, judged) = {
            let mut run = self.run();
            (run.order.take(), run.judged.take())
        };
        *self.run() = Run { begun: true, ..Run::default() };
        let mut response = next.run(ctx, operation_name).await;
        let mut run = self.run();
        if self.answered.load(Relaxed) > self.limits.answer_fields {
            let message = format!(
                "The answer has more than {} fields; ask for less at once.",
                self.limits.answer_fields
            );
            run.errors = vec![coded("ANSWER_TOO_LARGE", message, None)];
            response.data = Value::Null;
        } else if run.nulls.contains("") {
            response.data = Value::Null;
        } else if let Some(order) = order.as_ref().or(judged.as_deref().map(|judged| &judged.order)) {
            order.put(operation_name, &mut response.data);
        }
        response.errors.append(&mut run.errors);
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let answered = self.answered.fetch_add(1, Relaxed) + 1;
        if answered > self.limits.answer_fields {
            return Ok(Some(Value::Null));
        }
        if answered.is_multiple_of(GIVE_WAY) {
            tokio::task::yield_now().await;
        }
        let node = info.path_node;
        let nullable = !info.return_type.ends_with('!');
        let outcome = caught(next.run(ctx, info)).await;
        let mut run = self.run();
        match outcome {
            Ok(Ok(value)) => {
                if run.nulls.is_empty() || !run.nulls.remove(&node.to_string()) {
                    return Ok(value);
                }
            }
            Ok(Err(mut error)) => {
                if error.path.is_empty() {
                    error.path = path_of(*node);
                }
                run.errors.push(error);
            }
            Err(panic) => run.errors.push(internal(&panic, path_of(*node))),
        }
        if !nullable {
            run.nulls.insert(node.parent.map(ToString::to_string).unwrap_or_default());
        }
        Ok(Some(Value::Null))
    }
}

/// Errors that no other hook saw, before any resolver ran, are those of finding the operation.
fn code_unresolved(response: &mut Response) {
    let unseen = |error: &&mut ServerError| error.path.is_empty() && code_of(error).is_none();
    for error in response.errors.iter_mut().filter(unseen) {
        set_code(error, OPERATION_RESOLUTION_FAILURE);
    }
}

fn path_of(node: QueryPathNode<'_>) -> Vec<PathSegment> {
    let mut path: Vec<PathSegment> = std::iter::once(&node)
        .chain(node.parents())
        .map(|node| match node.segment {
            QueryPathSegment::Index(index) => PathSegment::Index(index),
            QueryPathSegment::Name(name) => PathSegment::Field(name.to_owned()),
        })
        .collect();
    path.reverse();
    path
}
