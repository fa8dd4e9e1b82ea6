//! A sweep for people: a point a line; with several seeds, means and differences.

use s3sim_experiment::choose::Decision;
use s3sim_experiment::paired::Estimate;
use s3sim_experiment::sweep::Cell;
use s3sim_experiment::verdict::Verdict;
use s3sim_experiment::what_if::Trial;

use super::{Sweep, seeds};
use crate::table::Table;
use crate::text::{COLUMNS, amount, cut};
use crate::what_if;

/// So many points are printed; the file has all of them.
const ROWS: usize = 60;

/// The report; every line ends with a line feed.
pub fn text(sweep: &Sweep<'_>) -> String {
    let mut lines = what_if::head(sweep.scenario);
    lines.push(String::new());
    lines.join("\n") + "\n" + &below(sweep)
}

/// The tables and the answer alone, for the summary of a run.
pub fn below(sweep: &Sweep<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    match sweep.points().find(|cells| cells[0].point == 0) {
        Some([only]) => {
            lines.extend(
                what_if::options(sweep.scenario, &only.found, sweep.crossings).lines().map(str::to_owned),
            );
        }
        Some(several) => lines.extend(seeds::side_by_side(sweep, several)),
        None => {}
    }
    if sweep.plan.grid.points() > 0 {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(points(sweep));
    }
    lines.join("\n") + "\n"
}

fn points(sweep: &Sweep<'_>) -> Vec<String> {
    let points: Vec<&[Cell]> = sweep.points().filter(|cells| cells[0].point > 0).collect();
    let Some(names) = points.first().map(|cells| names(sweep, &cells[0])) else { return Vec::new() };
    let is_question = !sweep.scenario.question.options.is_empty();
    let mut header = vec!["point".to_owned()];
    header.extend(short(sweep.plan.grid.axes().iter().map(|axis| axis.path.as_str()).collect()));
    let left = header.len();
    header.extend(is_question.then(|| "answer".to_owned()));
    header.extend(names.iter().map(|name| cut(name, 24)));
    let mut table = Table::new(header, left + usize::from(is_question));
    let mut in_brackets = false;
    for cells in points.iter().take(ROWS) {
        let mut row = vec![cells[0].point.to_string()];
        row.extend(sweep.values(cells[0].point));
        row.extend(is_question.then(|| answers(sweep, cells)));
        for index in 0..names.len() {
            let cell = shown(sweep, cells, index);
            in_brackets |= cell.starts_with('(');
            row.push(cell);
        }
        table.push(row);
    }
    let what = match sweep.scenario.objective.first() {
        Some(aim) if seeds::has_own_column(sweep) => aim.name.clone(),
        _ => "USD".to_owned(),
    };
    let heading =
        if in_brackets { format!("Points: {what} (in brackets: fails)") } else { format!("Points: {what}") };
    let mut lines = vec![heading];
    lines.extend(table.fitted(COLUMNS));
    if points.len() > ROWS {
        lines.push(format!("  … {} more", points.len() - ROWS));
    }
    lines
}

/// What the columns are called: the options by name, or the scenario as written.
fn names(sweep: &Sweep<'_>, cell: &Cell) -> Vec<String> {
    let base = cell.found.base.iter().map(|_| what_if::AS_WRITTEN.to_owned());
    base.chain(sweep.scenario.question.options.iter().map(|option| option.name.clone())).collect()
}

/// The trial in a column, of each seed.
fn trials(cells: &[Cell], index: usize) -> impl Iterator<Item = &Trial> {
    cells.iter().filter_map(move |cell| cell.found.base.iter().chain(&cell.found.options).nth(index))
}

fn shown(sweep: &Sweep<'_>, cells: &[Cell], index: usize) -> String {
    let all: Vec<&Trial> = trials(cells, index).collect();
    let Some(first) = all.first() else { return String::new() };
    if first.figures.is_none() {
        return first.verdict.word().to_owned();
    }
    let meets = all.iter().all(|trial| trial.verdict == Verdict::Meets);
    let figure = |trial: &&Trial| seeds::main_figure(sweep, trial);
    let figures: Vec<_> = all.iter().filter_map(figure).collect();
    let value = match figures.as_slice() {
        [] => "-".to_owned(),
        [only] => match first.figures.as_ref().filter(|_| !seeds::has_own_column(sweep)) {
            Some(figures) => amount(figures.total),
            None => only.text(),
        },
        [one, ..] => {
            let samples: Vec<_> = figures.iter().map(s3sim_experiment::measures::Figure::exact).collect();
            Estimate::of(&samples).map_or_else(String::new, |found| seeds::estimate(one, &found))
        }
    };
    if meets { value } else { format!("({value})") }
}

/// The answers at a point: one, or one for each seed if they differ.
fn answers(sweep: &Sweep<'_>, cells: &[Cell]) -> String {
    let one = |cell: &Cell| {
        let names = what_if::names(sweep.scenario, &cell.found.decision.options(), ", ");
        match cell.found.decision {
            Decision::Nothing => "none".to_owned(),
            Decision::Open(_) => "open".to_owned(),
            Decision::Answer(_) => names,
        }
    };
    let mut all: Vec<String> = cells.iter().map(one).collect();
    all.sort();
    all.dedup();
    all.join(" or ")
}

/// The ends of paths, as much of each as tells it from the others.
fn short(paths: Vec<&str>) -> Vec<String> {
    let end = |path: &str, count: usize| {
        let names: Vec<&str> = path.split('.').collect();
        names[names.len().saturating_sub(count)..].join(".")
    };
    let one = |path: &&str| {
        let alone =
            |count: &usize| paths.iter().filter(|other| end(other, *count) == end(path, *count)).count() == 1;
        let count = (1..=path.split('.').count()).find(alone).unwrap_or(usize::MAX);
        end(path, count)
    };
    paths.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_to_what_tells_them_apart() {
        let paths = vec!["buckets.a.lifecycle.Rules[0].Days", "buckets.a.versioning", "buckets.b.versioning"];
        assert_eq!(short(paths), ["Days", "a.versioning", "b.versioning"]);
        assert_eq!(short(vec!["seed"]), ["seed"]);
    }
}
