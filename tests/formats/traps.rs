//! What the specification of each format warns of, on small texts whose figures can be summed by hand.

use exitpoll::io::formats::{Reader, Reading, read};
use exitpoll::{Base, CountStatus, PollKind};

use crate::{noted, of, samples, share, shares, tally, votes};

fn sample(name: &str) -> Reading {
    let (name, text, _) = samples::all()
        .into_iter()
        .find(|(file, ..)| *file == name)
        .unwrap();
    read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn ropf_scenarios_inherit_metadata_but_no_results() {
    let reading = sample("aa.ropf").complete().unwrap();
    assert_eq!(reading.documents.len(), 2);
    let national = &reading.documents[0];
    let first = &national.polls[0];
    assert_eq!(first.sponsor(), Some("The Times; The Post"));
    assert_eq!(first.partners(), ["BCME"]);
    assert_eq!(share(first, "BP + C"), "40");
    assert_eq!(share(first, "(undisclosed)"), "3");
    assert_eq!(first.base(), None, "of respondents, not of votes");
    // The scenario has its own scope, the size of its poll, and neither its lists nor its O and N.
    let scenario = &reading.documents[1].polls[0];
    assert!(reading.documents[1].contest.name().ends_with("European"));
    assert_eq!(scenario.sample().respondents(), Some(1000));
    assert_eq!(shares(scenario).len(), 3);
    assert_eq!(scenario.base(), Some(Base::ValidVotes));
    // Keys of any script; "<0.5" stays a limit; a month is no day.
    let second = &national.polls[1];
    assert_eq!(share(second, "Ä"), "55");
    assert_eq!(share(second, "C"), "<0.5");
    assert_eq!(second.fieldwork(), None);
    assert!(noted(&reading, "sample size \"≥1000\" taken as 1000"));
    // Seats, also as ranges, and a range of sizes.
    let seats = &national.polls[2];
    assert_eq!(
        seats
            .seats()
            .iter()
            .map(|(name, s)| (name.as_str(), s.low(), s.high()))
            .collect::<Vec<_>>(),
        [("AP", 12, 14), ("BP", 3, 3)]
    );
    assert_eq!(seats.sample().respondents(), Some(600));
    assert!(
        reading
            .notes
            .iter()
            .any(|note| note.to_string().contains("4 read as late polls"))
    );
}

#[test]
fn the_kind_of_unmarked_polls_is_what_the_caller_says() {
    let reader = Reader::new().kind(PollKind::ExitPoll);
    for (name, text) in [("aa.ropf", samples::ROPF), ("aa.csv", samples::EOPAOD)] {
        let reading = reader.read(name, text.as_bytes()).unwrap();
        let mut polls = reading
            .documents
            .iter()
            .flat_map(|document| &document.polls);
        assert!(polls.all(|poll| poll.kind() == PollKind::ExitPoll));
        assert!(!noted(&reading, "does not mark"));
    }
}

#[test]
fn eopaod_takes_the_base_from_the_sum_and_tells_scenarios_apart() {
    let reading = sample("aa.csv").complete().unwrap();
    let polls = &reading.documents[0].polls;
    assert_eq!(polls[0].sponsor(), Some("The Times, The Post and Radio"));
    // Participation says nothing: the shares sum to 100.
    assert_eq!(polls[0].base(), Some(Base::ValidVotes));
    assert_eq!(share(&polls[0], "Pear, Plum"), "43");
    // The same firm and days again.
    assert_ne!(polls[0].name(), polls[1].name());
    assert_eq!(polls[1].base(), None);
    assert!(noted(&reading, "shares sum to 54.5; of what is not known"));
    assert!(noted(
        &reading,
        "0 for (other) may have been printed as \"<\""
    ));
    // An assumed size is no size; the step of seats is coarser than the digits.
    assert_eq!(polls[2].sample().respondents(), None);
    assert!(noted(&reading, "sample size 800 is an estimate"));
    let written = serde_json::to_value(&polls[2]).unwrap();
    assert_eq!(written["rounded_to"], "0.7");
}

#[test]
fn president_polls_are_grouped_by_question_and_lose_invented_decimals() {
    let reading = sample("president_polls.csv").complete().unwrap();
    let ohio = &reading.documents[0];
    assert_eq!(ohio.contest.date().unwrap().to_string(), "2024-11-05");
    assert_eq!(ohio.polls.len(), 2, "one poll, two questions");
    assert_eq!(share(&ohio.polls[0], "Ann A"), "48");
    assert_eq!(
        share(&ohio.polls[1], "Bob B"),
        "45.0",
        "its other share has a decimal"
    );
    assert_eq!(ohio.polls[0].sample().respondents(), Some(500));
    assert_eq!(ohio.polls[0].kind(), PollKind::LatePoll);
    assert_eq!(ohio.polls[0].base(), None);
    let exit = &reading.documents[1].polls[0];
    assert_eq!(exit.kind(), PollKind::ExitPoll);
    assert_eq!(exit.sample().respondents(), None);
    // The same mark two years before the election is no exit poll of it.
    let early = samples::PRESIDENT_POLLS.replace("11/5/24,11/5/24,13", "11/8/22,11/9/22,13");
    let reading = read("p.csv", early.as_bytes()).unwrap();
    assert_eq!(reading.documents[1].polls[0].kind(), PollKind::LatePoll);
    assert!(noted(&reading, "not of this contest's day"));
}

#[test]
fn raw_polls_keep_digits_and_an_estimated_size_stays_unknown() {
    let reading = sample("raw_polls.csv").complete().unwrap();
    assert_eq!(reading.documents.len(), 2);
    let race = &reading.documents[0];
    // The file drops zeros: results are to two decimals, this poll to one.
    let result = crate::shares(&race.counts[0]);
    assert_eq!(
        result,
        [
            ("Ann A".into(), "48.50".into()),
            ("Bob B".into(), "48.44".into())
        ]
    );
    assert_eq!(share(&race.polls[0], "Ann A"), "49.0");
    assert_eq!(share(&race.polls[1], "Ann A"), "46");
    assert_eq!(race.polls[0].sample().respondents(), Some(600));
    assert_eq!(race.polls[1].sample().respondents(), None);
    assert_eq!(race.polls[0].base(), None);
    assert_eq!(reading.documents[1].polls[0].sample().respondents(), None);
    assert!(noted(&reading, "812.4 is an estimate, taken as unknown"));
    assert!(noted(&reading, "1 polls have the sample size 600"));
    assert!(noted(&reading, "highest share of anyone else in 1 polls"));
    assert!(noted(&reading, "does not mark exit polls"));

    // Two results of one race: the second row is refused, the first stands.
    let other = samples::RAW_POLLS.replacen(",48.5,48.44,.06,\n2", ",48.5,48.4,.1,\n2", 1);
    let reading = read("raw_polls.csv", other.as_bytes()).unwrap();
    assert_eq!((reading.refused.len(), reading.documents.len()), (1, 2));
    assert!(reading.refused[0].error.to_string().contains("line 3"));

    // Two pairs of candidates under one race are two contests with names of their own.
    let pairs =
        samples::RAW_POLLS.replacen("ACME,10/13/2030,600,Ann A", "ACME,10/13/2030,600,Eve E", 1);
    let reading = read("raw_polls.csv", pairs.as_bytes())
        .unwrap()
        .complete()
        .unwrap();
    let names: Vec<_> = reading.documents.iter().map(|d| d.contest.name()).collect();
    assert_eq!(
        names,
        [
            "2030_Gov-G_AA, Eve E against Bob B",
            "2030_Gov-G_AA, Ann A against Bob B",
            "2030_Gov-R_BB"
        ]
    );
}

#[test]
fn nist_totals_are_not_added_to_their_parts() {
    let reading = sample("report.json").complete().unwrap();
    let document = &reading.documents[0];
    assert_eq!(document.contest.jurisdiction(), Some("County"));
    let count = &document.counts[0];
    // 100 of the total of p1 and 5 + 6 of the parts of p2; 90 as the county has it; 3 write-ins.
    assert_eq!(
        votes(count),
        tally(&[("Ann", 111), ("Bob", 90), ("(other)", 3)])
    );
    assert_eq!(count.invalid(), Some(5));
    assert_eq!(count.registered(), Some(900));
    assert_eq!(count.status(), CountStatus::Partial);
    assert_eq!(count.completeness().unwrap().counted(), Some((2, 3)));
}

#[test]
fn nist_units_may_contain_one_another_in_a_circle() {
    let circle = samples::NIST
        .replace(
            r#""@id": "p1", "Type": "precinct""#,
            r#""@id": "p1", "Type": "precinct", "ComposingGpUnitIds": ["c"]"#,
        )
        .replace(
            r#""ElectionDistrictId": "c""#,
            r#""ElectionDistrictId": "nowhere""#,
        );
    let error = read("report.json", circle.as_bytes())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("Contest[0].ContestSelection[0]") && error.contains("circle"),
        "{error}"
    );
}

#[test]
fn open_elections_drops_what_is_no_vote_and_sums_precincts_once() {
    let reading = sample("20121106__tx__general__floyd__precinct.csv")
        .complete()
        .unwrap();
    let president = reading.document("President, TX, floyd").unwrap();
    assert_eq!(president.contest.date().unwrap().to_string(), "2012-11-06");
    // 1,620 + 80, without the row "Total"; 198 + (20 + 30) from the ways of voting.
    let count = &president.counts[0];
    assert_eq!(
        votes(count),
        tally(&[("Ann A / Al B", 1700), ("Bob B, Jr.", 248), ("(other)", 3)])
    );
    assert_eq!(count.invalid(), Some(13));
    let house = reading
        .document("U.S. House, district 1, TX, floyd")
        .unwrap();
    assert_eq!(house.contest.choices(), ["DEM", "REP"]);
    assert!(noted(&reading, "240 votes without a name stand as DEM"));
    assert!(noted(&reading, "1 rows hold nothing"));
}

#[test]
fn one_name_in_two_spellings_is_one_choice_with_a_note() {
    let text = samples::OPEN_ELECTIONS.replace(
        "24B,President,,REP,Ann A / Al B",
        "24B,President,,REP,ANN A  / AL B",
    );
    let reading = read(
        "20121106__tx__general__floyd__precinct.csv",
        text.as_bytes(),
    )
    .unwrap();
    assert_eq!(of(&reading.documents[0].counts[0], "Ann A / Al B"), 1700);
    assert!(noted(
        &reading,
        "\"ANN A  / AL B\" is taken for \"Ann A / Al B\""
    ));
}

#[test]
fn medsl_fuses_party_lines_and_takes_blank_votes_out_of_the_base() {
    let reading = sample("1976-2020-president.csv").complete().unwrap();
    let count = &reading.documents[0].counts[0];
    assert_eq!(of(count, "ANN, A."), 450);
    assert_eq!(of(count, "(other)"), 20);
    assert_eq!(count.invalid(), Some(30));
    assert_eq!(votes(count).values().sum::<u64>(), 970);
    assert!(!noted(&reading, "printed total"));
    let other = samples::MEDSL.replace(",1000,", ",1001,");
    assert!(noted(
        &read("m.csv", other.as_bytes()).unwrap(),
        "rows sum to 1000, the printed total is 1001"
    ));
    // The precinct tables carry a total beside the ways of voting.
    let precincts = "precinct,office,party_detailed,mode,votes,candidate,state,year\n\
        1,MAYOR,D,TOTAL,10,ANN,OHIO,2020\n1,MAYOR,D,EARLY,4,ANN,OHIO,2020\n1,MAYOR,D,ELECTION DAY,6,ANN,OHIO,2020\n\
        2,MAYOR,D,EARLY,1,ANN,OHIO,2020\n2,MAYOR,R,EARLY,2,BOB,OHIO,2020\n";
    let reading = read("precincts.csv", precincts.as_bytes()).unwrap();
    assert_eq!(
        votes(&reading.documents[0].counts[0]),
        tally(&[("ANN", 11), ("BOB", 2)])
    );
}

#[test]
fn elex_reads_one_level_of_a_race() {
    let reading = sample("elex.csv").complete().unwrap();
    let president = &reading.documents[0].counts[0];
    assert_eq!(votes(president), tally(&[("Ann A", 700), ("Bob B", 600)]));
    assert_eq!(president.completeness().unwrap().counted(), Some((3, 4)));
    let issue = &reading.documents[1].counts[0];
    assert_eq!(votes(issue), tally(&[("Yes", 40), ("No", 25)]));
    assert_eq!(issue.completeness().unwrap().counted(), Some((3, 3)));
    let rehearsal = samples::ELEX.replace("False,700", "True,700");
    let reading = read("e.csv", rehearsal.as_bytes()).unwrap();
    assert!(reading.refused[0].error.to_string().contains("rehearsal"));
}

#[cfg(feature = "xml")]
#[test]
fn clarity_keeps_undervotes_apart_and_decodes_entities() {
    let reading = sample("detail.xml").complete().unwrap();
    let document = &reading.documents[0];
    assert_eq!(document.contest.name(), "US Senator - REPUBLICAN & other");
    assert_eq!(document.contest.date().unwrap().to_string(), "2014-05-20");
    let count = &document.counts[0];
    assert_eq!(
        votes(count),
        tally(&[("Ann \"A\" A", 12), ("Bob B", 10), ("(other)", 1)])
    );
    assert_eq!(count.invalid(), Some(5));
    assert_eq!(count.completeness().unwrap().counted(), Some((30, 31)));
}

#[test]
fn kerg_tells_constituency_1_from_state_1() {
    let reading = sample("kerg.csv").complete().unwrap();
    let names: Vec<&str> = reading.documents.iter().map(|d| d.contest.name()).collect();
    assert_eq!(names[0], "Bundestag, Erststimmen, Wahlkreis Flensburg");
    assert_eq!(names[3], "Bundestag, Zweitstimmen, Land Schleswig-Holstein");
    assert_eq!(names[5], "Bundestag, Zweitstimmen, Bundesgebiet");
    let second = &reading.documents[1].counts[0];
    assert_eq!(votes(second), tally(&[("Partei A", 50), ("Partei B", 27)]));
    assert_eq!(
        (second.valid(), second.invalid(), second.registered()),
        (Some(77), Some(3), Some(100))
    );
    // An empty cell: Partei B did not stand for first votes.
    assert_eq!(votes(&reading.documents[2].counts[0]).len(), 1);
    assert!(!noted(&reading, "status"), "it says that it is final");
    assert_eq!(
        reading.documents[0].contest.date().unwrap().to_string(),
        "2013-09-22"
    );
    // The same in Latin-1.
    let bytes: Vec<u8> = samples::KERG
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let latin = read("kerg.csv", &bytes).unwrap();
    assert_eq!(latin.documents, reading.documents);
    assert!(noted(&latin, "windows-1252, because it is not UTF-8"));
}

#[test]
fn kerg2_gives_the_electorate_to_both_votes() {
    let reading = sample("kerg2.csv").complete().unwrap();
    let second = reading
        .document("Bundestag, Zweitstimmen, Bundesgebiet")
        .unwrap();
    let count = &second.counts[0];
    assert_eq!(
        (count.registered(), count.ballots_cast(), count.valid()),
        (Some(1000), Some(800), Some(790))
    );
    assert!(noted(&reading, "status \"Vorläufig\" is taken as final"));
    assert_eq!(reading.documents[1].contest.choices(), ["EB:Müller"]);
}

#[test]
fn encodings_are_told_by_mark_validity_or_declaration() {
    let text = samples::EOPAOD.replace("Apple", "Mélenchon");
    let plain = read("a.csv", text.as_bytes()).unwrap();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16.clone()).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (bytes, note) in [
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), ""),
        (marked, "UTF-16LE, by its byte order mark"),
        (utf16, "UTF-16LE, by its zero bytes"),
        (big, "UTF-16BE, by its zero bytes"),
        (latin, "windows-1252, because it is not UTF-8"),
    ] {
        let reading = read("a.csv", &bytes).unwrap_or_else(|error| panic!("{note}: {error}"));
        assert_eq!(reading.documents, plain.documents, "{note}");
        assert!(note.is_empty() || noted(&reading, note), "{note}");
    }
    // windows-1252 has a euro sign where Latin-1 has a control character.
    let declared = Reader::new()
        .encoding("windows-1252")
        .read(
            "a.csv",
            &text
                .replace('é', "E")
                .replace("ACME", "AC\u{80}")
                .chars()
                .map(|c| c as u32 as u8)
                .collect::<Vec<u8>>(),
        )
        .unwrap();
    assert_eq!(declared.documents[0].polls[0].pollster(), "AC€");
}

#[test]
fn a_contest_without_votes_is_refused_alone() {
    let text = samples::OPEN_ELECTIONS
        .replace(",240,,", ",0,,")
        .replace(",217,,", ",0,,");
    let reading = read(
        "20121106__tx__general__floyd__precinct.csv",
        text.as_bytes(),
    )
    .unwrap();
    assert_eq!((reading.documents.len(), reading.refused.len()), (1, 1));
    let error = reading.refused[0].error.to_string();
    assert!(
        error.contains("line 14") && error.contains("at least one vote"),
        "{error}"
    );
}

#[test]
fn figures_that_a_state_blanks_out_are_missing_and_noted() {
    let text = samples::OPEN_ELECTIONS.replace("\"Bob B, Jr.\",198.0,,", "\"Bob B, Jr.\",<10,,");
    let reading = read(
        "20121106__tx__general__floyd__precinct.csv",
        text.as_bytes(),
    )
    .unwrap();
    assert_eq!(of(&reading.documents[0].counts[0], "Bob B, Jr."), 50);
    assert!(noted(&reading, "line 6: no votes are given for Bob B, Jr."));
}

#[test]
fn medsl_by_county_has_no_total_of_the_state() {
    let table = "year,state,county_name,county_fips,office,candidate,party,candidatevotes,totalvotes,mode\n\
        2020,OHIO,ADAMS,39001,US PRESIDENT,ANN,DEMOCRAT,10,30,TOTAL\n2020,OHIO,ADAMS,39001,US PRESIDENT,BOB,REPUBLICAN,20,30,TOTAL\n\
        2020,OHIO,ALLEN,39003,US PRESIDENT,ANN,DEMOCRAT,5,6,TOTAL\n2020,OHIO,ALLEN,39003,US PRESIDENT,BOB,REPUBLICAN,1,6,TOTAL\n";
    let reading = read("countypres.csv", table.as_bytes()).unwrap();
    assert_eq!(
        votes(&reading.documents[0].counts[0]),
        tally(&[("ANN", 15), ("BOB", 21)])
    );
    assert!(!noted(&reading, "printed total") && noted(&reading, "4 rows are summed"));
}

#[test]
fn halves_of_respondents_are_noted() {
    let text = samples::PRESIDENT_POLLS.replace(",11,500.0,", ",11,500.5,");
    let reading = read("p.csv", text.as_bytes()).unwrap();
    assert_eq!(
        reading.documents[0].polls[0].sample().respondents(),
        Some(500)
    );
    assert!(noted(&reading, "sample size \"500.5\" taken as 500"));
}

#[test]
fn thousands_of_polls_of_one_firm_and_day_are_told_apart() {
    let (heading, _) = samples::EOPAOD.split_once('\n').unwrap();
    let row = |size: usize| {
        format!("ACME,,2021-07-14,2021-07-20,National,{size},Provided,59.8%,1%,55%,43%,2%\n")
    };
    let rows: String = (1_001..=6_000).map(row).collect();
    let text = format!("{heading}\n{rows}");
    let reading = read("a.csv", text.as_bytes()).unwrap().complete().unwrap();
    assert_eq!(reading.documents[0].polls.len(), 5_000);
    assert_eq!(
        reading.documents[0].polls[4_999].release(),
        Some("2021-07-14 – 2021-07-20, 5000")
    );
}
