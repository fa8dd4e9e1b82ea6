//! `PutBucketVersioning`: whether a bucket keeps versions.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html>

use s3sim_document::read::Reader;

use super::schema;

/// S3's answer to a configuration without `Status`.
const ILLEGAL: &str = "IllegalVersioningConfigurationException";

/// What a bucket's versioning can be set to. A bucket that never was set has no status, and cannot get back there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersioningStatus {
    /// Every write makes a version.
    Enabled,
    /// Writes make and replace the null version; older versions stay.
    Suspended,
}

impl VersioningStatus {
    /// The API's word.
    pub const fn name(self) -> &'static str {
        match self {
            VersioningStatus::Enabled => "Enabled",
            VersioningStatus::Suspended => "Suspended",
        }
    }
}

/// The document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersioningConfiguration {
    /// What the bucket changes to.
    pub status: VersioningStatus,
    /// Whether MFA delete is switched on or off; `None` leaves it as it is.
    pub mfa_delete: Option<bool>,
}

/// Reads the document, bare or wrapped, or the short form that is its status alone (`versioning: Enabled`).
///
/// Notes `MalformedXML` for unknown words (`enabled`, `Disabled`) and elements, and
/// `IllegalVersioningConfigurationException` for a document that does not say a status.
pub fn read(reader: &Reader<'_>) -> Option<VersioningConfiguration> {
    schema::document(reader, configuration)
}

fn configuration(reader: &Reader<'_>) -> Option<VersioningConfiguration> {
    if reader.node().scalar().is_some() {
        return Some(VersioningConfiguration { status: status(reader)?, mfa_delete: None });
    }
    let before = reader.problems_so_far();
    let mut fields = schema::unwrapped(reader, "VersioningConfiguration")?;
    let place = fields.reader().clone();
    let status_place = fields.optional("Status");
    let mfa_delete = fields
        .optional("MFADelete")
        .and_then(|word| schema::word(&word, &[("Enabled", true), ("Disabled", false)]));
    schema::finish(fields);
    let status = match &status_place {
        Some(word) => status(word),
        None => {
            if place.problems_so_far() == before {
                place.refused(
                    ILLEGAL,
                    "The Versioning element must be specified: `Status: Enabled` or `Suspended`",
                );
            }
            None
        }
    };
    if place.problems_so_far() > before {
        return None;
    }
    Some(VersioningConfiguration { status: status?, mfa_delete })
}

fn status(reader: &Reader<'_>) -> Option<VersioningStatus> {
    schema::word(
        reader,
        &[("Enabled", VersioningStatus::Enabled), ("Suspended", VersioningStatus::Suspended)],
    )
}
