//! Midnight UTC: what is due is decided for all objects on the state at 00:00, then carried out.
//!
//! Modelling choice: at most one action per version and midnight, and every midnight sees a snapshot. So a delete
//! marker that loses its last version tonight is removed tomorrow.

use std::collections::BTreeSet;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::item::Item;
use s3sim_kernel::time::{Day, Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use crate::alike::{Alike, Memo};
use crate::bucket::Versioning;
use crate::lifecycle::decide::{Action, Place, VersionView, decide, next_due};
use crate::lifecycle::plan::{Plan, Subject};
use crate::lock::LockId;
use crate::machine::S3;
use crate::object::attrs::{Attrs, AttrsId, Kind, Owed};
use crate::object::row::{Row, RowId};
use crate::restore::Condition;
use crate::storage::{EarlyDelete, early_delete};
use crate::tally::{CauseId, Label};
use crate::tiering::TieringPlan;
use crate::world::{Delay, Wake, World};

/// Rows that are copied together before deciding: memory, not rules, is the cost of a midnight.
const BLOCK: usize = 1024;

/// What a midnight does to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Lifecycle(Action),
    Tier(AccessTier),
}

/// Whether a step may take a key out of its index.
fn removes(step: Option<Step>) -> bool {
    matches!(step, Some(Step::Lifecycle(Action::Remove { .. } | Action::Expire { .. })))
}

/// A decision about a version that shares its key with others: carried out once all have been decided, if the
/// version is still there.
struct Decided {
    id: RowId,
    row: Row,
    step: Step,
}

impl S3 {
    /// The next day on which something may be due.
    pub fn next_due(&mut self) -> Option<Day> {
        let (objects, uploads) = (self.table.calendar.first_day(), self.uploads.first_day());
        objects.into_iter().chain(uploads).min()
    }

    /// Goes through the midnight that begins `day`.
    pub fn midnight(&mut self, day: Day, world: &mut impl World) {
        self.next_pass = day.next();
        let delay = world.delay(Delay::LifecycleAction);
        let entries = self.table.calendar.take(day);
        let mut block = Vec::with_capacity(BLOCK);
        let mut steps = Vec::with_capacity(BLOCK);
        let mut memo = Memo::default();
        let mut shared = Vec::new();
        let mut owed = false;
        for ids in entries.chunks(BLOCK) {
            block.clear();
            for &id in ids {
                let row = self.table.arena.get_mut(id);
                if row.due == day && row.count > 0 {
                    block.push((id, Row { due: Day::MAX, ..*row }));
                    // Taken out at once: the same row may have been filed twice under this day.
                    row.due = Day::MAX;
                }
            }
            steps.clear();
            for (id, row) in &block {
                let alike = Alike::of(row);
                steps.push(memo.get(alike).unwrap_or_else(|| {
                    let step = self.decide(*id, row, day);
                    memo.keep(alike, step);
                    step
                }));
            }
            self.table
                .warm(block.iter().zip(&steps).filter(|(_, step)| removes(**step)).map(|((id, _), _)| *id));
            for (&(id, row), &step) in block.iter().zip(&steps) {
                match step {
                    None => self.file(id),
                    Some(Step::Lifecycle(action)) if delay > Micros::ZERO => {
                        self.owe(id, action, day);
                        owed = true;
                    }
                    Some(step) if row.older.exists() || row.newer.exists() => {
                        shared.push(Decided { id, row, step })
                    }
                    Some(step) => self.carry_out(id, step, day, day.start()),
                }
            }
        }
        self.carry_out_all(shared, day, day.start());
        for (upload, cause) in self.uploads_due(day) {
            if delay > Micros::ZERO {
                self.owe_abort(upload, day);
                owed = true;
            } else {
                self.abort_upload(upload, cause);
            }
        }
        if owed {
            world.schedule(day.start() + delay, Wake::LifecycleActions);
        }
        self.settle(day.start(), world);
    }

    /// Does what the machine had asked to be woken for.
    pub fn wake(&mut self, now: Instant, wake: Wake, world: &mut impl World) {
        self.reach(now);
        match wake {
            Wake::Replication => {
                self.try_replications(now, world);
                self.settle(now, world);
            }
            Wake::LifecycleActions => {
                let due = (now - world.delay(Delay::LifecycleAction)).day();
                let (owed, later): (Vec<RowId>, Vec<RowId>) = std::mem::take(&mut self.table.owed)
                    .into_iter()
                    .filter(|&id| self.table.owes(id))
                    .partition(|&id| self.table.arena.get(id).due == due);
                self.table.owed = later;
                // A place may have been noted twice, if it was given to another version meanwhile.
                let owed: BTreeSet<RowId> = owed.into_iter().collect();
                let mut decided = Vec::new();
                for id in owed {
                    let row = *self.table.arena.get(id);
                    match self.decide(id, &row, due) {
                        Some(step @ Step::Lifecycle(_)) => decided.push(Decided { id, row, step }),
                        Some(Step::Tier(_)) | None => self.forgive(id),
                    }
                }
                self.carry_out_all(decided, due, now);
                self.abort_owed(due);
                self.settle(now, world);
            }
            Wake::Analysis => {
                self.analyse(now, world);
                self.settle(now, world);
            }
            Wake::Restores => {
                self.wake_restores(now);
                self.settle(now, world);
            }
        }
    }

    /// Does what was decided for the midnight of `day`, at `now`: permanent deletions first, delete markers last. So a
    /// null version that a marker is going to replace is moved before, if that is due as well.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html>
    fn carry_out_all(&mut self, mut decided: Vec<Decided>, day: Day, now: Instant) {
        decided.sort_by_key(|decided| self.order(decided));
        for Decided { id, row, step } in decided {
            if self.is_still(id, &row) {
                self.carry_out(id, step, day, now);
            }
        }
    }

    fn order(&self, decided: &Decided) -> u8 {
        let bucket = self.table.attrs.get(decided.row.attrs).bucket;
        match decided.step {
            Step::Lifecycle(Action::Remove { .. }) => 0,
            Step::Lifecycle(Action::Expire { .. }) if !self.bucket(bucket).versioning.keeps_versions() => 0,
            Step::Lifecycle(Action::Transition { .. }) => 1,
            Step::Tier(_) => 2,
            Step::Lifecycle(Action::Expire { .. }) => 3,
        }
    }

    /// Whether the versions that stood in `row` still stand at `id`: places are given to others when they are free.
    fn is_still(&self, id: RowId, row: &Row) -> bool {
        let present = self.table.arena.get(id);
        let segment = |row: &Row| self.table.attrs.get(row.attrs).attrs.segment;
        present.count > 0
            && (present.first, present.number, present.created) == (row.first, row.number, row.created)
            && segment(present) == segment(row)
    }

    /// Notes that it is `now`: the midnight of this day has been gone through, whatever is filed from here on is due
    /// at a later one.
    pub(crate) fn reach(&mut self, now: Instant) {
        self.next_pass = self.next_pass.max(now.day().next());
    }

    /// Files a row under the first day on which any rule could act on it.
    pub(crate) fn file(&mut self, id: RowId) {
        self.refresh(self.table.arena.get(id).attrs);
        // Read where it stands: a copy of what has just been written in parts makes the processor wait.
        let row = self.table.arena.get(id);
        let entry = self.table.attrs.get(row.attrs);
        if entry.attrs.owed != Owed::Nothing {
            return;
        }
        let alike = Alike::of(row);
        let mut due = match self.filed.get(alike) {
            Some(due) => due,
            None => {
                let due = if entry.plan.is_empty() { Day::MAX } else { self.next_action(id, row) };
                let idle =
                    |tiering: TieringPlan| tiering.next_due(row.size, row.idle_since(), entry.attrs.tier);
                let due = entry.tiering.map_or(due, |tiering| due.min(idle(tiering)));
                self.filed.keep(alike, due);
                due
            }
        };
        if due != Day::MAX {
            due = due.max(self.next_pass);
        }
        if due != row.due {
            self.table.arena.get_mut(id).due = due;
            if due != Day::MAX {
                self.table.calendar.file(due, id);
            }
        }
    }

    fn decide(&mut self, id: RowId, row: &Row, day: Day) -> Option<Step> {
        self.refresh(row.attrs);
        let entry = self.table.attrs.get(row.attrs);
        let keeps_versions = self.bucket(entry.bucket).versioning.keeps_versions();
        if !entry.plan.is_empty() {
            let view = self.view(id, row);
            let action = match decide(&entry.plan, &view, day, keeps_versions) {
                Some(Action::Remove { .. }) if day < self.locks.get(entry.attrs.lock).free_from() => {
                    decide(&entry.plan.without_removals(), &view, day, keeps_versions)
                }
                action => action,
            };
            if let Some(action) = action {
                return Some(Step::Lifecycle(action));
            }
        }
        let tiering = entry.tiering?;
        let idle = day.0.saturating_sub(row.idle_since().0);
        let tier = tiering.tier(row.size, idle.into());
        (tier > entry.attrs.tier).then_some(Step::Tier(tier))
    }

    /// The first day on which lifecycle could act on a row: removals wait for the end of a lock.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>
    fn next_action(&self, id: RowId, row: &Row) -> Day {
        let entry = self.table.attrs.get(row.attrs);
        let view = self.view(id, row);
        let due = next_due(&entry.plan, &view);
        if entry.attrs.lock == LockId::default() || !entry.attrs.noncurrent {
            return due;
        }
        let free = self.locks.get(entry.attrs.lock).free_from();
        due.max(free).min(next_due(&entry.plan.without_removals(), &view))
    }

    /// A row as lifecycle sees it.
    #[inline]
    fn view(&self, id: RowId, row: &Row) -> VersionView {
        let entry = self.table.attrs.get(row.attrs);
        let place = match (entry.attrs.kind, row.newer.some()) {
            (Kind::Data, None) => Place::Current,
            (Kind::DeleteMarker, None) => Place::CurrentDeleteMarker { alone: !row.older.exists() },
            (_, Some(newer)) => Place::Noncurrent {
                since: self.table.arena.get(newer).created,
                newer: self.newer_noncurrent(id, entry.plan.deepest_newer()),
            },
        };
        VersionView { created: row.created, size: row.size, place }
    }

    /// How many noncurrent versions are newer, counted no further than `limit`.
    fn newer_noncurrent(&self, id: RowId, limit: u32) -> u32 {
        let above = std::iter::successors(self.table.arena.get(id).newer.some(), |&up| {
            self.table.arena.get(up).newer.some()
        });
        // The last one above is the current version, which does not count.
        (above.take(limit as usize + 1).count() as u32).saturating_sub(1).min(limit)
    }

    /// Compiles the plans of attributes if the configuration has changed since.
    #[inline]
    fn refresh(&mut self, id: AttrsId) {
        if !self.table.attrs.get(id).current {
            self.compile(id);
        }
    }

    fn compile(&mut self, id: AttrsId) {
        let entry = self.table.attrs.get(id);
        let attrs = entry.attrs;
        let bucket = &self.buckets[entry.bucket.0 as usize];
        let segment = self.table.segments.get(attrs.segment);
        let has_prefix = |prefix: &str| segment.has_prefix(prefix);
        let subject = Subject {
            reading: self.reading,
            has_prefix: &has_prefix,
            tags: &self.tags[attrs.tags.0 as usize],
            class: attrs.class,
            tier: attrs.tier,
            delete_marker: attrs.kind == Kind::DeleteMarker,
        };
        // What is not replicated yet is left alone, whatever the rules say (LC-113).
        let held = attrs.kind == Kind::Data && self.is_held_by_replication(attrs.standing);
        let lifecycle = bucket.lifecycle.as_ref().filter(|_| !held);
        let mut plan = lifecycle.map(|c| Plan::compile(c, subject)).unwrap_or_default();
        let lost = attrs.condition == Condition::Lost;
        if lost {
            plan.keep_removals();
        }
        let tiered = attrs.kind == Kind::Data && attrs.class == StorageClass::IntelligentTiering && !lost;
        let tiering =
            tiered.then(|| TieringPlan::compile(&bucket.intelligent_tiering, &has_prefix, subject.tags));
        let entry = self.table.attrs.get_mut(id);
        entry.plan = plan;
        entry.tiering = tiering;
        entry.current = true;
        self.filed = Memo::default();
    }

    /// Looks at every object of a bucket anew: its configuration has changed.
    /// What lifecycle owes is forgotten.
    pub(crate) fn reconsider(&mut self, bucket: BucketId) {
        self.review(bucket);
        for id in self.rows_of(bucket) {
            self.forgive(id);
        }
        self.forgive_uploads(bucket);
    }

    /// Looks at every object of a bucket anew, without forgetting anything: a configuration has changed that lifecycle
    /// does not ask.
    pub(crate) fn review(&mut self, bucket: BucketId) {
        let entry = &mut self.buckets[bucket.0 as usize];
        let prefixes = entry.used_prefixes();
        let cut = entry.prefixes != prefixes;
        entry.prefixes = prefixes;
        self.table.attrs.outdate(bucket);
        if cut {
            for space in self.bucket(bucket).spaces().collect::<Vec<_>>() {
                self.table.cut_anew(space, &self.buckets[bucket.0 as usize].prefixes);
            }
        }
        for id in self.rows_of(bucket) {
            self.file(id);
        }
        self.review_uploads(bucket);
    }

    /// All versions of a bucket.
    pub(crate) fn rows_of(&self, bucket: BucketId) -> Vec<RowId> {
        let heads = |space| self.table.space(space).index.rows(&self.table.arena, 0..u64::MAX);
        let spaces = self.bucket(bucket).spaces();
        spaces.flat_map(heads).flat_map(|head| self.table.stack(head)).collect()
    }

    /// Forgets an action that is owed, and files the row anew.
    fn forgive(&mut self, id: RowId) {
        let attrs = *self.table.attrs_of(id);
        if attrs.owed != Owed::Nothing {
            self.table.set_attrs(id, Attrs { owed: Owed::Nothing, ..attrs });
            self.table.arena.get_mut(id).due = Day::MAX;
        }
        self.file(id);
    }

    /// Notes that an action is due now and will be carried out later: billing follows the due date.
    fn owe(&mut self, id: RowId, action: Action, day: Day) {
        let attrs = *self.table.attrs_of(id);
        let keeps = self
            .bucket(self.table.attrs.get(self.table.arena.get(id).attrs).bucket)
            .versioning
            .keeps_versions();
        let owed = match action {
            Action::Transition { to: StorageClass::IntelligentTiering, .. } => Owed::Later,
            Action::Transition { to, .. } => Owed::Class(to),
            Action::Expire { .. } if keeps => Owed::Later,
            Action::Expire { .. } | Action::Remove { .. } => Owed::Deletion,
        };
        self.table.set_attrs(id, Attrs { owed, ..attrs });
        self.table.arena.get_mut(id).due = day;
        self.table.owed.push(id);
    }

    /// Does what was decided for the midnight of `day`, at `now`.
    fn carry_out(&mut self, id: RowId, step: Step, day: Day, now: Instant) {
        match step {
            Step::Tier(tier) => self.move_to_tier(id, tier),
            Step::Lifecycle(action) => {
                let cause = self.cause_of(id, action);
                match action {
                    Action::Transition { to, .. } => self.transition(id, to, day, now, cause),
                    Action::Expire { .. } => self.expire(id, now, cause),
                    Action::Remove { .. } => self.destroy(now, id, cause),
                }
            }
        }
    }

    /// The expiration of current data: destroyed, or covered by a delete marker that is dated 00:00 of the day.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configure-notification.html>
    fn expire(&mut self, id: RowId, now: Instant, cause: CauseId) {
        let space = self.table.space_of(id);
        if self.versioning_of(space) == Versioning::Unversioned {
            self.destroy(now, id, cause);
        } else {
            self.put_delete_marker(now, id, now.day().start(), cause);
        }
    }

    fn transition(&mut self, id: RowId, to: StorageClass, day: Day, now: Instant, cause: CauseId) {
        let attrs = *self.table.attrs_of(id);
        self.leave_class(now, id, cause);
        self.note(id, EventKind::Transitioned, Label::Class(attrs.class), Label::Class(to), cause);
        let count = u128::from(self.table.arena.get(id).count);
        let (item, operation) = transition_request(to);
        let bucket = self.table.attrs.get(self.table.arena.get(id).attrs).bucket;
        self.charge_owner(bucket, item, operation, count);
        // Modelling choice: a copy outlives a move to the deeper archive, and a restore that is under way goes on.
        let condition = if attrs.class.is_archive() { attrs.condition } else { Condition::AsStored };
        let tier = AccessTier::Frequent;
        self.table.set_attrs(id, Attrs { class: to, tier, owed: Owed::Nothing, condition, ..attrs });
        let row = self.table.arena.get_mut(id);
        // Into Intelligent-Tiering the price changes, and the idle clock starts, when the move is carried out.
        row.since = if to == StorageClass::IntelligentTiering { now.ceil_day() } else { day };
        row.due = Day::MAX;
        self.file(id);
    }

    fn move_to_tier(&mut self, id: RowId, tier: AccessTier) {
        let attrs = *self.table.attrs_of(id);
        let cause = self.tally.cause("Intelligent-Tiering");
        self.note(id, EventKind::TierChanged, Label::Tier(attrs.tier), Label::Tier(tier), cause);
        self.table.set_attrs(id, Attrs { tier, condition: Condition::AsStored, ..attrs });
        self.file(id);
    }

    /// Books what is missing of the minimum storage duration of the class that a version leaves at `now`.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>, notes 3 to 5.
    /// Modelling choice: the clock runs from the instant at which the class was entered, and until the action was due
    /// if lifecycle is late: up to then the class itself was billed. Nothing is booked before the version really goes.
    pub(crate) fn leave_class(&mut self, now: Instant, id: RowId, cause: CauseId) {
        let attrs = *self.table.attrs_of(id);
        if attrs.condition == Condition::Lost {
            return;
        }
        let row = *self.table.arena.get(id);
        let left = match attrs.owed {
            Owed::Class(_) | Owed::Deletion => row.due.start(),
            Owed::Nothing | Owed::Later => now,
        };
        let Some(EarlyDelete { item, bytes, padding }) = early_delete(attrs.class, row.size) else { return };
        let free_from = row.entered() + Micros::days(attrs.class.facts().minimum_days.into());
        let missing = free_from.since(left).0;
        if missing <= 0 {
            return;
        }
        let amount =
            |bytes: u64| u128::from(bytes) * u128::from(row.count) * u128::from(missing.unsigned_abs());
        let bucket = self.table.attrs.get(row.attrs).bucket;
        self.charge_owner(bucket, item, "EarlyDelete", amount(bytes));
        if let Some((item, bytes)) = padding {
            self.charge_owner(bucket, item, "EarlyDelete", amount(bytes));
        }
        self.note(id, EventKind::EarlyDelete, Label::Class(attrs.class), Label::None, cause);
    }

    fn cause_of(&self, id: RowId, action: Action) -> CauseId {
        let (Action::Transition { rule, .. } | Action::Expire { rule } | Action::Remove { rule }) = action;
        let bucket = self.table.attrs.get(self.table.arena.get(id).attrs).bucket;
        self.bucket(bucket).rule_causes[usize::from(rule)]
    }
}

/// The request that a transition pays, priced by where it goes.
fn transition_request(to: StorageClass) -> (Item, &'static str) {
    match to {
        StorageClass::IntelligentTiering => (Item::TransitionInt, "S3-INTTransition"),
        StorageClass::StandardIa => (Item::TransitionStandardIa, "S3-SIATransition"),
        StorageClass::OneZoneIa => (Item::TransitionOneZoneIa, "S3-ZIATransition"),
        StorageClass::GlacierIr => (Item::TransitionGlacierIr, "S3-GIRTransition"),
        StorageClass::Glacier => (Item::TransitionGlacier, "S3-GlacierTransition"),
        StorageClass::DeepArchive => (Item::TransitionDeepArchive, "S3-GDATransition"),
        // The waterfall never leads here.
        StorageClass::Standard | StorageClass::ReducedRedundancy | StorageClass::ExpressOneZone => {
            (Item::RequestFree, "Transition")
        }
    }
}
