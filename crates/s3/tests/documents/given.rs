//! Documents as text, and what was said about them.

use std::cell::RefCell;

use s3sim_aws::epoch::Rules;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::source::{Format, Sources};
use s3sim_document::tree::Node;
use s3sim_s3::lifecycle::document::LifecycleConfiguration;
use s3sim_s3::lifecycle::read;
use s3sim_s3::lifecycle::validate::Circumstances;

/// A code and where it stands.
pub(crate) type Refusal = (String, String);

/// The tree of a text in YAML.
pub(crate) fn parse(text: &str) -> Node {
    Sources::new().read_text("document.yaml", text, Format::Yaml).expect("YAML")
}

/// Reads `node` with `read`: what it makes of it, and every refusal with its path.
pub(crate) fn read_node<T>(
    node: &Node,
    read: impl FnOnce(&Reader<'_>) -> Option<T>,
) -> (Option<T>, Vec<Refusal>) {
    let problems = RefCell::new(Problems::new());
    let result = read(&Reader::new(node, "", &problems));
    let refusals = problems
        .borrow()
        .list()
        .iter()
        .map(|problem| (problem.code.unwrap_or("no code").to_owned(), problem.path.clone()))
        .collect();
    (result, refusals)
}

/// As [`read_node`], from text.
pub(crate) fn read_text<T>(
    text: &str,
    read: impl FnOnce(&Reader<'_>) -> Option<T>,
) -> (Option<T>, Vec<Refusal>) {
    read_node(&parse(text), read)
}

/// Every message, for tests of wording.
pub(crate) fn messages<T>(text: &str, read: impl FnOnce(&Reader<'_>) -> Option<T>) -> Vec<String> {
    let node = parse(text);
    let problems = RefCell::new(Problems::new());
    read(&Reader::new(&node, "", &problems));
    problems.borrow().list().iter().map(|problem| problem.message.clone()).collect()
}

/// Every refusal of a lifecycle configuration; there is one exactly if the configuration is not taken.
pub(crate) fn refusals(text: &str, circumstances: &Circumstances) -> Vec<Refusal> {
    let (configuration, refusals) = read_text(text, |reader| read::configuration(reader, circumstances));
    assert_eq!(configuration.is_none(), !refusals.is_empty(), "{text}");
    refusals
}

/// A general purpose bucket under the latest rules.
pub(crate) fn today() -> Circumstances {
    Circumstances::general_purpose(Rules::default())
}

/// The configuration of a text that S3 must take.
pub(crate) fn lifecycle(text: &str) -> LifecycleConfiguration {
    let (configuration, refusals) = read_text(text, |reader| read::configuration(reader, &today()));
    assert_eq!(refusals, [], "{text}");
    configuration.expect("nothing was refused")
}

/// The configuration of rules that S3 must take: the items of `Rules`.
pub(crate) fn rules(items: &str) -> LifecycleConfiguration {
    lifecycle(&format!("{{Rules: [{items}]}}"))
}
