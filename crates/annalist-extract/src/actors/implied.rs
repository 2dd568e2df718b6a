//! The country of a party whose phrase leaves it to the report: "police", "the minister", "protesters".
//!
//! Every country of which the report gives a sign — a place in it, a person or body that belongs to it — may be the
//! one, and so may none. A linear model chooses; `training/actors/README.md` tells how it learns.

use crate::linear::{Bag, Weights, softmax};
use annalist_core::annotations::{MentionForm, PlaceUse};
use annalist_core::{
    CountryCode, Document, Entity, Mention, NameKind, Place, Relation, Report, Sector, Upos,
};
use std::sync::OnceLock;

/// Rows of the weights.
pub const ROWS: usize = 1 << 14;

/// How likely a country must be to be given: who reads "France" expects it to be so.
const SURE: f32 = 0.4;

/// The countries of a report that are looked at, the most often named first.
const MOST: usize = 12;

/// The sentences that say what a report is about.
const OPENING: usize = 2;

/// What shows that a report has to do with a country.
#[derive(Clone, Copy, Debug)]
struct Sign {
    code: CountryCode,
    token: usize,
    sentence: usize,
    /// Whether it is a place that is meant as one.
    scene: bool,
    /// Whether it is a party, not a place or a word for a country's people.
    party: bool,
}

/// A party without a country, with the features of every answer.
pub struct Question {
    /// The party, by its place among the entities.
    pub entity: usize,
    /// The countries that it may belong to, each with its features.
    pub countries: Vec<(CountryCode, Vec<u32>)>,
    /// The features of its belonging to none of them.
    pub none: Vec<u32>,
}

impl Question {
    /// The likeliest country and how likely it is.
    pub fn answer(&self, weights: &Weights) -> Option<(CountryCode, f32)> {
        let features = std::iter::once(&self.none).chain(self.countries.iter().map(|(_, f)| f));
        let mut chances: Vec<f32> = features.map(|f| weights.sum(f)[0]).collect();
        softmax(&mut chances);
        let best = (1..chances.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b]))?;
        Some((self.countries[best - 1].0, chances[best]))
    }
}

/// Gives the parties that have no country the one that the report implies, where it does.
pub fn settle(
    report: &Report,
    document: &Document,
    places: &[Place],
    entities: &mut [Entity],
    mentions: &[Mention],
) {
    for question in questions(report, document, places, entities, mentions) {
        if let Some((code, _)) = question.answer(english()).filter(|(_, chance)| *chance >= SURE) {
            let entity = &mut entities[question.entity];
            entity.country = Some(code);
            entity.rule = format!("{}+report", entity.rule).into();
        }
    }
}

fn english() -> &'static Weights {
    static ENGLISH: OnceLock<Weights> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        Weights::read(include_bytes!("../../../../models/en/party-country.bin"), 1)
            .unwrap_or_else(|| Weights::zero(1, 1))
    })
}

/// The parties whose country the report may imply.
pub fn questions(
    report: &Report,
    document: &Document,
    places: &[Place],
    entities: &[Entity],
    mentions: &[Mention],
) -> Vec<Question> {
    let signs = signs(document, places, entities, mentions);
    let dateline = report.dateline.as_ref().and_then(|d| d.span);
    let dateline = dateline.and_then(|span| places.iter().find(|p| span.overlaps(p.span))?.country);
    let counts = counts(&signs);
    if counts.is_empty() {
        return Vec::new();
    }
    let view = View { document, entities, mentions, signs: &signs, counts: &counts, dateline };
    (0..entities.len()).filter_map(|e| view.question(e)).collect()
}

/// The signs of all countries, in text order; one a token.
fn signs(document: &Document, places: &[Place], entities: &[Entity], mentions: &[Mention]) -> Vec<Sign> {
    let mut all: Vec<Sign> = Vec::new();
    for place in places {
        if let (Some(code), Some(token)) = (place.country, document.token_at(place.span.start)) {
            let sentence = document.sentence_of(token);
            let scene = place.usage == PlaceUse::Literal;
            all.push(Sign { code, token, sentence, scene, party: false });
        }
    }
    for mention in mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        if let Some(code) = entities[mention.entity.0 as usize].country {
            let sentence = document.sentence_of(mention.head);
            all.push(Sign { code, token: mention.head, sentence, scene: false, party: true });
        }
    }
    all.sort_by_key(|s| (s.token, s.code, s.party));
    all.dedup_by_key(|s| (s.token, s.code));
    all
}

/// How many signs each country has, the most first; of as many, the first named first.
fn counts(signs: &[Sign]) -> Vec<(CountryCode, usize)> {
    let mut counts: Vec<(CountryCode, usize)> = Vec::new();
    for sign in signs {
        match counts.iter_mut().find(|(c, _)| *c == sign.code) {
            Some((_, n)) => *n += 1,
            None => counts.push((sign.code, 1)),
        }
    }
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts.truncate(MOST);
    counts
}

/// A report as the features see it.
struct View<'a> {
    document: &'a Document,
    entities: &'a [Entity],
    mentions: &'a [Mention],
    signs: &'a [Sign],
    counts: &'a [(CountryCode, usize)],
    dateline: Option<CountryCode>,
}

/// A party as the features see it.
struct Party<'a> {
    /// The mentions that name or describe it.
    told: Vec<&'a Mention>,
    head: usize,
    sentence: usize,
    lemma: String,
    /// What sort of party: by primary sector, and whether it is a person named.
    sort: &'static str,
    sector: &'static str,
    form: &'static str,
}

impl View<'_> {
    fn question(&self, e: usize) -> Option<Question> {
        let entity = &self.entities[e];
        if !entity.codable || entity.country.is_some() {
            return None;
        }
        let told: Vec<&Mention> = self
            .mentions
            .iter()
            .filter(|m| m.entity.0 as usize == e && m.form != MentionForm::Pronoun)
            .collect();
        let first = told.first()?;
        let head = first.head;
        if entity.plural && is_state(&self.document.tokens[head].lemma) {
            return None;
        }
        let party = Party {
            head,
            sentence: self.document.sentence_of(head),
            lemma: self.document.tokens[head].lemma.to_lowercase(),
            sort: sort(entity),
            sector: entity.sectors.first().map_or("none", |s| s.as_str()),
            form: self.form(first),
            told,
        };
        let countries = self.counts.iter().enumerate();
        Some(Question {
            entity: e,
            countries: countries
                .map(|(rank, (code, n))| (*code, self.country(&party, rank, *code, *n)))
                .collect(),
            none: self.none(&party, entity),
        })
    }

    /// How the first mention stands: a name, or a noun with what before it.
    fn form(&self, mention: &Mention) -> &'static str {
        if mention.form == MentionForm::Name {
            return "name";
        }
        let document = self.document;
        let word = |i: usize| document.form(i).to_lowercase();
        if document.child_in(mention.head, Relation::NmodPoss).is_some() {
            return "owned";
        }
        if document.child_in(mention.head, Relation::Nummod).is_some() {
            return "counted";
        }
        match document.child_in(mention.head, Relation::Det).map(word).as_deref() {
            Some("the" | "this" | "that" | "these" | "those") => "definite",
            Some("a" | "an") => "indefinite",
            Some(_) => "quantified",
            None if document.tokens[mention.head].upos == Upos::Propn => "proper",
            None => "bare",
        }
    }

    fn country(&self, party: &Party, rank: usize, code: CountryCode, n: usize) -> Vec<u32> {
        let mut bag = Bag::default();
        let mut add = |parts: &[&str]| {
            bag.add(parts);
            bag.add(&[&[party.sort], parts].concat());
        };
        add(&["country"]);
        let total: usize = self.counts.iter().map(|(_, n)| n).sum();
        let share = share(n, total);
        let few = match n {
            1 => "1",
            2 => "2",
            3..=4 => "3",
            5..=8 => "5",
            _ => "9",
        };
        let place = ["0", "1", "2", "3"][rank.min(3)];
        add(&["rank", place]);
        add(&["share", share]);
        add(&["count", few]);
        add(&["rank-share", place, share]);
        let next = self.counts.iter().find(|(c, _)| *c != code).map_or(0, |(_, n)| *n);
        if rank == 0 {
            let lead = if next == 0 {
                "only"
            } else if n >= 3 * next {
                "far"
            } else if n > next {
                "near"
            } else {
                "tied"
            };
            add(&["lead", lead]);
            bag_pair(&mut add, "lead-few", lead, few);
        }
        let own: Vec<&Sign> = self.signs.iter().filter(|s| s.code == code).collect();
        let before = own.iter().rev().find(|s| s.token < party.head);
        let gap = before.map_or("none", |s| gap(party.sentence - s.sentence));
        add(&["gap", gap]);
        let latest = self.signs.iter().rev().find(|s| s.token < party.head && !s.code.is_international());
        let nearest = if latest.is_some_and(|s| s.code == code) { "nearest" } else { "farther" };
        add(&[nearest]);
        bag_pair(&mut add, "nearest-rank", nearest, place);
        let here = |s: &&&Sign| s.sentence == party.sentence;
        let after = own.iter().filter(here).any(|s| s.token > party.head);
        let scene = own.iter().filter(here).any(|s| s.scene);
        let beside = own.iter().filter(here).any(|s| s.party);
        let same = match (gap == "0", after) {
            (true, true) => "around",
            (true, false) => "before",
            (false, true) => "after",
            (false, false) => "absent",
        };
        add(&["sentence", same]);
        if scene {
            add(&["scene"]);
        }
        if beside {
            add(&["beside"]);
        }
        let others = self.signs.iter().filter(|s| s.sentence == party.sentence && s.code != code).count();
        bag_pair(&mut add, "sentence-others", same, ["0", "1", "2"][others.min(2)]);
        if self.signs.first().is_some_and(|s| s.code == code) {
            add(&["first"]);
        }
        let local = self.local(party.sentence, code);
        add(&["local", local]);
        add(&["local-share", local, share]);
        let opening = self.signs.iter().filter(|s| s.sentence < OPENING);
        let (led, of) = opening.fold((0, 0), |(n, of), s| (n + usize::from(s.code == code), of + 1));
        add(&["opening", share_of_all(led, of)]);
        if self.dateline == Some(code) {
            add(&["dateline"]);
        }
        if code.is_international() {
            add(&["international", code.as_str()]);
        }
        if let Some(relation) = self.opposed(party, code) {
            add(&["opposed", relation]);
        }
        if self.alike(party, code) {
            add(&["alike"]);
        }
        let near = party.told.iter().filter(|m| {
            let sentence = self.document.sentence_of(m.head);
            own.iter().any(|s| s.sentence == sentence || s.sentence + 1 == sentence)
        });
        add(&["covers", share_of(near.count(), party.told.len())]);
        bag.add(&["sector", party.sector, place, share]);
        bag.add(&["sector", party.sector, nearest]);
        bag.finish()
    }

    /// How much of what the sentences around a sentence say is of the country; what is farther counts less.
    fn local(&self, sentence: usize, code: CountryCode) -> &'static str {
        let (mut own, mut all) = (0.0, 0.0);
        for sign in self.signs.iter().filter(|s| !s.code.is_international() || s.code == code) {
            let weight = (-(sign.sentence.abs_diff(sentence) as f32) / 2.0).exp();
            all += weight;
            own += if sign.code == code { weight } else { 0.0 };
        }
        share((own / f32::max(all, 1e-6) * 100.0) as usize, 100)
    }

    /// Whether the party and one of the country depend on one verb, and how the other does: "police arrested a Ghanaian".
    fn opposed(&self, party: &Party, code: CountryCode) -> Option<&'static str> {
        let verb = self.document.head(party.head)?;
        let other =
            |s: &&Sign| s.code == code && s.token != party.head && self.document.head(s.token) == Some(verb);
        let sign = self.signs.iter().find(other)?;
        Some(self.document.tokens[sign.token].relation.as_str())
    }

    /// Whether the report says the same noun of a party of the country: "the Kenyan police", then "police".
    fn alike(&self, party: &Party, code: CountryCode) -> bool {
        self.mentions.iter().any(|m| {
            self.entities[m.entity.0 as usize].country == Some(code)
                && self.document.tokens[m.head].lemma.eq_ignore_ascii_case(&party.lemma)
        })
    }

    fn none(&self, party: &Party, entity: &Entity) -> Vec<u32> {
        let mut bag = Bag::default();
        let total: usize = self.counts.iter().map(|(_, n)| n).sum();
        let top = share(self.counts[0].1, total);
        let number = if entity.plural { "many" } else { "one" };
        bag.add(&["none"]);
        bag.add(&["none", party.sort]);
        bag.add(&["none", party.sort, party.form]);
        bag.add(&["none", "sector", party.sector]);
        bag.add(&["none", "sector", party.sector, number]);
        bag.add(&["none", "lemma", &party.lemma]);
        bag.add(&["none", "top", top]);
        bag.add(&["none", "top", top, party.sort]);
        bag.add(&["none", "countries", ["0", "1", "2", "3", "4"][self.counts.len().min(4)], party.sort]);
        bag.add(&["none", number, party.form]);
        let document = self.document;
        for child in document.children(party.head) {
            let token = &document.tokens[child];
            if matches!(token.relation, Relation::Amod | Relation::Compound | Relation::Det) {
                bag.add(&["none", "modifier", &token.lemma.to_lowercase()]);
            }
        }
        bag.finish()
    }
}

/// Whether several of these are of no one country: "member states", "the warring nations".
fn is_state(lemma: &str) -> bool {
    matches!(lemma.to_lowercase().as_str(), "country" | "government" | "nation" | "power" | "state")
}

fn bag_pair(add: &mut impl FnMut(&[&str]), name: &str, one: &str, other: &str) {
    add(&[name, one, other]);
}

/// What sort of party: what it is decides how far its country is the report's.
fn sort(entity: &Entity) -> &'static str {
    use Sector::*;
    if entity.kind == Some(NameKind::Person) {
        return if entity.sectors.is_empty() { "person" } else { "official" };
    }
    match entity.sectors.first() {
        Some(Gov | Jud | Leg | Pty | Opp | Spy | Cop) => "state",
        Some(Mil) => "military",
        Some(Reb | Prm | Uaf | Crm) => "armed",
        Some(Cvl | Unk | Ref) => "people",
        Some(_) => "body",
        None => "unsaid",
    }
}

fn share(n: usize, of: usize) -> &'static str {
    match n * 20 / of.max(1) {
        0..=1 => "0",
        2..=3 => "10",
        4..=7 => "20",
        8..=11 => "40",
        12..=15 => "60",
        16..=19 => "80",
        _ => "all",
    }
}

fn share_of_all(n: usize, of: usize) -> &'static str {
    if of == 0 { "nothing" } else { share(n, of) }
}

fn share_of(n: usize, of: usize) -> &'static str {
    if n == 0 {
        "none"
    } else if n == of {
        "all"
    } else {
        "some"
    }
}

fn gap(sentences: usize) -> &'static str {
    match sentences {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=5 => "3",
        _ => "6",
    }
}
