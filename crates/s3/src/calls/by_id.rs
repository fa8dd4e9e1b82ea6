//! The calls about configurations of which a bucket can have several: put, get, delete and list, by id.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html> and its siblings.

use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_document::tree::{At, Entry, Map, Node, Value};

use super::configuration::Change;
use crate::bucket::Bucket;
use crate::configuration::by_id::{self, ById, CONFIGURATIONS_MAX, Identified};
use crate::form::{Form, invalid_argument};
use crate::response::{Fields, Refusal};
use crate::service::Intent;

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Get,
    Put,
    Delete,
    List,
}

/// Judges a call about one of these kinds; nothing if it is about another.
pub(crate) fn judge(api: Api, bucket: &Bucket, form: Form<'_>) -> Option<Result<Intent, Refusal>> {
    let settings = &bucket.settings;
    let verb = match api {
        Api::GetBucketAnalyticsConfiguration
        | Api::GetBucketInventoryConfiguration
        | Api::GetBucketMetricsConfiguration => Verb::Get,
        Api::PutBucketAnalyticsConfiguration
        | Api::PutBucketInventoryConfiguration
        | Api::PutBucketMetricsConfiguration => Verb::Put,
        Api::DeleteBucketAnalyticsConfiguration
        | Api::DeleteBucketInventoryConfiguration
        | Api::DeleteBucketMetricsConfiguration => Verb::Delete,
        Api::ListBucketAnalyticsConfigurations
        | Api::ListBucketInventoryConfigurations
        | Api::ListBucketMetricsConfigurations => Verb::List,
        _ => return None,
    };
    Some(match api {
        Api::GetBucketAnalyticsConfiguration
        | Api::PutBucketAnalyticsConfiguration
        | Api::DeleteBucketAnalyticsConfiguration
        | Api::ListBucketAnalyticsConfigurations => about(verb, &settings.analytics, form, Change::Analytics),
        Api::GetBucketInventoryConfiguration
        | Api::PutBucketInventoryConfiguration
        | Api::DeleteBucketInventoryConfiguration
        | Api::ListBucketInventoryConfigurations => about(verb, &settings.inventory, form, Change::Inventory),
        _ => about(verb, &settings.metrics, form, Change::Metrics),
    })
}

fn about<T: ById>(
    verb: Verb,
    known: &[Identified<T>],
    form: Form<'_>,
    change: impl FnOnce(Vec<Identified<T>>) -> Change,
) -> Result<Intent, Refusal> {
    if verb == Verb::List {
        let list = known.iter().map(|one| Node::made(Value::Map(with_id(one)))).collect();
        let fields = Fields::new().node("IsTruncated", Value::Bool(false));
        return Ok(Intent::answer(200, fields.node(T::LIST, Value::List(list))));
    }
    let id = form.text("Id")?.ok_or_else(|| invalid_argument("Id", "is missing"))?;
    let place = known.iter().position(|configured| configured.id == id);
    let missing = || Refusal::of(ErrorCode::NoSuchConfiguration);
    match verb {
        Verb::Put => {
            let new =
                form.required_document(T::ELEMENT, |reader: &Reader<'_>| by_id::read::<T>(reader, id))?;
            if place.is_none() && known.len() >= CONFIGURATIONS_MAX {
                return Err(Refusal::of(ErrorCode::TooManyConfigurations));
            }
            let mut all = known.to_vec();
            all.retain(|configured| configured.id != id);
            all.push(new);
            Ok(Intent::Configure(change(all)))
        }
        Verb::Delete => {
            let mut rest = known.to_vec();
            rest.remove(place.ok_or_else(missing)?);
            Ok(Intent::Configure(change(rest)))
        }
        Verb::Get | Verb::List => {
            let configured = &known[place.ok_or_else(missing)?];
            Ok(Intent::answer(200, Fields::new().node(T::ELEMENT, Value::Map(with_id(configured)))))
        }
    }
}

/// The document, with its id in front.
fn with_id<T>(configured: &Identified<T>) -> Map {
    let id = Node::made(Value::Text(configured.id.clone()));
    let mut entries = vec![Entry { key: "Id".to_owned(), key_at: At::NOWHERE, value: id }];
    if let Value::Map(map) = &configured.document.value {
        entries.extend(map.entries.iter().filter(|entry| entry.key != "Id").cloned());
    }
    Map { entries }
}
