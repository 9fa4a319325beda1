//! `totals`

use serde_json::{Value, json};
use tests::{Service, on_both};

use super::{BINS, DURATION, RATE, Register, ask, assert_durations, bins, february, share};

fn select() -> String {
    format!(
        "from to totals {{ received open overdue closed reopened {BINS} onTime {RATE} resolution {DURATION} }}"
    )
}

fn numbers(totals: &Value) -> [i64; 5] {
    ["received", "open", "overdue", "closed", "reopened"].map(|n| totals[n].as_i64().expect("a number"))
}

on_both!(totals_are_those_of_the_story, |service: Service| async move {
    Register::of(&service).await;
    for (filter, received_open_overdue_closed_reopened, four, resolution) in [
        // Received all; open B C G H I J, all but I overdue; closed A B D E F; B reopened. Done: A 11 records, one of them late;
        // B 8, C 9, D 1 (what was withdrawn in time counts in none), E 5, F 2 (the sheet late), G 8 (of the sections that of
        // the hand-back only), H 2, I 1, J 2. A took 20 h 45 min, B 1 h 10 min.
        (json!({}), [10, 6, 5, 5, 1], [47, 2, 1, 5], vec![74_700, 4_200]),
        // What is later than today changes nothing.
        (february(1, 28), [10, 6, 5, 5, 1], [47, 2, 1, 5], vec![74_700, 4_200]),
        // At the end of Wednesday C is open at step 8, due at 10:00.
        (february(2, 4), [6, 1, 1, 5, 0], [34, 2, 0, 1], vec![74_700, 4_200]),
        // At the end of Tuesday: A at step 7 (PEM) and C at step 7, neither due. Done: A 7, B 8, C 8, D 1.
        (february(2, 3), [4, 2, 0, 2, 0], [24, 0, 2, 0], vec![4_200]),
        // At the end of Thursday: C, G at step 7 not yet due, H at step 3, due at 16:30, though it was entered on Monday.
        (february(5, 5), [2, 3, 2, 0, 0], [10, 0, 1, 2], vec![]),
        // A day on which nothing happened.
        (february(7, 7), [0, 4, 3, 0, 0], [0, 0, 1, 3], vec![]),
        // Monday until 10:00: B reopened, I received.
        (february(9, 9), [1, 6, 5, 0, 1], [1, 0, 1, 5], vec![]),
        // Before everything.
        (json!({ "from": "2025-12-01", "to": "2026-01-31" }), [0; 5], [0; 4], vec![]),
    ] {
        for officer in ["staf", "kasi.pmd", "sekretaris", "admin"] {
            let totals = ask(&service, officer, filter.clone(), &select()).await["totals"].take();
            assert_eq!(numbers(&totals), received_open_overdue_closed_reopened, "{officer} {filter}");
            assert_eq!(bins(&totals), four, "{officer} {filter}");
            let [on_time, late, _, open_late] = four;
            assert_eq!(share(&totals["onTime"]), (on_time, on_time + late + open_late));
            assert_durations(&totals["resolution"], resolution.clone());
        }
    }
});

on_both!(what_is_open_goes_on_from_what_was_open_before, |service: Service| async move {
    Register::of(&service).await;
    let mut open = 0;
    for day in 1..=9 {
        let totals = ask(&service, "staf", february(day, day), &select()).await["totals"].take();
        let [received, open_then, _, closed, reopened] = numbers(&totals);
        assert_eq!(open_then, open + received + reopened - closed, "{day} February");
        open = open_then;
    }
});

on_both!(the_period_before_is_as_long, |service: Service| async move {
    Register::of(&service).await;
    let both = format!("{0} previous {{ {0} previous {{ {0} }} }}", select());
    let seen = ask(&service, "staf", february(6, 9), &both).await;
    let (previous, before) = (&seen["previous"], &seen["previous"]["previous"]);
    assert_eq!((&seen["from"], &seen["to"]), (&json!("2026-02-06"), &json!("2026-02-09")));
    assert_eq!((&previous["from"], &previous["to"]), (&json!("2026-02-02"), &json!("2026-02-05")));
    assert_eq!((&before["from"], &before["to"]), (&json!("2026-01-29"), &json!("2026-02-01")));
    // J and I were received, B was reopened.
    assert_eq!(numbers(&seen["totals"]), [2, 6, 5, 0, 1]);
    assert_eq!(numbers(&previous["totals"]), [8, 3, 2, 5, 0]);
    assert_eq!(numbers(&before["totals"]), [0; 5]);
    assert_eq!(previous["totals"], ask(&service, "staf", february(2, 5), &select()).await["totals"]);
});
