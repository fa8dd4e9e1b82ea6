//! The machine: buckets, objects, and everything that happens to them without being asked.

use std::collections::BTreeMap;

use s3sim_aws::epoch::Rules;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{Day, Instant, Micros};
use s3sim_ledger::event::{EventKind, KeyRange, ObjectEvent};
use s3sim_ledger::{AccountId, BucketId};

use crate::access::Access;
use crate::alike::Memo;
use crate::analytics::{Analyses, READ_ONCE};
use crate::attached::Attached;
use crate::bucket::{Bucket, BucketSettings, NewBucket, Versioning};
use crate::capacity::Capacity;
use crate::configuration::intelligent_tiering::IntelligentTieringConfiguration;
use crate::counts::Counts;
use crate::directory::Directory;
use crate::encryption::Protection;
use crate::encryption::default::DefaultEncryption;
use crate::identity::version_id;
use crate::kms::cache::BucketKeys;
use crate::kms::direct::Desk;
use crate::kms::quota::Quotas;
use crate::kms::{KeyId, Keys, NewKey};
use crate::lifecycle::document::{LifecycleConfiguration, Rule};
use crate::lifecycle::plan::Reading;
use crate::lock::Locks;
use crate::loss::Losses;
use crate::multipart::Uploads;
use crate::notification::destination::Destinations;
use crate::notification::notice::Notices;
use crate::object::attrs::{AccessId, ContentId, EncryptionId, ObjectAccess, TagsId};
use crate::object::naming::{KeyTemplate, Naming};
use crate::object::pool::Pool;
use crate::object::row::RowId;
use crate::object::table::{SpaceId, Table};
use crate::partition::{Layout, PartitionSettings, Partitions};
use crate::replication::Replication;
use crate::replication::standing::StandingId;
use crate::tally::{CauseId, Happening, Label, Sum, Tally};
use crate::world::{Wake, World};

/// Modelling choices of the machine, where AWS leaves something open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether objects in the opt-in tiers of Intelligent-Tiering carry 32 KB + 8 KB like archived ones.
    pub int_archive_overhead: bool,
    /// The Region of buckets that are made without saying one.
    pub home: Region,
    /// S3's rules and defaults.
    pub rules: Rules,
    /// How lifecycle rules are read.
    pub reading: Reading,
    /// How long a new notification configuration takes to be followed.
    pub notification_propagation: Micros,
    /// Below which share of stored bytes read in 30 days storage class analysis finds an age group seldom read, in
    /// billionths.
    pub analysis_threshold: u64,
    /// Calls a second that KMS takes from an account in a Region; `None`: as published.
    pub kms_requests_per_s: Option<u64>,
    /// What a prefix partition admits and how it adapts.
    pub partitions: PartitionSettings,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            int_archive_overhead: true,
            home: Region::US_EAST_1,
            rules: Rules::default(),
            reading: Reading::default(),
            notification_propagation: Micros::ZERO,
            analysis_threshold: READ_ONCE,
            kms_requests_per_s: None,
            partitions: PartitionSettings::default(),
        }
    }
}

/// Bytes that somebody spelled out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content {
    /// The ETag, quoted.
    pub etag: String,
    /// The text.
    pub body: String,
}

/// One deterministic S3.
#[derive(Clone, Debug)]
pub struct S3 {
    pub(crate) table: Table,
    pub(crate) buckets: Vec<Bucket>,
    pub(crate) names: BTreeMap<String, BucketId>,
    pub(crate) tags: Vec<Vec<(String, String)>>,
    pub(crate) tag_ids: BTreeMap<Vec<(String, String)>, TagsId>,
    pub(crate) contents: Vec<Content>,
    pub(crate) content_ids: BTreeMap<Content, ContentId>,
    pub(crate) tally: Tally,
    /// The next midnight that has not been gone through.
    pub(crate) next_pass: Day,
    /// When the row that was filed last is due.
    pub(crate) filed: Memo<Day>,
    pub(crate) home: Region,
    pub(crate) rules: Rules,
    pub(crate) reading: Reading,
    pub(crate) counts: Counts,
    pub(crate) numbers: crate::versioning::Numbers,
    pub(crate) directory: Directory,
    pub(crate) kms: Keys,
    pub(crate) bucket_keys: BucketKeys,
    pub(crate) kms_quotas: Quotas,
    pub(crate) desk: Desk,
    pub(crate) accesses: Pool<ObjectAccess>,
    pub(crate) protections: Pool<Protection>,
    pub(crate) locks: Locks,
    pub(crate) uploads: Uploads,
    pub(crate) replication: Replication,
    pub(crate) capacity: Capacity,
    pub(crate) losses: Losses,
    pub(crate) attached: Attached,
    /// Who pays for the request that is being carried out, if it is not the bucket's owner.
    pub(crate) requester: Option<AccountId>,
    pub(crate) notices: Notices,
    pub(crate) destinations: Destinations,
    pub(crate) notification_propagation: Micros,
    pub(crate) analyses: Analyses,
    pub(crate) partitions: Partitions,
}

impl S3 {
    /// An empty S3 whose clock stands at `start`.
    pub fn new(start: Instant, settings: Settings) -> S3 {
        let next_pass = start.ceil_day();
        S3 {
            table: Table::new(next_pass, settings.int_archive_overhead),
            buckets: Vec::new(),
            names: BTreeMap::new(),
            tags: vec![Vec::new()],
            tag_ids: BTreeMap::from([(Vec::new(), TagsId(0))]),
            contents: vec![Content::default()],
            content_ids: BTreeMap::new(),
            tally: Tally::default(),
            next_pass,
            filed: Memo::default(),
            home: settings.home,
            rules: settings.rules,
            reading: settings.reading,
            counts: Counts::default(),
            numbers: crate::versioning::Numbers::default(),
            directory: Directory::default(),
            kms: Keys::default(),
            bucket_keys: BucketKeys::default(),
            kms_quotas: Quotas::new(settings.kms_requests_per_s, settings.rules),
            desk: Desk::default(),
            accesses: Pool::starting_with(ObjectAccess::default()),
            protections: Pool::starting_with(Protection::default()),
            locks: Locks::default(),
            uploads: Uploads::default(),
            replication: Replication::default(),
            capacity: Capacity::default(),
            losses: Losses::default(),
            attached: Attached::default(),
            requester: None,
            notices: Notices::default(),
            destinations: Destinations::default(),
            notification_propagation: settings.notification_propagation,
            analyses: Analyses::new(settings.analysis_threshold),
            partitions: Partitions::new(settings.partitions),
        }
    }

    /// Makes a bucket; its name must be free.
    pub fn add_bucket(&mut self, new: NewBucket) -> BucketId {
        let id = BucketId(self.buckets.len() as u32);
        self.table.add_bucket();
        let literals = self.table.add_literals(id);
        self.partitions.add_bucket(&new.name, Layout::Whole);
        self.names.insert(new.name.clone(), id);
        let settings = BucketSettings {
            encryption: DefaultEncryption {
                blocks_customer_keys: self.rules.new_buckets_block_customer_keys(new.region),
                ..DefaultEncryption::default()
            },
            ..BucketSettings::default()
        };
        for (owner, account) in self.directory.accounts() {
            self.kms.add_managed(owner, new.region, &account.number.to_string());
        }
        self.buckets.push(Bucket {
            name: new.name,
            owner: new.owner,
            region: new.region,
            created: new.created,
            deleted: false,
            versioning: Versioning::Unversioned,
            lifecycle: None,
            replication: None,
            has_mixed_numbers: false,
            access: Access::of_new_bucket(self.rules),
            settings,
            intelligent_tiering: Vec::new(),
            requester_pays: false,
            rule_causes: Vec::new(),
            deepest_newer: 0,
            prefixes: Default::default(),
            literals,
            templates: BTreeMap::new(),
        });
        id
    }

    /// Introduces accounts, their organization and their principals. Comes before the buckets.
    pub fn know(&mut self, directory: Directory) {
        self.directory = directory;
    }

    /// Introduces queues, topics and functions, which S3 may be told to send to.
    pub fn know_destinations(&mut self, destinations: Destinations) {
        self.destinations = destinations;
    }

    /// Queues, topics and functions as S3 sees them.
    pub fn destinations(&self) -> &Destinations {
        &self.destinations
    }

    /// Queues, topics and functions as S3 sees them, for changing.
    pub fn destinations_mut(&mut self) -> &mut Destinations {
        &mut self.destinations
    }

    /// Who there is.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The private access control list of objects of `owner` in a bucket, for objects that are there at the start.
    pub fn owned_by(&mut self, bucket: BucketId, owner: AccountId) -> AccessId {
        if self.bucket(bucket).owner == owner {
            return AccessId::default();
        }
        self.buckets[bucket.0 as usize].access.has_foreign_objects = true;
        self.intern_access(ObjectAccess { owner: Some(owner), acl: None })
    }

    /// The place of an owner and access control list.
    pub(crate) fn intern_access(&mut self, access: ObjectAccess) -> AccessId {
        AccessId(self.accesses.place(access))
    }

    /// The owner and access control list at a place.
    pub(crate) fn object_access(&self, id: AccessId) -> &ObjectAccess {
        self.accesses.get(id.0)
    }

    /// The place of a protection.
    pub fn intern_protection(&mut self, protection: Protection) -> EncryptionId {
        EncryptionId(self.protections.place(protection))
    }

    /// The protection at a place.
    pub(crate) fn protection(&self, id: EncryptionId) -> &Protection {
        self.protections.get(id.0)
    }

    /// The bucket of a name.
    pub fn bucket_id(&self, name: &str) -> Option<BucketId> {
        self.names.get(name).copied()
    }

    /// A bucket.
    pub fn bucket(&self, id: BucketId) -> &Bucket {
        &self.buckets[id.0 as usize]
    }

    /// Adds a customer managed KMS key. The ledger hears of it with the next thing that happens.
    pub fn add_key(&mut self, new: NewKey) -> KeyId {
        self.kms.add(new, &self.directory)
    }

    /// The Region of what does not say where it is.
    pub fn home(&self) -> Region {
        self.home
    }

    /// All KMS keys.
    pub fn keys(&self) -> &Keys {
        &self.kms
    }

    /// Every bucket that was ever made, with its id.
    pub fn buckets(&self) -> impl Iterator<Item = (BucketId, &Bucket)> {
        self.buckets.iter().enumerate().map(|(index, bucket)| (BucketId(index as u32), bucket))
    }

    /// The key space of a template in a bucket, made the first time. It takes in keys of its own that have been named
    /// before.
    pub fn template(&mut self, bucket: BucketId, template: KeyTemplate) -> SpaceId {
        let entry = &mut self.buckets[bucket.0 as usize];
        let spaces = entry.templates.entry(template.head.clone()).or_default();
        let known = spaces.iter().copied().find(
            |&space| matches!(&self.table.space(space).naming, Naming::Template(known) if *known == template),
        );
        known.unwrap_or_else(|| {
            let space = self.table.add_template(bucket, template, &entry.prefixes);
            spaces.push(space);
            self.table.adopt(entry.literals, space);
            space
        })
    }

    /// Where a key of a bucket is or would be: its key space and index. Literal keys are noted down.
    pub fn place(&mut self, bucket: BucketId, key: &str) -> (SpaceId, u64) {
        if let Some(place) = self.find_place(bucket, key) {
            return place;
        }
        let entry = &self.buckets[bucket.0 as usize];
        (entry.literals, self.table.literal(entry.literals, key, &entry.prefixes))
    }

    /// Where a key of a bucket is, if a template can make it or it has been named before.
    pub fn find_place(&self, bucket: BucketId, key: &str) -> Option<(SpaceId, u64)> {
        let entry = self.bucket(bucket);
        let in_space = |space: SpaceId| self.table.space(space).naming.index(key).map(|index| (space, index));
        let starts = key.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
        starts
            .filter_map(|at| entry.templates.get(&key[..at]))
            .flatten()
            .find_map(|&space| in_space(space))
            .or_else(|| in_space(entry.literals))
    }

    /// The id of a set of tags.
    pub fn tags(&mut self, mut tags: Vec<(String, String)>) -> TagsId {
        tags.sort();
        if let Some(&id) = self.tag_ids.get(&tags) {
            return id;
        }
        let id = TagsId(self.tags.len() as u32);
        self.tags.push(tags.clone());
        self.tag_ids.insert(tags, id);
        id
    }

    /// The id of bytes that somebody spelled out.
    pub fn content(&mut self, content: Content) -> ContentId {
        if let Some(&id) = self.content_ids.get(&content) {
            return id;
        }
        let id = ContentId(self.contents.len() as u32);
        self.contents.push(content.clone());
        self.content_ids.insert(content, id);
        id
    }

    /// The cause of a text, for requests.
    pub fn cause(&mut self, text: &str) -> CauseId {
        self.tally.cause(text)
    }

    /// Puts a lifecycle configuration in place, or takes it away: every object of the bucket is looked at anew.
    ///
    /// Actions that are owed but not carried out are forgotten, as S3 unschedules what was queued.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html>
    pub fn set_lifecycle(&mut self, bucket: BucketId, configuration: Option<LifecycleConfiguration>) {
        let rules = configuration.as_ref().map_or(&[][..], |c| &c.rules);
        let causes = rules.iter().map(|rule| self.tally.cause(&format!("rule {}", rule.id))).collect();
        let newer = |rule: &Rule| {
            let transitions = rule.noncurrent_transitions.iter().map(|t| t.newer_noncurrent_versions);
            transitions.chain(rule.noncurrent_expiration.map(|e| e.newer_noncurrent_versions)).max()
        };
        let deepest_newer = self.reading.newer(rules.iter().filter_map(newer).max().unwrap_or(0));
        let entry = &mut self.buckets[bucket.0 as usize];
        entry.rule_causes = causes;
        entry.deepest_newer = deepest_newer;
        entry.lifecycle = configuration;
        self.reconsider(bucket);
    }

    /// Puts the Intelligent-Tiering configurations of a bucket in place: every object is looked at anew.
    pub fn set_intelligent_tiering(
        &mut self,
        bucket: BucketId,
        mut configurations: Vec<IntelligentTieringConfiguration>,
    ) {
        configurations.sort_by(|a, b| a.id.cmp(&b.id));
        self.buckets[bucket.0 as usize].intelligent_tiering = configurations;
        self.review(bucket);
    }

    /// Says whether requesters pay for requests and transfer, instead of the owner.
    pub fn set_requester_pays(&mut self, bucket: BucketId, requester_pays: bool) {
        self.buckets[bucket.0 as usize].requester_pays = requester_pays;
    }

    /// Sets the versioning state.
    pub fn set_versioning(&mut self, bucket: BucketId, versioning: Versioning) {
        self.buckets[bucket.0 as usize].versioning = versioning;
        self.reconsider(bucket);
    }

    /// Changes what is configured beside versioning and lifecycle.
    pub fn settings_mut(&mut self, bucket: BucketId) -> &mut BucketSettings {
        &mut self.buckets[bucket.0 as usize].settings
    }

    /// Notes that something happened to all versions of a row.
    pub(crate) fn note(&mut self, id: RowId, kind: EventKind, from: Label, to: Label, cause: CauseId) {
        let row = self.table.arena.get(id);
        let entry = self.table.attrs.get(row.attrs);
        let space = self.table.segments.get(entry.attrs.segment).space;
        let origin = match entry.attrs.standing {
            StandingId(0) => entry.bucket,
            standing => self.origin_of(entry.bucket, standing),
        };
        self.tally.add(Happening { bucket: entry.bucket, space, kind, from, to, cause }, row, origin);
        self.take_notice(id, kind, to);
    }

    /// The text of a label.
    fn label(&self, label: Label) -> &str {
        match label {
            Label::None => "",
            Label::Class(class) => class.name(),
            Label::Tier(tier) => tier.name(),
            Label::Bucket(bucket) => &self.bucket(bucket).name,
        }
    }

    /// Hands everything that has changed at `now` to the ledger. Every entry point of the machine ends with it.
    pub(crate) fn settle(&mut self, now: Instant, world: &mut impl World) {
        self.send_off(now, world);
        self.table.drain_levels(|bucket, stored, delta| world.level(now, bucket, stored, delta));
        for (owner, region, delta) in self.kms.drain_weights() {
            world.keys(now, owner, region, delta);
        }
        self.counts.drain(|count| world.count(now, count));
        for at in self.table.watched.alarms() {
            world.schedule(at, Wake::Restores);
        }
        if let Some(at) = self.analyses.alarm() {
            world.schedule(at, Wake::Analysis);
        }
        self.tell(now, world);
        for (what, sum) in self.tally.drain() {
            self.write_down(now, what, sum, world);
        }
    }

    /// Writes down what happened to the versions of a sum.
    pub(crate) fn write_down(&self, time: Instant, what: Happening, sum: Sum, world: &mut impl World) {
        let naming = &self.table.space(what.space).naming;
        let bucket = &self.buckets[what.bucket.0 as usize];
        let key = naming.key(sum.first);
        let single = sum.count == 1;
        let version_id = match sum.number {
            // An upload is no version yet.
            _ if !single || what.kind.is_upload() => String::new(),
            0 if bucket.versioning == Versioning::Unversioned => String::new(),
            number => version_id(&self.bucket(sum.origin).name, &key, number, sum.created),
        };
        world.event(ObjectEvent {
            time,
            bucket: bucket.name.clone(),
            last_key: if sum.first == sum.last { String::new() } else { naming.key(sum.last) },
            key,
            version_id,
            event: what.kind,
            from: self.label(what.from).to_owned(),
            to: self.label(what.to).to_owned(),
            cause: self.tally.text(what.cause).to_owned(),
            count: sum.count,
            bytes: sum.bytes,
            keys: Some(KeyRange { space: what.space.0, first: sum.first, last: sum.last }),
        });
    }
}
