//! What happened at the present instant, summed by key space and cause before it goes to the ledger.
//!
//! Sums are functions of keys and counts only, so how a population is cut into rows never shows.

use std::collections::BTreeMap;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use crate::object::row::Row;
use crate::object::table::SpaceId;

/// Who or what caused something, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CauseId(u32);

/// What stands in the columns `from` and `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Nothing.
    None,
    /// A storage class.
    Class(StorageClass),
    /// An access tier.
    Tier(AccessTier),
    /// A bucket.
    Bucket(BucketId),
}

/// What is summed up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Happening {
    /// In which bucket.
    pub bucket: BucketId,
    /// In which key space.
    pub space: SpaceId,
    /// What.
    pub kind: EventKind,
    /// From where.
    pub from: Label,
    /// To where.
    pub to: Label,
    /// Why.
    pub cause: CauseId,
}

/// A sum over versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Versions.
    pub count: u64,
    /// Their bytes.
    pub bytes: u128,
    /// Smallest index of a key.
    pub first: u64,
    /// Largest index of a key.
    pub last: u64,
    /// Number of the version, if there is one only.
    pub number: u32,
    /// Creation of the version, if there is one only.
    pub created: Instant,
    /// The bucket from which the version has its id, if there is one only.
    pub origin: BucketId,
}

/// Sums by what is summed up together.
#[derive(Clone, Debug, Default)]
struct Sums {
    sums: BTreeMap<Happening, Sum>,
    /// The sum that was added to last: midnights add to the same one a million times.
    last: Option<(Happening, Sum)>,
}

impl Sums {
    #[inline]
    fn add(&mut self, what: Happening, more: Sum) {
        match &mut self.last {
            Some((last, sum)) if *last == what => sum.add(more),
            _ => {
                self.put_back();
                self.last = Some((what, more));
            }
        }
    }

    fn put_back(&mut self) {
        if let Some((what, sum)) = self.last.take() {
            self.sums.entry(what).and_modify(|known| known.add(sum)).or_insert(sum);
        }
    }

    fn drain(&mut self) -> BTreeMap<Happening, Sum> {
        self.put_back();
        std::mem::take(&mut self.sums)
    }
}

/// The sums of the present instant, and those of the present day for causes that act all day long.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    now: Sums,
    day: Sums,
    causes: Vec<String>,
    /// Whether a cause is summed up by day.
    by_day: Vec<bool>,
    by_text: BTreeMap<String, CauseId>,
}

impl Tally {
    /// The id of a cause, by its text.
    pub fn cause(&mut self, text: &str) -> CauseId {
        if let Some(&id) = self.by_text.get(text) {
            return id;
        }
        let id = CauseId(self.causes.len() as u32);
        self.causes.push(text.to_owned());
        self.by_day.push(false);
        self.by_text.insert(text.to_owned(), id);
        id
    }

    /// The id of a cause whose effects are summed up by day.
    pub fn cause_by_day(&mut self, text: &str) -> CauseId {
        let id = self.cause(text);
        self.by_day[id.0 as usize] = true;
        id
    }

    /// The text of a cause.
    pub fn text(&self, cause: CauseId) -> &str {
        &self.causes[cause.0 as usize]
    }

    /// Adds all versions of a row.
    #[inline]
    pub fn add(&mut self, what: Happening, row: &Row, origin: BucketId) {
        let count = u64::from(row.count);
        let more = Sum {
            count,
            bytes: u128::from(row.size) * u128::from(count),
            first: row.first,
            last: row.end() - 1,
            number: row.number,
            created: row.created,
            origin,
        };
        if self.by_day[what.cause.0 as usize] { self.day.add(what, more) } else { self.now.add(what, more) }
    }

    /// Adds what no row stands for.
    #[inline]
    pub fn add_sum(&mut self, what: Happening, more: Sum) {
        if self.by_day[what.cause.0 as usize] { self.day.add(what, more) } else { self.now.add(what, more) }
    }

    /// Takes all sums of the instant.
    pub fn drain(&mut self) -> BTreeMap<Happening, Sum> {
        self.now.drain()
    }

    /// Takes all sums of the day.
    pub fn drain_day(&mut self) -> BTreeMap<Happening, Sum> {
        self.day.drain()
    }
}

impl Sum {
    fn add(&mut self, more: Sum) {
        self.count += more.count;
        self.bytes += more.bytes;
        self.first = self.first.min(more.first);
        self.last = self.last.max(more.last);
    }
}
