//! A count whose shares are of all ballots, of which nobody says how many are invalid.

use exitpoll::model::Base;
use exitpoll::render::Detail;
use exitpoll::report::{Reason, Report, Verdict};

use super::words_of_reports::{has, lacks, report, text};

/// C has no figure in the count: what A and B leave is C's or invalid.
fn compared(polls: &[&str]) -> Report {
    let polls: Vec<String> = (polls.iter().zip(["P", "Q", "R"]))
        .map(|(poll, name)| {
            format!(
                r#"{{"pollster":"{name}",{poll},"sample":{{"respondents":"2000","design_effect":"1"}}}}"#
            )
        })
        .collect();
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
        "base":"all_ballots","shares":{{"A":"57.00","B":"38.00"}}}}],"polls":[{}]}}"#,
        polls.join(",")
    ))
}

#[test]
fn a_poll_that_does_not_say_its_base_is_compared_as_of_all_ballots_and_depends_on_it() {
    // 57.5 is within chance, 50.0 is 6.3 standard errors off: neither is known of valid votes.
    for (shares, own) in [
        (
            r#""shares":{"A":"57.5","B":"37.5"}"#,
            Verdict::WithinSampling,
        ),
        (
            r#""shares":{"A":"50.0","B":"45.0"}"#,
            Verdict::BeyondSampling,
        ),
    ] {
        let report = compared(&[shares]);
        let poll = report.reference().poll("P").unwrap();
        assert_eq!(poll.verdict, Verdict::DependsOnBase);
        let of_ballots = poll.as_printed().unwrap();
        assert_eq!(
            (of_ballots.base, of_ballots.verdict),
            (Base::AllBallots, own)
        );
        assert!((of_ballots.row("A").unwrap().count.value - 0.57).abs() < 1e-12);
        // Of valid votes there is no deviation.
        let of_valid = poll.reading().unwrap();
        assert_eq!(of_valid.verdict, Verdict::NotComparable);
        let not_tested = of_valid.row("A").unwrap().not_tested.as_ref();
        assert_eq!(not_tested, Some(&Reason::CountOfOtherBase));
        let brief = text(&report, Detail::Brief);
        has(
            &brief,
            "only if its shares are of all ballots, which it does not say",
        );
        lacks(&brief, "one way or the other");
        let full = text(&report, Detail::Full);
        has(&full, "As printed, against shares of all ballots.");
    }
    let brief = text(
        &compared(&[r#""shares":{"A":"50.0","B":"45.0"}"#]),
        Detail::Brief,
    );
    has(&brief, "+7.00 B");
}

#[test]
fn polls_that_all_state_all_ballots_are_ranked_and_taken_together_on_these() {
    let report = compared(&[
        r#""base":"all_ballots","shares":{"A":"56.0","B":"39.0"}"#,
        r#""base":"all_ballots","shares":{"A":"54.0","B":"40.0","C":"3.0"}"#,
        r#""shares":{"A":"57.0","B":"38.0"}"#,
    ]);
    let count = report.reference();
    // Of A, B and everyone else: 1 and 1 and 0, so 1 point; 3 and 2 and 1, so 3.
    for (name, place, distance) in [("P", 1, 0.01), ("Q", 2, 0.03)] {
        let rank = count.poll(name).unwrap().rank.as_ref().unwrap();
        assert_eq!((rank.rank, rank.of), (Some(place), 2), "{name}");
        assert!((rank.total_variation - distance).abs() < 1e-9, "{name}");
        assert!(rank.of_all_ballots);
    }
    let other = count.poll("R").unwrap();
    assert!(other.rank.is_none());
    assert_eq!(other.left_out_of_the_whole, Some(Reason::BaseOpen));
    let pool = count.pool.as_ref().unwrap();
    assert_eq!(pool.polls, ["P", "Q"]);
    // 1,120 and 1,080 of 4,000.
    let of_a = pool.choices.iter().find(|of| of.label == "A").unwrap();
    assert!((of_a.pooled - 0.55).abs() < 1e-3, "{}", of_a.pooled);
    assert!(report.between_polls.is_some());
    let brief = text(&report, Detail::Brief);
    has(&brief, "Furthest from the count");
    lacks(&brief, "valid votes");
}
