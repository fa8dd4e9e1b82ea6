//! Inverse distribution functions with two long tails.
//!
//! The knots lie where a floating-point number of seven significant bits would: each octave of tail probability is
//! cut into 128 equal parts. So the bits of a word, shifted, are the number of the knot and the way to the next one.

use super::{LIMIT, Segment, polyline};

/// Octaves on either side of the median: the last ends at the tail probability 2^-37.
const OCTAVES: u32 = 36;
/// Bits that number the knots of an octave.
const BITS: u32 = 7;
/// Knots of an octave.
const KNOTS: u32 = 1 << BITS;
/// The position of the median. Position 0 is the deepest knot.
pub(super) const MEDIAN: usize = (OCTAVES * KNOTS) as usize;
/// Where the knots of the upper tail begin.
const UPPER: usize = MEDIAN + 1;
/// The tail of the deepest knot, as a word.
const DEEPEST: u64 = 1 << (63 - OCTAVES);

/// Values, with their fraction, at the knots of the lower tail and then of the upper one, each deepest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Curve(Box<[i64]>);

/// How many words lie in the tail beyond a knot.
const fn tail_words(position: usize) -> u64 {
    let (octave, knot) = (position as u32 / KNOTS, position as u32 % KNOTS);
    ((KNOTS + knot) as u64) << (63 - BITS - OCTAVES + octave)
}

/// The tail probabilities of the knots, from 2^-37 to 1/2.
pub(super) fn tails() -> impl Iterator<Item = f64> {
    (0..=MEDIAN).map(tail)
}

/// The tail probability of a knot; exact, since it has eight significant bits.
pub(super) fn tail(position: usize) -> f64 {
    tail_words(position) as f64 / polyline::END as f64
}

impl Curve {
    /// From the values at the knots of the lower and of the upper tail, deepest first, both with the median last.
    /// The result ascends even if the last bits of these do not.
    pub(super) fn new(lower: &[f64], upper: &[f64], fraction: u32) -> Curve {
        let unit = (1_u64 << fraction) as f64;
        let limit = LIMIT as i64;
        let fixed = |value: f64| ((value * unit + 0.5) as i64).clamp(0, limit);
        let mut knots: Vec<i64> = lower.iter().chain(upper).map(|&value| fixed(value)).collect();
        for position in 1..UPPER {
            knots[position] = knots[position].max(knots[position - 1]);
        }
        knots[UPPER + MEDIAN] = knots[MEDIAN];
        for position in (UPPER..UPPER + MEDIAN).rev() {
            knots[position] = knots[position].max(knots[position + 1]);
        }
        Curve(knots.into_boxed_slice())
    }

    /// The value at a word, with its fraction.
    #[inline]
    pub(super) fn at(&self, word: u64) -> i64 {
        let upper = word >> 63;
        let tail = (word ^ upper.wrapping_neg()).max(DEEPEST);
        let zeros = tail.leading_zeros();
        // Octave and knot are the leading bits, what follows is the way to the next knot, in 2^-63.
        let leading = tail << zeros;
        let knot = (leading >> (63 - BITS)) as usize & (KNOTS as usize - 1);
        let way = leading << (BITS + 1) >> 1;
        let position = upper as usize * UPPER + (OCTAVES - zeros) as usize * KNOTS as usize + knot;
        let (here, next) = (self.0[position], self.0[position + 1]);
        here + ((i128::from(next - here) * i128::from(way)) >> 63) as i64
    }

    /// The pieces between the knots, and the two beyond the deepest.
    pub(super) fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        let (lower, upper) = self.0.split_at(UPPER);
        let deepest = u128::from(DEEPEST);
        let width = |position: usize| u128::from(tail_words(position + 1) - tail_words(position));
        let first = Segment { start: 0, width: deepest, low: lower[0], high: lower[0] };
        let below = (0..MEDIAN).map(move |position| Segment {
            start: u128::from(tail_words(position)),
            width: width(position),
            low: lower[position],
            high: lower[position + 1],
        });
        let above = (0..MEDIAN).rev().map(move |position| Segment {
            start: polyline::END - u128::from(tail_words(position + 1)),
            width: width(position),
            low: upper[position + 1],
            high: upper[position],
        });
        let last = Segment { start: polyline::END - deepest, width: deepest, low: upper[0], high: upper[0] };
        std::iter::once(first).chain(below).chain(above).chain(std::iter::once(last))
    }
}
