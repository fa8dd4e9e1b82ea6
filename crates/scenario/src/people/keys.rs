//! KMS keys that are there before the clock starts.

use s3sim_document::json;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Node, Value};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_s3::kms::{self, KeySpec, KeyState, NewKey, Origin, ROTATION_DAYS, default_statement};

use super::People;
use crate::scope::Ground;
use crate::section::Section;
use crate::values;
use crate::words::who::{KEY_ORIGINS, KMS_KEY};

/// Stands for the number of the key's account in the policy that `policy+` extends.
const OWNER: &str = "{owner}";

/// The policy that a key has if nobody says anything, before it is known whose key it is.
pub(crate) fn default_policy() -> Option<Node> {
    let statement = default_statement(OWNER);
    json::parse(&format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#)).ok()
}

/// Reads the keys, in file order.
pub(crate) fn read_all(reader: Option<&Reader<'_>>, people: &People, ground: &Ground) -> Vec<NewKey> {
    let entries = reader.and_then(|reader| reader.entries()).unwrap_or_default();
    let mut keys: Vec<NewKey> = Vec::new();
    for (name, reader) in entries {
        let Some(key) = read(name, &reader, people, ground) else { continue };
        if keys.iter().any(|other| other.alias.is_some() && other.alias == key.alias) {
            reader.refused("AlreadyExistsException", "another key has that alias already");
        }
        keys.push(key);
    }
    keys
}

fn read(name: &str, reader: &Reader<'_>, people: &People, ground: &Ground) -> Option<NewKey> {
    let section = Section::open(reader, &KMS_KEY)?;
    values::description(&section);
    let owner = people.owner(&section)?;
    let region = section.get("region").and_then(|value| values::region(&value)).unwrap_or(ground.region);
    let origin = section.get("Origin").and_then(|value| {
        value.word(&[(KEY_ORIGINS[0], Origin::AwsKms), (KEY_ORIGINS[1], Origin::External)])
    });
    let spec = section.get("KeySpec").and_then(|value| values::text(&value));
    let rotation = section.get("rotation").and_then(|value| rotation(&value));
    let created = section.get("created").and_then(|value| created(&value, ground));
    let alias = section.get("alias").and_then(|value| alias(&value));
    // S3 does not use what such keys have in common, so there is nothing to carry on.
    // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
    let _ = section.get("MultiRegion").map(|value| value.boolean());
    let number = people.number(owner).to_string();
    let policy = section.get("policy").and_then(|value| {
        let node = owned(value.node(), &number);
        kms::read_policy(&value.instead(&node), Some(&people.directory))
    });
    section.done();
    if name.contains(['/', ':', ' ']) {
        reader.wrong("a key's name is its id: no slash, colon or space");
    }
    let external = origin == Some(Origin::External);
    if external && rotation.is_some() {
        reader.refused("UnsupportedOperationException", "imported key material is not rotated by itself");
    }
    Some(NewKey {
        id: name.to_owned(),
        owner,
        region,
        origin: origin.unwrap_or_default(),
        spec: KeySpec::of(spec.as_deref()),
        policy,
        rotation,
        // What is there at the start has its material.
        state: KeyState::Enabled,
        alias,
        created: created.unwrap_or(ground.clock.start()),
    })
}

/// A document in which the account is known.
fn owned(node: &Node, number: &str) -> Node {
    let mut node = node.clone();
    match &mut node.value {
        Value::Text(text) if text.contains(OWNER) => *text = text.replace(OWNER, number),
        Value::List(items) => items.iter_mut().for_each(|item| *item = owned(item, number)),
        Value::Map(map) => {
            map.entries.iter_mut().for_each(|entry| entry.value = owned(&entry.value, number));
        }
        _ => {}
    }
    node
}

fn rotation(reader: &Reader<'_>) -> Option<Micros> {
    let period = values::duration(reader)?;
    let [least, most] = ROTATION_DAYS.map(|days| Micros::days(days as i64));
    if period < least || period > most {
        reader.refused("ValidationException", "keys are rotated every 90 to 2,560 days");
        return None;
    }
    Some(period)
}

fn created(reader: &Reader<'_>, ground: &Ground) -> Option<Instant> {
    let created = ground.clock.instant(reader)?;
    if created > ground.clock.start() {
        reader.wrong("`kms_keys` are there at the start; later ones are made by a step `kms:CreateKey`");
    }
    Some(created)
}

fn alias(reader: &Reader<'_>) -> Option<String> {
    let text = reader.text()?;
    let name = text.strip_prefix("alias/").filter(|name| !name.is_empty() && !name.starts_with("aws/"));
    if name.is_none() {
        reader.wrong("should be `alias/` and a name that does not start with `aws/`");
    }
    name.map(str::to_owned)
}

/// Notes a name that leads to none of the keys: neither id, nor alias, nor ARN.
pub(crate) fn check_name(reader: &Reader<'_>, keys: &[NewKey]) -> Option<String> {
    let text = reader.text()?;
    let last = text.rsplit("key/").next().unwrap_or(text);
    let bare = last.rsplit("alias/").next().unwrap_or(last);
    let known =
        keys.iter().any(|key| key.id == bare || key.alias.as_deref() == Some(bare)) || bare == "aws/s3";
    if !known {
        let names: Vec<&str> = keys.iter().map(|key| key.id.as_str()).chain(["alias/aws/s3"]).collect();
        reader.wrong(format!("there is no KMS key `{text}`{}", suggest::instead(text, &names)));
    }
    known.then(|| text.to_owned())
}
