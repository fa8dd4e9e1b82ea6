//! Numbers as `numeric` compares them: six decimals, at most five billion either way.

/// Millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(i64);

/// The largest number, and with a minus the smallest.
const MOST: i64 = 5_000_000_000_000_000;

impl Number {
    /// Reads `12`, `-0.5`, `3.0e2`; `None` for what the matcher does not take.
    pub(super) fn parse(text: &str) -> Option<Number> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || all.len() > 30 || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let units: i128 = all.parse().ok()?;
        // So many decimal places to the left until units are millionths.
        let shift = 6 + exponent - i32::try_from(fraction.len()).ok()?;
        let scaled = match u32::try_from(shift) {
            Ok(shift) if shift <= 20 => units.checked_mul(10_i128.pow(shift))?,
            Ok(_) => return None,
            Err(_) => units / 10_i128.checked_pow(shift.unsigned_abs().min(38))?,
        };
        let micro = i64::try_from(if negative { -scaled } else { scaled }).ok()?;
        (-MOST..=MOST).contains(&micro).then_some(Number(micro))
    }
}
