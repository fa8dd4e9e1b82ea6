//! Documents that a bucket keeps and gives back, attributes and ranges of objects, directory buckets.

use s3sim_document::tree::Node;

use crate::play::Play;

fn told(play: &mut Play, step: &str, fields: &[&str]) -> String {
    let response = play.step(&format!("2024-01-02 {step}"));
    play.told("k", &response, fields)
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html> names the codes of what is not there.
#[test]
fn documents_come_back_as_they_were_put() {
    for (kind, put, without, field) in [
        (
            "Cors",
            "{CORSConfiguration: {CORSRules: [{AllowedMethods: [GET], AllowedOrigins: ['*']}]}}",
            "404 NoSuchCORSConfiguration",
            "CORSRules",
        ),
        (
            "Website",
            "{WebsiteConfiguration: {IndexDocument: {Suffix: index.html}}}",
            "404 NoSuchWebsiteConfiguration",
            "IndexDocument",
        ),
        ("Tagging", "{Tagging: {TagSet: [{Key: a, Value: b}]}}", "404 NoSuchTagSet", "TagSet"),
    ] {
        let mut play = Play::new("", &[]);
        let get = format!("GetBucket{kind} -");
        assert_eq!(told(&mut play, &get, &[]), without);
        assert!(play.ok(&format!("2024-01-02 PutBucket{kind} - {put}")).is_ok());
        assert!(play.look(&format!("GetBucket{kind}"), "", "").get(field).is_some(), "{kind}");
        assert_eq!(told(&mut play, &format!("DeleteBucket{kind} -"), &[]), "204");
        assert_eq!(told(&mut play, &get, &[]), without);
    }
    let mut play = Play::new("", &[]);
    for (step, expected) in [
        ("GetBucketAccelerateConfiguration -", "200"),
        ("PutBucketAccelerateConfiguration - {AccelerateConfiguration: {Status: Enabled}}", "200"),
        ("GetBucketAccelerateConfiguration -", "200 Status=Enabled"),
        ("GetBucketRequestPayment -", "200 Payer=BucketOwner"),
        ("PutBucketRequestPayment - {RequestPaymentConfiguration: {Payer: Requester}}", "200"),
        ("GetBucketRequestPayment -", "200 Payer=Requester"),
        ("PutBucketRequestPayment - {RequestPaymentConfiguration: {Payer: Nobody}}", "400 MalformedXML"),
        ("GetBucketLogging -", "200"),
        ("PutBucketLogging - {BucketLoggingStatus: {LoggingEnabled: {TargetBucket: b}}}", "400 MalformedXML"),
    ] {
        assert_eq!(told(&mut play, step, &["Status", "Payer"]), expected, "{step}");
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html>
#[test]
fn documents_that_are_refused() {
    for (step, expected) in [
        ("PutBucketCors - {CORSConfiguration: {CORSRules: []}}", "400 MalformedXML"),
        ("PutBucketCors - {CORSConfiguration: {CORSRules: [{AllowedMethods: [GET]}]}}", "400 MalformedXML"),
        (
            "PutBucketCors - {CORSConfiguration: {CORSRules: [{AllowedMethods: [PATCH], AllowedOrigins: ['*']}]}}",
            "400 InvalidRequest",
        ),
        (
            "PutBucketCors - {CORSConfiguration: {CORSRules: [{AllowedMethods: [GET], AllowedOrigins: ['*.a.*']}]}}",
            "400 InvalidRequest",
        ),
        ("PutBucketWebsite - {WebsiteConfiguration: {IndexDocument: {Suffix: a/b}}}", "400 InvalidArgument"),
        ("PutBucketWebsite - {WebsiteConfiguration: {ErrorDocument: {Key: e}}}", "400 InvalidArgument"),
        (
            "PutBucketWebsite - {WebsiteConfiguration: {RedirectAllRequestsTo: {HostName: h}, IndexDocument: {Suffix: i}}}",
            "400 InvalidRequest",
        ),
        (
            "PutBucketTagging - {Tagging: {TagSet: [{Key: a, Value: b}, {Key: a, Value: c}]}}",
            "400 InvalidTag",
        ),
    ] {
        assert_eq!(told(&mut Play::new("", &[]), step, &[]), expected, "{step}");
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html>: the ETag stands without quotes there.
#[test]
fn attributes() {
    let mut play = Play::new("", &[]);
    play.ok("2024-01-01 PutObject k {Body: hello}");
    let fields = ["ETag", "ObjectSize", "StorageClass"];
    for (wanted, expected) in [
        ("[ETag, ObjectSize]", "200 ETag=5d41402abc4b2a76b9719d911017c592 ObjectSize=5"),
        ("'StorageClass, ObjectParts'", "200 StorageClass=STANDARD"),
        ("[Colour]", "400 InvalidArgument"),
    ] {
        let step = format!("GetObjectAttributes k {{ObjectAttributes: {wanted}}}");
        assert_eq!(told(&mut play, &step, &fields), expected, "{wanted}");
    }
    assert_eq!(told(&mut play, "GetObjectAttributes k", &fields), "400 InvalidArgument");
    assert_eq!(told(&mut play, "GetObjectAttributes none {ObjectAttributes: [ETag]}", &[]), "404 NoSuchKey");
}

/// RFC 9110's forms of one range; what is read is what is billed.
#[test]
fn ranges() {
    let mut play = Play::new("", &[]);
    play.ok("2024-01-01 PutObject k {Body: 0123456789, StorageClass: STANDARD_IA}");
    for (range, expected) in [
        ("bytes=0-3", "206 Body=0123 ContentLength=4 ContentRange=bytes 0-3/10"),
        ("bytes=7-", "206 Body=789 ContentLength=3 ContentRange=bytes 7-9/10"),
        ("bytes=-2", "206 Body=89 ContentLength=2 ContentRange=bytes 8-9/10"),
        ("bytes=8-100", "206 Body=89 ContentLength=2 ContentRange=bytes 8-9/10"),
        ("bytes=10-", "416 InvalidRange"),
        ("lines=1-2", "200 Body=0123456789 ContentLength=10"),
    ] {
        let step = format!("GetObject k {{Range: {range}}}");
        assert_eq!(told(&mut play, &step, &["Body", "ContentLength", "ContentRange"]), expected, "{range}");
    }
    // 4 + 3 + 2 + 2 + 10 bytes.
    assert!(play.usage().contains(&("Retrieval-SIA GetObject".to_owned(), 21)));
}

/// Dates compare by whole seconds; an ETag that matches outweighs a date that does not.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>
#[test]
fn conditions_by_date() {
    const HELLO: &str = "5d41402abc4b2a76b9719d911017c592";
    for (conditions, read, copied) in [
        ("IfModifiedSince: 2024-01-01", "304 NotModified", "412 PreconditionFailed"),
        ("IfModifiedSince: 2023-12-31", "200", "200"),
        ("IfUnmodifiedSince: 2024-01-01", "200", "200"),
        ("IfUnmodifiedSince: 2023-12-31", "412 PreconditionFailed", "412 PreconditionFailed"),
        ("IfMatch: HELLO, IfUnmodifiedSince: 2023-12-31", "200", "200"),
        ("IfNoneMatch: HELLO, IfModifiedSince: 2023-12-31", "304 NotModified", "412 PreconditionFailed"),
        ("IfNoneMatch: other, IfModifiedSince: 2024-01-01", "200", "200"),
    ] {
        let mut play = Play::new("", &[]);
        play.ok("2024-01-01 PutObject k {Body: hello}");
        let conditions = conditions.replace("HELLO", HELLO);
        assert_eq!(told(&mut play, &format!("GetObject k {{{conditions}}}"), &[]), read, "{conditions}");
        let copy = conditions.replace("If", "CopySourceIf");
        let step = format!("CopyObject c {{CopySource: b/k, {copy}}}");
        assert_eq!(told(&mut play, &step, &[]), copied, "{copy}");
    }
}

/// SC-014, LC-038, MP-003, MP-016. <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html>
#[test]
fn directory_buckets() {
    use s3sim_s3::bucket::BucketKind;

    let mut play = Play::new("", &[]);
    play.s3.settings_mut(play.bucket).kind = BucketKind::Directory { zone: "use1-az4".into() };
    for (step, expected) in [
        ("PutObject k {Body: hello}", "200"),
        ("HeadObject k", "200 StorageClass=EXPRESS_ONEZONE"),
        ("PutObject k {StorageClass: STANDARD}", "400 InvalidStorageClass"),
        ("PutObject k {Tagging: a=b}", "501 NotImplemented"),
        ("PutObjectTagging k {Tagging: {TagSet: []}}", "501 NotImplemented"),
        ("PutBucketVersioning - {VersioningConfiguration: {Status: Enabled}}", "501 NotImplemented"),
        ("PutObjectRetention k {Retention: {}}", "501 NotImplemented"),
        ("CreateSession -", "200"),
        ("DeleteObject k {IfMatchSize: 4}", "412 PreconditionFailed"),
        ("DeleteObject k {IfMatchSize: 5}", "204"),
    ] {
        assert_eq!(told(&mut play, step, &["StorageClass"]), expected, "{step}");
    }
    for (rule, expected) in [
        ("Filter: {Prefix: a}, Expiration: {Days: 1}", "200"),
        ("AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}", "200"),
        ("Expiration: {Date: 2025-01-01}", "400 InvalidRequest"),
        ("Transitions: [{Days: 30, StorageClass: GLACIER}]", "400 InvalidRequest"),
        ("NoncurrentVersionExpiration: {NoncurrentDays: 1}", "400 InvalidRequest"),
        ("Filter: {Tag: {Key: a, Value: b}}, Expiration: {Days: 1}", "400 InvalidRequest"),
    ] {
        let step = format!("PutBucketLifecycleConfiguration - {}", crate::play::lifecycle(&[rule]));
        assert_eq!(told(&mut play, &step, &[]), expected, "{rule}");
    }
    play.ok("2024-01-02 DeleteBucketLifecycle -");
    let text = |response: &s3sim_s3::response::Response, name: &str| {
        response.fields.get(name).and_then(Node::scalar).unwrap_or_default().to_owned()
    };
    let id = text(&play.ok("2024-01-02 CreateMultipartUpload m"), "UploadId");
    let etag = text(
        &play.ok(&format!("2024-01-02 UploadPart m {{UploadId: {id}, PartNumber: 2, size: 1}}")),
        "ETag",
    );
    let complete = |number: u32, etag: &str| {
        format!(
            "2024-01-03 CompleteMultipartUpload m {{UploadId: {id}, MultipartUpload: {{Parts: [{{PartNumber: {number}, ETag: '{etag}'}}]}}}}"
        )
    };
    let response = play.step(&complete(2, &etag));
    assert_eq!(play.told("m", &response, &[]), "400 InvalidRequest");
    let etag = text(
        &play.ok(&format!("2024-01-03 UploadPart m {{UploadId: {id}, PartNumber: 1, size: 1}}")),
        "ETag",
    );
    play.ok(&complete(1, &etag));
    // Here the end of the upload is the date.
    assert_eq!(text(&play.ok("2024-01-04 HeadObject m"), "LastModified"), "2024-01-03T00:00:00Z");
}
