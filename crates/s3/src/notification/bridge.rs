//! The event that tells EventBridge.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>

use s3sim_document::tree::{Node, Value};
use s3sim_kernel::time::{Instant, Micros, SECOND};

use super::event_type::EventType;
use super::message::{made_up, request_id};
use super::notice::{About, Notice};
use crate::machine::S3;
use crate::response::Fields;

/// The event, or nothing for what S3 does not send there.
pub fn event(s3: &S3, notice: &Notice) -> Option<Node> {
    let detail_type = notice.event.detail_type()?;
    let bucket = s3.bucket(notice.bucket);
    let owner = s3.directory().account(bucket.owner).number.to_string();
    let resource = format!("arn:aws:s3:::{}", bucket.name);
    let by_s3 = notice.requester.account == "s3.amazonaws.com";
    let detail = Fields::new()
        .text("version", "0")
        .map("bucket", Fields::new().text("name", &bucket.name))
        .map("object", object(notice))
        .text("request-id", request_id(&bucket.name, notice))
        .text("requester", &notice.requester.account);
    let address = (!by_s3).then_some(&notice.requester.address);
    let detail = about(notice, detail.maybe("source-ip-address", address));
    let event = Fields::new()
        .text("version", "0")
        .text("id", id(&bucket.name, notice))
        .text("detail-type", detail_type)
        .text("source", "aws.s3")
        .text("account", owner)
        .text("time", seconds(notice.time))
        .text("region", bucket.region.name())
        .texts("resources", &[&resource])
        .map("detail", detail);
    Some(Node::made(Value::Map(event.done())))
}

/// `detail.object`. Keys are not encoded here. Modelling choice: that is widely reported and not documented.
fn object(notice: &Notice) -> Fields {
    use EventType as Type;
    let sized = !matches!(
        notice.event,
        Type::ObjectRemovedDelete
            | Type::ObjectRemovedDeleteMarkerCreated
            | Type::LifecycleExpirationDelete
            | Type::LifecycleExpirationDeleteMarkerCreated
            | Type::ObjectTaggingPut
            | Type::ObjectTaggingDelete
            | Type::ObjectAclPut
    );
    let removed = matches!(
        notice.event,
        Type::ObjectRemovedDelete
            | Type::LifecycleExpirationDelete
            | Type::LifecycleExpirationDeleteMarkerCreated
    );
    let marker = notice.event == Type::ObjectRemovedDeleteMarkerCreated;
    let mut fields = Fields::new().text("key", &notice.key);
    if sized {
        fields = fields.number("size", notice.size);
    }
    if !removed {
        let empty = "d41d8cd98f00b204e9800998ecf8427e";
        fields = fields.text("etag", if marker { empty } else { notice.etag.as_str() });
    }
    fields = fields.maybe("version-id", notice.version_id.as_ref());
    if notice.event.has_sequencer() { fields.text("sequencer", &notice.sequencer) } else { fields }
}

fn about(notice: &Notice, detail: Fields) -> Fields {
    use EventType as Type;
    const PERMANENT: &str = "Permanently Deleted";
    const MARKER: &str = "Delete Marker Created";
    let removed = |reason: &str, how: &str| detail.clone().text("reason", reason).text("deletion-type", how);
    match notice.event {
        Type::ObjectCreatedPut => detail.text("reason", "PutObject"),
        Type::ObjectCreatedPost => detail.text("reason", "POST Object"),
        Type::ObjectCreatedCopy => detail.text("reason", "CopyObject"),
        Type::ObjectCreatedCompleteMultipartUpload => detail.text("reason", "CompleteMultipartUpload"),
        Type::ObjectRemovedDelete => removed("DeleteObject", PERMANENT),
        Type::ObjectRemovedDeleteMarkerCreated => removed("DeleteObject", MARKER),
        Type::LifecycleExpirationDelete => removed("Lifecycle Expiration", PERMANENT),
        Type::LifecycleExpirationDeleteMarkerCreated => removed("Lifecycle Expiration", MARKER),
        _ => match notice.about {
            About::Restore(class, expiry) => detail
                .maybe("restore-expiry-time", expiry.map(seconds))
                .text("source-storage-class", class.name()),
            About::Class(class) => detail.text("destination-storage-class", class.name()),
            About::Tier(tier) => detail.text("destination-access-tier", tier.name()),
            About::Nothing => detail,
        },
    }
}

/// Times of events on EventBridge are whole seconds.
fn seconds(at: Instant) -> String {
    (at - Micros(at.micros().rem_euclid(SECOND))).to_string()
}

/// An id in the form of a UUID, derived from what happened.
fn id(bucket: &str, notice: &Notice) -> String {
    let digits = made_up(&[bucket, &notice.key, notice.event.name(), &notice.sequencer, "event"], 32);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}
