//! PutObject and CopyObject.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::access::access_of_write;
use super::conditions::check_source;
use super::find::{Found, Sought, copy_source};
use super::locking::of_headers;
use super::read::check_readable;
use crate::encryption::Protection;
use crate::form::{Form, PUT_BYTES_MAX, invalid_argument};
use crate::identity::etag;
use crate::lock::Lock;
use crate::machine::{Content, S3};
use crate::object::attrs::{ContentId, Kind, ObjectAccess};
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;
use crate::tally::CauseId;
use crate::versioning::Written;

/// An object that is about to be written.
#[derive(Clone, Debug)]
pub struct Write {
    size: u64,
    class: StorageClass,
    tags: Vec<(String, String)>,
    lock: Lock,
    body: Body,
    access: ObjectAccess,
    /// How it will be encrypted.
    pub(crate) protection: Protection,
    /// What is copied, and the bucket it is in.
    pub(crate) source: Option<(BucketId, Found)>,
}

/// What is known of the bytes.
#[derive(Clone, Debug)]
enum Body {
    /// Their number only.
    Size,
    /// Every one.
    Text(String),
    /// They are those of another version.
    Known(ContentId),
}

pub(crate) fn judge_put(
    s3: &S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let class = s3.class_of(bucket, form)?;
    let tags = s3.tags_of(bucket, form)?;
    let lock = of_headers(s3, now, bucket, form)?;
    let body = form.text("Body")?;
    let size = body.map_or(request.size, |text| text.len() as u64);
    if size > PUT_BYTES_MAX {
        return Err(Refusal::of(ErrorCode::EntityTooLarge)
            .with("ProposedSize", size.to_string())
            .with("MaxSizeAllowed", PUT_BYTES_MAX.to_string()));
    }
    check_digest(request, form)?;
    let access = access_of_write(s3, request, bucket, form)?;
    check_conditions(s3, request, bucket, form)?;
    let protection = s3.protect(request, bucket)?;
    let body = body.map_or(Body::Size, |text| Body::Text(text.to_owned()));
    Ok(Intent::Write(Write { size, class, tags, lock, body, access, protection, source: None }))
}

/// `ContentMD5`: S3 compares it with what has come. Without it, it keeps what has come.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
pub(crate) fn check_digest(request: &Request<'_>, form: Form<'_>) -> Result<(), Refusal> {
    let damaged = request.caller.way.is_some_and(|way| way.damaged);
    if damaged && form.text("ContentMD5")?.is_some() {
        return Err(Refusal::of(ErrorCode::BadDigest));
    }
    Ok(())
}

/// `If-Match` and `If-None-Match` of writes.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
pub(crate) fn check_conditions(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<(), Refusal> {
    let (if_match, if_none_match) = (form.text("IfMatch")?, form.text("IfNoneMatch")?);
    let current = s3
        .seek(bucket, request.key, Sought::Current)
        .filter(|found| s3.table.attrs_of(found.row).kind == Kind::Data);
    match (if_match, if_none_match) {
        (None, None) => Ok(()),
        (None, Some("*")) if current.is_some() => {
            Err(Refusal::of(ErrorCode::PreconditionFailed).with("Condition", "If-None-Match"))
        }
        (None, Some("*")) => Ok(()),
        (Some("*"), None) | (None, Some(_)) | (Some(_), Some(_)) => {
            Err(Refusal::of(ErrorCode::NotImplemented))
        }
        (Some(wanted), None) => {
            let found = current.ok_or_else(|| Refusal::of(ErrorCode::NoSuchKey).with("Key", request.key))?;
            let etag = s3.etag_of(bucket, request.key, found.row);
            if wanted.trim_matches('"') == etag.trim_matches('"') {
                Ok(())
            } else {
                Err(Refusal::of(ErrorCode::PreconditionFailed).with("Condition", "If-Match"))
            }
        }
    }
}

pub(crate) fn judge_copy(
    s3: &S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let class = s3.class_of(bucket, form)?;
    let lock = of_headers(s3, now, bucket, form)?;
    let (from, key, sought) = copy_source(form)?;
    let source = s3
        .bucket_id(from)
        .filter(|&id| !s3.bucket(id).deleted)
        .ok_or_else(|| Refusal::of(ErrorCode::NoSuchBucket).with("BucketName", from))?;
    let found = s3.seek_data(source, key, sought)?;
    let (attrs, row) = (*s3.table.attrs_of(found.row), *s3.table.arena.get(found.row));
    check_readable(&attrs)?;
    s3.check_source_key(request, &attrs)?;
    if row.size > PUT_BYTES_MAX {
        let message = "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120";
        return Err(Refusal::because(ErrorCode::InvalidRequest, message));
    }
    let replace = |name: &str| match form.text(name)? {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(_) => Err(invalid_argument(name, "should be COPY or REPLACE")),
    };
    let (new_metadata, new_tags) = (replace("MetadataDirective")?, replace("TaggingDirective")?);
    let itself = source == bucket && key == request.key && sought == Sought::Current;
    let encrypts = ["ServerSideEncryption", "SSECustomerAlgorithm", "BucketKeyEnabled"];
    let unchanged = class == attrs.class
        && !new_metadata
        && !new_tags
        && encrypts.iter().all(|name| form.get(name).is_none());
    if itself && unchanged {
        let message = "This copy request is illegal because it is trying to copy an object to itself without changing \
                       the object's metadata, storage class, website redirect location or encryption attributes.";
        return Err(Refusal::because(ErrorCode::InvalidRequest, message));
    }
    let access = access_of_write(s3, request, bucket, form)?;
    check_source(form, &s3.etag_of(source, key, found.row), row.created)?;
    // The bytes are copied as they are, encrypted by a client or not.
    let client_key = s3.protection(attrs.encryption).client_key.clone();
    let protection = Protection { client_key, ..s3.protect(request, bucket)? };
    let tags = if new_tags { s3.tags_of(bucket, form)? } else { s3.tags[attrs.tags.0 as usize].clone() };
    let body = match attrs.content {
        content if content == ContentId::default() => Body::Size,
        // A copy is of one piece: its ETag is not that of the parts.
        content if attrs.parts > 0 => Body::Text(s3.contents[content.0 as usize].body.clone()),
        content => Body::Known(content),
    };
    let source = Some((source, found));
    Ok(Intent::Write(Write { size: row.size, class, tags, lock, body, access, protection, source }))
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    write: Write,
    cause: CauseId,
) -> (StorageClass, Response) {
    let mut fields = Fields::new();
    if let Some((source, found)) = write.source {
        s3.charge_copied(source, bucket, request.api, found, write.size);
        s3.access(now, found);
        let key = s3.table.space(found.space).naming.key(found.index);
        fields = fields.maybe("CopySourceVersionId", s3.version_id_of(source, &key, found.row));
    }
    let content = match write.body {
        Body::Size => ContentId::default(),
        Body::Known(content) => content,
        Body::Text(body) => s3.content(Content { etag: etag(body.as_bytes()), body }),
    };
    if write.access.owner.is_some() {
        s3.buckets[bucket.0 as usize].access.has_foreign_objects = true;
    }
    s3.charge_upload(bucket, request.api, write.class, write.size.into());
    let encryption = s3.intern_protection(write.protection);
    s3.charge_second_layer(bucket, request.api, encryption, write.size.into());
    let written = Written {
        size: write.size,
        class: write.class,
        tags: s3.tags(write.tags),
        content,
        access: s3.intern_access(write.access),
        encryption,
        parts: 0,
        lock: s3.locks.intern(write.lock),
    };
    let (space, index) = s3.place(bucket, request.key);
    s3.write(now, space, index..index + 1, written, now, cause);
    s3.observe_write(space, index..index + 1, written);
    s3.replicate_written(bucket, space, index..index + 1);
    if let Some(row) = s3.table.find(space, index) {
        let attrs = *s3.table.attrs_of(row);
        fields = fields
            .text("ETag", s3.etag_of(bucket, request.key, row))
            .maybe("VersionId", written_version_id(s3, bucket, request.key, row))
            .maybe("Expiration", s3.expiration_header(bucket, &attrs, write.size, now));
        fields = s3.describe_encryption(encryption, fields);
        if request.api == Api::CopyObject {
            fields = fields.text("LastModified", now.to_string());
        }
    }
    (write.class, Response::ok(request.api.success_status(), fields))
}

/// A write answers with a version id only where versioning is enabled: null versions are not announced.
fn written_version_id(
    s3: &S3,
    bucket: BucketId,
    key: &str,
    row: crate::object::row::RowId,
) -> Option<String> {
    let null = s3.table.arena.get(row).number == 0;
    s3.version_id_of(bucket, key, row).filter(|_| !null)
}
