//! A lifecycle configuration as written: it fits S3's schema, but nobody has judged its values yet.
//!
//! Every value remembers its place, so that whatever is wrong with it can be said there. What did not fit the
//! schema has been noted and is missing here; [`RuleDraft::whole`] tells whether a rule lost anything.

use s3sim_aws::class::StorageClass;
use s3sim_document::read::Reader;
use s3sim_kernel::time::Instant;

use crate::configuration::filter::FilterDraft;
use crate::configuration::schema::Placed;

/// The document.
pub(super) struct Draft<'a> {
    pub(super) place: Reader<'a>,
    pub(super) rules: Vec<RuleDraft<'a>>,
    /// As many as were written, readable or not.
    pub(super) rules_written: usize,
    /// Whether the schema found nothing wrong.
    pub(super) whole: bool,
    pub(super) default_minimum_object_size: Option<Placed<'a, &'a str>>,
}

/// One rule.
pub(super) struct RuleDraft<'a> {
    pub(super) place: Reader<'a>,
    /// Whether everything in the rule could be read.
    pub(super) whole: bool,
    pub(super) id: Option<Placed<'a, &'a str>>,
    pub(super) enabled: bool,
    pub(super) selection: Selection<'a>,
    pub(super) transitions: Vec<TransitionDraft<'a>>,
    pub(super) expiration: Option<ExpirationDraft<'a>>,
    pub(super) noncurrent_transitions: Vec<NoncurrentTransitionDraft<'a>>,
    pub(super) noncurrent_expiration: Option<NoncurrentDraft<'a>>,
    pub(super) abort: Option<AbortDraft<'a>>,
}

/// How a rule says which objects it concerns.
pub(super) struct Selection<'a> {
    /// `Prefix` at the level of the rule: the grammar before 2016, "V1" in S3's messages.
    pub(super) base_prefix: Option<Placed<'a, &'a str>>,
    /// `Filter`, or the same as the base prefix says.
    pub(super) filter: FilterDraft<'a>,
    /// Whether there is a `Filter`.
    pub(super) has_filter: bool,
}

/// When something is due. Days can still be negative and dates off midnight.
#[derive(Clone)]
pub(super) enum TimingDraft<'a> {
    Days(Placed<'a, i32>),
    Date(Placed<'a, Instant>),
}

pub(super) struct TransitionDraft<'a> {
    pub(super) place: Reader<'a>,
    pub(super) timing: TimingDraft<'a>,
    pub(super) storage_class: Placed<'a, StorageClass>,
}

pub(super) enum ExpirationDraft<'a> {
    After(TimingDraft<'a>),
    ExpiredObjectDeleteMarker(Reader<'a>),
}

/// What both actions on noncurrent versions ask for.
pub(super) struct NoncurrentDraft<'a> {
    pub(super) place: Reader<'a>,
    pub(super) days: Placed<'a, i32>,
    pub(super) newer_versions: Option<Placed<'a, i32>>,
}

pub(super) struct NoncurrentTransitionDraft<'a> {
    pub(super) when: NoncurrentDraft<'a>,
    pub(super) storage_class: Placed<'a, StorageClass>,
}

pub(super) struct AbortDraft<'a> {
    pub(super) place: Reader<'a>,
    pub(super) days: Placed<'a, i32>,
}

impl RuleDraft<'_> {
    /// Whether the rule does anything.
    pub(super) fn has_action(&self) -> bool {
        !self.transitions.is_empty()
            || self.expiration.is_some()
            || !self.noncurrent_transitions.is_empty()
            || self.noncurrent_expiration.is_some()
            || self.abort.is_some()
    }
}
