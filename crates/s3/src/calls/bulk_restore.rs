//! RestoreObject on many objects at once: whole runs go at the cost of one.
//!
//! Where durations differ, the objects are cut into 20 equal shares in the order of their keys' numbers, each with
//! the duration that stands for its share of the distribution: so a population stays a handful of runs, however it
//! was cut before. Modelling choice.

use std::collections::BTreeMap;
use std::ops::Range;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Map;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::bulk::Outcome;
use super::read::check_readable;
use super::restore::asked;
use crate::form::Form;
use crate::identity::digest;
use crate::machine::S3;
use crate::object::attrs::Kind;
use crate::object::row::RowId;
use crate::object::table::SpaceId;
use crate::response::Refusal;
use crate::restore::decide::{Action, Asked};
use crate::restore::{Archive, Condition, RetrievalTier};
use crate::tally::CauseId;
use crate::world::{Chance, Delay, Subject, World};

/// Consecutive keys of one key space.
pub type Stretch = (SpaceId, Range<u64>);

/// Into how many shares many restores are cut.
const BINS: u64 = 20;

/// What is wanted of many objects.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// RestoreObject with these parameters.
    Restore(&'a Map),
    /// That they can be read: `Tier: Standard`, `Days: 1` for those that are archived, nothing for the others.
    ToRead,
}

/// What became of many restores.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// How many succeeded or were refused.
    pub outcome: Outcome,
    /// The first refusal, in the order of keys.
    pub refusal: Option<Refusal>,
    /// Objects that can be read now.
    pub readable: Vec<Stretch>,
    /// Objects that can be read later, by when.
    pub waiting: BTreeMap<Instant, Vec<Stretch>>,
}

/// A part of the keys whose restores fare alike.
struct Part {
    subject: Subject,
    guaranteed: bool,
    stretch: Stretch,
}

impl S3 {
    /// Restores the current versions of many keys.
    pub fn restore_all(
        &mut self,
        now: Instant,
        bucket: BucketId,
        stretches: &[Stretch],
        wanted: Wanted<'_>,
        cause: CauseId,
        world: &mut impl World,
    ) -> Restored {
        self.reach(now);
        let mut restored = Restored::default();
        let asked = match wanted {
            Wanted::ToRead => None,
            Wanted::Restore(parameters) => match asked(Form::new(parameters)) {
                Ok(asked) => Some(asked),
                Err(refusal) => {
                    let requests = stretches.iter().map(|(_, range)| range.end - range.start).sum();
                    self.refuse(bucket, refusal, requests, &mut restored);
                    self.settle(now, world);
                    return restored;
                }
            },
        };
        for part in self.parts(now, bucket, stretches, asked, world) {
            let (space, range) = part.stretch.clone();
            for head in self.table.space(space).index.rows(&self.table.arena, range.clone()) {
                let row = self.table.arena.get(head);
                let keys = row.first.max(range.start)..row.end().min(range.end);
                self.restore_keys(
                    now,
                    bucket,
                    (space, keys, head),
                    asked,
                    &part,
                    cause,
                    &mut restored,
                    world,
                );
            }
        }
        self.settle(now, world);
        restored
    }

    #[expect(clippy::too_many_arguments, reason = "one step of restore_all, which holds all of this")]
    fn restore_keys(
        &mut self,
        now: Instant,
        bucket: BucketId,
        (space, keys, head): (SpaceId, Range<u64>, RowId),
        asked: Option<Asked>,
        part: &Part,
        cause: CauseId,
        restored: &mut Restored,
        world: &mut impl World,
    ) {
        let count = keys.end - keys.start;
        let attrs = *self.table.attrs_of(head);
        if attrs.kind == Kind::DeleteMarker {
            self.refuse(bucket, Refusal::of(ErrorCode::NoSuchKey), count, restored);
            return;
        }
        let archive = Archive::of(attrs.class, attrs.tier);
        let asked = match (asked, attrs.condition, archive) {
            (Some(asked), _, _) => asked,
            (None, Condition::Restoring(running), _) => {
                join(restored.waiting.entry(running.ready).or_default(), space, keys);
                return;
            }
            (None, _, Some(archive)) if check_readable(&attrs).is_err() => Asked::to_read(archive),
            (None, _, _) => {
                join(&mut restored.readable, space, keys);
                return;
            }
        };
        let action = match asked.decide(&attrs) {
            Ok(action) => action,
            Err(refusal) => return self.refuse(bucket, refusal, count, restored),
        };
        let mut ready = now;
        if let Action::Start { archive, tier, .. } = action {
            let by_chance = tier == RetrievalTier::Expedited && !part.guaranteed;
            if by_chance && !world.happens(Chance::ExpeditedCapacity(part.subject)) {
                let refusal = Refusal::of(ErrorCode::GlacierExpeditedRetrievalNotAvailable);
                return self.refuse(bucket, refusal, count, restored);
            }
            let size = self.table.arena.get(head).size;
            ready = now + world.delay(Delay::Restore { archive, tier, size, subject: part.subject });
        } else {
            self.charge_requests(bucket, Api::RestoreObject, attrs.class, count);
        }
        for row in self.table.isolate(space, keys.clone()) {
            self.restore(now, row, action, ready, cause);
            if let Condition::Restoring(running) = self.table.attrs_of(row).condition {
                ready = running.ready;
            }
        }
        restored.outcome.succeeded += count;
        if ready == now {
            join(&mut restored.readable, space, keys);
        } else {
            join(restored.waiting.entry(ready).or_default(), space, keys);
        }
    }

    fn refuse(&mut self, bucket: BucketId, refusal: Refusal, count: u64, restored: &mut Restored) {
        self.refuse_all(bucket, Api::RestoreObject, refusal.code, count);
        match refusal.code {
            ErrorCode::NoSuchKey => restored.outcome.missing += count,
            _ => restored.outcome.refused += count,
        }
        restored.refusal.get_or_insert(refusal);
    }

    /// Cuts the keys into parts that fare alike: shares of the distribution of durations, and those that provisioned
    /// capacity guarantees.
    fn parts(
        &mut self,
        now: Instant,
        bucket: BucketId,
        stretches: &[Stretch],
        asked: Option<Asked>,
        world: &impl World,
    ) -> Vec<Part> {
        let total: u64 = stretches.iter().map(|(_, range)| range.end - range.start).sum();
        let expedited = asked.is_some_and(|asked| asked.tier == RetrievalTier::Expedited);
        let owner = self.bucket(bucket).owner;
        let guaranteed = if expedited { self.capacity.take(now, owner, total) } else { 0 };
        let subject = |bin| Subject::Bin { bin, of: BINS };
        let delay = |bin| {
            let (archive, tier, size) = (Archive::Glacier, RetrievalTier::Standard, 0);
            world.delay(Delay::Restore { archive, tier, size, subject: subject(bin) })
        };
        let chance = |bin| !expedited || world.happens(Chance::ExpeditedCapacity(subject(bin)));
        let alike = delay(0) == delay(BINS - 1) && chance(0) == chance(BINS - 1);
        let bins = if alike { 1 } else { BINS };
        let edge = |bin: u64| (u128::from(total) * u128::from(bin) / u128::from(bins)) as u64;
        let mut parts = Vec::new();
        let mut before = 0;
        for (space, range) in stretches {
            let length = range.end - range.start;
            for bin in 0..bins {
                for (from, until, guaranteed) in
                    [(0, guaranteed.min(total), true), (guaranteed.min(total), total, false)]
                {
                    let from = edge(bin).max(from).clamp(before, before + length) - before;
                    let until = edge(bin + 1).min(until).clamp(before, before + length) - before;
                    if from < until {
                        let keys = range.start + from..range.start + until;
                        let subject = if total == 1 {
                            self.alone(now, bucket, *space, keys.start)
                        } else {
                            subject(bin)
                        };
                        parts.push(Part { subject, guaranteed, stretch: (*space, keys) });
                    }
                }
            }
            before += length;
        }
        parts
    }

    /// The subject of a single request.
    fn alone(&self, now: Instant, bucket: BucketId, space: SpaceId, index: u64) -> Subject {
        let number = self.table.find(space, index).map_or(0, |head| self.table.arena.get(head).number);
        Subject::One(digest(&self.bucket(bucket).name, &self.key(space, index), number, now))
    }
}

/// Adds keys, lengthening the last stretch where they meet: how objects are cut into rows must not show.
fn join(stretches: &mut Vec<Stretch>, space: SpaceId, keys: Range<u64>) {
    match stretches.last_mut() {
        Some((last, range)) if *last == space && range.end == keys.start => range.end = keys.end,
        _ => stretches.push((space, keys)),
    }
}
