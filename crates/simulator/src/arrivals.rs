//! When the requests of an open loop come.
//!
//! Instants are kept in 2^-20 µs: cut to whole microseconds, gaps of 50 µs would come 1 % too fast. A changing rate is a
//! sequence of straight lines; the next arrival is where the area below them has grown by what was drawn.

use s3sim_document::units::Rate;
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::streams::Stream;
use s3sim_kernel::time::{DAY, HOUR, Instant, Micros, SECOND};
use s3sim_scenario::workload::{Arrivals, Stage};

/// Bits behind the point of a microsecond.
const FRACTION: u32 = 20;
/// Bits behind the point of rates (requests a second) and of areas (requests).
const SCALE: u32 = 24;

/// The sequence of arrivals.
#[derive(Clone, Debug)]
pub(crate) struct Times {
    at: Instant,
    /// In 2^-20 µs.
    part: u64,
    course: Course,
}

#[derive(Clone, Debug)]
enum Course {
    /// Evenly: `whole` µs and `rest` / `count` µs from one to the next.
    Even { whole: u64, rest: u64, count: u64, owed: u64 },
    /// Gaps in 2^-20 µs.
    Poisson(Table),
    /// A rate that changes.
    Changing { line: Line, lines: Lines, unit: Option<Table> },
    /// No more.
    Over,
}

/// A straight piece of a rate.
#[derive(Clone, Copy, Debug)]
struct Line {
    from: u64,
    to: u64,
    until: Instant,
}

/// Where the pieces come from.
#[derive(Clone, Debug)]
enum Lines {
    Stages { stages: Vec<(u64, Micros)>, next: usize },
    Bursts { rate: u64 },
    Days { rate: u64 },
}

/// Requests a second with [`SCALE`] bits behind the point.
fn scaled(rate: Rate) -> u64 {
    ((u128::from(rate.count) << SCALE) * 1_000_000 / u128::from(rate.per)) as u64
}

impl Times {
    /// At a rate, from `from` on.
    pub(crate) fn open(rate: Rate, arrivals: Arrivals, from: Instant) -> Times {
        let course = match arrivals {
            Arrivals::Constant => Course::Even {
                whole: rate.per / rate.count,
                rest: rate.per % rate.count,
                count: rate.count,
                owed: 0,
            },
            Arrivals::Poisson => {
                let mean = (u128::from(rate.per) << FRACTION) / u128::from(rate.count);
                Course::Poisson(Table::exponential(u64::try_from(mean).unwrap_or(u64::MAX)))
            }
            Arrivals::Bursty => changing(Lines::Bursts { rate: scaled(rate) }, true, from),
            Arrivals::Daily => changing(Lines::Days { rate: scaled(rate) }, true, from),
        };
        Times { at: from, part: 0, course }
    }

    /// In straight ramps.
    pub(crate) fn staged(stages: &[Stage], arrivals: Arrivals, from: Instant) -> Times {
        let stages = stages.iter().map(|stage| (scaled(stage.target), stage.duration)).collect();
        let course = changing(Lines::Stages { stages, next: 0 }, arrivals != Arrivals::Constant, from);
        Times { at: from, part: 0, course }
    }

    /// The next arrival; none if the rate has come to its end, or to 0 for ever. The first of an even course comes at
    /// once.
    #[inline]
    pub(crate) fn next(&mut self, words: &mut Stream, first: bool) -> Option<Instant> {
        match &mut self.course {
            Course::Even { whole, rest, count, owed } => {
                if !first {
                    *owed += *rest;
                    let carry = *owed >= *count;
                    if carry {
                        *owed -= *count;
                    }
                    self.at += Micros((*whole + u64::from(carry)) as i64);
                }
            }
            Course::Poisson(gaps) => {
                let later = self.part + gaps.draw(words.next_u64());
                self.at += Micros((later >> FRACTION) as i64);
                self.part = later & ((1 << FRACTION) - 1);
            }
            Course::Changing { .. } => return self.next_changing(words),
            Course::Over => return None,
        }
        Some(self.at)
    }

    fn next_changing(&mut self, words: &mut Stream) -> Option<Instant> {
        let Course::Changing { line, lines, unit } = &mut self.course else { return None };
        let mut area = match unit {
            Some(unit) => unit.draw(words.next_u64()),
            None => 1 << SCALE,
        };
        loop {
            let left = (line.until.since(self.at).0.max(0) as u128) << FRACTION;
            let left = left.saturating_sub(self.part.into()) as i128;
            if left > 0 {
                let rise = i128::from(line.to) - i128::from(line.from);
                match reach(line.from, rise, left, area) {
                    Ok((passed, rate)) => {
                        let later = u128::from(self.part) + passed;
                        self.at += Micros((later >> FRACTION) as i64);
                        self.part = (later & ((1 << FRACTION) - 1)) as u64;
                        line.from = rate;
                        return Some(self.at);
                    }
                    Err(covered) => area = area.saturating_sub(covered),
                }
            }
            (self.at, self.part) = (line.until, 0);
            match lines.next(self.at, line.to) {
                Some(next) => *line = next,
                None => {
                    self.course = Course::Over;
                    return None;
                }
            }
        }
    }
}

fn changing(mut lines: Lines, poisson: bool, from: Instant) -> Course {
    match lines.next(from, 0) {
        Some(line) => Course::Changing { line, lines, unit: poisson.then(|| Table::exponential(1 << SCALE)) },
        None => Course::Over,
    }
}

/// How far to go on a line that begins with the rate `from` and gains `rise` over `left`, until the area below it is
/// `area`; and the rate there. If the line is too short: the area below all of it.
fn reach(from: u64, rise: i128, left: i128, area: u64) -> Result<(u128, u64), u64> {
    /// A second in 2^-20 µs.
    const UNIT: i128 = (SECOND as i128) << FRACTION;
    let (b, c) = (i128::from(from), i128::from(area));
    let whole = (2 * b + rise) * left / (2 * UNIT);
    if whole < c {
        return Err(u64::try_from(whole.max(0)).unwrap_or(u64::MAX));
    }
    // b·x + rise/left · x²/2 = c, solved without a difference of nearly equal numbers.
    let square = b * b + 2 * rise * c / left * UNIT + 2 * rise * c % left * UNIT / left;
    let root = (square.max(0) as u128).isqrt() as i128;
    let sum = (b + root).max(1);
    let passed = (2 * c * UNIT / sum).min(left);
    Ok((passed as u128, (b + rise * passed / left).max(0) as u64))
}

impl Lines {
    /// The next piece, from `at` on, after a piece that ended at the rate `before`.
    fn next(&mut self, at: Instant, before: u64) -> Option<Line> {
        match self {
            Lines::Stages { stages, next } => {
                let (target, duration) = *stages.get(*next)?;
                *next += 1;
                let from = if duration == Micros::ZERO { target } else { before };
                Some(Line { from, to: target, until: at + duration })
            }
            Lines::Bursts { rate } => {
                let within = at.micros().rem_euclid(SECOND);
                let (rate, end) = if within < SECOND / 10 { (*rate * 10, SECOND / 10) } else { (0, SECOND) };
                Some(Line { from: rate, to: rate, until: at + Micros(end - within) })
            }
            Lines::Days { rate } => {
                // A fifth at 04:00, nine fifths at 16:00.
                let within = (at.micros() - 4 * HOUR).rem_euclid(DAY);
                let (from, to, since) = if within < DAY / 2 {
                    (*rate / 5, *rate * 9 / 5, within)
                } else {
                    (*rate * 9 / 5, *rate / 5, within - DAY / 2)
                };
                let now = i128::from(from)
                    + (i128::from(to) - i128::from(from)) * i128::from(since) / i128::from(DAY / 2);
                Some(Line { from: now as u64, to, until: at + Micros(DAY / 2 - since) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use s3sim_kernel::streams::Seed;

    use super::*;

    fn rate(count: u64) -> Rate {
        Rate { count, per: 1_000_000 }
    }

    fn all(mut times: Times, until: i64) -> Vec<i64> {
        let mut words = Seed(1).stream("arrivals");
        let mut found = Vec::new();
        while let Some(at) = times.next(&mut words, found.is_empty()) {
            if at.micros() >= until {
                break;
            }
            found.push(at.micros());
        }
        found
    }

    /// 7 a second for 100 s are 700, and the k-th comes at ⌊k / 7 s⌋.
    #[test]
    fn an_even_rate_never_drifts() {
        let found = all(Times::open(rate(7), Arrivals::Constant, Instant::EPOCH), 100 * SECOND);
        assert_eq!(found.len(), 700);
        assert!(found.iter().enumerate().all(|(k, at)| *at == k as i64 * SECOND / 7));
    }

    /// n Poisson arrivals: mean gap 1 / rate with a standard error of mean / √n; five of them are never exceeded.
    #[test]
    fn poisson_gaps_have_their_mean_even_if_they_are_short() {
        let found = all(Times::open(rate(20_000), Arrivals::Poisson, Instant::EPOCH), 50 * SECOND);
        let n = found.len() as f64;
        assert!((n - 1e6).abs() < 5.0 * 1e3, "{n}");
        // A Poisson stream is as likely to have a gap above its mean as e^-1.
        let long = found.windows(2).filter(|pair| pair[1] - pair[0] >= 50).count() as f64 / n;
        assert!((long - 0.367_879).abs() < 0.008, "{long}: gaps are cut to whole microseconds here");
    }

    /// From 0 to 100/s in 10 s: 500 arrivals, the k-th at √(k/5) s; then 5 s at 100/s: 500 more; then none.
    #[test]
    fn ramps_are_areas_below_straight_lines() {
        let stage = |target, seconds| Stage { target: rate(target), duration: Micros::seconds(seconds) };
        let times =
            Times::staged(&[stage(100, 10), stage(100, 5), stage(0, 2)], Arrivals::Constant, Instant::EPOCH);
        let found = all(times, 100 * SECOND);
        // 500 + 500 + 100.
        assert!(found.len().abs_diff(1_100) <= 1, "{}", found.len());
        for k in [5_i64, 20, 80, 125, 320, 500] {
            let exact = (k * SECOND * SECOND / 5).isqrt();
            assert!((found[k as usize - 1] - exact).abs() < 200, "{k}: {} {exact}", found[k as usize - 1]);
        }
        assert!((found[749] - (10 * SECOND + SECOND * 5 / 2)).abs() < 200);
    }

    /// A burst of a second's requests in its first tenth; a day's cycle has its mean, and its peak at 16:00.
    #[test]
    fn bursts_and_days_keep_the_rate() {
        let bursts = all(Times::open(rate(1_000), Arrivals::Bursty, Instant::EPOCH), 100 * SECOND);
        assert!((bursts.len() as f64 - 1e5).abs() < 5.0 * 317.0, "{}", bursts.len());
        assert!(bursts.iter().all(|at| at % SECOND <= SECOND / 10));
        let days = all(Times::open(rate(2), Arrivals::Daily, Instant::EPOCH), 2 * DAY);
        assert!((days.len() as f64 - 345_600.0).abs() < 5.0 * 588.0, "{}", days.len());
        let hour = |hour: i64| days.iter().filter(|at| *at % DAY / HOUR == hour).count() as f64 / 2.0;
        // At 15:30 the rate is 2 · (0.2 + 1.6 · 11.5 / 12) = 3.467/s: 12,480 an hour.
        assert!((hour(15) - 12_480.0).abs() < 5.0 * 80.0, "{}", hour(15));
    }
}
