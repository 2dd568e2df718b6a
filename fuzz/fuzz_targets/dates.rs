//! Dates and datelines, which are read out of every text.
#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = annalist_read::dates::parse(text);
    if let Some(found) = annalist_read::dateline::find(text, None) {
        assert!(found.span.is_none_or(|s| text.get(s.range()).is_some()));
    }
});
