//! A call of a workload, prepared once: what does not change from request to request is decided here.

use s3sim_aws::class::StorageClass;
use s3sim_aws::operation::Api;
use s3sim_document::tree::{At, Entry, Map, Node, Value};
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::time::{Day, Instant};
use s3sim_ledger::BucketId;
use s3sim_ledger::latency::Latency;
use s3sim_s3::machine::S3;
use s3sim_s3::partition::Budget;
use s3sim_s3::request::{Request, Route};
use s3sim_s3::versioning::Written;
use s3sim_scenario::request::{Content, RequestPlan};
use s3sim_scenario::workload::Pick;

use super::aim::Aim;
use crate::client::path::Path;
use crate::extras;
use crate::latency::{Kind, Latencies};
use crate::recorder::Recorder;
use crate::steps::{caller, route};

/// How requests of a call reach the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// By place: nothing about their form or permission depends on the single request.
    Read,
    /// As [`Way::Read`], with what is written.
    Write(Written),
    /// Each as a request of its own, with its key spelled out.
    Each,
}

/// Requests of one class that have not been booked yet.
#[derive(Clone, Copy, Debug, Default)]
struct Unbooked {
    count: u64,
    bytes: u128,
}

/// A call, ready to be made millions of times.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) plan: &'a RequestPlan,
    pub(crate) pick: Pick,
    pub(crate) weight: u64,
    pub(crate) bucket: Option<BucketId>,
    pub(crate) aim: Aim,
    pub(crate) way: Way,
    pub(crate) budget: Option<Budget>,
    pub(crate) route: Route,
    pub(crate) path: Path,
    /// Which group of clients sends it.
    pub(crate) client: u16,
    /// Bytes that a range asks for: first and last.
    pub(crate) range: Option<(u64, u64)>,
    /// Requests that succeeded in one piece.
    pub(crate) succeeded: Latency,
    /// All others, by call, status and whether they were parts.
    pub(crate) others: Vec<((Api, u16, bool), Latency)>,
    unbooked: Vec<((Api, StorageClass), Unbooked)>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(plan: &'a RequestPlan, pick: Pick, weight: u64, client: u16, path: Path) -> Call<'a> {
        Call {
            plan,
            pick,
            weight,
            bucket: None,
            aim: Aim::Nothing,
            way: Way::Each,
            budget: Budget::of(plan.api),
            route: route(plan.client),
            path,
            client,
            range: range(plan),
            succeeded: Latency::default(),
            others: Vec::new(),
            unbooked: Vec::new(),
        }
    }

    /// Looks at the bucket, the keys and the permission, all of which steps may change.
    pub(crate) fn prepare(&mut self, s3: &mut S3, latencies: &mut Latencies, now: Instant) {
        self.bucket = self.plan.bucket.as_deref().and_then(|name| s3.bucket_id(name));
        self.way = Way::Each;
        for kind in
            [Kind::of(self.plan.api, StorageClass::Standard), Kind::Refusal, Kind::Connection, Kind::Kms]
        {
            latencies.prepare(kind);
        }
        if self.plan.in_parts {
            for kind in [Kind::CreateUpload, Kind::Part, Kind::CompleteUpload, Kind::Head] {
                latencies.prepare(kind);
            }
        }
        let Some(bucket) = self.bucket.filter(|&bucket| !s3.bucket(bucket).deleted) else { return };
        self.prepare_aim(s3, now.day());
        let names = |known: &[&str]| {
            let plain = |node: &Node| !node.scalar().is_some_and(|text| text.contains('{'));
            let known = |name: &str| known.contains(&name);
            self.plan.parameters.iter().all(|parameter| known(&parameter.name) && plain(&parameter.value))
        };
        let simple = !matches!(self.plan.content, Content::Body(_));
        let parameters = parameters(self.plan);
        let request = Request {
            api: self.plan.api,
            bucket: self.plan.bucket.as_deref().unwrap_or_default(),
            key: "",
            parameters: &parameters,
            size: 0,
            caller: caller(s3, self.plan),
            route: self.route,
            cause: "",
        };
        let by_itself =
            self.plan.sender.way.as_ref().is_some_and(|way| way.client_key.is_some() || way.damaged);
        if by_itself || !s3.needs_no_asking(&request) {
            return;
        }
        self.way = match self.plan.api {
            Api::GetObject | Api::HeadObject if names(&["Range"]) => Way::Read,
            Api::PutObject if simple && names(&["StorageClass", "Tagging"]) => {
                s3.written(now, bucket, &parameters, 0).map_or(Way::Each, Way::Write)
            }
            _ => Way::Each,
        };
    }

    /// Finds the keys of a day.
    pub(crate) fn prepare_aim(&mut self, s3: &mut S3, today: Day) {
        if let Some(bucket) = self.bucket {
            self.aim = Aim::new(s3, bucket, self.plan, self.pick, today);
        }
    }

    /// The size of the next request.
    #[inline]
    pub(crate) fn size(&self, word: impl FnOnce() -> u64) -> u64 {
        match &self.plan.content {
            Content::Nothing => 0,
            Content::Drawn(table) => Table::draw(table, word()),
            other => other.size(),
        }
    }

    /// Bytes of an object of `size` that are asked for.
    #[inline]
    pub(crate) fn asked(&self, size: u64) -> u64 {
        match self.range {
            None => size,
            Some((first, last)) => last.min(size.saturating_sub(1)).saturating_add(1).saturating_sub(first),
        }
    }

    /// Notes a request that is to be paid.
    #[inline]
    pub(crate) fn charge(&mut self, api: Api, class: StorageClass, bytes: u64) {
        let place = match self.unbooked.iter().position(|(key, _)| *key == (api, class)) {
            Some(place) => place,
            None => {
                self.unbooked.push(((api, class), Unbooked::default()));
                self.unbooked.len() - 1
            }
        };
        let unbooked = &mut self.unbooked[place].1;
        unbooked.count += 1;
        unbooked.bytes += u128::from(bytes);
    }

    /// Books all that is to be paid.
    pub(crate) fn book(&mut self, s3: &mut S3, world: &mut Recorder, now: Instant) {
        let Some(bucket) = self.bucket else { return };
        for ((api, class), unbooked) in &mut self.unbooked {
            let Unbooked { count, bytes } = std::mem::take(unbooked);
            if count == 0 {
                continue;
            }
            let out = matches!(*api, Api::GetObject);
            let leaving = if out { bytes } else { 0 };
            s3.book(now, (bucket, *api, *class), count, leaving, self.route, world);
            extras::carry(s3, world, now, self.plan, (bytes, bytes));
            if let Some((into, back)) = self.path.accelerated {
                s3.book_bytes(now, bucket, *api, if out { back } else { into }, bytes, world);
            }
        }
    }

    /// Where requests of this outcome are counted.
    #[inline]
    pub(crate) fn record(&mut self, api: Api, status: u16, part: bool) -> &mut Latency {
        if !part && (200..300).contains(&status) {
            return &mut self.succeeded;
        }
        let key = (api, status, part);
        let place = match self.others.iter().position(|(known, _)| *known == key) {
            Some(place) => place,
            None => {
                self.others.push((key, Latency::default()));
                self.others.len() - 1
            }
        };
        &mut self.others[place].1
    }
}

/// The parameters as S3 gets them.
pub(crate) fn parameters(plan: &RequestPlan) -> Map {
    let entry = |parameter: &s3sim_scenario::request::Parameter| Entry {
        key: parameter.name.clone(),
        key_at: At::NOWHERE,
        value: parameter.value.clone(),
    };
    Map { entries: plan.parameters.iter().map(entry).collect() }
}

/// `Range: bytes=0-49`.
fn range(plan: &RequestPlan) -> Option<(u64, u64)> {
    let text = plan.parameter("Range").and_then(|node| match &node.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })?;
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let first = first.parse().ok()?;
    let last = if last.is_empty() { u64::MAX } else { last.parse().ok()? };
    (first <= last).then_some((first, last))
}
