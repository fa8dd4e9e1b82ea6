//! What S3 refuses of a lifecycle configuration that fits its schema.
//!
//! Modelling choice: AWS does not document the order of its checks. Here the rules are judged one by one in the
//! document's order, then against each other; everything wrong is noted, and the first problem is S3's answer.
//! Wordings follow what S3 has been seen to say; the codes are what counts.

mod across;
mod directory;
mod order;
mod rule;

use std::collections::BTreeSet;

use s3sim_aws::epoch::Rules;

use super::document::{
    Expiration, Filter, LifecycleConfiguration, NoncurrentVersionExpiration, NoncurrentVersionTransition,
    Rule, Timing, Transition, TransitionDefaultMinimumObjectSize,
};
use super::draft::{Draft, ExpirationDraft, NoncurrentDraft, RuleDraft, TimingDraft};
use crate::configuration::filter::FilterDraft;

/// How many rules a configuration can have; AWS does not raise it.
pub const RULES_MAX: usize = 1_000;
/// Longest rule id, in characters.
pub const ID_CHARACTERS_MAX: usize = 255;
/// Largest bound of a size filter in bytes, as S3's own message names it.
pub const FILTER_SIZE_MAX: i64 = 1_099_511_627_776_000;

/// The two codes of all that is refused here.
const INVALID_ARGUMENT: &str = "InvalidArgument";
const INVALID_REQUEST: &str = "InvalidRequest";

/// What the answer to a configuration depends on, beside the document.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// The rules of the day on which the configuration is put: they decide what a missing
    /// `TransitionDefaultMinimumObjectSize` means.
    pub as_of: Rules,
    /// Whether the bucket is a directory bucket (S3 Express One Zone), which takes a few of the elements only.
    pub directory_bucket: bool,
    /// Checks about which S3's documentation and S3 disagree.
    pub strictness: Strictness,
}

impl Circumstances {
    /// A general purpose bucket, judged by the documentation.
    pub fn general_purpose(as_of: Rules) -> Circumstances {
        Circumstances { as_of, directory_bucket: false, strictness: Strictness::default() }
    }
}

/// Checks that the documentation demands and that S3 has been seen not to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strictness {
    /// Refuse `NewerNoncurrentVersions` above the documented 100. S3 has taken 500 in 2026.
    pub newer_noncurrent_versions_at_most_100: bool,
}

impl Default for Strictness {
    /// As documented.
    fn default() -> Strictness {
        Strictness { newer_noncurrent_versions_at_most_100: true }
    }
}

/// Notes all that S3 refuses of the draft, and makes the configuration. The result means something only if nothing
/// was noted, here or while reading.
pub(super) fn checked(draft: &Draft<'_>, circumstances: &Circumstances) -> LifecycleConfiguration {
    let transition_default_minimum_object_size = default_minimum_object_size(draft, circumstances);
    if draft.rules_written == 0 && draft.whole {
        draft.place.refused(INVALID_REQUEST, "At least one lifecycle rule must be specified.");
    }
    if draft.rules_written > RULES_MAX {
        let message =
            format!("The number of lifecycle rules must not exceed the allowed limit of {RULES_MAX} rules.");
        draft.place.refused(INVALID_REQUEST, message);
    }
    for rule in &draft.rules {
        if circumstances.directory_bucket {
            directory::check(rule);
        }
        rule::check(rule, circumstances.strictness);
    }
    across::check(&draft.rules);

    let ids = ids(&draft.rules);
    let rules = draft.rules.iter().zip(ids).map(|(rule, id)| built(rule, id)).collect();
    LifecycleConfiguration { rules, transition_default_minimum_object_size }
}

fn default_minimum_object_size(
    draft: &Draft<'_>,
    circumstances: &Circumstances,
) -> TransitionDefaultMinimumObjectSize {
    let default = TransitionDefaultMinimumObjectSize::default_under(circumstances.as_of);
    let Some(written) = &draft.default_minimum_object_size else { return default };
    let all = TransitionDefaultMinimumObjectSize::ALL;
    match all.iter().find(|(word, _)| *word == written.value) {
        Some((_, value)) => *value,
        None => {
            let [(first, _), (second, _)] = all;
            let found = written.value;
            let message = format!(
                "Invalid TransitionDefaultMinimumObjectSize found: {found}; there are `{first}` and `{second}`"
            );
            written.place.refused(INVALID_REQUEST, message);
            default
        }
    }
}

/// The rules' ids. S3 makes an opaque one where there is none. Modelling choice: `rule-1` for the first rule and so
/// on, with as many primes as it takes to differ from every id in the document.
fn ids(rules: &[RuleDraft<'_>]) -> Vec<String> {
    let written =
        |rule: &RuleDraft<'_>| rule.id.as_ref().map(|id| id.value.to_owned()).filter(|id| !id.is_empty());
    let taken: BTreeSet<String> = rules.iter().filter_map(written).collect();
    let made = |index: usize| {
        let mut id = format!("rule-{}", index + 1);
        while taken.contains(&id) {
            id.push('\'');
        }
        id
    };
    rules.iter().enumerate().map(|(index, rule)| written(rule).unwrap_or_else(|| made(index))).collect()
}

fn built(rule: &RuleDraft<'_>, id: String) -> Rule {
    Rule {
        id,
        enabled: rule.enabled,
        filter: filter(&rule.selection.filter),
        transitions: rule
            .transitions
            .iter()
            .map(|t| Transition { timing: timing(&t.timing), storage_class: t.storage_class.value })
            .collect(),
        expiration: rule.expiration.as_ref().map(|expiration| match expiration {
            ExpirationDraft::After(when) => Expiration::After(timing(when)),
            ExpirationDraft::ExpiredObjectDeleteMarker(_) => Expiration::ExpiredObjectDeleteMarker,
        }),
        noncurrent_transitions: rule
            .noncurrent_transitions
            .iter()
            .map(|t| NoncurrentVersionTransition {
                noncurrent_days: t.when.days.value.unsigned_abs(),
                storage_class: t.storage_class.value,
                newer_noncurrent_versions: newer(&t.when),
            })
            .collect(),
        noncurrent_expiration: rule.noncurrent_expiration.as_ref().map(|when| NoncurrentVersionExpiration {
            noncurrent_days: when.days.value.unsigned_abs(),
            newer_noncurrent_versions: newer(when),
        }),
        abort_incomplete_multipart_upload: rule.abort.as_ref().map(|abort| abort.days.value.unsigned_abs()),
    }
}

fn filter(filter: &FilterDraft<'_>) -> Filter {
    Filter {
        prefix: filter.prefix.unwrap_or_default().to_owned(),
        tags: filter.owned_tags(),
        larger_than: filter.larger_than.as_ref().map(|bytes| bytes.value.unsigned_abs()),
        smaller_than: filter.smaller_than.as_ref().map(|bytes| bytes.value.unsigned_abs()),
    }
}

fn timing(timing: &TimingDraft<'_>) -> Timing {
    match timing {
        TimingDraft::Days(days) => Timing::Days(days.value.unsigned_abs()),
        // A date before 1970 is as past as 1970-01-01, and one beyond the calendar never comes.
        TimingDraft::Date(date) => Timing::Date(date.value.day()),
    }
}

fn newer(when: &NoncurrentDraft<'_>) -> u32 {
    when.newer_versions.as_ref().map_or(0, |newer| newer.value.unsigned_abs())
}
