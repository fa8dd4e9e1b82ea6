//! A question asked at every point of a grid, and with several seeds: many small jobs that know nothing of each other.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use rayon::prelude::*;
use s3sim_document::problem::Problem;
use s3sim_document::tree::Node;
use s3sim_scenario::Scenario;
use s3sim_scenario::question::Refusal;
use s3sim_scenario::sweep::{self, Axis};

use crate::choose::Decision;
use crate::outcome::{Failure, Progress};
use crate::verdict::Verdict;
use crate::what_if::{Trial, WhatIf, ask};

/// A grid has at most so many points.
const MOST: usize = 10_000_000;

/// All combinations of the values of some axes. Points are counted from 1, the last axis moves first; point 0 is the
/// scenario as written.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    axes: Vec<Axis>,
    points: usize,
}

impl Plan {
    /// How many runs of a question it takes.
    pub fn jobs(&self) -> usize {
        self.points.clone().count().saturating_mul(self.seeds.len().max(1))
    }
}

impl Grid {
    /// The grid of these axes; no axis makes no point. Nothing if there are more than ten million points.
    pub fn of(axes: Vec<Axis>) -> Option<Grid> {
        let sizes = axes.iter().map(|axis| axis.values.len());
        let points = sizes.reduce(usize::saturating_mul).unwrap_or(0);
        (points <= MOST).then_some(Grid { axes, points })
    }

    /// The axes, in order.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// How many points there are.
    pub fn points(&self) -> usize {
        self.points
    }

    /// The value of each axis at a point; none at point 0.
    pub fn values(&self, point: usize) -> Vec<&Node> {
        let Some(mut rest) = point.checked_sub(1) else { return Vec::new() };
        let last_first = self.axes.iter().rev().map(|axis| {
            let place = rest % axis.values.len();
            rest /= axis.values.len();
            &axis.values[place]
        });
        let mut values: Vec<&Node> = last_first.collect();
        values.reverse();
        values
    }
}

/// What is to be asked: which points, with which seeds.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The grid.
    pub grid: Grid,
    /// The points, 0 being the scenario as written.
    pub points: RangeInclusive<usize>,
    /// The seeds; empty = the scenario's own.
    pub seeds: Vec<u64>,
}

/// What came of one point with one seed.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The point.
    pub point: usize,
    /// The seed.
    pub seed: u64,
    /// What came of the options there. Where AWS refuses what the point says, it refuses all of them.
    pub found: WhatIf,
}

/// Why a sweep gave nothing.
#[derive(Clone, Debug)]
pub enum Stopped {
    /// A run failed.
    Failure(Failure),
    /// At some points the scenario is wrong.
    Wrong {
        /// Mistakes, each with the first point that has it.
        told: Vec<(usize, Vec<Problem>)>,
        /// At how many more points something is wrong.
        more: usize,
    },
}

/// Of so many wrong points the mistakes are told.
const TOLD: usize = 5;

/// Every mistake at the first point that has it.
fn each_once(wrong: Vec<(usize, Vec<Problem>)>) -> Vec<(usize, Vec<Problem>)> {
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    let fresh = |(point, problems): (usize, Vec<Problem>)| {
        let is_new = |problem: &Problem| told.insert((problem.path.clone(), problem.message.clone()));
        let problems: Vec<Problem> = problems.into_iter().filter(is_new).collect();
        (!problems.is_empty()).then_some((point, problems))
    };
    wrong.into_iter().filter_map(fresh).collect()
}

/// Asks at every point with every seed, on all threads. The answers come in the order of points and seeds, whatever
/// the number of threads. `one_more` is told of each answer.
///
/// # Errors
/// Values that make no scenario, before anything is run; else the first failure in that order.
pub fn run(
    scenario: &Scenario,
    plan: &Plan,
    progress: &(dyn Progress + Sync),
    one_more: &(dyn Fn() + Sync),
) -> Result<Vec<Cell>, Stopped> {
    let points: Vec<usize> = plan.points.clone().collect();
    let readable = |&point: &usize| match at(scenario, &plan.grid, point, None) {
        Err(problems) => Some((point, problems)),
        Ok(_) => None,
    };
    let wrong: Vec<(usize, Vec<Problem>)> = points.par_iter().filter_map(readable).collect();
    if !wrong.is_empty() {
        let mut told = each_once(wrong);
        let more = told.len().saturating_sub(TOLD);
        told.truncate(TOLD);
        return Err(Stopped::Wrong { told, more });
    }
    let seeds: Vec<Option<u64>> = match plan.seeds.as_slice() {
        [] => vec![None],
        seeds => seeds.iter().copied().map(Some).collect(),
    };
    let jobs: Vec<(usize, Option<u64>)> =
        points.iter().flat_map(|&point| seeds.iter().map(move |&seed| (point, seed))).collect();
    let one = |&(point, seed): &(usize, Option<u64>)| -> Result<Cell, Stopped> {
        let variant = at(scenario, &plan.grid, point, seed)
            .map_err(|problems| Stopped::Wrong { told: vec![(point, problems)], more: 0 })?;
        let found = match variant {
            Ok(variant) => ask(&variant, progress).map_err(Stopped::Failure)?,
            Err(refusal) => refused(scenario, &refusal),
        };
        one_more();
        Ok(Cell { point, seed: seed.unwrap_or(scenario.seed), found })
    };
    // Gathered first, so that of several failures the first one in order is told.
    let cells: Vec<Result<Cell, Stopped>> = jobs.par_iter().map(one).collect();
    cells.into_iter().collect()
}

/// The scenario at a point.
fn at<'a>(
    scenario: &'a Scenario,
    grid: &Grid,
    point: usize,
    seed: Option<u64>,
) -> Result<Result<Cow<'a, Scenario>, Refusal>, Vec<Problem>> {
    if point == 0 && seed.is_none_or(|seed| seed == scenario.seed) {
        return Ok(Ok(Cow::Borrowed(scenario)));
    }
    let seed = seed.map(|seed| Node::made(s3sim_document::tree::Value::Number(seed.to_string())));
    let paths = grid.axes.iter().map(|axis| axis.path.as_str());
    let values = paths.zip(grid.values(point)).chain(seed.iter().map(|seed| ("seed", seed)));
    let values: Vec<(&str, &Node)> = values.collect();
    let read = sweep::at(scenario, &values).map_err(|problems| problems.list().to_vec())?;
    Ok(read.map(Cow::Owned))
}

fn refused(scenario: &Scenario, refusal: &Refusal) -> WhatIf {
    let trial = || Trial { verdict: Verdict::Refused(refusal.clone()), figures: None };
    let options = scenario.question.options.iter().map(|_| trial()).collect();
    let base = scenario.question.options.is_empty().then(trial);
    WhatIf { base, options, sets: Vec::new(), decision: Decision::Nothing }
}

#[cfg(test)]
mod tests {
    use s3sim_document::tree::Value;

    use super::*;

    fn axis(path: &str, values: &[&str]) -> Axis {
        let value = |text: &&str| Node::made(Value::Text((*text).to_owned()));
        Axis { path: path.to_owned(), values: values.iter().map(value).collect() }
    }

    #[test]
    fn the_last_axis_moves_first_and_point_0_is_as_written() {
        let grid = Grid::of(vec![axis("a", &["1", "2"]), axis("b", &["x", "y", "z"])]).unwrap();
        let points =
            |point: usize| -> Vec<&str> { grid.values(point).into_iter().filter_map(Node::scalar).collect() };
        assert_eq!(grid.points(), 6);
        let all: Vec<Vec<&str>> = (0..=6).map(points).collect();
        assert_eq!(
            all,
            [&[][..], &["1", "x"], &["1", "y"], &["1", "z"], &["2", "x"], &["2", "y"], &["2", "z"]]
        );
    }

    #[test]
    fn no_axis_makes_no_point_and_too_many_make_no_grid() {
        assert_eq!(Grid::of(Vec::new()).unwrap().points(), 0);
        let long: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
        let long: Vec<&str> = long.iter().map(String::as_str).collect();
        assert!(Grid::of(vec![axis("a", &long), axis("b", &long)]).is_none());
    }
}
