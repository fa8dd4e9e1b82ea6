//! Why a version could not be replicated, in the words of S3's event messages.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html>

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident;)*) => {
        /// `failureReason`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FailureReason {
            $($(#[$doc])* $variant,)*
        }

        impl FailureReason {
            /// The word in messages.
            pub const fn name(self) -> &'static str {
                match self { $(FailureReason::$variant => stringify!($variant),)* }
            }
        }
    };
}

reasons! {
    /// The role does not trust S3, or there is no such account.
    AssumeRoleNotPermitted;
    /// The destination bucket is gone.
    DstBucketNotFound;
    /// The source bucket has Object Lock and the destination has not.
    DstBucketObjectLockConfigMissing;
    /// Versioning of the destination is not enabled.
    DstBucketUnversioned;
    /// `s3:ReplicateDelete` is missing.
    DstDelObjNotPermitted;
    /// The key of the replicas is not in use.
    DstKmsKeyInvalidState;
    /// There is no such key in the destination's Region.
    DstKmsKeyNotFound;
    /// `s3:ReplicateObject` is missing for an object that goes in parts.
    DstMultipartInitNotPermitted;
    /// The replica was deleted at the destination (Batch Replication).
    DstObjectHardDeleted;
    /// `s3:ReplicateObject`, the right to change the owner, or the right to use the key is missing.
    DstPutObjectNotPermitted;
    /// The destination refuses tags.
    DstPutTaggingNotPermitted;
    /// A change of tags, list or lock finds no replica.
    DstVersionNotFound;
    /// The role of the batch job may not begin replications.
    InitiateReplicationNotPermitted;
    /// The source bucket is gone.
    SrcBucketNotFound;
    /// The role may not read the configuration, or there is none (Batch Replication).
    SrcBucketReplicationConfigMissing;
    /// The access control list may not be read.
    SrcGetAclNotPermitted;
    /// The legal hold may not be read.
    SrcGetLegalHoldNotPermitted;
    /// The version may not be read.
    SrcGetObjectNotPermitted;
    /// The retention may not be read.
    SrcGetRetentionNotPermitted;
    /// The tags by which the rule chooses may not be read.
    SrcGetTaggingNotPermitted;
    /// The version may not be looked at.
    SrcHeadObjectNotPermitted;
    /// The key has no version any more.
    SrcKeyNotFound;
    /// The key of the source object is not in use.
    SrcKmsKeyInvalidState;
    /// The object is archived (Batch Replication).
    SrcObjectNotEligible;
    /// The version is gone.
    SrcVersionNotFound;
}
