//! What of a scenario is one value, what is there unwritten, and what gives way to a change.
//!
//! Settings, options and sweeps change the tree before it is read; [`s3sim_document::patch`] does it, and asks here.

use s3sim_aws::operation::Api;
use s3sim_document::patch::{Merge, Shape};
use s3sim_document::tree::{Map, Node, Value};

use crate::people::keys;
use crate::request::OWN_CALLS;
use crate::words::bucket::BUCKET;
use crate::words::top::TOP;
use crate::words::who::KMS_KEY;
use crate::words::{Form, Word};

/// The shape of scenarios.
///
/// One value, replaced whole, is: a document of AWS's, a parameter of a call, a distribution, an expected answer.
/// A call gives way to another one with its parameters; `at`, `client` and the other words of the format stay.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScenarioShape;

impl Shape for ScenarioShape {
    fn merge(&self, path: &[&str]) -> Merge {
        let whole = match path {
            ["buckets", _, word] => matches!(form(BUCKET.words, word), Some(Form::Document(..))),
            ["buckets", _, word, _] if matches!(form(BUCKET.words, word), Some(Form::Documents(_))) => true,
            ["kms_keys", _, word] => matches!(form(KMS_KEY.words, word), Some(Form::Document(..))),
            ["buckets", _, "objects", _, "size"] => true,
            ["buckets", _, "objects", _, word] | ["steps" | "traffic" | "workload" | "expect", _, word] => {
                is_of_aws(word) || matches!(*word, "size" | "expect")
            }
            _ => false,
        };
        if whole { Merge::Whole } else { Merge::Deep }
    }

    fn built_in(&self, path: &[&str]) -> bool {
        match path {
            [word] => matches!(form(TOP.words, word), Some(Form::Section(_) | Form::Named(_))),
            ["buckets", _, word] => {
                matches!(form(BUCKET.words, word), Some(Form::Named(_) | Form::Documents(_) | Form::Tags))
            }
            _ => false,
        }
    }

    fn make_way(&self, path: &[&str], base: &mut Map, patch: &Map) {
        if matches!(path, ["steps" | "traffic" | "workload", _])
            && patch.entries.iter().any(|entry| is_call(&entry.key))
        {
            base.entries
                .retain(|entry| !is_call(&entry.key) && !is_of_aws(&entry.key) && entry.key != "size");
        }
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
