//! What S3 does to objects: by itself as time goes by, and when it is asked to.
//!
//! Every expected value comes from AWS's documentation or from the arithmetic beside it.

mod actions;
mod analytics;
mod conditions;
mod conflicts;
mod copies;
mod delays;
mod documents;
mod early_delete;
mod encryption;
mod expiration_header;
mod golden_current;
mod golden_versions;
mod index;
mod kms;
mod lasting;
mod listing;
mod locks;
mod loss;
mod multipart;
mod notification;
mod opt_in_tiers;
mod play;
mod recorder;
mod replication;
mod requester_pays;
mod requests;
mod restore;
mod restore_bills;
mod rounding;
mod runs_and_singles;
mod small_objects;
mod storage;
mod tiering;
mod versioning;
mod waterfall;
