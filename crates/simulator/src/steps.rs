//! Single calls: their templates are filled in from earlier answers, S3 is asked, the answer is kept.

use std::borrow::Cow;
use std::collections::BTreeMap;

use s3sim_aws::operation::Api;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;
use s3sim_s3::caller::Caller;
use s3sim_s3::kms::calls::KmsRequest;
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_s3::response::Response;
use s3sim_scenario::Sender;
use s3sim_scenario::encrypting::OWN;
use s3sim_scenario::kms::KmsPlan;
use s3sim_scenario::permission::PermissionPlan;
use s3sim_scenario::request::{Client, Content, Keys, RequestPlan};
use s3sim_scenario::template::{Piece, SubjectPart, resolve};

use crate::extend::extend;
use crate::extras::{self, TIMEOUT};
use crate::recorder::Recorder;
use crate::upload;

/// What a step got.
#[derive(Clone, Debug)]
pub struct StepResult {
    /// When it was sent; of a fault, when it struck.
    pub at: Instant,
    /// How long it took, for how many objects: restores until readable, reads until read; nothing else takes time.
    pub durations: Durations,
    /// How many calls it was: one for each object of a pattern.
    pub calls: u64,
    /// The answer; of several, the first refusal or else the last success. An error in our own words if a template
    /// could not be filled in.
    pub answer: Result<Response, String>,
}

/// How long how many objects took.
pub type Durations = BTreeMap<Micros, u64>;

impl StepResult {
    /// A result that came at once.
    pub(crate) fn instant(at: Instant, calls: u64, answer: Result<Response, String>) -> StepResult {
        StepResult { at, durations: Durations::new(), calls, answer }
    }
}

/// Answers by the name of the step.
pub type Answers = BTreeMap<String, Map>;

/// From where a request comes, in the machine's words.
pub fn route(client: Client) -> Route {
    match client {
        Client::BucketRegion => Route::SameRegion,
        Client::Region(region) => Route::Region(region),
        Client::Internet => Route::Internet,
        Client::CloudFront => Route::CloudFront,
    }
}

/// Who sends a request: unless it says so, the administrator of the account that owns the bucket, or of the first one.
pub(crate) fn caller<'a>(s3: &S3, plan: &'a RequestPlan) -> Caller<'a> {
    let owner = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name)).map(|id| s3.bucket(id).owner);
    sent_by(&plan.sender, owner.unwrap_or(AccountId(0)))
}

/// A sender as S3 and KMS see it; `owner` is the account whose administrator sends what names nobody.
pub(crate) fn sent_by(sender: &Sender, owner: AccountId) -> Caller<'_> {
    let actor = sender.actor.as_deref();
    let account = actor.and_then(|actor| actor.account).unwrap_or(owner);
    Caller { account, actor, way: sender.way.as_deref() }
}

/// A request with every template filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The parameters.
    pub parameters: Map,
    /// The key, or nothing for calls to a bucket or the service.
    pub key: String,
}

/// What stands for a part of a template in a step: fields of earlier answers, nothing else.
pub fn piece_of(piece: &Piece, answers: &Answers) -> Option<String> {
    match piece {
        Piece::Answer { step, field } => answers.get(step)?.get(field)?.scalar().map(str::to_owned),
        Piece::Text(text) => Some(text.clone()),
        Piece::Date | Piece::Counter { .. } | Piece::Residue { .. } | Piece::Subject(_) => None,
    }
}

/// Fills in a request. The error names the step or field that has no such answer.
pub(crate) fn fill(plan: &RequestPlan, now: Instant, answers: &Answers) -> Result<Filled, String> {
    // Braces in text mean themselves here.
    fill_for(plan, now, answers, |part| Some(Piece::Subject(part).to_string()))
}

/// Fills in the text of parameters.
pub(crate) fn fill_map(map: &Map, now: Instant, answers: &Answers) -> Result<Map, String> {
    let mut value_of = |piece: &Piece| match piece {
        Piece::Date => Some(now.day().to_string()),
        Piece::Answer { .. } | Piece::Text(_) => piece_of(piece, answers),
        other => Some(other.to_string()),
    };
    let node = Node::made(Value::Map(map.clone()));
    let filled = resolve(&node, &mut value_of);
    let filled = filled.map_err(|piece| format!("`{piece}` cannot be filled in"))?;
    Ok(filled.as_map().cloned().unwrap_or_default())
}

/// Fills in a request with what `subject_of` says of the object that a function acts on.
pub(crate) fn fill_for(
    plan: &RequestPlan,
    now: Instant,
    answers: &Answers,
    subject_of: impl Fn(SubjectPart) -> Option<String>,
) -> Result<Filled, String> {
    let mut value_of = |piece: &Piece| match piece {
        Piece::Subject(part) => subject_of(*part),
        Piece::Date => Some(now.day().to_string()),
        Piece::Counter { width } => Some(format!("{:0width$}", 0, width = usize::from(*width))),
        Piece::Residue { .. } => Some("0".to_owned()),
        Piece::Answer { .. } | Piece::Text(_) => piece_of(piece, answers),
    };
    let missing = |piece: Piece| match piece {
        Piece::Answer { step, field } => format!("the answer of step `{step}` has no `{field}`"),
        other => format!("`{other}` cannot be filled in"),
    };
    let key = match &plan.key {
        None | Some(Keys::Pattern(_)) => String::new(),
        Some(Keys::Literal(key)) => key.clone(),
        Some(Keys::Template(template)) => template.filled(&mut value_of).map_err(missing)?,
    };
    let mut entries = Vec::new();
    for parameter in &plan.parameters {
        let value = resolve(&parameter.value, &mut value_of).map_err(missing)?;
        entries.push(Entry { key: parameter.name.clone(), key_at: At::NOWHERE, value });
    }
    if let Content::Body(body) = &plan.content
        && !entries.iter().any(|entry| entry.key == "Body")
    {
        let value = Node::made(Value::Text(body.clone()));
        entries.push(Entry { key: "Body".to_owned(), key_at: At::NOWHERE, value });
    }
    Ok(Filled { parameters: Map { entries }, key })
}

/// Asks S3 what it would answer, without doing it.
pub fn probe(
    s3: &S3,
    now: Instant,
    plan: &RequestPlan,
    answers: &Answers,
    cause: &str,
) -> Result<Response, String> {
    if !plan.sender.is_answered() {
        return Err(TIMEOUT.to_owned());
    }
    let mut filled = fill(plan, now, answers)?;
    extend(s3, now, plan, &mut filled)?;
    let key = key_on_the_way(s3, plan, &filled.key);
    let request = request(s3, plan, &filled, &key, cause);
    Ok(s3.answer(now, &request))
}

/// Does a step.
pub(crate) fn perform(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    name: &str,
    plan: &RequestPlan,
    answers: &mut Answers,
) -> StepResult {
    let cause = format!("step {name}");
    let filled = fill(plan, now, answers).and_then(|mut filled| {
        extend(s3, now, plan, &mut filled)?;
        Ok(filled)
    });
    let filled = match filled {
        Ok(filled) => filled,
        Err(why) => return StepResult::instant(now, 0, Err(why)),
    };
    let keys = match &plan.key {
        Some(Keys::Pattern(pattern)) => matching(s3, plan, |key| pattern.matches(key), pattern.prefix()),
        _ => vec![filled.key.clone()],
    };
    let mut kept: Option<Response> = None;
    let mut durations = Durations::new();
    let calls = keys.len() as u64;
    for key in keys {
        let buckets = s3.buckets().count();
        let response = match before_sending(s3, world, now, plan) {
            Some(refused) => refused,
            None => {
                let key = key_on_the_way(s3, plan, &key).into_owned();
                let request = request(s3, plan, &filled, &key, &cause);
                let response = match plan.chunks {
                    Some(chunks) => upload::send(s3, world, now, &request, chunks),
                    None => s3.respond(now, &request, world),
                };
                extras::pass(s3, world, now, plan, &response);
                if plan.api == Api::RestoreObject
                    && response.is_ok()
                    && let Some(ready) = s3.readable_at(now, &request)
                {
                    *durations.entry(ready.since(now)).or_default() += 1;
                }
                after_reading(s3, world, now, plan, response)
            }
        };
        if plan.api == Api::CreateBucket && s3.buckets().count() > buckets {
            crate::run::open_bucket(s3, world, buckets);
        }
        if kept.as_ref().is_none_or(Response::is_ok) {
            kept = Some(response);
        }
    }
    let answer = kept.ok_or_else(|| "no object fits".to_owned());
    if let Ok(response) = &answer {
        answers.insert(name.to_owned(), response.fields.clone());
    }
    StepResult { at: now, durations, calls, answer }
}

/// A client that encrypts asks KMS for a data key before it sends an object; its refusal ends the step.
fn before_sending(s3: &mut S3, world: &mut Recorder, now: Instant, plan: &RequestPlan) -> Option<Response> {
    let sends = matches!(plan.api, Api::PutObject | Api::CreateMultipartUpload);
    let answer = sends.then(|| ask_for_client(s3, world, now, plan, "kms:GenerateDataKey"))??;
    answer.error.is_some().then_some(answer)
}

/// A client that encrypts asks KMS to decrypt the data key of what it has read; without it, it has read noise.
fn after_reading(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    plan: &RequestPlan,
    response: Response,
) -> Response {
    if plan.api != Api::GetObject || !response.is_ok() {
        return response;
    }
    match ask_for_client(s3, world, now, plan, "kms:Decrypt") {
        Some(answer) if answer.error.is_some() => answer,
        _ => response,
    }
}

/// What KMS says to a client that encrypts under one of its keys; nothing if the client keeps the key itself.
fn ask_for_client(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    plan: &RequestPlan,
    action: &'static str,
) -> Option<Response> {
    let way = plan.sender.way.as_deref()?;
    let key = way.client_key.as_deref().filter(|key| *key != OWN)?;
    let caller = caller(s3, plan);
    let id = s3.keys().called(key);
    let (owner, region) =
        id.map_or((caller.account, s3.home()), |id| (s3.keys().get(id).owner, s3.keys().get(id).region));
    let parameters = Map::default();
    let request = KmsRequest { action, key, parameters: &parameters, owner, region, caller };
    Some(s3.call_kms(now, &request, world))
}

/// Asks KMS what it would answer, without doing it.
pub fn probe_kms(s3: &S3, now: Instant, plan: &KmsPlan) -> Response {
    s3.answer_kms(now, &kms_request(s3, plan))
}

/// Asks whether somebody may do what no simulated service does.
pub fn probe_permission(s3: &S3, now: Instant, plan: &PermissionPlan) -> Response {
    let main = AccountId(0);
    let ruling = s3.may(now, sent_by(&plan.sender, main), &plan.action, &plan.resource);
    ruling.answer()
}

/// Does a step that calls KMS.
pub(crate) fn perform_kms(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    name: &str,
    plan: &KmsPlan,
    answers: &mut Answers,
) -> StepResult {
    let request = kms_request(s3, plan);
    let response = s3.call_kms(now, &request, world);
    answers.insert(name.to_owned(), response.fields.clone());
    StepResult::instant(now, 1, Ok(response))
}

fn kms_request<'a>(s3: &S3, plan: &'a KmsPlan) -> KmsRequest<'a> {
    let region = s3.keys().called(&plan.key).map_or(s3.home(), |id| s3.keys().get(id).region);
    KmsRequest {
        action: plan.action,
        key: &plan.key,
        parameters: &plan.parameters,
        owner: plan.owner,
        region,
        caller: sent_by(&plan.sender, plan.owner),
    }
}

pub(crate) fn request<'a>(
    s3: &S3,
    plan: &'a RequestPlan,
    filled: &'a Filled,
    key: &'a str,
    cause: &'a str,
) -> Request<'a> {
    Request {
        api: plan.api,
        bucket: plan.bucket.as_deref().unwrap_or_default(),
        key,
        parameters: &filled.parameters,
        size: plan.content.size(),
        caller: caller(s3, plan),
        route: route(plan.client),
        cause,
    }
}

/// The key that is looked for: a website's folder has an index document.
fn key_on_the_way<'k>(s3: &S3, plan: &RequestPlan, key: &'k str) -> Cow<'k, str> {
    let website = plan.sender.way.as_ref().is_some_and(|way| way.website);
    match plan.bucket.as_deref() {
        Some(bucket) if website => s3.website_key(bucket, key),
        _ => Cow::Borrowed(key),
    }
}

/// The keys with current data that fit, in byte order.
fn matching(s3: &S3, plan: &RequestPlan, fits: impl Fn(&str) -> bool, prefix: &str) -> Vec<String> {
    let Some(bucket) = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name)) else { return Vec::new() };
    let mut keys = Vec::new();
    for group in s3.groups(bucket, prefix) {
        let traits = group.traits();
        if !traits.noncurrent && !traits.delete_marker {
            let (space, range) = group.place();
            keys.extend(range.map(|index| s3.key(space, index)).filter(|key| fits(key)));
        }
    }
    keys.sort();
    keys
}
