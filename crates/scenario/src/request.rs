//! The one grammar of requests: `<Call>: target`, its API parameters beside it.

mod calls;
mod headers;

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::{Api, Target as Aim};
use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Entry, Map, Node, Value};
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::time::Instant;

use crate::client::{ClientId, ClientPlan, Location};
use crate::expectation::{self, Expectation};
use crate::people::{self, Sender};
use crate::scope::Scope;
use crate::section::Section;
use crate::target::{Pattern, Target, has_wildcard};
use crate::template::{Piece, Template, Unknown};
use crate::{sizes, template, values};

pub(crate) use calls::{CALLS_HERE, OWN_CALLS, READ, UPLOAD, parameter_is_here};

/// A request as a scenario describes it.
#[derive(Clone, Debug)]
pub struct RequestPlan {
    /// The call.
    pub api: Api,
    /// The bucket; `None` for calls to the service itself.
    pub bucket: Option<String>,
    /// The key or keys; `None` for calls to the service or a bucket.
    pub key: Option<Keys>,
    /// API parameters in file order. Their values are S3's to judge.
    pub parameters: Vec<Parameter>,
    /// What is sent, for calls that send an object or a part.
    pub content: Content,
    /// From where: it decides what transfer costs.
    pub client: Client,
    /// Who sends it, and by which way.
    pub sender: Sender,
    /// Whether it is the format's own `read`: archived objects are restored first (`Tier: Standard`, `Days: 1`).
    pub restores: bool,
    /// Who, if it is one of the scenario's clients.
    pub from: Option<ClientId>,
    /// Whether it works as the client's high-level copy, in parts from its threshold on: a workload's `upload` or `read`.
    pub in_parts: bool,
    /// How an `upload` in a step is cut.
    pub chunks: Option<Chunks>,
}

/// How an object is cut that is uploaded in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunks {
    /// From this size on, in bytes.
    pub threshold: u64,
    /// Bytes of a part, at least 1.
    pub size: u64,
}

impl RequestPlan {
    /// The value of a parameter, if it is given.
    pub fn parameter(&self, name: &str) -> Option<&Node> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &parameter.value)
    }

    /// The parameters with every part filled in, as S3 gets them. `Body` is among them if it is text.
    ///
    /// # Errors
    /// The first part for which `fill` has nothing.
    pub fn filled(&self, fill: &mut dyn FnMut(&Piece) -> Option<String>) -> Result<Map, Piece> {
        let mut entries = Vec::with_capacity(self.parameters.len());
        for Parameter { name, value, .. } in &self.parameters {
            let value =
                if calls::is_document(name) { value.clone() } else { template::resolve(value, fill)? };
            entries.push(Entry { key: name.clone(), key_at: value.at, value });
        }
        Ok(Map { entries })
    }
}

/// Keys that a request is aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    /// One key.
    Literal(String),
    /// Keys made from a counter or day, or one key made from an earlier step's answer.
    Template(Template),
    /// All keys that fit and exist.
    Pattern(Pattern),
}

/// One API parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its API name, without a `+`.
    pub name: String,
    /// Its value as written. Text in it may hold parts to fill in (see [`crate::template::resolve`]), unless it is a
    /// configuration document.
    pub value: Node,
    /// Whether it was written `name+`: it extends what is in place.
    pub extends: bool,
}

/// What a request sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing said: no bytes.
    Nothing,
    /// Bytes that nobody named, by size: equal shares of the requests, ascending. One entry unless it is a
    /// distribution.
    Sizes(Vec<u64>),
    /// Bytes that nobody named, drawn for each request.
    Drawn(Table),
    /// This text.
    Body(String),
}

impl Content {
    /// Bytes of the smallest (usually only) size.
    pub fn size(&self) -> u64 {
        match self {
            Content::Nothing => 0,
            Content::Sizes(sizes) => sizes.first().copied().unwrap_or_default(),
            Content::Drawn(table) => table.draw(0),
            Content::Body(body) => body.len() as u64,
        }
    }
}

/// From where a request comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Client {
    /// From within the bucket's own Region: nothing to pay for transfer.
    #[default]
    BucketRegion,
    /// From within this Region.
    Region(Region),
    /// `internet`.
    Internet,
    /// `cloudfront`.
    CloudFront,
}

/// Where a request stands, which decides what it may be aimed at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A step that begins then at the earliest.
    Step(Instant),
    /// A workload.
    Workload,
    /// Traffic.
    Traffic,
    /// A check of this instant.
    Check(Instant),
    /// A function, which acts on an object.
    Function,
}

impl Place {
    /// When a step begins or a check is made: only these may refer to earlier steps.
    fn now(self) -> Option<Instant> {
        match self {
            Place::Step(now) | Place::Check(now) => Some(now),
            Place::Workload | Place::Traffic | Place::Function => None,
        }
    }
}

/// Reads the request in a map whose own words `section` knows, and notes a bucket that is never there. `client` sends
/// it unless it says who does.
pub(crate) fn read(
    section: &Section<'_>,
    place: Place,
    scope: &Scope,
    client: Option<&Reader<'_>>,
) -> Option<RequestPlan> {
    let (request, aim) = plan(section, place, scope, client)?;
    check_bucket(&aim, &request, None, scope);
    Some(request)
}

/// As [`read`], with the word `expect`: default ok. A bucket that is never there may be what is expected.
pub(crate) fn read_expecting(
    section: &Section<'_>,
    place: Place,
    scope: &Scope,
) -> Option<(RequestPlan, Expectation)> {
    let expect = section.get("expect");
    let (request, aim) = plan(section, place, scope, None)?;
    let expect = expect.map_or(Some(Expectation::Ok), |value| {
        let expect = expectation::read(&value, request.api);
        expectation::check_references(expect.as_ref(), &value, place.now(), scope);
        expect
    });
    check_bucket(&aim, &request, expect.as_ref(), scope);
    Some((request, expect?))
}

/// The request, and where it says what it is aimed at.
fn plan<'a>(
    section: &Section<'a>,
    place: Place,
    scope: &Scope,
    client: Option<&Reader<'_>>,
) -> Option<(RequestPlan, Reader<'a>)> {
    let (size, own_client) = (section.get("size"), section.get("client"));
    let client = own_client.as_ref().or(client);
    let (api, own, aim) = call(section, place)?;
    let in_parts = own.is_some() && place == Place::Workload;
    let restores = own == Some(READ) && !in_parts;
    let mfa = section.get("mfa").and_then(|mfa| second_factor(&mfa, api));
    let target = target(api, &aim, place, scope);
    let mut parameters = parameters(api, section, place.now(), scope);
    parameters.extend(mfa);
    if let Some(sent) = section.get("headers") {
        let sent = headers::read(&sent, api);
        for header in sent.iter().filter(|header| parameters.iter().any(|given| given.name == header.name)) {
            section
                .reader()
                .wrong(format!("`{}` is said twice, as a parameter and as a header", header.name));
        }
        parameters.extend(sent);
    }
    let content = content(api, size.as_ref(), &parameters, place, scope);
    let (client, from) = client.and_then(|client| client_of(client, scope)).unwrap_or_default();
    let (bucket, key) = target?;
    let nobody = Sender::default();
    let usual = from.map_or(&nobody, |client: ClientId| &scope.clients[usize::from(client.0)].sender);
    let sender = people::of_request(section, &scope.people, &scope.ground.clock, usual);
    if let Some(damaged) = section.get("damaged").filter(|_| !calls::SENDS.contains(&api)) {
        damaged.wrong(format!("{api} sends nothing that could be damaged"));
    }
    // What a distribution asks for goes to its edge, wherever the viewer is.
    let at_edge = sender.road.as_ref().is_some_and(|road| road.is_distribution);
    let client = if at_edge { Client::CloudFront } else { client };
    let chunks = (own == Some(UPLOAD) && !in_parts).then(|| {
        let plain = ClientPlan::plain("", Location::BucketRegion);
        let plan = from.map_or(&plain, |client| &scope.clients[usize::from(client.0)]);
        Chunks { threshold: plan.multipart_threshold, size: plan.multipart_chunksize }
    });
    let plan = RequestPlan {
        api,
        bucket,
        key,
        parameters,
        content,
        client,
        sender,
        restores,
        from,
        in_parts,
        chunks,
    };
    Some((plan, aim))
}

/// The header that a code of a second factor travels in, where the call has it: which device it is does not matter
/// here. With any call, `mfa: true` also says that the credentials were got with one.
fn second_factor(reader: &Reader<'_>, api: Api) -> Option<Parameter> {
    if !reader.boolean()? || !api.parameters().contains(&"MFA") {
        return None;
    }
    let value = Node { at: reader.at(), value: Value::Text("mfa 123456".to_owned()) };
    Some(Parameter { name: "MFA".to_owned(), value, extends: false })
}

/// The one call of the map, its name if it is one of the format's own, and the value that says what it is aimed at.
fn call<'a>(section: &Section<'a>, place: Place) -> Option<(Api, Option<&'static str>, Reader<'a>)> {
    let mut found: Option<(Api, Option<&'static str>, Reader<'a>)> = None;
    for (name, value) in section.beside() {
        let own = OWN_CALLS.into_iter().find(|own| *own == name);
        if own == Some(READ) && matches!(place, Place::Check(_)) {
            value.wrong("`read` restores what is archived, and a check changes nothing: ask `GetObject`");
            continue;
        }
        if own == Some(UPLOAD) && !matches!(place, Place::Step(_) | Place::Workload) {
            value.wrong("`upload` is for steps and workloads: write `PutObject`");
            continue;
        }
        if name.contains(':') {
            value.wrong(format!("`{name}` is not there yet"));
            continue;
        }
        let api = match own {
            Some(UPLOAD) => Some(Api::PutObject),
            Some(_) => Some(Api::GetObject),
            None => Api::parse(name),
        };
        let Some(api) = api else { continue };
        if let Some((first, own, _)) = &found {
            let first = own.unwrap_or(first.name());
            value.wrong(format!("`{name}` beside `{first}`: one request is one call"));
        } else if !CALLS_HERE.contains(&api) {
            value.wrong(format!("`{name}` is not simulated"));
        } else {
            found = Some((api, own, value.clone()));
        }
    }
    if found.is_none() && section.untroubled() {
        let names: Vec<&str> = CALLS_HERE.iter().map(|api| api.name()).collect();
        let mut near = section.beside().map(|(name, value)| (name, value, suggest::instead(name, &names)));
        match near.find(|(_, _, instead)| !instead.is_empty()) {
            Some((name, value, instead)) => value.wrong(format!("unknown call `{name}`{instead}")),
            None => section.reader().wrong("names no call: give one such as `GetObject: bucket/key`"),
        }
    }
    found
}

fn target(
    api: Api,
    reader: &Reader<'_>,
    place: Place,
    scope: &Scope,
) -> Option<(Option<String>, Option<Keys>)> {
    if api.target() == Aim::Service {
        let empty = matches!(&reader.node().value, Value::Null | Value::Map(_))
            || reader.node().scalar() == Some("*");
        if !empty {
            reader.wrong(format!("{api} is aimed at nothing: write `{api}: \"*\"`"));
        }
        return Some((None, None));
    }
    let target = values::target(reader)?;
    let text = target.to_string();
    let Some(bucket) = target.bucket.literal().filter(|bucket| !bucket.contains(['{', '}'])) else {
        reader.wrong(format!("`{text}` should name one bucket, without wildcards"));
        return None;
    };
    let bucket = Some(bucket.to_owned());
    match (api.target(), target) {
        (Aim::Bucket, Target { key: None, .. }) => Some((bucket, None)),
        (Aim::Bucket, Target { bucket, .. }) => {
            reader.wrong(format!("{api} is aimed at a bucket: write `{api}: {bucket}`"));
            None
        }
        (_, Target { key: Some(key), .. }) if !key.as_str().is_empty() => {
            Some((bucket, Some(keys(key.as_str(), reader, place, scope)?)))
        }
        (_, Target { bucket, .. }) => {
            reader.wrong(format!("{api} is aimed at an object: write `{api}: {bucket}/key`"));
            None
        }
    }
}

fn keys(text: &str, reader: &Reader<'_>, place: Place, scope: &Scope) -> Option<Keys> {
    let template = key_template(text, reader)?;
    if let Some(literal) = template.literal() {
        if !has_wildcard(literal) {
            return Some(Keys::Literal(literal.to_owned()));
        }
        if matches!(place, Place::Check(_)) {
            reader.wrong("a request that is only asked should name one key, without wildcards");
            return None;
        }
        return Some(Keys::Pattern(Pattern::new(literal)));
    }
    if has_wildcard(text) {
        reader.wrong("should hold wildcards or parts to fill in, not both");
        return None;
    }
    scope.check_references(reader, &template, place.now());
    if template.has_subject() && place != Place::Function {
        reader.wrong("`{bucket}`, `{key}` and `{size}` are those of the object that a function acts on");
        return None;
    }
    let numbered = template.counts() || template.residues() > 1 || template.has_date();
    if numbered && !matches!(place, Place::Traffic | Place::Workload) {
        reader.wrong("`{n}` and `{date}` count in `objects`, workload and traffic; this is one call");
        return None;
    }
    Some(Keys::Template(template))
}

/// A key with its parts.
pub(crate) fn key_template(text: &str, reader: &Reader<'_>) -> Option<Template> {
    match Template::parse(text) {
        Ok(template) if template.counters() > 1 => {
            reader.wrong("should hold `{n}` once; `{n%4}` may stand beside it");
            None
        }
        Ok(template) => Some(template),
        Err(Unknown(part)) => {
            let known = "{n}, {n:08}, {n%4}, {date} or {step.Field}";
            reader.wrong(format!("`{part}` cannot be filled in; known here: {known}"));
            None
        }
    }
}

fn parameters(api: Api, section: &Section<'_>, now: Option<Instant>, scope: &Scope) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for (written, value) in section.beside() {
        if Api::parse(written).is_some() || written.contains(':') || OWN_CALLS.contains(&written) {
            continue;
        }
        let name = written.strip_suffix('+').unwrap_or(written);
        if !api.parameters().contains(&name) {
            value.wrong(format!(
                "{api} has no parameter `{name}`{}",
                suggest::instead(name, api.parameters())
            ));
        } else if !parameter_is_here(api, name) {
            value.wrong(format!("`{name}` is not simulated"));
        } else {
            if name == "ContentMD5" && value.node().scalar() != Some("auto") {
                value.wrong("should be `auto`: the digest of what is sent is filled in");
            }
            if !calls::is_document(name) {
                check_text(value.node(), value, now, scope);
            }
            let extends = name != written;
            parameters.push(Parameter { name: name.to_owned(), value: value.node().clone(), extends });
        }
    }
    parameters
}

/// Looks at the references in every text, at every depth.
pub(crate) fn check_text(node: &Node, reader: &Reader<'_>, now: Option<Instant>, scope: &Scope) {
    match &node.value {
        Value::Text(text) => scope.check_references(reader, &Template::lenient(text), now),
        Value::List(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, item)| check_text(item, &reader.item(at, item), now, scope));
        }
        Value::Map(map) => {
            map.entries.iter().for_each(|entry| {
                check_text(&entry.value, &reader.child(&entry.key, &entry.value), now, scope);
            });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn content(
    api: Api,
    size: Option<&Reader<'_>>,
    parameters: &[Parameter],
    place: Place,
    scope: &Scope,
) -> Content {
    let body =
        parameters.iter().find(|parameter| parameter.name == "Body").and_then(|body| body.value.scalar());
    let Some(size) = size else {
        return body.map_or(Content::Nothing, |body| Content::Body(body.to_owned()));
    };
    if !api.parameters().contains(&"Body") {
        size.wrong(format!("{api} sends no object, so it has no `size`"));
    } else if body.is_some() {
        size.wrong("`size` and `Body` both say how long it is: give one of them");
    }
    if place == Place::Workload {
        let table = sizes::read_drawn(size, scope.ground.rules.largest_object());
        return Content::Drawn(table.unwrap_or_else(|| Table::constant(0)));
    }
    let sizes = match place {
        Place::Traffic => sizes::read(size, sizes::BINS, scope.ground.rules.largest_object()),
        Place::Step(_) | Place::Workload | Place::Check(_) | Place::Function => {
            size.size().map(|size| vec![size])
        }
    };
    Content::Sizes(sizes.unwrap_or_else(|| vec![0]))
}

fn client_of(reader: &Reader<'_>, scope: &Scope) -> Option<(Client, Option<ClientId>)> {
    let text = reader.text()?;
    if let Some(place) = scope.clients.iter().position(|client| client.name == text) {
        let client = match scope.clients[place].location {
            Location::BucketRegion => Client::BucketRegion,
            Location::Region(region) => Client::Region(region),
            Location::Distance(_) => Client::Internet,
        };
        return Some((client, Some(ClientId(place as u16))));
    }
    let client = match text {
        "internet" => Some(Client::Internet),
        "cloudfront" => Some(Client::CloudFront),
        _ => {
            let region = Region::parse(text).map(Client::Region);
            if region.is_none() {
                let mut known: Vec<&str> = scope.clients.iter().map(|client| client.name.as_str()).collect();
                known.extend(["internet", "cloudfront"]);
                known.extend(Region::all().map(|region| region.name()));
                reader.wrong(format!("unknown client `{text}`{}", suggest::instead(text, &known)));
            }
            region
        }
    };
    client.map(|client| (client, None))
}

/// Notes a bucket that is never there, unless its absence is what is expected.
fn check_bucket(reader: &Reader<'_>, request: &RequestPlan, expect: Option<&Expectation>, scope: &Scope) {
    let Some(bucket) = &request.bucket else { return };
    let expected = expect.is_some_and(|expect| expect.accepts(ErrorCode::NoSuchBucket));
    if request.api != Api::CreateBucket && !expected && !scope.knows_bucket(bucket) {
        scope.unknown_bucket(reader, bucket);
    }
}
