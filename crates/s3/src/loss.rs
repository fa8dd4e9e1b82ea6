//! Losing data: a zone or Region that is gone, and versions that are destroyed with nothing left of their object.

use std::ops::Range;

use s3sim_aws::class::StorageClass;
use s3sim_aws::region::Region;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;
use s3sim_ledger::event::EventKind;

use crate::bucket::Elsewhere;
use crate::machine::S3;
use crate::object::attrs::{AttrsId, Kind};
use crate::object::row::RowId;
use crate::object::table::SpaceId;
use crate::restore::Condition;
use crate::select::Traits;
use crate::tally::Label;
use crate::world::World;

/// What is lost for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disaster {
    /// An Availability Zone: the `number`-th of a Region, from 1.
    Zone {
        /// The Region.
        region: Region,
        /// Which of its zones.
        number: u8,
    },
    /// A whole Region.
    Region(Region),
}

impl Disaster {
    /// Reads a zone's id (`use1-az1`) or a Region's name (`us-east-1`).
    pub fn parse(text: &str) -> Option<Disaster> {
        if let Some(region) = Region::parse(text) {
            return Some(Disaster::Region(region));
        }
        let (prefix, number) = text.split_once("-az")?;
        let region = Region::all().find(|region| region.zone_prefix() == prefix)?;
        let number = number.parse().ok().filter(|number| (1..=6).contains(number))?;
        Some(Disaster::Zone { region, number })
    }

    /// Whether it takes the only copy of objects of `class` that are stored in `region`.
    ///
    /// Modelling choice: S3 does not say in which zone One Zone-IA keeps an object; here it is the first one of the
    /// Region, `…-az1`. So it is for stores that are not S3 and do not outlive a zone.
    fn destroys(self, class: StorageClass, region: Region, elsewhere: Option<Elsewhere>) -> bool {
        match self {
            Disaster::Region(lost) => lost == region && elsewhere.is_none_or(|it| !it.outlives_region),
            Disaster::Zone { region: lost, number } => {
                let in_one_zone = elsewhere.map_or(class.facts().zones == 1, |it| !it.outlives_zone);
                lost == region && number == 1 && in_one_zone
            }
        }
    }
}

/// Versions that were destroyed when no other version of their keys was left to read.
#[derive(Clone, Copy, Debug)]
struct Loss {
    at: Instant,
    space: SpaceId,
    first: u64,
    end: u64,
    size: u64,
    created: Instant,
    attrs: AttrsId,
}

/// The losses of a run, if anybody wants to know them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Losses {
    noted: Option<Vec<Loss>>,
}

/// A loss, as checks look at it.
#[derive(Clone, Debug)]
pub struct LossView<'a> {
    /// When.
    pub at: Instant,
    /// In which bucket.
    pub bucket: BucketId,
    /// Which keys.
    pub place: (SpaceId, Range<u64>),
    /// Bytes of each.
    pub size: u64,
    /// Last-Modified of each.
    pub created: Instant,
    /// What they had in common.
    pub traits: Traits<'a>,
}

impl S3 {
    /// From now on notes which objects are lost: deleted, overwritten or destroyed with no readable version left.
    pub fn note_losses(&mut self) {
        self.losses.noted.get_or_insert_default();
    }

    /// What was lost since [`S3::note_losses`].
    pub fn losses(&self) -> impl Iterator<Item = LossView<'_>> {
        self.losses.noted.iter().flatten().map(|loss| {
            let entry = self.table.attrs.get(loss.attrs);
            LossView {
                at: loss.at,
                bucket: entry.bucket,
                place: (loss.space, loss.first..loss.end),
                size: loss.size,
                created: loss.created,
                traits: self.traits(entry),
            }
        })
    }

    /// Notes that the versions of a row are about to be destroyed, unless another version of their keys can be read.
    pub(crate) fn note_loss(&mut self, now: Instant, id: RowId) {
        if self.losses.noted.is_none() || !self.is_last_to_read(id) {
            return;
        }
        let row = *self.table.arena.get(id);
        let space = self.table.space_of(id);
        let loss = Loss {
            at: now,
            space,
            first: row.first,
            end: row.end(),
            size: row.size,
            created: row.created,
            attrs: row.attrs,
        };
        let noted = self.losses.noted.get_or_insert_default();
        match noted.last_mut() {
            Some(last) if last.end == loss.first && last.is_like(&loss) => {
                last.end = loss.end;
            }
            _ => noted.push(loss),
        }
    }

    /// Whether the row holds data that is not lost yet, and is the only one of its stack that does.
    fn is_last_to_read(&self, id: RowId) -> bool {
        let readable = |id: RowId| {
            let attrs = self.table.attrs_of(id);
            attrs.kind == Kind::Data && attrs.condition != Condition::Lost
        };
        let newer = |id: &RowId| self.table.arena.get(*id).newer.some();
        let top = std::iter::successors(Some(id), newer).last().unwrap_or(id);
        readable(id) && self.table.stack(top).all(|other| other == id || !readable(other))
    }

    /// A zone or Region is lost, with everything of which it held the only copy.
    pub fn lose(&mut self, now: Instant, disaster: Disaster, cause: &str, world: &mut impl World) {
        self.reach(now);
        let cause = self.cause(cause);
        let spaces: Vec<(SpaceId, Region, Option<Elsewhere>)> = self
            .buckets()
            .filter(|(_, bucket)| !bucket.deleted)
            .flat_map(|(_, bucket)| {
                let what = |space| (space, bucket.region, bucket.settings.elsewhere);
                bucket.spaces().map(what).collect::<Vec<_>>()
            })
            .collect();
        for (space, region, elsewhere) in spaces {
            for head in self.table.space(space).index.rows(&self.table.arena, 0..u64::MAX) {
                for id in self.table.stack(head).collect::<Vec<_>>() {
                    let attrs = *self.table.attrs_of(id);
                    let stored = attrs.kind == Kind::Data && attrs.condition != Condition::Lost;
                    if stored && disaster.destroys(attrs.class, region, elsewhere) {
                        self.note_loss(now, id);
                        self.note(id, EventKind::Lost, Label::Class(attrs.class), Label::None, cause);
                        self.set_condition(id, Condition::Lost);
                        self.file(id);
                    }
                }
            }
        }
        self.settle(now, world);
    }
}

impl Loss {
    /// Whether both say the same of different keys.
    fn is_like(&self, other: &Loss) -> bool {
        let key = |loss: &Loss| (loss.at, loss.space, loss.size, loss.created, loss.attrs);
        key(self) == key(other)
    }
}
