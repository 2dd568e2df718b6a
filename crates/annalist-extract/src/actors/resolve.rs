//! From the pieces of a noun phrase to country, sectors, office and name.

use super::country;
use super::gender;
use super::knowledge::Knowledge;
use super::people;
use super::pieces::{Piece, Reading, Words, cut};
use super::sectors;
use annalist_core::{CountryCode, Document, NameKind, Sector, Upos};
use annalist_lexicon::predicates::Source;
use annalist_lexicon::{CountryMatch, Naming, Rank};
use annalist_lexicon::{Kind, NameId, NamedEntry};
use annalist_lexicon::{RoleKind, RoleMatch};
use smol_str::SmolStr;
use std::ops::Range;

/// A noun phrase to resolve.
pub struct Phrase<'a> {
    /// The parse it stands in.
    pub document: &'a Document,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its head, as far as one is known.
    pub head: usize,
    /// The last token of its core: the head with the name that follows it; what comes after is a tail of
    /// prepositional phrases.
    pub core_end: usize,
    /// What the parser's names say of the head.
    pub kind: Option<NameKind>,
    /// Whether the phrase tells where something happens rather than who does it.
    pub locative: bool,
    /// Whether the head is in the plural.
    pub plural: bool,
}

/// What is known of a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// Its full name.
    pub name: Option<String>,
    /// What kind of name.
    pub kind: Option<NameKind>,
    /// Country or international code.
    pub country: Option<CountryCode>,
    /// Sectors, the primary first.
    pub sectors: Vec<Sector>,
    /// Office.
    pub office: Option<String>,
    /// Whether it can be a party.
    pub codable: bool,
    /// Whether several are meant.
    pub plural: bool,
    /// Which entry or rule said so.
    pub rule: SmolStr,
}

/// A phrase with its words and pieces.
pub struct Cut<'a> {
    /// The phrase.
    pub phrase: &'a Phrase<'a>,
    /// Its words.
    pub words: Words,
    /// The known pieces among them.
    pub pieces: Vec<Piece>,
    /// The number of words in the core.
    pub core: usize,
    /// The last token of the core.
    pub core_end: usize,
}

impl<'a> Cut<'a> {
    fn new(knowledge: &Knowledge, phrase: &'a Phrase<'a>) -> Self {
        let words = Words::of(phrase.document, phrase.tokens.clone());
        let pieces = cut(knowledge, phrase.document, &words);
        let short = words.token.partition_point(|t| *t <= phrase.core_end);
        let core = widened(knowledge, &words, &pieces, short);
        let core_end = if core > short { words.token[core - 1] } else { phrase.core_end };
        Cut { phrase, words, pieces, core, core_end }
    }

    /// The pieces that start in the core, last first.
    pub fn core_pieces(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().rev().filter(|p| p.words.start < self.core)
    }

    /// The pieces of the tail, in order.
    pub fn tail_pieces(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|p| p.words.start >= self.core)
    }

    /// The piece that holds the last word of the core, if one does.
    pub fn head_piece(&self) -> Option<&Piece> {
        self.core_pieces().find(|p| p.words.end >= self.core)
    }

    /// Folded words of a range, joined.
    pub fn text(&self, range: Range<usize>) -> String {
        range.map(|i| self.words.fold(i)).collect::<Vec<_>>().join(" ")
    }

    /// Whether one of the core's words before `end` is `word`.
    pub fn core_has(&self, words: &[&str], end: usize) -> bool {
        (0..end.min(self.words.len())).any(|i| words.contains(&self.words.fold(i)))
    }
}

/// The core of "Secretary of State Rex Tillerson" goes on through the title that its first preposition stands in, and
/// through the name after it.
fn widened(knowledge: &Knowledge, words: &Words, pieces: &[Piece], core: usize) -> usize {
    let Some(across) = pieces.iter().find(|p| p.words.start < core && core < p.words.end) else {
        return core;
    };
    let end = across.words.end;
    let goes_on = match &across.reading {
        Reading::Role(m) => knowledge.roles().entry(*m).title && !m.plural,
        Reading::Named(_) => true,
        Reading::Country(_) | Reading::Place(_) => false,
    };
    if !goes_on {
        return end;
    }
    let capitals = (end..words.len()).take_while(|i| words.capital(*i)).count();
    end + capitals
}

/// Resolves a phrase; a phrase that names nobody comes back not codable.
pub fn resolve(knowledge: &Knowledge, phrase: &Phrase) -> Resolution {
    let cut = Cut::new(knowledge, phrase);
    if cut.core == 0 {
        return Resolution::default();
    }
    let mut found = match cut.head_piece().map(|p| bearer(&cut, p).unwrap_or(p)) {
        Some(piece) => match &piece.reading {
            Reading::Named(ids) => named(knowledge, &cut, piece, ids),
            Reading::Place(_) if follows_title(knowledge, &cut, piece) => unlisted(knowledge, &cut),
            Reading::Country(found) => bare_country(knowledge, &cut, piece, *found),
            Reading::Place(i) => bare_place(knowledge, &cut, *i),
            Reading::Role(role) if is_mere_address(knowledge, &cut, *role) => unlisted(knowledge, &cut),
            Reading::Role(role) => sectors::described(knowledge, &cut, piece, *role),
        },
        None => unlisted(knowledge, &cut),
    };
    found.plural |= phrase.plural;
    found
}

/// "Mr", "madam": a form of address that tells no sector, unlike "professor".
fn is_mere_address(knowledge: &Knowledge, cut: &Cut, role: RoleMatch) -> bool {
    people::is_address(cut.words.fold(cut.core - 1)) && knowledge.roles().entry(role).sectors.is_empty()
}

/// "The Islamic State group", "the Mercosur bloc": the name right before a noun that only says what it is the name of.
fn bearer<'a>(cut: &'a Cut, head: &Piece) -> Option<&'a Piece> {
    const KINDS: &[&str] = &[
        "agency",
        "alliance",
        "bank",
        "bloc",
        "broadcaster",
        "channel",
        "company",
        "firm",
        "group",
        "magazine",
        "militia",
        "movement",
        "network",
        "newspaper",
        "organisation",
        "organization",
        "party",
    ];
    let said =
        matches!(head.reading, Reading::Role(_)) && KINDS.contains(&cut.words.fold(head.words.end - 1));
    let before = cut.core_pieces().find(|p| p.words.end == head.words.start)?;
    let (last, first) = (cut.words.token[before.words.end - 1], cut.words.token[head.words.start]);
    (said && last + 1 == first && matches!(before.reading, Reading::Named(_))).then_some(before)
}

/// A name of the lexicon.
fn named(knowledge: &Knowledge, cut: &Cut, piece: &Piece, ids: &[NameId]) -> Resolution {
    let near = country::before(knowledge, cut, piece.words.start);
    let Some(id) = knowledge.choose(ids, near) else { return unlisted(knowledge, cut) };
    let entry = knowledge.names().entry(id);
    let own = entry.source.is_users;
    if entry.kind == Kind::Person && !own && is_namesake(cut, piece, entry.name) {
        return unlisted(knowledge, cut);
    }
    if entry.kind == Kind::Person {
        return people::known(knowledge, cut, piece, id);
    }
    if let Some(other) = anothers(knowledge, cut, piece, entry) {
        return other;
    }
    let standing = knowledge.standing(entry);
    let branch = national_branch(knowledge, cut, piece, entry);
    let mut sectors = standing.sectors;
    sectors::add_standing(cut, piece.words.start, &mut sectors);
    let person = entry.kind == Kind::Unsaid && is_person(cut, piece);
    Resolution {
        name: Some(branch.map_or_else(|| entry.name.to_owned(), |_| core_name(cut))),
        kind: Some(if person { NameKind::Person } else { NameKind::Organization }),
        country: branch.or(standing.country).or(near),
        sectors,
        codable: !standing.nobody,
        plural: false,
        office: None,
        rule: rule("name", &sourced(entry)),
    }
}

/// "Japan's ruling Liberal Democrats", where the lexicon has a party of that name in another country only: of the country named
/// right before it, and of the same sort.
fn anothers(knowledge: &Knowledge, cut: &Cut, piece: &Piece, entry: &NamedEntry) -> Option<Resolution> {
    const BETWEEN: &[&str] = &["governing", "main", "opposition", "own", "ruling"];
    let national = matches!(
        entry.kind,
        Kind::Agency
            | Kind::Court
            | Kind::Legislature
            | Kind::Media
            | Kind::Military
            | Kind::Police
            | Kind::PoliticalParty
    );
    if !national || entry.source.is_users || cut.words.hyphenated[piece.words.start] {
        return None;
    }
    let start = (0..piece.words.start).rev().find(|i| !BETWEEN.contains(&cut.words.fold(*i)))? + 1;
    let before = cut.core_pieces().find(|p| p.words.end == start)?;
    let Reading::Country(found) = before.reading else { return None };
    // Not "the Sudan People's Liberation Army".
    let last = cut.words.token[start - 1];
    let owns = cut.phrase.document.tokens.get(last + 1).is_some_and(|t| t.xpos == "POS");
    if !owns && !matches!(found.naming, Naming::Adjective | Naming::Demonym) {
        return None;
    }
    if entry.country == knowledge.countries().entry(found).code {
        return None;
    }
    let standing = knowledge.standing(entry);
    let country = knowledge.code(found).filter(|code| standing.country.is_some_and(|own| own != *code))?;
    if country.is_international() || standing.country?.is_international() {
        return None;
    }
    let sectors = standing.sectors.first().copied().into_iter().collect();
    Some(Resolution {
        name: Some(cut_name(cut, piece)),
        kind: Some(NameKind::Organization),
        country: Some(country),
        sectors: sectors::with_modifiers(knowledge, cut, sectors),
        codable: true,
        rule: rule("name", &cut.text(piece.words.clone())),
        ..Resolution::default()
    })
}

/// The country of "the Chinese Red Cross": a society of its own, not the international one.
fn national_branch(
    knowledge: &Knowledge,
    cut: &Cut,
    piece: &Piece,
    entry: &NamedEntry,
) -> Option<CountryCode> {
    if entry.country != Some(CountryCode::NGO) || entry.source.is_users {
        return None;
    }
    let before = cut.core_pieces().find(|p| p.words.end == piece.words.start)?;
    let Reading::Country(found) = before.reading else { return None };
    let adjective = matches!(found.naming, Naming::Adjective | Naming::Demonym);
    knowledge.code(found).filter(|_| adjective && piece.words.end == cut.core)
}

/// The entry's name, with file and line where it stands in a user's file.
pub fn sourced(entry: &NamedEntry) -> String {
    let Source { file, line, is_users } = entry.source;
    if is_users { format!("{} ({file}:{line})", entry.name) } else { entry.name.to_owned() }
}

/// Whether a name of a dictionary that does not say what it names is a person's: the parser takes it for one, or it
/// starts with a given name.
fn is_person(cut: &Cut, piece: &Piece) -> bool {
    let first = cut.phrase.document.form(cut.words.token[piece.words.start]);
    match cut.phrase.kind {
        Some(kind) => kind == NameKind::Person,
        None => piece.words.len() > 1 && gender::of_given_name(first).is_some(),
    }
}

/// "His wife Regina", "Captain Lancaster": a person named like a place.
fn follows_title(knowledge: &Knowledge, cut: &Cut, piece: &Piece) -> bool {
    let role = |p: &Piece| match p.reading {
        Reading::Role(m) => {
            let role = knowledge.roles().entry(m);
            role.kind == RoleKind::Person && (role.kin || role.title) && !m.plural
        }
        _ => false,
    };
    cut.pieces.iter().any(|p| p.words.end == piece.words.start && role(p))
}

/// "Michael Bush" is not the Bush of the lexicon: unknown capitalized words stand before a lone surname, and none is
/// like a given name of the person.
fn is_namesake(cut: &Cut, piece: &Piece, known: &str) -> bool {
    let unknown = |i: &usize| {
        let fold = cut.words.fold(*i);
        let title = people::is_address(fold) || matches!(fold, "the" | "a" | "an");
        cut.words.capital(*i) && !title && !cut.pieces.iter().any(|p| p.words.contains(i))
    };
    let given: Vec<usize> = (0..piece.words.start).rev().take_while(unknown).collect();
    let alike = |i: &usize| {
        let fold = cut.words.fold(*i);
        annalist_lexicon::words(known)
            .iter()
            .any(|w| w.fold.as_bytes().iter().zip(fold.as_bytes()).take_while(|(a, b)| a == b).count() > 2)
    };
    piece.words.len() == 1 && !given.is_empty() && !given.iter().any(alike)
}

/// A country, capital, demonym or people as the head.
fn bare_country(knowledge: &Knowledge, cut: &Cut, piece: &Piece, found: CountryMatch) -> Resolution {
    if let Some(i) = elsewhere(knowledge, cut, piece, found) {
        return bare_place(knowledge, cut, i);
    }
    let entry = knowledge.countries().entry(found);
    let within = minority_of(knowledge, cut, piece, found);
    let own = knowledge.code(found).filter(|_| !country::is_ethnic(cut, piece));
    let mut out = Resolution {
        country: within.or(own).or_else(|| country::of(knowledge, cut, piece.words.start)),
        kind: Some(NameKind::Place),
        codable: true,
        rule: rule("country", entry.name),
        ..Resolution::default()
    };
    match found.naming {
        Naming::Demonym | Naming::DemonymPlural => people_of(knowledge, cut, piece, entry.rank, &mut out),
        Naming::Adjective if entry.rank == Rank::People || is_one_of_them(cut, piece) => {
            people_of(knowledge, cut, piece, entry.rank, &mut out);
        }
        Naming::Capital if cut.phrase.locative => {
            out.name = Some(cut_name(cut, piece));
            out.codable = false;
            out.rule = rule("capital", entry.name);
        }
        _ => {
            out.name = Some(entry.name.to_owned());
            out.sectors = vec![Sector::Gov];
        }
    }
    if entry.rank == Rank::Region && out.sectors == [Sector::Gov] {
        out.sectors = vec![Sector::Cvl];
    }
    if entry.rank == Rank::Breakaway {
        out.sectors.push(Sector::Pre);
    }
    out
}

/// The country of a people named after another: "Brazilian Indians", "Ukrainian Russians".
fn minority_of(knowledge: &Knowledge, cut: &Cut, piece: &Piece, found: CountryMatch) -> Option<CountryCode> {
    let many = matches!(found.naming, Naming::DemonymPlural);
    let before = cut.core_pieces().find(|p| p.words.end == piece.words.start)?;
    let joined = cut.words.hyphenated[piece.words.start];
    let Reading::Country(first) = before.reading else { return None };
    knowledge.code(first).filter(|_| many && !joined && first.naming == Naming::Adjective)
}

/// "One Iraqi", "a Swiss": an adjective as the head after anything but a bare "the".
fn is_one_of_them(cut: &Cut, piece: &Piece) -> bool {
    !(piece.words.start == 0 || piece.words.start == 1 && cut.words.fold(0) == "the")
}

fn people_of(knowledge: &Knowledge, cut: &Cut, piece: &Piece, rank: Rank, out: &mut Resolution) {
    out.kind = None;
    let sector = if sectors::is_uprooted(cut, piece.words.start) { Sector::Ref } else { Sector::Cvl };
    out.sectors = sectors::with_modifiers(knowledge, cut, vec![sector]);
    out.plural = rank == Rank::People || cut.words.fold(piece.words.end - 1).ends_with('s');
    out.rule = rule("demonym", &cut.text(piece.words.clone()));
}

/// The place that the gazetteer takes an ambiguous country or a capital's name for, where it lies in another country.
fn elsewhere(knowledge: &Knowledge, cut: &Cut, piece: &Piece, found: CountryMatch) -> Option<usize> {
    if !found.ambiguous && found.naming != Naming::Capital {
        return None;
    }
    let (_, i) = knowledge.place_at(cut.phrase.document, &cut.words, piece.words.start)?;
    let country = knowledge.place(i).country;
    // The gazetteer has Moscow in Russia, whose it was not in 1983.
    let since = knowledge.countries().entry(found).successor;
    (country != knowledge.code(found) && (since.is_none() || country != since)).then_some(i)
}

/// A place of the gazetteer as the head: a city that acts stands for its people.
fn bare_place(knowledge: &Knowledge, cut: &Cut, i: usize) -> Resolution {
    let place = knowledge.place(i);
    Resolution {
        name: Some(place.name.clone()),
        kind: Some(NameKind::Place),
        country: place.country,
        sectors: if cut.phrase.locative { Vec::new() } else { vec![Sector::Cvl] },
        codable: !cut.phrase.locative,
        rule: rule("place", &place.name),
        ..Resolution::default()
    }
}

/// A head that the lexicon lacks: a person or organization by its name, people by the form of the noun, or nobody.
fn unlisted(knowledge: &Knowledge, cut: &Cut) -> Resolution {
    if let Some(titled) = people::titled(knowledge, cut) {
        return titled;
    }
    if let Some(body) = introduced(knowledge, cut).or_else(|| company(knowledge, cut)) {
        return body;
    }
    let kind = cut.phrase.kind;
    let capital = cut.words.capital(cut.core - 1);
    if capital && let Some(leader) = people::leader_by_surname(knowledge, cut, 0) {
        return leader;
    }
    if capital && matches!(kind, Some(NameKind::Person | NameKind::Organization | NameKind::Place)) {
        return people::unknown_name(knowledge, cut);
    }
    if super::people::is_person_noun(cut.phrase.document, cut.core_end) {
        let country = country::of(knowledge, cut, cut.core);
        let mut sectors = sectors::with_modifiers(knowledge, cut, Vec::new());
        if sectors.is_empty() {
            sectors.push(Sector::Unk);
        }
        return Resolution {
            country,
            sectors,
            codable: true,
            rule: rule("person", cut.words.fold(cut.core - 1)),
            ..Resolution::default()
        };
    }
    if is_quantity(cut.words.fold(cut.core - 1)) {
        return counted(knowledge, cut);
    }
    let common = cut.phrase.document.tokens[cut.core_end].upos == Upos::Noun;
    let name = (capital && !common).then(|| core_name(cut));
    Resolution { name, kind, rule: "unlisted".into(), ..Resolution::default() }
}

/// A name that the lexicon lacks after the noun that says what it names: "the Egyptian weekly al-Dustur", "law firm Mossack
/// Fonseca".
fn introduced(knowledge: &Knowledge, cut: &Cut) -> Option<Resolution> {
    let piece = cut.core_pieces().next()?;
    let Reading::Role(found) = piece.reading else { return None };
    let role = knowledge.roles().entry(found);
    let start = piece.words.end;
    // Not "an army Humvee".
    let private = role.sectors.first().is_some_and(|s| !sectors::is_official(*s));
    if role.kind != RoleKind::Body
        || !private
        || found.plural
        || cut.words.capital(start - 1)
        || start == cut.core
    {
        return None;
    }
    let word = |i: usize| cut.words.fold(i);
    let named = |i: usize| cut.words.capital(i) || cut.words.hyphenated[i] || matches!(word(i), "al" | "el");
    let numbered = (start..cut.core).any(|i| word(i).contains(|c: char| c.is_ascii_digit()));
    if numbered || !(start..cut.core).all(named) || !(start..cut.core).any(|i| cut.words.capital(i)) {
        return None;
    }
    let document = cut.phrase.document;
    let name = cut.words.span(document, start..cut.core).of(&document.text).to_owned();
    let found = sectors::described(knowledge, cut, piece, found);
    found.codable.then_some(Resolution { name: Some(name), kind: Some(NameKind::Organization), ..found })
}

/// "Tokyo Electric Power Co": a company by the word that ends its name.
fn company(knowledge: &Knowledge, cut: &Cut) -> Option<Resolution> {
    const ENDS: &[&str] =
        &["AG", "Co", "Corp", "GmbH", "Holdings", "Inc", "LLC", "Ltd", "PLC", "Plc", "plc", "SpA"];
    let last = cut.core - 1;
    let printed = cut.phrase.document.form(cut.words.token[last]).trim_end_matches('.');
    let other = matches!(cut.phrase.kind, Some(NameKind::Person | NameKind::Place));
    let ends = last > 0 && !other && ENDS.contains(&printed);
    (ends && cut.words.capital(last - 1)).then(|| Resolution {
        name: Some(core_name(cut)),
        kind: Some(NameKind::Organization),
        country: country::before(knowledge, cut, cut.core),
        sectors: vec![Sector::Bus],
        codable: true,
        rule: rule("company", cut.words.fold(last)),
        ..Resolution::default()
    })
}

/// "Dozens of protesters", "one of the ministers": what is counted decides.
pub fn counted(knowledge: &Knowledge, cut: &Cut) -> Resolution {
    let phrase = cut.phrase;
    let first = phrase.core_end + 2;
    let of = phrase.core_end + 1 < phrase.tokens.end && phrase.document.form(phrase.core_end + 1) == "of";
    if !of || first >= phrase.tokens.end {
        return uncounted(cut);
    }
    let tokens = first..phrase.tokens.end;
    let core_end = super::describe::core_end(phrase.document, tokens.clone());
    let inner = Phrase { tokens, head: core_end, core_end, kind: None, plural: true, ..*phrase };
    let mut found = resolve(knowledge, &inner);
    found.plural = true;
    found
}

/// "Hundreds fled": people, where nothing is said to be counted.
fn uncounted(cut: &Cut) -> Resolution {
    let people = matches!(
        cut.words.fold(cut.core - 1),
        "dozens" | "hundreds" | "many" | "others" | "scores" | "several" | "thousands"
    );
    Resolution {
        sectors: if people { vec![Sector::Unk] } else { Vec::new() },
        codable: people,
        plural: people,
        rule: "quantity".into(),
        ..Resolution::default()
    }
}

/// Words that count or group, in the order of the alphabet.
const QUANTITIES: &[&str] = &[
    "all",
    "another",
    "band",
    "bands",
    "batch",
    "boatload",
    "boatloads",
    "both",
    "bulk",
    "busload",
    "busloads",
    "caravan",
    "couple",
    "dozen",
    "dozens",
    "each",
    "few",
    "group",
    "groups",
    "half",
    "handful",
    "host",
    "hundred",
    "hundreds",
    "lot",
    "lots",
    "majority",
    "many",
    "member",
    "members",
    "million",
    "millions",
    "minority",
    "most",
    "none",
    "number",
    "one",
    "others",
    "pair",
    "part",
    "percent",
    "remnants",
    "rest",
    "scores",
    "series",
    "several",
    "some",
    "ten",
    "tens",
    "third",
    "thousand",
    "thousands",
    "three",
    "trio",
    "two",
    "wave",
];

/// Whether `word` counts or groups what follows "of".
pub fn is_quantity(word: &str) -> bool {
    QUANTITIES.binary_search(&word).is_ok() || word.chars().all(|c| c.is_ascii_digit())
}

/// The text of a piece as printed.
pub fn cut_name(cut: &Cut, piece: &Piece) -> String {
    let document = cut.phrase.document;
    cut.words.span(document, piece.words.clone()).of(&document.text).to_owned()
}

/// The core as printed, without a leading article.
pub fn core_name(cut: &Cut) -> String {
    let document = cut.phrase.document;
    let start = usize::from(cut.core > 1 && matches!(cut.words.fold(0), "the" | "a" | "an"));
    cut.words.span(document, start..cut.core).of(&document.text).to_owned()
}

/// The name of a rule with the entry that it used.
pub fn rule(kind: &str, entry: &str) -> SmolStr {
    SmolStr::from(format!("{kind}/{entry}"))
}

/// Whether a role stands for people rather than a body.
pub fn is_people(kind: RoleKind) -> bool {
    kind != RoleKind::Body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_is_found() {
        assert!(QUANTITIES.iter().all(|word| is_quantity(word)));
    }
}
