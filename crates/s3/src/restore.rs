//! Bringing archived objects back: how long it takes, and what state a version is in meanwhile.
//!
//! A version in GLACIER or DEEP_ARCHIVE goes `archived → restoring → restored until … → archived`: a temporary copy
//! appears and vanishes, the version never leaves its class. One in an archive tier of Intelligent-Tiering goes back
//! to Frequent Access for good. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html>

pub mod decide;
mod lives;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_kernel::time::{HOUR, Instant, MINUTE, Micros, SECOND};

/// How fast a restore is asked to be, from slow to fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RetrievalTier {
    /// `Bulk`.
    Bulk,
    /// `Standard`: the default.
    Standard,
    /// `Expedited`: not offered by the deep archives.
    Expedited,
}

impl RetrievalTier {
    /// Every tier, slow to fast.
    pub const ALL: [RetrievalTier; 3] =
        [RetrievalTier::Bulk, RetrievalTier::Standard, RetrievalTier::Expedited];

    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            RetrievalTier::Bulk => "Bulk",
            RetrievalTier::Standard => "Standard",
            RetrievalTier::Expedited => "Expedited",
        }
    }
}

/// Where something is archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Archive {
    /// The class GLACIER: S3 Glacier Flexible Retrieval.
    Glacier,
    /// The class DEEP_ARCHIVE.
    DeepArchive,
    /// The Archive Access tier of Intelligent-Tiering.
    IntArchive,
    /// The Deep Archive Access tier of Intelligent-Tiering.
    IntDeepArchive,
}

impl Archive {
    /// The archive that objects of this class and tier are in, if it is one.
    pub const fn of(class: StorageClass, tier: AccessTier) -> Option<Archive> {
        match (class, tier) {
            (StorageClass::Glacier, _) => Some(Archive::Glacier),
            (StorageClass::DeepArchive, _) => Some(Archive::DeepArchive),
            (StorageClass::IntelligentTiering, AccessTier::Archive) => Some(Archive::IntArchive),
            (StorageClass::IntelligentTiering, AccessTier::DeepArchive) => Some(Archive::IntDeepArchive),
            _ => None,
        }
    }

    /// Whether a restore makes a copy that expires; otherwise the object itself comes back.
    pub const fn makes_copies(self) -> bool {
        matches!(self, Archive::Glacier | Archive::DeepArchive)
    }

    /// Whether it is one of the two that take half a day or more and know no Expedited restores.
    pub const fn is_deep(self) -> bool {
        matches!(self, Archive::DeepArchive | Archive::IntDeepArchive)
    }
}

/// Size in bytes from which an Expedited restore takes longer than the promised minutes.
const EXPEDITED_SIZE: u64 = 250 << 20;
/// Size in bytes above which any restore may take longer than promised.
const LARGE_SIZE: u64 = 5 << 40;
/// Bytes a second at which large objects come back: 300 MB, MB = 10^6 here, so that 50 TB take 46.3 hours.
const BYTES_PER_SECOND: u64 = 300_000_000;

/// The shortest and the longest time until an object of `size` bytes is readable; `None` where the tier is not
/// offered.
///
/// Upper ends are what AWS promises, and so are the lower ends of Expedited, Standard and Bulk from GLACIER.
/// Modelling choice: lower ends of the deep archives are 9 and 24 hours. Above 250 MB (Expedited) the time at
/// 300 MB/s is added, above 5 TB no restore is faster than that.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html>
pub fn interval(archive: Archive, tier: RetrievalTier, size: u64) -> Option<(Micros, Micros)> {
    let (shortest, longest) = match (archive.is_deep(), tier) {
        (false, RetrievalTier::Expedited) => (MINUTE, 5 * MINUTE),
        (false, RetrievalTier::Standard) => (3 * HOUR, 5 * HOUR),
        (false, RetrievalTier::Bulk) => (5 * HOUR, 12 * HOUR),
        (true, RetrievalTier::Standard) => (9 * HOUR, 12 * HOUR),
        (true, RetrievalTier::Bulk) => (24 * HOUR, 48 * HOUR),
        (true, RetrievalTier::Expedited) => return None,
    };
    let streamed =
        (u128::from(size) * u128::from(SECOND.unsigned_abs()) / u128::from(BYTES_PER_SECOND)) as i64;
    let each = |time: i64| match tier {
        RetrievalTier::Expedited if size >= EXPEDITED_SIZE => Micros(time + streamed),
        _ if size > LARGE_SIZE => Micros(time.max(streamed)),
        _ => Micros(time),
    };
    Some((each(shortest), each(longest)))
}

/// A restore that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Restoring {
    /// Where the version was archived when it was asked for.
    pub archive: Archive,
    /// How fast.
    pub tier: RetrievalTier,
    /// For how many days the copy will stay; 0 where none is made.
    pub days: u32,
    /// When it will be readable.
    pub ready: Instant,
}

/// What can be said of a version's bytes beside where they are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// They are where class and tier say.
    #[default]
    AsStored,
    /// They are archived, and on their way back.
    Restoring(Restoring),
    /// They are archived, and there is a copy until then.
    Restored {
        /// When the copy expires: a midnight.
        until: Instant,
    },
    /// They have come back from an archive tier of Intelligent-Tiering and have not sunk since.
    Returned,
    /// They were lost with the zone that held them.
    Lost,
}

impl Condition {
    /// When it changes by itself.
    pub const fn changes_at(self) -> Option<Instant> {
        match self {
            Condition::Restoring(restoring) => Some(restoring.ready),
            Condition::Restored { until } => Some(until),
            Condition::AsStored | Condition::Returned | Condition::Lost => None,
        }
    }
}

/// When a copy expires that is kept for `days` from `from` on: rounded up to the next midnight UTC.
///
/// Modelling choice where AWS's pages differ: the days of a first restore count from its completion.
pub(crate) fn expiry(from: Instant, days: u32) -> Instant {
    // No calendar of ours reaches further than this.
    let days = days.min(u16::MAX.into());
    (from + Micros::days(days.into())).ceil_day().start()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TB: u64 = 1 << 40;
    const MB: u64 = 1 << 20;

    /// The table of retrieval options, upper ends. RS-025, RS-026, RS-028.
    #[test]
    fn as_long_as_the_table_of_retrieval_options_says() {
        use Archive::{DeepArchive, Glacier, IntArchive, IntDeepArchive};
        use RetrievalTier::{Bulk, Expedited, Standard};
        for (archive, tier, size, longest) in [
            (Glacier, Expedited, 250 * MB - 1, Some("5m")),
            (Glacier, Standard, MB, Some("5h")),
            (Glacier, Bulk, MB, Some("12h")),
            (DeepArchive, Expedited, MB, None),
            (DeepArchive, Standard, MB, Some("12h")),
            (DeepArchive, Bulk, MB, Some("2d")),
            (IntArchive, Expedited, MB, Some("5m")),
            (IntArchive, Standard, MB, Some("5h")),
            (IntArchive, Bulk, MB, Some("12h")),
            (IntDeepArchive, Expedited, MB, None),
            (IntDeepArchive, Standard, MB, Some("12h")),
            (IntDeepArchive, Bulk, MB, Some("2d")),
            // 3 GB (10^9) at 300 MB/s: 10 s more.
            (Glacier, Expedited, 3_000_000_000, Some("5m10s")),
            (Glacier, Standard, 5 * TB, Some("5h")),
            // 50 TB at 300 MB/s: 166,666.67 s = 46.3 h, more than 12 h and less than 48 h.
            (DeepArchive, Standard, 50_000_000_000_000, Some("1d22h17m46s666ms666us")),
            (DeepArchive, Bulk, 50_000_000_000_000, Some("2d")),
        ] {
            let found = interval(archive, tier, size).map(|(_, longest)| longest.to_string());
            assert_eq!(found.as_deref(), longest, "{archive:?} {tier:?} {size}");
        }
    }

    /// RS-035: the example of the page on archived objects.
    #[test]
    fn a_copy_expires_at_the_midnight_after_its_days() {
        let at = |text| Instant::parse(text).unwrap();
        for (from, days, until) in [
            ("2012-10-15T10:30:00Z", 3, "2012-10-19"),
            ("2012-10-16T11:00:00Z", 1, "2012-10-18"),
            ("2012-10-15", 3, "2012-10-18"),
            ("2012-10-15", u32::MAX, "2149-06-06"),
        ] {
            assert_eq!(expiry(at(from), days), at(until), "{from} {days}");
        }
    }
}
