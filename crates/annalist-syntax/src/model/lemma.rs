//! Lemmas: learned edit scripts, and a table of the words that do not follow them.

use annalist_core::Upos;
use std::collections::{HashMap, HashSet};

/// How a lemma is made from a form. `training/syntax/data.py` (`script`) defines the notation.
#[derive(Clone, Debug, PartialEq)]
pub enum Script {
    /// The lemma whatever the form.
    Whole(String),
    /// Change the case, strip characters at the end, add others.
    Edit {
        /// What happens to the case first.
        case: Case,
        /// How many characters to take off.
        strip: usize,
        /// What to put in their place.
        add: String,
    },
}

/// The case rule of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// All lower case.
    Lower,
    /// As the form has it.
    Keep,
    /// First letter as it is, the rest lower case.
    Title,
}

impl Script {
    /// Reads the notation `l1y`, `k0`, `=be`.
    pub fn read(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let case = match chars.next()? {
            '=' => return Some(Script::Whole(chars.as_str().to_owned())),
            'l' => Case::Lower,
            'k' => Case::Keep,
            't' => Case::Title,
            _ => return None,
        };
        let rest = chars.as_str();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        Some(Script::Edit { case, strip: rest[..digits].parse().ok()?, add: rest[digits..].to_owned() })
    }

    /// The lemma of `form`, or nothing where the script takes off more than there is.
    pub fn apply(&self, form: &str) -> Option<String> {
        match self {
            Script::Whole(lemma) => Some(lemma.clone()),
            Script::Edit { case, strip, add } => {
                let base = recase(form, *case);
                let keep = base.chars().count().checked_sub(*strip)?;
                let end = base.char_indices().nth(keep).map_or(base.len(), |(i, _)| i);
                let lemma = base[..end].to_owned() + add;
                (!lemma.is_empty()).then_some(lemma)
            }
        }
    }
}

fn recase(form: &str, case: Case) -> String {
    match case {
        Case::Lower => form.to_lowercase(),
        Case::Keep => form.to_owned(),
        Case::Title => {
            let mut chars = form.chars();
            let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
            first + &chars.as_str().to_lowercase()
        }
    }
}

/// Lemmas of frequent words by lower-case form and part of speech, and the base forms of verbs.
#[derive(Debug, Default)]
pub struct Table<'a> {
    lemmas: HashMap<(&'a str, Upos), &'a str>,
    verbs: HashSet<&'a str>,
}

const VERBS: &str = include_str!("verbs.txt");
const IRREGULAR: &str = include_str!("irregular.tsv");

impl<'a> Table<'a> {
    /// Reads lines `form<TAB>UPOS<TAB>lemma`; lines that begin with `# ` are comments.
    pub fn read(text: &'a str) -> Self {
        let entry = |line: &'a str| {
            let mut columns = line.split('\t');
            let form = columns.next()?;
            Some(((form, Upos::from_label(columns.next()?)?), columns.next()?))
        };
        let lines = |text: &'static str| text.lines().filter(|l| !l.starts_with('#'));
        let mut lemmas: HashMap<_, _> = lines(IRREGULAR)
            .filter_map(|l| l.split_once('\t'))
            .map(|(form, lemma)| ((form, Upos::Verb), lemma))
            .collect();
        lemmas.extend(text.lines().filter(|l| !l.starts_with("# ")).filter_map(entry));
        let trained = lemmas.iter().filter(|((_, upos), _)| *upos == Upos::Verb).map(|(_, lemma)| *lemma);
        let verbs = trained.chain(lines(VERBS)).collect();
        Table { lemmas, verbs }
    }

    /// The lemma of `form` as `upos` (`plural` where its tag says so), by the table, else by `script`, else the
    /// lower-case form.
    pub fn lemma(&self, form: &str, upos: Upos, plural: bool, script: Option<&Script>) -> String {
        let lower = form.to_lowercase();
        if let Some(lemma) = self.lemmas.get(&(lower.as_str(), upos)) {
            return (*lemma).to_owned();
        }
        let scripted = script.and_then(|s| s.apply(form)).unwrap_or_else(|| lower.clone());
        match upos {
            Upos::Verb if !self.verbs.contains(scripted.as_str()) => self.verb(&lower).unwrap_or(scripted),
            Upos::Verb => self.with_silent_e(&lower, &scripted).unwrap_or(scripted),
            Upos::Noun if plural => singular(&lower, &scripted).unwrap_or(scripted),
            // "backing" is no form of "back", and "Vandalism" at the start of a sentence no name.
            Upos::Noun if lower.ends_with("ing") || is_title(form) && scripted == form => lower,
            _ => scripted,
        }
    }

    /// The verb with `e` where `lemma` would have doubled its consonant: `raped` is of `rape`, since `rap` has `rapped`.
    fn with_silent_e(&self, form: &str, lemma: &str) -> Option<String> {
        let inflected = ["ed", "ing"].iter().any(|e| form.strip_suffix(e) == Some(lemma));
        let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        let mut back = lemma.chars().rev();
        let (last, before) = (back.next()?, back.next()?);
        let short = !vowel(last) && !matches!(last, 'w' | 'x') && vowel(before) && !back.any(vowel);
        let silent = lemma.to_owned() + "e";
        (inflected && short && self.verbs.contains(silent.as_str())).then_some(silent)
    }

    /// The known verb that `form` is a regular inflection of.
    fn verb(&self, form: &str) -> Option<String> {
        let known = |lemma: String| self.verbs.contains(lemma.as_str()).then_some(lemma);
        if let Some((prefix, rest)) = form.split_once('-').filter(|(p, _)| matches!(*p, "re" | "co" | "de")) {
            return Some(format!("{prefix}-{}", self.verb(rest)?));
        }
        for ending in ["ing", "ed", "es", "s", ""] {
            let Some(stem) = form.strip_suffix(ending).filter(|s| s.len() > 1) else { continue };
            let doubled =
                stem.strip_suffix(|c: char| stem.ends_with([c, c].iter().collect::<String>().as_str()));
            let vowel_y = stem.strip_suffix('i').map(|s| s.to_owned() + "y");
            let found = known(stem.to_owned() + "e")
                .filter(|_| ending != "s" && !ending.is_empty())
                .or_else(|| known(stem.to_owned()))
                .or_else(|| doubled.and_then(|s| known(s.to_owned())))
                .or_else(|| vowel_y.and_then(known));
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Whether `form` has a capital at its start and nowhere else.
fn is_title(form: &str) -> bool {
    let mut chars = form.chars();
    chars.next().is_some_and(char::is_uppercase) && form.len() > 1 && chars.all(char::is_lowercase)
}

/// Nouns that really end so: other plurals in `-ies` are of nouns in `-y`, others in `-ches`, `-shes`, `-sses` and
/// `-xes` of nouns without the `e`.
const KEEP_E: &str = " ache annexe auntie aussie avalanche axe backache birdie bookie bourgeoisie brownie budgie cabbie \
    cache caddie calorie camaraderie cliche collie cookie coterie creche crevasse cutie die doggie finesse foodie freebie \
    genie goalie groupie headache heartache hippie homie hoodie impasse indie junkie kiddie lassie lie magpie menagerie \
    moustache movie mustache necktie newbie niche oldie pickaxe pie pixie posse prairie psyche quiche reverie rookie \
    selfie smoothie sortie species stomachache sweetie talkie techie tie toothache townie veggie walkie yuppie zombie ";

/// The singular of the plural `form` where `lemma` is not how English forms it: the form itself, the form less only its
/// `s`, or with a `y` that it never had.
fn singular(form: &str, lemma: &str) -> Option<String> {
    // "militiamen" is of "militiaman"; "men" and "women" stand in the table.
    if let Some(stem) = form.strip_suffix("men").filter(|s| s.len() > 3) {
        return Some(stem.to_owned() + "man");
    }
    let stem = form.strip_suffix('s')?;
    if KEEP_E.contains(&format!(" {stem} ")) {
        return Some(stem.to_owned());
    }
    let whole = lemma == form && !["s", "u", "i", "ic"].iter().any(|e| stem.ends_with(e));
    if lemma != stem && !whole {
        return None;
    }
    let hissing = ["che", "she", "sse", "xe"].iter().any(|e| stem.ends_with(e));
    match stem.strip_suffix("ie") {
        Some(short) => Some(short.to_owned() + "y"),
        None => Some(stem[..stem.len() - usize::from(hissing)].to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, form: &str, lemma: &str) {
        assert_eq!(Script::read(script).unwrap().apply(form).as_deref(), Some(lemma));
    }

    #[test]
    fn scripts_edit_forms() {
        check("l3y", "Cities", "city");
        check("l2", "wanted", "want");
        check("k0", "Traoré", "Traoré");
        check("t0", "GUATEMALA", "Guatemala");
        check("=be", "were", "be");
        assert_eq!(Script::read("l9").unwrap().apply("is"), None);
        assert_eq!(Script::read("x1"), None);
    }

    #[test]
    fn unseen_inflections_of_known_verbs_find_them() {
        let table = Table::read("");
        for (form, lemma) in [
            ("imposed", "impose"),
            ("expelled", "expel"),
            ("vetoed", "veto"),
            ("Torturing", "torture"),
            ("outlawed", "outlaw"),
            ("freed", "free"),
            ("denies", "deny"),
            ("clashes", "clash"),
            ("killed", "kill"),
            ("overthrew", "overthrow"),
            ("re-imposed", "re-impose"),
            ("planning", "plan"),
            ("zorped", "zorped"),
        ] {
            assert_eq!(table.lemma(form, Upos::Verb, false, None), lemma, "{form}");
        }
    }

    #[test]
    fn plurals_and_silent_letters_follow_english() {
        let table = Table::read("rap\tVERB\trap\nrape\tVERB\trape\n");
        for (form, upos, script, lemma) in [
            ("hostilities", Upos::Noun, "l1", "hostility"),
            ("condolences", Upos::Noun, "l0", "condolence"),
            ("sorties", Upos::Noun, "l3y", "sortie"),
            ("politics", Upos::Noun, "l0", "politics"),
            ("barracks", Upos::Noun, "l1", "barrack"),
            ("Movies", Upos::Noun, "l1", "movie"),
            ("clashes", Upos::Noun, "l1", "clash"),
            ("headaches", Upos::Noun, "l1", "headache"),
            ("paramilitaries", Upos::Noun, "l1", "paramilitary"),
            ("raped", Upos::Verb, "l2", "rape"),
            ("rapped", Upos::Verb, "l3", "rap"),
            ("caned", Upos::Verb, "l2", "cane"),
            ("planned", Upos::Verb, "l3", "plan"),
        ] {
            assert_eq!(table.lemma(form, upos, true, Script::read(script).as_ref()), lemma, "{form}");
        }
    }

    #[test]
    fn singular_nouns_are_their_own_lemmas() {
        let table = Table::read("");
        for (form, script, lemma) in [
            ("backing", "l3", "backing"),
            ("Shelling", "l3", "shelling"),
            ("Vandalism", "k0", "vandalism"),
            ("NATO", "k0", "NATO"),
        ] {
            assert_eq!(table.lemma(form, Upos::Noun, false, Script::read(script).as_ref()), lemma, "{form}");
        }
    }

    #[test]
    fn the_word_lists_are_sorted_and_free_of_doubles() {
        for list in [VERBS, IRREGULAR] {
            let lines: Vec<&str> = list.lines().filter(|l| !l.starts_with('#')).collect();
            assert!(lines.windows(2).all(|w| w[0] < w[1]));
        }
    }

    #[test]
    fn the_table_goes_before_the_script() {
        let table = Table::read("# a comment\nleft\tVERB\tleave\n");
        let script = Script::read("l0");
        assert_eq!(table.lemma("Left", Upos::Verb, false, script.as_ref()), "leave");
        assert_eq!(table.lemma("Left", Upos::Adj, false, script.as_ref()), "left");
        assert_eq!(table.lemma("Is", Upos::Aux, false, Script::read("l7").as_ref()), "is");
    }
}
