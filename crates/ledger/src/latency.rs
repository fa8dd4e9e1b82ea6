//! How long the requests of workloads took, by what became of them.

use std::collections::BTreeMap;

use s3sim_kernel::histogram::Histogram;
use s3sim_kernel::time::{Instant, Micros};

/// What is summed up together: a row of `latency.csv`. The order of the fields is the order of the rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LatencyKey {
    /// The workload.
    pub workload: String,
    /// Who sent the requests.
    pub client: String,
    /// To which bucket.
    pub bucket: String,
    /// The call.
    pub operation: &'static str,
    /// Whether the requests were parts of others, which have a row of their own.
    pub part: bool,
    /// HTTP status of the last answer; 0 if the client stopped waiting for it.
    pub status: u16,
}

impl LatencyKey {
    /// Whether the requests succeeded.
    pub fn succeeded(&self) -> bool {
        (200..400).contains(&self.status)
    }
}

/// Requests that had the same outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latency {
    /// Microseconds from when a request should have been sent to the last byte of its last answer.
    pub times: Histogram,
    /// How many attempts a request took.
    pub attempts: Histogram,
    /// How many attempts of them all were refused for their number.
    pub throttled: u64,
    /// Bytes that were carried to or from the client.
    pub bytes: u128,
    /// When the first of them should have been sent, and when the last was over.
    pub span: Option<(Instant, Instant)>,
}

impl Latency {
    /// Counts one request.
    #[inline]
    pub fn record(&mut self, born: Instant, over: Instant, attempts: u64, throttled: u64, bytes: u64) {
        self.times.record(over.since(born).0.unsigned_abs());
        self.attempts.record(attempts);
        self.throttled += throttled;
        self.bytes += u128::from(bytes);
        self.span = Some(match self.span {
            None => (born, over),
            Some((first, last)) => (first.min(born), last.max(over)),
        });
    }

    /// Adds what `other` has counted.
    pub fn merge(&mut self, other: &Latency) {
        self.times.merge(&other.times);
        self.attempts.merge(&other.attempts);
        self.throttled += other.throttled;
        self.bytes += other.bytes;
        self.span = match (self.span, other.span) {
            (Some((first, last)), Some((earlier, later))) => Some((first.min(earlier), last.max(later))),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// From the first request to the end of the last.
    pub fn duration(&self) -> Micros {
        self.span.map_or(Micros::ZERO, |(first, last)| last.since(first))
    }
}

/// All requests of all workloads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latencies {
    rows: BTreeMap<LatencyKey, Latency>,
}

impl Latencies {
    /// Adds requests to a row.
    pub fn add(&mut self, key: LatencyKey, more: &Latency) {
        self.rows.entry(key).or_default().merge(more);
    }

    /// Every row, in order.
    pub fn rows(&self) -> impl Iterator<Item = (&LatencyKey, &Latency)> {
        self.rows.iter()
    }

    /// All requests of a workload for which `chosen` holds, together.
    pub fn of(&self, workload: &str, chosen: impl Fn(&LatencyKey) -> bool) -> Latency {
        let mut sum = Latency::default();
        let rows = self.rows.iter().filter(|(key, _)| key.workload == workload && chosen(key));
        rows.for_each(|(_, row)| sum.merge(row));
        sum
    }
}
