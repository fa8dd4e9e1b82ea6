//! Clients: from where requests come, over what, and what is done about failures.

use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::tree::Value;
use s3sim_kernel::time::Micros;
use s3sim_s3::kms::NewKey;

use crate::encrypting;
use crate::people::{self, People, Sender};
use crate::section::Section;
use crate::values;
use crate::words::load::{BACKOFF, CLIENT, JITTERS, RETRY_MODES};

/// A client, by its place in [`crate::Scenario::clients`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientId(pub u16);

/// Somebody who sends requests. Words are those of the configuration of the AWS CLI and SDKs.
#[derive(Clone, Debug)]
pub struct ClientPlan {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub location: Location,
    /// By which way its requests come, unless they say so themselves.
    pub sender: Sender,
    /// What all its connections share, in bytes a second.
    pub max_bandwidth: Option<u64>,
    /// What one connection carries at most, in bytes a second.
    pub per_connection: Option<u64>,
    /// How many of them there are, at least 1.
    pub count: u64,
    /// Connections of each, at least 1; `None`: as many as it takes.
    pub max_pool_connections: Option<u64>,
    /// What it does when an attempt fails.
    pub retry: Retry,
    /// How long a connection may take to come about.
    pub connect_timeout: Micros,
    /// How long an attempt may take.
    pub read_timeout: Micros,
    /// From this size on `upload` and `read` work in parts.
    pub multipart_threshold: u64,
    /// The size of a part, at least 1.
    pub multipart_chunksize: u64,
    /// Parts at once, at least 1.
    pub max_concurrent_requests: u64,
    /// Share of parts that fail, in billionths.
    pub part_failures: u64,
}

/// Where a client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// In the Region of whatever bucket it talks to.
    #[default]
    BucketRegion,
    /// In this Region.
    Region(Region),
    /// Somewhere on the internet, so long a round trip away.
    Distance(Micros),
}

/// What a client does when an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How.
    pub mode: RetryMode,
    /// Attempts in all, at least 1.
    pub max_attempts: u64,
}

/// Ways of trying again.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// `standard`, also `standard-2020`: waits of up to 1, 2, 4 … 20 s, and a quota of retries.
    Standard,
    /// `standard-2026`: shorter waits except after throttling, dearer retries.
    Standard2026,
    /// `adaptive`: as standard, and a limit of its own on what it sends once it has been throttled.
    Adaptive,
    /// `legacy`: up to five attempts, waits that double without a cap, no quota.
    Legacy,
    /// `none`.
    None,
    /// `custom`: no quota.
    Custom(Backoff),
}

/// Waits between attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// How much of it is random.
    pub jitter: Jitter,
    /// The first.
    pub base: Micros,
    /// The longest.
    pub cap: Micros,
}

/// How much of a wait is random.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Jitter {
    /// All of it: between nothing and the exponential wait.
    #[default]
    Full,
    /// Half of it.
    Equal,
    /// Between the base and three times the wait before.
    Decorrelated,
    /// Nothing.
    None,
}

impl ClientPlan {
    /// A client as it is unless a scenario describes it: retries as the SDKs do, as many connections as it takes.
    pub fn plain(name: impl Into<String>, location: Location) -> ClientPlan {
        ClientPlan {
            name: name.into(),
            location,
            sender: Sender::default(),
            max_bandwidth: None,
            per_connection: None,
            count: 1,
            max_pool_connections: None,
            retry: Retry { mode: RetryMode::Standard, max_attempts: 3 },
            connect_timeout: Micros::seconds(60),
            read_timeout: Micros::seconds(60),
            multipart_threshold: 8 << 20,
            multipart_chunksize: 8 << 20,
            max_concurrent_requests: 10,
            part_failures: 0,
        }
    }
}

/// Reads all clients, in file order.
pub(crate) fn read_all(reader: &Reader<'_>, people: &People, keys: &[NewKey]) -> Vec<ClientPlan> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(name, reader)| read(name, &reader, people, keys)).collect()
}

fn read(name: &str, reader: &Reader<'_>, people: &People, keys: &[NewKey]) -> Option<ClientPlan> {
    if name == "internet" || name == "cloudfront" || Region::parse(name).is_some() {
        reader.wrong(format!("`{name}` is built in: give this client another name"));
        return None;
    }
    let section = Section::open(reader, &CLIENT)?;
    values::description(&section);
    let plain = ClientPlan::plain(name, Location::BucketRegion);
    let size = |word| section.get(word).and_then(|value| at_least_one(value.size(), &value));
    let bandwidth = |word| section.get(word).and_then(|value| value.bandwidth());
    let counting = |word| section.get(word).and_then(|value| values::counting(&value));
    let time = |word| section.get(word).and_then(|value| values::duration(&value));
    let encrypts = section.get("encrypts").and_then(|value| encrypting::read(&value, keys));
    let client = ClientPlan {
        location: section.get("location").and_then(|value| location(&value)).unwrap_or_default(),
        sender: people::of_client(&section, people, encrypts),
        max_bandwidth: bandwidth("max_bandwidth"),
        per_connection: bandwidth("per_connection"),
        count: counting("count").unwrap_or(1),
        max_pool_connections: Some(counting("max_pool_connections").unwrap_or(10)),
        retry: retry(&section),
        connect_timeout: time("connect_timeout").unwrap_or(plain.connect_timeout),
        read_timeout: time("read_timeout").unwrap_or(plain.read_timeout),
        multipart_threshold: size("multipart_threshold").unwrap_or(plain.multipart_threshold),
        multipart_chunksize: size("multipart_chunksize").unwrap_or(plain.multipart_chunksize),
        max_concurrent_requests: counting("max_concurrent_requests").unwrap_or(plain.max_concurrent_requests),
        part_failures: section.get("part_failures").and_then(|value| value.share()).unwrap_or(0),
        ..plain
    };
    section.done();
    Some(client)
}

fn at_least_one(size: Option<u64>, reader: &Reader<'_>) -> Option<u64> {
    if size == Some(0) {
        reader.wrong("should be at least 1 byte");
    }
    size.filter(|size| *size > 0)
}

fn location(reader: &Reader<'_>) -> Option<Location> {
    if !matches!(reader.node().value, Value::Map(_)) {
        return values::region(reader).map(Location::Region);
    }
    let mut fields = reader.fields()?;
    let rtt = fields.required("rtt").and_then(|value| values::duration(&value));
    fields.finish();
    rtt.map(Location::Distance)
}

fn retry(section: &Section<'_>) -> Retry {
    let word = section.get("retry_mode");
    let backoff = section.get("backoff");
    let max_attempts = section.get("max_attempts").and_then(|value| values::counting(&value));
    let custom = backoff.as_ref().and_then(backoff_of).unwrap_or(Backoff {
        jitter: Jitter::Full,
        base: Micros(100_000),
        cap: Micros::seconds(20),
    });
    let modes = [
        (RETRY_MODES[0], RetryMode::Standard),
        (RETRY_MODES[1], RetryMode::Standard),
        (RETRY_MODES[2], RetryMode::Standard2026),
        (RETRY_MODES[3], RetryMode::Adaptive),
        (RETRY_MODES[4], RetryMode::Legacy),
        (RETRY_MODES[5], RetryMode::None),
        (RETRY_MODES[6], RetryMode::Custom(custom)),
    ];
    let mode = word.and_then(|value| value.word(&modes)).unwrap_or(RetryMode::Standard);
    if let Some(backoff) = backoff.filter(|_| !matches!(mode, RetryMode::Custom(_))) {
        backoff.wrong("goes with `retry_mode: custom`: the other modes have waits of their own");
    }
    let default = match mode {
        RetryMode::None => 1,
        RetryMode::Legacy => 5,
        RetryMode::Standard | RetryMode::Standard2026 | RetryMode::Adaptive | RetryMode::Custom(_) => 3,
    };
    Retry { mode, max_attempts: max_attempts.unwrap_or(default) }
}

fn backoff_of(reader: &Reader<'_>) -> Option<Backoff> {
    let section = Section::open(reader, &BACKOFF)?;
    let jitters = [
        (JITTERS[0], Jitter::Full),
        (JITTERS[1], Jitter::Equal),
        (JITTERS[2], Jitter::Decorrelated),
        (JITTERS[3], Jitter::None),
    ];
    let time = |word| section.get(word).and_then(|value| values::duration(&value));
    let backoff = Backoff {
        jitter: section.get("jitter").and_then(|value| value.word(&jitters)).unwrap_or_default(),
        base: time("base").unwrap_or(Micros(100_000)),
        cap: time("cap").unwrap_or(Micros::seconds(20)),
    };
    section.done();
    Some(backoff)
}
