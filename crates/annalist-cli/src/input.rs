//! From the inputs named on the command line to a stream of reports and problems.

use crate::args::{self, StreamArgs};
use crate::driver::{Item, Problem, Work};
use crate::guard::guarded;
use annalist::read::{FieldMap, Ids, Options, ReadError, Reader, Reason, dates, read};
use annalist_core::Report;
use anyhow::{Context, Result, anyhow};

/// Panics of the reading in a row after which the rest of the input is given up.
const PATIENCE: u32 = 100;

/// The longest text that is worked on, in bytes. No news report comes near; a longer input is many reports
/// in one file, or no report at all, and would take memory without bound.
const LONGEST: usize = 1 << 20;

/// The reports that `args` names, in order, read as they are needed.
///
/// # Errors
/// If an option says something that cannot be.
pub fn reports(args: &StreamArgs) -> Result<impl Iterator<Item = Item<Report>> + Send + use<>> {
    Ok(Reports { reader: read(args.inputs.clone(), options(args)?), waiting: None, panics: 0 })
}

/// How `args` says that inputs are read.
///
/// # Errors
/// If an option says something that cannot be.
pub fn options(args: &StreamArgs) -> Result<Options> {
    let published = args.published.as_deref().map(|text| {
        dates::parse(text).ok_or_else(|| {
            anyhow!("`--published {text}` is not one certain date: expected a date such as 2013-01-11")
        })
    });
    let fields: FieldMap = args
        .map
        .join(",")
        .parse()
        .map_err(|why: String| anyhow!(why))
        .context("cannot understand `--map`")?;
    if let Some(zone) = &args.zone {
        jiff::tz::TimeZone::get(zone).with_context(|| {
            format!("cannot find zone `{zone}`: expected an IANA name such as Africa/Bamako")
        })?;
    }
    let ids = match args.ids {
        args::Ids::Stem => Ids::FileStem,
        args::Ids::Hash => Ids::Hash,
    };
    let published = published.transpose()?;
    Ok(Options { fields, published, zone: args.zone.clone(), ids, ..Options::default() })
}

/// The reader's answers as items; a panic over one input costs that input alone.
struct Reports {
    reader: Reader,
    /// A report whose problem was told first.
    waiting: Option<Item<Report>>,
    panics: u32,
}

impl Iterator for Reports {
    type Item = Item<Report>;

    fn next(&mut self) -> Option<Item<Report>> {
        if let Some(report) = self.waiting.take() {
            return Some(report);
        }
        match guarded(|| self.reader.next()) {
            Ok(next) => {
                self.panics = 0;
                next.map(|answer| self.item(answer))
            }
            Err(_) if self.panics >= PATIENCE => None,
            Err(panic) => {
                self.panics += 1;
                let message = format!("cannot read {}: {panic}", shown(self.reader.source()));
                let hint = Some("this is a defect of annalist; please report it with the file");
                Some(Item::Problem(Problem { message, hint }))
            }
        }
    }
}

impl Reports {
    fn item(&mut self, answer: Result<Report, ReadError>) -> Item<Report> {
        let mut report = match answer {
            Ok(report) => report,
            Err(error) => {
                return Item::Problem(Problem { hint: hint(&error.reason), message: error.to_string() });
            }
        };
        let source = self.reader.source().to_owned();
        let name = format!("report `{}` of {}", report.id, shown(&source));
        let problem = cut_short(&mut report, &name);
        let ready = Item::Ready(Work { piece: report, name, source });
        match problem {
            Some(problem) => {
                self.waiting = Some(ready);
                Item::Problem(problem)
            }
            None => ready,
        }
    }
}

/// Cuts a report of more than [`LONGEST`] bytes at the end of a paragraph, a line or a word before that.
fn cut_short(report: &mut Report, name: &str) -> Option<Problem> {
    let whole = report.text.len();
    if whole <= LONGEST {
        return None;
    }
    let limit = report.text.floor_char_boundary(LONGEST);
    let from = report.text.floor_char_boundary(LONGEST / 2);
    let tail = &report.text[from..limit];
    let end = tail.rfind("\n\n").or_else(|| tail.rfind('\n')).or_else(|| tail.rfind(' '));
    report.text.truncate(end.map_or(limit, |i| from + i));
    report.text.shrink_to_fit();
    report.notes.push(format!("only the first {} of {whole} bytes of the text were read", report.text.len()));
    Some(Problem {
        message: format!("{name} is cut short: expected at most {LONGEST} bytes of text, found {whole}"),
        hint: Some("give a file that holds several reports as JSONL, one report a line"),
    })
}

/// A file's name for messages.
pub fn shown(name: &str) -> String {
    if name == "-" { "standard input".into() } else { format!("`{name}`") }
}

/// What a user can do about `reason`.
fn hint(reason: &Reason) -> Option<&'static str> {
    match reason {
        Reason::Json { .. } | Reason::NoColumn { .. } => {
            Some("name the field that holds the text: `--map text=NAME`")
        }
        Reason::Encoding { .. } => Some("convert the file to UTF-8, for example with `iconv`"),
        Reason::TooLarge(_) => Some("give a file that holds several reports as JSONL, one report a line"),
        Reason::NoArticle => Some("save the page of one article, or give its text as .txt"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_report_is_cut_at_a_paragraph() {
        let paragraph = "Troops crossed the river at dawn — witnesses said.\n\n";
        let mut report = Report { text: paragraph.repeat(60_000), ..Report::default() };
        let whole = report.text.len();
        let problem = cut_short(&mut report, "report `r1` of `long.txt`").expect("it is too long");
        assert!(report.text.len() <= LONGEST && report.text.ends_with("said."));
        let expected = format!("expected at most 1048576 bytes of text, found {whole}");
        assert!(problem.message.contains(&expected), "{problem:?}");
        assert_eq!(cut_short(&mut report, "the same"), None);
    }
}
