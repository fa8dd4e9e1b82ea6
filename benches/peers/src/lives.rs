//! A million objects, written over 400 days, with four dated events each: after 30, 90, 180 and 730 days.

use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

/// Objects.
pub const OBJECTS: u64 = 1_000_000;
/// Days from one event of an object to the next.
const DAYS: [u64; 4] = [30, 60, 90, 550];
const DAY: u64 = 86_400;

#[derive(Serialize, Deserialize)]
struct Bucket {
    in_class: [u64; 5],
}

#[Model]
impl Bucket {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        for object in 0..OBJECTS {
            let written = Duration::from_micros(1 + object * (400 * DAY * 1_000_000 / OBJECTS));
            context
                .schedule_event(written, schedulable!(Self::happen), 0)
                .expect("an object is written ahead");
        }
    }

    #[nexosim(schedulable)]
    async fn happen(&mut self, event: usize, context: &Context<Self>) {
        self.in_class[event] += 1;
        if let Some(days) = DAYS.get(event) {
            context
                .schedule_event(Duration::from_secs(days * DAY), schedulable!(Self::happen), event + 1)
                .expect("the next event lies ahead");
        }
    }
}

/// Seconds that the lives of all objects take in nexosim.
pub fn nexosim() -> Result<f64, SimulationError> {
    let start = Instant::now();
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(Bucket { in_class: [0; 5] }, Mailbox::new(), "bucket")
        .init(MonotonicTime::EPOCH)?;
    simulation.run()?;
    Ok(start.elapsed().as_secs_f64())
}
