//! What a restore does to whole rows: it begins, is ready, and its copy expires.

use s3sim_aws::class::AccessTier;
use s3sim_aws::item::Item;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use super::decide::Action;
use super::{Archive, Condition, Restoring, RetrievalTier, expiry};
use crate::machine::S3;
use crate::object::attrs::Attrs;
use crate::object::row::RowId;
use crate::tally::{CauseId, Label};

impl S3 {
    /// Does what was decided to every version of a row. `ready` is when a restore that begins will be readable.
    pub(crate) fn restore(
        &mut self,
        now: Instant,
        id: RowId,
        action: Action,
        ready: Instant,
        cause: CauseId,
    ) {
        let attrs = *self.table.attrs_of(id);
        match action {
            Action::Start { archive, tier, days } => {
                // A faster request never makes a restore slower.
                let ready = match attrs.condition {
                    Condition::Restoring(running) => ready.min(running.ready),
                    _ => ready,
                };
                let restoring = Restoring { archive, tier, days, ready };
                self.set_condition(id, Condition::Restoring(restoring));
                if !archive.makes_copies() {
                    // Asking for it is an access: it does not sink any further.
                    self.table.arena.get_mut(id).since = now.ceil_day();
                    self.file(id);
                }
                let count = self.table.arena.get(id).count;
                let bucket = self.table.attrs.get(self.table.arena.get(id).attrs).bucket;
                self.charge_restore_request(bucket, archive, tier, count.into());
            }
            Action::Extend { days } => {
                self.set_condition(id, Condition::Restored { until: expiry(now, days) });
            }
        }
        self.note(id, EventKind::RestoreInitiated, place_of(&attrs), Label::None, cause);
    }

    /// Changes the condition of all versions of a row, and asks to be woken when it changes by itself.
    pub(crate) fn set_condition(&mut self, id: RowId, condition: Condition) {
        let attrs = *self.table.attrs_of(id);
        self.table.set_attrs(id, Attrs { condition, ..attrs });
        self.table.watch(id);
    }

    /// Ends the restores and copies whose time has come.
    pub(crate) fn wake_restores(&mut self, now: Instant) {
        for id in self.table.watched.take(now) {
            let row = *self.table.arena.get(id);
            let condition =
                if row.count > 0 { self.table.attrs_of(id).condition } else { Condition::AsStored };
            // Places are given to others, and requests repeated, while the alarm is set.
            if condition.changes_at() != Some(now) {
                continue;
            }
            match condition {
                Condition::Restoring(restoring) => self.complete(now, id, restoring),
                _ => {
                    let cause = self.tally.cause("RestoreObject");
                    let from = place_of(self.table.attrs_of(id));
                    self.note(id, EventKind::RestoreExpired, from, Label::None, cause);
                    self.set_condition(id, Condition::AsStored);
                }
            }
        }
    }

    /// A restore is ready: a copy is there, or the object itself is back.
    fn complete(&mut self, now: Instant, id: RowId, restoring: Restoring) {
        let attrs = *self.table.attrs_of(id);
        let row = *self.table.arena.get(id);
        let cause = self.tally.cause("RestoreObject");
        let bucket = self.table.attrs.get(row.attrs).bucket;
        let bytes = u128::from(row.size) * u128::from(row.count);
        self.charge_restored_bytes(bucket, restoring.archive, restoring.tier, bytes);
        if restoring.archive.makes_copies() {
            self.note(id, EventKind::RestoreCompleted, place_of(&attrs), Label::None, cause);
            self.set_condition(id, Condition::Restored { until: expiry(now, restoring.days) });
            return;
        }
        let back = Label::Tier(AccessTier::Frequent);
        self.note(id, EventKind::RestoreCompleted, place_of(&attrs), back, cause);
        let condition = Condition::Returned;
        self.table.set_attrs(id, Attrs { condition, tier: AccessTier::Frequent, ..attrs });
        self.table.arena.get_mut(id).since = now.ceil_day();
        self.file(id);
    }

    /// Books requests that begin restores. Modelling choice: with requester pays, the requester pays these and the
    /// owner the bytes. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>
    fn charge_restore_request(
        &mut self,
        bucket: BucketId,
        archive: Archive,
        tier: RetrievalTier,
        count: u64,
    ) {
        let item = match (archive, tier) {
            (Archive::Glacier, RetrievalTier::Expedited) => Item::RestoreGlacierExpedited,
            (Archive::Glacier, RetrievalTier::Standard) => Item::RestoreGlacierStandard,
            (Archive::Glacier, RetrievalTier::Bulk) => Item::RestoreGlacierBulk,
            (Archive::DeepArchive, RetrievalTier::Bulk) => Item::RestoreDeepArchiveBulk,
            (Archive::DeepArchive, _) => Item::RestoreDeepArchiveStandard,
            (Archive::IntArchive | Archive::IntDeepArchive, RetrievalTier::Expedited) => {
                Item::RestoreIntArchiveExpedited
            }
            (Archive::IntArchive | Archive::IntDeepArchive, _) => Item::RequestFree,
        };
        let payer = self.request_payer(bucket);
        self.charge(payer, bucket, item, operation(archive), count.into());
    }

    /// Books the bytes of a restore, at the speed at which it came back.
    ///
    /// Modelling choice: when they are there. So a request that was overtaken by a faster one pays no bytes, as the
    /// FAQ has it: two requests, and the bytes of the faster. <https://aws.amazon.com/s3/faqs/>
    fn charge_restored_bytes(
        &mut self,
        bucket: BucketId,
        archive: Archive,
        tier: RetrievalTier,
        bytes: u128,
    ) {
        let item = match (archive, tier) {
            (Archive::Glacier, RetrievalTier::Expedited) => Item::RetrievalGlacierExpedited,
            (Archive::Glacier, RetrievalTier::Standard) => Item::RetrievalGlacierStandard,
            (Archive::Glacier, RetrievalTier::Bulk) => Item::RetrievalGlacierBulk,
            (Archive::DeepArchive, RetrievalTier::Bulk) => Item::RetrievalDeepArchiveBulk,
            (Archive::DeepArchive, _) => Item::RetrievalDeepArchiveStandard,
            (Archive::IntArchive, RetrievalTier::Expedited) => Item::RetrievalIntArchiveExpedited,
            // Everything else that comes back within Intelligent-Tiering is free.
            (Archive::IntArchive | Archive::IntDeepArchive, _) => return,
        };
        self.charge_owner(bucket, item, operation(archive), bytes);
    }
}

/// The operation on the bill.
fn operation(archive: Archive) -> &'static str {
    if archive == Archive::DeepArchive { "DeepArchiveRestoreObject" } else { "RestoreObject" }
}

/// Where a version is archived, for the columns `from` and `to`.
fn place_of(attrs: &Attrs) -> Label {
    if attrs.tier.is_archive() { Label::Tier(attrs.tier) } else { Label::Class(attrs.class) }
}
