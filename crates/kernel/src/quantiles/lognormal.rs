//! Quantiles of mixtures of lognormal distributions, at the knots of a curve.
//!
//! From the median outwards each solution is the start for the next: Newton's method on the logarithm of the tail,
//! kept inside a bracket, needs two or three steps. Only every eighth knot is solved where the function is smooth; those
//! between come from cubic pieces through values and slopes, which costs a hundredth of the accuracy that the straight
//! lines between knots cost.

use std::f64::consts::FRAC_1_SQRT_2;

use super::TableError;
use super::curve::{self, MEDIAN};

/// One distribution of a mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    /// Its probability, up to a factor that all components share; positive.
    pub weight: f64,
    /// Half of the values lie below; positive, in units of the table.
    pub median: f64,
    /// Standard deviation of the natural logarithm; positive, at most 1,000.
    pub sigma: f64,
}

/// Knots from one solution to the next.
const STRIDE: usize = 8;

/// A component on the axis of logarithms.
#[derive(Clone, Copy, Debug)]
struct Normal {
    weight: f64,
    mean: f64,
    sigma: f64,
}

/// Where the upper tail of a mixture has a given probability.
#[derive(Clone, Copy, Debug)]
struct Root {
    tail: f64,
    at: f64,
    /// Probability density there.
    density: f64,
}

/// The values at the knots of the lower and of the upper tail, deepest first.
pub(super) fn knots(components: &[Lognormal]) -> Result<(Vec<f64>, Vec<f64>), TableError> {
    if components.is_empty() {
        return Err(TableError::Empty);
    }
    let positive = |number: f64| number > 0.0 && number.is_finite();
    let right =
        |c: &Lognormal| positive(c.weight) && positive(c.median) && positive(c.sigma) && c.sigma <= 1e3;
    if let Some(at) = components.iter().position(|component| !right(component)) {
        return Err(TableError::OutOfRange(at));
    }
    let total: f64 = components.iter().map(|component| component.weight).sum();
    if !total.is_finite() {
        return Err(TableError::Weights);
    }
    let upright = components.iter().map(|component| Normal {
        weight: component.weight / total,
        mean: libm::log(component.median),
        sigma: component.sigma,
    });
    // The lower tail is the upper tail of the mirror image.
    let mirrored = upright.clone().map(|normal| Normal { mean: -normal.mean, ..normal });
    let lower = quantiles(&mirrored.collect::<Vec<_>>()).into_iter().map(|at| libm::exp(-at)).collect();
    let upper = quantiles(&upright.collect::<Vec<_>>()).into_iter().map(libm::exp).collect();
    Ok((lower, upper))
}

/// Where the upper tail has the probabilities of the knots, deepest first.
fn quantiles(mixture: &[Normal]) -> Vec<f64> {
    // At the least mean every component has half of its weight or more above, at the greatest half or less; at eight
    // sigmas above each mean there is less than the deepest knot asks for.
    let least = mixture.iter().map(|normal| normal.mean).fold(f64::INFINITY, f64::min);
    let greatest = mixture.iter().map(|normal| normal.mean).fold(f64::NEG_INFINITY, f64::max);
    let end = mixture.iter().map(|normal| normal.mean + 8.0 * normal.sigma).fold(f64::NEG_INFINITY, f64::max);
    let mut solved = vec![0.0; MEDIAN + 1];
    let mut inner = solve(mixture, 0.5, (least, greatest), (least + greatest) / 2.0);
    solved[MEDIAN] = inner.at;
    for position in (0..MEDIAN).step_by(STRIDE).rev() {
        let guess = |from: &Root, tail: f64| from.at + libm::log(from.tail / tail) * from.tail / from.density;
        let tail = curve::tail(position);
        let outer = solve(mixture, tail, (inner.at, end), guess(&inner, tail));
        solved[position] = outer.at;
        let smooth = is_smooth(mixture, &outer, &inner);
        for between in (position + 1..position + STRIDE).rev() {
            let tail = curve::tail(between);
            if smooth {
                solved[between] = cubic(&outer, &inner, tail);
            } else {
                inner = solve(mixture, tail, (inner.at, outer.at), guess(&inner, tail));
                solved[between] = inner.at;
            }
        }
        inner = outer;
    }
    solved
}

/// Finds where the upper tail is `tail`, which must be between the ends of the bracket.
fn solve(mixture: &[Normal], tail: f64, bracket: (f64, f64), guess: f64) -> Root {
    let (mut low, mut high) = bracket;
    let mut root = Root { tail, at: guess, density: 0.0 };
    // Newton's method converges in a few steps, halving in 60: only a gap between components takes more than four.
    for _ in 0..60 {
        // Not a number, if a density was 0, is in no bracket either.
        if !(low..=high).contains(&root.at) {
            root.at = low + (high - low) / 2.0;
        }
        let (above, density) = upper_tail(mixture, root.at);
        root.density = density;
        let excess = libm::log(above / tail);
        if -1e-12 < excess && excess < 1e-12 {
            break;
        }
        if excess > 0.0 {
            low = root.at
        } else {
            high = root.at
        }
        root.at += excess * above / density;
    }
    root
}

/// Probability above, and density at, a point.
fn upper_tail(mixture: &[Normal], at: f64) -> (f64, f64) {
    /// 1 / √(2π).
    const PEAK: f64 = 0.398_942_280_401_432_7;
    mixture.iter().fold((0.0, 0.0), |(above, density), normal| {
        let z = (at - normal.mean) / normal.sigma;
        (
            above + normal.weight * 0.5 * libm::erfc(z * FRAC_1_SQRT_2),
            density + normal.weight * PEAK / normal.sigma * libm::exp(-0.5 * z * z),
        )
    })
}

/// Whether the cubic between two roots is within 10^-6 where it is most wrong, half way.
fn is_smooth(mixture: &[Normal], outer: &Root, inner: &Root) -> bool {
    let tail = (outer.tail + inner.tail) / 2.0;
    let (above, density) = upper_tail(mixture, cubic(outer, inner, tail));
    // Where the density all but vanishes, between components, this is large or not a number.
    (libm::log(above / tail) * above / density).abs() < 1e-6
}

/// The cubic through two roots with their slopes, -1 / density, at a tail between theirs.
fn cubic(outer: &Root, inner: &Root, tail: f64) -> f64 {
    let width = inner.tail - outer.tail;
    let way = (tail - outer.tail) / width;
    let rest = 1.0 - way;
    outer.at * (1.0 + 2.0 * way) * rest * rest - width / outer.density * way * rest * rest
        + inner.at * way * way * (3.0 - 2.0 * way)
        + width / inner.density * way * way * rest
}
