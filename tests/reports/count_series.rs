//! Counts of two nights as they were published, replayed: Azerbaijan 2024 and Georgia 2024.
//! `cargo test --test count_series -- --nocapture` prints from when on what could no longer come true.

use approx::assert_relative_eq;
use exitpoll::partial::{
    CountSeries, Decision, FindingKind, OutstandingBallots, PollCourse, Reachability, Release,
    ThresholdOutcome,
};
use exitpoll::{Bounds, PublishedShare, Threshold};

type Figure = Option<(f64, Bounds)>;

fn printed(text: &str) -> (f64, Bounds) {
    let share: PublishedShare = text.parse().unwrap();
    (share.value(), share.bounds())
}

/// Shares as printed, "" where a choice was left out.
fn figures(texts: &[&str]) -> Vec<Figure> {
    let figure = |text: &&str| (!text.is_empty()).then(|| printed(text));
    texts.iter().map(figure).collect()
}

fn released(label: &str, shares: &[&str], counted: (f64, Bounds)) -> Release {
    Release::from_shares(label, &figures(shares), counted).unwrap()
}

/// No later count leaves the bounds of an earlier one, and nothing decided is undone.
fn consistent(series: &CountSeries) {
    assert_eq!(series.check(), []);
    let releases = series.releases();
    for (index, later) in releases.iter().enumerate() {
        for earlier in &releases[..index] {
            for choice in 0..7 {
                let (Some(bounds), Some(share)) =
                    (earlier.final_share_bounds(choice), later.share(choice))
                else {
                    continue;
                };
                assert!(
                    share.high() >= bounds.low() && share.low() <= bounds.high(),
                    "{} {choice}: {share:?} not in {bounds:?} of {}",
                    later.label(),
                    earlier.label()
                );
            }
            let (Some(before), Some(after)) = (earlier.order(), later.order()) else {
                continue;
            };
            for pair in before.pairs() {
                if pair.decision == Decision::Decided {
                    let place = |choice| after.ranking().iter().position(|c| *c == choice);
                    assert!(place(pair.ahead) < place(pair.behind));
                }
            }
        }
    }
}

fn tell(poll: &str, series: &CountSeries, course: &PollCourse) {
    match course.whole_impossible_from() {
        Some(at) => println!(
            "{poll}: not all of it from {}",
            series.releases()[at].label()
        ),
        None => println!("{poll}: never impossible"),
    }
}

// Central Election Commission by way of Trend, 2024-02-08 and 2024-02-13; the votes after 6,102 of 6,537
// stations are the commission's own (msk.gov.az/en/news/view/1285). Registered voters: 6,478,623.
const AZERBAIJAN_54_47: [&str; 7] = ["92.1", "2.2", "1.99", "1.78", "0.79", "0.66", "0.48"];
const AZERBAIJAN_93_35: [&str; 7] = ["92.05", "2.19", "2", "1.76", "0.8", "0.67", "0.53"];
const AZERBAIJAN_VOTES: [u64; 7] = [4_281_625, 101_851, 92_980, 81_799, 37_386, 31_033, 24_799];
const AZERBAIJAN_FINAL: [u64; 7] = [4_567_458, 107_632, 98_421, 85_411, 39_643, 32_885, 26_517];
const ORACLE: [&str; 7] = ["93.9", "1.8", "1.5", "1.2", "0.9", "0.4", "0.3"];
const SOCIAL_RESEARCH: [&str; 7] = ["92.4", "2.2", "2", "1.6", "0.3", "0.8", "0.4"];

#[test]
fn azerbaijan_as_the_press_gave_it() {
    let complete = Release::from_votes(
        "final",
        &AZERBAIJAN_FINAL,
        4_957_967,
        OutstandingBallots::NONE,
    );
    let series = CountSeries::new(vec![
        released("54.47", &AZERBAIJAN_54_47, printed("54.47")),
        released("93.35", &AZERBAIJAN_93_35, printed("93.35")),
        complete.unwrap(),
    ])
    .unwrap();
    consistent(&series);
    // .5447 × .899 = .4897 > .4553, whatever the rounding.
    assert_eq!(series.decided_from(0, 1), Some(0));
    assert_eq!(series.order_decided_from(), Some(2));
    println!(
        "Azerbaijan 2024: first place decided from 54.47, the whole order from the final count"
    );

    let oracle = series.poll(&figures(&ORACLE)).unwrap();
    tell("Oracle", &series, &oracle);
    // 93.9 of 100: (.939 − .5447 × .921)/.4553, then the figure of METHODS.
    let needed = |release: usize| oracle.standings[release][0].unwrap();
    assert_relative_eq!(
        needed(0).needed.unwrap(),
        (0.939 - 0.5447 * 0.921) / 0.4553,
        max_relative = 1e-14
    );
    assert_relative_eq!(needed(1).needed.unwrap(), 1.198695489, max_relative = 1e-9);
    assert_eq!(needed(0).reachability, Reachability::Possible);
    assert_eq!(needed(1).reachability, Reachability::Impossible);
    assert_eq!(needed(2).needed, None);
    assert_eq!(oracle.impossible_from[0], Some(1));
    assert_eq!(oracle.whole_impossible_from(), Some(1));

    let social = series.poll(&figures(&SOCIAL_RESEARCH)).unwrap();
    tell("Social Research Center", &series, &social);
    let leader = |release: usize| social.standings[release][0].unwrap();
    assert_relative_eq!(leader(1).needed.unwrap(), 0.973131579, max_relative = 1e-8);
    assert_eq!(leader(1).reachability, Reachability::Possible);
    assert_eq!(social.impossible_from[0], Some(2));
    // ".3" percent for Nurullayev, who had .8 × .9335 = .7468 of all by then.
    assert_eq!(social.impossible_from[4], Some(0));
    // "2" percent is 1.5 to 2.5, and the final 1.985 lies inside.
    assert_eq!(social.impossible_from[2], None);
    let last = social.standings[2][2].unwrap().reachability;
    assert_eq!(last, Reachability::PossibleWithinRounding);
}

#[test]
fn azerbaijan_with_every_registered_voter_outstanding() {
    // 93.35 percent is of the stations. All that is certain is that no more can come than have not voted.
    let valid: u64 = AZERBAIJAN_VOTES.iter().sum();
    assert_eq!(valid, 4_651_473);
    let outstanding = OutstandingBallots::at_most(6_478_623 - valid);
    let series = CountSeries::new(vec![
        Release::from_votes("6,102 stations", &AZERBAIJAN_VOTES, valid, outstanding).unwrap(),
        Release::from_votes(
            "final",
            &AZERBAIJAN_FINAL,
            4_957_967,
            OutstandingBallots::NONE,
        )
        .unwrap(),
    ])
    .unwrap();
    consistent(&series);
    // The lead of 4.18 million is more than the 1.83 million who may still come.
    assert_eq!(series.decided_from(0, 1), Some(0));
    // Oracle's figure was still possible: 4,281,625 + 1,827,150 of 6,478,623 is 94.29 percent.
    let oracle = series.poll(&figures(&ORACLE)).unwrap();
    let leader = oracle.standings[0][0].unwrap();
    assert_eq!(leader.reachability, Reachability::Possible);
    assert_relative_eq!(
        leader.final_share.high(),
        6_108_775.0 / 6_478_623.0,
        max_relative = 1e-15
    );
    // It would have taken (.939 × 6,478,623 − 4,281,625)/1,827,150 of them all.
    assert_relative_eq!(
        leader.needed.unwrap(),
        (0.939 * 6_478_623.0 - 4_281_625.0) / 1_827_150.0,
        max_relative = 1e-12
    );
    assert_eq!(oracle.impossible_from[0], Some(1));
    // A course is the same after a way through JSON.
    #[cfg(feature = "deserialize")]
    {
        let written = serde_json::to_string(&oracle).unwrap();
        let read: exitpoll::partial::PollCourse = serde_json::from_str(&written).unwrap();
        assert_eq!(read, oracle);
    }
    // A majority was certain.
    let majority = Threshold::MAJORITY.outcome_of_votes(AZERBAIJAN_VOTES[0], valid, outstanding);
    assert_eq!(majority.unwrap(), ThresholdOutcome::Passed);
}

// Central Election Commission: unn.ua and news.az 2024-10-26 (2,206 of 3,111 stations), tass.com 1863075, and
// vestikavkaza.ru 171739 for the final figures.
const GEORGIA_70_91: [&str; 7] = ["52.99", "11.2", "9.83", "9.02", "8.22", "3.22", "2.53"];
const GEORGIA_99_64: [&str; 7] = ["54.08", "10.92", "10.12", "8.78", "7.76", "", ""];
const GEORGIA_FINAL: [&str; 7] = ["53.93", "11.03", "10.17", "8.81", "7.78", "", ""];

#[test]
fn georgia_by_stations_and_by_ballots() {
    let night = |first: (f64, Bounds)| {
        CountSeries::new(vec![
            released("70.91", &GEORGIA_70_91, first),
            released("99.64", &GEORGIA_99_64, printed("99.64")),
            released("final", &GEORGIA_FINAL, printed("100")),
        ])
        .unwrap()
    };
    let by_stations = night(printed("70.91"));
    consistent(&by_stations);
    // 935,004 votes were 52.99 percent, and the final 1,120,053 were 53.93: five sixths of the ballots were
    // counted by then, because the stations that were out were small. Only hindsight shows it.
    let counted = |share: f64, last: f64| (935_004.0 / share) / (1_120_053.0 / last);
    let by_ballots = night((
        counted(0.5299, 0.5393),
        Bounds::new(counted(0.52995, 0.53925), counted(0.52985, 0.53935)).unwrap(),
    ));
    consistent(&by_ballots);
    let ballots = by_ballots.releases()[0].counted();
    assert!(
        0.8490 < ballots.low() && ballots.high() < 0.8500,
        "{ballots:?}"
    );

    // (percent as printed; first count from which impossible by stations, by ballots)
    for (poll, shares, by_station_share, by_ballot_share) in [
        (
            "Edison",
            ["40.9", "16.7", "16.7", "10.3", "8.2", "2.3", "2"],
            1,
            0,
        ),
        ("HarrisX", ["42", "18", "13", "9", "8", "", ""], 1, 0),
        ("GORBI", ["56.1", "12.6", "11.6", "7", "", "", ""], 1, 0),
    ] {
        for (series, from) in [
            (&by_stations, by_station_share),
            (&by_ballots, by_ballot_share),
        ] {
            let course = series.poll(&figures(&shares)).unwrap();
            tell(poll, series, &course);
            assert_eq!(course.whole_impossible_from(), Some(from), "{poll}");
        }
    }
    // If the stations were of average size, a fifth of the last ballots would have made Edison true.
    let edison = by_stations.poll(&figures(&["40.9", "", "", "", "", "", ""]));
    let needed = edison.unwrap().standings[0][0].unwrap().needed.unwrap();
    assert_relative_eq!(
        needed,
        (0.409 - 0.7091 * 0.5299) / 0.2909,
        max_relative = 1e-13
    );

    assert_eq!(by_stations.decided_from(0, 1), Some(0));
    // Counts that leave choices out say nothing of the whole order.
    assert_eq!(by_stations.order_decided_from(), None);
    for series in [&by_stations, &by_ballots] {
        for (ahead, behind) in [(1, 2), (2, 3), (3, 4)] {
            let at = series.decided_from(ahead, behind).unwrap();
            println!(
                "{ahead} before {behind} from {}",
                series.releases()[at].label()
            );
        }
    }
    // The five-percent threshold: the fifth had passed, the sixth was open.
    let five = Threshold::at_least(5, 100).unwrap();
    let first = &by_stations.releases()[0];
    let outcome = |choice| five.outcome_of_shares(first.share(choice).unwrap(), first.counted());
    assert_eq!(outcome(4).unwrap(), ThresholdOutcome::Passed);
    assert_eq!(outcome(5).unwrap(), ThresholdOutcome::Open);
}

#[test]
fn contradictions_are_named() {
    let votes = |label: &str, votes: &[u64], valid, most| {
        Release::from_votes(label, votes, valid, OutstandingBallots::at_most(most)).unwrap()
    };
    let series = CountSeries::new(vec![
        votes("20:00", &[600, 300], 900, 100),
        votes("21:00", &[640, 330], 970, 30),
        // Forty votes have changed sides, and 1,010 are more than 970 + 30.
        votes("22:00", &[600, 410], 1010, 0),
        // Fewer than before.
        votes("23:00", &[600, 390], 990, 0),
    ])
    .unwrap();
    let findings: Vec<_> = series
        .check()
        .into_iter()
        .map(|f| (f.earlier, f.later, f.choice, f.kind))
        .collect();
    assert_eq!(
        findings,
        [
            // 600/1010 is less than 640/1000; 410/1010 is more than 360/1000.
            (1, 2, Some(0), FindingKind::OutsideBounds),
            (1, 2, Some(0), FindingKind::VotesFell),
            (1, 2, Some(1), FindingKind::OutsideBounds),
            (0, 2, None, FindingKind::MoreThanOutstanding),
            // 600/990 is less than 640/1000, and more than the 600/1010 just before it.
            (1, 3, Some(0), FindingKind::OutsideBounds),
            (2, 3, Some(0), FindingKind::OutsideBounds),
            (1, 3, Some(0), FindingKind::VotesFell),
            (2, 3, Some(1), FindingKind::OutsideBounds),
            (2, 3, Some(1), FindingKind::VotesFell),
            (2, 3, None, FindingKind::VotesFell),
        ]
    );

    // Of shares: .8 × 50 = 40 percent are safe, and 38 percent are not among what can be.
    let shares =
        |label: &str, share: &str, counted: &str| released(label, &[share], printed(counted));
    let series = CountSeries::new(vec![
        shares("first", "50.0", "80.0"),
        shares("second", "50.0", "75.0"),
        shares("final", "38.0", "100"),
    ])
    .unwrap();
    let kinds: Vec<_> = series
        .check()
        .into_iter()
        .map(|f| (f.earlier, f.later, f.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            (0, 1, FindingKind::LessCounted),
            (0, 2, FindingKind::OutsideBounds)
        ]
    );
}
