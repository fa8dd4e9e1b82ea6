//! Questions about a scenario that its file does not ask: who would send the request, and by which way.

use std::cell::RefCell;

use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_document::tree::{Map, Node, Value};

use s3sim_aws::operation::Api;

use crate::clock::Clock;
use crate::people::{self, Sender};
use crate::request::CALLS_HERE;
use crate::scenario::Scenario;
use crate::section::Section;
use crate::words::happening::STEP;

impl Scenario {
    /// The sender that the words of a request describe: `as`, `via`, `over` … with their values.
    ///
    /// # Errors
    /// Everything that is wrong with them; paths begin with the words.
    pub fn sender(&self, words: Vec<(&str, Node)>) -> Result<Sender, Problems> {
        let node = Node::made(Value::Map(Map::made(words)));
        let problems = RefCell::new(Problems::new());
        let reader = Reader::new(&node, "", &problems);
        let sender = Section::open(&reader, &STEP)
            .map(|section| people::sender(&section, &self.people, &Clock::new(self.start, self.end)));
        let problems = problems.into_inner();
        sender.filter(|_| problems.is_empty()).ok_or(problems)
    }
}

/// The call of that name, if it is simulated.
///
/// # Errors
/// What is wrong with the name, with the nearest one that is right.
pub fn call(name: &str) -> Result<Api, String> {
    if let Some(api) = Api::parse(name).filter(|api| CALLS_HERE.contains(api)) {
        return Ok(api);
    }
    let known: Vec<&str> = CALLS_HERE.iter().map(|api| api.name()).collect();
    let there = if Api::parse(name).is_some() { "is not there yet" } else { "is no call of S3's" };
    Err(format!("`{name}` {there}{}", suggest::instead(name, &known)))
}
