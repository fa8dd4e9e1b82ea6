//! Numbers as the text that stands in the file: exact, whatever their size, and never a float.

/// How many digits a number may have when its exponent is written out.
const MAX_DIGITS: i64 = 400;

/// The decimal text of a number as YAML or JSON writes it: without `+`, without exponent, digits on both sides of the
/// point, everything else as written (`1.10` stays, `1e6` becomes `1000000`).
///
/// # Errors
/// A message if it is no number or its exponent is absurd.
pub(crate) fn exact(text: &str) -> Result<String, String> {
    let wrong = || format!("`{text}` is not a number");
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(index) => (&unsigned[..index], Some(&unsigned[index + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits_only(whole) || !digits_only(fraction) {
        return Err(wrong());
    }
    let (whole, fraction) = match exponent {
        None => (whole.to_owned(), fraction.to_owned()),
        Some(exponent) => {
            let exponent: i64 = exponent.parse().map_err(|_| wrong())?;
            shifted(whole, fraction, exponent).ok_or_else(|| format!("`{text}` is out of all proportion"))?
        }
    };
    let whole = if whole.is_empty() { "0" } else { &whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let zero = whole.bytes().chain(fraction.bytes()).all(|b| b == b'0');
    let sign = if negative && !zero { "-" } else { "" };
    Ok(format!("{sign}{whole}{point}{fraction}"))
}

/// The digits with the point moved `exponent` places to the right, without needless zeros.
fn shifted(whole: &str, fraction: &str, exponent: i64) -> Option<(String, String)> {
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(("0".to_owned(), String::new()));
    }
    // The point stands after this many of the digits that are left.
    let point = digits.len() as i64 - fraction.len() as i64 + exponent.clamp(-2 * MAX_DIGITS, 2 * MAX_DIGITS);
    if point.abs() > MAX_DIGITS || digits.len() as i64 > MAX_DIGITS {
        return None;
    }
    let (whole, fraction) = if point <= 0 {
        (String::new(), format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize)))
    } else if point as usize >= digits.len() {
        (format!("{digits}{}", "0".repeat(point as usize - digits.len())), String::new())
    } else {
        (digits[..point as usize].to_owned(), digits[point as usize..].to_owned())
    };
    Some((whole, fraction.trim_end_matches('0').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn numbers_keep_their_digits_and_lose_their_exponent() {
        let table = [
            ("0", "0"),
            ("12", "12"),
            ("+12", "12"),
            ("-3", "-3"),
            ("-0", "0"),
            ("-0.00", "0.00"),
            ("1.10", "1.10"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e6", "1000000"),
            ("1E+6", "1000000"),
            ("2.5e3", "2500"),
            ("2.5e0", "2.5"),
            ("1.10e1", "11"),
            ("1e-3", "0.001"),
            ("-12.5e-2", "-0.125"),
            ("0e999999999", "0"),
            (
                "123456789012345678901234567890123456789012345",
                "123456789012345678901234567890123456789012345",
            ),
        ];
        for (written, expected) in table {
            assert_eq!(exact(written).as_deref(), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_or_absurd_is_refused() {
        for written in
            ["", "-", ".", "e5", "1e", "1e5.0", "0x10", "1_000", "nan", "1e400000", "1e-99999999999999999999"]
        {
            assert!(exact(written).is_err(), "{written}");
        }
    }
}
