//! Few stations, few answers, and voters who gave none.

use super::exitpoll;
use super::stations_drawn::{CHOICES, temporary, words};

const STRATA: &str = "stratum,stations\ns,40\n";
const COUNT: &str = r#"{"contest": {"name": "X", "choices": ["A", "B"]},
    "counts": [{"name": "Commission", "status": "final", "votes": {"A": 250000, "B": 150000}}]}"#;
const TWO: &str = "h,va,vb,aa,ab,ref,mis\ns,210,190,12,18,5,3\ns,480,220,40,11,,4\n";
const OF_STRATA: [&str; 2] = ["--stratum", "h"];

fn read(table: &str, more: &[&str]) -> super::Run {
    let table = temporary("few.csv", table);
    exitpoll(&[&["stations", &table], &CHOICES[..], more].concat())
}

fn drawn(table: &str, more: &[&str]) -> String {
    let strata = temporary("strata-of-few.csv", STRATA);
    let sampled = [&OF_STRATA[..], &["--strata", &strata], more].concat();
    words(&read(table, &sampled).good())
}

#[test]
fn refusals_given_at_some_stations_are_not_published_at_the_others() {
    let count = temporary("count-of-few.json", COUNT);
    let with = |more: &[&str]| drawn(TWO, &[&["--election", &count], more].concat());
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
    let text = drawn(TWO, &["--missed", "mis", "--refused", "ref", "--detail"]);
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
    let text = words(&read(&weighted, &more).good());
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
        let said = read(silent, more).failed(1);
        assert!(
            said.contains("nobody answered at any of the 2 stations with interviews"),
            "{said}"
        );
    }
    let uncounted = "va,vb,aa,ab\n,,3,4\n80,120,0,0\n";
    let said = read(uncounted, &["--blank", "no_count"]).failed(1);
    assert!(
        said.contains("no station where somebody answered has an official count"),
        "{said}"
    );
    let no_ballots = "va,vb,aa,ab\n0,0,3,4\n80,120,0,0\n";
    let said = read(no_ballots, &["--more-answers-than-ballots"]).failed(1);
    assert!(said.contains("has no ballots"), "{said}");
}

#[test]
fn few_stations_are_said_to_show_little() {
    let count = temporary("count-of-two.json", COUNT);
    let brief = drawn(TWO, &["--election", &count]);
    assert!(
        brief.contains(
            "with so few polling stations any deviation for A could easily have been missed"
        ),
        "{brief}"
    );
    let detail = drawn(TWO, &["--election", &count, "--detail"]);
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
    let text = words(&read(&table, &["--covariate", "distance", "--detail"]).good());
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
    let said = read(&table.replace("12\n", "1O\n"), &["--covariate", "distance"]).failed(1);
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
    // Where nearly nobody is asked some poll has no two stations with answers.
    let said = plan(&["--stations", "2", "--every", "350", "--response", ".1,.1"]).failed(1);
    assert!(
        said.contains("draw more stations, or ask more voters"),
        "{said}"
    );
}
