//! Which calls and parameters of S3's API are here, and which come later.

use s3sim_aws::operation::Api;

/// The format's own calls.
pub(crate) const OWN_CALLS: [&str; 2] = [UPLOAD, READ];
/// PutObject in parts, which only workloads know.
pub(crate) const UPLOAD: &str = "upload";
/// GET, where archived after a restore; in a workload in parts.
pub(crate) const READ: &str = "read";

/// The calls that are simulated.
pub(crate) const CALLS_HERE: &[Api] = &[
    Api::PutObject,
    Api::CopyObject,
    Api::GetObject,
    Api::HeadObject,
    Api::DeleteObject,
    Api::DeleteObjects,
    Api::RestoreObject,
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
    Api::GetBucketAnalyticsConfiguration,
    Api::PutBucketAnalyticsConfiguration,
    Api::DeleteBucketAnalyticsConfiguration,
    Api::ListBucketAnalyticsConfigurations,
    Api::GetBucketInventoryConfiguration,
    Api::PutBucketInventoryConfiguration,
    Api::DeleteBucketInventoryConfiguration,
    Api::ListBucketInventoryConfigurations,
    Api::GetBucketMetricsConfiguration,
    Api::PutBucketMetricsConfiguration,
    Api::DeleteBucketMetricsConfiguration,
    Api::ListBucketMetricsConfigurations,
    Api::GetBucketRequestPayment,
    Api::PutBucketRequestPayment,
    Api::GetBucketTagging,
    Api::PutBucketTagging,
    Api::DeleteBucketTagging,
    Api::GetObjectAttributes,
    Api::GetObjectRetention,
    Api::PutObjectRetention,
    Api::GetObjectLegalHold,
    Api::PutObjectLegalHold,
    Api::GetObjectLockConfiguration,
    Api::PutObjectLockConfiguration,
    Api::CreateMultipartUpload,
    Api::UploadPart,
    Api::UploadPartCopy,
    Api::CompleteMultipartUpload,
    Api::AbortMultipartUpload,
    Api::ListParts,
    Api::ListMultipartUploads,
    Api::ListDirectoryBuckets,
    Api::CreateSession,
    Api::GetBucketCors,
    Api::PutBucketCors,
    Api::DeleteBucketCors,
    Api::GetBucketWebsite,
    Api::PutBucketWebsite,
    Api::DeleteBucketWebsite,
    Api::GetBucketAccelerateConfiguration,
    Api::PutBucketAccelerateConfiguration,
    Api::GetBucketLogging,
    Api::PutBucketLogging,
    Api::GetBucketNotificationConfiguration,
    Api::PutBucketNotificationConfiguration,
    Api::GetBucketPolicy,
    Api::GetBucketPolicyStatus,
    Api::PutBucketPolicy,
    Api::DeleteBucketPolicy,
    Api::GetPublicAccessBlock,
    Api::PutPublicAccessBlock,
    Api::DeletePublicAccessBlock,
    Api::GetBucketOwnershipControls,
    Api::PutBucketOwnershipControls,
    Api::DeleteBucketOwnershipControls,
    Api::GetBucketAcl,
    Api::PutBucketAcl,
    Api::GetObjectAcl,
    Api::PutObjectAcl,
    Api::GetBucketEncryption,
    Api::PutBucketEncryption,
    Api::DeleteBucketEncryption,
    Api::UpdateObjectEncryption,
    Api::GetBucketReplication,
    Api::PutBucketReplication,
    Api::DeleteBucketReplication,
    Api::CreateJob,
    Api::DescribeJob,
    Api::UpdateJobStatus,
];

/// Parameters that belong to what comes later: checksums.
const PARAMETERS_LATER: &[&str] = &[
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
    "ExpectedSourceBucketOwner",
    "AnnotationDirective",
    "OptionalObjectAttributes",
];

/// Calls that send bytes, which can be damaged on the way.
pub(crate) const SENDS: [Api; 2] = [Api::PutObject, Api::UploadPart];

/// Whether a parameter of a call is simulated. Parts are numbered in uploads; reading one of them comes later.
pub(crate) fn parameter_is_here(api: Api, name: &str) -> bool {
    let part_of_object = name == "PartNumber" && matches!(api, Api::GetObject | Api::HeadObject);
    let sent = name == "ContentMD5" && SENDS.contains(&api);
    (sent || !PARAMETERS_LATER.contains(&name)) && !part_of_object
}

/// Whether a parameter takes a configuration document, in which braces and names mean themselves.
pub(crate) fn is_document(name: &str) -> bool {
    name.ends_with("Configuration")
        || name == "ObjectEncryption"
        || matches!(name, "Policy" | "AccessControlPolicy" | "OwnershipControls" | "BucketLoggingStatus")
}
