//! Usage in the words that people use, for summaries: a bill has a hundred usage types, a reader wants nine lines.

use std::fmt;

use s3sim_aws::class::StorageClass;
use s3sim_aws::item::{Item, Service};

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
    /// Bytes that leave or enter, also accelerated or under replication time control.
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
            other => match other.service() {
                Service::S3 | Service::DeepArchive => UsageGroup::Requests,
                Service::DataTransfer => UsageGroup::Transfer,
                _ => UsageGroup::OtherServices,
            },
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
