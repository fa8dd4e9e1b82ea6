//! A function: what runs, what waits for its turn, what is tried again.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html>

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use s3sim_kernel::quantiles::Table;
use s3sim_kernel::time::{HOUR, Instant, MINUTE, Micros, SECOND};

use crate::letter::{Found, Letter};
use crate::schedule::Schedule;

/// How long an event waits for the second try after an error, and for the third.
const ERROR_WAITS: [Micros; 2] = [Micros(MINUTE), Micros(2 * MINUTE)];
/// For how long an event that finds no room is tried again.
const THROTTLED_FOR: Micros = Micros(6 * HOUR);
/// The longest wait between two tries for room.
const THROTTLED_WAIT_MAX: i64 = 5 * MINUTE;

/// What a function is like.
#[derive(Clone, Debug)]
pub struct Terms {
    /// How long a run takes, in microseconds.
    pub duration: Table,
    /// How many runs at once it may have for itself; `None`: as many as its account has left.
    pub concurrency: Option<u64>,
    /// After which time a run is stopped; `None`: never.
    pub timeout: Option<Micros>,
    /// Bytes of memory, which are paid for while it runs.
    pub memory: u64,
    /// Which share of runs fails, in billionths.
    pub fails: u64,
    /// Whether it runs on a machine of its own instead of AWS Lambda.
    pub on_host: bool,
    /// When it runs by itself.
    pub schedule: Option<Schedule>,
    /// Whether a run by schedule looks for objects that it has not handled yet.
    pub polls: bool,
}

/// An event that a function was given to handle some time.
#[derive(Clone, Debug)]
pub struct Given {
    /// What.
    pub letter: Arc<Letter>,
    /// When it was given.
    pub first: Instant,
    /// How often a run for it has failed.
    pub errors: usize,
    /// How often there was no room since the last run.
    pub throttles: u32,
}

impl Given {
    /// An event that has just come.
    pub fn new(letter: Arc<Letter>, now: Instant) -> Given {
        Given { letter, first: now, errors: 0, throttles: 0 }
    }

    /// When it is tried again after a run that failed at `now`; `None`: it is given up.
    pub fn after_error(&mut self, now: Instant) -> Option<Instant> {
        let wait = ERROR_WAITS.get(self.errors).copied();
        self.errors += 1;
        self.throttles = 0;
        wait.map(|wait| now + wait)
    }

    /// When it is tried again after there was no room at `now`: after 1 s, 2 s, 4 s … at most 5 minutes, for 6 hours;
    /// `None`: it is given up.
    pub fn after_throttle(&mut self, now: Instant) -> Option<Instant> {
        let wait = SECOND << self.throttles.min(9);
        self.throttles += 1;
        let next = now + Micros(wait.min(THROTTLED_WAIT_MAX));
        (next.since(self.first) <= THROTTLED_FOR).then_some(next)
    }
}

/// On whose behalf a run is.
#[derive(Clone, Debug)]
pub enum Source {
    /// An event that was given to the function.
    Given(Given),
    /// A message that was received from a queue: its place, and the queue's.
    Message(usize, u64),
    /// An object that was found by looking.
    Found(Found),
    /// A caller that waits.
    Caller,
}

/// A run.
#[derive(Clone, Debug)]
pub struct Running {
    /// For what.
    pub letter: Arc<Letter>,
    /// On whose behalf.
    pub source: Source,
    /// Since when.
    pub since: Instant,
    /// How many runs for the same letter there were before.
    pub before: u64,
}

/// A function at work.
#[derive(Clone, Debug)]
pub struct Function {
    /// What it is like.
    pub terms: Terms,
    /// What runs now.
    pub running: BTreeMap<u64, Running>,
    next: u64,
    /// What it has found and not begun with.
    pub found: VecDeque<Found>,
    /// What it has found so far; a crash forgets it.
    pub seen: BTreeSet<Found>,
}

impl Function {
    /// A function that does nothing yet.
    pub fn new(terms: Terms) -> Function {
        Function { terms, running: BTreeMap::new(), next: 0, found: VecDeque::new(), seen: BTreeSet::new() }
    }

    /// Begins a run; its number.
    pub fn begin(&mut self, running: Running) -> u64 {
        let run = self.next;
        self.next += 1;
        self.running.insert(run, running);
        run
    }

    /// How many runs there are now.
    pub fn busy(&self) -> u64 {
        self.running.len() as u64
    }

    /// Ends every run and forgets what it had in mind.
    pub fn crash(&mut self) -> Vec<Running> {
        self.found.clear();
        self.seen.clear();
        std::mem::take(&mut self.running).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Content;

    fn second(n: i64) -> Instant {
        Instant::EPOCH + Micros::seconds(n)
    }

    fn given() -> Given {
        let letter = Letter { number: 0, since: second(0), content: Content::Text(String::new()) };
        Given::new(Arc::new(letter), second(0))
    }

    /// EV-070: two more tries, one minute and then two minutes after an error.
    #[test]
    fn errors_are_tried_three_times() {
        let mut event = given();
        assert_eq!(event.after_error(second(0)), Some(second(60)));
        assert_eq!(event.after_error(second(60)), Some(second(180)));
        assert_eq!(event.after_error(second(180)), None);
    }

    /// EV-070: 1, 2, 4, … 256 s, then every 300 s. The first nine waits sum up to 511 s; of the 21,600 s of six hours
    /// 21,089 s are left, which are 70 waits of 300 s and a rest.
    #[test]
    fn an_event_without_room_is_tried_for_six_hours() {
        let mut event = given();
        let (mut now, mut tries) = (second(0), 0);
        let mut instants = Vec::new();
        while let Some(next) = event.after_throttle(now) {
            (now, tries) = (next, tries + 1);
            instants.push(next);
        }
        assert_eq!(instants[..4], [second(1), second(3), second(7), second(15)]);
        assert_eq!(instants[8], second(511));
        assert_eq!((tries, now), (9 + 70, second(511 + 70 * 300)));
    }
}
