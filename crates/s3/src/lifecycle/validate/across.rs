//! The rules of one configuration against each other.

use std::collections::BTreeSet;

use super::{INVALID_ARGUMENT, INVALID_REQUEST, RULES_MAX};
use crate::lifecycle::draft::RuleDraft;

pub(super) fn check(rules: &[RuleDraft<'_>]) {
    different_ids(rules);
    one_grammar(rules);
    if rules.len() <= RULES_MAX {
        base_prefixes_apart(rules);
    }
}

fn different_ids(rules: &[RuleDraft<'_>]) {
    let mut ids = BTreeSet::new();
    for id in rules.iter().filter_map(|rule| rule.id.as_ref()).filter(|id| !id.value.is_empty()) {
        if !ids.insert(id.value) {
            let message = "Rule ID must be unique. Found same ID for more than one rule";
            id.place.refused(INVALID_ARGUMENT, message);
        }
    }
}

/// `Prefix` at the level of a rule belongs to the grammar before `Filter`; a configuration keeps to one of the two.
///
/// Modelling choice: a rule that has both is refused in the same way.
fn one_grammar(rules: &[RuleDraft<'_>]) {
    if !rules.iter().any(|rule| rule.selection.has_filter) {
        return;
    }
    for prefix in rules.iter().filter_map(|rule| rule.selection.base_prefix.as_ref()) {
        let message =
            "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.";
        prefix.place.refused(INVALID_REQUEST, message);
    }
}

/// Rules of the old grammar may not overlap in what they do; rules with filters may.
///
/// One overlap is noted per rule and action, with the first rule that it meets.
fn base_prefixes_apart(rules: &[RuleDraft<'_>]) {
    let old: Vec<_> = rules
        .iter()
        .filter(|rule| !rule.selection.has_filter)
        .filter_map(|rule| Some((rule.selection.base_prefix.as_ref()?, actions(rule))))
        .collect();
    for (index, (prefix, ours)) in old.iter().enumerate() {
        let overlapping: Vec<_> = old[..index]
            .iter()
            .filter(|(other, _)| {
                prefix.value.starts_with(other.value) || other.value.starts_with(prefix.value)
            })
            .collect();
        for action in ours {
            let Some((other, _)) = overlapping.iter().find(|(_, theirs)| theirs.contains(action)) else {
                continue;
            };
            let message = format!(
                "Found overlapping prefixes '{}' and '{}' for same action type '{action}'",
                other.value, prefix.value
            );
            prefix.place.refused(INVALID_REQUEST, message);
        }
    }
}

/// The types of action of a rule, in S3's words.
fn actions(rule: &RuleDraft<'_>) -> Vec<&'static str> {
    let has = [
        (!rule.transitions.is_empty(), "Transition"),
        (rule.expiration.is_some(), "Expiration"),
        (!rule.noncurrent_transitions.is_empty(), "NoncurrentVersionTransition"),
        (rule.noncurrent_expiration.is_some(), "NoncurrentVersionExpiration"),
        (rule.abort.is_some(), "AbortIncompleteMultipartUpload"),
    ];
    has.into_iter().filter(|(has, _)| *has).map(|(_, action)| action).collect()
}
