//! Lists against a model in memory: every filter, every order, every page, for every kind of viewer.

use chrono::TimeDelta;
use domain::complaint::{Channel, Complaint, Confidentiality, Urgency, standing::Status};
use domain::office::Post;
use domain::procedure::step::Step;
use domain::values::VillageCode;
use domain::visibility::Viewer;
use persistence::complaints::{ComplaintCursor, ComplaintFilter, ComplaintOrder, OrderField, Span};
use persistence::page::{Page, Rows};
use strum::VariantArray;

use crate::harness::office::{CHANNELS, inspector};
use crate::harness::world::{World, now, standing_in};
use crate::harness::{Bureau, Random, TestDatabase, new_id, on_both_engines};

on_both_engines!(
    every_page_of_every_order_walked_both_ways,
    ranges_between_two_cursors,
    any_filter_finds_what_the_model_finds,
    each_filter_by_itself,
    cursors_of_another_order_find_nothing,
);

const FIELDS: [OrderField; 4] =
    [OrderField::ReceivedAt, OrderField::DueAt, OrderField::ClosedAt, OrderField::AgendaNumber];

fn orders() -> impl Iterator<Item = ComplaintOrder> {
    FIELDS.into_iter().flat_map(|field| [false, true].map(|descending| ComplaintOrder { field, descending }))
}

struct Scene {
    db: TestDatabase,
    first: Bureau,
    second: Bureau,
    world: World,
    inspector: Viewer,
}

async fn scene(db: TestDatabase, seed: u64, of_each: usize) -> Scene {
    let first = Bureau::open(&db.store, "510205").await;
    let second = Bureau::open(&db.store, "510206").await;
    let third = Bureau::open(&db.store, "510207").await;
    let random = Random::new(seed);
    let world = World::make(&[&first, &second, &third], &random, of_each).await;
    for status in Status::VARIANTS {
        assert!(of_each < 40 || standing_in(&world, *status) > 0, "nothing is {status}");
    }
    // The third office lies in another regency, as far as this inspector goes.
    let inspector = inspector(&db.store, &[first.id(), second.id()]).await;
    Scene { db, first, second, world, inspector }
}

impl Scene {
    fn viewers(&self) -> Vec<Viewer> {
        let of = |bureau: &Bureau, name| bureau.viewer(name, now());
        let mut substitute = of(&self.first, "kasi.pmd");
        substitute.posts.push(Post::head_of(self.first.section("pem")));
        let mut dismissed = of(&self.first, "staf");
        dismissed.posts.clear();
        vec![
            of(&self.first, "staf"),
            of(&self.first, "staf2"),
            of(&self.first, "kasubag"),
            of(&self.first, "sekretaris"),
            of(&self.first, "camat"),
            of(&self.first, "kasi.pem"),
            of(&self.second, "kasi.trantib"),
            of(&self.first, "admin"),
            of(&self.second, "staf"),
            self.inspector.clone(),
            substitute,
            dismissed,
        ]
    }

    async fn page(
        &self,
        viewer: &Viewer,
        filter: &ComplaintFilter,
        order: ComplaintOrder,
        page: &Page<ComplaintCursor>,
    ) -> Rows<Complaint> {
        self.db.store.list_complaints(viewer, filter, order, page, now()).await.unwrap()
    }
}

async fn every_page_of_every_order_walked_both_ways(db: TestDatabase) {
    let scene = scene(db, 1, 30).await;
    for order in orders() {
        let expected = scene.world.list(&scene.inspector, &ComplaintFilter::default(), order);
        for limit in 1..=expected.len() + 1 {
            for backward in [false, true] {
                walk(&scene, &scene.inspector, order, limit, backward, &expected).await;
            }
        }
        let camat = scene.first.viewer("camat", now());
        let expected = scene.world.list(&camat, &ComplaintFilter::default(), order);
        for limit in [1, 4, expected.len()] {
            for backward in [false, true] {
                walk(&scene, &camat, order, limit, backward, &expected).await;
            }
        }
    }
}

async fn walk(
    scene: &Scene,
    viewer: &Viewer,
    order: ComplaintOrder,
    limit: usize,
    backward: bool,
    expected: &[&Complaint],
) {
    let mut page = Page { backward, ..Page::first(limit as u64) };
    let mut walked: Vec<Complaint> = Vec::new();
    loop {
        let Rows { rows, has_previous, has_next } =
            scene.page(viewer, &ComplaintFilter::default(), order, &page).await;
        assert!(rows.len() <= limit);
        assert_eq!(if backward { has_next } else { has_previous }, !walked.is_empty());
        let more = if backward { has_previous } else { has_next };
        let last = if backward { rows.first() } else { rows.last() };
        let cursor = last.map(|c| ComplaintCursor::of(c, order.field));
        if backward {
            page.before = cursor;
            walked.splice(0..0, rows);
        } else {
            page.after = cursor;
            walked.extend(rows);
        }
        if !more {
            break;
        }
        assert_ne!((&page.before, &page.after), (&None, &None), "an empty page with more behind it");
    }
    assert!(walked.iter().eq(expected.iter().copied()), "{order:?}, {limit} rows, backward: {backward}");
}

async fn ranges_between_two_cursors(db: TestDatabase) {
    let scene = scene(db, 2, 40).await;
    let random = Random::new(3);
    let filter = ComplaintFilter::default();
    let viewer = &scene.inspector;
    for order in orders() {
        let expected = scene.world.list(viewer, &filter, order);
        for _ in 0..40 {
            // Also the wrong way round: then nothing lies between.
            let (after, before) = (random.below(expected.len()), random.below(expected.len()));
            let cursor = |place: usize| Some(ComplaintCursor::of(expected[place], order.field));
            let limit = 1 + random.below(12);
            let backward = random.once_in(2);
            let page = Page { limit: limit as u64, after: cursor(after), before: cursor(before), backward };
            let between = expected.get(after + 1..before).unwrap_or_default();
            let cut = between.len().min(limit);
            let wanted = if backward { &between[between.len() - cut..] } else { &between[..cut] };
            let Rows { rows, has_previous, has_next } = scene.page(viewer, &filter, order, &page).await;
            assert!(rows.iter().eq(wanted.iter().copied()), "{order:?} {after} {before} {page:?}");
            let more = between.len() > limit;
            let (previous, next) = if backward { (more, true) } else { (true, more) };
            assert_eq!((has_previous, has_next), (previous, next));
        }
    }
}

fn any_filter(scene: &Scene, random: &Random) -> ComplaintFilter {
    fn maybe<T>(random: &Random, value: impl FnOnce() -> T) -> Option<T> {
        random.once_in(6).then(value)
    }
    let offices = [&scene.first, &scene.second];
    let all = |of: fn(&Bureau) -> Vec<_>| offices.iter().flat_map(|bureau| of(bureau)).collect::<Vec<_>>();
    let categories = all(|b| b.office.categories.iter().map(|c| (b.id(), c.id)).collect());
    let span = |random: &Random| {
        let moment = || now() - TimeDelta::hours(6 * random.below(240) as i64);
        Span { from: maybe(random, moment), to: maybe(random, moment) }
    };
    ComplaintFilter {
        offices: maybe(random, || {
            random.some(&[scene.first.id(), scene.second.id(), domain::ids::OfficeId(3)])
        }),
        status: maybe(random, || random.some(Status::VARIANTS)),
        current_step: maybe(random, || random.some(Step::ALL)),
        channel: maybe(random, || random.some(&CHANNELS)),
        categories: maybe(random, || random.some(&categories)),
        sections: maybe(random, || {
            let sections: Vec<_> =
                offices.iter().flat_map(|b| b.office.sections.iter().map(|s| (b.id(), s.id))).collect();
            random.some(&sections)
        }),
        villages: maybe(random, || {
            let villages: Vec<_> =
                offices.iter().flat_map(|b| b.office.villages.iter().map(|v| v.code.clone())).collect();
            random.some(&villages)
        }),
        urgency: maybe(random, || random.some(Urgency::VARIANTS)),
        overdue: maybe(random, || random.once_in(2)),
        counted: None,
        received: span(random),
        closed: span(random),
        updated_since: maybe(random, || now() - TimeDelta::hours(random.below(1500) as i64)),
        search: maybe(random, || {
            (*random.one(&["JALAN", "100%", "_", "\\", "é", "/2026", "0001/", "keterangan: d", "xyz", "%"]))
                .to_owned()
        }),
    }
}

async fn compare(scene: &Scene, viewer: &Viewer, filter: &ComplaintFilter, order: ComplaintOrder) -> usize {
    let expected = scene.world.list(viewer, filter, order);
    let Rows { rows, .. } = scene.page(viewer, filter, order, &Page::first(1000)).await;
    let numbers = |c: &Complaint| c.agenda_number.text.clone();
    assert_eq!(
        rows.iter().map(numbers).collect::<Vec<_>>(),
        expected.iter().copied().map(numbers).collect::<Vec<_>>(),
        "{viewer:?} {filter:?} {order:?}"
    );
    assert!(rows.iter().eq(expected.iter().copied()));
    let count = scene.db.store.count_complaints(viewer, filter, now()).await.unwrap();
    assert_eq!(count, expected.len() as u64, "{viewer:?} {filter:?}");
    expected.len()
}

async fn any_filter_finds_what_the_model_finds(db: TestDatabase) {
    let scene = scene(db, 4, 60).await;
    let random = Random::new(5);
    let orders: Vec<_> = orders().collect();
    let (mut found, mut rounds) = (0, 0);
    for viewer in &scene.viewers() {
        for _ in 0..25 {
            let filter = any_filter(&scene, &random);
            found += usize::from(compare(&scene, viewer, &filter, *random.one(&orders)).await > 0);
            rounds += 1;
        }
    }
    assert!(found * 4 > rounds, "{found} of {rounds} found anything");
}

async fn each_filter_by_itself(db: TestDatabase) {
    let scene = scene(db, 6, 60).await;
    let all = ComplaintFilter::default;
    let category = |b: &Bureau| (b.id(), b.category("jalan"));
    let filters = [
        all(),
        ComplaintFilter { offices: Some(vec![scene.second.id()]), ..all() },
        ComplaintFilter { status: Some(vec![Status::Archived, Status::Withdrawn]), ..all() },
        ComplaintFilter { current_step: Some(vec![Step::Solve, Step::Advise]), ..all() },
        ComplaintFilter { channel: Some(vec![Channel::Sms]), ..all() },
        ComplaintFilter { categories: Some(vec![category(&scene.first), category(&scene.second)]), ..all() },
        // The id of one office's category under another office's name is nothing.
        ComplaintFilter {
            categories: Some(vec![(scene.second.id(), scene.first.category("jalan"))]),
            ..all()
        },
        ComplaintFilter { sections: Some(vec![(scene.first.id(), scene.first.section("pem"))]), ..all() },
        ComplaintFilter { sections: Some(vec![(scene.second.id(), scene.first.section("pem"))]), ..all() },
        ComplaintFilter { villages: Some(vec![scene.first.office.villages[0].code.clone()]), ..all() },
        ComplaintFilter { villages: Some(vec![VillageCode("5\0".to_owned())]), ..all() },
        ComplaintFilter { urgency: Some(vec![Urgency::VeryUrgent]), ..all() },
        ComplaintFilter { overdue: Some(true), ..all() },
        ComplaintFilter { overdue: Some(false), ..all() },
        ComplaintFilter { updated_since: Some(now() - TimeDelta::days(20)), ..all() },
        ComplaintFilter { search: Some("jalan".to_owned()), ..all() },
        ComplaintFilter { search: Some(String::new()), ..all() },
        ComplaintFilter { search: Some("a\0b".to_owned()), ..all() },
        ComplaintFilter { status: Some(Vec::new()), ..all() },
        ComplaintFilter { offices: Some(Vec::new()), ..all() },
        ComplaintFilter { categories: Some(Vec::new()), ..all() },
        ComplaintFilter { sections: Some(Vec::new()), ..all() },
    ];
    let order = ComplaintOrder { field: OrderField::ReceivedAt, descending: true };
    for filter in &filters {
        for viewer in &scene.viewers() {
            compare(&scene, viewer, filter, order).await;
        }
    }
    assert!(scene.world.complaints.iter().any(|c| c.confidentiality == Confidentiality::Secret));
}

async fn cursors_of_another_order_find_nothing(db: TestDatabase) {
    let scene = scene(db, 7, 40).await;
    let complaint = &scene.world.complaints[0];
    for order in orders() {
        for by in FIELDS.into_iter().filter(|by| *by != order.field) {
            let page = Page { after: Some(ComplaintCursor::of(complaint, by)), ..Page::first(10) };
            let rows = scene.page(&scene.inspector, &ComplaintFilter::default(), order, &page).await;
            assert!(rows.rows.is_empty(), "{order:?} after a place by {by:?}");
        }
    }
    let unknown = Page {
        after: Some(ComplaintCursor { by: OrderField::DueAt, value: None, id: new_id() }),
        ..Page::first(10)
    };
    let order = ComplaintOrder { field: OrderField::DueAt, descending: false };
    scene.page(&scene.inspector, &ComplaintFilter::default(), order, &unknown).await;
}
