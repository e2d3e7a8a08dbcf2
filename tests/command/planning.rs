//! `exitpoll plan`, against figures that can be worked out by hand.

use serde_json::Value;

use super::exitpoll;

fn answers(arguments: &[&str]) -> Vec<Value> {
    let printed = exitpoll(&[&["plan", "--format", "json"], arguments].concat()).good();
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn respondents_that_questions_need() {
    // 1.96²·.25/.03² = 1067.07; with deff 1.5 from 10,000 ballots 1600.6/(1 + 1599.6/10000) = 1379.88.
    let wald = ["--half-width", "3", "--method", "wald"];
    assert_eq!(answers(&wald)[0]["respondents"], 1068);
    let design = [
        &wald[..],
        &["--design-effect", "1.5", "--population", "10000"],
    ]
    .concat();
    assert_eq!(answers(&design)[0]["respondents"], 1380);
    // (1.95996 + .84162)²·(.92 − .0016)/.0016 = 4505.2.
    let lead = answers(&["--lead", "48", "44", "--respondents", "4506"]);
    assert_eq!(lead[0]["respondents"], 4506);
    assert!(lead[0]["with"]["power"].as_f64().unwrap() >= 0.8);
    // (1.95996·√.25 + .84162·√.2475)²/.05² = 782.5.
    assert_eq!(answers(&["--detect", "50", "55"])[0]["respondents"], 783);
    let both = answers(&[
        "--half-width",
        "3",
        "--detect",
        "50",
        "55",
        "--respondents",
        "783",
    ]);
    let questions: Vec<&str> = both
        .iter()
        .filter_map(|one| one["question"].as_str())
        .collect();
    assert_eq!(questions, ["half_width", "detect", "respondents"]);
    let text = exitpoll(&["plan", "--half-width", "3", "--method", "wald"]).good();
    assert!(text.starts_with("1,068 respondents "), "{text}");
}

#[test]
fn what_cannot_be_planned_is_bad_input() {
    let message = exitpoll(&["plan", "--lead", "44", "48"]).failed(1);
    // In the unit of the command line, which is percent: .44 is nobody's figure.
    assert!(
        message.contains("--lead is 44 48: give the larger share first"),
        "{message}"
    );
    let message = exitpoll(&["plan", "--half-width", "60"]).failed(1);
    assert!(
        message.contains("--half-width is 60: give points between 0 and 50"),
        "{message}"
    );
    let message = exitpoll(&["plan", "--detect", "50", "155"]).failed(1);
    assert!(
        message.contains("--detect has 155: give percent"),
        "{message}"
    );
    exitpoll(&["plan", "--detect", "50", "50"]).failed(1);
    for (option, value) in [
        ("--population", "0"),
        ("--design-effect", "0"),
        ("--power", "1"),
    ] {
        let question = ["plan", "--lead", "48", "44", option, value];
        let message = exitpoll(&question).failed(1);
        assert!(
            message.contains(&format!("{option} is {value}")),
            "{message}"
        );
    }
    let message = exitpoll(&["plan", "--respondents", "9", "--share", "0"]).failed(1);
    assert!(
        message.contains("--share is 0: give percent above 0"),
        "{message}"
    );
    let message = exitpoll(&["plan", "--respondents", "0"]).failed(1);
    assert!(message.contains("--respondents is 0"), "{message}");
}

#[test]
fn polls_are_drawn_from_a_count() {
    let arguments = [
        "plan",
        "--simulate",
        "examples/data/consulates_2024.csv",
        "-c",
        "Putin=counted_putin",
        "-c",
        "Davankov=counted_davankov",
        "--stations",
        "10,44",
        "--every",
        "5",
        "--polls",
        "40",
    ];
    let printed = exitpoll(&[&arguments[..], &["--format", "json"]].concat()).good();
    assert_eq!(
        printed,
        exitpoll(&[&arguments[..], &["--format", "json"]].concat()).good()
    );
    let plans: Vec<Value> = serde_json::from_str(&printed).unwrap();
    let spread = |plan: &Value| {
        plan["evaluation"]["choices"][0]["root_mean_squared_error"]
            .as_f64()
            .unwrap()
    };
    // All 44 places: only who is asked inside them is left to chance.
    assert_eq!(plans[1]["evaluation"]["stations"], 44.0);
    assert!(spread(&plans[1]) < 0.5 * spread(&plans[0]));
    let text = exitpoll(&arguments).good();
    assert!(
        text.starts_with(
            "40 simulated polls of each plan, drawn from the 44 stations of the count"
        ),
        "{text}"
    );
    // Its intervals hold what interviewing inside the places adds: 40 polls leave 95 ± 3 · 3.4 percent.
    for choice in plans[1]["evaluation"]["choices"].as_array().unwrap() {
        assert!(choice["coverage"].as_f64() > Some(0.84), "{choice}");
    }
    // A plan of more stations than there are is none, and neither is one of fewer than its strata take.
    let more = arguments.map(|argument| if argument == "10,44" { "100" } else { argument });
    let message = exitpoll(&more).failed(1);
    for said in ["consulates_2024.csv", "--stations is 100", "give 2 to 44"] {
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn a_plan_has_the_stations_that_were_asked_for() {
    // Three strata of 5, 5 and 6 stations: thirds of 7 would be rounded to 6, and 3 is too few for two in each.
    let mut table = String::from("name,stratum,a,b\n");
    for place in 0..16 {
        let stratum = ["x", "y", "z"][place % 3];
        table += &format!(
            "S{place},{stratum},{},{}\n",
            300 + 7 * place,
            280 + 11 * place
        );
    }
    let table = super::stations_drawn::temporary("plan.csv", &table);
    let plan = |stations: &str| {
        exitpoll(&[
            "plan",
            "--simulate",
            &table,
            "--name",
            "name",
            "--stratum",
            "stratum",
            "-c",
            "a",
            "-c",
            "b",
            "--stations",
            stations,
            "--polls",
            "3",
            "--every",
            "5",
            "-f",
            "json",
        ])
    };
    for stations in [6, 7, 8, 11, 16] {
        let plans: serde_json::Value =
            serde_json::from_str(&plan(&stations.to_string()).good()).unwrap();
        assert_eq!(
            plans[0]["evaluation"]["stations"].as_f64(),
            Some(f64::from(stations))
        );
    }
    assert!(plan("5").failed(1).contains("give 6 to 16"));
}

#[test]
fn options_of_one_question_are_refused_beside_another() {
    let simulate = [
        "plan",
        "--simulate",
        "examples/data/consulates_2024.csv",
        "-c",
        "counted_putin",
    ];
    for more in [
        ["--half-width", "3"],
        ["--population", "5000"],
        ["--answers", "counted_putin=polled_putin"],
        ["--strata", "strata.csv"],
    ] {
        let message = exitpoll(&[&simulate[..], &more].concat()).failed(2);
        assert!(
            message.contains(&format!("{} does nothing", more[0])),
            "{message}"
        );
    }
    let message = exitpoll(&["plan", "--lead", "48", "44", "--share", "30"]).failed(2);
    assert!(
        message.contains("--share does nothing without --half-width"),
        "{message}"
    );
    let message = exitpoll(&["plan", "--half-width", "3", "--name", "name"]).failed(2);
    assert!(message.contains("--simulate"), "{message}");
}

#[test]
fn a_plan_for_a_small_cell_says_that_the_report_tests_it_otherwise() {
    // 920 at .1 percent are .92 expected, fewer than five; 783 at 50 percent are many.
    let small = exitpoll(&["plan", "--detect", "0.1", "0.5"]).good();
    let small = small.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        small.contains("with 0.9 respondents expected where the count is right"),
        "{small}"
    );
    assert!(
        small.contains("tests by the binomial distribution"),
        "{small}"
    );
    let large = exitpoll(&["plan", "--detect", "50", "55"]).good();
    assert!(
        large.contains("783 respondents") && !large.contains("binomial"),
        "{large}"
    );
}

#[test]
fn a_plan_says_what_its_numbers_take_for_granted() {
    let text = |arguments: &[&str]| exitpoll(&[&["plan"], arguments].concat()).good();
    // A reader of an exit poll's plan must not take single draws for interviews at stations.
    let plain = text(&["--half-width", "3"]);
    assert!(
        plain.contains("as if respondents were drawn singly") && plain.contains("--design-effect"),
        "{plain}"
    );
    let design = text(&[
        "--half-width",
        "3",
        "--design-effect",
        "1.7",
        "--population",
        "200000",
    ]);
    assert!(
        design.contains("Of sampling alone, from 200,000 ballots, at a design effect of 1.7."),
        "{design}"
    );
    // One respondent calls nothing.
    let one = text(&["--lead", "99.9", "0.1", "--respondents", "1"]);
    for said in [
        "1 respondent calls a lead",
        "tests by the binomial distribution",
        "1 respondent gives a share",
        "tells no other share from it",
    ] {
        assert!(one.contains(said), "{said}: {one}");
    }
    // Errors are in the unit and the words of the command line.
    for (arguments, said) in [
        (&["--lead", "60", "50"][..], "at most 100 percent together"),
        (&["--detect", "0", "5"], "--detect has a count of 0"),
        (&["--detect", "100", "95"], "--detect has a count of 100"),
    ] {
        let message = exitpoll(&[&["plan"], arguments].concat()).failed(1);
        assert!(message.contains(said), "{said}: {message}");
    }
    let message = exitpoll(&["plan", "--half-width", "3", "--method", "korn_graubard"]).failed(2);
    assert!(
        message.contains("--method korn_graubard needs"),
        "{message}"
    );
}
