//! Users' dictionaries of actors: what they add, what goes before what, and what becomes of wrong lines.

use annalist_lexicon::dictionaries::{Dictionary, Form};
use annalist_lexicon::{Casing, Lexicon, words};
use jiff::civil::{Date, date};

const PETRARCH: &str = "\
# Offices of a country
CHANCELLERY_OF_FREDONIA_ ; note
+FREDONIAN_CHANCELLERY
\t[DEUGOV 19900101-051121] [---]
\t[DEUOPP >20051122] # note
RUFUS_FIREFLY_
FIREFLY_
\t[DEUELI]
UNITED_NATIONS_ [IGO]
US_ [USA]
FREDONIA_ [DEU]
GERMANY_ [DEU]
";

fn with(files: &[(&str, &str)]) -> (Lexicon, Vec<Dictionary>) {
    let mut lexicon = Lexicon::built_in();
    let dictionaries = files.iter().map(|(name, text)| lexicon.add_actors(name, text.as_bytes())).collect();
    (lexicon, dictionaries)
}

/// Country, sectors and line of the party that `phrase` names on `on`.
fn party(lexicon: &Lexicon, phrase: &str, on: Date) -> String {
    let found = lexicon.names.longest_at_start(&words(phrase), Casing::Respect, Some(on));
    let Some(found) = found.filter(|f| f.len == words(phrase).len()) else { return "unknown".to_owned() };
    let entry = lexicon.names.entry(found.values[0]);
    let standing = entry.at(Some(on));
    if standing.nobody {
        return "nobody".to_owned();
    }
    let country = standing.country.map_or("-".to_owned(), |c| c.to_string());
    let sectors = standing.sectors.iter().map(|s| s.as_str());
    let source = if entry.source.is_users { format!("@{}", entry.source.line) } else { "@built-in".into() };
    std::iter::once(country.as_str()).chain(sectors).chain([source.as_str()]).collect::<Vec<_>>().join(" ")
}

#[test]
fn codes_hold_for_their_dates_and_names_in_a_row_share_them() {
    let (lexicon, files) = with(&[("own.actors.txt", PETRARCH)]);
    assert_eq!((files[0].form, files[0].problems.len()), (Form::Petrarch, 0), "{:?}", files[0].problems);
    for phrase in ["Chancellery of Fredonia", "the Fredonian Chancellery's"] {
        let phrase = phrase.trim_start_matches("the ");
        assert_eq!(party(&lexicon, phrase, date(2005, 11, 21)), "DEU GOV @2");
        assert_eq!(party(&lexicon, phrase, date(2005, 11, 22)), "DEU OPP @2");
        assert_eq!(party(&lexicon, phrase, date(1980, 1, 1)), "nobody");
    }
    assert_eq!(party(&lexicon, "Firefly", date(1980, 1, 1)), "DEU ELI @6");
    assert_eq!(party(&lexicon, "firefly", date(1980, 1, 1)), "unknown");
    assert_eq!(party(&lexicon, "United Nations", date(1980, 1, 1)), "IGO @9");
}

#[test]
fn a_bare_country_is_a_further_name_of_it_unless_known_already() {
    let (lexicon, files) = with(&[("own.actors.txt", PETRARCH)]);
    assert_eq!((files[0].countries, files[0].known), (1, 2));
    let found = lexicon.countries.longest_at_start(&words("Fredonia"), Casing::Respect).expect("a country");
    assert_eq!(lexicon.countries.entry(found.values[0]).name, "Germany");
}

#[test]
fn later_files_go_first_and_silence_leaves_the_word_to_what_is_built_in() {
    let first = "ANGELA_MERKEL [DEUGOV 19910101-19981026]\n";
    let second = "name\tcountry\tsectors\nUnited Nations\tUNO\tSOC\n";
    let (lexicon, _) = with(&[("a.txt", PETRARCH), ("b.txt", first), ("c.tsv", second)]);
    assert_eq!(party(&lexicon, "United Nations", date(2000, 1, 1)), "UNO SOC @2");
    assert_eq!(party(&lexicon, "Angela Merkel", date(1995, 1, 1)), "DEU GOV @1");
    assert_eq!(party(&lexicon, "Angela Merkel", date(2010, 1, 1)), "DEU GOV @built-in");
}

#[test]
fn a_table_gives_persons_offices_and_parties_periods() {
    let table = "\
# Freedonia's offices
name\tcountry\tsectors\tfrom\tto\tkind\toffice\taliases
Trentino Vance\tAUT\tGOV\t1990\t1995-06-30\tperson\tpresident\tT. Vance|Vance of Sylvania
Trentino Vance\tAUT\tMIL\t1996\t-\tperson\t-\t-
Sylvanian Guard\tAUT\tMIL\t-\t1999\tmilitary\t-\tGuard of Sylvania
Sylvanian Guard\tAUT\tREB\t2000\t-\tmilitary\t-\t-
bellringer\t-\tREL\t-\t-\trole\t-\tbell-ringer
";
    let (lexicon, files) = with(&[("own.tsv", table)]);
    assert_eq!(
        (files[0].parties, files[0].roles, files[0].problems.len()),
        (2, 1, 0),
        "{:?}",
        files[0].problems
    );
    for (phrase, on, expected) in [
        ("Trentino Vance", date(1995, 6, 30), "AUT GOV @3"),
        ("Vance of Sylvania", date(1995, 7, 1), "AUT ELI @3"),
        ("Trentino Vance", date(1999, 7, 1), "AUT MIL @3"),
        ("Guard of Sylvania", date(1999, 12, 31), "AUT MIL @5"),
        ("Sylvanian Guard", date(2000, 1, 1), "AUT REB @5"),
    ] {
        assert_eq!(party(&lexicon, phrase, on), expected, "{phrase}");
    }
    for phrase in ["bellringer", "Bell-ringer", "bellringers"] {
        let found = lexicon.roles.lookup(phrase).unwrap_or_else(|| panic!("{phrase}"));
        assert_eq!(lexicon.roles.entry(found).source.line, 7, "{phrase}");
    }
    let austria = annalist_core::CountryCode::from_code("AUT").unwrap();
    let holder = lexicon.names.holder(austria, "president", date(1993, 1, 1)).unwrap();
    assert_eq!(lexicon.names.entry(holder).name, "Trentino Vance");
}

#[test]
fn agents_are_roles_with_sets_and_plurals() {
    let agents = "\
!PERSON! = MAN, MEN, WOMAN
FERRY!PERSON! [~BUS]
RIOT_POLICE {} [~COPMIL]
TOWN_CRIER {TOWNS_CRIERS} [~MED]
OBSERVERS_IN {} [IGO~]
";
    let (lexicon, files) = with(&[("own.agents.txt", agents)]);
    assert_eq!(files[0].problems.len(), 0, "{:?}", files[0].problems);
    for (phrase, expected) in
        [("ferryman", "BUS"), ("ferrywoman", "BUS"), ("riot police", "COP MIL"), ("towns criers", "JRN")]
    {
        let found = lexicon.roles.longest_at_end(&words(phrase)).unwrap_or_else(|| panic!("{phrase}"));
        let role = lexicon.roles.entry(found.values[0]);
        let sectors: Vec<&str> = role.sectors.iter().map(|s| s.as_str()).collect();
        assert_eq!((sectors.join(" ").as_str(), role.source.is_users), (expected, true), "{phrase}");
    }
    let observers = lexicon.roles.lookup("observers in").expect("observers in");
    assert_eq!(lexicon.roles.entry(observers).country.map(|c| c.to_string()).as_deref(), Some("IGO"));
}

/// The problems of a file, each as `line: message`.
fn problems(name: &str, bytes: &[u8]) -> Vec<String> {
    let dictionary = Lexicon::built_in().add_actors(name, bytes);
    dictionary.problems.iter().map(|p| format!("{}: {}", p.line, p.message)).collect()
}

#[test]
fn wrong_lines_of_a_dictionary_are_named_and_the_others_used() {
    let text = "\
\t[USAGOV]
RUFUS_FIREFLY_
\t[DEUGOV 20121204]
\t[DEUXYZ]
\t[DEUGOV
FIREFLY]_ [DEUGOV]
NOBODY_AT_ALL
";
    assert_eq!(
        problems("own.txt", text.as_bytes()),
        [
            "1: expected a name before this code",
            "3: expected `<` or `>` with a date or two dates as in 970101-061231, found `20121204`",
            "4: unknown group `XYZ` in the code `DEUXYZ`",
            "5: expected a closing `]` after `[DEUGOV`",
            "6: expected a name, found `FIREFLY]_`, in which brackets do not match",
            "7: expected a code such as [USAGOV] for `NOBODY_AT_ALL`",
        ]
    );
}

#[test]
fn wrong_rows_of_a_table_are_named_and_the_others_used() {
    let text = b"name\tcountry\tsectors\tkind\tfrom\tto\nA B\tDEU\tGOV\n\xffA\tDEU\tGOV\t-\t-\t-\nA B\tXQZ\tGOV\t-\t-\t-\n\
        A B\tDEU\tGUV\t-\t-\t-\nA B\tDEU\tGOV\tking\t-\t-\nA B\tDEU\tGOV\t-\t2001\t2000\n--\tDEU\tGOV\t-\t-\t-\n\
        A B\t-\t-\t-\t-\t-\nA B\tDEU\tGOV\t-\tMay\t-\nA C\tDEU\tGOV\t-\t-\t-\n";
    let found = problems("own.tsv", text);
    let expected = [
        "2: expected 6 columns, found 3",
        "3: expected UTF-8, found the byte 0xFF as number 1 of the line",
        "4: expected a country as in ISO 3166-1 alpha-3 or IGO, NGO, IMG …, found `XQZ`",
        "5: expected sectors such as GOV MIL, found `GUV`",
        "6: expected person, role or one of agency, armed, company, court, igo, intelligence, legislature, media, \
         military, movement, ngo, party, police, seat, found `king`",
        "7: expected `from` before `to`, found `2001`, `2000`",
        "8: expected a name",
        "9: expected a country, sectors or a code",
        "10: expected a date YYYY, YYYY-MM or YYYY-MM-DD, found `May`",
    ];
    assert_eq!(found, expected);
    let header = problems("own.tsv", b"title\tcountry\n");
    assert_eq!(header.len(), 1);
    assert!(header[0].starts_with("1: expected columns of name, country"), "{header:?}");
}

#[test]
fn limits_cut_a_file_short_with_a_word_about_it() {
    let long = format!("{}\t[USAGOV]\nSHORT_NAME [USAGOV]\n", "A".repeat(5000));
    assert_eq!(
        problems("own.txt", long.as_bytes()),
        ["1: expected a line of at most 4096 bytes, found 5009"]
    );
}
