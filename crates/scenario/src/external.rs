//! What is not S3 and costs: hosts, disks, other services' traffic.
//!
//! A thing is on the bill by its own price, under its service and with its name as usage type. What it uses of things
//! that the price lists know (transfer to the internet, requests) shares their tiers and free amounts with S3's.
//! <https://docs.aws.amazon.com/cur/latest/userguide/cur-data-transfers-charges.html>

use s3sim_aws::item::{Item, Unit};
use s3sim_aws::region::Region;
use s3sim_billing::price::item_called;
use s3sim_document::read::Reader;
use s3sim_document::units::{self, Per};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;

use crate::people::People;
use crate::prices::{Label, PriceBook, Recurring, Standing};
use crate::scope::Ground;
use crate::section::Section;
use crate::values;
use crate::words::around::EXTERNAL;

/// The shortest time after which usage may come again.
const SHORTEST: Micros = Micros::seconds(60);

/// Who pays, where it is and when.
struct Circumstances {
    account: AccountId,
    region: Region,
    from: Instant,
    until: Instant,
}

/// Reads what is outside, in file order.
pub(crate) fn read_all(reader: &Reader<'_>, ground: &Ground, people: &People, book: &mut PriceBook) {
    for (name, reader) in reader.entries().unwrap_or_default() {
        read(name, &reader, ground, people, book);
    }
}

fn read(name: &str, reader: &Reader<'_>, ground: &Ground, people: &People, book: &mut PriceBook) {
    let Some(section) = Section::open(reader, &EXTERNAL) else { return };
    values::description(&section);
    let clock = &ground.clock;
    let service = section.required("service").and_then(|value| values::text(&value));
    let (price, usage) = (section.get("price"), section.get("usage"));
    let instant = |word, default| section.get(word).map_or(Some(default), |value| clock.instant(&value));
    let (from, until) = (instant("from", clock.start()), instant("until", clock.end()));
    let region = section.get("region").map_or(Some(ground.region), |value| values::region(&value));
    let account = people.owner(&section);
    section.done();
    if price.is_none() && usage.is_none() {
        reader.wrong("costs nothing: give its `price`, its `usage` or both");
    }
    let (Some(service), Some(from), Some(until), Some(region), Some(account)) =
        (service, from, until, region, account)
    else {
        return;
    };
    if until <= from || from < clock.start() {
        reader.wrong("is never there: `from` should lie within the run, and `until` after it");
        return;
    }
    let until = until.min(clock.end());
    if let Some(price) = price {
        let label = Label { service: &service, time: name, bytes: name, operation: "" };
        let kinds = "by the hour, day or month: 30 USD/d";
        let priced = book.read(&price, label, &[Per::Hour, Per::Day, Per::Month], kinds);
        book.stands(&priced.time, "", (account, region), (from, until));
    }
    let circumstances = Circumstances { account, region, from, until };
    for (usage_type, value) in usage.iter().flat_map(|usage| usage.entries().unwrap_or_default()) {
        used(usage_type, &value, &circumstances, book);
    }
}

fn used(usage_type: &str, reader: &Reader<'_>, circumstances: &Circumstances, book: &mut PriceBook) {
    let &Circumstances { account, region, from, until } = circumstances;
    let Some(item) = item_called(region, usage_type) else {
        reader.wrong(format!("no bill of {region} has the usage type `{usage_type}`"));
        return;
    };
    let Some(text) = reader.text() else { return };
    match item.unit() {
        Unit::GbMonth if !text.contains('/') => {
            let Some(amount) = reader.size() else { return };
            book.standing.push(Standing { item, operation: "", account, region, amount, from, until });
        }
        Unit::Gb => repeat(item, reader, reader.parsed(units::volume_rate), circumstances, book),
        unit if unit.is_per_month() || matches!(unit, Unit::GbSecond | Unit::GbMonth) => {
            reader
                .wrong(format!("is measured in {}: give the bytes that are there, such as 1TB", unit.name()));
        }
        _ => repeat(item, reader, reader.parsed(units::rate), circumstances, book),
    }
}

fn repeat(
    item: Item,
    reader: &Reader<'_>,
    rate: Option<units::Rate>,
    circumstances: &Circumstances,
    book: &mut PriceBook,
) {
    let Some(rate) = rate else { return };
    let every = Micros(i64::try_from(rate.per).unwrap_or(i64::MAX));
    if every < SHORTEST {
        reader.wrong("should be by the minute or a longer time: it is booked once each time");
        return;
    }
    let &Circumstances { account, region, from, until } = circumstances;
    book.recurring.push(Recurring { item, account, region, amount: rate.count, every, from, until });
}
