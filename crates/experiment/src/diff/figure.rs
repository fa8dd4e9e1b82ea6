//! Figures that differ, exactly.

use s3sim_billing::money::{COST_DECIMALS, Money};

use crate::words::grouped_decimal;

/// Any decimal of a table, in 10^-10: what all files print fits.
pub(super) fn decimal(text: &str) -> Option<Money> {
    Money::parse(text).ok()
}

/// `+1.25`, `-3`.
pub(super) fn signed(difference: Money) -> String {
    if difference < Money::ZERO {
        format!("-{}", grouped_decimal(&(-difference).to_string()))
    } else {
        format!("+{}", grouped_decimal(&difference.to_string()))
    }
}

/// Two amounts of USD and their difference, with as many decimals as it takes to see it: cents where cents differ.
pub(super) fn dollars(was: Money, now: Money) -> [String; 3] {
    let difference = now - was;
    let (sign, amount) = if difference < Money::ZERO { ('-', -difference) } else { ('+', difference) };
    let one = |decimals: u32| Money::from_units(10i128.pow(COST_DECIMALS - decimals));
    let seen = |decimals: &u32| amount == Money::ZERO || amount >= one(*decimals);
    let decimals = [2, 4, 6, 8].into_iter().find(seen).unwrap_or(COST_DECIMALS);
    [
        format!("{} USD", grouped_decimal(&was.fixed(decimals))),
        format!("{} USD", grouped_decimal(&now.fixed(decimals))),
        format!("{sign}{} USD", grouped_decimal(&amount.fixed(decimals))),
    ]
}
