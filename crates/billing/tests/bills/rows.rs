//! How a month's line is shared out over rows.

use s3sim_aws::class::StorageClass;
use s3sim_aws::item::Item;
use s3sim_billing::filter::{Filter, Pattern};
use s3sim_billing::money::Money;
use s3sim_billing::options::{Options, Payers};
use s3sim_billing::usage_group::UsageGroup;
use s3sim_ledger::usage::Granularity;

use crate::support::{Books, GB, TB, at, money, region};

const DAYS: [&str; 3] = ["2025-03-01", "2025-03-11", "2025-03-21"];

/// 80 TB in all of March in two buckets, 60 and 20: each has five eighths of its usage in the first 50 TB.
#[test]
fn buckets_share_the_slices_of_a_month_by_usage() {
    let (mut books, large) = Books::march("us-east-1");
    let small = books.bucket("album", large.account, "us-east-1");
    for (place, terabytes) in [(large, 60), (small, 20)] {
        books.hold(
            place,
            Item::StorageStandard,
            "StandardStorage",
            terabytes * TB,
            "2025-03-01",
            "2025-04-01",
        );
    }
    let bill = books.bill("2025-04-01", &Options::default());
    let rows: Vec<_> =
        bill.lines().iter().map(|l| (&*l.bucket, l.slice, l.usage_amount(), l.cost.to_string())).collect();
    assert_eq!(
        rows,
        [
            ("album", 1, "12800".into(), "294.4".into()),
            ("album", 2, "7680".into(), "168.96".into()),
            ("photos", 1, "38400".into(), "883.2".into()),
            ("photos", 2, "23040".into(), "506.88".into()),
        ]
    );
}

/// By day the slices fill up in time: 100 TB a day fill 50 TB-months = 1,550 TB-days on the 16th day.
#[test]
fn days_fill_the_slices_in_time_order() {
    let mut books = Books::open("2025-03-01", Granularity::Day);
    let main = books.account("main", "111122223333");
    let photos = books.bucket("photos", main, "us-east-1");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 100 * TB, "2025-03-01", "2025-04-01");
    let bill = books.bill("2025-04-01", &Options::default());
    let slices: Vec<(String, u8)> =
        bill.lines().iter().map(|line| (line.period_start.day().to_string(), line.slice)).collect();
    assert_eq!(bill.lines().len(), 32, "the sixteenth has two rows");
    assert_eq!(
        slices[14..18],
        [
            ("2025-03-15".into(), 1),
            ("2025-03-16".into(), 1),
            ("2025-03-16".into(), 2),
            ("2025-03-17".into(), 2)
        ]
    );
    // 51,200 × 0.023 + 51,200 × 0.022
    assert_eq!(bill.total(), money("2304"));
}

/// A bill drawn in mid-month is the beginning of the final one.
#[test]
fn a_bill_to_date_is_never_taken_back() {
    let mut books = Books::open("2025-03-01", Granularity::Day);
    let main = books.account("main", "111122223333");
    let (a, b) = (books.bucket("a", main, "us-east-1"), books.bucket("b", main, "us-east-1"));
    let mut before = Vec::new();
    for (step, day) in DAYS.iter().enumerate() {
        for place in [a, b] {
            books.count_at(at(day), place, Item::RequestStandardTier2, "GetObject", 12_345 + step as u128);
            books.count_at(at(day), place, Item::StorageStandard, "StandardStorage", 777 << (70 + step));
        }
        let lines = books.bill(day, &Options::default()).lines().to_vec();
        assert_eq!(lines[..before.len()], before[..]);
        before = lines;
    }
}

/// A cost too small for one unit of 10^-10 per row is not lost: 7 GETs of 0.0000004 over 7 buckets, and one byte-second
/// in each: the line rounds to what the rows add up to.
#[test]
fn tiny_rows_add_up_to_the_line() {
    let (mut books, first) = Books::march("us-east-1");
    for n in 0..7 {
        let place = books.bucket(&format!("b{n}"), first.account, "us-east-1");
        books.count(place, Item::Inventory, "InventoryObjectsListed", 1);
    }
    let mut options = Options::default();
    // 7 × 0.00000000005 = 0.00000000035, half-up 0.0000000004
    options.prices.set("inventory", s3sim_billing::tier::Tiers::flat(crate::support::price("0.00000000005")));
    let bill = books.bill("2025-04-01", &options);
    let costs: Vec<i128> = bill.lines().iter().map(|line| line.cost.units()).collect();
    assert_eq!(costs, [1, 1, 1, 1, 0, 0, 0]);
}

#[test]
fn lines_are_found_by_what_they_print() {
    let mut books = Books::open("2025-03-01", Granularity::Month);
    let (main, team) = (books.account("main", "111122223333"), books.account("team", "555566667777"));
    let (logs, data) = (books.bucket("logs", main, "us-east-1"), books.bucket("data", team, "eu-central-1"));
    books.count(logs, Item::RequestStandardTier1, "PutObject", 1_000);
    books.count(logs, Item::RequestStandardTier1, "ListBucket", 100);
    books.count(data, Item::RequestStandardTier1, "PutObject", 10_000);
    books.count(data, Item::TransferOut, "GetObject", GB);
    let bill = books.bill("2025-04-01", &Options::default());
    let list = |words: &[&str]| Some(words.iter().map(|word| Pattern::new(*word)).collect::<Vec<_>>());
    for (filter, usage) in [
        (Filter { usage_type: list(&["Requests-Tier1"]), ..Filter::default() }, "1100"),
        (Filter { usage_type: list(&["*Requests-Tier1"]), ..Filter::default() }, "11100"),
        (Filter { operation: list(&["PutObject"]), ..Filter::default() }, "11000"),
        (Filter { operation: list(&["List*"]), account: list(&["main"]), ..Filter::default() }, "100"),
        (Filter { bucket: list(&["logs", "other"]), ..Filter::default() }, "1100"),
        (
            Filter { account: list(&["555566667777"]), service: list(&["AmazonS3"]), ..Filter::default() },
            "10000",
        ),
        (Filter { region: list(&["eu-*"]), service: list(&["AWSDataTransfer"]), ..Filter::default() }, "1"),
        (Filter { bucket: Some(Vec::new()), ..Filter::default() }, "0"),
        (Filter { until: Some(at("2025-03-01")), ..Filter::default() }, "0"),
        (Filter { from: Some(at("2025-03-01")), operation: list(&["L*"]), ..Filter::default() }, "100"),
    ] {
        assert_eq!(bill.usage(&filter).to_string(), usage, "{filter:?}");
    }
    assert_eq!(bill.cost(&Filter { region: list(&["eu-central-1"]), ..Filter::default() }), money("0.054"));
    let by_group = bill.by(|line| line.group());
    assert_eq!(by_group[&UsageGroup::Requests], money("0.0595"));
    assert!(!by_group.contains_key(&UsageGroup::Storage(StorageClass::Standard)));
    assert_eq!(bill.lines()[0].region, region("us-east-1"));
}

/// BL-017: the members of an organization keep their own rows; one payer has them all.
#[test]
fn rows_keep_the_account_that_used_and_the_one_that_pays() {
    let mut books = Books::open("2025-03-01", Granularity::Month);
    let (main, team) = (books.account("main", "111122223333"), books.account("team", "555566667777"));
    let place = books.bucket("data", team, "us-east-1");
    books.count(place, Item::RequestStandardTier1, "PutObject", 1_000);
    let mut options = Options { payers: Payers::each_its_own(), ..Options::default() };
    options.payers.consolidate(main, [team]);
    let bill = books.bill("2025-04-01", &options);
    let line = &bill.lines()[0];
    assert_eq!((&*line.account, &*line.account_number, &*line.payer), ("team", "555566667777", "main"));
    assert_eq!(line.cost, Money::from_units(50_000_000));
}
