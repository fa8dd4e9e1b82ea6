//! Values that many versions share, kept once and known by their place.

use std::collections::BTreeMap;

/// Distinct values; the first, at place 0, is what most versions have.
#[derive(Clone, Debug)]
pub(crate) struct Pool<T> {
    values: Vec<T>,
    places: BTreeMap<T, u32>,
}

impl<T: Clone + Ord> Pool<T> {
    /// A pool with its first value.
    pub(crate) fn starting_with(first: T) -> Pool<T> {
        Pool { values: vec![first.clone()], places: BTreeMap::from([(first, 0)]) }
    }

    /// The value at a place.
    pub(crate) fn get(&self, place: u32) -> &T {
        &self.values[place as usize]
    }

    /// The place of a value, which is added if it is new.
    pub(crate) fn place(&mut self, value: T) -> u32 {
        if let Some(&place) = self.places.get(&value) {
            return place;
        }
        let place = self.values.len() as u32;
        self.values.push(value.clone());
        self.places.insert(value, place);
        place
    }
}
