//! New requests.

use s3sim_kernel::time::{Instant, Micros};
use s3sim_s3::machine::S3;
use s3sim_s3::object::table::SpaceId;
use s3sim_scenario::request::Content;

use super::Engine;
use super::job::{Job, Owner, Role};
use super::lane::Source;
use crate::recorder::Recorder;

/// Stands for the key of a request that no object fits.
pub(super) const NOWHERE: SpaceId = SpaceId(u32::MAX);

impl Engine<'_> {
    /// A request comes that nobody has waited for.
    #[inline]
    pub(super) fn arrive(&mut self, at: Instant, lane: u16, s3: &mut S3, world: &mut Recorder) {
        let job = self.born(at, lane, Owner::Nobody);
        self.arrivals[usize::from(lane)] = self.lanes[usize::from(lane)].arrival(false);
        match &self.arrivals[..] {
            [only] => self.next = only.map(|at| (at, 0)),
            _ => self.choose(),
        }
        self.start(at, job, s3, world);
    }

    /// A user sends a request.
    pub(super) fn click(&mut self, now: Instant, lane: u16, user: u32, s3: &mut S3, world: &mut Recorder) {
        let entry = &mut self.lanes[usize::from(lane)];
        if now >= entry.plan.until {
            return;
        }
        if let Source::Users { left: Some(left), .. } = &mut entry.source {
            match left.checked_sub(1) {
                Some(less) => *left = less,
                None => return,
            }
        }
        let job = self.born(now, lane, Owner::User(user));
        self.start(now, job, s3, world);
    }

    /// Draws all that there is to draw for a request.
    #[inline]
    fn born(&mut self, at: Instant, lane: u16, owner: Owner) -> Job {
        let entry = &mut self.lanes[usize::from(lane)];
        let number = entry.number;
        entry.number += 1;
        let chosen = entry.choose();
        let call = &entry.calls[usize::from(chosen)];
        let word = if call.aim.is_random() { entry.words.key.next_u64() } else { 0 };
        let (space, index) = call.aim.place(number, word).unwrap_or((NOWHERE, number));
        let size = match &call.plan.content {
            Content::Nothing => 0,
            _ => call.size(|| entry.words.size.next_u64()),
        };
        let members = self.groups[usize::from(call.client)].members.len() as u64;
        let member = match (members, owner) {
            (1, _) => 0,
            (members, Owner::User(user)) => (u64::from(user) % members) as u32,
            (members, _) => (number % members) as u32,
        };
        Job {
            born: at,
            seed: entry.words.service.next_u64(),
            space,
            index,
            size,
            waited: Micros::ZERO,
            owner,
            role: Role::Whole,
            lane,
            call: chosen,
            member,
            attempt: 1,
            throttled: 0,
            failed: None,
            connected: false,
        }
    }

    /// Sends a request, in parts if it is large and its call works so.
    #[inline]
    fn start(&mut self, now: Instant, job: Job, s3: &mut S3, world: &mut Recorder) {
        if self.lanes[usize::from(job.lane)].calls[usize::from(job.call)].plan.in_parts {
            self.begin_transfer(now, job, s3, world);
        } else {
            self.attempt(now, job, s3, world);
        }
    }
}
