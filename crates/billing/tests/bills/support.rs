//! A ledger to fill by hand.

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_billing::bill::Bill;
use s3sim_billing::filter::{Filter, Pattern};
use s3sim_billing::money::{Money, Price};
use s3sim_billing::options::Options;
use s3sim_billing::tier::{Limit, Tier, Tiers};
use s3sim_kernel::time::Instant;
use s3sim_ledger::usage::{Granularity, MeterKey};
use s3sim_ledger::{Account, AccountId, Bucket, BucketId, Ledger};

pub(crate) const GB: u128 = 1 << 30;
pub(crate) const TB: u128 = 1 << 40;

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

/// `up_to` in units (0 = no limit) and price.
pub(crate) fn tiers(list: &[(u128, &str)]) -> Tiers {
    let tier = |&(up_to, text): &(u128, &str)| Tier {
        up_to: (up_to > 0).then_some(Limit::Units(up_to)),
        price: Some(price(text)),
    };
    Tiers::new(list.iter().map(tier).collect()).unwrap()
}

/// A bucket and who pays for it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    pub(crate) bucket: Option<BucketId>,
}

pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    start: Instant,
}

impl Books {
    pub(crate) fn open(start: &str, granularity: Granularity) -> Books {
        let start = at(start);
        Books { ledger: Ledger::new(start, granularity), start }
    }

    pub(crate) fn account(&mut self, name: &str, number: &str) -> AccountId {
        self.ledger.add_account(Account { name: name.into(), number: number.into() })
    }

    pub(crate) fn bucket(&mut self, name: &str, account: AccountId, in_region: &str) -> Place {
        let region = region(in_region);
        let bucket = self.ledger.add_bucket(Bucket { name: name.into(), owner: account, region });
        Place { account, region, bucket: Some(bucket) }
    }

    /// A month of March 2025 with account `main` and bucket `photos`.
    pub(crate) fn march(in_region: &str) -> (Books, Place) {
        let mut books = Books::open("2025-03-01", Granularity::Month);
        let main = books.account("main", "111122223333");
        let place = books.bucket("photos", main, in_region);
        (books, place)
    }

    fn key(place: Place, item: Item, operation: &'static str) -> MeterKey {
        MeterKey { account: place.account, region: place.region, bucket: place.bucket, item, operation }
    }

    /// Counts on the first day of the run.
    pub(crate) fn count(&mut self, place: Place, item: Item, operation: &'static str, amount: u128) {
        self.count_at(self.start, place, item, operation, amount);
    }

    pub(crate) fn count_at(
        &mut self,
        at: Instant,
        place: Place,
        item: Item,
        operation: &'static str,
        amount: u128,
    ) {
        self.ledger.usage.count(at, Self::key(place, item, operation), amount);
    }

    /// Holds so many units between two instants.
    pub(crate) fn hold(
        &mut self,
        place: Place,
        item: Item,
        operation: &'static str,
        units: u128,
        from: &str,
        until: &str,
    ) {
        let level = self.ledger.usage.level(Self::key(place, item, operation));
        let units = i128::try_from(units).unwrap();
        self.ledger.usage.change(level, at(from), units);
        self.ledger.usage.change(level, at(until), -units);
    }

    pub(crate) fn bill(&mut self, until: &str, options: &Options) -> Bill {
        self.ledger.finish(at(until));
        Bill::of(&self.ledger, options).unwrap_or_else(|unknown| {
            panic!("{}", unknown.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        })
    }
}

pub(crate) fn only(usage_type: &str) -> Filter {
    Filter { usage_type: Some(vec![Pattern::new(usage_type)]), ..Filter::default() }
}

/// Usage type, usage, unit, rate, cost of every row.
pub(crate) fn rows(bill: &Bill) -> Vec<[String; 5]> {
    bill.lines()
        .iter()
        .map(|line| {
            [
                line.usage_type.to_string(),
                line.usage_amount(),
                line.unit().to_owned(),
                line.rate.to_string(),
                line.cost.to_string(),
            ]
        })
        .collect()
}

pub(crate) fn row(cells: [&str; 5]) -> [String; 5] {
    cells.map(str::to_owned)
}
