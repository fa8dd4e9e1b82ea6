//! Website endpoints: they read, over plain HTTP, and for nobody in particular.
//!
//! Modelling choice: redirects and error documents change what a browser shows, not whether a page is there; they are
//! left out.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html>

use std::borrow::Cow;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::Node;
use s3sim_ledger::BucketId;

use crate::configuration::stored::Stored;
use crate::machine::S3;
use crate::request::Request;
use crate::response::Refusal;

/// What a website endpoint refuses before anybody looks at permissions.
pub(crate) fn check(s3: &S3, request: &Request<'_>, bucket: BucketId) -> Result<(), Refusal> {
    if !request.caller.way.is_some_and(|way| way.website) {
        return Ok(());
    }
    let entry = s3.bucket(bucket);
    if !matches!(request.api, Api::GetObject | Api::HeadObject) {
        return Err(Refusal::of(ErrorCode::MethodNotAllowed).with("Method", request.api.name()));
    }
    if !entry.settings.documents.contains_key(&Stored::Website) {
        return Err(Refusal::of(ErrorCode::NoSuchWebsiteConfiguration).with("BucketName", request.bucket));
    }
    if entry.requester_pays {
        return Err(Refusal::of(ErrorCode::AccessDenied));
    }
    Ok(())
}

impl S3 {
    /// The key that a website endpoint looks for: in a folder (a key that ends in a slash) its index document.
    pub fn website_key<'k>(&self, bucket: &str, key: &'k str) -> Cow<'k, str> {
        if !key.is_empty() && !key.ends_with('/') {
            return Cow::Borrowed(key);
        }
        let website = self
            .bucket_id(bucket)
            .and_then(|id| self.bucket(id).settings.documents.get(&Stored::Website))
            .and_then(|website| website.get("IndexDocument")?.get("Suffix").and_then(Node::scalar));
        website.map_or(Cow::Borrowed(key), |suffix| Cow::Owned(format!("{key}{suffix}")))
    }
}
