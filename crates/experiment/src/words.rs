//! Figures as people read them.

use s3sim_kernel::time::Micros;

/// `1,234,567`.
pub fn grouped(number: impl Into<u128>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A decimal with its whole part in groups: `1,234,567.8`.
pub fn grouped_decimal(decimal: &str) -> String {
    let (whole, fraction) = decimal.split_once('.').map_or((decimal, None), |(w, f)| (w, Some(f)));
    let Ok(number) = whole.parse::<u128>() else { return decimal.to_owned() };
    match fraction {
        None => grouped(number),
        Some(fraction) => format!("{}.{fraction}", grouped(number)),
    }
}

/// A length of time without digits that nobody reads: rounded down to seconds from a minute on, to milliseconds from a
/// tenth of a second on.
pub fn about(time: Micros) -> Micros {
    let step = match time.0 {
        60_000_000.. => 1_000_000,
        100_000.. => 1_000,
        _ => 1,
    };
    Micros(time.0 - time.0 % step)
}

/// Tags as `key=value`, with commas between them.
pub fn tag_list(tags: &[(String, String)]) -> String {
    tags.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(", ")
}

/// From where to where, where both are: `STANDARD to GLACIER`; else the one that is.
pub fn way(from: &str, to: &str) -> String {
    if from.is_empty() || to.is_empty() { format!("{from}{to}") } else { format!("{from} to {to}") }
}

/// Bytes in the largest unit that leaves a figure before the point, to three figures: `1.50 GB`, of 1,024 each.
pub fn bytes(bytes: u128) -> String {
    const UNITS: [&str; 9] = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    let mut unit = 0;
    let mut scale = 1u128;
    while unit + 1 < UNITS.len() && bytes >= scale * 1024 {
        scale *= 1024;
        unit += 1;
    }
    if unit == 0 {
        return format!("{bytes} bytes");
    }
    let whole = bytes / scale;
    let decimals = match whole {
        0..10 => 2,
        10..100 => 1,
        _ => 0,
    };
    let factor = 10u128.pow(decimals);
    // Cut, not rounded: 1023.99 MB stay below 1 GB.
    let scaled = bytes * factor / scale;
    match decimals {
        0 => format!("{} {}", grouped(scaled), UNITS[unit]),
        _ => format!(
            "{}.{:0width$} {}",
            scaled / factor,
            scaled % factor,
            UNITS[unit],
            width = decimals as usize
        ),
    }
}

/// A share: `18.3%`, and below a tenth of a percent with as many digits as it takes to see that it is not nothing.
pub fn percent(part: u128, whole: u128) -> String {
    let whole = whole.max(1);
    let scaled = |digits: u32| part * 10u128.pow(2 + digits) / whole;
    if part == 0 {
        return "0%".to_owned();
    }
    if part == whole {
        return "100%".to_owned();
    }
    let digits = (1..9).find(|digits| scaled(*digits) > 0).unwrap_or(9);
    let value = scaled(digits);
    let scale = 10u128.pow(digits);
    format!("{}.{:0width$}%", value / scale, value % scale, width = digits as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        assert_eq!(
            [grouped(0u8), grouped(999u32), grouped(1_000u32), grouped(1_234_567u32)],
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(grouped_decimal("1234567"), "1,234,567");
        assert_eq!(grouped_decimal("1234.05"), "1,234.05");
        assert_eq!(
            [percent(183, 1000), percent(1, 20_000), percent(0, 5), percent(5, 5)],
            ["18.3%", "0.005%", "0%", "100%"]
        );
        assert_eq!(bytes(1023), "1023 bytes");
        assert_eq!(bytes(1536 << 20), "1.50 GB");
        assert_eq!(bytes(100 << 40), "100 TB");
    }
}
