//! Where a version stands: whose replica it is, and what has become of its own replication.
//!
//! It is one of the attributes of a version, so a run that was written alike and replicated alike stays a run.

use s3sim_ledger::BucketId;

use super::rules::RuleId;

/// A standing, by its place. `StandingId(0)`: written here, and no rule concerns it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandingId(pub(crate) u32);

/// How far a replication is, as `x-amz-replication-status` says it.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Not done yet.
    Pending,
    /// Done, at every destination.
    Completed,
    /// It was tried and cannot be done; nobody tries again.
    Failed,
    /// The version is a replica itself.
    Replica,
}

impl Status {
    /// Every status with the word of the API.
    pub const WORDS: [(&str, Status); 4] = [
        ("PENDING", Status::Pending),
        ("COMPLETED", Status::Completed),
        ("FAILED", Status::Failed),
        ("REPLICA", Status::Replica),
    ];

    /// The word of the API.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Pending => "PENDING",
            Status::Completed => "COMPLETED",
            Status::Failed => "FAILED",
            Status::Replica => "REPLICA",
        }
    }
}

/// How far one destination is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Progress {
    Pending,
    Completed,
    Failed,
}

/// The way of a version to one destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Leg {
    /// The rule that sends it there.
    pub(crate) rule: RuleId,
    pub(crate) progress: Progress,
}

/// Where a version stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// The bucket in which a replica was written first: its version id comes from there.
    pub(crate) origin: Option<BucketId>,
    /// One for each destination, in the order of the rules.
    pub(crate) legs: Vec<Leg>,
}

impl Standing {
    /// The status that GET and HEAD show; nothing for versions that no rule concerns.
    ///
    /// Modelling choice: FAILED as soon as one destination has failed, also while others are pending.
    pub(crate) fn status(&self) -> Option<Status> {
        let any = |progress| self.legs.iter().any(|leg| leg.progress == progress);
        if any(Progress::Failed) {
            Some(Status::Failed)
        } else if any(Progress::Pending) {
            Some(Status::Pending)
        } else if self.origin.is_some() {
            Some(Status::Replica)
        } else {
            (!self.legs.is_empty()).then_some(Status::Completed)
        }
    }

    /// How far the leg of a rule is.
    pub(crate) fn progress(&self, rule: RuleId) -> Option<Progress> {
        self.legs.iter().find(|leg| leg.rule == rule).map(|leg| leg.progress)
    }

    /// The same with the leg of a rule that far; it is added if there is none.
    pub(crate) fn with(&self, rule: RuleId, progress: Progress) -> Standing {
        let mut standing = self.clone();
        match standing.legs.iter_mut().find(|leg| leg.rule == rule) {
            Some(leg) => leg.progress = progress,
            None => standing.legs.push(Leg { rule, progress }),
        }
        standing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the replication status page: several destinations.
    #[test]
    fn one_status_for_all_destinations() {
        use Progress::{Completed, Failed, Pending};
        let standing = |legs: &[Progress]| Standing {
            origin: None,
            legs: legs
                .iter()
                .enumerate()
                .map(|(n, &progress)| Leg { rule: RuleId(n as u32), progress })
                .collect(),
        };
        for (legs, status) in [
            (&[][..], None),
            (&[Pending], Some(Status::Pending)),
            (&[Completed], Some(Status::Completed)),
            (&[Completed, Pending], Some(Status::Pending)),
            (&[Completed, Failed], Some(Status::Failed)),
            (&[Failed, Pending], Some(Status::Failed)),
            (&[Completed, Completed], Some(Status::Completed)),
        ] {
            assert_eq!(standing(legs).status(), status, "{legs:?}");
        }
        let replica = Standing { origin: Some(BucketId(0)), legs: Vec::new() };
        assert_eq!(replica.status(), Some(Status::Replica));
        assert_eq!(replica.with(RuleId(7), Pending).status(), Some(Status::Pending));
        assert_eq!(replica.with(RuleId(7), Completed).status(), Some(Status::Replica));
    }
}
