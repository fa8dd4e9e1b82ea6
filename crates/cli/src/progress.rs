//! Progress on standard error, and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use s3sim_experiment::outcome::Progress;
use s3sim_kernel::time::{HOUR, Instant};

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What shells report of a program that Ctrl-C has ended.
const INTERRUPTED_TWICE: i32 = 130;

/// A bar that appears when a run takes longer than a second; only on a terminal.
pub(crate) struct Bar {
    bar: ProgressBar,
    start: Instant,
    interrupted: Arc<AtomicBool>,
}

/// How many of several runs are done; only on a terminal.
pub(crate) struct Several {
    bar: ProgressBar,
}

impl Several {
    pub(crate) fn new(count: usize) -> Several {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(count), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{pos} of {len} {wide_bar} {eta}") {
            bar.set_style(style);
        }
        Several { bar }
    }

    pub(crate) fn one_more(&self) {
        self.bar.inc(1);
    }

    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// A flag that Ctrl-C sets (and a polite request to end, SIGTERM or SIGHUP): runs then stop without leaving anything
/// behind. Who asks twice does not want to wait for that.
pub(crate) fn interruption() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // Without a handler Ctrl-C ends the program at once, which leaves nothing half-written either.
    let _ = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED_TWICE);
        }
    });
    flag
}

impl Bar {
    pub(crate) fn new(name: &str, start: Instant, end: Instant, interrupted: Arc<AtomicBool>) -> Bar {
        let hours = end.since(start).0.max(0).unsigned_abs() / HOUR.unsigned_abs();
        let bar = ProgressBar::with_draw_target(Some(hours), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}") {
            bar.set_style(style);
        }
        bar.set_message(name.to_owned());
        Bar { bar, start, interrupted }
    }

    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn reached(&self, now: Instant) {
        if self.bar.elapsed() >= PATIENCE {
            self.bar.set_position(now.since(self.start).0.max(0).unsigned_abs() / HOUR.unsigned_abs());
        }
    }

    fn interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}
