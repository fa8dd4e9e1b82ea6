//! Conditional requests.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html>

use crate::play::Play;

/// MD5 of `hello`.
const HELLO: &str = "5d41402abc4b2a76b9719d911017c592";

fn bucket(state: &str) -> Play {
    let steps: &[&str] = match state {
        "no key" => &[],
        "data" => &["2024-01-01 PutObject k {Body: hello}"],
        _ => &["2024-01-01 PutObject k {Body: hello}", "2024-01-02 DeleteObject k"],
    };
    Play::of("Enabled", &[], steps, "2024-01-03")
}

fn answer(state: &str, step: &str) -> String {
    let mut play = bucket(state);
    let response = play.step(&format!("2024-01-04 {}", step.replace("ETAG", HELLO)));
    play.told("k", &response, &[])
}

// VER-050 to VER-054, VER-056
#[test]
fn writes() {
    for (state, conditions, expected) in [
        ("data", "IfNoneMatch: '*'", "412 PreconditionFailed"),
        ("no key", "IfNoneMatch: '*'", "200"),
        ("delete marker", "IfNoneMatch: '*'", "200"),
        ("data", "IfMatch: ETAG", "200"),
        ("data", "IfMatch: '\"ETAG\"'", "200"),
        ("data", "IfMatch: d41d8cd98f00b204e9800998ecf8427e", "412 PreconditionFailed"),
        ("no key", "IfMatch: ETAG", "404 NoSuchKey"),
        ("delete marker", "IfMatch: ETAG", "404 NoSuchKey"),
        ("data", "IfNoneMatch: ETAG", "501 NotImplemented"),
        ("data", "IfMatch: '*'", "501 NotImplemented"),
        ("data", "IfMatch: ETAG, IfNoneMatch: '*'", "501 NotImplemented"),
    ] {
        assert_eq!(
            answer(state, &format!("PutObject k {{Body: new, {conditions}}}")),
            expected,
            "{state}, {conditions}"
        );
    }
}

// VER-057, VER-058
#[test]
fn deletes() {
    for (state, conditions, expected) in [
        ("data", "IfMatch: ETAG", "204"),
        ("data", "IfMatch: '*'", "204"),
        ("data", "IfMatch: d41d8cd98f00b204e9800998ecf8427e", "412 PreconditionFailed"),
        ("no key", "IfMatch: ETAG", "404 NoSuchKey"),
        ("no key", "IfMatch: '*'", "404 NoSuchKey"),
        ("delete marker", "IfMatch: ETAG", "404 NoSuchKey"),
        ("data", "IfMatchSize: 5", "501 NotImplemented"),
        ("data", "IfMatchLastModifiedTime: 2024-01-01", "501 NotImplemented"),
    ] {
        assert_eq!(
            answer(state, &format!("DeleteObject k {{{conditions}}}")),
            expected,
            "{state}, {conditions}"
        );
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
#[test]
fn reads() {
    for call in ["GetObject", "HeadObject"] {
        for (conditions, expected) in [
            ("IfMatch: ETAG", "200"),
            ("IfMatch: d41d8cd98f00b204e9800998ecf8427e", "412 PreconditionFailed"),
            ("IfNoneMatch: d41d8cd98f00b204e9800998ecf8427e", "200"),
            ("IfNoneMatch: ETAG", "304 NotModified"),
        ] {
            assert_eq!(
                answer("data", &format!("{call} k {{{conditions}}}")),
                expected,
                "{call}, {conditions}"
            );
        }
    }
}

/// What is refused changes nothing.
#[test]
fn a_failed_condition_has_no_consequences() {
    let mut play = bucket("data");
    play.step("2024-01-04 PutObject k {Body: new, IfNoneMatch: '*'}");
    play.step("2024-01-04 DeleteObject k {IfMatch: nothing}");
    assert_eq!(play.stack("k"), "[v1*]");
    assert_eq!(play.stored(), [("StandardStorage", 5)]);
}
