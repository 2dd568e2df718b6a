//! Small trees for tests: `form/UPOS/head/relation` words, heads counted from 1 within a sentence, 0 for the root.

use annalist_core::{Document, Relation, Sentence, Span, Token, Upos};

/// A document of the sentences in `lines`, one a line; fields of a word are parted by `/`.
pub fn parsed(lines: &str) -> Document {
    let mut document = Document::default();
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
        add_sentence(&mut document, line);
    }
    document
}

/// A document of one sentence without a parse; commas, hyphens and `'s` are tokens of their own.
pub fn unparsed(text: &str) -> Document {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    let spaced = text.replace("'s", " 's").replace(',', " ,").replace('-', " - ");
    let mut cursor = 0;
    for form in spaced.split_whitespace() {
        let Some(at) = text[cursor..].find(form) else { continue };
        let start = cursor + at;
        cursor = start + form.len();
        document.tokens.push(Token::unparsed(Span::new(start, cursor), false));
    }
    close(&mut document, 0);
    document
}

fn add_sentence(document: &mut Document, line: &str) {
    let first = document.tokens.len();
    for word in line.split_whitespace() {
        let fields: Vec<&str> = word.split('/').collect();
        let [form, upos, head, relation] = fields[..] else { panic!("expected four fields in `{word}`") };
        if !document.text.is_empty() {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(&form.replace('_', " "));
        let mut token = Token::unparsed(Span::new(start, document.text.len()), false);
        token.upos = Upos::from_label(upos).unwrap_or_else(|| panic!("no part of speech in `{word}`"));
        token.relation = Relation::from_label(relation).unwrap_or_else(|| panic!("no relation in `{word}`"));
        let head: u32 = head.parse().unwrap_or_else(|_| panic!("no head in `{word}`"));
        token.head = head.checked_sub(1).map(|h| h + first as u32);
        token.lemma = lemma(form, token.upos).into();
        if token.upos == Upos::Noun && form.ends_with('s') {
            token.features = "Number=Plur".into();
        }
        document.tokens.push(token);
    }
    close(document, first);
}

fn lemma(form: &str, upos: Upos) -> String {
    match upos {
        Upos::Propn => form.to_owned(),
        Upos::Noun => form.trim_end_matches('s').to_lowercase(),
        Upos::Aux => "be".to_owned(),
        _ => form.to_lowercase(),
    }
}

fn close(document: &mut Document, first: usize) {
    let tokens = first..document.tokens.len();
    if !tokens.is_empty() {
        let span = document.span_of(tokens.clone());
        document.sentences.push(Sentence { span, tokens, starts_paragraph: first == 0 });
    }
}
