//! What stands around S3: queues, topics, functions, rules.

use super::{Beside, Form, Table, Word, word};

const ACCOUNT: &str = "Whose it is; default main";
const REGION: &str = "Where it is; default: the scenario's region";
const DESCRIPTION: &str = "What it is for";
const KEY: &str = "The KMS key that encrypts its messages: name, alias or ARN";

/// A queue.
pub(crate) static QUEUE: Table = Table { title: "a queue", words: QUEUE_WORDS, beside: Beside::Nothing };

const QUEUE_WORDS: &[Word] = &[
    word(
        "policy",
        Form::Document("SetQueueAttributes", &[]),
        "Who may send and receive; default: nobody else",
    ),
    word(
        "visibility_timeout",
        Form::Duration,
        "How long a message is hidden once it has been received; default 30s",
    ),
    word("dead_letter", Form::Text, "The queue for messages that were received too often"),
    word("max_receives", Form::Whole, "How often that is; default 5 where there is a `dead_letter`"),
    word("fifo", Form::Boolean, "Whether it keeps the order; its name then ends in .fifo. Default false"),
    word("key", Form::Text, KEY),
    word("account", Form::Text, ACCOUNT),
    word("region", Form::Region, REGION),
    word("description", Form::Text, DESCRIPTION),
];

/// A topic.
pub(crate) static TOPIC: Table = Table { title: "a topic", words: TOPIC_WORDS, beside: Beside::Nothing };

const TOPIC_WORDS: &[Word] = &[
    word("policy", Form::Document("SetTopicAttributes", &[]), "Who may publish; default: nobody else"),
    word("subscriptions", Form::Named(&SUBSCRIPTION), "Who hears of what is published, by name"),
    word("key", Form::Text, KEY),
    word("account", Form::Text, ACCOUNT),
    word("region", Form::Region, REGION),
    word("description", Form::Text, DESCRIPTION),
];

/// A subscription.
pub(crate) static SUBSCRIPTION: Table =
    Table { title: "a subscription", words: SUBSCRIPTION_WORDS, beside: Beside::Nothing };

const SUBSCRIPTION_WORDS: &[Word] = &[
    word("to", Form::Text, "A queue, a function, or email"),
    word(
        "raw",
        Form::Boolean,
        "Whether a queue gets the message without the topic's envelope; default false",
    ),
    word(
        "filter",
        Form::Document("Subscribe", &[]),
        "Which messages, by what stands in their body; default all",
    ),
];

/// A function.
pub(crate) static FUNCTION: Table =
    Table { title: "a function", words: FUNCTION_WORDS, beside: Beside::Nothing };

const FUNCTION_WORDS: &[Word] = &[
    word("duration", Form::Duration, "How long a run takes; default 100ms"),
    word(
        "concurrency",
        Form::Whole,
        "How many runs at once it has for itself; default: what its account has left",
    ),
    word("timeout", Form::Duration, "After which time a run is stopped; default 3s, on a host never"),
    word("memory", Form::Size, "What it has while it runs, 128MB to 10GB; default 128MB"),
    word("fails", Form::Share, "Which share of its runs fails; default 0%"),
    word("role", Form::Text, "The role that makes its calls; default: the account's admin"),
    word(
        "calls",
        Form::Calls(&CALL),
        "Requests that each run makes when it ends; it fails if one is refused",
    ),
    word("when", Form::Check, "A check that must hold, else a run does nothing"),
    word("policy", Form::Document("AddPermission", &[]), "Who may invoke it; default: nobody else"),
    word("dead_letter", Form::Text, "The queue for events that it could not handle"),
    word("from_queue", Form::Text, "The queue whose messages it handles"),
    word("schedule", Form::Text, "When it runs by itself: rate(5 minutes), cron(0 12 * * ? *)"),
    word(
        "polls",
        Form::Target,
        "What it looks at when it runs by itself: it handles what it has not seen yet",
    ),
    word("runs_on", Form::Choice(&RUNS_ON), "lambda or host; default lambda"),
    word("price", Form::PriceList, "What a host costs: 30 USD/mo; several add up"),
    word("account", Form::Text, ACCOUNT),
    word("region", Form::Region, REGION),
    word("description", Form::Text, DESCRIPTION),
];

/// The words of `runs_on`.
pub(crate) const RUNS_ON: [&str; 2] = ["lambda", "host"];

/// A request of a function.
pub(crate) static CALL: Table =
    Table { title: "a function's request", words: CALL_WORDS, beside: Beside::Request };

const CALL_WORDS: &[Word] = &[
    word("size", Form::Size, "Bytes sent, where the call sends an object"),
    word("client", Form::Text, "From where: a Region, internet or cloudfront; default: the bucket's Region"),
    word("description", Form::Text, DESCRIPTION),
];

/// A rule.
pub(crate) static RULE: Table = Table { title: "an event rule", words: RULE_WORDS, beside: Beside::Nothing };

const RULE_WORDS: &[Word] = &[
    word(
        "EventPattern",
        Form::Document("PutRule", &[]),
        "Which events of the account's default bus it takes",
    ),
    word("ScheduleExpression", Form::Text, "When it makes an event of its own: rate(…) or cron(…)"),
    word(
        "targets",
        Form::Text,
        "Queues, topics and functions by name; of any other name only the events are counted",
    ),
    word(
        "archive",
        Form::Text,
        "Whether its events are kept for replays: true, or for how long; default false",
    ),
    word("account", Form::Text, ACCOUNT),
    word("region", Form::Region, REGION),
    word("description", Form::Text, DESCRIPTION),
];

/// Something that is not S3 and costs.
pub(crate) static EXTERNAL: Table =
    Table { title: "an external thing", words: EXTERNAL_WORDS, beside: Beside::Nothing };

const EXTERNAL_WORDS: &[Word] = &[
    word("service", Form::Text, "The product code on the bill: AmazonEC2"),
    word("price", Form::PriceList, "What it costs while it is there: 30 USD/d; several add up"),
    word(
        "usage",
        Form::Tags,
        "What it uses of things that have a list price: {DataTransfer-Out-Bytes: 1TB/d}",
    ),
    word("from", Form::Instant, "Since when it is there; default 0d"),
    word("until", Form::Instant, "Until when; default: the end of the run"),
    word("account", Form::Text, "Who pays for it; default main"),
    word("region", Form::Region, REGION),
    word("description", Form::Text, DESCRIPTION),
];
