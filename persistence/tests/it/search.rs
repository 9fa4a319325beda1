//! Searching: parts of subject and description, as people type them; and nothing that the searcher may not see.

use domain::complaint::Confidentiality;
use domain::values::Subject;
use domain::visibility::Viewer;
use persistence::complaints::{ComplaintFilter, ComplaintOrder, OrderField, Records};
use persistence::page::Page;

use crate::harness::office::inspector;
use crate::harness::{Bureau, TestDatabase, at, on_both_engines, prose};

on_both_engines!(
    a_part_of_the_text_is_found_in_any_case,
    wildcards_are_letters,
    a_secret_complaint_is_found_by_its_number_only,
    a_correction_is_searched,
);

const NOW: &str = "2026-11-24 09:00";

async fn receive(bureau: &Bureau, subject: &str, description: &str) {
    let receive = |r: &mut domain::complaint::steps::Receive| {
        r.subject = Subject::parse(subject).unwrap();
        r.description = prose(description);
    };
    bureau.receive_as(at(NOW), receive).await;
}

/// The running numbers of what is found.
async fn found(bureau: &Bureau, viewer: &Viewer, search: &str) -> Vec<i32> {
    let filter = ComplaintFilter { search: Some(search.to_owned()), ..ComplaintFilter::default() };
    let order = ComplaintOrder { field: OrderField::AgendaNumber, descending: false };
    let page = Page::first(100);
    let rows = bureau
        .store
        .list_complaints(viewer, &filter, order, &page, &Records::All, at(NOW))
        .await
        .unwrap()
        .rows;
    assert_eq!(bureau.store.count_complaints(viewer, &filter, at(NOW)).await.unwrap(), rows.len() as u64);
    rows.iter().map(|c| c.agenda_number.number).collect()
}

async fn a_part_of_the_text_is_found_in_any_case(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    receive(&bureau, "Jalan RUSAK di Bantas", "Aspal berlubang").await;
    receive(&bureau, "Kafe CAFÉ ÉTOILE", "İstanbul, Straße, ΟΔΟΣ").await;
    receive(&bureau, "ᬧᭂᬗᬤᬸᬯᬦ᭄", "Pengaduan 🚧").await;
    let staff = bureau.viewer("staf", at(NOW));
    for (search, numbers) in [
        ("jalan rusak", vec![1]),
        ("LUBANG", vec![1]),
        ("lan ru", vec![1]),
        ("café étoile", vec![2]),
        ("CAFÉ Ét", vec![2]),
        ("straße", vec![2]),
        // A part of a word, whose last letter would be written otherwise at its end.
        ("οδοσ", vec![2]),
        ("ΟΔΟΣ", vec![2]),
        ("ᬤᬸ", vec![3]),
        ("🚧", vec![3]),
        ("a", vec![1, 2, 3]),
        ("", vec![1, 2, 3]),
        // Not across subject and description.
        ("bantasaspal", vec![]),
        ("bantas aspal", vec![]),
        ("cafe", vec![]),
        ("0002/pm", vec![2]),
        ("PM/2026", vec![1, 2, 3]),
    ] {
        assert_eq!(found(&bureau, &staff, search).await, numbers, "{search}");
    }
    let long = "jalan ".repeat(400);
    assert_eq!(found(&bureau, &staff, &long).await, Vec::<i32>::new());
}

async fn wildcards_are_letters(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    receive(&bureau, "Naik 100% tanpa sebab", "-").await;
    receive(&bureau, "Berkas KTP_lama", "-").await;
    receive(&bureau, r"Pungutan \ iuran", "-").await;
    receive(&bureau, "Naik 1000 tanpa sebab, KTP lama", "[a-z]* 'kutip' \"ganda\"").await;
    let staff = bureau.viewer("staf", at(NOW));
    for (search, numbers) in [
        ("%", vec![1]),
        ("100%", vec![1]),
        ("0% t", vec![1]),
        ("_", vec![2]),
        ("ktp_lama", vec![2]),
        (r"\", vec![3]),
        (r"n \ i", vec![3]),
        (r"\%", vec![]),
        (r"\_", vec![]),
        ("[a-z]*", vec![4]),
        ("'", vec![4]),
        ("\"", vec![4]),
        ("'; --", vec![]),
    ] {
        assert_eq!(found(&bureau, &staff, search).await, numbers, "{search}");
    }
}

async fn a_secret_complaint_is_found_by_its_number_only(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    receive(&bureau, "Jalan rusak", "Umum").await;
    let secret = bureau
        .receive_as(at(NOW), |r| {
            r.confidentiality = Confidentiality::Secret;
            r.category = Some(bureau.category("jalan"));
            r.village = Some(bureau.office.villages[0].code.clone());
        })
        .await;
    let inspector = inspector(&db.store, &[bureau.id()]).await;
    let viewer = |name| bureau.viewer(name, at(NOW));
    for (search, seen_by_staff, by_inspector, by_admin) in [
        ("jalan", vec![1, 2], vec![1], vec![1]),
        ("hujan", vec![2], vec![], vec![]),
        ("0002/", vec![2], vec![2], vec![]),
        ("/pm/", vec![1, 2], vec![1, 2], vec![1]),
        ("", vec![1, 2], vec![1, 2], vec![1]),
    ] {
        assert_eq!(found(&bureau, &viewer("staf"), search).await, seen_by_staff, "{search}");
        assert_eq!(found(&bureau, &inspector, search).await, by_inspector, "{search}");
        assert_eq!(found(&bureau, &viewer("admin"), search).await, by_admin, "{search}");
        assert_eq!(found(&bureau, &viewer("kasi.pem"), search).await, by_admin, "{search}");
    }
    // Nor by what it is about.
    let all = ComplaintFilter::default;
    for (filter, by_inspector) in [
        (ComplaintFilter { categories: Some(vec![(bureau.id(), bureau.category("jalan"))]), ..all() }, 0),
        (ComplaintFilter { villages: Some(vec![secret.village.clone().unwrap()]), ..all() }, 0),
        (ComplaintFilter { channel: Some(vec![secret.channel.unwrap()]), ..all() }, 1),
        (all(), 2),
    ] {
        let count = db.store.count_complaints(&inspector, &filter, at(NOW)).await.unwrap();
        assert_eq!(count, by_inspector, "{filter:?}");
    }
}

async fn a_correction_is_searched(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let c = bureau.receive(at(NOW)).await;
    let staff = bureau.viewer("staf", at(NOW));
    assert_eq!(found(&bureau, &staff, "rusak").await, [1]);
    bureau.take("staf", &c, crate::harness::commands::correct("Jembatan lapuk"), at(NOW)).await;
    assert_eq!(found(&bureau, &staff, "rusak").await, Vec::<i32>::new());
    assert_eq!(found(&bureau, &staff, "LAPUK").await, [1]);
}
