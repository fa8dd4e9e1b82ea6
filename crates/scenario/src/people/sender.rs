//! Who sends a request and by which way: `as`, `via`, `over`, `source_ip`, `mfa`, `headers`, `presigned`,
//! `session_policy`.

use std::net::IpAddr;
use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_iam::policy::PolicyKind;
use s3sim_iam::principal::{AccountId as Digits, Principal};
use s3sim_kernel::time::{HOUR, Micros};
use s3sim_s3::caller::{Actor, Assumption, Presigned, Source, Transport, Way};
use s3sim_s3::directory::ADMIN;

use super::network::{Network, Passage, Road};
use super::{People, ROOT, policies};
use crate::account;
use crate::clock::Clock;
use crate::headers::parameter;
use crate::section::Section;
use crate::values;
use crate::words::who::{PRESIGNED_URL, SERVICE};

/// Who sends a request, and how. Nothing said: the administrator of the bucket's owner, over HTTPS.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// Who.
    pub actor: Option<Arc<Actor>>,
    /// How.
    pub way: Option<Arc<Way>>,
    /// Whether by the endpoint of transfer acceleration.
    pub accelerated: bool,
    /// By which of the scenario's own ways.
    pub road: Option<Arc<Road>>,
}

impl Sender {
    /// Whether anybody who sends this way gets an answer.
    pub fn is_answered(&self) -> bool {
        self.road.as_ref().is_none_or(|road| road.is_open)
    }
}

const TRANSPORTS: [(&str, Transport); 6] = [
    ("https", Transport::Tls13),
    ("http", Transport::Http),
    ("tls1.0", Transport::Tls10),
    ("tls1.1", Transport::Tls11),
    ("tls1.2", Transport::Tls12),
    ("tls1.3", Transport::Tls13),
];

/// The endpoint of a bucket's static website.
const WEBSITE: &str = "website";
/// Ways that are always there. Modelling choice: an accelerate endpoint changes nothing about permissions.
const BUILT_IN: [&str; 3] = ["internet", WEBSITE, "accelerate"];

/// Reads the words of a request of nobody in particular.
pub(crate) fn read(section: &Section<'_>, people: &People, clock: &Clock) -> Sender {
    of_request(section, people, clock, &Sender::default())
}

/// Reads the words of a client, which hold for its requests unless they say otherwise.
pub(crate) fn of_client(section: &Section<'_>, people: &People, encrypts: Option<String>) -> Sender {
    let mut sender = Sender::default();
    let mut way = Way { client_key: encrypts, ..Way::default() };
    let said = line(section, &mut way) | via(section, people, &mut sender, &mut way);
    let said = said || way.client_key.is_some();
    Sender { way: said.then(|| Arc::new(way)), ..sender }
}

/// Reads the words of a request; what it does not say is as its client says it.
pub(crate) fn of_request(section: &Section<'_>, people: &People, clock: &Clock, client: &Sender) -> Sender {
    let mut sender = client.clone();
    let mut way = client.way.as_deref().cloned().unwrap_or_default();
    if let Some(actor) = section.get("as").and_then(|value| who(&value, people)) {
        sender.actor = Some(Arc::new(actor));
    }
    let mut said = line(section, &mut way) || client.way.is_some();
    let mut word = |name| {
        let value = section.get(name);
        said |= value.is_some();
        value
    };
    if let Some(damaged) = word("damaged").and_then(|value| value.boolean()) {
        way.damaged = damaged;
    }
    if let Some(mfa) = word("mfa").and_then(|value| value.boolean()) {
        way.mfa = mfa;
    }
    if let Some(value) = word("headers") {
        headers(&value, &mut way);
    }
    if let Some((by, presigned)) = word("presigned").and_then(|value| presigned(&value, people, clock)) {
        // Whoever sends it, S3 judges who signed it.
        sender.actor = by.map(Arc::new);
        way.presigned = Some(presigned);
    }
    said |= via(section, people, &mut sender, &mut way);
    if let Some(value) = section.get("session_policy") {
        match (policies::read("", &value, PolicyKind::Session), sender.actor.take()) {
            (Some(policy), Some(whose)) => {
                sender.actor = Some(Arc::new(Arc::unwrap_or_clone(whose).limited(policy)));
            }
            (_, None) => value.wrong("limits a session: say whose, with `as`"),
            (None, whose) => sender.actor = whose,
        }
    }
    Sender { way: said.then(|| Arc::new(way)), ..sender }
}

/// Reads `over` and `source_ip`; whether any of them is there.
fn line(section: &Section<'_>, way: &mut Way) -> bool {
    let (over, source) = (section.get("over"), section.get("source_ip"));
    let said = over.is_some() || source.is_some();
    if let Some(transport) = over.and_then(|value| value.word(&TRANSPORTS)) {
        way.transport = transport;
    }
    if let Some(value) = source {
        way.address = address(&value);
    }
    said
}

/// Reads `via`; whether it is there.
fn via(section: &Section<'_>, people: &People, sender: &mut Sender, way: &mut Way) -> bool {
    let Some(value) = section.get("via") else { return false };
    sender.accelerated = value.node().scalar() == Some("accelerate");
    // Another way than the client's usual one.
    (way.website, way.endpoint) = (false, None);
    if value.node().scalar() == Some(WEBSITE) {
        // Whoever comes this way shows no credentials, and nothing is encrypted.
        way.website = true;
        sender.actor = Some(Arc::new(Actor::new(Policies::new(Principal::anonymous()), None)));
        match section.get("over") {
            Some(over) if way.transport != Transport::Http => {
                over.wrong("a website endpoint speaks plain HTTP only: `over: http`");
            }
            _ => way.transport = Transport::Http,
        }
    }
    let network = network(&value, people);
    match network.map(|network| &network.passage) {
        Some(Passage::Endpoint(endpoint)) => way.endpoint = Some(Arc::clone(endpoint)),
        Some(Passage::Distribution(distribution)) => {
            sender.actor = Some(Arc::new((**distribution).clone()));
        }
        Some(Passage::Internet) | None => {}
    }
    sender.road = network.map(|network| Arc::clone(&network.road));
    true
}

/// Who it is; `None` is the administrator of the bucket's owner, or a problem.
pub(crate) fn who(reader: &Reader<'_>, people: &People) -> Option<Actor> {
    match &reader.node().value {
        Value::Map(_) => service(reader, people),
        Value::List(_) => chain(reader, people),
        _ => named(reader, people),
    }
}

fn named(reader: &Reader<'_>, people: &People) -> Option<Actor> {
    let text = reader.text()?;
    if text == "anonymous" {
        return Some(Actor::new(Policies::new(Principal::anonymous()), None));
    }
    if let Some(user) = people.users.get(text) {
        return Some(user.clone());
    }
    if let Some(role) = people.roles.get(text) {
        return Some(role.actor.clone());
    }
    let (account, name) = text.split_once('/').unwrap_or((account::MAIN, text));
    if let Some(id) = people.account(account).filter(|_| name == ADMIN || name == ROOT) {
        let entry = people.directory.account(id);
        if name == ADMIN {
            return Some(entry.admin.clone());
        }
        let principal = Principal::root(entry.number).with_canonical_id(&entry.canonical_id);
        let mut policies = Policies::new(principal);
        policies.guardrails = entry.admin.policies.guardrails.clone();
        return Some(Actor::new(policies, Some(id)));
    }
    let built_in = ["anonymous", ADMIN, ROOT];
    let known: Vec<&str> =
        people.users.keys().chain(people.roles.keys()).map(String::as_str).chain(built_in).collect();
    reader.wrong(format!("there is no user or role `{text}`{}", suggest::instead(text, &known)));
    None
}

/// `[ann, app]`: ann assumes app, and so on; trust and permission are checked with every request.
fn chain(reader: &Reader<'_>, people: &People) -> Option<Actor> {
    let items = reader.items()?;
    let (first, roles) = items.split_first()?;
    let mut actor = who(first, people)?;
    for item in roles {
        let name = item.text()?;
        let Some(role) = people.roles.get(name) else {
            let known: Vec<&str> = people.roles.keys().map(String::as_str).collect();
            item.wrong(format!("there is no role `{name}`{}", suggest::instead(name, &known)));
            return None;
        };
        let assumption = Assumption {
            by: actor,
            role: role.arn.clone(),
            owner: role.owner,
            trust: Arc::clone(&role.trust),
        };
        actor = Actor { assumed: Some(Arc::new(assumption)), ..role.actor.clone() };
    }
    Some(actor)
}

fn service(reader: &Reader<'_>, people: &People) -> Option<Actor> {
    let section = Section::open(reader, &SERVICE)?;
    let name = section.required("Service").and_then(|value| values::text(&value));
    let arn = section.get("SourceArn").and_then(|value| values::text(&value));
    let account = section.get("SourceAccount").and_then(|value| {
        let text = value.text()?;
        let named = people.account(text).map(|id| people.number(id));
        let number = named.or_else(|| Digits::parse(text));
        if number.is_none() {
            value.wrong(format!("there is no account `{text}`: give a name or twelve digits"));
        }
        number.map(|number| number.to_string())
    });
    section.done();
    let mut actor = Actor::new(Policies::new(Principal::service(&name?)), None);
    actor.source = Some(Source { arn, account });
    Some(actor)
}

fn address(reader: &Reader<'_>) -> Option<IpAddr> {
    let address = reader.text()?.parse().ok();
    if address.is_none() {
        reader.wrong("should be an IP address such as 203.0.113.7");
    }
    address
}

fn headers(reader: &Reader<'_>, way: &mut Way) {
    for (name, value) in reader.entries().unwrap_or_default() {
        let text = values::text(&value);
        match name.to_ascii_lowercase().as_str() {
            "referer" => way.referer = text,
            "user-agent" => way.user_agent = text,
            // They are parameters of the call.
            sent if parameter(sent).is_some() => {}
            _ => value.wrong(format!(
                "`{name}` is no header that is known here: Referer, User-Agent and those of the call are, such as \
                 x-amz-server-side-encryption"
            )),
        }
    }
}

fn presigned(reader: &Reader<'_>, people: &People, clock: &Clock) -> Option<(Option<Actor>, Presigned)> {
    let section = Section::open(reader, &PRESIGNED_URL)?;
    let by = section.get("by").map(|value| who(&value, people));
    let at = section.get("at").map_or(Some(clock.start()), |value| clock.instant(&value));
    let expires = section.get("expires").map_or(Some(Micros(HOUR)), |value| values::duration(&value));
    section.done();
    let by = match by {
        None => None,
        Some(by) => Some(by?),
    };
    Some((by, Presigned { at: at?, expires: expires? }))
}

fn network<'p>(reader: &Reader<'_>, people: &'p People) -> Option<&'p Network> {
    let text = reader.text()?;
    if BUILT_IN.contains(&text) {
        return None;
    }
    let network = people.network.get(text);
    if network.is_none() {
        let known: Vec<&str> = people.network.keys().map(String::as_str).chain(BUILT_IN).collect();
        reader.wrong(format!("there is no way `{text}` to S3{}", suggest::instead(text, &known)));
    }
    network
}
