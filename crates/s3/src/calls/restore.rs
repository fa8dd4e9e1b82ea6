//! RestoreObject on one object.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html>

use s3sim_aws::class::StorageClass;
use s3sim_aws::error::ErrorCode;
use s3sim_document::read::Reader;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::find::{Found, sought};
use crate::configuration::schema;
use crate::form::Form;
use crate::identity::digest;
use crate::machine::S3;
use crate::request::Request;
use crate::response::{Fields, Refusal, Response};
use crate::restore::decide::{Action, Asked};
use crate::restore::{Archive, Condition, RetrievalTier};
use crate::service::Intent;
use crate::tally::CauseId;
use crate::world::{Chance, Delay, Subject, World};

/// A restore that will be accepted, if an Expedited one finds capacity.
#[derive(Clone, Debug)]
pub struct Restore {
    found: Found,
    /// How far below the current version it stands.
    depth: usize,
    action: Action,
}

/// Reads `RestoreRequest`: `{Days, GlacierJobParameters: {Tier}}`.
pub(crate) fn asked(form: Form<'_>) -> Result<Asked, Refusal> {
    form.required_document("RestoreRequest", read)
}

fn read(reader: &Reader<'_>) -> Option<Asked> {
    schema::document(reader, |reader| {
        let before = reader.problems_so_far();
        let mut fields = schema::unwrapped(reader, "RestoreRequest")?;
        let days = fields.optional("Days").and_then(schema::whole::<i32>);
        let job = fields.optional("GlacierJobParameters");
        let beside = fields.optional("Tier");
        let description = fields.optional("Description");
        // Select was closed to new customers in 2024, and with it restores that write elsewhere.
        for name in ["Type", "SelectParameters", "OutputLocation"] {
            if let Some(select) = fields.optional(name) {
                select.refused("NotImplemented", "restores that select are not offered any more");
            }
        }
        schema::finish(fields);
        let inside = job.and_then(|job| {
            let mut job = schema::structure(&job)?;
            let tier = schema::required(&mut job, "Tier", ": Standard, Bulk or Expedited");
            schema::finish(job);
            tier
        });
        if let Some(text) = description {
            schema::text(&text);
        }
        let words = RetrievalTier::ALL.map(|tier| (tier.name(), tier));
        let tier = inside.or(beside).and_then(|word| schema::word(&word, &words));
        if let Some(days) = days.as_ref().filter(|days| days.value < 1) {
            days.place.refused("InvalidArgument", "restoration days should be at least 1");
        }
        (reader.problems_so_far() == before).then_some(Asked {
            days: days.map(|days| days.value.unsigned_abs()),
            tier: tier.unwrap_or(RetrievalTier::Standard),
        })
    })
}

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let sought = sought(form)?;
    let asked = asked(form)?;
    let found = s3.seek_data(bucket, request.key, sought)?;
    let action = asked.decide(s3.table.attrs_of(found.row))?;
    let head = s3.table.find(found.space, found.index).unwrap_or(found.row);
    let depth = s3.table.stack(head).position(|row| row == found.row).unwrap_or(0);
    Ok(Intent::Restore(Restore { found, depth, action }))
}

/// Whether a restore finds nothing there yet (202) or something to prolong (200).
pub(crate) fn status(restore: &Restore) -> u16 {
    match restore.action {
        Action::Start { .. } => 202,
        Action::Extend { .. } => 200,
    }
}

pub(crate) fn carry(
    s3: &mut S3,
    now: Instant,
    request: &Request<'_>,
    bucket: BucketId,
    restore: Restore,
    cause: CauseId,
    world: &mut impl World,
) -> (StorageClass, Response) {
    let Restore { found, depth, action } = restore;
    let class = s3.table.attrs_of(found.row).class;
    let row = *s3.table.arena.get(found.row);
    let subject = Subject::One(digest(&s3.bucket(bucket).name, request.key, row.number, now));
    let mut ready = now;
    if let Action::Start { archive, tier, .. } = action {
        if tier == RetrievalTier::Expedited
            && !s3.guaranteed(now, bucket, archive)
            && !world.happens(Chance::ExpeditedCapacity(subject))
        {
            let refusal = Refusal::of(ErrorCode::GlacierExpeditedRetrievalNotAvailable);
            return (class, Response::refused(refusal));
        }
        ready = now + world.delay(Delay::Restore { archive, tier, size: row.size, subject });
    }
    let status = status(&Restore { found, depth, action });
    let heads = s3.table.isolate(found.space, found.index..found.index + 1);
    let row = heads.first().and_then(|&head| s3.table.stack(head).nth(depth));
    if let Some(row) = row {
        s3.restore(now, row, action, ready, cause);
    }
    (class, Response::ok(status, Fields::new()))
}

impl S3 {
    /// Takes one Expedited restore out of what the owner's provisioned capacity guarantees, if there is any left.
    fn guaranteed(&mut self, now: Instant, bucket: BucketId, archive: Archive) -> bool {
        let owner = self.bucket(bucket).owner;
        archive == Archive::Glacier && self.capacity.take(now, owner, 1) == 1
    }

    /// When the version that a request names will be readable: now or earlier if it is, `None` if it is archived and
    /// nobody has asked for it, or if there is none.
    pub fn readable_at(&self, now: Instant, request: &Request<'_>) -> Option<Instant> {
        let bucket = self.bucket_id(request.bucket)?;
        let found = self.seek_data(bucket, request.key, sought(Form::new(request.parameters)).ok()?).ok()?;
        let attrs = self.table.attrs_of(found.row);
        match attrs.condition {
            Condition::Restoring(restoring) => Some(restoring.ready),
            Condition::Lost => None,
            Condition::Restored { .. } => Some(now),
            Condition::AsStored | Condition::Returned => {
                Archive::of(attrs.class, attrs.tier).is_none().then_some(now)
            }
        }
    }
}
