//! Distributions as tables of their inverse distribution functions, to draw from with integers alone.
//!
//! A [`Table`] turns one random word into one value: the word, read as a fraction of 2^64, is the share of values
//! that lie below. That is monotone (a greater word never gives a lesser value), so variants of a scenario that draw
//! the same words stay paired; and it takes exactly one word, whatever the distribution. Floating point appears only
//! while a table is built, in basic operations and `libm`, which give the same bits everywhere.
//!
//! There are two shapes. A smooth distribution is a *curve*: knots at tail probabilities that halve from octave to
//! octave on either side of the median, 128 to an octave, down to 2^-37; linear between knots, constant beyond the
//! last. It is within 2·10^-5 of the truth, relatively, for a sigma up to 1.5, and then as much worse as the square of
//! sigma grows. Where a mixture jumps from one component to another that is far away, up to 1/512 of the values on
//! either side lie on the straight line between. A distribution that is given piece by piece (a constant, an
//! interval, quantiles, a histogram) is a *polyline* through exactly the points given.
//!
//! Values are unsigned integers of whatever unit the caller means: bytes, microseconds, or 2^-20 µs for the gaps of
//! fast arrivals, where whole microseconds would be too coarse. Inside they carry up to 20 more bits; a draw rounds
//! half up. Values from 2^62 on count as 2^62 - 1.

mod curve;
mod lognormal;
mod polyline;
mod shapes;

use std::cmp::Reverse;
use std::fmt;

use self::curve::Curve;
pub use self::lognormal::Lognormal;
use self::polyline::Polyline;

/// The denominator of the shares that [`Table::from_quantiles`] takes: a share is a number of billionths.
pub const WHOLE: u64 = 1_000_000_000;

/// Values inside a table are below 2^62, so that sums and differences of two fit into 64 bits with a sign.
const LIMIT: u64 = (1 << 62) - 1;

/// A distribution to draw from.
///
/// ```
/// use s3sim_kernel::quantiles::Table;
/// use s3sim_kernel::streams::Seed;
///
/// let sizes = Table::lognormal(2 << 20, 12 << 20)?;
/// let mut words = Seed(1).stream("uploads/size");
/// let size = sizes.draw(words.next_u64());
/// assert!((1 << 10..1 << 30).contains(&size));
/// // Half of the words lie below 2^63.
/// assert!(sizes.draw(1 << 63).abs_diff(2 << 20) <= 1);
/// # Ok::<(), s3sim_kernel::quantiles::TableError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    shape: Shape,
    /// Bits behind the point.
    fraction: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    Curve(Curve),
    Polyline(Polyline),
}

/// Why there is no such distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableError {
    /// There is no quantile, no bucket or no component.
    Empty,
    /// The entry at this position (from 0) is not greater than the one before it, or, for the values of quantiles,
    /// less than it.
    NotAscending(usize),
    /// The entry at this position (from 0) has a share above the whole.
    ShareTooLarge(usize),
    /// The entry at this position (from 0) has a weight, median or sigma that is not a positive finite number, or a
    /// sigma above 1,000.
    OutOfRange(usize),
    /// The weights add up to nothing, or to 2^64 or more.
    Weights,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableError::Empty => f.write_str("a distribution needs at least one entry"),
            TableError::NotAscending(at) => write!(f, "entry {} is not above the one before it", at + 1),
            TableError::ShareTooLarge(at) => write!(f, "the share of entry {} is more than 100 %", at + 1),
            TableError::OutOfRange(at) => write!(f, "entry {} is not positive, or much too large", at + 1),
            TableError::Weights => f.write_str("the weights must add up to more than 0 and less than 2^64"),
        }
    }
}

impl std::error::Error for TableError {}

impl Table {
    /// Always `value`.
    pub fn constant(value: u64) -> Table {
        Table::polyline(&[(0, value), (polyline::END, value)])
    }

    /// Evenly between `least` and `most`, both included.
    ///
    /// It is the continuous distribution, rounded: both ends have half the share of a value between.
    ///
    /// # Errors
    /// [`TableError::NotAscending`] if `least` exceeds `most`.
    pub fn uniform(least: u64, most: u64) -> Result<Table, TableError> {
        if least > most {
            return Err(TableError::NotAscending(1));
        }
        Ok(Table::polyline(&[(0, least), (polyline::END, most)]))
    }

    /// Exponential: the gaps of Poisson arrivals. It ends at 25.6 times its mean, which 1 in 10^11 would exceed.
    pub fn exponential(mean: u64) -> Table {
        let mean = mean as f64;
        Table::curve(
            &curve::tails().map(|tail| -mean * libm::log1p(-tail)).collect::<Vec<_>>(),
            &curve::tails().map(|tail| -mean * libm::log(tail)).collect::<Vec<_>>(),
        )
    }

    /// Lognormal by its median and the value that one in a hundred exceeds.
    ///
    /// # Errors
    /// [`TableError::OutOfRange`] if the median is 0, [`TableError::NotAscending`] if `p99` is below it.
    pub fn lognormal(p50: u64, p99: u64) -> Result<Table, TableError> {
        /// The 99 % quantile of the standard normal distribution.
        const Z99: f64 = 2.326_347_874_040_841;
        if p50 == 0 {
            return Err(TableError::OutOfRange(0));
        }
        if p99 < p50 {
            return Err(TableError::NotAscending(1));
        }
        let sigma = libm::log(p99 as f64 / p50 as f64) / Z99;
        if sigma == 0.0 {
            return Ok(Table::constant(p50));
        }
        Table::mixture(&[Lognormal { weight: 1.0, median: p50 as f64, sigma }])
    }

    /// Lognormal by mean and standard deviation of the logarithm: the median is e^`mu`.
    ///
    /// # Errors
    /// [`TableError::OutOfRange`] if e^`mu` or `sigma` is not a positive finite number, or `sigma` is above 1,000.
    pub fn lognormal_mu_sigma(mu: f64, sigma: f64) -> Result<Table, TableError> {
        Table::mixture(&[Lognormal { weight: 1.0, median: libm::exp(mu), sigma }])
    }

    /// A mixture of lognormal distributions, each with the probability weight / sum of weights.
    ///
    /// One of four components takes about a millisecond to build.
    ///
    /// # Errors
    /// [`TableError::Empty`]; [`TableError::OutOfRange`] with the position of the first wrong component;
    /// [`TableError::Weights`] if the sum of the weights is not finite.
    pub fn mixture(components: &[Lognormal]) -> Result<Table, TableError> {
        let (lower, upper) = lognormal::knots(components)?;
        Ok(Table::curve(&lower, &upper))
    }

    /// Through given quantiles: pairs of a share in billionths (see [`WHOLE`]) and a value, linear between them.
    ///
    /// Modelling choice: below the first share and above the last one the value stays what it is there, since
    /// nothing is known about the ends: a table that stops at 99 % never exceeds its 99 % quantile.
    ///
    /// ```
    /// use s3sim_kernel::quantiles::{Table, WHOLE};
    ///
    /// // {quantiles: {0: 8, 50: 14, 99: 35}}
    /// let percent = WHOLE / 100;
    /// let table = Table::from_quantiles(&[(0, 8), (50 * percent, 14), (99 * percent, 35)])?;
    /// assert_eq!([table.draw(0), table.draw(1 << 62), table.draw(u64::MAX)], [8, 11, 35]);
    /// # Ok::<(), s3sim_kernel::quantiles::TableError>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::Empty`]; [`TableError::ShareTooLarge`]; [`TableError::NotAscending`] where a share is not
    /// greater, or a value is less, than the one before.
    pub fn from_quantiles(quantiles: &[(u64, u64)]) -> Result<Table, TableError> {
        let mut points = Vec::with_capacity(quantiles.len() + 2);
        let (first, last) = quantiles.first().zip(quantiles.last()).ok_or(TableError::Empty)?;
        points.push((0, first.1));
        for (position, &(share, value)) in quantiles.iter().enumerate() {
            if share > WHOLE {
                return Err(TableError::ShareTooLarge(position));
            }
            if position > 0 && (share <= quantiles[position - 1].0 || value < quantiles[position - 1].1) {
                return Err(TableError::NotAscending(position));
            }
            points.push((u128::from(share) * polyline::END / u128::from(WHOLE), value));
        }
        points.push((polyline::END, last.1));
        Ok(Table::polyline(&points))
    }

    /// A histogram: pairs of the upper end of a bucket and its weight. The first bucket begins at 0, every other at
    /// the end of the one before; within a bucket values are spread evenly.
    ///
    /// # Errors
    /// [`TableError::Empty`]; [`TableError::NotAscending`] where an end is not greater than the one before;
    /// [`TableError::Weights`].
    pub fn from_histogram(buckets: &[(u64, u64)]) -> Result<Table, TableError> {
        if buckets.is_empty() {
            return Err(TableError::Empty);
        }
        if let Some(at) = buckets.windows(2).position(|pair| pair[1].0 <= pair[0].0) {
            return Err(TableError::NotAscending(at + 1));
        }
        let total = buckets.iter().try_fold(0_u64, |sum, bucket| sum.checked_add(bucket.1));
        let total = total.filter(|&total| total > 0).ok_or(TableError::Weights)?;
        let (mut points, mut lower, mut below) = (Vec::with_capacity(2 * buckets.len()), 0, 0);
        for &(upper, weight) in buckets {
            if weight > 0 {
                points.push((u128::from(below) * polyline::END / u128::from(total), lower));
                below += weight;
                points.push((u128::from(below) * polyline::END / u128::from(total), upper));
            }
            lower = upper;
        }
        Ok(Table::polyline(&points))
    }

    /// The value below which the share `word` / 2^64 of all values lies. A uniformly random word gives a random value
    /// of this distribution.
    #[inline]
    pub fn draw(&self, word: u64) -> u64 {
        let value = match &self.shape {
            Shape::Curve(curve) => curve.at(word),
            Shape::Polyline(polyline) => polyline.at(word),
        };
        self.rounded(value)
    }

    /// The mean of the table, exactly, rounded half up.
    pub fn mean(&self) -> u64 {
        // A mean is not greater than the greatest value.
        self.total(1) as u64
    }

    /// The distribution cut into `bins` of equal probability: the mean of each, in ascending order.
    ///
    /// Whole numbers that add up to `bins` times the mean: each is the exact mean of its bin rounded down, or up for as
    /// many as it takes, those with the largest remainders (among equals the later). So a population whose count is a
    /// multiple of `bins` has the right total. (Above 2^50 the words, 2^64 of them, do not divide finely enough for the
    /// last digits of the sum.)
    pub fn conditional_means(&self, bins: u32) -> Vec<u64> {
        let mut segments = self.segments();
        let mut rest = segments.next();
        // The mean in units of the table, and the remainder of the division.
        let exact: Vec<(u128, u128)> = (0..u128::from(bins))
            .map(|bin| {
                let from = (bin << 64) / u128::from(bins);
                let until = ((bin + 1) << 64) / u128::from(bins);
                let mut area = 0;
                while let Some(segment) = &rest {
                    area += segment.area(from, until);
                    if segment.end() > until {
                        break;
                    }
                    rest = segments.next();
                }
                (area / (until - from), area % (until - from))
            })
            .collect();
        let mut means: Vec<u64> = exact.iter().map(|mean| (mean.0 >> self.fraction) as u64).collect();
        let below: u128 = means.iter().map(|&mean| u128::from(mean)).sum();
        let missing = self.total(bins).saturating_sub(below);
        let mut by_remainder: Vec<usize> = (0..means.len()).rev().collect();
        by_remainder.sort_by_key(|&bin| Reverse((exact[bin].0 & ((1 << self.fraction) - 1), exact[bin].1)));
        for bin in by_remainder.into_iter().take(missing as usize) {
            means[bin] += 1;
        }
        means
    }

    /// `times` the exact mean, rounded half up.
    fn total(&self, times: u32) -> u128 {
        let area: u128 = self.segments().map(|segment| segment.area(0, polyline::END)).sum();
        let (whole, part) = (area >> 64, area & u128::from(u64::MAX));
        let total = whole * u128::from(times) + ((part * u128::from(times)) >> 64);
        (total + self.half() as u128) >> self.fraction
    }

    /// Straight pieces from the least word to the greatest, without gaps.
    fn segments(&self) -> Box<dyn Iterator<Item = Segment> + '_> {
        match &self.shape {
            Shape::Curve(curve) => Box::new(curve.segments()),
            Shape::Polyline(polyline) => Box::new(polyline.segments()),
        }
    }

    fn curve(lower: &[f64], upper: &[f64]) -> Table {
        // The deepest knot of the upper tail is the greatest.
        let fraction = fraction_bits(upper.first().map_or(0, |&greatest| greatest as u64));
        Table { shape: Shape::Curve(Curve::new(lower, upper, fraction)), fraction }
    }

    fn polyline(points: &[(u128, u64)]) -> Table {
        let fraction = fraction_bits(points.last().map_or(0, |point| point.1));
        Table { shape: Shape::Polyline(Polyline::new(points, fraction)), fraction }
    }

    #[inline]
    fn rounded(&self, value: i64) -> u64 {
        ((value + self.half()) >> self.fraction) as u64
    }

    /// Half a unit, in the fixed point of this table.
    #[inline]
    fn half(&self) -> i64 {
        (1 << self.fraction) >> 1
    }
}

/// Bits that can stand behind the point if `greatest` is the greatest value: all the room there is, up to 20.
fn fraction_bits(greatest: u64) -> u32 {
    greatest.min(LIMIT).leading_zeros().saturating_sub(2).min(20)
}

/// A straight piece of an inverse distribution function, over the words `start`..`start` + `width`.
#[derive(Clone, Copy, Debug)]
struct Segment {
    start: u128,
    width: u128,
    low: i64,
    high: i64,
}

impl Segment {
    const fn end(&self) -> u128 {
        self.start + self.width
    }

    /// The integral over the words of the segment that lie in `from`..`until`.
    fn area(&self, from: u128, until: u128) -> u128 {
        let (from, until) = (from.max(self.start), until.min(self.end()));
        if from >= until {
            return 0;
        }
        // The width times the value in the middle; `low` + `high` over two for the whole segment.
        let twice_middle = (from - self.start) + (until - self.start);
        let (low, rise) = (self.low as u128, (self.high - self.low) as u128);
        if twice_middle == self.width {
            return (until - from) * (2 * low + rise) / 2;
        }
        (until - from) * (low + rise * twice_middle / (2 * self.width))
    }
}

#[cfg(test)]
mod tests;
