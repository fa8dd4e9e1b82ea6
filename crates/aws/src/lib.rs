//! Names as AWS writes them, and the facts that hang on a name alone.
//!
//! [`class`] is the master table of storage classes, [`region`] the Regions, [`arn`] what things are called.
//! [`operation`] lists S3's calls with their parameters, permissions and prices, [`error`] what is answered instead of
//! a result, [`item`] what a bill prices. [`epoch`] says which of S3's rules and defaults held on a date.
//! Nothing in here has state or behaviour.

pub mod arn;
pub mod class;
pub mod epoch;
pub mod error;
pub mod item;
pub mod operation;
pub mod region;
