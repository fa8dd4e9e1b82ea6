//! Directory buckets (S3 Express One Zone) expire objects by age and abort uploads, by prefix and size; no more.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-buckets-objects-lifecycle.html>. The code,
//! `InvalidRequest`, is a modelling choice.

use s3sim_document::read::Reader;

use super::INVALID_REQUEST;
use crate::lifecycle::draft::{ExpirationDraft, RuleDraft, TimingDraft};

pub(super) fn check(rule: &RuleDraft<'_>) {
    let refuse = |place: &Reader<'_>, what: &str| {
        place.refused(INVALID_REQUEST, format!("{what} is not supported for directory buckets"));
    };
    for tag in &rule.selection.filter.tags {
        refuse(&tag.place, "a filter by tag");
    }
    for transition in &rule.transitions {
        refuse(&transition.place, "a Transition action");
    }
    match &rule.expiration {
        Some(ExpirationDraft::After(TimingDraft::Date(date))) => {
            refuse(&date.place, "'Date' in an Expiration action")
        }
        Some(ExpirationDraft::ExpiredObjectDeleteMarker(place)) => refuse(place, "ExpiredObjectDeleteMarker"),
        Some(ExpirationDraft::After(TimingDraft::Days(_))) | None => {}
    }
    for transition in &rule.noncurrent_transitions {
        refuse(&transition.when.place, "a NoncurrentVersionTransition action");
    }
    if let Some(expiration) = &rule.noncurrent_expiration {
        refuse(&expiration.place, "a NoncurrentVersionExpiration action");
    }
}
