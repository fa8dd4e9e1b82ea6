//! Actions of services that are not simulated, in checks: `"ec2:CreateSnapshot": "*"` is authorized, and that is all.

use crate::expectation::{self, Expectation};
use crate::people::{self, Sender};
use crate::scope::Scope;
use crate::section::Section;

/// May somebody do this?
#[derive(Clone, Debug)]
pub struct PermissionPlan {
    /// The action, as policies name it.
    pub action: String,
    /// The ARN of what it is to be done to, or `*`.
    pub resource: String,
    /// Who asks, and by which way.
    pub sender: Sender,
}

/// Services whose calls do more than that, here or in steps.
const SIMULATED: [&str; 7] = ["s3", "kms", "sts", "sqs", "sns", "lambda", "events"];

/// The same as [`is_action`] for editors, who do not know which services are simulated.
pub(crate) const PATTERN: &str = "^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$";

/// Whether a word is an action of a service that is not simulated: `service:Action`.
fn is_action(word: &str) -> bool {
    let Some((service, action)) = word.split_once(':') else { return false };
    let of_service = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !service.is_empty()
        && service.chars().all(of_service)
        && !SIMULATED.contains(&service)
        && action.starts_with(|c: char| c.is_ascii_uppercase())
        && action.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a check asks for such an action.
pub(crate) fn is_one(section: &Section<'_>) -> bool {
    section.beside().any(|(name, _)| is_action(name))
}

/// Reads the question in a map whose own words `section` knows, with the word `expect`: default ok.
pub(crate) fn read(section: &Section<'_>, scope: &Scope) -> Option<(PermissionPlan, Expectation)> {
    for value in ["size", "client"].into_iter().filter_map(|name| section.get(name)) {
        value.wrong("belongs to a call to S3, and this action is only authorized");
    }
    let mut found = None;
    for (name, value) in section.beside() {
        if is_action(name) && found.is_none() {
            found = Some((name.to_owned(), value.clone()));
        } else {
            value.wrong("an action that is only authorized has nothing beside it but who asks");
        }
    }
    let (action, aim) = found?;
    let resource = aim.text().filter(|text| *text == "*" || text.starts_with("arn:"));
    if resource.is_none() {
        aim.wrong("should be `*` or the ARN of what it is to be done to");
    }
    let sender = people::sender(section, &scope.people, &scope.ground.clock);
    let expect = match section.get("expect") {
        Some(value) => expectation::read_of(&value, &[], &action),
        None => Some(Expectation::Ok),
    };
    Some((PermissionPlan { action, resource: resource?.to_owned(), sender }, expect?))
}
