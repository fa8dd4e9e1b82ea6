//! Tags: the `Tagging` document and the header form that PutObject takes.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>

use std::collections::BTreeSet;

use s3sim_document::percent;
use s3sim_document::read::Reader;

use super::filter;
use super::schema;

/// Longest key, in characters.
pub const KEY_CHARACTERS_MAX: usize = 128;
/// Longest value, in characters.
pub const VALUE_CHARACTERS_MAX: usize = 256;

const INVALID: &str = "InvalidTag";

/// What S3 says to a tagging header that it cannot take apart.
const HEADER: &str = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters \
                      without tag name duplicates.";

/// What carries the tags: it decides how many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagged {
    /// An object version: at most 10.
    Object,
    /// A bucket: at most 50.
    Bucket,
}

impl Tagged {
    /// How many tags S3 takes.
    pub const fn limit(self) -> usize {
        match self {
            Tagged::Object => 10,
            Tagged::Bucket => 50,
        }
    }
}

/// Reads `{TagSet: [{Key, Value}]}`, bare or in the wrapper `Tagging`, as PutObjectTagging and PutBucketTagging take it.
///
/// Notes `MalformedXML` for what does not fit the schema, `BadRequest` for too many tags, `InvalidTag` for a
/// repeated key and for keys and values that are too long or hold characters that S3 does not take.
pub fn read(reader: &Reader<'_>, tagged: Tagged) -> Option<Vec<(String, String)>> {
    schema::document(reader, |reader| tag_set(reader, tagged))
}

fn tag_set(reader: &Reader<'_>, tagged: Tagged) -> Option<Vec<(String, String)>> {
    let before = reader.problems_so_far();
    let mut fields = schema::unwrapped(reader, "Tagging")?;
    let set = schema::required(&mut fields, "TagSet", ": a list of `{Key, Value}`");
    fields.also(&["VersionId"]);
    let tags: Vec<_> = schema::list(set.clone()).into_iter().filter_map(filter::tag).collect();
    schema::finish(fields);

    if let Some(place) = set.filter(|_| tags.len() > tagged.limit()) {
        place.refused("BadRequest", too_many(tagged));
    }
    let mut keys = BTreeSet::new();
    for tag in &tags {
        check(&tag.place, tag.value.key, tag.value.value);
        if !keys.insert(tag.value.key) {
            tag.place.refused(INVALID, "Cannot provide multiple Tags with the same key");
        }
    }
    let owned = tags.iter().map(|tag| (tag.value.key.to_owned(), tag.value.value.to_owned())).collect();
    (reader.problems_so_far() == before).then_some(owned)
}

/// Reads the header form of `x-amz-tagging`, `a=1&b=2`, percent-encoded, `+` for a space.
///
/// Notes `InvalidArgument` for a repeated key or encoding that is not UTF-8, `BadRequest` and `InvalidTag` as
/// [`read`] does. A key without `=` has an empty value.
pub fn read_header(reader: &Reader<'_>) -> Option<Vec<(String, String)>> {
    let before = reader.problems_so_far();
    let text = schema::text(reader)?;
    let mut tags: Vec<(String, String)> = Vec::new();
    let mut keys = BTreeSet::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(key), Some(value)) = (percent::decoded(key), percent::decoded(value)) else {
            reader.refused("InvalidArgument", HEADER);
            return None;
        };
        if !keys.insert(key.clone()) {
            reader.refused("InvalidArgument", HEADER);
            return None;
        }
        check(reader, &key, &value);
        tags.push((key, value));
    }
    if tags.len() > Tagged::Object.limit() {
        reader.refused("BadRequest", too_many(Tagged::Object));
    }
    (reader.problems_so_far() == before).then_some(tags)
}

fn too_many(tagged: Tagged) -> String {
    let what = if tagged == Tagged::Object { "Object" } else { "Bucket" };
    format!("{what} tags cannot be greater than {}", tagged.limit())
}

fn check(place: &Reader<'_>, key: &str, value: &str) {
    if key.is_empty() || key.chars().count() > KEY_CHARACTERS_MAX || !key.chars().all(is_allowed) {
        place.refused(INVALID, "The TagKey you have provided is invalid");
    } else if key.starts_with("aws:") {
        place.refused(INVALID, "System tags cannot be added/updated by requester");
    }
    if value.chars().count() > VALUE_CHARACTERS_MAX || !value.chars().all(is_allowed) {
        place.refused(INVALID, "The TagValue you have provided is invalid");
    }
}

/// Letters, digits and spaces of any script, and `_ . : / = + - @`.
fn is_allowed(c: char) -> bool {
    c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c)
}
