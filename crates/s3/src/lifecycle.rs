//! Lifecycle: the document, what S3 accepts of it, and what it does at midnight.

mod date;
pub mod document;
mod draft;
pub mod read;
pub mod small_objects;
pub mod validate;
pub mod write;
