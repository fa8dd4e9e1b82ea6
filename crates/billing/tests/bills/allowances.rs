//! What is free, and what cannot be priced.

use s3sim_aws::item::Item;
use s3sim_billing::bill::Bill;
use s3sim_billing::options::Options;
use s3sim_billing::price::Unpriced;
use s3sim_billing::tier::Tiers;
use s3sim_ledger::usage::Granularity;

use crate::support::{Books, GB, at, money, only, price, region, row, rows};

/// BL-070 to BL-072: the first 100 GB stand on a row of their own; the 10 TB slice begins after them.
#[test]
fn the_first_hundred_gigabytes_to_the_internet_are_free() {
    for (gigabytes, expected) in [
        (60, vec![row(["Global-DataTransfer-Out-Bytes", "60", "GB", "0", "0"])]),
        (100, vec![row(["Global-DataTransfer-Out-Bytes", "100", "GB", "0", "0"])]),
        (
            10_341,
            vec![
                row(["DataTransfer-Out-Bytes", "10240", "GB", "0.09", "921.6"]),
                row(["DataTransfer-Out-Bytes", "1", "GB", "0.085", "0.085"]),
                row(["Global-DataTransfer-Out-Bytes", "100", "GB", "0", "0"]),
            ],
        ),
    ] {
        let (mut books, photos) = Books::march("us-east-1");
        books.count(photos, Item::TransferOut, "GetObject", gigabytes * GB);
        assert_eq!(rows(&books.bill("2025-04-01", &Options::default())), expected);
    }
}

/// The allowance is one for all Regions of a payer, begins anew each month, and is taken first in time.
#[test]
fn the_free_transfer_is_one_over_all_regions_and_new_each_month() {
    let mut books = Books::open("2025-03-01", Granularity::Day);
    let main = books.account("main", "111122223333");
    let (here, there) = (books.bucket("here", main, "us-east-1"), books.bucket("there", main, "sa-east-1"));
    for (day, place, gigabytes) in [
        ("2025-03-01", here, 90),
        ("2025-03-02", there, 50),
        ("2025-03-03", here, 60),
        ("2025-04-01", here, 100),
    ] {
        books.count_at(at(day), place, Item::TransferOut, "GetObject", gigabytes * GB);
    }
    let bill = books.bill("2025-05-01", &Options::default());
    // 150 of 200 GB left us-east-1: 75 of the 100 free ones.
    assert_eq!(
        rows(&bill),
        [
            row(["DataTransfer-Out-Bytes", "15", "GB", "0.09", "1.35"]),
            row(["Global-DataTransfer-Out-Bytes", "75", "GB", "0", "0"]),
            row(["Global-DataTransfer-Out-Bytes", "25", "GB", "0", "0"]),
            row(["SAE1-DataTransfer-Out-Bytes", "25", "GB", "0.15", "3.75"]),
            row(["DataTransfer-Out-Bytes", "60", "GB", "0.09", "5.4"]),
            row(["Global-DataTransfer-Out-Bytes", "100", "GB", "0", "0"]),
        ]
    );
}

/// BL-115: 5 GB, 20,000 GETs and 2,000 PUTs a month, over all Regions.
#[test]
fn the_trial_free_tier_is_off_unless_asked_for() {
    let (mut books, photos) = Books::march("us-east-1");
    books.hold(photos, Item::StorageStandard, "StandardStorage", 7 * GB, "2025-03-01", "2025-04-01");
    books.count(photos, Item::RequestStandardTier1, "PutObject", 3_000);
    books.count(photos, Item::RequestStandardTier2, "GetObject", 20_000);
    // 7 × 0.023 + 3,000 × 0.000005 + 20,000 × 0.0000004, and 2 × 0.023 + 1,000 × 0.000005.
    assert_eq!(books.bill("2025-04-01", &Options::default()).total(), money("0.184"));
    let options = Options { trial_free_tier: true, ..Options::default() };
    let bill = books.bill("2025-04-01", &options);
    assert_eq!(bill.total(), money("0.051"));
    assert_eq!(bill.usage(&only("TimedStorage-ByteHrs")).to_string(), "7");
}

/// BL-012: 2,000 buckets cost nothing, each one more 0.02 a month.
#[test]
fn buckets_beyond_two_thousand_cost() {
    let (mut books, photos) = Books::march("us-east-1");
    let place = crate::support::Place { bucket: None, ..photos };
    books.hold(place, Item::Buckets, "GeneralPurposeBuckets", 2_010, "2025-03-01", "2025-04-01");
    let paid = row(["Global-Bucket-Hrs", "10", "Bucket-Mo", "0.02", "0.2"]);
    let free = row(["Global-Bucket-Hrs-FreeTier", "2000", "Bucket-Mo", "0", "0"]);
    for (free_bucket_rows, expected) in [(false, vec![paid.clone()]), (true, vec![paid, free])] {
        let options = Options { free_bucket_rows, ..Options::default() };
        assert_eq!(rows(&books.bill("2025-04-01", &options)), expected);
    }
}

/// Standard and FIFO queues share one million free requests.
#[test]
fn items_can_share_an_allowance() {
    let (mut books, photos) = Books::march("us-east-1");
    books.count(photos, Item::SqsRequest, "SendMessage", 1_500_000);
    books.count(photos, Item::SqsFifoRequest, "SendMessage", 500_000);
    // 750,000 × 0.0000004 + 250,000 × 0.0000005
    assert_eq!(books.bill("2025-04-01", &Options::default()).total(), money("0.425"));
}

/// A price that nobody confirmed is an error that says which; all at once; never a zero.
#[test]
fn unknown_prices_are_named() {
    let mut books = Books::open("2025-03-01", Granularity::Month);
    let main = books.account("main", "111122223333");
    let (tokyo, milan) = (books.bucket("a", main, "ap-northeast-1"), books.bucket("b", main, "eu-south-1"));
    let virginia = books.bucket("c", main, "us-east-1");
    books.count(tokyo, Item::TransitionGlacier, "S3-GlacierTransition", 1);
    books.count(milan, Item::RequestStandardTier1, "PutObject", 1);
    // Free everywhere, whatever the Region.
    books.count(milan, Item::RequestFree, "DeleteObject", 1);
    books.count(virginia, Item::SqsRequest, "SendMessage", 100_001_000_001);
    books.ledger.finish(at("2025-04-01"));
    let options = Options::default();
    let unknown = Bill::of(&books.ledger, &options).unwrap_err();
    let seen: Vec<_> =
        unknown.iter().map(|u| (u.region.name(), u.usage_type.as_str(), u.id, u.reason.clone())).collect();
    assert_eq!(
        seen,
        [
            ("us-east-1", "Requests-Tier1", "sqs.standard", Unpriced::Above("100000000000".into())),
            ("eu-south-1", "EUS1-Requests-Tier1", "request.standard.tier1", Unpriced::NoPriceList),
            ("ap-northeast-1", "APN1-Requests-Tier3", "transition.gfr", Unpriced::NotListed),
        ]
    );
    assert_eq!(
        unknown[2].to_string(),
        "the price of APN1-Requests-Tier3 (transition.gfr) in ap-northeast-1 is not known; set \
         `billing.prices.APN1-Requests-Tier3`"
    );
    let mut options = options;
    for name in ["APN1-Requests-Tier3", "sqs.standard", "EUS1-Requests-Tier1"] {
        options.prices.set(name, Tiers::flat(price("1")));
    }
    // 1 + 1 + (100,001,000,001 - 1,000,000 free)
    assert_eq!(Bill::of(&books.ledger, &options).unwrap().total(), money("100000000003"));
    assert_eq!(region("eu-south-1").billing_prefix(), "EUS1");
}
