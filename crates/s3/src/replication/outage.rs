//! Regions that cannot be reached for a while: what waits for them stays PENDING and goes on by itself.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html>

use std::collections::BTreeMap;

use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;

use crate::machine::S3;

/// Until when each Region cannot be reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outages {
    until: BTreeMap<Region, Instant>,
}

impl Outages {
    /// When one of the Regions can be reached again, if not now.
    pub(crate) fn end(&self, now: Instant, regions: [Region; 2]) -> Option<Instant> {
        let ends = regions.iter().filter_map(|region| self.until.get(region).copied());
        ends.max().filter(|end| *end > now)
    }
}

impl S3 {
    /// A Region cannot be reached until then; of several outages the last end counts.
    ///
    /// Modelling choice: it stops replication from and to the Region. Requests of callers are not affected.
    pub fn cut_off(&mut self, region: Region, until: Instant) {
        let end = self.replication.outages.until.entry(region).or_insert(until);
        *end = until.max(*end);
    }
}
