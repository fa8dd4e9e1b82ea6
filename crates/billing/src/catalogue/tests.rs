use std::collections::BTreeSet;

use super::*;
use crate::money::Price;
use crate::tier::{Limit, Tier};

/// What no simulation meters yet and no Region has: nothing at the moment.
const WITHOUT_A_PRICE_ANYWHERE: &[&str] = &[];

#[test]
fn every_file_is_read_without_a_mistake() {
    read::everywhere(EVERYWHERE).map(drop).unwrap_or_else(|problems| panic!("{:?}", problems.list()));
    for source in &SOURCES {
        assert!(Region::parse(source.region).is_some(), "{}", source.region);
        let list = read::price_list(source.text)
            .unwrap_or_else(|problems| panic!("{}: {:?}", source.region, problems.list()));
        assert!(source.text.contains(&format!("\nregion: {}\n", source.region)));
        assert!(list.items.len() > 20 && !list.to_regions.is_empty());
    }
    assert_eq!(regions().count(), 10);
}

#[test]
fn every_item_has_a_price_somewhere() {
    let us_east_1: BTreeSet<&str> = entries(Region::US_EAST_1).map(|(item, _)| item.id()).collect();
    let without: Vec<&str> =
        Item::PLAIN.iter().map(|i| i.id()).filter(|id| !us_east_1.contains(id)).collect();
    assert_eq!(without, WITHOUT_A_PRICE_ANYWHERE);
}

#[test]
fn every_id_of_the_files_is_an_item_and_stands_once() {
    let everywhere = everywhere();
    for id in everywhere.follows.keys() {
        assert!(Item::PLAIN.iter().any(|item| item.id() == id), "{id}");
        assert!(!everywhere.items.contains_key(id), "{id}");
    }
    for source in &SOURCES {
        let list = price_list(Region::parse(source.region).unwrap()).unwrap();
        for id in list.items.keys() {
            assert!(Item::PLAIN.iter().any(|item| item.id() == id), "{id} in {}", source.region);
            assert!(!everywhere.items.contains_key(id) && !everywhere.follows.contains_key(id), "{id}");
        }
    }
}

#[test]
fn allowances_have_one_unit_and_no_item_twice() {
    let all: Vec<&Allowance> = allowances().iter().chain(trial_allowances()).collect();
    let mut items: Vec<Item> = all.iter().flat_map(|allowance| allowance.items.clone()).collect();
    let count = items.len();
    items.sort();
    items.dedup();
    assert_eq!(items.len(), count);
    for allowance in all {
        let units: BTreeSet<_> = allowance.items.iter().map(|item| item.unit()).collect();
        assert_eq!(units.len(), 1, "{}", allowance.name);
        assert!(allowance.shown_as.is_none_or(|item| units.contains(&item.unit())), "{}", allowance.name);
    }
}

/// Spot checks against the pricing page and price list values of the Regions.
#[test]
fn prices_are_those_of_the_region() {
    let region = |name| Region::parse(name).unwrap();
    for (name, item, expected) in [
        ("us-east-1", Item::StorageStandard, vec![(51_200, "0.023"), (512_000, "0.022"), (0, "0.021")]),
        ("me-central-1", Item::StorageStandard, vec![(51_200, "0.025"), (512_000, "0.024"), (0, "0.023")]),
        ("eu-central-1", Item::StorageStandard, vec![(51_200, "0.0245"), (512_000, "0.0235"), (0, "0.0225")]),
        ("eu-central-1", Item::StorageDeepArchive, vec![(0, "0.0018")]),
        ("eu-central-1", Item::EarlyDeleteDeepArchive, vec![(0, "0.0018")]),
        ("us-east-1", Item::PaddingGlacierIr, vec![(0, "0.004")]),
        ("us-east-1", Item::StagingGlacier, vec![(51_200, "0.023"), (512_000, "0.022"), (0, "0.021")]),
        ("us-east-1", Item::Inventory, vec![(0, "0.0000000025")]),
        ("me-central-1", Item::Inventory, vec![(0, "0.0000000028")]),
        ("ap-northeast-1", Item::RequestStandardTier1, vec![(0, "0.0000047")]),
        ("us-east-1", Item::ToRegion(region("us-east-2")), vec![(0, "0.01")]),
        ("us-east-1", Item::ToRegion(region("eu-west-1")), vec![(0, "0.02")]),
        ("me-central-1", Item::ToRegion(region("eu-west-1")), vec![(0, "0.085")]),
        ("me-central-1", Item::ToRegion(region("ap-southeast-7")), vec![(0, "0.1105")]),
        ("eu-west-1", Item::FromRegion(region("us-east-1")), vec![(0, "0")]),
        ("eu-west-1", Item::ReplicationTimeControl(region("us-east-1")), vec![(0, "0.015")]),
        ("eu-south-1", Item::RequestFree, vec![(0, "0")]),
    ] {
        let tiers: Vec<Tier> = expected
            .into_iter()
            .map(|(up_to, price)| Tier {
                up_to: (up_to > 0).then_some(Limit::Units(up_to)),
                price: Some(Price::parse(price).unwrap()),
            })
            .collect();
        assert_eq!(entry(region(name), item).unwrap().tiers.list(), tiers, "{item:?} in {name}");
    }
}

/// The ids that the sources do not confirm for a Region have no price there; nothing falls back to another Region.
#[test]
fn what_is_not_confirmed_is_missing() {
    let region = |name| Region::parse(name).unwrap();
    for (name, item) in [
        ("me-central-1", Item::MonitoringInt),
        ("us-east-2", Item::TransitionGlacier),
        ("eu-central-1", Item::RetrievalGlacierIr),
        ("sa-east-1", Item::StorageExpress),
        ("eu-west-1", Item::KmsRequest),
        ("eu-west-1", Item::ToRegion(region("ap-southeast-7"))),
        ("eu-south-1", Item::StorageStandard),
    ] {
        assert_eq!(entry(region(name), item), None, "{item:?} in {name}");
    }
}
