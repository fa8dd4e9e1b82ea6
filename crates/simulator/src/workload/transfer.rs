//! Uploads and downloads in parts: several at once, each sent again alone if it fails.

use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_s3::machine::S3;

use super::Engine;
use super::job::{Answer, Job, Owner, Role};
use crate::recorder::Recorder;
use crate::retry::word;

/// The purpose of a word that seeds a part.
const PART: u64 = 16;

/// A transfer under way.
#[derive(Clone, Debug)]
struct Transfer {
    /// The request as a whole.
    whole: Job,
    chunk: u64,
    parts: u32,
    /// The next part to be sent.
    next: u32,
    /// Parts under way.
    active: u32,
    /// The answer that ends it, once a part has failed for good.
    failed: Option<Answer>,
}

/// All transfers; places are used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Transfers {
    all: Vec<Option<Transfer>>,
    free: Vec<u32>,
}

impl Transfers {
    /// Bytes of a part.
    pub(super) fn part_size(&self, job: &Job, part: u32) -> u64 {
        let Owner::Transfer(transfer) = job.owner else { return 0 };
        self.all[transfer as usize].as_ref().map_or(0, |transfer| {
            transfer.chunk.min(transfer.whole.size.saturating_sub(u64::from(part) * transfer.chunk))
        })
    }

    fn add(&mut self, transfer: Transfer) -> u32 {
        match self.free.pop() {
            Some(place) => {
                self.all[place as usize] = Some(transfer);
                place
            }
            None => {
                self.all.push(Some(transfer));
                (self.all.len() - 1) as u32
            }
        }
    }
}

impl Engine<'_> {
    /// Begins an `upload` or a `read`: in one piece below the threshold of its client.
    pub(super) fn begin_transfer(&mut self, now: Instant, job: Job, s3: &mut S3, world: &mut Recorder) {
        let call = &self.lanes[usize::from(job.lane)].calls[usize::from(job.call)];
        let plan = &self.groups[usize::from(call.client)].plan;
        let reads = call.plan.api == Api::GetObject;
        let size = match s3.see(Api::HeadObject, job.space, job.index) {
            _ if !reads => job.size,
            Ok(seen) => seen.size,
            Err(_) => 0,
        };
        if size < plan.multipart_threshold {
            self.attempt(now, job, s3, world);
            return;
        }
        // S3 takes at most 10,000 parts: larger objects get larger ones.
        let chunk = plan.multipart_chunksize.max(size.div_ceil(10_000));
        let transfer = Transfer {
            whole: Job { size, ..job },
            chunk,
            parts: size.div_ceil(chunk) as u32,
            next: 0,
            active: 0,
            failed: None,
        };
        let place = self.transfers.add(transfer);
        self.send(now, place, Role::Open, s3, world);
    }

    /// Sends one request of a transfer.
    fn send(&mut self, now: Instant, place: u32, role: Role, s3: &mut S3, world: &mut Recorder) {
        let Some(transfer) = &mut self.transfers.all[place as usize] else { return };
        let number = match role {
            Role::Part(part) => u64::from(part) + 2,
            Role::Close => 1,
            Role::Open | Role::Whole => 0,
        };
        transfer.active += 1;
        let job = Job {
            born: now,
            seed: word(transfer.whole.seed, number, PART),
            owner: Owner::Transfer(place),
            role,
            ..transfer.whole
        };
        self.attempt(now, job, s3, world);
    }

    /// A request of a transfer is over.
    pub(super) fn part_over(
        &mut self,
        now: Instant,
        place: u32,
        job: &Job,
        answer: Answer,
        s3: &mut S3,
        world: &mut Recorder,
    ) {
        let Some(transfer) = &mut self.transfers.all[place as usize] else { return };
        transfer.active -= 1;
        let whole = &mut transfer.whole;
        whole.throttled = whole.throttled.saturating_add(job.throttled);
        if !(200..300).contains(&answer.status) {
            transfer.failed = Some(answer);
        }
        let call = &self.lanes[usize::from(job.lane)].calls[usize::from(job.call)];
        let most = self.groups[usize::from(call.client)].plan.max_concurrent_requests;
        let uploads = call.plan.api == Api::PutObject;
        if transfer.failed.is_none() && job.role != Role::Close {
            let mut ready = Vec::new();
            while transfer.next < transfer.parts && u64::from(transfer.active) + (ready.len() as u64) < most {
                ready.push(transfer.next);
                transfer.next += 1;
            }
            let parts_left = !ready.is_empty() || transfer.active > 0;
            for part in ready {
                self.send(now, place, Role::Part(part), s3, world);
            }
            if parts_left {
                return;
            }
            if uploads {
                self.send(now, place, Role::Close, s3, world);
                return;
            }
        }
        self.end(now, place, s3, world);
    }

    /// A transfer is over when nothing of it is under way any more.
    fn end(&mut self, now: Instant, place: u32, s3: &mut S3, world: &mut Recorder) {
        if self.transfers.all[place as usize].as_ref().is_none_or(|transfer| transfer.active > 0) {
            return;
        }
        let Some(transfer) = self.transfers.all[place as usize].take() else { return };
        self.transfers.free.push(place);
        let size = transfer.whole.size;
        let answer = transfer.failed.unwrap_or(Answer { status: 200, failure: None, bytes: size });
        self.over(now, transfer.whole, answer, s3, world);
    }
}
