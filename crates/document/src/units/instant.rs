//! Points in time.

use super::duration::{Duration, duration};

/// A point in time as a scenario names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Microseconds since 1970-01-01T00:00:00Z.
    Absolute(i64),
    /// Counted from the scenario's start, backwards if negative.
    FromStart(Duration),
}

/// Days from 0001-01-01 to 1970-01-01 in the Gregorian calendar: 1969 × 365 and 477 leap days.
const DAYS_BEFORE_1970: i64 = 719_162;

/// Days of a common year before each month.
const DAYS_BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

const LIKE: &str = "an instant such as 2025-01-01, 2025-01-01T08:00:00Z, 90d or -365d";

/// Reads an instant: a date (its first moment in UTC), a time of RFC 3339 (with `Z` or an offset), or a duration counted
/// from the start.
///
/// # Errors
/// If it is none of these, or no date of the calendar from year 1 to 9999.
pub fn when(text: &str) -> Result<When, String> {
    let bytes = text.as_bytes();
    let looks_like_a_date = bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-';
    if !looks_like_a_date {
        return duration(text).map(When::FromStart).map_err(|message| {
            let told = message.strip_prefix(&format!("`{text}` is not "));
            if told.is_some() { format!("`{text}` is not {LIKE}") } else { message }
        });
    }
    let wrong = || format!("`{text}` is not {LIKE}");
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2]).ok_or_else(wrong)?;
    let days = days(year, month, day).ok_or_else(|| format!("`{text}` is no date: there is no {date}"))?;
    let micros = match time {
        None => 0,
        Some(time) => time_of_day(time).ok_or_else(wrong)??,
    };
    Ok(When::Absolute(days * 86_400_000_000 + micros))
}

/// Numbers of a fixed length with a sign between them.
fn numbers<const N: usize>(text: &str, between: char, lengths: [usize; N]) -> Option<[i64; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(between);
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let part =
            parts.next().filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

/// Days from 1970-01-01 to a date, if there is such a date.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let index = usize::try_from(month).ok()?.checked_sub(1)?;
    let before = *DAYS_BEFORE_MONTH.get(index)?;
    let next = DAYS_BEFORE_MONTH.get(index + 1).copied().unwrap_or(365);
    let length = next - before + i64::from(leap && month == 2);
    if year < 1 || day < 1 || day > length {
        return None;
    }
    let past = year - 1;
    let leap_days = past / 4 - past / 100 + past / 400;
    Some(past * 365 + leap_days + before + i64::from(leap && month > 2) + day - 1 - DAYS_BEFORE_1970)
}

/// Microseconds of `08:00:00Z`, `08:00:00.25Z`, `10:00:00+02:00` since midnight UTC of the date in front; `None` if it
/// has another form.
fn time_of_day(text: &str) -> Option<Result<i64, String>> {
    let end = text.find(['Z', '+', '-'])?;
    let (clock, zone) = text.split_at(end);
    let (clock, fraction) =
        clock.split_once('.').map_or((clock, None), |(clock, fraction)| (clock, Some(fraction)));
    let [hours, minutes, seconds] = numbers(clock, ':', [2, 2, 2])?;
    let micros = match fraction {
        None => 0,
        Some(fraction) if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) => {
            return None;
        }
        Some(fraction) => {
            let digits = fraction.trim_end_matches('0');
            if digits.len() > 6 {
                return Some(Err(format!("`{text}` should not be finer than a microsecond")));
            }
            format!("{digits:0<6}").parse().ok()?
        }
    };
    let offset = match zone.split_at(1) {
        ("Z", "") => 0,
        ("Z", _) => return None,
        (sign, zone) => {
            let [hours, minutes] = numbers(zone, ':', [2, 2])?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 60 + minutes) * if sign == "-" { -1 } else { 1 }
        }
    };
    if hours > 23 || minutes > 59 || seconds > 59 {
        return Some(Err(format!("`{text}` is no time of day (there are no leap seconds here)")));
    }
    Some(Ok(((hours * 60 + minutes - offset) * 60 + seconds) * 1_000_000 + micros))
}
