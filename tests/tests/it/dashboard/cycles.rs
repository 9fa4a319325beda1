//! `wholeCycles`, `answers`, `disposedSameDay`, `firstPass`, `completion`

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::{DURATION, RATE, Register, ask, assert_durations, february, share};

fn select() -> String {
    format!(
        "wholeCycles {{ doneOnTime doneLate openLate onTime {RATE} }}
         answers {{ duration {DURATION} withinStandard {RATE} }} disposedSameDay {RATE} firstPass {RATE}
         completion {{ answered {RATE} duplicates withdrawn referred open }}"
    )
}

fn whole(seen: &Value) -> [i64; 3] {
    let cycles = &seen["wholeCycles"];
    let three = ["doneOnTime", "doneLate", "openLate"].map(|n| cycles[n].as_i64().expect("a number"));
    assert_eq!(share(&cycles["onTime"]), (three[0], three.iter().sum()));
    three
}

fn became(seen: &Value) -> ((i64, i64), [i64; 4]) {
    let completion = &seen["completion"];
    let rest = ["duplicates", "withdrawn", "referred", "open"];
    (share(&completion["answered"]), rest.map(|n| completion[n].as_i64().expect("a number")))
}

on_both!(cycles_are_those_of_the_story, |service: Service| async move {
    Register::of(&service).await;
    let seen = ask(&service, "camat", json!({}), &select()).await;
    // A was due on Thursday 5 at 16:00, B on Friday 6 at 08:00. C was due on Monday 9 at 08:00: the day is not over.
    assert_eq!(whole(&seen), [2, 0, 0]);
    // A was answered on Wednesday at 13:30, B after an hour.
    assert_durations(&seen["answers"]["duration"], vec![73_800, 3_600]);
    assert_eq!(share(&seen["answers"]["withinStandard"]), (2, 2));
    // A B C G.
    assert_eq!(share(&seen["disposedSameDay"]), (4, 4));
    // B was reopened.
    assert_eq!(share(&seen["firstPass"]), (1, 2));
    assert_eq!(became(&seen), ((1, 10), [1, 1, 1, 6]));

    let wednesday = ask(&service, "camat", february(4, 4), &select()).await;
    assert_eq!(whole(&wednesday), [0, 0, 0]);
    assert_durations(&wednesday["answers"]["duration"], vec![73_800]);
    assert_eq!((share(&wednesday["disposedSameDay"]), share(&wednesday["firstPass"])), ((0, 0), (1, 1)));
    assert_eq!(became(&wednesday), ((0, 2), [1, 0, 1, 0]));
    let friday = ask(&service, "camat", february(6, 6), &select()).await;
    assert_eq!(whole(&friday), [1, 0, 0]);

    // The day after C is late. Of H, received on Thursday at 15:00, and of what came later, nothing is due yet.
    service.at("2026-02-10T10:00:00+08:00");
    assert_eq!(whole(&ask(&service, "camat", json!({}), &select()).await), [2, 0, 1]);
});

on_both!(a_cycle_belongs_to_the_day_it_is_due_on, |service: Service| async move {
    // Received on Monday at 08:00, due on Thursday 5 at 16:00: one is archived at once, one withdrawn, one left where it is.
    service.complaint_at(At::Archived).await;
    service.complaint_at(At::Withdrawn).await;
    let mut open = service.receive(json!({})).await;
    for (now, until_wednesday, until_thursday, to_the_end) in [
        // An early one counts though its day is still to come, and only there.
        ("2026-02-02T09:00:00+08:00", [0, 0, 0], [1, 0, 0], [1, 0, 0]),
        // The one that is open counts once the day it was due on is over, not from the hour.
        ("2026-02-05T23:59:59+08:00", [0, 0, 0], [1, 0, 0], [1, 0, 0]),
        ("2026-02-06T00:00:00+08:00", [0, 0, 0], [1, 0, 1], [1, 0, 1]),
    ] {
        service.at(now);
        for (filter, expected) in [
            (february(1, 4), until_wednesday),
            (february(1, 5), until_thursday),
            (february(1, 28), to_the_end),
        ] {
            assert_eq!(whole(&ask(&service, "camat", filter, &select()).await), expected, "{now}");
        }
    }
    // Archived on Friday it is late on Thursday still.
    service.at("2026-02-06T09:00:00+08:00");
    open.go_to(At::Archived).await;
    assert_eq!(whole(&ask(&service, "camat", february(5, 5), &select()).await), [1, 1, 0]);
    assert_eq!(whole(&ask(&service, "camat", february(6, 28), &select()).await), [0, 0, 0]);
});

on_both!(late_cycles_are_late_for_good, |service: Service| async move {
    service.at("2026-02-02T08:00:00+08:00");
    let mut archived = service.receive(json!({})).await;
    let mut withdrawn = service.receive(json!({})).await;
    // Due on Thursday 5 at 16:00. Disposed on Tuesday, after more than 5.5 hours.
    archived.go_to(At::Dispose).await;
    service.at("2026-02-03T08:00:00+08:00");
    archived.dispose_to(&["PEM", "TRANTIB"]).await;
    let seen = ask(&service, "staf", json!({}), &select()).await;
    assert_eq!(share(&seen["disposedSameDay"]), (0, 1));
    service.at("2026-02-05T16:00:01+08:00");
    archived.go(At::Solve, At::Archive).await;
    withdrawn.go_to(At::Withdrawn).await;
    let seen = ask(&service, "staf", json!({}), &select()).await;
    // The answer came a second too late; the other left the procedure late; the third step is to be taken.
    assert_eq!(share(&seen["answers"]["withinStandard"]), (0, 1));
    assert_eq!(whole(&seen), [0, 1, 0]);
    archived.take(At::Archive).await;
    let seen = ask(&service, "staf", json!({}), &select()).await;
    assert_eq!(whole(&seen), [0, 2, 0]);
    assert_eq!(share(&seen["firstPass"]), (1, 1));
    // A reopening takes the first pass away, on the day of the first archiving. The second cycle counts for itself.
    service.at("2026-02-06T08:00:00+08:00");
    archived.by("camat", "reopenComplaint", json!({ "reason": "Lagi" })).await;
    assert_eq!(share(&ask(&service, "staf", february(5, 5), &select()).await["firstPass"]), (0, 1));
    archived.go(At::AttachDispositionSheet, At::Archived).await;
    let seen = ask(&service, "staf", february(6, 6), &select()).await;
    assert_eq!(share(&seen["firstPass"]), (0, 1));
    assert_durations(&seen["answers"]["duration"], vec![0]);
    assert_eq!(share(&seen["disposedSameDay"]), (0, 0), "only the first disposition counts");
    assert_eq!(became(&ask(&service, "staf", json!({}), &select()).await), ((1, 2), [0, 1, 0, 0]));
});

on_both!(a_second_disposition_is_no_first_pass, |service: Service| async move {
    let mut story = service.complaint_at(At::Solve).await;
    story.by("kasi.pemerintahan", "handBackComplaint", json!({ "reason": "Bukan kami" })).await;
    story.dispose_to(&["PEM", "TRANTIB"]).await;
    story.go(At::Solve, At::Archived).await;
    // A supporter that drops out sends nothing back.
    let mut other = service.complaint_at(At::Solve).await;
    other.by("kasi.trantib", "handBackComplaint", json!({ "reason": "Bukan kami" })).await;
    other.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Ditutup" })).await;
    other.go(At::Sign, At::Archived).await;
    let seen = ask(&service, "staf", json!({}), &select()).await;
    assert_eq!(share(&seen["firstPass"]), (1, 2));
});
