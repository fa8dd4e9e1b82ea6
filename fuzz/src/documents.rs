//! Documents of bucket configurations: put, got back, put again.

use s3sim_aws::operation::Api;
use s3sim_document::json;
use s3sim_document::tree::{Entry, Map, Node, Value, canonical};
use s3sim_s3::caller::Caller;
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_s3::response::Response;

use crate::Choices;
use crate::world::{Listener, ground};

/// Put and get call, the parameter that brings the document, and whether the answer has the document's own name around
/// it.
const DOCUMENTS: &[(Api, Api, &str, bool)] = &[
    (
        Api::PutBucketLifecycleConfiguration,
        Api::GetBucketLifecycleConfiguration,
        "LifecycleConfiguration",
        false,
    ),
    (Api::PutBucketReplication, Api::GetBucketReplication, "ReplicationConfiguration", true),
    (
        Api::PutBucketNotificationConfiguration,
        Api::GetBucketNotificationConfiguration,
        "NotificationConfiguration",
        false,
    ),
    (Api::PutBucketEncryption, Api::GetBucketEncryption, "ServerSideEncryptionConfiguration", true),
    (
        Api::PutBucketIntelligentTieringConfiguration,
        Api::GetBucketIntelligentTieringConfiguration,
        "IntelligentTieringConfiguration",
        true,
    ),
    (Api::PutBucketCors, Api::GetBucketCors, "CORSConfiguration", false),
    (Api::PutBucketWebsite, Api::GetBucketWebsite, "WebsiteConfiguration", false),
    (Api::PutBucketLogging, Api::GetBucketLogging, "BucketLoggingStatus", false),
    (
        Api::PutBucketAccelerateConfiguration,
        Api::GetBucketAccelerateConfiguration,
        "AccelerateConfiguration",
        false,
    ),
    (Api::PutBucketTagging, Api::GetBucketTagging, "Tagging", false),
    (Api::PutBucketVersioning, Api::GetBucketVersioning, "VersioningConfiguration", false),
    (Api::PutBucketRequestPayment, Api::GetBucketRequestPayment, "RequestPaymentConfiguration", false),
    (Api::PutObjectLockConfiguration, Api::GetObjectLockConfiguration, "ObjectLockConfiguration", true),
    (Api::PutPublicAccessBlock, Api::GetPublicAccessBlock, "PublicAccessBlockConfiguration", true),
    (Api::PutBucketOwnershipControls, Api::GetBucketOwnershipControls, "OwnershipControls", true),
    (Api::PutBucketAcl, Api::GetBucketAcl, "AccessControlPolicy", false),
    (Api::PutBucketPolicy, Api::GetBucketPolicy, "Policy", true),
];

fn call(s3: &mut S3, api: Api, bucket: &str, parameters: &Map) -> Response {
    let mut listener = Listener::default();
    let (now, _) = ground();
    listener.now = now;
    let owner = s3.bucket_id(bucket).map(|id| s3.bucket(id).owner).unwrap_or(s3sim_ledger::AccountId(0));
    let caller = Caller::admin(owner);
    let request =
        Request { api, bucket, key: "", parameters, size: 0, caller, route: Route::default(), cause: "fuzz" };
    s3.respond(now, &request, &mut listener)
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_at: value.at, value }
}

/// Takes a byte for the kind of document, one for the bucket, and the rest for the document.
pub fn bear(data: &[u8]) {
    let (head, text) = data.split_at(data.len().min(2));
    let mut choices = Choices::of(head);
    let (put, get, name, wrapped) = choices.one(DOCUMENTS);
    let bucket = choices.one(&["plain", "kept", "locked", "zonal--use1-az4--x-s3"]);
    let text = String::from_utf8_lossy(text);
    let Ok(document) = json::parse(&text) else { return };
    let (_, mut s3) = ground();
    let with = |document: Node| {
        let id = document.get("Id").cloned().unwrap_or_else(|| Node::made(Value::Text("all".to_owned())));
        let mut entries = vec![entry(name, document)];
        if put.parameters().contains(&"Id") {
            entries.push(entry("Id", id));
        }
        Map { entries }
    };
    let first = with(document);
    let asked = Map { entries: first.entries.iter().filter(|entry| entry.key == "Id").cloned().collect() };
    let answer = call(&mut s3, put, bucket, &first);
    if !answer.is_ok() {
        return;
    }
    let got = call(&mut s3, get, bucket, &asked);
    if !got.is_ok() {
        // What a policy forbids is forbidden; no tags and no lifecycle rules are none.
        return;
    }
    let got = Node::made(Value::Map(got.fields));
    let document = if wrapped { got.get(name).cloned() } else { Some(got.clone()) };
    let Some(document) = document else { panic!("{get} answers without {name}: {}", canonical(&got)) };
    let again = call(&mut s3, put, bucket, &with(document.clone()));
    assert!(again.is_ok(), "{put} refuses what {get} answered: {} {:?}", canonical(&document), again.error);
    let after = Node::made(Value::Map(call(&mut s3, get, bucket, &asked).fields));
    assert_eq!(
        canonical(&after),
        canonical(&got),
        "{get} answers something else after its own answer was put"
    );
}
