//! A researcher's own actors: dictionaries as TABARI and PETRARCH have them ([`petrarch`]) and plain tables ([`table`]).
//! `docs/actors.md` describes both. They go before what is built in; a line that is wrong is named and skipped, and the
//! others are used.

pub(crate) mod codes;
mod petrarch;
mod table;

pub(crate) use petrarch::DatedCode;

use crate::Lexicon;
use crate::countries::{Countries, CountryMatch, Naming};
use crate::names::{Kind, NameId, NamedEntry};
use crate::people::Tenure;
use crate::phrases::{Demand, FastHash};
use crate::predicates::Source;
use crate::roles::{Role, RoleKind};
use crate::tsv::LexiconError;
use crate::words::{Word, fold, words};
use annalist_core::CountryCode;
use codes::Coded;
use petrarch::Block;
use std::collections::{HashMap, HashSet};
use table::{Actor, What};

/// The longest dictionary that is read, in bytes.
pub const FILE_BYTES: usize = 64 << 20;
/// The longest line of a dictionary that is used, in bytes.
pub const LINE_BYTES: usize = 4096;
/// The most lines of a dictionary that are used.
pub const LINES: usize = 1_000_000;

/// The form of a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Actors and agents of TABARI and PETRARCH.
    Petrarch,
    /// Tab-separated columns that the first line names.
    Table,
}

/// What one dictionary added.
#[derive(Debug)]
pub struct Dictionary {
    /// Its form.
    pub form: Form,
    /// How many parties it names.
    pub parties: usize,
    /// How many role nouns it names, plurals not counted.
    pub roles: usize,
    /// How many further names of countries it holds.
    pub countries: usize,
    /// How many names say of a country or place what is built in.
    pub known: usize,
    /// How many phrases it added, plurals and other names included.
    pub phrases: usize,
    /// What is wrong with lines that were skipped, in the order of the lines.
    pub problems: Vec<LexiconError>,
    /// The numbers of the parties added.
    entries: std::ops::Range<u32>,
}

/// A name that a dictionary and the program both have, for parties that differ in what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The user's party.
    pub own: NameId,
    /// The program's.
    pub built_in: NameId,
}

impl Dictionary {
    /// The built-in parties that parties of this dictionary take the place of and that are something else, in the order of
    /// the dictionary. `lexicon` is the one that it was added to.
    pub fn replaced(&self, lexicon: &Lexicon) -> Vec<Replaced> {
        let range = self.entries.clone();
        let pair = |own: NameId| {
            let entry = lexicon.names.entry(own);
            let built_in = lexicon.names.built_in(&words(entry.name))?;
            let (a, b) = (entry.at(None), lexicon.names.entry(built_in).at(None));
            let differs = (a.country, &a.sectors) != (b.country, &b.sectors);
            differs.then_some(Replaced { own, built_in })
        };
        range.filter_map(|i| pair(NameId(i))).collect()
    }
}

impl Lexicon {
    /// Adds a user's actors; `name` is the file's, with its folder, and what is added goes before what earlier files and
    /// the program hold. A name that ends in `.tsv`, or a first line with a column `name`, means a table.
    ///
    /// The text is kept until the program ends. Limits: [`FILE_BYTES`], [`LINE_BYTES`], [`LINES`].
    pub fn add_actors(&mut self, name: &str, bytes: &[u8]) -> Dictionary {
        self.note_file(name, bytes);
        let file: &'static str = name.to_owned().leak();
        let (lines, mut problems) = lines(file, bytes);
        let first = lines.iter().find(|l| !l.text.trim().is_empty() && !l.text.starts_with('#'));
        let tabular =
            name.to_lowercase().ends_with(".tsv") || first.is_some_and(|l| table::is_header(l.text));
        let form = if tabular { Form::Table } else { Form::Petrarch };
        let first = self.names.entries().len() as u32;
        let dictionary = Dictionary {
            form,
            parties: 0,
            roles: 0,
            countries: 0,
            known: 0,
            phrases: 0,
            problems: Vec::new(),
            entries: first..first,
        };
        self.names.begin_own(lines.len());
        self.roles.begin_own();
        let mut reader = Reader {
            lexicon: self,
            file,
            dictionary,
            countries: HashSet::new(),
            codes: HashMap::default(),
            cells: HashMap::default(),
        };
        match form {
            Form::Table => table::read(&mut reader, lines.into_iter()),
            Form::Petrarch => petrarch::read(&mut reader, lines.into_iter()),
        }
        let mut dictionary = reader.dictionary;
        dictionary.entries.end = self.names.entries().len() as u32;
        dictionary.problems.append(&mut problems);
        dictionary.problems.sort_by_key(|p| p.line);
        dictionary
    }
}

/// A line of the file.
#[derive(Clone, Copy, Debug)]
struct Line {
    number: usize,
    text: &'static str,
}

/// The lines that can be used, and what is wrong with the others.
fn lines(file: &'static str, bytes: &[u8]) -> (Vec<Line>, Vec<LexiconError>) {
    let kept = &bytes[..bytes.len().min(FILE_BYTES)];
    // A line that the limit cuts is not used.
    let end = if kept.len() == bytes.len() {
        kept.len()
    } else {
        kept.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1)
    };
    let kept = kept[..end].strip_prefix("\u{feff}".as_bytes()).unwrap_or(&kept[..end]);
    let kept: &'static [u8] = kept.to_vec().leak();
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    let problem = |line, message| LexiconError { file: file.to_owned(), line, message };
    let mut number = 0;
    for line in kept.split(|b| *b == b'\n') {
        number += 1;
        if number > LINES {
            problems.push(problem(
                number,
                format!("expected at most {LINES} lines: this and what follows is skipped"),
            ));
            break;
        }
        match text(line.strip_suffix(b"\r").unwrap_or(line)) {
            Ok(text) => lines.push(Line { number, text }),
            Err(message) => problems.push(problem(number, message)),
        }
    }
    if end < bytes.len() && number <= LINES {
        let message =
            format!("expected a file of at most {FILE_BYTES} bytes: this line and what follows is skipped");
        problems.push(problem(number, message));
    }
    (lines, problems)
}

fn text(line: &'static [u8]) -> Result<&'static str, String> {
    if line.len() > LINE_BYTES {
        return Err(format!("expected a line of at most {LINE_BYTES} bytes, found {}", line.len()));
    }
    let text = str::from_utf8(line).map_err(|e| {
        let at = e.valid_up_to();
        format!("expected UTF-8, found the byte 0x{:02X} as number {} of the line", line[at], at + 1)
    })?;
    match text.bytes().find(|b| b.is_ascii_control() && *b != b'\t') {
        Some(control) => Err(format!("expected text, found the control character U+{control:04X}")),
        None => Ok(text),
    }
}

/// A dictionary being added.
struct Reader<'l> {
    lexicon: &'l mut Lexicon,
    file: &'static str,
    dictionary: Dictionary,
    /// Phrases added as names of countries.
    countries: HashSet<String>,
    /// What codes mean that have been read; a dictionary repeats a few.
    codes: HashMap<&'static str, &'static Coded, FastHash>,
    /// What code, country and sectors of a table mean together.
    cells: HashMap<[&'static str; 3], &'static Coded, FastHash>,
}

impl Reader<'_> {
    fn countries(&self) -> &Countries {
        &self.lexicon.countries
    }

    /// What a CAMEO code means.
    fn coded(&mut self, code: &'static str) -> Result<&'static Coded, String> {
        if let Some(coded) = self.codes.get(code) {
            return Ok(coded);
        }
        let coded: &'static Coded = Box::leak(Box::new(codes::read(code, self.countries())?));
        self.codes.insert(code, coded);
        Ok(coded)
    }

    fn problem(&mut self, line: usize, message: String) {
        self.dictionary.problems.push(LexiconError { file: self.file.to_owned(), line, message });
    }

    fn source(&self, line: usize) -> Source {
        Source { file: self.file, line, is_users: true }
    }

    /// A party of a PETRARCH dictionary.
    fn party(&mut self, block: Block) {
        let mut names = block.names;
        if let [code] = &block.codes[..]
            && let Some(coded) = code.coded.filter(|c| c.bare)
            && code.period == Default::default()
            && let Some(country) = coded.country
        {
            names.retain(|(name, _)| !self.country(name, country, capitals(&words(name))));
            if names.is_empty() {
                return;
            }
        }
        let first = words(names[0].0);
        let known = self.lexicon.names.built_in(&first).map(|id| self.lexicon.names.entry(id).name);
        let name = known.unwrap_or_else(|| printed(names[0].0).leak());
        let entry = NamedEntry::own(name, Kind::Unsaid, block.codes, self.source(names[0].1));
        let id = self.lexicon.names.push_nameless(entry);
        self.dictionary.parties += 1;
        let others = names[1..].iter().map(|(name, _)| words(name)).collect::<Vec<_>>();
        let plain = names.iter().filter_map(|(name, _)| without_brackets(name)).map(|name| words(&name));
        for words in std::iter::once(first).chain(others).chain(plain) {
            self.phrase(&words, capitals(&words), id);
        }
    }

    fn phrase(&mut self, phrase: &[Word], demand: Demand, id: NameId) {
        self.dictionary.phrases += 1;
        self.lexicon.names.add_own(phrase, demand, id);
    }

    /// Adds `name` to what a country is called, unless the program knows it for that country's or a place there; whether
    /// that settles it.
    fn country(&mut self, name: &str, code: CountryCode, demand: Demand) -> bool {
        let countries = &self.lexicon.countries;
        let Some(index) = countries.index(code) else { return false };
        let folded = fold(name);
        if countries.built_in_readings(name).iter().any(|m| countries.entry(*m).code == Some(code))
            || self.lexicon.places.lookup(&folded).any(|place| place.country == Some(code))
        {
            self.dictionary.known += 1;
            return true;
        }
        let found = CountryMatch { entry: index, naming: Naming::Name, ambiguous: false };
        self.lexicon.countries.add_own(name, demand, found);
        if self.countries.insert(folded) {
            self.dictionary.countries += 1;
            self.dictionary.phrases += 1;
        }
        true
    }

    /// An agent of a PETRARCH dictionary.
    fn agent(&mut self, one: &str, many: &str, code: &DatedCode, line: usize) {
        let Some(coded) = &code.coded else { return };
        let name: &'static str = spaced(one).leak();
        let like = self.lexicon.roles.like(name).cloned();
        let role = Role {
            name,
            kind: like.as_ref().map_or(RoleKind::Person, |l| l.kind),
            sectors: coded.sectors.clone(),
            country: coded.country,
            transparent: false,
            kin: false,
            title: like.is_some_and(|l| l.title),
            source: self.source(line),
        };
        self.role(role, &[name], many);
    }

    fn role(&mut self, role: Role, names: &[&str], many: &str) {
        self.dictionary.roles += 1;
        self.dictionary.phrases += names.len() + usize::from(!many.is_empty());
        self.lexicon.roles.push_own(role, names, many);
    }

    /// The rows of one name in a table.
    fn actors(&mut self, actors: Vec<Actor>) {
        let first = &actors[0];
        if let Some(other) = actors.iter().find(|a| a.what != first.what) {
            let message = format!("expected the kind that line {} gives `{}`", first.line, first.name);
            self.problem(other.line, message);
            return;
        }
        match first.what {
            What::Role => self.table_role(first),
            What::Person => self.table_person(&actors),
            What::Party(kind) => self.table_party(kind, actors),
        }
    }

    fn table_role(&mut self, actor: &Actor) {
        let like = self.lexicon.roles.like(actor.name).cloned();
        let role = Role {
            name: actor.name,
            kind: like.as_ref().map_or(RoleKind::Person, |l| l.kind),
            sectors: actor.coded.sectors.clone(),
            country: actor.coded.country,
            transparent: false,
            kin: false,
            title: like.is_some_and(|l| l.title),
            source: self.source(actor.line),
        };
        let names: Vec<&str> = std::iter::once(actor.name).chain(actor.aliases.iter().copied()).collect();
        let many = petrarch::plural_of(actor.name);
        self.role(role, &names, &many);
    }

    fn table_person(&mut self, actors: &[Actor]) {
        let tenure = |a: &Actor| Tenure {
            country: a.coded.country,
            office: a.office,
            period: a.period,
            sectors: a.coded.sectors.clone(),
            party: None,
            rank: 1,
            source: self.source(a.line),
        };
        let mut tenures: Vec<Tenure> = actors.iter().map(tenure).collect();
        tenures.sort_by_key(|t| t.period.from);
        let entry = NamedEntry::person(actors[0].name, tenures, self.source(actors[0].line));
        let id = self.lexicon.names.push_nameless(entry);
        self.lexicon.names.add_own_holder(id);
        self.dictionary.parties += 1;
        self.table_names(actors, id);
    }

    fn table_party(&mut self, kind: Kind, actors: Vec<Actor>) {
        let first = &actors[0];
        if let [Actor { coded, period, .. }] = &actors[..]
            && coded.bare
            && *period == Default::default()
            && let Some(country) = coded.country
        {
            let names: Vec<&str> = std::iter::once(first.name).chain(first.aliases.iter().copied()).collect();
            let settled = names.iter().filter(|name| self.country(name, country, Demand::of(name))).count();
            if settled == names.len() {
                return;
            }
        }
        let code =
            |a: &Actor| DatedCode { period: a.period, coded: Some(a.coded), agent: false, line: a.line };
        let entry =
            NamedEntry::own(first.name, kind, actors.iter().map(code).collect(), self.source(first.line));
        let id = self.lexicon.names.push_nameless(entry);
        self.dictionary.parties += 1;
        self.table_names(&actors, id);
    }

    fn table_names(&mut self, actors: &[Actor], id: NameId) {
        let aliases = actors.iter().flat_map(|a| a.aliases.iter().copied());
        for name in std::iter::once(actors[0].name).chain(aliases) {
            let words = words(name);
            self.phrase(&words, Demand::of_words(&words, name.ends_with('!')), id);
        }
    }
}

/// How a name of a dictionary without lower case must be written in text: with a capital; in capitals throughout where
/// it has two letters or is a word too ("US").
fn capitals(words: &[Word]) -> Demand {
    let short = |w: &Word| w.fold.len() <= 2 || crate::phrases::is_common(&w.fold);
    if words.len() == 1 && short(&words[0]) { Demand::Upper } else { Demand::Capital }
}

/// `ANIMAL_LIBERATION_FRONT_(ALF)` without the acronym, which text rarely has in that place.
fn without_brackets(name: &str) -> Option<String> {
    let (before, rest) = name.split_once('(')?;
    let (_, after) = rest.split_once(')')?;
    Some([before, after].concat()).filter(|plain| !fold(plain).is_empty())
}

/// `ANGELA_MERKEL_` as `angela merkel`.
fn spaced(name: &str) -> String {
    name.split(['_', ' ']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `UNIVERSITY_OF_THE_WEST_INDIES_` as "University of the West Indies".
fn printed(name: &str) -> String {
    const SMALL: &[&str] =
        &["a", "and", "al", "bin", "de", "del", "el", "for", "in", "of", "on", "the", "to", "von"];
    let mut out = String::with_capacity(name.len());
    for (i, word) in name.split(['_', ' ']).filter(|w| !w.is_empty()).enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let lower = word.to_lowercase();
        let vowels = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        match () {
            () if i > 0 && SMALL.contains(&lower.as_str()) => out += &lower,
            () if !vowels || word.chars().any(char::is_lowercase) => out += word,
            () => {
                let mut start = true;
                for c in lower.chars() {
                    if start {
                        out.extend(c.to_uppercase())
                    } else {
                        out.push(c)
                    }
                    start = matches!(c, '-' | '.' | '(' | '/');
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_printed_as_names() {
        for (name, expected) in [
            ("UNIVERSITY_OF_THE_WEST_INDIES_", "University of the West Indies"),
            ("BAN_KI-MOON", "Ban Ki-Moon"),
            ("U.N._SECURITY_COUNCIL", "U.N. Security Council"),
            ("PDP_", "PDP"),
            ("Médecins du Monde", "Médecins du Monde"),
        ] {
            assert_eq!(printed(name), expected);
        }
    }
}
