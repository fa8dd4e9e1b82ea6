//! Text with parts that are filled in: `{n}`, `{n:08}`, `{n%4}`, `{date}`, `{step.Field}`.

pub(crate) mod common;

use std::collections::BTreeSet;
use std::fmt;

use s3sim_document::tree::{Entry, Map, Node, Value};
use s3sim_kernel::time::{Day, Instant};
use s3sim_s3::object::naming::KeyTemplate;

/// Text with parts that are filled in. Displays as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// `{n}` or `{n:08}`: the number, padded with zeros to at least `width` digits (0 = not padded).
    Counter {
        /// At most 20.
        width: u8,
    },
    /// `{n%4}`: what is left of the number after division.
    Residue {
        /// At least 1.
        modulus: u64,
    },
    /// `{date}`: the UTC day, `2025-01-31`.
    Date,
    /// `{bucket}`, `{key}`, `{size}`: of the object that a function acts on.
    Subject(SubjectPart),
    /// `{step.Field}`: a field of an earlier step's answer.
    Answer {
        /// The step.
        step: String,
        /// The field, by API name.
        field: String,
    },
}

/// What of the object that a function acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectPart {
    /// Its bucket's name.
    Bucket,
    /// Its key.
    Key,
    /// Its bytes.
    Size,
}

impl SubjectPart {
    const ALL: [(&'static str, SubjectPart); 3] =
        [("bucket", SubjectPart::Bucket), ("key", SubjectPart::Key), ("size", SubjectPart::Size)];
}

/// A part that could not be understood: what stands between the braces, or nothing if a brace is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unknown(pub(crate) String);

impl Template {
    /// Reads a key, in which braces mean a part.
    pub(crate) fn parse(text: &str) -> Result<Template, Unknown> {
        let mut pieces = Vec::new();
        for piece in split(text) {
            match piece {
                Raw::Text(text) if text.contains(['{', '}']) => return Err(Unknown(text.to_owned())),
                Raw::Text(text) => pieces.push(Piece::Text(text.to_owned())),
                Raw::Braces(inside) => {
                    pieces.push(part(inside).ok_or_else(|| Unknown(format!("{{{inside}}}")))?)
                }
            }
        }
        Ok(Template { pieces })
    }

    /// Reads text in which braces may also mean themselves, as in JSON.
    pub fn lenient(text: &str) -> Template {
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in split(text) {
            let piece = match piece {
                Raw::Text(text) => Piece::Text(text.to_owned()),
                Raw::Braces(inside) => part(inside).unwrap_or_else(|| Piece::Text(format!("{{{inside}}}"))),
            };
            match (pieces.last_mut(), &piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(text),
                _ => pieces.push(piece),
            }
        }
        Template { pieces }
    }

    /// Its parts, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The text, if nothing is filled in.
    pub fn literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text, with every part but plain text made by `fill`; the first part for which it has nothing is the error.
    pub fn filled(&self, mut fill: impl FnMut(&Piece) -> Option<String>) -> Result<String, Piece> {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                part => filled.push_str(&fill(part).ok_or_else(|| part.clone())?),
            }
        }
        Ok(filled)
    }

    /// The key of a number on a day. Parts that refer to steps stay as written.
    pub fn key(&self, number: u64, day: Day) -> String {
        let fill = |piece: &Piece| Some(piece.of(number, day).unwrap_or_else(|| piece.to_string()));
        self.filled(fill).unwrap_or_default()
    }

    /// Into how many key spaces a day's keys fall: the least common multiple of all `{n%m}`.
    pub fn residues(&self) -> u64 {
        self.pieces.iter().fold(1, |all, piece| match piece {
            Piece::Residue { modulus } => lcm(all, *modulus),
            _ => all,
        })
    }

    /// Whether there is a plain `{n}`, so that keys of one key space are told apart by a number.
    pub fn counts(&self) -> bool {
        self.counters() > 0
    }

    /// How many plain `{n}` there are.
    pub(crate) fn counters(&self) -> usize {
        self.pieces.iter().filter(|piece| matches!(piece, Piece::Counter { .. })).count()
    }

    /// Whether the object that a function acts on is part of it.
    pub(crate) fn has_subject(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Subject(_)))
    }

    /// Whether the day is part of the key.
    pub fn has_date(&self) -> bool {
        self.pieces.contains(&Piece::Date)
    }

    /// The key space in which the key of `number` on `day` lies: all numbers that leave the same rest after division
    /// by [`Template::residues`] share it, and the number's index in it is the number divided by that. `None` if
    /// there is no plain `{n}`: then keys are literal, see [`Template::key`].
    pub fn space(&self, number: u64, day: Day) -> Option<KeyTemplate> {
        let counter = self.pieces.iter().position(|piece| matches!(piece, Piece::Counter { .. }))?;
        let Piece::Counter { width } = self.pieces[counter] else { return None };
        let text = |pieces: &[Piece]| Template { pieces: pieces.to_vec() }.key(number, day);
        let step = self.residues();
        Some(KeyTemplate {
            head: text(&self.pieces[..counter]),
            width,
            step,
            offset: number % step,
            tail: text(&self.pieces[counter + 1..]),
        })
    }

    /// Whether some number and day make this key.
    pub fn makes(&self, key: &str) -> bool {
        makes(&self.pieces, key, &mut Vec::new())
    }

    /// The parts that refer to steps.
    pub fn answers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Answer { step, field } => Some((step.as_str(), field.as_str())),
            _ => None,
        })
    }
}

impl Piece {
    /// What stands here for a number on a day; `None` for references to steps.
    fn of(&self, number: u64, day: Day) -> Option<String> {
        match self {
            Piece::Text(text) => Some(text.clone()),
            Piece::Counter { width } => Some(format!("{number:0width$}", width = usize::from(*width))),
            Piece::Residue { modulus } => Some((number % modulus).to_string()),
            Piece::Date => Some(day.to_string()),
            Piece::Answer { .. } | Piece::Subject(_) => None,
        }
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Piece::Text(text) => f.write_str(text),
            Piece::Counter { width: 0 } => f.write_str("{n}"),
            Piece::Counter { width } => write!(f, "{{n:0{width}}}"),
            Piece::Residue { modulus } => write!(f, "{{n%{modulus}}}"),
            Piece::Date => f.write_str("{date}"),
            Piece::Subject(part) => {
                let word = SubjectPart::ALL.iter().find(|(_, known)| known == part);
                write!(f, "{{{}}}", word.map_or("", |(word, _)| word))
            }
            Piece::Answer { step, field } => write!(f, "{{{step}.{field}}}"),
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| write!(f, "{piece}"))
    }
}

/// A copy of a document in which every text is filled in, at every depth; keys of maps stay.
pub fn resolve(node: &Node, fill: &mut dyn FnMut(&Piece) -> Option<String>) -> Result<Node, Piece> {
    let value = match &node.value {
        Value::Text(text) => Value::Text(Template::lenient(text).filled(&mut *fill)?),
        Value::List(items) => {
            Value::List(items.iter().map(|item| resolve(item, fill)).collect::<Result<Vec<_>, _>>()?)
        }
        Value::Map(map) => {
            let mut entries = Vec::with_capacity(map.entries.len());
            for Entry { key, key_at, value } in &map.entries {
                entries.push(Entry { key: key.clone(), key_at: *key_at, value: resolve(value, fill)? });
            }
            Value::Map(Map { entries })
        }
        other => other.clone(),
    };
    Ok(Node { at: node.at, value })
}

enum Raw<'t> {
    Text(&'t str),
    Braces(&'t str),
}

/// Cuts at `{…}` without braces inside; whatever else braces do stays text.
fn split(text: &str) -> Vec<Raw<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut searched = 0;
    while let Some(open) = rest[searched..].find('{').map(|at| at + searched) {
        let inside = &rest[open + 1..];
        match inside.find(['{', '}']) {
            Some(end) if inside[end..].starts_with('}') => {
                if open > 0 {
                    pieces.push(Raw::Text(&rest[..open]));
                }
                pieces.push(Raw::Braces(&inside[..end]));
                rest = &inside[end + 1..];
                searched = 0;
            }
            Some(_) => searched = open + 1,
            None => break,
        }
    }
    if !rest.is_empty() {
        pieces.push(Raw::Text(rest));
    }
    pieces
}

/// What stands between braces.
fn part(inside: &str) -> Option<Piece> {
    if inside == "date" {
        return Some(Piece::Date);
    }
    if let Some((_, part)) = SubjectPart::ALL.iter().find(|(word, _)| *word == inside) {
        return Some(Piece::Subject(*part));
    }
    if let Some(behind) = inside.strip_prefix('n') {
        if behind.is_empty() {
            return Some(Piece::Counter { width: 0 });
        }
        if let Some(width) = behind.strip_prefix(":0") {
            let width = width.parse().ok().filter(|width| (1..=20).contains(width))?;
            return Some(Piece::Counter { width });
        }
        if let Some(modulus) = behind.strip_prefix('%') {
            let modulus = modulus.parse().ok().filter(|modulus| (1..=1_000_000).contains(modulus))?;
            return Some(Piece::Residue { modulus });
        }
    }
    let (step, field) = inside.rsplit_once('.')?;
    let is_field = field.starts_with(|c: char| c.is_ascii_uppercase())
        && field.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_field && !step.is_empty()).then(|| Piece::Answer { step: step.to_owned(), field: field.to_owned() })
}

/// Whether the pieces can make `rest`, given what the parts before say of the number.
fn makes(pieces: &[Piece], rest: &str, said: &mut Vec<Said>) -> bool {
    let Some((piece, later)) = pieces.split_first() else { return rest.is_empty() && consistent(said) };
    let mut with = |length: usize, says: Option<Said>| {
        let depth = said.len();
        said.extend(says);
        let fits = makes(later, &rest[length..], said);
        said.truncate(depth);
        fits
    };
    match piece {
        Piece::Text(text) => rest.starts_with(text.as_str()) && with(text.len(), None),
        Piece::Date => {
            let date = rest.get(..10).filter(|date| Instant::parse(date).is_some());
            date.is_some() && with(10, None)
        }
        Piece::Answer { .. } | Piece::Subject(_) => false,
        Piece::Counter { .. } | Piece::Residue { .. } => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(20);
            (1..=digits).any(|length| {
                let Ok(number) = rest[..length].parse::<u64>() else { return false };
                let (written, says) = match piece {
                    Piece::Counter { width } => (usize::from(*width), Said::Number(number)),
                    Piece::Residue { modulus } if number < *modulus => (0, Said::Residue(*modulus, number)),
                    _ => return false,
                };
                format!("{number:0written$}") == rest[..length] && with(length, Some(says))
            })
        }
    }
}

/// What a part of a key says of its number.
#[derive(Clone, Copy)]
enum Said {
    Number(u64),
    Residue(u64, u64),
}

fn consistent(said: &[Said]) -> bool {
    let numbers: BTreeSet<u64> = said
        .iter()
        .filter_map(|said| match said {
            Said::Number(number) => Some(*number),
            Said::Residue(..) => None,
        })
        .collect();
    let fits = |number: u64| {
        said.iter().all(|said| match said {
            Said::Number(_) => true,
            Said::Residue(modulus, rest) => number % modulus == *rest,
        })
    };
    match numbers.len() {
        0 => pairwise(said),
        1 => numbers.iter().all(|number| fits(*number)),
        _ => false,
    }
}

/// Without a plain number: some number leaves all these rests (each two agree modulo their common divisor).
fn pairwise(said: &[Said]) -> bool {
    let rests: Vec<(u64, u64)> = said
        .iter()
        .filter_map(|said| match said {
            Said::Residue(modulus, rest) => Some((*modulus, *rest)),
            Said::Number(_) => None,
        })
        .collect();
    rests
        .iter()
        .enumerate()
        .all(|(at, (m, r))| rests[at + 1..].iter().all(|(n, s)| r % gcd(*m, *n) == s % gcd(*m, *n)))
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn lcm(a: u64, b: u64) -> u64 {
    (a / gcd(a, b)).saturating_mul(b)
}

#[cfg(test)]
mod tests;
