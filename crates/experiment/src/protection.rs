//! How objects are protected: what checks expect, and what is different.

use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_s3::encryption::{Encryption, Protection};
use s3sim_s3::machine::S3;
use s3sim_s3::response::Response;
use s3sim_scenario::Scenario;
use s3sim_scenario::check::{Attribute, EncryptedBy, KeyKeptBy};
use s3sim_scenario::measure::{Measure, Place};
use s3sim_scenario::request::RequestPlan;
use s3sim_scenario::step::Act;
use s3sim_simulator::run::Run;

use crate::measures::Figure;

/// An attribute in words.
pub(crate) fn expected(attribute: &Attribute) -> String {
    match attribute {
        Attribute::ServerSideEncryption(word) => format!("ServerSideEncryption {word}"),
        Attribute::Key(name) => format!("key {name}"),
        Attribute::BucketKeyEnabled(true) => "with a bucket key".to_owned(),
        Attribute::BucketKeyEnabled(false) => "without a bucket key".to_owned(),
        Attribute::CustomerKey => "under a key of the customer".to_owned(),
        Attribute::EncryptedBy(by) => format!("encrypted by {}", by.name()),
        Attribute::KeyKeptBy(keeper) => format!("key kept by {}", keeper.name()),
        // The others are about storage.
        Attribute::StorageClass(_)
        | Attribute::IntelligentTieringAccessTier(_)
        | Attribute::FirstByteWithin(_)
        | Attribute::Survives(_)
        | Attribute::ReplicationStatus(_)
        | Attribute::Lock(_)
        | Attribute::Tags(_)
        | Attribute::Owner { .. }
        | Attribute::ContentLength(_) => String::new(),
    }
}

/// What is different from what was expected.
pub(crate) fn difference(s3: &S3, protection: &Protection, attribute: &Attribute) -> Option<String> {
    let encryption = &protection.encryption;
    let differs = match attribute {
        Attribute::ServerSideEncryption(word) => encryption.algorithm() != Some(word.as_str()),
        Attribute::Key(name) => !is_under(s3, protection, name),
        Attribute::BucketKeyEnabled(wanted) => {
            encryption.kms_key().is_some_and(|(_, bucket_key)| bucket_key) != *wanted
        }
        Attribute::CustomerKey => !matches!(encryption, Encryption::Customer { .. }),
        Attribute::EncryptedBy(by) => {
            let (client, s3) = (protection.client_key.is_some(), *encryption != Encryption::None);
            match by {
                EncryptedBy::Client => !client,
                EncryptedBy::S3 => !s3,
                EncryptedBy::Nobody => client || s3,
            }
        }
        Attribute::KeyKeptBy(keeper) => keeper_of(protection) != Some(*keeper),
        Attribute::StorageClass(_)
        | Attribute::IntelligentTieringAccessTier(_)
        | Attribute::FirstByteWithin(_)
        | Attribute::Survives(_)
        | Attribute::ReplicationStatus(_)
        | Attribute::Lock(_)
        | Attribute::Tags(_)
        | Attribute::Owner { .. }
        | Attribute::ContentLength(_) => false,
    };
    differs.then(|| describe(s3, protection))
}

fn is_under(s3: &S3, protection: &Protection, name: &str) -> bool {
    match (&protection.client_key, protection.encryption.kms_key()) {
        (Some(client), _) => client == name,
        (None, Some((key, _))) => s3.keys().is_called(key, name),
        (None, None) => false,
    }
}

fn keeper_of(protection: &Protection) -> Option<KeyKeptBy> {
    match (protection.client_key.as_deref(), &protection.encryption) {
        (Some("own"), _) | (None, Encryption::Customer { .. }) => Some(KeyKeptBy::Customer),
        (Some(_), _) | (None, Encryption::Kms { .. } | Encryption::Dual { .. }) => Some(KeyKeptBy::Kms),
        (None, Encryption::S3) => Some(KeyKeptBy::S3),
        (None, Encryption::None) => None,
    }
}

fn describe(s3: &S3, protection: &Protection) -> String {
    let by_s3 = match &protection.encryption {
        Encryption::None => "not encrypted".to_owned(),
        Encryption::S3 => "AES256".to_owned(),
        Encryption::Customer { .. } => "under a key of the customer".to_owned(),
        Encryption::Kms { key, bucket_key } => {
            let with = if *bucket_key { " with a bucket key" } else { "" };
            format!("aws:kms under {}{with}", s3.keys().get(*key).id)
        }
        Encryption::Dual { key } => format!("aws:kms:dsse under {}", s3.keys().get(*key).id),
    };
    match &protection.client_key {
        Some(key) => format!("encrypted by its client under {key}, and {by_s3}"),
        None => by_s3,
    }
}

/// How many successful steps from `from` (included) to `until` (excluded) had a payload that could be read somewhere.
pub(crate) fn plaintext(
    measure: &Measure,
    scenario: &Scenario,
    run: &Run,
    from: Instant,
    until: Option<Instant>,
) -> Option<Figure> {
    let Measure::Plaintext { place, of } = measure else { return None };
    let mut sum = 0;
    for (step, result) in scenario.steps.iter().zip(&run.steps) {
        let (Act::Call { request, .. }, Some(result)) = (&step.act, result) else { continue };
        let asked = of.as_ref().is_none_or(|name| *name == step.name);
        let within = from <= result.at && until.is_none_or(|until| result.at < until);
        let Some(answer) = result.answer.as_ref().ok().filter(|answer| answer.is_ok()) else { continue };
        if asked && within && is_legible(*place, request, answer) {
            sum += result.calls;
        }
    }
    Some(Figure::Count(sum))
}

/// Whether what a call carries can be read at a place.
fn is_legible(place: Place, request: &RequestPlan, answer: &Response) -> bool {
    let way = request.sender.way.as_deref();
    let carries = matches!(request.api, Api::PutObject | Api::UploadPart | Api::GetObject);
    if !carries || way.is_some_and(|way| way.client_key.is_some()) {
        return false;
    }
    match place {
        Place::Network => way.is_some_and(|way| !way.transport.is_secure()),
        Place::Service => true,
        Place::Storage => ["ServerSideEncryption", "SSECustomerAlgorithm"]
            .iter()
            .all(|name| answer.fields.get(name).is_none()),
    }
}
