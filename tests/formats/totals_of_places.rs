//! Rows of several places together among those of single places.

use exitpoll::io::stations::open_elections;

use crate::{good, noted, of, tally, votes};

#[test]
fn rows_without_any_place_are_the_state_beside_its_counties() {
    // Andrews by precincts, Brown by itself alone, and both together in rows without a place.
    let text = "\
county,precinct,office,district,party,candidate,votes
Andrews,1,Governor,,REP,Ann,90
Andrews,1,Governor,,DEM,Bob,12
Andrews,2,Governor,,REP,Ann,50
Andrews,2,Governor,,DEM,Bob,62
Andrews,Total,Governor,,REP,Ann,140
Andrews,Total,Governor,,DEM,Bob,74
Brown,,Governor,,REP,Ann,30
Brown,,Governor,,DEM,Bob,22
,,Governor,,REP,Ann,170
,,Governor,,DEM,Bob,96
";
    let reading = good("20221108__tx__general__precinct.csv", text);
    let count = &reading.documents[0].counts[0];
    assert_eq!(votes(count), tally(&[("Ann", 170), ("Bob", 96)]));
    assert!(noted(&reading, "2 rows of all places together"));
    // A total that is not the sum is named with both figures.
    let reading = good(
        "20221108__tx__general__precinct.csv",
        &text.replace("Bob,96", "Bob,99"),
    );
    assert_eq!(of(&reading.documents[0].counts[0], "Bob"), 96);
    assert!(reading.notes.iter().any(|note| {
        let note = note.to_string();
        note.contains("96") && note.contains("99") && note.contains("line 11")
    }));
    // Where there is nothing but the state, its rows are the count.
    let state: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with(['c', ',']))
        .collect();
    let reading = good(
        "20221108__tx__general__precinct.csv",
        &(state.join("\n") + "\n"),
    );
    assert_eq!(
        votes(&reading.documents[0].counts[0]),
        tally(&[("Ann", 170), ("Bob", 96)])
    );
}

#[test]
fn precincts_that_sum_the_others_of_their_county_are_no_stations() {
    let text = "\
county,precinct,office,district,party,candidate,votes
Andrews,1,Governor,,REP,Ann,90
Andrews,1,Governor,,DEM,Bob,12
Andrews,2,Governor,,REP,Ann,50
Andrews,2,Governor,,DEM,Bob,62
Andrews,County Total,Governor,,REP,Ann,140
Andrews,County Total,Governor,,DEM,Bob,74
,,Governor,,REP,Ann,140
,,Governor,,DEM,Bob,74
State Total,3,Governor,,DEM,Bob,74
";
    let table = open_elections(text.as_bytes(), "Governor", "").expect("a table");
    assert_eq!((table.len(), table.counted()), (2, vec![140, 74]));
    let text = text.replace("County Total", "Whole county");
    let error = open_elections(text.as_bytes(), "Governor", "").expect_err("a sum");
    let message = error.to_string();
    for part in [
        "line 6",
        "Whole county (140, 74)",
        "other precincts of Andrews",
        "leave its rows out",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
}

const TWO_PRECINCTS: &str = "\
county,precinct,office,district,party,candidate,votes
K,1,Governor,,REP,Ann,90
K,1,Governor,,DEM,Bob,60
K,1,Governor,,,Total Votes Cast,150
K,2,Governor,,REP,Ann,60
K,2,Governor,,DEM,Bob,90
K,2,Governor,,,Total Votes Cast,150
";

#[test]
fn rows_of_all_votes_are_no_candidate_of_a_precinct() {
    for name in [
        "Total Votes Cast",
        "Total",
        "Totals",
        "TOTAL VOTES",
        "Blank Ballots",
    ] {
        let text = TWO_PRECINCTS.replace("Total Votes Cast", name);
        let table = open_elections(text.as_bytes(), "Governor", "").expect("a table");
        assert_eq!(table.choices(), ["Ann", "Bob"], "{name}");
        assert_eq!(
            (table.counted(), table.total(0)),
            (vec![150, 150], Some(150))
        );
    }
}

#[test]
fn ballots_below_the_votes_of_a_precinct_are_not_used() {
    for (ballots, total) in [(170, 170), (149, 150)] {
        let text = format!("{TWO_PRECINCTS}K,1,Ballots Cast,,,,{ballots}\n");
        let table = open_elections(text.as_bytes(), "Governor", "").expect("a table");
        assert_eq!(table.total(0), Some(total));
    }
}

#[test]
fn a_precinct_that_speaks_of_all_and_is_nearly_their_sum_is_refused() {
    let with = |name: &str, ann: u32| {
        let text = format!(
            "{TWO_PRECINCTS}K,{name},Governor,,REP,Ann,{ann}\nK,{name},Governor,,DEM,Bob,150\n"
        );
        open_elections(text.as_bytes(), "Governor", "")
    };
    let message = with("All precincts", 151).expect_err("a sum").to_string();
    for part in [
        "line 8",
        "All precincts (151, 150)",
        "nearly the sum of the other precincts of K",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    // A church of that name, or a large precinct of another, is a place like any other.
    assert_eq!(with("All Saints", 190).expect("a table").len(), 3);
    assert_eq!(with("3", 151).expect("a table").len(), 3);
}
