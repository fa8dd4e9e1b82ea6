//! Multipart uploads.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use s3sim_document::tree::Node;

use crate::play::{MIB, Play};

const FIVE: u64 = 5 * MIB;

fn field(response: &s3sim_s3::response::Response, name: &str) -> String {
    let value = response.fields.get(name).and_then(Node::scalar);
    value.unwrap_or_else(|| panic!("no {name} in {:?}", response.fields)).to_owned()
}

/// Begins an upload; the answer is its id.
fn begin(play: &mut Play, at: &str, key: &str, parameters: &str) -> String {
    field(&play.ok(&format!("{at} CreateMultipartUpload {key} {parameters}")), "UploadId")
}

/// Brings a part of so many bytes; the answer is its ETag.
fn part(play: &mut Play, at: &str, key: &str, id: &str, number: u32, size: u64) -> String {
    let step = format!("{at} UploadPart {key} {{UploadId: {id}, PartNumber: {number}, size: {size}}}");
    field(&play.ok(&step), "ETag")
}

fn complete(at: &str, key: &str, id: &str, parts: &[(u32, &str)], more: &str) -> String {
    let parts: Vec<String> =
        parts.iter().map(|(number, etag)| format!("{{PartNumber: {number}, ETag: '{etag}'}}")).collect();
    format!(
        "{at} CompleteMultipartUpload {key} {{UploadId: {id}, MultipartUpload: {{Parts: [{}]}}{more}}}",
        parts.join(", ")
    )
}

// MP-006: 5,242,880 times `a` and then `b`; `b` alone.
#[test]
fn the_etag_is_the_md5_of_the_parts_md5s() {
    let mut play = Play::new("", &[]);
    for (key, bodies, expected) in [
        ("two", vec!["a".repeat(FIVE as usize), "b".to_owned()], "\"e5a8c5272b26fc10581a21089559b006-2\""),
        ("one", vec!["b".to_owned()], "\"ecaff4cba345cf6ede5325370fefe713-1\""),
    ] {
        let id = begin(&mut play, "2024-01-01", key, "");
        let mut etags = Vec::new();
        for (index, body) in bodies.iter().enumerate() {
            let number = index + 1;
            let step = format!(
                "2024-01-01 UploadPart {key} {{UploadId: {id}, PartNumber: {number}, Body: '{body}'}}"
            );
            etags.push(field(&play.ok(&step), "ETag"));
        }
        let parts: Vec<(u32, &str)> = (1..).zip(etags.iter().map(String::as_str)).collect();
        let done = play.ok(&complete("2024-01-01", key, &id, &parts, ""));
        assert_eq!(field(&done, "ETag"), expected);
        assert_eq!(field(&play.ok(&format!("2024-01-01 HeadObject {key}")), "ETag"), expected);
    }
    // MP-022: a copy is of one piece again, and its ETag the plain MD5: that of `b`.
    let step = "2024-01-01 CopyObject copy {CopySource: b/one}";
    assert_eq!(field(&play.ok(step), "ETag"), "\"92eb5ffee6ae2fec3ad71c777531578f\"");
}

// MP-001, MP-003, MP-010 to MP-015, MP-023
#[test]
fn what_is_refused() {
    let mut play = Play::new("", &[]);
    let id = begin(&mut play, "2024-01-01", "k", "");
    let small = part(&mut play, "2024-01-01", "k", &id, 1, FIVE - 1);
    let five = part(&mut play, "2024-01-01", "k", &id, 5, FIVE);
    let last = part(&mut play, "2024-01-01", "k", &id, 14, 1);
    let asked = |play: &mut Play, step: String| {
        let response = play.step(&step);
        play.told("k", &response, &["MinSizeAllowed", "ProposedSize", "PartNumber"])
    };
    let at = "2024-01-02";
    for (parts, more, expected) in [
        (
            vec![(1, small.as_str()), (14, last.as_str())],
            "",
            "400 EntityTooSmall MinSizeAllowed=5242880 ProposedSize=5242879 PartNumber=1",
        ),
        (vec![(2, five.as_str())], "", "400 InvalidPart PartNumber=2"),
        (vec![(5, last.as_str())], "", "400 InvalidPart PartNumber=5"),
        (vec![(14, last.as_str()), (5, five.as_str())], "", "400 InvalidPartOrder"),
        (vec![(5, five.as_str()), (5, five.as_str())], "", "400 InvalidPartOrder"),
        (vec![], "", "400 InvalidRequest"),
        (vec![(14, last.as_str())], ", MpuObjectSize: 2", "400 InvalidRequest"),
    ] {
        assert_eq!(asked(&mut play, complete(at, "k", &id, &parts, more)), expected, "{parts:?}");
    }
    for number in ["0", "10001", "x"] {
        let step = format!("{at} UploadPart k {{UploadId: {id}, PartNumber: {number}}}");
        assert_eq!(asked(&mut play, step), "400 InvalidArgument", "{number}");
    }
    // 5 GiB and a byte.
    let step = format!("{at} UploadPart k {{UploadId: {id}, PartNumber: 1, size: 5368709121}}");
    assert!(asked(&mut play, step).starts_with("400 EntityTooLarge"));
    // Numbers need not follow each other.
    play.ok(&complete(at, "k", &id, &[(5, &five), (14, &last)], ", MpuObjectSize: 5242881"));
    assert_eq!(play.stored(), [("StandardStorage", i128::from(FIVE) + 1)]);
    // It is completed, so it is no upload any more; another key's never was.
    for step in [
        complete(at, "k", &id, &[(5, &five)], ""),
        complete(at, "other", &id, &[(5, &five)], ""),
        format!("{at} UploadPart k {{UploadId: {id}, PartNumber: 1}}"),
        format!("{at} AbortMultipartUpload k {{UploadId: {id}}}"),
        format!("{at} ListParts k {{UploadId: {id}}}"),
    ] {
        assert_eq!(asked(&mut play, step.clone()), "404 NoSuchUpload", "{step}");
    }
    // SC-015
    let step = "2024-01-02 CreateMultipartUpload k {StorageClass: OUTPOSTS}";
    assert_eq!(asked(&mut play, step.to_owned()), "400 InvalidStorageClass");
}

// VER-050 to VER-054 for completions
#[test]
fn a_completion_may_have_conditions() {
    for (exists, condition, expected) in [
        (true, "IfNoneMatch: '*'", "412 PreconditionFailed"),
        (false, "IfNoneMatch: '*'", "200"),
        (true, "IfMatch: 5d41402abc4b2a76b9719d911017c592", "200"),
        (true, "IfMatch: 92eb5ffee6ae2fec3ad71c777531578f", "412 PreconditionFailed"),
        (false, "IfMatch: 5d41402abc4b2a76b9719d911017c592", "404 NoSuchKey"),
    ] {
        let mut play = Play::new("", &[]);
        if exists {
            play.ok("2024-01-01 PutObject k {Body: hello}");
        }
        let id = begin(&mut play, "2024-01-01", "k", "");
        let etag = part(&mut play, "2024-01-01", "k", &id, 1, 7);
        let response = play.step(&complete("2024-01-02", "k", &id, &[(1, &etag)], &format!(", {condition}")));
        assert_eq!(play.told("k", &response, &[]), expected, "{exists} {condition}");
    }
}

// MP-016: begun A 10:00, B 11:00, completed B and then A: B is current. MP-017: without versions, the last one
// completed is what is left.
#[test]
fn who_began_last_is_current() {
    for (versioning, size, stack) in [("Enabled", 2, "[v1*, v2]"), ("", 1, "[N*]"), ("Suspended", 1, "[N*]")]
    {
        let mut play = Play::new(versioning, &[]);
        let a = begin(&mut play, "2024-01-01T10:00:00Z", "k", "");
        let b = begin(&mut play, "2024-01-01T11:00:00Z", "k", "");
        let part_a = part(&mut play, "2024-01-01T11:10:00Z", "k", &a, 1, 1);
        let part_b = part(&mut play, "2024-01-01T11:10:00Z", "k", &b, 1, 2);
        play.ok(&complete("2024-01-01T12:00:00Z", "k", &b, &[(1, &part_b)], ""));
        let done = play.ok(&complete("2024-01-01T13:00:00Z", "k", &a, &[(1, &part_a)], ""));
        assert_eq!(play.stack("k"), stack);
        let head = play.ok("2024-01-01T14:00:00Z HeadObject k");
        assert_eq!(field(&head, "ContentLength"), size.to_string());
        // LC-055: the beginning is the date of creation.
        let created = if size == 2 { "2024-01-01T11:00:00Z" } else { "2024-01-01T10:00:00Z" };
        assert_eq!(field(&head, "LastModified"), created);
        if versioning == "Enabled" {
            assert_eq!(play.told("k", &done, &["VersionId"]), "200 VersionId=v2");
            let old = play.ok("2024-01-01T14:00:00Z HeadObject k {VersionId: k@v2}");
            assert_eq!(field(&old, "LastModified"), "2024-01-01T10:00:00Z");
        }
    }
}

// An upload that lands below others is noncurrent from the moment at which its successor was created, and brings
// what is below it forward: v1 has been noncurrent since 10:00 on the 5th, not since the 9th (LC-057).
#[test]
fn a_version_in_the_middle_moves_the_clock_of_the_one_below() {
    let mut play = Play::new("Enabled", &["NoncurrentVersionExpiration: {NoncurrentDays: 10}"]);
    play.ok("2024-01-01T10:00:00Z PutObject k {size: 1}");
    let id = begin(&mut play, "2024-01-05T10:00:00Z", "k", "");
    play.ok("2024-01-09T10:00:00Z PutObject k {size: 2}");
    let etag = part(&mut play, "2024-01-09T11:00:00Z", "k", &id, 1, 3);
    play.ok(&complete("2024-01-09T12:00:00Z", "k", &id, &[(1, &etag)], ""));
    assert_eq!(play.stack("k"), "[v2*, v3, v1]");
    play.until("2024-03-01");
    assert_eq!(play.life(), ["2024-01-16 Deleted k@v1", "2024-01-20 Deleted k@v3"]);
}

// With NewerNoncurrentVersions: 1 a version below the newest noncurrent one goes when another comes between them.
#[test]
fn a_version_in_the_middle_counts_as_newer_for_those_below() {
    let rule = "NoncurrentVersionExpiration: {NoncurrentDays: 1, NewerNoncurrentVersions: 1}";
    let mut play = Play::new("Enabled", &[rule]);
    play.ok("2024-01-01T10:00:00Z PutObject k {size: 1}");
    let id = begin(&mut play, "2024-01-05T10:00:00Z", "k", "");
    play.ok("2024-01-09T10:00:00Z PutObject k {size: 2}");
    play.until("2024-02-01");
    assert_eq!(play.stack("k"), "[v2*, v1]");
    let etag = part(&mut play, "2024-02-01T11:00:00Z", "k", &id, 1, 3);
    play.ok(&complete("2024-02-01T12:00:00Z", "k", &id, &[(1, &etag)], ""));
    play.until("2024-03-01");
    assert_eq!(play.life(), ["2024-02-02 Deleted k@v1"]);
}

// MP-018, BL-065 to BL-068: parts weigh in the class of the upload, without padding; on their way to the archive
// they stand in staging and pay STANDARD requests until completion.
#[test]
fn parts_are_billed_from_landing_to_the_end() {
    for (class, staged, done, requests) in [
        (
            "STANDARD",
            vec![("StandardStorage", 30)],
            vec![("StandardStorage", 30)],
            vec![
                "Requests-Tier1 CompleteMultipartUpload",
                "Requests-Tier1 InitiateMultipartUpload",
                "Requests-Tier1 UploadPart",
            ],
        ),
        (
            "STANDARD_IA",
            vec![("StandardIAStorage", 30)],
            // 128 KB less 30 bytes.
            vec![("StandardIASizeOverhead", 131_042), ("StandardIAStorage", 30)],
            vec![
                "Requests-SIA-Tier1 CompleteMultipartUpload",
                "Requests-SIA-Tier1 InitiateMultipartUpload",
                "Requests-SIA-Tier1 UploadPart",
            ],
        ),
        (
            "GLACIER",
            vec![("GlacierStagingStorage", 30)],
            vec![
                ("GlacierObjectOverhead", 32_768),
                ("GlacierS3ObjectOverhead", 8_192),
                ("GlacierStorage", 30),
            ],
            vec![
                "Requests-GLACIER-Tier1 CompleteMultipartUpload",
                "Requests-Tier1 InitiateMultipartUpload",
                "Requests-Tier1 UploadPart",
            ],
        ),
        (
            "DEEP_ARCHIVE",
            vec![("DeepArchiveStagingStorage", 30)],
            vec![
                ("DeepArchiveObjectOverhead", 32_768),
                ("DeepArchiveS3ObjectOverhead", 8_192),
                ("DeepArchiveStorage", 30),
            ],
            vec![
                "Requests-GDA-Tier1 CompleteMultipartUpload",
                "Requests-Tier1 InitiateMultipartUpload",
                "Requests-Tier1 UploadPart",
            ],
        ),
    ] {
        let mut play = Play::new("", &[]);
        let present = |play: &Play| {
            let mut stored: Vec<(&str, i128)> = play.stored();
            stored.retain(|(_, amount)| *amount != 0);
            stored.sort_unstable();
            stored
        };
        let id = begin(&mut play, "2024-01-01", "k", &format!("{{StorageClass: {class}}}"));
        part(&mut play, "2024-01-01", "k", &id, 1, 1_000);
        // The same number again: the old part is gone.
        let etag = part(&mut play, "2024-01-02", "k", &id, 1, 30);
        assert_eq!(present(&play), staged, "{class}");
        // MP-021: nobody sees it among the objects.
        assert_eq!(field(&play.ok("2024-01-02 ListObjectsV2 -"), "KeyCount"), "0");
        play.world.counts.retain(|(_, count)| count.operation != "ListBucket");
        play.ok(&complete("2024-01-03", "k", &id, &[(1, &etag)], ""));
        assert_eq!(present(&play), done, "{class}");
        let names: Vec<String> = play.usage().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, requests, "{class}");
    }
}

// MP-005, BL-033: 100 GB in parts of 100 MB are 1,002 requests, at most; MP-019: aborting is free.
#[test]
fn a_hundred_gigabytes_cost_one_create_a_thousand_parts_and_one_complete() {
    let mut play = Play::new("", &[]);
    let id = begin(&mut play, "2024-01-01", "k", "");
    let etags: Vec<String> =
        (1..=1_000).map(|number| part(&mut play, "2024-01-01", "k", &id, number, 100 * MIB)).collect();
    let parts: Vec<(u32, &str)> = (1..).zip(etags.iter().map(String::as_str)).collect();
    let other = begin(&mut play, "2024-01-01", "k", "");
    part(&mut play, "2024-01-01", "k", &other, 1, 1);
    play.ok(&complete("2024-01-01", "k", &id, &parts, ""));
    play.ok(&format!("2024-01-02 AbortMultipartUpload k {{UploadId: {other}}}"));
    assert_eq!(
        play.usage(),
        [
            ("Requests-NoCharge AbortMultipartUpload".to_owned(), 1),
            ("Requests-Tier1 CompleteMultipartUpload".to_owned(), 1),
            ("Requests-Tier1 InitiateMultipartUpload".to_owned(), 2),
            ("Requests-Tier1 UploadPart".to_owned(), 1_001),
        ]
    );
    assert_eq!(play.stored(), [("StandardStorage", 1_000 * 100 * i128::from(MIB))]);
}

// LC-060, LC-087, LC-095, LC-096, GV-21
#[test]
fn a_rule_aborts_what_is_never_completed() {
    let rules = [
        "ID: abort, Filter: {Prefix: tmp/}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}",
        "ID: expire, Filter: {Prefix: tmp/}, Expiration: {Days: 3}",
    ];
    let mut play = Play::new("", &rules);
    let begun = play.ok("2024-01-01T10:30:00Z CreateMultipartUpload tmp/a {StorageClass: STANDARD_IA}");
    assert_eq!(
        play.told("tmp/a", &begun, &["AbortDate", "AbortRuleId"]),
        "200 AbortDate=Tue, 09 Jan 2024 00:00:00 GMT AbortRuleId=abort"
    );
    let id = field(&begun, "UploadId");
    part(&mut play, "2024-01-01T11:00:00Z", "tmp/a", &id, 1, 100);
    let listed = play.ok(&format!("2024-01-02 ListParts tmp/a {{UploadId: {id}}}"));
    assert_eq!(field(&listed, "AbortRuleId"), "abort");
    // One that is completed the day before, and one that no rule concerns.
    let done = begin(&mut play, "2024-01-02T10:30:00Z", "tmp/b", "");
    let other = begin(&mut play, "2024-01-02T10:30:00Z", "other", "");
    let etag = part(&mut play, "2024-01-02T10:30:00Z", "tmp/b", &done, 1, 1);
    play.until("2024-01-08");
    play.ok(&complete("2024-01-08T12:00:00Z", "tmp/b", &done, &[(1, &etag)], ""));
    play.until("2024-03-01");
    // Seven days after 2024-01-01 10:30, rounded up, and without an early-delete fee. The completed object is dated
    // 2024-01-02 10:30 and so has been due since the 6th.
    assert_eq!(play.life(), ["2024-01-09 Deleted tmp/b", "2024-01-09 UploadAborted tmp/a"]);
    assert!(play.fees().is_empty());
    part(&mut play, "2024-03-01", "other", &other, 1, 1);
}

// LC-061, LC-063: a new rule concerns old uploads, a rule that is gone none.
#[test]
fn rules_that_come_and_go() {
    let rule = "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1}";
    let mut play = Play::new("", &[]);
    begin(&mut play, "2024-01-01", "a", "");
    let put = crate::play::lifecycle(&[rule]);
    play.ok(&format!("2024-02-01T10:00:00Z PutBucketLifecycleConfiguration - {put}"));
    play.until("2024-02-03");
    assert_eq!(play.life().len(), 1);
    assert!(play.life()[0].starts_with("2024-02-02 UploadAborted a"));
    begin(&mut play, "2024-03-01T10:00:00Z", "b", "");
    play.ok("2024-03-02 DeleteBucketLifecycle -");
    play.until("2024-04-01");
    assert_eq!(play.life().len(), 1);
}

// MP-020 and the pages of both listings (MP-001: at most 1,000 entries)
#[test]
fn listings_go_by_key_and_beginning() {
    let mut play = Play::new("", &[]);
    let late = begin(&mut play, "2024-01-01", "b", "");
    let early = begin(&mut play, "2024-01-02", "a/x", "");
    let again = begin(&mut play, "2024-01-03", "a/x", "");
    let uploads = |play: &Play, parameters: &str| {
        let fields = play.look("ListMultipartUploads", "", parameters);
        let ids = fields.get("Uploads").and_then(Node::as_list).unwrap_or_default().iter();
        let ids: Vec<String> =
            ids.filter_map(|one| one.get("UploadId").and_then(Node::scalar)).map(str::to_owned).collect();
        (ids, fields)
    };
    assert_eq!(uploads(&play, "{}").0, [&early, &again, &late].map(Clone::clone));
    assert_eq!(uploads(&play, "{Prefix: a/}").0, [&early, &again].map(Clone::clone));
    let (ids, fields) = uploads(&play, "{MaxUploads: 1}");
    assert_eq!(ids, std::slice::from_ref(&early));
    assert_eq!(fields.get("NextKeyMarker").and_then(Node::scalar), Some("a/x"));
    assert_eq!(fields.get("NextUploadIdMarker").and_then(Node::scalar), Some(early.as_str()));
    let next = format!("{{KeyMarker: a/x, UploadIdMarker: {early}}}");
    assert_eq!(uploads(&play, &next).0, [&again, &late].map(Clone::clone));
    assert_eq!(uploads(&play, "{KeyMarker: a/x}").0, std::slice::from_ref(&late));
    let (ids, fields) = uploads(&play, "{Delimiter: /}");
    assert_eq!(ids, std::slice::from_ref(&late));
    assert_eq!(fields.get("CommonPrefixes").and_then(Node::as_list).map(<[Node]>::len), Some(1));

    for number in [3, 1, 2] {
        part(&mut play, "2024-01-04", "b", &late, number, 1);
    }
    let page = play.look("ListParts", "b", &format!("{{UploadId: {late}, MaxParts: 2}}"));
    let numbers: Vec<&str> = page
        .get("Parts")
        .and_then(Node::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(|part| part.get("PartNumber").and_then(Node::scalar))
        .collect();
    assert_eq!(numbers, ["1", "2"]);
    assert_eq!(page.get("NextPartNumberMarker").and_then(Node::scalar), Some("2"));
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html>
#[test]
fn parts_may_be_copied_from_objects() {
    let mut play = Play::new("", &[]);
    play.ok("2024-01-01 PutObject s {Body: hello, StorageClass: STANDARD_IA}");
    play.ok("2024-01-01 PutObject cold {Body: hello, StorageClass: GLACIER}");
    let id = begin(&mut play, "2024-01-01", "k", "");
    let copy = |source: &str, range: &str| {
        format!("2024-01-02 UploadPartCopy k {{UploadId: {id}, PartNumber: 1, CopySource: {source}{range}}}")
    };
    for (step, expected) in [
        (copy("b/s", ""), "200"),
        // MD5 of `ell`.
        (copy("b/s", ", CopySourceRange: bytes=1-3"), "200"),
        (copy("b/s", ", CopySourceRange: bytes=1-5"), "400 InvalidArgument"),
        (copy("b/s", ", CopySourceRange: 1-3"), "400 InvalidArgument"),
        (copy("b/none", ""), "404 NoSuchKey"),
        (copy("b/cold", ""), "403 InvalidObjectState"),
        (copy("b/s", ", CopySourceIfNoneMatch: '*'"), "412 PreconditionFailed"),
        (copy("b/s", ", CopySourceRange: bytes=1-3"), "200"),
    ] {
        let response = play.step(&step);
        assert_eq!(play.told("k", &response, &[]), expected, "{step}");
    }
    let usage = play.usage();
    // 5 + 3 + 3 bytes were read from an infrequent-access class.
    assert!(usage.contains(&("Retrieval-SIA UploadPartCopy".to_owned(), 11)), "{usage:?}");
    let listed = play.look("ListParts", "k", &format!("{{UploadId: {id}}}"));
    let etag = listed.get("Parts").and_then(Node::as_list).and_then(|parts| parts[0].get("ETag"));
    let etag = etag.and_then(Node::scalar).unwrap_or_default().to_owned();
    play.ok(&complete("2024-01-03", "k", &id, &[(1, &etag)], ""));
    assert_eq!(field(&play.ok("2024-01-03 GetObject k"), "Body"), "ell");
}

/// Uploads that stand in a run, with locked objects beside them, live as the same uploads one by one: the rules cut
/// them, requests take single ones out, midnight aborts the rest.
#[test]
fn runs_of_uploads_live_like_single_ones() {
    use s3sim_s3::object::naming::KeyTemplate;
    use s3sim_s3::versioning::Written;

    let live = |singles: bool, shift: u64| {
        let mut play = Play::new("Enabled", &[]);
        play.ok("2012-01-01 PutObjectLockConfiguration - {ObjectLockConfiguration: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: COMPLIANCE, Days: 40}}}}");
        let space = play.s3.template(play.bucket, KeyTemplate::plain("o/", ""));
        let cause = play.s3.cause("objects o");
        let at = crate::play::instant("2024-01-01T10:30:00Z");
        play.pass(at);
        let written = Written { size: 3 * MIB, ..Written::default() };
        let runs: Vec<_> = if singles {
            (0..30).map(|index| (index * 7 + shift) % 30).map(|index| index..index + 1).collect()
        } else {
            std::iter::once(0..30).collect()
        };
        for run in runs {
            play.s3.populate_uploads(at, space, run.clone(), written, at, cause);
            play.s3.populate(at, space, run, written, at, cause);
        }
        play.s3.populated(at, &mut play.world);
        let uploads = play.look("ListMultipartUploads", "", "{Prefix: o/17}");
        let id = uploads.get("Uploads").and_then(Node::as_list).and_then(|list| list[0].get("UploadId"));
        let id = id.and_then(Node::scalar).unwrap_or_default().to_owned();
        let etag = part(&mut play, "2024-01-02", "o/17", &id, 2, 9);
        play.ok(&complete("2024-01-03", "o/17", &id, &[(2, &etag)], ""));
        let rules = crate::play::lifecycle(&[
            "Filter: {Prefix: o/1}, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 5}",
            "AbortIncompleteMultipartUpload: {DaysAfterInitiation: 9}",
            "Expiration: {Days: 10}",
            "NoncurrentVersionExpiration: {NoncurrentDays: 3}",
        ]);
        play.ok(&format!("2024-01-04 PutBucketLifecycleConfiguration - {rules}"));
        play.until("2024-06-01");
        let mut sums = std::collections::BTreeMap::new();
        for event in &play.world.events {
            let sum: &mut (u64, u128) =
                sums.entry((event.time, event.event, event.cause.clone())).or_default();
            sum.0 += event.count;
            sum.1 += event.bytes;
        }
        (sums, play.stored(), play.usage())
    };
    let (runs, stored, usage) = live(false, 0);
    for shift in [0, 3, 11] {
        assert_eq!(live(true, shift), (runs.clone(), stored.clone(), usage.clone()));
    }
    // Locked for 40 days from 2024-01-01 10:30: all are gone at the midnight after.
    let last =
        runs.keys().filter(|(_, kind, _)| kind.name() == "Deleted").map(|(at, ..)| at.to_string()).max();
    assert_eq!(last.as_deref(), Some("2024-02-11T00:00:00Z"));
}
