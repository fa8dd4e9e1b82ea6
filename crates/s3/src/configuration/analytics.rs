//! `PutBucketAnalyticsConfiguration`: which objects storage class analysis looks at, and where it writes.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AnalyticsConfiguration.html>

use s3sim_document::read::{Fields, Reader};

use super::by_id::ById;
use super::filter::{self, FilterDraft, Sizes};
use super::schema::{self, MALFORMED};

/// What is analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyticsConfiguration {
    /// What the key starts with; empty = every key.
    pub prefix: String,
    /// Tags that the object must have, exactly.
    pub tags: Vec<(String, String)>,
    /// Where the figures go; nothing: to the console only.
    pub export: Option<Destination>,
}

/// A bucket, and what keys in it start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The bucket's name.
    pub bucket: String,
    /// What the keys start with.
    pub prefix: String,
}

impl ById for AnalyticsConfiguration {
    const ELEMENT: &'static str = "AnalyticsConfiguration";
    const LIST: &'static str = "AnalyticsConfigurationList";

    fn contents(fields: &mut Fields<'_>) -> Option<AnalyticsConfiguration> {
        let filter = match fields.optional("Filter") {
            Some(filter) => filter::read(filter, Sizes::Unknown),
            None => FilterDraft::everything(),
        };
        filter::check_tags(&filter);
        let analysis = schema::required(fields, "StorageClassAnalysis", ": what to do, `{}` at least")?;
        let mut analysis = schema::structure(&analysis)?;
        let export = analysis.optional("DataExport");
        schema::finish(analysis);
        Some(AnalyticsConfiguration {
            prefix: filter.prefix.unwrap_or_default().to_owned(),
            tags: filter.owned_tags(),
            export: export.and_then(|export| data_export(&export)),
        })
    }
}

fn data_export(reader: &Reader<'_>) -> Option<Destination> {
    let mut fields = schema::structure(reader)?;
    if let Some(version) = schema::required(&mut fields, "OutputSchemaVersion", ": `V_1`") {
        schema::word(&version, &[("V_1", ())]);
    }
    let place = schema::required(&mut fields, "Destination", "");
    schema::finish(fields);
    let mut fields = schema::structure(&place?)?;
    let bucket = schema::required(&mut fields, "S3BucketDestination", "");
    schema::finish(fields);
    bucket_destination(&bucket?, "BucketAccountId", &["CSV"])
}

/// An `S3BucketDestination`; `account` is its word for the account, `formats` are those that it knows.
pub(crate) fn bucket_destination(
    reader: &Reader<'_>,
    account: &'static str,
    formats: &[&str],
) -> Option<Destination> {
    let mut fields = schema::structure(reader)?;
    if let Some(format) = schema::required(&mut fields, "Format", "") {
        let known: Vec<(&str, ())> = formats.iter().map(|format| (*format, ())).collect();
        schema::word(&format, &known);
    }
    if let Some(account) = fields.optional(account) {
        schema::text(&account);
    }
    let bucket = schema::required(&mut fields, "Bucket", ": its ARN").and_then(|bucket| {
        let name = schema::text(&bucket)?.strip_prefix("arn:aws:s3:::").filter(|name| !name.is_empty());
        if name.is_none() {
            bucket.refused(MALFORMED, "should be the ARN of a bucket: `arn:aws:s3:::name`");
        }
        name.map(str::to_owned)
    });
    let prefix = fields.optional("Prefix").and_then(|prefix| schema::text(&prefix).map(str::to_owned));
    if account == "AccountId" {
        fields.also(&["Encryption"]);
    }
    schema::finish(fields);
    Some(Destination { bucket: bucket?, prefix: prefix.unwrap_or_default() })
}
