//! How long replication takes: tables of the model, and the bytes that have to pass.
//!
//! AWS publishes no distribution. Modelling choices: without time control lognormal with a median of 20 s and 1 % above
//! 15 minutes ("most objects replicate within 15 minutes", large ones and some others take hours), at most 48 hours; with
//! time control a median of 5 s and one in 10,000 above 15 minutes ("designed for 99.99 %"), at most 24 hours. The bytes
//! of an object take their time on top.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html>

use std::sync::LazyLock;

use s3sim_kernel::quantiles::Table;
use s3sim_kernel::streams::{DrawKey, Seed};
use s3sim_kernel::time::Micros;
use s3sim_s3::world::Subject;
use s3sim_scenario::model::{Model, ReplicationLag};

const SECOND: u64 = 1_000_000;
/// Without time control: half within 20 s, 99 % within 15 minutes.
static BEST_EFFORT: LazyLock<Table> = LazyLock::new(|| table(20 * SECOND, 900 * SECOND));
/// With time control: sigma ln(180) / 3.719, so that 99.99 % are within 15 minutes; 99 % are within 128.7 s.
static TIME_CONTROL: LazyLock<Table> = LazyLock::new(|| table(5 * SECOND, 128_700_000));

const LONGEST_BEST_EFFORT: u64 = 48 * 3_600 * SECOND;
const LONGEST_TIME_CONTROL: u64 = 24 * 3_600 * SECOND;
/// One object's bytes under time control: what the quota of an account lets through, 1 Gbit/s.
const TIME_CONTROL_BYTES_PER_SECOND: u64 = 125_000_000;

fn table(p50: u64, p99: u64) -> Table {
    Table::lognormal(p50, p99).unwrap_or_else(|_| Table::constant(p50))
}

/// Answers how long replication takes.
#[derive(Clone, Debug)]
pub(crate) struct ReplicationDelays {
    lag: ReplicationLag,
    bytes_per_second: u64,
    key: DrawKey,
}

impl ReplicationDelays {
    pub(crate) fn new(model: &Model, seed: Seed) -> ReplicationDelays {
        ReplicationDelays {
            lag: model.replication_lag,
            bytes_per_second: model.replication_bandwidth,
            key: seed.key("replication"),
        }
    }

    /// From the write of `size` bytes until they are at the destination.
    pub(crate) fn lag(&self, time_control: bool, size: u64, subject: Subject) -> Micros {
        let (table, longest, bandwidth) = if time_control {
            (&TIME_CONTROL, LONGEST_TIME_CONTROL, TIME_CONTROL_BYTES_PER_SECOND)
        } else {
            (&BEST_EFFORT, LONGEST_BEST_EFFORT, self.bytes_per_second)
        };
        let wait = match self.lag {
            ReplicationLag::Sampled => table.draw(word(self.key, subject)).min(longest),
            ReplicationLag::Median => table.draw(1 << 63).min(longest),
            ReplicationLag::Fixed(lag) => lag.0.unsigned_abs(),
        };
        let way = u128::from(size) * u128::from(SECOND) / u128::from(bandwidth.max(1));
        let all = u128::from(wait).saturating_add(way).min(i64::MAX as u128 / 4);
        Micros(all as i64)
    }
}

/// The random word for a subject; the middle of its share for one of many.
pub(crate) fn word(key: DrawKey, subject: Subject) -> u64 {
    match subject {
        Subject::One(digest) => key.draw(&[digest]),
        Subject::Bin { bin, of } => {
            let middle = (2 * u128::from(bin) + 1) << 63;
            u64::try_from(middle / u128::from(of.max(1))).unwrap_or(u64::MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delays(lag: ReplicationLag) -> ReplicationDelays {
        ReplicationDelays::new(&Model { replication_lag: lag, ..Model::default() }, Seed(1))
    }

    /// RP-080, RP-081: of 100,000 small objects; the shares that the model is anchored to, within sampling error.
    #[test]
    fn most_are_there_within_fifteen_minutes() {
        for (time_control, limit, least) in [(false, 900, 98_800), (true, 900, 99_960), (true, 129, 98_800)] {
            let delays = delays(ReplicationLag::Sampled);
            let within = (0..100_000u64)
                .filter(|&digest| {
                    delays.lag(time_control, 10, Subject::One(digest)) <= Micros::seconds(limit)
                })
                .count();
            assert!(within >= least, "{within} of 100,000 within {limit} s");
        }
    }

    /// PM 8.7: medians, bandwidth, and a fixed time.
    #[test]
    fn medians_and_bytes() {
        for (lag, time_control, size, seconds) in [
            (ReplicationLag::Median, false, 0, 20),
            (ReplicationLag::Median, true, 0, 5),
            // 5 GB at 50 MB/s (binary units both): 102.4 s; rounded down below.
            (ReplicationLag::Median, false, 5 << 30, 20 + 102),
            // 12.5 GB (decimal) at 1 Gbit/s: 100 s.
            (ReplicationLag::Median, true, 12_500_000_000, 5 + 100),
            (ReplicationLag::Fixed(Micros::seconds(60)), false, 0, 60),
            (ReplicationLag::Fixed(Micros::seconds(60)), true, 0, 60),
        ] {
            let lag = delays(lag).lag(time_control, size, Subject::One(7));
            assert_eq!(lag.0 / 1_000_000, seconds, "{time_control} {size}");
        }
    }

    /// Shares of many stand for quantiles: the tenth and eleventh of twenty stand beside the median.
    #[test]
    fn shares_are_quantiles() {
        let delays = delays(ReplicationLag::Sampled);
        let lags: Vec<Micros> =
            (0..20).map(|bin| delays.lag(false, 0, Subject::Bin { bin, of: 20 })).collect();
        assert!(lags.is_sorted());
        assert!(lags[9] < Micros::seconds(20) && Micros::seconds(20) < lags[10]);
    }
}
