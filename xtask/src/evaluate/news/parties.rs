//! Who a party is: the phrases of a report that annalist takes for one and the same.

use super::reports::{Points, Text, all_points, overlap, points};
use annalist_evaluate::pairing::LEAST_F1;
use annalist_evaluate::words;
use serde_json::Value;

/// The parties of one report.
pub struct Parties<'a> {
    text: &'a Text,
    entities: Vec<Entity<'a>>,
}

struct Entity<'a> {
    id: &'a str,
    name: Option<&'a str>,
    country: Option<&'a str>,
    mentions: Vec<Points>,
}

impl<'a> Parties<'a> {
    /// The entities that `annotated` lists.
    pub fn new(text: &'a Text, annotated: &'a Value) -> Self {
        let entities = annotated["entities"].as_array().into_iter().flatten();
        let entities = entities.map(|e| Entity {
            id: e["id"].as_str().unwrap_or_default(),
            name: e["name"].as_str(),
            country: e["country"].as_str(),
            mentions: all_points(&e["mentions"]),
        });
        Parties { text, entities: entities.collect() }
    }

    /// A word that stands for the party of each of `spans`: the same for two phrases of one entity, or of entities of
    /// one full name. A phrase is an entity's that a mention of it overlaps with at least half of the words; else one
    /// that has these words elsewhere in the report. A phrase that is no entity's has a word of its own.
    pub fn labels(&self, spans: &[Points]) -> Vec<String> {
        spans.iter().map(|span| self.label(*span)).collect()
    }

    fn label(&self, span: Points) -> String {
        let likeness = |mention: Points| match mention == span {
            true => 2.0,
            false => words::f1(&self.words(span), &self.words(mention)),
        };
        let mentions = || self.entities.iter().flat_map(|e| e.mentions.iter().map(move |m| (e, *m)));
        let best = |stands: &dyn Fn(Points) -> bool| {
            let fit = mentions().filter(|(_, m)| stands(*m)).map(|(e, m)| (likeness(m), e));
            // At equal likeness the first mention, in the order of entities.
            fit.filter(|(f, _)| *f >= LEAST_F1).reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, e)| e)
        };
        match best(&|m| overlap(m, span)).or_else(|| best(&|_| true)) {
            Some(entity) => entity.label(),
            None => format!("at{}", span[0]),
        }
    }

    fn words(&self, span: Points) -> Vec<String> {
        words::of(&[self.text.of(span).to_owned()])
    }

    /// Whether the source at `source`, taken for the entity `id`, is who is labelled at `span`.
    ///
    /// The source's words or a mention of the entity overlap the label, are the same words, end in its last name, or
    /// are its first word alone, as a family name that comes first; or the entity's full name ends in its last name.
    pub fn is(&self, source: &[Points], id: Option<&str>, span: Points) -> bool {
        let entity = id.and_then(|id| self.entity(id));
        let mentions = || source.iter().chain(entity.iter().flat_map(|e| &e.mentions)).copied();
        if mentions().any(|m| overlap(m, span)) {
            return true;
        }
        let labelled = self.text.of(span);
        let mut phrases = mentions().map(|m| self.text.of(m)).chain(entity.and_then(|e| e.name));
        let same_name = |phrase: &str| {
            let name = last_name(phrase);
            let comes_first = name == labelled.split(' ').next() && name == Some(phrase);
            phrase == labelled || name.is_some() && (name == last_name(labelled) || comes_first)
        };
        phrases.any(same_name)
    }

    /// The country of the entity `id`, where it has one.
    pub fn country(&self, id: &str) -> Option<&'a str> {
        self.entity(id)?.country
    }

    fn entity(&self, id: &str) -> Option<&Entity<'a>> {
        self.entities.iter().find(|e| e.id == id)
    }
}

impl Entity<'_> {
    /// One word, so that each party counts once whatever the length of its name.
    fn label(&self) -> String {
        let name = self.name.map(|n| words::of(&[n.to_owned()]).concat()).filter(|n| !n.is_empty());
        name.unwrap_or_else(|| self.id.to_owned())
    }
}

/// The last word of a phrase, where it is written as names are.
fn last_name(phrase: &str) -> Option<&str> {
    let word =
        phrase.split(|c: char| !c.is_alphanumeric() && c != '-').rfind(|w| !w.is_empty() && *w != "s")?;
    word.chars().next().filter(|c| c.is_uppercase()).map(|_| word)
}

/// The spans of the parties in a list of JSON objects with `span`, or of spans.
pub fn spans(list: &Value) -> Vec<Points> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|v| points(v).or_else(|| points(&v["span"]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TEXT: &str = "President Aziz Tall met Omar Diop. He thanked Mr Diop. The president left; a spokesman stayed. Chen Wu and \
                        Wu Chenxi came; Chen spoke.";

    fn at(words: &str) -> Points {
        let start = TEXT.find(words).expect("the words stand in the text") as u32;
        [start, start + words.len() as u32]
    }

    /// The first four letters of `words`, which stand in the text more than once.
    fn first(words: &str) -> Points {
        let [start, _] = at(words);
        [start, start + 4]
    }

    fn annotated() -> Value {
        json!({"entities": [
            {"id": "e1", "name": "Aziz Tall", "country": "MRT", "mentions": [at("President Aziz Tall"), at("He ")]},
            {"id": "e2", "name": "Omar Diop", "country": null, "mentions": [at("Omar Diop")]},
            {"id": "e3", "name": "Omar Diop", "country": "SEN", "mentions": [at("Mr Diop")]},
            {"id": "e4", "name": null, "country": null, "mentions": [at("a spokesman")]},
            {"id": "e5", "name": null, "country": null, "mentions": [first("Chen spoke")]},
        ]})
    }

    #[test]
    fn phrases_of_one_entity_or_name_have_one_label() {
        let (text, annotated) = (Text::new(TEXT), annotated());
        let parties = Parties::new(&text, &annotated);
        let label = |words: &str| parties.labels(&[at(words)]).remove(0);
        assert_eq!(label("Aziz Tall"), label("He "));
        assert_eq!(label("Omar Diop"), label("Mr Diop"), "two entities of one name");
        assert_ne!(label("Omar Diop"), label("Aziz Tall"));
        assert_eq!(label("stayed"), format!("at{}", at("stayed")[0]), "nobody's words");
        assert_eq!(label("spokesman"), "e4");
    }

    #[test]
    fn a_speaker_is_met_by_place_or_last_name() {
        let (text, annotated) = (Text::new(TEXT), annotated());
        let parties = Parties::new(&text, &annotated);
        assert!(parties.is(&[], Some("e1"), at("Aziz Tall")));
        assert!(parties.is(&[], Some("e2"), at("Mr Diop")), "by the last name");
        assert!(!parties.is(&[], Some("e2"), at("Aziz Tall")));
        assert!(!parties.is(&[], Some("e4"), at("stayed")), "no name");
        assert!(!parties.is(&[], None, at("Aziz Tall")));
        assert!(parties.is(&[first("Diop. He")], None, at("Mr Diop")), "the source's words");
        assert!(parties.is(&[], Some("e5"), at("Chen Wu")), "the family name first");
        assert!(!parties.is(&[], Some("e5"), at("Wu Chenxi")));
        assert_eq!((parties.country("e3"), parties.country("e2")), (Some("SEN"), None));
        assert_eq!(last_name("the minister's"), None);
        assert_eq!(last_name("Ban Ki-moon's"), Some("Ki-moon"));
    }
}
