//! The decision: all policies that have a say, in AWS's order.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>

mod decision;

pub use decision::{DecidedBy, Decision, Kind, Outcome};

use std::sync::Arc;

use crate::compile::{Answer, Compiled, Question};
use crate::element::Reach;
use crate::organization::Guardrails;
use crate::principal::{AccountId, Principal, Who};

/// A principal and the policies that come with it.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who it is.
    pub principal: Principal,
    /// Identity policies: inline, managed and of the user's groups; of the role, for a session.
    pub identity: Vec<Arc<Compiled>>,
    /// The permissions boundary of the user or role.
    pub boundary: Option<Arc<Compiled>>,
    /// The session policies with which a session began; `None` if it began without.
    pub session: Option<Vec<Arc<Compiled>>>,
    /// The service control policies above its account.
    pub guardrails: Guardrails,
}

impl Caller {
    /// A principal without any policy.
    pub fn new(principal: Principal) -> Caller {
        Caller {
            principal,
            identity: Vec::new(),
            boundary: None,
            session: None,
            guardrails: Guardrails::none(),
        }
    }
}

/// The other side: what the request is about, and the way to it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The account that the resource belongs to. Where there is no resource yet (`s3:ListAllMyBuckets`,
    /// `s3:CreateBucket`), the caller's own, or `None` for a caller without account.
    pub owner: Option<AccountId>,
    /// The policy of the resource.
    pub policy: Option<&'a Compiled>,
    /// Whether its Allow statements count. They do not for an object that another account owns (PO-025); its Deny
    /// statements always do.
    pub policy_allows: bool,
    /// What an access control list of the resource grants for this action, if it grants it to the caller: to its
    /// account ([`Reach::Account`]) or to a group of everybody ([`Reach::Direct`]).
    pub acl: Option<Reach>,
    /// The policy of the VPC endpoint on the way.
    pub endpoint: Option<&'a Compiled>,
}

impl<'a> Place<'a> {
    /// A resource of `owner`, reached over the internet, with at most a policy.
    pub fn new(owner: Option<AccountId>, policy: Option<&'a Compiled>) -> Place<'a> {
        Place { owner, policy, policy_allows: true, acl: None, endpoint: None }
    }
}

/// What allows on the side of the resource.
#[derive(Clone, Copy)]
struct Grant<'a> {
    by: DecidedBy<'a>,
    reach: Reach,
}

/// Decides whether `caller` may, as the documentation's flow chart does.
///
/// The statement named in the answer is the first one in document order among those that decide. If several kinds of
/// policy deny, AWS names only one of them; modelling choice: the one that comes first in the code below.
pub fn evaluate<'a>(caller: &'a Caller, question: &Question<'_>, place: &Place<'a>) -> Decision<'a> {
    let endpoint = place.endpoint.map(|policy| (policy, policy.answer(question)));
    let resource = place.policy.map(|policy| (policy, policy.answer(question)));
    let guardrails = caller.guardrails.answer(question);

    // 1. An explicit Deny anywhere ends it.
    if let Some(denied) = guardrails.denied {
        return Decision::explicit_deny(denied);
    }
    let denied = resource.and_then(denial).or_else(|| {
        let limits = caller.boundary.iter().chain(caller.session.iter().flatten());
        let mut own = caller.identity.iter().chain(limits);
        own.find_map(|policy| denial((policy, policy.answer(question))))
    });
    if let Some(denied) = denied.or_else(|| endpoint.and_then(denial)) {
        return Decision::explicit_deny(denied);
    }

    // 2. Service control policies: every level from the root down must allow.
    if !guardrails.allowed {
        return Decision::implicit_deny(Kind::Scp);
    }
    // 3. The endpoint on the way must allow.
    if endpoint.is_some_and(|(_, answer)| answer.allow.is_none()) {
        return Decision::implicit_deny(Kind::Endpoint);
    }

    // 4. The two sides: the resource's policy (or access control list), and the caller's identity policies.
    let resource_kind = place.policy.map_or(Kind::Bucket, |policy| policy.kind().facts().decides_as);
    let governs = place.policy.is_some_and(|policy| policy.kind().governs());
    let grant = resource_grant(place, resource);

    // 5. Services, anonymous callers and the like have no account: the resource alone decides.
    let Some(account) = caller.principal.account() else {
        return grant.map_or(Decision::implicit_deny(resource_kind), |grant| Decision::allow(grant.by));
    };

    let decided = if place.owner.is_none_or(|owner| owner == account) {
        // 6. One account: either side is enough, except for keys and roles, which only their own policy opens.
        match grant {
            Some(Grant { by, reach: Reach::Direct }) => return Decision::allow(by),
            Some(Grant { by, reach: Reach::Role }) => by,
            None if governs => return Decision::implicit_deny(resource_kind),
            Some(Grant { reach: Reach::Account, .. }) | None => match identity_grant(caller, question) {
                Some(by) => by,
                None => return Decision::implicit_deny(Kind::Identity),
            },
        }
    } else {
        // 7. Two accounts: both sides are needed.
        let Some(grant) = grant else { return Decision::implicit_deny(resource_kind) };
        if identity_grant(caller, question).is_none() {
            return Decision::implicit_deny(Kind::Identity);
        }
        grant.by
    };

    // 8. What the identity's permissions are limited to.
    if let Some(boundary) = &caller.boundary
        && boundary.answer(question).allow.is_none()
    {
        return Decision::implicit_deny(Kind::Boundary);
    }
    if let Some(session) = &caller.session
        && !session.iter().any(|policy| policy.answer(question).allow.is_some())
    {
        return Decision::implicit_deny(Kind::Session);
    }
    Decision::allow(decided)
}

fn denial<'a>((policy, answer): (&'a Compiled, Answer)) -> Option<DecidedBy<'a>> {
    answer.deny.map(|index| DecidedBy::statement(policy, index))
}

/// The closest grant on the resource's side.
fn resource_grant<'a>(place: &Place<'a>, resource: Option<(&'a Compiled, Answer)>) -> Option<Grant<'a>> {
    let policy = resource.filter(|_| place.policy_allows).and_then(|(policy, answer)| {
        answer.allow.map(|(index, reach)| Grant { by: DecidedBy::statement(policy, index), reach })
    });
    let acl = place.acl.map(|reach| Grant { by: DecidedBy::kind(Kind::Acl), reach });
    match (policy, acl) {
        (Some(policy), Some(acl)) => Some(if acl.reach > policy.reach { acl } else { policy }),
        (policy, acl) => policy.or(acl),
    }
}

/// What allows on the caller's side. The root user may do everything in its account without being told so (PO-024).
fn identity_grant<'a>(caller: &'a Caller, question: &Question<'_>) -> Option<DecidedBy<'a>> {
    if *caller.principal.who() == Who::Root {
        return Some(DecidedBy::kind(Kind::Identity));
    }
    caller.identity.iter().find_map(|policy| {
        policy.answer(question).allow.map(|(index, _)| DecidedBy::statement(policy, index))
    })
}
