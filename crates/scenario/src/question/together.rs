//! Several options at once.

use s3sim_document::patch;
use s3sim_document::path::Path;
use s3sim_document::tree::Node;

use super::option::{Unread, variant};
use super::{Choice, Refusal};
use crate::scenario::Scenario;
use crate::shape::ScenarioShape;

/// Why options do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Apart {
    /// They set this path to different values.
    Conflict(Path),
    /// AWS would not accept all of them at once.
    Refused(Refusal),
    /// Together they make no scenario; what is wrong, in words.
    Wrong(String),
}

/// The scenario with several of its options, their patches in file order.
///
/// # Errors
/// Why they do not go together.
pub fn together(base: &Scenario, members: &[&Choice]) -> Result<Scenario, Apart> {
    for (index, one) in members.iter().enumerate() {
        for other in &members[index + 1..] {
            if let Some(path) = patch::conflict(&one.patch, &other.patch, &ScenarioShape) {
                return Err(Apart::Conflict(path));
            }
        }
    }
    let patches: Vec<&Node> = members.iter().map(|member| &member.patch).collect();
    let upkeep = members.iter().map(|member| member.upkeep).sum();
    variant(base, &patches, upkeep).map_err(|unread| match unread {
        Unread::Refused(refusal) => Apart::Refused(refusal),
        Unread::Wrong(problems) => {
            Apart::Wrong(problems.list().first().map(|problem| problem.message.clone()).unwrap_or_default())
        }
    })
}
