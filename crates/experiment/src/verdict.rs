//! What an option is worth as an answer.

use s3sim_kernel::time::Instant;
use s3sim_scenario::question::Refusal;

use crate::outcome::{Expected, Outcome, Required};

/// What an option is worth as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All requirements hold, and every step was answered as it should be.
    Meets,
    /// These do not hold. Never empty.
    Fails(Vec<Miss>),
    /// AWS would not accept it.
    Refused(Refusal),
    /// It is ruled out by hand, for this reason.
    Excluded(String),
}

/// A requirement or a step that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The requirement, or `step x`.
    pub requirement: String,
    /// What it should be.
    pub expected: String,
    /// What it is, and where.
    pub actual: String,
    /// When, if it was one instant.
    pub at: Option<Instant>,
}

impl Verdict {
    /// The verdict on a run.
    pub fn of(outcome: &Outcome) -> Verdict {
        let miss = |required: &Required| {
            let Expected { name, expected, actual, passed } = required.expected.clone();
            (!passed).then_some(Miss { requirement: name, expected, actual, at: required.at })
        };
        let misses: Vec<Miss> = outcome.required.iter().filter_map(miss).collect();
        if misses.is_empty() { Verdict::Meets } else { Verdict::Fails(misses) }
    }

    /// The word.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Meets => "meets",
            Verdict::Fails(_) => "fails",
            Verdict::Refused(_) => "refused",
            Verdict::Excluded(_) => "excluded",
        }
    }

    /// Why not, a reason a line; nothing if it meets.
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Verdict::Meets => Vec::new(),
            Verdict::Fails(misses) => misses.iter().map(Miss::text).collect(),
            Verdict::Refused(Refusal { code, path, message }) => vec![format!("{code}: {path}: {message}")],
            Verdict::Excluded(why) => vec![why.clone()],
        }
    }
}

impl Miss {
    /// `kept: 0 on 2025-03-02; expected: at least 1`.
    pub fn text(&self) -> String {
        let at = self.at.map_or_else(String::new, |at| format!(" on {}", date(at)));
        format!("{}: {}{at}; expected: {}", self.requirement, self.actual, self.expected)
    }
}

/// A date where the instant is a midnight.
fn date(at: Instant) -> String {
    let text = at.to_string();
    text.strip_suffix("T00:00:00Z").unwrap_or(&text).to_owned()
}
