//! A line that tells how far a long run is, how fast, and how long it will take; on a terminal only.

use crate::driver::Streams;
use annalist::read::size_of;
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long a run must last before it shows its progress.
const PATIENCE: Duration = Duration::from_secs(2);

/// How much there is to read and how much has been read.
pub struct Extent {
    consumed: Arc<AtomicU64>,
    inputs: Vec<PathBuf>,
}

impl Extent {
    /// Of `inputs`, of which `consumed` bytes have been read at any time.
    pub fn new(consumed: Arc<AtomicU64>, inputs: Vec<PathBuf>) -> Self {
        Extent { consumed, inputs }
    }

    /// Of what is not known.
    pub fn unknown() -> Self {
        Extent { consumed: Arc::default(), inputs: Vec::new() }
    }
}

/// The progress of one run. Shows nothing unless standard error is a terminal and the results go elsewhere.
pub struct Progress {
    bar: Option<ProgressBar>,
    extent: Extent,
    /// The bytes of all inputs, once they have been counted; 0 before that, and where they cannot be.
    total: Arc<AtomicU64>,
    started: Instant,
    allowed: bool,
}

impl Progress {
    /// The progress of a run, not shown yet.
    pub fn new(streams: &Streams, extent: Extent) -> Self {
        let elsewhere = streams.output.is_some() || !stdout().is_terminal();
        let allowed = !streams.quiet && elsewhere && stderr().is_terminal();
        Progress { bar: None, extent, total: Arc::default(), started: Instant::now(), allowed }
    }

    /// Counts what is `done` so far.
    pub fn step(&mut self, done: u64) {
        if self.allowed && self.bar.is_none() && self.started.elapsed() > PATIENCE {
            self.show();
        }
        let Some(bar) = &self.bar else { return };
        let rate = done as f64 / self.started.elapsed().as_secs_f64();
        let (read, total) =
            (self.extent.consumed.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        let told = format!("{} reports, {rate:.0} a second", HumanCount(done));
        if total == 0 {
            bar.set_message(told);
            return;
        }
        if bar.length().is_none() {
            bar.set_style(style("{bar:24} {percent:>3}% {msg}"));
            bar.set_length(total);
        }
        bar.set_position(read.min(total));
        let share = read.min(total) as f64 / total as f64;
        let left = self.started.elapsed().mul_f64((1.0 - share) / share.max(1e-6));
        bar.set_message(format!("{told}, {} left", HumanDuration(left)));
    }

    /// Shows the line, and has the inputs counted meanwhile: a large folder takes a while.
    fn show(&mut self) {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_style(style("{spinner} {msg}, {elapsed}"));
        self.bar = Some(bar);
        let (inputs, total) = (std::mem::take(&mut self.extent.inputs), self.total.clone());
        std::thread::spawn(move || {
            if let Some(bytes) = size_of(inputs) {
                total.store(bytes, Ordering::Relaxed);
            }
        });
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

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
