//! The document of `PutBucketReplication`: its grammar.
//!
//! Taken are the bare document `{Role, Rules}`, the CLI's wrapper, the answer of the get call, and JSON text of any of
//! them. What does not fit the schema is `MalformedXML`; all of that is noted first, then what [`super::validate`] has
//! to say.

use s3sim_aws::class::StorageClass;
use s3sim_document::read::{Fields, Reader};

use super::document::ReplicationConfiguration;
use super::validate::{self, Circumstances};
use crate::configuration::filter::{self, FilterDraft, Sizes};
use crate::configuration::schema::{self, MALFORMED, Placed};

const ENABLED: [(&str, bool); 2] = [("Enabled", true), ("Disabled", false)];

/// A document as written; its values are not judged yet.
pub(super) struct Draft<'a> {
    pub(super) place: Reader<'a>,
    pub(super) role: Option<Placed<'a, &'a str>>,
    pub(super) rules: Vec<RuleDraft<'a>>,
    /// How many rules were written, good or bad.
    pub(super) rules_written: usize,
}

/// A rule as written.
pub(super) struct RuleDraft<'a> {
    pub(super) place: Reader<'a>,
    pub(super) id: Option<Placed<'a, &'a str>>,
    pub(super) enabled: bool,
    pub(super) priority: Option<Placed<'a, i32>>,
    pub(super) base_prefix: Option<Placed<'a, &'a str>>,
    pub(super) filter: Option<Placed<'a, FilterDraft<'a>>>,
    pub(super) delete_markers: Option<Placed<'a, bool>>,
    pub(super) sse_kms: Option<Placed<'a, bool>>,
    pub(super) replica_modifications: Option<Placed<'a, bool>>,
    pub(super) existing_objects: Option<bool>,
    pub(super) destination: DestinationDraft<'a>,
}

/// A destination as written.
pub(super) struct DestinationDraft<'a> {
    pub(super) bucket: Placed<'a, &'a str>,
    pub(super) account: Option<Placed<'a, &'a str>>,
    pub(super) storage_class: Option<StorageClass>,
    pub(super) owner_override: Option<Reader<'a>>,
    pub(super) replica_kms_key: Option<&'a str>,
    pub(super) time: Option<Timed<'a>>,
    pub(super) metrics: Option<Timed<'a>>,
}

/// `ReplicationTime` or `Metrics`: a status and minutes.
pub(super) struct Timed<'a> {
    pub(super) place: Reader<'a>,
    pub(super) enabled: Option<bool>,
    pub(super) minutes: Option<Placed<'a, i32>>,
}

/// Reads and validates a configuration; `None` means that S3 would refuse it, and every reason has been noted.
///
/// S3's answer is the code of the first problem noted here.
pub fn configuration(
    reader: &Reader<'_>,
    circumstances: &Circumstances<'_>,
) -> Option<ReplicationConfiguration> {
    schema::document(reader, |reader| {
        let before = reader.problems_so_far();
        let draft = draft(reader)?;
        let configuration = validate::checked(&draft, circumstances);
        (reader.problems_so_far() == before).then_some(configuration)
    })
}

fn draft<'a>(reader: &Reader<'a>) -> Option<Draft<'a>> {
    let mut fields = schema::unwrapped(reader, "ReplicationConfiguration")?;
    let place = fields.reader().clone();
    let role = schema::required(&mut fields, "Role", ": the ARN of the role that S3 assumes").and_then(text);
    let rules = schema::list(fields.optional("Rules"));
    schema::finish(fields);
    let rules_written = rules.len();
    Some(Draft { place, role, rules: rules.into_iter().filter_map(rule).collect(), rules_written })
}

fn text(reader: Reader<'_>) -> Option<Placed<'_, &str>> {
    Some(Placed { value: schema::text(&reader)?, place: reader })
}

/// `{Status: Enabled | Disabled}`.
fn status(reader: Reader<'_>) -> Option<Placed<'_, bool>> {
    let mut fields = schema::structure(&reader)?;
    let value = schema::required(&mut fields, "Status", ": `Enabled` or `Disabled`")
        .and_then(|word| schema::word(&word, &ENABLED));
    schema::finish(fields);
    Some(Placed { value: value?, place: reader })
}

fn rule(place: Reader<'_>) -> Option<RuleDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let id = fields.optional("ID").and_then(text);
    let enabled = schema::required(&mut fields, "Status", ": `Enabled` or `Disabled`")
        .and_then(|word| schema::word(&word, &ENABLED));
    let priority = fields.optional("Priority").and_then(schema::whole);
    let base_prefix = fields.optional("Prefix").and_then(text);
    let filter = fields
        .optional("Filter")
        .map(|filter| Placed { value: filter::read(filter.clone(), Sizes::Unknown), place: filter });
    let delete_markers = fields.optional("DeleteMarkerReplication").and_then(status);
    let existing_objects =
        fields.optional("ExistingObjectReplication").and_then(status).map(|status| status.value);
    let (sse_kms, replica_modifications) = fields
        .optional("SourceSelectionCriteria")
        .and_then(|criteria| {
            let mut fields = schema::structure(&criteria)?;
            let sse_kms = fields.optional("SseKmsEncryptedObjects").and_then(status);
            let replica_modifications = fields.optional("ReplicaModifications").and_then(status);
            schema::finish(fields);
            Some((sse_kms, replica_modifications))
        })
        .unwrap_or_default();
    let destination = schema::required(&mut fields, "Destination", "").and_then(destination);
    schema::finish(fields);
    Some(RuleDraft {
        place,
        id,
        enabled: enabled.unwrap_or_default(),
        priority,
        base_prefix,
        filter,
        delete_markers,
        sse_kms,
        replica_modifications,
        existing_objects,
        destination: destination?,
    })
}

fn destination(place: Reader<'_>) -> Option<DestinationDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let bucket = schema::required(&mut fields, "Bucket", ": an ARN").and_then(text);
    let account = fields.optional("Account").and_then(text);
    let storage_class = fields.optional("StorageClass").and_then(|word| schema::word(&word, &classes()));
    let owner_override = fields.optional("AccessControlTranslation").and_then(|translation| {
        let mut fields = schema::structure(&translation)?;
        schema::required(&mut fields, "Owner", ": `Destination`")
            .and_then(|word| schema::word(&word, &[("Destination", ())]));
        schema::finish(fields);
        Some(translation)
    });
    let replica_kms_key = fields.optional("EncryptionConfiguration").and_then(|encryption| {
        let mut fields = schema::structure(&encryption)?;
        let key = fields.optional("ReplicaKmsKeyID").and_then(|key| schema::text(&key));
        schema::finish(fields);
        key
    });
    let time = fields.optional("ReplicationTime").and_then(|time| timed(time, "Time"));
    let metrics = fields.optional("Metrics").and_then(|metrics| timed(metrics, "EventThreshold"));
    schema::finish(fields);
    Some(DestinationDraft {
        bucket: bucket?,
        account,
        storage_class,
        owner_override,
        replica_kms_key,
        time,
        metrics,
    })
}

/// The classes that replicas can be put into.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html>
fn classes() -> [(&'static str, StorageClass); 8] {
    [
        StorageClass::Standard,
        StorageClass::ReducedRedundancy,
        StorageClass::StandardIa,
        StorageClass::OneZoneIa,
        StorageClass::IntelligentTiering,
        StorageClass::Glacier,
        StorageClass::DeepArchive,
        StorageClass::GlacierIr,
    ]
    .map(|class| (class.name(), class))
}

fn timed<'a>(place: Reader<'a>, threshold: &'static str) -> Option<Timed<'a>> {
    let mut fields = schema::structure(&place)?;
    let enabled = fields.optional("Status").and_then(|word| schema::word(&word, &ENABLED));
    let minutes = fields.optional(threshold).and_then(minutes);
    schema::finish(fields);
    Some(Timed { place, enabled, minutes })
}

fn minutes(reader: Reader<'_>) -> Option<Placed<'_, i32>> {
    let mut fields: Fields<'_> = schema::structure(&reader)?;
    let minutes = fields.optional("Minutes");
    if minutes.is_none() {
        reader.refused(MALFORMED, "`Minutes` is missing: 15");
    }
    let minutes = minutes.and_then(schema::whole);
    schema::finish(fields);
    minutes
}
