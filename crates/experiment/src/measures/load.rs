//! Measures of workloads: everything in them is added up while the run goes on.

use s3sim_kernel::histogram::Histogram;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::{Micros, SECOND};
use s3sim_ledger::Ledger;
use s3sim_scenario::measure::{LoadFigure, LoadMeasure, Measure, Percentile};

use super::Figure;

/// Takes the measure of what a run has written down, if it is one of workloads. None also if there was no request to
/// take it of.
pub fn of_ledger(measure: &Measure, ledger: &Ledger) -> Option<Figure> {
    let Measure::Load(LoadMeasure { workload, figure, p }) = measure else { return None };
    let whole = ledger.latencies.of(workload, |key| !key.part);
    let good = || ledger.latencies.of(workload, |key| !key.part && key.succeeded());
    Some(match figure {
        LoadFigure::Latency => {
            let (sum, count) = one(&whole.times, *p)?;
            Figure::Time(Micros(i64::try_from(sum / u128::from(count)).ok()?))
        }
        LoadFigure::Attempts => {
            let (sum, count) = one(&whole.attempts, *p)?;
            Figure::Mean(sum, count)
        }
        LoadFigure::Duration => Figure::Time(whole.duration()),
        LoadFigure::Requests => Figure::Count(whole.times.count()),
        LoadFigure::Failed => {
            let all = whole.times.count();
            Figure::Share((all - good().times.count()).into(), all.into())
        }
        LoadFigure::Throttled => {
            // The parts of a transfer are its attempts; the transfer itself is none.
            let in_parts = |operation: &str| operation == "upload" || operation == "read";
            let sent = ledger.latencies.of(workload, |key| key.part || !in_parts(key.operation));
            Figure::Share(sent.throttled.into(), sent.attempts.sum())
        }
        LoadFigure::Throughput => {
            let time = whole.duration().0.unsigned_abs();
            Figure::Bandwidth(good().bytes * SECOND as u128 / u128::from(time).max(1))
        }
    })
}

/// Of many values the one that is meant: a sum of so many.
fn one(values: &Histogram, p: Percentile) -> Option<(u128, u64)> {
    match p {
        Percentile::Share(share) => values.quantile(share, WHOLE).map(|value| (value.into(), 1)),
        Percentile::Max => values.max().map(|value| (value.into(), 1)),
        Percentile::Mean => Some((values.sum(), values.count())).filter(|(_, count)| *count > 0),
    }
}
