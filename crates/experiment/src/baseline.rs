//! What was measured without any option: what `base` stands for.

use s3sim_scenario::check::{Check, CheckKind, When};
use s3sim_scenario::measure::{Measure, Operand};
use s3sim_scenario::question::Requirement;

use crate::measures::Figure;

/// Figures of the scenario as written, by what was measured when.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    figures: Vec<(Measure, When, Figure)>,
}

impl Baseline {
    /// The figures of these measures, as far as they could be taken.
    pub fn of(figures: impl IntoIterator<Item = (Measure, When, Option<Figure>)>) -> Baseline {
        let known = figures.into_iter().filter_map(|(measure, when, figure)| Some((measure, when, figure?)));
        Baseline { figures: known.collect() }
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

/// A check that only measures.
pub fn probe(measure: Measure, when: When) -> Check {
    Check { name: String::new(), when, kind: CheckKind::Measure { measure, comparisons: Vec::new() } }
}
