//! The last step for every report, whatever its format: dateline, default date and zone, language, identifier.

use crate::{Ids, Options, dateline, id, language, stated};
use annalist_core::Report;
use annalist_core::moment::Moment;

/// Completes a report; `stem` is the file's name where the file holds one report.
pub(crate) fn finish(mut report: Report, stem: Option<&str>, options: &Options) -> Report {
    date_from_text(&mut report);
    take_dateline(&mut report);
    if report.published.is_none() {
        report.published = options.published;
    }
    date_from_dateline(&mut report);
    report.zone = options.zone.clone();
    tell_language(&mut report);
    if let (Ids::FileStem, Some(stem)) = (options.ids, stem) {
        report.id = stem.to_owned();
    }
    if report.id.is_empty() {
        report.id = id::of_report(&report);
    }
    report
}

fn date_from_text(report: &mut Report) {
    if report.published.is_none()
        && let Some((moment, line)) = stated::published(&report.text)
    {
        report.published = Some(moment);
        report.notes.push(format!("published: taken from the line `{line}`"));
    }
}

fn take_dateline(report: &mut Report) {
    if report.dateline.is_none() {
        report.dateline = dateline::find(&report.text, report.published.map(|m| m.date));
    }
    if report.agency.is_none() {
        report.agency = report.dateline.as_ref().and_then(|d| d.agency.clone());
    }
}

fn date_from_dateline(report: &mut Report) {
    if report.published.is_none()
        && let Some(date) = report.dateline.as_ref().and_then(|d| d.date)
    {
        report.published = Some(Moment::day(date));
        report.notes.push("published: taken from the dateline".to_owned());
    }
}

fn tell_language(report: &mut Report) {
    let detected = language::detect(&report.text);
    match (&report.language, &detected) {
        (Some(declared), Some(found)) if declared != found => {
            report.notes.push(format!("language: declared as `{declared}`, but the text is in `{found}`"));
            report.language = detected;
        }
        (None, _) => report.language = detected,
        _ => {}
    }
    if let Some(code) = report.language.as_deref().filter(|c| *c != "en") {
        let name = language::name(code).map(|n| format!(" ({n})")).unwrap_or_default();
        report.notes.push(format!("language: the text is in `{code}`{name}, which is read but not coded"));
    }
}
