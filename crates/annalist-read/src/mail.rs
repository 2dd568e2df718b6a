//! One mail message: a newsletter, a clipping, a report forwarded.

use crate::error::Reason;
use crate::{copy, dates, html};
use annalist_core::Report;
use mail_parser::{Message, MessageParser, PartType};

/// Reads one message, its transfer encodings and character sets decoded. Attachments are left out.
///
/// # Errors
/// [`Reason::Mail`] for what is no message or has no text.
pub(crate) fn report(bytes: &[u8]) -> Result<Report, Reason> {
    // A fault in the library must cost one message, not the run.
    let read = std::panic::catch_unwind(|| {
        let message = MessageParser::default().parse(bytes).ok_or(Reason::Mail("none"))?;
        read(&message)
    });
    read.unwrap_or(Err(Reason::Unparsable))
}

fn read(message: &Message<'_>) -> Result<Report, Reason> {
    let mut report = body(message)?;
    let subject = message.subject().map(str::trim).filter(|s| !s.is_empty()).map(without_prefixes);
    if let Some(subject) = subject {
        // What stood over the text says more than nothing, and less than the subject.
        let before = report.headline.replace(subject.to_owned()).filter(|h| h != subject);
        report.deck = report.deck.or(before);
    }
    if let Some(sender) = message.from().and_then(|from| from.first()) {
        let host = sender.address().and_then(|a| a.rsplit_once('@')).map(|(_, host)| host.to_owned());
        let name = sender.name().map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned);
        report.publisher = report.publisher.or(name).or(host);
    }
    if let Some(id) = message.message_id() {
        report.id = id.to_owned();
    }
    let sent = message.date().filter(|d| d.is_valid()).and_then(|d| dates::parse(&d.to_rfc3339()));
    report.published = sent.or(report.published);
    Ok(report)
}

/// The plain text, else the text of the page that the message is.
fn body(message: &Message<'_>) -> Result<Report, Reason> {
    let plain = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    });
    if let Some(text) = plain {
        return copy::report(&unquoted(text));
    }
    let page = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page),
        _ => None,
    });
    let page = page.ok_or(Reason::Mail("one without text"))?;
    match html::report(page) {
        Ok(report) => Ok(Report { headline: None, ..report }),
        Err(_) => {
            let text = html::fragment(page);
            if text.trim().is_empty() { Err(Reason::Mail("one without text")) } else { copy::report(&text) }
        }
    }
}

/// `Fwd: Re: Talks resume` as `Talks resume`.
fn without_prefixes(subject: &str) -> &str {
    let mut rest = subject;
    while let Some((prefix, after)) = rest.split_once(':')
        && ["re", "fw", "fwd", "aw", "wg"].contains(&prefix.trim().to_ascii_lowercase().as_str())
    {
        rest = after.trim_start();
    }
    rest
}

/// The text without a signature, and without the marks of a forwarded text that is quoted as a whole.
fn unquoted(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    // Quoted-printable text often loses the space after the dashes.
    let text = text.split("\n-- \n").next().and_then(|t| t.split("\n--\n").next()).unwrap_or(&text);
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let quoted = lines.iter().filter(|l| l.starts_with('>')).count();
    if quoted * 10 < lines.len() * 9 {
        return text.to_owned();
    }
    let bare = |line: &str| line.trim_start_matches(['>', ' ']).to_owned();
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}
