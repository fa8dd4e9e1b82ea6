//! What happened that is worth telling: from what the machine notes of rows of versions to one notice per object.
//!
//! Every change of a version is noted with its row ([`S3::note`](crate::machine::S3)); who acts decides which event it
//! is. A notice goes out with the rest of an instant's effects, in the order of keys, so that how a population is cut
//! into rows does not show.

use std::collections::BTreeMap;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use super::destination::DestinationKind;
use super::event_type::EventType;
use crate::caller::{Caller, SOMEWHERE};
use crate::machine::S3;
use crate::object::attrs::Attrs;
use crate::object::row::{Row, RowId};
use crate::object::table::SpaceId;
use crate::restore::{Condition, expiry};
use crate::tally::Label;
use crate::world::World;

/// One event of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When it happened.
    pub time: Instant,
    /// In which bucket.
    pub bucket: BucketId,
    /// What.
    pub event: EventType,
    /// To which key.
    pub key: String,
    /// Bytes of the version.
    pub size: u64,
    /// Its ETag, without quotes.
    pub etag: String,
    /// Its version id, where messages show it: not in buckets without versions, nor for a null version that was
    /// written while versioning is suspended.
    pub version_id: Option<String>,
    /// Puts the events of one key into their order, read as text: 18 hexadecimal digits.
    pub sequencer: String,
    /// Who did it.
    pub requester: Requester,
    /// The class or tier that it is about.
    pub about: About,
    /// Who is told directly, in the order of the configuration.
    pub to: Vec<Addressee>,
    /// Whether EventBridge is told.
    pub event_bridge: bool,
}

/// What else an event tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Nothing.
    #[default]
    Nothing,
    /// The class that was restored from, and until when the copy is there, where that is known.
    Restore(StorageClass, Option<Instant>),
    /// The class that it went to.
    Class(StorageClass),
    /// The access tier that it went to.
    Tier(AccessTier),
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    /// `userIdentity.principalId`: `AWS:AIDA…`, or the name of a service.
    pub principal_id: String,
    /// The account, twelve digits, or the name of a service.
    pub account: String,
    /// The address that it came from.
    pub address: String,
}

impl Requester {
    /// S3 itself.
    pub fn s3() -> Requester {
        let name = "s3.amazonaws.com".to_owned();
        Requester { principal_id: name.clone(), account: name.clone(), address: name }
    }
}

/// Somebody who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The id of the configuration that says so.
    pub configuration: String,
    /// What kind of thing it is.
    pub kind: DestinationKind,
    /// Its ARN.
    pub arn: String,
}

/// S3 has accepted a configuration, and says so to every queue and topic in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestEvent {
    /// When.
    pub time: Instant,
    /// Of which bucket.
    pub bucket: BucketId,
    /// Who is told.
    pub to: Vec<Addressee>,
}

/// Who is acting.
#[derive(Clone, Debug, Default)]
enum Act {
    /// S3: rules, tiering, the end of a restore.
    #[default]
    S3,
    /// Somebody who sent a request.
    Request(Api, Requester),
}

/// A row of versions to which something happened.
#[derive(Clone, Copy, Debug)]
struct Noted {
    bucket: BucketId,
    space: SpaceId,
    row: Row,
    attrs: Attrs,
    event: EventType,
    about: About,
}

/// What has been noted and not been told yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notices {
    /// How many buckets tell anybody anything: without any, nothing is noted.
    pub(crate) talking: usize,
    act: Act,
    noted: Vec<Noted>,
    tests: Vec<TestEvent>,
    /// How many events each key has had at the present instant.
    given: (Instant, BTreeMap<(BucketId, String), u16>),
}

impl Notices {
    /// The next sequencer of a key.
    fn sequencer(&mut self, now: Instant, bucket: BucketId, key: &str) -> String {
        if self.given.0 != now {
            self.given = (now, BTreeMap::new());
        }
        let number = self.given.1.entry((bucket, key.to_owned())).or_default();
        *number += 1;
        // Fixed width: consumers pad the shorter one, and AWS's pages disagree on which side.
        format!("{:014X}{number:04X}", now.micros().max(0))
    }
}

/// Which event a change is, by who makes it.
fn event_of(act: &Act, kind: EventKind) -> Option<EventType> {
    use EventType as Type;
    match act {
        Act::Request(api, _) => match (api, kind) {
            (Api::PutObject, EventKind::Created) => Some(Type::ObjectCreatedPut),
            (Api::PostObject, EventKind::Created) => Some(Type::ObjectCreatedPost),
            (Api::CopyObject, EventKind::Created) => Some(Type::ObjectCreatedCopy),
            (Api::CompleteMultipartUpload, EventKind::Created) => {
                Some(Type::ObjectCreatedCompleteMultipartUpload)
            }
            (Api::DeleteObject | Api::DeleteObjects, kind) => match kind {
                EventKind::DeleteMarkerCreated => Some(Type::ObjectRemovedDeleteMarkerCreated),
                EventKind::Deleted | EventKind::DeleteMarkerDeleted => Some(Type::ObjectRemovedDelete),
                _ => None,
            },
            (Api::PutObjectTagging, EventKind::TagsChanged) => Some(Type::ObjectTaggingPut),
            (Api::DeleteObjectTagging, EventKind::TagsChanged) => Some(Type::ObjectTaggingDelete),
            (Api::RestoreObject, EventKind::RestoreInitiated) => Some(Type::ObjectRestorePost),
            _ => None,
        },
        Act::S3 => match kind {
            // A replica is written like any other object.
            EventKind::Created => Some(Type::ObjectCreatedPut),
            EventKind::Deleted | EventKind::DeleteMarkerDeleted => Some(Type::LifecycleExpirationDelete),
            EventKind::DeleteMarkerCreated => Some(Type::LifecycleExpirationDeleteMarkerCreated),
            EventKind::Transitioned => Some(Type::LifecycleTransition),
            EventKind::TierChanged => Some(Type::IntelligentTiering),
            EventKind::RestoreCompleted => Some(Type::ObjectRestoreCompleted),
            EventKind::RestoreExpired => Some(Type::ObjectRestoreDelete),
            EventKind::ReplicationFailed => Some(Type::ReplicationOperationFailed),
            EventKind::Lost => Some(Type::ReducedRedundancyLostObject),
            _ => None,
        },
    }
}

/// Until when a restored copy is there, as far as an event tells it.
fn expiry_of(event: EventType, condition: Condition) -> Option<Instant> {
    match (event, condition) {
        (EventType::ObjectRestoreCompleted, Condition::Restoring(restoring))
            if restoring.archive.makes_copies() =>
        {
            Some(expiry(restoring.ready, restoring.days))
        }
        (EventType::ObjectRestoreDelete, Condition::Restored { until }) => Some(until),
        _ => None,
    }
}

impl S3 {
    /// Says that what follows is done by whoever sent a request.
    pub(crate) fn acts_for(&mut self, api: Api, caller: &Caller<'_>) {
        if self.notices.talking == 0 {
            return;
        }
        let actor = caller.actor.unwrap_or(&self.directory.account(caller.account).admin);
        let principal = &actor.policies.principal;
        let address = caller.way.and_then(|way| way.address).unwrap_or(SOMEWHERE);
        let account = principal.account().map_or_else(|| principal.arn().to_owned(), |id| id.to_string());
        let requester = Requester {
            principal_id: match principal.account() {
                Some(_) => format!("AWS:{}", principal.unique_id()),
                None => principal.arn().to_owned(),
            },
            account,
            address: address.to_string(),
        };
        self.notices.act = Act::Request(api, requester);
    }

    /// Says that nobody has asked for what follows.
    pub(crate) fn acts_by_itself(&mut self) {
        self.notices.act = Act::S3;
    }

    /// Notes what happened to the versions of a row, if anybody wants to hear of it.
    pub(crate) fn take_notice(&mut self, id: RowId, kind: EventKind, to: Label) {
        if self.notices.talking == 0 {
            return;
        }
        let attrs = *self.table.attrs_of(id);
        let Some(event) = event_of(&self.notices.act, kind) else { return };
        let about = match (event, to) {
            // Only the archive tiers are told of.
            (EventType::IntelligentTiering, Label::Tier(tier)) if tier.is_archive() => About::Tier(tier),
            (EventType::IntelligentTiering, _) => return,
            (EventType::LifecycleTransition, Label::Class(class)) => About::Class(class),
            (EventType::ReducedRedundancyLostObject, _) if attrs.class != StorageClass::ReducedRedundancy => {
                return;
            }
            (
                EventType::ObjectRestorePost
                | EventType::ObjectRestoreCompleted
                | EventType::ObjectRestoreDelete,
                _,
            ) => About::Restore(attrs.class, expiry_of(event, attrs.condition)),
            _ => About::Nothing,
        };
        self.announce(id, event, about);
    }

    /// Notes an event of the versions of a row.
    pub(crate) fn announce(&mut self, id: RowId, event: EventType, about: About) {
        let row = *self.table.arena.get(id);
        let entry = self.table.attrs.get(row.attrs);
        let (bucket, attrs) = (entry.bucket, entry.attrs);
        if self.notices.talking == 0 || self.bucket(bucket).settings.notifications.are_silent() {
            return;
        }
        let space = self.table.segments.get(attrs.segment).space;
        self.notices.noted.push(Noted { bucket, space, row, attrs, event, about });
    }

    /// Notes that a configuration was accepted.
    pub(crate) fn announce_test(&mut self, test: TestEvent) {
        self.notices.tests.push(test);
    }

    /// Tells the world what has been noted.
    pub(crate) fn tell(&mut self, now: Instant, world: &mut impl World) {
        for test in std::mem::take(&mut self.notices.tests) {
            world.test_event(test);
        }
        if self.notices.noted.is_empty() {
            return;
        }
        let mut told: Vec<(String, Noted)> = Vec::new();
        for noted in std::mem::take(&mut self.notices.noted) {
            let naming = &self.table.space(noted.space).naming;
            told.extend((noted.row.first..noted.row.end()).map(|index| (naming.key(index), noted)));
        }
        // Of one key, older versions come first; what a key loses comes after what it gets.
        told.sort_by(|(a, x), (b, y)| {
            (x.bucket, a, x.event, x.row.number).cmp(&(y.bucket, b, y.event, y.row.number))
        });
        let replaced = replaced_by_markers(&told);
        let requester = match &self.notices.act {
            Act::Request(_, requester) => requester.clone(),
            Act::S3 => Requester::s3(),
        };
        for ((key, noted), replaced) in told.into_iter().zip(replaced) {
            if !replaced && let Some(notice) = self.notice(now, key, &noted, &requester) {
                world.notice(notice);
            }
        }
    }

    fn notice(&mut self, now: Instant, key: String, noted: &Noted, requester: &Requester) -> Option<Notice> {
        let Noted { bucket, row, attrs, event, about, .. } = noted;
        let configuration = self.bucket(*bucket).settings.notifications.followed(now);
        let wanting = configuration.destinations.iter().filter(|one| one.wants(*event, &key));
        let to: Vec<Addressee> = wanting
            .map(|one| Addressee { configuration: one.id.clone(), kind: one.kind, arn: one.arn.clone() })
            .collect();
        let event_bridge = configuration.event_bridge && event.detail_type().is_some();
        if to.is_empty() && !event_bridge {
            return None;
        }
        let etag = self.etag_by(*bucket, &key, attrs, row.number, row.created);
        let keeps = self.bucket(*bucket).versioning.keeps_versions();
        let removed = matches!(event, EventType::ObjectRemovedDelete | EventType::LifecycleExpirationDelete);
        let version_id = (keeps && (row.number > 0 || removed))
            .then(|| self.version_id_by(*bucket, &key, attrs, row.number, row.created));
        Some(Notice {
            time: now,
            bucket: *bucket,
            event: *event,
            size: row.size,
            etag: etag.trim_matches('"').to_owned(),
            version_id,
            sequencer: self.notices.sequencer(now, *bucket, &key),
            requester: if event.is_by_s3() { Requester::s3() } else { requester.clone() },
            about: *about,
            to,
            event_bridge,
            key,
        })
    }
}

/// Whether an event is the removal of a null version by the delete marker that takes its place: only the marker is
/// told of (EV-002).
fn replaced_by_markers(told: &[(String, Noted)]) -> Vec<bool> {
    use EventType as Type;
    let marker = |event: EventType| match event {
        Type::ObjectRemovedDelete => Some(Type::ObjectRemovedDeleteMarkerCreated),
        Type::LifecycleExpirationDelete => Some(Type::LifecycleExpirationDeleteMarkerCreated),
        _ => None,
    };
    let markers: std::collections::BTreeSet<(BucketId, &str, EventType)> = told
        .iter()
        .filter(|(_, noted)| noted.row.number == 0)
        .map(|(key, noted)| (noted.bucket, key.as_str(), noted.event))
        .collect();
    told.iter()
        .map(|(key, noted)| {
            let by = marker(noted.event).filter(|_| noted.row.number == 0);
            by.is_some_and(|event| markers.contains(&(noted.bucket, key, event)))
        })
        .collect()
}
