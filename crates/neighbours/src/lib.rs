//! What stands around S3, as far as S3 sees it: queues, topics, functions, rules.

pub mod pattern;
