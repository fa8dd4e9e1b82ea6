//! Requests one by one: workloads, the clients that send them, the limits that they meet.

use super::who::TRANSPORTS;
use super::{Beside, Form, Table, Word, later, word};

/// One workload.
pub(crate) static WORKLOAD: Table =
    Table { title: "a workload", words: WORKLOAD_WORDS, beside: Beside::Request };

const WORKLOAD_WORDS: &[Word] = &[
    word("rate", Form::Rate, "Requests a second, whatever becomes of them"),
    word("arrivals", Form::Choice(&ARRIVALS), "How they are spread in time; default constant"),
    word("stages", Form::Free, "[{target: 100/s, duration: 5m}, …]: straight ramps of the rate, from 0"),
    word("vus", Form::Whole, "Virtual users, each of which sends its next request when the last is answered"),
    word(
        "think_time",
        Form::Free,
        "How long a user waits between two requests, or a distribution; default 0s",
    ),
    word("iterations", Form::Whole, "Requests of all users together; default: until the end"),
    word("trace", Form::Free, "{file: x.csv} with the columns time, operation, key, size, range"),
    word("mix", Form::Free, "[{weight: 95, GetObject: …}, …]: several calls instead of one"),
    word("pick", Form::Free, "Which of the objects that fit; default sequential"),
    word("from", Form::Instant, "The first request; default 0d"),
    word("until", Form::Instant, "No more new requests from then on; default: the end of the run"),
    word("description", Form::Text, "What it stands for"),
    word("size", Form::Sizes, "Bytes sent, where the call sends an object; default 0"),
    word(
        "client",
        Form::Text,
        "Who sends: one of `clients`, a Region, internet; default: in the bucket's Region",
    ),
];

/// The words of `arrivals`.
pub(crate) const ARRIVALS: [&str; 4] = ["constant", "poisson", "bursty", "daily"];

/// One call of a mix.
pub(crate) static MIXED: Table =
    Table { title: "a call of a mix", words: MIXED_WORDS, beside: Beside::Request };

const MIXED_WORDS: &[Word] = &[
    word("weight", Form::Whole, "How often it is chosen, against the other weights; default 1"),
    word("pick", Form::Free, "Which of the objects that fit; default that of the workload"),
    word("size", Form::Sizes, "Bytes sent, where the call sends an object; default 0"),
    word("client", Form::Text, "Who sends; default that of the workload"),
];

/// One stage of a ramp.
pub(crate) static STAGE: Table = Table { title: "a stage", words: STAGE_WORDS, beside: Beside::Nothing };

const STAGE_WORDS: &[Word] = &[
    word("target", Form::Rate, "The rate at the end of the stage"),
    word("duration", Form::Duration, "How long the stage takes; 0s jumps"),
];

/// How to choose objects.
pub(crate) static PICK: Table = Table { title: "a way to pick", words: PICK_WORDS, beside: Beside::Nothing };

const PICK_WORDS: &[Word] = &[
    word("zipf", Form::Free, "The n-th object is asked for in proportion to 1 / n^this"),
    word("hot", Form::Share, "Which share of the objects is hot: the first ones"),
    word("share", Form::Share, "Which share of the requests goes to the hot ones"),
];

/// One client.
pub(crate) static CLIENT: Table = Table { title: "a client", words: CLIENT_WORDS, beside: Beside::Nothing };

const CLIENT_WORDS: &[Word] = &[
    word("location", Form::Free, "A Region, or {rtt: 120ms}; default: the bucket's Region"),
    word("via", Form::Text, "Which way to S3, unless a request says otherwise; default internet"),
    word("over", Form::Choice(&TRANSPORTS), "What protects its requests on the way; default https"),
    word("source_ip", Form::Text, "Its address"),
    word("max_bandwidth", Form::Bandwidth, "What all its connections share; default: no limit"),
    word(
        "per_connection",
        Form::Bandwidth,
        "What one connection carries at most; default: as S3 and distance allow",
    ),
    word("count", Form::Whole, "How many of them there are; default 1"),
    word("max_pool_connections", Form::Whole, "Connections of each; more requests queue; default 10"),
    word("retry_mode", Form::Choice(&RETRY_MODES), "As the AWS SDKs know it; default standard"),
    word("max_attempts", Form::Whole, "Attempts in all; default that of the retry mode"),
    word("backoff", Form::Section(&BACKOFF), "How long to wait between attempts, for `retry_mode: custom`"),
    word("connect_timeout", Form::Duration, "Default 60s"),
    word(
        "read_timeout",
        Form::Duration,
        "An attempt that takes longer is given up and sent again; default 60s",
    ),
    word("multipart_threshold", Form::Size, "`upload` and `read` in parts from here on; default 8MB"),
    word("multipart_chunksize", Form::Size, "Size of a part; default 8MB"),
    word("max_concurrent_requests", Form::Whole, "Parts at once; default 10"),
    word(
        "part_failures",
        Form::Share,
        "Share of parts whose connection breaks half way, to be sent again alone",
    ),
    word("description", Form::Text, "Who it is"),
    later("vpc", "Its VPC"),
    later("disk", "What its disk takes or gives"),
    word(
        "encrypts",
        Form::Text,
        "It encrypts before it sends: under a KMS key, or `own`, which it keeps to itself",
    ),
];

/// The words of `retry_mode`.
pub(crate) const RETRY_MODES: [&str; 7] =
    ["standard", "standard-2020", "standard-2026", "adaptive", "legacy", "none", "custom"];

/// Backoff of one's own.
pub(crate) static BACKOFF: Table =
    Table { title: "a backoff", words: BACKOFF_WORDS, beside: Beside::Nothing };

const BACKOFF_WORDS: &[Word] = &[
    word("jitter", Form::Choice(&JITTERS), "How much of the wait is random; default full"),
    word("base", Form::Duration, "The first wait, which doubles from attempt to attempt; default 100ms"),
    word("cap", Form::Duration, "The longest wait; default 20s"),
];

/// The words of `jitter`.
pub(crate) const JITTERS: [&str; 4] = ["full", "equal", "decorrelated", "none"];

/// Limits.
pub(crate) static QUOTAS: Table = Table { title: "quotas", words: QUOTAS_WORDS, beside: Beside::Nothing };

const QUOTAS_WORDS: &[Word] = &[
    word("prefix_reads", Form::Rate, "Reads of one partition; default 5500/s"),
    word("prefix_writes", Form::Rate, "Writes of one partition; default 3500/s"),
    word(
        "kms_requests",
        Form::Rate,
        "Calls to KMS of one account in one Region; default as published by Region",
    ),
    later("function_concurrency", "Runs of functions at once"),
];
