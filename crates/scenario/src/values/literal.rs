//! Literals of the format: numbers, sizes, lengths of time, shares. All become exact integers.

use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::{DAY, HOUR, MINUTE, Micros, SECOND};

/// A decimal number as written: `units` / 10^`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits, without the point.
    pub units: i128,
    /// How many of them stand behind the point, 0 to 18.
    pub decimals: u32,
}

impl Decimal {
    /// The number times `factor`, rounded half up; `None` if it does not fit.
    fn times(self, factor: i128) -> Option<i128> {
        let scale = 10i128.pow(self.decimals);
        let product = self.units.checked_mul(factor)?;
        Some((product + scale / 2).div_euclid(scale))
    }

    /// The whole number, if it is one.
    pub fn whole(self) -> Option<i128> {
        let scale = 10i128.pow(self.decimals);
        (self.units % scale == 0).then_some(self.units / scale)
    }
}

/// Reads `12`, `1_000_000`, `1e6`, `-2.50`.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let plain = without_underscores(text)?;
    let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (plain.as_str(), 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits.is_empty() || !all_digits(digits) || !all_digits(fraction) || mantissa.ends_with('.') {
        return None;
    }
    let units: i128 = format!("{whole}{fraction}").parse().ok()?;
    let decimals = i32::try_from(fraction.len()).ok()? - exponent;
    if decimals >= 0 {
        return (decimals <= 18).then_some(Decimal { units, decimals: decimals.unsigned_abs() });
    }
    let factor = 10i128.checked_pow(decimals.unsigned_abs())?;
    Some(Decimal { units: units.checked_mul(factor)?, decimals: 0 })
}

/// Underscores may stand between digits only.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let misplaced = bytes.iter().enumerate().any(|(at, byte)| {
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        *byte == b'_' && !(digit(at.checked_sub(1)) && digit(Some(at + 1)))
    });
    (!misplaced).then(|| text.replace('_', ""))
}

/// Units of sizes. KB and KiB are the same: 1,024 bytes, as on AWS's bills and in S3's limits.
const SIZES: [(&str, u32); 14] = [
    ("", 0),
    ("B", 0),
    ("KB", 10),
    ("KiB", 10),
    ("MB", 20),
    ("MiB", 20),
    ("GB", 30),
    ("GiB", 30),
    ("TB", 40),
    ("TiB", 40),
    ("PB", 50),
    ("PiB", 50),
    ("EB", 60),
    ("EiB", 60),
];

/// Reads `4096`, `128KB`, `2.5 GiB` as bytes; fractions of a byte are rounded half up.
pub(crate) fn size(text: &str) -> Option<u128> {
    let (number, unit) = split_unit(text);
    let (_, shift) = SIZES.iter().find(|(name, _)| *name == unit)?;
    u128::try_from(decimal(number)?.times(1 << shift)?).ok()
}

/// A length of time that may step through the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    /// Calendar months.
    pub(crate) months: i32,
    /// And so much more.
    pub(crate) rest: Micros,
}

/// Units of time that have a fixed length.
const TIMES: [(&str, i64); 7] =
    [("us", 1), ("ms", 1_000), ("s", SECOND), ("m", MINUTE), ("h", HOUR), ("d", DAY), ("w", 7 * DAY)];

/// Units of time that step through the calendar, in months.
const CALENDAR: [(&str, i32); 2] = [("mo", 1), ("y", 12)];

/// Reads `250ms`, `1d12h`, `1y`, `-365d`, `0`; parts of a microsecond are rounded half up.
pub(crate) fn length(text: &str) -> Option<Length> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    if rest == "0" {
        return Some(Length::default());
    }
    let mut length = Length::default();
    while !rest.is_empty() {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_' || c == '.');
        let (digits, behind) = rest.split_at(rest.len() - number.len());
        let unit_end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, next) = behind.split_at(unit_end);
        let number = decimal(digits)?;
        if let Some((_, months)) = CALENDAR.iter().find(|(name, _)| *name == unit) {
            let months = i32::try_from(number.whole()?).ok()?.checked_mul(*months)?;
            length.months = length.months.checked_add(months)?;
        } else {
            let (_, micros) = TIMES.iter().find(|(name, _)| *name == unit)?;
            let micros = i64::try_from(number.times(i128::from(*micros))?).ok()?;
            length.rest = Micros(length.rest.0.checked_add(micros)?);
        }
        rest = next;
    }
    let anything = !text.trim_start_matches('-').is_empty();
    anything.then_some(Length { months: sign * length.months, rest: Micros(i64::from(sign) * length.rest.0) })
}

/// Reads `20%` or `0.1%` as billionths.
pub(crate) fn share(text: &str) -> Option<u64> {
    let number = decimal(text.strip_suffix('%')?.trim_end())?;
    let percent = i128::from(WHOLE / 100);
    let product = number.units.checked_mul(percent)?;
    let scale = 10i128.pow(number.decimals);
    u64::try_from(product / scale).ok().filter(|_| product % scale == 0)
}

/// The number in front and the letters behind it.
fn split_unit(text: &str) -> (&str, &str) {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "_.-+".contains(c));
    // The exponent of `1e6` is no unit.
    let exponent =
        unit.strip_prefix(['e', 'E']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let unit = exponent.map_or(unit, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let (number, unit) = text.split_at(text.len() - unit.len());
    (number, unit.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_underscores_and_exponents() {
        for (text, units, decimals) in [
            ("12", 12, 0),
            ("1_000_000", 1_000_000, 0),
            ("1e6", 1_000_000, 0),
            ("-2.50", -250, 2),
            ("1.5e3", 1500, 0),
        ] {
            assert_eq!(decimal(text), Some(Decimal { units, decimals }), "{text}");
        }
        for text in
            ["", "-", ".", "1.", "1__0", "_1", "1_", "x", "1e", "1e400", "--1", "1.0000000000000000001"]
        {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_count_in_1024s_whatever_they_are_called() {
        for (text, bytes) in [
            ("4096", 4096),
            ("128KB", 131_072),
            ("128 KiB", 131_072),
            ("2.5 GiB", 2_684_354_560),
            ("1TB", 1 << 40),
            ("545.7TB", 600_003_495_277_363), // 545.7 × 2^40 = 600,003,495,277,363.4
            ("1e6", 1_000_000),
        ] {
            assert_eq!(size(text), Some(bytes), "{text}");
        }
        for text in ["", "KB", "12XB", "12kb", "-1KB", "1 GB x", "ten"] {
            assert_eq!(size(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_add_up_their_parts() {
        for (text, months, micros) in [
            ("250ms", 0, 250_000),
            ("5s", 0, 5 * SECOND),
            ("1d12h", 0, DAY + 12 * HOUR),
            ("1.5h", 0, 90 * MINUTE),
            ("2w", 0, 14 * DAY),
            ("1mo", 1, 0),
            ("5y", 60, 0),
            ("-1y2d", -12, -2 * DAY),
            ("-365d", 0, -365 * DAY),
            ("0", 0, 0),
        ] {
            assert_eq!(length(text), Some(Length { months, rest: Micros(micros) }), "{text}");
        }
        for text in ["", "-", "5", "5 d", "d", "1.5mo", "5dd", "1h-2m", "99999999999999999999d", "300000000y"]
        {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn shares_are_billionths() {
        assert_eq!(share("20%"), Some(WHOLE / 5));
        assert_eq!(share("0.1%"), Some(WHOLE / 1000));
        for text in ["20", "-1%", "0.00000001%", "%", "x%"] {
            assert_eq!(share(text), None, "{text}");
        }
    }
}
