//! Several seeds: how often an option meets, means with their intervals, and which differences can be relied on.

use s3sim_experiment::measures::Figure;
use s3sim_experiment::paired::Estimate;
use s3sim_experiment::sweep::Cell;
use s3sim_experiment::verdict::Verdict;
use s3sim_experiment::what_if::Trial;

use super::Sweep;
use crate::table::Table;
use crate::text::COLUMNS;
use crate::what_if::{self, own_aims};

/// One option over all seeds.
struct Option_<'a> {
    label: String,
    name: String,
    trials: Vec<&'a Trial>,
}

impl Option_<'_> {
    fn meets(&self) -> usize {
        self.trials.iter().filter(|trial| trial.verdict == Verdict::Meets).count()
    }

    /// A figure of each seed, if every seed has it.
    fn figures(&self, of: impl Fn(&Trial) -> Option<Figure>) -> Option<Vec<Figure>> {
        self.trials.iter().map(|trial| of(trial)).collect()
    }
}

/// Whether the first aim is something else than cost or upkeep.
pub(super) fn has_own_column(sweep: &Sweep<'_>) -> bool {
    own_aims(sweep.scenario).first() == Some(&0)
}

/// What a trial is judged by: the first aim, or what it costs.
pub(super) fn main_figure(sweep: &Sweep<'_>, trial: &Trial) -> Option<Figure> {
    let figures = trial.figures.as_ref()?;
    if has_own_column(sweep) {
        return figures.aims.first().cloned().flatten();
    }
    Some(Figure::Money(figures.total))
}

/// `12.30 ± 0.40 USD`; of samples that do not vary the mean alone.
pub(super) fn estimate(like: &Figure, found: &Estimate) -> String {
    let (mean, half) = (like.text_of(&found.mean), like.text_of(&found.half));
    if !found.varies() {
        return mean;
    }
    match (mean.strip_suffix(" USD"), half.strip_suffix(" USD")) {
        (Some(number), Some(_)) => format!("{number} ± {half}"),
        _ => format!("{mean} ± {half}"),
    }
}

/// The table of means, and below it what can be said of differences.
pub(super) fn side_by_side(sweep: &Sweep<'_>, cells: &[Cell]) -> Vec<String> {
    let options = options(sweep, cells);
    let own = own_aims(sweep.scenario);
    let mut header = vec!["option".to_owned(), "meets".to_owned(), "cost".to_owned()];
    header.extend(own.iter().map(|index| sweep.scenario.objective[*index].name.clone()));
    let mut table = Table::new(header, 2);
    for option in &options {
        let mean = |of: &dyn Fn(&Trial) -> Option<Figure>| {
            let figures = option.figures(of)?;
            let samples: Vec<_> = figures.iter().map(Figure::exact).collect();
            Some(estimate(figures.first()?, &Estimate::of(&samples)?))
        };
        let cell = |found: Option<String>| found.unwrap_or_else(|| "-".to_owned());
        let total = |trial: &Trial| Some(Figure::Money(trial.figures.as_ref()?.total));
        let mut row =
            vec![option.label.clone(), format!("{} of {}", option.meets(), cells.len()), cell(mean(&total))];
        for index in &own {
            row.push(cell(mean(&|trial| trial.figures.as_ref()?.aims.get(*index)?.clone())));
        }
        table.push(row);
    }
    let mut lines = vec![format!("Means over {} seeds, each within its 95 % interval", cells.len())];
    lines.extend(table.fitted(COLUMNS));
    lines.extend(differences(sweep, &options, cells.len()));
    if !sweep.scenario.question.options.is_empty() {
        lines.push(String::new());
        lines.push(format!("With seed {}", cells[0].seed));
        lines.extend(what_if::answer(sweep.scenario, &cells[0].found).iter().map(|line| format!("  {line}")));
    }
    lines
}

/// The scenario as written and every option that ran; sets of options are not compared.
fn options<'a>(sweep: &Sweep<'_>, cells: &'a [Cell]) -> Vec<Option_<'a>> {
    let base =
        cells[0].found.base.iter().map(|_| (what_if::AS_WRITTEN.to_owned(), what_if::AS_WRITTEN.to_owned()));
    let named = sweep.scenario.question.options.iter().map(|option| (option.label(), option.name.clone()));
    let of = |(index, (label, name)): (usize, (String, String))| {
        let trials =
            cells.iter().filter_map(|cell| cell.found.base.iter().chain(&cell.found.options).nth(index));
        Option_ { label, name, trials: trials.collect() }
    };
    base.chain(named).enumerate().map(of).collect()
}

/// The best of those that always meet (or, where none does, of all) against each other one.
fn differences(sweep: &Sweep<'_>, options: &[Option_<'_>], seeds: usize) -> Vec<String> {
    let with_figures = |option: &&Option_<'_>| option.figures(|trial| main_figure(sweep, trial)).is_some();
    let always: Vec<&Option_<'_>> =
        options.iter().filter(|option| option.meets() == seeds).filter(with_figures).collect();
    let compared = if always.len() > 1 { always } else { options.iter().filter(with_figures).collect() };
    let samples = |option: &Option_<'_>| {
        let figures = option.figures(|trial| main_figure(sweep, trial)).unwrap_or_default();
        figures.iter().map(Figure::exact).collect::<Vec<_>>()
    };
    let most = has_own_column(sweep) && sweep.scenario.objective.first().is_some_and(|aim| aim.most);
    let mean = |option: &&Option_<'_>| Estimate::of(&samples(option)).map(|found| found.mean);
    let best = match most {
        true => compared.iter().copied().rev().max_by_key(mean),
        false => compared.iter().copied().min_by_key(mean),
    };
    let Some(best) = best.filter(|_| compared.len() > 1) else { return Vec::new() };
    let what =
        if has_own_column(sweep) { sweep.scenario.objective[0].name.clone() } else { "cost".to_owned() };
    let what = what.trim_start_matches("most ").to_owned();
    let Some(like) = best.trials.first().and_then(|trial| main_figure(sweep, trial)) else {
        return Vec::new();
    };
    let mut lines = vec![String::new(), format!("Differences in {what}, seed by seed under the same draws")];
    for other in compared.iter().filter(|other| !std::ptr::eq(**other, best)) {
        let Some(found) = Estimate::of_difference(&samples(best), &samples(other)) else { continue };
        let (one, other) = (&best.name, &other.name);
        let difference = estimate(&like, &found);
        lines.push(if found.is_zero() {
            format!("  {other} and {one} do not differ at all")
        } else if found.is_apart_from_zero() {
            format!("  {other} less {one}: {difference}")
        } else {
            format!(
                "  {other} less {one}: {difference}; {seeds} seeds do not separate them: it may be chance"
            )
        });
    }
    lines
}
