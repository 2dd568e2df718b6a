//! What a mention shows of the party behind it: number, kind, gender, and its place in sentence and clause.

use crate::actors::extent;
use crate::actors::gender::{self, Gender};
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, Mention, NameKind, Relation, Upos};
use smol_str::SmolStr;
use std::ops::Range;

/// Whether one or several are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One.
    One,
    /// Several.
    Many,
    /// One body of several ("the police", "the company"): "it" and "they" both fit.
    Body,
}

/// What sort of thing is meant, as far as pronouns care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A person or people.
    Person,
    /// An organization.
    Body,
    /// A country or city, which is "it", never "they".
    Place,
    /// Neither.
    Thing,
    /// Not known: a name without further evidence.
    Unknown,
}

/// The grammatical function of a mention, the more prominent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// Subject, agents of passives included.
    Subject,
    /// Direct or indirect object.
    Object,
    /// With a preposition, at a verb.
    Oblique,
    /// Possessor.
    Possessor,
    /// Anything else: within another noun phrase, predicates, fragments.
    Other,
}

/// What is known of one mention.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Head token.
    pub head: usize,
    /// Tokens of the phrase.
    pub tokens: Range<usize>,
    /// Sentence number.
    pub sentence: usize,
    /// Form of the mention.
    pub form: MentionForm,
    /// Number.
    pub number: Number,
    /// Sort.
    pub sort: Sort,
    /// Gender, where a word or name tells.
    pub gender: Option<Gender>,
    /// Grammatical function.
    pub function: Function,
    /// Lower-case dictionary form of the head.
    pub lemma: SmolStr,
    /// Whether it opens with "the", "this", "that", "these", "those" or a possessive.
    pub definite: bool,
    /// Whether it stands within quotation marks.
    pub quoted: bool,
    /// Whether the head only modifies another noun.
    pub modifier: bool,
}

impl Sort {
    /// Whether two mentions of these sorts may be one.
    pub fn suits(self, other: Sort) -> bool {
        let placed = |a: Sort, b: Sort| a == Sort::Place && b == Sort::Body;
        self == other || [self, other].contains(&Sort::Unknown) || placed(self, other) || placed(other, self)
    }
}

/// The facts of every mention, in the order of `mentions`.
pub fn gather(document: &Document, entities: &[Entity], mentions: &[Mention]) -> Vec<Facts> {
    let quoted = quoted_tokens(document);
    mentions.iter().map(|m| facts(document, &entities[m.entity.0 as usize], m, &quoted)).collect()
}

fn facts(document: &Document, entity: &Entity, mention: &Mention, quoted: &[bool]) -> Facts {
    let head = mention.head;
    let token = &document.tokens[head];
    let tokens = extent::phrase(document, head);
    let lemma = lemma(document, head);
    let gender = gender_of(document, head, &tokens, &lemma, mention.form);
    let sort = sort_of(document, entity, mention.form, &lemma, gender);
    Facts {
        head,
        sentence: document.sentence_of(head),
        form: mention.form,
        number: number_of(document, entity, head, &lemma, sort),
        sort,
        gender,
        function: function_of(document, head),
        definite: is_definite(document, &tokens),
        quoted: quoted[head],
        modifier: matches!(token.relation, Relation::Compound | Relation::Amod),
        lemma,
        tokens,
    }
}

/// The lower-case dictionary form of a token, or its lower-case form where it has none.
pub fn lemma(document: &Document, i: usize) -> SmolStr {
    let token = &document.tokens[i];
    if token.lemma.is_empty() {
        document.form(i).to_lowercase().into()
    } else {
        token.lemma.to_lowercase().into()
    }
}

fn gender_of(
    document: &Document,
    head: usize,
    tokens: &Range<usize>,
    lemma: &str,
    form: MentionForm,
) -> Option<Gender> {
    let token = &document.tokens[head];
    if form == MentionForm::Pronoun {
        return match lemma {
            "he" | "him" | "his" | "himself" => Some(Gender::Male),
            "she" | "her" | "hers" | "herself" => Some(Gender::Female),
            _ if token.has("Gender=Masc") => Some(Gender::Male),
            _ if token.has("Gender=Fem") => Some(Gender::Female),
            _ => None,
        };
    }
    let own = gender::of_noun(lemma).filter(|_| token.upos != Upos::Propn || form == MentionForm::Nominal);
    if matches!(own, Some(Gender::Male | Gender::Female)) {
        return own;
    }
    if tokens.len() > 12 {
        return own;
    }
    name_gender(document, head, tokens).or(own)
}

/// The gender of titles and given names in the phrase that belong to the head's own name.
fn name_gender(document: &Document, head: usize, tokens: &Range<usize>) -> Option<Gender> {
    let mut found = None;
    for i in tokens.clone() {
        let token = &document.tokens[i];
        let own = i == head
            || token.head == Some(head as u32)
                && matches!(
                    token.relation,
                    Relation::Flat | Relation::NmodDesc | Relation::Compound | Relation::Appos
                );
        if !own {
            continue;
        }
        let form = document.form(i);
        let titled = gender::of_noun(&form.to_lowercase()).filter(|g| *g != Gender::Either && i != head);
        let named = gender::of_given_name(form).filter(|_| token.upos == Upos::Propn);
        if titled.is_some() {
            return titled;
        }
        found = found.or(named);
    }
    found
}

fn sort_of(
    document: &Document,
    entity: &Entity,
    form: MentionForm,
    lemma: &str,
    gender: Option<Gender>,
) -> Sort {
    if form == MentionForm::Pronoun {
        return match lemma {
            "it" | "its" | "itself" | "which" | "this" | "that" | "these" | "those" => Sort::Unknown,
            "they" | "them" | "their" | "theirs" | "themselves" => Sort::Unknown,
            _ => Sort::Person,
        };
    }
    match entity.kind {
        Some(NameKind::Person) => return Sort::Person,
        Some(NameKind::Organization) => return Sort::Body,
        Some(NameKind::Place) => return Sort::Place,
        Some(NameKind::Other) => return Sort::Thing,
        None => {}
    }
    if gender.is_some() {
        return Sort::Person;
    }
    if is_body_noun(lemma) {
        return Sort::Body;
    }
    if entity.codable && form == MentionForm::Nominal {
        return Sort::Person;
    }
    match form {
        MentionForm::Name => Sort::Unknown,
        _ if person_by_form(document, lemma) => Sort::Person,
        _ => Sort::Thing,
    }
}

/// Nouns in "-man", "-woman" or "-ist", which mean people whatever the lists lack.
fn person_by_form(_document: &Document, lemma: &str) -> bool {
    ["man", "woman", "men", "women", "ist", "ologist", "keeper", "maker", "holder", "monger", "goer"]
        .iter()
        .any(|ending| lemma.len() > ending.len() + 2 && lemma.ends_with(ending))
}

/// Whether a noun means a body of people: "it" and "they" both fit.
pub fn is_body_noun(lemma: &str) -> bool {
    const BODIES: &[&str] = &[
        "administration",
        "agency",
        "alliance",
        "army",
        "assembly",
        "association",
        "authority",
        "band",
        "bank",
        "battalion",
        "bloc",
        "board",
        "brigade",
        "broadcaster",
        "bureau",
        "cabinet",
        "capital",
        "cartel",
        "chamber",
        "church",
        "city",
        "club",
        "coalition",
        "college",
        "command",
        "commission",
        "committee",
        "community",
        "company",
        "congress",
        "corporation",
        "council",
        "country",
        "county",
        "court",
        "crew",
        "crowd",
        "delegation",
        "department",
        "directorate",
        "district",
        "embassy",
        "enterprise",
        "faction",
        "family",
        "federation",
        "firm",
        "fleet",
        "force",
        "front",
        "fund",
        "gang",
        "government",
        "group",
        "guard",
        "institute",
        "institution",
        "island",
        "judiciary",
        "junta",
        "kingdom",
        "league",
        "legislature",
        "mafia",
        "majority",
        "media",
        "military",
        "militia",
        "ministry",
        "mission",
        "monarchy",
        "movement",
        "nation",
        "navy",
        "network",
        "newspaper",
        "office",
        "opposition",
        "organisation",
        "organization",
        "paper",
        "parliament",
        "party",
        "patrol",
        "police",
        "power",
        "presidency",
        "province",
        "public",
        "regime",
        "region",
        "republic",
        "school",
        "secretariat",
        "senate",
        "service",
        "side",
        "society",
        "squad",
        "staff",
        "state",
        "station",
        "subsidiary",
        "syndicate",
        "team",
        "territory",
        "town",
        "treasury",
        "tribe",
        "tribunal",
        "troop",
        "union",
        "unit",
        "university",
        "village",
        "wing",
    ];
    BODIES.binary_search(&lemma).is_ok()
}

fn number_of(document: &Document, entity: &Entity, head: usize, lemma: &str, sort: Sort) -> Number {
    let token = &document.tokens[head];
    if matches!(
        lemma,
        "they" | "them" | "their" | "theirs" | "themselves" | "these" | "those" | "we" | "our" | "us"
    ) {
        return Number::Many;
    }
    let plural = token.has("Number=Plur") || matches!(token.xpos.as_str(), "NNS" | "NNPS") || entity.plural;
    if matches!(lemma, "people" | "police") || lemma == "who" || lemma == "which" || lemma == "that" {
        return Number::Body;
    }
    if sort == Sort::Body && !token.has("Number=Plur") {
        return Number::Body;
    }
    if plural { Number::Many } else { Number::One }
}

/// The grammatical function of token `head`; a conjunct has that of the first conjunct.
pub fn function_of(document: &Document, head: usize) -> Function {
    let mut at = head;
    for _ in 0..8 {
        match (document.tokens[at].relation, document.head(at)) {
            (Relation::Conj | Relation::Appos | Relation::Flat, Some(up)) => at = up,
            _ => break,
        }
    }
    match document.tokens[at].relation {
        r if r.is_subject() => Function::Subject,
        Relation::OblAgent => Function::Subject,
        Relation::Obj | Relation::Iobj => Function::Object,
        Relation::Obl => Function::Oblique,
        Relation::NmodPoss => Function::Possessor,
        _ => Function::Other,
    }
}

fn is_definite(document: &Document, tokens: &Range<usize>) -> bool {
    let first = document.form(tokens.start).to_lowercase();
    matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "both")
        || document.tokens[tokens.start].relation == Relation::NmodPoss
}

/// Which tokens stand within double quotation marks; an unclosed mark quotes to the end of its paragraph.
pub fn quoted_tokens(document: &Document) -> Vec<bool> {
    let mut quoted = vec![false; document.tokens.len()];
    let mut open = false;
    for sentence in &document.sentences {
        open &= !sentence.starts_paragraph;
        for i in sentence.tokens.clone() {
            match document.form(i) {
                "“" | "``" | "«" => open = true,
                "”" | "''" | "»" => open = false,
                "\"" => open = !open,
                _ => quoted[i] = open,
            }
        }
    }
    quoted
}
