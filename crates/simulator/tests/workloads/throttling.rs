//! Limits: prefixes, splits, KMS.

use crate::{of, ran};

fn prefix(rate: u64, seconds: u64, more: &str) -> String {
    format!(
        "duration: {seconds}s\n{more}\
         buckets: {{data: {{objects: {{o: {{keys: \"x/{{n:06}}\", count: 100_000, size: 0}}}}}}}}\n\
         clients: {{c: {{retry_mode: none, max_pool_connections: 10_000}}}}\n\
         workload: {{w: {{GetObject: data/*, pick: uniform, rate: {rate}/s, client: c, until: {}s}}}}\n",
        seconds - 1
    )
}

/// PM-131: admitted by t are min(λt, B + rt), here B = 2,750, r = 5,500 and t = 10 s: 57,750 of 70,000.
#[test]
fn a_prefix_admits_its_rate_and_half_a_second_more() {
    let run = ran(&prefix(7_000, 11, ""), None);
    let all = of(&run, "w");
    let good = run.ledger.latencies.of("w", |key| !key.part && key.succeeded());
    assert_eq!(all.times.count(), 70_000);
    assert!(good.times.count().abs_diff(57_750) <= 1, "{}", good.times.count());
    // The first refusal comes after B / (λ - r) = 1.83 s.
    let (first, resource, _) = run.ledger.windows.rows().next().unwrap();
    assert_eq!((first.to_string().as_str(), resource), ("2025-01-01T00:00:01Z", "data/ reads"));
}

/// The partition splits once it has been hot for two minutes: from then on 7,000 a second pass.
#[test]
fn a_hot_prefix_splits() {
    let run = ran(&prefix(700, 201, "quotas: {prefix_reads: 550/s}\n"), None);
    let last = run.ledger.windows.rows().last().unwrap().0;
    let seconds = last.since(last.day().start()).0 / 1_000_000;
    // 275 tokens last for 1.8 s, so the second 1 is the first hot one.
    assert!((120..=122).contains(&seconds), "{seconds}");
}

/// One key cannot be split, however hot it is.
#[test]
fn a_single_hot_object_is_never_split() {
    let text =
        prefix(700, 201, "quotas: {prefix_reads: 550/s}\n").replace("data/*, pick: uniform", "data/x/000007");
    let run = ran(&text, None);
    let last = run.ledger.windows.rows().last().unwrap().0;
    assert_eq!(last.to_string(), "2025-01-01T00:03:19Z");
}

/// EN-045, EN-046: the quota is that of the account in the Region, whatever the bucket and the operation.
#[test]
fn all_callers_of_an_account_share_its_kms_quota() {
    let text = "duration: 6s\nquotas: {kms_requests: 100/s}\nkms_keys: {k: {}}\n\
         buckets:\n  docs: &kms {encryption: {SSEAlgorithm: aws:kms, KMSMasterKeyID: k}}\n  more: *kms\n  plain: {}\n\
         clients: {c: {retry_mode: none, max_pool_connections: 1000}}\n\
         workload:\n  one: {PutObject: \"docs/{n}\", rate: 80/s, client: c, until: 5s}\n  \
         two: {PutObject: \"more/{n}\", rate: 80/s, client: c, until: 5s}\n  \
         three: {PutObject: \"plain/{n}\", rate: 80/s, client: c, until: 5s}\n";
    let run = ran(text, None);
    let good = |name| run.ledger.latencies.of(name, |key| key.succeeded()).times.count();
    assert_eq!(good("one") + good("two"), 5 * 100);
    assert_eq!(good("three"), 5 * 80);
    let refused = run.ledger.latencies.rows().find(|(key, _)| key.status == 503).unwrap();
    assert_eq!(refused.0.operation, "PutObject");
}

/// EN-034, EN-035: a bucket key is fetched once in five minutes for each direction; parts of an upload decrypt.
#[test]
fn bucket_keys_are_fetched_every_five_minutes() {
    let calls = |text: &str| ran(text, None).ledger.audit.iter().map(|record| record.count).sum::<u64>();
    let bucket = "kms_keys: {k: {}}\nbuckets: {docs: {encryption: {SSEAlgorithm: aws:kms, KMSMasterKeyID: k, BucketKeyEnabled: true}}}\n";
    let writes = "workload: {w: {PutObject: \"docs/{n}\", rate: 10/s}}\n";
    assert_eq!(calls(&format!("duration: 20m\n{bucket}{writes}")), 4);
    let each = bucket.replace(", BucketKeyEnabled: true", "");
    assert_eq!(calls(&format!("duration: 10s\n{each}{writes}")), 100);
    // 100 MB in parts of 8 MB: CreateMultipartUpload, 13 UploadParts, CompleteMultipartUpload.
    let upload = "workload: {w: {upload: docs/x, size: 100MB, vus: 1, iterations: 1}}\n";
    assert_eq!(calls(&format!("duration: 10m\n{each}{upload}")), 1 + 13 + 1);
}
