//! Values of the format, read where they stand.

mod literal;

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::region::Region;
use s3sim_billing::money::Money;
use s3sim_document::json;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::Micros;

pub use literal::Decimal;
pub(crate) use literal::{Length, length};

use crate::section::Section;
use crate::target::Target;

/// What a value should have looked like.
fn expected<T>(reader: &Reader<'_>, value: Option<T>, what: &str) -> Option<T> {
    if value.is_none() {
        match reader.node().scalar() {
            Some(text) => reader.wrong(format!("should be {what}, but is `{text}`")),
            None => reader.wrong(format!("should be {what}, but is {}", reader.node().value.kind())),
        }
    }
    value
}

/// Owned text.
pub(crate) fn text(reader: &Reader<'_>) -> Option<String> {
    reader.text().map(str::to_owned)
}

/// A whole number of 0 or more.
pub(crate) fn whole(reader: &Reader<'_>) -> Option<u64> {
    let value = reader.node().scalar().and_then(literal::decimal).and_then(Decimal::whole);
    expected(reader, value.and_then(|value| u64::try_from(value).ok()), "a whole number such as 1_000_000")
}

/// A whole number of 1 or more.
pub(crate) fn counting(reader: &Reader<'_>) -> Option<u64> {
    let number = whole(reader)?;
    if number == 0 {
        reader.wrong("should be at least 1");
        return None;
    }
    Some(number)
}

/// A number, with the decimals it is written with.
pub(crate) fn number(reader: &Reader<'_>) -> Option<Decimal> {
    expected(reader, reader.node().scalar().and_then(literal::decimal), "a number such as 1_000_000 or 6.581")
}

/// Dollars, with the decimals they are written with: `12.50 USD`; the currency may be left out.
pub(crate) fn money(reader: &Reader<'_>) -> Option<(Money, u32)> {
    let number = |text: &str| literal::decimal(text.strip_suffix("USD").unwrap_or(text).trim_end());
    let written = expected(reader, reader.node().scalar().and_then(number), "money such as `12.50 USD`")?;
    let finest = s3sim_billing::money::COST_DECIMALS;
    let units =
        finest.checked_sub(written.decimals).and_then(|finer| written.units.checked_mul(10i128.pow(finer)));
    if units.is_none() {
        reader.wrong(format!("should be money with at most {finest} decimals"));
    }
    Some((Money::from_units(units?), written.decimals))
}

/// Bytes.
pub(crate) fn size(reader: &Reader<'_>) -> Option<u64> {
    let bytes = reader.node().scalar().and_then(literal::size);
    expected(reader, bytes.and_then(|bytes| u64::try_from(bytes).ok()), "a size such as 128KB or 2.5 GiB")
}

/// Bytes of many objects together.
pub(crate) fn total_size(reader: &Reader<'_>) -> Option<u128> {
    expected(reader, reader.node().scalar().and_then(literal::size), "a size such as 500GB or 1.5 PB")
}

/// A length of time, 0 or more, without months and years.
pub(crate) fn duration(reader: &Reader<'_>) -> Option<Micros> {
    let what = "a duration such as 250ms, 6h or 1d12h";
    let length = expected(reader, reader.node().scalar().and_then(length), what)?;
    if length.months != 0 {
        reader.wrong("`mo` and `y` step through the calendar and only count from an instant: give days");
        return None;
    }
    if length.rest < Micros::ZERO {
        reader.wrong("should not be negative");
        return None;
    }
    Some(length.rest)
}

/// A share in billionths, 0 to [`WHOLE`].
pub(crate) fn share(reader: &Reader<'_>) -> Option<u64> {
    let share = expected(reader, reader.node().scalar().and_then(literal::share), "a share such as 20%")?;
    if share > WHOLE {
        reader.wrong("should not be more than 100%");
        return None;
    }
    Some(share)
}

/// A percentage without its sign, as a share in billionths: `50`, `99.9`.
pub(crate) fn percentage(text: &str) -> Option<u64> {
    literal::share(&format!("{text}%")).filter(|share| *share <= WHOLE)
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

/// A storage class or a list of them; S3 would refuse an unknown one.
pub(crate) fn storage_classes(reader: &Reader<'_>) -> Vec<StorageClass> {
    one_or_more(reader, |reader| {
        let text = reader.text()?;
        let class = StorageClass::parse(text);
        if class.is_none() {
            let known = StorageClass::ALL.map(StorageClass::name);
            let message = format!("unknown storage class `{text}`{}", suggest::instead(text, &known));
            reader.refused("InvalidStorageClass", message);
        }
        class
    })
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
