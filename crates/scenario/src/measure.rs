//! What can be measured, and with what it is compared.

use s3sim_billing::filter::{Filter, Pattern};
use s3sim_billing::money::Money;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::Value;
use s3sim_document::units::Decimal;
use s3sim_kernel::time::Micros;

pub use load::{LoadFigure, LoadMeasure};

use crate::around;
use crate::around::measures::{ThingFigure, ThingMeasure};
use crate::records::{self, RecordsMeasure};
use crate::scope::Scope;
use crate::section::Section;
use crate::selection::{self, Selection};
use crate::values;
use crate::words::{Beside, Form, Table, Word};

pub(crate) mod load;

/// A measure and what it is taken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `cost`: USD of the bill lines that fit. Without `from` and `until`: the check's times say those.
    Cost(Filter),
    /// `usage`: amount on the bill lines that fit, in the bill's own unit (GB-months, requests, GB …).
    Usage(Filter),
    /// `count`: object versions at an instant.
    Count(Selection),
    /// `bytes`: their bytes.
    Bytes(Selection),
    /// `lost`: objects that were deleted, overwritten or destroyed while no other version of them could be read.
    Lost(Selection),
    /// `duration`: how long a step takes, until what it restores or reads is readable.
    Duration {
        /// The step's name.
        step: String,
        /// Of its objects' times, which.
        p: Percentile,
    },
    /// `delay`, `handled`, `runs` and the like: of a thing around S3.
    Thing(ThingMeasure),
    /// `records`: of a log, list or analysis, at an instant: those that are still stored.
    Records(RecordsMeasure),
    /// `latency`, `throttled`, `throughput` and the like: of a workload.
    Load(LoadMeasure),
    /// `kms_calls`: what was asked of a KMS key, or for a bucket.
    KmsCalls(KmsSubject),
    /// `upkeep`: what somebody has to look after.
    Upkeep,
    /// `break_even`: when the total cost falls below that of the option of this name.
    BreakEven(String),
    /// `plaintext`: successful calls with a payload that could be read there.
    Plaintext {
        /// Where.
        place: Place,
        /// Of this step; of all steps if it does not say which.
        of: Option<String>,
    },
}

/// Where somebody could read along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the way: over plain HTTP.
    Network,
    /// In S3, before it encrypts and after it decrypts.
    Service,
    /// On S3's disks: what is not encrypted at rest.
    Storage,
}

impl Measure {
    /// The selection it is taken of, if it is one.
    pub fn selection(&self) -> Option<&Selection> {
        match self {
            Measure::Count(selection) | Measure::Bytes(selection) | Measure::Lost(selection) => {
                Some(selection)
            }
            Measure::Cost(_)
            | Measure::Usage(_)
            | Measure::KmsCalls(_)
            | Measure::Records(_)
            | Measure::Thing(_)
            | Measure::Upkeep
            | Measure::BreakEven(_)
            | Measure::Load(_)
            | Measure::Plaintext { .. }
            | Measure::Duration { .. } => None,
        }
    }
}

/// What calls to KMS are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KmsSubject {
    /// This key: name, alias or ARN.
    Key(String),
    /// Any key, for objects of this bucket.
    Bucket(String),
}

/// Which of many times is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Percentile {
    /// `max`: the longest.
    #[default]
    Max,
    /// `mean`: their sum over their number, rounded down to a microsecond.
    Mean,
    /// `50` … `99.9`: the shortest that is not shorter than this share of all, in billionths.
    Share(u64),
}

/// How a measure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `is`.
    Is,
    /// `is_not`.
    IsNot,
    /// `at_most`.
    AtMost,
    /// `at_least`.
    AtLeast,
    /// `below`.
    Below,
    /// `above`.
    Above,
}

impl Relation {
    /// Every relation, in the order of the format.
    pub const ALL: [Relation; 6] = [
        Relation::Is,
        Relation::IsNot,
        Relation::AtMost,
        Relation::AtLeast,
        Relation::Below,
        Relation::Above,
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Relation::Is => "is",
            Relation::IsNot => "is_not",
            Relation::AtMost => "at_most",
            Relation::AtLeast => "at_least",
            Relation::Below => "below",
            Relation::Above => "above",
        }
    }

    /// Whether the relation holds between a value and what it is compared with, given their order.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Relation::Is => order.is_eq(),
            Relation::IsNot => order.is_ne(),
            Relation::AtMost => order.is_le(),
            Relation::AtLeast => order.is_ge(),
            Relation::Below => order.is_lt(),
            Relation::Above => order.is_gt(),
        }
    }
}

/// What a measure is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Dollars. The measure is rounded to the decimals written here before it is compared.
    Money {
        /// As written.
        amount: Money,
        /// How many decimals are written, 0 to 10.
        decimals: u32,
    },
    /// A number. The measure is rounded to the decimals written here before it is compared.
    Number(Decimal),
    /// Bytes.
    Bytes(u64),
    /// Bytes a second.
    Bandwidth(u64),
    /// A length of time.
    Time(Micros),
    /// A share in billionths.
    Share(u64),
    /// Another measure, taken at the same time.
    Measure(Box<Measure>),
    /// `base`: the same measure without any option.
    Base,
}

/// What a measure gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    Money,
    Number,
    Bytes,
    Bandwidth,
    Time,
    Share,
}

/// When a measure is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// At an instant, or always in a window.
    State,
    /// Added up over a window.
    Total,
}

/// A measure as a word.
pub(crate) struct MeasureWord {
    pub(crate) name: &'static str,
    pub(crate) gives: Gives,
    pub(crate) nature: Nature,
    /// Whether this program can take it.
    pub(crate) here: bool,
    pub(crate) meaning: &'static str,
}

const fn total(name: &'static str, gives: Gives, meaning: &'static str) -> MeasureWord {
    MeasureWord { name, gives, nature: Nature::Total, here: false, meaning }
}

const fn here(name: &'static str, gives: Gives, meaning: &'static str) -> MeasureWord {
    MeasureWord { here: true, ..total(name, gives, meaning) }
}

/// Every measure of the format.
pub(crate) const MEASURES: &[MeasureWord] = &[
    MeasureWord {
        here: true,
        ..total("cost", Gives::Money, "USD of `total`, or of the bill lines that fit")
    },
    MeasureWord {
        here: true,
        ..total("usage", Gives::Number, "Amount of the bill lines that fit, in the bill's unit")
    },
    MeasureWord {
        here: true,
        nature: Nature::State,
        ..total("count", Gives::Number, "How many object versions a selection holds")
    },
    MeasureWord { here: true, nature: Nature::State, ..total("bytes", Gives::Bytes, "Bytes of a selection") },
    MeasureWord {
        here: true,
        ..total("lost", Gives::Number, "Objects written and not readable in any version or replica any more")
    },
    here("latency", Gives::Time, "Time of a workload's requests"),
    MeasureWord {
        here: true,
        ..total(
            "duration",
            Gives::Time,
            "Time of a step, function or workload; of RestoreObject: until readable",
        )
    },
    here("attempts", Gives::Number, "Attempts per request of a workload"),
    here("requests", Gives::Number, "Requests of a workload"),
    here("failed", Gives::Share, "Requests of a workload that failed for good"),
    here("throttled", Gives::Share, "Attempts of a workload that were throttled"),
    here("throughput", Gives::Bandwidth, "Bytes a second of a workload"),
    MeasureWord { here: true, ..total("delay", Gives::Time, "From event to arrival") },
    MeasureWord {
        here: true,
        ..total("handled", Gives::Time, "From event to the end of its successful run")
    },
    total("lag", Gives::Time, "From write to replica"),
    MeasureWord { here: true, ..total("runs", Gives::Number, "Runs of a function") },
    MeasureWord { here: true, ..total("concurrency", Gives::Number, "Runs of a function at once") },
    MeasureWord {
        here: true,
        ..total("unhandled", Gives::Number, "Events and calls without a successful run")
    },
    MeasureWord { here: true, ..total("messages", Gives::Number, "Messages of a queue, topic or stub") },
    MeasureWord { here: true, ..total("alerts", Gives::Number, "Alerts of a budget or alarm") },
    MeasureWord {
        here: true,
        nature: Nature::State,
        ..total("records", Gives::Number, "Records stored by a trail, log bucket, inventory or analytics")
    },
    total("metric", Gives::Number, "A CloudWatch metric"),
    MeasureWord {
        here: true,
        ..total("kms_calls", Gives::Number, "Calls that reach KMS for a key or bucket, refused ones too")
    },
    MeasureWord {
        here: true,
        ..total(
            "plaintext",
            Gives::Number,
            "Steps whose payload could be read on the network, in the service, in storage",
        )
    },
    MeasureWord {
        here: true,
        ..total("break_even", Gives::Time, "When this option's total cost falls below another's")
    },
    MeasureWord { here: true, ..total("upkeep", Gives::Number, "What somebody has to look after: `total`") },
];

/// Whether a word names a measure, here or not yet.
pub(crate) fn is_measure(word: &str) -> bool {
    find(word).is_some()
}

pub(crate) fn find(word: &str) -> Option<&'static MeasureWord> {
    MEASURES.iter().find(|measure| measure.name == word)
}

/// The map form of what `cost` and `usage` are taken of.
pub(crate) static BILL: Table = Table { title: "bill lines", words: BILL_WORDS, beside: Beside::Nothing };

const fn by(name: &'static str, meaning: &'static str) -> Word {
    Word { name, form: Form::Text, meaning }
}

const BILL_WORDS: &[Word] = &[
    by("usage_type", "Usage type, list or pattern"),
    by("operation", "Operation, list or pattern"),
    by("bucket", "Bucket, list or pattern"),
    by("account", "Account, list or pattern"),
    by("region", "Region, list or pattern"),
    by("service", "Service, list or pattern"),
    Word { name: "tag", form: Form::Tags, meaning: "Buckets with these cost allocation tags" },
];

/// Reads the measure that `word` names, of the subject at `reader`.
pub(crate) fn read(word: &MeasureWord, reader: &Reader<'_>, p: Percentile, scope: &Scope) -> Option<Measure> {
    match word.name {
        "cost" => bill(reader).map(Measure::Cost),
        "usage" => bill(reader).map(Measure::Usage),
        "count" => selection::read(reader, scope).map(Measure::Count),
        "bytes" => selection::read(reader, scope).map(Measure::Bytes),
        "plaintext" => {
            let places =
                [("network", Place::Network), ("service", Place::Service), ("storage", Place::Storage)];
            reader.word(&places).map(|place| Measure::Plaintext { place, of: None })
        }
        "kms_calls" => kms_subject(reader, scope).map(Measure::KmsCalls),
        "upkeep" => upkeep(reader),
        "break_even" => scope.option(reader).map(Measure::BreakEven),
        "records" => records::read(reader, scope).map(Measure::Records),
        "lost" => selection::read(reader, scope).map(Measure::Lost),
        "duration" if scope.around.is_function(reader.node().scalar()) => {
            around::measures::read(ThingFigure::Duration, reader, p, &scope.around).map(Measure::Thing)
        }
        "duration" if !load::is_workload(reader, scope) => {
            values::text(reader).map(|step| Measure::Duration { step, p })
        }
        word if LoadFigure::of(word).is_some() => load::read(word, reader, p, scope).map(Measure::Load),
        word => match ThingFigure::of(word) {
            Some(what) => around::measures::read(what, reader, p, &scope.around).map(Measure::Thing),
            None => {
                reader.wrong(format!("`{word}` is not there yet"));
                None
            }
        },
    }
}

/// It is of everything: nothing stands behind it, or `total`.
fn upkeep(reader: &Reader<'_>) -> Option<Measure> {
    if !matches!(reader.node().value, Value::Null) && reader.text()? != "total" {
        reader.wrong("should be `total`: upkeep is that of everything");
        return None;
    }
    Some(Measure::Upkeep)
}

/// A bucket if there is one of that name, else a key.
fn kms_subject(reader: &Reader<'_>, scope: &Scope) -> Option<KmsSubject> {
    let text = reader.text()?;
    if scope.knows_bucket(text) {
        return Some(KmsSubject::Bucket(text.to_owned()));
    }
    scope.key(reader).map(KmsSubject::Key)
}

fn bill(reader: &Reader<'_>) -> Option<Filter> {
    if !matches!(reader.node().value, Value::Map(_)) {
        let text = reader.text()?;
        if text != "total" {
            reader.wrong(format!(
                "should be `total` or a map of usage_type, operation, bucket …, but is `{text}`"
            ));
            return None;
        }
        return Some(Filter::default());
    }
    let section = Section::open(reader, &BILL)?;
    let patterns = |name| section.get(name).map(|value| values::bill_patterns(&value));
    let filter = Filter {
        usage_type: patterns("usage_type"),
        operation: patterns("operation"),
        bucket: patterns("bucket"),
        account: patterns("account"),
        region: patterns("region"),
        service: patterns("service"),
        tags: section.get("tag").map(|value| tag_patterns(&value)).unwrap_or_default(),
        from: None,
        until: None,
    };
    section.done();
    Some(filter)
}

fn tag_patterns(reader: &Reader<'_>) -> Vec<(String, Vec<Pattern>)> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().map(|(key, value)| (key.to_owned(), values::bill_patterns(&value))).collect()
}

/// Reads `p`: `50` … `99.9`, `mean` or `max`.
pub(crate) fn percentile(reader: &Reader<'_>) -> Option<Percentile> {
    match reader.text()? {
        "max" => Some(Percentile::Max),
        "mean" => Some(Percentile::Mean),
        text => {
            let share = values::percentage(text).filter(|share| *share > 0).map(Percentile::Share);
            if share.is_none() {
                reader
                    .wrong(format!("should be 50, 99.9 or another percentile, mean or max, but is `{text}`"));
            }
            share
        }
    }
}

/// The measure of that name; notes that there is none.
fn known(name: &str, reader: &Reader<'_>) -> Option<&'static MeasureWord> {
    let word = find(name);
    if word.is_none() {
        let known: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
        reader.wrong(format!("unknown measure `{name}`{}", suggest::instead(name, &known)));
    }
    word
}

/// Reads a map that is one measure with its subject, and `p` beside it.
pub(crate) fn read_alone(reader: &Reader<'_>, scope: &Scope) -> Option<Measure> {
    let map = reader.node().as_map()?;
    let p = match map.get("p") {
        Some(p) => percentile(&reader.child("p", p))?,
        None => Percentile::default(),
    };
    let subjects: Vec<_> = map.entries.iter().filter(|entry| entry.key != "p").collect();
    let [entry] = subjects.as_slice() else {
        reader.wrong("should be one measure, such as {cost: {bucket: photos}}");
        return None;
    };
    let word = known(&entry.key, reader)?;
    read(word, &reader.child(&entry.key, &entry.value), p, scope)
}

/// Reads what a measure that gives `gives` is compared with; `p` goes for another measure too.
pub(crate) fn operand(reader: &Reader<'_>, gives: Gives, p: Percentile, scope: &Scope) -> Option<Operand> {
    if let Some(map) = reader.node().as_map() {
        let [entry] = map.entries.as_slice() else {
            reader.wrong("should be a value or one other measure, such as {count: bucket/*}");
            return None;
        };
        let value = reader.child(&entry.key, &entry.value);
        let word = known(&entry.key, reader)?;
        if word.gives != gives && word.here {
            reader.wrong(format!("`{}` measures something else and cannot be compared with this", word.name));
            return None;
        }
        return read(word, &value, p, scope).map(|measure| Operand::Measure(Box::new(measure)));
    }
    if reader.node().scalar() == Some("base") {
        return Some(Operand::Base);
    }
    match gives {
        Gives::Money => values::money(reader).map(|(amount, decimals)| Operand::Money { amount, decimals }),
        Gives::Number => reader.decimal().map(Operand::Number),
        Gives::Bytes => reader.size().map(Operand::Bytes),
        Gives::Bandwidth => reader.bandwidth().map(Operand::Bandwidth),
        Gives::Time => values::duration(reader).map(Operand::Time),
        Gives::Share => reader.share().map(Operand::Share),
    }
}
