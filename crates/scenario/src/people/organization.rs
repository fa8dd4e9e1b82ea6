//! The organization: units, member accounts, service control policies.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;
use s3sim_iam::compile::Compiled;
use s3sim_iam::managed::FULL_AWS_ACCESS;
use s3sim_iam::organization::{Attached, Fault, Organization, ROOT, full_access};
use s3sim_iam::policy::PolicyKind;
use s3sim_ledger::AccountId;
use s3sim_s3::directory::Directory;

use super::policies;
use crate::account::Account;
use crate::section::Section;
use crate::values;
use crate::words::who::{ORGANIZATION, UNIT};

/// Reads `organization` and what accounts say about it. `main` is the management account.
pub(super) fn read(
    reader: Option<&Reader<'_>>,
    account_readers: Option<&Reader<'_>>,
    accounts: &[Account],
    directory: &Directory,
) -> Option<Organization> {
    let readers = account_readers.and_then(|reader| reader.entries()).unwrap_or_default();
    let Some(reader) = reader else {
        for (name, reader) in readers {
            if let Some(unit) = reader.node().get("unit") {
                reader
                    .child("unit", unit)
                    .wrong(format!("`{name}` has a unit, but there is no `organization`"));
            }
        }
        return None;
    };
    let section = Section::open(reader, &ORGANIZATION)?;
    values::description(&section);
    let id = section.get("id").and_then(|value| values::text(&value));
    let mut units = BTreeMap::new();
    let mut root = vec![full_access()];
    let places = section.get("units").map(|units| units.entries().unwrap_or_default()).unwrap_or_default();
    for (name, reader) in &places {
        let Some(unit) = Section::open(reader, &UNIT) else { continue };
        values::description(&unit);
        let parent = unit.get("parent").and_then(|value| values::text(&value));
        let scps = scps(unit.get("scps").as_ref());
        unit.done();
        if *name == ROOT {
            root = scps;
        } else {
            units.insert((*name).to_owned(), Attached::new(parent.as_deref().unwrap_or(ROOT), scps));
        }
    }
    section.done();
    let mut members = BTreeMap::new();
    for (name, reader) in &readers {
        let unit = reader.node().get("unit").and_then(|unit| unit.scalar());
        let policies = reader.node().get("scps").map(|node| reader.child("scps", node));
        let place = accounts.iter().position(|account| account.name == *name);
        if let (Some(unit), Some(place)) = (unit, place) {
            let number = directory.account(AccountId(place as u16)).number;
            members.insert(number, Attached::new(unit, scps(policies.as_ref())));
        }
    }
    let management = directory.account(AccountId(0)).number;
    let id = id.unwrap_or_else(|| "o-exampleorgid".to_owned());
    let known: Vec<&str> = places.iter().map(|(name, _)| *name).collect();
    match Organization::new(&id, management, root, units, members) {
        Ok(organization) => Some(organization),
        Err(faults) => {
            for fault in faults {
                let message = match fault {
                    Fault::UnknownParent { of, parent } => {
                        let instead = suggest::instead(&parent, &known);
                        format!("`{of}` stands below `{parent}`, and there is no such unit{instead}")
                    }
                    Fault::Circle { of } => format!("`{of}` stands below itself"),
                    Fault::TooDeep { of } => format!("`{of}` is nested deeper than the five levels of AWS"),
                };
                reader.wrong(message);
            }
            None
        }
    }
}

/// The policies of a unit or account: FullAWSAccess, unless it is taken away, and what is written.
fn scps(reader: Option<&Reader<'_>>) -> Vec<Arc<Compiled>> {
    let entries = reader.and_then(|reader| reader.entries()).unwrap_or_default();
    let mut policies = Vec::new();
    if !entries.iter().any(|(name, _)| *name == FULL_AWS_ACCESS) {
        policies.push(full_access());
    }
    for (name, value) in entries {
        if !matches!(value.node().value, Value::Null) {
            policies.extend(policies::read(name, &value, PolicyKind::ServiceControl));
        }
    }
    policies
}
