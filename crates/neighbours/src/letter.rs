//! What is on its way: one event or message, numbered, with what its receiver will read.

use std::sync::Arc;

use s3sim_document::tree::{Node, Value, to_json};
use s3sim_kernel::time::Instant;
use s3sim_s3::machine::S3;
use s3sim_s3::notification::message;
use s3sim_s3::notification::notice::{Notice, TestEvent};
use s3sim_s3::response::Fields;

/// An event or message.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its number: copies and attempts share it.
    pub number: u64,
    /// When that happened which it tells of.
    pub since: Instant,
    /// What it says.
    pub content: Content,
}

/// What a letter says.
#[derive(Clone, Debug)]
pub enum Content {
    /// What S3 tells under one of its configurations.
    Notice(Arc<Notice>, String),
    /// S3's test event.
    Test(Arc<TestEvent>),
    /// An event of EventBridge.
    Event(Arc<Node>),
    /// A message as a topic hands it on: with the topic's ARN around it.
    Enveloped(Arc<Letter>, String),
    /// What somebody sent, word for word.
    Text(String),
    /// An object that a function has found by looking.
    Found(Found),
}

/// An object that is handled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its bucket.
    pub bucket: String,
    /// Its key.
    pub key: String,
    /// When it was written.
    pub created: Instant,
    /// Its bytes.
    pub size: u64,
}

impl Letter {
    /// The text that its receiver gets.
    pub fn text(&self, s3: &S3) -> String {
        match &self.content {
            Content::Notice(notice, configuration) => message::body(s3, notice, configuration),
            Content::Test(test) => message::test_body(s3, test),
            Content::Event(event) => to_json(event),
            Content::Enveloped(inner, topic) => envelope(&inner.text(s3), topic, inner),
            Content::Text(text) => text.clone(),
            Content::Found(found) => found.key.clone(),
        }
    }

    /// The object that it is about: bucket, key and size.
    pub fn subject(&self, s3: &S3) -> Option<(String, String, u64)> {
        match &self.content {
            Content::Notice(notice, _) => {
                Some((s3.bucket(notice.bucket).name.clone(), notice.key.clone(), notice.size))
            }
            Content::Event(event) => {
                let detail = event.get("detail")?;
                let object = detail.get("object")?;
                let size = object.get("size").and_then(Node::scalar).and_then(|size| size.parse().ok());
                let text = |node: Option<&Node>| node.and_then(Node::scalar).map(str::to_owned);
                let bucket = text(detail.get("bucket").and_then(|bucket| bucket.get("name")))?;
                Some((bucket, text(object.get("key"))?, size.unwrap_or(0)))
            }
            Content::Enveloped(inner, _) => inner.subject(s3),
            Content::Found(found) => Some((found.bucket.clone(), found.key.clone(), found.size)),
            Content::Test(_) | Content::Text(_) => None,
        }
    }

    /// What a filter of a subscription looks at: the message as a tree.
    pub fn tree(&self, s3: &S3) -> Option<Node> {
        match &self.content {
            Content::Notice(notice, configuration) => Some(message::tree(s3, notice, configuration)),
            Content::Event(event) => Some((**event).clone()),
            _ => s3sim_document::json::parse(&self.text(s3)).ok(),
        }
    }
}

/// The message of a topic to a queue, unless delivery is raw.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>
fn envelope(message: &str, topic: &str, letter: &Letter) -> String {
    let mut fields = Fields::new()
        .text("Type", "Notification")
        .text("MessageId", format!("00000000-0000-0000-0000-{:012x}", letter.number))
        .text("TopicArn", topic);
    if matches!(letter.content, Content::Notice(..) | Content::Test(_)) {
        fields = fields.text("Subject", "Amazon S3 Notification");
    }
    let fields = fields.text("Message", message).text("Timestamp", message::time(letter.since));
    to_json(&Node::made(Value::Map(fields.done())))
}
