//! Whether two templates can make the same key.
//!
//! Both are walked through side by side, a character at a time: numbers and dates are digits here. What comes out is
//! then made sure of by [`Template::makes`], which also knows how the parts of one key hang together.

use std::collections::{BTreeSet, VecDeque};

use super::{Piece, Template};

/// How many beginnings of keys are looked at before two templates whose parts depend on each other count as different.
const PATIENCE: usize = 20_000;

/// A key that both can make, if there is one. Counters are taken as unbounded: what a population does not hold today
/// a later request may write.
pub(crate) fn common_key(a: &Template, b: &Template) -> Option<String> {
    match (a.literal(), b.literal()) {
        (Some(a), _) if b.makes(a) => return Some(a.to_owned()),
        (_, Some(b)) if a.makes(b) => return Some(b.to_owned()),
        (None, None) => {}
        _ => return None,
    }
    let (first, second) = (Machine::of(a), Machine::of(b));
    let related = [a, b].iter().any(|template| template.residues() > 1 || template.counters() > 1);
    let mut waiting = VecDeque::from([(Machine::START, Machine::START, String::new())]);
    let mut seen = BTreeSet::new();
    let mut patience = PATIENCE;
    while let Some((at_a, at_b, key)) = waiting.pop_front() {
        if first.ends(at_a) && second.ends(at_b) && a.makes(&key) && b.makes(&key) {
            return Some(key);
        }
        patience = patience.checked_sub(1)?;
        for (class_a, next_a) in first.steps(at_a) {
            for (class_b, next_b) in second.steps(at_b) {
                for character in class_a.both(class_b, related) {
                    // Where parts do not depend on each other every way to the same pair of places is as good as another.
                    if related || seen.insert((next_a, next_b)) {
                        waiting.push_back((next_a, next_b, format!("{key}{character}")));
                    }
                }
            }
        }
    }
    None
}

/// What a step of a machine takes.
#[derive(Clone, Copy)]
enum Class {
    One(char),
    Digit,
    NotZero,
}

impl Class {
    /// Characters that both take: one of them, or all if it matters which.
    fn both(self, other: Class, all: bool) -> Vec<char> {
        let digits = |from: char| if all { (from..='9').collect() } else { vec!['1'] };
        match (self, other) {
            (Class::One(a), Class::One(b)) => {
                if a == b {
                    vec![a]
                } else {
                    Vec::new()
                }
            }
            (Class::One(a), Class::Digit) | (Class::Digit, Class::One(a)) if a.is_ascii_digit() => vec![a],
            (Class::One(a), Class::NotZero) | (Class::NotZero, Class::One(a)) if ('1'..='9').contains(&a) => {
                vec![a]
            }
            (Class::One(_), _) | (_, Class::One(_)) => Vec::new(),
            (Class::Digit, Class::Digit) => digits('0'),
            _ => digits('1'),
        }
    }
}

/// A template as places with steps between them.
struct Machine {
    /// From each place: what may come, and where it leads.
    steps: Vec<Vec<(Class, usize)>>,
    /// From each place, where one may be as well.
    also: Vec<Vec<usize>>,
    end: usize,
}

impl Machine {
    const START: usize = 0;

    fn of(template: &Template) -> Machine {
        let mut machine = Machine { steps: vec![Vec::new()], also: vec![Vec::new()], end: Machine::START };
        for piece in template.pieces() {
            match piece {
                Piece::Text(text) => text.chars().for_each(|c| machine.then(Class::One(c))),
                Piece::Date => "dddd-dd-dd".chars().for_each(|c| {
                    machine.then(if c == '-' { Class::One('-') } else { Class::Digit });
                }),
                Piece::Counter { width } => machine.number(usize::from(*width).max(1), None),
                Piece::Residue { modulus } => machine.number(1, Some((modulus - 1).to_string().len())),
                Piece::Answer { .. } | Piece::Subject(_) => {}
            }
        }
        machine
    }

    fn place(&mut self) -> usize {
        self.steps.push(Vec::new());
        self.also.push(Vec::new());
        self.steps.len() - 1
    }

    fn then(&mut self, class: Class) {
        let next = self.place();
        self.steps[self.end].push((class, next));
        self.end = next;
    }

    /// Exactly `least` digits, or more (up to `most`) that do not start with a zero.
    fn number(&mut self, least: usize, most: Option<usize>) {
        let start = self.end;
        (0..least).for_each(|_| self.then(Class::Digit));
        let out = self.end;
        self.end = start;
        self.then(Class::NotZero);
        (1..least).for_each(|_| self.then(Class::Digit));
        match most {
            None => {
                self.then(Class::Digit);
                let more = self.end;
                self.steps[more].push((Class::Digit, more));
                self.also[more].push(out);
            }
            Some(most) => {
                for _ in least..most {
                    self.then(Class::Digit);
                    let here = self.end;
                    self.also[here].push(out);
                }
            }
        }
        self.end = out;
    }

    /// The place itself and those where one may be as well.
    fn places(&self, at: usize) -> Vec<usize> {
        let mut places = vec![at];
        let mut next = 0;
        while let Some(&place) = places.get(next) {
            places.extend(&self.also[place]);
            next += 1;
        }
        places
    }

    fn ends(&self, at: usize) -> bool {
        self.places(at).contains(&self.end)
    }

    fn steps(&self, at: usize) -> Vec<(Class, usize)> {
        self.places(at).into_iter().flat_map(|place| self.steps[place].iter().copied()).collect()
    }
}
