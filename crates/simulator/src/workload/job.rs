//! A request on its way.

use s3sim_aws::operation::Api;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_s3::object::table::SpaceId;

use crate::retry::Failure;

/// A request: all that was drawn for it at its birth, and how far it has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job {
    /// When it should have been sent.
    pub(crate) born: Instant,
    /// What its attempts draw from.
    pub(crate) seed: u64,
    pub(crate) space: SpaceId,
    pub(crate) index: u64,
    /// Bytes that it sends, or those of the object that it reads in parts.
    pub(crate) size: u64,
    /// The wait before the present attempt.
    pub(crate) waited: Micros,
    pub(crate) owner: Owner,
    pub(crate) role: Role,
    pub(crate) lane: u16,
    pub(crate) call: u16,
    /// Which of the clients of the same plan.
    pub(crate) member: u32,
    /// Attempts so far, the present one included.
    pub(crate) attempt: u16,
    pub(crate) throttled: u16,
    /// Why the attempt before failed.
    pub(crate) failed: Option<Failure>,
    /// Whether the present attempt holds a connection of the pool.
    pub(crate) connected: bool,
}

/// Who waits for the end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Nobody,
    /// A virtual user.
    User(u32),
    /// A transfer in parts.
    Transfer(u32),
}

/// What a request is of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// All of it.
    Whole,
    /// CreateMultipartUpload, or the HeadObject before a download.
    Open,
    /// The part of this number, from 0.
    Part(u32),
    /// CompleteMultipartUpload.
    Close,
}

impl Role {
    /// The call that plays this role in a transfer whose call is `whole`.
    #[inline]
    pub(crate) fn api(self, whole: Api) -> Api {
        match (self, whole) {
            (Role::Whole, whole) => whole,
            (Role::Open, Api::PutObject) => Api::CreateMultipartUpload,
            (Role::Part(_), Api::PutObject) => Api::UploadPart,
            (Role::Close, Api::PutObject) => Api::CompleteMultipartUpload,
            (Role::Open | Role::Close, _) => Api::HeadObject,
            (Role::Part(_), whole) => whole,
        }
    }
}

/// How an attempt ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    /// HTTP status; 0 if the client has stopped waiting.
    pub(crate) status: u16,
    /// Why it may be sent again, if it failed so.
    pub(crate) failure: Option<Failure>,
    /// Bytes that were carried.
    pub(crate) bytes: u64,
}

/// What waits in the queue.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// An attempt is to be made.
    Attempt(Job),
    /// Bytes begin to flow over a shared link; what then remains takes so long.
    Flow(Job, Answer, u64),
    /// Bytes of a client's link may have arrived.
    Link { client: u16, member: u32, generation: u64, lane: u16 },
    /// The last answer has come, or the last attempt has been given up.
    Over(Job, Answer),
    /// A connection of a pool is free again.
    Release { client: u16, member: u32, lane: u16 },
    /// A user has thought enough.
    User { lane: u16, user: u32 },
}

impl Event {
    /// The workload whose place in the file decides ties.
    pub(crate) fn lane(&self) -> u16 {
        match self {
            Event::Attempt(job) | Event::Flow(job, ..) | Event::Over(job, _) => job.lane,
            Event::Link { lane, .. } | Event::Release { lane, .. } | Event::User { lane, .. } => *lane,
        }
    }
}
