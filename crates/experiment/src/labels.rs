//! Owners, locks and tags of objects: what checks expect, and what is different.

use s3sim_s3::lock::Lock;
use s3sim_s3::select::Group;
use s3sim_scenario::check::{Attribute, LockAttribute};

use crate::words::tag_list;

/// An attribute in words; empty for those that are about something else.
pub(crate) fn expected(attribute: &Attribute) -> String {
    match attribute {
        Attribute::Lock(LockAttribute::Mode(Some(mode))) => format!("ObjectLockMode {}", mode.name()),
        Attribute::Lock(LockAttribute::Mode(None)) => "without a retention".to_owned(),
        Attribute::Lock(LockAttribute::RetainUntil(until)) => format!("retained until {until}"),
        Attribute::Lock(LockAttribute::LegalHold(true)) => "under a legal hold".to_owned(),
        Attribute::Lock(LockAttribute::LegalHold(false)) => "without a legal hold".to_owned(),
        Attribute::Tags(tags) => format!("tags {}", tag_list(tags)),
        Attribute::Owner { name, .. } => format!("owned by {name}"),
        _ => String::new(),
    }
}

/// What is different from what was expected of a lock.
pub(crate) fn lock_difference(group: &Group<'_>, attribute: LockAttribute) -> Option<String> {
    let lock = group.lock();
    let differs = match attribute {
        LockAttribute::Mode(mode) => lock.retention.map(|retention| retention.mode) != mode,
        LockAttribute::RetainUntil(until) => lock.retention.map(|retention| retention.until) != Some(until),
        LockAttribute::LegalHold(held) => lock.legal_hold != held,
    };
    differs.then(|| described(lock))
}

/// What is different from what was expected of tags.
pub(crate) fn tag_difference(group: &Group<'_>, wanted: &[(String, String)]) -> Option<String> {
    let tags = group.traits().tags;
    let has_all = wanted.iter().all(|tag| tags.contains(tag));
    (!has_all).then(|| match tags {
        [] => "without tags".to_owned(),
        tags => format!("tagged {}", tag_list(tags)),
    })
}

fn described(lock: Lock) -> String {
    let retention = match lock.retention {
        Some(retention) => format!("in {} mode until {}", retention.mode.name(), retention.until),
        None => "without a retention".to_owned(),
    };
    if lock.legal_hold { format!("{retention}, under a legal hold") } else { retention }
}
