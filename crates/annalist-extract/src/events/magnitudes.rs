//! How many: people killed, injured or taking part, with bounds and hedges.

use super::Scene;
use annalist_core::event::Magnitude;
use annalist_core::{EventType, Relation, Upos};

/// The count in the phrase headed by `head`: "at least 12 soldiers", "dozens of people", "three of the men".
pub fn count(scene: &Scene, head: usize) -> Option<Magnitude> {
    let tree = &scene.tree;
    if scene.is_time(tree.document.tokens[head].span) || is_measure(tree.lemma(head)) {
        return None;
    }
    if tree.upos(head) == Upos::Num {
        let money = tree.children(head).any(|c| tree.upos(c) == Upos::Sym || is_measure(tree.lemma(c)));
        return numeral(scene, head).filter(|_| !money);
    }
    if let Some(number) = tree.first(head, Relation::Nummod) {
        return numeral(scene, number);
    }
    let plural = tree.xpos(head) == "NNS";
    let lemma = tree.lemma(head);
    if plural && let Some(low) = collective(lemma) {
        let of = |c: &usize| tree.preposition(*c).as_deref() == Some("of");
        let unit = tree.in_relation(head, Relation::Nmod).filter(of).find_map(|c| power(tree.lemma(c)));
        let low = low.saturating_mul(unit.unwrap_or(1));
        return Some(Magnitude { low: Some(low), high: None, span: tree.document.tokens[head].span });
    }
    None
}

/// What is counted of money, goods and distances, not of people.
fn is_measure(lemma: &str) -> bool {
    const UNITS: &[&str] = &[
        "acre",
        "barrel",
        "cent",
        "dinar",
        "dollar",
        "euro",
        "franc",
        "gallon",
        "gram",
        "hectare",
        "kg",
        "kilo",
        "kilogram",
        "kilometer",
        "kilometre",
        "km",
        "liter",
        "litre",
        "mile",
        "percent",
        "peso",
        "pound",
        "rand",
        "riyal",
        "rouble",
        "ruble",
        "rupee",
        "rupiah",
        "shekel",
        "ton",
        "tonne",
        "won",
        "yen",
        "yuan",
        "%",
        "$",
    ];
    UNITS.contains(&lemma)
}

/// The unit in "tens of thousands", "hundreds of millions".
fn power(lemma: &str) -> Option<u64> {
    match lemma {
        "hundred" => Some(100),
        "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        _ => None,
    }
}

/// The lowest number that a bare plural of counting stands for.
fn collective(lemma: &str) -> Option<u64> {
    Some(match lemma {
        "dozen" => 24,
        "score" => 40,
        "hundred" => 200,
        "thousand" => 2_000,
        "million" => 2_000_000,
        "ten" => 20,
        _ => return None,
    })
}

/// The value of a numeral with its bounds.
pub fn numeral(scene: &Scene, number: usize) -> Option<Magnitude> {
    let tree = &scene.tree;
    let span = tree.document.tokens[number].span;
    let mut value = parse_number(tree.document.form(number))?;
    let mut cover = span;
    for child in tree.children(number) {
        if matches!(tree.relation(child), Relation::Compound | Relation::Flat | Relation::Nummod)
            && let Some(part) = parse_number(tree.document.form(child))
        {
            value = combine(part, value);
            cover = cover.cover(tree.document.tokens[child].span);
        }
    }
    let range = range_end(scene, number);
    let (low, high) = match (bound(scene, number), range) {
        (_, Some(end)) if end > value => (Some(value), Some(end)),
        (Bound::AtLeast, _) => (Some(value), None),
        (Bound::AtMost, _) => (None, Some(value)),
        (Bound::Exact, _) => (Some(value), Some(value)),
    };
    Some(Magnitude { low, high, span: cover })
}

/// "two hundred" is 200, "hundred two" 102.
fn combine(first: u64, second: u64) -> u64 {
    if second >= 100 && first < second { first.saturating_mul(second) } else { first.saturating_add(second) }
}

enum Bound {
    Exact,
    AtLeast,
    AtMost,
}

/// The hedge before a number, read from the three words in front of it.
fn bound(scene: &Scene, number: usize) -> Bound {
    let document = scene.tree.document;
    let before =
        |n: usize| number.checked_sub(n).map(|i| document.form(i).to_lowercase()).unwrap_or_default();
    let pair = format!("{} {}", before(2), before(1));
    match pair.as_str() {
        "at least" | "no fewer" | "not less" | "more than" | "well over" => return Bound::AtLeast,
        "up to" | "at most" | "as many" | "fewer than" | "less than" => return Bound::AtMost,
        _ => {}
    }
    match before(1).as_str() {
        "over" | "above" => Bound::AtLeast,
        "nearly" | "almost" | "under" => Bound::AtMost,
        _ => Bound::Exact,
    }
}

/// The upper end of "between 3,000 and 5,000" or "10 to 12".
fn range_end(scene: &Scene, number: usize) -> Option<u64> {
    let tree = &scene.tree;
    let next = tree.children(number).find(|c| {
        matches!(tree.relation(*c), Relation::Conj | Relation::Nmod)
            && *c > number
            && tree.upos(*c) == Upos::Num
    })?;
    parse_number(tree.document.form(next))
}

/// The value of a numeral in digits or words, up to twenty, the tens, and powers of ten.
pub fn parse_number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| *c != ',').collect();
    if !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().ok();
    }
    const WORDS: &[(&str, u64)] = &[
        ("a", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("thirteen", 13),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("seventeen", 17),
        ("eighteen", 18),
        ("nineteen", 19),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
        ("hundred", 100),
        ("thousand", 1000),
        ("million", 1_000_000),
    ];
    let lower = text.to_lowercase();
    if let Some((tens, ones)) = lower.split_once('-') {
        return Some(parse_number(tens)? + parse_number(ones)?);
    }
    WORDS.iter().find(|(w, _)| *w == lower).map(|(_, n)| *n)
}

/// What a count counts in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// People killed.
    Dead,
    /// People injured.
    Injured,
    /// People taking part.
    Taking,
}

/// Whether a word of a trigger says that its recipients died: "*shot dead* four men", "were *killed* by shells".
pub fn is_deadly(lemma: &str) -> bool {
    const WORDS: &[&str] = &[
        "assassinate",
        "behead",
        "dead",
        "death",
        "execute",
        "hang",
        "kill",
        "lynch",
        "massacre",
        "murder",
        "slaughter",
        "slay",
    ];
    WORDS.contains(&lemma)
}

/// What the recipients or actors of a class of happenings are counted as.
pub fn counted(class: &str) -> Option<Counted> {
    Some(match class {
        "kill" | "massacre" | "assassinate" | "execute" => Counted::Dead,
        "injure" => Counted::Injured,
        "demonstrate" | "protest" | "riot" | "strike" | "boycott" | "obstruct" | "hunger-strike" => {
            Counted::Taking
        }
        _ => return None,
    })
}

/// Whose number is the size of a happening of type `kind` and mode `mode`: those who protest, are arrested, carried off,
/// freed, expelled, rescued or sent.
pub fn sized(kind: EventType, mode: Option<&str>) -> Option<Sized> {
    use EventType::{Aid, Assault, Coerce, Mobilize, Protest, Retreat, Sanction};
    Some(match (kind, mode) {
        (Protest, _) => Sized::Actors,
        (Mobilize, _) => Sized::Either,
        (Coerce, Some("arrest" | "deport") | None)
        | (Assault, Some("abduct"))
        | (Retreat, Some("release") | None)
        | (Sanction, Some("expel" | "convict"))
        | (Aid, _) => Sized::Recipients,
        _ => return None,
    })
}

/// Whose number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sized {
    /// The actors'.
    Actors,
    /// The recipients'.
    Recipients,
    /// Whoever of both has one.
    Either,
}

/// Deaths and injuries told in clauses beside or under the trigger: "attacked a base, killing 17 and wounding 5".
pub fn beside(scene: &Scene, trigger: usize) -> Vec<(Counted, Magnitude)> {
    let tree = &scene.tree;
    let sentence = &tree.document.sentences[tree.document.sentence_of(trigger)];
    let mut found = Vec::new();
    for verb in sentence.tokens.clone().filter(|t| *t != trigger && tree.upos(*t) == Upos::Verb) {
        let counted = match tree.lemma(verb) {
            "kill" | "die" | "slay" | "perish" => Counted::Dead,
            "injure" | "wound" | "hurt" => Counted::Injured,
            _ => continue,
        };
        if !related(scene, verb, trigger) {
            continue;
        }
        let frame = super::frame::of_verb(tree, verb);
        let victims = if tree.lemma(verb) == "die" || tree.lemma(verb) == "perish" {
            &frame.subject
        } else {
            &frame.object
        };
        found.extend(victims.iter().find_map(|v| count(scene, *v)).map(|m| (counted, m)));
    }
    found.extend(sentence.tokens.clone().filter_map(|t| tally(scene, t)));
    found
}

/// "37 dead", "some 400 wounded", "left 51 people dead", "the deaths of 37 seamen".
fn tally(scene: &Scene, word: usize) -> Option<(Counted, Magnitude)> {
    let tree = &scene.tree;
    let counted = match tree.lemma(word) {
        "dead" | "death" => Counted::Dead,
        "wounded" | "injured" | "wound" | "injure" if tree.upos(word) != Upos::Verb => Counted::Injured,
        _ => return None,
    };
    let of = |c: &usize| tree.preposition(*c).as_deref() == Some("of");
    let left = |h: &usize| tree.lemma(*h) == "leave" && tree.relation(word) == Relation::Xcomp;
    let number = count(scene, word)
        .or_else(|| tree.in_relation(word, Relation::Nmod).filter(of).find_map(|c| count(scene, c)))
        .or_else(|| {
            tree.in_relation(tree.head(word).filter(left)?, Relation::Obj).find_map(|c| count(scene, c))
        });
    number.map(|m| (counted, m))
}

/// Whether two verbs tell of one happening: one under the other, or coordinated.
fn related(scene: &Scene, verb: usize, trigger: usize) -> bool {
    let document = scene.tree.document;
    document.is_under(verb, trigger)
        || document.is_under(trigger, verb)
        || (scene.tree.relation(verb) == Relation::Conj && scene.tree.head(verb) == scene.tree.head(trigger))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        for (text, value) in [
            ("1,200", Some(1200)),
            ("twenty-three", Some(23)),
            ("Twelve", Some(12)),
            ("few", None),
            ("", None),
        ] {
            assert_eq!(parse_number(text), value, "{text}");
        }
        assert_eq!(combine(2, 100), 200);
        assert_eq!(combine(100, 2), 102);
    }
}
