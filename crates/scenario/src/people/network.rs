//! Ways to S3: VPC endpoints with their policies, gateways and proxies, distributions.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_document::read::Reader;
use s3sim_iam::policy::PolicyKind;
use s3sim_iam::policy::Rules;
use s3sim_iam::principal::Principal;
use s3sim_s3::caller::{Actor, Endpoint, Source};

use super::{People, policies};
use crate::account;
use crate::section::Section;
use crate::values;
use crate::words::who::{NETWORK, ORIGIN_ACCESS, WAYS};

/// What becomes of a request on its way.
pub(super) enum Passage {
    /// It passes an endpoint.
    Endpoint(Arc<Endpoint>),
    /// It leaves from a public address: NAT gateway, proxy.
    Internet,
    /// A distribution asks in the sender's place.
    Distribution(Box<Actor>),
}

const TYPES: [(&str, usize); 5] = [(WAYS[0], 0), (WAYS[1], 1), (WAYS[2], 2), (WAYS[3], 3), (WAYS[4], 4)];

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
    let access = access
        .and_then(|value| value.word(&[(ORIGIN_ACCESS[0], 0), (ORIGIN_ACCESS[1], 1), (ORIGIN_ACCESS[2], 2)]));
    let account = section
        .get("account")
        .and_then(|value| account::named(&value, people.accounts.iter().map(String::as_str)));
    section.done();
    if let (Some(origin), Some(0..=3)) = (&origin, kind) {
        origin.wrong("belongs to a distribution");
    }
    if let (Some(policy), Some(2..=4)) = (&policy, kind) {
        policy.wrong("belongs to an endpoint");
    }
    match kind? {
        gateway @ (0 | 1) => {
            let kind = if gateway == 0 { PolicyKind::GatewayEndpoint } else { PolicyKind::InterfaceEndpoint };
            let rules = Rules::new(kind).knowing(&people.directory);
            let policy = match policy {
                Some(value) => Some(policies::document("", &value, &rules)?),
                None => None,
            };
            let vpc = vpc.unwrap_or_else(|| "vpc-1".to_owned());
            Some(Passage::Endpoint(Arc::new(Endpoint { id: name.to_owned(), vpc, policy })))
        }
        4 => {
            let account = account.unwrap_or_else(|| account::MAIN.to_owned());
            let number = people.number(people.account(&account)?);
            let principal = match access {
                Some(0) => Principal::service("cloudfront.amazonaws.com"),
                Some(1) => Principal::origin_access_identity(name),
                _ => Principal::anonymous(),
            };
            let mut actor = Actor::new(s3sim_iam::evaluate::Caller::new(principal), None);
            if access == Some(0) {
                let arn = format!("arn:aws:cloudfront::{number}:distribution/{name}");
                actor.source = Some(Source { arn: Some(arn), account: Some(number.to_string()) });
            }
            Some(Passage::Distribution(Box::new(actor)))
        }
        _ => Some(Passage::Internet),
    }
}
