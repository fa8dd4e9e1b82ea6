//! Types of events, as configurations and messages name them.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>

use std::fmt;

macro_rules! event_types {
    ($($(#[$doc:meta])* $variant:ident $name:literal $version:literal $detail:literal;)*) => {
        /// A type of event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventType {
            $(#[doc = concat!("`s3:", $name, "`")] $(#[$doc])* $variant,)*
        }

        impl EventType {
            /// Every type that a configuration can ask for, in the order of the documentation.
            pub const ALL: &'static [EventType] = &[$(EventType::$variant,)*];

            /// `eventName` in a message: without `s3:`.
            pub const fn name(self) -> &'static str {
                match self { $(EventType::$variant => $name,)* }
            }

            /// `eventVersion` in a message.
            pub const fn version(self) -> &'static str {
                match self { $(EventType::$variant => $version,)* }
            }

            /// `detail-type` of the event on EventBridge; `None` for what S3 does not send there.
            ///
            /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-mapping-troubleshooting.html>
            pub const fn detail_type(self) -> Option<&'static str> {
                let text = match self { $(EventType::$variant => $detail,)* };
                if text.is_empty() { None } else { Some(text) }
            }
        }
    };
}

event_types! {
    ObjectCreatedPut "ObjectCreated:Put" "2.1" "Object Created";
    ObjectCreatedPost "ObjectCreated:Post" "2.1" "Object Created";
    ObjectCreatedCopy "ObjectCreated:Copy" "2.1" "Object Created";
    ObjectCreatedCompleteMultipartUpload "ObjectCreated:CompleteMultipartUpload" "2.1" "Object Created";
    ObjectRemovedDelete "ObjectRemoved:Delete" "2.1" "Object Deleted";
    ObjectRemovedDeleteMarkerCreated "ObjectRemoved:DeleteMarkerCreated" "2.1" "Object Deleted";
    ObjectRestorePost "ObjectRestore:Post" "2.1" "Object Restore Initiated";
    ObjectRestoreCompleted "ObjectRestore:Completed" "2.1" "Object Restore Completed";
    ObjectRestoreDelete "ObjectRestore:Delete" "2.3" "Object Restore Expired";
    ReducedRedundancyLostObject "ReducedRedundancyLostObject" "2.1" "";
    ReplicationOperationFailed "Replication:OperationFailedReplication" "2.2" "";
    ReplicationOperationMissedThreshold "Replication:OperationMissedThreshold" "2.2" "";
    ReplicationOperationReplicatedAfterThreshold "Replication:OperationReplicatedAfterThreshold" "2.2" "";
    ReplicationOperationNotTracked "Replication:OperationNotTracked" "2.2" "";
    LifecycleExpirationDelete "LifecycleExpiration:Delete" "2.3" "Object Deleted";
    LifecycleExpirationDeleteMarkerCreated "LifecycleExpiration:DeleteMarkerCreated" "2.3" "Object Deleted";
    LifecycleTransition "LifecycleTransition" "2.3" "Object Storage Class Changed";
    IntelligentTiering "IntelligentTiering" "2.3" "Object Access Tier Changed";
    ObjectTaggingPut "ObjectTagging:Put" "2.3" "Object Tags Added";
    ObjectTaggingDelete "ObjectTagging:Delete" "2.3" "Object Tags Deleted";
    ObjectAclPut "ObjectAcl:Put" "2.3" "Object ACL Updated";
}

impl EventType {
    /// The part before the colon: what `s3:…:*` asks for.
    pub fn family(self) -> &'static str {
        self.name().split(':').next().unwrap_or_default()
    }

    /// Whether its messages have a sequencer: creations, removals, replication.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>
    pub fn has_sequencer(self) -> bool {
        matches!(self.family(), "ObjectCreated" | "ObjectRemoved" | "LifecycleExpiration" | "Replication")
    }

    /// Whether it is about an object's version that lifecycle rules, tiering or a restore changed: then nobody asked.
    pub const fn is_by_s3(self) -> bool {
        matches!(
            self,
            EventType::LifecycleExpirationDelete
                | EventType::LifecycleExpirationDeleteMarkerCreated
                | EventType::LifecycleTransition
                | EventType::IntelligentTiering
                | EventType::ObjectRestoreCompleted
                | EventType::ObjectRestoreDelete
        )
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3:{}", self.name())
    }
}

/// What a configuration asks for: one type, or all of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventName {
    /// As written: `s3:ObjectCreated:*`.
    pub text: String,
    /// The types that it stands for; never empty.
    pub types: Vec<EventType>,
}

impl EventName {
    /// Reads `s3:ObjectCreated:Put` or `s3:ObjectCreated:*`.
    pub fn parse(text: &str) -> Option<EventName> {
        let name = text.strip_prefix("s3:")?;
        let wanted = |event: &&EventType| match name.strip_suffix(":*") {
            // A family has members with names of their own.
            Some(family) => event.family() == family && event.name() != family,
            None => event.name() == name,
        };
        let types: Vec<EventType> = EventType::ALL.iter().filter(wanted).copied().collect();
        (!types.is_empty()).then(|| EventName { text: text.to_owned(), types })
    }
}
