//! `latency.csv` and `throttling.csv`: how long the requests of workloads took, and what refused them. Written when a
//! scenario has a workload.

use s3sim_experiment::outcome::Outcome;
use s3sim_kernel::histogram::Histogram;
use s3sim_ledger::latency::Latency;

use crate::files::csv;

/// One workload, operation and outcome a row. Quantiles are at most 0.2 % too great, mean and maximum exact.
pub(crate) fn latency(outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let header = [
        "workload",
        "client",
        "bucket",
        "operation",
        "status",
        "count",
        "mean_ms",
        "p50_ms",
        "p90_ms",
        "p99_ms",
        "p999_ms",
        "max_ms",
        "mean_attempts",
        "throughput_mib_s",
    ];
    let rows = outcome.run.ledger.latencies.rows().map(|(key, latency)| {
        let times = &latency.times;
        let quantile =
            |numerator, denominator| ms(times.quantile(numerator, denominator).unwrap_or(0).into());
        [
            key.workload.clone(),
            key.client.clone(),
            key.bucket.clone(),
            key.operation.to_owned(),
            if key.status == 0 { "timeout".to_owned() } else { key.status.to_string() },
            times.count().to_string(),
            ms(times.mean().unwrap_or(0).into()),
            quantile(50, 100),
            quantile(90, 100),
            quantile(99, 100),
            quantile(999, 1000),
            ms(times.max().unwrap_or(0).into()),
            attempts(&latency.attempts),
            throughput(latency),
        ]
    });
    csv(&header, rows)
}

/// One window of one limited resource a row, if something was refused in it.
pub(crate) fn throttling(outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let header = ["window_start", "resource", "limit_per_s", "offered", "admitted", "throttled", "gave_up"];
    let rows = outcome.run.ledger.windows.rows().map(|(start, resource, window)| {
        [
            start.to_string(),
            resource.to_owned(),
            window.limit_per_s.to_string(),
            window.offered.to_string(),
            window.admitted().to_string(),
            window.throttled.to_string(),
            window.gave_up.to_string(),
        ]
    });
    csv(&header, rows)
}

/// Microseconds as milliseconds with all three decimals.
fn ms(micros: u128) -> String {
    format!("{}.{:03}", micros / 1000, micros % 1000)
}

/// The mean with three decimals, rounded half up.
fn attempts(attempts: &Histogram) -> String {
    let count = u128::from(attempts.count()).max(1);
    ms((attempts.sum() * 2000 + count) / (2 * count))
}

/// MiB a second over the time from the first request to the end of the last, with two decimals.
fn throughput(latency: &Latency) -> String {
    let time = u128::from(latency.duration().0.unsigned_abs()).max(1);
    let hundredths = latency.bytes * 100_000_000 / (time << 20);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
