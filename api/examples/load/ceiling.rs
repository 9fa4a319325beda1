//! The ceiling: a stock async-graphql schema behind a stock axum handler, answering the same documents with the same
//! values, which lie in memory. No guards, no sign-in, no database: what is left is what the two libraries cost. A GET of an
//! answer as it is costs what axum alone does.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use api::failure::Failure;
use async_graphql::{
    ComplexObject, Context, EmptyMutation, EmptySubscription, Enum, ID, InputObject, Object, Schema,
    SimpleObject,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::client::NUMBER;

/// Where the answer of a file lies that holds no other.
pub(crate) const STATIC: &str = "/static";

/// An object whose fields are given as they are.
macro_rules! given {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $(
            #[derive(SimpleObject, Deserialize, Default)]
            #[serde(rename_all = "camelCase", default)]
            struct $name { $($field: Option<$type>,)* }
        )*
    };
}

given! {
    Office { code: String, name: String, regency: String }
    Category { code: String, name: String }
    Village { code: String, name: String }
    Section { code: String, name: String }
    Officer { name: String, position: String }
    Complainant { name: String, phone: String, email: String, address: String }
    PageInfo { has_next_page: bool, end_cursor: String }
    StepRecord {
        step: String, cycle: i64, visit: i64, position: String, outcome: String, started_at: String, due_at: String,
        completed_at: String, working_seconds: i64, on_time: bool, overdue: bool, note: String, statement: String,
        section: Section, officer: Officer, on_behalf_of: Officer, waiting_for: Vec<Officer>,
    }
    DispositionSheet {
        agenda_number: String, urgency: String, attached_at: String, attached_by: Officer, advice: String,
        advised_by: Officer, suggested_sections: Vec<Section>, consideration: String, considered_by: Officer,
        policy_matter: bool, instruction: String, disposed_by: Officer, lead_section: Section,
        supporting_sections: Vec<Section>,
    }
    Solution {
        lead: bool, current: bool, text: String, submitted_at: String, signed_at: String, section: Section,
        author: Officer, signed_by: Officer,
    }
    Complaint {
        id: ID, version: i64, agenda_number: String, tracking_code: String, channel: String, subject: String,
        description: String, urgency: String, confidentiality: String, status: String, current_step: String,
        cycle: i64, arrived_at: String, received_at: String, closed_at: String, due_at: String, overdue: bool,
        result: String, answer: String, answered_at: String, archive_code: String, office: Office,
        category: Category, village: Village, complainant: Complainant, open_steps: Vec<StepRecord>,
        disposition_sheet: DispositionSheet, solutions: Vec<Solution>, history: Vec<StepRecord>,
    }
    ComplaintConnection { nodes: Vec<Complaint>, page_info: PageInfo }
    Rate { value: f64, numerator: i64, denominator: i64, low: f64, high: f64 }
    DurationStats { count: i64, median: i64, p80: i64, p90: i64, max: i64 }
    Bins { done_on_time: i64, done_late: i64, open_on_time: i64, open_late: i64 }
    Totals { received: i64, open: i64, overdue: i64, closed: i64, on_time: Rate, resolution: DurationStats }
    StepSummary { step: String, open: i64, overdue: i64 }
    ChannelCount { channel: String, count: i64 }
    CategoryCount { count: i64, category: Category }
    TimeBucket { start: String, received: i64, closed: i64, open_at_end: i64 }
    StepPerformance {
        step: String, standard_seconds: i64, bins: Bins, on_time: Rate, duration: DurationStats,
    }
}

#[derive(SimpleObject, Deserialize, Default)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", default)]
struct Dashboard {
    from: Option<String>,
    to: Option<String>,
    totals: Option<Totals>,
    by_step: Option<Vec<StepSummary>>,
    by_channel: Option<Vec<ChannelCount>>,
    by_category: Option<Vec<CategoryCount>>,
    step_performance: Option<Vec<StepPerformance>>,
    #[graphql(skip)]
    time_series: Option<Vec<TimeBucket>>,
    #[graphql(skip)]
    complaints: Option<ComplaintConnection>,
}

/// The arguments are part of the document; what they lead to is settled.
#[ComplexObject]
impl Dashboard {
    async fn time_series(&self, interval: Interval) -> &Option<Vec<TimeBucket>> {
        let _ = interval;
        &self.time_series
    }

    async fn complaints(&self, figure: Figure, first: Option<i32>) -> &Option<ComplaintConnection> {
        let _ = (figure, first);
        &self.complaints
    }
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Interval {
    Month,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Overdue,
}

#[derive(InputObject)]
struct ComplaintFilter {
    received_to: Option<DateTime<Utc>>,
}

#[derive(InputObject)]
struct DashboardFilter {
    office_codes: Option<Vec<String>>,
    from: Option<String>,
    to: Option<String>,
    channel: Option<Vec<String>>,
    category_ids: Option<Vec<ID>>,
    section_ids: Option<Vec<ID>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Root {
    complaint: Option<Complaint>,
    complaints: Option<ComplaintConnection>,
    dashboard: Option<Dashboard>,
}

#[derive(Clone, Copy)]
struct Number(usize);

type Answers = Arc<Vec<Root>>;

struct Query;

impl Query {
    fn root<'a>(ctx: &Context<'a>) -> Option<&'a Root> {
        ctx.data_opt::<Answers>()?.get(ctx.data_opt::<Number>()?.0)
    }
}

#[Object]
impl Query {
    async fn complaint<'a>(&self, ctx: &Context<'a>, id: ID) -> Option<&'a Complaint> {
        drop(id);
        Self::root(ctx)?.complaint.as_ref()
    }

    async fn complaints<'a>(
        &self,
        ctx: &Context<'a>,
        filter: Option<ComplaintFilter>,
        first: Option<i32>,
    ) -> Option<&'a ComplaintConnection> {
        let _ = (filter.map(|filter| filter.received_to), first);
        Self::root(ctx)?.complaints.as_ref()
    }

    async fn dashboard<'a>(
        &self,
        ctx: &Context<'a>,
        filter: Option<DashboardFilter>,
    ) -> Option<&'a Dashboard> {
        drop(filter);
        Self::root(ctx)?.dashboard.as_ref()
    }
}

const JSON: &str = "application/graphql-response+json";

type CeilingSchema = Schema<Query, EmptyMutation, EmptySubscription>;

async fn graphql(State(schema): State<CeilingSchema>, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(request) = serde_json::from_slice::<async_graphql::Request>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let number =
        headers.get(NUMBER).and_then(|number| number.to_str().ok()?.parse().ok()).unwrap_or(usize::MAX);
    let response = schema.execute(request.data(Number(number))).await;
    match serde_json::to_vec(&response) {
        Ok(body) => ([(header::CONTENT_TYPE, JSON)], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Serves the answers of a file until it is killed.
pub(crate) async fn serve(answers: &Path, listen: SocketAddr) -> Result<(), Failure> {
    #[derive(Deserialize)]
    struct Whole {
        data: Root,
    }
    let file = Bytes::from(std::fs::read(answers)?);
    let answers: Vec<Whole> = serde_json::from_slice(&file)?;
    // What lies between the brackets of the list.
    let first = file.slice(1..file.len().saturating_sub(1).max(1));
    let answers: Answers = Arc::new(answers.into_iter().map(|whole| whole.data).collect());
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).data(answers).finish();
    let router = Router::new()
        .route("/graphql", post(graphql))
        .route("/readyz", get(|| async { "ready" }))
        .route(STATIC, get(move || async { ([(header::CONTENT_TYPE, JSON)], first) }))
        .with_state(schema);
    axum::serve(tokio::net::TcpListener::bind(listen).await?, router).await?;
    Ok(())
}
