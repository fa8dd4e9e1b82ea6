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
    /// Tags of a version were changed.
    TagsChanged,
    /// A version was lost with the zone or Region that held it.
    Lost,
    /// A request was refused.
    Refused,
}

impl EventKind {
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
}
