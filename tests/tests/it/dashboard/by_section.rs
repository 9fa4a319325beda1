//! `bySection`

use serde_json::{Value, json};
use tests::{Service, on_both};

use super::{BINS, RATE, Register, ask, bins, february, share};
use crate::trial::all;

type Line = (String, i64, [i64; 4], (i64, i64), [i64; 2], (i64, i64));

async fn sections(service: &Service, filter: Value) -> Vec<Line> {
    let select = format!(
        "bySection {{ section {{ code }} assigned {BINS} onTime {RATE} openAsLead openAsSupport rework {RATE} }}"
    );
    let seen = ask(service, "kasi.pmd", filter, &select).await;
    let line = |row: &Value| {
        let number = |field: &str| row[field].as_i64().expect("a number");
        (
            row["section"]["code"].as_str().expect("a code").to_owned(),
            number("assigned"),
            bins(row),
            share(&row["onTime"]),
            [number("openAsLead"), number("openAsSupport")],
            share(&row["rework"]),
        )
    };
    all(&seen["bySection"]).iter().map(line).collect()
}

fn line(code: &str, assigned: i64, bins: [i64; 4], open: [i64; 2], rework: (i64, i64)) -> Line {
    let [on_time, late, _, open_late] = bins;
    (code.to_owned(), assigned, bins, (on_time, on_time + late + open_late), open, rework)
}

on_both!(sections_are_counted_by_their_own_records, |service: Service| async move {
    Register::of(&service).await;
    assert_eq!(
        sections(&service, json!({})).await,
        [
            // Asked in A, and in G twice; late in A; in G its support was not needed any more, as lead it is late.
            line("PEM", 3, [0, 1, 0, 1], [1, 0], (0, 1)),
            // A, and C twice: the first solution was returned.
            line("TRANTIB", 3, [3, 0, 0, 0], [0, 0], (1, 3)),
            // It handed G back in time, without a solution.
            line("PMD", 1, [1, 0, 0, 0], [0, 0], (0, 0)),
            line("UMUM", 0, [0; 4], [0, 0], (0, 0)),
        ]
    );
    // Monday's end: A was asked of two sections. Tuesday: C came to TRANTIB, was solved, returned, and came again.
    assert_eq!(
        sections(&service, february(2, 2)).await[..2],
        [line("PEM", 1, [0, 0, 1, 0], [1, 0], (0, 0)), line("TRANTIB", 1, [0, 0, 1, 0], [0, 1], (0, 0))]
    );
    assert_eq!(
        sections(&service, february(3, 3)).await[..2],
        [line("TRANTIB", 2, [2, 0, 1, 0], [1, 0], (1, 2)), line("PEM", 0, [0, 0, 1, 0], [1, 0], (0, 0))]
    );
    // One that is named in the filter is the only one shown; the others' records of its complaints are not its own.
    let pem = service.section("PEM").await;
    assert_eq!(
        sections(&service, json!({ "sectionIds": [pem] })).await,
        [line("PEM", 3, [0, 1, 0, 1], [1, 0], (0, 1))]
    );
    let first = ask(&service, "staf", json!({}), "bySection(first: 1) { section { code } }").await;
    assert_eq!(first["bySection"], json!([{ "section": { "code": "PEM" } }]));
});

on_both!(several_sections_have_a_clock_each, |service: Service| async move {
    service.at("2026-02-02T08:00:00+08:00");
    let mut story = service.receive(json!({})).await;
    story.go_to(tests::At::Dispose).await;
    story.dispose_to(&["PEM", "TRANTIB", "PMD"]).await;
    // Due on Wednesday at 08:00. TRANTIB answers before it, PMD after it, the lead goes on without PMD's next word.
    service.at("2026-02-03T09:00:00+08:00");
    story.by("kasi.trantib", "submitSolution", json!({ "solution": "Diatur" })).await;
    service.at("2026-02-04T08:00:01+08:00");
    let late = |open: [i64; 2]| line("PEM", 1, [0, 0, 0, 1], open, (0, 0));
    assert_eq!(sections(&service, json!({})).await[0], late([1, 0]));
    let seen = ask(
        &service,
        "staf",
        json!({}),
        "totals { overdue open bins { openLate } } byStep { step open overdue }",
    )
    .await;
    assert_eq!(
        seen["totals"],
        json!({ "overdue": 1, "open": 1, "bins": { "openLate": 2 } }),
        "one complaint, two records"
    );
    assert_eq!(seen["byStep"][6], json!({ "step": "SOLVE", "open": 1, "overdue": 1 }));
    // A silent supporter's record ends late with the lead's.
    let alone = json!({ "solution": "Ditutup", "withoutSupportReason": "PMD tidak menjawab" });
    story.by("kasi.pemerintahan", "submitSolution", alone).await;
    assert_eq!(
        sections(&service, json!({})).await,
        [
            line("PEM", 1, [0, 1, 0, 0], [0, 0], (0, 1)),
            line("PMD", 1, [0, 1, 0, 0], [0, 0], (0, 0)),
            line("TRANTIB", 1, [1, 0, 0, 0], [0, 0], (0, 1)),
            line("UMUM", 0, [0; 4], [0, 0], (0, 0)),
        ]
    );
});
