//! Malformed files of each format: the error names the file, the place, the value and what to do.

use exitpoll::io::formats::{Format, Layout, Reader, Rows, Unit, read};

use crate::samples;

/// The error of a file whose text has `old` replaced by `new`.
fn error(name: &str, old: &str, new: &str) -> String {
    let (file, text, format) = samples::all()
        .into_iter()
        .find(|(file, ..)| *file == name)
        .unwrap();
    assert!(text.contains(old), "{name} has no {old:?}");
    let broken = text.replacen(old, new, 1);
    let reading = Reader::new().format(format).read(file, broken.as_bytes());
    let error = reading.and_then(|reading| reading.complete());
    error
        .map(|reading| panic!("{name} {old:?} → {new:?}: {reading:?}"))
        .unwrap_err()
        .to_string()
}

#[test]
fn each_error_names_file_place_value_and_help() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        // Format, what is replaced, by what, and what the error says.
        (
            "aa.ropf",
            "A:55 B+C:40",
            "A:55 A:40",
            &["line 2", "`A`", "40", "twice"],
        ),
        (
            "aa.ropf",
            "A:55 B+C:40",
            "A:5,5 B+C:40",
            &["line 2", "5,5", "decimal point"],
        ),
        (
            "aa.ropf",
            "A:55 B+C:40",
            "A:85 B+C:40",
            &["line 2", "130 in sum", "VS"],
        ),
        (
            "aa.ropf",
            "•FE: 2021-07-20",
            "•FE: 2021-07-10",
            &["line 2", "2021-07-14 … 2021-07-10", "order"],
        ),
        (
            "aa.ropf",
            "•PD: 2021-07-27 •SC",
            "•PD: 2021-13-27 •SC",
            &["line 2", "2021-13-27", "2021-05-04"],
        ),
        (
            "aa.ropf",
            "•SS: 1000",
            "•SS: many",
            &["line 2", "`SS`", "many", "whole number"],
        ),
        ("aa.ropf", "•U: S", "•U: km", &["line 5", "km", "% or S"]),
        (
            "aa.ropf",
            "•PF: ACME •PFP: BCME •C: The Times •C: The Post",
            "•SC: N",
            &["line 2", "SC", "twice"],
        ),
        (
            "aa.ropf",
            "A: AA001 •A: AP •EN: Apple Party",
            "what is this",
            &["line 7", "what is this", "‡"],
        ),
        (
            "aa.ropf",
            "A: 60.5 B: 38 •O: 1.5",
            "",
            &["line 3", "result", "A:55"],
        ),
        (
            "aa.csv",
            "Polling Firm,",
            "Firm,",
            &["`Polling Firm`", "missing", "Commissioners"],
        ),
        (
            "aa.csv",
            "2021-07-14,2021-07-20,National,1000,Provided,59.8%",
            "2021-07-24,2021-07-20,National,1000,Provided,59.8%",
            &["line 2", "2021-07-24", "before it starts"],
        ),
        ("aa.csv", "55%", "5x%", &["line 2", "5x", "92.05"]),
        ("aa.csv", "55%", "155%", &["line 2", "155", "0 to 100"]),
        (
            "aa.csv",
            "National,1000",
            "National,1e3",
            &["line 2", "`Sample Size`", "1e3"],
        ),
        (
            "aa.csv",
            "\"The Times, The Post and Radio\"",
            "\"The Times",
            &["CSV", "line 2", "never closed"],
        ),
        (
            "aa.csv",
            "43%,2%",
            "43%,2%,7%",
            &["line 2", "column 13", "7%"],
        ),
        (
            "president_polls.csv",
            ",pct\n",
            ",share\n",
            &["`pct`", "missing"],
        ),
        (
            "president_polls.csv",
            "Ann A,48.0",
            "Ann A,",
            &["line 2", "`pct`", "missing"],
        ),
        (
            "president_polls.csv",
            "Ann A,48.0",
            "Ann A,58.0%%x",
            &["line 2", "58.0"],
        ),
        (
            "president_polls.csv",
            "Bob B,47.0",
            "Ann A,47.0",
            &["line 2", "Ann A", "twice"],
        ),
        (
            "president_polls.csv",
            "11,500.0,lv,,,,77,2024,U.S. President,11/5/24,general,REP",
            "11,501,lv,,,,77,2024,U.S. President,11/5/24,general,REP",
            &["line 2", "sample_size", "501", "500.0"],
        ),
        (
            "president_polls.csv",
            "President,11/5/24",
            "President,31/5/24",
            &["line 2", "31/5/24", "11/8/2022"],
        ),
        (
            "president_polls.csv",
            "Ann A,46.5",
            "Ann A,86.5",
            &["line 4", "131.5 percent"],
        ),
        (
            "report.json",
            "\"Count\": 100",
            "\"Count\": 100.5",
            &["ContestSelection[0]", "Count", "100.5", "whole"],
        ),
        (
            "report.json",
            "\"Count\": 100",
            "\"Count\": -1",
            &["ContestSelection[0]", "-1"],
        ),
        (
            "report.json",
            "[\"k1\"]",
            "[\"k9\"]",
            &["ContestSelection[0]", "CandidateIds", "k9"],
        ),
        (
            "report.json",
            "\"Name\": \"Mayor\",",
            "",
            &["Election[0].Contest[0]", "Name"],
        ),
        ("report.json", "\"Status\"", "Status", &["JSON", "line 1"]),
        (
            "20121106__tx__general__floyd__precinct.csv",
            "\"1,620\"",
            "1.6k",
            &["line 5", "`votes`", "1.6k", "11,084"],
        ),
        (
            "20121106__tx__general__floyd__precinct.csv",
            "\"1,620\"",
            "-3",
            &["line 5", "`votes`", "-3"],
        ),
        (
            "20121106__tx__general__floyd__precinct.csv",
            "office,",
            "race,",
            &["`office`", "missing", "candidate"],
        ),
        (
            "1976-2020-president.csv",
            "FALSE,400,1000",
            "FALSE,4e2,1000",
            &["line 2", "candidatevotes", "4e2"],
        ),
        (
            "1976-2020-president.csv",
            "FALSE,400,1000",
            "FALSE,400,1k",
            &["line 2", "totalvotes", "1k"],
        ),
        (
            "1976-2020-president.csv",
            "\"candidatevotes\"",
            "\"ballots\"",
            &["candidatevotes", "missing", "ballots"],
        ),
        (
            "elex.csv",
            "False,700",
            "False,7.5",
            &["line 2", "votecount", "7.5"],
        ),
        (
            "elex.csv",
            "state,President,Dem,3,4",
            "planet,President,Dem,3,4",
            &[],
        ),
        (
            "elex.csv",
            "GOP,3,4,state-1",
            "GOP,5,4,state-1",
            &["line 2", "completeness"],
        ),
        ("elex.csv", "raceid", "race", &["`raceid`", "missing"]),
        (
            "kerg.csv",
            ";40;1;50;2;38",
            ";4x;1;50;2;38",
            &["line 7", "Partei A", "4x"],
        ),
        (
            "kerg.csv",
            ";78;77;77;77;40;1;50;2;38",
            ";8;77;77;77;40;1;50;2;38",
            &["line 7", "valid"],
        ),
        (
            "kerg.csv",
            "Gültige",
            "Irgendwas",
            &["line 4", "Gültige", "missing"],
        ),
        (
            "kerg2.csv",
            ";2;400;",
            ";2;4x0;",
            &["line 8", "Anzahl", "4x0"],
        ),
        (
            "kerg2.csv",
            ";2;400;",
            ";3;400;",
            &["line 8", "Stimme", "Zweitstimmen"],
        ),
        (
            "kerg2.csv",
            "Ungültige;-2;2",
            "Unsinn;-2;2",
            &["line 6", "Unsinn", "Gültige"],
        ),
        (
            "kerg2.csv",
            "Gültige;-1;2;790",
            "Gültige;-1;2;700",
            &["valid", "700"],
        ),
        (
            "kerg2.csv",
            "23.02.2025;Bund;99;Bundesgebiet;;;System-Gruppe;Ung",
            "30.02.2025;Bund;99;Bundesgebiet;;;System-Gruppe;Ung",
            &["30.02.2025", "23.02.2025"],
        ),
        ("aa.json", "\"51.0\"", "\"fifty\"", &["fifty"]),
    ];
    for (name, old, new, parts) in cases {
        if parts.is_empty() {
            continue;
        }
        let text = error(name, old, new);
        assert!(text.starts_with(name), "{text}");
        for part in *parts {
            assert!(
                text.contains(part),
                "{name} {old:?} → {new:?}: no {part:?} in {text}"
            );
        }
    }
}

#[cfg(feature = "xml")]
#[test]
fn each_error_of_clarity_names_file_place_value_and_help() {
    for (old, new, parts) in [
        (
            "totalVotes=\"12\"",
            "totalVotes=\"1x\"",
            ["line 8", "Choice.totalVotes", "1x"],
        ),
        ("text=\"Bob B\"", "", ["line 9", "Choice.text", "missing"]),
        (
            "<Choice key=\"3\"",
            "<Choice key=3",
            ["line 10", "XML", "detail"],
        ),
        ("</Contest>", "", ["XML", "line", "Contest"]),
        (
            "5/20/2014</ElectionDate>",
            "20/5/2014</ElectionDate>",
            ["line 6", "20/5/2014", "11/8/2022"],
        ),
        (
            "voteFor=\"1\"",
            "voteFor=\"one\"",
            ["line 6", "Contest.voteFor", "one"],
        ),
    ] {
        let text = error("detail.xml", old, new);
        for part in parts {
            assert!(text.contains(part), "{old} → {new}: no {part:?} in {text}");
        }
    }
}

#[test]
fn a_layout_that_does_not_fit_its_table_says_where() {
    let table = "who,A,B\nACME,51,49\nresult,52,4x\n";
    let layout = Layout::wide(Unit::Percent)
        .contest("X")
        .source_column("who");
    let cases: Vec<(Layout, &str, &[&str])> = vec![
        (layout.clone(), table, &["x.csv", "line 3", "4x"]),
        (
            layout.clone().choice("C", "C"),
            table,
            &["`C`", "missing", "who, A, B"],
        ),
        (
            layout.clone().respondents_column("n"),
            table,
            &["`n`", "missing"],
        ),
        (
            Layout::wide(Unit::Percent).source_column("who"),
            table,
            &["`contest`", "missing"],
        ),
        (
            Layout::wide(Unit::Percent).contest("X"),
            table,
            &["`source`", "missing"],
        ),
        (
            Layout::long("who").contest("X").source("Y"),
            table,
            &["`figure`", "missing"],
        ),
        (
            layout.clone().heading_starts_with("Kandidat"),
            table,
            &["heading_starts_with", "Kandidat"],
        ),
        (
            layout.clone().encoding("klingon"),
            table,
            &["encoding", "klingon", "utf-8"],
        ),
        (
            layout.clone().delimiter('–'),
            table,
            &["delimiter", "–", "ASCII"],
        ),
        (
            layout.clone(),
            "who,A,A\nACME,51,49\n",
            &["heading", "A", "twice"],
        ),
        (
            layout.clone(),
            "who,A\n\"ACME,51\n",
            &["line 2", "never closed"],
        ),
        (
            Layout::long("party")
                .figure("v", Unit::Votes)
                .contest("X")
                .source("CEC")
                .rows(Rows::Results),
            "party,v\nA,1\nA,2\n",
            &["line 3", "`A`", "2", "summed"],
        ),
    ];
    for (layout, table, parts) in cases {
        let text = layout
            .read("x.csv", table.as_bytes())
            .and_then(|r| r.complete())
            .unwrap_err()
            .to_string();
        for part in parts {
            assert!(text.contains(part), "no {part:?} in {text}");
        }
    }
    let utf8 = Reader::new()
        .encoding("utf-8")
        .read("x.csv", b"who,A\nAC\xe9,5\n")
        .unwrap_err()
        .to_string();
    assert!(
        utf8.contains("at byte 8") && utf8.contains("declare another encoding"),
        "{utf8}"
    );
}

#[test]
fn what_is_no_format_says_what_it_looks_like() {
    for (text, help) in [
        ("", "empty"),
        ("   \n", "empty"),
        ("{\"a\": 1}", "ElectionResults"),
        ("<html></html>", "ElectionResult"),
        ("a,b\n1,2\n", "Layout"),
        ("source,kind\n", "read_files"),
        ("question_id,pollster,yes,no\n1,2,3,4\n", "approval"),
        ("cand1_pct,cand1_actual\n1,2\n", "`race` is missing"),
    ] {
        let error = read("x.dat", text.as_bytes()).unwrap_err().to_string();
        assert!(
            error.starts_with("x.dat") && error.contains(help),
            "{text:?}: {error}"
        );
    }
    let error = Reader::new()
        .format(Format::Table)
        .read("x.csv", b"a,b\n")
        .unwrap_err()
        .to_string();
    assert!(error.contains("Layout::read"), "{error}");
    assert!(
        "docx"
            .parse::<Format>()
            .unwrap_err()
            .to_string()
            .contains("president_polls")
    );
}
