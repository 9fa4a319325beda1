//! Another office's ids, of whatever kind and wherever they are given, are ids of nothing; so are its cursors.

use api::graphql::ids::NodeId;
use api::graphql::page::cursor;
use domain::ids::{CategoryId, ComplaintId, OfficeId, OfficerId, SectionId};
use persistence::complaints::{ComplaintCursor, CursorValue, OrderField};
use serde_json::{Value, json};
use tests::{EVERYBODY, KEDIRI, Service, instant, on_both};
use uuid::Uuid;

use crate::doors;

/// Optional places of ids, asked for by name.
const PLACES: [&str; 11] = [
    "filter",
    "categoryIds",
    "sectionIds",
    "categoryId",
    "sectionId",
    "leadSectionId",
    "supportingSectionIds",
    "suggestedSectionIds",
    "reportedOfficerIds",
    "originalId",
    "complaintId",
];

/// An id, at every place where one can be given.
fn everywhere(id: &NodeId) -> Value {
    let id = id.encode().to_string();
    let mut ids = json!({ "id": id });
    for place in PLACES {
        ids[place] = json!(id);
    }
    ids
}

/// Ids of another office's things, each with one of the same kind that names nothing.
async fn pairs(service: &Service) -> Vec<(NodeId, NodeId)> {
    let office = service.office(KEDIRI).await;
    let mut story = service.receive_by("staf.kediri", json!({})).await;
    story.by("staf.kediri", "attachDispositionSheet", json!({})).await;
    let Some(NodeId::Complaint(of, complaint)) = NodeId::parse(&story.id) else { panic!("no complaint") };
    let (nobody, nowhere) = (Uuid::max(), OfficeId(4711));
    vec![
        (NodeId::Office(of), NodeId::Office(nowhere)),
        (NodeId::Section(of, office.sections[0].id), NodeId::Section(of, SectionId(nobody))),
        (NodeId::Category(of, office.categories[0].id), NodeId::Category(of, CategoryId(nobody))),
        (NodeId::Officer(office.officers[0].id), NodeId::Officer(OfficerId(nobody))),
        (NodeId::Complaint(of, complaint), NodeId::Complaint(of, ComplaintId(nobody))),
        (NodeId::StepRecord(of, complaint, 1), NodeId::StepRecord(of, ComplaintId(nobody), 1)),
        (NodeId::Solution(of, complaint, 1), NodeId::Solution(of, ComplaintId(nobody), 1)),
    ]
}

on_both!(another_offices_ids_of_every_kind_are_ids_of_nothing, |service: Service| async move {
    /// What needs no id, or ends the session that asks; of the rest, what names nothing at all.
    const APART: [&str; 5] = ["login", "logout", "receiveComplaint", "changePassword", "endOtherSessions"];
    for (real, unreal) in pairs(&service).await {
        for root in ["Query", "Mutation"] {
            let real_fields = doors::fields(&service, root, &everywhere(&real)).await;
            let unreal_fields = doors::fields(&service, root, &everywhere(&unreal)).await;
            for (found, missing) in real_fields.iter().zip(&unreal_fields) {
                let (of_theirs, of_nothing) = (doors::variables(found), doors::variables(missing));
                if of_theirs == of_nothing || APART.contains(&found.name.as_str()) {
                    continue;
                }
                for officer in EVERYBODY.iter().filter(|officer| **officer != "inspektur") {
                    let client = service.officer(officer).await;
                    let answer = client.send(&found.document, of_theirs.clone()).await.to_string();
                    let nothing = client.send(&missing.document, of_nothing.clone()).await.to_string();
                    assert_eq!(answer, nothing, "{officer} {} {real:?}", found.name);
                }
            }
        }
    }
});

on_both!(another_offices_cursor_is_a_place_like_any_other, |service: Service| async move {
    for minute in 0..3 {
        service.at(&format!("2026-02-02T08:0{minute}:00+08:00"));
        service.receive(json!({})).await;
    }
    service.at("2026-02-02T08:01:00+08:00");
    let theirs = service.receive_by("staf.kediri", json!({})).await;
    let Some(NodeId::Complaint(_, id)) = NodeId::parse(&theirs.id) else { panic!("no complaint") };
    service.at("2026-02-02T09:00:00+08:00");
    let query = "query ($c: String) { complaints(after: $c, first: 10) { totalCount nodes { agendaNumber } pageInfo { hasNextPage } } }";
    let at = CursorValue::At(instant("2026-02-02T08:01:00+08:00"));
    let place = |id| cursor(ComplaintCursor { by: OrderField::ReceivedAt, value: Some(at), id });
    let camat = service.officer("camat").await;
    // An id that names nothing, at the same instant and no earlier than theirs was made.
    let mut bytes = id.0.into_bytes();
    bytes[15] ^= 1;
    let theirs = camat.ask(query, json!({ "c": place(id.0) })).await;
    assert_eq!(theirs, camat.ask(query, json!({ "c": place(Uuid::from_bytes(bytes)) })).await);
    assert_eq!(theirs["complaints"]["totalCount"], 3);
});
