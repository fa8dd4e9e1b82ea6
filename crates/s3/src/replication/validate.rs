//! What S3 refuses of a replication configuration that fits its schema.
//!
//! Modelling choice: AWS does not document the order of its checks. Here the bucket is looked at first, then the rules
//! one by one in the document's order, then against each other; everything wrong is noted, and the first problem is
//! S3's answer.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ReplicationErrorCodeList>

use std::collections::BTreeSet;

use s3sim_aws::arn::{Arn, Iam};

use super::document::{Destination, Metrics, ReplicationConfiguration, Rule, Schema};
use super::read::{DestinationDraft, Draft, RuleDraft, Timed};
use crate::configuration::filter;
use crate::configuration::schema::MALFORMED;

/// How many rules a configuration can have.
pub const RULES_MAX: usize = 1_000;
/// How many destination buckets a source bucket can have, unless AWS raises it.
pub const DESTINATIONS_MAX: usize = 28;
/// Longest rule id, in characters.
pub const ID_CHARACTERS_MAX: usize = 255;
/// Longest prefix, in characters.
pub const PREFIX_CHARACTERS_MAX: usize = 1_024;
/// The only threshold that there is, in minutes.
pub const MINUTES: i32 = 15;

const INVALID_ARGUMENT: &str = "InvalidArgument";
const INVALID_REQUEST: &str = "InvalidRequest";

/// A bucket that is named as a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Whether versioning is enabled, not only suspended.
    pub versioned: bool,
    /// The account that owns it: twelve digits.
    pub owner: String,
}

/// What the answer to a configuration depends on, beside the document.
pub struct Circumstances<'a> {
    /// The name of the source bucket.
    pub source: &'a str,
    /// Whether versioning is enabled there.
    pub versioned: bool,
    /// The bucket of a name, if it exists.
    pub destination: &'a dyn Fn(&str) -> Option<Candidate>,
}

/// Notes all that S3 refuses of the draft, and makes the configuration. The result means something only if nothing
/// was noted, here or while reading.
pub(super) fn checked(draft: &Draft<'_>, circumstances: &Circumstances<'_>) -> ReplicationConfiguration {
    if draft.rules_written == 0 {
        draft.place.refused(MALFORMED, "`Rules` holds 1 to 1000 rules");
    }
    if draft.rules_written > RULES_MAX {
        let message = format!(
            "The number of replication rules must not exceed the allowed limit of {RULES_MAX} rules."
        );
        draft.place.refused(INVALID_REQUEST, message);
    }
    if !circumstances.versioned {
        let message = "Versioning must be 'Enabled' on the bucket to apply a replication configuration";
        draft.place.refused(INVALID_REQUEST, message);
    }
    if let Some(role) = &draft.role
        && !matches!(Arn::parse(role.value), Ok(Arn::Iam { kind: Iam::Role, .. }))
    {
        role.place.refused(INVALID_ARGUMENT, format!("Invalid role: `{}` is no ARN of a role", role.value));
    }
    let rules: Vec<Rule> = ids(&draft.rules)
        .into_iter()
        .zip(&draft.rules)
        .map(|(id, rule)| checked_rule(rule, id, circumstances))
        .collect();
    let destinations: BTreeSet<&str> = rules.iter().map(|rule| rule.destination.bucket.as_str()).collect();
    if destinations.len() > DESTINATIONS_MAX {
        let message =
            format!("Number of destination buckets must not exceed the limit of {DESTINATIONS_MAX}.");
        draft.place.refused(INVALID_REQUEST, message);
    }
    let role = draft.role.as_ref().map_or("", |role| role.value).to_owned();
    ReplicationConfiguration { role, rules }
}

/// The rules' ids, each once. S3 makes an opaque one where there is none. Modelling choice: `rule-1` for the first
/// rule and so on, with as many primes as it takes to differ from every id in the document.
fn ids(rules: &[RuleDraft<'_>]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    for rule in rules {
        let Some(id) = &rule.id else { continue };
        if id.value.chars().count() > ID_CHARACTERS_MAX {
            let message = format!("ID length should not exceed allowed limit of {ID_CHARACTERS_MAX}");
            id.place.refused(INVALID_ARGUMENT, message);
        }
        if !id.value.is_ascii() {
            id.place.refused(INVALID_ARGUMENT, "Rule ID takes ASCII characters only");
        }
        if !id.value.is_empty() && !taken.insert(id.value) {
            id.place
                .refused(INVALID_ARGUMENT, "Rule ID must be unique. Found same ID for more than one rule");
        }
    }
    let made = |index: usize| {
        let mut id = format!("rule-{}", index + 1);
        while taken.contains(id.as_str()) {
            id.push('\'');
        }
        id
    };
    let id = |(index, rule): (usize, &RuleDraft<'_>)| match &rule.id {
        Some(id) if !id.value.is_empty() => id.value.to_owned(),
        _ => made(index),
    };
    rules.iter().enumerate().map(id).collect()
}

fn checked_rule(rule: &RuleDraft<'_>, id: String, circumstances: &Circumstances<'_>) -> Rule {
    let destination = checked_destination(&rule.destination, circumstances);
    let schema = schema(rule, destination.replication_time == Some(true));
    if let (Schema::V1, Some(modifications)) = (schema, &rule.replica_modifications) {
        modifications.place.refused(INVALID_REQUEST, of_this_schema("ReplicaModifications cannot be used"));
    }
    if let Some(sse_kms) = rule.sse_kms.as_ref().filter(|sse_kms| sse_kms.value)
        && destination.replica_kms_key.is_none()
    {
        let message = "SseKmsEncryptedObjects needs the key of the replicas: Destination.EncryptionConfiguration.ReplicaKmsKeyID";
        sse_kms.place.refused(INVALID_REQUEST, message);
    }
    let filter = rule.filter.as_ref().map(|filter| &filter.value);
    let tags = filter.map(|filter| filter.owned_tags()).unwrap_or_default();
    filter.into_iter().for_each(filter::check_tags);
    if let Some(markers) = rule.delete_markers.as_ref().filter(|markers| markers.value && !tags.is_empty()) {
        let message = "Delete marker replication is not supported if any Tag filter is specified.";
        markers.place.refused(INVALID_REQUEST, message);
    }
    let base = rule.base_prefix.as_ref().map(|prefix| prefix.value);
    let prefix = filter.map_or(base, |filter| filter.prefix).unwrap_or_default().to_owned();
    if prefix.chars().count() > PREFIX_CHARACTERS_MAX {
        let message = format!("Prefix length should not exceed allowed limit of {PREFIX_CHARACTERS_MAX}");
        rule.place.refused(INVALID_ARGUMENT, message);
    }
    Rule {
        id,
        enabled: rule.enabled,
        schema,
        prefix,
        tags,
        sse_kms_encrypted_objects: rule.sse_kms.as_ref().map(|status| status.value),
        replica_modifications: rule.replica_modifications.as_ref().map(|status| status.value),
        existing_objects: rule.existing_objects,
        destination,
    }
}

/// Tells the two grammars apart: `Filter`, or time control without a prefix, makes it the second one.
fn schema(rule: &RuleDraft<'_>, timed: bool) -> Schema {
    let (filter, prefix) = (&rule.filter, &rule.base_prefix);
    if let (Some(_), Some(prefix)) = (filter, prefix) {
        prefix.place.refused(MALFORMED, "`Prefix` stands inside `Filter`, or alone without it");
    }
    if filter.is_none() && prefix.is_none() && !timed {
        rule.place
            .refused(MALFORMED, "neither `Filter` nor `Prefix` is there; `Filter: {}` selects every object");
    }
    let markers = rule.delete_markers.as_ref();
    if filter.is_some() {
        if rule.priority.is_none() {
            rule.place.refused(INVALID_REQUEST, of_this_schema("Priority must be specified"));
        }
        if markers.is_none() {
            rule.place.refused(INVALID_REQUEST, of_this_schema("DeleteMarkerReplication must be specified"));
        }
    } else if !timed {
        if let Some(priority) = &rule.priority {
            priority.place.refused(INVALID_REQUEST, of_this_schema("Priority cannot be used"));
        }
        if let Some(markers) = markers {
            let message = of_this_schema("DeleteMarkerReplication cannot be used");
            markers.place.refused(INVALID_REQUEST, message);
        }
        return Schema::V1;
    }
    Schema::V2 {
        priority: rule.priority.as_ref().map_or(0, |priority| priority.value),
        delete_markers: markers.is_some_and(|markers| markers.value),
    }
}

/// S3's sentence about elements of the other grammar.
fn of_this_schema(what: &str) -> String {
    format!(
        "{what} for this version of Cross Region Replication configuration schema. \
         Please refer to S3 Developer Guide for more information."
    )
}

fn checked_destination(draft: &DestinationDraft<'_>, circumstances: &Circumstances<'_>) -> Destination {
    let bucket = match Arn::parse(draft.bucket.value) {
        Ok(Arn::Bucket { bucket }) => bucket,
        _ => {
            draft.bucket.place.refused(INVALID_ARGUMENT, "Invalid bucket ARN: `arn:aws:s3:::name`");
            String::new()
        }
    };
    let candidate = (circumstances.destination)(&bucket);
    if bucket == circumstances.source {
        // Modelling choice: the text.
        draft
            .bucket
            .place
            .refused(INVALID_REQUEST, "Destination bucket must be different from the source bucket.");
    } else if !bucket.is_empty() && !candidate.as_ref().is_some_and(|candidate| candidate.versioned) {
        draft.bucket.place.refused(INVALID_REQUEST, "Destination bucket must have versioning enabled.");
    }
    match &draft.account {
        Some(account) if account.value.is_empty() => {
            account.place.refused(INVALID_ARGUMENT, "Account must not be empty");
        }
        Some(account) if candidate.as_ref().is_some_and(|candidate| candidate.owner != account.value) => {
            account.place.refused(INVALID_ARGUMENT, "Account must be the owner of the destination bucket");
        }
        Some(_) => {}
        None => {
            if let Some(translation) = &draft.owner_override {
                translation
                    .refused(INVALID_REQUEST, "Account must be specified with AccessControlTranslation");
            }
        }
    }
    let (replication_time, metrics) = timing(draft);
    Destination {
        bucket,
        account: draft.account.as_ref().map(|account| account.value.to_owned()),
        storage_class: draft.storage_class,
        owner_override: draft.owner_override.is_some(),
        replica_kms_key: draft.replica_kms_key.map(str::to_owned),
        replication_time,
        metrics,
    }
}

/// `ReplicationTime` and `Metrics`: time control goes with metrics of the same status, and both know 15 minutes only.
///
/// Metrics alone need no `EventThreshold`.
fn timing(draft: &DestinationDraft<'_>) -> (Option<bool>, Option<Metrics>) {
    let status = |timed: &Timed<'_>, name: &str| {
        if timed.enabled.is_none() {
            timed.place.refused(INVALID_ARGUMENT, format!("{name} must contain Status"));
        }
        if let Some(minutes) = timed.minutes.as_ref().filter(|minutes| minutes.value != MINUTES) {
            minutes.place.refused(INVALID_ARGUMENT, format!("Minutes must be {MINUTES}"));
        }
        timed.enabled.unwrap_or_default()
    };
    let time = draft.time.as_ref().map(|time| status(time, "ReplicationTime"));
    let metrics = draft.metrics.as_ref().map(|metrics| Metrics {
        enabled: status(metrics, "Metrics"),
        event_threshold: metrics.minutes.is_some(),
    });
    if let (Some(written), Some(timed)) = (&draft.time, time) {
        if written.minutes.is_none() {
            written.place.refused(INVALID_ARGUMENT, "ReplicationTime must contain Time");
        }
        match (&draft.metrics, metrics) {
            (Some(place), Some(metrics)) => {
                if metrics.enabled != timed {
                    place
                        .place
                        .refused(INVALID_REQUEST, "Metrics and ReplicationTime must have the same Status");
                }
                if !metrics.event_threshold {
                    place.place.refused(INVALID_ARGUMENT, "Metrics must contain EventThreshold");
                }
            }
            _ => written.place.refused(INVALID_REQUEST, "ReplicationTime must be used with Metrics"),
        }
    }
    (time, metrics)
}
