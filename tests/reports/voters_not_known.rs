//! Polls of which it is not known whether they are of the same voters.

use exitpoll::Report;
use exitpoll::render::Detail;
use exitpoll::report::Reason;

use super::words_of_reports::{has, lacks, report, text};

const IN_PERSON: &str = r#""population":{"voters":["in_person"]},"#;
const EARLY: &str = r#""population":{"voters":["early"]},"#;

/// 480,000 of 1,000,000 votes for A, of which those by post are 200,000 of 470,000; each poll has 53.0 for A.
fn against_parts(voters: &str, polls: &[(&str, &str)]) -> Report {
    let polls: Vec<String> = (polls.iter())
        .map(|(name, more)| {
            format!(
                r#"{{"pollster":"{name}",{more}"shares":{{"A":"53.0","B":"47.0"}},
                "sample":{{"respondents":"10000","design_effect":"1.5"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"480000","B":"520000"}},"population":{{"voters":["{voters}","postal"]}},
        "segments":[{{"voters":["postal"],"votes":{{"A":"200000","B":"270000"}}}}]}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

fn left_out(report: &Report) -> Vec<Option<Reason>> {
    let polls = report.reference().polls.iter();
    polls
        .map(|poll| poll.left_out_of_the_whole.clone())
        .collect()
}

fn not_known(beside: &str) -> Option<Reason> {
    Some(Reason::VotersNotKnown {
        beside: beside.into(),
    })
}

#[test]
fn a_poll_that_states_its_voters_stands_and_one_that_does_not_is_not_said_to_be_of_others() {
    for polls in [
        &[("P", IN_PERSON), ("R", ""), ("S", "")],
        &[("R", ""), ("P", IN_PERSON), ("S", "")],
    ] {
        let report = against_parts("in_person", polls);
        let expected: Vec<Option<Reason>> = (polls.iter())
            .map(|(name, _)| not_known("P").filter(|_| *name != "P"))
            .collect();
        assert_eq!(left_out(&report), expected);
        let text = text(&report, Detail::Full);
        has(
            &text,
            "Not ranked or taken together with the others: R and S (not known to be of the same voters as P).",
        );
        lacks(&text, "of other voters");
        // One poll is not the furthest of those that cannot be ranked with it.
        lacks(&text, "Furthest");
    }
}

#[test]
fn of_early_voters_alone_is_no_poll_that_does_not_say_so() {
    let report = against_parts("early", &[("P", EARLY), ("R", ""), ("S", "")]);
    let than = Some(Reason::OtherVoters { than: "R".into() });
    assert_eq!(left_out(&report), [than, None, None]);
    // Nor is it an earlier release of one.
    let releases = [
        (
            "P",
            r#""release":"early","population":{"voters":["early"]},"#,
        ),
        ("P", ""),
    ];
    let than = Some(Reason::OtherVoters { than: "P".into() });
    assert_eq!(left_out(&against_parts("early", &releases)), [than, None]);
}

#[test]
fn polls_that_state_different_voters_are_still_said_to_be_of_others() {
    let early = r#""population":{"voters":["in_person","early"]},"#;
    let report = against_parts(
        "in_person",
        &[("P", IN_PERSON), ("Q", IN_PERSON), ("R", early)],
    );
    let than = Some(Reason::OtherVoters { than: "P".into() });
    assert_eq!(left_out(&report), [None, None, than]);
}

#[test]
fn a_later_release_that_does_not_repeat_its_voters_is_no_further_poll() {
    let releases = [
        (
            "P",
            r#""release":"18:00","population":{"voters":["in_person"]},"#,
        ),
        ("P", r#""release":"20:00","#),
    ];
    let report = against_parts("in_person", &releases);
    let later = Some(Reason::EarlierRelease {
        later: "P (20:00)".into(),
    });
    assert_eq!(left_out(&report), [later, None]);
}

#[test]
fn that_nothing_is_said_of_a_poll_is_said_once_and_not_beside_its_projection() {
    let path = format!(
        "{}/examples/data/azerbaijan_2024.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut document = exitpoll::io::json::read_file(&path).expect("it reads");
    // At 6,102 of 6,537 stations, after 54.47 percent of the ballots.
    document.counts.truncate(2);
    let report = exitpoll::Comparison::from(document)
        .run()
        .expect("the report is made");
    let full = text(&report, Detail::Full);
    let unsaid = "Nothing is said of whether Oracle Advisory Group can come true";
    assert_eq!(full.matches(unsaid).count(), 1, "{full}");
    has(
        &full,
        "By that projection not reached: Oracle Advisory Group",
    );
    let (_, projection) = full
        .split_once("which is a projection; nothing is decided by that.")
        .expect("a projection");
    lacks(projection, unsaid);
}

#[test]
fn voters_in_person_may_be_those_that_a_poll_without_the_early_ones_has() {
    // Korea: 37 percent voted early and are left out; nobody says how many did not vote in person on the day.
    let of = |second: &str| {
        report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
            "votes":{{"A":"480000","B":"520000"}}}}],"polls":[
            {{"pollster":"KBS","shares":{{"A":"49.0","B":"51.0"}},
            "population":{{"outside":"37.0","left_out":"early voters"}}}},
            {{"pollster":"JTBC","shares":{{"A":"48.5","B":"51.5"}},"population":{{{second}}}}}]}}"#
        ))
    };
    let unnumbered = of(r#""voters":["in_person"]"#);
    // That one leaves out no more than 37 percent is known; of the other nothing is.
    assert_eq!(left_out(&unnumbered), [None, not_known("KBS")]);
    let said = text(&unnumbered, Detail::Brief);
    has(&said, "JTBC (not known to be of the same voters as KBS)");
    lacks(&said, "of other voters");
    // Where both are numbered and differ, they are others; where they are alike, the same.
    let others = of(r#""voters":["in_person"],"outside":"12""#);
    let than = Reason::OtherVoters {
        than: "JTBC".into(),
    };
    assert_eq!(left_out(&others), [Some(than), None]);
    assert_eq!(
        left_out(&of(r#""voters":["in_person"],"outside":"37""#)),
        [None, None]
    );
}

#[test]
fn the_furthest_of_some_polls_from_the_votes_of_their_voters_is_so_of_those_alone() {
    // In person 280,000 of 530,000 for A, 52.83 percent; R may be of all voters, and is 12 points off.
    let poll = |name: &str, more: &str, a: &str, b: &str| {
        format!(r#"{{"pollster":"{name}",{more}"shares":{{"A":"{a}","B":"{b}"}}}}"#)
    };
    let polls = [
        poll("P", IN_PERSON, "53.0", "47.0"),
        poll("Q", IN_PERSON, "54.0", "46.0"),
        poll("R", "", "60.0", "40.0"),
    ];
    let report = report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"f","status":"final",
        "votes":{{"A":"480000","B":"520000"}},"population":{{"voters":["in_person","postal"]}},
        "segments":[{{"voters":["postal"],"votes":{{"A":"200000","B":"270000"}}}}]}}],"polls":[{}]}}"#,
        polls.join(",")
    ));
    has(
        &text(&report, Detail::Brief),
        "Of the two compared with the votes cast in person on the day, the furthest is Q, 1.17 points too high for A.",
    );
}
