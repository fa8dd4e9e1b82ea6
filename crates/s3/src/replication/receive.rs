//! What arrives at a destination: a version with the id, the date and the place in its stack that it had at the source.

use std::ops::Range;

use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use super::VersionName;
use crate::machine::S3;
use crate::object::attrs::{Attrs, Kind};
use crate::object::naming::Naming;
use crate::object::row::RowId;
use crate::object::table::{NewVersion, SpaceId};
use crate::tally::{CauseId, Label};

/// What became of versions that were brought somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Received {
    /// They are there now.
    pub(super) written: u64,
    /// They were there, and were brought up to date.
    pub(super) changed: u64,
}

impl S3 {
    /// Takes in the versions of a source row.
    pub(super) fn receive_row(
        &mut self,
        now: Instant,
        source: RowId,
        destination: BucketId,
        version: NewVersion,
        cause: CauseId,
    ) -> Received {
        self.buckets[destination.0 as usize].has_mixed_numbers = true;
        let mut received = Received::default();
        for (space, range) in self.places_for(source, destination) {
            self.receive(now, space, range, version, cause, &mut received);
        }
        received
    }

    /// Brings tags, list and lock of the replicas of a source row up to date.
    pub(super) fn receive_change(
        &mut self,
        source: RowId,
        destination: BucketId,
        version: NewVersion,
    ) -> Received {
        let name = self.version_name(source);
        let mut received = Received::default();
        for (space, range) in self.places_for(source, destination) {
            for head in self.table.isolate(space, range) {
                if let Some(row) = self.version_named(head, name) {
                    received.changed += u64::from(self.table.arena.get(row).count);
                    self.bring_up_to_date(row, version);
                }
            }
        }
        received
    }

    /// Whether the versions of a source row are all at a destination.
    pub(super) fn is_there(&mut self, source: RowId, destination: BucketId) -> bool {
        let name = self.version_name(source);
        let mut found = 0;
        for (space, range) in self.places_for(source, destination) {
            for head in self.table.isolate(space, range) {
                if self.version_named(head, name).is_some() {
                    found += self.table.arena.get(head).count;
                }
            }
        }
        found == self.table.arena.get(source).count
    }

    /// Where the keys of a source row are at a destination.
    ///
    /// The destination gets the template of the source, so that runs stay runs, unless keys of another template there
    /// would be the same.
    fn places_for(&mut self, source: RowId, destination: BucketId) -> Vec<(SpaceId, Range<u64>)> {
        let row = *self.table.arena.get(source);
        let naming = self.table.space(self.table.space_of(source)).naming.clone();
        if let Naming::Template(template) = &naming {
            let ends = [template.key(row.first), template.key(row.end() - 1)];
            let entry = self.bucket(destination);
            let clashes =
                entry.templates.values().flatten().any(|&space| match &self.table.space(space).naming {
                    Naming::Template(other) => {
                        other != template && ends.iter().any(|key| other.index(key).is_some())
                    }
                    Naming::Literal { .. } => false,
                });
            if !clashes {
                return vec![(self.template(destination, template.clone()), row.first..row.end())];
            }
        }
        let place = |index| {
            let (space, index) = self.place(destination, &naming.key(index));
            (space, index..index + 1)
        };
        (row.first..row.end()).map(place).collect()
    }

    fn receive(
        &mut self,
        now: Instant,
        space: SpaceId,
        range: Range<u64>,
        version: NewVersion,
        cause: CauseId,
        received: &mut Received,
    ) {
        let bucket = self.table.space(space).bucket;
        let origin = self.origin_of(bucket, version.standing);
        let name = VersionName { origin, number: version.number, created: version.created };
        let mut from = range.start;
        for head in self.table.isolate(space, range.clone()) {
            let (first, end) = (self.table.arena.get(head).first, self.table.arena.get(head).end());
            received.written += self.receive_first(space, from..first, version, cause);
            match self.version_named(head, name) {
                Some(there) if self.bring_up_to_date(there, version) => received.changed += end - first,
                Some(_) => {}
                None => {
                    self.receive_into(now, head, version, cause);
                    received.written += end - first;
                }
            }
            from = end;
        }
        received.written += self.receive_first(space, from..range.end, version, cause);
    }

    /// Takes in the first version of keys.
    fn receive_first(
        &mut self,
        space: SpaceId,
        keys: Range<u64>,
        version: NewVersion,
        cause: CauseId,
    ) -> u64 {
        let mut from = keys.start;
        while from < keys.end {
            let id = self.table.create(space, from..keys.end, version);
            self.note_received(id, version, cause);
            self.file(id);
            from = self.table.arena.get(id).end();
        }
        keys.end - keys.start
    }

    /// Takes a version into a stack, by its date.
    ///
    /// Modelling choice: a replica that comes late stands where it would have stood, below what is newer.
    fn receive_into(&mut self, now: Instant, head: RowId, version: NewVersion, cause: CauseId) {
        let newer = |&id: &RowId| self.table.arena.get(id).created > version.created;
        let Some(above) = self.table.stack(head).take_while(newer).last() else {
            self.put_on_top(now, head, version, cause);
            self.note_received(head, version, cause);
            return;
        };
        let null = |id: &RowId| self.table.arena.get(*id).number == 0;
        let replaced = if version.number == 0 { self.table.stack(head).find(null) } else { None };
        let id = self.table.insert_below(above, version);
        self.note_received(id, version, cause);
        if let Some(old) = replaced {
            self.destroy(now, old, cause);
        }
        let (space, first) = (self.table.space_of(head), self.table.arena.get(head).first);
        self.file_stack(space, first);
    }

    fn note_received(&mut self, id: RowId, version: NewVersion, cause: CauseId) {
        let (kind, to) = match version.kind {
            Kind::Data => (EventKind::Created, Label::Class(version.class)),
            Kind::DeleteMarker => (EventKind::DeleteMarkerCreated, Label::None),
        };
        self.note(id, kind, Label::None, to, cause);
    }

    /// Gives a replica the tags, list and lock of its source; answers whether any was different.
    fn bring_up_to_date(&mut self, id: RowId, version: NewVersion) -> bool {
        let attrs = *self.table.attrs_of(id);
        let fresh = Attrs { tags: version.tags, access: version.access, lock: version.lock, ..attrs };
        if attrs == fresh {
            return false;
        }
        self.table.set_attrs(id, fresh);
        self.file(id);
        true
    }
}
