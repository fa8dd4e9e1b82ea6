//! The texts that were read: what they are called, what stands where, and the files that they pull in.

mod include;

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::grow::{Broken, Grower};
use crate::problem::{Problem, Problems};
use crate::tree::{At, Node};
use crate::{json, yaml};

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 64 << 20;

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2 as `serde_yaml` reads it, with anchors, aliases and `<<`.
    Yaml,
    /// JSON (RFC 8259).
    Json,
}

impl Format {
    /// By the ending of a file's name, in any case: `.json`; `.yaml` or `.yml`. Others hold something else.
    pub fn of(path: &str) -> Option<Format> {
        let ending = Path::new(path).extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "json" => Some(Format::Json),
            "yaml" | "yml" => Some(Format::Yaml),
            _ => None,
        }
    }
}

/// A place in a text, for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1; 0 if no line can be named.
    pub line: u32,
    /// The character in the line, from 1; 0 if none can be named.
    pub column: u32,
}

/// Why there is no tree.
#[derive(Clone, Debug)]
pub enum Unread {
    /// The file cannot be opened or read: not the document's fault.
    World {
        /// The file, as the user named it.
        file: String,
        /// What the system says.
        message: String,
    },
    /// Everything that is wrong in it.
    Wrong(Problems),
}

/// Every text read so far. Each has a number, which all its values carry in [`At::source`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    format: Format,
    /// Where the parser gave up, if it did.
    broken: Option<(u32, u32)>,
    /// Whether its lines are worth naming: a value on a command line has one only.
    lines: bool,
}

/// The number of the "value" at which a parser gave up. No document has that many.
const BROKEN: u32 = u32::MAX;

impl Sources {
    /// None yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Reads a text under a name.
    ///
    /// # Errors
    /// Everything that is wrong with it as YAML or JSON, above all names that stand twice in one map.
    pub fn read_text(
        &mut self,
        name: impl Into<String>,
        text: impl Into<String>,
        format: Format,
    ) -> Result<Node, Problems> {
        let (name, text) = (name.into(), text.into());
        // The last number belongs to `At::NOWHERE`.
        let Some(source) = u16::try_from(self.list.len()).ok().filter(|source| *source < At::NOWHERE.source)
        else {
            return Err(one(At::NOWHERE, format!("`{name}` is one file too many")));
        };
        let read = match format {
            Format::Yaml => yaml::read(&text, source),
            Format::Json => json::read(&text, Grower::new(source)),
        };
        let mut entry = Source { name, text, format, broken: None, lines: true };
        let result = match read {
            Ok((node, problems)) if problems.is_empty() => Ok(node),
            Ok((_, problems)) => Err(problems.into_iter().collect()),
            Err(Broken { line, column, message }) => {
                entry.broken = Some((line, column));
                Err(one(At { source, node: BROKEN }, message))
            }
        };
        self.list.push(entry);
        result
    }

    /// Reads a value that stands on a command line, in YAML: its problems name no line.
    ///
    /// # Errors
    /// As [`Sources::read_text`].
    pub fn read_setting(
        &mut self,
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<Node, Problems> {
        let read = self.read_text(name, text, Format::Yaml);
        if let Some(source) = self.list.last_mut() {
            source.lines = false;
        }
        read
    }

    /// Reads a file; what does not end in `.json` is taken for YAML.
    ///
    /// # Errors
    /// [`Unread::World`] if it cannot be read or is no ordinary file of at most [`MAX_FILE`] bytes, else as
    /// [`Sources::read_text`]. Text that is not UTF-8 is the document's fault.
    pub fn read_file(&mut self, path: &str) -> Result<Node, Unread> {
        let world = |message| Unread::World { file: path.to_owned(), message };
        let bytes = bytes_of(Path::new(path)).map_err(world)?;
        self.read_bytes(path, bytes, Format::of(path).unwrap_or(Format::Yaml)).map_err(Unread::Wrong)
    }

    /// Reads bytes that should be UTF-8, such as standard input.
    ///
    /// # Errors
    /// As [`Sources::read_text`], and if they are not UTF-8.
    pub fn read_bytes(&mut self, name: &str, bytes: Vec<u8>, format: Format) -> Result<Node, Problems> {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return self.read_text(name, text, format),
            Err(error) => error,
        };
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let rest = good.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[]);
        let column = String::from_utf8_lossy(rest).chars().count() + 1;
        let source = u16::try_from(self.list.len()).unwrap_or(At::NOWHERE.source);
        let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let broken = Some((place(line), place(column)));
        self.list.push(Source { name: name.to_owned(), text: String::new(), format, broken, lines: true });
        Err(one(At { source, node: BROKEN }, "this is not text in UTF-8".to_owned()))
    }

    /// The name of a source, as it was given.
    pub fn name(&self, source: u16) -> Option<&str> {
        self.list.get(usize::from(source)).map(|source| source.name.as_str())
    }

    /// Where a value stands; nothing for values that no file holds. Reads the text again: for many problems use
    /// [`Sources::locate_all`].
    pub fn locate(&self, at: At) -> Option<Place> {
        self.locate_all(&[at]).pop().flatten()
    }

    /// Where each of the values stands. Every text is read again at most once.
    pub fn locate_all(&self, ats: &[At]) -> Vec<Option<Place>> {
        let mut sorted: Vec<At> = ats.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let mut places: Vec<(At, u32, u32)> = Vec::new();
        for same in sorted.chunk_by(|a, b| a.source == b.source) {
            if let Some(source) = self.list.get(usize::from(same[0].source)) {
                places.extend(source.places(same));
            }
        }
        places.sort_unstable();
        let place = |at: &At| {
            let source = self.list.get(usize::from(at.source))?;
            let found = places.binary_search_by_key(at, |(at, ..)| *at);
            let found = if source.lines { found } else { Err(0) };
            let (line, column) = found.map_or((0, 0), |index| (places[index].1, places[index].2));
            Some(Place { file: source.name.clone(), line, column })
        };
        ats.iter().map(place).collect()
    }

    /// One line for each mistake: `file:line: path: message [Code]`; files in the order in which they were read, then
    /// by line; the same line only once.
    pub fn render(&self, problems: &Problems) -> Vec<String> {
        let ats: Vec<At> = problems.list().iter().map(|problem| problem.at).collect();
        let places = self.locate_all(&ats);
        let mut rows: Vec<((u16, u32), String)> = problems
            .list()
            .iter()
            .zip(places)
            .map(|(problem, place)| {
                let line = place.as_ref().map_or(0, |place| place.line);
                ((problem.at.source, line), line_of(problem, place.as_ref()))
            })
            .collect();
        // Stable, so that mistakes in one line keep the order in which they were found.
        rows.sort_by_key(|(key, _)| *key);
        let mut lines: Vec<String> = Vec::with_capacity(rows.len());
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            let from = lines.len();
            for (_, line) in same {
                if !lines[from..].contains(line) {
                    lines.push(line.clone());
                }
            }
        }
        lines
    }
}

impl Source {
    /// The places of values of this source, which are sorted.
    fn places(&self, ats: &[At]) -> Vec<(At, u32, u32)> {
        let source = ats.first().map_or(0, |at| at.source);
        let numbers: Vec<u32> = ats.iter().map(|at| at.node).filter(|node| *node != BROKEN).collect();
        let mut found = match self.format {
            _ if numbers.is_empty() => Vec::new(),
            Format::Yaml => yaml::places(&self.text, &numbers),
            Format::Json => json::places(&self.text, &numbers),
        };
        if let (Some((line, column)), Some(At { node: BROKEN, .. })) = (self.broken, ats.last()) {
            found.push((BROKEN, line, column));
        }
        found.into_iter().map(|(node, line, column)| (At { source, node }, line, column)).collect()
    }
}

fn one(at: At, message: String) -> Problems {
    Problems::from_iter([Problem { at, path: String::new(), code: None, message }])
}

/// The whole of an ordinary file, or why not.
fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    // Asked before it is opened: opening a pipe would wait for a writer.
    let kind = fs::metadata(path).map_err(said)?;
    if kind.is_dir() {
        return Err("this is a folder, not a file".to_owned());
    }
    if !kind.is_file() {
        return Err("this is not a file".to_owned());
    }
    let file = fs::File::open(path).map_err(said)?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(said)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(format!("this is larger than {} MB", MAX_FILE >> 20));
    }
    Ok(bytes)
}

/// What the system says, without its number for it.
fn said(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => {
            let said = error.to_string();
            said.split(" (os error").next().unwrap_or(&said).to_lowercase()
        }
    }
}

/// The line for one problem. Nothing that stands in a document can break out of it.
fn line_of(problem: &Problem, place: Option<&Place>) -> String {
    let mut line = String::new();
    if let Some(place) = place {
        line.push_str(&place.file);
        if place.line > 0 {
            line.push_str(&format!(":{}", place.line));
        }
        line.push_str(": ");
    }
    if !problem.path.is_empty() {
        line.push_str(&problem.path);
        line.push_str(": ");
    }
    line.push_str(&problem.message);
    if let Some(code) = problem.code {
        line.push_str(&format!(" [{code}]"));
    }
    line.chars().flat_map(visible).collect()
}

fn visible(character: char) -> impl Iterator<Item = char> {
    let escaped = character.is_control().then(|| character.escape_default());
    let plain = escaped.is_none().then_some(character);
    escaped.into_iter().flatten().chain(plain)
}

#[cfg(test)]
mod tests;
