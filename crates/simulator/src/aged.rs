//! Populations that have lived under their bucket's rules before the clock starts: `aged: true`.
//!
//! Their past is gone through with the same machine, midnight by midnight, and nobody writes it down: what is left at
//! the start is the class, tier and version state that the rules would have made of them. Only that is handed on.

use std::collections::BTreeMap;

use s3sim_aws::region::Region;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::audit::AuditRecord;
use s3sim_ledger::event::ObjectEvent;
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::machine::S3;
use s3sim_s3::storage::Stored;
use s3sim_s3::world::{Count, Delay, Wake, World};
use s3sim_scenario::Scenario;
use s3sim_scenario::population::Population;

use crate::populations::{self, Prepared, Wave};
use crate::recorder::Recorder;

/// A past that costs nothing: only what is stored at its end counts.
#[derive(Default)]
struct Past {
    levels: BTreeMap<(BucketId, Stored), i128>,
}

impl World for Past {
    fn delay(&self, _what: Delay) -> Micros {
        Micros::ZERO
    }

    fn schedule(&mut self, _at: Instant, _wake: Wake) {}

    fn level(&mut self, _at: Instant, bucket: BucketId, stored: Stored, delta: i128) {
        *self.levels.entry((bucket, stored)).or_default() += delta;
    }

    fn keys(&mut self, _at: Instant, _owner: AccountId, _region: Region, _delta: i128) {}

    fn count(&mut self, _at: Instant, _usage: Count) {}

    fn audit(&mut self, _record: AuditRecord) {}

    fn event(&mut self, _event: ObjectEvent) {}
}

/// The instant at which the machine's clock has to begin: the start, or the first writing of an aged population.
pub(crate) fn beginning(scenario: &Scenario) -> Instant {
    let aged = scenario.buckets.iter().flat_map(|bucket| &bucket.objects).filter(|one| one.aged);
    let first = aged.flat_map(|population| {
        population.cells.iter().map(|cell| populations::written_at(population, cell, population.versions - 1))
    });
    first.chain([scenario.start]).min().unwrap_or(scenario.start).max(Instant::EPOCH)
}

/// Lets all aged populations live until the start, and hands what they weigh then to `world`.
pub(crate) fn live(
    s3: &mut S3,
    world: &mut Recorder,
    start: Instant,
    populations: &[(BucketId, &Population)],
    explode: bool,
) {
    let aged = populations.iter().filter(|(_, population)| population.aged);
    let prepared: Vec<Prepared<'_>> =
        aged.map(|(bucket, population)| populations::prepare(s3, *bucket, population)).collect();
    let mut waves: Vec<(Instant, &Prepared<'_>, Wave)> = Vec::new();
    for new in &prepared {
        waves.extend(populations::waves(new.population).into_iter().map(|(at, wave)| (at, new, wave)));
    }
    if waves.is_empty() {
        return;
    }
    // Equal instants stay in file order: a delete marker comes after what it hides.
    waves.sort_by_key(|(at, ..)| *at);
    let mut past = Past::default();
    for (at, new, wave) in waves {
        pass(s3, &mut past, at);
        populations::put(s3, at, new, &wave, explode);
        s3.populated(at, &mut past);
    }
    // What is due at the very start is done by the run itself.
    pass(s3, &mut past, start - Micros(1));
    for ((bucket, stored), amount) in past.levels {
        world.level(start, bucket, stored, amount);
    }
}

/// Goes through every midnight up to `to`, which is included.
fn pass(s3: &mut S3, past: &mut Past, to: Instant) {
    while let Some(day) = s3.next_due().filter(|day| day.start() <= to) {
        s3.midnight(day, past);
    }
}
