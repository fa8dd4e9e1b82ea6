//! What happens: steps and traffic. Both are a request with words beside it.

use super::{Beside, Form, Table, Word, word};

/// One step.
pub(crate) static STEP: Table = Table { title: "a step", words: STEP_WORDS, beside: Beside::Request };

const STEP_WORDS: &[Word] = &[
    word("at", Form::Instant, "When"),
    word("after", Form::Duration, "How long after the previous step's end; default 0s"),
    word("expect", Form::Expect, "What it should answer; default ok"),
    word("by_hand", Form::Boolean, "Whether somebody does it by hand, for `upkeep`; default false"),
    word("description", Form::Text, "What it is for"),
    word("size", Form::Size, "Bytes sent, where the call sends an object; default: as long as Body"),
    word("client", Form::Text, "From where: a Region, internet or cloudfront; default: the bucket's Region"),
    word("fault", Form::Section(&FAULT), "Instead of a call: what breaks"),
];

/// What breaks.
pub(crate) static FAULT: Table = Table { title: "a fault", words: FAULT_WORDS, beside: Beside::Nothing };

const FAULT_WORDS: &[Word] = &[
    word(
        "lose",
        Form::Text,
        "A zone (`use1-az1`) or Region (`us-east-1`) that is lost with all that only it held",
    ),
    word("unreachable", Form::Text, "A target of event rules that cannot be reached"),
    word("for", Form::Duration, "For how long it cannot be reached"),
    word("crash", Form::Text, "A function that loses what it was doing"),
];

/// One piece of traffic.
pub(crate) static TRAFFIC: Table = Table { title: "traffic", words: TRAFFIC_WORDS, beside: Beside::Request };

const TRAFFIC_WORDS: &[Word] = &[
    word("from", Form::Instant, "The first time; default 0d"),
    word("every", Form::Duration, "How often; default 1d"),
    word("until", Form::Instant, "No more from then on; default: the end of the run"),
    word("times", Form::Whole, "Requests per object each time; default 1"),
    word("count", Form::Whole, "Requests in all each time, instead of times"),
    word(
        "share",
        Form::Share,
        "Which share of the objects: one contiguous arc of each population; default 100%",
    ),
    word("pick", Form::Choice(&PICKS), "Where the share lies; default rotate"),
    word("age", Form::Ages, "Only objects of this age"),
    word("description", Form::Text, "What it stands for"),
    word("size", Form::Sizes, "Bytes sent, where the call sends an object; default 0"),
    word("client", Form::Text, "From where: a Region, internet or cloudfront; default: the bucket's Region"),
];

/// The words of `pick`.
pub(crate) const PICKS: [&str; 4] = ["rotate", "random", "newest", "oldest"];
