//! `s3sim policy`: may somebody do this to that, and which statement says so?

mod reason;

use s3sim_aws::operation::{Api, Target};
use s3sim_document::source::{Sources, Unread};
use s3sim_document::suggest;
use s3sim_document::tree::{Map, Node};
use s3sim_ledger::AccountId;
use s3sim_s3::authorize::question::{Ruling, actions, is_action};
use s3sim_s3::caller::{Caller, Way};
use s3sim_s3::machine::S3;
use s3sim_s3::request::{Request, Route};
use s3sim_scenario::asking::call;
use s3sim_scenario::{Scenario, Sender};
use s3sim_simulator::run::beginning;

use crate::args::{Format, PolicyArgs};
use crate::exit::Exit;
use crate::load::{complain_of, load};
use crate::output::{complain, say};

use reason::reason;

/// What there is to tell.
struct Answer {
    allowed: bool,
    decided_by: String,
    /// In words.
    reason: String,
    /// What S3 would answer a call: `200`, `404 NoSuchKey`.
    response: Option<String>,
    /// Every permission that was asked for.
    permissions: Vec<Ruling>,
}

pub(crate) fn policy(args: &PolicyArgs) -> Exit {
    let answer = match answer(args) {
        Ok(answer) => answer,
        Err(exit) => return exit,
    };
    let text = match args.format {
        Format::Text => text(args, &answer),
        Format::Json => format!("{:#}\n", json(args, &answer)),
    };
    say(&text);
    if answer.allowed { Exit::Fine } else { Exit::Unexpected }
}

fn answer(args: &PolicyArgs) -> Result<Answer, Exit> {
    let scenario = load(&args.scenario, &args.sets, None)?;
    let (sender, stated) = (sender(&scenario, args)?, stated(&args.context)?);
    let s3 = beginning(&scenario);
    let mut way = sender.way.as_deref().cloned().unwrap_or_else(Way::default);
    way.stated = stated;
    if args.action.contains(':') {
        ask_permission(&s3, &scenario, args, &sender, &way)
    } else {
        ask_call(&s3, &scenario, args, &sender, &way)
    }
}

/// One permission.
fn ask_permission(
    s3: &S3,
    scenario: &Scenario,
    args: &PolicyArgs,
    sender: &Sender,
    way: &Way,
) -> Result<Answer, Exit> {
    if !is_action(&args.action) {
        let spelled = Api::ALL.iter().flat_map(|api| api.actions()).map(|action| action.name);
        let known: Vec<&str> = spelled.chain(actions()).collect();
        let instead = suggest::instead(&args.action, &known);
        return Err(wrong(&format!("`{}` is no action of S3's{instead}", args.action)));
    }
    let resource = arn(s3, scenario, &args.action, &args.resource);
    let bucket = bucket_of(&resource);
    let ruling = s3.may(scenario.start, caller(s3, sender, way, bucket), &args.action, &resource);
    Ok(Answer {
        allowed: ruling.allowed,
        decided_by: ruling.decided_by.clone(),
        reason: reason(ruling.allowed, &ruling.decided_by, &ruling.message),
        response: None,
        permissions: vec![ruling],
    })
}

/// A call, with every permission that it needs.
fn ask_call(
    s3: &S3,
    scenario: &Scenario,
    args: &PolicyArgs,
    sender: &Sender,
    way: &Way,
) -> Result<Answer, Exit> {
    let api = call(&args.action).map_err(|message| wrong(&message))?;
    let target = args.resource.strip_prefix("arn:aws:s3:::").unwrap_or(&args.resource);
    let (bucket, key) = target.split_once('/').unwrap_or((target, ""));
    let (bucket, key) = match api.target() {
        Target::Service => ("", ""),
        Target::Bucket if !key.is_empty() => {
            return Err(wrong(&format!("{api} is aimed at a bucket: write `{bucket}`")));
        }
        Target::Object if key.is_empty() => {
            return Err(wrong(&format!("{api} is aimed at an object: write `{bucket}/key`")));
        }
        _ => (bucket, key),
    };
    let parameters = Map::default();
    let caller = caller(s3, sender, way, bucket);
    let (size, route, cause) = (0, Route::default(), "");
    let request = Request { api, bucket, key, parameters: &parameters, size, caller, route, cause };
    let permissions = s3.rulings(scenario.start, &request);
    let response = s3.answer(scenario.start, &request);
    let code = response.error.as_ref().map(|refusal| format!(" {}", refusal.code)).unwrap_or_default();
    // What is missing is told by the permission that is missing; S3 tells callers of other organizations nothing.
    let missing = permissions.iter().find(|ruling| !ruling.allowed && !ruling.is_optional);
    let message = missing.map_or_else(
        || response.error.as_ref().map(|refusal| refusal.message.clone()).unwrap_or_default(),
        |ruling| ruling.message.clone(),
    );
    Ok(Answer {
        allowed: response.allowed,
        reason: reason(response.allowed, &response.decided_by, &message),
        decided_by: response.decided_by.into_owned(),
        response: Some(format!("{}{code}", response.status)),
        permissions,
    })
}

fn caller<'a>(s3: &S3, sender: &'a Sender, way: &'a Way, bucket: &str) -> Caller<'a> {
    let owner = s3.bucket_id(bucket).map(|id| s3.bucket(id).owner);
    let actor = sender.actor.as_deref();
    let account = actor.and_then(|actor| actor.account).or(owner).unwrap_or(AccountId(0));
    Caller { account, actor, way: Some(way) }
}

/// Who asks and by which way, in the words of a request.
fn sender(scenario: &Scenario, args: &PolicyArgs) -> Result<Sender, Exit> {
    let mut sources = Sources::new();
    let mut words: Vec<(&str, Node)> = Vec::new();
    for (word, text) in [("as", Some(&args.who)), ("via", args.via.as_ref())] {
        let Some(text) = text else { continue };
        let read = sources.read_setting(format!("--{word}"), text.as_str());
        words.push((word, read.map_err(|problems| complain_of(Unread::Wrong(problems), &sources))?));
    }
    scenario.sender(words).map_err(|problems| {
        problems
            .list()
            .iter()
            .for_each(|problem| complain(&format!("--{}: {}", problem.path, problem.message)));
        Exit::WrongInput
    })
}

/// `KEY=VALUE`; a key that is given several times has several values.
fn stated(context: &[String]) -> Result<Vec<(String, Vec<String>)>, Exit> {
    let mut stated: Vec<(String, Vec<String>)> = Vec::new();
    for pair in context {
        let Some((key, value)) = pair.split_once('=').filter(|(key, _)| key.contains(':')) else {
            let message = format!("--context {pair}: should be KEY=VALUE, such as aws:SourceIp=203.0.113.7");
            return Err(wrong(&message));
        };
        match stated.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
            Some((_, values)) => values.push(value.to_owned()),
            None => stated.push((key.to_owned(), vec![value.to_owned()])),
        }
    }
    Ok(stated)
}

/// The ARN of what is written as one, as `bucket`, `bucket/key` or the name of a KMS key.
fn arn(s3: &S3, scenario: &Scenario, action: &str, resource: &str) -> String {
    if resource == "*" || resource.starts_with("arn:") {
        return resource.to_owned();
    }
    if action.starts_with("kms:") {
        let account = s3.directory().account(AccountId(0)).number.to_string();
        let key = s3.keys().find(resource, &account, scenario.region);
        return key.map_or_else(|| resource.to_owned(), |key| s3.keys().get(key).arn.clone());
    }
    format!("arn:aws:s3:::{resource}")
}

fn bucket_of(arn: &str) -> &str {
    let name = arn.strip_prefix("arn:aws:s3:::").unwrap_or_default();
    name.split('/').next().unwrap_or_default()
}

fn wrong(message: &str) -> Exit {
    complain(message);
    Exit::WrongInput
}

fn word(allowed: bool) -> &'static str {
    if allowed { "Allow" } else { "Deny" }
}

fn text(args: &PolicyArgs, answer: &Answer) -> String {
    let mut lines = vec![
        format!("{}  {} {} as {}", word(answer.allowed), args.action, args.resource, args.who),
        format!("  {}", answer.reason),
        format!("  decided by  {}", answer.decided_by),
    ];
    if let Some(response) = &answer.response {
        lines.push(format!("  S3 answers  {response}"));
        // Fields that are left out matter only where there is an answer.
        for ruling in answer.permissions.iter().filter(|ruling| answer.allowed || !ruling.is_optional) {
            let optional = if ruling.is_optional { ", fields of the answer are left out" } else { "" };
            let (word, by) = (word(ruling.allowed), &ruling.decided_by);
            let note = if ruling.allowed { "" } else { optional };
            lines.push(format!(
                "  needs       {} on {}: {word} by {by}{note}",
                ruling.action, ruling.resource
            ));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn json(args: &PolicyArgs, answer: &Answer) -> serde_json::Value {
    let permissions: Vec<serde_json::Value> = answer
        .permissions
        .iter()
        .map(|ruling| {
            serde_json::json!({
                "action": ruling.action,
                "resource": ruling.resource,
                "decision": word(ruling.allowed),
                "decided_by": ruling.decided_by,
                "optional": ruling.is_optional,
            })
        })
        .collect();
    serde_json::json!({
        "as": args.who,
        "action": args.action,
        "resource": args.resource,
        "decision": word(answer.allowed),
        "decided_by": answer.decided_by,
        "reason": answer.reason,
        "response": answer.response,
        "permissions": permissions,
    })
}
