//! `upload` in a step: what the AWS CLI's copy does, in one PUT or in parts.
//!
//! <https://docs.aws.amazon.com/cli/latest/topic/s3-config.html>

use crate::expected;

/// From 8 MB on in parts of 8 MB: 100 MB are 12 whole parts and one of 4 MB, with the beginning and the completion 15
/// requests (BL-066). Below that, one.
#[test]
fn parts_from_the_threshold_on() {
    for (client, size, requests) in [
        ("", "8388607", 1),
        ("", "8MB", 3),
        ("", "100MB", 15),
        ("client: office,", "100MB", 4),
        ("client: office,", "63MB", 1),
        // More than 10,000 parts there cannot be: 100 GB in 10,000 of them, however small the client's are.
        ("client: tiny,", "100GB", 10_002),
    ] {
        let yaml = format!(
            "
buckets: {{box: {{}}}}
clients:
  office: {{multipart_threshold: 64MB, multipart_chunksize: 50MB}}
  tiny: {{multipart_chunksize: 5MB}}
steps:
  up: {{upload: box/file, size: {size}, StorageClass: STANDARD_IA, Tagging: a=b, {client} expect: {{status: 200}}}}
expect:
  requests: {{usage: {{usage_type: Requests-SIA-Tier1}}, is: {requests}}}
  there: {{objects: box/file, StorageClass: STANDARD_IA, Tags: {{a: b}}, ContentLength: {size}}}
  nothing left: {{count: {{keys: box/*, version: incomplete_upload}}, is: 0}}
"
        );
        for found in expected(&yaml) {
            assert!(found.passed, "{size}: {}: {} but {}", found.name, found.expected, found.actual);
        }
    }
}

/// Parts below 5 MB are too small for S3, which says so at the completion; the client then aborts what it began.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
#[test]
fn a_refused_upload_leaves_nothing() {
    let yaml = "
buckets: {box: {}}
clients: {small: {multipart_chunksize: 1MB}}
steps:
  up: {upload: box/file, size: 10MB, client: small, expect: EntityTooSmall}
expect:
  nothing: {count: box/*, is: 0}
  nothing left: {count: {keys: box/*, version: incomplete_upload}, is: 0}
";
    for found in expected(yaml) {
        assert!(found.passed, "{}: {} but {}", found.name, found.expected, found.actual);
    }
}
