//! What the documents that the project began with say, to someone who knows the elections from the press alone.

use exitpoll::io::json;
use exitpoll::partial::Reachability;
use exitpoll::render::Detail;
use exitpoll::report::{CallOutcome, Finding, Leading, NotPublished};
use exitpoll::{Comparison, Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};

fn shipped(name: &str) -> String {
    let path = format!("{}/examples/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The document as it stood when no later count than the first so many was published.
fn as_of(name: &str, counts: usize) -> Report {
    let mut document = json::read(&shipped(name)).unwrap();
    document.counts.truncate(counts);
    Comparison::from(document).run().unwrap()
}

/// The short form as a terminal of 80 columns shows it.
fn short(report: &Report) -> String {
    let text = exitpoll::render::text_with(report, 80, Detail::Brief);
    assert!(text.lines().count() <= 30, "{text}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_article_says_on_whose_word_a_poll_can_no_longer_come_true() {
    let report = report(&shipped("azerbaijan_2024_article"));
    let words = short(&report);
    for said in [
        "partial count, 93.35 percent of the ballots, as of 2024-02-08, as stated in MENAFN–Trend, 2024-02-08; a share of \
         polling stations would bound nothing.",
        "Oracle Advisory Group can no longer come exactly true (unless 76.51 percent were invalid)",
        // .93345·.92055 + .06655 = .925837 is the most that Ilham Aliyev can end with.
        "Ray Monitoring Center could come true only as 92.55 to 92.58 for Ilham Aliyev, or with at least 4.15 percent of \
         the ballots counted invalid: a projection, not a bound; ",
        "Social Research Center can still come exactly true",
        "Nothing here says why.",
    ] {
        has(&words, said);
    }
    // Where stations are counted nobody has stated a share of the ballots.
    lacks(&short(&as_of("azerbaijan_2024", 2)), "as stated in");
}

#[test]
fn what_is_open_outlasts_the_measures_of_the_table_where_thirty_lines_are_few() {
    let report = as_of("azerbaijan_2024", 1);
    let words = short(&report);
    has(
        &words,
        "Still open: partial count, 54.47 percent of the ballots",
    );
    has(&words, "can no longer come exactly true (unless");
    has(&words, "Oracle Advisory");
    lacks(&words, "overlap");
}

#[test]
fn stations_where_nobody_had_voted_are_named_with_the_most_that_they_explain() {
    let report = report(&shipped("azerbaijan_2024"));
    has(
        &short(&report),
        "Up to 0.3977 percent of the votes counted may be of voters that Oracle Advisory Group did not cover (perhaps 26 of \
         6,537 stations, where nobody had voted before, taken to be of average size), which can explain at most 0.40 points \
         of any deviation. Nothing here says why.",
    );
    // Which stations the observers saw is theirs to say.
    let note = "stations in Sumgayit and the Narimanov district; how many was not published";
    has(&text(&report, Detail::Full), note);
    assert_eq!(report.observations[0].note.as_deref(), Some(note));
}

#[test]
fn polls_that_miss_a_small_list_may_still_have_the_leader_right() {
    // 6,478,623 registered voters, 4,651,473 valid votes counted, of them 37,386 for Razi Nurullayev: .577 percent of all
    // that there can be, against .3. The leader's 92.4 needs (.924·6,478,623 − 4,281,625)/1,827,150 = 93.29 of a hundred.
    // The .3 of Oracle for Fuad Aliyev, who has .383, could be right of its own voters, with .4 percent of others.
    let report = as_of("azerbaijan_2024", 2);
    has(
        &short(&report),
        "Social Research Center can no longer come exactly true, though the figure for Ilham Aliyev still can; Ray Monitoring \
         Center can no longer come exactly true. Nothing follows for Oracle Advisory Group, which may not have covered all \
         voters.",
    );
}

#[test]
fn nothing_of_georgia_at_2206_of_3111_stations_can_be_overturned_by_the_others() {
    let report = as_of("georgia_2024", 1);
    let count = report.reference();
    assert!(count.bound().is_none());
    assert!((report.findings.iter()).any(|of| matches!(of, Finding::NothingIsBounded)));
    for poll in &count.polls {
        let open = [Verdict::OpenUntilCounted, Verdict::SampleSizeUnknown];
        assert!(
            open.contains(&poll.verdict),
            "{}: {:?}",
            poll.name,
            poll.verdict
        );
        assert!(
            (poll.calls.iter())
                .all(|call| matches!(call.outcome, CallOutcome::Open | CallOutcome::Unknown)),
            "{}",
            poll.name
        );
        for reach in poll.readings().flat_map(|of| &of.reachable) {
            assert!(!reach.is_bound || reach.reachability == Reachability::Possible);
        }
    }
    for claim in ["is decided", "impossible"] {
        lacks(&short(&report), claim);
    }
    for words in [short(&report), text(&report, Detail::Full)] {
        for claim in [
            "can no longer",
            "more than chance explains",
            "whatever",
            "wrong,",
            "right,",
        ] {
            lacks(&words, claim);
        }
        has(
            &words,
            "How many ballots are still to be counted is not known, since polling stations can be of any size, so nothing \
             bounds the final result.",
        );
    }
}

#[test]
fn voters_abroad_explain_as_much_of_edison_s_deviation_as_there_can_be_of_them() {
    let report = report(&shipped("georgia_2024"));
    let edison = report.reference().poll("Edison Research").unwrap();
    // 95,910 of at least 1,768,816 + 95,910 ballots are 5.14 percent: 13 points are more.
    assert_eq!(edison.verdict, Verdict::BeyondSampling);
    assert!(!edison.not_published.contains(&NotPublished::Population));
    has(
        &short(&report),
        "which can explain at most 5.20 points of any deviation",
    );
}

#[test]
fn whose_votes_a_count_has_is_asked_of_it() {
    let of = |population: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},
            "counts":[{{"name":"c","status":"final","votes":{{"A":"5400","B":"4600"}}{population}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"52.0","B":"48.0"}}}}]}}"#
        ))
    };
    let silent = of("");
    assert_eq!(silent.reference().not_published, [NotPublished::Population]);
    has(
        &text(&silent, Detail::Brief),
        "Not published of the count: whose votes it has.",
    );
    let said = of(r#","population":{"voters":["in_person","postal"]}"#);
    assert_eq!(said.reference().not_published, []);
}

#[test]
fn nobody_leads_by_seats_where_a_list_without_any_can_have_more() {
    let leading = |contest: &str, count: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","C"]{contest}}},"counts":[{{"name":"c",{count}}}],
            "polls":[{{"pollster":"P","seats":{{"B":"28–32","C":"20–24"}}}}]}}"#
        ))
        .reference()
        .leading
        .clone()
    };
    let (house, last) = (r#","seats":"100""#, r#""status":"final","#);
    let b = Leading::Leader("B".into());
    // 45 of the 100 are nobody's, and A's are not known; or could be A's, whatever the house has.
    assert_eq!(
        leading(house, &format!(r#"{last}"seats":{{"B":"30","C":"25"}}"#)),
        Leading::Unknown
    );
    assert_eq!(
        leading("", &format!(r#"{last}"seats":{{"B":"30","C":"25"}}"#)),
        Leading::Unknown
    );
    // All three have seats, and a list that nobody names may have the other 45.
    assert_eq!(
        leading(
            house,
            &format!(r#"{last}"seats":{{"A":"0","B":"30","C":"25"}}"#)
        ),
        Leading::Unknown
    );
    // 5 are fewer than the 60 of B.
    assert_eq!(
        leading(house, &format!(r#"{last}"seats":{{"B":"60","C":"35"}}"#)),
        b
    );
    assert_eq!(
        leading(
            "",
            &format!(r#"{last}"seats":{{"A":"0","B":"30","C":"25"}}"#)
        ),
        b
    );
    // So far, of seats that are still to be won.
    let partial = r#""status":"partial","#;
    assert_eq!(
        leading(
            house,
            &format!(r#"{partial}"seats":{{"A":"0","B":"30","C":"25"}}"#)
        ),
        b
    );
}

#[test]
fn what_is_not_in_the_report_is_not_explained() {
    let of = |count: &str, sample: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},
            "counts":[{{"name":"c",{count},"votes":{{"A":"5400","B":"4600"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"52.0","B":"48.0"}}{sample}}}]}}"#
        ));
        text(&report, Detail::Full)
    };
    let sized = r#","sample":{"respondents":"1000"}"#;
    let last = r#""status":"final""#;
    let (times, needed) = ("\"Times chance\" is", "The share needed is what");
    has(&of(last, sized), times);
    lacks(&of(last, ""), times);
    has(
        &of(r#""completeness":{"of":"ballots","percent":"50"}"#, ""),
        needed,
    );
    // Nothing is known of the ballots still to come.
    lacks(&of(r#""status":"partial""#, ""), needed);
}

#[test]
fn a_difference_is_said_to_have_no_reason_here_and_agreement_needs_none() {
    let of = |a: &str, b: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B"]}},
            "counts":[{{"name":"c","status":"final","votes":{{"A":"5400","B":"4600"}}}}],
            "polls":[{{"pollster":"P","shares":{{"A":"{a}","B":"{b}"}},"sample":{{"respondents":"1000","design_effect":"1.5"}}}}]}}"#
        ));
        text(&report, Detail::Brief)
    };
    has(&of("64.0", "36.0"), "Nothing here says why.");
    lacks(&of("54.0", "46.0"), "Nothing here says why.");
}

#[test]
fn what_a_document_notes_of_what_was_counted_stands_beside_what_rests_on_it() {
    let report = report(&shipped("azerbaijan_2024"));
    let full = text(&report, Detail::Full);
    let note = "Noted of \"CEC, 54.47 percent\": the source says ballots, probably stations as in the later statement";
    has(&full, note);
    // Beside the claim by that share, and not in the sources alone.
    let claim = full
        .find("No longer possible: Social Research Center from \"CEC, 54.47 percent\" on")
        .unwrap();
    let noted = full.find(note).unwrap();
    assert!(claim < noted && noted < full.find("Poll by poll").unwrap());
    // No count of which a share of stations is stated has a bound by it.
    lacks(&full, "Noted of \"CEC, 6,102 of 6,537 stations\"");
    // Nothing in this report needs a share of what is still to be counted: it is final.
    lacks(&full, "The share needed is");
    has(
        &full,
        "A bound holds unless votes are annulled or recounted; a projection bounds nothing.",
    );
    let open = text(&as_of("azerbaijan_2024", 1), Detail::Full);
    has(&open, "The share needed is");
    has(&open, note);
}

#[test]
fn a_cell_of_the_night_in_which_nothing_is_said_is_explained() {
    let full = text(&report(&shipped("georgia_2024")), Detail::Full);
    has(
        &full,
        "Nothing is said of whether Edison Research can come true at \"CEC, 2,206 of 3,111 stations\": poll and count are \
         not known to be of the same voters.",
    );
    lacks(&full, "HarrisX can come true at");
    // Everyone else is a row of the ranks as the choices are.
    has(
        &full,
        "over Georgian Dream, Coalition for Change, Unity – UNM, Strong Georgia and everyone else",
    );
}

#[test]
fn votes_that_could_explain_every_deviation_have_no_most_that_they_explain() {
    let germany = text(&report(&shipped("germany_2021")), Detail::Full);
    has(
        &germany,
        "Forschungsgruppe Wahlen (18:00) did not cover 47.3 percent of the votes counted (those who voted by post), which \
         could explain every deviation",
    );
    lacks(&germany, "can explain at most");
    lacks(&germany, "47.35");
    // 0.3977 percent cannot explain 1.78 points.
    has(
        &text(&report(&shipped("azerbaijan_2024")), Detail::Full),
        "which can explain at most 0.40 points of any deviation",
    );
}
