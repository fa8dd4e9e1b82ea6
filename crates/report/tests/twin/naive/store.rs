//! What is stored, what happens to it, and what that costs.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{DAY, Instant, Micros};
use s3sim_ledger::event::{EventKind, KeyRange, ObjectEvent};
use s3sim_ledger::usage::{Granularity, MeterKey};
use s3sim_ledger::{Account, AccountId, Bucket as Entry, BucketId, Ledger};
use s3sim_s3::configuration::intelligent_tiering::IntelligentTieringConfiguration;
use s3sim_s3::configuration::versioning::VersioningStatus;
use s3sim_s3::identity::version_id;
use s3sim_s3::lifecycle::document::LifecycleConfiguration;
use s3sim_s3::lock::ObjectLockConfiguration;
use s3sim_s3::object::naming::KeyTemplate;
use s3sim_scenario::{Scenario, billing};

use super::archive::Restore;
use super::locks::Lock;
use super::rules::Deed;
use super::uploads::Upload;

pub const SMALL: u64 = 128 * 1024;

/// One version of one object, or a delete marker.
#[derive(Clone, Debug)]
pub struct Version {
    /// Tells it apart from every other one.
    pub serial: u64,
    /// The n-th version of its key; 0 for the null version.
    pub number: u32,
    pub created: Instant,
    pub size: u64,
    pub marker: bool,
    pub class: StorageClass,
    pub tier: AccessTier,
    pub tags: Vec<(String, String)>,
    /// When it came into its class.
    pub entered: Instant,
    /// When it was read last, for Intelligent-Tiering.
    pub accessed: Instant,
    /// What lifecycle should have done to it at a midnight and has not done yet.
    pub owed: Option<(Instant, Deed)>,
    /// Whether it is being restored, or has been.
    pub restore: Restore,
    pub lock: Lock,
}

/// What a write brings.
#[derive(Clone, Debug)]
pub struct Body {
    pub size: u64,
    pub class: StorageClass,
    pub tags: Vec<(String, String)>,
}

pub struct Bucket {
    pub name: String,
    pub owner: AccountId,
    pub region: Region,
    pub versioning: Option<VersioningStatus>,
    pub lifecycle: Option<LifecycleConfiguration>,
    pub tierings: Vec<IntelligentTieringConfiguration>,
    pub object_lock: Option<ObjectLockConfiguration>,
    /// The versions of each key, newest first; never none.
    pub objects: BTreeMap<String, Vec<Version>>,
    /// Unfinished uploads, in the order in which they were begun.
    pub uploads: Vec<Upload>,
    /// Key templates in use, and other keys in the order in which they were first written or deleted.
    pub templates: Vec<KeyTemplate>,
    pub literals: Vec<String>,
}

/// Where a key stands: its template (none for other keys) by head and order of appearance, and its place in it.
pub type Place = (Option<(String, usize)>, u64);

/// What is summed in one row of `events.csv`.
type EventKey = (Instant, usize, Option<(String, usize)>, EventKind, &'static str, &'static str, String);

struct EventSum {
    count: u64,
    bytes: u128,
    first: (u64, String),
    last: (u64, String),
    version_id: String,
}

pub struct Store {
    pub rules: s3sim_aws::epoch::Rules,
    pub buckets: Vec<Bucket>,
    pub answers: BTreeMap<String, BTreeMap<&'static str, String>>,
    pub occurrences: BTreeMap<usize, (u64, u64)>,
    ledger: Ledger,
    stored: BTreeMap<MeterKey, u128>,
    events: BTreeMap<EventKey, EventSum>,
    serials: u64,
    /// The highest version number that a key has used at an instant, also if that version is gone again.
    numbers: BTreeMap<(Instant, usize, String), u32>,
    /// Instants at which restores get ready and copies expire, and those of them that nobody has been told yet.
    pub watched: BTreeSet<Instant>,
    pub alarms: Vec<Instant>,
}

/// The first midnight at or after an instant.
pub fn midnight_from(at: Instant) -> Instant {
    let past = at.micros().rem_euclid(DAY);
    if past == 0 { at } else { at + Micros(DAY - past) }
}

impl Store {
    /// Buckets with their configurations and populations: they meet the rules at the first midnight.
    pub fn open(scenario: &Scenario) -> Store {
        let granularity = match scenario.billing.granularity {
            billing::Granularity::Month => Granularity::Month,
            billing::Granularity::Day => Granularity::Day,
            billing::Granularity::Hour => Granularity::Hour,
        };
        let mut store = Store {
            rules: scenario.rules,
            buckets: Vec::new(),
            answers: BTreeMap::new(),
            occurrences: BTreeMap::new(),
            ledger: Ledger::new(scenario.start, granularity),
            stored: BTreeMap::new(),
            events: BTreeMap::new(),
            serials: 0,
            numbers: BTreeMap::new(),
            watched: BTreeSet::new(),
            alarms: Vec::new(),
        };
        for account in &scenario.accounts {
            let number = account.number.to_string();
            store.ledger.add_account(Account { name: account.name.clone(), number });
        }
        for plan in &scenario.buckets {
            let owner = scenario.accounts.iter().position(|account| account.name == plan.account);
            let owner = AccountId(owner.expect("checked by the scenario") as u16);
            store.ledger.add_bucket(Entry { name: plan.name.clone(), owner, region: plan.region });
            store.buckets.push(Bucket {
                name: plan.name.clone(),
                owner,
                region: plan.region,
                versioning: plan.versioning,
                lifecycle: plan.lifecycle.clone(),
                tierings: plan.intelligent_tiering.clone(),
                object_lock: plan.object_lock,
                objects: BTreeMap::new(),
                uploads: Vec::new(),
                templates: Vec::new(),
                literals: Vec::new(),
            });
            let b = store.buckets.len() - 1;
            for population in &plan.objects {
                let mut number = 0;
                for cell in &population.cells {
                    for _ in 0..cell.count {
                        let key = store.key_of(b, &population.keys, number, cell.created);
                        let (class, tags) = (population.storage_class, population.tags.clone());
                        let body = Body { size: cell.size, class, tags };
                        let cause = format!("objects {}", population.name);
                        store.put(scenario.start, b, &key, body, cell.created, &cause);
                        number += 1;
                    }
                }
            }
        }
        store.weigh(scenario.start);
        store
    }

    /// The key of a number, and a note that its template is in use.
    pub fn key_of(
        &mut self,
        b: usize,
        template: &s3sim_scenario::template::Template,
        number: u64,
        at: Instant,
    ) -> String {
        if let Some(space) = template.space(number, at.day())
            && !self.buckets[b].templates.contains(&space)
        {
            self.buckets[b].templates.push(space);
        }
        template.key(number, at.day())
    }

    pub fn bucket(&self, name: &str) -> Option<usize> {
        self.buckets.iter().position(|bucket| bucket.name == name)
    }

    /// Notes a key that is about to be written or deleted.
    pub fn mention(&mut self, b: usize, key: &str) {
        if self.buckets[b].place(key).is_none() {
            self.buckets[b].literals.push(key.to_owned());
        }
    }

    /// A write: with versioning it goes on top, without it replaces, suspended it replaces the null version.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html>
    pub fn put(&mut self, now: Instant, b: usize, key: &str, body: Body, created: Instant, cause: &str) {
        let Body { size, class, tags } = body;
        let lock = Lock::default_of(self.buckets[b].object_lock, created);
        self.top(now, b, key, Version { size, class, tags, lock, ..self.blank(created) }, cause);
        self.note(now, b, key, 0, EventKind::Created, "", class.name(), cause);
    }

    /// A delete marker.
    pub fn mark(&mut self, now: Instant, b: usize, key: &str, created: Instant, cause: &str) {
        self.top(now, b, key, Version { marker: true, ..self.blank(created) }, cause);
        self.note(now, b, key, 0, EventKind::DeleteMarkerCreated, "", "", cause);
    }

    /// A simple delete. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html>,
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersioningSuspendedBuckets.html>
    pub fn delete(&mut self, now: Instant, b: usize, key: &str, cause: &str) {
        self.mention(b, key);
        if self.buckets[b].versioning.is_some() {
            self.mark(now, b, key, now, cause);
        } else if self.buckets[b].objects.contains_key(key) {
            self.destroy(now, b, key, 0, cause);
        }
    }

    pub fn blank(&self, created: Instant) -> Version {
        Version {
            serial: 0,
            number: 0,
            created,
            size: 0,
            marker: false,
            class: StorageClass::Standard,
            tier: AccessTier::Frequent,
            tags: Vec::new(),
            entered: created,
            accessed: created,
            owed: None,
            restore: Restore::None,
            lock: Lock::default(),
        }
    }

    fn top(&mut self, now: Instant, b: usize, key: &str, mut version: Version, cause: &str) {
        self.mention(b, key);
        if self.buckets[b].versioning == Some(VersioningStatus::Enabled) {
            let present = self.buckets[b].objects.get(key).into_iter().flatten().map(|v| v.number).max();
            let at = (now, b, key.to_owned());
            version.number = present.max(self.numbers.get(&at).copied()).unwrap_or(0) + 1;
            // Ids are told apart by the date, too.
            if version.created == now {
                self.numbers.insert(at, version.number);
            }
        }
        let null = |versions: &Vec<Version>| versions.iter().position(|v| v.number == 0);
        let replaced = self.buckets[b].objects.get(key).and_then(null).filter(|_| version.number == 0);
        if let Some(index) = replaced {
            self.end(now, b, key, index, cause);
        }
        version.serial = self.serial();
        let versions = self.buckets[b].objects.entry(key.to_owned()).or_default();
        if replaced != Some(0)
            && let Some(covered) = versions.first_mut()
        {
            covered.owed = None;
        }
        versions.insert(0, version);
    }

    /// A number that tells a version apart.
    pub fn serial(&mut self) -> u64 {
        self.serials += 1;
        self.serials
    }

    /// A text that stands for the id of an upload or the ETag of a part.
    pub fn token(&mut self) -> String {
        format!("t{}", self.serial())
    }

    /// Whether versioning is enabled.
    pub fn keeps_versions(&self, b: usize) -> bool {
        self.buckets[b].versioning == Some(VersioningStatus::Enabled)
    }

    /// Deletes a version for good. The one below it, if it is uncovered now, is judged by other rules than before.
    pub fn destroy(&mut self, now: Instant, b: usize, key: &str, index: usize, cause: &str) {
        self.end(now, b, key, index, cause);
        let versions = self.buckets[b].objects.get_mut(key).expect("there");
        if let (0, Some(uncovered)) = (index, versions.first_mut()) {
            uncovered.owed = None;
        }
        if versions.is_empty() {
            self.buckets[b].objects.remove(key);
        }
    }

    /// The end of a version.
    fn end(&mut self, now: Instant, b: usize, key: &str, index: usize, cause: &str) {
        if self.buckets[b].objects[key][index].marker {
            self.note(now, b, key, index, EventKind::DeleteMarkerDeleted, "", "", cause);
        } else {
            let from = self.buckets[b].objects[key][index].class.name();
            self.note(now, b, key, index, EventKind::Deleted, from, "", cause);
            self.leave(now, b, key, index, cause);
        }
        self.buckets[b].objects.get_mut(key).expect("there").remove(index);
    }

    /// A read. In Intelligent-Tiering it brings an object back to Frequent Access.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html>
    pub fn access(&mut self, now: Instant, b: usize, key: &str, index: usize) {
        let version = &mut self.buckets[b].objects.get_mut(key).expect("there")[index];
        if version.class != StorageClass::IntelligentTiering || version.size < SMALL {
            return;
        }
        version.accessed = now;
        let from = std::mem::take(&mut version.tier);
        if from != AccessTier::Frequent {
            let to = AccessTier::Frequent.name();
            self.note(now, b, key, index, EventKind::TierChanged, from.name(), to, "access");
        }
    }

    /// Leaving a class before its minimum duration pays for the rest; the clock stops when it was due to leave.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>, notes 3 to 5
    pub fn leave(&mut self, now: Instant, b: usize, key: &str, index: usize, cause: &str) {
        let version = self.buckets[b].objects[key][index].clone();
        let padding = SMALL.saturating_sub(version.size);
        let archived = version.size + 32 * 1024;
        let (days, fees) = match version.class {
            StorageClass::StandardIa => (
                30,
                [(Item::EarlyDeleteStandardIa, version.size), (Item::EarlyDeleteStandardIaPadding, padding)],
            ),
            StorageClass::OneZoneIa => (
                30,
                [(Item::EarlyDeleteOneZoneIa, version.size), (Item::EarlyDeleteOneZoneIaPadding, padding)],
            ),
            StorageClass::GlacierIr => (
                90,
                [(Item::EarlyDeleteGlacierIr, version.size), (Item::EarlyDeleteGlacierIrPadding, padding)],
            ),
            StorageClass::Glacier => {
                (90, [(Item::EarlyDeleteGlacier, archived), (Item::EarlyDeleteGlacier, 0)])
            }
            StorageClass::DeepArchive => {
                (180, [(Item::EarlyDeleteDeepArchive, archived), (Item::EarlyDeleteDeepArchive, 0)])
            }
            _ => return,
        };
        let left = match version.owed {
            Some((due, Deed::Delete)) => due,
            Some((due, Deed::Move(to))) if to != StorageClass::IntelligentTiering => due,
            _ => now,
        };
        let missing = (version.entered + Micros::days(days)).since(left).0;
        if missing > 0 {
            for (item, bytes) in fees {
                self.charge(now, b, item, "EarlyDelete", u128::from(bytes) * missing as u128);
            }
            self.note(now, b, key, index, EventKind::EarlyDelete, version.class.name(), "", cause);
        }
    }

    /// Books usage.
    pub fn charge(&mut self, now: Instant, b: usize, item: Item, operation: &'static str, amount: u128) {
        let key = self.buckets[b].meter(b, item, operation);
        self.ledger.usage.count(now, key, amount);
    }

    /// Notes what happened to a version.
    #[allow(clippy::too_many_arguments)]
    pub fn note(
        &mut self,
        now: Instant,
        b: usize,
        key: &str,
        index: usize,
        kind: EventKind,
        from: &'static str,
        to: &'static str,
        cause: &str,
    ) {
        let bucket = &self.buckets[b];
        let version = &bucket.objects[key][index];
        let shows_versions = bucket.versioning.is_some() || version.number > 0;
        let id = version_id(&bucket.name, key, version.number, version.created);
        let what = (version.size, if shows_versions { id } else { String::new() });
        self.note_named(now, b, key, what, kind, from, to, cause);
    }

    /// Notes what happened to so many bytes of a key, and the version's id.
    #[allow(clippy::too_many_arguments)]
    pub fn note_named(
        &mut self,
        now: Instant,
        b: usize,
        key: &str,
        (size, version_id): (u64, String),
        kind: EventKind,
        from: &'static str,
        to: &'static str,
        cause: &str,
    ) {
        let (space, at) = self.buckets[b].place(key).expect("mentioned");
        let here = (at, key.to_owned());
        let sum = self.events.entry((now, b, space, kind, from, to, cause.to_owned())).or_insert(EventSum {
            count: 0,
            bytes: 0,
            first: here.clone(),
            last: here.clone(),
            version_id,
        });
        sum.count += 1;
        sum.bytes += u128::from(size);
        sum.first = here.clone().min(sum.first.clone());
        sum.last = here.max(sum.last.clone());
    }

    /// Weighs all that is stored, and tells the ledger what has changed.
    pub fn weigh(&mut self, now: Instant) {
        let mut stored: BTreeMap<MeterKey, u128> = BTreeMap::new();
        for (b, bucket) in self.buckets.iter().enumerate() {
            for (key, version) in bucket.objects.iter().flat_map(|(k, vs)| vs.iter().map(move |v| (k, v))) {
                for (item, operation, amount) in occupied(key, version) {
                    *stored.entry(bucket.meter(b, item, operation)).or_default() += u128::from(amount);
                }
            }
        }
        for (b, bucket) in self.buckets.iter().enumerate() {
            for (item, operation, amount) in bucket.uploads.iter().filter_map(Upload::occupied) {
                *stored.entry(bucket.meter(b, item, operation)).or_default() += u128::from(amount);
            }
        }
        let before = std::mem::take(&mut self.stored);
        for key in before.keys().chain(stored.keys().filter(|key| !before.contains_key(key))) {
            let amount = |of: &BTreeMap<MeterKey, u128>| of.get(key).copied().unwrap_or(0) as i128;
            let level = self.ledger.usage.level(*key);
            self.ledger.usage.change(level, now, amount(&stored) - amount(&before));
        }
        self.stored = stored;
    }

    /// The ledger at the end.
    pub fn close(mut self, end: Instant) -> Ledger {
        // Summed already: every row is a subject of its own.
        for (space, ((time, b, _, event, from, to, cause), sum)) in (0..).zip(self.events) {
            let single = sum.first == sum.last;
            self.ledger.events.push(ObjectEvent {
                time,
                bucket: self.buckets[b].name.clone(),
                key: sum.first.1,
                last_key: if single { String::new() } else { sum.last.1 },
                version_id: if sum.count == 1 { sum.version_id } else { String::new() },
                event,
                from: from.to_owned(),
                to: to.to_owned(),
                cause,
                count: sum.count,
                bytes: sum.bytes,
                keys: Some(KeyRange { space, first: sum.first.0, last: sum.last.0 }),
            });
        }
        self.ledger.finish(end);
        self.ledger
    }
}

impl Bucket {
    /// Where a key stands, if it has been mentioned or a template in use can make it.
    pub fn place(&self, key: &str) -> Option<Place> {
        for (order, template) in self.templates.iter().enumerate() {
            let digits =
                key.strip_prefix(&*template.head).and_then(|rest| rest.strip_suffix(&*template.tail));
            let Some(number) = digits.and_then(|digits| digits.parse::<u64>().ok()) else { continue };
            let written = format!("{number:0width$}", width = usize::from(template.width));
            if digits == Some(&*written) && number % template.step == template.offset {
                return Some((Some((template.head.clone(), order)), number / template.step));
            }
        }
        self.literals.iter().position(|literal| literal == key).map(|at| (None, at as u64))
    }

    fn meter(&self, b: usize, item: Item, operation: &'static str) -> MeterKey {
        let (account, region) = (self.owner, self.region);
        MeterKey { account, region, bucket: Some(BucketId(b as u32)), item, operation }
    }
}

/// What a version occupies. What lifecycle owes is billed from the day it was due, except for moves to
/// Intelligent-Tiering: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html>.
/// Minimum sizes and overheads: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>.
fn occupied(key: &str, version: &Version) -> Vec<(Item, &'static str, u64)> {
    let (class, tier) = match version.owed {
        Some((_, Deed::Delete)) => return Vec::new(),
        Some((_, Deed::Move(to))) if to != StorageClass::IntelligentTiering => (to, AccessTier::Frequent),
        _ => (version.class, version.tier),
    };
    let size = version.size;
    let padding = SMALL.saturating_sub(size);
    let mut occupied = match class {
        // A marker costs the bytes of its key: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html>
        _ if version.marker => vec![(Item::StorageStandard, "StandardStorage", key.len() as u64)],
        StorageClass::Standard => vec![(Item::StorageStandard, "StandardStorage", size)],
        StorageClass::ReducedRedundancy => {
            vec![(Item::StorageReducedRedundancy, "ReducedRedundancyStorage", size)]
        }
        StorageClass::StandardIa => vec![
            (Item::StorageStandardIa, "StandardIAStorage", size),
            (Item::PaddingStandardIa, "StandardIASizeOverhead", padding),
        ],
        StorageClass::OneZoneIa => vec![
            (Item::StorageOneZoneIa, "OneZoneIAStorage", size),
            (Item::PaddingOneZoneIa, "OneZoneIASizeOverhead", padding),
        ],
        StorageClass::GlacierIr => vec![
            (Item::StorageGlacierIr, "GlacierInstantRetrievalStorage", size),
            (Item::PaddingGlacierIr, "GlacierIRSizeOverhead", padding),
        ],
        StorageClass::Glacier => vec![
            (Item::StorageGlacier, "GlacierStorage", size),
            (Item::StorageGlacier, "GlacierObjectOverhead", 32 * 1024),
            (Item::StorageStandard, "GlacierS3ObjectOverhead", 8 * 1024),
        ],
        StorageClass::DeepArchive => vec![
            (Item::StorageDeepArchive, "DeepArchiveStorage", size),
            (Item::StorageDeepArchive, "DeepArchiveObjectOverhead", 32 * 1024),
            (Item::StorageStandard, "DeepArchiveS3ObjectOverhead", 8 * 1024),
        ],
        StorageClass::IntelligentTiering => {
            // The archive tiers have an index like the archives.
            let mut all = match tier {
                AccessTier::Frequent => vec![(Item::StorageIntFrequent, "IntelligentTieringFAStorage", size)],
                AccessTier::Infrequent => {
                    vec![(Item::StorageIntInfrequent, "IntelligentTieringIAStorage", size)]
                }
                AccessTier::ArchiveInstant => {
                    vec![(Item::StorageIntArchiveInstant, "IntelligentTieringAIAStorage", size)]
                }
                AccessTier::Archive => vec![
                    (Item::StorageIntArchive, "IntelligentTieringAAStorage", size),
                    (Item::StorageIntArchive, "IntAAObjectOverhead", 32 * 1024),
                    (Item::StorageStandard, "IntAAS3ObjectOverhead", 8 * 1024),
                ],
                AccessTier::DeepArchive => vec![
                    (Item::StorageIntDeepArchive, "IntelligentTieringDAAStorage", size),
                    (Item::StorageIntDeepArchive, "IntDAAObjectOverhead", 32 * 1024),
                    (Item::StorageStandard, "IntDAAS3ObjectOverhead", 8 * 1024),
                ],
            };
            // Below 128 KB nothing is monitored.
            all.push((Item::MonitoringInt, "IntelligentTieringStorage", u64::from(size >= SMALL)));
            all
        }
        StorageClass::ExpressOneZone => unreachable!("directory buckets only"),
    };
    // The copy of what is restored is one of Standard, beside the archive.
    if let Restore::Copy(_) = version.restore {
        let deep = version.class == StorageClass::DeepArchive;
        let operation = if deep { "DeepArchiveRestoreObject" } else { "RestoreObject" };
        occupied.push((Item::StorageStandard, operation, size));
    }
    occupied
}
