//! The sending rate that *adaptive* mode imposes on a client once it has been throttled: CUBIC, as in TCP.

use s3sim_kernel::time::{Instant, Micros, SECOND};

/// Rates are in requests a second with so many bits behind the point.
const SCALE: u32 = 20;
const ONE: u64 = 1 << SCALE;
/// Sending rates are measured over halves of a second.
const BIN: i64 = SECOND / 2;

/// A token bucket that fills at a rate which successes raise and throttling lowers.
#[derive(Clone, Debug)]
pub(crate) struct Limiter {
    on: bool,
    /// Tokens and their maximum, with bits behind the point.
    level: u64,
    capacity: u64,
    fill: u64,
    settled: Instant,
    /// Measured sending rate, and what the present bin has seen.
    measured: u64,
    bin: i64,
    sent: u64,
    /// The rate at the last throttling, and when that was.
    w_max: u64,
    throttled_at: Instant,
}

impl Limiter {
    pub(crate) fn new(now: Instant) -> Limiter {
        Limiter {
            on: false,
            level: 0,
            capacity: ONE,
            fill: 0,
            settled: now,
            measured: 0,
            bin: now.micros().div_euclid(BIN),
            sent: 0,
            w_max: 0,
            throttled_at: now,
        }
    }

    /// Takes a token, or says how long to wait for one.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Micros> {
        if !self.on {
            return None;
        }
        self.settle(now);
        if self.level >= ONE {
            self.level -= ONE;
            return None;
        }
        let missing = u128::from(ONE - self.level) * SECOND as u128;
        Some(Micros((missing.div_ceil(u128::from(self.fill.max(1)))).min(i64::MAX as u128) as i64))
    }

    /// An answer has come.
    pub(crate) fn answered(&mut self, now: Instant, throttled: bool) {
        self.measure(now);
        if throttled {
            let rate = if self.on { self.measured.min(self.fill) } else { self.measured };
            self.w_max = rate;
            self.throttled_at = now;
            self.set(now, rate / 10 * 7);
            self.on = true;
        } else if self.on {
            self.set(now, cubic(self.w_max, now.since(self.throttled_at)));
        }
    }

    fn measure(&mut self, now: Instant) {
        self.sent += 1;
        let bin = now.micros().div_euclid(BIN);
        if bin > self.bin {
            let rate = (u128::from(self.sent) * u128::from(ONE) * SECOND as u128
                / ((bin - self.bin) * BIN) as u128) as u64;
            self.measured = rate / 10 * 8 + self.measured / 10 * 2;
            (self.bin, self.sent) = (bin, 0);
        }
    }

    fn set(&mut self, now: Instant, rate: u64) {
        self.settle(now);
        self.fill = rate.min(2 * self.measured).max(ONE / 2);
        self.capacity = self.fill.max(ONE);
        self.level = self.level.min(self.capacity);
    }

    fn settle(&mut self, now: Instant) {
        let elapsed = now.since(self.settled).0.max(0) as u128;
        let gained = u128::from(self.fill) * elapsed / SECOND as u128;
        self.level = (u128::from(self.level) + gained).min(self.capacity.into()) as u64;
        self.settled = now;
    }
}

/// 0.4 · (t - K)³ + w_max with K = (0.3 · w_max / 0.4)^(1/3): the rate at the age `t`, with [`SCALE`] bits behind the point.
pub(super) fn cubic(w_max: u64, age: Micros) -> u64 {
    // K in microseconds: the cube root of 0.75 · w_max · 10^18.
    let k = cube_root((u128::from(w_max) * 3 / 4 * 1_000_000_000_000_000_000) >> SCALE) as i128;
    let t = i128::from(age.0) - k;
    // Above some hours nothing limits any more.
    let t = t.clamp(-20_000_000_000, 20_000_000_000);
    let cubed = t * t / 1_000_000 * t / 1_000_000 * 4 / 10 * i128::from(ONE) / 1_000_000;
    (i128::from(w_max) + cubed).max(0) as u64
}

/// The greatest number whose cube is not above `n`.
fn cube_root(n: u128) -> u128 {
    let (mut low, mut high) = (0_u128, 1_u128 << 42);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if middle * middle * middle <= n { low = middle } else { high = middle - 1 }
    }
    low
}
