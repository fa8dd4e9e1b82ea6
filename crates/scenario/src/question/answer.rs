//! Which options are right, how many there may be, and what makes one better than another.

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;

use crate::check::When;
use crate::measure::{self, MEASURES, Measure, Nature};
use crate::scope::Scope;
use crate::values;

/// One thing that should be as small, or as large, as can be.
#[derive(Clone, Debug)]
pub struct Aim {
    /// What tables show: `cost`, `most throughput`.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
    /// Whether the largest wins.
    pub most: bool,
    /// Over the whole run, or at its end.
    pub when: When,
}

/// The right options, in the order of the options.
pub(super) fn read(reader: &Reader<'_>, names: &[&str]) -> Vec<usize> {
    let each = values::each(reader);
    if each.is_empty() {
        reader.wrong("should name at least one option");
    }
    let find = |reader: &Reader<'_>| {
        let name = reader.text()?;
        let place = names.iter().position(|known| *known == name);
        if place.is_none() {
            reader.wrong(format!("there is no option `{name}`{}", suggest::instead(name, names)));
        }
        place
    };
    let mut places: Vec<usize> = each.iter().filter_map(find).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// How many options together are an answer.
pub(super) fn choose(reader: &Reader<'_>, options: usize) -> Option<usize> {
    let number = values::counting(reader)?;
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    if number > options {
        reader.wrong(format!("cannot choose {number} of {options} options"));
        return None;
    }
    Some(number)
}

/// Reads `objective`: the first aim decides, the next ones break ties.
pub(crate) fn aims(reader: &Reader<'_>, scope: &Scope) -> Vec<Aim> {
    let each = values::each(reader);
    if each.is_empty() {
        reader.wrong("should name at least one measure");
    }
    each.iter().filter_map(|reader| aim(reader, scope)).collect()
}

fn aim(reader: &Reader<'_>, scope: &Scope) -> Option<Aim> {
    if let Some(map) = reader.node().as_map()
        && let [entry] = map.entries.as_slice()
        && entry.key == "most"
    {
        let inner = aim(&reader.child("most", &entry.value), scope)?;
        return Some(Aim { name: format!("most {}", inner.name), most: true, ..inner });
    }
    let measure = match &reader.node().value {
        Value::Map(_) => measure::read_alone(reader, scope)?,
        _ => match reader.text()? {
            "cost" => Measure::Cost(s3sim_billing::filter::Filter::default()),
            "upkeep" => Measure::Upkeep,
            other if measure::is_measure(other) => {
                reader.wrong(format!("`{other}` of what? Give a map, such as {{{other}: …}}"));
                return None;
            }
            other => {
                let known: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
                reader.wrong(format!("unknown measure `{other}`{}", suggest::instead(other, &known)));
                return None;
            }
        },
    };
    let clock = &scope.ground.clock;
    let words = reader.node().as_map().map_or(&[][..], |map| &map.entries);
    let word = words.iter().find_map(|entry| measure::find(&entry.key));
    let when = if word.is_some_and(|word| word.nature == Nature::State) {
        When::At(clock.end())
    } else {
        When::Total { from: clock.start(), until: clock.end() }
    };
    let name = match reader.node().as_map().and_then(|map| map.entries.first()) {
        Some(entry) => match entry.value.scalar() {
            Some(subject) => format!("{} of {subject}", entry.key),
            None => entry.key.clone(),
        },
        None => reader.text()?.to_owned(),
    };
    Some(Aim { name, measure, most: false, when })
}
