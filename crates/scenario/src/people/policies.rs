//! Policies of users, groups, roles and units: documents, or AWS's managed ones by name.

use std::cell::RefCell;
use std::sync::Arc;

use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Node, Value};
use s3sim_iam::compile::Compiled;
use s3sim_iam::managed;
use s3sim_iam::policy::{Policy, PolicyKind, Rules};

/// Reads the policies of one user, group or role by name; inline ones count against one limit together.
pub(super) fn read_all(reader: &Reader<'_>, kind: PolicyKind) -> Vec<Arc<Compiled>> {
    let (mut policies, mut sizes) = (Vec::new(), Vec::new());
    for (name, value) in reader.entries().unwrap_or_default() {
        if matches!(value.node().value, Value::Null) {
            continue;
        }
        if let Some((compiled, size)) = sized(name, &value, kind) {
            policies.push(compiled);
            sizes.push(size);
        }
    }
    if matches!(kind, PolicyKind::User | PolicyKind::Group | PolicyKind::Role) {
        Policy::check_total(reader, kind, sizes);
    }
    policies
}

/// Reads one policy: a document, or the name or ARN of a managed one.
pub(crate) fn read(name: &str, reader: &Reader<'_>, kind: PolicyKind) -> Option<Arc<Compiled>> {
    sized(name, reader, kind).map(|(compiled, _)| compiled)
}

fn sized(name: &str, reader: &Reader<'_>, kind: PolicyKind) -> Option<(Arc<Compiled>, usize)> {
    if let Some(managed_name) = reader.node().as_text().filter(|text| !text.trim_start().starts_with('{')) {
        let attached = match kind {
            PolicyKind::User | PolicyKind::Group | PolicyKind::Role => PolicyKind::Managed,
            other => other,
        };
        let Some(policy) = managed::find(managed_name, attached) else {
            let known: Vec<&str> = managed::names().collect();
            let instead = suggest::instead(managed_name, &known);
            reader.refused(
                "NoSuchEntity",
                format!("no policy of AWS's is called `{managed_name}` here{instead}"),
            );
            return None;
        };
        let short = managed_name.rsplit('/').next().unwrap_or(managed_name);
        return Some((Compiled::shared(short, &policy), 0));
    }
    let policy = Policy::read(reader, &Rules::new(kind))?;
    Some((Compiled::shared(name, &policy), policy.size))
}

/// Reads a document.
pub(super) fn document(name: &str, reader: &Reader<'_>, rules: &Rules<'_>) -> Option<Arc<Compiled>> {
    Policy::read(reader, rules).map(|policy| Compiled::shared(name, &policy))
}

/// Compiles a document of our own.
pub(super) fn json(text: &str, kind: PolicyKind) -> Option<Arc<Compiled>> {
    let node = Node::made(Value::Text(text.to_owned()));
    let problems = RefCell::new(Problems::new());
    document("", &Reader::new(&node, "", &problems), &Rules::new(kind))
}
