//! Random words for the lean models: a xorshift generator, so that drawing costs next to nothing.

use serde::{Deserialize, Serialize};

/// A stream of random words.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Words(u64);

impl Words {
    /// The stream of `seed`, which is not zero.
    pub fn new(seed: u64) -> Words {
        Words(seed)
    }

    /// The next word.
    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Evenly from 0 up to and not including `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.word()) * u128::from(end)) >> 64) as u64
    }

    /// Exponential with mean `mean`, rounded to whole units.
    pub fn exponential(&mut self, mean: f64) -> u64 {
        let share = ((self.word() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        (-share.ln() * mean) as u64
    }

    /// Lognormal with median `median` and the standard deviation `sigma` of its logarithm (Box and Muller's method).
    pub fn lognormal(&mut self, median: f64, sigma: f64) -> u64 {
        let unit = |word: u64| ((word >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        let (first, second) = (unit(self.word()), unit(self.word()));
        let normal = (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos();
        (median * (sigma * normal).exp()) as u64
    }
}
