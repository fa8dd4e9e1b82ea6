//! GetBucketReplication, PutBucketReplication, DeleteBucketReplication.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html>

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_ledger::BucketId;

use super::configuration::Change;
use crate::bucket::Versioning;
use crate::form::Form;
use crate::machine::S3;
use crate::replication::read;
use crate::replication::validate::{Candidate, Circumstances};
use crate::request::Request;
use crate::response::{Fields, Refusal};
use crate::service::Intent;

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    match request.api {
        Api::GetBucketReplication => {
            let configuration = s3.replication_of(bucket).ok_or_else(|| {
                let name = &s3.bucket(bucket).name;
                Refusal::of(ErrorCode::ReplicationConfigurationNotFoundError).with("BucketName", name)
            })?;
            let document = configuration.to_document().value;
            Ok(Intent::answer(200, Fields::new().node("ReplicationConfiguration", document)))
        }
        Api::PutBucketReplication => {
            let destination = |name: &str| s3.candidate(name);
            let circumstances = Circumstances {
                source: &s3.bucket(bucket).name,
                versioned: s3.bucket(bucket).versioning == Versioning::Enabled,
                destination: &destination,
            };
            let configuration = form.required_document("ReplicationConfiguration", |reader| {
                read::configuration(reader, &circumstances)
            })?;
            Ok(Intent::Configure(Change::Replication(Some(configuration))))
        }
        _ => Ok(Intent::Configure(Change::Replication(None))),
    }
}

impl S3 {
    /// A bucket as the destination of a rule.
    fn candidate(&self, name: &str) -> Option<Candidate> {
        let id = self.bucket_id(name)?;
        let bucket = self.bucket(id);
        Some(Candidate {
            versioned: bucket.versioning == Versioning::Enabled,
            owner: self.owner_entry(id).number.to_string(),
        })
    }
}
