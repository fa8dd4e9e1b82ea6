//! One attempt of a request, and what follows from its answer.

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_s3::direct::Limit;
use s3sim_s3::kms::direct::Consent;
use s3sim_s3::machine::S3;
use s3sim_s3::object::attrs::EncryptionId;
use s3sim_s3::partition::Budget;
use s3sim_scenario::client::ClientPlan;

use super::Engine;
use super::birth::NOWHERE;
use super::call::{Call, Way};
use super::job::{Answer, Event, Job, Owner, Role};
use super::lane::Source;
use crate::client::is_fresh;
use crate::client::path::Path;
use crate::latency::Kind;
use crate::recorder::Recorder;
use crate::retry::{Failure, word};

/// Purposes of the words of an attempt.
const SERVER: u64 = 0;
const BACKOFF: u64 = 1;
const CONNECTION: u64 = 2;
const KMS: u64 = 3;
const BREAK: u64 = 4;

/// What S3 makes of an attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) status: u16,
    pub(super) kind: Kind,
    /// Bytes that are carried if it succeeds.
    pub(super) bytes: u64,
    /// Time beside that of the kind, in microseconds.
    pub(super) more: u64,
    /// Whether KMS was asked.
    pub(super) kms: bool,
    pub(super) failure: Option<Failure>,
    /// The limit that refused it.
    pub(super) refused_by: Option<Limit>,
}

impl Verdict {
    /// Refused for a reason that will not pass.
    pub(super) fn refused(code: ErrorCode) -> Verdict {
        Verdict {
            status: code.status(),
            kind: Kind::Refusal,
            bytes: 0,
            more: 0,
            kms: false,
            failure: None,
            refused_by: None,
        }
    }

    /// No answer before anybody loses patience.
    fn silence() -> Verdict {
        Verdict { status: 0, more: u64::MAX >> 2, ..Verdict::refused(ErrorCode::RequestTimeout) }
    }

    /// Refused because there are too many.
    pub(super) fn throttled(by: Limit) -> Verdict {
        Verdict {
            kms: matches!(by, Limit::Kms(_)),
            failure: Some(Failure::Throttled),
            refused_by: Some(by),
            ..Verdict::refused(ErrorCode::SlowDown)
        }
    }
}

impl Engine<'_> {
    /// What has waited in the queue.
    pub(super) fn happen(&mut self, now: Instant, event: Event, s3: &mut S3, world: &mut Recorder) {
        match event {
            Event::Attempt(job) => self.attempt(now, job, s3, world),
            Event::Over(job, answer) => {
                self.release(now, &job, s3, world);
                self.over(now, job, answer, s3, world);
            }
            Event::Release { client, member, .. } => self.free(now, client, member, s3, world),
            Event::User { lane, user } => self.click(now, lane, user, s3, world),
            Event::Flow(job, answer, rest) => {
                let call = &self.lanes[usize::from(job.lane)].calls[usize::from(job.call)];
                let (client, each) = (call.client, rate(job.role.api(call.plan.api), &call.path));
                let flows = &mut self.groups[usize::from(client)].flows[job.member as usize];
                if let Some(link) = &mut flows.link {
                    let wake = link.join(now, answer.bytes, each, (job, answer, rest));
                    self.wake(client, job.member, job.lane, wake);
                }
            }
            Event::Link { client, member, generation, lane } => {
                self.flow(now, client, member, generation, lane)
            }
        }
    }

    /// Bytes of a shared link have arrived.
    fn flow(&mut self, now: Instant, client: u16, member: u32, generation: u64, lane: u16) {
        let Some(link) = &mut self.groups[usize::from(client)].flows[member as usize].link else { return };
        let mut arrived = Vec::new();
        while let Some(done) = link.done(now, generation) {
            arrived.push(done);
        }
        let wake = if arrived.is_empty() && !link.is_current(generation) { None } else { link.next(now) };
        self.wake(client, member, lane, wake);
        for (job, answer, rest) in arrived {
            self.push(now + Micros(rest as i64), Event::Over(job, answer));
        }
    }

    fn wake(&mut self, client: u16, member: u32, lane: u16, wake: Option<(Instant, u64)>) {
        if let Some((at, generation)) = wake {
            self.push(at, Event::Link { client, member, generation, lane });
        }
    }

    /// Sends a request, unless its client holds it back.
    #[inline]
    pub(super) fn attempt(&mut self, now: Instant, mut job: Job, s3: &mut S3, world: &mut Recorder) {
        let call = &self.lanes[usize::from(job.lane)].calls[usize::from(job.call)];
        let client = &mut self.groups[usize::from(call.client)].members[job.member as usize];
        let held = client.limiter.as_mut().and_then(|limiter| limiter.take(now));
        if let Some(wait) = held {
            self.push(now + wait.max(Micros(1)), Event::Attempt(job));
            return;
        }
        let mut fresh = false;
        if let Some(pool) = &mut client.pool {
            match pool.take(now, job) {
                None => return,
                Some(is_fresh) => fresh = is_fresh,
            }
            job.connected = true;
        } else if let Owner::User(user) = job.owner
            && let Source::Users { used, .. } = &self.lanes[usize::from(job.lane)].source
        {
            fresh = is_fresh(used[user as usize], now);
        }
        let verdict = self.judge(now, &job, s3, world);
        self.answer(now, job, fresh, verdict, s3, world);
    }

    /// What S3 makes of an attempt: request rate, then the state of the object.
    #[inline]
    fn judge(&mut self, now: Instant, job: &Job, s3: &mut S3, world: &mut Recorder) -> Verdict {
        let lane = &mut self.lanes[usize::from(job.lane)];
        let call = &mut lane.calls[usize::from(job.call)];
        let api = job.role.api(call.plan.api);
        if !call.plan.sender.is_answered() {
            return Verdict::silence();
        }
        if matches!(call.way, Way::Each) {
            return super::each::judge(lane, job, now, s3, world);
        }
        if job.space == NOWHERE {
            return Verdict::refused(ErrorCode::NoSuchKey);
        }
        let budget = match job.role {
            Role::Whole => call.budget,
            _ => Budget::of(api),
        };
        if let Some(budget) = budget {
            let (partition, admitted) = s3.admit(now, budget, job.space, job.index);
            if !admitted {
                return Verdict::throttled(Limit::Prefix(partition, budget));
            }
        }
        let mut verdict = Verdict {
            status: 200,
            kind: Kind::Get,
            bytes: 0,
            more: 0,
            kms: false,
            failure: None,
            refused_by: None,
        };
        match call.way {
            Way::Read => {
                let seen = match s3.see(api, job.space, job.index) {
                    Ok(seen) => seen,
                    Err(code) => {
                        call.charge(api, StorageClass::Standard, 0);
                        return Verdict::refused(code);
                    }
                };
                verdict.kind = Kind::of(api, seen.class);
                if api == Api::GetObject {
                    verdict.bytes = match job.role {
                        Role::Part(part) => self.transfers.part_size(job, part),
                        _ => call.asked(seen.size),
                    };
                    match ask_kms(now, call, api, seen.encryption, verdict.bytes, s3) {
                        Ok(asked) => verdict.kms = asked,
                        Err(refused) => return refused,
                    }
                    if seen.class == StorageClass::IntelligentTiering {
                        s3.accessed(now, seen, world);
                    }
                }
                call.charge(api, seen.class, verdict.bytes);
            }
            Way::Write(mut written) => {
                written.size = job.size;
                verdict.kind = Kind::of(api, written.class);
                verdict.bytes = match job.role {
                    Role::Whole => job.size,
                    Role::Part(part) => self.transfers.part_size(job, part),
                    Role::Open | Role::Close => 0,
                };
                match ask_kms(now, call, api, written.encryption, verdict.bytes, s3) {
                    Ok(asked) => verdict.kms = asked,
                    Err(refused) => return refused,
                }
                call.charge(api, written.class, verdict.bytes);
                if matches!(job.role, Role::Whole | Role::Close) {
                    let cause = s3.cause_by_day(&lane.cause);
                    s3.put(now, (job.space, job.index), written, cause, world);
                }
            }
            Way::Each => {}
        }
        verdict
    }

    /// How long the answer takes, and whether the request is sent again.
    #[inline]
    fn answer(
        &mut self,
        now: Instant,
        mut job: Job,
        fresh: bool,
        mut verdict: Verdict,
        s3: &mut S3,
        world: &mut Recorder,
    ) {
        let call = &self.lanes[usize::from(job.lane)].calls[usize::from(job.call)];
        let api = job.role.api(call.plan.api);
        let group = &mut self.groups[usize::from(call.client)];
        let draw = |kind, purpose| {
            let first = job.attempt == 1 && purpose == SERVER;
            self.latencies
                .draw(kind, if first { job.seed } else { word(job.seed, job.attempt.into(), purpose) })
        };
        let mut time = draw(verdict.kind, SERVER) + verdict.more;
        if verdict.kms {
            time += draw(Kind::Kms, KMS);
        }
        let off = self.latencies.is_off();
        if !off {
            time += call.path.extra;
        }
        let (mut carried, mut shared) = (verdict.bytes, false);
        if time > group.plan.read_timeout.0.unsigned_abs() {
            time = group.plan.read_timeout.0.unsigned_abs();
            (verdict.status, verdict.failure, carried) = (0, Some(Failure::Timeout), 0);
        } else if breaks(&group.plan, &job) {
            // Half of the bytes are lost with the connection.
            carried /= 2;
            (verdict.status, verdict.failure) = (0, Some(Failure::Transient));
            time += Path::time(carried, rate(api, &call.path));
        } else if carried > 0 && !off {
            shared = group.flows[job.member as usize].link.is_some();
            if !shared {
                time += Path::time(carried, rate(api, &call.path));
            }
        }
        if fresh && !off {
            time += call.path.set_up(carried) + draw(Kind::Connection, CONNECTION);
        }
        let client = &mut group.members[job.member as usize];
        if let Some(limiter) = &mut client.limiter {
            limiter.answered(now, verdict.failure == Some(Failure::Throttled));
        }
        let member = job.member;
        if let Some(failure) = verdict.failure {
            job.throttled += u16::from(failure == Failure::Throttled);
            let draw = word(job.seed, job.attempt.into(), BACKOFF);
            let again = client.retries.again(job.attempt.into(), failure, job.waited, draw);
            if let Some(wait) = again {
                let client = call.client;
                let at = now + Micros(time as i64);
                if job.connected {
                    self.push(at, Event::Release { client, member, lane: job.lane });
                }
                self.used(&job, at);
                (job.connected, job.waited, job.failed) = (false, wait, Some(failure));
                job.attempt += 1;
                self.push(at + wait, Event::Attempt(job));
                return;
            }
            if let Some(limit) = verdict.refused_by {
                s3.gave_up(limit);
            }
        }
        let answer = Answer { status: verdict.status, failure: verdict.failure, bytes: carried };
        if shared {
            self.push(now + Micros(time as i64), Event::Flow(job, answer, 0));
        } else if job.connected || job.owner != Owner::Nobody {
            let time = time.max(u64::from(job.owner != Owner::Nobody));
            self.push(now + Micros(time as i64), Event::Over(job, answer));
        } else {
            self.over(now + Micros(time as i64), job, answer, s3, world);
        }
    }

    /// The connection of a user was used until then.
    fn used(&mut self, job: &Job, at: Instant) {
        if let Owner::User(user) = job.owner
            && let Source::Users { used, .. } = &mut self.lanes[usize::from(job.lane)].source
        {
            used[user as usize] = Some(at);
        }
    }

    /// A request is over.
    #[inline]
    pub(super) fn over(&mut self, now: Instant, job: Job, answer: Answer, s3: &mut S3, world: &mut Recorder) {
        let call = &mut self.lanes[usize::from(job.lane)].calls[usize::from(job.call)];
        let api = job.role.api(call.plan.api);
        let part = job.role != Role::Whole;
        if answer.failure.is_none() {
            let client = &mut self.groups[usize::from(call.client)].members[job.member as usize];
            client.retries.succeeded(job.attempt.into(), job.failed);
        }
        let latency = call.record(api, answer.status, part);
        latency.record(job.born, now, job.attempt.into(), job.throttled.into(), answer.bytes);
        match job.owner {
            Owner::Nobody => {}
            Owner::User(user) => self.think(now, &job, user),
            Owner::Transfer(transfer) => self.part_over(now, transfer, &job, answer, s3, world),
        }
    }

    /// A user has its answer and thinks.
    pub(super) fn think(&mut self, now: Instant, job: &Job, user: u32) {
        self.used(job, now);
        let lane = &mut self.lanes[usize::from(job.lane)];
        if let Source::Users { think, .. } = &lane.source {
            let time = think.draw(lane.words.think.next_u64());
            self.push(now + Micros(time as i64), Event::User { lane: job.lane, user });
        }
    }

    fn release(&mut self, now: Instant, job: &Job, s3: &mut S3, world: &mut Recorder) {
        if job.connected {
            let client = self.lanes[usize::from(job.lane)].calls[usize::from(job.call)].client;
            self.free(now, client, job.member, s3, world);
        }
    }

    /// A connection of a pool is free: whoever has waited longest takes it.
    fn free(&mut self, now: Instant, client: u16, member: u32, s3: &mut S3, world: &mut Recorder) {
        let pool = &mut self.groups[usize::from(client)].members[member as usize].pool;
        if let Some(job) = pool.as_mut().and_then(|pool| pool.give(now)) {
            self.attempt(now, job, s3, world);
        }
    }
}

/// Asks KMS for what a call needs: whether it was asked, or what becomes of a request that it refuses.
#[inline]
fn ask_kms(
    now: Instant,
    call: &Call<'_>,
    api: Api,
    encryption: EncryptionId,
    bytes: u64,
    s3: &mut S3,
) -> Result<bool, Verdict> {
    let Some(bucket) = call.bucket else { return Ok(false) };
    match s3.ask_kms(now, (api, bucket), encryption, bytes) {
        Consent::NotAsked => Ok(false),
        Consent::Given => Ok(true),
        Consent::Throttled(quota) => Err(Verdict::throttled(Limit::Kms(quota))),
        Consent::Refused(code) => Err(Verdict { kms: true, ..Verdict::refused(code) }),
    }
}

/// Bytes a second that a connection carries for a call.
fn rate(api: Api, path: &Path) -> u64 {
    match api {
        Api::PutObject | Api::UploadPart => path.write_rate,
        _ => path.read_rate,
    }
}

/// Whether the connection of a part breaks.
fn breaks(plan: &ClientPlan, job: &Job) -> bool {
    plan.part_failures > 0
        && matches!(job.role, Role::Part(_))
        && s3sim_kernel::streams::below(
            word(job.seed, job.attempt.into(), BREAK),
            s3sim_kernel::quantiles::WHOLE,
        ) < plan.part_failures
}
