//! Checks, measures, options and verdicts over runs
