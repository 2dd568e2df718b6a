//! Parties: noun phrases that name or describe someone, with country and sectors.
//!
//! [`heads`] says which tokens head a mention and [`extent`] how far its phrase reaches; [`pieces`] cuts the phrase into
//! names, countries and roles of the lexicon; [`resolve`] makes a party of them, with [`country`], [`sectors`] and
//! [`people`] for its parts. Once [`crate::coreference`] has merged the mentions, [`standing`] decides what the rules leave
//! open, and [`implied`] the countries that only the whole report tells. [`describe`] does the same for a phrase without a sentence.

pub mod context;
pub mod country;
pub mod describe;
pub mod extent;
pub mod gender;
pub mod heads;
pub mod implied;
pub mod knowledge;
pub mod people;
pub mod pieces;
pub mod resolve;
pub mod sectors;
pub mod standing;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub mod trees;

pub use describe::describe;
pub use resolve::Resolution;

use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, EntityId, Mention, NameKind, Place, Relation, Report, Sector, Upos};
use annalist_lexicon::{Lexicon, Naming, RoleKind};
use heads::Head;
use knowledge::Knowledge;
use pieces::{Reading, Words};
use resolve::{Phrase, resolve};
use std::ops::Range;

/// Finds mentions and resolves each to an entity of its own; [`crate::coreference`] merges them.
///
/// Entities stand in the order of their mentions, one each. Things that cannot be a party are mentioned too, not
/// codable, because pronouns refer to them.
pub fn find(
    report: &Report,
    document: &Document,
    places: &[Place],
    lexicon: &Lexicon,
) -> (Vec<Entity>, Vec<Mention>) {
    let knowledge = Knowledge::new(report, document, places, lexicon);
    let mut found = Vec::new();
    for head in heads::find(document, lexicon) {
        let tokens = extent::phrase(document, head.token);
        let resolution = resolve_head(&knowledge, document, head, tokens.clone());
        if !resolution.codable && head.form != MentionForm::Pronoun {
            add_modifiers(&knowledge, document, head, tokens.clone(), &mut found);
        }
        found.push((head, tokens, resolution));
    }
    found.sort_by_key(|(head, tokens, _)| (tokens.start, head.token));
    found.dedup_by_key(|(head, _, _)| head.token);
    number(document, found)
}

type Found = (Head, Range<usize>, Resolution);

fn number(document: &Document, found: Vec<Found>) -> (Vec<Entity>, Vec<Mention>) {
    let mut entities = Vec::with_capacity(found.len());
    let mut mentions = Vec::with_capacity(found.len());
    for (head, tokens, r) in found {
        let id = EntityId(entities.len() as u32);
        mentions.push(Mention {
            span: document.span_of(tokens),
            head: head.token,
            entity: id,
            form: head.form,
        });
        entities.push(Entity {
            id,
            name: r.name,
            kind: r.kind,
            country: r.country,
            sectors: r.sectors,
            office: r.office,
            codable: r.codable,
            plural: r.plural,
            rule: r.rule,
        });
    }
    (entities, mentions)
}

fn resolve_head(knowledge: &Knowledge, document: &Document, head: Head, tokens: Range<usize>) -> Resolution {
    if head.form == MentionForm::Pronoun {
        return pronoun(document, head.token);
    }
    let token = &document.tokens[head.token];
    let phrase = Phrase {
        document,
        head: head.token,
        core_end: core_end(document, head.token, &tokens),
        kind: kind_of(document, head.token),
        locative: is_locative(knowledge, document, head.token),
        plural: token.has("Number=Plur") || matches!(token.xpos.as_str(), "NNS" | "NNPS"),
        tokens,
    };
    let mut found = resolve(knowledge, &phrase);
    if matches!(token.upos, Upos::Num | Upos::Det | Upos::Adj) && !found.codable {
        found = resolve::Resolution {
            sectors: vec![Sector::Unk],
            codable: true,
            plural: document.form(head.token).to_lowercase() != "one",
            rule: "quantity/people".into(),
            ..Resolution::default()
        };
    }
    found
}

/// A pronoun before its antecedent is known: persons can be parties, things cannot.
fn pronoun(document: &Document, i: usize) -> Resolution {
    let word = document.form(i).to_lowercase();
    let thing =
        matches!(word.as_str(), "it" | "its" | "itself" | "which" | "that" | "this" | "these" | "those");
    let anyone = ["some", "any", "every", "no"]
        .iter()
        .any(|p| word.strip_prefix(p).is_some_and(|r| r == "one" || r == "body"));
    Resolution {
        codable: !thing,
        sectors: if anyone { vec![Sector::Unk] } else { Vec::new() },
        plural: matches!(
            word.as_str(),
            "they" | "them" | "their" | "theirs" | "themselves" | "we" | "us" | "our"
        ),
        rule: "pronoun".into(),
        ..Resolution::default()
    }
}

/// The last token before the prepositional tail of the phrase headed by `head`.
fn core_end(document: &Document, head: usize, tokens: &Range<usize>) -> usize {
    let opens = |i: &usize| {
        let token = &document.tokens[*i];
        token.relation == Relation::Case && token.upos != Upos::Part
    };
    (head + 1..tokens.end).find(opens).unwrap_or(tokens.end) - 1
}

/// What the parser's names say of a token, else whether it is a given name. In a document without any names a proper
/// noun may be anyone.
fn kind_of(document: &Document, i: usize) -> Option<NameKind> {
    let name = document.names.partition_point(|n| n.tokens.end <= i);
    let named = document.names.get(name).filter(|n| n.tokens.contains(&i)).map(|n| n.kind);
    let proper = document.tokens[i].upos == Upos::Propn;
    let bare = document.child_in(i, Relation::Det).is_none();
    named
        .or_else(|| (proper && bare && document.names.is_empty()).then_some(NameKind::Person))
        .or_else(|| (proper && gender::of_given_name(document.form(i)).is_some()).then_some(NameKind::Person))
}

/// Whether the phrase tells where: "in Paris", "near Mosul".
fn is_locative(knowledge: &Knowledge, document: &Document, head: usize) -> bool {
    const WHERE: &[&str] = &[
        "across",
        "around",
        "at",
        "in",
        "inside",
        "into",
        "near",
        "of",
        "outside",
        "over",
        "through",
        "throughout",
        "via",
        "within",
    ];
    let case = document.child_in(head, Relation::Case);
    let addressed = case.is_some_and(|c| matches!(document.form(c), "to" | "against" | "with" | "between"))
        && document.head(head).is_some_and(|up| is_word_or_threat(document, up));
    if addressed {
        return false;
    }
    case.is_some_and(|c| WHERE.contains(&document.form(c).to_lowercase().as_str()))
        || !document.tokens[head].relation.is_subject()
            && knowledge.is_literal_place(document.tokens[head].span)
}

/// Whether a modifier of another noun stands for someone who acts: "rebel attack", but not "state visit", "jail term" or
/// "military aid".
fn can_act(knowledge: &Knowledge, document: &Document, words: &Words, piece: &pieces::Piece) -> bool {
    use Sector::*;
    let found = match piece.reading {
        Reading::Role(found) => found,
        Reading::Country(found) => return found.naming != Naming::Capital,
        Reading::Place(_) => return false,
        Reading::Named(_) => return true,
    };
    let role = knowledge.roles().entry(found);
    let last = piece.words.end - 1;
    let armed = role.sectors.first().is_some_and(|s| matches!(s, Mil | Reb | Spy | Uaf | Prm | Crm));
    let people = role.kind != RoleKind::Body
        && role.sectors.first().is_some_and(|s| matches!(s, Gov | Cop | Opp | Lab));
    let named = ["administration", "government", "junta", "opposition", "police", "regime"]
        .contains(&words.fold(last));
    let token = words.token[last];
    let noun = document.tokens[token].upos == Upos::Noun && !words.capital(last);
    (armed || people || named) && noun && !words.hyphenated[piece.words.start]
}

/// Whether what goes "to Damascus" goes to those who rule there: "an ultimatum to Damascus", "aid to Kabul", not "a trip".
fn is_word_or_threat(document: &Document, i: usize) -> bool {
    const TRAVEL: &[&str] = &[
        "access",
        "arrival",
        "border",
        "departure",
        "drive",
        "entry",
        "evacuation",
        "exodus",
        "flight",
        "journey",
        "march",
        "migration",
        "move",
        "return",
        "road",
        "route",
        "tour",
        "transfer",
        "travel",
        "trip",
        "visit",
        "voyage",
        "way",
    ];
    let token = &document.tokens[i];
    token.upos == Upos::Noun && !TRAVEL.contains(&token.lemma.to_lowercase().as_str())
}

/// Adds the parties that modify a noun which is none: "Israeli" in "an Israeli raid", "Taliban" in "a Taliban attack".
fn add_modifiers(
    knowledge: &Knowledge,
    document: &Document,
    head: Head,
    tokens: Range<usize>,
    found: &mut Vec<Found>,
) {
    let words = Words::of(document, tokens.start..head.token + 1);
    for piece in pieces::cut(knowledge, document, &words) {
        let last = words.token[piece.words.end - 1];
        let modifies = matches!(document.tokens[last].relation, Relation::Compound | Relation::Amod);
        if last >= head.token || !modifies || !can_act(knowledge, document, &words, &piece) {
            continue;
        }
        let joined = piece.words.end < words.len()
            && words.hyphenated[piece.words.end]
            && !words.capital(piece.words.end);
        if joined {
            continue;
        }
        let tokens = words.token[piece.words.start]..last + 1;
        let phrase = Phrase {
            document,
            head: last,
            core_end: last,
            kind: None,
            locative: false,
            plural: false,
            tokens: tokens.clone(),
        };
        let mut resolution = resolve(knowledge, &phrase);
        if resolution.codable {
            resolution.rule = format!("modifier/{}", resolution.rule).into();
            found.push((Head { token: last, form: MentionForm::Name }, tokens, resolution));
        }
    }
}
