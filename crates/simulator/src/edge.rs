//! What a distribution answers by itself: a share of the requests of traffic, so that only the rest reaches the bucket.
//!
//! Modelling choice: of the requests of each stretch of keys so many reach the bucket as the share says, spread evenly
//! over its keys; the edge answers the others as the bucket answers those. Single calls always reach the bucket: they
//! find the cache empty.

use std::ops::Range;

use s3sim_kernel::quantiles::WHOLE;
use s3sim_s3::calls::bulk::Outcome;
use s3sim_s3::calls::bulk_restore::Stretch;
use s3sim_s3::machine::S3;

/// How often which keys of a stretch are asked for at the origin, of `times` requests for each.
pub(crate) fn misses(stretch: &Stretch, times: u64, hit: u64, occurrence: u64) -> Vec<(u64, Stretch)> {
    let (space, range) = stretch;
    let keys = range.end - range.start;
    if hit == 0 || keys == 0 {
        return vec![(times, stretch.clone())];
    }
    let all = u128::from(keys) * u128::from(times);
    let missed = all - all * u128::from(hit.min(WHOLE)) / u128::from(WHOLE);
    let (each, rest) = ((missed / u128::from(keys)) as u64, (missed % u128::from(keys)) as u64);
    let mut parts = Vec::new();
    if each > 0 {
        parts.push((each, stretch.clone()));
    }
    if rest > 0 {
        // The arc moves on, so that all keys have their turn.
        let from = ((u128::from(rest) * u128::from(occurrence)) % u128::from(keys)) as u64;
        let mut arc = |from: u64, until: u64| {
            if from < until {
                parts.push((1, (*space, range.start + from..range.start + until)));
            }
        };
        arc(from, (from + rest).min(keys));
        arc(0, (from + rest).saturating_sub(keys));
    }
    parts
}

/// What becomes of all requests, given what became of those that reached the bucket.
pub(crate) fn with_hits(s3: &S3, stretch: &Stretch, times: u64, missed: Outcome) -> Outcome {
    let all = u128::from(stretch.1.end - stretch.1.start) * u128::from(times);
    let at_origin = u128::from(missed.succeeded) + u128::from(missed.failed());
    let hits = all.saturating_sub(at_origin);
    let right = match at_origin {
        0 => hits,
        _ => hits * u128::from(missed.succeeded) / at_origin,
    };
    let bytes = (bytes_of(s3, stretch) * u128::from(times)).saturating_sub(missed.bytes);
    Outcome {
        succeeded: missed.succeeded + right as u64,
        refused: missed.refused + (hits - right) as u64,
        bytes: missed.bytes + (bytes * right).checked_div(hits).unwrap_or_default(),
        ..missed
    }
}

/// Bytes of the objects of a stretch.
fn bytes_of(s3: &S3, (space, range): &Stretch) -> u128 {
    let sum = |range: Range<u64>| -> u128 {
        let groups = s3.current_data(*space, range);
        groups.iter().map(|group| u128::from(group.count()) * u128::from(group.size())).sum()
    };
    sum(range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10 keys asked for 3 times each are 30 requests; at 90 % hits 3 reach the bucket, at 50 % 15.
    #[test]
    fn so_many_reach_the_origin_as_the_share_says() {
        let stretch = (s3sim_s3::object::table::SpaceId(0), 100..110);
        let count = |hit, occurrence| -> Vec<(u64, Range<u64>)> {
            misses(&stretch, 3, hit, occurrence)
                .into_iter()
                .map(|(times, (_, range))| (times, range))
                .collect()
        };
        assert_eq!(count(0, 0), [(3, 100..110)]);
        assert_eq!(count(900_000_000, 0), [(1, 100..103)]);
        assert_eq!(count(900_000_000, 3), [(1, 109..110), (1, 100..102)]);
        assert_eq!(count(500_000_000, 0), [(1, 100..110), (1, 100..105)]);
        assert_eq!(count(WHOLE, 0), []);
    }
}
