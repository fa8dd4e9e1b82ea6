//! `If-Match` and its kin on reads and on the source of a copy.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use s3sim_aws::error::ErrorCode;
use s3sim_kernel::time::{Instant, SECOND};

use crate::form::{Form, invalid_argument};
use crate::response::Refusal;

/// What the four conditions say of a version.
struct Conditions {
    matches: Option<bool>,
    none_matches: Option<bool>,
    modified: Option<bool>,
    unmodified: Option<bool>,
}

impl Conditions {
    fn read(form: Form<'_>, names: [&str; 4], etag: &str, created: Instant) -> Result<Conditions, Refusal> {
        let [matches, none, modified, unmodified] = names;
        let same = |value: &str| value == "*" || value.trim_matches('"') == etag.trim_matches('"');
        let since = |name: &str| match form.text(name)? {
            None => Ok(None),
            // HTTP dates have whole seconds.
            Some(text) => Instant::parse(text)
                .map(|date| Some(created.micros().div_euclid(SECOND) > date.micros().div_euclid(SECOND)))
                .ok_or_else(|| invalid_argument(name, "should be a date such as 2025-01-01T00:00:00Z")),
        };
        Ok(Conditions {
            matches: form.text(matches)?.map(same),
            none_matches: form.text(none)?.map(|value| !same(value)),
            modified: since(modified)?,
            unmodified: since(unmodified)?.map(|later: bool| !later),
        })
    }

    /// The condition that fails and asks for an older state; an ETag that matches outweighs a date.
    fn stale(&self) -> Option<&'static str> {
        match (self.matches, self.unmodified) {
            (Some(false), _) => Some("If-Match"),
            (None, Some(false)) => Some("If-Unmodified-Since"),
            _ => None,
        }
    }

    /// The condition that fails and asks for something new; an ETag that differs outweighs a date.
    fn unchanged(&self) -> Option<&'static str> {
        match (self.none_matches, self.modified) {
            (Some(false), _) => Some("If-None-Match"),
            (None, Some(false)) => Some("If-Modified-Since"),
            _ => None,
        }
    }
}

fn failed(condition: &'static str) -> Refusal {
    Refusal::of(ErrorCode::PreconditionFailed).with("Condition", condition)
}

/// Conditions of GetObject and HeadObject.
pub(crate) fn check_read(form: Form<'_>, etag: &str, created: Instant) -> Result<(), Refusal> {
    let names = ["IfMatch", "IfNoneMatch", "IfModifiedSince", "IfUnmodifiedSince"];
    let conditions = Conditions::read(form, names, etag, created)?;
    match (conditions.stale(), conditions.unchanged()) {
        (Some(condition), _) => Err(failed(condition)),
        (None, Some(_)) => Err(Refusal::of(ErrorCode::NotModified)),
        (None, None) => Ok(()),
    }
}

/// Conditions on the source of CopyObject and UploadPartCopy: nothing is "not modified" there.
pub(crate) fn check_source(form: Form<'_>, etag: &str, created: Instant) -> Result<(), Refusal> {
    let names = [
        "CopySourceIfMatch",
        "CopySourceIfNoneMatch",
        "CopySourceIfModifiedSince",
        "CopySourceIfUnmodifiedSince",
    ];
    let conditions = Conditions::read(form, names, etag, created)?;
    let short = |condition: &'static str| match condition {
        "If-Match" => "x-amz-copy-source-If-Match",
        "If-None-Match" => "x-amz-copy-source-If-None-Match",
        "If-Modified-Since" => "x-amz-copy-source-If-Modified-Since",
        _ => "x-amz-copy-source-If-Unmodified-Since",
    };
    match conditions.stale().or(conditions.unchanged()) {
        Some(condition) => Err(failed(short(condition))),
        None => Ok(()),
    }
}
