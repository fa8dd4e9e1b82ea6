//! A world that writes everything down.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_aws::region::Region;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::analysis::AnalysisRow;
use s3sim_ledger::arrival::Arrival;
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::event::ObjectEvent;
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::notification::notice::{Notice, TestEvent};
use s3sim_s3::restore::interval;
use s3sim_s3::storage::Stored;
use s3sim_s3::world::{Chance, Count, Delay, Subject, Wake, World};

/// What the machine has said so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    /// How late lifecycle is.
    pub(crate) delay: Micros,
    /// How long replication takes.
    pub(crate) lag: Micros,
    /// Whether it takes different times for different versions instead.
    pub(crate) spread: bool,
    /// Whether restores take different times, and not the longest documented one.
    pub(crate) sampled: bool,
    /// Whether there is never capacity for Expedited restores.
    pub(crate) busy: bool,
    /// What the machine wants to be woken for.
    pub(crate) wakes: BTreeSet<(Instant, Wake)>,
    /// What is stored now, by bucket and operation on the bill; nothing where nothing is.
    pub(crate) levels: BTreeMap<(BucketId, &'static str), i128>,
    /// How many KMS keys are paid for now.
    pub(crate) keys: BTreeMap<(AccountId, Region), i128>,
    /// Every change of a level.
    pub(crate) changes: Vec<(Instant, BucketId, Stored, i128)>,
    /// What was counted, in the order of time.
    pub(crate) counts: Vec<(Instant, Count)>,
    /// What happened, in the order of time.
    pub(crate) events: Vec<ObjectEvent>,
    /// Which calls to KMS were recorded, in the order of time.
    pub(crate) audit: Vec<AuditRecord>,
    /// What was replicated, in the order of time.
    pub(crate) arrivals: Vec<Arrival>,
    /// What was told of objects.
    pub(crate) notices: Vec<Notice>,
    /// Test events.
    pub(crate) tests: Vec<TestEvent>,
    /// What storage class analysis found out.
    pub(crate) analysis: Vec<AnalysisRow>,
}

impl World for Recorder {
    fn delay(&self, what: Delay) -> Micros {
        match what {
            Delay::LifecycleAction => self.delay,
            Delay::Replication { .. } if !self.spread => self.lag,
            Delay::Replication { size, subject, .. } => {
                let draw = match subject {
                    Subject::One(digest) => digest % 40,
                    Subject::Bin { bin, of } => bin * 40 / of,
                };
                // Up to 40 minutes, and ten seconds for a gigabyte.
                Micros::seconds((60 * draw + size / 100_000_000) as i64)
            }
            Delay::Restore { archive, tier, size, subject } => {
                let (shortest, longest) = interval(archive, tier, size).unwrap_or_default();
                let share = match subject {
                    _ if !self.sampled => return longest,
                    Subject::One(digest) => (digest % 100) as i64,
                    Subject::Bin { bin, of } => (100 * bin / of) as i64,
                };
                Micros(shortest.0 + (longest.0 - shortest.0) / 100 * share)
            }
        }
    }

    fn happens(&self, what: Chance) -> bool {
        let Chance::ExpeditedCapacity(_) = what;
        !self.busy
    }

    fn schedule(&mut self, at: Instant, wake: Wake) {
        self.wakes.insert((at, wake));
    }

    fn level(&mut self, at: Instant, bucket: BucketId, stored: Stored, delta: i128) {
        let key = (bucket, stored.operation());
        let level = self.levels.entry(key).or_default();
        *level += delta;
        assert!(*level >= 0, "{key:?} is below zero at {at}");
        if *level == 0 {
            self.levels.remove(&key);
        }
        self.changes.push((at, bucket, stored, delta));
    }

    fn keys(&mut self, _at: Instant, owner: AccountId, region: Region, delta: i128) {
        *self.keys.entry((owner, region)).or_default() += delta;
    }

    fn count(&mut self, at: Instant, usage: Count) {
        self.counts.push((at, usage));
    }

    fn audit(&mut self, record: AuditRecord) {
        self.audit.push(record);
    }

    fn event(&mut self, event: ObjectEvent) {
        self.events.push(event);
    }

    fn notice(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    fn test_event(&mut self, test: TestEvent) {
        self.tests.push(test);
    }

    fn analysed(&mut self, row: AnalysisRow) {
        self.analysis.push(row);
    }

    fn arrived(&mut self, arrival: Arrival) {
        self.arrivals.push(arrival);
    }
}
