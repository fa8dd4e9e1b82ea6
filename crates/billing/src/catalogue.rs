//! List prices, Region by Region, as data in `prices/`; nothing is priced that nobody confirmed.
//!
//! A file is read the first time its Region is asked for. What holds everywhere (free requests, rates that follow
//! another rate, monthly allowances) stands once in `everywhere.yaml`. Usage of a thing that neither lists is an
//! error that names it: a missing price is never a zero. Things that no simulation uses (access points in many
//! Regions, Select, vectors, tables) are not carried.

pub(crate) mod read;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;

use crate::tier::Tiers;

/// How sure the price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Old, inferred, or sources disagree.
    Low,
    /// One good source, or an older one of AWS.
    Medium,
    /// Seen on an AWS page or price list of 2025-08 or later.
    High,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        })
    }
}

/// The price of one item in one Region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The slices.
    pub tiers: Tiers,
    /// The month in which the price was last seen: `2025-09`.
    pub as_of: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// So much a month costs a payer nothing, over all Regions together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// What it is called.
    pub name: String,
    /// In units of the items.
    pub quantity: u64,
    /// What counts towards it; all of one unit.
    pub items: Vec<Item>,
    /// The item under which the free part is booked, where AWS gives it a usage type of its own.
    pub shown_as: Option<Item>,
}

/// The prices of one Region's file.
#[derive(Debug, Default)]
struct PriceList {
    items: BTreeMap<String, Entry>,
    to_regions: BTreeMap<Region, Entry>,
    /// To Regions that are not named.
    to_others: Option<Entry>,
}

/// The file of what holds everywhere.
#[derive(Debug, Default)]
struct Everywhere {
    items: BTreeMap<String, Entry>,
    follows: BTreeMap<String, Item>,
    free: Vec<Allowance>,
    trial: Vec<Allowance>,
}

struct Source {
    region: &'static str,
    text: &'static str,
    list: OnceLock<PriceList>,
}

macro_rules! sources {
    ($($region:literal)*) => {
        [$(Source {
            region: $region,
            text: include_str!(concat!("../prices/", $region, ".yaml")),
            list: OnceLock::new(),
        },)*]
    };
}

static SOURCES: [Source; 10] = sources!(
    "us-east-1" "us-east-2" "us-west-2" "sa-east-1" "eu-west-1" "eu-central-1" "me-central-1" "ap-southeast-1"
    "ap-southeast-2" "ap-northeast-1"
);

const EVERYWHERE: &str = include_str!("../prices/everywhere.yaml");

/// The Regions that have a price list.
pub fn regions() -> impl Iterator<Item = Region> {
    SOURCES.iter().filter_map(|source| Region::parse(source.region))
}

/// The list price of an item in a Region, or `None` if nobody confirmed one.
pub fn entry(region: Region, item: Item) -> Option<&'static Entry> {
    if let Some(entry) = everywhere().items.get(item.id()) {
        return Some(entry);
    }
    let list = price_list(region)?;
    match leader(item) {
        Item::ToRegion(to) => list.to_regions.get(&to).or(list.to_others.as_ref()),
        item => list.items.get(item.id()),
    }
}

/// The item whose rate this one follows in every Region; most items follow themselves.
///
/// Padding and early deletes pay the storage rate of the class
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html>, notes 3 to 5), parts on
/// their way into an archive class the Standard rate (note 7).
pub fn leader(item: Item) -> Item {
    everywhere().follows.get(item.id()).copied().unwrap_or(item)
}

/// Every plain item that has a price in `region`, in the order of [`Item::PLAIN`].
pub fn entries(region: Region) -> impl Iterator<Item = (Item, &'static Entry)> {
    Item::PLAIN.iter().filter_map(move |&item| entry(region, item).map(|entry| (item, entry)))
}

/// What is free every month for every payer.
pub fn allowances() -> &'static [Allowance] {
    &everywhere().free
}

/// What is free in the first twelve months of an account opened before 2025-07-15 (BL-115).
pub fn trial_allowances() -> &'static [Allowance] {
    &everywhere().trial
}

/// The embedded files are tested to be without mistakes; were one not, its prices would be unknown, not wrong.
fn everywhere() -> &'static Everywhere {
    static PARSED: OnceLock<Everywhere> = OnceLock::new();
    PARSED.get_or_init(|| read::everywhere(EVERYWHERE).unwrap_or_default())
}

fn price_list(region: Region) -> Option<&'static PriceList> {
    let source = SOURCES.iter().find(|source| source.region == region.name())?;
    Some(source.list.get_or_init(|| read::price_list(source.text).unwrap_or_default()))
}

#[cfg(test)]
mod tests;
