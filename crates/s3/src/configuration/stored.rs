//! Documents that a bucket keeps and gives back, and that change nothing else here: CORS, website, Transfer
//! Acceleration, server access logging.
//!
//! Each is held against S3's schema when it is put.

use s3sim_document::read::{Fields, Reader};
use s3sim_document::tree::{Map, Node, Value};

use super::schema::{self, MALFORMED};

/// Most rules of a CORS configuration.
pub const CORS_RULES_MAX: usize = 100;
/// Most routing rules of a website.
pub const ROUTING_RULES_MAX: usize = 50;

/// A document that is kept as it was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stored {
    /// `PutBucketCors`.
    Cors,
    /// `PutBucketWebsite`.
    Website,
    /// `PutBucketAccelerateConfiguration`.
    Accelerate,
    /// `PutBucketLogging`.
    Logging,
}

impl Stored {
    /// The parameter that brings the document.
    pub const fn parameter(self) -> &'static str {
        match self {
            Stored::Cors => "CORSConfiguration",
            Stored::Website => "WebsiteConfiguration",
            Stored::Accelerate => "AccelerateConfiguration",
            Stored::Logging => "BucketLoggingStatus",
        }
    }

    /// Reads the document, bare or wrapped, or its short form in one word; the result is the bare document.
    ///
    /// Notes `MalformedXML` for what does not fit the schema and the codes of S3 for the rest.
    pub fn read(self, reader: &Reader<'_>) -> Option<Node> {
        schema::document(reader, |reader| {
            if let Some((name, words)) = self.short_form()
                && let Some(word) = reader.node().scalar()
            {
                let known: Vec<(&str, ())> = words.iter().map(|word| (*word, ())).collect();
                schema::word(reader, &known)?;
                let value = Node::made(Value::Text(word.to_owned()));
                return Some(Node::made(Value::Map(Map::made([(name, value)]))));
            }
            let before = reader.problems_so_far();
            let mut fields = schema::unwrapped(reader, self.parameter())?;
            let document = fields.reader().node().clone();
            match self {
                Stored::Cors => cors(&mut fields),
                Stored::Website => website(&mut fields),
                Stored::Accelerate => one_word(&mut fields, "Status", &["Enabled", "Suspended"]),
                Stored::Logging => logging(&mut fields),
            }
            schema::finish(fields);
            (reader.problems_so_far() == before).then_some(document)
        })
    }

    fn short_form(self) -> Option<(&'static str, &'static [&'static str])> {
        match self {
            Stored::Accelerate => Some(("Status", &["Enabled", "Suspended"])),
            Stored::Cors | Stored::Website | Stored::Logging => None,
        }
    }
}

fn one_word(fields: &mut Fields<'_>, name: &'static str, words: &[&str]) {
    if let Some(word) = schema::required(fields, name, "") {
        let known: Vec<(&str, ())> = words.iter().map(|word| (*word, ())).collect();
        schema::word(&word, &known);
    }
}

fn texts<'a>(fields: &mut Fields<'a>, name: &'static str) -> Vec<(Reader<'a>, &'a str)> {
    let items = schema::list(fields.optional(name));
    items.into_iter().filter_map(|item| schema::text(&item).map(|text| (item, text))).collect()
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html>
fn cors(fields: &mut Fields<'_>) {
    let Some(place) = schema::required(fields, "CORSRules", ": a list of rules") else { return };
    let rules = schema::list(Some(place.clone()));
    if rules.is_empty() || rules.len() > CORS_RULES_MAX {
        place.refused(MALFORMED, format!("a CORS configuration has 1 to {CORS_RULES_MAX} rules"));
    }
    for rule in rules {
        let Some(mut fields) = schema::structure(&rule) else { continue };
        let (methods, origins) = (texts(&mut fields, "AllowedMethods"), texts(&mut fields, "AllowedOrigins"));
        if methods.is_empty() || origins.is_empty() {
            rule.refused(
                MALFORMED,
                "a rule has at least one of `AllowedMethods` and one of `AllowedOrigins`",
            );
        }
        for (place, method) in methods {
            if !["GET", "PUT", "POST", "DELETE", "HEAD"].contains(&method) {
                let message = "Found unsupported HTTP method in CORS config. Unsupported method is";
                place.refused("InvalidRequest", format!("{message} {method}"));
            }
        }
        let wildcards = origins.into_iter().map(|origin| ("AllowedOrigin", origin));
        let headers =
            texts(&mut fields, "AllowedHeaders").into_iter().map(|header| ("AllowedHeader", header));
        for (name, (place, text)) in wildcards.chain(headers) {
            if text.matches('*').count() > 1 {
                let message = format!("{name} \"{text}\" can not have more than one wildcard.");
                place.refused("InvalidRequest", message);
            }
        }
        texts(&mut fields, "ExposeHeaders");
        fields.optional("MaxAgeSeconds").and_then(schema::whole::<i32>);
        if let Some(id) = fields.optional("ID") {
            schema::text(&id);
        }
        schema::finish(fields);
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html>
fn website(fields: &mut Fields<'_>) {
    let place = fields.reader().clone();
    let redirect = fields.optional("RedirectAllRequestsTo");
    let (index, error) = (fields.optional("IndexDocument"), fields.optional("ErrorDocument"));
    let routing = fields.optional("RoutingRules");
    if let Some(redirect) = &redirect {
        if index.is_some() || error.is_some() || routing.is_some() {
            place.refused(
                "InvalidRequest",
                "RedirectAllRequestsTo cannot be provided in conjunction with other documents or rules.",
            );
        }
        if let Some(mut fields) = schema::structure(redirect) {
            schema::required(&mut fields, "HostName", "").and_then(|name| schema::text(&name));
            if let Some(protocol) = fields.optional("Protocol") {
                schema::word(&protocol, &[("http", ()), ("https", ())]);
            }
            schema::finish(fields);
        }
    }
    if redirect.is_none() && index.is_none() {
        let message = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
        place.refused("InvalidArgument", message);
    }
    if let Some(mut fields) = index.as_ref().and_then(schema::structure) {
        if let Some(suffix) = schema::required(&mut fields, "Suffix", "")
            && let Some(text) = schema::text(&suffix)
            && (text.is_empty() || text.contains('/'))
        {
            suffix.refused("InvalidArgument", "The IndexDocument Suffix is not well formed");
        }
        schema::finish(fields);
    }
    if let Some(mut fields) = error.as_ref().and_then(schema::structure) {
        schema::required(&mut fields, "Key", "").and_then(|key| schema::text(&key));
        schema::finish(fields);
    }
    let rules = schema::list(routing.clone());
    if let Some(place) = routing.filter(|_| rules.len() > ROUTING_RULES_MAX) {
        place.refused("InvalidRequest", format!("a website has at most {ROUTING_RULES_MAX} routing rules"));
    }
    for rule in rules {
        let Some(mut fields) = schema::structure(&rule) else { continue };
        if let Some(mut condition) = fields.optional("Condition").as_ref().and_then(schema::structure) {
            condition.also(&["KeyPrefixEquals", "HttpErrorCodeReturnedEquals"]);
            schema::finish(condition);
        }
        if let Some(mut redirect) =
            schema::required(&mut fields, "Redirect", "").as_ref().and_then(schema::structure)
        {
            redirect.also(&[
                "HostName",
                "HttpRedirectCode",
                "Protocol",
                "ReplaceKeyPrefixWith",
                "ReplaceKeyWith",
            ]);
            schema::finish(redirect);
        }
        schema::finish(fields);
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html>
fn logging(fields: &mut Fields<'_>) {
    let Some(mut fields) = fields.optional("LoggingEnabled").as_ref().and_then(schema::structure) else {
        return;
    };
    schema::required(&mut fields, "TargetBucket", "").and_then(|name| schema::text(&name));
    schema::required(&mut fields, "TargetPrefix", "").and_then(|prefix| schema::text(&prefix));
    fields.also(&["TargetGrants", "TargetObjectKeyFormat"]);
    schema::finish(fields);
}
