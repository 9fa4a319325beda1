//! The load: so many connections, each with one request under way, for so many seconds.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use api::failure::Failure;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode, Uri, header};
use hdrhistogram::Histogram;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;

use crate::child::Server;

/// The header that tells the ceiling which answer is asked for.
pub(crate) const NUMBER: &str = "x-load-number";

/// A request, made ready beforehand.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// Its method.
    pub(crate) method: Method,
    /// Its path.
    pub(crate) path: Uri,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its body.
    pub(crate) body: Bytes,
    /// The status it must be answered with.
    pub(crate) expected: StatusCode,
    /// What the answer must contain, besides having no errors.
    pub(crate) containing: Option<&'static str>,
}

/// What one workload did.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Median latency.
    pub(crate) p50: Duration,
    /// 99 of 100 were faster.
    pub(crate) p99: Duration,
    /// Answers that were not as they must be.
    pub(crate) failed: u64,
    /// Mean length of an answer, in bytes.
    pub(crate) bytes: u64,
    /// The server's processor time for a request: on a machine that is busy with other things it says more than the rate.
    pub(crate) processor: Duration,
}

/// One answer.
pub(crate) struct Answer {
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its body.
    pub(crate) body: Bytes,
}

type Sender = SendRequest<Full<Bytes>>;

async fn connect(address: SocketAddr) -> Result<Sender, Failure> {
    let stream = tokio::net::TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

impl Ask {
    fn request(&self, address: SocketAddr) -> Result<Request<Full<Bytes>>, Failure> {
        let mut request = Request::new(Full::new(self.body.clone()));
        request.method_mut().clone_from(&self.method);
        request.uri_mut().clone_from(&self.path);
        request.headers_mut().clone_from(&self.headers);
        request.headers_mut().insert(header::HOST, address.to_string().parse()?);
        Ok(request)
    }
}

/// Asks once.
pub(crate) async fn ask(address: SocketAddr, ask: &Ask) -> Result<Answer, Failure> {
    let answer = connect(address).await?.send_request(ask.request(address)?).await?;
    let (parts, body) = answer.into_parts();
    Ok(Answer { headers: parts.headers, body: body.collect().await?.to_bytes() })
}

/// How long and with how many connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// Connections.
    pub(crate) connections: usize,
    /// Before it counts.
    pub(crate) warm_up: Duration,
    /// While it counts.
    pub(crate) measured: Duration,
    /// Whether each request may be sent only once: then it ends with the last of them.
    pub(crate) once: bool,
}

struct Tally {
    /// Those of the warm-up, too.
    answered: usize,
    histogram: Histogram<u64>,
    failed: u64,
    bytes: u64,
    first: Option<Instant>,
    last: Option<Instant>,
    example: Option<String>,
}

/// Loads a server.
pub(crate) fn load(server: &Server, asks: &[Ask], run: Run) -> Result<Measured, Failure> {
    let address = server.address;
    let processor_before = server.processor();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    let asks: Rc<[Ask]> = asks.into();
    let next = Rc::new(Cell::new(0));
    let tally = Rc::new(RefCell::new(Tally {
        answered: 0,
        histogram: Histogram::new_with_bounds(1, 60_000_000, 3)?,
        failed: 0,
        bytes: 0,
        first: None,
        last: None,
        example: None,
    }));
    local.block_on(&runtime, async {
        let began = Instant::now();
        let connections: Vec<_> = (0..run.connections)
            .map(|_| {
                let (asks, next, tally) = (Rc::clone(&asks), Rc::clone(&next), Rc::clone(&tally));
                tokio::task::spawn_local(connection(address, asks, run, began, next, tally))
            })
            .collect();
        for connection in connections {
            connection.await??;
        }
        Ok::<_, Failure>(())
    })?;
    let processor = server.processor().saturating_sub(processor_before);
    let tally = tally.borrow();
    let count = tally.histogram.len();
    let took = tally.first.zip(tally.last).map_or(run.measured, |(first, last)| last - first);
    if let Some(example) = &tally.example {
        crate::report::note(&format!("an answer that was not as it must be: {example}"))?;
    }
    Ok(Measured {
        rate: count as f64 / took.as_secs_f64().max(1e-9),
        p50: Duration::from_micros(tally.histogram.value_at_quantile(0.5)),
        p99: Duration::from_micros(tally.histogram.value_at_quantile(0.99)),
        failed: tally.failed,
        bytes: tally.bytes / count.max(1),
        processor: processor / u32::try_from(tally.answered)?.max(1),
    })
}

async fn connection(
    address: SocketAddr,
    asks: Rc<[Ask]>,
    run: Run,
    began: Instant,
    next: Rc<Cell<usize>>,
    tally: Rc<RefCell<Tally>>,
) -> Result<(), Failure> {
    let mut sender = connect(address).await?;
    loop {
        let number = next.replace(next.get() + 1);
        if run.once && number >= asks.len() {
            return Ok(());
        }
        // Not one after the other as they were made: neighbours lie beside each other in the database.
        let ask = &asks[if run.once { number } else { number.wrapping_mul(7_919) % asks.len() }];
        let request = ask.request(address)?;
        let asked = Instant::now();
        sender.ready().await?;
        let answer = sender.send_request(request).await?;
        let (status, mut body) = (answer.status(), answer.into_body());
        // Errors come first in an answer, so only its beginning is looked at, unless it must contain something.
        let mut beginning = Vec::new();
        let mut bytes = 0;
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame?.into_data() {
                bytes += data.len() as u64;
                if beginning.is_empty() || ask.containing.is_some() {
                    beginning.extend_from_slice(if ask.containing.is_some() {
                        &data
                    } else {
                        &data[..data.len().min(64)]
                    });
                }
            }
        }
        let answered = Instant::now();
        tally.borrow_mut().answered += 1;
        if answered - began < run.warm_up {
            continue;
        }
        if answered - began > run.warm_up + run.measured {
            return Ok(());
        }
        let beginning = String::from_utf8_lossy(&beginning);
        let right = status == ask.expected
            && !beginning.starts_with("{\"errors\"")
            && ask.containing.is_none_or(|text| beginning.contains(text));
        let mut tally = tally.borrow_mut();
        tally.first.get_or_insert(asked);
        tally.last = Some(answered);
        tally.bytes += bytes;
        tally.failed += u64::from(!right);
        if !right && tally.example.is_none() {
            tally.example = Some(format!("{status} {}", beginning.chars().take(300).collect::<String>()));
        }
        let micros = u64::try_from((answered - asked).as_micros()).unwrap_or(u64::MAX);
        tally.histogram.saturating_record(micros);
    }
}
