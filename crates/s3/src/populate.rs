//! Objects that are there before anybody asks: the populations of a scenario, and whoever measures speed.

use std::collections::BTreeMap;
use std::ops::Range;

use s3sim_kernel::time::Instant;

use crate::identity::made_up_etag;
use crate::lock::Lock;
use crate::machine::S3;
use crate::multipart::{NewUpload, PART_BYTES_MAX, PARTS_MAX, Part};
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

    /// Puts delete markers on top of objects without a request, dated `created`.
    pub fn populate_delete_markers(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        created: Instant,
        cause: CauseId,
    ) {
        for head in self.table.isolate(space, range) {
            self.put_delete_marker(now, head, created, cause);
        }
    }

    /// Puts a delete marker on a key that may have no version.
    pub fn populate_delete_marker(
        &mut self,
        now: Instant,
        space: SpaceId,
        index: u64,
        created: Instant,
        cause: CauseId,
    ) {
        self.delete(now, space, index..index + 1, created, cause);
    }

    /// Begins uploads without a request, with parts of `written.size` bytes together, and leaves them so.
    ///
    /// The parts are as large as parts may be: only the last one is smaller.
    pub fn populate_uploads(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        written: Written,
        initiated: Instant,
        cause: CauseId,
    ) {
        self.next_pass = self.next_pass.max(now.ceil_day());
        let mut parts = BTreeMap::new();
        let (mut rest, mut number) = (written.size, 1);
        while rest > 0 && number <= PARTS_MAX {
            let size = rest.min(PART_BYTES_MAX);
            let etag = made_up_etag("", &format!("?part={number}"), 0, initiated);
            parts.insert(number, Part { size, body: None, etag, modified: initiated });
            (rest, number) = (rest - size, number + 1);
        }
        let Written { class, tags, access, encryption, .. } = written;
        let new = NewUpload { class, tags, lock: Lock::default(), access, encryption, initiated, parts };
        self.begin_uploads(now, space, range, &new, cause);
    }

    /// Hands over to the ledger what [`S3::populate`] has done at `now`.
    pub fn populated(&mut self, now: Instant, world: &mut impl World) {
        self.settle(now, world);
    }
}
