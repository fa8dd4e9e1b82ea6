//! One rule by itself: its id, its filter, and every action's own values.

use s3sim_aws::class::StorageClass;

use super::{FILTER_SIZE_MAX, ID_CHARACTERS_MAX, INVALID_ARGUMENT, INVALID_REQUEST, Strictness, order};
use crate::configuration::filter::{self, FilterDraft};
use crate::configuration::schema::Placed;
use crate::lifecycle::date;
use crate::lifecycle::draft::{ExpirationDraft, NoncurrentDraft, RuleDraft, TimingDraft};

/// Days that an object must have been there before it can move to an infrequent-access class.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
const INFREQUENT_ACCESS_DAYS: i32 = 30;
/// Documented bound of `NewerNoncurrentVersions`.
const NEWER_NONCURRENT_VERSIONS_MAX: i32 = 100;

pub(super) fn check(rule: &RuleDraft<'_>, strictness: Strictness) {
    if let Some(id) = &rule.id
        && id.value.chars().count() > ID_CHARACTERS_MAX
    {
        let message = format!("ID length should not exceed allowed limit of {ID_CHARACTERS_MAX}");
        id.place.refused(INVALID_ARGUMENT, message);
    }
    if rule.whole && !rule.has_action() {
        rule.place.refused(INVALID_REQUEST, "At least one action needs to be specified in a rule");
    }
    filter::check_tags(&rule.selection.filter);
    sizes(&rule.selection.filter);
    without_tags_and_sizes(rule);
    current_versions(rule);
    noncurrent_versions(rule, strictness);
    if let Some(abort) = &rule.abort {
        positive(&abort.days, "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action");
    }
    order::check(rule);
}

fn sizes(filter: &FilterDraft<'_>) {
    let within = |bound: &Option<Placed<'_, i64>>, name: &str, least: i64| {
        if let Some(bound) = bound
            && !(least..=FILTER_SIZE_MAX).contains(&bound.value)
        {
            let message = format!("'{name}' should be between {least} and {FILTER_SIZE_MAX}.");
            bound.place.refused(INVALID_REQUEST, message);
        }
    };
    within(&filter.larger_than, "ObjectSizeGreaterThan", 0);
    within(&filter.smaller_than, "ObjectSizeLessThan", 1);
    if let (Some(larger), Some(smaller)) = (&filter.larger_than, &filter.smaller_than)
        && larger.value >= smaller.value
    {
        let message = "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.";
        smaller.place.refused(INVALID_REQUEST, message);
    }
}

/// Delete markers and unfinished uploads have neither tags nor a size.
fn without_tags_and_sizes(rule: &RuleDraft<'_>) {
    let filter = &rule.selection.filter;
    let marker = match &rule.expiration {
        Some(ExpirationDraft::ExpiredObjectDeleteMarker(place)) => Some((place, "ExpiredObjectDeleteMarker")),
        _ => None,
    };
    let abort = rule.abort.as_ref().map(|abort| (&abort.place, "AbortIncompleteMultipartUpload"));
    for (place, name) in marker.into_iter().chain(abort) {
        if !filter.tags.is_empty() {
            place.refused(INVALID_REQUEST, format!("{name} cannot be specified with Tags."));
        }
        if filter.larger_than.is_some() || filter.smaller_than.is_some() {
            place.refused(INVALID_REQUEST, format!("{name} cannot be specified with Object Size."));
        }
    }
}

fn current_versions(rule: &RuleDraft<'_>) {
    for transition in &rule.transitions {
        is_target(&transition.storage_class, "Transition");
        match &transition.timing {
            TimingDraft::Days(days) => {
                not_negative(days, "'Days' for Transition action");
                old_enough(days, transition.storage_class.value, "'Days' in Transition action");
            }
            TimingDraft::Date(_) => at_midnight(&transition.timing),
        }
    }
    if let Some(ExpirationDraft::After(timing)) = &rule.expiration {
        match timing {
            TimingDraft::Days(days) => positive(days, "'Days' for Expiration action"),
            TimingDraft::Date(_) => at_midnight(timing),
        }
    }
}

fn noncurrent_versions(rule: &RuleDraft<'_>, strictness: Strictness) {
    for transition in &rule.noncurrent_transitions {
        let days = &transition.when.days;
        is_target(&transition.storage_class, "NoncurrentVersionTransition");
        not_negative(days, "'NoncurrentDays' for NoncurrentVersionTransition action");
        let name = "'NoncurrentDays' in NoncurrentVersionTransition action";
        old_enough(days, transition.storage_class.value, name);
        newer_versions(rule, &transition.when, strictness);
    }
    if let Some(when) = &rule.noncurrent_expiration {
        positive(&when.days, "'NoncurrentDays' for NoncurrentVersionExpiration action");
        newer_versions(rule, when, strictness);
    }
}

fn newer_versions(rule: &RuleDraft<'_>, when: &NoncurrentDraft<'_>, strictness: Strictness) {
    let Some(newer) = &when.newer_versions else { return };
    if !rule.selection.has_filter {
        let message = "NewerNoncurrentVersions element can only be used in Lifecycle V2.";
        newer
            .place
            .refused(INVALID_REQUEST, format!("{message} Write `Filter: {{Prefix: …}}` instead of `Prefix`"));
    }
    positive(newer, "'NewerNoncurrentVersions'");
    if strictness.newer_noncurrent_versions_at_most_100 && newer.value > NEWER_NONCURRENT_VERSIONS_MAX {
        let message =
            format!("'NewerNoncurrentVersions' must not be greater than {NEWER_NONCURRENT_VERSIONS_MAX}");
        newer.place.refused(INVALID_ARGUMENT, message);
    }
}

fn is_target(class: &Placed<'_, StorageClass>, action: &str) {
    if matches!(class.value, StorageClass::Standard | StorageClass::ReducedRedundancy) {
        class.place.refused(INVALID_ARGUMENT, format!("Invalid target Storage class for {action} action"));
    }
}

fn old_enough(days: &Placed<'_, i32>, class: StorageClass, name: &str) {
    let infrequent_access = matches!(class, StorageClass::StandardIa | StorageClass::OneZoneIa);
    if infrequent_access && (0..INFREQUENT_ACCESS_DAYS).contains(&days.value) {
        let message = format!(
            "{name} must be greater than or equal to {INFREQUENT_ACCESS_DAYS} for storageClass '{class}'"
        );
        days.place.refused(INVALID_ARGUMENT, message);
    }
}

fn not_negative(days: &Placed<'_, i32>, name: &str) {
    if days.value < 0 {
        days.place.refused(INVALID_ARGUMENT, format!("{name} must be a nonnegative integer"));
    }
}

fn positive(days: &Placed<'_, i32>, name: &str) {
    if days.value <= 0 {
        days.place.refused(INVALID_ARGUMENT, format!("{name} must be a positive integer"));
    }
}

fn at_midnight(timing: &TimingDraft<'_>) {
    if let TimingDraft::Date(date) = timing
        && !date::is_midnight(date.value)
    {
        date.place.refused(INVALID_ARGUMENT, "'Date' must be at midnight GMT");
    }
}
