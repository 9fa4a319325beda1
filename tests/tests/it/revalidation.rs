//! Answers that are asked for again: as long as nothing has changed and the clock changes nothing, they are not made again;
//! and whatever may change one is seen.

use chrono::TimeDelta;
use persistence::entity::acting_appointment;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::{Client, SELEMADEG_TIMUR, Service, instant, on_both};

/// What a screen on a wall shows.
const SCREEN: &str = "{ viewer { name acting { position } }
    office { name sections { head { name } } workingHours { weekday opens } }
    late: complaints(filter: { overdue: true }) { totalCount nodes { subject } }
    complaints(first: 5) { totalCount nodes { subject overdue actions { label allowed }
        openSteps { step dueAt onTime waitingFor { name } dueExplanation { skipped { reason } } } } }
    worklist { totalCount } }";

/// A screen that asks again and again.
#[derive(Clone)]
struct Screen {
    client: Client,
    query: &'static str,
    tag: Option<String>,
    shows: Value,
}

impl Screen {
    async fn of(client: Client) -> Self {
        Self::showing(client, SCREEN).await
    }

    /// By the query's hash; sent once.
    async fn showing(client: Client, query: &'static str) -> Self {
        let mut screen = Self { client, query, tag: None, shows: Value::Null };
        let hash: String = Sha256::digest(query).iter().map(|byte| format!("{byte:02x}")).collect();
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } }).to_string();
        let sent = screen.client.get(&[("query", query), ("extensions", &extensions)], None).await;
        assert_eq!(sent.status(), 200);
        assert_eq!(screen.refresh().await, 200);
        screen
    }

    async fn refresh(&mut self) -> u16 {
        let hash: String = Sha256::digest(self.query).iter().map(|byte| format!("{byte:02x}")).collect();
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } }).to_string();
        let response = self.client.get(&[("extensions", &extensions)], self.tag.as_deref()).await;
        let status = response.status().as_u16();
        let header = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).map(ToOwned::to_owned);
        let (tag, caching, vary) = (header("etag"), header("cache-control"), header("vary"));
        assert_eq!(vary.as_deref(), Some("Accept, Authorization, Accept-Language, Accept-Encoding"));
        assert_eq!(caching.as_deref(), Some(if tag.is_some() { "private, no-cache" } else { "no-store" }));
        if status == 304 {
            assert_eq!(tag, self.tag);
            assert_eq!(response.bytes().await.expect("a body").len(), 0);
        } else {
            self.tag = tag;
            self.shows = response.json().await.expect("the answer is JSON");
        }
        status
    }

    /// Whatever a screen keeps is what it would be shown.
    async fn check(&mut self, expected: u16, what: &str) {
        assert_eq!(self.refresh().await, expected, "{what}");
        let anew = Self::showing(self.client.clone(), self.query).await;
        assert_eq!(self.shows, anew.shows, "{what}");
    }
}

on_both!(a_screen_is_answered_anew_when_something_changed, |service: Service| async move {
    let mut story = service.receive(json!({})).await;
    let mut camat = Screen::of(service.officer("camat").await).await;
    let mut inspector = Screen::of(service.officer("inspektur").await).await;
    assert_eq!(camat.shows["data"]["complaints"]["totalCount"], 1);
    camat.check(304, "nothing has changed").await;
    inspector.check(304, "nothing has changed").await;
    story.by("staf", "attachDispositionSheet", json!({})).await;
    camat.check(200, "a complaint was changed").await;
    inspector.check(200, "a complaint was changed").await;
    camat.check(304, "and nothing since").await;
    story
        .refused(
            "camat",
            "considerComplaint",
            "WRONG_STEP",
            json!({ "consideration": "x", "policyMatter": true }),
        )
        .await;
    camat.check(304, "what was refused changes nothing").await;
    service.receive_by("staf.kediri", json!({})).await;
    camat.check(304, "another office is none of the camat's").await;
    inspector.check(200, "it is the inspector's").await;
    let rename = "UPDATE section SET name = 'Seksi Baru' WHERE code = 'PEM'; \
        UPDATE office SET revision = revision + 1 WHERE code = '51.02.02'";
    service.store.writer().execute_unprepared(rename).await.expect("a section can be renamed");
    camat.check(200, "the office's records were changed").await;
    inspector.check(200, "an office's records were changed").await;
    let promote = "UPDATE officer SET name = 'Inspektur Baru' WHERE username = 'inspektur'";
    service.store.writer().execute_unprepared(promote).await.expect("an officer can be renamed");
    inspector.check(200, "the inspector was renamed").await;
});

on_both!(a_screen_is_answered_anew_when_the_clock_changes_it, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let due = story.seen_by("camat", "dueAt").await["dueAt"].as_str().map(instant).expect("it is due");
    let office = service.office(SELEMADEG_TIMUR).await;
    let staff = office.officers.iter().find(|o| o.username == "kasubag").expect("an officer");
    let appointment = acting_appointment::Model {
        office_id: office.id.0,
        id: uuid::Uuid::from_u128(7),
        officer_id: staff.id.0,
        position: "SECRETARY".to_owned(),
        section_id: None,
        capacity: "PLH".to_owned(),
        decree: None,
        from_at: instant("2026-02-03T10:00:00+08:00"),
        until_at: instant("2026-02-03T14:30:00+08:00"),
    };
    let writer = service.store.writer();
    acting_appointment::Entity::insert(appointment.into_active_model())
        .exec(writer)
        .await
        .expect("it is new");
    writer.execute_unprepared("UPDATE office SET revision = revision + 1").await.expect("it can be raised");

    let overdue = |screen: &Screen| screen.shows["data"]["late"]["totalCount"].clone();
    for officer in ["kasubag", "inspektur"] {
        service.at("2026-02-02T08:00:01+08:00");
        let mut screen = Screen::of(service.officer(officer).await).await;
        service.clock.set_to(due - TimeDelta::milliseconds(1));
        screen.check(304, "a step is still on time").await;
        service.clock.set_to(due + TimeDelta::microseconds(1));
        assert_eq!(overdue(&screen), 0);
        screen.check(200, "the step is overdue").await;
        assert_eq!(overdue(&screen), 1);
        for (before, at, what) in [
            ("2026-02-02T23:59:59.999+08:00", "2026-02-03T00:00:00+08:00", "midnight"),
            ("2026-02-03T09:59:59.999+08:00", "2026-02-03T10:00:00+08:00", "an appointment begins"),
            ("2026-02-03T14:29:59.999+08:00", "2026-02-03T14:30:00+08:00", "an appointment ends"),
        ] {
            service.at(before);
            screen.check(304, what).await;
            service.at(at);
            screen.check(200, what).await;
        }
    }
});

on_both!(an_answer_is_its_viewers_own, |service: Service| async move {
    service.receive(json!({})).await;
    let camat = Screen::of(service.officer("camat").await).await;
    for other in ["sekretaris", "camat.kediri", "inspektur"] {
        let own = Screen::of(service.officer(other).await).await;
        let mut theirs = Screen { tag: camat.tag.clone(), ..own.clone() };
        assert_eq!(theirs.refresh().await, 200, "{other}");
        assert_eq!((theirs.shows, theirs.tag), (own.shows, own.tag), "{other}");
    }
    let mut indonesian = Screen { client: camat.client.in_language("id"), ..camat.clone() };
    assert_eq!(indonesian.refresh().await, 200);
    assert_ne!(indonesian.shows, camat.shows);
    let mut stranger = Screen { client: service.stranger(), ..camat.clone() };
    assert_eq!(stranger.refresh().await, 200);
    assert_eq!(stranger.shows["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(stranger.tag, None);
});

on_both!(a_session_that_is_over_is_told_nothing, |service: Service| async move {
    let mut leaving = Screen::of(service.sign_in("camat").await).await;
    let mut staying = Screen::of(service.sign_in("camat").await).await;
    leaving.check(304, "signed in").await;
    assert_eq!(leaving.tag, staying.tag, "of one officer in two sessions the answers are the same");
    leaving.client.ask("mutation { logout { userErrors { code } } }", json!({})).await;
    assert_eq!(leaving.refresh().await, 200);
    assert_eq!(leaving.shows["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    service.at("2026-02-02T19:59:59.999+08:00");
    staying.check(304, "the session still holds").await;
    service.at("2026-02-02T20:00:00+08:00");
    assert_eq!(staying.refresh().await, 200);
    assert_eq!(staying.shows["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
});

on_both!(to_be_told_that_nothing_has_changed_costs_one_statement, |service: Service| async move {
    service.receive(json!({})).await;
    for (officer, statements) in [("camat", 1), ("inspektur", 2)] {
        let mut screen = Screen::of(service.officer(officer).await).await;
        let before = service.store.statements();
        assert_eq!(screen.refresh().await, 304);
        assert_eq!(service.store.statements() - before, statements, "{officer}");
    }
});

on_both!(what_no_revision_tells_of_is_fetched_each_time, |service: Service| async move {
    let story = service.receive(json!({})).await;
    let code =
        story.seen_by("camat", "trackingCode").await["trackingCode"].as_str().expect("a code").to_owned();
    let client = service.officer("camat").await;
    let tracked = format!("{{ trackComplaint(trackingCode: \"{code}\") {{ status }} }}");
    for (query, stands) in [
        ("{ complaints { nodes { openSteps { dueAt } history { completedAt } } } }", true),
        ("{ complaints { nodes { openSteps { workingSeconds } } } }", false),
        (tracked.as_str(), false),
        ("{ viewer { name } }", true),
        ("{ complaint(id: \"nonsense\") { id } }", true),
        ("mutation { logout { userErrors { code } } }", false),
        ("{ complaints(first: 101) { totalCount } }", false),
    ] {
        let response = client.get(&[("query", query)], None).await;
        assert_eq!(response.headers().contains_key("etag"), stands, "{query}");
    }
    // An officer who has moved to another office: nothing of that office is in the stamp.
    let moved = "UPDATE officer SET office_id = (SELECT id FROM office WHERE code = '51.02.06'), section_id = NULL \
        WHERE username = 'staf'; UPDATE office SET revision = revision + 1";
    service.store.writer().execute_unprepared(moved).await.expect("an officer can be moved");
    let query = "{ complaints { nodes { history { officer { name } } } } }";
    let response = client.get(&[("query", query)], None).await;
    assert!(!response.headers().contains_key("etag"));
    let shown: Value = response.json().await.expect("the answer is JSON");
    assert_eq!(shown["data"]["complaints"]["nodes"][0]["history"][0]["officer"]["name"], "Ni Luh Ayu");
});

/// A new field of the root is to be looked at: what it answers rests on the viewer and on the records and registers of the
/// offices in their reach, or its resolver says that it is fleeting.
#[tokio::test]
async fn each_field_of_the_root_was_looked_at() {
    const STAND: [&str; 11] = [
        "complaint",
        "complaintByAgendaNumber",
        "complaints",
        "dashboard",
        "node",
        "nodes",
        "office",
        "officeChanges",
        "offices",
        "viewer",
        "worklist",
    ];
    const FLEETING: [&str; 1] = ["trackComplaint"];
    let schema = api::graphql::schema(&api::http::Limits::default());
    let answer = schema.execute("{ __schema { queryType { fields { name } } } }").await;
    let answer = serde_json::to_value(answer.data).expect("JSON");
    let fields = answer["__schema"]["queryType"]["fields"].as_array().expect("fields");
    for field in fields.iter().filter_map(|field| field["name"].as_str()) {
        assert!(STAND.contains(&field) || FLEETING.contains(&field), "{field}");
    }
}
