//! The values of a condition, read once into the type that their operator compares.

use std::net::IpAddr;

use s3sim_kernel::time::Instant;

use crate::context::{Context, Value, parse_time};
use crate::decimal::Decimal;
use crate::pattern::{Lookup, Pattern, Variables, Wildcards};

/// The six fields of an ARN, each with its own wildcards, which cannot reach across a colon (PO-043).
/// The sixth field is the rest, colons included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArnPattern(Box<[Pattern; 6]>);

impl ArnPattern {
    /// Compiles `text`; missing fields at the end are `*`, as IAM completes an incomplete ARN.
    pub fn new(text: &str, variables: Variables) -> ArnPattern {
        let mut fields = split_arn(text, variables);
        let mut next = || Pattern::new(fields.next().unwrap_or("*"), Wildcards::Active, variables);
        ArnPattern(Box::new(std::array::from_fn(|_| next())))
    }

    /// Whether `arn` fits field by field. Text with fewer than six fields is no ARN and never fits.
    pub fn matches(&self, arn: &str, values: &impl Lookup) -> bool {
        let mut fields = arn.splitn(6, ':');
        self.0.iter().all(|pattern| fields.next().is_some_and(|field| pattern.matches(field, values)))
    }
}

/// Splits at the first five colons outside `${…}`.
fn split_arn(text: &str, variables: Variables) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let mut count = 0;
    std::iter::from_fn(move || {
        let text = rest?;
        count += 1;
        let mut inside = false;
        let colon = text.char_indices().find(|&(at, c)| {
            if variables == Variables::Active && text[at..].starts_with("${") {
                inside = true;
            }
            inside &= c != '}';
            c == ':' && !inside
        });
        match colon {
            Some((at, _)) if count < 6 => {
                rest = Some(&text[at + 1..]);
                Some(&text[..at])
            }
            _ => rest.take(),
        }
    })
}

/// A range of addresses; a bare address is a range of one (PO-044).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: IpAddr,
    prefix: u8,
}

impl Cidr {
    /// Reads `192.0.2.0/24`, `2001:db8::/32` or an address. Bits below the prefix are ignored.
    pub fn parse(text: &str) -> Option<Cidr> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
            None => longest,
        };
        (prefix <= longest).then_some(Cidr { address, prefix })
    }

    /// Whether `address` lies in the range. Families never mix.
    pub fn contains(&self, address: IpAddr) -> bool {
        let differs = match (self.address, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                (a.to_bits() ^ b.to_bits()).checked_shr(32 - u32::from(self.prefix)).unwrap_or(0) != 0
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                (a.to_bits() ^ b.to_bits()).checked_shr(128 - u32::from(self.prefix)).unwrap_or(0) != 0
            }
            _ => true,
        };
        !differs
    }

    /// Whether S3's test for public policies lets the range pass: no broader than /8 (IPv4) or /32 (IPv6). The private
    /// ranges of RFC 1918, which the test spares, are never broader (PO-095).
    pub fn is_narrow(&self) -> bool {
        self.prefix >= if self.address.is_ipv4() { 8 } else { 32 }
    }
}

/// What an operator compares with, apart from negation and set operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// `StringEquals`, `StringNotEquals`.
    Text,
    /// `StringEqualsIgnoreCase`, `StringNotEqualsIgnoreCase`.
    TextIgnoringCase,
    /// `StringLike`, `StringNotLike`.
    Like,
    /// `NumericEquals` and its relatives.
    Number(Order),
    /// `DateEquals` and its relatives.
    Date(Order),
    /// `Bool`.
    Bool,
    /// `BinaryEquals`.
    Binary,
    /// `IpAddress`, `NotIpAddress`.
    Address,
    /// `ArnEquals`, `ArnLike` (the same) and their negations.
    Arn,
    /// `Null`.
    Null,
}

/// How two numbers or dates stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `…Equals`, and negated `…NotEquals`.
    Equal,
    /// `…LessThan`.
    Less,
    /// `…LessThanEquals`.
    LessOrEqual,
    /// `…GreaterThan`.
    Greater,
    /// `…GreaterThanEquals`.
    GreaterOrEqual,
}

impl Order {
    fn holds<T: Ord>(self, left: T, right: T) -> bool {
        match self {
            Order::Equal => left == right,
            Order::Less => left < right,
            Order::LessOrEqual => left <= right,
            Order::Greater => left > right,
            Order::GreaterOrEqual => left >= right,
        }
    }
}

/// One value of a condition, ready to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// For the string operators and `Bool`.
    Text(Pattern),
    /// For the numeric operators.
    Number(Decimal),
    /// For the date operators.
    Date(Instant),
    /// For `BinaryEquals`: the base64 text, compared as it stands.
    Binary(String),
    /// For the address operators.
    Address(Cidr),
    /// For the ARN operators.
    Arn(ArnPattern),
    /// For an ARN operator with variables, which may hold whole ARNs: text to fill in and compile at each request.
    ArnTemplate(String),
    /// For `Null`: whether the key should be absent.
    Absent(bool),
}

impl Operand {
    /// Reads `text` for `test`; `None` if it is no number, date, address … as the operator needs.
    ///
    /// Variables work in the string and ARN operators (PO-015). AWS's pages disagree about `Bool`; here it takes them.
    pub fn parse(test: Test, text: &str, variables: Variables) -> Option<Operand> {
        Some(match test {
            Test::Text | Test::TextIgnoringCase => {
                Operand::Text(Pattern::new(text, Wildcards::Literal, variables))
            }
            Test::Like => Operand::Text(Pattern::new(text, Wildcards::Active, variables)),
            Test::Number(_) => Operand::Number(Decimal::parse(text)?),
            Test::Date(_) => Operand::Date(parse_time(text)?),
            Test::Bool => {
                let pattern = Pattern::new(text, Wildcards::Literal, variables);
                let known = ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text));
                if !known && !pattern.has_variables() {
                    return None;
                }
                Operand::Text(pattern)
            }
            Test::Binary => Operand::Binary(text.to_owned()),
            Test::Address => Operand::Address(Cidr::parse(text)?),
            Test::Arn => {
                let template = Pattern::new(text, Wildcards::Literal, variables).has_variables();
                if template {
                    Operand::ArnTemplate(text.to_owned())
                } else {
                    Operand::Arn(ArnPattern::new(text, variables))
                }
            }
            Test::Null => match text {
                "true" => Operand::Absent(true),
                "false" => Operand::Absent(false),
                _ => return None,
            },
        })
    }

    /// Whether `value` of the request fits, before negation. A value of another type never fits.
    pub(crate) fn fits(&self, test: Test, value: &Value<'_>, context: &Context<'_>) -> bool {
        match (self, test) {
            (Operand::Text(pattern), Test::TextIgnoringCase | Test::Bool) => {
                pattern.matches_ignoring_case(&value.as_text(), context)
            }
            (Operand::Text(pattern), _) => pattern.matches(&value.as_text(), context),
            (Operand::Number(limit), Test::Number(order)) => {
                value.as_number().is_some_and(|number| order.holds(number, *limit))
            }
            (Operand::Date(limit), Test::Date(order)) => {
                value.as_time().is_some_and(|time| order.holds(time, *limit))
            }
            (Operand::Binary(text), _) => value.as_text() == text.as_str(),
            (Operand::Address(range), _) => value.as_address().is_some_and(|address| range.contains(address)),
            (Operand::Arn(pattern), _) => pattern.matches(&value.as_text(), context),
            (Operand::ArnTemplate(template), _) => arn_template_fits(template, &value.as_text(), context),
            (Operand::Absent(_) | Operand::Number(_) | Operand::Date(_), _) => false,
        }
    }
}

/// Fills in what `${…}` stands for, with its own wildcards and dollars escaped, then compares field by field.
fn arn_template_fits(template: &str, arn: &str, context: &Context<'_>) -> bool {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, inside, after)) = next_variable(rest) {
        filled.push_str(before);
        if matches!(inside, "*" | "?" | "$") {
            filled.push_str(&["${", inside, "}"].concat());
        } else {
            let whole = ["${", inside, "}"].concat();
            let pattern = Pattern::new(&whole, Wildcards::Literal, Variables::Active);
            let Some(value) = pattern.resolved(context) else { return false };
            for character in value.chars() {
                match character {
                    '*' | '?' | '$' => filled.push_str(&format!("${{{character}}}")),
                    plain => filled.push(plain),
                }
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    ArnPattern::new(&filled, Variables::Active).matches(arn, context)
}

fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (inside, after) = rest.split_once('}')?;
    Some((before, inside, after))
}
