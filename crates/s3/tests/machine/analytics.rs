//! Storage class analysis: what is seen of which objects, from when on, and what follows from it.

use s3sim_ledger::analysis::AnalysisRow;

use crate::play::{KIB, MIB, Play};

const EVERYTHING: &str = "{Id: all, AnalyticsConfiguration: {Id: all, StorageClassAnalysis: {}}}";

/// The lines of the export so far, each without its date (which is `at`), id and empty filter.
fn lines(play: &Play, date: &str) -> Vec<String> {
    let mut rows: Vec<&AnalysisRow> = play.world.analysis.iter().collect();
    rows.sort();
    let of_day = rows.into_iter().map(AnalysisRow::fields).filter(|fields| fields[0] == date);
    of_day.map(|fields| fields[3..].join(",")).collect()
}

/// SCA-003, SCA-004, SCA-006: nothing before 24 hours have passed; only objects above 128 KB are in age groups, all are
/// in ALL; requests that fail, and requests that are no GET or PUT, do not count; ALL stands last.
#[test]
fn a_day_is_reported_at_its_end() {
    let mut play = Play::new("", &[]);
    play.run(&[
        &format!("2023-12-10 PutObject old {{size: {}}}", 5 * MIB),
        &format!("2024-01-01T09:00:00Z PutObject new {{size: {}}}", 10 * MIB),
        &format!("2024-01-01T09:00:00Z PutObject small {{size: {KIB}}}"),
        "2024-01-01T09:00:00Z PutObject empty {size: 0}",
        &format!("2024-01-01T10:00:00Z PutBucketAnalyticsConfiguration - {EVERYTHING}"),
        "2024-01-01T11:00:00Z GetObject new",
        "2024-01-02T12:00:00Z GetObject new",
        "2024-01-02T12:00:00Z GetObject new {Range: 'bytes=0-1048575'}",
        "2024-01-02T12:00:00Z GetObject small",
        "2024-01-02T12:00:00Z HeadObject new",
        &format!("2024-01-02T13:00:00Z PutObject more {{size: {}, StorageClass: STANDARD_IA}}", 2 * MIB),
        "2024-01-02T14:00:00Z CreateMultipartUpload parts",
    ]);
    play.step("2024-01-02T12:00:00Z GetObject nothing");
    assert_eq!(play.world.analysis, [], "14 hours are no day");
    // A thousand GETs of nothing: requests, but no bytes, and so the ratio stays (SCA-004).
    for _ in 0..1000 {
        play.run(&["2024-01-02T15:00:00Z GetObject empty"]);
    }
    play.until("2024-01-03");
    // Of the day's 11 MB and 1 KB that were read, 11 MB were of `new`, which is 1 day old; `old` is 24 days old.
    // Ratios: 30 × 11 MB / 15 MB from age 0 on, nothing from 15 on; over all 30 × 11.0009765625 / 15.0009765625.
    assert_eq!(
        lines(&play, "01-03-2024"),
        [
            "STANDARD,000-014,,,10.0000,11.0000,2,22.0000,,",
            "STANDARD_IA,000-014,,,2.0000,0.0000,1,0.0000,,",
            "STANDARD,015-029,,,5.0000,0.0000,0,0.0000,,",
            "STANDARD,ALL,4,0.0000,15.0010,11.0010,1003,22.0005,,",
            "STANDARD_IA,ALL,1,2.0000,2.0000,0.0000,1,0.0000,,",
        ]
    );
    // Objects are paid for from the beginning on: four, then five from the midnight at which the fifth is found.
    let monitored: Vec<(String, i128)> = play
        .world
        .changes
        .iter()
        .filter(|(_, _, stored, _)| stored.operation() == "StorageAnalytics")
        .map(|(at, _, _, delta)| (at.to_string(), *delta))
        .collect();
    assert_eq!(monitored, [("2024-01-01T10:00:00Z".to_owned(), 4), ("2024-01-03T00:00:00Z".to_owned(), 1)]);
}

/// SCA-002: each filter has an analysis of its own.
#[test]
fn filters_by_prefix_and_tags() {
    let filters = [
        ("p", "{Prefix: a/}", 2),
        ("t", "{Tag: {Key: k, Value: v}}", 2),
        ("both", "{And: {Prefix: a/, Tags: [{Key: k, Value: v}]}}", 1),
    ];
    let mut play = Play::new("", &[]);
    play.run(&[
        "2024-01-01 PutObject a/1 {Tagging: k=v}",
        "2024-01-01 PutObject a/2",
        "2024-01-01 PutObject b/1 {Tagging: k=v}",
        "2024-01-01 PutObject b/2 {Tagging: k=w}",
    ]);
    for (id, filter, _) in filters {
        play.run(&[&format!(
            "2024-01-01 PutBucketAnalyticsConfiguration - {{Id: {id}, AnalyticsConfiguration: {{Filter: {filter}, \
             StorageClassAnalysis: {{}}}}}}"
        )]);
    }
    for key in ["a/1", "a/2", "b/1", "b/2"] {
        play.run(&[&format!("2024-01-01T12:00:00Z GetObject {key}")]);
    }
    play.until("2024-01-02");
    for (id, filter, count) in filters {
        let all = play.world.analysis.iter().find(|row| row.configuration == id && row.objects.is_some());
        let all = all.unwrap();
        assert_eq!((all.objects, all.requests), (Some(count), count), "{filter}");
        assert_eq!(all.stored, u128::from(count * MIB), "{filter}");
    }
}

/// SCA-021, SCA-022, SCA-025: one object, read at noon of each of its first 45 days and never again.
///
/// By midnight of day d its age is d. Group 30–44 opens on day 30 with nothing read of it yet: 30 days. On day 31 one
/// read stands against two days of storage, 30 × 1/2 = 15: too much, and nothing is older. On day 45 group 45–59 opens,
/// of which nothing is ever read: 45 days, as long as the younger group is still read too much: on day 74 one read of
/// 30 stored days is left, 30 × 1/30 = 1, which is not below one; on day 75 none. 45 has then been seen on 30 days,
/// from day 45 to day 74.
#[test]
fn the_recommended_age_is_one_that_has_held_for_thirty_days() {
    let mut play = Play::new("", &[]);
    play.run(&[
        "2024-01-01 PutObject k",
        &format!("2024-01-01 PutBucketAnalyticsConfiguration - {EVERYTHING}"),
    ]);
    let noon = |day: i64| play_day(day).replace("T00", "T12");
    for day in 0..45 {
        play.run(&[&format!("{} GetObject k", noon(day))]);
    }
    play.until(&play_day(110));
    let advice = |day: i64| {
        let date = play_day(day);
        let row = play
            .world
            .analysis
            .iter()
            .find(|row| row.objects.is_some() && row.date.start().to_string() == date);
        row.map(|row| (row.observed_age, row.recommended_age))
    };
    for (days, observed, recommended) in [
        (1..=29, None, None),
        (30..=30, Some(30), None),
        (31..=44, None, None),
        (45..=73, Some(45), None),
        (74..=74, Some(45), Some(45)),
        (75..=103, Some(30), None),
        (104..=110, Some(30), Some(30)),
    ] {
        for day in days {
            assert_eq!(advice(day), Some((observed, recommended)), "day {day}");
        }
    }
    assert_eq!(advice(0), None);
}

/// Midnight of the n-th day after 2024-01-01.
fn play_day(day: i64) -> String {
    (crate::play::instant("2024-01-01") + crate::play::days(day)).to_string()
}

/// SCA-026
#[test]
fn the_calls() {
    let mut play = Play::new("", &[]);
    for kind in ["Analytics", "Metrics", "Inventory"] {
        let document = match kind {
            "Analytics" => "{StorageClassAnalysis: {}}",
            "Metrics" => "{}",
            _ => {
                "{IsEnabled: true, IncludedObjectVersions: Current, Schedule: {Frequency: Daily}, \
                 Destination: {S3BucketDestination: {Bucket: 'arn:aws:s3:::b', Format: CSV}}}"
            }
        };
        let name = format!("{kind}Configuration");
        for (call, answer) in [
            (format!("GetBucket{name} - {{Id: a}}"), "404 NoSuchConfiguration"),
            (format!("DeleteBucket{name} - {{Id: a}}"), "404 NoSuchConfiguration"),
            (format!("GetBucket{name} -"), "400 InvalidArgument"),
            (format!("PutBucket{name} - {{Id: a}}"), "400 MissingRequestBodyError"),
            (format!("PutBucket{name} - {{Id: a, {name}: {{Nonsense: 1}}}}"), "400 MalformedXML"),
            (format!("PutBucket{name} - {{Id: 'a b', {name}: {document}}}"), "400 InvalidArgument"),
            (format!("PutBucket{name} - {{Id: a, {name}: {document}}}"), "204"),
            (format!("GetBucket{name} - {{Id: a}}"), "200"),
            (format!("ListBucket{name}s -"), "200 IsTruncated=false"),
            (format!("DeleteBucket{name} - {{Id: a}}"), "204"),
            (format!("GetBucket{name} - {{Id: a}}"), "404 NoSuchConfiguration"),
        ] {
            let response = play.step(&format!("2024-01-01 {call}"));
            assert_eq!(play.told("", &response, &["IsTruncated"]), answer, "{call}");
        }
    }
}
