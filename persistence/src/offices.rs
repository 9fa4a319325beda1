//! Offices: read once for each revision of their records, kept until the revision is raised. From the primary always: a
//! standby that lags would put an older office under a newer revision.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use domain::ids::{ActingId, CategoryId, OfficeId, OfficerId, SectionId};
use domain::office::{ActingAppointment, Category, Letterhead, Office, Officer, Post, Section, Village};
use domain::procedure::step::Step;
use domain::procedure::{Procedure, StepStandard};
use domain::values::{AgendaFormat, VillageCode};
use domain::working_time::{Calendar, Holiday, OpeningSpan, Rules, Season, SpecialDay, WeeklyHours};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::entity::{
    acting_appointment, category, holiday, office, officer, opening_hours, procedure_revision,
    procedure_step, register, season, section, special_day, village,
};
use crate::error::{StoreError, inconsistent};
use crate::rows::in_place;
use crate::store::Store;
use crate::text::may_be_stored;

/// Offices as last read, with the revision they were read at.
#[derive(Debug, Default)]
pub(crate) struct OfficeCache(RwLock<HashMap<OfficeId, (i64, Arc<Office>)>>);

impl OfficeCache {
    fn get(&self, id: OfficeId, revision: i64) -> Option<Arc<Office>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&id).filter(|(at, _)| *at == revision).map(|(_, office)| Arc::clone(office))
    }

    fn put(&self, id: OfficeId, revision: i64, office: &Arc<Office>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(id, (revision, Arc::clone(office)));
    }
}

/// An office's id and code, without the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeRow {
    /// Its number.
    pub id: OfficeId,
    /// Its code.
    pub code: String,
    /// The revision of its records.
    pub revision: i64,
    /// The revision of its register: what changes a complaint raises it.
    pub register: i64,
}

impl Store {
    /// Offices by their ids, as they stand now; unknown ids are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn offices_by_ids(
        &self,
        ids: &[OfficeId],
    ) -> Result<HashMap<OfficeId, Arc<Office>>, StoreError> {
        let rows = office::Entity::find()
            .filter(office::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(&self.fresh)
            .await?;
        let mut offices = HashMap::with_capacity(rows.len());
        for row in rows {
            let id = OfficeId(row.id);
            offices.insert(id, self.office_at(&self.fresh, row).await?);
        }
        Ok(offices)
    }

    /// The offices of a regency, by code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn offices_of_regency(&self, regency: &str) -> Result<Vec<OfficeRow>, StoreError> {
        let register_of = office::Entity::belongs_to(register::Entity)
            .from(office::Column::Id)
            .to(register::Column::OfficeId)
            .into();
        let rows: Vec<(i32, String, i64, Option<i64>)> = office::Entity::find()
            .select_only()
            .columns([office::Column::Id, office::Column::Code, office::Column::Revision])
            .column(register::Column::Revision)
            .join(JoinType::LeftJoin, register_of)
            .filter(office::Column::Regency.eq(regency))
            .order_by_asc(office::Column::Code)
            .into_tuple()
            .all(&self.fresh)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, code, revision, register)| OfficeRow {
                id: OfficeId(id),
                code,
                revision,
                register: register.unwrap_or_default(),
            })
            .collect())
    }

    /// An office by its code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find_office(&self, code: &str) -> Result<Option<Arc<Office>>, StoreError> {
        if !may_be_stored(code) {
            return Ok(None);
        }
        let row = office::Entity::find().filter(office::Column::Code.eq(code)).one(&self.fresh).await?;
        match row {
            Some(row) => Ok(Some(self.office_at(&self.fresh, row).await?)),
            None => Ok(None),
        }
    }

    /// Every office, by code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn all_offices(&self) -> Result<Vec<Arc<Office>>, StoreError> {
        let rows = office::Entity::find().order_by_asc(office::Column::Code).all(&self.read).await?;
        let mut offices = Vec::with_capacity(rows.len());
        for row in rows {
            offices.push(self.office_at(&self.read, row).await?);
        }
        Ok(offices)
    }

    /// The offices of a name, by code: a name is no key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn offices_named(&self, name: &str) -> Result<Vec<Arc<Office>>, StoreError> {
        let rows = office::Entity::find()
            .filter(office::Column::Name.eq(name))
            .order_by_asc(office::Column::Code)
            .all(&self.fresh)
            .await?;
        let mut offices = Vec::with_capacity(rows.len());
        for row in rows {
            offices.push(self.office_at(&self.fresh, row).await?);
        }
        Ok(offices)
    }

    /// The office as kept, if it was read at this revision; otherwise read now.
    pub(crate) async fn office(
        &self,
        db: &impl ConnectionTrait,
        id: OfficeId,
    ) -> Result<Option<Arc<Office>>, StoreError> {
        match office::Entity::find_by_id(id.0).one(db).await? {
            Some(row) => Ok(Some(self.office_at(db, row).await?)),
            None => Ok(None),
        }
    }

    /// As [`Store::office`], and nobody changes it until the transaction ends: what is judged by it still holds when it is
    /// written. Whoever changes an office waits for all who hold it, and they for whoever changes it.
    pub(crate) async fn office_held(
        &self,
        tx: &DatabaseTransaction,
        id: OfficeId,
    ) -> Result<Option<Arc<Office>>, StoreError> {
        match office::Entity::find_by_id(id.0).lock_shared().one(tx).await? {
            Some(row) => Ok(Some(self.office_at(tx, row).await?)),
            None => Ok(None),
        }
    }

    /// Offices as they were when their rows were read: those kept cost no statement.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn offices_at(&self, rows: &[OfficeRow]) -> Result<Vec<Arc<Office>>, StoreError> {
        let mut offices = Vec::with_capacity(rows.len());
        for row in rows {
            offices.extend(self.office_at_revision(row.id, row.revision).await?);
        }
        Ok(offices)
    }

    /// The office kept for a revision that was read together with something else.
    pub(crate) async fn office_at_revision(
        &self,
        id: OfficeId,
        revision: i64,
    ) -> Result<Option<Arc<Office>>, StoreError> {
        match self.offices.get(id, revision) {
            Some(office) => Ok(Some(office)),
            None => self.office(&self.fresh, id).await,
        }
    }

    async fn office_at(
        &self,
        db: &impl ConnectionTrait,
        row: office::Model,
    ) -> Result<Arc<Office>, StoreError> {
        let (id, revision) = (OfficeId(row.id), row.revision);
        if let Some(office) = self.offices.get(id, revision) {
            return Ok(office);
        }
        let office = Arc::new(load(db, row).await?);
        self.offices.put(id, revision, &office);
        Ok(office)
    }
}

pub(crate) async fn load(db: &impl ConnectionTrait, row: office::Model) -> Result<Office, StoreError> {
    let id = row.id;
    let sections = section::Entity::find().filter(section::Column::OfficeId.eq(id)).all(db).await?;
    let categories = category::Entity::find().filter(category::Column::OfficeId.eq(id)).all(db).await?;
    let villages = village::Entity::find().filter(village::Column::OfficeId.eq(id)).all(db).await?;
    let officers = officer::Entity::find().filter(officer::Column::OfficeId.eq(id)).all(db).await?;
    let acting = acting_appointment::Entity::find()
        .filter(acting_appointment::Column::OfficeId.eq(id))
        .all(db)
        .await?;
    let mut office = Office {
        id: OfficeId(id),
        calendar: load_calendar(db, &row).await?,
        procedures: load_procedures(db, id).await?,
        agenda_format: AgendaFormat::parse(&row.agenda_format).map_err(|e| inconsistent("office", id, e))?,
        backdate_days: u16::try_from(row.backdate_days).map_err(|e| inconsistent("office", id, e))?,
        letterhead: Letterhead {
            government: row.letterhead_government,
            office_name: row.letterhead_office_name,
            address: row.letterhead_address,
            telephone: row.letterhead_telephone,
            email: row.letterhead_email,
            website: row.letterhead_website,
        },
        code: row.code,
        name: row.name,
        regency: row.regency,
        sections: sections
            .into_iter()
            .map(|s| Section {
                id: SectionId(s.id),
                code: s.code,
                name: s.name,
                active: s.active,
                number: s.number,
            })
            .collect(),
        categories: categories
            .into_iter()
            .map(|c| Category {
                id: CategoryId(c.id),
                code: c.code,
                name: c.name,
                active: c.active,
                number: c.number,
            })
            .collect(),
        villages: villages.into_iter().map(|v| Village { code: VillageCode(v.code), name: v.name }).collect(),
        officers: officers.into_iter().map(officer_of).collect::<Result<_, _>>()?,
        acting: acting.into_iter().map(acting_of).collect::<Result<_, _>>()?,
    };
    // Not by the statements: each engine has an order of its own for text.
    office.put_in_order();
    Ok(office)
}

in_place! { officer::Model {
    id, office_id, regency, username, name, position, section_id, active,
} not read { password_hash: String::new() } }

pub(crate) fn officer_of(row: officer::Model) -> Result<Officer, StoreError> {
    let officer::Model {
        id,
        office_id,
        regency,
        username,
        name,
        position,
        section_id,
        active,
        password_hash: _,
    } = row;
    Ok(Officer {
        id: OfficerId(id),
        office: office_id.map(OfficeId),
        regency,
        username,
        name,
        position: position.parse().map_err(|e| inconsistent("officer", id, e))?,
        section: section_id.map(SectionId),
        active,
    })
}

fn acting_of(row: acting_appointment::Model) -> Result<ActingAppointment, StoreError> {
    let acting_appointment::Model {
        office_id: _,
        id,
        officer_id,
        position,
        section_id,
        capacity,
        decree,
        from_at,
        until_at,
    } = row;
    Ok(ActingAppointment {
        id: ActingId(id),
        officer: OfficerId(officer_id),
        post: Post {
            position: position.parse().map_err(|e| inconsistent("acting_appointment", id, e))?,
            section: section_id.map(SectionId),
        },
        capacity: capacity.parse().map_err(|e| inconsistent("acting_appointment", id, e))?,
        decree,
        from: from_at,
        until: until_at,
    })
}

async fn load_calendar(db: &impl ConnectionTrait, row: &office::Model) -> Result<Calendar, StoreError> {
    let id = row.id;
    let seasons = season::Entity::find().filter(season::Column::OfficeId.eq(id)).all(db).await?;
    let hours = opening_hours::Entity::find().filter(opening_hours::Column::OfficeId.eq(id)).all(db).await?;
    let holidays = holiday::Entity::find().filter(holiday::Column::OfficeId.eq(id)).all(db).await?;
    let weekly = |season: Option<sea_orm::prelude::Uuid>| {
        let spans = hours
            .iter()
            .filter(|h| h.season_id == season)
            .map(|h| {
                let wrong = |what: String| inconsistent("opening_hours", h.id, what);
                let weekday =
                    u8::try_from(h.weekday - 1).ok().and_then(|day| chrono::Weekday::try_from(day).ok());
                let weekday = weekday.ok_or_else(|| wrong(format!("weekday {}", h.weekday)))?;
                let opens = h.opens.parse().map_err(|e| wrong(format!("{e}")))?;
                let closes = h.closes.parse().map_err(|e| wrong(format!("{e}")))?;
                Ok((weekday, OpeningSpan { opens, closes }))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        WeeklyHours::new(spans).map_err(|e| inconsistent("opening_hours", id, e))
    };
    let seasons = seasons
        .iter()
        .map(|s| {
            Ok(Season { name: s.name.clone(), from: s.from_on, to: s.to_on, hours: weekly(Some(s.id))? })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let holidays = holidays
        .into_iter()
        .map(|h| {
            Ok(Holiday {
                date: h.on_date,
                name: h.name,
                kind: h.kind.parse().map_err(|e| inconsistent("holiday", h.id, e))?,
                closed: h.closed,
                estimated: h.estimated,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let rules = Rules {
        zone: row.time_zone.parse().map_err(|e| inconsistent("office", id, e))?,
        hours: weekly(None)?,
        seasons,
        holidays,
        special_days: load_special_days(db, id).await?,
    };
    Calendar::of(rules).map_err(|e| inconsistent("office", id, e))
}

async fn load_special_days(
    db: &impl ConnectionTrait,
    id: i32,
) -> Result<BTreeMap<NaiveDate, SpecialDay>, StoreError> {
    let days = special_day::Entity::find().filter(special_day::Column::OfficeId.eq(id)).all(db).await?;
    let day = |row: special_day::Model| {
        let wrong = |what: String| inconsistent("special_day", format!("{id}/{}", row.on_date), what);
        let spans = row.hours.split_whitespace().map(str::parse::<OpeningSpan>);
        let hours = spans.collect::<Result<Vec<_>, _>>().map_err(|e| wrong(e.to_string()))?;
        let day = SpecialDay::new(row.on_date, row.name, hours).map_err(|e| wrong(e.to_string()))?;
        Ok((row.on_date, day))
    };
    days.into_iter().map(day).collect()
}

async fn load_procedures(db: &impl ConnectionTrait, id: i32) -> Result<Vec<Procedure>, StoreError> {
    let revisions = procedure_revision::Entity::find()
        .filter(procedure_revision::Column::OfficeId.eq(id))
        .all(db)
        .await?;
    let steps =
        procedure_step::Entity::find().filter(procedure_step::Column::OfficeId.eq(id)).all(db).await?;
    revisions
        .into_iter()
        .map(|revision| {
            let standard = |step: Step| {
                let name: &str = step.into();
                let row = steps
                    .iter()
                    .find(|s| s.revision == revision.revision && s.step == name)
                    .ok_or_else(|| {
                        inconsistent(
                            "procedure_step",
                            format!("{id}/{}/{name}", revision.revision),
                            "missing",
                        )
                    })?;
                Ok(StepStandard {
                    activity: row.activity.clone(),
                    activity_indonesian: row.activity_indonesian.clone(),
                    requirements: row.requirements.clone(),
                    output: row.output.clone(),
                    standard: row.standard.parse().map_err(|e| {
                        inconsistent("procedure_step", format!("{id}/{}/{name}", revision.revision), e)
                    })?,
                })
            };
            let steps =
                Step::ALL.iter().map(|&step| standard(step)).collect::<Result<Vec<_>, StoreError>>()?;
            Ok(Procedure {
                number: revision.number,
                title: revision.title,
                revision: revision.revision,
                legal_basis: revision.legal_basis,
                decided_on: revision.decided_on,
                effective_from: revision.effective_from,
                steps: steps
                    .try_into()
                    .map_err(|_| inconsistent("procedure_revision", id, "not ten steps"))?,
            })
        })
        .collect()
}
