//! Documents of which a bucket can have several: analytics, inventory, metrics.

use s3sim_s3::configuration::analytics::{AnalyticsConfiguration, Destination};
use s3sim_s3::configuration::by_id::{self, CONFIGURATIONS_MAX};
use s3sim_s3::configuration::inventory::InventoryConfiguration;
use s3sim_s3::configuration::metrics::MetricsConfiguration;

use crate::given::read_text;

#[test]
fn what_analytics_means() {
    let text = "{
        all: {Id: all, StorageClassAnalysis: {}},
        some: {AnalyticsConfiguration: {
            Filter: {And: {Prefix: logs/, Tags: [{Key: team, Value: data}]}},
            StorageClassAnalysis: {DataExport: {OutputSchemaVersion: V_1, Destination: {S3BucketDestination: {
                Format: CSV, BucketAccountId: '111122223333', Bucket: 'arn:aws:s3:::reports', Prefix: sca/}}}}}}}";
    let (read, refusals) = read_text(text, by_id::read_all::<AnalyticsConfiguration>);
    assert_eq!(refusals, []);
    let read: Vec<_> = read.unwrap().into_iter().map(|one| (one.id, one.contents)).collect();
    let all = AnalyticsConfiguration { prefix: String::new(), tags: Vec::new(), export: None };
    let some = AnalyticsConfiguration {
        prefix: "logs/".into(),
        tags: vec![("team".into(), "data".into())],
        export: Some(Destination { bucket: "reports".into(), prefix: "sca/".into() }),
    };
    assert_eq!(read, [("all".to_owned(), all), ("some".to_owned(), some)]);
}

#[test]
fn what_is_refused_of_analytics() {
    let export = |text: &str| format!("StorageClassAnalysis: {{DataExport: {{{text}}}}}");
    let to = |text: &str| {
        export(&format!("OutputSchemaVersion: V_1, Destination: {{S3BucketDestination: {{{text}}}}}"))
    };
    let bucket = "Bucket: 'arn:aws:s3:::r'";
    let there = "x.StorageClassAnalysis.DataExport.Destination.S3BucketDestination";
    for (document, code, path) in [
        ("Filter: {Prefix: a}".to_owned(), "MalformedXML", "x".to_owned()),
        ("Id: y, StorageClassAnalysis: {}".to_owned(), "InvalidArgument", "x.Id".to_owned()),
        (
            "Filter: {Prefix: a, Tag: {Key: k}}, StorageClassAnalysis: {}".to_owned(),
            "MalformedXML",
            "x.Filter".to_owned(),
        ),
        (
            export("Destination: {S3BucketDestination: {Format: CSV, Bucket: 'arn:aws:s3:::r'}}"),
            "MalformedXML",
            "x.StorageClassAnalysis.DataExport".to_owned(),
        ),
        (to("Format: CSV"), "MalformedXML", there.to_owned()),
        (to(&format!("Format: ORC, {bucket}")), "MalformedXML", format!("{there}.Format")),
        (to("Format: CSV, Bucket: r"), "MalformedXML", format!("{there}.Bucket")),
    ] {
        let read = by_id::read_all::<AnalyticsConfiguration>;
        let (read, refusals) = read_text(&format!("{{x: {{{document}}}}}"), read);
        assert!(read.is_none(), "{document}");
        assert_eq!(refusals, [(code.to_owned(), path)], "{document}");
    }
}

#[test]
fn what_is_refused_of_inventory() {
    let whole = [
        "IsEnabled: true",
        "IncludedObjectVersions: All",
        "Schedule: {Frequency: Weekly}",
        "Destination: {S3BucketDestination: {Bucket: 'arn:aws:s3:::r', Format: Parquet}}",
        "OptionalFields: [Size, StorageClass]",
    ];
    let read = |parts: &[&str]| {
        let text = format!("{{x: {{{}}}}}", parts.join(", "));
        let (read, refusals) = read_text(&text, by_id::read_all::<InventoryConfiguration>);
        (read.map(|all| all[0].contents.clone()), refusals)
    };
    let (inventory, refusals) = read(&whole);
    assert_eq!(refusals, []);
    let inventory = inventory.unwrap();
    assert!(inventory.enabled && inventory.all_versions && inventory.weekly);
    assert_eq!(inventory.fields, ["Size", "StorageClass"]);
    // Without any of the first four there is no list.
    for missing in 0..4 {
        let mut parts = whole.to_vec();
        parts.remove(missing);
        assert_eq!(read(&parts).1, [("MalformedXML".to_owned(), "x".to_owned())], "{}", whole[missing]);
    }
    let mut parts = whole;
    parts[4] = "OptionalFields: [Colour]";
    assert_eq!(read(&parts).1, [("MalformedXML".to_owned(), "x.OptionalFields[0]".to_owned())]);
}

/// SCA-002, SCA-026
#[test]
fn more_than_a_thousand() {
    let of = |count: usize| {
        let one = |n| format!("c{n}: {{Filter: {{Prefix: p{n}}}}}");
        format!("{{{}}}", (0..count).map(one).collect::<Vec<_>>().join(", "))
    };
    let read = |count| read_text(&of(count), by_id::read_all::<MetricsConfiguration>).1;
    assert_eq!(read(CONFIGURATIONS_MAX), []);
    assert_eq!(read(CONFIGURATIONS_MAX + 1), [("TooManyConfigurations".to_owned(), String::new())]);
}
