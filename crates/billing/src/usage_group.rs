//! Usage in the words that people use, for summaries: a bill has a hundred usage types, a reader wants nine lines.

use std::fmt;

use s3sim_aws::class::StorageClass;
use s3sim_aws::item::{Item, Service, Unit};
use s3sim_aws::region::Region;

/// What a line is about, roughly. The order is the order of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UsageGroup {
    /// Bytes held in a class, with its padding, index and staging bytes; the 8 KB of an archived object that are
    /// billed at the Standard rate stand under Standard, where the bill has them.
    Storage(StorageClass),
    /// Requests of any class.
    Requests,
    /// Moves between classes by lifecycle.
    Transitions,
    /// Restore requests and bytes read from classes that charge for it.
    Retrieval,
    /// The rest of a minimum storage duration.
    EarlyDelete,
    /// Bytes that leave or enter, also accelerated, under replication time control, or through a gateway.
    Transfer,
    /// Intelligent-Tiering monitoring.
    Monitoring,
    /// What S3 offers for managing objects: batch jobs, inventories, analytics, tags, buckets, capacity.
    Management,
    /// Everything outside S3: keys, queues, topics, functions, trails, alarms.
    OtherServices,
}

impl UsageGroup {
    /// The group of an item.
    pub const fn of(item: Item) -> UsageGroup {
        use StorageClass as Class;
        match item {
            Item::StorageStandard => UsageGroup::Storage(Class::Standard),
            Item::StorageReducedRedundancy => UsageGroup::Storage(Class::ReducedRedundancy),
            Item::StorageIntFrequent
            | Item::StorageIntInfrequent
            | Item::StorageIntArchiveInstant
            | Item::StorageIntArchive
            | Item::StorageIntDeepArchive => UsageGroup::Storage(Class::IntelligentTiering),
            Item::StorageStandardIa | Item::PaddingStandardIa => UsageGroup::Storage(Class::StandardIa),
            Item::StorageOneZoneIa | Item::PaddingOneZoneIa => UsageGroup::Storage(Class::OneZoneIa),
            Item::StorageGlacierIr | Item::PaddingGlacierIr => UsageGroup::Storage(Class::GlacierIr),
            Item::StorageGlacier | Item::StagingGlacier => UsageGroup::Storage(Class::Glacier),
            Item::StorageDeepArchive | Item::StagingDeepArchive => UsageGroup::Storage(Class::DeepArchive),
            Item::StorageExpress => UsageGroup::Storage(Class::ExpressOneZone),
            Item::MonitoringInt => UsageGroup::Monitoring,
            Item::TransitionInt
            | Item::TransitionStandardIa
            | Item::TransitionOneZoneIa
            | Item::TransitionGlacierIr
            | Item::TransitionGlacier
            | Item::TransitionDeepArchive => UsageGroup::Transitions,
            Item::RestoreGlacierStandard
            | Item::RestoreGlacierBulk
            | Item::RestoreGlacierExpedited
            | Item::RestoreDeepArchiveStandard
            | Item::RestoreDeepArchiveBulk
            | Item::RestoreIntArchiveExpedited
            | Item::RetrievalStandardIa
            | Item::RetrievalOneZoneIa
            | Item::RetrievalGlacierIr
            | Item::RetrievalGlacierStandard
            | Item::RetrievalGlacierExpedited
            | Item::RetrievalGlacierBulk
            | Item::RetrievalDeepArchiveStandard
            | Item::RetrievalDeepArchiveBulk
            | Item::RetrievalIntArchiveExpedited
            | Item::RetrievalExpress
            | Item::UploadExpress => UsageGroup::Retrieval,
            Item::EarlyDeleteStandardIa
            | Item::EarlyDeleteStandardIaPadding
            | Item::EarlyDeleteOneZoneIa
            | Item::EarlyDeleteOneZoneIaPadding
            | Item::EarlyDeleteGlacierIr
            | Item::EarlyDeleteGlacierIrPadding
            | Item::EarlyDeleteGlacier
            | Item::EarlyDeleteDeepArchive => UsageGroup::EarlyDelete,
            Item::AccelerateIn
            | Item::AccelerateInElsewhere
            | Item::AccelerateOut
            | Item::ReplicationTimeControl(_) => UsageGroup::Transfer,
            Item::BatchJob
            | Item::BatchObject
            | Item::BatchManifest
            | Item::Inventory
            | Item::StorageClassAnalysis
            | Item::Tags
            | Item::DualLayerEncryption
            | Item::BucketsFree
            | Item::Buckets
            | Item::ProvisionedCapacity => UsageGroup::Management,
            Item::Named(named) => match named.unit {
                Unit::Gb => UsageGroup::Transfer,
                _ => UsageGroup::OtherServices,
            },
            other => match other.service() {
                Service::S3 | Service::DeepArchive => UsageGroup::Requests,
                Service::DataTransfer => UsageGroup::Transfer,
                _ => UsageGroup::OtherServices,
            },
        }
    }

    /// The group of a line as a bill prints it, which names no item: where a usage type is shared by several groups, the
    /// operation tells.
    pub fn of_line(region: Region, usage_type: &str, operation: &str) -> UsageGroup {
        let mut groups: Vec<UsageGroup> = Item::PLAIN
            .iter()
            .filter(|item| item.usage_type(region) == usage_type)
            .map(|item| UsageGroup::of(*item))
            .collect();
        groups.sort_unstable();
        groups.dedup();
        match groups.as_slice() {
            [group] => *group,
            // Transfer between Regions names both; nothing else is named by no item.
            [] if usage_type.ends_with("-Bytes") => UsageGroup::Transfer,
            [] => UsageGroup::OtherServices,
            _ if operation.contains("Transition") => UsageGroup::Transitions,
            _ if operation.contains("Restore") => UsageGroup::Retrieval,
            _ => UsageGroup::Requests,
        }
    }
}

/// `storage STANDARD_IA`, `requests`, `early delete`.
impl fmt::Display for UsageGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UsageGroup::Storage(class) => f.pad(&format!("storage {class}")),
            UsageGroup::Requests => f.pad("requests"),
            UsageGroup::Transitions => f.pad("transitions"),
            UsageGroup::Retrieval => f.pad("retrieval"),
            UsageGroup::EarlyDelete => f.pad("early delete"),
            UsageGroup::Transfer => f.pad("transfer"),
            UsageGroup::Monitoring => f.pad("monitoring"),
            UsageGroup::Management => f.pad("management"),
            UsageGroup::OtherServices => f.pad("other services"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fall_into_the_groups_of_their_items() {
        let region = |name| Region::parse(name).unwrap();
        for (name, usage_type, operation, group) in [
            ("us-east-1", "TimedStorage-ByteHrs", "StandardStorage", "storage STANDARD"),
            ("eu-west-1", "EU-TimedStorage-SIA-ByteHrs", "StandardIAStorage", "storage STANDARD_IA"),
            ("us-east-1", "TimedStorage-GDA-Staging", "DeepArchiveStagingStorage", "storage DEEP_ARCHIVE"),
            ("us-east-1", "Requests-Tier3", "S3-GlacierTransition", "transitions"),
            ("us-east-1", "Requests-Tier3", "RestoreObject", "retrieval"),
            ("us-east-1", "Requests-Tier1", "PutObject", "requests"),
            ("us-east-1", "USE1-EU-AWS-Out-Bytes", "PutObjectForRepl", "transfer"),
            ("us-east-1", "DataTransfer-Out-Bytes", "GetObject", "transfer"),
            ("us-east-1", "KMS", "x", "other services"),
        ] {
            assert_eq!(
                UsageGroup::of_line(region(name), usage_type, operation).to_string(),
                group,
                "{usage_type}"
            );
        }
    }

    #[test]
    fn items_fall_into_the_groups_their_ids_announce() {
        for &item in Item::PLAIN {
            let group = UsageGroup::of(item).to_string();
            let expected = match item.id().split('.').next().unwrap() {
                "storage" => "storage ",
                "request" => "requests",
                "transition" => "transitions",
                "restore" | "retrieval" | "upload" => "retrieval",
                "early-delete" => "early delete",
                "dt" | "accelerate" => "transfer",
                "monitoring" => "monitoring",
                _ => {
                    if item.service() == Service::S3 {
                        "management"
                    } else {
                        "other services"
                    }
                }
            };
            assert!(group.starts_with(expected), "{} is in {group}", item.id());
        }
    }
}
