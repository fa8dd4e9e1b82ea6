//! Storage class analysis: what is read of objects of which age, and from which age on Standard-IA would do.
//!
//! Every midnight UTC the day that ended is written down, by storage class and age group. Only STANDARD is judged, and
//! only for STANDARD_IA; nothing is ever said of One Zone-IA or the archive classes.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/analytics-storage-class.html>
//!
//! Modelling choices. AWS publishes no formula. Here the access ratio of an age group is the bytes retrieved in the
//! last 30 days per byte stored, taken of this group and all older ones together (in the first 30 days, what has been
//! seen so far, extrapolated). Objects are seldom read from the youngest age on at which the ratio is below the
//! threshold, 30 days at least, since no rule may move them to Standard-IA sooner. That age is recommended once it has
//! been the same for 30 days. What is stored is what is stored at midnight.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use s3sim_aws::class::{SMALL_OBJECT, StorageClass};
use s3sim_kernel::time::{DAY, Day, Instant};
use s3sim_ledger::BucketId;
use s3sim_ledger::analysis::{AGE_GROUPS, AnalysisRow, COLUMNS, ObjectAge};

use crate::configuration::analytics::AnalyticsConfiguration;
use crate::configuration::by_id::Identified;
use crate::delivery::Parcel;
use crate::machine::S3;
use crate::object::attrs::{Attrs, Kind, TagsId};
use crate::object::row::RowId;
use crate::object::segment::SegmentId;
use crate::object::table::SpaceId;
use crate::restore::Condition;
use crate::storage::Stored;
use crate::versioning::Written;
use crate::world::World;

/// One read of every stored byte in 30 days, in billionths: about where Standard and Standard-IA cost the same.
pub const READ_ONCE: u64 = 1_000_000_000;
/// Days over which reads are summed, and for which an age must hold before it is recommended.
const PERIOD: u32 = 30;
/// The youngest age from which a lifecycle rule may move objects to Standard-IA.
const YOUNGEST: u32 = 30;

/// Every analysis that is under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Analyses {
    running: BTreeMap<(BucketId, String), Analysis>,
    alarm: Option<Instant>,
    scheduled: Option<Instant>,
    threshold: u64,
}

/// What was seen of objects of one class and age.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    stored: u128,
    retrieved: u128,
    requests: u64,
    objects: u64,
    uploaded: u128,
}

type Day30 = BTreeMap<(StorageClass, ObjectAge), (u128, u128)>;

/// One analysis.
#[derive(Clone, Debug)]
struct Analysis {
    since: Instant,
    prefix: String,
    tags: Vec<(String, String)>,
    /// What has happened since midnight.
    today: BTreeMap<(StorageClass, ObjectAge), Seen>,
    /// Stored and retrieved bytes of the last days, the newest last.
    days: VecDeque<Day30>,
    observed: Option<u32>,
    /// For how many days it has been so.
    steady: u32,
    /// Objects that are paid for.
    monitored: u64,
    /// How long the exported file is.
    length: u64,
}

impl Analyses {
    pub(crate) fn new(threshold: u64) -> Analyses {
        Analyses { threshold, ..Analyses::default() }
    }

    /// When the machine wants to be woken, told once.
    pub(crate) fn alarm(&mut self) -> Option<Instant> {
        let at = self.alarm.take().filter(|at| self.scheduled != Some(*at));
        self.scheduled = at.or(self.scheduled);
        at
    }

    pub(crate) fn none_of(&self, bucket: BucketId) -> bool {
        self.running.is_empty()
            || self.running.range((bucket, String::new())..).next().is_none_or(|((of, _), _)| *of != bucket)
    }
}

impl Analysis {
    fn begin(since: Instant, configuration: &AnalyticsConfiguration) -> Analysis {
        Analysis {
            since,
            prefix: configuration.prefix.clone(),
            tags: configuration.tags.clone(),
            today: BTreeMap::new(),
            days: VecDeque::new(),
            observed: None,
            steady: 0,
            monitored: 0,
            length: COLUMNS.join(",").len() as u64 + 1,
        }
    }

    fn concerns(&self, has_prefix: &dyn Fn(&str) -> bool, tags: &[(String, String)]) -> bool {
        has_prefix(&self.prefix) && self.tags.iter().all(|tag| tags.contains(tag))
    }

    /// Adds what was seen of objects of `size` bytes: small ones count only among those of all ages.
    fn add(&mut self, class: StorageClass, days: u32, size: u64, change: impl Fn(&mut Seen)) {
        change(self.today.entry((class, ObjectAge::All)).or_default());
        if size > SMALL_OBJECT {
            change(self.today.entry((class, ObjectAge::of_days(days))).or_default());
        }
    }

    /// Stored and retrieved bytes of the last days, of one class and the group at a place and all older ones.
    fn at_least(&self, class: StorageClass, age: ObjectAge) -> (u128, u128) {
        let groups = match age {
            ObjectAge::Group(_) => (class, age)..(class, ObjectAge::All),
            ObjectAge::All => (class, age)..(class, ObjectAge::All),
        };
        let mut sum = (0, 0);
        for day in &self.days {
            let whole = day.get(&(class, ObjectAge::All)).filter(|_| age == ObjectAge::All);
            for (stored, retrieved) in day.range(groups.clone()).map(|(_, seen)| seen).chain(whole) {
                sum = (sum.0 + stored, sum.1 + retrieved);
            }
        }
        sum
    }

    /// Closes the day before `date`; answers with its rows.
    fn close(&mut self, key: &(BucketId, String), date: Day, threshold: u64) -> Vec<AnalysisRow> {
        let today = std::mem::take(&mut self.today);
        self.days.push_back(today.iter().map(|(of, seen)| (*of, (seen.stored, seen.retrieved))).collect());
        if self.days.len() > PERIOD as usize {
            self.days.pop_front();
        }
        let seldom = |place: &usize| {
            let (stored, retrieved) = self.at_least(StorageClass::Standard, ObjectAge::Group(*place as u8));
            stored > 0
                && u128::from(PERIOD) * retrieved * u128::from(READ_ONCE) < stored * u128::from(threshold)
        };
        let mut places = (0..AGE_GROUPS.len()).filter(|&place| AGE_GROUPS[place] >= YOUNGEST);
        let observed = places.find(seldom).map(|place| AGE_GROUPS[place]);
        self.steady = if observed == self.observed { self.steady + 1 } else { 1 };
        self.observed = observed;
        let recommended = observed.filter(|_| self.steady >= PERIOD);
        let row = |(&(class, age), seen): (&(StorageClass, ObjectAge), &Seen)| {
            let all = age == ObjectAge::All;
            let advice = all && class == StorageClass::Standard;
            let (stored, retrieved) = self.at_least(class, age);
            AnalysisRow {
                bucket: key.0,
                configuration: key.1.clone(),
                age,
                class,
                date,
                objects: all.then_some(seen.objects),
                uploaded: all.then_some(seen.uploaded),
                stored: seen.stored,
                retrieved: seen.retrieved,
                requests: seen.requests,
                ratio: (u128::from(PERIOD) * retrieved * 10_000 + stored / 2).checked_div(stored),
                observed_age: observed.filter(|_| advice),
                recommended_age: recommended.filter(|_| advice),
            }
        };
        today.iter().map(row).collect()
    }
}

impl S3 {
    /// Puts the analytics configurations of a bucket in place at `now`. One that only says anew where its figures go
    /// goes on; one that looks at other objects begins anew.
    pub fn set_analytics(
        &mut self,
        now: Instant,
        bucket: BucketId,
        mut all: Vec<Identified<AnalyticsConfiguration>>,
    ) {
        all.sort_by(|a, b| a.id.cmp(&b.id));
        let before = self.analyses_of(bucket);
        for (key, analysis) in before {
            let still = all.iter().any(|new| {
                new.id == key.1
                    && new.contents.prefix == analysis.prefix
                    && new.contents.tags == analysis.tags
            });
            if !still {
                self.analyses.running.remove(&key);
                self.table.add_level(bucket, Stored::AnalysedObjects, -i128::from(analysis.monitored));
            }
        }
        self.settings_mut(bucket).analytics = all;
        self.review(bucket);
        for new in self.bucket(bucket).settings.analytics.clone() {
            let key = (bucket, new.id);
            if !self.analyses.running.contains_key(&key) {
                self.analyses.running.insert(key.clone(), Analysis::begin(now, &new.contents));
                self.census_of_analysis(now, &key);
                // What is there now is paid for, but not yet part of a day.
                if let Some(analysis) = self.analyses.running.get_mut(&key) {
                    analysis.today.clear();
                }
            }
        }
        if !self.analyses.running.is_empty() {
            self.analyses.alarm = Some(now.day().next().start());
        }
    }

    fn analyses_of(&self, bucket: BucketId) -> Vec<((BucketId, String), Analysis)> {
        let running = self.analyses.running.range((bucket, String::new())..);
        running
            .take_while(|((of, _), _)| *of == bucket)
            .map(|(key, one)| (key.clone(), one.clone()))
            .collect()
    }

    /// Adds what the objects of an analysis store now, and has them paid for from now on.
    fn census_of_analysis(&mut self, now: Instant, key: &(BucketId, String)) {
        let Some(mut analysis) = self.analyses.running.remove(key) else { return };
        let mut monitored = 0;
        for id in self.rows_of(key.0) {
            let (row, attrs) = (*self.table.arena.get(id), *self.table.attrs_of(id));
            if attrs.kind != Kind::Data || attrs.condition == Condition::Lost {
                continue;
            }
            if !self.is_analysed(&analysis, attrs.segment, attrs.tags) {
                continue;
            }
            let count = u64::from(row.count);
            monitored += count;
            analysis.add(attrs.class, age_in_days(now, row.created), row.size, |seen| {
                seen.objects += count;
                seen.stored += u128::from(row.size) * u128::from(count);
            });
        }
        let delta = i128::from(monitored) - i128::from(analysis.monitored);
        if delta != 0 {
            self.table.add_level(key.0, Stored::AnalysedObjects, delta);
        }
        analysis.monitored = monitored;
        self.analyses.running.insert(key.clone(), analysis);
    }

    fn is_analysed(&self, analysis: &Analysis, segment: SegmentId, tags: TagsId) -> bool {
        let segment = self.table.segments.get(segment);
        analysis.concerns(&|prefix| segment.has_prefix(prefix), &self.tags[tags.0 as usize])
    }

    /// Changes what is seen today by every analysis that looks at such objects.
    fn observe(
        &mut self,
        bucket: BucketId,
        (segment, tags): (SegmentId, TagsId),
        change: impl Fn(&mut Analysis),
    ) {
        let mut running = std::mem::take(&mut self.analyses.running);
        for (_, analysis) in running.iter_mut().filter(|((of, _), _)| *of == bucket) {
            if self.is_analysed(analysis, segment, tags) {
                change(analysis);
            }
        }
        self.analyses.running = running;
    }

    /// Notes successful reads of versions of a row: so many requests, so many bytes in all.
    pub(crate) fn observe_read(&mut self, now: Instant, id: RowId, requests: u64, bytes: u128) {
        let row = *self.table.arena.get(id);
        let bucket = self.table.attrs.get(row.attrs).bucket;
        if self.analyses.none_of(bucket) {
            return;
        }
        let Attrs { segment, tags, class, .. } = *self.table.attrs_of(id);
        let days = age_in_days(now, row.created);
        self.observe(bucket, (segment, tags), |analysis| {
            analysis.add(class, days, row.size, |seen| {
                seen.requests += requests;
                seen.retrieved += bytes;
            });
        });
    }

    /// Notes that objects were uploaded in one piece.
    pub(crate) fn observe_write(&mut self, space: SpaceId, range: Range<u64>, written: Written) {
        let bucket = self.table.space(space).bucket;
        if self.analyses.none_of(bucket) {
            return;
        }
        for (range, segment) in self.table.segments_of(space, range) {
            let count = range.end - range.start;
            self.observe(bucket, (segment, written.tags), |analysis| {
                analysis.add(written.class, 0, written.size, |seen| {
                    seen.requests += count;
                    seen.uploaded += u128::from(written.size) * u128::from(count);
                });
            });
        }
    }

    /// Puts the figures of the day that has ended together, and writes them where they should go. There are none
    /// before an analysis has run for a whole day.
    pub(crate) fn analyse(&mut self, now: Instant, world: &mut impl World) {
        for key in self.analyses.running.keys().cloned().collect::<Vec<_>>() {
            let whole_day = self.analyses.running.get(&key).is_some_and(|one| now.since(one.since).0 >= DAY);
            self.census_of_analysis(now, &key);
            let threshold = self.analyses.threshold;
            let Some(analysis) = self.analyses.running.get_mut(&key) else { continue };
            if !whole_day {
                analysis.today.clear();
                continue;
            }
            for row in analysis.close(&key, now.day(), threshold) {
                analysis.length += row.length();
                world.analysed(row);
            }
            let length = analysis.length;
            self.export_analysis(now, &key, length, world);
        }
        if !self.analyses.running.is_empty() {
            self.analyses.alarm = Some(now.day().next().start());
        }
    }

    /// Writes the file of an analysis anew, as long as it is by now. Modelling choice: its key.
    fn export_analysis(
        &mut self,
        now: Instant,
        (bucket, id): &(BucketId, String),
        length: u64,
        world: &mut impl World,
    ) {
        let entry = self.bucket(*bucket);
        let configured = entry.settings.analytics.iter().find(|configured| configured.id == *id);
        let Some(destination) = configured.and_then(|configured| configured.contents.export.clone()) else {
            return;
        };
        let (source, account) = (format!("arn:aws:s3:::{}", entry.name), entry.owner);
        let key = format!("{}{}/{id}.csv", destination.prefix, entry.name);
        let parcel = Parcel {
            service: "s3.amazonaws.com",
            source,
            account,
            bucket: &destination.bucket,
            key: &key,
            body: None,
            size: length,
            acl: Some("bucket-owner-full-control"),
            kms_key: None,
            cause: &format!("analytics {id}"),
        };
        // Who is not let in does not write; nobody is told.
        let _ = self.deliver(now, &parcel, world);
    }
}

fn age_in_days(now: Instant, created: Instant) -> u32 {
    u32::try_from(now.since(created).0.max(0) / DAY).unwrap_or(u32::MAX)
}
