//! The message that tells a queue, topic or function of an event.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>

use s3sim_document::tree::{Node, Value, to_json};
use s3sim_kernel::time::{Instant, Micros, SECOND};

use super::event_type::EventType;
use super::notice::{About, Notice, TestEvent};
use crate::identity::{etag, unique_id};
use crate::machine::S3;
use crate::response::Fields;

/// The message for the destination of one configuration, as JSON.
pub fn body(s3: &S3, notice: &Notice, configuration: &str) -> String {
    to_json(&tree(s3, notice, configuration))
}

/// As [`body`], as a tree.
pub fn tree(s3: &S3, notice: &Notice, configuration: &str) -> Node {
    let bucket = s3.bucket(notice.bucket);
    let owner = s3.directory().account(bucket.owner).number;
    let object = object(notice);
    let s3_element = Fields::new()
        .text("s3SchemaVersion", "1.0")
        .text("configurationId", configuration)
        .map(
            "bucket",
            Fields::new()
                .text("name", &bucket.name)
                .map(
                    "ownerIdentity",
                    Fields::new().text("principalId", unique_id("A", owner, "bucket owner")),
                )
                .text("arn", format!("arn:aws:s3:::{}", bucket.name)),
        )
        .map("object", object);
    let mut record = Fields::new()
        .text("eventVersion", notice.event.version())
        .text("eventSource", "aws:s3")
        .text("awsRegion", bucket.region.name())
        .text("eventTime", time(notice.time))
        .text("eventName", notice.event.name())
        .map("userIdentity", Fields::new().text("principalId", &notice.requester.principal_id))
        .map("requestParameters", Fields::new().text("sourceIPAddress", &notice.requester.address))
        .map(
            "responseElements",
            Fields::new()
                .text("x-amz-request-id", request_id(&bucket.name, notice))
                .text("x-amz-id-2", host_id(&bucket.name, notice)),
        )
        .map("s3", s3_element);
    record = match notice.about {
        About::Restore(class, Some(expiry)) if notice.event == EventType::ObjectRestoreCompleted => {
            let data = Fields::new()
                .text("lifecycleRestorationExpiryTime", time(expiry))
                .text("lifecycleRestoreStorageClass", class.name());
            record.map("glacierEventData", Fields::new().map("restoreEventData", data))
        }
        About::Class(class) => {
            let data = Fields::new().text("destinationStorageClass", class.name());
            record.map("lifecycleEventData", Fields::new().map("transitionEventData", data))
        }
        About::Tier(tier) => {
            let data = Fields::new().text("destinationAccessTier", tier.name());
            record.map("intelligentTieringEventData", data)
        }
        About::Nothing | About::Restore(..) => record,
    };
    Node::made(Value::Map(Fields::new().list("Records", vec![record]).done()))
}

/// `s3.object`: which of its members are there depends on the event (EV-062).
fn object(notice: &Notice) -> Fields {
    use EventType as Type;
    let removed = matches!(
        notice.event,
        Type::ObjectRemovedDelete
            | Type::LifecycleExpirationDelete
            | Type::LifecycleExpirationDeleteMarkerCreated
    );
    let marker = matches!(
        notice.event,
        Type::ObjectRemovedDeleteMarkerCreated | Type::LifecycleExpirationDeleteMarkerCreated
    );
    let changed =
        matches!(notice.event, Type::ObjectTaggingPut | Type::ObjectTaggingDelete | Type::ObjectAclPut);
    let mut object = Fields::new().text("key", url_encoded(&notice.key));
    if !removed && !marker && !changed {
        object = object.number("size", notice.size);
    }
    if !removed {
        let empty = etag(b"");
        object = object.text("eTag", if marker { empty.trim_matches('"') } else { notice.etag.as_str() });
    }
    object = object.maybe("versionId", notice.version_id.as_ref());
    if notice.event.has_sequencer() { object.text("sequencer", &notice.sequencer) } else { object }
}

/// The message that S3 sends when a configuration is put in place: no `Records`.
pub fn test_body(s3: &S3, test: &TestEvent) -> String {
    let bucket = &s3.bucket(test.bucket).name;
    let fields = Fields::new()
        .text("Service", "Amazon S3")
        .text("Event", "s3:TestEvent")
        .text("Time", time(test.time))
        .text("Bucket", bucket)
        .text("RequestId", made_up(&[bucket, "test", &time(test.time)], 16).to_ascii_uppercase())
        .text("HostId", made_up(&[bucket, "test host", &time(test.time)], 64));
    to_json(&Node::made(Value::Map(fields.done())))
}

/// ISO 8601 with milliseconds.
pub fn time(at: Instant) -> String {
    let into = at.micros().rem_euclid(SECOND);
    let whole = (at - Micros(into)).to_string();
    format!("{}.{:03}Z", whole.trim_end_matches('Z'), into / 1_000)
}

/// A key as forms encode it: a space is `+`.
pub fn url_encoded(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    for byte in key.bytes() {
        match byte {
            b' ' => text.push('+'),
            // A slash stays, as in S3's own messages.
            b'/' | b'-' | b'_' | b'.' | b'*' => text.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// Modelling choice: ids of requests mean nothing; ours are derived from what happened.
pub(super) fn request_id(bucket: &str, notice: &Notice) -> String {
    made_up(&[bucket, &notice.key, notice.event.name(), &notice.sequencer], 16).to_ascii_uppercase()
}

fn host_id(bucket: &str, notice: &Notice) -> String {
    made_up(&[bucket, &notice.key, notice.event.name(), &notice.sequencer, "host"], 64)
}

/// So many hexadecimal digits, at most 64, out of some texts.
pub(super) fn made_up(texts: &[&str], digits: usize) -> String {
    let joined = texts.join("\n");
    let halves = [etag(joined.as_bytes()), etag(format!("{joined}\nmore").as_bytes())];
    halves.concat().replace('"', "").chars().take(digits).collect()
}
