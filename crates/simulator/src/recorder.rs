//! The machine's world: its ledger and its alarm clock.

use std::collections::BTreeMap;

use s3sim_aws::item::{Item, Service};
use s3sim_aws::region::Region;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::streams::{DrawKey, Seed, below};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::analysis::AnalysisRow;
use s3sim_ledger::arrival::Arrival;
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::event::ObjectEvent;
use s3sim_ledger::usage::{LevelId, MeterKey};
use s3sim_ledger::{AccountId, BucketId, Ledger};
use s3sim_neighbours::outside::Signal;
use s3sim_s3::notification::notice::{Notice, TestEvent};
use s3sim_s3::restore::interval;
use s3sim_s3::storage::Stored;
use s3sim_s3::world::{Chance, Count, Delay, Wake, World};
use s3sim_scenario::model::{Model, RestoreTimes};

use crate::delays::{ReplicationDelays, word};
use crate::extras::Stores;

/// Writes down what the machine says, and answers how long things take.
pub(crate) struct Recorder {
    /// What has been written down.
    pub(crate) ledger: Ledger,
    /// What the machine wants to be woken for, not yet queued.
    pub(crate) wakes: Vec<(Instant, Wake)>,
    /// What S3 tells of objects, not yet on its way.
    pub(crate) notices: Vec<Notice>,
    /// Test events, not yet on their way.
    pub(crate) tests: Vec<TestEvent>,
    /// What the things around S3 put off, not yet queued.
    pub(crate) signals: Vec<(Instant, Signal)>,
    /// Stores that are not S3.
    pub(crate) stores: Stores,
    levels: Vec<[Option<LevelId>; Stored::ALL.len()]>,
    keys: BTreeMap<(AccountId, Region), LevelId>,
    model: Model,
    replication: ReplicationDelays,
    restores: DrawKey,
    capacity: DrawKey,
}

impl Recorder {
    pub(crate) fn new(ledger: Ledger, model: Model, seed: Seed) -> Recorder {
        let replication = ReplicationDelays::new(&model, seed);
        let (restores, capacity) = (seed.key("restore"), seed.key("expedited capacity"));
        let (wakes, levels, keys) = (Vec::new(), Vec::new(), BTreeMap::new());
        let (notices, tests, signals) = (Vec::new(), Vec::new(), Vec::new());
        Recorder {
            ledger,
            wakes,
            notices,
            tests,
            signals,
            stores: Stores::default(),
            levels,
            keys,
            model,
            replication,
            restores,
            capacity,
        }
    }
}

impl World for Recorder {
    fn delay(&self, what: Delay) -> Micros {
        match what {
            Delay::LifecycleAction => self.model.lifecycle_delay,
            Delay::Replication { time_control, size, subject } => {
                self.replication.lag(time_control, size, subject)
            }
            Delay::Restore { archive, tier, size, subject } => {
                // The machine never asks for a tier that is not offered.
                let (shortest, longest) = interval(archive, tier, size).unwrap_or_default();
                match self.model.restore {
                    RestoreTimes::Longest => longest,
                    // Evenly within what is documented: nothing is known of the shape.
                    RestoreTimes::Sampled => {
                        let width = (longest.0 - shortest.0).unsigned_abs();
                        let drawn = below(word(self.restores, subject), width + 1);
                        Micros(shortest.0.saturating_add_unsigned(drawn))
                    }
                }
            }
        }
    }

    fn happens(&self, what: Chance) -> bool {
        let Chance::ExpeditedCapacity(subject) = what;
        below(word(self.capacity, subject), WHOLE) < self.model.expedited_capacity
    }

    fn schedule(&mut self, at: Instant, wake: Wake) {
        self.wakes.push((at, wake));
    }

    fn level(&mut self, at: Instant, bucket: BucketId, stored: Stored, delta: i128) {
        let index = bucket.0 as usize;
        if index >= self.levels.len() {
            self.levels.resize(index + 1, [None; Stored::ALL.len()]);
        }
        let entry = self.ledger.bucket(bucket);
        let (account, region, operation) = (entry.owner, entry.region, stored.operation());
        if let Some(prices) = self.stores.get(&entry.name) {
            for &item in prices.stored.iter().filter(|_| stored.is_body()) {
                let item = Item::Named(item);
                let key =
                    MeterKey { account, region, bucket: Some(bucket), item, operation: "ExternalStore" };
                let level = self.ledger.usage.level(key);
                self.ledger.usage.change(level, at, delta);
            }
            return;
        }
        let key = MeterKey { account, region, bucket: Some(bucket), item: stored.item(), operation };
        let usage = &mut self.ledger.usage;
        let id = *self.levels[index][stored as usize].get_or_insert_with(|| usage.level(key));
        usage.change(id, at, delta);
    }

    fn keys(&mut self, at: Instant, owner: AccountId, region: Region, delta: i128) {
        let key = MeterKey { account: owner, region, bucket: None, item: Item::KmsKey, operation: "" };
        let usage = &mut self.ledger.usage;
        let id = *self.keys.entry((owner, region)).or_insert_with(|| usage.level(key));
        usage.change(id, at, delta);
    }

    fn count(&mut self, at: Instant, usage: Count) {
        let of_s3 = matches!(usage.item.service(), Service::S3 | Service::DeepArchive);
        // A bucket that is just being made is not in the ledger yet, and no store.
        let bucket = self.ledger.buckets.get(usage.bucket.0 as usize);
        if of_s3 && bucket.is_some_and(|bucket| self.stores.get(&bucket.name).is_some()) {
            return;
        }
        let key = MeterKey {
            account: usage.payer,
            region: usage.region,
            bucket: Some(usage.bucket),
            item: usage.item,
            operation: usage.operation,
        };
        self.ledger.usage.count(at, key, usage.amount);
    }

    fn audit(&mut self, record: AuditRecord) {
        // S3's own calls are counted with the bucket for which they are made.
        if record.invoked_by.is_empty() && record.error.is_empty() {
            let (account, region, item) = (record.account, record.region, Item::KmsRequest);
            let key = MeterKey { account, region, bucket: None, item, operation: record.name };
            self.ledger.usage.count(record.time, key, record.count.into());
        }
        self.ledger.audit.push(record);
    }

    fn notice(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    fn test_event(&mut self, test: TestEvent) {
        self.tests.push(test);
    }

    fn event(&mut self, event: ObjectEvent) {
        self.ledger.events.push(event);
    }

    fn analysed(&mut self, row: AnalysisRow) {
        self.ledger.analysis.push(row);
    }

    fn arrived(&mut self, arrival: Arrival) {
        self.ledger.arrivals.push(arrival);
    }
}

#[cfg(test)]
mod tests {
    use s3sim_kernel::time::{HOUR, MINUTE};
    use s3sim_ledger::usage::Granularity;
    use s3sim_s3::restore::{Archive, RetrievalTier};
    use s3sim_s3::world::Subject;

    use super::*;

    fn recorder(model: Model) -> Recorder {
        Recorder::new(Ledger::new(Instant::EPOCH, Granularity::Month), model, Seed(1))
    }

    /// RS-030: evenly within the documented range, the same for the same seed; else its end.
    #[test]
    fn restores_are_drawn_from_the_documented_range() {
        let sampled = recorder(Model { restore: RestoreTimes::Sampled, ..Model::default() });
        let longest = recorder(Model::default());
        for (archive, tier, from, until) in [
            (Archive::Glacier, RetrievalTier::Expedited, MINUTE, 5 * MINUTE),
            (Archive::Glacier, RetrievalTier::Standard, 3 * HOUR, 5 * HOUR),
            (Archive::Glacier, RetrievalTier::Bulk, 5 * HOUR, 12 * HOUR),
            (Archive::IntArchive, RetrievalTier::Standard, 3 * HOUR, 5 * HOUR),
            (Archive::DeepArchive, RetrievalTier::Standard, 9 * HOUR, 12 * HOUR),
            (Archive::DeepArchive, RetrievalTier::Bulk, 24 * HOUR, 48 * HOUR),
        ] {
            let of = |subject| Delay::Restore { archive, tier, size: 1000, subject };
            let mut times: Vec<i64> = (0..10_000).map(|n| sampled.delay(of(Subject::One(n))).0).collect();
            times.sort_unstable();
            assert!(times[0] >= from && times[9_999] <= until, "{archive:?} {tier:?}");
            // The median of 10,000 even draws is in the middle, give or take 2 % of the range (four sigma).
            let middle = (from + until) / 2;
            assert!((times[5_000] - middle).abs() < (until - from) / 50, "{archive:?} {tier:?}");
            // Many asked for together are cut into equal shares.
            assert_eq!(sampled.delay(of(Subject::Bin { bin: 0, of: 1 })).0, middle);
            assert_eq!(longest.delay(of(Subject::One(7))).0, until);
        }
    }
}
