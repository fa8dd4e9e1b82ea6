//! How many calls KMS takes in a second.
//!
//! One quota for all symmetric operations of one account in one Region, in each one-second interval; S3's calls on
//! behalf of that account's callers count. What is over is refused with `ThrottlingException`, which S3 passes on as 503
//! SlowDown. <https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html>
//!
//! Modelling choices: intervals are the seconds of the clock, and only requests of workloads are counted, as with
//! prefixes.

use s3sim_aws::epoch::Rules;
use s3sim_aws::region::Region;
use s3sim_kernel::time::{Day, Instant, SECOND};
use s3sim_ledger::AccountId;

/// A quota, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaId(u32);

/// Regions with the highest quota, and those with the next one.
const FIRST: [&str; 3] = ["us-east-1", "us-west-2", "eu-west-1"];
const SECOND_TIER: [&str; 6] =
    ["us-east-2", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "eu-central-1", "eu-west-2"];

const RAISED_2019: Day = Day(17897);
const RAISED_2022: Day = Day(18993);
const RAISED_2024: Day = Day(19723);

/// Calls a second that KMS takes from one account in a Region, at the time of the rules.
///
/// The quota was raised several times; the days on which it was are not published. Modelling choice: the first of a
/// year.
pub fn published(region: Region, rules: Rules) -> u64 {
    let tier = match region.name() {
        name if FIRST.contains(&name) => 0,
        name if SECOND_TIER.contains(&name) => 1,
        _ => 2,
    };
    let quotas = if rules.as_of >= RAISED_2024 {
        [100_000, 20_000, 10_000]
    } else if rules.as_of >= RAISED_2022 {
        [50_000, 10_000, 5_500]
    } else if rules.as_of >= RAISED_2019 {
        [30_000, 10_000, 5_500]
    } else {
        [10_000, 5_500, 5_500]
    };
    quotas[tier]
}

/// One quota and what its present second has seen.
#[derive(Clone, Debug)]
struct Meter {
    account: AccountId,
    region: Region,
    limit: u64,
    window: Instant,
    offered: u64,
    refused: u64,
    gave_up: u64,
}

/// A second in which a quota refused something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// The second.
    pub start: Instant,
    /// Whose quota.
    pub account: AccountId,
    /// Where.
    pub region: Region,
    /// Calls that are taken in a second.
    pub limit_per_s: u64,
    /// Calls that came.
    pub offered: u64,
    /// Calls that were refused.
    pub refused: u64,
    /// Requests whose last attempt was among the refused.
    pub gave_up: u64,
}

/// Every quota that somebody has used.
#[derive(Clone, Debug, Default)]
pub struct Quotas {
    /// Instead of what is published.
    limit: Option<u64>,
    rules: Rules,
    meters: Vec<Meter>,
    finished: Vec<Exceeded>,
}

impl Quotas {
    /// Quotas as published at the time of the rules, or all of them `limit`.
    pub fn new(limit: Option<u64>, rules: Rules) -> Quotas {
        Quotas { limit, rules, ..Quotas::default() }
    }

    /// Counts a call; says whose quota it is, and whether it takes the call.
    #[inline]
    pub(crate) fn take(&mut self, now: Instant, account: AccountId, region: Region) -> (QuotaId, bool) {
        let known = self.meters.iter().position(|meter| meter.account == account && meter.region == region);
        let place = known.unwrap_or_else(|| self.open(now, account, region));
        let meter = &mut self.meters[place];
        if now.micros() - meter.window.micros() >= SECOND {
            let finished = meter.close(now);
            self.finished.extend(finished);
        }
        let meter = &mut self.meters[place];
        meter.offered += 1;
        let admitted = meter.offered - meter.refused <= meter.limit;
        meter.refused += u64::from(!admitted);
        (QuotaId(place as u32), admitted)
    }

    #[cold]
    fn open(&mut self, now: Instant, account: AccountId, region: Region) -> usize {
        let limit = self.limit.unwrap_or_else(|| published(region, self.rules));
        let window = second(now);
        self.meters.push(Meter { account, region, limit, window, offered: 0, refused: 0, gave_up: 0 });
        self.meters.len() - 1
    }

    /// Notes that a request whose call was just refused was given up.
    pub(crate) fn gave_up(&mut self, id: QuotaId) {
        self.meters[id.0 as usize].gave_up += 1;
    }

    /// Hands over the seconds in which something was refused and that are over.
    pub(crate) fn drain(&mut self) -> Vec<Exceeded> {
        std::mem::take(&mut self.finished)
    }

    /// Closes the second that is being counted.
    pub(crate) fn close(&mut self, now: Instant) {
        let finished = self.meters.iter_mut().filter_map(|meter| meter.close(now));
        self.finished.extend(finished);
    }
}

impl Meter {
    fn close(&mut self, now: Instant) -> Option<Exceeded> {
        let Meter { account, region, limit, window, offered, refused, gave_up } = *self;
        (self.window, self.offered, self.refused, self.gave_up) = (second(now), 0, 0, 0);
        let exceeded =
            Exceeded { start: window, account, region, limit_per_s: limit, offered, refused, gave_up };
        (refused > 0).then_some(exceeded)
    }
}

/// The second that holds an instant.
fn second(at: Instant) -> Instant {
    Instant::from_micros(at.micros() - at.micros().rem_euclid(SECOND))
}

#[cfg(test)]
mod tests {
    use s3sim_kernel::time::Micros;

    use super::*;

    /// In the summer of a year.
    fn rules(year: u16) -> Rules {
        Rules { as_of: Day((year - 1970) * 365 + 190) }
    }

    /// EN-045: the table of quotas by Region and year.
    #[test]
    fn quotas_are_those_of_the_region_and_the_year() {
        for (region, quotas) in [
            ("us-east-1", [10_000, 30_000, 50_000, 100_000]),
            ("eu-west-1", [10_000, 30_000, 50_000, 100_000]),
            ("ap-southeast-2", [5_500, 10_000, 10_000, 20_000]),
            ("eu-central-1", [5_500, 10_000, 10_000, 20_000]),
            ("sa-east-1", [5_500, 5_500, 5_500, 10_000]),
        ] {
            let region = Region::parse(region).unwrap();
            let found = [2018, 2020, 2023, 2025].map(|year| published(region, rules(year)));
            assert_eq!(found, quotas, "{region:?}");
        }
    }

    /// EN-045: at 10,000 a second, 9,000 calls pass and of 10,500 just 500 do not; the next second is a new one.
    /// EN-046: another account has a quota of its own.
    #[test]
    fn what_is_over_in_a_second_is_refused() {
        let start = Instant::from_micros(1_735_689_600_000_000);
        let mut quotas = Quotas::new(Some(10_000), Rules::default());
        let refused = |quotas: &mut Quotas, second: i64, account: u16, calls: i64| {
            let at = |call: i64| start + Micros(second * SECOND + call * SECOND / calls);
            let take = |call| quotas.take(at(call), AccountId(account), Region::US_EAST_1).1;
            (0..calls).map(take).filter(|admitted| !admitted).count()
        };
        assert_eq!(refused(&mut quotas, 0, 0, 9_000), 0);
        assert_eq!(refused(&mut quotas, 1, 0, 10_500), 500);
        assert_eq!(refused(&mut quotas, 1, 1, 10_000), 0);
        assert_eq!(refused(&mut quotas, 2, 0, 10_000), 0);
        let [exceeded] = quotas.drain()[..] else { panic!("one second is over its quota") };
        assert_eq!(
            (exceeded.start, exceeded.offered, exceeded.refused, exceeded.limit_per_s),
            (start + Micros(SECOND), 10_500, 500, 10_000)
        );
    }
}
