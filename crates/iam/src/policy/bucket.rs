//! What S3 checks of a bucket policy beyond the grammar, when it is put.
//!
//! S3 documents the code, `MalformedPolicy`, but not the checks; they and their words are known from answers that
//! people have reported (PO-003, PO-017, PO-047).

use s3sim_document::read::Reader;

use crate::pattern::{Pattern, Variables, Wildcards};
use crate::policy::s3_reference::{CONDITION_KEYS, GLOBAL_KEYS, LISTING_KEYS, LISTINGS, WorksOn, actions};
use crate::policy::{Listed, Statement};

/// The code of every refusal here.
const MALFORMED: &str = "MalformedPolicy";
/// S3's words for something that is not a JSON object.
pub(crate) const NOT_JSON: &str = "Policies must be valid JSON and the first byte must be '{'";
/// S3's words for a condition key that it does not know.
pub(crate) const INVALID_KEY: &str = "Policy has an invalid condition key";

/// An action pattern in lower case, ready to compare with names in lower case.
fn pattern(action: &str) -> Pattern {
    Pattern::new(&action.to_ascii_lowercase(), Wildcards::Active, Variables::Literal)
}

/// Whether some action of S3 fits. Other services' actions cannot stand in a bucket policy (PO-016).
pub(crate) fn is_action(action: &str) -> bool {
    let pattern = pattern(action);
    actions().any(|(name, _)| pattern.matches(name, &())) || action.starts_with("s3-object-lambda:")
}

/// The bucket and key part of an S3 ARN of any partition.
fn path(resource: &str) -> Option<&str> {
    let rest = resource.strip_prefix("arn:aws")?;
    let rest = rest.strip_prefix("-cn").or_else(|| rest.strip_prefix("-us-gov")).unwrap_or(rest);
    rest.strip_prefix(":s3:::")
}

/// Whether a resource is the bucket `name` or keys in it (PO-017).
///
/// Modelling choice: `name*` passes, as it is about the bucket and its keys together; wildcards within the name don't.
pub(crate) fn is_resource(resource: &str, name: &str) -> bool {
    path(resource)
        .and_then(|path| path.strip_prefix(name))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('*'))
}

/// Whether a condition key can stand in a bucket policy: S3's own and the global ones by name, anything of other
/// services (identity providers, `ec2:`, `lambda:` …).
pub(crate) fn is_condition_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let listed = |keys: &[&str]| {
        keys.iter().any(|known| match known.strip_suffix('/') {
            Some(_) => key.starts_with(known) && key.len() > known.len(),
            None => key == *known,
        })
    };
    match key.split_once(':') {
        Some(("s3", _)) => listed(CONDITION_KEYS),
        Some(("aws", _)) => listed(GLOBAL_KEYS),
        _ => true,
    }
}

/// Checks that actions, resources and conditions of one statement go together.
pub(crate) fn check_combination(reader: &Reader<'_>, statement: &Statement) {
    let (Listed::These(names), Listed::These(resources)) = (&statement.action, &statement.resource) else {
        return;
    };
    let paths = || resources.iter().filter_map(|resource| path(resource));
    let has_bucket = paths().any(|path| !path.contains('/'));
    let has_object = paths().any(|path| path.contains(['/', '*']));
    let applies = |works_on| match works_on {
        WorksOn::Bucket => has_bucket,
        WorksOn::Object => has_object,
        WorksOn::Other => false,
    };
    let patterns: Vec<Pattern> = names.iter().map(|name| pattern(name)).collect();
    for (name, pattern) in names.iter().zip(&patterns) {
        let fits = actions().any(|(action, works_on)| applies(works_on) && pattern.matches(action, &()));
        if !fits && !name.starts_with("s3-object-lambda:") {
            reader.refused(MALFORMED, "Action does not apply to any resource(s) in statement");
            return;
        }
    }
    // Which keys go with which actions is not published. Modelling choice (MC-22): only the keys that are known to be
    // refused are, where none of the statement's actions lists anything.
    let lists = LISTINGS.iter().any(|listing| patterns.iter().any(|pattern| pattern.matches(listing, &())));
    let needs_listing =
        statement.conditions.iter().any(|condition| LISTING_KEYS.contains(&condition.key.as_str()));
    if needs_listing && !lists {
        reader.refused(
            MALFORMED,
            "Conditions do not apply to combination of actions and resources in statement",
        );
    }
}
