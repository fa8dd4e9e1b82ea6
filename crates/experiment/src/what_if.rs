//! Every option of a scenario side by side, and which of them is the answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use s3sim_billing::bill::Bill;
use s3sim_billing::money::Money;
use s3sim_billing::usage_group::UsageGroup;
use s3sim_kernel::time::Micros;
use s3sim_scenario::Scenario;
use s3sim_scenario::check::CheckKind;
use s3sim_scenario::measure::{Operand, Relation};
use s3sim_scenario::question::{Aim, Apart, Choice, Requirement, together};
use s3sim_simulator::run::Options;

use crate::baseline::{self, Baseline};
use crate::break_even::{Paid, daily};
use crate::choose::{self, Decision};
use crate::measures::Figure;
use crate::outcome::{Expected, Failure, Outcome, Progress, simulate_against};
use crate::verdict::Verdict;

/// What came of all options.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The scenario as written, where that is worth a row: see [`ask`].
    pub base: Option<Trial>,
    /// Each option, in file order.
    pub options: Vec<Trial>,
    /// Sets of several options that were tried, in that order.
    pub sets: Vec<SetTrial>,
    /// What the answer is.
    pub decision: Decision,
}

/// What came of one option.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What it is worth.
    pub verdict: Verdict,
    /// What was measured; nothing if it was not run.
    pub figures: Option<Figures>,
}

/// What came of several options at once.
#[derive(Clone, Debug)]
pub struct SetTrial {
    /// The options, as places in file order.
    pub members: Vec<usize>,
    /// What they are worth together, or why they do not go together.
    pub trial: Result<Trial, Apart>,
}

/// What was measured of one option.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The bill.
    pub total: Money,
    /// The bill by what it is about.
    pub groups: BTreeMap<CostGroup, Money>,
    /// What had been paid at the end of each billing period, periods without cost left out.
    pub paid: Paid,
    /// What somebody has to look after.
    pub upkeep: u64,
    /// What the objective asks for.
    pub aims: Vec<Option<Figure>>,
    /// What requirements measure, by their names.
    pub measured: BTreeMap<String, Measured>,
}

/// What a requirement measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The figure.
    pub figure: Figure,
    /// Of a length of time that has a limit: what is left to the limit, or how much it is over.
    pub margin: Option<Margin>,
}

/// How far from its limit a length of time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Margin {
    /// So much less.
    Left(Micros),
    /// So much more.
    Over(Micros),
}

/// What the requirements of a run measured.
fn measured(scenario: &Scenario, outcome: &Outcome) -> BTreeMap<String, Measured> {
    let figure = |name: &str| {
        let required = outcome.required.iter().find(|required| required.expected.name == name)?;
        required.figure.clone()
    };
    let of = |requirement: &Requirement| {
        let figure = figure(&requirement.name)?;
        let CheckKind::Measure { comparisons, .. } = &requirement.check.as_ref().ok()?.kind else {
            return None;
        };
        let margin = comparisons.iter().find_map(|comparison| match (&figure, comparison) {
            (Figure::Time(time), (Relation::AtMost | Relation::Below, Operand::Time(limit))) => {
                let left = Micros(limit.0 - time.0);
                Some(if left.0 < 0 { Margin::Over(Micros(-left.0)) } else { Margin::Left(left) })
            }
            _ => None,
        });
        Some((requirement.name.clone(), Measured { figure, margin }))
    };
    scenario.requirements.iter().filter_map(of).collect()
}

/// What a part of the bill is about, in nine groups: the storage classes are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostGroup {
    /// Bytes held.
    Storage,
    /// Requests.
    Requests,
    /// Moves between classes.
    Transitions,
    /// Restores and reads that cost by the byte.
    Retrieval,
    /// The rest of minimum storage durations.
    EarlyDelete,
    /// Bytes that leave.
    Transfer,
    /// Intelligent-Tiering.
    Monitoring,
    /// Inventories, batch jobs and the like.
    Management,
    /// What is not S3.
    OtherServices,
}

impl CostGroup {
    /// All of them, in the order of tables.
    pub const ALL: [CostGroup; 9] = [
        CostGroup::Storage,
        CostGroup::Requests,
        CostGroup::Transitions,
        CostGroup::Retrieval,
        CostGroup::EarlyDelete,
        CostGroup::Transfer,
        CostGroup::Monitoring,
        CostGroup::Management,
        CostGroup::OtherServices,
    ];

    /// The group, in one word for the head of a column.
    pub const fn name(self) -> &'static str {
        match self {
            CostGroup::Storage => "storage",
            CostGroup::Requests => "requests",
            CostGroup::Transitions => "transitions",
            CostGroup::Retrieval => "retrieval",
            CostGroup::EarlyDelete => "early_delete",
            CostGroup::Transfer => "transfer",
            CostGroup::Monitoring => "monitoring",
            CostGroup::Management => "management",
            CostGroup::OtherServices => "other_services",
        }
    }

    fn of(group: UsageGroup) -> CostGroup {
        match group {
            UsageGroup::Storage(_) => CostGroup::Storage,
            UsageGroup::Requests => CostGroup::Requests,
            UsageGroup::Transitions => CostGroup::Transitions,
            UsageGroup::Retrieval => CostGroup::Retrieval,
            UsageGroup::EarlyDelete => CostGroup::EarlyDelete,
            UsageGroup::Transfer => CostGroup::Transfer,
            UsageGroup::Monitoring => CostGroup::Monitoring,
            UsageGroup::Management => CostGroup::Management,
            UsageGroup::OtherServices => CostGroup::OtherServices,
        }
    }
}

impl Figures {
    fn of(scenario: &Scenario, outcome: &Outcome) -> Figures {
        Figures {
            total: outcome.bill.total(),
            groups: outcome.bill.by(|line| CostGroup::of(line.group())),
            paid: paid(&outcome.bill),
            upkeep: scenario.upkeep(),
            aims: outcome.aims.clone(),
            measured: measured(scenario, outcome),
        }
    }
}

/// What had been paid at the end of each billing period, periods without cost left out.
pub fn paid(bill: &Bill) -> Paid {
    let mut sum = Money::ZERO;
    let periods = bill.by(|line| line.period_start);
    periods
        .into_iter()
        .map(|(start, cost)| {
            sum += cost;
            (start, sum)
        })
        .collect()
}

/// Runs every option and decides which of them is the answer.
///
/// The scenario as written is a row of its own unless an option is the same, or the file says which option is right:
/// then it is not about a change.
///
/// # Errors
/// Unknown prices of any option, or an interruption.
pub fn ask(scenario: &Scenario, progress: &(dyn Progress + Sync)) -> Result<WhatIf, Failure> {
    let question = &scenario.question;
    let baseline = baseline(scenario, progress)?;
    let try_one = |variant: &Scenario| -> Result<Trial, Failure> {
        let by_day = baseline.compares_options().then(|| daily(variant));
        let variant = by_day.as_ref().unwrap_or(variant);
        let outcome = simulate_against(variant, &baseline, Options::default(), progress)?;
        Ok(Trial { verdict: Verdict::of(&outcome), figures: Some(Figures::of(variant, &outcome)) })
    };
    let unchanged = |choice: &Choice| choice.patch.as_map().is_some_and(|patch| patch.entries.is_empty());
    let show_base = question.answer.is_empty() && !question.options.iter().any(unchanged);
    let base = show_base.then(|| try_one(scenario)).transpose()?;
    // Gathered first, so that of several failures the first one in order is told.
    let options: Vec<Result<Trial, Failure>> = question
        .options
        .par_iter()
        .map(|choice| match (excluded(scenario, choice), &choice.variant) {
            (Some(why), _) => Ok(Trial { verdict: Verdict::Excluded(why), figures: None }),
            (None, Err(refusal)) => Ok(Trial { verdict: Verdict::Refused(refusal.clone()), figures: None }),
            (None, Ok(variant)) => try_one(variant),
        })
        .collect();
    let options: Vec<Trial> = options.into_iter().collect::<Result<_, Failure>>()?;
    let mut sets: Vec<SetTrial> = Vec::new();
    let tried = |trial: &Trial| choose::Tried {
        meets: trial.verdict == Verdict::Meets,
        aims: trial.figures.as_ref().map_or_else(Vec::new, |figures| figures.aims.clone()),
    };
    let decision = choose::decide(
        options.len(),
        question.choose,
        |members| match members {
            [one] => Ok(Some(tried(&options[*one]))),
            several => {
                let choices: Vec<&Choice> = several.iter().map(|index| &question.options[*index]).collect();
                if choices.iter().any(|choice| excluded(scenario, choice).is_some()) {
                    return Ok(None);
                }
                let trial = match together(scenario, &choices) {
                    Ok(variant) => Ok(try_one(&variant)?),
                    Err(apart) => Err(apart),
                };
                let found = trial.as_ref().ok().map(tried);
                sets.push(SetTrial { members: several.to_vec(), trial });
                Ok(found)
            }
        },
        |aim, a: &Figure, b| before(&scenario.objective, aim, a, b),
    )?;
    Ok(WhatIf { base, options, sets, decision })
}

/// Whether a figure is better than another.
fn before(aims: &[Aim], aim: usize, a: &Figure, b: &Figure) -> std::cmp::Ordering {
    if aims.get(aim).is_some_and(|aim| aim.most) { b.order(a) } else { a.order(b) }
}

fn excluded(scenario: &Scenario, choice: &Choice) -> Option<String> {
    choice.excluded.clone().or_else(|| scenario.excluded.clone())
}

/// What any requirement compares with the scenario as written.
///
/// # Errors
/// Unknown prices, or an interruption.
pub fn baseline(scenario: &Scenario, progress: &dyn Progress) -> Result<Baseline, Failure> {
    let options = &scenario.question.options;
    let variants = || {
        let of_options = options.iter().filter_map(|choice| choice.variant.as_deref().ok());
        std::iter::once(scenario).chain(of_options)
    };
    let mut others: BTreeMap<String, Paid> = BTreeMap::new();
    for name in baseline::compared_with(variants()) {
        let variant = options.iter().find(|choice| choice.name == name).map(|choice| &choice.variant);
        let Some(Ok(variant)) = variant else { continue };
        let outcome = simulate_against(&daily(variant), &Baseline::default(), Options::default(), progress)?;
        others.insert(name, paid(&outcome.bill));
    }
    let wanted = baseline::wanted(variants().flat_map(|variant| &variant.requirements));
    if wanted.is_empty() {
        return Ok(Baseline::default().beside(others));
    }
    let aim = |(measure, when): &(_, _)| Aim {
        name: String::new(),
        measure: Clone::clone(measure),
        most: false,
        when: *when,
    };
    let mut plain = scenario.clone();
    plain.objective = wanted.iter().map(aim).collect();
    let outcome = simulate_against(&plain, &Baseline::default(), Options::default(), progress)?;
    let figures = wanted.into_iter().zip(outcome.aims);
    let baseline = Baseline::of(figures.map(|((measure, when), figure)| (measure, when, figure)));
    Ok(baseline.beside(others))
}

/// What the file says about the answer, as something that is expected: nothing if it says nothing.
pub fn expectation(scenario: &Scenario, found: &WhatIf) -> Option<Expected> {
    let question = &scenario.question;
    if question.answer.is_empty() {
        return None;
    }
    let names = |places: &[usize]| {
        let names: Vec<&str> = places.iter().map(|place| question.options[*place].name.as_str()).collect();
        names.join(", ")
    };
    let actual = match &found.decision {
        Decision::Nothing => "none".to_owned(),
        Decision::Open(_) => format!("open between {}", names(&found.decision.options())),
        Decision::Answer(_) => names(&found.decision.options()),
    };
    Some(Expected {
        name: "answer".to_owned(),
        expected: names(&question.answer),
        actual,
        passed: found.decision.is_right(&question.answer),
    })
}

/// The variant that options together make.
///
/// # Errors
/// Why they do not go together.
pub fn variant(scenario: &Scenario, choices: &[&Choice]) -> Result<Arc<Scenario>, Apart> {
    match choices {
        [one] => one.variant.clone().map_err(Apart::Refused),
        several => together(scenario, several).map(Arc::new),
    }
}
