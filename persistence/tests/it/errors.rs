//! What an error of the store says to a log: what failed, and nothing of what was written.

use persistence::StoreError;

use crate::harness::{Bureau, Engine, TestDatabase, on_both_engines};

on_both_engines!(an_error_quotes_no_value);

async fn an_error_quotes_no_value(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let office = bureau.id().0;
    let twice =
        format!("INSERT INTO village VALUES ({office}, 'KENARI', 'KENARI'), ({office}, 'KENARI', 'KENARI')");
    let lacking = format!("INSERT INTO village VALUES ({office}, 'KENARI', NULL)");
    let mut refused = vec![twice.as_str(), lacking.as_str()];
    if db.engine == Engine::Postgres {
        // With the sentence itself quoting the value.
        refused.extend(["SELECT 'KENARI'::uuid", "SELECT 'KENARI'::integer", "SELECT 'KENARI'::timestamptz"]);
    }
    for sql in refused {
        let error = StoreError::from(db.sql(sql).await.unwrap_err());
        let (logged, shown) = (format!("{error:?}"), error.to_string());
        assert!(!logged.contains("KENARI") && !shown.contains("KENARI"), "{logged} {shown}");
        assert!(logged.contains("code"), "{logged}");
    }
    let error = StoreError::from(db.sql("SELECT * FROM nowhere").await.unwrap_err());
    assert!(format!("{error:?}").contains("nowhere"), "what helps an operator is told: {error:?}");
}
