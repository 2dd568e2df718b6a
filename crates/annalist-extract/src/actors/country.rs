//! Which country a description belongs to: the nearest word before the head that says so, else its prepositional tail.

use super::knowledge::Knowledge;
use super::pieces::{Piece, Reading, takes_side};
use super::resolve::Cut;
use annalist_core::CountryCode;
use annalist_lexicon::{Naming, Rank};
use std::ops::Range;

/// The country that the core names nearest before word `end`; of two joined by "and", the first.
pub fn before(knowledge: &Knowledge, cut: &Cut, end: usize) -> Option<CountryCode> {
    let earlier = cut.core_pieces().filter(|p| p.words.end <= end && !is_ethnic(cut, p));
    let mut found: Option<(CountryCode, usize)> = None;
    for piece in earlier {
        let joined = found.is_some_and(|(code, start)| {
            let and = piece.words.end + 1 == start && cut.words.fold(start - 1) == "and";
            // "Turkey's EU negotiator", "the Iranian UN envoy".
            let sent = code.is_international();
            and || piece.words.end == start && (sent || follows_comma(cut, start))
        });
        if found.is_none() || joined {
            found = country(knowledge, cut, piece).map(|code| (code, piece.words.start)).or(found);
        }
    }
    found.map(|(code, _)| code)
}

/// "Ethnic Albanian rebels", who are of another country than Albania.
pub fn is_ethnic(cut: &Cut, piece: &Piece) -> bool {
    let before = piece.words.start.checked_sub(1);
    matches!(piece.reading, Reading::Country(_))
        && before.is_some_and(|i| cut.words.fold(i) == "ethnic" && !cut.words.hyphenated[i])
}

/// Whether a comma stands between word `i` and the one before it.
fn follows_comma(cut: &Cut, i: usize) -> bool {
    let between = cut.words.token[i - 1] + 1..cut.words.token[i];
    between.into_iter().any(|token| cut.phrase.document.form(token) == ",")
}

/// The country of a description whose head starts at word `end`: named before the head, else in its tail ("police in
/// Nairobi", "president of Mali"), where "to", "on", "with" and the like do not count ("envoy to Syria").
pub fn of(knowledge: &Knowledge, cut: &Cut, end: usize) -> Option<CountryCode> {
    let tail = || cut.tail_pieces().filter(|p| belongs(cut, p) && !is_ethnic(cut, p));
    before(knowledge, cut, end).or_else(|| tail().find_map(|p| country(knowledge, cut, p)))
}

/// Prepositions that tell to whom the head belongs, and words that do not.
const OWNERS: &[&str] = &["of", "in", "from", "for", "at", "by", "inside", "within", "across", "off"];
const OTHERS: &[&str] =
    &["to", "on", "with", "against", "about", "over", "near", "into", "toward", "towards", "and", "or"];

/// Whether the preposition before a tail piece tells to whom the head belongs.
pub fn belongs(cut: &Cut, piece: &Piece) -> bool {
    opened_by(cut, piece).is_some_and(|word| OWNERS.contains(&word))
}

/// The preposition or conjunction that opens the part of the tail that a piece stands in.
pub fn opened_by<'c>(cut: &'c Cut, piece: &Piece) -> Option<&'c str> {
    let mut words = (cut.core..piece.words.start).rev().map(|i| cut.words.fold(i));
    words.find(|word| OWNERS.contains(word) || OTHERS.contains(word))
}

/// The country that a role phrase holds in itself: "Somali pirates", "Kremlin spokesman", "members of the Knesset".
pub fn within(knowledge: &Knowledge, cut: &Cut, words: Range<usize>) -> Option<CountryCode> {
    words.clone().filter(|i| !takes_side(&cut.words, *i)).find_map(|i| {
        let rest = &cut.words.list[i..words.end];
        let country = knowledge.countries().longest_at_start(rest, knowledge.casing);
        let code = country.and_then(|found| knowledge.code(knowledge.present(&found.values)));
        code.or_else(|| {
            let after_of =
                (words.start..i).rev().map(|k| cut.words.fold(k)).find(|w| *w != "the") == Some("of");
            if i > words.start && !after_of {
                return None;
            }
            let found = knowledge.named_at(rest)?;
            let id = knowledge.choose(&found.values, None).filter(|_| found.len < words.len())?;
            knowledge.common_name(&cut.words.list[i..i + found.len], id).then_some(())?;
            knowledge.standing(knowledge.names().entry(id)).country
        })
    })
}

/// The first breakaway entity that the phrase names.
pub fn breakaway(knowledge: &Knowledge, cut: &Cut) -> bool {
    cut.pieces.iter().any(|p| match &p.reading {
        Reading::Country(m) => knowledge.countries().entry(*m).rank == Rank::Breakaway,
        _ => false,
    })
}

fn country(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> Option<CountryCode> {
    match &piece.reading {
        Reading::Country(found) => {
            // "Moro rebels" are no town's.
            let may_be_place = found.ambiguous || matches!(found.naming, Naming::Capital | Naming::Name);
            let placed = may_be_place.then(|| placed(knowledge, cut, piece)).flatten();
            placed.or_else(|| knowledge.code(*found))
        }
        Reading::Place(i) => knowledge.place(*i).country,
        Reading::Named(ids) => {
            let id = knowledge.choose(ids, None)?;
            knowledge.standing(knowledge.names().entry(id)).country
        }
        Reading::Role(_) => None,
    }
}

/// What the gazetteer says of an ambiguous name.
fn placed(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> Option<CountryCode> {
    let (len, i) = knowledge.place_at(cut.phrase.document, &cut.words, piece.words.start)?;
    (len >= piece.words.len()).then(|| knowledge.place(i).country).flatten()
}
