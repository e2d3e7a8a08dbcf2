//! Where a station stands, in what is said of it.

use super::exitpoll;
use super::stations_drawn::{CHOICES, temporary, words};

fn read(name: &str, table: &str, more: &[&str]) -> super::Run {
    let table = temporary(name, table);
    exitpoll(&[&["stations", &table], &CHOICES[..], more].concat())
}

#[test]
fn a_station_without_a_name_is_that_of_its_line() {
    // By stratum the third row comes behind the others; the empty line counts as one.
    let table = "name,h,va,vb,aa,ab\nS1,s,210,190,22,18\nN1,n,80,120,9,11\n\n,s,300,290,0,0\nN2,n,140,160,30,1\n\
                 S2,s,100,90,9,9\n";
    let named = ["--name", "name", "--stratum", "h", "--detail"];
    let text = words(&read("lines.csv", table, &named).good());
    assert!(
        text.contains("Nobody answered at 1 of the 5 stations (that of line 5)"),
        "{text}"
    );
    let unnamed = words(&read("no-names.csv", table, &["--stratum", "h", "--detail"]).good());
    assert!(
        unnamed.contains("1 after adjustment for their number (Holm): that of line 6."),
        "{unnamed}"
    );
    let json = read("no-names.csv", table, &["--stratum", "h", "-f", "json"]).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let silent = &json["stations"][0]["comparison"]["silent"][0];
    assert_eq!(silent["position"], 2, "{silent}");
    assert_eq!(silent["line"], 5, "{silent}");
}

#[test]
fn two_stations_of_one_name_are_named_with_both_lines() {
    let table = "name,h,va,vb,aa,ab\nS1,s,21,19,2,1\nN1,n,8,12,1,1\nS1,s,30,29,0,1\n";
    let stratum = ["--name", "name", "--stratum", "h"];
    let said = read("twice.csv", table, &stratum).failed(1);
    for part in ["line 4", "\"S1\" twice", "stratum \"s\"", "line 2"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let region = ["--name", "name", "--region", "h"];
    let said = read("twice.csv", table, &region).failed(1);
    assert!(said.contains("region \"s\""), "{said}");
}

#[test]
fn a_sum_that_is_too_large_says_of_which_columns_it_is() {
    let rows = |row: &str| format!("name,va,vb,aa,ab,t,r\nS,60,40,6,4,110,1\n{row}\n");
    let total = ["--total", "t"];
    for (row, more, parts) in [
        (
            "T,4000000000,1900000000,1,1,0,0",
            &[][..],
            &["`va + vb` is 5900000000", "sum over the choices"][..],
        ),
        ("T,60,40,1,1,90,0", &total, &["`va + vb` is 100", "`t` 90"]),
        (
            "T,60,40,61,41,100,0",
            &[],
            &["`aa + ab` is 102", "100 ballots of the station"],
        ),
        (
            "T,60,40,4000000000,4000000000,100,7",
            &["--refused", "r", "--more-answers-than-ballots"],
            &["`aa + ab + r` is 8000000007"],
        ),
        (
            "T,60,40,1,1,100,0",
            &["--weight", "r"],
            &["`r` is 0", "to every station or to none"],
        ),
    ] {
        let said = read("sums.csv", &rows(row), more).failed(1);
        assert!(said.contains("line 3"), "{said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("`total`"), "{said}");
    }
}

#[test]
fn what_stands_twice_is_named_with_both_lines() {
    let strata = temporary("strata-twice.csv", "stratum,stations\nx,9\ny,8\nx,7\n");
    let table = "h,va,vb,aa,ab\nx,21,19,2,1\nx,8,12,1,1\n";
    let said = read(
        "of-strata.csv",
        table,
        &["--stratum", "h", "--strata", &strata],
    )
    .failed(1);
    assert!(
        said.contains("line 4") && said.contains("line 2 has it, too"),
        "{said}"
    );
    let precincts = |votes: &str| {
        let rows = format!(
            "county,precinct,office,district,party,candidate,votes\nA,1,Gov,,R,Ann,{votes}\nA,1,Gov,,D,Bob,9\n"
        );
        move |last: &str| {
            let rows = format!("{rows}{last}\n");
            let table = exitpoll::io::stations::open_elections(rows.as_bytes(), "Gov", "");
            table.unwrap_err().to_string()
        }
    };
    let said = precincts("7")("A,1,Gov,,R,Ann,3");
    assert!(
        said.contains("line 4") && said.contains("line 2 has the same candidate"),
        "{said}"
    );
    // A candidate of two parties has the sum, as far as a number of votes can be.
    let said = precincts("4000000000")("A,1,Gov,,W,Ann,4000000000");
    assert!(
        said.contains("line 4") && said.contains("8000000000"),
        "{said}"
    );
}

fn of_strata(test: &str, strata: &str) -> super::Run {
    let strata = temporary(&format!("frame-of-{test}.csv"), strata);
    let table = "h,va,vb,aa,ab\nx,500,400,50,45\nx,300,350,30,36\ny,420,380,44,37\n";
    let more = [
        "--stratum",
        "h",
        "--strata",
        &strata,
        "--lonely",
        "certainty",
    ];
    read(&format!("of-{test}.csv"), table, &more)
}

#[test]
fn errors_of_the_table_of_strata_name_it_and_its_line() {
    for (test, frame, parts) in [
        (
            "few",
            "stratum,stations\nx,1\ny,12\n",
            &["line 2", "`strata.x` is 1 station,"][..],
        ),
        (
            "lacking",
            "stratum,stations\nx,10\n",
            &["`strata.y.stations` is missing"],
        ),
    ] {
        let said = of_strata(test, frame).failed(1);
        assert!(said.contains(&format!("frame-of-{test}.csv")), "{said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    let both = "h,va,vb,aa,ab\nx,1,2,1,1\nx,,,1,1\n";
    let said = read("both-blank.csv", both, &[]).failed(1);
    assert!(said.contains("line 3: `va` is missing"), "{said}");
}
