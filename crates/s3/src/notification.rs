//! Event notifications: what is configured, what happens that is worth telling, and the messages that tell it.
//!
//! A configuration is read and validated as S3 does ([`document`], [`read`], [`overlap`]); S3 looks whether it may send
//! to the destinations when a configuration is set ([`destination`]). Whatever changes an object is noted, turned into
//! one [`notice::Notice`] per object and handed to the world together with where it goes; [`message`] and [`bridge`]
//! are the two shapes in which S3 tells it. Who delivers, and how long that takes, is the world's affair.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html>

pub mod bridge;
pub(crate) mod call;
pub mod destination;
pub mod document;
pub mod event_type;
pub mod message;
pub mod notice;
pub mod overlap;
pub mod read;

#[cfg(test)]
mod tests;
