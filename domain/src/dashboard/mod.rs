//! Dashboards: what each figure means, and how it is made of tallies that are kept with every step.
//!
//! A complaint counts for [`contribution`]s, what waits to become one for those of [`submissions`]: numbers by [`measure`], day and [`slice`] of the complaints. The store keeps them
//! by day and summed ahead by month and for all time ([`bucket`]), in the transaction of the step. A [`plan`] says which of them
//! a dashboard needs; [`figures`] make its figures of their [`sums`] and of what is there at one instant ([`stock`]).
//!
//! Figures count every complaint of their offices and name nobody. Their times are those of the happening, their days those
//! of the office's calendar.

pub mod bucket;
pub mod conformance;
pub mod contribution;
pub mod figures;
pub mod measure;
pub mod plan;
pub mod rate;
pub mod slice;
pub mod spread;
pub mod stock;
pub mod submissions;
pub mod sums;
