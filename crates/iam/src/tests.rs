//! The crate as a specification: rows from AWS's documentation, and properties that hold for any policy.

mod conditions;
mod decisions;
mod elements;
mod golden;
mod matching;
mod organizations;
mod patterns;
mod properties;
mod public;
mod support;
mod validation;
