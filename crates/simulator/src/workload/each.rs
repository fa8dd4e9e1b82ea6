//! Requests that are spelled out one by one: whatever is more than a read or a write by key.

use s3sim_aws::class::StorageClass;
use s3sim_document::tree::{At, Entry, Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_s3::machine::S3;
use s3sim_s3::request::Request;
use s3sim_scenario::request::{Content, Keys};
use s3sim_scenario::template::Piece;

use super::attempt::Verdict;
use super::birth::NOWHERE;
use super::job::Job;
use super::lane::Lane;
use crate::extras;
use crate::latency::{Kind, PER_DELETED_KEY, PER_LISTED_KEY};
use crate::recorder::Recorder;
use crate::retry::Failure;
use crate::steps::caller;

/// Sends one request to the machine and says what came of it.
pub(super) fn judge(
    lane: &mut Lane<'_>,
    job: &Job,
    now: Instant,
    s3: &mut S3,
    world: &mut Recorder,
) -> Verdict {
    let call = &lane.calls[usize::from(job.call)];
    let plan = call.plan;
    let number = job.index;
    let mut fill = |piece: &Piece| match piece {
        Piece::Counter { width } => Some(format!("{number:0width$}", width = usize::from(*width))),
        Piece::Residue { modulus } => Some((number % modulus).to_string()),
        Piece::Date => Some(now.day().to_string()),
        Piece::Text(text) => Some(text.clone()),
        Piece::Answer { .. } | Piece::Subject(_) => None,
    };
    let mut parameters = plan.filled(&mut fill).unwrap_or_default();
    if let Content::Body(body) = &plan.content
        && parameters.get("Body").is_none()
    {
        let value = Node::made(Value::Text(body.clone()));
        parameters.entries.push(Entry { key: "Body".to_owned(), key_at: At::NOWHERE, value });
    }
    let key = match &plan.key {
        None => String::new(),
        _ if job.space != NOWHERE => s3.key(job.space, job.index),
        Some(Keys::Literal(key)) => key.clone(),
        Some(Keys::Template(template)) => template.key(number, now.day()),
        Some(Keys::Pattern(_)) => return Verdict::refused(s3sim_aws::error::ErrorCode::NoSuchKey),
    };
    s3.cause_by_day(&lane.cause);
    let request = Request {
        api: plan.api,
        bucket: plan.bucket.as_deref().unwrap_or_default(),
        key: &key,
        parameters: &parameters,
        size: job.size,
        caller: caller(s3, plan),
        route: call.route,
        cause: &lane.cause,
    };
    let (response, kms) = match s3.respond_in_turn(now, &request, world) {
        Ok(answer) => answer,
        Err(by) => return Verdict::throttled(by),
    };
    if let Some(refusal) = &response.error {
        let failure = match response.status {
            503 => Some(Failure::Throttled),
            500..600 => Some(Failure::Transient),
            _ => None,
        };
        return Verdict { kms, failure, status: response.status, ..Verdict::refused(refusal.code) };
    }
    let field = |name: &str| {
        response.fields.get(name).and_then(Node::scalar).and_then(|text| text.parse::<u64>().ok())
    };
    let class = response
        .fields
        .get("StorageClass")
        .and_then(Node::scalar)
        .and_then(StorageClass::parse)
        .unwrap_or(StorageClass::Standard);
    let kind = Kind::of(plan.api, class);
    let more = match kind {
        Kind::List => field("KeyCount").unwrap_or(0) * PER_LISTED_KEY,
        Kind::DeleteMany => PER_DELETED_KEY * deleted(&parameters),
        _ => 0,
    };
    let bytes = match kind {
        Kind::Get | Kind::GetExpress => call.asked(field("ContentLength").unwrap_or(0)),
        Kind::Put | Kind::PutExpress => job.size,
        _ => 0,
    };
    extras::carry(s3, world, now, plan, (bytes.into(), bytes.into()));
    Verdict { status: response.status, kind, bytes, more, kms, failure: None, refused_by: None }
}

/// How many keys a DeleteObjects names.
fn deleted(parameters: &s3sim_document::tree::Map) -> u64 {
    let objects = parameters.get("Delete").and_then(|delete| delete.get("Objects"));
    objects.and_then(Node::as_list).map_or(0, |objects| objects.len() as u64)
}
