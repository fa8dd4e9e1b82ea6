//! Every rule by which S3 refuses a lifecycle configuration: document, code, and the place that is named.

use crate::given::{refusals, today};

const MALFORMED: &str = "MalformedXML";
const ARGUMENT: &str = "InvalidArgument";
const REQUEST: &str = "InvalidRequest";

/// Each row: the rows of the sheet it stands for, a whole document, S3's code, the path.
fn assert_refused(rows: &[(&str, String, &str, &str)]) {
    for (row, document, code, path) in rows {
        assert_eq!(
            refusals(document, &today()),
            [((*code).to_owned(), (*path).to_owned())],
            "{row}: {document}"
        );
    }
}

/// A document of one rule that is enabled and concerns everything, with these actions.
fn acting(actions: &str) -> String {
    format!("{{Rules: [{{Status: Enabled, Filter: {{}}, {actions}}}]}}")
}

/// A document of one rule with this filter, that expires after a day.
fn filtering(filter: &str) -> String {
    format!("{{Rules: [{{Status: Enabled, Filter: {filter}, Expiration: {{Days: 1}}}}]}}")
}

/// A document of these rules.
fn rules(items: &str) -> String {
    format!("{{Rules: [{items}]}}")
}

#[test]
fn the_schema_of_a_rule() {
    let long = "x".repeat(256);
    assert_refused(&[
        ("LC-020", rules("{Status: Enabled, Expiration: {Days: 1}}"), MALFORMED, "Rules[0]"),
        ("LC-022", rules(""), REQUEST, ""),
        ("LC-022", "{}".to_owned(), REQUEST, ""),
        ("LC-023", rules("{Status: Enabled, Filter: {}}"), REQUEST, "Rules[0]"),
        (
            "LC-023, false asks for nothing",
            acting("Expiration: {ExpiredObjectDeleteMarker: false}"),
            REQUEST,
            "Rules[0]",
        ),
        (
            "LC-024",
            rules(&format!("{{ID: {long}, Status: Enabled, Filter: {{}}, Expiration: {{Days: 1}}}}")),
            ARGUMENT,
            "Rules[0].ID",
        ),
        (
            "LC-025",
            rules("{Status: enabled, Filter: {}, Expiration: {Days: 1}}"),
            MALFORMED,
            "Rules[0].Status",
        ),
        ("LC-025", rules("{Status: On, Filter: {}, Expiration: {Days: 1}}"), MALFORMED, "Rules[0].Status"),
        ("LC-025", rules("{Filter: {}, Expiration: {Days: 1}}"), MALFORMED, "Rules[0]"),
        (
            "grammar",
            acting("Transitions: {Days: 30, StorageClass: GLACIER}"),
            MALFORMED,
            "Rules[0].Transitions",
        ),
        ("grammar", acting("Expiration: 30"), MALFORMED, "Rules[0].Expiration"),
        ("grammar", acting("Expiration: {Days: soon}"), MALFORMED, "Rules[0].Expiration.Days"),
        ("grammar", acting("Expiration: {Days: 1.5}"), MALFORMED, "Rules[0].Expiration.Days"),
        ("grammar, 2^31", acting("Expiration: {Days: 2147483648}"), MALFORMED, "Rules[0].Expiration.Days"),
        ("grammar", "[1]".to_owned(), MALFORMED, ""),
        ("grammar, JSON that ends early", "'{\"Rules\": ['".to_owned(), MALFORMED, ""),
        ("grammar, in JSON text", "'{\"Rules\": [1]}'".to_owned(), MALFORMED, "Rules[0]"),
        ("grammar", "{Rules: {ID: a}}".to_owned(), MALFORMED, "Rules"),
        ("grammar", rules("everything"), MALFORMED, "Rules[0]"),
        ("grammar", acting("Expiration: {Days: 1}, Colour: red"), MALFORMED, "Rules[0].Colour"),
    ]);
}

#[test]
fn filters() {
    let long = "x".repeat(129);
    assert_refused(&[
        ("LC-021", filtering("{Prefix: a, Tag: {Key: k, Value: v}}"), MALFORMED, "Rules[0].Filter"),
        ("LC-021", filtering("{Prefix: a, ObjectSizeGreaterThan: 1}"), MALFORMED, "Rules[0].Filter"),
        (
            "LC-021",
            filtering("{ObjectSizeLessThan: 9, ObjectSizeGreaterThan: 1}"),
            MALFORMED,
            "Rules[0].Filter",
        ),
        (
            "LC-021",
            filtering("{Prefix: a, And: {Prefix: b, Tags: [{Key: k, Value: v}]}}"),
            MALFORMED,
            "Rules[0].Filter",
        ),
        ("LC-021", filtering("{And: {Prefix: a}}"), MALFORMED, "Rules[0].Filter.And"),
        ("LC-021", filtering("{And: {Tags: [{Key: k, Value: v}]}}"), MALFORMED, "Rules[0].Filter.And"),
        ("LC-021", filtering("{And: {}}"), MALFORMED, "Rules[0].Filter.And"),
        ("grammar", filtering("{Tag: {Value: v}}"), MALFORMED, "Rules[0].Filter.Tag"),
        ("grammar", filtering("logs/"), MALFORMED, "Rules[0].Filter"),
        (
            "LC-043",
            filtering("{And: {Tags: [{Key: k, Value: v}, {Key: k, Value: w}]}}"),
            REQUEST,
            "Rules[0].Filter.And.Tags[1]",
        ),
        ("LC-043", filtering(&format!("{{Tag: {{Key: {long}, Value: v}}}}")), REQUEST, "Rules[0].Filter.Tag"),
        ("LC-044", filtering("{ObjectSizeLessThan: 0}"), REQUEST, "Rules[0].Filter.ObjectSizeLessThan"),
        (
            "LC-044",
            filtering("{ObjectSizeLessThan: 1099511627776001}"),
            REQUEST,
            "Rules[0].Filter.ObjectSizeLessThan",
        ),
        (
            "LC-044",
            filtering("{ObjectSizeGreaterThan: -1}"),
            REQUEST,
            "Rules[0].Filter.ObjectSizeGreaterThan",
        ),
        (
            "LC-044",
            filtering("{And: {ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 500}}"),
            REQUEST,
            "Rules[0].Filter.And.ObjectSizeLessThan",
        ),
    ]);
}

#[test]
fn actions_that_tags_and_sizes_exclude() {
    let with =
        |filter: &str, action: &str| rules(&format!("{{Status: Enabled, Filter: {filter}, {action}}}"));
    let tag = "{Tag: {Key: k, Value: v}}";
    let marker = "Expiration: {ExpiredObjectDeleteMarker: true}";
    let marker_path = "Rules[0].Expiration.ExpiredObjectDeleteMarker";
    let abort = "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}";
    let abort_path = "Rules[0].AbortIncompleteMultipartUpload";
    assert_refused(&[
        ("LC-045", with(tag, marker), REQUEST, marker_path),
        ("LC-045", with("{ObjectSizeGreaterThan: 1}", marker), REQUEST, marker_path),
        ("LC-045", with("{ObjectSizeLessThan: 9}", marker), REQUEST, marker_path),
        ("LC-045", with(tag, abort), REQUEST, abort_path),
        ("LC-045", with("{ObjectSizeLessThan: 9}", abort), REQUEST, abort_path),
    ]);
}

#[test]
fn values_of_single_actions() {
    let to = |days: &str, class: &str| acting(&format!("Transitions: [{{{days}, StorageClass: {class}}}]"));
    let noncurrent = |days: i32, class: &str| {
        acting(&format!("NoncurrentVersionTransitions: [{{NoncurrentDays: {days}, StorageClass: {class}}}]"))
    };
    let class_path = "Rules[0].Transitions[0].StorageClass";
    let days_path = "Rules[0].Transitions[0].Days";
    let noncurrent_path = "Rules[0].NoncurrentVersionTransitions[0].NoncurrentDays";
    assert_refused(&[
        ("LC-026", to("Days: 30", "STANDARD"), ARGUMENT, class_path),
        ("LC-026", to("Days: 30", "REDUCED_REDUNDANCY"), ARGUMENT, class_path),
        ("LC-026", to("Days: 30", "GLACIER_FLEXIBLE"), MALFORMED, class_path),
        ("LC-026", to("Days: 30", "EXPRESS_ONEZONE"), MALFORMED, class_path),
        ("LC-026", to("Days: 30", "glacier"), MALFORMED, class_path),
        (
            "LC-026",
            noncurrent(30, "STANDARD"),
            ARGUMENT,
            "Rules[0].NoncurrentVersionTransitions[0].StorageClass",
        ),
        ("LC-027", acting("Expiration: {Days: 0}"), ARGUMENT, "Rules[0].Expiration.Days"),
        ("LC-027", acting("Expiration: {Days: -1}"), ARGUMENT, "Rules[0].Expiration.Days"),
        ("LC-028", to("Days: -1", "GLACIER"), ARGUMENT, days_path),
        (
            "LC-029",
            acting("NoncurrentVersionExpiration: {NoncurrentDays: 0}"),
            ARGUMENT,
            "Rules[0].NoncurrentVersionExpiration.NoncurrentDays",
        ),
        (
            "LC-029",
            acting("AbortIncompleteMultipartUpload: {DaysAfterInitiation: 0}"),
            ARGUMENT,
            "Rules[0].AbortIncompleteMultipartUpload.DaysAfterInitiation",
        ),
        ("LC-029", noncurrent(-1, "GLACIER"), ARGUMENT, noncurrent_path),
        ("LC-030", to("Days: 29", "STANDARD_IA"), ARGUMENT, days_path),
        ("LC-030", to("Days: 0", "ONEZONE_IA"), ARGUMENT, days_path),
        ("LC-031", noncurrent(29, "STANDARD_IA"), ARGUMENT, noncurrent_path),
        ("LC-031", noncurrent(0, "ONEZONE_IA"), ARGUMENT, noncurrent_path),
        ("LC-032", to("Date: '2025-06-01T12:00:00Z'", "GLACIER"), ARGUMENT, "Rules[0].Transitions[0].Date"),
        (
            "LC-032, midnight elsewhere",
            acting("Expiration: {Date: '2025-06-01T00:00:00+02:00'}"),
            ARGUMENT,
            "Rules[0].Expiration.Date",
        ),
        ("LC-033", acting("Expiration: {Date: '20250601'}"), MALFORMED, "Rules[0].Expiration.Date"),
        ("LC-033", acting("Expiration: {Date: tomorrow}"), MALFORMED, "Rules[0].Expiration.Date"),
        ("LC-034", acting("Expiration: {Days: 1, Date: '2025-06-01'}"), MALFORMED, "Rules[0].Expiration"),
        ("LC-034", to("Days: 1, Date: '2025-06-01'", "GLACIER"), MALFORMED, "Rules[0].Transitions[0]"),
        ("grammar", acting("Transitions: [{StorageClass: GLACIER}]"), MALFORMED, "Rules[0].Transitions[0]"),
        ("grammar", acting("Transitions: [{Days: 1}]"), MALFORMED, "Rules[0].Transitions[0]"),
        ("grammar", acting("Expiration: {}"), MALFORMED, "Rules[0].Expiration"),
        (
            "LC-035",
            acting("Expiration: {Days: 1, ExpiredObjectDeleteMarker: true}"),
            MALFORMED,
            "Rules[0].Expiration",
        ),
        (
            "LC-035",
            acting("Expiration: {Date: '2025-06-01', ExpiredObjectDeleteMarker: true}"),
            MALFORMED,
            "Rules[0].Expiration",
        ),
        (
            "LC-049",
            acting("NoncurrentVersionExpiration: {}"),
            MALFORMED,
            "Rules[0].NoncurrentVersionExpiration",
        ),
        (
            "LC-048, without days",
            acting("NoncurrentVersionExpiration: {NewerNoncurrentVersions: 5}"),
            MALFORMED,
            "Rules[0].NoncurrentVersionExpiration",
        ),
        (
            "LC-048",
            acting("NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 0}"),
            ARGUMENT,
            "Rules[0].NoncurrentVersionExpiration.NewerNoncurrentVersions",
        ),
        (
            "LC-048",
            acting("NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 101}"),
            ARGUMENT,
            "Rules[0].NoncurrentVersionExpiration.NewerNoncurrentVersions",
        ),
    ]);
}

#[test]
fn actions_of_one_rule_against_each_other() {
    let two = |first: (&str, &str), second: (&str, &str)| {
        let item = |(when, class): (&str, &str)| format!("{{{when}, StorageClass: {class}}}");
        acting(&format!("Transitions: [{}, {}]", item(first), item(second)))
    };
    let second_days = "Rules[0].Transitions[1].Days";
    assert_refused(&[
        (
            "LC-036",
            acting("Transitions: [{Days: 30, StorageClass: GLACIER}], Expiration: {Date: '2026-01-01'}"),
            REQUEST,
            "Rules[0]",
        ),
        ("LC-036", two(("Days: 30", "STANDARD_IA"), ("Date: '2026-01-01'", "GLACIER")), REQUEST, "Rules[0]"),
        ("LC-037", two(("Days: 30", "GLACIER"), ("Days: 60", "GLACIER")), REQUEST, "Rules[0].Transitions[1]"),
        (
            "LC-039",
            acting("Transitions: [{Days: 365, StorageClass: GLACIER}], Expiration: {Days: 365}"),
            ARGUMENT,
            "Rules[0].Expiration.Days",
        ),
        (
            "LC-039, dates",
            acting(
                "Transitions: [{Date: '2026-01-01', StorageClass: GLACIER}], Expiration: {Date: '2026-01-01'}",
            ),
            ARGUMENT,
            "Rules[0].Expiration.Date",
        ),
        (
            "LC-039, noncurrent",
            acting(
                "NoncurrentVersionTransitions: [{NoncurrentDays: 90, StorageClass: GLACIER}], \
                 NoncurrentVersionExpiration: {NoncurrentDays: 90}",
            ),
            ARGUMENT,
            "Rules[0].NoncurrentVersionExpiration.NoncurrentDays",
        ),
        ("LC-041", two(("Days: 60", "STANDARD_IA"), ("Days: 30", "GLACIER")), ARGUMENT, second_days),
        ("LC-041", two(("Days: 30", "STANDARD_IA"), ("Days: 59", "GLACIER")), ARGUMENT, second_days),
        ("LC-041", two(("Days: 30", "ONEZONE_IA"), ("Days: 59", "DEEP_ARCHIVE")), ARGUMENT, second_days),
        (
            "LC-041, GV-29",
            two(("Days: 4", "GLACIER_IR"), ("Days: 20", "DEEP_ARCHIVE")),
            ARGUMENT,
            second_days,
        ),
        ("LC-041", two(("Days: 4", "GLACIER_IR"), ("Days: 93", "DEEP_ARCHIVE")), ARGUMENT, second_days),
        ("LC-041", two(("Days: 0", "GLACIER"), ("Days: 89", "DEEP_ARCHIVE")), ARGUMENT, second_days),
        ("LC-041", two(("Days: 10", "INTELLIGENT_TIERING"), ("Days: 10", "GLACIER")), ARGUMENT, second_days),
        (
            "LC-041, written cold first",
            two(("Days: 20", "DEEP_ARCHIVE"), ("Days: 4", "GLACIER_IR")),
            ARGUMENT,
            "Rules[0].Transitions[0].Days",
        ),
    ]);
}

#[test]
fn rules_against_each_other() {
    let old = |prefix: &str, action: &str| format!("{{Prefix: '{prefix}', Status: Enabled, {action}}}");
    let new = |id: &str| format!("{{ID: '{id}', Filter: {{}}, Status: Enabled, Expiration: {{Days: 1}}}}");
    let expires = "Expiration: {Days: 1}";
    let moves = "Transitions: [{Days: 1, StorageClass: GLACIER}]";
    assert_refused(&[
        ("LC-024", rules(&format!("{}, {}", new("a"), new("a"))), ARGUMENT, "Rules[1].ID"),
        ("LC-049a", rules(&format!("{}, {}", old("a", expires), new("b"))), REQUEST, "Rules[0].Prefix"),
        (
            "LC-049b",
            rules(&format!("{}, {}", old("logs", expires), old("", expires))),
            REQUEST,
            "Rules[1].Prefix",
        ),
        (
            "LC-049b",
            rules(&format!("{}, {}", old("a", moves), old("a/b", moves))),
            REQUEST,
            "Rules[1].Prefix",
        ),
        (
            "LC-047",
            rules(&old("", "NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 2}")),
            REQUEST,
            "Rules[0].NoncurrentVersionExpiration.NewerNoncurrentVersions",
        ),
        (
            "LC-049a, both in one rule",
            rules("{Prefix: a, Filter: {}, Status: Enabled, Expiration: {Days: 1}}"),
            REQUEST,
            "Rules[0].Prefix",
        ),
    ]);
}

/// S3 would answer with the first; whoever wrote the document wants to see all.
#[test]
fn every_mistake_is_named_and_the_schema_comes_first() {
    let document = "{Rules: [
        {ID: a, Status: Enabled, Filter: {}, Expiration: {Days: 0}, Transitions: [{Days: 29, StorageClass: STANDARD_IA}]},
        {ID: a, Status: Enabled, Filter: {}, Expiration: {Day: 1}},
        {ID: b, Status: on, Filter: {}, Expiration: {Days: 1}}]}";
    let expected = [
        (MALFORMED, "Rules[1].Expiration"),
        (MALFORMED, "Rules[1].Expiration.Day"),
        (MALFORMED, "Rules[2].Status"),
        (ARGUMENT, "Rules[0].Transitions[0].Days"),
        (ARGUMENT, "Rules[0].Expiration.Days"),
        (ARGUMENT, "Rules[0].Expiration.Days"),
        (ARGUMENT, "Rules[1].ID"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect();
    assert_eq!(refusals(document, &today()), expected);
}
