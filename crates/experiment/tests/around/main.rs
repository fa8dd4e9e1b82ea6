//! What stands around S3, in the words of scenarios: every expectation of each scenario must hold.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use s3sim_document::source::{Format, Sources};
use s3sim_experiment::outcome::{Outcome, Silent, simulate};
use s3sim_scenario::scenario;
use s3sim_simulator::run::Options;

/// Runs a scenario; what did not come as expected.
fn run(yaml: &str) -> (Outcome, Vec<String>) {
    let tree = Sources::new().read_text("test.yaml", yaml, Format::Yaml).unwrap();
    let scenario = scenario::read(tree, "test").unwrap_or_else(|problems| panic!("{:?}", problems.list()));
    let outcome = simulate(&scenario, Options::default(), &Silent).unwrap();
    let wrong = outcome.expected.iter().filter(|one| !one.passed);
    let wrong = wrong.map(|one| format!("{}: {} but {}", one.name, one.expected, one.actual)).collect();
    (outcome, wrong)
}

fn holds(yaml: &str) -> Outcome {
    let (outcome, wrong) = run(yaml);
    assert!(wrong.is_empty(), "{wrong:#?}");
    outcome
}

const FUNCTION: &str = "LambdaFunctionConfigurations: [{LambdaFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f', Events: ['s3:ObjectCreated:*']}]";
const LETS_S3_IN: &str = "policy: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: 'lambda:InvokeFunction', Resource: '*'}]}";

/// The role may read, not write: its third try, at 1 s + 180 s and three runs of 100 ms, is the last.
#[test]
fn a_run_fails_if_its_role_is_refused() {
    holds(&format!(
        "
duration: 1h
buckets: {{b-b: {{}}, a-a: {{notification: {{{FUNCTION}}}}}}}
roles: {{reader: {{policies: {{r: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: 's3:GetObject', Resource: '*'}}]}}}}}}}}
queues: {{failed: {{}}}}
functions: {{f: {{{LETS_S3_IN}, role: reader, dead_letter: failed, calls: [{{GetObject: 'a-a/{{key}}'}}, {{PutObject: 'b-b/{{key}}'}}]}}}}
steps: {{up: {{PutObject: a-a/k}}}}
expect:
  tries: {{runs: f, is: 3}}
  dead: {{messages: failed, is: 1}}
  when: {{delay: failed, is: 181.3s}}
  unhandled: {{unhandled: f, is: 1}}
  nothing written: {{count: b-b/*, is: 0}}
"
    ));
}

/// It acts only while the switch is there.
#[test]
fn a_function_acts_only_when_its_check_holds() {
    holds(&format!(
        "
duration: 1h
buckets: {{in-in: {{notification: {{{FUNCTION}}}}}, out: {{}}, switch: {{}}}}
functions: {{f: {{{LETS_S3_IN}, when: {{count: switch/on, is: 1}}, calls: [{{CopyObject: 'out/{{key}}', CopySource: '{{bucket}}/{{key}}'}}]}}}}
steps:
  before: {{PutObject: in-in/before}}
  on: {{PutObject: switch/on, after: 1m}}
  after: {{PutObject: in-in/after, after: 1m}}
expect:
  both ran: {{runs: f, is: 2}}
  one acted: {{count: out/*, is: 1}}
  which: {{HeadObject: out/after}}
"
    ));
}

/// The look at 30 minutes finds both, the crash at 30:01 stops them, the look at 60 minutes finds them again. What is
/// written after the last look is not handled.
#[test]
fn a_function_that_polls_forgets_when_it_crashes() {
    holds(
        "
duration: 100m
buckets: {pictures: {}, other: {}}
functions: {f: {duration: 2s, schedule: rate(30 minutes), polls: 'pictures/*', runs_on: host}}
steps:
  a: {PutObject: pictures/a, at: 1m}
  b: {PutObject: pictures/b, at: 2m}
  crash: {fault: {crash: f}, at: 1801s}
  late: {PutObject: pictures/late, at: 95m}
expect:
  runs: {runs: f, is: 4}
  handled: {handled: f, is: 3542s}
  left over: {unhandled: f, is: 1}
  lists: {usage: {operation: ListBucket}, at_least: 3}
",
    );
}

/// Without a permission S3 refuses; with one, the message is handled. Calls are judged by policies.
#[test]
fn things_are_called_by_steps() {
    let outcome = holds(&format!(
        "
duration: 2h
buckets: {{a-a: {{}}}}
users: {{eve: {{}}}}
functions: {{f: {{}}}}
topics: {{news: {{subscriptions: {{mail: {{to: email}}}}}}}}
queues: {{q: {{}}}}
event_rules: {{r: {{EventPattern: {{source: [aws.s3]}}, targets: [flow]}}, tick: {{ScheduleExpression: rate(1 hour), targets: [flow]}}}}
steps:
  refused: {{PutBucketNotificationConfiguration: a-a, NotificationConfiguration: &n {{{FUNCTION}}}, expect: InvalidArgument}}
  permit: {{'lambda:AddPermission': f, StatementId: s3, Principal: s3.amazonaws.com, SourceArn: 'arn:aws:s3:::a-a'}}
  accepted: {{PutBucketNotificationConfiguration: a-a, NotificationConfiguration: *n}}
  up: {{PutObject: a-a/k}}
  invoke: {{'lambda:Invoke': f, expect: {{StatusCode: 200}}}}
  later: {{'lambda:Invoke': f, InvocationType: Event, expect: {{status: 202}}}}
  not eve: {{'sqs:SendMessage': q, MessageBody: x, as: eve, expect: AccessDeniedException}}
  send: {{'sqs:SendMessage': q, MessageBody: hello}}
  receive: {{'sqs:ReceiveMessage': q, after: 1s, expect: {{Messages: [{{Body: hello}}]}}}}
  publish: {{'sns:Publish': news, Message: hi}}
  off: {{'events:DisableRule': tick}}
  no archive: {{'events:StartReplay': r, EventStartTime: 2025-01-01T00:00:00Z, EventEndTime: 2025-01-02T00:00:00Z, expect: ResourceNotFoundException}}
  gone: {{'sqs:DeleteQueue': q}}
  really: {{'sqs:SendMessage': q, MessageBody: x, expect: 'AWS.SimpleQueueService.NonExistentQueue'}}
expect:
  three runs: {{runs: f, is: 3}}
  all handled: {{unhandled: f, is: 0}}
  published: {{messages: news, is: 1}}
  mails: {{usage: {{usage_type: DeliveryAttempts-SMTP}}, is: 1}}
  no tick: {{messages: flow, is: 0}}
"
    ));
    assert!(outcome.run.ledger.journal.deliveries.iter().all(|one| one.text.contains("\"Records\"")));
}
