//! Loading together. A `DataLoader` collects for a millisecond on another thread; where the rows of a page take longer than
//! that to be looked at, it would load them in several goes, the more the busier the machine is. Here a load goes on only
//! while its request waits: then everything that can be asked for at one level has been asked for.

use std::any::TypeId;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use async_graphql::{Executor, Request, Response};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::task::AtomicWaker;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::Loaders;

type Load = BoxFuture<'static, ()>;

/// The loads of a request that are to go on.
pub(super) struct Loads {
    sender: UnboundedSender<Load>,
    receiver: Mutex<Option<UnboundedReceiver<Load>>>,
}

impl Loads {
    pub(super) fn new() -> Self {
        let (sender, receiver) = unbounded_channel();
        Self { sender, receiver: Mutex::new(Some(receiver)) }
    }

    /// What a `DataLoader` spawns its loads with.
    pub(super) fn spawner(&self) -> impl Fn(Load) + Send + Sync + 'static {
        let sender = self.sender.clone();
        // Nobody receives any more: the request has ended, and nobody waits for the load.
        move |load| drop(sender.send(load))
    }

    fn take(&self) -> Option<UnboundedReceiver<Load>> {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Runs a request together with the loads of its loaders.
pub(crate) async fn execute<E: Executor>(schema: &E, request: Request) -> Response {
    let loaders = request.data.get(&TypeId::of::<Loaders>()).and_then(|data| data.downcast_ref::<Loaders>());
    match loaders.and_then(|loaders| loaders.loads.take()) {
        Some(loads) => together(schema.execute(request), loads).await,
        None => schema.execute(request).await,
    }
}

async fn together<T>(run: impl Future<Output = T>, mut asked: UnboundedReceiver<Load>) -> T {
    let mut run = pin!(run);
    let mut loads = FuturesUnordered::new();
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    poll_fn(|context| {
        bell.outer.register(context.waker());
        bell.rung.store(false, Ordering::Release);
        if let Poll::Ready(done) = run.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Poll::Ready(done);
        }
        // It gave way, but has more to ask: async-graphql runs the fields of an object in sets that do so all the time.
        if bell.rung.load(Ordering::Acquire) {
            return Poll::Pending;
        }
        while let Poll::Ready(Some(load)) = asked.poll_recv(context) {
            loads.push(load);
        }
        // One that is done rings by what it sends to the request.
        while let Poll::Ready(Some(())) = loads.poll_next_unpin(context) {}
        Poll::Pending
    })
    .await
}

/// Wakes the request, and tells whether it was woken while it ran.
#[derive(Default)]
struct Bell {
    rung: AtomicBool,
    outer: AtomicWaker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, Ordering::Release);
        self.outer.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_load_goes_on_only_while_its_request_waits() {
        let loads = Loads::new();
        let spawn = loads.spawner();
        let order = Arc::new(Mutex::new(Vec::new()));
        let note = |what| {
            let order = Arc::clone(&order);
            move || order.lock().unwrap().push(what)
        };
        let (loading, asking) = (note("loading"), note("asking"));
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let request = async {
            spawn(Box::pin(async move {
                loading();
                let _ = sender.send("loaded");
            }));
            std::thread::sleep(std::time::Duration::from_millis(5));
            asking();
            receiver.await.unwrap()
        };
        assert_eq!(together(request, loads.take().unwrap()).await, "loaded");
        assert_eq!(*order.lock().unwrap(), ["asking", "loading"]);
    }
}
