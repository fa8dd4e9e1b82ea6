//! S3's API calls, by the names of the API reference.
//!
//! The table below says what a call aims at, how success looks and how it is billed; what goes in and comes out
//! stands in `parameters` and `answers`, which permissions it needs in [`permission`].
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html>

use std::fmt;

mod answers;
mod parameters;
pub mod permission;
#[cfg(test)]
mod tests;

use permission::Action;

/// What a call is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The service itself: no bucket is named.
    Service,
    /// A bucket.
    Bucket,
    /// A key in a bucket.
    Object,
}

/// Whose price a request has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rate {
    /// Always S3 Standard's: listings, configurations, tags.
    Standard,
    /// That of the storage class that is written (Tier1) or read (Tier2).
    Class,
    /// That of the storage class that is written, except that GLACIER and DEEP_ARCHIVE pay Standard's until the upload
    /// is completed.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>
    ClassOnceComplete,
}

/// How a request is billed, whatever follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Billing {
    /// Not at all.
    Free,
    /// `Requests-…Tier1`: PUT, COPY, POST, LIST.
    Tier1(Rate),
    /// `Requests-…Tier2`: GET, HEAD, SELECT and every other.
    Tier2(Rate),
    /// By storage class and retrieval tier; asking anew for a copy that exists is a GET-class request.
    Restore,
}

macro_rules! calls {
    ($($variant:ident $target:ident $status:literal $bill:literal $billing:ident $($rate:ident)?;)*) => {
        /// A call of S3's API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Api {
            $(#[doc = concat!("`", stringify!($variant), "`.")] $variant,)*
        }

        impl Api {
            /// Every call: objects, listings, buckets, then configurations by name.
            pub const ALL: &'static [Api] = &[$(Api::$variant,)*];

            /// The name in the API reference.
            pub const fn name(self) -> &'static str {
                match self { $(Api::$variant => stringify!($variant),)* }
            }

            /// What the call is sent to.
            pub const fn target(self) -> Target {
                match self { $(Api::$variant => Target::$target,)* }
            }

            /// The HTTP status of success. Two calls have another one as well: a read of a range answers 206, and
            /// RestoreObject 200 where the copy exists.
            pub const fn success_status(self) -> u16 {
                match self { $(Api::$variant => $status,)* }
            }

            /// How the request is billed.
            ///
            /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>
            pub const fn billing(self) -> Billing {
                match self { $(Api::$variant => Billing::$billing$((Rate::$rate))?,)* }
            }

            /// The name in the operation column of a bill.
            ///
            /// Modelling choice: calls whose name on a bill was not confirmed keep their API name.
            pub const fn bill_name(self) -> &'static str {
                match self { $(Api::$variant => $bill,)* }
            }
        }
    };
}

calls! {
    // Objects.
    PutObject Object 200 "PutObject" Tier1 Class;
    PostObject Object 204 "PostObject" Tier1 Class;
    CopyObject Object 200 "CopyObject" Tier1 Class;
    RenameObject Object 200 "RenameObject" Tier1 Class;
    GetObject Object 200 "GetObject" Tier2 Class;
    HeadObject Object 200 "HeadObject" Tier2 Class;
    GetObjectAttributes Object 200 "GetObjectAttributes" Tier2 Class;
    SelectObjectContent Object 200 "SelectObjectContent" Tier2 Class;
    DeleteObject Object 204 "DeleteObject" Free;
    DeleteObjects Bucket 200 "DeleteObjects" Free;
    RestoreObject Object 202 "RestoreObject" Restore;
    UpdateObjectEncryption Object 200 "UpdateObjectEncryption" Tier1 Standard;
    GetObjectTagging Object 200 "GetObjectTagging" Tier2 Standard;
    PutObjectTagging Object 200 "PutObjectTagging" Tier1 Standard;
    DeleteObjectTagging Object 204 "DeleteObjectTagging" Free;
    GetObjectAcl Object 200 "GetObjectAcl" Tier2 Class;
    PutObjectAcl Object 200 "PutObjectAcl" Tier1 Class;
    GetObjectRetention Object 200 "GetObjectRetention" Tier2 Class;
    PutObjectRetention Object 200 "PutObjectRetention" Tier1 Class;
    GetObjectLegalHold Object 200 "GetObjectLegalHold" Tier2 Class;
    PutObjectLegalHold Object 200 "PutObjectLegalHold" Tier1 Class;
    CreateMultipartUpload Object 200 "InitiateMultipartUpload" Tier1 ClassOnceComplete;
    UploadPart Object 200 "UploadPart" Tier1 ClassOnceComplete;
    UploadPartCopy Object 200 "UploadPartCopy" Tier1 ClassOnceComplete;
    CompleteMultipartUpload Object 200 "CompleteMultipartUpload" Tier1 Class;
    AbortMultipartUpload Object 204 "AbortMultipartUpload" Free;
    ListParts Object 200 "ListParts" Tier1 Standard;
    // Listings of a bucket.
    ListObjects Bucket 200 "ListBucket" Tier1 Standard;
    ListObjectsV2 Bucket 200 "ListBucket" Tier1 Standard;
    ListObjectVersions Bucket 200 "ListBucketVersions" Tier1 Standard;
    ListMultipartUploads Bucket 200 "ListMultipartUploads" Tier1 Standard;
    // Batch jobs. They are calls to an account; here they name the bucket that the job is for.
    CreateJob Bucket 200 "CreateJob" Free;
    DescribeJob Bucket 200 "DescribeJob" Free;
    UpdateJobStatus Bucket 200 "UpdateJobStatus" Free;
    // Buckets.
    ListBuckets Service 200 "ListAllMyBuckets" Tier1 Standard;
    ListDirectoryBuckets Service 200 "ListDirectoryBuckets" Tier1 Standard;
    CreateBucket Bucket 200 "CreateBucket" Tier1 Standard;
    DeleteBucket Bucket 204 "DeleteBucket" Free;
    HeadBucket Bucket 200 "HeadBucket" Tier2 Standard;
    GetBucketLocation Bucket 200 "GetBucketLocation" Tier2 Standard;
    CreateSession Bucket 200 "CreateSession" Free;
    // Configurations of a bucket.
    GetBucketAccelerateConfiguration Bucket 200 "GetBucketAccelerateConfiguration" Tier2 Standard;
    PutBucketAccelerateConfiguration Bucket 200 "PutBucketAccelerateConfiguration" Tier1 Standard;
    GetBucketAcl Bucket 200 "GetBucketAcl" Tier2 Standard;
    PutBucketAcl Bucket 200 "PutBucketAcl" Tier1 Standard;
    GetBucketAnalyticsConfiguration Bucket 200 "GetBucketAnalyticsConfiguration" Tier2 Standard;
    PutBucketAnalyticsConfiguration Bucket 204 "PutBucketAnalyticsConfiguration" Tier1 Standard;
    DeleteBucketAnalyticsConfiguration Bucket 204 "DeleteBucketAnalyticsConfiguration" Free;
    ListBucketAnalyticsConfigurations Bucket 200 "ListBucketAnalyticsConfigurations" Tier1 Standard;
    GetBucketCors Bucket 200 "GetBucketCors" Tier2 Standard;
    PutBucketCors Bucket 200 "PutBucketCors" Tier1 Standard;
    DeleteBucketCors Bucket 204 "DeleteBucketCors" Free;
    GetBucketEncryption Bucket 200 "GetBucketEncryption" Tier2 Standard;
    PutBucketEncryption Bucket 200 "PutBucketEncryption" Tier1 Standard;
    DeleteBucketEncryption Bucket 204 "DeleteBucketEncryption" Free;
    GetBucketIntelligentTieringConfiguration Bucket 200 "GetBucketIntelligentTieringConfiguration" Tier2 Standard;
    PutBucketIntelligentTieringConfiguration Bucket 204 "PutBucketIntelligentTieringConfiguration" Tier1 Standard;
    DeleteBucketIntelligentTieringConfiguration Bucket 204 "DeleteBucketIntelligentTieringConfiguration" Free;
    ListBucketIntelligentTieringConfigurations Bucket 200 "ListBucketIntelligentTieringConfigurations" Tier1 Standard;
    GetBucketInventoryConfiguration Bucket 200 "GetBucketInventoryConfiguration" Tier2 Standard;
    PutBucketInventoryConfiguration Bucket 204 "PutBucketInventoryConfiguration" Tier1 Standard;
    DeleteBucketInventoryConfiguration Bucket 204 "DeleteBucketInventoryConfiguration" Free;
    ListBucketInventoryConfigurations Bucket 200 "ListBucketInventoryConfigurations" Tier1 Standard;
    GetBucketLifecycleConfiguration Bucket 200 "GetBucketLifecycleConfiguration" Tier2 Standard;
    PutBucketLifecycleConfiguration Bucket 200 "PutBucketLifecycleConfiguration" Tier1 Standard;
    DeleteBucketLifecycle Bucket 204 "DeleteBucketLifecycle" Free;
    GetBucketLogging Bucket 200 "GetBucketLogging" Tier2 Standard;
    PutBucketLogging Bucket 200 "PutBucketLogging" Tier1 Standard;
    GetBucketMetricsConfiguration Bucket 200 "GetBucketMetricsConfiguration" Tier2 Standard;
    PutBucketMetricsConfiguration Bucket 204 "PutBucketMetricsConfiguration" Tier1 Standard;
    DeleteBucketMetricsConfiguration Bucket 204 "DeleteBucketMetricsConfiguration" Free;
    ListBucketMetricsConfigurations Bucket 200 "ListBucketMetricsConfigurations" Tier1 Standard;
    GetBucketNotificationConfiguration Bucket 200 "GetBucketNotificationConfiguration" Tier2 Standard;
    PutBucketNotificationConfiguration Bucket 200 "PutBucketNotificationConfiguration" Tier1 Standard;
    GetBucketOwnershipControls Bucket 200 "GetBucketOwnershipControls" Tier2 Standard;
    PutBucketOwnershipControls Bucket 200 "PutBucketOwnershipControls" Tier1 Standard;
    DeleteBucketOwnershipControls Bucket 204 "DeleteBucketOwnershipControls" Free;
    GetBucketPolicy Bucket 200 "GetBucketPolicy" Tier2 Standard;
    PutBucketPolicy Bucket 204 "PutBucketPolicy" Tier1 Standard;
    DeleteBucketPolicy Bucket 204 "DeleteBucketPolicy" Free;
    GetBucketPolicyStatus Bucket 200 "GetBucketPolicyStatus" Tier2 Standard;
    GetBucketReplication Bucket 200 "GetBucketReplication" Tier2 Standard;
    PutBucketReplication Bucket 200 "PutBucketReplication" Tier1 Standard;
    DeleteBucketReplication Bucket 204 "DeleteBucketReplication" Free;
    GetBucketRequestPayment Bucket 200 "GetBucketRequestPayment" Tier2 Standard;
    PutBucketRequestPayment Bucket 200 "PutBucketRequestPayment" Tier1 Standard;
    GetBucketTagging Bucket 200 "GetBucketTagging" Tier2 Standard;
    PutBucketTagging Bucket 204 "PutBucketTagging" Tier1 Standard;
    DeleteBucketTagging Bucket 204 "DeleteBucketTagging" Free;
    GetBucketVersioning Bucket 200 "GetBucketVersioning" Tier2 Standard;
    PutBucketVersioning Bucket 200 "PutBucketVersioning" Tier1 Standard;
    GetBucketWebsite Bucket 200 "GetBucketWebsite" Tier2 Standard;
    PutBucketWebsite Bucket 200 "PutBucketWebsite" Tier1 Standard;
    DeleteBucketWebsite Bucket 204 "DeleteBucketWebsite" Free;
    GetObjectLockConfiguration Bucket 200 "GetObjectLockConfiguration" Tier2 Standard;
    PutObjectLockConfiguration Bucket 200 "PutObjectLockConfiguration" Tier1 Standard;
    GetPublicAccessBlock Bucket 200 "GetPublicAccessBlock" Tier2 Standard;
    PutPublicAccessBlock Bucket 200 "PutPublicAccessBlock" Tier1 Standard;
    DeletePublicAccessBlock Bucket 204 "DeletePublicAccessBlock" Free;
}

impl Api {
    /// The call of a name, spelled exactly.
    pub fn parse(word: &str) -> Option<Api> {
        Api::ALL.iter().copied().find(|call| call.name() == word)
    }

    /// What may be said beside the target: headers and members of the body, by the names of the SDKs. `Bucket` and
    /// `Key` are not among them; the target says both.
    pub const fn parameters(self) -> &'static [&'static str] {
        parameters::of(self)
    }

    /// What an answer may hold, by the names of the SDKs.
    pub const fn answers(self) -> &'static [&'static str] {
        answers::of(self)
    }

    /// The permissions that the call needs, the one that it is named after first. At least one.
    pub const fn actions(self) -> &'static [Action] {
        permission::of(self)
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
