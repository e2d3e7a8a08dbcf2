//! Few stations, few answers, and voters who gave none.

use super::exitpoll;
use super::stations_drawn::{CHOICES, temporary, words};

const STRATA: &str = "stratum,stations\ns,40\n";
const COUNT: &str = r#"{"contest": {"name": "X", "choices": ["A", "B"]},
    "counts": [{"name": "Commission", "status": "final", "votes": {"A": 250000, "B": 150000}}]}"#;
const TWO: &str = "h,va,vb,aa,ab,ref,mis\ns,210,190,12,18,5,3\ns,480,220,40,11,,4\n";
const OF_STRATA: [&str; 2] = ["--stratum", "h"];

/// Tests run beside one another: each has files of its own.
fn read(test: &str, table: &str, more: &[&str]) -> super::Run {
    let table = temporary(&format!("{test}.csv"), table);
    exitpoll(&[&["stations", &table], &CHOICES[..], more].concat())
}

fn drawn(test: &str, table: &str, more: &[&str]) -> String {
    let strata = temporary(&format!("strata-of-{test}.csv"), STRATA);
    let sampled = [&OF_STRATA[..], &["--strata", &strata], more].concat();
    words(&read(test, table, &sampled).good())
}

#[test]
fn refusals_given_at_some_stations_are_not_published_at_the_others() {
    let count = temporary("count-of-few.json", COUNT);
    let with = |more: &[&str]| drawn("noted", TWO, &[&["--election", &count], more].concat());
    let brief = with(&["--refused", "ref"]);
    assert!(brief.contains("refusals at 1 of the 2 stations"), "{brief}");
    assert!(!brief.contains("refusals and misses"), "{brief}");
    let detail = with(&["--refused", "ref", "--detail"]);
    assert!(
        detail.contains("refusals at 1 of the 2 stations"),
        "{detail}"
    );
    // Misses alone leave refusals open, and no column leaves both.
    assert!(
        with(&["--missed", "mis", "--detail"])
            .contains("which voters were covered, refusals, hours")
    );
    assert!(with(&["--detail"]).contains("refusals and misses"));
}

#[test]
fn voters_who_were_missed_are_said_without_an_election_too() {
    let text = drawn(
        "missed",
        TWO,
        &["--missed", "mis", "--refused", "ref", "--detail"],
    );
    // 30 answers, 5 refusals and 3 misses where all are known.
    for part in [
        "7 voters who were to be asked were missed.",
        "Of the 38 to be asked at the 1 station that noted refusals and misses 78.9 percent answered.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let weighted = TWO
        .replace("mis\n", "mis,w\n")
        .replace(",3\n", ",,1.5\n")
        .replace(",4\n", ",4,2\n");
    let more = ["--weight", "w", "--missed", "mis", "--detail"];
    let text = words(&read("missed", &weighted, &more).good());
    assert!(
        text.contains(
            "4 voters who were to be asked were missed at the 1 of 2 stations that noted it."
        ),
        "{text}"
    );
    assert!(!text.contains("to be asked at"), "{text}");
}

#[test]
fn a_poll_that_nobody_answered_says_so() {
    let silent = "va,vb,aa,ab\n210,190,0,0\n80,120,0,0\n";
    let count = temporary("count-of-silent.json", COUNT);
    for more in [&[][..], &["--election", &count]] {
        let said = read("nobody", silent, more).failed(1);
        assert!(
            said.contains("nobody answered at any of the 2 stations with interviews"),
            "{said}"
        );
    }
    let uncounted = "va,vb,aa,ab\n,,3,4\n80,120,0,0\n";
    let said = read("nobody", uncounted, &["--blank", "no_count"]).failed(1);
    assert!(
        said.contains("no station where somebody answered has an official count"),
        "{said}"
    );
    let no_ballots = "va,vb,aa,ab\n0,0,3,4\n80,120,0,0\n";
    let said = read("nobody", no_ballots, &["--more-answers-than-ballots"]).failed(1);
    assert!(said.contains("has no ballots"), "{said}");
}

#[test]
fn few_stations_are_said_to_show_little() {
    let count = temporary("count-of-two.json", COUNT);
    let brief = drawn("little", TWO, &["--election", &count]);
    assert!(
        brief.contains(
            "with so few polling stations any deviation for A could easily have been missed"
        ),
        "{brief}"
    );
    let detail = drawn("little", TWO, &["--election", &count, "--detail"]);
    for part in [
        "no deviation of any size for A would have been found four times in five",
        "by Student's t on 1 degree of freedom, wide because 2 stations can show little",
        "it leaves out no error that there can be",
        "No share can be more than 100 points off",
        // (1.96 + .84) times the standard error of the lead, 10.2 points.
        "a lead 28.6 points off would have been found four times in five",
        "voters of A and of B answering alike",
    ] {
        assert!(detail.contains(part), "{part}: {detail}");
    }
    let quick = TWO
        .replace(",12,18,5,3", "")
        .replace(",40,11,,4", "")
        .replace(",aa,ab,ref,mis", "");
    let table = temporary("quick-of-two.csv", &quick);
    let strata = temporary("strata-of-two.csv", STRATA);
    let arguments = [
        "stations",
        &table,
        "-c",
        "A=va",
        "-c",
        "B=vb",
        "--stratum",
        "h",
        "--strata",
        &strata,
    ];
    let text = words(&exitpoll(&arguments).good());
    assert!(
        text.contains("Student's t has 1 degree of freedom here"),
        "{text}"
    );
}

#[test]
fn a_pattern_of_few_stations_says_what_it_could_have_found() {
    let mut table = String::from("h,va,vb,aa,ab,distance\n");
    for (votes, answers, distance) in [
        ("210,190", "22,18", "5"),
        ("480,220", "40,11", "20"),
        ("150,250", "19,21", ""),
        ("300,310", "25,31", "12"),
        ("120,110", "15,12", "3"),
    ] {
        table += &format!("s,{votes},{answers},{distance}\n");
    }
    let text = words(&read("pattern", &table, &["--covariate", "distance", "--detail"]).good());
    for part in [
        "By 4 stations; 1 station without a ratio or without one of these figures is left out.",
        "What is not shown to go with ln α may still do so",
        "before adjustment",
        "With so few degrees of freedom such a test can show little",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // What cannot be said of a pattern leaves everything else.
    let with = |distances: [&str; 5]| {
        let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
        for (line, distance) in lines[1..].iter_mut().zip(distances) {
            line.replace_range(line.rfind(',').unwrap() + 1.., distance);
        }
        words(
            &read(
                "pattern",
                &(lines.join("\n") + "\n"),
                &["--covariate", "distance", "--detail"],
            )
            .good(),
        )
    };
    for (distances, why) in [
        (
            ["1", "1", "1", "1", "1"],
            "distance is the same at all stations that have a ratio",
        ),
        (
            ["0", "0", "7", "0", "0"],
            "the station of line 4 alone determines a coefficient",
        ),
        (
            ["4", "9", "", "", ""],
            "2 stations with a ratio and all these figures, and 2 coefficients to find",
        ),
    ] {
        let text = with(distances);
        assert!(text.contains(&format!("cannot be said: {why}")), "{text}");
        assert!(text.contains("Stations outside"), "{text}");
    }
    let said = read(
        "pattern",
        &table.replace("12\n", "1O\n"),
        &["--covariate", "distance"],
    )
    .failed(1);
    assert!(
        said.contains("line 5") && said.contains("`distance` is \"1O\""),
        "{said}"
    );
}

#[test]
fn a_simulation_names_its_options_and_the_level_of_its_intervals() {
    let table = temporary(
        "simulated-of-few.csv",
        "h,va,vb\ns,410,390\ns,480,220\ns,700,720\n",
    );
    let plan = |more: &[&str]| {
        let choices = ["-c", "A=va", "-c", "B=vb"];
        exitpoll(&[&["plan", "--simulate", &table], &choices[..], more].concat())
    };
    let three = ["--stations", "3"];
    for (more, said) in [
        (
            ["--response", "0,0"],
            "--response has 0: give a proportion above 0",
        ),
        (
            ["--response", ".5"],
            "--response has 1 rates: give one for each of the 2 choices",
        ),
        (["--every", "0"], "--every is 0: give 1 to ask every voter"),
    ] {
        let message = plan(&[three, more].concat()).failed(1);
        assert!(message.contains(said), "{said}: {message}");
    }
    for (stations, said) in [
        ("1", "--stations is 1: give at least 2"),
        ("4", "--stations is 4: give 2 to 3"),
    ] {
        let message = plan(&["--stations", stations]).failed(1);
        assert!(message.contains(said), "{said}: {message}");
    }
    let text = plan(&["--stations", "3", "--polls", "5", "--confidence", "0.9"]).good();
    assert!(text.contains("90 % intervals that cover, %"), "{text}");
    assert!(!text.contains("all answer"), "{text}");
    let said = exitpoll(&[
        "plan",
        "--simulate",
        &table,
        "-c",
        "A=va",
        "--stations",
        "2",
    ])
    .failed(2);
    assert!(said.contains("has every ballot"), "{said}");
    // Ballots beyond the choices have no rate.
    let totals = temporary(
        "totals-of-few.csv",
        "va,vb,t\n410,390,900\n480,220,800\n700,720,1500\n",
    );
    let choices = [
        "-c",
        "A=va",
        "-c",
        "B=vb",
        "--total",
        "t",
        "--response",
        ".5,.6",
    ];
    let drawn = [
        "plan",
        "--simulate",
        &totals,
        "--stations",
        "3",
        "--polls",
        "5",
    ];
    let text = words(&exitpoll(&[&drawn[..], &choices].concat()).good());
    assert!(
        text.contains("ballots are for none of these choices all answer"),
        "{text}"
    );
    // Where nearly nobody is asked some poll has no two stations with answers.
    let said = plan(&["--stations", "2", "--every", "350", "--response", ".1,.1"]).failed(1);
    assert!(
        said.contains("draw more stations, or ask more voters"),
        "{said}"
    );
}

#[test]
fn what_sampled_interviews_say_of_all_stations_is_said_without_an_election() {
    let table = "h,va,vb,aa,ab\ns,210,190,12,8\ns,480,220,15,5\ns,150,250,9,11\n";
    let text = drawn("interviews-of-all", table, &[]);
    // Shares .6, .75 and .45: (.0225/3)(1 − 3/40) between stations and 3/40 of what is drawn inside them, on two
    // degrees of freedom.
    let within: f64 = [(0.6, 400.0), (0.75, 700.0), (0.45, 400.0)]
        .map(|(p, ballots): (f64, f64)| (1.0 - 20.0 / ballots) * p * (1.0 - p) / 19.0)
        .iter()
        .sum();
    let variance: f64 = 0.0225 / 3.0 * (1.0 - 3.0 / 40.0) + 3.0 / 40.0 * within / 9.0;
    let row = format!("A 60.00 {:.2}", 100.0 * variance.sqrt());
    for part in [
        "By these interviews, of the voters of all stations:",
        &row,
        "if stations were drawn at random within their strata",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let json = drawn("interviews-of-all", table, &["-f", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let error = json["all_stations"][0]["standard_error"].as_f64().unwrap();
    assert!((error / variance.sqrt() - 1.0).abs() < 1e-9, "{error}");
    assert!(drawn("interviews-of-all", table, &["-f", "markdown"]).contains("| A | 60.00 |"));
    // A lonely station has none, with the way out; a policy gives an error, and no degree of freedom.
    let strata = temporary("strata-of-lonely.csv", "stratum,stations\ns,40\nt,9\n");
    let lonely = "h,va,vb,aa,ab\ns,210,190,12,8\nt,480,220,15,5\n";
    let with = |policy: &str| {
        let more = ["--stratum", "h", "--strata", &strata, "--lonely", policy];
        words(&read("lonely-of-few", lonely, &more).good())
    };
    assert!(with("fail").contains("stratum \"s\" has one counted station"));
    assert!(with("fail").contains("--lonely gives the policy"));
    assert!(with("adjust").contains("which leaves Student's t no degree of freedom"));
    // Of all stations themselves nothing is drawn.
    assert!(!words(&read("interviews-of-all", table, &[]).good()).contains("By these interviews"));
}

#[test]
fn a_table_of_candidates_is_no_table_of_stations() {
    let table = "county,precinct,office,district,party,candidate,votes\nA,1,Governor,,R,Ann,99\n\
                 A,1,Governor,,D,Bob,126\n";
    let table = temporary("candidates.csv", table);
    let said = exitpoll(&["stations", &table, "-c", "Ann=votes"]).failed(1);
    assert!(
        said.contains("a row for each candidate of a precinct"),
        "{said}"
    );
}

const LONELY: &str = "h,va,vb,aa,ab\nx,500,400,50,45\nx,300,350,30,36\ny,420,380,44,37\n";

fn of_strata(test: &str, strata: &str, more: &[&str]) -> super::Run {
    let strata = temporary(&format!("frame-of-{test}.csv"), strata);
    read(
        test,
        LONELY,
        &[&OF_STRATA[..], &["--strata", &strata], more].concat(),
    )
}

#[test]
fn what_has_no_error_is_not_free_of_error_and_the_policy_of_lonely_strata_is_named() {
    let frame = "stratum,stations\nx,10\ny,12\n";
    let text = of_strata("unknown", frame, &["--width", "70"]).good();
    assert!(
        words(&text).contains("No error can be given for what these interviews say of all stations: the variance is undefined"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 70),
        "{text}"
    );
    let json = of_strata("unknown-json", frame, &["--format", "json"]).good();
    assert!(
        json.contains("\"no_error_of_all_stations\": \"No error can be given"),
        "{json}"
    );
    let certain = of_strata("certain", frame, &["--lonely", "certainty"]).good();
    let said = "for which --lonely certainty stood in: 1; as certain they add nothing, which makes errors too small.";
    assert!(words(&certain).contains(said), "{certain}");
    // The command has no policy for a stratum of which nothing is sampled.
    let extra = format!("{frame}q,7\n");
    let text = words(&of_strata("extra", &extra, &["--lonely", "certainty"]).good());
    assert!(
        text.contains("stratum \"q\" has no counted station; give it together"),
        "{text}"
    );
    assert!(!text.contains("another policy"), "{text}");
}
