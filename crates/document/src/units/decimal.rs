//! Numbers.

use std::ops::RangeInclusive;

/// A decimal number as it is written: `units` / 10^`decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits without the point, with the sign.
    pub units: i128,
    /// How many of the digits stand behind the point, 0 to 30.
    pub decimals: u32,
}

/// The most digits behind the point.
const MAX_DECIMALS: u32 = 30;

impl Decimal {
    /// The number times `factor`, rounded half up; `None` if that does not fit.
    pub fn times(self, factor: i128) -> Option<i128> {
        let scale = 10i128.pow(self.decimals.min(MAX_DECIMALS));
        let product = self.units.checked_mul(factor)?.checked_add(scale / 2)?;
        Some(product.div_euclid(scale))
    }

    /// The number times `factor`, if that is whole and fits.
    pub fn exactly_times(self, factor: i128) -> Option<i128> {
        let scale = 10i128.pow(self.decimals.min(MAX_DECIMALS));
        let product = self.units.checked_mul(factor)?;
        (product % scale == 0).then_some(product / scale)
    }

    /// The whole number, if it is one.
    pub fn whole(self) -> Option<i128> {
        self.exactly_times(1)
    }
}

/// Reads `12`, `1_000_000`, `1e6`, `-2.50`.
///
/// # Errors
/// If it is no number, or has more than 38 digits or 30 decimals.
pub fn decimal(text: &str) -> Result<Decimal, String> {
    let wrong = || format!("`{text}` is not a number such as 1_000_000, 2.5 or 1e6");
    let absurd = || format!("`{text}` is out of all proportion");
    let plain = without_underscores(text).ok_or_else(wrong)?;
    let (negative, plain) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (plain, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(wrong()),
        None => (mantissa, ""),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(wrong());
    }
    let exponent = match exponent {
        None => 0,
        Some(exponent) => {
            let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            if unsigned.is_empty() || !digits(unsigned) {
                return Err(wrong());
            }
            exponent.parse::<i32>().map_err(|_| absurd())?
        }
    };
    let units: i128 = format!("{whole}{fraction}").parse().map_err(|_| absurd())?;
    let units = if negative { -units } else { units };
    if units == 0 && exponent != 0 {
        return Ok(Decimal { units, decimals: 0 });
    }
    let decimals = i32::try_from(fraction.len()).map_err(|_| absurd())?;
    let decimals = decimals.checked_sub(exponent).ok_or_else(absurd)?;
    match u32::try_from(decimals) {
        Ok(decimals) if decimals <= MAX_DECIMALS => Ok(Decimal { units, decimals }),
        Ok(_) => Err(absurd()),
        Err(_) => {
            let factor = 10i128.checked_pow(decimals.unsigned_abs()).ok_or_else(absurd)?;
            Ok(Decimal { units: units.checked_mul(factor).ok_or_else(absurd)?, decimals: 0 })
        }
    }
}

/// Reads a whole number within limits.
///
/// # Errors
/// If it is no whole number, or outside of the limits, which the message names.
pub fn whole(text: &str, limits: RangeInclusive<i128>) -> Result<i128, String> {
    let number = decimal(text)?.whole().ok_or_else(|| format!("`{text}` should be a whole number"))?;
    let (least, most) = (*limits.start(), *limits.end());
    if limits.contains(&number) {
        Ok(number)
    } else if number < least {
        Err(format!("`{text}` should be at least {least}"))
    } else {
        Err(format!("`{text}` should be at most {most}"))
    }
}

/// Underscores may stand one at a time between digits only.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let misplaced = |at: usize| !digit(at.checked_sub(1)) || !digit(Some(at + 1));
    let wrong = bytes.iter().enumerate().any(|(at, byte)| *byte == b'_' && misplaced(at));
    (!wrong).then(|| text.replace('_', ""))
}

/// The number in front, and what stands behind it without the space between: `2.5` and `GiB`.
pub(super) fn split_unit(text: &str) -> (&str, &str) {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let mut end = usize::from(text.starts_with(['-', '+']));
    end += digits(&text[end..]);
    if text[end..].starts_with('.') {
        end += 1 + digits(&text[end + 1..]);
    }
    // An `e` is an exponent only with digits behind it.
    if let Some(exponent) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['-', '+']));
        let length = digits(&exponent[sign..]);
        if length > 0 {
            end += 1 + sign + length;
        }
    }
    (&text[..end], text[end..].trim_start())
}
