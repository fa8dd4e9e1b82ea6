//! `rate(5 minutes)` and `cron(0 12 * * ? *)`, in UTC.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>

use s3sim_kernel::time::{Day, HOUR, Instant, MINUTE, Micros};

/// When something happens again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every so often, for the first time one such interval after the start.
    Rate(Micros),
    /// At every minute that fits.
    Cron(Box<Cron>),
}

/// Which minutes fit: values of each field, in order; an empty list fits everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cron {
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Vec<u32>,
    months: Vec<u32>,
    weekdays: Vec<u32>,
    years: Vec<u32>,
}

/// The day on which 1970 began was a Thursday: the fifth day of a week that begins with Sunday.
const FIRST_WEEKDAY: u32 = 4;

impl Schedule {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Schedule, String> {
        let inside = |word: &str| text.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(rate) = inside("rate") {
            return parse_rate(rate).map(Schedule::Rate);
        }
        match inside("cron") {
            Some(cron) => Cron::parse(cron).map(|cron| Schedule::Cron(Box::new(cron))),
            None => Err(format!("`{text}` is neither rate(5 minutes) nor cron(0 12 * * ? *)")),
        }
    }

    /// The first time after `after`, where the run began at `start`; `None` if there is none any more.
    pub fn next(&self, start: Instant, after: Instant) -> Option<Instant> {
        match self {
            Schedule::Rate(every) => {
                let passed = after.since(start).0.max(0) / every.0;
                Some(start + Micros((passed + 1) * every.0))
            }
            Schedule::Cron(cron) => cron.next(after),
        }
    }
}

/// `5 minutes`, `1 hour`: singular for one, plural for more.
fn parse_rate(text: &str) -> Result<Micros, String> {
    let wrong = || format!("rate({text}) should be such as rate(1 hour) or rate(5 minutes)");
    let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let number: i64 =
        number.parse().ok().filter(|number| (1..=1_000_000).contains(number)).ok_or_else(wrong)?;
    let one = match unit.trim_end_matches('s') {
        "minute" => MINUTE,
        "hour" => HOUR,
        "day" => 24 * HOUR,
        _ => return Err(wrong()),
    };
    if (number == 1) == unit.ends_with('s') {
        return Err(wrong());
    }
    Ok(Micros(number * one))
}

impl Cron {
    fn parse(text: &str) -> Result<Cron, String> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays, years] = fields.as_slice() else {
            return Err(format!(
                "cron({text}) should have six fields: minutes hours days months weekdays years"
            ));
        };
        const MONTHS: [&str; 12] =
            ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
        const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
        if (*days == "?") == (*weekdays == "?") {
            return Err(format!("cron({text}): one of days and weekdays, and only one, should be `?`"));
        }
        let field = |text: &str, least: u32, most: u32, names: &[&str]| {
            values(text, least, most, names)
                .ok_or_else(|| format!("`{text}` is no field of a cron expression here"))
        };
        Ok(Cron {
            minutes: field(minutes, 0, 59, &[])?,
            hours: field(hours, 0, 23, &[])?,
            days: field(days, 1, 31, &[])?,
            months: field(months, 1, 12, &MONTHS)?,
            weekdays: field(weekdays, 1, 7, &WEEKDAYS)?,
            years: field(years, 1970, 2199, &[])?,
        })
    }

    fn next(&self, after: Instant) -> Option<Instant> {
        let first = after.micros().div_euclid(MINUTE) + 1;
        let fits = |list: &[u32], value: u32| list.is_empty() || list.contains(&value);
        let mut day = Instant::from_micros(first * MINUTE).day();
        // No two dates of any expression lie further apart than the eight years around a century's leap day.
        for _ in 0..8 * 366 {
            if self.fits_day(day) {
                let begin = day.start().micros() / MINUTE;
                for minute in first.max(begin)..begin + 24 * 60 {
                    let within = (minute - begin) as u32;
                    if fits(&self.hours, within / 60) && fits(&self.minutes, within % 60) {
                        return Some(Instant::from_micros(minute * MINUTE));
                    }
                }
            }
            if day == Day::MAX {
                return None;
            }
            day = day.next();
        }
        None
    }

    fn fits_day(&self, day: Day) -> bool {
        // `2025-01-31`
        let text = day.to_string();
        let part =
            |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(0);
        let fits = |list: &[u32], value: u32| list.is_empty() || list.contains(&value);
        let weekday = (u32::from(day.0) + FIRST_WEEKDAY) % 7 + 1;
        fits(&self.years, part(0, 4))
            && fits(&self.months, part(5, 7))
            && fits(&self.days, part(8, 10))
            && fits(&self.weekdays, weekday)
    }
}

/// `*`, `?`, `5`, `1,2`, `1-5`, `0/15`, `MON-FRI`.
fn values(text: &str, least: u32, most: u32, names: &[&str]) -> Option<Vec<u32>> {
    if text == "*" || text == "?" {
        return Some(Vec::new());
    }
    let value = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let value = named.map(|place| least + place as u32).or_else(|| text.parse().ok())?;
        (least..=most).contains(&value).then_some(value)
    };
    let mut all = Vec::new();
    for part in text.split(',') {
        if let Some((from, step)) = part.split_once('/') {
            let from = if from == "*" { least } else { value(from)? };
            let step: u32 = step.parse().ok().filter(|step| *step > 0)?;
            all.extend((from..=most).step_by(step as usize));
        } else if let Some((from, to)) = part.split_once('-') {
            let (from, to) = (value(from)?, value(to)?);
            if from <= to {
                all.extend(from..=to);
            } else {
                // Hours past midnight.
                all.extend((from..=most).chain(least..=to));
            }
        } else {
            all.push(value(part)?);
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn rates_count_from_the_start() {
        let half_hour = Schedule::parse("rate(30 minutes)").unwrap();
        let start = at("2025-01-01T00:10:00Z");
        assert_eq!(half_hour.next(start, start), Some(at("2025-01-01T00:40:00Z")));
        assert_eq!(half_hour.next(start, at("2025-01-01T00:40:00Z")), Some(at("2025-01-01T01:10:00Z")));
    }

    /// The documentation's own examples.
    #[test]
    fn cron_expressions_fit_their_minutes() {
        for (text, after, next) in [
            ("cron(0 10 * * ? *)", "2025-01-01T10:00:00Z", "2025-01-02T10:00:00Z"),
            ("cron(15 12 * * ? *)", "2025-01-01", "2025-01-01T12:15:00Z"),
            // 2025-01-01 is a Wednesday.
            ("cron(0 18 ? * MON-FRI *)", "2025-01-03T18:00:00Z", "2025-01-06T18:00:00Z"),
            ("cron(0 8 1 * ? *)", "2025-01-01T08:00:00Z", "2025-02-01T08:00:00Z"),
            ("cron(0/15 * * * ? *)", "2025-01-01T00:01:00Z", "2025-01-01T00:15:00Z"),
            ("cron(0/30 20-2 ? * MON-FRI *)", "2025-01-01T02:30:00Z", "2025-01-01T20:00:00Z"),
            ("cron(0 0 29 2 ? *)", "2025-01-01", "2028-02-29"),
        ] {
            let schedule = Schedule::parse(text).unwrap();
            assert_eq!(schedule.next(at("2025-01-01"), at(after)), Some(at(next)), "{text}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        for text in [
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(0 hours)",
            "every day",
            "cron(0 10 * *)",
            "cron(0 10 * * * *)",
            "cron(99 10 * * ? *)",
        ] {
            assert!(Schedule::parse(text).is_err(), "{text}");
        }
    }
}
