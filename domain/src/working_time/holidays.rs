//! Days on which the office stays closed, or might have.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// Who made a day a holiday.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HolidayKind {
    /// Libur nasional, by joint decree of three ministers (SKB).
    National,
    /// Cuti bersama, by the same decree; binding for civil servants.
    CollectiveLeave,
    /// Local: in Bali the dispensasi hari raya suci Hindu, on which an office may close or not.
    Local,
}

/// One holiday on one date. A date may have several: Nyepi is national and Balinese.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The local date.
    pub date: NaiveDate,
    /// Its name, as the decree has it.
    pub name: String,
    /// Who made it a holiday.
    pub kind: HolidayKind,
    /// Whether this office is closed for it. A date is closed if any of its holidays closes it.
    pub closed: bool,
    /// Whether the date is computed and not yet decreed.
    pub estimated: bool,
}
