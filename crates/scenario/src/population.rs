//! Objects that are there at the start.

mod cells;

use s3sim_aws::class::StorageClass;
use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Entry, Map};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;
use s3sim_s3::configuration::tagging;
use s3sim_s3::kms::NewKey;

use crate::account::{self, Account};
use crate::clock::Clock;
use crate::inventory::{self, Imported};
use crate::people::keys;
use crate::request;
use crate::scope::Ground;
use crate::section::Section;
use crate::sizes;
use crate::template::Template;
use crate::values;
use crate::words::bucket::{OLDER, POPULATION};

pub use cells::Cell;
use cells::Sizes;

/// Objects that are there at the start, cut into cells of identical ones.
#[derive(Clone, Debug)]
pub struct Population {
    /// Its name in the scenario.
    pub name: String,
    /// Keys; the number of an object is its place in `cells`, from 0. Its date is the UTC day it was created.
    pub keys: Template,
    /// Whose they are; `None` = the bucket owner's.
    pub owner: Option<AccountId>,
    /// The storage class that all are in.
    pub storage_class: StorageClass,
    /// Tags that all have.
    pub tags: Vec<(String, String)>,
    /// How they were encrypted when they were written.
    pub encryption: PopulationEncryption,
    /// How many versions each has, 1 or more; the newest is the one of `cells`.
    pub versions: u64,
    /// How long before the next one each version was written.
    pub every: Micros,
    /// Whether a delete marker is on top.
    pub deleted: bool,
    /// Whether they are parts of uploads that nobody completed.
    pub incomplete_upload: bool,
    /// Whether they have lived under the bucket's rules since they were created.
    pub aged: bool,
    /// Versions that an inventory report lists, by key and then in the order of writing; then there are no cells.
    pub imported: Vec<Imported>,
    /// Identical objects with consecutive numbers, in the order of their numbers: by day, then by size.
    pub cells: Vec<Cell>,
}

/// How the objects of a population were encrypted when they were written.
#[derive(Clone, Debug)]
pub enum PopulationEncryption {
    /// As their headers say, parameters of PutObject; without any, as their bucket does by default.
    Headers(Map),
    /// Not at all: `encryption: none`.
    None,
}

impl Population {
    /// How many objects.
    pub fn count(&self) -> u64 {
        self.cells.iter().map(|cell| cell.count).sum::<u64>() + self.imported.len() as u64
    }

    /// Their bytes.
    pub fn bytes(&self) -> u128 {
        let imported = self.imported.iter().map(|version| u128::from(version.size));
        let cells = self.cells.iter().map(|cell| u128::from(cell.count) * u128::from(cell.size));
        cells.chain(imported).sum()
    }
}

/// Most objects of a population: all of S3 held half as many in 2025.
const MOST: u64 = 1_000_000_000_000_000;
/// Most bytes of a population, 2^70: byte-microseconds of a century stay below 2^128.
const MOST_BYTES: u128 = 1 << 70;
/// Most cells of a population.
const MOST_CELLS: usize = 1_000_000;

/// Sizes unless a scenario says otherwise: 1 MB.
const DEFAULT_SIZE: u64 = 1 << 20;

/// Reads one population.
pub(crate) fn read(
    name: &str,
    reader: &Reader<'_>,
    ground: &Ground,
    directory: bool,
    accounts: &[Account],
    known_keys: &[NewKey],
) -> Option<Population> {
    let section = Section::open(reader, &POPULATION)?;
    values::description(&section);
    let clock = &ground.clock;
    let inventory = section.get("inventory");
    let bins = bins(&section);
    let amounts = amounts(&section, bins, ground.rules.largest_object());
    let created = section
        .get("created")
        .map_or(Some((clock.start(), clock.start() + Micros(1))), |value| created(&value, clock));
    let count = amounts.as_ref().map(|(count, _)| *count);
    let keys = match section.get("keys") {
        Some(value) => value.text().and_then(|text| request::key_template(text, &value)),
        None => Template::parse(&format!("{name}/{{n}}")).ok(),
    };
    let (storage_class, tags, headers) = parameters(&section, directory, known_keys);
    let encryption = encryption(&section, headers);
    let owner = section.get("owner").and_then(|value| account::place_of(&value, accounts));
    let flag = |name| section.get(name).and_then(|value| value.boolean()).unwrap_or_default();
    let (deleted, incomplete_upload, aged) = (flag("deleted"), flag("incomplete_upload"), flag("aged"));
    let (versions, every) = older(&section);
    if incomplete_upload && (deleted || versions > 1) {
        reader.wrong("an unfinished upload is no version: it has none below it and no delete marker on top");
    }
    let instants = created.map(|(from, until)| cells::instants(from, until));
    section.done();
    if let Some(report) = inventory {
        if reader
            .node()
            .as_map()
            .is_some_and(|map| map.entries.iter().any(|entry| !stands_beside_report(&entry.key)))
        {
            reader.wrong(
                "a report says all about its objects: nothing but `description` may stand beside `inventory`",
            );
        }
        let imported = inventory::read(&report, clock.start());
        let keys = Template::lenient(name);
        return Some(Population { imported, cells: Vec::new(), ..plain(name, keys) });
    }
    let (keys, instants, (_, sizes), count) = (keys?, instants?, amounts?, count?);
    let width = if let Sizes::Bins(bins) = &sizes { bins.len() } else { 1 };
    if instants.len().saturating_mul(width) > MOST_CELLS {
        reader.wrong(format!(
            "{} days of {width} sizes are more than {MOST_CELLS} kinds of objects: fewer `bins` or a shorter `created` will do",
            instants.len()
        ));
        return None;
    }
    let population = Population {
        name: name.to_owned(),
        keys,
        owner,
        storage_class,
        tags,
        encryption,
        versions,
        every,
        deleted,
        incomplete_upload,
        aged,
        imported: Vec::new(),
        cells: cells::cells(&instants, &sizes, count),
    };
    check(reader, &population, instants.len());
    Some(population)
}

fn created(reader: &Reader<'_>, clock: &Clock) -> Option<(Instant, Instant)> {
    let (from, until) = clock.instant_or_window(reader)?;
    if until > clock.start() + Micros(1) {
        reader.wrong("`objects` are there at the start; what comes later is put by steps or traffic");
        return None;
    }
    Some((from, until.min(clock.start() + Micros(1))))
}

/// Most versions of one object in a population.
const MOST_VERSIONS: u64 = 10_000;

/// `versions`: how many, and how far apart.
fn older(section: &Section<'_>) -> (u64, Micros) {
    let day = Micros::days(1);
    let Some(reader) = section.get("versions") else { return (1, day) };
    let Some(section) = Section::open(&reader, &OLDER) else { return (1, day) };
    let count = section.get("count").and_then(|value| values::counting(&value)).unwrap_or(1);
    let every = section.get("every").and_then(|value| values::duration(&value)).unwrap_or(day);
    section.done();
    if count > MOST_VERSIONS {
        reader.wrong(format!("`count` should be at most {MOST_VERSIONS}"));
        return (1, day);
    }
    if every <= Micros::ZERO {
        reader.wrong("`every` should be longer than 0");
    }
    (count, every)
}

fn bins(section: &Section<'_>) -> u32 {
    let Some(reader) = section.get("bins") else { return sizes::BINS };
    let bins =
        values::counting(&reader).and_then(|bins| u32::try_from(bins).ok()).filter(|bins| *bins <= 10_000);
    if bins.is_none() {
        reader.wrong("should be 1 to 10,000");
    }
    bins.unwrap_or(sizes::BINS)
}

fn stands_beside_report(word: &str) -> bool {
    matches!(word, "inventory" | "description")
}

/// A population with one version of each object in STANDARD, and no objects yet.
fn plain(name: &str, keys: Template) -> Population {
    Population {
        name: name.to_owned(),
        keys,
        owner: None,
        storage_class: StorageClass::Standard,
        tags: Vec::new(),
        encryption: PopulationEncryption::Headers(Map::default()),
        versions: 1,
        every: Micros::days(1),
        deleted: false,
        incomplete_upload: false,
        aged: false,
        imported: Vec::new(),
        cells: Vec::new(),
    }
}

/// How many objects, and how large: two of count, size and total_size give the third.
///
/// Modelling choice: a count that is not whole is rounded to the nearest one, so the sizes stay as they are written.
/// `total_size` alone is filled with objects of the default size.
fn amounts(section: &Section<'_>, bins: u32, largest: u64) -> Option<(u64, Sizes)> {
    let (count, size, total) = (section.get("count"), section.get("size"), section.get("total_size"));
    if count.is_some() && size.is_some() && total.is_some() {
        section
            .reader()
            .wrong("`count`, `size` and `total_size` are one too many: two of them give the third");
        return None;
    }
    let sizes = size.as_ref().map(|size| sizes::read(size, bins, largest));
    let number = count.as_ref().map(values::counting);
    let bytes = total.as_ref().map(Reader::total_size);
    let place = total.as_ref().or(count.as_ref()).or(size.as_ref()).unwrap_or(section.reader());
    let (count, sizes) = match (number, sizes, bytes) {
        (number, sizes, None) => {
            (number.unwrap_or(Some(1))?, Sizes::Bins(sizes.unwrap_or_else(|| Some(vec![DEFAULT_SIZE]))?))
        }
        (Some(number), _, Some(bytes)) => (number?, Sizes::Together(bytes?)),
        (None, sizes, Some(bytes)) => {
            let sizes = sizes.unwrap_or_else(|| Some(vec![DEFAULT_SIZE]))?;
            (count_of(bytes?, &sizes, place)?, Sizes::Bins(sizes))
        }
    };
    within_limits(count, &sizes, largest, place).then_some((count, sizes))
}

/// How many objects of these sizes make `total`, to the nearest.
fn count_of(total: u128, sizes: &[u64], place: &Reader<'_>) -> Option<u64> {
    let together: u128 = sizes.iter().map(|size| u128::from(*size)).sum();
    if together == 0 {
        place.wrong("objects of 0 bytes never make a `total_size`");
        return None;
    }
    let width = sizes.len() as u128;
    let count = total.checked_mul(width).map(|bytes| bytes.saturating_add(together / 2) / together);
    match count.and_then(|count| u64::try_from(count).ok()) {
        Some(0) => {
            place.wrong("is less than one object");
            None
        }
        Some(count) => Some(count),
        None => {
            place.wrong("are more than 10^15 objects");
            None
        }
    }
}

fn within_limits(count: u64, sizes: &Sizes, largest_allowed: u64, place: &Reader<'_>) -> bool {
    if count > MOST {
        place.wrong("are more than 10^15 objects");
        return false;
    }
    let (bytes, largest) = match sizes {
        Sizes::Bins(sizes) => {
            let together: u128 = sizes.iter().map(|size| u128::from(*size)).sum();
            (together * u128::from(count) / sizes.len().max(1) as u128, 0)
        }
        Sizes::Together(total) => (*total, total.div_ceil(u128::from(count))),
    };
    if largest > u128::from(largest_allowed) {
        let message =
            format!("makes objects larger than {largest_allowed} bytes, the most that one can have");
        place.refused("EntityTooLarge", message);
        return false;
    }
    if bytes > MOST_BYTES {
        place.wrong("is more than 1,024 EB in one population");
        return false;
    }
    true
}

/// Parameters of PutObject that say how it is encrypted.
pub(crate) const ENCRYPTION: [&str; 6] = [
    "ServerSideEncryption",
    "SSEKMSKeyId",
    "BucketKeyEnabled",
    "SSECustomerAlgorithm",
    "SSECustomerKey",
    "SSECustomerKeyMD5",
];

/// `encryption: none`, or what the headers say.
fn encryption(section: &Section<'_>, headers: Map) -> PopulationEncryption {
    let Some(reader) = section.get("encryption") else { return PopulationEncryption::Headers(headers) };
    if !headers.entries.is_empty() {
        reader.wrong("`none` and a header that encrypts exclude each other");
    }
    match reader.word(&[("none", ())]) {
        Some(()) => PopulationEncryption::None,
        None => PopulationEncryption::Headers(headers),
    }
}

/// `StorageClass`, `Tagging` and what encrypts, as PutObject takes them.
fn parameters(
    section: &Section<'_>,
    directory: bool,
    keys: &[NewKey],
) -> (StorageClass, Vec<(String, String)>, Map) {
    let mut headers = Map::default();
    let class = if directory { StorageClass::ExpressOneZone } else { StorageClass::Standard };
    let (mut class, mut tags) = (class, Vec::new());
    for (name, value) in section.beside() {
        match name {
            "StorageClass" => match values::storage_class(value) {
                Some(known) if directory && known != StorageClass::ExpressOneZone => {
                    value.refused("InvalidStorageClass", "a directory bucket holds EXPRESS_ONEZONE only");
                }
                Some(StorageClass::ExpressOneZone) if !directory => {
                    value.refused("InvalidStorageClass", "EXPRESS_ONEZONE is for directory buckets only");
                }
                Some(known) => class = known,
                None => {}
            },
            "Tagging" if value.node().as_map().is_some() => {
                tags = tagging::read(value, tagging::Tagged::Object).unwrap_or_default();
            }
            "Tagging" => tags = tagging::read_header(value).unwrap_or_default(),
            header if ENCRYPTION.contains(&header) => {
                let value =
                    (header != "SSEKMSKeyId" || keys::check_name(value, keys).is_some()).then_some(value);
                headers.entries.extend(value.map(|value| Entry {
                    key: header.to_owned(),
                    key_at: value.at(),
                    value: value.node().clone(),
                }));
            }
            known if Api::PutObject.parameters().contains(&known) => {
                value.wrong(format!("`{known}` of objects is not simulated"));
            }
            unknown => {
                let known = Api::PutObject.parameters();
                value.wrong(format!(
                    "PutObject has no parameter `{unknown}`{}",
                    suggest::instead(unknown, known)
                ));
            }
        }
    }
    (class, tags, headers)
}

/// Longest key in bytes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
const KEY_BYTES_MAX: usize = 1_024;

/// Notes keys that are too long or that come twice.
fn check(reader: &Reader<'_>, population: &Population, days: usize) {
    let Population { keys, cells, .. } = population;
    if keys.answers().next().is_some() {
        reader.wrong(format!("`{keys}`: objects are there before any step"));
    }
    let Some(last) = cells.last() else { return };
    let count = population.count();
    let longest = keys.key(count - 1, last.created.day());
    if longest.is_empty() || longest.len() > KEY_BYTES_MAX {
        reader.refused(
            "KeyTooLongError",
            format!("keys take 1 to {KEY_BYTES_MAX} bytes, and one here has {}", longest.len()),
        );
    }
    if keys.counts() {
        return;
    }
    // Without a plain number, keys differ by date and rest alone.
    let at_once = if keys.has_date() { most_in_a_day(cells) } else { count };
    if at_once > keys.residues() {
        let hint = if days > 1 && !keys.has_date() { "`{n}` or `{date}`" } else { "`{n}`" };
        reader.wrong(format!(
            "`{keys}` makes one key several times: {count} objects need {hint} in their keys"
        ));
    }
}

fn most_in_a_day(cells: &[Cell]) -> u64 {
    let mut most = 0;
    let mut today = (None, 0);
    for cell in cells {
        let day = Some(cell.created.day());
        today = if today.0 == day { (day, today.1 + cell.count) } else { (day, cell.count) };
        most = most.max(today.1);
    }
    most
}
