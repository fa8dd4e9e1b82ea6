//! What S3 makes of a bucket's configuration documents: which it takes, and what it refuses with which code, where.

mod by_id;
mod given;
mod intelligent_tiering;
mod lifecycle_accepted;
mod lifecycle_circumstances;
mod lifecycle_examples;
mod lifecycle_foreign_words;
mod lifecycle_refused;
mod lifecycle_timeline;
mod lifecycle_written_back;
mod replication;
mod tagging;
mod versioning;
