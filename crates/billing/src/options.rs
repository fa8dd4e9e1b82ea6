//! What a bill depends on besides usage: who pays, what is free, which prices a user set.

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_ledger::AccountId;

use crate::money::Price;
use crate::price::Overrides;
use crate::quantity::GB;

/// Who pays for whom. Accounts with one payer fill tiers and allowances together (BL-017).
///
/// <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/useconsolidatedbilling-effective.html>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payers {
    /// By account; accounts beyond the end pay for themselves.
    payer: Vec<AccountId>,
}

impl Payers {
    /// Every account pays for itself.
    pub fn each_its_own() -> Payers {
        Payers::default()
    }

    /// Lets `payer` pay for `members` as well: an organization with consolidated billing.
    pub fn consolidate(&mut self, payer: AccountId, members: impl IntoIterator<Item = AccountId>) {
        for member in members {
            let place = usize::from(member.0);
            while self.payer.len() <= place {
                self.payer.push(AccountId(self.payer.len() as u16));
            }
            self.payer[place] = payer;
        }
    }

    /// Who pays for this account.
    pub fn of(&self, account: AccountId) -> AccountId {
        self.payer.get(usize::from(account.0)).copied().unwrap_or(account)
    }
}

/// Tags with their values.
pub type Tags = Arc<[(String, String)]>;

/// Something that a scenario names and prices itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The product code: `AmazonVPC`.
    pub service: Arc<str>,
    /// As the bill prints it: `USE2-NatGateway-Hours`.
    pub usage_type: Arc<str>,
    /// As the bill prints it; empty where it prints none.
    pub operation: &'static str,
    /// USD for one unit.
    pub rate: Price,
}

/// What a bill depends on besides usage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Who pays for whom; default: each account for itself.
    pub payers: Payers,
    /// The user's own prices; default: none.
    pub prices: Overrides,
    /// Bytes a month to the internet that cost nothing, over all Regions of a payer; default 100 GB, 0 = none.
    pub free_transfer: u64,
    /// Whether the twelve-month free tier of accounts opened before 2025-07-15 applies; default: no.
    pub trial_free_tier: bool,
    /// What a scenario names and prices itself, by the places of its items; default: nothing.
    pub named: Vec<Named>,
    /// Cost allocation tags, activated ones only, by the names of the buckets that have them; default: none.
    pub tags: BTreeMap<Arc<str>, Tags>,
    /// Whether buckets up to 2,000 get rows of their own, at 0 USD; default: no.
    pub free_bucket_rows: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            payers: Payers::each_its_own(),
            prices: Overrides::default(),
            free_transfer: 100 * GB as u64,
            trial_free_tier: false,
            named: Vec::new(),
            tags: BTreeMap::new(),
            free_bucket_rows: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_paid_for_and_others_pay_themselves() {
        let mut payers = Payers::each_its_own();
        payers.consolidate(AccountId(0), [AccountId(0), AccountId(2)]);
        for (account, payer) in [(0, 0), (1, 1), (2, 0), (3, 3)] {
            assert_eq!(payers.of(AccountId(account)), AccountId(payer));
        }
    }
}
