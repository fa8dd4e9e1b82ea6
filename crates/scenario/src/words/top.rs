//! The top level of a scenario, its accounts and how it is billed.

use super::{Beside, Form, Table, Word, around, bucket, check, happening, later, load, watch, who, word};
use crate::model;

/// The top level.
pub(crate) static TOP: Table = Table { title: "a scenario", words: TOP_WORDS, beside: Beside::Nothing };

const TOP_WORDS: &[Word] = &[
    word("name", Form::Text, "What the scenario is called; default: the file's name"),
    word("description", Form::Text, "What it is about"),
    word("start", Form::Instant, "When the clock starts; default 2025-01-01"),
    word(
        "duration",
        Form::Duration,
        "How long it runs; default 1mo, or to the last instant named if that is later",
    ),
    word("seed", Form::Whole, "What all draws start from; default 1"),
    word("region", Form::Region, "Where things are unless they say otherwise; default us-east-1"),
    word("as_of", Form::Instant, "The date whose rules and defaults of S3 apply; default: the latest known"),
    word("accounts", Form::Named(&ACCOUNT), "Accounts beside `main` (111122223333): a number, or a map"),
    word("organization", Form::Section(&who::ORGANIZATION), "One consolidated bill and its units"),
    word("users", Form::Named(&who::USER), "IAM users"),
    word("groups", Form::Named(&who::GROUP), "IAM groups"),
    word("roles", Form::Named(&who::ROLE), "IAM roles"),
    word("kms_keys", Form::Named(&who::KMS_KEY), "KMS keys, by name; aws/s3 is always there"),
    word("buckets", Form::Named(&bucket::BUCKET), "Buckets, by name"),
    word("network", Form::Named(&who::NETWORK), "Ways to S3 beside internet, website and accelerate"),
    word("clients", Form::Named(&load::CLIENT), "Who sends requests, by name"),
    word("queues", Form::Named(&around::QUEUE), "SQS queues, by name"),
    word("topics", Form::Named(&around::TOPIC), "SNS topics, by name"),
    word("functions", Form::Named(&around::FUNCTION), "Functions, by name"),
    word("event_rules", Form::Named(&around::RULE), "EventBridge rules on the default bus, by name"),
    later("trails", "CloudTrail trails"),
    word("alarms", Form::Named(&watch::ALARM), "CloudWatch alarms on estimated charges, by name"),
    word("budgets", Form::Named(&watch::BUDGET), "AWS budgets, by name"),
    word("external", Form::Named(&around::EXTERNAL), "What is not S3 and costs, by name"),
    word("steps", Form::Named(&happening::STEP), "Single calls, in file order"),
    word("workload", Form::Named(&load::WORKLOAD), "Requests with latency, throttling and retries"),
    word("traffic", Form::Named(&happening::TRAFFIC), "Whole days of requests at once"),
    word("expect", Form::Named(&check::CHECK), "What must hold, else `run` and `test` exit 1"),
    word("requirements", Form::Named(&check::CHECK), "What must hold for an option to be an answer"),
    word(
        "objective",
        Form::Aims,
        "Which of several options that meet is best: a measure, least wins; default: it stays open",
    ),
    word("options", Form::Patches, "Changes to the scenario, side by side: paths and values"),
    word("choose", Form::Whole, "How many options together are an answer; default: as many as `answer`"),
    word("answer", Form::Names, "The right option or options: makes the file a test"),
    word("vary", Form::Grid, "Paths and the values to sweep over"),
    word("excluded", Form::Text, "In an option: why it is ruled out by hand"),
    word("upkeep", Form::Whole, "In an option: how much more somebody has to look after; default 0"),
    word("quotas", Form::Section(&load::QUOTAS), "Limits that differ from the published ones"),
    word("model", Form::Section(&model::MODEL), "Modelling choices by name"),
    word("billing", Form::Section(&BILLING), "How usage becomes a bill"),
    word("outputs", Form::Section(&OUTPUTS), "Which files are written"),
];

/// One account.
pub(crate) static ACCOUNT: Table =
    Table { title: "an account", words: ACCOUNT_WORDS, beside: Beside::OrNumber };

const ACCOUNT_WORDS: &[Word] = &[
    word("id", Form::Text, "Its number: twelve digits; `main` has one already"),
    word(
        "provisioned_capacity",
        Form::Whole,
        "Units of provisioned capacity for Expedited restores, bought at the start; default 0",
    ),
    word("description", Form::Text, "What it is for"),
    word("unit", Form::Text, "The organization's unit that holds it"),
    word(
        "scps",
        Form::Documents("CreatePolicy"),
        "Service control policies of this account; `FullAWSAccess: null` takes the default one away",
    ),
    word(
        "public_access_block",
        Form::Document("PutPublicAccessBlock", &[]),
        "Block Public Access of the whole account: true, false, or the document",
    ),
    word("count", Form::Whole, "How many copies, where the name holds `{n}`; their numbers count up"),
];

/// The bill.
pub(crate) static BILLING: Table = Table { title: "billing", words: BILLING_WORDS, beside: Beside::Nothing };

const BILLING_WORDS: &[Word] = &[
    word(
        "granularity",
        Form::Choice(&["month", "day", "hour"]),
        "How finely bill lines are cut in time; default month",
    ),
    word("free_transfer", Form::Size, "Transfer to the internet that is free each month; default 100GB"),
    word("prices", Form::Prices, "Prices that differ from the price list, by usage type"),
    word(
        "trial_free_tier",
        Form::Boolean,
        "Whether the free tier of accounts opened before 2025-07-15 applies; default false",
    ),
    word(
        "cost_allocation_tags",
        Form::Text,
        "Tags of buckets that bills can be split by, once the payer has activated them; default none",
    ),
    word("alerts", Form::Boolean, "Whether the payer has billing metrics switched on; default true"),
];

/// Files.
pub(crate) static OUTPUTS: Table = Table { title: "outputs", words: OUTPUTS_WORDS, beside: Beside::Nothing };

const OUTPUTS_WORDS: &[Word] = &[
    later("requests", "A log of single requests in the server access log's format; default false"),
    word("notifications", Form::Whole, "How many delivered messages notifications.jsonl holds; default 1000"),
    word("window", Form::Duration, "Width of the windows of throttling.csv, whole seconds; default 1s"),
];
