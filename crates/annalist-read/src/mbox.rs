//! Mailboxes: messages one after the other, each after a line `From …`; read one message at a time.

use crate::Format;
use crate::error::{Place, Reason};
use crate::lines::{Line, Lines};
use crate::open::{Stream, document};
use crate::unread::{Entry, Unread};

/// The messages of one mailbox.
pub(crate) struct Mailbox {
    lines: Lines<Stream>,
    entry: Entry,
    messages: u64,
    /// Whether a line `From …` has been read whose message is still to come.
    open: bool,
    ended: bool,
}

/// What ended a message.
enum End {
    /// The next message's line, or the end of the mailbox.
    Whole,
    TooLarge,
    Failed(Reason),
}

impl Mailbox {
    pub(crate) fn new(input: Stream, entry: Entry) -> Self {
        Mailbox {
            lines: Lines::new(input, entry.options.limits),
            entry,
            messages: 0,
            open: false,
            ended: false,
        }
    }

    /// Reads up to the next message's line.
    fn message(&mut self) -> (Vec<u8>, End) {
        let limit = self.entry.options.limits.report_bytes;
        let (mut bytes, mut end, mut after_blank) = (Vec::new(), End::Whole, true);
        loop {
            let line = match self.lines.next_line() {
                Ok(Some(Line::Whole(line))) => line,
                Ok(Some(Line::TooLong)) => {
                    end = End::TooLarge;
                    continue;
                }
                Ok(None) => {
                    self.ended = true;
                    return (bytes, end);
                }
                Err(error) => {
                    self.ended = true;
                    return (bytes, End::Failed(error.into()));
                }
            };
            if after_blank && is_envelope(line) {
                self.open = true;
                return (bytes, end);
            }
            after_blank = line.is_empty();
            if bytes.len() + line.len() > limit {
                (end, bytes) = (End::TooLarge, Vec::new());
            }
            if !matches!(end, End::TooLarge) {
                // `>From` was a line that began with `From`.
                let arrows = line.iter().take_while(|b| **b == b'>').count();
                let quoted = arrows > 0 && line[arrows..].starts_with(b"From ");
                bytes.extend_from_slice(if quoted { &line[1..] } else { line });
                bytes.push(b'\n');
            }
        }
    }
}

impl Iterator for Mailbox {
    type Item = Unread;

    fn next(&mut self) -> Option<Unread> {
        loop {
            if self.ended {
                return (self.messages == 0 && !std::mem::replace(&mut self.open, true))
                    .then(|| self.entry.failed(None, Reason::Empty));
            }
            let began = std::mem::take(&mut self.open);
            let (bytes, end) = self.message();
            if !began && bytes.trim_ascii().is_empty() && matches!(end, End::Whole) {
                // Nothing stood before the first message.
                continue;
            }
            self.messages += 1;
            let place = Some(Place::Message(self.messages));
            let entry = self.entry.clone();
            return Some(match end {
                End::Whole => self.entry.unread(place, move || document(Format::Eml, &bytes, &entry)),
                End::TooLarge => {
                    entry.failed(place, Reason::TooLarge(entry.options.limits.report_bytes as u64))
                }
                End::Failed(reason) => entry.failed(place, reason),
            });
        }
    }
}

/// Whether a line parts messages: `From someone@example.org Tue Mar 12 09:05:00 2019`.
pub(crate) fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ").filter(|r| r.len() <= 300) else { return false };
    let is_clock = |word: &[u8]| {
        let digits = |part: &[u8]| part.len() == 2 && part.iter().all(u8::is_ascii_digit);
        word.len() >= 5 && word.split(|b| *b == b':').all(digits) && word.contains(&b':')
    };
    rest.split(|b| *b == b' ').any(is_clock)
}
