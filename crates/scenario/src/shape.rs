//! What of a scenario is one value, what is there unwritten, and what gives way to a change.
//!
//! Settings, options and sweeps change the tree before it is read; [`s3sim_document::patch`] does it, and asks here.

use s3sim_aws::operation::Api;
use s3sim_document::patch::{Merge, Shape};
use s3sim_document::tree::{Map, Node, Value};

use crate::measure::is_measure;
use crate::people::keys;
use crate::request::OWN_CALLS;
use crate::words::bucket::BUCKET;
use crate::words::top::TOP;
use crate::words::who::KMS_KEY;
use crate::words::{Beside, Form, Table, Word};

/// The policy that is attached wherever nobody detaches it.
const FULL_ACCESS: &str = "FullAWSAccess";

/// The shape of scenarios.
///
/// One value, replaced whole, is: a document of AWS's, a parameter of a call, a distribution, an expected answer.
/// A call gives way to another one with its parameters; `at`, `client` and the other words of the format stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScenarioShape;

impl Shape for ScenarioShape {
    fn merge(&self, path: &[&str]) -> Merge {
        if matches!(place(path), Place::Value) { Merge::Whole } else { Merge::Deep }
    }

    fn built_in(&self, path: &[&str]) -> bool {
        let Some((last, before)) = path.split_last() else { return false };
        match place(before) {
            // A section, or what holds named things of a thing.
            Place::Words(_) => !matches!(place(path), Place::Value | Place::Other),
            Place::Names(_) => is_always_there(before, last),
            Place::Documents | Place::Tags | Place::Value | Place::Other => false,
        }
    }

    fn keeps_null(&self, path: &[&str]) -> bool {
        // Every unit and every account has it until somebody takes it away.
        matches!(path, ["organization", "units", _, "scps", policy] | ["accounts", _, "scps", policy] if *policy == FULL_ACCESS)
    }

    fn make_way(&self, path: &[&str], base: &mut Map, patch: &Map) {
        let asks = |name: &str| is_call(name) || name == "objects" || is_measure(name);
        if matches!(path, ["expect" | "requirements", _])
            && patch.entries.iter().any(|entry| asks(&entry.key))
        {
            // Another question: only the times of the old one stay.
            base.entries.retain(|entry| matches!(entry.key.as_str(), "at" | "from" | "until"));
        }
        if matches!(path, ["steps" | "traffic" | "workload", _])
            && patch.entries.iter().any(|entry| is_call(&entry.key))
        {
            base.entries
                .retain(|entry| !is_call(&entry.key) && !is_of_aws(&entry.key) && entry.key != "size");
        }
    }
}

/// What the format has at a path.
enum Place {
    /// A map with the words of a table.
    Words(&'static Table),
    /// Names, each for such a map.
    Names(&'static Table),
    /// Names, each for a document.
    Documents,
    /// Tags.
    Tags,
    /// One value, whatever it is made of.
    Value,
    /// Something that is no map, or merged like any other.
    Other,
}

/// Follows a path through the tables of words.
fn place(path: &[&str]) -> Place {
    path.iter().fold(Place::Words(&TOP), |place, name| match place {
        Place::Words(table) => match table.find(name).map(|word| &word.form) {
            Some(Form::Section(inner)) => Place::Words(inner),
            Some(Form::Named(inner)) => Place::Names(inner),
            Some(Form::Documents(_)) => Place::Documents,
            Some(Form::Tags) => Place::Tags,
            Some(Form::Document(..) | Form::Sizes | Form::Expect) => Place::Value,
            None if table.beside != Beside::Nothing && is_of_aws(name) => Place::Value,
            _ => Place::Other,
        },
        Place::Names(table) => Place::Words(table),
        Place::Documents | Place::Value => Place::Value,
        Place::Tags | Place::Other => Place::Other,
    })
}

/// Names that need not be written to be there.
fn is_always_there(section: &[&str], name: &str) -> bool {
    let user = name.rsplit('/').next().unwrap_or(name);
    match section {
        ["users"] => matches!(user, "root" | "admin"),
        ["accounts"] => name == "main",
        ["organization", "units"] => name == "root",
        _ => false,
    }
}

/// The default that `key+` extends, where it is the scenario that says so: the policy of a KMS key is the only one that
/// holds anything. In a step, `Parameter+` extends what is then in place, and is left to S3.
pub(crate) fn default(path: &[&str]) -> Option<Node> {
    let known = match path {
        ["kms_keys", _, "policy"] => return keys::default_policy(),
        ["kms_keys", _, word] => form(KMS_KEY.words, word).is_some(),
        [word] => form(TOP.words, word).is_some(),
        ["buckets", _, word] => form(BUCKET.words, word).is_some(),
        _ => false,
    };
    known.then(|| Node::made(Value::Null))
}

fn form(words: &'static [Word], name: &str) -> Option<&'static Form> {
    words.iter().find(|word| word.name == name).map(|word| &word.form)
}

fn is_of_aws(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_call(name: &str) -> bool {
    name.contains(':') || Api::parse(name).is_some() || OWN_CALLS.contains(&name)
}
