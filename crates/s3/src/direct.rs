//! Requests by place instead of by name: what a workload of millions of requests a second needs of the machine.
//!
//! Each function is one line of the life of a request in [`crate::service`] for a request that was prepared once: its
//! form has been checked, its bucket found, its permission decided. The order is the caller's to keep.

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::item::Item;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use crate::calls::find::Found;
use crate::calls::read::check_readable;
use crate::kms::quota::QuotaId;
use crate::machine::S3;
use crate::object::attrs::{EncryptionId, Kind};
use crate::object::table::SpaceId;
use crate::partition::{Budget, Layout, PartitionId, Throttled};
use crate::request::{Request, Route};
use crate::response::Response;
use crate::tally::CauseId;
use crate::versioning::Written;
use crate::world::World;

/// The current version of a key, as a reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its storage class.
    pub class: StorageClass,
    /// Its bytes.
    pub size: u64,
    /// How it is encrypted.
    pub encryption: EncryptionId,
    found: Found,
}

/// A limit that a request has met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The rate of a prefix partition.
    Prefix(PartitionId, Budget),
    /// The account's quota of calls to KMS.
    Kms(QuotaId),
}

impl S3 {
    /// How S3 has partitioned the prefixes of a bucket that nobody has used yet.
    pub fn set_partitions(&mut self, bucket: BucketId, layout: Layout) {
        self.partitions.set_layout(bucket, layout);
    }

    /// Whether permission for every request like this one is beyond doubt, whatever its key: the administrator of the
    /// bucket's owner asks, and no policy has a say. Nor does anybody analyse single reads.
    pub fn needs_no_asking(&self, request: &Request<'_>) -> bool {
        let bucket = self.bucket_id(request.bucket);
        self.goes_without_saying(request, bucket) && bucket.is_none_or(|id| self.analyses.none_of(id))
    }

    /// Whether the partition of a key admits one more request; if so, the request counts.
    #[inline]
    pub fn admit(&mut self, now: Instant, budget: Budget, space: SpaceId, index: u64) -> (PartitionId, bool) {
        self.partitions.take(&self.table, now, budget, (space, index))
    }

    /// Judges and carries out a request that counts towards the rate of its partition; if that is exceeded, says which
    /// limit refuses it with 503 SlowDown. With the answer: whether KMS was asked. Modelling choice: a partition refuses after the caller's permission is
    /// decided and before the object is looked at.
    ///
    /// # Errors
    /// The limit that is exceeded. Nothing else has happened then, and nothing is to be paid.
    pub fn respond_in_turn(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        world: &mut impl World,
    ) -> Result<(Response, bool), Limit> {
        let verdict = self.judge(now, request);
        if let Some((budget, bucket)) = Budget::of(request.api).zip(self.bucket_id(request.bucket))
            && !verdict.is_denied()
        {
            let (space, index) = self.place(bucket, request.key);
            let (partition, admitted) = self.admit(now, budget, space, index);
            if !admitted {
                return Err(Limit::Prefix(partition, budget));
            }
        }
        if let Some(bucket) = verdict.bucket {
            let region = self.bucket(bucket).region;
            for _ in 0..verdict.kms.len() {
                let (quota, admitted) = self.kms_quotas.take(now, request.caller.account, region);
                if !admitted {
                    return Err(Limit::Kms(quota));
                }
            }
        }
        let asked = !verdict.kms.is_empty();
        Ok((self.commit(now, request, verdict, world), asked))
    }

    /// Notes that a request which a limit has just refused was not sent again.
    #[inline]
    pub fn gave_up(&mut self, limit: Limit) {
        match limit {
            Limit::Prefix(partition, budget) => self.partitions.gave_up(partition, budget),
            Limit::Kms(quota) => self.kms_quotas.gave_up(quota),
        }
    }

    /// The seconds in which a partition refused something and that are over; each is told once.
    pub fn throttled(&mut self) -> Vec<Throttled> {
        self.partitions.drain()
    }

    /// The run is over, and with it the seconds that are still being counted.
    pub fn close_seconds(&mut self, now: Instant) {
        self.partitions.close(now);
        self.kms_quotas.close(now);
    }

    /// How many partitions answer for a bucket.
    pub fn partitions_of(&self, bucket: BucketId) -> usize {
        self.partitions.count(bucket)
    }

    /// What GetObject or HeadObject finds at a place.
    ///
    /// # Errors
    /// NoSuchKey, InvalidObjectState of an archived object that is to be read, or InvalidRequest where a customer's key
    /// would be needed.
    #[inline]
    pub fn see(&self, api: Api, space: SpaceId, index: u64) -> Result<Seen, ErrorCode> {
        let row = self.table.find(space, index).ok_or(ErrorCode::NoSuchKey)?;
        let attrs = self.table.attrs_of(row);
        if attrs.kind == Kind::DeleteMarker {
            return Err(ErrorCode::NoSuchKey);
        }
        if api == Api::GetObject && attrs.class != StorageClass::Standard && check_readable(attrs).is_err() {
            return Err(ErrorCode::InvalidObjectState);
        }
        let encryption = attrs.encryption;
        if self.encryption_of(attrs).customer_key_md5().is_some() {
            return Err(ErrorCode::InvalidRequest);
        }
        let size = self.table.arena.get(row).size;
        Ok(Seen { class: attrs.class, size, encryption, found: Found { space, index, row } })
    }

    /// An object was read: in Intelligent-Tiering that matters.
    pub fn accessed(&mut self, now: Instant, seen: Seen, world: &mut impl World) {
        if seen.class == StorageClass::IntelligentTiering {
            self.reach(now);
            self.access(now, seen.found);
            self.settle(now, world);
        }
    }

    /// Writes one object; its request is booked by [`S3::book`].
    pub fn put(
        &mut self,
        now: Instant,
        (space, index): (SpaceId, u64),
        written: Written,
        cause: CauseId,
        world: &mut impl World,
    ) {
        self.reach(now);
        self.write(now, space, index..index + 1, written, now, cause);
        self.settle(now, world);
    }

    /// Books `count` requests about objects of `class` and the `bytes` that they carried to the caller, all of one
    /// billing period.
    pub fn book(
        &mut self,
        now: Instant,
        (bucket, api, class): (BucketId, Api, StorageClass),
        count: u64,
        bytes: u128,
        route: Route,
        world: &mut impl World,
    ) {
        self.charge_requests(bucket, api, class, count);
        if bytes > 0 {
            self.charge_retrieval(bucket, api, class, bytes);
            self.charge_transfer_out(bucket, api, route, bytes);
        }
        self.settle(now, world);
    }

    /// Books bytes on an item at the expense of the bucket's owner.
    pub fn book_bytes(
        &mut self,
        now: Instant,
        bucket: BucketId,
        api: Api,
        item: Item,
        bytes: u128,
        world: &mut impl World,
    ) {
        if bytes > 0 {
            self.charge_owner(bucket, item, api.bill_name(), bytes);
            self.settle(now, world);
        }
    }

    /// What happens for this cause is summed up by day, not by instant: see [`S3::close_day`].
    pub fn cause_by_day(&mut self, text: &str) -> CauseId {
        self.tally.cause_by_day(text)
    }

    /// Hands over what has been summed up by day, as of `at`.
    pub fn close_day(&mut self, at: Instant, world: &mut impl World) {
        for (what, sum) in self.tally.drain_day() {
            self.write_down(at, what, sum, world);
        }
    }
}
