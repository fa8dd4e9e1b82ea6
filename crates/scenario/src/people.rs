//! Who there is: accounts, organization, users, groups, roles, each compiled once into what S3 asks.

pub(crate) mod keys;
mod network;
mod organization;
pub(crate) mod policies;
mod sender;

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;
use s3sim_iam::compile::Compiled;
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_iam::policy::{PolicyKind, Rules};
use s3sim_iam::principal::{AccountId as Digits, Principal};
use s3sim_ledger::AccountId;
use s3sim_s3::caller::Actor;
use s3sim_s3::directory::{ADMIN, Directory, ServiceRole};

use crate::account::{self, Account};
use crate::prices::PriceBook;
use crate::scope::Ground;
use crate::section::Section;
use crate::values;
use crate::words::who::{GROUP, ROLE, USER};

pub use network::Road;
pub use sender::Sender;
pub(crate) use sender::{of_client, of_request, read as sender};

/// The root user of every account.
const ROOT: &str = "root";
/// The trust policy of a role that does not say whom it trusts: its own account. Modelling choice.
const TRUSTS_ACCOUNT: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "@"}, "Action": "sts:AssumeRole"}]}"#;

/// Everybody, and every way to S3.
#[derive(Debug)]
pub(crate) struct People {
    /// What S3 knows of accounts and names.
    pub(crate) directory: Directory,
    /// The scenario's names of the accounts, by their ids.
    accounts: Vec<String>,
    users: BTreeMap<String, Actor>,
    roles: BTreeMap<String, ServiceRole>,
    network: BTreeMap<String, network::Network>,
}

impl People {
    /// The id of an account.
    pub(crate) fn account(&self, name: &str) -> Option<AccountId> {
        self.accounts.iter().position(|account| account == name).map(|place| AccountId(place as u16))
    }

    /// The account of this name. Notes a name that is none.
    pub(crate) fn account_named(&self, reader: &Reader<'_>) -> Option<AccountId> {
        self.account(&account::named(reader, self.accounts.iter().map(String::as_str))?)
    }

    /// The account that a thing says it belongs to: default main. Notes a name that is none.
    pub(crate) fn owner(&self, section: &Section<'_>) -> Option<AccountId> {
        match section.get("account") {
            Some(value) => self.account_named(&value),
            None => self.account(account::MAIN),
        }
    }

    /// The ARN of a user.
    pub(crate) fn user_arn(&self, name: &str) -> Option<String> {
        self.users.get(name).map(|user| user.policies.principal.arn().to_owned())
    }

    /// The ARN of a role.
    pub(crate) fn role_arn(&self, name: &str) -> Option<String> {
        self.roles.get(name).map(|role| role.arn.clone())
    }

    /// The accounts that a name or number means: an account, or all below a unit.
    pub(crate) fn accounts_of(&self, name: &str) -> Vec<AccountId> {
        let ids = (0..self.accounts.len()).map(|place| AccountId(place as u16));
        let below = |id: &AccountId| {
            let number = self.number(*id);
            let path = self.directory.organization().and_then(|organization| organization.path(number));
            self.accounts[usize::from(id.0)] == name
                || number.to_string() == name
                || path.is_some_and(|path| path.split('/').any(|unit| unit == name))
        };
        ids.filter(below).collect()
    }

    pub(crate) fn number(&self, account: AccountId) -> Digits {
        self.directory.account(account).number
    }
}

/// A role, as who makes requests.
pub(crate) fn role(reader: &Reader<'_>, people: &People) -> Option<Arc<Actor>> {
    let text = reader.text()?;
    let found = people.roles.get(text).map(|role| Arc::new(role.actor.clone()));
    if found.is_none() {
        let known: Vec<&str> = people.roles.keys().map(String::as_str).collect();
        reader.wrong(format!("there is no role `{text}`{}", suggest::instead(text, &known)));
    }
    found
}

/// Reads accounts' rights, the organization, groups, users, roles and ways.
pub(crate) fn read(
    section: &Section<'_>,
    accounts: &[Account],
    ground: &Ground,
    book: &mut PriceBook,
) -> People {
    let entries = accounts.iter().map(|account| (account.number, account.public_access_block));
    let mut people = People {
        directory: Directory::of(entries),
        accounts: accounts.iter().map(|account| account.name.clone()).collect(),
        users: BTreeMap::new(),
        roles: BTreeMap::new(),
        network: BTreeMap::new(),
    };
    let organization = section.get("organization");
    if let Some(organization) = organization::read(
        organization.as_ref(),
        section.get("accounts").as_ref(),
        accounts,
        &people.directory,
    ) {
        people.directory.organize(organization);
    }
    let (users, groups, roles) = (section.get("users"), section.get("groups"), section.get("roles"));
    // Trust policies may name anybody, so all names come first.
    introduce(&mut people, users.as_ref(), "user", &USER, accounts);
    introduce(&mut people, roles.as_ref(), "role", &ROLE, accounts);
    let groups = read_groups(groups.as_ref(), &people);
    for (name, reader) in users.iter().flat_map(|users| users.entries().unwrap_or_default()) {
        if let Some(actor) = read_user(name, &reader, &people, &groups) {
            people.users.insert(name.to_owned(), actor);
        }
    }
    for (name, reader) in roles.iter().flat_map(|roles| roles.entries().unwrap_or_default()) {
        if let Some(role) = read_role(name, &reader, &people) {
            people.directory.add_role(role.clone());
            people.roles.insert(name.to_owned(), role);
        }
    }
    if let Some(reader) = section.get("network") {
        people.network = network::read_all(&reader, &people, ground, book);
    }
    people
}

/// Adds the names of users or roles, so that policies may name them.
fn introduce(
    people: &mut People,
    reader: Option<&Reader<'_>>,
    kind: &str,
    table: &'static crate::words::Table,
    accounts: &[Account],
) {
    for (name, reader) in reader.iter().flat_map(|reader| reader.entries().unwrap_or_default()) {
        let account = reader.node().get("account").and_then(|node| node.scalar()).unwrap_or(account::MAIN);
        if !accounts.iter().any(|known| known.name == account)
            || !matches!(reader.node().value, Value::Map(_))
        {
            continue; // noted when the thing itself is read
        }
        debug_assert!(table.find("account").is_some(), "{kind}s belong to accounts");
        if let Some(id) = people.account(account) {
            let number = people.number(id);
            people.directory.add_name(number, kind, name);
        }
    }
}

/// The policies of every group, with the account it belongs to.
type Groups = BTreeMap<String, (AccountId, Vec<Arc<Compiled>>)>;

fn read_groups(reader: Option<&Reader<'_>>, people: &People) -> Groups {
    let mut groups = Groups::new();
    for (name, reader) in reader.iter().flat_map(|reader| reader.entries().unwrap_or_default()) {
        let Some(section) = Section::open(&reader, &GROUP) else { continue };
        values::description(&section);
        let account = people.owner(&section).unwrap_or(AccountId(0));
        let policies = section
            .get("policies")
            .map(|value| policies::read_all(&value, PolicyKind::Group))
            .unwrap_or_default();
        section.done();
        groups.insert(name.to_owned(), (account, policies));
    }
    groups
}

/// What users and roles have in common.
struct Identity {
    account: AccountId,
    policies: Vec<Arc<Compiled>>,
    boundary: Option<Arc<Compiled>>,
    tags: Vec<(String, String)>,
}

fn identity(section: &Section<'_>, kind: PolicyKind, people: &People) -> Option<Identity> {
    values::description(section);
    Some(Identity {
        account: people.owner(section)?,
        policies: section.get("policies").map(|value| policies::read_all(&value, kind)).unwrap_or_default(),
        boundary: section
            .get("boundary")
            .and_then(|value| policies::read("boundary", &value, PolicyKind::Boundary)),
        tags: section.get("tags").map(|value| values::tags(&value)).unwrap_or_default(),
    })
}

fn actor(principal: Principal, identity: Identity, people: &People) -> Actor {
    let entry = people.directory.account(identity.account);
    let principal = principal.with_canonical_id(&entry.canonical_id);
    let mut policies = Policies::new(principal);
    policies.identity = identity.policies;
    policies.boundary = identity.boundary;
    policies.guardrails = entry.admin.policies.guardrails.clone();
    let mut actor = Actor::new(policies, Some(identity.account));
    actor.tags = identity.tags;
    actor
}

fn read_user(name: &str, reader: &Reader<'_>, people: &People, groups: &Groups) -> Option<Actor> {
    let section = Section::open(reader, &USER)?;
    // Copies have been made already.
    section.get("count");
    let mut identity = identity(&section, PolicyKind::User, people);
    let memberships: Vec<(Reader<'_>, String)> = section
        .get("groups")
        .map(|value| {
            values::each(&value)
                .into_iter()
                .filter_map(|item| Some((item.clone(), values::text(&item)?)))
                .collect()
        })
        .unwrap_or_default();
    let last = name.rsplit('/').next().unwrap_or(name);
    if last == ROOT || last == ADMIN {
        // The root user takes no policies; the administrator has all that there is.
        let message = if last == ROOT {
            "the root user of an account takes no policies"
        } else {
            "`admin` is there in every account already"
        };
        reader.refused("NoSuchEntity", message);
    }
    for (place, group) in memberships {
        let known: Vec<&str> = groups.keys().map(String::as_str).collect();
        match (groups.get(&group), &mut identity) {
            (Some((account, policies)), Some(identity)) if *account == identity.account => {
                identity.policies.extend(policies.iter().cloned());
            }
            (Some((account, _)), Some(_)) => {
                let owner = &people.accounts[usize::from(account.0)];
                place.refused("NoSuchEntity", format!("the group `{group}` belongs to `{owner}`"));
            }
            (Some(_), None) => {}
            (None, _) => {
                place.wrong(format!("there is no group `{group}`{}", suggest::instead(&group, &known)))
            }
        }
    }
    section.done();
    let identity = identity?;
    let number = people.number(identity.account);
    let id = s3sim_s3::identity::unique_id("AIDA", number, name);
    Some(actor(Principal::user(number, name, &id), identity, people))
}

fn read_role(name: &str, reader: &Reader<'_>, people: &People) -> Option<ServiceRole> {
    let section = Section::open(reader, &ROLE)?;
    let identity = identity(&section, PolicyKind::Role, people);
    let rules = Rules::new(PolicyKind::Trust).knowing(&people.directory);
    let trust = match section.get("trust") {
        Some(value) => policies::document("", &value, &rules),
        None => identity.as_ref().and_then(|identity| {
            let number = people.number(identity.account).to_string();
            policies::json(&TRUSTS_ACCOUNT.replace('@', &number), PolicyKind::Trust)
        }),
    };
    section.done();
    let identity = identity?;
    let number = people.number(identity.account);
    let id = s3sim_s3::identity::unique_id("AROA", number, name);
    let principal = Principal::session(number, name, &id, "session");
    let arn = principal.principal_arn().to_owned();
    Some(ServiceRole { actor: actor(principal, identity, people), arn, owner: number, trust: trust? })
}
