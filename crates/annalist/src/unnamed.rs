//! A coded report without the names of private persons.
//!
//! The text itself is rewritten and every position with it, so that nothing that is made of the result, in whatever
//! format, can hold what the text no longer holds. [`without_private_names`] says who is private and what replaces them.

use crate::Coded;
use annalist_core::event::{Magnitude, Party};
use annalist_core::{Document, Entity, NameKind, Place, Relation, Report, Sector, Span, Upos};
use annalist_extract::actors::gender;
use annalist_lexicon::{Kind, Lexicon, RoleKind, fold, push_words};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Words of offices and roles that are held before the public, whatever the sector.
const PUBLIC: &[&str] = &[
    "admiral",
    "ambassador",
    "archbishop",
    "ayatollah",
    "bishop",
    "candidate",
    "cardinal",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chief",
    "commander",
    "commissioner",
    "coordinator",
    "dictator",
    "director",
    "emir",
    "emperor",
    "envoy",
    "general",
    "governor",
    "head",
    "imam",
    "judge",
    "justice",
    "king",
    "leader",
    "magistrate",
    "marshal",
    "mayor",
    "mediator",
    "minister",
    "mufti",
    "mullah",
    "negotiator",
    "patriarch",
    "pontiff",
    "pope",
    "premier",
    "president",
    "prince",
    "princess",
    "prosecutor",
    "queen",
    "rapporteur",
    "ruler",
    "secretary",
    "senator",
    "sheikh",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "sultan",
    "warlord",
];

/// Takes the names of private persons out of `coded`: out of its text, headline and deck, and out of all that was found.
///
/// A person is public who stands in the lexicon (the user's files included), or whom the words beside the name give an office
/// or role of government, legislature or party, or say to lead or speak for something ("rebel leader", "a police spokeswoman"). Everyone else named is
/// private: victims, witnesses, suspects, activists, lawyers, officers of the rank and file. `[person 1]`, `[person 2]` …
/// stand for their names, one number a person, in the order of the text; descriptions ("a lawyer") stay. Electronic
/// addresses become `[address]`. A web address that spells out such a name, and the byline, are left out.
///
/// Who is named is told by the parser, lists of given names and titles: a name that none of them knows for a person's
/// stays.
pub fn without_private_names(mut coded: Coded, lexicon: &Lexicon) -> Coded {
    let mut persons = Persons::default();
    let document = &coded.document;
    let names = names(&coded, lexicon);
    let public = public_tokens(&coded, &names);
    let mut marks = vec![None; document.tokens.len()];
    for named in names.iter().filter(|n| !n.public) {
        let known = named.tokens.iter().find_map(|token| marks[*token]);
        let number = persons.enter(known, named.entity, &named.words);
        named.tokens.iter().for_each(|token| {
            marks[*token].get_or_insert(number);
        });
    }
    for text in [&coded.report.headline, &coded.report.deck].into_iter().flatten() {
        persons.learn_from(text, &coded.report, lexicon, &names);
    }
    mark_repeats(document, &public, &persons, &mut marks);
    let edits = Edits::new(document, &marks);
    rewrite(&mut coded, &edits, &persons, lexicon);
    coded
}

/// The private persons found, by the words of their names.
#[derive(Debug, Default)]
struct Persons {
    /// The folded words of names, with the number of the first person who bears each.
    words: HashMap<String, usize>,
    /// The number of each person, by entity or by name.
    numbers: BTreeMap<String, usize>,
    /// How many persons there are.
    count: usize,
}

impl Persons {
    /// Enters the words of a name and gives the number of its bearer: `known`, else that of the entity, else of who bears the
    /// same name; a surname alone is that of who bears it first.
    fn enter(&mut self, known: Option<usize>, entity: Option<u32>, words: &[String]) -> usize {
        let last = words.last().and_then(|w| self.words.get(w)).copied();
        let key = entity.map_or_else(|| words.join(" "), |id| format!("#{id}"));
        let number = match (known, entity, last) {
            (Some(number), _, _) => number,
            (None, None, Some(number)) if words.len() == 1 => number,
            _ => self.numbers.get(&key).copied().unwrap_or(self.count + 1),
        };
        self.count = self.count.max(number);
        self.numbers.entry(key).or_insert(number);
        for word in words.iter().filter(|w| w.chars().count() > 1) {
            self.words.entry(word.clone()).or_insert(number);
        }
        number
    }

    /// Enters the private persons whom a headline names and who are not among the public `names` of the body.
    fn learn_from(&mut self, text: &str, report: &Report, lexicon: &Lexicon, names: &[Named]) {
        let own = Report { text: text.to_owned(), published: report.published, ..Report::default() };
        let document = annalist_syntax::Parser::english().parse(text);
        let annotations = annalist_extract::annotate(&own, &document, lexicon);
        let coded = Coded { report: own, document, annotations, ..Coded::default() };
        for found in self::names(&coded, lexicon).into_iter().filter(|n| !n.public) {
            let last = found.words.last();
            if !names.iter().any(|n| n.public && n.words.last() == last) {
                self.enter(None, None, &found.words);
            }
        }
    }

    /// `text` with the names of the private persons replaced, as far as they stand in it with a capital.
    fn purge(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut last: Option<usize> = None;
        let mut gap = String::new();
        for piece in split_words(text) {
            let number =
                piece.starts_with(char::is_uppercase).then(|| self.words.get(&fold(piece))).flatten();
            match number {
                Some(number) if last == Some(*number) && gap.trim().is_empty() => gap.clear(),
                Some(number) => {
                    out += &std::mem::take(&mut gap);
                    out += &label(*number);
                    last = Some(*number);
                }
                None if piece.chars().any(char::is_alphanumeric) => {
                    out += &std::mem::take(&mut gap);
                    out += piece;
                    last = None;
                }
                None => gap += piece,
            }
        }
        out + &gap
    }

    /// Whether an address spells out the name of a private person.
    fn is_in(&self, address: &str) -> bool {
        let words: HashSet<String> = address
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 2)
            .map(fold)
            .collect();
        self.words.keys().any(|w| words.contains(w))
    }
}

fn label(number: usize) -> String {
    format!("[person {number}]")
}

/// The words of `text` and what stands between them, in order.
fn split_words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut inside: Option<bool> = None;
    for (i, c) in text.char_indices() {
        let word = c.is_alphanumeric();
        if inside.is_some_and(|was| was != word) {
            pieces.push(&text[start..i]);
            start = i;
        }
        inside = Some(word);
    }
    pieces.push(&text[start..]);
    pieces
}

/// A person's name in the text.
struct Named {
    tokens: Vec<usize>,
    words: Vec<String>,
    entity: Option<u32>,
    public: bool,
}

/// Every person's name that the parser, a title or a given name shows, in the order of the text.
fn names(coded: &Coded, lexicon: &Lexicon) -> Vec<Named> {
    let (document, annotations) = (&coded.document, &coded.annotations);
    let mut found: Vec<Named> = Vec::new();
    let mut add = |tokens: Vec<usize>, entity: Option<&Entity>| {
        let tokens: Vec<usize> = tokens.into_iter().filter(|i| is_name_word(document, *i)).collect();
        let words: Vec<String> =
            tokens.iter().map(|i| fold(document.form(*i))).filter(|w| !w.is_empty()).collect();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let whole = document.span_of(*first..*last + 1).of(&document.text);
        let resolved = entity.and_then(|e| e.name.as_deref()).filter(|name| is_known(name, lexicon));
        let by_entity = resolved.is_some_and(|name| {
            let own: Vec<String> = name.split_whitespace().map(fold).collect();
            words.iter().all(|w| own.contains(w))
        });
        let public = by_entity || is_known(whole, lexicon) || has_public_role(coded, lexicon, *first, *last);
        found.push(Named { words, entity: entity.map(|e| e.id.0), public, tokens });
    };
    for name in document.names.iter().filter(|n| n.kind == NameKind::Person) {
        let holder = annotations.mentions.iter().find(|m| name.tokens.contains(&m.head));
        add(name.tokens.clone().collect(), holder.map(|m| annotations.entity(m.entity)));
    }
    for mention in &annotations.mentions {
        let entity = annotations.entity(mention.entity);
        if is_person(entity) {
            let words: HashSet<String> =
                entity.name.iter().flat_map(|n| n.split_whitespace().map(fold)).collect();
            let own = document.tokens_in(mention.span).filter(|i| words.contains(&fold(document.form(*i))));
            add(own.collect(), Some(entity));
        }
    }
    given_name_runs(document).into_iter().for_each(|run| add(run.collect(), None));
    found.retain(|n| !n.words.is_empty());
    found.sort_by_key(|n| n.tokens[0]);
    share_standing(&mut found);
    found
}

/// A surname is as public as the full name of the same person.
fn share_standing(names: &mut [Named]) {
    let public: Vec<(Option<u32>, Vec<String>)> =
        names.iter().filter(|n| n.public).map(|n| (n.entity, n.words.clone())).collect();
    for name in names.iter_mut().filter(|n| !n.public) {
        let same = |(entity, words): &(Option<u32>, Vec<String>)| {
            let within =
                name.words.iter().all(|w| words.contains(w)) || words.iter().all(|w| name.words.contains(w));
            within && (*entity == name.entity || entity.is_none() || name.entity.is_none())
        };
        name.public = public.iter().any(same);
    }
}

/// Whether the words right before a name, or an apposition to it, give its bearer a role before the public.
fn has_public_role(coded: &Coded, lexicon: &Lexicon, first: usize, last: usize) -> bool {
    let document = &coded.document;
    let start = document.sentences.get(document.sentence_of(first)).map_or(first, |s| s.tokens.start);
    let before = start.max(first.saturating_sub(8))..first;
    let apposed = (first..=last).flat_map(|i| document.children_in(i, Relation::Appos)).collect::<Vec<_>>();
    let heads = apposed.into_iter().filter(|head| {
        let named = document.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(head));
        let other = document.children_in(*head, Relation::Appos).next().is_some();
        !named && !other
    });
    let up = document.head(first).filter(|_| document.tokens[first].relation == Relation::Appos);
    let phrases = heads.chain(up).map(|head| head.saturating_sub(5).max(start)..head + 1);
    std::iter::once(before).chain(phrases).any(|tokens| ends_in_public_role(document, lexicon, tokens))
}

/// Whether a run of tokens ends in a role noun of government, legislature or party, or of one who leads or speaks for others.
fn ends_in_public_role(document: &Document, lexicon: &Lexicon, tokens: std::ops::Range<usize>) -> bool {
    let mut words = Vec::new();
    for i in tokens {
        push_words(document.form(i), &mut words);
    }
    let Some(found) = lexicon.roles.longest_at_end(&words) else {
        return words.last().is_some_and(|w| PUBLIC.contains(&w.fold.as_str()));
    };
    let role = lexicon.roles.entry(found.values[0]);
    let own = &words[words.len() - found.len..];
    let governs = |s: &Sector| matches!(s, Sector::Gov | Sector::Leg | Sector::Eli | Sector::Pty);
    role.kind == RoleKind::Person
        && (role.sectors.first().is_some_and(governs)
            || own.iter().any(|w| PUBLIC.contains(&w.fold.as_str())))
}

/// The tokens of names that stay: of public persons, organizations, countries and places.
fn public_tokens(coded: &Coded, names: &[Named]) -> Vec<bool> {
    let (document, annotations) = (&coded.document, &coded.annotations);
    let mut public = vec![false; document.tokens.len()];
    for mention in &annotations.mentions {
        let entity = annotations.entity(mention.entity);
        if !is_person(entity) && is_listed(entity) {
            document.tokens_in(mention.span).for_each(|i| public[i] |= is_name_word(document, i));
        }
    }
    let places = annotations.places.iter().filter(|p| p.country.is_some()).map(|p| p.span);
    places.flat_map(|span| document.tokens_in(span)).for_each(|i| public[i] = true);
    for name in names {
        name.tokens.iter().for_each(|i| public[*i] = name.public);
    }
    public
}

/// Two capitalized words or more of which the first is a given name, within a sentence.
fn given_name_runs(document: &Document) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    for sentence in &document.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let named = |i: &usize| is_name_word(document, *i) && document.tokens[*i].upos == Upos::Propn;
            let end = at + (at..sentence.tokens.end).take_while(named).count();
            if end > at + 1 && gender::of_given_name(document.form(at)).is_some() {
                runs.push(at..end);
            }
            at = end.max(at + 1);
        }
    }
    runs
}

/// Whether token `i` can be part of a name: a word with a capital that is no title.
fn is_name_word(document: &Document, i: usize) -> bool {
    let form = document.form(i);
    let title = annalist_extract::coreference::is_title(form);
    form.chars().any(char::is_alphabetic)
        && form.chars().any(char::is_uppercase)
        && !title
        && document.tokens[i].upos != Upos::Det
}

/// Whether the lexicon knows a body or country for what it is.
fn is_listed(entity: &Entity) -> bool {
    ["country/", "name/"].iter().any(|kind| entity.rule.starts_with(kind))
}

fn is_person(entity: &Entity) -> bool {
    entity.kind == Some(NameKind::Person)
}

/// Whether the lexicon has a person or an unsaid party of this name.
fn is_known(name: &str, lexicon: &Lexicon) -> bool {
    let known = |id| matches!(lexicon.names.entry(id).kind, Kind::Person | Kind::Unsaid);
    lexicon.names.lookup(name).into_iter().any(known)
}

/// Marks the words of private names wherever else they stand: a surname that no layer took for one.
fn mark_repeats(document: &Document, public: &[bool], persons: &Persons, marks: &mut [Option<usize>]) {
    for sentence in &document.sentences {
        for i in sentence.tokens.clone().filter(|i| !public[*i]) {
            let first = i == sentence.tokens.start;
            // "Will" and "Mark" open sentences as verbs.
            let noun = matches!(document.tokens[i].upos, Upos::Propn | Upos::Noun | Upos::X);
            if is_name_word(document, i) && (!first || noun) && marks[i].is_none() {
                marks[i] = persons.words.get(&fold(document.form(i))).copied();
            }
        }
    }
}

/// Replacements of parts of the text, in order.
struct Edits {
    list: Vec<Edit>,
}

/// One replacement, with where it stands before and after.
struct Edit {
    old: Span,
    new: Span,
    text: String,
}

impl Edits {
    fn new(document: &Document, marks: &[Option<usize>]) -> Edits {
        let mut ranges: Vec<(Span, String)> = Vec::new();
        let mut before: Option<(usize, usize)> = None;
        for (i, mark) in marks.iter().enumerate() {
            let Some(number) = *mark else { continue };
            let span = document.tokens[i].span;
            let joined = before.filter(|(at, n)| *n == number && adjoins(document, *at, i));
            match (joined, ranges.last_mut()) {
                (Some(_), Some((range, _))) => *range = range.cover(span),
                _ => ranges.push((span, label(number))),
            }
            before = Some((i, number));
        }
        ranges.extend(addresses(&document.text).into_iter().map(|span| (span, "[address]".to_owned())));
        ranges.sort_by_key(|(span, _)| *span);
        let mut list: Vec<Edit> = Vec::new();
        let mut shift = 0i64;
        for (old, text) in ranges {
            if let Some(last) = list.last().filter(|last| last.old.overlaps(old)) {
                debug_assert!(last.old.start <= old.start);
                continue;
            }
            let start = (i64::from(old.start) + shift) as usize;
            let new = Span::new(start, start + text.len());
            shift += new.len() as i64 - old.len() as i64;
            list.push(Edit { old, new, text });
        }
        Edits { list }
    }

    fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.list {
            out += &text[at..edit.old.start as usize];
            out += &edit.text;
            at = edit.old.end as usize;
        }
        out + &text[at..]
    }

    /// Where `span` stands in the new text; one that reaches into a replacement takes all of it.
    fn span(&self, span: Span) -> Span {
        let start = self.offset(span.start, |edit| edit.new.start);
        if span.is_empty() {
            return Span { start, end: start };
        }
        Span { start, end: self.offset(span.end - 1, |edit| edit.new.end - 1) + 1 }
    }

    fn offset(&self, at: u32, within: impl Fn(&Edit) -> u32) -> u32 {
        let next = self.list.partition_point(|edit| edit.old.end <= at);
        match self.list.get(next) {
            Some(edit) if edit.old.start <= at => within(edit),
            _ => match self.list[..next].last() {
                Some(edit) => edit.new.end + (at - edit.old.end),
                None => at,
            },
        }
    }

    fn covers(&self, span: Span) -> bool {
        self.list.iter().any(|edit| edit.old.overlaps(span))
    }
}

/// Whether only a hyphen, a full stop or a small word of names stands between two tokens of one name.
fn adjoins(document: &Document, before: usize, i: usize) -> bool {
    let between = Span { start: document.tokens[before].span.end, end: document.tokens[i].span.start };
    let small = |word: &str| {
        matches!(
            word,
            "." | "-" | "de" | "del" | "al" | "el" | "bin" | "ibn" | "van" | "von" | "der" | "la" | "’" | "'"
        )
    };
    i == before + 1 || i <= before + 3 && between.of(&document.text).split_whitespace().all(small)
}

/// Electronic addresses and handles.
fn addresses(text: &str) -> Vec<Span> {
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'%' | b'+');
    let bytes = text.as_bytes();
    let at_signs = bytes.iter().enumerate().filter(|(_, b)| **b == b'@').map(|(i, _)| i);
    let spans = at_signs.filter_map(|at| {
        let start = (0..at).rev().take_while(|i| part(bytes[*i])).last().unwrap_or(at);
        let mut end = (at + 1..bytes.len()).take_while(|i| part(bytes[*i])).last()? + 1;
        while bytes[end - 1] == b'.' {
            end -= 1;
        }
        (end > at + 1).then(|| Span::new(start, end))
    });
    spans.collect()
}

/// Puts every position and text of `coded` where the edits leave it.
fn rewrite(coded: &mut Coded, edits: &Edits, persons: &Persons, lexicon: &Lexicon) {
    let Coded { report, document, annotations, events, .. } = coded;
    let all = |spans: &mut [Span]| spans.iter_mut().for_each(|s| *s = edits.span(*s));
    for entity in annotations.entities.iter_mut().filter(|e| !is_listed(e)) {
        let known = |name: &String| is_known(name, lexicon);
        let purged = |name: String| Some(name).filter(|n| known(n) || persons.purge(n) == *n);
        entity.name = entity.name.take().and_then(purged);
    }
    let place = |place: &mut Place| {
        if edits.covers(place.span) && !place.span.is_empty() {
            (place.name, place.country, place.admin1) = (edits_text(edits, place.span), None, None);
            (place.coordinates, place.geonames) = (None, None);
        }
        place.span = edits.span(place.span);
    };
    annotations.places.iter_mut().for_each(place);
    annotations.times.iter_mut().for_each(|t| t.span = edits.span(t.span));
    annotations.mentions.iter_mut().for_each(|m| m.span = edits.span(m.span));
    for a in &mut annotations.attributions {
        [&mut a.source, &mut a.cue, &mut a.content, &mut a.loaded].into_iter().for_each(|s| all(s));
        a.channel = a.channel.map(|c| edits.span(c));
    }
    for event in events {
        let parties = event.actors.iter_mut().chain(&mut event.recipients);
        parties.for_each(|party: &mut Party| {
            party.span = edits.span(party.span);
            let entity = party.entity.and_then(|id| annotations.entities.get(id.0 as usize));
            let own = party.name.take().filter(|n| is_known(n, lexicon) || persons.purge(n) == *n);
            party.name = entity.map_or(own, |e| e.name.clone());
        });
        if event.location.as_ref().is_some_and(|(p, _)| !p.span.is_empty() && edits.covers(p.span)) {
            event.location = None;
        }
        event.location.iter_mut().for_each(|(p, _)| p.span = edits.span(p.span));
        all(&mut event.trigger);
        event.mentions.iter_mut().for_each(|m| all(m));
        let counts = [&mut event.dead, &mut event.injured, &mut event.size];
        counts.into_iter().flatten().for_each(|m: &mut Magnitude| m.span = edits.span(m.span));
        event.trace.iter_mut().for_each(|step| *step = persons.purge(step));
    }
    for token in &mut document.tokens {
        if edits.covers(token.span) {
            token.lemma = edits_text(edits, token.span).into();
        }
        token.span = edits.span(token.span);
    }
    document.sentences.iter_mut().for_each(|s| s.span = edits.span(s.span));
    document.text = edits.text(&document.text);
    report.text.clone_from(&document.text);
    if let Some(dateline) = &mut report.dateline {
        dateline.span = dateline.span.map(|s| edits.span(s));
    }
    for line in [&mut report.headline, &mut report.deck].into_iter().flatten() {
        *line = persons.purge(line);
    }
    report.byline = None;
    report.url = report.url.take().filter(|url| !persons.is_in(url));
}

/// What replaces the first part of `span` that is replaced.
fn edits_text(edits: &Edits, span: Span) -> String {
    edits.list.iter().find(|edit| edit.old.overlaps(span)).map_or_else(String::new, |edit| edit.text.clone())
}
