//! Tables whose rows have a name: what differs in a row, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use super::figure::{decimal, signed};
use super::table::Table;

/// Of each file the columns that say which row it is. A table that is not listed is told row by row.
const NAMES_OF_ROWS: [(&str, &[&str]); 8] = [
    ("break-even.csv", &["option", "cheaper_than"]),
    ("what-if-cost.csv", &["option", "billing_period"]),
    ("expectations.csv", &["expectation"]),
    ("latency.csv", &["workload", "client", "bucket", "operation", "status"]),
    ("throttling.csv", &["window_start", "resource"]),
    ("what-if.csv", &["point", "option", "seed"]),
    ("budgets.csv", &["time", "budget", "notification"]),
    ("storage-class-analysis.csv", &["Date", "ConfigId", "Filter", "StorageClass", "ObjectAge", "bucket"]),
];

/// A row's name, and which of its name it is.
type Key = (Vec<String>, usize);

/// Rows that differ, in the order of their names.
pub(super) fn changes(file: &str, old: &Table, new: &Table) -> Vec<Change> {
    let names = NAMES_OF_ROWS.iter().find(|(name, _)| *name == file).map_or(&[][..], |(_, names)| *names);
    let (was, now) = (by_name(old, names), by_name(new, names));
    let mut changes = Vec::new();
    for key in was.keys().chain(now.keys()).collect::<BTreeSet<&Key>>() {
        let (was, now) = (was.get(key).copied(), now.get(key).copied());
        changes.extend(change(file, key, (&old.header, was), (&new.header, now), names));
    }
    changes
}

fn is_name(column: &str, names: &[&str]) -> bool {
    names.contains(&column)
}

fn by_name<'a>(table: &'a Table, names: &[&str]) -> BTreeMap<Key, &'a [String]> {
    let mut rows = BTreeMap::new();
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    // Without a column that names it a row is its own name.
    let all = table.header.iter().all(|column| !is_name(column, names));
    for row in &table.rows {
        let named = table.header.iter().zip(row).filter(|(column, _)| all || is_name(column, names));
        let name: Vec<String> = named.map(|(_, cell)| cell.clone()).collect();
        let count = seen.entry(name.clone()).or_default();
        rows.insert((name, *count), row.as_slice());
        *count += 1;
    }
    rows
}

/// A header and the row below it that is meant, if there is one.
type Side<'a> = (&'a [String], Option<&'a [String]>);

fn change(file: &str, key: &Key, old: Side<'_>, new: Side<'_>, names: &[&str]) -> Option<Change> {
    let cell = |(header, row): Side<'_>, column: &str| {
        let place = header.iter().position(|name| name == column)?;
        Some(row?.get(place)?.clone())
    };
    let columns: Vec<&String> =
        old.0.iter().chain(new.0.iter().filter(|column| !old.0.contains(column))).collect();
    let (mut was, mut now, mut by) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns.into_iter().filter(|column| !is_name(column, names)) {
        let (before, after) = (cell(old, column), cell(new, column));
        if before == after {
            continue;
        }
        let said = |value: &Option<String>| match value.as_deref() {
            Some("") => Some(format!("{column} nothing")),
            Some(value) => Some(format!("{column} {value}")),
            None => None,
        };
        was.extend(said(&before));
        now.extend(said(&after));
        if let (Some(before), Some(after)) =
            (before.as_deref().and_then(decimal), after.as_deref().and_then(decimal))
        {
            by.push(format!("{column} {}", signed(after - before)));
        }
    }
    let gone_or_new = old.1.is_some() != new.1.is_some();
    if was == now && !gone_or_new {
        return None;
    }
    // A table of names alone still says whether a row is there.
    let there = |row: Option<&[String]>, cells: Vec<String>| match (row, cells.is_empty()) {
        (Some(_), true) => "a row".to_owned(),
        _ => cells.join(", "),
    };
    let what = key.0.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    Some(Change {
        file: file.to_owned(),
        what,
        was: there(old.1, was),
        now: there(new.1, now),
        by: by.join(", "),
    })
}
