//! Options side by side: [`text`] for people, [`csv`] as a file of results, [`json`] for machines.

mod changed;
mod csv;
mod growth;
mod json;
mod text;

pub(crate) use changed::value;
pub(crate) use csv::header;
pub use csv::{csv, rows};
pub use growth::growth;
pub(crate) use json::Answered;
pub use json::json;
pub(crate) use text::{answer, head};
pub use text::{apart, options, text};

use s3sim_experiment::what_if::{Figures, Trial};
use s3sim_scenario::Scenario;
use s3sim_scenario::check::CheckKind;

/// What the scenario as written is called among its options.
pub const AS_WRITTEN: &str = "as written";

/// The names of options that were tried together: `A + C`.
pub(crate) fn names(scenario: &Scenario, members: &[usize], between: &str) -> String {
    let names: Vec<&str> =
        members.iter().map(|member| scenario.question.options[*member].name.as_str()).collect();
    names.join(between)
}

/// The figures of a trial by the aims of the objective that are not columns anyway, as text.
pub(crate) fn aims(scenario: &Scenario, trial: &Trial) -> Vec<String> {
    let text = |index: usize| {
        let figure = trial.figures.as_ref().and_then(|figures| figures.aims.get(index)?.as_ref());
        figure.map_or_else(String::new, |figure| figure.text())
    };
    own_aims(scenario).into_iter().map(text).collect()
}

/// The places of aims that need a column of their own.
pub(crate) fn own_aims(scenario: &Scenario) -> Vec<usize> {
    let plain = |name: &str| matches!(name, "cost" | "upkeep" | "cost of total" | "upkeep of total");
    let aims = scenario.objective.iter().enumerate();
    aims.filter(|(_, aim)| !plain(&aim.name)).map(|(index, _)| index).collect()
}

/// The requirements that measure something, by name, in file order: of the scenario as written and of its options.
pub(crate) fn measures(scenario: &Scenario) -> Vec<&str> {
    let of_options = scenario.question.options.iter().filter_map(|option| option.variant.as_deref().ok());
    let variants: Vec<&Scenario> = std::iter::once(scenario).chain(of_options).collect();
    let is_measure = |name: &str| {
        let mut all = variants.iter().flat_map(|variant| &variant.requirements);
        all.any(|other| {
            let check = other.check.as_ref().ok().filter(|_| other.name == name);
            check.is_some_and(|check| matches!(check.kind, CheckKind::Measure { .. }))
        })
    };
    let names = scenario.requirements.iter().map(|requirement| requirement.name.as_str());
    names.filter(|name| is_measure(name)).collect()
}

pub(crate) fn upkeep(figures: &Figures) -> String {
    figures.upkeep.to_string()
}
