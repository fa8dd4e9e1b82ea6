//! What the kernel's parts cost. `cargo bench -p s3sim-kernel`; nothing is asserted here.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::ItemsCount;
use s3sim_kernel::queue::Queue;
use s3sim_kernel::time::Instant;

fn main() {
    divan::main();
}

/// Sequences of a hold per sample: divan then divides.
const HOLDS: usize = 100_000;
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

#[divan::bench(args = PENDING, sample_count = 40, sample_size = 1)]
fn hold_in_the_wheel(bencher: Bencher, pending: usize) {
    let mut ahead = Ahead(1);
    let mut queue = Queue::starting_at(Instant::EPOCH);
    for n in 0..pending {
        queue.push(Instant::from_micros(ahead.next()), 0, 0, n as u64);
    }
    for _ in 0..2 * pending {
        if let Some((now, event)) = queue.pop() {
            queue.push(Instant::from_micros(now.micros() + ahead.next()), 0, 0, event);
        }
    }
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(move || {
        for _ in 0..HOLDS {
            if let Some((now, event)) = queue.pop() {
                queue.push(Instant::from_micros(now.micros() + ahead.next()), 0, 0, black_box(event));
            }
        }
    });
}

#[divan::bench(args = PENDING, sample_count = 40, sample_size = 1)]
fn hold_in_a_binary_heap(bencher: Bencher, pending: usize) {
    let mut ahead = Ahead(1);
    let mut queue = BinaryHeap::with_capacity(pending);
    for n in 0..pending {
        queue.push(Reverse((ahead.next(), 0_u8, 0_u32, n as u64)));
    }
    let mut sequence = pending as u64;
    bencher.counter(ItemsCount::new(HOLDS)).bench_local(move || {
        for _ in 0..HOLDS {
            if let Some(Reverse((now, phase, rank, event))) = queue.pop() {
                sequence += 1;
                black_box(event);
                queue.push(Reverse((now + ahead.next(), phase, rank, sequence)));
            }
        }
    });
}
