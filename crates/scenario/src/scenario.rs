//! A checked scenario.

use std::cell::RefCell;
use std::sync::Arc;

use s3sim_aws::epoch::Rules;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_billing::budget::Budget;
use s3sim_document::patch;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Node, Value};
use s3sim_kernel::time::Instant;
use s3sim_ledger::message::ThingKind;
use s3sim_s3::directory::Directory;
use s3sim_s3::kms::NewKey;

use crate::account::{self, Account};
use crate::around::{self, Around};
use crate::billing::{self, BillingPlan};
use crate::bucket::{self, BucketPlan};
use crate::check::{self, Check};
use crate::client::{self, ClientPlan};
use crate::clock::{self, Clock};
use crate::copies;
use crate::external;
use crate::model::{self, Model};
use crate::outputs::{self, Outputs};
use crate::people::{self, People};
use crate::prices::PriceBook;
use crate::question::{self, Aim, Question, Requirement};
use crate::quotas::{self, Quotas};
use crate::records::RecordsOf;
use crate::scope::{Claim, Ground, Scope};
use crate::section::Section;
use crate::shape;
use crate::step::{self, Step};
use crate::target::Target;
use crate::traffic::{self, Traffic};
use crate::values;
use crate::watch::{self, BillingAlarm, BudgetAction};
use crate::words::top::TOP;
use crate::workload::{self, Workload};

/// Everything that a scenario file says, with its defaults.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What it is about; empty if it does not say.
    pub description: String,
    /// When the clock starts.
    pub start: Instant,
    /// When it stops, later than `start`. What is done or asked at this very instant still happens; what is due at it
    /// does not belong to a run of a stated duration.
    pub end: Instant,
    /// What all draws start from.
    pub seed: u64,
    /// Where things are that do not say where.
    pub region: Region,
    /// S3's rules and defaults.
    pub rules: Rules,
    /// The accounts, `main` first.
    pub accounts: Vec<Account>,
    /// The same accounts with their organization, users and roles, as S3 knows them.
    pub directory: Directory,
    /// KMS keys at the start, in file order; `aws/s3` is always there.
    pub keys: Vec<NewKey>,
    /// The buckets at the start, copies included, in file order.
    pub buckets: Vec<BucketPlan>,
    /// What stands around S3.
    pub around: Around,
    /// Budgets, in file order.
    pub budgets: Vec<Budget>,
    /// What they do beside telling somebody.
    pub actions: Vec<BudgetAction>,
    /// Alarms on estimated charges, in file order.
    pub alarms: Vec<BillingAlarm>,
    /// Which files are written, and how much.
    pub outputs: Outputs,
    /// Single calls, in file order.
    pub steps: Vec<Step>,
    /// Who sends requests, in file order.
    pub clients: Vec<ClientPlan>,
    /// Requests one by one, in file order.
    pub workloads: Vec<Workload>,
    /// Whole days of requests, in file order.
    pub traffic: Vec<Traffic>,
    /// What must hold, in file order.
    pub expect: Vec<Check>,
    /// What must hold for an option to be an answer, in file order.
    pub requirements: Vec<Requirement>,
    /// What makes one option that meets the requirements better than another.
    pub objective: Vec<Aim>,
    /// Why it is ruled out by hand.
    pub excluded: Option<String>,
    /// What somebody has to look after beside what can be counted: see [`Scenario::upkeep`].
    pub extra_upkeep: u64,
    /// What is asked of it; options themselves ask nothing.
    pub question: Question,
    /// Modelling choices.
    pub model: Model,
    /// Limits that differ from the published ones.
    pub quotas: Quotas,
    /// How usage becomes a bill.
    pub billing: BillingPlan,
    /// What it prices itself, and what costs without a request.
    pub prices: PriceBook,
    /// Who there is, for questions that the file does not ask.
    pub(crate) people: Arc<People>,
    /// The tree that was checked, files and settings included: what a digest is taken of.
    pub tree: Node,
}

impl Scenario {
    /// Whether it ends with the last instant that it names, as it does unless it says a duration: then what is due at
    /// that instant happens too.
    pub fn ends_with_what_it_names(&self) -> bool {
        self.tree.get("duration").is_none()
    }
}

/// Reads a tree whose files have been read in. `file_name` is the name unless the scenario says one.
///
/// # Errors
/// Every mistake, in the order of the format.
pub fn read(tree: Node, file_name: &str) -> Result<Scenario, Problems> {
    question::read(alone(tree, file_name)?)
}

/// Reads a tree without the options in it, and without judging requirements that cannot be read.
pub(crate) fn alone(mut tree: Node, file_name: &str) -> Result<Scenario, Problems> {
    let mut problems = patch::settle(&mut tree, &shape::default);
    let mut whole = tree.clone();
    copies::expand(&mut whole, &mut problems);
    let problems = RefCell::new(problems);
    let scenario = checked(&Reader::new(&whole, "", &problems), file_name);
    let problems = problems.into_inner();
    match scenario {
        Some(scenario) if problems.is_empty() => Ok(Scenario { tree, ..scenario }),
        _ => Err(problems),
    }
}

fn checked(reader: &Reader<'_>, file_name: &str) -> Option<Scenario> {
    let empty = Node { at: reader.at(), value: Value::Map(Default::default()) };
    let reader =
        if matches!(reader.node().value, Value::Null) { reader.instead(&empty) } else { reader.clone() };
    let section = Section::open(&reader, &TOP)?;
    let text = |name| section.get(name).and_then(|value| values::text(&value));
    let (name, description) = (text("name"), text("description"));
    let clock = span(&section);
    let rules = section.get("as_of").and_then(|value| clock.instant(&value));
    let rules = rules.map_or_else(Rules::default, |instant| Rules { as_of: instant.day() });
    let region = section.get("region").and_then(|value| values::region(&value)).unwrap_or(Region::US_EAST_1);
    let seed = section.get("seed").and_then(|value| value.count()).unwrap_or(1);
    let accounts = account::read_all(section.get("accounts").as_ref());
    let ground = Ground { clock, region, rules };
    let mut prices = PriceBook::default();
    let people = people::read(&section, &accounts, &ground, &mut prices);
    let keys = people::keys::read_all(section.get("kms_keys").as_ref(), &people, &ground);
    let buckets = section
        .get("buckets")
        .map(|value| bucket::read_all(&value, &ground, &accounts, &people.directory, &keys, &mut prices))
        .unwrap_or_default();
    let mut around = around::read(&section, &people, &ground, &keys, &mut prices);
    if let Some(value) = section.get("buckets") {
        around::notifications::check(&value, &buckets, &around, &people, &keys);
    }
    if let Some(value) = section.get("external") {
        external::read_all(&value, &ground, &people, &mut prices);
    }
    let organization = section.get("organization");
    let (budgets, actions) = section
        .get("budgets")
        .map(|value| watch::budgets(&value, &people, organization.as_ref()))
        .unwrap_or_default();
    prices.watch(&budgets, &actions, &ground);
    let alarms =
        section.get("alarms").map(|value| watch::alarms(&value, &people, region)).unwrap_or_default();
    let named = budgets.iter().map(|budget| (ThingKind::Budget, budget.name.clone()));
    around.watchers =
        named.chain(alarms.iter().map(|alarm| (ThingKind::Alarm, alarm.name.clone()))).collect();
    let directory = people.directory.clone();
    let people = Arc::new(people);
    let clients =
        section.get("clients").map(|value| client::read_all(&value, &people, &keys)).unwrap_or_default();
    let parties = Parties { people: Arc::clone(&people), clients: clients.clone(), around: around.clone() };
    let scope = scope(ground, parties, &keys, &buckets, section.reader().node());
    if let Some(value) = section.get("functions") {
        around::functions::read_calls(&value, &scope, &mut around);
    }
    let steps = section.get("steps").map(|value| step::read_all(&value, &scope)).unwrap_or_default();
    let workloads =
        section.get("workload").map(|value| workload::read_all(&value, &scope)).unwrap_or_default();
    let traffic = section.get("traffic").map(|value| traffic::read_all(&value, &scope)).unwrap_or_default();
    let expect = section.get("expect").map(|value| check::read_all(&value, &scope)).unwrap_or_default();
    let required = section.get("requirements");
    let requirements = required.map(|value| question::requirements(&value, &scope)).unwrap_or_default();
    let objective = section.get("objective").map(|value| question::aims(&value, &scope)).unwrap_or_default();
    let excluded = section.get("excluded").and_then(|value| values::text(&value));
    let extra_upkeep = section.get("upkeep").and_then(|value| value.count()).unwrap_or(0);
    // The rest of the question is asked of the scenario as written alone.
    ["options", "choose", "answer", "vary"].into_iter().for_each(|word| drop(section.get(word)));
    let model = section.get("model").map(|value| model::read(&value)).unwrap_or_default();
    let billing = section.get("billing").map(|value| billing::read(&value)).unwrap_or_default();
    let quotas = section.get("quotas").map(|value| quotas::read(&value)).unwrap_or_default();
    let outputs = section.get("outputs").map(|value| outputs::read(&value)).unwrap_or_default();
    around.plans.delays = model.notification_delay;
    around.plans.duplicates = model.notification_duplicates;
    around.plans.seed = seed;
    section.done();
    Some(Scenario {
        name: name.unwrap_or_else(|| file_name.to_owned()),
        description: description.unwrap_or_default(),
        start: clock.start(),
        end: clock.end(),
        seed,
        region,
        rules,
        accounts,
        directory,
        keys,
        buckets,
        around,
        budgets,
        actions,
        alarms,
        outputs,
        steps,
        clients,
        workloads,
        traffic,
        expect,
        requirements,
        objective,
        excluded,
        extra_upkeep,
        question: Question::default(),
        model,
        quotas,
        billing,
        prices,
        people,
        tree: Node::made(Value::Null),
    })
}

/// `start` and `duration`.
fn span(section: &Section<'_>) -> Clock {
    let whole = Clock::new(clock::default_start(), clock::default_start());
    let start = section.get("start").and_then(|value| whole.date(&value)).unwrap_or(clock::default_start());
    let end = section.get("duration").and_then(|value| clock::end(&value, start));
    Clock::new(start, end.unwrap_or_else(|| clock::default_end(start, section.reader().node())))
}

/// Who and what requests may come from and go to.
struct Parties {
    people: Arc<People>,
    clients: Vec<ClientPlan>,
    around: Around,
}

/// The names in a section.
fn names(root: &Node, section: &str) -> Vec<String> {
    let map = root.get(section).and_then(Node::as_map);
    map.map(|map| map.entries.iter().map(|entry| entry.key.clone()).collect()).unwrap_or_default()
}

fn scope(ground: Ground, parties: Parties, keys: &[NewKey], buckets: &[BucketPlan], root: &Node) -> Scope {
    let steps = root.get("steps").and_then(Node::as_map);
    let created = |entry: &s3sim_document::tree::Entry| {
        let target = entry.value.get(Api::CreateBucket.name())?.scalar()?;
        Target::parse(target).bucket.literal().map(str::to_owned)
    };
    let made =
        |entry: &s3sim_document::tree::Entry| entry.value.get("kms:CreateKey")?.scalar().map(str::to_owned);
    let claims = buckets.iter().flat_map(|bucket| {
        bucket.objects.iter().map(|population| Claim {
            bucket: bucket.name.clone(),
            keys: population.keys.clone(),
            by: population.name.clone(),
        })
    });
    let configured = |call: &str| -> Vec<String> {
        let entries = steps.map(|steps| steps.entries.as_slice()).unwrap_or_default();
        let puts = entries.iter().filter(|entry| entry.value.get(call).is_some());
        puts.filter_map(|entry| entry.value.get("Id")?.scalar().map(str::to_owned)).collect()
    };
    let ids = buckets.iter().flat_map(|bucket| bucket.analytics.iter().map(|one| one.id.clone()));
    let ids = ids.chain(configured(Api::PutBucketAnalyticsConfiguration.name()));
    Scope {
        recorders: ids.map(RecordsOf::Analysis).collect(),
        ground,
        people: parties.people,
        keys: keys.to_vec(),
        around: parties.around,
        clients: parties.clients,
        created_keys: steps.map(|steps| steps.entries.iter().filter_map(made).collect()).unwrap_or_default(),
        buckets: buckets.iter().map(|bucket| bucket.name.clone()).collect(),
        created: steps.map(|steps| steps.entries.iter().filter_map(created).collect()).unwrap_or_default(),
        all_steps: names(root, "steps"),
        steps: RefCell::default(),
        workloads: names(root, "workload"),
        options: names(root, "options"),
        claims: RefCell::new(claims.collect()),
    }
}
