//! Which objects a check looks at.

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::tree::Value;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;

use crate::scope::Scope;
use crate::section::Section;
use crate::target::Target;
use crate::values;
use crate::words::check::{SELECTION, VERSIONS};

/// Which object versions: all conditions must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// In which bucket or buckets, under which keys.
    pub target: Target,
    /// Which versions of a key.
    pub version: Versions,
    /// Written in this window: first instant included, second excluded. One instant alone is the window of that
    /// microsecond.
    pub created: Option<(Instant, Instant)>,
    /// Written longer ago than this, strictly, at the instant of the check.
    pub older_than: Option<Micros>,
    /// Written more recently than this, strictly, at the instant of the check.
    pub younger_than: Option<Micros>,
    /// Bytes, strictly more.
    pub larger_than: Option<u64>,
    /// Bytes, strictly less.
    pub smaller_than: Option<u64>,
    /// One of these storage classes; empty = any.
    pub storage_classes: Vec<StorageClass>,
    /// Of class INTELLIGENT_TIERING and in one of these tiers; empty = no condition.
    pub access_tiers: Vec<AccessTier>,
    /// With all these tags.
    pub tags: Vec<(String, String)>,
    /// Owned by this account.
    pub owner: Option<AccountId>,
    /// In buckets of this Region.
    pub region: Option<Region>,
}

/// Which versions of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Versions {
    /// `current`: the version that a GET without version id reads; none where a delete marker is on top.
    #[default]
    Current,
    /// `noncurrent`: data versions below another version or a delete marker.
    Noncurrent,
    /// `all`: every data version.
    All,
    /// `delete_marker`: delete markers, current or not.
    DeleteMarker,
    /// `incomplete_upload`: multipart uploads that are neither completed nor aborted.
    IncompleteUpload,
}

impl Selection {
    /// Everything that a target names, in its current version.
    pub fn of(target: Target) -> Selection {
        Selection {
            target,
            version: Versions::Current,
            created: None,
            older_than: None,
            younger_than: None,
            larger_than: None,
            smaller_than: None,
            storage_classes: Vec::new(),
            access_tiers: Vec::new(),
            tags: Vec::new(),
            owner: None,
            region: None,
        }
    }
}

/// Reads a target or a map.
pub(crate) fn read(reader: &Reader<'_>, scope: &Scope) -> Option<Selection> {
    if !matches!(reader.node().value, Value::Map(_)) {
        return values::target(reader).map(Selection::of);
    }
    let section = Section::open(reader, &SELECTION)?;
    let target = section.get("keys").map_or(Some(Target::parse("*")), |value| values::target(&value));
    let size = |name| section.get(name).and_then(|value| value.size());
    let duration = |name| section.get(name).and_then(|value| values::duration(&value));
    let selection = Selection {
        version: section.get("version").and_then(|value| value.word(&VERSION_WORDS)).unwrap_or_default(),
        created: section.get("created").and_then(|value| scope.ground.clock.instant_or_window(&value)),
        older_than: duration("older_than"),
        younger_than: duration("younger_than"),
        larger_than: size("larger_than"),
        smaller_than: size("smaller_than"),
        storage_classes: section
            .get("StorageClass")
            .map(|value| values::storage_classes(&value))
            .unwrap_or_default(),
        access_tiers: section
            .get("IntelligentTieringAccessTier")
            .map(|value| values::access_tiers(&value))
            .unwrap_or_default(),
        tags: section.get("tags").map(|value| values::tags(&value)).unwrap_or_default(),
        owner: section.get("owner").and_then(|value| scope.people.account_named(&value)),
        region: section.get("region").and_then(|value| values::region(&value)),
        ..Selection::of(target?)
    };
    section.done();
    Some(selection)
}

/// What stands for each of [`VERSIONS`].
const VERSION_WORDS: [(&str, Versions); VERSIONS.len()] = [
    ("current", Versions::Current),
    ("noncurrent", Versions::Noncurrent),
    ("all", Versions::All),
    ("delete_marker", Versions::DeleteMarker),
    ("incomplete_upload", Versions::IncompleteUpload),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_lists_the_words_that_are_read() {
        assert_eq!(VERSION_WORDS.map(|(word, _)| word), VERSIONS);
    }
}
