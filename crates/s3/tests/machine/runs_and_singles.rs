//! How a population is cut into rows never shows: the same life as runs, and as single objects in some other order.

use std::collections::BTreeMap;
use std::ops::Range;

use proptest::prelude::*;
use s3sim_aws::class::StorageClass;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Node;
use s3sim_kernel::time::{HOUR, Instant, MINUTE, Micros};
use s3sim_ledger::event::{EventKind, ObjectEvent};
use s3sim_s3::calls::bulk::{Bulk, Outcome};
use s3sim_s3::calls::bulk_restore::Wanted;
use s3sim_s3::lock::{DefaultRetention, ObjectLockConfiguration, Period, RetentionMode};
use s3sim_s3::loss::Disaster;
use s3sim_s3::object::attrs::ContentId;
use s3sim_s3::object::naming::KeyTemplate;
use s3sim_s3::object::table::SpaceId;
use s3sim_s3::request::Route;
use s3sim_s3::versioning::Written;

use crate::play::{Play, days, lifecycle};

const KEYS: u64 = 12;

#[rustfmt::skip]
const RULES: &[&str] = &[
    "Filter: {Prefix: o/1}, Transitions: [{Days: 30, StorageClass: STANDARD_IA}]",
    "Transitions: [{Days: 60, StorageClass: INTELLIGENT_TIERING}]",
    "Filter: {Prefix: o/}, Expiration: {Days: 90}",
    "Filter: {Prefix: p1}, Expiration: {Date: 2024-04-01}",
    "Expiration: {Days: 40}",
    "Filter: {Tag: {Key: a, Value: b}}, Expiration: {Days: 20}",
    "Filter: {Tag: {Key: a, Value: b}}, Transitions: [{Days: 10, StorageClass: GLACIER_IR}]",
    "NoncurrentVersionExpiration: {NoncurrentDays: 10, NewerNoncurrentVersions: 2}",
    "NoncurrentVersionExpiration: {NoncurrentDays: 5}",
    "Filter: {Tag: {Key: a, Value: b}}, NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 1}",
    "NoncurrentVersionTransitions: [{NoncurrentDays: 3, StorageClass: GLACIER}]",
    "Expiration: {ExpiredObjectDeleteMarker: true}",
    "Filter: {ObjectSizeLessThan: 200000}, Transitions: [{Days: 15, StorageClass: DEEP_ARCHIVE}]",
    "Transitions: [{Date: 2024-03-01, StorageClass: GLACIER}]",
    "Filter: {Prefix: o/1}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}",
    "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 20}",
];
const CLASSES: &[StorageClass] = &[
    StorageClass::Standard,
    StorageClass::StandardIa,
    StorageClass::IntelligentTiering,
    StorageClass::IntelligentTiering,
    StorageClass::GlacierIr,
    StorageClass::Glacier,
    StorageClass::DeepArchive,
    StorageClass::OneZoneIa,
];
const SIZES: &[u64] = &[0, 1000, 131_072, 300_000];
const GAPS: &[Micros] = &[
    Micros(0),
    Micros(HOUR),
    Micros(10 * HOUR + 30 * MINUTE),
    days(1),
    days(4),
    days(10),
    Micros(days(30).0 - HOUR),
    days(31),
    days(100),
];

#[derive(Clone, Copy, Debug)]
struct New {
    class: usize,
    size: usize,
    tagged: bool,
}

#[derive(Clone, Debug)]
enum Step {
    /// Objects that are there, of some age; as a run or one by one.
    Populate {
        space: usize,
        range: Range<u64>,
        new: New,
        age: usize,
    },
    /// Unfinished uploads that are there, of some age; as a run or one by one.
    Uploads {
        space: usize,
        range: Range<u64>,
        new: New,
        age: usize,
    },
    Write {
        space: usize,
        range: Range<u64>,
        new: New,
    },
    Delete {
        space: usize,
        range: Range<u64>,
    },
    Read {
        space: usize,
        range: Range<u64>,
    },
    /// Many restores, or what it takes to read.
    Restore {
        space: usize,
        range: Range<u64>,
        parameters: Option<&'static str>,
    },
    /// Opt-in tiers: how many of them.
    Tiers(usize),
    /// A zone is lost.
    Lose,
    /// A request about one key, and a version that many places below the current one.
    Request {
        call: &'static str,
        key: String,
        depth: Option<usize>,
        parameters: &'static str,
    },
    Rules(Vec<usize>),
    Versioning(&'static str),
}

const RESTORES: &[&str] = &[
    "RestoreRequest: {Days: 1}",
    "RestoreRequest: {Days: 40, GlacierJobParameters: {Tier: Bulk}}",
    "RestoreRequest: {Days: 1, GlacierJobParameters: {Tier: Expedited}}",
    "RestoreRequest: {}",
];

const REQUESTS: &[(&str, &str)] = &[
    ("RestoreObject", "RestoreRequest: {Days: 2}"),
    ("RestoreObject", "RestoreRequest: {Days: 2, GlacierJobParameters: {Tier: Expedited}}"),
    ("RestoreObject", "RestoreRequest: {GlacierJobParameters: {Tier: Bulk}}"),
    ("PutObject", "size: 300000"),
    ("PutObject", "size: 10, Tagging: a=b"),
    ("PutObject", "StorageClass: INTELLIGENT_TIERING"),
    ("DeleteObject", ""),
    ("DeleteObject", ""),
    ("GetObject", ""),
    ("GetObject", ""),
    ("HeadObject", ""),
    ("PutObjectTagging", "Tagging: {TagSet: [{Key: a, Value: b}]}"),
    ("DeleteObjectTagging", ""),
    ("CopyObject", "CopySource: b/o/3"),
    ("CreateMultipartUpload", "StorageClass: GLACIER"),
    // Where there is Object Lock.
    ("PutObjectLegalHold", "LegalHold: {Status: 'ON'}"),
    ("PutObjectLegalHold", "LegalHold: {Status: 'OFF'}"),
    ("PutObjectRetention", "Retention: {Mode: GOVERNANCE, RetainUntilDate: 2024-05-01}"),
    (
        "PutObjectRetention",
        "Retention: {Mode: COMPLIANCE, RetainUntilDate: 2024-08-01}, BypassGovernanceRetention: true",
    ),
    ("DeleteObject", "BypassGovernanceRetention: true"),
];

fn step() -> impl Strategy<Value = Step> {
    let space = || 0..2usize;
    let range = || (0..KEYS, 1..=KEYS).prop_map(|(first, count)| first..(first + count).min(KEYS));
    let new = || {
        (0..CLASSES.len(), 0..SIZES.len(), any::<bool>()).prop_map(|(class, size, tagged)| New {
            class,
            size,
            tagged,
        })
    };
    prop_oneof![
        4 => (space(), range(), new(), 0..GAPS.len())
            .prop_map(|(space, range, new, age)| Step::Populate { space, range, new, age }),
        1 => (space(), range(), new(), 0..GAPS.len())
            .prop_map(|(space, range, new, age)| Step::Uploads { space, range, new, age }),
        2 => (space(), range(), new()).prop_map(|(space, range, new)| Step::Write { space, range, new }),
        1 => (space(), range()).prop_map(|(space, range)| Step::Delete { space, range }),
        1 => (space(), range()).prop_map(|(space, range)| Step::Read { space, range }),
        6 => (0..REQUESTS.len(), space(), 0..KEYS, prop::option::of(0..3usize)).prop_map(|(what, space, key, depth)| {
            let (call, parameters) = REQUESTS[what];
            let named = depth.filter(|_| !["PutObject", "CopyObject", "CreateMultipartUpload"].contains(&call));
            Step::Request { call, key: format!("{}{key}", ["o/", "p"][space]), depth: named, parameters }
        }),
        2 => (space(), range(), prop::option::of(0..RESTORES.len())).prop_map(|(space, range, which)| {
            Step::Restore { space, range, parameters: which.map(|which| RESTORES[which]) }
        }),
        1 => (0..3usize).prop_map(Step::Tiers),
        1 => Just(Step::Lose),
        2 => prop::collection::vec(0..RULES.len(), 0..4).prop_map(Step::Rules),
        1 => prop::sample::select(vec!["Enabled", "Enabled", "Suspended"]).prop_map(Step::Versioning),
    ]
}

/// How populations are put in place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    Runs,
    /// One by one; every index of a range is multiplied by this, modulo its length.
    Singles(u64),
}

struct Twin {
    play: Play,
    cut: Cut,
    locked: bool,
    spaces: [SpaceId; 2],
    outcomes: Vec<(Outcome, String)>,
}

impl Twin {
    fn new(cut: Cut, delay: Micros, locked: bool) -> Twin {
        let mut play = Play::new(if locked { "Enabled" } else { "" }, &[]);
        if locked {
            let default = DefaultRetention { mode: RetentionMode::Governance, period: Period::Days(15) };
            let configuration = ObjectLockConfiguration { default_retention: Some(default) };
            play.s3.settings_mut(play.bucket).object_lock = Some(configuration);
        }
        play.world.delay = delay;
        play.world.sampled = true;
        play.s3.note_losses();
        let spaces = ["o/", "p"].map(|head| play.s3.template(play.bucket, KeyTemplate::plain(head, "")));
        play.until("2024-01-01");
        Twin { play, cut, locked, spaces, outcomes: Vec::new() }
    }

    fn written(&mut self, new: New) -> Written {
        let tags = if new.tagged { vec![("a".to_owned(), "b".to_owned())] } else { Vec::new() };
        Written {
            size: SIZES[new.size],
            class: CLASSES[new.class],
            tags: self.play.s3.tags(tags),
            content: ContentId::default(),
            ..Written::default()
        }
    }

    fn bulk(&mut self, space: usize, range: Range<u64>) -> Bulk {
        let cause = self.play.s3.cause("bulk");
        Bulk { bucket: self.play.bucket, space: self.spaces[space], range, route: Route::Internet, cause }
    }

    /// A range as the cut has it: whole, or one by one in some other order.
    fn cut(&self, range: &Range<u64>) -> Vec<Range<u64>> {
        let len = range.end - range.start;
        match self.cut {
            Cut::Runs => vec![range.clone()],
            Cut::Singles(factor) => {
                let mut order: Vec<u64> = (0..len).collect();
                order.sort_by_key(|index| (index * factor % 13, *index));
                order.into_iter().map(|index| range.start + index..range.start + index + 1).collect()
            }
        }
    }

    fn take(&mut self, step: &Step) {
        let now = self.play.now;
        match step {
            Step::Populate { space, range, new, age } => {
                let written = self.written(*new);
                let cause = self.play.s3.cause("population");
                let created = now - GAPS[*age];
                for part in self.cut(range) {
                    self.play.s3.populate(now, self.spaces[*space], part, written, created, cause);
                }
                self.play.s3.populated(now, &mut self.play.world);
            }
            Step::Uploads { space, range, new, age } => {
                let written = self.written(*new);
                let cause = self.play.s3.cause("population");
                let initiated = now - GAPS[*age];
                for part in self.cut(range) {
                    self.play.s3.populate_uploads(now, self.spaces[*space], part, written, initiated, cause);
                }
                self.play.s3.populated(now, &mut self.play.world);
            }
            Step::Write { space, range, new } => {
                let (written, bulk) = (self.written(*new), self.bulk(*space, range.clone()));
                let outcome = self.play.s3.write_all(now, &bulk, written, &mut self.play.world);
                self.outcomes.push((outcome, String::new()));
            }
            Step::Delete { space, range } => {
                let bulk = self.bulk(*space, range.clone());
                let outcome = self.play.s3.delete_all(now, &bulk, &mut self.play.world);
                self.outcomes.push((outcome, String::new()));
            }
            Step::Read { space, range } => {
                let bulk = self.bulk(*space, range.clone());
                let outcome =
                    self.play.s3.read_all(now, Api::GetObject, &bulk, 2, &|_| true, &mut self.play.world);
                self.outcomes.push((outcome, String::new()));
            }
            Step::Restore { space, range, parameters } => {
                let cause = self.play.s3.cause("bulk");
                let text = format!("{{{}}}", parameters.unwrap_or_default());
                let map = s3sim_document::yaml::parse(&text).ok().and_then(|node| node.as_map().cloned());
                let map = map.unwrap_or_default();
                let wanted = if parameters.is_some() { Wanted::Restore(&map) } else { Wanted::ToRead };
                let (bucket, stretches) = (self.play.bucket, [(self.spaces[*space], range.clone())]);
                let world = &mut self.play.world;
                let restored = self.play.s3.restore_all(now, bucket, &stretches, wanted, cause, world);
                self.outcomes.push((
                    restored.outcome,
                    format!("{:?} {:?} {:?}", restored.refusal, restored.readable, restored.waiting),
                ));
            }
            Step::Tiers(count) => {
                let tiers = [
                    "{Days: 90, AccessTier: ARCHIVE_ACCESS}",
                    "{Days: 180, AccessTier: DEEP_ARCHIVE_ACCESS}",
                ];
                if *count == 0 {
                    self.play.step(&format!("{now} DeleteBucketIntelligentTieringConfiguration - {{Id: a}}"));
                } else {
                    let tierings = tiers[..*count].join(", ");
                    let document = format!(
                        "{{Id: a, Status: Enabled, Filter: {{Prefix: o/1}}, Tierings: [{tierings}]}}"
                    );
                    self.play.ok(&format!(
                        "{now} PutBucketIntelligentTieringConfiguration - \
                         {{Id: a, IntelligentTieringConfiguration: {document}}}"
                    ));
                }
            }
            Step::Lose => {
                let zone = Disaster::parse("use1-az1").expect("a zone");
                self.play.s3.lose(now, zone, "fault", &mut self.play.world);
            }
            Step::Request { call, key, depth, parameters } => {
                let version = depth.and_then(|depth| self.versions(key).get(depth).cloned());
                let version = version.map(|(_, id)| format!("VersionId: '{id}', ")).unwrap_or_default();
                let response = self.play.step(&format!("{now} {call} {key} {{{version}{parameters}}}"));
                self.outcomes.push((Outcome::default(), format!("{response:?}")));
            }
            Step::Rules(rules) if rules.is_empty() => {
                self.play.ok(&format!("{now} DeleteBucketLifecycle -"));
            }
            Step::Rules(rules) => {
                let rules: Vec<&str> = rules.iter().map(|&rule| RULES[rule]).collect();
                self.play.ok(&format!("{now} PutBucketLifecycleConfiguration - {}", lifecycle(&rules)));
            }
            // A bucket with Object Lock stays versioned.
            Step::Versioning(_) if self.locked => {}
            Step::Versioning(status) => {
                self.play.ok(&format!(
                    "{now} PutBucketVersioning - {{VersioningConfiguration: {{Status: {status}}}}}"
                ));
            }
        }
    }

    /// Last-Modified and id of every version of a key, newest first.
    fn versions(&self, key: &str) -> Vec<(String, String)> {
        let fields = self.play.look("ListObjectVersions", "", &format!("{{Prefix: '{key}'}}"));
        let mut versions = Vec::new();
        for list in ["Versions", "DeleteMarkers"] {
            for entry in fields.get(list).and_then(Node::as_list).unwrap_or_default() {
                let text = |name: &str| entry.get(name).and_then(Node::scalar).unwrap_or_default().to_owned();
                if text("Key") == key {
                    versions.push((text("LastModified"), text("VersionId")));
                }
            }
        }
        versions.sort();
        versions.reverse();
        versions
    }

    /// Everything that anybody can see.
    fn seen(&self) -> Seen {
        let world = &self.play.world;
        let mut events = world.events.clone();
        events.sort();
        let mut changes = BTreeMap::new();
        for (at, _, stored, delta) in &world.changes {
            *changes.entry((*at, stored.operation())).or_default() += delta;
        }
        changes.retain(|_, delta| *delta != 0);
        let mut counts = BTreeMap::new();
        for (at, count) in &world.counts {
            *counts.entry((*at, count.item.id(), count.operation)).or_default() += count.amount;
        }
        let mut losses: Vec<_> = self
            .play
            .s3
            .losses()
            .flat_map(|loss| loss.place.1.map(move |key| (loss.at, loss.place.0, key)))
            .collect();
        losses.sort();
        let listed = format!(
            "{:?} {:?}",
            self.play.look("ListObjectVersions", "", "{}"),
            self.play.look("ListMultipartUploads", "", "{}")
        );
        Seen { events, changes, counts, listed, losses, outcomes: self.outcomes.clone() }
    }
}

#[derive(Debug, PartialEq)]
struct Seen {
    events: Vec<ObjectEvent>,
    changes: BTreeMap<(Instant, &'static str), i128>,
    counts: BTreeMap<(Instant, &'static str, &'static str), u128>,
    listed: String,
    losses: Vec<(Instant, SpaceId, u64)>,
    outcomes: Vec<(Outcome, String)>,
}

fn live(cut: Cut, delay: Micros, locked: bool, steps: &[(usize, Step)]) -> Twin {
    let mut twin = Twin::new(cut, delay, locked);
    for (gap, step) in steps {
        twin.play.pass(twin.play.now + GAPS[*gap]);
        twin.take(step);
    }
    twin.play.pass(twin.play.now + days(500));
    twin
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn nobody_can_tell_runs_from_singles(
        delay in prop::sample::select(vec![Micros(0), Micros(0), Micros(10 * HOUR), days(3)]),
        factor in 1..13u64,
        locked in prop::bool::weighted(0.3),
        steps in prop::collection::vec((0..GAPS.len(), step()), 1..16),
    ) {
        let runs = live(Cut::Runs, delay, locked, &steps).seen();
        let singles = live(Cut::Singles(factor), delay, locked, &steps).seen();
        prop_assert_eq!(&runs.events, &singles.events);
        prop_assert_eq!(runs, singles);
    }

    /// What the census says is what a listing finds, and what is stored is what the versions listed occupy.
    #[test]
    fn sums_agree_with_what_is_there(steps in prop::collection::vec((0..GAPS.len(), step()), 1..16)) {
        let mut twin = Twin::new(Cut::Runs, Micros::ZERO, false);
        // Parts are stored, and listed nowhere.
        for (gap, step) in steps.iter().filter(|(_, step)| !matches!(step, Step::Uploads { .. })) {
            twin.play.pass(twin.play.now + GAPS[*gap]);
            twin.take(step);
            let listed = twin.play.look("ListObjectVersions", "", "{}");
            let entries = |list: &str| listed.get(list).and_then(Node::as_list).unwrap_or_default().to_vec();
            let number = |node: &Node, name: &str| node.get(name).and_then(Node::scalar).and_then(|n| n.parse::<u128>().ok());
            let (versions, markers) = (entries("Versions"), entries("DeleteMarkers"));
            let census = twin.play.s3.census(twin.play.bucket).fold((0, 0, 0), |sum, (traits, census)| {
                let (data, marked) = if traits.delete_marker { (0, census.count) } else { (census.count, 0) };
                (sum.0 + data, sum.1 + marked, sum.2 + census.bytes)
            });
            let bytes: u128 = versions.iter().filter_map(|node| number(node, "Size")).sum();
            prop_assert_eq!(census, (versions.len() as u64, markers.len() as u64, bytes));
            let class = |name: &str| versions.iter().filter(|n| n.get("StorageClass").and_then(Node::scalar) == Some(name))
                .filter_map(|node| number(node, "Size")).sum::<u128>();
            let keys: usize = markers.iter().filter_map(|n| n.get("Key").and_then(Node::scalar)).map(str::len).sum();
            let stored: BTreeMap<&str, i128> = twin.play.stored().into_iter().collect();
            let level = |what: &str| stored.get(what).copied().unwrap_or(0) as u128;
            prop_assert_eq!(level("StandardStorage"), class("STANDARD") + keys as u128);
            prop_assert_eq!(level("GlacierStorage"), class("GLACIER"));
            prop_assert_eq!(level("StandardIAStorage"), class("STANDARD_IA"));
            let tiers = ["FA", "IA", "AIA", "AA", "DAA"].map(|tier| format!("IntelligentTiering{tier}Storage"));
            prop_assert_eq!(tiers.map(|tier| level(&tier)).iter().sum::<u128>(), class("INTELLIGENT_TIERING"));
        }
    }
}

/// Expired delete markers go at midnight, and at the same instant all keys are written again: no id tells the cut.
#[test]
fn versions_that_go_and_come_at_one_midnight() {
    let new = New { class: 0, size: 1, tagged: false };
    let steps = [
        (0, Step::Versioning("Enabled")),
        (0, Step::Rules(vec![8, 11])),
        (0, Step::Populate { space: 0, range: 0..KEYS, new, age: 0 }),
        (3, Step::Delete { space: 0, range: 0..KEYS }),
        // Five days later the data goes, a day after that the delete markers.
        (4, Step::Rules(vec![8, 11])),
        (3, Step::Rules(vec![8, 11])),
        (3, Step::Write { space: 0, range: 0..KEYS, new }),
    ];
    let seen = live(Cut::Runs, Micros::ZERO, false, &steps).seen();
    let gone = seen
        .events
        .iter()
        .find(|event| event.event == EventKind::DeleteMarkerDeleted)
        .map(|event| event.time);
    assert_eq!(gone, seen.events.last().map(|event| event.time));
    assert_eq!(seen, live(Cut::Singles(5), Micros::ZERO, false, &steps).seen());
}

/// Keys that are named before their template is: they are found, listed and billed once, and live on.
#[test]
fn literal_keys_move_into_a_template() {
    let steps = [
        "2024-01-01 PutObject o/5 {Body: old}",
        "2024-01-02 PutObject o/5 {Body: new}",
        "2024-01-02 DeleteObject o/7",
        "2024-01-02 PutObject o/07 {size: 0}",
    ];
    let mut play = Play::of(
        "Enabled",
        &["Expiration: {Days: 30}", "NoncurrentVersionExpiration: {NoncurrentDays: 10}"],
        &steps,
        "2024-01-03",
    );
    let (listed, stored) = (format!("{:?}", play.look("ListObjectVersions", "", "{}")), play.stored());
    let space = play.s3.template(play.bucket, KeyTemplate::plain("o/", ""));
    let cause = play.s3.cause("step");
    play.s3.populated(play.now, &mut play.world);
    assert_eq!((format!("{:?}", play.look("ListObjectVersions", "", "{}")), play.stored()), (listed, stored));
    let written = Written { size: 1, ..Written::default() };
    play.s3.populate(play.now, space, 0..10, written, play.now, cause);
    play.s3.populated(play.now, &mut play.world);
    assert_eq!(
        [play.stack("o/5"), play.stack("o/7"), play.stack("o/07")],
        ["[?*, v2, v1]", "[?*, D1]", "[v1*]"]
    );
    play.until("2024-01-13");
    assert_eq!(
        play.life(),
        ["2024-01-12 Deleted o/5@v1", "2024-01-13 Deleted o/5@v2", "2024-01-13 DeleteMarkerDeleted o/7@v1"]
    );
}
