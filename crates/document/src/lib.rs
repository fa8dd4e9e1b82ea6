//! Documents as users write them: YAML and JSON read into one tree that knows where every value stands.
//!
//! The way of a document through this crate:
//! - [`source::Sources`] reads files, with [`yaml`] or [`json`], and pulls in what `{file: x.json}` names.
//! - [`tree`] is what they become: maps in file order, numbers as exact text, every value with its place.
//! - [`patch`] changes a tree, at a [`path`].
//! - [`read`] turns it into types and collects every [`problem::Problem`], with [`suggest`] for the word that was meant.
//!   [`units`] reads sizes, rates, durations, instants and money, [`percent`] what is URL-encoded.
//! - [`source::Sources::render`] finds the lines of the problems and writes one line for each.
//!
//! ```
//! use s3sim_document::source::{Format, Sources};
//!
//! let mut sources = Sources::new();
//! let text = "buckets: {photos: {versioning: Enabled}}";
//! let node = sources.read_text("photos.yaml", text, Format::Yaml).unwrap();
//! let photos = node.get("buckets").and_then(|buckets| buckets.get("photos")).unwrap();
//! assert_eq!(photos.get("versioning").and_then(|node| node.as_text()), Some("Enabled"));
//! ```

mod grow;
pub mod json;
mod number;
pub mod patch;
pub mod path;
pub mod percent;
pub mod problem;
pub mod read;
pub mod source;
pub mod suggest;
pub mod tree;
pub mod units;
pub mod yaml;

pub use grow::{MAX_DEPTH, MAX_VALUES};
