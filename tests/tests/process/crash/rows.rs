//! What must hold of every row once the server is there again.

use std::collections::{BTreeMap, HashMap};

use persistence::entity::{
    agenda_counter, complaint, complaint_change, idempotency_key, section, step_record,
};
use sea_orm::{ConnectionTrait, EntityTrait, IsolationLevel, QueryOrder, Statement, TransactionTrait};
use tests::process::Machine;

use super::clients::Driver;

/// Compares every row with the model. Answers how many unacknowledged mutations had been done.
pub(super) async fn check(machine: &Machine, drivers: &[Driver]) -> usize {
    let store = machine.store().await;
    let db = store.reader();
    if db.get_database_backend() == sea_orm::DbBackend::Sqlite {
        for (pragma, answer) in [("integrity_check", vec!["ok"]), ("foreign_key_check", vec![])] {
            let rows = db
                .query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, format!("PRAGMA {pragma}")))
                .await
                .expect("SQLite answers");
            let rows: Vec<String> = rows.iter().map(|r| r.try_get_by_index(0).expect("a text")).collect();
            assert_eq!(rows, answer, "{pragma}");
        }
    }
    // One snapshot: PostgreSQL may still be committing what the killed server sent last.
    let isolation =
        (db.get_database_backend() == sea_orm::DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
    let tx = db.begin_with_config(isolation, None).await.expect("a transaction");
    let complaints = complaint::Entity::find().all(&tx).await.expect("rows");
    let records =
        step_record::Entity::find().order_by_asc(step_record::Column::Number).all(&tx).await.expect("rows");
    let keys = idempotency_key::Entity::find().all(&tx).await.expect("rows").len();
    let changes = complaint_change::Entity::find().all(&tx).await.expect("rows");
    let counters = agenda_counter::Entity::find().all(&tx).await.expect("rows");
    let sections: HashMap<_, _> =
        section::Entity::find().all(&tx).await.expect("rows").into_iter().map(|s| (s.id, s.code)).collect();
    tx.rollback().await.expect("nothing to keep");

    // No gap and no double in the agenda numbers, whatever was under way.
    let mut numbers: BTreeMap<(i32, i32), Vec<i32>> = BTreeMap::new();
    for row in &complaints {
        numbers.entry((row.office_id, row.agenda_year)).or_default().push(row.agenda_seq);
    }
    assert_eq!(numbers.len(), counters.len());
    for counter in counters {
        let numbers = numbers.get_mut(&(counter.office_id, counter.year)).expect("a year with complaints");
        numbers.sort_unstable();
        assert_eq!(*numbers, (1..=counter.last).collect::<Vec<_>>(), "agenda numbers of {}", counter.year);
    }

    // Every mutation carried a key, and each key was used up by what was done, and by nothing else.
    let versions: i32 = complaints.iter().map(|row| row.version).sum();
    assert_eq!(keys, versions as usize, "keys, and mutations done");

    let mut rows: HashMap<&str, &complaint::Model> = HashMap::new();
    for row in &complaints {
        let twice = rows.insert(row.subject.as_deref().expect("a subject"), row);
        assert!(twice.is_none(), "received twice: {twice:?}");
    }
    let mut unacknowledged = 0;
    for tale in drivers.iter().flat_map(|driver| &driver.tales) {
        let row = rows.remove(&*tale.subject);
        let version = row.map_or(0, |row| row.version as usize);
        let model = if version == tale.done {
            tale.model.clone()
        } else {
            assert!(
                tale.pending.is_some() && version == tale.done + 1,
                "{} {version} {}",
                tale.subject,
                tale.done
            );
            unacknowledged += 1;
            tale.model_after_pending()
        };
        let Some(row) = row else { continue };
        let of = |r: &&step_record::Model| r.complaint_id == row.id && r.office_id == row.office_id;
        let records: Vec<&step_record::Model> = records.iter().filter(of).collect();
        let found: Vec<_> = records
            .iter()
            .map(|r| {
                let section = r.section_id.map(|id| sections[&id].as_str());
                (r.step.as_str(), r.cycle, r.visit, section, r.outcome.as_deref())
            })
            .collect();
        let expected: Vec<_> =
            model.history.iter().map(|r| (r.step, r.cycle, r.visit, r.section, r.outcome)).collect();
        assert_eq!(found, expected, "{} at version {version}", tale.subject);
        assert!(records.iter().map(|r| r.number).eq(1..=records.len() as i32), "{}", tale.subject);
        let changed = changes.iter().filter(|c| c.complaint_id == row.id).count();
        assert_eq!(changed, model.changes, "{}", tale.subject);
        // The complaint's own row agrees with its open records.
        let open: Vec<_> = records.iter().filter(|r| r.outcome.is_none()).collect();
        assert_eq!(row.current_step.as_deref(), open.first().map(|r| r.step.as_str()), "{}", tale.subject);
        assert_eq!(row.status == "IN_PROGRESS", !open.is_empty(), "{}", tale.subject);
        assert_eq!(row.closed_at.is_none(), !open.is_empty(), "{}", tale.subject);
        assert_eq!(row.due_at, open.iter().filter_map(|r| r.due_at).min(), "{}", tale.subject);
        for record in records {
            let closed = record.outcome.is_some();
            assert_eq!(record.recorded_at.is_some(), closed, "{record:?}");
        }
    }
    assert!(rows.is_empty(), "nobody sent these: {rows:?}");
    unacknowledged
}
