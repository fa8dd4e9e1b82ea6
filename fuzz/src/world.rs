//! The machine that targets begin with, and a world that listens to it and holds it to what it said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use s3sim_aws::region::Region;
use s3sim_document::source::{Format, Sources};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::event::{EventKind, ObjectEvent};
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::machine::S3;
use s3sim_s3::notification::notice::Notice;
use s3sim_s3::restore::interval;
use s3sim_s3::storage::Stored;
use s3sim_s3::world::{Count, Delay, Subject, Wake, World};
use s3sim_scenario::scenario;
use s3sim_simulator::run;

use crate::machine::Made;

/// When the machine's clock starts, and the machine.
static GROUND: LazyLock<(Instant, S3)> = LazyLock::new(|| {
    let mut sources = Sources::new();
    let tree = sources.read_text("ground.yaml", include_str!("ground.yaml"), Format::Yaml);
    match tree.and_then(|tree| scenario::read(tree, "ground")) {
        Ok(scenario) => (scenario.start, run::beginning(&scenario)),
        Err(problems) => panic!("{}", sources.render(&problems).join("\n")),
    }
});

/// The beginning of every run of a target.
pub(crate) fn ground() -> (Instant, S3) {
    GROUND.clone()
}

/// What the machine has said so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listener {
    pub(crate) now: Instant,
    pub(crate) wakes: BTreeSet<(Instant, Wake)>,
    /// Levels since the beginning, by bucket.
    pub(crate) levels: BTreeMap<(BucketId, Stored), i128>,
    /// Versions and delete markers that came, less those that went, by bucket.
    pub(crate) versions: BTreeMap<String, i128>,
    /// Versions that were made since somebody asked last, newest last.
    pub(crate) made: Vec<Made>,
    /// Everything, as text: two runs alike must say the same.
    pub(crate) said: Vec<String>,
}

impl World for Listener {
    fn delay(&self, what: Delay) -> Micros {
        match what {
            Delay::LifecycleAction => Micros::ZERO,
            Delay::Replication { subject, .. } => Micros::seconds(match subject {
                Subject::One(digest) => (digest % 1_200) as i64,
                Subject::Bin { bin, of } => (bin * 1_200 / of.max(1)) as i64,
            }),
            Delay::Restore { archive, tier, size, .. } => {
                interval(archive, tier, size).map_or(Micros::ZERO, |(_, longest)| longest)
            }
        }
    }

    fn schedule(&mut self, at: Instant, wake: Wake) {
        assert!(at >= self.now, "wants to be woken in the past: {wake:?} at {at}, it is {}", self.now);
        self.wakes.insert((at, wake));
    }

    fn level(&mut self, at: Instant, bucket: BucketId, stored: Stored, delta: i128) {
        assert_eq!(at, self.now, "a level of another time");
        *self.levels.entry((bucket, stored)).or_default() += delta;
        self.said.push(format!("{at} {bucket:?} {stored:?} {delta}"));
    }

    fn keys(&mut self, _at: Instant, _owner: AccountId, _region: Region, _delta: i128) {}

    fn count(&mut self, at: Instant, usage: Count) {
        self.said.push(format!("{at} {usage:?}"));
    }

    fn audit(&mut self, record: AuditRecord) {
        self.said.push(format!("{record:?}"));
    }

    fn event(&mut self, event: ObjectEvent) {
        assert_eq!(event.time, self.now, "an event of another time");
        let count = i128::from(event.count);
        let versions = self.versions.entry(event.bucket.clone()).or_default();
        match event.event {
            EventKind::Created | EventKind::DeleteMarkerCreated => {
                *versions += count;
                if !event.version_id.is_empty() {
                    let (bucket, key) = (event.bucket.clone(), event.key.clone());
                    self.made.push(Made { bucket, key, id: event.version_id.clone() });
                }
            }
            EventKind::Deleted | EventKind::DeleteMarkerDeleted => *versions -= count,
            _ => {}
        }
        self.said.push(format!("{event:?}"));
    }

    fn notice(&mut self, notice: Notice) {
        self.said.push(format!("{notice:?}"));
    }
}
