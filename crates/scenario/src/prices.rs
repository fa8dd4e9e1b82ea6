//! Things that a scenario prices itself: ways to S3, hosts, disks, whatever else is not in the price lists.

use s3sim_aws::item::{Item, NamedItem, Unit};
use s3sim_aws::region::Region;
use s3sim_billing::budget::Budget;
use s3sim_billing::money::Price;
use s3sim_billing::options::Named;
use s3sim_document::read::Reader;
use s3sim_document::units::{self, Per};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;

use crate::scope::Ground;
use crate::values;
use crate::watch::BudgetAction;

/// What a scenario prices itself, and what is on its bill without a request of S3.
#[derive(Clone, Debug, Default)]
pub struct PriceBook {
    /// The prices, by the places of their items.
    pub named: Vec<Named>,
    /// What costs while it is there.
    pub standing: Vec<Standing>,
    /// What is used again and again.
    pub recurring: Vec<Recurring>,
}

/// Something that costs while it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What.
    pub item: Item,
    /// The operation on the bill.
    pub operation: &'static str,
    /// Who pays.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
    /// How much of it: 1 for a thing, bytes for what is stored.
    pub amount: u64,
    /// From when on.
    pub from: Instant,
    /// Until when, excluded.
    pub until: Instant,
}

/// Usage that comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurring {
    /// What.
    pub item: Item,
    /// Who pays.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
    /// How much each time, in the integer of the item's unit.
    pub amount: u64,
    /// How long after one time the next one is, more than 0.
    pub every: Micros,
    /// The first time.
    pub from: Instant,
    /// No more from then on.
    pub until: Instant,
}

/// How a thing stands on the bill.
#[derive(Clone, Copy)]
pub(crate) struct Label<'a> {
    /// The product code.
    pub(crate) service: &'a str,
    /// The usage type of the time that it is there.
    pub(crate) time: &'a str,
    /// The usage type of its bytes.
    pub(crate) bytes: &'a str,
    /// The operation.
    pub(crate) operation: &'static str,
}

/// The prices of one thing, by what they are for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Priced {
    /// For the time that it is there.
    pub(crate) time: Vec<NamedItem>,
    /// For the bytes that pass.
    pub(crate) bytes: Vec<NamedItem>,
    /// For the bytes that it holds.
    pub(crate) stored: Vec<NamedItem>,
}

impl PriceBook {
    /// Reads a price or a list of prices, which add up, and takes them in. `kinds` says in words what may be priced.
    pub(crate) fn read(
        &mut self,
        reader: &Reader<'_>,
        label: Label<'_>,
        allowed: &[Per],
        kinds: &str,
    ) -> Priced {
        let mut priced = Priced::default();
        for reader in values::each(reader) {
            let Some(price) = reader.text().and_then(|_| reader.parsed(units::price)) else { continue };
            if !allowed.contains(&price.per) {
                reader.wrong(format!("should be a price {kinds}"));
                continue;
            }
            let (unit, usage_type, list) = match price.per {
                Per::Gb => (Unit::Gb, label.bytes, &mut priced.bytes),
                Per::GbMonth => (Unit::GbMonth, label.bytes, &mut priced.stored),
                Per::Hour => (Unit::Hours, label.time, &mut priced.time),
                Per::Day => (Unit::Days, label.time, &mut priced.time),
                Per::Month | Per::One => (Unit::ThingMonth, label.time, &mut priced.time),
            };
            let Some(rate) = u64::try_from(price.pico).ok().and_then(Price::from_units) else {
                reader.wrong("is too large for a price");
                continue;
            };
            let place = self.named.len() as u16;
            self.named.push(Named {
                service: label.service.into(),
                usage_type: usage_type.into(),
                operation: label.operation,
                rate,
            });
            list.push(NamedItem { place, unit });
        }
        priced
    }

    /// A budget with actions is billed by the day.
    /// <https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/>
    pub(crate) fn watch(&mut self, budgets: &[Budget], actions: &[BudgetAction], ground: &Ground) {
        let acting = budgets.iter().filter(|budget| actions.iter().any(|one| one.budget.name == budget.name));
        self.recurring.extend(acting.map(|_| Recurring {
            item: Item::BudgetAction,
            account: AccountId(0),
            region: Region::US_EAST_1,
            amount: 1,
            every: Micros::days(1),
            from: ground.clock.start(),
            until: ground.clock.end(),
        }));
    }

    /// Lets a thing cost while it is there.
    pub(crate) fn stands(
        &mut self,
        items: &[NamedItem],
        operation: &'static str,
        payer: (AccountId, Region),
        span: (Instant, Instant),
    ) {
        let (account, region) = payer;
        let (from, until) = span;
        self.standing.extend(items.iter().map(|&item| Standing {
            item: Item::Named(item),
            operation,
            account,
            region,
            amount: 1,
            from,
            until,
        }));
    }
}

/// A usage type as a bill of the Region prints it.
pub(crate) fn usage_type(region: Region, bare: &str) -> String {
    match region.billing_prefix() {
        "" => bare.to_owned(),
        prefix => format!("{prefix}-{bare}"),
    }
}
