//! A sweep for machines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Sweep;
use crate::what_if::Answered;

#[derive(Serialize)]
struct Root<'a> {
    scenario: &'a str,
    cells: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    /// 0 is the scenario as written.
    point: usize,
    values: BTreeMap<&'a str, String>,
    seed: u64,
    #[serde(flatten)]
    answered: Answered<'a>,
}

/// The sweep as JSON, with a line feed at its end.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn json(sweep: &Sweep<'_>) -> serde_json::Result<String> {
    let axes = sweep.plan.grid.axes();
    let cells = sweep.cells.iter().map(|cell| {
        let named = axes.iter().map(|axis| axis.path.as_str()).zip(sweep.values(cell.point));
        One {
            point: cell.point,
            values: named.filter(|_| cell.point > 0).collect(),
            seed: cell.seed,
            answered: Answered::of(sweep.scenario, &cell.found),
        }
    });
    let root = Root { scenario: &sweep.scenario.name, cells: cells.collect() };
    serde_json::to_string_pretty(&root).map(|text| text + "\n")
}
