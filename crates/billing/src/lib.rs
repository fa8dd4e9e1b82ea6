//! From metered usage to an exact bill.
//!
//! [`bill::Bill::of`] takes a [`s3sim_ledger::Ledger`] and [`options::Options`] and answers with the lines of a
//! bill, or with every [`price::UnknownPrice`] that stands in the way. On the way:
//!
//! - [`catalogue`] holds list prices by Region, [`price`] decides between them and the user's own;
//! - [`tier`] cuts a month's usage into price slices, free allowances first;
//! - [`quantity`] and [`money`] keep amounts and dollars in integers; there is no floating point in this crate;
//! - [`invoice`] is the view in cents, [`usage_group`] the view for people, [`filter`] picks lines for a measure.
//!
//! A month of one item in one Region for one payer is priced once: exactly, from integers, rounded half-up to
//! 10^-10 USD per slice. Rows of accounts, buckets, operations, days and hours are shares of that line, so they
//! always add up to it, and neither the order of buckets nor the length of a row changes a month's total.

pub mod bill;
pub mod budget;
pub mod catalogue;
mod decimal;
pub mod filter;
pub mod forecast;
pub mod invoice;
pub mod money;
mod month;
pub mod options;
pub mod price;
pub mod quantity;
mod share;
pub mod tier;
pub mod usage_group;

pub use decimal::DecimalError;
