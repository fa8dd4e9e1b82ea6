//! Functions at work.

use std::sync::Arc;

use s3sim_aws::item::Item;
use s3sim_kernel::quantiles::WHOLE;
use s3sim_kernel::streams::below;
use s3sim_kernel::time::{Instant, Micros};
use s3sim_ledger::message::{Entry, What};
use s3sim_s3::machine::S3;

use super::Around;
use crate::function::{Given, Running, Source};
use crate::letter::{Content, Found, Letter};
use crate::outside::{Outside, Place, Signal};

/// Lambda rounds up what is paid for to a millisecond.
const MILLISECOND: i64 = 1_000;

impl Around {
    /// A function is given an event to handle some time.
    pub(super) fn give(
        &mut self,
        now: Instant,
        function: usize,
        letter: Arc<Letter>,
        out: &mut impl Outside,
    ) {
        self.note(now, Place::Function(function), What::Due, &letter, out);
        self.attempt(now, function, Given::new(letter, now), out);
    }

    /// Runs an event, or puts it off until there is room.
    pub(super) fn attempt(
        &mut self,
        now: Instant,
        function: usize,
        mut given: Given,
        out: &mut impl Outside,
    ) {
        if self.has_room(function) {
            let (letter, before) = (Arc::clone(&given.letter), given.errors as u64);
            let source = Source::Given(given);
            self.begin(now, function, Running { letter, source, since: now, before }, out);
            return;
        }
        match given.after_throttle(now) {
            Some(at) => out.at(at, Signal::Again { function, given }),
            None => self.give_up(now, function, &given.letter, out),
        }
    }

    /// Nobody will try any more.
    fn give_up(&mut self, now: Instant, function: usize, letter: &Arc<Letter>, out: &mut impl Outside) {
        self.note(now, Place::Function(function), What::GivenUp, letter, out);
        let name = self.functions[function].plan.dead_letter.clone();
        self.lay_among_the_dead(now, name.as_deref(), letter, out);
    }

    /// Whether another run may begin: of what the function has for itself, or of what its account has left.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html>
    pub(super) fn has_room(&self, function: usize) -> bool {
        let ours = &self.functions[function];
        if let Some(most) = ours.plan.terms.concurrency {
            return ours.state.busy() < most;
        }
        if ours.plan.terms.on_host {
            return true;
        }
        let (mut reserved, mut busy) = (0, 0);
        let place = |function: &super::FunctionAtWork| {
            (function.plan.identity.account, function.plan.identity.region)
        };
        for other in &self.functions {
            if place(other) == place(ours) && !other.plan.terms.on_host {
                match other.plan.terms.concurrency {
                    Some(most) => reserved += most,
                    None => busy += other.state.busy(),
                }
            }
        }
        busy < self.function_concurrency.saturating_sub(reserved)
    }

    /// Begins a run.
    pub(super) fn begin(
        &mut self,
        now: Instant,
        function: usize,
        running: Running,
        out: &mut impl Outside,
    ) -> u64 {
        self.note(now, Place::Function(function), What::Began, &running.letter, out);
        let known = &mut self.functions[function];
        let word = known.durations.draw(&[running.letter.number, running.before]);
        let takes = Micros(i64::try_from(known.plan.terms.duration.draw(word)).unwrap_or(i64::MAX));
        let ends = known.plan.terms.timeout.map_or(takes, |timeout| takes.min(timeout));
        let run = known.state.begin(running);
        out.at(now + ends, Signal::End { function, run });
        run
    }

    /// A run is over: what it was for is done, or tried again.
    pub(super) fn end(
        &mut self,
        now: Instant,
        function: usize,
        run: u64,
        s3: &mut S3,
        out: &mut impl Outside,
    ) {
        let Some(running) = self.functions[function].state.running.remove(&run) else { return };
        let took = now.since(running.since);
        self.charge_run(now, function, took, out);
        let succeeded = !self.fails(function, &running) && out.act(now, s3, function, &running.letter);
        self.conclude(now, function, running, succeeded, out);
        self.fill(now, function, out);
    }

    /// Whether a run fails by itself: by chance, or because its time was not enough.
    fn fails(&self, function: usize, running: &Running) -> bool {
        let known = &self.functions[function];
        let subject = [running.letter.number, running.before];
        let takes = known.plan.terms.duration.draw(known.durations.draw(&subject));
        let too_long = known.plan.terms.timeout.is_some_and(|most| i128::from(takes) > i128::from(most.0));
        too_long || below(known.failures.draw(&subject), WHOLE) < known.plan.terms.fails
    }

    /// Writes down what became of a run, and sees to what it was for.
    fn conclude(
        &mut self,
        now: Instant,
        function: usize,
        running: Running,
        succeeded: bool,
        out: &mut impl Outside,
    ) {
        let Running { letter, source, since, .. } = running;
        let thing = self.functions[function].thing;
        out.journal().note(Entry { at: now, thing, what: What::Ended, since, number: letter.number });
        if succeeded {
            self.note(now, Place::Function(function), What::Handled, &letter, out);
        }
        match (source, succeeded) {
            (Source::Message(queue, message), true) => {
                if self.queues[queue].1.delete(message) {
                    self.charge_sqs(now, queue, "DeleteMessage", out);
                }
            }
            (Source::Given(mut given), false) => match given.after_error(now) {
                Some(at) => out.at(at, Signal::Again { function, given }),
                None => self.give_up(now, function, &letter, out),
            },
            (Source::Found(found), false) => {
                // It is found again by the next look.
                self.functions[function].state.seen.remove(&found);
            }
            // A message that was not deleted is seen again; a caller hears of it.
            (Source::Message(..) | Source::Caller, false) | (_, true) => {}
        }
    }

    /// Lets what waits take the place of a run that is over.
    fn fill(&mut self, now: Instant, function: usize, out: &mut impl Outside) {
        self.work_off(now, function, out);
        // Functions of one account share room.
        for queue in 0..self.queues.len() {
            self.consume(now, queue, out);
        }
    }

    /// Begins with what was found by looking, as far as there is room.
    fn work_off(&mut self, now: Instant, function: usize, out: &mut impl Outside) {
        while self.has_room(function) {
            let Some(found) = self.functions[function].state.found.pop_front() else { return };
            let letter = self.letter_of(function, &found);
            self.note(now, Place::Function(function), What::Due, &letter, out);
            self.note(now, Place::Function(function), What::Arrived, &letter, out);
            let source = Source::Found(found);
            self.begin(now, function, Running { letter, source, since: now, before: 0 }, out);
        }
    }

    /// The letter about an object that was found by looking.
    fn letter_of(&mut self, function: usize, found: &Found) -> Arc<Letter> {
        let content = Content::Found(found.clone());
        if let Some(&number) = self.functions[function].numbers.get(found) {
            return Arc::new(Letter { number, since: found.created, content });
        }
        let letter = self.letter(found.created, content);
        self.functions[function].numbers.insert(found.clone(), letter.number);
        letter
    }

    /// The schedule of a function: it looks for objects, or runs once.
    pub(super) fn tick_function(
        &mut self,
        now: Instant,
        function: usize,
        s3: &mut S3,
        out: &mut impl Outside,
    ) {
        let schedule = self.functions[function].plan.terms.schedule.clone();
        if let Some(next) = schedule.and_then(|schedule| schedule.next(self.start, now)) {
            out.at(next, Signal::TickFunction(function));
        }
        if !self.functions[function].plan.terms.polls {
            self.invoke_later(now, function, String::new(), out);
            return;
        }
        for found in out.look(now, s3, function) {
            let state = &mut self.functions[function].state;
            if state.seen.insert(found.clone()) {
                state.found.push_back(found);
            }
        }
        self.work_off(now, function, out);
    }

    /// A function crashes: its runs fail, and it forgets what it had in mind.
    pub fn crash(&mut self, now: Instant, function: usize, out: &mut impl Outside) {
        for running in self.functions[function].state.crash() {
            let took = now.since(running.since);
            self.charge_run(now, function, took, out);
            self.conclude(now, function, running, false, out);
        }
        self.fill(now, function, out);
    }

    /// Somebody calls a function and waits: the number of the run, or nothing if there is no room.
    pub fn invoke(
        &mut self,
        now: Instant,
        function: usize,
        payload: String,
        out: &mut impl Outside,
    ) -> Option<u64> {
        let letter = self.letter(now, Content::Text(payload));
        self.note(now, Place::Function(function), What::Due, &letter, out);
        self.note(now, Place::Function(function), What::Arrived, &letter, out);
        if !self.has_room(function) {
            self.note(now, Place::Function(function), What::GivenUp, &letter, out);
            return None;
        }
        let running = Running { letter, source: Source::Caller, since: now, before: 0 };
        Some(self.begin(now, function, running, out))
    }

    /// Somebody gives a function an event and does not wait.
    pub fn invoke_later(&mut self, now: Instant, function: usize, payload: String, out: &mut impl Outside) {
        let letter = self.letter(now, Content::Text(payload));
        self.note(now, Place::Function(function), What::Arrived, &letter, out);
        self.give(now, function, letter, out);
    }

    /// Objects that polling functions would still find at the end count as events that nobody handled.
    pub fn finish(&mut self, now: Instant, s3: &mut S3, out: &mut impl Outside) {
        for function in 0..self.functions.len() {
            if !self.functions[function].plan.terms.polls {
                continue;
            }
            for found in out.look(now, s3, function) {
                let state = &self.functions[function].state;
                if !state.seen.contains(&found) || state.found.contains(&found) {
                    let letter = self.letter_of(function, &found);
                    self.note(now, Place::Function(function), What::Due, &letter, out);
                }
            }
        }
    }

    /// What a run costs: a request, and memory for as long as it takes.
    fn charge_run(&self, now: Instant, function: usize, took: Micros, out: &mut impl Outside) {
        let plan = &self.functions[function].plan;
        if plan.terms.on_host {
            return;
        }
        let paid = (took.0 + MILLISECOND - 1) / MILLISECOND * MILLISECOND;
        let amount = u128::from(plan.terms.memory) * u128::from(paid.unsigned_abs());
        self.charge_for(now, &plan.identity, Item::LambdaRequest, "Invoke", 1, out);
        self.charge_for(now, &plan.identity, Item::LambdaDuration, "Invoke", amount, out);
    }
}
