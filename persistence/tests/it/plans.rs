//! Query plans: an index serves each statement, and none reads the complaints or records of all offices. The statements are
//! caught as the store issues them.

use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, TimeDelta};
use domain::administration::Amendment;
use domain::administration::calendar::{CalendarAmendment, SetDay};
use domain::complaint::Channel;
use domain::dashboard::measure::Measure;
use domain::dashboard::plan::{Interval, Part, Period, Plan};
use domain::dashboard::slice::{SectionSet, Selection};
use domain::dashboard::sums::Measures;
use domain::ids::{ComplaintId, OfficeId};
use domain::office::{Position, Post};
use domain::visibility::Viewer;
use persistence::amend::Amend;
use persistence::complaints::{ComplaintCursor, ComplaintFilter, ComplaintOrder, OrderField, Records};
use persistence::page::Page;
use persistence::tallies::pending::PendingRead;
use persistence::tallies::read::TallyRead;
use persistence::worklist::WorklistCursor;
use persistence::{OfficeChangeFilter, Store};
use sea_orm::{ConnectionTrait, Statement};

use crate::harness::office::inspector;
use crate::harness::world::{World, now};
use crate::harness::{Bureau, Engine, Random, TestDatabase, commands, new_id, on_both_engines};

on_both_engines!(an_index_serves_every_statement);

struct Watched {
    store: Store,
    engine: Engine,
    statements: Arc<Mutex<Vec<Statement>>>,
}

/// The plans of the statements that something issues, a line for each node.
#[derive(Debug)]
struct Plans(Vec<Vec<String>>);

impl Watched {
    async fn plans(&self, issued: impl Future<Output = ()>) -> Plans {
        self.statements.lock().unwrap().clear();
        issued.await;
        let statements = std::mem::take(&mut *self.statements.lock().unwrap());
        let mut plans = Vec::new();
        for mut statement in statements {
            let (explain, column) = match self.engine {
                Engine::Sqlite => ("EXPLAIN QUERY PLAN ", "detail"),
                Engine::Postgres => ("EXPLAIN (COSTS OFF) ", "QUERY PLAN"),
            };
            if !["SELECT", "UPDATE \"step_record\"", "UPDATE \"complaint\""]
                .iter()
                .any(|of| statement.sql.starts_with(of))
            {
                continue;
            }
            statement.sql.insert_str(0, explain);
            let rows = self.store.reader().query_all_raw(statement).await.unwrap();
            plans.push(rows.iter().map(|row| row.try_get::<String>("", column).unwrap()).collect());
        }
        Plans(plans)
    }
}

impl Plans {
    /// No statement reads a whole table that grows.
    #[track_caller]
    fn read_by_index(&self) -> &Self {
        for line in self.0.iter().flatten() {
            let line = line.trim_start_matches([' ', '-', '>']);
            for table in [
                "complaint",
                "step_record",
                "complaint_change",
                "session",
                "idempotency_key",
                "tally",
                "office_change",
            ] {
                // SQLite: SCAN with or without an index; PostgreSQL: a whole table, or a whole index in its order.
                let scans =
                    ["SCAN", "Seq Scan on", "Parallel Seq Scan on"].map(|scan| format!("{scan} {table}"));
                let scanned = scans.iter().any(|scan| line == scan || line.starts_with(&format!("{scan} ")));
                assert!(!scanned, "{self:#?}");
            }
        }
        self
    }

    /// The n-th statement reads an index, on these of its columns.
    #[track_caller]
    fn by(&self, statement: usize, index: &str) -> &Self {
        let used = |line: &String| {
            line.contains(&format!("INDEX {index} "))
                || line.contains(&format!("using {index} on"))
                || line.contains(&format!("Bitmap Index Scan on {index}"))
        };
        assert!(self.0[statement].iter().any(used), "{index}: {self:#?}");
        self
    }

    /// The n-th statement finds its rows in their order.
    #[track_caller]
    fn in_order(&self, statement: usize) -> &Self {
        let sorts = |line: &String| {
            line.contains("TEMP B-TREE") || line.trim_start_matches([' ', '-', '>']) == "Sort"
        };
        assert!(!self.0[statement].iter().any(sorts), "{self:#?}");
        self
    }

    /// The n-th statement reads an index from the cursor on, not from the office's first row.
    #[track_caller]
    fn begins_at_the_cursor(&self, statement: usize, bound: &str) -> &Self {
        let bounded = |line: &String| {
            let sqlite = line.contains("SEARCH") && line.contains(bound);
            let postgres = line.contains("Index Cond") && line.contains(" ROW(");
            sqlite || postgres
        };
        assert!(self.0[statement].iter().any(bounded), "{bound}: {self:#?}");
        self
    }
}

async fn an_index_serves_every_statement(db: TestDatabase) {
    let mut bureaus = Vec::new();
    for code in ["510201", "510202", "510203", "510204", "510205"] {
        bureaus.push(Bureau::open(&db.store, code).await);
    }
    let all: Vec<&Bureau> = bureaus.iter().collect();
    let world = World::fill(&all, &Random::new(21), 2_000).await;
    for _ in 0..600 {
        let token = [new_id().into_bytes(), new_id().into_bytes()].concat();
        let staff = bureaus[0].officer("staf");
        db.store.begin_session(token, staff, now(), now() + TimeDelta::hours(8)).await.unwrap();
    }
    // Days of years before: what is kept, not what is read.
    let long_ago = "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 999) \
        INSERT INTO tally (office_id, slice, bucket, counts) \
        SELECT office_id, slice, 20010101 + n, counts FROM tally CROSS JOIN n WHERE bucket = 202601";
    db.sql(long_ago).await.unwrap();
    let record = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000) \
        INSERT INTO office_change (office_id, number, at, officer_id, kind, before, after) \
        SELECT id, n, '2026-01-02 03:04:05+00:00', NULL, 'LETTERHEAD_SET', '[]', '[]' FROM office CROSS JOIN n";
    db.sql(record).await.unwrap();
    let offices: Vec<OfficeId> = bureaus[..4].iter().map(Bureau::id).collect();
    let inspector = inspector(&db.store, &offices).await;

    let store = db.another().await;
    let statements = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&statements);
    store.watch_statements(move |statement| seen.lock().unwrap().push(statement.clone()));
    let watched = Watched { store, engine: db.engine, statements };
    // SQLite is planned without statistics in an office, and with them after a restore or by an operator.
    let rounds = match db.engine {
        Engine::Sqlite => vec!["SELECT 1", "ANALYZE"],
        Engine::Postgres => vec!["VACUUM ANALYZE"],
    };
    for round in rounds {
        db.sql(round).await.unwrap();
        lists(&watched, &bureaus[0], &inspector, &world).await;
        worklist(&watched, &bureaus[0], &world).await;
        next_due(&watched, &bureaus).await;
        look_ups(&watched, &bureaus[0], &world).await;
        units_of_work(&watched, &bureaus[0]).await;
        administration(&watched, &bureaus[0]).await;
        figures(&watched, &all).await;
        due_times(&watched, &bureaus[0]).await;
    }
}

/// The index of a table's primary key.
fn key(watched: &Watched, table: &str) -> String {
    match watched.engine {
        Engine::Sqlite => format!("sqlite_autoindex_{table}_1"),
        Engine::Postgres => format!("{table}_pkey"),
    }
}

fn index_of(field: OrderField) -> (&'static str, &'static str) {
    match field {
        OrderField::ReceivedAt => ("complaint_received", "(received_at,id)"),
        OrderField::DueAt => ("complaint_due", "(due_at,id)"),
        OrderField::ClosedAt => ("complaint_closed", "(closed_at,id)"),
        OrderField::AgendaNumber => ("complaint_agenda_seq", "(agenda_year,agenda_seq"),
    }
}

async fn lists(watched: &Watched, bureau: &Bureau, inspector: &Viewer, world: &World) {
    let camat = bureau.viewer("camat", now());
    let filter = ComplaintFilter::default();
    for field in [OrderField::ReceivedAt, OrderField::DueAt, OrderField::ClosedAt, OrderField::AgendaNumber] {
        let (index, bound) = index_of(field);
        let with_value = |c: &&domain::complaint::Complaint| ComplaintCursor::of(c, field).value.is_some();
        let cursor = ComplaintCursor::of(world.complaints.iter().find(with_value).unwrap(), field);
        for descending in [false, true] {
            let order = ComplaintOrder { field, descending };
            for cursor in [None, Some(cursor.clone())] {
                let page = Page { after: cursor.clone(), ..Page::first(50) };
                let list = async |viewer: &Viewer| {
                    watched
                        .store
                        .list_complaints(viewer, &filter, order, &page, &Records::for_a_line(viewer), now())
                        .await
                        .unwrap();
                };
                // The page, and the records of its complaints.
                let plans = watched.plans(list(&camat)).await;
                plans.read_by_index().by(0, index).in_order(0);
                if cursor.is_some() {
                    plans.begins_at_the_cursor(0, bound);
                }
                // A page of each office; of these the first.
                let plans = watched.plans(list(inspector)).await;
                plans.read_by_index().by(0, index);
                if cursor.is_some() {
                    plans.begins_at_the_cursor(0, bound);
                }
            }
        }
        // The rows that lack the value; where most do, PostgreSQL reads them by the key.
        if matches!(field, OrderField::DueAt | OrderField::ClosedAt) {
            let after = Some(ComplaintCursor { by: field, value: None, id: cursor.id });
            let page = Page { after, ..Page::first(50) };
            let order = ComplaintOrder { field, descending: false };
            let listed = async || {
                watched
                    .store
                    .list_complaints(&camat, &filter, order, &page, &Records::All, now())
                    .await
                    .unwrap();
            };
            watched.plans(listed()).await.read_by_index().in_order(0);
        }
    }
    let count = async |viewer: &Viewer| {
        watched.store.count_complaints(viewer, &filter, now()).await.unwrap();
    };
    watched.plans(count(&camat)).await.read_by_index();
}

async fn worklist(watched: &Watched, bureau: &Bureau, world: &World) {
    let open = world.complaints.iter().find_map(|c| Some((c.due_at()?, c.id))).unwrap();
    let cursor = WorklistCursor { due_at: open.0, complaint: open.1.0, number: 2 };
    for name in ["staf", "camat", "kasubag", "kasi.pem"] {
        for after in [None, Some(cursor.clone())] {
            let page = Page { after, ..Page::first(50) };
            let list = async {
                let officer = bureau.officer(name);
                watched.store.list_worklist(&bureau.office, officer, &page, now()).await.unwrap();
            };
            let plans = watched.plans(list).await;
            // Of open records there are few: PostgreSQL may pick the officer's and sort them. Their complaints are looked
            // up by key either way.
            plans.read_by_index().by(0, "step_record_waiting").by(0, &key(watched, "complaint"));
            if watched.engine == Engine::Sqlite {
                plans.in_order(0);
            }
        }
    }
}

async fn administration(watched: &Watched, bureau: &Bureau) {
    let some = OfficeChangeFilter { from: Some(now() - TimeDelta::days(900)), until: Some(now()) };
    for filter in [OfficeChangeFilter::default(), some] {
        for after in [None, Some(500)] {
            let page = Page { after, ..Page::first(20) };
            let list = async {
                watched.store.list_office_changes(bureau.id(), &filter, &page).await.unwrap();
            };
            let plans = watched.plans(list).await;
            plans.read_by_index().by(0, &key(watched, "office_change")).in_order(0);
        }
    }
    let viewer = bureau.viewer("admin", now());
    for posts in [vec![Post::of(Position::Staff)], vec![Post::head_of(bureau.section("pem"))]] {
        let left = async {
            watched.store.open_work(&viewer, bureau.id(), &posts, 100).await.unwrap();
        };
        let plans = watched.plans(left).await;
        plans.read_by_index().by(0, "step_record_waiting").by(1, "step_record_waiting");
    }
    let away = bureau.amendment("admin", Amendment::DeactivateOfficer(bureau.officer("staf2")), now());
    let away = Amend { dry_run: true, ..away };
    let amended = async {
        watched.store.amend(&away, new_id).await.unwrap();
    };
    watched.plans(amended).await.read_by_index();
}

async fn next_due(watched: &Watched, bureaus: &[Bureau]) {
    let ids: Vec<OfficeId> = bureaus.iter().map(Bureau::id).collect();
    for offices in [&ids[..1], &ids[..]] {
        let plans = watched.plans(async {
            watched.store.next_due(offices, now()).await.unwrap();
        });
        // Whichever offices: of their open records only.
        plans.await.read_by_index().by(0, "step_record_waiting");
    }
}

async fn look_ups(watched: &Watched, bureau: &Bureau, world: &World) {
    let store = &watched.store;
    let some: Vec<(OfficeId, ComplaintId)> =
        world.complaints.iter().step_by(20).map(|c| (c.office, c.id)).collect();
    let code = world.complaints.iter().find_map(|c| c.tracking_code.clone()).unwrap();
    let key = |table| key(watched, table);
    let plans = watched.plans(async {
        store.find_by_agenda_number(bureau.id(), "0042/PM/2026", 2026).await.unwrap();
        store.find_by_agenda_number(bureau.id(), "42", 2026).await.unwrap();
    });
    plans.await.read_by_index().by(0, "complaint_agenda_number").by(1, &key("step_record"));
    let plans = watched.plans(async {
        store.find_by_tracking_code(&code).await.unwrap().unwrap();
    });
    plans.await.read_by_index().by(0, "complaint_tracking_code").by(1, &key("step_record"));
    let plans = watched.plans(async {
        store.complaints_by_ids(&some[..1]).await.unwrap();
    });
    plans.await.read_by_index().by(0, &key("complaint")).by(1, &key("step_record"));
    let plans = watched.plans(async {
        store.complaints_by_ids(&some).await.unwrap();
    });
    plans.await.read_by_index();
    let plans = watched.plans(async {
        store.duplicates_by_originals(&some).await.unwrap();
    });
    plans.await.read_by_index().by(0, "complaint_duplicate_of");
    let plans = watched.plans(async {
        store.known_source_numbers(bureau.id(), &["CRM-1".to_owned(), "CRM-2".to_owned()]).await.unwrap();
    });
    plans.await.read_by_index().by(0, "complaint_source_number");
    let plans = watched.plans(async {
        store.find_session(vec![7; 32], now()).await.unwrap();
    });
    plans.await.read_by_index().by(0, &key("session"));
}

/// What a transition reads before it writes.
async fn units_of_work(watched: &Watched, bureau: &Bureau) {
    let watching = Bureau { store: watched.store.clone(), office: Arc::clone(&bureau.office) };
    let complaint = bureau.receive(now()).await;
    let original = bureau.receive(now()).await;
    let plans = watched.plans(async {
        let later = now() + TimeDelta::hours(1);
        let after = watching.try_take("staf", &complaint, commands::correct("Jalan putus"), later).await;
        watching.try_take("staf", &after.unwrap(), commands::duplicate_of(original.id), later).await.unwrap();
    });
    plans.await.read_by_index();
}

/// What a dashboard reads: of one office, of all, of one filter, of filters that are combined.
async fn figures(watched: &Watched, bureaus: &[&Bureau]) {
    let today = "2026-02-20".parse::<NaiveDate>().unwrap();
    let measures = Measures::of(Measure::ALL);
    let year = Period { from: "2025-03-05".parse().unwrap(), end: today.succ_opt().unwrap() };
    let parts = vec![
        Part::flow(year, measures, today),
        Part::flow(year.before(), measures, today),
        Part::stock(year.end, measures, today),
        Part::series(year, Interval::Day, measures, today),
    ];
    let sections = |bits| Selection { sections: Some(SectionSet(bits)), ..Selection::default() };
    let selections = [
        Selection::default(),
        Selection { channels: Some(vec![Channel::Sms]), ..Selection::default() },
        sections(0b10),
        sections(0b1110),
        Selection { categories: Some(vec![1]), ..sections(0b110) },
    ];
    for selection in &selections {
        let read = |bureau: &&Bureau, office| TallyRead {
            office,
            selection: selection.clone(),
            slices: selection.slices(&bureau.office),
            plan: Plan { parts: parts.clone(), office_parts: Vec::new() },
        };
        let one = vec![read(&bureaus[0], bureaus[0].id())];
        // As many as a regency and its neighbours have.
        let many: Vec<TallyRead> =
            (0..44).map(|n| read(&bureaus[n % bureaus.len()], OfficeId(i32::try_from(n).unwrap()))).collect();
        for reads in [one, many] {
            let plans = watched.plans(async {
                watched.store.read_tallies(&reads).await.unwrap();
            });
            plans.await.read_by_index().by(0, &key(watched, "tally"));
        }
        let day_ends_at = now() + TimeDelta::hours(13);
        for today_only in [false, true] {
            let of = |bureau: &'_ &Bureau| (Arc::clone(&bureau.office), selection.clone());
            for offices in [bureaus[..1].iter().map(of).collect::<Vec<_>>(), bureaus.iter().map(of).collect()]
            {
                let read = |(office, selection)| PendingRead { office, selection, day_ends_at, today_only };
                let reads: Vec<PendingRead<'_>> = offices.iter().map(|(o, s)| read((&**o, s))).collect();
                let plans = watched.plans(async {
                    watched.store.pending_records(&reads, now()).await.unwrap();
                });
                plans.await.read_by_index().by(0, "step_record_waiting").by(0, &key(watched, "complaint"));
            }
        }
    }
    // What a step changes: the rows it reads before it writes them, last of what it reads.
    let watching = Bureau { store: watched.store.clone(), office: Arc::clone(&bureaus[0].office) };
    let complaint = watching.receive(now()).await;
    let plans = watched.plans(async {
        watching.try_take("staf", &complaint, commands::attach(), now()).await.unwrap();
    });
    let plans = plans.await;
    plans.read_by_index().by(plans.0.len() - 1, &key(watched, "tally"));
}

/// A change of the calendar: what is open is found by its index, and written by its key.
async fn due_times(watched: &Watched, bureau: &Bureau) {
    let close = |day: NaiveDate| {
        let name = commands::line("Cuti bersama");
        let hours = None;
        Amendment::Calendar(CalendarAmendment::SetDay(SetDay { date: day, name, open: false, hours }))
    };
    // Dry, since the other plans are of the same offices.
    let day = bureau.office.calendar.local_date(now());
    let amend = Amend { dry_run: true, ..bureau.amendment("admin", close(day), now()) };
    let plans = watched.plans(async {
        let amended = watched.store.amend(&amend, new_id).await.unwrap();
        assert!(amended.rescheduled.due_times > 0);
    });
    let mut plans = plans.await;
    // The record of what was changed is empty here, so that nothing but a scan is worth it.
    plans.0.retain(|plan| !plan.iter().any(|line| line.contains("office_change")));
    plans.read_by_index();
    for index in ["step_record_waiting", "complaint_status"] {
        let found = plans.0.iter().filter(|plan| plan.iter().any(|line| line.contains(index)));
        assert_eq!(found.count(), 1, "{index}: {plans:#?}");
    }
}
