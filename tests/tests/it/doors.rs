//! Every door, by introspection: a new field without a rule here fails.

use std::collections::BTreeMap;

use api::graphql::ids::NodeId;
use serde_json::{Value, json};
use tests::{At, EVERYBODY, KEDIRI, SELEMADEG_TIMUR, Service, on_both, over};

use crate::trial::{all, no_such};

/// Who may pass a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Anybody.
    Public,
    /// Whoever is signed in: what they see is a matter of what exists for them.
    SignedIn,
    /// These only, at whichever step.
    Officers(&'static [&'static str]),
}

impl Door {
    /// As a page says it.
    pub fn words(self) -> String {
        match self {
            Self::Public => "anybody".to_owned(),
            Self::SignedIn => "whoever is signed in, for themselves".to_owned(),
            Self::Officers(officers) => officers.join(", "),
        }
    }
}

pub const QUERIES: &[(&str, Door)] = &[
    ("complaint", Door::SignedIn),
    ("complaintByAgendaNumber", Door::SignedIn),
    ("complaints", Door::SignedIn),
    ("dashboard", Door::SignedIn),
    ("node", Door::SignedIn),
    ("nodes", Door::SignedIn),
    ("office", Door::SignedIn),
    ("officeChanges", Door::Officers(&["camat", "admin", "inspektur"])),
    ("offices", Door::SignedIn),
    ("readings", Door::Officers(&["camat", "inspektur"])),
    ("sessions", Door::SignedIn),
    ("submissions", Door::SignedIn),
    ("trackComplaint", Door::Public),
    ("viewer", Door::Public),
    ("worklist", Door::SignedIn),
];

const ADMINISTRATOR: Door = Door::Officers(&["admin"]);

/// Of a complaint that was just received, and a submission that waits.
pub const MUTATIONS: &[(&str, Door)] = &[
    ("addHoliday", ADMINISTRATOR),
    ("addProcedureRevision", ADMINISTRATOR),
    ("adviseCamat", Door::Officers(&["sekretaris"])),
    ("appointActing", ADMINISTRATOR),
    ("archiveComplaint", Door::Officers(&["staf"])),
    ("attachDispositionSheet", Door::Officers(&["staf"])),
    ("carryOutSolution", Door::Officers(&["sekretaris", "kasubag"])),
    ("changeHoliday", ADMINISTRATOR),
    ("changeOfficer", ADMINISTRATOR),
    ("changePassword", Door::SignedIn),
    ("changeRules", ADMINISTRATOR),
    ("changeSeason", ADMINISTRATOR),
    ("closeAsDuplicate", Door::Officers(&["staf", "kasubag", "sekretaris", "camat"])),
    ("considerComplaint", Door::Officers(&["camat"])),
    (
        "correctComplaint",
        Door::Officers(&["staf", "kasubag", "sekretaris", "camat", "kasi.pemerintahan", "kasi.trantib"]),
    ),
    ("createCategory", ADMINISTRATOR),
    ("createOfficer", ADMINISTRATOR),
    ("createSeason", ADMINISTRATOR),
    ("createSection", ADMINISTRATOR),
    ("deactivateCategory", ADMINISTRATOR),
    ("deactivateOfficer", ADMINISTRATOR),
    ("deactivateSection", ADMINISTRATOR),
    ("dismissSubmission", Door::Officers(&["staf"])),
    ("disposeComplaint", Door::Officers(&["camat"])),
    ("endActing", ADMINISTRATOR),
    ("endOfficerSessions", ADMINISTRATOR),
    ("endOtherSessions", Door::SignedIn),
    ("endSession", Door::SignedIn),
    ("forwardToSecretary", Door::Officers(&["kasubag"])),
    ("handBackComplaint", Door::Officers(&["kasi.pemerintahan", "kasi.trantib"])),
    ("importHolidays", ADMINISTRATOR),
    ("joinSubmission", Door::Officers(&["staf"])),
    ("login", Door::Public),
    ("logout", Door::SignedIn),
    ("moveOfficer", ADMINISTRATOR),
    ("reactivateCategory", ADMINISTRATOR),
    ("reactivateOfficer", ADMINISTRATOR),
    ("reactivateSection", ADMINISTRATOR),
    ("receiveComplaint", Door::Officers(&["staf"])),
    ("receiveSubmission", Door::Officers(&["staf"])),
    ("referComplaint", Door::Officers(&["camat"])),
    ("removeHoliday", ADMINISTRATOR),
    ("removeProcedureRevision", ADMINISTRATOR),
    ("removeSeason", ADMINISTRATOR),
    ("renameCategory", ADMINISTRATOR),
    ("renameSection", ADMINISTRATOR),
    ("reopenComplaint", Door::Officers(&["sekretaris", "camat"])),
    ("restoreDay", ADMINISTRATOR),
    ("returnComplaint", Door::Officers(&["kasubag", "sekretaris", "camat"])),
    ("setDay", ADMINISTRATOR),
    ("setLetterhead", ADMINISTRATOR),
    ("setOfficerPassword", ADMINISTRATOR),
    ("setWorkingHours", ADMINISTRATOR),
    ("signSolution", Door::Officers(&["camat"])),
    ("submitComplaint", Door::Public),
    ("submitSolution", Door::Officers(&["kasi.pemerintahan", "kasi.trantib"])),
    ("withdrawComplaint", Door::Officers(&["staf"])),
];

/// A field of a root, as introspection tells it.
pub struct Field {
    pub name: String,
    pub document: String,
    arguments: Vec<(String, Value)>,
}

/// The schema, as far as arguments need it.
struct Types(BTreeMap<String, Value>);

impl Types {
    /// Whether an object has a field.
    fn has(&self, of: &Value, field: &str) -> bool {
        let of = if of["kind"] == "NON_NULL" { &of["ofType"] } else { of };
        let fields = of["name"].as_str().and_then(|name| self.0.get(name)).map(|of| all(&of["fields"]));
        fields.is_some_and(|fields| fields.iter().any(|known| known["name"] == field))
    }

    /// A value that fits a type; ids by what the argument is called.
    fn value(&self, name: &str, of: &Value, ids: &Value) -> Value {
        match (of["kind"].as_str().unwrap_or(""), of["name"].as_str().unwrap_or("")) {
            ("NON_NULL", _) => self.value(name, &of["ofType"], ids),
            ("LIST", _) => json!([self.value(name, &of["ofType"], ids)]),
            ("ENUM", kind) => self.0[kind]["enumValues"][0]["name"].clone(),
            ("INPUT_OBJECT", kind) => {
                let mut input = json!({});
                for field in all(&self.0[kind]["inputFields"]) {
                    let field_name = field["name"].as_str().unwrap_or("");
                    if field["type"]["kind"] == "NON_NULL" || ids.get(field_name).is_some() {
                        input[field_name] = self.value(field_name, &field["type"], ids);
                    }
                }
                input
            }
            (_, "ID") => ids.get(name).or(ids.get("id")).cloned().unwrap_or_default(),
            (_, "Int") if name == "expectedVersion" => json!(1),
            (_, "Int") if name == "year" => json!(2026),
            (_, "Int") => json!(10),
            (_, "Boolean") => json!(true),
            (_, "Date") => json!("2026-02-02"),
            (_, "DateTime") => json!("2026-02-02T08:00:00+08:00"),
            (_, "String") => ids.get(name).cloned().unwrap_or(json!("apa saja")),
            (kind, other) => panic!("no value for {kind} {other}"),
        }
    }
}

pub async fn fields(service: &Service, root: &str, ids: &Value) -> Vec<Field> {
    const TYPE: &str =
        "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
    let query = format!(
        "{{ __schema {{ types {{ kind name enumValues {{ name }} inputFields {{ name type {{ {TYPE} }} }}
           fields {{ name type {{ {TYPE} }} args {{ name type {{ {TYPE} }} }} }} }} }} }}"
    );
    let schema = service.stranger().ask(&query, json!({})).await;
    let types = all(&schema["__schema"]["types"])
        .iter()
        .map(|t| (t["name"].as_str().unwrap_or("").to_owned(), t.clone()));
    let types = Types(types.collect());
    all(&types.0[root]["fields"])
        .iter()
        .map(|field| {
            let name = field["name"].as_str().unwrap_or("").to_owned();
            let mut arguments = Vec::new();
            let mut declared = Vec::new();
            let mut passed = Vec::new();
            for argument in all(&field["args"]) {
                let argument_name = argument["name"].as_str().unwrap_or("").to_owned();
                let wanted = argument["type"]["kind"] == "NON_NULL" || ids.get(&argument_name).is_some();
                if wanted {
                    declared.push(format!("${argument_name}: {}", written(&argument["type"])));
                    passed.push(format!("{argument_name}: ${argument_name}"));
                    let value = types.value(&argument_name, &argument["type"], ids);
                    arguments.push((argument_name, value));
                }
            }
            let operation = if root == "Query" { "query" } else { "mutation" };
            let brackets = |list: Vec<String>| {
                if list.is_empty() { String::new() } else { format!("({})", list.join(", ")) }
            };
            let select = match root {
                "Mutation" if types.has(&field["type"], "complaint") => {
                    "{ complaint { id } userErrors { code field message } }"
                }
                "Mutation" if types.has(&field["type"], "submission") => {
                    "{ submission { id } userErrors { code field message } }"
                }
                "Mutation" => "{ userErrors { code field message } }",
                _ => "{ __typename }",
            };
            let document =
                format!("{operation} {} {{ {name}{} {select} }}", brackets(declared), brackets(passed));
            Field { name, document, arguments }
        })
        .collect()
}

fn written(of: &Value) -> String {
    match of["kind"].as_str() {
        Some("NON_NULL") => format!("{}!", written(&of["ofType"])),
        Some("LIST") => format!("[{}]", written(&of["ofType"])),
        _ => of["name"].as_str().unwrap_or("").to_owned(),
    }
}

pub fn variables(field: &Field) -> Value {
    field.arguments.iter().fold(json!({}), |mut all, (name, value)| {
        all[name.as_str()] = value.clone();
        all
    })
}

pub fn door(rules: &[(&str, Door)], field: &str) -> Door {
    let rule = rules.iter().find(|(name, _)| *name == field);
    rule.unwrap_or_else(|| panic!("{field} is new: say in doors.rs who may pass")).1
}

/// Ids of one office's things, by what arguments call them.
pub async fn ids(service: &Service, office: &str) -> Value {
    let staff = if office == KEDIRI { "staf.kediri" } else { "staf" };
    let complaint = service.receive_by(staff, json!({})).await.id;
    let original = service.receive_by(staff, json!({})).await.id;
    json!({
        "id": complaint, "ids": complaint, "complaintId": complaint, "originalId": original,
        "submissionId": service.submit(json!({ "officeCode": office })).await.id,
        "leadSectionId": service.section_of(office, "PEM").await,
        "officerId": service.officer_id(if office == KEDIRI { "camat.kediri" } else { "camat" }).await,
        "code": office, "officeCode": office, "agendaNumber": "1", "instruction": "apa saja", "subject": "apa saja",
    })
}

on_both!(without_signing_in_there_are_five_doors, |service: Service| async move {
    let ids = ids(&service, SELEMADEG_TIMUR).await;
    for (root, rules) in [("Query", QUERIES), ("Mutation", MUTATIONS)] {
        let fields = fields(&service, root, &ids).await;
        assert_eq!(fields.len(), rules.len(), "a rule without a field");
        for field in fields {
            let answer = service.stranger().send(&field.document, variables(&field)).await;
            let code = &answer["errors"][0]["extensions"]["code"];
            match door(rules, &field.name) {
                Door::Public => assert!(answer.get("errors").is_none(), "{} {answer}", field.name),
                Door::SignedIn | Door::Officers(_) => {
                    assert_eq!(code, "UNAUTHENTICATED", "{} {answer}", field.name);
                    let data = &answer["data"];
                    assert!(data.is_null() || data[field.name.as_str()].is_null(), "{answer}");
                }
            }
        }
    }
    let nobody = service
        .stranger()
        .ask("{ viewer { id } trackComplaint(trackingCode: \"1-0000-0000-0000\") { status } }", json!({}))
        .await;
    assert_eq!(nobody, json!({ "viewer": null, "trackComplaint": null }));
});

on_both!(no_mutation_is_done_by_who_may_not_at_any_step, |service: Service| async move {
    let ids = ids(&service, SELEMADEG_TIMUR).await;
    let fields = fields(&service, "Mutation", &ids).await;
    let mut story = service.receive(json!({})).await;
    for (place, at) in At::OPEN.into_iter().chain([At::Archived]).enumerate() {
        if place > 0 {
            story.take(At::OPEN[place - 1]).await;
        }
        let before = story.picture().await;
        for field in &fields {
            let Door::Officers(officers) = door(MUTATIONS, &field.name) else { continue };
            for officer in EVERYBODY.iter().filter(|officer| !officers.contains(officer)) {
                let mut variables = variables(field);
                if variables["input"].get("complaintId").is_some()
                    && variables["input"].get("submissionId").is_none()
                {
                    variables["input"] = over(variables["input"].take(), &story.input(&json!({})));
                }
                let answer = service.officer(officer).await.send(&field.document, variables).await;
                let errors = &answer["data"][field.name.as_str()]["userErrors"];
                let code = errors[0]["code"].as_str().unwrap_or("done");
                assert!(
                    ["NOT_PERMITTED", "WRONG_STEP", "CLOSED"].contains(&code),
                    "{} by {officer} at {at:?}: {answer}",
                    field.name
                );
            }
        }
        assert!(story.picture().await == before, "something was changed at {at:?}");
    }
});

on_both!(another_offices_ids_are_ids_of_nothing, |service: Service| async move {
    let theirs = ids(&service, KEDIRI).await;
    let nobody = NodeId::Officer(domain::ids::OfficerId(uuid::Uuid::max())).encode().to_string();
    let nothing = over(
        theirs.clone(),
        &json!({
            "id": no_such(theirs["id"].as_str().expect("an id")), "ids": no_such(theirs["id"].as_str().expect("an id")),
            "complaintId": no_such(theirs["id"].as_str().expect("an id")), "officerId": nobody,
            "submissionId": no_such(theirs["submissionId"].as_str().expect("an id")), "code": "99.99.99", "officeCode": "99.99.99",
            "agendaNumber": "4711",
        }),
    );
    for root in ["Query", "Mutation"] {
        let real = fields(&service, root, &theirs).await;
        let unreal = fields(&service, root, &nothing).await;
        for (real, unreal) in real.into_iter().zip(unreal) {
            // What names nothing of an office cannot find anything of another; nor what makes something of one's own.
            let names_nothing = real.arguments == unreal.arguments;
            let makes =
                ["login", "logout", "receiveComplaint", "submitComplaint", "createCategory", "createSection"];
            if names_nothing || makes.contains(&real.name.as_str()) {
                continue;
            }
            for officer in EVERYBODY.iter().filter(|officer| **officer != "inspektur") {
                let client = service.officer(officer).await;
                let found = client.send(&real.document, variables(&real)).await.to_string();
                let missing = client.send(&unreal.document, variables(&unreal)).await.to_string();
                assert_eq!(found, missing, "{officer} {}", real.name);
            }
        }
    }
});
