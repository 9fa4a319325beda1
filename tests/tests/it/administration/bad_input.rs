//! What is not right is refused with its field, and changes nothing: for every mutation.

use api::graphql::ids::NodeId;
use domain::ids::{ActingId, CategoryId, OfficerId, SectionId};
use serde_json::{Value, json};
use tests::{KEDIRI, PASSWORD, SELEMADEG_TIMUR, Service, on_both, over};

use super::{document, refused, send};

/// Ids that inputs name.
struct Ids {
    staff: String,
    head: String,
    section: String,
    dissolved: String,
    category: String,
    appointment: String,
    officer_of_kediri: String,
    section_of_kediri: String,
    category_of_kediri: String,
    appointment_of_kediri: String,
}

/// An id like this one, of nothing.
fn no_such(id: &str) -> String {
    let nothing = uuid::Uuid::from_u128(4711);
    let unknown = match NodeId::parse(id) {
        Some(NodeId::Officer(_)) => NodeId::Officer(OfficerId(nothing)),
        Some(NodeId::Section(office, _)) => NodeId::Section(office, SectionId(nothing)),
        Some(NodeId::Category(office, _)) => NodeId::Category(office, CategoryId(nothing)),
        Some(NodeId::ActingAppointment(office, _)) => NodeId::ActingAppointment(office, ActingId(nothing)),
        other => panic!("{other:?} is nothing that is named here"),
    };
    unknown.encode().to_string()
}

async fn appointment(service: &Service, code: &str) -> String {
    let office = service.office(code).await;
    let first = office.acting.first().expect("somebody acts");
    NodeId::ActingAppointment(office.id, first.id).encode().to_string()
}

impl Ids {
    async fn of(service: &Service) -> Self {
        let dissolved = json!({ "code": "LAMA", "name": "Seksi Lama" });
        let dissolved = super::done(service, "createSection", dissolved).await["section"]["id"].take();
        super::done(service, "deactivateSection", json!({ "sectionId": dissolved })).await;
        Self {
            staff: service.officer_id("staf").await,
            head: service.officer_id("kasi.pmd").await,
            section: service.section("PMD").await,
            dissolved: dissolved.as_str().expect("an id").to_owned(),
            category: service.category("09").await,
            appointment: appointment(service, SELEMADEG_TIMUR).await,
            officer_of_kediri: service.officer_id("staf.kediri").await,
            section_of_kediri: service.section_of(KEDIRI, "PMD").await,
            category_of_kediri: service.category_of(KEDIRI, "09").await,
            appointment_of_kediri: appointment(service, KEDIRI).await,
        }
    }
}

/// No variable holds a NUL: the edge refuses the request before anybody reads it.
async fn nul_is_refused(service: &Service, mutation: &str, input: Value) {
    let before = service.office(SELEMADEG_TIMUR).await;
    let answer = service.officer("admin").await.send(&document(mutation), json!({ "input": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{mutation} {answer}");
    assert_eq!(service.office(SELEMADEG_TIMUR).await, before, "{mutation}");
}

/// A line of text that must be there: what is put in its place.
fn wrong_lines(max: usize) -> Vec<Value> {
    vec![
        json!(""),
        json!(" \t "),
        json!("a".repeat(max + 1)),
        json!("a\u{0}b"),
        json!("a\u{1b}[31m"),
        json!("a\nb"),
    ]
}

/// A field, and values that are not right in it.
type Wrong = (&'static str, Vec<Value>);

/// Mutations with an input that is right, and what is put over it.
fn table(ids: &Ids) -> Vec<(&'static str, Value, Vec<Wrong>)> {
    let officers =
        vec![json!("!"), json!(ids.section), json!(ids.officer_of_kediri), json!(no_such(&ids.staff))];
    let sections =
        vec![json!("!"), json!(ids.staff), json!(ids.section_of_kediri), json!(no_such(&ids.section))];
    let categories =
        vec![json!("!"), json!(ids.section), json!(ids.category_of_kediri), json!(no_such(&ids.category))];
    let appointments = vec![
        json!("!"),
        json!(ids.staff),
        json!(ids.appointment_of_kediri),
        json!(no_such(&ids.appointment)),
    ];
    let usernames = {
        let mut wrong = wrong_lines(200);
        wrong.extend([json!("dua kata"), json!("camat"), json!("camat.kediri"), json!("inspektur")]);
        wrong
    };
    let passwords =
        vec![json!(""), json!("pendek"), json!("a".repeat(251)), json!("kata sandi\u{0}panjang sekali")];
    let headed = {
        let mut wrong = sections.clone();
        wrong.extend([json!(ids.dissolved), Value::Null]);
        wrong
    };
    let keys = ("idempotencyKey", wrong_lines(200));
    vec![
        (
            "createOfficer",
            json!({
                "username": "baru", "name": "Baru", "position": "SECTION_HEAD", "sectionId": ids.section, "password": PASSWORD,
            }),
            vec![
                ("username", usernames.clone()),
                ("name", wrong_lines(300)),
                ("position", vec![json!("INSPECTOR")]),
                ("sectionId", headed.clone()),
                ("password", passwords.clone()),
                keys.clone(),
            ],
        ),
        (
            "changeOfficer",
            json!({ "officerId": ids.staff, "name": "Lain" }),
            vec![
                ("officerId", officers.clone()),
                ("name", wrong_lines(300)),
                ("username", usernames),
                keys.clone(),
            ],
        ),
        (
            "moveOfficer",
            json!({ "officerId": ids.staff, "position": "SECTION_HEAD", "sectionId": ids.section }),
            vec![
                ("officerId", officers.clone()),
                ("position", vec![json!("INSPECTOR")]),
                ("sectionId", headed),
                keys.clone(),
            ],
        ),
        (
            "deactivateOfficer",
            json!({ "officerId": ids.staff }),
            vec![("officerId", officers.clone()), keys.clone()],
        ),
        (
            "reactivateOfficer",
            json!({ "officerId": ids.staff }),
            vec![("officerId", officers.clone()), keys.clone()],
        ),
        (
            "setOfficerPassword",
            json!({ "officerId": ids.staff, "password": PASSWORD }),
            vec![("officerId", officers.clone()), ("password", passwords)],
        ),
        (
            "createSection",
            json!({ "code": "BARU", "name": "Seksi Baru" }),
            vec![
                ("code", [wrong_lines(40), vec![json!("PMD"), json!(" PMD ")]].concat()),
                ("name", wrong_lines(300)),
                keys.clone(),
            ],
        ),
        (
            "renameSection",
            json!({ "sectionId": ids.section, "name": "Seksi Lain" }),
            vec![("sectionId", sections.clone()), ("name", wrong_lines(300)), keys.clone()],
        ),
        (
            "deactivateSection",
            json!({ "sectionId": ids.section }),
            vec![("sectionId", sections.clone()), keys.clone()],
        ),
        (
            "reactivateSection",
            json!({ "sectionId": ids.section }),
            vec![("sectionId", sections.clone()), keys.clone()],
        ),
        (
            "createCategory",
            json!({ "code": "11", "name": "Kategori Baru" }),
            vec![
                ("code", [wrong_lines(300), vec![json!("09")]].concat()),
                ("name", wrong_lines(300)),
                keys.clone(),
            ],
        ),
        (
            "renameCategory",
            json!({ "categoryId": ids.category, "name": "Kategori Lain" }),
            vec![("categoryId", categories.clone()), ("name", wrong_lines(300)), keys.clone()],
        ),
        (
            "deactivateCategory",
            json!({ "categoryId": ids.category }),
            vec![("categoryId", categories.clone()), keys.clone()],
        ),
        (
            "reactivateCategory",
            json!({ "categoryId": ids.category }),
            vec![("categoryId", categories), keys.clone()],
        ),
        (
            "setLetterhead",
            json!({ "government": "Pemerintah" }),
            vec![
                ("government", wrong_lines(300)),
                ("officeName", wrong_lines(300)),
                ("address", wrong_lines(300)),
                ("website", wrong_lines(200)),
                ("telephone", vec![json!(""), json!("112"), json!("bukan nomor"), json!("0361\u{0}811234")]),
                ("email", vec![json!(""), json!("kantor"), json!("a@b"), json!("a\u{0}b@desa.id")]),
                keys.clone(),
            ],
        ),
        (
            "changeRules",
            json!({ "backdateDays": 7 }),
            vec![
                (
                    "agendaFormat",
                    vec![
                        json!(""),
                        json!("{year}"),
                        json!("{number}{number}"),
                        json!("{number}\u{0}"),
                        json!(format!("{{number}}{}", "x".repeat(60))),
                    ],
                ),
                ("backdateDays", vec![json!(-1), json!(367), json!(i32::MAX), json!(i32::MIN)]),
                keys.clone(),
            ],
        ),
        (
            "appointActing",
            json!({
                "officerId": ids.staff, "position": "SECTION_HEAD", "sectionId": ids.section, "capacity": "PLT", "decree": "1",
                "from": "2026-02-03", "to": "2026-02-05",
            }),
            vec![
                ("officerId", [officers, vec![json!(ids.head)]].concat()),
                ("position", vec![json!("INSPECTOR")]),
                ("sectionId", [sections, vec![Value::Null]].concat()),
                ("capacity", vec![json!("DEFINITIVE"), json!("SUBSTITUTE")]),
                ("decree", [wrong_lines(300), vec![Value::Null]].concat()),
                (
                    "from",
                    vec![json!("2026-01-01"), json!("2027-02-03"), json!("0001-01-01"), json!("9999-12-31")],
                ),
                (
                    "to",
                    vec![json!("2026-02-02"), json!("2027-02-03"), json!("0001-01-01"), json!("9999-12-31")],
                ),
                keys.clone(),
            ],
        ),
        (
            "endActing",
            json!({ "appointmentId": ids.appointment }),
            vec![
                ("appointmentId", appointments),
                (
                    "lastDay",
                    vec![json!("2026-02-02"), json!("2026-03-28"), json!("0001-01-01"), json!("9999-12-31")],
                ),
                keys,
            ],
        ),
    ]
}

on_both!(what_is_not_right_is_refused_with_its_field, |service: Service| async move {
    let ids = Ids::of(&service).await;
    for (mutation, right, wrong) in table(&ids) {
        for (field, values) in wrong {
            for value in values {
                let input = over(right.clone(), &json!({ field: value }));
                if value.as_str().is_some_and(|text| text.contains('\0')) {
                    nul_is_refused(&service, mutation, input).await;
                    continue;
                }
                let error = refused(&service, "admin", mutation, "INVALID_INPUT", input.clone()).await;
                assert_eq!(error["field"], json!(["input", field]), "{mutation} {input:#}");
            }
        }
    }
});

on_both!(what_is_right_is_done, |service: Service| async move {
    // Otherwise the table of what is wrong would say nothing.
    let ids = Ids::of(&service).await;
    for (mutation, right, _) in table(&ids) {
        if mutation.starts_with("reactivate") {
            continue;
        }
        let input = over(right, &json!({ "dryRun": true }));
        let input = if mutation == "setOfficerPassword" {
            json!({ "officerId": ids.staff, "password": PASSWORD })
        } else {
            input
        };
        let payload = send(&service.officer("admin").await, mutation, input.clone()).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation} {input:#}");
    }
});

on_both!(what_changes_nothing_is_refused, |service: Service| async move {
    let ids = Ids::of(&service).await;
    for (mutation, input) in [
        ("changeOfficer", json!({ "officerId": ids.staff })),
        ("changeOfficer", json!({ "officerId": ids.staff, "name": "Ni Luh Ayu" })),
        ("moveOfficer", json!({ "officerId": ids.staff, "position": "STAFF" })),
        ("reactivateOfficer", json!({ "officerId": ids.staff })),
        ("reactivateSection", json!({ "sectionId": ids.section })),
        ("deactivateSection", json!({ "sectionId": ids.dissolved })),
        ("reactivateCategory", json!({ "categoryId": ids.category })),
        ("setLetterhead", json!({})),
        ("changeRules", json!({})),
        ("changeRules", json!({ "backdateDays": 30 })),
    ] {
        let error = refused(&service, "admin", mutation, "INVALID_INPUT", input).await;
        assert_eq!(error["field"], json!(["input"]), "{mutation}");
        assert_eq!(error["message"], "Nothing would change: give at least one field a new value.");
    }
});

on_both!(a_position_that_heads_no_section_is_given_none, |service: Service| async move {
    let ids = Ids::of(&service).await;
    for position in ["STAFF", "SECRETARY", "CAMAT", "ADMINISTRATOR"] {
        let input = json!({ "officerId": ids.head, "position": position, "sectionId": ids.section });
        let error = refused(&service, "admin", "moveOfficer", "INVALID_INPUT", input).await;
        assert_eq!(error["field"], json!(["input", "sectionId"]), "{position}");
    }
});

on_both!(who_may_not_is_told_so_whatever_they_ask, |service: Service| async move {
    let ids = Ids::of(&service).await;
    for (mutation, right, _) in table(&ids) {
        for officer in ["staf", "camat", "inspektur", "admin.kediri"] {
            if officer == "admin.kediri" {
                // He is one, of his own office: what is named is unknown there, or is done there.
                if !mutation.starts_with("create") && !["setLetterhead", "changeRules"].contains(&mutation) {
                    refused(&service, officer, mutation, "INVALID_INPUT", right.clone()).await;
                }
                continue;
            }
            refused(&service, officer, mutation, "NOT_PERMITTED", right.clone()).await;
            let wrong = over(right.clone(), &json!({ "idempotencyKey": "" }));
            let wrong = if mutation == "setOfficerPassword" { right.clone() } else { wrong };
            refused(&service, officer, mutation, "NOT_PERMITTED", wrong).await;
        }
    }
});
