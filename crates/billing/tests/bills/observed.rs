//! Numbers seen on real reports, or recorded from the price list.

use s3sim_aws::item::Item;
use s3sim_billing::invoice::Invoice;
use s3sim_billing::options::Options;
use s3sim_billing::tier::Tiers;
use s3sim_kernel::time::DAY;

use crate::support::{Books, GB, money, only, price, region, row, rows};

/// OB-01: rows of a Cost and Usage Report of 2026, us-east-1; AWS prints five significant decimals.
#[test]
fn a_cost_and_usage_report() {
    let (mut books, photos) = Books::march("us-east-1");
    let (from, until) = ("2025-03-01", "2025-04-01");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 239 * GB / 10_000, from, until);
    for (item, operation) in [
        (Item::TransitionStandardIa, "S3-SIATransition"),
        (Item::TransitionGlacierIr, "S3-GIRTransition"),
        (Item::TransitionGlacier, "S3-GlacierTransition"),
        (Item::TransitionDeepArchive, "S3-GDATransition"),
    ] {
        books.count(photos, item, operation, 100);
    }
    books.count(photos, Item::RetrievalGlacierIr, "GetObject", 1_058 * GB / 10_000);
    books.hold(photos, Item::MonitoringInt, "IntelligentTieringStorage", 100, "2025-03-07", "2025-03-08");
    let bill = books.bill(until, &Options::default());
    let seen: Vec<_> = bill
        .lines()
        .iter()
        .map(|line| {
            (
                &*line.usage_type,
                line.operation,
                line.measure.quantity(line.amount).fixed(4),
                line.cost.fixed(5),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("Monitoring-Automation-INT", "IntelligentTieringStorage", "3.2258".into(), "0.00001".into()),
            ("Requests-Tier3", "S3-GDATransition", "100.0000".into(), "0.00500".into()),
            ("Requests-Tier3", "S3-GlacierTransition", "100.0000".into(), "0.00300".into()),
            ("Requests-Tier4", "S3-GIRTransition", "100.0000".into(), "0.00200".into()),
            ("Requests-Tier4", "S3-SIATransition", "100.0000".into(), "0.00100".into()),
            ("Retrieval-GIR", "GetObject", "0.1058".into(), "0.00317".into()),
            ("TimedStorage-ByteHrs", "StandardStorage", "0.0239".into(), "0.00055".into()),
        ]
    );
}

/// OB-02: one row of a detailed bill of Tokyo, unrounded.
#[test]
fn requests_in_tokyo() {
    let (mut books, photos) = Books::march("ap-northeast-1");
    books.count(photos, Item::RequestStandardTier1, "PutObject", 19_835);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(rows(&bill), [row(["APN1-Requests-Tier1", "19835", "Requests", "0.0000047", "0.0932245"])]);
}

/// OB-03: two lines of a bill of May 2025: 3,147 requests at 0.001, 13.233 metric-months at 0.30.
#[test]
fn an_invoice_rounds_each_line_to_cents() {
    let mut books = Books::open("2025-05-01", Default::default());
    let main = books.account("main", "111122223333");
    let photos = books.bucket("photos", main, "us-east-1");
    books.count(photos, Item::RequestStandardTier1, "ListBucket", 3_147);
    books.count(photos, Item::ReplicationMetrics, "MetricStorage", 13_233 * 31 * DAY as u128 / 1_000);
    let mut options = Options::default();
    options.prices.set("Requests-Tier1", Tiers::flat(price("0.001")));
    let invoice = Invoice::of(&books.bill("2025-06-01", &options));
    let lines: Vec<_> = invoice.lines().iter().map(|l| (l.exact, l.usage.fixed(3), l.cost)).collect();
    assert_eq!(
        lines,
        [
            (money("3.147"), "3147.000".into(), money("3.15")),
            (money("3.9699"), "13.233".into(), money("3.97")),
        ]
    );
    assert_eq!(invoice.total(), money("7.12"));
}

/// OB-04: every class once, us-east-1; storage is held for the whole month, amounts are GB, requests or GB-months.
#[test]
fn every_class_once() {
    let k = 1_000;
    for (item, quantity, cost) in [
        (Item::StorageStandard, 10 * k, "230"),
        (Item::RequestStandardTier1, 10 * k, "0.05"),
        (Item::RequestStandardTier2, 10 * k, "0.004"),
        (Item::StorageIntFrequent, 20 * k, "460"),
        (Item::StorageIntInfrequent, 20 * k, "250"),
        (Item::StorageIntArchive, 20 * k, "72"),
        (Item::StorageIntDeepArchive, 20 * k, "19.8"),
        (Item::MonitoringInt, 20 * k, "0.05"),
        (Item::RequestIntTier1, 20 * k, "0.1"),
        (Item::RequestIntTier2, 20 * k, "0.008"),
        (Item::TransitionInt, 20 * k, "0.2"),
        (Item::StorageStandardIa, 30 * k, "375"),
        (Item::RequestStandardIaTier1, 30 * k, "0.3"),
        (Item::RequestStandardIaTier2, 30 * k, "0.03"),
        (Item::TransitionStandardIa, 30 * k, "0.3"),
        (Item::RetrievalStandardIa, 30 * k, "300"),
        (Item::StorageOneZoneIa, 40 * k, "400"),
        (Item::RequestOneZoneIaTier1, 40 * k, "0.4"),
        (Item::RequestOneZoneIaTier2, 40 * k, "0.04"),
        (Item::TransitionOneZoneIa, 40 * k, "0.4"),
        (Item::RetrievalOneZoneIa, 40 * k, "400"),
        (Item::StorageGlacier, 50 * k, "180"),
        (Item::RequestGlacierTier1, 50 * k, "1.5"),
        (Item::RequestGlacierTier2, 50 * k, "0.02"),
        (Item::TransitionGlacier, 50 * k, "1.5"),
        (Item::RetrievalGlacierStandard, 50 * k, "500"),
        (Item::RestoreGlacierStandard, 50 * k, "2.5"),
        (Item::RestoreGlacierExpedited, 50 * k, "500"),
        (Item::RetrievalGlacierExpedited, 50 * k, "1500"),
        (Item::EarlyDeleteGlacier, 50 * k, "180"),
        (Item::StorageDeepArchive, 60 * k, "59.4"),
        (Item::RequestDeepArchiveTier1, 60 * k, "3"),
        (Item::RequestDeepArchiveTier2, 60 * k, "0.024"),
        (Item::TransitionDeepArchive, 60 * k, "3"),
        (Item::RestoreDeepArchiveStandard, 60 * k, "6"),
        (Item::RetrievalDeepArchiveStandard, 60 * k, "1200"),
        (Item::RestoreDeepArchiveBulk, 60 * k, "1.5"),
        (Item::RetrievalDeepArchiveBulk, 60 * k, "150"),
        (Item::EarlyDeleteDeepArchive, 60 * k, "59.4"),
    ] {
        let (mut books, photos) = Books::march("us-east-1");
        let unit = s3sim_billing::quantity::Measure::new(item.unit(), s3sim_kernel::time::Micros::days(31));
        books.count(photos, item, "", quantity * unit.divisor());
        let bill = books.bill("2025-04-01", &Options::default());
        assert_eq!(bill.total(), money(cost), "{item:?}");
        assert_eq!(bill.usage(&only("*")).to_string(), quantity.to_string(), "{item:?}");
    }
}

/// OB-05: out to the internet in slices (nothing free), and to other Regions.
#[test]
fn internet_transfer_in_four_slices() {
    for (name, total, slices) in [
        ("sa-east-1", 157_000, vec!["1536", "5652.48", "12902.4", "387.6"]),
        ("ap-southeast-1", 157_000, vec!["1228.8", "3481.6", "8396.8", "272"]),
        ("us-east-1", 57_000, vec!["921.6", "3481.6", "406"]),
    ] {
        let (mut books, photos) = Books::march(name);
        books.count(photos, Item::TransferOut, "GetObject", total * GB);
        let bill = books.bill("2025-04-01", &Options { free_transfer: 0, ..Options::default() });
        let costs: Vec<String> = bill.lines().iter().map(|line| line.cost.to_string()).collect();
        assert_eq!(costs, slices, "{name}");
    }
    for (from, to, gigabytes, cost) in [
        ("sa-east-1", "us-east-1", 750, "103.5"),
        ("ap-southeast-1", "us-east-1", 750, "67.5"),
        ("us-east-1", "us-east-2", 500, "5"),
        ("us-east-1", "eu-central-1", 750, "15"),
    ] {
        let (mut books, photos) = Books::march(from);
        books.count(photos, Item::ToRegion(region(to)), "GetObject", gigabytes * GB);
        assert_eq!(books.bill("2025-04-01", &Options::default()).total(), money(cost), "{from} to {to}");
    }
}
