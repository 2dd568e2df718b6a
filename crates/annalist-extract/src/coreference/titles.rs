//! Words before a name that are titles, not names.

/// Whether `word`, as printed, is a title or form of address.
pub fn is_title(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "admiral", "adm", "ambassador", "archbishop", "army", "ayatollah", "baroness", "bishop", "brig", "brigadier",
        "capt", "captain", "cardinal", "chairman", "chancellor", "chief", "cmdr", "col", "colonel", "commander",
        "commissioner", "congressman", "congresswoman", "corporal", "councillor", "cpl", "dame", "deputy", "detective",
        "director", "dr", "drs", "emir", "emperor", "father", "foreign", "former", "gen", "general", "gov", "governor",
        "imam", "inspector", "interior", "judge", "justice", "king", "lady", "lieutenant", "lord", "lt", "madam",
        "madame", "maj", "major", "marshal", "mayor", "minister", "miss", "mr", "mrs", "ms", "mullah", "officer",
        "pastor", "pm", "pope", "premier", "president", "prime", "prince", "princess", "private", "prof", "professor",
        "queen", "rabbi", "rep", "representative", "rev", "reverend", "secretary", "sen", "senator", "sergeant", "sgt",
        "sheik", "sheikh", "sir", "sister", "speaker", "spokesman", "spokeswoman", "sultan", "superintendent", "vice",
    ];
    let plain = word.trim_end_matches('.').to_lowercase();
    TITLES.contains(&plain.as_str())
}
