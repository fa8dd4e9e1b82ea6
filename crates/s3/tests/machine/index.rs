//! The index of a key space against a map: whatever is put, split, taken out and put again.

use std::collections::BTreeMap;
use std::ops::Range;

use proptest::prelude::*;
use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_kernel::time::{Day, Instant};
use s3sim_ledger::BucketId;
use s3sim_s3::object::attrs::{Attrs, AttrsId, ContentId, Interner, Kind, Owed, TagsId};
use s3sim_s3::object::index::Index;
use s3sim_s3::object::row::{Arena, Row, RowId};
use s3sim_s3::object::segment::{Segment, Segments};
use s3sim_s3::object::table::SpaceId;

/// Two key spaces that share the places of one arena.
struct Spaces {
    arena: Arena,
    attrs: AttrsId,
    spaces: [(Index, Model); 2],
    next: u32,
}

/// Rows by their first key: how many keys, and a number by which a row is known.
type Model = BTreeMap<u64, (u32, u32)>;

impl Spaces {
    fn new() -> Spaces {
        let segment = Segments::default().intern(Segment { space: SpaceId(0), prefixes: Vec::new() });
        let attrs = Attrs {
            segment,
            kind: Kind::Data,
            noncurrent: false,
            class: StorageClass::Standard,
            tier: AccessTier::Frequent,
            tags: TagsId::default(),
            content: ContentId::default(),
            access: Default::default(),
            encryption: Default::default(),
            parts: 0,
            lock: Default::default(),
            standing: Default::default(),
            owed: Owed::Nothing,
            condition: Default::default(),
        };
        let attrs = Interner::default().intern(attrs, BucketId(0));
        Spaces { arena: Arena::default(), attrs, spaces: Default::default(), next: 0 }
    }

    /// The row of the model that holds a key.
    fn at(model: &Model, index: u64) -> Option<(u64, u32, u32)> {
        let (&first, &(count, number)) = model.range(..=index).next_back()?;
        (index < first + u64::from(count)).then_some((first, count, number))
    }

    fn row(&mut self, first: u64, count: u32) -> Row {
        self.next += 1;
        Row {
            first,
            created: Instant::EPOCH,
            size: 0,
            count,
            attrs: self.attrs,
            older: RowId::NONE,
            newer: RowId::NONE,
            number: self.next,
            since: Day(0),
            due: Day::MAX,
        }
    }

    /// Puts a row at the first key, cut off where keys exist already.
    fn insert(&mut self, space: usize, first: u64, count: u32) {
        let model = &self.spaces[space].1;
        let free = (first..first + u64::from(count))
            .take_while(|&index| Self::at(model, index).is_none())
            .count() as u32;
        if free == 0 {
            return;
        }
        let row = self.row(first, free);
        let (index, model) = &mut self.spaces[space];
        index.insert(&mut self.arena, row);
        model.insert(first, (free, row.number));
    }

    /// Takes out the row that holds a key.
    fn remove(&mut self, space: usize, key: u64) {
        let (index, model) = &mut self.spaces[space];
        let Some(id) = index.find(&self.arena, key) else { return };
        let first = self.arena.get(id).first;
        index.remove(&mut self.arena, id);
        model.remove(&first);
    }

    /// Splits the row that holds a key in front of it.
    fn split(&mut self, space: usize, key: u64) {
        let Some(id) = self.spaces[space].0.find(&self.arena, key) else { return };
        let row = *self.arena.get(id);
        if row.first == key {
            return;
        }
        let kept = (key - row.first) as u32;
        self.arena.get_mut(id).count = kept;
        let tail = Row { number: self.next + 1, ..row };
        self.next += 1;
        let tail = self.arena.insert(Row { first: key, count: row.count - kept, ..tail });
        let number = self.next;
        let (index, model) = &mut self.spaces[space];
        index.split(&self.arena, id, tail);
        model.insert(row.first, (kept, row.number));
        model.insert(key, (row.count - kept, number));
    }

    fn check(&self, ranges: &[Range<u64>]) {
        for (index, model) in &self.spaces {
            let told = |id: RowId| {
                let row = self.arena.get(id);
                (row.first, row.count, row.number)
            };
            for key in 0..KEYS + 10 {
                assert_eq!(index.find(&self.arena, key).map(told), Self::at(model, key), "key {key}");
            }
            let keys: u64 = model.values().map(|(count, _)| u64::from(*count)).sum();
            assert_eq!(index.keys(), keys);
            let end = model.last_key_value().map_or(0, |(first, (count, _))| first + u64::from(*count));
            assert!(index.end(&self.arena) >= end);
            for range in ranges.iter().chain([&(0..u64::MAX)]) {
                let rows: Vec<_> = index.rows(&self.arena, range.clone()).into_iter().map(told).collect();
                let touches =
                    |first: u64, count: u32| first < range.end && first + u64::from(count) > range.start;
                let expected: Vec<_> = model
                    .iter()
                    .filter(|(first, (count, _))| touches(**first, *count) && !range.is_empty())
                    .map(|(&first, &(count, number))| (first, count, number))
                    .collect();
                assert_eq!(rows, expected, "{range:?}");
            }
        }
        let rows: usize = self.spaces.iter().map(|(_, model)| model.len()).sum();
        assert_eq!(self.arena.live(), rows);
    }
}

const KEYS: u64 = 24;

#[derive(Clone, Debug)]
enum Step {
    Insert {
        space: usize,
        first: u64,
        count: u32,
    },
    /// Single keys one after the other.
    Fill {
        space: usize,
        first: u64,
        count: u64,
    },
    Remove {
        space: usize,
        first: u64,
        count: u64,
    },
    Split {
        space: usize,
        key: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (space, key) = (0..2usize, 0..KEYS);
    prop_oneof![
        3 => (space.clone(), key.clone(), 1..6u32).prop_map(|(space, first, count)| Step::Insert { space, first, count }),
        2 => (space.clone(), key.clone(), 1..8u64).prop_map(|(space, first, count)| Step::Fill { space, first, count }),
        3 => (space.clone(), key.clone(), 1..6u64).prop_map(|(space, first, count)| Step::Remove { space, first, count }),
        1 => (space, key).prop_map(|(space, key)| Step::Split { space, key }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn the_index_is_a_map(
        steps in prop::collection::vec(step(), 1..40),
        ranges in prop::collection::vec((0..KEYS, 0..KEYS).prop_map(|(from, until)| from..until), 3),
    ) {
        let mut spaces = Spaces::new();
        for step in steps {
            match step {
                Step::Insert { space, first, count } => spaces.insert(space, first, count),
                Step::Fill { space, first, count } => (first..first + count).for_each(|key| spaces.insert(space, key, 1)),
                Step::Remove { space, first, count } => (first..first + count).for_each(|key| spaces.remove(space, key)),
                Step::Split { space, key } => spaces.split(space, key),
            }
            spaces.check(&ranges);
        }
    }
}

/// Singles in order leave their places in reserve; a run that comes there later must not hide their neighbours.
#[test]
fn a_run_in_the_gap_of_singles() {
    let mut spaces = Spaces::new();
    (0..10).for_each(|key| spaces.insert(0, key, 1));
    (3..6).for_each(|key| spaces.remove(0, key));
    spaces.insert(0, 3, 3);
    spaces.check(&[0..10, 4..5, 7..9]);
}
