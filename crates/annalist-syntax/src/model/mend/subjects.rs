//! A verb has one subject: of two side by side, a noun and the name of whom it describes ("the opposition leader Alexei
//! Navalny was arrested"), the name is an apposition of the noun, as the treebanks have it; and a day of the week says
//! when. The model scores each arc by itself and now and then makes subjects of both.

use super::attach;
use annalist_core::moment::WEEKDAYS;
use annalist_core::{Document, Relation, Upos};

/// Mends the double subjects of all sentences.
pub(super) fn mend(document: &mut Document) {
    for name in 0..document.tokens.len() {
        if let Some((head, relation)) = mended(document, name) {
            attach(document, name, head, relation);
        }
    }
}

/// The head and relation of the name headed by `name`, if it and a phrase just before it are subjects of one verb.
fn mended(document: &Document, name: usize) -> Option<(usize, Relation)> {
    let token = &document.tokens[name];
    let is_subject = |i: usize| matches!(document.tokens[i].relation, Relation::Nsubj | Relation::NsubjPass);
    if token.upos != Upos::Propn || !is_subject(name) {
        return None;
    }
    let verb = document.head(name)?;
    let is_part = |i: &usize| document.tokens[*i].upos == Upos::Propn && document.head(*i) == Some(name);
    let start = (0..name).rev().take_while(is_part).last().unwrap_or(name);
    let before = start.checked_sub(1).filter(|i| document.form(*i) != ",")?;
    let mut first = before;
    while document.head(first)? != verb {
        first = document.head(first)?;
        if first >= start {
            return None;
        }
    }
    if !is_subject(first) {
        return None;
    }
    if WEEKDAYS.contains(&document.form(name)) {
        return Some((verb, Relation::OblUnmarked));
    }
    (document.tokens[first].upos == Upos::Noun).then_some((first, Relation::Appos))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::read_tokens;

    /// Heads and relations of a sentence after it is mended.
    fn mended(sentence: &[(&str, Upos, Relation, Option<u32>)]) -> Vec<(Option<u32>, Relation)> {
        let rows = sentence.iter().enumerate();
        let rows: String =
            rows.map(|(i, (form, ..))| format!("{}\t{form}{}\n", i + 1, "\t_".repeat(8))).collect();
        let mut document = read_tokens(&(rows + "\n")).unwrap();
        for (token, (_, upos, relation, head)) in document.tokens.iter_mut().zip(sentence) {
            (token.upos, token.relation, token.head) = (*upos, *relation, *head);
        }
        mend(&mut document);
        document.tokens.iter().map(|t| (t.head, t.relation)).collect()
    }

    #[test]
    fn a_name_after_its_noun_is_an_apposition() {
        let mended = mended(&[
            ("leader", Upos::Noun, Relation::Nsubj, Some(3)),
            ("Alexei", Upos::Propn, Relation::Compound, Some(2)),
            ("Navalny", Upos::Propn, Relation::Nsubj, Some(3)),
            ("spoke", Upos::Verb, Relation::Root, None),
        ]);
        assert_eq!(mended[2], (Some(0), Relation::Appos));
        assert_eq!(mended[0], (Some(3), Relation::Nsubj));
    }

    #[test]
    fn a_day_is_no_subject() {
        let mended = mended(&[
            ("Blair", Upos::Propn, Relation::Nsubj, Some(2)),
            ("Tuesday", Upos::Propn, Relation::Nsubj, Some(2)),
            ("spoke", Upos::Verb, Relation::Root, None),
        ]);
        assert_eq!(mended[1], (Some(2), Relation::OblUnmarked));
    }

    #[test]
    fn what_a_comma_parts_is_left() {
        let rows = [
            ("minister", Upos::Noun, Relation::Nsubj, Some(3)),
            (",", Upos::Punct, Relation::Punct, Some(0)),
            ("Blair", Upos::Propn, Relation::Nsubj, Some(3)),
            ("spoke", Upos::Verb, Relation::Root, None),
        ];
        assert_eq!(mended(&rows)[2], (Some(3), Relation::Nsubj));
    }
}
