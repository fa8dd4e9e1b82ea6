//! What a bill prices: one [`Item`] for every entry of the price catalogue that a simulation can use.
//!
//! A usage type alone does not say the price: `Requests-Tier3` carries three prices that only the operation tells
//! apart. An item is therefore finer than a usage type, and its id is the key into the price files.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>

use crate::region::Region;

#[cfg(test)]
mod tests;

/// The product code under which AWS books an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// AmazonS3.
    S3,
    /// AmazonS3GlacierDeepArchive: storage, requests and retrieval of Deep Archive.
    DeepArchive,
    /// AWSDataTransfer.
    DataTransfer,
    /// awskms.
    Kms,
    /// AmazonCloudWatch.
    CloudWatch,
    /// AWSQueueService.
    Sqs,
    /// AmazonSNS.
    Sns,
    /// AWSLambda.
    Lambda,
    /// AWSEvents.
    EventBridge,
    /// AWSCloudTrail.
    CloudTrail,
    /// AWSBudgets.
    Budgets,
    /// Whatever a scenario names and prices itself.
    Named,
}

impl Service {
    /// The product code on the bill; what a scenario names itself has it in the bill's options.
    pub const fn code(self) -> &'static str {
        match self {
            Service::S3 => "AmazonS3",
            Service::DeepArchive => "AmazonS3GlacierDeepArchive",
            Service::DataTransfer => "AWSDataTransfer",
            Service::Kms => "awskms",
            Service::CloudWatch => "AmazonCloudWatch",
            Service::Sqs => "AWSQueueService",
            Service::Sns => "AmazonSNS",
            Service::Lambda => "AWSLambda",
            Service::EventBridge => "AWSEvents",
            Service::CloudTrail => "AWSCloudTrail",
            Service::Budgets => "AWSBudgets",
            Service::Named => "",
        }
    }

    /// The name on the invoice; what a scenario names itself has it in the bill's options.
    pub const fn name(self) -> &'static str {
        match self {
            Service::S3 => "Amazon Simple Storage Service",
            Service::DeepArchive => "Amazon S3 Glacier Deep Archive",
            Service::DataTransfer => "AWS Data Transfer",
            Service::Kms => "AWS Key Management Service",
            Service::CloudWatch => "Amazon CloudWatch",
            Service::Sqs => "Amazon Simple Queue Service",
            Service::Sns => "Amazon Simple Notification Service",
            Service::Lambda => "AWS Lambda",
            Service::EventBridge => "Amazon EventBridge",
            Service::CloudTrail => "AWS CloudTrail",
            Service::Budgets => "AWS Budgets",
            Service::Named => "",
        }
    }
}

/// The unit of a bill line, and with it the integer that the ledger keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Gigabyte-months; metered in byte-microseconds.
    GbMonth,
    /// Objects per month, prorated; metered in object-microseconds.
    ObjectMonth,
    /// Buckets per month, prorated; metered in bucket-microseconds.
    BucketMonth,
    /// Keys per month, prorated; metered in key-microseconds.
    KeyMonth,
    /// Metrics per month, prorated; metered in metric-microseconds.
    MetricMonth,
    /// Alarms per month, prorated; metered in alarm-microseconds.
    AlarmMonth,
    /// Tags per month, prorated; metered in tag-microseconds.
    TagMonth,
    /// Gigabytes of 2^30 bytes; metered in bytes.
    Gb,
    /// Requests, metered one by one.
    Requests,
    /// Objects, metered one by one (batch tasks, inventory entries).
    Objects,
    /// Batch jobs, metered one by one.
    Jobs,
    /// Events, metered one by one or in chunks of 64 KB.
    Events,
    /// Deliveries of a topic, metered one by one.
    Notifications,
    /// Provisioned capacity, metered in purchases: a unit is paid for a whole month at once.
    CapacityUnits,
    /// Gigabyte-seconds of a function; metered in byte-microseconds.
    GbSecond,
    /// Budget-days, metered one by one.
    BudgetDays,
    /// Hours that a thing is there; metered in thing-microseconds.
    Hours,
    /// Days that a thing is there; metered in thing-microseconds.
    Days,
    /// Things per month, prorated; metered in thing-microseconds.
    ThingMonth,
}

impl Unit {
    /// The word in the `unit` column.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::GbMonth => "GB-Mo",
            Unit::ObjectMonth | Unit::Objects => "Objects",
            Unit::BucketMonth => "Bucket-Mo",
            Unit::KeyMonth => "Keys-Mo",
            Unit::MetricMonth => "Metrics-Mo",
            Unit::AlarmMonth => "Alarms-Mo",
            Unit::TagMonth => "Tag-Mo",
            Unit::Gb => "GB",
            Unit::Requests => "Requests",
            Unit::Jobs => "Jobs",
            Unit::Events => "Events",
            Unit::Notifications => "Notifications",
            Unit::CapacityUnits => "Units-Mo",
            Unit::GbSecond => "GB-s",
            Unit::BudgetDays => "Budget-Days",
            Unit::Hours => "Hrs",
            Unit::Days => "Days",
            Unit::ThingMonth => "Mo",
        }
    }

    /// Whether the metered integer is something times microseconds of the month.
    pub const fn is_per_month(self) -> bool {
        matches!(
            self,
            Unit::GbMonth
                | Unit::ObjectMonth
                | Unit::BucketMonth
                | Unit::KeyMonth
                | Unit::MetricMonth
                | Unit::AlarmMonth
                | Unit::TagMonth
                | Unit::ThingMonth
        )
    }
}

/// A thing that a scenario names and prices itself: a NAT gateway, a host, a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedItem {
    /// Its place in the list of them that the bill is given.
    pub place: u16,
    /// What its price is for.
    pub unit: Unit,
}

macro_rules! items {
    ($($(#[$doc:meta])* $variant:ident $id:literal $usage_type:literal $service:ident $unit:ident;)*) => {
        /// A priced thing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Item {
            $($(#[$doc])* #[doc = concat!("`", $usage_type, "`, catalogue id `", $id, "`.")] $variant,)*
            /// Bytes sent to another Region: `SRC-DST-AWS-Out-Bytes`, billed in the sending Region.
            ToRegion(Region),
            /// Bytes received from another Region: `DST-SRC-AWS-In-Bytes`, price zero.
            FromRegion(Region),
            /// Bytes replicated to another Region under replication time control: `SRC-DST-S3RTC-Out-Bytes`.
            ReplicationTimeControl(Region),
            /// Something that a scenario names and prices itself: its service and usage type stand beside the bill.
            Named(NamedItem),
        }

        impl Item {
            /// Every item that has no Region in its name.
            pub const PLAIN: &'static [Item] = &[$(Item::$variant,)*];

            /// Its key in the price files.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Item::$variant => $id,)*
                    Item::ToRegion(_) => "dt.inter-region.out",
                    Item::FromRegion(_) => "dt.inter-region.in",
                    Item::ReplicationTimeControl(_) => "rtc",
                    Item::Named(_) => "named",
                }
            }

            /// The product code.
            pub const fn service(self) -> Service {
                match self {
                    $(Item::$variant => Service::$service,)*
                    Item::ToRegion(_) | Item::FromRegion(_) => Service::DataTransfer,
                    Item::ReplicationTimeControl(_) => Service::S3,
                    Item::Named(_) => Service::Named,
                }
            }

            /// The unit, and what the ledger's integer means.
            pub const fn unit(self) -> Unit {
                match self {
                    $(Item::$variant => Unit::$unit,)*
                    Item::ToRegion(_) | Item::FromRegion(_) | Item::ReplicationTimeControl(_) => Unit::Gb,
                    Item::Named(named) => named.unit,
                }
            }

            const fn bare_usage_type(self) -> &'static str {
                match self {
                    $(Item::$variant => $usage_type,)*
                    Item::ToRegion(_) => "AWS-Out-Bytes",
                    Item::FromRegion(_) => "AWS-In-Bytes",
                    Item::ReplicationTimeControl(_) => "S3RTC-Out-Bytes",
                    Item::Named(_) => "",
                }
            }
        }
    };
}

items! {
    StorageStandard "storage.standard" "TimedStorage-ByteHrs" S3 GbMonth;
    StorageReducedRedundancy "storage.rrs" "TimedStorage-RRS-ByteHrs" S3 GbMonth;
    StorageIntFrequent "storage.int.fa" "TimedStorage-INT-FA-ByteHrs" S3 GbMonth;
    StorageIntInfrequent "storage.int.ia" "TimedStorage-INT-IA-ByteHrs" S3 GbMonth;
    StorageIntArchiveInstant "storage.int.aia" "TimedStorage-INT-AIA-ByteHrs" S3 GbMonth;
    StorageIntArchive "storage.int.aa" "TimedStorage-INT-AA-ByteHrs" S3 GbMonth;
    StorageIntDeepArchive "storage.int.daa" "TimedStorage-INT-DAA-ByteHrs" S3 GbMonth;
    MonitoringInt "monitoring.int" "Monitoring-Automation-INT" S3 ObjectMonth;
    StorageStandardIa "storage.sia" "TimedStorage-SIA-ByteHrs" S3 GbMonth;
    PaddingStandardIa "storage.sia.small" "TimedStorage-SIA-SmObjects" S3 GbMonth;
    StorageOneZoneIa "storage.zia" "TimedStorage-ZIA-ByteHrs" S3 GbMonth;
    PaddingOneZoneIa "storage.zia.small" "TimedStorage-ZIA-SmObjects" S3 GbMonth;
    StorageGlacierIr "storage.gir" "TimedStorage-GIR-ByteHrs" S3 GbMonth;
    PaddingGlacierIr "storage.gir.small" "TimedStorage-GIR-SmObjects" S3 GbMonth;
    StorageGlacier "storage.gfr" "TimedStorage-GlacierByteHrs" S3 GbMonth;
    StorageDeepArchive "storage.gda" "TimedStorage-GDA-ByteHrs" DeepArchive GbMonth;
    StagingGlacier "storage.gfr.staging" "TimedStorage-GlacierStaging" S3 GbMonth;
    StagingDeepArchive "storage.gda.staging" "TimedStorage-GDA-Staging" DeepArchive GbMonth;
    StorageExpress "storage.xz" "TimedStorage-XZ-ByteHrs" S3 GbMonth;
    RequestStandardTier1 "request.standard.tier1" "Requests-Tier1" S3 Requests;
    RequestStandardTier2 "request.standard.tier2" "Requests-Tier2" S3 Requests;
    RequestIntTier1 "request.int.tier1" "Requests-INT-Tier1" S3 Requests;
    RequestIntTier2 "request.int.tier2" "Requests-INT-Tier2" S3 Requests;
    RequestStandardIaTier1 "request.sia.tier1" "Requests-SIA-Tier1" S3 Requests;
    RequestStandardIaTier2 "request.sia.tier2" "Requests-SIA-Tier2" S3 Requests;
    RequestOneZoneIaTier1 "request.zia.tier1" "Requests-ZIA-Tier1" S3 Requests;
    RequestOneZoneIaTier2 "request.zia.tier2" "Requests-ZIA-Tier2" S3 Requests;
    RequestGlacierIrTier1 "request.gir.tier1" "Requests-GIR-Tier1" S3 Requests;
    RequestGlacierIrTier2 "request.gir.tier2" "Requests-GIR-Tier2" S3 Requests;
    RequestGlacierTier1 "request.gfr.tier1" "Requests-GLACIER-Tier1" S3 Requests;
    RequestGlacierTier2 "request.gfr.tier2" "Requests-GLACIER-Tier2" S3 Requests;
    RequestDeepArchiveTier1 "request.gda.tier1" "Requests-GDA-Tier1" DeepArchive Requests;
    RequestDeepArchiveTier2 "request.gda.tier2" "Requests-GDA-Tier2" DeepArchive Requests;
    RequestExpressTier1 "request.xz.tier1" "Requests-XZ-Tier1" S3 Requests;
    RequestExpressTier2 "request.xz.tier2" "Requests-XZ-Tier2" S3 Requests;
    /// DELETE and the calls that AWS does not charge for.
    RequestFree "request.delete" "Requests-NoCharge" S3 Requests;
    TransitionInt "transition.int" "Requests-Tier4" S3 Requests;
    TransitionStandardIa "transition.sia" "Requests-Tier4" S3 Requests;
    TransitionOneZoneIa "transition.zia" "Requests-Tier4" S3 Requests;
    TransitionGlacierIr "transition.gir" "Requests-Tier4" S3 Requests;
    TransitionGlacier "transition.gfr" "Requests-Tier3" S3 Requests;
    TransitionDeepArchive "transition.gda" "Requests-Tier3" S3 Requests;
    RestoreGlacierStandard "restore.gfr.standard.request" "Requests-Tier3" S3 Requests;
    RestoreGlacierBulk "restore.gfr.bulk.request" "Requests-Tier5" S3 Requests;
    RestoreGlacierExpedited "restore.gfr.expedited.request" "Requests-Tier6" S3 Requests;
    RestoreDeepArchiveStandard "restore.gda.standard.request" "Requests-GDA-Tier3" DeepArchive Requests;
    RestoreDeepArchiveBulk "restore.gda.bulk.request" "Requests-GDA-Tier5" DeepArchive Requests;
    RestoreIntArchiveExpedited "restore.int.aa.expedited.request" "Requests-Tier6" S3 Requests;
    RetrievalStandardIa "retrieval.sia" "Retrieval-SIA" S3 Gb;
    RetrievalOneZoneIa "retrieval.zia" "Retrieval-ZIA" S3 Gb;
    RetrievalGlacierIr "retrieval.gir" "Retrieval-GIR" S3 Gb;
    RetrievalGlacierStandard "retrieval.gfr.standard" "Standard-Retrieval-Bytes" S3 Gb;
    RetrievalGlacierExpedited "retrieval.gfr.expedited" "Expedited-Retrieval-Bytes" S3 Gb;
    RetrievalGlacierBulk "retrieval.gfr.bulk" "Bulk-Retrieval-Bytes" S3 Gb;
    RetrievalDeepArchiveStandard "retrieval.gda.standard" "Standard-Retrieval-Bytes" DeepArchive Gb;
    RetrievalDeepArchiveBulk "retrieval.gda.bulk" "Bulk-Retrieval-Bytes" DeepArchive Gb;
    RetrievalIntArchiveExpedited "retrieval.int.aa.expedited" "Expedited-Retrieval-Bytes" S3 Gb;
    RetrievalExpress "retrieval.xz" "Retrieval-XZ" S3 Gb;
    UploadExpress "upload.xz" "Upload-XZ" S3 Gb;
    EarlyDeleteStandardIa "early-delete.sia" "EarlyDelete-SIA" S3 GbMonth;
    EarlyDeleteStandardIaPadding "early-delete.sia.small" "EarlyDelete-SIA-SmObjects" S3 GbMonth;
    EarlyDeleteOneZoneIa "early-delete.zia" "EarlyDelete-ZIA" S3 GbMonth;
    EarlyDeleteOneZoneIaPadding "early-delete.zia.small" "EarlyDelete-ZIA-SmObjects" S3 GbMonth;
    EarlyDeleteGlacierIr "early-delete.gir" "EarlyDelete-GIR" S3 GbMonth;
    EarlyDeleteGlacierIrPadding "early-delete.gir.small" "EarlyDelete-GIR-SmObjects" S3 GbMonth;
    EarlyDeleteGlacier "early-delete.gfr" "EarlyDelete-ByteHrs" S3 GbMonth;
    EarlyDeleteDeepArchive "early-delete.gda" "EarlyDelete-GDA" DeepArchive GbMonth;
    TransferIn "dt.in" "DataTransfer-In-Bytes" DataTransfer Gb;
    /// The first 100 GB a month; made by the bill out of `TransferOut`.
    TransferOutFree "dt.out.free" "DataTransfer-Out-Bytes" DataTransfer Gb;
    TransferOut "dt.out.internet" "DataTransfer-Out-Bytes" DataTransfer Gb;
    TransferCloudFront "dt.out.cloudfront" "CloudFront-Out-Bytes" DataTransfer Gb;
    TransferSameRegionOut "dt.same-region.ec2.out" "C3DataTransfer-Out-Bytes" DataTransfer Gb;
    TransferSameRegionIn "dt.same-region.ec2.in" "C3DataTransfer-In-Bytes" DataTransfer Gb;
    AccelerateIn "accelerate.in.t1" "AWS-In-ABytes-T1" S3 Gb;
    AccelerateInElsewhere "accelerate.in.t2" "AWS-In-ABytes-T2" S3 Gb;
    AccelerateOut "accelerate.out" "AWS-Out-ABytes" S3 Gb;
    ReplicationMetrics "replication.metrics" "CW:MetricMonitorUsage" CloudWatch MetricMonth;
    BatchJob "batch.job" "BatchOperations-Jobs" S3 Jobs;
    BatchObject "batch.object" "BatchOperations-Objects" S3 Objects;
    BatchManifest "batch.manifest" "BatchOperations-Manifest" S3 Objects;
    Inventory "inventory" "Inventory-ObjectsListed" S3 Objects;
    StorageClassAnalysis "storage-class-analysis" "StorageAnalytics-ObjCount" S3 ObjectMonth;
    Tags "tags" "TagStorage-TagHrs" S3 TagMonth;
    DualLayerEncryption "dsse-kms" "DSSE-KMS-Bytes" S3 Gb;
    BucketsFree "buckets.free" "Global-Bucket-Hrs-FreeTier" S3 BucketMonth;
    Buckets "buckets" "Global-Bucket-Hrs" S3 BucketMonth;
    ProvisionedCapacity "gfr.provisioned-capacity" "GlacierProvisionedCapacity" S3 CapacityUnits;
    KmsKey "kms.key" "KMS-Keys" Kms KeyMonth;
    KmsRequest "kms.request" "KMS-Requests" Kms Requests;
    SqsRequest "sqs.standard" "Requests-Tier1" Sqs Requests;
    SqsFifoRequest "sqs.fifo" "Requests-FIFO-Tier1" Sqs Requests;
    SnsPublish "sns.publish" "Requests-Tier1" Sns Requests;
    SnsDeliveryEmail "sns.delivery.email" "DeliveryAttempts-SMTP" Sns Notifications;
    LambdaRequest "lambda.request" "Request" Lambda Requests;
    LambdaDuration "lambda.duration.x86" "Lambda-GB-Second" Lambda GbSecond;
    EventBridgeS3Event "eventbridge.s3-notifications" "Event-64K-Chunks" EventBridge Events;
    EventBridgeCrossAccount "eventbridge.cross-account" "Event-64K-Chunks" EventBridge Events;
    CloudTrailData "cloudtrail.data" "DataEventsRecorded" CloudTrail Events;
    CloudTrailManagementFirst "cloudtrail.management.first" "FreeEventsRecorded" CloudTrail Events;
    CloudTrailManagementExtra "cloudtrail.management.extra" "PaidEventsRecorded" CloudTrail Events;
    BudgetAction "budgets.action" "BudgetsUsage" Budgets BudgetDays;
    CloudWatchAlarm "cloudwatch.alarm" "CW:AlarmMonitorUsage" CloudWatch AlarmMonth;
}

impl Item {
    /// The usage type as a bill of `region` prints it: `USE2-Requests-Tier1`, `USE1-EU-AWS-Out-Bytes`.
    ///
    /// Modelling choice: AWS's name for manifests, dual-layer encryption, provisioned capacity, budget actions, events
    /// to another account and requests without a charge was not confirmed; theirs are descriptive.
    ///
    /// us-east-1 has no prefix; KMS writes the Region's full name; pairs name both Regions by code.
    pub fn usage_type(self, region: Region) -> String {
        let bare = self.bare_usage_type();
        match self {
            Item::ToRegion(other) | Item::FromRegion(other) | Item::ReplicationTimeControl(other) => {
                format!("{}-{}-{bare}", region.pair_code(), other.pair_code())
            }
            Item::TransferOutFree => format!("Global-{bare}"),
            Item::BucketsFree | Item::Buckets => bare.to_owned(),
            Item::KmsKey | Item::KmsRequest => format!("{}-{bare}", region.name()),
            Item::CloudTrailData | Item::CloudTrailManagementFirst | Item::CloudTrailManagementExtra => {
                format!("{}-{bare}", region.pair_code())
            }
            _ if region.billing_prefix().is_empty() => bare.to_owned(),
            _ => format!("{}-{bare}", region.billing_prefix()),
        }
    }
}
