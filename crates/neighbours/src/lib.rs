//! What stands around S3, as far as S3 sees it: queues, topics, functions, rules.
//!
//! S3 hands over what it tells of its objects; [`around::Around`] takes it from there. It knows no clock and draws
//! nothing by chance: what has to happen later is a [`outside::Signal`] that whoever drives it hands back at its instant,
//! and everything that happens to a message is an entry of the ledger's journal.
//!
//! - [`plan`]: what there is; [`delays`]: how long ways take;
//! - [`queue`], [`function`], [`schedule`], [`pattern`]: each kind of thing by itself;
//! - [`letter`]: what is on its way; [`call`]: what anybody may ask of the things.

pub mod alarm;
pub mod around;
pub mod call;
pub mod delays;
pub mod function;
pub mod letter;
pub mod outside;
pub mod pattern;
pub mod plan;
pub mod queue;
pub mod schedule;
