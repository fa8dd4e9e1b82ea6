//! The crate as a specification: rows from AWS's documentation, and properties that hold for any policy.

mod golden;
mod json;
mod support;
