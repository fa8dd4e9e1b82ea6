//! Multipart uploads on their way: which there are, what their parts weigh, when a rule aborts them.
//!
//! Like versions, uploads stand in runs: one entry for consecutive keys with uploads that are alike. Runs of one key
//! space are either equal or disjoint, so that those of a key are found by the first key of its run.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::{Day, Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use crate::lock::Lock;
use crate::machine::S3;
use crate::object::attrs::{AccessId, EncryptionId, TagsId};
use crate::object::table::SpaceId;
use crate::storage::Stored;
use crate::tally::{CauseId, Happening, Label, Sum};

/// Smallest part in bytes, except the last.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
pub const PART_BYTES_MIN: u64 = 5 << 20;
/// Largest part in bytes.
pub const PART_BYTES_MAX: u64 = 5 << 30;
/// Highest part number.
pub const PARTS_MAX: u16 = 10_000;

/// A part that has landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes.
    pub size: u64,
    /// The bytes, if somebody spelled them out.
    pub body: Option<String>,
    /// The ETag, quoted.
    pub etag: String,
    /// When it landed.
    pub modified: Instant,
}

/// Where an upload stands: its key space, the first key of its run, and the how-manieth of these keys it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UploadKey {
    /// The key space.
    pub space: SpaceId,
    /// The first key's index.
    pub first: u64,
    /// Distinguishes uploads to the same key.
    pub number: u32,
}

/// Uploads of consecutive keys that are alike.
#[derive(Clone, Debug)]
pub struct Upload {
    /// How many keys.
    pub count: u64,
    /// When they were begun.
    pub initiated: Instant,
    /// The class that the objects will have.
    pub class: StorageClass,
    /// The tags that the objects will have.
    pub tags: TagsId,
    /// The lock that was asked for.
    pub lock: Lock,
    /// Owner and access control list of the objects.
    pub access: AccessId,
    /// How the objects will be encrypted, and their parts are.
    pub encryption: EncryptionId,
    /// What has landed, by number.
    pub parts: BTreeMap<u16, Part>,
    /// The midnight at which a rule should have aborted it, if that has not been done yet: nothing is billed since.
    owed: Option<Day>,
    /// The day under which it is filed.
    due: Day,
}

impl Upload {
    /// Bytes of all parts of one key.
    pub fn bytes(&self) -> u64 {
        self.parts.values().map(|part| part.size).sum()
    }

    fn end(&self, first: u64) -> u64 {
        first + self.count
    }
}

/// What begins an upload.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// The class that the object will have.
    pub class: StorageClass,
    /// The tags that it will have.
    pub tags: TagsId,
    /// The lock that it will have.
    pub lock: Lock,
    /// Its owner and access control list.
    pub access: AccessId,
    /// How it will be encrypted.
    pub encryption: EncryptionId,
    /// When the upload was begun.
    pub initiated: Instant,
    /// What has landed already.
    pub parts: BTreeMap<u16, Part>,
}

/// Every upload of a machine.
#[derive(Clone, Debug, Default)]
pub struct Uploads {
    list: BTreeMap<UploadKey, Upload>,
    calendar: BTreeSet<(Day, UploadKey)>,
    /// Numbers that were given at the present instant, so that no id comes twice.
    given: (Instant, BTreeMap<(SpaceId, u64), u32>),
}

impl Uploads {
    /// An upload.
    pub fn get(&self, key: UploadKey) -> Option<&Upload> {
        self.list.get(&key)
    }

    /// Every upload of a key space, by key.
    pub fn of_space(&self, space: SpaceId) -> impl Iterator<Item = (UploadKey, &Upload)> {
        let from = UploadKey { space, first: 0, number: 0 };
        let until = UploadKey { space, first: u64::MAX, number: u32::MAX };
        self.list.range(from..=until).map(|(key, upload)| (*key, upload))
    }

    /// The uploads of the run that holds `index`.
    pub fn of_key(&self, space: SpaceId, index: u64) -> Vec<UploadKey> {
        let Some(first) = self.first_of(space, index) else { return Vec::new() };
        let from = UploadKey { space, first, number: 0 };
        self.list.range(from..=UploadKey { number: u32::MAX, ..from }).map(|(key, _)| *key).collect()
    }

    /// Where the run that holds `index` begins.
    fn first_of(&self, space: SpaceId, index: u64) -> Option<u64> {
        let from = UploadKey { space, first: 0, number: 0 };
        let until = UploadKey { space, first: index, number: u32::MAX };
        let (key, upload) = self.list.range(from..=until).next_back()?;
        (index < upload.end(key.first)).then_some(key.first)
    }

    /// The first day on which a rule may abort something.
    pub fn first_day(&self) -> Option<Day> {
        self.calendar.first().map(|(day, _)| *day)
    }

    /// Makes a boundary between runs in front of `index`.
    fn split_at(&mut self, space: SpaceId, index: u64) {
        let Some(first) = self.first_of(space, index).filter(|first| *first < index) else { return };
        for key in self.of_key(space, first) {
            let Some(upload) = self.list.get_mut(&key) else { continue };
            let tail = Upload { count: upload.end(first) - index, ..upload.clone() };
            upload.count = index - first;
            let place = UploadKey { first: index, ..key };
            if tail.due != Day::MAX {
                self.calendar.insert((tail.due, place));
            }
            self.list.insert(place, tail);
        }
    }

    fn number(&mut self, space: SpaceId, first: u64, now: Instant) -> u32 {
        if self.given.0 != now {
            self.given = (now, BTreeMap::new());
        }
        let highest = self.of_key(space, first).last().map_or(0, |key| key.number + 1);
        let next = self.given.1.entry((space, first)).or_default();
        let number = highest.max(*next);
        *next = number + 1;
        number
    }
}

/// What the parts of an upload are metered as. Padding and overhead come with the object only.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>, note 7. That parts on
/// their way to DEEP_ARCHIVE have a usage type of their own is a modelling choice: AWS's pages disagree.
fn stored(class: StorageClass) -> Stored {
    match class {
        StorageClass::Standard => Stored::Standard,
        StorageClass::ReducedRedundancy => Stored::ReducedRedundancy,
        StorageClass::ExpressOneZone => Stored::Express,
        StorageClass::IntelligentTiering => Stored::IntFrequent,
        StorageClass::StandardIa => Stored::StandardIa,
        StorageClass::OneZoneIa => Stored::OneZoneIa,
        StorageClass::GlacierIr => Stored::GlacierIr,
        StorageClass::Glacier => Stored::StagingGlacier,
        StorageClass::DeepArchive => Stored::StagingDeepArchive,
    }
}

impl S3 {
    /// Begins an upload to every key of a range.
    pub(crate) fn begin_uploads(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        new: &NewUpload,
        cause: CauseId,
    ) -> Vec<UploadKey> {
        self.uploads.split_at(space, range.start);
        self.uploads.split_at(space, range.end);
        let mut keys = Vec::new();
        for (stretch, _) in self.table.segments_of(space, range) {
            let mut first = stretch.start;
            while first < stretch.end {
                // Uploads that are there already cut the new ones, and the other way round.
                let known = self.uploads.of_key(space, first);
                let end = match known.first().and_then(|key| self.uploads.get(*key)) {
                    Some(upload) => upload.end(first).min(stretch.end),
                    None => self.next_run(space, first).unwrap_or(u64::MAX).min(stretch.end),
                };
                let key = UploadKey { space, first, number: self.uploads.number(space, first, now) };
                let upload = Upload {
                    count: end - first,
                    initiated: new.initiated,
                    class: new.class,
                    tags: new.tags,
                    lock: new.lock,
                    access: new.access,
                    encryption: new.encryption,
                    parts: new.parts.clone(),
                    owed: None,
                    due: Day::MAX,
                };
                self.uploads.list.insert(key, upload);
                self.weigh_upload(key, 1);
                self.note_upload(key, EventKind::UploadInitiated, cause);
                self.file_upload(key);
                keys.push(key);
                first = end;
            }
        }
        keys
    }

    /// Where the next run of uploads behind `index` begins.
    fn next_run(&self, space: SpaceId, index: u64) -> Option<u64> {
        let from = UploadKey { space, first: index, number: 0 };
        let until = UploadKey { space, first: u64::MAX, number: u32::MAX };
        self.uploads.list.range(from..=until).next().map(|(key, _)| key.first)
    }

    /// An upload of one key as a run of its own.
    pub(crate) fn single_upload(&mut self, space: SpaceId, index: u64, number: u32) -> UploadKey {
        self.uploads.split_at(space, index);
        self.uploads.split_at(space, index + 1);
        UploadKey { space, first: index, number }
    }

    /// Puts a part in, in place of the one with its number.
    pub(crate) fn put_part(&mut self, key: UploadKey, number: u16, part: Part) {
        self.weigh_upload(key, -1);
        if let Some(upload) = self.uploads.list.get_mut(&key) {
            upload.parts.insert(number, part);
        }
        self.weigh_upload(key, 1);
    }

    /// Takes an upload out: it is completed or aborted.
    pub(crate) fn end_upload(&mut self, key: UploadKey) -> Option<Upload> {
        self.weigh_upload(key, -1);
        let upload = self.uploads.list.remove(&key)?;
        self.uploads.calendar.remove(&(upload.due, key));
        Some(upload)
    }

    /// Aborts an upload: its parts are gone, and nothing is paid for that.
    pub(crate) fn abort_upload(&mut self, key: UploadKey, cause: CauseId) {
        self.note_upload(key, EventKind::UploadAborted, cause);
        self.end_upload(key);
    }

    /// Ends every upload of a bucket that is deleted.
    pub(crate) fn forget_uploads(&mut self, bucket: BucketId) {
        for key in self.uploads_of(bucket) {
            self.end_upload(key);
        }
    }

    fn uploads_of(&self, bucket: BucketId) -> Vec<UploadKey> {
        let spaces = self.bucket(bucket).spaces();
        spaces.flat_map(|space| self.uploads.of_space(space).map(|(key, _)| key)).collect()
    }

    /// When the first rule aborts an upload, and which one: by the prefix of its key alone.
    pub(crate) fn abort_due(&self, key: UploadKey) -> Option<(Day, usize)> {
        let upload = self.uploads.get(key)?;
        let bucket = self.table.space(key.space).bucket;
        let (_, segment) = *self.table.segments_of(key.space, key.first..key.first + 1).first()?;
        let segment = self.table.segments.get(segment);
        let rules = self.bucket(bucket).lifecycle.as_ref()?.rules.iter().enumerate();
        let matching = rules.filter(|(_, rule)| rule.enabled && segment.has_prefix(&rule.filter.prefix));
        let dated = matching.filter_map(|(index, rule)| {
            let days = rule.abort_incomplete_multipart_upload?;
            Some(((upload.initiated + Micros::days(days.into())).ceil_day(), index))
        });
        dated.min()
    }

    /// Files an upload under the day on which a rule aborts it.
    fn file_upload(&mut self, key: UploadKey) {
        let due = self.abort_due(key).map_or(Day::MAX, |(day, _)| day.max(self.next_pass));
        let Some(upload) = self.uploads.list.get_mut(&key) else { return };
        self.uploads.calendar.remove(&(upload.due, key));
        upload.due = due;
        if due != Day::MAX {
            self.uploads.calendar.insert((due, key));
        }
    }

    /// Looks at every upload of a bucket anew: its rules have changed, and with them the prefixes at which runs are
    /// cut.
    pub(crate) fn review_uploads(&mut self, bucket: BucketId) {
        for key in self.uploads_of(bucket) {
            let Some(count) = self.uploads.get(key).map(|upload| upload.count) else { continue };
            for (stretch, _) in self.table.segments_of(key.space, key.first..key.first + count) {
                self.uploads.split_at(key.space, stretch.start);
            }
        }
        for key in self.uploads_of(bucket) {
            if self.uploads.get(key).is_some_and(|upload| upload.owed.is_none()) {
                self.file_upload(key);
            }
        }
    }

    /// Forgets which uploads are owed an abort.
    pub(crate) fn forgive_uploads(&mut self, bucket: BucketId) {
        for key in self.uploads_of(bucket) {
            if self.uploads.get(key).is_some_and(|upload| upload.owed.is_some()) {
                self.set_owed(key, None);
                self.file_upload(key);
            }
        }
    }

    /// The uploads that are to be aborted at the midnight of `day`, with the causes.
    pub(crate) fn uploads_due(&mut self, day: Day) -> Vec<(UploadKey, CauseId)> {
        let mut due = Vec::new();
        while let Some(&(first, key)) = self.uploads.calendar.first() {
            if first > day {
                break;
            }
            self.uploads.calendar.pop_first();
            if let Some(upload) = self.uploads.list.get_mut(&key) {
                upload.due = Day::MAX;
            }
            match self.abort_due(key) {
                Some((at, rule)) if at <= day => {
                    let bucket = self.table.space(key.space).bucket;
                    due.push((key, self.bucket(bucket).rule_causes[rule]));
                }
                _ => self.file_upload(key),
            }
        }
        due
    }

    /// Stops billing an upload that a rule will abort later: the due date counts.
    pub(crate) fn owe_abort(&mut self, key: UploadKey, day: Day) {
        self.set_owed(key, Some(day));
    }

    /// Aborts what has been due since an earlier midnight and is still there.
    pub(crate) fn abort_owed(&mut self, due: Day) {
        let owed =
            self.uploads.list.iter().filter(|(_, upload)| upload.owed == Some(due)).map(|(key, _)| *key);
        for key in owed.collect::<Vec<_>>() {
            if let Some((at, rule)) = self.abort_due(key)
                && at <= due
            {
                let bucket = self.table.space(key.space).bucket;
                let cause = self.bucket(bucket).rule_causes[rule];
                self.abort_upload(key, cause);
            }
        }
    }

    fn set_owed(&mut self, key: UploadKey, owed: Option<Day>) {
        self.weigh_upload(key, -1);
        if let Some(upload) = self.uploads.list.get_mut(&key) {
            upload.owed = owed;
        }
        self.weigh_upload(key, 1);
    }

    fn weigh_upload(&mut self, key: UploadKey, sign: i128) {
        let Some(upload) = self.uploads.get(key).filter(|upload| upload.owed.is_none()) else { return };
        let bytes = i128::from(upload.bytes()) * i128::from(upload.count);
        let (class, bucket) = (upload.class, self.table.space(key.space).bucket);
        if bytes > 0 {
            self.table.add_level(bucket, stored(class), sign * bytes);
        }
    }

    fn note_upload(&mut self, key: UploadKey, kind: EventKind, cause: CauseId) {
        let Some(upload) = self.uploads.get(key) else { return };
        let sum = Sum {
            count: upload.count,
            bytes: u128::from(upload.bytes()) * u128::from(upload.count),
            first: key.first,
            last: key.first + upload.count - 1,
            number: 0,
            created: upload.initiated,
            origin: self.table.space(key.space).bucket,
        };
        let (from, to) = match kind {
            EventKind::UploadInitiated => (Label::None, Label::Class(upload.class)),
            _ => (Label::Class(upload.class), Label::None),
        };
        let bucket = self.table.space(key.space).bucket;
        self.tally.add_sum(Happening { bucket, space: key.space, kind, from, to, cause }, sum);
    }
}
