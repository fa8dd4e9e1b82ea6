//! What a client does when an attempt fails: as the AWS SDKs do it, with their constants.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>

mod limiter;

use s3sim_kernel::streams::{SplitMix64, below};
use s3sim_kernel::time::{Micros, SECOND};
use s3sim_scenario::client::{Backoff, Jitter, Retry, RetryMode};

pub(crate) use limiter::Limiter;

/// Why an attempt failed, as far as retries care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// S3 said that there are too many requests.
    Throttled,
    /// No answer in time.
    Timeout,
    /// Something else that may pass: a broken connection, a 500.
    Transient,
}

/// Tokens with which a client pays for retries.
const QUOTA: u64 = 500;

/// The retries of one client.
#[derive(Clone, Debug)]
pub struct Retries {
    policy: Retry,
    quota: u64,
}

impl Retries {
    /// A client that has not failed yet.
    pub fn new(policy: Retry) -> Retries {
        Retries { policy, quota: QUOTA }
    }

    /// Whether a request may be sent again after `attempt` attempts (from 1), and how long to wait before; `word` is
    /// random, `before` the wait before the last attempt. What it costs is paid.
    pub fn again(&mut self, attempt: u64, failure: Failure, before: Micros, word: u64) -> Option<Micros> {
        if attempt >= self.policy.max_attempts {
            return None;
        }
        let cost = self.cost(failure);
        self.quota = self.quota.checked_sub(cost)?;
        Some(self.wait(attempt, failure, before, word))
    }

    /// A request has succeeded after `attempt` attempts, the last but one of which failed for `failure`.
    #[inline]
    pub fn succeeded(&mut self, attempt: u64, failure: Option<Failure>) {
        let back = match failure.filter(|_| attempt > 1) {
            Some(failure) => self.cost(failure),
            None => 1,
        };
        self.quota = (self.quota + back).min(QUOTA);
    }

    fn cost(&self, failure: Failure) -> u64 {
        match (self.policy.mode, failure) {
            (RetryMode::Standard | RetryMode::Adaptive, Failure::Timeout) => 10,
            (RetryMode::Standard | RetryMode::Adaptive, _) => 5,
            (RetryMode::Standard2026, Failure::Throttled) => 5,
            (RetryMode::Standard2026, _) => 14,
            (RetryMode::Legacy | RetryMode::None | RetryMode::Custom(_), _) => 0,
        }
    }

    fn wait(&self, attempt: u64, failure: Failure, before: Micros, word: u64) -> Micros {
        let cap = Micros::seconds(20);
        let full = |base: Micros, cap: Micros| {
            let longest = exponential(base, attempt - 1).min(cap.0 as u64);
            Micros(below(word, longest) as i64)
        };
        match self.policy.mode {
            RetryMode::Standard | RetryMode::Adaptive => full(Micros(SECOND), cap),
            RetryMode::Standard2026 if failure == Failure::Throttled => full(Micros(SECOND), cap),
            RetryMode::Standard2026 => full(Micros(50_000), cap),
            RetryMode::Legacy => full(Micros(SECOND), Micros(i64::MAX)),
            RetryMode::None => Micros::ZERO,
            RetryMode::Custom(backoff) => wait(backoff, attempt - 1, before, word),
        }
    }
}

/// base · 2^n, without overflow.
fn exponential(base: Micros, n: u64) -> u64 {
    let base = base.0.unsigned_abs();
    if n >= u64::from(base.leading_zeros()) { i64::MAX.unsigned_abs() } else { base << n }
}

/// The wait before another attempt after `n` + 1 failures; `before` is the wait before the last one.
pub fn wait(backoff: Backoff, n: u64, before: Micros, word: u64) -> Micros {
    let cap = backoff.cap.0.unsigned_abs();
    let longest = exponential(backoff.base, n).min(cap);
    let time = match backoff.jitter {
        Jitter::None => longest,
        Jitter::Full => below(word, longest),
        Jitter::Equal => longest / 2 + below(word, longest / 2),
        Jitter::Decorrelated => {
            let base = backoff.base.0.unsigned_abs();
            let most = before.0.unsigned_abs().max(base).saturating_mul(3);
            (base + below(word, most - base)).min(cap)
        }
    };
    Micros(time as i64)
}

/// The word of an attempt of a request, for one purpose.
pub(crate) fn word(seed: u64, attempt: u64, purpose: u64) -> u64 {
    SplitMix64::new(seed ^ (attempt << 8 | purpose).wrapping_mul(0xd134_2543_de82_ef95)).next_u64()
}

#[cfg(test)]
mod tests;
