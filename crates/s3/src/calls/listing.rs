//! ListObjects, ListObjectsV2, ListObjectVersions.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/list-obj-version-enabled-bucket.html>

use std::collections::BTreeSet;
use std::ops::Bound;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_ledger::BucketId;

use super::find::is_version_id;
use crate::form::{Form, invalid_argument};
use crate::machine::S3;
use crate::object::attrs::Kind;
use crate::object::naming::Naming;
use crate::object::row::RowId;
use crate::object::table::SpaceId;
use crate::request::Request;
use crate::response::{Fields, Refusal};
use crate::service::Intent;

/// Most entries of a page.
pub const KEYS_MAX: u64 = 1_000;

/// Where a listing begins: behind this key, or behind one of its versions.
#[derive(Clone, Debug, Default)]
struct Start<'a> {
    key: Option<&'a str>,
    version: Option<&'a str>,
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let versions = request.api == Api::ListObjectVersions;
    let prefix = form.text("Prefix")?.unwrap_or("");
    let delimiter = form.text("Delimiter")?.filter(|text| !text.is_empty());
    let limit = form.number("MaxKeys")?.unwrap_or(KEYS_MAX).min(KEYS_MAX) as usize;
    let start = match request.api {
        Api::ListObjectVersions => {
            let start = Start { key: form.text("KeyMarker")?, version: form.text("VersionIdMarker")? };
            if start.version.is_some() && start.key.is_none() {
                let message = "A version-id marker cannot be specified without a key marker.";
                return Err(Refusal::because(ErrorCode::InvalidArgument, message));
            }
            if start.version.is_some_and(|id| !is_version_id(id)) {
                return Err(invalid_argument("VersionIdMarker", "is not a version id"));
            }
            start
        }
        Api::ListObjects => Start { key: form.text("Marker")?, version: None },
        _ => Start { key: form.text("ContinuationToken")?.or(form.text("StartAfter")?), version: None },
    };
    let mut page = Page { limit, ..Page::default() };
    s3.walk(bucket, prefix, &start, |key, head| {
        // Nobody who asks for nothing is told that there is more.
        if limit == 0 {
            return false;
        }
        if let Some(delimiter) = delimiter
            && let Some(at) = key[prefix.len()..].find(delimiter)
        {
            let common = &key[..prefix.len() + at + delimiter.len()];
            let shown = versions || s3.table.attrs_of(head).kind == Kind::Data;
            return !shown || page.add_prefix(common, start.key);
        }
        if versions {
            page.add_versions(s3, bucket, key, head, &start)
        } else {
            page.add_current(s3, bucket, key, head)
        }
    });
    Ok(Intent::answer(200, page.fields(request, prefix, delimiter)))
}

/// A page that is being filled.
#[derive(Debug, Default)]
struct Page {
    limit: usize,
    entries: usize,
    truncated: bool,
    contents: Vec<Fields>,
    versions: Vec<Fields>,
    markers: Vec<Fields>,
    prefixes: BTreeSet<String>,
    last_key: String,
    last_version: Option<String>,
}

impl Page {
    fn take(&mut self) -> bool {
        if self.entries == self.limit {
            self.truncated = true;
            return false;
        }
        self.entries += 1;
        true
    }

    /// Whether the walk is to go on.
    fn add_prefix(&mut self, common: &str, after: Option<&str>) -> bool {
        if self.prefixes.contains(common) || after.is_some_and(|key| key.starts_with(common)) {
            return true;
        }
        if !self.take() {
            return false;
        }
        self.prefixes.insert(common.to_owned());
        self.last_key = common.to_owned();
        self.last_version = None;
        true
    }

    fn add_current(&mut self, s3: &S3, bucket: BucketId, key: &str, head: RowId) -> bool {
        let attrs = s3.table.attrs_of(head);
        if attrs.kind == Kind::DeleteMarker {
            return true;
        }
        if !self.take() {
            return false;
        }
        let row = s3.table.arena.get(head);
        let entry = Fields::new()
            .text("Key", key)
            .text("LastModified", row.created.to_string())
            .text("ETag", s3.etag_of(bucket, key, head))
            .number("Size", row.size)
            .text("StorageClass", attrs.class.name());
        self.contents.push(entry);
        self.last_key = key.to_owned();
        true
    }

    fn add_versions(&mut self, s3: &S3, bucket: BucketId, key: &str, head: RowId, start: &Start<'_>) -> bool {
        let stack: Vec<RowId> = s3.table.stack(head).collect();
        let id = |row| s3.version_id_of(bucket, key, row).unwrap_or_else(|| "null".to_owned());
        let skip = match start {
            Start { key: Some(marker), version: Some(version) } if *marker == key => {
                stack.iter().position(|&row| id(row) == *version).map_or(stack.len(), |place| place + 1)
            }
            _ => 0,
        };
        for &row in stack.iter().skip(skip) {
            if !self.take() {
                return false;
            }
            let (attrs, version) = (*s3.table.attrs_of(row), id(row));
            let data = s3.table.arena.get(row);
            let mut entry = Fields::new()
                .text("Key", key)
                .text("VersionId", version.clone())
                .node("IsLatest", s3sim_document::tree::Value::Bool(row == head))
                .text("LastModified", data.created.to_string());
            if attrs.kind == Kind::Data {
                entry = entry
                    .text("ETag", s3.etag_of(bucket, key, row))
                    .number("Size", data.size)
                    .text("StorageClass", attrs.class.name());
                self.versions.push(entry);
            } else {
                self.markers.push(entry);
            }
            self.last_key = key.to_owned();
            self.last_version = Some(version);
        }
        true
    }

    fn fields(self, request: &Request<'_>, prefix: &str, delimiter: Option<&str>) -> Fields {
        let prefixes = self.prefixes.into_iter().map(|common| Fields::new().text("Prefix", common)).collect();
        let mut fields = Fields::new()
            .text("Name", request.bucket)
            .text("Prefix", prefix)
            .maybe("Delimiter", delimiter)
            .number("MaxKeys", self.limit as u64)
            .node("IsTruncated", s3sim_document::tree::Value::Bool(self.truncated))
            .list("CommonPrefixes", prefixes);
        match request.api {
            Api::ListObjectVersions => {
                fields = fields.list("Versions", self.versions).list("DeleteMarkers", self.markers);
                if self.truncated {
                    // The last entry that was returned, as S3 answers; its documentation says the next one.
                    fields = fields
                        .text("NextKeyMarker", self.last_key)
                        .maybe("NextVersionIdMarker", self.last_version);
                }
            }
            Api::ListObjects => {
                fields = fields.list("Contents", self.contents);
                if self.truncated && delimiter.is_some() {
                    fields = fields.text("NextMarker", self.last_key);
                }
            }
            _ => {
                fields = fields.number("KeyCount", self.entries as u64).list("Contents", self.contents);
                if self.truncated {
                    fields = fields.text("NextContinuationToken", self.last_key);
                }
            }
        }
        fields
    }
}

impl S3 {
    /// Visits the keys of a bucket that start with `prefix`, in byte order, from `start` on, until told to stop.
    fn walk(
        &self,
        bucket: BucketId,
        prefix: &str,
        start: &Start<'_>,
        mut visit: impl FnMut(&str, RowId) -> bool,
    ) {
        let from = match start {
            Start { key: Some(key), version: Some(_) } => Bound::Included(*key),
            Start { key: Some(key), version: None } => Bound::Excluded(*key),
            Start { key: None, .. } => Bound::Unbounded,
        };
        let mut cursors: Vec<Cursor<'_>> =
            self.bucket(bucket).spaces().map(|space| Cursor::new(self, space, prefix)).collect();
        loop {
            // Key spaces never share a key, so the smallest of their next keys is the next of the bucket.
            let next =
                cursors.iter_mut().filter_map(|cursor| cursor.peek().map(|(key, _)| key.to_owned())).min();
            let Some(key) = next else { return };
            let Some((_, head)) = cursors.iter_mut().find_map(|c| c.take(&key)) else { return };
            let begun = match from {
                Bound::Unbounded => true,
                Bound::Included(start) => key.as_str() >= start,
                Bound::Excluded(start) => key.as_str() > start,
            };
            if begun && !visit(&key, head) {
                return;
            }
        }
    }
}

/// Goes through the keys of one key space in byte order.
struct Cursor<'a> {
    keys: Box<dyn Iterator<Item = (String, RowId)> + 'a>,
    next: Option<(String, RowId)>,
}

impl<'a> Cursor<'a> {
    fn new(s3: &'a S3, space: SpaceId, prefix: &'a str) -> Cursor<'a> {
        let table = &s3.table;
        let naming = &table.space(space).naming;
        let keys: Box<dyn Iterator<Item = (String, RowId)> + 'a> = match naming {
            Naming::Literal { by_key, .. } => Box::new(
                by_key
                    .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
                    .take_while(move |(key, _)| key.starts_with(prefix))
                    .filter_map(move |(key, &index)| table.find(space, index).map(|row| (key.clone(), row))),
            ),
            Naming::Template(template) => Box::new(
                template
                    .in_byte_order(prefix, table.space(space).index.end(&table.arena))
                    .filter_map(move |index| table.find(space, index).map(|row| (template.key(index), row))),
            ),
        };
        let mut cursor = Cursor { keys, next: None };
        cursor.next = cursor.keys.next();
        cursor
    }

    fn peek(&mut self) -> Option<(&str, RowId)> {
        self.next.as_ref().map(|(key, row)| (key.as_str(), *row))
    }

    fn take(&mut self, key: &str) -> Option<(String, RowId)> {
        if self.next.as_ref().is_none_or(|(next, _)| next != key) {
            return None;
        }
        std::mem::replace(&mut self.next, self.keys.next())
    }
}
