//! What S3 does to objects: by itself as time goes by, and when it is asked to.
//!
//! Every expected value comes from AWS's documentation or from the arithmetic beside it.

mod actions;
mod conditions;
mod conflicts;
mod delays;
mod expiration_header;
mod golden_current;
mod golden_versions;
mod listing;
mod play;
mod recorder;
mod rounding;
mod small_objects;
mod versioning;
mod waterfall;
