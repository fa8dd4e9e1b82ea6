//! What a request sets off: where a new version, a delete marker or a change goes by the rules of the moment.

use std::ops::Range;

use s3sim_ledger::BucketId;

use super::queue::{Errand, Start};
use super::rules::RuleId;
use super::standing::{Leg, Progress, Standing, StandingId};
use crate::encryption::Encryption;
use crate::machine::S3;
use crate::object::attrs::{Attrs, Kind};
use crate::object::row::RowId;
use crate::object::table::SpaceId;

impl S3 {
    /// Sets off the replication of what has just been written to every key of a range: by a request, not by lifecycle.
    pub(crate) fn replicate_written(&mut self, bucket: BucketId, space: SpaceId, range: Range<u64>) {
        if self.bucket(bucket).replication.is_none() {
            return;
        }
        for head in self.table.space(space).index.rows(&self.table.arena, range.clone()) {
            self.replicate_version(head, space, &range);
        }
    }

    /// Sets off the replication of delete markers that a request has just put on keys.
    pub(crate) fn replicate_markers(&mut self, bucket: BucketId, space: SpaceId, range: Range<u64>) {
        if self.bucket(bucket).replication.is_none() {
            return;
        }
        for head in self.table.space(space).index.rows(&self.table.arena, range.clone()) {
            if self.table.attrs_of(head).kind == Kind::DeleteMarker {
                self.replicate_version(head, space, &range);
            }
        }
    }

    /// Sets off the replication of one new version; `call` are all keys that the request is about.
    pub(crate) fn replicate_version(&mut self, id: RowId, space: SpaceId, call: &Range<u64>) {
        let standing = Standing {
            origin: None,
            legs: self
                .rules_for(id)
                .into_iter()
                .map(|rule| Leg { rule, progress: Progress::Pending })
                .collect(),
        };
        if standing.legs.is_empty() {
            return;
        }
        let errand = match self.table.attrs_of(id).kind {
            Kind::Data => Errand::Object,
            Kind::DeleteMarker => Errand::Marker,
        };
        for leg in &standing.legs {
            self.start(id, space, call, errand, leg.rule);
        }
        self.set_standing(id, standing);
    }

    /// Sends a change of tags, access control list or lock of a version after its replicas.
    ///
    /// A change of a replica goes back to where it came from if rules in both buckets ask for that.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html>
    pub(crate) fn replicate_change(&mut self, id: RowId) {
        let attrs = *self.table.attrs_of(id);
        let bucket = self.table.attrs.get(self.table.arena.get(id).attrs).bucket;
        if attrs.kind == Kind::DeleteMarker || self.bucket(bucket).replication.is_none() {
            return;
        }
        let mut standing = self.standing(attrs.standing).clone();
        let rules: Vec<RuleId> = match standing.origin {
            None => self.continued(bucket, &standing),
            Some(origin) => self.way_back(bucket, origin, id),
        };
        if rules.is_empty() {
            return;
        }
        let (space, row) = (self.table.space_of(id), *self.table.arena.get(id));
        for rule in rules {
            // What is still on its way takes the change along.
            if standing.progress(rule) != Some(Progress::Pending) {
                self.start(id, space, &(row.first..row.end()), Errand::Change, rule);
                standing = standing.with(rule, Progress::Pending);
            }
        }
        self.set_standing(id, standing);
    }

    /// Rules under which a version was replicated and whose destinations the configuration still has.
    fn continued(&self, bucket: BucketId, standing: &Standing) -> Vec<RuleId> {
        let still = |rule: RuleId| {
            let destination = &self.replication.rules.get(rule).rule.destination.bucket;
            self.replication_of(bucket).is_some_and(|configuration| {
                let mut rules = configuration.rules.iter();
                rules.any(|rule| rule.enabled && rule.destination.bucket == *destination)
            })
        };
        let done = standing.legs.iter().filter(|leg| leg.progress != Progress::Failed);
        done.map(|leg| leg.rule).filter(|&rule| still(rule)).collect()
    }

    /// The rule by which changes of a replica go back to the bucket that it came from.
    fn way_back(&self, bucket: BucketId, origin: BucketId, id: RowId) -> Vec<RuleId> {
        let syncs = |from: BucketId, to: BucketId| {
            let name = &self.bucket(to).name;
            let configured = self.bucket(from).replication.as_ref()?;
            configured.rules.iter().copied().find(|&rule| {
                let rule = &self.replication.rules.get(rule).rule;
                rule.enabled && rule.replica_modifications == Some(true) && rule.destination.bucket == *name
            })
        };
        let (Some(back), Some(_)) = (syncs(bucket, origin), syncs(origin, bucket)) else { return Vec::new() };
        let prefix = &self.replication.rules.get(back).rule.prefix;
        let segment = self.table.segments.get(self.table.attrs_of(id).segment);
        if segment.has_prefix(prefix) { vec![back] } else { Vec::new() }
    }

    /// The rules that concern a new version: one for each destination, in the order of the document. Replicas are never
    /// replicated further.
    pub(crate) fn rules_for(&self, id: RowId) -> Vec<RuleId> {
        let attrs = self.table.attrs_of(id);
        if attrs.standing != StandingId::default() && self.standing(attrs.standing).origin.is_some() {
            return Vec::new();
        }
        self.rules_matching(id)
    }

    /// The rules that concern a version, whatever it is.
    ///
    /// Of several rules for one destination the one with the highest priority counts; of equals the first, which is a
    /// modelling choice. Delete markers have no tags.
    pub(crate) fn rules_matching(&self, id: RowId) -> Vec<RuleId> {
        let entry = self.table.attrs.get(self.table.arena.get(id).attrs);
        let Some(configured) = &self.bucket(entry.bucket).replication else { return Vec::new() };
        if entry.attrs.kind == Kind::Data && is_archived(&entry.attrs) {
            return Vec::new();
        }
        let segment = self.table.segments.get(entry.attrs.segment);
        let tags = &self.tags[entry.attrs.tags.0 as usize];
        let mut chosen: Vec<RuleId> = Vec::new();
        for &id in &configured.rules {
            let rule = &self.replication.rules.get(id).rule;
            let matches = rule.enabled
                && segment.has_prefix(&rule.prefix)
                && rule.tags.iter().all(|tag| tags.contains(tag));
            if !matches {
                continue;
            }
            let rule_of = |id: RuleId| &self.replication.rules.get(id).rule;
            match chosen
                .iter_mut()
                .find(|other| rule_of(**other).destination.bucket == rule.destination.bucket)
            {
                Some(other) if rule.priority() > rule_of(*other).priority() => *other = id,
                Some(_) => {}
                None => chosen.push(id),
            }
        }
        let under_kms = matches!(
            self.protection(entry.attrs.encryption).encryption,
            Encryption::Kms { .. } | Encryption::Dual { .. }
        );
        chosen.retain(|&id| {
            let rule = &self.replication.rules.get(id).rule;
            match entry.attrs.kind {
                Kind::Data => !under_kms || rule.sse_kms_encrypted_objects == Some(true),
                Kind::DeleteMarker => rule.replicates_delete_markers(),
            }
        });
        chosen
    }

    /// Notes that the versions of a row are to be brought somewhere.
    fn start(&mut self, id: RowId, space: SpaceId, call: &Range<u64>, errand: Errand, rule: RuleId) {
        let (row, name) = (*self.table.arena.get(id), self.version_name(id));
        self.replication.queue.start(Start {
            space,
            call: call.clone(),
            keys: row.first..row.end(),
            name,
            size: if errand == Errand::Object { row.size } else { 0 },
            errand,
            rule,
            batch: None,
            expected: false,
        });
    }

    /// Gives the versions of a row another standing; lifecycle looks at them anew.
    pub(crate) fn set_standing(&mut self, id: RowId, standing: Standing) {
        let standing = self.intern_standing(standing);
        let attrs = *self.table.attrs_of(id);
        if attrs.standing != standing {
            self.table.set_attrs(id, Attrs { standing, ..attrs });
            self.file(id);
        }
    }
}

/// Whether replication cannot read an object: it would have to be restored and copied first.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html>
pub(super) fn is_archived(attrs: &Attrs) -> bool {
    attrs.class.is_archive() || attrs.tier.is_archive()
}
