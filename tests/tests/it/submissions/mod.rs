//! What comes in by itself: submitted by anybody, settled by the staff, seen as the rules say.

mod likely_duplicates;
mod list;
mod proof;
mod settle;
mod submit;
mod throttle;
