//! `annalist watch`: feeds, asked again and again, and what they tell, coded, in a store.
//!
//! [`config`] reads which feeds; [`poll`] asks one of them, on a thread of its own; what comes back is coded, recorded and
//! noted in the store here, a poll at a time, so that whatever ends the program costs one poll at most.

mod config;
mod poll;

use super::{coded, record, serve};
use crate::args::{ServeArgs, WatchArgs};
use crate::interrupt;
use crate::lexicons::{self, Loaded};
use annalist::guard::guarded;
use annalist::read::fetch::{Fetcher, Fetching};
use annalist_shape::select::Selection;
use annalist_store::feeds::{Feed, Item};
use annalist_store::{Recorder, Store, Tally};
use anyhow::{Context, Result};
use config::{Config, Watched};
use jiff::Timestamp;
use poll::{Polled, poll};
use record::count;
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How many feeds are asked at once.
const AT_ONCE: usize = 8;
/// How often it is looked whether a feed's time has come, and whether the run is to end.
const TICK: Duration = Duration::from_millis(200);

/// A poll to be made.
struct Job {
    at: usize,
    watched: Watched,
    known: Feed,
    items: Vec<Item>,
}

/// Watches until Ctrl-C, or asks every feed once.
pub fn run(args: &WatchArgs) -> Result<ExitCode> {
    interrupt::listen();
    let config = config::read(&args.feeds)?;
    let lexicon = lexicons::load(&args.coding.own)?;
    let mut store = record::open(&args.into)?;
    let server = args.serve.then(|| serve_beside(args));
    let mut watch = Watch::new(args, &config, &lexicon);
    watch.begin(&store)?;
    let mut server = server;
    while !watch.is_over() && !interrupt::requested() {
        if server.as_ref().is_some_and(JoinHandle::is_finished)
            && let Some(ended) = server.take()
        {
            ended.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the page broke down")))?;
        }
        watch.step(&mut store)?;
    }
    let code = if watch.failed && args.once { ExitCode::from(2) } else { ExitCode::SUCCESS };
    if let Some(server) = server {
        let _ = server.join();
    }
    Ok(lexicon.exit_code(code))
}

/// The page, on a thread of its own until the run is to end.
fn serve_beside(args: &WatchArgs) -> JoinHandle<Result<ExitCode>> {
    let args = ServeArgs {
        store: Some(args.into.clone()),
        port: args.port,
        listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
        token_file: None,
        read_only: false,
        open: false,
        coding: args.coding.clone(),
    };
    std::thread::spawn(move || {
        serve::until(&args, async {
            while !interrupt::requested() {
                tokio::time::sleep(TICK).await;
            }
        })
    })
}

/// A run.
struct Watch<'a> {
    args: &'a WatchArgs,
    lexicon: &'a Loaded,
    selection: Selection,
    coder: String,
    feeds: &'a [Watched],
    /// When each feed is to be asked, in seconds since 1970; none while it is being asked, or once it was if that is all.
    next: Vec<Option<i64>>,
    asking: usize,
    failed: bool,
    jobs: Sender<Job>,
    polled: Receiver<(usize, Polled)>,
}

impl<'a> Watch<'a> {
    fn new(args: &'a WatchArgs, config: &'a Config, lexicon: &'a Loaded) -> Self {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let (done, polled) = mpsc::channel();
        let waiting = Arc::new(Mutex::new(waiting));
        let fetcher = Fetcher::new(Fetching { timeout: config.timeout });
        for _ in 0..AT_ONCE.min(config.feeds.len()) {
            let (waiting, done, fetcher) = (waiting.clone(), done.clone(), fetcher.clone());
            std::thread::spawn(move || ask(&waiting, &done, &fetcher));
        }
        Watch {
            args,
            lexicon,
            selection: Selection::new(Vec::new(), Vec::new(), args.coding.min_confidence),
            coder: record::coder(&lexicon.known.version, args.coding.min_confidence, args.coding.unnamed),
            feeds: &config.feeds,
            next: Vec::new(),
            asking: 0,
            failed: false,
            jobs,
            polled,
        }
    }

    /// Looks up when each feed is to be asked. Where each is asked once, only those are left out that failed before or asked
    /// to be left alone: whoever asks every quarter of an hour means to.
    fn begin(&mut self, store: &Store) -> Result<()> {
        let now = Timestamp::now().as_second();
        for watched in self.feeds {
            let known = store.feed(&watched.address).with_context(|| self.reading())?;
            let waits = self.args.once && known.failures > 0 && known.next > now;
            let next = if self.args.once { 0 } else { known.next.min(now + watched.every.as_secs() as i64) };
            let next = if known.failures > 0 && !self.args.once { known.next } else { next };
            self.next.push((!waits).then_some(next));
            if waits && !self.args.quiet {
                let at = Timestamp::from_second(known.next).unwrap_or_default();
                eprintln!(
                    "note: the feed `{}` is left alone until {at}: {}",
                    watched.address,
                    known.problem.unwrap_or_default()
                );
            }
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.args.once && self.asking == 0 && self.next.iter().all(Option::is_none)
    }

    /// Asks the feeds whose time has come, and takes what came back.
    fn step(&mut self, store: &mut Store) -> Result<()> {
        let now = Timestamp::now().as_second();
        for (at, watched) in self.feeds.iter().enumerate() {
            if self.next[at].is_some_and(|next| next <= now) {
                let known = store.feed(&watched.address).with_context(|| self.reading())?;
                let items = store.feed_items(&watched.address).with_context(|| self.reading())?;
                self.next[at] = None;
                self.asking += 1;
                let _ = self.jobs.send(Job { at, watched: watched.clone(), known, items });
            }
        }
        match self.polled.recv_timeout(TICK) {
            Ok((at, polled)) => {
                self.asking -= 1;
                self.next[at] = (!self.args.once).then_some(polled.feed.next);
                self.take(store, polled)
            }
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!("nobody asks the feeds any more"),
        }
    }

    /// Codes and records what a poll found; the feed is noted last, so that a crash before asks it again.
    fn take(&mut self, store: &mut Store, polled: Polled) -> Result<()> {
        for (is_error, remark) in &polled.remarks {
            self.failed |= is_error;
            if *is_error || !self.args.quiet {
                eprintln!("{}: {remark}", if *is_error { "error" } else { "note" });
            }
        }
        let mut submissions = Vec::new();
        let new = polled.reports.len();
        for report in polled.reports {
            let (id, lexicon) = (report.id.clone(), &self.lexicon.known);
            let work = || {
                record::submission(
                    &coded(report, lexicon, self.args.coding.unnamed),
                    &self.selection,
                    &self.coder,
                )
            };
            match guarded(work) {
                Ok(submission) => submissions.push(submission?),
                Err(panic) => {
                    self.failed = true;
                    eprintln!("error: cannot work on report `{id}`: {panic}");
                    eprintln!("hint: this is a defect of annalist; please report it with the text");
                }
            }
        }
        let writing = || format!("cannot write to the store `{}`", self.args.into.display());
        let mut tally = Tally::default();
        if !submissions.is_empty() {
            tally += Recorder::new(store).record(&submissions).with_context(writing)?;
        }
        let now = Timestamp::now();
        store.keep_feed(&polled.feed, &polled.items, now.as_second()).with_context(writing)?;
        if !self.args.quiet && (new > 0 || (self.args.once && polled.feed.failures == 0)) {
            let time =
                jiff::fmt::temporal::DateTimePrinter::new().precision(Some(0)).timestamp_to_string(&now);
            eprintln!(
                "{time} {}: {}, {}, {} changed; {}",
                polled.feed.address,
                count(polled.found as u64, "item"),
                count(tally.new, "new report"),
                tally.renewed,
                count(tally.events, "event"),
            );
        }
        Ok(())
    }

    fn reading(&self) -> String {
        format!("cannot read the store `{}`", self.args.into.display())
    }
}

/// Makes polls as they come until nobody wants more.
fn ask(waiting: &Mutex<Receiver<Job>>, done: &Sender<(usize, Polled)>, fetcher: &Fetcher) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { at, watched, known, items }) = job else { return };
        let now = Timestamp::now();
        let polled = guarded(|| poll(&watched, &known, items, fetcher, now)).unwrap_or_else(|panic| {
            let next = now.as_second() + watched.every.as_secs() as i64;
            let remark =
                format!("cannot read the feed `{}`: {panic}; this is a defect of annalist", watched.address);
            let feed = Feed { next, failures: known.failures + 1, problem: Some(panic), ..known };
            Polled { feed, remarks: vec![(true, remark)], ..Polled::default() }
        });
        if done.send((at, polled)).is_err() {
            return;
        }
    }
}
