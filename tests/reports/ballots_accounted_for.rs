//! Ballots of a count that its votes, or its printed shares, account for.

use exitpoll::Report;
use exitpoll::render::Detail;

use super::words_of_reports::{has, lacks, report, text};

/// Of 1,000,000 ballots cast.
fn compared(choices: &str, count: &str, poll: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":[{choices}]}},"counts":[{{"name":"c","status":"final",
        "ballots_cast":"1000000",{count}}}],"polls":[{{"pollster":"P",{poll}}}]}}"#
    ))
}

const POLL: &str = r#""base":"all_ballots","shares":{"A":"40.0","B":"30.0"}"#;

#[test]
fn choices_with_a_printed_share_and_no_votes_are_accounted_for_by_it() {
    // 40 and 30 in votes, 20 and 6 in shares of all ballots: 4 percent are left.
    let mixed = r#""base":"all_ballots","votes":{"A":"400000","B":"300000"},
        "shares":{"A":"40.00","B":"30.00","C":"20.00","D":"6.00"}"#;
    // Shares of valid votes leave nobody out, with votes of all choices or of some.
    let some = r#""base":"valid_votes","votes":{"A":"400000"},"shares":{"A":"50.00","B":"37.50","C":"7.50","D":"5.00"}"#;
    let all = r#""votes":{"A":"400000","B":"300000","C":"60000","D":"40000"},
        "shares":{"A":"50.00","B":"37.50","C":"7.50","D":"5.00"}"#;
    for count in [mixed, some, all] {
        for detail in [Detail::Brief, Detail::Full] {
            let words = text(&compared(r#""A","B","C","D""#, count, POLL), detail);
            lacks(&words, "it does not say what they are");
            lacks(&words, "are not accounted for");
        }
    }
}

#[test]
fn what_neither_votes_nor_shares_account_for_is_named() {
    // 400,000 and 300,000 votes beside 10.005 percent at most: 199,950 at least are left.
    let count = r#""base":"all_ballots","votes":{"A":"400000","B":"300000"},
        "shares":{"A":"40.00","B":"30.00","C":"10.00"}"#;
    let words = text(&compared(r#""A","B","C""#, count, POLL), Detail::Brief);
    has(
        &words,
        "of the 1,000,000 ballots cast at least 199,950 (20.00 percent) are in none of its votes and shares",
    );
}

#[test]
fn votes_of_some_choices_take_no_ballots_for_invalid() {
    // C has no figure: its votes are among the others, and nobody takes these for invalid.
    let votes = r#""votes":{"A":"400000","B":"300000"}"#;
    let words = text(&compared(r#""A","B","C""#, votes, POLL), Detail::Full);
    lacks(&words, "take all of them for invalid");
    let all = text(&compared(r#""A","B""#, votes, POLL), Detail::Full);
    has(&all, "300,000 (30.00 percent) are no votes that it lists");
    has(&all, "shares of valid votes take all of them for invalid");
}

#[test]
fn ballots_of_which_nobody_says_what_they_are_leave_a_threshold_open() {
    // 48 of 950 are 5.05 percent, of 1,000 they are 4.80: the other 50 can be invalid, or votes for somebody else.
    let call = |more: &str| {
        let report = super::words_of_reports::report(&format!(
            r#"{{"contest":{{"name":"E","choices":["A","B","D"],"thresholds":{{"entry":"5"}}}},"counts":[{{"name":"f",
            "status":"final","base":"all_ballots","votes":{{"A":"600000","B":"302000","D":"48000"}},
            "ballots_cast":"1000000"{more}}}],"polls":[{{"pollster":"Q","base":"valid_votes",
            "shares":{{"A":"62.0","B":"32.2","D":"4.4"}},"sample":{{"respondents":"20000","design_effect":"1"}}}}]}}"#
        ));
        let calls = &report.reference().poll("Q").unwrap().calls;
        let mut of_d = calls
            .iter()
            .filter(|call| call.choice.as_deref() == Some("D"));
        let call = of_d.next().unwrap();
        (call.result.clone(), call.outcome)
    };
    use exitpoll::report::{CallOutcome, Said};
    assert_eq!(call(""), (Said::Open, CallOutcome::Open));
    assert_eq!(
        call(r#","invalid":"50000""#),
        (Said::Above, CallOutcome::Wrong)
    );
    assert_eq!(
        call(r#","invalid":"20000""#),
        (Said::Below, CallOutcome::Right)
    );
}
