//! Request parameters: headers and body members, as the SDKs name them.

use super::Api;

/// Of every GET of a bucket's configuration, and of calls that take nothing else.
const OWNER: &[&str] = &["ExpectedBucketOwner"];
/// Of a configuration that has several of its kind in a bucket.
const ID: &[&str] = &["Id", "ExpectedBucketOwner"];
/// Of a listing of such configurations.
const CONTINUED: &[&str] = &["ContinuationToken", "ExpectedBucketOwner"];
/// Of a question about one version.
const VERSION: &[&str] = &["VersionId", "RequestPayer", "ExpectedBucketOwner"];

const PUT: &[&str] = &[
    "Body",
    "ACL",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWriteACP",
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentLength",
    "ContentMD5",
    "ContentType",
    "ChecksumAlgorithm",
    "ChecksumCRC32",
    "ChecksumCRC32C",
    "ChecksumCRC64NVME",
    "ChecksumSHA1",
    "ChecksumSHA256",
    "Expires",
    "IfMatch",
    "IfNoneMatch",
    "WriteOffsetBytes",
    "Metadata",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
    "StorageClass",
    "WebsiteRedirectLocation",
    "Tagging",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
    "RequestPayer",
    "ExpectedBucketOwner",
];

const COPY: &[&str] = &[
    "CopySource",
    "CopySourceIfMatch",
    "CopySourceIfModifiedSince",
    "CopySourceIfNoneMatch",
    "CopySourceIfUnmodifiedSince",
    "CopySourceSSECustomerAlgorithm",
    "CopySourceSSECustomerKey",
    "CopySourceSSECustomerKeyMD5",
    "MetadataDirective",
    "TaggingDirective",
    "ACL",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWriteACP",
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
    "ChecksumAlgorithm",
    "Expires",
    "IfMatch",
    "IfNoneMatch",
    "Metadata",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
    "StorageClass",
    "WebsiteRedirectLocation",
    "Tagging",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
    "RequestPayer",
    "ExpectedBucketOwner",
    "ExpectedSourceBucketOwner",
];

const CREATE_UPLOAD: &[&str] = &[
    "ACL",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWriteACP",
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
    "ChecksumAlgorithm",
    "ChecksumType",
    "Expires",
    "Metadata",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
    "StorageClass",
    "WebsiteRedirectLocation",
    "Tagging",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus",
    "RequestPayer",
    "ExpectedBucketOwner",
];

const READ: &[&str] = &[
    "VersionId",
    "Range",
    "PartNumber",
    "IfMatch",
    "IfModifiedSince",
    "IfNoneMatch",
    "IfUnmodifiedSince",
    "ResponseCacheControl",
    "ResponseContentDisposition",
    "ResponseContentEncoding",
    "ResponseContentLanguage",
    "ResponseContentType",
    "ResponseExpires",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
    "ChecksumMode",
    "RequestPayer",
    "ExpectedBucketOwner",
];

/// The parameters of a call.
#[rustfmt::skip]
pub(super) const fn of(api: Api) -> &'static [&'static str] {
    match api {
        Api::PutObject | Api::PostObject => PUT,
        Api::CopyObject => COPY,
        Api::RenameObject => &["RenameSource", "DestinationIfMatch", "DestinationIfNoneMatch",
            "DestinationIfModifiedSince", "DestinationIfUnmodifiedSince", "SourceIfMatch", "SourceIfNoneMatch",
            "SourceIfModifiedSince", "SourceIfUnmodifiedSince", "ClientToken"],
        Api::GetObject | Api::HeadObject => READ,
        Api::GetObjectAttributes => &["VersionId", "ObjectAttributes", "MaxParts", "PartNumberMarker",
            "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "RequestPayer", "ExpectedBucketOwner"],
        Api::SelectObjectContent => &["Expression", "ExpressionType", "InputSerialization", "OutputSerialization",
            "RequestProgress", "ScanRange", "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5",
            "ExpectedBucketOwner"],
        Api::DeleteObject => &["VersionId", "MFA", "BypassGovernanceRetention", "IfMatch", "IfMatchLastModifiedTime",
            "IfMatchSize", "RequestPayer", "ExpectedBucketOwner"],
        Api::DeleteObjects => &["Delete", "MFA", "BypassGovernanceRetention", "ChecksumAlgorithm", "RequestPayer",
            "ExpectedBucketOwner"],
        Api::RestoreObject => &["VersionId", "RestoreRequest", "ChecksumAlgorithm", "RequestPayer",
            "ExpectedBucketOwner"],
        Api::UpdateObjectEncryption => &["VersionId", "ObjectEncryption", "ContentMD5", "ChecksumAlgorithm",
            "RequestPayer", "ExpectedBucketOwner"],
        Api::PutObjectTagging => &["VersionId", "Tagging", "ContentMD5", "ChecksumAlgorithm", "RequestPayer",
            "ExpectedBucketOwner"],
        Api::DeleteObjectTagging => &["VersionId", "ExpectedBucketOwner"],
        Api::PutObjectAcl => &["VersionId", "ACL", "AccessControlPolicy", "GrantFullControl", "GrantRead",
            "GrantReadACP", "GrantWrite", "GrantWriteACP", "ContentMD5", "ChecksumAlgorithm", "RequestPayer",
            "ExpectedBucketOwner"],
        Api::PutObjectRetention => &["VersionId", "Retention", "BypassGovernanceRetention", "ContentMD5",
            "ChecksumAlgorithm", "RequestPayer", "ExpectedBucketOwner"],
        Api::PutObjectLegalHold => &["VersionId", "LegalHold", "ContentMD5", "ChecksumAlgorithm", "RequestPayer",
            "ExpectedBucketOwner"],
        Api::CreateMultipartUpload => CREATE_UPLOAD,
        Api::UploadPart => &["UploadId", "PartNumber", "Body", "ContentLength", "ContentMD5", "ChecksumAlgorithm",
            "ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256",
            "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "RequestPayer", "ExpectedBucketOwner"],
        Api::UploadPartCopy => &["UploadId", "PartNumber", "CopySource", "CopySourceRange", "CopySourceIfMatch",
            "CopySourceIfModifiedSince", "CopySourceIfNoneMatch", "CopySourceIfUnmodifiedSince",
            "CopySourceSSECustomerAlgorithm", "CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5",
            "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "RequestPayer", "ExpectedBucketOwner",
            "ExpectedSourceBucketOwner"],
        Api::CompleteMultipartUpload => &["UploadId", "MultipartUpload", "IfMatch", "IfNoneMatch", "MpuObjectSize",
            "ChecksumType", "ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256",
            "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "RequestPayer", "ExpectedBucketOwner"],
        Api::AbortMultipartUpload => &["UploadId", "IfMatchInitiatedTime", "RequestPayer", "ExpectedBucketOwner"],
        Api::ListParts => &["UploadId", "MaxParts", "PartNumberMarker", "SSECustomerAlgorithm", "SSECustomerKey",
            "SSECustomerKeyMD5", "RequestPayer", "ExpectedBucketOwner"],
        Api::ListObjects => &["Prefix", "Delimiter", "Marker", "MaxKeys", "EncodingType", "OptionalObjectAttributes",
            "RequestPayer", "ExpectedBucketOwner"],
        Api::ListObjectsV2 => &["Prefix", "Delimiter", "StartAfter", "ContinuationToken", "MaxKeys", "FetchOwner",
            "EncodingType", "OptionalObjectAttributes", "RequestPayer", "ExpectedBucketOwner"],
        Api::ListObjectVersions => &["Prefix", "Delimiter", "KeyMarker", "VersionIdMarker", "MaxKeys", "EncodingType",
            "OptionalObjectAttributes", "RequestPayer", "ExpectedBucketOwner"],
        Api::ListMultipartUploads => &["Prefix", "Delimiter", "KeyMarker", "UploadIdMarker", "MaxUploads",
            "EncodingType", "RequestPayer", "ExpectedBucketOwner"],
        Api::ListBuckets => &["Prefix", "BucketRegion", "MaxBuckets", "ContinuationToken"],
        Api::ListDirectoryBuckets => &["MaxDirectoryBuckets", "ContinuationToken"],
        Api::CreateBucket => &["ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP",
            "CreateBucketConfiguration", "ObjectLockEnabledForBucket", "ObjectOwnership"],
        Api::CreateSession => &["SessionMode", "ServerSideEncryption", "SSEKMSKeyId", "SSEKMSEncryptionContext",
            "BucketKeyEnabled"],
        Api::GetObjectTagging | Api::GetObjectAcl | Api::GetObjectRetention | Api::GetObjectLegalHold => VERSION,
        Api::GetBucketAccelerateConfiguration => &["RequestPayer", "ExpectedBucketOwner"],
        Api::PutBucketAccelerateConfiguration => &["AccelerateConfiguration", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::PutBucketAcl => &["ACL", "AccessControlPolicy", "GrantFullControl", "GrantRead", "GrantReadACP",
            "GrantWrite", "GrantWriteACP", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutBucketAnalyticsConfiguration => &["Id", "AnalyticsConfiguration", "ExpectedBucketOwner"],
        Api::PutBucketCors => &["CORSConfiguration", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutBucketEncryption => &["ServerSideEncryptionConfiguration", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::PutBucketIntelligentTieringConfiguration => &["Id", "IntelligentTieringConfiguration",
            "ExpectedBucketOwner"],
        Api::PutBucketInventoryConfiguration => &["Id", "InventoryConfiguration", "ExpectedBucketOwner"],
        Api::PutBucketLifecycleConfiguration => &["LifecycleConfiguration", "TransitionDefaultMinimumObjectSize",
            "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutBucketLogging => &["BucketLoggingStatus", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutBucketMetricsConfiguration => &["Id", "MetricsConfiguration", "ExpectedBucketOwner"],
        Api::PutBucketNotificationConfiguration => &["NotificationConfiguration", "SkipDestinationValidation",
            "ExpectedBucketOwner"],
        Api::PutBucketOwnershipControls => &["OwnershipControls", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::PutBucketPolicy => &["Policy", "ConfirmRemoveSelfBucketAccess", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::CreateJob => &["Operation", "ManifestGenerator", "Manifest", "Report", "Priority", "RoleArn",
            "ConfirmationRequired", "ClientRequestToken", "Description", "Tags", "AccountId"],
        Api::DescribeJob => &["JobId", "AccountId"],
        Api::UpdateJobStatus => &["JobId", "RequestedJobStatus", "StatusUpdateReason", "AccountId"],
        Api::PutBucketReplication => &["ReplicationConfiguration", "Token", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::PutBucketRequestPayment => &["RequestPaymentConfiguration", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::PutBucketTagging => &["Tagging", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutBucketVersioning => &["VersioningConfiguration", "MFA", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::PutBucketWebsite => &["WebsiteConfiguration", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutObjectLockConfiguration => &["ObjectLockConfiguration", "Token", "RequestPayer", "ContentMD5",
            "ChecksumAlgorithm", "ExpectedBucketOwner"],
        Api::PutPublicAccessBlock => &["PublicAccessBlockConfiguration", "ContentMD5", "ChecksumAlgorithm",
            "ExpectedBucketOwner"],
        Api::GetBucketAnalyticsConfiguration
        | Api::DeleteBucketAnalyticsConfiguration
        | Api::GetBucketIntelligentTieringConfiguration
        | Api::DeleteBucketIntelligentTieringConfiguration
        | Api::GetBucketInventoryConfiguration
        | Api::DeleteBucketInventoryConfiguration
        | Api::GetBucketMetricsConfiguration
        | Api::DeleteBucketMetricsConfiguration => ID,
        Api::ListBucketAnalyticsConfigurations
        | Api::ListBucketIntelligentTieringConfigurations
        | Api::ListBucketInventoryConfigurations
        | Api::ListBucketMetricsConfigurations => CONTINUED,
        Api::DeleteBucket
        | Api::HeadBucket
        | Api::GetBucketLocation
        | Api::GetBucketAcl
        | Api::GetBucketCors
        | Api::DeleteBucketCors
        | Api::GetBucketEncryption
        | Api::DeleteBucketEncryption
        | Api::GetBucketLifecycleConfiguration
        | Api::DeleteBucketLifecycle
        | Api::GetBucketLogging
        | Api::GetBucketNotificationConfiguration
        | Api::GetBucketOwnershipControls
        | Api::DeleteBucketOwnershipControls
        | Api::GetBucketPolicy
        | Api::DeleteBucketPolicy
        | Api::GetBucketPolicyStatus
        | Api::GetBucketReplication
        | Api::DeleteBucketReplication
        | Api::GetBucketRequestPayment
        | Api::GetBucketTagging
        | Api::DeleteBucketTagging
        | Api::GetBucketVersioning
        | Api::GetBucketWebsite
        | Api::DeleteBucketWebsite
        | Api::GetObjectLockConfiguration
        | Api::GetPublicAccessBlock
        | Api::DeletePublicAccessBlock => OWNER,
    }
}
