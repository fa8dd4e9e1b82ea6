//! What replication costs, and whom.
//!
//! The owner of the source pays for the way and for time control, the owner of the destination for requests and
//! storage. What S3 reads at the source costs nothing but the retrieval fee of its class.
//! <https://aws.amazon.com/s3/faqs/>, <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::item::Item;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::receive::Received;
use crate::kms::uses::{KmsCall, Payer};
use crate::machine::S3;
use crate::metering::request_item;
use crate::object::attrs::Kind;
use crate::object::table::NewVersion;
use crate::world::World;

/// What was brought somewhere.
pub(super) struct Freight {
    pub(super) source: BucketId,
    pub(super) destination: BucketId,
    /// The class that was read.
    pub(super) from: StorageClass,
    /// What each has become.
    pub(super) version: NewVersion,
    pub(super) received: Received,
    /// Whether it went under time control.
    pub(super) time_control: bool,
}

impl S3 {
    /// Books what bringing versions to a destination costs.
    pub(super) fn charge_freight(&mut self, freight: &Freight) {
        let Freight { source, destination, version, received, time_control, .. } = freight;
        let class = version.class;
        // A change, and a delete marker, is one PUT without bytes.
        self.charge_write(*destination, Api::PutObject, class, false, received.changed);
        if version.kind == Kind::DeleteMarker {
            self.charge_write(*destination, Api::PutObject, class, false, received.written);
            return;
        }
        let written = received.written;
        if written == 0 {
            return;
        }
        if version.parts == 0 {
            self.charge_write(*destination, Api::PutObject, class, *time_control, written);
        } else {
            // An object that came in parts goes in as many.
            self.charge_write(*destination, Api::CreateMultipartUpload, class, *time_control, written);
            let parts = written * u64::from(version.parts);
            self.charge_write(*destination, Api::UploadPart, class, *time_control, parts);
            self.charge_write(*destination, Api::CompleteMultipartUpload, class, *time_control, written);
        }
        let bytes = u128::from(version.size) * u128::from(written);
        self.charge_retrieval(*source, Api::GetObject, freight.from, bytes);
        let (here, there) = (self.bucket(*source).region, self.bucket(*destination).region);
        if here != there {
            self.charge_owner(*source, Item::ToRegion(there), "GetObject", bytes);
            self.charge_owner(*destination, Item::FromRegion(here), "PutObject", bytes);
        }
        if *time_control {
            self.charge_owner(*source, Item::ReplicationTimeControl(there), "PutObjectReplTime", bytes);
        }
    }

    /// Books a call to KMS for each of so many objects; one for all of them under a bucket key, unless it is at hand.
    pub(super) fn book_freight_call(
        &mut self,
        now: Instant,
        bucket: BucketId,
        payer: Payer,
        call: KmsCall,
        objects: u64,
        world: &mut impl World,
    ) {
        let calls = match &call.kept {
            None => objects,
            Some(key) => u64::from(objects > 0 && !self.bucket_keys.holds(key, now)),
        };
        if calls > 0 {
            self.book_call(now, bucket, payer, call, calls, world);
        }
    }

    fn charge_write(&mut self, bucket: BucketId, api: Api, class: StorageClass, timed: bool, count: u64) {
        if count == 0 {
            return;
        }
        let operation = match (timed, api) {
            (false, _) => api.bill_name(),
            (true, Api::CreateMultipartUpload) => "InitiateMultipartUploadReplTime",
            (true, Api::UploadPart) => "UploadPartReplTime",
            (true, Api::CompleteMultipartUpload) => "CompleteMultipartUploadReplTime",
            (true, _) => "PutObjectReplTime",
        };
        self.charge_owner(bucket, request_item(api, class), operation, count.into());
    }
}
