//! One bucket, `b`, a clock, and requests written in a line.
//!
//! A step is an instant, a call, a key and parameters in YAML: `2024-01-01T10:30:00Z PutObject k {size: 10}`.
//! `size` stands for a body of so many bytes (1 MiB where nothing is said), `k@v2` for the id of the second version
//! of `k` that was made. Lines of [`Play::life`] use the same names.

use std::collections::BTreeMap;

use s3sim_aws::epoch::Rules;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_document::yaml;
use s3sim_kernel::time::{Day, Instant, Micros};
use s3sim_ledger::event::{EventKind, ObjectEvent};
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::bucket::NewBucket;
use s3sim_s3::caller::{Caller, Way};
use s3sim_s3::machine::{S3, Settings};
use s3sim_s3::request::{Request, Route};
use s3sim_s3::response::Response;
use s3sim_s3::service::Intent;

use crate::recorder::Recorder;

pub(crate) const KIB: u64 = 1 << 10;
pub(crate) const MIB: u64 = 1 << 20;

/// A machine that is being played with.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    pub(crate) s3: S3,
    pub(crate) world: Recorder,
    pub(crate) bucket: BucketId,
    pub(crate) now: Instant,
    pub(crate) route: Route,
    pub(crate) caller: AccountId,
    /// The ids of the versions of each key, in the order in which they were made.
    names: BTreeMap<String, Vec<String>>,
    seen: usize,
}

pub(crate) fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap_or_else(|| panic!("{text} is no instant"))
}

/// A rule as the AWS CLI takes it, without braces; enabled and for every object unless it says otherwise.
fn rule(text: &str) -> String {
    let status = if text.contains("Status:") { "" } else { "Status: Enabled, " };
    let filter = if text.contains("Filter:") || text.starts_with("Prefix:") { "" } else { "Filter: {}, " };
    format!("{{{status}{filter}{text}}}")
}

/// The parameters of PutBucketLifecycleConfiguration.
pub(crate) fn lifecycle(rules: &[&str]) -> String {
    let rules: Vec<String> = rules.iter().map(|text| rule(text)).collect();
    format!("{{LifecycleConfiguration: {{Rules: [{}]}}}}", rules.join(", "))
}

impl Play {
    /// An empty bucket, made in 2012. `versioning` is empty, `Enabled` or `Suspended`.
    pub(crate) fn new(versioning: &str, rules: &[&str]) -> Play {
        let start = instant("2012-01-01");
        let mut s3 = S3::new(start, Settings::default());
        let bucket = s3.add_bucket(NewBucket {
            name: "b".into(),
            owner: AccountId(0),
            region: Region::US_EAST_1,
            created: start,
        });
        let mut play = Play {
            s3,
            world: Recorder::default(),
            bucket,
            now: start,
            route: Route::default(),
            caller: AccountId(0),
            names: BTreeMap::new(),
            seen: 0,
        };
        if !versioning.is_empty() {
            play.versioning(start, versioning);
        }
        if !rules.is_empty() {
            play.ok(&format!("2012-01-01 PutBucketLifecycleConfiguration - {}", lifecycle(rules)));
        }
        play.world.counts.clear();
        play
    }

    /// An empty bucket under the rules of a day, made on that day.
    pub(crate) fn as_of(day: &str) -> Play {
        let (now, mut play) = (instant(day), Play::new("", &[]));
        let rules = Rules { as_of: now.day() };
        play.s3 = S3::new(now, Settings { rules, ..Settings::default() });
        let new =
            NewBucket { name: "b".into(), owner: AccountId(0), region: Region::US_EAST_1, created: now };
        play.bucket = play.s3.add_bucket(new);
        play.now = now;
        play
    }

    /// As [`Play::new`], with every step taken and the clock at `until`.
    pub(crate) fn of(versioning: &str, rules: &[&str], steps: &[&str], until: &str) -> Play {
        let mut play = Play::new(versioning, rules);
        play.run(steps);
        play.until(until);
        play
    }

    fn versioning(&mut self, at: Instant, status: &str) {
        self.ok(&format!("{at} PutBucketVersioning - {{VersioningConfiguration: {{Status: {status}}}}}"));
    }

    /// Lets time pass: every midnight and every late action up to `to`, which is included.
    pub(crate) fn until(&mut self, to: &str) {
        self.pass(instant(to));
    }

    pub(crate) fn pass(&mut self, to: Instant) {
        loop {
            let midnight = self.s3.next_due().map(Day::start);
            let wake = self.world.wakes.first().map(|(at, _)| *at);
            let Some(next) = midnight.into_iter().chain(wake).min().filter(|&next| next <= to) else { break };
            assert!(next >= self.now, "something was due at {next}, but it is {} already", self.now);
            self.now = next;
            if midnight == Some(next) {
                self.s3.midnight(next.day(), &mut self.world);
            } else if let Some((at, wake)) = self.world.wakes.pop_first() {
                self.s3.wake(at, wake, &mut self.world);
            }
            self.name_versions();
        }
        self.now = to;
    }

    /// Takes steps that must succeed.
    pub(crate) fn run(&mut self, steps: &[&str]) {
        for step in steps {
            self.ok(step);
        }
    }

    /// Takes a step that must succeed.
    pub(crate) fn ok(&mut self, step: &str) -> Response {
        let response = self.step(step);
        assert!(response.is_ok(), "{step}: {:?}", response.error);
        response
    }

    /// Takes a step.
    pub(crate) fn step(&mut self, step: &str) -> Response {
        let mut parts = step.splitn(4, ' ');
        let at = instant(parts.next().unwrap_or_default());
        self.pass(at);
        let (call, key) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let response = self.call(call, key, parts.next().unwrap_or_default());
        self.name_versions();
        response
    }

    /// Takes a step that comes another way than over TLS.
    pub(crate) fn step_by(&mut self, step: &str, way: &Way) -> Response {
        let mut parts = step.splitn(4, ' ');
        self.pass(instant(parts.next().unwrap_or_default()));
        let (call, key) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (parameters, size) = self.parameters(parts.next().unwrap_or_default());
        let mut request = self.request(call, key, &parameters, size);
        request.caller.way = Some(way);
        self.s3.respond(self.now, &request, &mut self.world)
    }

    fn call(&mut self, call: &str, key: &str, parameters: &str) -> Response {
        let (parameters, size) = self.parameters(parameters);
        let request = self.request(call, key, &parameters, size);
        self.s3.respond(self.now, &request, &mut self.world)
    }

    fn request<'a>(&self, call: &str, key: &'a str, parameters: &'a Map, size: u64) -> Request<'a> {
        let api = Api::parse(call).unwrap_or_else(|| panic!("{call} is no call"));
        let caller = Caller::admin(self.caller);
        Request { api, bucket: "b", key, parameters, size, caller, route: self.route, cause: "step" }
    }

    fn parameters(&self, text: &str) -> (Map, u64) {
        let mut text = text.to_owned();
        for (key, ids) in &self.names {
            // The last first: `k@v1` is the beginning of `k@v12`.
            for (index, id) in ids.iter().enumerate().rev() {
                text = text.replace(&format!("{key}@v{}", index + 1), id);
            }
        }
        let text = if text.is_empty() { "{}" } else { text.as_str() };
        let node = yaml::parse(text).unwrap_or_else(|problems| panic!("{text}: {:?}", problems.list()));
        let Value::Map(mut map) = node.value else { panic!("{text} is no map") };
        let size = map.get("size").and_then(Node::scalar).map_or(Ok(MIB), str::parse);
        let size = size.unwrap_or_else(|_| panic!("{text} has no size"));
        map.entries.retain(|entry| entry.key != "size");
        (map, size)
    }

    /// What a call would answer now, without making it.
    pub(crate) fn look(&self, call: &str, key: &str, parameters: &str) -> Map {
        let (parameters, size) = self.parameters(parameters);
        let verdict = self.s3.judge(self.now, &self.request(call, key, &parameters, size));
        match verdict.outcome {
            Ok(Intent::Answer { fields, .. }) => fields.done(),
            other => panic!("{call} {key}: {other:?}"),
        }
    }

    fn name_versions(&mut self) {
        for event in &self.world.events[self.seen..] {
            let made = matches!(event.event, EventKind::Created | EventKind::DeleteMarkerCreated);
            if made && !["", "null"].contains(&event.version_id.as_str()) {
                self.names.entry(event.key.clone()).or_default().push(event.version_id.clone());
            }
        }
        self.seen = self.world.events.len();
    }

    /// `v2` for the id of a key's second version; `null` as it is.
    fn short(&self, key: &str, id: &str) -> String {
        let place = self.names.get(key).and_then(|ids| ids.iter().position(|known| known == id));
        place.map_or_else(|| id.to_owned(), |place| format!("v{}", place + 1))
    }

    /// What S3 did of its own accord: when, what (the class or tier of a move), to which key or version.
    pub(crate) fn life(&self) -> Vec<String> {
        let own = |event: &&ObjectEvent| event.cause != "step" && event.event != EventKind::EarlyDelete;
        self.world.events.iter().filter(own).map(|event| self.line(event)).collect()
    }

    fn line(&self, event: &ObjectEvent) -> String {
        let what = match event.event {
            EventKind::Transitioned | EventKind::TierChanged => &event.to,
            kind => kind.name(),
        };
        let whom = match (&event.last_key, &event.version_id) {
            (last, _) if !last.is_empty() => format!("{}..{last} x{}", event.key, event.count),
            (_, id) if !id.is_empty() => format!("{}@{}", event.key, self.short(&event.key, id)),
            _ => event.key.clone(),
        };
        format!("{} {what} {whom}", when(event.time))
    }

    /// Early-delete fees: when, on what, for which missing time on which bytes.
    pub(crate) fn fees(&self) -> Vec<(String, u128)> {
        let fees = self.world.counts.iter().filter(|(_, count)| count.operation == "EarlyDelete");
        let line = |(at, count): &(Instant, _)| {
            let count: &s3sim_s3::world::Count = count;
            (format!("{} {}", when(*at), count.item.usage_type(Region::US_EAST_1)), count.amount)
        };
        fees.map(line).collect()
    }

    /// What was counted beside fees, summed: usage type, operation, amount.
    pub(crate) fn usage(&self) -> Vec<(String, u128)> {
        let mut sums = BTreeMap::new();
        for (_, count) in self.world.counts.iter().filter(|(_, count)| count.operation != "EarlyDelete") {
            let line = format!("{} {}", count.item.usage_type(Region::US_EAST_1), count.operation);
            *sums.entry(line).or_default() += count.amount;
        }
        sums.into_iter().collect()
    }

    /// What is stored now, by operation on the bill.
    pub(crate) fn stored(&self) -> Vec<(&'static str, i128)> {
        self.world.levels.iter().map(|((_, operation), amount)| (*operation, *amount)).collect()
    }

    /// The versions of a key, newest first: `[D3*, v2, N]`. D is a delete marker, N the null version, `*` current.
    pub(crate) fn stack(&self, key: &str) -> String {
        let fields = self.look("ListObjectVersions", "", &format!("{{Prefix: {key}}}"));
        let mut entries = Vec::new();
        for (list, data) in [("Versions", true), ("DeleteMarkers", false)] {
            for entry in fields.get(list).and_then(Node::as_list).unwrap_or_default() {
                let text = |name: &str| entry.get(name).and_then(Node::scalar).unwrap_or_default();
                if text("Key") != key {
                    continue;
                }
                let id = self.short(key, text("VersionId"));
                let name = match (id.as_str(), data) {
                    ("null", true) => "N".to_owned(),
                    ("null", false) => "DN".to_owned(),
                    // Made together with others, and so without a name of its own.
                    (id, _) if !id.starts_with('v') => "?".to_owned(),
                    (id, true) => id.to_owned(),
                    (id, false) => id.replace('v', "D"),
                };
                let latest = if text("IsLatest") == "true" { "*" } else { "" };
                entries.push((
                    latest.is_empty(),
                    std::cmp::Reverse(text("LastModified").to_owned()),
                    name + latest,
                ));
            }
        }
        entries.sort();
        format!("[{}]", entries.into_iter().map(|(_, _, name)| name).collect::<Vec<_>>().join(", "))
    }

    /// Status, code and chosen fields of an answer, version ids in short: `404 NoSuchKey DeleteMarker=true`.
    pub(crate) fn told(&self, key: &str, response: &Response, fields: &[&str]) -> String {
        let mut told = response.status.to_string();
        if let Some(error) = &response.error {
            told += &format!(" {}", error.code.name());
        }
        for name in fields {
            if let Some(value) = response.fields.get(name).and_then(Node::scalar) {
                told += &format!(" {name}={}", self.short(key, value));
            }
        }
        told
    }
}

/// A date for midnights, an instant for everything else.
pub(crate) fn when(at: Instant) -> String {
    if at == at.day().start() { at.day().to_string() } else { at.to_string() }
}

/// `days` whole days.
pub(crate) const fn days(days: i64) -> Micros {
    Micros::days(days)
}

/// Byte-microseconds.
pub(crate) fn amount(bytes: u64, time: Micros) -> u128 {
    u128::from(bytes) * time.0.unsigned_abs() as u128
}
