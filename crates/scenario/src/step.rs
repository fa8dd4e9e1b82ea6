//! Single calls, one after the other.

use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::message::ThingKind;
use s3sim_s3::loss::Disaster;

use crate::around::{self, calls::AroundPlan};
use crate::expectation::Expectation;
use crate::kms::{self, KmsPlan};
use crate::request::{self, Place, RequestPlan};
use crate::scope::{Scope, SeenStep};
use crate::section::Section;
use crate::values;
use crate::words::happening::{FAULT, STEP};
use crate::words::who::SENDER;

/// One call that really happens.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name: the cause of what follows from it, and how later steps refer to its answer.
    pub name: String,
    /// When.
    pub when: StepTime,
    /// What.
    pub act: Act,
    /// Whether somebody does it by hand.
    pub by_hand: bool,
}

/// What a step is.
#[derive(Clone, Debug)]
pub enum Act {
    /// A call.
    Call {
        /// What is called.
        request: Box<RequestPlan>,
        /// What it should answer.
        expect: Expectation,
    },
    /// A call to KMS.
    Kms {
        /// What is called.
        call: Box<KmsPlan>,
        /// What it should answer.
        expect: Expectation,
    },
    /// A call to a thing around S3.
    Around {
        /// What is called.
        call: Box<AroundPlan>,
        /// What it should answer.
        expect: Expectation,
    },
    /// Something breaks.
    Fault(Fault),
}

impl Act {
    /// What it should answer; nothing if nobody answers.
    pub fn expect(&self) -> Option<&Expectation> {
        match self {
            Act::Call { expect, .. } | Act::Kms { expect, .. } | Act::Around { expect, .. } => Some(expect),
            Act::Fault(_) => None,
        }
    }
}

/// What breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `lose`: a zone or Region is gone, with everything that only it held.
    Lose(Disaster),
    /// `crash`: a function loses what it was doing.
    Crash(String),
    /// `unreachable`: a target of rules cannot be reached for a while.
    Unreachable {
        /// Its name.
        name: String,
        /// For how long.
        lasting: Micros,
    },
}

/// When a step begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepTime {
    /// At this instant of the run.
    At(Instant),
    /// So long after the end of the step before it in the file (of the first step: after the start), 0 or more.
    After(Micros),
}

/// Reads the steps, in file order.
pub(crate) fn read_all(reader: &Reader<'_>, scope: &Scope) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut previous = scope.ground.clock.start();
    for (name, reader) in reader.entries().unwrap_or_default() {
        let Some(section) = Section::open(&reader, &STEP) else { continue };
        let (when, at) = time(&section, previous, scope);
        previous = at;
        if let Some(step) = read(name, &section, when, at, scope) {
            let (api, lasts) = match &step.act {
                Act::Call { request, .. } => {
                    (Some(request.api), request.restores || request.api == Api::RestoreObject)
                }
                Act::Kms { .. } | Act::Around { .. } | Act::Fault(_) => (None, false),
            };
            let seen = SeenStep { name: name.to_owned(), at, api, lasts };
            scope.steps.borrow_mut().push(seen);
            steps.push(step);
        }
        section.done();
    }
    steps
}

fn read(name: &str, section: &Section<'_>, when: StepTime, at: Instant, scope: &Scope) -> Option<Step> {
    values::description(section);
    let by_hand = section.get("by_hand").and_then(|value| value.boolean()).unwrap_or_default();
    let act = match section.get("fault") {
        Some(reader) => Act::Fault(fault(&reader, section, scope)?),
        None if kms::is_one(section) => {
            let (call, expect) = kms::read(section, scope)?;
            Act::Kms { call: Box::new(call), expect }
        }
        None if around::calls::is_one(section) => {
            let (call, expect) = around::calls::read(section, scope)?;
            Act::Around { call: Box::new(call), expect }
        }
        None => {
            let (request, expect) = request::read_expecting(section, Place::Step(at), scope)?;
            Act::Call { request: Box::new(request), expect }
        }
    };
    Some(Step { name: name.to_owned(), when, act, by_hand })
}

fn fault(reader: &Reader<'_>, section: &Section<'_>, scope: &Scope) -> Option<Fault> {
    let of_requests = SENDER.iter().filter(|word| word.is_here()).map(|word| word.name);
    let of_calls = ["expect", "size", "client"].into_iter().chain(of_requests);
    let of_calls = of_calls.filter_map(|name| section.get(name));
    let beside: Vec<_> = section.beside().map(|(_, value)| value.clone()).chain(of_calls).collect();
    for value in beside {
        value.wrong("belongs to a call, and this step is a `fault`");
    }
    let fault = Section::open(reader, &FAULT)?;
    let (lose, crash) = (fault.get("lose"), fault.get("crash"));
    let (unreachable, lasting) = (fault.get("unreachable"), fault.get("for"));
    let lasting = lasting.and_then(|value| values::duration(&value));
    let what = [&lose, &crash, &unreachable].into_iter().flatten().count();
    if what != 1 && fault.untroubled() {
        reader.wrong("says what breaks: one of `lose`, `crash` and `unreachable`");
    }
    fault.done();
    if let Some(crash) = crash {
        return named(&crash, scope, |kind| kind == ThingKind::Function).map(Fault::Crash);
    }
    if let Some(unreachable) = unreachable {
        let known = |kind| !matches!(kind, ThingKind::Rule);
        let name = named(&unreachable, scope, known);
        if lasting.is_none() {
            reader.wrong("says for how long: `for`");
        }
        return Some(Fault::Unreachable { name: name?, lasting: lasting? });
    }
    let lose = lose?;
    let text = lose.text()?;
    let disaster = Disaster::parse(text);
    if disaster.is_none() {
        lose.wrong(format!("`{text}` is neither a zone such as use1-az1 nor a Region such as us-east-1"));
    }
    disaster.map(Fault::Lose)
}

/// The name of a thing of some kinds.
fn named(reader: &Reader<'_>, scope: &Scope, fits: impl Fn(ThingKind) -> bool) -> Option<String> {
    let text = reader.text()?;
    let known: Vec<&str> =
        scope.around.things().filter(|(kind, _)| fits(*kind)).map(|(_, name)| name).collect();
    if known.contains(&text) {
        return Some(text.to_owned());
    }
    reader.wrong(format!("there is no such thing as `{text}`{}", suggest::instead(text, &known)));
    None
}

/// When a step begins, as written and at the earliest.
fn time(section: &Section<'_>, previous: Instant, scope: &Scope) -> (StepTime, Instant) {
    let (at, after) = (section.get("at"), section.get("after"));
    if at.is_some() && after.is_some() {
        section.reader().wrong("`at` and `after` both say when: give one of them");
    }
    if let Some(at) = at {
        let at = scope.ground.clock.instant_of_run(&at).unwrap_or(previous);
        return (StepTime::At(at), at);
    }
    let gap = after.and_then(|value| values::duration(&value)).unwrap_or_default();
    let at = previous + gap;
    if at > scope.ground.clock.end() {
        let end = scope.ground.clock.end();
        section.reader().wrong(format!("would begin after the end, {end}: give a longer `duration`"));
    }
    (StepTime::After(gap), at)
}
