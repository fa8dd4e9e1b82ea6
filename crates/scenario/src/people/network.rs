//! Ways to S3: VPC endpoints with their policies, gateways and proxies, distributions.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::item::NamedItem;
use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::units::Per;
use s3sim_iam::policy::PolicyKind;
use s3sim_iam::policy::Rules;
use s3sim_iam::principal::Principal;
use s3sim_ledger::AccountId;
use s3sim_s3::caller::{Actor, Endpoint, Source};

use super::{People, policies};
use crate::prices::{self, Label, PriceBook, Priced};
use crate::scope::Ground;
use crate::section::Section;
use crate::values;
use crate::words::who::{NETWORK, ORIGIN_ACCESS, WAYS};

/// A way to S3: what becomes of a request on it, and what it costs.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) passage: Passage,
    pub(super) road: Arc<Road>,
}

/// What becomes of a request on its way.
#[derive(Debug)]
pub(super) enum Passage {
    /// It passes an endpoint.
    Endpoint(Arc<Endpoint>),
    /// It leaves from a public address: NAT gateway, proxy.
    Internet,
    /// A distribution asks in the sender's place.
    Distribution(Box<Actor>),
}

/// A way of the scenario's own, as far as S3 sees nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Road {
    /// Its name.
    pub name: String,
    /// Who pays for it.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
    /// The operation that its bytes stand under on the bill.
    pub operation: &'static str,
    /// What each byte costs that passes it, either way.
    pub bytes: Vec<NamedItem>,
    /// Whether it is a distribution: what leaves S3 then goes to CloudFront, and it may answer by itself.
    pub is_distribution: bool,
    /// The share of the requests of traffic that it answers itself, in billionths.
    pub cache_hit: u64,
    /// Whether anybody who comes this way gets an answer.
    pub is_open: bool,
}

/// What `type` says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    GatewayEndpoint,
    InterfaceEndpoint,
    NatGateway,
    Proxy,
    Distribution,
}

impl Type {
    /// Whose policies an endpoint has.
    fn endpoint(self) -> Option<PolicyKind> {
        match self {
            Type::GatewayEndpoint => Some(PolicyKind::GatewayEndpoint),
            Type::InterfaceEndpoint => Some(PolicyKind::InterfaceEndpoint),
            Type::NatGateway | Type::Proxy | Type::Distribution => None,
        }
    }

    /// How it stands on the bill.
    ///
    /// Modelling choice: a proxy is no service of AWS, so its names are its own; those of distributions leave out the
    /// edge's Region.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html>
    fn label(self) -> Label<'static> {
        let label = |service, time, bytes, operation| Label { service, time, bytes, operation };
        match self {
            Type::NatGateway => label("AmazonEC2", "NatGateway-Hours", "NatGateway-Bytes", "NatGateway"),
            Type::InterfaceEndpoint | Type::GatewayEndpoint => {
                label("AmazonVPC", "VpcEndpoint-Hours", "VpcEndpoint-Bytes", "VpcEndpoint")
            }
            Type::Proxy => label("Proxy", "Proxy-Hours", "Proxy-Bytes", ""),
            Type::Distribution => {
                label("AmazonCloudFront", "Distribution-Hours", "DataTransfer-Out-Bytes", "GET")
            }
        }
    }
}

const TYPES: [(&str, Type); WAYS.len()] = [
    (WAYS[0], Type::GatewayEndpoint),
    (WAYS[1], Type::InterfaceEndpoint),
    (WAYS[2], Type::NatGateway),
    (WAYS[3], Type::Proxy),
    (WAYS[4], Type::Distribution),
];

/// How a distribution signs what it asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OriginAccess {
    Control,
    Identity,
    None,
}

const ACCESSES: [(&str, OriginAccess); ORIGIN_ACCESS.len()] = [
    (ORIGIN_ACCESS[0], OriginAccess::Control),
    (ORIGIN_ACCESS[1], OriginAccess::Identity),
    (ORIGIN_ACCESS[2], OriginAccess::None),
];

pub(super) fn read_all(
    reader: &Reader<'_>,
    people: &People,
    ground: &Ground,
    book: &mut PriceBook,
) -> BTreeMap<String, Network> {
    let entries = reader.entries().unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|(name, reader)| Some((name.to_owned(), read(name, &reader, people, ground, book)?)))
        .collect()
}

fn read(
    name: &str,
    reader: &Reader<'_>,
    people: &People,
    ground: &Ground,
    book: &mut PriceBook,
) -> Option<Network> {
    let section = Section::open(reader, &NETWORK)?;
    values::description(&section);
    let kind = section.required("type").and_then(|value| value.word(&TYPES));
    let vpc = section.get("vpc").and_then(|value| values::text(&value));
    let policy = section.get("policy");
    let (origin, access) = (section.get("origin"), section.get("origin_access"));
    let access = access.and_then(|value| value.word(&ACCESSES)).unwrap_or(OriginAccess::None);
    let owner = people.owner(&section).unwrap_or(AccountId(0));
    let region = section.get("region").and_then(|value| values::region(&value)).unwrap_or(ground.region);
    let (price, hit, open) = (section.get("price"), section.get("cache_hit"), section.get("open"));
    section.done();
    let kind = kind?;
    for (value, word) in [(&origin, "origin"), (&hit, "cache_hit")] {
        if let Some(value) = value.as_ref().filter(|_| kind != Type::Distribution) {
            value.wrong(format!("`{word}` belongs to a distribution"));
        }
    }
    if let Some(policy) = policy.as_ref().filter(|_| kind.endpoint().is_none()) {
        policy.wrong("belongs to an endpoint");
    }
    if let Some(price) = price.as_ref().filter(|_| kind == Type::GatewayEndpoint) {
        price.wrong("a gateway endpoint costs nothing");
    }
    let priced = price.map(|price| priced(&price, kind, (owner, region), ground, book)).unwrap_or_default();
    let road = Arc::new(Road {
        name: name.to_owned(),
        account: owner,
        region,
        operation: kind.label().operation,
        bytes: priced.bytes,
        is_distribution: kind == Type::Distribution,
        cache_hit: hit.and_then(|value| value.share()).unwrap_or_default(),
        is_open: open.and_then(|value| value.boolean()).unwrap_or(true),
    });
    let passage = match kind {
        Type::Distribution => Passage::Distribution(Box::new(distribution(name, access, owner, people))),
        Type::NatGateway | Type::Proxy => Passage::Internet,
        Type::GatewayEndpoint | Type::InterfaceEndpoint => {
            let rules = kind.endpoint().map(|kind| Rules::new(kind).knowing(&people.directory));
            let policy = match policy.zip(rules) {
                Some((value, rules)) => Some(policies::document("", &value, &rules)?),
                None => None,
            };
            let vpc = vpc.unwrap_or_else(|| "vpc-1".to_owned());
            Passage::Endpoint(Arc::new(Endpoint { id: name.to_owned(), vpc, policy }))
        }
    };
    Some(Network { passage, road })
}

/// Reads what a way costs; it is there during the whole run.
fn priced(
    reader: &Reader<'_>,
    kind: Type,
    payer: (AccountId, Region),
    ground: &Ground,
    book: &mut PriceBook,
) -> Priced {
    let label = kind.label();
    let (time, bytes) = match kind {
        Type::NatGateway | Type::InterfaceEndpoint | Type::GatewayEndpoint => {
            (prices::usage_type(payer.1, label.time), prices::usage_type(payer.1, label.bytes))
        }
        Type::Proxy | Type::Distribution => (label.time.to_owned(), label.bytes.to_owned()),
    };
    let label = Label { time: &time, bytes: &bytes, ..label };
    let allowed = [Per::Hour, Per::Day, Per::Month, Per::Gb];
    let priced = book.read(reader, label, &allowed, "by the hour, day, month or GB: 0.045 USD/GB");
    let span = (ground.clock.start(), ground.clock.end());
    book.stands(&priced.time, label.operation, payer, span);
    priced
}

/// Who asks S3 when a distribution does.
fn distribution(name: &str, access: OriginAccess, owner: AccountId, people: &People) -> Actor {
    let number = people.number(owner);
    let principal = match access {
        OriginAccess::Control => Principal::service("cloudfront.amazonaws.com"),
        OriginAccess::Identity => Principal::origin_access_identity(name),
        OriginAccess::None => Principal::anonymous(),
    };
    let mut actor = Actor::new(s3sim_iam::evaluate::Caller::new(principal), None);
    if access == OriginAccess::Control {
        let arn = format!("arn:aws:cloudfront::{number}:distribution/{name}");
        actor.source = Some(Source { arn: Some(arn), account: Some(number.to_string()) });
    }
    actor
}
