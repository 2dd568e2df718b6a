//! Where a hand coding's trigger stands in the text.

use crate::coding::Coding;
use annalist_core::{Document, Span};

/// Fills `triggers` and `sentence` of a hand-coded record, as far as its words, numbers or ranges tell.
///
/// Ranges of code points are taken as they are. Trigger words that occur more than once are looked for in the sentence
/// that the coding names; where it names none, every occurrence may be meant, and the sentence is the first one's.
pub fn locate(coding: &mut Coding, document: &Document) {
    let text = document.text.as_str();
    let stated = sentence(coding, document);
    let mut spans = ranges(&coding.clue.ranges, text);
    if spans.is_empty() {
        spans = coding.trigger.as_deref().map_or(Vec::new(), |words| occurrences(text, words));
        let inside: Vec<Span> = match stated {
            Some(s) => spans.iter().copied().filter(|o| document.sentences[s].span.overlaps(*o)).collect(),
            None => Vec::new(),
        };
        if !inside.is_empty() {
            spans = inside;
        }
    }
    let of_trigger = spans.first().and_then(|span| sentence_at(document, span.start));
    coding.sentence = of_trigger.or(stated);
    coding.triggers = spans;
}

/// The sentence that the coding names by words or number.
fn sentence(coding: &Coding, document: &Document) -> Option<usize> {
    let by_words = coding.clue.sentence.as_deref().map(str::trim).filter(|s| !s.is_empty());
    let at = by_words.and_then(|words| document.text.find(words));
    let by_number = coding.clue.number.filter(|n| *n < document.sentences.len());
    at.and_then(|offset| sentence_at(document, offset as u32)).or(by_number)
}

fn sentence_at(document: &Document, offset: u32) -> Option<usize> {
    document.sentences.iter().position(|s| s.span.start <= offset && offset < s.span.end)
}

/// Ranges of code points as spans of bytes; those that lie outside `text` are left out.
fn ranges(ranges: &[[u32; 2]], text: &str) -> Vec<Span> {
    if ranges.is_empty() {
        return Vec::new();
    }
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let at = |point: u32| bytes.get(point as usize).copied();
    ranges
        .iter()
        .filter_map(|[s, e]| Some((at(*s)?, at(*e)?)))
        .filter(|(s, e)| s < e)
        .map(|(s, e)| Span::new(s, e))
        .collect()
}

/// Where `words` stand in `text` as whole words.
fn occurrences(text: &str, words: &str) -> Vec<Span> {
    let words = words.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let found = text.match_indices(words).map(|(i, w)| Span::new(i, i + w.len()));
    found.filter(|span| is_whole(text, *span)).collect()
}

fn is_whole(text: &str, span: Span) -> bool {
    let before = text[..span.start as usize].chars().next_back();
    let after = text[span.end as usize..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Clue;
    use annalist_core::document::Sentence;

    const TEXT: &str = "Élan troops attacked Kidal. Rebels attacked a camp.";

    fn document() -> Document {
        let sentence =
            |start, end| Sentence { span: Span::new(start, end), tokens: 0..0, starts_paragraph: false };
        let middle = TEXT.find(" Rebels").unwrap();
        Document {
            text: TEXT.into(),
            sentences: vec![sentence(0, middle), sentence(middle + 1, TEXT.len())],
            ..Document::default()
        }
    }

    /// The words that `coding` is located at, and its sentence.
    fn located(trigger: Option<&str>, clue: Clue) -> (Vec<String>, Option<usize>) {
        let mut coding = Coding { trigger: trigger.map(str::to_owned), clue, ..Coding::default() };
        locate(&mut coding, &document());
        let told = |s: &Span| format!("{}@{}", s.of(TEXT), s.start);
        (coding.triggers.iter().map(told).collect(), coding.sentence)
    }

    #[test]
    fn words_met_twice_are_told_apart_by_the_sentence() {
        let both = (vec!["attacked@13".to_owned(), "attacked@36".to_owned()], Some(0));
        assert_eq!(located(Some("attacked"), Clue::default()), both);
        let second = (vec!["attacked@36".to_owned()], Some(1));
        assert_eq!(located(Some("attacked"), Clue { number: Some(1), ..Clue::default() }), second);
        let words = Clue { sentence: Some("Rebels attacked a camp.".into()), ..Clue::default() };
        assert_eq!(located(Some("attacked"), words), second);
    }

    #[test]
    fn ranges_count_code_points() {
        let clue = Clue { ranges: vec![[12, 20]], ..Clue::default() };
        assert_eq!(located(None, clue), (vec!["attacked@13".to_owned()], Some(0)));
        let outside = Clue { ranges: vec![[400, 420], [5, 5]], ..Clue::default() };
        assert_eq!(located(None, outside), (vec![], None));
    }

    #[test]
    fn parts_of_words_are_no_trigger() {
        assert_eq!(located(Some("attack"), Clue::default()), (vec![], None));
        assert_eq!(located(Some("camp"), Clue::default()), (vec!["camp@47".to_owned()], Some(1)));
    }
}
