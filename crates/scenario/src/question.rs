//! Questions: which of several changes to a scenario meets its requirements, and which is best.
//!
//! An option is a patch on the scenario's tree; what comes of it is read like any other scenario. What AWS would not
//! accept in it refuses the option, and a word that is wrong in it is a mistake of the file.

mod answer;
mod option;
mod together;

use std::sync::Arc;

use s3sim_document::problem::{Problem, Problems};
use s3sim_document::read::Reader;
use s3sim_document::tree::Node;

use crate::check::{self, Check};
use crate::measure::Measure;
use crate::scenario::Scenario;
use crate::scope::Scope;
use crate::sweep::{self, Axis};

pub use answer::Aim;
pub(crate) use answer::aims;
pub(crate) use option::{QUESTION, refused};
pub use together::{Apart, together};

use std::cell::RefCell;

/// What is asked of a scenario.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The options, in file order.
    pub options: Vec<Choice>,
    /// Sets of up to so many options are tried, 1 or more.
    pub choose: usize,
    /// The right options, as places in `options`, in file order; empty if the file does not say.
    pub answer: Vec<usize>,
    /// What is swept over, in file order.
    pub vary: Vec<Axis>,
}

/// One option.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What it is called in tables, if that is more.
    pub title: Option<String>,
    /// What it changes: paths and values.
    pub patch: Node,
    /// Why it is ruled out by hand.
    pub excluded: Option<String>,
    /// How much more there is to look after.
    pub upkeep: u64,
    /// What comes of it.
    pub variant: Result<Arc<Scenario>, Refusal>,
}

/// AWS would not accept it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// AWS's code.
    pub code: &'static str,
    /// Where in the scenario.
    pub path: String,
    /// Why, in our words.
    pub message: String,
}

/// Something that must hold for an option to be an answer.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Its name.
    pub name: String,
    /// What must hold; or why it cannot be asked here, because it is about something that only other options have.
    pub check: Result<Check, String>,
    /// What is wrong with it.
    problems: Vec<Problem>,
}

/// Reads `requirements`, each with its own mistakes: whether they are some is known when all options are read.
pub(crate) fn requirements(reader: &Reader<'_>, scope: &Scope) -> Vec<Requirement> {
    let entries = reader.entries().unwrap_or_default();
    let read = |(name, reader): (&str, Reader<'_>)| {
        let own = RefCell::new(Problems::new());
        let reader = Reader::new(reader.node(), reader.path(), &own);
        let check = check::read(name, &reader, scope);
        let problems: Vec<Problem> = own.into_inner().into_iter().collect();
        let why = || problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
        let check = check.filter(|_| problems.is_empty()).ok_or_else(why);
        Requirement { name: name.to_owned(), check, problems }
    };
    entries.into_iter().map(read).collect()
}

/// Reads the question of a scenario that is read apart from it.
///
/// # Errors
/// Every mistake.
pub(crate) fn read(scenario: Scenario) -> Result<Scenario, Problems> {
    let tree = scenario.tree.clone();
    let problems = RefCell::new(Problems::new());
    let root = Reader::new(&tree, "", &problems);
    let section = |name: &str| {
        let node = tree.get(name).filter(|node| !matches!(node.value, s3sim_document::tree::Value::Null))?;
        Some(root.child(name, node))
    };
    let options = section("options").map(|reader| option::read_all(&reader, &scenario)).unwrap_or_default();
    // Also those in which something is wrong.
    let written = tree.get("options").and_then(Node::as_map).map_or(&[][..], |map| &map.entries);
    let names: Vec<&str> = written.iter().map(|entry| entry.key.as_str()).collect();
    let answer = section("answer").map(|reader| answer::read(&reader, &names)).unwrap_or_default();
    let choose = section("choose").and_then(|reader| answer::choose(&reader, names.len()));
    let vary = section("vary").map(|reader| sweep::read(&reader)).unwrap_or_default();
    unreadable(&scenario, &options, &problems);
    let problems = problems.into_inner();
    if !problems.is_empty() {
        return Err(problems);
    }
    let choose = choose.unwrap_or(answer.len()).max(1);
    Ok(Scenario { question: Question { options, choose, answer, vary }, ..scenario })
}

/// Notes the mistakes of requirements that can be read in no variant at all: a requirement may be about what only some
/// options have.
fn unreadable(scenario: &Scenario, options: &[Choice], problems: &RefCell<Problems>) {
    let variants = || {
        let of_options = options.iter().filter_map(|option| option.variant.as_deref().ok());
        std::iter::once(scenario).chain(of_options)
    };
    let mut told: Vec<&Problem> = Vec::new();
    for requirement in variants().flat_map(|variant| &variant.requirements) {
        let readable = |other: &Requirement| other.name == requirement.name && other.check.is_ok();
        if variants().any(|variant| variant.requirements.iter().any(readable)) {
            continue;
        }
        for problem in &requirement.problems {
            if !told.contains(&problem) {
                told.push(problem);
                problems.borrow_mut().push(problem.clone());
            }
        }
    }
}

impl Scenario {
    /// Everything that is checked in a run: what is expected, then what is required and can be asked.
    pub fn checks(&self) -> Vec<Check> {
        let required = self.requirements.iter().filter_map(|requirement| requirement.check.as_ref().ok());
        self.expect.iter().chain(required).cloned().collect()
    }

    /// Whether anything that is asked is about losses, which nobody notes unless somebody asks.
    pub fn looks_for_losses(&self) -> bool {
        self.checks().iter().any(Check::looks_for_losses)
            || self.objective.iter().any(|aim| matches!(aim.measure, Measure::Lost(_)))
    }

    /// What somebody has to look after: the things around S3 (a function counts 2, a host that one runs on 5, others 1,
    /// or what their `upkeep` says), steps done by hand, and what the option adds.
    pub fn upkeep(&self) -> u64 {
        let by_hand = self.steps.iter().filter(|step| step.by_hand).count() as u64;
        self.extra_upkeep + by_hand + things(&self.tree)
    }
}

/// Sections whose things somebody has to look after.
const THINGS: [&str; 8] =
    ["queues", "topics", "functions", "event_rules", "trails", "alarms", "budgets", "external"];

fn things(tree: &Node) -> u64 {
    let of = |section: &str| {
        let Some(map) = tree.get(section).and_then(Node::as_map) else { return 0 };
        let each = |thing: &Node| {
            let says = |word| thing.get(word).and_then(Node::scalar);
            match says("upkeep").and_then(|number| number.parse().ok()) {
                Some(own) => own,
                None if section != "functions" => 1,
                None if says("runs_on") == Some("host") => 5,
                None => 2,
            }
        };
        map.entries.iter().map(|entry| each(&entry.value)).sum::<u64>()
    };
    THINGS.into_iter().map(of).sum()
}

impl Choice {
    /// What tables show: the title behind the name.
    pub fn label(&self) -> String {
        match &self.title {
            Some(title) => format!("{}  {title}", self.name),
            None => self.name.clone(),
        }
    }
}
