//! Provisioned capacity: Expedited restores from GLACIER that are always accepted.
//!
//! A unit guarantees three of them in five minutes. Modelling choice: in any five minutes, not in those of a clock.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html>

use std::collections::{BTreeMap, VecDeque};

use s3sim_kernel::time::{Instant, MINUTE, Micros};
use s3sim_ledger::AccountId;

use crate::machine::S3;

/// Restores that one unit guarantees in [`WINDOW`].
pub const RESTORES_PER_UNIT: u64 = 3;
/// The time in which they are counted.
pub const WINDOW: Micros = Micros(5 * MINUTE);

/// What the accounts have bought, and what they have used lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Capacity {
    units: BTreeMap<AccountId, u64>,
    used: VecDeque<(Instant, AccountId, u64)>,
}

impl Capacity {
    /// Uses up to `wanted` guaranteed restores of an account at `now`; answers with how many there were.
    pub(crate) fn take(&mut self, now: Instant, account: AccountId, wanted: u64) -> u64 {
        let Some(units) = self.units.get(&account) else { return 0 };
        while self.used.front().is_some_and(|(at, _, _)| now.since(*at) >= WINDOW) {
            self.used.pop_front();
        }
        let used: u64 = self.used.iter().filter(|(_, who, _)| *who == account).map(|(_, _, n)| n).sum();
        let taken = wanted.min((units * RESTORES_PER_UNIT).saturating_sub(used));
        if taken > 0 {
            self.used.push_back((now, account, taken));
        }
        taken
    }
}

impl S3 {
    /// Says how many units of provisioned capacity an account has. What they cost is billed by whoever buys them.
    pub fn provision(&mut self, account: AccountId, units: u64) {
        self.capacity.units.insert(account, units);
    }
}
