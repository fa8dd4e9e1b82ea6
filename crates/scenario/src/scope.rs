//! What is known while a scenario is read: its span, its buckets, the steps so far.

use std::cell::RefCell;
use std::sync::Arc;

use s3sim_aws::epoch::Rules;
use s3sim_aws::operation::Api;
use s3sim_aws::region::Region;
use s3sim_document::read::Reader;
use s3sim_document::suggest;
use s3sim_kernel::time::Instant;
use s3sim_s3::kms::NewKey;

use crate::around::Around;
use crate::client::ClientPlan;
use crate::clock::Clock;
use crate::people::{People, keys};
use crate::records::RecordsOf;
use crate::selection::Selection;
use crate::target::Pattern;
use crate::template::Template;
use crate::template::common::common_key;

/// What everything stands on.
pub(crate) struct Ground {
    /// When the run begins and ends.
    pub(crate) clock: Clock,
    /// Where things are unless they say otherwise.
    pub(crate) region: Region,
    /// S3's rules at the time.
    pub(crate) rules: Rules,
}

/// What is known while steps, traffic and checks are read.
pub(crate) struct Scope {
    pub(crate) ground: Ground,
    /// Who there is.
    pub(crate) people: Arc<People>,
    /// The KMS keys that exist at the start.
    pub(crate) keys: Vec<NewKey>,
    /// What stands around S3, without what functions do.
    pub(crate) around: Around,
    /// Clients, and what they encrypt with.
    pub(crate) clients: Vec<ClientPlan>,
    /// Names of KMS keys that steps make.
    pub(crate) created_keys: Vec<String>,
    /// What keeps records under a name of its own: trails, inventories, analyses.
    pub(crate) recorders: Vec<RecordsOf>,
    /// Every bucket that exists at the start.
    pub(crate) buckets: Vec<String>,
    /// Buckets that steps create.
    pub(crate) created: Vec<String>,
    /// Names of all steps, of which only earlier ones may be referred to.
    pub(crate) all_steps: Vec<String>,
    /// Steps read so far.
    pub(crate) steps: RefCell<Vec<SeenStep>>,
    /// Names of all workloads.
    pub(crate) workloads: Vec<String>,
    /// Names of all options.
    pub(crate) options: Vec<String>,
    /// Templates that make keys.
    pub(crate) claims: RefCell<Vec<Claim>>,
}

/// A template that makes keys.
pub(crate) struct Claim {
    pub(crate) bucket: String,
    pub(crate) keys: Template,
    /// Whose it is.
    pub(crate) by: String,
}

/// A step that was read.
pub(crate) struct SeenStep {
    pub(crate) name: String,
    /// When it begins at the earliest.
    pub(crate) at: Instant,
    /// What it calls; nothing if it does not call S3.
    pub(crate) api: Option<Api>,
    /// Whether it takes time: a restore, or a read that may need one.
    pub(crate) lasts: bool,
}

impl Scope {
    /// The name of an option.
    pub(crate) fn option(&self, reader: &Reader<'_>) -> Option<String> {
        let text = reader.text()?;
        if !self.options.iter().any(|option| option == text) {
            let known: Vec<&str> = self.options.iter().map(String::as_str).collect();
            reader.wrong(format!("there is no option `{text}`{}", suggest::instead(text, &known)));
        }
        Some(text.to_owned())
    }

    /// The name, alias or ARN of a KMS key that is there at the start, or that a step makes; notes any other.
    pub(crate) fn key(&self, reader: &Reader<'_>) -> Option<String> {
        let text = reader.text()?;
        if self.created_keys.iter().any(|created| created == text) {
            return Some(text.to_owned());
        }
        keys::check_name(reader, &self.keys)
    }

    /// Notes that keys of another template in the bucket could be the same: nobody could tell whose they are. The
    /// very same template may be used again.
    pub(crate) fn claim(&self, reader: &Reader<'_>, bucket: &str, keys: &Template, by: &str) {
        let mut claims = self.claims.borrow_mut();
        for other in claims.iter().filter(|other| other.bucket == bucket && other.keys != *keys) {
            if let Some(key) = common_key(keys, &other.keys) {
                let Claim { keys: theirs, by, .. } = other;
                reader.wrong(format!("`{keys}` can make the key `{key}`, and so can `{theirs}` of `{by}`"));
            }
        }
        claims.push(Claim { bucket: bucket.to_owned(), keys: keys.clone(), by: by.to_owned() });
    }

    /// Every bucket that there is at some time.
    pub(crate) fn known_buckets(&self) -> Vec<&str> {
        self.buckets.iter().chain(&self.created).map(String::as_str).collect()
    }

    /// Whether there is such a bucket at some time.
    pub(crate) fn knows_bucket(&self, name: &str) -> bool {
        self.known_buckets().contains(&name)
    }

    /// Notes a bucket that is never there.
    pub(crate) fn unknown_bucket(&self, reader: &Reader<'_>, name: &str) {
        let instead = suggest::instead(name, &self.known_buckets());
        reader.wrong(format!("there is no bucket `{name}`{instead}"));
    }

    /// Notes a selection whose bucket is never there.
    pub(crate) fn check_selection(&self, reader: &Reader<'_>, selection: &Selection) {
        let pattern: &Pattern = &selection.target.bucket;
        if !self.known_buckets().iter().any(|name| pattern.matches(name)) {
            self.unknown_bucket(reader, pattern.as_str());
        }
    }

    /// Notes a step whose duration is asked for and that has none.
    pub(crate) fn check_duration(&self, reader: &Reader<'_>, name: &str) {
        let steps = self.steps.borrow();
        match steps.iter().find(|step| step.name == name) {
            None => {
                let known: Vec<&str> = self.all_steps.iter().map(String::as_str).collect();
                let instead = suggest::instead(name, &known);
                if !self.all_steps.iter().any(|step| step == name) {
                    reader.wrong(format!("there is no step `{name}`{instead}"));
                }
            }
            Some(step) if !step.lasts => {
                reader.wrong(format!("the step `{name}` takes no time: only RestoreObject and `read` do"));
            }
            Some(_) => {}
        }
    }

    /// Notes references in `text` to steps that are not earlier, or to fields that they do not answer. `now` is when
    /// the referring step begins at the earliest; `None` outside of steps.
    pub(crate) fn check_references(&self, reader: &Reader<'_>, template: &Template, now: Option<Instant>) {
        for (name, field) in template.answers() {
            let Some(now) = now else {
                reader.wrong(format!("`{{{name}.{field}}}` refers to a step, and only steps and checks can"));
                continue;
            };
            let steps = self.steps.borrow();
            let Some(step) = steps.iter().find(|step| step.name == name) else {
                let known: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
                let why = if self.all_steps.iter().any(|step| step == name) {
                    "comes later in the file".to_owned()
                } else {
                    format!("does not exist{}", suggest::instead(name, &known))
                };
                reader.wrong(format!("`{{{name}.{field}}}`: the step `{name}` {why}"));
                continue;
            };
            if step.at > now {
                reader
                    .wrong(format!("`{{{name}.{field}}}`: the step `{name}` happens later, at {}", step.at));
            }
            let answers = step.api.map_or(&[][..], Api::answers);
            if !answers.contains(&field) {
                let instead = suggest::instead(field, answers);
                let who = step.api.map_or("what calls no S3", Api::name);
                reader.wrong(format!("`{{{name}.{field}}}`: {who} answers no `{field}`{instead}"));
            }
        }
    }
}
