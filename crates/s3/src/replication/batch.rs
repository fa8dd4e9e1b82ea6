//! S3 Batch Replication: jobs that replicate what live replication did not.
//!
//! Modelling choices: a job is prepared at once; its progress counts one task for each version and destination; a job
//! that has begun is not paused for one of higher priority.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::item::Item;
use s3sim_iam::evaluate::Outcome;
use s3sim_kernel::time::Instant;
use s3sim_ledger::{AccountId, BucketId};

use super::agent::BATCH_SERVICE;
use super::failure::FailureReason;
use super::queue::{Errand, Job, Start};
use super::rules::RuleId;
use super::standing::{Leg, Progress, Status};
use crate::authorize::Subject;
use crate::machine::S3;
use crate::object::attrs::Kind;
use crate::object::row::RowId;
use crate::object::table::SpaceId;

/// Jobs of one account that can be active at once.
pub const ACTIVE_MAX: usize = 6;
/// Tasks that must have been run before a job can fail for its failures.
const TASKS_BEFORE_FAILING: u64 = 1_000;
/// The operation on the bill. Modelling choice: AWS's was not confirmed.
const OPERATION: &str = "S3ReplicateObject";

/// A job, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub(crate) u32);

/// What a job is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// The larger, the earlier.
    pub priority: i64,
    /// ARN of the role of the job.
    pub role: String,
    /// Whether somebody has to confirm it first.
    pub confirmation: bool,
    /// Only versions with one of these statuses; `None` in the list = without status. Empty = all.
    pub statuses: Vec<Option<Status>>,
    /// Only versions created later than this.
    pub created_after: Option<Instant>,
    /// Only versions created earlier than this.
    pub created_before: Option<Instant>,
    /// Only keys that begin with one of these. Empty = all.
    pub prefixes: Vec<String>,
    /// Only versions in one of these classes. Empty = all.
    pub classes: Vec<StorageClass>,
    /// Only versions of more bytes than this.
    pub larger_than: Option<u64>,
    /// Only versions of fewer bytes than this.
    pub smaller_than: Option<u64>,
}

/// The state of a job.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobStatus {
    /// Waits for somebody to confirm it.
    Suspended,
    /// Waits for its turn.
    Ready,
    /// At work.
    Active,
    /// Everything was tried.
    Complete,
    /// Somebody has called it off.
    Cancelled,
    /// Nothing to do, or too much went wrong.
    Failed,
}

impl JobStatus {
    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            JobStatus::Suspended => "Suspended",
            JobStatus::Ready => "Ready",
            JobStatus::Active => "Active",
            JobStatus::Complete => "Complete",
            JobStatus::Cancelled => "Cancelled",
            JobStatus::Failed => "Failed",
        }
    }

    /// Whether nothing will change any more.
    pub const fn is_final(self) -> bool {
        matches!(self, JobStatus::Complete | JobStatus::Cancelled | JobStatus::Failed)
    }
}

/// A job.
#[derive(Clone, Debug)]
pub struct BatchJob {
    /// What it was asked to do.
    pub asked: NewJob,
    /// The source bucket.
    pub bucket: BucketId,
    /// When it was made.
    pub created: Instant,
    /// How far it is.
    pub status: JobStatus,
    /// Tasks in all.
    pub total: u64,
    /// Tasks that were done.
    pub succeeded: u64,
    /// Tasks that went wrong.
    pub failed: u64,
    /// Why it failed.
    pub failure: Option<String>,
    /// Pieces of it that are on their way.
    pieces: u64,
}

/// Every job of a machine.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jobs {
    list: Vec<BatchJob>,
}

impl Jobs {
    /// Every job, with its place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (BatchId, &BatchJob)> {
        self.list.iter().enumerate().map(|(place, job)| (BatchId(place as u32), job))
    }

    /// A job.
    pub(crate) fn get(&self, id: BatchId) -> &BatchJob {
        &self.list[id.0 as usize]
    }

    fn get_mut(&mut self, id: BatchId) -> &mut BatchJob {
        &mut self.list[id.0 as usize]
    }

    /// Notes that pieces of a job have set out.
    pub(super) fn set_out(&mut self, id: BatchId, pieces: u64) {
        self.get_mut(id).pieces += pieces;
    }
}

impl S3 {
    /// Makes a job for a bucket, which begins as soon as it may. The fee is paid whatever comes of it.
    pub(crate) fn create_job(&mut self, now: Instant, bucket: BucketId, asked: NewJob) -> BatchId {
        let id = BatchId(self.replication.jobs.list.len() as u32);
        let status = if asked.confirmation { JobStatus::Suspended } else { JobStatus::Ready };
        self.replication.jobs.list.push(BatchJob {
            asked,
            bucket,
            created: now,
            status,
            total: 0,
            succeeded: 0,
            failed: 0,
            failure: None,
            pieces: 0,
        });
        self.charge_owner(bucket, Item::BatchJob, OPERATION, 1);
        self.begin_jobs(now, self.bucket(bucket).owner);
        id
    }

    /// Confirms a job that waits for it.
    pub(crate) fn confirm_job(&mut self, now: Instant, id: BatchId) {
        let job = self.replication.jobs.get_mut(id);
        if job.status == JobStatus::Suspended {
            job.status = JobStatus::Ready;
            let owner = self.bucket(self.replication.jobs.get(id).bucket).owner;
            self.begin_jobs(now, owner);
        }
    }

    /// Calls a job off: what has not been tried stays undone.
    pub(crate) fn cancel_job(&mut self, now: Instant, id: BatchId) {
        if !self.replication.jobs.get(id).status.is_final() {
            self.end_job(now, id, JobStatus::Cancelled, None);
        }
    }

    /// Lets jobs of an account begin while there is room: those of the highest priority first.
    fn begin_jobs(&mut self, now: Instant, owner: AccountId) {
        loop {
            let of_owner = |job: &BatchJob| self.bucket(job.bucket).owner == owner;
            let jobs = || self.replication.jobs.iter().filter(|(_, job)| of_owner(job));
            let active = jobs().filter(|(_, job)| job.status == JobStatus::Active).count();
            let ready = jobs().filter(|(_, job)| job.status == JobStatus::Ready);
            let next = ready.min_by_key(|(id, job)| (std::cmp::Reverse(job.asked.priority), *id));
            let Some((id, _)) = next.filter(|_| active < ACTIVE_MAX) else { return };
            self.begin_job(now, id);
        }
    }

    fn begin_job(&mut self, now: Instant, id: BatchId) {
        let (bucket, asked) = {
            let job = self.replication.jobs.get(id);
            (job.bucket, job.asked.clone())
        };
        self.replication.jobs.get_mut(id).status = JobStatus::Active;
        let mut objects = 0u64;
        let mut chosen: Vec<(RowId, Vec<RuleId>)> = Vec::new();
        for space in self.bucket(bucket).spaces().collect::<Vec<_>>() {
            for head in self.table.space(space).index.rows(&self.table.arena, 0..u64::MAX) {
                let rows = self.table.stack(head);
                objects += rows.map(|row| u64::from(self.table.arena.get(row).count)).sum::<u64>();
            }
            for head in self.heads_asked_for(space, &asked.prefixes) {
                for row in self.table.stack(head) {
                    let rules =
                        if self.is_asked_for(row, &asked) { self.rules_matching(row) } else { Vec::new() };
                    if !rules.is_empty() {
                        chosen.push((row, rules));
                    }
                }
            }
        }
        self.charge_owner(bucket, Item::BatchManifest, OPERATION, objects.into());
        if chosen.is_empty() {
            let why = "Manifest generation found no keys matching the filter criteria.";
            return self.end_job(now, id, JobStatus::Failed, Some(why.to_owned()));
        }
        let mut versions = 0u64;
        for (row, rules) in chosen {
            let count = u64::from(self.table.arena.get(row).count);
            versions += count;
            self.replication.jobs.get_mut(id).total += count * rules.len() as u64;
            self.send_again(now, id, row, &rules);
        }
        self.charge_owner(bucket, Item::BatchObject, OPERATION, versions.into());
    }

    /// The keys of a key space that begin with one of the prefixes.
    fn heads_asked_for(&mut self, space: SpaceId, prefixes: &[String]) -> Vec<RowId> {
        if prefixes.is_empty() {
            return self.table.isolate(space, 0..u64::MAX);
        }
        let mut heads = Vec::new();
        let mut ranges: Vec<_> = prefixes.iter().flat_map(|prefix| self.ranges(space, prefix)).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut from = 0;
        for range in ranges {
            // Prefixes may contain each other.
            let range = range.start.max(from)..range.end;
            if !range.is_empty() {
                from = range.end;
                heads.extend(self.table.isolate(space, range));
            }
        }
        heads
    }

    fn is_asked_for(&self, row: RowId, asked: &NewJob) -> bool {
        let (created, size) = (self.table.arena.get(row).created, self.table.arena.get(row).size);
        let attrs = self.table.attrs_of(row);
        let status = self.replication_status(attrs.standing);
        // What is pending is being taken care of.
        status != Some(Status::Pending)
            && (asked.statuses.is_empty() || asked.statuses.contains(&status))
            && asked.created_after.is_none_or(|after| created > after)
            && asked.created_before.is_none_or(|before| created < before)
            && (asked.classes.is_empty() || asked.classes.contains(&attrs.class))
            && asked.larger_than.is_none_or(|than| size > than)
            && asked.smaller_than.is_none_or(|than| size < than)
    }

    /// Sends the versions of a row to the destinations of rules, whether they have been there or not.
    fn send_again(&mut self, now: Instant, batch: BatchId, row: RowId, rules: &[RuleId]) {
        let data = self.table.attrs_of(row).kind == Kind::Data;
        if data && self.table.attrs_of(row).class == StorageClass::IntelligentTiering {
            // Unlike live replication, a job counts as an access.
            self.touch(now, row);
        }
        let (space, keys, size) = {
            let entry = self.table.arena.get(row);
            (self.table.space_of(row), entry.first..entry.end(), entry.size)
        };
        let whole = self.table.space(space).index.end(&self.table.arena);
        let name = self.version_name(row);
        let mut standing = self.standing(self.table.attrs_of(row).standing).clone();
        for &rule in rules {
            let destination = |rule: RuleId| &self.replication.rules.get(rule).rule.destination.bucket;
            let before = standing.legs.iter().find(|leg| destination(leg.rule) == destination(rule)).copied();
            standing.legs.retain(|leg| destination(leg.rule) != destination(rule));
            standing.legs.push(Leg { rule, progress: Progress::Pending });
            self.replication.queue.start(Start {
                space,
                call: 0..whole,
                keys: keys.clone(),
                name,
                size,
                errand: if data { Errand::Object } else { Errand::Marker },
                rule,
                batch: Some(batch),
                expected: before.is_some_and(|leg| leg.progress == Progress::Completed),
            });
        }
        self.set_standing(row, standing);
    }

    /// Why the role of a batch job keeps a key from being replicated, if it does.
    pub(super) fn job_refuses(&self, now: Instant, batch: BatchId, key: &str) -> Option<FailureReason> {
        let job = self.replication.jobs.get(batch);
        let Some(agent) = self.assume(now, &job.asked.role, BATCH_SERVICE, job.bucket) else {
            return Some(FailureReason::AssumeRoleNotPermitted);
        };
        let object = Subject::Object(job.bucket, key.to_owned(), None);
        match self.ask_for(now, &agent, "s3:InitiateReplication", job.bucket, &object) {
            Outcome::Allow => None,
            _ => Some(FailureReason::InitiateReplicationNotPermitted),
        }
    }

    /// Counts tasks that were run.
    pub(super) fn count_tasks(&mut self, job: &Job, count: u64, well: bool) {
        let Some(batch) = job.batch else { return };
        let batch = self.replication.jobs.get_mut(batch);
        if well {
            batch.succeeded += count;
        } else {
            batch.failed += count;
        }
    }

    /// After a piece of a job: it fails if more than half of what was run went wrong, and it ends with its last piece.
    pub(super) fn job_went_on(&mut self, now: Instant, job: &Job) {
        let Some(id) = job.batch else { return };
        let batch = self.replication.jobs.get_mut(id);
        batch.pieces -= 1;
        let (run, failed, left) = (batch.succeeded + batch.failed, batch.failed, batch.pieces);
        if batch.status.is_final() {
            return;
        }
        if left == 0 {
            self.end_job(now, id, JobStatus::Complete, None);
        } else if run >= TASKS_BEFORE_FAILING && failed * 2 > run {
            let why = "Job failure rate is above the failure threshold.";
            self.end_job(now, id, JobStatus::Failed, Some(why.to_owned()));
        }
    }

    fn end_job(&mut self, now: Instant, id: BatchId, status: JobStatus, failure: Option<String>) {
        let job = self.replication.jobs.get_mut(id);
        job.status = status;
        job.failure = failure;
        let owner = self.bucket(self.replication.jobs.get(id).bucket).owner;
        // Modelling choice: versions that a job was going to replicate and did not have failed.
        for forgotten in self.replication.queue.forget(id) {
            self.replication.jobs.get_mut(id).pieces -= 1;
            for head in self.table.isolate(forgotten.space, forgotten.keys.clone()) {
                let Some(row) = self.version_named(head, forgotten.name) else { continue };
                let standing = self.standing(self.table.attrs_of(row).standing);
                if standing.progress(forgotten.rule) == Some(Progress::Pending) {
                    let standing = standing.with(forgotten.rule, Progress::Failed);
                    self.set_standing(row, standing);
                }
            }
        }
        self.begin_jobs(now, owner);
    }

    /// The batch jobs of a bucket, in the order in which they were made.
    pub fn batch_jobs(&self, bucket: BucketId) -> impl Iterator<Item = (BatchId, &BatchJob)> {
        self.replication.jobs.iter().filter(move |(_, job)| job.bucket == bucket)
    }
}
