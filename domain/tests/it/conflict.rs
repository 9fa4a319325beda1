//! Conflicts of interest: marked where officers of the path are complained of, and where nobody is left.

use domain::complaint::conflict::Conflict;
use domain::ids::OfficerId;
use domain::office::{Capacity, Position, Post};
use domain::procedure::step::Step;

use crate::common::commands::{dispose_to, withdraw};
use crate::common::sample::{
    ADMIN, CAMAT, INSPEKTUR, KASI_PEMERINTAHAN, KASI_PMD, KASI_TRANTIB, KASUBAG, PEMERINTAHAN, SEKRETARIS,
    STAF, acting,
};
use crate::common::walk::{Walk, received};
use crate::common::wita;

/// The complaint as it stands, about these officers.
fn conflict(walk: &Walk, reported: &[OfficerId]) -> Option<(Vec<Position>, bool)> {
    let mut complaint = walk.complaint.clone();
    complaint.reported = reported.to_vec();
    let Conflict { positions, waits_for_nobody } = Conflict::of(&walk.office, &complaint, walk.now)?;
    Some((positions, waits_for_nobody))
}

#[test]
fn only_officers_of_the_path_are_in_conflict() {
    use Position::{Camat, HeadOfGeneralAffairs, Secretary, SectionHead, Staff};
    let new = received();
    for (reported, expected) in [
        (vec![], None),
        (vec![ADMIN], None),
        (vec![INSPEKTUR], None),
        (vec![KASI_PMD], None),
        (vec![STAF], Some(vec![Staff])),
        (vec![CAMAT, ADMIN], Some(vec![Camat])),
        (vec![CAMAT, SEKRETARIS, KASUBAG], Some(vec![HeadOfGeneralAffairs, Secretary, Camat])),
    ] {
        assert_eq!(conflict(&new, &reported), expected.map(|positions| (positions, false)), "{reported:?}");
    }
    // Once a section was asked, its head is of the path.
    let asked = received().on_to(Step::Dispose).then(CAMAT, &dispose_to(PEMERINTAHAN, &[]));
    assert_eq!(
        conflict(&asked, &[KASI_PEMERINTAHAN]),
        Some((vec![SectionHead], false)),
        "the camat takes it back"
    );
    assert_eq!(conflict(&asked, &[KASI_TRANTIB]), None);
    let all = [KASI_PEMERINTAHAN, CAMAT, SEKRETARIS, KASUBAG];
    assert_eq!(conflict(&asked, &all).map(|(_, waits)| waits), Some(true), "nobody takes it back");
}

#[test]
fn who_acts_is_in_conflict_while_they_act() {
    let mut walk = received();
    let (from, until) = (wita("2026-02-03 00:00"), wita("2026-02-05 00:00"));
    walk.office.acting = vec![acting(KASI_PMD, Post::of(Position::Secretary), Capacity::Plh, from, until)];
    assert_eq!(conflict(&walk, &[KASI_PMD]), None);
    assert_eq!(conflict(&walk.at("2026-02-04 09:00"), &[KASI_PMD]), Some((vec![Position::Secretary], false)));
}

#[test]
fn the_open_step_waits_where_everybody_who_could_stand_in_is_complained_of() {
    let new = received();
    let all = [STAF, KASUBAG, CAMAT, SEKRETARIS];
    for left in all {
        let reported: Vec<OfficerId> = all.into_iter().filter(|officer| *officer != left).collect();
        assert_eq!(conflict(&new, &reported).map(|(_, waits)| waits), Some(false), "{left:?} is left");
    }
    assert_eq!(conflict(&new, &all).map(|(_, waits)| waits), Some(true));
    // Where nobody holds the post, that is why it waits.
    let mut vacant = received();
    vacant.office.officers.iter_mut().filter(|o| o.id == STAF).for_each(|staff| staff.active = false);
    assert_eq!(conflict(&vacant, &[CAMAT]).map(|(_, waits)| waits), Some(false));
    // Once closed, nothing waits.
    let closed = received().then(STAF, &withdraw());
    assert_eq!(conflict(&closed, &all).map(|(_, waits)| waits), Some(false));
}
