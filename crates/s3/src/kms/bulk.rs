//! What many requests at once ask of KMS.
//!
//! Traffic stands for a day of requests that are spread evenly: without a bucket key each asks, with one at most one
//! in every [`BUCKET_KEY_LIFETIME`] does. The administrator of the bucket's owner sends them.

use s3sim_kernel::time::{DAY, Instant};
use s3sim_ledger::BucketId;

use super::cache::{BUCKET_KEY_LIFETIME, CacheKey, Direction};
use super::uses::{DECRYPT, GENERATE, KmsCall, Payer};
use crate::caller::Caller;
use crate::machine::S3;
use crate::object::attrs::EncryptionId;
use crate::request::{Request, Route};
use crate::response::Refusal;
use crate::world::World;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Map;

/// Bucket keys that are made in a day without a pause.
const BUCKET_KEYS_A_DAY: u64 = (DAY / BUCKET_KEY_LIFETIME.0) as u64;

impl S3 {
    /// A request of the administrator of a bucket's owner with these parameters.
    pub(crate) fn plain_request<'a>(
        &'a self,
        api: Api,
        bucket: BucketId,
        parameters: &'a Map,
    ) -> Request<'a> {
        let entry = self.bucket(bucket);
        Request {
            api,
            bucket: &entry.name,
            key: "*",
            parameters,
            size: 0,
            caller: Caller::admin(entry.owner),
            route: Route::default(),
            cause: "",
        }
    }

    /// Whether the key of a protection would let many requests of one kind pass.
    pub(crate) fn check_keys_of_many(
        &self,
        now: Instant,
        api: Api,
        bucket: BucketId,
        encryption: EncryptionId,
    ) -> Result<(), Refusal> {
        match self.call_of_many(api, bucket, encryption) {
            None => Ok(()),
            Some(call) => {
                let parameters = Map::default();
                self.check_key(now, &self.plain_request(api, bucket, &parameters), &call)
            }
        }
    }

    /// Books the calls of `requests` requests of one kind, and the second layer of their `bytes`.
    pub(crate) fn book_kms_of_many(
        &mut self,
        now: Instant,
        api: Api,
        bucket: BucketId,
        encryption: EncryptionId,
        (requests, bytes): (u64, u128),
        world: &mut impl World,
    ) {
        self.charge_second_layer(bucket, api, encryption, bytes);
        let Some(call) = self.call_of_many(api, bucket, encryption) else { return };
        let count = match &call.kept {
            None => requests,
            Some(key) => self.bucket_keys.calls_of_many(key, now, requests, BUCKET_KEYS_A_DAY),
        };
        if count > 0 {
            let owner = self.bucket(bucket).owner;
            let principal = self.directory.account(owner).admin.policies.principal.arn().to_owned();
            self.book_call(now, bucket, Payer { account: owner, principal }, call, count, world);
        }
    }

    /// The call that a request of one kind makes.
    pub(crate) fn call_of_many(
        &self,
        api: Api,
        bucket: BucketId,
        encryption: EncryptionId,
    ) -> Option<KmsCall> {
        let (action, direction) = match api {
            Api::PutObject | Api::CreateMultipartUpload => (GENERATE, Direction::Encrypt),
            Api::GetObject | Api::UploadPart | Api::CompleteMultipartUpload => (DECRYPT, Direction::Decrypt),
            _ => return None,
        };
        let (key, bucket_key) = self.protection(encryption).encryption.kms_key()?;
        let entry = self.bucket(bucket);
        let requester = self.directory.account(entry.owner).admin.policies.principal.arn().to_owned();
        let context = format!("arn:aws:s3:::{}{}", entry.name, if bucket_key { "" } else { "/*" });
        let kept = bucket_key.then_some(CacheKey { bucket, key, requester, direction });
        Some(KmsCall { key, action, context, error: None, optional: false, kept })
    }
}
