//! Near-duplicates: agency copy that many outlets reprint, kept as one text with many publishers.
//!
//! Texts are compared by their runs of four words ([`sketch`]): MinHash with stored bands finds the few earlier texts that may be
//! the same, and their signatures decide. A text is a copy where nine tenths of the shorter one stand in the longer and
//! both were published within a week. Reports are held back for a while ([`Window`]), so that the copies that follow can
//! be told with the first; what comes later is passed on with the name of the text it repeats.

mod sketch;

use annalist_core::Report;
use annalist_core::report::Copy;
use jiff::civil::Date;
use sketch::{BANDS, Sketch};
use std::collections::{HashMap, VecDeque};

/// Reports held back at most, and the bytes of their texts.
pub const HELD_REPORTS: usize = 20_000;
/// See [`HELD_REPORTS`].
pub const HELD_BYTES: usize = 64 << 20;

/// Texts remembered at most, in about 900 bytes each; of more, the oldest are forgotten.
pub const REMEMBERED: usize = 100_000;

/// The share of the shorter text's runs of words that must stand in the longer.
const CONTAINED: f64 = 0.9;

/// Days between the publications of copies.
const DAYS: i32 = 7;

/// Finds copies among reports that come one after the other, in bounded memory: at most [`HELD_REPORTS`] reports or
/// [`HELD_BYTES`] of text, and [`REMEMBERED`] sketches.
///
/// `T` goes with each report and comes back with it; what is no report may be passed through in its place in the order.
pub struct Window<T> {
    held: VecDeque<Held<T>>,
    /// The number of the first held.
    first: u64,
    bytes: usize,
    known: Known,
    copies: u64,
    limits: (usize, usize),
}

struct Held<T> {
    report: Option<Report>,
    with: T,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Window::new(HELD_REPORTS, HELD_BYTES)
    }
}

impl<T> Window<T> {
    /// Holds back at most so many reports and bytes of text.
    pub fn new(reports: usize, bytes: usize) -> Self {
        Window {
            held: VecDeque::new(),
            first: 0,
            bytes: 0,
            known: Known::default(),
            copies: 0,
            limits: (reports, bytes),
        }
    }

    /// How many reports were copies of others, so far.
    pub fn copies(&self) -> u64 {
        self.copies
    }

    /// Takes the next report, or something else that keeps its place.
    pub fn push(&mut self, report: Option<Report>, with: T) {
        let number = self.first + self.held.len() as u64;
        let Some(mut report) = report else {
            self.held.push_back(Held { report: None, with });
            return;
        };
        let sketch = Sketch::new(body(&report));
        let day = report.published.map(|m| m.date);
        if let Some(original) = self.known.find(&sketch, day) {
            self.copies += 1;
            let (at, id) = (original.number, original.id.clone());
            match at.checked_sub(self.first).and_then(|n| self.held.get_mut(n as usize)) {
                Some(Held { report: Some(held), with: held_with }) => {
                    let (before, after) = (held.text.len(), report.text.len());
                    if merge(held, report) {
                        *held_with = with;
                        self.bytes = self.bytes - before + after;
                        self.known.renew(at, held.id.clone(), sketch);
                    }
                    return;
                }
                // The first has gone out already.
                _ => report.copy_of = Some(id),
            }
        } else {
            self.known.add(number, report.id.clone(), day, sketch);
        }
        self.bytes += report.text.len();
        self.held.push_back(Held { report: Some(report), with });
    }

    /// The next report that is held back no longer.
    pub fn pop(&mut self) -> Option<(Option<Report>, T)> {
        let over = self.held.len() > self.limits.0 || self.bytes > self.limits.1;
        over.then(|| self.pop_rest())?
    }

    /// The next report, once no more will come.
    pub fn pop_rest(&mut self) -> Option<(Option<Report>, T)> {
        let Held { report, with } = self.held.pop_front()?;
        self.first += 1;
        self.bytes -= report.as_ref().map_or(0, |r| r.text.len());
        Some((report, with))
    }
}

/// The text without its dateline, which outlets change.
fn body(report: &Report) -> &str {
    let start = report.dateline.as_ref().and_then(|d| d.span).map_or(0, |s| s.range().end);
    report.text.get(start..).unwrap_or(&report.text)
}

/// Adds what `copy` says of its publication to `kept`. The longer text stays, in the place of the first; whether that is
/// the copy's.
fn merge(kept: &mut Report, mut copy: Report) -> bool {
    let longer = copy.text.len() > kept.text.len();
    if longer {
        std::mem::swap(kept, &mut copy);
        kept.copies = std::mem::take(&mut copy.copies);
    }
    let Report { id, publisher, url, published, .. } = copy;
    kept.copies.push(Copy { id, publisher, url, published });
    longer
}

/// A text that came before.
struct Text {
    number: u64,
    id: String,
    day: Option<Date>,
    sketch: Sketch,
}

/// The texts that copies are sought among.
#[derive(Default)]
struct Known {
    texts: VecDeque<Text>,
    /// How many were forgotten: the position of a text in the order of all is its place in `texts` and this.
    forgotten: u64,
    /// The latest text with a band of such a hash.
    bands: HashMap<(u8, u64), u64>,
}

impl Known {
    /// The text that `sketch` is a copy of: of several, the one that came first.
    fn find(&self, sketch: &Sketch, day: Option<Date>) -> Option<&Text> {
        let mut candidates: Vec<u64> =
            (0..BANDS).filter_map(|band| self.bands.get(&(band, sketch.band(band))).copied()).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let near = |other: Option<Date>| match (day, other) {
            (Some(a), Some(b)) => (a - b).get_days().abs() <= DAYS,
            _ => true,
        };
        let texts = candidates
            .iter()
            .filter_map(|at| self.texts.get(usize::try_from(at.checked_sub(self.forgotten)?).ok()?));
        texts.into_iter().find(|text| near(text.day) && sketch.contained(&text.sketch) >= CONTAINED)
    }

    fn add(&mut self, number: u64, id: String, day: Option<Date>, sketch: Sketch) {
        let at = self.forgotten + self.texts.len() as u64;
        self.note(at, &sketch);
        self.texts.push_back(Text { number, id, day, sketch });
        if self.texts.len() > REMEMBERED
            && let Some(oldest) = self.texts.pop_front()
        {
            for band in 0..BANDS {
                let key = (band, oldest.sketch.band(band));
                if self.bands.get(&key) == Some(&self.forgotten) {
                    self.bands.remove(&key);
                }
            }
            self.forgotten += 1;
        }
    }

    /// Puts the sketch of a longer copy beside the one that stood for a held text.
    fn renew(&mut self, number: u64, id: String, sketch: Sketch) {
        let at = self.texts.iter().rposition(|t| t.number == number);
        if let Some(at) = at {
            self.note(self.forgotten + at as u64, &sketch);
            // The bands of the shorter stay noted until another text has them; the signature decides all the same.
            let text = &mut self.texts[at];
            (text.id, text.sketch) = (id, sketch);
        }
    }

    fn note(&mut self, at: u64, sketch: &Sketch) {
        for band in 0..BANDS {
            self.bands.insert((band, sketch.band(band)), at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annalist_core::moment::Moment;

    fn report(id: &str, publisher: &str, day: &str, text: &str) -> Report {
        Report {
            id: id.into(),
            publisher: Some(publisher.into()),
            published: Some(Moment::day(day.parse().expect("a day"))),
            text: text.into(),
            ..Report::default()
        }
    }

    /// A text of some sentences, of which those from `changed` on differ with `version`.
    fn text(sentences: usize, changed: usize, version: &str) -> String {
        let sentence = |n: usize| {
            let version = if n >= changed { version } else { "" };
            format!(
                "In part {n}{version} of the talks delegate {} asked region {} for {} days of truce.",
                n * 7,
                n * 13,
                n * 3 + 1
            )
        };
        (0..sentences).map(sentence).collect::<Vec<_>>().join(" ")
    }

    fn gathered(window: &mut Window<()>, reports: Vec<Report>) -> Vec<String> {
        let mut out = Vec::new();
        for report in reports {
            window.push(Some(report), ());
            out.extend(std::iter::from_fn(|| window.pop()));
        }
        out.extend(std::iter::from_fn(|| window.pop_rest()));
        let shown = |(report, ()): (Option<Report>, ())| {
            let report = report.expect("a report");
            let also: Vec<&str> = report.copies.iter().map(|c| c.id.as_str()).collect();
            format!("{} also {also:?} of {}", report.id, report.copy_of.as_deref().unwrap_or("-"))
        };
        out.into_iter().map(shown).collect()
    }

    #[test]
    fn reprints_cut_and_framed_are_one_text_with_many_publishers() {
        let whole = text(30, 99, "");
        let cut = text(18, 99, "");
        let framed = format!("Our own staff contributed to this. {whole} Read more tomorrow.");
        let reports = vec![
            report("a", "A", "2019-03-12", &cut),
            report("x", "X", "2019-03-12", &text(30, 0, "x")),
            report("b", "B", "2019-03-13", &whole),
            report("c", "C", "2019-03-13", &framed),
            report("d", "D", "2019-04-30", &whole),
        ];
        let mut window = Window::default();
        assert_eq!(
            gathered(&mut window, reports),
            ["c also [\"a\", \"b\"] of -", "x also [] of -", "d also [] of -"]
        );
        assert_eq!(window.copies(), 2);
    }

    #[test]
    fn a_later_version_with_news_of_its_own_stays() {
        let reports = vec![
            report("a", "A", "2019-03-12", &text(30, 20, "a")),
            report("b", "A", "2019-03-12", &text(30, 20, "b")),
        ];
        assert_eq!(gathered(&mut Window::default(), reports), ["a also [] of -", "b also [] of -"]);
    }

    #[test]
    fn copies_of_what_has_gone_out_name_it() {
        let same = text(20, 99, "");
        let other = |n: usize| report(&format!("o{n}"), "O", "2019-03-12", &text(20, 0, &format!("v{n}")));
        let mut reports = vec![report("a", "A", "2019-03-12", &same)];
        reports.extend((0..3).map(other));
        reports.push(report("b", "B", "2019-03-12", &same));
        let shown = gathered(&mut Window::new(2, HELD_BYTES), reports);
        assert_eq!((shown[0].as_str(), shown[4].as_str()), ("a also [] of -", "b also [] of a"));
    }

    #[test]
    fn short_texts_are_copies_only_word_for_word() {
        let one = report("a", "A", "2019-03-12", "Talks resume in Geneva.");
        let same = report("b", "B", "2019-03-12", "TALKS resume in Geneva!");
        let other = report("c", "C", "2019-03-12", "Talks resume in Vienna.");
        assert_eq!(
            gathered(&mut Window::default(), vec![one, same, other]),
            ["a also [\"b\"] of -", "c also [] of -"]
        );
    }
}
