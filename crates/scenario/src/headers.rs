//! Which parameter of a call a header stands for.

/// Headers by the names of the parameters that the API makes of them.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html#API_PutObject_RequestSyntax>
const HEADERS: &[(&str, &str)] = &[
    ("cache-control", "CacheControl"),
    ("content-md5", "ContentMD5"),
    ("content-type", "ContentType"),
    ("if-match", "IfMatch"),
    ("if-modified-since", "IfModifiedSince"),
    ("if-none-match", "IfNoneMatch"),
    ("if-unmodified-since", "IfUnmodifiedSince"),
    ("range", "Range"),
    ("x-amz-acl", "ACL"),
    ("x-amz-bypass-governance-retention", "BypassGovernanceRetention"),
    ("x-amz-copy-source", "CopySource"),
    ("x-amz-expected-bucket-owner", "ExpectedBucketOwner"),
    ("x-amz-grant-full-control", "GrantFullControl"),
    ("x-amz-grant-read", "GrantRead"),
    ("x-amz-grant-read-acp", "GrantReadACP"),
    ("x-amz-grant-write-acp", "GrantWriteACP"),
    ("x-amz-metadata-directive", "MetadataDirective"),
    ("x-amz-object-lock-legal-hold", "ObjectLockLegalHoldStatus"),
    ("x-amz-object-lock-mode", "ObjectLockMode"),
    ("x-amz-object-lock-retain-until-date", "ObjectLockRetainUntilDate"),
    ("x-amz-object-ownership", "ObjectOwnership"),
    ("x-amz-request-payer", "RequestPayer"),
    ("x-amz-server-side-encryption", "ServerSideEncryption"),
    ("x-amz-server-side-encryption-aws-kms-key-id", "SSEKMSKeyId"),
    ("x-amz-server-side-encryption-bucket-key-enabled", "BucketKeyEnabled"),
    ("x-amz-server-side-encryption-context", "SSEKMSEncryptionContext"),
    ("x-amz-server-side-encryption-customer-algorithm", "SSECustomerAlgorithm"),
    ("x-amz-server-side-encryption-customer-key", "SSECustomerKey"),
    ("x-amz-server-side-encryption-customer-key-md5", "SSECustomerKeyMD5"),
    ("x-amz-storage-class", "StorageClass"),
    ("x-amz-tagging", "Tagging"),
    ("x-amz-tagging-directive", "TaggingDirective"),
];

/// The parameter that a header stands for.
pub(crate) fn parameter(header: &str) -> Option<&'static str> {
    let header = header.to_ascii_lowercase();
    HEADERS.iter().find(|(name, _)| *name == header).map(|(_, parameter)| *parameter)
}
