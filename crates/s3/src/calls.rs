//! The calls: what S3 checks of each, what it does, what it answers.

pub mod access;
pub mod attributes;
pub mod batch;
pub mod bucket;
pub mod bulk;
pub mod bulk_restore;
pub(crate) mod by_id;
pub(crate) mod conditions;
pub mod configuration;
pub mod delete;
pub mod encryption;
pub mod find;
pub mod intelligent_tiering;
pub mod listing;
pub mod locking;
pub mod multipart;
pub(crate) mod range;
pub mod read;
pub mod replication;
pub mod restore;
pub mod tagging;
pub mod write;
