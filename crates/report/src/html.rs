//! Results as one page with pictures: it needs no network, no script and nothing beside it.
//!
//! Every figure comes from the tables that a run has written, and stands in a table behind its chart. Colours follow
//! the reader's choice of light or dark; charts scroll on narrow screens, and a keyboard reaches everything.

mod chart;
mod data;
mod figure;
mod options;
mod section;

use s3sim_experiment::snapshot::Snapshot;

use figure::escaped;

use crate::timeline::Chart;

const STYLE: &str = include_str!("html/style.css");

/// The results of one run, and what is known of it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What it is called: where its results stand.
    pub name: String,
    /// What it is about, if the scenario says so.
    pub description: String,
    /// The files of the run.
    pub files: Snapshot,
    /// The scenario as it was written; empty if it was not found.
    pub scenario: String,
    /// What its lifecycle rules will do.
    pub timeline: Vec<Chart>,
    /// What a reader should know before believing a word: that the scenario has changed since, say.
    pub caution: String,
}

/// The page.
pub fn page(subjects: &[Subject]) -> String {
    let title = match subjects {
        [one] => one.name.clone(),
        several => format!("{} results of s3sim", several.len()),
    };
    let mut body = String::new();
    if subjects.len() > 1 {
        body.push_str("<nav aria-label=\"Results\"><ul>");
        body.push_str("<li><a href=\"#together\">Side by side</a></li>");
        for (number, subject) in subjects.iter().enumerate() {
            body.push_str(&format!("<li><a href=\"#r{number}\">{}</a></li>", escaped(&subject.name)));
        }
        body.push_str("</ul></nav>\n");
        body.push_str(&section::together(subjects));
    }
    for (number, subject) in subjects.iter().enumerate() {
        body.push_str(&section::of(number, subject));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n\
         <footer>Made by s3sim {}. Every figure stands in the tables of the results.</footer>\n</body>\n</html>\n",
        escaped(&title),
        crate::summary::VERSION
    )
}

#[cfg(test)]
mod tests;
