//! Whose votes a poll and a count are of, and what may be said of it.

use exitpoll::io::json;
use exitpoll::render::{self, Detail};
use exitpoll::report::Reason;
use exitpoll::{Comparison, Report, Verdict};

fn compared(count: &str, poll: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"500000","B":"500000"}}{count}}}],"polls":[{{"pollster":"P",{poll}}}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn words(report: &Report) -> String {
    let text = render::text_with(report, 200, Detail::Full);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_part_of_the_count_that_others_cast_is_outside_the_poll_also_where_valid_votes_are_a_sum() {
    let postal = r#","segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]"#;
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"58.0","B":"42.0"},
        "sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let stated = poll.replace(r#"["in_person"]"#, r#"["in_person"],"outside":"50""#);
    let report = compared(postal, poll);
    let of = report.reference().poll("P").unwrap();
    // 400,000 of 1,000,000 voted by post; the 600,000 others gave A 350,000.
    let row = of.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 350_000.0 / 600_000.0).abs() < 1e-12);
    assert_eq!(of.verdict, Verdict::WithinSampling);
    assert_eq!(of.segment_without, [exitpoll::VoterGroup::Postal]);
    let text = words(&report);
    assert!(
        text.contains("P is compared with the count less the votes cast by post"),
        "{text}"
    );
    assert!(
        text.contains("Cast by post: A 150,000 (37.50 percent)"),
        "{text}"
    );
    // A poll that states a greater part than that leaves out still others: it is compared with the whole count.
    let report = compared(postal, &stated);
    let of = report.reference().poll("P").unwrap();
    assert_eq!(of.segment, None);
    assert_eq!(of.verdict, Verdict::DifferentPopulations);
    assert_eq!(
        of.reading().unwrap().coverage.clone().unwrap().outside,
        Some(0.5)
    );
}

#[test]
fn a_rounded_proportion_outside_is_said_as_the_figure_and_one_that_may_be_none_as_a_limit() {
    let poll = |outside: &str| {
        format!(
            r#""population":{{"voters":["in_person"],"outside":"{outside}"}},"shares":{{"A":"58.0","B":"42.0"}},
            "sample":{{"respondents":"2500","design_effect":"1.6"}}"#
        )
    };
    let rounded = words(&compared("", &poll("3")));
    assert!(
        rounded.contains("P did not cover 3 percent of the votes counted"),
        "{rounded}"
    );
    assert!(!rounded.contains("Up to"));
    let limit = words(&compared("", &poll("0–0.4")));
    assert!(
        limit.contains(
            "Up to 0.4 percent of the votes counted may be of voters that P did not cover"
        ),
        "{limit}"
    );
    assert!(!limit.contains("0.20 percent"), "{limit}");
}

#[test]
fn the_distance_of_a_range_is_said_to_be_of_its_middle() {
    let report = compared("", r#""shares":{"A":"30–40","B":"60–70"}"#);
    assert!(words(&report).contains("at the middle of its range"));
}

#[test]
fn where_all_others_are_published_apart_the_poll_is_compared_with_what_they_leave() {
    let postal = r#","population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]"#;
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"58.0","B":"42.0"},
        "sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let report = compared(postal, poll);
    let poll = report.reference().poll("P").unwrap();
    // 350,000 of the 600,000 who voted in person chose A: 58.33 percent.
    let row = poll.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 350_000.0 / 600_000.0).abs() < 1e-12);
    assert_eq!(poll.verdict, Verdict::WithinSampling);
    assert_eq!(
        poll.segment.as_deref(),
        Some(&[exitpoll::VoterGroup::InPerson][..])
    );
}

#[test]
fn a_part_that_lists_only_some_choices_is_not_subtracted() {
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"58.0","B":"42.0"},
        "sample":{"respondents":"1500","design_effect":"1.6"}"#;
    let some = r#","population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000"}}]"#;
    let report = compared(some, poll);
    let poll = report.reference().poll("P").unwrap();
    assert_eq!(poll.segment, None);
    let row = poll.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 0.5).abs() < 1e-12);
}

#[test]
fn romania_2025_without_the_votes_abroad_is_nearer_to_the_exit_polls() {
    let text = include_str!("../../examples/data/romania_2025.json");
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let poll = report.reference().poll("CURS").unwrap();
    let row = poll.reading().unwrap().row("Nicușor Dan").unwrap();
    // 6,168,642 − 721,683 of 6,168,642 + 5,339,053 − 721,683 − 908,929 votes: 55.15 percent; 53.60 of all.
    assert!((row.count.value - 5_446_959.0 / 9_877_083.0).abs() < 1e-12);
    assert!((row.deviation - (0.541 - 5_446_959.0 / 9_877_083.0)).abs() < 1e-12);
}

#[test]
fn portugal_2025_is_compared_with_the_votes_of_the_country() {
    let text = include_str!("../../examples/data/portugal_2025.json");
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let poll = report.reference().poll("CESOP–Católica").unwrap();
    let row = poll.reading().unwrap().row("IL").unwrap();
    // 330,149 of the 5,820,426 votes for a list that were cast in the country.
    assert!((row.count.value - 330_149.0 / 5_820_426.0).abs() < 1e-12);
}

#[test]
fn the_short_form_says_with_whose_votes_polls_are_compared() {
    let text = include_str!("../../examples/data/romania_2025.json");
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let brief = render::text(&report, 80);
    let brief = brief.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        brief.contains(
            "All polls are compared with the votes cast in person on the day only, not with the whole count."
        ),
        "{brief}"
    );
}

fn report(polls: &str) -> Report {
    let text = format!(
        r#"{{"contest":{{"name":"E","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
        "votes":{{"A":"480000","B":"520000"}}}}],"polls":[{polls}]}}"#
    );
    Comparison::from(json::read(&text).expect("the document reads"))
        .run()
        .expect("the report is made")
}

fn asked_in_person(pollster: &str, a: &str, b: &str, outside: &str) -> String {
    format!(
        r#"{{"pollster":"{pollster}","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"4000","design_effect":"1.2"}},
        "population":{{"voters":["in_person"],"outside":"{outside}"}}}}"#
    )
}

#[test]
fn the_poll_that_leaves_out_most_is_named_first_and_polls_that_leave_out_the_same_together() {
    let polls = [
        asked_in_person("X", "48.5", "51.5", "1"),
        asked_in_person("Y", "52.0", "48.0", "45"),
        asked_in_person("Z", "53.0", "47.0", "45"),
    ];
    let brief = render::text(&report(&polls.join(",")), 80);
    let brief = brief.split_whitespace().collect::<Vec<_>>().join(" ");
    // Of Z's 53 the others leave .545·.53 = 28.9 points, so that 45.5 percent can give any of 48.
    assert!(
        brief.contains(
            "Y and Z did not cover 45 percent of the votes counted, which could explain every deviation"
        ),
        "{brief}"
    );
    let first = brief.find("Y and Z did not cover").unwrap();
    assert!(
        brief.find("X did not cover 1 percent").unwrap() > first,
        "{brief}"
    );
}

#[test]
fn a_part_outside_is_said_with_the_digits_of_its_source() {
    let range = words(&report(&asked_in_person("X", "53.0", "47.0", "3–5")));
    assert!(
        range.contains("X did not cover 3 to 5 percent of the votes counted"),
        "{range}"
    );
}

#[test]
fn nobody_is_outside_where_a_poll_is_compared_with_its_own_voters() {
    let text = r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"480000","B":"520000"},"population":{"voters":["in_person","postal"]},
        "segments":[{"voters":["postal"],"votes":{"A":"150000","B":"250000"}}]}],
        "polls":[{"pollster":"Z","shares":{"A":"55.3","B":"44.7"},"sample":{"respondents":"4000","design_effect":"1.2"},
        "population":{"voters":["in_person"],"outside":"40.0"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let poll = report.reference().poll("Z").unwrap();
    // 330,000 of 600,000 in person: 55.0 percent.
    assert!((poll.reading().unwrap().row("A").unwrap().count.value - 0.55).abs() < 1e-12);
    assert_eq!(poll.reading().unwrap().coverage, None);
    assert!(!words(&report).contains("did not cover"));
}

#[test]
fn what_the_votes_outside_gave_stands_beside_what_they_would_have_had_to_give() {
    // (.48 − .53·.53)/.47 = .4236; the postal votes gave A 200,000 of 470,000, .4255. The count prints no votes of
    // single choices, so that the postal ones cannot be taken out of it.
    let text = r#"{"contest":{"name":"c","choices":["A","B"]},
        "counts":[{"name":"final","status":"final","shares":{"A":"48.00","B":"52.00"},"valid":"1000000",
        "segments":[{"voters":["postal"],"votes":{"A":"200000","B":"270000"}}]}],
        "polls":[{"pollster":"P","shares":{"A":"53.0","B":"47.0"},"population":{"voters":["in_person"]},
        "sample":{"respondents":"10000","design_effect":"1.5"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let coverage = report
        .reference()
        .poll("P")
        .unwrap()
        .reading()
        .unwrap()
        .coverage
        .clone();
    let needs = coverage.unwrap().needs;
    assert!((needs[0].share - (0.48 - 0.53 * 0.53) / 0.47).abs() < 1e-12);
    assert!((needs[0].counted.unwrap() - 20.0 / 47.0).abs() < 1e-12);
    let printed = render::text_with(&report, 400, Detail::Full);
    // (.47995 − .53·.5305)/.47 to (.48005 − .53·.5295)/.47.
    assert!(
        printed.contains("would have had to give, in percent and within rounding, A 42.36 (42.29 to 42.43; and gave it 42.55)"),
        "{printed}"
    );
}

#[test]
fn polls_of_women_and_of_men_are_no_samples_of_one_pool() {
    let of = |pollster: &str, shares: &str, left_out: &str, outside: &str| {
        format!(
            r#"{{"pollster":"{pollster}","shares":{{{shares}}},"sample":{{"respondents":"900","design_effect":"1"}},
            "population":{{"left_out":"{left_out}","outside":"{outside}"}}}}"#
        )
    };
    let women = of("Women", r#""A":"40","B":"60""#, "men", "47");
    let men = of("Men", r#""A":"55","B":"45""#, "women", "53");
    let two = report(&format!("{women},{men}"));
    let count = two.reference();
    let reason = |report: &Report, poll: &str| {
        let count = report.reference();
        count.poll(poll).unwrap().left_out_of_the_whole.clone()
    };
    assert_eq!(reason(&two, "Women"), None);
    let than = |than: &str| Some(Reason::OtherVoters { than: than.into() });
    assert_eq!(reason(&two, "Men"), than("Women"));
    assert!(count.pool.is_none() && two.between_polls.is_none());
    assert!(
        count
            .polls
            .iter()
            .all(|poll| poll.rank.as_ref().is_none_or(|rank| rank.of == 1))
    );
    let text = words(&two);
    assert!(text.contains("Men (of other voters than Women)"), "{text}");
    assert!(!text.contains("Furthest"), "{text}");
    assert!(
        !text.contains("The polls differ from one another"),
        "{text}"
    );
    // Every part that a poll did not cover is said.
    for part in [
        "Women did not cover 47 percent",
        "Men did not cover 53 percent",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // Two pollsters who asked women stand for the polls; equal words and equal parts are one population.
    let others = of("Others", r#""A":"41","B":"59""#, "Men", "47.0");
    let three = report(&format!("{men},{women},{others}"));
    assert_eq!(reason(&three, "Others"), None);
    // Of the two, than the poll that leaves out least.
    assert_eq!(reason(&three, "Men"), than("Others"));
    assert!(three.reference().pool.is_some());
}

#[test]
fn votes_of_voters_whom_the_poll_does_not_cover_leave_any_deviation_possible_where_nobody_says_how_many()
 {
    let count = r#","population":{"voters":["in_person","postal"]}"#;
    let poll = r#""population":{"voters":["in_person"]},"shares":{"A":"55","B":"45"},
        "sample":{"respondents":"1000","design_effect":"1"}"#;
    let report = compared(count, poll);
    let of = report.reference().poll("P").unwrap();
    assert_eq!(of.verdict, Verdict::DifferentPopulations);
    let coverage = of.reading().unwrap().coverage.clone().unwrap();
    assert_eq!((coverage.outside, coverage.explains_at_most), (None, None));
    assert_eq!(coverage.uncounted, [exitpoll::VoterGroup::Postal]);
    let text = words(&report);
    assert!(
        text.contains("It has the votes cast in person on the day and by post."),
        "{text}"
    );
    assert!(
        text.contains("P did not cover votes cast by post, which the count says it has; what part of it they are is not published"),
        "{text}"
    );
    // Where a part of them is published, it is taken out, and of the others nothing is known: 400 of 700 thousand.
    let count = r#","population":{"voters":["in_person","postal","abroad"]},
        "segments":[{"voters":["postal"],"votes":{"A":"100000","B":"200000"}}]"#;
    let report = compared(count, poll);
    let of = report.reference().poll("P").unwrap();
    let coverage = of.reading().unwrap().coverage.clone().unwrap();
    assert_eq!(coverage.outside_bounds.low(), 0.0);
    assert_eq!(coverage.uncounted, [exitpoll::VoterGroup::Abroad]);
    let row = of.reading().unwrap().row("A").unwrap();
    assert!((row.count.value - 4.0 / 7.0).abs() < 1e-12);
}

#[test]
fn a_comparison_with_votes_of_others_says_that_it_takes_them_to_have_voted_alike() {
    let poll = |population: &str| {
        format!(
            r#""population":{{{population}}},"shares":{{"A":"51","B":"49"}},
            "sample":{{"respondents":"1000","design_effect":"1"}}"#
        )
    };
    let alike = "the comparison assumes that those voters voted as the others did";
    for population in [
        r#""left_out":"voters abroad""#,
        r#""voters":["in_person"],"outside":"30""#,
    ] {
        let report = compared("", &poll(population));
        assert_eq!(
            report.reference().poll("P").unwrap().verdict,
            Verdict::WithinSampling
        );
        let text = words(&report);
        assert!(text.contains(alike), "{text}");
    }
    let all = r#""voters":["in_person","early","postal","abroad"]"#;
    let whole = words(&compared("", &poll(all)));
    assert!(!whole.contains("voted as the others did"), "{whole}");
}

#[test]
fn what_a_range_of_votes_outside_would_have_had_to_give_is_an_interval_and_never_below_none() {
    let of = |outside: &str, a: &str, b: &str| {
        format!(
            r#"{{"pollster":"P","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"3000","design_effect":"1"}},
            "population":{{"voters":["in_person"],"outside":"{outside}"}}}}"#
        )
    };
    // (.48 − .97·.508)/.03 = −.425 and (.48 − .95·.508)/.05 = −.052.
    let impossible = words(&report(&of("3–5", "50.8", "49.2")));
    assert!(
        impossible.contains(
            "would have had to give, in percent, A less than 0 (impossible) and B more than 100 (impossible)"
        ),
        "{impossible}"
    );
    assert!(
        impossible.contains("within its sampling error it is not"),
        "{impossible}"
    );
    assert!(!impossible.contains("−19.20"), "{impossible}");
    // (.48 − .7·.5505)/.3 = .3155 to (.48 − .6·.5495)/.4 = .3758.
    let range = words(&report(&of("30–40", "55.0", "45.0")));
    assert!(
        range.contains("A 31.55 to 37.57") || range.contains("A 31.55 to 37.58"),
        "{range}"
    );
}

#[test]
fn the_short_form_shows_the_figures_of_the_count_that_each_poll_is_compared_with() {
    let text = r#"{"contest":{"name":"E","choices":["A","B"]},"counts":[{"name":"f","status":"final",
        "votes":{"A":"48000","B":"52000"},"segments":[
        {"voters":["postal"],"votes":{"A":"19000","B":"28000"}},
        {"voters":["in_person"],"votes":{"A":"29000","B":"24000"}}]}],"polls":[
        {"pollster":"P","shares":{"A":"54.5","B":"45.5"},"population":{"voters":["in_person"]}},
        {"pollster":"Q","shares":{"A":"41.0","B":"59.0"},"population":{"voters":["postal"]}},
        {"pollster":"R","shares":{"A":"50","B":"50"}}]}"#;
    let report = Comparison::from(json::read(text).unwrap()).run().unwrap();
    let brief = render::text(&report, 120);
    let cells = |row: &str| {
        let line = brief.lines().find(|line| line.starts_with(row));
        let line = line.unwrap_or_else(|| panic!("{row}: {brief}"));
        line[row.len()..].trim().to_owned()
    };
    assert_eq!(cells("official count"), "52.00");
    assert_eq!(cells("cast in person on the day"), "45.28");
    assert_eq!(cells("cast by post"), "59.57");
}

#[test]
fn turnout_and_invalid_ballots_of_the_count_are_printed() {
    let count = r#","invalid":"20000","turnout":"48.2""#;
    let text = words(&compared(count, r#""shares":{"A":"51.5","B":"48.5"}"#));
    assert!(
        text.contains("Turnout 48.2 percent, 20,000 ballots invalid."),
        "{text}"
    );
}

#[test]
fn a_plain_0_outside_is_nobody_and_one_with_decimals_is_said_by_its_upper_end() {
    let poll = r#""population":{"outside":"0"},"shares":{"A":"53","B":"47"},
        "sample":{"respondents":"1000","design_effect":"1"}"#;
    let text = words(&compared("", poll));
    // METHODS 12: c is what is stated, and no voters are named that would be left out.
    assert!(!text.contains("did not cover"), "{text}");
    assert!(!text.contains("0.50 percent"), "{text}");
    let named = poll.replace(
        r#""outside":"0""#,
        r#""outside":"0","left_out":"two stations""#,
    );
    let named = words(&compared("", &named));
    assert!(named.contains("Up to 0.50 percent"), "{named}");
    let tenth = words(&compared("", &poll.replace(r#""0""#, r#""0.0""#)));
    assert!(
        tenth.contains(
            "Up to 0.05 percent of the votes counted may be of voters that P did not cover"
        ),
        "{tenth}"
    );
    let stated = words(&compared("", &poll.replace(r#""0""#, r#""0–3""#)));
    assert!(
        stated
            .contains("Up to 3 percent of the votes counted may be of voters that P did not cover"),
        "{stated}"
    );
}

#[test]
fn votes_for_anybody_else_that_a_count_does_not_list_are_no_votes_that_it_counted() {
    // The base of the count is what it lists: A and B. Whether others had votes is not known.
    let poll = r#""shares":{"A":"47","B":"47","(other)":"6"},"sample":{"respondents":"1000","design_effect":"1"}"#;
    let said = "6.0 points too high for everyone else, of whom the count lists nobody";
    let unknown = words(&compared("", poll));
    assert!(unknown.contains(said), "{unknown}");
    // With its valid votes it says that there were none.
    let known = words(&compared(r#","valid":"1000000""#, poll));
    assert!(!known.contains("lists nobody"), "{known}");
    assert!(
        known.contains("6.0 points too high for everyone else"),
        "{known}"
    );
}

#[test]
fn what_others_explain_only_together_with_chance_is_said_so() {
    // 53 of those in person is 51.4 to 51.8 of all if nobody else, 2.5 to 3.5 percent, voted for A; 50 is 1.2 to 1.6 points off,
    // of a standard error of 1.12.
    let sample = r#""sample":{"respondents":"2000","design_effect":"1"}"#;
    let poll = |outside: &str| {
        format!(
            r#""population":{{"voters":["in_person"],"outside":"{outside}"}},"shares":{{"A":"53.0","B":"47.0"}},{sample}"#
        )
    };
    let report = compared("", &poll("3"));
    assert_eq!(
        report.reference().poll("P").unwrap().verdict,
        Verdict::DifferentPopulations
    );
    let text = words(&report);
    for said in [
        "P differs from the count, but votes that it did not cover and chance together could explain it.",
        "votes it did not cover and chance together could explain it",
        "Votes that the poll did not cover and chance together could explain it: +3.00 points for A",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // A tenth of the votes can by itself.
    let text = words(&compared("", &poll("10")));
    assert!(
        text.contains(
            "P differs from the count, but votes that it did not cover could explain it."
        ),
        "{text}"
    );
    assert!(!text.contains("chance together"), "{text}");
}

#[test]
fn voters_whose_votes_are_not_counted_are_named_also_where_nobody_is_outside() {
    let report = compared(
        r#","population":{"voters":["in_person"]}"#,
        r#""population":{"voters":["in_person","abroad"],"outside":"0"},"shares":{"A":"60.0","B":"40.0"},
        "sample":{"respondents":"2000","design_effect":"1"}"#,
    );
    assert_eq!(
        report.reference().poll("P").unwrap().verdict,
        Verdict::DifferentPopulations
    );
    let text = words(&report);
    assert!(
        text.contains(
            "P also covers those who voted abroad, whose votes the count says it does not have"
        ),
        "{text}"
    );
}
