//! How objects are encrypted: by the request's headers, else by the bucket, else with SSE-S3; and what S3 refuses.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryption.html>

use s3sim_aws::region::Region;
use s3sim_ledger::AccountId;
use s3sim_s3::caller::{Transport, Way};
use s3sim_s3::kms::{KeySpec, KeyState, NewKey, Origin};

use crate::play::{Play, instant};

/// 32 times `k`, and its MD5; 32 times `l`; 16 times `k`.
const KEY: &str = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";
const KEY_MD5: &str = "mT2HRsMGJ5IX5C+0rreZ8Q==";
const OTHER: &str = "bGxsbGxsbGxsbGxsbGxsbGxsbGxsbGxsbGxsbGxsbGw=";
const OTHER_MD5: &str = "U7jsY/b7p6KgSHDyim1F6g==";
const SHORT: &str = "a2tra2tra2tra2tra2traw==";
const SHORT_MD5: &str = "5eB2YnFGLcav0OwlNDgr8A==";

/// The headers of SSE-C; what is empty is left out.
fn customer(algorithm: &str, key: &str, md5: &str) -> String {
    let one = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{name}: \"{value}\", "),
    };
    let (algorithm, key) = (one("SSECustomerAlgorithm", algorithm), one("SSECustomerKey", key));
    format!("{{{algorithm}{key}{}size: 5}}", one("SSECustomerKeyMD5", md5))
}

/// `$own`, `$other`: the headers of SSE-C with one key or the other.
fn filled(step: &str) -> String {
    step.replace("$own", &customer("AES256", KEY, KEY_MD5))
        .replace("$other", &customer("AES256", OTHER, OTHER_MD5))
}

/// An empty bucket that takes SSE-C, and the keys `docs`, `old` (asymmetric) and `far` (in another Region).
pub(crate) fn play() -> Play {
    let mut play = Play::new("", &[]);
    let ireland = Region::parse("eu-west-1").unwrap_or(Region::US_EAST_1);
    for (id, region, spec) in [
        ("docs", Region::US_EAST_1, KeySpec::Symmetric),
        ("other", Region::US_EAST_1, KeySpec::Symmetric),
        ("old", Region::US_EAST_1, KeySpec::Asymmetric),
        ("far", ireland, KeySpec::Symmetric),
    ] {
        play.s3.add_key(NewKey {
            id: id.to_owned(),
            owner: AccountId(0),
            region,
            origin: Origin::AwsKms,
            spec,
            policy: None,
            rotation: None,
            state: KeyState::Enabled,
            alias: None,
            created: play.now,
        });
    }
    let unblocked =
        "{ServerSideEncryptionConfiguration: {Rules: [{BlockedEncryptionTypes: {EncryptionType: [NONE]}}]}}";
    play.ok(&format!("2012-01-01 PutBucketEncryption - {unblocked}"));
    play.world.counts.clear();
    play.world.audit.clear();
    play
}

const SHOWN: [&str; 5] =
    ["ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "SSECustomerAlgorithm", "SSECustomerKeyMD5"];

fn told(play: &Play, response: &s3sim_s3::response::Response) -> String {
    play.told("k", response, &SHOWN).replace("arn:aws:kms:us-east-1:111122223333:", "")
}

/// One step in a bucket after others, and what S3 answers.
fn check(rules: &[(&str, &[&str], &str, &str)]) {
    for (rule, before, step, answer) in rules {
        let mut play = play();
        for step in *before {
            play.ok(&filled(step));
        }
        let response = play.step(&filled(step));
        assert_eq!(told(&play, &response), *answer, "{rule}: {step}: {:?}", response.error);
    }
}

/// Puts a default: `aws:kms docs key`, with `key` for a bucket key.
macro_rules! default {
    ($algorithm:literal) => {
        concat!(
            "2024-01-01 PutBucketEncryption - {ServerSideEncryptionConfiguration: {Rules: [",
            "{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: '",
            $algorithm,
            "'}}]}}"
        )
    };
    ($algorithm:literal, $key:literal) => {
        default!($algorithm, $key, "false")
    };
    ($algorithm:literal, $key:literal, $bucket_key:literal) => {
        concat!(
            "2024-01-01 PutBucketEncryption - {ServerSideEncryptionConfiguration: {Rules: [",
            "{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: '",
            $algorithm,
            "', KMSMasterKeyID: '",
            $key,
            "'}, BucketKeyEnabled: ",
            $bucket_key,
            "}]}}"
        )
    };
}

#[test]
fn headers_go_before_the_default_and_the_default_before_sse_s3() {
    const KMS: &str = default!("aws:kms", "docs");
    check(&[
        ("EN-001", &[], "2024-01-02 PutObject k {size: 5}", "200 ServerSideEncryption=AES256"),
        (
            "EN-002",
            &[KMS],
            "2024-01-02 PutObject k {ServerSideEncryption: AES256}",
            "200 ServerSideEncryption=AES256",
        ),
        (
            "EN-002",
            &[KMS],
            "2024-01-02 PutObject k {}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs",
        ),
        (
            "EN-004: an object stays as it is",
            &["2024-01-01 PutObject k {}", KMS],
            "2024-01-02 HeadObject k",
            "200 ServerSideEncryption=AES256",
        ),
        (
            "EN-006: a copy does not inherit",
            &["2024-01-01 PutObject o {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: docs}"],
            "2024-01-02 CopyObject k {CopySource: b/o}",
            "200 ServerSideEncryption=AES256",
        ),
        (
            "EN-006: a copy takes the default of its bucket",
            &["2024-01-01 PutObject o {}", KMS],
            "2024-01-02 CopyObject k {CopySource: b/o}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs",
        ),
        (
            "EN-006: a copy's own header",
            &["2024-01-01 PutObject o {}", KMS],
            "2024-01-02 CopyObject k {CopySource: b/o, ServerSideEncryption: AES256}",
            "200 ServerSideEncryption=AES256",
        ),
        (
            "EN-020: without a key it is aws/s3 of the caller",
            &[KMS],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms'}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/aws-s3",
        ),
        (
            "EN-033: the bucket's setting",
            &[default!("aws:kms", "docs", "true")],
            "2024-01-02 PutObject k {}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs BucketKeyEnabled=true",
        ),
        (
            "EN-033: the header's word goes before",
            &[default!("aws:kms", "docs", "true")],
            "2024-01-02 PutObject k {BucketKeyEnabled: false}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs",
        ),
        (
            "EN-033: the header alone",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: docs, BucketKeyEnabled: true}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs BucketKeyEnabled=true",
        ),
        (
            "EN-040: two layers, never a bucket key",
            &[default!("aws:kms:dsse", "docs", "true")],
            "2024-01-02 PutObject k {}",
            "200 ServerSideEncryption=aws:kms:dsse SSEKMSKeyId=key/docs",
        ),
        (
            "EN-003: deleted, it is SSE-S3 again",
            &[KMS, "2024-01-01 DeleteBucketEncryption -"],
            "2024-01-02 PutObject k {}",
            "200 ServerSideEncryption=AES256",
        ),
    ]);
}

#[test]
fn headers_that_do_not_go_together_are_refused() {
    check(&[
        (
            "EN-010",
            &["2024-01-01 PutObject k {}"],
            "2024-01-02 GetObject k {ServerSideEncryption: 'aws:kms'}",
            "400 InvalidArgument",
        ),
        (
            "EN-010",
            &["2024-01-01 PutObject k {}"],
            "2024-01-02 HeadObject k {ServerSideEncryption: AES256}",
            "400 InvalidArgument",
        ),
        ("unknown", &[], "2024-01-02 PutObject k {ServerSideEncryption: aes}", "400 InvalidArgument"),
        (
            "key beside AES256",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: AES256, SSEKMSKeyId: docs}",
            "400 InvalidArgument",
        ),
        ("key alone", &[], "2024-01-02 PutObject k {SSEKMSKeyId: docs}", "400 InvalidArgument"),
        (
            "EN-023: the context is base64 of JSON",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSEncryptionContext: dept}",
            "400 InvalidArgument",
        ),
        (
            "EN-023",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSEncryptionContext: eyJkZXB0IjoiaHIifQ==}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/aws-s3",
        ),
        (
            "EN-021: unknown",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: nil}",
            "400 KMS.NotFoundException",
        ),
        (
            "EN-021: another Region",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/far'}",
            "400 KMS.NotFoundException",
        ),
        (
            "EN-021: asymmetric",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: old}",
            "400 KMS.InvalidKeyUsageException",
        ),
        (
            "EN-021: an alias of the caller's account",
            &[],
            "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms', SSEKMSKeyId: alias/docs}",
            "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs",
        ),
        (
            "EN-005: a default with a key that does not exist is taken, the next write is not",
            &[default!("aws:kms", "nil")],
            "2024-01-02 PutObject k {}",
            "400 KMS.NotFoundException",
        ),
    ]);
}

#[test]
fn documents_of_the_default_are_held_against_the_schema() {
    let put = |document: &str| {
        format!("2024-01-01 PutBucketEncryption - {{ServerSideEncryptionConfiguration: {document}}}")
    };
    let table = [
        ("EN-005: no rule", "{Rules: []}", "400 MalformedXML"),
        (
            "EN-005: two rules",
            "{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}, {ApplyServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}",
            "400 MalformedXML",
        ),
        (
            "EN-005: a key beside AES256",
            "{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: AES256, KMSMasterKeyID: docs}}]}",
            "400 InvalidArgument",
        ),
        (
            "EN-003: SSE-C is no default",
            "{Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: SSE-C}}]}",
            "400 MalformedXML",
        ),
        ("flat", "{SSEAlgorithm: 'aws:kms', KMSMasterKeyID: docs, BucketKeyEnabled: true}", "200"),
        ("EN-063", "{Rules: [{BlockedEncryptionTypes: {EncryptionType: [SSE-C]}}]}", "200"),
        ("EN-063", "{Rules: [{BlockedEncryptionTypes: {EncryptionType: [SSE-S3]}}]}", "400 MalformedXML"),
    ];
    for (rule, document, answer) in table {
        let mut play = play();
        let response = play.step(&put(document));
        assert_eq!(told(&play, &response), answer, "{rule}: {:?}", response.error);
    }
    let mut play = Play::new("", &[]);
    let shown = play.ok("2024-01-01 GetBucketEncryption -");
    let rule = &shown
        .fields
        .get("ServerSideEncryptionConfiguration")
        .unwrap()
        .get("Rules")
        .unwrap()
        .as_list()
        .unwrap()[0];
    let algorithm = rule.get("ApplyServerSideEncryptionByDefault").unwrap().get("SSEAlgorithm").unwrap();
    assert_eq!(algorithm.scalar(), Some("AES256"), "EN-003");
    assert_eq!(rule.get("BucketKeyEnabled").unwrap().scalar(), Some("false"), "EN-003");
}

#[test]
fn a_key_of_the_customer_comes_with_every_request() {
    let own = format!("SSECustomerAlgorithm=AES256 SSECustomerKeyMD5={KEY_MD5}");
    let with = |algorithm: &str, key: &str, md5: &str| customer(algorithm, key, md5);
    let put = |headers: &str| format!("2024-01-02 PutObject k {headers}");
    let get = |headers: &str| format!("2024-01-02 GetObject k {headers}");
    let table = [
        ("good", put("$own"), format!("200 {own}")),
        ("good", get("$own"), format!("200 {own}")),
        ("good", "2024-01-02 HeadObject k $own".to_owned(), format!("200 {own}")),
        ("algorithm", put(&with("AES128", KEY, KEY_MD5)), "400 InvalidEncryptionAlgorithmError".to_owned()),
        ("no algorithm", put(&with("", KEY, KEY_MD5)), "400 InvalidArgument".to_owned()),
        ("no key", put(&with("AES256", "", KEY_MD5)), "400 InvalidArgument".to_owned()),
        ("no MD5 on PUT", put(&with("AES256", KEY, "")), "400 InvalidArgument".to_owned()),
        ("short key", put(&with("AES256", SHORT, SHORT_MD5)), "400 InvalidArgument".to_owned()),
        ("short key on GET", get(&with("AES256", SHORT, SHORT_MD5)), "400 InvalidArgument".to_owned()),
        ("MD5 of another", put(&with("AES256", KEY, OTHER_MD5)), "400 InvalidArgument".to_owned()),
        ("GET without headers", get(""), "400 InvalidRequest".to_owned()),
        ("HEAD without headers", "2024-01-02 HeadObject k".to_owned(), "400 InvalidRequest".to_owned()),
        ("GET with another key", get("$other"), "403 AccessDenied".to_owned()),
        ("GET without MD5", get(&with("AES256", KEY, "")), "403 AccessDenied".to_owned()),
        (
            "two methods",
            filled(&put("$own")).replace("size: 5", "ServerSideEncryption: AES256"),
            "400 InvalidArgument".to_owned(),
        ),
        (
            "copy without the source's key",
            "2024-01-02 CopyObject c {CopySource: b/k}".to_owned(),
            "400 InvalidRequest".to_owned(),
        ),
        (
            "copy with it",
            format!(
                "2024-01-02 CopyObject c {{CopySource: b/k, CopySourceSSECustomerAlgorithm: AES256, \
                 CopySourceSSECustomerKey: '{KEY}', CopySourceSSECustomerKeyMD5: '{KEY_MD5}'}}"
            ),
            "200 ServerSideEncryption=AES256".to_owned(),
        ),
    ];
    // EN-060, EN-061
    for (what, step, answer) in table {
        let mut play = play();
        play.ok(&filled("2024-01-01 PutObject k $own"));
        let response = play.step(&filled(&step));
        assert_eq!(told(&play, &response), answer, "{what}: {:?}", response.error);
        assert!(play.world.audit.is_empty(), "EN-062: KMS is not asked");
    }
}

#[test]
fn parts_bring_the_key_with_which_the_upload_was_begun() {
    for (begun, part, answer) in [
        ("$own", "$own", "200"),
        ("$own", "", "400 InvalidRequest"),
        ("", "$own", "400 InvalidRequest"),
        ("$own", "$other", "400 InvalidRequest"),
    ] {
        let mut play = play();
        let upload = play.ok(&filled(&format!("2024-01-01 CreateMultipartUpload k {begun}")));
        let id = upload.fields.get("UploadId").unwrap().scalar().unwrap().to_owned();
        let part = if part.is_empty() { "{size: 5}" } else { part };
        let step = filled(&format!("2024-01-01 UploadPart k {part}"));
        let step = step.replace("size: 5", &format!("size: 5, UploadId: {id}, PartNumber: 1"));
        let response = play.step(&step);
        // EN-061
        assert_eq!(play.told("k", &response, &[]), answer, "{begun} {part}: {:?}", response.error);
    }
}

#[test]
fn new_buckets_block_keys_of_customers() {
    let mut play = Play::new("", &[]);
    let response = play.step(&filled("2026-05-01 PutObject k $own"));
    assert_eq!(told(&play, &response), "403 AccessDenied", "EN-063");
    play.ok(
        "2026-05-01 PutBucketEncryption - {ServerSideEncryptionConfiguration: {Rules: [{BlockedEncryptionTypes: \
         {EncryptionType: [NONE]}}]}}",
    );
    play.ok(&filled("2026-05-01 PutObject k $own"));
    play.ok(
        "2026-05-02 PutBucketEncryption - {ServerSideEncryptionConfiguration: {Rules: [{BlockedEncryptionTypes: \
         {EncryptionType: [SSE-C]}}]}}",
    );
    play.ok(&filled("2026-05-03 GetObject k $own"));
}

#[test]
fn plain_http_carries_neither_keys_nor_what_they_protect() {
    let http = Way { transport: Transport::Http, ..Way::default() };
    for (rule, step, answer) in [
        ("EN-022", "2024-01-02 GetObject kms", "400 InvalidArgument"),
        ("EN-022", "2024-01-02 HeadObject kms", "400 InvalidArgument"),
        ("EN-022", "2024-01-02 PutObject k {ServerSideEncryption: 'aws:kms'}", "400 InvalidArgument"),
        ("EN-060", "2024-01-02 PutObject k $own", "400 InvalidRequest"),
        ("EN-070", "2024-01-02 PutObject k {}", "200"),
        ("EN-070", "2024-01-02 GetObject plain", "200"),
    ] {
        let mut play = play();
        play.run(&[
            "2024-01-01 PutObject plain {}",
            "2024-01-01 PutObject kms {ServerSideEncryption: 'aws:kms'}",
        ]);
        let response = play.step_by(&filled(step), &http);
        assert_eq!(play.told("k", &response, &[]), answer, "{rule} {step}: {:?}", response.error);
    }
}

#[test]
fn an_etag_is_the_md5_only_where_s3_has_the_key() {
    // MD5("hello"); EN-011
    const MD5: &str = "\"5d41402abc4b2a76b9719d911017c592\"";
    for (headers, shown) in [
        ("{Body: hello}", true),
        ("{Body: hello, ServerSideEncryption: AES256}", true),
        ("{Body: hello, ServerSideEncryption: 'aws:kms'}", false),
        ("{Body: hello, ServerSideEncryption: 'aws:kms:dsse'}", false),
    ] {
        let response = play().ok(&format!("2024-01-01 PutObject k {headers}"));
        assert_eq!(response.fields.get("ETag").unwrap().scalar() == Some(MD5), shown, "{headers}");
    }
}

#[test]
fn before_2023_nothing_was_encrypted_by_itself() {
    let mut play = Play::as_of("2022-12-01");
    let response = play.ok("2022-12-02 PutObject k {}");
    assert_eq!(told(&play, &response), "200", "EN-001");
    let response = play.step("2022-12-02 GetBucketEncryption -");
    assert_eq!(told(&play, &response), "404 ServerSideEncryptionConfigurationNotFoundError");
    assert!(instant("2022-12-02") < instant("2023-01-05"));
}

#[test]
fn an_update_changes_the_key_in_place() {
    let update = |arn: &str| {
        format!(
            "2024-06-01 UpdateObjectEncryption k {{ObjectEncryption: {{SSEKMS: {{KMSKeyArn: '{arn}', BucketKeyEnabled: true}}}}}}"
        )
    };
    let docs = "arn:aws:kms:us-east-1:111122223333:key/docs";
    let table = [
        ("{StorageClass: GLACIER}", docs, "200"),
        ("{ServerSideEncryption: 'aws:kms'}", docs, "200"),
        ("{ServerSideEncryption: 'aws:kms:dsse'}", docs, "400 InvalidRequest"),
        ("$own", docs, "400 InvalidRequest"),
        ("{}", "docs", "400 InvalidRequest"),
        ("{}", "arn:aws:kms:us-east-1:111122223333:alias/docs", "400 InvalidRequest"),
    ];
    // EN-008
    for (headers, arn, answer) in table {
        let mut play = play();
        play.ok(&filled(&format!("2024-01-01 PutObject k {headers}")));
        let head =
            filled(&format!("2024-06-01 HeadObject k {}", if headers == "$own" { "$own" } else { "{}" }));
        let before = play.ok(&head);
        play.world.counts.clear();
        let response = play.step(&update(arn));
        assert_eq!(play.told("k", &response, &[]), answer, "{headers} {arn}: {:?}", response.error);
        if answer == "200" {
            let after = play.ok(&head);
            assert_eq!(
                told(&play, &after),
                "200 ServerSideEncryption=aws:kms SSEKMSKeyId=key/docs BucketKeyEnabled=true"
            );
            let same = |name: &str| {
                let text = |response: &s3sim_s3::response::Response| {
                    response.fields.get(name).and_then(|node| node.scalar()).map(str::to_owned)
                };
                assert_eq!(text(&before), text(&after), "{name}");
            };
            ["LastModified", "StorageClass", "ContentLength"].iter().for_each(|name| same(name));
        }
    }
}
