//! Calls to KMS in steps and checks: `kms:DisableKey: docs`, its parameters beside it.

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Entry, Map};
use s3sim_ledger::AccountId;
use s3sim_s3::kms::ACTIONS;

use crate::expectation::{self, Expectation};
use crate::people::{self, Sender};
use crate::scope::Scope;
use crate::section::Section;

/// A call to KMS.
#[derive(Clone, Debug)]
pub struct KmsPlan {
    /// The call, as policies name it.
    pub action: &'static str,
    /// The key: name, alias or ARN.
    pub key: String,
    /// The account that owns the key; its administrator sends the call unless somebody else does.
    pub owner: AccountId,
    /// Parameters by their names in the API; KMS judges the values.
    pub parameters: Map,
    /// Who sends it, and by which way.
    pub sender: Sender,
}

/// Makes a key, which no policy on a key can be asked about.
const CREATE: &str = "kms:CreateKey";
/// What answers hold.
const ANSWERS: [&str; 7] =
    ["KeyId", "Arn", "KeyState", "DeletionDate", "Policy", "KeyRotationEnabled", "GrantId"];

/// Parameters of calls that have any.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html>
const fn parameters(action: &str) -> &'static [&'static str] {
    match action.as_bytes() {
        b"kms:CreateKey" => &["Origin", "KeySpec", "Policy", "Description"],
        b"kms:ScheduleKeyDeletion" => &["PendingWindowInDays"],
        b"kms:EnableKeyRotation" => &["RotationPeriodInDays"],
        b"kms:PutKeyPolicy" => &["Policy", "PolicyName"],
        b"kms:GetKeyPolicy" => &["PolicyName"],
        b"kms:CreateGrant" => &["GranteePrincipal", "Operations", "RetiringPrincipal", "Name"],
        b"kms:CreateAlias" | b"kms:UpdateAlias" => &["AliasName"],
        b"kms:GenerateDataKey" | b"kms:GenerateDataKeyWithoutPlaintext" => &["KeySpec"],
        _ => &[],
    }
}

/// Every call to KMS that there is.
pub(crate) fn calls() -> impl Iterator<Item = &'static str> {
    ACTIONS.iter().copied().chain([CREATE])
}

/// Whether a request is a call to KMS.
pub(crate) fn is_one(section: &Section<'_>) -> bool {
    section.beside().any(|(name, _)| name.starts_with("kms:"))
}

/// Reads the call in a map whose own words `section` knows, with the word `expect`: default ok.
pub(crate) fn read(section: &Section<'_>, scope: &Scope) -> Option<(KmsPlan, Expectation)> {
    let expect = section.get("expect");
    for value in ["size", "client"].into_iter().filter_map(|name| section.get(name)) {
        value.wrong("belongs to a call to S3, and this one goes to KMS");
    }
    let mut found: Option<(&'static str, Reader<'_>)> = None;
    for (name, value) in section.beside().filter(|(name, _)| name.contains(':')) {
        let known = calls().find(|known| *known == name);
        match (known, &found) {
            (Some(_), Some((first, _))) => {
                value.wrong(format!("`{name}` beside `{first}`: one request is one call"));
            }
            (Some(action), None) => found = Some((action, value.clone())),
            (None, _) => {
                let known: Vec<&str> = calls().collect();
                value.wrong(format!("unknown call `{name}`{}", suggest::instead(name, &known)));
            }
        }
    }
    let (action, aim) = found?;
    let mut entries = Vec::new();
    for (name, value) in section.beside().filter(|(name, _)| !name.contains(':')) {
        if parameters(action).contains(&name) {
            entries.push(Entry { key: name.to_owned(), key_at: value.at(), value: value.node().clone() });
        } else {
            let instead = suggest::instead(name, parameters(action));
            value.wrong(format!("{action} has no parameter `{name}`{instead}"));
        }
    }
    let sender = people::sender(section, &scope.people, &scope.ground.clock);
    let expect = match expect {
        Some(value) => expectation::read_of(&value, &ANSWERS, action),
        None => Some(Expectation::Ok),
    };
    let key = key(action, &aim, scope)?;
    let by_name = |known: &&s3sim_s3::kms::NewKey| {
        known.id == key || known.alias.as_deref() == key.strip_prefix("alias/")
    };
    let owner = scope.keys.iter().find(by_name).map_or(AccountId(0), |known| known.owner);
    Some((KmsPlan { action, key, owner, parameters: Map { entries }, sender }, expect?))
}

fn key(action: &str, aim: &Reader<'_>, scope: &Scope) -> Option<String> {
    let name = aim.text()?;
    if action == CREATE {
        if name.is_empty() || name.contains(['/', ':', ' ', '*']) {
            aim.wrong("a key's name is its id: no slash, colon or space");
            return None;
        }
        return Some(name.to_owned());
    }
    scope.key(aim)
}
