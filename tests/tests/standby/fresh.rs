//! What may not lag: who is signed in, who they are, and their office.

use sea_orm::ConnectionTrait;
use serde_json::json;
use tests::{Client, SELEMADEG_TIMUR};

use crate::stage;

const VIEWER: &str = "{ viewer { name } complaints { totalCount } }";

async fn is_refused(client: &Client) {
    let answer = client.send(VIEWER, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_signed_in_is_judged_on_the_primary() {
    let Some((standby, service)) = stage().await else { return };
    let copy = service.copy().await;
    standby.pause().await;
    let (camat, secretary) = (service.sign_in("camat").await, service.sign_in("sekretaris").await);
    for client in [&camat, &secretary] {
        client.ask(VIEWER, json!({})).await;
        copy.known(client).ask(VIEWER, json!({})).await;
    }
    camat.ask("mutation { logout { userErrors { code } } }", json!({})).await;
    let dismiss = "UPDATE officer SET active = false WHERE username = 'sekretaris'";
    service.store.writer().execute_unprepared(dismiss).await.expect("an officer can be dismissed");
    for client in [&camat, &secretary] {
        is_refused(client).await;
        is_refused(&copy.known(client)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_is_never_older_than_its_revision() {
    let Some((standby, service)) = stage().await else { return };
    let copy = service.copy().await;
    let (staff, inspector) = (service.officer("staf").await, service.officer("inspektur").await);
    let sections = async |client: &Client| {
        let query = "query ($code: String!) { office(code: $code) { sections { code } } }";
        let office = client.ask(query, json!({ "code": SELEMADEG_TIMUR })).await;
        office["office"]["sections"].as_array().expect("sections").len()
    };
    let before = sections(&staff).await;
    standby.pause().await;
    let office = service.office(SELEMADEG_TIMUR).await;
    service.add_section(office.id, "BARU").await;
    for client in [&staff, &inspector] {
        assert_eq!(sections(client).await, before + 1);
        assert_eq!(sections(&copy.known(client)).await, before + 1);
    }
    standby.resume().await;
    for client in [&staff, &inspector] {
        assert_eq!(sections(client).await, before + 1);
        assert_eq!(sections(&copy.known(client)).await, before + 1);
    }
}
