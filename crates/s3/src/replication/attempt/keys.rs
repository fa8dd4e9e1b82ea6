//! How a replica is encrypted, and whether the keys for that can be used.

use s3sim_iam::evaluate::Outcome;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::Inquiry;
use crate::authorize::Subject;
use crate::encryption::{Encryption, Protection};
use crate::kms::cache::{CacheKey, Direction};
use crate::kms::uses::{DECRYPT, GENERATE, KmsCall};
use crate::kms::{KeyId, KeyState, Manager};
use crate::machine::S3;
use crate::object::attrs::EncryptionId;
use crate::replication::failure::FailureReason;
use crate::replication::queue::Errand;

/// What is asked of the key of the replicas.
const ENCRYPT: &str = "kms:Encrypt";

impl S3 {
    /// Whether the keys can be used; answers with how the replica is encrypted and what is asked of KMS for each.
    ///
    /// The replica is encrypted in the same way as the source, under the key of the rule; what was never encrypted gets
    /// the destination's default.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html>
    pub(super) fn check_replication_keys(
        &mut self,
        inquiry: &Inquiry<'_>,
    ) -> Result<(EncryptionId, Vec<KmsCall>), FailureReason> {
        let id = self.table.attrs_of(inquiry.row).encryption;
        let protection = self.protection(id).clone();
        let (key, bucket_key) = match protection.encryption {
            Encryption::None => return self.check_default(inquiry),
            Encryption::Customer { .. }
                if self.bucket(inquiry.destination).settings.encryption.blocks_customer_keys =>
            {
                return Err(FailureReason::DstPutObjectNotPermitted);
            }
            Encryption::S3 | Encryption::Customer { .. } => return Ok((id, Vec::new())),
            Encryption::Kms { key, bucket_key } => (key, bucket_key),
            Encryption::Dual { key } => (key, false),
        };
        if inquiry.job.errand == Errand::Change {
            return Ok((id, Vec::new()));
        }
        if !self.is_usable(inquiry.now, key) {
            return Err(FailureReason::SrcKmsKeyInvalidState);
        }
        let source = inquiry.standard.source;
        if !self.may_use(inquiry, DECRYPT, source, key, bucket_key) {
            // Modelling choice: AWS has no reason of its own for that.
            return Err(FailureReason::SrcGetObjectNotPermitted);
        }
        let there = self.replica_key(inquiry).ok_or(FailureReason::DstKmsKeyNotFound)?;
        if !self.is_usable(inquiry.now, there) {
            return Err(FailureReason::DstKmsKeyInvalidState);
        }
        if !self.may_use(inquiry, ENCRYPT, inquiry.destination, there, bucket_key) {
            return Err(FailureReason::DstPutObjectNotPermitted);
        }
        let encryption = match protection.encryption {
            Encryption::Dual { .. } => Encryption::Dual { key: there },
            _ => Encryption::Kms { key: there, bucket_key },
        };
        let encryption = self.intern_protection(Protection { encryption, ..protection });
        let calls = [(source, key, DECRYPT), (inquiry.destination, there, ENCRYPT)];
        let calls =
            calls.map(|(bucket, key, action)| self.kms_call(inquiry, action, bucket, key, bucket_key));
        Ok((encryption, calls.to_vec()))
    }

    /// What was never encrypted gets what the destination's bucket adds.
    fn check_default(
        &mut self,
        inquiry: &Inquiry<'_>,
    ) -> Result<(EncryptionId, Vec<KmsCall>), FailureReason> {
        let destination = inquiry.destination;
        let chosen = self.default_for(inquiry.agent, destination);
        let protection = chosen.map_err(|_| FailureReason::DstKmsKeyNotFound)?;
        let mut calls = Vec::new();
        if let Some((key, bucket_key)) = protection.encryption.kms_key() {
            if !self.is_usable(inquiry.now, key) {
                return Err(FailureReason::DstKmsKeyInvalidState);
            }
            if !self.may_use(inquiry, GENERATE, destination, key, bucket_key) {
                return Err(FailureReason::DstPutObjectNotPermitted);
            }
            calls.push(self.kms_call(inquiry, GENERATE, destination, key, bucket_key));
        }
        Ok((self.intern_protection(protection), calls))
    }

    fn kms_call(
        &self,
        inquiry: &Inquiry<'_>,
        action: &'static str,
        bucket: BucketId,
        key: KeyId,
        bucket_key: bool,
    ) -> KmsCall {
        let direction = if action == DECRYPT { Direction::Decrypt } else { Direction::Encrypt };
        let requester = inquiry.standard.role.clone();
        let kept = bucket_key.then_some(CacheKey { bucket, key, requester, direction });
        let context = self.context_arn(inquiry, bucket, bucket_key);
        KmsCall { key, action, context, error: None, optional: false, kept }
    }

    /// `aws:s3:arn` of the encryption context: under a bucket key the bucket, else the object.
    fn context_arn(&self, inquiry: &Inquiry<'_>, bucket: BucketId, bucket_key: bool) -> String {
        let arn = format!("arn:aws:s3:::{}", self.bucket(bucket).name);
        if bucket_key { arn } else { format!("{arn}/{}", inquiry.key) }
    }

    /// The key of the replicas: in the Region of the destination, and between accounts no key of AWS's.
    fn replica_key(&self, inquiry: &Inquiry<'_>) -> Option<KeyId> {
        let (source, destination) = (self.bucket(inquiry.standard.source), self.bucket(inquiry.destination));
        let name = inquiry.standard.rule.destination.replica_kms_key.as_deref()?;
        let account = self.directory.account(source.owner).number.to_string();
        let id = self.kms.find(name, &account, destination.region)?;
        let key = self.kms.get(id);
        let shared = key.manager == Manager::Customer || source.owner == destination.owner;
        (key.region == destination.region && shared).then_some(id)
    }

    fn is_usable(&self, now: Instant, key: KeyId) -> bool {
        let key = self.kms.get(key);
        key.state == KeyState::Enabled && !key.is_gone(now)
    }

    /// Whether the role may use a key for objects of a bucket; under a bucket key the bucket stands in the context.
    fn may_use(
        &self,
        inquiry: &Inquiry<'_>,
        action: &'static str,
        bucket: BucketId,
        key: KeyId,
        bucket_key: bool,
    ) -> bool {
        let subject = Subject::Key(key, Some(self.context_arn(inquiry, bucket, bucket_key)));
        self.outcome_of(inquiry, action, bucket, &subject) == Outcome::Allow
    }
}
