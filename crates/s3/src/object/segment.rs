//! Segments: stretches of a key space whose keys start with the same prefixes of configurations.
//!
//! Rows never cross a segment, so a row matches a rule's prefix wholly or not at all, and the segment is one of the
//! attributes from which a plan is compiled.

use std::collections::{BTreeMap, BTreeSet};

use super::naming::Naming;
use super::table::SpaceId;

/// A segment, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(pub(crate) u32);

/// Keys of one key space that start with exactly these prefixes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// The key space.
    pub space: SpaceId,
    /// The prefixes, sorted; the empty prefix is not listed.
    pub prefixes: Vec<String>,
}

impl Segment {
    /// Whether the keys start with `prefix`, which must be one that the bucket's configurations use.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        prefix.is_empty() || self.prefixes.binary_search_by(|p| p.as_str().cmp(prefix)).is_ok()
    }
}

/// All segments of a machine.
#[derive(Clone, Debug, Default)]
pub struct Segments {
    list: Vec<Segment>,
    by_content: BTreeMap<Segment, SegmentId>,
}

impl Segments {
    /// The segment of an id.
    pub fn get(&self, id: SegmentId) -> &Segment {
        &self.list[id.0 as usize]
    }

    /// The id of a segment, new or known.
    pub fn intern(&mut self, segment: Segment) -> SegmentId {
        if let Some(&id) = self.by_content.get(&segment) {
            return id;
        }
        let id = SegmentId(self.list.len() as u32);
        self.list.push(segment.clone());
        self.by_content.insert(segment, id);
        id
    }

    /// The segment of one key.
    pub fn of_key(&mut self, space: SpaceId, key: &str, prefixes: &BTreeSet<String>) -> SegmentId {
        let prefixes =
            prefixes.iter().filter(|p| !p.is_empty() && key.starts_with(p.as_str())).cloned().collect();
        self.intern(Segment { space, prefixes })
    }

    /// The segments of a templated key space as a list of cuts: from this index on, that segment.
    pub fn of_template(
        &mut self,
        space: SpaceId,
        naming: &Naming,
        prefixes: &BTreeSet<String>,
    ) -> Vec<(u64, SegmentId)> {
        let Naming::Template(template) = naming else { return Vec::new() };
        let mut edges = BTreeMap::<u64, Vec<(bool, &String)>>::new();
        edges.insert(0, Vec::new());
        for prefix in prefixes.iter().filter(|p| !p.is_empty()) {
            for range in template.ranges(prefix, u64::MAX) {
                edges.entry(range.start).or_default().push((true, prefix));
                edges.entry(range.end).or_default().push((false, prefix));
            }
        }
        let mut inside = BTreeSet::new();
        let mut cuts = Vec::new();
        for (index, changes) in edges {
            // Leaving before entering: one prefix may end a range and begin the next at the same index.
            for (_, prefix) in changes.iter().filter(|(enters, _)| !enters) {
                inside.remove(*prefix);
            }
            inside.extend(changes.iter().filter(|(enters, _)| *enters).map(|(_, prefix)| (*prefix).clone()));
            let segment = Segment { space, prefixes: inside.iter().cloned().collect() };
            cuts.push((index, self.intern(segment)));
        }
        cuts
    }
}
