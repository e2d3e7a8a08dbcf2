//! The tidy tables of the founding case, against figures worked by hand.

use exitpoll::report::{Answer, Report, Table};
use exitpoll::{Comparison, io, render};

fn article() -> Report {
    let document = include_str!("../../examples/data/azerbaijan_2024_article.json");
    let document = io::json::read(document).expect("a bundled document");
    Comparison::from(document).run().expect("it compares")
}

fn full() -> Report {
    let document = include_str!("../../examples/data/azerbaijan_2024.json");
    let document = io::json::read(document).expect("a bundled document");
    Comparison::from(document).run().expect("it compares")
}

#[test]
fn rows_are_in_percent_and_points() {
    let rows = article().rows();
    assert_eq!(rows.len(), 6);
    let oracle = &rows[0];
    assert_eq!(
        (oracle.poll.as_str(), oracle.kind.as_str()),
        ("Oracle Advisory Group", "choice")
    );
    assert_eq!(
        (oracle.poll_percent, oracle.poll_low, oracle.poll_high),
        (Some(93.9), Some(93.85), Some(93.95))
    );
    assert_eq!(
        (oracle.count_percent, oracle.deviation),
        (Some(92.05), Some(1.85))
    );
    assert!((oracle.break_even_size.unwrap() - 821.379097542).abs() < 1e-6);
    assert_eq!(
        (oracle.effective_size, oracle.inside, oracle.p),
        (None, None, None)
    );
}

#[test]
fn needs_are_those_of_the_article() {
    let needs = article().needs();
    let of = |poll: &str| {
        needs
            .iter()
            .find(|need| need.poll.starts_with(poll) && need.choice == "Ilham Aliyev")
            .expect("every poll names him")
    };
    // 4.15 percent of invalid ballots among the counted would undo the statement on Ray: a projection.
    for (poll, percent, reachable, is_bound) in [
        ("Oracle", 119.869_548_9, Answer::No, Answer::Yes),
        ("Social", 97.313_157_9, Answer::Yes, Answer::Yes),
        ("Ray", 100.320_676_7, Answer::Open, Answer::No),
    ] {
        let need = of(poll);
        assert!(
            (need.needs_percent.unwrap() - percent).abs() < 1e-6,
            "{need:?}"
        );
        assert_eq!(need.reachable, Some(reachable));
        assert_eq!(
            (need.basis.as_str(), need.is_bound),
            ("share_of_ballots", Some(is_bound))
        );
    }
}

#[test]
fn a_poll_of_two_readings_has_two_lines_and_one_rank() {
    let report = full();
    let lines = report.polls();
    let ray: Vec<_> = lines
        .iter()
        .filter(|line| line.poll.starts_with("Ray") && line.count == report.reference)
        .collect();
    assert_eq!(ray.len(), 2);
    assert_eq!(ray[0].reading.as_deref(), Some("as_printed"));
    assert_eq!(
        (ray[1].reading.as_deref(), ray[1].rank),
        (Some("of_those_naming_a_choice"), Some(3))
    );
    assert_eq!(ray[0].rank, None);
    assert!(
        (ray[1].overlap.unwrap() - 95.04).abs() < 0.05,
        "{:?}",
        ray[1].overlap
    );
}

#[test]
fn every_table_is_found_by_its_name() {
    for table in Table::ALL {
        assert_eq!(table.name().parse::<Table>().unwrap(), table);
    }
    assert!("row".parse::<Table>().is_err());
    let csv = render::csv(&article(), Table::Calls);
    assert!(
        csv.contains(",Oracle Advisory Group,leader,,Ilham Aliyev,Ilham Aliyev,right,92.07"),
        "{csv}"
    );
}

#[test]
fn the_night_has_a_line_for_each_basis_choice_and_poll() {
    let report = full();
    let night = report.night();
    let earliest = &report.night.as_ref().unwrap().order[0];
    assert_eq!(&night[0].count, earliest);
    let of_leader: Vec<_> = night
        .iter()
        .filter(|line| line.count == report.reference && line.choice == "Ilham Aliyev")
        .collect();
    assert_eq!(of_leader.len(), 3);
    assert_eq!(of_leader[0].final_low, of_leader[0].final_high);
    assert_eq!(
        (of_leader[0].basis.clone(), of_leader[0].is_bound),
        (None, Some(Answer::Yes))
    );
}

#[test]
fn pairs_have_who_is_further_off_and_by_how_much() {
    // V = ¼(1 − .2²)/600 + ¼(1 − .04²)/1,024 = .0004 + .00024375; z = (.10 − .02)/.0253722 = 3.15306, p = .0016157; the
    // interval is 8 ± 1.95996·2.53722 points.
    let document = r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"f","status":"final","votes":{"A":"500000","B":"500000"}}],
        "polls":[{"pollster":"P","shares":{"A":"60.00","B":"40.00"},"sample":{"respondents":"600","design_effect":"1"}},
        {"pollster":"Q","shares":{"A":"52.00","B":"48.00"},"sample":{"respondents":"1024","design_effect":"1"}},
        {"pollster":"R","shares":{"A":"47.00","B":"53.00"}}]}"#;
    let report = Comparison::from(io::json::read(document).unwrap())
        .run()
        .unwrap();
    let pairs = report.pairs();
    let names: Vec<_> = pairs
        .iter()
        .map(|of| (of.first.as_str(), of.second.as_str()))
        .collect();
    assert_eq!(names, [("P", "Q"), ("P", "R"), ("Q", "R")]);
    let near = |value: Option<f64>, wanted: f64| (value.unwrap() - wanted).abs() < 1e-6;
    let tested = &pairs[0];
    assert!(near(tested.total_variation, 8.0) && near(tested.difference, 8.0));
    assert!(near(tested.difference_low, 3.0271345) && near(tested.difference_high, 12.9728655));
    assert!(
        near(tested.z, 3.1530537)
            && near(tested.p, 0.0016157)
            && near(tested.p_adjusted, 0.0016157)
    );
    assert_eq!(
        (tested.beyond_chance, tested.rows.as_deref()),
        (Some(Answer::Yes), Some("A & B"))
    );
    assert_eq!(
        (tested.not_tested.as_deref(), tested.correlation),
        (None, None)
    );
    let untested = &pairs[1];
    assert_eq!(untested.not_tested.as_deref(), Some("sample_size_unknown"));
    assert_eq!(
        (
            untested.z,
            untested.p,
            untested.beyond_chance,
            &untested.rows
        ),
        (None, None, None, &None)
    );
    assert!(near(untested.total_variation, 13.0));
    let csv = render::csv(&report, Table::Pairs);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "count,first,second,total_variation,difference,difference_low,difference_high,z,p,p_adjusted,beyond_chance,rows,\
         not_tested,correlation"
    );
    assert_eq!(lines[3], "f,Q,R,5,,,,,,,,,sample_size_unknown,");
}
