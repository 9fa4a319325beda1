//! Reading from a streaming standby of PostgreSQL: what lags, what may not, and what happens without it. A program of its
//! own, so that nothing else runs while the standby's replay stands still.

mod away;
mod fresh;
mod lagging;
mod own_writes;

use serde_json::{Value, json};
use tests::standby::Standby;
use tests::{Client, Service, Story};

/// The standby and a service that reads from it; none where the tests run without PostgreSQL.
pub(crate) async fn stage() -> Option<(Standby, Service)> {
    let standby = Standby::take().await?;
    let service = Service::open_with_standby(&standby.address).await;
    standby.catch_up().await;
    Some((standby, service))
}

/// The version of a complaint as a client sees it: by its id, in the list, by its number; all must agree.
pub(crate) async fn version(client: &Client, story: &Story<'_>) -> Value {
    let query = "query ($id: ID!) {
        complaint(id: $id) { version agendaNumber }
        complaintByAgendaNumber(agendaNumber: \"1\", year: 2026, officeCode: \"51.02.02\") { version }
        complaints(last: 1) { nodes { id version history { step } } }
    }";
    let mut seen = client.ask(query, json!({ "id": story.id })).await;
    let version = seen["complaint"]["version"].take();
    assert_eq!(seen["complaintByAgendaNumber"]["version"], version, "{seen:#}");
    assert_eq!(seen["complaints"]["nodes"][0]["version"], version, "{seen:#}");
    version
}
