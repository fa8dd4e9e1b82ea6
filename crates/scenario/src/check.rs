//! Checks: ask S3, look at objects, or measure.

use s3sim_aws::class::{AccessTier, StorageClass};
use s3sim_aws::operation::Api;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::AccountId;
use s3sim_s3::lock::RetentionMode;

use s3sim_s3::replication::standing::Status;

use crate::expectation::Expectation;
use crate::kms::{self, KmsPlan};
use crate::measure::{self, Gives, Measure, MeasureWord, Nature, Operand, Percentile, Relation};
use crate::permission::{self, PermissionPlan};
use crate::records;
use crate::request::{self, Place, RequestPlan};
use crate::scope::Scope;
use crate::section::Section;
use crate::selection::{self, Selection};
use crate::values;
use crate::words::check::{CHECK, ENCRYPTED_BY, KEY_KEPT_BY};
use crate::words::who::SENDER;

/// One check.
#[derive(Clone, Debug)]
pub struct Check {
    /// What tables show.
    pub name: String,
    /// When it is looked at.
    pub when: When,
    /// What must hold.
    pub kind: CheckKind,
}

impl Check {
    /// Whether it measures losses, which nobody notes unless somebody asks.
    pub fn looks_for_losses(&self) -> bool {
        let CheckKind::Measure { measure, comparisons } = &self.kind else { return false };
        let other = |(_, operand): &(Relation, Operand)| match operand {
            Operand::Measure(measure) => matches!(**measure, Measure::Lost(_)),
            _ => false,
        };
        matches!(measure, Measure::Lost(_)) || comparisons.iter().any(other)
    }
}

/// When a check is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At this instant, after everything else that happens at it.
    At(Instant),
    /// At every instant of `from` (included) to `until` (excluded).
    Always {
        /// First instant.
        from: Instant,
        /// First instant no more.
        until: Instant,
    },
    /// Over all that happens from `from` (included) to `until` (excluded; the end of the run is included).
    Total {
        /// First instant.
        from: Instant,
        /// First instant no more.
        until: Instant,
    },
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum CheckKind {
    /// S3 is asked: the request is judged and not done. Always [`When::At`].
    Ask {
        /// What is asked.
        request: Box<RequestPlan>,
        /// What it should answer.
        expect: Expectation,
    },
    /// KMS is asked: the call is judged and not done. Always [`When::At`].
    AskKms {
        /// What is asked.
        call: Box<KmsPlan>,
        /// What it should answer.
        expect: Expectation,
    },
    /// Only authorization is asked: the action is of a service that is not simulated. Always [`When::At`].
    AskPermission {
        /// What is asked.
        permission: Box<PermissionPlan>,
        /// What it should answer.
        expect: Expectation,
    },
    /// Each object of the selection has all these attributes; an empty selection fails. [`When::At`] or
    /// [`When::Always`].
    Objects {
        /// Which objects.
        selection: Selection,
        /// What they must be. Never empty.
        attributes: Vec<Attribute>,
    },
    /// A measure compares with something. States are [`When::At`] or [`When::Always`], totals [`When::Total`].
    Measure {
        /// What is measured.
        measure: Measure,
        /// All must hold. Never empty.
        comparisons: Vec<(Relation, Operand)>,
    },
}

/// What an object must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `StorageClass`: one of these. Never empty.
    StorageClass(Vec<StorageClass>),
    /// `IntelligentTieringAccessTier`: one of these. Never empty.
    IntelligentTieringAccessTier(Vec<AccessTier>),
    /// `ReplicationStatus`: one of these; `None` = no rule concerns it. Never empty.
    ReplicationStatus(Vec<Option<Status>>),
    /// `ContentLength`: bytes.
    ContentLength(u64),
    /// `first_byte_within`: readable within this time, now or by a restore with `Tier: Standard` asked for now.
    FirstByteWithin(Micros),
    /// `survives`: readable from somewhere if this is lost.
    Survives(Loss),
    /// `ObjectLockMode`, `ObjectLockRetainUntilDate`, `ObjectLockLegalHoldStatus`.
    Lock(LockAttribute),
    /// `Tags`: all of these, by key; others may be there too.
    Tags(Vec<(String, String)>),
    /// `Owner`: the account that owns each.
    Owner {
        /// Its id.
        account: AccountId,
        /// Its name.
        name: String,
    },
    /// `ServerSideEncryption`: AES256, aws:kms or aws:kms:dsse.
    ServerSideEncryption(String),
    /// `SSEKMSKeyId`, or `key`: name, alias or ARN of a KMS key.
    Key(String),
    /// `BucketKeyEnabled`.
    BucketKeyEnabled(bool),
    /// `SSECustomerAlgorithm: AES256`: under a key that the customer brings.
    CustomerKey,
    /// `encrypted_by`.
    EncryptedBy(EncryptedBy),
    /// `key_kept_by`.
    KeyKeptBy(KeyKeptBy),
}

/// What of an Object Lock is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockAttribute {
    /// The mode of its retention, which may be over; `None` = it has none.
    Mode(Option<RetentionMode>),
    /// The first instant at which its retention holds no more.
    RetainUntil(Instant),
    /// Whether there is a legal hold.
    LegalHold(bool),
}

/// Who encrypts an object. What a client encrypts, S3 encrypts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncryptedBy {
    /// The client, before it sends it.
    Client,
    /// S3.
    S3,
    /// Nobody.
    Nobody,
}

impl EncryptedBy {
    const WORDS: [(&str, EncryptedBy); 3] = [
        (ENCRYPTED_BY[0], EncryptedBy::Client),
        (ENCRYPTED_BY[1], EncryptedBy::S3),
        (ENCRYPTED_BY[2], EncryptedBy::Nobody),
    ];

    /// The format's word.
    pub fn name(self) -> &'static str {
        ENCRYPTED_BY[self as usize]
    }
}

/// Who keeps the key without which nobody reads an object: that of the client if it has encrypted, else that of S3's
/// encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKeptBy {
    /// The customer: SSE-C, or client-side with a key of its own.
    Customer,
    /// AWS KMS.
    Kms,
    /// S3: SSE-S3.
    S3,
}

impl KeyKeptBy {
    const WORDS: [(&str, KeyKeptBy); 3] = [
        (KEY_KEPT_BY[0], KeyKeptBy::Customer),
        (KEY_KEPT_BY[1], KeyKeptBy::Kms),
        (KEY_KEPT_BY[2], KeyKeptBy::S3),
    ];

    /// The format's word.
    pub fn name(self) -> &'static str {
        KEY_KEPT_BY[self as usize]
    }
}

/// What may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A host: every class outlives that.
    Host,
    /// An Availability Zone.
    Zone,
    /// A Region.
    Region,
}

impl Loss {
    /// The format's word.
    pub const fn name(self) -> &'static str {
        match self {
            Loss::Host => "host",
            Loss::Zone => "zone",
            Loss::Region => "region",
        }
    }
}

/// Attributes by API name: those that can be looked at, with their meaning.
pub(crate) const ATTRIBUTES: &[(&str, &str)] = &[
    ("StorageClass", "Storage class of each, or a list of classes"),
    ("IntelligentTieringAccessTier", "Access tier of each, or a list of tiers"),
    ("ContentLength", "Size of each"),
    (
        "ReplicationStatus",
        "PENDING, COMPLETED, FAILED or REPLICA, NONE where no rule concerns it, or a list of these",
    ),
    ("ObjectLockMode", "GOVERNANCE, COMPLIANCE, or NONE without a retention"),
    ("ObjectLockRetainUntilDate", "The instant at which the retention ends"),
    ("ObjectLockLegalHoldStatus", "ON or OFF"),
    ("Tags", "Tags that each has, by key"),
    ("Owner", "The account that owns each"),
    ("ServerSideEncryption", "AES256, aws:kms or aws:kms:dsse"),
    ("SSEKMSKeyId", "The KMS key: name, alias or ARN"),
    ("BucketKeyEnabled", "Whether a bucket key stands between the KMS key and each"),
    ("SSECustomerAlgorithm", "AES256: under a key that the customer brings"),
];

/// Reads the checks of one section, in file order.
pub(crate) fn read_all(reader: &Reader<'_>, scope: &Scope) -> Vec<Check> {
    let entries = reader.entries().unwrap_or_default();
    entries.into_iter().filter_map(|(name, reader)| read(name, &reader, scope)).collect()
}

/// Reads one check.
pub(crate) fn read(name: &str, reader: &Reader<'_>, scope: &Scope) -> Option<Check> {
    let section = Section::open(reader, &CHECK)?;
    values::description(&section);
    let measured = section.beside().find_map(|(word, value)| Some((measure::find(word)?, value.clone())));
    let objects = section.get("objects");
    let times = Times::read(&section, scope);
    let check = match (measured, objects) {
        (Some(_), Some(_)) => {
            reader.wrong("looks at `objects` and measures too: make it two checks");
            None
        }
        (Some((word, subject)), None) => measuring(word, &subject, &section, times, scope),
        (None, Some(objects)) => looking(&objects, &section, times, scope),
        (None, None) => asking(&section, times, scope),
    };
    section.done();
    let (when, kind) = check?;
    Some(Check { name: name.to_owned(), when, kind })
}

/// `at`, `from` and `until` as written.
struct Times {
    at: Option<Instant>,
    from: Option<Instant>,
    until: Option<Instant>,
}

impl Times {
    fn read(section: &Section<'_>, scope: &Scope) -> Times {
        let instant = |name| section.get(name).and_then(|value| scope.ground.clock.instant_of_run(&value));
        let times = Times { at: instant("at"), from: instant("from"), until: instant("until") };
        if times.at.is_some() && (times.from.is_some() || times.until.is_some()) {
            section.reader().wrong("`at` is one instant, `from` and `until` a window: give one or the other");
        }
        if let (Some(from), Some(until)) = (times.from, times.until)
            && until <= from
        {
            section.reader().wrong("`until` should be later than `from`");
        }
        times
    }

    fn state(&self, scope: &Scope) -> When {
        match (self.from, self.until) {
            (None, None) => When::At(self.at.unwrap_or(scope.ground.clock.end())),
            (from, until) => When::Always {
                from: from.unwrap_or(scope.ground.clock.start()),
                until: until.unwrap_or(scope.ground.clock.end()),
            },
        }
    }

    fn total(&self, scope: &Scope) -> When {
        When::Total {
            from: self.from.unwrap_or(scope.ground.clock.start()),
            until: self.until.unwrap_or(scope.ground.clock.end()),
        }
    }
}

type Found = Option<(When, CheckKind)>;

const PROTECTION: [&str; 3] = ["encrypted_by", "key_kept_by", "key"];
/// Words that say what objects must be.
const OF_OBJECTS: [&str; 2] = ["first_byte_within", "survives"];
const RELATIONS: [&str; 6] = ["is", "is_not", "at_most", "at_least", "below", "above"];

fn asking(section: &Section<'_>, times: Times, scope: &Scope) -> Found {
    refuse(section, &RELATIONS, "compares a measure, and this check has none");
    refuse(section, &PROTECTION, "is an attribute of objects, and this check asks a request");
    refuse(section, &["of"], "goes with the measure `plaintext`");
    refuse(section, &["where"], "goes with the measure `records`");
    refuse(section, &["p"], "chooses among the times of a measure, and this check has none");
    refuse(section, &OF_OBJECTS, "is said of `objects`, and this check has none");
    refuse(section, &["from", "until"], "does not go with a request: it is asked `at` one instant");
    if section.untroubled() && section.beside().next().is_none() {
        section
            .reader()
            .wrong("asks nothing: give a request, `objects`, or a measure such as `count: bucket/*`");
        return None;
    }
    let at = times.at.unwrap_or(scope.ground.clock.end());
    if kms::is_one(section) {
        let (call, expect) = kms::read(section, scope)?;
        return Some((When::At(at), CheckKind::AskKms { call: Box::new(call), expect }));
    }
    if permission::is_one(section) {
        let (permission, expect) = permission::read(section, scope)?;
        return Some((When::At(at), CheckKind::AskPermission { permission: Box::new(permission), expect }));
    }
    let (request, expect) = request::read_expecting(section, Place::Check(at), scope)?;
    Some((When::At(at), CheckKind::Ask { request: Box::new(request), expect }))
}

fn looking(objects: &Reader<'_>, section: &Section<'_>, times: Times, scope: &Scope) -> Found {
    refuse(section, &RELATIONS, "compares a measure; what objects must be is said by attributes");
    refuse(section, &["p"], "chooses among the times of a measure, and this check has none");
    refuse(section, &["expect", "size", "client"], "belongs to a request, and this check looks at objects");
    refuse_sender(section, "belongs to a request, and this check looks at objects");
    refuse(section, &["of"], "goes with the measure `plaintext`");
    refuse(section, &["where"], "goes with the measure `records`");
    let selection = selection::read(objects, scope);
    if let Some(selection) = &selection {
        scope.check_selection(objects, selection);
    }
    let mut attributes: Vec<_> =
        section.beside().filter_map(|(name, value)| attribute(name, value, scope)).collect();
    let within = section.get("first_byte_within").and_then(|value| values::duration(&value));
    attributes.extend(within.map(Attribute::FirstByteWithin));
    let losses = [Loss::Host, Loss::Zone, Loss::Region].map(|loss| (loss.name(), loss));
    let survives = section.get("survives").and_then(|value| value.word(&losses));
    attributes.extend(survives.map(Attribute::Survives));
    attributes.extend(protection(section, scope));
    if attributes.is_empty() {
        if section.untroubled() {
            section.reader().wrong("does not say what the objects must be, such as `StorageClass: GLACIER`");
        }
        return None;
    }
    Some((times.state(scope), CheckKind::Objects { selection: selection?, attributes }))
}

/// The name of a step.
fn step_named(value: &Reader<'_>, scope: &Scope) -> Option<String> {
    let text = value.text()?;
    if !scope.all_steps.iter().any(|step| step == text) {
        let known: Vec<&str> = scope.all_steps.iter().map(String::as_str).collect();
        value.wrong(format!("there is no step `{text}`{}", suggest::instead(text, &known)));
    }
    Some(text.to_owned())
}

/// `encrypted_by`, `key_kept_by`, `key`.
fn protection(section: &Section<'_>, scope: &Scope) -> Vec<Attribute> {
    let by = section.get("encrypted_by").and_then(|value| value.word(&EncryptedBy::WORDS));
    let kept = section.get("key_kept_by").and_then(|value| value.word(&KeyKeptBy::WORDS));
    let key = section.get("key").and_then(|value| scope.key(&value));
    let found = [by.map(Attribute::EncryptedBy), kept.map(Attribute::KeyKeptBy), key.map(Attribute::Key)];
    found.into_iter().flatten().collect()
}

fn attribute(name: &str, value: &Reader<'_>, scope: &Scope) -> Option<Attribute> {
    match name {
        "StorageClass" => some_of(values::storage_classes(value)).map(Attribute::StorageClass),
        "IntelligentTieringAccessTier" => {
            some_of(values::access_tiers(value)).map(Attribute::IntelligentTieringAccessTier)
        }
        "ReplicationStatus" => some_of(values::replication_statuses(value)).map(Attribute::ReplicationStatus),
        "ContentLength" => value.size().map(Attribute::ContentLength),
        "ObjectLockMode" => {
            let [governance, compliance] = RetentionMode::WORDS.map(|(word, mode)| (word, Some(mode)));
            let words = [governance, compliance, ("NONE", None)];
            value.word(&words).map(|mode| Attribute::Lock(LockAttribute::Mode(mode)))
        }
        "ObjectLockRetainUntilDate" => {
            let until = scope.ground.clock.instant(value);
            until.map(|until| Attribute::Lock(LockAttribute::RetainUntil(until)))
        }
        "ObjectLockLegalHoldStatus" => {
            let held = value.word(&[("ON", true), ("OFF", false)]);
            held.map(|held| Attribute::Lock(LockAttribute::LegalHold(held)))
        }
        "Tags" => some_of(values::tags(value)).map(Attribute::Tags),
        "ServerSideEncryption" => value
            .word(&[("AES256", "AES256"), ("aws:kms", "aws:kms"), ("aws:kms:dsse", "aws:kms:dsse")])
            .map(|word| Attribute::ServerSideEncryption(word.to_owned())),
        "SSEKMSKeyId" => scope.key(value).map(Attribute::Key),
        "BucketKeyEnabled" => value.boolean().map(Attribute::BucketKeyEnabled),
        "SSECustomerAlgorithm" => value.word(&[("AES256", ())]).map(|()| Attribute::CustomerKey),
        "Owner" => {
            let account = scope.people.account_named(value)?;
            Some(Attribute::Owner { account, name: value.node().scalar()?.to_owned() })
        }
        later if Api::HeadObject.answers().contains(&later) => {
            value.wrong(format!("`{later}` of objects is not simulated"));
            None
        }
        unknown => {
            let known: Vec<&str> = ATTRIBUTES.iter().map(|(name, _)| *name).collect();
            value.wrong(format!("unknown attribute `{unknown}`{}", suggest::instead(unknown, &known)));
            None
        }
    }
}

fn some_of<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

fn measuring(
    word: &MeasureWord,
    subject: &Reader<'_>,
    section: &Section<'_>,
    times: Times,
    scope: &Scope,
) -> Found {
    refuse(section, &["expect", "size", "client"], "belongs to a request, and this check measures");
    refuse(section, &PROTECTION, "is an attribute of objects, and this check measures");
    refuse(section, &OF_OBJECTS, "is said of `objects`, and this check measures");
    refuse_sender(section, "belongs to a request, and this check measures");
    for (name, value) in section.beside().filter(|(name, _)| *name != word.name) {
        value.wrong(format!(
            "`{name}` does not go with the measure `{}`: make it a check of its own",
            word.name
        ));
    }
    let p = percentile(word, section);
    let mut measure = measure::read(word, subject, p, scope);
    if let Some(Measure::Plaintext { of, .. }) = &mut measure {
        *of = section.get("of").and_then(|value| step_named(&value, scope));
    } else {
        refuse(section, &["of"], "goes with the measure `plaintext`");
    }
    if let Some(Measure::Records(measure)) = &mut measure {
        let fields = section.get("where").map(|value| records::fields(&value, &measure.of));
        measure.fields = fields.unwrap_or_default();
    } else {
        refuse(section, &["where"], "goes with the measure `records`");
    }
    if let Some(selection) = measure.as_ref().and_then(Measure::selection) {
        scope.check_selection(subject, selection);
    }
    if let Some(Measure::Duration { step, .. }) = &measure {
        scope.check_duration(subject, step);
    }
    if !word.here {
        return None;
    }
    let when = match word.nature {
        Nature::State => times.state(scope),
        Nature::Total => {
            refuse(section, &["at"], "is one instant, and this adds up over a time: say `from` and `until`");
            times.total(scope)
        }
    };
    let whole = matches!(measure, Some(Measure::Load(_)));
    if whole && (times.from.is_some() || times.until.is_some()) {
        refuse(
            section,
            &["from", "until"],
            "is not there yet for a workload's measure: it is of the whole run",
        );
    }
    let comparisons = comparisons(word, section, p, scope);
    if comparisons.is_empty() {
        if section.untroubled() {
            let known = RELATIONS.join(", ");
            section.reader().wrong(format!("does not say what `{}` must be; give one of {known}", word.name));
        }
        return None;
    }
    let to_base = comparisons.iter().any(|(_, operand)| *operand == Operand::Base);
    if to_base && matches!(when, When::Always { .. }) {
        section.reader().wrong("`base` is compared `at` one instant, not always");
        return None;
    }
    Some((when, CheckKind::Measure { measure: measure?, comparisons }))
}

/// Which of many times is measured; default the longest.
fn percentile(word: &MeasureWord, section: &Section<'_>) -> Percentile {
    let Some(value) = section.get("p") else { return Percentile::default() };
    if word.gives != Gives::Time && word.name != "attempts" {
        value.wrong(format!("`p` chooses among times, and `{}` is none", word.name));
    }
    measure::percentile(&value).unwrap_or_default()
}

fn comparisons(
    word: &MeasureWord,
    section: &Section<'_>,
    p: Percentile,
    scope: &Scope,
) -> Vec<(Relation, Operand)> {
    let read = |relation: Relation| {
        let operand = measure::operand(&section.get(relation.name())?, word.gives, p, scope)?;
        Some((relation, operand))
    };
    Relation::ALL.into_iter().filter_map(read).collect()
}

/// Notes words that say nothing in this kind of check.
fn refuse(section: &Section<'_>, names: &[&'static str], why: &str) {
    for (name, value) in names.iter().filter_map(|name| Some((name, section.get(name)?))) {
        value.wrong(format!("`{name}` {why}"));
    }
}

fn refuse_sender(section: &Section<'_>, why: &str) {
    let names: Vec<&'static str> =
        SENDER.iter().filter(|word| word.is_here()).map(|word| word.name).collect();
    refuse(section, &names, why);
}
