//! Budgets that act: they look at the bill while the run goes on.

use s3sim_billing::bill::Bill;
use s3sim_billing::budget::{self, Watch};
use s3sim_billing::options::Options;
use s3sim_kernel::time::Instant;
use s3sim_ledger::Ledger;
use s3sim_scenario::Scenario;

use crate::bill;

/// What the actions of a scenario's budgets have seen so far.
#[derive(Debug, Default)]
pub(crate) struct Spending<'a> {
    watches: Vec<Watch<'a>>,
    options: Options,
    /// Refreshes that are still to come, the next one last.
    refreshes: Vec<Instant>,
}

impl<'a> Spending<'a> {
    pub(crate) fn of(scenario: &'a Scenario) -> Spending<'a> {
        if scenario.actions.is_empty() {
            return Spending::default();
        }
        let actions = scenario.actions.iter().enumerate();
        let watches = actions.map(|(place, action)| Watch::new(&action.budget, place, scenario.start));
        let mut refreshes: Vec<Instant> = budget::refreshes(scenario.start, scenario.end).collect();
        refreshes.reverse();
        Spending { watches: watches.collect(), options: bill::options(scenario), refreshes }
    }

    /// The actions that the bill of everything used before `at` sets off. Usage without a known price sets off nothing:
    /// the run's own bill will say so.
    pub(crate) fn read(&mut self, at: Instant, ledger: &Ledger) -> Vec<usize> {
        if self.refreshes.last() != Some(&at) {
            return Vec::new();
        }
        self.refreshes.pop();
        let Ok(bill) = Bill::of(ledger, &self.options) else { return Vec::new() };
        let act = |watch: &mut Watch<'a>| watch.refresh(at, &bill).into_iter().map(|sent| sent.budget);
        self.watches.iter_mut().flat_map(act).collect()
    }
}
