//! Who owns things.

use s3sim_aws::arn::Account as Number;
use s3sim_document::read::Reader;
use s3sim_document::tree::Value;

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
}

/// The accounts: `main` first, then in file order.
pub(crate) fn read_all(reader: Option<&Reader<'_>>) -> Vec<Account> {
    let mut accounts = vec![Account { name: MAIN.to_owned(), number: Number::MAIN }];
    let entries = reader.and_then(|reader| reader.entries()).unwrap_or_default();
    for (name, reader) in entries {
        let Some(number) = number(&reader) else { continue };
        if name == MAIN {
            accounts[0].number = number;
            continue;
        }
        if let Some(other) = accounts.iter().find(|other| other.number == number) {
            reader.wrong(format!("{number} is the number of `{}` already", other.name));
        }
        accounts.push(Account { name: name.to_owned(), number });
    }
    accounts
}

fn number(reader: &Reader<'_>) -> Option<Number> {
    if !matches!(reader.node().value, Value::Map(_)) {
        return twelve_digits(reader);
    }
    let section = Section::open(reader, &ACCOUNT)?;
    values::description(&section);
    let id = section.required("id").and_then(|id| twelve_digits(&id));
    section.done();
    id
}

fn twelve_digits(reader: &Reader<'_>) -> Option<Number> {
    let number = Number::parse(reader.text()?);
    if number.is_none() {
        reader.wrong("should be an account number: twelve digits (in quotes if it starts with 0)");
    }
    number
}
