//! What holds where a scenario says nothing.

use s3sim_aws::arn::Account;
use s3sim_aws::region::Region;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::Micros;
use s3sim_scenario::check::When;
use s3sim_scenario::traffic::{Amount, Pick};

use crate::{at, good};

#[test]
fn nothing_is_a_scenario() {
    let scenario = good("{}");
    assert_eq!((scenario.name.as_str(), scenario.seed, scenario.region), ("test", 1, Region::US_EAST_1));
    assert_eq!((scenario.start, scenario.end), (at("2025-01-01"), at("2025-02-01")));
    assert_eq!(scenario.accounts[0].number, Account::MAIN);
    assert_eq!(scenario.billing.free_transfer, 100 << 30);
}

#[test]
fn a_run_lasts_a_month_or_to_the_last_instant_named() {
    for (yaml, end) in [
        ("{}", "2025-02-01"),
        ("start: 2024-01-31", "2024-02-29"),
        ("duration: 400d", "2026-02-05"),
        ("duration: 5y", "2030-01-01"),
        ("duration: 1mo1d", "2025-02-02"),
        ("{start: 2025-01-01T08:00:00Z, duration: 36h}", "2025-01-02T20:00:00Z"),
        ("{buckets: {b-1: {}}, steps: {put: {PutObject: b-1/a, at: 90d}}}", "2025-04-01"),
        ("{buckets: {b-1: {}}, steps: {put: {PutObject: b-1/a, at: 5d}}}", "2025-02-01"),
        ("{buckets: {b-1: {}}, expect: {x: {count: b-1, is: 0, at: 2025-07-01}}}", "2025-07-01"),
        ("{buckets: {b-1: {}}, traffic: {x: {GetObject: b-1/*, until: 60d}}}", "2025-03-02"),
        // Steps follow each other: 40 days, then 10 more.
        (
            "{buckets: {b-1: {}}, steps: {a: {PutObject: b-1/a, after: 40d}, b: {GetObject: b-1/a, after: 10d}}}",
            "2025-02-20",
        ),
    ] {
        assert_eq!(good(yaml).end, at(end), "{yaml}");
    }
}

#[test]
fn instants_count_from_the_start() {
    for (text, instant) in [
        ("0d", "2025-01-01T08:00:00Z"),
        ("90d", "2025-04-01T08:00:00Z"),
        ("1mo", "2025-02-01T08:00:00Z"),
        ("1y12h", "2026-01-01T20:00:00Z"),
        ("2025-06-01", "2025-06-01"),
        ("2025-06-01T12:30:00.5Z", "2025-06-01T12:30:00.5Z"),
    ] {
        let yaml = format!(
            "{{start: 2025-01-01T08:00:00Z, duration: 2y, buckets: {{b-1: {{}}}}, expect: {{x: {{count: b-1, is: 0, at: {text}}}}}}}"
        );
        assert_eq!(good(&yaml).expect[0].when, When::At(at(instant)), "{text}");
    }
}

#[test]
fn traffic_is_once_a_day_for_every_object() {
    let scenario =
        good("{buckets: {b-1: {}}, traffic: {reads: {GetObject: b-1/*}, writes: {PutObject: \"b-1/{n}\"}}}");
    let reads = &scenario.traffic[0];
    assert_eq!((reads.from, reads.every, reads.until), (scenario.start, Micros::days(1), scenario.end));
    assert_eq!(
        (reads.amount, reads.share, reads.pick, reads.age),
        (Amount::Times(1), WHOLE, Pick::Rotate, None)
    );
    // Aimed at no object that exists: once each time.
    assert_eq!(scenario.traffic[1].amount, Amount::Count(1));
}

#[test]
fn checks_look_at_the_end_or_over_the_whole_run() {
    let scenario = good(
        "{buckets: {b-1: {}}, duration: 10d, expect: {
            state: {count: b-1, is: 0},
            always: {count: b-1, is: 0, from: 1d},
            total: {cost: total, at_most: 1 USD},
            window: {cost: total, at_most: 1 USD, until: 5d},
            asked: {HeadBucket: b-1}}}",
    );
    let (start, end) = (scenario.start, scenario.end);
    let whens: Vec<When> = scenario.expect.iter().map(|check| check.when).collect();
    assert_eq!(
        whens,
        [
            When::At(end),
            When::Always { from: at("2025-01-02"), until: end },
            When::Total { from: start, until: end },
            When::Total { from: start, until: at("2025-01-06") },
            When::At(end),
        ]
    );
}

#[test]
fn copies_share_everything_but_their_name() {
    let scenario =
        good("buckets: {'team-{n:02}': {count: 3, tags: {team: yes}, objects: {files: {count: 2}}}}");
    let names: Vec<&str> = scenario.buckets.iter().map(|bucket| bucket.name.as_str()).collect();
    assert_eq!(names, ["team-00", "team-01", "team-02"]);
    assert!(scenario.buckets.iter().all(|bucket| bucket.objects[0].count() == 2 && bucket.tags.len() == 1));
}

#[test]
fn a_plus_extends_the_default() {
    let plain = good(
        "buckets: {b-1: {lifecycle: {Rules: [{ID: a, Status: Enabled, Filter: {}, Expiration: {Days: 1}}]}}}",
    );
    let plus = good(
        "buckets: {b-1: {lifecycle+: {Rules: [{ID: a, Status: Enabled, Filter: {}, Expiration: {Days: 1}}]}}}",
    );
    assert_eq!(plain.buckets[0].lifecycle, plus.buckets[0].lifecycle);
    assert!(plain.buckets[0].lifecycle.is_some());
}
