//! A map of the format, read against its table of words.

use std::cell::RefCell;

use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{At, Node, Value};

use crate::check::ATTRIBUTES;
use crate::measure::MEASURES;
use crate::request::{CALLS_HERE, OWN_CALLS};
use crate::words::{Beside, Table};

/// A map whose words a table lists. Unknown words and words that are not there yet are noted when it is opened.
pub(crate) struct Section<'a> {
    reader: Reader<'a>,
    table: &'static Table,
    entries: Vec<Entry<'a>>,
    asked: RefCell<Vec<&'static str>>,
    problems_before: usize,
}

struct Entry<'a> {
    /// As written.
    name: &'a str,
    reader: Reader<'a>,
    in_table: bool,
}

impl<'a> Section<'a> {
    /// Opens the map at `reader`; notes a problem if it is none.
    pub(crate) fn open(reader: &Reader<'a>, table: &'static Table) -> Option<Section<'a>> {
        let Some(map) = reader.node().as_map() else {
            reader.wrong(format!("should be {}: a map, but is {}", table.title, reader.node().value.kind()));
            return None;
        };
        let problems_before = reader.problems_so_far();
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(map.entries.len());
        for entry in &map.entries {
            let value = reader.child(&entry.key, &entry.value);
            let name = entry.key.as_str();
            match table.find(name) {
                Some(word) if word.is_here() => entries.push(Entry { name, reader: value, in_table: true }),
                Some(_) => at_key(reader, &entry.key, entry.key_at, format!("`{name}` is not there yet")),
                None if table.beside.takes(name) => {
                    entries.push(Entry { name, reader: value, in_table: false })
                }
                None => {
                    let words = table.all().map(|word| word.name);
                    let known: Vec<&str> = words.chain(table.beside.known()).collect();
                    let message = format!("unknown word `{name}`{}", suggest::instead(name, &known));
                    at_key(reader, &entry.key, entry.key_at, message);
                }
            }
        }
        Some(Section { reader: reader.clone(), table, entries, asked: RefCell::default(), problems_before })
    }

    /// The map itself.
    pub(crate) fn reader(&self) -> &Reader<'a> {
        &self.reader
    }

    /// Whether nothing in it has been found wrong so far.
    pub(crate) fn untroubled(&self) -> bool {
        self.reader.problems_so_far() == self.problems_before
    }

    /// The value of a word, if present (`null` counts as absent).
    pub(crate) fn get(&self, name: &'static str) -> Option<Reader<'a>> {
        debug_assert!(self.table.find(name).is_some_and(|word| word.is_here()), "{name} is not in the table");
        self.asked.borrow_mut().push(name);
        let entry = self.entries.iter().find(|entry| entry.in_table && entry.name == name)?;
        (!matches!(entry.reader.node().value, Value::Null)).then(|| entry.reader.clone())
    }

    /// The value of a word that must be there.
    pub(crate) fn required(&self, name: &'static str) -> Option<Reader<'a>> {
        let found = self.get(name);
        if found.is_none() {
            self.reader.wrong(format!("`{name}` is missing"));
        }
        found
    }

    /// What stands beside the words of the table, in file order.
    pub(crate) fn beside(&self) -> impl Iterator<Item = (&'a str, &Reader<'a>)> {
        self.entries.iter().filter(|entry| !entry.in_table).map(|entry| (entry.name, &entry.reader))
    }

    /// Held in debug builds: whatever the table promises has been read, unless a mistake cut the reading short.
    pub(crate) fn done(self) {
        if cfg!(debug_assertions) && self.untroubled() {
            let asked = self.asked.borrow();
            for word in self.table.all().filter(|word| word.is_here()) {
                debug_assert!(
                    asked.contains(&word.name),
                    "nobody reads `{}` of {}",
                    word.name,
                    self.table.title
                );
            }
        }
    }
}

impl Beside {
    /// Whether a word that is not in the table may stand here; whoever reads it judges it.
    fn takes(self, name: &str) -> bool {
        let aws = name.starts_with(|c: char| c.is_ascii_uppercase());
        match self {
            Beside::Nothing | Beside::OrNumber => false,
            Beside::Parameters | Beside::Answers => aws,
            Beside::Request => aws || is_call(name),
            Beside::Question => aws || is_call(name) || crate::measure::is_measure(name),
        }
    }
}

impl Beside {
    /// Words that may stand here beside those of the table, to suggest.
    fn known(self) -> Vec<&'static str> {
        let calls = CALLS_HERE.iter().map(|api| api.name());
        match self {
            Beside::Nothing | Beside::OrNumber | Beside::Answers => Vec::new(),
            Beside::Parameters => vec!["StorageClass", "Tagging"],
            Beside::Request => calls.chain(OWN_CALLS).collect(),
            Beside::Question => {
                let attributes = ATTRIBUTES.iter().map(|(name, _)| *name);
                calls.chain(MEASURES.iter().map(|measure| measure.name)).chain(attributes).collect()
            }
        }
    }
}

/// Calls that do not start with a capital: another service's, or the format's own.
fn is_call(name: &str) -> bool {
    name.contains(':') || crate::request::OWN_CALLS.contains(&name)
}

/// Notes a mistake at a key rather than at its value.
pub(crate) fn at_key(map: &Reader<'_>, key: &str, key_at: At, message: String) {
    let mark = Node { at: key_at, value: Value::Null };
    child(map, key, &mark).wrong(message);
}

/// The reader of a node that lives only for the moment.
fn child<'b>(map: &Reader<'b>, key: &str, node: &'b Node) -> Reader<'b> {
    map.child(key, node)
}
