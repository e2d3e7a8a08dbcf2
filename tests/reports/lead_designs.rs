//! Leads whose design effect is known: it does not follow from those of the choices.

use exitpoll::report::{Question, ReadingReport};
use exitpoll::station::{Interviews, Station, StationSample, StationTable};
use exitpoll::{ErrorKind, Report, Sample, io};

use super::words_of_reports::report;

fn of(sample: &str) -> Report {
    report(&format!(
        r#"{{"contest":{{"name":"E","choices":["A","B","C"]}},"counts":[{{"name":"c","status":"final",
        "votes":{{"A":"500000","B":"400000","C":"100000"}}}}],"polls":[{{"pollster":"P",
        "shares":{{"A":"50.0","B":"40.0","C":"10.0"}},"sample":{{{sample}}}}}]}}"#
    ))
}

fn reading(report: &Report) -> &ReadingReport {
    report.reference().poll("P").unwrap().reading().unwrap()
}

#[test]
fn a_lead_is_judged_by_the_design_effect_of_its_own() {
    let mean = of(r#""respondents":"1000","design_effect":"2""#);
    let own = of(r#""respondents":"1000","design_effect":"2",
        "lead_design_effects":[{"choices":["B","A"],"design_effect":"20"}]"#);
    // √((.9 − .01)/n) of 500 and of 50 respondents.
    for (report, size) in [(&mean, 500.0_f64), (&own, 50.0)] {
        let lead = reading(report).lead.as_ref().unwrap();
        let expected = (0.89 / size).sqrt();
        assert!((lead.standard_error.unwrap() / expected - 1.0).abs() < 1e-9);
    }
    // 10 points are 2.4 standard errors of the one and .75 of the other.
    let ahead = |report: &Report| {
        let lead = reading(report).lead.clone().unwrap().interval.unwrap();
        lead.low() > 0.0
    };
    assert!(ahead(&mean) && !ahead(&own));
    let called = |report: &Report| {
        let poll = report.reference().poll("P").unwrap();
        let call = poll
            .calls
            .iter()
            .find(|call| call.question == Question::Leader);
        call.unwrap().beyond_sampling
    };
    assert_eq!((called(&mean), called(&own)), (Some(true), Some(false)));
    // The ranks of the two are open; C, of whose leads nothing else is known, is third by the design effect of all.
    let ranks = |report: &Report, row: &str| {
        let ranks = reading(report)
            .row(row)
            .unwrap()
            .sampling
            .unwrap()
            .ranks
            .unwrap();
        (ranks.best, ranks.worst)
    };
    assert_eq!(
        ["A", "B", "C"].map(|row| ranks(&mean, row)),
        [(1, 1), (2, 2), (3, 3)]
    );
    assert_eq!(
        ["A", "B", "C"].map(|row| ranks(&own, row)),
        [(1, 2), (1, 2), (3, 3)]
    );
    let text = exitpoll::render::text_with(&own, 200, exitpoll::render::Detail::Full);
    assert!(
        text.contains("design effect of the lead of A over B, by which that is judged: 20"),
        "{text}"
    );
}

#[test]
fn design_effects_of_leads_are_written_as_they_were_read() {
    let json = r#"{"contest":{"name":"E","choices":["A","B"]},"polls":[{"pollster":"P","shares":{"A":"60","B":"40"},
        "sample":{"respondents":"900","lead_design_effects":[{"choices":["A","B"],"design_effect":"1.70"}]}}]}"#;
    let document = io::json::read(json).unwrap();
    let written = io::json::write(&document).unwrap();
    assert!(written.contains("\"1.70\""), "{written}");
    assert_eq!(io::json::read(&written).unwrap(), document);
    let sample = Sample::builder()
        .respondents("900")
        .lead_design_effect_of("A", "B", "1.70");
    assert_eq!(*document.polls[0].sample(), sample.build().unwrap());
}

#[test]
fn design_effects_of_no_lead_are_refused() {
    let sample = || Sample::builder().respondents(900);
    for (first, second, factor, kind) in [
        ("A", "A", "2", ErrorKind::OutOfRange),
        ("A", " ", "2", ErrorKind::Missing),
        ("A", "B", "0", ErrorKind::OutOfRange),
        ("A", "B", "two", ErrorKind::Unreadable),
    ] {
        let error = sample()
            .lead_design_effect_of(first, second, factor)
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains("lead_design_effects"), "{error}");
    }
    let twice = sample()
        .lead_design_effect_of("A", "B", "2")
        .lead_design_effect_of("B", "A", "3");
    assert_eq!(twice.build().unwrap_err().kind(), ErrorKind::Duplicate);
}

#[test]
fn stations_give_a_poll_the_design_effects_of_its_leads() {
    // Answers for A and B of 80 at each of 12 stations of 1,200: one is strong where the other is weak.
    let named = [
        [2, 39],
        [48, 1],
        [43, 3],
        [2, 33],
        [38, 4],
        [52, 2],
        [2, 35],
        [46, 3],
        [45, 1],
        [0, 40],
        [36, 2],
        [40, 3],
    ];
    let mut table = StationTable::builder(["A", "B"]).stratum("", 1200);
    for answers in named {
        let [a, b] = answers;
        let interviews = [Interviews {
            answers: &answers,
            other_answers: 80 - a - b,
            ..Interviews::default()
        }];
        table
            .push(&Station {
                interviews: &interviews,
                ..Station::default()
            })
            .unwrap();
    }
    let poll = StationSample::new(table.build().unwrap())
        .poll("P")
        .unwrap()
        .build()
        .unwrap();
    let factor = poll.sample().lead_design_effect_of("A", "B").unwrap();
    // e = a − b − .1958·80, (1 − f)·12/11·Σ e²/960²: a standard error of 13.63 points (by hand, in Python), with what
    // interviewing inside the stations adds where 1 − f leaves it out.
    let lead = named
        .iter()
        .map(|[a, b]| f64::from(*a) - f64::from(*b))
        .sum::<f64>()
        / 960.0;
    let both = named.iter().map(|[a, b]| f64::from(*a + *b)).sum::<f64>() / 960.0;
    let error = (factor * (both - lead * lead) / 960.0).sqrt();
    assert!((error - 0.13628).abs() < 2e-4, "{error}");
    // By the mean of the choices' design effects it would be less.
    let mean = (poll.sample().design_effect().unwrap() * (both - lead * lead) / 960.0).sqrt();
    assert!(mean < 0.9 * error, "{mean}");
}
