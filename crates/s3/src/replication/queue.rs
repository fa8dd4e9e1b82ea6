//! What is on its way: how long each takes, and when it is tried.

use std::collections::BTreeMap;
use std::ops::Range;

use md5::{Digest, Md5};
use s3sim_kernel::time::{Instant, Micros};

use super::VersionName;
use super::batch::BatchId;
use super::rules::RuleId;
use crate::machine::S3;
use crate::object::naming::Naming;
use crate::object::table::SpaceId;
use crate::world::{Delay, Subject, Wake, World};

/// Into how many equal shares a request about many keys is cut: the objects of one share take equally long.
const SHARES: u64 = 20;

/// The promise of replication time control.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html>
pub const THRESHOLD: Micros = Micros::seconds(15 * 60);

/// What replication time control transfers in a second out of one Region for one account, unless AWS raises it: 1
/// Gbit.
pub const TIME_CONTROL_BYTES_PER_SECOND: u64 = 125_000_000;

/// What is brought to the destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Errand {
    /// An object with all that belongs to it.
    Object,
    /// A delete marker.
    Marker,
    /// Changed tags, list or lock of an object that is there.
    Change,
}

/// Versions of consecutive keys that set out at the present instant.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) space: SpaceId,
    /// All keys that the request is about.
    pub(crate) call: Range<u64>,
    pub(crate) keys: Range<u64>,
    pub(crate) name: VersionName,
    /// Bytes of each.
    pub(crate) size: u64,
    pub(crate) errand: Errand,
    pub(crate) rule: RuleId,
    pub(crate) batch: Option<BatchId>,
    /// Whether the versions should be at the destination already.
    pub(crate) expected: bool,
}

/// Versions of consecutive keys on their way.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) space: SpaceId,
    pub(crate) keys: Range<u64>,
    /// The key that policies are asked about.
    ///
    /// Modelling choice: of a share of a request about many keys it is the first one.
    pub(crate) asked: u64,
    pub(crate) name: VersionName,
    pub(crate) errand: Errand,
    pub(crate) rule: RuleId,
    pub(crate) batch: Option<BatchId>,
    /// Whether they should be at the destination already.
    pub(crate) expected: bool,
    /// How long they take.
    pub(crate) lag: Micros,
    /// When they set out.
    pub(crate) began: Instant,
    /// Whether somebody looks whether the threshold is missed.
    pub(crate) watched: bool,
}

/// What happens at an instant.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    /// It is tried.
    Try(Job),
    /// Whatever has not arrived has missed the threshold of time control.
    Threshold(Job),
}

/// Everything that is on its way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    starts: Vec<Start>,
    due: BTreeMap<(Instant, u64), Due>,
    next: u64,
}

impl Queue {
    /// Notes what sets out now.
    pub(crate) fn start(&mut self, start: Start) {
        self.starts.push(start);
    }

    /// Files something under an instant; those of one instant come in the order of filing.
    pub(super) fn file(&mut self, at: Instant, due: Due, world: &mut impl World) {
        if self.due.range((at, 0)..=(at, u64::MAX)).next().is_none() {
            world.schedule(at, Wake::Replication);
        }
        self.due.insert((at, self.next), due);
        self.next += 1;
    }

    fn pop(&mut self, now: Instant) -> Option<Due> {
        let first = self.due.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }

    /// Forgets everything of a batch job that has not been tried.
    pub(super) fn forget(&mut self, batch: BatchId) -> Vec<Job> {
        let mut forgotten = Vec::new();
        self.due.retain(|_, due| match due {
            Due::Try(job) if job.batch == Some(batch) => {
                forgotten.push(job.clone());
                false
            }
            _ => true,
        });
        forgotten
    }
}

/// Equal shares of the keys of a request.
struct Shares {
    call: Range<u64>,
    of: u64,
}

impl Shares {
    fn edge(&self, share: u64) -> u64 {
        let count = u128::from(self.call.end - self.call.start);
        self.call.start + (count * u128::from(share) / u128::from(self.of)) as u64
    }

    /// The keys of a share.
    fn range(&self, share: u64) -> Range<u64> {
        self.edge(share)..self.edge(share + 1)
    }

    /// The share that a key belongs to.
    fn place(&self, index: u64) -> u64 {
        let (count, offset) =
            (u128::from(self.call.end - self.call.start), u128::from(index - self.call.start));
        // The last share that begins at or before the key.
        ((offset + 1) * u128::from(self.of)).div_ceil(count) as u64 - 1
    }
}

impl S3 {
    /// Sends off what has been set off at `now`: how long it takes decides when it is tried.
    pub(crate) fn send_off(&mut self, now: Instant, world: &mut impl World) {
        if self.replication.queue.starts.is_empty() {
            return;
        }
        // One request under one rule at a time, so that its shares are the same however its keys are cut into rows.
        let mut calls: BTreeMap<_, Vec<Start>> = BTreeMap::new();
        for start in std::mem::take(&mut self.replication.queue.starts) {
            let call = (start.space, start.call.start, start.call.end, start.rule, start.errand, start.batch);
            calls.entry(call).or_default().push(start);
        }
        for starts in calls.into_values() {
            self.send_off_call(now, &starts, world);
        }
    }

    fn send_off_call(&mut self, now: Instant, starts: &[Start], world: &mut impl World) {
        let Some(first) = starts.first() else { return };
        let standard = self.replication.rules.get(first.rule).clone();
        let time_control = standard.rule.has_time_control() && first.batch.is_none();
        let shares = self.shares(first.space, first.call.clone());
        let mut pieces: BTreeMap<u64, Vec<(Range<u64>, &Start)>> = BTreeMap::new();
        for start in starts {
            let mut from = start.keys.start;
            while from < start.keys.end {
                let place = shares.place(from);
                let until = shares.range(place).end.min(start.keys.end);
                pieces.entry(place).or_default().push((from..until, start));
                from = until;
            }
        }
        for (place, pieces) in pieces {
            let share = shares.range(place);
            let wait = if time_control { self.time_control_wait(now, first.rule) } else { Micros::ZERO };
            let mut bytes = 0u128;
            for (keys, start) in pieces {
                let subject = if share.end - share.start == 1 {
                    let destination = &standard.rule.destination.bucket;
                    Subject::One(self.digest(destination, start.space, keys.start, start.name))
                } else {
                    Subject::Bin { bin: place, of: shares.of }
                };
                let lag = world.delay(Delay::Replication { time_control, size: start.size, subject });
                bytes += u128::from(start.size) * u128::from(keys.end - keys.start);
                let job = Job {
                    space: start.space,
                    keys,
                    asked: share.start,
                    name: start.name,
                    errand: start.errand,
                    rule: start.rule,
                    batch: start.batch,
                    expected: start.expected,
                    lag,
                    began: now,
                    watched: false,
                };
                if let Some(batch) = job.batch {
                    self.replication.jobs.set_out(batch, 1);
                }
                self.file_attempt(now + wait + lag, job, world);
            }
            if time_control {
                self.take_time_control(now, first.rule, bytes);
            }
        }
    }

    /// Files an attempt; what comes after the threshold of time control is watched.
    pub(super) fn file_attempt(&mut self, at: Instant, job: Job, world: &mut impl World) {
        let rule = &self.replication.rules.get(job.rule).rule;
        // Delete markers and batch jobs are outside of the promise.
        let promised = rule.has_time_control() && job.errand != Errand::Marker && job.batch.is_none();
        let threshold = job.began + THRESHOLD;
        let late = promised && at > threshold;
        if late && !job.watched {
            self.replication.queue.file(threshold, Due::Threshold(job.clone()), world);
        }
        let job = Job { watched: job.watched || late, ..job };
        self.replication.queue.file(at, Due::Try(job), world);
    }

    /// The shares of a request about many keys. Keys that were named one by one, and few of them, are shares of their
    /// own.
    fn shares(&self, space: SpaceId, call: Range<u64>) -> Shares {
        let count = call.end - call.start;
        let literal = matches!(self.table.space(space).naming, Naming::Literal { .. });
        Shares { of: if literal || count <= SHARES { count } else { SHARES }, call }
    }

    /// What makes the replication of one version different from every other one.
    fn digest(&self, destination: &str, space: SpaceId, index: u64, name: VersionName) -> u64 {
        let mut hash = Md5::new();
        let key = self.table.space(space).naming.key(index);
        for part in [destination, &self.bucket(name.origin).name, &key] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.update(name.number.to_le_bytes());
        hash.update(name.created.micros().to_le_bytes());
        let [a, b, c, d, e, f, g, h, ..]: [u8; 16] = hash.finalize().into();
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }

    /// How long what sets out now waits for the bandwidth of time control.
    fn time_control_wait(&self, now: Instant, rule: RuleId) -> Micros {
        let busy = self.replication.busy.get(&self.time_control_of(rule));
        busy.filter(|until| **until > now).map_or(Micros::ZERO, |until| until.since(now))
    }

    /// Takes bandwidth of time control for so many bytes.
    fn take_time_control(&mut self, now: Instant, rule: RuleId, bytes: u128) {
        let time = bytes * 1_000_000 / u128::from(TIME_CONTROL_BYTES_PER_SECOND);
        let time = Micros(i64::try_from(time).unwrap_or(i64::MAX / 4));
        let account = self.time_control_of(rule);
        let busy = self.replication.busy.entry(account).or_insert(now);
        *busy = (*busy).max(now) + time;
    }

    fn time_control_of(&self, rule: RuleId) -> (s3sim_ledger::AccountId, s3sim_aws::region::Region) {
        let source = self.bucket(self.replication.rules.get(rule).source);
        (source.owner, source.region)
    }

    /// Tries everything whose time has come.
    pub(crate) fn try_replications(&mut self, now: Instant, world: &mut impl World) {
        while let Some(due) = self.replication.queue.pop(now) {
            match due {
                Due::Try(job) => self.attempt(now, job, world),
                Due::Threshold(job) => self.miss_threshold(&job),
            }
        }
    }
}
