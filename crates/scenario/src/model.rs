//! Modelling choices: what AWS leaves open, by name, with the value taken unless a scenario says otherwise.

use s3sim_document::read::Reader;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::time::Micros;
use s3sim_neighbours::delays::Profile;
use s3sim_s3::analytics::READ_ONCE;
use s3sim_s3::lifecycle::plan::Reading;

use crate::section::Section;
use crate::values;
use crate::words::{Beside, Form, Table, Word};

/// Every modelling choice that this program knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// `lifecycle_delay`: how long after its due midnight a lifecycle action is carried out, 0 or more. Storage is
    /// billed from the due midnight all the same.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-lifecycle.html>
    pub lifecycle_delay: Micros,
    /// `int_archive_overhead`: whether Intelligent-Tiering objects carry the 32 KB and 8 KB of archived objects while
    /// they are in an opt-in archive tier.
    /// <https://aws.amazon.com/s3/pricing/>
    pub int_archive_overhead: bool,
    /// `keep_n_strict`, `date_rule_sia_guard`: how lifecycle rules are read.
    pub reading: Reading,
    /// `replication_lag`: from a write until its replica is there, without the time that its bytes take.
    pub replication_lag: ReplicationLag,
    /// `replication_bandwidth`: bytes of one object per second on their way to another bucket without replication time
    /// control; above 0.
    pub replication_bandwidth: u64,
    /// `analysis_threshold`: below which share of stored bytes read in 30 days storage class analysis finds an age
    /// group seldom read, in billionths.
    pub analysis_threshold: u64,
    /// `notification_delay`: how long S3's notifications take.
    pub notification_delay: Profile,
    /// `notification_duplicates`: the share of notifications of which a second copy comes, in billionths.
    pub notification_duplicates: u64,
    /// `notification_propagation`: how long a new notification configuration takes to be followed, 0 or more.
    pub notification_propagation: Micros,
    /// `restore`: how long restores take.
    pub restore: RestoreTimes,
    /// `expedited_capacity`: the share of Expedited restores, beyond what provisioned capacity guarantees, that find
    /// capacity, in billionths.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html>
    pub expedited_capacity: u64,
    /// `latency`: how long S3 takes to answer.
    pub latency: Latency,
    /// `split_after`: how long a prefix stays too hot before its partition splits.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html> says "gradually".
    pub split_after: Micros,
}

/// How long replication takes, bytes apart. AWS publishes no distribution.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplicationLag {
    /// Different for every object: mostly seconds, sometimes hours.
    #[default]
    Sampled,
    /// The median of that: 20 s, or 5 s with replication time control.
    Median,
    /// Always so long, 0 or more.
    Fixed(Micros),
}

/// How long restores take, within what AWS documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RestoreTimes {
    /// As long as documented at most.
    #[default]
    Longest,
    /// Anything from the shortest to the longest documented time, evenly.
    Sampled,
}

/// How long S3 takes to answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Latency {
    /// Drawn from what has been measured.
    #[default]
    Sampled,
    /// The median of that.
    Median,
    /// No time at all.
    Off,
}

impl Default for Model {
    fn default() -> Model {
        Model {
            lifecycle_delay: Micros::ZERO,
            reading: Reading::default(),
            int_archive_overhead: true,
            restore: RestoreTimes::Longest,
            expedited_capacity: WHOLE,
            notification_delay: Profile::default(),
            notification_duplicates: 0,
            notification_propagation: Micros::ZERO,
            latency: Latency::Sampled,
            split_after: Micros::seconds(120),
            replication_lag: ReplicationLag::Sampled,
            replication_bandwidth: 50 << 20,
            analysis_threshold: READ_ONCE,
        }
    }
}

/// The choices as words, for the reader and the schema.
pub(crate) static MODEL: Table = Table { title: "modelling choices", words: WORDS, beside: Beside::Nothing };

const fn choice(name: &'static str, form: Form, meaning: &'static str) -> Word {
    Word { name, form, meaning }
}

const WORDS: &[Word] = &[
    choice(
        "lifecycle_delay",
        Form::Duration,
        "How long after its due midnight a lifecycle action is done; default 0s",
    ),
    choice(
        "keep_n_strict",
        Form::Boolean,
        "NewerNoncurrentVersions: N asks for more than N newer ones; default false",
    ),
    choice(
        "date_rule_sia_guard",
        Form::Boolean,
        "Rules by date wait for 30 days before an IA class too; default true",
    ),
    choice(
        "int_archive_overhead",
        Form::Boolean,
        "Archive tiers of Intelligent-Tiering add 32 KB and 8 KB; default true",
    ),
    choice(
        "latency",
        Form::Choice(&["sampled", "median", "off"]),
        "How long S3 takes to answer: drawn, always the median, or nothing; default sampled",
    ),
    choice(
        "restore",
        Form::Choice(&["longest", "sampled"]),
        "How long restores take: as long as documented at most, or drawn from what is documented; default longest",
    ),
    choice(
        "expedited_capacity",
        Form::Share,
        "Share of Expedited restores that find capacity without provisioned units; default 100%",
    ),
    choice(
        "notification_delay",
        Form::NotificationDelay,
        "How long notifications take: a time, sampled (median 1s, 0.1% above a minute) or measured; default 1s",
    ),
    choice("notification_duplicates", Form::Share, "Share of notifications that come twice; default 0%"),
    choice(
        "notification_propagation",
        Form::Duration,
        "How long a new notification configuration takes to be followed; default 0s",
    ),
    choice(
        "replication_lag",
        Form::LagModel,
        "How long replication takes: sampled, median, or a time of your own; default sampled",
    ),
    choice(
        "replication_bandwidth",
        Form::Bandwidth,
        "What an object's bytes add to that without replication time control; default 50 MB/s",
    ),
    choice(
        "analysis_threshold",
        Form::Share,
        "Storage class analysis: share of the bytes read in 30 days below which they are seldom read; default 100%",
    ),
    choice(
        "split_after",
        Form::Duration,
        "How long a prefix stays hot before its partition splits; default 2m",
    ),
];

/// One choice, for people: `s3sim schema` and the documentation list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word below `model`.
    pub name: &'static str,
    /// What it means, with its default.
    pub meaning: &'static str,
}

/// Every choice that can be made now, in the order of the table.
pub fn choices() -> impl Iterator<Item = Choice> {
    WORDS.iter().filter(|word| word.is_here()).map(|word| Choice { name: word.name, meaning: word.meaning })
}

/// Reads `model`.
pub(crate) fn read(reader: &Reader<'_>) -> Model {
    let mut model = Model::default();
    let Some(section) = Section::open(reader, &MODEL) else { return model };
    if let Some(delay) = section.get("lifecycle_delay").and_then(|value| values::duration(&value)) {
        model.lifecycle_delay = delay;
    }
    for (word, choice) in [
        ("keep_n_strict", &mut model.reading.keep_n_strict),
        ("date_rule_sia_guard", &mut model.reading.date_rule_sia_guard),
    ] {
        if let Some(value) = section.get(word).and_then(|value| value.boolean()) {
            *choice = value;
        }
    }
    if let Some(overhead) = section.get("int_archive_overhead").and_then(|value| value.boolean()) {
        model.int_archive_overhead = overhead;
    }
    if let Some(lag) = section.get("replication_lag").and_then(|value| replication_lag(&value)) {
        model.replication_lag = lag;
    }
    if let Some(bandwidth) = section.get("replication_bandwidth").and_then(|value| value.bandwidth()) {
        model.replication_bandwidth = bandwidth;
    }
    if let Some(delay) = section.get("notification_delay").and_then(|value| notification_delay(&value)) {
        model.notification_delay = delay;
    }
    if let Some(share) = section.get("notification_duplicates").and_then(|value| value.share()) {
        model.notification_duplicates = share.min(WHOLE);
    }
    let propagation = section.get("notification_propagation").and_then(|value| values::duration(&value));
    model.notification_propagation = propagation.unwrap_or(model.notification_propagation);
    let times = [("longest", RestoreTimes::Longest), ("sampled", RestoreTimes::Sampled)];
    if let Some(restore) = section.get("restore").and_then(|value| value.word(&times)) {
        model.restore = restore;
    }
    if let Some(share) = section.get("expedited_capacity").and_then(|value| value.share()) {
        model.expedited_capacity = share.min(WHOLE);
    }
    if let Some(share) = section.get("analysis_threshold").and_then(|value| value.share()) {
        model.analysis_threshold = share;
    }
    let latencies = [("sampled", Latency::Sampled), ("median", Latency::Median), ("off", Latency::Off)];
    if let Some(latency) = section.get("latency").and_then(|value| value.word(&latencies)) {
        model.latency = latency;
    }
    if let Some(lag) = section.get("split_after").and_then(|value| values::duration(&value)) {
        model.split_after = lag;
    }
    section.done();
    model
}

fn notification_delay(reader: &Reader<'_>) -> Option<Profile> {
    match reader.text()? {
        "sampled" => Some(Profile::Sampled),
        "measured" => Some(Profile::Measured),
        _ => values::duration(reader).map(Profile::Fixed),
    }
}

fn replication_lag(reader: &Reader<'_>) -> Option<ReplicationLag> {
    match reader.text()? {
        "sampled" => Some(ReplicationLag::Sampled),
        "median" => Some(ReplicationLag::Median),
        _ => values::duration(reader).map(ReplicationLag::Fixed),
    }
}
