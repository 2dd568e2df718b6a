//! What a party is where the words of its phrase do not say: "the holdouts", "an executive member", "Werner Müller".
//!
//! A linear model over the phrase, what it depends on, the rule's own answer and the parser's states chooses the
//! primary sector, or that nobody is meant; `training/actors/README.md` tells how it learns. What the lexicon names
//! is not asked about.

use super::resolve::{Phrase, Resolution};
use crate::linear::{self, Bag, Weights, softmax};
use annalist_core::annotations::MentionForm;
use annalist_core::{Document, Entity, EntityId, Mention, NameKind, Relation, Sector, Upos};
use std::sync::OnceLock;

/// Rows of the weights of the hashed features.
pub const ROWS: usize = 1 << 14;

/// One column a sector, and the last for nobody.
pub const COLUMNS: usize = Sector::ALL.len() + 1;

/// How likely a sector must be to make a party of what the rules make none.
const PARTY: f32 = 0.4;

/// How likely it must be to be given to a party of which the rules only know that it is one.
const SURE: f32 = 0.2;

/// How likely it must be to take the place of what the rules say.
const SURER: f32 = 0.7;

/// What is asked about a party.
pub struct Question {
    /// The party, by its place among the entities.
    pub entity: usize,
    /// Hashed features.
    pub features: Vec<u32>,
    /// What the parser makes of the head and of what it depends on.
    pub states: Vec<f32>,
}

/// The weights of the features and of the states.
pub struct Model {
    /// Rows of features.
    pub features: Weights,
    /// Rows of states.
    pub states: Weights,
}

impl Model {
    /// The chances of the sectors, and last of nobody.
    pub fn chances(&self, question: &Question) -> Vec<f32> {
        chances(&self.features, &self.states, question)
    }

    /// The weights built into the program.
    pub fn english() -> &'static Model {
        static ENGLISH: OnceLock<Model> = OnceLock::new();
        ENGLISH.get_or_init(|| Model {
            features: read(include_bytes!("../../../../models/en/party-sector.bin")),
            states: read(include_bytes!("../../../../models/en/party-states.bin")),
        })
    }
}

/// As [`Model::chances`], by weights of features and of states that need not be whole yet.
pub fn chances(features: &Weights, states: &Weights, question: &Question) -> Vec<f32> {
    let mut sum = features.sum(&question.features);
    states.add(&question.states, &mut sum);
    softmax(&mut sum);
    sum
}

fn read(bytes: &[u8]) -> Weights {
    Weights::read(bytes, COLUMNS).expect("the embedded model is whole")
}

/// Decides what the rules leave open of the parties, or are likely to have wrong.
pub fn settle(document: &Document, entities: &mut [Entity], mentions: &[Mention]) {
    for question in questions(document, entities, mentions) {
        decide(&Model::english().chances(&question), &mut entities[question.entity]);
    }
}

/// As [`settle`], for a phrase that stands alone.
pub fn settle_phrase(document: &Document, phrase: &Phrase, found: Resolution) -> Resolution {
    let mut entity = Entity {
        id: EntityId(0),
        name: found.name.clone(),
        kind: found.kind,
        country: found.country,
        sectors: found.sectors.clone(),
        office: found.office.clone(),
        codable: found.codable,
        plural: found.plural,
        rule: found.rule.clone(),
    };
    let head = phrase.core_end;
    let name = document.tokens[head].upos == Upos::Propn;
    let form = if name { MentionForm::Name } else { MentionForm::Nominal };
    let mention = Mention { span: document.span_of(phrase.tokens.clone()), head, entity: entity.id, form };
    let Some(question) = question(document, &entity, &mention) else { return found };
    decide_alone(&Model::english().chances(&question), &mut entity);
    Resolution { sectors: entity.sectors, codable: entity.codable, rule: entity.rule, ..found }
}

/// What is to be asked about the parties.
pub fn questions(document: &Document, entities: &[Entity], mentions: &[Mention]) -> Vec<Question> {
    let mut telling: Vec<Option<&Mention>> = vec![None; entities.len()];
    for mention in mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        // What describes somebody tells more than a name.
        let best = &mut telling[mention.entity.0 as usize];
        let describes = mention.form == MentionForm::Nominal;
        if best.is_none_or(|b| describes && b.form == MentionForm::Name) {
            *best = Some(mention);
        }
    }
    let asked = entities.iter().zip(telling);
    asked.filter_map(|(entity, mention)| question(document, entity, mention?)).collect()
}

/// Takes over the likeliest answer where it is likely enough.
pub fn decide(chances: &[f32], found: &mut Entity) {
    decide_from(SURE, chances, found);
}

/// As [`decide`], of a phrase that stands alone: a mere name tells hardly anything without a report.
fn decide_alone(chances: &[f32], found: &mut Entity) {
    let name = found.rule.starts_with("unknown-name");
    decide_from(if name { SURER } else { SURE }, chances, found);
}

/// Takes over the likeliest answer where it is likely enough, `sure` being enough for a party of which the rules only know
/// that it is one.
fn decide_from(sure: f32, chances: &[f32], found: &mut Entity) {
    let best = (0..COLUMNS).max_by(|a, b| chances[*a].total_cmp(&chances[*b])).unwrap_or(COLUMNS - 1);
    let open = matches!(found.sectors.as_slice(), [] | [Sector::Unk]);
    let wanted = match (found.codable, open) {
        (false, _) => PARTY,
        (true, true) => sure,
        (true, false) => SURER,
    };
    let Some(sector) = Sector::ALL.get(best) else {
        if chances[best] >= SURER && found.codable && found.kind.is_none() {
            found.codable = false;
            found.rule = format!("{}+nobody", found.rule).into();
        }
        return;
    };
    let given = found.codable && found.sectors.first() == Some(sector);
    if given || chances[best] < wanted {
        return;
    }
    // "An opposition leader" may be of a party, and is of the opposition still.
    let opposed = found.sectors.contains(&Sector::Opp);
    let may_oppose = matches!(sector, Sector::Pty | Sector::Leg | Sector::Cvl);
    found.sectors = vec![*sector];
    found.sectors.extend((opposed && may_oppose).then_some(Sector::Opp));
    found.codable = true;
    found.rule = format!("{}+standing", found.rule).into();
}

/// What is to be asked about a party, by the mention that tells most of it, if anything is.
fn question(document: &Document, found: &Entity, mention: &Mention) -> Option<Question> {
    const ASKED: &[&str] = &["address", "modifier", "person", "quantity", "role", "unknown-name", "unlisted"];
    let rule = found.rule.split('/').next().unwrap_or_default();
    let known = rule == "person" && found.name.is_some();
    let user = found.rule.ends_with(')');
    if known || user || ASKED.binary_search(&rule).is_err() {
        return None;
    }
    let (head, tokens) = (mention.head, document.tokens_in(mention.span));
    let mut bag = Bag::default();
    let own = if found.codable { found.sectors.first().map_or("none", |s| s.as_str()) } else { "nobody" };
    let lemma = |i: usize| document.tokens[i].lemma.to_lowercase();
    let word = lemma(head);
    let kind = match found.kind {
        Some(NameKind::Person) => "person",
        Some(NameKind::Organization) => "organization",
        Some(_) => "other",
        None => "none",
    };
    let upos = document.tokens[head].upos.as_str();
    let number = if found.plural { "many" } else { "one" };
    bag.add(&["bias"]);
    bag.add(&["rule", rule, own]);
    bag.add(&["rule", rule, own, kind]);
    bag.add(&["found", &found.rule]);
    bag.add(&["head", &word]);
    bag.add(&["head", &word, own]);
    let described = if mention.form == MentionForm::Nominal { "described" } else { "named" };
    bag.add(&["kind", kind, upos, number]);
    bag.add(&["rule", rule, own, described]);
    bag.add(&["sectors", &found.sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ")]);
    let chars: Vec<char> = word.chars().collect();
    for n in [3, 4] {
        if chars.len() > n && found.kind != Some(NameKind::Person) {
            bag.add(&["end", &chars[chars.len() - n..].iter().collect::<String>()]);
        }
    }
    for i in tokens.filter(|i| *i != head) {
        let token = &document.tokens[i];
        let what = match token.upos {
            Upos::Noun | Upos::Adj | Upos::Propn => "word",
            Upos::Det | Upos::Num | Upos::Pron => "small",
            _ => continue,
        };
        let side = if i < head { "before" } else { "after" };
        bag.add(&[what, side, &if what == "word" { lemma(i) } else { token.upos.as_str().to_owned() }]);
    }
    if let Some(up) = document.head(head) {
        let relation = document.tokens[head].relation.as_str();
        bag.add(&["relation", relation]);
        bag.add(&["relation", relation, document.tokens[up].upos.as_str()]);
        bag.add(&["above", &lemma(up)]);
        bag.add(&["above", &lemma(up), relation]);
    }
    if let Some(case) = document.child_in(head, Relation::Case) {
        bag.add(&["case", &document.form(case).to_lowercase()]);
    }
    for child in document.children(head) {
        let token = &document.tokens[child];
        if matches!(token.relation, Relation::Appos | Relation::NmodPoss | Relation::Nmod) {
            bag.add(&["below", token.relation.as_str(), &lemma(child)]);
        }
    }
    let states = linear::states(document, head);
    Some(Question { entity: found.id.0 as usize, features: bag.finish(), states })
}
