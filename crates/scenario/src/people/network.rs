//! Ways to S3: VPC endpoints with their policies, gateways and proxies, distributions.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_iam::policy::PolicyKind;
use s3sim_iam::policy::Rules;
use s3sim_iam::principal::Principal;
use s3sim_ledger::AccountId;
use s3sim_s3::caller::{Actor, Endpoint, Source};

use super::{People, policies};
use crate::section::Section;
use crate::values;
use crate::words::who::{NETWORK, ORIGIN_ACCESS, WAYS};

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

/// What `type` says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Endpoint(PolicyKind),
    /// NAT gateway or proxy.
    Gateway,
    Distribution,
}

const TYPES: [(&str, Type); WAYS.len()] = [
    (WAYS[0], Type::Endpoint(PolicyKind::GatewayEndpoint)),
    (WAYS[1], Type::Endpoint(PolicyKind::InterfaceEndpoint)),
    (WAYS[2], Type::Gateway),
    (WAYS[3], Type::Gateway),
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

pub(super) fn read_all(reader: &Reader<'_>, people: &People) -> BTreeMap<String, Passage> {
    let entries = reader.entries().unwrap_or_default();
    entries
        .into_iter()
        .filter_map(|(name, reader)| Some((name.to_owned(), read(name, &reader, people)?)))
        .collect()
}

fn read(name: &str, reader: &Reader<'_>, people: &People) -> Option<Passage> {
    let section = Section::open(reader, &NETWORK)?;
    values::description(&section);
    let kind = section.required("type").and_then(|value| value.word(&TYPES));
    let vpc = section.get("vpc").and_then(|value| values::text(&value));
    let policy = section.get("policy");
    let (origin, access) = (section.get("origin"), section.get("origin_access"));
    let access = access.and_then(|value| value.word(&ACCESSES)).unwrap_or(OriginAccess::None);
    let owner = people.owner(&section).unwrap_or(AccountId(0));
    section.done();
    let kind = kind?;
    if let Some(origin) = origin.filter(|_| kind != Type::Distribution) {
        origin.wrong("belongs to a distribution");
    }
    if let Some(policy) = policy.as_ref().filter(|_| !matches!(kind, Type::Endpoint(_))) {
        policy.wrong("belongs to an endpoint");
    }
    match kind {
        Type::Endpoint(kind) => {
            let rules = Rules::new(kind).knowing(&people.directory);
            let policy = match policy {
                Some(value) => Some(policies::document("", &value, &rules)?),
                None => None,
            };
            let vpc = vpc.unwrap_or_else(|| "vpc-1".to_owned());
            Some(Passage::Endpoint(Arc::new(Endpoint { id: name.to_owned(), vpc, policy })))
        }
        Type::Distribution => {
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
            Some(Passage::Distribution(Box::new(actor)))
        }
        Type::Gateway => Some(Passage::Internet),
    }
}
