//! Complaints of which everything is known, between them every field that a complaint can have. Each word in them belongs to
//! one part, so that an answer tells by its words what it gives away.

use serde_json::{Value, json};
use tests::{At, Service, Story};

/// Words of the content.
pub const CONTENT: [&str; 2] = ["kelapa", "WEBSITE"];
/// Words of the name.
pub const IDENTITY: [&str; 2] = ["Kenari Lama", "Kenari Baru"];
/// Words of telephone, e-mail and address.
pub const CONTACT: [&str; 6] = ["0811111111", "0822222222", "lama@", "baru@", "Banjar Lama", "Banjar Baru"];
/// The national id, before and after it was corrected.
pub const NATIONAL_ID: [&str; 2] = ["5102020304850001", "5102020304850002"];

/// What the staff are not shown of any of these complaints: nobody acts or stands in, and no appointment of theirs is coming.
pub const NEVER_KNOWN: [&str; 3] = [
    // While step 2 is open only: see `submissions/likely_duplicates.rs`.
    "Complaint.likelyDuplicates",
    "Refusal.until",
    "StepRecord.onBehalfOf",
];

/// A complaint that was told.
#[derive(Debug)]
pub struct Told {
    pub id: String,
    pub agenda_number: String,
}

/// In all of them PEM was asked, PMD was not, and the head of TRANTIB is complained of.
pub async fn everything(service: &Service, confidentiality: &str) -> Vec<Told> {
    // Filed, having been returned and reopened on its way.
    let mut filed = signed_next(service, confidentiality).await;
    filed.go(At::Sign, At::Archived).await;
    filed.by("camat", "reopenComplaint", json!({ "reason": "Buka kelapa" })).await;
    filed.go_to(At::Dispose).await;
    filed.dispose_to(&["PEM"]).await;
    solve(&mut filed).await;
    filed.go(At::Sign, At::Archived).await;
    // Its original, too, and waiting for the section.
    // Its own section was asked before the head of TRANTIB was complained of.
    let mut waiting = received(service, confidentiality, &[]).await;
    waiting.go_to(At::Dispose).await;
    waiting.dispose_to(&["PEM", "TRANTIB"]).await;
    let reported = json!({ "reason": "Tentang kelapa", "reportedOfficerIds": [service.officer_id("kasi.trantib").await] });
    waiting.by("staf", "correctComplaint", reported).await;
    let mut duplicate = signed_next(service, confidentiality).await;
    duplicate
        .by("camat", "returnComplaint", json!({ "toStep": "DISPOSE", "reason": "Kembali kelapa" }))
        .await;
    duplicate
        .by("camat", "closeAsDuplicate", json!({ "originalId": waiting.id, "reason": "Sama kelapa" }))
        .await;
    let mut referred = signed_next(service, confidentiality).await;
    referred
        .by("camat", "referComplaint", json!({ "agency": "Dinas kelapa", "reason": "Milik kelapa" }))
        .await;
    let signing = signed_next(service, confidentiality).await;
    let mut told = Vec::new();
    for story in [filed, waiting, duplicate, referred, signing] {
        told.push(Told { agenda_number: number(&story).await, id: story.id });
    }
    told
}

async fn number(story: &Story<'_>) -> String {
    let seen = story.seen_by("staf", "agendaNumber").await;
    seen["agendaNumber"].as_str().expect("a number").to_owned()
}

async fn received<'a>(service: &'a Service, confidentiality: &str, reported: &[&str]) -> Story<'a> {
    let mut reported_ids = Vec::new();
    for officer in reported {
        reported_ids.push(service.officer_id(officer).await);
    }
    let input = json!({
        "channel": "WEBSITE", "subject": "Perihal kelapa", "description": "Uraian kelapa", "confidentiality": confidentiality,
        "categoryId": service.category("09").await, "villageCode": "51.02.02.2005",
        "reportedOfficerIds": reported_ids,
        "complainant": {
            "name": "Kenari Lama", "phone": "0811111111", "email": "lama@desa.id", "address": "Banjar Lama",
            "nationalId": NATIONAL_ID[0],
        },
    });
    let mut story = service.receive(input).await;
    let corrected = json!({
        "reason": "Salah kelapa", "subject": "Perihal kelapa benar", "description": "Uraian kelapa benar", "urgency": "URGENT",
        "categoryId": service.category("07").await, "villageCode": "51.02.02.2003",
        "complainant": {
            "name": "Kenari Baru", "phone": "0822222222", "email": "baru@desa.id", "address": "Banjar Baru",
            "nationalId": NATIONAL_ID[1],
        },
    });
    story.by("staf", "correctComplaint", corrected).await;
    story
}

/// At SIGN, every step having said something.
async fn signed_next<'a>(service: &'a Service, confidentiality: &str) -> Story<'a> {
    let mut story = received(service, confidentiality, &["kasi.trantib"]).await;
    story.by("staf", "attachDispositionSheet", json!({ "note": "Catatan kelapa" })).await;
    let back = json!({ "toStep": "ATTACH_DISPOSITION_SHEET", "reason": "Alasan kelapa" });
    story.by("kasubag", "returnComplaint", back).await;
    story.go(At::AttachDispositionSheet, At::Advise).await;
    let advice = json!({ "advice": "Saran kelapa", "suggestedSectionIds": [service.section("PMD").await] });
    story.by("sekretaris", "adviseCamat", advice).await;
    let consider = json!({ "consideration": "Timbang kelapa", "policyMatter": true });
    story.by("camat", "considerComplaint", consider).await;
    let sections: Value = json!({
        "instruction": "Perintah kelapa", "leadSectionId": service.section("PEM").await,
        "supportingSectionIds": [service.section("UMUM").await],
    });
    story.by("camat", "disposeComplaint", sections).await;
    story.by("kasubag", "submitSolution", json!({ "solution": "Dukungan kelapa" })).await;
    solve(&mut story).await;
    story
}

async fn solve(story: &mut Story<'_>) {
    story.by("kasi.pemerintahan", "submitSolution", json!({ "solution": "Solusi kelapa" })).await;
}
