//! The document of `PutBucketLifecycleConfiguration`: its grammar.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html>
//!
//! Taken are the bare document `{Rules: […]}`, the CLI's wrapper `{LifecycleConfiguration: {Rules: […]}}`, the answer
//! of the get call, and JSON text of any of them. What does not fit the grammar is `MalformedXML`; all of that is
//! noted first, then what [`super::validate`] has to say, as S3 looks at the schema before it looks at the rules.

use s3sim_aws::class::StorageClass;
use s3sim_document::read::{Fields, Reader};

use super::date;
use super::document::LifecycleConfiguration;
use super::draft::{
    AbortDraft, Draft, ExpirationDraft, NoncurrentDraft, NoncurrentTransitionDraft, RuleDraft, Selection,
    TimingDraft, TransitionDraft,
};
use super::validate::{self, Circumstances};
use crate::configuration::filter::{self, FilterDraft, Sizes};
use crate::configuration::schema::{self, MALFORMED, Placed};

/// The name of the header, which stands beside `Rules` in a document.
const DEFAULT_MINIMUM: &str = "TransitionDefaultMinimumObjectSize";

/// Reads and validates a configuration; `None` means that S3 would refuse it, and every reason has been noted.
///
/// S3's answer is the code of the first problem noted here.
pub fn configuration(reader: &Reader<'_>, circumstances: &Circumstances) -> Option<LifecycleConfiguration> {
    schema::document(reader, |reader| {
        let before = reader.problems_so_far();
        let draft = draft(reader)?;
        let configuration = validate::checked(&draft, circumstances);
        (reader.problems_so_far() == before).then_some(configuration)
    })
}

fn draft<'a>(reader: &Reader<'a>) -> Option<Draft<'a>> {
    let before = reader.problems_so_far();
    let mut outer = schema::structure(reader)?;
    let beside = outer.optional(DEFAULT_MINIMUM);
    let mut fields = match outer.optional("LifecycleConfiguration") {
        Some(inner) => {
            schema::beside(&mut outer);
            schema::finish(outer);
            schema::structure(&inner)?
        }
        None => {
            outer.also(&["ResponseMetadata"]);
            outer
        }
    };
    let place = fields.reader().clone();
    let rules = schema::list(fields.optional("Rules"));
    let default_minimum = fields.optional(DEFAULT_MINIMUM).or(beside);
    schema::finish(fields);
    let rules_written = rules.len();
    let default_minimum_object_size =
        default_minimum.and_then(|word| Some(Placed { value: schema::text(&word)?, place: word }));
    let rules = rules.into_iter().filter_map(rule).collect();
    let whole = reader.problems_so_far() == before;
    Some(Draft { place, rules, rules_written, whole, default_minimum_object_size })
}

fn rule(place: Reader<'_>) -> Option<RuleDraft<'_>> {
    let before = place.problems_so_far();
    let mut fields = schema::structure(&place)?;
    let id = fields.optional("ID").and_then(|id| Some(Placed { value: schema::text(&id)?, place: id }));
    let enabled = schema::required(&mut fields, "Status", ": `Enabled` or `Disabled`")
        .and_then(|word| schema::word(&word, &[("Enabled", true), ("Disabled", false)]));
    let selection = selection(&mut fields);
    let transitions =
        schema::list(fields.optional("Transitions")).into_iter().filter_map(transition).collect();
    let expiration = fields.optional("Expiration").and_then(expiration);
    let noncurrent_transitions = schema::list(fields.optional("NoncurrentVersionTransitions"))
        .into_iter()
        .filter_map(noncurrent_transition)
        .collect();
    let noncurrent_expiration =
        fields.optional("NoncurrentVersionExpiration").and_then(noncurrent_expiration);
    let abort = fields.optional("AbortIncompleteMultipartUpload").and_then(abort);
    schema::finish(fields);
    Some(RuleDraft {
        whole: place.problems_so_far() == before,
        place,
        id,
        enabled: enabled.unwrap_or_default(),
        selection,
        transitions,
        expiration,
        noncurrent_transitions,
        noncurrent_expiration,
        abort,
    })
}

fn selection<'a>(fields: &mut Fields<'a>) -> Selection<'a> {
    let place = fields.reader().clone();
    let base_prefix = fields.optional("Prefix");
    let filter = fields.optional("Filter");
    if base_prefix.is_none() && filter.is_none() {
        place.refused(MALFORMED, "neither `Filter` nor `Prefix` is there; `Filter: {}` selects every object");
    }
    let base_prefix =
        base_prefix.and_then(|prefix| Some(Placed { value: schema::text(&prefix)?, place: prefix }));
    let has_filter = filter.is_some();
    let filter = match filter {
        Some(filter) => filter::read(filter, Sizes::Known),
        None => FilterDraft {
            prefix: base_prefix.as_ref().map(|prefix| prefix.value),
            ..FilterDraft::everything()
        },
    };
    Selection { base_prefix, filter, has_filter }
}

fn transition(place: Reader<'_>) -> Option<TransitionDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let timing = timing(&mut fields);
    let storage_class = target(&mut fields);
    schema::finish(fields);
    Some(TransitionDraft { place, timing: timing?, storage_class: storage_class? })
}

/// `Days` or `Date`, exactly one of them.
fn timing<'a>(fields: &mut Fields<'a>) -> Option<TimingDraft<'a>> {
    let place = fields.reader().clone();
    match (fields.optional("Days"), fields.optional("Date")) {
        (Some(days), None) => schema::whole(days).map(TimingDraft::Days),
        (None, Some(date)) => date::read(date).map(TimingDraft::Date),
        (Some(_), Some(_)) => {
            place.refused(MALFORMED, "`Days` and `Date` exclude each other");
            None
        }
        (None, None) => {
            place.refused(MALFORMED, "`Days` or `Date` is missing");
            None
        }
    }
}

/// The class to move to. `STANDARD` and `REDUCED_REDUNDANCY` are words that S3 knows, but no targets: they are
/// judged later; what is not a storage class at all does not fit the schema.
fn target<'a>(fields: &mut Fields<'a>) -> Option<Placed<'a, StorageClass>> {
    let words = [
        StorageClass::StandardIa,
        StorageClass::IntelligentTiering,
        StorageClass::OneZoneIa,
        StorageClass::GlacierIr,
        StorageClass::Glacier,
        StorageClass::DeepArchive,
        StorageClass::Standard,
        StorageClass::ReducedRedundancy,
    ]
    .map(|class| (class.name(), class));
    let place = schema::required(fields, "StorageClass", "")?;
    Some(Placed { value: schema::word(&place, &words)?, place })
}

fn expiration(place: Reader<'_>) -> Option<ExpirationDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let marker = fields.optional("ExpiredObjectDeleteMarker");
    let has_timing = ["Days", "Date"].iter().any(|name| place.node().get(name).is_some());
    let expiration = match marker {
        None => timing(&mut fields).map(ExpirationDraft::After),
        Some(_) if has_timing => {
            let message =
                "`ExpiredObjectDeleteMarker` excludes `Days` and `Date`; a rule of its own can have it";
            place.refused(MALFORMED, message);
            fields.also(&["Days", "Date"]);
            None
        }
        // Modelling choice: `false` alone asks for nothing, as if there were no Expiration.
        Some(marker) => schema::boolean(&marker)
            .filter(|wanted| *wanted)
            .map(|_| ExpirationDraft::ExpiredObjectDeleteMarker(marker)),
    };
    schema::finish(fields);
    expiration
}

fn noncurrent_transition(place: Reader<'_>) -> Option<NoncurrentTransitionDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let when = noncurrent(&mut fields);
    let storage_class = target(&mut fields);
    schema::finish(fields);
    Some(NoncurrentTransitionDraft { when: when?, storage_class: storage_class? })
}

fn noncurrent_expiration(place: Reader<'_>) -> Option<NoncurrentDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let when = noncurrent(&mut fields);
    schema::finish(fields);
    when
}

fn noncurrent<'a>(fields: &mut Fields<'a>) -> Option<NoncurrentDraft<'a>> {
    let place = fields.reader().clone();
    let days = schema::required(fields, "NoncurrentDays", "").and_then(schema::whole);
    let newer_versions = fields.optional("NewerNoncurrentVersions").and_then(schema::whole);
    Some(NoncurrentDraft { place, days: days?, newer_versions })
}

fn abort(place: Reader<'_>) -> Option<AbortDraft<'_>> {
    let mut fields = schema::structure(&place)?;
    let days = schema::required(&mut fields, "DaysAfterInitiation", "").and_then(schema::whole);
    schema::finish(fields);
    Some(AbortDraft { place, days: days? })
}
