//! Bills against AWS's published numbers, and what must hold for every bill.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

mod allowances;
mod golden;
mod observed;
mod prices;
mod properties;
mod rows;
mod support;
