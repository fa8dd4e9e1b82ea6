//! Which key a request is about, found by place and without making the key.

use s3sim_kernel::quantiles::{Table, WHOLE};
use s3sim_kernel::streams::below;
use s3sim_kernel::time::Day;
use s3sim_ledger::BucketId;
use s3sim_s3::machine::S3;
use s3sim_s3::object::table::SpaceId;
use s3sim_scenario::request::{Keys, RequestPlan};
use s3sim_scenario::target::Pattern;
use s3sim_scenario::template::Template;
use s3sim_scenario::workload::Pick;

/// A place in the object table.
pub(crate) type Place = (SpaceId, u64);

/// How the keys of a call are chosen.
#[derive(Clone, Debug)]
pub(crate) enum Aim {
    /// The call is about no key.
    Nothing,
    /// One key, or one of a few in turn.
    Few(Vec<Place>),
    /// Keys with a counter: the number divided by `step`, in the space of its rest.
    Counter { spaces: Vec<SpaceId>, step: u64, day: Option<Day> },
    /// Objects that were there when the call was prepared.
    Objects(Objects),
}

/// Objects in stretches of consecutive keys.
#[derive(Clone, Debug)]
pub(crate) struct Objects {
    /// For each stretch how many objects lie before it, its space and its first index.
    stretches: Vec<(u64, SpaceId, u64)>,
    total: u64,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Sequential,
    Uniform,
    /// Numbers with 16 bits behind the point.
    Zipf(Table),
    /// So many objects for the words below the border.
    Hot {
        objects: u64,
        border: u64,
    },
    Newest,
}

impl Aim {
    /// The aim of a request on a day.
    pub(crate) fn new(s3: &mut S3, bucket: BucketId, plan: &RequestPlan, pick: Pick, day: Day) -> Aim {
        match &plan.key {
            None => Aim::Nothing,
            Some(Keys::Literal(key)) => Aim::Few(vec![s3.place(bucket, key)]),
            Some(Keys::Template(template)) => Aim::counting(s3, bucket, template, day),
            Some(Keys::Pattern(pattern)) => Aim::Objects(Objects::matching(s3, bucket, pattern, pick)),
        }
    }

    fn counting(s3: &mut S3, bucket: BucketId, template: &Template, day: Day) -> Aim {
        let step = template.residues();
        let dated = template.has_date().then_some(day);
        if !template.counts() {
            return Aim::Few((0..step).map(|number| s3.place(bucket, &template.key(number, day))).collect());
        }
        let spaces = (0..step).filter_map(|number| template.space(number, day)).collect::<Vec<_>>();
        let spaces = spaces.into_iter().map(|keys| s3.template(bucket, keys)).collect();
        Aim::Counter { spaces, step, day: dated }
    }

    /// Whether the keys of another day are others.
    pub(crate) fn is_stale(&self, today: Day) -> bool {
        matches!(self, Aim::Counter { day: Some(day), .. } if *day != today)
    }

    /// Whether a random word is needed to choose.
    pub(crate) fn is_random(&self) -> bool {
        matches!(self, Aim::Objects(Objects { way: Way::Uniform | Way::Zipf(_) | Way::Hot { .. }, .. }))
    }

    /// The place of the `number`-th request; `None` if there is no object to choose.
    #[inline]
    pub(crate) fn place(&self, number: u64, word: u64) -> Option<Place> {
        match self {
            Aim::Nothing => None,
            Aim::Few(places) => match places.as_slice() {
                [only] => Some(*only),
                places => places.get((number % (places.len() as u64).max(1)) as usize).copied(),
            },
            Aim::Counter { spaces, step, .. } => match spaces.as_slice() {
                [only] => Some((*only, number)),
                spaces => Some((spaces[(number % step) as usize], number / step)),
            },
            Aim::Objects(objects) => objects.place(number, word),
        }
    }
}

impl Objects {
    fn matching(s3: &S3, bucket: BucketId, pattern: &Pattern, pick: Pick) -> Objects {
        let whole = pattern.only_prefix().is_some();
        let mut stretches: Vec<(u64, SpaceId, u64)> = Vec::new();
        let mut total = 0;
        let mut join = |space: SpaceId, from: u64, count: u64| {
            let continues = stretches
                .last()
                .is_some_and(|&(before, last, first)| last == space && first + (total - before) == from);
            if !continues {
                stretches.push((total, space, from));
            }
            total += count;
        };
        for (space, _) in s3.spaces(bucket) {
            for range in s3.ranges(space, pattern.prefix()) {
                for group in s3.current_data(space, range) {
                    let (space, range) = group.place();
                    if whole {
                        join(space, range.start, range.end - range.start);
                    } else {
                        let fitting = range.filter(|&index| pattern.matches(&s3.key(space, index)));
                        fitting.for_each(|index| join(space, index, 1));
                    }
                }
            }
        }
        let way = match pick {
            Pick::Sequential => Way::Sequential,
            Pick::Uniform => Way::Uniform,
            Pick::Newest => Way::Newest,
            Pick::Zipf(s) => Table::zipf(total, s).map_or(Way::Uniform, Way::Zipf),
            Pick::Hot { objects, requests } => Way::Hot {
                objects: (u128::from(total) * u128::from(objects)).div_ceil(u128::from(WHOLE)) as u64,
                border: ((u128::from(requests) << 64) / u128::from(WHOLE)).min(u128::from(u64::MAX)) as u64,
            },
        };
        Objects { stretches, total, way }
    }

    #[inline]
    fn place(&self, number: u64, word: u64) -> Option<Place> {
        if self.total == 0 {
            return None;
        }
        let chosen = match &self.way {
            Way::Sequential => number % self.total,
            Way::Uniform => below(word, self.total),
            Way::Zipf(table) => (table.draw(word) >> 16).min(self.total - 1),
            Way::Hot { objects, border } => hot(word, self.total, *objects, *border),
            Way::Newest => self.total - 1,
        };
        let stretch = match self.stretches.as_slice() {
            [only] => only,
            several => &several[several.partition_point(|(before, ..)| *before <= chosen) - 1],
        };
        Some((stretch.1, stretch.2 + (chosen - stretch.0)))
    }
}

/// One of the first `objects` for words below the border, one of the others for those above.
fn hot(word: u64, total: u64, objects: u64, border: u64) -> u64 {
    if word < border || objects >= total {
        let border = u128::from(border.max(1));
        let place = u128::from(word.min(border as u64 - 1)) * u128::from(objects) / border;
        return (place as u64).min(total - 1);
    }
    let rest = (1_u128 << 64) - u128::from(border);
    objects + (u128::from(word - border) * u128::from(total - objects) / rest) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 5 of 100 objects get the words below 90 %, evenly; the other 95 the rest.
    #[test]
    fn hot_objects_get_their_share() {
        let border = (u64::MAX / 10) * 9;
        let at = |share: f64| hot((share * 18_446_744_073_709_551_615.0) as u64, 100, 5, border);
        assert_eq!([at(0.0), at(0.17), at(0.19), at(0.89)], [0, 0, 1, 4]);
        assert_eq!([at(0.901), at(0.999_99)], [5, 99]);
        assert_eq!(hot(u64::MAX, 3, 3, border), 2);
    }
}
