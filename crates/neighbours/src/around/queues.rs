//! Queues at work, and the functions that handle their messages.

use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::message::What;

use super::Around;
use crate::function::{Running, Source};
use crate::letter::Letter;
use crate::outside::{Outside, Place, Signal};
use crate::queue::Received;

impl Around {
    /// A message is there: whoever handles the queue's messages hears of it.
    pub(super) fn enqueue(
        &mut self,
        now: Instant,
        queue: usize,
        letter: Arc<Letter>,
        out: &mut impl Outside,
    ) {
        for function in self.consumers(queue) {
            self.note(now, Place::Function(function), What::Due, &letter, out);
        }
        self.charge_sqs(now, queue, "SendMessage", out);
        self.queues[queue].1.send(now, letter);
        self.consume(now, queue, out);
    }

    /// The functions that handle a queue's messages, in file order.
    fn consumers(&self, queue: usize) -> Vec<usize> {
        let name = &self.queues[queue].0.identity.name;
        let handles = |function: &super::FunctionAtWork| function.plan.from_queue.as_ref() == Some(name);
        let functions = self.functions.iter().enumerate();
        functions.filter(|(_, function)| handles(function)).map(|(index, _)| index).collect()
    }

    /// Lets functions take messages as long as there are messages and room.
    ///
    /// Modelling choice: one message a run, taken as soon as it is there; polls that come back empty are not billed.
    pub(super) fn consume(&mut self, now: Instant, queue: usize, out: &mut impl Outside) {
        for function in self.consumers(queue) {
            while self.has_room(function) {
                let received = self.queues[queue].1.receive(now);
                self.bury(now, queue, out);
                let Some(received) = received else { return };
                self.charge_sqs(now, queue, "ReceiveMessage", out);
                let (message, until) = (received.message, received.hidden_until);
                out.at(until, Signal::Reappear { queue, message, until });
                let source = Source::Message(queue, message);
                let letter = received.letter;
                self.note(now, Place::Function(function), What::Arrived, &letter, out);
                let before = u64::from(received.receives - 1);
                self.begin(now, function, Running { letter, source, since: now, before }, out);
            }
        }
    }

    /// Sends what was received too often to the dead letters.
    pub(super) fn bury(&mut self, now: Instant, queue: usize, out: &mut impl Outside) {
        for letter in self.queues[queue].1.take_dead() {
            self.note(now, Place::Queue(queue), What::GivenUp, &letter, out);
            let name = self.queues[queue].0.dead_letter.clone();
            self.lay_among_the_dead(now, name.as_deref(), &letter, out);
        }
    }

    /// Puts a letter among the dead ones of a queue, if there is such a queue.
    pub(super) fn lay_among_the_dead(
        &mut self,
        now: Instant,
        queue: Option<&str>,
        letter: &Arc<Letter>,
        out: &mut impl Outside,
    ) {
        let Some(name) = queue else { return };
        if let Some(place @ Place::Queue(queue)) = self.named(name) {
            self.note(now, place, What::Arrived, letter, out);
            self.enqueue(now, queue, Arc::clone(letter), out);
        }
    }

    pub(super) fn reappear(
        &mut self,
        now: Instant,
        queue: usize,
        message: u64,
        until: Instant,
        out: &mut impl Outside,
    ) {
        if self.queues[queue].1.reappear(message, until) {
            self.consume(now, queue, out);
        }
    }

    pub(super) fn charge_sqs(
        &self,
        now: Instant,
        queue: usize,
        operation: &'static str,
        out: &mut impl Outside,
    ) {
        let plan = &self.queues[queue].0;
        let item = if plan.fifo { Item::SqsFifoRequest } else { Item::SqsRequest };
        self.charge_for(now, &plan.identity, item, operation, 1, out);
    }

    /// Somebody receives the oldest message that can be seen.
    pub(crate) fn receive_message(
        &mut self,
        now: Instant,
        queue: usize,
        out: &mut impl Outside,
    ) -> Option<Received> {
        self.charge_sqs(now, queue, "ReceiveMessage", out);
        let received = self.queues[queue].1.receive(now);
        self.bury(now, queue, out);
        if let Some(Received { message, hidden_until: until, .. }) = &received {
            out.at(*until, Signal::Reappear { queue, message: *message, until: *until });
        }
        received
    }

    /// Somebody deletes a message.
    pub(crate) fn delete_message(
        &mut self,
        now: Instant,
        queue: usize,
        message: u64,
        out: &mut impl Outside,
    ) {
        self.charge_sqs(now, queue, "DeleteMessage", out);
        self.queues[queue].1.delete(message);
    }

    pub(crate) fn purge(&mut self, queue: usize) {
        self.queues[queue].1.purge();
    }

    pub(crate) fn set_visibility_timeout(&mut self, queue: usize, timeout: Micros) {
        self.queues[queue].1.set_visibility_timeout(timeout);
    }

    /// How many messages of a queue can be received now, and how many are hidden.
    pub fn depth(&self, queue: usize) -> (u64, u64) {
        self.queues[queue].1.depth()
    }
}
