//! Policies that are attached while the clock runs: what a budget's action does.
//!
//! They bind from the next request on. <https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html>

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_iam::compile::Compiled;
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_iam::principal::Who;
use s3sim_ledger::AccountId;

use crate::caller::Actor;
use crate::machine::S3;

/// Whom a policy is attached to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// A user or role, by its ARN: an identity policy.
    Principal(String),
    /// A member account: a service control policy.
    Account(AccountId),
}

/// What has been attached so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attached {
    policies: BTreeMap<Bound, Vec<Arc<Compiled>>>,
}

impl Attached {
    /// Whether anything binds everybody in an account.
    pub(crate) fn guards(&self, account: AccountId) -> bool {
        !self.policies.is_empty() && self.policies.contains_key(&Bound::Account(account))
    }

    /// The policies of somebody, with those that have been attached.
    pub(crate) fn with<'a>(&self, actor: &'a Actor) -> Cow<'a, Policies> {
        if self.policies.is_empty() {
            return Cow::Borrowed(&actor.policies);
        }
        let arn = match actor.policies.principal.who() {
            Who::Session { role_arn } => role_arn.clone(),
            _ => actor.policies.principal.arn().to_owned(),
        };
        let own = self.policies.get(&Bound::Principal(arn));
        let above = actor.account.and_then(|account| self.policies.get(&Bound::Account(account)));
        if own.is_none() && above.is_none() {
            return Cow::Borrowed(&actor.policies);
        }
        let mut policies = actor.policies.clone();
        policies.identity.extend(own.into_iter().flatten().cloned());
        for policy in above.into_iter().flatten() {
            policies.guardrails.add(Arc::clone(policy));
        }
        Cow::Owned(policies)
    }
}

impl S3 {
    /// Attaches a policy, for good. Modelling choice: AWS can take back what a budget's action did.
    pub fn attach(&mut self, bound: Bound, policy: Arc<Compiled>) {
        self.attached.policies.entry(bound).or_default().push(policy);
    }
}
