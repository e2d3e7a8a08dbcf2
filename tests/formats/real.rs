//! Real files against figures that were taken from them by other means.

use exitpoll::io::formats::{Format, detect};
use exitpoll::{Base, PollKind};

use crate::{noted, of, own, reading, share, shared, tally, votes};

#[test]
fn president_polls_of_2024() {
    let reading = reading(&own("president_polls_long_2024_extract.csv"))
        .complete()
        .unwrap();
    assert_eq!(reading.format, Format::PresidentPolls);
    let polls: usize = reading
        .documents
        .iter()
        .map(|document| document.polls.len())
        .sum();
    assert_eq!((reading.documents.len(), polls), (8, 19));
    // The four marked "exit poll" asked in 2022 about 2024.
    let marks = reading
        .notes
        .iter()
        .filter(|note| note.to_string().contains("not of this contest's day"));
    assert_eq!(marks.count(), 4);
    assert!(
        reading
            .documents
            .iter()
            .flat_map(|d| &d.polls)
            .all(|poll| poll.kind() == PollKind::LatePoll)
    );
}

#[test]
fn the_two_german_tables_and_the_nist_report_agree() {
    let wide = reading(&own("de_btw2025_kerg_utf8bom_extract.csv"))
        .complete()
        .unwrap();
    let long = reading(&own("de_btw2025_kerg2_long_extract.csv"))
        .complete()
        .unwrap();
    let nist = reading(&own("de_btw2025_party_contest.json"))
        .complete()
        .unwrap();
    assert_eq!(
        (wide.format, long.format, nist.format),
        (Format::Kerg, Format::Kerg2, Format::Nist)
    );
    let bund = &long
        .document("Bundestag, Zweitstimmen, Bundesgebiet")
        .unwrap()
        .counts[0];
    assert_eq!(
        (bund.valid(), bund.invalid()),
        (Some(49_642_087), Some(285_228))
    );
    assert_eq!(bund.registered(), Some(60_490_603));
    assert_eq!(
        votes(bund).values().sum::<u64>(),
        49_642_087,
        "the parties are all valid votes"
    );
    for (party, votes) in votes(&nist.documents[0].counts[0]) {
        assert_eq!(of(bund, &party), votes, "{party}");
    }
    // Flensburg in both tables: one writes the parties in full.
    for vote in ["Erststimmen", "Zweitstimmen"] {
        let name = format!("Bundestag, {vote}, Wahlkreis Flensburg – Schleswig");
        let (wide, long) = (
            &wide.document(&name).unwrap().counts[0],
            &long.document(&name).unwrap().counts[0],
        );
        let sorted = |count| {
            let mut numbers: Vec<u64> = votes(count).into_values().collect();
            numbers.sort_unstable();
            numbers
        };
        assert_eq!(sorted(wide), sorted(long), "{name}");
        assert_eq!(
            (wide.valid(), wide.invalid(), wide.registered()),
            (long.valid(), long.invalid(), long.registered())
        );
    }
}

#[test]
fn ropf_of_romania() {
    let Some(path) = shared("01_ropf/romania_extract.ropf") else {
        return;
    };
    let extract = reading(&path).complete().unwrap();
    assert_eq!(extract.format, Format::Ropf);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines = text
        .lines()
        .filter(|line| line.trim_start().starts_with(['•', '&']))
        .count();
    let polls: usize = extract
        .documents
        .iter()
        .map(|document| document.polls.len())
        .sum();
    assert_eq!(polls, lines, "each line is a poll");
    let first = &extract.documents[0].polls[0];
    assert_eq!(
        (first.pollster(), first.sponsor()),
        ("INSCOP", Some("Informat.ro"))
    );
    assert_eq!(share(first, "PSD"), "19.5");
    let malformed = shared("01_ropf/romania_malformed_real.ropf").unwrap();
    let glued = reading(&malformed);
    assert_eq!((glued.documents.len(), glued.refused.len()), (0, 2));
    let error = glued.complete().unwrap_err().to_string();
    assert!(
        error.contains("line 1") && error.contains("begins with &"),
        "{error}"
    );
    let examples = reading(&shared("01_ropf/acme_documentation_examples.ropf").unwrap());
    let refused: Vec<String> = examples
        .refused
        .iter()
        .map(|refused| refused.error.to_string())
        .collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(
        refused[0].contains("line 3") && refused[0].contains("107"),
        "verified, but no shares of one whole"
    );
}

#[test]
fn eopaod_of_bulgaria_and_france() {
    let Some(path) = shared("02_eopaod/bg.csv") else {
        return;
    };
    let bulgaria = reading(&path).complete().unwrap();
    let polls: Vec<_> = bulgaria
        .documents
        .iter()
        .flat_map(|document| &document.polls)
        .collect();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(polls.len(), text.lines().count() - 1);
    // The same column means another thing in these two rows: 59.8 of all, and 100 of voters.
    assert!(noted(&bulgaria, "shares sum to 59.8; of what is not known"));
    let exacta = polls
        .iter()
        .find(|poll| poll.name() == "Exacta (2018-12-10 – 2018-12-17)")
        .unwrap();
    assert_eq!(exacta.base(), Some(Base::ValidVotes));
    let Some(path) = shared("02_eopaod/fr-p2022-N.csv") else {
        return;
    };
    let france = reading(&path);
    assert_eq!(
        (france.documents[0].polls.len(), france.refused.len()),
        (11, 1)
    );
    assert!(
        france.refused[0]
            .error
            .to_string()
            .contains("ends on 2021-04-16, before it starts")
    );
}

#[test]
fn open_elections_of_three_counties() {
    if let Some(path) =
        shared("05_openelections/20221108__tx__general__andrews__precinct_extract.csv")
    {
        let reading = reading(&path).complete().unwrap();
        let governor = reading.document("Governor, TX, andrews").unwrap();
        let expected = [
            ("Greg Abbott", 3302),
            ("Beto O'Rourke", 479),
            ("Mark Tippetts", 29),
            ("Delilah Barrios", 16),
        ];
        assert_eq!(votes(&governor.counts[0]), tally(&expected));
    }
    if let Some(path) = shared("05_openelections/20241105__sd__general__buffalo__precinct.csv") {
        let reading = reading(&path).complete().unwrap();
        assert_eq!(reading.documents.len(), 13);
        assert_eq!(
            reading.documents[0].contest.date().unwrap().to_string(),
            "2024-11-05"
        );
        let house = reading
            .document("U.S. House, district 1, SD, buffalo")
            .unwrap();
        assert_eq!(
            votes(&house.counts[0]),
            tally(&[("DEM", 240), ("REP", 217)])
        );
    }
    if let Some(path) =
        shared("05_openelections/20121106__tx__general__floyd__precinct_extract.csv")
    {
        let reading = reading(&path).complete().unwrap();
        assert!(noted(&reading, "4 rows hold nothing"));
        let president = &reading
            .document("President and Vice President, TX, floyd")
            .unwrap()
            .counts[0];
        assert_eq!(
            (
                of(president, "Mitt Romney \\ Paul Ryan"),
                president.invalid()
            ),
            (641, Some(17))
        );
    }
}

#[test]
fn medsl_agrees_with_certified_results() {
    let Some(path) = shared("06_medsl/1976-2020-president_extract.csv") else {
        return;
    };
    let reading = reading(&path).complete().unwrap();
    // Clinton 4,556,124 and Trump 2,819,534 in New York 2016, as en.wikipedia.org has them (2016 United States
    // presidential election in New York).
    let new_york = &reading
        .document("2016, NEW YORK, US PRESIDENT")
        .unwrap()
        .counts[0];
    assert_eq!(of(new_york, "CLINTON, HILLARY"), 4_556_124);
    assert_eq!(of(new_york, "TRUMP, DONALD J."), 2_819_534);
    assert_eq!(new_york.invalid(), Some(77_179 + 3_452));
    // Wyoming 2020: 276,765 votes for president; the table's total has 1,738 over- and undervotes more.
    let wyoming = &reading
        .document("2020, WYOMING, US PRESIDENT")
        .unwrap()
        .counts[0];
    assert_eq!(votes(wyoming).values().sum::<u64>(), 276_765);
    assert_eq!(wyoming.invalid(), Some(1_738));
}

#[test]
fn elex_of_three_races() {
    let Some(path) = shared("08_commissions/elex_ap_results_extract.csv") else {
        return;
    };
    let reading = reading(&path).complete().unwrap();
    assert_eq!(reading.documents.len(), 3);
    let alaska = &reading.documents[0].counts[0];
    let expected = [
        ("Mitt Romney", 136_848),
        ("Barack Obama", 102_138),
        ("Gary Johnson", 6_131),
        ("Jill Stein", 2_366),
    ];
    assert_eq!(votes(alaska), tally(&expected));
    // AP's own fractions: .552959 of the votes.
    let sum: u64 = votes(alaska).values().sum();
    assert!((136_848.0 / sum as f64 - 0.552_959).abs() < 1e-6);
    assert!(noted(&reading, "delegates, not votes"));
}

#[cfg(feature = "xml")]
#[test]
fn clarity_of_arkansas() {
    let Some(path) = shared("08_commissions/clarity_2014_ar_state_by_county.xml") else {
        return;
    };
    let reading = reading(&path).complete().unwrap();
    let senate = &reading.documents[0];
    assert_eq!(senate.contest.date().unwrap().to_string(), "2014-11-04");
    assert_eq!(votes(&senate.counts[0]), tally(&[("Tom Cotton", 477_734)]));
    assert_eq!(
        senate.counts[0].completeness().unwrap().counted(),
        Some((2655, 2655))
    );
    assert!(noted(
        &reading,
        "rows sum to 462123, the printed total is 477734"
    ));
}

#[test]
fn raw_polls_are_contests_with_their_result() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/fivethirtyeight/raw_polls_2023_extract.csv"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let reading = exitpoll::io::formats::read_file(path).unwrap();
    assert_eq!(reading.format, Format::RawPolls);
    let raw = exitpoll::io::fivethirtyeight::read(&text).unwrap();
    let polls: usize = reading.documents.iter().map(|d| d.polls.len()).sum();
    assert_eq!(polls + reading.refused.len(), raw.polls.len());
    assert!(reading.refused.is_empty(), "{:?}", reading.refused);

    // 2023 file, first row: 49 and 44 percent, 48.77 and 48.68 counted.
    let race = reading.document("1998_Sen-G_NV").unwrap();
    assert_eq!(race.contest.date().unwrap().to_string(), "1998-11-03");
    let result = crate::shares(&race.counts[0]);
    assert_eq!(
        result,
        [
            ("Harry Reid".into(), "48.77".into()),
            ("John Ensign".into(), "48.68".into())
        ]
    );
    assert_eq!(race.polls[0].sample().respondents(), Some(488));
    let report = exitpoll::Comparison::from(race.clone()).run().unwrap();
    let reading_of = &report.reference().polls[0];
    let printed = reading_of.as_printed().or(reading_of.reading()).unwrap();
    let reid = printed.row("Harry Reid").unwrap();
    assert!(
        (reid.deviation - 0.0023).abs() < 1e-12,
        "{}",
        reid.deviation
    );
    assert!(noted(&reading, "the file does not mark exit polls"));
    assert!(noted(&reading, "600"));
}

#[test]
fn files_of_another_kind_say_how_they_are_read() {
    for (name, help) in [
        (
            "03_538/president_approval_polls_2021_yes_no_variant.csv",
            "approval",
        ),
        (
            "04_nist_err/google_ballot_measure_contest_sample_feed_with_results.xml",
            "JSON of version 2",
        ),
        ("07_wide/wb_2021_exit_polls_seat_ranges.csv", "Layout"),
    ] {
        let Some(path) = shared(name) else { continue };
        let error = detect(name, &std::fs::read(path).unwrap())
            .unwrap_err()
            .to_string();
        assert!(error.contains(name) && error.contains(help), "{error}");
    }
}
