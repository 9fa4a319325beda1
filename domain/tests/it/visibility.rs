//! rules.md section 2, cell by cell, and what lists are told of it.

use domain::complaint::Confidentiality;
use domain::complaint::steps::Receive;
use domain::ids::{OfficeId, OfficerId, SectionId};
use domain::office::{Position, Post};
use domain::procedure::step::Step;
use domain::visibility::{SecretReach, Sight, Viewer, sight, sight_by, sight_of};
use proptest::prelude::*;
use strum::VariantArray;

use crate::common::commands::{receive, reopen, return_to};
use crate::common::sample::{
    ADMIN, CAMAT, INSPEKTUR, KASI_PEMERINTAHAN, KASI_PMD, KASUBAG, OFFICE, PEMERINTAHAN, PMD, SEKRETARIS,
    STAF, TRANTIB, UMUM, office,
};
use crate::common::walk::{Walk, received_in};
use crate::common::wita;

/// Content, identity, contact, NIK; ∅: it does not exist.
const TABLE: &str = "
                              | OPEN    | ANONYMOUS | SECRET
    STAFF                     | ✓ ✓ ✓ ✓ | ✓ ✓ ✓ ✓   | ✓ ✓ ✓ ✓
    HEAD_OF_GENERAL_AFFAIRS   | ✓ ✓ ✓ ✓ | ✓ ✓ ✓ ✓   | ✓ ✓ ✓ ✓
    SECRETARY                 | ✓ ✓ ✓ – | ✓ – – –   | ✓ ✓ – –
    CAMAT                     | ✓ ✓ ✓ – | ✓ – – –   | ✓ ✓ – –
    SECTION_HEAD, asked       | ✓ ✓ ✓ – | ✓ – – –   | ✓ – – –
    SECTION_HEAD, not asked   | ✓ – – – | ✓ – – –   | ∅
    ADMINISTRATOR             | ✓ – – – | ✓ – – –   | ∅
    INSPECTOR                 | ✓ ✓ – – | ✓ – – –   | – – – –
    the officer complained of | ∅       | ∅         | ∅
    another office            | ∅       | ∅         | ∅
    nobody signed in          | ∅       | ∅         | ∅
";

fn shown(sight: Option<Sight>) -> String {
    let Some(Sight { content, identity, contact, national_id }) = sight else { return "∅".to_owned() };
    [content, identity, contact, national_id].map(|seen| if seen { "✓" } else { "–" }).join(" ")
}

fn viewer(officer: OfficerId, posts: &[Post]) -> Viewer {
    Viewer { officer, offices: vec![OFFICE], posts: posts.to_vec() }
}

/// At SOLVE, Pemerintahan and Trantib asked.
fn complaint(confidentiality: Confidentiality) -> Walk {
    received_in(office(), Receive { confidentiality, ..receive() }).on_to(Step::Solve)
}

#[test]
fn the_table_of_the_rules() {
    let mut table = vec!["| OPEN    | ANONYMOUS | SECRET".to_owned()];
    let of = |position| vec![Post::of(position)];
    let viewers = [
        ("STAFF", viewer(STAF, &of(Position::Staff))),
        (
            "HEAD_OF_GENERAL_AFFAIRS",
            viewer(KASUBAG, &[Post::of(Position::HeadOfGeneralAffairs), Post::head_of(UMUM)]),
        ),
        ("SECRETARY", viewer(SEKRETARIS, &of(Position::Secretary))),
        ("CAMAT", viewer(CAMAT, &of(Position::Camat))),
        ("SECTION_HEAD, asked", viewer(KASI_PEMERINTAHAN, &[Post::head_of(PEMERINTAHAN)])),
        ("SECTION_HEAD, not asked", viewer(KASI_PMD, &[Post::head_of(PMD)])),
        ("ADMINISTRATOR", viewer(ADMIN, &of(Position::Administrator))),
        ("INSPECTOR", viewer(INSPEKTUR, &of(Position::Inspector))),
        ("the officer complained of", viewer(SEKRETARIS, &of(Position::Staff))),
        ("another office", Viewer { offices: vec![OfficeId(3)], ..viewer(STAF, &of(Position::Staff)) }),
        ("nobody signed in", Viewer { offices: Vec::new(), ..viewer(STAF, &[]) }),
    ];
    for (name, viewer) in viewers {
        let cells: Vec<String> = Confidentiality::VARIANTS
            .iter()
            .map(|&confidentiality| {
                let mut complaint = complaint(confidentiality).complaint;
                if name == "the officer complained of" {
                    complaint.reported = vec![viewer.officer];
                }
                shown(sight(&viewer, &complaint))
            })
            .collect();
        table.push(format!("{name:25} | {:7} | {:9} | {}", cells[0], cells[1], cells[2]));
    }
    let expected: Vec<&str> = TABLE.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(table, expected);
}

#[test]
fn a_section_named_in_any_cycle_stays_asked() {
    let head = viewer(KASI_PEMERINTAHAN, &[Post::head_of(PEMERINTAHAN)]);
    let walk = complaint(Confidentiality::Secret);
    let reopened = walk.clone().through_all_steps().then(CAMAT, &reopen());
    let disposed_alone =
        walk.on_to(Step::Sign).then(CAMAT, &return_to(Step::Dispose)).alone_to(Step::CarryOut);
    for walk in [reopened, disposed_alone] {
        assert_eq!(shown(sight(&head, &walk.complaint)), "✓ – – –");
    }
    let before = received_in(office(), Receive { confidentiality: Confidentiality::Secret, ..receive() });
    assert_eq!(sight(&head, &before.on_to(Step::Dispose).complaint), None, "not before it was asked");
}

#[test]
fn who_holds_several_positions_sees_what_any_of_them_sees() {
    let walk = complaint(Confidentiality::Secret);
    let head = Post::head_of(PMD);
    let see = |posts: &[Post]| shown(sight(&viewer(KASI_PMD, posts), &walk.complaint));
    assert_eq!(see(&[head]), "∅");
    assert_eq!(see(&[head, Post::of(Position::Camat)]), "✓ ✓ – –", "Plh. camat");
    assert_eq!(see(&[head, Post::head_of(TRANTIB)]), "✓ – – –", "Plh. of the section asked");
    assert_eq!(see(&[Post::of(Position::Camat), Post::of(Position::Staff)]), "✓ ✓ ✓ ✓");
}

#[test]
fn acting_appointments_show_what_the_position_sees_while_they_last() {
    use crate::common::sample::acting;
    use domain::office::Capacity;
    let mut walk = complaint(Confidentiality::Secret);
    let (from, until) = (wita("2026-02-03 00:00"), wita("2026-02-05 00:00"));
    walk.office.acting = vec![acting(KASI_PMD, Post::of(Position::Secretary), Capacity::Plh, from, until)];
    let see = |at: &str| {
        let posts = walk.office.posts_of(KASI_PMD, wita(at));
        shown(sight(&viewer(KASI_PMD, &posts), &walk.complaint))
    };
    assert_eq!(see("2026-02-02 23:59:59"), "∅");
    assert_eq!(see("2026-02-03 00:00"), "✓ ✓ – –");
    assert_eq!(see("2026-02-05 00:00"), "∅");
}

fn posts() -> impl Strategy<Value = Vec<Post>> {
    let sections = vec![PEMERINTAHAN, TRANTIB, PMD];
    let post = prop_oneof![
        prop::sample::select(Position::VARIANTS)
            .prop_filter("a head heads a section", |position| *position != Position::SectionHead)
            .prop_map(Post::of),
        prop::sample::select(sections).prop_map(Post::head_of),
    ];
    prop::collection::vec(post, 0..4)
}

fn sections() -> impl Strategy<Value = Vec<SectionId>> {
    prop::sample::subsequence(vec![PEMERINTAHAN, TRANTIB, PMD], 0..=3)
}

proptest! {
    #[test]
    fn lists_leave_out_exactly_the_secret_complaints_that_do_not_exist(posts in posts(), asked in sections()) {
        let viewer = viewer(KASI_PMD, &posts);
        let seen = sight_by(&viewer, OFFICE, Confidentiality::Secret, &asked, &[]);
        let reached = match viewer.secret_reach() {
            SecretReach::All => true,
            SecretReach::Asked(mine) => mine.iter().any(|section| asked.contains(section)),
        };
        prop_assert_eq!(seen.is_some(), reached);
    }

    #[test]
    fn without_blind_sight_the_content_of_every_secret_complaint_that_exists_is_seen(
        posts in posts(),
        asked in sections(),
    ) {
        let viewer = viewer(KASI_PMD, &posts);
        let seen = sight_by(&viewer, OFFICE, Confidentiality::Secret, &asked, &[]);
        if let Some(sight) = seen && !viewer.has_blind_sight() {
            prop_assert!(sight.content, "{:?} asked {:?}", posts, asked);
        }
        // And with it there is one whose content is not seen: the one nobody was asked about.
        if viewer.has_blind_sight() {
            let seen = sight_by(&viewer, OFFICE, Confidentiality::Secret, &[], &[]);
            prop_assert_eq!(seen.map(|sight| sight.content), Some(false));
        }
    }

    #[test]
    fn open_and_anonymous_complaints_exist_for_everybody_who_holds_anything(posts in posts(), asked in sections()) {
        let viewer = viewer(KASI_PMD, &posts);
        for confidentiality in [Confidentiality::Open, Confidentiality::Anonymous] {
            let seen = sight_by(&viewer, OFFICE, confidentiality, &asked, &[]);
            prop_assert_eq!(seen.is_some(), viewer.holds_anything());
            prop_assert!(seen.is_none_or(|sight| sight.content), "and their content is seen");
        }
    }

    #[test]
    fn no_position_sees_more_of_a_more_confidential_complaint(at in 0..Position::VARIANTS.len(), asked: bool) {
        let position = Position::VARIANTS[at];
        let parts = |confidentiality| {
            sight_of(position, asked, confidentiality)
                .map_or([false; 4], |s| [s.content, s.identity, s.contact, s.national_id])
        };
        let open = parts(Confidentiality::Open);
        for confidentiality in [Confidentiality::Anonymous, Confidentiality::Secret] {
            for (more, less) in open.iter().zip(parts(confidentiality)) {
                prop_assert!(*more || !less);
            }
        }
    }
}
