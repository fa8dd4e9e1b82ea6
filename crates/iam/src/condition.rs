//! Conditions: every operator of the policy language, with `…IfExists`, `ForAllValues:` and `ForAnyValue:`.
//!
//! Operators of a block, and keys of an operator, must all hold; of several values any may (PO-040). A negated
//! operator is the exact opposite of the positive one, which is why it holds where the key is absent (PO-041).
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use std::fmt;

use crate::context::{Context, Value};
use crate::operand::{Operand, Order, Test};

/// How an operator treats a key with several values.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// No prefix. Modelling choice: on a key with several values, one fitting value is enough (none, if negated).
    Single,
    /// `ForAllValues:` every value must pass; so an absent key passes.
    ForAllValues,
    /// `ForAnyValue:` at least one value must pass; so an absent key fails.
    ForAnyValue,
}

/// A condition operator, as written: `ForAnyValue:StringNotLikeIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// What is compared.
    pub test: Test,
    /// `…Not…`: the opposite must hold.
    pub negated: bool,
    /// How several values are treated.
    pub quantifier: Quantifier,
    /// `…IfExists`: holds if the key is absent.
    pub if_exists: bool,
}

/// Every operator without prefix and suffix.
const OPERATORS: &[(&str, Test, bool)] = &[
    ("StringEquals", Test::Text, false),
    ("StringNotEquals", Test::Text, true),
    ("StringEqualsIgnoreCase", Test::TextIgnoringCase, false),
    ("StringNotEqualsIgnoreCase", Test::TextIgnoringCase, true),
    ("StringLike", Test::Like, false),
    ("StringNotLike", Test::Like, true),
    ("NumericEquals", Test::Number(Order::Equal), false),
    ("NumericNotEquals", Test::Number(Order::Equal), true),
    ("NumericLessThan", Test::Number(Order::Less), false),
    ("NumericLessThanEquals", Test::Number(Order::LessOrEqual), false),
    ("NumericGreaterThan", Test::Number(Order::Greater), false),
    ("NumericGreaterThanEquals", Test::Number(Order::GreaterOrEqual), false),
    ("DateEquals", Test::Date(Order::Equal), false),
    ("DateNotEquals", Test::Date(Order::Equal), true),
    ("DateLessThan", Test::Date(Order::Less), false),
    ("DateLessThanEquals", Test::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Test::Date(Order::Greater), false),
    ("DateGreaterThanEquals", Test::Date(Order::GreaterOrEqual), false),
    ("Bool", Test::Bool, false),
    ("BinaryEquals", Test::Binary, false),
    ("IpAddress", Test::Address, false),
    ("NotIpAddress", Test::Address, true),
    ("ArnEquals", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnLike", Test::Arn, false),
    ("ArnNotLike", Test::Arn, true),
    ("Null", Test::Null, false),
];

impl Operator {
    /// Reads an operator's name. `Null` takes neither prefix nor suffix.
    pub fn parse(text: &str) -> Option<Operator> {
        let (quantifier, name) = match text.split_once(':') {
            Some(("ForAllValues", name)) => (Quantifier::ForAllValues, name),
            Some(("ForAnyValue", name)) => (Quantifier::ForAnyValue, name),
            Some(_) => return None,
            None => (Quantifier::Single, text),
        };
        let (name, if_exists) = match name.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let &(_, test, negated) = OPERATORS.iter().find(|(known, ..)| *known == name)?;
        if test == Test::Null && (if_exists || quantifier != Quantifier::Single) {
            return None;
        }
        Some(Operator { test, negated, quantifier, if_exists })
    }

    /// Names of all operators, without prefixes and suffixes, to suggest from.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(name, ..)| *name)
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.quantifier {
            Quantifier::Single => "",
            Quantifier::ForAllValues => "ForAllValues:",
            Quantifier::ForAnyValue => "ForAnyValue:",
        })?;
        let found =
            OPERATORS.iter().find(|(_, test, negated)| *test == self.test && *negated == self.negated);
        f.write_str(found.map_or("", |(name, ..)| name))?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

/// One operator on one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The operator.
    pub operator: Operator,
    /// The key, in lower case.
    pub key: String,
    /// The values as written.
    pub written: Vec<String>,
    /// The values, ready to compare.
    pub operands: Vec<Operand>,
}

impl Condition {
    /// Whether the condition holds for a request.
    pub fn holds(&self, context: &Context<'_>) -> bool {
        let values = context.get(&self.key);
        if self.operator.test == Test::Null {
            return self.operands.contains(&Operand::Absent(values.is_empty()));
        }
        if values.is_empty() {
            return self.holds_without_key();
        }
        let negated = self.operator.negated;
        match self.operator.quantifier {
            Quantifier::Single => values.iter().any(|value| self.fits(value, context)) != negated,
            Quantifier::ForAnyValue => values.iter().any(|value| self.fits(value, context) != negated),
            // An empty text counts as no value here: the documentation's "null data set".
            Quantifier::ForAllValues => {
                context.get_non_empty(&self.key).all(|value| self.fits(value, context) != negated)
            }
        }
    }

    fn holds_without_key(&self) -> bool {
        self.operator.if_exists
            || match self.operator.quantifier {
                Quantifier::Single => self.operator.negated,
                Quantifier::ForAllValues => true,
                Quantifier::ForAnyValue => false,
            }
    }

    fn fits(&self, value: &Value<'_>, context: &Context<'_>) -> bool {
        self.operands.iter().any(|operand| operand.fits(self.operator.test, value, context))
    }
}
