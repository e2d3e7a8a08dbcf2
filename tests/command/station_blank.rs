//! Cells that are empty, stations that lack something, and what is said of them.

use super::exitpoll;
use super::stations_drawn::{CHOICES, temporary, words};

const NAMED: [&str; 2] = ["--name", "name"];

fn read(test: &str, table: &str, more: &[&str]) -> super::Run {
    let table = temporary(&format!("{test}.csv"), table);
    exitpoll(&[&["stations", &table], &CHOICES[..], &NAMED, more].concat())
}

#[test]
fn an_empty_cell_of_answers_beside_others_is_an_error_unless_its_meaning_is_said() {
    let table = "name,va,vb,aa,ab,oa\nS1,500,400,50,40,1\nS2,300,300,30,,1\nS3,420,380,42,38,1\n";
    let said = read("blank_answer", table, &[]).failed(1);
    for part in [
        "line 3",
        "`ab`",
        "0 where nobody gave this answer",
        "--blank-answers",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let zero = read(
        "blank_is_zero",
        table,
        &["--blank-answers", "zero", "--contest", "X"],
    )
    .good();
    let written = read(
        "zero_written",
        &table.replace("30,,", "30,0,"),
        &["--contest", "X"],
    )
    .good();
    assert_eq!(zero, written);
    // Other answers are answers, and a refusal that was noted shows that somebody was asked.
    let others = table.replace("30,,1", "30,30,");
    let said = read("blank_others", &others, &["--other-answers", "oa"]).failed(1);
    assert!(said.contains("line 3") && said.contains("`oa`"), "{said}");
    let refused = table.replace("30,,1", ",,3");
    let said = read("blank_beside_refused", &refused, &["--refused", "oa"]).failed(1);
    assert!(said.contains("line 3"), "{said}");
    // Nothing noted at all: no interviews there.
    let none = table.replace("30,,1", ",,");
    let text = words(&read("nothing_noted", &none, &["--refused", "oa", "--detail"]).good());
    assert!(
        text.contains("One more station has no answers or no ballots"),
        "{text}"
    );
}

#[test]
fn interviews_without_a_count_are_not_set_against_the_count_of_the_others() {
    let table =
        "name,va,vb,aa,ab\nS1,500,400,50,40\nS2,300,300,30,30\nS3,420,380,42,38\nS4,,,5,95\n";
    let run = read("uncounted", table, &["--blank", "no_count", "--detail"]);
    assert_eq!(run.status, 0);
    let left_out =
        "S4 has interviews and no count and is left out: the count is of 3 of 4 stations";
    assert!(run.error.contains(left_out), "{}", run.error);
    let text = words(&run.out);
    assert!(text.contains(left_out), "{text}");
    // 122 of 230 answers and 1,220 of 2,300 votes: the three agree exactly.
    assert!(
        text.contains("230 respondents at 3 polling stations"),
        "{text}"
    );
    assert!(!text.contains("by more than chance"), "{text}");
    assert!(
        !text.contains("come from how interviews are spread"),
        "{text}"
    );
}

#[test]
fn a_station_with_nobody_to_ask_leaves_its_weight_to_nobody() {
    let table = "name,va,vb,aa,ab,ref\nS1,500,400,50,45,10\nS2,300,350,30,36,5\nS3,420,380,44,37,9\nS6,0,0,0,0,0\n";
    let text = words(&read("nobody_there", table, &["--refused", "ref", "--detail"]).good());
    assert!(!text.contains("without answers"), "{text}");
    assert!(!text.contains("Nobody answered"), "{text}");
    assert!(
        text.contains("One more station has no answers or no ballots"),
        "{text}"
    );
    // With one at which all refused, one stands for it, and no more.
    let silent = format!("{table}S7,100,100,0,0,20\n");
    let text = words(&read("one_silent", &silent, &["--refused", "ref", "--detail"]).good());
    assert!(
        text.contains("Nobody answered at 1 of the 5 stations (S7)"),
        "{text}"
    );
    assert!(
        text.contains("stand for one station without answers"),
        "{text}"
    );
}

#[test]
fn where_every_answer_is_for_one_of_the_two_no_ratio_of_response_explains_it() {
    for (test, rows) in [
        ("edge_of_one", "S1,500,500,0,60\n"),
        (
            "edge_of_three",
            "S1,500,500,0,60\nS2,500,500,0,70\nS3,500,500,0,65\n",
        ),
        (
            "edge_of_shares",
            "S1,520,380,0,60\nS2,610,190,0,70\nS3,470,330,0,65\n",
        ),
    ] {
        let text = words(&read(test, &format!("name,va,vb,aa,ab\n{rows}"), &["--detail"]).good());
        assert!(!text.contains("times as often"), "{text}");
        assert!(!text.contains("would explain it"), "{text}");
        assert!(
            text.contains("no ratio between the response rates of their voters explains it"),
            "{text}"
        );
    }
}

#[test]
fn a_spread_of_the_ratio_that_its_test_does_not_show_is_not_asserted() {
    // Ratios of 1.5 and 0.9 from some fifty answers each: p is far above .05, and τ above 0.
    let table = "name,va,vb,aa,ab\nS1,500,500,25,38\nS2,500,500,31,27\nS3,500,500,27,30\nS4,500,500,20,33\n";
    let text = words(&read("no_spread", table, &["--detail"]).good());
    assert!(
        text.contains("ln α is not shown to differ between stations"),
        "{text}"
    );
    assert!(!text.contains("ln α differs between stations"), "{text}");
}

#[test]
fn the_minus_sign_of_a_quick_count_is_that_of_all_reports() {
    let table = "name,st,va,vb\nS1,x,500,400\nS2,x,300,350\nS3,y,420,380\nS4,y,610,200\nS5,y,1,2\n";
    let strata = |n: [u32; 2]| format!("stratum,stations\nx,{}\ny,{}\n", n[0], n[1]);
    let votes = [
        "-c",
        "A=va",
        "-c",
        "B=vb",
        "--name",
        "name",
        "--stratum",
        "st",
        "--strata",
    ];
    let run = |test: &str, n: [u32; 2]| {
        let table = temporary(&format!("{test}.csv"), table);
        let strata = temporary(&format!("{test}_strata.csv"), &strata(n));
        words(&exitpoll(&[&["stations", &table][..], &votes, &[&strata]].concat()).good())
    };
    let some = run("minus", [20, 30]);
    assert!(some.contains(", −") && !some.contains("-1"), "{some}");
    // A census has no intervals, and nothing says by which distribution they are.
    let all = run("census", [2, 3]);
    assert!(all.contains("Every station is counted"), "{all}");
    assert!(!all.contains("Student"), "{all}");
}

#[test]
fn the_short_form_has_the_ratio_that_would_explain_the_lead_and_what_refusals_can_do() {
    let table = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/data/consulates_2024.csv"
    );
    let mut arguments = vec![
        "stations",
        table,
        "--name",
        "country",
        "--refused",
        "refused",
    ];
    let of = ["putin", "davankov", "slutsky", "kharitonov", "spoiled"];
    let columns: Vec<[String; 2]> = (of.iter())
        .map(|name| {
            [
                format!("{name}=counted_{name}"),
                format!("{name}=polled_{name}"),
            ]
        })
        .collect();
    for [votes, answers] in &columns {
        arguments.extend(["-c", votes, "-a", answers]);
    }
    let text = words(&exitpoll(&arguments).good());
    // METHODS 9: α = 3.877885 by the mean of ln α; with every refusal given to Putin a lead is left.
    for part in [
        "voters of davankov answering 3.88 times as often as those of putin",
        "refusals alone cannot explain it",
        "nothing here says why",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Beside a plain standard deviation of .67 (METHODS 9) τ is no 1.17.
    let detail = words(&exitpoll(&[&arguments[..], &["--detail"]].concat()).good());
    let spread = detail
        .split("by a standard deviation of ")
        .nth(1)
        .expect("the spread of ln α");
    let spread: f64 = spread.split(' ').next().unwrap().parse().unwrap();
    assert!((0.6..=0.7).contains(&spread), "{spread}");
}
