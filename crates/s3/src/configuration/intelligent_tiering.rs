//! `PutBucketIntelligentTieringConfiguration`: which objects may sink into the opt-in archive tiers, and when.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html>

use std::ops::RangeInclusive;

use s3sim_aws::class::AccessTier;
use s3sim_document::read::Reader;

use super::filter::{self, FilterDraft, Sizes};
use super::schema::{self, MALFORMED, Placed};

/// How many configurations a bucket can have.
pub const CONFIGURATIONS_MAX: usize = 1_000;
/// Idle days after which objects may enter the Archive Access tier.
pub const ARCHIVE_DAYS: RangeInclusive<u32> = 90..=730;
/// Idle days after which objects may enter the Deep Archive Access tier.
pub const DEEP_ARCHIVE_DAYS: RangeInclusive<u32> = 180..=730;

/// One configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntelligentTieringConfiguration {
    /// Its name within the bucket.
    pub id: String,
    /// `Status: Enabled`.
    pub enabled: bool,
    /// What the key starts with; empty = every key.
    pub prefix: String,
    /// Tags that the object must have, exactly.
    pub tags: Vec<(String, String)>,
    /// Idle days until Archive Access ([`ARCHIVE_DAYS`]), if the configuration opts in to it.
    pub archive_access: Option<u32>,
    /// Idle days until Deep Archive Access ([`DEEP_ARCHIVE_DAYS`]), if the configuration opts in to it.
    ///
    /// Modelling choice: with both tiers, this one must come later.
    pub deep_archive_access: Option<u32>,
}

/// Reads all of a bucket's configurations: a map from id to document, in file order.
///
/// Notes `TooManyConfigurations` beyond [`CONFIGURATIONS_MAX`], and what [`read`] notes.
pub fn read_all(reader: &Reader<'_>) -> Option<Vec<IntelligentTieringConfiguration>> {
    let before = reader.problems_so_far();
    let entries = reader.entries()?;
    if entries.len() > CONFIGURATIONS_MAX {
        let message =
            format!("a bucket takes {CONFIGURATIONS_MAX} configurations, but here are {}", entries.len());
        reader.refused("TooManyConfigurations", message);
    }
    let read: Vec<_> = entries.iter().filter_map(|(id, document)| read(document, id)).collect();
    (reader.problems_so_far() == before).then_some(read)
}

/// Reads one document, bare or wrapped, that is put under `id`.
///
/// Notes `MalformedXML` for what does not fit the schema and `InvalidArgument` for days out of range, a tier named
/// twice, a deep archive tier that is not later, and an `Id` in the document that differs from `id`.
pub fn read(reader: &Reader<'_>, id: &str) -> Option<IntelligentTieringConfiguration> {
    schema::document(reader, |reader| configuration(reader, id))
}

fn configuration(reader: &Reader<'_>, id: &str) -> Option<IntelligentTieringConfiguration> {
    let before = reader.problems_so_far();
    let mut fields = schema::unwrapped(reader, "IntelligentTieringConfiguration")?;
    let place = fields.reader().clone();
    let written_id = fields.optional("Id");
    let enabled = schema::required(&mut fields, "Status", ": `Enabled` or `Disabled`")
        .and_then(|word| schema::word(&word, &[("Enabled", true), ("Disabled", false)]));
    let filter = match fields.optional("Filter") {
        Some(filter) => filter::read(filter, Sizes::Unknown),
        None => FilterDraft::everything(),
    };
    let tierings_place = schema::required(&mut fields, "Tierings", ": a list of `{Days, AccessTier}`");
    let tierings: Vec<_> = schema::list(tierings_place.clone()).into_iter().filter_map(tiering).collect();
    schema::finish(fields);
    if let Some(place) = tierings_place
        && place.node().as_list().is_some_and(<[_]>::is_empty)
    {
        place.refused(MALFORMED, "at least one tier is needed");
    }

    if let Some(written) = written_id.filter(|written| written.node().scalar() != Some(id)) {
        written.refused(
            "InvalidArgument",
            format!("should be `{id}`, the id that the configuration is put under"),
        );
    }
    filter::check_tags(&filter);
    let archive = days_of(&tierings, AccessTier::Archive, &ARCHIVE_DAYS);
    let deep = days_of(&tierings, AccessTier::DeepArchive, &DEEP_ARCHIVE_DAYS);
    if let (Some(archive), Some(deep)) = (&archive, &deep)
        && deep.value <= archive.value
    {
        deep.place.refused(
            "InvalidArgument",
            "'Days' of DEEP_ARCHIVE_ACCESS must be more than those of ARCHIVE_ACCESS",
        );
    }
    if place.problems_so_far() > before {
        return None;
    }
    Some(IntelligentTieringConfiguration {
        id: id.to_owned(),
        enabled: enabled?,
        prefix: filter.prefix.unwrap_or_default().to_owned(),
        tags: filter.owned_tags(),
        archive_access: archive.map(|days| days.value),
        deep_archive_access: deep.map(|days| days.value),
    })
}

/// Days until a tier, at the place where they are written.
type Tiering<'a> = (AccessTier, Placed<'a, i32>);

fn tiering(reader: Reader<'_>) -> Option<Tiering<'_>> {
    let mut fields = schema::structure(&reader)?;
    let days = schema::required(&mut fields, "Days", "").and_then(schema::whole);
    let opt_in = [AccessTier::Archive, AccessTier::DeepArchive].map(|tier| (tier.name(), tier));
    let tier = schema::required(&mut fields, "AccessTier", "").and_then(|word| schema::word(&word, &opt_in));
    schema::finish(fields);
    Some((tier?, days?))
}

fn days_of<'a>(
    tierings: &[Tiering<'a>],
    tier: AccessTier,
    range: &RangeInclusive<u32>,
) -> Option<Placed<'a, u32>> {
    let mut of_tier = tierings.iter().filter(|(named, _)| *named == tier).map(|(_, days)| days);
    let first = of_tier.next()?;
    for again in of_tier {
        again.place.refused("InvalidArgument", format!("{tier} is named twice"));
    }
    match u32::try_from(first.value).ok().filter(|days| range.contains(days)) {
        Some(value) => Some(Placed { place: first.place.clone(), value }),
        None => {
            let message = format!("'Days' of {tier} must be between {} and {}", range.start(), range.end());
            first.place.refused("InvalidArgument", message);
            None
        }
    }
}
