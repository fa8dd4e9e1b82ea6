//! Bytes that lie elsewhere: a bucket that stands for another store, so that it can be compared with S3.

use s3sim_aws::item::NamedItem;
use s3sim_aws::region::Region;
use s3sim_document::units::Per;
use s3sim_kernel::time::Micros;
use s3sim_ledger::AccountId;

use crate::check::Loss;
use crate::prices::{Label, PriceBook};
use crate::scope::Ground;
use crate::section::Section;
use crate::values;
use crate::words::bucket::{EXTERNAL, LOSSES};

/// A store that is not S3. Requests, checks and counts are those of a bucket; S3 bills neither its bytes nor its
/// requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalStore {
    /// What the bytes that it holds cost.
    pub stored: Vec<NamedItem>,
    /// What each byte costs that is written or read.
    pub bytes: Vec<NamedItem>,
    /// How long the first byte takes.
    pub first_byte: Option<Micros>,
    /// What its data outlives.
    pub survives: Vec<Loss>,
}

/// Reads `external` of so many copies of a bucket.
pub(super) fn read(
    section: &Section<'_>,
    copies: usize,
    payer: (AccountId, Region),
    ground: &Ground,
    book: &mut PriceBook,
) -> Option<ExternalStore> {
    let reader = section.get("external")?;
    let section = Section::open(&reader, &EXTERNAL)?;
    let price = section.required("price");
    let first_byte = section.get("first_byte").and_then(|value| values::duration(&value));
    let losses = [(LOSSES[0], Loss::Host), (LOSSES[1], Loss::Zone), (LOSSES[2], Loss::Region)];
    let survives = section.get("survives").map(|value| {
        let words = values::each(&value);
        words.iter().filter_map(|word| word.word(&losses)).collect()
    });
    section.done();
    let label =
        Label { service: "External", time: "Store-Hours", bytes: "Store-Bytes", operation: "ExternalStore" };
    let allowed = [Per::GbMonth, Per::Gb, Per::Hour, Per::Day, Per::Month];
    let priced = book.read(&price?, label, &allowed, "such as 0.08 USD/GB-mo or 30 USD/mo");
    for _ in 0..copies {
        book.stands(&priced.time, label.operation, payer, (ground.clock.start(), ground.clock.end()));
    }
    let survives = survives.unwrap_or_default();
    Some(ExternalStore { stored: priced.stored, bytes: priced.bytes, first_byte, survives })
}
