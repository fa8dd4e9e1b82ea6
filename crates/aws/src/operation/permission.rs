//! The permissions that a call needs, by IAM action name.
//!
//! Most calls need one. The others are here because people are refused over them: a version id turns one action into
//! another, a tag or an ACL in a PUT needs a permission of its own, a copy needs two objects' worth, and a key that
//! encrypts the object has to agree.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>

use super::Api;

/// What a permission is needed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// No resource: `*`.
    Service,
    /// The bucket's ARN.
    Bucket,
    /// The object's ARN; of a DeleteObjects, that of each key.
    Object,
    /// The ARN of the object that is copied.
    Source,
    /// The KMS key that encrypts the object, or will; nothing to ask where none does.
    Key,
    /// The KMS key that encrypts the object that is copied; nothing to ask where none does.
    SourceKey,
    /// The role that the request hands to S3.
    Role,
}

/// When a permission is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Always.
    Always,
    /// If no version is named (of the source, if it is needed there).
    WithoutVersionId,
    /// If a version is named (of the source, if it is needed there).
    WithVersionId,
    /// If one of these parameters is given, under the names of [`Api::parameters`].
    With(&'static [&'static str]),
    /// If `IfMatch` names an ETag; `*` needs nothing more.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-delete-enforce.html>
    IfMatchNamesETag,
    /// If the source has tags and they are copied: `TaggingDirective` is not `REPLACE`. No version is named.
    CopiesTags,
    /// The same, where a version is named.
    CopiesTagsOfVersion,
    /// Never refused over it: without the permission the answer leaves these fields out.
    ForFields(&'static [&'static str]),
}

/// A permission that a call needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action {
    /// The IAM action: `s3:GetObjectVersion`.
    pub name: &'static str,
    /// The circumstances in which it is needed.
    pub when: When,
    /// The resource it is needed on.
    pub on: On,
}

const fn on(on: On, name: &'static str, when: When) -> Action {
    Action { name, when, on }
}

const fn bucket(name: &'static str) -> Action {
    on(On::Bucket, name, When::Always)
}

const fn object(name: &'static str) -> Action {
    on(On::Object, name, When::Always)
}

const ACL: &[&str] = &[
    "ACL",
    "AccessControlPolicy",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWrite",
    "GrantWriteACP",
];
const LOCK: &[&str] = &["ObjectLockMode", "ObjectLockRetainUntilDate"];
const HOLD: &[&str] = &["ObjectLockLegalHoldStatus"];
const LOCKED_BUCKET: When = When::With(&["ObjectLockEnabledForBucket"]);
const BYPASS: Action =
    on(On::Object, "s3:BypassGovernanceRetention", When::With(&["BypassGovernanceRetention"]));

/// One action without a version id and another with one.
macro_rules! versioned {
    ($resource:ident $plain:literal $version:literal) => {
        [on(On::$resource, $plain, When::WithoutVersionId), on(On::$resource, $version, When::WithVersionId)]
    };
}

const READ: [Action; 2] = versioned!(Object "s3:GetObject" "s3:GetObjectVersion");
const READ_SOURCE: [Action; 2] = versioned!(Source "s3:GetObject" "s3:GetObjectVersion");
const DECRYPT: Action = on(On::Key, "kms:Decrypt", When::Always);
const DECRYPT_SOURCE: Action = on(On::SourceKey, "kms:Decrypt", When::Always);
const ENCRYPT: Action = on(On::Key, "kms:GenerateDataKey", When::Always);
const PUT_ACL: Action = on(On::Object, "s3:PutObjectAcl", When::With(ACL));
const PUT_TAGS: Action = on(On::Object, "s3:PutObjectTagging", When::With(&["Tagging"]));
const PUT_RETENTION: Action = on(On::Object, "s3:PutObjectRetention", When::With(LOCK));
const PUT_HOLD: Action = on(On::Object, "s3:PutObjectLegalHold", When::With(HOLD));
const IF_MATCH: Action = on(On::Object, "s3:GetObject", When::IfMatchNamesETag);
const SHOW_TAGS: Action = on(On::Object, "s3:GetObjectTagging", When::ForFields(&["TagCount"]));
const SHOW_RETENTION: Action = on(On::Object, "s3:GetObjectRetention", When::ForFields(LOCK));
const SHOW_HOLD: Action = on(On::Object, "s3:GetObjectLegalHold", When::ForFields(HOLD));

/// A read in all its forms; the third action is what the key has to allow.
const fn read(decrypt: Action) -> [Action; 6] {
    [READ[0], READ[1], decrypt, SHOW_TAGS, SHOW_RETENTION, SHOW_HOLD]
}

/// The permissions of a call.
///
/// Modelling choices: S3 decrypts for a HEAD only where checksums are asked for; the zonal calls of a directory bucket
/// are judged by the session that carries them.
#[rustfmt::skip]
pub(super) const fn of(api: Api) -> &'static [Action] {
    match api {
        Api::PutObject | Api::PostObject =>
            const { &[object("s3:PutObject"), PUT_ACL, PUT_TAGS, PUT_RETENTION, PUT_HOLD, IF_MATCH, ENCRYPT] },
        Api::CopyObject => const { &[
            READ_SOURCE[0], READ_SOURCE[1],
            on(On::Source, "s3:GetObjectTagging", When::CopiesTags),
            on(On::Source, "s3:GetObjectVersionTagging", When::CopiesTagsOfVersion),
            DECRYPT_SOURCE,
            object("s3:PutObject"), PUT_ACL, PUT_TAGS,
            on(On::Object, "s3:PutObjectTagging", When::CopiesTags),
            on(On::Object, "s3:PutObjectTagging", When::CopiesTagsOfVersion),
            PUT_RETENTION, PUT_HOLD, IF_MATCH, ENCRYPT,
        ] },
        Api::RenameObject | Api::CreateSession => const { &[bucket("s3express:CreateSession")] },
        Api::GetObject => const { &read(DECRYPT) },
        Api::HeadObject => const { &read(on(On::Key, "kms:Decrypt", When::With(&["ChecksumMode"]))) },
        Api::GetObjectAttributes => const { &[READ[0], READ[1], DECRYPT] },
        Api::SelectObjectContent => const { &[object("s3:GetObject"), DECRYPT] },
        Api::DeleteObject => const { &[
            on(On::Object, "s3:DeleteObject", When::WithoutVersionId),
            on(On::Object, "s3:DeleteObjectVersion", When::WithVersionId),
            BYPASS, IF_MATCH,
        ] },
        Api::DeleteObjects => const { &[
            on(On::Object, "s3:DeleteObject", When::WithoutVersionId),
            on(On::Object, "s3:DeleteObjectVersion", When::WithVersionId),
            BYPASS,
        ] },
        Api::RestoreObject => const { &[object("s3:RestoreObject")] },
        Api::UpdateObjectEncryption => const { &[
            object("s3:UpdateObjectEncryption"), object("s3:PutObject"),
            on(On::Key, "kms:Encrypt", When::Always), DECRYPT, ENCRYPT,
            on(On::Key, "kms:ReEncryptFrom", When::Always), on(On::Key, "kms:ReEncryptTo", When::Always),
        ] },
        Api::GetObjectTagging => const { &versioned!(Object "s3:GetObjectTagging" "s3:GetObjectVersionTagging") },
        Api::PutObjectTagging => const { &versioned!(Object "s3:PutObjectTagging" "s3:PutObjectVersionTagging") },
        Api::DeleteObjectTagging =>
            const { &versioned!(Object "s3:DeleteObjectTagging" "s3:DeleteObjectVersionTagging") },
        Api::GetObjectAcl => const { &versioned!(Object "s3:GetObjectAcl" "s3:GetObjectVersionAcl") },
        Api::PutObjectAcl => const { &versioned!(Object "s3:PutObjectAcl" "s3:PutObjectVersionAcl") },
        Api::GetObjectRetention => const { &[object("s3:GetObjectRetention")] },
        Api::PutObjectRetention => const { &[object("s3:PutObjectRetention"), BYPASS] },
        Api::GetObjectLegalHold => const { &[object("s3:GetObjectLegalHold")] },
        Api::PutObjectLegalHold => const { &[object("s3:PutObjectLegalHold")] },
        Api::CreateMultipartUpload =>
            const { &[object("s3:PutObject"), PUT_ACL, PUT_TAGS, PUT_RETENTION, PUT_HOLD, ENCRYPT] },
        Api::UploadPart => const { &[object("s3:PutObject"), DECRYPT] },
        Api::UploadPartCopy =>
            const { &[READ_SOURCE[0], READ_SOURCE[1], DECRYPT_SOURCE, object("s3:PutObject"), DECRYPT] },
        // Without the key's consent the object is made, but has no checksum.
        Api::CompleteMultipartUpload => const { &[
            object("s3:PutObject"), IF_MATCH,
            on(On::Key, "kms:Decrypt", When::ForFields(&["ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME",
                "ChecksumSHA1", "ChecksumSHA256", "ChecksumType"])),
        ] },
        Api::AbortMultipartUpload => const { &[object("s3:AbortMultipartUpload")] },
        Api::ListParts => const { &[object("s3:ListMultipartUploadParts"), DECRYPT] },
        Api::ListObjects | Api::ListObjectsV2 | Api::HeadBucket => const { &[bucket("s3:ListBucket")] },
        Api::ListObjectVersions => const { &[bucket("s3:ListBucketVersions")] },
        Api::ListMultipartUploads => const { &[bucket("s3:ListBucketMultipartUploads")] },
        Api::ListBuckets => const { &[on(On::Service, "s3:ListAllMyBuckets", When::Always)] },
        Api::ListDirectoryBuckets =>
            const { &[on(On::Service, "s3express:ListAllMyDirectoryBuckets", When::Always)] },
        Api::CreateBucket => const { &[
            bucket("s3:CreateBucket"),
            on(On::Bucket, "s3:PutBucketAcl", When::With(ACL)),
            on(On::Bucket, "s3:PutBucketOwnershipControls", When::With(&["ObjectOwnership"])),
            on(On::Bucket, "s3:PutBucketObjectLockConfiguration", LOCKED_BUCKET),
            on(On::Bucket, "s3:PutBucketVersioning", LOCKED_BUCKET),
        ] },
        Api::DeleteBucket => const { &[bucket("s3:DeleteBucket")] },
        Api::GetBucketLocation => const { &[bucket("s3:GetBucketLocation")] },
        Api::GetBucketAccelerateConfiguration => const { &[bucket("s3:GetAccelerateConfiguration")] },
        Api::PutBucketAccelerateConfiguration => const { &[bucket("s3:PutAccelerateConfiguration")] },
        Api::GetBucketAcl => const { &[bucket("s3:GetBucketAcl")] },
        Api::PutBucketAcl => const { &[bucket("s3:PutBucketAcl")] },
        Api::GetBucketAnalyticsConfiguration | Api::ListBucketAnalyticsConfigurations =>
            const { &[bucket("s3:GetAnalyticsConfiguration")] },
        Api::PutBucketAnalyticsConfiguration | Api::DeleteBucketAnalyticsConfiguration =>
            const { &[bucket("s3:PutAnalyticsConfiguration")] },
        Api::GetBucketCors => const { &[bucket("s3:GetBucketCORS")] },
        Api::PutBucketCors | Api::DeleteBucketCors => const { &[bucket("s3:PutBucketCORS")] },
        Api::GetBucketEncryption => const { &[bucket("s3:GetEncryptionConfiguration")] },
        Api::PutBucketEncryption | Api::DeleteBucketEncryption =>
            const { &[bucket("s3:PutEncryptionConfiguration")] },
        Api::GetBucketIntelligentTieringConfiguration | Api::ListBucketIntelligentTieringConfigurations =>
            const { &[bucket("s3:GetIntelligentTieringConfiguration")] },
        Api::PutBucketIntelligentTieringConfiguration | Api::DeleteBucketIntelligentTieringConfiguration =>
            const { &[bucket("s3:PutIntelligentTieringConfiguration")] },
        Api::GetBucketInventoryConfiguration | Api::ListBucketInventoryConfigurations =>
            const { &[bucket("s3:GetInventoryConfiguration")] },
        Api::PutBucketInventoryConfiguration | Api::DeleteBucketInventoryConfiguration =>
            const { &[bucket("s3:PutInventoryConfiguration")] },
        Api::GetBucketLifecycleConfiguration => const { &[bucket("s3:GetLifecycleConfiguration")] },
        Api::PutBucketLifecycleConfiguration | Api::DeleteBucketLifecycle =>
            const { &[bucket("s3:PutLifecycleConfiguration")] },
        Api::GetBucketLogging => const { &[bucket("s3:GetBucketLogging")] },
        Api::PutBucketLogging => const { &[bucket("s3:PutBucketLogging")] },
        Api::GetBucketMetricsConfiguration | Api::ListBucketMetricsConfigurations =>
            const { &[bucket("s3:GetMetricsConfiguration")] },
        Api::PutBucketMetricsConfiguration | Api::DeleteBucketMetricsConfiguration =>
            const { &[bucket("s3:PutMetricsConfiguration")] },
        Api::GetBucketNotificationConfiguration => const { &[bucket("s3:GetBucketNotification")] },
        Api::PutBucketNotificationConfiguration => const { &[bucket("s3:PutBucketNotification")] },
        Api::GetBucketOwnershipControls => const { &[bucket("s3:GetBucketOwnershipControls")] },
        Api::PutBucketOwnershipControls | Api::DeleteBucketOwnershipControls =>
            const { &[bucket("s3:PutBucketOwnershipControls")] },
        Api::GetBucketPolicy => const { &[bucket("s3:GetBucketPolicy")] },
        Api::PutBucketPolicy => const { &[bucket("s3:PutBucketPolicy")] },
        Api::DeleteBucketPolicy => const { &[bucket("s3:DeleteBucketPolicy")] },
        Api::GetBucketPolicyStatus => const { &[bucket("s3:GetBucketPolicyStatus")] },
        Api::CreateJob => const { &[
            on(On::Service, "s3:CreateJob", When::Always), on(On::Role, "iam:PassRole", When::Always),
        ] },
        Api::DescribeJob => const { &[on(On::Service, "s3:DescribeJob", When::Always)] },
        Api::UpdateJobStatus => const { &[on(On::Service, "s3:UpdateJobStatus", When::Always)] },
        Api::GetBucketReplication => const { &[bucket("s3:GetReplicationConfiguration")] },
        Api::PutBucketReplication => const { &[
            bucket("s3:PutReplicationConfiguration"), on(On::Role, "iam:PassRole", When::Always),
        ] },
        Api::DeleteBucketReplication => const { &[bucket("s3:PutReplicationConfiguration")] },
        Api::GetBucketRequestPayment => const { &[bucket("s3:GetBucketRequestPayment")] },
        Api::PutBucketRequestPayment => const { &[bucket("s3:PutBucketRequestPayment")] },
        Api::GetBucketTagging => const { &[bucket("s3:GetBucketTagging")] },
        Api::PutBucketTagging | Api::DeleteBucketTagging => const { &[bucket("s3:PutBucketTagging")] },
        Api::GetBucketVersioning => const { &[bucket("s3:GetBucketVersioning")] },
        Api::PutBucketVersioning => const { &[bucket("s3:PutBucketVersioning")] },
        Api::GetBucketWebsite => const { &[bucket("s3:GetBucketWebsite")] },
        Api::PutBucketWebsite => const { &[bucket("s3:PutBucketWebsite")] },
        Api::DeleteBucketWebsite => const { &[bucket("s3:DeleteBucketWebsite")] },
        Api::GetObjectLockConfiguration => const { &[bucket("s3:GetBucketObjectLockConfiguration")] },
        Api::PutObjectLockConfiguration => const { &[bucket("s3:PutBucketObjectLockConfiguration")] },
        Api::GetPublicAccessBlock => const { &[bucket("s3:GetBucketPublicAccessBlock")] },
        Api::PutPublicAccessBlock | Api::DeletePublicAccessBlock =>
            const { &[bucket("s3:PutBucketPublicAccessBlock")] },
    }
}
