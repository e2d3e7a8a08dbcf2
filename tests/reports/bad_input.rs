//! What a user sees who hands in something wrong: the place, the field, the value and the help, word
//! by word.

use exitpoll::io;

/// A good document, into which each case puts one thing that is wrong.
const GOOD: &str = r#"{
  "contest": {"name": "Example", "date": "2024-02-07", "choices": ["A", "B", "C"], "seats": "100", "majority": "51"},
  "counts": [{"name": "CEC", "status": "final", "votes": {"A": "500", "B": "300", "C": "200"}}],
  "polls": [{"pollster": "P", "sample": {"respondents": "1000", "stations": "50"},
    "shares": {"A": "51.0", "B": "29.0", "C": "20.0"}}]
}"#;

fn replaced(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from} is not in the document");
    GOOD.replacen(from, to, 1)
}

fn refused(text: &str) -> String {
    match io::json::read(text) {
        Ok(_) => panic!("taken: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_good_document_is_taken() {
    assert!(io::json::read(GOOD).is_ok());
}

/// What stands in the document, what is put in its place, and what the user reads.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    (
        r#""majority": "51""#,
        r#""thresholds": {"electoral threshold": "120"}"#,
        "contest: `thresholds.electoral threshold` is 120: give percent between 0 and 100, with > in front where exactly that much is not enough",
    ),
    (
        r#""majority": "51""#,
        r#""thresholds": {"electoral threshold": "five"}"#,
        r#"contest: `thresholds.electoral threshold` is "five", which cannot be read: write percent with at most five decimals, such as 5, 3.25 or >50"#,
    ),
    (
        r#""majority": "51""#,
        r#""thresholds": {"x": "5", "x": "4"}"#,
        r#"contest: `thresholds` has "x" twice: give each threshold a name of its own"#,
    ),
    (
        r#""majority": "51""#,
        r#""thresholds": {"x": {"percent": "7", "choices": ["A + D"]}}"#,
        r#"contest: `thresholds.x.choices` names "A + D", which is not declared: the contest has A, B, C, and no poll or count merges choices under this label"#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "-3""#,
        "polls[0]: `shares.A` is -3: give a percentage from 0 to 100",
    ),
    (
        r#""A": "51.0""#,
        r#""A": "101""#,
        "polls[0]: `shares.A` is 101: give a percentage from 0 to 100",
    ),
    (
        r#""A": "51.0""#,
        r#""A": "56.1""#,
        "polls[0]: `shares` is 105.1 percent in sum: it may be over 100 by 0.15 points for rounding and half a point for a misprint; look for a misread figure, or take this source out",
    ),
    (
        r#""A": "51.0""#,
        r#""A": "NaN""#,
        r#"polls[0]: `shares.A` is "NaN", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "inf""#,
        r#"polls[0]: `shares.A` is "inf", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "fifty""#,
        r#"polls[0]: `shares.A` is "fifty", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "51,0""#,
        r#"polls[0]: `shares.A` is "51,0", which cannot be read: write a decimal point instead of the comma, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": """#,
        r#"polls[0]: `shares.A` is "", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "51.""#,
        r#"polls[0]: `shares.A` is "51.", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "5e1""#,
        r#"polls[0]: `shares.A` is "5e1", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": "0.1234567890123456789""#,
        r#"polls[0]: `shares.A` is "0.1234567890123456789", which cannot be read: write at most 15 decimals"#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": -51"#,
        "polls[0]: `shares.A` is -51: give a percentage from 0 to 100",
    ),
    (
        r#""A": "51.0""#,
        r#""A": 1e300"#,
        r#"polls[0]: `shares.A` is "1e300", which cannot be read: write percent as printed, with a decimal point, such as "92.05""#,
    ),
    (
        r#""A": "51.0""#,
        r#""A": null"#,
        "line 5: polls[0].shares.A: invalid type: null, expected a figure: text as printed, or a number",
    ),
    (
        r#""A": "51.0""#,
        r#""A": [51]"#,
        "line 5: polls[0].shares.A: invalid type: sequence, expected a figure: text as printed, or a number",
    ),
    (
        r#""A": "51.0""#,
        r#""A": true"#,
        "line 5: polls[0].shares.A: invalid type: boolean `true`, expected a figure: text as printed, or a number",
    ),
    (
        r#""A": "51.0""#,
        r#""A": "53–51""#,
        "polls[0]: `shares.A` is 53–51: write the lower end first",
    ),
    (
        r#""A": "51.0""#,
        r#""A": "<120""#,
        "polls[0]: `shares.A` is <120: give a percentage from 0 to 100",
    ),
    (
        r#""A": "51.0""#,
        r#""A": "51.0", "A": "52.0""#,
        r#"polls[0]: `shares` has "A" twice: give one figure for each choice, alone or merged with others"#,
    ),
    (
        r#""A": "51.0""#,
        r#""D": "51.0""#,
        r#"polls[0]: `shares` names "D", which is not declared: the contest has A, B, C"#,
    ),
    (
        r#""A": "51.0""#,
        r#""a": "51.0""#,
        r#"polls[0]: `shares` names "a", which is not declared: write "A", as the contest does"#,
    ),
    (
        r#""A": "51.0""#,
        r#""": "51.0""#,
        "polls[0]: `shares` is missing: name the choice to which the figure belongs",
    ),
    (
        r#""A": "51.0""#,
        r#""(unknown)": "51.0""#,
        r#"polls[0]: `shares` names "(unknown)", which is not declared: in parentheses stand (other), (invalid), (refused) and (undisclosed)"#,
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""note": "nothing""#,
        "polls[0]: `shares` is missing: give the share or the seats of at least one choice",
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""shares": {"A": "51.0"}, "merged": [{"label": "BC", "choices": ["B", "C"]}]"#,
        r#"polls[0]: `merged[0].label` names "BC", which is not declared: give a figure under this label, or leave the group out"#,
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""shares": {"BC": "49.0"}, "merged": [{"label": "BC", "choices": ["B"]}]"#,
        "polls[0]: `merged[0].choices` is B: name at least two choices of the contest",
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""shares": {"AB": "70.0", "B": "20"}, "merged": [{"label": "AB", "choices": ["A", "B"]}]"#,
        "polls[0]: `shares.AB` is of A and B, which contradicts `shares.B`: the two overlap; give one figure for each choice, alone or merged with others",
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""shares": {"A": "51.0"}, "rounded_to": "-1""#,
        "polls[0]: `rounded_to` is -1: give the step in percentage points, from 0 (not rounded) to 100",
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""shares": {"A": "51.0"}, "base": "everyone""#,
        r#"line 5: polls[0]: `base` is "everyone", which cannot be read: write one of valid_votes, all_ballots, approached"#,
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""seats": {"A": "60–50"}"#,
        "polls[0]: `seats.A` is 60–50: write the lower end first",
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""seats": {"A": "60.5"}"#,
        r#"polls[0]: `seats.A` is "60.5", which cannot be read: write a number of seats such as 155, or a range such as 150–160 (for fewer than 10, 0–9; for more than 300 of 543, 301–543)"#,
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""seats": {"A": "60", "B": "50"}"#,
        "polls[0]: `seats` is 110 in sum at B: the house has 100",
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""seats": {"E": "60"}"#,
        r#"polls[0]: `seats` names "E", which is not declared: the contest has A, B, C"#,
    ),
    (
        r#""shares": {"A": "51.0", "B": "29.0", "C": "20.0"}"#,
        r#""shares": {"A": "51.0"}, "turnout": "0.66""#,
        "polls[0]: `turnout` is 0.66: this looks like a proportion; write percent, 66 instead of 0.66",
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "turnout": "0.51""#,
        "counts[0]: `turnout` is 0.51: this looks like a proportion; write percent, 51 instead of 0.51",
    ),
    (
        r#""respondents": "1000""#,
        r#""response_rate": "0.45""#,
        "polls[0]: `sample.response_rate` is 0.45: this looks like a proportion; write percent, 45 instead of 0.45",
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "0""#,
        "polls[0]: `sample.respondents` is 0: give at least 1, or leave it out where it is unknown",
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "-5""#,
        "polls[0]: `sample.respondents` is -5: give a number that is not negative",
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "1,000""#,
        r#"polls[0]: `sample.respondents` is "1,000", which cannot be read: write a whole number in digits, without separators, such as 5012"#,
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "many""#,
        r#"polls[0]: `sample.respondents` is "many", which cannot be read: write a whole number in digits, without separators, such as 5012"#,
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": 1000.5"#,
        r#"polls[0]: `sample.respondents` is "1000.5", which cannot be read: write a whole number in digits, without separators, such as 5012"#,
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "99999999999999999999999""#,
        "polls[0]: `sample.respondents` is 99999999999999999999999: give a whole number of at most 2^53",
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "40""#,
        "polls[0]: `sample.stations` is 50, which contradicts `respondents` 40: at least one person answered at each station",
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "1000", "population": "1000""#,
        "polls[0]: `sample.population` is 1000, which contradicts `respondents` 1000: give the ballots from which the sample was drawn, more than answered; a census has no sampling error",
    ),
    (
        r#""respondents": "1000""#,
        r#""respondents": "1000", "strata": "51""#,
        "polls[0]: `sample.strata` is 51, which contradicts `stations` 50: at least one station was drawn in each stratum",
    ),
    (
        r#""respondents": "1000""#,
        r#""design_effect": "0""#,
        "polls[0]: `sample.design_effect` is 0: give a positive variance factor, such as 1.7",
    ),
    (
        r#""respondents": "1000""#,
        r#""design_effect": "NaN""#,
        "polls[0]: `sample.design_effect` is NaN: give a finite number",
    ),
    (
        r#""respondents": "1000""#,
        r#""stated_margin": "0""#,
        "polls[0]: `sample.stated_margin` is 0: give a percentage above 0, at most 100",
    ),
    (
        r#""respondents": "1000""#,
        r#""stated_margin": "2", "stated_confidence": "100""#,
        "polls[0]: `sample.stated_confidence` is 100: give a proportion or percent, such as 0.95 or 95",
    ),
    (
        r#""respondents": "1000""#,
        r#""response_rate": "140""#,
        "polls[0]: `sample.response_rate` is 140: give a percentage above 0, at most 100",
    ),
    (
        r#""respondents": "1000""#,
        r#""intracluster_correlation": "2""#,
        "polls[0]: `sample.intracluster_correlation` is 2: give a correlation, such as 0.03",
    ),
    (
        r#""respondents": "1000""#,
        r#""cluster_size": "50", "intracluster_correlation": "-0.5""#,
        "polls[0]: `sample.intracluster_correlation` is -0.5: with this cluster size it makes the design effect negative",
    ),
    (
        r#""respondents": "1000""#,
        r#""n": "1000""#,
        "line 4: polls[0].sample: unknown field `n`: did you mean `respondents`?",
    ),
    (
        r#""pollster": "P""#,
        r#""pollster": "P", "respondents": "1000""#,
        "line 4: polls[0]: unknown field `respondents`: put it in `sample`",
    ),
    (
        r#""pollster": "P""#,
        r#""pollster": "P", "n": "1000""#,
        "line 4: polls[0]: unknown field `n`: did you mean `respondents`? put it in `sample`",
    ),
    (
        r#""respondents": "1000""#,
        r#""sponsor": "TV""#,
        "line 4: polls[0].sample: unknown field `sponsor`: put it on the poll, beside `sample`",
    ),
    (
        r#""pollster": "P""#,
        r#""pollster": "P", "ballots_cast": "1000""#,
        "line 4: polls[0]: unknown field `ballots_cast`: put it on a count",
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "vote": {"A": "1"}"#,
        "line 3: counts[0]: unknown field `vote`: did you mean `votes`?",
    ),
    (
        r#""pollster": "P""#,
        r#""pollster": " ""#,
        "polls[0]: `pollster` is missing: name the pollster",
    ),
    (
        r#""pollster": "P""#,
        r#""pollster": "P", "fieldwork": "2024-02-30""#,
        r#"polls[0]: `fieldwork` is "2024-02-30", which cannot be read: write a day that exists, as 2024-02-07"#,
    ),
    (
        r#""pollster": "P""#,
        r#""pollster": "P", "kind": "horoscope""#,
        r#"line 4: polls[0]: `kind` is "horoscope", which cannot be read: write one of exit_poll, quick_count, parallel_count, late_poll"#,
    ),
    (
        r#""polls": [{"#,
        r#""polls": [{"pollster": "P", "shares": {"A": "50"}}, {"#,
        r#"`polls` has "P" twice: give `release` to tell two polls of one pollster apart, such as "18:00" or "quick count""#,
    ),
    (
        r#""A": "500""#,
        r#""A": "-500""#,
        "counts[0]: `votes.A` is -500: give a number that is not negative",
    ),
    (
        r#""A": "500""#,
        r#""A": "five hundred""#,
        r#"counts[0]: `votes.A` is "five hundred", which cannot be read: write a whole number in digits, without separators, such as 5012"#,
    ),
    (
        r#""A": "500""#,
        r#""A": "500.5""#,
        r#"counts[0]: `votes.A` is "500.5", which cannot be read: write a whole number in digits, without separators, such as 5012"#,
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "valid": "900""#,
        "counts[0]: `votes` is 1000, which contradicts `valid` 900: the votes of the choices are valid votes",
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "valid": "1000", "ballots_cast": "900""#,
        "counts[0]: `valid` is 1000, which contradicts `ballots_cast` 900: valid and invalid ballots are ballots cast",
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "registered": "900""#,
        "counts[0]: `votes` is 1000, which contradicts `registered` 900: give the registered voters of the same territory",
    ),
    (
        r#""status": "final""#,
        r#""status": "nearly""#,
        r#"line 3: counts[0]: `status` is "nearly", which cannot be read: write one of partial, final"#,
    ),
    (
        r#""status": "final", "#,
        "",
        r#"counts[0]: `status` is missing: say "final" or "partial", or give the completeness"#,
    ),
    (
        r#""status": "final""#,
        r#""completeness": {"of": "stations", "counted": "120", "total": "100"}"#,
        "counts[0]: `completeness.counted` is 120: give at most the total, 100, and a total of at least 1",
    ),
    (
        r#""status": "final""#,
        r#""completeness": {"of": "stations", "percent": "120"}"#,
        "counts[0]: `completeness.percent` is 120: give a percentage from 0 to 100",
    ),
    (
        r#""status": "final""#,
        r#""completeness": {"of": "stations", "percent": "0"}"#,
        "counts[0]: `completeness` is 0, which contradicts `votes` or `shares` of choices: leave out what is counted of a count that has not begun, or give the part counted as above 0",
    ),
    (
        r#""status": "final""#,
        r#""completeness": {"of": "stations"}"#,
        "counts[0]: `completeness` is missing: give `percent` as printed, or both `counted` and `total`, or all three",
    ),
    (
        r#""status": "final""#,
        r#""completeness": {"of": "precincts", "percent": "50"}"#,
        r#"line 3: counts[0]: `completeness.of` is "precincts", which cannot be read: write one of stations, ballots, registered_voters"#,
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "completeness": {"of": "ballots", "percent": "50"}"#,
        "counts[0]: `status` is final, which contradicts `completeness` below 1: call the count partial, or leave its completeness out",
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "base": "approached""#,
        "counts[0]: `base` is approached: a count is of valid_votes or of all_ballots",
    ),
    (
        r#""status": "final""#,
        r#""status": "final", "as_of": "yesterday""#,
        r#"counts[0]: `as_of` is "yesterday", which cannot be read: write local time, as 2024-02-08T01:20"#,
    ),
    (
        r#""votes": {"A": "500", "B": "300", "C": "200"}"#,
        r#""votes": {"A": "0", "B": "0", "C": "0"}"#,
        "counts[0]: `votes` is 0 in sum: a count needs at least one vote",
    ),
    (
        r#""votes": {"A": "500", "B": "300", "C": "200"}"#,
        r#""source": "nobody""#,
        "counts[0]: `votes` is missing: give votes, shares or seats for at least one choice",
    ),
    (
        r#""votes": {"A": "500", "B": "300", "C": "200"}"#,
        r#""votes": {"(refused)": "5"}"#,
        r#"counts[0]: `votes` names "(refused)", which is not declared: an official count has choices, (other) and (invalid)"#,
    ),
    (
        r#""counts": [{"#,
        r#""counts": [{"name": "CEC", "status": "final", "votes": {"A": "1"}}, {"#,
        r#"`counts` has "CEC" twice: give each count a name of its own"#,
    ),
    (
        r#""choices": ["A", "B", "C"]"#,
        r#""choices": []"#,
        "contest: `choices` is missing: list the choices of the ballot, in their order",
    ),
    (
        r#""choices": ["A", "B", "C"]"#,
        r#""choices": ["A", "B", "B"]"#,
        r#"contest: `choices` has "B" twice: list each choice once"#,
    ),
    (
        r#""choices": ["A", "B", "C"]"#,
        r#""choices": ["A", "(other)"]"#,
        r#"contest: `choices[1]` is "(other)", which cannot be read: a name in parentheses is no choice; write it without"#,
    ),
    (
        r#""majority": "51""#,
        r#""majority": "50""#,
        "contest: `majority` is 50: give more than half of the 100 seats, and at most all of them",
    ),
    (
        r#""seats": "100""#,
        r#""seats": "0""#,
        "contest: `seats` is 0: give at least one seat, or leave it out",
    ),
    (
        r#""name": "Example""#,
        r#""name": """#,
        "contest: `name` is missing: give the contest a name",
    ),
    (
        r#""date": "2024-02-07""#,
        r#""date": "7.2.2024""#,
        r#"contest: `date` is "7.2.2024", which cannot be read: write a day that exists, as 2024-02-07"#,
    ),
    (
        r#""contest": {"#,
        r#""contests": {"#,
        "line 2: the document: unknown field `contests`: did you mean `contest`?",
    ),
    (
        r#""contest": {"name": "Example","#,
        r#""contest": {"name": "Example", "name": "Again","#,
        "line 2: contest: duplicate field `name`",
    ),
    (
        r#""polls": [{"#,
        r#""polls": [{"pollster": 5, "#,
        "line 4: polls[0].pollster: invalid type: integer `5`, expected a string",
    ),
    (
        r#""polls": ["#,
        r#""polls": 7, "x": ["#,
        "line 4: polls: invalid type: integer `7`, expected a sequence",
    ),
];

#[test]
fn every_bad_document_says_what_is_wrong_and_where() {
    let mut differ = Vec::new();
    for (from, to, expected) in DOCUMENTS {
        let message = refused(&replaced(from, to));
        if message != *expected {
            differ.push(format!(
                "{from} -> {to}\n  expected {expected}\n  got      {message}"
            ));
        }
    }
    assert!(
        differ.is_empty(),
        "{} differ:\n{}",
        differ.len(),
        differ.join("\n")
    );
}

#[test]
fn what_is_no_json_says_where_it_breaks_off() {
    let cut = &GOOD[..200];
    for (text, expected) in [
        ("", "the JSON cannot be read: the document is empty"),
        ("  \n ", "the JSON cannot be read: the document is empty"),
        ("\u{feff}", "the JSON cannot be read: the document is empty"),
        (
            "{",
            "the JSON cannot be read: EOF while parsing an object at line 1 column 1",
        ),
        (
            cut,
            "the JSON cannot be read: EOF while parsing an object at line 3 column 80",
        ),
        (
            "[1, 2",
            "line 1: [0]: invalid type: integer `1`, expected a contest: an object with name and choices",
        ),
        (
            "{'a': 1}",
            "the JSON cannot be read: key must be a string at line 1 column 2",
        ),
        (
            "null",
            "line 1: the document: invalid type: null, expected a document with contest, counts and polls",
        ),
    ] {
        assert_eq!(refused(text), expected);
    }
    let more = format!("{GOOD} {{}}");
    assert_eq!(
        refused(&more),
        "the JSON cannot be read: trailing characters at line 6 column 3"
    );
}

const SOURCES: &str = "source,kind,date,status,respondents,stated_margin\n\
    Example,contest,2024-02-07,,,\n\
    CEC,official,,final,,\n\
    P,exit_poll,,,1000,\n";
const FIGURES: &str = "source,choice,share,votes\n\
    CEC,A,,600\n\
    CEC,B,,400\n\
    P,A,58.0,\n\
    P,B,42.0,\n";

#[test]
fn the_good_tables_are_taken_with_byte_order_mark_windows_line_ends_and_quotes() {
    let plain = io::csv::read(SOURCES, FIGURES).unwrap();
    let marked = format!("\u{feff}{}", SOURCES.replace('\n', "\r\n"));
    let quoted = format!(
        "\n{}\n\n",
        FIGURES.replace("CEC", "\"CEC\"").replace("58.0", " 58.0 ")
    );
    assert_eq!(io::csv::read(&marked, &quoted).unwrap(), plain);
    let semicolons = FIGURES.replace(',', ";");
    assert_eq!(io::csv::read(SOURCES, &semicolons).unwrap(), plain);
    let short = SOURCES.replace(",,,\n", "\n");
    assert_eq!(io::csv::read(&short, FIGURES).unwrap(), plain);
    let upper = SOURCES.replace("source,kind", "Source,Kind");
    assert_eq!(io::csv::read(&upper, FIGURES).unwrap(), plain);
}

#[test]
fn a_json_document_may_start_with_a_byte_order_mark_and_have_windows_line_ends() {
    let marked = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
    assert_eq!(
        io::json::read(&marked).unwrap(),
        io::json::read(GOOD).unwrap()
    );
}

/// In which table what is replaced by what, and what the user reads.
const TABLES: &[(&str, &str, &str, &str)] = &[
    (
        "figures",
        "P,A,58.0,",
        "P,A,\"58,0\",",
        "figures: line 4: `shares.A` is \"58,0\", which cannot be read: write a decimal point instead of the comma, such as \"92.05\"",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,A,58,0,",
        "figures: line 4: the row has 5 cells, the heading 4; put quotes around a cell with a separator in it, such as a number with a decimal comma",
    ),
    (
        "figures",
        "CEC,A,,600",
        "CEC,A,58,1,",
        "figures: line 2: the row has 5 cells, the heading 4; put quotes around a cell with a separator in it, such as a number with a decimal comma",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,A,-58,",
        "figures: line 4: `shares.A` is -58: give a percentage from 0 to 100",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,A,158,",
        "figures: line 4: `shares.A` is 158: give a percentage from 0 to 100",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,A,many,",
        "figures: line 4: `shares.A` is \"many\", which cannot be read: write percent as printed, with a decimal point, such as \"92.05\"",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,A,,",
        "figures: line 4: `share` is missing: give a share, votes or seats",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,,58.0,",
        "figures: line 4: `choice` is missing: fill in the cell",
    ),
    (
        "figures",
        "P,A,58.0,",
        ",A,58.0,",
        "figures: line 4: `source` is missing: fill in the cell",
    ),
    (
        "figures",
        "P,A,58.0,",
        "Q,A,58.0,",
        "figures: line 4: `source` names \"Q\", which is not declared: the table of sources has CEC, P",
    ),
    (
        "figures",
        "P,B,42.0,",
        "P,A,42.0,",
        "figures: line 5: `shares` has \"A\" twice: give one figure for each choice, alone or merged with others",
    ),
    (
        "figures",
        "P,A,58.0,",
        "P,A,,580",
        "figures: line 4: `votes` names \"A\", which is not declared: a poll has shares or seats, no votes; a comma in a number starts a new cell",
    ),
    (
        "figures",
        "CEC,A,,600",
        "CEC,A,,-600",
        "figures: line 2: `votes.A` is -600: give a number that is not negative",
    ),
    (
        "figures",
        "CEC,A,,600",
        "CEC,A,,6e2",
        "figures: line 2: `votes.A` is \"6e2\", which cannot be read: write a whole number in digits, without separators, such as 5012",
    ),
    (
        "figures",
        "source,choice,share,votes",
        "source,choice,percent,votes",
        "figures: line 1: unknown column `percent`: did you mean `share`?",
    ),
    (
        "figures",
        "source,choice,share,votes",
        "source,choice,share,share",
        "figures: line 1: `heading` has \"share\" twice: give each column one heading",
    ),
    (
        "figures",
        "source,choice,share,votes",
        "source,share,votes",
        "figures: line 1: `choice` is missing: add the column",
    ),
    (
        "sources",
        "1000,",
        "0,",
        "sources: line 4: `sample.respondents` is 0: give at least 1, or leave it out where it is unknown",
    ),
    (
        "sources",
        "1000,",
        "1000,zwei",
        "sources: line 4: `sample.stated_margin` is \"zwei\", which cannot be read: write a number with a decimal point, such as 2.5",
    ),
    (
        "sources",
        "exit_poll",
        "exitpoll",
        "sources: line 4: `kind` is \"exitpoll\", which cannot be read: write one of contest, official, segment, exit_poll, quick_count, parallel_count, late_poll, observation",
    ),
    (
        "sources",
        "exit_poll",
        "",
        "sources: line 4: `kind` is missing: fill in the cell",
    ),
    (
        "sources",
        "final",
        "done",
        "sources: line 3: `status` is \"done\", which cannot be read: write one of partial, final",
    ),
    (
        "sources",
        "final",
        "",
        "sources: line 3: `status` is missing: say \"final\" or \"partial\", or give the completeness",
    ),
    (
        "sources",
        "2024-02-07",
        "2024-13-07",
        "sources: line 2: `date` is \"2024-13-07\", which cannot be read: write a day that exists, as 2024-02-07",
    ),
    (
        "sources",
        "Example,contest,2024-02-07,,,\n",
        "",
        "sources: `kind` is missing: add a row of kind \"contest\" with the name of the contest",
    ),
    (
        "sources",
        "P,exit_poll,,,1000,",
        "CEC,exit_poll,,,1000,",
        "sources: line 4: `source` has \"CEC\" twice: give each source one row and a name of its own",
    ),
    (
        "sources",
        "P,exit_poll,,,1000,",
        "P,exit_poll,,,1000,\nP,late_poll,,,,",
        "sources: line 5: `source` has \"P\" twice: give each source one row and a name of its own",
    ),
    (
        "sources",
        "P,exit_poll,,,1000,",
        "P,exit_poll,,,1000,\nQ,exit_poll,,,,",
        "sources: line 5: `shares` is missing: give the share or the seats of at least one choice",
    ),
    (
        "sources",
        "P,exit_poll,,,1000,",
        "P,exit_poll,,,1000,,2,3",
        "sources: line 4: the cell \"2\" has no heading: the row has 8 cells, the heading 6; put quotes around a cell with a separator in it",
    ),
];

#[test]
fn every_bad_table_says_what_is_wrong_and_where() {
    let mut differ = Vec::new();
    for (table, from, to, expected) in TABLES {
        let (sources, figures) = match *table {
            "sources" => (SOURCES.replacen(from, to, 1), FIGURES.to_owned()),
            _ => (SOURCES.to_owned(), FIGURES.replacen(from, to, 1)),
        };
        assert!(
            sources != SOURCES || figures != FIGURES,
            "{from} is in no table"
        );
        let message = match io::csv::read(&sources, &figures) {
            Ok(_) => "taken".to_owned(),
            Err(error) => error.to_string(),
        };
        if message != *expected {
            differ.push(format!(
                "{from} -> {to}\n  expected {expected}\n  got      {message}"
            ));
        }
    }
    assert!(
        differ.is_empty(),
        "{} differ:\n{}",
        differ.len(),
        differ.join("\n")
    );
}

#[test]
fn empty_tables_say_so() {
    for (sources, figures, expected) in [
        (
            "",
            FIGURES,
            "sources: the CSV cannot be read: the table is empty",
        ),
        (
            SOURCES,
            "\u{feff}\r\n",
            "figures: the CSV cannot be read: the table is empty",
        ),
        (
            SOURCES,
            "source,choice,share\n",
            "figures: the CSV cannot be read: the table has only a heading",
        ),
    ] {
        assert_eq!(
            io::csv::read(sources, figures).unwrap_err().to_string(),
            expected
        );
    }
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let missing = io::json::read_file("no/such/file.json")
        .unwrap_err()
        .to_string();
    assert!(
        missing.starts_with("no/such/file.json: cannot read the file: "),
        "{missing}"
    );
    let path = std::env::temp_dir().join(format!("exitpoll-latin-1-{}.json", std::process::id()));
    std::fs::write(&path, b"{\"contest\": \"Gr\xfcne\"}").unwrap();
    let name = path.to_string_lossy().into_owned();
    let latin = io::json::read_file(&name).unwrap_err().to_string();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(
        latin,
        format!("{name}: cannot read the file: byte 15 is not UTF-8; save the file as UTF-8")
    );
    let good = std::env::temp_dir().join(format!("exitpoll-bad-{}.json", std::process::id()));
    std::fs::write(&good, GOOD.replace("51.0", "-1")).unwrap();
    let name = good.to_string_lossy().into_owned();
    let wrong = io::json::read_file(&name).unwrap_err().to_string();
    std::fs::remove_file(&good).unwrap();
    assert_eq!(
        wrong,
        format!("{name}: polls[0]: `shares.A` is -1: give a percentage from 0 to 100")
    );
}

#[test]
fn serde_goes_through_the_same_checks() {
    let poll = r#"{"pollster": "P", "shares": {"A": "120"}}"#;
    let error = serde_json::from_str::<exitpoll::Poll>(poll)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("`shares.A` is 120: give a percentage from 0 to 100"),
        "{error}"
    );
    let count = r#"{"name": "CEC", "status": "final", "votes": {"A": "1"}, "valid": "0"}"#;
    let error = serde_json::from_str::<exitpoll::OfficialCount>(count)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("`votes` is 1, which contradicts `valid` 0"),
        "{error}"
    );
}

#[test]
fn ends_are_read_in_order_only() {
    let interval = r#"{"low": 0.5, "high": 0.4}"#;
    let says = "`low` is 0.5: give at most the high end, 0.4";
    let error = serde_json::from_str::<exitpoll::Bounds>(interval).unwrap_err();
    assert!(error.to_string().starts_with(says), "{error}");
    #[cfg(feature = "deserialize")]
    {
        let error = serde_json::from_str::<exitpoll::interval::Interval>(interval).unwrap_err();
        assert!(error.to_string().starts_with(says), "{error}");
    }
    let ordered = r#"{"low":0.4,"high":0.5}"#;
    let bounds: exitpoll::Bounds = serde_json::from_str(ordered).unwrap();
    assert_eq!(bounds, exitpoll::Bounds::new(0.4, 0.5).unwrap());
    assert_eq!(serde_json::to_string(&bounds).unwrap(), ordered);
}

#[test]
fn an_error_is_printed_once_and_its_parts_can_be_asked_for() {
    use exitpoll::ErrorKind;
    use std::error::Error as _;

    let error = io::json::read(&replaced(r#""A": "51.0""#, r#""A": "-3""#)).unwrap_err();
    let message = "polls[0]: `shares.A` is -3: give a percentage from 0 to 100";
    assert_eq!(error.to_string(), message);
    // What `main` prints, and what a chain of errors would add.
    assert_eq!(format!("{error:?}"), message);
    assert!(error.source().is_none());
    assert_eq!(error.kind(), ErrorKind::OutOfRange);
    assert_eq!(error.path().place(), Some("polls[0]"));
    assert_eq!((error.path().file(), error.path().line()), (None, None));
    assert_eq!(
        (error.field(), error.value()),
        (Some("shares.A"), Some("-3"))
    );
    assert_eq!(error.help(), "give a percentage from 0 to 100");

    let error = io::csv::read(SOURCES, &FIGURES.replace("58.0", "-3")).unwrap_err();
    assert_eq!(
        (error.path().file(), error.path().line()),
        (Some("figures"), Some(4))
    );
}

#[test]
fn proportions_given_as_percent_are_refused_where_another_source_shows_it() {
    let of = |votes: &str, shares: &str| {
        let document = format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",{votes}}}],
            "polls":[{{"pollster":"P","shares":{shares}}}]}}"#
        );
        io::json::read(&document)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let votes = r#""votes":{"A":"4800","B":"4100","C":"1100"}"#;
    // The leader alone, and two that sum to .89.
    for shares in [r#"{"A":"0.48"}"#, r#"{"A":"0.48","B":"0.41"}"#] {
        let error = of(votes, shares).unwrap_err();
        for part in [
            "polls[0]",
            "0.48 percent for A",
            "the count has 48 percent",
            "write percent, 48 instead of 0.48",
        ] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
    let error = of(r#""shares":{"A":"0.9205"}"#, r#"{"A":"93.9"}"#).unwrap_err();
    assert!(
        error.contains("counts[0]") && error.contains("a poll has 93.9 percent"),
        "{error}"
    );
    // A list that does get half a percent of the votes; one share that is no hundredth of the count's.
    assert_eq!(
        of(r#""votes":{"A":"9950","B":"50"}"#, r#"{"B":"0.48"}"#),
        Ok(())
    );
    assert_eq!(of(votes, r#"{"A":"0.1"}"#), Ok(()));
    assert_eq!(of(votes, r#"{"A":"0.48","B":"41"}"#), Ok(()));
}
