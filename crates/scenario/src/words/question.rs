//! What options and sweeps say beside paths.

use super::{Beside, Form, Table, Word, word};

/// Words of an option that are no paths.
pub(crate) const OPTION: &[Word] = &[
    word("name", Form::Text, "What the option is called in tables"),
    word("description", Form::Text, "What it is about"),
    word("excluded", Form::Text, "Why it is ruled out by hand"),
    word("upkeep", Form::Whole, "How much more somebody has to look after; default 0"),
];

/// Numbers or lengths of time in equal steps.
pub(crate) static RANGE: Table =
    Table { title: "a range of values", words: RANGE_WORDS, beside: Beside::Nothing };

const RANGE_WORDS: &[Word] = &[
    word("from", Form::Text, "The first value: a number, with a unit if it needs one"),
    word("to", Form::Text, "The last value at most, in the same unit"),
    word("step", Form::Text, "From one value to the next"),
];
