//! How often something happens.

use super::decimal::split_unit;
use super::size::positive;

/// So many in so much time, exactly as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many in that time.
    pub count: u64,
    /// The time, in microseconds; never 0.
    pub per: u64,
}

/// Units of time with a fixed length, in microseconds, longest first.
pub(super) const TIMES: [(&str, i64); 7] = [
    ("w", 604_800_000_000),
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("m", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1_000),
    ("us", 1),
];

/// Reads a rate: `5_500/s`, `20/h`, `1/d`, `0.5/s` (one in two seconds). 0 is a rate too.
///
/// # Errors
/// If it is no rate, negative or too large; months and years have no fixed length.
pub fn rate(text: &str) -> Result<Rate, String> {
    const LIKE: &str = "a rate such as 5_500/s, 20/h or 1/d";
    let (number, unit) = split_unit(text);
    let unit = unit.strip_prefix('/').map(str::trim_start);
    if let Some(unit @ ("mo" | "y")) = unit {
        return Err(format!("`{text}` should be {LIKE}: `{unit}` has no fixed length"));
    }
    let Some(per) = unit.and_then(per) else {
        return Err(format!("`{text}` is not {LIKE}"));
    };
    let number = positive(text, number, LIKE)?;
    let too_large = || format!("`{text}` is too large or too fine for a rate");
    let scale = 10i128.pow(number.decimals);
    // Only what the decimals brought in is taken out again, so that `20/h` stays 20 in an hour.
    let common = greatest_common_divisor(number.units, scale);
    let count = u64::try_from(number.units / common).map_err(|_| too_large())?;
    let scale = u64::try_from(scale / common).map_err(|_| too_large())?;
    Ok(Rate { count, per: per.checked_mul(scale).ok_or_else(too_large)? })
}

/// The length of a unit of time in microseconds.
pub(super) fn per(unit: &str) -> Option<u64> {
    TIMES.iter().find(|(name, _)| *name == unit).map(|(_, micros)| micros.unsigned_abs())
}

/// Of two numbers of which the second is above 0.
fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
