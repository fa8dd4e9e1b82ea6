//! Replication of runs: a million objects cost as much as one, nobody can tell how they are cut, and whatever happens,
//! what must hold of replication holds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use proptest::prelude::*;
use s3sim_document::tree::Node;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::event::{EventKind, ObjectEvent};
use s3sim_s3::calls::bulk::Bulk;
use s3sim_s3::object::naming::KeyTemplate;
use s3sim_s3::request::Route;
use s3sim_s3::versioning::Written;

use super::Net;

const BUCKETS: [&str; 3] = ["src", "dst", "other"];
const KEYS: u64 = 26;
const TIMED: &str = "dst; Priority: 9; ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, Metrics: {Status: Enabled, \
                     EventThreshold: {Minutes: 15}}";

/// Configurations: a bucket and its rules; none takes them away.
const RULES: &[(&str, &[&str])] = &[
    ("src", &["dst"]),
    ("src", &["dst; DeleteMarkerReplication: {Status: Enabled}", "other; Filter: {Prefix: o/1}"]),
    ("src", &["dst; Filter: {Prefix: o/2}; StorageClass: STANDARD_IA", "other; Prefix: ''"]),
    ("src", &[TIMED]),
    ("src", &["dst; SourceSelectionCriteria: {ReplicaModifications: {Status: Enabled}}"]),
    ("src", &[]),
    ("dst", &["src; SourceSelectionCriteria: {ReplicaModifications: {Status: Enabled}}"]),
    ("dst", &["other; DeleteMarkerReplication: {Status: Enabled}"]),
    ("dst", &[]),
];

const RULES_OF_LIFECYCLE: &[&str] = &[
    "{ID: out, Status: Enabled, Filter: {}, Expiration: {Days: 2}}",
    "{ID: old, Status: Enabled, Filter: {}, NoncurrentVersionExpiration: {NoncurrentDays: 1}}",
    "{ID: cool, Status: Enabled, Filter: {Prefix: o/1}, Transitions: [{Days: 0, StorageClass: GLACIER_IR}]}",
];

#[derive(Clone, Debug)]
enum Act {
    Populate { bucket: usize, range: Range<u64>, size: u64 },
    Write { bucket: usize, range: Range<u64>, size: u64 },
    Delete { bucket: usize, range: Range<u64> },
    Put { bucket: usize, key: u64, size: u64 },
    DeleteOne { bucket: usize, key: u64, version: Option<usize> },
    Tag { bucket: usize, key: u64 },
    Replicate(usize),
    Lifecycle { bucket: usize, rule: usize },
    Job { bucket: usize },
    CutOff { bucket: usize, hours: i64 },
}

const GAPS: [Micros; 5] =
    [Micros::ZERO, Micros::seconds(2), Micros::seconds(3_000), Micros::hours(30), Micros::days(4)];

fn act() -> impl Strategy<Value = Act> {
    let bucket = || 0..BUCKETS.len();
    let range = || (0..KEYS, 1..=KEYS).prop_map(|(first, count)| first..(first + count).min(KEYS));
    let size = || prop::sample::select(vec![0, 10, 200_000, 3_000_000_000]);
    prop_oneof![
        1 => (bucket(), range(), size()).prop_map(|(bucket, range, size)| Act::Populate { bucket, range, size }),
        4 => (bucket(), range(), size()).prop_map(|(bucket, range, size)| Act::Write { bucket, range, size }),
        2 => (bucket(), range()).prop_map(|(bucket, range)| Act::Delete { bucket, range }),
        4 => (bucket(), 0..KEYS, size()).prop_map(|(bucket, key, size)| Act::Put { bucket, key, size }),
        2 => (bucket(), 0..KEYS, prop::option::of(0..3usize))
            .prop_map(|(bucket, key, version)| Act::DeleteOne { bucket, key, version }),
        2 => (bucket(), 0..KEYS).prop_map(|(bucket, key)| Act::Tag { bucket, key }),
        4 => (0..RULES.len()).prop_map(Act::Replicate),
        1 => (bucket(), 0..RULES_OF_LIFECYCLE.len()).prop_map(|(bucket, rule)| Act::Lifecycle { bucket, rule }),
        2 => bucket().prop_map(|bucket| Act::Job { bucket }),
        1 => (bucket(), 1..40i64).prop_map(|(bucket, hours)| Act::CutOff { bucket, hours }),
    ]
}

/// A net whose populations stand in runs, or one by one.
struct Twin {
    net: Net,
    singles: bool,
    told: Vec<String>,
}

impl Twin {
    fn new(singles: bool) -> Twin {
        let mut net = Net::new();
        net.world.spread = true;
        net.until("2024-01-02T05:00:00Z");
        for bucket in BUCKETS {
            net.s3.template(net.id(bucket), KeyTemplate::plain("o/", ""));
        }
        Twin { net, singles, told: Vec::new() }
    }

    fn bulk(&mut self, bucket: usize, range: Range<u64>) -> Bulk {
        let bucket = self.net.id(BUCKETS[bucket]);
        let space = self.net.s3.template(bucket, KeyTemplate::plain("o/", ""));
        let cause = self.net.s3.cause("bulk");
        Bulk { bucket, space, range, route: Route::SameRegion, cause }
    }

    fn take(&mut self, act: &Act) {
        let now = self.net.now;
        match act {
            Act::Populate { bucket, range, size } => {
                let Bulk { space, range, cause, .. } = self.bulk(*bucket, range.clone());
                let parts: Vec<Range<u64>> =
                    if self.singles { range.map(|index| index..index + 1).collect() } else { vec![range] };
                for part in parts {
                    let written = Written { size: *size, ..Written::default() };
                    self.net.s3.populate(now, space, part, written, now - Micros::hours(7), cause);
                }
                self.net.s3.populated(now, &mut self.net.world);
            }
            Act::Write { bucket, range, size } => {
                let bulk = self.bulk(*bucket, range.clone());
                let written = Written { size: *size, ..Written::default() };
                self.net.s3.write_all(now, &bulk, written, &mut self.net.world);
            }
            Act::Delete { bucket, range } => {
                let bulk = self.bulk(*bucket, range.clone());
                self.net.s3.delete_all(now, &bulk, &mut self.net.world);
            }
            Act::Put { bucket, key, size } => {
                self.tell(&format!("PutObject {}/o/{key} {{size: {size}}}", BUCKETS[*bucket]));
            }
            Act::DeleteOne { bucket, key, version } => {
                let target = format!("{}/o/{key}", BUCKETS[*bucket]);
                let versions = self.versions(BUCKETS[*bucket], &format!("o/{key}"));
                let id = version.and_then(|version| versions.get(version).cloned());
                let id = id.map(|(_, id)| format!("{{VersionId: {id}}}")).unwrap_or_default();
                self.tell(format!("DeleteObject {target} {id}").trim_end());
            }
            Act::Tag { bucket, key } => {
                let tags = "{Tagging: {TagSet: [{Key: a, Value: b}]}}";
                self.tell(&format!("PutObjectTagging {}/o/{key} {tags}", BUCKETS[*bucket]));
            }
            Act::Replicate(rules) => {
                let (bucket, rules) = RULES[*rules];
                if rules.is_empty() {
                    self.tell(&format!("DeleteBucketReplication {bucket}"));
                } else {
                    self.net.replicate(bucket, rules);
                }
            }
            Act::Lifecycle { bucket, rule } => {
                let rule = RULES_OF_LIFECYCLE[*rule];
                let rules = format!("{{LifecycleConfiguration: {{Rules: [{rule}]}}}}");
                self.tell(&format!("PutBucketLifecycleConfiguration {} {rules}", BUCKETS[*bucket]));
            }
            Act::Job { bucket } => self.tell(&format!(
                "CreateJob {} {{Operation: {{S3ReplicateObject: {{}}}}, RoleArn: 'arn:aws:iam::111122223333:role/repl', \
                 ManifestGenerator: {{S3JobManifestGenerator: {{}}}}}}",
                BUCKETS[*bucket]
            )),
            Act::CutOff { bucket, hours } => {
                let region = self.net.s3.bucket(self.net.id(BUCKETS[*bucket])).region;
                self.net.s3.cut_off(region, now + Micros::hours(*hours));
            }
        }
    }

    fn tell(&mut self, step: &str) {
        let at = self.net.now;
        let response = self.net.step(&format!("{at} {step}"));
        self.told.push(format!("{response:?}"));
    }

    /// Last-Modified and id of every version of a bucket, or of one key, newest first.
    fn versions(&mut self, bucket: &str, key: &str) -> Vec<(String, String)> {
        let at = self.net.now;
        let fields = self.net.ok(&format!("{at} ListObjectVersions {bucket} {{Prefix: '{key}'}}")).fields;
        let mut versions = Vec::new();
        for list in ["Versions", "DeleteMarkers"] {
            for entry in fields.get(list).and_then(Node::as_list).unwrap_or_default() {
                let text = |name: &str| entry.get(name).and_then(Node::scalar).unwrap_or_default().to_owned();
                if key.is_empty() || text("Key") == key {
                    versions.push((text("LastModified"), text("VersionId")));
                }
            }
        }
        versions.sort();
        versions.reverse();
        versions
    }

    fn live(singles: bool, acts: &[(usize, Act)]) -> Twin {
        let mut twin = Twin::new(singles);
        for (gap, act) in acts {
            twin.net.pass(twin.net.now + GAPS[*gap]);
            twin.take(act);
            twin.check_sums();
        }
        for _ in 0..8 {
            let midnight = twin.net.now.day().next().start();
            twin.net.pass(midnight);
            twin.check_sums();
        }
        twin.net.pass(twin.net.now + Micros::days(60));
        twin.check_sums();
        twin
    }

    /// In every bucket, bytes stored are bytes that came minus bytes that went.
    fn check_sums(&mut self) {
        let mut sums: BTreeMap<String, i128> = BTreeMap::new();
        for event in &self.net.world.events {
            let bytes = i128::try_from(event.bytes).unwrap();
            match event.event {
                EventKind::Created => *sums.entry(event.bucket.clone()).or_default() += bytes,
                EventKind::Deleted => *sums.entry(event.bucket.clone()).or_default() -= bytes,
                _ => {}
            }
        }
        for bucket in BUCKETS {
            let census: u128 = self.net.s3.census(self.net.id(bucket)).map(|(_, census)| census.bytes).sum();
            assert_eq!(census as i128, sums.get(bucket).copied().unwrap_or(0), "{bucket}");
        }
    }

    fn seen(&mut self) -> Seen {
        let world = &self.net.world;
        let mut events = world.events.clone();
        events.sort();
        let mut counts = BTreeMap::new();
        for (at, count) in &world.counts {
            *counts.entry((*at, count.payer.0, count.item.id(), count.operation)).or_default() +=
                count.amount;
        }
        let mut changes = BTreeMap::new();
        for (at, bucket, stored, delta) in &world.changes {
            *changes.entry((*at, bucket.0, stored.operation())).or_default() += delta;
        }
        changes.retain(|_, delta| *delta != 0);
        let mut arrivals = BTreeMap::new();
        for arrival in &world.arrivals {
            let key = (arrival.at, arrival.source.0, arrival.destination.0, arrival.lag);
            *arrivals.entry(key).or_default() += arrival.count;
        }
        let told = self.told.clone();
        Seen { events, counts, changes, arrivals, told }
    }
}

type Sums<K, V> = BTreeMap<K, V>;

#[derive(Debug, PartialEq)]
struct Seen {
    events: Vec<ObjectEvent>,
    counts: Sums<(Instant, u16, &'static str, &'static str), u128>,
    changes: Sums<(Instant, u32, &'static str), i128>,
    arrivals: Sums<(Instant, u32, u32, Micros), u64>,
    told: Vec<String>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn nobody_can_tell_runs_from_singles(acts in prop::collection::vec((0..GAPS.len(), act()), 1..20)) {
        let (mut runs, mut singles) = (Twin::live(false, &acts), Twin::live(true, &acts));
        let (runs, singles) = (runs.seen(), singles.seen());
        prop_assert_eq!(&runs.events, &singles.events);
        prop_assert_eq!(runs, singles);
    }

    /// Single writes only, so that every event names its version: each version that was written where rules were is
    /// replicated to a destination, or fails there, exactly once; what arrives is the version of its source; nothing
    /// that has arrived goes further.
    #[test]
    fn each_version_goes_once_and_no_replica_goes_on(
        first in 0..4usize,
        puts in prop::collection::vec((0..3usize, 0..4u64, 0..GAPS.len()), 1..30),
        breaks in prop::option::of(0..30usize),
    ) {
        let mut twin = Twin::new(false);
        twin.take(&Act::Replicate(first));
        twin.take(&Act::Replicate(7));
        let mut written: BTreeSet<(String, String)> = BTreeSet::new();
        for (index, (bucket, key, gap)) in puts.iter().enumerate() {
            if breaks == Some(index) {
                twin.tell("PutBucketVersioning other {VersioningConfiguration: {Status: Suspended}}");
            }
            twin.take(&Act::Put { bucket: *bucket, key: *key, size: 10 });
            twin.net.pass(twin.net.now + GAPS[*gap] + Micros(1));
        }
        twin.net.pass(twin.net.now + Micros::days(10));
        let mut outcomes: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for event in &twin.net.world.events {
            let version = (event.key.clone(), event.version_id.clone());
            match event.event {
                EventKind::Created if event.cause == "step" => {
                    written.insert(version);
                }
                EventKind::Created => prop_assert!(written.contains(&version), "{event:?}"),
                EventKind::Replicated | EventKind::ReplicationFailed => {
                    let from = (event.bucket.clone(), event.to.clone(), event.version_id.clone());
                    *outcomes.entry(from).or_default() += 1;
                    let by_replica = twin.net.world.events.iter().any(|other| {
                        other.event == EventKind::Created && other.cause.starts_with("replication")
                            && other.bucket == event.bucket && other.version_id == event.version_id
                    });
                    prop_assert!(!by_replica, "{event:?}");
                }
                _ => {}
            }
        }
        prop_assert!(outcomes.values().all(|times| *times == 1), "{outcomes:?}");
        // Nothing is left on the way.
        for bucket in BUCKETS {
            for (key, _) in (0..4u64).map(|key| (format!("o/{key}"), ())) {
                let status = twin.net.status(&format!("{bucket}/{key}"));
                prop_assert!(status != "PENDING", "{bucket}/{key}");
            }
        }
    }
}

/// A million objects of one request: twenty rows at each side, whatever time each twentieth takes.
#[test]
fn a_million_objects_stay_runs() {
    let mut net = Net::with(&["dst"]);
    net.world.spread = true;
    let (src, dst) = (net.id("src"), net.id("dst"));
    net.until("2024-02-01");
    let space = net.s3.template(src, KeyTemplate::plain("o/", ""));
    let cause = net.s3.cause("bulk");
    let bulk = Bulk { bucket: src, space, range: 0..1_000_000, route: Route::SameRegion, cause };
    net.s3.write_all(net.now, &bulk, Written { size: 7, ..Written::default() }, &mut net.world);
    assert_eq!(net.s3.groups(src, "").len(), 1);
    net.until("2024-02-02");
    assert_eq!((net.s3.groups(src, "").len(), net.s3.groups(dst, "").len()), (20, 20));
    let count: u64 = net.s3.groups(dst, "").iter().map(|group| group.count()).sum();
    assert_eq!(count, 1_000_000);
    assert_eq!((net.status("src/o/999999"), net.status("dst/o/0")), ("COMPLETED".into(), "REPLICA".into()));
    assert_eq!(net.head("src/o/77", "VersionId"), net.head("dst/o/77", "VersionId"));
}
