use super::*;
use annalist_core::document::Name;
use annalist_core::moment::Moment;
use annalist_syntax::segment::segment;
use jiff::civil::date;

/// Checks the times of `text`, published on `published` (empty: unknown), as `expression type value` lines.
#[track_caller]
fn check(published: &str, text: &str, expected: &[(&str, &str)]) {
    let found = times(published, text);
    let found: Vec<(&str, &str)> = found.iter().map(|t| (t.span.of(text), t.value.as_str())).collect();
    assert_eq!(found, expected, "in: {text} ({published})");
}

/// The same on the trees of the built-in parser.
#[track_caller]
fn check_parsed(published: &str, text: &str, expected: &[(&str, &str)]) {
    let document = annalist_syntax::model::Parser::english().parse(text);
    let published = published.parse().ok().map(Moment::day);
    let report = Report { text: text.to_owned(), published, ..Report::default() };
    let found = find(&report, &document);
    let found: Vec<(&str, &str)> = found.iter().map(|t| (t.span.of(text), t.value.as_str())).collect();
    assert_eq!(found, expected, "in: {text} ({published:?})");
}

fn times(published: &str, text: &str) -> Vec<Time> {
    let published = published.parse().ok().map(Moment::day);
    let report = Report { text: text.to_owned(), published, ..Report::default() };
    find(&report, &segment(text))
}

#[test]
fn full_dates_are_read_in_every_order() {
    for date in [
        "12 March 2003",
        "March 12, 2003",
        "Mar. 12 2003",
        "the 12th of March, 2003",
        "2003-03-12",
        "12.03.2003",
    ] {
        check("2010-01-01", &format!("It began on {date}."), &[(date, "2003-03-12")]);
    }
    check("1989-11-02", "The offer lapses Friday, Nov. 3, 1989.", &[("Friday, Nov. 3, 1989", "1989-11-03")]);
    check("1990-02-01", "SHE WAS FREED ON 30 DECEMBER.", &[("30 DECEMBER", "1989-12-30")]);
}

#[test]
fn dates_without_a_year_take_the_nearest() {
    check("2001-01-04", "Shells fell on 28 December.", &[("28 December", "2000-12-28")]);
    check("2001-12-28", "Talks open on January 4.", &[("January 4", "2002-01-04")]);
    check(
        "2001-09-20",
        "In the year ended June 30 it lost money.",
        &[("the year", "P1Y"), ("June 30", "2001-06-30")],
    );
    check("", "The truce began on 12 March.", &[("12 March", "XXXX-03-12")]);
}

#[test]
fn days_of_one_month_are_one_interval() {
    for text in ["They met on June 4-6, 2001.", "They met on 4–6 June 2001."] {
        let found = times("2010-01-01", text);
        assert_eq!(found[0].value, "2001-06-04");
        assert_eq!(found[0].interval, Some((date(2001, 6, 4), date(2001, 6, 6))));
    }
}

#[test]
fn dates_are_read_without_capitals() {
    check(
        "2002-03-10",
        "they will march on march 15 and meet on saturday, or on 19 may.",
        &[("march 15", "2002-03-15"), ("saturday", "2002-03-16"), ("19 may", "2002-05-19")],
    );
}

#[test]
fn impossible_dates_fix_no_day() {
    for day in ["31 February 2001", "February 29, 2001", "30/02/1999", "31 April", "0000-01-01"] {
        let found = times("2001-03-01", &format!("It fell on {day} there."));
        assert_eq!(found.len(), 1, "{day}");
        assert_eq!(
            (found[0].value.as_str(), found[0].interval, found[0].rule),
            ("XXXX-XX-XX", None, IMPOSSIBLE),
            "{day}"
        );
    }
    check("2001-03-01", "It fell at 25:00 GMT, at 24:30 GMT or on 45/45/1999.", &[]);
    check("", "It fell on 29 February.", &[("29 February", "XXXX-02-29")]);
}

#[test]
fn both_ends_of_a_span_are_days() {
    check(
        "2006-11-07",
        "He will visit from Nov. 15 to 26. They met between 3 and 5 May 2001, and from 28 to 30 June.",
        &[
            ("Nov. 15", "2006-11-15"),
            ("26", "2006-11-26"),
            ("3", "2001-05-03"),
            ("5 May 2001", "2001-05-05"),
            ("28", "2006-06-28"),
            ("30 June", "2006-06-30"),
        ],
    );
    check("2006-06-07", "Between May 3 and 5 people died.", &[("May 3", "2006-05-03")]);
    check("2006-06-07", "They met on May 3 and 12 towns fell.", &[("May 3", "2006-05-03")]);
}

#[test]
fn times_are_reckoned_from_the_last_one_in_the_text() {
    check(
        "2013-01-09",
        "On 3 May 1999 he fled. Two days later the city fell. A day before that, talks had failed.",
        &[
            ("3 May 1999", "1999-05-03"),
            ("Two days later", "1999-05-05"),
            ("A day before that", "1999-05-04"),
        ],
    );
    check(
        "2013-01-09",
        "War began in July 1914. A month later, and again two years later, towns fell.",
        &[("July 1914", "1914-07"), ("A month later", "1914-08"), ("two years later", "1916")],
    );
    check("2013-01-09", "The day before that vote they met.", &[]);
}

#[test]
fn spans_that_end_with_the_report_have_days() {
    let found =
        times("2018-07-19", "The army has advanced in the past three weeks and will in the next two days.");
    assert_eq!(
        (found[0].value.as_str(), found[0].interval),
        ("P3W", Some((date(2018, 6, 28), date(2018, 7, 19))))
    );
    assert_eq!(
        (found[1].value.as_str(), found[1].interval),
        ("P2D", Some((date(2018, 7, 19), date(2018, 7, 21))))
    );
}

#[test]
fn forms_of_iso_and_of_russia_are_read() {
    check(
        "2013-01-09",
        "Sent 2004-11-12T10:30Z, for 2004-W05, in 2004-11, on 22.06.41 and 22.VI.1941.",
        &[
            ("2004-11-12T10:30Z", "2004-11-12T10:30"),
            ("2004-W05", "2004-W05"),
            ("2004-11", "2004-11"),
            ("22.06.41", "1941-06-22"),
            ("22.VI.1941", "1941-06-22"),
        ],
    );
    check("2013-01-09", "See section 1.2.10 of the law.", &[]);
}

#[test]
fn eras_are_read_and_have_no_year_0() {
    check(
        "2013-01-09",
        "From 44 BC to AD 79, in 476 CE and in the 3rd century BC.",
        &[("44 BC", "BC0044"), ("AD 79", "0079"), ("476 CE", "0476"), ("the 3rd century BC", "BC02")],
    );
    check("2013-01-09", "It began in AD 0.", &[]);
}

#[test]
fn other_calendars_give_days_and_say_so() {
    let named = |text: &str, rule: &str, value: &str| {
        let found = times("2013-01-09", text);
        assert_eq!((found[0].rule, found[0].value.as_str()), (rule, value), "{text}");
        found[0].interval
    };
    let muharram = named("It began on 1 Muharram 1445.", "islamic-calendar", "2023-07-19");
    assert_eq!(muharram, Some((date(2023, 7, 18), date(2023, 7, 20))));
    named("Crowds rose on 15 Khordad 1342.", "persian-calendar", "1963-06-05");
    named("The Shah fell in Bahman 1357.", "persian-calendar", "1979-01");
    named("The emperor died in Meiji 45.", "japanese-calendar", "1912");
    named("The generals ruled from 2549 B.E. on.", "buddhist-calendar", "2006");
    let impossible = named("It began on 31 Muharram 1440.", "islamic-calendar", "XXXX-XX-XX");
    assert_eq!(impossible, None);
}

#[test]
fn weekdays_follow_the_tense() {
    check("2013-01-09", "Troops entered the town on Tuesday.", &[("Tuesday", "2013-01-08")]);
    check("2013-01-09", "The council will meet on Friday.", &[("Friday", "2013-01-11")]);
    check("2013-01-09", "He resigned on Wednesday.", &[("Wednesday", "2013-01-09")]);
    check(
        "2013-01-09",
        "Last Friday, the next Monday and this Thursday.",
        &[("Last Friday", "2013-01-04"), ("the next Monday", "2013-01-14"), ("this Thursday", "2013-01-03")],
    );
    check("", "Troops entered the town on Tuesday.", &[("Tuesday", "XXXX-WXX-2")]);
}

#[test]
fn months_follow_the_tense() {
    check("2013-01-09", "The rebels took Gao in April.", &[("April", "2012-04")]);
    check("2013-01-09", "Elections will be held in April.", &[("April", "2013-04")]);
    check("2013-01-09", "They may march in March this year.", &[("March this year", "2013-03")]);
    check(
        "2013-01-09",
        "Early last May, and in mid-November",
        &[("Early last May", "2012-05"), ("mid-November", "2012-11")],
    );
}

#[test]
fn relative_times_count_from_publication() {
    check(
        "2000-03-01",
        "He spoke yesterday, today and the day before yesterday.",
        &[("yesterday", "2000-02-29"), ("today", "2000-03-01"), ("the day before yesterday", "2000-02-28")],
    );
    check(
        "1998-03-22",
        "Ten days ago, two weeks ago and four years ago they met.",
        &[("Ten days ago", "1998-03-12"), ("two weeks ago", "1998-W10"), ("four years ago", "1994")],
    );
    check(
        "1998-01-05",
        "Earlier this month, last month, next year and last week.",
        &[
            ("Earlier this month", "1998-01"),
            ("last month", "1997-12"),
            ("next year", "1999"),
            ("last week", "1998-W01"),
        ],
    );
    check("", "They met last month.", &[("last month", "XXXX-XX")]);
}

#[test]
fn times_count_from_the_text_where_it_says_so() {
    check(
        "2013-01-09",
        "The war began in 1914. The following year Italy joined.",
        &[("1914", "1914"), ("The following year", "1915")],
    );
    check(
        "2013-01-09",
        "On 3 May 1999 he fled. The next day the city fell.",
        &[("3 May 1999", "1999-05-03"), ("The next day", "1999-05-04")],
    );
    check(
        "2013-01-09",
        "On 3 May 1999 he fled. In June 2001 he told of that day.",
        &[("3 May 1999", "1999-05-03"), ("June 2001", "2001-06"), ("that day", "1999-05-03")],
    );
}

#[test]
fn times_of_day_join_their_day() {
    check(
        "2013-01-12",
        "It began on Friday night, at 3 p.m. Thursday or at noon.",
        &[
            ("Friday night", "2013-01-11TNI"),
            ("3 p.m. Thursday", "2013-01-10T15:00"),
            ("noon", "2013-01-10T12:00"),
        ],
    );
    check(
        "2013-01-12",
        "Last night and this morning at 10:30 GMT",
        &[("Last night", "2013-01-11TNI"), ("this morning at 10:30 GMT", "2013-01-12T10:30")],
    );
}

#[test]
fn clock_times_join_the_day_after_them_or_before() {
    check(
        "2013-01-09",
        "It began at 8:53 p.m. on Monday, at 7.01pm on Friday 4 January, at noon on Christmas Day and at 2 a.m. local time on \
         Saturday.",
        &[
            ("8:53 p.m. on Monday", "2013-01-07T20:53"),
            ("7.01pm on Friday 4 January", "2013-01-04T19:01"),
            ("noon on Christmas Day", "2012-12-25T12:00"),
            ("2 a.m. local time on Saturday", "2013-01-05T02:00"),
        ],
    );
    check(
        "2013-01-09",
        "It fell at 10:56 a.m. Moscow time on Saturday, at midnight on Tuesday New York time, and on Sunday at 3.30 p.m. in Rome.",
        &[
            ("10:56 a.m. Moscow time on Saturday", "2013-01-05T10:56"),
            ("midnight on Tuesday New York time", "2013-01-08T24:00"),
            ("Sunday at 3.30 p.m.", "2013-01-06T15:30"),
        ],
    );
}

#[test]
fn the_part_of_a_day_says_which_half_of_it() {
    check(
        "2013-01-09",
        "They met at 9.30 last night, at 11 this morning, at 3:02 on Tuesday morning and will at 9 o'clock tonight.",
        &[
            ("9.30 last night", "2013-01-08T21:30"),
            ("11 this morning", "2013-01-09T11:00"),
            ("3:02 on Tuesday morning", "2013-01-08T03:02"),
            ("9 o'clock tonight", "2013-01-09T21:00"),
        ],
    );
    check("2013-01-09", "The index fell 9.30 last night.", &[("last night", "2013-01-08TNI")]);
}

#[test]
fn clock_times_fall_on_the_day_spoken_of() {
    check(
        "2013-01-09",
        "The square was cleared on Sunday. The first shot fell at 10:53 p.m., and guards fled 20 minutes later.",
        &[
            ("Sunday", "2013-01-06"),
            ("10:53 p.m.", "2013-01-06T22:53"),
            ("20 minutes later", "2013-01-06T23:13"),
        ],
    );
    check(
        "2013-01-09",
        "The square was cleared on Sunday. Crowds left at dawn. Trains stopped at 6 p.m.",
        &[("Sunday", "2013-01-06"), ("dawn", "2013-01-06TMO"), ("6 p.m.", "2013-01-06T18:00")],
    );
    check(
        "2013-01-09",
        "They met on Sunday. The president will speak at 8 p.m.",
        &[("Sunday", "2013-01-06"), ("8 p.m.", "2013-01-09T20:00")],
    );
    check(
        "2013-01-09",
        "A curfew held from 9 p.m. to 5 a.m., and shops from 3 p.m. to 5 p.m. Monday.",
        &[
            ("9 p.m.", "2013-01-09T21:00"),
            ("5 a.m.", "2013-01-10T05:00"),
            ("3 p.m.", "2013-01-07T15:00"),
            ("5 p.m. Monday", "2013-01-07T17:00"),
        ],
    );
    check(
        "2013-01-09",
        "It fell at 9:05 a.m. (0305 GMT) on Monday, and at 9:54 p.m. (0054 GMT Sunday).",
        &[
            ("9:05 a.m.", "2013-01-07T09:05"),
            ("0305 GMT", "2013-01-07T03:05"),
            ("Monday", "2013-01-07"),
            ("9:54 p.m.", "2013-01-07T21:54"),
            ("0054 GMT Sunday", "2013-01-06T00:54"),
        ],
    );
    check("2013-01-09", "Water is cut off in the wee hours.", &[("the wee hours", "2013-01-09TMO")]);
}

#[test]
fn the_edges_of_days_are_times() {
    check(
        "2013-01-09",
        "He fled in the early hours of Tuesday, before dawn; by nightfall the small hours of Monday were forgotten.",
        &[
            ("the early hours of Tuesday", "2013-01-08TMO"),
            ("dawn", "2013-01-08TMO"),
            ("nightfall", "2013-01-08TEV"),
            ("the small hours of Monday", "2013-01-07TMO"),
        ],
    );
    check("2013-01-09", "Members of Golden Dawn saw the dawn of an age.", &[]);
    check("2013-01-09", "Bombs fell nightly.", &[("nightly", "XXXX-XX-XXTNI")]);
}

#[test]
fn what_is_to_come_by_a_timetable_is_to_come() {
    for (text, time, value) in [
        ("French voters go to the polls on Sunday.", "Sunday", "2013-01-13"),
        ("Summer time ends on November 25.", "November 25", "2013-11-25"),
        ("A hearing was set for 2 p.m. Thursday.", "2 p.m. Thursday", "2013-01-10T14:00"),
        ("The vote has been moved to August 11.", "August 11", "2013-08-11"),
        ("The torch relay was suspended through Friday.", "Friday", "2013-01-11"),
        ("Taxpayers have until Monday to file.", "Monday", "2013-01-14"),
        ("The next match is in Durban on Saturday.", "Saturday", "2013-01-12"),
        ("The sessions continue until about midday on Sunday.", "about midday on Sunday", "2013-01-13T12:00"),
        ("They had until midnight on Thursday to sign.", "midnight on Thursday", "2013-01-10T24:00"),
        ("Pupils will be back in class Friday morning.", "Friday morning", "2013-01-11TMO"),
        ("Brent for June delivery fell.", "June", "2013-06"),
    ] {
        check_parsed("2013-01-09", text, &[(time, value)]);
    }
    for (text, time, value) in [
        ("The takeover, announced on Monday, would be the largest.", "Monday", "2013-01-07"),
        ("The club are in last place after Saturday's defeat.", "Saturday", "2013-01-05"),
    ] {
        check_parsed("2013-01-09", text, &[(time, value)]);
    }
}

#[test]
fn weekdays_in_a_row_follow_each_other() {
    check(
        "2013-01-11",
        "They will vote next Thursday and Friday.",
        &[("next Thursday", "2013-01-17"), ("Friday", "2013-01-18")],
    );
    check(
        "2013-01-09",
        "It fell on Monday and Tuesday.",
        &[("Monday", "2013-01-07"), ("Tuesday", "2013-01-08")],
    );
}

#[test]
fn weekdays_are_counted_in_weeks_and_months() {
    check(
        "2013-01-09",
        "Tuesday of this week, Friday last week, the second Saturday in June 2014 and the last Friday of March 2012.",
        &[
            ("Tuesday of this week", "2013-01-08"),
            ("Friday last week", "2013-01-04"),
            ("the second Saturday in June 2014", "2014-06-14"),
            ("the last Friday of March 2012", "2012-03-30"),
        ],
    );
    check("2007-02-22", "Talks begin on Tuesday week.", &[("Tuesday week", "2007-03-06")]);
}

#[test]
fn parts_of_days_join_dates_before_and_after() {
    check(
        "1990-01-09",
        "On the night of 15 November soldiers came. The previous night they had searched; that morning they met.",
        &[
            ("the night of 15 November", "1989-11-15TNI"),
            ("The previous night", "1989-11-14TNI"),
            ("that morning", "1989-11-14TMO"),
        ],
    );
    check("2018-04-13", "Earlier in the week a deal was near.", &[("Earlier in the week", "2018-W15")]);
}

#[test]
fn periods_have_their_codes() {
    check(
        "1989-11-02",
        "in the third quarter, the first half of 1990, the late 1980s and the 19th century",
        &[
            ("the third quarter", "1989-Q3"),
            ("the first half of 1990", "1990-H1"),
            ("the late 1980s", "198"),
            ("the 19th century", "18"),
        ],
    );
    check(
        "1989-11-02",
        "This summer, last fall, the winter of 1944 and fiscal 1988",
        &[
            ("This summer", "1989-SU"),
            ("last fall", "1988-FA"),
            ("the winter of 1944", "1944-WI"),
            ("fiscal 1988", "1988"),
        ],
    );
}

#[test]
fn durations_are_periods() {
    check(
        "1998-01-01",
        "For almost three years, 24 hours, 2 1/2 years and a week and a half",
        &[
            ("almost three years", "P3Y"),
            ("24 hours", "PT24H"),
            ("2 1/2 years", "P2Y6M"),
            ("a week and a half", "P1.5W"),
        ],
    );
    check(
        "1998-01-01",
        "A 55-year-old man, the past two years, twenty-four days, several months",
        &[
            ("55-year-old", "P55Y"),
            ("the past two years", "P2Y"),
            ("twenty-four days", "P24D"),
            ("several months", "PXM"),
        ],
    );
}

#[test]
fn lengths_add_up() {
    for (length, value) in [
        ("two hours and two minutes", "PT2H2M"),
        ("44 years and a day", "P44Y1D"),
        ("four minutes 5.5 seconds", "PT4M5.5S"),
        ("a quarter of a century", "P25Y"),
        ("a quarter-century", "P25Y"),
        ("a quarter of an hour", "PT15M"),
        ("just over an hour", "PT1H"),
        ("some 52 hours", "PT52H"),
    ] {
        check("1998-01-01", &format!("It lasted {length}."), &[(length, value)]);
    }
    check("1998-01-01", "It lasted over two decades.", &[("over two decades", "P20Y")]);
    check("1998-01-01", "It can be used over two decades.", &[("two decades", "P20Y")]);
    check("1998-01-01", "They got two years and 18 months.", &[("two years", "P2Y"), ("18 months", "P18M")]);
}

#[test]
fn lengths_count_from_days_that_are_named() {
    check(
        "2013-01-09",
        "200 years ago today, ten years ago this month, a week from today and two years ago they met.",
        &[
            ("200 years ago today", "1813-01-09"),
            ("ten years ago this month", "2003-01"),
            ("a week from today", "2013-01-16"),
            ("two years ago", "2011"),
        ],
    );
    check(
        "2013-01-09",
        "They met on the day after Christmas. The day before, and the night before, guns fell silent.",
        &[
            ("the day after Christmas", "2012-12-26"),
            ("The day before", "2012-12-25"),
            ("the night before", "2012-12-24TNI"),
        ],
    );
}

#[test]
fn periods_of_another_year_are_found_whole() {
    check(
        "2008-08-26",
        "Output fell in the second quarter from the same period of 2007, and in July from the same month of last year.",
        &[
            ("the second quarter", "2008-Q2"),
            ("the same period of 2007", "2007-Q2"),
            ("July", "2008-07"),
            ("the same month of last year", "2007-07"),
        ],
    );
    check(
        "1995-10-30",
        "In chains since May of last year, he wrote in the July-September quarter and in the final quarter of 1994; the following \
         summer he left.",
        &[
            ("May of last year", "1994-05"),
            ("the July-September quarter", "1995-Q3"),
            ("the final quarter of 1994", "1994-Q4"),
            ("the following summer", "1995-SU"),
        ],
    );
    check("2013-11-12", "Power will be back before the new year.", &[("the new year", "2014")]);
    check(
        "2010-02-01",
        "It sold bonds in the first half of 2010 and will in H2, in April and May.",
        &[("the first half of 2010", "2010-H1"), ("H2", "2010-H2"), ("April", "2010-04"), ("May", "2010-05")],
    );
}

#[test]
fn words_of_time_in_names_are_no_times() {
    for text in [
        "Shares of USA Today rose.",
        "The Sunday Nation asked him.",
        "He watched Saturday Night Live and 60 Minutes.",
        "Sheffield Wednesday scored.",
        "The council adopted Resolution 1973.",
        "He scored twice in the second half.",
        "Under-30s may cut the current-account deficit.",
    ] {
        check("2013-01-09", text, &[]);
    }
    check("2013-01-09", "It has a tenth more than this year.", &[("this year", "2013")]);
    check("2013-01-09", "Since the Sept. 11 attacks they hid.", &[("Sept. 11", "2001-09-11")]);
    let text = "Judges tried Taha Yassin Ramadan.";
    let mut document = segment(text);
    document.names.push(Name { tokens: 2..5, kind: NameKind::Person });
    let published = Some(Moment::day(date(2013, 1, 9)));
    assert_eq!(find(&Report { text: text.to_owned(), published, ..Report::default() }, &document), []);
}

#[test]
fn recurring_times_are_sets() {
    check(
        "1998-01-01",
        "They march every Friday, each year, daily and on Sundays, at $20 a week.",
        &[
            ("every Friday", "XXXX-WXX-5"),
            ("each year", "P1Y"),
            ("daily", "XXXX-XX-XX"),
            ("Sundays", "XXXX-WXX-7"),
            ("a week", "P1W"),
        ],
    );
}

#[test]
fn vague_times_are_references() {
    check(
        "1998-01-01",
        "They recently met and now hope for a deal soon.",
        &[("recently", "PAST_REF"), ("now", "PRESENT_REF"), ("soon", "FUTURE_REF")],
    );
}

#[test]
fn holidays_fall_on_their_days() {
    check(
        "1998-03-30",
        "On Good Friday and at Christmas they signed.",
        &[("Good Friday", "1998-04-10"), ("Christmas", "1997-12-25")],
    );
    check(
        "",
        "The truce of Christmas 1914 and Easter 2016, and Christmas Eve in 2000",
        &[
            ("Christmas 1914", "1914-12-25"),
            ("Easter 2016", "2016-03-27"),
            ("Christmas Eve in 2000", "2000-12-24"),
        ],
    );
    check(
        "2022-04-20",
        "On Orthodox Easter, on Nowruz, on Thanksgiving and on New Year's Day they met.",
        &[
            ("Orthodox Easter", "2022-04-24"),
            ("Nowruz", "2022-03-21"),
            ("Thanksgiving", "2021-11-25"),
            ("New Year's Day", "2022-01-01"),
        ],
    );
}

#[test]
fn feasts_by_the_moon_fall_on_their_days() {
    check(
        "2013-01-09",
        "On the Lunar New Year, at Diwali in 2012, on Black Friday, at Yom Kippur and on Tet.",
        &[
            ("the Lunar New Year", "2013-02-10"),
            ("Diwali in 2012", "2012-11-13"),
            ("Black Friday", "2012-11-23"),
            ("Yom Kippur", "2012-09-26"),
            ("Tet", "2013-02-10"),
        ],
    );
    check("2060-01-09", "It began at Diwali.", &[("Diwali", "XXXX-XX-XX")]);
}

#[test]
fn islamic_feasts_are_known_to_a_day_or_so() {
    let found = times("2019-06-10", "Guns fell silent on Eid al-Fitr and in Ramadan.");
    assert_eq!(
        (found[0].span.of("Guns fell silent on Eid al-Fitr"), found[0].rule),
        ("Eid al-Fitr", "holiday")
    );
    let (first, last) = found[0].interval.expect("a report with a day");
    assert!(first <= date(2019, 6, 4) && date(2019, 6, 4) <= last, "{first} {last}");
    let (first, last) = found[1].interval.expect("a report with a day");
    assert!(first <= date(2019, 5, 8) && date(2019, 6, 1) <= last, "{first} {last}");
}

#[test]
fn national_days_are_those_of_the_country_beside_them() {
    check(
        "2013-01-09",
        "India's Republic Day, Ukrainian Independence Day, Independence Day in Kenya, and Bastille Day",
        &[
            ("Republic Day", "2013-01-26"),
            ("Independence Day", "2012-08-24"),
            ("Independence Day", "2012-12-12"),
            ("Bastille Day", "2012-07-14"),
        ],
    );
    check(
        "2013-01-09",
        "Pakistan cancelled its Independence Day parade.",
        &[("Independence Day", "2012-08-14")],
    );
    check("2013-01-09", "They marched on Independence Day.", &[("Independence Day", "XXXX-XX-XX")]);
}

#[test]
fn numbers_are_years_only_where_they_can_be() {
    check(
        "1998-03-30",
        "Some 2000 people fled; about 1,900 soldiers and 1915 men stayed in 1997.",
        &[("1997", "1997")],
    );
    check(
        "1998-03-30",
        "In 1848 they rose, and the 1996 election failed.",
        &[("1848", "1848"), ("1996", "1996")],
    );
}

#[test]
fn numbers_that_something_comes_to_are_no_years() {
    check("2002-03-04", "The number of arrests has gone up to 1987 there.", &[]);
    check("2002-03-04", "He left for Mar del Plata on Friday.", &[("Friday", "2002-03-01")]);
}

#[test]
fn a_report_without_a_day_takes_years_from_its_text() {
    check(
        "",
        "They met in May 1999 and again on 2 June. The land was seized in 1993 and must be given up by 2 June.",
        &[("May 1999", "1999-05"), ("2 June", "1999-06-02"), ("1993", "1993"), ("2 June", "XXXX-06-02")],
    );
}

#[test]
fn any_words_are_read_without_a_panic() {
    let words = "the last first 31 99 1/2 and a half of - year years 's March May mid- Friday noon 24:00 2400 GMT \
                 9999 fiscal next 00-00-0000 99/99/9999 nineteen ninety twenty hundred thousand 9999999999 ago earlier \
                 every each , 0001 Easter Q4 '99 1990s 00s morning from now century 1st 45th weekend ever to and between BC AD Meiji Muharram Khordad of Eid al-Fitr \
                 Independence Day Nowruz Diwali at on that 9h30 dawn today this week Tuesday hours later the same month H2 2004-W05 2004-W54 later before that 22.06.41 0 33.XIII.1941";
    let words: Vec<&str> = words.split(' ').collect();
    for step in 1..words.len() {
        let text: Vec<&str> = (0..400).map(|k| words[(k * step + k / words.len()) % words.len()]).collect();
        for published in ["", "9999-12-31", "0001-01-01", "2000-02-29"] {
            for time in times(published, &text.join(" ")) {
                assert!(time.interval.is_none_or(|(first, last)| first <= last), "{time:?}");
                let day = time.value.get(..10).filter(|d| d.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
                assert!(day.is_none_or(|d| d.parse::<jiff::civil::Date>().is_ok()), "{time:?}");
            }
        }
    }
}

/// The document of a parse and a report of 9 January 2013 with its text.
fn parsed(conllu: &str) -> (Report, annalist_core::Document) {
    let document = annalist_syntax::conllu::read(conllu).expect("valid CoNLL-U");
    let published = Some(Moment::day(date(2013, 1, 9)));
    (Report { text: document.text.clone(), published, ..Report::default() }, document)
}

#[test]
fn trees_tell_the_tense_where_words_mislead() {
    let (report, mut document) = parsed(
        "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tparties\tparty\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
3\tare\tbe\tAUX\tVBP\t_\t4\taux\t_\t_
4\tbound\tbind\tVERB\tVBN\t_\t0\troot\t_\t_
5\tto\tto\tPART\tTO\t_\t6\tmark\t_\t_
6\tresume\tresume\tVERB\tVB\t_\t4\txcomp\t_\t_
7\tthe\tthe\tDET\tDT\t_\t9\tdet\t_\t_
8\tstalled\tstall\tVERB\tVBN\t_\t9\tamod\t_\t_
9\ttalks\ttalk\tNOUN\tNNS\t_\t6\tobj\t_\t_
10\tFriday\tFriday\tPROPN\tNNP\t_\t6\tobl:unmarked\t_\t_
",
    );
    assert_eq!(find(&report, &document)[0].value, "2013-01-11");
    document.tokens.iter_mut().for_each(|t| t.xpos = "_".into());
    assert_eq!(find(&report, &document)[0].value, "2013-01-04");
}

#[test]
fn what_is_begun_is_done() {
    let (report, mut document) = parsed(
        "1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tstarted\tstart\tVERB\tVBD\t_\t0\troot\t_\t_
3\tto\tto\tPART\tTO\t_\t4\tmark\t_\t_
4\trecruit\trecruit\tVERB\tVB\t_\t2\txcomp\t_\t_
5\tFriday\tFriday\tPROPN\tNNP\t_\t4\tobl:unmarked\t_\t_
",
    );
    assert_eq!(find(&report, &document)[0].value, "2013-01-04");
    document.tokens[1].lemma = "plan".into();
    assert_eq!(find(&report, &document)[0].value, "2013-01-11", "what is planned is to come");
}
