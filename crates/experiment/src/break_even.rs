//! From when on one option has cost less than another one.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use s3sim_billing::money::Money;
use s3sim_kernel::time::Instant;
use s3sim_scenario::Scenario;
use s3sim_scenario::billing::Granularity;
use s3sim_simulator::run::Options;

use crate::baseline::Baseline;
use crate::outcome::{Failure, Progress, simulate_against};
use crate::what_if::{self, WhatIf, paid};

/// What had been paid at the end of each billing period, by the period's start; periods without cost are left out.
pub type Paid = Vec<(Instant, Money)>;

/// One option has cost more than another one, and costs less in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The option that becomes the cheaper one, as a place in file order.
    pub cheaper: usize,
    /// The other one.
    pub than: usize,
    /// The start of the first day at the end of which it has cost less.
    pub from: Instant,
}

/// Every crossing of two options that ran, to the day. Options are places in file order.
///
/// Bills are compared at the ends of their periods first. Only options that cross there are run again, billed by the
/// day; the order of two options that changes and changes back within a period is not seen.
///
/// # Errors
/// Unknown prices, or an interruption.
pub fn crossings(
    scenario: &Scenario,
    found: &WhatIf,
    progress: &(dyn Progress + Sync),
) -> Result<Vec<Crossing>, Failure> {
    let by_period: Vec<&[(Instant, Money)]> = found
        .options
        .iter()
        .map(|trial| trial.figures.as_ref().map_or(NOTHING, |figures| figures.paid.as_slice()))
        .collect();
    let ran = |place: usize| found.options[place].figures.is_some();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for cheaper in (0..by_period.len()).filter(|place| ran(*place)) {
        for than in (0..by_period.len()).filter(|place| ran(*place)) {
            if crosses(by_period[cheaper], by_period[than]).is_some() {
                pairs.push((cheaper, than));
            }
        }
    }
    let involved: BTreeSet<usize> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let baseline = what_if::baseline(scenario, progress)?;
    let again = |place: &usize| -> Result<(usize, Paid), Failure> {
        let variant = scenario.question.options[*place].variant.as_deref();
        let daily = variant.map(daily).map_or(Ok(Vec::new()), |daily| paid_of(&daily, &baseline, progress));
        Ok((*place, daily?))
    };
    let involved: Vec<usize> = involved.into_iter().collect();
    let by_day: Vec<Result<(usize, Paid), Failure>> = involved.par_iter().map(again).collect();
    let by_day = by_day.into_iter().collect::<Result<BTreeMap<usize, Paid>, Failure>>()?;
    let day = |(cheaper, than): (usize, usize)| {
        let from = crosses(&by_day[&cheaper], &by_day[&than])?;
        Some(Crossing { cheaper, than, from })
    };
    let mut crossings: Vec<Crossing> = pairs.into_iter().filter_map(day).collect();
    crossings.sort_by_key(|crossing| crossing.from);
    Ok(crossings)
}

const NOTHING: &[(Instant, Money)] = &[];

fn paid_of(variant: &Scenario, baseline: &Baseline, progress: &dyn Progress) -> Result<Paid, Failure> {
    simulate_against(variant, baseline, Options::default(), progress).map(|outcome| paid(&outcome.bill))
}

/// The same, billed by the day.
pub(crate) fn daily(variant: &Scenario) -> Scenario {
    let mut daily = variant.clone();
    daily.billing.granularity = Granularity::Day;
    daily
}

/// The period at the end of which `one` has cost less than `other` for the first time after it has cost more.
fn crosses(one: &[(Instant, Money)], other: &[(Instant, Money)]) -> Option<Instant> {
    let mut has_cost_more = false;
    for (period, order) in compared(one, other) {
        has_cost_more |= order == Ordering::Greater;
        if has_cost_more && order == Ordering::Less {
            return Some(period);
        }
    }
    None
}

/// The start of the first period at the end of which `one` has cost less than `other`.
pub(crate) fn falls_below(one: &[(Instant, Money)], other: &[(Instant, Money)]) -> Option<Instant> {
    compared(one, other).into_iter().find(|(_, order)| *order == Ordering::Less).map(|(period, _)| period)
}

/// How what has been paid compares at the end of every period.
fn compared(one: &[(Instant, Money)], other: &[(Instant, Money)]) -> Vec<(Instant, Ordering)> {
    let periods: BTreeSet<Instant> = one.iter().chain(other).map(|(period, _)| *period).collect();
    let until = |paid: &[(Instant, Money)], period: Instant| {
        let count = paid.partition_point(|(start, _)| *start <= period);
        count.checked_sub(1).map_or(Money::ZERO, |last| paid[last].1)
    };
    periods.into_iter().map(|period| (period, until(one, period).cmp(&until(other, period)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dollars in all at the end of these days.
    fn paid(days: &[(i64, i64)]) -> Paid {
        let of = |(day, dollars): &(i64, i64)| {
            let start = Instant::from_micros(day * 86_400_000_000);
            (start, Money::from_units(i128::from(*dollars) * 10_000_000_000))
        };
        days.iter().map(of).collect()
    }

    #[test]
    fn a_crossing_is_where_what_cost_more_has_cost_less() {
        let flat = paid(&[(0, 10), (1, 20), (2, 30), (3, 40)]);
        for (other, crosses_at, below_at) in [
            // A fee at first, less later: 15, 18, 21, 24 against 10, 20, 30, 40.
            (&[(0, 15), (1, 18), (2, 21), (3, 24)][..], Some(1), Some(1)),
            (&[(0, 15), (1, 20), (2, 25)], Some(2), Some(2)),
            // Days without cost keep what has been paid.
            (&[(0, 35)], Some(3), Some(3)),
            // Never more.
            (&[(0, 10), (1, 19)], None, Some(1)),
            (&[(0, 1)], None, Some(0)),
            // Never less.
            (&[(0, 10), (1, 20), (2, 30), (3, 40)], None, None),
            (&[(0, 100)], None, None),
        ] {
            let day = |start: Option<Instant>| start.map(|start| start.micros() / 86_400_000_000);
            let other = paid(other);
            assert_eq!(day(crosses(&other, &flat)), crosses_at, "{other:?}");
            assert_eq!(day(falls_below(&other, &flat)), below_at, "{other:?}");
        }
    }
}
