//! Which calls and parameters of S3's API are here, and which come later.

use s3sim_aws::operation::Api;

/// The format's own calls, none of which is here yet.
pub(crate) const OWN_CALLS: [&str; 2] = ["upload", "read"];

/// The calls that are simulated.
pub(crate) const CALLS_HERE: &[Api] = &[
    Api::PutObject,
    Api::CopyObject,
    Api::GetObject,
    Api::HeadObject,
    Api::DeleteObject,
    Api::DeleteObjects,
    Api::GetObjectTagging,
    Api::PutObjectTagging,
    Api::DeleteObjectTagging,
    Api::ListObjects,
    Api::ListObjectsV2,
    Api::ListObjectVersions,
    Api::ListBuckets,
    Api::CreateBucket,
    Api::DeleteBucket,
    Api::HeadBucket,
    Api::GetBucketLocation,
    Api::GetBucketVersioning,
    Api::PutBucketVersioning,
    Api::GetBucketLifecycleConfiguration,
    Api::PutBucketLifecycleConfiguration,
    Api::DeleteBucketLifecycle,
    Api::GetBucketIntelligentTieringConfiguration,
    Api::PutBucketIntelligentTieringConfiguration,
    Api::DeleteBucketIntelligentTieringConfiguration,
    Api::ListBucketIntelligentTieringConfigurations,
    Api::GetBucketTagging,
    Api::PutBucketTagging,
    Api::DeleteBucketTagging,
];

/// Parameters that belong to what comes later: access control, encryption, locks, conditions, checksums, MFA.
const PARAMETERS_LATER: &[&str] = &[
    "ACL",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWrite",
    "GrantWriteACP",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
    "CopySourceSSECustomerAlgorithm",
    "CopySourceSSECustomerKey",
    "CopySourceSSECustomerKeyMD5",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
    "ObjectLockEnabledForBucket",
    "ObjectOwnership",
    "BypassGovernanceRetention",
    "MFA",
    "IfMatch",
    "IfNoneMatch",
    "IfModifiedSince",
    "IfUnmodifiedSince",
    "IfMatchLastModifiedTime",
    "IfMatchSize",
    "CopySourceIfMatch",
    "CopySourceIfNoneMatch",
    "CopySourceIfModifiedSince",
    "CopySourceIfUnmodifiedSince",
    "PartNumber",
    "WriteOffsetBytes",
    "ContentMD5",
    "ChecksumAlgorithm",
    "ChecksumMode",
    "ChecksumCRC32",
    "ChecksumCRC32C",
    "ChecksumCRC64NVME",
    "ChecksumSHA1",
    "ChecksumSHA256",
    "WebsiteRedirectLocation",
    "RequestPayer",
    "ExpectedBucketOwner",
    "ExpectedSourceBucketOwner",
    "AnnotationDirective",
    "OptionalObjectAttributes",
];

/// Whether a parameter of a call is simulated.
pub(crate) fn parameter_is_here(name: &str) -> bool {
    !PARAMETERS_LATER.contains(&name)
}

/// Whether a parameter takes a configuration document, in which braces and names mean themselves.
pub(crate) fn is_document(name: &str) -> bool {
    name.ends_with("Configuration") || name == "Policy"
}
