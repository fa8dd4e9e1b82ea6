//! Every word of the format, with what may stand behind it and what it means.
//!
//! The readers of this crate and the schema for editors use the same tables, so they cannot drift apart: a
//! [`crate::section::Section`] refuses what is not in its table, and its debug assertions hold that every word of the
//! table is read. A word that belongs to the format but not yet to this program has the form [`Form::Later`]: it is
//! refused by name, never ignored. To bring it in, give it its form and read it.

pub(crate) mod around;
pub(crate) mod bucket;
pub(crate) mod check;
pub(crate) mod happening;
pub(crate) mod load;
pub(crate) mod question;
pub(crate) mod top;
pub(crate) mod watch;
pub(crate) mod who;

/// What may stand behind a word.
pub(crate) enum Form {
    /// Any text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number, `_` and `1e6` allowed.
    Whole,
    /// Bytes: `4096`, `128KB`, `2.5 GiB`.
    Size,
    /// A size, or a distribution of sizes.
    Sizes,
    /// A length of time: `6h`, `1d12h`.
    Duration,
    /// `sampled`, `median`, or a length of time.
    LagModel,
    /// `sampled`, `measured`, or a length of time.
    NotificationDelay,
    /// Bytes or bits in a time: `50 MB/s`, `100 Mbit/s`.
    Bandwidth,
    /// A date, a date with its time, or a duration counted from the start.
    Instant,
    /// An instant, or a window `{from: , until: }`.
    InstantOrWindow,
    /// `{from: , until: }` of ages.
    Ages,
    /// `20%`.
    Share,
    /// `bucket/key`, with `*` and `?`.
    Target,
    /// A target, or a map that narrows it down.
    Selection,
    /// A key with `{n}` and the like.
    Template,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A Region's API name.
    Region,
    /// A map of text to text.
    Tags,
    /// A document of AWS's own, by the name of the call that takes it; sometimes with a short form in one word.
    Document(&'static str, &'static [&'static str]),
    /// Names chosen by the user, each for such a document.
    Documents(&'static str),
    /// A map with the words of another table.
    Section(&'static Table),
    /// Names chosen by the user, each for a map with the words of another table.
    Named(&'static Table),
    /// A list of requests, each with the words of another table.
    Calls(&'static Table),
    /// A check.
    Check,
    /// What a call should answer.
    Expect,
    /// What a measure is compared with: a literal, or another measure.
    Operand,
    /// A price, or slices of prices, by usage type.
    Prices,
    /// A price with its unit, or several that add up.
    PriceList,
    /// A user, a role, a chain of them, a service: who asks.
    Who,
    /// Names chosen by the user, each for a patch.
    Patches,
    /// A measure, several of them, or `{most: measure}`.
    Aims,
    /// A name, or a list of names.
    Names,
    /// Paths, each for the values that are put there in turn.
    Grid,
    /// `5_500/s`.
    Rate,
    /// Several shapes, which only the reader knows.
    Free,
    /// Part of the format, not yet of this program.
    Later,
}

/// One word.
pub(crate) struct Word {
    /// As it is written.
    pub(crate) name: &'static str,
    /// What may stand behind it.
    pub(crate) form: Form,
    /// What it means, with its default: a line for the schema.
    pub(crate) meaning: &'static str,
}

impl Word {
    /// Whether this program knows what to do with it.
    pub(crate) fn is_here(&self) -> bool {
        !matches!(self.form, Form::Later)
    }
}

/// The words of one kind of map.
pub(crate) struct Table {
    /// What the map describes: `a bucket`.
    pub(crate) title: &'static str,
    /// The words of its own.
    pub(crate) words: &'static [Word],
    /// What else may stand there.
    pub(crate) beside: Beside,
}

/// What may stand beside the words of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// Nothing.
    Nothing,
    /// API parameters of the call that made the objects.
    Parameters,
    /// A call with its target and its API parameters.
    Request,
    /// A call, or a measure with its subject, or attributes of objects by API name.
    Question,
    /// Answer or error fields by API name.
    Answers,
    /// The table is all there is, and a plain number will do instead of the map.
    OrNumber,
}

impl Table {
    /// Its words, and where a request may stand those of every request.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Word> {
        let of_requests = match self.beside {
            Beside::Request | Beside::Question => who::SENDER,
            Beside::Nothing | Beside::Parameters | Beside::Answers | Beside::OrNumber => &[],
        };
        self.words.iter().chain(of_requests)
    }

    /// The word of that name.
    pub(crate) fn find(&self, name: &str) -> Option<&'static Word> {
        self.all().find(|word| word.name == name)
    }
}

/// A word that is here.
const fn word(name: &'static str, form: Form, meaning: &'static str) -> Word {
    Word { name, form, meaning }
}

/// A word of the format that is not there yet.
const fn later(name: &'static str, meaning: &'static str) -> Word {
    Word { name, form: Form::Later, meaning }
}
