//! `stepPerformance`, `stepsBegun`

use serde_json::{Value, json};
use tests::{Service, on_both};

use super::{BINS, DURATION, RATE, Register, ask, assert_durations, bins, february, share};
use crate::trial::all;

const STEPS: [&str; 10] = [
    "RECEIVE",
    "ATTACH_DISPOSITION_SHEET",
    "FORWARD_TO_SECRETARY",
    "ADVISE",
    "CONSIDER",
    "DISPOSE",
    "SOLVE",
    "SIGN",
    "CARRY_OUT",
    "ARCHIVE",
];

/// Of all records until Monday, 10:00.
const ALL: [[i64; 4]; 10] = [
    [10, 0, 0, 0],
    // All but D, which was withdrawn in time: F late, I not yet due, B late again.
    [7, 1, 1, 1],
    // A B C E G; H and J are late.
    [5, 0, 0, 2],
    [5, 0, 0, 0],
    [5, 0, 0, 0],
    // A B C, G twice.
    [5, 0, 0, 0],
    // TRANTIB in A and twice in C, PMD in G; PEM late in A and in G.
    [4, 1, 0, 1],
    // A, and C returned; C again.
    [2, 0, 0, 1],
    [2, 0, 0, 0],
    [2, 0, 0, 0],
];

async fn performance(service: &Service, filter: Value) -> Vec<Value> {
    let select = format!(
        "stepPerformance {{ step standardSeconds {BINS} onTime {RATE} duration {DURATION} shareOfTime {RATE} }}"
    );
    let seen = ask(service, "kasubag", filter, &select).await;
    let steps = all(&seen["stepPerformance"]).to_vec();
    assert_eq!(steps.iter().map(|step| step["step"].as_str()).collect::<Vec<_>>(), STEPS.map(Some));
    for step in &steps {
        let [on_time, late, _, open_late] = bins(step);
        assert_eq!(share(&step["onTime"]), (on_time, on_time + late + open_late));
        assert_eq!(step["duration"]["count"], on_time + late, "{step}");
    }
    steps
}

on_both!(steps_are_measured_against_their_standards, |service: Service| async move {
    Register::of(&service).await;
    let steps = performance(&service, json!({})).await;
    assert_eq!(steps.iter().map(bins).collect::<Vec<_>>(), ALL);
    let standards: Vec<i64> =
        steps.iter().map(|step| step["standardSeconds"].as_i64().unwrap_or(0)).collect();
    assert_eq!(standards, [1_800, 3_600, 3_600, 3_600, 3_600, 3_600, 54_000, 3_600, 27_000, 1_800]);
    // A 30 min, B C E J 10, F 4 h 30 min, G 5 min, H 30 min.
    assert_durations(&steps[1]["duration"], vec![1_800, 600, 600, 600, 16_200, 300, 1_800, 600]);
    // TRANTIB 5 h on Monday and 1.5 on Tuesday, PEM 5, 8 and 3.5 h; in C 1 h 10 min, then 5 h and 1.5; PMD half an hour.
    assert_durations(&steps[6]["duration"], vec![23_400, 59_400, 4_200, 23_400, 1_800]);
    assert_durations(&steps[7]["duration"], vec![1_800, 1_800]);
    // Of A's 20 h 45 min and B's 1 h 10 min; of A's sections the lead's.
    let shares: Vec<_> = steps.iter().map(|step| share(&step["shareOfTime"])).collect();
    let spent = [0, 2_400, 2_400, 2_400, 2_400, 2_400, 59_400, 1_800, 4_200, 1_500];
    assert_eq!(shares, spent.map(|seconds| (seconds, 78_900)));

    // Tuesday alone: nothing was archived. Done: what C and D did, and TRANTIB in A; open: PEM in A, TRANTIB in C.
    let steps = performance(&service, february(3, 3)).await;
    let one = [1, 0, 0, 0];
    assert_eq!(
        steps.iter().map(bins).collect::<Vec<_>>(),
        [[2, 0, 0, 0], one, one, one, one, one, [2, 0, 2, 0], one, [0; 4], [0; 4]]
    );
    assert!(steps.iter().all(|step| share(&step["shareOfTime"]) == (0, 0)));
});

on_both!(records_are_followed_from_the_day_they_began, |service: Service| async move {
    Register::of(&service).await;
    let select = format!("stepsBegun {{ step begun {BINS} inTime {RATE} onTime {RATE} }}");
    let begun = async |filter: Value| -> Vec<[i64; 4]> {
        let seen = ask(&service, "sekretaris", filter, &select).await;
        let four = |row: &Value| {
            let [on_time, late, open, open_late] = bins(row);
            assert_eq!(row["begun"], on_time + late + open + open_late);
            assert_eq!(share(&row["inTime"]), (on_time + open, on_time + late + open + open_late));
            assert_eq!(share(&row["onTime"]), (on_time, on_time + late + open_late));
            [on_time, late, open, open_late]
        };
        all(&seen["stepsBegun"]).iter().map(four).collect()
    };
    assert_eq!(begun(json!({})).await, ALL);
    // What began on Monday 2: of A and B; the sections of A one in time and one late, on the days after.
    let two = [2, 0, 0, 0];
    assert_eq!(
        begun(february(2, 2)).await,
        [two, two, two, two, two, two, [1, 1, 0, 0], [0; 4], [1, 0, 0, 0], [1, 0, 0, 0]]
    );
    // On Wednesday: E and F came; C came to step 8 again, where it still is; A to steps 8 to 10.
    assert_eq!(
        begun(february(4, 4)).await,
        [
            two,
            [1, 1, 0, 0],
            [1, 0, 0, 0],
            [1, 0, 0, 0],
            [1, 0, 0, 0],
            [0; 4],
            [0; 4],
            [1, 0, 0, 1],
            [1, 0, 0, 0],
            [1, 0, 0, 0]
        ]
    );
    // Today: I is there in time, B's second cycle not.
    assert_eq!(begun(february(9, 9)).await[..2], [[1, 0, 0, 0], [0, 0, 1, 1]]);
});
