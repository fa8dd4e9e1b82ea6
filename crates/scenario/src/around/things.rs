//! Queues and topics.

use s3sim_aws::arn::Regional;
use s3sim_document::read::Reader;
use s3sim_iam::policy::PolicyKind;
use s3sim_kernel::time::{HOUR, Micros};
use s3sim_neighbours::around::EMAIL;
use s3sim_neighbours::pattern;
use s3sim_neighbours::plan::{QueuePlan, Subscription, TopicPlan};
use s3sim_neighbours::queue::{RETENTION, Terms};
use s3sim_s3::notification::destination::{Destination, DestinationKind};

use super::{Around, Site};
use crate::people::keys;
use crate::section::Section;
use crate::values;
use crate::words::around::{QUEUE, SUBSCRIPTION, TOPIC};

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html>
const VISIBILITY: Micros = Micros::seconds(30);
const VISIBILITY_MAX: Micros = Micros(12 * HOUR);
/// How often a message is received before it is a dead letter, where nobody says it.
const MAX_RECEIVES: u32 = 5;

/// Reads a queue.
pub(super) fn queue(name: &str, reader: &Reader<'_>, site: &Site<'_>, around: &mut Around) {
    let Some(section) = Section::open(reader, &QUEUE) else { return };
    let identity = site.identity(Regional::Queue, name, &section);
    let policy = site.policy(&section, PolicyKind::Queue);
    let visibility = section.get("visibility_timeout").and_then(|value| {
        let timeout = values::duration(&value)?;
        if timeout > VISIBILITY_MAX {
            value.refused("InvalidAttributeValue", "should be at most 12 hours");
        }
        Some(timeout)
    });
    let dead_letter = section.get("dead_letter").and_then(|value| site.queue(&value));
    let max_receives = section.get("max_receives").and_then(|value| {
        if dead_letter.is_none() {
            value.wrong("says when messages are dead; say where they go: `dead_letter`");
        }
        value.whole(1..=1_000).and_then(|number| u32::try_from(number).ok())
    });
    let fifo = section.get("fifo").and_then(|value| value.boolean()).unwrap_or_default();
    let key = section.get("key").and_then(|value| keys::check_name(&value, site.keys));
    section.done();
    if fifo != name.ends_with(".fifo") {
        reader.refused("InvalidParameterValue", "the name of a FIFO queue, and of no other, ends in .fifo");
    }
    let Some(identity) = identity else { return };
    let owner = site.people.number(identity.account);
    let destination = Destination { kind: DestinationKind::Queue, owner, policy, key };
    around.destinations.insert(identity.arn.clone(), destination);
    around.plans.queues.push(QueuePlan {
        identity,
        terms: Terms {
            visibility_timeout: visibility.unwrap_or(VISIBILITY),
            max_receives: dead_letter.is_some().then_some(max_receives.unwrap_or(MAX_RECEIVES)),
            retention: RETENTION,
        },
        dead_letter,
        fifo,
    });
}

/// Reads a topic.
pub(super) fn topic(name: &str, reader: &Reader<'_>, site: &Site<'_>, around: &mut Around) {
    let Some(section) = Section::open(reader, &TOPIC) else { return };
    let identity = site.identity(Regional::Topic, name, &section);
    let policy = site.policy(&section, PolicyKind::Topic);
    let key = section.get("key").and_then(|value| keys::check_name(&value, site.keys));
    let subscriptions = section.get("subscriptions").and_then(|value| value.entries()).unwrap_or_default();
    let subscriptions =
        subscriptions.into_iter().filter_map(|(name, reader)| subscription(name, &reader, site)).collect();
    section.done();
    let Some(identity) = identity else { return };
    let owner = site.people.number(identity.account);
    let destination = Destination { kind: DestinationKind::Topic, owner, policy, key };
    around.destinations.insert(identity.arn.clone(), destination);
    around.plans.topics.push(TopicPlan { identity, subscriptions });
}

fn subscription(name: &str, reader: &Reader<'_>, site: &Site<'_>) -> Option<Subscription> {
    let section = Section::open(reader, &SUBSCRIPTION)?;
    let to = section.required("to").and_then(|value| {
        let known: Vec<String> =
            site.queues.iter().chain(&site.functions).cloned().chain([EMAIL.to_owned()]).collect();
        site.one_of(&value, &known, "queue or function")
    });
    let raw = section.get("raw").and_then(|value| value.boolean()).unwrap_or_default();
    let filter = section.get("filter");
    section.done();
    let filter = match filter {
        Some(value) => Some(values::document(&value, pattern::read)?),
        None => None,
    };
    Some(Subscription { name: name.to_owned(), to: to?, raw, filter })
}
