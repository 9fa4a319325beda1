//! Statements counted: only what is asked for is read, and as often however many complaints there are.

use serde_json::{Value, json};
use tests::{At, Service, on_both};

use super::Register;
use crate::trial::all;

/// Asks, and answers how many statements that took. The office is kept in memory already.
async fn statements(service: &Service, officer: &str, query: &str) -> (u64, Value) {
    let client = service.officer(officer).await;
    client.ask("{ viewer { id } }", json!({})).await;
    client.ask(query, json!({})).await;
    let before = service.store.statements();
    let answer = client.ask(query, json!({})).await;
    (service.store.statements() - before, answer)
}

const FIRST_SCREEN: &str = "asOf from to totals { received open overdue closed onTime { value numerator denominator low high } bins { doneOnTime doneLate openOnTime openLate } resolution { count median p80 p90 max } }
    byStatus { status count } byStep { step open overdue } byChannel { channel count closed } byCategory(first: 10) { category { name } count }
    timeSeries(interval: MONTH) { start received closed openAtEnd }
    stepPerformance { step standardSeconds bins { doneOnTime doneLate openOnTime openLate } onTime { value numerator denominator low high } duration { count median p80 p90 max } }
    complaints(figure: OVERDUE, first: 10) { nodes { agendaNumber subject dueAt office { name } openSteps { step section { code name } waitingFor { name } }
        history { officer { name section { code } } } } }";

on_both!(
    the_first_screen_takes_as_many_statements_for_one_complaint_as_for_many,
    |service: Service| async move {
        let query = format!("{{ dashboard(filter: {{ from: \"2026-02-01\" }}) {{ {FIRST_SCREEN} }} }}");
        let mut late = 0;
        for more in [1, 12, 20] {
            service.at("2026-02-02T08:00:00+08:00");
            for _ in 0..more {
                service.complaint_at(if late % 2 == 0 { At::Solve } else { At::Advise }).await;
                late += 1;
            }
            service.at("2026-02-20T08:00:00+08:00");
            for officer in ["staf", "inspektur"] {
                let (count, answer) = statements(&service, officer, &query).await;
                assert_eq!(answer["dashboard"]["totals"]["overdue"], late);
                assert_eq!(all(&answer["dashboard"]["complaints"]["nodes"]).len(), late.min(10));
                // 1 the session, 2 the tallies with what is due later today, 3 the page of complaints, 4 their step records;
                // an inspector's besides: the offices of the regency.
                let expected = if officer == "staf" { 4 } else { 5 };
                assert_eq!(count, expected, "{officer}, {late} complaints");
            }
        }
    }
);

on_both!(only_what_is_asked_for_is_read, |service: Service| async move {
    Register::of(&service).await;
    for (select, more) in [
        // The session is all.
        ("asOf from to", 0),
        ("byStatus { status count }", 1),
        (
            "byChannel { count } byCategory { count } timeSeries(interval: WEEK) { openAtEnd } conformity { index }",
            1,
        ),
        ("answers { withinStandard { value } } returns { from } firstPass { value } backlog { open }", 1),
        ("wholeCycles { openLate } completion { open } disposedSameDay { value }", 1),
        // The tallies with what is not due yet.
        ("totals { received }", 1),
        (
            "byStep { open } bySection { assigned } byOffice { open } stepPerformance { step } stepsBegun { begun } workload { open }",
            1,
        ),
        // The tallies and the numbers given.
        ("register { numberGaps }", 2),
        // The page, and the records of what it holds.
        ("complaints(figure: RECEIVED) { nodes { id } }", 2),
        ("complaints(figure: RECEIVED) { totalCount }", 3),
        ("previous { from to }", 0),
        ("previous { totals { received } }", 1),
        ("totals { received } previous { totals { received } }", 2),
    ] {
        let query = format!("{{ dashboard(filter: {{ from: \"2026-02-01\" }}) {{ {select} }} }}");
        let (count, _) = statements(&service, "staf", &query).await;
        assert_eq!(count, 1 + more, "{select}");
    }
    // Past periods need nothing of the running day; a period without a beginning asks for the first complaint.
    let past = "{ dashboard(filter: { from: \"2026-02-01\", to: \"2026-02-05\" }) { totals { received } byStep { open } } }";
    assert_eq!(statements(&service, "staf", past).await.0, 2);
    assert_eq!(statements(&service, "staf", "{ dashboard { asOf from } }").await.0, 2);
    // Nothing can match: nothing is read.
    let nothing = "{ dashboard(filter: { from: \"2026-02-01\", officeCodes: [] }) { totals { received } workload { open } register { numberGaps } complaints(figure: OPEN) { totalCount nodes { id } } } }";
    assert_eq!(statements(&service, "staf", nothing).await.0, 1);
});

on_both!(filters_cost_no_more_statements, |service: Service| async move {
    Register::of(&service).await;
    let (roads, pem, trantib) =
        (service.category("09").await, service.section("PEM").await, service.section("TRANTIB").await);
    let filter = format!(
        "from: \"2025-03-03\", channel: [SMS, EMAIL, IN_PERSON], categoryIds: [\"{roads}\"], sectionIds: [\"{pem}\", \"{trantib}\"]"
    );
    let query = format!("{{ dashboard(filter: {{ {filter} }}) {{ {FIRST_SCREEN} }} }}");
    let (count, answer) = statements(&service, "staf", &query).await;
    assert_eq!(answer["dashboard"]["totals"]["received"], 1);
    // The page is empty: no records.
    assert_eq!(count, 3);
});
