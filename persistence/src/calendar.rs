//! Writing the calendar of an office: what differs between two. A new office's differs from none.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::OfficeId;
use domain::working_time::{Holiday, Rules, Season, SpecialDay, WeeklyHours};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::{holiday, opening_hours, season, special_day};
use crate::error::{StoreError, inconsistent};
use crate::insert::{insert, replace};
use crate::update::{Updated, update};

/// The calendar of an office of which nothing is written yet.
pub(crate) fn unwritten(rules: &Rules) -> Rules {
    Rules {
        zone: rules.zone,
        hours: WeeklyHours::default(),
        seasons: Vec::new(),
        holidays: Vec::new(),
        special_days: BTreeMap::new(),
    }
}

/// Writes what differs; the time zone is the office's own row.
pub(crate) async fn write_calendar(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    before: &Rules,
    after: &Rules,
    new_id: impl Fn() -> Uuid,
) -> Result<(), StoreError> {
    if before.hours != after.hours {
        opening_hours::Entity::delete_many()
            .filter(opening_hours::Column::OfficeId.eq(office.0))
            .filter(opening_hours::Column::SeasonId.is_null())
            .exec(tx)
            .await?;
        insert(tx, hours_rows(office, None, &after.hours, &new_id)).await?;
    }
    write_seasons(tx, office, &before.seasons, &after.seasons, &new_id).await?;
    write_holidays(tx, office, &before.holidays, &after.holidays, &new_id).await?;
    write_special_days(tx, office, &before.special_days, &after.special_days).await
}

fn hours_rows(
    office: OfficeId,
    season: Option<Uuid>,
    hours: &WeeklyHours,
    new_id: impl Fn() -> Uuid,
) -> Vec<opening_hours::Model> {
    let row = |(weekday, span): (chrono::Weekday, domain::working_time::OpeningSpan)| opening_hours::Model {
        office_id: office.0,
        id: new_id(),
        season_id: season,
        weekday: i32::try_from(weekday.number_from_monday()).unwrap_or(1),
        opens: span.opens.to_string(),
        closes: span.closes.to_string(),
    };
    hours.rows().map(row).collect()
}

/// A season that changed is written anew: few do, and none is referred to.
async fn write_seasons(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    before: &[Season],
    after: &[Season],
    new_id: impl Fn() -> Uuid,
) -> Result<(), StoreError> {
    for gone in before.iter().filter(|season| !after.contains(season)) {
        let id: Option<Uuid> = season::Entity::find()
            .select_only()
            .column(season::Column::Id)
            .filter(season::Column::OfficeId.eq(office.0))
            .filter(season::Column::FromOn.eq(gone.from))
            .into_tuple()
            .one(tx)
            .await?;
        let id =
            id.ok_or_else(|| inconsistent("season", format!("{}/{}", office.0, gone.from), "missing"))?;
        opening_hours::Entity::delete_many()
            .filter(opening_hours::Column::OfficeId.eq(office.0))
            .filter(opening_hours::Column::SeasonId.eq(id))
            .exec(tx)
            .await?;
        season::Entity::delete_by_id((office.0, id)).exec(tx).await?;
    }
    let mut hours = Vec::new();
    let mut rows = Vec::new();
    for new in after.iter().filter(|season| !before.contains(season)) {
        let id = new_id();
        rows.push(season::Model {
            office_id: office.0,
            id,
            name: new.name.clone(),
            from_on: new.from,
            to_on: new.to,
        });
        hours.extend(hours_rows(office, Some(id), &new.hours, &new_id));
    }
    insert(tx, rows).await?;
    insert(tx, hours).await
}

const HOLIDAYS: Updated =
    Updated { table: "holiday", keys: &["on_date", "name"], columns: &["kind", "closed", "estimated"] };

async fn write_holidays(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    before: &[Holiday],
    after: &[Holiday],
    new_id: impl Fn() -> Uuid,
) -> Result<(), StoreError> {
    fn by_key(holidays: &[Holiday]) -> BTreeMap<(NaiveDate, &str), &Holiday> {
        holidays.iter().map(|holiday| ((holiday.date, holiday.name.as_str()), holiday)).collect()
    }
    let (before, after) = (by_key(before), by_key(after));
    for (date, name) in before.keys().filter(|key| !after.contains_key(*key)) {
        holiday::Entity::delete_many()
            .filter(holiday::Column::OfficeId.eq(office.0))
            .filter(holiday::Column::OnDate.eq(*date))
            .filter(holiday::Column::Name.eq(*name))
            .exec(tx)
            .await?;
    }
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (key, after) in after {
        match before.get(&key) {
            None => new.push(holiday::Model {
                office_id: office.0,
                id: new_id(),
                on_date: after.date,
                name: after.name.clone(),
                kind: after.kind.to_string(),
                closed: after.closed,
                estimated: after.estimated,
            }),
            Some(before) if *before != after => changed.push(vec![
                after.date.into(),
                after.name.as_str().into(),
                after.kind.to_string().into(),
                after.closed.into(),
                after.estimated.into(),
            ]),
            Some(_) => {}
        }
    }
    update(tx, office, HOLIDAYS, &changed).await?;
    insert(tx, new).await
}

async fn write_special_days(
    tx: &impl ConnectionTrait,
    office: OfficeId,
    before: &BTreeMap<NaiveDate, SpecialDay>,
    after: &BTreeMap<NaiveDate, SpecialDay>,
) -> Result<(), StoreError> {
    for date in before.keys().filter(|date| !after.contains_key(date)) {
        special_day::Entity::delete_by_id((office.0, *date)).exec(tx).await?;
    }
    let new = after.values().filter(|day| before.get(&day.date()) != Some(day));
    let rows = new.map(|day| special_day::Model {
        office_id: office.0,
        on_date: day.date(),
        name: day.name().to_owned(),
        hours: day.hours().iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    });
    replace(tx, rows.collect()).await
}
