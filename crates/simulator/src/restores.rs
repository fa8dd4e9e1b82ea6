//! Restores of many objects at once, and reads that wait for a restore.

use std::collections::BTreeMap;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_s3::calls::bulk::{Bulk, Outcome};
use s3sim_s3::calls::bulk_restore::{Restored, Stretch, Wanted};
use s3sim_s3::machine::S3;
use s3sim_s3::request::Request;
use s3sim_s3::response::{Fields, Refusal, Response};
use s3sim_scenario::request::{Keys, RequestPlan};

use crate::extras;
use crate::recorder::Recorder;
use crate::steps::{self, Answers, Durations, StepResult, fill, route};
use crate::traffic::{every, on_account};

/// Objects by the instant at which they can be read; none are named where the step knows its one object.
pub(crate) type Waiting = BTreeMap<Instant, Vec<Stretch>>;

/// What a step says that has not come to its end.
const WAITS: &str = "still waits for a restore at the end of the run";

/// Whether a step is more than single requests that are answered at once.
pub(crate) fn is_long(plan: &RequestPlan) -> bool {
    plan.restores || (plan.api == Api::RestoreObject && matches!(plan.key, Some(Keys::Pattern(_))))
}

/// Does such a step, or begins it: what it waits for is to be read by [`resume`].
pub(crate) fn perform(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    name: &str,
    plan: &RequestPlan,
    answers: &mut Answers,
) -> (StepResult, Waiting) {
    let Some(Keys::Pattern(pattern)) = &plan.key else {
        return perform_single(s3, world, now, name, plan, answers);
    };
    let filled = match fill(plan, now, answers) {
        Ok(filled) => filled,
        Err(why) => return (StepResult::instant(now, 0, Err(why)), Waiting::new()),
    };
    let cause = format!("step {name}");
    let stretches = every(s3, plan, pattern);
    let calls = count(&stretches);
    if calls == 0 {
        let answer = Err("no object fits".to_owned());
        return (StepResult::instant(now, 0, answer), Waiting::new());
    }
    let wanted = if plan.restores { Wanted::ToRead } else { Wanted::Restore(&filled.parameters) };
    let restored = restore(s3, world, now, plan, &stretches, wanted, &cause);
    if !plan.restores {
        let durations = durations(now, &restored);
        let answer = match restored.refusal {
            Some(refusal) => Response::refused(refusal),
            None => Response::ok(Api::RestoreObject.success_status(), Fields::new()),
        };
        answers.insert(name.to_owned(), answer.fields.clone());
        return (StepResult { at: now, durations, calls, answer: Ok(answer) }, Waiting::new());
    }
    let mut result = StepResult::instant(now, calls, Err(WAITS.to_owned()));
    let readable = count(&restored.readable);
    let outcome = read(s3, world, now, plan, restored.readable, 1, &cause);
    finish(&mut result, now, readable, answer_of(outcome));
    if !restored.waiting.is_empty() {
        result.answer = Err(WAITS.to_owned());
    }
    (result, restored.waiting)
}

/// Reads one object: at once, or when it has been restored.
fn perform_single(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    name: &str,
    plan: &RequestPlan,
    answers: &mut Answers,
) -> (StepResult, Waiting) {
    let filled = match fill(plan, now, answers) {
        Ok(filled) => filled,
        Err(why) => return (StepResult::instant(now, 0, Err(why)), Waiting::new()),
    };
    let cause = format!("step {name}");
    let get = steps::request(s3, plan, &filled, &filled.key, &cause);
    let error = s3.answer(now, &get).error;
    let Some(archived) = error.filter(|refusal| refusal.code == ErrorCode::InvalidObjectState) else {
        return (get_single(s3, world, now, now, name, plan, answers), Waiting::new());
    };
    if s3.readable_at(now, &get).is_none() {
        let tiered = archived.details.iter().any(|(element, _)| *element == "AccessTier");
        let parameters = to_read(&filled.parameters, tiered);
        let restore = Request { api: Api::RestoreObject, parameters: &parameters, ..get };
        let response = s3.respond(now, &restore, world);
        if !response.is_ok() {
            return (StepResult::instant(now, 1, Ok(response)), Waiting::new());
        }
    }
    let ready = s3.readable_at(now, &get).unwrap_or(now);
    let result = StepResult::instant(now, 1, Err(WAITS.to_owned()));
    (result, Waiting::from([(ready, Vec::new())]))
}

/// The parameters of the restore that a read needs.
fn to_read(get: &Map, tiered: bool) -> Map {
    let text = |text: &str| Node::made(Value::Text(text.to_owned()));
    let mut request = Map::made([("GlacierJobParameters", map([("Tier", text("Standard"))]))]);
    if !tiered {
        request = Map::made([
            ("Days", Node::made(Value::Number("1".to_owned()))),
            ("GlacierJobParameters", map([("Tier", text("Standard"))])),
        ]);
    }
    let mut parameters = Map::made([("RestoreRequest", Node::made(Value::Map(request)))]);
    for entry in
        get.entries.iter().filter(|entry| ["VersionId", "RequestPayer"].contains(&entry.key.as_str()))
    {
        parameters.entries.push(entry.clone());
    }
    parameters
}

fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
    Node::made(Value::Map(Map::made(entries)))
}

/// Reads what a step has waited for.
pub(crate) fn resume(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    name: &str,
    plan: &RequestPlan,
    stretches: Vec<Stretch>,
    (result, answers): (&mut StepResult, &mut Answers),
) {
    if stretches.is_empty() {
        *result = get_single(s3, world, now, result.at, name, plan, answers);
        return;
    }
    let objects = count(&stretches);
    let outcome = read(s3, world, now, plan, stretches, 1, &format!("step {name}"));
    finish(result, now, objects, answer_of(outcome));
}

/// The GET of a read that began at `began`.
fn get_single(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    began: Instant,
    name: &str,
    plan: &RequestPlan,
    answers: &mut Answers,
) -> StepResult {
    let result = steps::perform(s3, world, now, name, plan, answers);
    let durations = Durations::from([(now.since(began), 1)]);
    StepResult { at: began, durations, ..result }
}

fn finish(result: &mut StepResult, now: Instant, objects: u64, answer: Response) {
    if objects > 0 {
        *result.durations.entry(now.since(result.at)).or_default() += objects;
        result.answer = Ok(answer);
    }
}

/// Of many answers, the first refusal by kind, or else success.
fn answer_of(outcome: Outcome) -> Response {
    let refused = |code| Response::refused(Refusal::of(code));
    if outcome.missing > 0 {
        refused(ErrorCode::NoSuchKey)
    } else if outcome.archived > 0 {
        refused(ErrorCode::InvalidObjectState)
    } else if outcome.refused > 0 {
        refused(ErrorCode::MethodNotAllowed)
    } else {
        Response::ok(Api::GetObject.success_status(), Fields::new())
    }
}

/// How many objects are in stretches.
fn count(stretches: &[Stretch]) -> u64 {
    stretches.iter().map(|(_, range)| range.end - range.start).sum()
}

/// How long after `now` the objects of a restore are readable.
fn durations(now: Instant, restored: &Restored) -> Durations {
    let waiting = restored.waiting.iter().map(|(at, stretches)| (at.since(now), count(stretches)));
    let mut durations: Durations = waiting.collect();
    let readable = count(&restored.readable);
    if readable > 0 {
        *durations.entry(now.since(now)).or_default() += readable;
    }
    durations
}

/// Asks for many restores, or for whatever it takes to read many objects.
pub(crate) fn restore(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    plan: &RequestPlan,
    stretches: &[Stretch],
    wanted: Wanted<'_>,
    cause: &str,
) -> Restored {
    let Some(bucket) = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name)) else {
        return Restored::default();
    };
    let cause = s3.cause(cause);
    let restore = |s3: &mut S3| s3.restore_all(now, bucket, stretches, wanted, cause, world);
    on_account(s3, plan, restore).unwrap_or_else(|| Restored {
        outcome: Outcome { refused: count(stretches), ..Outcome::default() },
        refusal: Some(Refusal::of(ErrorCode::AccessDenied)),
        ..Restored::default()
    })
}

/// Reads objects that are readable.
pub(crate) fn read(
    s3: &mut S3,
    world: &mut Recorder,
    now: Instant,
    plan: &RequestPlan,
    stretches: Vec<Stretch>,
    times: u64,
    cause: &str,
) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(bucket) = plan.bucket.as_deref().and_then(|name| s3.bucket_id(name)) else { return outcome };
    let cause = s3.cause(cause);
    for (space, range) in stretches {
        let bulk = Bulk { bucket, space, range, route: route(plan.client), cause };
        let refused = Outcome { refused: times * (bulk.range.end - bulk.range.start), ..Outcome::default() };
        let read = |s3: &mut S3| s3.read_all(now, Api::GetObject, &bulk, times, &|_| true, world);
        outcome += on_account(s3, plan, read).unwrap_or(refused);
    }
    extras::carry(s3, world, now, plan, (outcome.bytes, outcome.bytes));
    outcome
}
