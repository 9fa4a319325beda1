//! What the service asks of the database for a request: the service in this process, on the same database.

use std::sync::{Arc, Mutex, PoisonError};

use api::clock::SystemClock;
use api::config::SignInConfig;
use api::failure::Failure;
use api::graphql::ServiceSchema;
use api::http::{Limits, Prepare};
use api::service::Service;
use api::signin::password::Passwords;
use async_graphql::Executor;
use axum::http::Request;
use persistence::Store;

use crate::client::Ask;
use crate::database::Database;

/// A statement, and its values as SQL writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    /// With `$1`, `$2`, … for the values.
    pub(crate) sql: String,
    /// The values.
    pub(crate) literals: Vec<String>,
}

/// The service in this process.
pub(crate) struct Observed {
    service: Service,
    schema: ServiceSchema,
    issued: Arc<Mutex<Vec<Issued>>>,
}

impl Observed {
    /// On a database.
    pub(crate) async fn new(database: &Database) -> Result<Self, Failure> {
        let store = Store::connect(&database.config()).await?;
        let issued: Arc<Mutex<Vec<Issued>>> = Arc::default();
        let keep = Arc::clone(&issued);
        store.watch_statements(move |statement| {
            let count = statement.values.as_ref().map_or(0, |values| values.0.len());
            let literals = (0..count).map(|place| {
                let mut alone = statement.clone();
                alone.sql = "$1".to_owned();
                if let Some(values) = &mut alone.values {
                    values.0.swap(0, place);
                    values.0.truncate(1);
                }
                alone.to_string()
            });
            let issued = Issued { sql: statement.sql.clone(), literals: literals.collect() };
            keep.lock().unwrap_or_else(PoisonError::into_inner).push(issued);
        });
        let service = Service {
            store,
            clock: Arc::new(SystemClock),
            limits: Arc::new(Limits::default()),
            passwords: Passwords::new(1)?,
            proofs: api::proof::Proofs::new(None, 1),
            submissions: Arc::default(),
            signin: Arc::new(SignInConfig::default()),
        };
        Ok(Self { schema: api::graphql::build(service.clone()), service, issued })
    }

    /// The statements of a request, once what the service keeps of its offices is there.
    pub(crate) async fn statements(&self, ask: &Ask) -> Result<Vec<Issued>, Failure> {
        let mut request = Request::builder().uri(&ask.path);
        if let Some(headers) = request.headers_mut() {
            headers.clone_from(&ask.headers);
        }
        let (parts, ()) = request.body(())?.into_parts();
        let asked: async_graphql::Request = serde_json::from_slice(&ask.body)?;
        self.take();
        let sender = self.service.recognise(&parts).await.map_err(|refused| refused.message)?;
        let prepared = self.service.equip(&sender, asked).await;
        let response = self.schema.execute(prepared).await;
        if let Some(error) = response.errors.first() {
            return Err(format!("a request is not answered: {}", error.message).into());
        }
        Ok(self.take())
    }

    fn take(&self) -> Vec<Issued> {
        std::mem::take(&mut *self.issued.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
