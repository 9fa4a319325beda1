//! What is overdue changes with the clock alone.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::{ask, bins};

/// Open, overdue, and the two bins of what is open; what the list of each holds is as many.
async fn now(service: &Service, filter: Value) -> [i64; 4] {
    let select = "totals { open overdue bins { doneOnTime doneLate openOnTime openLate } } byStep { overdue }
        byOffice { overdue } overdue: complaints(figure: OVERDUE) { totalCount }
        open: complaints(figure: OPEN) { totalCount } late: complaints(figure: OPEN_LATE) { totalCount }
        early: complaints(figure: OPEN_ON_TIME) { totalCount }";
    let seen = ask(service, "staf", filter, select).await;
    let number = |path: &str| seen.pointer(path).and_then(Value::as_i64).expect("a number");
    let by_step: i64 = (0..10).map(|step| number(&format!("/byStep/{step}/overdue"))).sum();
    assert_eq!(by_step, number("/totals/overdue"), "{seen}");
    assert_eq!(number("/byOffice/0/overdue"), number("/totals/overdue"), "{seen}");
    assert_eq!(number("/overdue/totalCount"), number("/totals/overdue"), "{seen}");
    assert_eq!(number("/open/totalCount"), number("/totals/open"), "{seen}");
    let [_, _, early, late] = bins(&seen["totals"]);
    // Two records of a complaint are one in the list.
    assert_eq!(
        (number("/early/totalCount"), number("/late/totalCount")),
        (early.min(number("/totals/open")), late.min(number("/totals/open")))
    );
    [number("/totals/open"), number("/totals/overdue"), early, late]
}

on_both!(one_second_makes_it_overdue, |service: Service| async move {
    // Step 2 from Monday 08:00 is due at 09:00.
    service.receive(json!({})).await;
    for (at, overdue) in [
        ("2026-02-02T08:00:00+08:00", 0),
        ("2026-02-02T08:59:59+08:00", 0),
        ("2026-02-02T09:00:00+08:00", 0),
        ("2026-02-02T09:00:01+08:00", 1),
        ("2026-02-02T23:59:59+08:00", 1),
        ("2026-02-03T00:00:00+08:00", 1),
        ("2026-03-01T00:00:00+08:00", 1),
    ] {
        service.at(at);
        assert_eq!(now(&service, json!({})).await, [1, overdue, 1 - overdue, overdue], "{at}");
        // A period that ends later ends now; one that ended on that Monday knows how the day ended.
        assert_eq!(now(&service, json!({ "to": "2026-12-31" })).await, [1, overdue, 1 - overdue, overdue]);
    }
    assert_eq!(now(&service, json!({ "to": "2026-02-02" })).await, [1, 1, 0, 1]);
});

on_both!(what_is_due_tomorrow_is_not_overdue_at_midnight, |service: Service| async move {
    // Monday 16:00: half an hour is left of the day, step 2 is due on Tuesday at 08:00.
    service.at("2026-02-02T16:00:00+08:00");
    service.receive(json!({})).await;
    for (at, overdue) in [
        ("2026-02-02T23:59:59+08:00", 0),
        ("2026-02-03T00:00:00+08:00", 0),
        ("2026-02-03T08:00:00+08:00", 0),
        ("2026-02-03T08:00:01+08:00", 1),
    ] {
        service.at(at);
        assert_eq!(now(&service, json!({})).await, [1, overdue, 1 - overdue, overdue], "{at}");
        // Yesterday it was in time.
        if at.starts_with("2026-02-03") {
            assert_eq!(now(&service, json!({ "to": "2026-02-02" })).await, [1, 0, 1, 0], "{at}");
        }
    }
});

on_both!(holidays_put_it_off, |service: Service| async move {
    // Friday 13 February, 13:00: two sections have until Wednesday 18th, since Monday and Tuesday are holidays... and Thursday.
    service.at("2026-02-13T13:00:00+08:00");
    let mut story = service.complaint_at(At::Solve).await;
    let due = story.seen_by("staf", "dueAt").await["dueAt"].as_str().map(tests::instant).expect("a due time");
    assert_eq!(due, tests::instant("2026-02-19T13:00:00+08:00"));
    for (at, overdue) in [
        ("2026-02-16T12:00:00+08:00", 0),
        ("2026-02-17T13:00:01+08:00", 0),
        ("2026-02-19T13:00:00+08:00", 0),
        ("2026-02-19T13:00:01+08:00", 1),
    ] {
        service.at(at);
        assert_eq!(now(&service, json!({})).await, [1, overdue, 2 - 2 * overdue, 2 * overdue], "{at}");
    }
    // One answers late; the other is late still.
    story.by("kasi.trantib", "submitSolution", json!({ "solution": "Diatur" })).await;
    assert_eq!(now(&service, json!({})).await, [1, 1, 0, 1]);
    story.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Ditutup" })).await;
    assert_eq!(now(&service, json!({})).await, [1, 0, 1, 0]);
});

on_both!(what_is_due_at_no_time_is_neither_in_time_nor_late, |service: Service| async move {
    // At two sections, due on Wednesday at 08:00; one of them answers.
    let mut before = service.complaint_at(At::Solve).await;
    before.by("kasi.trantib", "submitSolution", json!({ "solution": "Diatur" })).await;
    let closed = "DELETE FROM opening_hours";
    service.store.writer().execute_unprepared(closed).await.expect("the hours can be deleted");
    let known = "UPDATE office SET revision = revision + 1";
    service.store.writer().execute_unprepared(known).await.expect("it can be raised");
    let never = service.receive(json!({})).await;
    service.complaint_at(At::Solve).await;
    assert!(never.seen_by("staf", "dueAt").await["dueAt"].is_null());
    let select = "complaints(figure: OPEN_ON_TIME) { nodes { id } } solving: complaints(figure: OPEN_ON_TIME, step: SOLVE) { nodes { id } }
        stepPerformance { bins { doneOnTime doneLate openOnTime openLate } } bySection { section { code } openAsLead openAsSupport bins { openOnTime openLate } }
        byStep { open } byOffice { open }";
    for (at, filter) in [
        ("2026-02-02T12:00:00+08:00", json!({})),
        // Looked back at.
        ("2026-02-20T12:00:00+08:00", json!({ "to": "2026-02-02" })),
    ] {
        service.at(at);
        let seen = ask(&service, "staf", filter.clone(), select).await;
        for list in ["complaints", "solving"] {
            assert_eq!(seen[list]["nodes"], json!([{ "id": before.id }]), "{at}");
        }
        assert_eq!((&seen["byStep"][1]["open"], &seen["byStep"][6]["open"]), (&json!(1), &json!(2)));
        let open =
            |step: usize| (bins(&seen["stepPerformance"][step])[2], bins(&seen["stepPerformance"][step])[3]);
        assert_eq!((open(1), open(6)), ((0, 0), (1, 0)), "{at}");
        let section = |code: &str| {
            let rows = crate::trial::all(&seen["bySection"]);
            let row = rows.iter().find(|row| row["section"]["code"] == code).expect("a row");
            json!([
                row["openAsLead"],
                row["openAsSupport"],
                row["bins"]["openOnTime"],
                row["bins"]["openLate"]
            ])
        };
        assert_eq!((section("PEM"), section("TRANTIB")), (json!([2, 0, 1, 0]), json!([0, 1, 0, 0])), "{at}");
        let select = "totals { open overdue bins { doneOnTime doneLate openOnTime openLate } }";
        let totals = ask(&service, "staf", filter, select).await["totals"].take();
        assert_eq!((&totals["open"], &totals["overdue"]), (&json!(3), &json!(0)));
        assert_eq!([bins(&totals)[2], bins(&totals)[3]], [1, 0]);
    }
});
