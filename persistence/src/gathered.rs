//! Look-ups of several requests in one statement. Whoever asks while another look-up is under way waits for the next one,
//! which answers all who have gathered by then: it begins after they asked, so nothing they are told is older than what a
//! statement of their own would have found. The busier the service, the fewer statements a request costs.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::error::StoreError;

/// So many keys stand in one statement, at most.
const MOST: usize = 32;

/// A look-up by key that requests make together.
#[derive(Debug)]
pub(crate) struct Gathered<K, V> {
    asked: Mutex<Asked<K, V>>,
    at_once: usize,
}

#[derive(Debug)]
struct Asked<K, V> {
    under_way: usize,
    waiting: Vec<(K, oneshot::Sender<Found<V>>)>,
}

type Found<V> = Result<Option<V>, StoreError>;

impl<K, V> Gathered<K, V> {
    /// So many look-ups are under way at once. The fewer, the more requests share one; the more, the less one that waits for
    /// the disk holds up the others.
    pub(crate) fn new(at_once: usize) -> Self {
        Self { asked: Mutex::new(Asked { under_way: 0, waiting: Vec::new() }), at_once }
    }

    fn lock(&self) -> MutexGuard<'_, Asked<K, V>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Gathered<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    /// What `find` finds under a key. It is given the keys of all who have gathered.
    ///
    /// # Errors
    /// Those of `find`, to all who have gathered.
    pub(crate) async fn one<F, R>(self: &Arc<Self>, key: K, find: F) -> Found<V>
    where
        F: Fn(Vec<K>) -> R + Send + 'static,
        R: Future<Output = Result<HashMap<K, V>, StoreError>> + Send,
    {
        let turn = match self.join(&key) {
            Place::First(turn) => Some(turn),
            Place::Waiting(answer) => match answer.await {
                Ok(answer) => return answer,
                // The look-up before it was given up or failed to end; this one is made alone.
                Err(_) => None,
            },
        };
        let found = find(vec![key.clone()]).await.map(|mut found| found.remove(&key));
        if let Some(turn) = turn {
            turn.pass_on(find);
        }
        found
    }

    fn join(self: &Arc<Self>, key: &K) -> Place<K, V> {
        let mut asked = self.lock();
        if asked.under_way >= self.at_once {
            let (sender, receiver) = oneshot::channel();
            asked.waiting.push((key.clone(), sender));
            Place::Waiting(receiver)
        } else {
            asked.under_way += 1;
            Place::First(Turn { gathered: Arc::clone(self), is_over: false })
        }
    }
}

enum Place<K, V> {
    First(Turn<K, V>),
    Waiting(oneshot::Receiver<Found<V>>),
}

/// The right to look up. Where the last one is dropped before it is over, those who wait go on alone.
struct Turn<K, V> {
    gathered: Arc<Gathered<K, V>>,
    is_over: bool,
}

impl<K, V> Drop for Turn<K, V> {
    fn drop(&mut self) {
        if !self.is_over {
            let mut asked = self.gathered.lock();
            asked.under_way -= 1;
            if asked.under_way == 0 {
                asked.waiting.clear();
            }
        }
    }
}

impl<K, V> Turn<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    /// Looks up for those who have gathered meanwhile, in a task of its own: no request works for others.
    fn pass_on<F, R>(mut self, find: F)
    where
        F: Fn(Vec<K>) -> R + Send + 'static,
        R: Future<Output = Result<HashMap<K, V>, StoreError>> + Send,
    {
        let Some(mut waiting) = self.next() else { return };
        tokio::spawn(async move {
            loop {
                let mut keys: Vec<K> = waiting.iter().map(|(key, _)| key.clone()).collect();
                let mut seen = HashSet::with_capacity(keys.len());
                keys.retain(|key| seen.insert(key.clone()));
                let each_once = keys.len() == waiting.len();
                let mut found = find(keys).await;
                for (key, sender) in waiting {
                    let found = match &mut found {
                        Ok(found) if each_once => Ok(found.remove(&key)),
                        Ok(found) => Ok(found.get(&key).cloned()),
                        Err(error) => Err(error.clone()),
                    };
                    // Who was given up meanwhile receives nothing.
                    let _ = sender.send(found);
                }
                match self.next() {
                    Some(next) => waiting = next,
                    None => break,
                }
            }
        });
    }

    /// Those who have gathered; the turn is over where there are none.
    fn next(&mut self) -> Option<Vec<(K, oneshot::Sender<Found<V>>)>> {
        let mut asked = self.gathered.lock();
        if asked.waiting.is_empty() {
            asked.under_way -= 1;
            self.is_over = true;
            return None;
        }
        let most = asked.waiting.len().min(MOST);
        Some(asked.waiting.drain(..most).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::DbErr;
    use std::future::pending;
    use std::pin::Pin;
    use tokio::sync::Notify;

    type Asked = Arc<Mutex<Vec<Vec<u8>>>>;
    type Finding = Pin<Box<dyn Future<Output = Result<HashMap<u8, u8>, StoreError>> + Send>>;

    /// Finds twice the key, for keys under 100, once it is let.
    fn find(let_go: &Arc<Notify>, asked: &Asked) -> impl Fn(Vec<u8>) -> Finding + Send + 'static {
        let (let_go, asked) = (Arc::clone(let_go), Arc::clone(asked));
        move |keys| {
            asked.lock().unwrap().push(keys.clone());
            let let_go = Arc::clone(&let_go);
            Box::pin(async move {
                let_go.notified().await;
                if keys.contains(&255) {
                    return Err(StoreError::Driver(DbErr::Custom("refused".to_owned())));
                }
                Ok(keys.into_iter().filter(|key| *key < 100).map(|key| (key, 2 * key)).collect())
            })
        }
    }

    async fn settle() {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn those_who_ask_during_a_look_up_are_answered_by_the_next_one() {
        let (let_go, asked, gathered) =
            (Arc::<Notify>::default(), Asked::default(), Arc::new(Gathered::<u8, u8>::new(1)));
        let ask = |key| {
            let (gathered, find) = (Arc::clone(&gathered), find(&let_go, &asked));
            tokio::spawn(async move { gathered.one(key, find).await.unwrap() })
        };
        let first = ask(1);
        settle().await;
        let others = [ask(2), ask(3), ask(100), ask(2), ask(1)];
        settle().await;
        assert_eq!(*asked.lock().unwrap(), [vec![1]], "the others wait");
        let_go.notify_one();
        assert_eq!(first.await.unwrap(), Some(2));
        settle().await;
        let_go.notify_one();
        let mut found = Vec::new();
        for other in others {
            found.push(other.await.unwrap());
        }
        assert_eq!(found, [Some(4), Some(6), None, Some(4), Some(2)]);
        assert_eq!(
            *asked.lock().unwrap(),
            [vec![1], vec![2, 3, 100, 1]],
            "1 again, since it was asked for later"
        );
        // And nothing is left under way.
        let_go.notify_one();
        assert_eq!(ask(7).await.unwrap(), Some(14));
    }

    #[tokio::test]
    async fn no_statement_has_more_keys_than_its_most() {
        let (let_go, asked, gathered) =
            (Arc::<Notify>::default(), Asked::default(), Arc::new(Gathered::<u8, u8>::new(1)));
        let ask = |key| {
            let (gathered, find) = (Arc::clone(&gathered), find(&let_go, &asked));
            tokio::spawn(async move { gathered.one(key, find).await.unwrap() })
        };
        let all: Vec<_> = (0..70).map(ask).collect();
        for _ in 0..4 {
            settle().await;
            let_go.notify_one();
        }
        for (key, found) in all.into_iter().enumerate() {
            assert_eq!(usize::from(found.await.unwrap().unwrap()), 2 * key);
        }
        let lengths: Vec<usize> = asked.lock().unwrap().iter().map(Vec::len).collect();
        assert_eq!(lengths, [1, MOST, MOST, 5]);
    }

    #[tokio::test]
    async fn an_error_reaches_everybody_it_is_about_and_nobody_after() {
        let (let_go, asked, gathered) =
            (Arc::<Notify>::default(), Asked::default(), Arc::new(Gathered::<u8, u8>::new(1)));
        let ask = |key| {
            let (gathered, find) = (Arc::clone(&gathered), find(&let_go, &asked));
            tokio::spawn(async move { gathered.one(key, find).await })
        };
        let first = ask(1);
        settle().await;
        let refused = [ask(255), ask(2)];
        for _ in 0..2 {
            settle().await;
            let_go.notify_one();
        }
        assert_eq!(first.await.unwrap().unwrap(), Some(2));
        for one in refused {
            assert!(one.await.unwrap().is_err());
        }
        let_go.notify_one();
        assert_eq!(ask(2).await.unwrap().unwrap(), Some(4));
    }

    #[tokio::test]
    async fn who_waits_for_a_look_up_that_is_given_up_goes_on_alone() {
        let (let_go, asked, gathered) =
            (Arc::<Notify>::default(), Asked::default(), Arc::new(Gathered::<u8, u8>::new(1)));
        let given_up = {
            let gathered = Arc::clone(&gathered);
            tokio::spawn(async move { gathered.one(1, |_| pending()).await })
        };
        settle().await;
        let waiting = {
            let (gathered, find) = (Arc::clone(&gathered), find(&let_go, &asked));
            tokio::spawn(async move { gathered.one(2, find).await.unwrap() })
        };
        settle().await;
        given_up.abort();
        let_go.notify_one();
        assert_eq!(waiting.await.unwrap(), Some(4));
    }
}
