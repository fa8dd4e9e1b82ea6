//! Text with wildcards and policy variables, as `Action`, `Resource` and the `…Like` operators use it.
//!
//! A pattern is cut once at its `*`s. Matching then takes the head from the front, the tail from the back and finds
//! every middle piece at its leftmost place: a piece has a fixed number of characters, so leftmost is never wrong and
//! nothing is ever tried twice. The work is at most the pattern's length times the text's.

use std::borrow::Cow;

/// What `*` and `?` mean in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wildcards {
    /// `*` is any run of characters (also none, also `/` and `:`), `?` exactly one.
    Active,
    /// They stand for themselves, as in `StringEquals`.
    Literal,
}

/// What `${…}` means in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variables {
    /// A value from the request's context; `${*}`, `${?}` and `${$}` are the characters themselves.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
    Active,
    /// Plain text, as everywhere in a policy of version 2008-10-17.
    Literal,
}

/// Whoever knows the values of policy variables: the request's context.
pub trait Lookup {
    /// The one value of `key` (in lower case), or `None` if the key is absent or has several values.
    fn single(&self, key: &str) -> Option<Cow<'_, str>>;
}

/// Knows no variable.
impl Lookup for () {
    fn single(&self, _key: &str) -> Option<Cow<'_, str>> {
        None
    }
}

/// One element of a piece between two `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Atom {
    Text(Box<str>),
    One,
    Variable { key: Box<str>, default: Option<Box<str>> },
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands before the first `*`.
    head: Box<[Atom]>,
    /// What stands between two `*`; never empty pieces.
    middle: Box<[Box<[Atom]>]>,
    /// What stands after the last `*`; `None` if there is no `*`.
    tail: Option<Box<[Atom]>>,
    variables: bool,
}

impl Pattern {
    /// Compiles `text`. A `${` without `}` is plain text.
    pub fn new(text: &str, wildcards: Wildcards, variables: Variables) -> Pattern {
        let mut pieces = vec![Vec::new()];
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let piece = match pieces.last_mut() {
                Some(piece) => piece,
                None => break,
            };
            if variables == Variables::Active
                && let Some((inside, after)) = rest.strip_prefix("${").and_then(|r| r.split_once('}'))
            {
                match inside {
                    "*" | "?" | "$" => push_text(piece, inside),
                    _ => piece.push(variable(inside)),
                }
                rest = after;
                continue;
            }
            match first {
                '*' if wildcards == Wildcards::Active => pieces.push(Vec::new()),
                '?' if wildcards == Wildcards::Active => piece.push(Atom::One),
                _ => push_text(piece, &rest[..first.len_utf8()]),
            }
            rest = &rest[first.len_utf8()..];
        }
        Pattern::from_pieces(pieces)
    }

    fn from_pieces(pieces: Vec<Vec<Atom>>) -> Pattern {
        let variables = pieces.iter().flatten().any(|atom| matches!(atom, Atom::Variable { .. }));
        let mut pieces: Vec<Box<[Atom]>> = pieces.into_iter().map(Vec::into_boxed_slice).collect();
        let tail = if pieces.len() > 1 { pieces.pop() } else { None };
        let mut pieces = pieces.into_iter();
        let head = pieces.next().unwrap_or_default();
        Pattern { head, middle: pieces.filter(|piece| !piece.is_empty()).collect(), tail, variables }
    }

    /// The text itself, if the pattern has neither wildcards nor variables.
    pub fn literal(&self) -> Option<&str> {
        match (&self.tail, &*self.head) {
            (None, [Atom::Text(text)]) => Some(text),
            (None, []) => Some(""),
            _ => None,
        }
    }

    /// Whether the pattern names a policy variable.
    pub fn has_variables(&self) -> bool {
        self.variables
    }

    /// Whether all of `text` fits. A variable without value and without default fits nothing.
    pub fn matches(&self, text: &str, values: &impl Lookup) -> bool {
        if self.variables && !self.resolvable(values) {
            return false;
        }
        let Some(rest) = take_front(&self.head, text, values, Case::Counts) else { return false };
        let Some(tail) = &self.tail else { return rest.is_empty() };
        let Some(mut rest) = take_back(tail, rest, values) else { return false };
        for piece in &self.middle {
            match find(piece, rest, values) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        true
    }

    /// As [`Pattern::matches`] for a pattern of [`Wildcards::Literal`], without regard to ASCII case.
    ///
    /// Modelling choice: letters outside ASCII are compared as they are.
    pub fn matches_ignoring_case(&self, text: &str, values: &impl Lookup) -> bool {
        (!self.variables || self.resolvable(values))
            && take_front(&self.head, text, values, Case::Ignored).is_some_and(str::is_empty)
    }

    /// The text of a pattern of [`Wildcards::Literal`] once its variables are filled in.
    pub fn resolved(&self, values: &impl Lookup) -> Option<String> {
        let mut text = String::new();
        for atom in &self.head {
            match atom {
                Atom::Text(part) => text.push_str(part),
                Atom::One => text.push('?'),
                Atom::Variable { key, default } => text.push_str(&value(key, default, values)?),
            }
        }
        Some(text)
    }

    fn resolvable(&self, values: &impl Lookup) -> bool {
        let pieces = std::iter::once(&self.head).chain(&self.middle).chain(&self.tail);
        pieces.flatten().all(|atom| match atom {
            Atom::Variable { key, default } => value(key, default, values).is_some(),
            Atom::Text(_) | Atom::One => true,
        })
    }
}

fn push_text(piece: &mut Vec<Atom>, text: &str) {
    if let Some(Atom::Text(before)) = piece.last_mut() {
        let joined = [before, text].concat();
        *before = joined.into_boxed_str();
    } else {
        piece.push(Atom::Text(text.into()));
    }
}

/// `aws:username`, or `aws:PrincipalTag/team, 'company-wide'`.
fn variable(inside: &str) -> Atom {
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => {
            let default = default.trim();
            let quoted = default.strip_prefix('\'').and_then(|d| d.strip_suffix('\''));
            (key, Some(quoted.unwrap_or(default).into()))
        }
        None => (inside, None),
    };
    Atom::Variable { key: key.trim().to_ascii_lowercase().into_boxed_str(), default }
}

fn value<'a>(key: &str, default: &'a Option<Box<str>>, values: &'a impl Lookup) -> Option<Cow<'a, str>> {
    values.single(key).or_else(|| default.as_deref().map(Cow::Borrowed))
}

#[derive(Clone, Copy)]
enum Case {
    Counts,
    Ignored,
}

fn strip<'t>(text: &'t str, start: &str, case: Case) -> Option<&'t str> {
    match case {
        Case::Counts => text.strip_prefix(start),
        Case::Ignored => {
            let (front, rest) = text.split_at_checked(start.len())?;
            front.eq_ignore_ascii_case(start).then_some(rest)
        }
    }
}

/// What is left of `text` after `piece`, if it starts with it.
fn take_front<'t>(piece: &[Atom], text: &'t str, values: &impl Lookup, case: Case) -> Option<&'t str> {
    piece.iter().try_fold(text, |rest, atom| match atom {
        Atom::Text(start) => strip(rest, start, case),
        Atom::One => after_first(rest),
        Atom::Variable { key, default } => strip(rest, &value(key, default, values)?, case),
    })
}

/// What is left of `text` before `piece`, if it ends with it.
fn take_back<'t>(piece: &[Atom], text: &'t str, values: &impl Lookup) -> Option<&'t str> {
    piece.iter().rev().try_fold(text, |rest, atom| match atom {
        Atom::Text(end) => rest.strip_suffix(&**end),
        Atom::One => {
            let mut chars = rest.chars();
            chars.next_back().map(|_| chars.as_str())
        }
        Atom::Variable { key, default } => rest.strip_suffix(&*value(key, default, values)?),
    })
}

/// What is left of `text` after the leftmost place where `piece` stands.
fn find<'t>(piece: &[Atom], text: &'t str, values: &impl Lookup) -> Option<&'t str> {
    let mut rest = text;
    loop {
        if let Some(Atom::Text(start)) = piece.first() {
            rest = &rest[rest.find(&**start)?..];
        }
        if let Some(after) = take_front(piece, rest, values, Case::Counts) {
            return Some(after);
        }
        rest = after_first(rest)?;
    }
}

fn after_first(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    chars.next().map(|_| chars.as_str())
}
