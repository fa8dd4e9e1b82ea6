//! One deterministic machine that behaves as Amazon S3.
//!
//! The machine ([`machine::S3`]) does no I/O, reads no clock and holds no random generator: whatever it needs to know
//! or has to say goes through the trait [`world::World`]. A request is *judged* on the state as it is and then
//! *committed* ([`service`]); what time does to objects is *decided* for a whole midnight and then carried out.
//!
//! - requests: [`request`] → [`service`] (→ [`calls`]) → [`response`];
//! - requests by the million: [`direct`], [`partition`];
//! - objects: [`object`] holds runs of identical ones, [`versioning`] stacks their versions, [`populate`] puts them in
//!   place without a request;
//! - time: [`calendar`], [`lifecycle`], [`tiering`], [`restore`];
//! - who may: [`caller`] asks, [`authorize`] decides by [`access`] and [`directory`]; [`encryption`] and its keys [`kms`];
//! - other buckets: [`replication`];
//! - who hears of it: [`notification`]; who looks on: [`analytics`];
//! - money: [`storage`] says what a version occupies, [`metering`] what a request costs.

pub mod access;
mod alike;
pub mod analytics;
pub mod attached;
pub mod authorize;
pub mod bucket;
pub mod calendar;
pub mod caller;
pub mod calls;
pub mod capacity;
pub mod configuration;
mod counts;
mod delivery;
pub mod direct;
pub mod directory;
pub mod encryption;
mod form;
mod http_date;
pub mod identity;
pub mod kms;
pub mod lifecycle;
pub mod lock;
pub mod loss;
pub mod machine;
pub mod metering;
mod midnight;
pub mod multipart;
pub mod notification;
pub mod object;
pub mod partition;
pub mod populate;
pub mod replication;
pub mod request;
pub(crate) mod requester_pays;
pub mod response;
pub mod restore;
pub mod select;
pub mod service;
pub mod storage;
mod tally;
pub mod tiering;
pub mod versioning;
mod website;
pub mod world;

pub use tally::CauseId;
