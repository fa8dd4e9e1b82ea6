//! Requests about many objects at once: whole runs are read and written at the cost of one.
//!
//! Their effects are those of as many single requests, without latency or throttling.

use std::ops::Range;

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::find::Found;
use super::read::check_readable;
use crate::caller::Caller;
use crate::form::Form;
use crate::machine::S3;
use crate::object::attrs::{Attrs, Kind};
use crate::object::table::SpaceId;
use crate::request::Route;
use crate::response::Refusal;
use crate::tally::CauseId;
use crate::tiering::TieringPlan;
use crate::versioning::Written;
use crate::world::World;
use s3sim_aws::class::{AccessTier, SMALL_OBJECT};
use s3sim_document::tree::Map;

/// What became of many requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Requests that succeeded.
    pub succeeded: u64,
    /// Requests about objects that do not exist: 404 NoSuchKey.
    pub missing: u64,
    /// Requests about objects that are archived: 403 InvalidObjectState.
    pub archived: u64,
    /// Requests that S3 refused for what they ask.
    pub refused: u64,
    /// Bytes that were read or written.
    pub bytes: u128,
}

impl Outcome {
    /// Requests that were refused.
    pub fn failed(&self) -> u64 {
        self.missing + self.archived + self.refused
    }
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, more: Outcome) {
        self.succeeded += more.succeeded;
        self.missing += more.missing;
        self.archived += more.archived;
        self.refused += more.refused;
        self.bytes += more.bytes;
    }
}

/// Requests of one kind about every key of a range.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// The bucket.
    pub bucket: BucketId,
    /// The key space.
    pub space: SpaceId,
    /// The keys.
    pub range: Range<u64>,
    /// Where the bytes go.
    pub route: Route,
    /// Who or what sends them.
    pub cause: CauseId,
}

impl S3 {
    /// GetObject (or HeadObject) on every key of a range, `times` each. Keys outside `created` do not count.
    pub fn read_all(
        &mut self,
        now: Instant,
        api: Api,
        bulk: &Bulk,
        times: u64,
        created: &impl Fn(Instant) -> bool,
        world: &mut impl World,
    ) -> Outcome {
        self.reach(now);
        let mut outcome = Outcome::default();
        let mut present = 0;
        for head in self.table.space(bulk.space).index.rows(&self.table.arena, bulk.range.clone()) {
            let row = *self.table.arena.get(head);
            let attrs = *self.table.attrs_of(head);
            let part = row.first.max(bulk.range.start)..row.end().min(bulk.range.end);
            let keys = part.end - part.start;
            present += keys;
            if !created(row.created) {
                continue;
            }
            let requests = keys * times;
            if attrs.kind == Kind::DeleteMarker {
                self.refuse_all(bulk.bucket, api, ErrorCode::NoSuchKey, requests);
                outcome.missing += requests;
                continue;
            }
            if api == Api::GetObject && check_readable(&attrs).is_err() {
                self.refuse_all(bulk.bucket, api, ErrorCode::InvalidObjectState, requests);
                outcome.archived += requests;
                continue;
            }
            // Many requests at once bring no customer's key.
            if self.encryption_of(&attrs).customer_key_md5().is_some()
                || self.check_keys_of_many(now, api, bulk.bucket, attrs.encryption).is_err()
            {
                outcome.refused += requests;
                continue;
            }
            outcome.succeeded += requests;
            self.charge_requests(bulk.bucket, api, attrs.class, requests);
            if api == Api::GetObject {
                let bytes = u128::from(row.size) * u128::from(requests);
                outcome.bytes += bytes;
                self.charge_retrieval(bulk.bucket, api, attrs.class, bytes);
                self.charge_transfer_out(bulk.bucket, api, bulk.route, bytes);
                self.book_kms_of_many(now, api, bulk.bucket, attrs.encryption, (requests, bytes), world);
                self.observe_read(now, head, requests, bytes);
                self.access_range(now, bulk.space, part);
            }
        }
        let absent = (bulk.range.end - bulk.range.start).saturating_sub(present) * times;
        if absent > 0 && created(now) {
            self.refuse_all(bulk.bucket, api, ErrorCode::NoSuchKey, absent);
            outcome.missing += absent;
        }
        self.settle(now, world);
        outcome
    }

    /// PutObject on every key of a range.
    pub fn write_all(
        &mut self,
        now: Instant,
        bulk: &Bulk,
        written: Written,
        world: &mut impl World,
    ) -> Outcome {
        self.reach(now);
        let keys = bulk.range.end - bulk.range.start;
        if self.check_keys_of_many(now, Api::PutObject, bulk.bucket, written.encryption).is_err() {
            return Outcome { refused: keys, ..Outcome::default() };
        }
        self.charge_requests(bulk.bucket, Api::PutObject, written.class, keys);
        let bytes = u128::from(written.size) * u128::from(keys);
        self.charge_upload(bulk.bucket, Api::PutObject, written.class, bytes);
        self.book_kms_of_many(now, Api::PutObject, bulk.bucket, written.encryption, (keys, bytes), world);
        self.acts_for(Api::PutObject, &Caller::admin(self.bucket(bulk.bucket).owner));
        self.write(now, bulk.space, bulk.range.clone(), written, now, bulk.cause);
        self.observe_write(bulk.space, bulk.range.clone(), written);
        self.replicate_written(bulk.bucket, bulk.space, bulk.range.clone());
        self.settle(now, world);
        self.acts_by_itself();
        Outcome { succeeded: keys, bytes, ..Outcome::default() }
    }

    /// DeleteObject on every key of a range, whether it exists or not.
    pub fn delete_all(&mut self, now: Instant, bulk: &Bulk, world: &mut impl World) -> Outcome {
        self.reach(now);
        let keys = bulk.range.end - bulk.range.start;
        self.charge_requests(bulk.bucket, Api::DeleteObject, StorageClass::Standard, keys);
        self.acts_for(Api::DeleteObject, &Caller::admin(self.bucket(bulk.bucket).owner));
        self.delete(now, bulk.space, bulk.range.clone(), now, bulk.cause);
        self.replicate_markers(bulk.bucket, bulk.space, bulk.range.clone());
        self.settle(now, world);
        self.acts_by_itself();
        Outcome { succeeded: keys, ..Outcome::default() }
    }

    /// What a PutObject with these parameters brings, or why S3 refuses it.
    ///
    /// # Errors
    /// S3's refusal, as for a single request.
    pub fn written(
        &mut self,
        now: Instant,
        bucket: BucketId,
        parameters: &Map,
        size: u64,
    ) -> Result<Written, Refusal> {
        let form = Form::new(parameters);
        let class = self.class_of(bucket, form)?;
        let tags = self.tags_of(bucket, form)?;
        let lock = super::locking::of_headers(self, now, bucket, form)?;
        let (tags, lock) = (self.tags(tags), self.locks.intern(lock));
        let encryption = self.protection_of(bucket, parameters)?;
        Ok(Written { size, class, tags, lock, encryption, ..Written::default() })
    }

    pub(super) fn refuse_all(&mut self, bucket: BucketId, api: Api, code: ErrorCode, count: u64) {
        if code.billed() {
            self.charge_requests(bucket, api, StorageClass::Standard, count);
        }
    }

    /// Notes that a version was read: it matters in Intelligent-Tiering only.
    pub(crate) fn access(&mut self, now: Instant, found: Found) {
        if self.table.attrs_of(found.row).class != StorageClass::IntelligentTiering {
            return;
        }
        let head = self.table.find(found.space, found.index);
        let depth = head.and_then(|head| self.table.stack(head).position(|row| row == found.row));
        let heads = self.table.isolate(found.space, found.index..found.index + 1);
        let row = heads.first().zip(depth).and_then(|(&head, depth)| self.table.stack(head).nth(depth));
        if let Some(row) = row {
            self.touch(now, row);
        }
    }

    /// Notes that the current versions of a range were read.
    fn access_range(&mut self, now: Instant, space: SpaceId, range: Range<u64>) {
        let Some(head) = self.table.find(space, range.start) else { return };
        let row = self.table.arena.get(head);
        let attrs = self.table.attrs_of(head);
        let tiered = attrs.class == StorageClass::IntelligentTiering && row.size >= SMALL_OBJECT;
        // A run that has been read since midnight stays what it is, and so whole.
        if !tiered || (attrs.tier == AccessTier::Frequent && row.idle_since() == now.ceil_day()) {
            return;
        }
        for row in self.table.isolate(space, range) {
            self.touch(now, row);
        }
    }

    /// Brings a version back to Frequent Access and lets its idle days begin anew.
    pub(crate) fn touch(&mut self, now: Instant, id: crate::object::row::RowId) {
        let attrs = *self.table.attrs_of(id);
        let size = self.table.arena.get(id).size;
        let plan = TieringPlan::default();
        if plan.tier(size, u32::MAX) == AccessTier::Frequent
            || attrs.class != StorageClass::IntelligentTiering
        {
            return;
        }
        self.table.arena.get_mut(id).since = now.ceil_day();
        if attrs.tier != AccessTier::Frequent {
            let cause = self.cause("access");
            let (from, to) =
                (crate::tally::Label::Tier(attrs.tier), crate::tally::Label::Tier(AccessTier::Frequent));
            self.note(id, s3sim_ledger::event::EventKind::TierChanged, from, to, cause);
            self.table.set_attrs(id, Attrs { tier: AccessTier::Frequent, ..attrs });
            self.file(id);
        }
    }
}
