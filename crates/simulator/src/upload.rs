//! `upload` in a step: the object in one PUT or, from the client's threshold on, in parts, all at one instant.

use s3sim_aws::operation::Api;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_s3::machine::S3;
use s3sim_s3::request::Request;
use s3sim_s3::response::Response;
use s3sim_scenario::request::Chunks;

use crate::recorder::Recorder;

/// S3 takes at most so many parts; larger objects get larger ones.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html>
const MOST_PARTS: u64 = 10_000;

/// Sends an object as `whole`, a PutObject, or as a multipart upload with the parameters that each of its calls takes.
/// The answer is that of the completion, or the first refusal, after which the upload is aborted as the AWS CLI does.
pub(crate) fn send(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    whole: &Request<'_>,
    chunks: Chunks,
) -> Response {
    if whole.size < chunks.threshold {
        return s3.respond(now, whole, world);
    }
    let mut call = |api: Api, size: u64, more: Map| {
        let parameters = with(api, whole.parameters, more);
        s3.respond(now, &Request { api, size, parameters: &parameters, ..*whole }, world)
    };
    let begun = call(Api::CreateMultipartUpload, 0, Map::default());
    let Some(upload) = begun.fields.get("UploadId").cloned().filter(|_| begun.is_ok()) else { return begun };
    let named = |more: Vec<(&str, Node)>| Map::made([("UploadId", upload.clone())].into_iter().chain(more));
    let size = chunks.size.max(whole.size.div_ceil(MOST_PARTS));
    let mut parts = Vec::new();
    for number in 1..=whole.size.div_ceil(size) {
        let length = size.min(whole.size - (number - 1) * size);
        let number = Node::made(Value::Number(number.to_string()));
        let sent = call(Api::UploadPart, length, named(vec![("PartNumber", number.clone())]));
        let Some(tag) = sent.fields.get("ETag").cloned().filter(|_| sent.is_ok()) else {
            call(Api::AbortMultipartUpload, 0, named(Vec::new()));
            return sent;
        };
        parts.push(Node::made(Value::Map(Map::made([("PartNumber", number), ("ETag", tag)]))));
    }
    let list = Map::made([("Parts", Node::made(Value::List(parts)))]);
    let done =
        call(Api::CompleteMultipartUpload, 0, named(vec![("MultipartUpload", Node::made(Value::Map(list)))]));
    if !done.is_ok() {
        call(Api::AbortMultipartUpload, 0, named(Vec::new()));
    }
    done
}

/// Those of the parameters of the whole that a call takes, and its own.
fn with(api: Api, whole: &Map, own: Map) -> Map {
    let takes = |entry: &&Entry| api.parameters().contains(&entry.key.as_str());
    let shared = whole.entries.iter().filter(takes).cloned();
    let own = own.entries.into_iter().map(|entry| Entry { key_at: At::NOWHERE, ..entry });
    Map { entries: shared.chain(own).collect() }
}
