//! The documents of Object Lock: `PutObjectLockConfiguration`, `PutObjectRetention`, `PutObjectLegalHold`.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html>

use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_kernel::time::Instant;

use super::schema::{self, MALFORMED};
use crate::lock::{DefaultRetention, ObjectLockConfiguration, Period, Retention, RetentionMode};

/// Longest default retention, in days and in years.
const DAYS_MAX: i32 = 36_500;
const YEARS_MAX: i32 = 100;

/// Reads `{ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode, Days | Years}}}`, bare or wrapped, or the short
/// form `Enabled`.
///
/// Notes `MalformedXML` for what does not fit the schema (also for both or neither of Days and Years) and
/// `InvalidArgument` for periods out of range.
pub fn read(reader: &Reader<'_>) -> Option<ObjectLockConfiguration> {
    schema::document(reader, |reader| {
        if reader.node().as_text().is_some() {
            schema::word(reader, &[("Enabled", ())])?;
            return Some(ObjectLockConfiguration::default());
        }
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, "ObjectLockConfiguration")?;
        schema::required(&mut fields, "ObjectLockEnabled", ": `Enabled`")
            .and_then(|word| schema::word(&word, &[("Enabled", ())]));
        let default_retention = fields.optional("Rule").and_then(|rule| {
            let mut rule = schema::structure(&rule)?;
            let retention = schema::required(&mut rule, "DefaultRetention", "").and_then(default_retention);
            schema::finish(rule);
            retention
        });
        schema::finish(fields);
        (reader.problems_so_far() == before).then_some(ObjectLockConfiguration { default_retention })
    })
}

fn default_retention(reader: Reader<'_>) -> Option<DefaultRetention> {
    let mut fields = schema::structure(&reader)?;
    let mode = schema::required(&mut fields, "Mode", ": `GOVERNANCE` or `COMPLIANCE`")
        .and_then(|word| schema::word(&word, &RetentionMode::WORDS));
    let (days, years) = (fields.optional("Days"), fields.optional("Years"));
    schema::finish(fields);
    let period = match (days, years) {
        (Some(days), None) => period(days, DAYS_MAX).map(Period::Days),
        (None, Some(years)) => period(years, YEARS_MAX).map(Period::Years),
        _ => {
            reader.refused(MALFORMED, "exactly one of `Days` and `Years` is to be given");
            None
        }
    };
    Some(DefaultRetention { mode: mode?, period: period? })
}

fn period(reader: Reader<'_>, most: i32) -> Option<u32> {
    let length = schema::whole::<i32>(reader)?;
    if length.value <= 0 {
        length.place.refused("InvalidArgument", "Default retention period must be a positive integer value.");
    } else if length.value > most {
        length
            .place
            .refused("InvalidArgument", format!("Default retention period too large: at most {most}"));
    }
    u32::try_from(length.value).ok()
}

/// Reads `{Mode, RetainUntilDate}`, bare or wrapped; an empty document takes a retention away.
///
/// Notes `MalformedXML` for what does not fit the schema.
pub fn read_retention(reader: &Reader<'_>) -> Option<Option<Retention>> {
    schema::document(reader, |reader| {
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, "Retention")?;
        let mode = fields.optional("Mode").and_then(|word| schema::word(&word, &RetentionMode::WORDS));
        let until = fields.optional("RetainUntilDate").and_then(|date| instant(&date));
        let place = fields.reader().clone();
        schema::finish(fields);
        if mode.is_some() != until.is_some() && reader.problems_so_far() == before {
            place.refused(MALFORMED, "`Mode` and `RetainUntilDate` go together");
        }
        let retention = mode.zip(until).map(|(mode, until)| Retention { mode, until });
        (reader.problems_so_far() == before).then_some(retention)
    })
}

/// Reads `{Status: ON | OFF}`, bare or wrapped, or the status alone.
///
/// Notes `MalformedXML` for what does not fit the schema.
pub fn read_legal_hold(reader: &Reader<'_>) -> Option<bool> {
    const WORDS: [(&str, bool); 2] = [("ON", true), ("OFF", false)];
    schema::document(reader, |reader| {
        if reader.node().scalar().is_some() {
            return schema::word(reader, &WORDS);
        }
        let mut fields = schema::unwrapped(reader, "LegalHold")?;
        let status = schema::required(&mut fields, "Status", ": `ON` or `OFF`")
            .and_then(|word| schema::word(&word, &WORDS));
        schema::finish(fields);
        status
    })
}

fn instant(reader: &Reader<'_>) -> Option<Instant> {
    let text = schema::text(reader)?;
    let found = Instant::parse(text);
    if found.is_none() {
        reader.refused(MALFORMED, "should be a date such as 2030-01-01T00:00:00Z");
    }
    found
}

impl ObjectLockConfiguration {
    /// The document, as GetObjectLockConfiguration shows it.
    pub fn to_document(&self) -> Node {
        let text = |text: &str| Node::made(Value::Text(text.to_owned()));
        let mut entries = vec![("ObjectLockEnabled", text("Enabled"))];
        if let Some(DefaultRetention { mode, period }) = self.default_retention {
            let number = |number: u32| Node::made(Value::Number(number.to_string()));
            let period = match period {
                Period::Days(days) => ("Days", number(days)),
                Period::Years(years) => ("Years", number(years)),
            };
            let retention = Map::made([("Mode", text(mode.name())), period]);
            let rule = Map::made([("DefaultRetention", Node::made(Value::Map(retention)))]);
            entries.push(("Rule", Node::made(Value::Map(rule))));
        }
        Node::made(Value::Map(Map::made(entries)))
    }
}
