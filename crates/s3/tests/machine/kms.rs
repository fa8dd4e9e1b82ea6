//! When S3 asks KMS, what it asks, and what becomes of a request if the key says no.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html>

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_document::tree::{Map, Value};
use s3sim_document::yaml;
use s3sim_ledger::AccountId;
use s3sim_s3::caller::Caller;
use s3sim_s3::kms::calls::KmsRequest;
use s3sim_s3::response::Response;

use crate::encryption::play;
use crate::play::{Play, instant};

fn parameters(text: &str) -> Map {
    match yaml::parse(text).map(|node| node.value) {
        Ok(Value::Map(map)) => map,
        _ => panic!("{text} is no map"),
    }
}

/// A call to KMS: `2024-01-01 kms:DisableKey docs {…}`.
fn kms(play: &mut Play, at: &str, action: &'static str, key: &str, text: &str) -> Response {
    play.until(at);
    let parameters = parameters(text);
    let caller = Caller::admin(AccountId(0));
    let request = KmsRequest {
        action,
        key,
        parameters: &parameters,
        owner: AccountId(0),
        region: Region::US_EAST_1,
        caller,
    };
    play.s3.call_kms(instant(at), &request, &mut play.world)
}

/// What S3 asked KMS since the last time: call and object or bucket.
fn asked(play: &mut Play) -> Vec<String> {
    let records = std::mem::take(&mut play.world.audit);
    let of_s3 = records.iter().filter(|record| record.invoked_by == "s3.amazonaws.com");
    of_s3
        .map(|record| {
            let context = record.context.trim_start_matches("arn:aws:s3:::");
            format!("{} {context} {}", record.name, record.error).trim_end().to_owned()
        })
        .collect()
}

const DOCS: &str = "ServerSideEncryption: 'aws:kms', SSEKMSKeyId: docs";

#[test]
fn each_operation_makes_its_calls() {
    let put = format!("2024-01-01 PutObject k {{{DOCS}}}");
    let copy = format!("2024-01-02 CopyObject c {{CopySource: b/k, {DOCS}}}");
    // EN-024
    let table: [(&str, &[&str]); 12] = [
        (&put, &["GenerateDataKey b/k"]),
        ("2024-01-02 GetObject k", &["Decrypt b/k"]),
        ("2024-01-02 GetObject k {Range: 'bytes=0-1'}", &["Decrypt b/k"]),
        ("2024-01-02 HeadObject k", &[]),
        ("2024-01-02 HeadObject k {ChecksumMode: ENABLED}", &["Decrypt b/k"]),
        ("2024-01-02 GetObjectAttributes k {ObjectAttributes: [ETag]}", &[]),
        ("2024-01-02 GetObjectAttributes k {ObjectAttributes: [ETag, Checksum]}", &["Decrypt b/k"]),
        (&copy, &["Decrypt b/k", "GenerateDataKey b/c"]),
        ("2024-01-02 ListObjectsV2 -", &[]),
        ("2024-01-02 PutObjectTagging k {Tagging: {TagSet: []}}", &[]),
        ("2024-01-02 PutObject plain {}", &[]),
        ("2024-01-02 DeleteObject k", &[]),
    ];
    for (step, calls) in table {
        let mut play = play();
        play.ok(&put);
        asked(&mut play);
        play.ok(step);
        assert_eq!(asked(&mut play), calls, "{step}");
    }
}

#[test]
fn an_upload_of_ten_parts_asks_twelve_times() {
    let mut play = play();
    let upload = play.ok(&format!("2024-01-01 CreateMultipartUpload k {{{DOCS}}}"));
    let id = upload.fields.get("UploadId").unwrap().scalar().unwrap().to_owned();
    let mut parts = Vec::new();
    for number in 1..=10 {
        let part = play
            .ok(&format!("2024-01-01 UploadPart k {{UploadId: {id}, PartNumber: {number}, size: 5242880}}"));
        let etag = part.fields.get("ETag").unwrap().scalar().unwrap().replace('"', "");
        parts.push(format!("{{PartNumber: {number}, ETag: {etag}}}"));
    }
    let parts = parts.join(", ");
    let done = play.ok(&format!(
        "2024-01-01 CompleteMultipartUpload k {{UploadId: {id}, MultipartUpload: {{Parts: [{parts}]}}}}"
    ));
    assert_eq!(done.fields.get("ServerSideEncryption").unwrap().scalar(), Some("aws:kms"));
    // EN-024: 1 GenerateDataKey + 10 Decrypt + 1 Decrypt
    let calls = asked(&mut play);
    assert_eq!(calls.len(), 12);
    assert_eq!(calls.iter().filter(|call| call.starts_with("Decrypt")).count(), 11);
    let booked: u128 =
        play.world.counts.iter().filter(|(_, c)| c.item == Item::KmsRequest).map(|(_, c)| c.amount).sum();
    assert_eq!(booked, 12, "EN-026");
}

#[test]
fn keys_that_cannot_be_used_refuse_what_needs_them() {
    let put = format!("2024-02-01 PutObject k {{{DOCS}}}");
    // EN-021: what is done to the key, then what writes and reads answer.
    for (action, text, answer) in [
        ("kms:DisableKey", "{}", "400 KMS.DisabledException"),
        ("kms:ScheduleKeyDeletion", "{PendingWindowInDays: 30}", "400 KMS.KMSInvalidStateException"),
        ("kms:ScheduleKeyDeletion", "{PendingWindowInDays: 7}", "400 KMS.NotFoundException"),
    ] {
        let mut play = play();
        play.ok(&format!("2024-01-01 PutObject o {{{DOCS}}}"));
        assert!(kms(&mut play, "2024-01-15", action, "docs", text).is_ok(), "{action}");
        for step in [&put, "2024-02-01 GetObject o"] {
            let response = play.step(step);
            assert_eq!(play.told("k", &response, &[]), answer, "{action}: {step}");
        }
        play.ok("2024-02-01 HeadObject o");
    }
}

#[test]
fn a_deletion_can_be_cancelled_and_the_key_enabled() {
    let mut play = play();
    play.ok(&format!("2024-01-01 PutObject o {{{DOCS}}}"));
    for (at, action, code) in [
        ("2024-01-02", "kms:CancelKeyDeletion", Some("KMSInvalidStateException")),
        ("2024-01-03", "kms:ScheduleKeyDeletion", None),
        ("2024-01-04", "kms:ScheduleKeyDeletion", Some("KMSInvalidStateException")),
        ("2024-01-04", "kms:EnableKey", Some("KMSInvalidStateException")),
        ("2024-01-05", "kms:CancelKeyDeletion", None),
        // It comes back disabled: <https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html>
        ("2024-01-05", "kms:Decrypt", Some("DisabledException")),
        ("2024-01-06", "kms:EnableKey", None),
        ("2024-01-06", "kms:Decrypt", None),
    ] {
        let response = kms(&mut play, at, action, "docs", "{}");
        assert_eq!(response.error.map(|error| error.code.name()), code, "{at} {action}");
    }
    play.ok("2024-01-07 GetObject o");
    let response =
        kms(&mut play, "2024-01-08", "kms:ScheduleKeyDeletion", "docs", "{PendingWindowInDays: 6}");
    assert_eq!(response.error.map(|error| error.code.name()), Some("ValidationException"));
}

#[test]
fn keys_are_paid_for_until_they_wait_for_deletion() {
    let mut play = play();
    let keys = |play: &Play| play.world.keys.values().sum::<i128>();
    play.ok("2024-01-01 PutObject k {}");
    // docs, other, old and far; aws/s3 is free (EN-026)
    assert_eq!(keys(&play), 4);
    kms(&mut play, "2024-01-02", "kms:DisableKey", "docs", "{}");
    assert_eq!(keys(&play), 4);
    kms(&mut play, "2024-01-02", "kms:ScheduleKeyDeletion", "docs", "{}");
    assert_eq!(keys(&play), 3);
    kms(&mut play, "2024-01-03", "kms:CancelKeyDeletion", "docs", "{}");
    assert_eq!(keys(&play), 4);
    assert!(kms(&mut play, "2024-01-04", "kms:CreateKey", "new", "{}").is_ok());
    assert_eq!(keys(&play), 5);
}

#[test]
fn state_is_looked_at_before_the_key() {
    let put = format!("2024-01-01 PutObject o {{{DOCS}, StorageClass: GLACIER}}");
    for (step, answer) in [
        ("2024-01-02 GetObject o", "403 InvalidObjectState"),
        ("2024-01-02 GetObject nothing", "404 NoSuchKey"),
        (
            "2024-01-02 PutObject o {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: docs, IfNoneMatch: '*'}",
            "412 PreconditionFailed",
        ),
    ] {
        let mut play = play();
        play.ok(&put);
        asked(&mut play);
        let response = play.step(step);
        assert_eq!(play.told("o", &response, &[]), answer, "{step}");
        assert!(asked(&mut play).is_empty(), "{step}");
    }
}

#[test]
fn a_bucket_key_spares_calls_as_long_as_it_is_kept() {
    let default = "2024-01-01 PutBucketEncryption - {ServerSideEncryptionConfiguration: {Rules: \
                   [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: docs}, \
                   BucketKeyEnabled: BUCKET_KEY}]}}";
    // EN-014: 100 PUTs within one lifetime.
    for (bucket_key, calls, context) in [("false", 100, "b/k0"), ("true", 1, "b")] {
        let mut play = play();
        play.ok(&default.replace("BUCKET_KEY", bucket_key));
        for index in 0..100 {
            play.ok(&format!("2024-01-01T00:00:{:02}Z PutObject k{index} {{}}", index / 2));
        }
        let asked = asked(&mut play);
        assert_eq!((asked.len(), asked[0].as_str()), (calls, format!("GenerateDataKey {context}").as_str()));
    }
    // EN-034, EN-035: within the lifetime of five minutes nobody asks the key, writing and reading apart.
    let mut play = play();
    play.ok(&default.replace("BUCKET_KEY", "true"));
    play.ok("2024-01-01T00:00:00Z PutObject k {}");
    play.ok("2024-01-01T00:00:10Z GetObject k");
    assert_eq!(asked(&mut play), ["GenerateDataKey b", "Decrypt b"]);
    kms(&mut play, "2024-01-01T00:01:00Z", "kms:DisableKey", "docs", "{}");
    play.ok("2024-01-01T00:05:09Z GetObject k");
    let response = play.step("2024-01-01T00:05:10Z GetObject k");
    assert_eq!(play.told("k", &response, &[]), "400 KMS.DisabledException");
    assert_eq!(asked(&mut play), ["Decrypt b KMS.DisabledException"]);
}

#[test]
fn a_second_layer_costs_by_the_byte() {
    let mut play = play();
    play.ok("2024-01-01 PutObject k {ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: docs, size: 1000}");
    play.ok("2024-01-01 GetObject k");
    // EN-040: 1,000 bytes in, 1,000 bytes out; as many calls as without the second layer.
    let bytes: u128 = play
        .world
        .counts
        .iter()
        .filter(|(_, c)| c.item == Item::DualLayerEncryption)
        .map(|(_, c)| c.amount)
        .sum();
    assert_eq!(bytes, 2_000);
    assert_eq!(asked(&mut play), ["GenerateDataKey b/k", "Decrypt b/k"]);
}
