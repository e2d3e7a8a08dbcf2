//! `exitpoll stations` on a sample of stations: with what it is compared, and with what it is not.

use super::{exitpoll, folder, text};

/// Interviews that repeat every station's count: small U stations stand for one each, R stations for 100.
fn perfect() -> String {
    let mut table = String::from("name,stratum,va,vb,aa,ab,w\n");
    for place in 0..6 {
        let (u, r) = (780 + 10 * place, 150 + 10 * place);
        table += &format!(
            "U{place},U,{u},{},{},{},1\n",
            1000 - u,
            u / 10,
            100 - u / 10
        );
        table += &format!(
            "R{place},R,{r},{},{},{},100\n",
            1000 - r,
            r / 10,
            100 - r / 10
        );
    }
    table
}

const STRATA: &str = "stratum,stations\nU,10\nR,1000\n";
pub(super) const CHOICES: [&str; 8] = ["-c", "A=va", "-c", "B=vb", "-a", "A=aa", "-a", "B=ab"];

/// The path of a file with this text, in a folder of its own.
pub(super) fn temporary(name: &str, content: &str) -> String {
    let path = folder(name).join(name);
    std::fs::write(&path, content).expect("the file is written");
    text(&path).to_owned()
}

pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_weighted_poll_is_not_set_against_the_sum_of_its_sampled_stations() {
    let (table, strata) = (
        temporary("perfect.csv", &perfect()),
        temporary("perfect_strata.csv", STRATA),
    );
    let by_strata = ["--stratum", "stratum", "--strata", &strata];
    for options in [&by_strata[..], &["--weight", "w"]] {
        for detail in [&[][..], &["--detail"]] {
            let text =
                exitpoll(&[&["stations", &table], &CHOICES[..], options, detail].concat()).good();
            let text = words(&text);
            assert!(
                text.contains("is 0.00 points off the counts of the same stations"),
                "{text}"
            );
            assert!(
                text.contains("The count of all stations is not among these figures"),
                "{text}"
            );
            for no in [
                "official count",
                "Final count",
                "national",
                "differs from the count",
            ] {
                assert!(!text.contains(no), "{no}: {text}");
            }
        }
        let json =
            exitpoll(&[&["stations", &table, "-f", "json"], &CHOICES[..], options].concat()).good();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(json["comparison"]["national"].is_null(), "{json}");
        assert!(
            json["comparison"]["matched"][0]["deviation"]
                .as_f64()
                .unwrap()
                .abs()
                < 1e-12
        );
        let message =
            exitpoll(&[&["stations", &table, "-f", "html"], &CHOICES[..], options].concat())
                .failed(2);
        assert!(message.contains("--election"), "{message}");
    }
}

#[test]
fn the_votes_for_everyone_else_are_in_the_count_of_the_stations() {
    let table = "name,va,vb,tot,aa,ab,other\nS0,432,468,1000,43,46,11\nS1,441,459,1000,44,45,11\n\
                 S2,450,450,1000,45,45,10\nS3,459,441,1000,46,44,10\n";
    let table = temporary("total.csv", table);
    let options = [
        "--total",
        "tot",
        "--other-answers",
        "other",
        "--format",
        "csv",
    ];
    let csv = exitpoll(&[&["stations", &table], &CHOICES[..], &options].concat()).good();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heading = reader.headers().unwrap().clone();
    let at = |name: &str| {
        heading
            .iter()
            .position(|other| other == name)
            .unwrap_or_else(|| panic!("{heading:?}"))
    };
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let count: Vec<f64> = rows
        .iter()
        .map(|row| row[at("count_percent")].parse().unwrap())
        .collect();
    // 1,782 and 1,818 of 4,000 ballots; 400 are left.
    for (share, expected) in count.iter().zip([44.55, 45.45, 10.0]) {
        assert!((share - expected).abs() < 1e-9, "{count:?}");
    }
    assert_eq!(count.len(), 3);
}

#[test]
fn where_every_station_is_polled_no_deviation_is_laid_to_the_draw() {
    let table = "name;va;vb;aa;ab\nÄ;100;90;10;9\nB;120;80;12;8\nC;50;70;5;6\n";
    let table = temporary("all_polled.csv", table);
    let text = words(
        &exitpoll(
            &[
                &["stations", &table, "--detail", "--width", "120"],
                &CHOICES[..],
            ]
            .concat(),
        )
        .good(),
    );
    assert!(
        text.contains("how the interviews are spread over them has a part"),
        "{text}"
    );
    assert!(
        !text.contains("which stations were drawn and how")
            && !text.contains("of it by stations drawn"),
        "{text}"
    );
    assert!(!text.contains("count of all stations"), "{text}");
}

#[test]
fn a_partial_count_is_no_count_of_all_stations() {
    let election = r#"{"contest":{"name":"T","choices":["A","B"]},"counts":[{"name":"c","completeness":
        {"of":"stations","counted":"30","total":"1010"},"votes":{"A":"500000","B":"350000"}}],"polls":[]}"#;
    let paths = [
        temporary("partial.csv", &perfect()),
        temporary("partial_strata.csv", STRATA),
        temporary("partial.json", election),
    ];
    let [table, strata, partial] = &paths;
    let options = [
        "--stratum",
        "stratum",
        "--strata",
        strata,
        "--election",
        partial,
        "--detail",
    ];
    let text = words(&exitpoll(&[&["stations", table], &CHOICES[..], &options].concat()).good());
    assert!(
        text.contains("the most complete count is partial"),
        "{text}"
    );
    assert!(!text.contains("count of all stations, %"), "{text}");
}

#[test]
fn an_estimator_is_used_or_refused() {
    let paths = [
        temporary("estimators.csv", &perfect()),
        temporary(
            "estimators_strata.csv",
            "stratum,stations,ballots\nU,10,10000\nR,1000,900000\n",
        ),
        temporary(
            "estimators.json",
            r#"{"contest":{"name":"T","choices":["A","B"]},"counts":[{"name":"c","status":"final",
            "votes":{"A":"500000","B":"350000"}}],"polls":[]}"#,
        ),
    ];
    let [table, strata, election] = &paths;
    let counts = [
        "stations",
        table,
        "--stratum",
        "stratum",
        "--strata",
        strata,
        "-c",
        "A=va",
        "-c",
        "B=vb",
    ];
    let first = |estimator: &str, more: &[&str]| -> serde_json::Value {
        let all = [&counts[..], &["--estimator", estimator, "-f", "json"], more].concat();
        serde_json::from_str(&exitpoll(&all).good()).unwrap()
    };
    // Shares .805 and .175 of the strata, whose ballots stand in the table of strata: 10,000 and 900,000.
    let separate = first("separate_ratio", &[])["choices"][0]["value"]
        .as_f64()
        .unwrap();
    assert!((separate - (10_000.0 * 0.805 + 900_000.0 * 0.175) / 910_000.0).abs() < 1e-12);
    let votes = first("ratio_total", &[])["choices"][0]["value"]
        .as_f64()
        .unwrap();
    assert!((votes - 910_000.0 * (10.0 * 0.805 + 1000.0 * 0.175) / 1010.0).abs() < 1e-6);
    // Beside an election the quick count is by the same estimator.
    let report = first("separate_ratio", &["--election", election]);
    let share: f64 = report["polls"][0]["poll"]["shares"]["A"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((share - 100.0 * separate).abs() < 1e-9, "{share}");
    // Groups that the drawing did not look at.
    let groups = temporary("post_strata.csv", "post_stratum,stations\nU,20\nR,990\n");
    let post = first(
        "post_stratified",
        &["--post-stratum", "stratum", "--post-strata", &groups],
    );
    let share = post["choices"][0]["value"].as_f64().unwrap();
    assert!(
        (share - (20.0 * 0.805 + 990.0 * 0.175) / 1010.0).abs() < 1e-12,
        "{share}"
    );

    let failed = |more: &[&str]| exitpoll(&[&counts[..], more].concat()).failed(2);
    assert!(failed(&["--estimator", "post_stratified"]).contains("--post-stratum"));
    assert!(failed(&["--estimator", "change"]).contains("invalid value"));
    let answers = [
        &counts[..],
        &["-a", "A=aa", "-a", "B=ab", "--estimator", "mean_of_ratios"],
    ]
    .concat();
    assert!(exitpoll(&answers).failed(2).contains("--answers"));
    let all = [
        &counts[..],
        &["--estimator", "ratio_total", "--election", election],
    ]
    .concat();
    assert!(
        exitpoll(&all)
            .failed(1)
            .contains("give an estimator of shares")
    );
}

#[test]
fn a_stratum_has_one_row_in_the_table_of_strata() {
    let table = temporary("twice.csv", &perfect());
    let strata = temporary("twice_strata.csv", "stratum,stations\nU,10\nR,1000\nU,20\n");
    let arguments = [
        "stations",
        &table,
        "--stratum",
        "stratum",
        "--strata",
        &strata,
        "-c",
        "A=va",
    ];
    let message = exitpoll(&arguments).failed(1);
    assert!(
        message.contains("line 4") && message.contains("U"),
        "{message}"
    );
}

#[test]
fn a_simulation_of_no_polls_is_refused() {
    let table = temporary("frame.csv", &perfect());
    let plan = [
        "plan",
        "--simulate",
        &table,
        "-c",
        "A=va",
        "-c",
        "B=vb",
        "--stations",
        "5",
    ];
    for more in [
        ["--polls", "0"],
        ["--polls", "1"],
        ["--cost-station", "nan"],
        ["--cost-voter", "inf"],
    ] {
        let message = exitpoll(&[&plan[..], &more].concat()).failed(2);
        assert!(message.contains("invalid value"), "{message}");
    }
}

#[test]
fn only_stations_where_somebody_answered_are_stations_of_the_poll() {
    let table = "name,va,vb,aa,ab\nS0,100,90,10,9\nS1,120,80,12,8\nS2,50,70,0,0\nS3,60,60,7,5\n";
    let table = temporary("silent.csv", table);
    let text = words(&exitpoll(&[&["stations", &table, "--detail"], &CHOICES[..]].concat()).good());
    assert!(
        text.contains("51 respondents at 3 polling stations"),
        "{text}"
    );
}

#[test]
fn a_choice_has_a_name_and_a_column_of_its_own() {
    let table = temporary("columns.csv", &perfect());
    let failed = |choices: &[&str]| exitpoll(&[&["stations", &table], choices].concat()).failed(2);
    let message = failed(&["-c", "A=va", "-c", "B=va"]);
    assert!(
        message.contains("the column is that of another choice"),
        "{message}"
    );
    assert!(failed(&["-c", "=va"]).contains("write NAME=COLUMN"));
}

#[test]
fn weights_whose_squares_no_number_holds_are_refused() {
    let huge = perfect().replace(",100\n", ",1e308\n");
    let table = temporary("huge.csv", &huge);
    let message =
        exitpoll(&[&["stations", &table, "--weight", "w"], &CHOICES[..]].concat()).failed(1);
    assert!(message.contains("line 3: `w` is 1"), "{message}");
}

#[test]
fn options_that_cannot_be_meant_are_refused_by_their_own_name() {
    let table = temporary("options.csv", &perfect());
    for more in [
        ["--margin", "-1"],
        ["--design-effect", "0"],
        ["--bias-sd", "nan"],
    ] {
        let message = exitpoll(&[&["stations", &table], &CHOICES[..], &more].concat()).failed(2);
        assert!(
            message.contains(more[0]) && message.contains("write a number above 0"),
            "{message}"
        );
    }
    // What is of simulations alone says nothing without one.
    let message = exitpoll(&["plan", "--detect", "50", "55", "--stations", "50"]).failed(2);
    assert!(message.contains("--simulate"), "{message}");
}

#[test]
fn every_note_can_be_seen() {
    let mut table = String::from("county,precinct,office,district,party,candidate,votes\n");
    for place in 1..=8 {
        table += &format!(
            "A,{place},Gov,,D,Ann,10\nA,{place},Gov,,R,Bob,9\nA,{place},Gov,,,Over Votes,1\n"
        );
    }
    let table = temporary("20221108__aa__general__precinct.csv", &table);
    let some = exitpoll(&["convert", &table]).error;
    let all = exitpoll(&["convert", "--notes", &table]).error;
    let notes = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("note: "))
            .count()
    };
    assert_eq!(notes(&some), 11, "{some}");
    assert!(some.contains("and 1 more, which --notes shows"), "{some}");
    assert_eq!(notes(&all), 11, "{all}");
    assert!(!all.contains("more, which"), "{all}");
}

#[test]
fn refusals_give_the_proportion_who_answered_and_what_they_leave_possible() {
    let table = "name,va,vb,aa,ab,refused\nS0,600,400,12,8,5\nS1,500,500,9,11,2\n";
    let table = temporary("refused.csv", table);
    let more = ["--refused", "refused", "--detail"];
    let text = words(&exitpoll(&[&["stations", &table], &CHOICES[..], &more].concat()).good());
    // 40 answers and 7 refusals; 21 + 7 and 19 + 7 of 47.
    assert!(
        text.contains("Of 47 asked at these stations 85.1 percent answered and 7 refused."),
        "{text}"
    );
    assert!(
        text.contains("given to A, its share of all asked would be 59.57 percent"),
        "{text}"
    );
    assert!(
        text.contains("given to B, that of B 55.32 percent"),
        "{text}"
    );
}
