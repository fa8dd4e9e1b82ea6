//! Classes by hand: direct writes, copies between classes, their limits.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/sc-howtoset.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use s3sim_document::tree::Node;

use crate::play::Play;

const CLASSES: [&str; 8] = [
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "INTELLIGENT_TIERING",
    "STANDARD_IA",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
];

fn class(play: &Play, key: &str) -> String {
    let fields = play.look("HeadObject", key, "{}");
    fields.get("StorageClass").and_then(Node::scalar).unwrap_or("STANDARD").to_owned()
}

// SC-018: the days that lifecycle waits are lifecycle's.
#[test]
fn every_class_is_written_to_at_once() {
    for to in CLASSES {
        let play =
            Play::of("", &[], &[&format!("2024-01-01 PutObject x {{StorageClass: {to}}}")], "2024-01-01");
        assert_eq!(class(&play, "x"), to);
    }
}

// SC-040, SC-041: between any two classes, upwards too, as long as the source can be read.
#[test]
fn copies_go_from_any_class_to_any() {
    for from in CLASSES {
        for to in CLASSES {
            let put = format!("2024-01-01 PutObject x {{StorageClass: {from}}}");
            let mut play = Play::of("", &[], &[&put], "2024-01-01");
            let response =
                play.step(&format!("2024-01-01 CopyObject y {{CopySource: b/x, StorageClass: {to}}}"));
            if ["GLACIER", "DEEP_ARCHIVE"].contains(&from) {
                let code = response.error.as_ref().map(|refusal| refusal.code.name());
                assert_eq!(code, Some("InvalidObjectState"), "{from} to {to}");
            } else {
                assert!(response.is_ok(), "{from} to {to}: {:?}", response.error);
                assert_eq!(class(&play, "y"), to);
            }
        }
    }
}

// SC-031 to SC-033: no least size; five gigabytes are the most that one request writes or copies.
#[test]
fn sizes_that_one_request_can_take() {
    const MOST: u64 = 5 << 30;
    for (steps, code) in [
        (&["PutObject x {size: 0}"][..], None),
        (&["PutObject x {size: 5368709120}"], None),
        (&["PutObject x {size: 5368709121}"], Some("EntityTooLarge")),
        (&["PutObject x {size: 5368709120}", "CopyObject y {CopySource: b/x}"], None),
    ] {
        let mut play = Play::new("", &[]);
        let last = steps.iter().map(|step| play.step(&format!("2024-01-01 {step}"))).last().unwrap();
        let refused = last.error.as_ref().map(|refusal| refusal.code.name());
        assert_eq!(refused, code, "{steps:?}");
    }
    let empty = Play::of("", &[], &["2024-01-01 PutObject x {Body: ''}"], "2024-01-01");
    let tag = empty.look("HeadObject", "x", "{}").get("ETag").and_then(Node::scalar).map(str::to_owned);
    assert_eq!(tag.as_deref(), Some("\"d41d8cd98f00b204e9800998ecf8427e\""));
    // Larger ones come from parts, and are copied by parts.
    let mut play = Play::new("", &[]);
    let upload = play.ok("2024-01-01 CreateMultipartUpload x");
    let id = upload.fields.get("UploadId").and_then(Node::scalar).unwrap().to_owned();
    let mut parts = Vec::new();
    for number in [1, 2] {
        let part = play
            .ok(&format!("2024-01-01 UploadPart x {{UploadId: '{id}', PartNumber: {number}, size: {MOST}}}"));
        let tag = part.fields.get("ETag").and_then(Node::scalar).unwrap().to_owned();
        parts.push(format!("{{PartNumber: {number}, ETag: '{tag}'}}"));
    }
    play.ok(&format!(
        "2024-01-01 CompleteMultipartUpload x {{UploadId: '{id}', MultipartUpload: {{Parts: [{}]}}}}",
        parts.join(", ")
    ));
    let copy = play.step("2024-01-01 CopyObject y {CopySource: b/x}");
    assert_eq!(copy.error.map(|refusal| refusal.code.name()), Some("InvalidRequest"));
}
