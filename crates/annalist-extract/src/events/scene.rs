//! A document with its annotations indexed for the rules of events.

use super::landscape::Landscape;
use super::tree::Tree;
use annalist_core::annotations::MentionForm;
use annalist_core::{
    Annotations, CountryCode, Document, Mention, NameKind, Place, Relation, Report, Sector, Span, Upos,
};
use annalist_lexicon::Lexicon;

/// Words of sport in a thousand that make a report one of sport.
const SPORT_PER_MILLE: usize = 15;

fn is_sport(document: &Document, lexicon: &Lexicon) -> bool {
    let words = lexicon.predicates.group("@sport").unwrap_or(&[]);
    let found = document.tokens.iter().filter(|t| words.contains(&t.lemma.as_str())).count();
    found >= 3 && found * 1000 >= SPORT_PER_MILLE * document.tokens.len()
}

/// What the rules look at.
pub struct Scene<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its trees.
    pub tree: Tree<'a>,
    /// Its times, places, entities and attributions.
    pub annotations: &'a Annotations,
    /// What annalist knows.
    pub lexicon: &'a Lexicon,
    /// Whether the report as a whole is one of sport.
    pub is_sport: bool,
    /// The countries and places that it names.
    pub landscape: Landscape,
    /// The mention headed by each token, as an index.
    mentions: Vec<Option<u32>>,
    /// The name that covers each token.
    names: Vec<Option<NameKind>>,
}

impl<'a> Scene<'a> {
    /// Indexes a document.
    pub fn new(
        report: &'a Report,
        document: &'a Document,
        annotations: &'a Annotations,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut mentions = vec![None; document.tokens.len()];
        for (i, mention) in annotations.mentions.iter().enumerate() {
            if let Some(slot) = mentions.get_mut(mention.head) {
                *slot = slot.or(Some(i as u32));
            }
        }
        let mut names = vec![None; document.tokens.len()];
        for name in &document.names {
            names[name.tokens.clone()].fill(Some(name.kind));
        }
        let is_sport = is_sport(document, lexicon);
        let landscape = Landscape::new(annotations);
        Scene {
            report,
            tree: Tree::new(document),
            annotations,
            lexicon,
            is_sport,
            landscape,
            mentions,
            names,
        }
    }

    /// The mention headed by token `head`.
    pub fn mention(&self, head: usize) -> Option<&'a Mention> {
        self.mentions[head].map(|i| &self.annotations.mentions[i as usize])
    }

    /// The kind of the name that token `i` is part of.
    pub fn name_kind(&self, i: usize) -> Option<NameKind> {
        self.names[i]
    }

    /// Whether the mention's entity can be a party.
    pub fn is_codable(&self, mention: &Mention) -> bool {
        self.annotations.entity(mention.entity).codable
    }

    /// Whether `head` heads a mention that can be a party.
    pub fn is_party(&self, head: usize) -> bool {
        self.mention(head).is_some_and(|m| self.is_codable(m))
    }

    /// Whether the word at `i` names a party inside a noun phrase: a demonym, a name, a codable noun.
    pub fn names_party(&self, i: usize) -> bool {
        let word = &self.tree.document.tokens[i];
        let country = self.place_over(word.span).is_some_and(|p| p.country.is_some());
        match word.upos {
            Upos::Adj => country,
            Upos::Propn => country || self.is_party(i) || self.names[i].is_some(),
            Upos::Noun => self.is_party(i),
            _ => false,
        }
    }

    /// Whether the phrase is of people or of a group of them.
    pub fn is_people(&self, head: usize) -> bool {
        if self.names[head] != Some(NameKind::Person) && self.is_place(head) {
            return false;
        }
        if self.names[head] == Some(NameKind::Person) || matches!(self.tree.xpos(head), "PRP" | "WP") {
            return self.tree.lemma(head) != "it";
        }
        match self.mention(head) {
            Some(m) if m.form != MentionForm::Name => {
                let entity = self.annotations.entity(m.entity);
                entity.codable && (!entity.sectors.is_empty() || entity.kind == Some(NameKind::Person))
            }
            Some(m) => self.annotations.entity(m.entity).kind == Some(NameKind::Person),
            None => self.tree.upos(head) == Upos::Num,
        }
    }

    /// Whether the phrase is a toponym, or a noun for a place with one inside.
    pub fn is_place(&self, head: usize) -> bool {
        const NOUNS: &[&str] = &[
            "area",
            "border",
            "capital",
            "center",
            "centre",
            "city",
            "country",
            "district",
            "island",
            "land",
            "neighborhood",
            "neighbourhood",
            "part",
            "province",
            "region",
            "stronghold",
            "territory",
            "town",
            "village",
            "zone",
            "base",
            "airport",
            "field",
            "hill",
            "port",
            "post",
            "bridge",
            "dam",
        ];
        let token = &self.tree.document.tokens[head];
        NOUNS.contains(&self.tree.lemma(head))
            || (token.upos == Upos::Propn && self.place_over(token.span).is_some())
    }

    /// Whether the phrase names a country, its government or its people.
    pub fn is_country(&self, head: usize) -> bool {
        self.mention(head).is_some_and(|m| {
            let entity = self.annotations.entity(m.entity);
            entity.codable
                && entity.country.is_some_and(|c| !c.is_international())
                && m.form != MentionForm::Pronoun
        })
    }

    /// Whether the phrase names an organization.
    pub fn is_organization(&self, head: usize) -> bool {
        const NOUNS: &[&str] = &[
            "alliance",
            "association",
            "bloc",
            "body",
            "club",
            "coalition",
            "commission",
            "community",
            "council",
            "group",
            "league",
            "organization",
            "organisation",
            "party",
            "treaty",
            "union",
        ];
        self.names[head] == Some(NameKind::Organization) || NOUNS.contains(&self.tree.lemma(head))
    }

    /// Whether a named or described party belongs to the sectors that a group of lemmas stands for.
    pub fn is_named_group(&self, head: usize, group: &str) -> bool {
        let Some(mention) = self.mention(head) else { return false };
        let sectors = &self.annotations.entity(mention.entity).sectors;
        let wanted: &[Sector] = match group {
            "@armed" => &[Sector::Mil, Sector::Reb, Sector::Prm, Sector::Uaf, Sector::Cop],
            "@troops" => &[Sector::Mil],
            "@police" => &[Sector::Cop],
            "@official" => &[Sector::Gov, Sector::Jud, Sector::Leg],
            _ => &[],
        };
        sectors.first().is_some_and(|s| wanted.contains(s))
    }

    /// The toponym that covers or lies in `span`.
    pub fn place_over(&self, span: Span) -> Option<&'a Place> {
        let places = &self.annotations.places;
        let from = places.partition_point(|p| p.span.end <= span.start);
        places[from..].iter().take(3).find(|p| p.span.overlaps(span))
    }

    /// Whether a time expression covers `span`.
    pub fn is_time(&self, span: Span) -> bool {
        let times = &self.annotations.times;
        let from = times.partition_point(|t| t.span.end <= span.start);
        times[from..].iter().take(3).any(|t| t.span.overlaps(span))
    }

    /// The common name of a country.
    pub fn country_name(&self, code: CountryCode) -> Option<String> {
        self.lexicon.countries.by_code(code).map(|c| c.name.to_string())
    }

    /// The fullest mention that a pronoun stands for: in the same sentence, else the nearest before it.
    pub fn antecedent(&self, pronoun: &'a Mention) -> &'a Mention {
        let sentence = self.tree.document.sentence_of(pronoun.head);
        let others = self.annotations.mentions.iter().filter(|m| {
            m.entity == pronoun.entity && m.form != MentionForm::Pronoun && m.head != pronoun.head
        });
        let rank = |m: &&Mention| {
            let there = self.tree.document.sentence_of(m.head);
            (there > sentence, there.abs_diff(sentence), pronoun.span.start.abs_diff(m.span.start))
        };
        others.min_by_key(rank).unwrap_or(pronoun)
    }

    /// Whether `other` is coordinated with `head` in the tree.
    pub fn coordinated(&self, head: usize, other: usize) -> bool {
        self.tree.relation(other) == Relation::Conj && self.tree.head(other).is_some_and(|h| h == head)
    }

    /// The span of the sentence that holds token `i`.
    pub fn sentence_span(&self, i: usize) -> Span {
        self.tree.document.sentences[self.tree.document.sentence_of(i)].span
    }

    /// The times of the sentence of token `i`, as indices.
    pub fn times_of_sentence(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let span = self.sentence_span(i);
        let times = &self.annotations.times;
        let from = times.partition_point(|t| t.span.end <= span.start);
        (from..times.len()).take_while(move |t| times[*t].span.start < span.end)
    }

    /// The places of the sentence of token `i`.
    pub fn places_of_sentence(&self, i: usize) -> impl Iterator<Item = &'a Place> {
        let span = self.sentence_span(i);
        let places = &self.annotations.places;
        let from = places.partition_point(|p| p.span.end <= span.start);
        places[from..].iter().take_while(move |p| p.span.start < span.end)
    }

    /// The token of a time expression whose head lies outside it.
    pub fn time_head(&self, time: usize) -> Option<usize> {
        let tokens = self.tree.document.tokens_in(self.annotations.times[time].span);
        tokens.clone().find(|t| self.tree.head(*t).is_none_or(|h| !tokens.contains(&h)))
    }
}
