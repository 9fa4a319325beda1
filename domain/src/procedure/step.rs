//! The ten steps, in the order of the SOP.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantArray};

/// A step (langkah) of the SOP *Pengaduan Masyarakat* 065/2262/Org., section 2.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// 1: collect or receive complaints that come by e-mail, website, SMS, telephone or in person.
    Receive,
    /// 2: gather the complaints and attach a disposition sheet (lembar disposisi).
    AttachDispositionSheet,
    /// 3: read the gathered complaint and hand it to the secretary.
    ForwardToSecretary,
    /// 4: read it and add advice and information (masukan serta informasi).
    Advise,
    /// 5: read it, weighing the secretary's advice and information.
    Consider,
    /// 6: dispose: to the sections concerned, or by the camat's own solution.
    Dispose,
    /// 7: receive the complaint with the camat's disposition and give a solution.
    Solve,
    /// 8: examine and sign the solution.
    Sign,
    /// 9: pass on or carry out the camat's solution.
    CarryOut,
    /// 10: take the followed-up complaint back and file it.
    Archive,
}

impl Step {
    /// All ten, in order.
    pub const ALL: &'static [Step] = Self::VARIANTS;

    /// The step's number in the SOP, 1 to 10.
    #[must_use]
    pub fn order(self) -> u8 {
        self as u8 + 1
    }
}
