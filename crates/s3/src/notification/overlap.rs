//! Which two configurations of a bucket could tell of the same event, which S3 does not accept.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html>

use super::document::{DestinationConfiguration, KeyFilter};

/// What S3 says of two that could.
pub const MESSAGE: &str = "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the \
                           prefixes are overlapping for the same event type.";

/// The places of the first two that overlap.
pub fn first(configurations: &[DestinationConfiguration]) -> Option<(usize, usize)> {
    configurations.iter().enumerate().find_map(|(second, later)| {
        let first = configurations[..second].iter().position(|earlier| overlap(earlier, later))?;
        Some((first, second))
    })
}

/// They share a type of event, and some key passes both filters as far as S3 looks: prefixes and suffixes each overlap
/// where one begins (or ends) with the other.
fn overlap(one: &DestinationConfiguration, other: &DestinationConfiguration) -> bool {
    let types = |configuration: &DestinationConfiguration| {
        configuration.events.iter().flat_map(|event| event.types.clone()).collect::<Vec<_>>()
    };
    let theirs = types(other);
    types(one).iter().any(|event| theirs.contains(event)) && filters_overlap(&one.filter, &other.filter)
}

fn filters_overlap(one: &KeyFilter, other: &KeyFilter) -> bool {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let (prefix, suffix) = (text(&one.prefix), text(&one.suffix));
    let (others_prefix, others_suffix) = (text(&other.prefix), text(&other.suffix));
    (prefix.starts_with(&others_prefix) || others_prefix.starts_with(&prefix))
        && (suffix.ends_with(&others_suffix) || others_suffix.ends_with(&suffix))
}
