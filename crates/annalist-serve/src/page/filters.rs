//! The filters of a view, with how many of the events found meet each.

use crate::ask::Ask;
use crate::words;
use annalist_store::query::{Facet, Filter, Index};
use annalist_store::{Result, Store};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// How many choices of a facet are shown.
const MOST: usize = 14;

/// The choices of one facet: its name in addresses, its title, and words with their counts.
struct Choices {
    name: &'static str,
    title: &'static str,
    words: Vec<(String, u64)>,
    shown: fn(&str) -> String,
}

/// The filters, ready to be shown.
pub struct Filters(Vec<Choices>);

/// Names of the facets with what they count. A facet is counted without its own filter, so that other choices can be
/// seen.
type Spec = (&'static str, &'static str, &'static [Facet], fn(&str) -> String);
const FACETS: [Spec; 5] = [
    ("type", "Type", &[Facet::Type], words::kind),
    ("mode", "Mode", &[Facet::Mode], str::to_owned),
    (
        "country",
        "Country",
        &[Facet::PlaceCountry, Facet::ActorCountry, Facet::RecipientCountry],
        words::country,
    ),
    ("sector", "Sector", &[Facet::ActorSector, Facet::RecipientSector], |code| {
        words::sector(code).to_owned()
    }),
    ("source", "Source", &[Facet::Source], str::to_owned),
];

/// Counts the choices for `filter`.
///
/// # Errors
/// If the store cannot be read.
pub fn count(store: &Store, index: &Index, filter: &Filter) -> Result<Filters> {
    let mut all = Vec::new();
    for (name, title, facets, shown) in FACETS {
        let chosen = chosen(filter, name);
        let without = match name {
            "type" => Filter { types: Vec::new(), ..filter.clone() },
            "mode" => Filter { modes: Vec::new(), ..filter.clone() },
            "country" => Filter { countries: Vec::new(), ..filter.clone() },
            "sector" => Filter { sectors: Vec::new(), ..filter.clone() },
            _ => Filter { sources: Vec::new(), ..filter.clone() },
        };
        let found = index.select(store, &without)?;
        // Of several roles the highest count stands: an event in Mali by Mali counts once.
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (word, n) in facets.iter().flat_map(|facet| found.facet(*facet)) {
            let count = counts.entry(word).or_default();
            *count = n.max(*count);
        }
        let mut words: Vec<(String, u64)> = counts.into_iter().collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let most = if name == "type" { words.len() } else { MOST };
        let kept = |(i, (word, _)): &(usize, (String, u64))| *i < most || chosen.contains(word);
        let words = words.into_iter().enumerate().filter(kept).map(|(_, word)| word).collect();
        all.push(Choices { name, title, words, shown });
    }
    Ok(Filters(all))
}

fn chosen<'f>(filter: &'f Filter, name: &str) -> &'f [String] {
    match name {
        "type" => &filter.types,
        "mode" => &filter.modes,
        "country" => &filter.countries,
        "sector" => &filter.sectors,
        _ => &filter.sources,
    }
}

impl Filters {
    /// The form, which leads to `path`.
    pub fn form(&self, ask: &Ask, path: &str) -> Markup {
        let shown = ["q", "party", "from", "until", "min_sources"];
        let facets: Vec<&str> = FACETS.iter().map(|(name, ..)| *name).collect();
        let others = ask.pairs().filter(|(name, _)| !shown.contains(name) && !facets.contains(name));
        html! {
            details.filters open {
                summary { "Filters" }
                form method="get" action=(path) data-live {
                    @for (name, value) in others { input type="hidden" name=(name) value=(value); }
                    (field(ask, "q", "Words", "search", "ceasefire \"peace talks\""))
                    (field(ask, "party", "Who, in any role", "text", "a name"))
                    div.pair {
                        (field(ask, "from", "From", "date", ""))
                        (field(ask, "until", "Until", "date", ""))
                    }
                    @for choices in &self.0 {
                        @if !choices.words.is_empty() { (choices.list(ask)) }
                    }
                    (field(ask, "min_sources", "At least so many independent sources", "number", ""))
                    div.actions {
                        button { "Apply" }
                        @if !ask.is_all() { " " a href=(path) { "Clear" } }
                    }
                }
            }
        }
    }
}

fn field(ask: &Ask, name: &str, title: &str, kind: &str, example: &str) -> Markup {
    let id = format!("f-{name}");
    html! {
        p.field {
            label for=(id) { (title) }
            input id=(id) type=(kind) name=(name) value=(ask.value(name)) placeholder=[(!example.is_empty()).then_some(example)]
                min=[(kind == "number").then_some("1")] autocomplete="off";
        }
    }
}

impl Choices {
    fn list(&self, ask: &Ask) -> Markup {
        let is_chosen = |word: &str| ask.values(self.name).any(|value| value.eq_ignore_ascii_case(word));
        let any = self.words.iter().any(|(word, _)| is_chosen(word));
        let open = any || self.name == "type";
        html! {
            details.facet open[open] {
                summary { (self.title) }
                fieldset {
                    legend.hidden { (self.title) }
                    ul {
                        @for (word, n) in &self.words {
                            li {
                                label {
                                    input type="checkbox" name=(self.name) value=(word) checked[is_chosen(word)];
                                    " " span.word { ((self.shown)(word)) } " "
                                    span.n { (words::grouped(*n)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is asked for, each part with a link that takes it out again.
pub fn chips(ask: &Ask, path: &str) -> Markup {
    let shown = |name: &str, value: &str| match name {
        "q" => format!("“{value}”"),
        "type" => words::kind(value),
        "country" | "actor_country" | "recipient_country" | "place_country" => words::country(value),
        "sector" | "actor_sector" | "recipient_sector" => words::sector(value).to_owned(),
        "from" | "until" => format!("{name} {}", words::day_of(value)),
        "min_sources" => format!("at least {value} sources"),
        "mode" | "context" | "mark" => value.to_owned(),
        "source" => value.to_owned(),
        _ => format!("{} {value}", name.replace('_', " ")),
    };
    let pairs: Vec<(&str, &str)> = ask.pairs().filter(|(name, _)| *name != "period").collect();
    html! {
        @if !pairs.is_empty() {
            ul.chips aria-label="What is asked for" {
                @for (name, value) in pairs {
                    li { a href=(ask.less(path, name, value)) {
                        (shown(name, value)) span.hidden { ": take out" } span.x aria-hidden="true" { "×" }
                    } }
                }
            }
        }
    }
}
