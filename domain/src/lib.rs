//! The procedure.
