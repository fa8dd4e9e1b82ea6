//! The other side of a decision: owner, policy and access control list of what a request is about.

use s3sim_iam::element::Reach;
use s3sim_iam::evaluate::Place;
use s3sim_iam::principal::{AccountId as Digits, Who};
use s3sim_ledger::{AccountId, BucketId};

use super::{Ask, Subject};
use crate::access::acl::{Acl, Grantee, Permission};
use crate::calls::find::Found;
use crate::machine::S3;
use crate::object::attrs::AccessId;

/// The other side, and whether RestrictPublicBuckets keeps the caller out.
pub(super) struct Side<'a> {
    pub(super) place: Place<'a>,
    pub(super) is_restricted: bool,
}

/// Actions that the bucket's owner decides about, whoever owns the object: writing, deleting, restoring.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html>
const IN_THE_BUCKETS_CONTEXT: [&str; 5] = [
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:RestoreObject",
    "s3:AbortMultipartUpload",
];

impl S3 {
    /// The ARN of a subject.
    pub(super) fn resource(&self, subject: &Subject) -> String {
        match subject {
            Subject::Service | Subject::Nothing => "*".to_owned(),
            Subject::BucketName(name) => format!("arn:aws:s3:::{name}"),
            Subject::Bucket(bucket) => format!("arn:aws:s3:::{}", self.bucket(*bucket).name),
            Subject::Object(bucket, key, _) | Subject::Source(bucket, key, _) => {
                format!("arn:aws:s3:::{}/{key}", self.bucket(*bucket).name)
            }
            Subject::Thing(arn) => arn.clone(),
            Subject::Key(key, _) => self.kms.get(*key).arn.clone(),
        }
    }

    /// The account that a subject belongs to, if it exists.
    pub(super) fn owner_of(&self, subject: &Subject) -> Option<Digits> {
        match subject {
            Subject::Service | Subject::BucketName(_) | Subject::Thing(_) | Subject::Nothing => None,
            Subject::Bucket(bucket) | Subject::Object(bucket, ..) | Subject::Source(bucket, ..) => {
                Some(self.owner_entry(*bucket).number)
            }
            Subject::Key(key, _) => Some(self.directory.account(self.kms.get(*key).owner).number),
        }
    }

    /// The other side of a decision about `action` on `subject`.
    pub(super) fn place_of<'a>(&'a self, ask: &Ask<'a>, action: &str, subject: &Subject) -> Side<'a> {
        let endpoint = ask.way.endpoint.as_ref().and_then(|endpoint| endpoint.policy.as_deref());
        let (bucket, found) = match subject {
            Subject::Bucket(bucket) => (*bucket, None),
            Subject::Object(bucket, _, found) | Subject::Source(bucket, _, found) => (*bucket, *found),
            Subject::Key(key, via) => {
                let policy = self.kms.get(*key).policy.as_ref();
                // What S3 does with a key on somebody's behalf does not pass their endpoint.
                let endpoint = endpoint.filter(|_| via.is_none());
                let place = Place { endpoint, ..Place::new(self.owner_of(subject), policy) };
                return Side { place, is_restricted: false };
            }
            Subject::Service | Subject::BucketName(_) | Subject::Thing(_) | Subject::Nothing => {
                let owner = ask.actor.policies.principal.account();
                return Side { place: Place { endpoint, ..Place::new(owner, None) }, is_restricted: false };
            }
        };
        let entry = self.bucket(bucket);
        let policy = entry.access.policy.as_deref();
        let block = self.public_access_block(bucket);
        let outsider =
            ask.actor.account != Some(entry.owner) && *ask.actor.policies.principal.who() != Who::Service;
        let is_restricted = block.restrict_public_buckets && outsider && policy.is_some_and(|p| p.is_public);
        let foreign = found
            .map(|found| self.object_owner(bucket, found))
            .filter(|&owner| owner != entry.owner && !IN_THE_BUCKETS_CONTEXT.contains(&action));
        let owner = self.directory.account(foreign.unwrap_or(entry.owner)).number;
        let place = Place {
            owner: Some(owner),
            policy: policy.map(|policy| &policy.compiled),
            policy_allows: foreign.is_none(),
            acl: self.acl_reach(ask, action, bucket, found, block.ignore_public_acls),
            endpoint,
        };
        Side { place, is_restricted }
    }

    /// Who owns a version: without access control lists, the owner of the bucket, whoever wrote it.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html>
    pub(crate) fn object_owner(&self, bucket: BucketId, found: Found) -> AccountId {
        self.effective_owner(bucket, self.table.attrs_of(found.row).access)
    }

    /// Who owns versions with that owner and list in a bucket.
    pub(crate) fn effective_owner(&self, bucket: BucketId, access: AccessId) -> AccountId {
        let bucket = self.bucket(bucket);
        let writer = self.object_access(access).owner.filter(|_| !bucket.access.is_enforced());
        writer.unwrap_or(bucket.owner)
    }

    /// The list of a bucket.
    pub(crate) fn bucket_acl(&self, bucket: BucketId) -> Acl {
        let entry = self.bucket(bucket);
        entry.access.acl.clone().unwrap_or_else(|| Acl::private(&self.owner_entry(bucket).canonical_id))
    }

    /// The list of a version.
    pub(crate) fn object_acl(&self, bucket: BucketId, found: Found) -> Acl {
        let owner = self.object_owner(bucket, found);
        let access = self.object_access(self.table.attrs_of(found.row).access);
        let list = access.acl.clone().filter(|_| !self.bucket(bucket).access.is_enforced());
        list.unwrap_or_else(|| Acl::private(&self.directory.account(owner).canonical_id))
    }

    /// What a list grants the caller for an action, and how closely it names the caller.
    fn acl_reach(
        &self,
        ask: &Ask<'_>,
        action: &str,
        bucket: BucketId,
        found: Option<Found>,
        ignore_public: bool,
    ) -> Option<Reach> {
        let access = &self.bucket(bucket).access;
        if access.is_enforced() {
            return None;
        }
        let (of_bucket, wanted) = Permission::for_action(action)?;
        let acl = if of_bucket { self.bucket_acl(bucket) } else { self.object_acl(bucket, found?) };
        let principal = &ask.actor.policies.principal;
        let everybody = acl.grants(&Grantee::AllUsers, wanted)
            || (*principal.who() != Who::Anonymous && acl.grants(&Grantee::AuthenticatedUsers, wanted));
        if everybody && !ignore_public {
            return Some(Reach::Direct);
        }
        let account = ask.actor.account.map(|account| &self.directory.account(account).canonical_id);
        let by_account = account.is_some_and(|id| acl.grants(&Grantee::Account(id.clone()), wanted));
        let log_delivery =
            principal.arn() == "logging.s3.amazonaws.com" && acl.grants(&Grantee::LogDelivery, wanted);
        if log_delivery { Some(Reach::Direct) } else { by_account.then_some(Reach::Account) }
    }
}
