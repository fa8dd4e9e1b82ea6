//! What was measured without any option: what `base` stands for.

use std::collections::{BTreeMap, BTreeSet};

use s3sim_billing::bill::Bill;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_scenario::Scenario;
use s3sim_scenario::check::{Check, CheckKind, When};
use s3sim_scenario::measure::{Measure, Operand};
use s3sim_scenario::question::Requirement;

use crate::break_even::{self, Paid};
use crate::measures::Figure;
use crate::what_if::paid;

/// Figures of the scenario as written, by what was measured when.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    figures: Vec<(Measure, When, Figure)>,
    /// What options have cost by the day, by their names: those that others are compared with.
    others: BTreeMap<String, Paid>,
}

impl Baseline {
    /// The figures of these measures, as far as they could be taken.
    pub fn of(figures: impl IntoIterator<Item = (Measure, When, Option<Figure>)>) -> Baseline {
        let known = figures.into_iter().filter_map(|(measure, when, figure)| Some((measure, when, figure?)));
        Baseline { figures: known.collect(), others: BTreeMap::new() }
    }

    /// The same, which also knows what these options have cost by the day.
    pub fn beside(self, others: BTreeMap<String, Paid>) -> Baseline {
        Baseline { others, ..self }
    }

    /// Whether the costs of options are compared, by the day.
    pub fn compares_options(&self) -> bool {
        !self.others.is_empty()
    }

    /// When a run has cost less than an option, counted from its start to the end of that day.
    pub fn break_even(&self, measure: &Measure, bill: &Bill, start: Instant) -> Option<Figure> {
        let Measure::BreakEven(other) = measure else { return None };
        let from = break_even::falls_below(&paid(bill), self.others.get(other)?)?;
        Some(Figure::Time((from + Micros::days(1)).since(start)))
    }

    /// The figure of this measure at this time.
    pub fn get(&self, measure: &Measure, when: When) -> Option<&Figure> {
        self.figures.iter().find(|(of, at, _)| of == measure && *at == when).map(|(.., figure)| figure)
    }
}

/// The measures that requirements compare with those of the scenario as written, each once.
pub fn wanted<'a>(requirements: impl Iterator<Item = &'a Requirement>) -> Vec<(Measure, When)> {
    let mut wanted: Vec<(Measure, When)> = Vec::new();
    for check in requirements.filter_map(|requirement| requirement.check.as_ref().ok()) {
        let CheckKind::Measure { measure, comparisons } = &check.kind else { continue };
        let pair = (measure.clone(), check.when);
        if comparisons.iter().any(|(_, operand)| *operand == Operand::Base) && !wanted.contains(&pair) {
            wanted.push(pair);
        }
    }
    wanted
}

/// The options that requirements and objectives of any variant are compared with, by name.
pub fn compared_with<'a>(variants: impl Iterator<Item = &'a Scenario>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for variant in variants {
        let aims = variant.objective.iter().map(|aim| aim.measure.clone());
        let checks = variant.checks();
        let measures = checks.iter().filter_map(|check| match &check.kind {
            CheckKind::Measure { measure, .. } => Some(measure.clone()),
            _ => None,
        });
        names.extend(aims.chain(measures).filter_map(|measure| match measure {
            Measure::BreakEven(other) => Some(other),
            _ => None,
        }));
    }
    names
}

/// A check that only measures.
pub fn probe(measure: Measure, when: When) -> Check {
    Check { name: String::new(), when, kind: CheckKind::Measure { measure, comparisons: Vec::new() } }
}
