//! The files of a run. Names and columns are a contract: they are extended, never renamed.

use s3sim_billing::budget::MAIL;
use s3sim_experiment::outcome::Outcome;
use s3sim_kernel::time::Instant;
use s3sim_ledger::analysis::COLUMNS;
use s3sim_ledger::usage::Granularity;
use s3sim_scenario::Scenario;

use crate::{performance, summary};

/// The names of all files that some run writes.
pub const NAMES: [&str; 12] = [
    "break-even.csv",
    "budgets.csv",
    "cost.csv",
    "events.csv",
    "expectations.csv",
    "latency.csv",
    "notifications.jsonl",
    "storage-class-analysis.csv",
    "throttling.csv",
    "what-if-cost.csv",
    "what-if.csv",
    SUMMARY,
];

/// The file that says that the others are there.
pub(crate) const SUMMARY: &str = "summary.json";

/// A file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of a run, in a fixed order.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn of(scenario: &Scenario, outcome: &Outcome) -> std::io::Result<Vec<File>> {
    let mut files = vec![
        File { name: "cost.csv", bytes: cost(outcome)? },
        File { name: "events.csv", bytes: events(outcome)? },
        File { name: "expectations.csv", bytes: expectations(outcome)? },
    ];
    if !scenario.budgets.is_empty() {
        files.insert(0, File { name: "budgets.csv", bytes: budgets(scenario, outcome)? });
    }
    if !scenario.workloads.is_empty() {
        files.push(File { name: "latency.csv", bytes: performance::latency(outcome)? });
        files.push(File { name: "throttling.csv", bytes: performance::throttling(outcome)? });
    }
    files.extend(notifications(outcome));
    if !outcome.run.ledger.analysis.is_empty() {
        files.push(File { name: "storage-class-analysis.csv", bytes: analysis(outcome)? });
    }
    files.push(File { name: SUMMARY, bytes: summary::json(scenario, outcome)? });
    Ok(files)
}

/// One alert of a budget a row, by the time at which it goes out.
fn budgets(scenario: &Scenario, outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let header = ["time", "budget", "period_start", "notification", "amount", "limit"];
    let rows = outcome.alerts.iter().map(|sent| {
        let budget = &scenario.budgets[sent.budget];
        [
            (sent.found + MAIL).to_string(),
            budget.name.clone(),
            sent.period.day().to_string(),
            budget.alerts[sent.alert].text(),
            sent.amount.clone(),
            budget.limit_text(),
        ]
    });
    csv(&header, rows)
}

/// What storage class analysis found out, in the columns of its export and with the bucket behind them.
fn analysis(outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let ledger = &outcome.run.ledger;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS.iter().copied().chain(["bucket"]))?;
    for row in &ledger.analysis {
        let bucket = ledger.bucket(row.bucket).name.clone();
        writer.write_record(row.fields().into_iter().chain([bucket]))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// One delivered message a line, exactly as its receiver gets it; no file if nothing was delivered.
fn notifications(outcome: &Outcome) -> Option<File> {
    let deliveries = &outcome.run.ledger.journal.deliveries;
    let mut text = String::new();
    for delivery in deliveries {
        text.push_str(&delivery.text);
        text.push('\n');
    }
    (!deliveries.is_empty()).then(|| File { name: "notifications.jsonl", bytes: text.into_bytes() })
}

/// One bill line and price slice a row.
fn cost(outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let granularity = outcome.run.ledger.usage.granularity();
    let header = [
        "billing_period",
        "account",
        "region",
        "bucket",
        "usage_type",
        "operation",
        "usage_amount",
        "unit",
        "rate",
        "cost",
    ];
    let rows = outcome.bill.lines().iter().map(|line| {
        [
            period(line.period_start, granularity),
            line.account_number.to_string(),
            line.region.name().to_owned(),
            line.bucket.to_string(),
            line.usage_type.to_string(),
            line.operation.to_owned(),
            line.usage_amount(),
            line.unit().to_owned(),
            line.rate.to_string(),
            line.cost.to_string(),
        ]
    });
    csv(&header, rows)
}

/// `2025-01`, `2025-01-31` or `2025-01-31T23:00:00Z`.
pub(crate) fn period(start: Instant, granularity: Granularity) -> String {
    match granularity {
        Granularity::Month => start.month().to_string(),
        Granularity::Day => start.day().to_string(),
        Granularity::Hour => start.to_string(),
    }
}

/// What happened at one instant to the objects of one key space, for one cause, a row.
fn events(outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let header =
        ["time", "bucket", "key", "last_key", "version_id", "count", "bytes", "event", "from", "to", "cause"];
    let rows = outcome.run.ledger.events.iter().map(|event| {
        [
            event.time.to_string(),
            event.bucket.clone(),
            event.key.clone(),
            event.last_key.clone(),
            event.version_id.clone(),
            event.count.to_string(),
            event.bytes.to_string(),
            event.event.name().to_owned(),
            event.from.clone(),
            event.to.clone(),
            event.cause.clone(),
        ]
    });
    csv(&header, rows)
}

/// One thing that was expected a row.
fn expectations(outcome: &Outcome) -> std::io::Result<Vec<u8>> {
    let rows = outcome.expected.iter().map(|expected| {
        let passed = if expected.passed { "true" } else { "false" };
        [expected.name.clone(), expected.expected.clone(), expected.actual.clone(), passed.to_owned()]
    });
    csv(&["expectation", "expected", "actual", "passed"], rows)
}

pub(crate) fn csv<const N: usize>(
    header: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> std::io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(&row)?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}
