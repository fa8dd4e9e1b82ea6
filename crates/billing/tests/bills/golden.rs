//! Worked examples that AWS published: S3 FAQs and pricing page, KMS pricing, Billing guide.

use s3sim_aws::item::{Item, Unit};
use s3sim_billing::bill::Bill;
use s3sim_billing::filter::Filter;
use s3sim_billing::invoice::Invoice;
use s3sim_billing::money::Money;
use s3sim_billing::options::{Options, Payers};
use s3sim_billing::quantity::Measure;
use s3sim_billing::tier::cost;
use s3sim_kernel::time::{HOUR, Micros};

use crate::support::{Books, GB, TB, at, money, only, price, row, rows, tiers};

fn nothing_free() -> Options {
    Options { free_transfer: 0, ..Options::default() }
}

/// Prices things that no simulation meters: the line is quantity × price all the same.
fn line(unit: Unit, amount: u128, usd: &str) -> Money {
    cost(amount, price(usd), Measure::new(unit, Micros(744 * HOUR)))
}

/// What the invoice says, line by line and in all.
fn invoice(bill: &Bill) -> (Vec<String>, String) {
    let invoice = Invoice::of(bill);
    (invoice.lines().iter().map(|line| line.cost.fixed(2)).collect(), invoice.total().fixed(2))
}

/// GB-01: 100 GB for 15 days of March, 100 TB for 16: 52,900 GB-months = 51,200 × 0.023 + 1,700 × 0.022.
#[test]
fn standard_storage_across_a_tier_limit() {
    let (mut books, photos) = Books::march("us-east-1");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 100 * GB, "2025-03-01", "2025-03-16");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 100 * TB, "2025-03-16", "2025-04-01");
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(
        rows(&bill),
        [
            row(["TimedStorage-ByteHrs", "51200", "GB-Mo", "0.023", "1177.6"]),
            row(["TimedStorage-ByteHrs", "1700", "GB-Mo", "0.022", "37.4"]),
        ]
    );
    assert_eq!(bill.usage(&only("TimedStorage-ByteHrs")).to_string(), "52900");
    assert_eq!(bill.total().fixed(2), "1215.00");
}

/// GB-02: 10,000 PUTs and 20,000 GETs on 31 days, 5,000 DELETEs.
#[test]
fn requests() {
    let (mut books, photos) = Books::march("us-east-1");
    books.count(photos, Item::RequestStandardTier1, "PutObject", 310_000);
    books.count(photos, Item::RequestStandardTier2, "GetObject", 620_000);
    books.count(photos, Item::RequestFree, "DeleteObject", 5_000);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(
        rows(&bill),
        [
            row(["Requests-NoCharge", "5000", "Requests", "0", "0"]),
            row(["Requests-Tier1", "310000", "Requests", "0.000005", "1.55"]),
            row(["Requests-Tier2", "620000", "Requests", "0.0000004", "0.248"]),
        ]
    );
    assert_eq!(invoice(&bill), (vec!["0.00".into(), "1.55".into(), "0.25".into()], "1.80".into()));
}

/// GB-03: 4 GB for 31 days and 5 GB for 16 of a month of 31: AWS shows 6.581 GB-months.
#[test]
fn two_versions_of_one_object() {
    let (mut books, photos) = Books::march("us-east-1");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 4 * GB, "2025-03-01", "2025-03-16");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 9 * GB, "2025-03-16", "2025-04-01");
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(bill.usage(&only("*")).fixed(3), "6.581");
    assert_eq!(bill.usage(&only("*")).to_string(), "6.5806451613");
    assert_eq!(bill.total().fixed(2), "0.15");
}

/// GB-04: 10 GB, a million writes and nine million reads of 10 KB, a million deletes.
#[test]
fn express_one_zone_with_many_small_requests() {
    let (mut books, photos) = Books::march("us-east-1");
    books.hold(photos, Item::StorageExpress, "ExpressOneZoneStorage", 10 * GB, "2025-03-01", "2025-04-01");
    books.count(photos, Item::RequestExpressTier1, "PutObject", 1_000_000);
    books.count(photos, Item::RequestExpressTier2, "GetObject", 9_000_000);
    books.count(photos, Item::UploadExpress, "PutObject", 1_000_000 * 10 * 1024);
    books.count(photos, Item::RetrievalExpress, "GetObject", 9_000_000 * 10 * 1024);
    books.count(photos, Item::RequestFree, "DeleteObject", 1_000_000);
    let bill = books.bill("2025-04-01", &Options::default());
    for (usage_type, quantity, cents) in [
        ("TimedStorage-XZ-ByteHrs", "10", "1.10"),
        ("Requests-XZ-Tier1", "1000000", "1.13"),
        ("Requests-XZ-Tier2", "9000000", "0.27"),
        ("Upload-XZ", "9.5367431641", "0.03"),
        ("Retrieval-XZ", "85.8306884766", "0.05"),
    ] {
        assert_eq!(bill.usage(&only(usage_type)).to_string(), quantity, "{usage_type}");
        assert_eq!(bill.cost(&only(usage_type)).fixed(2), cents, "{usage_type}");
    }
    assert_eq!(bill.total().fixed(6), "2.582016");
    assert_eq!(invoice(&bill).1, "2.58");
}

/// GB-05: 6 KB in an infrequent access class are billed as 6 KB and 122 KB of padding at one rate. A million of them:
/// 128 × 10^6 / 2^20 GB = 122.0703125 GB, at 0.0125 = 1.52587890625 (each line rounds half-up at the tenth decimal).
#[test]
fn padding_stands_on_a_row_of_its_own_at_the_same_rate() {
    let (mut books, photos) = Books::march("us-east-1");
    let million = 1_000_000;
    for (item, padding, operation) in [
        (Item::StorageStandardIa, Item::PaddingStandardIa, "StandardIAStorage"),
        (Item::StorageOneZoneIa, Item::PaddingOneZoneIa, "OneZoneIAStorage"),
        (Item::StorageGlacierIr, Item::PaddingGlacierIr, "GlacierInstantRetrievalStorage"),
    ] {
        books.hold(photos, item, operation, 6_144 * million, "2025-03-01", "2025-04-01");
        books.hold(photos, padding, operation, 124_928 * million, "2025-03-01", "2025-04-01");
    }
    let bill = books.bill("2025-04-01", &Options::default());
    for (class, rate, total) in
        [("SIA", "0.0125", "1.525879"), ("ZIA", "0.01", "1.220703"), ("GIR", "0.004", "0.488281")]
    {
        let rows: Vec<_> = bill.lines().iter().filter(|line| line.usage_type.contains(class)).collect();
        assert_eq!(
            rows.iter().map(|line| &*line.usage_type).collect::<Vec<_>>(),
            [format!("TimedStorage-{class}-ByteHrs"), format!("TimedStorage-{class}-SmObjects"),]
        );
        assert!(rows.iter().all(|line| line.rate == price(rate)));
        assert_eq!(bill.usage(&only(&format!("TimedStorage-{class}-*"))).to_string(), "122.0703125");
        assert_eq!(bill.cost(&only(&format!("TimedStorage-{class}-*"))).fixed(6), total);
    }
}

/// GB-06: 100,000 objects of 1 GB; AWS counts a KB as 1,000 bytes here, we as 1,024 as everywhere else.
#[test]
fn archive_overhead() {
    let (mut books, photos) = Books::march("us-east-1");
    let objects = 100_000;
    let (from, until) = ("2025-03-01", "2025-04-01");
    books.hold(photos, Item::StorageGlacier, "GlacierStorage", objects * GB, from, until);
    books.hold(photos, Item::StorageGlacier, "GlacierObjectOverhead", objects * 32 * 1024, from, until);
    books.hold(photos, Item::StorageStandard, "GlacierS3ObjectOverhead", objects * 8 * 1024, from, until);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(bill.usage(&only("TimedStorage-GlacierByteHrs")).to_string(), "100003.0517578125");
    assert_eq!(bill.usage(&only("TimedStorage-ByteHrs")).to_string(), "0.7629394531");
}

/// GB-07: an object of 100 GB replicated in 800 parts: 802 writes at the destination, 100 GB between Regions.
#[test]
fn replication_of_a_multipart_object() {
    let (mut books, photos) = Books::march("us-east-1");
    let copy = books.bucket("copy", photos.account, "us-west-2");
    books.count(copy, Item::RequestStandardTier1, "UploadPart", 802);
    books.count(photos, Item::ToRegion(copy.region), "GetObject", 100 * GB);
    books.count(copy, Item::FromRegion(photos.region), "PutObject", 100 * GB);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(
        rows(&bill),
        [
            row(["USE1-USW2-AWS-Out-Bytes", "100", "GB", "0.02", "2"]),
            row(["USW2-Requests-Tier1", "802", "Requests", "0.000005", "0.00401"]),
            row(["USW2-USE1-AWS-In-Bytes", "100", "GB", "0", "0"]),
        ]
    );
}

/// GB-08: 10 GB through an access point in many Regions.
#[test]
fn routing_by_a_multi_region_access_point() {
    assert_eq!(line(Unit::Gb, 10 * GB, "0.0033"), money("0.033"));
}

/// GB-09: 30 GB over the internet through such an access point; the 20 GB that leave Ireland pay the transfer.
#[test]
fn a_multi_region_access_point_over_the_internet() {
    let (mut books, photos) = Books::march("eu-west-1");
    books.count(photos, Item::TransferOut, "GetObject", 20 * GB);
    let transfer = books.bill("2025-04-01", &nothing_free()).total();
    let routing = line(Unit::Gb, 30 * GB, "0.0033");
    let acceleration: Money =
        ["0.0025", "0.005", "0.05"].iter().map(|usd| line(Unit::Gb, 10 * GB, usd)).sum();
    assert_eq!((routing, acceleration, transfer), (money("0.099"), money("0.575"), money("1.80")));
    assert_eq!(routing + acceleration + transfer, money("2.474"));
}

/// GB-10 (a month of S3 Tables) and GB-16 (S3 Vectors): lines rounded to cents, then added.
#[test]
fn rounded_lines_add_up_to_the_invoice() {
    let vectors = 529_408_000_000_000; // bytes: 1,000,000 queries × 100,000 vectors × 5.17 KB
    type Published = (Unit, u128, &'static str, &'static str);
    let cases: [(&[Published], &str); 2] = [
        (
            &[
                (Unit::Gb, 1_024 * GB, "0.0265", "27.14"),
                (Unit::Requests, 30_090, "0.000005", "0.15"),
                (Unit::Requests, 500_000, "0.0000004", "0.20"),
                (Unit::Objects, 10_486, "0.000025", "0.26"),
                (Unit::Objects, 30_000, "0.000002", "0.06"),
                (Unit::Gb, 14_648 * GB / 100, "0.005", "0.73"),
            ],
            "28.54",
        ),
        (
            &[
                (Unit::Gb, 59 * GB, "0.06", "3.54"),
                (Unit::Gb, 59 * GB / 6, "0.20", "1.97"),
                (Unit::Gb, vectors, "0.00000390625", "1.93"), // 0.004 per TB
                (Unit::Gb, vectors * 3 / 2, "0.000001953125", "1.44"), // 0.002 per TB
                (Unit::Requests, 1_000_000, "0.0000025", "2.50"),
            ],
            "11.38",
        ),
    ];
    for (lines, total) in cases {
        let mut sum = Money::ZERO;
        for &(unit, amount, usd, cents) in lines {
            let rounded = line(unit, amount, usd).rounded(2);
            assert_eq!(rounded.fixed(2), cents, "{amount} at {usd}");
            sum += rounded;
        }
        assert_eq!(sum.fixed(2), total);
    }
}

/// GB-11: one job over a million objects; the checksums of 2,000 GB are 8.00 more.
#[test]
fn batch_operations() {
    let (mut books, photos) = Books::march("us-east-1");
    books.count(photos, Item::BatchJob, "CreateJob", 1);
    books.count(photos, Item::BatchObject, "CreateJob", 1_000_000);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(invoice(&bill), (vec!["0.25".into(), "1.00".into()], "1.25".into()));
    assert_eq!((bill.total() + line(Unit::Gb, 2_000 * GB, "0.004")).fixed(2), "9.25");
}

/// GB-12: one key for a month, 2,010,000 requests of which 20,000 are free.
#[test]
fn kms_for_encrypted_objects() {
    let (mut books, photos) = Books::march("us-east-1");
    books.hold(photos, Item::KmsKey, "kms:CreateKey", 1, "2025-03-01", "2025-04-01");
    books.count(photos, Item::KmsRequest, "Decrypt", 2_010_000);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(
        rows(&bill),
        [
            row(["us-east-1-KMS-Keys", "1", "Keys-Mo", "1", "1"]),
            row(["us-east-1-KMS-Requests", "20000", "Requests", "0", "0"]),
            row(["us-east-1-KMS-Requests", "1990000", "Requests", "0.000003", "5.97"]),
        ]
    );
    assert_eq!(invoice(&bill).1, "6.97");
}

/// GB-13: 8 TB and 4 TB at 0.17 for the first 10 TB and 0.13 for the next 40, as one organization and apart.
#[test]
fn accounts_of_an_organization_share_the_tiers() {
    let mut books = Books::open("2025-03-01", s3sim_ledger::usage::Granularity::Month);
    let (one, two) = (books.account("one", "111122223333"), books.account("two", "444455556666"));
    let (a, b) = (books.bucket("a", one, "us-east-1"), books.bucket("b", two, "us-east-1"));
    books.count(a, Item::TransferOut, "GetObject", 8 * TB);
    books.count(b, Item::TransferOut, "GetObject", 4 * TB);
    let mut options = nothing_free();
    options.prices.set("DataTransfer-Out-Bytes", tiers(&[(10_240, "0.17"), (51_200, "0.13")]));
    let apart = books.bill("2025-04-01", &options);
    assert_eq!(apart.total(), money("2088.96"));
    options.payers = Payers::each_its_own();
    options.payers.consolidate(one, [one, two]);
    let together = books.bill("2025-04-01", &options);
    assert_eq!(together.total(), money("2007.04"));
    // Shared out by usage: two thirds and one third of either slice.
    assert_eq!(
        together.by(|line| line.account.to_string()).into_iter().collect::<Vec<_>>(),
        [("one".to_owned(), money("1338.0266666667")), ("two".to_owned(), money("669.0133333333"))]
    );
}

/// GB-14: a thousand objects to Standard-IA by lifecycle.
#[test]
fn transitions() {
    let (mut books, photos) = Books::march("us-east-1");
    books.count(photos, Item::TransitionStandardIa, "S3-SIATransition", 1_000);
    let bill = books.bill("2025-04-01", &Options::default());
    assert_eq!(rows(&bill), [row(["Requests-Tier4", "1000", "Requests", "0.00001", "0.01"])]);
}

/// GB-15: 1 GB deleted from GLACIER after 30 days pays 60 more: 1,440 GB-hours, divided by the hours of the month of
/// the deletion.
#[test]
fn early_delete() {
    let byte_hours = |hours: u128| GB * hours * HOUR as u128;
    for (deleted, hours, usage, cost) in [
        ("2025-03-10", 1_440, "1.935483871", "0.0069677419"),
        ("2025-04-10", 1_440, "2", "0.0072"),
        ("2025-04-10", 720, "1", "0.0036"),
    ] {
        let (mut books, photos) = Books::march("us-east-1");
        books.count_at(at(deleted), photos, Item::EarlyDeleteGlacier, "DeleteObject", byte_hours(hours));
        let bill = books.bill("2025-05-01", &Options::default());
        assert_eq!(
            rows(&bill),
            [row(["EarlyDelete-ByteHrs", usage, "GB-Mo", "0.0036", cost])],
            "{deleted} {hours}"
        );
        assert_eq!(bill.cost(&Filter::default()), bill.total());
    }
}
