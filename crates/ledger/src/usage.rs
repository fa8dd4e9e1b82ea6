//! Metered usage: integers per billing period, never divided, rounded or apportioned here.
//!
//! Two kinds of meters: *counts* (requests, bytes) that are added as they happen, and *levels* (bytes stored,
//! objects monitored) whose integral over time is kept in unit-microseconds. A level is settled lazily: it costs
//! something when it changes and once per period, however many objects stand behind it.

use std::collections::BTreeMap;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{DAY, HOUR, Instant, Micros};

use crate::{AccountId, BucketId};

/// Length of a billing row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granularity {
    /// A calendar month, UTC.
    #[default]
    Month,
    /// A day, UTC.
    Day,
    /// An hour.
    Hour,
}

impl Granularity {
    /// The period that holds `at`: its start and its end.
    pub fn period(self, at: Instant) -> (Instant, Instant) {
        let step = match self {
            Granularity::Month => {
                let month = at.month();
                return (month.start(), month.end());
            }
            Granularity::Day => DAY,
            Granularity::Hour => HOUR,
        };
        let start = Instant::from_micros(at.micros() - at.micros().rem_euclid(step));
        (start, start + Micros(step))
    }
}

/// What a bill line is about, apart from the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeterKey {
    /// Who pays.
    pub account: AccountId,
    /// Where it was used.
    pub region: Region,
    /// For which bucket; `None` for things that are not a bucket's.
    pub bucket: Option<BucketId>,
    /// What was used.
    pub item: Item,
    /// The operation as the bill names it: `PutObject`, `StandardStorage`.
    pub operation: &'static str,
}

/// A level meter, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LevelId(u32);

#[derive(Clone, Debug)]
struct Level {
    key: MeterKey,
    /// Units present since `since`.
    amount: u128,
    since: Instant,
    /// Integral of the current period up to `since`, in unit-microseconds.
    integral: u128,
}

/// All meters of a run.
#[derive(Clone, Debug)]
pub struct Usage {
    granularity: Granularity,
    start: Instant,
    totals: BTreeMap<(Instant, MeterKey), u128>,
    levels: Vec<Level>,
    by_key: BTreeMap<MeterKey, LevelId>,
}

impl Usage {
    /// Empty meters of a run that begins at `start`.
    pub fn new(start: Instant, granularity: Granularity) -> Usage {
        Usage { granularity, start, totals: BTreeMap::new(), levels: Vec::new(), by_key: BTreeMap::new() }
    }

    /// The length of billing rows.
    pub fn granularity(&self) -> Granularity {
        self.granularity
    }

    /// Adds `amount` to a count at `at`.
    pub fn count(&mut self, at: Instant, key: MeterKey, amount: u128) {
        if amount > 0 {
            *self.totals.entry((self.granularity.period(at).0, key)).or_default() += amount;
        }
    }

    /// The level meter of `key`, opened at zero the first time.
    pub fn level(&mut self, key: MeterKey) -> LevelId {
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let id = LevelId(self.levels.len() as u32);
        self.levels.push(Level { key, amount: 0, since: self.start, integral: 0 });
        self.by_key.insert(key, id);
        id
    }

    /// Changes a level by `delta` units at `at`, which must not lie before its last change.
    pub fn change(&mut self, id: LevelId, at: Instant, delta: i128) {
        let level = &mut self.levels[id.0 as usize];
        if level.since != at {
            advance(&mut self.totals, self.granularity, level, at);
        }
        debug_assert!(level.amount.checked_add_signed(delta).is_some(), "level below zero: {:?}", level.key);
        level.amount = level.amount.saturating_add_signed(delta);
    }

    /// The current amount of a level.
    pub fn amount(&self, id: LevelId) -> u128 {
        self.levels[id.0 as usize].amount
    }

    /// Brings every level up to `at` and books what it amounts to so far.
    pub fn settle(&mut self, at: Instant) {
        for level in &mut self.levels {
            advance(&mut self.totals, self.granularity, level, at);
            let integral = std::mem::take(&mut level.integral);
            book(&mut self.totals, self.granularity.period(level.since).0, level.key, integral);
        }
    }

    /// Every total that is not zero: start of the period, key, amount in the integer of the item's unit.
    pub fn totals(&self) -> impl Iterator<Item = (Instant, MeterKey, u128)> + '_ {
        self.totals.iter().map(|(&(period, key), &amount)| (period, key, amount))
    }
}

/// Integrates a level up to `at`, booking every period that ends on the way.
fn advance(
    totals: &mut BTreeMap<(Instant, MeterKey), u128>,
    granularity: Granularity,
    level: &mut Level,
    at: Instant,
) {
    debug_assert!(at >= level.since, "time runs forward");
    loop {
        let (start, end) = granularity.period(level.since);
        let stop = at.min(end);
        if level.amount > 0 {
            level.integral += level.amount * stop.since(level.since).0.unsigned_abs() as u128;
        }
        level.since = stop;
        if stop < end {
            return;
        }
        book(totals, start, level.key, std::mem::take(&mut level.integral));
        if level.amount == 0 {
            level.since = at;
            return;
        }
    }
}

fn book(totals: &mut BTreeMap<(Instant, MeterKey), u128>, period: Instant, key: MeterKey, amount: u128) {
    if amount > 0 {
        *totals.entry((period, key)).or_default() += amount;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> MeterKey {
        MeterKey {
            account: AccountId(0),
            region: Region::US_EAST_1,
            bucket: Some(BucketId(0)),
            item: Item::StorageStandard,
            operation: "StandardStorage",
        }
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    const GB: i128 = 1 << 30;

    /// The S3 FAQ's example: 100 GB for 15 days of March, 100 TB for the other 16: 42,259,901,212,262,400 byte-hours.
    #[test]
    fn a_level_is_the_exact_integral_over_time() {
        let mut usage = Usage::new(at("2025-03-01"), Granularity::Month);
        let level = usage.level(key());
        usage.change(level, at("2025-03-01"), 100 * GB);
        usage.change(level, at("2025-03-16"), 100 * 1024 * GB - 100 * GB);
        usage.settle(at("2025-04-01"));
        let totals: Vec<_> = usage.totals().collect();
        assert_eq!(totals, [(at("2025-03-01"), key(), 42_259_901_212_262_400 * HOUR as u128)]);
    }

    #[test]
    fn periods_split_a_level_and_do_not_change_its_sum() {
        let sums: Vec<(usize, u128)> = [Granularity::Month, Granularity::Day, Granularity::Hour]
            .into_iter()
            .map(|granularity| {
                let mut usage = Usage::new(at("2024-01-15T10:30:00Z"), granularity);
                let level = usage.level(key());
                usage.change(level, at("2024-01-15T10:30:00Z"), 7);
                usage.change(level, at("2024-03-02T00:00:01Z"), -7);
                usage.settle(at("2024-04-01"));
                (usage.totals().count(), usage.totals().map(|(_, _, amount)| amount).sum())
            })
            .collect();
        let expected = 7 * at("2024-03-02T00:00:01Z").since(at("2024-01-15T10:30:00Z")).0 as u128;
        // 3 months; 48 days (17 in January, 29 in February, 2 in March); 1,119 hours and the one that the last second begins.
        assert_eq!(sums, [(3, expected), (48, expected), (14 + 46 * 24 + 1, expected)]);
    }

    #[test]
    fn settling_twice_books_nothing_twice() {
        let mut usage = Usage::new(at("2024-01-01"), Granularity::Month);
        let level = usage.level(key());
        usage.change(level, at("2024-01-01"), 1);
        usage.settle(at("2024-01-10"));
        usage.settle(at("2024-01-20"));
        assert_eq!(usage.totals().map(|(_, _, amount)| amount).sum::<u128>(), 19 * DAY as u128);
    }

    #[test]
    fn counts_fall_into_the_period_of_their_instant() {
        let mut usage = Usage::new(at("2024-01-01"), Granularity::Month);
        usage.count(at("2024-01-31T23:59:59Z"), key(), 2);
        usage.count(at("2024-02-01"), key(), 3);
        let amounts: Vec<_> =
            usage.totals().map(|(period, _, amount)| (period.to_string(), amount)).collect();
        assert_eq!(amounts, [("2024-01-01T00:00:00Z".into(), 2), ("2024-02-01T00:00:00Z".into(), 3)]);
    }
}
