//! Every operator with an event that it takes and one that it leaves.

use std::cell::RefCell;

use s3sim_document::json;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;

use super::{Pattern, read};

fn pattern(text: &str) -> Result<Pattern, String> {
    let node = json::parse(text).unwrap();
    let problems = RefCell::new(Problems::new());
    let found = read(&Reader::new(&node, "EventPattern", &problems));
    let problems = problems.into_inner();
    match problems.list().first() {
        None => Ok(found.unwrap()),
        Some(problem) => {
            assert_eq!(problem.code, Some("InvalidEventPatternException"));
            Err(problem.message.clone())
        }
    }
}

fn matches(text: &str, event: &str) -> bool {
    pattern(text).unwrap().matches(&json::parse(event).unwrap())
}

/// EV-083.
#[test]
fn named_fields_must_match_and_values_are_alternatives() {
    let both = r#"{"source": ["aws.s3"], "detail-type": ["Object Created", "Object Deleted"]}"#;
    for (event, matched) in [
        (r#"{"source": "aws.s3", "detail-type": "Object Created"}"#, true),
        (r#"{"source": "aws.s3", "detail-type": "Object Deleted", "other": 1}"#, true),
        (r#"{"source": "aws.s3", "detail-type": "Object Restored"}"#, false),
        (r#"{"source": "aws.s3"}"#, false),
        (r#"{"source": "AWS.S3", "detail-type": "Object Created"}"#, false),
    ] {
        assert_eq!(matches(both, event), matched, "{event}");
    }
    // A list in the event matches if it shares a value.
    let list = r#"{"resources": ["a", "b"]}"#;
    assert!(matches(list, r#"{"resources": ["b", "c"]}"#));
    assert!(!matches(list, r#"{"resources": ["c"]}"#));
    assert!(!matches(list, r#"{"resources": []}"#));
}

/// EV-084: value by value, `{"a": [operator]}` against `{"a": value}`.
#[test]
fn operators_take_what_the_documentation_says() {
    let cases = [
        (r#""x""#, r#""x""#, true),
        (r#""300""#, "300", false),
        ("300", "300", true),
        ("300", "300.0", false),
        ("null", "null", true),
        ("null", r#""""#, false),
        (r#""""#, r#""""#, true),
        ("true", "true", true),
        ("true", r#""true""#, false),
        (r#"{"prefix": "logs/"}"#, r#""logs/a""#, true),
        (r#"{"prefix": "logs/"}"#, r#""log/a""#, false),
        (r#"{"prefix": "1"}"#, "12", false),
        (r#"{"prefix": {"equals-ignore-case": "LOGS/"}}"#, r#""logs/a""#, true),
        (r#"{"suffix": ".png"}"#, r#""a.png""#, true),
        (r#"{"suffix": ".png"}"#, r#""a.PNG""#, false),
        (r#"{"suffix": {"equals-ignore-case": ".png"}}"#, r#""a.PNG""#, true),
        (r#"{"equals-ignore-case": "JPG"}"#, r#""jpg""#, true),
        (r#"{"equals-ignore-case": "JPG"}"#, r#""jpeg""#, false),
        (r#"{"anything-but": "a"}"#, r#""b""#, true),
        (r#"{"anything-but": "a"}"#, r#""a""#, false),
        (r#"{"anything-but": ["a", "b"]}"#, r#""b""#, false),
        (r#"{"anything-but": ["a", "b"]}"#, r#""c""#, true),
        (r#"{"anything-but": [1, 2]}"#, "2", false),
        (r#"{"anything-but": [1, 2]}"#, "3", true),
        (r#"{"anything-but": {"prefix": "tmp/"}}"#, r#""tmp/a""#, false),
        (r#"{"anything-but": {"prefix": "tmp/"}}"#, r#""data/a""#, true),
        (r#"{"anything-but": {"suffix": [".tmp", ".log"]}}"#, r#""a.log""#, false),
        (r#"{"anything-but": {"suffix": [".tmp", ".log"]}}"#, r#""a.txt""#, true),
        (r#"{"anything-but": {"equals-ignore-case": "A"}}"#, r#""a""#, false),
        (r#"{"anything-but": {"wildcard": "*/tmp/*"}}"#, r#""a/tmp/b""#, false),
        (r#"{"anything-but": {"wildcard": "*/tmp/*"}}"#, r#""a/b""#, true),
        (r#"{"numeric": [">", 0, "<=", 5]}"#, "5", true),
        (r#"{"numeric": [">", 0, "<=", 5]}"#, "0", false),
        (r#"{"numeric": [">", 0, "<=", 5]}"#, "5.000001", false),
        (r#"{"numeric": ["=", 300]}"#, "300.0", true),
        (r#"{"numeric": [">=", 1048576]}"#, "1048576", true),
        (r#"{"numeric": ["<", 0]}"#, "-0.5", true),
        (r#"{"numeric": [">", 1]}"#, r#""2""#, false),
        (r#"{"cidr": "10.0.0.0/24"}"#, r#""10.0.0.255""#, true),
        (r#"{"cidr": "10.0.0.0/24"}"#, r#""10.0.1.0""#, false),
        (r#"{"cidr": "0.0.0.0/0"}"#, r#""203.0.113.9""#, true),
        (r#"{"cidr": "2001:db8::/32"}"#, r#""2001:db8:1::1""#, true),
        (r#"{"cidr": "2001:db8::/32"}"#, r#""10.0.0.1""#, false),
        (r#"{"exists": true}"#, "1", true),
        (r#"{"exists": false}"#, "1", false),
        (r#"{"exists": true}"#, "null", true),
        (r#"{"wildcard": "logs/*/x.gz"}"#, r#""logs/1/x.gz""#, true),
        (r#"{"wildcard": "logs/*/x.gz"}"#, r#""logs/1/2/x.gz""#, true),
        (r#"{"wildcard": "logs/*/x.gz"}"#, r#""logs/x.gz""#, false),
        (r#"{"wildcard": "*.jpg"}"#, r#""a.jpg.jpg""#, true),
        (r#"{"wildcard": "a*b*c"}"#, r#""a1b2c""#, true),
        (r#"{"wildcard": "a*b*c"}"#, r#""acb""#, false),
        (r#"{"wildcard": "5\\*"}"#, r#""5*""#, true),
        (r#"{"wildcard": "5\\*"}"#, r#""5x""#, false),
        (r#"{"wildcard": "*"}"#, r#""""#, true),
    ];
    for (operator, value, matched) in cases {
        let (pattern, event) = (format!(r#"{{"a": [{operator}]}}"#), format!(r#"{{"a": {value}}}"#));
        assert_eq!(matches(&pattern, &event), matched, "{pattern} {event}");
    }
}

/// EV-084: `exists` looks at leaves only, everything else needs a field.
#[test]
fn absent_fields_match_only_exists_false() {
    for (operator, absent) in [
        (r#"{"exists": false}"#, true),
        (r#"{"exists": true}"#, false),
        (r#"{"anything-but": "a"}"#, false),
        ("null", false),
        (r#"{"wildcard": "*"}"#, false),
    ] {
        let pattern = format!(r#"{{"detail": {{"a": [{operator}]}}}}"#);
        for event in [r#"{"detail": {"b": 1}}"#, r#"{"other": 1}"#, r#"{"detail": {"a": {"inner": 1}}}"#] {
            assert_eq!(matches(&pattern, event), absent, "{pattern} {event}");
        }
    }
}

/// EV-084: `$or` beside other fields, and within.
#[test]
fn or_takes_one_of_several_patterns() {
    let text = r#"{"source": ["aws.s3"], "detail": {"$or": [
        {"object": {"size": [{"numeric": [">", 1000000]}]}},
        {"object": {"key": [{"suffix": ".iso"}]}}
    ]}}"#;
    for (detail, source, matched) in [
        (r#"{"object": {"size": 2000000, "key": "a"}}"#, "aws.s3", true),
        (r#"{"object": {"size": 5, "key": "a.iso"}}"#, "aws.s3", true),
        (r#"{"object": {"size": 5, "key": "a"}}"#, "aws.s3", false),
        (r#"{"object": {"size": 2000000, "key": "a"}}"#, "aws.ec2", false),
    ] {
        let event = format!(r#"{{"source": "{source}", "detail": {detail}}}"#);
        assert_eq!(matches(text, &event), matched, "{event}");
    }
}

/// EV-084, EV-085: what is no pattern.
#[test]
fn mistakes_are_refused() {
    let many: Vec<String> = (0..40).map(|n| format!(r#"{{"a{n}": [1]}}"#)).collect();
    let many = many.join(",");
    // 40 x 40 = 1,600 combinations.
    let product = format!(r#"{{"$or": [{many}], "d": {{"$or": [{many}]}}}}"#);
    let long = format!(r#"{{"a": ["{}"]}}"#, "x".repeat(2048));
    for (text, why) in [
        (r#"{"a": "x"}"#, "should be a map or a list of values, but is text"),
        (r#"{"a": []}"#, "an empty list matches nothing"),
        (r#"{"a": {}}"#, "Event pattern is empty here"),
        ("{}", "Event pattern is empty here"),
        (r#"{"a": [{"begins": "x"}]}"#, "Unrecognized match type begins"),
        (r#"{"a": [{"prefix": 1}]}"#, "should be text, but is a number"),
        (r#"{"a": [{"numeric": [">"]}]}"#, "`numeric` takes one or two comparisons"),
        (r#"{"a": [{"numeric": [">", 5000000001]}]}"#, "`numeric` takes one or two comparisons"),
        (r#"{"a": [{"numeric": ["~", 1]}]}"#, "`numeric` takes one or two comparisons"),
        (r#"{"a": [{"exists": "yes"}]}"#, "`exists` takes true or false"),
        (r#"{"a": [{"wildcard": "a**b"}]}"#, "Consecutive wildcard characters"),
        (r#"{"a": [{"wildcard": "a\\b"}]}"#, "Invalid escape character"),
        (r#"{"a": [{"anything-but": ["a", 1]}]}"#, "`anything-but` takes texts only, or numbers only"),
        (r#"{"a": [{"anything-but": {"numeric": ["=", 1]}}]}"#, "Unsupported anything-but pattern: numeric"),
        (r#"{"a": [{"cidr": "10.0.0.0/33"}]}"#, "`10.0.0.0/33` is no range of addresses"),
        (r#"{"a": [{"prefix": "a", "suffix": "b"}]}"#, "only one operator may stand here"),
        (r#"{"$or": [{"a": [1]}]}"#, "`$or` takes a list of at least two patterns"),
        (product.as_str(), "`$or` amounts to more than 1000 combinations"),
        (long.as_str(), "a pattern has at most 2048 characters"),
    ] {
        let answer = pattern(text).unwrap_err();
        assert!(answer.starts_with(why), "{text}: {answer}");
    }
}
