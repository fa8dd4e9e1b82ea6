//! Whole days of requests at once.

use s3sim_document::read::Reader;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::{Instant, Micros};

use crate::request::{self, Keys, Place, RequestPlan};
use crate::scope::Scope;
use crate::section::Section;
use crate::values;
use crate::words::bucket::AGES;
use crate::words::happening::{PICKS, TRAFFIC};

/// Requests that happen together, again and again: real in their effects and on the bill, without latency.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Its name: the cause of what follows from it.
    pub name: String,
    /// What is requested. A template's `{n}` goes on counting from one time to the next, from 0.
    pub request: RequestPlan,
    /// The first time.
    pub from: Instant,
    /// How long after one time the next one is, more than 0.
    pub every: Micros,
    /// No more from this instant on; at most the end of the run.
    pub until: Instant,
    /// How many requests each time.
    pub amount: Amount,
    /// Which share of the objects, in billionths, 1 to 1,000,000,000: one contiguous arc of each population.
    pub share: u64,
    /// Where the arc lies.
    pub pick: Pick,
    /// Only objects of this age: from (included), until (excluded), at each time.
    pub age: Option<(Micros, Option<Micros>)>,
}

/// How many requests each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// `times`: so many for each object concerned.
    Times(u64),
    /// `count`: so many in all, spread evenly over the objects concerned.
    Count(u64),
}

/// Which objects a share of them is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// `rotate`: the arc moves on by its own length each time, and begins again at the end.
    #[default]
    Rotate,
    /// `random`: drawn among 1,000 blocks each time.
    Random,
    /// `newest`: those with the highest numbers.
    Newest,
    /// `oldest`: those with the lowest numbers.
    Oldest,
}

/// What stands for each of [`PICKS`].
const PICK_WORDS: [(&str, Pick); PICKS.len()] =
    [(PICKS[0], Pick::Rotate), (PICKS[1], Pick::Random), (PICKS[2], Pick::Newest), (PICKS[3], Pick::Oldest)];

/// How often one piece of traffic may happen.
const MOST_TIMES: i64 = 1_000_000;

/// Reads all traffic, in file order.
pub(crate) fn read_all(reader: &Reader<'_>, scope: &Scope) -> Vec<Traffic> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(name, reader)| read(name, &reader, scope)).collect()
}

fn read(name: &str, reader: &Reader<'_>, scope: &Scope) -> Option<Traffic> {
    let section = Section::open(reader, &TRAFFIC)?;
    values::description(&section);
    let request = request::read(&section, Place::Traffic, scope, None);
    let span = span(&section, scope);
    let amount = amount(&section, request.as_ref());
    let chosen = Chosen::read(&section, request.as_ref());
    section.done();
    let (request, (from, every, until), amount) = (request?, span?, amount?);
    if let (Some(Keys::Template(template)), Some(bucket)) = (&request.key, &request.bucket) {
        scope.claim(reader, bucket, template, name);
    }
    let Chosen { share, pick, age } = chosen;
    Some(Traffic { name: name.to_owned(), request, from, every, until, amount, share, pick, age })
}

/// `from`, `every` and `until`, clipped to the run.
fn span(section: &Section<'_>, scope: &Scope) -> Option<(Instant, Micros, Instant)> {
    let clock = &scope.ground.clock;
    let instant = |name, default| section.get(name).map_or(Some(default), |value| clock.instant(&value));
    let (from, until) = (instant("from", clock.start()), instant("until", clock.end()));
    let every = section.get("every").map_or(Some(Micros::days(1)), |value| {
        let every = values::duration(&value)?;
        if every == Micros::ZERO {
            value.wrong("should be more than nothing");
        }
        (every > Micros::ZERO).then_some(every)
    });
    let (from, every, until) = (from?, every?, until?);
    if from < clock.start() {
        section.reader().wrong(format!("`from` lies before the start, {}", clock.start()));
        return None;
    }
    if until <= from {
        section.reader().wrong("never happens: `until` should be later than `from`");
        return None;
    }
    let until = until.min(clock.end());
    if until.since(from).0 / every.0 > MOST_TIMES {
        section.reader().wrong(format!("would happen more than {MOST_TIMES} times: `every` is very short"));
        return None;
    }
    Some((from, every, until))
}

/// `times` or `count`. Without either: once for every object, or once if it is not aimed at objects that exist.
fn amount(section: &Section<'_>, request: Option<&RequestPlan>) -> Option<Amount> {
    let (times, count) = (section.get("times"), section.get("count"));
    let of_objects =
        request.is_none_or(|request| matches!(request.key, Some(Keys::Pattern(_) | Keys::Literal(_))));
    match (times, count) {
        (Some(_), Some(count)) => {
            count.wrong("`times` is per object and `count` in all: give one of them");
            None
        }
        (Some(times), None) if !of_objects => {
            times.wrong("`times` is per object, and this is not aimed at objects: give `count`");
            None
        }
        (Some(times), None) => values::counting(&times).map(Amount::Times),
        (None, Some(count)) => values::counting(&count).map(Amount::Count),
        (None, None) => Some(if of_objects { Amount::Times(1) } else { Amount::Count(1) }),
    }
}

/// Which of the objects a pattern names.
struct Chosen {
    share: u64,
    pick: Pick,
    age: Option<(Micros, Option<Micros>)>,
}

impl Chosen {
    fn read(section: &Section<'_>, request: Option<&RequestPlan>) -> Chosen {
        let (share, pick, age) = (section.get("share"), section.get("pick"), section.get("age"));
        let by_pattern = request.is_none_or(|request| matches!(request.key, Some(Keys::Pattern(_))));
        for (name, value) in [("share", &share), ("pick", &pick), ("age", &age)] {
            if let Some(value) = value.as_ref().filter(|_| !by_pattern) {
                value.wrong(format!("`{name}` chooses among objects, so the target should have a `*`"));
            }
        }
        Chosen {
            share: share.and_then(|value| values::share(&value)).unwrap_or(WHOLE),
            pick: pick.and_then(|value| value.word(&PICK_WORDS)).unwrap_or_default(),
            age: age.and_then(|value| ages(&value)),
        }
    }
}

fn ages(reader: &Reader<'_>) -> Option<(Micros, Option<Micros>)> {
    let section = Section::open(reader, &AGES)?;
    let from = section.get("from").and_then(|value| values::duration(&value)).unwrap_or_default();
    let until = section.get("until").and_then(|value| values::duration(&value));
    section.done();
    if until.is_some_and(|until| until <= from) {
        reader.wrong("`until` should be more than `from`");
        return None;
    }
    Some((from, until))
}
