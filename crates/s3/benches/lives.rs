//! Ten million single objects through three transitions and an expiration in three years; a billion as runs.
//!
//! `cargo bench -p s3sim-s3 --bench lives`. An object-event is a creation, a transition or an expiration.

use s3sim_aws::class::StorageClass;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{DAY, Day, Instant, Micros};
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::event::ObjectEvent;
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::bucket::NewBucket;
use s3sim_s3::lifecycle::document::{
    Expiration, Filter, LifecycleConfiguration, Rule, Timing, Transition, TransitionDefaultMinimumObjectSize,
};
use s3sim_s3::machine::{S3, Settings};
use s3sim_s3::object::attrs::{ContentId, TagsId};
use s3sim_s3::object::naming::KeyTemplate;
use s3sim_s3::storage::Stored;
use s3sim_s3::versioning::Written;
use s3sim_s3::world::{Count, Delay, Wake, World};

fn main() {
    divan::main();
}

/// Adds everything up and throws it away.
#[derive(Default)]
struct Sink {
    events: u64,
    levels: i128,
    counted: u128,
}

impl World for Sink {
    fn delay(&self, _: Delay) -> Micros {
        Micros::ZERO
    }
    fn schedule(&mut self, _: Instant, _: Wake) {}
    fn level(&mut self, _: Instant, _: BucketId, _: Stored, delta: i128) {
        self.levels += delta;
    }
    fn keys(&mut self, _: Instant, _: AccountId, _: Region, _: i128) {}
    fn count(&mut self, _: Instant, usage: Count) {
        self.counted += usage.amount;
    }
    fn audit(&mut self, _: AuditRecord) {}
    fn event(&mut self, event: ObjectEvent) {
        self.events += event.count;
    }
}

const START: Day = Day(19_723); // 2024-01-01

fn machine() -> (S3, BucketId) {
    let mut s3 = S3::new(START.start(), Settings::default());
    let owner = AccountId(0);
    let bucket = NewBucket { name: "b".into(), owner, region: Region::US_EAST_1, created: START.start() };
    let id = s3.add_bucket(bucket);
    let to = |days, storage_class| Transition { timing: Timing::Days(days), storage_class };
    let rule = Rule {
        id: "all".into(),
        enabled: true,
        filter: Filter::default(),
        transitions: vec![
            to(30, StorageClass::StandardIa),
            to(90, StorageClass::GlacierIr),
            to(180, StorageClass::DeepArchive),
        ],
        expiration: Some(Expiration::After(Timing::Days(730))),
        noncurrent_transitions: Vec::new(),
        noncurrent_expiration: None,
        abort_incomplete_multipart_upload: None,
    };
    let configuration = LifecycleConfiguration {
        rules: vec![rule],
        transition_default_minimum_object_size: TransitionDefaultMinimumObjectSize::AllStorageClasses128K,
    };
    s3.set_lifecycle(id, Some(configuration));
    (s3, id)
}

/// `total` objects arrive over a year in runs of `run`, key i of the sequence under `order(i)`.
fn lives(total: u64, run: u64, order: impl Fn(u64) -> u64) -> Sink {
    let (mut s3, bucket) = machine();
    let mut world = Sink::default();
    let space = s3.template(bucket, KeyTemplate::plain("o/", ""));
    let cause = s3.cause("bench");
    let written = Written {
        size: 1 << 20,
        class: StorageClass::Standard,
        tags: TagsId::default(),
        content: ContentId::default(),
        ..Written::default()
    };
    let end = START.plus(3 * 365);
    let gap = 365 * DAY as u64 / (total / run);
    let mut next = 0u64;
    for day in START.0..=end.0 {
        let day = Day(day);
        if s3.next_due() == Some(day) {
            s3.midnight(day, &mut world);
        }
        while next < total / run && next * gap < (day.next().start().micros() - START.start().micros()) as u64
        {
            let at = START.start() + Micros((next * gap) as i64);
            let first = order(next) * run;
            s3.populate(at, space, first..first + run, written, at, cause);
            next += 1;
        }
        s3.populated(day.next().start(), &mut world);
    }
    world
}

#[divan::bench(args = [1_000_000, 10_000_000], sample_count = 1, sample_size = 1)]
fn singles_in_order(total: u64) -> u64 {
    lives(total, 1, |i| i).events
}

/// A multiplicative permutation: neighbours in time are far apart in key order.
#[divan::bench(args = [1_000_000, 10_000_000], sample_count = 1, sample_size = 1)]
fn singles_in_any_order(total: u64) -> u64 {
    lives(total, 1, |i| i.wrapping_mul(7_654_321) % total).events
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 1, sample_size = 1)]
fn a_billion_in_runs(runs: u64) -> u64 {
    lives(1_000_000_000, 1_000_000_000 / runs, |i| i).events
}
