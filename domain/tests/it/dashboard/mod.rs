//! The figures: each as the tallies have it, against a count over the complaints themselves.
//!
//! `register` has complaints at random and their tallies, kept step by step; `asked` a period and a selection, and what
//! belongs to them by the records alone; then one file for each subject. `stories` tells of two or three complaints.

mod asked;
mod backlog;
mod cycles;
mod entries;
mod register;
mod sections;
mod steps;
mod stories;
mod tally;
mod totals;
