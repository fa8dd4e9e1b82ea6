use std::cell::RefCell;

use s3sim_document::problem::Problems;

use super::*;

fn read(text: &str) -> (Option<Overrides>, Vec<String>) {
    let node = crate::catalogue::read::tree(text).unwrap();
    let problems = RefCell::new(Problems::new());
    let overrides = Overrides::read(&Reader::new(&node, "billing.prices", &problems));
    let problems = problems.into_inner();
    (overrides, problems.list().iter().map(|p| format!("{}: {}", p.path, p.message)).collect())
}

#[test]
fn the_users_price_comes_before_the_list_price() {
    let (overrides, problems) = read(
        "{TimedStorage-ByteHrs: [{up_to: 50TB, price: 0.02}, {price: '0.01'}],
          EUC1-TimedStorage-ByteHrs: 0.5 USD/GB-mo, Requests-Tier1: 1 USD, sns.publish: 2, Requests-Tier3: 3,
          transition.gda: 4, USE1-EU-AWS-Out-Bytes: 5, dt.inter-region.out: 6}",
    );
    assert_eq!(problems, [""; 0]);
    let overrides = overrides.unwrap();
    let region = |name| Region::parse(name).unwrap();
    for (name, item, first) in [
        ("us-east-1", Item::StorageStandard, "0.02"),
        ("eu-central-1", Item::StorageStandard, "0.5"),
        ("eu-west-1", Item::StorageStandard, "0.023"),
        // Follows the user's Standard rate.
        ("us-east-1", Item::StagingGlacier, "0.02"),
        // S3's, not that of the topic or the queue.
        ("us-east-1", Item::RequestStandardTier1, "1"),
        ("us-east-1", Item::SnsPublish, "2"),
        ("us-east-1", Item::SqsRequest, "0.0000004"),
        // The usage type is stronger than the id.
        ("us-east-1", Item::TransitionDeepArchive, "3"),
        ("us-east-1", Item::RestoreGlacierStandard, "3"),
        ("eu-central-1", Item::TransitionDeepArchive, "4"),
        ("us-east-1", Item::ToRegion(region("eu-west-1")), "5"),
        ("us-east-1", Item::ToRegion(region("eu-west-2")), "6"),
    ] {
        let tiers = tiers(&overrides, region(name), item).unwrap();
        assert_eq!(tiers.list()[0].price.unwrap().to_string(), first, "{item:?} in {name}");
    }
    let standard = tiers(&overrides, Region::US_EAST_1, Item::StorageStandard).unwrap();
    assert_eq!(standard.list()[0].up_to, Some(Limit::Bytes(50 << 40)));
}

#[test]
fn every_mistake_is_named_with_its_place() {
    for (text, expected) in [
        (
            "{TimedStorage-ByteHr: 1}",
            "billing.prices.TimedStorage-ByteHr: no bill has the usage type `TimedStorage-ByteHr`, did you mean `TimedStorage-ByteHrs`?",
        ),
        (
            "{Requests-Tier1: cheap}",
            "billing.prices.Requests-Tier1: `cheap` should be a decimal number such as 0.023",
        ),
        (
            "{Requests-Tier1: 1 USD/GB}",
            "billing.prices.Requests-Tier1: `1 USD/GB` should be USD for one unit, which is Requests here",
        ),
        ("{Requests-Tier1: '-1'}", "billing.prices.Requests-Tier1: `-1` should not be below zero"),
        (
            "{Requests-Tier1: '0.0000000000001'}",
            "billing.prices.Requests-Tier1: `0.0000000000001` may have at most 12 decimals",
        ),
        (
            "{Requests-Tier1: [{up_to: 1TB, price: 1}, {price: 2}]}",
            "billing.prices.Requests-Tier1: `up_to` should be a number: `Requests-Tier1` is not measured in bytes",
        ),
        ("{Requests-Tier1: [{up_to: 10}]}", "billing.prices.Requests-Tier1[0]: `price` is missing"),
        (
            "{Requests-Tier1: [{up_to: much, price: 1}]}",
            "billing.prices.Requests-Tier1[0].up_to: `much` should be a size such as 50TB, or a whole number of units",
        ),
        (
            "{Requests-Tier1: [{up_to: 10, price: 1}, {up_to: 5, price: 1}]}",
            "billing.prices.Requests-Tier1: `up_to` should rise from slice to slice, and only the last slice may be without",
        ),
        (
            "{Requests-Tier1: []}",
            "billing.prices.Requests-Tier1: `up_to` should rise from slice to slice, and only the last slice may be without",
        ),
        ("[1]", "billing.prices: should be a map of names, but is a list"),
    ] {
        assert_eq!(read(text).1, [expected], "{text}");
    }
    assert_eq!(read("{a: 1, b: 2}").1.len(), 2);
}

#[test]
fn a_slice_can_be_known_to_exist_without_a_price() {
    let (overrides, problems) = read("{Requests-Tier1: [{up_to: 1_000, price: 1}, {price: null}]}");
    assert_eq!(problems, [""; 0]);
    let tiers = tiers(overrides.as_ref().unwrap(), Region::US_EAST_1, Item::RequestStandardTier1).unwrap();
    assert_eq!(tiers.list()[0].up_to, Some(Limit::Units(1_000)));
    assert_eq!(tiers.list()[1], Tier { up_to: None, price: None });
}
