//! Names as AWS writes them, and the facts that hang on a name alone.
//!
//! [`class`] is the master table of storage classes, [`error`] the codes of refusals, [`item`] the things a bill
//! prices, [`operation`] the calls of the API, [`region`] the Regions.
//! Nothing in here has state or behaviour.

pub mod class;
pub mod error;
pub mod item;
pub mod operation;
pub mod region;
