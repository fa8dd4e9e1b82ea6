//! GetBucketEncryption, PutBucketEncryption, DeleteBucketEncryption, UpdateObjectEncryption.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::configuration::Change;
use super::find::{Found, sought};
use crate::configuration::schema::{self, MALFORMED};
use crate::encryption::default::{self, DefaultEncryption};
use crate::encryption::{Encryption, Protection};
use crate::form::Form;
use crate::kms::KeySpec;
use crate::machine::S3;
use crate::object::attrs::Attrs;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html>
pub(crate) fn judge_default(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let present = &s3.bucket(bucket).settings.encryption;
    match request.api {
        Api::GetBucketEncryption => {
            let shown = present.describe(s3.rules.encrypts_every_object());
            let code = ErrorCode::ServerSideEncryptionConfigurationNotFoundError;
            Ok(Intent::answer(200, shown.ok_or_else(|| Refusal::of(code))?))
        }
        Api::PutBucketEncryption => {
            let new = form.required_document("ServerSideEncryptionConfiguration", default::read)?;
            Ok(Intent::Configure(Change::Encryption(new.onto(present))))
        }
        _ => {
            let blocks_customer_keys = present.blocks_customer_keys;
            Ok(Intent::Configure(Change::Encryption(DefaultEncryption {
                blocks_customer_keys,
                ..DefaultEncryption::default()
            })))
        }
    }
}

/// A version that is about to be encrypted in another way, where it is.
#[derive(Clone, Debug)]
pub struct Reencryption {
    pub(crate) found: Found,
    /// How far down its stack it stands.
    depth: usize,
    pub(crate) protection: Protection,
}

/// What UpdateObjectEncryption brings: the ARN of a key, and whether a bucket key is used.
fn read_update(reader: &Reader<'_>) -> Option<(String, bool)> {
    schema::document(reader, |reader| {
        let mut fields = schema::unwrapped(reader, "ObjectEncryption")?;
        let found = schema::required(&mut fields, "SSEKMS", ": the only type that can be asked for");
        schema::finish(fields);
        let mut inner = schema::structure(&found?)?;
        let arn = schema::required(&mut inner, "KMSKeyArn", "").and_then(|arn| schema::text(&arn));
        let bucket_key = inner.optional("BucketKeyEnabled").and_then(|word| schema::boolean(&word));
        schema::finish(inner);
        Some((arn?.to_owned(), bucket_key.unwrap_or(false)))
    })
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/update-sse-encryption.html>: in place, without touching the
/// bytes, whatever class they are in.
pub(crate) fn judge_update(
    s3: &S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    if !s3.rules.updates_encryption_in_place() || s3.bucket(bucket).is_directory() {
        return Err(Refusal::of(ErrorCode::NotImplemented));
    }
    let invalid = |message: &str| Refusal::because(ErrorCode::InvalidRequest, message);
    // Anything but SSE-KMS with an ARN is an invalid request here, not a malformed document.
    let update =
        form.document("ObjectEncryption", read_update).map_err(|refusal| match refusal.code.name() {
            MALFORMED => invalid(&refusal.message),
            _ => refusal,
        })?;
    let (arn, bucket_key) = update
        .ok_or_else(|| invalid("ObjectEncryption is missing: {SSEKMS: {KMSKeyArn, BucketKeyEnabled}}"))?;
    let found = s3.seek_data(bucket, request.key, sought(form)?)?;
    let attrs = *s3.table.attrs_of(found.row);
    match s3.encryption_of(&attrs) {
        Encryption::S3 | Encryption::Kms { .. } => {}
        Encryption::None | Encryption::Dual { .. } | Encryption::Customer { .. } => {
            return Err(invalid("Only objects under SSE-S3 or SSE-KMS can be updated."));
        }
    }
    if s3.lock_of(found.row).protects(now, false) {
        return Err(Refusal::of(ErrorCode::AccessDenied));
    }
    let entry = s3.bucket(bucket);
    let key = Some(arn.as_str()).filter(|arn| arn.contains(":key/")).and_then(|arn| {
        s3.kms.find(arn, "", entry.region).filter(|&id| s3.kms.get(id).region == entry.region)
    });
    let key = key.ok_or_else(|| {
        invalid("KMSKeyArn has to be the full ARN of a KMS key in the Region of the bucket.")
    })?;
    if s3.kms.get(key).spec != KeySpec::Symmetric {
        return Err(invalid("The KMS key has to be a symmetric one for encryption and decryption."));
    }
    if s3.kms.get(key).owner != entry.owner {
        return Err(Refusal::of(ErrorCode::AccessDenied));
    }
    let head = s3.table.find(found.space, found.index).unwrap_or(found.row);
    let depth = s3.table.stack(head).position(|row| row == found.row).unwrap_or(0);
    let client_key = s3.protection(attrs.encryption).client_key.clone();
    let protection = Protection { encryption: Encryption::Kms { key, bucket_key }, client_key };
    Ok(Intent::Reencrypt(Reencryption { found, depth, protection }))
}

pub(crate) fn carry_update(s3: &mut S3, request: &Request<'_>, change: Reencryption) -> Response {
    let encryption = s3.intern_protection(change.protection);
    let Found { space, index, .. } = change.found;
    let heads = s3.table.isolate(space, index..index + 1);
    if let Some(row) = heads.first().and_then(|&head| s3.table.stack(head).nth(change.depth)) {
        let attrs = *s3.table.attrs_of(row);
        s3.table.set_attrs(row, Attrs { encryption, ..attrs });
    }
    Response::ok(request.api.success_status(), Fields::new())
}
