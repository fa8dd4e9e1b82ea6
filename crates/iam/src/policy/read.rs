//! Reading a policy document, with every refusal that AWS would have for it.

mod block;

use std::collections::BTreeSet;

use s3sim_document::json;
use s3sim_document::read::Reader;
use s3sim_document::tree::Value;

use crate::element::PrincipalName;
use crate::policy::bucket;
use crate::policy::kind::{KindFacts, PolicyKind, Presence};
use crate::policy::{Effect, Listed, Policy, Statement, Version, size};

/// What is known of a principal that a policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// There is none of that name: AWS refuses the policy.
    Nobody,
    /// It is there; its name is all that counts.
    ByName,
    /// It is a user or role with this unique id, to which the saved policy is bound (PO-011).
    ById(String),
}

/// Whoever knows which accounts, users and roles there are.
pub trait Directory {
    /// Looks a principal up.
    fn find(&self, name: &PrincipalName) -> Known;
}

/// What a document is read as.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    kind: PolicyKind,
    bucket: Option<&'a str>,
    directory: Option<&'a dyn Directory>,
}

impl<'a> Rules<'a> {
    /// A policy of `kind`. Bucket policies are better read with [`Rules::bucket`].
    pub fn new(kind: PolicyKind) -> Rules<'a> {
        Rules { kind, bucket: None, directory: None }
    }

    /// The policy of the bucket `name`, with S3's checks of resources, actions and condition keys.
    pub fn bucket(name: &'a str) -> Rules<'a> {
        Rules { kind: PolicyKind::Bucket, bucket: Some(name), directory: None }
    }

    /// The same, refusing principals that `directory` does not know and binding those it knows by id.
    pub fn knowing(self, directory: &'a dyn Directory) -> Rules<'a> {
        Rules { directory: Some(directory), ..self }
    }

    fn facts(&self) -> KindFacts {
        self.kind.facts()
    }

    fn is_s3(&self) -> bool {
        self.kind == PolicyKind::Bucket
    }

    /// S3's own words for a bucket policy, plainer ones elsewhere.
    fn words<'w>(&self, of_s3: &'w str, elsewhere: &'w str) -> &'w str {
        if self.is_s3() { of_s3 } else { elsewhere }
    }
}

impl Policy {
    /// Reads a document given as a map or as JSON text, whose own length then counts. `None` if it is refused: the
    /// problems then say why.
    pub fn read(reader: &Reader<'_>, rules: &Rules<'_>) -> Option<Policy> {
        let facts = rules.facts();
        let Value::Text(text) = &reader.node().value else {
            return Policy::read_sized(reader, rules, size::of_tree(reader.node(), facts.counting));
        };
        if rules.is_s3() && !text.starts_with('{') {
            reader.refused(facts.malformed, bucket::NOT_JSON);
            return None;
        }
        match json::inside(text, reader.at()) {
            Ok(tree) => {
                Policy::read_sized(&reader.instead(&tree), rules, size::of_text(text, facts.counting))
            }
            Err(why) => {
                reader.refused(facts.malformed, rules.words("This policy contains invalid Json", &why));
                None
            }
        }
    }

    fn read_sized(reader: &Reader<'_>, rules: &Rules<'_>, size: usize) -> Option<Policy> {
        let facts = rules.facts();
        let before = reader.problems_so_far();
        if reader.node().as_map().is_none() {
            let plain = "a policy is a JSON object";
            reader.refused(facts.malformed, rules.words(bucket::NOT_JSON, plain));
            return None;
        }
        let mut fields = reader.fields()?;
        let version =
            fields.optional("Version").map_or(Some(Version::V2008), |field| read_version(&field, rules));
        let id = fields.optional("Id").and_then(|field| field.text()).map(str::to_owned);
        let statements = match fields.optional("Statement") {
            Some(field) => read_statements(&field, rules, version.unwrap_or_default()),
            None => {
                reader.refused(facts.malformed, missing(rules, "Statement"));
                Vec::new()
            }
        };
        fields.finish_refused(facts.malformed);
        if size > facts.limit {
            let message = format!("the policy has a size of {size}, more than the {} allowed", facts.limit);
            reader.refused(facts.too_large, message);
        }
        let policy = Policy { kind: rules.kind, version: version?, id, statements, size };
        (reader.problems_so_far() == before).then_some(policy)
    }

    /// Checks the inline policies of one user, group or role together, as IAM limits them:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>. Notes the problem at `reader`.
    pub fn check_total(reader: &Reader<'_>, kind: PolicyKind, sizes: impl IntoIterator<Item = usize>) {
        let facts = kind.facts();
        let total: usize = sizes.into_iter().sum();
        if total > facts.limit {
            let message =
                format!("the inline policies have a size of {total}, more than the {} allowed", facts.limit);
            reader.refused(facts.too_large, message);
        }
    }
}

fn missing(rules: &Rules<'_>, element: &str) -> String {
    if rules.is_s3() {
        format!("Missing required field {element}")
    } else {
        format!("the policy needs the element `{element}`")
    }
}

fn read_version(reader: &Reader<'_>, rules: &Rules<'_>) -> Option<Version> {
    match reader.node().as_text() {
        Some("2012-10-17") => Some(Version::V2012),
        Some("2008-10-17") => Some(Version::V2008),
        _ => {
            let plain = "`Version` is \"2012-10-17\" or \"2008-10-17\"";
            let of_s3 = "The policy must contain a valid version string";
            reader.refused(rules.facts().malformed, rules.words(of_s3, plain));
            None
        }
    }
}

/// One value or a list of them.
fn one_or_many<'a>(reader: &Reader<'a>) -> Vec<Reader<'a>> {
    match &reader.node().value {
        Value::List(items) => items.iter().enumerate().map(|(i, node)| reader.item(i, node)).collect(),
        _ => vec![reader.clone()],
    }
}

fn read_statements(reader: &Reader<'_>, rules: &Rules<'_>, version: Version) -> Vec<Statement> {
    let readers = one_or_many(reader);
    let malformed = rules.facts().malformed;
    if readers.is_empty() {
        reader.refused(
            malformed,
            rules.words("Could not parse the policy: Statement is empty!", "no statement"),
        );
    }
    let mut sids = BTreeSet::new();
    let mut statements = Vec::with_capacity(readers.len());
    for reader in readers {
        let Some(statement) = read_statement(&reader, rules, version) else { continue };
        if let Some(sid) = &statement.sid
            && !sid.is_empty()
            && !sids.insert(sid.clone())
        {
            reader.refused(malformed, "Statement IDs (SID) in a single policy must be unique");
        }
        statements.push(statement);
    }
    statements
}

fn read_statement(reader: &Reader<'_>, rules: &Rules<'_>, version: Version) -> Option<Statement> {
    let facts = rules.facts();
    let before = reader.problems_so_far();
    if reader.node().as_map().is_none() {
        reader.refused(facts.malformed, "a statement is a JSON object");
        return None;
    }
    let mut fields = reader.fields()?;
    let sid = fields.optional("Sid").and_then(|field| read_sid(&field, rules));
    let effect = match fields.optional("Effect") {
        Some(field) => read_effect(&field, rules),
        None => {
            reader.refused(facts.malformed, missing(rules, "Effect"));
            None
        }
    };
    let pair = (fields.optional("Principal"), fields.optional("NotPrincipal"));
    let principal = read_listed(reader, pair, "Principal", facts.principal, rules, read_principals);
    let pair = (fields.optional("Action"), fields.optional("NotAction"));
    let action = read_listed(reader, pair, "Action", Presence::Required, rules, read_actions);
    let pair = (fields.optional("Resource"), fields.optional("NotResource"));
    let resource = read_listed(reader, pair, "Resource", facts.resource, rules, read_resources);
    let conditions = fields.optional("Condition").map(|field| block::read(&field, rules, version));
    fields.finish_refused(facts.malformed);
    let statement = Statement {
        sid,
        effect: effect?,
        principal: principal?,
        action: action?,
        resource: resource?,
        conditions: conditions.unwrap_or_default(),
    };
    if rules.is_s3() && reader.problems_so_far() == before {
        bucket::check_combination(reader, &statement);
    }
    Some(statement)
}

fn read_sid(reader: &Reader<'_>, rules: &Rules<'_>) -> Option<String> {
    let sid = reader.text()?;
    if rules.kind.is_kept_by_iam() && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        reader.refused(rules.facts().malformed, "Statement IDs (SID) must be alpha-numeric");
    }
    Some(sid.to_owned())
}

fn read_effect(reader: &Reader<'_>, rules: &Rules<'_>) -> Option<Effect> {
    match reader.node().as_text() {
        Some("Allow") => Some(Effect::Allow),
        Some("Deny") => Some(Effect::Deny),
        _ => {
            reader.refused(rules.facts().malformed, "`Effect` is \"Allow\" or \"Deny\", spelled so");
            None
        }
    }
}

/// An element and its `Not…` twin, of which exactly one stands there, or none where the kind forbids it.
fn read_listed<'a, T>(
    statement: &Reader<'a>,
    (these, all_but): (Option<Reader<'a>>, Option<Reader<'a>>),
    name: &'static str,
    presence: Presence,
    rules: &Rules<'_>,
    read: impl Fn(&Reader<'a>, &Rules<'_>) -> Vec<T>,
) -> Option<Listed<T>> {
    let malformed = rules.facts().malformed;
    match (these, all_but, presence) {
        (None, None, Presence::Forbidden) => Some(Listed::Unsaid),
        (None, None, Presence::Required) => {
            statement.refused(malformed, missing(rules, name));
            None
        }
        (Some(field), _, Presence::Forbidden) | (None, Some(field), Presence::Forbidden) => {
            field.refused(malformed, format!("a policy of this kind has no `{name}`"));
            None
        }
        (Some(_), Some(field), _) => {
            field.refused(malformed, format!("a statement has `{name}` or `Not{name}`, not both"));
            None
        }
        (Some(field), None, _) => Some(Listed::These(read(&field, rules))),
        (None, Some(field), _) => Some(Listed::AllBut(read(&field, rules))),
    }
}

fn read_principals(reader: &Reader<'_>, rules: &Rules<'_>) -> Vec<PrincipalName> {
    let malformed = rules.facts().malformed;
    let invalid = |at: &Reader<'_>| at.refused(malformed, "Invalid principal in policy");
    match &reader.node().value {
        Value::Text(text) if text == "*" => return vec![PrincipalName::Everyone],
        Value::Map(map) if map.entries.is_empty() => {
            reader.refused(malformed, "Missing required field Principal cannot be empty!");
            return Vec::new();
        }
        Value::Map(_) => {}
        _ => {
            invalid(reader);
            return Vec::new();
        }
    }
    let mut names = Vec::new();
    for (kind, values) in reader.entries().unwrap_or_default() {
        let each = one_or_many(&values);
        if each.is_empty() {
            invalid(&values);
        }
        for value in each {
            let text = value.node().scalar().unwrap_or_default();
            let name = if kind == "AWS" {
                PrincipalName::parse_aws(text)
            } else {
                PrincipalName::parse_other(kind, text)
            };
            match name.and_then(|name| bind(name, rules.directory)) {
                Some(name) => names.push(name),
                None => invalid(&value),
            }
        }
    }
    names
}

/// The name with the id it has today; `None` if nobody has the name.
fn bind(mut name: PrincipalName, directory: Option<&dyn Directory>) -> Option<PrincipalName> {
    if !name.is_fixed() {
        return Some(name);
    }
    match directory.map_or(Known::ByName, |directory| directory.find(&name)) {
        Known::Nobody => return None,
        Known::ByName => {}
        Known::ById(id) => {
            if let PrincipalName::User { bound, .. } | PrincipalName::Role { bound, .. } = &mut name {
                *bound = Some(id);
            }
        }
    }
    Some(name)
}

fn read_actions(reader: &Reader<'_>, rules: &Rules<'_>) -> Vec<String> {
    let check = |text: &str| {
        let well_formed = text == "*"
            || text.split_once(':').is_some_and(|(service, name)| {
                let plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
                !service.is_empty()
                    && !name.is_empty()
                    && service.bytes().all(plain)
                    && !name.contains([':', ' '])
            });
        if !well_formed {
            Err(rules
                .words("Policy has invalid action", "an action is `*` or `service:Name`, as `s3:GetObject`"))
        } else if rules.is_s3() && !bucket::is_action(text) {
            Err("Policy has invalid action")
        } else {
            Ok(())
        }
    };
    read_texts(reader, rules, "Action", check)
}

fn read_resources(reader: &Reader<'_>, rules: &Rules<'_>) -> Vec<String> {
    let check = |text: &str| match rules.bucket {
        Some(name) if !bucket::is_resource(text, name) => Err("Policy has invalid resource"),
        Some(_) => Ok(()),
        None if text == "*" || text.starts_with("arn:") || text.starts_with("${") => Ok(()),
        None => Err(rules.words("Policy has invalid resource", "a resource is `*` or an ARN")),
    };
    read_texts(reader, rules, "Resource", check)
}

fn read_texts(
    reader: &Reader<'_>,
    rules: &Rules<'_>,
    element: &str,
    check: impl Fn(&str) -> Result<(), &'static str>,
) -> Vec<String> {
    let malformed = rules.facts().malformed;
    let readers = one_or_many(reader);
    if readers.is_empty() {
        reader.refused(malformed, missing(rules, element));
    }
    let mut texts = Vec::with_capacity(readers.len());
    for reader in readers {
        let text = reader.node().as_text().unwrap_or_default();
        match check(text) {
            Ok(()) => texts.push(text.to_owned()),
            Err(message) => reader.refused(malformed, message),
        }
    }
    texts
}
