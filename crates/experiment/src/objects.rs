//! Looking at objects: how many a selection holds, and whether each is what it should be.

use s3sim_aws::class::StorageClass;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::BucketId;
use s3sim_s3::machine::S3;
use s3sim_s3::object::attrs::Census;
use s3sim_s3::replication::standing::Status;
use s3sim_s3::select::{Group, Traits};
use s3sim_scenario::check::{Attribute, Loss};
use s3sim_scenario::selection::{Selection, Versions};
use s3sim_scenario::target::Pattern;

use crate::labels;
use crate::protection;
use crate::words::grouped;

/// How many versions a selection holds, and their bytes.
///
/// Costs as much as there are combinations of attributes where the selection asks for nothing finer, else as much as
/// there are rows.
pub fn census(s3: &S3, now: Instant, selection: &Selection) -> Census {
    let mut sum = Census::default();
    for bucket in buckets(s3, selection) {
        if selection.version == Versions::IncompleteUpload {
            visit_uploads(s3, now, bucket, selection, |count, size, _| {
                sum.count += count;
                sum.bytes += u128::from(count) * u128::from(size);
            });
            continue;
        }
        if by_attributes_only(selection) {
            for (traits, census) in s3.census(bucket) {
                if has_traits(&traits, selection) {
                    sum.count += census.count;
                    sum.bytes += census.bytes;
                }
            }
            continue;
        }
        visit(s3, now, bucket, selection, |group, count| {
            sum.count += count;
            sum.bytes += u128::from(count) * u128::from(group.size());
        });
    }
    sum
}

/// Whether every object of the selection has all attributes.
///
/// # Errors
/// What is different, and where: the first object that is not as expected, or that there is none at all.
pub fn check(
    s3: &S3,
    now: Instant,
    selection: &Selection,
    attributes: &[Attribute],
) -> Result<String, String> {
    let (mut right, mut wrong) = (0u64, 0u64);
    let mut first = None;
    for bucket in buckets(s3, selection) {
        if selection.version == Versions::IncompleteUpload {
            visit_uploads(s3, now, bucket, selection, |count, size, class| {
                match upload_difference(size, class, attributes) {
                    None => right += count,
                    Some(difference) => {
                        wrong += count;
                        first.get_or_insert_with(|| format!("an upload is {difference}"));
                    }
                }
            });
            continue;
        }
        visit(s3, now, bucket, selection, |group, count| match difference(s3, &group, now, attributes) {
            None => right += count,
            Some(difference) => {
                wrong += count;
                first.get_or_insert_with(|| {
                    let name = &s3.bucket(bucket).name;
                    format!("{name}/{} is {difference}", group.first_key())
                });
            }
        });
    }
    match first {
        None if right == 0 => Err("no object fits".to_owned()),
        None => Ok(format!("all {} objects", grouped(right))),
        Some(first) => Err(format!("{} of {} differ: {first}", grouped(wrong), grouped(right + wrong))),
    }
}

/// How many objects of a selection were lost in a window. It asks for objects, not for versions.
pub fn lost(s3: &S3, selection: &Selection, from: Instant, until: Instant) -> u64 {
    let any = Pattern::any();
    let pattern = selection.target.key.as_ref().unwrap_or(&any);
    let selection = Selection { version: Versions::All, ..selection.clone() };
    let chosen: Vec<BucketId> = buckets(s3, &selection).collect();
    let fitting = s3.losses().filter(|loss| {
        from <= loss.at
            && loss.at < until
            && chosen.contains(&loss.bucket)
            && has_traits(&loss.traits, &selection)
            && has_age_and_size((loss.created, loss.size), loss.at, &selection)
    });
    let count = |loss: s3sim_s3::loss::LossView<'_>| {
        let (space, range) = loss.place;
        range.filter(|&index| pattern.matches(&s3.key(space, index))).count() as u64
    };
    fitting.map(count).sum()
}

/// The attributes in words.
pub fn expected(attributes: &[Attribute]) -> String {
    let word = |attribute: &Attribute| match attribute {
        Attribute::StorageClass(classes) => {
            let names: Vec<_> = classes.iter().map(|class| class.name()).collect();
            format!("StorageClass {}", names.join(" or "))
        }
        Attribute::IntelligentTieringAccessTier(tiers) => {
            let names: Vec<_> = tiers.iter().map(|tier| tier.name()).collect();
            format!("access tier {}", names.join(" or "))
        }
        Attribute::ContentLength(bytes) => format!("{} bytes", grouped(*bytes)),
        Attribute::FirstByteWithin(time) => format!("first byte within {time}"),
        Attribute::Survives(loss) => format!("survives the loss of a {}", loss.name()),
        Attribute::ReplicationStatus(statuses) => {
            let names: Vec<_> = statuses.iter().copied().map(status_name).collect();
            format!("ReplicationStatus {}", names.join(" or "))
        }
        labels @ (Attribute::Lock(_) | Attribute::Tags(_) | Attribute::Owner { .. }) => {
            labels::expected(labels)
        }
        other => protection::expected(other),
    };
    attributes.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn status_name(status: Option<Status>) -> &'static str {
    status.map_or("without replication status", Status::name)
}

fn upload_difference(size: u64, class: StorageClass, attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match attribute {
        Attribute::StorageClass(classes) => (!classes.contains(&class)).then(|| class.name().to_owned()),
        Attribute::ContentLength(bytes) => (size != *bytes).then(|| format!("{} bytes long", grouped(size))),
        Attribute::IntelligentTieringAccessTier(_) => Some("in no tier".to_owned()),
        Attribute::FirstByteWithin(_) | Attribute::Survives(_) => Some("no object yet".to_owned()),
        Attribute::ReplicationStatus(_) => Some("not replicated before it is completed".to_owned()),
        Attribute::Lock(_) => Some("not locked before it is completed".to_owned()),
        Attribute::Tags(_) => Some("not tagged before it is completed".to_owned()),
        Attribute::Owner { .. } => Some("nobody's before it is completed".to_owned()),
        _ => Some("not encrypted before it is completed".to_owned()),
    })
}

fn difference(s3: &S3, group: &Group<'_>, now: Instant, attributes: &[Attribute]) -> Option<String> {
    let traits = group.traits();
    attributes.iter().find_map(|attribute| match attribute {
        Attribute::StorageClass(classes) => {
            (!classes.contains(&traits.class)).then(|| traits.class.name().to_owned())
        }
        Attribute::IntelligentTieringAccessTier(tiers) => {
            (!tiers.contains(&traits.tier)).then(|| traits.tier.name().to_owned())
        }
        Attribute::FirstByteWithin(within) => match first_byte(s3, group, now) {
            None => Some("lost".to_owned()),
            Some(time) => (time > *within).then(|| format!("readable in {time}")),
        },
        Attribute::Survives(loss) => outlives(s3, group, *loss),
        Attribute::ContentLength(bytes) => {
            (group.size() != *bytes).then(|| format!("{} bytes long", grouped(group.size())))
        }
        Attribute::ReplicationStatus(statuses) => {
            (!statuses.contains(&traits.replication)).then(|| status_name(traits.replication).to_owned())
        }
        Attribute::Lock(lock) => labels::lock_difference(group, *lock),
        Attribute::Tags(tags) => labels::tag_difference(group, tags),
        Attribute::Owner { account: owner, .. } => {
            let number = s3.directory().account(traits.owner).number;
            (traits.owner != *owner).then(|| format!("owned by {number}"))
        }
        other => protection::difference(s3, traits.protection, other),
    })
}

/// How long the first byte takes from now on; nothing if it never comes.
fn first_byte(s3: &S3, group: &Group<'_>, now: Instant) -> Option<Micros> {
    let elsewhere = s3.bucket(group.bucket()).settings.elsewhere;
    group.first_byte(now).map(|time| elsewhere.map_or(time, |elsewhere| elsewhere.first_byte))
}

/// What speaks against data outliving a loss, if anything does.
///
/// Every class keeps data on several hosts. Only a copy in another Region outlives the loss of one.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html>
fn outlives(s3: &S3, group: &Group<'_>, loss: Loss) -> Option<String> {
    if group.is_lost() {
        return Some("lost already".to_owned());
    }
    if let Some(elsewhere) = s3.bucket(group.bucket()).settings.elsewhere {
        let outlives = match loss {
            Loss::Host => elsewhere.outlives_host,
            Loss::Zone => elsewhere.outlives_zone,
            Loss::Region => elsewhere.outlives_region,
        };
        return (!outlives).then(|| format!("in a store that ends with its {}", loss.name()));
    }
    match loss {
        Loss::Host => None,
        Loss::Zone => (group.traits().class.facts().zones == 1).then(|| "in one zone".to_owned()),
        Loss::Region => Some("in one Region".to_owned()),
    }
}

fn buckets<'a>(s3: &'a S3, selection: &'a Selection) -> impl Iterator<Item = BucketId> + 'a {
    s3.buckets()
        .filter(|(_, bucket)| !bucket.deleted && selection.target.bucket.matches(&bucket.name))
        .filter(|(_, bucket)| selection.region.is_none_or(|region| region == bucket.region))
        .map(|(id, _)| id)
}

/// Calls `each` with every group of versions in the selection and how many of it are.
fn visit(
    s3: &S3,
    now: Instant,
    bucket: BucketId,
    selection: &Selection,
    mut each: impl FnMut(Group<'_>, u64),
) {
    let any = Pattern::any();
    let pattern = selection.target.key.as_ref().unwrap_or(&any);
    let whole = pattern.only_prefix().is_some();
    for group in s3.groups(bucket, pattern.prefix()) {
        if !has_traits(&group.traits(), selection)
            || !has_age_and_size((group.created(), group.size()), now, selection)
        {
            continue;
        }
        let count = if whole {
            group.count()
        } else {
            let (space, range) = group.place();
            range.filter(|&index| pattern.matches(&s3.key(space, index))).count() as u64
        };
        if count > 0 {
            each(group, count);
        }
    }
}

/// Calls `each` with how many uploads of the selection are alike, the bytes of each, and their class.
fn visit_uploads(
    s3: &S3,
    now: Instant,
    bucket: BucketId,
    selection: &Selection,
    mut each: impl FnMut(u64, u64, StorageClass),
) {
    let any = Pattern::any();
    let pattern = selection.target.key.as_ref().unwrap_or(&any);
    for upload in s3.incomplete_uploads(bucket) {
        let classes = &selection.storage_classes;
        let fits = (classes.is_empty() || classes.contains(&upload.class))
            && selection.tags.iter().all(|tag| upload.tags.contains(tag))
            && selection.access_tiers.is_empty()
            && has_age_and_size((upload.initiated, upload.bytes), now, selection);
        if !fits {
            continue;
        }
        let count = if pattern.as_str() == "*" {
            upload.range.end - upload.range.start
        } else {
            upload.range.filter(|&index| pattern.matches(&s3.key(upload.space, index))).count() as u64
        };
        if count > 0 {
            each(count, upload.bytes, upload.class);
        }
    }
}

fn by_attributes_only(selection: &Selection) -> bool {
    let whole_bucket = selection.target.key.as_ref().is_none_or(|pattern| pattern.as_str() == "*");
    whole_bucket
        && selection.created.is_none()
        && selection.older_than.is_none()
        && selection.younger_than.is_none()
        && selection.larger_than.is_none()
        && selection.smaller_than.is_none()
}

fn has_traits(traits: &Traits<'_>, selection: &Selection) -> bool {
    let version = match selection.version {
        Versions::Current => !traits.noncurrent && !traits.delete_marker,
        Versions::Noncurrent => traits.noncurrent && !traits.delete_marker,
        Versions::All => !traits.delete_marker,
        Versions::DeleteMarker => traits.delete_marker,
        // Uploads are no versions: they are looked at by themselves.
        Versions::IncompleteUpload => false,
    };
    version
        && (selection.storage_classes.is_empty() || selection.storage_classes.contains(&traits.class))
        && (selection.access_tiers.is_empty()
            || (traits.class == s3sim_aws::class::StorageClass::IntelligentTiering
                && selection.access_tiers.contains(&traits.tier)))
        && selection.tags.iter().all(|tag| traits.tags.contains(tag))
        && selection.owner.is_none_or(|owner| traits.owner == owner)
}

fn has_age_and_size((created, size): (Instant, u64), now: Instant, selection: &Selection) -> bool {
    let age = now.since(created);
    selection.created.is_none_or(|(from, until)| from <= created && created < until)
        && selection.older_than.is_none_or(|than| age > than)
        && selection.younger_than.is_none_or(|than| age < than)
        && selection.larger_than.is_none_or(|than| size > than)
        && selection.smaller_than.is_none_or(|than| size < than)
}
