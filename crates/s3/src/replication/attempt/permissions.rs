//! What the destination must be, and what the role must be allowed.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html>

use s3sim_iam::evaluate::Outcome;
use s3sim_ledger::BucketId;

use super::Inquiry;
use crate::access::acl::{Grantee, Permission};
use crate::authorize::Subject;
use crate::bucket::Versioning;
use crate::calls::find::Found;
use crate::encryption::Encryption;
use crate::machine::S3;
use crate::object::attrs::{Kind, TagsId};
use crate::replication::failure::FailureReason;
use crate::replication::queue::Errand;
use crate::restore::Condition;

impl S3 {
    /// The destination as it is now.
    pub(super) fn check_destination(&self, inquiry: &Inquiry<'_>) -> Result<(), FailureReason> {
        let (source, destination) = (self.bucket(inquiry.standard.source), self.bucket(inquiry.destination));
        if destination.versioning != Versioning::Enabled {
            return Err(FailureReason::DstBucketUnversioned);
        }
        if source.settings.object_lock.is_some() && destination.settings.object_lock.is_none() {
            return Err(FailureReason::DstBucketObjectLockConfigMissing);
        }
        // Modelling choice: the reason; AWS says that such buckets are not possible.
        if destination.requester_pays && source.owner != destination.owner {
            return Err(FailureReason::DstPutObjectNotPermitted);
        }
        Ok(())
    }

    pub(super) fn check_marker(&self, inquiry: &Inquiry<'_>) -> Result<(), FailureReason> {
        let source = inquiry.standard.source;
        let lists = self.outcome_of(inquiry, "s3:ListBucket", source, &Subject::Bucket(source));
        if lists != Outcome::Allow {
            return Err(FailureReason::SrcHeadObjectNotPermitted);
        }
        let there = Subject::Object(inquiry.destination, inquiry.key.clone(), None);
        match self.outcome_of(inquiry, "s3:ReplicateDelete", inquiry.destination, &there) {
            Outcome::Allow => Ok(()),
            _ => Err(FailureReason::DstDelObjNotPermitted),
        }
    }

    /// Whether the source may be read; answers with the tags that may be taken along.
    pub(super) fn check_source(&self, inquiry: &Inquiry<'_>) -> Result<TagsId, FailureReason> {
        let source = inquiry.standard.source;
        let attrs = *self.table.attrs_of(inquiry.row);
        let may =
            |action, subject: &Subject| self.outcome_of(inquiry, action, source, subject) == Outcome::Allow;
        if !may("s3:GetReplicationConfiguration", &Subject::Bucket(source)) {
            return Err(FailureReason::SrcBucketReplicationConfigMissing);
        }
        if attrs.kind == Kind::DeleteMarker {
            return Ok(TagsId(0));
        }
        // Modelling choice: the reason; AWS does not say what becomes of what is lost before it is replicated.
        if attrs.condition == Condition::Lost {
            return Err(FailureReason::SrcVersionNotFound);
        }
        let (space, index) = (inquiry.job.space, self.table.arena.get(inquiry.row).first);
        let found = Found { space, index, row: inquiry.row };
        self.check_foreign(source, found)?;
        // Somebody else's object: its owner has let the bucket's owner in, which was just checked.
        let foreign = self.object_owner(source, found) != self.bucket(source).owner;
        let object = Subject::Object(source, inquiry.key.clone(), Some(found).filter(|_| !foreign));
        let plain = !matches!(
            self.protection(attrs.encryption).encryption,
            Encryption::Kms { .. } | Encryption::Dual { .. }
        );
        let reads = may("s3:GetObjectVersionForReplication", &object)
            || (plain && may("s3:GetObjectVersion", &object));
        if !reads {
            return Err(FailureReason::SrcGetObjectNotPermitted);
        }
        if !may("s3:GetObjectVersionAcl", &object) {
            return Err(FailureReason::SrcGetAclNotPermitted);
        }
        if self.bucket(source).settings.object_lock.is_some() {
            if !may("s3:GetObjectRetention", &object) {
                return Err(FailureReason::SrcGetRetentionNotPermitted);
            }
            if !may("s3:GetObjectLegalHold", &object) {
                return Err(FailureReason::SrcGetLegalHoldNotPermitted);
            }
        }
        if attrs.tags == TagsId(0) || may("s3:GetObjectVersionTagging", &object) {
            return Ok(attrs.tags);
        }
        // Without the permission objects go without tags, unless the rule chooses by them.
        if inquiry.standard.rule.tags.is_empty() {
            Ok(TagsId(0))
        } else {
            Err(FailureReason::SrcGetTaggingNotPermitted)
        }
    }

    /// The owner of an object must have let the bucket's owner read it, where that is somebody else.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html>
    fn check_foreign(&self, source: BucketId, found: Found) -> Result<(), FailureReason> {
        let bucket = self.bucket(source);
        let enforced = bucket.access.is_enforced();
        if enforced || self.object_owner(source, found) == bucket.owner {
            return Ok(());
        }
        let acl = self.object_acl(source, found);
        let owner = Grantee::Account(self.owner_entry(source).canonical_id.clone());
        let lets = [Permission::Read, Permission::ReadAcp].iter().all(|&right| acl.grants(&owner, right));
        if lets { Ok(()) } else { Err(FailureReason::SrcGetAclNotPermitted) }
    }

    /// Whether the replica may be written; answers with the tags that it gets.
    pub(super) fn check_write(&self, inquiry: &Inquiry<'_>, tags: TagsId) -> Result<TagsId, FailureReason> {
        let destination = inquiry.destination;
        let there = Subject::Object(destination, inquiry.key.clone(), None);
        let ask = |action| self.outcome_of(inquiry, action, destination, &there);
        if ask("s3:ReplicateObject") != Outcome::Allow {
            let parts = self.table.attrs_of(inquiry.row).parts;
            return Err(if parts > 0 {
                FailureReason::DstMultipartInitNotPermitted
            } else {
                FailureReason::DstPutObjectNotPermitted
            });
        }
        let enforced = self.bucket(destination).access.is_enforced();
        let overrides = inquiry.standard.rule.destination.owner_override && !enforced;
        if overrides && ask("s3:ObjectOwnerOverrideToBucketOwner") != Outcome::Allow {
            return Err(FailureReason::DstPutObjectNotPermitted);
        }
        // The right to replicate covers tags; only a Deny keeps them out.
        if tags == TagsId(0) || ask("s3:ReplicateTags") != Outcome::ExplicitDeny {
            return Ok(tags);
        }
        if inquiry.job.errand == Errand::Change {
            Err(FailureReason::DstPutTaggingNotPermitted)
        } else {
            Ok(TagsId(0))
        }
    }

    pub(super) fn outcome_of(
        &self,
        inquiry: &Inquiry<'_>,
        action: &'static str,
        bucket: BucketId,
        subject: &Subject,
    ) -> Outcome {
        self.ask_for(inquiry.now, inquiry.agent, action, bucket, subject)
    }
}
