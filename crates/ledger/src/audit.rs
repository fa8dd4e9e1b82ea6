//! Calls that CloudTrail records, in the shape of its records: today those to KMS.
//!
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>

use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;

use crate::AccountId;

/// One call. The fields stand in the order in which records are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditRecord {
    /// `eventTime`.
    pub time: Instant,
    /// `eventSource`: `kms.amazonaws.com`.
    pub source: &'static str,
    /// `eventName`: `GenerateDataKey`.
    pub name: &'static str,
    /// `userIdentity.arn`: on whose behalf.
    pub principal: String,
    /// `userIdentity.invokedBy`: the service that calls, `s3.amazonaws.com`; empty if nobody stands between.
    pub invoked_by: &'static str,
    /// The account of the caller.
    pub account: AccountId,
    /// `awsRegion`.
    pub region: Region,
    /// `resources[0].ARN`: the key.
    pub resource: String,
    /// `requestParameters.encryptionContext.aws:s3:arn`: the object, or the bucket where a bucket key is made; empty
    /// without.
    pub context: String,
    /// How many such calls there were at that instant.
    pub count: u64,
    /// `errorCode`; empty if the call succeeded.
    pub error: &'static str,
}
