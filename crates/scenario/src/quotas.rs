//! Limits that a scenario sets to something else than the published ones.

use s3sim_document::read::Reader;

use crate::section::Section;
use crate::words::load::QUOTAS;

/// Limits; `None` is what AWS publishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quotas {
    /// `prefix_reads`: reads a second of one partition.
    pub prefix_reads: Option<u64>,
    /// `prefix_writes`: writes a second of one partition.
    pub prefix_writes: Option<u64>,
    /// `kms_requests`: calls to KMS a second, of one account in one Region.
    pub kms_requests: Option<u64>,
}

pub(crate) fn read(reader: &Reader<'_>) -> Quotas {
    let Some(section) = Section::open(reader, &QUOTAS) else { return Quotas::default() };
    let per_second = |word| {
        let value = section.get(word)?;
        let rate = value.rate()?;
        let whole = u128::from(rate.count) * 1_000_000 / u128::from(rate.per);
        if whole == 0 || whole * u128::from(rate.per) != u128::from(rate.count) * 1_000_000 {
            value.wrong("should be a whole number a second, 1 or more");
            return None;
        }
        u64::try_from(whole).ok()
    };
    let quotas = Quotas {
        prefix_reads: per_second("prefix_reads"),
        prefix_writes: per_second("prefix_writes"),
        kms_requests: per_second("kms_requests"),
    };
    section.done();
    quotas
}
