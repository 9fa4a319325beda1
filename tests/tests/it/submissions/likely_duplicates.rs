//! `likelyDuplicates`: by the same person or nearly the same text, as far as the viewer sees both; nothing closes by it.

use serde_json::{Value, json};
use tests::{Service, on_both};

use crate::trial::all;

fn subjects(seen: &Value) -> Vec<String> {
    all(&seen["likelyDuplicates"])
        .iter()
        .filter_map(|c| c["subject"].as_str().map(ToOwned::to_owned))
        .collect()
}

const LIKELY: &str = "likelyDuplicates { subject status }";

on_both!(the_same_text_and_the_same_person_are_told, |service: Service| async move {
    let person = json!({ "name": "Wayan", "phone": "+62 812-3456-7890", "nationalId": "5102020304850001" });
    service
        .receive(json!({ "subject": "Lampu jalan padam", "description": "Lampu di depan pasar Bantas padam sejak tiga hari" }))
        .await;
    service
        .receive(json!({ "subject": "Anjing liar", "description": "Banyak anjing di banjar", "complainant": person }))
        .await;
    service.receive(json!({ "subject": "Jalan berlubang", "description": "Rusak parah sejak hujan" })).await;
    service.receive_by("staf.kediri", json!({ "subject": "Lampu jalan padam", "description": "Lampu di depan pasar Bantas padam sejak tiga hari" })).await;
    let sent = service
        .submit(json!({
            "subject": "LAMPU jalan padam!", "description": "lampu di depan pasar Bantas padam sejak 3 hari",
            "complainant": { "phone": "0812 3456 7890" },
        }))
        .await;
    assert_eq!(subjects(&sent.seen_by("staf", LIKELY).await), ["Anjing liar", "Lampu jalan padam"]);
    assert_eq!(subjects(&sent.seen_by("camat", LIKELY).await), ["Anjing liar", "Lampu jalan padam"]);
    // Who does not see the telephone numbers is not told that they are the same.
    for officer in ["kasi.pmd", "admin", "inspektur"] {
        assert_eq!(subjects(&sent.seen_by(officer, LIKELY).await), ["Lampu jalan padam"], "{officer}");
    }
    let received = sent.by("staf", "receiveSubmission", json!({})).await;
    assert_eq!(sent.seen_by("staf", LIKELY).await["likelyDuplicates"], json!([]), "it waits no more");
    let id = received["complaint"]["id"].as_str().expect("an id").to_owned();
    let mut story = tests::Story { service: &service, id, version: 1 };
    assert_eq!(
        subjects(&story.seen_by("staf", LIKELY).await),
        ["Anjing liar", "Lampu jalan padam"],
        "step 2, without itself"
    );
    story.by("staf", "attachDispositionSheet", json!({})).await;
    assert_eq!(story.seen_by("staf", LIKELY).await["likelyDuplicates"], json!([]), "from step 3 on");
});

on_both!(what_the_viewer_may_not_see_is_not_told, |service: Service| async move {
    let text =
        json!({ "subject": "Pungutan liar", "description": "Dipungut biaya mengurus surat di kantor" });
    let with = |more: Value| tests::over(text.clone(), &more);
    service.receive(with(json!({ "confidentiality": "SECRET" }))).await;
    let camat = service.officer_id("camat").await;
    service.receive(with(json!({ "subject": "Pungutan liar camat", "reportedOfficerIds": [camat] }))).await;
    let sent = service.submit(text.clone()).await;
    let told = async |officer: &str| subjects(&sent.seen_by(officer, LIKELY).await);
    assert_eq!(told("staf").await, ["Pungutan liar", "Pungutan liar camat"]);
    assert_eq!(told("camat").await, ["Pungutan liar"], "what is about the camat does not exist for him");
    assert_eq!(told("kasi.pmd").await, ["Pungutan liar camat"], "the secret one does not exist for her");
    assert_eq!(told("inspektur").await, ["Pungutan liar camat"], "nor is its content the inspector's");
    let anonymous =
        json!({ "confidentiality": "ANONYMOUS", "complainant": { "nationalId": "5102020304850001" } });
    service
        .receive(tests::over(
            anonymous.clone(),
            &json!({ "subject": "Hal lain sama sekali", "description": "Tentang sawah" }),
        ))
        .await;
    let sent = service.submit(anonymous).await;
    assert_eq!(subjects(&sent.seen_by("staf", LIKELY).await), ["Hal lain sama sekali"]);
    for officer in ["sekretaris", "camat", "kasi.pmd", "inspektur"] {
        assert_eq!(subjects(&sent.seen_by(officer, LIKELY).await), Vec::<String>::new(), "{officer}");
    }
});

on_both!(of_many_the_likeliest_five_of_the_last_half_year_are_told, |service: Service| async move {
    let text = |n: usize| json!({ "subject": format!("Sampah menumpuk di pasar {n}"), "description": "Tidak diangkut sejak minggu lalu" });
    service.receive(text(0)).await;
    service.at("2026-09-01T08:00:00+08:00");
    for n in 1..=7 {
        service.receive(text(n)).await;
    }
    let sent = service.submit(text(0)).await;
    let found = subjects(&sent.seen_by("staf", LIKELY).await);
    assert_eq!(found.len(), 5);
    assert!(!found.contains(&"Sampah menumpuk di pasar 0".to_owned()), "that was in February: {found:?}");
});
