//! Who owns things.

use s3sim_aws::arn::Account as Number;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;
use s3sim_ledger::AccountId;
use s3sim_s3::access::public_access_block::{self, PublicAccessBlock};

use crate::section::Section;
use crate::values;
use crate::words::top::ACCOUNT;

/// The account that is always there, and owns what says nothing else.
pub(crate) const MAIN: &str = "main";

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The scenario's name for it.
    pub name: String,
    /// Its number.
    pub number: Number,
    /// Public access that is blocked in all its buckets.
    pub public_access_block: Option<PublicAccessBlock>,
    /// Units of provisioned capacity for Expedited restores.
    pub provisioned_capacity: u64,
}

/// The accounts: `main` first, then in file order.
pub(crate) fn read_all(reader: Option<&Reader<'_>>) -> Vec<Account> {
    let main = Account {
        name: MAIN.to_owned(),
        number: Number::MAIN,
        public_access_block: None,
        provisioned_capacity: 0,
    };
    let mut accounts = vec![main];
    let entries = reader.and_then(|reader| reader.entries()).unwrap_or_default();
    for (name, reader) in entries {
        let Some(account) = account(name, &reader) else { continue };
        if name == MAIN {
            accounts[0] = account;
            continue;
        }
        if let Some(other) = accounts.iter().find(|other| other.number == account.number) {
            reader.wrong(format!("{} is the number of `{}` already", account.number, other.name));
        }
        accounts.push(account);
    }
    accounts
}

/// One account. Units and service control policies are read with the organization.
fn account(name: &str, reader: &Reader<'_>) -> Option<Account> {
    let account = |number, public_access_block, provisioned_capacity| Account {
        name: name.to_owned(),
        number,
        public_access_block,
        provisioned_capacity,
    };
    if !matches!(reader.node().value, Value::Map(_)) {
        return Some(account(twelve_digits(reader)?, None, 0));
    }
    let section = Section::open(reader, &ACCOUNT)?;
    values::description(&section);
    let id = if name == MAIN { section.get("id") } else { section.required("id") };
    let number = match id {
        Some(id) => twelve_digits(&id),
        None => (name == MAIN).then_some(Number::MAIN),
    };
    section.get("unit").and_then(|unit| values::text(&unit));
    section.get("scps");
    // Copies have been made already.
    section.get("count");
    let block = section
        .get("public_access_block")
        .and_then(|value| values::document(&value, public_access_block::read));
    let capacity =
        section.get("provisioned_capacity").and_then(|value| values::counting(&value)).unwrap_or(0);
    section.done();
    Some(account(number?, block, capacity))
}

/// The name of one of the accounts.
pub(crate) fn named<'n>(reader: &Reader<'_>, accounts: impl Iterator<Item = &'n str>) -> Option<String> {
    let text = reader.text()?;
    let known: Vec<&str> = accounts.collect();
    if !known.contains(&text) {
        reader.wrong(format!("there is no account `{text}`{}", suggest::instead(text, &known)));
        return None;
    }
    Some(text.to_owned())
}

/// The id of one of the accounts, by its name.
pub(crate) fn place_of(reader: &Reader<'_>, accounts: &[Account]) -> Option<AccountId> {
    let name = named(reader, accounts.iter().map(|account| account.name.as_str()))?;
    accounts.iter().position(|account| account.name == name).map(|place| AccountId(place as u16))
}

fn twelve_digits(reader: &Reader<'_>) -> Option<Number> {
    let number = Number::parse(reader.text()?);
    if number.is_none() {
        reader.wrong("should be an account number: twelve digits (in quotes if it starts with 0)");
    }
    number
}
