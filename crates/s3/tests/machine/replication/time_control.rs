//! Replication time control: the threshold, its events, and the bandwidth behind the promise.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html>

use s3sim_kernel::time::Micros;

use super::Net;
use crate::play::instant;

const TIMED: &str = "dst; ; ReplicationTime: {Status: Enabled, Time: {Minutes: 15}}, Metrics: {Status: Enabled, \
                     EventThreshold: {Minutes: 15}}";

/// RP-150: a miss at 15 minutes, and the arrival after it.
#[test]
fn the_threshold() {
    for (minutes, story) in [
        (10, &["600s Replicated src/k to dst: rule r1"][..]),
        (15, &["900s Replicated src/k to dst: rule r1"]),
        (
            20,
            &[
                "900s ReplicationMissedThreshold src/k to dst: rule r1",
                "1200s Replicated src/k to dst: rule r1",
                "1200s ReplicatedAfterThreshold src/k to dst: rule r1",
            ],
        ),
    ] {
        let mut net = Net::with(&[TIMED]);
        net.world.lag = Micros::seconds(60 * minutes);
        net.ok("2024-02-01 PutObject src/k {size: 0}");
        net.until("2024-02-02");
        assert_eq!(net.story(), story, "{minutes} minutes");
    }
}

/// RP-063, RP-085: delete markers and rules without time control miss nothing.
#[test]
fn who_is_promised_nothing() {
    let mut net = Net::with(&[
        "dst",
        "near; DeleteMarkerReplication: {Status: Enabled}; ReplicationTime: {Status: \
                               Enabled, Time: {Minutes: 15}}, Metrics: {Status: Enabled, EventThreshold: {Minutes: 15}}",
    ]);
    net.ok("2024-02-01 PutObject src/k");
    net.until("2024-02-02");
    net.world.lag = Micros::hours(3);
    net.ok("2024-02-02 DeleteObject src/k");
    net.until("2024-02-03");
    assert!(net.story().iter().all(|line| !line.contains("Threshold")), "{:?}", net.story());
}

/// An outage that begins after the object was sent off.
#[test]
fn an_outage_misses_the_threshold() {
    let mut net = Net::with(&[TIMED]);
    net.ok("2024-02-01 PutObject src/k {size: 0}");
    let region = net.s3.bucket(net.id("dst")).region;
    net.s3.cut_off(region, instant("2024-02-01T01:00:00Z"));
    net.until("2024-02-02");
    assert_eq!(
        net.story(),
        [
            "900s ReplicationMissedThreshold src/k to dst: rule r1",
            "3610s Replicated src/k to dst: rule r1",
            "3610s ReplicatedAfterThreshold src/k to dst: rule r1",
        ]
    );
}

/// RP-082: one gigabit a second for the account and Region. Objects of 1,250,000,000 bytes take 10 s each; the machine
/// lets each wait for those before it, and its own way takes as long as the world says.
#[test]
fn more_than_a_gigabit_piles_up() {
    let mut net = Net::with(&[TIMED]);
    for index in 0..4 {
        net.ok(&format!("2024-02-01T00:00:00Z PutObject src/k{index} {{size: 1250000000}}"));
    }
    // The line is free again by then.
    net.ok("2024-02-01T00:01:00Z PutObject src/later {size: 1250000000}");
    net.until("2024-02-02");
    let lags: Vec<i64> = net.world.arrivals.iter().map(|arrival| arrival.lag.0 / 1_000_000).collect();
    assert_eq!(lags, [10, 20, 30, 40, 10]);
}
