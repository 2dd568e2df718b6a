//! What is asked for.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Which events are asked for: those that meet every condition that is set. The words of one list are alternatives.
///
/// Words are those of records: types `ASSAULT`, modes `aerial`, countries `SYR`, sectors `MIL`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Types.
    pub types: Vec<String>,
    /// Modes.
    pub modes: Vec<String>,
    /// Contexts.
    pub contexts: Vec<String>,
    /// Auxiliary modes that the event must have one of; `none` for events that have none.
    pub auxiliary: Vec<String>,
    /// Auxiliary modes, or `denied`, that it must not have.
    pub without: Vec<String>,
    /// Countries of an actor, of a recipient or of the place.
    pub countries: Vec<String>,
    /// Countries of an actor.
    pub actor_countries: Vec<String>,
    /// Countries of a recipient.
    pub recipient_countries: Vec<String>,
    /// Countries of the place.
    pub place_countries: Vec<String>,
    /// Sectors of an actor or a recipient.
    pub sectors: Vec<String>,
    /// Sectors of an actor.
    pub actor_sectors: Vec<String>,
    /// Sectors of a recipient.
    pub recipient_sectors: Vec<String>,
    /// Keys of actors, in whatever role.
    pub parties: Vec<i64>,
    /// Keys of actors that act.
    pub actors: Vec<i64>,
    /// Keys of actors that are acted upon.
    pub recipients: Vec<i64>,
    /// Keys of speakers on whose word the event stands.
    pub speakers: Vec<i64>,
    /// Publishers of the report.
    pub sources: Vec<String>,
    /// Identifiers of reports.
    pub reports: Vec<String>,
    /// Keys of incidents.
    pub incidents: Vec<i64>,
    /// Keys of places.
    pub places: Vec<i64>,
    /// The first day, inclusive: the event ends then or later.
    pub from: Option<Date>,
    /// The last day, inclusive: the event begins then or before.
    pub until: Option<Date>,
    /// Words that sentence, headline, names or place have, all of them; `"several words"` as they stand; `word*` a
    /// beginning.
    pub text: Option<String>,
    /// West, south, east, north in degrees; west may be greater than east, across the date line.
    pub bbox: Option<[f64; 4]>,
    /// How likely type and parties must be right, 0 to 1.
    pub min_confidence: Option<f64>,
    /// The fewest independent sources that the event's incident must have.
    pub min_sources: Option<u32>,
}

/// `text` as FTS5 takes it: quoted phrases and words, all of which must be there. Nothing that a person types is an
/// error; none where no word is left.
pub fn search_terms(text: &str) -> Option<String> {
    let mut terms = Vec::new();
    for (i, part) in text.split('"').enumerate() {
        let quoted = i % 2 == 1;
        if quoted {
            terms.extend(term(part, false));
        } else {
            terms.extend(part.split_whitespace().filter_map(|word| {
                let (word, open) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
                term(word, open)
            }));
        }
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

fn term(words: &str, open: bool) -> Option<String> {
    let clean: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let star = if open { "*" } else { "" };
    (!clean.is_empty()).then(|| format!("\"{clean}\"{star}"))
}

#[cfg(test)]
mod tests {
    use super::search_terms;

    #[test]
    fn whatever_is_typed_is_a_search() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(search_terms(typed).as_deref(), expected, "{typed}");
        };
        check("Konna French", Some("\"Konna\" \"French\""));
        check("\"state of emergency\" Mal*", Some("\"state of emergency\" \"Mal\"*"));
        check("AND OR (NOT) col:x ^", Some("\"AND\" \"OR\" \"NOT\" \"col x\""));
        check("\"unclosed quote", Some("\"unclosed quote\""));
        check(" \"\" * - ", None);
    }
}
