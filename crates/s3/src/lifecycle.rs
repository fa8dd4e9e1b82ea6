//! Lifecycle: the document, what S3 accepts of it, and what it does at midnight.

mod date;
pub mod decide;
pub mod document;
mod draft;
pub mod plan;
pub mod read;
pub mod small_objects;
pub mod timeline;
pub mod validate;
pub mod write;
