//! A notification configuration: the document of `put-bucket-notification-configuration`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html>

use s3sim_document::tree::{Map, Node, Value};
use s3sim_kernel::time::Instant;

use super::destination::DestinationKind;
use super::event_type::{EventName, EventType};
use crate::response::Fields;

/// Most configurations of a bucket.
/// <https://docs.aws.amazon.com/general/latest/gr/s3.html>
pub const CONFIGURATIONS_MAX: usize = 100;

/// What a bucket tells, and whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationConfiguration {
    /// Topics, queues and functions, in this order, each in document order.
    pub destinations: Vec<DestinationConfiguration>,
    /// Whether everything goes to EventBridge too.
    pub event_bridge: bool,
}

/// What one destination is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestinationConfiguration {
    /// `Id`.
    pub id: String,
    /// What kind of thing it is.
    pub kind: DestinationKind,
    /// Its ARN.
    pub arn: String,
    /// `Events`, in document order.
    pub events: Vec<EventName>,
    /// `Filter`.
    pub filter: KeyFilter,
}

/// Keys that somebody wants to hear of. An absent part takes every key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyFilter {
    /// As written: `images/`.
    pub prefix: Option<String>,
    /// As written: `.jpg`.
    pub suffix: Option<String>,
}

impl KeyFilter {
    /// Whether a key passes. Case counts, and `*` is a character like any other.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html>: a filter is written
    /// as keys are in messages, a space as `+` and other special characters with `%`.
    pub fn matches(&self, key: &str) -> bool {
        let (prefix, suffix) = (self.prefix.as_deref(), self.suffix.as_deref());
        prefix.is_none_or(|prefix| key.as_bytes().starts_with(&decoded(prefix)))
            && suffix.is_none_or(|suffix| key.as_bytes().ends_with(&decoded(suffix)))
    }
}

/// Undoes form-style URL encoding. What is no escape stands for itself.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let hex = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let escape = hex.filter(|_| first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        (rest, _) = match escape {
            Some(byte) => (&behind[2..], bytes.push(byte)),
            None => (behind, bytes.push(if first == b'+' { b' ' } else { first })),
        };
    }
    bytes
}

impl DestinationConfiguration {
    /// Whether it asks for this event of this key.
    pub fn wants(&self, event: EventType, key: &str) -> bool {
        self.events.iter().any(|name| name.types.contains(&event)) && self.filter.matches(key)
    }
}

impl NotificationConfiguration {
    /// Whether nobody is told anything.
    pub fn is_empty(&self) -> bool {
        self.destinations.is_empty() && !self.event_bridge
    }

    /// The document, as `get-bucket-notification-configuration` answers it.
    pub fn to_document(&self) -> Node {
        let mut fields = Fields::new();
        for kind in DestinationKind::ALL {
            let of_kind: Vec<Fields> =
                self.destinations.iter().filter(|one| one.kind == kind).map(one_to_document).collect();
            if !of_kind.is_empty() {
                fields = fields.list(kind.list_element(), of_kind);
            }
        }
        if self.event_bridge {
            fields = fields.node("EventBridgeConfiguration", Value::Map(Map::default()));
        }
        Node::made(Value::Map(fields.done()))
    }
}

fn one_to_document(one: &DestinationConfiguration) -> Fields {
    let events: Vec<&str> = one.events.iter().map(|event| event.text.as_str()).collect();
    let fields =
        Fields::new().text("Id", &one.id).text(one.kind.arn_element(), &one.arn).texts("Events", &events);
    let rule = |name: &str, value: &String| Fields::new().text("Name", name).text("Value", value);
    let prefix = one.filter.prefix.as_ref().map(|prefix| rule("Prefix", prefix));
    let suffix = one.filter.suffix.as_ref().map(|suffix| rule("Suffix", suffix));
    let rules: Vec<Fields> = prefix.into_iter().chain(suffix).collect();
    if rules.is_empty() {
        return fields;
    }
    fields.map("Filter", Fields::new().map("Key", Fields::new().list("FilterRules", rules)))
}

/// A bucket's configuration, and until when the one before it is still followed.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html>: allow five
/// minutes. Modelling choice: at once, unless `model` says a time.
#[derive(Clone, Debug, Default)]
pub struct Notifications {
    present: NotificationConfiguration,
    /// The one before, and the instant from which it is not followed any more.
    before: Option<(Instant, NotificationConfiguration)>,
}

impl Notifications {
    /// A configuration that has been followed all along.
    pub fn of(present: NotificationConfiguration) -> Notifications {
        Notifications { present, before: None }
    }

    /// What was put last.
    pub fn present(&self) -> &NotificationConfiguration {
        &self.present
    }

    /// What S3 goes by at `now`.
    pub fn followed(&self, now: Instant) -> &NotificationConfiguration {
        match &self.before {
            Some((until, before)) if now < *until => before,
            _ => &self.present,
        }
    }

    /// Whether anybody could be told anything, now or soon.
    pub fn are_silent(&self) -> bool {
        self.present.is_empty() && self.before.as_ref().is_none_or(|(_, before)| before.is_empty())
    }

    /// Puts another configuration in place, which is followed from `effective` on.
    pub(crate) fn replace(&mut self, now: Instant, effective: Instant, new: NotificationConfiguration) {
        let before = self.followed(now).clone();
        self.before = (effective > now).then_some((effective, before));
        self.present = new;
    }
}
