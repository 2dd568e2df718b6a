//! A researcher's file of event types: what its lines do, what is wrong with them, and how much of it is read.

use annalist_lexicon::predicates::{ENTRIES, Extension, FILE_BYTES, LINE_BYTES, Predicates, TriggerPos};
use proptest::prelude::*;

const TYPE: &str = "type\tDISPLACEMENT\tquad=4 scale=-8\tPeople forced from their homes.";

fn built_in() -> Predicates {
    Predicates::load().expect("the built-in lexicon is right")
}

fn extended(text: &str) -> (Predicates, Extension) {
    let mut predicates = built_in();
    let extension = predicates.extend("own.events", text.as_bytes());
    (predicates, extension)
}

/// The one problem of a file of [`TYPE`] and `line`, which is its second line.
fn problem(line: &str) -> String {
    let (_, extension) = extended(&format!("{TYPE}\n{line}\n"));
    let messages: Vec<String> = extension.problems.iter().map(ToString::to_string).collect();
    assert_eq!(messages.len(), 1, "{line}: {messages:?}");
    assert_eq!(extension.types.len(), 1, "{line}: the right line is lost");
    messages[0].strip_prefix("cannot read lexicon `own.events`: line 2: ").expect(&messages[0]).to_owned()
}

#[test]
fn wrong_lines_are_named_with_what_was_expected() {
    let check = |line: &str, expected: &str| {
        let found = problem(line);
        assert!(found.contains(expected), "{line}: expected {expected:?} in {found:?}");
    };
    check("flee/v\tDISPLACEMENT\t-", "expected 4 columns, found 3");
    check("flee/v\tDISPLACEMENT\t-\tx\ty", "expected 4 columns, found 5");
    check("flee/v\tDISPLACEMENT\t\tx", "`-` for an empty one");
    check("flee\tDISPLACEMENT\t-\t-", "or a trigger such as `attack/v`, found `flee`");
    check("flee/x\tDISPLACEMENT\t-\t-", "expected v, n or a after the slash");
    check("Flee/v\tDISPLACEMENT\t-\t-", "expected a lemma in lower case before the slash, found `Flee`");
    check("flee/v\tDISPLACEMNT\t-\t-", "unknown class `DISPLACEMNT`");
    check("flee/v\tDISPLACEMENT/forced\t-\t-", "unknown mode `forced` of DISPLACEMENT");
    check("flee/v\tRETREAT\t-\t-", "expected a class of RETREAT, one of access, access-aid");
    check("flee/v\tDISPLACEMENT\tA=nsubj\t-", "unknown frame `A=nsubj`");
    check("flee/v\tDISPLACEMENT\tR=subj\t-", "expected another actor beside `R=subj`");
    check("flee/v ob=home\tDISPLACEMENT\t-\t-", "unknown role `ob=`");
    check("flee/v obj=@homes\tDISPLACEMENT\t-\t-", "unknown group `@homes`");
    check("flee/v obj=\tDISPLACEMENT\t-\t-", "expected a word or group after `=`");
    check("flee/v  from\tDISPLACEMENT\t-\t-", "expected a word in lower case, found ``");
    check(TYPE, "`type DISPLACEMENT` stands in line 1 already");
    check("type\tASSAULT\tquad=4 scale=-8\tx", "`ASSAULT` has a meaning of its own");
    check("type\tFUTURE\tquad=4 scale=-8\tx", "`FUTURE` has a meaning of its own");
    check("type\tfamine\tquad=4 scale=-8\tx", "expected a type in upper case");
    check("type\tFAMINE\tscale=-8\tx", "expected an option `quad`");
    check("type\tFAMINE\tquad=5 scale=-8\tx", "expected quad=1, 2, 3 or 4, found `quad=5`");
    check("type\tFAMINE\tquad=4 scale=-11\tx", "expected scale= from -10 to 10");
    check("type\tFAMINE\tquad=4 scale=NaN\tx", "expected scale= from -10 to 10");
    check("type\tFAMINE\tquad=4 scale=-8 colour=red\tx", "unknown option `colour`: expected quad, scale");
    check("type\tFAMINE\tquad=4 quad=3 scale=-8\tx", "option `quad` stands twice");
    check("type\tFAMINE\tquad=4 scale=-8 needs=place\tx", "expected needs= with actor, recipient or both");
    check("type\tFAMINE\tquad=4 scale=-8 like=deprt\tx", "unknown class `deprt`");
    check("type\tFAMINE\tquad=4 scale=-8 cameo=999\tx", "expected a CAMEO code");
    check("type\tFAMINE\tquad=4 scale=-8 context=hunger\tx", "found `hunger`");
    check("type\tFAMINE\tquad=4 scale=-8 size=all\tx", "expected size=actor or size=recipient");
    check("type\tFAMINE\tquad=4 scale=-8\t-", "expected a description");
    check("mode\tFAMINE/siege\t-\t-", "unknown type `FAMINE`");
    check("mode\tDISPLACEMENT\t-\t-", "expected TYPE/mode");
    check("mode\tDISPLACEMENT/By-Force\t-\t-", "expected a mode in lower case");
    check("mode\tASSAULT/beat\tlike=beat\t-", "`beat` is a mode of ASSAULT already");
    check("mode\tASSAULT/acid\t-\t-", "expected like= with a class of ASSAULT (abduct, ");
    check("mode\tASSAULT/acid\tlike=arrest\t-", "found `like=arrest` of COERCE");
    check("group\tpress\tjournalist\t-", "expected the name of a list");
    check("group\t@people\tjournalist\t-", "expected the name of a list");
    check("group\t@press\tJournalist\t-", "expected lemmas in lower case");
    check("remove\tquaff/v\t-\t-", "there is no entry `quaff/v` to remove");
    check("remove\tarrest/v\tkill\t-", "there is no entry `arrest/v` of `kill` to remove");
    check("flee/v\tDISPLACEMENT\t-\t\u{1b}[2J", "the control character U+001B");
}

#[test]
fn a_line_that_is_not_utf8_or_too_long_is_skipped_and_the_rest_used() {
    let long = "x".repeat(LINE_BYTES);
    let text = [
        TYPE.as_bytes(),
        b"\n# \xe9\nflee/v\t\xe9",
        b"\n",
        long.as_bytes(),
        b"y\r\nquaff/v\tDISPLACEMENT\t-\t-\r\n",
    ]
    .concat();
    let mut predicates = built_in();
    let found = predicates.extend("own.events", &text);
    let lines: Vec<(usize, &str)> = found.problems.iter().map(|p| (p.line, p.message.as_str())).collect();
    assert_eq!(lines[0], (3, "expected UTF-8, found the byte 0xE9 as number 8 of the line"));
    assert_eq!(lines[1], (4, "expected a line of at most 4096 bytes, found 4097"));
    assert_eq!((lines.len(), found.added.len()), (2, 1));
}

#[test]
fn what_is_too_much_is_skipped_and_named() {
    let line = |i: usize| format!("group\t@g{i}\ta\t-\n");
    let many: String = (0..ENTRIES + 5).map(line).collect();
    let (predicates, found) = extended(&many);
    assert_eq!((found.problems.len(), found.problems[0].line), (1, ENTRIES + 1));
    assert!(found.problems[0].message.contains("at most 20000 lines of data"), "{}", found.problems[0]);
    assert!(predicates.group(&format!("@g{}", ENTRIES - 1)).is_some());
    assert!(predicates.group(&format!("@g{ENTRIES}")).is_none());

    let comment = format!("#{}\n", "x".repeat(1000));
    let (_, found) = extended(&(TYPE.to_owned() + "\n" + &comment.repeat(FILE_BYTES / comment.len() + 1)));
    assert_eq!((found.types.len(), found.problems.len()), (1, 1));
    assert!(found.problems[0].message.contains("a file of at most 4194304 bytes"), "{}", found.problems[0]);
}

#[test]
fn what_lines_refer_to_may_stand_after_them() {
    let lines = [
        "flee/v from=@camp\tDISPLACEMENT/forced\tA=- R=subj\t-",
        "mode\tDISPLACEMENT/forced\t-\t-",
        "group\t@camp\tcamp\t-",
        TYPE,
    ];
    let (predicates, found) = extended(&lines.join("\n"));
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    let entries = predicates.entries("flee", TriggerPos::Verb);
    assert!(entries.iter().any(|e| e.trigger == "flee/v from=@camp"), "{entries:?}");
}

#[test]
fn a_users_entry_takes_the_place_of_one_with_its_trigger_and_frame() {
    let (predicates, found) = extended(&format!("{TYPE}\narrest/v\tDISPLACEMENT\t-\t-\n"));
    let replaced: Vec<&str> = found.added[0].replaced.iter().map(|e| e.source.file).collect();
    assert_eq!(replaced, ["events/coerce.tsv"]);
    let plain: Vec<bool> = predicates
        .entries("arrest", TriggerPos::Verb)
        .iter()
        .filter(|e| e.trigger == "arrest/v")
        .map(|e| e.source.is_users)
        .collect();
    assert_eq!(plain, [true]);
}

#[test]
fn a_users_entry_goes_before_those_that_ask_for_as_much() {
    let line = "close/v obj=@outlet\tDISPLACEMENT\t-\t-\ngroup\t@outlet\tstation\t-";
    let (predicates, _) = extended(&format!("{TYPE}\n{line}\n"));
    let entries = predicates.entries("close", TriggerPos::Verb);
    let own = entries.iter().position(|e| e.source.is_users).expect("it is there");
    assert!(entries[..own].iter().all(|e| e.needs.len() > 1));
    assert!(entries[own + 1..].iter().any(|e| e.needs.len() == 1));
}

#[test]
fn removing_a_hyphenated_entry_removes_its_parts() {
    let met = |predicates: &Predicates| {
        ["cease-fire", "cease", "fire"].map(|lemma| {
            predicates.entries(lemma, TriggerPos::Noun).iter().any(|e| e.trigger == "cease-fire/n")
        })
    };
    assert_eq!(met(&built_in()), [true; 3]);
    let (predicates, found) = extended("remove\tcease-fire/n\tceasefire\tThe cease-fire held.\n");
    assert_eq!((met(&predicates), found.removed[0].entries.len()), ([false; 3], 1));
}

#[test]
fn a_later_file_may_use_and_replace_what_an_earlier_one_declares() {
    let (mut predicates, _) = extended(&format!("{TYPE}\nuproot/v\tDISPLACEMENT\t-\t-\n"));
    let second = predicates
        .extend("b.events", b"mode\tDISPLACEMENT/flood\t-\t-\nuproot/v\tDISPLACEMENT/flood\t-\t-\n");
    assert!(second.problems.is_empty(), "{:?}", second.problems);
    assert_eq!(second.added[0].replaced[0].source.file, "own.events");
    let third = predicates.extend("c.events", TYPE.as_bytes());
    assert!(third.problems[0].message.contains("declared already by another file"), "{}", third.problems[0]);
}

/// Lines built of the pieces of the notation, right and wrong.
fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "type",
        "mode",
        "group",
        "remove",
        "DISPLACEMENT",
        "DISPLACEMENT/forced",
        "ASSAULT/acid",
        "@press",
        "attack/v",
        "cease-fire/n",
        "quad=4",
        "scale=-8",
        "like=kill",
        "reciprocal",
        "obj=@press,*",
        "+up",
        "A=-",
        "R=subj",
        "A=by",
        "-",
        "--",
        "/",
        "=",
        ",",
        "@",
        " ",
        "",
        "é/v",
        "A fire broke out.",
    ]);
    let field = prop::collection::vec(piece, 0..4).prop_map(|words| words.join(" "));
    prop::collection::vec(field, 3..6).prop_map(|fields| fields.join("\t"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_load_and_problems_lie_in_the_file(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let found = Predicates::default().extend("own.events", &bytes);
        let lines = bytes.split(|b| *b == b'\n').count();
        prop_assert!(found.problems.iter().all(|p| (1..=lines).contains(&p.line)));
    }

    #[test]
    fn any_pieces_of_the_notation_load_and_each_line_is_used_or_named(lines in prop::collection::vec(line(), 0..30)) {
        let (predicates, found) = extended(&lines.join("\n"));
        let data = lines.iter().filter(|l| !l.is_empty()).count();
        let mut named: Vec<usize> = found.problems.iter().map(|p| p.line).collect();
        named.dedup();
        prop_assert_eq!(named.len(), found.problems.len(), "a line has two problems");
        let used = found.types.len() + found.added.len() + found.removed.len();
        prop_assert!(used + named.len() <= data);
        prop_assert!(predicates.all().count() > 1500);
    }
}
