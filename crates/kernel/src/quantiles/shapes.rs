//! Distributions that are given by a law, tabulated point by point.

use super::{Table, TableError, WHOLE};

/// Points between two given quantiles.
const BETWEEN: u32 = 32;

impl Table {
    /// Through given quantiles (pairs of a share in billionths and a value above 0) as [`Table::from_quantiles`], with
    /// pieces of Pareto distributions between them: the logarithm of the value is linear in the logarithm of the tail.
    /// That keeps the long tail of latencies where only a few percentiles are known.
    ///
    /// # Errors
    /// As [`Table::from_quantiles`]; [`TableError::OutOfRange`] for a value of 0.
    pub fn from_tail_quantiles(quantiles: &[(u64, u64)]) -> Result<Table, TableError> {
        if let Some(at) = quantiles.iter().position(|(_, value)| *value == 0) {
            return Err(TableError::OutOfRange(at));
        }
        // What is wrong with the quantiles themselves is found there.
        Table::from_quantiles(quantiles)?;
        let tail = |share: u64| -libm::log1p(-(share.min(WHOLE - 1) as f64) / WHOLE as f64);
        let mut points: Vec<(u64, u64)> = Vec::new();
        for pair in quantiles.windows(2) {
            let [(from, low), (until, high)] = [pair[0], pair[1]];
            let (first, last) = (tail(from), tail(until));
            let (low, high) = (libm::log(low as f64), libm::log(high as f64));
            points.push(pair[0]);
            for step in 1..BETWEEN {
                let way = f64::from(step) / f64::from(BETWEEN);
                let depth = first + (last - first) * way;
                let share = ((1.0 - libm::exp(-depth)) * WHOLE as f64 + 0.5) as u64;
                let value = libm::exp(low + (high - low) * way) + 0.5;
                if share > points.last().map_or(0, |point| point.0) && share < until {
                    points.push((share, (value as u64).clamp(pair[0].1, pair[1].1)));
                }
            }
        }
        points.extend(quantiles.last());
        Table::from_quantiles(&points)
    }

    /// Zipf's law over the numbers 0 to `n` - 1: number i in proportion to 1 / (i + 1)^s, with s in billionths. The
    /// first 1,000 numbers have their own share exactly; those behind share theirs evenly in stretches that grow by
    /// a hundredth.
    ///
    /// A draw is a number when it is cut: use [`Table::draw`] on a table of `n` · 2^16 and shift right by 16.
    ///
    /// # Errors
    /// [`TableError::Empty`] if `n` is 0; [`TableError::OutOfRange`] if it is above 2^40.
    pub fn zipf(n: u64, s: u64) -> Result<Table, TableError> {
        /// Numbers that stand alone.
        const ALONE: u64 = 1_000;
        /// Bits behind the point of a number.
        const BITS: u32 = 16;
        /// The weight of the first number.
        const HEAVIEST: f64 = (1_u64 << 40) as f64;
        if n == 0 {
            return Err(TableError::Empty);
        }
        if n > 1 << 40 {
            return Err(TableError::OutOfRange(0));
        }
        let s = s as f64 / 1e9;
        let weight = |rank: f64| HEAVIEST * libm::exp(-s * libm::log(rank));
        let mut buckets: Vec<(u64, u64)> = Vec::new();
        let mut from = 0;
        while from < n {
            let until = if from < ALONE { from + 1 } else { (from + from / 100).min(n) };
            // The middle of a stretch stands for all of it.
            let middle = (from + until + 1) as f64 / 2.0;
            let share = weight(middle) * (until - from) as f64;
            buckets.push((until << BITS, (share + 0.5) as u64));
            from = until;
        }
        Table::from_histogram(&buckets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HeadObject as measured: 8, 11.46, 14.27, 18.05, 34.56 ms at 0, 10, 50, 90, 99 %; half way down the last octave of
    /// tails, at 1 - √(0.1 · 0.01), it is the geometric mean of its ends.
    #[test]
    fn tails_between_quantiles_are_straight_on_logarithmic_paper() {
        let percent = WHOLE / 100;
        let knots = [(0, 8_000), (10, 11_460), (50, 14_270), (90, 18_050), (99, 34_560)];
        let table = Table::from_tail_quantiles(&knots.map(|(p, v)| (p * percent, v))).unwrap();
        let at = |share: f64| table.draw((share * 18_446_744_073_709_551_616.0) as u64);
        for (p, v) in &knots[1..] {
            assert!(at(*p as f64 / 100.0).abs_diff(*v) <= 1, "{p}");
        }
        let between = libm::sqrt(18_050.0 * 34_560.0);
        assert!((at(1.0 - libm::sqrt(0.1 * 0.01)) as f64 - between).abs() < between * 0.002);
    }

    /// Harmonic numbers: of 10,000 numbers with s = 1 the first is asked for 1 / H(10,000) = 10.217 % of the time, the
    /// first hundred 5.18738 / 9.78761 = 53.0 %.
    #[test]
    fn zipf_gives_the_first_numbers_their_share() {
        let table = Table::zipf(10_000, WHOLE).unwrap();
        let below = |number: u64| {
            let (mut low, mut high) = (0_u64, u64::MAX);
            while low < high {
                let middle = low + (high - low) / 2;
                if table.draw(middle) >> 16 < number { low = middle + 1 } else { high = middle }
            }
            low as f64 / 18_446_744_073_709_551_616.0
        };
        assert!((below(1) - 0.102_17).abs() < 0.000_2, "{}", below(1));
        assert!((below(100) - 0.530_0).abs() < 0.001, "{}", below(100));
        assert!(below(10_000) > 0.999_999);
        assert!(Table::zipf(0, WHOLE).is_err());
    }
}
