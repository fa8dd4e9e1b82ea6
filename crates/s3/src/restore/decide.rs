//! What S3 makes of a restore request, given the state of the version: a pure function.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html>

use s3sim_aws::error::ErrorCode;

use super::{Archive, Condition, RetrievalTier};
use crate::object::attrs::Attrs;
use crate::response::Refusal;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For how many days the copy is to stay.
    pub days: Option<u32>,
    /// How fast.
    pub tier: RetrievalTier,
}

/// What is going to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A restore begins, or one that is under way is overtaken by a faster one: 202.
    Start {
        /// From where.
        archive: Archive,
        /// How fast.
        tier: RetrievalTier,
        /// For how many days; 0 where no copy is made.
        days: u32,
    },
    /// The copy is there already; its days count anew from now: 200.
    Extend {
        /// For how many days.
        days: u32,
    },
}

impl Asked {
    /// What it takes to read an object once.
    pub fn to_read(archive: Archive) -> Asked {
        Asked { days: archive.makes_copies().then_some(1), tier: RetrievalTier::Standard }
    }

    /// What happens to a version with these attributes.
    ///
    /// # Errors
    /// S3's refusal. Modelling choices where AWS documents no code: Expedited from a deep archive is
    /// `InvalidArgument`, a missing `Days` is `MalformedXML`, an object that is not archived is `InvalidObjectState`.
    pub fn decide(self, attrs: &Attrs) -> Result<Action, Refusal> {
        let Some(archive) =
            Archive::of(attrs.class, attrs.tier).filter(|_| attrs.condition != Condition::Lost)
        else {
            let message = "Restore is not allowed for the object's current storage class";
            return Err(Refusal::because(ErrorCode::InvalidObjectState, message)
                .with("StorageClass", attrs.class.name()));
        };
        let days = match (archive.makes_copies(), self.days) {
            (true, Some(days)) => days,
            (false, None) => 0,
            (true, None) => {
                return Err(Refusal::because(ErrorCode::MalformedXml, "`Days` is missing"));
            }
            (false, Some(_)) => {
                let message =
                    "Days cannot be specified for objects in Intelligent-Tiering: they come back for good";
                return Err(
                    Refusal::because(ErrorCode::InvalidArgument, message).with("ArgumentName", "Days")
                );
            }
        };
        if self.tier == RetrievalTier::Expedited && archive.is_deep() {
            let message = "Expedited retrievals are not offered for this storage class or access tier";
            return Err(Refusal::because(ErrorCode::InvalidArgument, message).with("ArgumentName", "Tier"));
        }
        match attrs.condition {
            Condition::Restored { .. } => Ok(Action::Extend { days }),
            Condition::Restoring(running) if self.tier <= running.tier || days != running.days => {
                Err(Refusal::of(ErrorCode::RestoreAlreadyInProgress))
            }
            _ => Ok(Action::Start { archive, tier: self.tier, days }),
        }
    }
}
