//! Finding the version that a request is about, and describing it.

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use crate::bucket::Versioning;
use crate::form::{Form, invalid_argument};
use crate::http_date;
use crate::identity::{made_up_etag, version_id, with_parts};
use crate::lifecycle::decide::due;
use crate::lifecycle::plan::{Plan, Subject};
use crate::machine::S3;
use crate::object::attrs::{Attrs, Kind};
use crate::object::row::RowId;
use crate::object::table::SpaceId;
use crate::replication::standing::Status;
use crate::response::{Fields, Refusal};
use crate::restore::Condition;

/// A version of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its key space.
    pub space: SpaceId,
    /// Its key's index there.
    pub index: u64,
    /// Its row, which may hold other keys too.
    pub row: RowId,
}

/// What a request names: a version, or whatever is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought<'a> {
    /// No `VersionId`.
    Current,
    /// `VersionId`, well-formed.
    Version(&'a str),
}

/// Reads `VersionId`.
pub fn sought<'a>(form: Form<'a>) -> Result<Sought<'a>, Refusal> {
    match form.text("VersionId")? {
        None => Ok(Sought::Current),
        Some(id) if is_version_id(id) => Ok(Sought::Version(id)),
        Some(id) => Err(Refusal::because(ErrorCode::InvalidArgument, "Invalid version id specified")
            .with("ArgumentName", "versionId")
            .with("ArgumentValue", id)),
    }
}

/// Whether a text could be a version id: at most 1,024 bytes of URL-safe characters.
///
/// Modelling choice: S3 does not document what it finds malformed.
pub fn is_version_id(text: &str) -> bool {
    (1..=1024).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

impl S3 {
    /// The version that is sought, delete markers included; `None` if there is none.
    pub(crate) fn seek(&self, bucket: BucketId, key: &str, sought: Sought<'_>) -> Option<Found> {
        let (space, index) = self.find_place(bucket, key)?;
        let head = self.table.find(space, index)?;
        let row = match sought {
            Sought::Current => head,
            Sought::Version(id) => {
                self.table.stack(head).find(|&row| match self.table.arena.get(row).number {
                    0 => id == "null",
                    _ => id == self.own_version_id(bucket, key, row),
                })?
            }
        };
        Some(Found { space, index, row })
    }

    /// The readable version that is sought, or what S3 answers instead.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html>: a current delete marker is 404 with
    /// a header, one that is asked for by its id is 405.
    pub(crate) fn seek_data(
        &self,
        bucket: BucketId,
        key: &str,
        sought: Sought<'_>,
    ) -> Result<Found, Refusal> {
        let Some(found) = self.seek(bucket, key, sought) else {
            return Err(match sought {
                Sought::Current => Refusal::of(ErrorCode::NoSuchKey).with("Key", key),
                Sought::Version(id) => {
                    Refusal::of(ErrorCode::NoSuchVersion).with("Key", key).with("VersionId", id)
                }
            });
        };
        if self.table.attrs_of(found.row).kind == Kind::Data {
            return Ok(found);
        }
        let code = match sought {
            Sought::Current => ErrorCode::NoSuchKey,
            Sought::Version(_) => ErrorCode::MethodNotAllowed,
        };
        let mut refusal = Refusal::of(code).with("Key", key).with("DeleteMarker", "true");
        if let Some(id) = self.version_id_of(bucket, key, found.row) {
            refusal = refusal.with("VersionId", id);
        }
        if code == ErrorCode::MethodNotAllowed {
            let created = self.table.arena.get(found.row).created;
            refusal = refusal.with("Allow", "DELETE").with("LastModified", created.to_string());
        }
        Err(refusal)
    }

    /// The version id that answers show; `None` in a bucket that was never versioned.
    pub(crate) fn version_id_of(&self, bucket: BucketId, key: &str, row: RowId) -> Option<String> {
        (self.bucket(bucket).versioning != Versioning::Unversioned)
            .then(|| self.own_version_id(bucket, key, row))
    }

    /// The version id; a replica has that of its source.
    fn own_version_id(&self, bucket: BucketId, key: &str, row: RowId) -> String {
        let (attrs, row) = (self.table.attrs_of(row), self.table.arena.get(row));
        self.version_id_by(bucket, key, attrs, row.number, row.created)
    }

    /// As [`S3::own_version_id`], of a version that may be gone by now.
    pub(crate) fn version_id_by(
        &self,
        bucket: BucketId,
        key: &str,
        attrs: &Attrs,
        number: u32,
        created: Instant,
    ) -> String {
        let origin = self.origin_of(bucket, attrs.standing);
        version_id(&self.bucket(origin).name, key, number, created)
    }

    /// The ETag of a version.
    pub(crate) fn etag_of(&self, bucket: BucketId, key: &str, row: RowId) -> String {
        let (attrs, row) = (self.table.attrs_of(row), self.table.arena.get(row));
        self.etag_by(bucket, key, attrs, row.number, row.created)
    }

    /// As [`S3::etag_of`], of a version that may be gone by now.
    pub(crate) fn etag_by(
        &self,
        bucket: BucketId,
        key: &str,
        attrs: &Attrs,
        number: u32,
        created: Instant,
    ) -> String {
        let known = &self.contents[attrs.content.0 as usize].etag;
        // In directory buckets an ETag is never an MD5.
        let shown = self.protection(attrs.encryption).shows_md5();
        if !known.is_empty() && shown && !self.bucket(bucket).is_directory() {
            return known.clone();
        }
        let origin = self.origin_of(bucket, attrs.standing);
        let made_up = made_up_etag(&self.bucket(origin).name, key, number, created);
        if attrs.parts == 0 { made_up } else { with_parts(&made_up, attrs.parts) }
    }

    /// What HEAD and GET say of a version.
    pub(crate) fn describe(&self, bucket: BucketId, key: &str, found: Found, sought: Sought<'_>) -> Fields {
        let row = *self.table.arena.get(found.row);
        let attrs = *self.table.attrs_of(found.row);
        let tags = self.tags[attrs.tags.0 as usize].len() as u64;
        let mut fields = Fields::new()
            .text("ETag", self.etag_of(bucket, key, found.row))
            .number("ContentLength", row.size)
            .text("LastModified", row.created.to_string())
            .maybe("VersionId", self.version_id_of(bucket, key, found.row));
        if attrs.class != StorageClass::Standard {
            fields = fields.text("StorageClass", attrs.class.name());
        }
        let restore = match attrs.condition {
            Condition::Restoring(_) => Some("ongoing-request=\"true\"".to_owned()),
            Condition::Restored { until } => {
                Some(format!("ongoing-request=\"false\", expiry-date=\"{}\"", http_date::format(until)))
            }
            Condition::Returned => Some("ongoing-request=\"false\"".to_owned()),
            Condition::AsStored | Condition::Lost => None,
        };
        fields = fields.maybe("Restore", restore);
        if attrs.tier.is_archive() {
            fields = fields.text("ArchiveStatus", attrs.tier.name());
        }
        if tags > 0 {
            fields = fields.number("TagCount", tags);
        }
        fields = fields.maybe("ReplicationStatus", self.replication_status(attrs.standing).map(Status::name));
        fields = self.describe_lock(found, fields);
        fields = self.describe_encryption(attrs.encryption, fields);
        if sought == Sought::Current {
            fields =
                fields.maybe("Expiration", self.expiration_header(bucket, &attrs, row.size, row.created));
        }
        fields
    }

    /// The header `x-amz-expiration` for a current version: the earliest expiration by days or date, and its rule.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>
    pub(crate) fn expiration_header(
        &self,
        bucket: BucketId,
        attrs: &Attrs,
        size: u64,
        created: Instant,
    ) -> Option<String> {
        let configuration = self.bucket(bucket).lifecycle.as_ref()?;
        let segment = self.table.segments.get(attrs.segment);
        let has_prefix = |prefix: &str| segment.has_prefix(prefix);
        let subject = Subject {
            reading: self.reading,
            has_prefix: &has_prefix,
            tags: &self.tags[attrs.tags.0 as usize],
            class: attrs.class,
            tier: attrs.tier,
            delete_marker: false,
        };
        let plan = Plan::compile(configuration, subject);
        let dates = plan
            .expirations
            .iter()
            .filter(|e| e.sizes.contain(size))
            .map(|e| (due(e.timing, created), e.rule));
        let (day, rule) = dates.min()?;
        let id = &configuration.rules[usize::from(rule)].id;
        Some(format!("expiry-date=\"{}\", rule-id=\"{id}\"", http_date::format(day.start())))
    }
}

/// Reads `Key` (and `VersionId`) out of `CopySource`: `bucket/key`, `/bucket/key?versionId=x`, or a map.
pub fn copy_source<'a>(form: Form<'a>) -> Result<(&'a str, &'a str, Sought<'a>), Refusal> {
    let node = form.get("CopySource").ok_or_else(|| invalid_argument("CopySource", "is missing"))?;
    if let Some(map) = node.as_map() {
        let part = |name| map.get(name).and_then(|node| node.scalar());
        let (Some(bucket), Some(key)) = (part("Bucket"), part("Key")) else {
            return Err(invalid_argument("CopySource", "needs Bucket and Key"));
        };
        return Ok((bucket, key, sought(Form::new(map))?));
    }
    let text = node.scalar().ok_or_else(|| invalid_argument("CopySource", "should be bucket/key"))?;
    let (path, version) = match text.split_once("?versionId=") {
        Some((path, id)) if is_version_id(id) => (path, Sought::Version(id)),
        Some(_) => return Err(Refusal::because(ErrorCode::InvalidArgument, "Invalid version id specified")),
        None => (text, Sought::Current),
    };
    match path.trim_start_matches('/').split_once('/') {
        Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => Ok((bucket, key, version)),
        _ => Err(invalid_argument("CopySource", "should be bucket/key")),
    }
}
