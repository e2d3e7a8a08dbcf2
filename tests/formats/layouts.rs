//! Tables with a layout of their own, declared.

use exitpoll::io::formats::{DateOrder, DecimalMark, Layout, Rows, Unit};
use exitpoll::{Base, Comparison, PollKind};

use crate::{noted, of, own, share, shared, tally, votes};

#[test]
fn counts_of_answers_become_exact_shares_of_all_of_them() {
    let table = "contest,row,source,n,A,B,spoiled,refused\n\
        X,exit_poll,volunteers,100,50,25,5,20\n\
        X,result,CEC,1000,600,300,100,\n";
    let reading = Layout::wide(Unit::Votes)
        .contest_column("contest")
        .source_column("source")
        .choice("A", "A")
        .choice("B", "B")
        .choice("(invalid)", "spoiled")
        .choice("(refused)", "refused")
        .rows(Rows::ResultWhere {
            column: "row".into(),
            is: "result".into(),
        })
        .read("own.csv", table.as_bytes())
        .unwrap()
        .complete()
        .unwrap();
    let document = &reading.documents[0];
    let poll = &document.polls[0];
    assert_eq!(share(poll, "A"), "50.0000000000000");
    assert_eq!(poll.sample().respondents(), Some(100));
    assert_eq!(poll.base(), Some(Base::Approached));
    assert_eq!(votes(&document.counts[0]), tally(&[("A", 600), ("B", 300)]));
    assert_eq!(document.counts[0].invalid(), Some(100));
    // 50 of the 75 who named a choice against 600 of 900: no deviation.
    Comparison::from(document.clone()).run().unwrap();
}

#[test]
fn decimal_commas_percent_signs_and_a_result_row_at_the_end() {
    let table = "Institut;Datum;KOK;SDP;N\r\nTaloustutkimus;23.02.2025;21,6 %;19,5 %;1.500\r\n\
        Verian;24.02.2025;20 %;21,0 %;—\r\nErgebnis;;20,8 %;19,9 %;\r\n";
    let layout = Layout::wide(Unit::Percent)
        .contest("Finland")
        .source_column("Institut")
        .fieldwork_column("Datum", DateOrder::DayMonthYear)
        .respondents_column("N")
        .decimal_mark(DecimalMark::Comma)
        .kind(PollKind::LatePoll);
    let reading = layout
        .read("fi.csv", table.as_bytes())
        .unwrap()
        .complete()
        .unwrap();
    let document = &reading.documents[0];
    assert_eq!(document.contest.choices(), ["KOK", "SDP"]);
    assert_eq!(share(&document.polls[0], "KOK"), "21.6");
    assert_eq!(
        share(&document.polls[1], "KOK"),
        "20",
        "printed without decimals"
    );
    assert_eq!(
        document.polls[0].fieldwork().unwrap().to_string(),
        "2025-02-23"
    );
    assert_eq!(document.polls[1].sample().respondents(), None);
    assert_eq!(document.counts[0].name(), "Ergebnis");
    assert!(noted(
        &reading,
        "\"Ergebnis\" is taken as the official result"
    ));
    assert!(noted(&reading, "cells are separated by ';'"));
    // A layout is kept beside its table.
    let written = serde_json::to_string(&layout).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&written).unwrap(), layout);
}

#[test]
fn proportions_move_their_point_and_keep_their_digits() {
    let table = "who,choice,p\nACME,A,0.553\nACME,B,.4\nACME,C,0.047\n";
    let reading = Layout::long("choice")
        .figure("p", Unit::Proportion)
        .contest("X")
        .source_column("who")
        .rows(Rows::Polls)
        .read("p.csv", table.as_bytes())
        .unwrap()
        .complete()
        .unwrap();
    let poll = &reading.documents[0].polls[0];
    assert_eq!(
        [share(poll, "A"), share(poll, "B"), share(poll, "C")],
        ["55.3", "40", "4.7"]
    );
    assert_eq!(poll.base(), Some(Base::ValidVotes));
}

#[test]
fn seats_as_ranges_in_one_cell_or_two_and_results_by_choice() {
    let polls = "Agency,TMC/TMC+,BJP_low,BJP_high\nABP,152-164,109,121\nTimes,158,115,115";
    let exit = Layout::wide(Unit::Seats)
        .contest("West Bengal")
        .source_column("Agency")
        .choice("TMC", "TMC/TMC+")
        .range("BJP", "BJP_low", "BJP_high");
    let results = "Alliance,WON,VOTES,Share%\nTMC,215,28968281,48.02\nBJP,77,22905474,37.97\n";
    let result = Layout::long("Alliance")
        .figure("WON", Unit::Seats)
        .figure("VOTES", Unit::Votes)
        .figure("Share%", Unit::Percent)
        .contest("West Bengal")
        .source("result");
    let reading = exit.read("p.csv", polls.as_bytes()).unwrap();
    let reading = reading
        .with(result.read("r.csv", results.as_bytes()).unwrap())
        .unwrap()
        .complete()
        .unwrap();
    let [document] = reading.documents.as_slice() else {
        panic!("{:?}", reading.documents)
    };
    assert_eq!(document.contest.choices(), ["TMC", "BJP"]);
    let seats: Vec<(u64, u64)> = document.polls[0]
        .seats()
        .iter()
        .map(|(_, s)| (s.low(), s.high()))
        .collect();
    assert_eq!(seats, [(152, 164), (109, 121)]);
    assert_eq!(document.counts[0].seats()[0], ("TMC".into(), 215));
    assert_eq!(of(&document.counts[0], "TMC"), 28_968_281);
    Comparison::from(document.clone()).run().unwrap();
}

#[test]
fn long_tables_keep_one_kind_of_row_and_tell_polls_apart() {
    let table = "end,firm,party,type,year,value\n\
        2010-08-01,Newspoll,ALP,First preference,2010,44\n2010-08-01,Newspoll,ALP,Two-party,2010,52\n\
        2010-08-08,Newspoll,ALP,First preference,2010,42\n2010-08-08,Newspoll,Lib,First preference,2010,45\n\
        2010-08-21,Election result,ALP,First preference,2010,38.0\n2010-08-21,Election result,ALP,First preference,2010,38.0\n";
    let reading = Layout::long("party")
        .figure("value", Unit::Percent)
        .contest_column("year")
        .source_column("firm")
        .keep("type", "First preference")
        .told_apart_by("end")
        .fieldwork_column("end", DateOrder::YearMonthDay)
        .read("oz.csv", table.as_bytes())
        .unwrap()
        .complete()
        .unwrap();
    let document = &reading.documents[0];
    let names: Vec<&str> = document.polls.iter().map(|poll| poll.name()).collect();
    assert_eq!(names, ["Newspoll (2010-08-01)", "Newspoll (2010-08-08)"]);
    assert_eq!(document.counts.len(), 1);
    assert!(noted(&reading, "the figure of ALP comes again"));
}

#[test]
fn the_mexican_layout_has_titles_pipes_cp1252_and_dashes() {
    let reading = Layout::wide(Unit::Votes)
        .heading_starts_with("CLAVE_CASILLA")
        .contest("Presidencia")
        .source("INE")
        .choice("PAN", "PAN")
        .choice("MORENA", "MORENA")
        .choice("(other)", "CANDIDATO/A NO REGISTRADO/A")
        .choice("(invalid)", "VOTOS NULOS")
        .rows(Rows::Results)
        .sum_rows()
        .read_file(own("CONSTRUCTED_mx_pipe_cp1252_preamble.csv"))
        .unwrap()
        .complete()
        .unwrap();
    // 80 + 75 + 20 and 70 + 81 + 90; the station without a sheet has none.
    let count = &reading.documents[0].counts[0];
    assert_eq!(
        votes(count),
        tally(&[("PAN", 175), ("MORENA", 241), ("(other)", 1)])
    );
    assert_eq!(count.invalid(), Some(21));
    assert!(noted(&reading, "windows-1252"));
    // By state: the column of the contest is in the same encoding.
    let by_state = Layout::wide(Unit::Votes)
        .heading_starts_with("CLAVE_CASILLA")
        .contest_column("DISTRITO_FEDERAL")
        .source("INE")
        .choice("PAN", "PAN")
        .rows(Rows::Results)
        .sum_rows();
    let reading = by_state
        .read_file(own("CONSTRUCTED_mx_pipe_cp1252_preamble.csv"))
        .unwrap();
    assert_eq!(
        of(&reading.document("JESÚS MARÍA").unwrap().counts[0], "PAN"),
        155
    );
}

#[test]
fn the_brazilian_layout_is_long_in_latin_1_with_quoted_separators() {
    let reading = Layout::long("NM_VOTAVEL")
        .figure("QT_VOTOS", Unit::Votes)
        .contest_column("DS_CARGO")
        .source("TSE")
        .encoding("iso-8859-1")
        .missing("-1")
        .rows(Rows::Results)
        .sum_rows()
        .keep("NR_TURNO", "1")
        .read_file(own("CONSTRUCTED_br_tse_semicolon_latin1.csv"))
        .unwrap()
        .complete()
        .unwrap();
    let count = &reading.documents[0].counts[0];
    assert_eq!(of(count, "CANDIDATO A; COM PONTO E VÍRGULA"), 120);
    assert_eq!(of(count, "VOTO NULO"), 9);
}

#[test]
fn russia_abroad_pairs_polls_and_results_of_one_row() {
    let Some(path) = shared("../russia-abroad-2024").and_then(|folder| {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|e| e == "csv"))
    }) else {
        return;
    };
    let poll = Layout::wide(Unit::Votes)
        .contest_column("Country")
        .source("volunteer exit poll")
        .choice("Davankov", "davankov_exit_poll")
        .choice("Putin", "voted_putin_exit_poll")
        .choice("Slutsky", "Slutskiy_exit_poll")
        .choice("Kharitonov", "haritonov_exit_poll")
        .choice("(invalid)", "spoiled_exit_poll")
        .choice("(refused)", "declined_to_answer")
        .rows(Rows::Polls);
    let result = Layout::wide(Unit::Votes)
        .contest_column("Country")
        .source("CEC")
        .choice("Davankov", "davankov_cik")
        .choice("Putin", "voted_putin_cik")
        .choice("Slutsky", "slutskiy_cik")
        .choice("Kharitonov", "haritonov_cik")
        .choice("(invalid)", "spoiled_cik")
        .rows(Rows::Results);
    let reading = poll
        .read_file(&path)
        .unwrap()
        .with(result.read_file(&path).unwrap())
        .unwrap();
    assert_eq!(
        (reading.documents.len(), reading.refused.len()),
        (44, 0),
        "{:?}",
        reading.refused
    );
    let argentina = reading.document("Argentina").unwrap();
    assert_eq!(
        votes(&argentina.counts[0]),
        tally(&[
            ("Davankov", 887),
            ("Putin", 337),
            ("Slutsky", 23),
            ("Kharitonov", 48)
        ])
    );
    // 723 + 77 + 16 + 29 + 262 + 239: the ten removed ballots are left aside.
    assert_eq!(argentina.polls[0].sample().respondents(), Some(1346));
    for document in reading.documents {
        let name = document.contest.name().to_owned();
        let report = Comparison::from(document)
            .run()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(report.reference().polls[0].reading().is_some(), "{name}");
    }
}

#[test]
fn israeli_localities_are_summed_with_unescaped_quotes() {
    let Some(path) = shared("08_commissions/il_knesset21_by_locality_hebrew_extract.csv") else {
        return;
    };
    let layout = Layout::wide(Unit::Votes)
        .contest("Knesset")
        .source("CEC")
        .choice("אמת", "אמת")
        .choice("ג", "ג")
        .choice("(invalid)", "פסולים")
        .rows(Rows::Results)
        .sum_rows();
    let reading = layout.read_file(path).unwrap();
    let count = &reading.documents[0].counts[0];
    assert_eq!(votes(count), tally(&[("אמת", 16_484), ("ג", 10_682)]));
    assert_eq!(count.invalid(), Some(2545));
    assert!(noted(&reading, "29 rows are summed"));
}

#[test]
fn shared_tables_of_seats_and_long_tables_read() {
    let seats = |path: &str| {
        let path = shared(path)?;
        let text = std::fs::read_to_string(&path).unwrap();
        let column = text.split(',').next().unwrap().to_owned();
        Some(
            Layout::wide(Unit::Seats)
                .contest("West Bengal")
                .source_column(column)
                .read_file(path)
                .unwrap(),
        )
    };
    if let Some(reading) = seats("07_wide/wb_2021_exit_polls_seat_ranges.csv") {
        let reading = reading.complete().unwrap();
        assert_eq!(
            reading.documents[0].polls.len(),
            19,
            "the last line has no end"
        );
    }
    if let Some(path) = shared("07_wide/wb_2026_exit_polls_low_high.csv") {
        let layout = Layout::wide(Unit::Seats)
            .contest("West Bengal")
            .source_column("Agency")
            .range("BJP", "BJP_low", "BJP_high")
            .range("TMC", "TMC_low", "TMC_high");
        assert_eq!(
            layout
                .read_file(path)
                .unwrap()
                .complete()
                .unwrap()
                .documents[0]
                .polls
                .len(),
            6
        );
    }
    if let Some(path) = shared("09_generic/own_layout_long.csv") {
        let layout = Layout::long("choice")
            .figure("count", Unit::Votes)
            .contest_column("contest_id")
            .source_column("source")
            .rows(Rows::ResultWhere {
                column: "kind".into(),
                is: "result".into(),
            });
        let reading = layout.read_file(path).unwrap().complete().unwrap();
        assert!(
            reading
                .documents
                .iter()
                .all(|d| d.counts.len() == 1 && d.polls.len() == 1)
        );
        assert_eq!(
            of(&reading.document("ARG").unwrap().counts[0], "davankov"),
            887
        );
    }
    if let Some(path) = shared("07_wide/australia_long_with_election_result_rows_extract.csv") {
        let layout = Layout::long("party")
            .figure("intended_vote", Unit::Percent)
            .contest_column("election_year")
            .source_column("firm")
            .keep("preference_type", "First preference")
            .told_apart_by("end_date");
        layout.read_file(path).unwrap();
    }
}
