//! The hold model: 100,000 events wait; one is taken and another, up to two seconds ahead, put in its place.

use std::hint::black_box;
use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use s3sim_kernel::queue::Queue;
use s3sim_kernel::time::Instant as Moment;
use serde::{Deserialize, Serialize};

use crate::words::Words;

/// Events that wait.
pub const PENDING: u64 = 100_000;
/// How far ahead an event may be, in microseconds.
const AHEAD: u64 = 2_000_000;

/// Seconds that `holds` holds take in s3sim's kernel.
pub fn s3sim(holds: u64) -> f64 {
    let mut words = Words::new(1);
    let mut queue = Queue::starting_at(Moment::EPOCH);
    for n in 0..PENDING {
        queue.push(Moment::from_micros(words.below(AHEAD) as i64), 0, 0, n);
    }
    let mut run = |times| {
        for _ in 0..times {
            if let Some((now, event)) = queue.pop() {
                let at = Moment::from_micros(now.micros() + words.below(AHEAD) as i64);
                queue.push(at, 0, 0, black_box(event));
            }
        }
    };
    run(2 * PENDING);
    let start = Instant::now();
    run(holds);
    start.elapsed().as_secs_f64()
}

/// A model that answers every event with another.
#[derive(Serialize, Deserialize)]
struct Holder {
    words: Words,
}

#[Model]
impl Holder {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        for _ in 0..PENDING {
            self.hold((), context).await;
        }
    }

    #[nexosim(schedulable)]
    async fn hold(&mut self, _: (), context: &Context<Self>) {
        let ahead = Duration::from_micros(1 + self.words.below(AHEAD));
        context.schedule_event(ahead, schedulable!(Self::hold), ()).expect("an event lies ahead");
    }
}

/// Seconds that as many holds take in nexosim, and how many they were: it goes on by instants, not by events.
pub fn nexosim(holds: u64) -> Result<(f64, u64), SimulationError> {
    let holder = Holder { words: Words::new(1) };
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(holder, Mailbox::new(), "holder")
        .init(MonotonicTime::EPOCH)?;
    // 100,000 events wait one second on average.
    let seconds = holds.div_ceil(PENDING);
    simulation.step_until(Duration::from_secs(2))?;
    let start = Instant::now();
    simulation.step_until(Duration::from_secs(seconds))?;
    Ok((start.elapsed().as_secs_f64(), seconds * PENDING))
}
