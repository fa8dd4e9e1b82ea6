//! What requests by place ask of KMS: see [`crate::direct`].
//!
//! The administrator of the bucket's owner sends them, so that what a key says to one of them it says to all until
//! somebody changes something. Calls that are alike are booked and recorded together.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::cache::{BUCKET_KEY_LIFETIME, CacheKey};
use super::quota::{Exceeded, QuotaId};
use super::uses::{KmsCall, Payer};
use crate::machine::S3;
use crate::object::attrs::EncryptionId;
use crate::world::World;

/// What KMS says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It was not asked: no key of it is needed, or the bucket's own key is at hand.
    NotAsked,
    /// It was asked and has answered.
    Given,
    /// The account has asked too often in this second.
    Throttled(QuotaId),
    /// The key is not to be had.
    Refused(ErrorCode),
}

/// Requests that are alike.
#[derive(Clone, Debug)]
struct Line {
    api: Api,
    bucket: BucketId,
    encryption: EncryptionId,
    call: Option<KmsCall>,
    /// Until when the bucket's own key is at hand.
    held_until: Option<Instant>,
    /// Calls and bytes that are not booked yet, and calls that were throttled.
    made: u64,
    bytes: u128,
    throttled: u64,
}

/// The requests of the present.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desk {
    lines: Vec<Line>,
}

impl S3 {
    /// Asks KMS for what a request needs, if it needs anything; a call that is asked counts towards the account's quota.
    #[inline]
    pub fn ask_kms(
        &mut self,
        now: Instant,
        (api, bucket): (Api, BucketId),
        encryption: EncryptionId,
        bytes: u64,
    ) -> Consent {
        if self.protection(encryption).encryption.kms_key().is_none() {
            return Consent::NotAsked;
        }
        let lines = &self.desk.lines;
        let known = lines
            .iter()
            .position(|line| (line.api, line.bucket, line.encryption) == (api, bucket, encryption));
        let place = known.unwrap_or_else(|| self.open_line(now, api, bucket, encryption));
        let line = &mut self.desk.lines[place];
        line.bytes += u128::from(bytes);
        let Some(call) = &line.call else { return Consent::NotAsked };
        if line.held_until.is_some_and(|until| now < until) {
            return Consent::NotAsked;
        }
        let (owner, region) = (self.buckets[bucket.0 as usize].owner, self.buckets[bucket.0 as usize].region);
        let (quota, admitted) = self.kms_quotas.take(now, owner, region);
        if !admitted {
            (line.throttled, line.bytes) = (line.throttled + 1, line.bytes - u128::from(bytes));
            return Consent::Throttled(quota);
        }
        line.made += 1;
        if let Some(code) = call.error {
            line.bytes -= u128::from(bytes);
            return Consent::Refused(code);
        }
        if let Some(kept) = &call.kept {
            line.held_until = Some(now + BUCKET_KEY_LIFETIME);
            let kept = kept.clone();
            self.bucket_keys.keep(kept, now);
        }
        Consent::Given
    }

    #[cold]
    fn open_line(&mut self, now: Instant, api: Api, bucket: BucketId, encryption: EncryptionId) -> usize {
        let mut call = self.call_of_many(api, bucket, encryption);
        if let (Some(call), Err(refusal)) = (&mut call, self.check_keys_of_many(now, api, bucket, encryption))
        {
            call.error = Some(refusal.code);
        }
        let kept: Option<&CacheKey> = call.as_ref().and_then(|call| call.kept.as_ref());
        let held_until = kept.and_then(|kept| self.bucket_keys.until(kept));
        let line = Line { api, bucket, encryption, call, held_until, made: 0, bytes: 0, throttled: 0 };
        self.desk.lines.push(line);
        self.desk.lines.len() - 1
    }

    /// Books and records what has been asked, and forgets what keys have said: it may change now.
    pub fn close_desk(&mut self, now: Instant, world: &mut impl World) {
        for line in std::mem::take(&mut self.desk.lines) {
            let Line { api, bucket, encryption, call, made, bytes, throttled, .. } = line;
            self.charge_second_layer(bucket, api, encryption, bytes);
            let Some(call) = call else { continue };
            let owner = self.bucket(bucket).owner;
            let principal = self.directory.account(owner).admin.policies.principal.arn().to_owned();
            let slow = Some(ErrorCode::ThrottlingException);
            for (count, error) in [(made, call.error), (throttled, slow)] {
                if count > 0 {
                    let payer = Payer { account: owner, principal: principal.clone() };
                    // The bucket's own key was put aside when it was made.
                    let call = KmsCall { error, kept: None, ..call.clone() };
                    self.book_call(now, bucket, payer, call, count, world);
                }
            }
        }
        self.settle(now, world);
    }

    /// The seconds in which KMS refused something and that are over; each is told once.
    pub fn kms_exceeded(&mut self) -> Vec<Exceeded> {
        self.kms_quotas.drain()
    }
}
