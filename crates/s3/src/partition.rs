//! Prefix partitions: how many requests a second S3 takes for which keys, and when it takes more.
//!
//! A bucket begins as one partition, which admits 3,500 writes **or** 5,500 reads a second; what is over is answered
//! 503 SlowDown. A partition that stays too hot splits, and partitions that nobody needs any more merge again.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html>
//!
//! Modelling choices, since S3 publishes rates and nothing else: reads and writes have a token bucket each, half a
//! second deep (a fresh bucket has been seen to answer 8,307 reads in a second: 5,500 and half as many again); a
//! partition is hot while something is refused in every second, and splits at the median of its recent keys when it
//! has been hot for [`PartitionSettings::split_after`]; partitions that split under heat merge after 36 hours below half
//! of the rates down to two and after 108 hours to one.

mod layout;
mod route;

use s3sim_aws::operation::{Api, Target};
use s3sim_kernel::bucket::TokenBucket;
use s3sim_kernel::time::{Instant, Micros, SECOND};

pub use layout::{Layout, PartitionId, Partitions};

use crate::object::table::SpaceId;

/// Reads that a partition admits in a second.
pub const READS_PER_S: u64 = 5_500;
/// Writes that a partition admits in a second.
pub const WRITES_PER_S: u64 = 3_500;

/// What a partition admits and how it adapts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionSettings {
    /// Reads a second.
    pub reads_per_s: u64,
    /// Writes a second.
    pub writes_per_s: u64,
    /// How long a partition stays hot before it splits.
    pub split_after: Micros,
}

impl Default for PartitionSettings {
    fn default() -> PartitionSettings {
        PartitionSettings {
            reads_per_s: READS_PER_S,
            writes_per_s: WRITES_PER_S,
            split_after: Micros::seconds(120),
        }
    }
}

/// Which of the two rates a request counts towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Budget {
    /// GET, HEAD, LIST.
    Read,
    /// PUT, COPY, POST, DELETE.
    Write,
}

impl Budget {
    /// The budget of a call; `None` for calls about buckets, which no partition answers.
    pub fn of(api: Api) -> Option<Budget> {
        match api {
            Api::ListObjects | Api::ListObjectsV2 | Api::ListObjectVersions => Some(Budget::Read),
            _ if api.target() != Target::Object => None,
            _ if ["Get", "Head", "List"].iter().any(|verb| api.name().starts_with(verb)) => {
                Some(Budget::Read)
            }
            _ => Some(Budget::Write),
        }
    }
}

/// One second of a partition in which something was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throttled {
    /// The second.
    pub start: Instant,
    /// Which partition and budget: `data/p0/ reads`.
    pub resource: String,
    /// What it admits in a second.
    pub limit_per_s: u64,
    /// Attempts that came.
    pub offered: u64,
    /// Attempts that were refused.
    pub refused: u64,
    /// Requests whose last attempt was among the refused.
    pub gave_up: u64,
}

/// Tokens of one budget, and what the present second has seen.
#[derive(Clone, Debug)]
struct Meter {
    tokens: TokenBucket,
    limit: u64,
    offered: u64,
    refused: u64,
    gave_up: u64,
}

impl Meter {
    fn new(limit: u64) -> Meter {
        Meter {
            tokens: TokenBucket::new(limit, (limit / 2).max(1)),
            limit,
            offered: 0,
            refused: 0,
            gave_up: 0,
        }
    }
}

/// How many recent keys a partition remembers, to find their median; a power of two.
const REMEMBERED: usize = 512;
/// Every so-many-th key is remembered; a power of two.
const STRIDE: u64 = 16;

/// A partition.
#[derive(Clone, Debug)]
struct Partition {
    meters: [Meter; 2],
    /// The second that is being counted.
    window: Instant,
    /// Since when something has been refused in every second.
    hot_since: Option<Instant>,
    /// When it was last asked for half of what it admits.
    busy: Instant,
    seen: u64,
    recent: Vec<(SpaceId, u64)>,
}

impl Partition {
    fn new(settings: &PartitionSettings, now: Instant) -> Partition {
        Partition {
            meters: [Meter::new(settings.reads_per_s), Meter::new(settings.writes_per_s)],
            window: second(now),
            hot_since: None,
            busy: now,
            seen: 0,
            recent: Vec::new(),
        }
    }

    /// Whether the present second of the partition is over.
    #[inline]
    fn over(&self, now: Instant) -> bool {
        now.micros() - self.window.micros() >= SECOND
    }

    /// Takes a token.
    #[inline]
    fn take(&mut self, now: Instant, budget: Budget, place: (SpaceId, u64)) -> bool {
        self.seen += 1;
        if self.seen.is_multiple_of(STRIDE) {
            self.remember(place);
        }
        let meter = &mut self.meters[budget as usize];
        meter.offered += 1;
        let admitted = meter.tokens.take(now, 1);
        meter.refused += u64::from(!admitted);
        admitted
    }

    fn remember(&mut self, place: (SpaceId, u64)) {
        if self.recent.len() < REMEMBERED {
            self.recent.push(place);
        } else {
            self.recent[(self.seen / STRIDE) as usize % REMEMBERED] = place;
        }
    }

    /// Closes the second that is over and opens that of `now`; `report` hears of every budget that refused something.
    fn roll(&mut self, now: Instant, mut report: impl FnMut(Budget, &Meter, Instant)) {
        let refused = self.meters.iter().any(|meter| meter.refused > 0);
        if self.meters.iter().any(|meter| 2 * meter.offered >= meter.limit && meter.offered > 0) {
            self.busy = self.window + Micros(SECOND);
        }
        for (budget, meter) in [Budget::Read, Budget::Write].into_iter().zip(&mut self.meters) {
            if meter.refused > 0 {
                report(budget, meter, self.window);
            }
            (meter.offered, meter.refused, meter.gave_up) = (0, 0, 0);
        }
        let next = second(now);
        let unbroken = next.since(self.window) == Micros(SECOND);
        self.hot_since = match self.hot_since {
            _ if !refused => None,
            Some(since) if unbroken => Some(since),
            _ => Some(self.window),
        };
        if !unbroken {
            self.hot_since = None;
        }
        self.window = next;
    }
}

/// The second that holds an instant.
fn second(at: Instant) -> Instant {
    Instant::from_micros(at.micros() - at.micros().rem_euclid(SECOND))
}
