//! Values of the format, read where they stand: what [`s3sim_document::units`] does not know.

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::region::Region;
use s3sim_billing::money::{COST_DECIMALS, Money};
use s3sim_document::json;
use s3sim_document::read::Reader;
use s3sim_document::{suggest, units};
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::Micros;
use s3sim_s3::replication::standing::Status;

use crate::section::Section;
use crate::target::Target;

/// What stands for no replication status, as in the filters of batch jobs.
pub(crate) const NO_STATUS: &str = "NONE";

/// Owned text.
pub(crate) fn text(reader: &Reader<'_>) -> Option<String> {
    reader.text().map(str::to_owned)
}

/// A whole number of 1 or more.
pub(crate) fn counting(reader: &Reader<'_>) -> Option<u64> {
    reader.whole(1..=i128::from(u64::MAX)).and_then(|number| u64::try_from(number).ok())
}

/// Dollars, with the decimals they are written with: `12.50 USD`; the currency may be left out.
pub(crate) fn money(reader: &Reader<'_>) -> Option<(Money, u32)> {
    let written = reader.money()?;
    if written.decimals > COST_DECIMALS {
        reader.wrong(format!("should be money with at most {COST_DECIMALS} decimals, as many as a bill has"));
        return None;
    }
    // From 10^-12 to the 10^-10 USD of a bill; the two digits in between are zeros.
    Some((Money::from_units(written.pico / 100), written.decimals))
}

/// A length of time, 0 or more, without months and years.
pub(crate) fn duration(reader: &Reader<'_>) -> Option<Micros> {
    let micros = reader.span()?;
    i64::try_from(micros).ok().map(Micros)
}

/// A share in billionths, 1 to [`WHOLE`].
pub(crate) fn share(reader: &Reader<'_>) -> Option<u64> {
    let share = reader.share()?;
    if !(1..=WHOLE).contains(&share) {
        reader.wrong("should be more than nothing and at most 100%");
        return None;
    }
    Some(share)
}

/// A percentage without its sign, as a share in billionths: `50`, `99.9`.
pub(crate) fn percentage(text: &str) -> Option<u64> {
    units::share(&format!("{text}%")).ok().filter(|share| *share <= WHOLE)
}

/// A Region by its API name.
pub(crate) fn region(reader: &Reader<'_>) -> Option<Region> {
    let text = reader.text()?;
    let region = Region::parse(text);
    if region.is_none() {
        let known: Vec<&str> = Region::all().map(Region::name).collect();
        reader.wrong(format!("unknown Region `{text}`{}", suggest::instead(text, &known)));
    }
    region
}

/// One value, or each of a list.
fn one_or_more<T>(reader: &Reader<'_>, read: impl Fn(&Reader<'_>) -> Option<T>) -> Vec<T> {
    if reader.node().as_list().is_none() {
        return read(reader).into_iter().collect();
    }
    let items = reader.items().unwrap_or_default();
    if items.is_empty() {
        reader.wrong("should name at least one");
    }
    items.iter().filter_map(read).collect()
}

/// A storage class; S3 would refuse an unknown one.
pub(crate) fn storage_class(reader: &Reader<'_>) -> Option<StorageClass> {
    let text = reader.text()?;
    let class = StorageClass::parse(text);
    if class.is_none() {
        let known = StorageClass::ALL.map(StorageClass::name);
        let message = format!("unknown storage class `{text}`{}", suggest::instead(text, &known));
        reader.refused("InvalidStorageClass", message);
    }
    class
}

/// A storage class or a list of them.
pub(crate) fn storage_classes(reader: &Reader<'_>) -> Vec<StorageClass> {
    one_or_more(reader, storage_class)
}

/// A replication status or a list of them; `NONE` is nothing.
pub(crate) fn replication_statuses(reader: &Reader<'_>) -> Vec<Option<Status>> {
    let mut words = vec![(NO_STATUS, None)];
    words.extend(Status::WORDS.map(|(name, status)| (name, Some(status))));
    one_or_more(reader, |reader| reader.word(&words))
}

/// An access tier or a list of them.
pub(crate) fn access_tiers(reader: &Reader<'_>) -> Vec<AccessTier> {
    let table = AccessTier::ALL.map(|tier| (tier.name(), tier));
    one_or_more(reader, |reader| reader.word(&table))
}

/// Patterns over the words of a bill.
pub(crate) fn bill_patterns(reader: &Reader<'_>) -> Vec<s3sim_billing::filter::Pattern> {
    one_or_more(reader, |reader| reader.text().map(s3sim_billing::filter::Pattern::new))
}

/// The value itself, or each of a list.
pub(crate) fn each<'a>(reader: &Reader<'a>) -> Vec<Reader<'a>> {
    match reader.node().as_list() {
        Some(_) => reader.items().unwrap_or_default(),
        None => vec![reader.clone()],
    }
}

/// A map of text to text.
pub(crate) fn tags(reader: &Reader<'_>) -> Vec<(String, String)> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), text(&value)?))).collect()
}

/// `bucket` or `bucket/key`, with wildcards.
pub(crate) fn target(reader: &Reader<'_>) -> Option<Target> {
    let target = reader.text()?;
    if target.is_empty() || target.starts_with('/') {
        reader.wrong("should be a target: `bucket` or `bucket/key`, the bucket in front");
        return None;
    }
    Some(Target::parse(target))
}

/// A line for people, which nothing else looks at.
pub(crate) fn description(section: &Section<'_>) {
    if let Some(description) = section.get("description") {
        description.text();
    }
}

/// A document of AWS's: a map, or the same as JSON text.
pub(crate) fn document<T>(reader: &Reader<'_>, read: impl FnOnce(&Reader<'_>) -> Option<T>) -> Option<T> {
    let json = reader.node().as_text().filter(|text| text.trim_start().starts_with('{'));
    let Some(json) = json else { return read(reader) };
    match json::inside(json, reader.at()) {
        Ok(node) => read(&reader.instead(&node)),
        Err(message) => {
            reader.wrong(message);
            None
        }
    }
}
