//! CreateMultipartUpload, UploadPart, UploadPartCopy, CompleteMultipartUpload, AbortMultipartUpload.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::collections::BTreeMap;

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::access::access_of_write;
use super::conditions::check_source;
use super::find::{Found, copy_source};
use super::locking::of_headers;
use super::read::check_readable;
use super::write::{check_conditions, check_digest};
use crate::encryption::{Protection, headers};
use crate::form::{Form, invalid_argument};
use crate::http_date;
use crate::identity::{etag, etag_of_parts, made_up_etag, md5_of, upload_id};
use crate::lock::Lock;
use crate::machine::{Content, S3};
use crate::multipart::{NewUpload, PART_BYTES_MAX, PART_BYTES_MIN, PARTS_MAX, Part, Upload, UploadKey};
use crate::object::attrs::{ContentId, EncryptionId, ObjectAccess};
use crate::object::table::SpaceId;
use crate::request::{Request, Route};
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;
use crate::tally::CauseId;
use crate::versioning::Written;

mod listing;

pub(crate) use listing::{list_parts, list_uploads};

/// One upload of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    space: SpaceId,
    index: u64,
    number: u32,
}

/// What a call does to an upload.
#[derive(Clone, Debug)]
pub enum Act {
    /// Begin one.
    Create {
        /// The class of the object to be.
        class: StorageClass,
        /// Its tags.
        tags: Vec<(String, String)>,
        /// Its lock.
        lock: Lock,
        /// Its owner and access control list.
        access: ObjectAccess,
        /// How it will be encrypted.
        protection: Protection,
    },
    /// Bring a part.
    Part {
        /// Of which upload.
        place: Place,
        /// The part's number.
        part: u16,
        /// Bytes.
        size: u64,
        /// The bytes, if they were spelled out.
        body: Option<String>,
        /// What is copied, and the bucket it is in.
        source: Option<(BucketId, Found)>,
    },
    /// Make the object out of these parts.
    Complete {
        /// Of which upload.
        place: Place,
        /// The parts' numbers, ascending.
        parts: Vec<u16>,
    },
    /// Give it up.
    Abort {
        /// Which upload.
        place: Place,
    },
}

pub(crate) fn judge(
    s3: &S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let act = match request.api {
        Api::CreateMultipartUpload => Act::Create {
            class: s3.class_of(bucket, form)?,
            tags: s3.tags_of(bucket, form)?,
            lock: of_headers(s3, now, bucket, form)?,
            access: access_of_write(s3, request, bucket, form)?,
            protection: s3.protect(request, bucket)?,
        },
        Api::UploadPart => {
            let part = part_number(form)?;
            let body = form.text("Body")?;
            let size = body.map_or(request.size, |text| text.len() as u64);
            check_part_size(size)?;
            check_digest(request, form)?;
            let place = find(s3, request, bucket, form)?;
            s3.check_part_key(request, place)?;
            Act::Part { place, part, size, body: body.map(str::to_owned), source: None }
        }
        Api::UploadPartCopy => judge_copy(s3, request, bucket, form)?,
        Api::CompleteMultipartUpload => judge_complete(s3, request, bucket, form)?,
        _ => Act::Abort { place: find(s3, request, bucket, form)? },
    };
    Ok(Intent::Upload(act))
}

/// The upload that `UploadId` names, or NoSuchUpload.
fn find(s3: &S3, request: &Request<'_>, bucket: BucketId, form: Form<'_>) -> Result<Place, Refusal> {
    let id = form.text("UploadId")?.ok_or_else(|| invalid_argument("UploadId", "is missing"))?;
    let unknown = || Refusal::of(ErrorCode::NoSuchUpload).with("UploadId", id);
    let (space, index) = s3.find_place(bucket, request.key).ok_or_else(unknown)?;
    let name = &s3.bucket(bucket).name;
    let named = |key: &UploadKey| {
        s3.uploads
            .get(*key)
            .is_some_and(|upload| upload_id(name, request.key, key.number, upload.initiated) == id)
    };
    let key = s3.uploads.of_key(space, index).into_iter().find(named).ok_or_else(unknown)?;
    Ok(Place { space, index, number: key.number })
}

impl S3 {
    /// The upload at a place, which may stand in a run.
    pub(crate) fn upload_at(&self, place: Place) -> Option<&Upload> {
        let keys = self.uploads.of_key(place.space, place.index);
        keys.into_iter().find(|key| key.number == place.number).and_then(|key| self.uploads.get(key))
    }

    /// How an upload is encrypted.
    pub(crate) fn encryption_of_upload(&self, place: Place) -> EncryptionId {
        self.upload_at(place).map(|upload| upload.encryption).unwrap_or_default()
    }

    /// Every part brings the customer's key with which the upload was begun, or none does (EN-061).
    fn check_part_key(&self, request: &Request<'_>, place: Place) -> Result<(), Refusal> {
        let stored = self.protection(self.encryption_of_upload(place)).encryption.customer_key_md5();
        let brought = headers::read(request)?.customer_key;
        let message = match (stored, brought) {
            (None, None) => return Ok(()),
            (Some(stored), Some(brought)) if brought.md5.as_deref() == Some(stored) => return Ok(()),
            (Some(_), Some(_)) => {
                "The provided encryption parameters did not match the ones used originally."
            }
            _ => {
                "The multipart upload initiate requested encryption. Subsequent part requests must include the \
                 appropriate encryption parameters."
            }
        };
        Err(Refusal::because(ErrorCode::InvalidRequest, message))
    }
}

fn part_number(form: Form<'_>) -> Result<u16, Refusal> {
    let number = form.text("PartNumber")?.and_then(|text| text.parse::<u16>().ok());
    number.filter(|number| (1..=PARTS_MAX).contains(number)).ok_or_else(|| {
        let message = "Part number must be an integer between 1 and 10000, inclusive";
        Refusal::because(ErrorCode::InvalidArgument, message).with("ArgumentName", "partNumber")
    })
}

fn check_part_size(size: u64) -> Result<(), Refusal> {
    if size > PART_BYTES_MAX {
        return Err(Refusal::of(ErrorCode::EntityTooLarge)
            .with("ProposedSize", size.to_string())
            .with("MaxSizeAllowed", PART_BYTES_MAX.to_string()));
    }
    Ok(())
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html>
fn judge_copy(s3: &S3, request: &Request<'_>, bucket: BucketId, form: Form<'_>) -> Result<Act, Refusal> {
    let part = part_number(form)?;
    let place = find(s3, request, bucket, form)?;
    s3.check_part_key(request, place)?;
    let (from, key, sought) = copy_source(form)?;
    let source = s3
        .bucket_id(from)
        .filter(|&id| !s3.bucket(id).deleted)
        .ok_or_else(|| Refusal::of(ErrorCode::NoSuchBucket).with("BucketName", from))?;
    let found = s3.seek_data(source, key, sought)?;
    let attrs = *s3.table.attrs_of(found.row);
    check_readable(&attrs)?;
    s3.check_source_key(request, &attrs)?;
    let (whole, created) = (s3.table.arena.get(found.row).size, s3.table.arena.get(found.row).created);
    check_source(form, &s3.etag_of(source, key, found.row), created)?;
    let range = match form.text("CopySourceRange")? {
        None => 0..whole,
        Some(text) => {
            let range = text.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
            let range =
                range.and_then(|(from, to)| Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?)));
            let (from, to) = range.filter(|(from, to)| from <= to).ok_or_else(|| {
                let message = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and \
                               last are the zero-based offsets of the first and last bytes to copy";
                Refusal::because(ErrorCode::InvalidArgument, message)
            })?;
            if to >= whole {
                let message = format!("Range specified is not valid for source object of size: {whole}");
                return Err(Refusal::because(ErrorCode::InvalidArgument, message));
            }
            from..to + 1
        }
    };
    let size = range.end - range.start;
    check_part_size(size)?;
    let text = &s3.contents[attrs.content.0 as usize].body;
    let known = attrs.content != ContentId::default();
    let body = known.then(|| text.get(range.start as usize..range.end as usize).map(str::to_owned)).flatten();
    Ok(Act::Part { place, part, size, body, source: Some((source, found)) })
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html>
fn judge_complete(s3: &S3, request: &Request<'_>, bucket: BucketId, form: Form<'_>) -> Result<Act, Refusal> {
    let place = find(s3, request, bucket, form)?;
    let upload = s3.upload_at(place).ok_or_else(|| Refusal::of(ErrorCode::NoSuchUpload))?;
    let listed = form.get("MultipartUpload").and_then(|upload| upload.get("Parts"));
    let listed = listed.and_then(|parts| parts.as_list()).unwrap_or_default();
    if listed.is_empty() {
        return Err(Refusal::because(ErrorCode::InvalidRequest, "You must specify at least one part"));
    }
    let directory = s3.bucket(bucket).is_directory();
    let mut parts: Vec<u16> = Vec::with_capacity(listed.len());
    for (index, entry) in listed.iter().enumerate() {
        let field = |name| entry.get(name).and_then(|node| node.scalar());
        let malformed = || Refusal::of(ErrorCode::MalformedXml);
        let number = field("PartNumber").and_then(|text| text.parse::<u16>().ok()).ok_or_else(malformed)?;
        let wanted = field("ETag").ok_or_else(malformed)?;
        if parts.last().is_some_and(|last| number <= *last) {
            return Err(Refusal::of(ErrorCode::InvalidPartOrder));
        }
        // Only general purpose buckets take numbers with gaps.
        if directory && usize::from(number) != index + 1 {
            let message = "Parts of an upload to a directory bucket must be numbered 1, 2, 3 and so on.";
            return Err(Refusal::because(ErrorCode::InvalidRequest, message));
        }
        let known = upload.parts.get(&number);
        if known.is_none_or(|part| part.etag.trim_matches('"') != wanted.trim_matches('"')) {
            return Err(Refusal::of(ErrorCode::InvalidPart)
                .with("UploadId", form.text("UploadId")?.unwrap_or_default())
                .with("PartNumber", number.to_string())
                .with("ETag", wanted));
        }
        parts.push(number);
    }
    let sizes = || parts.iter().filter_map(|number| upload.parts.get(number).map(|part| (*number, part)));
    for (number, part) in sizes().take(parts.len() - 1) {
        if part.size < PART_BYTES_MIN {
            return Err(Refusal::of(ErrorCode::EntityTooSmall)
                .with("ProposedSize", part.size.to_string())
                .with("MinSizeAllowed", PART_BYTES_MIN.to_string())
                .with("PartNumber", number.to_string())
                .with("ETag", part.etag.trim_matches('"')));
        }
    }
    let size: u64 = sizes().map(|(_, part)| part.size).sum();
    if size > s3.rules.largest_object() {
        return Err(Refusal::of(ErrorCode::EntityTooLarge)
            .with("ProposedSize", size.to_string())
            .with("MaxSizeAllowed", s3.rules.largest_object().to_string()));
    }
    if form.number("MpuObjectSize")?.is_some_and(|announced| announced != size) {
        let message = "The provided 'x-amz-mp-object-size' header value does not match what was computed.";
        return Err(Refusal::because(ErrorCode::InvalidRequest, message));
    }
    check_conditions(s3, request, bucket, form)?;
    Ok(Act::Complete { place, parts })
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    act: Act,
    cause: CauseId,
) -> (StorageClass, Response) {
    match act {
        Act::Create { class, tags, lock, access, protection } => {
            let (space, index) = s3.place(bucket, request.key);
            if access.owner.is_some() {
                s3.buckets[bucket.0 as usize].access.has_foreign_objects = true;
            }
            let (tags, access) = (s3.tags(tags), s3.intern_access(access));
            let encryption = s3.intern_protection(protection);
            let parts = BTreeMap::new();
            let new = NewUpload { class, tags, lock, access, encryption, initiated: now, parts };
            let keys = s3.begin_uploads(now, space, index..index + 1, &new, cause);
            let mut fields = Fields::new().text("Bucket", request.bucket).text("Key", request.key);
            if let Some(&key) = keys.first() {
                let id = upload_id(request.bucket, request.key, key.number, now);
                fields = s3.describe_abort(bucket, key, fields.text("UploadId", id));
            }
            (class, Response::ok(200, s3.describe_encryption(encryption, fields)))
        }
        Act::Part { place, part, size, body, source } => {
            let class = s3.upload_at(place).map_or(StorageClass::Standard, |upload| upload.class);
            let mut fields = Fields::new();
            if let Some((source, found)) = source {
                s3.charge_copied(source, bucket, request.api, found, size);
                s3.access(now, found);
                let key = s3.table.space(found.space).naming.key(found.index);
                fields = fields.maybe("CopySourceVersionId", s3.version_id_of(source, &key, found.row));
            }
            s3.charge_upload(bucket, request.api, class, size.into());
            let encryption = s3.encryption_of_upload(place);
            s3.charge_second_layer(bucket, request.api, encryption, size.into());
            let etag = match body.as_deref().filter(|_| s3.protection(encryption).shows_md5()) {
                Some(text) => etag(text.as_bytes()),
                None => {
                    made_up_etag(request.bucket, &format!("{}?part={part}", request.key), place.number, now)
                }
            };
            let key = s3.single_upload(place.space, place.index, place.number);
            s3.put_part(key, part, Part { size, body, etag: etag.clone(), modified: now });
            if request.api == Api::UploadPartCopy {
                let result = Fields::new().text("ETag", &etag).text("LastModified", now.to_string());
                fields = fields.map("CopyPartResult", result).text("LastModified", now.to_string());
            }
            let fields = s3.describe_encryption(encryption, fields.text("ETag", etag));
            (class, Response::ok(200, fields))
        }
        Act::Complete { place, parts } => complete(s3, now, request, bucket, place, &parts, cause),
        Act::Abort { place } => {
            let key = s3.single_upload(place.space, place.index, place.number);
            s3.abort_upload(key, cause);
            (StorageClass::Standard, Response::ok(204, Fields::new()))
        }
    }
}

fn complete(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    place: Place,
    numbers: &[u16],
    cause: CauseId,
) -> (StorageClass, Response) {
    let key = s3.single_upload(place.space, place.index, place.number);
    let Some(mut upload) = s3.end_upload(key) else {
        return (StorageClass::Standard, Response::refused(Refusal::of(ErrorCode::NoSuchUpload)));
    };
    let parts: Vec<Part> = numbers.iter().filter_map(|number| upload.parts.remove(number)).collect();
    let size = parts.iter().map(|part| part.size).sum();
    let content = match parts.iter().map(|part| part.body.as_deref()).collect::<Option<String>>() {
        Some(body) => {
            let digests: Vec<[u8; 16]> = parts.iter().map(|part| md5_of(&part.etag)).collect();
            s3.content(Content { etag: etag_of_parts(&digests), body })
        }
        None => ContentId::default(),
    };
    let directory = s3.bucket(bucket).is_directory();
    // A general purpose bucket dates the object by the beginning of its upload, a directory bucket by its end.
    let created = if directory { now } else { upload.initiated };
    let lock = s3.locks.intern(upload.lock);
    let written = Written {
        size,
        class: upload.class,
        tags: upload.tags,
        content,
        access: upload.access,
        encryption: upload.encryption,
        parts: parts.len() as u16,
        lock,
    };
    s3.write_dated(now, place.space, place.index, written, created, cause);
    let mut fields = Fields::new()
        .text("Location", format!("https://{}.s3.amazonaws.com/{}", request.bucket, request.key))
        .text("Bucket", request.bucket)
        .text("Key", request.key);
    let head = s3.table.find(place.space, place.index);
    let ours = |row| {
        let (data, attrs) = (s3.table.arena.get(row), s3.table.attrs_of(row));
        data.created == created && data.size == size && attrs.parts == written.parts
    };
    if let Some(row) = head.and_then(|head| s3.table.stack(head).find(|&row| ours(row))) {
        if s3.bucket(bucket).replication.is_some() {
            s3.replicate_version(row, place.space, &(place.index..place.index + 1));
        }
        let attrs = *s3.table.attrs_of(row);
        let null = s3.table.arena.get(row).number == 0;
        fields = fields
            .text("ETag", s3.etag_of(bucket, request.key, row))
            .maybe("VersionId", s3.version_id_of(bucket, request.key, row).filter(|_| !null));
        if Some(row) == head {
            fields = fields.maybe("Expiration", s3.expiration_header(bucket, &attrs, size, created));
        }
    }
    (upload.class, Response::ok(200, s3.describe_encryption(upload.encryption, fields)))
}

impl S3 {
    /// `AbortDate` and `AbortRuleId`: when which rule will abort the upload.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html>
    fn describe_abort(&self, bucket: BucketId, key: UploadKey, fields: Fields) -> Fields {
        let Some((day, rule)) = self.abort_due(key) else { return fields };
        let id = self.bucket(bucket).lifecycle.as_ref().and_then(|lifecycle| lifecycle.rules.get(rule));
        fields
            .text("AbortDate", http_date::format(day.start()))
            .maybe("AbortRuleId", id.map(|rule| rule.id.clone()))
    }

    /// Books what copying `bytes` out of a version costs beside the request.
    pub(crate) fn charge_copied(
        &mut self,
        source: BucketId,
        target: BucketId,
        api: Api,
        found: Found,
        bytes: u64,
    ) {
        let class = self.table.attrs_of(found.row).class;
        self.charge_retrieval(source, api, class, bytes.into());
        let here = self.bucket(target).region;
        if here != self.bucket(source).region {
            self.charge_transfer_out(source, api, Route::Region(here), bytes.into());
        }
    }
}
