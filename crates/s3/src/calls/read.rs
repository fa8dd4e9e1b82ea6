//! GetObject and HeadObject.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::find::{Found, sought};
use crate::form::Form;
use crate::machine::S3;
use crate::object::attrs::{Attrs, ContentId};
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A GET that will succeed.
#[derive(Clone, Debug)]
pub struct Read {
    found: Found,
    class: StorageClass,
    bytes: u64,
    fields: Fields,
}

impl Read {
    /// The same with an answer that leaves some fields out.
    pub(crate) fn without(self, names: &[&str]) -> Read {
        Read { fields: self.fields.without(names), ..self }
    }

    /// What the answer will say.
    pub(crate) fn fields(self) -> Fields {
        self.fields
    }
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let sought = sought(form)?;
    let found = s3.seek_data(bucket, request.key, sought)?;
    let attrs = *s3.table.attrs_of(found.row);
    let etag = s3.etag_of(bucket, request.key, found.row);
    check_conditions(form, &etag)?;
    let mut fields = s3.describe(bucket, request.key, found, sought);
    if request.api == Api::HeadObject {
        return Ok(Intent::Answer { status: 200, fields, class: attrs.class });
    }
    check_readable(&attrs)?;
    let content = &s3.contents[attrs.content.0 as usize];
    if attrs.content != ContentId::default() {
        fields = fields.text("Body", content.body.clone());
    }
    let bytes = s3.table.arena.get(found.row).size;
    Ok(Intent::Read(Read { found, class: attrs.class, bytes, fields }))
}

/// `If-Match` and `If-None-Match` of reads.
fn check_conditions(form: Form<'_>, etag: &str) -> Result<(), Refusal> {
    let same = |value: &str| value == "*" || value.trim_matches('"') == etag.trim_matches('"');
    if form.text("IfMatch")?.is_some_and(|value| !same(value)) {
        return Err(Refusal::of(ErrorCode::PreconditionFailed).with("Condition", "If-Match"));
    }
    if form.text("IfNoneMatch")?.is_some_and(same) {
        return Err(Refusal::of(ErrorCode::NotModified));
    }
    Ok(())
}

/// Archived objects cannot be read before they are restored.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html>
pub(crate) fn check_readable(attrs: &Attrs) -> Result<(), Refusal> {
    let refusal = Refusal::of(ErrorCode::InvalidObjectState).with("StorageClass", attrs.class.name());
    if attrs.class.is_archive() {
        return Err(refusal);
    }
    if attrs.tier.is_archive() {
        return Err(refusal.with("AccessTier", attrs.tier.name()));
    }
    Ok(())
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    read: Read,
) -> (StorageClass, Response) {
    s3.charge_retrieval(bucket, request.api, read.class, read.bytes.into());
    s3.charge_transfer_out(bucket, request.api, request.route, read.bytes.into());
    s3.access(now, read.found);
    (read.class, Response::ok(200, read.fields))
}
