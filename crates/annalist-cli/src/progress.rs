//! A line that tells how far a long run is, on a terminal only.

use crate::driver::Streams;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};
use std::time::{Duration, Instant};

/// How long a run must last before it shows its progress.
const PATIENCE: Duration = Duration::from_secs(2);

/// The progress of one run. Shows nothing unless standard error is a terminal and the results go elsewhere.
pub struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    allowed: bool,
}

impl Progress {
    /// The progress of a run, not shown yet.
    pub fn new(streams: &Streams) -> Self {
        let elsewhere = streams.output.is_some() || !stdout().is_terminal();
        let allowed = !streams.quiet && elsewhere && stderr().is_terminal();
        Progress { bar: None, started: Instant::now(), allowed }
    }

    /// Counts what is `done` so far.
    pub fn step(&mut self, done: u64) {
        if self.allowed && self.bar.is_none() && self.started.elapsed() > PATIENCE {
            self.bar = Some(bar());
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
    }

    /// Runs `print`, which writes to standard error, where the line does not garble it.
    pub fn aside(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the line away.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{spinner} {pos} done, {per_sec}, {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar
}
