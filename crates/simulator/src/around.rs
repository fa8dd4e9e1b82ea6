//! What stands around S3 in a run: how it writes down what happens, and how functions act on objects.

use s3sim_aws::operation::Api;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_ledger::Ledger;
use s3sim_ledger::message::Journal;
use s3sim_ledger::usage::MeterKey;
use s3sim_neighbours::around::Around;
use s3sim_neighbours::call;
use s3sim_neighbours::letter::{Found, Letter};
use s3sim_neighbours::outside::{Charge, Outside, Place, Signal};
use s3sim_s3::caller::Caller;
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_scenario::Scenario;
use s3sim_scenario::around::calls::AroundPlan;
use s3sim_scenario::check::Check;
use s3sim_scenario::step::Fault;
use s3sim_scenario::template::SubjectPart;

use crate::extras;
use crate::recorder::Recorder;
use crate::steps::{self, Answers, StepResult};

/// How many keys one answer of ListObjectsV2 holds.
const KEYS_OF_A_LIST: usize = 1_000;

/// The things around S3 while something happens to them.
pub(crate) struct Surroundings<'a> {
    /// Where everything is written down.
    pub(crate) world: &'a mut Recorder,
    /// What functions do.
    pub(crate) scenario: &'a Scenario,
    /// Answers of the steps so far.
    pub(crate) answers: &'a Answers,
    /// Whether a check holds now.
    pub(crate) holds: &'a mut dyn FnMut(&Check, Instant, &S3, &Ledger) -> bool,
}

impl Outside for Surroundings<'_> {
    fn at(&mut self, at: Instant, signal: Signal) {
        self.world.signals.push((at, signal));
    }

    fn journal(&mut self) -> &mut Journal {
        &mut self.world.ledger.journal
    }

    fn charge(&mut self, at: Instant, charge: Charge) {
        let Charge { account, region, item, operation, amount } = charge;
        let key = MeterKey { account, region, bucket: None, item, operation };
        self.world.ledger.usage.count(at, key, amount);
    }

    fn act(&mut self, now: Instant, s3: &mut S3, function: usize, letter: &Letter) -> bool {
        let Some(calls) = self.scenario.around.calls.get(function) else { return true };
        if calls.when.as_ref().is_some_and(|when| !(self.holds)(when, now, s3, &self.world.ledger)) {
            return true;
        }
        let name = &self.scenario.around.plans.functions[function].identity.name;
        let cause = format!("function {name}");
        let subject = letter.subject(s3);
        let subject_of = |part| {
            let (bucket, key, size) = subject.as_ref()?;
            Some(match part {
                SubjectPart::Bucket => bucket.clone(),
                SubjectPart::Key => key.clone(),
                SubjectPart::Size => size.to_string(),
            })
        };
        for plan in &calls.requests {
            // A message about no object, such as S3's test event, gives nothing to do.
            let Ok(filled) = steps::fill_for(plan, now, self.answers, subject_of) else { continue };
            let buckets = s3.buckets().count();
            if !plan.sender.is_answered() {
                return false;
            }
            let response = {
                let request = steps::request(s3, plan, &filled, &filled.key, &cause);
                s3.respond(now, &request, self.world)
            };
            extras::pass(s3, self.world, now, plan, &response);
            if plan.api == Api::CreateBucket && s3.buckets().count() > buckets {
                crate::run::open_bucket(s3, self.world, buckets);
            }
            if !response.is_ok() {
                return false;
            }
        }
        true
    }

    fn look(&mut self, now: Instant, s3: &mut S3, function: usize) -> Vec<Found> {
        let Some(calls) = self.scenario.around.calls.get(function) else { return Vec::new() };
        let Some(target) = &calls.polls else { return Vec::new() };
        let Some(name) = target.bucket.literal() else { return Vec::new() };
        let Some(bucket) = s3.bucket_id(name) else { return Vec::new() };
        let (owner, fits) = (s3.bucket(bucket).owner, target.key.as_ref());
        let prefix = fits.map_or("", |key| key.prefix());
        let mut found = Vec::new();
        for group in s3.groups(bucket, prefix) {
            let traits = group.traits();
            if traits.noncurrent || traits.delete_marker {
                continue;
            }
            let (space, range) = group.place();
            let keys = range.map(|index| s3.key(space, index));
            let fitting = keys.filter(|key| fits.is_none_or(|pattern| pattern.matches(key)));
            found.extend(fitting.map(|key| Found {
                bucket: name.to_owned(),
                key,
                created: group.created(),
                size: group.size(),
            }));
        }
        found.sort_by(|a, b| (a.created, &a.key).cmp(&(b.created, &b.key)));
        let actor = calls.role.as_deref();
        let caller =
            Caller { account: actor.and_then(|actor| actor.account).unwrap_or(owner), actor, way: None };
        let cause = format!("function {}", self.scenario.around.plans.functions[function].identity.name);
        // What the pages say is known already: all but the first are only asked for, judged and paid.
        let (first, later) =
            (Map::default(), Map::made([("MaxKeys", Node::made(Value::Number("0".to_owned())))]));
        for page in 0..found.len().div_ceil(KEYS_OF_A_LIST).max(1) {
            let parameters = if page == 0 { &first } else { &later };
            let request = Request {
                api: Api::ListObjectsV2,
                bucket: name,
                key: "",
                parameters,
                size: 0,
                caller,
                route: Route::SameRegion,
                cause: &cause,
            };
            if !s3.respond(now, &request, self.world).is_ok() {
                return Vec::new();
            }
        }
        found
    }
}

/// Does a step that calls a thing around S3.
pub(crate) fn perform(
    around: &mut Around,
    s3: &mut S3,
    now: Instant,
    plan: &AroundPlan,
    out: &mut Surroundings<'_>,
) -> StepResult {
    let filled = match steps::fill_map(&plan.parameters, now, out.answers) {
        Ok(filled) => filled,
        Err(why) => return StepResult::instant(now, 0, Err(why)),
    };
    let request = call::Request {
        call: plan.call,
        name: &plan.name,
        parameters: &filled,
        caller: steps::sent_by(&plan.sender, plan.owner),
    };
    StepResult::instant(now, 1, Ok(around.call(now, &request, s3, out)))
}

/// Lets something around S3 break.
pub(crate) fn strike(around: &mut Around, now: Instant, fault: &Fault, out: &mut Surroundings<'_>) {
    match fault {
        Fault::Crash(name) => {
            if let Some(Place::Function(function)) = around.function_named(name) {
                around.crash(now, function, out);
            }
        }
        Fault::Unreachable { name, lasting } => {
            around.cut_off(name, now + *lasting);
        }
        Fault::Lose(_) => {}
    }
}
