//! Which readings are on record, and who may ask for them.

use domain::complaint::Confidentiality::{self, Anonymous, Open, Secret};
use domain::complaint::change::ChangedField;
use domain::ids::SectionId;
use domain::office::{Position, Post};
use domain::reading::ReadPart::{self, Complainant, Content, NationalId};
use domain::visibility::{Sight, Viewer};
use strum::VariantArray;
use uuid::Uuid;

use crate::common::sample::{CAMAT, OFFICE};

#[test]
fn of_secret_complaints_each_part_and_of_any_the_national_id() {
    let on_record = |confidentiality: Confidentiality| -> Vec<ReadPart> {
        ReadPart::VARIANTS.iter().copied().filter(|part| part.is_on_record(confidentiality)).collect()
    };
    assert_eq!(on_record(Open), [NationalId]);
    assert_eq!(on_record(Anonymous), [NationalId]);
    assert_eq!(on_record(Secret), [Content, Complainant, NationalId]);
}

#[test]
fn a_field_of_the_log_belongs_to_the_part_whose_sight_shows_it() {
    let sight = |content, complainant, national_id| Sight {
        content,
        identity: complainant,
        contact: complainant,
        national_id,
    };
    for &field in ChangedField::VARIANTS {
        let shown_by = |sight: Sight| sight.shows(field);
        let (nothing, content, complainant, national_id) = (
            sight(false, false, false),
            sight(true, false, false),
            sight(false, true, false),
            sight(false, false, true),
        );
        let expected =
            match (shown_by(nothing), shown_by(content), shown_by(complainant), shown_by(national_id)) {
                (true, ..) => None,
                (_, true, ..) => Some(Content),
                (_, _, true, _) => Some(Complainant),
                _ => Some(NationalId),
            };
        assert_eq!(ReadPart::of(field), expected, "{field}");
    }
}

#[test]
fn the_camat_and_the_inspector_ask_who_read_what() {
    let section = SectionId(Uuid::from_u128(1));
    for &position in Position::VARIANTS {
        let post =
            if position == Position::SectionHead { Post::head_of(section) } else { Post::of(position) };
        let viewer = Viewer { officer: CAMAT, offices: vec![OFFICE], posts: vec![post] };
        assert_eq!(
            viewer.reviews_readings(),
            matches!(position, Position::Camat | Position::Inspector),
            "{position}"
        );
    }
    let nobody = Viewer { officer: CAMAT, offices: vec![OFFICE], posts: Vec::new() };
    assert!(!nobody.reviews_readings());
}
