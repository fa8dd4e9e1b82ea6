//! Storage classes and Intelligent-Tiering access tiers: the master table.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>

use std::fmt;

#[cfg(test)]
mod tests;

/// Bytes below which Standard-IA, One Zone-IA and Glacier Instant Retrieval bill a full 128 KB.
pub const SMALL_OBJECT: u64 = 128 * 1024;
/// Index bytes billed at the archive's own rate for every archived object.
pub const ARCHIVE_OVERHEAD: u64 = 32 * 1024;
/// Index bytes billed at the Standard rate for every archived object.
pub const ARCHIVE_STANDARD_OVERHEAD: u64 = 8 * 1024;

/// A storage class of a general purpose or directory bucket, in AWS's order from warm to cold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum StorageClass {
    /// S3 Standard.
    Standard,
    /// Reduced Redundancy Storage.
    ReducedRedundancy,
    /// S3 Express One Zone: directory buckets only.
    ExpressOneZone,
    /// S3 Intelligent-Tiering.
    IntelligentTiering,
    /// S3 Standard-Infrequent Access.
    StandardIa,
    /// S3 One Zone-Infrequent Access.
    OneZoneIa,
    /// S3 Glacier Instant Retrieval.
    GlacierIr,
    /// S3 Glacier Flexible Retrieval.
    Glacier,
    /// S3 Glacier Deep Archive.
    DeepArchive,
}

/// What the master table says of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassFacts {
    /// The API's word.
    pub name: &'static str,
    /// The console's name.
    pub title: &'static str,
    /// Designed durability, in nines of a year (11; 4 for Reduced Redundancy).
    pub durability_nines: u8,
    /// Designed availability in parts per 100,000 (99,990 = 99.99 %).
    pub availability: u32,
    /// SLA uptime in parts per 1,000 below which 10, 25 and 100 % are credited.
    pub sla: [u32; 3],
    /// Availability Zones that hold the data: 3 stands for "at least three".
    pub zones: u8,
    /// Minimum storage duration in days of 24 h; 0 = none.
    pub minimum_days: u32,
    /// Smallest billed size in bytes; 0 = none.
    pub minimum_size: u64,
    /// Whether an object carries 32 KB at the class rate and 8 KB at the Standard rate.
    pub archive_overhead: bool,
    /// Whether reading pays per GB.
    pub retrieval_fee: bool,
    /// Whether an object can be read at once (Intelligent-Tiering: in its automatic tiers).
    pub real_time: bool,
}

const STANDARD_SLA: [u32; 3] = [999, 990, 950];
const INFREQUENT_SLA: [u32; 3] = [990, 980, 950];

/// A plain class: everything that most rows share.
const PLAIN: ClassFacts = ClassFacts {
    name: "STANDARD",
    title: "S3 Standard",
    durability_nines: 11,
    availability: 99_990,
    sla: STANDARD_SLA,
    zones: 3,
    minimum_days: 0,
    minimum_size: 0,
    archive_overhead: false,
    retrieval_fee: false,
    real_time: true,
};

impl StorageClass {
    /// Every class, warm to cold.
    pub const ALL: [StorageClass; 9] = [
        StorageClass::Standard,
        StorageClass::ReducedRedundancy,
        StorageClass::ExpressOneZone,
        StorageClass::IntelligentTiering,
        StorageClass::StandardIa,
        StorageClass::OneZoneIa,
        StorageClass::GlacierIr,
        StorageClass::Glacier,
        StorageClass::DeepArchive,
    ];

    /// The row of the master table.
    pub const fn facts(self) -> ClassFacts {
        match self {
            StorageClass::Standard => PLAIN,
            StorageClass::ReducedRedundancy => ClassFacts {
                name: "REDUCED_REDUNDANCY",
                title: "Reduced Redundancy",
                durability_nines: 4,
                ..PLAIN
            },
            StorageClass::ExpressOneZone => ClassFacts {
                name: "EXPRESS_ONEZONE",
                title: "S3 Express One Zone",
                availability: 99_950,
                zones: 1,
                ..PLAIN
            },
            StorageClass::IntelligentTiering => ClassFacts {
                name: "INTELLIGENT_TIERING",
                title: "S3 Intelligent-Tiering",
                availability: 99_900,
                sla: INFREQUENT_SLA,
                ..PLAIN
            },
            StorageClass::StandardIa => ClassFacts {
                name: "STANDARD_IA",
                title: "S3 Standard-IA",
                availability: 99_900,
                sla: INFREQUENT_SLA,
                minimum_days: 30,
                minimum_size: SMALL_OBJECT,
                retrieval_fee: true,
                ..PLAIN
            },
            StorageClass::OneZoneIa => ClassFacts {
                name: "ONEZONE_IA",
                title: "S3 One Zone-IA",
                availability: 99_500,
                sla: INFREQUENT_SLA,
                zones: 1,
                minimum_days: 30,
                minimum_size: SMALL_OBJECT,
                retrieval_fee: true,
                ..PLAIN
            },
            StorageClass::GlacierIr => ClassFacts {
                name: "GLACIER_IR",
                title: "S3 Glacier Instant Retrieval",
                availability: 99_900,
                sla: INFREQUENT_SLA,
                minimum_days: 90,
                minimum_size: SMALL_OBJECT,
                retrieval_fee: true,
                ..PLAIN
            },
            StorageClass::Glacier => ClassFacts {
                name: "GLACIER",
                title: "S3 Glacier Flexible Retrieval",
                minimum_days: 90,
                archive_overhead: true,
                retrieval_fee: true,
                real_time: false,
                ..PLAIN
            },
            StorageClass::DeepArchive => ClassFacts {
                name: "DEEP_ARCHIVE",
                title: "S3 Glacier Deep Archive",
                minimum_days: 180,
                archive_overhead: true,
                retrieval_fee: true,
                real_time: false,
                ..PLAIN
            },
        }
    }

    /// The API's word: `STANDARD_IA`.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The class of an API word, or `None` (S3 then answers `InvalidStorageClass`).
    pub fn parse(word: &str) -> Option<StorageClass> {
        StorageClass::ALL.into_iter().find(|class| class.name() == word)
    }

    /// Whether objects must be restored before they can be read.
    pub const fn is_archive(self) -> bool {
        !self.facts().real_time
    }
}

impl fmt::Display for StorageClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An Intelligent-Tiering access tier, from warm to cold.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum AccessTier {
    /// Frequent Access.
    #[default]
    Frequent,
    /// Infrequent Access, after 30 idle days.
    Infrequent,
    /// Archive Instant Access, after 90 idle days.
    ArchiveInstant,
    /// Archive Access, opt-in.
    Archive,
    /// Deep Archive Access, opt-in.
    DeepArchive,
}

impl AccessTier {
    /// Every tier, warm to cold.
    pub const ALL: [AccessTier; 5] = [
        AccessTier::Frequent,
        AccessTier::Infrequent,
        AccessTier::ArchiveInstant,
        AccessTier::Archive,
        AccessTier::DeepArchive,
    ];

    /// The word used in selections and, for the opt-in tiers, by the API.
    pub const fn name(self) -> &'static str {
        match self {
            AccessTier::Frequent => "FREQUENT_ACCESS",
            AccessTier::Infrequent => "INFREQUENT_ACCESS",
            AccessTier::ArchiveInstant => "ARCHIVE_INSTANT_ACCESS",
            AccessTier::Archive => "ARCHIVE_ACCESS",
            AccessTier::DeepArchive => "DEEP_ARCHIVE_ACCESS",
        }
    }

    /// The tier of a word.
    pub fn parse(word: &str) -> Option<AccessTier> {
        AccessTier::ALL.into_iter().find(|tier| tier.name() == word)
    }

    /// Whether an object in this tier must be restored before it can be read.
    pub const fn is_archive(self) -> bool {
        matches!(self, AccessTier::Archive | AccessTier::DeepArchive)
    }
}

impl fmt::Display for AccessTier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
