//! From numbers of a template to key spaces and indices: `{n%4}` and `{date}` spread numbers over several spaces.

use std::ops::Range;

use s3sim_kernel::time::Day;
use s3sim_ledger::BucketId;
use s3sim_s3::machine::S3;
use s3sim_s3::object::table::SpaceId;
use s3sim_scenario::template::Template;

/// The places of the keys that a template makes on `day` for `numbers`, in the order of their first numbers, and how
/// many numbers make each of them.
pub(crate) fn places(
    s3: &mut S3,
    bucket: BucketId,
    template: &Template,
    day: Day,
    numbers: Range<u64>,
) -> Vec<(SpaceId, Range<u64>, u64)> {
    if numbers.is_empty() {
        return Vec::new();
    }
    if !template.counts() {
        // Every number makes the same key, or one of a few: they are named one by one.
        let mut places = Vec::new();
        let residues = template.residues();
        for number in numbers.start..numbers.end.min(numbers.start + residues) {
            let (space, index) = s3.place(bucket, &template.key(number, day));
            places.push((space, index..index + 1, (numbers.end - number).div_ceil(residues)));
        }
        return places;
    }
    let step = template.residues();
    let mut places = Vec::new();
    for number in numbers.start..(numbers.start + step).min(numbers.end) {
        if let Some(keys) = template.space(number, day) {
            let space = s3.template(bucket, keys);
            // number, number + step, … below the end.
            let count = (numbers.end - number).div_ceil(step);
            places.push((space, number / step..number / step + count, 1));
        }
    }
    places
}
