//! What a person reads after a run: what it cost, what happened, whether it was as expected.

use std::collections::BTreeMap;

use s3sim_billing::money::Money;
use s3sim_billing::usage_group::UsageGroup;
use s3sim_experiment::outcome::{Expected, Outcome};
use s3sim_experiment::words::{bytes, grouped};
use s3sim_kernel::time::Instant;
use s3sim_ledger::event::EventKind;
use s3sim_scenario::Scenario;

use crate::table::Table;

/// Above so many months the bill is shown by year.
const MONTHS_MAX: usize = 18;

/// The summary, without colours; every line ends with a line feed.
pub fn summary(scenario: &Scenario, outcome: &Outcome) -> String {
    let days = scenario.end.since(scenario.start);
    let mut lines =
        vec![format!("{}  {} to {} ({days})", scenario.name, date(scenario.start), date(scenario.end))];
    let first = scenario.description.lines().next().unwrap_or_default();
    if !first.is_empty() {
        lines.push(format!("  {first}"));
    }
    lines.extend(cost(outcome));
    lines.extend(happened(outcome));
    lines.extend(expectations(&outcome.expected));
    lines.join("\n") + "\n"
}

/// A date where the instant is a midnight.
fn date(at: Instant) -> String {
    let text = at.to_string();
    text.strip_suffix("T00:00:00Z").unwrap_or(&text).to_owned()
}

fn cost(outcome: &Outcome) -> Vec<String> {
    let bill = &outcome.bill;
    if bill.lines().is_empty() {
        return vec![String::new(), "Nothing to pay.".to_owned()];
    }
    let months = bill.by(|line| line.month).len();
    let by_year = months > MONTHS_MAX;
    let label = |line: &s3sim_billing::bill::Line| {
        if by_year { format!("{:04}", line.month.year) } else { line.month.to_string() }
    };
    let cells = bill.by(|line| (label(line), line.group()));
    let groups: Vec<UsageGroup> = bill.by(|line| line.group()).into_keys().collect();
    let periods: Vec<String> = bill.by(label).into_keys().collect();
    // What never reaches a hundredth of a cent is not worth a column.
    let totals = bill.by(|line| line.group());
    let worth = |group: &UsageGroup| totals.get(group).is_some_and(|cost| cost.rounded(4) != Money::ZERO);
    let shown: Vec<UsageGroup> = groups.into_iter().filter(worth).collect();
    let mut header = vec!["USD".to_owned()];
    header.extend(shown.iter().map(column));
    header.push("total".to_owned());
    let mut table = Table::new(header, 1);
    let figure = |cost: Option<&Money>| cost.map_or_else(|| "-".to_owned(), |cost| amount(*cost));
    let sums = bill.by(label);
    for period in &periods {
        let mut row = vec![period.clone()];
        row.extend(shown.iter().map(|group| figure(cells.get(&(period.clone(), *group)))));
        row.push(figure(sums.get(period)));
        table.push(row);
    }
    if periods.len() > 1 {
        let mut row = vec!["total".to_owned()];
        row.extend(shown.iter().map(|group| figure(totals.get(group))));
        row.push(amount(bill.total()));
        table.push(row);
    }
    let mut lines = vec![String::new(), "Cost".to_owned()];
    lines.extend(table.lines());
    lines
}

/// The head of a column: a storage class by its own name.
fn column(group: &UsageGroup) -> String {
    match group {
        UsageGroup::Storage(class) => class.name().to_owned(),
        other => other.to_string(),
    }
}

/// Cents; below a cent four decimals, so that small things do not look free.
fn amount(cost: Money) -> String {
    let cents = cost.fixed(2);
    if cost != Money::ZERO && cost.rounded(2) == Money::ZERO {
        return cost.fixed(4);
    }
    match cents.split_once('.') {
        Some((whole, fraction)) if !whole.starts_with('-') => {
            format!("{}.{fraction}", grouped(whole.parse::<u64>().unwrap_or_default()))
        }
        _ => cents,
    }
}

/// What happened to how many objects, when.
struct Happened {
    count: u64,
    bytes: u128,
    first: Instant,
    last: Instant,
}

fn happened(outcome: &Outcome) -> Vec<String> {
    let mut kinds: BTreeMap<(EventKind, &str, &str), Happened> = BTreeMap::new();
    for event in &outcome.run.ledger.events {
        let entry = kinds.entry((event.event, event.from.as_str(), event.to.as_str())).or_insert(Happened {
            count: 0,
            bytes: 0,
            first: event.time,
            last: event.time,
        });
        entry.count += event.count;
        entry.bytes += event.bytes;
        entry.first = entry.first.min(event.time);
        entry.last = entry.last.max(event.time);
    }
    if kinds.is_empty() {
        return vec![String::new(), "Nothing happened to any object.".to_owned()];
    }
    let header = ["event", "from", "to", "objects", "bytes", "first", "last"];
    let mut table = Table::new(header.iter().map(|name| (*name).to_owned()).collect(), 3);
    for ((kind, from, to), happened) in kinds {
        let last = if happened.first == happened.last { String::new() } else { date(happened.last) };
        table.push(vec![
            kind.name().to_owned(),
            from.to_owned(),
            to.to_owned(),
            grouped(happened.count),
            bytes(happened.bytes),
            date(happened.first),
            last,
        ]);
    }
    let mut lines = vec![String::new(), "What happened".to_owned()];
    lines.extend(table.lines());
    lines
}

fn expectations(expected: &[Expected]) -> Vec<String> {
    if expected.is_empty() {
        return Vec::new();
    }
    let passed = expected.iter().filter(|expected| expected.passed).count();
    let mut lines = vec![String::new(), format!("Expectations: {passed} of {} hold", expected.len())];
    for Expected { name, expected, actual, passed } in expected {
        lines.push(if *passed {
            format!("  ok    {name}: {expected} ({actual})")
        } else {
            format!("  FAIL  {name}: expected {expected}, got {actual}")
        });
    }
    lines
}
