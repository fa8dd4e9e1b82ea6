//! The rules of all buckets, as they were when versions were written under them.
//!
//! Modelling choice: the configuration at the time of writing decides whether a version is replicated, where to and as
//! what; permissions, keys and the state of the destination are looked at when it is tried.

use std::sync::Arc;

use s3sim_ledger::BucketId;

use super::document::{ReplicationConfiguration, Rule};

/// A rule that some configuration had, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RuleId(pub(crate) u32);

/// A rule, with the bucket and role that it works for.
#[derive(Clone, Debug)]
pub(crate) struct Standard {
    /// The source bucket.
    pub(crate) source: BucketId,
    /// ARN of the role.
    pub(crate) role: String,
    /// What it says.
    pub(crate) rule: Rule,
}

/// The configuration of a bucket, with the places of its rules.
#[derive(Clone, Debug)]
pub(crate) struct Configured {
    /// As it was put.
    pub(crate) configuration: ReplicationConfiguration,
    /// The places of its rules, in the document's order.
    pub(crate) rules: Vec<RuleId>,
}

/// Every rule that there ever was.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleBook {
    list: Vec<Arc<Standard>>,
}

impl RuleBook {
    /// The rule at a place.
    pub(crate) fn get(&self, id: RuleId) -> &Arc<Standard> {
        &self.list[id.0 as usize]
    }

    /// Notes the rules of a configuration that a bucket gets.
    pub(crate) fn note(&mut self, source: BucketId, configuration: ReplicationConfiguration) -> Configured {
        let add = |rule: &Rule| {
            self.list.push(Arc::new(Standard {
                source,
                role: configuration.role.clone(),
                rule: rule.clone(),
            }));
            RuleId((self.list.len() - 1) as u32)
        };
        let rules = configuration.rules.iter().map(add).collect();
        Configured { configuration, rules }
    }
}
