//! Who holds, acts and stands in; and that a worklist shows a record to exactly those who may take it.

use domain::complaint::refusal::Refusal;
use domain::ids::OfficerId;
use domain::office::{Capacity, Office, Position, Post, Taker};
use domain::procedure::step::Step;
use domain::procedure::table;
use proptest::prelude::*;
use strum::VariantArray;

use crate::common::commands::{consider, correct_reported, solve};
use crate::common::sample::{
    ADMIN, CAMAT, EVERYBODY, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, PMD,
    SEKRETARIS, STAF, TRANTIB, UMUM, acting, office,
};
use crate::common::walk::received;
use crate::common::wita;

fn takers(office: &Office, post: Post, reported: &[OfficerId]) -> Vec<Taker> {
    office.takers(post, wita("2026-02-02 10:00"), reported)
}

fn who(office: &Office, position: Position, reported: &[OfficerId]) -> Vec<(OfficerId, Capacity)> {
    takers(office, Post::of(position), reported).iter().map(|t| (t.officer, t.capacity)).collect()
}

#[test]
fn the_substitutes_of_the_rules_with_their_chains() {
    use Position::{Camat, HeadOfGeneralAffairs, Secretary, Staff};
    let office = office();
    let substitute = |position, reported: &[OfficerId]| who(&office, position, reported);
    let sub = |officer| vec![(officer, Capacity::Substitute)];
    // The holder, then whoever is complained of besides.
    assert_eq!(substitute(Camat, &[]), [(CAMAT, Capacity::Definitive)]);
    assert_eq!(substitute(Camat, &[CAMAT]), sub(SEKRETARIS));
    assert_eq!(substitute(Camat, &[CAMAT, SEKRETARIS]), sub(KASUBAG));
    assert_eq!(substitute(Camat, &[CAMAT, SEKRETARIS, KASUBAG]), []);
    assert_eq!(substitute(Secretary, &[SEKRETARIS]), sub(KASUBAG));
    assert_eq!(substitute(Secretary, &[SEKRETARIS, KASUBAG]), sub(CAMAT));
    assert_eq!(substitute(Secretary, &[SEKRETARIS, KASUBAG, CAMAT]), []);
    assert_eq!(substitute(HeadOfGeneralAffairs, &[KASUBAG]), sub(SEKRETARIS));
    assert_eq!(substitute(HeadOfGeneralAffairs, &[KASUBAG, SEKRETARIS]), sub(CAMAT));
    assert_eq!(substitute(HeadOfGeneralAffairs, &[KASUBAG, SEKRETARIS, CAMAT]), []);
    assert_eq!(substitute(Staff, &[STAF]), sub(KASUBAG));
    assert_eq!(substitute(Staff, &[STAF, KASUBAG]), sub(CAMAT));
    assert_eq!(substitute(Staff, &[STAF, KASUBAG, CAMAT]), sub(SEKRETARIS));
    assert_eq!(substitute(Staff, &[STAF, KASUBAG, CAMAT, SEKRETARIS]), []);
    // For a section the camat names another; an administrator takes no step.
    assert_eq!(takers(&office, Post::head_of(PMD), &[KASI_PMD]), []);
    assert_eq!(substitute(Position::Administrator, &[ADMIN]), []);
}

#[test]
fn a_substitute_stands_in_as_the_position_and_for_its_holder() {
    let taker = takers(&office(), Post::of(Position::Camat), &[CAMAT])[0];
    assert_eq!(
        taker,
        Taker {
            officer: SEKRETARIS,
            position: Position::Camat,
            capacity: Capacity::Substitute,
            on_behalf_of: Some(CAMAT)
        }
    );
}

#[test]
fn nobody_stands_in_while_somebody_who_holds_or_acts_is_free() {
    let mut office = office();
    let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
    office.acting = vec![acting(KASI_PMD, Post::of(Position::Camat), Capacity::Plh, from, until)];
    assert_eq!(who(&office, Position::Camat, &[CAMAT]), [(KASI_PMD, Capacity::Plh)]);
    // The one who acts is complained of: the holder is back in his place.
    assert_eq!(who(&office, Position::Camat, &[KASI_PMD]), [(CAMAT, Capacity::Definitive)]);
    assert_eq!(who(&office, Position::Camat, &[CAMAT, KASI_PMD]), [(SEKRETARIS, Capacity::Substitute)]);
}

#[test]
fn whoever_acts_for_the_substitute_stands_in_too() {
    let mut office = office();
    let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
    office.acting = vec![acting(KASI_PMD, Post::of(Position::Secretary), Capacity::Plt, from, until)];
    assert_eq!(
        who(&office, Position::Camat, &[CAMAT]),
        [(SEKRETARIS, Capacity::Substitute), (KASI_PMD, Capacity::Substitute)]
    );
    assert_eq!(who(&office, Position::Camat, &[CAMAT, SEKRETARIS]), [(KASI_PMD, Capacity::Substitute)]);
}

#[test]
fn a_vacancy_waits_and_is_no_reason_to_stand_in() {
    let mut office = office();
    office.officers.retain(|officer| officer.id != CAMAT);
    assert_eq!(who(&office, Position::Camat, &[]), []);
    assert_eq!(who(&office, Position::Camat, &[CAMAT]), []);
}

#[test]
fn the_kasubag_answers_for_his_subdivision_too() {
    let office = office();
    assert_eq!(takers(&office, Post::head_of(UMUM), &[])[0].officer, KASUBAG);
    assert_eq!(
        office.posts_of(KASUBAG, wita("2026-02-02 10:00")),
        [Post::of(Position::HeadOfGeneralAffairs), Post::head_of(UMUM)]
    );
}

#[test]
fn the_substitute_takes_the_step_and_the_history_says_for_whom() {
    let walk = received().on_to(Step::Consider).then(STAF, &correct_reported(&[CAMAT]));
    let walk = walk.then(SEKRETARIS, &consider());
    let record = walk.record(5);
    let taker = record.closing.as_ref().unwrap().taker.unwrap();
    assert_eq!(
        (taker.officer, taker.capacity, taker.on_behalf_of),
        (SEKRETARIS, Capacity::Substitute, Some(CAMAT))
    );
    assert_eq!(record.position, Position::Camat);
}

#[test]
fn where_nobody_is_left_the_step_waits() {
    let walk = received().on_to(Step::Consider).then(STAF, &correct_reported(&[CAMAT, SEKRETARIS, KASUBAG]));
    for (name, officer) in EVERYBODY {
        let refusal = walk.refusal(officer, &consider());
        let complained_of = [CAMAT, SEKRETARIS, KASUBAG].contains(&officer);
        assert_eq!(matches!(refusal, Refusal::ConflictOfInterest { .. }), complained_of, "{name}");
    }
    assert_eq!(walk.complaint.open_records().count(), 1);
    // A section whose head is found to be complained of after it was asked waits as well, until somebody acts for it.
    let walk = received().on_to_by_one(Step::Solve).then(STAF, &correct_reported(&[KASI_PEMERINTAHAN]));
    assert!(EVERYBODY.iter().all(|(_, officer)| walk.tries(*officer, &solve()).is_err()));
    let mut walk = walk;
    let (from, until) = (wita("2026-02-01 00:00"), wita("2026-03-01 00:00"));
    walk.office.acting = vec![acting(KASI_TRANTIB, Post::head_of(PEMERINTAHAN), Capacity::Plh, from, until)];
    assert!(walk.tries(KASI_TRANTIB, &solve()).is_ok());
}

fn posts_that_can_wait() -> Vec<Post> {
    let sections = [PEMERINTAHAN, TRANTIB, PMD, UMUM].map(Post::head_of);
    table::STEPS
        .iter()
        .filter(|row| row.step != Step::Solve)
        .map(|row| Post::of(row.positions[0]))
        .chain(sections)
        .collect()
}

/// An appointment to act, in force at ten on 2 February 2026 or not.
fn appointments() -> impl Strategy<Value = Vec<(OfficerId, Post, Capacity, bool)>> {
    let officers: Vec<OfficerId> = EVERYBODY.iter().map(|(_, officer)| *officer).collect();
    let posts: Vec<Post> = Position::VARIANTS
        .iter()
        .filter(|&&position| position != Position::SectionHead)
        .map(|&position| Post::of(position))
        .chain([PEMERINTAHAN, TRANTIB, PMD, UMUM].map(Post::head_of))
        .collect();
    let capacity = prop::sample::select(&[Capacity::Plt, Capacity::Plh][..]);
    let one = (prop::sample::select(officers), prop::sample::select(posts), capacity, any::<bool>());
    prop::collection::vec(one, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The worklist asks `waiting_for`, the judge asks `takers`. Step 9 waits for the secretary, its first post, and is
    /// shown to him alone, though the Kasubag may take it too.
    #[test]
    fn a_record_waits_for_exactly_those_who_may_take_it(
        appointments in appointments(),
        reported in prop::sample::subsequence(EVERYBODY.map(|(_, officer)| officer).to_vec(), 0..=6),
        inactive in prop::sample::subsequence(EVERYBODY.map(|(_, officer)| officer).to_vec(), 0..=2),
    ) {
        let now = wita("2026-02-02 10:00");
        let mut office = office();
        for officer in office.officers.iter_mut().filter(|o| inactive.contains(&o.id)) {
            officer.active = false;
        }
        office.acting = appointments
            .into_iter()
            .map(|(officer, post, capacity, in_force)| {
                let until = if in_force { wita("2026-02-02 10:00:01") } else { now };
                acting(officer, post, capacity, wita("2026-02-02 10:00") - chrono::TimeDelta::days(1), until)
            })
            .collect();
        for post in posts_that_can_wait() {
            let takers = office.takers(post, now, &reported);
            for (name, officer) in EVERYBODY {
                let waits = !reported.contains(&officer)
                    && office.waiting_for(officer, now).iter().any(|waiting| {
                        waiting.post == post && waiting.reported.iter().all(|other| reported.contains(other))
                    });
                let may = takers.iter().any(|taker| taker.officer == officer);
                prop_assert_eq!(waits, may, "{} and {:?}, reported {:?}", name, post, reported);
            }
        }
    }
}

#[test]
fn an_office_changes_by_itself_at_midnight_and_where_an_appointment_begins_or_ends() {
    let mut office = office();
    let (from, until) = (wita("2026-02-02 10:00"), wita("2026-02-03 12:00"));
    office.acting = vec![acting(SEKRETARIS, Post::of(Position::Camat), Capacity::Plh, from, until)];
    for (after, change) in [
        ("2026-02-01 08:00", "2026-02-02 00:00"),
        ("2026-02-02 00:00", "2026-02-02 10:00"),
        ("2026-02-02 09:59", "2026-02-02 10:00"),
        ("2026-02-02 10:00", "2026-02-03 00:00"),
        ("2026-02-03 00:00", "2026-02-03 12:00"),
        ("2026-02-03 12:00", "2026-02-04 00:00"),
    ] {
        assert_eq!(office.next_change(wita(after)), wita(change), "{after}");
    }
}
