//! Complaints of an imported register: what it says is received and closed, and in time or late is what is done here.

use api::import::mapping::Mapping;
use api::import::{Options, Progress, import};
use chrono_tz::Asia::Makassar;
use serde_json::{Value, json};
use tests::{At, Service, Story, on_both};

use super::{RATE, ask, bins, february, share};
use crate::trial::all;

struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize) {}
    fn advance(&self, _: usize) {}
}

/// Imports a register with one complaint that is closed and two that are open; these two.
async fn two_open(service: &Service) -> [Story<'_>; 2] {
    let register = "nomor,kantor,tanggal_masuk,tanggal_selesai,kanal\n1,51.02.02,2019-03-04,2019-03-11,SMS\n\
        2,51.02.02,2019-03-05,,EMAIL\n3,51.02.02,2026-02-02,,EMAIL\n";
    let options = Options { mapping: Mapping::default(), delimiter: b',', regency: None, zone: Makassar };
    let clock = service.clock.as_ref();
    let report =
        import(&service.store, clock, register.as_bytes(), &options, &Silent).await.expect("it is read");
    assert_eq!((report.added, report.rejected), (3, Vec::new()));
    let open = "{ complaints(filter: { status: IN_PROGRESS }, orderBy: { field: RECEIVED_AT, direction: ASC }) { nodes { id } } }";
    let found = service.officer("staf").await.ask(open, json!({})).await;
    let story = |place: usize| {
        let id = all(&found["complaints"]["nodes"])[place]["id"].as_str().expect("an id").to_owned();
        Story { service, id, version: 1 }
    };
    [story(0), story(1)]
}

fn select() -> String {
    format!(
        "totals {{ received open overdue closed bins {{ doneOnTime doneLate openOnTime openLate }} resolution {{ count }} }}
         byStep {{ open }} wholeCycles {{ doneOnTime doneLate openLate }} answers {{ duration {{ count }} withinStandard {RATE} }}
         disposedSameDay {RATE} firstPass {RATE} conformity {{ cycles variants {{ steps }} }}
         stepPerformance {{ duration {{ count }} shareOfTime {RATE} }} completion {{ answered {RATE} open }}"
    )
}

fn total(seen: &Value, figure: &str) -> i64 {
    seen["totals"][figure].as_i64().expect("a number")
}

/// What reckons from the beginning of a cycle counts nothing.
fn nothing_whole(seen: &Value) {
    assert_eq!(seen["wholeCycles"], json!({ "doneOnTime": 0, "doneLate": 0, "openLate": 0 }));
    assert_eq!(seen["totals"]["resolution"]["count"], 0);
    assert_eq!(
        (&seen["answers"]["duration"]["count"], share(&seen["answers"]["withinStandard"])),
        (&json!(0), (0, 0))
    );
    assert_eq!((share(&seen["disposedSameDay"]), share(&seen["firstPass"])), ((0, 0), (0, 0)));
    assert_eq!(seen["conformity"], json!({ "cycles": 0, "variants": [] }));
    assert!(all(&seen["stepPerformance"]).iter().all(|step| share(&step["shareOfTime"]) == (0, 0)));
}

on_both!(an_open_complaint_is_late_by_its_time_here_alone, |service: Service| async move {
    service.at("2026-02-04T15:45:00+08:00");
    let [mut old, new] = two_open(&service).await;
    // Step 2 begins with the import: of its hour 45 minutes are left of Wednesday.
    let select_step = "receivedAt dueAt overdue openSteps { startedAt dueAt dueExplanation { worked { from to } } } history { step startedAt dueAt }";
    for (story, received_at) in [(&old, "2019-03-04T16:00:00Z"), (&new, "2026-02-01T16:00:00Z")] {
        let (started_at, due_at) = ("2026-02-04T07:45:00Z", "2026-02-04T23:45:00Z");
        let worked = json!([
            { "from": started_at, "to": "2026-02-04T08:30:00Z" },
            { "from": "2026-02-04T23:30:00Z", "to": due_at },
        ]);
        assert_eq!(
            story.seen_by("staf", select_step).await,
            json!({
                "receivedAt": received_at, "dueAt": due_at, "overdue": false,
                "openSteps": [{ "startedAt": started_at, "dueAt": due_at, "dueExplanation": { "worked": worked } }],
                "history": [
                    { "step": "RECEIVE", "startedAt": null, "dueAt": null },
                    { "step": "ATTACH_DISPOSITION_SHEET", "startedAt": started_at, "dueAt": due_at },
                ],
            })
        );
    }
    let everything = json!({ "from": "2019-01-01" });
    let seen = ask(&service, "camat", everything.clone(), &select()).await;
    assert_eq!(["received", "open", "overdue", "closed"].map(|figure| total(&seen, figure)), [3, 2, 0, 1]);
    assert_eq!(bins(&seen["totals"]), [0, 0, 2, 0]);
    nothing_whole(&seen);
    // The day before they were open, and waited at no step here.
    let seen = ask(&service, "camat", json!({ "from": "2019-01-01", "to": "2026-02-03" }), &select()).await;
    assert_eq!((total(&seen, "open"), &seen["byStep"][1]["open"]), (2, &json!(0)));

    // A second after it was due both are late; one goes its way to the archive from then on.
    service.at("2026-02-05T07:45:01+08:00");
    old.go_to(At::Archived).await;
    let seen = ask(&service, "camat", everything.clone(), &select()).await;
    assert_eq!(["received", "open", "overdue", "closed"].map(|figure| total(&seen, figure)), [3, 1, 1, 2]);
    assert_eq!(bins(&seen["totals"]), [9, 1, 0, 1]);
    let durations = all(&seen["stepPerformance"]).iter().map(|step| step["duration"]["count"].as_i64());
    assert_eq!(durations.sum::<Option<i64>>(), Some(10));
    assert_eq!((share(&seen["completion"]["answered"]), &seen["completion"]["open"]), ((1, 3), &json!(1)));
    nothing_whole(&seen);
    // Long after the standards of all steps have passed, neither is late as a whole.
    service.at("2026-03-10T10:00:00+08:00");
    nothing_whole(&ask(&service, "camat", everything.clone(), &select()).await);

    // Reopened it begins here, and counts.
    old.by("camat", "reopenComplaint", json!({ "reason": "Lagi" })).await;
    old.go(At::AttachDispositionSheet, At::Archived).await;
    let seen = ask(&service, "camat", everything, &select()).await;
    assert_eq!(
        seen["wholeCycles"],
        json!({ "doneOnTime": 0, "doneLate": 0, "openLate": 0 }),
        "due in three days"
    );
    assert_eq!(
        (&seen["conformity"]["cycles"], &seen["answers"]["duration"]["count"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(ask(&service, "camat", february(1, 28), "totals { closed }").await["totals"]["closed"], 1);
});
