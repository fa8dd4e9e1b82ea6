//! Bucket keys that S3 has at hand.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html>: S3 keeps a key of the bucket for a while,
//! one for each requester, and does not ask KMS as long as it has one. Modelling choices: for how long, which is not
//! published, and that keys for writing and for reading are kept apart.

use std::collections::BTreeMap;

use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;

use super::KeyId;

/// For how long by default: five minutes.
pub const BUCKET_KEY_LIFETIME: Micros = Micros::seconds(300);

/// What a bucket key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// Writing.
    Encrypt,
    /// Reading.
    Decrypt,
}

/// Which bucket key it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CacheKey {
    pub(crate) bucket: BucketId,
    pub(crate) key: KeyId,
    /// Whom it serves.
    pub(crate) requester: String,
    pub(crate) direction: Direction,
}

/// Every bucket key that was made, and how long it is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct BucketKeys {
    until: BTreeMap<CacheKey, Instant>,
    /// Requests and calls of traffic at the latest instant.
    of_many: BTreeMap<CacheKey, (Instant, u64, u64)>,
}

impl BucketKeys {
    /// Whether a key is at hand.
    pub(crate) fn holds(&self, key: &CacheKey, now: Instant) -> bool {
        self.until.get(key).is_some_and(|until| now < *until)
    }

    /// Until when a key is at hand.
    pub(crate) fn until(&self, key: &CacheKey) -> Option<Instant> {
        self.until.get(key).copied()
    }

    /// How many more keys are made for `requests` more requests that come together at `now`; no more than `most` for
    /// all of that instant.
    pub(crate) fn calls_of_many(&mut self, key: &CacheKey, now: Instant, requests: u64, most: u64) -> u64 {
        let (at, sent, made) = self.of_many.entry(key.clone()).or_insert((now, 0, 0));
        if *at != now {
            (*at, *sent, *made) = (now, 0, 0);
        }
        *sent = sent.saturating_add(requests);
        let more = (*sent).min(most) - *made;
        *made += more;
        more
    }

    /// Keeps a key that was just made.
    pub(crate) fn keep(&mut self, key: CacheKey, now: Instant) {
        self.until.insert(key, now + BUCKET_KEY_LIFETIME);
    }
}
