//! What holds for every bill.

use proptest::prelude::*;
use s3sim_aws::item::Item;
use s3sim_billing::bill::Bill;
use s3sim_billing::filter::Filter;
use s3sim_billing::money::Money;
use s3sim_billing::options::{Options, Payers};
use s3sim_kernel::time::{HOUR, Instant};
use s3sim_ledger::usage::Granularity;

use crate::support::{Books, Place, TB, at};

const ITEMS: [(Item, &str); 6] = [
    (Item::StorageStandard, "StandardStorage"),
    (Item::StorageStandard, "RestoreObject"),
    (Item::StorageReducedRedundancy, "ReducedRedundancyStorage"),
    (Item::RequestStandardTier1, "PutObject"),
    (Item::TransferOut, "GetObject"),
    (Item::EarlyDeleteStandardIa, "DeleteObject"),
];
const REGIONS: [&str; 3] = ["us-east-1", "sa-east-1", "ap-southeast-1"];

/// Which item, which of six buckets, at which hour of 59 days, how much in steps of about a TB-hour (or its bytes).
type Use = (usize, usize, i64, u128);

fn uses() -> impl Strategy<Value = Vec<Use>> {
    proptest::collection::vec((0..ITEMS.len(), 0usize..6, 0i64..59 * 24, 1u128..40_000), 1..40)
}

/// Two accounts with three buckets each, the buckets opened in the given order.
fn books(uses: &[Use], granularity: Granularity, order: impl Iterator<Item = usize>) -> Books {
    let mut books = Books::open("2025-02-01", granularity);
    let accounts = [books.account("main", "111122223333"), books.account("team", "555566667777")];
    let mut places: Vec<(usize, Place)> =
        order.map(|n| (n, books.bucket(&format!("bucket-{n}"), accounts[n % 2], REGIONS[n / 2]))).collect();
    places.sort_by_key(|(n, _)| *n);
    for &(item, bucket, hour, amount) in uses {
        let (item, operation) = ITEMS[item];
        let when = Instant::from_micros(at("2025-02-01").micros() + hour * HOUR);
        let amount = match item {
            Item::RequestStandardTier1 => amount,
            Item::TransferOut => amount * TB / 997,
            _ => amount * TB * HOUR as u128 / 7 + amount,
        };
        books.count_at(when, places[bucket].1, item, operation, amount);
    }
    books
}

fn bill(uses: &[Use], granularity: Granularity, options: &Options) -> Bill {
    books(uses, granularity, 0..6).bill("2025-04-01", options)
}

fn one_payer() -> Options {
    let mut payers = Payers::each_its_own();
    payers.consolidate(s3sim_ledger::AccountId(0), [s3sim_ledger::AccountId(1)]);
    Options { payers, ..Options::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Month, day and hour give the same usage and the same cost for every month's line, slice by slice.
    #[test]
    fn the_length_of_a_row_does_not_change_the_month(uses in uses(), pooled: bool) {
        let options = if pooled { one_payer() } else { Options::default() };
        let months = |granularity| {
            let bill = bill(&uses, granularity, &options);
            let key = |line: &s3sim_billing::bill::Line| {
                (line.month, line.payer.clone(), line.region, line.usage_type.clone(), line.slice)
            };
            let mut usage = std::collections::BTreeMap::new();
            for line in bill.lines() {
                *usage.entry(key(line)).or_insert(0u128) += line.amount;
            }
            (bill.by(key), usage, bill.total(), bill.usage(&Filter::default()))
        };
        let month = months(Granularity::Month);
        prop_assert_eq!(&month, &months(Granularity::Day));
        prop_assert_eq!(&month, &months(Granularity::Hour));
        prop_assert_eq!(month.0.values().copied().sum::<Money>(), month.2);
    }

    /// Every byte and request that was metered is on the bill, by meter and period.
    #[test]
    fn rows_add_up_to_what_was_metered(uses in uses()) {
        let mut books = books(&uses, Granularity::Day, 0..6);
        let bill = books.bill("2025-04-01", &Options::default());
        let mut metered = std::collections::BTreeMap::new();
        for (period, key, amount) in books.ledger.usage.totals() {
            let bucket = key.bucket.map(|bucket| books.ledger.bucket(bucket).name.clone()).unwrap_or_default();
            *metered.entry((period, bucket, key.item, key.operation)).or_insert(0u128) += amount;
        }
        let mut billed = std::collections::BTreeMap::new();
        for line in bill.lines() {
            let item = if line.item == Item::TransferOutFree { Item::TransferOut } else { line.item };
            *billed.entry((line.period_start, line.bucket.to_string(), item, line.operation)).or_insert(0u128) +=
                line.amount;
        }
        prop_assert_eq!(metered, billed);
    }

    /// Every row costs its exact share of its slice to within one unit of 10^-10 USD a period and row, never below zero.
    #[test]
    fn rows_cost_what_their_usage_costs(uses in uses()) {
        let bill = bill(&uses, Granularity::Day, &Options::default());
        for line in bill.lines() {
            let exact = s3sim_billing::tier::cost(line.amount, line.rate, line.measure);
            prop_assert!((line.cost - exact).units().abs() <= 2, "{:?}", line);
            prop_assert!(line.cost >= Money::ZERO);
        }
    }

    #[test]
    fn the_order_of_buckets_does_not_matter(uses in uses()) {
        let forth = books(&uses, Granularity::Month, 0..6).bill("2025-04-01", &Options::default());
        let back = books(&uses, Granularity::Month, (0..6).rev()).bill("2025-04-01", &Options::default());
        prop_assert_eq!(forth, back);
    }

    /// One payer never pays more than two, up to the rounding of a line; the free transfer, which each payer has once,
    /// is left out.
    #[test]
    fn pooling_never_costs_more(uses in uses()) {
        let apart = Options { free_transfer: 0, ..Options::default() };
        let together = Options { free_transfer: 0, ..one_payer() };
        let difference = bill(&uses, Granularity::Month, &together).total() - bill(&uses, Granularity::Month, &apart).total();
        prop_assert!(difference.units() <= 2 * 3 * 5 * 6, "{difference}");
    }
}

/// 8,760 hours of twenty meters are a bill in a blink; the bound is in rows, the time is for the benchmark.
#[test]
fn a_year_by_the_hour() {
    let mut books = Books::open("2025-01-01", Granularity::Hour);
    let main = books.account("main", "111122223333");
    for n in 0..20 {
        let place = books.bucket(&format!("bucket-{n}"), main, REGIONS[n % 3]);
        books.hold(
            place,
            Item::StorageStandard,
            "StandardStorage",
            n as u128 * TB + 1,
            "2025-01-01",
            "2026-01-01",
        );
    }
    let bill = books.bill("2026-01-01", &Options::default());
    assert!(bill.lines().len() >= 20 * 8_760);
}
