//! Configurations: what is accepted, what is refused and how, which keys pass.

use std::cell::RefCell;

use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::to_json;
use s3sim_document::yaml;
use s3sim_kernel::time::{Instant, Micros};

use super::document::{KeyFilter, NotificationConfiguration, Notifications};
use super::event_type::{EventName, EventType};
use super::message::{time, url_encoded};
use super::read::configuration;

fn read(text: &str) -> Result<NotificationConfiguration, String> {
    let node = yaml::parse(text).unwrap();
    let problems = RefCell::new(Problems::new());
    let found = configuration(&Reader::new(&node, "notification", &problems), Region::US_EAST_1);
    let problems = problems.into_inner();
    match problems.list().first() {
        None => Ok(found.unwrap()),
        Some(problem) => Err(format!("{}: {}", problem.code.unwrap_or_default(), problem.message)),
    }
}

const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:jobs";

fn queue(events: &str, rules: &str) -> String {
    let filter = if rules.is_empty() {
        String::new()
    } else {
        format!(", Filter: {{Key: {{FilterRules: [{rules}]}}}}")
    };
    format!("{{QueueArn: '{QUEUE}', Events: [{events}]{filter}}}")
}

fn prefix(value: &str) -> String {
    format!("{{Name: prefix, Value: '{value}'}}")
}

fn suffix(value: &str) -> String {
    format!("{{Name: suffix, Value: '{value}'}}")
}

/// EV-032: every row of the table of overlaps.
#[test]
fn two_configurations_must_not_tell_of_the_same_event() {
    let both = |one: &str, other: &str| format!("{one}, {other}");
    let put = "'s3:ObjectCreated:Put'";
    let created = "'s3:ObjectCreated:*'";
    let cases = [
        ("a", queue(put, &prefix("images/")), queue(put, &prefix("logs/")), true),
        ("b", queue(put, &suffix(".jpg")), queue(put, &suffix(".png")), true),
        (
            "c",
            queue(put, &both(&prefix("images"), &suffix(".jpg"))),
            queue(put, &both(&prefix("images"), &suffix(".png"))),
            true,
        ),
        ("d", queue(created, ""), queue(created, &prefix("images")), false),
        ("e", queue(created, &suffix("jpg")), queue(created, &suffix("pg")), false),
        (
            "f",
            queue(created, &both(&prefix("images"), &suffix("jpg"))),
            queue(created, &suffix("jpg")),
            false,
        ),
        ("g", queue(put, &prefix("image/")), queue("'s3:ObjectRemoved:*'", &prefix("image/")), true),
        ("h", queue(put, &prefix("images-api/")), queue(created, ""), false),
        ("i", queue(put, ""), queue("'s3:ObjectCreated:Copy'", ""), true),
        (
            "j",
            queue(put, &both(&prefix("a/"), &suffix(".x"))),
            queue(put, &both(&prefix("b/"), &suffix(".x"))),
            true,
        ),
        // EV-033: the same twice.
        ("twice", queue(created, ""), queue(created, ""), false),
    ];
    for (name, one, other, accepted) in cases {
        let answer = read(&format!("{{QueueConfigurations: [{one}, {other}]}}"));
        match answer {
            Ok(_) => assert!(accepted, "{name} should be refused"),
            Err(why) => {
                assert!(!accepted, "{name}: {why}");
                assert!(why.starts_with("InvalidArgument: Configuration is ambiguously defined. "), "{why}");
            }
        }
    }
    // It applies across kinds of destinations.
    let topic = "{TopicArn: 'arn:aws:sns:us-east-1:111122223333:t', Events: ['s3:ObjectCreated:*']}";
    let across = format!("{{TopicConfigurations: [{topic}], QueueConfigurations: [{}]}}", queue(put, ""));
    assert!(read(&across).unwrap_err().contains("ambiguously"));
}

/// EV-022, EV-024, EV-027 to EV-029, EV-031.
#[test]
fn what_is_malformed_is_refused_with_s3s_code() {
    let put = "'s3:ObjectCreated:Put'";
    let with = |arn: &str| format!("{{QueueConfigurations: [{{QueueArn: '{arn}', Events: [{put}]}}]}}");
    let filtered = |rules: &str| format!("{{QueueConfigurations: [{}]}}", queue(put, rules));
    let long = "x".repeat(1025);
    for (document, refusal) in [
        (with("jobs"), "InvalidArgument: The ARN could not be parsed: jobs"),
        (with("arn:aws:sns:us-east-1:111122223333:t"), "InvalidArgument: The ARN could not be parsed"),
        (with("arn:aws:sqs:us-east-1:111122223333:jobs.fifo"), "InvalidArgument: FIFO SQS destinations"),
        (
            with("arn:aws:sqs:eu-west-1:111122223333:jobs"),
            "InvalidArgument: The notification destination service region is not valid",
        ),
        (
            filtered("{Name: infix, Value: a}"),
            "InvalidArgument: filter rule name must be either prefix or suffix",
        ),
        (filtered("{Name: prefix}"), "MalformedXML: `Value` is missing"),
        (filtered("{Value: a}"), "MalformedXML: `Name` is missing"),
        (
            filtered(&format!("{}, {}", prefix("a"), prefix("b"))),
            "InvalidArgument: Cannot specify more than one prefix",
        ),
        (filtered(&prefix(&long)), "InvalidArgument: should have at most 1024 characters"),
        (
            format!("{{QueueConfigurations: [{}]}}", queue("", "")),
            "MalformedXML: `Events` should name at least one",
        ),
        (
            format!("{{QueueConfigurations: [{}]}}", queue("'s3:ObjectRead'", "")),
            "InvalidArgument: The event is not supported",
        ),
        ("{QueueConfigurations: [{Events: []}]}".to_owned(), "MalformedXML: `QueueArn` is missing"),
        ("{Queues: []}".to_owned(), "MalformedXML: unknown word `Queues`"),
    ] {
        let answer = read(&document).unwrap_err();
        assert!(answer.starts_with(refusal), "{document}\n{answer}");
    }
    // EV-021: at most 100.
    let many = |count: usize| {
        let all: Vec<String> = (0..count).map(|n| queue(put, &prefix(&format!("{n:03}/")))).collect();
        format!("{{QueueConfigurations: [{}]}}", all.join(", "))
    };
    assert!(read(&many(100)).is_ok());
    assert!(read(&many(101)).unwrap_err().starts_with("InvalidArgument: a bucket takes at most 100"));
}

/// EV-020, EV-029: what is read is given back; names of rules in their own spelling, empty values too.
#[test]
fn a_configuration_reads_back_as_it_was_put() {
    let document = "{QueueConfigurations: [{Id: new, QueueArn: 'arn:aws:sqs:us-east-1:111122223333:jobs', \
                    Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:Delete'], \
                    Filter: {Key: {FilterRules: [{Name: SUFFIX, Value: ''}, {Name: prefix, Value: a/}]}}}], \
                    EventBridgeConfiguration: {}}";
    assert_eq!(
        to_json(&read(document).unwrap().to_document()),
        r#"{"QueueConfigurations":[{"Id":"new","QueueArn":"arn:aws:sqs:us-east-1:111122223333:jobs","Events":["s3:ObjectCreated:*","s3:ObjectRemoved:Delete"],"Filter":{"Key":{"FilterRules":[{"Name":"Prefix","Value":"a/"},{"Name":"Suffix","Value":""}]}}}],"EventBridgeConfiguration":{}}"#
    );
    assert!(read("{}").unwrap().is_empty());
    let wrapped = format!("{{NotificationConfiguration: {document}, Bucket: b}}");
    assert_eq!(read(&wrapped), read(document));
}

/// EV-031: matched to the letter; a space is written `+`.
#[test]
fn filters_are_literal() {
    for (prefix, suffix, key, passes) in [
        ("", ".jpg", "a.jpg", true),
        ("", ".jpg", "a.JPG", false),
        ("images/", "", "images/a", true),
        ("images/", "", "image/a", false),
        ("im*", "", "images/a", false),
        ("red+flower", "", "red flower.jpg", true),
        ("red%20flower", "", "red flower.jpg", true),
        ("a%2Bb", "", "a+b", true),
        ("a+b", "", "a+b", false),
        ("a/", ".x", "a/.x", true),
    ] {
        let filter = KeyFilter { prefix: Some(prefix.into()), suffix: Some(suffix.into()) };
        assert_eq!(filter.matches(key), passes, "{prefix} {suffix} {key}");
    }
}

/// EV-001: families and members, and which version their messages have.
#[test]
fn every_published_event_has_its_name_and_version() {
    let versions = [
        ("s3:ObjectCreated:*", 4, "2.1"),
        ("s3:ObjectRemoved:*", 2, "2.1"),
        ("s3:ObjectRestore:Post", 1, "2.1"),
        ("s3:ObjectRestore:Delete", 1, "2.3"),
        ("s3:ReducedRedundancyLostObject", 1, "2.1"),
        ("s3:Replication:*", 4, "2.2"),
        ("s3:LifecycleExpiration:*", 2, "2.3"),
        ("s3:LifecycleTransition", 1, "2.3"),
        ("s3:IntelligentTiering", 1, "2.3"),
        ("s3:ObjectTagging:*", 2, "2.3"),
        ("s3:ObjectAcl:Put", 1, "2.3"),
    ];
    for (name, members, version) in versions {
        let types = EventName::parse(name).unwrap().types;
        assert_eq!(types.len(), members, "{name}");
        assert!(types.iter().all(|event| event.version() == version), "{name}");
    }
    assert_eq!(EventName::parse("s3:ObjectRestore:*").unwrap().types.len(), 3);
    for wrong in ["ObjectCreated:Put", "s3:ObjectCreated", "s3:LifecycleTransition:*", "s3:TestEvent", "s3:*"]
    {
        assert_eq!(EventName::parse(wrong), None, "{wrong}");
    }
    // EV-081: replication and lost objects do not go to EventBridge.
    let silent: Vec<&str> = EventType::ALL
        .iter()
        .filter(|event| event.detail_type().is_none())
        .map(|event| event.family())
        .collect();
    assert_eq!(
        silent,
        ["ReducedRedundancyLostObject", "Replication", "Replication", "Replication", "Replication"]
    );
}

/// EV-034: until it has spread, the configuration before it is followed.
#[test]
fn a_new_configuration_takes_its_time() {
    let minute = |n: i64| Instant::from_micros(0) + Micros::seconds(60 * n);
    let bridge = NotificationConfiguration { event_bridge: true, ..Default::default() };
    let mut notifications = Notifications::default();
    notifications.replace(minute(0), minute(5), bridge.clone());
    assert!(!notifications.are_silent());
    assert!(notifications.followed(minute(4)).is_empty());
    assert_eq!(*notifications.followed(minute(5)), bridge);
    notifications.replace(minute(10), minute(15), NotificationConfiguration::default());
    assert!(notifications.present().is_empty() && !notifications.are_silent());
    assert_eq!(*notifications.followed(minute(14)), bridge);
    assert!(notifications.followed(minute(15)).is_empty());
}

/// EV-053, EV-060.
#[test]
fn keys_are_encoded_as_forms_do_and_times_have_milliseconds() {
    for (key, encoded) in
        [("red flower.jpg", "red+flower.jpg"), ("a@b", "a%40b"), ("a/b_c-d.e", "a/b_c-d.e"), ("ü", "%C3%BC")]
    {
        assert_eq!(url_encoded(key), encoded);
    }
    assert_eq!(time(Instant::from_micros(1_500)), "1970-01-01T00:00:00.001Z");
    assert_eq!(time(Instant::parse("2025-01-01T12:34:56Z").unwrap()), "2025-01-01T12:34:56.000Z");
}
