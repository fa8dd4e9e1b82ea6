//! Accounts, organization, and the names of users and roles: what S3 asks IAM for.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::arn::Account as Number;
use s3sim_iam::compile::Compiled;
use s3sim_iam::element::PrincipalName;
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_iam::managed;
use s3sim_iam::organization::Organization;
use s3sim_iam::policy::{Directory as Names, Known, PolicyKind};
use s3sim_iam::principal::{AccountId as Digits, Principal};
use s3sim_ledger::AccountId;

use crate::access::public_access_block::PublicAccessBlock;
use crate::caller::Actor;
use crate::identity::{canonical_id, unique_id};

/// The administrator of every account: a user with AdministratorAccess.
pub const ADMIN: &str = "admin";

/// An account as S3 sees it.
#[derive(Clone, Debug)]
pub struct AccountEntry {
    /// Its number.
    pub number: Digits,
    /// Its canonical user id.
    pub canonical_id: String,
    /// Public access that is blocked in all of its buckets.
    pub public_access_block: Option<PublicAccessBlock>,
    /// The user [`ADMIN`].
    pub admin: Actor,
    /// Whether service control policies bind its principals.
    pub is_guarded: bool,
}

/// A role that services may assume.
#[derive(Clone, Debug)]
pub struct ServiceRole {
    /// A session of it.
    pub actor: Actor,
    /// ARN of the role.
    pub arn: String,
    /// The account of the role.
    pub owner: Digits,
    /// Its trust policy.
    pub trust: Arc<Compiled>,
}

/// All accounts, by [`AccountId`].
#[derive(Clone, Debug)]
pub struct Directory {
    accounts: Vec<AccountEntry>,
    organization: Option<Arc<Organization>>,
    /// ARN of every user and role → unique id.
    names: BTreeMap<String, String>,
    /// Roles by their ARNs.
    roles: BTreeMap<String, Arc<ServiceRole>>,
}

impl Default for Directory {
    /// One account, the main one.
    fn default() -> Directory {
        let mut directory = Directory {
            accounts: Vec::new(),
            organization: None,
            names: BTreeMap::new(),
            roles: BTreeMap::new(),
        };
        directory.add_account(Number::MAIN, None);
        directory
    }
}

impl Directory {
    /// These accounts, in the order of their ids. Without any, the main one.
    pub fn of(accounts: impl IntoIterator<Item = (Number, Option<PublicAccessBlock>)>) -> Directory {
        let mut directory = Directory {
            accounts: Vec::new(),
            organization: None,
            names: BTreeMap::new(),
            roles: BTreeMap::new(),
        };
        accounts.into_iter().for_each(|(number, block)| directory.add_account(number, block));
        if directory.accounts.is_empty() { Directory::default() } else { directory }
    }

    fn add_account(&mut self, number: Number, public_access_block: Option<PublicAccessBlock>) {
        let id = AccountId(self.accounts.len() as u16);
        // Both types hold twelve digits.
        let Some(digits) = Digits::parse(&number.to_string()) else { return };
        self.add_name(digits, "user", ADMIN);
        let admin = Policies::new(Principal::user(digits, ADMIN, &unique_id("AIDA", digits, ADMIN)));
        let mut admin = Actor::new(admin, Some(id));
        if let Some(everything) = managed::find("AdministratorAccess", PolicyKind::Managed) {
            admin.policies.identity.push(Compiled::shared("AdministratorAccess", &everything));
        }
        let canonical_id = canonical_id(digits);
        admin.policies.principal = admin.policies.principal.with_canonical_id(&canonical_id);
        self.accounts.push(AccountEntry {
            number: digits,
            canonical_id,
            public_access_block,
            admin,
            is_guarded: false,
        });
    }

    /// Adds a user or role (`kind`) by its path and name, and gives back its unique id.
    pub fn add_name(&mut self, account: Digits, kind: &str, path_and_name: &str) -> String {
        let prefix = if kind == "user" { "AIDA" } else { "AROA" };
        let id = unique_id(prefix, account, path_and_name);
        self.names.insert(format!("arn:aws:iam::{account}:{kind}/{path_and_name}"), id.clone());
        id
    }

    /// Adds a role that services may assume.
    pub fn add_role(&mut self, role: ServiceRole) {
        self.roles.insert(role.arn.clone(), Arc::new(role));
    }

    /// The role of an ARN.
    pub fn role(&self, arn: &str) -> Option<&Arc<ServiceRole>> {
        self.roles.get(arn)
    }

    /// Puts the accounts under an organization.
    pub fn organize(&mut self, organization: Organization) {
        let organization = Arc::new(organization);
        for account in &mut self.accounts {
            account.admin.policies.guardrails = organization.guardrails(account.number);
            account.is_guarded = organization.is_guarded(account.number);
        }
        self.organization = Some(organization);
    }

    /// The organization, if there is one.
    pub fn organization(&self) -> Option<&Organization> {
        self.organization.as_deref()
    }

    /// An account; the first one for ids that nobody gave out.
    pub fn account(&self, id: AccountId) -> &AccountEntry {
        self.accounts.get(usize::from(id.0)).unwrap_or(&self.accounts[0])
    }

    /// Every account.
    pub fn accounts(&self) -> impl Iterator<Item = (AccountId, &AccountEntry)> {
        self.accounts.iter().enumerate().map(|(index, account)| (AccountId(index as u16), account))
    }

    /// Changes what an account blocks of public access.
    pub fn block_public_access(&mut self, id: AccountId, block: Option<PublicAccessBlock>) {
        if let Some(account) = self.accounts.get_mut(usize::from(id.0)) {
            account.public_access_block = block;
        }
    }

    /// The account of a canonical user id.
    pub fn by_canonical_id(&self, id: &str) -> Option<AccountId> {
        let place = self.accounts.iter().position(|account| account.canonical_id == id)?;
        Some(AccountId(place as u16))
    }

    /// The account of a number.
    pub fn by_number(&self, number: Digits) -> Option<AccountId> {
        let place = self.accounts.iter().position(|account| account.number == number)?;
        Some(AccountId(place as u16))
    }

    /// Whether two accounts belong to one organization.
    pub fn are_together(&self, one: Digits, other: Digits) -> bool {
        self.organization().is_some_and(|organization| organization.has(one) && organization.has(other))
    }
}

/// A policy may name whoever is here, and every account that is not: it may exist all the same.
impl Names for Directory {
    fn find(&self, name: &PrincipalName) -> Known {
        let (PrincipalName::User { arn, .. } | PrincipalName::Role { arn, .. }) = name else {
            return Known::ByName;
        };
        let account = arn.split(':').nth(4).and_then(Digits::parse);
        match self.names.get(arn) {
            Some(id) => Known::ById(id.clone()),
            None if account.is_some_and(|account| self.by_number(account).is_some()) => Known::Nobody,
            None => Known::ByName,
        }
    }
}
