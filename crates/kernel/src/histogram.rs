//! Counts of values in buckets at most 0.2 % wide, with exact count, sum, least and greatest.
//!
//! The buckets are log-linear: below 1,024 each value has its own, above that every octave is cut into 512 equal ones,
//! so that a bucket is at most 1/512 = 0.195 % as wide as its least value. Recording is a few shifts and an addition.

use std::ops::RangeInclusive;

/// Bits that tell the buckets of an octave apart.
const BITS: u32 = 9;
/// Buckets of an octave.
const BUCKETS: u64 = 1 << BITS;

/// A distribution of unsigned values, usually microseconds, over the whole range of `u64`.
///
/// ```
/// use s3sim_kernel::histogram::Histogram;
///
/// let mut latency = Histogram::new();
/// for value in 1..=10_000 {
///     latency.record(value);
/// }
/// assert_eq!(latency.quantile(1, 20), Some(500));
/// // 9,900 is in the bucket 9,888..=9,903: between 8,192 and 16,384 a bucket has 16 values.
/// assert_eq!(latency.quantile(99, 100), Some(9_903));
/// assert_eq!((latency.count(), latency.sum(), latency.max()), (10_000, 50_005_000, Some(10_000)));
/// ```
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Grows up to the bucket of the greatest value.
    buckets: Vec<u64>,
    count: u64,
    sum: u128,
    min: u64,
    max: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram::new()
    }
}

impl Histogram {
    /// An empty histogram; takes no memory for buckets yet (72 KiB once it has seen 30 s in microseconds).
    pub const fn new() -> Histogram {
        Histogram { buckets: Vec::new(), count: 0, sum: 0, min: u64::MAX, max: 0 }
    }

    /// Counts one value.
    #[inline]
    pub fn record(&mut self, value: u64) {
        self.record_many(value, 1);
    }

    /// Counts `times` equal values.
    #[inline]
    pub fn record_many(&mut self, value: u64, times: u64) {
        if times == 0 {
            return;
        }
        let bucket = bucket_of(value);
        match self.buckets.get_mut(bucket) {
            Some(counted) => *counted += times,
            None => {
                self.buckets.resize(bucket + 1, 0);
                self.buckets[bucket] = times;
            }
        }
        self.count += times;
        self.sum += u128::from(value) * u128::from(times);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Adds what `other` has counted: the same as if all its values had been recorded here.
    pub fn merge(&mut self, other: &Histogram) {
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many values were recorded.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Whether nothing was recorded.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The exact sum of the values.
    pub const fn sum(&self) -> u128 {
        self.sum
    }

    /// The least value, exactly.
    pub fn min(&self) -> Option<u64> {
        (self.count > 0).then_some(self.min)
    }

    /// The greatest value, exactly.
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The exact mean, rounded half up to a whole number. For decimals divide [`sum`](Histogram::sum) by
    /// [`count`](Histogram::count).
    pub fn mean(&self) -> Option<u64> {
        let count = u128::from(self.count);
        // A mean is not greater than the greatest value.
        (count > 0).then(|| ((self.sum + count / 2) / count) as u64)
    }

    /// The `numerator`/`denominator` quantile: the least value that at least this share of the values do not exceed
    /// (nearest rank), known to its bucket. The answer is the greatest value of that bucket, or the greatest value
    /// recorded if that is less: never below the true quantile and never more than 0.2 % above it, so that a limit
    /// that holds for the answer holds for the values. Shares from 1 on give the maximum, 0 the minimum.
    /// `None` if nothing was recorded or the denominator is 0.
    pub fn quantile(&self, numerator: u64, denominator: u64) -> Option<u64> {
        if self.count == 0 || denominator == 0 {
            return None;
        }
        if numerator == 0 {
            return Some(self.min);
        }
        let rank = (u128::from(self.count) * u128::from(numerator)).div_ceil(u128::from(denominator));
        let mut seen = 0;
        for (values, count) in self.buckets() {
            seen += u128::from(count);
            if seen >= rank {
                return Some((*values.end()).min(self.max));
            }
        }
        Some(self.max)
    }

    /// The buckets that hold anything, in ascending order: the values that fall into one, and how many did.
    pub fn buckets(&self) -> impl Iterator<Item = (RangeInclusive<u64>, u64)> + '_ {
        let occupied = self.buckets.iter().enumerate().filter(|(_, count)| **count > 0);
        occupied.map(|(bucket, &count)| (values_of(bucket), count))
    }
}

/// Two histograms are equal if they counted the same, whatever memory they took for it.
impl PartialEq for Histogram {
    fn eq(&self, other: &Self) -> bool {
        (self.count, self.sum, self.min, self.max) == (other.count, other.sum, other.min, other.max)
            && self.buckets().eq(other.buckets())
    }
}

impl Eq for Histogram {}

/// The bucket that a value falls into: octave and leading bits, the way a floating-point number keeps them.
#[inline]
const fn bucket_of(value: u64) -> usize {
    let octave = (value | (BUCKETS - 1)).ilog2() + 1 - BITS;
    if octave == 0 {
        value as usize
    } else {
        ((octave as u64 - 1) * BUCKETS + (value >> (octave - 1))) as usize
    }
}

/// The values that fall into a bucket.
const fn values_of(bucket: usize) -> RangeInclusive<u64> {
    let bucket = bucket as u64;
    if bucket < BUCKETS {
        return bucket..=bucket;
    }
    let shift = bucket / BUCKETS - 1;
    let first = (BUCKETS + bucket % BUCKETS) << shift;
    first..=first + ((1 << shift) - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[u64]) -> Histogram {
        let mut histogram = Histogram::new();
        values.iter().for_each(|&value| histogram.record(value));
        histogram
    }

    /// Nearest rank on the values themselves: the ⌈share · n⌉-th least, at least the first.
    fn exact(values: &[u64], numerator: u64, denominator: u64) -> u64 {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        let rank = (values.len() as u128 * u128::from(numerator)).div_ceil(u128::from(denominator)) as usize;
        sorted[rank.clamp(1, values.len()) - 1]
    }

    #[test]
    fn buckets_follow_one_another_and_are_narrow() {
        let mut next = 0_u64;
        for bucket in 0..=bucket_of(u64::MAX) {
            let values = values_of(bucket);
            assert_eq!(*values.start(), next, "bucket {bucket}");
            assert_eq!([bucket_of(*values.start()), bucket_of(*values.end())], [bucket, bucket]);
            let width = values.end() - values.start();
            assert!(u128::from(width) * 1_000 <= u128::from(*values.start()) * 2, "{values:?}");
            next = values.end().wrapping_add(1);
        }
        // After the last bucket comes 2^64.
        assert_eq!(next, 0);
    }

    #[test]
    fn an_empty_histogram_has_no_figures() {
        let empty = Histogram::new();
        assert_eq!((empty.count(), empty.sum()), (0, 0));
        assert_eq!([empty.min(), empty.max(), empty.mean(), empty.quantile(1, 2)], [None; 4]);
    }

    /// Nearest rank: the quantile of ten values.
    #[test]
    fn quantiles_are_by_nearest_rank() {
        let ten = of(&[10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        for (numerator, denominator, value) in [
            (0, 1, 10),
            (1, 1_000, 10),
            (1, 10, 10),
            (1, 2, 50),
            (501, 1_000, 60),
            (90, 100, 90),
            (999, 1_000, 100),
            (1, 1, 100),
            (2, 1, 100),
        ] {
            assert_eq!(ten.quantile(numerator, denominator), Some(value), "{numerator}/{denominator}");
        }
        assert_eq!(ten.quantile(1, 0), None);
        assert_eq!((ten.mean(), ten.min(), ten.max()), (Some(55), Some(10), Some(100)));
        assert_eq!(of(&[1, 2]).mean(), Some(2));
    }

    #[test]
    fn many_at_once_are_as_many_one_by_one() {
        let mut at_once = Histogram::new();
        at_once.record_many(123_456, 3);
        at_once.record_many(9, 0);
        assert_eq!(at_once, of(&[123_456; 3]));
    }

    #[test]
    fn the_greatest_values_fit() {
        let greatest = of(&[u64::MAX, u64::MAX, 0]);
        assert_eq!(greatest.sum(), 2 * u128::from(u64::MAX));
        assert_eq!([greatest.quantile(1, 3), greatest.quantile(1, 2)], [Some(0), Some(u64::MAX)]);
    }

    /// Any magnitude as likely as any other.
    fn value() -> impl Strategy<Value = u64> {
        (any::<u64>(), 0_u32..64).prop_map(|(word, shift)| word >> shift)
    }

    proptest! {
        #[test]
        fn figures_are_exact_and_quantiles_within_a_bucket(
            values in prop::collection::vec(value(), 1..300), numerator in 0_u64..=1_000,
        ) {
            let histogram = of(&values);
            prop_assert_eq!(histogram.count(), values.len() as u64);
            prop_assert_eq!(histogram.sum(), values.iter().map(|&value| u128::from(value)).sum::<u128>());
            prop_assert_eq!([histogram.min(), histogram.max()], [values.iter().min().copied(), values.iter().max().copied()]);
            let (answer, truth) = (histogram.quantile(numerator, 1_000).unwrap(), exact(&values, numerator, 1_000));
            prop_assert!(answer >= truth, "{answer} < {truth}");
            prop_assert!(u128::from(answer - truth) * 1_000 <= u128::from(truth) * 2, "{answer} for {truth}");
        }

        #[test]
        fn merging_is_recording_both(
            mine in prop::collection::vec(value(), 0..50), theirs in prop::collection::vec(value(), 0..50),
        ) {
            let mut merged = of(&mine);
            merged.merge(&of(&theirs));
            prop_assert_eq!(merged, of(&[mine, theirs].concat()));
        }
    }
}
