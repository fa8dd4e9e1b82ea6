//! Topics at work: what is published goes to every subscription that wants it.
//!
//! <https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html>

use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_kernel::time::Instant;
use s3sim_ledger::message::What;
use s3sim_s3::machine::S3;

use super::Around;
use crate::delays::Leg;
use crate::letter::{Content, Letter};
use crate::outside::{Outside, Place};

/// The word for a subscription by mail.
pub const EMAIL: &str = "email";

impl Around {
    pub(super) fn publish(
        &mut self,
        now: Instant,
        topic: usize,
        letter: &Arc<Letter>,
        s3: &S3,
        out: &mut impl Outside,
    ) {
        let plan = self.topics[topic].0.clone();
        self.charge_for(now, &plan.identity, Item::SnsPublish, "Publish", 1, out);
        for subscription in &plan.subscriptions {
            let wanted = subscription
                .filter
                .as_ref()
                .is_none_or(|filter| letter.tree(s3).is_some_and(|message| filter.matches(&message)));
            if !wanted {
                continue;
            }
            if subscription.to == EMAIL {
                self.charge_for(now, &plan.identity, Item::SnsDeliveryEmail, "Email", 1, out);
                continue;
            }
            let Some(place) = self.named(&subscription.to) else { continue };
            if !self.admits(place, "sns.amazonaws.com", &plan.identity, s3) {
                // What is refused is not tried again.
                self.note(now, Place::Topic(topic), What::GivenUp, letter, out);
                continue;
            }
            // A queue gets the message with the topic around it, a function always; raw is for queues.
            let letter = if subscription.raw && matches!(place, Place::Queue(_)) {
                Arc::clone(letter)
            } else {
                let content = Content::Enveloped(Arc::clone(letter), plan.identity.arn.clone());
                Arc::new(Letter { number: letter.number, since: letter.since, content })
            };
            let delay = self.delays.of(Leg::Topic, letter.number, 0);
            self.send(now + delay, place, &letter, false, out);
        }
    }
}
