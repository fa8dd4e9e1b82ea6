//! `PutBucketMetricsConfiguration`: for which objects CloudWatch counts requests.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_MetricsConfiguration.html>

use s3sim_document::read::Fields;

use super::by_id::ById;
use super::filter::{self, FilterDraft, Sizes};

/// Whose requests are counted. Filters by access point are not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricsConfiguration {
    /// What the key starts with; empty = every key.
    pub prefix: String,
    /// Tags that the object must have, exactly.
    pub tags: Vec<(String, String)>,
}

impl ById for MetricsConfiguration {
    const ELEMENT: &'static str = "MetricsConfiguration";
    const LIST: &'static str = "MetricsConfigurationList";

    fn contents(fields: &mut Fields<'_>) -> Option<MetricsConfiguration> {
        let filter = match fields.optional("Filter") {
            Some(filter) => filter::read(filter, Sizes::Unknown),
            None => FilterDraft::everything(),
        };
        filter::check_tags(&filter);
        Some(MetricsConfiguration {
            prefix: filter.prefix.unwrap_or_default().to_owned(),
            tags: filter.owned_tags(),
        })
    }
}
