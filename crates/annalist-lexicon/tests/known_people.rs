//! Well-known people of every region, as news calls them, on days of their lives: who is meant, of which country, in which
//! office, with which sectors.
#![allow(missing_docs)]

use annalist_lexicon::{Casing, Lexicon, words};
use jiff::civil::Date;

/// `NAME | CODE | office | SECTORS` for `called` on a day, `-` for none.
fn who(called: &str, on: Date) -> String {
    let names = &Lexicon::english().names;
    let said = words(called);
    let found = names.longest_at_start(&said, Casing::Respect, Some(on)).filter(|f| f.len == said.len());
    let Some(id) = found.and_then(|f| names.choose(&f.values, None, Some(on))) else {
        return "nobody".to_owned();
    };
    let entry = names.entry(id);
    let standing = entry.at(Some(on));
    let sectors: Vec<&str> = standing.sectors.iter().map(|s| s.as_str()).collect();
    let country = standing.country.map_or("-".to_owned(), |c| c.to_string());
    [entry.name, &country, standing.office.unwrap_or("-"), &sectors.join(" ")].join(" | ")
}

fn check(list: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = list
        .iter()
        .map(|(called, on, expected)| (called, on, who(called, on.parse().unwrap()), expected))
        .filter(|(_, _, found, expected)| found != *expected)
        .map(|(called, on, found, expected)| format!("{called} on {on}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn africans() {
    check(&[
        ("Nelson Mandela", "1995-06-01", "Nelson Mandela | ZAF | president | GOV"),
        ("Thabo Mbeki", "2010-03-01", "Thabo Mbeki | IGO | envoy | GOV"),
        ("Abiy Ahmed", "2020-11-04", "Abiy Ahmed | ETH | prime minister | GOV"),
        ("Debretsion Gebremichael", "2019-05-01", "Debretsion Gebremichael | ETH | regional leader | GOV"),
        ("Thuli Madonsela", "2014-03-19", "Thuli Madonsela | ZAF | ombudsman | GOV JUD"),
        ("Bola Tinubu", "2003-06-01", "Bola Tinubu | NGA | governor | GOV"),
        ("Bukola Saraki", "2016-06-01", "Bukola Saraki | NGA | senate president | LEG"),
        ("Helen Zille", "2012-06-01", "Helen Zille | ZAF | regional premier | GOV"),
    ]);
}

#[test]
fn americans() {
    check(&[
        ("Colin Powell", "2003-02-05", "Colin Powell | USA | foreign minister | GOV"),
        ("Nancy Pelosi", "2020-01-15", "Nancy Pelosi | USA | speaker | LEG"),
        ("Robert Mueller", "2018-07-13", "Robert Mueller | USA | special counsel | JUD"),
        ("Alexandria Ocasio-Cortez", "2019-06-01", "Alexandria Ocasio-Cortez | USA | lawmaker | LEG"),
        ("Karine Jean-Pierre", "2023-06-01", "Karine Jean-Pierre | USA | spokesman | GOV"),
        ("Paul Bremer", "2003-10-01", "Paul Bremer | USA | agency head | GOV"),
        ("Doug Ford", "2020-04-01", "Doug Ford | CAN | regional premier | GOV"),
        ("Chrystia Freeland", "2018-08-01", "Chrystia Freeland | CAN | foreign minister | GOV"),
        ("Marcelo Ebrard", "2019-06-07", "Marcelo Ebrard | MEX | foreign minister | GOV"),
        ("Sérgio Moro", "2017-07-12", "Sérgio Moro | BRA | judge | JUD"),
        ("Dilma Rousseff", "2014-05-01", "Dilma Rousseff | BRA | president | GOV"),
        ("Álvaro Uribe", "2005-01-01", "Álvaro Uribe | COL | president | GOV"),
        ("Tibisay Lucena", "2013-04-15", "Tibisay Lucena | VEN | commission head | GOV"),
        ("Juan Guaidó", "2019-02-01", "Juan Guaidó | VEN | opposition leader | OPP"),
        ("Jacinda Ardern", "2019-03-15", "Jacinda Ardern | NZL | prime minister | GOV"),
        ("Daniel Andrews", "2020-08-01", "Daniel Andrews | AUS | regional premier | GOV"),
    ]);
}

#[test]
fn asians() {
    check(&[
        ("Sheikh Hasina", "2018-12-30", "Sheikh Hasina | BGD | prime minister | GOV"),
        ("Muhammad Yunus", "2024-09-01", "Muhammad Yunus | BGD | head of state | GOV"),
        ("S. Jaishankar", "2016-01-01", "S. Jaishankar | IND | foreign secretary | GOV"),
        ("S. Jaishankar", "2021-01-01", "S. Jaishankar | IND | foreign minister | GOV"),
        ("Manish Sisodia", "2020-01-01", "Manish Sisodia | IND | deputy chief minister | GOV"),
        ("Mamata Banerjee", "2015-01-01", "Mamata Banerjee | IND | chief minister | GOV"),
        ("Zhou Yongkang", "2010-01-01", "Zhou Yongkang | CHN | party official | GOV PTY"),
        ("Xi Jinping", "2020-01-01", "Xi Jinping | CHN | president | GOV"),
        ("Carrie Lam", "2019-06-15", "Carrie Lam | HKG | chief executive | GOV"),
        ("Cui Tiankai", "2018-01-01", "Cui Tiankai | CHN | ambassador | GOV"),
        ("Nguyen Phu Trong", "2013-01-01", "Nguyen Phu Trong | VNM | party leader | GOV PTY"),
        ("Ronald dela Rosa", "2017-01-01", "Ronald dela Rosa | PHL | police chief | COP"),
        ("Aung San Suu Kyi", "2017-01-01", "Aung San Suu Kyi | MMR | state counsellor | GOV"),
        ("Yoon Suk-yeol", "2020-01-01", "Yoon Suk-yeol | KOR | chief prosecutor | JUD"),
    ]);
}

#[test]
fn people_of_the_middle_east_and_central_asia() {
    check(&[
        ("Benjamin Netanyahu", "1997-06-01", "Benjamin Netanyahu | ISR | prime minister | GOV"),
        ("Daniel Hagari", "2023-11-01", "Daniel Hagari | ISR | military spokesman | MIL"),
        ("Ron Dermer", "2015-03-03", "Ron Dermer | ISR | ambassador | GOV"),
        ("Ron Dermer", "2024-03-03", "Ron Dermer | ISR | minister | GOV"),
        ("Saeb Erekat", "2008-01-01", "Saeb Erekat | PSE | negotiator | GOV"),
        ("Ismail Haniyeh", "2020-01-01", "Ismail Haniyeh | PSE | hamas leader | REB"),
        ("Mohammad Javad Zarif", "2015-07-14", "Mohammad Javad Zarif | IRN | foreign minister | GOV"),
        ("Masrour Barzani", "2021-01-01", "Masrour Barzani | IRQ | regional premier | GOV"),
        ("Husain Haqqani", "2010-01-01", "Husain Haqqani | PAK | ambassador | GOV"),
        ("Walid Jumblatt", "2007-01-01", "Walid Jumblatt | LBN | party leader | PTY GOV"),
        ("Zabihullah Mujahid", "2022-01-01", "Zabihullah Mujahid | AFG | spokesman | GOV"),
        ("Kassym-Jomart Tokayev", "2022-01-06", "Kassym-Jomart Tokayev | KAZ | president | GOV"),
    ]);
}

#[test]
fn europeans() {
    check(&[
        ("Angela Merkel", "2010-01-01", "Angela Merkel | DEU | prime minister | GOV"),
        ("Markus Söder", "2020-01-01", "Markus Söder | DEU | regional premier | GOV"),
        ("Jens Spahn", "2020-04-01", "Jens Spahn | DEU | minister | GOV"),
        ("François Molins", "2015-11-14", "François Molins | FRA | prosecutor | JUD"),
        ("Gérard Larcher", "2016-01-01", "Gérard Larcher | FRA | senate president | LEG"),
        ("Baltasar Garzón", "1998-10-16", "Baltasar Garzón | ESP | judge | JUD"),
        ("Keir Starmer", "2010-01-01", "Keir Starmer | GBR | chief prosecutor | JUD"),
        ("Keir Starmer", "2021-01-01", "Keir Starmer | GBR | opposition leader | PTY OPP"),
        ("Rauf Denktash", "1995-01-01", "Rauf Denktash | CYP | northern cyprus president | GOV PRE"),
        ("Igor Konashenkov", "2022-05-01", "Igor Konashenkov | RUS | military spokesman | MIL"),
        ("Yuri Chaika", "2010-01-01", "Yuri Chaika | RUS | chief prosecutor | JUD"),
        ("Andriy Yermak", "2022-05-01", "Andriy Yermak | UKR | adviser | GOV"),
        ("Ekrem İmamoğlu", "2020-05-01", "Ekrem İmamoğlu | TUR | mayor | GOV"),
        ("Viktor Orbán", "2015-09-01", "Viktor Orbán | HUN | prime minister | GOV"),
        ("Zoran Djindjic", "2002-01-01", "Zoran Đinđić | SRB | prime minister | GOV"),
    ]);
}

#[test]
fn heads_of_world_bodies() {
    check(&[
        ("António Guterres", "2020-01-01", "António Guterres | UNO | secretary-general | GOV"),
        (
            "Tedros Adhanom Ghebreyesus",
            "2020-03-11",
            "Tedros Adhanom Ghebreyesus | UNO | director-general | GOV",
        ),
        ("Philippe Lazzarini", "2024-01-26", "Philippe Lazzarini | UNO | organization head | GOV"),
        ("Annalena Baerbock", "2025-10-01", "Annalena Baerbock | UNO | general assembly president | GOV"),
        ("Carla Del Ponte", "2001-06-28", "Carla Del Ponte | UNO | chief prosecutor | JUD"),
        ("Tadeusz Mazowiecki", "2000-01-01", "Tadeusz Mazowiecki | POL | - | ELI"),
        ("Ursula von der Leyen", "2021-01-01", "Ursula von der Leyen | EUR | commission president | GOV"),
    ]);
}
