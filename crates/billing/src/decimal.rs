//! Decimal text to scaled integers and back: the only doors through which digits enter and leave the bill.

use rust_decimal::Decimal;

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Not a decimal number of at most 28 digits.
    NotADecimal,
    /// Below zero, where only amounts from zero on make sense.
    Negative,
    /// More decimals than the scale carries; nothing is rounded silently.
    TooFine {
        /// How many decimals there may be.
        decimals: u32,
    },
}

impl std::fmt::Display for DecimalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DecimalError::NotADecimal => f.write_str("should be a decimal number such as 0.023"),
            DecimalError::Negative => f.write_str("should not be below zero"),
            DecimalError::TooFine { decimals } => write!(f, "may have at most {decimals} decimals"),
        }
    }
}

/// Reads `text` as an integer of 10^-`decimals`.
pub(crate) fn parse(text: &str, decimals: u32) -> Result<i128, DecimalError> {
    let value = Decimal::from_str_exact(text).map_err(|_| DecimalError::NotADecimal)?.normalize();
    let finer = decimals.checked_sub(value.scale()).ok_or(DecimalError::TooFine { decimals })?;
    10i128
        .checked_pow(finer)
        .and_then(|factor| value.mantissa().checked_mul(factor))
        .ok_or(DecimalError::NotADecimal)
}

/// Prints an integer of 10^-`decimals` without trailing zeros: `0.023`, `5`, `-1.5`.
pub(crate) fn trimmed(value: i128, decimals: u32) -> String {
    let text = fixed(value, decimals);
    if decimals == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Prints an integer of 10^-`decimals` with all its decimals: `0.0230000000`.
pub(crate) fn fixed(value: i128, decimals: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", value.unsigned_abs(), width = decimals as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Divides by 10^`digits`, half away from zero.
pub(crate) fn drop_digits(value: i128, digits: u32) -> i128 {
    let step = 10i128.pow(digits);
    let (quotient, rest) = (value / step, value % step);
    if rest.abs() * 2 >= step { quotient + rest.signum() } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_an_exact_integer_or_is_refused() {
        for (text, decimals, expected) in [
            ("0.023", 12, Ok(23_000_000_000)),
            ("0.0000166667", 12, Ok(16_666_700)),
            ("0.0000000025", 12, Ok(2_500)),
            ("1.00", 12, Ok(1_000_000_000_000)),
            ("1.000000000000000", 2, Ok(100)),
            ("100", 0, Ok(100)),
            ("-1.5", 1, Ok(-15)),
            ("0.001", 2, Err(DecimalError::TooFine { decimals: 2 })),
            ("", 2, Err(DecimalError::NotADecimal)),
            ("1,5", 2, Err(DecimalError::NotADecimal)),
            ("9999999999999999999999999999999", 2, Err(DecimalError::NotADecimal)),
        ] {
            assert_eq!(parse(text, decimals), expected, "{text}");
        }
    }

    #[test]
    fn integers_print_as_decimals() {
        for (value, decimals, short, long) in [
            (0, 10, "0", "0.0000000000"),
            (2_480_000_000, 10, "0.248", "0.2480000000"),
            (12_150_000_000_000, 10, "1215", "1215.0000000000"),
            (-15, 1, "-1.5", "-1.5"),
            (100, 0, "100", "100"),
        ] {
            assert_eq!((trimmed(value, decimals).as_str(), fixed(value, decimals).as_str()), (short, long));
        }
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (value, expected) in [(149, 1), (150, 2), (151, 2), (-149, -1), (-150, -2), (0, 0)] {
            assert_eq!(drop_digits(value, 2), expected, "{value}");
        }
    }
}
