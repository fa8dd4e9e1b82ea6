//! The one grammar of requests, in steps, traffic and checks.

use crate::Call;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::tree::Node;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::Micros;
use s3sim_scenario::check::{Attribute, CheckKind};
use s3sim_scenario::expectation::Expectation;
use s3sim_scenario::measure::{Measure, Operand, Relation};
use s3sim_scenario::request::{Client, Content, Keys};
use s3sim_scenario::selection::Versions;
use s3sim_scenario::step::StepTime;
use s3sim_scenario::template::Piece;
use s3sim_scenario::traffic::{Amount, Pick};

use crate::{at, good};

/// The hands-on of versioning, as the format's own page shows it.
const HANDS_ON: &str = r#"
buckets: {notes: {versioning: Enabled}}
steps:
  first:   {PutObject: notes/a.txt, Body: one}
  second:  {PutObject: notes/a.txt, Body: two, after: 1h}
  delete:  {DeleteObject: notes/a.txt, expect: {status: 204, DeleteMarker: true}}
  hidden:  {GetObject: notes/a.txt, expect: NoSuchKey}
  restore: {DeleteObject: notes/a.txt, VersionId: "{delete.VersionId}"}
  back:    {GetObject: notes/a.txt, expect: {VersionId: "{second.VersionId}"}}
"#;

#[test]
fn steps_are_calls_with_their_parameters() {
    let scenario = good(HANDS_ON);
    let apis: Vec<Api> = scenario.steps.iter().map(|step| step.call().0.api).collect();
    use Api::{DeleteObject, GetObject, PutObject};
    assert_eq!(apis, [PutObject, PutObject, DeleteObject, GetObject, DeleteObject, GetObject]);
    let second = &scenario.steps[1];
    assert_eq!(second.when, StepTime::After(Micros::hours(1)));
    assert_eq!(second.call().0.content, Content::Body("two".into()));
    assert_eq!(second.call().0.key, Some(Keys::Literal("a.txt".into())));
    assert!(matches!(scenario.steps[3].call().1, Expectation::Code(ErrorCode::NoSuchKey)));
    let Expectation::Answer(answer) = scenario.steps[2].call().1 else { panic!("a map") };
    assert_eq!((answer.status, answer.fields[0].0.as_str()), (Some(204), "DeleteMarker"));
}

#[test]
fn answers_of_earlier_steps_fill_parameters_in() {
    let scenario = good(HANDS_ON);
    let restore = scenario.steps[4].call().0;
    let mut asked = Vec::new();
    let parameters = restore.filled(&mut |piece| {
        asked.push(piece.clone());
        Some("v3".to_owned())
    });
    assert_eq!(parameters.unwrap().get("VersionId").and_then(Node::as_text), Some("v3"));
    assert_eq!(asked, [Piece::Answer { step: "delete".into(), field: "VersionId".into() }]);
    // An answer that lacks the field: the part itself is the error.
    assert_eq!(restore.filled(&mut |_| None).unwrap_err(), asked[0]);
}

#[test]
fn configuration_documents_are_left_alone() {
    let scenario = good(
        "buckets: {b-1: {}}
steps:
  rules: {PutBucketLifecycleConfiguration: b-1, LifecycleConfiguration+: {Rules: [{ID: '{n}', Status: On}]}}",
    );
    let parameter = &scenario.steps[0].call().0.parameters[0];
    assert!(parameter.extends);
    assert_eq!(parameter.name, "LifecycleConfiguration");
    // What S3 would refuse is for S3 to refuse.
    assert!(scenario.steps[0].call().0.filled(&mut |_| None).is_ok());
}

#[test]
fn a_bucket_may_come_and_may_be_missing() {
    good("steps: {make: {CreateBucket: made}, put: {PutObject: made/a, size: 1KB}}");
    good("steps: {none: {GetObject: nowhere/a, expect: NoSuchBucket}}");
    good("steps: {none: {GetObject: nowhere/a, expect: [ok, 404]}}");
    good("steps: {list: {ListBuckets: '*'}}");
}

#[test]
fn traffic_says_how_much_of_what_and_from_where() {
    let scenario = good(
        "buckets: {b-1: {}}
duration: 1y
traffic:
  monthly: {GetObject: b-1/*, times: 30, every: 30d, share: 20%, pick: random, client: internet, age: {from: 30d, until: 90d}}
  uploads: {PutObject: 'b-1/{date}/{n}', count: 1_000, size: {lognormal: {p50: 1MB, p99: 8MB}}, client: eu-west-1}
  touch:   {GetObject: b-1/a, times: 5, from: 3d, until: 2025-02-01}",
    );
    let [monthly, uploads, touch] = scenario.traffic.as_slice() else { panic!("three") };
    assert_eq!((monthly.amount, monthly.share, monthly.pick), (Amount::Times(30), WHOLE / 5, Pick::Random));
    assert_eq!(monthly.age, Some((Micros::days(30), Some(Micros::days(90)))));
    assert_eq!(monthly.request.client, Client::Internet);
    assert_eq!(uploads.amount, Amount::Count(1_000));
    assert!(matches!(&uploads.request.content, Content::Sizes(sizes) if sizes.len() == 20));
    assert_eq!(uploads.request.client, Client::Region(Region::parse("eu-west-1").unwrap()));
    assert_eq!((touch.from, touch.until), (at("2025-01-04"), at("2025-02-01")));
}

#[test]
fn checks_ask_look_or_measure() {
    let scenario = good(
        "buckets: {b-1: {}, b-2: {}}
duration: 90d
expect:
  ask:     {GetObject: b-1/a, at: 30d, expect: [NoSuchKey, AccessDenied]}
  look:    {objects: {keys: b-1/logs/*, version: noncurrent, older_than: 30d, larger_than: 128KB}, StorageClass: [GLACIER, DEEP_ARCHIVE]}
  money:   {cost: {bucket: b-*, usage_type: [TimedStorage-ByteHrs, '*Tier1']}, at_most: 12.50 USD, above: 0 USD}
  amount:  {usage: {usage_type: Requests-Tier3}, is: 1_000_000}
  bytes:   {bytes: b-1, at_least: 1TB}
  equal:   {count: b-1/*, is: {count: b-2/*}}",
    );
    let kinds: Vec<&CheckKind> = scenario.expect.iter().map(|check| &check.kind).collect();
    let CheckKind::Ask { expect: Expectation::OneOf(any), .. } = kinds[0] else { panic!("ask") };
    assert!(any.iter().any(|one| one.accepts(ErrorCode::AccessDenied)));
    let CheckKind::Objects { selection, attributes } = kinds[1] else { panic!("look") };
    assert_eq!((selection.version, selection.older_than), (Versions::Noncurrent, Some(Micros::days(30))));
    assert!(matches!(&attributes[..], [Attribute::StorageClass(classes)] if classes.len() == 2));
    let CheckKind::Measure { measure: Measure::Cost(filter), comparisons } = kinds[2] else {
        panic!("money")
    };
    assert_eq!(filter.usage_type.as_ref().map(Vec::len), Some(2));
    let [(Relation::AtMost, Operand::Money { amount, decimals }), (Relation::Above, _)] = &comparisons[..]
    else {
        panic!("two comparisons")
    };
    assert_eq!((amount.to_string().as_str(), *decimals), ("12.5", 2));
    let CheckKind::Measure { comparisons, .. } = kinds[4] else { panic!("bytes") };
    assert_eq!(comparisons[..], [(Relation::AtLeast, Operand::Bytes(1 << 40))]);
    let CheckKind::Measure { comparisons, .. } = kinds[5] else { panic!("equal") };
    assert!(matches!(&comparisons[..], [(Relation::Is, Operand::Measure(_))]));
}

#[test]
fn a_targets_own_words_may_be_anything() {
    // A name is any text; a key may look like a word of the format.
    let scenario =
        good("buckets: {b-1: {}}\nsteps: {'at: 5 o''clock': {PutObject: b-1/expect, Body: '{\"a\": {}}'}}");
    assert_eq!(scenario.steps[0].name, "at: 5 o'clock");
    assert_eq!(scenario.steps[0].call().0.content, Content::Body("{\"a\": {}}".into()));
}

/// Headers of S3 are the parameters that the API makes of them, whatever the case of their letters.
#[test]
fn headers_stand_for_parameters() {
    let scenario = good(
        "
buckets: {b-1: {}}
steps:
  s:
    PutObject: b-1/a
    headers: {X-Amz-Storage-Class: STANDARD_IA, x-amz-server-side-encryption: AES256, Referer: https://example.com/}
",
    );
    let (request, _) = scenario.steps[0].call();
    let given = |name| request.parameter(name).and_then(|node| node.scalar());
    assert_eq!(given("StorageClass"), Some("STANDARD_IA"));
    assert_eq!(given("ServerSideEncryption"), Some("AES256"));
    assert_eq!(request.parameters.len(), 2);
}
