//! A policy turned into the form that answers requests: patterns cut, statements found by action.
//!
//! Most statements name their actions in full, so a request finds them by binary search; those with wildcards or
//! `NotAction` are tried one by one. Nothing is allocated while a request is answered.

use std::sync::Arc;

use crate::condition::Condition;
use crate::context::Context;
use crate::element::{PrincipalName, Reach, spares};
use crate::operand::ArnPattern;
use crate::pattern::{Pattern, Variables, Wildcards};
use crate::policy::{Effect, Listed, Policy, PolicyKind, Statement};
use crate::principal::{Principal, Who};

/// An action, as `s3:GetObject`: made once, compared without regard to case ever after (PO-012).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    name: Box<str>,
    folded: Box<str>,
}

impl Action {
    /// The action `name`.
    pub fn new(name: &str) -> Action {
        Action { name: name.into(), folded: name.to_ascii_lowercase().into() }
    }

    /// As it was given.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What one policy is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who asks.
    pub principal: &'a Principal,
    /// What for.
    pub action: &'a Action,
    /// The ARN of what it is about.
    pub resource: &'a str,
    /// The condition keys of the request.
    pub context: &'a Context<'a>,
}

/// What one policy answers: the positions of the deciding statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The first statement that denies.
    pub deny: Option<u16>,
    /// The first of the statements that allow and reach the principal most closely, and how closely.
    pub allow: Option<(u16, Reach)>,
}

/// A resource pattern.
#[derive(Clone, Debug)]
enum Resource {
    /// No wildcard reaches into the ARN's first five fields: the text can be compared as a whole.
    Whole(Pattern),
    /// Field by field.
    Fields(ArnPattern),
}

#[derive(Clone, Debug)]
struct Line {
    sid: Option<Box<str>>,
    effect: Effect,
    principal: Listed<PrincipalName>,
    action: Listed<Pattern>,
    resource: Listed<Resource>,
    conditions: Box<[Condition]>,
}

/// An action in lower case and the statements that name it.
#[derive(Clone, Debug)]
struct Named {
    action: Box<str>,
    lines: Box<[u16]>,
}

/// A policy ready to answer.
#[derive(Clone, Debug)]
pub struct Compiled {
    kind: PolicyKind,
    name: Box<str>,
    lines: Box<[Line]>,
    /// Statements that name an action in full, sorted by action.
    named: Box<[Named]>,
    /// Statements with wildcards in an action or with `NotAction`.
    others: Box<[u16]>,
}

impl Compiled {
    /// Compiles `policy`; `name` says which one it is where a principal has several (empty if there is only one).
    /// Statements beyond the 65,536th are dropped: no policy that AWS accepts has as many.
    pub fn new(name: &str, policy: &Policy) -> Compiled {
        let variables = policy.version.variables();
        let lines: Box<[Line]> =
            policy.statements.iter().take(1 << 16).map(|statement| Line::new(statement, variables)).collect();
        let mut pairs: Vec<(Box<str>, u16)> = Vec::new();
        let mut others = Vec::new();
        for (index, line) in (0_u16..).zip(&lines) {
            match line.literal_actions() {
                Some(actions) => pairs.extend(actions.into_iter().map(|action| (action, index))),
                None => others.push(index),
            }
        }
        pairs.sort();
        pairs.dedup();
        let named = pairs
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| Named {
                action: group[0].0.clone(),
                lines: group.iter().map(|(_, index)| *index).collect(),
            })
            .collect();
        Compiled { kind: policy.kind, name: name.into(), lines, named, others: others.into() }
    }

    /// As [`Compiled::new`], to be shared by all who have the policy.
    pub fn shared(name: &str, policy: &Policy) -> Arc<Compiled> {
        Arc::new(Compiled::new(name, policy))
    }

    /// What the policy is attached to.
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// Its name; may be empty.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The `Sid` of the statement at a position, if it has one.
    pub fn sid(&self, index: u16) -> Option<&str> {
        self.lines.get(usize::from(index)).and_then(|line| line.sid.as_deref()).filter(|sid| !sid.is_empty())
    }

    /// What the policy says to a request.
    pub fn answer(&self, question: &Question<'_>) -> Answer {
        let mut answer = Answer::default();
        let folded = &question.action.folded;
        let named = match self.named.binary_search_by(|named| named.action.cmp(folded)) {
            Ok(place) => &*self.named[place].lines,
            Err(_) => &[],
        };
        for &index in named {
            self.ask(index, question, &mut answer);
        }
        for &index in &self.others {
            let fits = |pattern: &Pattern| pattern.matches(folded, &());
            let applies = match &self.lines[usize::from(index)].action {
                Listed::Unsaid => true,
                Listed::These(patterns) => patterns.iter().any(fits),
                Listed::AllBut(patterns) => !patterns.iter().any(fits),
            };
            if applies {
                self.ask(index, question, &mut answer);
            }
        }
        answer
    }

    /// Lets one statement, whose action fits, change the answer.
    fn ask(&self, index: u16, question: &Question<'_>, answer: &mut Answer) {
        let line = &self.lines[usize::from(index)];
        let settled = match line.effect {
            Effect::Deny => answer.deny.is_some_and(|first| first < index),
            // Only a closer or an earlier statement can still change what is allowed.
            Effect::Allow => {
                answer.allow.is_some_and(|(first, reach)| reach == Reach::Direct && first < index)
            }
        };
        if settled || !line.fits_resource(question) {
            return;
        }
        let Some(reach) = self.reach(line, question.principal) else { return };
        if !line.conditions.iter().all(|condition| condition.holds(question.context)) {
            return;
        }
        match line.effect {
            Effect::Deny => answer.deny = Some(index),
            Effect::Allow => {
                let better =
                    answer.allow.is_none_or(|(first, had)| reach > had || (reach == had && index < first));
                if better {
                    answer.allow = Some((index, reach));
                }
            }
        }
    }

    fn reach(&self, line: &Line, principal: &Principal) -> Option<Reach> {
        match &line.principal {
            Listed::Unsaid => Some(Reach::Direct),
            Listed::AllBut(names) => (!spares(names, principal)).then_some(Reach::Direct),
            Listed::These(names) => {
                let reach = names.iter().filter_map(|name| name.reaches(principal)).max()?;
                // At a gateway endpoint an account means its root user alone:
                // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
                let root_only = self.kind == PolicyKind::GatewayEndpoint && reach == Reach::Account;
                (!root_only || *principal.who() == Who::Root).then_some(reach)
            }
        }
    }
}

impl Line {
    fn new(statement: &Statement, variables: Variables) -> Line {
        let action =
            |text: &String| Pattern::new(&text.to_ascii_lowercase(), Wildcards::Active, Variables::Literal);
        Line {
            sid: statement.sid.as_deref().map(Into::into),
            effect: statement.effect,
            principal: statement.principal.clone(),
            action: map(&statement.action, action),
            resource: map(&statement.resource, |text| Resource::new(text, variables)),
            conditions: statement.conditions.clone().into(),
        }
    }

    /// The actions in full, if every one is.
    fn literal_actions(&self) -> Option<Vec<Box<str>>> {
        match &self.action {
            Listed::These(patterns) => {
                patterns.iter().map(|pattern| pattern.literal().map(Into::into)).collect()
            }
            Listed::AllBut(_) | Listed::Unsaid => None,
        }
    }

    fn fits_resource(&self, question: &Question<'_>) -> bool {
        let fits = |resource: &Resource| resource.matches(question.resource, question.context);
        match &self.resource {
            Listed::Unsaid => true,
            Listed::These(resources) => resources.iter().any(fits),
            Listed::AllBut(resources) => !resources.iter().any(fits),
        }
    }
}

impl Resource {
    fn new(text: &str, variables: Variables) -> Resource {
        let mut fields = text.splitn(6, ':');
        let plain = fields.by_ref().take(5).all(|field| !field.contains(['*', '?', '$']));
        if text == "*" || (plain && text.matches(':').count() >= 5) {
            Resource::Whole(Pattern::new(text, Wildcards::Active, variables))
        } else {
            Resource::Fields(ArnPattern::new(text, variables))
        }
    }

    fn matches(&self, arn: &str, context: &Context<'_>) -> bool {
        match self {
            Resource::Whole(pattern) => pattern.matches(arn, context),
            Resource::Fields(pattern) => pattern.matches(arn, context),
        }
    }
}

fn map<T, U>(listed: &Listed<T>, turn: impl Fn(&T) -> U) -> Listed<U> {
    match listed {
        Listed::Unsaid => Listed::Unsaid,
        Listed::These(names) => Listed::These(names.iter().map(turn).collect()),
        Listed::AllBut(names) => Listed::AllBut(names.iter().map(turn).collect()),
    }
}
