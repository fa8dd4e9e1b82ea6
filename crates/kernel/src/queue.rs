//! Pending events in a total order: (instant, phase, rank, order of pushing).
//!
//! A [`Queue`] is a hierarchical timing wheel. The instants still to come are sorted by the highest digit (base 128)
//! in which they differ from a *base*, the instant up to which the wheel has been emptied: that digit's position is
//! the *level*, its value the *slot*. Every event on a level comes before every event on the levels above it, so the
//! next event lies in the lowest occupied slot of the lowest occupied level. When that slot is opened, either its
//! events move to lower levels, or, if they are few or of one instant, they become the *batch*: sorted and popped one
//! by one. What is pushed at or before the base while a batch lasts waits in a small heap beside it.
//!
//! The fourth part of the order costs nothing in the wheel: two events of one instant are always in the same slot,
//! in the order in which they were pushed, because a slot is emptied as a whole before anything can be pushed below
//! it. Only the heap counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::time::Instant;

/// Bits of a digit: 128 slots a level, so that one word says which of them are occupied.
const DIGIT: u32 = 7;
/// Slots of a level.
const SLOTS: usize = 1 << DIGIT;
/// Levels that cover 64 bits.
const LEVELS: usize = 64_usize.div_ceil(DIGIT as usize);
/// A slot with no more events than this becomes a batch without going down further …
const FEW: usize = 16;
/// … if it is no higher than this level: 16 ms. Otherwise a lonely event far ahead would send all that is pushed
/// before it into the heap.
const NEAR: usize = 2;
/// A slot emptied keeps its memory up to this many events; more would outlive a burst for nothing.
const KEPT: usize = 1 << 12;

/// An event that waits. `order` is phase (high) and rank (low).
#[derive(Clone, Debug)]
struct Pending<T> {
    time: u64,
    order: u64,
    event: T,
}

/// An event pushed at or before the base. Compared by `key`: time, order, sequence of pushes.
#[derive(Clone, Debug)]
struct Late<T> {
    key: (u64, u64, u64),
    event: T,
}

impl<T> PartialEq for Late<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T> Eq for Late<T> {}

impl<T> PartialOrd for Late<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Late<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// Events that wait for their instant; see the [module](self) for how.
///
/// ```
/// use s3sim_kernel::queue::Queue;
/// use s3sim_kernel::time::Instant;
///
/// let at = Instant::from_micros;
/// let mut queue = Queue::new();
/// queue.push(at(20), 0, 0, "second");
/// queue.push(at(10), 1, 0, "a later phase");
/// queue.push(at(10), 0, 7, "first");
/// assert_eq!(queue.pop(), Some((at(10), "first")));
/// assert_eq!(queue.pop(), Some((at(10), "a later phase")));
/// assert_eq!(queue.peek_time(), Some(at(20)));
/// ```
#[derive(Clone, Debug)]
pub struct Queue<T> {
    /// The instant of the last event popped.
    now: u64,
    /// Everything in `wheel` is later than this, everything in `batch` and `late` is not.
    base: u64,
    len: usize,
    /// A bit per level that holds anything.
    levels: u16,
    /// A bit per slot that holds anything.
    occupied: [u128; LEVELS],
    /// Level after level, 128 slots each; a slot in order of pushing.
    wheel: Vec<Vec<Pending<T>>>,
    /// The earliest instant in `wheel`, once somebody has looked.
    earliest: Option<u64>,
    /// What is left of the batch, last event first.
    batch: Vec<Pending<T>>,
    /// Pushed at or before `base`, so later than what the batch holds of the same instant and order.
    late: BinaryHeap<Reverse<Late<T>>>,
    /// Counts what goes into `late`.
    sequence: u64,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue::new()
    }
}

impl<T> Queue<T> {
    /// An empty queue that takes events at any instant.
    pub fn new() -> Queue<T> {
        Queue::starting_at(Instant::from_micros(i64::MIN))
    }

    /// An empty queue whose clock stands at `start` already. Events that are pushed in their thousands before the
    /// first pop then find their places at once.
    pub fn starting_at(start: Instant) -> Queue<T> {
        Queue {
            now: ordered(start),
            base: ordered(start),
            len: 0,
            levels: 0,
            occupied: [0; LEVELS],
            wheel: (0..LEVELS * SLOTS).map(|_| Vec::new()).collect(),
            earliest: None,
            batch: Vec::new(),
            late: BinaryHeap::new(),
            sequence: 0,
        }
    }

    /// The number of events that wait.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no event waits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Files `event` at `at`, after all events of the same instant whose (phase, rank) is not greater.
    ///
    /// `at` may be the instant of the event popped last: then it is still to come, even if its phase is over.
    /// An earlier `at` is a mistake of the caller: it panics in debug builds and counts as "now" in others.
    #[inline]
    pub fn push(&mut self, at: Instant, phase: u8, rank: u32, event: T) {
        let time = ordered(at);
        debug_assert!(time >= self.now, "an event at {at} is pushed after the clock has passed it");
        let order = u64::from(phase) << 32 | u64::from(rank);
        self.len += 1;
        if time <= self.base {
            self.sequence += 1;
            self.late.push(Reverse(Late { key: (time.max(self.now), order, self.sequence), event }));
            return;
        }
        if self.earliest.is_some_and(|earliest| time < earliest) {
            self.earliest = Some(time);
        }
        self.file(Pending { time, order, event });
    }

    /// The next event and its instant, to which the clock moves.
    #[inline]
    pub fn pop(&mut self) -> Option<(Instant, T)> {
        if self.batch.is_empty()
            && self.late.is_empty()
            && let Some(alone) = self.open()
        {
            return Some(self.came(alone.time, alone.event));
        }
        let late_first = match (self.batch.last(), self.late.peek()) {
            (Some(due), Some(Reverse(late))) => (late.key.0, late.key.1) < (due.time, due.order),
            (due, _) => due.is_none(),
        };
        if late_first {
            self.late.pop().map(|Reverse(late)| self.came(late.key.0, late.event))
        } else {
            self.batch.pop().map(|due| self.came(due.time, due.event))
        }
    }

    /// Moves the clock to an event that leaves the queue.
    #[inline]
    fn came(&mut self, time: u64, event: T) -> (Instant, T) {
        self.now = time;
        self.len -= 1;
        (instant(time), event)
    }

    /// The instant of the next event. The clock does not move: events before it may still be pushed.
    ///
    /// Looking takes time proportional to the slot that is next to be opened; the answer is kept until the next
    /// [`pop`](Queue::pop), which would have to look there in any case.
    #[inline]
    pub fn peek_time(&mut self) -> Option<Instant> {
        let due = self.batch.last().map(|due| due.time);
        let late = self.late.peek().map(|Reverse(late)| late.key.0);
        if let Some(time) = due.into_iter().chain(late).min() {
            return Some(instant(time));
        }
        if self.earliest.is_none() {
            let (level, slot) = self.next_slot()?;
            self.earliest = earliest(&self.wheel[level * SLOTS + slot]);
        }
        self.earliest.map(instant)
    }

    /// Puts an event that is not before the base into its slot.
    #[inline]
    fn file(&mut self, pending: Pending<T>) {
        let level = (63 - (pending.time ^ self.base | 1).leading_zeros()) / DIGIT;
        let digit = pending.time >> (level * DIGIT) & (SLOTS as u64 - 1);
        self.levels |= 1 << level;
        self.occupied[level as usize] |= 1 << digit;
        self.wheel[level as usize * SLOTS + digit as usize].push(pending);
    }

    /// Level and number of the slot that holds the earliest event of the wheel.
    #[inline]
    fn next_slot(&self) -> Option<(usize, usize)> {
        if self.levels == 0 {
            return None;
        }
        let level = self.levels.trailing_zeros() as usize;
        Some((level, self.occupied[level].trailing_zeros() as usize))
    }

    /// Opens slots until there is a batch, or gives the earliest event of the wheel if it was alone in its slot.
    #[inline]
    fn open(&mut self) -> Option<Pending<T>> {
        loop {
            let (level, slot) = self.next_slot()?;
            self.occupied[level] &= self.occupied[level] - 1;
            if self.occupied[level] == 0 {
                self.levels &= self.levels - 1;
            }
            let known = self.earliest.take();
            let place = level * SLOTS + slot;
            if self.wheel[place].len() == 1 {
                let alone = self.wheel[place].pop()?;
                self.base = alone.time;
                return Some(alone);
            }
            if level == 0 || level <= NEAR && self.wheel[place].len() <= FEW {
                if self.batch.capacity() > KEPT {
                    self.batch = Vec::new();
                }
                std::mem::swap(&mut self.batch, &mut self.wheel[place]);
                // Stable: what agrees in time, phase and rank stays in the order of pushing.
                self.batch.sort_by_key(|pending| (pending.time, pending.order));
                self.base = self.batch.last()?.time;
                self.batch.reverse();
                return None;
            }
            let mut opened = std::mem::take(&mut self.wheel[place]);
            self.base = known.or_else(|| earliest(&opened))?;
            for pending in opened.drain(..) {
                self.file(pending);
            }
            if opened.capacity() <= KEPT {
                self.wheel[place] = opened;
            }
        }
    }
}

/// The earliest instant in a slot.
#[inline]
fn earliest<T>(slot: &[Pending<T>]) -> Option<u64> {
    slot.iter().map(|pending| pending.time).min()
}

/// Instants as unsigned numbers in the same order.
#[inline]
const fn ordered(at: Instant) -> u64 {
    at.micros() as u64 ^ 1 << 63
}

/// The inverse of [`ordered`].
#[inline]
const fn instant(time: u64) -> Instant {
    Instant::from_micros((time ^ 1 << 63) as i64)
}

#[cfg(test)]
mod tests;
