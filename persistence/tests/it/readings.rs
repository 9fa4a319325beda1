//! Readings are found newest first, whichever office's, and none of a complaint that does not exist for who asks.

use chrono::TimeDelta;
use domain::complaint::Confidentiality;
use domain::ids::{ComplaintId, OfficeId};
use domain::reading::{ReadOf, ReadPart};
use persistence::complaints::Span;
use persistence::page::Page;
use persistence::readings::{Reading, ReadingCursor, ReadingFilter};

use crate::harness::office::inspector;
use crate::harness::{Bureau, TestDatabase, at, new_id, on_both_engines};

on_both_engines!(pages_of_several_offices_are_one_list, of_what_does_not_exist_for_one_there_is_no_reading);

async fn pages_of_several_offices_are_one_list(db: TestDatabase) {
    let (one, other) = (Bureau::open(&db.store, "510205").await, Bureau::open(&db.store, "510206").await);
    let now = at("2026-11-24 09:00");
    let mut all = Vec::new();
    for (number, bureau) in (0..23).zip([&one, &other, &one].into_iter().cycle()) {
        let complaint = bureau.receive(now).await;
        // Some at the same instant, told apart by their ids.
        let reading = Reading {
            office: bureau.id(),
            id: new_id(),
            at: now + TimeDelta::minutes(number / 4),
            officer: bureau.officer(if number % 2 == 0 { "staf" } else { "camat" }),
            of: ReadOf::Complaint(complaint.id),
            what: [ReadPart::Content, ReadPart::Complainant, ReadPart::NationalId][number as usize % 3],
        };
        all.push(reading);
    }
    db.store.record_readings(all.clone()).await.unwrap();
    db.store.record_readings(Vec::new()).await.unwrap();
    all.sort_by_key(|reading| std::cmp::Reverse((reading.at, reading.id)));
    let viewer = inspector(&db.store, &[one.id(), other.id()]).await;
    let after = |reading: &Reading| ReadingCursor { at: reading.at, id: reading.id };
    let staff = one.officer("staf");
    let (from, to) = (now + TimeDelta::minutes(1), now + TimeDelta::minutes(4));
    let some = all[7].clone();
    type Fits<'a> = Box<dyn Fn(&Reading) -> bool + Send + 'a>;
    let cases: [(ReadingFilter, Fits<'_>); 4] = [
        (ReadingFilter::default(), Box::new(|_| true)),
        (
            ReadingFilter { officer: Some(staff), ..ReadingFilter::default() },
            Box::new(|r| r.officer == staff),
        ),
        (
            ReadingFilter { complaint: Some((some.office, complaint_of(&some))), ..ReadingFilter::default() },
            Box::new(|r| r.of == some.of),
        ),
        (
            ReadingFilter { at: Span { from: Some(from), to: Some(to) }, ..ReadingFilter::default() },
            Box::new(|r| from <= r.at && r.at < to),
        ),
    ];
    for (filter, fits) in cases {
        let expected: Vec<Reading> = all.iter().filter(|reading| fits(reading)).cloned().collect();
        let (mut found, mut page) = (Vec::new(), Page::first(5));
        loop {
            let rows = db.store.list_readings(&viewer, &filter, &page).await.unwrap();
            found.extend(rows.rows);
            if !rows.has_next {
                break;
            }
            page.after = found.last().map(after);
        }
        assert_eq!(found, expected, "{filter:?}");
        let count = db.store.count_readings(&viewer, &filter).await.unwrap();
        assert_eq!(count, expected.len() as u64);
    }
    // Back from a place.
    let page = Page { before: Some(after(&all[10])), backward: true, ..Page::first(4) };
    let rows = db.store.list_readings(&viewer, &ReadingFilter::default(), &page).await.unwrap();
    assert_eq!(rows.rows, all[6..10]);
}

async fn of_what_does_not_exist_for_one_there_is_no_reading(db: TestDatabase) {
    let bureau = Bureau::open(&db.store, "510205").await;
    let now = at("2026-11-24 09:00");
    let camat = bureau.viewer("camat", now);
    let about_camat = bureau
        .receive_as(now, |receive| {
            receive.confidentiality = Confidentiality::Secret;
            receive.reported = vec![camat.officer];
        })
        .await;
    let reading = Reading {
        office: bureau.id(),
        id: new_id(),
        at: now,
        officer: bureau.officer("staf"),
        of: ReadOf::Complaint(about_camat.id),
        what: ReadPart::Content,
    };
    db.store.record_readings(vec![reading]).await.unwrap();
    let secretary = bureau.viewer("sekretaris", now);
    let nowhere = inspector(&db.store, &[OfficeId(99)]).await;
    let of_it = ReadingFilter { complaint: Some((bureau.id(), about_camat.id)), ..ReadingFilter::default() };
    for (viewer, expected) in [(&camat, 0), (&secretary, 1), (&nowhere, 0)] {
        for filter in [&ReadingFilter::default(), &of_it] {
            let rows = db.store.list_readings(viewer, filter, &Page::first(10)).await.unwrap().rows;
            assert_eq!(rows.len(), expected);
            assert_eq!(db.store.count_readings(viewer, filter).await.unwrap(), expected as u64);
        }
    }
}

fn complaint_of(reading: &Reading) -> ComplaintId {
    match reading.of {
        ReadOf::Complaint(id) => id,
        ReadOf::Submission(_) => panic!("a complaint was read"),
    }
}
