//! ListParts and ListMultipartUploads.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html>

use std::collections::BTreeSet;

use s3sim_aws::error::ErrorCode;
use s3sim_document::tree::Value;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::find;
use crate::form::Form;
use crate::identity::upload_id;
use crate::machine::S3;
use crate::request::Request;
use crate::response::{Fields, Refusal};
use crate::service::Intent;

/// Most entries of a page.
const ENTRIES_MAX: u64 = 1_000;

pub(crate) fn list_parts(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let place = find(s3, request, bucket, form)?;
    let limit = form.number("MaxParts")?.unwrap_or(ENTRIES_MAX).min(ENTRIES_MAX) as usize;
    let after = form.number("PartNumberMarker")?.unwrap_or(0);
    let keys = s3.uploads.of_key(place.space, place.index);
    let found = keys.into_iter().find(|key| key.number == place.number);
    let Some((key, upload)) = found.and_then(|key| s3.uploads.get(key).map(|upload| (key, upload))) else {
        return Err(Refusal::of(ErrorCode::NoSuchUpload));
    };
    let mut parts = upload.parts.iter().filter(|(number, _)| u64::from(**number) > after).peekable();
    let mut page = Vec::new();
    let mut last = after;
    while page.len() < limit
        && let Some((number, part)) = parts.next()
    {
        last = u64::from(*number);
        page.push(
            Fields::new()
                .number("PartNumber", last)
                .text("LastModified", part.modified.to_string())
                .text("ETag", &part.etag)
                .number("Size", part.size),
        );
    }
    let truncated = parts.peek().is_some();
    let mut fields = Fields::new()
        .text("Bucket", request.bucket)
        .text("Key", request.key)
        .text("UploadId", form.text("UploadId")?.unwrap_or_default())
        .text("StorageClass", upload.class.name())
        .number("PartNumberMarker", after)
        .number("MaxParts", limit as u64)
        .node("IsTruncated", Value::Bool(truncated))
        .list("Parts", page);
    if truncated {
        fields = fields.number("NextPartNumberMarker", last);
    }
    Ok(Intent::answer(200, s3.describe_abort(bucket, key, fields)))
}

/// One upload of one key, in the order of a listing: by key, then by its beginning.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    key: String,
    initiated: Instant,
    id: String,
    class: &'static str,
}

pub(crate) fn list_uploads(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let prefix = form.text("Prefix")?.unwrap_or("");
    let delimiter = form.text("Delimiter")?.filter(|text| !text.is_empty());
    let limit = form.number("MaxUploads")?.unwrap_or(ENTRIES_MAX).min(ENTRIES_MAX) as usize;
    let (after, after_id) = (form.text("KeyMarker")?, form.text("UploadIdMarker")?);
    let listed = s3.listed(bucket, prefix);
    // Behind the marker's key; with the id of an upload, behind that upload.
    let begin = match (after, after_id) {
        (None, _) => 0,
        (Some(key), None) => listed.partition_point(|one| one.key.as_str() <= key),
        (Some(key), Some(id)) => listed
            .iter()
            .position(|one| one.key == key && one.id == id)
            .map_or_else(|| listed.partition_point(|one| one.key.as_str() <= key), |at| at + 1),
    };
    let (mut page, mut common) = (Vec::new(), BTreeSet::new());
    let (mut truncated, mut last) = (false, None);
    for one in &listed[begin..] {
        let folded = delimiter.and_then(|delimiter| {
            let at = one.key[prefix.len()..].find(delimiter)?;
            Some(one.key[..prefix.len() + at + delimiter.len()].to_owned())
        });
        let known = folded.as_ref().is_some_and(|folded| {
            common.contains(folded) || after.is_some_and(|after| after.starts_with(folded.as_str()))
        });
        if known {
            continue;
        }
        if page.len() + common.len() == limit {
            truncated = limit > 0;
            break;
        }
        match folded {
            Some(folded) => {
                last = Some((folded.clone(), None));
                common.insert(folded);
            }
            None => {
                last = Some((one.key.clone(), Some(one.id.clone())));
                page.push(
                    Fields::new()
                        .text("Key", &one.key)
                        .text("UploadId", &one.id)
                        .text("Initiated", one.initiated.to_string())
                        .text("StorageClass", one.class),
                );
            }
        }
    }
    let common = common.into_iter().map(|prefix| Fields::new().text("Prefix", prefix)).collect();
    let mut fields = Fields::new()
        .text("Bucket", request.bucket)
        .text("Prefix", prefix)
        .maybe("Delimiter", delimiter)
        .maybe("KeyMarker", after)
        .maybe("UploadIdMarker", after_id)
        .number("MaxUploads", limit as u64)
        .node("IsTruncated", Value::Bool(truncated))
        .list("Uploads", page)
        .list("CommonPrefixes", common);
    if let Some((key, id)) = last.filter(|_| truncated) {
        fields = fields.text("NextKeyMarker", key).maybe("NextUploadIdMarker", id);
    }
    Ok(Intent::answer(200, fields))
}

impl S3 {
    /// Every upload to a key that starts with `prefix`, in the order of a listing.
    fn listed(&self, bucket: BucketId, prefix: &str) -> Vec<Listed> {
        let entry = self.bucket(bucket);
        let mut listed = Vec::new();
        for space in entry.spaces() {
            for (place, upload) in self.uploads.of_space(space) {
                let keys = (place.first..place.first + upload.count).map(|index| self.key(space, index));
                listed.extend(keys.filter(|key| key.starts_with(prefix)).map(|key| Listed {
                    id: upload_id(&entry.name, &key, place.number, upload.initiated),
                    key,
                    initiated: upload.initiated,
                    class: upload.class.name(),
                }));
            }
        }
        listed.sort();
        listed
    }
}
