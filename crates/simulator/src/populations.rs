//! Objects that are there at the start.

use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_s3::machine::S3;
use s3sim_s3::object::attrs::ContentId;
use s3sim_s3::versioning::Written;
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
    let cause = s3.cause(&format!("objects {}", population.name));
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
            if explode {
                for index in range {
                    s3.populate(start, space, index..index + 1, written, cell.created, cause);
                }
            } else {
                s3.populate(start, space, range, written, cell.created, cause);
            }
        }
    }
    s3.populated(start, world);
}
