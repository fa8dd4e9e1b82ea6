//! Looking at objects from outside: checks and traffic ask which ones there are.

use std::ops::Range;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::{AccountId, BucketId};

use crate::encryption::Protection;
use crate::lock::Lock;
use crate::machine::S3;
use crate::object::attrs::{Census, Entry, Kind};
use crate::object::naming::{KeyTemplate, Naming};
use crate::object::row::RowId;
use crate::object::table::SpaceId;
use crate::replication::standing::Status;
use crate::restore::{Archive, Condition, RetrievalTier, interval};

/// Versions with consecutive keys that are identical in everything that can be asked.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    s3: &'a S3,
    row: RowId,
    first: u64,
    end: u64,
}

/// What all versions of some attributes have in common.
#[derive(Clone, Copy, Debug)]
pub struct Traits<'a> {
    /// Their storage class.
    pub class: StorageClass,
    /// Their access tier.
    pub tier: AccessTier,
    /// Whether they are delete markers.
    pub delete_marker: bool,
    /// Whether a newer version stands above them.
    pub noncurrent: bool,
    /// Their tags, sorted.
    pub tags: &'a [(String, String)],
    /// How far their replication is; nothing where no rule concerns them.
    pub replication: Option<Status>,
    /// Whose they are: without ACLs, the bucket owner's.
    pub owner: AccountId,
    /// How they are encrypted, by S3 and before.
    pub protection: &'a Protection,
}

impl<'a> Group<'a> {
    /// How many versions.
    pub fn count(&self) -> u64 {
        self.end - self.first
    }

    /// Bytes of each.
    pub fn size(&self) -> u64 {
        self.s3.table.arena.get(self.row).size
    }

    /// Last-Modified of each.
    pub fn created(&self) -> Instant {
        self.s3.table.arena.get(self.row).created
    }

    /// What they have in common.
    pub fn traits(&self) -> Traits<'a> {
        let table = &self.s3.table;
        self.s3.traits(table.attrs.get(table.arena.get(self.row).attrs))
    }

    /// How long after `now` the first byte can be had, without latencies: at once, when a restore that is under way is
    /// ready, or by a restore with `Tier: Standard` that is asked for now, at the latest. `None`: never, it is lost.
    pub fn first_byte(&self, now: Instant) -> Option<Micros> {
        let attrs = self.s3.table.attrs_of(self.row);
        let standard = Archive::of(attrs.class, attrs.tier)
            .and_then(|archive| interval(archive, RetrievalTier::Standard, self.size()))
            .map_or(Micros::ZERO, |(_, longest)| longest);
        match attrs.condition {
            Condition::Lost => None,
            Condition::Restored { .. } => Some(Micros::ZERO),
            Condition::Restoring(restoring) => Some(standard.min(restoring.ready.since(now))),
            Condition::AsStored | Condition::Returned => Some(standard),
        }
    }

    /// What protects them from being deleted.
    pub fn lock(&self) -> Lock {
        self.s3.locks.get(self.s3.table.attrs_of(self.row).lock)
    }

    /// Whether their bytes are lost.
    pub fn is_lost(&self) -> bool {
        self.s3.table.attrs_of(self.row).condition == Condition::Lost
    }

    /// The bucket.
    pub fn bucket(&self) -> BucketId {
        self.s3.table.attrs.get(self.s3.table.arena.get(self.row).attrs).bucket
    }

    /// The key space and the indices in it.
    pub fn place(&self) -> (SpaceId, Range<u64>) {
        (self.s3.table.space_of(self.row), self.first..self.end)
    }

    /// The key of the first version.
    pub fn first_key(&self) -> String {
        let (space, range) = self.place();
        self.s3.table.space(space).naming.key(range.start)
    }
}

/// Unfinished uploads of consecutive keys that are alike.
#[derive(Clone, Debug)]
pub struct UploadGroup<'a> {
    /// The key space.
    pub space: SpaceId,
    /// The indices of the keys.
    pub range: Range<u64>,
    /// When they were begun.
    pub initiated: Instant,
    /// The class that the objects will have.
    pub class: StorageClass,
    /// Their tags, sorted.
    pub tags: &'a [(String, String)],
    /// Bytes that have landed of each.
    pub bytes: u64,
}

impl S3 {
    /// The unfinished uploads of a bucket, by key space and index.
    pub fn incomplete_uploads(&self, bucket: BucketId) -> impl Iterator<Item = UploadGroup<'_>> {
        let uploads = self.bucket(bucket).spaces().flat_map(|space| self.uploads.of_space(space));
        uploads.map(|(key, upload)| UploadGroup {
            space: key.space,
            range: key.first..key.first + upload.count,
            initiated: upload.initiated,
            class: upload.class,
            tags: &self.tags[upload.tags.0 as usize],
            bytes: upload.bytes(),
        })
    }

    pub(crate) fn traits(&self, entry: &Entry) -> Traits<'_> {
        let attrs = &entry.attrs;
        Traits {
            class: attrs.class,
            tier: attrs.tier,
            delete_marker: attrs.kind == Kind::DeleteMarker,
            noncurrent: attrs.noncurrent,
            tags: &self.tags[attrs.tags.0 as usize],
            replication: self.replication_status(attrs.standing),
            owner: self.effective_owner(entry.bucket, attrs.access),
            protection: self.protection(attrs.encryption),
        }
    }

    /// All versions of the keys of a bucket that start with `prefix`, newest of a key first, by key space and index.
    pub fn groups(&self, bucket: BucketId, prefix: &str) -> Vec<Group<'_>> {
        let mut groups = Vec::new();
        for space in self.bucket(bucket).spaces() {
            for range in self.ranges(space, prefix) {
                self.groups_of(space, range, &mut groups);
            }
        }
        groups
    }

    fn groups_of<'a>(&'a self, space: SpaceId, range: Range<u64>, groups: &mut Vec<Group<'a>>) {
        for head in self.table.space(space).index.rows(&self.table.arena, range.clone()) {
            let row = self.table.arena.get(head);
            let (first, end) = (row.first.max(range.start), row.end().min(range.end));
            groups.extend(self.table.stack(head).map(|row| Group { s3: self, row, first, end }));
        }
    }

    /// The current data of the keys of a key space with indices in `range`.
    pub fn current_data(&self, space: SpaceId, range: Range<u64>) -> Vec<Group<'_>> {
        let mut groups = Vec::new();
        self.groups_of(space, range, &mut groups);
        groups.retain(|group| {
            let traits = group.traits();
            !traits.noncurrent && !traits.delete_marker
        });
        groups
    }

    /// The indices of a key space whose keys start with `prefix`.
    pub fn ranges(&self, space: SpaceId, prefix: &str) -> Vec<Range<u64>> {
        let space = self.table.space(space);
        let limit = space.index.end(&self.table.arena);
        match &space.naming {
            Naming::Template(template) => template.ranges(prefix, limit),
            Naming::Literal { keys, .. } => {
                let fits = keys.iter().enumerate().filter(|(_, key)| key.starts_with(prefix));
                fits.map(|(index, _)| index as u64..index as u64 + 1).collect()
            }
        }
    }

    /// Whether any readable version of a key is there.
    pub fn holds(&self, bucket: &str, key: &str) -> bool {
        let there = self.bucket_id(bucket).and_then(|bucket| self.find_place(bucket, key));
        let Some(head) = there.and_then(|(space, index)| self.table.find(space, index)) else { return false };
        self.table
            .stack(head)
            .map(|row| self.table.attrs_of(row))
            .any(|attrs| attrs.kind == Kind::Data && attrs.condition != Condition::Lost)
    }

    /// The key of an index.
    pub fn key(&self, space: SpaceId, index: u64) -> String {
        self.table.space(space).naming.key(index)
    }

    /// The key spaces of a bucket, and their templates; none for literal keys.
    pub fn spaces(&self, bucket: BucketId) -> impl Iterator<Item = (SpaceId, Option<&KeyTemplate>)> {
        self.bucket(bucket).spaces().map(|space| {
            let template = match &self.table.space(space).naming {
                Naming::Template(template) => Some(template),
                Naming::Literal { .. } => None,
            };
            (space, template)
        })
    }

    /// How many versions, and how many bytes, a bucket holds of every combination of attributes: costs as much as
    /// there are combinations, however many objects.
    pub fn census(&self, bucket: BucketId) -> impl Iterator<Item = (Traits<'_>, Census)> {
        let entries = self.table.attrs.iter().filter(move |(_, e)| e.bucket == bucket && e.census.count > 0);
        entries.map(|(_, entry)| (self.traits(entry), entry.census))
    }
}
