//! The figures, one subject a file: tallies in, figure out. Each says which measures it needs, of which days.

pub mod backlog;
pub mod by_section;
pub mod by_step;
pub mod conformity;
pub mod counts;
pub mod cycles;
pub mod entries;
pub mod returns;
pub mod step_cohorts;
pub mod step_performance;
pub mod time_series;
pub mod totals;
pub mod workload;
