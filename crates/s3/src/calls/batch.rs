//! CreateJob, DescribeJob, UpdateJobStatus: jobs of S3 Batch Replication.
//!
//! They are calls to an account. Here they are sent to the source bucket, which stands in the manifest generator too.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html>

use md5::{Digest, Md5};
use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::{Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use crate::form::Form;
use crate::machine::S3;
use crate::replication::batch::{BatchId, BatchJob, NewJob};
use crate::replication::standing::Status;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::service::Intent;

/// A job that comes, goes on or goes.
#[derive(Clone, Debug)]
pub enum Act {
    /// A new one.
    Create(NewJob),
    /// It is confirmed.
    Confirm(BatchId),
    /// It is called off.
    Cancel(BatchId),
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    if request.api == Api::CreateJob {
        return judge_create(s3, bucket, form).map(|job| Intent::Batch(Act::Create(job)));
    }
    let wanted = form.text("JobId")?.ok_or_else(|| invalid("JobId is missing"))?;
    let named = |(id, job): &(BatchId, &BatchJob)| job_id(s3, *id, job) == wanted;
    let unknown = || Refusal::because(ErrorCode::NoSuchJob, "The specified job does not exist");
    let (id, job) = s3.batch_jobs(bucket).find(named).ok_or_else(unknown)?;
    if request.api == Api::DescribeJob {
        return Ok(Intent::answer(200, Fields::new().map("Job", describe(s3, id, job))));
    }
    match form.text("RequestedJobStatus")? {
        Some("Ready") => Ok(Intent::Batch(Act::Confirm(id))),
        Some("Cancelled") => Ok(Intent::Batch(Act::Cancel(id))),
        _ => Err(invalid("RequestedJobStatus should be Ready or Cancelled")),
    }
}

/// The elements of `Filter`. `EligibleForReplication` goes without saying: nothing else is replicated.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_JobManifestGeneratorFilter.html>
const FILTERS: [&str; 8] = [
    "EligibleForReplication",
    "CreatedAfter",
    "CreatedBefore",
    "ObjectReplicationStatuses",
    "KeyNameConstraint",
    "ObjectSizeGreaterThanBytes",
    "ObjectSizeLessThanBytes",
    "MatchAnyStorageClass",
];

fn invalid(message: &str) -> Refusal {
    Refusal::because(ErrorCode::InvalidRequest, message)
}

fn judge_create(s3: &S3, bucket: BucketId, form: Form<'_>) -> Result<NewJob, Refusal> {
    let operation = form.get("Operation").ok_or_else(|| invalid("Operation is missing"))?;
    if operation.get("S3ReplicateObject").is_none() || form.get("Manifest").is_some() {
        // Other operations, and lists that somebody brings, are not simulated.
        return Err(Refusal::of(ErrorCode::NotImplemented));
    }
    if s3.bucket(bucket).replication.is_none() {
        return Err(Refusal::because(
            ErrorCode::InvalidRequest,
            "The source bucket has no replication configuration: SrcBucketReplicationConfigMissing",
        ));
    }
    let role = form.text("RoleArn")?.ok_or_else(|| invalid("RoleArn is missing"))?;
    let priority = form.text("Priority")?.map(str::parse::<i64>).transpose();
    let priority = priority.map_err(|_| invalid("Priority should be a whole number"))?.unwrap_or(0);
    let generator =
        form.get("ManifestGenerator").and_then(|generator| generator.get("S3JobManifestGenerator"));
    let generator =
        generator.ok_or_else(|| invalid("ManifestGenerator.S3JobManifestGenerator is missing"))?;
    let source = generator.get("SourceBucket").and_then(Node::scalar);
    if source.is_some_and(|arn| arn.strip_prefix("arn:aws:s3:::") != Some(s3.bucket(bucket).name.as_str())) {
        return Err(invalid("SourceBucket should be the ARN of the bucket that the job is for"));
    }
    let filter = generator.get("Filter");
    let words = filter.and_then(Node::as_map).into_iter().flat_map(|map| &map.entries);
    if let Some(unknown) = words.into_iter().find(|entry| !FILTERS.contains(&entry.key.as_str())) {
        return Err(invalid(&format!("There is no filter {}", unknown.key)));
    }
    let field = |name: &str| filter.and_then(|filter| filter.get(name));
    let names = field("KeyNameConstraint");
    if names.is_some_and(|names| names.get("MatchAnySuffix").or(names.get("MatchAnySubstring")).is_some()) {
        // Keys by their ends are not simulated.
        return Err(Refusal::of(ErrorCode::NotImplemented));
    }
    let prefixes = texts(names.and_then(|names| names.get("MatchAnyPrefix")));
    let classes = texts(field("MatchAnyStorageClass"));
    let classes = classes.iter().map(|class| StorageClass::parse(class)).collect::<Option<Vec<_>>>();
    let bytes = |name: &str| match field(name).and_then(Node::scalar) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| invalid(&format!("{name} should be a number"))),
    };
    let instant = |name: &str| match field(name).and_then(Node::scalar) {
        None => Ok(None),
        Some(text) => {
            Instant::parse(text).map(Some).ok_or_else(|| invalid(&format!("{name} should be a date")))
        }
    };
    let statuses = field("ObjectReplicationStatuses").and_then(Node::as_list).unwrap_or_default();
    let statuses = statuses.iter().map(status).collect::<Option<Vec<_>>>();
    Ok(NewJob {
        priority,
        role: role.to_owned(),
        confirmation: form.text("ConfirmationRequired")? == Some("true"),
        statuses: statuses.ok_or_else(|| {
            invalid("ObjectReplicationStatuses holds some of NONE, FAILED, COMPLETED and REPLICA")
        })?,
        created_after: instant("CreatedAfter")?,
        created_before: instant("CreatedBefore")?,
        prefixes,
        classes: classes.ok_or_else(|| invalid("MatchAnyStorageClass holds storage classes"))?,
        larger_than: bytes("ObjectSizeGreaterThanBytes")?,
        smaller_than: bytes("ObjectSizeLessThanBytes")?,
    })
}

fn texts(list: Option<&Node>) -> Vec<String> {
    let items = list.and_then(Node::as_list).unwrap_or_default();
    items.iter().filter_map(|item| item.scalar().map(str::to_owned)).collect()
}

fn status(node: &Node) -> Option<Option<Status>> {
    match node.scalar()? {
        "NONE" => Some(None),
        "FAILED" => Some(Some(Status::Failed)),
        "COMPLETED" => Some(Some(Status::Completed)),
        "REPLICA" => Some(Some(Status::Replica)),
        _ => None,
    }
}

/// The id of a job, in the form of AWS's: derived from what it is.
fn job_id(s3: &S3, id: BatchId, job: &BatchJob) -> String {
    let digest: [u8; 16] =
        Md5::digest(format!("{}?job={}@{}", s3.bucket(job.bucket).name, id.0, job.created)).into();
    let hex = format!("{:032x}", u128::from_be_bytes(digest));
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn describe(s3: &S3, id: BatchId, job: &BatchJob) -> Fields {
    let summary = Fields::new()
        .number("TotalNumberOfTasks", job.total)
        .number("NumberOfTasksSucceeded", job.succeeded)
        .number("NumberOfTasksFailed", job.failed);
    let reasons = job.failure.iter().map(|why| Fields::new().text("FailureReason", why)).collect();
    Fields::new()
        .text("JobId", job_id(s3, id, job))
        .node("ConfirmationRequired", Value::Bool(job.asked.confirmation))
        .text("Status", job.status.name())
        .node("Priority", Value::Number(job.asked.priority.to_string()))
        .map("ProgressSummary", summary)
        .list("FailureReasons", reasons)
        .text("CreationTime", job.created.to_string())
        .text("RoleArn", &job.asked.role)
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    act: Act,
) -> Response {
    let id = match act {
        Act::Create(new) => s3.create_job(now, bucket, new),
        Act::Confirm(id) => {
            s3.confirm_job(now, id);
            id
        }
        Act::Cancel(id) => {
            s3.cancel_job(now, id);
            id
        }
    };
    let job = s3.replication.jobs.get(id);
    let fields = Fields::new().text("JobId", job_id(s3, id, job));
    let fields =
        if request.api == Api::CreateJob { fields } else { fields.text("Status", job.status.name()) };
    Response::ok(request.api.success_status(), fields)
}
