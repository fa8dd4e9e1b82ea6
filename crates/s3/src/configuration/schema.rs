//! The published schema that S3 holds every configuration document against.
//!
//! Documents are written as the AWS CLI takes them: structures are maps, repeated elements lists, and a number may
//! stand in quotes. Whatever does not fit is refused with [`MALFORMED`], at its place; nothing stops at the first
//! mistake.

use std::str::FromStr;

use s3sim_document::json;
use s3sim_document::read::{Fields, Reader};
use s3sim_document::suggest;

use super::dialect;

/// S3's answer to a document that does not fit the schema.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
pub(crate) const MALFORMED: &str = "MalformedXML";

/// What the calls take beside the document itself. All of it may stand around a document that was copied from the
/// answer of a `get-…` call or from `--cli-input-json`; none of it says anything about the configuration.
const BESIDE_THE_DOCUMENT: [&str; 9] = [
    "ResponseMetadata",
    "Bucket",
    "Key",
    "VersionId",
    "Id",
    "MFA",
    "ContentMD5",
    "ChecksumAlgorithm",
    "ExpectedBucketOwner",
];

/// A value that was read, and the place it came from, for checks that come later.
#[derive(Clone)]
pub(crate) struct Placed<'a, T> {
    pub(crate) place: Reader<'a>,
    pub(crate) value: T,
}

/// Reads the document that stands here, or that the text here holds as JSON.
pub(crate) fn document<T>(reader: &Reader<'_>, read: impl FnOnce(&Reader<'_>) -> Option<T>) -> Option<T> {
    let Some(text) = reader.node().as_text().filter(|text| text.trim_start().starts_with('{')) else {
        return read(reader);
    };
    match json::inside(text, reader.at()) {
        Ok(node) => read(&reader.instead(&node)),
        Err(message) => {
            reader.refused(MALFORMED, message);
            None
        }
    }
}

/// The structure that stands here.
pub(crate) fn structure<'a>(reader: &Reader<'a>) -> Option<Fields<'a>> {
    if reader.node().as_map().is_none() {
        reader.refused(MALFORMED, format!("should be a structure, but is {}", reader.node().value.kind()));
        return None;
    }
    reader.fields()
}

/// The document itself, bare or in the wrapper that the CLI's `put-…` and `get-…` use around it.
pub(crate) fn unwrapped<'a>(reader: &Reader<'a>, wrapper: &'static str) -> Option<Fields<'a>> {
    let mut outer = structure(reader)?;
    match outer.optional(wrapper) {
        Some(inner) => {
            beside(&mut outer);
            finish(outer);
            structure(&inner)
        }
        None => {
            outer.also(&["ResponseMetadata"]);
            Some(outer)
        }
    }
}

/// Lets pass what may stand beside a wrapped document.
pub(crate) fn beside(outer: &mut Fields<'_>) {
    outer.also(&BESIDE_THE_DOCUMENT);
}

/// Refuses the elements that nobody asked for, and says what would be right.
pub(crate) fn finish(fields: Fields<'_>) {
    fields.finish_explained(MALFORMED, dialect::explain);
}

/// A child that the schema demands.
pub(crate) fn required<'a>(fields: &mut Fields<'a>, name: &'static str, meaning: &str) -> Option<Reader<'a>> {
    let found = fields.optional(name);
    if found.is_none() {
        fields.reader().refused(MALFORMED, format!("`{name}` is missing{meaning}"));
    }
    found
}

/// The items of a repeated element; an absent one has none.
pub(crate) fn list<'a>(reader: Option<Reader<'a>>) -> Vec<Reader<'a>> {
    let Some(reader) = reader else { return Vec::new() };
    match reader.node().as_list() {
        Some(items) => items.iter().enumerate().map(|(index, node)| reader.item(index, node)).collect(),
        None => {
            let kind = reader.node().value.kind();
            reader.refused(MALFORMED, format!("should be a list, but is {kind}"));
            Vec::new()
        }
    }
}

/// Text; numbers and booleans are taken as written.
pub(crate) fn text<'a>(reader: &Reader<'a>) -> Option<&'a str> {
    let text = reader.node().scalar();
    if text.is_none() {
        reader.refused(MALFORMED, format!("should be text, but is {}", reader.node().value.kind()));
    }
    text
}

/// A whole number of the schema's type: `i32` for days and counts, `i64` for bytes.
pub(crate) fn whole<'a, T: FromStr>(reader: Reader<'a>) -> Option<Placed<'a, T>> {
    match text(&reader)?.trim().parse() {
        Ok(value) => Some(Placed { place: reader, value }),
        Err(_) => {
            let bits = 8 * size_of::<T>();
            reader.refused(MALFORMED, format!("should be a whole number of at most {bits} bits"));
            None
        }
    }
}

/// `true` or `false`, also in quotes.
pub(crate) fn boolean(reader: &Reader<'_>) -> Option<bool> {
    word(reader, &[("true", true), ("false", false)])
}

/// A word out of an enumeration; case counts, as in S3.
pub(crate) fn word<T: Copy>(reader: &Reader<'_>, table: &[(&str, T)]) -> Option<T> {
    let text = text(reader)?;
    if let Some((_, value)) = table.iter().find(|(word, _)| *word == text) {
        return Some(*value);
    }
    let words: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
    reader.refused(MALFORMED, format!("unknown value `{text}`{}", suggest::instead(text, &words)));
    None
}
