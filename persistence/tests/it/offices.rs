//! Offices: what is stored is what is read; a change is seen by every copy of the service.

use domain::administration::{Amendment, CreateCategory, CreateSection};
use domain::ids::{CategoryId, OfficeId, OfficerId, SectionId};
use domain::office::{Officer, Position};
use domain::values::{Code, Line};
use persistence::officers::{NewOfficer, SetupError};

use crate::harness::office::{inspector, plan};
use crate::harness::{Bureau, TestDatabase, new_id, on_both_engines};

on_both_engines!(
    an_office_is_read_as_it_was_made,
    a_new_officer_is_seen_by_every_copy,
    codes_and_usernames_are_taken_once,
    offices_of_a_regency,
    sections_and_categories_are_added,
    what_the_database_is,
);

async fn an_office_is_read_as_it_was_made(db: TestDatabase) {
    assert!(db.store.is_empty().await.unwrap());
    let (mut asked, officers) = plan("510205");
    let id = db.store.create_office(&asked, &officers, new_id).await.unwrap();
    assert!(!db.store.is_empty().await.unwrap());
    assert_eq!(id, OfficeId(1));
    let stored = db.another().await.find_office("510205").await.unwrap().unwrap();

    asked.officers.iter_mut().for_each(|officer| officer.office = Some(id));
    (1..).zip(&mut asked.sections).for_each(|(number, section)| section.number = number);
    (1..).zip(&mut asked.categories).for_each(|(number, category)| category.number = number);
    asked.officers.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(stored.id, id);
    assert_eq!((&stored.code, &stored.name, &stored.regency), (&asked.code, &asked.name, &asked.regency));
    assert_eq!(stored.agenda_format, asked.agenda_format);
    assert_eq!(stored.backdate_days, asked.backdate_days);
    assert_eq!(stored.sections, asked.sections);
    assert_eq!(stored.categories, asked.categories);
    assert_eq!(stored.villages, asked.villages);
    assert_eq!(stored.acting, asked.acting);
    assert_eq!(stored.procedures, asked.procedures);
    assert_eq!(stored.calendar.zone(), asked.calendar.zone());
    assert_eq!(stored.calendar.hours(), asked.calendar.hours());
    assert_eq!(stored.calendar.seasons(), asked.calendar.seasons());
    assert_eq!(stored.calendar.holidays(), asked.calendar.holidays());
    let mut officers = stored.officers.clone();
    officers.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(officers, asked.officers);

    let by_id = db.store.offices_by_ids(&[id, OfficeId(99)]).await.unwrap();
    assert_eq!(by_id.keys().collect::<Vec<_>>(), [&id]);
    assert_eq!(db.store.find_office("999999").await.unwrap().map(|o| o.id), None);
    assert_eq!(db.store.find_office("51\0").await.unwrap().map(|o| o.id), None);
}

async fn a_new_officer_is_seen_by_every_copy(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = db.another().await;
    let count = |office: &domain::office::Office| office.officers.len();
    assert_eq!(count(&other.find_office("510205").await.unwrap().unwrap()), 9);

    let (revision, statements) = (revision(&db).await, other.statements());
    let kept = other.find_office("510205").await.unwrap().unwrap();
    assert_eq!(other.statements() - statements, 1, "an office that did not change is not read again");
    assert_eq!(count(&kept), 9);

    let new = officer(Some(bureau.id()), "staf3");
    db.store.create_officer(&new).await.unwrap();
    assert_eq!(self::revision(&db).await, revision + 1);
    let seen = other.offices_by_ids(&[bureau.id()]).await.unwrap();
    assert_eq!(seen[&bureau.id()].officer(new.officer.id), Some(&new.officer));

    let (found, hash) = other.find_credentials("staf3").await.unwrap().unwrap();
    assert_eq!((found, hash.as_str()), (new.officer.clone(), "hash"));
    assert!(other.find_credentials("STAF3").await.unwrap().is_none());
    assert!(other.find_credentials("staf3\0").await.unwrap().is_none());
    let by_id = other.officers_by_ids(&[new.officer.id, OfficerId(new_id())]).await.unwrap();
    assert_eq!(by_id.len(), 1);
    assert!(other.officers_by_ids(&[]).await.unwrap().is_empty());
}

async fn revision(db: &TestDatabase) -> i64 {
    db.ask("SELECT revision FROM office WHERE code = '510205'").await[0].parse().unwrap()
}

fn officer(office: Option<OfficeId>, username: &str) -> NewOfficer {
    NewOfficer {
        officer: Officer {
            id: OfficerId(new_id()),
            office,
            regency: None,
            username: username.to_owned(),
            name: "Ni Kadek".to_owned(),
            position: Position::Staff,
            section: None,
            active: true,
        },
        password_hash: "hash".to_owned(),
    }
}

async fn codes_and_usernames_are_taken_once(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let (again, officers) = plan("510205");
    let taken = db.store.create_office(&again, &officers, new_id).await.unwrap_err();
    assert!(matches!(taken, SetupError::OfficeTaken(code) if code == "510205"));

    let before = revision(&db).await;
    let taken = db.store.create_officer(&officer(Some(bureau.id()), "staf.510205")).await.unwrap_err();
    assert!(matches!(taken, SetupError::UsernameTaken(name) if name == "staf.510205"));
    assert_eq!(revision(&db).await, before, "what was not done raises nothing");

    // An office whose officer cannot be made is not made either.
    let (half, mut officers) = plan("510206");
    officers[1].officer.username = "staf.510205".to_owned();
    let taken = db.store.create_office(&half, &officers, new_id).await.unwrap_err();
    assert!(matches!(taken, SetupError::UsernameTaken(_)));
    assert!(db.store.find_office("510206").await.unwrap().is_none());
}

async fn offices_of_a_regency(db: TestDatabase) {
    let second = Bureau::open(&db.store, "510206").await;
    let first = Bureau::open(&db.store, "510205").await;
    let viewer = inspector(&db.store, &[first.id(), second.id()]).await;
    let rows = db.store.offices_of_regency("Tabanan").await.unwrap();
    let found: Vec<_> = rows.iter().map(|row| (row.id, row.code.as_str())).collect();
    assert_eq!(found, [(first.id(), "510205"), (second.id(), "510206")]);
    assert!(db.store.offices_of_regency("Badung").await.unwrap().is_empty());
    let (found, _) = db.store.find_credentials("inspektur").await.unwrap().unwrap();
    assert_eq!((found.id, found.office, found.regency.as_deref()), (viewer.officer, None, Some("Tabanan")));
}

async fn sections_and_categories_are_added(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let other = db.another().await;
    let before = other.find_office("510205").await.unwrap().unwrap();
    let section = CreateSection {
        id: SectionId(new_id()),
        code: Code::parse("kesos").unwrap(),
        name: Line::parse("Seksi Kesejahteraan Sosial").unwrap(),
    };
    let categories = ["air", "banjir"].map(|code| CreateCategory {
        id: CategoryId(new_id()),
        code: Line::parse(code).unwrap(),
        name: Line::parse(&format!("Perihal {code}")).unwrap(),
    });
    bureau.operate(Amendment::CreateSection(section.clone())).await.unwrap();
    for create in categories.clone() {
        bureau.operate(Amendment::CreateCategory(create)).await.unwrap();
    }
    let after = other.find_office("510205").await.unwrap().unwrap();
    // Each gets the next number of the office.
    let last = i32::try_from(before.sections.len()).unwrap();
    assert_eq!(after.section(section.id).map(|s| (s.code.as_str(), s.number)), Some(("kesos", last + 1)));
    let last = i32::try_from(before.categories.len()).unwrap();
    for (number, category) in (last + 1..).zip(&categories) {
        assert_eq!(after.category(category.id).map(|c| c.number), Some(number));
    }
    assert_eq!(after.categories.len(), before.categories.len() + 2);
}

async fn what_the_database_is(db: TestDatabase) {
    assert_eq!(db.store.find_setting("demo").await.unwrap(), None);
    for value in ["1", "2"] {
        db.store.put_setting("demo", value).await.unwrap();
        assert_eq!(db.another().await.find_setting("demo").await.unwrap().as_deref(), Some(value));
    }
}
