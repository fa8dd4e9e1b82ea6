//! Objects that are there at the start.

use std::ops::Range;

use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_s3::machine::S3;
use s3sim_s3::object::attrs::ContentId;
use s3sim_s3::object::table::SpaceId;
use s3sim_s3::versioning::Written;
use s3sim_scenario::inventory::Imported;
use s3sim_scenario::population::Population;

use crate::keys;
use crate::recorder::Recorder;

/// Puts a population in place. `explode` writes every object as a row of its own, which must never show.
pub(crate) fn place(
    s3: &mut S3,
    world: &mut Recorder,
    start: Instant,
    bucket: BucketId,
    population: &Population,
    explode: bool,
) {
    let tags = s3.tags(population.tags.clone());
    let mut number = 0;
    for cell in &population.cells {
        let written = Written {
            size: cell.size,
            class: population.storage_class,
            tags,
            content: ContentId::default(),
            ..Written::default()
        };
        let numbers = number..number + cell.count;
        number = numbers.end;
        for (space, range, _) in keys::places(s3, bucket, &population.keys, cell.created.day(), numbers) {
            let runs = if explode { range.map(|index| index..index + 1).collect() } else { vec![range] };
            for run in runs {
                put(s3, start, population, (space, run), written, cell.created);
            }
        }
    }
    for version in &population.imported {
        import(s3, start, bucket, population, version);
    }
    s3.populated(start, world);
}

/// Puts a version of an inventory report in place; those of a key come in the order of their writing.
fn import(s3: &mut S3, start: Instant, bucket: BucketId, population: &Population, version: &Imported) {
    let cause = s3.cause(&format!("objects {}", population.name));
    let (space, index) = s3.place(bucket, &version.key);
    if version.delete_marker {
        return s3.populate_delete_marker(start, space, index, version.created, cause);
    }
    let written = Written { size: version.size, class: version.storage_class, ..Written::default() };
    s3.populate(start, space, index..index + 1, written, version.created, cause);
}

/// Puts consecutive objects that are alike in place, with the versions below and what is on top.
fn put(
    s3: &mut S3,
    start: Instant,
    population: &Population,
    (space, run): (SpaceId, Range<u64>),
    written: Written,
    created: Instant,
) {
    let cause = s3.cause(&format!("objects {}", population.name));
    if population.incomplete_upload {
        return s3.populate_uploads(start, space, run, written, created, cause);
    }
    for older in (0..population.versions).rev() {
        let before = Micros(population.every.0.saturating_mul(i64::try_from(older).unwrap_or(i64::MAX)));
        s3.populate(start, space, run.clone(), written, created - before, cause);
    }
    if population.deleted {
        s3.populate_delete_markers(start, space, run, created, cause);
    }
}
