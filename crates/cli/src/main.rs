//! The s3sim command.

fn main() {}
