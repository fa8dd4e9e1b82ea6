//! Dates in lifecycle documents: ISO 8601, written in one of the ways that the CLI and SDKs print them.

use s3sim_document::read::Reader;
use s3sim_kernel::time::{DAY, Instant, MINUTE, Micros};

use crate::configuration::schema::{self, MALFORMED, Placed};

/// Reads `2024-06-01`, `2024-06-01T00:00:00Z`, or the same with another offset from UTC (`+00:00` is how the CLI
/// prints it). Modelling choice: without an offset the time is UTC.
pub(super) fn read(place: Reader<'_>) -> Option<Placed<'_, Instant>> {
    let text = schema::text(&place)?;
    let Some(value) = parse(text) else {
        place.refused(MALFORMED, format!("`{text}` is not a date in ISO 8601, such as 2025-06-01T00:00:00Z"));
        return None;
    };
    Some(Placed { place, value })
}

/// Whether S3 takes it: dates stand for midnights.
pub(super) fn is_midnight(instant: Instant) -> bool {
    instant.micros().rem_euclid(DAY) == 0
}

fn parse(text: &str) -> Option<Instant> {
    if let Some(instant) = Instant::parse(text) {
        return Some(instant);
    }
    if !text.contains('T') {
        return None;
    }
    let split = text.len().checked_sub("+00:00".len()).filter(|split| text.is_char_boundary(*split))?;
    let (local, offset) = text.split_at(split);
    match offset_minutes(offset) {
        Some(minutes) => Some(Instant::parse(&format!("{local}Z"))? - Micros(minutes * MINUTE)),
        None => Instant::parse(&format!("{text}Z")),
    }
}

/// Minutes east of UTC of `+02:00`.
fn offset_minutes(offset: &str) -> Option<i64> {
    let (sign, rest) = match offset.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |digits: &str, below: u8| -> Option<i64> {
        let all_digits = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u8>().ok().filter(|number| all_digits && *number < below).map(i64::from)
    };
    Some(sign * (number(hours, 24)? * 60 + number(minutes, 60)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_usual_spelling_are_the_same_midnight() {
        for text in [
            "2024-06-01",
            "2024-06-01T00:00:00Z",
            "2024-06-01T00:00:00.000Z",
            "2024-06-01T00:00:00+00:00",
            "2024-06-01T00:00:00.000+00:00",
            "2024-06-01T00:00:00",
            "2024-06-01T02:00:00+02:00",
            "2024-05-31T19:30:00-04:30",
        ] {
            assert_eq!(parse(text).map(|i| i.to_string()).as_deref(), Some("2024-06-01T00:00:00Z"), "{text}");
        }
    }

    #[test]
    fn what_is_not_iso_8601_is_no_date() {
        for text in
            ["20240601", "June 1", "2024-06-31", "2024-06-01T25:00:00Z", "2024-06-01T00:00:00+2:0", "", "é"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
