//! Calls to queues, topics, functions and rules: who may is decided by IAM, what happens by the thing.
//!
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html>,
//! <https://docs.aws.amazon.com/sns/latest/api/welcome.html>,
//! <https://docs.aws.amazon.com/lambda/latest/api/welcome.html>,
//! <https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html>

use std::cell::RefCell;

use s3sim_aws::error::ErrorCode;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::tree::{Map, Node, Value, to_json};
use s3sim_iam::compile::{Action, Compiled, Question};
use s3sim_iam::context::Context;
use s3sim_iam::evaluate::{Place as Where, evaluate};
use s3sim_iam::policy::{Policy, PolicyKind, Rules};
use s3sim_kernel::time::{Instant, Micros};
use s3sim_s3::caller::Caller;
use s3sim_s3::machine::S3;
use s3sim_s3::response::{Fields, Refusal, Response};

use crate::around::Around;
use crate::letter::Content;
use crate::outside::{Outside, Place, Signal};
use crate::plan::Identity;

/// A call with its parameters and what its answer can hold.
pub struct CallFacts {
    /// As policies name it.
    pub name: &'static str,
    /// Its parameters, by their names in the API.
    pub parameters: &'static [&'static str],
    /// What its answer holds.
    pub answers: &'static [&'static str],
}

const fn call(
    name: &'static str,
    parameters: &'static [&'static str],
    answers: &'static [&'static str],
) -> CallFacts {
    CallFacts { name, parameters, answers }
}

/// Every call that there is.
pub const CALLS: &[CallFacts] = &[
    call("sqs:SendMessage", &["MessageBody"], &["MessageId"]),
    call("sqs:ReceiveMessage", &[], &["Messages"]),
    call("sqs:DeleteMessage", &["ReceiptHandle"], &[]),
    call("sqs:PurgeQueue", &[], &[]),
    call("sqs:SetQueueAttributes", &["Attributes"], &[]),
    call("sqs:GetQueueAttributes", &["AttributeNames"], &["Attributes"]),
    call("sqs:DeleteQueue", &[], &[]),
    call("sns:Publish", &["Message", "Subject"], &["MessageId"]),
    call("sns:SetTopicAttributes", &["AttributeName", "AttributeValue"], &[]),
    call("lambda:Invoke", &["InvocationType", "Payload"], &["StatusCode"]),
    call(
        "lambda:AddPermission",
        &["StatementId", "Action", "Principal", "SourceArn", "SourceAccount"],
        &["Statement"],
    ),
    call("events:EnableRule", &[], &[]),
    call("events:DisableRule", &[], &[]),
    call("events:StartReplay", &["ReplayName", "EventStartTime", "EventEndTime"], &["ReplayArn", "State"]),
];

/// The call of a name.
pub fn find(name: &str) -> Option<&'static CallFacts> {
    CALLS.iter().find(|call| call.name == name)
}

/// A call to a thing around S3.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// As policies name it; one of [`CALLS`].
    pub call: &'static str,
    /// The name of the thing; of `events:StartReplay`, the rule with the archive.
    pub name: &'a str,
    /// Its parameters.
    pub parameters: &'a Map,
    /// Who asks.
    pub caller: Caller<'a>,
}

impl Request<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let node = self.parameters.get(name)?;
        Some(node.scalar().map_or_else(|| to_json(node), str::to_owned))
    }

    fn instant(&self, name: &str) -> Option<Instant> {
        self.parameters.get(name)?.scalar().and_then(Instant::parse)
    }
}

impl Around {
    /// Judges and carries out a call.
    pub fn call(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        s3: &mut S3,
        out: &mut impl Outside,
    ) -> Response {
        match self.carry_out(now, request, s3, out) {
            Ok((status, fields)) => Response::ok(status, fields),
            Err(refusal) => Response::refused(refusal),
        }
    }

    fn carry_out(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        s3: &mut S3,
        out: &mut impl Outside,
    ) -> Result<(u16, Fields), Refusal> {
        let service = request.call.split(':').next().unwrap_or_default();
        if service == "events" {
            return self.call_rule(now, request, s3, out);
        }
        let place = self.place_called(service, request.name);
        let Some((place, identity)) = place.filter(|(_, identity)| {
            // A queue that was deleted is gone for everybody.
            s3.destinations().get(&identity.arn).is_some()
        }) else {
            return Err(Refusal::of(match service {
                "sqs" => ErrorCode::QueueDoesNotExist,
                "sns" => ErrorCode::NotFound,
                _ => ErrorCode::ResourceNotFoundException,
            }));
        };
        may(s3, request, &identity)?;
        match place {
            Place::Queue(queue) => self.call_queue(now, request, queue, &identity, s3, out),
            Place::Topic(topic) => call_topic(self, now, request, topic, &identity, s3, out),
            Place::Function(function) => self.call_function(now, request, function, &identity, s3, out),
            Place::Stub(_) => Err(Refusal::of(ErrorCode::ResourceNotFoundException)),
        }
    }

    fn call_queue(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        queue: usize,
        identity: &Identity,
        s3: &mut S3,
        out: &mut impl Outside,
    ) -> Result<(u16, Fields), Refusal> {
        let fields = match request.call {
            "sqs:SendMessage" => {
                let text = request.text("MessageBody").unwrap_or_default();
                let letter = self.letter(now, Content::Text(text));
                let id = message_id(letter.number);
                out.at(now, Signal::Arrive { place: Place::Queue(queue), letter, counted: false });
                Fields::new().text("MessageId", id)
            }
            "sqs:ReceiveMessage" => self.receive(now, queue, s3, out),
            "sqs:DeleteMessage" => {
                let handle = request.text("ReceiptHandle").unwrap_or_default();
                let message = handle.rsplit('-').next().and_then(|number| number.parse().ok());
                if let Some(message) = message {
                    self.delete_message(now, queue, message, out);
                }
                Fields::new()
            }
            "sqs:PurgeQueue" => {
                self.purge(queue);
                Fields::new()
            }
            "sqs:DeleteQueue" => {
                self.purge(queue);
                s3.destinations_mut().remove(&identity.arn);
                Fields::new()
            }
            "sqs:GetQueueAttributes" => {
                let (visible, hidden) = self.depth(queue);
                let attributes = Fields::new()
                    .text("ApproximateNumberOfMessages", visible.to_string())
                    .text("ApproximateNumberOfMessagesNotVisible", hidden.to_string());
                Fields::new().map("Attributes", attributes)
            }
            _ => {
                self.set_queue_attributes(request, queue, identity, s3)?;
                Fields::new()
            }
        };
        Ok((200, fields))
    }

    /// One message, the oldest that can be seen. Modelling choice: one at a time, without waiting.
    fn receive(&mut self, now: Instant, queue: usize, s3: &S3, out: &mut impl Outside) -> Fields {
        let Some(received) = self.receive_message(now, queue, out) else { return Fields::new() };
        let message = Fields::new()
            .text("MessageId", message_id(received.letter.number))
            .text("ReceiptHandle", format!("receipt-{}", received.message))
            .text("Body", received.letter.text(s3))
            .map("Attributes", Fields::new().text("ApproximateReceiveCount", received.receives.to_string()));
        Fields::new().list("Messages", vec![message])
    }

    fn set_queue_attributes(
        &mut self,
        request: &Request<'_>,
        queue: usize,
        identity: &Identity,
        s3: &mut S3,
    ) -> Result<(), Refusal> {
        let attribute = |name: &str| request.parameters.get("Attributes").and_then(|map| map.get(name));
        if let Some(node) = attribute("Policy") {
            set_policy(s3, identity, PolicyKind::Queue, node)?;
        }
        if let Some(timeout) = attribute("VisibilityTimeout").and_then(Node::scalar) {
            let seconds: i64 = timeout
                .parse()
                .ok()
                .filter(|seconds| (0..=43_200).contains(seconds))
                .ok_or_else(|| Refusal::of(ErrorCode::InvalidAttributeValue))?;
            self.set_visibility_timeout(queue, Micros::seconds(seconds));
        }
        Ok(())
    }

    fn call_function(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        function: usize,
        identity: &Identity,
        s3: &mut S3,
        out: &mut impl Outside,
    ) -> Result<(u16, Fields), Refusal> {
        if request.call == "lambda:AddPermission" {
            let statement = add_permission(s3, request, identity)?;
            return Ok((201, Fields::new().text("Statement", statement)));
        }
        let payload = request.text("Payload").unwrap_or_default();
        if request.text("InvocationType").as_deref() == Some("Event") {
            self.invoke_later(now, function, payload, out);
            return Ok((202, Fields::new().number("StatusCode", 202)));
        }
        match self.invoke(now, function, payload, out) {
            Some(_) => Ok((200, Fields::new().number("StatusCode", 200))),
            None => Err(Refusal::of(ErrorCode::TooManyRequestsException)),
        }
    }

    fn call_rule(
        &mut self,
        now: Instant,
        request: &Request<'_>,
        s3: &S3,
        out: &mut impl Outside,
    ) -> Result<(u16, Fields), Refusal> {
        let missing = || Refusal::of(ErrorCode::ResourceNotFoundException);
        let rule = self.rule_named(request.name).ok_or_else(missing)?;
        may(s3, request, &self.rule_identity(rule))?;
        if request.call != "events:StartReplay" {
            self.enable_rule(rule, request.call == "events:EnableRule");
            return Ok((200, Fields::new()));
        }
        if !self.has_archive(rule) {
            return Err(missing());
        }
        let window = request.instant("EventStartTime").zip(request.instant("EventEndTime"));
        let window = window.filter(|(from, until)| from < until).ok_or_else(|| {
            let message = "EventStartTime and EventEndTime should be two instants, the earlier one first.";
            Refusal::because(ErrorCode::ValidationException, message)
        })?;
        let name = request.text("ReplayName").unwrap_or_else(|| "replay".to_owned());
        self.replay(now, rule, &name, window, out);
        let identity = self.rule_identity(rule);
        let arn = identity.arn.replace(":rule/", ":replay/").replace(request.name, &name);
        Ok((200, Fields::new().text("ReplayArn", arn).text("State", "STARTING")))
    }
}

fn call_topic(
    around: &mut Around,
    now: Instant,
    request: &Request<'_>,
    topic: usize,
    identity: &Identity,
    s3: &mut S3,
    out: &mut impl Outside,
) -> Result<(u16, Fields), Refusal> {
    if request.call == "sns:Publish" {
        let letter = around.letter(now, Content::Text(request.text("Message").unwrap_or_default()));
        let id = message_id(letter.number);
        out.at(now, Signal::Arrive { place: Place::Topic(topic), letter, counted: false });
        return Ok((200, Fields::new().text("MessageId", id)));
    }
    if request.text("AttributeName").as_deref() != Some("Policy") {
        return Err(Refusal::because(ErrorCode::InvalidParameter, "AttributeName should be Policy here."));
    }
    let policy = request.parameters.get("AttributeValue");
    let policy = policy.ok_or_else(|| Refusal::of(ErrorCode::InvalidParameter))?;
    set_policy(s3, identity, PolicyKind::Topic, policy)?;
    Ok((200, Fields::new()))
}

fn message_id(number: u64) -> String {
    format!("00000000-0000-0000-0000-{number:012x}")
}

/// Whether the caller may: by its own policies, or by the thing's.
fn may(s3: &S3, request: &Request<'_>, identity: &Identity) -> Result<(), Refusal> {
    let owner = s3.directory().account(identity.account);
    let actor = request.caller.actor.unwrap_or(&s3.directory().account(request.caller.account).admin);
    let principal = &actor.policies.principal;
    let mut context = Context::new();
    principal.describe(&mut context);
    context.set("aws:securetransport", true);
    if let Some(source) = &actor.source {
        source.arn.as_deref().into_iter().for_each(|arn| context.set("aws:sourcearn", arn));
        source.account.as_deref().into_iter().for_each(|id| context.set("aws:sourceaccount", id));
    }
    let action = Action::new(request.call);
    let question = Question { principal, action: &action, resource: &identity.arn, context: &context };
    let policy = s3.destinations().get(&identity.arn).and_then(|thing| thing.policy.as_ref());
    let decision = evaluate(&actor.policies, &question, &Where::new(Some(owner.number), policy));
    match decision.denial_message(&question) {
        None => Ok(()),
        Some(message) => {
            Err(Refusal::because(ErrorCode::AccessDeniedException, message)
                .decided_by(decision.by().to_string()))
        }
    }
}

/// Puts a policy in place.
fn set_policy(s3: &mut S3, identity: &Identity, kind: PolicyKind, node: &Node) -> Result<(), Refusal> {
    let problems = RefCell::new(Problems::new());
    let policy = {
        let reader = Reader::new(node, "Policy", &problems);
        Policy::read(&reader, &Rules::new(kind).knowing(s3.directory()))
    };
    let problems = problems.into_inner();
    let code = if kind == PolicyKind::Queue {
        ErrorCode::InvalidAttributeValue
    } else {
        ErrorCode::InvalidParameter
    };
    let wrong = problems.list().first().map(|problem| problem.message.clone());
    match (policy, wrong) {
        (Some(policy), None) => {
            if let Some(thing) = s3.destinations_mut().get_mut(&identity.arn) {
                thing.policy = Some(Compiled::new("", &policy));
            }
            Ok(())
        }
        (_, wrong) => Err(Refusal::because(code, wrong.unwrap_or_default())),
    }
}

/// Lets somebody invoke a function. Modelling choice: the statement takes the place of the policy that was there.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>
fn add_permission(s3: &mut S3, request: &Request<'_>, identity: &Identity) -> Result<String, Refusal> {
    let principal = request.text("Principal").unwrap_or_default();
    let who = if principal.contains('.') { "Service" } else { "AWS" };
    let mut statement = Fields::new()
        .text("Sid", request.text("StatementId").unwrap_or_default())
        .text("Effect", "Allow")
        .map("Principal", Fields::new().text(who, principal))
        .text("Action", request.text("Action").unwrap_or_else(|| "lambda:InvokeFunction".to_owned()))
        .text("Resource", &identity.arn);
    let (arn, account) = (request.text("SourceArn"), request.text("SourceAccount"));
    if arn.is_some() || account.is_some() {
        let mut conditions = Fields::new();
        if let Some(arn) = arn {
            conditions = conditions.map("ArnLike", Fields::new().text("AWS:SourceArn", arn));
        }
        if let Some(account) = account {
            conditions = conditions.map("StringEquals", Fields::new().text("AWS:SourceAccount", account));
        }
        statement = statement.map("Condition", conditions);
    }
    let text = to_json(&Node::made(Value::Map(statement.clone().done())));
    let document = Fields::new().text("Version", "2012-10-17").list("Statement", vec![statement]);
    set_policy(s3, identity, PolicyKind::Function, &Node::made(Value::Map(document.done())))?;
    Ok(text)
}
