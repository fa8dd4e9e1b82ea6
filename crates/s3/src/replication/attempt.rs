//! The attempt: everything that has to be right when a version is brought to its destination.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html>

mod keys;
mod permissions;
mod replica;

use std::ops::Range;

use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::arrival::Arrival;
use s3sim_ledger::event::EventKind;

use super::agent::{Agent, S3_SERVICE};
use super::charge::Freight;
use super::failure::FailureReason;
use super::queue::{Errand, Job};
use super::rules::Standard;
use super::standing::Progress;
use crate::kms::uses::DECRYPT;
use crate::machine::S3;
use crate::object::attrs::{Kind, TagsId};
use crate::object::naming::Naming;
use crate::object::row::RowId;
use crate::tally::{CauseId, Happening, Label, Sum};
use crate::world::World;

/// What is asked at one attempt.
struct Inquiry<'a> {
    now: Instant,
    agent: &'a Agent,
    standard: &'a Standard,
    job: &'a Job,
    /// The key that policies are asked about.
    key: String,
    row: RowId,
    destination: BucketId,
}

impl S3 {
    /// Tries to bring what a job is about to its destination.
    pub(super) fn attempt(&mut self, now: Instant, job: Job, world: &mut impl World) {
        let standard = self.replication.rules.get(job.rule).clone();
        let destination = self.bucket_id(&standard.rule.destination.bucket);
        let region = self.bucket(standard.source).region;
        let there = destination.map_or(region, |id| self.bucket(id).region);
        if let Some(end) = self.replication.outages.end(now, [region, there]) {
            let lag = job.lag;
            return self.file_attempt(end + lag, job, world);
        }
        if (job.expected || job.errand == Errand::Change)
            && let Some(destination) = destination
        {
            self.cut_alike(&job, destination);
        }
        let agent = self.assume(now, &standard.role, S3_SERVICE, standard.source);
        let mut from = job.keys.start;
        for head in self.table.isolate(job.space, job.keys.clone()) {
            let (first, end) = (self.table.arena.get(head).first, self.table.arena.get(head).end());
            self.miss(&job, &standard, from..first, FailureReason::SrcKeyNotFound);
            from = end;
            let Some(row) = self.version_named(head, job.name) else {
                self.miss(&job, &standard, first..end, FailureReason::SrcVersionNotFound);
                continue;
            };
            let standing = self.standing(self.table.attrs_of(row).standing);
            if standing.progress(job.rule) != Some(Progress::Pending) {
                continue;
            }
            let outcome = match (&agent, destination) {
                (None, _) => Err(FailureReason::AssumeRoleNotPermitted),
                (_, None) => Err(FailureReason::DstBucketNotFound),
                (Some(agent), Some(destination)) => {
                    self.bring(now, &job, &standard, agent, row, destination, world)
                }
            };
            self.conclude(now, &job, &standard, row, destination, outcome, world);
        }
        self.miss(&job, &standard, from..job.keys.end, FailureReason::SrcKeyNotFound);
        self.job_went_on(now, &job);
    }

    /// Cuts the versions of a job where those at the destination are cut: each row is there as a whole, or is not.
    fn cut_alike(&mut self, job: &Job, destination: BucketId) {
        let naming = self.table.space(job.space).naming.clone();
        let Naming::Template(template) = naming else { return };
        let there = self.template(destination, template);
        for head in self.table.space(there).index.rows(&self.table.arena, job.keys.clone()) {
            let row = self.table.arena.get(head);
            for edge in [row.first, row.end()] {
                self.table.split_at(job.space, edge.clamp(job.keys.start, job.keys.end));
            }
        }
    }

    /// Notes what has become of the versions of a row.
    #[allow(clippy::too_many_arguments, reason = "everything is of one attempt")]
    fn conclude(
        &mut self,
        now: Instant,
        job: &Job,
        standard: &Standard,
        row: RowId,
        destination: Option<BucketId>,
        outcome: Result<(), FailureReason>,
        world: &mut impl World,
    ) {
        let count = u64::from(self.table.arena.get(row).count);
        let to = destination.map_or(Label::None, Label::Bucket);
        let (progress, kind, cause) = match outcome {
            Ok(()) => (Progress::Completed, EventKind::Replicated, rule_cause(standard)),
            Err(reason) => {
                let cause = format!("{}: {}", rule_cause(standard), reason.name());
                (Progress::Failed, EventKind::ReplicationFailed, cause)
            }
        };
        let cause = self.cause(&cause);
        self.note(row, kind, Label::None, to, cause);
        if job.watched && outcome.is_ok() {
            self.note(row, EventKind::ReplicatedAfterThreshold, Label::None, to, cause);
        }
        let standing = self.standing(self.table.attrs_of(row).standing).with(job.rule, progress);
        self.set_standing(row, standing);
        if let (Ok(()), Some(destination)) = (outcome, destination) {
            let lag = now.since(job.began);
            world.arrived(Arrival { at: now, source: standard.source, destination, count, lag });
        }
        self.count_tasks(job, count, outcome.is_ok());
    }

    /// Notes versions that are gone before they could be replicated.
    fn miss(&mut self, job: &Job, standard: &Standard, keys: Range<u64>, reason: FailureReason) {
        if keys.is_empty() {
            return;
        }
        let reason =
            if self.bucket(standard.source).deleted { FailureReason::SrcBucketNotFound } else { reason };
        let cause = self.cause(&format!("{}: {}", rule_cause(standard), reason.name()));
        let count = keys.end - keys.start;
        let what = Happening {
            bucket: standard.source,
            space: job.space,
            kind: EventKind::ReplicationFailed,
            from: Label::None,
            to: self.bucket_id(&standard.rule.destination.bucket).map_or(Label::None, Label::Bucket),
            cause,
        };
        let (number, created, origin) = (job.name.number, job.name.created, job.name.origin);
        let sum = Sum { count, bytes: 0, first: keys.start, last: keys.end - 1, number, created, origin };
        self.tally.add_sum(what, sum);
        self.count_tasks(job, count, false);
    }

    /// Notes what of a job has not arrived within the threshold of time control.
    pub(super) fn miss_threshold(&mut self, job: &Job) {
        let standard = self.replication.rules.get(job.rule).clone();
        let cause = self.cause(&rule_cause(&standard));
        let destination = self.bucket_id(&standard.rule.destination.bucket);
        for head in self.table.isolate(job.space, job.keys.clone()) {
            let Some(row) = self.version_named(head, job.name) else { continue };
            let standing = self.standing(self.table.attrs_of(row).standing);
            if standing.progress(job.rule) == Some(Progress::Pending) {
                let to = destination.map_or(Label::None, Label::Bucket);
                self.note(row, EventKind::ReplicationMissedThreshold, Label::None, to, cause);
            }
        }
    }

    /// Brings the versions of a row to their destination.
    #[allow(clippy::too_many_arguments, reason = "everything is of one attempt")]
    fn bring(
        &mut self,
        now: Instant,
        job: &Job,
        standard: &Standard,
        agent: &Agent,
        row: RowId,
        destination: BucketId,
        world: &mut impl World,
    ) -> Result<(), FailureReason> {
        let key = self.table.space(job.space).naming.key(job.asked);
        if let Some(reason) = job.batch.and_then(|batch| self.job_refuses(now, batch, &key)) {
            return Err(reason);
        }
        let inquiry = Inquiry { now, agent, standard, job, key, row, destination };
        self.check_destination(&inquiry)?;
        let attrs = *self.table.attrs_of(row);
        if attrs.kind == Kind::DeleteMarker {
            self.check_marker(&inquiry)?;
        }
        let kept = self.check_source(&inquiry)?;
        let tags = if attrs.kind == Kind::Data { self.check_write(&inquiry, kept)? } else { TagsId(0) };
        let (encryption, kms_calls) = self.check_replication_keys(&inquiry)?;
        let version = self.replica(&inquiry, tags, encryption);
        let cause = self.arrival_cause(standard);
        if job.expected && !self.is_there(row, destination) {
            return Err(FailureReason::DstObjectHardDeleted);
        }
        let received = match job.errand {
            Errand::Change if !self.is_there(row, destination) => {
                return Err(FailureReason::DstVersionNotFound);
            }
            Errand::Change => self.receive_change(row, destination, version),
            Errand::Object | Errand::Marker => self.receive_row(now, row, destination, version, cause),
        };
        let time_control = standard.rule.has_time_control() && job.batch.is_none();
        let (source, from) = (standard.source, attrs.class);
        self.charge_freight(&Freight { source, destination, from, version, received, time_control });
        for call in kms_calls {
            let bucket = if call.action == DECRYPT { source } else { destination };
            self.book_freight_call(now, bucket, agent.payer(), call, received.written, world);
        }
        Ok(())
    }

    fn arrival_cause(&mut self, standard: &Standard) -> CauseId {
        let from = &self.bucket(standard.source).name;
        let cause = format!("replication from {from}, {}", rule_cause(standard));
        self.cause(&cause)
    }
}

fn rule_cause(standard: &Standard) -> String {
    format!("rule {}", standard.rule.id)
}
