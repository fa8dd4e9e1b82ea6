//! `what-if.csv`: an option a row.

use s3sim_billing::money::Money;
use s3sim_experiment::verdict::Verdict;
use s3sim_experiment::what_if::{CostGroup, Trial, WhatIf};
use s3sim_scenario::Scenario;

use super::{AS_WRITTEN, aims, measures, names, own_aims, upkeep};
use crate::files::File;

/// The file. Costs are in USD, exact.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn csv(scenario: &Scenario, found: &WhatIf) -> std::io::Result<File> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(header(scenario))?;
    for row in rows(scenario, found) {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(File { name: "what-if.csv", bytes })
}

/// The heads of the columns.
pub(crate) fn header(scenario: &Scenario) -> Vec<String> {
    let mut header: Vec<String> =
        ["option", "title", "verdict", "answer", "reason", "total_usd"].map(str::to_owned).to_vec();
    header.extend(CostGroup::ALL.map(|group| format!("{}_usd", group.name())));
    header.push("upkeep".to_owned());
    header.extend(own_aims(scenario).into_iter().map(|index| scenario.objective[index].name.clone()));
    header.extend(measures(scenario).into_iter().map(str::to_owned));
    header
}

/// The rows below them: the scenario as written, where it is one, each option, each set that was tried.
pub fn rows(scenario: &Scenario, found: &WhatIf) -> Vec<Vec<String>> {
    let answer = found.decision.options();
    let base = found.base.iter().map(|trial| row(scenario, AS_WRITTEN.to_owned(), "", trial, false));
    let options = scenario.question.options.iter().zip(&found.options).enumerate();
    let options = options.map(|(index, (choice, trial))| {
        let title = choice.title.as_deref().unwrap_or_default();
        row(scenario, choice.name.clone(), title, trial, answer.contains(&index))
    });
    let sets = found.sets.iter().filter_map(|set| {
        let trial = set.trial.as_ref().ok()?;
        let within = set.members.iter().all(|member| answer.contains(member));
        let is_answer = within && trial.verdict == Verdict::Meets;
        Some(row(scenario, names(scenario, &set.members, " + "), "", trial, is_answer))
    });
    base.chain(options).chain(sets).collect()
}

fn row(scenario: &Scenario, name: String, title: &str, trial: &Trial, is_answer: bool) -> Vec<String> {
    let mut row = vec![
        name,
        title.to_owned(),
        trial.verdict.word().to_owned(),
        if is_answer { "yes".to_owned() } else { String::new() },
        trial.verdict.reasons().join("; "),
    ];
    match &trial.figures {
        Some(figures) => {
            row.push(figures.total.to_string());
            let of = |group| figures.groups.get(&group).copied().unwrap_or(Money::ZERO).to_string();
            row.extend(CostGroup::ALL.map(of));
            row.push(upkeep(figures));
        }
        None => row.extend(std::iter::repeat_n(String::new(), CostGroup::ALL.len() + 2)),
    }
    row.extend(aims(scenario, trial));
    let measured = |name: &str| trial.figures.as_ref()?.measured.get(name).map(|found| found.figure.text());
    row.extend(measures(scenario).into_iter().map(|name| measured(name).unwrap_or_default()));
    row
}
