//! CreateBucket, DeleteBucket, HeadBucket, GetBucketLocation, ListBuckets.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::access::judge_new_bucket;
use crate::access::Access;
use crate::bucket::NewBucket;
use crate::form::Form;
use crate::machine::S3;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A bucket that comes or goes.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new one in this Region.
    Create(Region, Box<Access>),
    /// An empty one goes.
    Delete,
}

pub(crate) fn judge_create(
    s3: &S3,
    request: &Request<'_>,
    known: Option<BucketId>,
) -> Result<Intent, Refusal> {
    if !is_bucket_name(request.bucket) {
        return Err(Refusal::of(ErrorCode::InvalidBucketName).with("BucketName", request.bucket));
    }
    if let Some(id) = known {
        let mine = s3.bucket(id).owner == request.caller.account;
        let code = if mine { ErrorCode::BucketAlreadyOwnedByYou } else { ErrorCode::BucketAlreadyExists };
        return Err(Refusal::of(code).with("BucketName", request.bucket));
    }
    let constraint = request
        .parameters
        .get("CreateBucketConfiguration")
        .and_then(|node| node.get("LocationConstraint"))
        .and_then(|node| node.scalar());
    let region = match constraint {
        None => s3.home,
        Some("EU") => Region::parse("eu-west-1").unwrap_or(s3.home),
        Some(name) => {
            let region = Region::parse(name).filter(|&region| region != Region::US_EAST_1);
            region.ok_or_else(|| {
                Refusal::of(ErrorCode::InvalidLocationConstraint).with("LocationConstraint", name)
            })?
        }
    };
    let access = judge_new_bucket(s3, request.caller.account, Form::new(request.parameters))?;
    Ok(Intent::Bucket(Change::Create(region, Box::new(access))))
}

/// 3 to 63 characters: lower case letters, digits, dots and hyphens, beginning and ending with a letter or digit.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
pub fn is_bucket_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let ends = |b: Option<u8>| b.is_some_and(plain);
    let is_address = name.split('.').count() == 4 && name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (3..=63).contains(&name.len())
        && name.bytes().all(|b| plain(b) || b == b'.' || b == b'-')
        && ends(name.bytes().next())
        && ends(name.bytes().last())
        && !name.contains("..")
        && !is_address
        && !["xn--", "sthree-"].iter().any(|reserved| name.starts_with(reserved))
        && !["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"]
            .iter()
            .any(|reserved| name.ends_with(reserved))
}

pub(crate) fn list_all(s3: &S3, request: &Request<'_>) -> Intent {
    let mine = s3.buckets().filter(|(_, b)| !b.deleted && b.owner == request.caller.account);
    let mut buckets: Vec<_> = mine.map(|(_, b)| (b.name.clone(), b.created)).collect();
    buckets.sort();
    let entry = |(name, created): (String, Instant)| {
        Fields::new().text("Name", name).text("CreationDate", created.to_string())
    };
    Intent::answer(200, Fields::new().list("Buckets", buckets.into_iter().map(entry).collect()))
}

pub(crate) fn judge(s3: &S3, request: &Request<'_>, bucket: BucketId) -> Result<Intent, Refusal> {
    let entry = s3.bucket(bucket);
    match request.api {
        Api::DeleteBucket if s3.holds_anything(bucket) => {
            let message =
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
            Err(Refusal::because(ErrorCode::BucketNotEmpty, message).with("BucketName", &entry.name))
        }
        Api::DeleteBucket => Ok(Intent::Bucket(Change::Delete)),
        Api::GetBucketLocation => {
            let name = Some(entry.region.name()).filter(|_| entry.region != Region::US_EAST_1);
            Ok(Intent::answer(200, Fields::new().maybe("LocationConstraint", name)))
        }
        _ => Ok(Intent::answer(200, Fields::new().text("BucketRegion", entry.region.name()))),
    }
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: Option<BucketId>,
    change: Change,
) -> Response {
    match (change, bucket) {
        (Change::Create(region, access), _) => {
            let id = s3.add_bucket(NewBucket {
                name: request.bucket.to_owned(),
                owner: request.caller.account,
                region,
                created: now,
            });
            s3.set_access(id, *access);
            Response::ok(200, Fields::new().text("Location", format!("/{}", request.bucket)))
        }
        (Change::Delete, Some(bucket)) => {
            s3.buckets[bucket.0 as usize].deleted = true;
            s3.names.remove(request.bucket);
            Response::ok(204, Fields::new())
        }
        (Change::Delete, None) => Response::refused(Refusal::of(ErrorCode::NoSuchBucket)),
    }
}

impl S3 {
    /// Whether a bucket has any version or delete marker.
    fn holds_anything(&self, bucket: BucketId) -> bool {
        self.bucket(bucket).spaces().any(|space| self.table.space(space).index.keys() > 0)
    }
}
