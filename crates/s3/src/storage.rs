//! What a stored version occupies on the bill: bytes of its class, padding, index overhead, monitoring.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>

use s3sim_aws::class::{ARCHIVE_OVERHEAD, ARCHIVE_STANDARD_OVERHEAD, AccessTier, SMALL_OBJECT, StorageClass};
use s3sim_aws::item::Item;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $item:ident $operation:literal;)*) => {
        /// A level that is metered over time: one line of the storage bill.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Stored {
            $($(#[$doc])* #[doc = concat!("Operation `", $operation, "`.")] $variant,)*
        }

        impl Stored {
            /// Every kind.
            pub const ALL: &'static [Stored] = &[$(Stored::$variant,)*];

            /// What it is priced as.
            pub const fn item(self) -> Item {
                match self { $(Stored::$variant => Item::$item,)* }
            }

            /// The operation on the bill: the storage type's name in CloudWatch.
            pub const fn operation(self) -> &'static str {
                match self { $(Stored::$variant => $operation,)* }
            }
        }
    };
}

kinds! {
    Standard StorageStandard "StandardStorage";
    ReducedRedundancy StorageReducedRedundancy "ReducedRedundancyStorage";
    Express StorageExpress "ExpressOneZoneStorage";
    IntFrequent StorageIntFrequent "IntelligentTieringFAStorage";
    IntInfrequent StorageIntInfrequent "IntelligentTieringIAStorage";
    IntArchiveInstant StorageIntArchiveInstant "IntelligentTieringAIAStorage";
    IntArchive StorageIntArchive "IntelligentTieringAAStorage";
    IntDeepArchive StorageIntDeepArchive "IntelligentTieringDAAStorage";
    /// Objects, not bytes.
    IntMonitoring MonitoringInt "IntelligentTieringStorage";
    IntArchiveOverhead StorageIntArchive "IntAAObjectOverhead";
    IntArchiveStandardOverhead StorageStandard "IntAAS3ObjectOverhead";
    IntDeepArchiveOverhead StorageIntDeepArchive "IntDAAObjectOverhead";
    IntDeepArchiveStandardOverhead StorageStandard "IntDAAS3ObjectOverhead";
    StandardIa StorageStandardIa "StandardIAStorage";
    StandardIaPadding PaddingStandardIa "StandardIASizeOverhead";
    OneZoneIa StorageOneZoneIa "OneZoneIAStorage";
    OneZoneIaPadding PaddingOneZoneIa "OneZoneIASizeOverhead";
    GlacierIr StorageGlacierIr "GlacierInstantRetrievalStorage";
    GlacierIrPadding PaddingGlacierIr "GlacierIRSizeOverhead";
    Glacier StorageGlacier "GlacierStorage";
    GlacierOverhead StorageGlacier "GlacierObjectOverhead";
    GlacierStandardOverhead StorageStandard "GlacierS3ObjectOverhead";
    DeepArchive StorageDeepArchive "DeepArchiveStorage";
    DeepArchiveOverhead StorageDeepArchive "DeepArchiveObjectOverhead";
    DeepArchiveStandardOverhead StorageStandard "DeepArchiveS3ObjectOverhead";
    /// The temporary copy of a restored object.
    RestoredGlacier StorageStandard "RestoreObject";
    /// The temporary copy of a restored object.
    RestoredDeepArchive StorageStandard "DeepArchiveRestoreObject";
    /// Parts of unfinished uploads.
    StagingGlacier StagingGlacier "GlacierStagingStorage";
    /// Parts of unfinished uploads.
    StagingDeepArchive StagingDeepArchive "DeepArchiveStagingStorage";
    /// Metrics of replication rules, not bytes.
    ReplicationMetrics ReplicationMetrics "MetricStorage";
    /// Objects that storage class analysis looks at, not bytes.
    AnalysedObjects StorageClassAnalysis "StorageAnalytics";
}

impl Stored {
    /// Whether it is the bytes of objects and parts themselves, without what S3 adds to them.
    pub const fn is_body(self) -> bool {
        matches!(
            self,
            Stored::Standard
                | Stored::ReducedRedundancy
                | Stored::Express
                | Stored::IntFrequent
                | Stored::IntInfrequent
                | Stored::IntArchiveInstant
                | Stored::IntArchive
                | Stored::IntDeepArchive
                | Stored::StandardIa
                | Stored::OneZoneIa
                | Stored::GlacierIr
                | Stored::Glacier
                | Stored::DeepArchive
                | Stored::StagingGlacier
                | Stored::StagingDeepArchive
        )
    }
}

/// Calls `book` for everything that `count` versions of `size` bytes occupy. `int_overhead` is the modelling choice
/// whether the opt-in tiers of Intelligent-Tiering carry the archive overhead.
pub fn occupy(
    class: StorageClass,
    tier: AccessTier,
    size: u64,
    count: u64,
    int_overhead: bool,
    mut book: impl FnMut(Stored, i128),
) {
    let each = |amount: u64| i128::from(amount) * i128::from(count);
    let padding = SMALL_OBJECT.saturating_sub(size);
    let mut padded = |real, pad| {
        book(real, each(size));
        if padding > 0 {
            book(pad, each(padding));
        }
    };
    match class {
        StorageClass::Standard => book(Stored::Standard, each(size)),
        StorageClass::ReducedRedundancy => book(Stored::ReducedRedundancy, each(size)),
        StorageClass::ExpressOneZone => book(Stored::Express, each(size)),
        StorageClass::StandardIa => padded(Stored::StandardIa, Stored::StandardIaPadding),
        StorageClass::OneZoneIa => padded(Stored::OneZoneIa, Stored::OneZoneIaPadding),
        StorageClass::GlacierIr => padded(Stored::GlacierIr, Stored::GlacierIrPadding),
        StorageClass::Glacier => {
            book(Stored::Glacier, each(size));
            book(Stored::GlacierOverhead, each(ARCHIVE_OVERHEAD));
            book(Stored::GlacierStandardOverhead, each(ARCHIVE_STANDARD_OVERHEAD));
        }
        StorageClass::DeepArchive => {
            book(Stored::DeepArchive, each(size));
            book(Stored::DeepArchiveOverhead, each(ARCHIVE_OVERHEAD));
            book(Stored::DeepArchiveStandardOverhead, each(ARCHIVE_STANDARD_OVERHEAD));
        }
        StorageClass::IntelligentTiering => {
            if size >= SMALL_OBJECT {
                book(Stored::IntMonitoring, i128::from(count));
            }
            let (bytes, overhead) = tier_levels(tier);
            book(bytes, each(size));
            if let Some((own, standard)) = overhead.filter(|_| int_overhead) {
                book(own, each(ARCHIVE_OVERHEAD));
                book(standard, each(ARCHIVE_STANDARD_OVERHEAD));
            }
        }
    }
}

fn tier_levels(tier: AccessTier) -> (Stored, Option<(Stored, Stored)>) {
    match tier {
        AccessTier::Frequent => (Stored::IntFrequent, None),
        AccessTier::Infrequent => (Stored::IntInfrequent, None),
        AccessTier::ArchiveInstant => (Stored::IntArchiveInstant, None),
        AccessTier::Archive => {
            (Stored::IntArchive, Some((Stored::IntArchiveOverhead, Stored::IntArchiveStandardOverhead)))
        }
        AccessTier::DeepArchive => (
            Stored::IntDeepArchive,
            Some((Stored::IntDeepArchiveOverhead, Stored::IntDeepArchiveStandardOverhead)),
        ),
    }
}

/// What one version that leaves a class before its minimum duration pays on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyDelete {
    /// What its bytes are booked on.
    pub item: Item,
    /// The bytes, with the archive's own 32 KB.
    pub bytes: u64,
    /// What the padding of a small object is booked on, and its bytes.
    pub padding: Option<(Item, u64)>,
}

/// What the temporary copy of a restored object is booked on: the Standard rate, under the archive's own operation.
pub const fn restored_copy(class: StorageClass) -> Stored {
    match class {
        StorageClass::DeepArchive => Stored::RestoredDeepArchive,
        _ => Stored::RestoredGlacier,
    }
}

/// What leaving `class` early is booked on, if the class has a minimum duration.
pub fn early_delete(class: StorageClass, size: u64) -> Option<EarlyDelete> {
    let padded = |item, small| {
        let padding = SMALL_OBJECT.saturating_sub(size);
        Some(EarlyDelete { item, bytes: size, padding: (padding > 0).then_some((small, padding)) })
    };
    let archived = |item| Some(EarlyDelete { item, bytes: size + ARCHIVE_OVERHEAD, padding: None });
    match class {
        StorageClass::StandardIa => padded(Item::EarlyDeleteStandardIa, Item::EarlyDeleteStandardIaPadding),
        StorageClass::OneZoneIa => padded(Item::EarlyDeleteOneZoneIa, Item::EarlyDeleteOneZoneIaPadding),
        StorageClass::GlacierIr => padded(Item::EarlyDeleteGlacierIr, Item::EarlyDeleteGlacierIrPadding),
        StorageClass::Glacier => archived(Item::EarlyDeleteGlacier),
        StorageClass::DeepArchive => archived(Item::EarlyDeleteDeepArchive),
        StorageClass::Standard
        | StorageClass::ReducedRedundancy
        | StorageClass::ExpressOneZone
        | StorageClass::IntelligentTiering => None,
    }
}
