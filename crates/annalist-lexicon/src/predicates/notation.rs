//! The notation of triggers and frames: `arrest/v obj=@people +up`, `A=- R=subj`. The README of `lexicon/events`
//! explains it.

use super::{Action, Entry, Need, Operator, Part, Role, Source, TriggerPos};
use crate::tsv::{LexiconError, Row};

/// The entry of a line `trigger, class or operator, frame, example`, with the lemma and part of speech of its trigger.
pub(super) fn entry(
    row: &Row<'static>,
    action: Action,
    is_users: bool,
) -> Result<(&'static str, TriggerPos, Entry), LexiconError> {
    let trigger = row.field(0);
    let (lemma, pos) = head(trigger).map_err(|what| row.error(format!("{what}, found `{trigger}`")))?;
    let (actor, recipient) = parts(row.field(2)).map_err(|what| row.error(what))?;
    let example = Some(row.field(3)).filter(|e| !e.is_empty());
    let needs = trigger.split(' ').skip(1).map(need).collect();
    let source = Source { file: row.file(), line: row.line, is_users };
    Ok((lemma, pos, Entry { trigger, needs, action, actor, recipient, example, source }))
}

/// Lemma and part of speech of a trigger.
pub(super) fn head(trigger: &str) -> Result<(&str, TriggerPos), &'static str> {
    let first = trigger.split(' ').next().unwrap_or_default();
    let (lemma, pos) = first.rsplit_once('/').ok_or("expected lemma/pos")?;
    let pos = match pos {
        "v" => TriggerPos::Verb,
        "n" => TriggerPos::Noun,
        "a" => TriggerPos::Adjective,
        _ => return Err("expected v, n or a after the slash"),
    };
    Ok((lemma, pos))
}

/// The lemmas under which a trigger is met: its own and, of a hyphenated one, the parts.
pub(super) fn keys(lemma: &str) -> impl Iterator<Item = &str> {
    let parts = lemma.split_once('-');
    std::iter::once(lemma).chain(parts.into_iter().flat_map(|(first, last)| [last, first]))
}

fn need(word: &'static str) -> Need {
    if let Some(particle) = word.strip_prefix('+') {
        return Need::Particle(particle);
    }
    let Some((role, items)) = word.split_once('=') else { return Need::Word(word) };
    let role = match role {
        "obj" => Role::Object,
        "subj" => Role::Subject,
        "amod" => Role::Modifier,
        "compound" => Role::Compound,
        preposition => Role::Preposition(preposition),
    };
    Need::Argument(role, items.split(',').collect())
}

/// Actor and recipient of a frame: `A=by R=obj`; what it does not name stays as usual.
fn parts(frame: &'static str) -> Result<(Part, Part), String> {
    let (mut actor, mut recipient) = (Part::Usual, Part::Usual);
    for word in frame.split(' ').filter(|w| !w.is_empty()) {
        let (slot, filler) = match word.split_once('=') {
            Some(("A", filler)) => (&mut actor, filler),
            Some(("R", filler)) => (&mut recipient, filler),
            _ => {
                return Err(format!("unknown frame `{frame}`: expected A=… and R=…, or - for the usual one"));
            }
        };
        if *slot != Part::Usual {
            return Err(format!("unknown frame `{frame}`: `{word}` says again who it is"));
        }
        *slot = match filler {
            "-" => Part::Nobody,
            "subj" => Part::Argument(Role::Subject),
            "obj" => Part::Argument(Role::Object),
            p if is_preposition(p) => Part::Argument(Role::Preposition(p)),
            _ => {
                return Err(format!(
                    "unknown frame `{frame}`: expected subj, obj, - or a preposition, found `{filler}`"
                ));
            }
        };
    }
    let subject = Part::Argument(Role::Subject);
    if recipient == subject && matches!(actor, Part::Usual | Part::Argument(Role::Subject)) {
        return Err(format!(
            "unknown frame `{frame}`: expected another actor beside `R=subj`, such as `A=-` or `A=by`"
        ));
    }
    Ok((actor, recipient))
}

/// Whether `word` is an English preposition that a phrase or clause can stand under.
pub(super) fn is_preposition(word: &str) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "about",
        "above",
        "across",
        "after",
        "against",
        "ahead",
        "along",
        "alongside",
        "among",
        "amid",
        "around",
        "as",
        "at",
        "because",
        "before",
        "behind",
        "below",
        "beneath",
        "beside",
        "between",
        "beyond",
        "by",
        "despite",
        "down",
        "during",
        "following",
        "for",
        "from",
        "if",
        "in",
        "inside",
        "into",
        "like",
        "near",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "outside",
        "over",
        "past",
        "per",
        "since",
        "than",
        "that",
        "through",
        "throughout",
        "to",
        "toward",
        "towards",
        "under",
        "until",
        "unto",
        "up",
        "upon",
        "versus",
        "via",
        "whether",
        "with",
        "within",
        "without",
    ];
    PREPOSITIONS.contains(&word)
}

pub(super) fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "do" => Operator::Do,
        "intend" => Operator::Intend,
        "threaten" => Operator::Threaten,
        "ask" => Operator::Ask,
        "refuse" => Operator::Refuse,
        "stop" => Operator::Stop,
        "allow" => Operator::Allow,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_says_who_acts_and_who_receives() {
        let check = |frame, expected: (Part, Part)| assert_eq!(parts(frame), Ok(expected), "{frame}");
        check("", (Part::Usual, Part::Usual));
        check("A=- R=subj", (Part::Nobody, Part::Argument(Role::Subject)));
        check("R=from", (Part::Usual, Part::Argument(Role::Preposition("from"))));
        for wrong in ["subj", "A=by A=with", "R=subj", "A=subj R=subj", "A=nsubj", "X=obj"] {
            assert!(parts(wrong).unwrap_err().starts_with("unknown frame"), "{wrong}");
        }
    }
}
