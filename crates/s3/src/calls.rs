//! The calls: what S3 checks of each, what it does, what it answers.

pub mod access;
pub mod bucket;
pub mod bulk;
pub mod configuration;
pub mod delete;
pub mod find;
pub mod listing;
pub mod read;
pub mod tagging;
pub mod write;
