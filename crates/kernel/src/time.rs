//! Integer time: microseconds since the Unix epoch, UTC, on the proleptic Gregorian calendar.
//!
//! There are no time zones, leap seconds or daylight saving here: a [`Day`] is exactly 86,400 s, as in S3's own
//! day arithmetic. Calendar questions (months, years, dates) go to `jiff`; everything else is integer arithmetic.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use jiff::civil::Date;

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// A length of time in microseconds; may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(pub i64);

impl Micros {
    /// No time at all.
    pub const ZERO: Micros = Micros(0);

    /// `n` seconds. `n` must stay below 9.2·10^12.
    pub const fn seconds(n: i64) -> Micros {
        Micros(n * SECOND)
    }

    /// `n` hours of 3,600 s.
    pub const fn hours(n: i64) -> Micros {
        Micros(n * HOUR)
    }

    /// `n` days of 86,400 s.
    pub const fn days(n: i64) -> Micros {
        Micros(n * DAY)
    }
}

/// Prints the largest units first and leaves out zeros: `1d12h`, `250ms`, `0s`.
impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1_000, "ms"), (1, "us")]
        {
            let unit = unit.unsigned_abs();
            if rest >= unit {
                write!(f, "{}{}", rest / unit, name)?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 1970-01-01T00:00:00Z, the first instant that a [`Day`] can name.
    pub const EPOCH: Instant = Instant(0);
    /// 2149-06-06T00:00:00Z, the start of the last [`Day`]: nothing is simulated from here on.
    pub const HORIZON: Instant = Instant(Day::MAX.0 as i64 * DAY);

    /// The instant `micros` microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Instant {
        Instant(micros)
    }

    /// Midnight UTC of a date, or `None` if there is no such date.
    pub fn from_date(year: i16, month: i8, day: i8) -> Option<Instant> {
        Date::new(year, month, day).ok().map(start_of)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The UTC day that holds this instant. Instants outside [`Instant::EPOCH`]..[`Instant::HORIZON`] clamp.
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(DAY).clamp(0, i64::from(Day::MAX.0)) as u16)
    }

    /// The first midnight UTC at or after this instant: S3's rounding of lifecycle days.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html> rounds to "the next day
    /// at midnight UTC". That an instant exactly at midnight is not rounded further is a modelling choice.
    pub fn ceil_day(self) -> Day {
        Day((self.0 + DAY - 1).div_euclid(DAY).clamp(0, i64::from(Day::MAX.0)) as u16)
    }

    /// Reads `2025-01-01`, `2025-01-01T08:00:00Z` or `2025-01-01T08:00:00.25Z`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Instant> {
        if text.len() == 10 {
            return text.parse::<Date>().ok().map(start_of);
        }
        if !text.ends_with('Z') {
            return None;
        }
        let timestamp = text.parse::<jiff::Timestamp>().ok()?;
        Some(Instant(timestamp.as_microsecond()))
    }

    /// Steps `months` calendar months forward (or back); the day of the month is clipped to the month's length.
    /// `None` when the result leaves the calendar.
    pub fn plus_months(self, months: i32) -> Option<Instant> {
        let date = date_of(self.0.div_euclid(DAY))?;
        let moved = date.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
        Some(Instant(start_of(moved).0 + self.0.rem_euclid(DAY)))
    }

    /// The calendar month that holds this instant.
    pub fn month(self) -> Month {
        date_of(self.0.div_euclid(DAY))
            .map_or(Month { year: 1970, month: 1 }, |d| Month { year: d.year(), month: d.month() })
    }

    /// Time since `earlier`; negative if it is later.
    pub const fn since(self, earlier: Instant) -> Micros {
        Micros(self.0 - earlier.0)
    }
}

impl Add<Micros> for Instant {
    type Output = Instant;
    /// Saturates instead of wrapping: what lies beyond the calendar never happens.
    fn add(self, rhs: Micros) -> Instant {
        Instant(self.0.saturating_add(rhs.0))
    }
}

impl Sub<Micros> for Instant {
    type Output = Instant;
    fn sub(self, rhs: Micros) -> Instant {
        Instant(self.0.saturating_sub(rhs.0))
    }
}

impl AddAssign<Micros> for Instant {
    fn add_assign(&mut self, rhs: Micros) {
        *self = *self + rhs;
    }
}

/// RFC 3339 in UTC; a fraction only where there is one: `2024-01-01T10:30:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(DAY) / SECOND;
        let fraction = self.0.rem_euclid(SECOND);
        let Some(date) = date_of(self.0.div_euclid(DAY)) else { return f.write_str("never") };
        write!(f, "{}T{:02}:{:02}:{:02}", date, second / 3600, second / 60 % 60, second % 60)?;
        if fraction != 0 {
            let digits = format!("{fraction:06}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// A UTC day, counted from 1970-01-01; the last is 2149-06-06.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u16);

impl Day {
    /// 2149-06-06. Used for "never": no event is simulated on it.
    pub const MAX: Day = Day(u16::MAX);

    /// 00:00:00 UTC of this day.
    pub const fn start(self) -> Instant {
        Instant(self.0 as i64 * DAY)
    }

    /// The following day; [`Day::MAX`] stays.
    pub const fn next(self) -> Day {
        Day(self.0.saturating_add(1))
    }

    /// `days` later; [`Day::MAX`] if that is beyond the calendar.
    pub const fn plus(self, days: u32) -> Day {
        let sum = self.0 as u32 + if days > u16::MAX as u32 { u16::MAX as u32 } else { days };
        if sum > u16::MAX as u32 { Day::MAX } else { Day(sum as u16) }
    }
}

/// `2024-01-01`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match date_of(i64::from(self.0)) {
            Some(date) => write!(f, "{date}"),
            None => f.write_str("never"),
        }
    }
}

/// A calendar month: the period of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Gregorian year.
    pub year: i16,
    /// 1 = January … 12 = December.
    pub month: i8,
}

impl Month {
    /// 00:00 UTC on the first of the month.
    pub fn start(self) -> Instant {
        Instant::from_date(self.year, self.month, 1).unwrap_or(Instant::EPOCH)
    }

    /// The month after this one.
    pub fn next(self) -> Month {
        if self.month == 12 {
            Month { year: self.year + 1, month: 1 }
        } else {
            Month { year: self.year, month: self.month + 1 }
        }
    }

    /// 00:00 UTC on the first of the next month.
    pub fn end(self) -> Instant {
        self.next().start()
    }

    /// Length of the month: 28 to 31 days.
    pub fn length(self) -> Micros {
        self.end().since(self.start())
    }
}

/// `2024-01`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

fn start_of(date: Date) -> Instant {
    let epoch = Date::constant(1970, 1, 1);
    let days = date.since(epoch).map_or(0, |span| i64::from(span.get_days()));
    Instant(days * DAY)
}

fn date_of(days: i64) -> Option<Date> {
    let days = i32::try_from(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn instants_read_and_print_as_rfc_3339() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2024-02-29T23:59:59Z",
            "2025-01-01T08:00:00.25Z",
            "2149-06-05T00:00:00Z",
        ] {
            assert_eq!(at(text).to_string(), text);
        }
        assert_eq!(at("2025-01-01").to_string(), "2025-01-01T00:00:00Z");
        for wrong in
            ["", "2025-13-01", "2025-02-30", "2025-01-01T08:00:00", "yesterday", "2025-01-01T25:00:00Z"]
        {
            assert_eq!(Instant::parse(wrong), None, "{wrong}");
        }
    }

    /// The examples of "Lifecycle rules: based on an object's age" and of the boundary cases around them.
    #[test]
    fn days_are_rounded_up_to_the_next_midnight() {
        for (created, days, due) in [
            ("2014-01-15T10:30:00Z", 3, "2014-01-19"),
            ("2026-01-02T00:05:00Z", 1, "2026-01-04"),
            ("2024-02-28T23:59:59Z", 1, "2024-03-01"),
            ("2023-03-01T12:00:00Z", 365, "2024-03-01"),
            ("2024-01-01T00:00:00Z", 30, "2024-01-31"),
            ("2024-01-01T10:30:00Z", 0, "2024-01-02"),
        ] {
            assert_eq!((at(created) + Micros::days(days)).ceil_day().to_string(), due);
        }
    }

    #[test]
    fn months_have_their_own_length() {
        let hours = |year, month| Month { year, month }.length().0 / HOUR;
        assert_eq!([hours(2024, 2), hours(2025, 2), hours(2025, 4), hours(2025, 3)], [696, 672, 720, 744]);
        assert_eq!(at("2024-12-31T23:00:00Z").month().next(), Month { year: 2025, month: 1 });
        assert_eq!(at("2024-01-31T10:00:00Z").plus_months(1).unwrap().to_string(), "2024-02-29T10:00:00Z");
        assert_eq!(at("2024-03-31").plus_months(-1).unwrap().to_string(), "2024-02-29T00:00:00Z");
    }

    #[test]
    fn lengths_print_their_largest_units_first() {
        assert_eq!(Micros(DAY + 12 * HOUR).to_string(), "1d12h");
        assert_eq!(Micros(250_000).to_string(), "250ms");
        assert_eq!(Micros::ZERO.to_string(), "0s");
        assert_eq!(Micros(-MINUTE).to_string(), "-1m");
    }
}
