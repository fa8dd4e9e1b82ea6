//! `s3sim timeline`: what lifecycle rules will do, by date and at which price.

use std::cell::RefCell;
use std::fs;

use s3sim_aws::epoch::Rules;
use s3sim_aws::region::Region;
use s3sim_document::problem::Problems;
use s3sim_document::read::Reader;
use s3sim_document::source::{Sources, Unread};
use s3sim_document::suggest;
use s3sim_document::tree::Node;
use s3sim_report::timeline::{Chart, Subject, charts, json, svg, text};
use s3sim_s3::lifecycle::document::LifecycleConfiguration;
use s3sim_s3::lifecycle::read::configuration;
use s3sim_s3::lifecycle::timeline::Assumed;
use s3sim_s3::lifecycle::validate::Circumstances;
use s3sim_scenario::Scenario;
use s3sim_scenario::bucket::BucketPlan;

use crate::args::{Format, TimelineArgs};
use crate::exit::Exit;
use crate::load::{complain_of, load};
use crate::output::{complain, say};

pub(crate) fn timeline(args: &TimelineArgs) -> Exit {
    let charts = match charts_of(args) {
        Ok(charts) => charts,
        Err(exit) => return exit,
    };
    if charts.is_empty() {
        complain(&format!("{}: no lifecycle rule is enabled", args.source.display()));
        return Exit::WrongInput;
    }
    if let Some(path) = &args.svg
        && let Err(error) = fs::write(path, svg::svg(&charts))
    {
        complain(&format!("{}: {error}", path.display()));
        return Exit::WrongWorld;
    }
    match args.format {
        Format::Text => say(&text::text(&charts)),
        Format::Json => match json::json(&charts) {
            Ok(text) => say(&text),
            Err(error) => {
                complain(&error.to_string());
                return Exit::WrongWorld;
            }
        },
    }
    Exit::Fine
}

fn charts_of(args: &TimelineArgs) -> Result<Vec<Chart>, Exit> {
    let Some(path) = args.source.to_str() else {
        complain(&format!("{}: the name of a file should be UTF-8", args.source.display()));
        return Err(Exit::WrongInput);
    };
    let mut sources = Sources::new();
    let tree = sources.read_file(path).map_err(|unread| complain_of(unread, &sources))?;
    if !is_lifecycle(&tree) {
        return Ok(of_scenario(&load(&args.source, &args.sets, None)?));
    }
    let Some(region) = Region::parse(&args.region) else {
        let known: Vec<&str> = Region::all().map(Region::name).collect();
        complain(&format!("unknown Region `{}`{}", args.region, suggest::instead(&args.region, &known)));
        return Err(Exit::WrongInput);
    };
    let lifecycle = document(&tree).map_err(|problems| complain_of(Unread::Wrong(problems), &sources))?;
    let assumed = Assumed::default();
    let name = args.source.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(charts(&Subject {
        name,
        region,
        start: assumed.start,
        keeps_versions: assumed.keeps_versions,
        lifecycle: &lifecycle,
        intelligent_tiering: &[],
    }))
}

/// Whether a file holds a lifecycle configuration, bare or in its wrapper, and no scenario.
fn is_lifecycle(tree: &Node) -> bool {
    ["Rules", "LifecycleConfiguration"].iter().any(|name| tree.get(name).is_some())
}

fn document(tree: &Node) -> Result<LifecycleConfiguration, Problems> {
    let problems = RefCell::new(Problems::new());
    let circumstances = Circumstances::general_purpose(Rules::default());
    let found = configuration(&Reader::new(tree, "", &problems), &circumstances);
    let problems = problems.into_inner();
    found.filter(|_| problems.is_empty()).ok_or(problems)
}

/// The charts of every bucket with enabled rules.
pub(crate) fn of_scenario(scenario: &Scenario) -> Vec<Chart> {
    let of_bucket = |bucket: &BucketPlan| {
        Some(charts(&Subject {
            name: bucket.name.clone(),
            region: bucket.region,
            start: scenario.start,
            keeps_versions: bucket.versioning.is_some(),
            lifecycle: bucket.lifecycle.as_ref()?,
            intelligent_tiering: &bucket.intelligent_tiering,
        }))
    };
    scenario.buckets.iter().filter_map(of_bucket).flatten().collect()
}
