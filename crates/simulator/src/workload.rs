//! Requests one by one: born, sent, admitted or refused, answered, sent again.
//!
//! Everything random about a request is drawn at its birth, in the order of arrivals, from the streams of its workload;
//! its attempts draw from a seed of its own. So one more retry, client or workload disturbs nobody, and variants of a
//! scenario meet the same arrivals. Where nobody waits for the end of a request its success is no event: it is written
//! down when it is known. Modelling choice: the machine changes when an attempt reaches it, not when its last byte does,
//! and a client without a limit on its connections always has a warm one.

mod aim;
mod attempt;
mod birth;
mod call;
mod each;
mod job;
mod lane;
mod transfer;

use s3sim_aws::operation::Api;
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::queue::Queue;
use s3sim_kernel::streams::Seed;
use s3sim_kernel::time::{Day, Instant};
use s3sim_ledger::latency::LatencyKey;
use s3sim_ledger::window::Window;
use s3sim_s3::machine::S3;
use s3sim_scenario::Scenario;
use s3sim_scenario::client::{ClientPlan, Location};
use s3sim_scenario::request::Client as Place;

use crate::client::Client;
use crate::client::path::Path;
use crate::latency::Latencies;
use crate::recorder::Recorder;
use call::Call;
use job::{Event, Job};
use lane::{Lane, Source};
use transfer::Transfers;

/// Clients of one plan.
struct Group {
    plan: ClientPlan,
    members: Vec<Client<Job>>,
    flows: Vec<Client<(Job, job::Answer, u64)>>,
}

/// All workloads of a run.
pub(crate) struct Engine<'a> {
    lanes: Vec<Lane<'a>>,
    groups: Vec<Group>,
    /// When the next request of each workload comes.
    arrivals: Vec<Option<Instant>>,
    /// The earliest of them, and whose it is.
    next: Option<(Instant, u16)>,
    queue: Queue<Event>,
    latencies: Latencies,
    transfers: Transfers,
    today: Day,
    /// Whether something has changed that prepared calls do not know of.
    stale: bool,
    /// When workloads begin that have not begun yet, latest first.
    starts: Vec<Instant>,
}

impl<'a> Engine<'a> {
    /// The workloads of a scenario. `service` takes the place of the times that S3 takes.
    pub(crate) fn new(scenario: &'a Scenario, service: Option<Table>) -> Engine<'a> {
        let mut groups: Vec<Group> = Vec::new();
        for plan in &scenario.clients {
            groups.push(Group::new(plan.clone(), scenario.start));
        }
        let mut lanes = Vec::new();
        for plan in &scenario.workloads {
            let calls = plan.calls.iter().map(|call| {
                let region = scenario
                    .buckets
                    .iter()
                    .find(|bucket| Some(&bucket.name) == call.request.bucket.as_ref())
                    .map_or(scenario.region, |bucket| bucket.region);
                let client = match call.request.from {
                    Some(client) => client.0,
                    None => {
                        let (name, location) = built_in(call.request.client, region.name());
                        groups.push(Group::new(ClientPlan::plain(name, location), scenario.start));
                        (groups.len() - 1) as u16
                    }
                };
                let path = Path::new(&groups[usize::from(client)].plan, &call.request.sender, region);
                Call::new(&call.request, call.pick, call.weight, client, path)
            });
            let calls = calls.collect();
            lanes.push(Lane::new(Seed(scenario.seed), plan, calls));
        }
        let mut engine = Engine {
            arrivals: vec![None; lanes.len()],
            lanes,
            groups,
            next: None,
            queue: Queue::starting_at(scenario.start),
            latencies: Latencies::new(scenario.model.latency, service),
            transfers: Transfers::default(),
            today: scenario.start.day(),
            stale: true,
            starts: scenario.workloads.iter().map(|workload| workload.from).collect(),
        };
        engine.starts.sort_unstable_by(|a, b| b.cmp(a));
        engine.begin();
        engine
    }

    fn begin(&mut self) {
        for index in 0..self.lanes.len() {
            let lane = &mut self.lanes[index];
            if let Source::Users { used, .. } = &lane.source {
                for user in 0..used.len() {
                    let event = Event::User { lane: index as u16, user: user as u32 };
                    self.queue.push(lane.plan.from, 0, index as u32, event);
                }
            }
            self.arrivals[index] = lane.arrival(true);
        }
        self.choose();
    }

    /// Finds the workload whose request comes next; among equals the first of the file.
    #[inline]
    fn choose(&mut self) {
        let coming = self.arrivals.iter().enumerate();
        self.next = coming.filter_map(|(lane, at)| at.map(|at| (at, lane as u16))).min();
    }

    /// When something happens next.
    pub(crate) fn next(&mut self) -> Option<Instant> {
        let arrival = self.next.map(|(at, _)| at);
        self.queue.peek_time().into_iter().chain(arrival).min()
    }

    /// Something has changed that calls were prepared for.
    pub(crate) fn unsettle(&mut self) {
        self.stale = true;
    }

    /// Lets everything happen at `now`, and everything before `limit`.
    pub(crate) fn run(&mut self, now: Instant, limit: Instant, s3: &mut S3, world: &mut Recorder) {
        while self.starts.last().is_some_and(|start| *start <= now) {
            self.starts.pop();
            self.stale = true;
        }
        if self.stale || now.day() != self.today {
            self.prepare(now, s3);
        }
        let limit = self.starts.last().map_or(limit, |start| limit.min(*start));
        let last = limit.max(now + s3sim_kernel::time::Micros(1));
        loop {
            let waiting = self.queue.peek_time();
            match (self.next, waiting) {
                (Some((at, lane)), waiting) if waiting.is_none_or(|waiting| at < waiting) => {
                    if at >= last {
                        break;
                    }
                    self.arrive(at, lane, s3, world);
                }
                (_, Some(at)) if at < last => {
                    if let Some((at, event)) = self.queue.pop() {
                        self.happen(at, event, s3, world);
                    }
                }
                _ => break,
            }
        }
        self.settle(now, s3, world);
    }

    #[cold]
    fn prepare(&mut self, now: Instant, s3: &mut S3) {
        let (stale, today) = (std::mem::take(&mut self.stale), now.day());
        self.today = today;
        for lane in &mut self.lanes {
            for call in &mut lane.calls {
                if stale {
                    call.prepare(s3, &mut self.latencies, now);
                } else if call.aim.is_stale(today) {
                    call.prepare_aim(s3, today);
                }
            }
            s3.cause_by_day(&lane.cause);
        }
    }

    /// Books what has been used and hands over what was throttled.
    fn settle(&mut self, now: Instant, s3: &mut S3, world: &mut Recorder) {
        for lane in &mut self.lanes {
            for call in &mut lane.calls {
                call.book(s3, world, now);
            }
        }
        s3.close_desk(now, world);
        throttled(s3, world);
    }

    #[inline]
    fn push(&mut self, at: Instant, event: Event) {
        self.queue.push(at, 0, u32::from(event.lane()), event);
    }

    /// The run is over: hands over what was counted.
    pub(crate) fn finish(mut self, now: Instant, s3: &mut S3, world: &mut Recorder) {
        self.settle(now, s3, world);
        s3.close_seconds(now);
        throttled(s3, world);
        for lane in &self.lanes {
            for call in &lane.calls {
                let key = |operation: &'static str, status, part| LatencyKey {
                    workload: lane.plan.name.clone(),
                    client: self.groups[usize::from(call.client)].plan.name.clone(),
                    bucket: call.plan.bucket.clone().unwrap_or_default(),
                    operation,
                    part,
                    status,
                };
                let whole = |api: Api| match (call.plan.in_parts, api) {
                    (true, Api::PutObject) => "upload",
                    (true, _) => "read",
                    (false, api) => api.name(),
                };
                let api = call.plan.api;
                if call.succeeded.times.count() > 0 {
                    let status = if call.range.is_some() { 206 } else { api.success_status() };
                    world.ledger.latencies.add(key(whole(api), status, false), &call.succeeded);
                }
                for ((api, status, part), latency) in &call.others {
                    let operation = if *part { api.name() } else { whole(*api) };
                    world.ledger.latencies.add(key(operation, *status, *part), latency);
                }
            }
        }
    }
}

impl Group {
    fn new(plan: ClientPlan, now: Instant) -> Group {
        let members = (0..plan.count).map(|_| Client::new(&plan, now)).collect();
        let flows = (0..plan.count).map(|_| Client::new(&plan, now)).collect();
        Group { plan, members, flows }
    }
}

/// Name and place of a client that no scenario describes.
fn built_in(client: Place, region: &str) -> (String, Location) {
    match client {
        Place::BucketRegion => (region.to_owned(), Location::BucketRegion),
        Place::Region(region) => (region.name().to_owned(), Location::Region(region)),
        // Modelling choice: 40 ms to wherever people sit, and an edge location next to them.
        Place::Internet => ("internet".to_owned(), Location::Distance(s3sim_kernel::time::Micros(40_000))),
        Place::CloudFront => ("cloudfront".to_owned(), Location::BucketRegion),
    }
}

fn throttled(s3: &mut S3, world: &mut Recorder) {
    for second in s3.throttled() {
        let window = Window {
            limit_per_s: second.limit_per_s,
            offered: second.offered,
            throttled: second.refused,
            gave_up: second.gave_up,
        };
        world.ledger.windows.add(second.start, second.resource, window);
    }
    for second in s3.kms_exceeded() {
        let window = Window {
            limit_per_s: second.limit_per_s,
            offered: second.offered,
            throttled: second.refused,
            gave_up: second.gave_up,
        };
        let account = world.ledger.account(second.account).number.clone();
        let resource = format!("KMS requests of {account} in {}", second.region.name());
        world.ledger.windows.add(second.start, resource, window);
    }
}
