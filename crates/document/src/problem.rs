//! What is wrong with a document: collected, never thrown, so that a user sees every mistake at once.

use crate::tree::At;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub at: At,
    /// The way there, for people: `buckets.photos.lifecycle.Rules[0].Transitions[1].Days`.
    pub path: String,
    /// S3's (or IAM's …) own error code, where AWS would refuse this.
    pub code: Option<&'static str>,
    /// What is wrong and what would be right, as one sentence without a full stop.
    pub message: String,
}

/// Mistakes in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// None so far.
    pub fn new() -> Problems {
        Problems::default()
    }

    /// One more.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// All of them, in the order found.
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Problems {
        Problems { list: problems.into_iter().collect() }
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        self.list.extend(problems);
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
