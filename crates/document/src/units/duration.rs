//! Lengths of time.

use super::decimal::{decimal, split_unit};
use super::rate::TIMES;

/// A length of time that may step through the calendar: first the months, then the rest. Both have the same sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Duration {
    /// Calendar months, 12 for a year.
    pub months: i32,
    /// And so many microseconds; a day is 24 hours.
    pub micros: i64,
}

/// Units that step through the calendar, in months, longest first.
const CALENDAR: [(&str, i32); 2] = [("y", 12), ("mo", 1)];

const LIKE: &str = "a duration such as 250ms, 6h, 1d12h or 1mo";

/// Reads a duration: `250ms`, `5s`, `10m`, `6h`, `30d`, `2w`, `1mo`, `1y`, `1d12h`, `1.5h`, `-365d`, `0`. Longer units come
/// first, each once.
///
/// # Errors
/// If it is none, too long, or finer than a microsecond; months and years must be whole.
pub fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not {LIKE}");
    let too_long = || format!("`{text}` is too long for a duration");
    let unsigned = text.strip_prefix('-');
    let sign: i8 = if unsigned.is_some() { -1 } else { 1 };
    let mut rest = unsigned.unwrap_or(text).trim_end();
    if rest == "0" {
        return Ok(Duration::default());
    }
    if rest.is_empty() || rest.starts_with(['-', '+']) {
        return Err(wrong());
    }
    let mut sum = Duration::default();
    let mut longest = 0;
    while !rest.is_empty() {
        let (number, behind) = split_unit(rest);
        if number.is_empty() || number.starts_with(['-', '+']) {
            return Err(wrong());
        }
        let end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let unit = &behind[..end];
        if unit.is_empty() {
            return Err(format!("`{text}` should be {LIKE}: a unit is missing"));
        }
        let number = decimal(number).map_err(|message| format!("`{text}` should be {LIKE}: {message}"))?;
        let units = CALENDAR.iter().map(|(name, _)| *name).chain(TIMES.iter().map(|(name, _)| *name));
        let Some(rank) = units.clone().position(|name| name == unit) else {
            let known: Vec<&str> = units.collect();
            return Err(format!("`{text}` is not {LIKE}: the units are {}", known.join(", ")));
        };
        if rank < longest {
            return Err(format!("`{text}` should name longer units first, each once, as in 1d12h"));
        }
        longest = rank + 1;
        match CALENDAR.get(rank) {
            Some((_, months)) => {
                let whole = number
                    .whole()
                    .ok_or_else(|| format!("`{text}` should count `{unit}` in whole numbers"))?;
                let months = i32::try_from(whole).ok().and_then(|whole| whole.checked_mul(*months));
                sum.months = months.and_then(|months| sum.months.checked_add(months)).ok_or_else(too_long)?;
            }
            None => {
                let micros = i128::from(TIMES[rank - CALENDAR.len()].1);
                number.units.checked_mul(micros).ok_or_else(too_long)?;
                let micros = number
                    .exactly_times(micros)
                    .ok_or_else(|| format!("`{text}` should not be finer than a microsecond"))?;
                let micros = i64::try_from(micros).map_err(|_| too_long())?;
                sum.micros = sum.micros.checked_add(micros).ok_or_else(too_long)?;
            }
        }
        rest = behind[end..].trim_start();
    }
    Ok(Duration { months: sum.months * i32::from(sign), micros: sum.micros * i64::from(sign) })
}

/// Reads a duration that is counted from no instant, in microseconds, 0 or more.
///
/// # Errors
/// As [`duration`], and if it is negative or steps through the calendar, which needs an instant to start from.
pub fn span(text: &str) -> Result<u64, String> {
    let Duration { months, micros } = duration(text)?;
    if months != 0 {
        return Err(format!(
            "`{text}` should be given in days: a month or year has no length of its own here"
        ));
    }
    u64::try_from(micros).map_err(|_| format!("`{text}` should not be negative"))
}
