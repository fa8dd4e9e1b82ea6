//! What a bucket says about who may use it: policy, public access block, object ownership, access control lists.

use std::sync::Arc;

use s3sim_aws::epoch::Rules;

pub mod acl;
pub mod ownership;
pub mod policy;
pub mod public_access_block;

use acl::Acl;
use ownership::ObjectOwnership;
use policy::BucketPolicy;
use public_access_block::PublicAccessBlock;

/// The access settings of a bucket.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Its policy.
    pub policy: Option<Arc<BucketPolicy>>,
    /// Public access that it blocks itself; its account may block more.
    pub public_access_block: Option<PublicAccessBlock>,
    /// Who owns what others write; `None` = ownership controls were deleted, which counts as ObjectWriter.
    pub ownership: Option<ObjectOwnership>,
    /// Its access control list; `None` = private.
    pub acl: Option<Acl>,
    /// Whether any object may be owned by another account.
    pub(crate) has_foreign_objects: bool,
}

impl Access {
    /// Of a new bucket: since April 2023 without ACLs and closed to the public.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html>
    pub fn of_new_bucket(rules: Rules) -> Access {
        if !rules.new_buckets_are_private() {
            return Access::default();
        }
        Access {
            public_access_block: Some(PublicAccessBlock::ALL),
            ownership: Some(ObjectOwnership::BucketOwnerEnforced),
            ..Access::default()
        }
    }

    /// Who owns what others write.
    pub fn ownership(&self) -> ObjectOwnership {
        self.ownership.unwrap_or(ObjectOwnership::ObjectWriter)
    }

    /// Whether the owner of the bucket owns everything in it: access control lists are off.
    pub fn is_enforced(&self) -> bool {
        self.ownership() == ObjectOwnership::BucketOwnerEnforced
    }
}
