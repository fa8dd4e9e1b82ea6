use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// The price list of us-east-1: catalogue id, product code, usage type (empty where AWS's name was not confirmed), unit.
const PRICE_LIST: &[(&str, &str, &str, &str)] = &[
    ("storage.standard", "AmazonS3", "TimedStorage-ByteHrs", "GB-Mo"),
    ("storage.rrs", "AmazonS3", "TimedStorage-RRS-ByteHrs", "GB-Mo"),
    ("storage.int.fa", "AmazonS3", "TimedStorage-INT-FA-ByteHrs", "GB-Mo"),
    ("storage.int.ia", "AmazonS3", "TimedStorage-INT-IA-ByteHrs", "GB-Mo"),
    ("storage.int.aia", "AmazonS3", "TimedStorage-INT-AIA-ByteHrs", "GB-Mo"),
    ("storage.int.aa", "AmazonS3", "TimedStorage-INT-AA-ByteHrs", "GB-Mo"),
    ("storage.int.daa", "AmazonS3", "TimedStorage-INT-DAA-ByteHrs", "GB-Mo"),
    ("monitoring.int", "AmazonS3", "Monitoring-Automation-INT", "Objects"),
    ("storage.sia", "AmazonS3", "TimedStorage-SIA-ByteHrs", "GB-Mo"),
    ("storage.sia.small", "AmazonS3", "TimedStorage-SIA-SmObjects", "GB-Mo"),
    ("storage.zia", "AmazonS3", "TimedStorage-ZIA-ByteHrs", "GB-Mo"),
    ("storage.zia.small", "AmazonS3", "TimedStorage-ZIA-SmObjects", "GB-Mo"),
    ("storage.gir", "AmazonS3", "TimedStorage-GIR-ByteHrs", "GB-Mo"),
    ("storage.gir.small", "AmazonS3", "TimedStorage-GIR-SmObjects", "GB-Mo"),
    ("storage.gfr", "AmazonS3", "TimedStorage-GlacierByteHrs", "GB-Mo"),
    ("storage.gda", "AmazonS3GlacierDeepArchive", "TimedStorage-GDA-ByteHrs", "GB-Mo"),
    ("storage.gfr.staging", "AmazonS3", "TimedStorage-GlacierStaging", "GB-Mo"),
    ("storage.gda.staging", "AmazonS3GlacierDeepArchive", "TimedStorage-GDA-Staging", "GB-Mo"),
    ("storage.xz", "AmazonS3", "TimedStorage-XZ-ByteHrs", "GB-Mo"),
    ("request.standard.tier1", "AmazonS3", "Requests-Tier1", "Requests"),
    ("request.standard.tier2", "AmazonS3", "Requests-Tier2", "Requests"),
    ("request.int.tier1", "AmazonS3", "Requests-INT-Tier1", "Requests"),
    ("request.int.tier2", "AmazonS3", "Requests-INT-Tier2", "Requests"),
    ("request.sia.tier1", "AmazonS3", "Requests-SIA-Tier1", "Requests"),
    ("request.sia.tier2", "AmazonS3", "Requests-SIA-Tier2", "Requests"),
    ("request.zia.tier1", "AmazonS3", "Requests-ZIA-Tier1", "Requests"),
    ("request.zia.tier2", "AmazonS3", "Requests-ZIA-Tier2", "Requests"),
    ("request.gir.tier1", "AmazonS3", "Requests-GIR-Tier1", "Requests"),
    ("request.gir.tier2", "AmazonS3", "Requests-GIR-Tier2", "Requests"),
    ("request.gfr.tier1", "AmazonS3", "Requests-GLACIER-Tier1", "Requests"),
    ("request.gfr.tier2", "AmazonS3", "Requests-GLACIER-Tier2", "Requests"),
    ("request.gda.tier1", "AmazonS3GlacierDeepArchive", "Requests-GDA-Tier1", "Requests"),
    ("request.gda.tier2", "AmazonS3GlacierDeepArchive", "Requests-GDA-Tier2", "Requests"),
    ("request.xz.tier1", "AmazonS3", "Requests-XZ-Tier1", "Requests"),
    ("request.xz.tier2", "AmazonS3", "Requests-XZ-Tier2", "Requests"),
    ("request.delete", "AmazonS3", "", "Requests"),
    ("transition.int", "AmazonS3", "Requests-Tier4", "Requests"),
    ("transition.sia", "AmazonS3", "Requests-Tier4", "Requests"),
    ("transition.zia", "AmazonS3", "Requests-Tier4", "Requests"),
    ("transition.gir", "AmazonS3", "Requests-Tier4", "Requests"),
    ("transition.gfr", "AmazonS3", "Requests-Tier3", "Requests"),
    ("transition.gda", "AmazonS3", "Requests-Tier3", "Requests"),
    ("restore.gfr.standard.request", "AmazonS3", "Requests-Tier3", "Requests"),
    ("restore.gfr.bulk.request", "AmazonS3", "Requests-Tier5", "Requests"),
    ("restore.gfr.expedited.request", "AmazonS3", "Requests-Tier6", "Requests"),
    ("restore.gda.standard.request", "AmazonS3GlacierDeepArchive", "Requests-GDA-Tier3", "Requests"),
    ("restore.gda.bulk.request", "AmazonS3GlacierDeepArchive", "Requests-GDA-Tier5", "Requests"),
    ("restore.int.aa.expedited.request", "AmazonS3", "Requests-Tier6", "Requests"),
    ("retrieval.sia", "AmazonS3", "Retrieval-SIA", "GB"),
    ("retrieval.zia", "AmazonS3", "Retrieval-ZIA", "GB"),
    ("retrieval.gir", "AmazonS3", "Retrieval-GIR", "GB"),
    ("retrieval.gfr.standard", "AmazonS3", "Standard-Retrieval-Bytes", "GB"),
    ("retrieval.gfr.expedited", "AmazonS3", "Expedited-Retrieval-Bytes", "GB"),
    ("retrieval.gfr.bulk", "AmazonS3", "Bulk-Retrieval-Bytes", "GB"),
    ("retrieval.gda.standard", "AmazonS3GlacierDeepArchive", "Standard-Retrieval-Bytes", "GB"),
    ("retrieval.gda.bulk", "AmazonS3GlacierDeepArchive", "Bulk-Retrieval-Bytes", "GB"),
    ("retrieval.int.aa.expedited", "AmazonS3", "Expedited-Retrieval-Bytes", "GB"),
    ("retrieval.xz", "AmazonS3", "Retrieval-XZ", "GB"),
    ("upload.xz", "AmazonS3", "Upload-XZ", "GB"),
    ("gfr.provisioned-capacity", "AmazonS3", "", "Units-Mo"),
    ("early-delete.sia", "AmazonS3", "EarlyDelete-SIA", "GB-Mo"),
    ("early-delete.sia.small", "AmazonS3", "EarlyDelete-SIA-SmObjects", "GB-Mo"),
    ("early-delete.zia", "AmazonS3", "EarlyDelete-ZIA", "GB-Mo"),
    ("early-delete.zia.small", "AmazonS3", "EarlyDelete-ZIA-SmObjects", "GB-Mo"),
    ("early-delete.gir", "AmazonS3", "EarlyDelete-GIR", "GB-Mo"),
    ("early-delete.gir.small", "AmazonS3", "EarlyDelete-GIR-SmObjects", "GB-Mo"),
    ("early-delete.gfr", "AmazonS3", "EarlyDelete-ByteHrs", "GB-Mo"),
    ("early-delete.gda", "AmazonS3GlacierDeepArchive", "EarlyDelete-GDA", "GB-Mo"),
    ("dt.in", "AWSDataTransfer", "DataTransfer-In-Bytes", "GB"),
    ("dt.out.free", "AWSDataTransfer", "Global-DataTransfer-Out-Bytes", "GB"),
    ("dt.out.internet", "AWSDataTransfer", "DataTransfer-Out-Bytes", "GB"),
    ("dt.out.cloudfront", "AWSDataTransfer", "CloudFront-Out-Bytes", "GB"),
    ("dt.same-region.ec2.out", "AWSDataTransfer", "C3DataTransfer-Out-Bytes", "GB"),
    ("dt.same-region.ec2.in", "AWSDataTransfer", "C3DataTransfer-In-Bytes", "GB"),
    ("accelerate.in.t1", "AmazonS3", "AWS-In-ABytes-T1", "GB"),
    ("accelerate.in.t2", "AmazonS3", "AWS-In-ABytes-T2", "GB"),
    ("accelerate.out", "AmazonS3", "AWS-Out-ABytes", "GB"),
    ("replication.metrics", "AmazonCloudWatch", "CW:MetricMonitorUsage", "Metrics-Mo"),
    ("batch.job", "AmazonS3", "BatchOperations-Jobs", "Jobs"),
    ("batch.object", "AmazonS3", "BatchOperations-Objects", "Objects"),
    ("batch.manifest", "AmazonS3", "", "Objects"),
    ("inventory", "AmazonS3", "Inventory-ObjectsListed", "Objects"),
    ("storage-class-analysis", "AmazonS3", "StorageAnalytics-ObjCount", "Objects"),
    ("tags", "AmazonS3", "TagStorage-TagHrs", "Tag-Mo"),
    ("dsse-kms", "AmazonS3", "", "GB"),
    ("buckets.free", "AmazonS3", "Global-Bucket-Hrs-FreeTier", "Bucket-Mo"),
    ("buckets", "AmazonS3", "Global-Bucket-Hrs", "Bucket-Mo"),
    ("kms.key", "awskms", "us-east-1-KMS-Keys", "Keys-Mo"),
    ("kms.request", "awskms", "us-east-1-KMS-Requests", "Requests"),
    ("sqs.standard", "AWSQueueService", "Requests-Tier1", "Requests"),
    ("sqs.fifo", "AWSQueueService", "Requests-FIFO-Tier1", "Requests"),
    ("sns.publish", "AmazonSNS", "Requests-Tier1", "Requests"),
    ("sns.delivery.email", "AmazonSNS", "DeliveryAttempts-SMTP", "Notifications"),
    ("lambda.request", "AWSLambda", "Request", "Requests"),
    ("lambda.duration.x86", "AWSLambda", "Lambda-GB-Second", "GB-s"),
    ("eventbridge.s3-notifications", "AWSEvents", "Event-64K-Chunks", "Events"),
    ("eventbridge.cross-account", "AWSEvents", "", "Events"),
    ("cloudtrail.data", "AWSCloudTrail", "USE1-DataEventsRecorded", "Events"),
    ("cloudtrail.management.first", "AWSCloudTrail", "USE1-FreeEventsRecorded", "Events"),
    ("cloudtrail.management.extra", "AWSCloudTrail", "USE1-PaidEventsRecorded", "Events"),
    ("budgets.action", "AWSBudgets", "", "Budget-Days"),
    ("cloudwatch.alarm", "AmazonCloudWatch", "CW:AlarmMonitorUsage", "Alarms-Mo"),
];

/// What the price list has and no simulation uses: other products, and what is free or priced elsewhere.
const NOT_SIMULATED: &str = "request.access-grants dt.same-region.other accelerate.inter-region mrap.routing.out \
    mrap.routing.in batch.compute-checksum storage-lens.free storage-lens.advanced metadata.updates \
    metadata.live-inventory object-lambda select.standard.scanned select.standard.returned select.int.scanned \
    select.int.returned select.sia.scanned select.sia.returned select.zia.scanned select.zia.returned \
    select.gir.scanned select.gir.returned vectors.storage vectors.put vectors.query.api vectors.query.data \
    kms.request.asymmetric sns.delivery.sqs sns.delivery.lambda sns.delivery.http lambda.duration.arm \
    eventbridge.custom cloudtrail.insights budgets.monitoring budgets.report";

#[test]
fn every_row_of_the_price_list_is_an_item_or_known_to_be_left_out() {
    let items: BTreeMap<&str, Item> = Item::PLAIN.iter().map(|item| (item.id(), *item)).collect();
    assert_eq!(items.len(), Item::PLAIN.len(), "an id twice");
    for (id, service, usage_type, unit) in PRICE_LIST {
        let item = items[id];
        assert_eq!((item.service().code(), item.unit().name()), (*service, *unit), "{id}");
        if !usage_type.is_empty() {
            assert_eq!(item.usage_type(Region::US_EAST_1), *usage_type, "{id}");
        }
    }
    let listed: BTreeSet<&str> = PRICE_LIST.iter().map(|row| row.0).collect();
    assert_eq!(listed, items.keys().copied().collect(), "an item without a row");
    for id in NOT_SIMULATED.split_whitespace() {
        assert!(!items.contains_key(id), "{id} is simulated after all");
    }
}

/// BL-132: no prefix in us-east-1, the Region's code elsewhere, and the exceptions to both.
#[test]
fn usage_types_start_with_the_code_of_the_region() {
    let [virginia, ireland, singapore] =
        ["us-east-1", "eu-west-1", "ap-southeast-1"].map(|name| Region::parse(name).unwrap());
    for (item, names) in [
        (
            Item::StorageStandard,
            ["TimedStorage-ByteHrs", "EU-TimedStorage-ByteHrs", "APS1-TimedStorage-ByteHrs"],
        ),
        (Item::RequestStandardTier1, ["Requests-Tier1", "EU-Requests-Tier1", "APS1-Requests-Tier1"]),
        (
            Item::EarlyDeleteGlacier,
            ["EarlyDelete-ByteHrs", "EU-EarlyDelete-ByteHrs", "APS1-EarlyDelete-ByteHrs"],
        ),
        (
            Item::TransferOut,
            ["DataTransfer-Out-Bytes", "EU-DataTransfer-Out-Bytes", "APS1-DataTransfer-Out-Bytes"],
        ),
        // Counted over all Regions.
        (Item::TransferOutFree, ["Global-DataTransfer-Out-Bytes"; 3]),
        (Item::Buckets, ["Global-Bucket-Hrs"; 3]),
        (Item::BucketsFree, ["Global-Bucket-Hrs-FreeTier"; 3]),
        // By the Region's name, us-east-1 included.
        (Item::KmsKey, ["us-east-1-KMS-Keys", "eu-west-1-KMS-Keys", "ap-southeast-1-KMS-Keys"]),
        // By code, us-east-1 included.
        (
            Item::CloudTrailData,
            ["USE1-DataEventsRecorded", "EU-DataEventsRecorded", "APS1-DataEventsRecorded"],
        ),
        (
            Item::ToRegion(Region::parse("us-east-2").unwrap()),
            ["USE1-USE2-AWS-Out-Bytes", "EU-USE2-AWS-Out-Bytes", "APS1-USE2-AWS-Out-Bytes"],
        ),
        // BL-073: the receiver's own code stands first.
        (
            Item::FromRegion(Region::parse("us-east-2").unwrap()),
            ["USE1-USE2-AWS-In-Bytes", "EU-USE2-AWS-In-Bytes", "APS1-USE2-AWS-In-Bytes"],
        ),
        // BL-083
        (
            Item::ReplicationTimeControl(Region::parse("us-west-2").unwrap()),
            ["USE1-USW2-S3RTC-Out-Bytes", "EU-USW2-S3RTC-Out-Bytes", "APS1-USW2-S3RTC-Out-Bytes"],
        ),
    ] {
        assert_eq!([virginia, ireland, singapore].map(|region| item.usage_type(region)), names);
    }
}

/// BL-051: one usage type carries several prices; the item tells them apart.
#[test]
fn an_item_is_finer_than_a_usage_type() {
    let tier3: Vec<Item> = Item::PLAIN
        .iter()
        .copied()
        .filter(|item| item.usage_type(Region::US_EAST_1) == "Requests-Tier3")
        .collect();
    assert_eq!(tier3, [Item::TransitionGlacier, Item::TransitionDeepArchive, Item::RestoreGlacierStandard]);
}

/// BL-001, BL-060, BL-096: what is held is prorated over the month, what happens is counted.
#[test]
fn months_are_metered_over_time() {
    for (item, per_month) in [
        (Item::StorageStandard, true),
        (Item::EarlyDeleteStandardIa, true),
        (Item::MonitoringInt, true),
        (Item::KmsKey, true),
        (Item::Buckets, true),
        (Item::ReplicationMetrics, true),
        (Item::CloudWatchAlarm, true),
        (Item::RequestStandardTier1, false),
        (Item::TransferOut, false),
        (Item::BatchObject, false),
        // BL-054: bought for a month, no proration.
        (Item::ProvisionedCapacity, false),
    ] {
        assert_eq!(item.unit().is_per_month(), per_month, "{}", item.id());
    }
}
