//! A question at many points and with many seeds: [`csv`] as a file of results, [`text`] for people, [`json`] for
//! machines, [`parts`] joins files of parts.

mod csv;
mod json;
pub mod parts;
mod seeds;
mod text;

pub use csv::csv;
pub use json::json;
pub use text::{below, text};

use s3sim_experiment::break_even::Crossing;
use s3sim_experiment::sweep::{Cell, Plan};
use s3sim_scenario::Scenario;

use crate::what_if::value;

/// What came of a sweep.
#[derive(Clone, Copy, Debug)]
pub struct Sweep<'a> {
    /// The scenario as written.
    pub scenario: &'a Scenario,
    /// What was asked.
    pub plan: &'a Plan,
    /// The answers, by point and seed.
    pub cells: &'a [Cell],
    /// Where options of the scenario as written cross.
    pub crossings: &'a [Crossing],
}

impl<'a> Sweep<'a> {
    /// The values of the axes at a point, as text; empty text at point 0.
    fn values(&self, point: usize) -> Vec<String> {
        let grid = &self.plan.grid;
        let mut values: Vec<String> = grid.values(point).into_iter().map(value).collect();
        values.resize(grid.axes().len(), String::new());
        values
    }

    /// Whether there is a column for seeds.
    fn has_seeds(&self) -> bool {
        !self.plan.seeds.is_empty()
    }

    /// The answers of each point, in order.
    fn points(&self) -> impl Iterator<Item = &'a [Cell]> {
        self.cells.chunk_by(|one, other| one.point == other.point)
    }
}

/// A point in words: `point 7 (buckets.photos.versioning = Enabled)`.
pub fn place(plan: &Plan, point: usize) -> String {
    let paths = plan.grid.axes().iter().map(|axis| axis.path.as_str());
    let values = paths.zip(plan.grid.values(point)).map(|(path, node)| format!("{path} = {}", value(node)));
    format!("point {point} ({})", values.collect::<Vec<_>>().join(", "))
}
