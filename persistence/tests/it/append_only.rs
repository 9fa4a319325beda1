//! What was once written stays: the database itself refuses to change it, whoever asks.

use chrono::TimeDelta;
use domain::administration::Amendment;
use domain::complaint::Complaint;

use crate::harness::{Bureau, Engine, TestDatabase, at, commands, on_both_engines};

on_both_engines!(closed_records_and_the_log_of_changes_stay, open_records_may_change);

async fn one(db: &TestDatabase) -> (Bureau, Complaint) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let c = bureau.receive(now).await;
    let c = bureau.take("staf", &c, commands::correct("Jalan putus"), now).await;
    let c = bureau.take("staf", &c, commands::attach(), now + TimeDelta::minutes(5)).await;
    (bureau, c)
}

async fn closed_records_and_the_log_of_changes_stay(db: TestDatabase) {
    let (bureau, c) = one(&db).await;
    let away = Amendment::DeactivateOfficer(bureau.officer("staf2"));
    bureau.amend("admin", away, at("2026-11-24 09:10")).await.unwrap();
    let changes = db.store.changes_by_complaints(&[(c.office, c.id)]).await.unwrap();
    let mut tries = vec![
        "UPDATE step_record SET note = 'lain' WHERE number = 2",
        "UPDATE step_record SET outcome = NULL WHERE number = 1",
        "UPDATE step_record SET number = 9 WHERE number = 1",
        "DELETE FROM step_record WHERE number = 1",
        "DELETE FROM step_record",
        "UPDATE complaint_change SET reason = 'lain'",
        "DELETE FROM complaint_change",
        "UPDATE office_change SET kind = 'OFFICER_MOVED'",
        "UPDATE office_change SET number = 9",
        "DELETE FROM office_change",
        // Everything that hangs on it stays, so the complaint does.
        "DELETE FROM complaint",
        "DELETE FROM officer",
    ];
    match db.engine {
        Engine::Postgres => tries.extend([
            "TRUNCATE step_record",
            "TRUNCATE complaint_change",
            "TRUNCATE office_change",
            "INSERT INTO office_change SELECT * FROM office_change \
             ON CONFLICT (office_id, number) DO UPDATE SET kind = 'OFFICER_MOVED'",
            "TRUNCATE complaint CASCADE",
            "INSERT INTO complaint_change SELECT * FROM complaint_change \
             ON CONFLICT (office_id, complaint_id, number) DO UPDATE SET reason = 'lain'",
        ]),
        Engine::Sqlite => tries.extend([
            // A replaced row is deleted without a trigger for deleting.
            "INSERT OR REPLACE INTO step_record SELECT * FROM step_record WHERE number = 1",
            "REPLACE INTO complaint_change SELECT * FROM complaint_change",
            "REPLACE INTO office_change SELECT * FROM office_change",
            "INSERT INTO office_change SELECT * FROM office_change WHERE true \
             ON CONFLICT DO UPDATE SET kind = 'OFFICER_MOVED'",
            "UPDATE OR REPLACE step_record SET number = 1 WHERE number = 3",
            "INSERT INTO complaint_change SELECT * FROM complaint_change WHERE true \
             ON CONFLICT DO UPDATE SET reason = 'lain'",
        ]),
    }
    for sql in tries {
        let refused = db.sql(sql).await;
        assert!(refused.is_err(), "{sql}: {refused:?}");
    }
    assert_eq!(bureau.stored(c.id).await, c);
    assert_eq!(db.store.changes_by_complaints(&[(c.office, c.id)]).await.unwrap(), changes);
}

async fn open_records_may_change(db: TestDatabase) {
    let (bureau, c) = one(&db).await;
    // Due times of open steps are computed anew when the calendar changes.
    let changed =
        db.sql("UPDATE step_record SET opened_because = 'kalender' WHERE number = 3").await.unwrap();
    assert_eq!(changed, 1);
    let stored = bureau.stored(c.id).await;
    assert_eq!(stored.records[2].opened_because.as_deref(), Some("kalender"));
    bureau.take("kasubag", &stored, commands::forward(), at("2026-11-24 10:00")).await;
}
