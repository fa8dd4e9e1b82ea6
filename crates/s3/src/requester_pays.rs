//! Requester pays: requests and transfer at the expense of whoever asks.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>

use s3sim_aws::error::ErrorCode;
use s3sim_ledger::{AccountId, BucketId};

use crate::form::Form;
use crate::machine::S3;
use crate::request::Request;
use crate::response::Refusal;

/// Whether the caller agrees to pay: `RequestPayer: requester`.
fn agrees(form: Form<'_>) -> bool {
    matches!(form.text("RequestPayer"), Ok(Some("requester")))
}

/// A bucket that has requesters pay refuses everybody else who does not say that they will.
pub(crate) fn check(s3: &S3, request: &Request<'_>, bucket: BucketId, form: Form<'_>) -> Result<(), Refusal> {
    let bucket = s3.bucket(bucket);
    if bucket.requester_pays && request.caller.account != bucket.owner && !agrees(form) {
        return Err(Refusal::of(ErrorCode::AccessDenied));
    }
    Ok(())
}

/// Who pays for a request, if the bucket has requesters pay.
pub(crate) fn payer(request: &Request<'_>) -> Option<AccountId> {
    agrees(Form::new(request.parameters)).then_some(request.caller.account)
}
