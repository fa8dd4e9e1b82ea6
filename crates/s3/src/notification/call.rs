//! GetBucketNotificationConfiguration and PutBucketNotificationConfiguration.

use s3sim_aws::operation::Api;
use s3sim_kernel::time::Instant;
use s3sim_ledger::BucketId;

use super::destination::{DestinationKind, Sender};
use super::document::{NotificationConfiguration, Notifications};
use super::notice::{Addressee, TestEvent};
use super::read;
use crate::calls::configuration::{Change, fields_of};
use crate::form::Form;
use crate::machine::S3;
use crate::request::Request;
use crate::response::Refusal;
use crate::service::Intent;

pub(crate) fn judge(
    s3: &S3,
    request: &Request<'_>,
    bucket: BucketId,
    form: Form<'_>,
) -> Result<Intent, Refusal> {
    let entry = s3.bucket(bucket);
    if request.api == Api::GetBucketNotificationConfiguration {
        return Ok(Intent::answer(200, fields_of(entry.settings.notifications.present().to_document())));
    }
    let configuration = form
        .required_document("NotificationConfiguration", |reader| read::configuration(reader, entry.region))?;
    if form.text("SkipDestinationValidation")? != Some("true") {
        let sender = Sender { bucket: &entry.name, owner: s3.owner_entry(bucket).number };
        s3.destinations.check(&configuration, sender, &s3.kms)?;
    }
    Ok(Intent::Configure(Change::Notifications(Box::new(configuration))))
}

impl S3 {
    /// Puts a notification configuration in place that has been followed all along: nobody is sent a test event.
    pub fn set_notifications(&mut self, bucket: BucketId, configuration: NotificationConfiguration) {
        self.buckets[bucket.0 as usize].settings.notifications = Notifications::of(configuration);
        self.count_talking();
    }

    /// Puts a notification configuration in place and tells its queues and topics.
    ///
    /// A function is not sent the test event.
    pub(crate) fn configure_notifications(
        &mut self,
        now: Instant,
        bucket: BucketId,
        configuration: NotificationConfiguration,
    ) {
        let told = configuration.destinations.iter().filter(|one| one.kind != DestinationKind::Function);
        let to: Vec<Addressee> = told
            .map(|one| Addressee { configuration: one.id.clone(), kind: one.kind, arn: one.arn.clone() })
            .collect();
        if !to.is_empty() {
            self.announce_test(TestEvent { time: now, bucket, to });
        }
        let effective = now + self.notification_propagation;
        self.buckets[bucket.0 as usize].settings.notifications.replace(now, effective, configuration);
        self.count_talking();
    }

    fn count_talking(&mut self) {
        let talking = |bucket: &&crate::bucket::Bucket| !bucket.settings.notifications.are_silent();
        self.notices.talking = self.buckets.iter().filter(talking).count();
    }
}
