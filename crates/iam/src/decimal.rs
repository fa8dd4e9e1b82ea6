//! Exact decimal numbers, as the numeric condition operators compare them.

/// Digits after the point that are kept.
const PLACES: u32 = 12;
const UNIT: i128 = 10_i128.pow(PLACES);

/// A number with up to 18 digits before and 12 after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i128);

impl From<i64> for Decimal {
    fn from(whole: i64) -> Decimal {
        Decimal(i128::from(whole) * UNIT)
    }
}

impl Decimal {
    /// Reads `12`, `-3`, `+1.20`; `None` for anything else, also for more digits than fit.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 18
            || fraction.len() > PLACES as usize
            || !plain(whole)
            || !plain(fraction)
        {
            return None;
        }
        let part = if fraction.is_empty() { 0 } else { fraction.parse::<i128>().ok()? };
        let shift = 10_i128.pow(PLACES - fraction.len() as u32);
        let value = whole.parse::<i128>().ok()? * UNIT + part * shift;
        Some(Decimal(if negative { -value } else { value }))
    }
}
