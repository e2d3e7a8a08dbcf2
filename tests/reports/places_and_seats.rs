//! What counts leave open of bounds, places and seats, and what a projection does not say.

use exitpoll::render::Detail;
use exitpoll::report::{Basis, CallOutcome, Report, Said, Verdict};

use super::words_of_reports::{has, lacks, report, text};

/// One poll of A and B against an early and a late count, 1 and 99 of 100 stations, and more of the late one.
fn night(late: &str) -> String {
    let document = format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[
        {{"name":"early","status":"partial","completeness":{{"of":"stations","counted":"1","total":"100"}},
        "votes":{{"A":"5000","B":"5000"}}}},
        {{"name":"late","status":"partial",{late}"votes":{{"A":"400000","B":"600000"}}}}],
        "polls":[{{"pollster":"P","shares":{{"A":"60.0","B":"40.0"}}}}]}}"#
    );
    text(&report(&document), Detail::Full)
}

#[test]
fn a_projection_makes_nothing_impossible() {
    // Of 99 stations 40 percent: the last of average size cannot lift A to 60, but nothing says how large it is.
    let projected = night(r#""completeness":{"of":"stations","counted":"99","total":"100"},"#);
    has(
        &projected,
        "By that projection not reached: P from \"late\" on.",
    );
    lacks(&projected, "No longer possible");
    lacks(&projected, "P impossible");
    // With the registered voters of that station it is a bound: (400,000 + 10,000)/1,010,000 = 40.6 percent.
    let bounded = night(
        r#""completeness":{"of":"stations","counted":"99","total":"100"},"outstanding_registered":"10000","#,
    );
    has(&bounded, "No longer possible: P from \"late\" on.");
}

#[test]
fn a_bound_says_whose_ballots_it_takes_to_come() {
    // 2,000,000 registered and 1,000,000 counted: that A stays ahead of B by 200,000 rests on the 50,000 voters of
    // the stations still to report, not on everyone without a counted ballot.
    let document = |registered: &str| {
        format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"],"registered":"2000000"}},"counts":[{{"name":"night",
            "status":"partial",{registered}"votes":{{"A":"600000","B":"400000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"61.0","B":"39.0"}}}}]}}"#
        )
    };
    let of_stations = report(&document(r#""outstanding_registered":"50000","#));
    let decided = "B can no longer draw level with A, even if every registered voter of the stations still to report \
                   votes.";
    for detail in [Detail::Brief, Detail::Full] {
        let text = text(&of_stations, detail);
        has(&text, decided);
        lacks(&text, "without a counted ballot");
    }
    let of_all = report(&document(""));
    has(
        &text(&of_all, Detail::Brief),
        "B could still draw level with A, with a lead of 20.00 points among the ballots still to be counted, if every \
         registered voter without a counted ballot still votes.",
    );
}

#[test]
fn the_place_that_decides_a_run_off_is_said_to_be_open() {
    let document = |outstanding: &str, places: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"]{places}}},"counts":[{{"name":"night",
            "status":"partial","outstanding_registered":"{outstanding}",
            "votes":{{"A":"400000","B":"200000","C":"190000"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"50.0","B":"24.0","C":"26.0"}}}}]}}"#
        ))
    };
    let open = "Who takes place 2 is still open: B leads C by 10,000 votes.";
    let two = r#","places":"2""#;
    let with_15_000 = document("15000", two);
    has(&text(&with_15_000, Detail::Brief), open);
    has(&text(&with_15_000, Detail::Full), open);
    let bound = with_15_000.reference().outstanding(Basis::RegisteredVoters);
    let place = bound
        .and_then(|view| view.last_place.as_ref())
        .expect("a place");
    assert_eq!(
        (place.place, place.holder.as_str(), place.next.as_str()),
        (2, "B", "C")
    );
    assert_eq!(
        (place.lead_votes, place.decided),
        (Some(10_000), Some(false))
    );
    // 9,000 ballots cannot make up for 10,000 votes; where one place counts the second decides nothing.
    lacks(&text(&document("9000", two), Detail::Brief), "place 2");
    lacks(&text(&document("15000", ""), Detail::Brief), "place 2");
}

#[test]
fn nothing_is_open_where_nobody_is_left() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"night","status":"partial",
        "outstanding_registered":"0","votes":{"A":"500001","B":"499999"}}],
        "polls":[{"pollster":"P","shares":{"A":"50.0","B":"50.0"}}]}"#,
    );
    assert!(report.reference().is_all_counted());
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "No polling station still to report, not declared final",
    );
    lacks(&short, "Still open");
    lacks(&short, "registered voter");
}

#[test]
fn seats_that_are_open_are_no_hits_and_may_be_missed_by_more() {
    // 111 of 120 seats declared: A ends at 61 to 70. P's 55 misses that by 6 at least.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"],"seats":"120","majority":"61"},
        "counts":[{"name":"night","status":"partial","seats":{"A":"61","B":"40","C":"10"}}],"polls":[
        {"pollster":"P","seats":{"A":"55","B":"45","C":"20"}},
        {"pollster":"Q","seats":{"A":"61–70","B":"40–44","C":"12–15"}}]}"#,
    );
    let short = text(&report, Detail::Brief);
    has(&short, "P 55 at least 6 A – seats missed");
    has(&short, "Q 61–70 open 1 of 3, 2 open seats still open");
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Seats missed: 55 misses 61–70 for A by at least 6 seats.",
    );
    lacks(&full, "nothing bounds");
}

#[test]
fn seats_of_unlisted_parties_contradict_nothing() {
    // 46 of 50: the count lists two parties, and says nothing of others.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"],"seats":"50"},"counts":[{"name":"result","status":"final",
        "seats":{"A":"30","B":"16"}}],"polls":[{"pollster":"P","seats":{"A":"28","B":"17"}}]}"#,
    );
    let short = text(&report, Detail::Brief);
    has(
        &short,
        "Caution, seats of the house are missing. The count \"result\" gives 46 of the 50 seats of the house and does \
         not say whose the other 4 are.",
    );
    lacks(&short, "contradict");
}

#[test]
fn only_a_range_has_a_middle() {
    let polls = |seats: &[&str]| {
        let polls: Vec<String> = (seats.iter().enumerate())
            .map(|(place, a)| {
                format!(r#"{{"pollster":"P{place}","seats":{{"A":"{a}","B":"19"}}}}"#)
            })
            .collect();
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"],"seats":"50"}},"counts":[{{"name":"result",
            "status":"final","seats":{{"A":"30","B":"20"}}}}],"polls":[{}]}}"#,
            polls.join(",")
        ));
        (text(&report, Detail::Brief), text(&report, Detail::Full))
    };
    let (short, full) = polls(&["28"]);
    has(
        &short,
        "A won 30 seats; the 28 of P0 missed that by 2 seats.",
    );
    lacks(&full, "middle");
    lacks(&full, "midpoint");
    has(
        &polls(&["30"]).0,
        "A won 30 seats; the 30 of P0 hit that exactly.",
    );
    has(
        &polls(&["24–30"]).0,
        "A won 30 seats; the middle of the 24–30 of P0 missed that by 3 seats",
    );
    let (short, full) = polls(&["28", "31"]);
    has(
        &short,
        "A won 30 seats; two polls missed that by 1.5 seats on average.",
    );
    lacks(&full, "midpoint");
    // (2 + 3)/2.
    has(
        &polls(&["28", "24–30"]).0,
        "A won 30 seats; two polls, by the middle of a range where they give one, missed that by 2.5 seats on average",
    );
    let message = exitpoll::io::json::read(
        r#"{"contest":{"name":"c","choices":["A"]},"counts":[],"polls":[{"pollster":"P","seats":{"A":"<10"}}]}"#,
    )
    .expect_err("no number of seats")
    .to_string();
    has(&message, "or a range such as 150–160");
}

#[test]
fn an_impossible_share_within_rounding_is_one_word() {
    // .8 percent is out: for B's 46 against 44.6 counted those must give (46 − .992·44.6)/.8 = 220 percent, from 198 to
    // 240 or so within rounding; for A's 49 less than 0.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},"counts":[{"name":"night","status":"partial",
        "completeness":{"of":"ballots","percent":"99.2"},"shares":{"A":"50.4","B":"44.6","C":"5.0"}}],
        "polls":[{"pollster":"P","shares":{"A":"49.0","B":"46.0","C":"5.0"},
        "sample":{"respondents":"2000","design_effect":"1"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "P B 46.0 impossible impossible impossible");
    has(&full, "P A 49.0 impossible impossible impossible");
    for words in ["above 100", "below 0", "220."] {
        lacks(&full, words);
    }
}

#[test]
fn a_bloc_under_two_names_is_one() {
    // 53 seats for A and B together: 48 to 54 of P holds them, 45 to 50 of Q does not; the middles are 2 and 5.5 off.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C","D"],"seats":"100"},"counts":[{"name":"f","status":"final",
        "seats":{"A":"30","B":"23","C":"27","D":"20"}}],"polls":[
        {"pollster":"P","seats":{"A + B":"48–54","C":"24–28","D":"18–24"},
        "merged":[{"label":"A + B","choices":["A","B"]}]},
        {"pollster":"Q","seats":{"Bloc":"45–50","A":"25–30","B":"18–22","C":"28–32","D":"20–24"},
        "merged":[{"label":"Bloc","choices":["B","A"]}]}]}"#,
    );
    let brief = text(&report, Detail::Brief);
    has(
        &brief,
        "A + B won 53 seats; the middles of the ranges of two polls missed that by 3.8 seats on average; the result lies inside 1 of 2 ranges.",
    );
    let blocs = report.reference().seat_errors.iter();
    assert_eq!(
        blocs.filter(|of| of.label.contains('B')).count(),
        2,
        "A + B, and B"
    );
}

#[test]
fn estimates_of_members_are_added_up_where_the_count_has_their_bloc_only() {
    let document = |seats: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100","majority":"51"}},"counts":[{{"name":"f",
            "status":"final","seats":{{"A + B":"55","C":"45"}},"merged":[{{"label":"A + B","choices":["A","B"]}}]}}],
            "polls":[{{"pollster":"P","seats":{{{seats}}}}}]}}"#
        ))
    };
    // 30 to 34 and 16 to 20 are 46 to 54, one short of 55.
    let both = document(r#""A":"30–34","B":"16–20","C":"46–54""#);
    let seats = both.reference().poll("P").unwrap().seats.clone().unwrap();
    let row = seats.row("A + B").unwrap();
    assert_eq!((row.low, row.high, row.miss), (46, 54, 1));
    assert_eq!(row.added_up, ["A", "B"]);
    assert_eq!(
        (row.inside, seats.ranges, seats.left_out.len()),
        (Some(false), 2, 0)
    );
    has(&text(&both, Detail::Full), "A + B (A and B added up)");
    // 46 to 54 on either side: who leads, the bloc as one, and who has the majority is open in the poll.
    let calls = &both.reference().poll("P").unwrap().calls;
    let outcomes: Vec<CallOutcome> = calls.iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes, [CallOutcome::Open, CallOutcome::Open]);
    assert_eq!(calls[1].result, Said::Choices(vec!["A + B".into()]));
    // Without one of the two there is no sum.
    let one = document(r#""A":"30–34","C":"46–54""#);
    let seats = one.reference().poll("P").unwrap().seats.clone().unwrap();
    assert!(seats.row("A + B").is_none());
    assert_eq!(seats.left_out[0].label, "A");
}

#[test]
fn the_seats_of_a_bloc_are_found_whatever_the_count_calls_it() {
    let seats = |of_poll: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C","D"],"seats":"101"}},"counts":[{{"name":"f",
            "status":"final","seats":{{"Union":"52","C":"30","D":"19"}},
            "merged":[{{"label":"Union","choices":["A","B"]}}]}}],"polls":[{{"pollster":"P",{of_poll}}}]}}"#
        ));
        report.reference().poll("P").unwrap().seats.clone().unwrap()
    };
    let same = seats(
        r#""seats":{"Alliance":"50-54"},"merged":[{"label":"Alliance","choices":["B","A"]}]"#,
    );
    assert_eq!(
        (same.rows[0].result_low, same.rows[0].inside),
        (52, Some(true))
    );
    assert!(same.left_out.is_empty());
    // Under the count's own word another bloc: 52 and 30 of C, not 52.
    let wider =
        seats(r#""seats":{"Union":"80-84"},"merged":[{"label":"Union","choices":["A","B","C"]}]"#);
    assert_eq!(wider.rows[0].result_low, 82);
    // C and D without the two of the count's bloc have 49; with one of these nobody knows.
    let others = seats(r#""seats":{"X":"49"},"merged":[{"label":"X","choices":["C","D"]}]"#);
    assert_eq!(others.rows[0].result_low, 49);
    let across = seats(r#""seats":{"X":"60"},"merged":[{"label":"X","choices":["B","C"]}]"#);
    assert!(across.rows.is_empty());
    assert_eq!(across.left_out[0].label, "X");
}

#[test]
fn a_bloc_of_which_not_every_member_has_seats_counts_and_a_member_beside_it_does_not() {
    let report = report(
        r#"{"contest":{"name":"E","choices":["L1","L2","R"],"seats":"101","majority":"51"},
        "counts":[{"name":"f","status":"final","seats":{"L1":"33","L2":"20","R":"48"}}],
        "polls":[{"pollster":"P","merged":[{"label":"Left","choices":["L1","L2"]}],
        "seats":{"L1":"30–34","Left":"51–55","R":"46–50"}},
        {"pollster":"Q","merged":[{"label":"Left","choices":["L1","L2"]}],
        "seats":{"L1":"30–34","L2":"18–22","Left":"51–55","R":"46–50"}},
        {"pollster":"S","merged":[{"label":"Left","choices":["L1","L2"]}],
        "seats":{"L1":"20–24","Left":"51–55","R":"46–50"}}]}"#,
    );
    // 51 + 46 to 55 + 50; of Q 30 + 18 + 46 to 34 + 22 + 50.
    let seats = |poll: usize| report.reference().polls[poll].seats.as_ref().unwrap();
    assert_eq!((seats(0).sum, seats(0).ranges), ((97, 105), 2));
    assert_eq!((seats(1).sum, seats(1).ranges), ((94, 106), 3));
    let full = text(&report, Detail::Full);
    has(
        &full,
        "The figures sum to 97–105, which can make up the house.",
    );
    has(&full, "L1 (counted in Left)");
    // What counts nowhere else and is missed is named where the verdict rests on it.
    has(&full, "20–24 misses 33 for L1 by 9 seats");
    has(&full, "Left (a check: its members stand by themselves)");
}

#[test]
fn a_sum_of_two_lists_above_a_threshold_says_nothing_of_either() {
    let of = |a_and_b: &str, threshold: &str| {
        let text = text(
            &report(&format!(
                r#"{{"contest":{{"name":"c","choices":["A","B","C"],"thresholds":{{"t":{threshold}}}}},
                "counts":[{{"name":"f","completeness":{{"of":"ballots","percent":"99.0"}},
                "merged":[{{"label":"A + B","choices":["A","B"]}}],
                "votes":{{"A + B":"{a_and_b}","C":"900000"}},"invalid":"0"}}],
                "polls":[{{"pollster":"P","shares":{{"A":"6","B":"4","C":"90"}}}}]}}"#
            )),
            Detail::Full,
        );
        let start = text.find("t (").expect("the threshold");
        text[start..]
            .split_inclusive(&[';', '.'])
            .take(2)
            .collect::<String>()
    };
    let each = |votes| of(votes, "\"5\"");
    assert!(!each("100000").contains("A + B"), "{}", each("100000"));
    has(&each("10000"), "below for A + B");
    // Of a threshold for the two as one the sum is asked.
    let for_both = r#"{"percent":"5","choices":["A + B"]}"#;
    has(&of("100000", for_both), "above for A + B");
}

#[test]
fn seats_are_inside_where_whoever_wins_the_outstanding_ones_leaves_them_there() {
    let of = |a: &str, b: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"],"seats":"100","majority":"51"}},"counts":[
            {{"name":"four out","status":"partial","seats":{{"A":"60","B":"36"}}}}],
            "polls":[{{"pollster":"P","seats":{{"A":"{a}","B":"{b}"}}}}]}}"#
        ))
    };
    let verdict = |report: &Report| report.reference().poll("P").unwrap().verdict;
    // Four are outstanding: A ends at 60 to 64, B at 36 to 40.
    let inside = of("58–66", "34–42");
    assert_eq!(verdict(&inside), Verdict::SeatsInside);
    let brief = text(&inside, Detail::Brief);
    has(
        &brief,
        "P has the seats of every party that could be compared inside its ranges, whoever wins those without a winner.",
    );
    lacks(&brief, "cannot be judged");
    // B can end at 40, above 39; and a number is not met before the last seat is won.
    assert_eq!(verdict(&of("58–66", "34–39")), Verdict::SeatsOpen);
    assert_eq!(verdict(&of("60", "36–40")), Verdict::SeatsOpen);
    assert_eq!(verdict(&of("58–66", "41–42")), Verdict::SeatsOutside);
}

#[test]
fn seats_given_as_ranges_are_inside_them_and_not_right() {
    let says = |seats: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B","C"],"seats":"100"}},"counts":[{{"name":"result",
            "status":"final","seats":{{"A":"50","B":"50","C":"0"}}}}],"polls":[{{"pollster":"P","seats":{{{seats}}}}}]}}"#
        ));
        text(&report, Detail::Brief)
    };
    let both = says(r#""A":"48–53","B":"46–51","C":"0""#);
    has(
        &both,
        "P has the seats of every party that it names right or inside its ranges.",
    );
    has(&both, "seats right or inside its ranges");
    for words in ["the right seats", "no seats missed"] {
        lacks(&both, words);
    }
    let figures = says(r#""A":"50","B":"50","C":"0""#);
    has(
        &figures,
        "P has the right seats for every party that it names.",
    );
    lacks(&figures, "its ranges");
}

#[test]
fn of_level_seats_sentence_and_table_show_one_choice_and_name_the_other() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["Likud","Blue & White","Shas"],"seats":"78"},"counts":[{"name":"result",
        "status":"final","seats":{"Likud":"35","Blue & White":"35","Shas":"8"}}],
        "polls":[{"pollster":"P","seats":{"Likud":"36","Blue & White":"37","Shas":"5"}}]}"#,
    );
    let brief = text(&report, Detail::Brief);
    has(
        &brief,
        "Likud won 35 seats, level with Blue & White; the 36 of P missed that by 1 seat.",
    );
    has(&brief, "P 36 3 Shas");
    lacks(&brief, "Blue & White won");
    lacks(&brief, "Shas won");
}

#[test]
fn a_bloc_of_the_count_beside_its_members_leads_nothing() {
    // Together A and B have more than D, and neither does alone.
    let report = super::words_of_reports::report(
        r#"{"contest":{"name":"E","choices":["A","B","D"],"seats":"100","majority":"51"},"counts":[{"name":"r",
        "status":"final","merged":[{"label":"A+B","choices":["A","B"]}],"seats":{"A":"30","B":"25","A+B":"55","D":"45"}}],
        "polls":[{"pollster":"P","seats":{"A":"28–32","B":"20–24","D":"45–50"}}]}"#,
    );
    assert_eq!(report.reference().leading.leader(), Some("D"));
}
