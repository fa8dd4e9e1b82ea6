//! Which events follow from what happens, whom S3 may send to, and what the messages say, letter by letter.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_document::read::Reader;
use s3sim_document::{problem::Problems, tree::to_json, yaml};
use s3sim_iam::compile::Compiled;
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_iam::principal::AccountId as Digits;
use s3sim_s3::notification::destination::{Destination, DestinationKind};
use s3sim_s3::notification::event_type::EventType;
use s3sim_s3::notification::notice::{About, Notice, Requester};
use s3sim_s3::notification::{bridge, message};

use crate::play::Play;

const JOBS: &str = "arn:aws:sqs:us-east-1:111122223333:jobs";

/// Everything that can be configured goes to EventBridge and, except for its own events, to the queue `jobs`.
const ALL: &str = "{SkipDestinationValidation: true, NotificationConfiguration: {QueueConfigurations: [{Id: all, \
                   QueueArn: 'arn:aws:sqs:us-east-1:111122223333:jobs', Events: ['s3:ObjectCreated:*', \
                   's3:ObjectRemoved:*', 's3:ObjectTagging:*', 's3:LifecycleExpiration:*', 's3:LifecycleTransition', \
                   's3:ObjectAcl:Put', 's3:IntelligentTiering', \
                   's3:ObjectRestore:*']}], EventBridgeConfiguration: {}}}";

fn telling(versioning: &str, rules: &[&str]) -> Play {
    let mut play = Play::new(versioning, rules);
    play.ok(&format!("2024-01-01 PutBucketNotificationConfiguration - {ALL}"));
    play.world.tests.clear();
    play
}

/// Event, key and, where there is one, version of everything told.
fn told(play: &Play) -> Vec<String> {
    let line = |notice: &Notice| {
        let version = notice
            .version_id
            .as_ref()
            .map_or(String::new(), |id| if id == "null" { " null".to_owned() } else { " v".to_owned() });
        format!("{} {}{version}", notice.event.name(), notice.key)
    };
    play.world.notices.iter().map(line).collect()
}

/// EV-002, EV-004, EV-005, EV-008: which event a request is.
#[test]
fn requests_are_told_of_by_what_they_did() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("", &["PutObject k {size: 1}"], &["ObjectCreated:Put k"]),
        ("", &["PutObject k", "PutObject k"], &["ObjectCreated:Put k", "ObjectCreated:Put k"]),
        ("", &["PutObject k {Tagging: a=1}"], &["ObjectCreated:Put k"]),
        (
            "",
            &["PutObject k", "CopyObject l {CopySource: b/k}"],
            &["ObjectCreated:Put k", "ObjectCreated:Copy l"],
        ),
        ("", &["PutObject k", "DeleteObject k"], &["ObjectCreated:Put k", "ObjectRemoved:Delete k"]),
        ("", &["DeleteObject never"], &[]),
        ("Enabled", &["PutObject k"], &["ObjectCreated:Put k v"]),
        (
            "Enabled",
            &["PutObject k", "DeleteObject k"],
            &["ObjectCreated:Put k v", "ObjectRemoved:DeleteMarkerCreated k v"],
        ),
        (
            "Enabled",
            &["PutObject k", "DeleteObject k", "DeleteObject k {VersionId: k@v2}"],
            &["ObjectCreated:Put k v", "ObjectRemoved:DeleteMarkerCreated k v", "ObjectRemoved:Delete k v"],
        ),
        // EV-063: a null version that is written has no version id, one that is removed by its id does.
        ("Suspended", &["PutObject k"], &["ObjectCreated:Put k"]),
        (
            "Suspended",
            &["PutObject k", "DeleteObject k"],
            &["ObjectCreated:Put k", "ObjectRemoved:DeleteMarkerCreated k"],
        ),
        (
            "Suspended",
            &["PutObject k", "DeleteObject k {VersionId: 'null'}"],
            &["ObjectCreated:Put k", "ObjectRemoved:Delete k null"],
        ),
        (
            "",
            &["PutObject k", "PutObject l", "DeleteObjects - {Delete: {Objects: [{Key: k}, {Key: l}]}}"],
            &[
                "ObjectCreated:Put k",
                "ObjectCreated:Put l",
                "ObjectRemoved:Delete k",
                "ObjectRemoved:Delete l",
            ],
        ),
        (
            "",
            &[
                "PutObject k",
                "PutObjectTagging k {Tagging: {TagSet: [{Key: a, Value: b}]}}",
                "DeleteObjectTagging k",
            ],
            &["ObjectCreated:Put k", "ObjectTagging:Put k", "ObjectTagging:Delete k"],
        ),
    ];
    for (versioning, steps, expected) in cases {
        let mut play = telling(versioning, &[]);
        for (minute, step) in steps.iter().enumerate() {
            play.ok(&format!("2024-01-02T00:{minute:02}:00Z {step}"));
        }
        assert_eq!(told(&play), *expected, "{versioning} {steps:?}");
    }
    // EV-004: what is refused happens not.
    let mut play = telling("", &[]);
    play.ok("2024-01-02 PutObject k");
    play.step("2024-01-02T00:01:00Z PutObject k {IfNoneMatch: '*'}");
    assert_eq!(told(&play), ["ObjectCreated:Put k"]);
}

#[test]
fn an_upload_in_parts_is_told_of_when_it_is_complete() {
    let mut play = telling("", &[]);
    let begun = play.ok("2024-01-02 CreateMultipartUpload k");
    let id = begun.fields.get("UploadId").and_then(|id| id.scalar()).unwrap().to_owned();
    let part = play
        .ok(&format!("2024-01-02T00:01:00Z UploadPart k {{UploadId: {id}, PartNumber: 1, size: 6000000}}"));
    assert!(told(&play).is_empty());
    let etag = part.fields.get("ETag").and_then(|etag| etag.scalar()).unwrap().to_owned();
    play.ok(&format!(
        "2024-01-02T00:02:00Z CompleteMultipartUpload k {{UploadId: {id}, MultipartUpload: {{Parts: [{{PartNumber: 1, ETag: '{etag}'}}]}}}}"
    ));
    assert_eq!(told(&play), ["ObjectCreated:CompleteMultipartUpload k"]);
}

/// EV-003: lifecycle deletions are expirations, never removals.
#[test]
fn lifecycle_has_events_of_its_own() {
    let expire = "ID: old, Expiration: {Days: 1}";
    let mut play = telling(
        "",
        &[expire, "ID: cool, Filter: {Prefix: c/}, Transitions: [{Days: 1, StorageClass: GLACIER}]"],
    );
    play.ok("2024-01-02T10:00:00Z PutObject k");
    play.until("2024-01-10");
    assert_eq!(told(&play), ["ObjectCreated:Put k", "LifecycleExpiration:Delete k"]);
    assert_eq!(play.world.notices[1].requester, Requester::s3());

    let mut play = telling(
        "Enabled",
        &[
            expire,
            "ID: gone, NoncurrentVersionExpiration: {NoncurrentDays: 1}, Expiration: {ExpiredObjectDeleteMarker: true}",
        ],
    );
    play.ok("2024-01-02T10:00:00Z PutObject k");
    play.until("2024-01-20");
    assert_eq!(
        told(&play),
        [
            "ObjectCreated:Put k v",
            "LifecycleExpiration:DeleteMarkerCreated k v",
            "LifecycleExpiration:Delete k v",
            "LifecycleExpiration:Delete k v",
        ]
    );

    let mut play = telling("", &["ID: cool, Transitions: [{Days: 1, StorageClass: GLACIER}]"]);
    play.ok("2024-01-02T10:00:00Z PutObject k {size: 1000000}");
    play.until("2024-01-10");
    assert_eq!(told(&play), ["ObjectCreated:Put k", "LifecycleTransition k"]);
    assert_eq!(play.world.notices[1].about, About::Class(StorageClass::Glacier));
}

/// EV-007: moves between the tiers that answer at once are not told of.
#[test]
fn moves_between_instant_tiers_are_silent() {
    let mut play = telling("", &[]);
    play.ok("2024-01-02T10:00:00Z PutObject k {StorageClass: INTELLIGENT_TIERING, size: 1000000}");
    play.until("2024-06-01");
    assert_eq!(told(&play), ["ObjectCreated:Put k"]);
}

/// Asked for on the 5th, there 12 hours later at the latest, gone after two more days.
#[test]
fn a_restore_is_told_of_three_times() {
    let mut play = telling("", &[]);
    play.ok("2024-01-02 PutObject k {StorageClass: GLACIER, size: 1000}");
    play.ok("2024-01-05T10:00:00Z RestoreObject k {RestoreRequest: {Days: 2, GlacierJobParameters: {Tier: Standard}}}");
    play.until("2024-01-20");
    let told = told(&play);
    assert_eq!(told[1..], ["ObjectRestore:Post k", "ObjectRestore:Completed k", "ObjectRestore:Delete k"]);
    let glacier = StorageClass::Glacier;
    let expiry = s3sim_kernel::time::Instant::parse("2024-01-08").unwrap();
    let about: Vec<About> = play.world.notices[1..].iter().map(|notice| notice.about).collect();
    let until = Some(expiry);
    assert_eq!(
        about,
        [About::Restore(glacier, None), About::Restore(glacier, until), About::Restore(glacier, until)]
    );
    assert_eq!(play.world.notices[3].time, expiry);
}

fn policy(text: &str, kind: PolicyKind) -> Compiled {
    let node = yaml::parse(text).unwrap();
    let problems = std::cell::RefCell::new(Problems::new());
    let policy = Policy::read(&Reader::new(&node, "", &problems), &Rules::new(kind)).unwrap();
    Compiled::new("", &policy)
}

fn queue_policy(condition: &str) -> Compiled {
    let text = format!(
        "{{Version: 2012-10-17, Statement: [{{Effect: Allow, Principal: {{Service: s3.amazonaws.com}}, \
         Action: sqs:SendMessage, Resource: '*'{condition}}}]}}"
    );
    policy(&text, PolicyKind::Queue)
}

/// EV-023, EV-025, EV-026, EV-030, EV-038: S3 looks whether it may send before it accepts a configuration.
#[test]
fn destinations_are_checked_when_a_configuration_is_put() {
    let own_account = ", Condition: {StringEquals: {'aws:SourceAccount': '111122223333'}}";
    let other_account = ", Condition: {StringEquals: {'aws:SourceAccount': '999999999999'}}";
    let this_bucket = ", Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:s3:::b'}}";
    let other_bucket = ", Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:s3:::c'}}";
    let cases = [
        ("missing", None, false),
        ("no policy", Some(None), false),
        ("open", Some(Some(queue_policy(""))), true),
        ("own account", Some(Some(queue_policy(own_account))), true),
        ("other account", Some(Some(queue_policy(other_account))), false),
        ("this bucket", Some(Some(queue_policy(this_bucket))), true),
        ("other bucket", Some(Some(queue_policy(other_bucket))), false),
    ];
    let put = "2024-01-01 PutBucketNotificationConfiguration - {NotificationConfiguration: {QueueConfigurations: \
               [{Id: q, QueueArn: 'arn:aws:sqs:us-east-1:111122223333:jobs', Events: ['s3:ObjectCreated:*']}]}}";
    for (name, queue, accepted) in cases {
        let mut play = Play::new("", &[]);
        if let Some(policy) = queue {
            let owner = Digits::parse("111122223333").unwrap();
            let queue = Destination { kind: DestinationKind::Queue, owner, policy, key: None };
            play.s3.destinations_mut().insert(JOBS.into(), queue);
        }
        let answer = play.step(put);
        assert_eq!(answer.is_ok(), accepted, "{name}: {:?}", answer.error);
        // EV-035: a test event for each queue, only if the configuration was accepted.
        assert_eq!(play.world.tests.len(), usize::from(accepted), "{name}");
        if let Some(refusal) = answer.error {
            assert_eq!(refusal.message, "Unable to validate the following destination configurations");
            assert_eq!(refusal.details[0], ("ArgumentName1", JOBS.to_owned()));
            let why = if name == "missing" {
                "The destination queue does not exist"
            } else {
                "Permissions on the destination queue do not allow S3 to publish notifications from this bucket"
            };
            assert_eq!(refusal.details[1], ("ArgumentValue1", why.to_owned()), "{name}");
        }
        // EV-023: the header skips the check.
        let skipped = put.replace("{Notif", "{SkipDestinationValidation: true, Notif");
        assert!(play.step(&skipped).is_ok(), "{name}");
    }
    let function = "2024-01-01 PutBucketNotificationConfiguration - {NotificationConfiguration: {\
                    LambdaFunctionConfigurations: [{LambdaFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f', \
                    Events: ['s3:ObjectCreated:*']}]}}";
    let refusal = Play::new("", &[]).step(function).error.unwrap();
    assert_eq!(
        refusal.details[1].1,
        "Not authorized to invoke function [arn:aws:lambda:us-east-1:111122223333:function:f]"
    );
}

/// EV-030: a dead destination that stays in the document is checked again.
#[test]
fn removing_one_of_two_dead_destinations_fails() {
    let both = "{SkipDestinationValidation: true, NotificationConfiguration: {QueueConfigurations: [\
                {Id: a, QueueArn: 'arn:aws:sqs:us-east-1:111122223333:a', Events: ['s3:ObjectCreated:Put']}, \
                {Id: b, QueueArn: 'arn:aws:sqs:us-east-1:111122223333:b', Events: ['s3:ObjectCreated:Copy']}]}}";
    let one = "{NotificationConfiguration: {QueueConfigurations: [\
               {Id: a, QueueArn: 'arn:aws:sqs:us-east-1:111122223333:a', Events: ['s3:ObjectCreated:Put']}]}}";
    let mut play = Play::new("", &[]);
    play.ok(&format!("2024-01-01 PutBucketNotificationConfiguration - {both}"));
    assert!(!play.step(&format!("2024-01-01 PutBucketNotificationConfiguration - {one}")).is_ok());
    play.ok("2024-01-01 PutBucketNotificationConfiguration - {NotificationConfiguration: {}}");
    assert!(play.look("GetBucketNotificationConfiguration", "", "").entries.is_empty());
}

/// EV-035.
#[test]
fn the_test_event_is_flat() {
    let mut play = Play::new("", &[]);
    play.ok(&format!("2024-01-01T00:00:00Z PutBucketNotificationConfiguration - {ALL}"));
    let body = message::test_body(&play.s3, &play.world.tests[0]);
    let begins = r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2024-01-01T00:00:00.000Z","Bucket":"b","RequestId":""#;
    assert!(body.starts_with(begins), "{body}");
    assert!(body.contains(r#","HostId":""#) && !body.contains("Records"));
}

/// EV-051: later events of a key have greater sequencers, also at one instant.
#[test]
fn sequencers_grow_within_a_key() {
    let mut play = telling("Enabled", &[]);
    for step in ["PutObject k", "PutObject k", "PutObject l", "DeleteObject k"] {
        play.ok(&format!("2024-01-02T00:00:00Z {step}"));
    }
    play.ok("2024-01-02T00:00:01Z PutObject k");
    let of_k: Vec<&str> = play
        .world
        .notices
        .iter()
        .filter(|notice| notice.key == "k")
        .map(|notice| notice.sequencer.as_str())
        .collect();
    assert_eq!(of_k.len(), 4);
    assert!(of_k.windows(2).all(|two| two[0] < two[1] && two[0].len() == two[1].len()), "{of_k:?}");
}

/// Replaces what is derived from hashes, so that the rest can be compared letter by letter.
fn without_ids(json: &str) -> String {
    let mut text = json.to_owned();
    for name in ["x-amz-request-id", "x-amz-id-2", "request-id", "id"] {
        let begin = format!("\"{name}\":\"");
        if let Some(at) = text.find(&begin) {
            let from = at + begin.len();
            let until = from + text[from..].find('"').unwrap();
            text.replace_range(from..until, "?");
        }
    }
    text
}

fn sample(event: EventType, about: About) -> Notice {
    Notice {
        time: s3sim_kernel::time::Instant::parse("2025-03-01T10:30:15.25Z").unwrap(),
        bucket: s3sim_ledger::BucketId(0),
        event,
        key: "red flower.jpg".into(),
        size: 1024,
        etag: "d41d8cd98f00b204e9800998ecf8427e".into(),
        version_id: Some("v1".into()),
        sequencer: "00062F4B3A1C450001".into(),
        requester: if event.is_by_s3() {
            Requester::s3()
        } else {
            Requester {
                principal_id: "AWS:AIDAEXAMPLE".into(),
                account: "111122223333".into(),
                address: "198.51.100.1".into(),
            }
        },
        about,
        to: Vec::new(),
        event_bridge: true,
    }
}

/// EV-060, EV-062: every published shape. Expected texts follow the samples and the table of the documentation.
#[test]
fn messages_are_s3s_own_json() {
    let play = Play::new("", &[]);
    let sized =
        r#""key":"red+flower.jpg","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"v1""#;
    let plain = r#""key":"red+flower.jpg","eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"v1""#;
    let gone = r#""key":"red+flower.jpg","versionId":"v1""#;
    let sequencer = r#","sequencer":"00062F4B3A1C450001""#;
    let expiry = s3sim_kernel::time::Instant::parse("2025-03-08").unwrap();
    let restored = About::Restore(StorageClass::Glacier, Some(expiry));
    use EventType as Type;
    let cases = [
        (Type::ObjectCreatedPut, About::Nothing, format!("{sized}{sequencer}"), ""),
        (Type::ObjectCreatedPost, About::Nothing, format!("{sized}{sequencer}"), ""),
        (Type::ObjectCreatedCopy, About::Nothing, format!("{sized}{sequencer}"), ""),
        (Type::ObjectCreatedCompleteMultipartUpload, About::Nothing, format!("{sized}{sequencer}"), ""),
        (Type::ObjectRemovedDelete, About::Nothing, format!("{gone}{sequencer}"), ""),
        (Type::ObjectRemovedDeleteMarkerCreated, About::Nothing, format!("{plain}{sequencer}"), ""),
        (Type::ObjectRestorePost, restored, sized.to_owned(), ""),
        (
            Type::ObjectRestoreCompleted,
            restored,
            sized.to_owned(),
            r#","glacierEventData":{"restoreEventData":{"lifecycleRestorationExpiryTime":"2025-03-08T00:00:00.000Z","lifecycleRestoreStorageClass":"GLACIER"}}"#,
        ),
        (Type::ObjectRestoreDelete, restored, sized.to_owned(), ""),
        (Type::ReducedRedundancyLostObject, About::Nothing, sized.to_owned(), ""),
        (Type::ReplicationOperationFailed, About::Nothing, format!("{sized}{sequencer}"), ""),
        (Type::LifecycleExpirationDelete, About::Nothing, format!("{gone}{sequencer}"), ""),
        (Type::LifecycleExpirationDeleteMarkerCreated, About::Nothing, format!("{gone}{sequencer}"), ""),
        (
            Type::LifecycleTransition,
            About::Class(StorageClass::Glacier),
            sized.to_owned(),
            r#","lifecycleEventData":{"transitionEventData":{"destinationStorageClass":"GLACIER"}}"#,
        ),
        (
            Type::IntelligentTiering,
            About::Tier(AccessTier::Archive),
            sized.to_owned(),
            r#","intelligentTieringEventData":{"destinationAccessTier":"ARCHIVE_ACCESS"}"#,
        ),
        (Type::ObjectTaggingPut, About::Nothing, plain.to_owned(), ""),
        (Type::ObjectTaggingDelete, About::Nothing, plain.to_owned(), ""),
        (Type::ObjectAclPut, About::Nothing, plain.to_owned(), ""),
    ];
    for (event, about, object, more) in cases {
        let notice = sample(event, about);
        let (principal, address) = if event.is_by_s3() {
            ("s3.amazonaws.com", "s3.amazonaws.com")
        } else {
            ("AWS:AIDAEXAMPLE", "198.51.100.1")
        };
        let body = without_ids(&message::body(&play.s3, &notice, "new objects"));
        let owner =
            body.split(r#""ownerIdentity":{"principalId":""#).nth(1).unwrap().split('"').next().unwrap();
        let (name, version) = (event.name(), event.version());
        let expected = format!(
            r#"{{"Records":[{{"eventVersion":"{version}","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2025-03-01T10:30:15.250Z","eventName":"{name}","userIdentity":{{"principalId":"{principal}"}},"requestParameters":{{"sourceIPAddress":"{address}"}},"responseElements":{{"x-amz-request-id":"?","x-amz-id-2":"?"}},"s3":{{"s3SchemaVersion":"1.0","configurationId":"new objects","bucket":{{"name":"b","ownerIdentity":{{"principalId":"{owner}"}},"arn":"arn:aws:s3:::b"}},"object":{{{object}}}}}{more}}}]}}"#
        );
        assert_eq!(body, expected, "{name}");
    }
}

/// EV-081, EV-082: every event on EventBridge.
#[test]
fn events_on_eventbridge_have_their_published_shape() {
    let play = Play::new("", &[]);
    let sized =
        r#""key":"red flower.jpg","size":1024,"etag":"d41d8cd98f00b204e9800998ecf8427e","version-id":"v1""#;
    let plain = r#""key":"red flower.jpg","etag":"d41d8cd98f00b204e9800998ecf8427e","version-id":"v1""#;
    let gone = r#""key":"red flower.jpg","version-id":"v1""#;
    let sequencer = r#","sequencer":"00062F4B3A1C450001""#;
    let expiry = s3sim_kernel::time::Instant::parse("2025-03-08").unwrap();
    let restored = About::Restore(StorageClass::Glacier, Some(expiry));
    use EventType as Type;
    let created = format!("{sized}{sequencer}");
    let cases = [
        (Type::ObjectCreatedPut, About::Nothing, created.clone(), r#","reason":"PutObject""#),
        (Type::ObjectCreatedPost, About::Nothing, created.clone(), r#","reason":"POST Object""#),
        (Type::ObjectCreatedCopy, About::Nothing, created.clone(), r#","reason":"CopyObject""#),
        (
            Type::ObjectCreatedCompleteMultipartUpload,
            About::Nothing,
            created,
            r#","reason":"CompleteMultipartUpload""#,
        ),
        (
            Type::ObjectRemovedDelete,
            About::Nothing,
            format!("{gone}{sequencer}"),
            r#","reason":"DeleteObject","deletion-type":"Permanently Deleted""#,
        ),
        (
            Type::ObjectRemovedDeleteMarkerCreated,
            About::Nothing,
            format!("{plain}{sequencer}"),
            r#","reason":"DeleteObject","deletion-type":"Delete Marker Created""#,
        ),
        (
            Type::LifecycleExpirationDelete,
            About::Nothing,
            format!("{gone}{sequencer}"),
            r#","reason":"Lifecycle Expiration","deletion-type":"Permanently Deleted""#,
        ),
        (
            Type::LifecycleExpirationDeleteMarkerCreated,
            About::Nothing,
            format!("{gone}{sequencer}"),
            r#","reason":"Lifecycle Expiration","deletion-type":"Delete Marker Created""#,
        ),
        (
            Type::ObjectRestorePost,
            About::Restore(StorageClass::Glacier, None),
            sized.to_owned(),
            r#","source-storage-class":"GLACIER""#,
        ),
        (
            Type::ObjectRestoreCompleted,
            restored,
            sized.to_owned(),
            r#","restore-expiry-time":"2025-03-08T00:00:00Z","source-storage-class":"GLACIER""#,
        ),
        (
            Type::ObjectRestoreDelete,
            restored,
            sized.to_owned(),
            r#","restore-expiry-time":"2025-03-08T00:00:00Z","source-storage-class":"GLACIER""#,
        ),
        (
            Type::LifecycleTransition,
            About::Class(StorageClass::DeepArchive),
            sized.to_owned(),
            r#","destination-storage-class":"DEEP_ARCHIVE""#,
        ),
        (
            Type::IntelligentTiering,
            About::Tier(AccessTier::Archive),
            sized.to_owned(),
            r#","destination-access-tier":"ARCHIVE_ACCESS""#,
        ),
        (Type::ObjectTaggingPut, About::Nothing, plain.to_owned(), ""),
        (Type::ObjectTaggingDelete, About::Nothing, plain.to_owned(), ""),
        (Type::ObjectAclPut, About::Nothing, plain.to_owned(), ""),
    ];
    for (event, about, object, more) in cases {
        let told = without_ids(&to_json(&bridge::event(&play.s3, &sample(event, about)).unwrap()));
        let who = if event.is_by_s3() {
            r#""requester":"s3.amazonaws.com""#
        } else {
            r#""requester":"111122223333","source-ip-address":"198.51.100.1""#
        };
        let kind = event.detail_type().unwrap();
        let expected = format!(
            r#"{{"version":"0","id":"?","detail-type":"{kind}","source":"aws.s3","account":"111122223333","time":"2025-03-01T10:30:15Z","region":"us-east-1","resources":["arn:aws:s3:::b"],"detail":{{"version":"0","bucket":{{"name":"b"}},"object":{{{object}}},"request-id":"?",{who}{more}}}}}"#
        );
        assert_eq!(told, expected, "{event}");
    }
    assert!(bridge::event(&play.s3, &sample(Type::ReplicationOperationFailed, About::Nothing)).is_none());
}

proptest::proptest! {
    /// Whatever is done to a few keys: every write and every deletion of something is told of exactly once, in order,
    /// and the sequencers of a key only grow.
    #[test]
    fn every_change_is_told_of_once(
        versioning in proptest::sample::select(vec!["", "Enabled", "Suspended"]),
        acts in proptest::collection::vec((0_u8..3, 0_u8..3, 0_u8..2), 1..30),
    ) {
        let mut play = telling(versioning, &[]);
        let (mut expected, mut there) = (Vec::new(), std::collections::BTreeSet::new());
        let mut second = 0;
        for (act, key, pause) in acts {
            let key = ["a", "b", "c/d"][usize::from(key)];
            second += u32::from(pause);
            let at = format!("2024-01-02T00:00:{second:02}Z");
            match act {
                0 => {
                    play.ok(&format!("{at} PutObject {key} {{size: 1}}"));
                    expected.push(format!("ObjectCreated:Put {key}"));
                    there.insert(key);
                }
                1 if there.contains("a") => {
                    play.ok(&format!("{at} CopyObject {key} {{CopySource: b/a, MetadataDirective: REPLACE}}"));
                    expected.push(format!("ObjectCreated:Copy {key}"));
                    there.insert(key);
                }
                _ => {
                    play.ok(&format!("{at} DeleteObject {key}"));
                    let existed = there.remove(key);
                    if !versioning.is_empty() {
                        expected.push(format!("ObjectRemoved:DeleteMarkerCreated {key}"));
                    } else if existed {
                        expected.push(format!("ObjectRemoved:Delete {key}"));
                    }
                }
            }
        }
        let told: Vec<String> =
            play.world.notices.iter().map(|one| format!("{} {}", one.event.name(), one.key)).collect();
        proptest::prop_assert_eq!(told, expected);
        for key in ["a", "b", "c/d"] {
            let of_key = play.world.notices.iter().filter(|one| one.key == key);
            let sequencers: Vec<&String> = of_key.map(|one| &one.sequencer).collect();
            proptest::prop_assert!(sequencers.windows(2).all(|two| two[0] < two[1]));
        }
    }
}
