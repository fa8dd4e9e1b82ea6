//! Which partition answers for which keys.
//!
//! Keys fall into *groups*: one for the whole bucket, or one for each prefix that S3 has given a partition of its own.
//! Within a group partitions follow each other in the byte order of keys, and each can split and merge.

use std::collections::BTreeMap;

use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;

use super::{Budget, Partition, PartitionSettings, Throttled, route};
use crate::object::naming::Naming;
use crate::object::table::{SpaceId, Table};

/// How a bucket is partitioned at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One partition, as every new bucket.
    #[default]
    Whole,
    /// S3 has given each prefix, up to the last `/` of a key, a partition of its own.
    ByPrefix,
    /// S3 has given each of these prefixes a partition of its own; the rest of the bucket is another.
    Prefixes(Vec<String>),
}

/// A partition, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartitionId(u32);

/// How long all must be quiet until two partitions of a group are left, and until one is.
const MERGE_TO_TWO: Micros = Micros::hours(36);
const MERGE_TO_ONE: Micros = Micros::hours(108);

#[derive(Clone, Debug)]
struct Group {
    bucket: BucketId,
    prefix: String,
    /// The first key of each partition, ascending from the empty one.
    members: Vec<(String, PartitionId)>,
    /// Counts changes of `members`: routes remember which state they were made for.
    version: u32,
}

/// The partitions of a key space: from which rank on which answers.
#[derive(Clone, Debug)]
struct Route {
    group: u32,
    version: u32,
    cuts: Vec<(u64, PartitionId)>,
}

#[derive(Clone, Debug, Default)]
struct OfBucket {
    name: String,
    layout: Layout,
    groups: BTreeMap<String, u32>,
}

/// Every partition of a machine.
#[derive(Clone, Debug, Default)]
pub struct Partitions {
    settings: PartitionSettings,
    buckets: Vec<OfBucket>,
    groups: Vec<Group>,
    partitions: Vec<(Partition, u32)>,
    routes: Vec<Option<Route>>,
    finished: Vec<Throttled>,
}

impl Partitions {
    /// None yet.
    pub fn new(settings: PartitionSettings) -> Partitions {
        Partitions { settings, ..Partitions::default() }
    }

    /// Makes room for the next bucket.
    pub(crate) fn add_bucket(&mut self, name: &str, layout: Layout) {
        self.buckets.push(OfBucket { name: name.to_owned(), layout, groups: BTreeMap::new() });
    }

    /// Repartitions a bucket that nobody has used yet.
    pub(crate) fn set_layout(&mut self, bucket: BucketId, layout: Layout) {
        let entry = &mut self.buckets[bucket.0 as usize];
        entry.layout = layout;
        entry.groups.clear();
    }

    /// Takes a token for a request about a key; says which partition it is, and whether it admits the request.
    #[inline]
    pub(crate) fn take(
        &mut self,
        table: &Table,
        now: Instant,
        budget: Budget,
        place: (SpaceId, u64),
    ) -> (PartitionId, bool) {
        let mut id = self.find(table, now, place);
        if self.partitions[id.0 as usize].0.over(now) {
            self.roll(table, now, id);
            id = self.find(table, now, place);
        }
        (id, self.partitions[id.0 as usize].0.take(now, budget, place))
    }

    /// Notes that a request whose attempt a partition has just refused was given up.
    #[inline]
    pub fn gave_up(&mut self, id: PartitionId, budget: Budget) {
        self.partitions[id.0 as usize].0.meters[budget as usize].gave_up += 1;
    }

    /// How many partitions answer for a bucket.
    pub fn count(&self, bucket: BucketId) -> usize {
        self.groups.iter().filter(|group| group.bucket == bucket).map(|group| group.members.len()).sum()
    }

    /// Hands over the seconds in which something was refused and that a later request has closed.
    pub(crate) fn drain(&mut self) -> Vec<Throttled> {
        std::mem::take(&mut self.finished)
    }

    /// Closes the second that every partition is counting.
    pub(crate) fn close(&mut self, now: Instant) {
        (0..self.partitions.len()).for_each(|index| self.report(now, PartitionId(index as u32)));
    }

    #[inline]
    fn find(&mut self, table: &Table, now: Instant, place: (SpaceId, u64)) -> PartitionId {
        let index = place.0.0 as usize;
        if let Some(Some(route)) = self.routes.get(index)
            && self.groups[route.group as usize].version == route.version
        {
            if let [(_, only)] = route.cuts.as_slice() {
                return *only;
            }
            return within(&route.cuts, &table.space(place.0).naming, place.1);
        }
        self.lay(table, now, place)
    }

    /// Finds the partition of a key in a space whose route is not known, and notes the route if it has one.
    fn lay(&mut self, table: &Table, now: Instant, place: (SpaceId, u64)) -> PartitionId {
        let space = table.space(place.0);
        let Naming::Template(template) = &space.naming else {
            let key = space.naming.key(place.1);
            let group = self.group(space.bucket, &key, now);
            return self.groups[group as usize].of_key(&key);
        };
        let group = self.group(space.bucket, &template.head, now);
        let entry = &self.groups[group as usize];
        let mut cuts: Vec<(u64, PartitionId)> = Vec::new();
        for (from, id) in &entry.members {
            match route::cut(&space.naming, from) {
                Some(rank) => {
                    cuts.retain(|(earlier, _)| *earlier < rank);
                    cuts.push((rank, *id));
                }
                None => break,
            }
        }
        let route = Route { group, version: entry.version, cuts };
        let id = within(&route.cuts, &space.naming, place.1);
        let index = place.0.0 as usize;
        if index >= self.routes.len() {
            self.routes.resize(index + 1, None);
        }
        self.routes[index] = Some(route);
        id
    }

    /// The group of a key, which is made the first time.
    fn group(&mut self, bucket: BucketId, key: &str, now: Instant) -> u32 {
        let entry = &mut self.buckets[bucket.0 as usize];
        let prefix = match &entry.layout {
            Layout::Whole => "",
            Layout::ByPrefix => key.rfind('/').map_or("", |end| &key[..=end]),
            Layout::Prefixes(prefixes) => {
                let fitting = prefixes.iter().filter(|prefix| key.starts_with(prefix.as_str()));
                fitting.max_by_key(|prefix| prefix.len()).map_or("", String::as_str)
            }
        };
        if let Some(&group) = entry.groups.get(prefix) {
            return group;
        }
        let group = self.groups.len() as u32;
        let id = PartitionId(self.partitions.len() as u32);
        self.partitions.push((Partition::new(&self.settings, now), group));
        let prefix = prefix.to_owned();
        entry.groups.insert(prefix.clone(), group);
        self.groups.push(Group { bucket, prefix, members: vec![(String::new(), id)], version: 0 });
        group
    }

    /// A second of a partition is over: it may split, or its group may have been quiet for long enough to merge.
    #[cold]
    fn roll(&mut self, table: &Table, now: Instant, id: PartitionId) {
        self.report(now, id);
        let (partition, group) = &self.partitions[id.0 as usize];
        let group = *group;
        let hot_for = partition.hot_since.map(|since| now.since(since));
        if hot_for.is_some_and(|hot| hot >= self.settings.split_after) {
            self.split(table, now, id, group);
        }
        let members = &self.groups[group as usize].members;
        if members.len() > 1 {
            let busy = members.iter().map(|(_, id)| self.partitions[id.0 as usize].0.busy).max();
            let quiet = busy.map_or(Micros::ZERO, |busy| now.since(busy));
            let left = match quiet {
                quiet if quiet >= MERGE_TO_ONE => 1,
                quiet if quiet >= MERGE_TO_TWO => 2,
                _ => return,
            };
            let group = &mut self.groups[group as usize];
            if group.members.len() > left {
                // The middle one of the boundaries stays.
                let middle = group.members.len() / 2;
                let kept = group.members.remove(middle);
                group.members.truncate(1);
                if left == 2 {
                    group.members.push(kept);
                }
                group.version += 1;
            }
        }
    }

    fn report(&mut self, now: Instant, id: PartitionId) {
        let (partition, group) = &mut self.partitions[id.0 as usize];
        let group = &self.groups[*group as usize];
        let name = &self.buckets[group.bucket.0 as usize].name;
        let finished = &mut self.finished;
        partition.roll(now, |budget, meter, start| {
            let from = group.members.iter().find(|(_, member)| *member == id).map_or("", |(from, _)| from);
            let part = if from.is_empty() { String::new() } else { format!(" from {from}") };
            let budget = match budget {
                Budget::Read => "reads",
                Budget::Write => "writes",
            };
            finished.push(Throttled {
                start,
                resource: format!("{name}/{}{part} {budget}", group.prefix),
                limit_per_s: meter.limit,
                offered: meter.offered,
                refused: meter.refused,
                gave_up: meter.gave_up,
            });
        });
    }

    /// Splits a partition at the median of its recent keys. A single hot key cannot be split.
    fn split(&mut self, table: &Table, now: Instant, id: PartitionId, group: u32) {
        let recent = &self.partitions[id.0 as usize].0.recent;
        let mut keys: Vec<String> =
            recent.iter().map(|(space, index)| table.space(*space).naming.key(*index)).collect();
        keys.sort_unstable();
        let Some(median) = keys.get(keys.len() / 2).cloned() else { return };
        let entry = &mut self.groups[group as usize];
        let Some(at) = entry.members.iter().position(|(_, member)| *member == id) else { return };
        let partition = &mut self.partitions[id.0 as usize].0;
        partition.hot_since = None;
        if keys.first() == Some(&median) || entry.members[at].0 >= median {
            return;
        }
        partition.recent.clear();
        let upper = PartitionId(self.partitions.len() as u32);
        self.partitions.push((Partition::new(&self.settings, now), group));
        entry.members.insert(at + 1, (median, upper));
        entry.version += 1;
    }
}

impl Group {
    fn of_key(&self, key: &str) -> PartitionId {
        let place = self.members.partition_point(|(from, _)| from.as_str() <= key);
        self.members[place.saturating_sub(1)].1
    }
}

/// The partition of an index of a templated space.
fn within(cuts: &[(u64, PartitionId)], naming: &Naming, index: u64) -> PartitionId {
    if let ([_, _, ..], Naming::Template(template)) = (cuts, naming) {
        let rank = route::rank(template, index);
        let place = cuts.partition_point(|(from, _)| *from <= rank);
        return cuts[place.saturating_sub(1)].1;
    }
    cuts[0].1
}
