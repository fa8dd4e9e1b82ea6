//! For build servers: JUnit's XML, a suite for each scenario, a case for each expectation and one for the results.
//!
//! The format has no standard; these are the elements that Jenkins, GitLab and GitHub's actions read. Cases have no
//! duration: a file of the same scenarios is the same file.

use std::fmt::Write;

use s3sim_experiment::outcome::Expected;

use super::text::{failed, moved};
use super::{End, NOTHING, Results, Tested};

/// One case: its name, and what is wrong.
struct Case {
    name: String,
    wrong: Option<String>,
    /// Whether it could not even run.
    error: bool,
    skipped: bool,
}

/// The file.
pub fn junit(tested: &[Tested]) -> String {
    let suites: Vec<(&str, Vec<Case>)> =
        tested.iter().map(|one| (one.scenario.as_str(), cases(one))).collect();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    // Writing to a string does not fail.
    let _ = writeln!(xml, "<testsuites name=\"s3sim\" {}>", counts(all()));
    for (name, cases) in &suites {
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", escaped(name), counts(cases.iter()));
        for case in cases {
            let head =
                format!("    <testcase classname=\"{}\" name=\"{}\"", escaped(name), escaped(&case.name));
            let _ = match &case.wrong {
                None if case.skipped => writeln!(xml, "{head}><skipped/></testcase>"),
                None => writeln!(xml, "{head}/>"),
                Some(wrong) => {
                    let kind = if case.error { "error" } else { "failure" };
                    let first = wrong.lines().next().unwrap_or_default().trim();
                    writeln!(
                        xml,
                        "{head}><{kind} message=\"{}\">{}</{kind}></testcase>",
                        escaped(first),
                        escaped(wrong)
                    )
                }
            };
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn cases(one: &Tested) -> Vec<Case> {
    let case = |name: &str, wrong| Case { name: name.to_owned(), wrong, error: false, skipped: false };
    match &one.end {
        End::Wrong(complaints) => vec![Case { error: true, ..case("reads", Some(complaints.join("\n"))) }],
        End::Ran { expected, results } => {
            let held = |of: &Expected| case(&of.name, (!of.passed).then(|| failed(of).trim().to_owned()));
            let mut cases: Vec<Case> = expected.iter().map(held).collect();
            cases.push(match results {
                Results::Same | Results::Accepted(_) => case("results as recorded", None),
                Results::Unrecorded if expected.is_empty() => {
                    case("results as recorded", Some(NOTHING.to_owned()))
                }
                Results::Unrecorded => Case { skipped: true, ..case("results as recorded", None) },
                Results::Moved(changes) => case("results as recorded", Some(moved(changes).join("\n"))),
            });
            cases
        }
    }
}

fn counts<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let (mut tests, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(case.wrong.is_some() && !case.error);
        errors += usize::from(case.error);
        skipped += usize::from(case.skipped);
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
}

/// Text inside an element or an attribute; characters that XML cannot hold become question marks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            letter if letter.is_control() || letter == '\u{fffe}' || letter == '\u{ffff}' => out.push('?'),
            letter => out.push(letter),
        }
    }
    out
}
