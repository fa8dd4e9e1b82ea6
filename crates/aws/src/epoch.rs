//! What held when: S3's rules and defaults on a date.
//!
//! S3 changes its defaults now and then, and a scenario may play under those of an earlier day. Each change is a
//! question to [`Rules`]; a change holds from 00:00 UTC of its day. Where AWS named only a month or a year, its first
//! day is a modelling choice.

use s3sim_kernel::time::Day;

use crate::region::Region;

#[cfg(test)]
mod tests;

/// Days since 1970-01-01 on which something changed.
mod change {
    use s3sim_kernel::time::Day;

    pub(super) const KMS_QUOTAS_OF_2019: Day = Day(17_897);
    pub(super) const KMS_QUOTAS_OF_2022: Day = Day(18_993);
    pub(super) const AUTOMATIC_ENCRYPTION: Day = Day(19_362);
    pub(super) const PRIVATE_NEW_BUCKETS: Day = Day(19_448);
    pub(super) const DUAL_LAYER_ENCRYPTION: Day = Day(19_521);
    pub(super) const LOCK_ON_EXISTING_BUCKETS: Day = Day(19_681);
    pub(super) const KMS_QUOTAS_OF_2024: Day = Day(19_723);
    pub(super) const FREE_EXTERNAL_DENIALS: Day = Day(19_856);
    pub(super) const IF_NONE_MATCH: Day = Day(19_955);
    pub(super) const SMALL_OBJECTS_STAY: Day = Day(19_982);
    pub(super) const IF_MATCH: Day = Day(20_052);
    pub(super) const EXPRESS_PAYS_EVERY_BYTE: Day = Day(20_188);
    pub(super) const CONDITIONAL_DELETES: Day = Day(20_332);
    pub(super) const LARGER_OBJECTS: Day = Day(20_424);
    pub(super) const RULES_OF_2026: Day = Day(20_454);
    pub(super) const CUSTOMER_KEYS_BLOCKED: Day = Day(20_549);
}

/// S3's rules as they were on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The day whose rules hold.
    pub as_of: Day,
}

/// The latest rules that are known.
impl Default for Rules {
    fn default() -> Rules {
        Rules { as_of: Day::MAX }
    }
}

impl Rules {
    const fn since(self, day: Day) -> bool {
        self.as_of.0 >= day.0
    }

    /// Whether every new object is encrypted, at least with SSE-S3 (2023-01-05).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>
    pub const fn encrypts_every_object(self) -> bool {
        self.since(change::AUTOMATIC_ENCRYPTION)
    }

    /// Whether a new bucket disables ACLs (BucketOwnerEnforced) and blocks public access in all four settings (April
    /// 2023).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html>
    pub const fn new_buckets_are_private(self) -> bool {
        self.since(change::PRIVATE_NEW_BUCKETS)
    }

    /// Whether `aws:kms:dsse` may be asked for (June 2023).
    pub const fn has_dual_layer_encryption(self) -> bool {
        self.since(change::DUAL_LAYER_ENCRYPTION)
    }

    /// Whether Object Lock can be enabled on a bucket that exists, without asking AWS Support (November 2023).
    pub const fn locks_existing_buckets(self) -> bool {
        self.since(change::LOCK_ON_EXISTING_BUCKETS)
    }

    /// Whether AccessDenied is free for the owner when the caller is of another account and organization (May 2024).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html>
    pub const fn external_denials_are_free(self) -> bool {
        self.since(change::FREE_EXTERNAL_DENIALS)
    }

    /// Whether writes may carry `If-None-Match: *` (August 2024).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
    pub const fn writes_if_none_match(self) -> bool {
        self.since(change::IF_NONE_MATCH)
    }

    /// Whether writes may carry `If-Match`, and policies the keys `s3:if-match` and `s3:if-none-match` (November 2024).
    pub const fn writes_if_match(self) -> bool {
        self.since(change::IF_MATCH)
    }

    /// Whether deletes may carry `If-Match` (September 2025).
    pub const fn deletes_if_match(self) -> bool {
        self.since(change::CONDITIONAL_DELETES)
    }

    /// Whether a lifecycle configuration written today keeps objects below 128 KB where they are unless it says
    /// otherwise: `all_storage_classes_128K`, before that `varies_by_storage_class`.
    ///
    /// Modelling choice: AWS names September 2024; the change is taken to be on 2024-09-16.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
    pub const fn small_objects_stay(self) -> bool {
        self.since(change::SMALL_OBJECTS_STAY)
    }

    /// The largest object in bytes: 5 TB, since December 2025 10,000 parts of 5 GB.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
    pub const fn largest_object(self) -> u64 {
        if self.since(change::LARGER_OBJECTS) { 10_000 * (5 << 30) } else { 5 << 40 }
    }

    /// Bytes of a request to S3 Express One Zone that are free of its per-GB fees: 512 KB, none since 2025-04-10.
    ///
    /// <https://aws.amazon.com/s3/pricing/>
    pub const fn free_express_bytes(self) -> u64 {
        if self.since(change::EXPRESS_PAYS_EVERY_BYTE) { 0 } else { 512 << 10 }
    }

    /// Whether lifecycle leaves an object alone whose replication has failed, not only one that waits for it.
    ///
    /// Modelling choice: the change lies between the guides of 2023 and 2026; it is taken to be on 2026-01-01.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html>
    pub const fn failed_replication_blocks_lifecycle(self) -> bool {
        self.since(change::RULES_OF_2026)
    }

    /// Whether every session of a role fetches its own bucket key; later all sessions with the same scope share one.
    ///
    /// Modelling choice: the change lies between the guides of 2023 and 2026; it is taken to be on 2026-01-01.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html>
    pub const fn bucket_keys_are_per_session(self) -> bool {
        !self.since(change::RULES_OF_2026)
    }

    /// Whether UpdateObjectEncryption exists (2026).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/update-sse-encryption.html>
    pub const fn updates_encryption_in_place(self) -> bool {
        self.since(change::RULES_OF_2026)
    }

    /// Whether a bucket created in `region` today blocks SSE-C unless it says otherwise (2026-04-06; not in the Middle
    /// East, Bahrain and UAE).
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-s3-c-encryption-setting-faq.html>
    pub fn new_buckets_block_customer_keys(self, region: Region) -> bool {
        self.since(change::CUSTOMER_KEYS_BLOCKED) && !matches!(region.name(), "me-south-1" | "me-central-1")
    }

    /// Cryptographic requests with symmetric keys that KMS answers per second, account and Region.
    ///
    /// Modelling choice: the years in which the quotas were raised are known, the days are not.
    ///
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html>
    pub fn kms_requests_per_second(self, region: Region) -> u32 {
        let quotas = match region.name() {
            "us-east-1" | "us-west-2" | "eu-west-1" => [10_000, 30_000, 50_000, 100_000],
            "us-east-2" | "ap-southeast-1" | "ap-southeast-2" | "ap-northeast-1" | "eu-central-1"
            | "eu-west-2" => [5_500, 10_000, 10_000, 20_000],
            _ => [5_500, 5_500, 5_500, 10_000],
        };
        let raised = [change::KMS_QUOTAS_OF_2019, change::KMS_QUOTAS_OF_2022, change::KMS_QUOTAS_OF_2024];
        quotas[raised.into_iter().filter(|day| self.since(*day)).count()]
    }
}
