//! The request's context: condition keys and their values.
//!
//! Keys are held in lower case, because AWS compares their names without regard to case (PO-042). Values are borrowed
//! and typed by whoever fills them in, so that an evaluation parses nothing it need not.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;

use s3sim_kernel::time::{Instant, SECOND};

use crate::decimal::Decimal;
use crate::pattern::Lookup;

/// One value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Text; also numbers, dates and addresses that came as text (headers).
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Bool(bool),
    /// An instant: `aws:CurrentTime`, `aws:TokenIssueTime`, `aws:EpochTime`.
    Time(Instant),
    /// An address: `aws:SourceIp`, `aws:VpcSourceIp`.
    Address(IpAddr),
}

impl Value<'_> {
    /// As the string operators and policy variables see it.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Bool(true) => Cow::Borrowed("true"),
            Value::Bool(false) => Cow::Borrowed("false"),
            Value::Number(number) => Cow::Owned(number.to_string()),
            Value::Time(instant) => Cow::Owned(instant.to_string()),
            Value::Address(address) => Cow::Owned(address.to_string()),
        }
    }

    /// As the numeric operators see it; an instant counts as whole seconds since 1970.
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(Decimal::from(*number)),
            Value::Text(text) => Decimal::parse(text),
            Value::Time(instant) => Some(Decimal::from(instant.micros().div_euclid(SECOND))),
            Value::Bool(_) | Value::Address(_) => None,
        }
    }

    /// As the date operators see it; a number counts as seconds since 1970.
    pub fn as_time(&self) -> Option<Instant> {
        match self {
            Value::Time(instant) => Some(*instant),
            Value::Text(text) => parse_time(text),
            Value::Number(seconds) => seconds.checked_mul(SECOND).map(Instant::from_micros),
            Value::Bool(_) | Value::Address(_) => None,
        }
    }

    /// As the address operators see it.
    pub fn as_address(&self) -> Option<IpAddr> {
        match self {
            Value::Address(address) => Some(*address),
            Value::Text(text) => text.parse().ok(),
            Value::Number(_) | Value::Bool(_) | Value::Time(_) => None,
        }
    }

    fn is_empty_text(&self) -> bool {
        matches!(self, Value::Text(text) if text.is_empty())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Value<'a> {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(number)
    }
}

impl From<Instant> for Value<'_> {
    fn from(instant: Instant) -> Self {
        Value::Time(instant)
    }
}

impl From<IpAddr> for Value<'_> {
    fn from(address: IpAddr) -> Self {
        Value::Address(address)
    }
}

/// Reads an instant as a policy may write it: ISO 8601 with `Z` or an offset, a date, or seconds since 1970.
pub fn parse_time(text: &str) -> Option<Instant> {
    if let Ok(seconds) = text.parse::<i64>() {
        return seconds.checked_mul(SECOND).map(Instant::from_micros);
    }
    if let Some(instant) = Instant::parse(text) {
        return Some(instant);
    }
    let (local, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    let ahead = (i64::from(hours) * 60 + i64::from(minutes)) * 60 * SECOND;
    let local = Instant::parse(&format!("{local}Z"))?.micros();
    match offset.as_bytes().first() {
        Some(b'+') => Some(Instant::from_micros(local - ahead)),
        Some(b'-') => Some(Instant::from_micros(local + ahead)),
        _ => None,
    }
}

#[derive(Clone, Debug)]
enum Values<'a> {
    One([Value<'a>; 1]),
    Many(Vec<Value<'a>>),
}

/// The keys of one request.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// In the order of [`compare`].
    entries: Vec<(Cow<'a, str>, Values<'a>)>,
}

/// Shorter keys first: most comparisons end at the length.
fn compare(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

impl<'a> Context<'a> {
    /// Without any key.
    pub fn new() -> Context<'a> {
        Context { entries: Vec::with_capacity(32) }
    }

    /// Sets a key that has one value, replacing what it had. The key's case does not matter.
    pub fn set(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Value<'a>>) {
        self.put(key.into(), Values::One([value.into()]));
    }

    /// Sets a key that may have several values (`s3:RequestObjectTagKeys`). Without values the key is absent.
    pub fn set_many<V: Into<Value<'a>>>(
        &mut self,
        key: impl Into<Cow<'a, str>>,
        values: impl IntoIterator<Item = V>,
    ) {
        self.put(key.into(), Values::Many(values.into_iter().map(Into::into).collect()));
    }

    fn put(&mut self, mut key: Cow<'a, str>, values: Values<'a>) {
        if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
            key.to_mut().make_ascii_lowercase();
        }
        match self.entries.binary_search_by(|(have, _)| compare(have, &key)) {
            Ok(place) => self.entries[place].1 = values,
            Err(place) => self.entries.insert(place, (key, values)),
        }
    }

    /// The values of `key`, which must be in lower case; none if it is absent.
    pub fn get(&self, key: &str) -> &[Value<'a>] {
        match self.entries.binary_search_by(|(have, _)| compare(have, key)) {
            Ok(place) => match &self.entries[place].1 {
                Values::One(value) => value,
                Values::Many(values) => values,
            },
            Err(_) => &[],
        }
    }

    /// As [`Context::get`], but an empty text counts as no value, as `ForAllValues` sees it.
    pub(crate) fn get_non_empty(&self, key: &str) -> impl Iterator<Item = &Value<'a>> {
        self.get(key).iter().filter(|value| !value.is_empty_text())
    }
}

impl Lookup for Context<'_> {
    fn single(&self, key: &str) -> Option<Cow<'_, str>> {
        match self.get(key) {
            [value] => Some(value.as_text()),
            _ => None,
        }
    }
}
