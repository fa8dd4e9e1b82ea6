//! Dates as HTTP headers write them.

use s3sim_kernel::time::{DAY, Instant, SECOND};

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Fri, 21 Dec 2012 00:00:00 GMT`, the form of RFC 9110; fractions of a second are cut off.
pub fn format(at: Instant) -> String {
    let date = at.to_string();
    let month = at.month();
    // 1970-01-01 was a Thursday.
    let weekday = WEEKDAYS[at.micros().div_euclid(DAY).rem_euclid(7) as usize];
    let second = at.micros().rem_euclid(DAY) / SECOND;
    format!(
        "{weekday}, {} {} {} {:02}:{:02}:{:02} GMT",
        &date[8..10],
        MONTHS[usize::from(month.month.unsigned_abs()) - 1],
        month.year,
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_api_reference() {
        for (at, text) in [
            ("2012-12-21", "Fri, 21 Dec 2012 00:00:00 GMT"),
            ("2024-01-09", "Tue, 09 Jan 2024 00:00:00 GMT"),
            ("1970-01-01T23:59:59.9Z", "Thu, 01 Jan 1970 23:59:59 GMT"),
        ] {
            assert_eq!(format(Instant::parse(at).unwrap()), text);
        }
    }
}
