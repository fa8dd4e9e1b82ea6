//! Lifecycle: the document, what S3 accepts of it, and what it does at midnight.

pub mod document;
