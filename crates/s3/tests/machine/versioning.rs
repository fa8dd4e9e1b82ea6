//! What requests do to the versions of a key in each state of versioning, and what they answer.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html>

use crate::play::{MIB, Play};

/// `2024-01-01 STEP` for the first of `steps`, a day later for each further one.
fn taken(versioning: &str, steps: &[&str]) -> Play {
    let mut play = Play::new(versioning, &[]);
    for (day, step) in steps.iter().enumerate() {
        let response = play.step(&format!("2024-01-{:02} {step}", day + 1));
        assert!(response.is_ok(), "{step}: {:?}", response.error);
    }
    play
}

const PUT: &str = "PutObject k";
const DELETE: &str = "DeleteObject k";
const ENABLE: &str = "PutBucketVersioning - {VersioningConfiguration: {Status: Enabled}}";
const SUSPEND: &str = "PutBucketVersioning - {VersioningConfiguration: {Status: Suspended}}";

/// Fields that answers about versions have.
const FIELDS: [&str; 4] = ["DeleteMarker", "VersionId", "Allow", "LastModified"];

// VER-001
#[test]
fn states() {
    for (steps, expected) in [
        (&[][..], "200"),
        (&[ENABLE][..], "200 Status=Enabled"),
        (&[SUSPEND], "200 Status=Suspended"),
        (&[ENABLE, SUSPEND], "200 Status=Suspended"),
        (&[SUSPEND, ENABLE], "200 Status=Enabled"),
    ] {
        let mut play = taken("", steps);
        let response = play.ok("2024-02-01 GetBucketVersioning -");
        assert_eq!(play.told("", &response, &["Status"]), expected, "{steps:?}");
    }
}

// VER-002
#[test]
fn states_that_do_not_exist() {
    for (document, expected) in [
        ("{Status: enabled}", "400 MalformedXML"),
        ("{Status: Disabled}", "400 MalformedXML"),
        ("{}", "400 IllegalVersioningConfigurationException"),
    ] {
        let mut play = Play::new("", &[]);
        let response =
            play.step(&format!("2024-01-01 PutBucketVersioning - {{VersioningConfiguration: {document}}}"));
        assert_eq!(play.told("", &response, &[]), expected);
    }
}

struct Case {
    name: &'static str,
    versioning: &'static str,
    /// One a day from 2024-01-01 on; the last one's answer is compared.
    steps: &'static [&'static str],
    answer: &'static str,
    left: &'static str,
}

#[rustfmt::skip]
const WRITES_AND_DELETES: &[Case] = &[
    Case { name: "VER-010", versioning: "", steps: &[PUT, PUT], answer: "200", left: "[N*]" },
    Case { name: "VER-010", versioning: "Enabled", steps: &[PUT, PUT], answer: "200 VersionId=v2", left: "[v2*, v1]" },
    Case { name: "VER-010", versioning: "Suspended", steps: &[PUT, PUT], answer: "200", left: "[N*]" },
    Case { name: "VER-010: a null delete marker makes way", versioning: "Suspended", steps: &[PUT, DELETE, PUT],
        answer: "200", left: "[N*]" },
    Case { name: "VER-011", versioning: "", steps: &[PUT, DELETE], answer: "204", left: "[]" },
    Case { name: "VER-011", versioning: "Enabled", steps: &[PUT, DELETE],
        answer: "204 DeleteMarker=true VersionId=v2", left: "[D2*, v1]" },
    Case { name: "VER-011", versioning: "Suspended", steps: &[PUT, DELETE],
        answer: "204 DeleteMarker=true VersionId=null", left: "[DN*]" },
    Case { name: "VER-012", versioning: "", steps: &[DELETE], answer: "204", left: "[]" },
    Case { name: "VER-012", versioning: "Enabled", steps: &[DELETE],
        answer: "204 DeleteMarker=true VersionId=v1", left: "[D1*]" },
    Case { name: "VER-012", versioning: "Suspended", steps: &[DELETE],
        answer: "204 DeleteMarker=true VersionId=null", left: "[DN*]" },
    Case { name: "VER-013", versioning: "", steps: &[PUT, DELETE, DELETE], answer: "204", left: "[]" },
    Case { name: "VER-013, VER-028", versioning: "Enabled", steps: &[PUT, DELETE, DELETE],
        answer: "204 DeleteMarker=true VersionId=v3", left: "[D3*, D2, v1]" },
    Case { name: "VER-013", versioning: "Suspended", steps: &[PUT, DELETE, DELETE],
        answer: "204 DeleteMarker=true VersionId=null", left: "[DN*]" },
    Case { name: "VER-014", versioning: "", steps: &[PUT, "DeleteObject k {VersionId: 'null'}"],
        answer: "204 VersionId=null", left: "[]" },
    Case { name: "VER-014: the current one", versioning: "Enabled", steps: &[PUT, PUT, PUT, "DeleteObject k {VersionId: k@v3}"],
        answer: "204 VersionId=v3", left: "[v2*, v1]" },
    Case { name: "VER-014: one in between", versioning: "Enabled", steps: &[PUT, PUT, PUT, "DeleteObject k {VersionId: k@v2}"],
        answer: "204 VersionId=v2", left: "[v3*, v1]" },
    Case { name: "VER-014: the oldest", versioning: "Enabled", steps: &[PUT, PUT, PUT, "DeleteObject k {VersionId: k@v1}"],
        answer: "204 VersionId=v1", left: "[v3*, v2]" },
    Case { name: "VER-014: the last", versioning: "Enabled", steps: &[PUT, "DeleteObject k {VersionId: k@v1}"],
        answer: "204 VersionId=v1", left: "[]" },
    Case { name: "VER-015", versioning: "Enabled", steps: &[PUT, DELETE, "DeleteObject k {VersionId: k@v2}"],
        answer: "204 DeleteMarker=true VersionId=v2", left: "[v1*]" },
    Case { name: "VER-015", versioning: "Suspended", steps: &[PUT, DELETE, "DeleteObject k {VersionId: 'null'}"],
        answer: "204 DeleteMarker=true VersionId=null", left: "[]" },
    Case { name: "VER-016", versioning: "", steps: &[PUT, "DeleteObject k {VersionId: nobody}"],
        answer: "204 VersionId=nobody", left: "[N*]" },
    Case { name: "VER-016", versioning: "Enabled", steps: &[PUT, "DeleteObject k {VersionId: nobody}"],
        answer: "204 VersionId=nobody", left: "[v1*]" },
    Case { name: "VER-005: what was there before", versioning: "", steps: &[PUT, ENABLE, PUT],
        answer: "200 VersionId=v1", left: "[v1*, N]" },
    Case { name: "VER-023: null data is destroyed below a version", versioning: "",
        steps: &[PUT, ENABLE, PUT, SUSPEND, DELETE], answer: "204 DeleteMarker=true VersionId=null", left: "[DN*, v1]" },
    Case { name: "VER-024: versions with an id stay", versioning: "Enabled", steps: &[PUT, PUT, SUSPEND, PUT, PUT],
        answer: "200", left: "[N*, v2, v1]" },
    Case { name: "VER-024", versioning: "Enabled", steps: &[PUT, PUT, SUSPEND, DELETE],
        answer: "204 DeleteMarker=true VersionId=null", left: "[DN*, v2, v1]" },
    Case { name: "VER-025", versioning: "Suspended", steps: &[PUT, ENABLE, PUT], answer: "200 VersionId=v1", left: "[v1*, N]" },
    Case { name: "VER-029: an old version comes back as a copy", versioning: "Enabled",
        steps: &[PUT, PUT, "CopyObject k {CopySource: 'b/k?versionId=k@v1'}"],
        answer: "200 VersionId=v3 LastModified=2024-01-03T00:00:00Z", left: "[v3*, v2, v1]" },
    Case { name: "VER-030: tags make no version", versioning: "Enabled",
        steps: &[PUT, PUT, "PutObjectTagging k {VersionId: k@v1, Tagging: {TagSet: [{Key: a, Value: b}]}}"],
        answer: "200 VersionId=v1", left: "[v2*, v1]" },
    Case { name: "SC-019: a copy onto itself that changes the class is a version", versioning: "Enabled",
        steps: &[PUT, "CopyObject k {CopySource: b/k, StorageClass: GLACIER_IR}"],
        answer: "200 VersionId=v2 LastModified=2024-01-02T00:00:00Z", left: "[v2*, v1]" },
];

#[test]
fn writes_and_deletes() {
    for case in WRITES_AND_DELETES {
        let (last, before) = case.steps.split_last().unwrap();
        let mut play = taken(case.versioning, before);
        let response = play.step(&format!("2024-01-{:02} {last}", case.steps.len()));
        assert_eq!(play.told("k", &response, &FIELDS), case.answer, "{} {:?}", case.name, case.steps);
        assert_eq!(play.stack("k"), case.left, "{} {:?}", case.name, case.steps);
    }
}

#[rustfmt::skip]
const READS: &[Case] = &[
    Case { name: "VER-018", versioning: "Enabled", steps: &[PUT, DELETE, "GetObject k"],
        answer: "404 NoSuchKey DeleteMarker=true VersionId=v2", left: "" },
    Case { name: "VER-018", versioning: "Suspended", steps: &[PUT, DELETE, "GetObject k"],
        answer: "404 NoSuchKey DeleteMarker=true VersionId=null", left: "" },
    Case { name: "VER-019", versioning: "Enabled", steps: &[PUT, DELETE, "HeadObject k"],
        answer: "404 NoSuchKey DeleteMarker=true VersionId=v2", left: "" },
    Case { name: "VER-018: nothing at all", versioning: "Enabled", steps: &["GetObject k"], answer: "404 NoSuchKey", left: "" },
    Case { name: "VER-020", versioning: "Enabled", steps: &[PUT, DELETE, "GetObject k {VersionId: k@v2}"],
        answer: "405 MethodNotAllowed DeleteMarker=true VersionId=v2 Allow=DELETE LastModified=2024-01-02T00:00:00Z", left: "" },
    Case { name: "VER-020", versioning: "Suspended", steps: &[PUT, DELETE, "HeadObject k {VersionId: 'null'}"],
        answer: "405 MethodNotAllowed DeleteMarker=true VersionId=null Allow=DELETE LastModified=2024-01-02T00:00:00Z", left: "" },
    Case { name: "VER-021", versioning: "", steps: &[PUT, "GetObject k {VersionId: nobody}"],
        answer: "404 NoSuchVersion VersionId=nobody", left: "" },
    Case { name: "VER-021", versioning: "Enabled",
        steps: &[PUT, PUT, "DeleteObject k {VersionId: k@v1}", "GetObject k {VersionId: k@v1}"],
        answer: "404 NoSuchVersion VersionId=v1", left: "" },
    Case { name: "VER-017", versioning: "Enabled", steps: &[PUT, "GetObject k {VersionId: 'no id'}"],
        answer: "400 InvalidArgument", left: "" },
    Case { name: "VER-017", versioning: "Enabled", steps: &[PUT, "DeleteObject k {VersionId: 'no id'}"],
        answer: "400 InvalidArgument", left: "" },
    Case { name: "VER-022", versioning: "", steps: &[PUT, "GetObject k {VersionId: 'null'}"],
        answer: "200 LastModified=2024-01-01T00:00:00Z", left: "" },
    Case { name: "VER-022", versioning: "", steps: &[PUT, ENABLE, PUT, "GetObject k {VersionId: 'null'}"],
        answer: "200 VersionId=null LastModified=2024-01-01T00:00:00Z", left: "" },
    Case { name: "VER-022", versioning: "Enabled", steps: &[PUT, "GetObject k {VersionId: 'null'}"],
        answer: "404 NoSuchVersion VersionId=null", left: "" },
    Case { name: "VER-022: an older version", versioning: "Enabled", steps: &[PUT, PUT, DELETE, "GetObject k {VersionId: k@v1}"],
        answer: "200 VersionId=v1 LastModified=2024-01-01T00:00:00Z", left: "" },
    Case { name: "VER-030", versioning: "Enabled", steps: &[PUT, DELETE, "GetObjectTagging k"],
        answer: "404 NoSuchKey DeleteMarker=true VersionId=v2", left: "" },
    Case { name: "SC-019: a copy that changes nothing", versioning: "Enabled", steps: &[PUT, "CopyObject k {CopySource: b/k}"],
        answer: "400 InvalidRequest", left: "" },
];

#[test]
fn reads() {
    for case in READS {
        let (last, before) = case.steps.split_last().unwrap();
        let mut play = taken(case.versioning, before);
        let response = play.step(&format!("2024-02-{:02} {last}", case.steps.len()));
        assert_eq!(play.told("k", &response, &FIELDS), case.answer, "{} {:?}", case.name, case.steps);
    }
}

/// A version that comes to light is read, and billed, as what it is.
#[test]
fn what_resurfaces_is_what_it_was() {
    let mut play = taken("Enabled", &["PutObject k {Body: old}", "PutObject k {Body: new}", DELETE]);
    let body = |play: &mut Play, step: &str| {
        let response = play.ok(&format!("2024-02-01 {step}"));
        play.told("k", &response, &["Body", "ContentLength"])
    };
    play.ok("2024-02-01 DeleteObject k {VersionId: k@v3}");
    assert_eq!(body(&mut play, "GetObject k"), "200 Body=new ContentLength=3");
    play.ok("2024-02-01 DeleteObject k {VersionId: k@v2}");
    assert_eq!(body(&mut play, "GetObject k"), "200 Body=old ContentLength=3");
    play.ok("2024-02-01 DeleteObject k {VersionId: k@v1}");
    assert_eq!(play.stored(), []);
}

// VER-026
#[test]
fn many_keys_at_once() {
    let mut play = taken("Enabled", &[PUT, PUT, "PutObject l"]);
    let response = play.ok(
        "2024-02-01 DeleteObjects - {Delete: {Objects: [{Key: k, VersionId: k@v2}, {Key: k, VersionId: k@v1},
        {Key: l}, {Key: m}, {Key: l, VersionId: 'no id'}]}}",
    );
    let told = |list: &str, names: &[&str]| {
        let entries = response.fields.get(list).and_then(|node| node.as_list()).unwrap_or_default();
        let entry = |entry: &s3sim_document::tree::Node| {
            let value = |name: &&str| entry.get(name).and_then(|node| node.scalar()).map(str::to_owned);
            names.iter().filter_map(value).collect::<Vec<_>>().join(" ")
        };
        entries.iter().map(entry).collect::<Vec<_>>()
    };
    assert_eq!(told("Deleted", &["Key", "DeleteMarker"]), ["k", "k", "l true", "m true"]);
    assert_eq!(told("Errors", &["Key", "VersionId", "Code"]), ["l no id NoSuchVersion"]);
    assert_eq!([play.stack("k"), play.stack("l"), play.stack("m")], ["[]", "[?*, v1]", "[?*]"]);

    // A delete marker that is named is told as one, wherever other entries of the same request have moved it.
    let mut play = taken("Enabled", &[PUT, DELETE, PUT]);
    let response =
        play.ok("2024-02-01 DeleteObjects - {Delete: {Objects: [{Key: k, VersionId: k@v3}, {Key: k, VersionId: k@v2}]}}");
    let deleted = response.fields.get("Deleted").and_then(|node| node.as_list()).unwrap();
    let marker = |index: usize| deleted[index].get("DeleteMarker").is_some();
    assert_eq!([marker(0), marker(1)], [false, true]);
    assert_eq!(play.stack("k"), "[v1*]");

    for (objects, expected) in [("[]", "400 MalformedXML"), ("[{VersionId: x}]", "400 MalformedXML")] {
        let response = play.step(&format!("2024-02-01 DeleteObjects - {{Delete: {{Objects: {objects}}}}}"));
        assert_eq!(play.told("", &response, &[]), expected);
    }
}

// VER-006: ids are never used twice, not even within an instant.
#[test]
fn version_ids_differ() {
    let mut play = Play::new("Enabled", &[]);
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let response = play.ok("2024-01-01 PutObject k");
        let id = response.fields.get("VersionId").and_then(|node| node.scalar()).unwrap().to_owned();
        assert!(
            id.len() <= 1024 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)),
            "{id}"
        );
        play.ok(&format!("2024-01-01 DeleteObject k {{VersionId: {id}}}"));
        assert!(ids.insert(id));
    }
}

// VER-031, BL-005
#[test]
fn every_version_is_billed_in_full() {
    let play = taken("Enabled", &[PUT; 5]);
    assert_eq!(play.stored(), [("StandardStorage", 5 * MIB as i128)]);
}

// VER-032
#[test]
fn a_bucket_with_a_version_stays() {
    for (versioning, steps, expected) in [
        ("", &[][..], "204"),
        ("", &[PUT][..], "409 BucketNotEmpty"),
        ("", &[PUT, DELETE], "204"),
        ("Enabled", &[PUT, DELETE], "409 BucketNotEmpty"),
        ("Enabled", &[DELETE], "409 BucketNotEmpty"),
        (
            "Enabled",
            &[PUT, DELETE, "DeleteObject k {VersionId: k@v1}", "DeleteObject k {VersionId: k@v2}"],
            "204",
        ),
    ] {
        let mut play = taken(versioning, steps);
        let response = play.step("2024-02-01 DeleteBucket -");
        assert_eq!(play.told("", &response, &[]), expected, "{versioning} {steps:?}");
    }
}
