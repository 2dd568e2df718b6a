//! CAMEO's event codes and actor codes, for layouts that are older than PLOVER.

use crate::record::{Party, Record};

/// The CAMEO code of `record`: its own, else the root that its PLOVER type comes from; none for a declared type.
pub fn code(record: &Record) -> Option<&str> {
    record.cameo.as_deref().filter(|code| code.len() >= 2).or_else(|| root(record.kind()))
}

/// The CAMEO root of a PLOVER type (PLOVER manual 0.8, table of correspondences).
fn root(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AGREE" => "03",
        "CONSULT" => "04",
        "SUPPORT" => "05",
        "COOPERATE" => "06",
        "AID" => "07",
        "CONCEDE" | "RETREAT" => "08",
        "REQUEST" => "02",
        "ACCUSE" => "11",
        "REJECT" => "12",
        "THREATEN" => "13",
        "PROTEST" => "14",
        "MOBILIZE" => "15",
        "SANCTION" => "16",
        "COERCE" => "17",
        "ASSAULT" => "18",
        _ => return None,
    })
}

/// CAMEO's quad class of a code, as GDELT has it: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
pub fn quad_class(code: &str) -> Option<u8> {
    Some(match code.get(..2)?.parse::<u8>().ok()? {
        1..=5 => 1,
        6..=8 => 2,
        9..=13 => 3,
        14..=20 => 4,
        _ => return None,
    })
}

/// The score of a code on Goldstein's scale as extended to CAMEO (Schrodt 2012), −10 to 10. A code that the table does not
/// have takes the score of the code above it.
pub fn goldstein(code: &str) -> Option<f64> {
    (2..=code.len()).rev().find_map(|n| {
        let prefix = code.get(..n)?;
        GOLDSTEIN.binary_search_by_key(&prefix, |(known, _)| known).ok().map(|i| GOLDSTEIN[i].1)
    })
}

/// Codes whose score is not that of the code above them, sorted.
#[rustfmt::skip]
const GOLDSTEIN: &[(&str, f64)] = &[
    ("01", 0.0), ("011", -0.1), ("012", -0.4), ("013", 0.4), ("016", -2.0), ("018", 3.4), ("019", 3.4),
    ("02", 3.0), ("021", 3.4), ("022", 3.2), ("023", 3.4), ("024", -0.3), ("025", -0.3), ("026", 4.0), ("027", 4.0),
    ("028", 4.0),
    ("03", 4.0), ("031", 5.2), ("032", 4.5), ("033", 5.2), ("034", 7.0), ("035", 7.0), ("037", 5.0), ("038", 7.0),
    ("039", 5.0),
    ("04", 1.0), ("042", 1.9), ("043", 2.8), ("044", 2.5), ("045", 5.0), ("046", 7.0),
    ("05", 3.5), ("051", 3.4), ("053", 3.8), ("054", 6.0), ("055", 7.0), ("056", 7.0), ("057", 8.0),
    ("06", 6.0), ("061", 6.4), ("062", 7.4), ("063", 7.4), ("064", 7.0),
    ("07", 7.0), ("071", 7.4), ("072", 8.3), ("073", 7.4), ("074", 8.5),
    ("08", 5.0), ("084", 7.0), ("085", 7.0), ("086", 9.0), ("087", 9.0), ("0874", 10.0),
    ("09", -2.0),
    ("10", -5.0),
    ("11", -2.0),
    ("12", -4.0), ("124", -5.0), ("125", -5.0), ("126", -5.0), ("127", -5.0), ("128", -5.0), ("129", -5.0),
    ("13", -6.0), ("130", -4.4), ("131", -5.8), ("132", -5.8), ("133", -5.8), ("134", -5.8), ("135", -5.8),
    ("136", -7.0), ("137", -7.0), ("138", -7.0), ("139", -7.0),
    ("14", -6.5), ("144", -7.5), ("145", -7.5),
    ("15", -7.2),
    ("16", -4.0), ("162", -5.6), ("163", -8.0), ("164", -7.0), ("165", -6.5), ("166", -7.0),
    ("17", -7.0), ("171", -9.2), ("172", -5.0), ("173", -5.0), ("174", -5.0), ("175", -9.0),
    ("18", -9.0), ("182", -9.5), ("183", -10.0), ("184", -8.0), ("185", -8.0), ("186", -10.0),
    ("19", -10.0), ("191", -9.5), ("192", -9.5), ("196", -9.5),
    ("20", -10.0),
];

/// The CAMEO code of a party: country, then up to three roles (`MLIGOV`, `IGOUNO`); none where neither is known.
pub fn actor(party: &Party) -> Option<String> {
    let mut code = country(party).unwrap_or_default();
    roles(party).into_iter().for_each(|role| code.push_str(role));
    (!code.is_empty()).then_some(code)
}

/// The country, or the international body as CAMEO writes it.
pub fn country(party: &Party) -> Option<String> {
    let code = party.country.as_deref()?;
    Some(match code {
        "UNO" => "IGOUNO".to_owned(),
        "EUR" => "IGOEUREEC".to_owned(),
        _ => code.to_owned(),
    })
}

/// CAMEO's roles of a party, at most three.
pub fn roles(party: &Party) -> Vec<&'static str> {
    let mut roles: Vec<&'static str> = party.sector.iter().filter_map(|sector| role(sector)).collect();
    roles.dedup();
    roles.truncate(3);
    roles
}

/// CAMEO's role of a PLOVER sector. PLOVER's MED is health, its JRN what CAMEO calls MED.
fn role(sector: &str) -> Option<&'static str> {
    const SAME: &[&str] = &[
        "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JUD", "LAB", "LEG", "MIL", "OPP", "PTY",
        "REB", "REF", "SPY", "UAF",
    ];
    match sector {
        "JRN" => Some("MED"),
        "MED" => Some("HLH"),
        "SOC" => Some("CVL"),
        "PRM" => Some("UAF"),
        other => SAME.iter().find(|known| **known == other).copied(),
    }
}

/// Who acts on whom, one pair a row: every actor with every recipient, or, where all take part alike, the first with each
/// of the others.
pub fn pairs(record: &Record) -> Vec<(Option<&Party>, Option<&Party>)> {
    let (actors, recipients) = (&record.actor, &record.recipient);
    match (actors.as_slice(), recipients.as_slice()) {
        ([], []) => vec![(None, None)],
        ([], to) => to.iter().map(|to| (None, Some(to))).collect(),
        ([only], []) => vec![(Some(only), None)],
        ([first, rest @ ..], []) => rest.iter().map(|other| (Some(first), Some(other))).collect(),
        (by, to) => by.iter().flat_map(|by| to.iter().map(move |to| (Some(by), Some(to)))).collect(),
    }
}

/// Whether a layout that cannot say so would state as a fact what the record does not: it is planned, supposed, did not
/// happen, or is told only to be denied.
pub fn is_no_fact(record: &Record) -> bool {
    let denied = !record.attribution.is_empty() && record.attribution.iter().all(|a| a.polarity == "denied");
    denied || record.auxiliary.iter().any(|mark| mark != "historical")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_the_nearest_code_above() {
        assert!(GOLDSTEIN.is_sorted_by_key(|(code, _)| *code));
        let check = |code, expected| assert_eq!(goldstein(code), expected, "{code}");
        check("0874", Some(10.0));
        check("0873", Some(9.0));
        check("1711", Some(-9.2));
        check("190", Some(-10.0));
        check("20", Some(-10.0));
        check("99", None);
    }

    #[test]
    fn parties_are_paired_off() {
        let party = |name: &str| Party { name: Some(name.into()), ..Party::default() };
        let check = |actor: &[&str], recipient: &[&str], expected: &[&str]| {
            let list = |names: &[&str]| names.iter().map(|n| party(n)).collect();
            let record = Record { actor: list(actor), recipient: list(recipient), ..Record::default() };
            let shown = |p: Option<&Party>| p.and_then(|p| p.name.clone()).unwrap_or("-".into());
            let found: Vec<String> =
                pairs(&record).into_iter().map(|(a, b)| format!("{}>{}", shown(a), shown(b))).collect();
            assert_eq!(found, expected);
        };
        check(&["a", "b"], &["x"], &["a>x", "b>x"]);
        check(&["a", "b", "c"], &[], &["a>b", "a>c"]);
        check(&[], &["x"], &["->x"]);
        check(&["a"], &[], &["a>-"]);
        check(&[], &[], &["->-"]);
    }

    #[test]
    fn actors_have_cameo_codes() {
        let party = |country: &str, sectors: &[&str]| Party {
            country: Some(country.into()),
            sector: sectors.iter().map(|s| (*s).to_owned()).collect(),
            ..Party::default()
        };
        assert_eq!(actor(&party("MLI", &["GOV", "MIL"])).as_deref(), Some("MLIGOVMIL"));
        assert_eq!(actor(&party("UNO", &[])).as_deref(), Some("IGOUNO"));
        assert_eq!(actor(&party("FRA", &["JRN"])).as_deref(), Some("FRAMED"));
        assert_eq!(actor(&Party::default()), None);
    }
}
