//! Which price holds: the user's own, else the list price, else none.

use std::collections::BTreeMap;
use std::fmt;

use s3sim_aws::item::{Item, Service, Unit};
use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::units::{self, Per};

use crate::catalogue;
use crate::money::Price;
use crate::tier::{Limit, Tier, Tiers};

/// Prices that a user sets: `billing.prices` of a scenario.
///
/// A name is a usage type as a bill of the Region prints it (`EUC1-TimedStorage-ByteHrs`) or an id of
/// `s3sim prices` (`storage.standard`), which means every Region; the usage type is the stronger one. A usage type
/// that carries several items (`Requests-Tier3`) changes them all. One that S3 shares with another service
/// (`Requests-Tier1`) means S3's: name the other by its id. Rates that follow another rate follow the user's too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides(BTreeMap<String, Tiers>);

impl Overrides {
    /// Reads a map of name to `0.02`, `0.02 USD/GB-mo` or `[{up_to: 50TB, price: 0.02}, {price: 0.01}]`; problems go
    /// to the reader.
    pub fn read(reader: &Reader<'_>) -> Option<Overrides> {
        let mut overrides = Overrides::default();
        for (name, reader) in reader.entries()? {
            let items = named(name);
            if items.is_empty() {
                let usage_types = Item::PLAIN.iter().map(|item| item.usage_type(Region::US_EAST_1));
                let words: Vec<String> = usage_types.chain(ids().map(str::to_owned)).collect();
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                reader
                    .wrong(format!("no bill has the usage type `{name}`{}", suggest::instead(name, &words)));
                continue;
            }
            let Some(tiers) = read_tiers(&reader, items.first().map(|item| item.unit())) else { continue };
            let in_bytes = |unit| matches!(unit, Unit::GbMonth | Unit::Gb | Unit::GbSecond);
            let has_size = tiers.list().iter().any(|tier| matches!(tier.up_to, Some(Limit::Bytes(_))));
            if has_size && !items.iter().all(|item| in_bytes(item.unit())) {
                reader.wrong(format!("`up_to` should be a number: `{name}` is not measured in bytes"));
                continue;
            }
            overrides.0.insert(name.to_owned(), tiers);
        }
        Some(overrides)
    }

    /// Sets the price of a usage type or id, without looking whether there is such a thing.
    pub fn set(&mut self, name: impl Into<String>, tiers: Tiers) {
        self.0.insert(name.into(), tiers);
    }

    /// The user's price of this very item.
    fn find(&self, region: Region, item: Item) -> Option<&Tiers> {
        if self.0.is_empty() {
            return None;
        }
        let usage_type = item.usage_type(region);
        let means_it = || {
            of_s3(item)
                || !Item::PLAIN.iter().any(|other| of_s3(*other) && other.usage_type(region) == usage_type)
        };
        self.0.get(&usage_type).filter(|_| means_it()).or_else(|| self.0.get(item.id()))
    }
}

/// Why there is no price.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unpriced {
    /// The Region has no price list.
    NoPriceList,
    /// The Region's list does not have it.
    NotListed,
    /// Known only for less usage than the month has; the limit is in the item's unit.
    Above(String),
}

/// Usage that cannot be billed, because nobody confirmed its price.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownPrice {
    /// Where it was used.
    pub region: Region,
    /// What was used, as a bill prints it.
    pub usage_type: String,
    /// Its key in the price lists.
    pub id: &'static str,
    /// What is missing.
    pub reason: Unpriced,
}

impl UnknownPrice {
    pub(crate) fn new(region: Region, item: Item, reason: Unpriced) -> UnknownPrice {
        UnknownPrice { region, usage_type: item.usage_type(region), id: item.id(), reason }
    }
}

impl fmt::Display for UnknownPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnknownPrice { region, usage_type, id, reason } = self;
        write!(f, "the price of {usage_type} ({id}) in {region} ")?;
        match reason {
            Unpriced::NoPriceList => f.write_str("is not known: there is no price list of this Region")?,
            Unpriced::NotListed => f.write_str("is not known")?,
            Unpriced::Above(limit) => write!(f, "is not known above {limit} a month")?,
        }
        write!(f, "; set `billing.prices.{usage_type}`")
    }
}

/// The price that holds for an item in a Region.
pub(crate) fn tiers(overrides: &Overrides, region: Region, item: Item) -> Result<&Tiers, UnknownPrice> {
    overrides
        .find(region, item)
        .or_else(|| {
            Some(catalogue::leader(item))
                .filter(|leader| *leader != item)
                .and_then(|l| overrides.find(region, l))
        })
        .or_else(|| catalogue::entry(region, item).map(|entry| &entry.tiers))
        .ok_or_else(|| {
            let listed = catalogue::regions().any(|other| other == region);
            UnknownPrice::new(region, item, if listed { Unpriced::NotListed } else { Unpriced::NoPriceList })
        })
}

/// Reads a price or a list of slices; a slice whose price is `null` exists without a known price.
///
/// `unit` is the item's, for prices that are written with theirs.
pub(crate) fn read_tiers(reader: &Reader<'_>, unit: Option<Unit>) -> Option<Tiers> {
    if reader.node().as_list().is_none() {
        return read_price(reader, unit).map(Tiers::flat);
    }
    let mut tiers = Vec::new();
    for reader in reader.items()? {
        let mut fields = reader.fields()?;
        let up_to = match fields.optional("up_to") {
            Some(limit) => Some(read_limit(&limit)?),
            None => None,
        };
        let unknown = reader.node().get("price").is_some_and(|node| node.scalar().is_none());
        let price = if unknown { fields.optional("price") } else { fields.required("price") };
        let price = match price {
            Some(price) => Some(read_price(&price, unit)?),
            None => None,
        };
        fields.finish();
        tiers.push(Tier { up_to, price });
    }
    let tiers = Tiers::new(tiers);
    if tiers.is_none() {
        reader.wrong("`up_to` should rise from slice to slice, and only the last slice may be without");
    }
    tiers
}

/// A bare number, or a price with its unit, which must then be the item's.
fn read_price(reader: &Reader<'_>, unit: Option<Unit>) -> Option<Price> {
    let text = reader.text()?;
    let (number, per) = match text.split_once("USD") {
        None => (text, Per::One),
        Some((number, _)) => (number.trim_end(), reader.parsed(units::price)?.per),
    };
    let fits = match per {
        Per::One => true,
        Per::Gb => unit == Some(Unit::Gb),
        Per::GbMonth => unit == Some(Unit::GbMonth),
        _ => false,
    };
    if !fits {
        let unit = unit.map_or("", Unit::name);
        reader.wrong(format!("`{text}` should be USD for one unit, which is {unit} here"));
        return None;
    }
    Price::parse(number).map_err(|error| reader.wrong(format!("`{text}` {error}"))).ok()
}

fn read_limit(reader: &Reader<'_>) -> Option<Limit> {
    let text = reader.text()?;
    if let Some(units) = units::whole(text, 0..=i128::MAX).ok().and_then(|units| u128::try_from(units).ok()) {
        return Some(Limit::Units(units));
    }
    match units::total_size(text) {
        Ok(bytes) => Some(Limit::Bytes(bytes)),
        Err(_) => {
            reader.wrong(format!("`{text}` should be a size such as 50TB, or a whole number of units"));
            None
        }
    }
}

fn of_s3(item: Item) -> bool {
    matches!(item.service(), Service::S3 | Service::DeepArchive | Service::DataTransfer)
}

fn ids() -> impl Iterator<Item = &'static str> {
    let somewhere = Region::US_EAST_1;
    let pairs =
        [Item::ToRegion(somewhere), Item::FromRegion(somewhere), Item::ReplicationTimeControl(somewhere)];
    Item::PLAIN.iter().copied().chain(pairs).map(Item::id)
}

/// What a usage type of that Region's bills, or an id of the price lists, means; of several that share a usage type, S3's
/// first one.
pub fn item_called(region: Region, name: &str) -> Option<Item> {
    // Free amounts come off by themselves.
    let fits = |item: &Item| {
        (item.id() == name || item.usage_type(region) == name)
            && !matches!(item, Item::TransferOutFree | Item::BucketsFree)
    };
    named(name).into_iter().find(fits)
}

/// The items that a name means somewhere.
fn named(name: &str) -> Vec<Item> {
    let pairs = |to| [Item::ToRegion(to), Item::FromRegion(to), Item::ReplicationTimeControl(to)];
    let items: Vec<Item> = Item::PLAIN.iter().copied().chain(Region::all().flat_map(pairs)).collect();
    let by_id: Vec<Item> = items.iter().copied().filter(|item| item.id() == name).collect();
    if !by_id.is_empty() {
        return by_id;
    }
    let mut found: Vec<Item> = Vec::new();
    for region in Region::all() {
        found.extend(items.iter().filter(|item| item.usage_type(region) == name));
    }
    if found.iter().any(|item| of_s3(*item)) {
        found.retain(|item| of_s3(*item));
    }
    found
}

#[cfg(test)]
mod tests;
