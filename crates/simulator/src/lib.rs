//! Drives the S3 machine through virtual time: populations, steps, traffic, midnights, checks, in a total order.
//!
//! [`run::run`] takes a checked scenario and an [`run::Observer`] that looks at the state now and then, and gives back
//! a [`run::Run`]: the ledger and what every step and piece of traffic got for an answer.

mod aged;
mod around;
mod arrivals;
mod client;
mod delays;
mod edge;
mod extend;
pub mod extras;
mod keys;
pub mod latency;
pub mod network;
mod populations;
mod recorder;
mod restores;
pub mod retry;
pub mod run;
pub mod steps;
pub mod traffic;
mod upload;
mod workload;
