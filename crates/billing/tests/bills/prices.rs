//! What the price list says, and what it does not.
//!
//! <https://aws.amazon.com/s3/pricing/>

use s3sim_aws::item::Item;
use s3sim_billing::options::Options;
use s3sim_ledger::usage::Granularity;

use crate::support::{Books, GB, TB, money};

fn month(item: Item, operation: &'static str, units: u128, region: &str) -> String {
    let (mut books, photos) = Books::march(region);
    books.hold(photos, item, operation, units, "2025-03-01", "2025-04-01");
    books.bill("2025-04-01", &Options::default()).total().to_string()
}

/// BL-011: Reduced Redundancy has slices of its own; what it saves depends on the Region.
#[test]
fn reduced_redundancy_is_dearer_here_and_cheaper_there() {
    for (region, reduced, standard) in [
        ("us-east-1", "24", "23"),
        ("eu-west-1", "24", "23"),
        ("ap-southeast-1", "24", "25"),
        ("sa-east-1", "32.6", "40.5"),
    ] {
        let reduced_costs =
            month(Item::StorageReducedRedundancy, "ReducedRedundancyStorage", 1_000 * GB, region);
        let standard_costs = month(Item::StorageStandard, "StandardStorage", 1_000 * GB, region);
        assert_eq!((&*reduced_costs, &*standard_costs), (reduced, standard), "{region}");
    }
}

/// BL-026: the classes with a minimum duration have one price, however much it is.
#[test]
fn early_deletion_has_no_slices() {
    for (item, operation, one, petabyte) in [
        (Item::StorageStandardIa, "StandardIAStorage", "12.8", "13107.2"),
        (Item::StorageOneZoneIa, "OneZoneIAStorage", "10.24", "10485.76"),
        (Item::StorageGlacierIr, "GlacierInstantRetrievalStorage", "4.096", "4194.304"),
        (Item::StorageGlacier, "GlacierStorage", "3.6864", "3774.8736"),
        (Item::StorageDeepArchive, "DeepArchiveStorage", "1.01376", "1038.09024"),
    ] {
        let costs = [TB, 1024 * TB].map(|units| month(item, operation, units, "us-east-1"));
        assert_eq!(costs, [one, petabyte], "{operation}");
    }
}

/// BL-044, BL-045, BL-055, BL-063: per thousand requests and per gigabyte, whatever is moved and from where.
#[test]
fn moves_and_restores_have_one_price() {
    for (item, operation, amount, cost) in [
        (Item::TransitionStandardIa, "S3-SIATransition", 1_000, "0.01"),
        (Item::TransitionInt, "S3-INTTransition", 1_000, "0.01"),
        (Item::TransitionGlacier, "S3-GlacierTransition", 1_000, "0.03"),
        (Item::TransitionDeepArchive, "S3-GDATransition", 1_000, "0.05"),
        (Item::RequestIntTier1, "PutObject", 1_000, "0.005"),
        // No 10 GB a month for nothing, as once.
        (Item::RetrievalGlacierStandard, "RestoreObject", 10 * GB, "0.1"),
    ] {
        let (mut books, photos) = Books::march("us-east-1");
        books.count(photos, item, operation, amount);
        assert_eq!(books.bill("2025-04-01", &Options::default()).total(), money(cost), "{operation}");
    }
}

/// BL-133: the units of a bill.
#[test]
fn units() {
    for (item, operation, unit) in [
        (Item::StorageStandard, "StandardStorage", "GB-Mo"),
        (Item::MonitoringInt, "IntelligentTieringStorage", "Objects"),
        (Item::RequestStandardTier1, "PutObject", "Requests"),
        (Item::RetrievalStandardIa, "GetObject", "GB"),
        (Item::TransferOut, "GetObject", "GB"),
        (Item::Inventory, "InventoryObjectsListed", "Objects"),
    ] {
        let mut books = Books::open("2025-03-01", Granularity::Month);
        let main = books.account("main", "111122223333");
        let photos = books.bucket("photos", main, "us-east-1");
        books.count(photos, item, operation, 1);
        let bill = books.bill("2025-04-01", &Options::default());
        assert_eq!(bill.lines()[0].unit(), unit, "{operation}");
    }
}
