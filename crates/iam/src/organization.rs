//! An organization: units, accounts, and the service control policies that apply on the way down.
//!
//! Every level from the root to the account must allow what a principal does; a level with several policies allows
//! what any of them does. The management account is not affected.
//!
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compile::{Compiled, Question};
use crate::context::Context;
use crate::evaluate::DecidedBy;
use crate::managed;
use crate::principal::AccountId;

/// The name of the topmost unit.
pub const ROOT: &str = "root";
/// How deep units may be nested below the root:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
pub const DEPTH: usize = 5;

/// The service control policies above one account, level by level from the root.
#[derive(Clone, Debug, Default)]
pub struct Guardrails {
    levels: Vec<Vec<Arc<Compiled>>>,
}

/// What the service control policies say to a request.
pub(crate) struct Bounds<'a> {
    pub(crate) denied: Option<DecidedBy<'a>>,
    pub(crate) allowed: bool,
}

impl Guardrails {
    /// No organization, or its management account: nothing is limited.
    pub fn none() -> Guardrails {
        Guardrails::default()
    }

    /// One more policy on the account itself. The management account, and accounts outside organizations, have none.
    pub fn add(&mut self, policy: Arc<Compiled>) {
        if let Some(level) = self.levels.last_mut() {
            level.push(policy);
        }
    }

    pub(crate) fn answer(&self, question: &Question<'_>) -> Bounds<'_> {
        let mut bounds = Bounds { denied: None, allowed: true };
        for level in &self.levels {
            let mut allowed = false;
            for policy in level {
                let answer = policy.answer(question);
                if let Some(index) = answer.deny
                    && bounds.denied.is_none()
                {
                    bounds.denied = Some(DecidedBy::statement(policy, index));
                }
                allowed |= answer.allow.is_some();
            }
            bounds.allowed &= allowed;
        }
        bounds
    }
}

/// The policies of a unit or account.
#[derive(Clone, Debug)]
pub struct Attached {
    parent: String,
    policies: Vec<Arc<Compiled>>,
}

impl Attached {
    /// Below the unit `parent`, with `policies` in place of the default (see [`full_access`]).
    pub fn new(parent: &str, policies: Vec<Arc<Compiled>>) -> Attached {
        Attached { parent: parent.to_owned(), policies }
    }
}

/// The policy `FullAWSAccess`, which every unit and account has until it is taken away.
pub fn full_access() -> Arc<Compiled> {
    Compiled::shared(managed::FULL_AWS_ACCESS, &managed::full_aws_access())
}

/// What is wrong with an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A unit or account stands below a unit that is not there.
    UnknownParent {
        /// The unit or account.
        of: String,
        /// What it names as its parent.
        parent: String,
    },
    /// A unit stands below itself, or below a unit that does.
    Circle {
        /// The unit.
        of: String,
    },
    /// A unit is nested deeper than AWS allows.
    TooDeep {
        /// The unit.
        of: String,
    },
}

/// Why a walk up the units does not end at the root.
enum Astray {
    Missing,
    Circle,
}

/// An organization whose units hang together.
#[derive(Clone, Debug)]
pub struct Organization {
    id: String,
    management: AccountId,
    root: Vec<Arc<Compiled>>,
    units: BTreeMap<String, Attached>,
    accounts: BTreeMap<AccountId, Attached>,
}

impl Organization {
    /// An organization `id` (`o-…`) with the policies of its root, its units by name and its member accounts.
    ///
    /// # Errors
    /// Everything that is wrong with the tree of units.
    pub fn new(
        id: &str,
        management: AccountId,
        root: Vec<Arc<Compiled>>,
        units: BTreeMap<String, Attached>,
        accounts: BTreeMap<AccountId, Attached>,
    ) -> Result<Organization, Vec<Fault>> {
        let organization = Organization { id: id.to_owned(), management, root, units, accounts };
        let mut faults = Vec::new();
        for (name, unit) in &organization.units {
            match organization.above(&unit.parent) {
                Ok(above) if above.len() >= DEPTH => faults.push(Fault::TooDeep { of: name.clone() }),
                Ok(_) => {}
                Err(Astray::Circle) => faults.push(Fault::Circle { of: name.clone() }),
                Err(Astray::Missing) if organization.is_unit(&unit.parent) => {} // the fault of a unit further up
                Err(Astray::Missing) => {
                    faults.push(Fault::UnknownParent { of: name.clone(), parent: unit.parent.clone() });
                }
            }
        }
        for (account, attached) in &organization.accounts {
            if !organization.is_unit(&attached.parent) {
                faults
                    .push(Fault::UnknownParent { of: account.to_string(), parent: attached.parent.clone() });
            }
        }
        if faults.is_empty() { Ok(organization) } else { Err(faults) }
    }

    fn is_unit(&self, name: &str) -> bool {
        name == ROOT || self.units.contains_key(name)
    }

    /// The units from just below the root down to `name` (none for the root itself).
    fn above(&self, name: &str) -> Result<Vec<(&str, &Attached)>, Astray> {
        let mut way: Vec<(&str, &Attached)> = Vec::new();
        let mut name = name;
        while name != ROOT {
            let (key, unit) = self.units.get_key_value(name).ok_or(Astray::Missing)?;
            if way.iter().any(|(have, _)| have == key) {
                return Err(Astray::Circle);
            }
            way.push((key, unit));
            name = &unit.parent;
        }
        way.reverse();
        Ok(way)
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether `account` belongs to it.
    pub fn has(&self, account: AccountId) -> bool {
        account == self.management || self.accounts.contains_key(&account)
    }

    /// The service control policies that bind the principals of `account`.
    pub fn guardrails(&self, account: AccountId) -> Guardrails {
        let Some(member) = self.accounts.get(&account).filter(|_| account != self.management) else {
            return Guardrails::none();
        };
        let units = self.above(&member.parent).unwrap_or_default();
        let below = units.into_iter().map(|(_, unit)| unit.policies.clone());
        let levels = std::iter::once(self.root.clone()).chain(below).chain([member.policies.clone()]);
        Guardrails { levels: levels.collect() }
    }

    /// Whether service control policies bind the principals of `account` at all.
    pub fn is_guarded(&self, account: AccountId) -> bool {
        account != self.management && self.accounts.contains_key(&account)
    }

    /// Where `account` stands: `o-exampleorgid/root/dev/`, as `aws:PrincipalOrgPaths` gives it.
    ///
    /// Modelling choice: units go by their names, where AWS has ids such as `ou-ab12-11111111`.
    pub fn path(&self, account: AccountId) -> Option<String> {
        if !self.has(account) {
            return None;
        }
        let units = self.accounts.get(&account).map(|member| self.above(&member.parent).unwrap_or_default());
        let names = units.unwrap_or_default();
        let mut path = format!("{}/{ROOT}/", self.id);
        for (name, _) in names {
            path.push_str(name);
            path.push('/');
        }
        Some(path)
    }

    /// Fills in the condition keys about a principal's organization, if its account belongs to this one.
    pub fn describe_principal<'a>(&'a self, account: AccountId, context: &mut Context<'a>) {
        self.describe(account, context, ["aws:principalorgid", "aws:principalorgpaths"]);
    }

    /// Fills in the condition keys about a resource's organization, if its account belongs to this one.
    pub fn describe_resource<'a>(&'a self, account: AccountId, context: &mut Context<'a>) {
        self.describe(account, context, ["aws:resourceorgid", "aws:resourceorgpaths"]);
    }

    fn describe<'a>(&'a self, account: AccountId, context: &mut Context<'a>, [id, paths]: [&'static str; 2]) {
        if let Some(path) = self.path(account) {
            context.set(id, self.id.as_str());
            context.set_many(paths, [path]);
        }
    }
}
