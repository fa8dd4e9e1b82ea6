//! How a population is cut into cells of identical objects: a grid of days and size bins, without a single draw.
//!
//! Objects are numbered in the order (day, bin). Every day gets its share of the count, cumulatively rounded down, and
//! every bin its share of the day. What does not divide evenly among the bins of a day goes to one bin each, in an
//! order that skips to and fro and goes on from day to day: so over the whole population no bin has more than one object
//! more than another, and the total fits however thinly the objects lie. All of this is a modelling choice.

use s3sim_kernel::time::{DAY, Instant, Micros};

/// Objects that no rule can tell apart: consecutive numbers of one population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// When they were written.
    pub created: Instant,
    /// Bytes of each.
    pub size: u64,
    /// How many, at least 1.
    pub count: u64,
}

/// The sizes of a population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sizes {
    /// Equal shares of the objects, each with its size, ascending. Never empty.
    Bins(Vec<u64>),
    /// Together exactly so many bytes: all of one size, as far as that divides evenly.
    Together(u128),
}

/// The instants of a window: 12:00 of every UTC day that it touches, clipped to the window.
pub(crate) fn instants(from: Instant, until: Instant) -> Vec<Instant> {
    let last = until - Micros(1);
    let mut midnight = Instant::from_micros(from.micros().div_euclid(DAY) * DAY);
    let mut instants = Vec::new();
    while midnight < until {
        instants.push((midnight + Micros(DAY / 2)).max(from).min(last));
        midnight += Micros(DAY);
    }
    instants
}

/// The cells of `count` objects written at `instants` (not empty), in the order of their numbers.
pub(crate) fn cells(instants: &[Instant], sizes: &Sizes, count: u64) -> Vec<Cell> {
    match sizes {
        Sizes::Bins(bins) => grid(instants, bins, count),
        Sizes::Together(total) => even(instants, *total, count),
    }
}

fn grid(instants: &[Instant], bins: &[u64], count: u64) -> Vec<Cell> {
    let mut cells = Vec::new();
    let width = bins.len() as u64;
    let order = order(bins.len());
    let mut next = order.iter().cycle();
    for (day, &created) in instants.iter().enumerate() {
        let today = share(count, day, instants.len());
        let mut counts = vec![today / width; bins.len()];
        next.by_ref().take((today % width) as usize).for_each(|bin| counts[*bin] += 1);
        let filled = bins.iter().zip(counts).filter(|(_, count)| *count > 0);
        cells.extend(filled.map(|(&size, count)| Cell { created, size, count }));
    }
    cells
}

/// Every bin once, from the middle on in strides of about 0.618 of their number: any few in a row lie far apart.
fn order(bins: usize) -> Vec<usize> {
    let stride = (bins * 618 / 1_000..).find(|stride| gcd(*stride, bins) == 1).unwrap_or(1);
    (0..bins).map(|turn| (bins / 2 + turn * stride) % bins).collect()
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// All of the size `total / count`; the last `total % count` objects have one byte more, so that the total fits.
fn even(instants: &[Instant], total: u128, count: u64) -> Vec<Cell> {
    let size = u64::try_from(total / u128::from(count)).unwrap_or(u64::MAX);
    let mut small = count - (total % u128::from(count)) as u64;
    let mut cells = Vec::new();
    for (day, &created) in instants.iter().enumerate() {
        let today = share(count, day, instants.len());
        let of_small = today.min(small);
        small -= of_small;
        for (size, count) in [(size, of_small), (size.saturating_add(1), today - of_small)] {
            if count > 0 {
                cells.push(Cell { created, size, count });
            }
        }
    }
    cells
}

/// What part `index` of `parts` gets of `count`, cumulatively rounded down.
fn share(count: u64, index: usize, parts: usize) -> u64 {
    let until = |index: usize| u128::from(count) * index as u128 / parts as u128;
    (until(index + 1) - until(index)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_window_has_one_instant_per_utc_day_clipped_to_it() {
        let days = instants(at("2025-01-01"), at("2025-01-04"));
        assert_eq!(
            days,
            [at("2025-01-01T12:00:00Z"), at("2025-01-02T12:00:00Z"), at("2025-01-03T12:00:00Z")]
        );
        let clipped = instants(at("2025-01-01T18:00:00Z"), at("2025-01-02T08:00:00Z"));
        assert_eq!(clipped, [at("2025-01-01T18:00:00Z"), at("2025-01-02T07:59:59.999999Z")]);
        assert_eq!(instants(at("2024-01-01"), at("2025-02-04")).len(), 400);
    }

    #[test]
    fn days_come_first_then_bins() {
        let days = instants(at("2025-01-01"), at("2025-01-03"));
        let cells = cells(&days, &Sizes::Bins(vec![10, 20]), 8);
        let (first, second) = (days[0], days[1]);
        let expected = [(first, 10), (first, 20), (second, 10), (second, 20)];
        assert_eq!(cells, expected.map(|(created, size)| Cell { created, size, count: 2 }));
    }

    #[test]
    fn what_does_not_divide_goes_round_the_bins() {
        assert_eq!(order(3), [1, 2, 0]);
        assert_eq!(order(4), [2, 1, 0, 3]);
        assert_eq!(order(20)[..6], [10, 3, 16, 9, 2, 15]);
        // One object a day, three bins: sizes go round, none is preferred.
        let days = instants(at("2025-01-01"), at("2025-01-07"));
        let sizes: Vec<u64> =
            cells(&days, &Sizes::Bins(vec![1, 2, 3]), 6).iter().map(|cell| cell.size).collect();
        assert_eq!(sizes, [2, 3, 1, 2, 3, 1]);
        // 10 objects in 3 days: 3, 3, 4; no bin of the four gets more than one more than another.
        let days = instants(at("2025-01-01"), at("2025-01-04"));
        let cells = cells(&days, &Sizes::Bins(vec![1, 2, 3, 4]), 10);
        let of = |size| cells.iter().filter(|cell| cell.size == size).map(|cell| cell.count).sum::<u64>();
        assert_eq!([of(1), of(2), of(3), of(4)], [2, 3, 3, 2]);
    }

    #[test]
    fn a_total_fits_to_the_byte() {
        let days = instants(at("2025-01-01"), at("2025-01-02"));
        // 100 bytes in 7 objects: 14 each make 98, so two have 15.
        let created = days[0];
        let expected = [Cell { created, size: 14, count: 5 }, Cell { created, size: 15, count: 2 }];
        assert_eq!(cells(&days, &Sizes::Together(100), 7), expected);
    }
}
