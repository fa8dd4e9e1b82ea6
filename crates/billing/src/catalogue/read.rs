//! Reading the embedded files, with the reader that reads scenarios.

use std::cell::RefCell;
use std::collections::BTreeMap;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::{Fields, Reader};
use s3sim_document::source::{Format, Sources};
use s3sim_document::tree::Node;

use super::{Allowance, Confidence, Entry, Everywhere, PriceList};
use crate::price;

const CONFIDENCE: &[(&str, Confidence)] =
    &[("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];

/// A Region's file.
pub(super) fn price_list(text: &str) -> Result<PriceList, Problems> {
    parse(text, |root| {
        let mut fields = root.fields()?;
        let region = fields.required("region")?;
        if region.text().and_then(Region::parse).is_none() {
            region.wrong("should be a Region");
        }
        let mut list = PriceList { items: items(&fields.required("prices")?)?, ..PriceList::default() };
        for pairs in fields.required("to_other_regions")?.items()? {
            let mut fields = pairs.fields()?;
            let to = fields.required("to")?;
            let entry = entry(&mut fields)?;
            fields.finish();
            if to.node().as_text() == Some("others") {
                list.to_others = Some(entry);
                continue;
            }
            for to in to.items()? {
                match to.text().and_then(Region::parse) {
                    Some(region) => drop(list.to_regions.insert(region, entry.clone())),
                    None => to.wrong("should be a Region"),
                }
            }
        }
        fields.finish();
        Some(list)
    })
}

/// The file of what holds everywhere.
pub(super) fn everywhere(text: &str) -> Result<Everywhere, Problems> {
    parse(text, |root| {
        let mut fields = root.fields()?;
        let prices = items(&fields.required("prices")?)?;
        let mut follows = BTreeMap::new();
        for (id, leader) in fields.required("follows")?.entries()? {
            if let (Some(_), Some(leader)) =
                (item(&leader, id), leader.text().and_then(|id| item(&leader, id)))
            {
                follows.insert(id.to_owned(), leader);
            }
        }
        let free = allowances(&fields.required("free")?)?;
        let trial = allowances(&fields.required("trial")?)?;
        fields.finish();
        Some(Everywhere { items: prices, follows, free, trial })
    })
}

fn parse<T>(text: &str, read: impl FnOnce(Reader<'_>) -> Option<T>) -> Result<T, Problems> {
    let node = tree(text)?;
    let problems = RefCell::new(Problems::new());
    let value = read(Reader::new(&node, "", &problems));
    let problems = problems.into_inner();
    value.filter(|_| problems.is_empty()).ok_or(problems)
}

/// The tree of an embedded document.
pub(crate) fn tree(text: &str) -> Result<Node, Problems> {
    Sources::new().read_text("prices", text, Format::Yaml)
}

fn items(reader: &Reader<'_>) -> Option<BTreeMap<String, Entry>> {
    let mut items = BTreeMap::new();
    for (id, reader) in reader.entries()? {
        if !["rtc", "dt.inter-region.in"].contains(&id) {
            item(&reader, id);
        }
        let mut fields = reader.fields()?;
        items.insert(id.to_owned(), entry(&mut fields)?);
        fields.finish();
    }
    Some(items)
}

fn entry(fields: &mut Fields<'_>) -> Option<Entry> {
    Some(Entry {
        tiers: price::read_tiers(&fields.required("price")?, None)?,
        as_of: fields.required("as_of")?.text()?.to_owned(),
        confidence: fields.required("confidence")?.word(CONFIDENCE)?,
    })
}

fn allowances(reader: &Reader<'_>) -> Option<Vec<Allowance>> {
    let mut list = Vec::new();
    for (name, reader) in reader.entries()? {
        let mut fields = reader.fields()?;
        let quantity = fields.required("quantity")?;
        let Some(quantity) = quantity.text().and_then(|text| text.parse().ok()) else {
            quantity.wrong("should be a whole number");
            continue;
        };
        let ids = fields.required("of")?.items()?;
        let items = ids.iter().filter_map(|id| item(id, id.text()?)).collect();
        let shown_as = fields.optional("shown_as").and_then(|id| item(&id, id.text()?));
        fields.finish();
        list.push(Allowance { name: name.to_owned(), quantity, items, shown_as });
    }
    Some(list)
}

fn item(reader: &Reader<'_>, id: &str) -> Option<Item> {
    let found = Item::PLAIN.iter().copied().find(|item| item.id() == id);
    if found.is_none() {
        reader.wrong(format!("`{id}` is no priced item"));
    }
    found
}
