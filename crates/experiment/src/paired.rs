//! What several seeds say: means with their 95 % intervals, and differences under the same draws.
//!
//! Draws have names, so one seed means the same arrivals, sizes and latencies for every option: the difference of two
//! options is taken seed by seed, and what they share cancels out. Intervals are Student's for the mean of independent
//! samples, in exact integers up to the last square root.

use num_bigint::{BigInt, Sign};

/// A mean and how far off it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The mean, in the unit of the samples, rounded to the nearest.
    pub mean: BigInt,
    /// Half the width of the 95 % interval around it, rounded up.
    pub half: BigInt,
}

impl Estimate {
    /// Of two or more samples; nothing of fewer, which say nothing about how far they vary.
    pub fn of(samples: &[BigInt]) -> Option<Estimate> {
        let count = BigInt::from(samples.len());
        let freedom = samples.len().checked_sub(1).filter(|freedom| *freedom > 0)?;
        let sum: BigInt = samples.iter().sum();
        let squares: BigInt = samples.iter().map(|sample| sample * sample).sum();
        // t s / sqrt(n), where s^2 = (sum of squares - sum^2 / n) / (n - 1).
        let spread = &count * squares - &sum * &sum;
        let t = BigInt::from(student(freedom));
        let below = &count * &count * BigInt::from(freedom) * BigInt::from(TEN_THOUSAND * TEN_THOUSAND);
        let square = rounded_up(&(spread * &t * t), &below);
        let root = square.sqrt();
        let half = if &root * &root == square { root } else { root + 1 };
        Some(Estimate { mean: nearest(&sum, &count), half })
    }

    /// Of the differences `b - a`, sample by sample.
    pub fn of_difference(a: &[BigInt], b: &[BigInt]) -> Option<Estimate> {
        let differences: Vec<BigInt> = a.iter().zip(b).map(|(a, b)| b - a).collect();
        Estimate::of(&differences)
    }

    /// Whether all samples are zero.
    pub fn is_zero(&self) -> bool {
        self.mean.sign() == Sign::NoSign && !self.varies()
    }

    /// Whether samples differ.
    pub fn varies(&self) -> bool {
        self.half.sign() != Sign::NoSign
    }

    /// Whether the interval leaves zero out.
    pub fn is_apart_from_zero(&self) -> bool {
        BigInt::from(self.mean.magnitude().clone()) > self.half
    }
}

fn nearest(sum: &BigInt, count: &BigInt) -> BigInt {
    let doubled = BigInt::from(sum.magnitude() * 2u8) + count;
    let rounded: BigInt = doubled / (count * 2);
    if sum.sign() == Sign::Minus { -rounded } else { rounded }
}

fn rounded_up(dividend: &BigInt, divisor: &BigInt) -> BigInt {
    (dividend + divisor - 1) / divisor
}

const TEN_THOUSAND: u64 = 10_000;

/// Student's t with so many degrees of freedom, two-sided 95 %, in ten-thousandths; between those listed the larger one.
fn student(freedom: usize) -> u64 {
    const UP_TO_30: [u64; 30] = [
        127_062, 43_027, 31_824, 27_764, 25_706, 24_469, 23_646, 23_060, 22_622, 22_281, 22_010, 21_788,
        21_604, 21_448, 21_314, 21_199, 21_098, 21_009, 20_930, 20_860, 20_796, 20_739, 20_687, 20_639,
        20_595, 20_555, 20_518, 20_484, 20_452, 20_423,
    ];
    match freedom {
        0 => u64::MAX,
        1..=30 => UP_TO_30[freedom - 1],
        31..40 => 20_423,
        40..60 => 20_211,
        60..120 => 20_003,
        120..1000 => 19_799,
        _ => 19_623,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(samples: &[i64]) -> Option<(i64, i64)> {
        let samples: Vec<BigInt> = samples.iter().map(|sample| BigInt::from(*sample)).collect();
        Estimate::of(&samples)
            .map(|found| (i64::try_from(&found.mean).unwrap(), i64::try_from(&found.half).unwrap()))
    }

    #[test]
    fn intervals_are_students() {
        for (samples, expected) in [
            (&[][..], None),
            (&[7], None),
            (&[7, 7, 7], Some((7, 0))),
            // s = 1000 sqrt(2) / 2 * ... : mean 1500, s = 707.107, t(1) = 12.7062: 12.7062 * 707.107 / sqrt 2 = 6353.1.
            (&[1000, 2000], Some((1500, 6354))),
            // Mean 3, s^2 = 10 / 4 = 2.5 (in thousands: s = 1581.139), t(4) = 2.7764: 1963.2.
            (&[1000, 2000, 3000, 4000, 5000], Some((3000, 1964))),
            (&[-1000, -2000, -3000, -4000, -5000], Some((-3000, 1964))),
            // 10 / 4 is 2.5, away from zero.
            (&[2, 2, 3, 3], Some((3, 1))),
        ] {
            assert_eq!(estimate(samples), expected, "{samples:?}");
        }
    }

    #[test]
    fn what_options_share_cancels_out() {
        let of = |samples: [i64; 4]| samples.map(BigInt::from);
        let (a, b) = (of([100, 900, 300, 500]), of([110, 911, 310, 509]));
        // Each by itself varies by hundreds; the difference is 10, 11, 10, 9: mean 10, s^2 = 2 / 3, t(3) = 3.1824:
        // 3.1824 * 0.8165 / 2 = 1.3.
        let difference = Estimate::of_difference(&a, &b).unwrap();
        assert_eq!(difference, Estimate { mean: BigInt::from(10), half: BigInt::from(2) });
        assert!(difference.is_apart_from_zero());
        let same = Estimate::of_difference(&a, &of([101, 899, 301, 499])).unwrap();
        assert!(!same.is_apart_from_zero());
    }
}
