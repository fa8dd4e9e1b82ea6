//! What S3 answers.

use std::borrow::Cow;

use s3sim_aws::error::ErrorCode;
use s3sim_document::tree::{At, Entry, Map, Node, Value};

use crate::authorize::Permit;

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Why it was refused, if it was.
    pub error: Option<Refusal>,
    /// Headers and members of the body, by their names in the API; those of an error too.
    pub fields: Map,
    /// Whether policies let the request in, whatever else became of it.
    pub allowed: bool,
    /// Which statement of which policy decided that: `bucket/TlsOnly`, or the kind alone.
    pub decided_by: Cow<'static, str>,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// S3's code.
    pub code: ErrorCode,
    /// What S3 says.
    pub message: String,
    /// HTTP status; the code's own, except for conditional reads.
    pub status: u16,
    /// Further elements and headers of the answer: `StorageClass`, `DeleteMarker`, `VersionId`.
    pub details: Vec<(&'static str, String)>,
    /// Which statement of which policy refused it, or that none allowed it, if that is why.
    pub decided_by: Option<String>,
}

impl Refusal {
    /// A refusal with the code's usual message.
    pub fn of(code: ErrorCode) -> Refusal {
        Refusal::because(code, code.default_message())
    }

    /// A refusal with a message of its own.
    pub fn because(code: ErrorCode, message: impl Into<String>) -> Refusal {
        Refusal {
            code,
            message: message.into(),
            status: code.status(),
            details: Vec::new(),
            decided_by: None,
        }
    }

    /// Says who refused.
    pub fn decided_by(self, by: String) -> Refusal {
        Refusal { decided_by: Some(by), ..self }
    }

    /// Adds an element to the answer.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Refusal {
        self.details.push((name, value.into()));
        self
    }
}

/// Puts together the fields of an answer.
#[derive(Clone, Debug, Default)]
pub struct Fields(Map);

impl Fields {
    /// No fields yet.
    pub fn new() -> Fields {
        Fields::default()
    }

    /// A field with text.
    pub fn text(self, name: &str, value: impl Into<String>) -> Fields {
        self.node(name, Value::Text(value.into()))
    }

    /// A field with text, if there is any.
    pub fn maybe(self, name: &str, value: Option<impl Into<String>>) -> Fields {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// Puts another number into a field.
    pub fn replaced(mut self, name: &str, value: u64) -> Fields {
        self.0.remove(name);
        self.number(name, value)
    }

    /// A field with a number.
    pub fn number(self, name: &str, value: u64) -> Fields {
        self.node(name, Value::Number(value.to_string()))
    }

    /// `name: true`, if so; nothing otherwise, as S3 leaves such headers out.
    pub fn flag(self, name: &str, value: bool) -> Fields {
        if value { self.node(name, Value::Bool(true)) } else { self }
    }

    /// A field with any value.
    pub fn node(mut self, name: &str, value: Value) -> Fields {
        let value = Node::made(value);
        self.0.entries.push(Entry { key: name.to_owned(), key_at: At::NOWHERE, value });
        self
    }

    /// A field with a map.
    pub fn map(self, name: &str, value: Fields) -> Fields {
        self.node(name, Value::Map(value.0))
    }

    /// A field with a list of maps.
    pub fn list(self, name: &str, items: Vec<Fields>) -> Fields {
        let items = items.into_iter().map(|item| Node::made(Value::Map(item.0))).collect();
        self.node(name, Value::List(items))
    }

    /// A field with a list of texts.
    pub(crate) fn texts(self, name: &str, items: &[&str]) -> Fields {
        let items = items.iter().map(|item| Node::made(Value::Text((*item).to_owned()))).collect();
        self.node(name, Value::List(items))
    }

    /// The same without some fields.
    pub(crate) fn without(mut self, names: &[&str]) -> Fields {
        self.0.entries.retain(|entry| !names.contains(&entry.key.as_str()));
        self
    }

    /// The fields as a map.
    pub fn done(self) -> Map {
        self.0
    }
}

impl Response {
    /// A success.
    pub fn ok(status: u16, fields: Fields) -> Response {
        Response {
            status,
            error: None,
            fields: fields.done(),
            allowed: true,
            decided_by: Permit::default().by,
        }
    }

    /// A refusal as an answer.
    pub fn refused(refusal: Refusal) -> Response {
        let mut fields = Fields::new();
        for (name, value) in &refusal.details {
            fields = match value.as_str() {
                "true" => fields.flag(name, true),
                text => fields.text(name, text),
            };
        }
        let allowed = refusal.decided_by.is_none();
        let by = refusal.decided_by.clone().map_or_else(|| Permit::default().by, Cow::Owned);
        Response {
            status: refusal.status,
            fields: fields.done(),
            error: Some(refusal),
            allowed,
            decided_by: by,
        }
    }

    /// The same, let in by `permit` if it was let in.
    pub(crate) fn permitted(self, permit: &Permit) -> Response {
        if self.allowed { Response { decided_by: permit.by.clone(), ..self } } else { self }
    }

    /// Whether it is a success: 2xx.
    pub fn is_ok(&self) -> bool {
        self.error.is_none()
    }
}
