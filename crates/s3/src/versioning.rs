//! What writes and deletes do to the versions of a key, in each versioning state.
//!
//! Everything works on ranges of keys: a run of a million objects is overwritten in one go.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html>

use std::collections::BTreeMap;
use std::ops::Range;

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::Instant;
use s3sim_ledger::event::EventKind;

use crate::bucket::Versioning;
use crate::lock::LockId;
use crate::machine::S3;
use crate::object::attrs::{AccessId, ContentId, EncryptionId, Kind, TagsId};
use crate::object::row::RowId;
use crate::object::table::{NewVersion, Removed, SpaceId};
use crate::replication::standing::StandingId;
use crate::tally::{CauseId, Label};

/// What a write brings.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Bytes of each object.
    pub size: u64,
    /// Storage class.
    pub class: StorageClass,
    /// Tags.
    pub tags: TagsId,
    /// The bytes, if somebody named them.
    pub content: ContentId,
    /// Owner and access control list.
    pub access: AccessId,
    /// How they are encrypted.
    pub encryption: EncryptionId,
    /// Of how many parts it was made; 0 if it comes in one piece.
    pub parts: u16,
    /// What protects it from being deleted; without anything, the bucket's default retention does.
    pub lock: LockId,
}

/// Nothing of class STANDARD, encrypted as S3 does by itself.
impl Default for Written {
    fn default() -> Written {
        Written {
            size: 0,
            class: StorageClass::Standard,
            tags: TagsId::default(),
            content: ContentId::default(),
            access: AccessId::default(),
            encryption: EncryptionId::default(),
            parts: 0,
            lock: LockId::default(),
        }
    }
}

/// Numbers of versions that were both made and destroyed at the present instant, so that a key that is written again
/// at the same instant does not get the same version id twice.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    at: Instant,
    used: BTreeMap<(SpaceId, u64), u32>,
}

impl Numbers {
    fn retire(&mut self, at: Instant, space: SpaceId, index: u64, number: u32) {
        if self.at != at {
            self.at = at;
            self.used.clear();
        }
        let used = self.used.entry((space, index)).or_default();
        *used = number.max(*used);
    }

    fn used(&self, at: Instant, space: SpaceId, index: u64) -> u32 {
        if self.at == at { self.used.get(&(space, index)).copied().unwrap_or(0) } else { 0 }
    }

    fn any_in(&self, at: Instant, space: SpaceId, range: &Range<u64>) -> Option<u64> {
        if self.at != at {
            return None;
        }
        self.used.range((space, range.start)..(space, range.end)).next().map(|(&(_, index), _)| index)
    }
}

impl S3 {
    /// Writes every key of a range at `now`, with Last-Modified `created`.
    pub(crate) fn write(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        written: Written,
        created: Instant,
        cause: CauseId,
    ) {
        let written = self.with_default_retention(space, written, created);
        let version = self.version(written, created, 0);
        if range.end - range.start == 1 && self.table.find(space, range.start).is_none() {
            // By far the most frequent write: nothing has to be cut or moved.
            self.create(now, space, range, version, cause);
            return;
        }
        let mut from = range.start;
        for head in self.table.isolate(space, range.clone()) {
            let (first, end) = (self.table.arena.get(head).first, self.table.arena.get(head).end());
            self.create(now, space, from..first, version, cause);
            let number = self.next_number(now, space, head);
            self.put_on_top(now, head, NewVersion { number, ..version }, cause);
            self.note(head, EventKind::Created, Label::None, Label::Class(written.class), cause);
            from = end;
        }
        self.create(now, space, from..range.end, version, cause);
    }

    /// Writes one key with a version that may be older than others: uploads are dated by their beginning.
    ///
    /// The last one begun is current, not the last one completed; without versions, or where the null version is
    /// replaced, the last one completed is what is left.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>
    pub(crate) fn write_dated(
        &mut self,
        now: Instant,
        space: SpaceId,
        index: u64,
        written: Written,
        created: Instant,
        cause: CauseId,
    ) {
        let range = index..index + 1;
        let newer = match self.table.isolate(space, range.clone()).first() {
            Some(&head) if self.versioning_of(space) != Versioning::Unversioned => {
                let newer = |&id: &RowId| self.table.arena.get(id).created > created;
                self.table.stack(head).take_while(newer).last().map(|above| (head, above))
            }
            _ => None,
        };
        let Some((head, above)) = newer else {
            return self.write(now, space, range, written, created, cause);
        };
        let written = self.with_default_retention(space, written, created);
        let enabled = self.versioning_of(space) == Versioning::Enabled;
        let bucket = self.table.space(space).bucket;
        self.buckets[bucket.0 as usize].has_mixed_numbers = true;
        let highest = self.table.stack(head).map(|id| self.table.arena.get(id).number).max();
        let number = if enabled { highest.unwrap_or(0) + 1 } else { 0 };
        // The null version, of which there can be one only, goes wherever it stands.
        let null = |id: &RowId| self.table.arena.get(*id).number == 0;
        let replaced = if number == 0 { self.table.stack(head).find(null) } else { None };
        let version = self.version(written, created, number);
        let id = self.table.insert_below(above, version);
        self.note(id, EventKind::Created, Label::None, Label::Class(written.class), cause);
        if let Some(old) = replaced {
            self.destroy(now, old, cause);
        }
        self.file_stack(space, index);
    }

    /// Looks at every version of a key anew.
    pub(crate) fn file_stack(&mut self, space: SpaceId, index: u64) {
        let Some(head) = self.table.find(space, index) else { return };
        for id in self.table.stack(head).collect::<Vec<_>>() {
            self.file(id);
        }
    }

    /// Makes the first version of keys that have none.
    fn create(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        version: NewVersion,
        cause: CauseId,
    ) {
        let enabled = self.versioning_of(space) == Versioning::Enabled;
        let (kind, to) = match version.kind {
            Kind::Data => (EventKind::Created, Label::Class(version.class)),
            Kind::DeleteMarker => (EventKind::DeleteMarkerCreated, Label::None),
        };
        let mut from = range.start;
        while from < range.end {
            let special = self.numbers.any_in(now, space, &(from..range.end));
            let (until, number) = match special {
                Some(index) if index == from => (from + 1, self.numbers.used(now, space, from) + 1),
                Some(index) => (index, 1),
                None => (range.end, 1),
            };
            let version = NewVersion { number: if enabled { number } else { 0 }, ..version };
            while from < until {
                let id = self.table.create(space, from..until, version);
                self.note(id, kind, Label::None, to, cause);
                self.file(id);
                from = self.table.arena.get(id).end();
            }
        }
    }

    fn version(&self, written: Written, created: Instant, number: u32) -> NewVersion {
        NewVersion {
            created,
            size: written.size,
            kind: Kind::Data,
            class: written.class,
            tags: written.tags,
            content: written.content,
            access: written.access,
            encryption: written.encryption,
            parts: written.parts,
            lock: written.lock,
            standing: StandingId::default(),
            number,
        }
    }

    /// Deletes every key of a range without naming a version. In a bucket that has been versioned keys that do not
    /// exist get a delete marker too.
    pub(crate) fn delete(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        created: Instant,
        cause: CauseId,
    ) {
        let heads = self.table.isolate(space, range.clone());
        if !self.versioning_of(space).keeps_versions() {
            heads.into_iter().for_each(|head| self.destroy(now, head, cause));
            return;
        }
        let mut from = range.start;
        for head in heads {
            let (first, end) = (self.table.arena.get(head).first, self.table.arena.get(head).end());
            self.create(now, space, from..first, delete_marker(created), cause);
            self.put_delete_marker(now, head, created, cause);
            from = end;
        }
        self.create(now, space, from..range.end, delete_marker(created), cause);
    }

    /// Puts a delete marker on top of a stack.
    pub(crate) fn put_delete_marker(&mut self, now: Instant, head: RowId, created: Instant, cause: CauseId) {
        let space = self.table.space_of(head);
        let number = self.next_number(now, space, head);
        self.put_on_top(now, head, NewVersion { number, ..delete_marker(created) }, cause);
        self.note(head, EventKind::DeleteMarkerCreated, Label::None, Label::None, cause);
    }

    /// Makes `version` the current one of a stack. The null version, of which there can be one only, is destroyed
    /// wherever it stands if the new one is null.
    pub(crate) fn put_on_top(&mut self, now: Instant, head: RowId, version: NewVersion, cause: CauseId) {
        let null = version.number == 0;
        if null && self.table.arena.get(head).number == 0 {
            self.farewell(now, head, cause);
            self.table.replace(head, version);
        } else {
            let is_null = |id: &RowId| self.table.arena.get(*id).number == 0;
            let replaced = if null { self.table.stack(head).find(is_null) } else { None };
            if let Some(old) = replaced {
                self.destroy(now, old, cause);
            }
            self.table.push(head, version);
            self.file_below(head);
        }
        self.file(head);
    }

    /// After a push: the version that has become noncurrent, and those whose number of newer noncurrent versions has
    /// just reached what some rule asks for.
    fn file_below(&mut self, head: RowId) {
        let Some(demoted) = self.table.arena.get(head).older.some() else { return };
        let bucket = self.table.attrs.get(self.table.arena.get(demoted).attrs).bucket;
        let deepest = self.bucket(bucket).deepest_newer as usize;
        let affected: Vec<RowId> = self.table.stack(demoted).take(deepest + 1).collect();
        for id in affected {
            self.file(id);
        }
    }

    /// Destroys one version for good, with what that costs, and looks again at whatever stands next to it.
    pub(crate) fn destroy(&mut self, now: Instant, id: RowId, cause: CauseId) {
        self.farewell(now, id, cause);
        let row = *self.table.arena.get(id);
        if row.created == now && row.number > 0 {
            let space = self.table.space_of(id);
            for index in row.first..row.end() {
                self.numbers.retire(now, space, index, row.number);
            }
        }
        match self.table.remove(id) {
            Removed::Last => {}
            Removed::Current { now } => self.file(now),
            Removed::Noncurrent { newer } => self.file(newer),
        }
    }

    /// Notes the end of a version and books what is missing of its minimum storage duration.
    fn farewell(&mut self, now: Instant, id: RowId, cause: CauseId) {
        let attrs = *self.table.attrs_of(id);
        match attrs.kind {
            Kind::Data => {
                self.note_loss(now, id);
                self.note(id, EventKind::Deleted, Label::Class(attrs.class), Label::None, cause);
                self.leave_class(now, id, cause);
            }
            Kind::DeleteMarker => {
                self.note(id, EventKind::DeleteMarkerDeleted, Label::None, Label::None, cause)
            }
        }
    }

    /// The number of the next version of a stack; 0 (the null version) unless versioning is enabled.
    fn next_number(&self, now: Instant, space: SpaceId, head: RowId) -> u32 {
        if self.versioning_of(space) != Versioning::Enabled {
            return 0;
        }
        let mut numbers = self.table.stack(head).map(|id| self.table.arena.get(id).number);
        // Replicas keep the number that they had elsewhere, and uploads land below newer versions; otherwise the newest
        // version has the highest.
        let highest = match self.bucket(self.table.space(space).bucket).has_mixed_numbers {
            true => numbers.max(),
            false => numbers.find(|&number| number > 0),
        };
        let row = self.table.arena.get(head);
        let used = if row.count == 1 { self.numbers.used(now, space, row.first) } else { 0 };
        highest.unwrap_or(0).max(used) + 1
    }

    /// The versioning state of the bucket of a key space.
    pub(crate) fn versioning_of(&self, space: SpaceId) -> Versioning {
        self.bucket(self.table.space(space).bucket).versioning
    }
}

/// A delete marker whose number is to be filled in.
fn delete_marker(created: Instant) -> NewVersion {
    NewVersion {
        created,
        size: 0,
        kind: Kind::DeleteMarker,
        class: StorageClass::Standard,
        tags: TagsId(0),
        content: ContentId(0),
        access: AccessId(0),
        encryption: EncryptionId(0),
        number: 0,
        parts: 0,
        lock: LockId::default(),
        standing: StandingId::default(),
    }
}
