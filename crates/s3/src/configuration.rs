//! A bucket's configuration documents, as the `put-bucket-…` calls take them.
//!
//! `schema` is what all of them share: a document that does not fit S3's published schema is `MalformedXML`.
//! Each of the other modules is one document: its types, how it is read, and what S3 refuses of it.

pub mod analytics;
pub mod by_id;
pub(crate) mod dialect;
pub(crate) mod filter;
pub mod intelligent_tiering;
pub mod inventory;
pub mod metrics;
pub mod object_lock;
pub mod request_payment;
pub(crate) mod schema;
pub mod stored;
pub mod tagging;
pub mod versioning;
