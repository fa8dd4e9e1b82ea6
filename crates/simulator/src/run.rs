//! The run: one virtual clock, one total order of everything that happens.
//!
//! At one instant due dates come first, then what the machine asked to be woken for, steps, traffic, and last the
//! observer; within each, the order of the file decides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_document::tree::Map;
use s3sim_kernel::quantiles::Table;
use s3sim_kernel::queue::Queue;
use s3sim_kernel::streams::Seed;
use s3sim_kernel::time::{Day, Instant, Micros, SECOND};
use s3sim_ledger::usage::{Granularity, MeterKey};
use s3sim_ledger::window::Windows;
use s3sim_ledger::{Account, AccountId, Bucket, BucketId, Ledger};
use s3sim_neighbours::around::Around;
use s3sim_neighbours::outside::Signal;
use s3sim_s3::bucket::{Elsewhere, NewBucket, Versioning};
use s3sim_s3::calls::bulk_restore::Stretch;
use s3sim_s3::configuration::request_payment::Payer;
use s3sim_s3::configuration::versioning::VersioningStatus;
use s3sim_s3::kms::Keys;
use s3sim_s3::machine::{S3, Settings};
use s3sim_s3::partition::{PartitionSettings, READS_PER_S, WRITES_PER_S};
use s3sim_s3::world::Wake;
use s3sim_scenario::bucket::ExternalStore;
use s3sim_scenario::check::{Check, Loss};
use s3sim_scenario::step::{Act, Fault, StepTime};
use s3sim_scenario::{Scenario, billing};

use crate::aged;
use crate::around::{self, Surroundings};
use crate::extras::{self, Stores};
use crate::populations;
use crate::recorder::Recorder;
use crate::restores;
use crate::steps::{self, Answers, StepResult};
use crate::traffic::{self, TrafficResult};
use crate::workload::Engine;

/// Somebody who looks at the state as the run goes on.
pub trait Observer {
    /// The instants at which it wants to look, in any order.
    fn instants(&self) -> Vec<Instant>;

    /// The instants before which it wants to know what has been used so far, in any order.
    fn readings(&self) -> Vec<Instant>;

    /// Hears what had been used before `at`, an instant of [`Observer::readings`]; answers with the actions of budgets
    /// that this sets off, by their places.
    fn read(&mut self, _at: Instant, _ledger: &Ledger) -> Vec<usize> {
        Vec::new()
    }

    /// Looks, after everything else of this instant.
    fn look(&mut self, moment: &Moment<'_>);

    /// Whether it wants to look after every instant at which something happened.
    fn watches(&self, now: Instant) -> bool;

    /// Whether a check holds now: a function that acts only then wants to know.
    fn holds(&mut self, check: &Check, moment: &Moment<'_>) -> bool;

    /// Hears how far the run has come.
    fn progress(&mut self, now: Instant);

    /// Whether the run should stop: somebody has lost patience.
    fn interrupted(&self) -> bool {
        false
    }
}

/// What an observer sees.
pub struct Moment<'a> {
    /// Now.
    pub now: Instant,
    /// The end of the run.
    pub end: Instant,
    /// The machine.
    pub s3: &'a S3,
    /// Answers of the steps so far.
    pub answers: &'a BTreeMap<String, Map>,
    /// What has been measured so far.
    pub ledger: &'a Ledger,
    /// Whether the observer asked for this very instant, or something just happened.
    pub asked: bool,
}

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Write every object of a population as a row of its own. It must never show.
    pub explode: bool,
    /// How long S3 takes for every request, in microseconds, instead of what has been measured: for comparison with
    /// the theory of queues.
    pub service: Option<Table>,
}

/// A run that has come to its end.
#[derive(Clone, Debug)]
pub struct Run {
    /// All that was measured.
    pub ledger: Ledger,
    /// What every step got, in file order; nothing for steps that the run did not come to.
    pub steps: Vec<Option<StepResult>>,
    /// The fields of their answers, by the name of the step.
    pub answers: BTreeMap<String, Map>,
    /// What became of traffic, in file order.
    pub traffic: Vec<TrafficResult>,
    /// What had been used before each instant that the observer asked for.
    pub readings: BTreeMap<Instant, Ledger>,
    /// The KMS keys as they are at the end.
    pub keys: Keys,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
}

/// What can happen, in the order of phases.
enum Event {
    Wake(Wake),
    Signal(Signal),
    Step(usize),
    Workloads,
    Traffic(usize),
    /// Something that costs while it is there begins to be there, or ceases.
    Standing(usize, bool),
    /// Usage that comes again.
    Recurring(usize),
    /// A step reads what it has waited for.
    StepReads(usize, Vec<Stretch>),
    /// Traffic reads what it has waited for, so often.
    TrafficReads(usize, u64, Vec<Stretch>),
    Look,
}

impl Event {
    /// Due dates come before all of these.
    fn phase(&self) -> u8 {
        match self {
            Event::Wake(_) | Event::Signal(_) | Event::Standing(..) | Event::Recurring(_) => 1,
            Event::Step(_) | Event::StepReads(..) => 2,
            Event::Workloads => 3,
            Event::Traffic(_) | Event::TrafficReads(..) => 4,
            Event::Look => 5,
        }
    }
}

/// Takes a scenario from its start to its end.
pub fn run(scenario: &Scenario, options: Options, observer: &mut impl Observer) -> Run {
    let mut driver = Driver::new(scenario, options);
    driver.plan(observer);
    driver.go(observer);
    driver.with_around(observer, |around, s3, out, end| around.finish(end, s3, out), scenario.end);
    driver.close();
    driver.world.ledger.finish(driver.end);
    Run {
        ledger: driver.world.ledger,
        steps: driver.steps,
        answers: driver.answers,
        traffic: driver.traffic,
        readings: driver.readings,
        keys: driver.s3.keys().clone(),
        interrupted: driver.interrupted,
    }
}

/// S3 as a scenario finds it, before the clock starts.
pub fn beginning(scenario: &Scenario) -> S3 {
    Driver::new(scenario, Options::default()).s3
}

struct Driver<'a> {
    scenario: &'a Scenario,
    end: Instant,
    /// Due dates from here on do not happen any more.
    last_due: Instant,
    s3: S3,
    around: Around,
    world: Recorder,
    queue: Queue<Event>,
    engine: Option<Engine<'a>>,
    /// The day that events of workloads are summed up for.
    today: Day,
    answers: Answers,
    steps: Vec<Option<StepResult>>,
    traffic: Vec<TrafficResult>,
    /// Instants of readings that are still to be taken, in order.
    to_read: BTreeSet<Instant>,
    readings: BTreeMap<Instant, Ledger>,
    interrupted: bool,
}

impl<'a> Driver<'a> {
    fn new(scenario: &'a Scenario, options: Options) -> Driver<'a> {
        let mut ledger = Ledger::new(scenario.start, granularity(scenario.billing.granularity));
        ledger.windows = Windows::wide(scenario.outputs.window);
        for account in &scenario.accounts {
            ledger.add_account(Account { name: account.name.clone(), number: account.number.to_string() });
        }
        let settings = Settings {
            int_archive_overhead: scenario.model.int_archive_overhead,
            reading: scenario.model.reading,
            home: scenario.region,
            rules: scenario.rules,
            notification_propagation: scenario.model.notification_propagation,
            analysis_threshold: scenario.model.analysis_threshold,
            kms_requests_per_s: scenario.quotas.kms_requests,
            partitions: PartitionSettings {
                reads_per_s: scenario.quotas.prefix_reads.unwrap_or(READS_PER_S),
                writes_per_s: scenario.quotas.prefix_writes.unwrap_or(WRITES_PER_S),
                split_after: scenario.model.split_after,
            },
        };
        let mut s3 = S3::new(aged::beginning(scenario), settings);
        s3.know(scenario.directory.clone());
        s3.know_destinations(scenario.around.destinations.clone());
        ledger.journal.texts_max = scenario.outputs.notifications;
        for key in &scenario.keys {
            s3.add_key(key.clone());
        }
        buy_capacity(scenario, &mut ledger);
        let mut objects = Vec::new();
        let mut world = Recorder::new(ledger, scenario.model.clone(), Seed(scenario.seed));
        world.stores = Stores::of(&scenario.buckets);
        for standing in scenario.prices.standing.iter().filter(|standing| standing.from == scenario.start) {
            extras::stand(&mut world, scenario.start, standing, true);
        }
        for (index, account) in scenario.accounts.iter().enumerate() {
            s3.provision(AccountId(index as u16), account.provisioned_capacity);
        }
        if scenario.looks_for_losses() {
            s3.note_losses();
        }
        for plan in &scenario.buckets {
            let owner = scenario.accounts.iter().position(|account| account.name == plan.account);
            let id = s3.add_bucket(NewBucket {
                name: plan.name.clone(),
                owner: AccountId(owner.unwrap_or(0) as u16),
                region: plan.region,
                created: scenario.start,
            });
            open_bucket(&s3, &mut world, id.0 as usize);
            s3.set_partitions(id, plan.partitions.clone());
            if let Some(status) = plan.versioning {
                let versioning = match status {
                    VersioningStatus::Enabled => Versioning::Enabled,
                    VersioningStatus::Suspended => Versioning::Suspended,
                };
                s3.set_versioning(id, versioning);
            }
            let settings = s3.settings_mut(id);
            settings.kind = plan.kind.clone();
            settings.elsewhere = plan.external.as_ref().map(elsewhere);
            settings.object_lock = plan.object_lock;
            if let Some(encryption) = &plan.encryption {
                settings.encryption = encryption.clone().onto(&settings.encryption);
            }
            settings.mfa_delete = plan.mfa_delete;
            settings.tags = plan.tags.clone();
            settings.documents = plan.documents.iter().cloned().collect();
            s3.set_access(id, plan.access.clone());
            s3.set_lifecycle(id, plan.lifecycle.clone());
            s3.set_intelligent_tiering(id, plan.intelligent_tiering.clone());
            s3.set_requester_pays(id, plan.request_payment == Payer::Requester);
            objects.extend(plan.objects.iter().map(|population| (id, population)));
        }
        // Rules find their destinations whatever the order of the file.
        for (place, plan) in scenario.buckets.iter().enumerate() {
            if plan.replication.is_some() {
                s3.set_replication(BucketId(place as u32), plan.replication.clone());
            }
        }
        aged::live(&mut s3, &mut world, scenario.start, &objects, options.explode);
        for (id, population) in objects.into_iter().filter(|(_, population)| !population.aged) {
            populations::place(&mut s3, &mut world, scenario.start, id, population, options.explode);
        }
        for plan in &scenario.buckets {
            if let (Some(id), Some(notification)) = (s3.bucket_id(&plan.name), &plan.notification) {
                s3.set_notifications(id, notification.clone());
            }
            if let Some(id) = s3.bucket_id(&plan.name).filter(|_| !plan.analytics.is_empty()) {
                s3.set_analytics(scenario.start, id, plan.analytics.clone());
                s3.populated(scenario.start, &mut world);
            }
        }
        let answers = Answers::new();
        let mut out =
            Surroundings { world: &mut world, scenario, answers: &answers, holds: &mut |_, _, _, _| true };
        let around = Around::new(&scenario.around.plans, scenario.start, &mut out);
        Driver {
            scenario,
            around,
            end: scenario.end,
            last_due: scenario.end + Micros(i64::from(scenario.ends_with_what_it_names())),
            s3,
            world,
            queue: Queue::starting_at(scenario.start),
            engine: (!scenario.workloads.is_empty()).then(|| Engine::new(scenario, options.service)),
            today: scenario.start.day(),
            answers,
            steps: vec![None; scenario.steps.len()],
            traffic: vec![TrafficResult::default(); scenario.traffic.len()],
            to_read: BTreeSet::new(),
            readings: BTreeMap::new(),
            interrupted: false,
        }
    }

    /// Queues what is known from the beginning.
    fn plan(&mut self, observer: &impl Observer) {
        let mut at = self.scenario.start;
        for (index, step) in self.scenario.steps.iter().enumerate() {
            at = match step.when {
                StepTime::At(instant) => instant,
                StepTime::After(gap) => at + gap,
            };
            self.push(at, index, Event::Step(index));
        }
        for (index, traffic) in self.scenario.traffic.iter().enumerate() {
            if traffic.from < traffic.until {
                self.push(traffic.from, index, Event::Traffic(index));
            }
        }
        for (at, signal) in std::mem::take(&mut self.world.signals) {
            self.push(at, 0, Event::Signal(signal));
        }
        for (at, wake) in std::mem::take(&mut self.world.wakes) {
            self.push(at, 0, Event::Wake(wake));
        }
        for (index, standing) in self.scenario.prices.standing.iter().enumerate() {
            if standing.from > self.scenario.start {
                self.push(standing.from, index, Event::Standing(index, true));
            }
            if standing.until < self.end {
                self.push(standing.until, index, Event::Standing(index, false));
            }
        }
        for (index, recurring) in self.scenario.prices.recurring.iter().enumerate() {
            self.push(recurring.from, index, Event::Recurring(index));
        }
        self.to_read = observer.readings().into_iter().collect();
        for instant in observer.instants() {
            self.push(instant, 0, Event::Look);
        }
        self.plan_workloads();
    }

    fn push(&mut self, at: Instant, rank: usize, event: Event) {
        self.queue.push(at, event.phase(), rank as u32, event);
    }

    fn go(&mut self, observer: &mut impl Observer) {
        let mut changed: Option<Instant> = None;
        loop {
            let due = self.s3.next_due().map(|day| day.start()).filter(|&due| due < self.last_due);
            let next = self.queue.peek_time().filter(|&at| at <= self.end);
            let now = match (due, next) {
                (None, None) => break,
                (Some(at), None) | (None, Some(at)) => at,
                (Some(due), Some(next)) => due.min(next),
            };
            if changed.is_some_and(|before| before < now) {
                self.watch(observer, &mut changed);
            }
            self.read(now, observer);
            observer.progress(now);
            if observer.interrupted() {
                self.interrupted = true;
                return;
            }
            self.turn_day(now);
            if due == Some(now) {
                self.s3.midnight(now.day(), &mut self.world);
                changed = Some(now);
            } else if let Some((_, event)) = self.queue.pop() {
                if !matches!(event, Event::Look | Event::Standing(..) | Event::Recurring(_)) {
                    changed = Some(now);
                }
                if !matches!(event, Event::Look | Event::Workloads)
                    && let Some(engine) = &mut self.engine
                {
                    engine.unsettle();
                }
                self.happen(now, event, observer, due);
            }
            self.send_off(now, observer);
        }
        self.watch(observer, &mut changed);
        self.read(self.end, observer);
    }

    /// Queues what has come up: the machine's wakes, what it tells of objects, what things around it put off.
    fn send_off(&mut self, now: Instant, observer: &mut impl Observer) {
        let (notices, tests) =
            (std::mem::take(&mut self.world.notices), std::mem::take(&mut self.world.tests));
        if !notices.is_empty() || !tests.is_empty() {
            let deliver = |around: &mut Around, s3: &mut S3, out: &mut Surroundings<'_>, _: Instant| {
                tests.into_iter().for_each(|test| around.test_event(test, out));
                notices.into_iter().for_each(|notice| around.notice(notice, s3, out));
            };
            self.with_around(observer, deliver, now);
        }
        for (at, wake) in std::mem::take(&mut self.world.wakes) {
            self.push(at, 0, Event::Wake(wake));
        }
        for (at, signal) in std::mem::take(&mut self.world.signals) {
            self.push(at, 0, Event::Signal(signal));
        }
    }

    /// Lets something happen to the things around S3.
    fn with_around<T>(
        &mut self,
        observer: &mut impl Observer,
        act: impl FnOnce(&mut Around, &mut S3, &mut Surroundings<'_>, Instant) -> T,
        now: Instant,
    ) -> T {
        let (end, answers) = (self.end, &self.answers);
        let mut holds = |check: &Check, now: Instant, s3: &S3, ledger: &Ledger| {
            observer.holds(check, &Moment { now, end, s3, answers, ledger, asked: true })
        };
        let (world, scenario) = (&mut self.world, self.scenario);
        let mut out = Surroundings { world, scenario, answers, holds: &mut holds };
        act(&mut self.around, &mut self.s3, &mut out, now)
    }

    /// Takes the readings of all instants up to `now`, at which nothing has happened yet.
    fn read(&mut self, now: Instant, observer: &mut impl Observer) {
        while let Some(at) = self.to_read.first().copied().filter(|&at| at <= now) {
            self.to_read.remove(&at);
            let ledger = self.world.ledger.so_far(at);
            for action in observer.read(at, &ledger) {
                let action = &self.scenario.actions[action];
                for bound in &action.bound {
                    self.s3.attach(bound.clone(), Arc::clone(&action.policy));
                }
            }
            self.readings.insert(at, ledger);
        }
    }

    fn happen(&mut self, now: Instant, event: Event, observer: &mut impl Observer, due: Option<Instant>) {
        match event {
            Event::Standing(index, begins) => {
                extras::stand(&mut self.world, now, &self.scenario.prices.standing[index], begins);
            }
            Event::Recurring(index) => {
                let recurring = &self.scenario.prices.recurring[index];
                extras::recur(&mut self.world, now, recurring);
                let next = now + recurring.every;
                if next < recurring.until {
                    self.push(next, index, Event::Recurring(index));
                }
            }
            Event::Wake(wake) => self.s3.wake(now, wake, &mut self.world),
            Event::Signal(signal) => {
                self.with_around(observer, |around, s3, out, now| around.signal(now, signal, s3, out), now);
            }
            Event::Step(index) => {
                let step = &self.scenario.steps[index];
                match &step.act {
                    Act::Around { call, .. } => {
                        let perform = |around: &mut Around, s3: &mut S3, out: &mut Surroundings<'_>, now| {
                            around::perform(around, s3, now, call, out)
                        };
                        let result = self.with_around(observer, perform, now);
                        if let Ok(response) = &result.answer {
                            self.answers.insert(step.name.clone(), response.fields.clone());
                        }
                        self.steps[index] = Some(result);
                        return;
                    }
                    Act::Fault(fault @ (Fault::Crash(_) | Fault::Unreachable { .. })) => {
                        let strike = |around: &mut Around, _: &mut S3, out: &mut Surroundings<'_>, now| {
                            around::strike(around, now, fault, out);
                        };
                        self.with_around(observer, strike, now);
                        return;
                    }
                    _ => {}
                }
                let (s3, world) = (&mut self.s3, &mut self.world);
                let (request, name, answers) = match &step.act {
                    Act::Fault(Fault::Lose(disaster)) => {
                        s3.lose(now, *disaster, &format!("step {}", step.name), world);
                        return;
                    }
                    Act::Kms { call, .. } => {
                        let answers = &mut self.answers;
                        self.steps[index] =
                            Some(steps::perform_kms(s3, world, now, &step.name, call, answers));
                        return;
                    }
                    Act::Call { request, .. } => (request, &step.name, &mut self.answers),
                    Act::Around { .. } | Act::Fault(_) => return,
                };
                if !request.sender.is_answered() {
                    let answer = Err(extras::TIMEOUT.to_owned());
                    self.steps[index] = Some(StepResult::instant(now, 1, answer));
                    return;
                }
                if !restores::is_long(request) {
                    self.steps[index] = Some(steps::perform(s3, world, now, name, request, answers));
                    return;
                }
                let (result, waiting) = restores::perform(s3, world, now, name, request, answers);
                self.steps[index] = Some(result);
                for (at, stretches) in waiting {
                    self.push(at, index, Event::StepReads(index, stretches));
                }
            }
            Event::StepReads(index, stretches) => {
                let step = &self.scenario.steps[index];
                if let (Act::Call { request, .. }, Some(result)) = (&step.act, &mut self.steps[index]) {
                    let (s3, world) = (&mut self.s3, &mut self.world);
                    let kept = (result, &mut self.answers);
                    restores::resume(s3, world, now, &step.name, request, stretches, kept);
                }
            }
            Event::TrafficReads(index, times, stretches) => {
                let traffic = &self.scenario.traffic[index];
                let cause = format!("traffic {}", traffic.name);
                let (s3, world) = (&mut self.s3, &mut self.world);
                self.traffic[index].outcome +=
                    restores::read(s3, world, now, &traffic.request, stretches, times, &cause);
            }
            Event::Workloads => self.work(now, observer, due),
            Event::Traffic(index) => {
                let (traffic, result) = (&self.scenario.traffic[index], &mut self.traffic[index]);
                let waiting = traffic::happen(
                    &mut self.s3,
                    &mut self.world,
                    now,
                    Seed(self.scenario.seed),
                    traffic,
                    result,
                );
                for (at, times, stretches) in waiting {
                    self.push(at, index, Event::TrafficReads(index, times, stretches));
                }
                if let Some(next) = traffic::next(traffic, now) {
                    self.push(next, index, Event::Traffic(index));
                }
            }
            Event::Look => observer.look(&Moment {
                now,
                end: self.end,
                s3: &self.s3,
                answers: &self.answers,
                ledger: &self.world.ledger,
                asked: true,
            }),
        }
    }

    /// Lets workloads go on until something else happens, a billing period or a second is over; instant by instant
    /// while somebody watches.
    fn work(&mut self, now: Instant, observer: &impl Observer, due: Option<Instant>) {
        let mut limit = self.end + Micros(1);
        let second = Instant::from_micros(now.micros() - now.micros().rem_euclid(SECOND)) + Micros(SECOND);
        let others = self.queue.peek_time().into_iter().chain(due);
        limit = others.chain([second]).fold(limit, Instant::min);
        if observer.watches(now) {
            limit = now;
        }
        if let Some(engine) = &mut self.engine {
            engine.run(now, limit, &mut self.s3, &mut self.world);
        }
        self.plan_workloads();
    }

    fn plan_workloads(&mut self) {
        if let Some(at) = self.engine.as_mut().and_then(Engine::next) {
            self.push(at, 0, Event::Workloads);
        }
    }

    /// What workloads did to objects is told day by day, as of the beginning of the day.
    fn turn_day(&mut self, now: Instant) {
        if now.day() > self.today {
            let day = std::mem::replace(&mut self.today, now.day());
            self.s3.close_day(day.start().max(self.scenario.start), &mut self.world);
        }
    }

    /// The run is over.
    fn close(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.finish(self.end, &mut self.s3, &mut self.world);
        }
        self.s3.close_day(self.today.start().max(self.scenario.start), &mut self.world);
    }

    /// Lets the observer see what the last instant has left behind.
    fn watch(&self, observer: &mut impl Observer, changed: &mut Option<Instant>) {
        if let Some(now) = changed.take()
            && observer.watches(now)
        {
            let (s3, answers, ledger) = (&self.s3, &self.answers, &self.world.ledger);
            observer.look(&Moment { now, end: self.end, s3, answers, ledger, asked: false });
        }
    }
}

/// What S3 knows of a store that is not S3.
fn elsewhere(store: &ExternalStore) -> Elsewhere {
    let outlives = |loss| store.survives.contains(&loss);
    Elsewhere {
        first_byte: store.first_byte.unwrap_or_default(),
        outlives_host: outlives(Loss::Host),
        outlives_zone: outlives(Loss::Zone),
        outlives_region: outlives(Loss::Region),
    }
}

fn granularity(plan: billing::Granularity) -> Granularity {
    match plan {
        billing::Granularity::Month => Granularity::Month,
        billing::Granularity::Day => Granularity::Day,
        billing::Granularity::Hour => Granularity::Hour,
    }
}

/// Books the units of provisioned capacity: from the start on, a month at a time, never a part of one.
///
/// <https://aws.amazon.com/s3/pricing/>
fn buy_capacity(scenario: &Scenario, ledger: &mut Ledger) {
    for (index, account) in scenario.accounts.iter().enumerate().filter(|(_, a)| a.provisioned_capacity > 0) {
        let key = MeterKey {
            account: AccountId(index as u16),
            region: scenario.region,
            bucket: None,
            item: Item::ProvisionedCapacity,
            operation: "PurchaseProvisionedCapacity",
        };
        let months = (0..).map_while(|month| scenario.start.plus_months(month));
        for month in months.take_while(|&month| month < scenario.end) {
            ledger.usage.count(month, key, account.provisioned_capacity.into());
        }
    }
}

/// Opens the ledger's entry of the machine's `index`-th bucket: both count buckets alike.
pub(crate) fn open_bucket(s3: &S3, world: &mut Recorder, index: usize) {
    let bucket = s3.bucket(BucketId(index as u32));
    world.ledger.add_bucket(Bucket { name: bucket.name.clone(), owner: bucket.owner, region: bucket.region });
}
