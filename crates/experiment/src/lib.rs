//! From a scenario to an outcome: the run, its bill, and what was expected of both.
//!
//! [`outcome::simulate`] does it all; [`answers`] compares what S3 answered, [`objects`] looks at objects, [`measures`]
//! at what a bill or a bucket amounts to, and [`watch`] does so at the instants that the checks name. [`snapshot`] and
//! [`diff`] compare the files of two runs.
//!
//! [`what_if::ask`] runs every option of a question: [`verdict`] says what each is worth, [`choose`] which of them is the
//! answer; [`break_even`] from when on one of
//! two has cost less; [`sweep`] asks at many points and with many seeds, [`paired`] says what several seeds tell.

pub mod answers;
pub mod baseline;
pub mod bill;
pub mod break_even;
pub mod charges;
pub mod choose;
pub mod diff;
mod labels;
pub mod measures;
pub mod objects;
pub mod outcome;
pub mod paired;
mod protection;
mod records;
pub mod snapshot;
mod spending;
pub mod sweep;
mod things;
pub mod verdict;
pub mod watch;
pub mod what_if;
pub mod words;
