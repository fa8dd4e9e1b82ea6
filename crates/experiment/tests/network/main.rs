//! Ways to S3 and what is not S3, in the words of scenarios: every expectation of each scenario must hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use s3sim_document::source::{Format, Sources};
use s3sim_experiment::outcome::{Silent, simulate};
use s3sim_scenario::scenario;
use s3sim_simulator::run::Options;

/// Runs a scenario as it is and with every object as a row of its own; whatever is not as expected fails.
fn holds(yaml: &str) {
    let tree = Sources::new().read_text("test.yaml", yaml, Format::Yaml).unwrap();
    let scenario = scenario::read(tree, "test").unwrap_or_else(|problems| panic!("{:?}", problems.list()));
    let mut bills = Vec::new();
    for explode in [false, true] {
        let outcome = simulate(&scenario, Options { explode, ..Options::default() }, &Silent).unwrap();
        let wrong = outcome.expected.iter().filter(|one| !one.passed);
        let wrong: Vec<String> =
            wrong.map(|one| format!("{}: {} but {}", one.name, one.expected, one.actual)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        bills.push(outcome.bill);
    }
    assert_eq!(bills[0], bills[1], "how objects are cut into rows shows");
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html>: GET and HEAD only, an index document
/// for every folder, nobody's credentials, no requester pays.
#[test]
fn website_endpoints() {
    holds(
        "
buckets:
  site:
    public_access_block: false
    website: {IndexDocument: {Suffix: index.html}}
    policy:
      Version: 2012-10-17
      Statement: [{Sid: Everybody, Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: 'arn:aws:s3:::site/open/*'}]
    objects: {open: {keys: open/index.html}, shut: {keys: shut/index.html}}
  plain: {objects: {a: {keys: a}}}
  paid:  {request_payment: Requester, website: {IndexDocument: {Suffix: index.html}}, objects: {a: {keys: a}}}
steps:
  a folder:        {GetObject: site/open/, via: website}
  for S3 a key:    {GetObject: site/open/, expect: NoSuchKey}
  a page:          {HeadObject: site/open/index.html, via: website}
  an owner too:    {GetObject: site/shut/index.html, as: admin, via: website, expect: {status: 403, decided_by: none}}
  no writing:      {PutObject: site/open/x, via: website, expect: MethodNotAllowed}
  no website:      {GetObject: plain/a, via: website, expect: NoSuchWebsiteConfiguration}
  requester pays:  {GetObject: paid/a, via: website, RequestPayer: requester, expect: 403}
",
    );
}

/// 1,000 objects of 1 MB asked for ten times a day, 75 % answered at the edge: 2,500 GETs a day reach the bucket, and
/// 10,000 MB a day leave the edge. Bytes that fail cost nothing.
#[test]
fn a_distribution_answers_its_share() {
    holds(
        "
duration: 4d
buckets: {site: {objects: {pages: {count: 1000, size: 1MB}}, policy: &cdn
  {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: cloudfront.amazonaws.com}, Action: s3:GetObject, Resource: 'arn:aws:s3:::site/*'}]}}}
network: {cdn: {type: distribution, origin_access: OAC, cache_hit: 75%, price: 0.1024 USD/GB}}
traffic: {views: {GetObject: site/*, times: 10, every: 1d, via: cdn, client: internet}}
expect:
  at the bucket:  {usage: {usage_type: Requests-Tier2}, is: 10_000}
  at the edge:    {usage: {service: AmazonCloudFront}, is: 39.0625}
  what it costs:  {cost: {service: AmazonCloudFront}, is: 4.0000 USD}
  on to the edge: {usage: {service: AWSDataTransfer}, is: 0}
",
    );
}

/// What goes by a way that is shut gets no answer, costs nothing and changes nothing.
#[test]
fn a_way_that_is_shut() {
    holds(
        "
duration: 3d
buckets: {box: {objects: {o: {keys: k, size: 1GB}}}}
network: {proxy: {type: proxy, open: false, price: 1 USD/GB}}
steps:
  put:  {PutObject: box/new, via: proxy, size: 1GB, expect: timeout}
  some: {GetObject: box/k, via: proxy, expect: [AccessDenied, timeout]}
traffic: {reads: {GetObject: box/*, via: proxy, every: 1d}}
expect:
  asked:    {GetObject: box/k, via: proxy, expect: timeout}
  not there: {count: box/new, is: 0}
  requests: {usage: {usage_type: Requests-*}, is: 0}
  bytes:    {cost: {service: Proxy}, is: 0 USD}
",
    );
}

/// 10 TB is 10,240 GB. The first 100 GB a month to the internet are free, for all services of the account together, and
/// the first slice of 10 TB begins after them (BL-071, BL-072). It costs 0.09 USD/GB, the next one 0.085.
#[test]
fn the_traffic_of_others_fills_the_same_tiers() {
    holds(
        "
duration: 31d
buckets: {box: {objects: {o: {keys: k, size: 2GB}}}}
external:
  host: {service: AmazonEC2, price: [1 USD/d, 31 USD/mo], usage: {DataTransfer-Out-Bytes: 10339GB/d, TimedStorage-ByteHrs: 1TB}, from: 30d}
steps: {read: {GetObject: box/k, client: internet, at: 30d12h}}
expect:
  # 10,339 + 2 - 100 = 10,241 GB: 10,240 at 0.09 USD and one at 0.085.
  transfer: {cost: {usage_type: DataTransfer-Out-Bytes}, is: 921.685 USD}
  free:     {usage: {usage_type: Global-DataTransfer-Out-Bytes}, is: 100}
  # A day, and the 31st part of a month.
  the host: {cost: {service: AmazonEC2}, is: 2.00 USD}
  # 1,024 GB for a day of 31, beside the 2 GB of the bucket.
  stored:   {usage: {usage_type: TimedStorage-ByteHrs, bucket: ''}, is: 33.0323}
",
    );
}

/// 10 GB held for a month of 31 days at 0.30 USD are 3 USD; 31 reads of 10 GB at 0.02 USD are 6.20 USD. S3 asks nothing.
#[test]
fn a_store_that_is_not_s3() {
    holds(
        "
duration: 31d
buckets:
  disk:
    external: {price: [0.30 USD/GB-mo, 0.02 USD/GB, 62 USD/mo], first_byte: 10ms, survives: host}
    objects: {o: {count: 10, size: 1GB}}
  files: {external: {price: 1 USD/GB-mo, survives: [host, zone]}, objects: {o: {count: 10, size: 1GB}}}
traffic: {reads: {GetObject: disk/*, every: 1d}}
steps: {gone: {fault: {lose: use1-az1}, at: 30d23h}}
expect:
  held:         {cost: {usage_type: Store-Bytes, operation: ExternalStore, bucket: disk}, is: 3.00 USD}
  read:         {cost: {usage_type: Store-Bytes, operation: GetObject}, is: 6.20 USD}
  the store:    {cost: {usage_type: Store-Hours}, is: 62.00 USD}
  nothing else: {cost: {service: [AmazonS3, AWSDataTransfer]}, is: 0 USD}
  first byte:   {objects: disk/*, at: 1d, first_byte_within: 10ms}
  not sooner:   {objects: files/*, at: 1d, first_byte_within: 0s}
  a host:       {objects: disk/*, at: 1d, survives: host}
  a zone:       {objects: files/*, survives: zone}
  lost:         {lost: disk/*, is: 10}
  not lost:     {lost: files/*, is: 0}
",
    );
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>: S3 compares what has come with
/// the digest, if there is one; sent again, it is taken.
#[test]
fn damaged_bytes() {
    holds(
        "
buckets: {box: {}}
steps:
  found out: {PutObject: box/k, size: 1KB, damaged: true, ContentMD5: auto, expect: {status: 400, code: BadDigest}}
  again:     {PutObject: box/k, size: 1KB, ContentMD5: auto}
  unchecked: {PutObject: box/j, size: 1KB, damaged: true}
  begin:     {CreateMultipartUpload: box/big}
  a part:    {UploadPart: box/big, UploadId: '{begin.UploadId}', PartNumber: 1, size: 5MB, damaged: true, ContentMD5: auto, expect: BadDigest}
  no digest: {PutBucketVersioning: box, VersioningConfiguration: {Status: Enabled}}
expect: {kept: {count: box/*, is: 2}}
",
    );
}

/// 600 reads of 1 MB are 0.5859375 GB through the gateway, request by request; those by the way that is shut time out.
#[test]
fn workloads_pay_their_way() {
    holds(
        "
duration: 5m
buckets: {box: {objects: {o: {count: 100, size: 1MB}}}}
network:
  nat:  {type: nat_gateway, price: 1.024 USD/GB}
  shut: {type: proxy, open: false, price: 1 USD/GB}
clients: {impatient: {retry_mode: none, read_timeout: 1s}}
workload:
  reads: {GetObject: box/*, rate: 10/s, until: 60s, via: nat}
  vain:  {GetObject: box/*, rate: 1/s, until: 60s, via: shut, client: impatient}
expect:
  through the gateway: {usage: {usage_type: NatGateway-Bytes}, is: 0.5859375}
  what it costs:       {cost: {usage_type: NatGateway-Bytes}, is: 0.60 USD}
  nothing else:        {usage: {service: Proxy}, is: 0}
  in vain:             {failed: vain, is: 100%}
",
    );
}
