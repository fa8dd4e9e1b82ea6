//! What was used at the present instant, summed up before it goes to the ledger.

use std::collections::BTreeMap;

use s3sim_aws::item::Item;
use s3sim_aws::region::Region;
use s3sim_ledger::{AccountId, BucketId};

use crate::world::Count;

/// What is summed up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge {
    /// Who pays.
    pub payer: AccountId,
    /// In which Region it is booked.
    pub region: Region,
    /// For which bucket.
    pub bucket: BucketId,
    /// What was used.
    pub item: Item,
    /// The operation on the bill.
    pub operation: &'static str,
}

/// Sums of counted usage.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    sums: BTreeMap<Charge, u128>,
    /// The sum that was added to last: midnights add to the same one a million times.
    last: Option<(Charge, u128)>,
}

impl Counts {
    /// Adds `amount`, in the integer of the item's unit.
    #[inline]
    pub fn add(&mut self, charge: Charge, amount: u128) {
        match &mut self.last {
            Some((last, sum)) if *last == charge => *sum += amount,
            _ => {
                self.put_back();
                self.last = Some((charge, amount));
            }
        }
    }

    fn put_back(&mut self) {
        if let Some((charge, sum)) = self.last.take() {
            *self.sums.entry(charge).or_default() += sum;
        }
    }

    /// Hands over every sum.
    pub fn drain(&mut self, mut book: impl FnMut(Count)) {
        self.put_back();
        for (charge, amount) in std::mem::take(&mut self.sums) {
            let Charge { payer, region, bucket, item, operation } = charge;
            book(Count { payer, region, bucket, item, operation, amount });
        }
    }
}
