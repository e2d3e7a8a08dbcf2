//! What a figure, a title or a status of a file can mean, and what it cannot.

#[cfg(feature = "xml")]
use exitpoll::CountStatus;
use exitpoll::io::formats::{Reading, read};

use crate::{fails, good, noted, of, samples};

#[test]
fn a_thousand_with_the_mark_of_another_convention_is_not_read_as_one() {
    let table = "county,precinct,office,district,party,candidate,votes\nA,1,Gov,,D,X,2.000\nA,1,Gov,,R,Y,900\n";
    let eopaod = samples::EOPAOD.replace(",1000,", ",1.000,");
    assert_ne!(eopaod, samples::EOPAOD);
    let kerg = samples::KERG.replace(";40;1;", ";2,000;1;");
    for (name, text) in [("x.csv", table), ("aa.csv", &eopaod), ("kerg.csv", &kerg)] {
        let message = fails(name, text);
        assert!(message.contains("thousand"), "{name}: {message}");
    }
    // Four digits and the zeros of a spreadsheet are no thousands.
    let table = table.replace("2.000", "2100.000");
    assert_eq!(of(&good("x.csv", &table).documents[0].counts[0], "X"), 2100);
}

#[test]
#[cfg(feature = "xml")]
fn a_clarity_contest_that_has_not_wholly_reported_is_partial() {
    let contest = |attributes: &str| {
        format!(
            "<?xml version=\"1.0\"?><ElectionResult><Contest text=\"C\" voteFor=\"1\" {attributes}>\
             <Choice text=\"A\" totalVotes=\"10\"/><Choice text=\"B\" totalVotes=\"20\"/></Contest></ElectionResult>"
        )
    };
    for (attributes, status) in [
        ("precinctsReportingPercent=\"50.00\"", CountStatus::Partial),
        (
            "precinctsParticipating=\"10\" precinctsReportingPercent=\"30.00\"",
            CountStatus::Partial,
        ),
        (
            "countiesParticipating=\"4\" countiesReporting=\"2\"",
            CountStatus::Partial,
        ),
        (
            "countiesParticipating=\"4\" countiesReported=\"4\"",
            CountStatus::Final,
        ),
        ("precinctsReportingPercent=\"100.00\"", CountStatus::Final),
        ("", CountStatus::Final),
    ] {
        let reading = good("detail.xml", &contest(attributes));
        assert_eq!(
            reading.documents[0].counts[0].status(),
            status,
            "{attributes}"
        );
    }
    let half = good(
        "detail.xml",
        &contest("precinctsReportingPercent=\"50.00\""),
    );
    let part = half.documents[0].counts[0]
        .completeness()
        .expect("its completeness");
    assert_eq!(part.value(), 0.5);
    let counties = good(
        "detail.xml",
        &contest("countiesParticipating=\"4\" countiesReporting=\"2\""),
    );
    assert!(noted(&counties, "\"2 of 4 counties\" is taken as partial"));
}

#[test]
fn a_row_of_the_wide_german_table_that_is_cut_short_is_refused() {
    let cut = samples::KERG.replace(
        "99;Bundesgebiet;;100;99;100;99;80;79;80;79;2;1;3;1;78;77;77;77;40;1;50;2;38;1;27;2\n",
        "99;Bundesgebiet;;100;99;100;99;80;79;80;79;2;1;3;1;78;77;77;77;40;1;50\n",
    );
    let message = fails("kerg.csv", &cut);
    assert!(
        message.contains("Bundesgebiet") && message.contains("give every cell"),
        "{message}"
    );
}

#[test]
fn constituency_99_is_not_the_federation() {
    let table = samples::KERG.replace("1;Flensburg;1;", "99;Oberbergischer Kreis;5;");
    let reading = good("kerg.csv", &table);
    let names: Vec<&str> = reading
        .documents
        .iter()
        .map(|document| document.contest.name())
        .collect();
    assert!(
        names.contains(&"Bundestag, Erststimmen, Wahlkreis Oberbergischer Kreis"),
        "{names:?}"
    );
    assert!(
        names.contains(&"Bundestag, Erststimmen, Bundesgebiet"),
        "{names:?}"
    );
}

#[test]
fn a_european_election_is_not_titled_bundestag() {
    let heading = samples::KERG2.lines().nth(2).unwrap();
    let table = format!(
        "Status:;Endgültig\n{heading}\n\
         EU;09.06.2024;Bund;99;Bundesgebiet;;;System-Gruppe;Gültige;1;1;650;100;;;;;;\n\
         EU;09.06.2024;Bund;99;Bundesgebiet;;;Partei;CDU;1;1;400;61,5;;;;;;\n\
         EU;09.06.2024;Bund;99;Bundesgebiet;;;Partei;SPD;1;1;250;38,5;;;;;;\n"
    );
    let reading = good("kerg2.csv", &table);
    assert_eq!(
        reading.documents[0].contest.name(),
        "Europäisches Parlament, Stimmen, Bundesgebiet"
    );
}

#[test]
fn sizes_and_days_of_president_polls_are_read_in_both_forms() {
    let fraction = samples::PRESIDENT_POLLS.replacen(",500.0", ",500.3333", 2);
    assert_ne!(fraction, samples::PRESIDENT_POLLS);
    let reading = good("p.csv", &fraction);
    assert!(
        noted(&reading, "sample size \"500.3333\" taken as 500"),
        "{:?}",
        reading.notes
    );
    let iso = samples::PRESIDENT_POLLS.replace("11/5/24", "2024-11-05");
    assert_ne!(iso, samples::PRESIDENT_POLLS);
    let (plain, iso) = (good("p.csv", samples::PRESIDENT_POLLS), good("p.csv", &iso));
    assert_eq!(
        plain.documents[0].contest.date(),
        iso.documents[0].contest.date()
    );
    // A day that is none costs its own contest and no other.
    let odd = samples::PRESIDENT_POLLS.replacen("11/5/24", "sometime", 1);
    let reading = read("p.csv", odd.as_bytes()).unwrap();
    assert!(!reading.refused.is_empty() && !reading.documents.is_empty());
}

#[test]
fn the_same_poll_twice_is_one_poll() {
    let last = samples::EOPAOD.trim_end().lines().last().unwrap();
    let twice = format!("{}\n{last}\n", samples::EOPAOD.trim_end());
    let polls = |reading: &Reading| -> usize {
        reading
            .documents
            .iter()
            .map(|document| document.polls.len())
            .sum()
    };
    let (once, again) = (good("aa.csv", samples::EOPAOD), good("aa.csv", &twice));
    assert_eq!(polls(&once), polls(&again));
    assert!(noted(&again, "comes again; it is taken once"));

    let first = samples::RAW_POLLS.lines().nth(1).unwrap();
    let twice = format!("{}{first}\n", samples::RAW_POLLS);
    let (once, again) = (good("raw.csv", samples::RAW_POLLS), good("raw.csv", &twice));
    assert_eq!(polls(&once), polls(&again));
    assert!(noted(&again, "comes again; it is taken once"));
    // Another share under the same number is another version.
    let other = format!("{}{}\n", samples::RAW_POLLS, first.replace(",49,", ",48,"));
    assert_eq!(polls(&good("raw.csv", &other)), polls(&once) + 1);
}

#[test]
fn the_undecided_of_a_poll_are_no_candidate() {
    let line = samples::PRESIDENT_POLLS.lines().nth(1).unwrap();
    let undecided = line.replace("A,Ann A,48.0", "U,Undecided,5.0");
    assert_ne!(line, undecided);
    let table = samples::PRESIDENT_POLLS.replacen(line, &format!("{line}\n{undecided}"), 1);
    let reading = good("p.csv", &table);
    assert_eq!(reading.documents[0].contest.choices(), ["Ann A", "Bob B"]);
    assert_eq!(
        crate::share(&reading.documents[0].polls[0], "(undecided)"),
        "5"
    );
}
