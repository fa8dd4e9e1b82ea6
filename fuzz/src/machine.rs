//! Random calls, one after the other, with time passing in between; after each the books must balance.

mod books;
mod words;

use s3sim_aws::operation::{Api, Target};
use s3sim_document::tree::{Entry, Map, Node};
use s3sim_document::yaml;
use s3sim_kernel::time::{Day, HOUR, Instant, MINUTE, Micros};
use s3sim_ledger::AccountId;
use s3sim_s3::caller::Caller;
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_s3::response::Response;

use crate::Choices;
use crate::world::{Listener, ground};
use words::{BUCKETS, CALLS, KEYS, SIZES, value};

/// Most calls of one run: more find nothing new and take long.
const CALLS_MAX: usize = 60;

const GAPS: &[Micros] = &[
    Micros(0),
    Micros(0),
    Micros(1),
    Micros(MINUTE),
    Micros(16 * MINUTE),
    Micros(HOUR),
    Micros(13 * HOUR),
    Micros::days(1),
    Micros::days(4),
    Micros::days(31),
    Micros::days(100),
];

/// Something that was made: where, and its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) id: String,
}

/// What is remembered of answers, for later calls to name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    pub(crate) versions: Vec<Made>,
    pub(crate) uploads: Vec<Made>,
    pub(crate) etags: Vec<String>,
    pub(crate) jobs: Vec<String>,
}

impl Memory {
    fn note(&mut self, target: &Made, response: &Response, listener: &mut Listener) {
        self.versions.append(&mut listener.made);
        let told = |name: &str| response.fields.get(name).and_then(Node::scalar).map(str::to_owned);
        self.uploads.extend(told("UploadId").map(|id| Made { id, ..target.clone() }));
        self.etags.extend(told("ETag"));
        self.jobs.extend(told("JobId"));
    }
}

/// One of the last few.
fn recent<'m, T>(list: &'m [T], choices: &mut Choices<'_>) -> Option<&'m T> {
    list.get(list.len().checked_sub(1 + choices.below(list.len().clamp(1, 8)))?)
}

/// Takes the bytes for calls, their targets, parameters, and gaps.
pub fn bear(data: &[u8]) {
    let said = live(data);
    // Now and then a second life, which must be the same.
    if data.len().is_multiple_of(8) {
        assert_eq!(live(data), said, "the same calls, another history");
    }
}

fn live(data: &[u8]) -> Vec<String> {
    let (start, mut s3) = ground();
    let opening = books::Opening::of(&s3);
    let mut listener = Listener { now: start, ..Listener::default() };
    let (mut memory, mut choices) = (Memory::default(), Choices::of(data));
    for _ in 0..CALLS_MAX {
        if choices.is_done() {
            break;
        }
        pass(&mut s3, &mut listener, choices.one(GAPS));
        let (target, response) = call(&mut s3, &mut listener, &mut choices, &memory);
        memory.note(&target, &response, &mut listener);
        listener.said.push(format!("{response:?}"));
        opening.check(&s3, &listener);
    }
    pass(&mut s3, &mut listener, Micros::days(400));
    opening.check(&s3, &listener);
    listener.said
}

/// Lets time go by, with everything that falls due.
fn pass(s3: &mut S3, listener: &mut Listener, gap: Micros) {
    let to = listener.now + gap;
    loop {
        let midnight = s3.next_due().map(Day::start);
        let wake = listener.wakes.first().map(|(at, _)| *at);
        let Some(next) = midnight.into_iter().chain(wake).min().filter(|&next| next <= to) else { break };
        assert!(next >= listener.now, "something was due at {next}, but it is {} already", listener.now);
        listener.now = next;
        if midnight == Some(next) {
            s3.midnight(next.day(), listener);
        } else if let Some((at, wake)) = listener.wakes.pop_first() {
            s3.wake(at, wake, listener);
        }
    }
    listener.now = to;
}

fn call(
    s3: &mut S3,
    listener: &mut Listener,
    choices: &mut Choices<'_>,
    memory: &Memory,
) -> (Made, Response) {
    let api = if choices.below(8) == 0 { choices.one(Api::ALL) } else { choices.one(CALLS) };
    let names = words::parameters(api, choices);
    let target = target(api, &names, choices, memory);
    let mut parameters = Map::default();
    for name in names {
        if let Ok(value) = yaml::parse(&value(name, &target, choices, memory)) {
            parameters.entries.push(Entry { key: name.to_owned(), key_at: value.at, value });
        }
    }
    let owner = s3.bucket_id(&target.bucket).map_or(AccountId(0), |id| s3.bucket(id).owner);
    let account = if choices.below(16) == 15 { AccountId(1) } else { owner };
    let request = Request {
        api,
        bucket: &target.bucket,
        key: &target.key,
        parameters: &parameters,
        size: choices.one(SIZES),
        caller: Caller::admin(account),
        route: choices.one(&[Route::SameRegion, Route::Internet]),
        cause: "fuzz",
    };
    let foretold = s3.answer(listener.now, &request);
    let response = s3.respond(listener.now, &request, listener);
    let code = |response: &Response| response.error.as_ref().map(|error| error.code);
    assert_eq!(code(&foretold), code(&response), "what was foretold did not come: {request:?}");
    assert_eq!(foretold.status, response.status, "what was foretold did not come: {request:?}");
    (target, response)
}

/// What a call is sent to: where it names an upload or version, mostly to where there is one.
fn target(api: Api, names: &[&str], choices: &mut Choices<'_>, memory: &Memory) -> Made {
    let known = match api.target() {
        Target::Object if names.contains(&"UploadId") => recent(&memory.uploads, choices),
        Target::Object if choices.below(2) == 1 => recent(&memory.versions, choices),
        _ => None,
    };
    known.cloned().unwrap_or_else(|| {
        let key = if api.target() == Target::Object { choices.one(KEYS) } else { "" };
        Made { bucket: choices.one(BUCKETS).to_owned(), key: key.to_owned(), id: "'null'".to_owned() }
    })
}

/// An instant for parameters that want one.
pub(crate) fn some_instant(choices: &mut Choices<'_>) -> Instant {
    let (start, _) = ground();
    start + Micros::days(choices.below(200) as i64 - 20)
}

#[cfg(test)]
mod tests;
