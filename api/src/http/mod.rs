//! The HTTP edge: what a request must be before the schema sees it, and how an answer leaves.

pub mod accept;
mod asked;
pub mod edge;
pub mod faults;
pub mod graphiql;
pub mod guard;
mod judged;
pub mod limits;
mod order;
mod persisted;
pub mod promises;
pub mod revalidation;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Executor;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum_server::Handle;
use tokio::sync::Semaphore;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

pub use accept::MediaType;
pub use edge::{Prepare, Refused, peer};
pub use limits::Limits;
pub use promises::{Promises, limited};
pub use revalidation::Basis;

/// All routes of the service: `/graphql`, GraphiQL at `/`, `/schema.graphql`, `/healthz` (the process serves) and
/// `/readyz` (requests can be served). `sdl` is what `/schema.graphql` answers. The schema must be [`limited`].
pub fn router<E: Executor, P: Prepare>(executor: E, prepare: P, limits: &Limits, sdl: String) -> Router {
    let edge = edge::Edge {
        edition: revalidation::Edition::new(limits, &sdl),
        executor,
        prepare,
        limits: Arc::new(limits.clone()),
        documents: Arc::new(persisted::Documents::new(limits.persisted_bytes)),
        judgements: Arc::new(judged::Judgements::new(limits.parsed_bytes)),
        places: Arc::new(Semaphore::new(limits.concurrent_requests)),
    };
    let sdl: Arc<str> = sdl.into();
    Router::new()
        .route("/graphql", any(edge::graphql::<E, P>))
        .route("/", get(graphiql::page))
        .route("/graphiql/{file}", get(graphiql::asset))
        .route("/schema.graphql", get(move || text("text/plain; charset=utf-8", sdl.to_string())))
        .route("/healthz", get(|| text("text/plain; charset=utf-8", "ok\n".to_owned())))
        .route("/readyz", get(ready::<E, P>))
        .fallback(|| async { not_found() })
        .method_not_allowed_fallback(|_: Method| async { method_not_allowed() })
        .layer(map_response(harden))
        .layer(compression())
        .with_state(edge)
}

/// Serves until `shutdown` resolves; then takes no new connection, finishes the requests under way for at most
/// `limits.shutdown_seconds` and returns.
///
/// # Errors
///
/// The listener cannot be used.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    /// The least that hyper's buffer may hold.
    const LEAST_HEADER_BYTES: usize = 8 * 1024;
    /// Requests at once on one HTTP/2 connection.
    const STREAMS: u32 = 100;

    let header_bytes = limits.header_bytes.max(LEAST_HEADER_BYTES);
    let header_time = Duration::from_secs(limits.header_seconds);
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener)?
        .handle(handle.clone())
        // hyper's own header timeout begins only when it knows which version of HTTP is spoken.
        .first_request_timeout(header_time);
    server.http_builder().http1().header_read_timeout(header_time).max_buf_size(header_bytes);
    server
        .http_builder()
        .http2()
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(header_bytes).unwrap_or(u32::MAX))
        .keep_alive_interval(header_time);
    let serving = server.serve(router.into_make_service_with_connect_info::<SocketAddr>());
    let stopping = async {
        shutdown.await;
        handle.graceful_shutdown(Some(Duration::from_secs(limits.shutdown_seconds)));
        std::future::pending().await
    };
    tokio::select! {
        served = serving => served,
        never = stopping => never,
    }
}

async fn ready<E: Executor, P: Prepare>(State(edge): State<edge::Edge<E, P>>) -> Response {
    if edge.prepare.ready().await {
        text("text/plain; charset=utf-8", "ready\n".to_owned()).await
    } else {
        let message = "The service cannot serve requests at present.";
        Refused::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message)
            .retry_after(1)
            .into_http(MediaType::Json)
    }
}

async fn text(content_type: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], body).into_response()
}

fn not_found() -> Response {
    Refused::new(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address.")
        .into_http(MediaType::Json)
}

fn method_not_allowed() -> Response {
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "This address answers GET only.")
        .into_http(MediaType::Json)
}

/// Answers are packed where the client accepts it, and quickly rather than small: rows of JSON shrink to a fraction either
/// way. Their length tells no other site anything: its pages cannot ask in a visitor's name, since nothing but a header
/// that they cannot send says who asks.
fn compression() -> CompressionLayer<impl Predicate> {
    /// What fits into one packet gains nothing.
    const LEAST_BYTES: u64 = 1_024;
    let worth_it = SizeAbove::new(LEAST_BYTES).and(NotForContentType::IMAGES).and(NotForContentType::SSE);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_it)
}

/// Headers of every answer. There are none of CORS: pages of other origins get nothing.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}
