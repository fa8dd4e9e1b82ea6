//! CreateBucket, DeleteBucket, HeadBucket, GetBucketLocation, ListBuckets.

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::tree::Node;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::access::judge_new_bucket;
use crate::access::Access;
use crate::bucket::{Bucket, BucketKind, NewBucket, Versioning};
use crate::form::{Form, invalid_argument};
use crate::lock::ObjectLockConfiguration;
use crate::machine::S3;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// Most buckets that one listing shows.
const LISTED_MAX: u64 = 10_000;

/// A bucket that comes or goes.
#[derive(Clone, Debug)]
pub enum Change {
    /// A new one.
    Create(Box<Creation>),
    /// An empty one goes.
    Delete,
}

/// What a new bucket will be.
#[derive(Clone, Debug)]
pub struct Creation {
    /// Where.
    region: Region,
    /// What kind of bucket.
    kind: BucketKind,
    /// Whether it has Object Lock, and with it versioning.
    object_lock: bool,
    /// Who may use it.
    access: Access,
}

pub(crate) fn judge_create(
    s3: &S3,
    request: &Request<'_>,
    form: Form<'_>,
    known: Option<BucketId>,
) -> Result<Intent, Refusal> {
    let configuration = form.get("CreateBucketConfiguration");
    let inside = |outer: &str, name: &str| {
        configuration.and_then(|node| node.get(outer)).and_then(|node| node.get(name)).and_then(Node::scalar)
    };
    let kind = match inside("Bucket", "Type") {
        Some("Directory") => {
            let zone = inside("Location", "Name").unwrap_or_default().to_owned();
            BucketKind::Directory { zone }
        }
        _ => BucketKind::GeneralPurpose,
    };
    let well_named = match &kind {
        BucketKind::GeneralPurpose => is_bucket_name(request.bucket),
        BucketKind::Directory { zone } => {
            zone_of_name(request.bucket).is_some_and(|named| zone.is_empty() || named == zone)
        }
    };
    if !well_named {
        return Err(Refusal::of(ErrorCode::InvalidBucketName).with("BucketName", request.bucket));
    }
    if let Some(id) = known {
        let mine = s3.bucket(id).owner == request.caller.account;
        let code = if mine { ErrorCode::BucketAlreadyOwnedByYou } else { ErrorCode::BucketAlreadyExists };
        return Err(Refusal::of(code).with("BucketName", request.bucket));
    }
    let constraint = configuration.and_then(|node| node.get("LocationConstraint")).and_then(Node::scalar);
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
    let kind = match kind {
        BucketKind::Directory { zone } if zone.is_empty() => {
            BucketKind::Directory { zone: zone_of_name(request.bucket).unwrap_or_default().to_owned() }
        }
        kind => kind,
    };
    let object_lock = form.text("ObjectLockEnabledForBucket")? == Some("true");
    let access = judge_new_bucket(s3, request.caller.account, form)?;
    Ok(Intent::Bucket(Change::Create(Box::new(Creation { region, kind, object_lock, access }))))
}

/// The zone in the name of a directory bucket: `use1-az4` of `fast--use1-az4--x-s3`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html>
pub fn zone_of_name(name: &str) -> Option<&str> {
    let (base, zone) = name.strip_suffix("--x-s3")?.rsplit_once("--")?;
    let plain = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
    };
    (name.len() <= 63 && plain(base) && plain(zone)).then_some(zone)
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

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>
pub(crate) fn list_all(s3: &S3, request: &Request<'_>, form: Form<'_>) -> Result<Intent, Refusal> {
    let directories = request.api == Api::ListDirectoryBuckets;
    let prefix = form.text("Prefix")?.unwrap_or_default();
    let region = match form.text("BucketRegion")? {
        None => None,
        Some(name) => Some(Region::parse(name).ok_or_else(|| {
            Refusal::because(
                ErrorCode::InvalidArgument,
                format!("Argument value {name} is not a valid AWS Region"),
            )
        })?),
    };
    let most = if directories { "MaxDirectoryBuckets" } else { "MaxBuckets" };
    let limit = form.number(most)?.unwrap_or(LISTED_MAX);
    if !(1..=LISTED_MAX).contains(&limit) {
        return Err(invalid_argument(most, "must be between 1 and 10000"));
    }
    let after = form.text("ContinuationToken")?;
    let wanted = |bucket: &Bucket| {
        !bucket.deleted
            && bucket.owner == request.caller.account
            && bucket.is_directory() == directories
            && bucket.name.starts_with(prefix)
            && region.is_none_or(|region| bucket.region == region)
            && after.is_none_or(|after| bucket.name.as_str() > after)
    };
    let mut buckets: Vec<&Bucket> = s3.buckets().map(|(_, bucket)| bucket).filter(|b| wanted(b)).collect();
    buckets.sort_by(|a, b| a.name.cmp(&b.name));
    let more = buckets.len() > limit as usize;
    buckets.truncate(limit as usize);
    let token = buckets.last().map(|bucket| bucket.name.clone()).filter(|_| more);
    let entry = |bucket: &&Bucket| {
        let fields =
            Fields::new().text("Name", &bucket.name).text("CreationDate", bucket.created.to_string());
        if directories { fields } else { fields.text("BucketRegion", bucket.region.name()) }
    };
    let fields = Fields::new().list("Buckets", buckets.iter().map(entry).collect());
    Ok(Intent::answer(200, fields.maybe("ContinuationToken", token)))
}

/// Whether a bucket of that kind has the call at all.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html>. The code, `NotImplemented`, is
/// a modelling choice.
pub(crate) fn check_kind(s3: &S3, api: Api, bucket: BucketId) -> Result<(), Refusal> {
    const DIRECTORY: &[Api] = &[
        Api::PutObject,
        Api::CopyObject,
        Api::RenameObject,
        Api::GetObject,
        Api::HeadObject,
        Api::GetObjectAttributes,
        Api::DeleteObject,
        Api::DeleteObjects,
        Api::CreateMultipartUpload,
        Api::UploadPart,
        Api::UploadPartCopy,
        Api::CompleteMultipartUpload,
        Api::AbortMultipartUpload,
        Api::ListParts,
        Api::ListMultipartUploads,
        Api::ListObjectsV2,
        Api::DeleteBucket,
        Api::HeadBucket,
        Api::CreateSession,
        Api::GetBucketLifecycleConfiguration,
        Api::PutBucketLifecycleConfiguration,
        Api::DeleteBucketLifecycle,
        Api::GetBucketEncryption,
        Api::PutBucketEncryption,
        Api::DeleteBucketEncryption,
        Api::GetBucketPolicy,
        Api::PutBucketPolicy,
        Api::DeleteBucketPolicy,
    ];
    if s3.bucket(bucket).is_directory() && !DIRECTORY.contains(&api) {
        return Err(Refusal::of(ErrorCode::NotImplemented));
    }
    Ok(())
}

pub(crate) fn judge(s3: &S3, request: &Request<'_>, bucket: BucketId) -> Result<Intent, Refusal> {
    let entry = s3.bucket(bucket);
    match request.api {
        Api::DeleteBucket if s3.holds_anything(bucket) => {
            let message =
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
            Err(Refusal::because(ErrorCode::BucketNotEmpty, message).with("BucketName", &entry.name))
        }
        // Directory buckets wait for their uploads, general purpose buckets take them along.
        Api::DeleteBucket if entry.is_directory() && s3.holds_uploads(bucket) => {
            Err(Refusal::of(ErrorCode::BucketNotEmpty).with("BucketName", &entry.name))
        }
        Api::DeleteBucket => Ok(Intent::Bucket(Change::Delete)),
        Api::GetBucketLocation => {
            let name = Some(entry.region.name()).filter(|_| entry.region != Region::US_EAST_1);
            Ok(Intent::answer(200, Fields::new().maybe("LocationConstraint", name)))
        }
        Api::CreateSession => {
            let message = "The bucket is no directory bucket.";
            if !entry.is_directory() {
                return Err(Refusal::because(ErrorCode::InvalidRequest, message));
            }
            Ok(Intent::answer(200, Fields::new().map("Credentials", Fields::new())))
        }
        _ => {
            let fields = Fields::new().text("BucketRegion", entry.region.name());
            let fields = match &entry.settings.kind {
                BucketKind::GeneralPurpose => fields,
                BucketKind::Directory { zone } => {
                    fields.text("BucketLocationType", "AvailabilityZone").text("BucketLocationName", zone)
                }
            };
            Ok(Intent::answer(200, fields))
        }
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
        (Change::Create(creation), _) => {
            let Creation { region, kind, object_lock, access } = *creation;
            let id = s3.add_bucket(NewBucket {
                name: request.bucket.to_owned(),
                owner: request.caller.account,
                region,
                created: now,
            });
            s3.set_access(id, access);
            s3.settings_mut(id).kind = kind;
            if object_lock {
                s3.settings_mut(id).object_lock = Some(ObjectLockConfiguration::default());
                s3.set_versioning(id, Versioning::Enabled);
            }
            Response::ok(200, Fields::new().text("Location", format!("/{}", request.bucket)))
        }
        (Change::Delete, Some(bucket)) => {
            s3.forget_uploads(bucket);
            s3.set_replication(bucket, None);
            s3.buckets[bucket.0 as usize].deleted = true;
            s3.names.remove(request.bucket);
            Response::ok(204, Fields::new())
        }
        (Change::Delete, None) => Response::refused(Refusal::of(ErrorCode::NoSuchBucket)),
    }
}

impl S3 {
    /// The storage class that a write to a bucket asks for.
    pub(crate) fn class_of(&self, bucket: BucketId, form: Form<'_>) -> Result<StorageClass, Refusal> {
        if self.bucket(bucket).is_directory() { form.express_class() } else { form.storage_class() }
    }

    /// The tags that a write to a bucket brings; directory buckets have none.
    pub(crate) fn tags_of(&self, bucket: BucketId, form: Form<'_>) -> Result<Vec<(String, String)>, Refusal> {
        let tags = form.tagging_header()?;
        if self.bucket(bucket).is_directory() && !tags.is_empty() {
            return Err(Refusal::of(ErrorCode::NotImplemented));
        }
        Ok(tags)
    }

    /// Whether a bucket has an unfinished upload.
    fn holds_uploads(&self, bucket: BucketId) -> bool {
        self.bucket(bucket).spaces().any(|space| self.uploads.of_space(space).next().is_some())
    }

    /// Whether a bucket has any version or delete marker.
    fn holds_anything(&self, bucket: BucketId) -> bool {
        self.bucket(bucket).spaces().any(|space| self.table.space(space).index.keys() > 0)
    }
}
