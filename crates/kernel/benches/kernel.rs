//! What the kernel's parts cost. `cargo bench -p s3sim-kernel`; nothing is asserted here.
//!
//! A hold is one event popped and one pushed, with a given number of events waiting; a sample is 100,000 of them, so
//! milliseconds times ten are nanoseconds a hold.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::ItemsCount;
use s3sim_kernel::bucket::TokenBucket;
use s3sim_kernel::histogram::Histogram;
use s3sim_kernel::quantiles::{Lognormal, Table, TableError, WHOLE};
use s3sim_kernel::queue::Queue;
use s3sim_kernel::streams::{Seed, SplitMix64};
use s3sim_kernel::time::Instant;

fn main() {
    divan::main();
}

/// Operations of a sample.
const OPERATIONS: usize = 100_000;
/// Events that wait.
const PENDING: [usize; 3] = [1_000, 100_000, 10_000_000];

/// Distances of a hold: up to two seconds, evenly (xorshift, so that the bits cost next to nothing).
struct Ahead(u64);

impl Ahead {
    fn next(&mut self) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * 2_000_000) >> 64) as i64
    }
}

#[divan::bench(args = PENDING, sample_count = 100, sample_size = 1)]
fn hold_in_the_wheel(bencher: Bencher, pending: usize) {
    let mut ahead = Ahead(1);
    let mut queue = Queue::starting_at(Instant::EPOCH);
    for n in 0..pending {
        queue.push(Instant::from_micros(ahead.next()), 0, 0, n as u64);
    }
    let mut hold = move |times: usize| {
        for _ in 0..times {
            if let Some((now, event)) = queue.pop() {
                queue.push(Instant::from_micros(now.micros() + ahead.next()), 0, 0, black_box(event));
            }
        }
    };
    hold(2 * pending);
    bencher.counter(ItemsCount::new(OPERATIONS)).bench_local(|| hold(OPERATIONS));
}

#[divan::bench(args = PENDING, sample_count = 100, sample_size = 1)]
fn hold_in_a_binary_heap(bencher: Bencher, pending: usize) {
    let mut ahead = Ahead(1);
    let mut queue: BinaryHeap<_> =
        (0..pending).map(|n| Reverse((ahead.next(), 0_u8, 0_u32, n as u64))).collect();
    let mut sequence = pending as u64;
    bencher.counter(ItemsCount::new(OPERATIONS)).bench_local(move || {
        for _ in 0..OPERATIONS {
            if let Some(Reverse((now, phase, rank, event))) = queue.pop() {
                sequence += 1;
                black_box(event);
                queue.push(Reverse((now + ahead.next(), phase, rank, sequence)));
            }
        }
    });
}

/// Adds up what `draw` gives, [`OPERATIONS`] times.
fn per_draw(bencher: Bencher, mut draw: impl FnMut() -> u64) {
    bencher
        .counter(ItemsCount::new(OPERATIONS))
        .bench_local(|| (0..OPERATIONS).fold(0_u64, |sum, _| sum.wrapping_add(draw())));
}

#[divan::bench]
fn word_of_a_stream(bencher: Bencher) {
    let mut stream = Seed(1).stream("bench");
    per_draw(bencher, || stream.next_u64());
}

#[divan::bench]
fn draw_about_a_subject(bencher: Bencher) {
    let key = Seed(1).key("bench");
    let mut subject = 0;
    per_draw(bencher, || {
        subject += 1;
        key.draw(&[subject, 3])
    });
}

/// Of requests to S3 Standard, in microseconds.
fn mixture() -> Result<Table, TableError> {
    let component = |weight, median, sigma| Lognormal { weight, median, sigma };
    Table::mixture(&[
        component(0.382_131, 16_925.0, 0.1171),
        component(0.444_631, 32_740.0, 0.3066),
        component(0.166_884, 59_271.0, 0.3438),
        component(0.006_354, 89_972.0, 0.6136),
    ])
}

#[divan::bench]
fn draw_from_a_mixture(bencher: Bencher) {
    if let Ok(table) = mixture() {
        let mut words = SplitMix64::new(1);
        per_draw(bencher, || table.draw(words.next_u64()));
    }
}

#[divan::bench]
fn draw_from_seven_quantiles(bencher: Bencher) {
    let shares = [0, 1_000, 5_000, 9_000, 9_900, 9_990, 9_999].map(|share| share * (WHOLE / 10_000));
    let values = [8_000, 11_460, 14_270, 18_050, 34_560, 110_000, 250_000];
    let quantiles: Vec<(u64, u64)> = shares.into_iter().zip(values).collect();
    if let Ok(table) = Table::from_quantiles(&quantiles) {
        let mut words = SplitMix64::new(1);
        per_draw(bencher, || table.draw(words.next_u64()));
    }
}

#[divan::bench]
fn build_a_mixture() -> Result<Table, TableError> {
    mixture()
}

#[divan::bench]
fn build_a_lognormal() -> Result<Table, TableError> {
    Table::lognormal(2 << 20, 12 << 20)
}

#[divan::bench]
fn build_an_exponential() -> Table {
    Table::exponential(50 << 20)
}

#[divan::bench]
fn record_in_a_histogram(bencher: Bencher) {
    let mut histogram = Histogram::new();
    let mut words = SplitMix64::new(1);
    per_draw(bencher, || {
        histogram.record(words.next_u64() >> 47);
        0
    });
}

#[divan::bench]
fn take_a_token(bencher: Bencher) {
    let mut bucket = TokenBucket::new(5_500, 2_750);
    let mut now = 0;
    per_draw(bencher, || {
        now += 121;
        u64::from(bucket.take(Instant::from_micros(now), 1))
    });
}
