//! Objects that are there before anybody asks: the populations of a scenario, and whoever measures speed.

use std::ops::Range;

use s3sim_kernel::time::Instant;

use crate::machine::S3;
use crate::object::table::SpaceId;
use crate::tally::CauseId;
use crate::versioning::Written;
use crate::world::World;

impl S3 {
    /// Puts objects into a key space without a request: at `now` they are there, with Last-Modified `created`.
    ///
    /// The bucket's rules meet them now for the first time. Nothing but storage is billed.
    pub fn populate(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        written: Written,
        created: Instant,
        cause: CauseId,
    ) {
        self.next_pass = self.next_pass.max(now.ceil_day());
        self.write(now, space, range, written, created, cause);
    }

    /// Hands over to the ledger what [`S3::populate`] has done at `now`.
    pub fn populated(&mut self, now: Instant, world: &mut impl World) {
        self.settle(now, world);
    }
}
