//! Response fields: headers and body members, as the SDKs name them.

use super::Api;

const PUT: &[&str] = &[
    "ETag",
    "VersionId",
    "Expiration",
    "Size",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKeyMD5",
    "ChecksumCRC32",
    "ChecksumCRC32C",
    "ChecksumCRC64NVME",
    "ChecksumSHA1",
    "ChecksumSHA256",
    "ChecksumType",
    "RequestCharged",
];

const COPY: &[&str] = &[
    "CopyObjectResult",
    "ETag",
    "LastModified",
    "VersionId",
    "CopySourceVersionId",
    "Expiration",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "SSEKMSEncryptionContext",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKeyMD5",
    "RequestCharged",
];

const GET: &[&str] = &[
    "Body",
    "AcceptRanges",
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentLength",
    "ContentRange",
    "ContentType",
    "ChecksumCRC32",
    "ChecksumCRC32C",
    "ChecksumCRC64NVME",
    "ChecksumSHA1",
    "ChecksumSHA256",
    "ChecksumType",
    "DeleteMarker",
    "ETag",
    "Expiration",
    "Expires",
    "LastModified",
    "Metadata",
    "MissingMeta",
    "ObjectLockLegalHoldStatus",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "PartsCount",
    "ReplicationStatus",
    "RequestCharged",
    "Restore",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKeyMD5",
    "StorageClass",
    "TagCount",
    "VersionId",
    "WebsiteRedirectLocation",
];

const HEAD: &[&str] = &[
    "AcceptRanges",
    "ArchiveStatus",
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentLength",
    "ContentRange",
    "ContentType",
    "ChecksumCRC32",
    "ChecksumCRC32C",
    "ChecksumCRC64NVME",
    "ChecksumSHA1",
    "ChecksumSHA256",
    "ChecksumType",
    "DeleteMarker",
    "ETag",
    "Expiration",
    "Expires",
    "LastModified",
    "Metadata",
    "MissingMeta",
    "ObjectLockLegalHoldStatus",
    "ObjectLockMode",
    "ObjectLockRetainUntilDate",
    "PartsCount",
    "ReplicationStatus",
    "RequestCharged",
    "Restore",
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKeyMD5",
    "StorageClass",
    "TagCount",
    "VersionId",
    "WebsiteRedirectLocation",
];

/// The fields of a call's answer.
#[rustfmt::skip]
pub(super) const fn of(api: Api) -> &'static [&'static str] {
    match api {
        Api::PutObject => PUT,
        Api::PostObject => &["Location", "Bucket", "Key", "ETag", "VersionId"],
        Api::CopyObject => COPY,
        Api::GetObject => GET,
        Api::HeadObject => HEAD,
        Api::GetObjectAttributes => &["DeleteMarker", "LastModified", "VersionId", "ETag", "Checksum", "ObjectParts",
            "StorageClass", "ObjectSize", "RequestCharged"],
        Api::SelectObjectContent => &["Payload"],
        Api::DeleteObject => &["DeleteMarker", "VersionId", "RequestCharged"],
        Api::DeleteObjects => &["Deleted", "Errors", "RequestCharged"],
        Api::RestoreObject => &["RestoreOutputPath", "RequestCharged"],
        Api::UpdateObjectEncryption => &["RequestCharged"],
        Api::GetObjectTagging => &["VersionId", "TagSet"],
        Api::PutObjectTagging | Api::DeleteObjectTagging => &["VersionId"],
        Api::GetObjectAcl => &["Owner", "Grants", "RequestCharged"],
        Api::PutObjectAcl | Api::PutObjectRetention | Api::PutObjectLegalHold | Api::AbortMultipartUpload
        | Api::PutObjectLockConfiguration => &["RequestCharged"],
        Api::GetObjectRetention => &["Retention"],
        Api::GetObjectLegalHold => &["LegalHold"],
        Api::CreateMultipartUpload => &["Bucket", "Key", "UploadId", "AbortDate", "AbortRuleId",
            "ServerSideEncryption", "SSEKMSKeyId", "SSEKMSEncryptionContext", "BucketKeyEnabled",
            "SSECustomerAlgorithm", "SSECustomerKeyMD5", "ChecksumAlgorithm", "ChecksumType", "RequestCharged"],
        Api::UploadPart => &["ETag", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled",
            "SSECustomerAlgorithm", "SSECustomerKeyMD5", "ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME",
            "ChecksumSHA1", "ChecksumSHA256", "RequestCharged"],
        Api::UploadPartCopy => &["CopyPartResult", "ETag", "LastModified", "CopySourceVersionId",
            "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "SSECustomerAlgorithm", "SSECustomerKeyMD5",
            "RequestCharged"],
        Api::CompleteMultipartUpload => &["Location", "Bucket", "Key", "ETag", "VersionId", "Expiration",
            "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "ChecksumCRC32", "ChecksumCRC32C",
            "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256", "ChecksumType", "RequestCharged"],
        Api::ListParts => &["Bucket", "Key", "UploadId", "AbortDate", "AbortRuleId", "PartNumberMarker",
            "NextPartNumberMarker", "MaxParts", "IsTruncated", "Parts", "Initiator", "Owner", "StorageClass",
            "ChecksumAlgorithm", "ChecksumType", "RequestCharged"],
        Api::ListObjects => &["Name", "Prefix", "Delimiter", "Marker", "NextMarker", "MaxKeys", "EncodingType",
            "IsTruncated", "Contents", "CommonPrefixes", "RequestCharged"],
        Api::ListObjectsV2 => &["Name", "Prefix", "Delimiter", "StartAfter", "ContinuationToken",
            "NextContinuationToken", "KeyCount", "MaxKeys", "EncodingType", "IsTruncated", "Contents",
            "CommonPrefixes", "RequestCharged"],
        Api::ListObjectVersions => &["Name", "Prefix", "Delimiter", "KeyMarker", "VersionIdMarker", "NextKeyMarker",
            "NextVersionIdMarker", "MaxKeys", "EncodingType", "IsTruncated", "Versions", "DeleteMarkers",
            "CommonPrefixes", "RequestCharged"],
        Api::ListMultipartUploads => &["Bucket", "Prefix", "Delimiter", "KeyMarker", "UploadIdMarker",
            "NextKeyMarker", "NextUploadIdMarker", "MaxUploads", "EncodingType", "IsTruncated", "Uploads",
            "CommonPrefixes", "RequestCharged"],
        Api::ListBuckets => &["Buckets", "Owner", "Prefix", "ContinuationToken"],
        Api::ListDirectoryBuckets => &["Buckets", "ContinuationToken"],
        Api::CreateBucket => &["Location", "BucketArn"],
        Api::HeadBucket => &["BucketArn", "BucketLocationType", "BucketLocationName", "BucketRegion",
            "AccessPointAlias"],
        Api::GetBucketLocation => &["LocationConstraint"],
        Api::CreateSession => &["Credentials", "ServerSideEncryption", "SSEKMSKeyId", "SSEKMSEncryptionContext",
            "BucketKeyEnabled"],
        Api::GetBucketAccelerateConfiguration => &["Status", "RequestCharged"],
        Api::GetBucketAcl => &["Owner", "Grants"],
        Api::GetBucketAnalyticsConfiguration => &["AnalyticsConfiguration"],
        Api::ListBucketAnalyticsConfigurations => &["AnalyticsConfigurationList", "IsTruncated", "ContinuationToken",
            "NextContinuationToken"],
        Api::GetBucketCors => &["CORSRules"],
        Api::GetBucketEncryption => &["ServerSideEncryptionConfiguration"],
        Api::GetBucketIntelligentTieringConfiguration => &["IntelligentTieringConfiguration"],
        Api::ListBucketIntelligentTieringConfigurations => &["IntelligentTieringConfigurationList", "IsTruncated",
            "ContinuationToken", "NextContinuationToken"],
        Api::GetBucketInventoryConfiguration => &["InventoryConfiguration"],
        Api::ListBucketInventoryConfigurations => &["InventoryConfigurationList", "IsTruncated", "ContinuationToken",
            "NextContinuationToken"],
        Api::GetBucketLifecycleConfiguration => &["Rules", "TransitionDefaultMinimumObjectSize"],
        Api::PutBucketLifecycleConfiguration => &["TransitionDefaultMinimumObjectSize"],
        Api::GetBucketLogging => &["LoggingEnabled"],
        Api::GetBucketMetricsConfiguration => &["MetricsConfiguration"],
        Api::ListBucketMetricsConfigurations => &["MetricsConfigurationList", "IsTruncated", "ContinuationToken",
            "NextContinuationToken"],
        Api::GetBucketNotificationConfiguration => &["TopicConfigurations", "QueueConfigurations",
            "LambdaFunctionConfigurations", "EventBridgeConfiguration"],
        Api::GetBucketOwnershipControls => &["OwnershipControls"],
        Api::GetBucketPolicy => &["Policy"],
        Api::GetBucketPolicyStatus => &["PolicyStatus"],
        Api::CreateJob => &["JobId"],
        Api::DescribeJob => &["Job"],
        Api::UpdateJobStatus => &["JobId", "Status", "StatusUpdateReason"],
        Api::GetBucketReplication => &["ReplicationConfiguration"],
        Api::GetBucketRequestPayment => &["Payer"],
        Api::GetBucketTagging => &["TagSet"],
        Api::GetBucketVersioning => &["Status", "MFADelete"],
        Api::GetBucketWebsite => &["RedirectAllRequestsTo", "IndexDocument", "ErrorDocument", "RoutingRules"],
        Api::GetObjectLockConfiguration => &["ObjectLockConfiguration"],
        Api::GetPublicAccessBlock => &["PublicAccessBlockConfiguration"],
        Api::RenameObject
        | Api::DeleteBucket
        | Api::PutBucketAccelerateConfiguration
        | Api::PutBucketAcl
        | Api::PutBucketAnalyticsConfiguration
        | Api::DeleteBucketAnalyticsConfiguration
        | Api::PutBucketCors
        | Api::DeleteBucketCors
        | Api::PutBucketEncryption
        | Api::DeleteBucketEncryption
        | Api::PutBucketIntelligentTieringConfiguration
        | Api::DeleteBucketIntelligentTieringConfiguration
        | Api::PutBucketInventoryConfiguration
        | Api::DeleteBucketInventoryConfiguration
        | Api::DeleteBucketLifecycle
        | Api::PutBucketLogging
        | Api::PutBucketMetricsConfiguration
        | Api::DeleteBucketMetricsConfiguration
        | Api::PutBucketNotificationConfiguration
        | Api::PutBucketOwnershipControls
        | Api::DeleteBucketOwnershipControls
        | Api::PutBucketPolicy
        | Api::DeleteBucketPolicy
        | Api::PutBucketReplication
        | Api::DeleteBucketReplication
        | Api::PutBucketRequestPayment
        | Api::PutBucketTagging
        | Api::DeleteBucketTagging
        | Api::PutBucketVersioning
        | Api::PutBucketWebsite
        | Api::DeleteBucketWebsite
        | Api::PutPublicAccessBlock
        | Api::DeletePublicAccessBlock => &[],
    }
}
