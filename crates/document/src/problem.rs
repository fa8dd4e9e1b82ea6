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
