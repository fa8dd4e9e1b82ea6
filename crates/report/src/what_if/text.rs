//! The same for people: who meets what is required and what it costs, why the others do not, the answer.

use s3sim_billing::money::Money;
use s3sim_experiment::break_even::Crossing;
use s3sim_experiment::choose::Decision;
use s3sim_experiment::measures::Figure;
use s3sim_experiment::verdict::Verdict;
use s3sim_experiment::what_if::{CostGroup, Figures, Margin, Trial, WhatIf, expectation};
use s3sim_experiment::words::about;
use s3sim_scenario::Scenario;
use s3sim_scenario::question::Apart;

use super::{AS_WRITTEN, aims, changed, measures, names, own_aims, upkeep};
use crate::table::Table;
use crate::text::{COLUMNS, amount, cut, date};

/// The report; every line ends with a line feed.
pub fn text(scenario: &Scenario, found: &WhatIf, crossings: &[Crossing]) -> String {
    let mut lines = head(scenario);
    lines.push(String::new());
    lines.extend(side_by_side(scenario, found));
    lines.extend(measured(scenario, found));
    lines.extend(break_even(scenario, found, crossings));
    lines.extend(why_not(scenario, found));
    lines.extend(what_changes(scenario));
    lines.push(String::new());
    lines.extend(answer(scenario, found));
    lines.join("\n") + "\n"
}

/// What the scenario is called, and what it is about.
pub(crate) fn head(scenario: &Scenario) -> Vec<String> {
    let days = scenario.end.since(scenario.start);
    let mut lines =
        vec![format!("{}  {} to {} ({days})", scenario.name, date(scenario.start), date(scenario.end))];
    let first = scenario.description.lines().next().unwrap_or_default();
    if !first.is_empty() {
        lines.push(cut(&format!("  {first}"), COLUMNS));
    }
    lines
}

/// The table and the answer alone, for the summary of a run.
pub fn options(scenario: &Scenario, found: &WhatIf, crossings: &[Crossing]) -> String {
    let is_question = !scenario.question.options.is_empty();
    let mut lines = vec![if is_question { "Options" } else { "As written" }.to_owned()];
    lines.extend(side_by_side(scenario, found));
    lines.extend(break_even(scenario, found, crossings));
    if is_question {
        lines.push(String::new());
        lines.extend(answer(scenario, found));
    }
    lines.join("\n") + "\n"
}

/// So many sets are told one by one; of more only those that meet.
const SETS: usize = 8;

fn few_sets(found: &WhatIf) -> bool {
    together(found) <= SETS
}

/// How many sets go together.
fn together(found: &WhatIf) -> usize {
    found.sets.iter().filter(|set| set.trial.is_ok()).count()
}

/// Every row of the table with what it is called.
fn trials<'a>(scenario: &'a Scenario, found: &'a WhatIf) -> Vec<(String, &'a Trial)> {
    let base = found.base.iter().map(|trial| (AS_WRITTEN.to_owned(), trial));
    let choices = scenario.question.options.iter();
    let options = choices.zip(&found.options).map(|(choice, trial)| (choice.label(), trial));
    let sets = found
        .sets
        .iter()
        .filter_map(|set| Some((names(scenario, &set.members, " + "), set.trial.as_ref().ok()?)))
        .filter(|(_, trial)| few_sets(found) || trial.verdict == Verdict::Meets);
    base.chain(options).chain(sets).collect()
}

fn side_by_side(scenario: &Scenario, found: &WhatIf) -> Vec<String> {
    let trials = trials(scenario, found);
    let figures: Vec<&Figures> = trials.iter().filter_map(|(_, trial)| trial.figures.as_ref()).collect();
    let cost =
        |figures: &Figures, group: &CostGroup| figures.groups.get(group).copied().unwrap_or(Money::ZERO);
    // What never reaches a hundredth of a cent is not worth a column.
    let seen = |group: &CostGroup| figures.iter().any(|of| cost(of, group).rounded(4) != Money::ZERO);
    let groups: Vec<CostGroup> = CostGroup::ALL.into_iter().filter(seen).collect();
    let with_upkeep = figures.iter().any(|figures| figures.upkeep > 0);
    let mut header = vec!["option".to_owned(), "verdict".to_owned(), "USD".to_owned()];
    header.extend(groups.iter().map(|group| group.name().replace('_', " ")));
    header.extend(with_upkeep.then(|| "upkeep".to_owned()));
    header.extend(own_aims(scenario).into_iter().map(|index| scenario.objective[index].name.clone()));
    let columns = header.len();
    let mut table = Table::new(header, 2);
    for (label, trial) in &trials {
        let mut row = vec![cut(label, COLUMNS / 2), trial.verdict.word().to_owned()];
        match &trial.figures {
            Some(figures) => {
                row.push(amount(figures.total));
                row.extend(groups.iter().map(|group| amount(cost(figures, group))));
                row.extend(with_upkeep.then(|| upkeep(figures)));
                row.extend(aims(scenario, trial));
            }
            None => row.resize(columns, "-".to_owned()),
        }
        table.push(row);
    }
    table.fitted(COLUMNS)
}

/// From when on which option has cost less than which: of those that meet the requirements, if several do.
fn break_even(scenario: &Scenario, found: &WhatIf, crossings: &[Crossing]) -> Vec<String> {
    let meets = |place: usize| found.options[place].verdict == Verdict::Meets;
    let several = (0..found.options.len()).filter(|place| meets(*place)).count() > 1;
    let told = |crossing: &&Crossing| !several || (meets(crossing.cheaper) && meets(crossing.than));
    let crossings: Vec<&Crossing> = crossings.iter().filter(told).collect();
    if crossings.is_empty() {
        return Vec::new();
    }
    let name = |place: usize| scenario.question.options[place].name.as_str();
    let line = |Crossing { cheaper, than, from }: &&Crossing| {
        format!("  {} has cost less than {} from {} on", name(*cheaper), name(*than), from.day())
    };
    let heading = [String::new(), "Break-even".to_owned()];
    heading.into_iter().chain(crossings.iter().map(line)).collect()
}

/// What the requirements measure, a requirement a row; times with what is left to their limit.
fn measured(scenario: &Scenario, found: &WhatIf) -> Vec<String> {
    let names = measures(scenario);
    let trials = trials(scenario, found);
    let ran: Vec<(&str, &Figures)> = trials
        .iter()
        .filter_map(|(label, trial)| {
            let name = label.split_once("  ").map_or(label.as_str(), |(name, _)| name);
            Some((name, trial.figures.as_ref()?))
        })
        .collect();
    if names.is_empty() || ran.is_empty() {
        return Vec::new();
    }
    let mut header = vec!["what is measured".to_owned()];
    header.extend(ran.iter().map(|(name, _)| (*name).to_owned()));
    let mut table = Table::new(header, 1);
    for name in names {
        let cell = |(_, figures): &(&str, &Figures)| {
            let Some(found) = figures.measured.get(name) else { return "-".to_owned() };
            let margin = match found.margin {
                Some(Margin::Left(time)) => format!(" ({} left)", about(time)),
                Some(Margin::Over(time)) => format!(" ({} over)", about(time)),
                None => String::new(),
            };
            match found.figure {
                Figure::Time(time) => about(time).to_string() + &margin,
                Figure::Money(money) => format!("{} USD", amount(money)),
                ref figure => figure.text() + &margin,
            }
        };
        table.push([cut(name, COLUMNS / 2)].into_iter().chain(ran.iter().map(cell)).collect());
    }
    let mut lines = vec![String::new()];
    lines.extend(table.fitted(COLUMNS));
    lines
}

fn why_not(scenario: &Scenario, found: &WhatIf) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |name: &str, reasons: Vec<String>| {
        for reason in reasons {
            lines.extend(folded(&format!("{name}  {reason}"), name.chars().count() + 4));
        }
    };
    for (choice, trial) in scenario.question.options.iter().zip(&found.options) {
        tell(&choice.name, trial.verdict.reasons());
    }
    // Why options do not go together has been said of one of them, or needs no words.
    for set in found.sets.iter().filter(|_| few_sets(found)) {
        if let Ok(trial) = &set.trial {
            tell(&names(scenario, &set.members, " + "), in_short(&trial.verdict));
        }
    }
    if !few_sets(found) {
        lines.push(format!("  Of {} sets of options only those above meet", together(found)));
    }
    if lines.is_empty() {
        return lines;
    }
    [String::new(), "Why not".to_owned()].into_iter().chain(lines).collect()
}

/// What does not hold, by name: the whole reasons stand with the members of the set.
fn in_short(verdict: &Verdict) -> Vec<String> {
    match verdict {
        Verdict::Fails(misses) => {
            let names: Vec<&str> = misses.iter().map(|miss| miss.requirement.as_str()).collect();
            vec![names.join("; ")]
        }
        other => other.reasons(),
    }
}

/// Why options do not go together.
pub fn apart(apart: &Apart) -> String {
    match apart {
        Apart::Conflict(path) => format!("both set {path}"),
        Apart::Refused(refusal) => format!("{}: {}: {}", refusal.code, refusal.path, refusal.message),
        Apart::Wrong(why) => why.clone(),
    }
}

fn what_changes(scenario: &Scenario) -> Vec<String> {
    let mut lines = vec![String::new(), "What they change".to_owned()];
    for choice in &scenario.question.options {
        let name = &choice.name;
        let changes = changed::lines(scenario, choice);
        if changes.is_empty() {
            lines.push(format!("  {name}  nothing"));
        }
        lines.extend(changes.iter().map(|change| cut(&format!("  {name}  {change}"), COLUMNS)));
    }
    lines
}

/// Lines of at most [`COLUMNS`] characters, those behind the first indented.
fn folded(text: &str, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::from("  ");
    let mut empty = true;
    // The gap behind the name is kept: it is no space between words.
    for word in text.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}

/// The sentence at the end.
pub(crate) fn answer(scenario: &Scenario, found: &WhatIf) -> Vec<String> {
    let each = |sets: &[Vec<usize>]| {
        let sets: Vec<String> = sets.iter().map(|set| names(scenario, set, " with ")).collect();
        listed(&sets)
    };
    let aims: Vec<&str> = scenario.objective.iter().map(|aim| aim.name.as_str()).collect();
    let told = match &found.decision {
        Decision::Nothing => "Answer: none, nothing meets all requirements".to_owned(),
        Decision::Open(sets) if aims.is_empty() => {
            format!("Open: {} all meet the requirements, and no `objective` says which is best", each(sets))
        }
        Decision::Open(sets) => format!("Open: {} are equal in {}", each(sets), aims.join(", then ")),
        Decision::Answer(sets) => {
            let why = if meeting(found) > sets.len() && !aims.is_empty() {
                let kind = if aims[0].starts_with("most ") { "" } else { "least " };
                format!(", of {} that meet the requirements, has the {kind}{}", meeting(found), aims[0])
            } else if sets.len() > 1 {
                ", each by itself".to_owned()
            } else {
                String::new()
            };
            format!("Answer: {}{why}", each(sets))
        }
    };
    let verdict = match expectation(scenario, found) {
        None => String::new(),
        Some(expected) if expected.passed => " (as the file says)".to_owned(),
        Some(expected) => format!("; WRONG: the file says {}", expected.expected),
    };
    folded(&format!("{told}{verdict}"), 2).into_iter().map(|line| line.trim_start().to_owned()).collect()
}

/// How many sets meet all requirements.
fn meeting(found: &WhatIf) -> usize {
    let meets = |trial: &Trial| trial.verdict == Verdict::Meets;
    let sets = found.sets.iter().filter_map(|set| set.trial.as_ref().ok());
    found.options.iter().chain(sets).filter(|trial| meets(trial)).count()
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}
