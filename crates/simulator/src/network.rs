//! How far it is to S3, and what a connection carries over that distance.
//!
//! Latencies of S3 were measured from within the Region, so the way within a Region is part of them; what is added
//! here is the way beyond it.

use s3sim_aws::region::Region;
use s3sim_kernel::time::Micros;

/// Median round trips between Regions, in milliseconds (cloudping, July 2025).
const NAMES: [&str; 16] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "sa-east-1",
    "eu-west-1",
    "eu-west-2",
    "eu-central-1",
    "eu-north-1",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "me-south-1",
    "af-south-1",
];

#[rustfmt::skip]
const ROUND_TRIPS: [[u16; 16]; 16] = [
    [0, 16, 64, 64, 17, 115, 70, 78, 93, 112, 191, 219, 200, 150, 162, 227],
    [16, 0, 53, 51, 27, 126, 80, 88, 104, 123, 202, 204, 188, 136, 172, 238],
    [64, 53, 0, 22, 80, 175, 130, 148, 153, 173, 232, 170, 139, 108, 222, 287],
    [64, 51, 22, 0, 61, 175, 118, 129, 143, 155, 222, 161, 141, 98, 239, 274],
    [17, 27, 80, 61, 0, 126, 69, 79, 93, 106, 192, 215, 198, 147, 163, 224],
    [115, 126, 175, 175, 126, 0, 178, 187, 205, 223, 301, 328, 312, 259, 273, 338],
    [70, 80, 130, 118, 69, 178, 0, 14, 27, 40, 126, 179, 256, 202, 98, 159],
    [78, 88, 148, 129, 79, 187, 14, 0, 18, 31, 117, 170, 266, 213, 89, 150],
    [93, 104, 153, 143, 93, 205, 27, 18, 0, 23, 129, 161, 251, 227, 86, 155],
    [112, 123, 173, 155, 106, 223, 40, 31, 23, 0, 149, 181, 271, 247, 105, 174],
    [191, 202, 232, 222, 192, 301, 126, 117, 129, 149, 0, 64, 155, 134, 38, 273],
    [219, 204, 170, 161, 215, 328, 179, 170, 161, 181, 64, 0, 95, 71, 99, 315],
    [200, 188, 139, 141, 198, 312, 256, 266, 251, 271, 155, 95, 0, 106, 189, 409],
    [150, 136, 108, 98, 147, 259, 202, 213, 227, 247, 134, 71, 106, 0, 176, 357],
    [162, 172, 222, 239, 163, 273, 98, 89, 86, 105, 38, 99, 189, 176, 0, 249],
    [227, 238, 287, 274, 224, 338, 159, 150, 155, 174, 273, 315, 409, 357, 249, 0],
];

/// A round trip within a Region.
pub const WITHIN: Micros = Micros(700);
/// A round trip to the nearest edge location. Modelling choice.
pub const TO_EDGE: Micros = Micros(15_000);
/// Modelling choice: a round trip from or to a Region that is not in the table.
const ELSEWHERE: Micros = Micros(150_000);

/// The median round trip between two Regions.
pub fn round_trip(from: Region, to: Region) -> Micros {
    if from == to {
        return WITHIN;
    }
    let place = |region: Region| NAMES.iter().position(|name| *name == region.name());
    match (place(from), place(to)) {
        (Some(from), Some(to)) => Micros(i64::from(ROUND_TRIPS[from][to]) * 1_000),
        _ => ELSEWHERE,
    }
}

/// Bytes a second that S3 gives one request that reads. AWS advises to count on 85 to 90 MB/s.
/// <https://docs.aws.amazon.com/whitepapers/latest/s3-optimizing-performance-best-practices/horizontal-scaling-and-request-parallelization-for-high-throughput.html>
pub const READ_RATE: u64 = 90_000_000;
/// Bytes a second that S3 takes from one request that writes.
pub const WRITE_RATE: u64 = 100_000_000;

/// Bytes a second that a connection carries over a distance: the least of 66.5 MiB/s and 1,177 · (RTT / ms)^-0.778 MiB/s
/// beyond 40 ms, as measured between Regions; no limit within one.
///
/// The power is tabulated at every eighth of an octave of the round trip, straight lines between.
pub fn path_rate(round_trip: Micros) -> Option<u64> {
    if round_trip.0 <= WITHIN.0 {
        return None;
    }
    const CAP: u64 = 69_730_304;
    /// 1,177 MiB · x^-0.778 at x = 32 · 2^(i/8).
    const KIB: [u64; 34] = [
        81_296, 75_997, 71_043, 66_412, 62_082, 58_036, 54_252, 50_716, 47_410, 44_319, 41_430, 38_730,
        36_205, 33_845, 31_639, 29_576, 27_648, 25_846, 24_161, 22_586, 21_114, 19_737, 18_451, 17_248,
        16_124, 15_073, 14_090, 13_172, 12_313, 11_510, 10_760, 10_059, 9_403, 8_790,
    ];
    /// 32 ms · 2^(i/8), in microseconds.
    const AT: [i64; 34] = [
        32_000, 34_896, 38_055, 41_499, 45_255, 49_351, 53_817, 58_688, 64_000, 69_792, 76_109, 82_998,
        90_510, 98_701, 107_635, 117_377, 128_000, 139_585, 152_219, 165_995, 181_019, 197_403, 215_269,
        234_753, 256_000, 279_170, 304_437, 331_991, 362_039, 394_806, 430_539, 469_506, 512_000, 558_340,
    ];
    let place = AT.partition_point(|&at| at <= round_trip.0);
    if place == 0 {
        return Some(CAP);
    }
    if place == AT.len() {
        // Far beyond the longest way on earth the product of rate and round trip stays what it is there.
        let last = KIB[AT.len() - 1] as i128 * 1024 * i128::from(AT[AT.len() - 1]);
        return Some((last / i128::from(round_trip.0)).max(1) as u64);
    }
    let (x0, x1) = (AT[place - 1], AT[place]);
    let (y0, y1) = (KIB[place - 1] as i64, KIB[place] as i64);
    let kib = y0 - (y0 - y1) * (round_trip.0 - x0) / (x1 - x0);
    Some((kib as u64 * 1024).min(CAP))
}

/// Extra round trips of a fresh connection until `bytes` have passed: the logarithm to base 2 of 1 + bytes / 14.6 kB, at
/// most 5.5; in thousandths.
pub fn slow_start(bytes: u64) -> u64 {
    let share = (u128::from(bytes) * 1024 / 14_600 + 1024).min(u128::from(u64::MAX)) as u64;
    let whole = u64::from(share.ilog2());
    // Within an octave the logarithm is taken for a straight line: 0.09 too little at most.
    let rest = (share - (1 << whole)) as u128 * 1000 / (1_u128 << whole);
    ((whole - 10) * 1000 + rest as u64).min(5_500)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(name: &str) -> Region {
        Region::parse(name).unwrap()
    }

    #[test]
    fn the_way_there_is_the_way_back() {
        for (from, name) in NAMES.iter().enumerate() {
            for to in 0..NAMES.len() {
                assert_eq!(ROUND_TRIPS[from][to], ROUND_TRIPS[to][from], "{name} {}", NAMES[to]);
            }
        }
        let ms = |a, b| round_trip(region(a), region(b)).0 / 1000;
        assert_eq!([ms("us-east-1", "ap-southeast-2"), ms("eu-west-1", "eu-central-1")], [200, 27]);
        assert_eq!(round_trip(Region::US_EAST_1, Region::US_EAST_1), WITHIN);
    }

    /// PM-061: 45 ms 60.9, 125 ms 27.5, 175 ms 21.2, 250 ms 16.0, 375 ms 11.7 MiB/s; 66.5 at most.
    #[test]
    fn distance_takes_bandwidth() {
        for (ms, tenths) in [(10, 665), (40, 665), (45, 609), (125, 275), (175, 212), (250, 160), (375, 117)]
        {
            let rate = path_rate(Micros(ms * 1000)).unwrap();
            let found = rate * 10 / (1 << 20);
            assert!(found.abs_diff(tenths) * 100 <= tenths, "{ms} ms: {found}, not {tenths}");
        }
        assert_eq!(path_rate(WITHIN), None);
        assert!(path_rate(Micros(10_000_000)).unwrap() < 1 << 20);
    }

    /// 60 KB take log2(1 + 60,000 / 14,600) = 2.35 extra round trips; large objects 5.5.
    #[test]
    fn fresh_connections_start_slowly() {
        assert_eq!(slow_start(0), 0);
        assert!(slow_start(60_000).abs_diff(2_354) <= 90, "{}", slow_start(60_000));
        assert_eq!(slow_start(1 << 30), 5_500);
    }
}
