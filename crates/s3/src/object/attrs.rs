//! Attributes of versions, interned: everything but age and size that a rule, a bill or a check can see.

use std::collections::BTreeMap;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_ledger::{AccountId, BucketId};

use crate::access::acl::Acl;
use crate::lifecycle::plan::Plan;
use crate::lock::LockId;
use crate::object::segment::SegmentId;
use crate::replication::standing::StandingId;
use crate::restore::Condition;
use crate::tiering::TieringPlan;

/// A set of attributes, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttrsId(pub(crate) u32);

/// A set of tags, by its place. `TagsId(0)` is no tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagsId(pub(crate) u32);

/// What the bytes are, by place. `ContentId(0)` stands for bytes that nobody named: their ETag is made up from the
/// version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub(crate) u32);

/// Who owns a version and who else may use it, by place. `AccessId(0)`: the bucket's owner, and nobody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessId(pub(crate) u32);

/// How a version is encrypted, by place. `EncryptionId(0)`: SSE-S3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EncryptionId(pub(crate) u32);

/// Who owns a version and who else may use it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectAccess {
    /// The account; `None` = the bucket's owner.
    pub owner: Option<AccountId>,
    /// The access control list; `None` = private.
    pub acl: Option<Acl>,
}

/// Data, or a delete marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An object version with bytes.
    Data,
    /// A delete marker.
    DeleteMarker,
}

/// How a version is billed while lifecycle owes it an action that it has not carried out yet.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html>: billing follows the day on
/// which an action is due, except for transitions to Intelligent-Tiering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owed {
    /// Nothing is owed.
    #[default]
    Nothing,
    /// An action is owed that changes the price only when it is carried out.
    Later,
    /// It should be in this class by now, and is billed so.
    Class(StorageClass),
    /// It should be gone by now, and is not billed.
    Deletion,
}

/// Everything but age and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attrs {
    /// Which prefixes of configurations the key starts with; implies key space and bucket.
    pub segment: SegmentId,
    /// Data or delete marker.
    pub kind: Kind,
    /// Whether a newer version stands above it.
    pub noncurrent: bool,
    /// Its storage class; STANDARD for delete markers, which are billed so.
    pub class: StorageClass,
    /// Its Intelligent-Tiering tier; Frequent in every other class.
    pub tier: AccessTier,
    /// Its tags.
    pub tags: TagsId,
    /// Its bytes.
    pub content: ContentId,
    /// Its owner and access control list.
    pub access: AccessId,
    /// How it is encrypted.
    pub encryption: EncryptionId,
    /// Of how many parts it was made; 0 if it came in one piece.
    pub parts: u16,
    /// What protects it from being deleted.
    pub lock: LockId,
    /// Whose replica it is, and how far its own replication is.
    pub standing: StandingId,
    /// What lifecycle owes it.
    pub owed: Owed,
    /// Whether its bytes are on their way back from an archive, are back, or are lost.
    pub condition: Condition,
}

/// How many versions and bytes have certain attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Versions.
    pub count: u64,
    /// Their bytes (bodies).
    pub bytes: u128,
}

/// Attributes with what hangs on them.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The attributes.
    pub attrs: Attrs,
    /// The bucket, for short.
    pub bucket: BucketId,
    /// What lifecycle can do to such versions.
    pub plan: Plan,
    /// What Intelligent-Tiering does to them.
    pub tiering: Option<TieringPlan>,
    /// How many there are.
    pub census: Census,
    /// Whether the plans are those of the present configuration.
    pub current: bool,
}

/// All attributes of a machine.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    entries: Vec<Entry>,
    by_attrs: BTreeMap<Attrs, AttrsId>,
    last: Option<(Attrs, AttrsId)>,
}

impl Interner {
    /// The entry of an id.
    #[inline]
    pub fn get(&self, id: AttrsId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The entry of an id, for changing.
    #[inline]
    pub fn get_mut(&mut self, id: AttrsId) -> &mut Entry {
        &mut self.entries[id.0 as usize]
    }

    /// The id of attributes; `bucket` is where their segment lies.
    pub fn intern(&mut self, attrs: Attrs, bucket: BucketId) -> AttrsId {
        if let Some((last, id)) = self.last
            && last == attrs
        {
            return id;
        }
        let id = self.by_attrs.get(&attrs).copied().unwrap_or_else(|| {
            let id = AttrsId(self.entries.len() as u32);
            let census = Census::default();
            self.entries.push(Entry {
                attrs,
                bucket,
                plan: Plan::default(),
                tiering: None,
                census,
                current: false,
            });
            self.by_attrs.insert(attrs, id);
            id
        });
        self.last = Some((attrs, id));
        id
    }

    /// Every entry, in the order of appearance.
    pub fn iter(&self) -> impl Iterator<Item = (AttrsId, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (AttrsId(index as u32), entry))
    }

    /// Forgets the plans of a bucket: its configuration has changed.
    pub fn outdate(&mut self, bucket: BucketId) {
        for entry in self.entries.iter_mut().filter(|entry| entry.bucket == bucket) {
            entry.current = false;
        }
    }
}
