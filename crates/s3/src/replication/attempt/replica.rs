//! What a version becomes at its destination.

use super::Inquiry;
use crate::calls::find::Found;
use crate::lock::LockId;
use crate::machine::S3;
use crate::object::attrs::{AccessId, EncryptionId, Kind, ObjectAccess, TagsId};
use crate::object::table::NewVersion;
use crate::replication::standing::Standing;
use crate::versioning::Written;

impl S3 {
    /// What the replica will be.
    ///
    /// It keeps creation, version id, size, tags and bytes; class, owner and lock follow rule and destination.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html>
    pub(super) fn replica(
        &mut self,
        inquiry: &Inquiry<'_>,
        tags: TagsId,
        encryption: EncryptionId,
    ) -> NewVersion {
        let (row, attrs) = (*self.table.arena.get(inquiry.row), *self.table.attrs_of(inquiry.row));
        let name = inquiry.job.name;
        let destination = &inquiry.standard.rule.destination;
        let standing = self.intern_standing(Standing { origin: Some(name.origin), legs: Vec::new() });
        let class = destination.storage_class.filter(|_| attrs.kind == Kind::Data).unwrap_or(attrs.class);
        let version = NewVersion {
            created: row.created,
            size: row.size,
            kind: attrs.kind,
            class,
            tags,
            content: attrs.content,
            access: self.replica_access(inquiry),
            encryption,
            parts: attrs.parts,
            lock: attrs.lock,
            standing,
            number: name.number,
        };
        if attrs.kind == Kind::DeleteMarker {
            return NewVersion { lock: LockId::default(), ..version };
        }
        // The source's retention comes along; without one the destination's default holds.
        let written = Written { lock: attrs.lock, ..Written::default() };
        let lock = self.with_default_retention_of(inquiry.destination, written, row.created).lock;
        NewVersion { lock, ..version }
    }

    /// Owner and list of the replica.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html>
    fn replica_access(&mut self, inquiry: &Inquiry<'_>) -> AccessId {
        let (source, destination) = (inquiry.standard.source, inquiry.destination);
        let attrs = *self.table.attrs_of(inquiry.row);
        let there = self.bucket(destination);
        let enforced = there.access.is_enforced();
        if enforced || inquiry.standard.rule.destination.owner_override || attrs.kind == Kind::DeleteMarker {
            return Default::default();
        }
        let found = Found { space: inquiry.job.space, index: inquiry.job.asked, row: inquiry.row };
        let owner = self.object_owner(source, found);
        let owner = Some(owner).filter(|&owner| owner != there.owner);
        let acl = self.object_access(attrs.access).acl.clone();
        if owner.is_some() {
            self.buckets[destination.0 as usize].access.has_foreign_objects = true;
        }
        self.intern_access(ObjectAccess { owner, acl })
    }
}
