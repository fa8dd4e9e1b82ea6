//! `Parameter+` in a step: what is in place at that instant, and more.

use s3sim_aws::operation::Api;
use s3sim_document::tree::{At, Map, Node, Value};
use s3sim_document::{json, patch};
use s3sim_kernel::time::Instant;
use s3sim_s3::caller::Caller;
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_scenario::request::RequestPlan;

use crate::steps::Filled;

/// Puts what is in place before what parameters add to it. What is not there yet begins with what is added.
///
/// # Errors
/// In words, if there is nothing that could be added to.
pub(crate) fn extend(s3: &S3, now: Instant, plan: &RequestPlan, filled: &mut Filled) -> Result<(), String> {
    for parameter in plan.parameters.iter().filter(|parameter| parameter.extends) {
        let name = parameter.name.as_str();
        let Some(entry) = filled.parameters.entries.iter_mut().find(|entry| entry.key == name) else {
            continue;
        };
        let more = tree(&entry.value);
        let mut whole = in_place(s3, now, plan, name).unwrap_or(Node::made(Value::Null));
        patch::extend(&mut whole, &more).map_err(|why| format!("{name}+: {why}"))?;
        entry.value = whole;
    }
    Ok(())
}

/// What the call that belongs to a put call answers now, asked by the owner of the bucket.
fn in_place(s3: &S3, now: Instant, plan: &RequestPlan, name: &str) -> Option<Node> {
    let api = Api::parse(&format!("Get{}", plan.api.name().strip_prefix("Put")?))?;
    let bucket = plan.bucket.as_deref()?;
    let owner = s3.bucket(s3.bucket_id(bucket)?).owner;
    let request = Request {
        api,
        bucket,
        key: "",
        parameters: &Map::default(),
        size: 0,
        caller: Caller::admin(owner),
        route: Route::SameRegion,
        cause: "",
    };
    let answer = s3.answer(now, &request);
    if !answer.is_ok() {
        return None;
    }
    // Some calls answer the document in an element of its name, some its elements.
    Some(answer.fields.get(name).map_or_else(|| Node::made(Value::Map(answer.fields.clone())), tree))
}

/// A document as a tree: it may be JSON in a text.
fn tree(node: &Node) -> Node {
    node.as_text().and_then(|text| json::inside(text, At::NOWHERE).ok()).unwrap_or_else(|| node.clone())
}
