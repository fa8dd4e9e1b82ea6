//! What moved between two results, in the words of their files: which bill line, which event, by how much.
//!
//! [`changes`] goes through the files of two snapshots. Of `cost.csv` it tells bill lines, all their periods in one
//! (`cost`); of `events.csv` what happened to which objects, all that differs in the same way in one (`events`);
//! of the other tables their rows (`rows`); of `summary.json` what the tables do not say already.

mod cost;
mod events;
mod figure;
mod lines;
mod rows;
mod summary;
pub mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::snapshot::Snapshot;

use table::Table;

/// One thing that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file in which it stands.
    pub file: String,
    /// What it is: a bill line, a kind of event, an expectation.
    pub what: String,
    /// What it was; empty if there was none.
    pub was: String,
    /// What it is now; empty if there is none any more.
    pub now: String,
    /// By how much, and why, as far as that can be told.
    pub by: String,
}

impl Change {
    /// In one line, without the file: `what: 1 USD before, 2 USD now (+1)`.
    pub fn text(&self) -> String {
        let head = match (self.was.as_str(), self.now.as_str()) {
            ("", now) => format!("{}: new, {now}", self.what),
            (was, "") => format!("{}: gone, was {was}", self.what),
            (was, now) => format!("{}: {was} before, {now} now", self.what),
        };
        if self.by.is_empty() { head } else { format!("{head} ({})", self.by) }
    }
}

/// Every difference between the files of two runs, file by file; empty if they are the same.
///
/// Not compared: the version of the program, the digest and the name of the scenario, which `summary.json` prints.
pub fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let names: BTreeSet<&str> = old.names().chain(new.names()).collect();
    let mut changes = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    // The summary says again what the tables say, so it comes last.
    let (summary, tables): (Vec<&str>, Vec<&str>) =
        names.into_iter().partition(|name| *name == summary::NAME);
    for name in tables.into_iter().chain(summary) {
        let found = match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(old), Some(new)) => of_file(name, old, new, &told),
            (Some(_), None) => vec![whole(name, "a file", "")],
            (None, _) => vec![whole(name, "", "a file")],
        };
        if !found.is_empty() {
            told.push(name);
        }
        changes.extend(found);
    }
    changes
}

fn of_file(name: &str, old: &str, new: &str, told: &[&str]) -> Vec<Change> {
    if name == summary::NAME {
        return summary::changes(old, new, told);
    }
    if !name.ends_with(".csv") {
        return lines::changes(name, old, new);
    }
    let (Some(old_table), Some(new_table)) = (Table::read(old), Table::read(new)) else {
        return lines::changes(name, old, new);
    };
    let found = match name {
        cost::NAME => cost::changes(&old_table, &new_table),
        events::NAME => events::changes(&old_table, &new_table),
        _ => None,
    };
    let found = found.unwrap_or_else(|| rows::changes(name, &old_table, &new_table));
    // Whatever the tables cannot tell apart (the order of rows, quotes) must not pass unseen.
    if found.is_empty() { lines::changes(name, old, new) } else { found }
}

fn whole(file: &str, was: &str, now: &str) -> Change {
    let [was, now] = [was, now].map(str::to_owned);
    Change { file: file.to_owned(), what: file.to_owned(), was, now, by: String::new() }
}
