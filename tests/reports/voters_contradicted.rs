//! Numbers of voters that cannot stand beside the ballots that were counted.

use exitpoll::Report;
use exitpoll::model::Contradiction;
use exitpoll::render::Detail;
use exitpoll::report::{Basis, Finding};

use super::words_of_reports::{has, lacks, report, text};

/// 50,000 votes of 100,000 registered voters, at 90 of 100 stations.
fn with_outstanding(outstanding: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"],"registered":"100000"}},"counts":[{{"name":"c1",
        "completeness":{{"of":"stations","counted":"90","total":"100"}},"outstanding_registered":"{outstanding}",
        "votes":{{"A":"30000","B":"20000"}},"invalid":"0"}}],"polls":[{{"pollster":"P","shares":{{"A":"61","B":"39"}},
        "sample":{{"respondents":"500","design_effect":"1"}}}}]}}"#
    ))
}

fn found(report: &Report) -> Vec<&Contradiction> {
    let findings = report.findings.iter();
    let found = findings.filter_map(|finding| match finding {
        Finding::FiguresContradict(of) => Some(of),
        _ => None,
    });
    found.collect()
}

#[test]
fn more_ballots_than_the_outstanding_voters_leave_registered_are_named_and_bound_nothing() {
    // 70,000 of 100,000 are still to report: the 50,000 ballots would be of 30,000 voters.
    let contradicted = with_outstanding("70000");
    let expected = Contradiction::OutstandingAndRegistered {
        count: "c1".into(),
        ballots: 50_000,
        outstanding: 70_000,
        registered: 100_000,
    };
    assert_eq!(found(&contradicted), [&expected]);
    assert!(contradicted.reference().bound().is_none());
    for detail in [Detail::Brief, Detail::Full] {
        let words = text(&contradicted, detail);
        has(
            &words,
            "50,000 ballots counted and 70,000 registered voters",
        );
        has(&words, "nothing bounds the final result");
        lacks(&words, "could still draw level");
        lacks(&words, "can no longer draw level");
        lacks(&words, "registered voters of the stations still to report.");
    }
    // 50,000 of 100,000 leave exactly as many.
    let stands = with_outstanding("50000");
    assert!(found(&stands).is_empty());
    let bound = stands.reference().bound().expect("a bound");
    assert_eq!(bound.basis, Basis::RegisteredVoters);
}

/// A final count of 5,360 ballots, and a poll drawn from so many.
fn drawn_from(ballots: &str, more: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"c1","status":"final",
        "votes":{{"A":"3200","B":"2100"}},"invalid":"60"}}],"polls":[{{"pollster":"P",{more}
        "shares":{{"A":"62.3","B":"37.7"}},"sample":{{"respondents":"2500","population":"{ballots}"}}}}]}}"#
    ))
}

#[test]
fn a_poll_drawn_from_fewer_ballots_than_were_cast_is_named_with_both() {
    let contradicted = drawn_from("4000", "");
    let expected = Contradiction::PopulationBelowBallots {
        poll: "P".into(),
        population: 4000,
        count: "c1".into(),
        ballots: 5360,
    };
    assert_eq!(found(&contradicted), [&expected]);
    has(
        &text(&contradicted, Detail::Brief),
        "P says that its sample was drawn from 4,000 ballots, but c1 has 5,360.",
    );
    assert!(found(&drawn_from("5360", "")).is_empty());
    // Some voters only cast fewer.
    let in_person = drawn_from("4000", r#""population":{"voters":["in_person"]},"#);
    assert!(found(&in_person).is_empty());
}
