//! Walking a YAML text a second time, to learn what the parser does not say the first time: the text of a number that
//! it gave as a float, and where a value stands.
//!
//! `serde_yaml` names a place only in an error. So a scalar whose place is wanted is read with a visitor that fails,
//! the place is taken out of the error's text, and the walk goes on behind it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::grow::Text;

/// The written text of the scalars with these numbers (ascending).
pub(crate) fn texts(text: &str, wanted: &[u32]) -> BTreeMap<u32, String> {
    let mut walk = Walk::new(wanted, Aim::Text);
    walk.over(text);
    walk.texts
}

/// Line and column, from 1, of the values with these numbers (ascending).
///
/// A scalar or key is given its own place, a map or list that stands under a key the place of that key, and one that
/// stands in a list the place of the first key or scalar in it. An empty map or list inside a list has no place that the
/// parser would tell: it gets the last place before it that is known.
pub(crate) fn places(text: &str, wanted: &[u32]) -> Vec<(u32, u32, u32)> {
    let mut walk = Walk::new(wanted, Aim::Place);
    walk.over(text);
    let mut found = walk.places;
    found.extend(walk.waiting.iter().map(|number| (*number, 1, 1)));
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Text,
    Place,
}

struct Walk<'w> {
    wanted: &'w [u32],
    aim: Aim,
    next: u32,
    texts: BTreeMap<u32, String>,
    places: Vec<(u32, u32, u32)>,
    /// Lists and maps that take the next place found.
    waiting: Vec<u32>,
    last: (u32, u32),
}

impl<'w> Walk<'w> {
    fn new(wanted: &'w [u32], aim: Aim) -> Walk<'w> {
        let (texts, places, waiting) = (BTreeMap::new(), Vec::new(), Vec::new());
        Walk { wanted, aim, next: 0, texts, places, waiting, last: (1, 1) }
    }

    fn over(&mut self, text: &str) {
        // The text was parsed before: nothing new can be wrong with it.
        let _ = Value { walk: self, key: None }.deserialize(serde_yaml::Deserializer::from_str(text));
    }

    fn take(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn wants(&self, number: u32) -> bool {
        self.wanted.binary_search(&number).is_ok()
    }

    /// Notes where the value of this number stands, which the error tells.
    fn found(&mut self, number: u32, error: &impl fmt::Display) {
        let place = place_in(&error.to_string());
        self.last = place;
        if self.wants(number) {
            self.places.push((number, place.0, place.1));
        }
        self.settle(place);
    }

    fn settle(&mut self, place: (u32, u32)) {
        self.places.extend(self.waiting.drain(..).map(|number| (number, place.0, place.1)));
    }
}

/// A word that no document will hold in this form, in front of the place.
const MARK: &str = "\u{1}here\u{1}";

/// The place at the end of the error's text; the very beginning is not told.
fn place_in(error: &str) -> (u32, u32) {
    let told = error.rsplit_once(MARK).map_or("", |(_, told)| told);
    let mut numbers = told.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1))
}

struct Key<'a, 'w>(&'a mut Walk<'w>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    /// The key's place, if somebody wanted it.
    type Value = Option<(u32, u32)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let walk = self.0;
        let number = walk.take();
        let asked = walk.aim == Aim::Place
            && (!walk.waiting.is_empty() || walk.wants(number) || walk.wants(number + 1));
        if !asked {
            return deserializer.deserialize_str(Text("a key")).map(|_| None);
        }
        if let Err(error) = deserializer.deserialize_str(Fail) {
            walk.found(number, &error);
        }
        Ok(Some(walk.last))
    }
}

/// Fails at any scalar, so that the error tells the place.
struct Fail;

impl Visitor<'_> for Fail {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(E::custom(MARK))
    }
}

struct Value<'a, 'w> {
    walk: &'a mut Walk<'w>,
    key: Option<(u32, u32)>,
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Value { walk, key } = self;
        let number = walk.take();
        let wanted = walk.wants(number);
        if walk.aim == Aim::Text && wanted {
            let text = deserializer.deserialize_str(Text("a number"))?;
            walk.texts.insert(number, text);
            return Ok(());
        }
        let asked = walk.aim == Aim::Place && (wanted || !walk.waiting.is_empty());
        let mut failed = false;
        let step = Step { walk: &mut *walk, number, wanted, asked, key, failed: &mut failed };
        let result = deserializer.deserialize_any(step);
        match result {
            Err(error) if failed => {
                // Only this scalar failed, on purpose, and it has been read.
                walk.found(number, &error);
                Ok(())
            }
            other => other,
        }
    }
}

struct Step<'a, 'w> {
    walk: &'a mut Walk<'w>,
    number: u32,
    wanted: bool,
    asked: bool,
    key: Option<(u32, u32)>,
    failed: &'a mut bool,
}

impl Step<'_, '_> {
    fn scalar<E: Error>(self) -> Result<(), E> {
        if self.asked {
            *self.failed = true;
            return Err(E::custom(MARK));
        }
        Ok(())
    }

    fn begin(&mut self) {
        if !self.wanted {
            return;
        }
        match self.key {
            Some((line, column)) => self.walk.places.push((self.number, line, column)),
            None => self.walk.waiting.push(self.number),
        }
    }

    /// An empty list or map that still waits stands right behind the last place known.
    fn end(self) {
        if self.walk.waiting.contains(&self.number) {
            let last = self.walk.last;
            self.walk.settle(last);
        }
    }
}

impl<'de> Visitor<'de> for Step<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        self.scalar()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        self.scalar()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar()
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        self.begin();
        while access.next_element_seed(Value { walk: &mut *self.walk, key: None })?.is_some() {}
        self.end();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        self.begin();
        while let Some(key) = access.next_key_seed(Key(&mut *self.walk))? {
            access.next_value_seed(Value { walk: &mut *self.walk, key })?;
        }
        self.end();
        Ok(())
    }
}
