//! Quantities as people write them. Expected values are computed by hand beside the text.

use std::cell::RefCell;
use std::fmt::Debug;

use proptest::prelude::*;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::units::*;
use s3sim_document::yaml;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn expect<T: PartialEq + Debug>(read: fn(&str) -> Result<T, String>, table: &[(&str, T)]) {
    for (text, value) in table {
        match read(text) {
            Ok(found) => assert_eq!(found, *value, "{text}"),
            Err(message) => panic!("{text}: {message}"),
        }
    }
}

/// The message must begin with the text in question and hold these words.
fn refuse<T: PartialEq + Debug>(read: fn(&str) -> Result<T, String>, table: &[(&str, &str)]) {
    for (text, words) in table {
        let message = read(text).expect_err(text);
        assert!(message.contains(words), "{text}: {message}");
        assert!(message.starts_with(&format!("`{text}`")), "{text}: {message}");
    }
}

#[test]
fn numbers() {
    let table = [
        ("0", 0, 0),
        ("12", 12, 0),
        ("+12", 12, 0),
        ("-2.50", -250, 2),
        ("1_000_000", 1_000_000, 0),
        ("1e6", 1_000_000, 0),
        ("1.5e3", 1_500, 0),
        ("2.5E-1", 25, 2),
        ("0e9", 0, 0),
        ("6.581", 6_581, 3),
    ];
    for (text, units, decimals) in table {
        assert_eq!(decimal(text), Ok(Decimal { units, decimals }), "{text}");
    }
    refuse(
        decimal,
        &[
            ("", "is not a number"),
            ("ten", "is not a number"),
            ("1.", "is not a number"),
            (".5", "is not a number"),
            ("1__0", "is not a number"),
            ("_1", "is not a number"),
            ("1_", "is not a number"),
            ("1e", "is not a number"),
            ("--1", "is not a number"),
            ("0x10", "is not a number"),
            ("1 000", "is not a number"),
            ("1e30000000000", "out of all proportion"),
            ("1e39", "out of all proportion"),
            ("1e-31", "out of all proportion"),
            ("1000000000000000000000000000000000000000", "out of all proportion"),
        ],
    );
}

#[test]
fn whole_numbers_within_limits() {
    let days = |text: &str| whole(text, 1..=36_500);
    assert_eq!(days("30"), Ok(30));
    assert_eq!(days("30.0"), Ok(30));
    assert_eq!(days("1e3"), Ok(1_000));
    assert_eq!(days("36_500"), Ok(36_500));
    assert_eq!(days("0"), Err("`0` should be at least 1".to_owned()));
    assert_eq!(days("-5"), Err("`-5` should be at least 1".to_owned()));
    assert_eq!(days("36501"), Err("`36501` should be at most 36500".to_owned()));
    assert_eq!(days("1.5"), Err("`1.5` should be a whole number".to_owned()));
}

#[test]
fn sizes_count_in_1024s_whatever_they_are_called() {
    expect(
        size,
        &[
            ("0", 0),
            ("4096", 4_096),
            ("4_096 B", 4_096),
            ("128KB", 131_072),
            ("128 KiB", 131_072),
            ("8MB", 8_388_608),
            ("2.5 GiB", 2_684_354_560),
            ("1TB", 1_099_511_627_776),
            ("5TiB", 5_497_558_138_880),
            ("1PB", 1_125_899_906_842_624),
            ("15EB", 17_293_822_569_102_704_640),
            ("1e6", 1_000_000),
            ("1e3 MB", 1_048_576_000),
            // Half up: 0.3 × 1024 = 307.2; 0.0005 × 1024 = 0.512; 1.5 bytes; 0.4 bytes.
            ("0.3KB", 307),
            ("0.0005KB", 1),
            ("1.5", 2),
            ("0.4", 0),
            ("18446744073709551615", u64::MAX),
        ],
    );
    refuse(
        size,
        &[
            ("", "is not a size"),
            ("KB", "is not a size"),
            ("12XB", "is not a size such as 4096, 128KB or 2.5 GiB"),
            ("128kb", "did you mean `KB`?"),
            ("128K", "is not a size"),
            ("100 Mbit", "is not a size"),
            ("-1KB", "should not be negative"),
            ("1 GB x", "is not a size"),
            ("true", "is not a size"),
            ("1,5 GB", "is not a size"),
            ("16EB", "too large"),
            ("1e30", "too large"),
            ("1e38 GB", "too large"),
            ("1e99", "out of all proportion"),
        ],
    );
    // 1e30 bytes are a sum that fits, though no size of one thing does.
    assert_eq!(total_size("1e30"), Ok(10u128.pow(30)));
}

#[test]
fn bandwidths_count_bits_in_thousands_and_bytes_in_1024s() {
    expect(
        bandwidth,
        &[
            // 100 × 10^6 / 8
            ("100 Mbit/s", 12_500_000),
            ("1Gbit/s", 125_000_000),
            ("2.5 Gbit/s", 312_500_000),
            ("80 MB/s", 83_886_080),
            ("1 B/s", 1),
            // Half up: 12 bits are 1.5 bytes, 11 bits 1.375.
            ("12 bit/s", 2),
            ("11 bit/s", 1),
        ],
    );
    refuse(
        bandwidth,
        &[
            ("100", "is not a bandwidth such as 100 Mbit/s or 80 MB/s"),
            ("100 Mbit", "is not a bandwidth"),
            ("100 Mbps", "is not a bandwidth"),
            ("100 mbit/s", "did you mean `Mbit`?"),
            ("0 Mbit/s", "at least one byte"),
            ("1 bit/s", "at least one byte"),
            ("-5 MB/s", "should not be negative"),
            ("1e30 MB/s", "too large"),
            ("/s", "is not a bandwidth"),
        ],
    );
}

#[test]
fn rates_are_exact() {
    let second = 1_000_000;
    expect(
        rate,
        &[
            ("5_500/s", Rate { count: 5_500, per: second }),
            ("5500 / s", Rate { count: 5_500, per: second }),
            ("20/h", Rate { count: 20, per: 3_600 * second }),
            ("1/d", Rate { count: 1, per: 86_400 * second }),
            ("3/w", Rate { count: 3, per: 604_800 * second }),
            ("30/m", Rate { count: 30, per: 60 * second }),
            ("0/s", Rate { count: 0, per: second }),
            ("1e4/s", Rate { count: 10_000, per: second }),
            // One in two seconds, five in two.
            ("0.5/s", Rate { count: 1, per: 2 * second }),
            ("2.50/s", Rate { count: 5, per: 2 * second }),
        ],
    );
    refuse(
        rate,
        &[
            ("5500", "is not a rate such as 5_500/s, 20/h or 1/d"),
            ("/s", "is not a rate"),
            ("5/sec", "is not a rate"),
            ("5/mo", "`mo` has no fixed length"),
            ("-5/s", "should not be negative"),
            ("1e30/s", "too large"),
            ("0.0000000000000000001/w", "too large or too fine"),
        ],
    );
    expect(volume_rate, &[("1TB/d", Rate { count: 1 << 40, per: 86_400 * second })]);
    refuse(volume_rate, &[("1TB", "is not a volume in a time"), ("1TB/x", "is not a volume in a time")]);
}

#[test]
fn durations_add_up() {
    let fixed = |micros| Duration { months: 0, micros };
    let calendar = |months| Duration { months, micros: 0 };
    expect(
        duration,
        &[
            ("250ms", fixed(250_000)),
            ("7us", fixed(7)),
            ("5s", fixed(5 * SECOND)),
            ("10m", fixed(10 * MINUTE)),
            ("6h", fixed(6 * HOUR)),
            ("30d", fixed(30 * DAY)),
            ("2w", fixed(14 * DAY)),
            ("1d12h", fixed(36 * HOUR)),
            ("1d 12h", fixed(36 * HOUR)),
            ("1.5h", fixed(90 * MINUTE)),
            ("1_000d", fixed(1_000 * DAY)),
            ("1mo", calendar(1)),
            ("5y", calendar(60)),
            ("1y6mo", calendar(18)),
            ("1mo15d", Duration { months: 1, micros: 15 * DAY }),
            ("-365d", fixed(-365 * DAY)),
            ("-1y2d", Duration { months: -12, micros: -2 * DAY }),
            ("0", fixed(0)),
            ("0d", fixed(0)),
        ],
    );
    refuse(
        duration,
        &[
            ("", "is not a duration"),
            ("-", "is not a duration"),
            ("5", "a unit is missing"),
            ("d", "is not a duration"),
            ("5 minutes", "the units are y, mo, w, d, h, m, s, ms, us"),
            ("12h1d", "longer units first"),
            ("1d1d", "longer units first"),
            ("1h-2m", "is not a duration"),
            ("1.5mo", "should count `mo` in whole numbers"),
            ("0.5us", "finer than a microsecond"),
            ("1e30d", "too long"),
            ("99999999999999999999d", "too long"),
            ("300000000y", "too long"),
        ],
    );
    expect(span, &[("30s", 30_000_000), ("0s", 0)]);
    refuse(span, &[("1mo", "in days"), ("-1s", "should not be negative")]);
}

#[test]
fn instants_are_dates_or_counted_from_the_start() {
    let absolute = |seconds: i64| When::Absolute(seconds * SECOND);
    expect(
        when,
        &[
            ("1970-01-01", absolute(0)),
            ("1970-01-02", absolute(86_400)),
            ("1969-12-31", absolute(-86_400)),
            // 2025-01-01 is day 20,089: 55 × 365 + 14 leap days (1972 to 2024).
            ("2025-01-01", absolute(20_089 * 86_400)),
            ("2025-01-01T08:00:00Z", absolute(20_089 * 86_400 + 8 * 3_600)),
            ("2025-01-01T10:00:00+02:00", absolute(20_089 * 86_400 + 8 * 3_600)),
            ("2024-12-31T20:30:00-03:30", absolute(20_089 * 86_400)),
            ("2025-01-01T00:00:00.000Z", absolute(20_089 * 86_400)),
            ("1970-01-01T00:00:00.25Z", When::Absolute(250_000)),
            ("1970-01-01T00:00:00.0000010Z", When::Absolute(1)),
            // 2024 and 2000 are leap years: day 19,782 is 2024-02-29 (54 × 365 + 13 + 31 + 28).
            ("2024-02-29", absolute(19_782 * 86_400)),
            // 30 × 365 + 7 leap days, and 59 days more.
            ("2000-02-29", absolute((30 * 365 + 7 + 59) * 86_400)),
            ("0001-01-01", absolute(-719_162 * 86_400)),
            ("90d", When::FromStart(Duration { months: 0, micros: 90 * DAY })),
            ("-365d", When::FromStart(Duration { months: 0, micros: -365 * DAY })),
            ("1mo", When::FromStart(Duration { months: 1, micros: 0 })),
            ("0d", When::FromStart(Duration::default())),
        ],
    );
    refuse(
        when,
        &[
            ("2025-02-29", "there is no 2025-02-29"),
            ("1900-02-29", "there is no"),
            ("2025-13-01", "there is no"),
            ("2025-00-01", "there is no"),
            ("2025-04-31", "there is no"),
            ("2025-01-00", "there is no"),
            ("0000-01-01", "there is no"),
            ("2025-1-1", "is not an instant such as 2025-01-01"),
            ("2025-01-01 08:00", "is not an instant"),
            ("2025-01-01T08:00Z", "is not an instant"),
            ("2025-01-01T08:00:00", "is not an instant"),
            ("yesterday", "is not an instant"),
            ("2025", "a unit is missing"),
        ],
    );
    for text in ["2025-01-01T24:00:00Z", "2025-01-01T00:00:60Z", "2025-01-01T00:00:00.0000001Z"] {
        assert!(when(text).is_err(), "{text}");
    }
}

#[test]
fn shares_are_billionths() {
    expect(
        share,
        &[
            ("0%", 0),
            ("20%", 200_000_000),
            ("0.1%", 1_000_000),
            ("99.999 %", 999_990_000),
            ("100%", SHARE_WHOLE),
            ("0.0000001%", 1),
        ],
    );
    refuse(
        share,
        &[
            ("20", "is not a share such as 20% or 0.1%"),
            ("0.2", "is not a share"),
            ("%", "is not a share"),
            ("x%", "is not a number"),
            ("-1%", "should not be negative"),
            ("100.1%", "should not be above 100%"),
            ("1e30%", "should not be above 100%"),
            ("0.00000001%", "finer than a billionth"),
        ],
    );
}

#[test]
fn money_keeps_its_decimals() {
    let dollar = 10i128.pow(12);
    expect(
        money,
        &[
            ("500 USD", Money { pico: 500 * dollar, decimals: 0 }),
            ("12.50 USD", Money { pico: 25 * dollar / 2, decimals: 2 }),
            ("12.50", Money { pico: 25 * dollar / 2, decimals: 2 }),
            ("0.000000000001 USD", Money { pico: 1, decimals: 12 }),
        ],
    );
    refuse(
        money,
        &[
            ("500 EUR", "is not an amount such as 500 USD"),
            ("$500", "is not an amount"),
            ("-1 USD", "should not be negative"),
            ("0.0000000000001 USD", "finer than 12 decimals"),
            ("1e30 USD", "too large"),
        ],
    );
}

#[test]
fn prices_say_what_they_are_for() {
    let micro = 1_000_000i128;
    expect(
        price,
        &[
            ("0.08 USD/GB-mo", Price { pico: 80_000 * micro, per: Per::GbMonth }),
            ("0.045 USD/h", Price { pico: 45_000 * micro, per: Per::Hour }),
            ("0.045 USD/GB", Price { pico: 45_000 * micro, per: Per::Gb }),
            ("30 USD/mo", Price { pico: 30_000_000 * micro, per: Per::Month }),
            ("30 USD/d", Price { pico: 30_000_000 * micro, per: Per::Day }),
            ("0.0000004 USD", Price { pico: 400_000, per: Per::One }),
        ],
    );
    refuse(
        price,
        &[
            ("0.08", "is not a price such as"),
            ("0.08 USD/TB", "is not a price"),
            ("0.08 EUR/GB", "is not a price"),
            ("-1 USD/h", "should not be negative"),
            ("1e30 USD/h", "too large"),
        ],
    );
}

#[test]
fn a_reader_notes_every_complaint_with_its_path() {
    let node = yaml::parse("{size: 12kb, price: [1 USD/h, x, 2 USD/GB, y], n: 3, list: []}").unwrap();
    let problems = RefCell::new(Problems::new());
    let reader = Reader::new(&node, "network.proxy", &problems);
    let mut fields = reader.fields().unwrap();
    assert_eq!(fields.required("size").and_then(|size| size.size()), None);
    assert_eq!(fields.required("price").and_then(|price| price.prices()), None);
    assert_eq!(fields.required("n").and_then(|n| n.count()), Some(3));
    assert_eq!(fields.required("list").and_then(|list| list.rate()), None);
    fields.finish();
    let problems = problems.into_inner();
    let paths: Vec<&str> = problems.list().iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        ["network.proxy.size", "network.proxy.price[1]", "network.proxy.price[3]", "network.proxy.list"]
    );
}

proptest! {
    #[test]
    fn no_text_makes_them_panic(text in "\\PC{0,30}|[-+0-9._eE/%: TZ]{0,20}(KB|GiB|Mbit/s|/s|d|mo|y|h|us|%| USD| USD/GB-mo)?") {
        let _ = (decimal(&text), whole(&text, 0..=9), size(&text), total_size(&text), bandwidth(&text));
        let _ = (rate(&text), volume_rate(&text), duration(&text), span(&text), when(&text));
        let _ = (share(&text), money(&text), price(&text));
    }

    #[test]
    fn every_number_of_bytes_is_a_size(bytes in any::<u64>()) {
        prop_assert_eq!(size(&bytes.to_string()), Ok(bytes));
        prop_assert_eq!(size(&format!("{bytes} B")), Ok(bytes));
    }

    #[test]
    fn kib_are_1024_bytes(kib in 0u64..1 << 50) {
        prop_assert_eq!(size(&format!("{kib}KB")), Ok(kib * 1_024));
    }

    #[test]
    fn dates_follow_one_another(day in -719_162i64..2_932_896) {
        // A calendar walked day by day from a known one would be slow: step over a whole 400-year cycle of 146,097 days
        // instead, in which the calendar repeats.
        let text = date_of(day);
        prop_assert_eq!(when(&text), Ok(When::Absolute(day * DAY)), "{}", text);
    }

    #[test]
    fn rates_keep_their_ratio(count in 0u32.., decimals in 0u32..6) {
        let scale = 10u64.pow(decimals);
        let text = format!("{}.{:0width$}/s", u64::from(count) / scale, u64::from(count) % scale, width = decimals as usize);
        let text = if decimals == 0 { format!("{count}/s") } else { text };
        let rate = rate(&text).unwrap();
        // count / (scale × 10^6 µs) = rate.count / rate.per
        prop_assert_eq!(u128::from(count) * u128::from(rate.per), u128::from(rate.count) * u128::from(scale) * 1_000_000);
    }
}

/// The date of a day since 1970, found by counting years and months up: slow and obvious.
fn date_of(day: i64) -> String {
    let cycle = 146_097;
    let mut left = (day + 719_162).rem_euclid(cycle);
    let mut year = 1 + (day + 719_162).div_euclid(cycle) * 400;
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while left >= 365 + i64::from(leap(year)) {
        left -= 365 + i64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}
