//! `exitpoll stations` on a table with nothing beside it: what is compared with the counts of its own stations.

use super::exitpoll;
use super::stations_drawn::{CHOICES, temporary, words};

/// Twelve stations of 800 voters, far apart, at each of which 200 were asked and A is overstated alike.
fn overstated() -> String {
    let mut table = String::from("name,va,vb,aa,ab\n");
    for place in 0..12 {
        let votes = 300 + 20 * place;
        let answers = votes / 4 + 9;
        table += &format!(
            "S{place},{votes},{},{answers},{}\n",
            800 - votes,
            200 - answers
        );
    }
    table
}

#[test]
fn what_differs_between_stations_has_no_part_in_a_comparison_with_their_own_sum() {
    let table = temporary("overstated.csv", &overstated());
    let json = exitpoll(&[&["stations", &table, "-f", "json"], &CHOICES[..]].concat()).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let section = &json["stations"][0]["comparison"];
    // 4.5 points at each of them. Drawn inside stations: Σ (1 − 200/800) p (1 − p)/199 over 144.
    let shares = (0..12).map(|place| (f64::from(300 + 20 * place) / 4.0 + 9.0).floor() / 200.0);
    let variance: f64 = shares.map(|p| 0.75 * p * (1.0 - p) / 199.0).sum::<f64>() / 144.0;
    let national = &section["national"][0];
    let error = national["standard_error"].as_f64().unwrap();
    assert!((error / variance.sqrt() - 1.0).abs() < 1e-9, "{error}");
    for p in [
        &national["p_value"],
        &section["matched"][0]["p_value"],
        &section["matched_lead"]["p_value"],
    ] {
        assert!(p.as_f64().unwrap() < 0.01, "{section:#}");
    }
    assert_eq!(
        national["of_station_mix"]
            .as_f64()
            .map(|mix| mix.abs() < 1e-12),
        Some(true)
    );
    let text = words(&exitpoll(&[&["stations", &table], &CHOICES[..]].concat()).good());
    assert!(
        text.contains("differs from the count by more than chance explains"),
        "{text}"
    );
}

#[test]
fn where_everybody_answered_the_stations_alone_are_shown() {
    let table = temporary(
        "everybody.csv",
        "name,va,vb,aa,ab\nS,60,40,60,40\nT,30,70,30,70\n",
    );
    let text = words(&exitpoll(&[&["stations", &table], &CHOICES[..]].concat()).good());
    assert!(text.contains("everybody was asked"), "{text}");
    assert!(!text.contains("nan") && !text.contains("NaN"), "{text}");
}

#[test]
fn a_station_where_nobody_answered_is_named_and_counted() {
    let table =
        "name,va,vb,aa,ab,refused\nS0,600,400,12,8,5\nS1,500,500,9,11,2\nS2,900,100,0,0,33\n";
    let table = temporary("silent.csv", table);
    let more = ["--name", "name", "--refused", "refused", "--detail"];
    let text = words(&exitpoll(&[&["stations", &table], &CHOICES[..], &more].concat()).good());
    assert!(
        text.contains("Nobody answered at 1 of the 3 stations (S2)"),
        "{text}"
    );
    // What the others stand for is no interviewing inside stations alone.
    assert!(
        text.contains("which stand for one station without answers"),
        "{text}"
    );
    // 40 of 47, and of 80.
    assert!(
        text.contains("85.1 percent answered and 7 refused"),
        "{text}"
    );
    assert!(
        text.contains("With the 33 who refused where nobody answered, 50.0 percent"),
        "{text}"
    );
    // Cells left empty are no interviews, of whom nothing is said.
    let table = std::fs::read_to_string(&table)
        .unwrap()
        .replace("0,0,33", ",,");
    let table = temporary("not_polled.csv", &table);
    let text = words(&exitpoll(&[&["stations", &table], &CHOICES[..], &more].concat()).good());
    assert!(
        text.contains("One more station has no answers or no ballots"),
        "{text}"
    );
    assert!(!text.contains("Nobody answered"), "{text}");
}

#[test]
fn cells_of_refusals_left_empty_are_no_zeros() {
    let table =
        "name,va,vb,aa,ab,refused\nS0,500,500,70,30,20\nS1,400,600,60,40,\nS2,450,550,66,34,5\n";
    let table = temporary("blank_refusals.csv", table);
    let more = ["--name", "name", "--refused", "refused", "--detail"];
    let text = words(&exitpoll(&[&["stations", &table], &CHOICES[..], &more].concat()).good());
    // 200 answers and 25 refusals at the two that noted them.
    assert!(
        text.contains("Of 225 asked at the 2 stations that noted refusals, 88.9 percent answered and 25 refused"),
        "{text}"
    );
    assert!(
        text.contains("The refusals that were noted cannot explain it"),
        "{text}"
    );
    assert!(
        text.contains("At one more station nobody noted refusals."),
        "{text}"
    );
    assert!(!text.contains("Published: 25 refused"), "{text}");
}

#[test]
fn ballots_for_which_no_answers_stand_are_no_miss_of_the_poll() {
    let table = temporary(
        "no_other_answers.csv",
        "name,va,vb,tot,aa,ab\nS,400,500,1000,40,50\nT,450,450,1000,45,45\nU,500,400,1000,50,40\n",
    );
    let all = [&["stations", &table, "--total", "tot"], &CHOICES[..]].concat();
    let run = exitpoll(&[&all[..], &["--detail"]].concat());
    assert_eq!(run.status, 0, "{}", run.error);
    assert!(
        run.error.contains("without --other-answers"),
        "{}",
        run.error
    );
    let text = words(&run.out);
    // Answers repeat the votes for the two exactly.
    assert!(!text.contains("everyone else"), "{text}");
    assert!(text.contains("by no more than chance explains"), "{text}");
    assert!(
        text.contains("is 0.00 points off the counts of the same stations"),
        "{text}"
    );
    assert!(
        text.contains("Shares are of the votes and answers for the choices listed here"),
        "{text}"
    );
    assert!(
        text.contains("votes for the choices listed alone"),
        "{text}"
    );
    // Beside a count of all votes nothing stands for the third choice: the user has to say what does.
    let election = temporary(
        "third.json",
        r#"{"contest":{"name":"T","choices":["A","B","C"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"450000","B":"450000","C":"100000"}}],"polls":[]}"#,
    );
    let message = exitpoll(&[&all[..4], &["--election", &election], &CHOICES[..]].concat());
    assert_eq!(message.status, 2, "{}", message.error);
    assert!(
        message.error.contains("give --other-answers"),
        "{}",
        message.error
    );
}

#[test]
fn what_the_spread_of_interviews_does_is_said_beside_the_sum() {
    // Every interview repeats its station, one voter in five asked where A leads and one in twenty where B does.
    let mut table = String::from("name,va,vb,aa,ab\n");
    for place in 0..4 {
        table += &format!("R{place},780,220,156,44\nU{place},200,800,10,40\n");
    }
    let table = temporary("spread.csv", &table);
    let text = words(&exitpoll(&[&["stations", &table, "--detail"], &CHOICES[..]].concat()).good());
    assert!(
        text.contains("is 0.00 points off the counts of the same stations"),
        "{text}"
    );
    // The headline says it, too: beyond chance is the spread of interviews and nothing that anybody answered.
    assert!(
        text.contains(
            "Against the counts of the same stations Exit poll is not off for A: the 17.40 points too high come \
             from how interviews are spread over the stations."
        ),
        "{text}"
    );
    // 66.4 percent of the interviews, 49 of the votes.
    assert!(
        text.contains("otherwise than votes, which alone puts A +17.40 points off"),
        "{text}"
    );
}

#[test]
fn where_nothing_was_drawn_no_degrees_of_freedom_are_of_stations() {
    // Ten points at each of three stations: 3.7 standard errors, which t on 2 degrees of freedom would call chance.
    let table = "name,va,vb,aa,ab\nS0,500,500,60,40\nS1,400,600,50,50\nS2,450,550,55,45\n";
    let table = temporary("three.csv", table);
    let json = exitpoll(&[&["stations", &table, "-f", "json"], &CHOICES[..]].concat()).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let section = &json["stations"][0]["comparison"];
    for figures in ["national", "matched"] {
        let p = section[figures][0]["p_value"].as_f64().unwrap();
        assert!(p < 0.001, "{figures}: {p}");
    }
    let low = section["national"][0]["interval"]["low"].as_f64().unwrap();
    assert!(low > 0.04, "{low}");
}

#[test]
fn two_verdicts_that_differ_say_which_question_each_answers() {
    let mut table = String::from("name,va,vb,vc,aa,ab,ac\n");
    for place in 0..3 {
        table += &format!("S{place},333,333,334,38,28,34\n");
    }
    let table = temporary("two_questions.csv", &table);
    let all = [
        &["stations", &table],
        &CHOICES[..],
        &["-c", "C=vc", "-a", "C=ac"],
    ]
    .concat();
    let text = words(&exitpoll(&[&all[..], &["--detail"]].concat()).good());
    assert!(
        text.contains("differs from the count by no more than chance explains"),
        "{text}"
    );
    assert!(
        text.contains("points off the counts of the same stations, more than drawing interviews"),
        "{text}"
    );
    assert!(
        text.contains("answer two questions and stand beside one another"),
        "{text}"
    );
    // The brief form has the verdict that is beyond chance, too.
    let brief = words(&exitpoll(&all).good());
    assert!(
        brief.contains(
            "Against the counts of the same stations the lead of A over B in Exit poll is +10.00 points off, more than"
        ),
        "{brief}"
    );
}
