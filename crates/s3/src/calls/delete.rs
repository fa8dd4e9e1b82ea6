//! DeleteObject and DeleteObjects.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html>

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::find::{Sought, is_version_id, sought};
use super::locking::{bypass, check_deletion, check_mfa};
use crate::form::{Form, check_key};
use crate::machine::S3;
use crate::object::attrs::Kind;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;
use crate::tally::CauseId;

/// Most keys that one DeleteObjects takes.
pub const KEYS_MAX: usize = 1_000;

/// One key, or one version of it, that is to be deleted.
#[derive(Clone, Debug)]
pub struct Deletion {
    key: String,
    target: Target,
}

#[derive(Clone, Debug)]
enum Target {
    /// Whatever is current: a delete marker, or the end of the object.
    Current,
    /// A version; if there is none of this id, S3 answers as if it had been deleted.
    Version { id: String },
    /// A version that cannot be deleted, or an id that cannot be one; only among many.
    Refused { id: String, refusal: Refusal },
}

pub(crate) fn judge(
    s3: &S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let sought = sought(form)?;
    // These conditions are for directory buckets.
    if form.get("IfMatchLastModifiedTime").or(form.get("IfMatchSize")).is_some() {
        if !s3.bucket(bucket).is_directory() {
            return Err(Refusal::of(ErrorCode::NotImplemented));
        }
        check_directory_conditions(s3, request, bucket, form)?;
    }
    if let Some(wanted) = form.text("IfMatch")? {
        let found = s3.seek_data(bucket, request.key, sought)?;
        let etag = s3.etag_of(bucket, request.key, found.row);
        if wanted != "*" && wanted.trim_matches('"') != etag.trim_matches('"') {
            return Err(Refusal::of(ErrorCode::PreconditionFailed).with("Condition", "If-Match"));
        }
    }
    let target = match sought {
        Sought::Current => Target::Current,
        Sought::Version(id) => {
            check_mfa(s3.bucket(bucket).settings.mfa_delete, form)?;
            if let Some(found) = s3.seek(bucket, request.key, sought) {
                check_deletion(s3, now, found, bypass(form)?)?;
            }
            Target::Version { id: id.to_owned() }
        }
    };
    let deletions = vec![Deletion { key: request.key.to_owned(), target }];
    Ok(Intent::Delete { deletions, quiet: false })
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html>
fn check_directory_conditions(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<(), Refusal> {
    let found = s3.seek_data(bucket, request.key, Sought::Current)?;
    let row = s3.table.arena.get(found.row);
    let time = form.text("IfMatchLastModifiedTime")?.map(|text| Instant::parse(text) == Some(row.created));
    let size = form.number("IfMatchSize")?.map(|size| size == row.size);
    if time == Some(false) || size == Some(false) {
        return Err(Refusal::of(ErrorCode::PreconditionFailed));
    }
    Ok(())
}

pub(crate) fn judge_many(s3: &S3, now: Instant, bucket: BucketId, form: Form<'_>) -> Result<Intent, Refusal> {
    let malformed = || Refusal::of(ErrorCode::MalformedXml);
    let objects = form
        .get("Delete")
        .and_then(|delete| delete.get("Objects"))
        .and_then(|objects| objects.as_list())
        .filter(|objects| (1..=KEYS_MAX).contains(&objects.len()))
        .ok_or_else(malformed)?;
    let bypass = bypass(form)?;
    // One version without a second factor fails all of them.
    let versions = objects.iter().any(|object| object.get("VersionId").is_some());
    check_mfa(versions && s3.bucket(bucket).settings.mfa_delete, form)?;
    let mut deletions = Vec::with_capacity(objects.len());
    for object in objects {
        let key = object.get("Key").and_then(|key| key.scalar()).ok_or_else(malformed)?;
        check_key(key)?;
        let target = match object.get("VersionId").and_then(|id| id.scalar()) {
            None => Target::Current,
            Some(id) if is_version_id(id) => {
                let found = s3.seek(bucket, key, Sought::Version(id));
                match found.map_or(Ok(()), |found| check_deletion(s3, now, found, bypass)) {
                    Ok(()) => Target::Version { id: id.to_owned() },
                    Err(refusal) => Target::Refused { id: id.to_owned(), refusal },
                }
            }
            Some(id) => Target::Refused { id: id.to_owned(), refusal: Refusal::of(ErrorCode::NoSuchVersion) },
        };
        deletions.push(Deletion { key: key.to_owned(), target });
    }
    let quiet = form.get("Delete").and_then(|delete| delete.get("Quiet")).and_then(|quiet| quiet.scalar());
    let quiet = quiet == Some("true");
    Ok(Intent::Delete { deletions, quiet })
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    deletions: Vec<Deletion>,
    quiet: bool,
    cause: CauseId,
) -> Response {
    if request.api == Api::DeleteObject {
        let fields = deletions
            .into_iter()
            .next()
            .map_or_else(Fields::new, |one| carry_one(s3, now, bucket, one, cause).fields);
        return Response::ok(204, fields);
    }
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for deletion in deletions {
        let key = deletion.key.clone();
        if let Target::Refused { id, refusal } = &deletion.target {
            let error = Fields::new().text("Key", key).text("VersionId", id);
            errors.push(error.text("Code", refusal.code.name()).text("Message", &refusal.message));
            continue;
        }
        let done = carry_one(s3, now, bucket, deletion, cause);
        let mut entry = Fields::new().text("Key", key).maybe("VersionId", done.asked_for);
        if done.marker {
            entry = entry.flag("DeleteMarker", true).maybe("DeleteMarkerVersionId", done.version_id);
        }
        deleted.push(entry);
    }
    // Quiet: only what went wrong is told.
    let fields = if quiet { Fields::new() } else { Fields::new().list("Deleted", deleted) };
    Response::ok(200, fields.list("Errors", errors))
}

/// What became of one key.
struct Done {
    fields: Fields,
    /// The version that was asked for.
    asked_for: Option<String>,
    /// Whether a delete marker was made or removed.
    marker: bool,
    /// The version id of the marker or of the version that is gone.
    version_id: Option<String>,
}

fn carry_one(s3: &mut S3, now: Instant, bucket: BucketId, deletion: Deletion, cause: CauseId) -> Done {
    let Deletion { key, target } = deletion;
    let (asked_for, marker, version_id) = match target {
        Target::Current => {
            let (space, index) = s3.place(bucket, &key);
            s3.delete(now, space, index..index + 1, now, cause);
            s3.replicate_markers(bucket, space, index..index + 1);
            let head = s3.table.find(space, index);
            let marker = head.filter(|&row| s3.table.attrs_of(row).kind == Kind::DeleteMarker);
            (None, marker.is_some(), marker.and_then(|row| s3.version_id_of(bucket, &key, row)))
        }
        Target::Version { id } => {
            let row = s3.single(bucket, &key, &id);
            let marker = row.is_some_and(|row| s3.table.attrs_of(row).kind == Kind::DeleteMarker);
            if let Some(row) = row {
                s3.destroy(now, row, cause);
            }
            (Some(id.clone()), marker, Some(id))
        }
        Target::Refused { id, .. } => (Some(id.clone()), false, Some(id)),
    };
    let fields = Fields::new().flag("DeleteMarker", marker).maybe("VersionId", version_id.clone());
    Done { fields, asked_for, marker, version_id }
}

impl S3 {
    /// A version of one key as a row of its own.
    pub(crate) fn single(
        &mut self,
        bucket: BucketId,
        key: &str,
        version_id: &str,
    ) -> Option<crate::object::row::RowId> {
        let (space, index) = self.find_place(bucket, key)?;
        self.table.isolate(space, index..index + 1);
        self.seek(bucket, key, Sought::Version(version_id)).map(|found| found.row)
    }
}
