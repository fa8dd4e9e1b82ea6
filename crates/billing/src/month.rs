//! One month of one item: slices filled in time order, their costs shared out over the rows.

use s3sim_kernel::time::Instant;
use s3sim_ledger::usage::MeterKey;

use crate::money::{Money, Price};
use crate::quantity::Measure;
use crate::share::apportion;
use crate::tier::{Slice, cost};

/// What one meter counted in one billing period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) period: Instant,
    pub(crate) key: MeterKey,
    /// The ledger's integer.
    pub(crate) amount: u128,
}

/// The part of a cell that lies in one slice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) cell: Cell,
    pub(crate) slice: u8,
    pub(crate) rate: Price,
    pub(crate) amount: u128,
    pub(crate) cost: Money,
}

/// Lays the cells, which are in order of time, into `slices`, which hold their sum.
///
/// Periods fill the slices one after the other; cells of one period share what it takes of each slice in proportion
/// to their usage (BL-019), so a bill by month shares every slice over the whole month. The cost of a slice is that
/// of all its usage so far, rounded once, and a period pays the difference: at the end of the month the rows add up
/// to the rounded line exactly, and a bill drawn in mid-month is the beginning of the final one.
pub(crate) fn lay_out(cells: &[Cell], slices: &[Slice], measure: Measure) -> Vec<Part> {
    let mut parts = Vec::with_capacity(cells.len());
    let mut slices = slices.iter();
    let mut current = slices.next();
    let (mut used, mut used_of_slice, mut billed_of_slice) = (0u128, 0u128, Money::ZERO);
    for period in cells.chunk_by(|a, b| a.period == b.period) {
        let mut rest: Vec<u128> = period.iter().map(|cell| cell.amount).collect();
        let mut left: u128 = rest.iter().sum();
        while let Some(slice) = current.filter(|_| left > 0) {
            let here = left.min(slice.end - used);
            if here == 0 {
                current = slices.next();
                (used_of_slice, billed_of_slice) = (0, Money::ZERO);
                continue;
            }
            let amounts = apportion(here, &rest);
            used_of_slice += here;
            let due = cost(used_of_slice, slice.price, measure);
            let costs = apportion((due - billed_of_slice).units().unsigned_abs(), &amounts);
            for (((cell, rest), amount), cost) in period.iter().zip(&mut rest).zip(amounts).zip(costs) {
                *rest -= amount;
                if amount > 0 {
                    let cost = Money::from_units(i128::try_from(cost).unwrap_or(i128::MAX));
                    parts.push(Part { cell: *cell, slice: slice.number, rate: slice.price, amount, cost });
                }
            }
            used += here;
            left -= here;
            billed_of_slice = due;
        }
    }
    parts
}
