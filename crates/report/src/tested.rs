//! What came of testing scenarios: for people ([`text`]), for machines ([`json`]), for build servers ([`junit`]).

use s3sim_experiment::diff::Change;
use s3sim_experiment::outcome::Expected;

pub mod json;
pub mod junit;
pub mod text;

/// A scenario, and how its test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// The file, as it was named.
    pub scenario: String,
    /// The folder of its results, below that of all results.
    pub place: String,
    /// How it ended.
    pub end: End,
}

/// How a test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// There was nothing to run: one complaint a line.
    Wrong(Vec<String>),
    /// It ran.
    Ran {
        /// What was expected, and what came.
        expected: Vec<Expected>,
        /// How its results compare with those that were recorded.
        results: Results,
    },
}

/// Results against those that were recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Results {
    /// None were recorded.
    Unrecorded,
    /// They are the same.
    Same,
    /// These things moved.
    Moved(Vec<Change>),
    /// There was none, or it moved, and the new ones have been recorded.
    Accepted(Vec<Change>),
}

impl Tested {
    /// Whether everything is as it should be: all expectations hold, and nothing has moved that was not accepted. A
    /// scenario that expects nothing and of which nothing is recorded tests nothing, which is not as it should be.
    pub fn passed(&self) -> bool {
        match &self.end {
            End::Wrong(_) => false,
            End::Ran { expected, results } => {
                expected.iter().all(|expected| expected.passed)
                    && match results {
                        Results::Same | Results::Accepted(_) => true,
                        Results::Unrecorded => !expected.is_empty(),
                        Results::Moved(_) => false,
                    }
            }
        }
    }
}

/// What is said of a scenario that tests nothing.
const NOTHING: &str = "nothing is expected and no results are recorded: --accept records them";

#[cfg(test)]
mod tests;
