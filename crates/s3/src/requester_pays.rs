//! Requester pays: requests and transfer at the expense of whoever asks.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html>

use s3sim_aws::error::ErrorCode;
use s3sim_document::tree::Map;
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

impl S3 {
    /// Says on whose account the requests about many objects are that follow: whoever sends them, where the bucket has
    /// requesters pay and the sender agrees to it. Answers whether S3 takes them; it does not if the sender is somebody
    /// else than the owner and does not agree (403 AccessDenied, which nobody pays for).
    pub fn bill_requests_of(&mut self, bucket: BucketId, sender: AccountId, parameters: &Map) -> bool {
        let agrees = agrees(Form::new(parameters));
        let entry = self.bucket(bucket);
        let taken = !entry.requester_pays || sender == entry.owner || agrees;
        self.requester = agrees.then_some(sender);
        taken
    }

    /// From now on the owner of a bucket pays again.
    pub fn bill_owners(&mut self) {
        self.requester = None;
    }
}
