//! What a person reads about workloads: how fast they were answered, and what held them back.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_experiment::outcome::Outcome;
use s3sim_experiment::words::{grouped, percent};
use s3sim_ledger::window::Window;

use crate::table::Table;
use crate::text::COLUMNS;

/// A table of workloads and the bottleneck; nothing if there was no request.
pub(crate) fn lines(outcome: &Outcome) -> Vec<String> {
    let latencies = &outcome.run.ledger.latencies;
    let names: BTreeSet<&str> = latencies.rows().map(|(key, _)| key.workload.as_str()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let header = ["workload", "requests", "failed", "attempts", "p50", "p90", "p99", "longest"];
    let mut table = Table::new(header.map(str::to_owned).to_vec(), 1);
    for name in names {
        let all = latencies.of(name, |key| !key.part);
        let good = latencies.of(name, |key| !key.part && key.succeeded()).times.count();
        let (count, attempts) = (all.times.count(), all.attempts.sum());
        let quantile = |percent| all.times.quantile(percent, 100).map_or_else(String::new, time);
        let mean = attempts * 200 + u128::from(count);
        let mean = mean / (2 * u128::from(count)).max(1);
        table.push(vec![
            name.to_owned(),
            grouped(count),
            percent((count - good).into(), count.into()),
            format!("{}.{:02}", mean / 100, mean % 100),
            quantile(50),
            quantile(90),
            quantile(99),
            all.times.max().map_or_else(String::new, time),
        ]);
    }
    let mut lines = vec![String::new(), "Requests".to_owned()];
    lines.extend(table.fitted(COLUMNS));
    lines.extend(bottleneck(outcome).map(|text| format!("  Bottleneck: {text}")));
    lines
}

/// The limit that refused most, and how much; nothing if nothing was refused.
pub(crate) fn bottleneck(outcome: &Outcome) -> Option<String> {
    let mut resources: BTreeMap<&str, (Window, u64)> = BTreeMap::new();
    for (_, resource, window) in outcome.run.ledger.windows.rows() {
        let (sum, windows) = resources.entry(resource).or_default();
        sum.limit_per_s = window.limit_per_s;
        sum.offered += window.offered;
        sum.throttled += window.throttled;
        sum.gave_up += window.gave_up;
        *windows += 1;
    }
    // Of equals the first.
    let worst = resources.into_iter().rev().max_by_key(|(_, (sum, _))| sum.throttled);
    let (resource, (sum, windows)) = worst?;
    let share = percent(sum.throttled.into(), sum.offered.into());
    let windows = if windows == 1 { "1 window".to_owned() } else { format!("{} windows", grouped(windows)) };
    Some(format!(
        "{resource}, {}/s: {share} of {} attempts refused in {windows}",
        grouped(sum.limit_per_s),
        grouped(sum.offered)
    ))
}

/// Microseconds, in milliseconds below a second, in seconds above.
fn time(micros: u64) -> String {
    if micros < 1_000_000 {
        return format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100);
    }
    format!("{}.{:02} s", grouped(micros / 1_000_000), micros % 1_000_000 / 10_000)
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_are_short() {
        let times = [850, 27_039, 999_999, 1_240_000, 75_000_000];
        assert_eq!(times.map(time), ["0.8 ms", "27.0 ms", "999.9 ms", "1.24 s", "75.00 s"]);
    }
}
