//! Objects that are there at the start.

use std::ops::Range;

use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_s3::CauseId;
use s3sim_s3::encryption::{Encryption, Protection};
use s3sim_s3::machine::S3;
use s3sim_s3::object::attrs::EncryptionId;
use s3sim_s3::versioning::Written;
use s3sim_scenario::inventory::Imported;
use s3sim_scenario::population::{Cell, Population, PopulationEncryption};

use crate::keys;
use crate::recorder::Recorder;

/// What is written at once: one version of the objects of a cell, or the delete markers on top of them.
#[derive(Clone, Debug)]
pub(crate) struct Wave {
    cell: Cell,
    /// The numbers of the objects in their population.
    numbers: Range<u64>,
    /// When this version was written.
    at: Instant,
    marker: bool,
}

/// When the objects of a cell got the version that many places below the newest one.
pub(crate) fn written_at(population: &Population, cell: &Cell, below: u64) -> Instant {
    let before = population.every.0.saturating_mul(i64::try_from(below).unwrap_or(i64::MAX));
    cell.created - Micros(before)
}

/// Everything that is written of a population, the versions of each object in the order of writing.
pub(crate) fn waves(population: &Population) -> Vec<(Instant, Wave)> {
    let mut waves = Vec::new();
    let mut number = 0;
    for cell in &population.cells {
        let numbers = number..number + cell.count;
        number = numbers.end;
        let mut add =
            |at, marker| waves.push((at, Wave { cell: *cell, numbers: numbers.clone(), at, marker }));
        for below in (0..population.versions).rev() {
            add(written_at(population, cell, below), false);
        }
        if population.deleted {
            add(cell.created, true);
        }
    }
    waves
}

/// Puts a population in place that meets the rules at the start for the first time. `explode` writes every object as
/// a row of its own, which must never show.
pub(crate) fn place(
    s3: &mut S3,
    world: &mut Recorder,
    start: Instant,
    bucket: BucketId,
    population: &Population,
    explode: bool,
) {
    let new = prepare(s3, bucket, population);
    for (_, wave) in waves(population) {
        put(s3, start, &new, &wave, explode);
    }
    for version in &population.imported {
        import(s3, start, &new, version);
    }
    s3.populated(start, world);
}

/// What all objects of a population have in common.
pub(crate) struct Prepared<'a> {
    bucket: BucketId,
    pub(crate) population: &'a Population,
    cause: CauseId,
    /// Of any size.
    written: Written,
}

/// Makes ready what holds for the whole population.
pub(crate) fn prepare<'a>(s3: &mut S3, bucket: BucketId, population: &'a Population) -> Prepared<'a> {
    let written = Written {
        class: population.storage_class,
        tags: s3.tags(population.tags.clone()),
        encryption: encryption(s3, bucket, population),
        access: population.owner.map_or_else(Default::default, |owner| s3.owned_by(bucket, owner)),
        ..Written::default()
    };
    Prepared { bucket, population, cause: s3.cause(&format!("objects {}", population.name)), written }
}

/// Puts one wave in place at `now`.
pub(crate) fn put(s3: &mut S3, now: Instant, new: &Prepared<'_>, wave: &Wave, explode: bool) {
    let &Prepared { bucket, population, cause, written } = new;
    let written = Written { size: wave.cell.size, ..written };
    let day = wave.cell.created.day();
    for (space, range, _) in keys::places(s3, bucket, &population.keys, day, wave.numbers.clone()) {
        let runs = if explode { range.map(|index| index..index + 1).collect() } else { vec![range] };
        for run in runs {
            if wave.marker {
                s3.populate_delete_markers(now, space, run, wave.at, cause);
            } else if population.incomplete_upload {
                s3.populate_uploads(now, space, run, written, wave.at, cause);
            } else {
                s3.populate(now, space, run, written, wave.at, cause);
            }
        }
    }
}

/// How the objects of a population are encrypted.
///
/// Modelling choice: under SSE-S3 where the key of their bucket does not exist, for nobody could have written them.
fn encryption(s3: &mut S3, bucket: BucketId, population: &Population) -> EncryptionId {
    match &population.encryption {
        PopulationEncryption::Headers(headers) => s3.protection_of(bucket, headers).unwrap_or_default(),
        PopulationEncryption::None => {
            s3.intern_protection(Protection { encryption: Encryption::None, client_key: None })
        }
    }
}

/// Puts a version of an inventory report in place; those of a key come in the order of their writing.
fn import(s3: &mut S3, start: Instant, new: &Prepared<'_>, version: &Imported) {
    let (space, index) = s3.place(new.bucket, &version.key);
    if version.delete_marker {
        return s3.populate_delete_marker(start, space, index, version.created, new.cause);
    }
    let written = Written { size: version.size, class: version.storage_class, ..Written::default() };
    s3.populate(start, space, index..index + 1, written, version.created, new.cause);
}
