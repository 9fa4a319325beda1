//! The connection from which lists and complaints are read: the primary's, or a standby for which the primary stands in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sea_orm_migration::async_trait;

use crate::standby::Standby;

/// Reads from the standby until that fails or is left, then from the primary. Clones leave it together.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    primary: DatabaseConnection,
    standby: Option<(Arc<Standby>, Arc<AtomicBool>)>,
}

impl Reader {
    pub(crate) fn primary(primary: DatabaseConnection) -> Self {
        Self { primary, standby: None }
    }

    pub(crate) fn on_standby(&self, standby: &Arc<Standby>) -> Self {
        Self { primary: self.primary.clone(), standby: Some((Arc::clone(standby), Arc::default())) }
    }

    pub(crate) fn is_on_standby(&self) -> bool {
        self.standby().is_some()
    }

    /// Reads from the primary from now on. `false` where it does so already.
    pub(crate) fn leave_standby(&self) -> bool {
        self.standby.as_ref().is_some_and(|(_, left)| !left.swap(true, Ordering::Relaxed))
    }

    fn standby(&self) -> Option<&Standby> {
        let (standby, left) = self.standby.as_ref()?;
        (!left.load(Ordering::Relaxed)).then_some(standby)
    }

    /// The standby's answer; `None` where the primary is to be asked.
    async fn ask_standby<T>(
        &self,
        statement: &Statement,
        ask: impl AsyncFnOnce(&DatabaseConnection, Statement) -> Result<T, DbErr>,
    ) -> Option<Result<T, DbErr>> {
        let standby = self.standby()?;
        let answer = standby.ask(ask(&standby.connection, statement.clone())).await;
        if answer.is_none() {
            self.leave_standby();
        }
        answer
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.primary.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.primary.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.primary.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self.ask_standby(&statement, async |standby, s| standby.query_one_raw(s).await).await {
            Some(answer) => answer,
            None => self.primary.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self.ask_standby(&statement, async |standby, s| standby.query_all_raw(s).await).await {
            Some(answer) => answer,
            None => self.primary.query_all_raw(statement).await,
        }
    }
}
