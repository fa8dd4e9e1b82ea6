//! The table: key spaces, rows, stacks, attributes, calendar, and what all of it weighs on the bill.
//!
//! Every change of a row goes through here, so that census and meters always agree with the rows. Changes of one
//! instant are gathered and handed to the ledger together by [`Table::drain_levels`].

use std::collections::BTreeSet;
use std::ops::Range;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_kernel::time::{Day, Instant};
use s3sim_ledger::BucketId;

use super::attrs::{AccessId, Attrs, AttrsId, ContentId, EncryptionId, Interner, Kind, Owed, TagsId};
use super::index::Index;
use super::naming::{KeyTemplate, Naming};
use super::row::{Arena, Row, RowId};
use super::segment::{SegmentId, Segments};
use super::watched::Watched;
use crate::calendar::Calendar;
use crate::lock::LockId;
use crate::replication::standing::StandingId;
use crate::restore::Condition;
use crate::storage::{Stored, occupy, restored_copy};

/// A key space, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpaceId(pub u32);

/// One template of keys, or all literal keys, of a bucket.
#[derive(Clone, Debug)]
pub struct KeySpace {
    /// Whose keys they are.
    pub bucket: BucketId,
    /// How they are named.
    pub naming: Naming,
    /// Their current versions.
    pub index: Index,
    /// From which index on which segment holds (templates), or the segment of every index (literals).
    cuts: Vec<(u64, SegmentId)>,
}

/// A version that is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewVersion {
    /// Last-Modified.
    pub created: Instant,
    /// Bytes of each; 0 for a delete marker.
    pub size: u64,
    /// Data or delete marker.
    pub kind: Kind,
    /// Storage class; STANDARD for a delete marker.
    pub class: StorageClass,
    /// Its tags.
    pub tags: TagsId,
    /// Its bytes.
    pub content: ContentId,
    /// Its owner and access control list.
    pub access: AccessId,
    /// How it is encrypted.
    pub encryption: EncryptionId,
    /// Of how many parts it was made; 0 if it came in one piece.
    pub parts: u16,
    /// What protects it from being deleted.
    pub lock: LockId,
    /// Whose replica it is, and how far its own replication is.
    pub standing: StandingId,
    /// Its number among the versions of its key; 0 for the null version.
    pub number: u32,
}

/// The object table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Every row.
    pub arena: Arena,
    /// Every set of attributes.
    pub attrs: Interner,
    /// Every key space.
    pub spaces: Vec<KeySpace>,
    /// Every segment.
    pub segments: Segments,
    /// What is due when.
    pub calendar: Calendar,
    /// Rows for which an action is owed (decided, not yet carried out); each names the day it was due.
    pub owed: Vec<RowId>,
    /// Rows whose condition changes by itself.
    pub watched: Watched,
    levels: Vec<[i128; Stored::ALL.len()]>,
    touched: BTreeSet<BucketId>,
    /// The bucket that was touched last.
    last_touched: Option<BucketId>,
    int_archive_overhead: bool,
}

impl Table {
    /// An empty table whose calendar begins with `base`.
    pub fn new(base: Day, int_archive_overhead: bool) -> Table {
        Table {
            arena: Arena::default(),
            attrs: Interner::default(),
            spaces: Vec::new(),
            segments: Segments::default(),
            calendar: Calendar::new(base),
            owed: Vec::new(),
            watched: Watched::default(),
            levels: Vec::new(),
            touched: BTreeSet::new(),
            last_touched: None,
            int_archive_overhead,
        }
    }

    /// Makes room for one more bucket.
    pub fn add_bucket(&mut self) {
        self.levels.push([0; Stored::ALL.len()]);
    }

    /// A new key space named by a template, cut at the prefixes that the bucket's configurations use.
    pub fn add_template(
        &mut self,
        bucket: BucketId,
        template: KeyTemplate,
        prefixes: &BTreeSet<String>,
    ) -> SpaceId {
        let id = SpaceId(self.spaces.len() as u32);
        let naming = Naming::Template(template);
        let cuts = self.segments.of_template(id, &naming, prefixes);
        self.spaces.push(KeySpace { bucket, naming, index: Index::default(), cuts });
        id
    }

    /// A new key space for literal keys.
    pub fn add_literals(&mut self, bucket: BucketId) -> SpaceId {
        let id = SpaceId(self.spaces.len() as u32);
        self.spaces.push(KeySpace {
            bucket,
            naming: Naming::literal(),
            index: Index::default(),
            cuts: Vec::new(),
        });
        id
    }

    /// The index of a literal key, which is noted down the first time.
    pub fn literal(&mut self, space: SpaceId, key: &str, prefixes: &BTreeSet<String>) -> u64 {
        let Naming::Literal { keys, by_key } = &mut self.spaces[space.0 as usize].naming else { return 0 };
        if let Some(&index) = by_key.get(key) {
            return index;
        }
        let index = keys.len() as u64;
        keys.push(key.to_owned());
        by_key.insert(key.to_owned(), index);
        let segment = self.segments.of_key(space, key, prefixes);
        self.spaces[space.0 as usize].cuts.push((index, segment));
        index
    }

    /// A key space.
    pub fn space(&self, id: SpaceId) -> &KeySpace {
        &self.spaces[id.0 as usize]
    }

    /// The row of the current version of a key.
    pub fn find(&self, space: SpaceId, index: u64) -> Option<RowId> {
        self.space(space).index.find(&self.arena, index)
    }

    /// The attributes of a row.
    #[inline]
    pub fn attrs_of(&self, id: RowId) -> &Attrs {
        &self.attrs.get(self.arena.get(id).attrs).attrs
    }

    /// Whether lifecycle owes an action to a row.
    pub fn owes(&self, id: RowId) -> bool {
        self.arena.get(id).count > 0 && self.attrs_of(id).owed != Owed::Nothing
    }

    /// The key space of a row.
    pub fn space_of(&self, id: RowId) -> SpaceId {
        self.segments.get(self.attrs_of(id).segment).space
    }

    /// The segment of an index, and the index at which it ends.
    fn segment_at(&self, space: SpaceId, index: u64) -> (SegmentId, u64) {
        let cuts = &self.space(space).cuts;
        let place = cuts.partition_point(|(from, _)| *from <= index).saturating_sub(1);
        (cuts[place].1, cuts.get(place + 1).map_or(u64::MAX, |(from, _)| *from))
    }

    /// The stretches of `range` that lie in one segment each.
    pub fn segments_of(&self, space: SpaceId, range: Range<u64>) -> Vec<(Range<u64>, SegmentId)> {
        let mut stretches = Vec::new();
        let mut from = range.start;
        while from < range.end {
            let (segment, until) = self.segment_at(space, from);
            let until = until.min(range.end);
            stretches.push((from..until, segment));
            from = until;
        }
        stretches
    }

    /// Cuts a key space anew after the set of prefixes has changed: rows are split at the new cuts and get their
    /// new segments.
    pub fn cut_anew(&mut self, space: SpaceId, prefixes: &BTreeSet<String>) {
        let naming = self.space(space).naming.clone();
        let cuts = match &naming {
            Naming::Template(_) => self.segments.of_template(space, &naming, prefixes),
            Naming::Literal { keys, .. } => {
                let segment = |(index, key): (usize, &String)| {
                    (index as u64, self.segments.of_key(space, key, prefixes))
                };
                keys.iter().enumerate().map(segment).collect()
            }
        };
        for &(index, _) in &cuts {
            self.split_at(space, index);
        }
        self.spaces[space.0 as usize].cuts = cuts;
        for head in self.space(space).index.rows(&self.arena, 0..u64::MAX) {
            let first = self.arena.get(head).first;
            let segment = self.segments_of(space, first..first + 1)[0].1;
            for id in self.stack(head).collect::<Vec<_>>() {
                let attrs = Attrs { segment, ..*self.attrs_of(id) };
                self.set_attrs(id, attrs);
            }
        }
    }

    /// The versions of a stack, from `top` down.
    pub fn stack(&self, top: RowId) -> impl Iterator<Item = RowId> + '_ {
        std::iter::successors(top.some(), |&id| self.arena.get(id).older.some())
    }

    /// The current versions of all keys of `range`, as rows that lie wholly inside it, by ascending index.
    pub fn isolate(&mut self, space: SpaceId, range: Range<u64>) -> Vec<RowId> {
        self.split_at(space, range.start);
        self.split_at(space, range.end);
        self.space(space).index.rows(&self.arena, range)
    }

    /// Makes a row boundary in front of `index`; versions below are split alike.
    pub fn split_at(&mut self, space: SpaceId, index: u64) {
        let Some(head) = self.find(space, index) else { return };
        let row = *self.arena.get(head);
        if row.first == index {
            return;
        }
        let mut above = RowId::NONE;
        let mut id = head;
        while id.exists() {
            let row = self.arena.get_mut(id);
            let mut tail = *row;
            let kept = (index - row.first) as u32;
            row.count = kept;
            tail.first = index;
            tail.count -= kept;
            tail.newer = above;
            let older = row.older;
            let tail = self.arena.insert(tail);
            self.file_again(tail);
            self.watch(tail);
            if above.exists() {
                self.arena.get_mut(above).older = tail;
            } else {
                self.spaces[space.0 as usize].index.split(&self.arena, head, tail);
            }
            (above, id) = (tail, older);
        }
    }

    /// Files a row that has come to a new place as it was filed at its old one.
    pub(super) fn file_again(&mut self, id: RowId) {
        let due = self.arena.get(id).due;
        if self.attrs_of(id).owed != Owed::Nothing {
            self.owed.push(id);
        } else if due != Day::MAX {
            self.calendar.file(due, id);
        }
    }

    /// Writes the first version of the keys from the start of `range` on, as far as one row can hold them; answers with
    /// the row, which may end before the range does. None of the keys has a version.
    pub fn create(&mut self, space: SpaceId, range: Range<u64>, version: NewVersion) -> RowId {
        let (segment, until) = self.segment_at(space, range.start);
        let count = (until.min(range.end) - range.start).min(u64::from(u32::MAX)) as u32;
        let attrs = self.new_attrs(segment, version);
        let row = new_row(range.start, count, attrs, version);
        let id = self.spaces[space.0 as usize].index.insert(&mut self.arena, row);
        self.weigh(id, 1);
        id
    }

    /// Writes a new version on top of a stack: what was current becomes noncurrent and moves to a row of its own,
    /// whose id is the answer. The id of the top stays.
    pub fn push(&mut self, head: RowId, version: NewVersion) -> RowId {
        let old = *self.arena.get(head);
        let segment = self.attrs_of(head).segment;
        let demoted = self.arena.insert(Row { newer: head, due: Day::MAX, ..old });
        if old.older.exists() {
            self.arena.get_mut(old.older).newer = demoted;
        }
        let attrs = self.new_attrs(segment, version);
        *self.arena.get_mut(head) = Row { older: demoted, ..new_row(old.first, old.count, attrs, version) };
        self.weigh(head, 1);
        let attrs = Attrs { noncurrent: true, owed: Owed::Nothing, ..*self.attrs_of(demoted) };
        self.set_attrs(demoted, attrs);
        self.watch(demoted);
        demoted
    }

    /// Puts a version below `above`, whose versions stay newer; the answer is its row.
    pub fn insert_below(&mut self, above: RowId, version: NewVersion) -> RowId {
        let upper = *self.arena.get(above);
        let segment = self.attrs_of(above).segment;
        let bucket = self.space(self.segments.get(segment).space).bucket;
        let attrs = Attrs { noncurrent: true, ..attrs_of_new(segment, version) };
        let attrs = self.attrs.intern(attrs, bucket);
        let row =
            Row { newer: above, older: upper.older, ..new_row(upper.first, upper.count, attrs, version) };
        let id = self.arena.insert(row);
        self.arena.get_mut(above).older = id;
        if upper.older.exists() {
            self.arena.get_mut(upper.older).newer = id;
        }
        self.weigh(id, 1);
        id
    }

    /// Adds to a level that no row stands for: parts of uploads, restored copies.
    pub fn add_level(&mut self, bucket: BucketId, stored: Stored, delta: i128) {
        self.touched.insert(bucket);
        self.levels[bucket.0 as usize][stored as usize] += delta;
    }

    /// Writes a version in the place of the current one, which is gone for good.
    pub fn replace(&mut self, head: RowId, version: NewVersion) {
        self.weigh(head, -1);
        let old = *self.arena.get(head);
        let segment = self.attrs_of(head).segment;
        let attrs = self.new_attrs(segment, version);
        *self.arena.get_mut(head) = Row { older: old.older, ..new_row(old.first, old.count, attrs, version) };
        self.weigh(head, 1);
    }

    /// Destroys a version. The next older one becomes current if this one was, and moves into its row.
    pub fn remove(&mut self, id: RowId) -> Removed {
        self.weigh(id, -1);
        let row = *self.arena.get(id);
        if row.newer.exists() {
            self.arena.get_mut(row.newer).older = row.older;
            if row.older.exists() {
                self.arena.get_mut(row.older).newer = row.newer;
            }
            self.arena.release(id);
            return Removed::Noncurrent { newer: row.newer };
        }
        let Some(older) = row.older.some() else {
            let space = self.space_of(id);
            self.spaces[space.0 as usize].index.remove(&mut self.arena, id);
            return Removed::Last;
        };
        let promoted = *self.arena.get(older);
        *self.arena.get_mut(id) = Row { newer: RowId::NONE, due: Day::MAX, ..promoted };
        if promoted.older.exists() {
            self.arena.get_mut(promoted.older).newer = id;
        }
        self.arena.release(older);
        let attrs = Attrs { noncurrent: false, owed: Owed::Nothing, ..*self.attrs_of(id) };
        self.set_attrs(id, attrs);
        self.watch(id);
        Removed::Current { now: id }
    }

    /// Looks rows up that are about to be removed. Look-ups that do not wait for each other share the way to memory;
    /// removals, one after the other, would each go it alone.
    pub fn warm(&self, rows: impl Iterator<Item = RowId>) {
        let index_of = |id: RowId| &self.space(self.space_of(id)).index;
        std::hint::black_box(rows.filter(|&id| index_of(id).is_stray(&self.arena, id)).count());
    }

    /// Gives a row other attributes (of the same bucket).
    pub fn set_attrs(&mut self, id: RowId, attrs: Attrs) {
        let bucket = self.attrs.get(self.arena.get(id).attrs).bucket;
        let new = self.attrs.intern(attrs, bucket);
        self.weigh(id, -1);
        self.arena.get_mut(id).attrs = new;
        self.weigh(id, 1);
    }

    /// Notes a row whose condition changes by itself. Whatever gives such a row another place calls this.
    pub fn watch(&mut self, id: RowId) {
        if let Some(at) = self.attrs_of(id).condition.changes_at() {
            self.watched.note(at, id);
        }
    }

    fn new_attrs(&mut self, segment: SegmentId, version: NewVersion) -> AttrsId {
        let bucket = self.space(self.segments.get(segment).space).bucket;
        self.attrs.intern(attrs_of_new(segment, version), bucket)
    }

    /// Adds a row to census and meters, or takes it out (`sign` -1).
    pub(super) fn weigh(&mut self, id: RowId, sign: i128) {
        let row = self.arena.get(id);
        let count = u64::from(row.count);
        let entry = self.attrs.get_mut(row.attrs);
        let bytes = u128::from(row.size) * u128::from(count);
        if sign > 0 {
            entry.census.count += count;
            entry.census.bytes += bytes;
        } else {
            entry.census.count -= count;
            entry.census.bytes -= bytes;
        }
        let (attrs, bucket) = (&entry.attrs, entry.bucket);
        if self.last_touched != Some(bucket) {
            self.touched.insert(bucket);
            self.last_touched = Some(bucket);
        }
        let levels = &mut self.levels[bucket.0 as usize];
        if attrs.owed == Owed::Deletion {
            return;
        }
        if attrs.kind == Kind::DeleteMarker {
            let space = self.segments.get(attrs.segment).space;
            let keys = self.spaces[space.0 as usize].naming.key_bytes(row.first..row.end());
            levels[Stored::Standard as usize] += sign * i128::from(keys);
            return;
        }
        if attrs.condition == Condition::Lost {
            return;
        }
        let (class, tier) = match attrs.owed {
            Owed::Nothing | Owed::Later | Owed::Deletion => (attrs.class, attrs.tier),
            Owed::Class(class) => (class, AccessTier::Frequent),
        };
        occupy(class, tier, row.size, count, self.int_archive_overhead, |stored, amount| {
            levels[stored as usize] += sign * amount;
        });
        if let Condition::Restored { .. } = attrs.condition {
            let copy = restored_copy(attrs.class);
            levels[copy as usize] += sign * i128::from(row.size) * i128::from(count);
        }
    }

    /// Hands over what has changed since the last call, bucket by bucket.
    pub fn drain_levels(&mut self, mut book: impl FnMut(BucketId, Stored, i128)) {
        self.last_touched = None;
        for bucket in std::mem::take(&mut self.touched) {
            let levels = &mut self.levels[bucket.0 as usize];
            for (stored, delta) in Stored::ALL.iter().zip(levels.iter_mut()) {
                if *delta != 0 {
                    book(bucket, *stored, std::mem::take(delta));
                }
            }
        }
    }
}

/// What the removal of a version left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// The keys have no version any more.
    Last,
    /// The next older version is current now, in this row.
    Current {
        /// The row of the stack's top.
        now: RowId,
    },
    /// A noncurrent version is gone.
    Noncurrent {
        /// The version that stood above it.
        newer: RowId,
    },
}

fn attrs_of_new(segment: SegmentId, version: NewVersion) -> Attrs {
    Attrs {
        segment,
        kind: version.kind,
        noncurrent: false,
        class: version.class,
        tier: AccessTier::Frequent,
        tags: version.tags,
        content: version.content,
        access: version.access,
        encryption: version.encryption,
        parts: version.parts,
        lock: version.lock,
        standing: version.standing,
        owed: Owed::Nothing,
        condition: Condition::AsStored,
    }
}

fn new_row(first: u64, count: u32, attrs: AttrsId, version: NewVersion) -> Row {
    Row {
        first,
        created: version.created,
        size: version.size,
        count,
        attrs,
        older: RowId::NONE,
        newer: RowId::NONE,
        number: version.number,
        since: Day(0),
        due: Day::MAX,
    }
}
