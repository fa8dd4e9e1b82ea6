//! How long replication took.

use s3sim_kernel::time::{Instant, Micros};

use crate::BucketId;

/// Versions that have arrived at the bucket that they were replicated to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// When.
    pub at: Instant,
    /// From where.
    pub source: BucketId,
    /// Where.
    pub destination: BucketId,
    /// How many.
    pub count: u64,
    /// How long after they were written, or changed.
    pub lag: Micros,
}
