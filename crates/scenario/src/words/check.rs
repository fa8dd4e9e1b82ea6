//! What is asked: checks, selections of objects, what a call should answer.

use super::{Beside, Form, Table, Word, later, word};

/// One check. Measures and attributes have tables of their own, in [`crate::measure`] and [`crate::check`].
pub(crate) static CHECK: Table = Table { title: "a check", words: CHECK_WORDS, beside: Beside::Question };

const CHECK_WORDS: &[Word] = &[
    word("at", Form::Instant, "When a state is looked at; default: the end of the run"),
    word("from", Form::Instant, "States hold always from here; totals count from here"),
    word("until", Form::Instant, "… until here, excluded; default: the end of the run"),
    word("description", Form::Text, "Why it should hold"),
    word("expect", Form::Expect, "What the request should be answered; default ok"),
    word("size", Form::Size, "Bytes sent, where the call sends an object"),
    word("client", Form::Text, "From where: a Region, internet or cloudfront; default: the bucket's Region"),
    word("objects", Form::Selection, "Objects to look at; an empty selection fails"),
    word("is", Form::Operand, "Equal to this"),
    word("is_not", Form::Operand, "Different from this"),
    word("at_most", Form::Operand, "Not more than this"),
    word("at_least", Form::Operand, "Not less than this"),
    word("below", Form::Operand, "Less than this"),
    word("above", Form::Operand, "More than this"),
    word("first_byte_within", Form::Duration, "Readable within this time, after a restore if need be"),
    word(
        "survives",
        Form::Choice(&["host", "zone", "region"]),
        "Readable from somewhere if the host, zone or region is lost",
    ),
    word("encrypted_by", Form::Choice(&ENCRYPTED_BY), "Who encrypts it, or that nobody does"),
    word("key_kept_by", Form::Choice(&KEY_KEPT_BY), "Who keeps the key that protects it"),
    word("key", Form::Text, "The KMS key that protects it: name, alias or ARN"),
    word("p", Form::Text, "Percentile of a distribution: 50 … 99.9, mean or max"),
    word("where", Form::Tags, "Which `records` are counted: those with these fields, by AWS's names"),
    word("of", Form::Text, "The step whose payload `plaintext` is about; default: all"),
];

/// The words of `encrypted_by`.
pub(crate) const ENCRYPTED_BY: [&str; 3] = ["client", "s3", "none"];
/// The words of `key_kept_by`.
pub(crate) const KEY_KEPT_BY: [&str; 3] = ["customer", "kms", "s3"];

/// A selection of objects.
pub(crate) static SELECTION: Table =
    Table { title: "a selection", words: SELECTION_WORDS, beside: Beside::Nothing };

const SELECTION_WORDS: &[Word] = &[
    word("keys", Form::Target, "Target: `bucket`, `bucket/key`, with `*` and `?`"),
    word("version", Form::Choice(&VERSIONS), "Which versions; default current"),
    word("created", Form::InstantOrWindow, "Written in this window"),
    word("older_than", Form::Duration, "Written longer ago than this"),
    word("younger_than", Form::Duration, "Written more recently than this"),
    word("larger_than", Form::Size, "Larger than this"),
    word("smaller_than", Form::Size, "Smaller than this"),
    word("StorageClass", Form::Text, "Of this storage class, or one of a list"),
    word("IntelligentTieringAccessTier", Form::Text, "In this tier of Intelligent-Tiering, or one of a list"),
    word("tags", Form::Tags, "With all these tags"),
    word("region", Form::Region, "In buckets of this Region"),
    word("owner", Form::Text, "Owned by this account"),
];

/// The words of `version`.
pub(crate) const VERSIONS: [&str; 5] = ["current", "noncurrent", "all", "delete_marker", "incomplete_upload"];

/// The map form of `expect`.
pub(crate) static EXPECT: Table =
    Table { title: "an expected answer", words: EXPECT_WORDS, beside: Beside::Answers };

const EXPECT_WORDS: &[Word] = &[
    word("status", Form::Whole, "HTTP status"),
    word("code", Form::Text, "Error code"),
    word("message", Form::Text, "Error message, word for word"),
    later("within", "Answered within this time"),
    word("decided_by", Form::Text, "Kind of policy, then the Sid of the statement: bucket/TlsOnly"),
];
