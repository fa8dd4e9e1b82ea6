//! A network interface that all transfers of a client share evenly, each up to what its own connection carries.
//!
//! Processor sharing in virtual time: as long as the number of transfers does not change all get the same rate, so the
//! one with the least left is done first. Every transfer of a link has the same limit of its own, so shares are equal
//! always, and a counter of bytes per transfer says who is done when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use s3sim_kernel::time::{Instant, Micros, SECOND};

/// Bytes per transfer have so many bits behind the point.
const SCALE: u32 = 20;

/// The interface of one client.
#[derive(Clone, Debug)]
pub(crate) struct Link<J> {
    /// Bytes a second of all together.
    rate: u64,
    /// What each transfer under way has got since the beginning.
    served: u128,
    settled: Instant,
    /// Bytes a second of each, at most.
    each: u64,
    /// By the value of `served` at which they are done, then in the order in which they came.
    active: BinaryHeap<Reverse<(u128, u64, Entry<J>)>>,
    sequence: u64,
    /// Counts changes: wake-ups for an earlier state are void.
    generation: u64,
}

/// What is transferred; does not take part in the order.
#[derive(Clone, Copy, Debug)]
struct Entry<J>(J);

impl<J> PartialEq for Entry<J> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<J> Eq for Entry<J> {}

impl<J> PartialOrd for Entry<J> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<J> Ord for Entry<J> {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

impl<J: Copy> Link<J> {
    pub(crate) fn new(rate: u64) -> Link<J> {
        Link {
            rate,
            served: 0,
            settled: Instant::EPOCH,
            each: u64::MAX,
            active: BinaryHeap::new(),
            sequence: 0,
            generation: 0,
        }
    }

    /// Begins a transfer of `bytes`, of which the connection carries at most `each` a second.
    pub(crate) fn join(&mut self, now: Instant, bytes: u64, each: u64, job: J) -> Option<(Instant, u64)> {
        self.settle(now);
        self.each = each.max(1);
        let done = self.served + (u128::from(bytes) << SCALE);
        self.active.push(Reverse((done, self.sequence, Entry(job))));
        self.sequence += 1;
        self.next(now)
    }

    /// What is done by now, one at a time, if the wake-up is not void.
    pub(crate) fn done(&mut self, now: Instant, generation: u64) -> Option<J> {
        if generation != self.generation {
            return None;
        }
        self.settle(now);
        let due = self.active.peek().is_some_and(|Reverse((at, ..))| *at <= self.served);
        if due { self.active.pop().map(|Reverse((_, _, Entry(job)))| job) } else { None }
    }

    /// Whether a wake-up of this generation is not void.
    pub(crate) fn is_current(&self, generation: u64) -> bool {
        generation == self.generation
    }

    /// When to look again, and the generation to look with.
    pub(crate) fn next(&mut self, now: Instant) -> Option<(Instant, u64)> {
        let Reverse((at, ..)) = self.active.peek()?;
        self.generation += 1;
        let left = at.saturating_sub(self.served);
        let micros = (left * SECOND as u128).div_ceil(self.share()).min(i64::MAX as u128);
        Some((now + Micros(micros as i64), self.generation))
    }

    /// Bytes a second of each transfer, with bits behind the point; at least one.
    fn share(&self) -> u128 {
        let fair = (u128::from(self.rate) << SCALE) / (self.active.len() as u128).max(1);
        fair.min(u128::from(self.each) << SCALE).max(1)
    }

    fn settle(&mut self, now: Instant) {
        let elapsed = now.since(self.settled).0.max(0) as u128;
        if !self.active.is_empty() {
            self.served += self.share() * elapsed / SECOND as u128;
        }
        self.settled = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times at which transfers of (start, bytes) end.
    fn ends(rate: u64, each: u64, transfers: &[(i64, u64)]) -> Vec<(usize, i64)> {
        let mut link: Link<usize> = Link::new(rate);
        let mut found = Vec::new();
        let mut wake: Option<(Instant, u64)> = None;
        let mut coming = transfers.iter().enumerate().peekable();
        loop {
            let start = coming.peek().map(|(_, (at, _))| Instant::from_micros(*at));
            match (start, wake) {
                (None, None) => return found,
                (Some(start), wake_at) if wake_at.is_none_or(|(at, _)| start <= at) => {
                    let Some((job, (_, bytes))) = coming.next() else { return found };
                    wake = link.join(start, *bytes, each, job);
                }
                (_, Some((at, generation))) => {
                    let done = link.done(at, generation);
                    found.extend(done.map(|job| (job, at.micros())));
                    wake = link.next(at);
                }
                (Some(_), None) => return found,
            }
        }
    }

    /// Two transfers of 1 MB on 1 MB/s side by side take 2 s; the second, half a second later and half as large, is done
    /// when it has got 0.5 MB at half the rate, at 1.5 s, and the first at 0.5 + 0.5 + … = 1.5 MB in all.
    #[test]
    fn transfers_share_evenly() {
        assert_eq!(
            ends(1_000_000, u64::MAX, &[(0, 1_000_000), (0, 1_000_000)]),
            [(0, 2_000_000), (1, 2_000_000)]
        );
        assert_eq!(
            ends(1_000_000, u64::MAX, &[(0, 1_000_000), (500_000, 500_000)]),
            [(0, 1_500_000), (1, 1_500_000)]
        );
        assert_eq!(
            ends(1_000_000, u64::MAX, &[(0, 1_000_000), (500_000, 250_000)]),
            [(1, 1_000_000), (0, 1_250_000)]
        );
    }

    /// Ten transfers of 1 MB, each at most 1 MB/s, on 4 MB/s: 0.4 MB/s each, done after 2.5 s; one alone takes 1 s.
    #[test]
    fn a_connection_has_a_limit_of_its_own() {
        assert!(ends(4_000_000, 1_000_000, &[(0, 1_000_000); 10]).iter().all(|(_, at)| *at == 2_500_000));
        assert_eq!(ends(4_000_000, 1_000_000, &[(0, 1_000_000)]), [(0, 1_000_000)]);
    }
}
