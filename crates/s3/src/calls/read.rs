//! GetObject and HeadObject.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::conditions::check_read;
use super::find::{Found, sought};
use super::range;
use crate::form::Form;
use crate::machine::S3;
use crate::object::attrs::{Attrs, ContentId};
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::restore::Condition;
use crate::service::Intent;

/// A GET that will succeed.
#[derive(Clone, Debug)]
pub struct Read {
    pub(crate) found: Found,
    class: StorageClass,
    bytes: u64,
    /// 200, or 206 for a part of it.
    status: u16,
    fields: Fields,
}

impl Read {
    /// The same with an answer that leaves some fields out.
    pub(crate) fn without(self, names: &[&str]) -> Read {
        Read { fields: self.fields.without(names), ..self }
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> u16 {
        self.status
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
    let row = *s3.table.arena.get(found.row);
    check_read(form, &etag, row.created)?;
    let mut fields = s3.describe(bucket, request.key, found, sought);
    if attrs.condition == Condition::Lost {
        return Err(lost());
    }
    let head = request.api == Api::HeadObject;
    if !head {
        check_readable(&attrs)?;
    }
    s3.check_customer_key(request, &attrs)?;
    let range = range::read(form, row.size)?;
    let status = if range.is_some() { 206 } else { 200 };
    if let Some(range) = &range {
        let content = format!("bytes {}-{}/{}", range.start, range.end - 1, row.size);
        fields = fields.replaced("ContentLength", range.end - range.start).text("ContentRange", content);
    }
    if head {
        return Ok(Intent::Answer { status, fields, class: attrs.class });
    }
    let range = range.unwrap_or(0..row.size);
    let content = &s3.contents[attrs.content.0 as usize];
    // Without the client's key it is noise.
    let key = request.caller.way.and_then(|way| way.client_key.as_deref());
    let legible = s3.protection(attrs.encryption).client_key.as_deref() == key;
    if attrs.content != ContentId::default() && legible {
        let bytes = content.body.as_bytes().get(range.start as usize..range.end as usize);
        fields = fields.text("Body", String::from_utf8_lossy(bytes.unwrap_or_default()));
    }
    let bytes = range.end - range.start;
    Ok(Intent::Read(Read { found, class: attrs.class, bytes, status, fields }))
}

/// What reading an object answers whose bytes are lost.
///
/// S3 documents 405 for Reduced Redundancy. Modelling choice: the same for One Zone-IA.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>
fn lost() -> Refusal {
    Refusal::because(ErrorCode::MethodNotAllowed, "The object has been lost")
}

/// Archived objects cannot be read before they are restored.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html>
pub(crate) fn check_readable(attrs: &Attrs) -> Result<(), Refusal> {
    match attrs.condition {
        Condition::Lost => return Err(lost()),
        Condition::Restored { .. } => return Ok(()),
        Condition::AsStored | Condition::Restoring(_) | Condition::Returned => {}
    }
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
    let encryption = s3.table.attrs_of(read.found.row).encryption;
    s3.charge_second_layer(bucket, request.api, encryption, read.bytes.into());
    s3.access(now, read.found);
    s3.observe_read(now, read.found.row, 1, read.bytes.into());
    (read.class, Response::ok(read.status, read.fields))
}
