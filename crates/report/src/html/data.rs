//! From the tables of a run to the series of its charts. Sums are exact; only where a bar ends is a float.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_aws::class::StorageClass;
use s3sim_aws::region::Region;
use s3sim_billing::money::{COST_DECIMALS, Money};
use s3sim_billing::usage_group::UsageGroup;
use s3sim_experiment::diff::table::Table;

use super::chart::{Colour, Series};

/// Above so many months years are shown.
const MONTHS_MAX: usize = 36;

/// Exact values by label and name, in the order in which they are shown.
#[derive(Clone, Default)]
pub(super) struct Cells<K: Ord> {
    pub(super) labels: Vec<String>,
    pub(super) names: Vec<K>,
    pub(super) values: BTreeMap<(String, K), Money>,
}

impl<K: Ord + Clone> Cells<K> {
    fn of(rows: impl IntoIterator<Item = (String, K, Money)>) -> Cells<K> {
        let mut values: BTreeMap<(String, K), Money> = BTreeMap::new();
        for (label, name, value) in rows {
            *values.entry((label, name)).or_default() += value;
        }
        let labels: BTreeSet<&String> = values.keys().map(|(label, _)| label).collect();
        let names: BTreeSet<&K> = values.keys().map(|(_, name)| name).collect();
        Cells {
            labels: without_gaps(labels.into_iter().cloned().collect()),
            names: names.into_iter().cloned().collect(),
            values,
        }
    }

    pub(super) fn get(&self, label: &str, name: &K) -> Money {
        self.values.get(&(label.to_owned(), name.clone())).copied().unwrap_or_default()
    }

    pub(super) fn total(&self, name: &K) -> Money {
        self.labels.iter().map(|label| self.get(label, name)).sum()
    }

    /// Without names that are nothing anywhere.
    fn seen(mut self) -> Cells<K> {
        let names = std::mem::take(&mut self.names);
        self.names = names.into_iter().filter(|name| self.total(name) != Money::ZERO).collect();
        self
    }

    pub(super) fn series(&self, show: impl Fn(&K) -> (String, Colour)) -> Vec<Series> {
        let one = |name: &K| {
            let (title, colour) = show(name);
            let values = self.labels.iter().map(|label| float(self.get(label, name))).collect();
            Series { name: title, colour, values }
        };
        self.names.iter().map(one).collect()
    }
}

/// Months (or years) with those between them in which nothing was: an axis of time leaves nothing out. Other labels stay.
fn without_gaps(labels: Vec<String>) -> Vec<String> {
    let months: Option<Vec<i32>> = labels.iter().map(|label| month(label)).collect();
    let (Some(months), Some(first)) = (months, labels.first()) else { return labels };
    let (Some(from), Some(until)) = (months.first(), months.last()) else { return labels };
    if first.len() == 4 {
        return (*from..=*until).step_by(12).map(|month| format!("{:04}", month / 12)).collect();
    }
    (*from..=*until).map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1)).collect()
}

/// `2025-01` or `2025`, counted from the year 0.
fn month(label: &str) -> Option<i32> {
    let (year, month) = label.split_once('-').unwrap_or((label, "01"));
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// For a place on the paper.
#[expect(clippy::cast_precision_loss, reason = "where a bar ends need not be exact")]
pub(super) fn float(value: Money) -> f64 {
    value.units() as f64 / 10i64.pow(COST_DECIMALS) as f64
}

/// `2025-01` of a period or an instant; the year if there are many months.
fn label(text: &str, by_year: bool) -> String {
    text.chars().take(if by_year { 4 } else { 7 }).collect()
}

/// The labels of rows by the period or instant in a column: months, or years if there are many.
fn labels(table: &Table, column: usize) -> impl Fn(&[String]) -> String {
    let months: BTreeSet<String> = table.rows.iter().map(|row| label(&row[column], false)).collect();
    let by_year = months.len() > MONTHS_MAX;
    move |row| label(&row[column], by_year)
}

/// The usage groups of bill lines by Region, usage type and operation: a bill has many lines of few kinds.
#[derive(Default)]
struct Groups<'a> {
    known: BTreeMap<[&'a str; 3], UsageGroup>,
}

impl<'a> Groups<'a> {
    fn of(&mut self, line: [&'a str; 3]) -> UsageGroup {
        *self.known.entry(line).or_insert_with(|| {
            let [region, usage_type, operation] = line;
            Region::parse(region).map_or(UsageGroup::OtherServices, |region| {
                UsageGroup::of_line(region, usage_type, operation)
            })
        })
    }
}

/// USD by month (or year) and usage group.
pub(super) fn cost(table: &Table) -> Option<Cells<UsageGroup>> {
    let [period, region, usage_type, operation, cost] =
        table.columns(["billing_period", "region", "usage_type", "operation", "cost"])?;
    let (label, mut groups) = (labels(table, period), Groups::default());
    let rows = table.rows.iter().filter_map(|row| {
        let group = groups.of([&row[region], &row[usage_type], &row[operation]]);
        Some((label(row), group, Money::parse(&row[cost]).ok()?))
    });
    Some(Cells::of(rows).seen())
}

/// GB-months by month (or year) and storage class.
pub(super) fn stored(table: &Table) -> Option<Cells<StorageClass>> {
    let [period, region, usage_type, operation, usage, unit] =
        table.columns(["billing_period", "region", "usage_type", "operation", "usage_amount", "unit"])?;
    let (label, mut groups) = (labels(table, period), Groups::default());
    let rows = table.rows.iter().filter(|row| row[unit] == "GB-Mo").filter_map(|row| {
        let UsageGroup::Storage(class) = groups.of([&row[region], &row[usage_type], &row[operation]]) else {
            return None;
        };
        Some((label(row), class, Money::parse(&row[usage]).ok()?))
    });
    Some(Cells::of(rows).seen())
}

/// Objects by month (or year) and kind of event.
pub(super) fn events(table: &Table) -> Option<Cells<String>> {
    let [time, event, count] = table.columns(["time", "event", "count"])?;
    let label = labels(table, time);
    let rows = table
        .rows
        .iter()
        .filter_map(|row| Some((label(row), row[event].clone(), Money::parse(&row[count]).ok()?)));
    Some(Cells::of(rows).seen())
}

/// Milliseconds by percentile and what was measured.
pub(super) fn latency(table: &Table) -> Option<Cells<String>> {
    let names = table.columns(["workload", "operation", "status"])?;
    let percentiles = ["p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms"];
    let columns = table.columns(percentiles)?;
    let rows = table.rows.iter().flat_map(|row| {
        let name = names.map(|column| row[column].as_str()).join(" ");
        let value = move |(number, column): (usize, &usize)| {
            Some((format!("{number}"), name.clone(), Money::parse(&row[*column]).ok()?))
        };
        columns.iter().enumerate().filter_map(value).collect::<Vec<_>>()
    });
    let mut cells = Cells::of(rows);
    // Ordered by number above, by name for the reader.
    let words = ["p50", "p90", "p99", "p99.9", "max"];
    let word =
        |label: &String| label.parse().ok().and_then(|at: usize| words.get(at)).map(|w| (*w).to_owned());
    cells.labels = cells.labels.iter().filter_map(word).collect();
    let renamed = |((label, name), value)| Some(((word(&label)?, name), value));
    cells.values = cells.values.into_iter().filter_map(renamed).collect();
    Some(cells)
}

/// Requests by window: admitted, and refused of those that were offered.
pub(super) fn throttling(table: &Table) -> Option<Cells<&'static str>> {
    let [window, admitted, throttled] = table.columns(["window_start", "admitted", "throttled"])?;
    let rows = table.rows.iter().flat_map(|row| {
        let time = row[window].replace('T', " ").replace('Z', "");
        [("admitted", admitted), ("throttled", throttled)]
            .into_iter()
            .filter_map(|(name, column)| Some((time.clone(), name, Money::parse(&row[column]).ok()?)))
            .collect::<Vec<_>>()
    });
    Some(Cells::of(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_of_time_leaves_nothing_out() {
        for (labels, expected) in [
            (&["2025-11", "2026-02"][..], &["2025-11", "2025-12", "2026-01", "2026-02"][..]),
            (&["2025", "2028"], &["2025", "2026", "2027", "2028"]),
            (&["2025-01"], &["2025-01"]),
            (&["p50", "max"], &["p50", "max"]),
            (&[], &[]),
        ] {
            let labels = labels.iter().map(|label| (*label).to_owned()).collect();
            assert_eq!(without_gaps(labels), expected);
        }
    }
}
