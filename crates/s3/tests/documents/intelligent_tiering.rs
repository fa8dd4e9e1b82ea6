//! `PutBucketIntelligentTieringConfiguration`: a map from id to document.

use s3sim_s3::configuration::intelligent_tiering::{
    self, CONFIGURATIONS_MAX, IntelligentTieringConfiguration,
};

use crate::given::read_text;

#[test]
fn the_document() {
    let text = "{
        cold: {Id: cold, Status: Enabled, Filter: {And: {Prefix: logs/, Tags: [{Key: team, Value: data}]}},
               Tierings: [{Days: 90, AccessTier: ARCHIVE_ACCESS}, {Days: '730', AccessTier: DEEP_ARCHIVE_ACCESS}]},
        wrapped: {IntelligentTieringConfiguration: {Status: Disabled, Tierings: [{Days: 180, AccessTier: DEEP_ARCHIVE_ACCESS}]}}}";
    let (read, refusals) = read_text(text, intelligent_tiering::read_all);
    assert_eq!(refusals, []);
    assert_eq!(
        read.unwrap(),
        [
            IntelligentTieringConfiguration {
                id: "cold".to_owned(),
                enabled: true,
                prefix: "logs/".to_owned(),
                tags: vec![("team".to_owned(), "data".to_owned())],
                archive_access: Some(90),
                deep_archive_access: Some(730),
            },
            IntelligentTieringConfiguration {
                id: "wrapped".to_owned(),
                enabled: false,
                prefix: String::new(),
                tags: Vec::new(),
                archive_access: None,
                deep_archive_access: Some(180),
            },
        ]
    );
}

#[test]
fn what_is_refused() {
    let archive =
        |days: &str| format!("Status: Enabled, Tierings: [{{Days: {days}, AccessTier: ARCHIVE_ACCESS}}]");
    let deep = |days: &str| {
        format!("Status: Enabled, Tierings: [{{Days: {days}, AccessTier: DEEP_ARCHIVE_ACCESS}}]")
    };
    let both = |archive: u32, deep: u32| {
        format!(
            "Status: Enabled, Tierings: [{{Days: {deep}, AccessTier: DEEP_ARCHIVE_ACCESS}}, \
             {{Days: {archive}, AccessTier: ARCHIVE_ACCESS}}]"
        )
    };
    let days = "x.Tierings[0].Days";
    for (document, code, path) in [
        (archive("89"), "InvalidArgument", days),  // IT-003
        (archive("731"), "InvalidArgument", days), // IT-003
        (archive("-1"), "InvalidArgument", days),  // IT-003
        (deep("179"), "InvalidArgument", days),    // IT-003
        (deep("731"), "InvalidArgument", days),    // IT-003
        (both(200, 200), "InvalidArgument", days), // IT-003, modelling choice
        (archive("soon"), "MalformedXML", days),   // IT-013
        ("Status: Enabled".to_owned(), "MalformedXML", "x"),
        ("Status: Enabled, Tierings: []".to_owned(), "MalformedXML", "x.Tierings"),
        ("Tierings: [{Days: 90, AccessTier: ARCHIVE_ACCESS}]".to_owned(), "MalformedXML", "x"),
        (
            "Status: Enabled, Tierings: [{Days: 90, AccessTier: FREQUENT}]".to_owned(),
            "MalformedXML",
            "x.Tierings[0].AccessTier",
        ),
        (format!("Id: y, {}", archive("90")), "InvalidArgument", "x.Id"),
        (
            format!("Filter: {{ObjectSizeLessThan: 5}}, {}", archive("90")),
            "MalformedXML",
            "x.Filter.ObjectSizeLessThan",
        ),
        (format!("Filter: {{Prefix: a, Tag: {{Key: k}}}}, {}", archive("90")), "MalformedXML", "x.Filter"),
    ] {
        let (read, refusals) = read_text(&format!("{{x: {{{document}}}}}"), intelligent_tiering::read_all);
        assert_eq!((read, refusals), (None, vec![(code.to_owned(), path.to_owned())]), "{document}");
    }
}

/// IT-003: both ends of both ranges are taken.
#[test]
fn the_ends_of_the_ranges_are_taken() {
    for (tier, days) in [
        ("ARCHIVE_ACCESS", 90),
        ("ARCHIVE_ACCESS", 730),
        ("DEEP_ARCHIVE_ACCESS", 180),
        ("DEEP_ARCHIVE_ACCESS", 730),
    ] {
        let text = format!("{{x: {{Status: Enabled, Tierings: [{{Days: {days}, AccessTier: {tier}}}]}}}}");
        assert_eq!(read_text(&text, intelligent_tiering::read_all).1, [], "{text}");
    }
}

/// IT-013
#[test]
fn more_than_a_thousand_configurations() {
    let of = |count: usize| {
        let one =
            |n| format!("c{n}: {{Status: Enabled, Tierings: [{{Days: 90, AccessTier: ARCHIVE_ACCESS}}]}}");
        format!("{{{}}}", (0..count).map(one).collect::<Vec<_>>().join(", "))
    };
    assert_eq!(read_text(&of(CONFIGURATIONS_MAX), intelligent_tiering::read_all).1, []);
    let (_, refusals) = read_text(&of(CONFIGURATIONS_MAX + 1), intelligent_tiering::read_all);
    assert_eq!(refusals, [("TooManyConfigurations".to_owned(), String::new())]);
}
