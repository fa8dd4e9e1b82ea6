//! A token bucket that counts exactly: what limits the requests of a partition, a KMS quota, an SDK's retries.
//!
//! One token is 10^6 units, so that a rate in tokens per second is the same number of units per microsecond and
//! nothing is ever rounded.

use crate::time::{Instant, Micros};

/// Units in a token: as many as there are microseconds in a second.
const TOKEN: u64 = 1_000_000;

/// Holds up to `depth` tokens and gains `rate` of them a second. It starts full.
///
/// ```
/// use s3sim_kernel::bucket::TokenBucket;
/// use s3sim_kernel::time::{Instant, Micros};
///
/// let mut bucket = TokenBucket::new(4, 2);
/// let now = Instant::EPOCH;
/// assert!(bucket.take(now, 2));
/// assert!(!bucket.take(now, 1));
/// assert!(bucket.take(now + Micros(250_000), 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenBucket {
    /// Units a microsecond.
    rate: u64,
    /// Units at most.
    depth: u64,
    /// Units at `settled`.
    level: u64,
    settled: Instant,
}

impl TokenBucket {
    /// A full bucket of `depth` tokens that gains `rate_per_s` tokens a second.
    ///
    /// Depths above 1.8·10^13 tokens count as 1.8·10^13.
    pub const fn new(rate_per_s: u64, depth: u64) -> TokenBucket {
        let depth = depth.saturating_mul(TOKEN);
        TokenBucket { rate: rate_per_s, depth, level: depth, settled: Instant::from_micros(i64::MIN) }
    }

    /// Takes `n` tokens if they are there, otherwise none. A `now` before an earlier one counts as the earlier one.
    #[inline]
    pub fn take(&mut self, now: Instant, n: u64) -> bool {
        self.settle(now);
        match n.checked_mul(TOKEN).and_then(|units| self.level.checked_sub(units)) {
            Some(rest) => {
                self.level = rest;
                true
            }
            None => false,
        }
    }

    /// Puts `n` tokens back; what does not fit is lost.
    pub fn give(&mut self, now: Instant, n: u64) {
        self.settle(now);
        self.level = self.level.saturating_add(n.saturating_mul(TOKEN)).min(self.depth);
    }

    /// Whole tokens in the bucket at `now`.
    pub fn available(&mut self, now: Instant) -> u64 {
        self.settle(now);
        self.level / TOKEN
    }

    /// How long after `now` there are `n` tokens, if nobody takes any: the least whole number of microseconds.
    /// `None` if there never are, because `n` exceeds the depth or the rate is 0.
    pub fn wait(&mut self, now: Instant, n: u64) -> Option<Micros> {
        self.settle(now);
        let units = n.checked_mul(TOKEN).filter(|&units| units <= self.depth)?;
        let missing = units.saturating_sub(self.level);
        if missing == 0 {
            return Some(Micros::ZERO);
        }
        if self.rate == 0 {
            return None;
        }
        i64::try_from(missing.div_ceil(self.rate)).ok().map(Micros)
    }

    /// Changes the rate from `now` on; what has been gained by then stays.
    pub fn set_rate(&mut self, now: Instant, rate_per_s: u64) {
        self.settle(now);
        self.rate = rate_per_s;
    }

    /// Adds what has been gained since the last time.
    #[inline]
    fn settle(&mut self, now: Instant) {
        if now > self.settled {
            let elapsed = now.micros().abs_diff(self.settled.micros());
            self.level = self.level.saturating_add(elapsed.saturating_mul(self.rate)).min(self.depth);
            self.settled = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(micros: i64) -> Instant {
        Instant::from_micros(1_735_689_600_000_000 + micros)
    }

    /// Requests of one token every `gap` microseconds, `n` of them: how many are admitted.
    fn admitted(bucket: &mut TokenBucket, gap: i64, n: i64) -> i64 {
        (0..n).map(|i| i64::from(bucket.take(at(i * gap), 1))).sum()
    }

    #[test]
    fn a_burst_gets_the_depth_and_no_more() {
        let mut bucket = TokenBucket::new(5_500, 2_750);
        assert_eq!((0..10_000).filter(|_| bucket.take(at(0), 1)).count(), 2_750);
    }

    /// Over a time T at an offer above the rate: depth + rate · T, give or take the token in the making.
    #[test]
    fn in_the_long_run_it_admits_depth_plus_rate_times_time() {
        for (rate, depth, offered_gap, seconds) in
            [(5_500, 2_750, 100, 60), (3_500, 1_750, 121, 100), (3, 2, 1_000, 1_000), (1, 7, 333_333, 500)]
        {
            let n = seconds * 1_000_000 / offered_gap;
            let last = (n - 1) * offered_gap;
            let mut bucket = TokenBucket::new(rate, depth);
            // The level never reaches the depth again, so nothing is lost and every gain is counted.
            let exact = depth as i64 + rate as i64 * last / 1_000_000;
            assert_eq!(admitted(&mut bucket, offered_gap, n), exact, "{rate}/s, depth {depth}");
        }
    }

    /// 3 tokens a second: the first is there after 333,334 µs (3 · 333,333 = 999,999 units are one too few),
    /// the second 333,333 µs after that, since nothing was rounded away.
    #[test]
    fn a_third_of_a_token_is_kept_exactly() {
        let mut bucket = TokenBucket::new(3, 2);
        assert!(bucket.take(at(0), 2));
        for (micros, there) in
            [(333_333, false), (333_334, true), (666_666, false), (666_667, true), (1_000_000, true)]
        {
            assert_eq!(bucket.take(at(micros), 1), there, "{micros}");
        }
        assert_eq!(bucket.available(at(1_000_000)), 0);
    }

    #[test]
    fn an_offer_below_the_rate_is_never_refused() {
        let mut bucket = TokenBucket::new(5_500, 1);
        // One token takes ⌈10^6 / 5,500⌉ = 182 µs.
        assert_eq!(admitted(&mut bucket, 182, 100_000), 100_000);
        let mut bucket = TokenBucket::new(5_500, 1);
        assert!(admitted(&mut bucket, 181, 100_000) < 100_000);
    }

    #[test]
    fn a_new_rate_holds_from_its_instant_on() {
        let mut bucket = TokenBucket::new(1_000, 10_000);
        assert!(bucket.take(at(0), 10_000));
        bucket.set_rate(at(2_000_000), 100);
        // 2 s at 1,000/s, then 3 s at 100/s.
        assert_eq!(bucket.available(at(5_000_000)), 2_300);
        bucket.set_rate(at(5_000_000), 0);
        assert_eq!(bucket.available(at(50_000_000)), 2_300);
        bucket.give(at(50_000_000), 9_000);
        assert_eq!(bucket.available(at(50_000_000)), 10_000);
    }

    #[test]
    fn waiting_ends_when_the_tokens_are_there() {
        let mut bucket = TokenBucket::new(3, 5);
        assert_eq!(bucket.wait(at(0), 5), Some(Micros::ZERO));
        assert!(bucket.take(at(0), 5));
        assert_eq!(bucket.wait(at(0), 1), Some(Micros(333_334)));
        assert_eq!(bucket.wait(at(0), 5), Some(Micros(1_666_667)));
        assert_eq!(bucket.wait(at(0), 6), None);
        bucket.set_rate(at(0), 0);
        assert_eq!(bucket.wait(at(0), 1), None);
    }

    #[test]
    fn the_ends_of_the_scale_do_not_overflow() {
        let mut bucket = TokenBucket::new(u64::MAX, u64::MAX);
        assert!(!bucket.take(Instant::from_micros(i64::MIN), u64::MAX));
        assert!(bucket.take(Instant::from_micros(i64::MAX), u64::MAX / TOKEN));
        let mut none = TokenBucket::new(5, 0);
        assert!(none.take(at(0), 0) && !none.take(at(0), 1));
    }

    proptest! {
        /// Against the same bucket in 128-bit integers that cannot overflow.
        #[test]
        fn it_counts_like_wide_integers(
            rate in prop_oneof![0_u64..10_000, any::<u64>()],
            depth in prop_oneof![0_u64..10_000, 0_u64..1 << 44],
            takes in prop::collection::vec((prop_oneof![0_i64..5_000, 0_i64..1 << 50], 0_u64..5_000), 1..60),
        ) {
            let mut bucket = TokenBucket::new(rate, depth);
            let full = u128::from(depth) * 1_000_000;
            let (mut level, mut now) = (full, 0_i64);
            for (later, n) in takes {
                now += later;
                level = full.min(level + later as u128 * u128::from(rate));
                let there = level >= u128::from(n) * 1_000_000;
                let wait = bucket.wait(at(now), n);
                prop_assert_eq!(there, wait == Some(Micros::ZERO));
                prop_assert_eq!(bucket.take(at(now), n), there);
                if there {
                    level -= u128::from(n) * 1_000_000;
                }
                prop_assert_eq!(u128::from(bucket.available(at(now))), level / 1_000_000);
            }
        }
    }
}
