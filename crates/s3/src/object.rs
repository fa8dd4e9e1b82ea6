//! The object table: runs of identical objects, found by key, stacked by version, counted by attributes.
//!
//! - [`row`]: what one row says, and the arena that holds rows;
//! - [`attrs`]: everything else that a rule can see, interned, with the compiled plan and the census beside it;
//! - [`naming`]: from key text to an index in a key space, and back;
//! - [`index`]: from an index in a key space to the row of its current version;
//! - [`segment`]: which prefixes of configurations a key starts with;
//! - [`table`]: all of it together, with every change metered.

mod adopt;
pub mod attrs;
pub mod index;
pub mod naming;
pub(crate) mod pool;
pub mod row;
pub mod segment;
pub mod table;
pub mod watched;
