//! `--dedupe`: reports are parsed and held back, so that those that repeat another's text can be told with it.

use crate::driver::{Opened, Piece, Problem, Work};
use crate::input::Found;
use crate::journal::Origin;
use annalist::read::duplicates::Window;
use annalist_core::Report;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Reports held back while copies of them may come.
pub struct Copies {
    window: Window<With>,
    count: Arc<AtomicU64>,
    /// Pieces that a broken run has done; the same come out again, since the same went in.
    done: u64,
}

/// What goes with a report through the window.
struct With {
    origin: Option<Origin>,
    name: String,
    source: String,
    problem: Option<(Problem, &'static str)>,
    language: Option<String>,
}

impl Copies {
    /// Leaves out the first `done` pieces, which a broken run has done.
    pub fn new(done: u64) -> Self {
        Copies { window: Window::default(), count: Arc::default(), done }
    }

    /// How many reports were copies, so far.
    pub fn count(&self) -> Arc<AtomicU64> {
        self.count.clone()
    }

    /// The next piece that is held back no longer, of those that `find` finds.
    pub fn next(&mut self, mut find: impl FnMut() -> Option<Found>) -> Option<Found> {
        loop {
            let (report, with) = match self.window.pop() {
                Some(next) => next,
                None => match find() {
                    Some(found) => {
                        self.push(found);
                        continue;
                    }
                    None => self.window.pop_rest()?,
                },
            };
            if self.done > 0 {
                self.done -= 1;
                continue;
            }
            return Some(compared(report, with));
        }
    }

    fn push(&mut self, found: Found) {
        let origin = found.origin();
        let Opened { work, problem, language } = found.open();
        let with = |problem, name, source, language| With {
            origin: origin.clone(),
            name,
            source,
            problem,
            language,
        };
        // What was wrong is told even if the report turns out to be a copy.
        if problem.is_some() {
            self.window.push(None, with(problem, String::new(), String::new(), None));
        }
        if let Some(Work { piece, name, source }) = work {
            self.window.push(Some(piece), with(None, name, source, language));
        }
        self.count.store(self.window.copies(), Ordering::Relaxed);
    }
}

fn compared(report: Option<Report>, with: With) -> Found {
    let With { origin, name, source, problem, language } = with;
    let work = report.map(|piece| Work { piece, name, source });
    Found::Compared(origin, Box::new(Opened { work, problem, language }))
}
