//! Which tokens head a noun phrase that refers to something.

use annalist_core::annotations::MentionForm;
use annalist_core::{Document, NameKind, Relation, Upos};
use annalist_lexicon::{Casing, CountryMatch, Lexicon, Naming};
use std::ops::Range;

/// A token that heads a mention, with the mention's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The token, as an index into the document's tokens.
    pub token: usize,
    /// The form of the mention.
    pub form: MentionForm,
}

/// The heads of a document's noun phrases, in text order.
///
/// Nouns and pronouns head phrases of their own unless they are parts of a name, titles before a name or
/// modifiers of another noun.
pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Head> {
    (0..document.tokens.len()).filter_map(|i| head(document, lexicon, i)).collect()
}

fn head(document: &Document, lexicon: &Lexicon, i: usize) -> Option<Head> {
    let token = &document.tokens[i];
    let form = match token.upos {
        Upos::Pron => pronoun(document, i)?,
        Upos::Propn => MentionForm::Name,
        Upos::Noun => MentionForm::Nominal,
        Upos::Num | Upos::Det | Upos::Adj if stands_for_people(document, i) => MentionForm::Nominal,
        Upos::Adj if stands_as_noun(document, i) && means_somebody(document, lexicon, i) => {
            MentionForm::Nominal
        }
        Upos::X | Upos::Sym if token.relation.is_subject() && is_capitalized(document.form(i)) => {
            MentionForm::Name
        }
        _ => return None,
    };
    use Relation::*;
    if super::extent::before_weekday(document, i).is_some() {
        return Some(Head { token: i, form });
    }
    match token.relation {
        Flat | Fixed | Goeswith | NmodDesc | Punct | Case | Mark | Cc | Expl | Discourse | Compound
        | Amod => None,
        Nummod | Det | DetPredet | Cop | Aux | AuxPass => None,
        Appos if restrictive_apposition(document, i) => None,
        _ if is_time_or_measure(&token.lemma) || is_inside_name(document, i) => None,
        _ => Some(Head { token: i, form }),
    }
}

/// Whether the token stands in a name of a person or organization that another token heads.
fn is_inside_name(document: &Document, i: usize) -> bool {
    let Some(name) = whole_name(document, i) else { return false };
    let apart = document.head(i).is_some_and(|h| !name.contains(&h));
    let linked = apart && matches!(document.tokens[i].relation, Relation::Conj | Relation::Appos);
    !linked && head_of_name(document, &name) != Some(i)
}

/// The tokens of the person's or organization's name that token `i` stands in.
pub fn whole_name(document: &Document, i: usize) -> Option<Range<usize>> {
    let at = document.names.partition_point(|n| n.tokens.end <= i);
    let name = document.names.get(at).filter(|n| n.tokens.contains(&i))?;
    let joined = name
        .tokens
        .clone()
        .any(|t| matches!(document.tokens[t].upos, Upos::Cconj) || document.form(t) == ",");
    let party = matches!(name.kind, NameKind::Person | NameKind::Organization);
    (party && !joined).then(|| name.tokens.clone())
}

/// The first token of a name whose head stands outside it.
fn head_of_name(document: &Document, name: &Range<usize>) -> Option<usize> {
    let noun = |t: &usize| matches!(document.tokens[*t].upos, Upos::Propn | Upos::Noun | Upos::X | Upos::Adj);
    let outer = |t: &usize| document.head(*t).is_none_or(|h| !name.contains(&h));
    let part = |t: &usize| {
        use Relation::{Amod, Compound, Flat, NmodDesc};
        matches!(document.tokens[*t].relation, Flat | Compound | NmodDesc | Amod)
    };
    let mut heads = name.clone().filter(noun).filter(outer);
    heads.clone().find(|t| !part(t)).or_else(|| heads.next())
}

/// Whether the apposition at `i` follows its noun without a break: "his wife Manju", "the group Boko Haram".
pub fn restrictive_apposition(document: &Document, i: usize) -> bool {
    let Some(head) = document.head(i) else { return false };
    if head >= i {
        return false;
    }
    let first = document.subtree(i).first().copied().unwrap_or(i);
    let broken = (head + 1..first.min(i)).any(|j| {
        document.tokens[j].upos == Upos::Punct
            && !matches!(document.form(j), "\"" | "“" | "”" | "'" | "‘" | "’")
    });
    let starts_broken = document.tokens[first].upos == Upos::Punct && !is_quote(document.form(first));
    !broken && !starts_broken && first.saturating_sub(head) < 8
}

/// Whether `text` is a quotation mark.
pub fn is_quote(text: &str) -> bool {
    matches!(text, "\"" | "“" | "”" | "'" | "‘" | "’" | "``" | "''" | "«" | "»")
}

fn pronoun(document: &Document, i: usize) -> Option<MentionForm> {
    let token = &document.tokens[i];
    let word = document.form(i).to_lowercase();
    let silent = token.relation == Relation::Expl || token.has("PronType=Int") || token.has("PronType=Emp");
    let known = matches!(
        word.as_str(),
        "i" | "me"
            | "my"
            | "mine"
            | "myself"
            | "we"
            | "us"
            | "our"
            | "ours"
            | "ourselves"
            | "you"
            | "your"
            | "yours"
            | "yourself"
            | "yourselves"
            | "he"
            | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "it"
            | "its"
            | "itself"
            | "they"
            | "them"
            | "their"
            | "theirs"
            | "themselves"
            | "who"
            | "whom"
            | "whose"
            | "which"
            | "that"
            | "this"
            | "these"
            | "those"
            | "someone"
            | "somebody"
            | "anyone"
            | "anybody"
            | "everyone"
            | "everybody"
            | "nobody"
            | "'s"
    );
    (known && !silent).then_some(MentionForm::Pronoun)
}

/// Whether only a noun can stand where the tagger saw an adjective: "a militant was killed", "they shot a Palestinian".
fn stands_as_noun(document: &Document, i: usize) -> bool {
    let relation = document.tokens[i].relation;
    relation.is_subject()
        || matches!(relation, Relation::Obj | Relation::Obl | Relation::OblAgent | Relation::Nmod)
}

/// Whether the word, as a noun, is a role or tells whose people someone is.
fn means_somebody(document: &Document, lexicon: &Lexicon, i: usize) -> bool {
    let form = document.form(i);
    let words = annalist_lexicon::words(form);
    let people = || {
        let found = lexicon.countries.longest_at_start(&words, Casing::Respect)?;
        let named = |m: &CountryMatch| {
            matches!(m.naming, Naming::Adjective | Naming::Demonym | Naming::DemonymPlural)
        };
        (found.len == words.len()).then(|| found.values.iter().any(named))
    };
    lexicon.roles.lookup(form).is_some() || is_capitalized(form) && people() == Some(true)
}

/// "The wounded", "three were killed", "many fled": a number, quantifier or adjective that stands for people.
fn stands_for_people(document: &Document, i: usize) -> bool {
    let token = &document.tokens[i];
    let core = token.relation.is_subject() || matches!(token.relation, Relation::Obj | Relation::OblAgent);
    if !core || document.children(i).any(|c| document.tokens[c].upos == Upos::Sym) {
        return false;
    }
    match token.upos {
        Upos::Adj => means_people(&token.lemma),
        Upos::Num => {
            if matches!(token.lemma.as_str(), "million" | "billion" | "trillion") {
                return false;
            }
            let digits = document.form(i).contains(|c: char| c.is_ascii_digit());
            !document.form(i).contains(['%', '.', '-']) && (!digits || token.relation.is_subject())
        }
        _ => matches!(token.lemma.as_str(), "some" | "all" | "both" | "many" | "several" | "another"),
    }
}

/// Adjectives that stand for people without a noun: "the wounded".
fn means_people(lemma: &str) -> bool {
    matches!(
        lemma,
        "accused"
            | "blind"
            | "dead"
            | "deceased"
            | "disabled"
            | "displaced"
            | "elderly"
            | "faithful"
            | "homeless"
            | "injured"
            | "jobless"
            | "many"
            | "missing"
            | "poor"
            | "powerful"
            | "rich"
            | "several"
            | "sick"
            | "unemployed"
            | "wounded"
            | "young"
    )
}

/// Nouns that tell a time, an amount or a measure and so never a party.
pub fn is_time_or_measure(lemma: &str) -> bool {
    const WORDS: &[&str] = &[
        "afternoon",
        "april",
        "august",
        "autumn",
        "century",
        "cent",
        "date",
        "dawn",
        "day",
        "decade",
        "december",
        "degree",
        "dollar",
        "dusk",
        "evening",
        "february",
        "friday",
        "hour",
        "january",
        "july",
        "june",
        "kilogram",
        "kilometer",
        "kilometre",
        "km",
        "march",
        "meter",
        "metre",
        "midnight",
        "mile",
        "minute",
        "moment",
        "monday",
        "month",
        "morning",
        "night",
        "noon",
        "november",
        "october",
        "percent",
        "percentage",
        "saturday",
        "second",
        "september",
        "spring",
        "summer",
        "sunday",
        "thursday",
        "time",
        "today",
        "tomorrow",
        "tonight",
        "tuesday",
        "wednesday",
        "week",
        "weekend",
        "winter",
        "year",
        "yesterday",
    ];
    let lower = lemma.to_lowercase();
    WORDS.contains(&lower.as_str())
}

/// Whether `text` starts with an upper-case letter.
pub fn is_capitalized(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}
