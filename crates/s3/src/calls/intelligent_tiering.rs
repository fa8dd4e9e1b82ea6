//! The calls about a bucket's Intelligent-Tiering configurations.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html>

use s3sim_aws::class::AccessTier;
use s3sim_aws::error::ErrorCode;
use s3sim_aws::operation::Api;
use s3sim_document::tree::{Map, Value};

use super::configuration::Change;
use crate::bucket::Bucket;
use crate::configuration::intelligent_tiering::{self, CONFIGURATIONS_MAX, IntelligentTieringConfiguration};
use crate::form::{Form, invalid_argument};
use crate::response::{Fields, Refusal};
use crate::service::Intent;

pub(crate) fn judge(api: Api, bucket: &Bucket, form: Form<'_>) -> Result<Intent, Refusal> {
    let known = &bucket.intelligent_tiering;
    if api == Api::ListBucketIntelligentTieringConfigurations {
        let list = known.iter().map(document).collect();
        let fields = Fields::new()
            .node("IsTruncated", Value::Bool(false))
            .list("IntelligentTieringConfigurationList", list);
        return Ok(Intent::answer(200, fields));
    }
    let id = form.text("Id")?.ok_or_else(|| invalid_argument("Id", "is missing"))?;
    let place = known.iter().position(|configuration| configuration.id == id);
    let missing = || Refusal::of(ErrorCode::NoSuchConfiguration);
    match api {
        Api::GetBucketIntelligentTieringConfiguration => {
            let configuration = &known[place.ok_or_else(missing)?];
            let value = Value::Map(document(configuration).done());
            Ok(Intent::answer(200, Fields::new().node("IntelligentTieringConfiguration", value)))
        }
        Api::DeleteBucketIntelligentTieringConfiguration => {
            let mut rest = known.clone();
            rest.remove(place.ok_or_else(missing)?);
            Ok(Intent::Configure(Change::IntelligentTiering(rest)))
        }
        _ => {
            let read = |reader: &s3sim_document::read::Reader<'_>| intelligent_tiering::read(reader, id);
            let new = form.required_document("IntelligentTieringConfiguration", read)?;
            if place.is_none() && known.len() >= CONFIGURATIONS_MAX {
                return Err(Refusal::of(ErrorCode::TooManyConfigurations));
            }
            let mut all = known.clone();
            all.retain(|configuration| configuration.id != id);
            all.push(new);
            Ok(Intent::Configure(Change::IntelligentTiering(all)))
        }
    }
}

/// A configuration as the answers show it.
fn document(configuration: &IntelligentTieringConfiguration) -> Fields {
    let tiers = [
        (configuration.archive_access, AccessTier::Archive),
        (configuration.deep_archive_access, AccessTier::DeepArchive),
    ];
    let tiering = |(days, tier): (u32, AccessTier)| {
        Fields::new().number("Days", days.into()).text("AccessTier", tier.name())
    };
    let tierings = tiers.into_iter().filter_map(|(days, tier)| Some(tiering((days?, tier)))).collect();
    let mut fields = Fields::new().text("Id", &configuration.id);
    if let Some(filter) = filter(configuration) {
        fields = fields.node("Filter", Value::Map(filter));
    }
    let status = if configuration.enabled { "Enabled" } else { "Disabled" };
    fields.text("Status", status).list("Tierings", tierings)
}

/// The filter: one condition stands alone, several in an `And`.
fn filter(configuration: &IntelligentTieringConfiguration) -> Option<Map> {
    let tag = |(key, value): &(String, String)| Fields::new().text("Key", key).text("Value", value);
    let prefix = (!configuration.prefix.is_empty()).then_some(&configuration.prefix);
    Some(match (prefix, configuration.tags.as_slice()) {
        (None, []) => return None,
        (Some(prefix), []) => Fields::new().text("Prefix", prefix).done(),
        (None, [one]) => Fields::new().node("Tag", Value::Map(tag(one).done())).done(),
        (prefix, tags) => {
            let and = Fields::new().maybe("Prefix", prefix).list("Tags", tags.iter().map(tag).collect());
            Fields::new().node("And", Value::Map(and.done())).done()
        }
    })
}
