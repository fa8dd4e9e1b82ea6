//! The filter that lifecycle and Intelligent-Tiering configurations share: a prefix, tags, sizes, or an `And`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html>

use std::collections::BTreeSet;

use s3sim_document::read::{Fields, Reader};

use super::schema::{self, MALFORMED, Placed};
use super::tagging::{KEY_CHARACTERS_MAX, VALUE_CHARACTERS_MAX};

/// Whether a filter may look at sizes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sizes {
    /// `ObjectSizeGreaterThan` and `ObjectSizeLessThan` are elements of it.
    Known,
    /// They are unknown words.
    Unknown,
}

/// A filter as written; its values are not judged yet.
pub(crate) struct FilterDraft<'a> {
    pub(crate) prefix: Option<&'a str>,
    pub(crate) tags: Vec<Placed<'a, Tag<'a>>>,
    pub(crate) larger_than: Option<Placed<'a, i64>>,
    pub(crate) smaller_than: Option<Placed<'a, i64>>,
}

/// A tag as written; without `Value` it asks for an empty one.
#[derive(Clone, Copy)]
pub(crate) struct Tag<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: &'a str,
}

impl<'a> FilterDraft<'a> {
    /// The filter of nothing: every object.
    pub(crate) fn everything() -> FilterDraft<'a> {
        FilterDraft { prefix: None, tags: Vec::new(), larger_than: None, smaller_than: None }
    }

    /// As S3's messages name a filter: `(prefix=logs/)`.
    pub(crate) fn described(&self) -> String {
        format!("(prefix={})", self.prefix.unwrap_or_default())
    }

    /// The tags, owned.
    pub(crate) fn owned_tags(&self) -> Vec<(String, String)> {
        self.tags.iter().map(|tag| (tag.value.key.to_owned(), tag.value.value.to_owned())).collect()
    }

    /// How many predicates were written.
    fn predicates(&self) -> usize {
        usize::from(self.prefix.is_some())
            + self.tags.len()
            + usize::from(self.larger_than.is_some())
            + usize::from(self.smaller_than.is_some())
    }

    fn read_predicates(&mut self, fields: &mut Fields<'a>, sizes: Sizes) {
        self.prefix = fields.optional("Prefix").and_then(|prefix| schema::text(&prefix));
        if sizes == Sizes::Known {
            self.larger_than = fields.optional("ObjectSizeGreaterThan").and_then(schema::whole);
            self.smaller_than = fields.optional("ObjectSizeLessThan").and_then(schema::whole);
        }
    }
}

/// Reads a filter: nothing, one predicate, or an `And` of at least two. What is wrong is noted and left out.
pub(crate) fn read<'a>(reader: Reader<'a>, sizes: Sizes) -> FilterDraft<'a> {
    let mut filter = FilterDraft::everything();
    let Some(mut fields) = schema::structure(&reader) else { return filter };
    filter.read_predicates(&mut fields, sizes);
    filter.tags = fields.optional("Tag").and_then(tag).into_iter().collect();
    let and = fields.optional("And");
    schema::finish(fields);

    let beside = filter.predicates();
    let Some(and) = and else {
        if beside > 1 {
            reader
                .refused(MALFORMED, "only one condition may stand in `Filter`; put several into `And: {…}`");
        }
        return filter;
    };
    if beside > 0 {
        reader.refused(MALFORMED, "nothing may stand beside `And`; move the other condition into it");
    }
    read_and(and, sizes)
}

fn read_and<'a>(reader: Reader<'a>, sizes: Sizes) -> FilterDraft<'a> {
    let before = reader.problems_so_far();
    let mut filter = FilterDraft::everything();
    let Some(mut fields) = schema::structure(&reader) else { return filter };
    filter.read_predicates(&mut fields, sizes);
    filter.tags = schema::list(fields.optional("Tags")).into_iter().filter_map(tag).collect();
    schema::finish(fields);
    if filter.predicates() < 2 && reader.problems_so_far() == before {
        reader.refused(MALFORMED, "`And` takes at least two conditions; one alone stands in `Filter` itself");
    }
    filter
}

/// A tag: `{Key, Value}`.
pub(crate) fn tag(reader: Reader<'_>) -> Option<Placed<'_, Tag<'_>>> {
    let mut fields = schema::structure(&reader)?;
    let key = schema::required(&mut fields, "Key", "").and_then(|key| schema::text(&key));
    let value = match fields.optional("Value") {
        Some(value) => schema::text(&value),
        None => Some(""),
    };
    schema::finish(fields);
    Some(Placed { place: reader, value: Tag { key: key?, value: value? } })
}

/// Checks the tags of a filter: each key once, keys of 1 to 128 characters, values of at most 256.
///
/// Modelling choice: lengths out of range answer with the code that is known for repeated keys, `InvalidRequest`.
pub(crate) fn check_tags(filter: &FilterDraft<'_>) {
    let mut keys = BTreeSet::new();
    for Placed { place, value: tag } in &filter.tags {
        if !keys.insert(tag.key) {
            place.refused("InvalidRequest", "Duplicate Tag Keys are not allowed.");
        }
        if !(1..=KEY_CHARACTERS_MAX).contains(&tag.key.chars().count()) {
            place
                .refused("InvalidRequest", format!("a tag's key takes 1 to {KEY_CHARACTERS_MAX} characters"));
        }
        if tag.value.chars().count() > VALUE_CHARACTERS_MAX {
            place.refused(
                "InvalidRequest",
                format!("a tag's value takes at most {VALUE_CHARACTERS_MAX} characters"),
            );
        }
    }
}
