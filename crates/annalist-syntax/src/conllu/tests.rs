use super::*;
use annalist_core::{NameKind, Relation, Upos};

const SAMPLE: &str = "# newdoc id = a
# sent_id = a-1
# newpar
# text = Annan didn't go.
1\tAnnan\tAnnan\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tNE=B-PER
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

1\tWho\twho\tPRON\tWP\t_\t0\troot\t_\t_
1.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_
";

#[test]
fn a_full_reading_keeps_trees_names_and_contractions() {
    let document = read(SAMPLE).expect("valid");
    assert_eq!(document.text, "Annan didn't go. Who ?");
    assert_eq!(document.sentences.len(), 2);
    assert_eq!(document.form(2), "n't");
    assert!(document.tokens[2].continues_word && !document.tokens[1].continues_word);
    assert_eq!(document.head(2), Some(3));
    assert_eq!(document.tokens[6].relation, Relation::Punct);
    assert_eq!(document.head(6), Some(5));
    assert_eq!((document.names[0].kind, document.names[0].tokens.clone()), (NameKind::Person, 0..1));
    assert!(document.sentences[0].starts_paragraph && !document.sentences[1].starts_paragraph);
}

#[test]
fn a_token_reading_ignores_every_other_column() {
    let changed = SAMPLE.replace("PROPN", "NONSENSE").replace("\t4\t", "\t99\t").replace("nsubj", "???");
    let document = read_tokens(&changed).expect("tokens are valid");
    assert_eq!(document.tokens.len(), 7);
    assert_eq!(document.tokens[0].upos, Upos::X);
    assert_eq!(document.head(0), None);
    assert!(document.names.is_empty());
}

#[test]
fn what_is_written_reads_back_the_same() {
    let document = read(SAMPLE).expect("valid");
    let mut out = String::new();
    write(&document, "a", &[], &mut out).expect("strings take everything");
    assert!(out.contains("2-3\tdidn't\t_"));
    assert!(out.contains("1\tAnnan\tAnnan\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tNE=B-PER|Start=0|End=5\n"));
    assert_eq!(read(&out), Ok(document));
}

#[test]
fn errors_name_the_line_and_what_was_expected() {
    let check = |from: &str, to: &str, line: usize, reason: &str| {
        let error = read(&SAMPLE.replacen(from, to, 1)).expect_err("broken");
        assert_eq!((error.line, error.reason.as_str()), (line, reason));
    };
    check("4\tgo\tgo", "4 go go", 9, "expected 10 columns separated by tabs, found 8");
    check("\tPROPN\t", "\tNAME\t", 5, "expected a part of speech, found `NAME`");
    check("\t4\tnsubj", "\t9\tnsubj", 5, "expected a head from 0 to 5, found `9`");
    check("\tnsubj\t", "\tsubject\t", 5, "expected a dependency relation, found `subject`");
    check("2\tdid", "3\tdid", 7, "expected word 2, found `3`");
    check("5\t.\t.", "6\t.\t.", 10, "expected word 5, found `6`");
    check("2-3\tdidn't", "2-7\tdidn't", 6, "expected words up to 7, found 5");
    check(
        "1\tAnnan",
        "one\tAnnan",
        5,
        "expected a number or a range such as `3-4` in the first column, found `one`",
    );
}
