//! The dashboard. Most tests ask about one small register, whose figures are worked out by hand beside it.

mod by_office;
mod by_section;
mod conduct;
mod counts;
mod cycles;
mod filters;
mod imported;
mod lists;
mod naive;
mod overdue;
mod periods;
mod statements;
mod steps;
mod stock;
mod submissions;
mod time_series;
mod totals;
mod wander;

use serde_json::{Value, json};
use tests::{Client, Service, Story};

/// Asks an officer's dashboard.
async fn ask(service: &Service, officer: &str, filter: Value, select: &str) -> Value {
    of(&service.officer(officer).await, filter, select).await
}

/// Asks a dashboard.
async fn of(client: &Client, filter: Value, select: &str) -> Value {
    let query = format!("query ($f: DashboardFilter) {{ dashboard(filter: $f) {{ {select} }} }}");
    client.ask(&query, json!({ "f": filter })).await["dashboard"].take()
}

/// The code, and where it names one the argument, with which a dashboard is refused.
async fn refusal(service: &Service, filter: Value, select: &str) -> (String, Value) {
    let query = format!("query ($f: DashboardFilter) {{ dashboard(filter: $f) {{ {select} }} }}");
    let answer = service.officer("staf").await.send(&query, json!({ "f": filter })).await;
    let extensions = &answer["errors"][0]["extensions"];
    let code = extensions["code"].as_str().unwrap_or_else(|| panic!("{filter} {select}: {answer}"));
    (code.to_owned(), extensions["argument"].clone())
}

/// Days of February 2026.
fn february(from: u32, to: u32) -> Value {
    json!({ "from": format!("2026-02-{from:02}"), "to": format!("2026-02-{to:02}") })
}

/// When the register below is looked at: Monday.
const NOW: &str = "2026-02-09T10:00:00+08:00";

/// A register of Selemadeg Timur. By name: what happened to it until Monday 9 February, 10:00.
struct Register<'a>(Vec<(&'static str, Story<'a>)>);

impl<'a> Register<'a> {
    /// | | channel, category | received | |
    /// | --- | --- | --- | --- |
    /// | A | SMS, 09 | Mon 2, 08:00 | PEM leads, TRANTIB supports; PEM half an hour late on Wed 4; archived 13:45 |
    /// | B | EMAIL | Mon 2, 09:00 | the camat alone; archived 10:10; reopened Mon 9, 08:00: open at step 2, due 09:00 |
    /// | C | IN_PERSON, 01, secret | Tue 3, 08:00 | TRANTIB; returned from 8 to 7 at 10:30; at step 8 since Wed 4, 09:00, due 10:00 |
    /// | D | WEBSITE | Tue 3, 08:00 | withdrawn 08:30, before step 2 was due |
    /// | E | TELEPHONE | Wed 4, 08:00 | referred 08:40 at step 5 |
    /// | F | SMS, 09 | Wed 4, 08:00 | closed as a duplicate of A 13:30, after step 2 was due |
    /// | G | IN_PERSON | Thu 5, 08:00 | PMD leads, PEM supports; PMD hands back 09:00; PEM alone since 09:30, due Mon 9, 09:30 |
    /// | H | EMAIL | Thu 5, 15:00 | entered on Mon 9, 08:10, step 2 of Thu 5, 15:30 too; at step 3, due Thu 5, 16:30 |
    /// | I | SMS | Mon 9, 09:15 | at step 2, due 10:15 |
    /// | J | WEBSITE, 09 | Fri 6, 08:00 | about the secretary; at step 3 since 08:10, due 09:10 |
    async fn of(service: &'a Service) -> Self {
        let (public, roads) = (service.category("01").await, service.category("09").await);
        let secretary = service.officer_id("sekretaris").await;
        let at = |day: u32, time: &str| service.at(&format!("2026-02-{day:02}T{time}:00+08:00"));
        let mut all = Vec::new();

        at(2, "08:00");
        let mut a = service.receive(json!({ "channel": "SMS", "categoryId": roads })).await;
        for (time, step) in ["08:30", "09:00", "09:30", "10:00", "10:30"].into_iter().zip(tests::At::OPEN) {
            at(2, time);
            a.take(step).await;
        }
        at(3, "09:00");
        a.by("kasi.trantib", "submitSolution", json!({ "solution": "Lalu lintas diatur" })).await;
        at(4, "11:00");
        a.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Lubang ditutup" })).await;
        at(4, "11:30");
        a.take(tests::At::Sign).await;
        at(4, "13:30");
        a.take(tests::At::CarryOut).await;
        at(4, "13:45");
        a.take(tests::At::Archive).await;

        at(2, "09:00");
        let mut b = service.receive(json!({ "channel": "EMAIL" })).await;
        to_the_camat(&mut b, 2, ["09:10", "09:20", "09:30", "09:40"]).await;
        at(2, "09:50");
        b.decide_alone().await;
        at(2, "10:00");
        b.take(tests::At::CarryOut).await;
        at(2, "10:10");
        b.take(tests::At::Archive).await;
        at(9, "08:00");
        b.by("camat", "reopenComplaint", json!({ "reason": "Lampu mati lagi" })).await;

        at(3, "08:00");
        let secret = json!({ "channel": "IN_PERSON", "categoryId": public, "confidentiality": "SECRET" });
        let mut c = service.receive(secret).await;
        to_the_camat(&mut c, 3, ["08:10", "08:20", "08:30", "08:40"]).await;
        at(3, "08:50");
        c.dispose_to(&["TRANTIB"]).await;
        at(3, "10:00");
        c.by("kasi.trantib", "submitSolution", json!({ "solution": "Sudah dicek" })).await;
        at(3, "10:30");
        c.by("camat", "returnComplaint", json!({ "toStep": "SOLVE", "reason": "Kurang rinci" })).await;
        at(4, "09:00");
        c.by("kasi.trantib", "submitSolution", json!({ "solution": "Sudah dicek dua kali" })).await;

        at(3, "08:00");
        let mut d = service.receive(json!({ "channel": "WEBSITE" })).await;
        at(3, "08:30");
        d.go_to(tests::At::Withdrawn).await;

        at(4, "08:00");
        let mut e = service.receive(json!({ "channel": "TELEPHONE" })).await;
        for (time, step) in ["08:10", "08:20", "08:30"].into_iter().zip(tests::At::OPEN) {
            at(4, time);
            e.take(step).await;
        }
        at(4, "08:40");
        let elsewhere = json!({ "agency": "Dinas PUPR", "reason": "Jalan kabupaten" });
        e.by("camat", "referComplaint", elsewhere).await;

        at(4, "08:00");
        let mut f = service.receive(json!({ "channel": "SMS", "categoryId": roads })).await;
        at(4, "13:30");
        f.by("staf", "closeAsDuplicate", json!({ "originalId": a.id })).await;

        at(5, "08:00");
        let mut g = service.receive(json!({ "channel": "IN_PERSON" })).await;
        to_the_camat(&mut g, 5, ["08:05", "08:10", "08:15", "08:20"]).await;
        at(5, "08:30");
        g.dispose_to(&["PMD", "PEM"]).await;
        at(5, "09:00");
        g.by("kasi.pmd", "handBackComplaint", json!({ "reason": "Bukan tugas kami" })).await;
        at(5, "09:30");
        g.dispose_to(&["PEM"]).await;

        at(6, "08:00");
        let about = json!({ "channel": "WEBSITE", "categoryId": roads, "reportedOfficerIds": [secretary] });
        let mut j = service.receive(about).await;
        at(6, "08:10");
        j.take(tests::At::AttachDispositionSheet).await;

        at(9, "08:10");
        let paper = json!({ "channel": "EMAIL", "occurredAt": "2026-02-05T15:00:00+08:00" });
        let mut h = service.receive(paper).await;
        let sheet = json!({ "occurredAt": "2026-02-05T15:30:00+08:00" });
        h.by("staf", "attachDispositionSheet", sheet).await;

        at(9, "09:15");
        let i = service.receive(json!({ "channel": "SMS" })).await;

        service.at(NOW);
        let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
        all.extend(names.into_iter().zip([a, b, c, d, e, f, g, h, i, j]));
        Self(all)
    }

    /// The name of a complaint by its id.
    fn name(&self, id: &Value) -> &'static str {
        let found = self.0.iter().find(|(_, story)| *id == story.id.as_str());
        found.unwrap_or_else(|| panic!("{id} is in no register")).0
    }

    /// The names of a connection's nodes.
    fn names(&self, connection: &Value) -> String {
        crate::trial::all(&connection["nodes"]).iter().map(|node| self.name(&node["id"])).collect()
    }
}

/// Steps 2 to 5, at these times of a day of February.
async fn to_the_camat(story: &mut Story<'_>, day: u32, times: [&str; 4]) {
    for (time, step) in times.into_iter().zip(tests::At::OPEN) {
        story.service.at(&format!("2026-02-{day:02}T{time}:00+08:00"));
        story.take(step).await;
    }
}

/// A figure's rows by one of their fields: what is asked of each.
fn rows(list: &Value, key: &str, fields: &[&str]) -> Vec<(String, Vec<i64>)> {
    let row = |row: &Value| {
        let key = row.pointer(key).and_then(Value::as_str).unwrap_or("-").to_owned();
        let number = |field: &&str| row.pointer(field).and_then(Value::as_i64).expect("a number");
        (key, fields.iter().map(number).collect())
    };
    crate::trial::all(list).iter().map(row).collect()
}

/// Rows that are expected.
fn expected(rows: &[(&str, &[i64])]) -> Vec<(String, Vec<i64>)> {
    rows.iter().map(|(key, numbers)| ((*key).to_owned(), numbers.to_vec())).collect()
}

/// What is asked of bins, in this order.
const BINS: &str = "bins { doneOnTime doneLate openOnTime openLate }";

fn bins(on: &Value) -> [i64; 4] {
    ["doneOnTime", "doneLate", "openOnTime", "openLate"].map(|bin| on["bins"][bin].as_i64().expect("a bin"))
}

/// A rate's numbers.
const RATE: &str = "{ value numerator denominator low high }";

/// Numerator and denominator of a rate that is as it says: its value, and the interval around it.
fn share(rate: &Value) -> (i64, i64) {
    let number = |field: &str| rate[field].as_i64().expect("a number");
    let (of, all) = (number("numerator"), number("denominator"));
    if all == 0 {
        assert!(["value", "low", "high"].iter().all(|field| rate[*field].is_null()), "{rate}");
        return (of, all);
    }
    let part = |field: &str| rate[field].as_f64().expect("a share");
    assert!((part("value") - of as f64 / all as f64).abs() < 1e-12, "{rate}");
    assert!(part("low") <= part("value") && part("value") <= part("high"), "{rate}");
    assert!((0.0..=1.0).contains(&part("low")) && (0.0..=1.0).contains(&part("high")), "{rate}");
    (of, all)
}

/// Durations by nearest rank, each within 2 %: how many, median, 80th and 90th percentile, longest.
const DURATION: &str = "{ count median p80 p90 max }";

fn assert_durations(found: &Value, mut seconds: Vec<i64>) {
    seconds.sort_unstable();
    assert_eq!(found["count"], seconds.len(), "{found} of {seconds:?}");
    for (field, percent) in [("median", 50), ("p80", 80), ("p90", 90), ("max", 100)] {
        let rank = (seconds.len() * percent).div_ceil(100);
        let right = rank.checked_sub(1).map(|place| seconds[place]);
        let shown = found[field].as_i64();
        let near = shown.zip(right).is_none_or(|(shown, right)| (shown - right).abs() * 50 <= right);
        assert!(shown.is_some() == right.is_some() && near, "{field} of {seconds:?}: {found}");
    }
}
