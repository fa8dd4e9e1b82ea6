//! What a person reads after a run: what it cost, what happened, whether it was as expected.

use std::collections::BTreeMap;

use s3sim_billing::money::Money;
use s3sim_billing::usage_group::UsageGroup;
use s3sim_experiment::outcome::{Expected, Outcome};
use s3sim_experiment::words::{bytes, grouped, grouped_decimal, way};
use s3sim_kernel::time::{Day, Instant};
use s3sim_ledger::event::EventKind;
use s3sim_scenario::Scenario;

use crate::requests;
use crate::table::Table;

/// So wide a terminal should be.
pub(crate) const COLUMNS: usize = 100;

/// Above so many months the bill is shown by year.
const MONTHS_MAX: usize = 18;

/// The summary, without colours; every line ends with a line feed.
pub fn summary(scenario: &Scenario, outcome: &Outcome) -> String {
    let days = scenario.end.since(scenario.start);
    let mut lines =
        vec![format!("{}  {} to {} ({days})", scenario.name, date(scenario.start), date(scenario.end))];
    let first = scenario.description.lines().next().unwrap_or_default();
    if !first.is_empty() {
        lines.push(cut(&format!("  {first}"), COLUMNS));
    }
    lines.extend(cost(outcome));
    lines.extend(happened(outcome));
    lines.extend(requests::lines(outcome));
    lines.extend(expectations(&outcome.expected));
    lines.join("\n") + "\n"
}

/// A date where the instant is a midnight.
pub(crate) fn date(at: Instant) -> String {
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
    let sums = bill.by(label);
    let totals = bill.by(|line| line.group());
    // What never reaches a hundredth of a cent is not worth a column.
    let shown: Vec<UsageGroup> =
        totals.iter().filter(|(_, cost)| cost.rounded(4) != Money::ZERO).map(|(group, _)| *group).collect();
    let figure = |cost: Option<&Money>| cost.map_or_else(|| "-".to_owned(), |cost| amount(*cost));
    let mut header = vec!["USD".to_owned()];
    header.extend(shown.iter().map(column));
    header.push("total".to_owned());
    let mut table = Table::new(header, 1);
    for (period, sum) in &sums {
        let mut row = vec![period.clone()];
        row.extend(shown.iter().map(|group| figure(cells.get(&(period.clone(), *group)))));
        row.push(amount(*sum));
        table.push(row);
    }
    if sums.len() > 1 {
        let mut row = vec!["total".to_owned()];
        row.extend(shown.iter().map(|group| figure(totals.get(group))));
        row.push(amount(bill.total()));
        table.push(row);
    }
    let mut lines = vec![String::new(), "Cost".to_owned()];
    lines.extend(table.fitted(COLUMNS));
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
pub(crate) fn amount(cost: Money) -> String {
    if cost != Money::ZERO && cost.rounded(2) == Money::ZERO {
        return if cost.rounded(4) == Money::ZERO { "<0.0001".to_owned() } else { cost.fixed(4) };
    }
    grouped_decimal(&cost.fixed(2))
}

/// What happened to how many objects, when.
struct Happened {
    count: u64,
    bytes: u128,
    first: Day,
    last: Day,
}

/// By day and kind: what happened first stands first.
fn happened(outcome: &Outcome) -> Vec<String> {
    let mut kinds: BTreeMap<(EventKind, &str, &str), Happened> = BTreeMap::new();
    for event in &outcome.run.ledger.events {
        let day = event.time.day();
        let entry = kinds.entry((event.event, event.from.as_str(), event.to.as_str())).or_insert(Happened {
            count: 0,
            bytes: 0,
            first: day,
            last: day,
        });
        entry.count += event.count;
        entry.bytes += event.bytes;
        entry.first = entry.first.min(day);
        entry.last = entry.last.max(day);
    }
    if kinds.is_empty() {
        return vec![String::new(), "Nothing happened to any object.".to_owned()];
    }
    let mut rows: Vec<_> = kinds.into_iter().collect();
    rows.sort_by_key(|((kind, ..), happened)| (happened.first, *kind));
    let header = ["event", "class or tier", "objects", "bytes", "first", "last"];
    let mut table = Table::new(header.iter().map(|name| (*name).to_owned()).collect(), 2);
    for ((kind, from, to), happened) in rows {
        let last = if happened.first == happened.last { String::new() } else { happened.last.to_string() };
        table.push(vec![
            kind.name().to_owned(),
            way(from, to),
            grouped(happened.count),
            bytes(happened.bytes),
            happened.first.to_string(),
            last,
        ]);
    }
    let mut lines = vec![String::new(), "What happened".to_owned()];
    lines.extend(if table.width() <= COLUMNS { table.lines() } else { table.under_headings() });
    lines
}

fn expectations(expected: &[Expected]) -> Vec<String> {
    if expected.is_empty() {
        return Vec::new();
    }
    let passed = expected.iter().filter(|expected| expected.passed).count();
    let mut lines = vec![String::new(), format!("Expectations: {passed} of {} hold", expected.len())];
    for Expected { name, expected, actual, passed } in expected {
        if *passed {
            // All is well: nobody needs to read to the end.
            let result = if expected == actual { String::new() } else { format!(" ({actual})") };
            let room = COLUMNS.saturating_sub(result.chars().count());
            lines.push(cut(&format!("  ok    {name}: {expected}"), room) + &result);
            continue;
        }
        let line = format!("  FAIL  {name}: expected {expected}, got {actual}");
        if line.chars().count() <= COLUMNS {
            lines.push(line);
        } else {
            lines.push(format!("  FAIL  {name}"));
            lines.push(format!("          expected {expected}"));
            lines.push(format!("          got      {actual}"));
        }
    }
    lines
}

/// At most so many characters, the last one an ellipsis if there were more.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    let kept: String = text.chars().take(columns.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}
