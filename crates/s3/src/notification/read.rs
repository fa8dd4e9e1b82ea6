//! Reading a notification configuration, with S3's own refusals.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html>

use s3sim_aws::arn::{Arn, Regional};
use s3sim_aws::region::Region;
use s3sim_document::read::Reader;

use super::destination::DestinationKind;
use super::document::{CONFIGURATIONS_MAX, DestinationConfiguration, KeyFilter, NotificationConfiguration};
use super::event_type::EventName;
use super::overlap;
use crate::configuration::schema;

const INVALID: &str = "InvalidArgument";
/// Longest prefix or suffix of a filter, in characters.
const FILTER_CHARACTERS_MAX: usize = 1024;

/// Reads the document, bare or in the CLI's wrapper, for a bucket in `region`. Whether the destinations can be sent to
/// is not asked here.
pub fn configuration(reader: &Reader<'_>, region: Region) -> Option<NotificationConfiguration> {
    schema::document(reader, |reader| read(reader, region))
}

fn read(reader: &Reader<'_>, region: Region) -> Option<NotificationConfiguration> {
    let before = reader.problems_so_far();
    let mut fields = schema::unwrapped(reader, "NotificationConfiguration")?;
    let mut destinations = Vec::new();
    let mut places = Vec::new();
    for kind in DestinationKind::ALL {
        for item in schema::list(fields.optional(kind.list_element())) {
            if let Some(one) = one(&item, kind, region, destinations.len()) {
                destinations.push(one);
                places.push(item);
            }
        }
    }
    let event_bridge = fields.optional("EventBridgeConfiguration");
    let event_bridge = event_bridge.is_some_and(|bridge| schema::structure(&bridge).is_some());
    schema::finish(fields);
    if destinations.len() > CONFIGURATIONS_MAX {
        // Modelling choice: the code of this limit is not documented.
        reader.refused(INVALID, format!("a bucket takes at most {CONFIGURATIONS_MAX} configurations"));
    }
    if let Some((first, second)) = overlap::first(&destinations) {
        let (one, other) = (&destinations[first].id, &destinations[second].id);
        places[second].refused(INVALID, format!("{} ({one}, {other})", overlap::MESSAGE));
    }
    (reader.problems_so_far() == before).then_some(NotificationConfiguration { destinations, event_bridge })
}

fn one(
    reader: &Reader<'_>,
    kind: DestinationKind,
    region: Region,
    place: usize,
) -> Option<DestinationConfiguration> {
    let mut fields = schema::structure(reader)?;
    let id = fields.optional("Id").and_then(|id| schema::text(&id).map(str::to_owned));
    let arn = schema::required(&mut fields, kind.arn_element(), ": who is told");
    let events = schema::required(&mut fields, "Events", ": what is told");
    let filter = fields.optional("Filter");
    schema::finish(fields);
    let arn = arn.and_then(|arn| destination(&arn, kind, region));
    let names: Vec<EventName> = schema::list(events.clone()).iter().filter_map(event).collect();
    if let Some(events) = events.filter(|events| events.node().as_list().is_some_and(<[_]>::is_empty)) {
        events.refused(schema::MALFORMED, "`Events` should name at least one");
    }
    let filter = filter.map_or(Some(KeyFilter::default()), |filter| key_filter(&filter));
    Some(DestinationConfiguration {
        // Modelling choice: S3 makes up an id that means nothing; ours counts.
        id: id.unwrap_or_else(|| format!("notification-{}", place + 1)),
        kind,
        arn: arn?,
        events: names,
        filter: filter?,
    })
}

fn event(reader: &Reader<'_>) -> Option<EventName> {
    let text = schema::text(reader)?;
    let event = EventName::parse(text);
    if event.is_none() {
        reader.refused(INVALID, format!("The event is not supported for notifications: {text}"));
    }
    event
}

/// An ARN of the right kind and Region. FIFO queues and topics are refused.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>
fn destination(reader: &Reader<'_>, kind: DestinationKind, region: Region) -> Option<String> {
    let text = schema::text(reader)?;
    let right = match kind {
        DestinationKind::Topic => Regional::Topic,
        DestinationKind::Queue => Regional::Queue,
        DestinationKind::Function => Regional::Function,
    };
    match Arn::parse(text) {
        Ok(Arn::Regional { kind: found, region: place, name, .. }) if found == right => {
            if name.ends_with(".fifo") {
                let what = if kind == DestinationKind::Queue { "SQS" } else { "SNS" };
                reader.refused(INVALID, format!("FIFO {what} destinations are not supported: {text}"));
                return None;
            }
            if place != region {
                let message = format!(
                    "The notification destination service region is not valid for the bucket location constraint: {text}"
                );
                reader.refused(INVALID, message);
                return None;
            }
            Some(text.to_owned())
        }
        _ => {
            reader.refused(INVALID, format!("The ARN could not be parsed: {text}"));
            None
        }
    }
}

fn key_filter(reader: &Reader<'_>) -> Option<KeyFilter> {
    let mut fields = schema::structure(reader)?;
    let key = fields.optional("Key");
    schema::finish(fields);
    let Some(key) = key else { return Some(KeyFilter::default()) };
    let mut fields = schema::structure(&key)?;
    let rules = schema::list(fields.optional("FilterRules"));
    schema::finish(fields);
    let mut filter = KeyFilter::default();
    for rule in rules {
        let mut fields = schema::structure(&rule)?;
        let name = schema::required(&mut fields, "Name", " (Prefix or Suffix)");
        let value = schema::required(&mut fields, "Value", "");
        schema::finish(fields);
        let (name, value) = (name?, value?);
        let text = schema::text(&value)?;
        if text.chars().count() > FILTER_CHARACTERS_MAX {
            value.refused(INVALID, format!("should have at most {FILTER_CHARACTERS_MAX} characters"));
            return None;
        }
        let part = match schema::text(&name)?.to_ascii_lowercase().as_str() {
            "prefix" => &mut filter.prefix,
            "suffix" => &mut filter.suffix,
            _ => {
                name.refused(INVALID, "filter rule name must be either prefix or suffix");
                return None;
            }
        };
        if part.replace(text.to_owned()).is_some() {
            // Modelling choice: S3's wording for a repeated rule.
            name.refused(INVALID, "Cannot specify more than one prefix or suffix rule in a filter.");
            return None;
        }
    }
    Some(filter)
}
