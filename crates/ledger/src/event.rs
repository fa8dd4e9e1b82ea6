//! What happened to objects, summed so that how a population is cut into rows never shows.

use std::fmt;

use s3sim_kernel::time::Instant;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A version was written: PUT, copy, completed upload, or present at the start.
    Created,
    /// A version was destroyed for good.
    Deleted,
    /// A delete marker was put on top.
    DeleteMarkerCreated,
    /// A delete marker was removed.
    DeleteMarkerDeleted,
    /// A version went to another storage class.
    Transitioned,
    /// An Intelligent-Tiering object went to another access tier.
    TierChanged,
    /// A restore was asked for and accepted.
    RestoreInitiated,
    /// A restored copy became readable.
    RestoreCompleted,
    /// A restored copy expired.
    RestoreExpired,
    /// A multipart upload was begun.
    UploadInitiated,
    /// A multipart upload was aborted.
    UploadAborted,
    /// A version left its class before the minimum storage duration and pays for the rest.
    EarlyDelete,
    /// A version was replicated to another bucket.
    Replicated,
    /// A version could not be replicated.
    ReplicationFailed,
    /// A version was not at its destination within the 15 minutes of replication time control.
    ReplicationMissedThreshold,
    /// A version that had missed the 15 minutes arrived after all.
    ReplicatedAfterThreshold,
    /// Tags of a version were changed.
    TagsChanged,
    /// A version was lost with the zone or Region that held it.
    Lost,
    /// A request was refused.
    Refused,
}

impl EventKind {
    /// Whether it is about an upload that is no version yet.
    pub const fn is_upload(self) -> bool {
        matches!(self, EventKind::UploadInitiated | EventKind::UploadAborted)
    }

    /// The word in the `event` column.
    pub const fn name(self) -> &'static str {
        match self {
            EventKind::Created => "Created",
            EventKind::Deleted => "Deleted",
            EventKind::DeleteMarkerCreated => "DeleteMarkerCreated",
            EventKind::DeleteMarkerDeleted => "DeleteMarkerDeleted",
            EventKind::Transitioned => "Transitioned",
            EventKind::TierChanged => "TierChanged",
            EventKind::RestoreInitiated => "RestoreInitiated",
            EventKind::RestoreCompleted => "RestoreCompleted",
            EventKind::RestoreExpired => "RestoreExpired",
            EventKind::UploadInitiated => "UploadInitiated",
            EventKind::UploadAborted => "UploadAborted",
            EventKind::EarlyDelete => "EarlyDelete",
            EventKind::Replicated => "Replicated",
            EventKind::ReplicationFailed => "ReplicationFailed",
            EventKind::ReplicationMissedThreshold => "ReplicationMissedThreshold",
            EventKind::ReplicatedAfterThreshold => "ReplicatedAfterThreshold",
            EventKind::TagsChanged => "TagsChanged",
            EventKind::Lost => "Lost",
            EventKind::Refused => "Refused",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One row of `events.csv`: what happened at one instant to the objects of one key space, for one cause.
///
/// The order of the fields is the order of the rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectEvent {
    /// When.
    pub time: Instant,
    /// In which bucket.
    pub bucket: String,
    /// The first key concerned, by its index in the key space.
    pub key: String,
    /// The last key concerned; empty if there is one key only.
    pub last_key: String,
    /// The version, if there is one only.
    pub version_id: String,
    /// What happened.
    pub event: EventKind,
    /// Storage class or tier before; empty where it does not apply.
    pub from: String,
    /// Storage class or tier afterwards; empty where it does not apply.
    pub to: String,
    /// Who or what did it: `rule cool`, `step bring back`, `traffic views`.
    pub cause: String,
    /// Versions concerned.
    pub count: u64,
    /// Their bytes.
    pub bytes: u128,
    /// Where the keys stand, for what is summed by key space. Not shown.
    pub keys: Option<KeyRange>,
}

/// A stretch of a key space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyRange {
    /// The key space, by its place.
    pub space: u32,
    /// Index of the first key.
    pub first: u64,
    /// Index of the last key, not below `first`.
    pub last: u64,
}

/// Sums up what happened at one instant to one key space for one cause, however many calls it took, and puts the rows
/// into their order.
pub(crate) fn sum_up(events: &mut Vec<ObjectEvent>) {
    events.sort_by(|a, b| a.subject().cmp(&b.subject()));
    let mut sums: Vec<ObjectEvent> = Vec::with_capacity(events.len());
    for event in events.drain(..) {
        match (sums.last_mut(), event.keys) {
            (Some(sum), Some(keys)) if sum.subject() == event.subject() => sum.absorb(event, keys),
            _ => sums.push(event),
        }
    }
    sums.sort();
    *events = sums;
}

impl ObjectEvent {
    /// What all that is summed in one row has in common.
    fn subject(&self) -> impl Ord + '_ {
        let space = self.keys.map(|keys| keys.space);
        (self.time, &self.bucket, space, self.event, &self.from, &self.to, &self.cause)
    }

    /// Takes in another sum of the same subject, about `theirs`.
    fn absorb(&mut self, other: ObjectEvent, theirs: KeyRange) {
        let ours = self.keys.unwrap_or(theirs);
        let end = |event: &ObjectEvent| {
            if event.last_key.is_empty() { event.key.clone() } else { event.last_key.clone() }
        };
        let last_key = if theirs.last > ours.last { end(&other) } else { end(self) };
        if theirs.first < ours.first {
            self.key = other.key;
        }
        let (first, last) = (ours.first.min(theirs.first), ours.last.max(theirs.last));
        self.keys = Some(KeyRange { first, last, ..ours });
        self.last_key = if first == last { String::new() } else { last_key };
        self.version_id.clear();
        self.count += other.count;
        self.bytes += other.bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deleted(space: u32, index: u64, cause: &str) -> ObjectEvent {
        ObjectEvent {
            time: Instant::EPOCH,
            bucket: "b".into(),
            key: format!("k{index}"),
            last_key: String::new(),
            version_id: "v".into(),
            event: EventKind::Deleted,
            from: "STANDARD".into(),
            to: String::new(),
            cause: cause.into(),
            count: 1,
            bytes: 5,
            keys: Some(KeyRange { space, first: index, last: index }),
        }
    }

    /// Calls of one cause about one key space are one row, first and last key by index; others stay apart.
    #[test]
    fn many_calls_are_one_row() {
        let mut events = vec![
            deleted(0, 7, "step a"),
            deleted(1, 8, "step a"),
            deleted(0, 10, "step a"),
            deleted(0, 2, "step a"),
            deleted(0, 2, "step b"),
        ];
        sum_up(&mut events);
        let sum = ObjectEvent {
            last_key: "k10".into(),
            version_id: String::new(),
            count: 3,
            bytes: 15,
            keys: Some(KeyRange { space: 0, first: 2, last: 10 }),
            ..deleted(0, 2, "step a")
        };
        assert_eq!(events, [deleted(0, 2, "step b"), sum, deleted(1, 8, "step a")]);
    }

    /// Several versions of one key: there is no last key, and no version to name.
    #[test]
    fn several_versions_of_a_key_are_one_row() {
        let mut events = vec![deleted(0, 2, "step a"), deleted(0, 2, "step a")];
        sum_up(&mut events);
        assert_eq!(
            (events[0].last_key.as_str(), events[0].version_id.as_str(), events[0].count),
            ("", "", 2)
        );
        assert_eq!(events.len(), 1);
    }
}
