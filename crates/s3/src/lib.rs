//! One deterministic machine that behaves as Amazon S3.

pub mod lifecycle;
