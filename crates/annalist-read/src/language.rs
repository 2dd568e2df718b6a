//! The language of a body, as ISO 639-1.
//!
//! `whatlang` knows about seventy languages but calls short or list-like English many things, so common English words
//! have a vote of their own.

/// The language of `text`, as ISO 639-1 (or 639-3 where there is no shorter code); None where it is too short to tell.
pub fn detect(text: &str) -> Option<String> {
    let sample = head(text, 6000);
    let (words, english) = english_share(sample);
    if words < 3 {
        return None;
    }
    let share = english as f64 / words as f64;
    // English prose has a share of 0.3 and more, other languages under 0.06.
    if share >= 0.2 || share >= 0.12 && words < 40 {
        return Some("en".to_owned());
    }
    let info = whatlang::detect(sample)?;
    if info.lang() == whatlang::Lang::Eng {
        return (info.is_reliable() || share >= 0.08).then(|| "en".to_owned());
    }
    (info.is_reliable() && words >= 8).then(|| two_letters(info.lang().code()).to_owned())
}

/// What a report's own label means: `en-GB`, `eng` and `English` are `en`. None for what is no language label.
pub(crate) fn normalize(label: &str) -> Option<String> {
    let label = label.trim().to_lowercase();
    let primary = label.split(['-', '_']).next().unwrap_or("");
    let code = match primary.len() {
        2 if primary.bytes().all(|b| b.is_ascii_lowercase()) => primary,
        3 if primary.bytes().all(|b| b.is_ascii_lowercase()) => two_letters(primary),
        _ => {
            let lang = whatlang::Lang::all().iter().find(|l| l.eng_name().to_lowercase() == label)?;
            two_letters(lang.code())
        }
    };
    Some(code.to_owned())
}

/// The English name of a code, where known.
pub(crate) fn name(code: &str) -> Option<&'static str> {
    whatlang::Lang::all().iter().find(|l| two_letters(l.code()) == code).map(|l| l.eng_name())
}

fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Words, and how many of them are common in English and rare elsewhere.
fn english_share(text: &str) -> (usize, usize) {
    const COMMON: [&str; 44] = [
        "a", "after", "against", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had",
        "has", "have", "he", "his", "in", "is", "it", "its", "not", "of", "on", "or", "said", "she", "that",
        "the", "their", "they", "this", "to", "was", "we", "were", "which", "who", "will", "with", "would",
        "you", "your",
    ];
    let mut words = 0;
    let mut english = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        english += usize::from(COMMON.binary_search(&word.to_ascii_lowercase().as_str()).is_ok());
    }
    (words, english)
}

/// ISO 639-1 for the ISO 639-3 codes that `whatlang` gives and users write.
fn two_letters(code: &str) -> &str {
    const PAIRS: [(&str, &str); 72] = [
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zho", "zh"),
        ("zul", "zu"),
        ("swa", "sw"),
    ];
    PAIRS.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(detect(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn english_is_told_even_from_one_sentence() {
        check("Six people were killed in the attack on Tuesday, police said.", Some("en"));
        check("The president of Mali appealed to Paris for military help.", Some("en"));
        check("ok", None);
    }

    #[test]
    fn other_languages_are_labelled() {
        check(
            "Le président a déclaré mercredi que le gouvernement allait ouvrir des négociations avec les rebelles.",
            Some("fr"),
        );
        check("Президент заявил в среду, что правительство начнёт переговоры с повстанцами.", Some("ru"));
        check(
            "Der Präsident erklärte am Mittwoch, dass die Regierung Verhandlungen mit den Rebellen aufnehmen werde.",
            Some("de"),
        );
    }

    #[test]
    fn labels_in_many_spellings_are_one() {
        for label in ["en", "EN-gb", "en_US", "eng", "English"] {
            assert_eq!(normalize(label).as_deref(), Some("en"), "{label}");
        }
        assert_eq!(normalize("?"), None);
    }
}
