//! Replication between the buckets of a small world.
//!
//! `src` and `near` lie in us-east-1, `dst` and `other` in us-west-2, all four in the main account; `far` lies in
//! eu-west-1 and belongs to 444455556666. All keep versions. Replication takes ten seconds unless a test says
//! otherwise.
//!
//! A step is an instant, a call, a bucket with a key, and parameters in YAML: `2024-01-01 PutObject src/k {size: 10}`.
//! `src/k@v2` stands for the id of the second version of `k` that was made in `src`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod batch;
mod bills;
mod calls;
mod deletes;
mod encrypted;
mod lifecycle;
mod live;
mod permissions;
mod runs;
mod time_control;

use std::collections::BTreeMap;
use std::sync::Arc;

use s3sim_aws::arn::Account;
use s3sim_aws::epoch::Rules;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value};
use s3sim_document::yaml;
use s3sim_iam::compile::Compiled;
use s3sim_iam::evaluate::Caller as Policies;
use s3sim_iam::policy::{Policy, PolicyKind, Rules as Grammar};
use s3sim_iam::principal::{AccountId as Digits, Principal};
use s3sim_kernel::time::{Day, Instant, Micros};
use s3sim_ledger::event::EventKind;
use s3sim_ledger::{AccountId, BucketId};
use s3sim_s3::bucket::NewBucket;
use s3sim_s3::caller::{Actor, Caller};
use s3sim_s3::directory::{Directory, ServiceRole};
use s3sim_s3::identity::unique_id;
use s3sim_s3::machine::{S3, Settings};
use s3sim_s3::request::{Request, Route};
use s3sim_s3::response::Response;

use crate::play::instant;
use crate::recorder::Recorder;

const MAIN: &str = "111122223333";
const OTHER: &str = "444455556666";

/// The small world.
#[derive(Clone, Debug)]
struct Net {
    s3: S3,
    world: Recorder,
    now: Instant,
    /// The ids of the versions that were made in a bucket under a key, in order; replicas are not among them.
    names: BTreeMap<String, Vec<String>>,
    seen: usize,
}

impl Net {
    fn new() -> Net {
        Net::as_of(Rules::default(), &[])
    }

    /// A world under the rules of a day, with roles that somebody has described.
    fn as_of(rules: Rules, roles: &[ServiceRole]) -> Net {
        let start = instant("2024-01-01");
        let mut s3 = S3::new(start, Settings { rules, ..Settings::default() });
        let numbers = [Account::MAIN, Account::parse(OTHER).unwrap()];
        let mut directory = Directory::of(numbers.map(|number| (number, None)));
        // Policies may name the role, whoever has made it.
        directory.add_name(Digits::parse(MAIN).unwrap(), "role", "repl");
        roles.iter().for_each(|role| directory.add_role(role.clone()));
        s3.know(directory);
        for (name, region, owner) in [
            ("src", "us-east-1", 0),
            ("near", "us-east-1", 0),
            ("dst", "us-west-2", 0),
            ("other", "us-west-2", 0),
            ("far", "eu-west-1", 1),
        ] {
            s3.add_bucket(NewBucket {
                name: name.to_owned(),
                owner: AccountId(owner),
                region: Region::parse(region).unwrap(),
                created: start,
            });
        }
        let world = Recorder { lag: Micros::seconds(10), ..Recorder::default() };
        let mut net = Net { s3, world, now: start, names: BTreeMap::new(), seen: 0 };
        for bucket in ["src", "near", "dst", "other", "far"] {
            net.ok(&format!(
                "2024-01-01 PutBucketVersioning {bucket} {{VersioningConfiguration: {{Status: Enabled}}}}"
            ));
        }
        net.world.counts.clear();
        net
    }

    /// A world in which these rules replicate `src`.
    fn with(rules: &[&str]) -> Net {
        let mut net = Net::new();
        net.replicate("src", rules);
        net
    }

    /// Puts a configuration with these rules on a bucket.
    fn replicate(&mut self, bucket: &str, rules: &[&str]) -> Response {
        let at = self.now;
        self.ok(&format!("{at} PutBucketReplication {bucket} {}", configuration("repl", rules)))
    }

    fn id(&self, bucket: &str) -> BucketId {
        self.s3.bucket_id(bucket).unwrap()
    }

    /// Lets time pass up to `to`, which is included.
    fn until(&mut self, to: &str) {
        self.pass(instant(to));
    }

    fn pass(&mut self, to: Instant) {
        loop {
            let midnight = self.s3.next_due().map(Day::start);
            let wake = self.world.wakes.first().map(|(at, _)| *at);
            let Some(next) = midnight.into_iter().chain(wake).min().filter(|&next| next <= to) else { break };
            assert!(next >= self.now, "{next} is before {}", self.now);
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

    fn run(&mut self, steps: &[&str]) {
        steps.iter().for_each(|step| {
            self.ok(step);
        });
    }

    fn ok(&mut self, step: &str) -> Response {
        let response = self.step(step);
        assert!(response.is_ok(), "{step}: {:?}", response.error);
        response
    }

    fn step(&mut self, step: &str) -> Response {
        let mut parts = step.splitn(4, ' ');
        self.pass(instant(parts.next().unwrap()));
        let (call, target) = (parts.next().unwrap(), parts.next().unwrap());
        let mut text = parts.next().unwrap_or("{}").to_owned();
        for (key, ids) in &self.names {
            for (index, id) in ids.iter().enumerate().rev() {
                text = text.replace(&format!("{key}@v{}", index + 1), id);
            }
        }
        let node = yaml::parse(&text).unwrap_or_else(|problems| panic!("{text}: {:?}", problems.list()));
        let Value::Map(mut parameters) = node.value else { panic!("{text} is no map") };
        let size =
            parameters.get("size").and_then(Node::scalar).map_or(1 << 20, |size| size.parse().unwrap());
        let by = parameters.get("by").and_then(Node::scalar).map(str::to_owned);
        parameters.entries.retain(|entry| entry.key != "size" && entry.key != "by");
        let (bucket, key) = target.split_once('/').unwrap_or((target, ""));
        let owner = match by {
            Some(account) => AccountId(account.parse().unwrap()),
            None => self.s3.bucket_id(bucket).map_or(AccountId(0), |id| self.s3.bucket(id).owner),
        };
        let actor = self.s3.directory().account(owner).admin.clone();
        let request = Request {
            api: Api::parse(call).unwrap_or_else(|| panic!("{call} is no call")),
            bucket,
            key,
            parameters: &parameters,
            size,
            caller: Caller { account: owner, actor: Some(&actor), way: None },
            route: Route::SameRegion,
            cause: "step",
        };
        let response = self.s3.respond(self.now, &request, &mut self.world);
        self.name_versions();
        response
    }

    fn name_versions(&mut self) {
        for event in &self.world.events[self.seen..] {
            let made = matches!(event.event, EventKind::Created | EventKind::DeleteMarkerCreated);
            if made && !event.version_id.is_empty() && !event.cause.starts_with("replication") {
                let name = format!("{}/{}", event.bucket, event.key);
                self.names.entry(name).or_default().push(event.version_id.clone());
            }
        }
        self.seen = self.world.events.len();
    }

    /// A field of what HEAD answers now; `-` if it is not there, the code if it is refused.
    fn head(&mut self, target: &str, field: &str) -> String {
        self.head_version(target, "", field)
    }

    fn head_version(&mut self, target: &str, version: &str, field: &str) -> String {
        let at = self.now;
        let parameters = if version.is_empty() { String::new() } else { format!("{{VersionId: {version}}}") };
        let response = self.step(format!("{at} HeadObject {target} {parameters}").trim_end());
        match response.error {
            Some(error) => error.code.name().to_owned(),
            None => response.fields.get(field).and_then(Node::scalar).unwrap_or("-").to_owned(),
        }
    }

    fn status(&mut self, target: &str) -> String {
        self.head(target, "ReplicationStatus")
    }

    /// The tags of an object: `a=1,b=2`.
    fn tags(&mut self, target: &str) -> String {
        let at = self.now;
        let response = self.step(&format!("{at} GetObjectTagging {target}"));
        let set = response.fields.get("TagSet").and_then(Node::as_list).unwrap_or_default();
        let text =
            |node: &Node, name: &str| node.get(name).and_then(Node::scalar).unwrap_or_default().to_owned();
        set.iter()
            .map(|tag| format!("{}={}", text(tag, "Key"), text(tag, "Value")))
            .collect::<Vec<_>>()
            .join(",")
    }

    /// The versions of a key in a bucket, newest first: `[D3*, v2]`, named after the bucket in which they were made.
    fn stack(&mut self, target: &str) -> String {
        let (bucket, key) = target.split_once('/').unwrap();
        let at = self.now;
        let fields = self.ok(&format!("{at} ListObjectVersions {bucket} {{Prefix: {key}}}")).fields;
        let mut entries = Vec::new();
        for (list, data) in [("Versions", true), ("DeleteMarkers", false)] {
            for entry in fields.get(list).and_then(Node::as_list).unwrap_or_default() {
                let text = |name: &str| entry.get(name).and_then(Node::scalar).unwrap_or_default();
                if text("Key") != key {
                    continue;
                }
                let id = text("VersionId");
                let name = self.names.iter().find_map(|(name, ids)| {
                    let place = ids.iter().position(|known| known == id)?;
                    let origin = name.split('/').next().filter(|origin| *origin != bucket);
                    let kind = if data { 'v' } else { 'D' };
                    Some(format!(
                        "{}{kind}{}",
                        origin.map(|o| format!("{o}:")).unwrap_or_default(),
                        place + 1
                    ))
                });
                let latest = text("IsLatest") == "true";
                let name = name.unwrap_or_else(|| id.to_owned()) + if latest { "*" } else { "" };
                entries.push((!latest, std::cmp::Reverse(text("LastModified").to_owned()), name));
            }
        }
        entries.sort();
        format!("[{}]", entries.into_iter().map(|(_, _, name)| name).collect::<Vec<_>>().join(", "))
    }

    /// What replication did: when, what, to what, why.
    fn story(&self) -> Vec<String> {
        let of_replication = |kind| {
            matches!(
                kind,
                EventKind::Replicated
                    | EventKind::ReplicationFailed
                    | EventKind::ReplicationMissedThreshold
                    | EventKind::ReplicatedAfterThreshold
            )
        };
        let events = self.world.events.iter().filter(|event| of_replication(event.event));
        events
            .map(|event| {
                let whom = if event.count == 1 {
                    event.key.clone()
                } else {
                    format!("{}..{}", event.key, event.last_key)
                };
                let time = event.time.since(event.time.day().start()).0 / 1_000_000;
                format!("{time}s {} {}/{whom} to {}: {}", event.event, event.bucket, event.to, event.cause)
            })
            .collect()
    }

    /// Why replication failed, in the order of time.
    fn reasons(&self) -> Vec<String> {
        let failed = self.world.events.iter().filter(|event| event.event == EventKind::ReplicationFailed);
        failed.map(|event| event.cause.rsplit(' ').next().unwrap().to_owned()).collect()
    }

    /// What was counted: who pays, Region, usage type, operation, amount. Without what costs nothing.
    fn usage(&self) -> Vec<String> {
        let mut sums: BTreeMap<String, u128> = BTreeMap::new();
        for (_, count) in &self.world.counts {
            let usage = count.item.usage_type(count.region);
            if !usage.ends_with("NoCharge") {
                let bucket = &self.s3.bucket(count.bucket).name;
                let line = format!("{} {bucket} {usage} {}", count.payer.0, count.operation);
                *sums.entry(line).or_default() += count.amount;
            }
        }
        sums.into_iter().map(|(line, amount)| format!("{line} {amount}")).collect()
    }
}

/// A configuration under a role of the main account. A rule is `bucket; rest; more`: its destination, what else it says,
/// and what else its destination says. What is not said is enabled, of the second grammar, for every object.
fn configuration(role: &str, rules: &[&str]) -> String {
    let rules: Vec<String> = rules.iter().enumerate().map(|(index, text)| rule(index + 1, text)).collect();
    let rules = rules.join(", ");
    format!("{{ReplicationConfiguration: {{Role: 'arn:aws:iam::{MAIN}:role/{role}', Rules: [{rules}]}}}}")
}

fn rule(number: usize, text: &str) -> String {
    let mut parts = text.split("; ");
    let (bucket, rest) = (parts.next().unwrap(), parts.next().unwrap_or_default());
    let more = parts.next().map(|more| format!(", {more}")).unwrap_or_default();
    let said = map(&format!("{{{rest}}}"));
    let first_grammar = said.get("Prefix").is_some();
    let defaults = [
        ("ID", format!("r{number}"), true),
        ("Status", "Enabled".to_owned(), true),
        ("Filter", "{}".to_owned(), !first_grammar),
        ("Priority", number.to_string(), !first_grammar),
        ("DeleteMarkerReplication", "{Status: Disabled}".to_owned(), !first_grammar),
    ];
    let defaults = defaults.into_iter().filter(|(name, _, wanted)| *wanted && said.get(name).is_none());
    let mut fields: Vec<String> = defaults.map(|(name, value, _)| format!("{name}: {value}")).collect();
    fields.extend((!rest.is_empty()).then(|| rest.to_owned()));
    format!("{{{}, Destination: {{Bucket: 'arn:aws:s3:::{bucket}'{more}}}}}", fields.join(", "))
}

/// A role of the main account that trusts these services, with a policy.
fn role(name: &str, trusts: &[&str], statements: &str) -> ServiceRole {
    let trusts: Vec<String> = trusts.iter().map(|service| format!("'{service}'")).collect();
    let trust = format!(
        "{{Version: 2012-10-17, Statement: [{{Effect: Allow, Principal: {{Service: [{}]}}, Action: 'sts:AssumeRole'}}]}}",
        trusts.join(", ")
    );
    let policy = format!("{{Version: 2012-10-17, Statement: [{statements}]}}");
    let digits = Digits::parse(MAIN).unwrap();
    let mut policies =
        Policies::new(Principal::session(digits, name, &unique_id("AROA", digits, name), "s3"));
    policies.identity.push(compiled(&policy, PolicyKind::Role));
    ServiceRole {
        actor: Actor::new(policies, Some(AccountId(0))),
        arn: format!("arn:aws:iam::{MAIN}:role/{name}"),
        owner: digits,
        trust: compiled(&trust, PolicyKind::Trust),
    }
}

fn compiled(text: &str, kind: PolicyKind) -> Arc<Compiled> {
    let node = yaml::parse(text).unwrap();
    let problems = std::cell::RefCell::new(Problems::new());
    let policy = Policy::read(&Reader::new(&node, "", &problems), &Grammar::new(kind));
    let problems = problems.into_inner();
    Compiled::shared("policy", &policy.unwrap_or_else(|| panic!("{text}: {:?}", problems.list())))
}

/// A policy as the parameter of PutBucketPolicy.
fn policy(statements: &str) -> String {
    format!("{{Policy: {{Version: 2012-10-17, Statement: [{statements}]}}}}")
}

/// Parameters out of text.
fn map(text: &str) -> Map {
    match yaml::parse(text).unwrap().value {
        Value::Map(map) => map,
        _ => panic!("{text} is no map"),
    }
}
