//! Requests against one prefix that takes 5,500 a second: 6,000 a second come, up to three attempts each with full
//! jitter, and an answer after a lognormal time. The leanest model there can be: no keys, no clients, no bill.

use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::words::Words;

/// Requests a second.
pub const OFFERED: u64 = 6_000;
/// Tokens a second, which is units a microsecond: one token is a million units.
const RATE: u64 = 5_500;
/// Half a second's worth of tokens, in units.
const DEPTH: u64 = 2_750 * 1_000_000;
/// Attempts of a request in all.
const ATTEMPTS: u64 = 3;
/// Longest wait before the second attempt, in microseconds; it doubles.
const BACKOFF: u64 = 100_000;

#[derive(Serialize, Deserialize)]
struct Prefix {
    words: Words,
    start: Option<MonotonicTime>,
    units: u64,
    filled: u64,
    left: u64,
    answered: u64,
}

#[Model]
impl Prefix {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.start = Some(context.time());
        self.next(context);
    }

    fn next(&mut self, context: &Context<Self>) {
        if self.left > 0 {
            self.left -= 1;
            let gap = self.words.exponential(1e6 / OFFERED as f64);
            context
                .schedule_event(Duration::from_micros(1 + gap), schedulable!(Self::arrive), ())
                .expect("an arrival lies ahead");
        }
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>) {
        self.next(context);
        self.attempt(1, context).await;
    }

    #[nexosim(schedulable)]
    async fn attempt(&mut self, attempt: u64, context: &Context<Self>) {
        let now = self.start.map_or(0, |start| context.time().duration_since(start).as_micros() as u64);
        self.units = DEPTH.min(self.units + (now - self.filled) * RATE);
        self.filled = now;
        if self.units >= 1_000_000 {
            self.units -= 1_000_000;
            let service = self.words.lognormal(30_000.0, 0.5);
            context
                .schedule_event(Duration::from_micros(1 + service), schedulable!(Self::answer), ())
                .expect("an answer lies ahead");
        } else if attempt < ATTEMPTS {
            let wait = self.words.below(BACKOFF << (attempt - 1));
            context
                .schedule_event(Duration::from_micros(1 + wait), schedulable!(Self::attempt), attempt + 1)
                .expect("an attempt lies ahead");
        }
    }

    #[nexosim(schedulable)]
    async fn answer(&mut self) {
        self.answered += 1;
    }
}

/// Seconds that `requests` take in nexosim.
pub fn nexosim(requests: u64) -> Result<f64, SimulationError> {
    let prefix =
        Prefix { words: Words::new(1), start: None, units: DEPTH, filled: 0, left: requests, answered: 0 };
    let start = Instant::now();
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(prefix, Mailbox::new(), "prefix")
        .init(MonotonicTime::EPOCH)?;
    simulation.run()?;
    Ok(start.elapsed().as_secs_f64())
}
