//! The same for machines.

use s3sim_experiment::break_even::Crossing;
use s3sim_experiment::choose::Decision;
use s3sim_experiment::what_if::{Trial, WhatIf, expectation};
use s3sim_scenario::Scenario;
use serde::Serialize;

use super::{changed, names};

#[derive(Serialize)]
struct Root<'a> {
    scenario: &'a str,
    #[serde(flatten)]
    answered: Answered<'a>,
    break_even: Vec<Cross<'a>>,
}

/// From this day on an option has cost less than another one.
#[derive(Serialize)]
struct Cross<'a> {
    option: &'a str,
    cheaper_than: &'a str,
    from: String,
}

/// What came of one question.
#[derive(Serialize)]
pub(crate) struct Answered<'a> {
    options: Vec<Option_>,
    sets: Vec<Set>,
    /// `answer`, `open` or `none`.
    decision: &'static str,
    answer: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<bool>,
}

#[derive(Serialize)]
struct Option_ {
    option: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    verdict: &'static str,
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// USD, as text because it is exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upkeep: Option<u64>,
    changes: Vec<String>,
}

#[derive(Serialize)]
struct Set {
    options: Vec<String>,
    verdict: &'static str,
    reasons: Vec<String>,
}

/// The report as JSON, with a line feed at its end.
///
/// # Errors
/// Only if memory cannot be written to.
pub fn json(scenario: &Scenario, found: &WhatIf, crossings: &[Crossing]) -> serde_json::Result<String> {
    let name = |place: usize| scenario.question.options[place].name.as_str();
    let cross = |crossing: &Crossing| Cross {
        option: name(crossing.cheaper),
        cheaper_than: name(crossing.than),
        from: crossing.from.day().to_string(),
    };
    let root = Root {
        scenario: &scenario.name,
        answered: Answered::of(scenario, found),
        break_even: crossings.iter().map(cross).collect(),
    };
    serde_json::to_string_pretty(&root).map(|text| text + "\n")
}

impl<'a> Answered<'a> {
    pub(crate) fn of(scenario: &'a Scenario, found: &WhatIf) -> Answered<'a> {
        let question = &scenario.question;
        let options = question.options.iter().zip(&found.options).map(|(choice, trial)| Option_ {
            option: choice.name.clone(),
            title: choice.title.clone(),
            changes: changed::lines(scenario, choice),
            ..of(trial)
        });
        let base =
            found.base.iter().map(|trial| Option_ { option: super::AS_WRITTEN.to_owned(), ..of(trial) });
        let sets = found.sets.iter().map(|set| {
            let (verdict, reasons) = match &set.trial {
                Ok(trial) => (trial.verdict.word(), trial.verdict.reasons()),
                Err(apart) => ("apart", vec![super::text::apart(apart)]),
            };
            let options = set.members.iter().map(|member| names(scenario, &[*member], "")).collect();
            Set { options, verdict, reasons }
        });
        let answer = found.decision.options();
        Answered {
            options: base.chain(options).collect(),
            sets: sets.collect(),
            decision: match found.decision {
                Decision::Nothing => "none",
                Decision::Open(_) => "open",
                Decision::Answer(_) => "answer",
            },
            answer: answer.iter().map(|place| question.options[*place].name.as_str()).collect(),
            right: expectation(scenario, found).map(|expected| expected.passed),
        }
    }
}

fn of(trial: &Trial) -> Option_ {
    use s3sim_experiment::verdict::Verdict;
    Option_ {
        option: String::new(),
        title: None,
        verdict: trial.verdict.word(),
        reasons: trial.verdict.reasons(),
        code: match &trial.verdict {
            Verdict::Refused(refusal) => Some(refusal.code),
            Verdict::Meets | Verdict::Fails(_) | Verdict::Excluded(_) => None,
        },
        cost: trial.figures.as_ref().map(|figures| figures.total.to_string()),
        upkeep: trial.figures.as_ref().map(|figures| figures.upkeep),
        changes: Vec::new(),
    }
}
