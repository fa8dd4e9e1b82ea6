//! Calls to things around S3 in steps: `sqs:ReceiveMessage: jobs`, its parameters beside it.

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Entry, Map};
use s3sim_ledger::AccountId;
use s3sim_neighbours::call::{CALLS, CallFacts, find};

use super::Around;
use crate::expectation::{self, Expectation};
use crate::people::{self, Sender};
use crate::scope::Scope;
use crate::section::Section;

/// A call to a thing around S3.
#[derive(Clone, Debug)]
pub struct AroundPlan {
    /// The call, as policies name it.
    pub call: &'static str,
    /// The thing's name.
    pub name: String,
    /// Whose the thing is; the account's administrator sends the call unless somebody else does.
    pub owner: AccountId,
    /// Parameters by their names in the API.
    pub parameters: Map,
    /// Who sends it.
    pub sender: Sender,
}

const SERVICES: [&str; 4] = ["sqs:", "sns:", "lambda:", "events:"];

/// Every call that there is.
pub(crate) fn calls() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|call| call.name)
}

/// Whether a request is a call to a thing around S3.
pub(crate) fn is_one(section: &Section<'_>) -> bool {
    section.beside().any(|(name, _)| SERVICES.iter().any(|service| name.starts_with(service)))
}

/// Reads the call in a map whose own words `section` knows, with the word `expect`: default ok.
pub(crate) fn read(section: &Section<'_>, scope: &Scope) -> Option<(AroundPlan, Expectation)> {
    let expect = section.get("expect");
    for value in ["size", "client"].into_iter().filter_map(|name| section.get(name)) {
        value.wrong("belongs to a call to S3, and this one goes to another service");
    }
    let (facts, aim) = call(section)?;
    let mut entries = Vec::new();
    for (name, value) in section.beside().filter(|(name, _)| !name.contains(':')) {
        if facts.parameters.contains(&name) {
            entries.push(Entry { key: name.to_owned(), key_at: value.at(), value: value.node().clone() });
        } else {
            let instead = suggest::instead(name, facts.parameters);
            value.wrong(format!("{} has no parameter `{name}`{instead}", facts.name));
        }
    }
    let sender = people::sender(section, &scope.people, &scope.ground.clock);
    let expect = match expect {
        Some(value) => expectation::read_of(&value, facts.answers, facts.name),
        None => Some(Expectation::Ok),
    };
    let name = aim.text()?.to_owned();
    let known = names(facts.name, &scope.around);
    let Some((_, owner)) = known.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        aim.wrong(format!("there is no such thing as `{name}`{}", suggest::instead(&name, &known)));
        return None;
    };
    let plan = AroundPlan { call: facts.name, name, owner: *owner, parameters: Map { entries }, sender };
    Some((plan, expect?))
}

fn call<'a>(section: &Section<'a>) -> Option<(&'static CallFacts, Reader<'a>)> {
    let mut found: Option<(&'static CallFacts, Reader<'a>)> = None;
    for (name, value) in section.beside().filter(|(name, _)| name.contains(':')) {
        match (find(name), &found) {
            (Some(_), Some((first, _))) => {
                value.wrong(format!("`{name}` beside `{}`: one request is one call", first.name));
            }
            (Some(facts), None) => found = Some((facts, value.clone())),
            (None, _) => {
                let known: Vec<&str> = calls().collect();
                value.wrong(format!("unknown call `{name}`{}", suggest::instead(name, &known)));
            }
        }
    }
    found
}

/// The things that a call can be about, and whose they are.
fn names<'a>(call: &str, around: &'a Around) -> Vec<(&'a str, AccountId)> {
    let plans = &around.plans;
    let identities: Vec<_> = match call.split(':').next() {
        Some("sqs") => plans.queues.iter().map(|plan| &plan.identity).collect(),
        Some("sns") => plans.topics.iter().map(|plan| &plan.identity).collect(),
        Some("lambda") => plans.functions.iter().map(|plan| &plan.identity).collect(),
        _ => plans.rules.iter().map(|plan| &plan.identity).collect(),
    };
    identities.into_iter().map(|identity| (identity.name.as_str(), identity.account)).collect()
}
