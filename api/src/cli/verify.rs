//! `pengaduan verify` and `pengaduan rebuild-tallies`

use std::sync::Arc;

use clap::Args;
use domain::office::Office;
use persistence::Store;
use persistence::tallies::verify::{Differences, Numbers};

use super::{Failure, print};
use crate::config::DatabaseArgs;

/// Recompute every tally from the history and compare; fails where one differs. The service may go on meanwhile
#[derive(Args, Debug)]
pub(super) struct Verify {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Code of one office; all where left out
    #[arg(long, value_name = "CODE")]
    office: Option<String>,
}

/// Make every tally what the history says. The service may go on meanwhile
#[derive(Args, Debug)]
pub(super) struct RebuildTallies {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Code of one office; all where left out
    #[arg(long, value_name = "CODE")]
    office: Option<String>,
}

/// At most so many differences are shown of an office.
const SHOWN: usize = 20;

impl Verify {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let store = Store::connect(&self.database.config()).await?;
        let mut wrong = 0;
        for office in offices(&store, self.office.as_deref()).await? {
            let differences = store.verify_tallies(office.id).await?;
            report(&office, &differences, "wrong")?;
            wrong += differences.len();
        }
        match wrong {
            0 => Ok(()),
            wrong => Err(format!("{wrong} tallies are wrong; pengaduan rebuild-tallies mends them").into()),
        }
    }
}

impl RebuildTallies {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let store = Store::connect(&self.database.config()).await?;
        for office in offices(&store, self.office.as_deref()).await? {
            let differences = store.rebuild_tallies(office.id).await?;
            report(&office, &differences, "mended")?;
        }
        Ok(())
    }
}

async fn offices(store: &Store, code: Option<&str>) -> Result<Vec<Arc<Office>>, Failure> {
    match code {
        Some(code) => {
            let office = store.find_office(code).await?;
            Ok(vec![office.ok_or_else(|| format!("there is no office {code}"))?])
        }
        None => Ok(store.all_offices().await?),
    }
}

fn report(office: &Office, differences: &Differences, what: &str) -> Result<(), Failure> {
    if differences.is_empty() {
        return print(&format!("{} {}: every tally is what the history says", office.code, office.name));
    }
    print(&format!("{} {}: {} tallies {what}", office.code, office.name, differences.len()))?;
    for (slice, bucket) in differences.unreadable.iter().take(SHOWN) {
        print(&format!("  {slice} {bucket}: cannot be read"))?;
    }
    let numbers = differences.numbers.iter().take(SHOWN);
    for ((slice, bucket, dimensions, cell), Numbers { stored, recomputed }) in numbers {
        let among = dimensions.map(|dimensions| format!(" {dimensions:?}")).unwrap_or_default();
        let (measure, index) = (cell.measure, cell.index);
        print(&format!("  {slice} {bucket}{among} {measure:?} {index}: {stored} instead of {recomputed}"))?;
    }
    Ok(())
}
