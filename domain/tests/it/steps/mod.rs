//! One file for each step that has a rule of its own; the straight path, with its due times, in `straight_path`.

mod attach_disposition_sheet;
mod dispose;
mod receive;
mod solve;
mod straight_path;
