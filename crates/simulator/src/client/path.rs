//! The way from a client to a bucket: round trips, bandwidth of a connection, transfer acceleration.

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{Micros, SECOND};
use s3sim_s3::caller::Transport;
use s3sim_scenario::Sender;
use s3sim_scenario::client::{ClientPlan, Location};

use crate::network::{self, READ_RATE, TO_EDGE, WITHIN, WRITE_RATE};

/// Bytes that may be under way on one connection over the internet. Modelling choice: with it acceleration is 1.5 to 6
/// times as fast, as AWS advertises it.
const WINDOW: u64 = 500_000;

/// What a connection between a client and a bucket is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// What is added to S3's own time: the round trip beyond the one within the Region.
    pub(crate) extra: u64,
    /// A round trip of the handshakes.
    pub(crate) round_trip: u64,
    /// Bytes a second that one connection carries to the client, and to S3.
    pub(crate) read_rate: u64,
    pub(crate) write_rate: u64,
    /// Round trips that make a connection.
    pub(crate) handshakes: u64,
    /// What transfer acceleration is booked on, to S3 and back; nothing where it is not faster.
    pub(crate) accelerated: Option<(Item, Item)>,
}

impl Path {
    /// The path of a client to a bucket in `region`. Where the accelerated way is not likely to be faster the direct
    /// one is taken, and paid.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html>
    pub(crate) fn new(plan: &ClientPlan, sender: &Sender, region: Region) -> Path {
        let (distance, carried) = match plan.location {
            Location::BucketRegion => (WITHIN, None),
            Location::Region(from) => {
                let distance = network::round_trip(from, region);
                (distance, network::path_rate(distance))
            }
            Location::Distance(distance) => (distance, Some(window_rate(distance))),
        };
        let transport = sender.way.as_ref().map(|way| way.transport).unwrap_or_default();
        let direct = Path::of(plan, transport, distance, distance, carried);
        if !sender.accelerated {
            return direct;
        }
        let backbone = Micros((distance.0 - TO_EDGE.0).max(0));
        let carried = network::path_rate(backbone).unwrap_or(u64::MAX).min(window_rate(TO_EDGE));
        let accelerated = Path::of(plan, transport, distance, TO_EDGE, Some(carried));
        if accelerated.write_rate <= direct.write_rate {
            return direct;
        }
        let near = match plan.location {
            Location::BucketRegion | Location::Distance(_) => true,
            Location::Region(from) => {
                ["us-", "eu-", "ca-", "ap-northeast-"].iter().any(|area| from.name().starts_with(area))
            }
        };
        let into = if near { Item::AccelerateIn } else { Item::AccelerateInElsewhere };
        Path { accelerated: Some((into, Item::AccelerateOut)), ..accelerated }
    }

    fn of(
        plan: &ClientPlan,
        transport: Transport,
        distance: Micros,
        handshake: Micros,
        carried: Option<u64>,
    ) -> Path {
        let limits = [carried, plan.per_connection, plan.max_bandwidth];
        let limit = limits.into_iter().flatten().min().unwrap_or(u64::MAX);
        Path {
            extra: (distance.0 - WITHIN.0).max(0).unsigned_abs(),
            round_trip: handshake.0.unsigned_abs(),
            read_rate: READ_RATE.min(limit).max(1),
            write_rate: WRITE_RATE.min(limit).max(1),
            handshakes: match transport {
                Transport::Http => 1,
                Transport::Tls13 => 2,
                Transport::Tls10 | Transport::Tls11 | Transport::Tls12 => 3,
            },
            accelerated: None,
        }
    }

    /// What a fresh connection costs before the first request, beside the client's own work.
    pub(crate) fn set_up(&self, bytes: u64) -> u64 {
        self.round_trip * self.handshakes + self.round_trip * network::slow_start(bytes) / 1_000
    }

    /// How long bytes take at a rate, in microseconds.
    #[inline]
    pub(crate) fn time(bytes: u64, rate: u64) -> u64 {
        if bytes < 1 << 40 {
            bytes * SECOND as u64 / rate
        } else {
            (u128::from(bytes) * SECOND as u128 / u128::from(rate)) as u64
        }
    }
}

fn window_rate(distance: Micros) -> u64 {
    WINDOW * SECOND as u64 / distance.0.unsigned_abs().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 Mbit/s at home: min(12.5 MB/s, 0.5 MB / RTT) directly; over the edge always 12.5 MB/s.
    #[test]
    fn acceleration_pays_over_distance() {
        let client = |ms: i64| ClientPlan {
            max_bandwidth: Some(12_500_000),
            ..ClientPlan::plain("home", Location::Distance(Micros(ms * 1_000)))
        };
        for (ms, tenths) in [(40, 10), (80, 20), (150, 37), (250, 62)] {
            let path = |accelerated| {
                let sender = Sender { accelerated, ..Sender::default() };
                Path::new(&client(ms), &sender, Region::US_EAST_1)
            };
            let gain = path(true).write_rate * 10 / path(false).write_rate;
            assert_eq!(gain, tenths, "{ms} ms");
            assert_eq!(path(true).accelerated.is_some(), ms > 40);
        }
    }
}
