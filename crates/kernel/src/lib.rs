//! The event kernel: what a deterministic discrete-event simulation of anything needs. Nothing in here knows S3.
//!
//! | module | holds |
//! |---|---|
//! | [`time`] | integer instants in microseconds, UTC days and months |
//! | [`queue`] | pending events in a total order: instant, phase, rank, order of pushing |
//! | [`streams`] | random words by seed and name, and pure draws about a subject |
//! | [`quantiles`] | tables that turn one random word into one value, with integers alone |
//! | [`histogram`] | counts in buckets at most 0.2 % wide |
//! | [`bucket`] | token buckets that count exactly |
//!
//! The same calls give the same results on every machine: time, values and counts are integers, the order of events is
//! total, and floating point is used only to build tables, through one portable implementation.
//!
//! A queue with one server, in a dozen lines: customers arrive once a second on average and are served for 0.8 s on
//! average, both exponential.
//!
//! ```
//! use s3sim_kernel::histogram::Histogram;
//! use s3sim_kernel::quantiles::Table;
//! use s3sim_kernel::queue::Queue;
//! use s3sim_kernel::streams::Seed;
//! use s3sim_kernel::time::{Instant, Micros};
//!
//! let (gaps, services) = (Table::exponential(1_000_000), Table::exponential(800_000));
//! let (mut gap_words, mut service_words) = (Seed(1).stream("gap"), Seed(1).stream("service"));
//! let mut events = Queue::starting_at(Instant::EPOCH);
//! let mut free = Instant::EPOCH;
//! let mut waits = Histogram::new();
//!
//! events.push(Instant::EPOCH, 0, 0, "arrival");
//! while let Some((now, _)) = events.pop() {
//!     let start = free.max(now);
//!     waits.record(start.since(now).0.unsigned_abs());
//!     free = start + Micros(services.draw(service_words.next_u64()) as i64);
//!     if waits.count() < 100_000 {
//!         events.push(now + Micros(gaps.draw(gap_words.next_u64()) as i64), 0, 0, "arrival");
//!     }
//! }
//! // Closed form: the mean wait is 0.8 · 0.8 / (1 - 0.8) = 3.2 s.
//! let mean = waits.mean().unwrap_or(0);
//! assert!((2_900_000..3_500_000).contains(&mean), "{mean}");
//! ```

pub mod bucket;
pub mod histogram;
pub mod quantiles;
pub mod queue;
pub mod streams;
pub mod time;
