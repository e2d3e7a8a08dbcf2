//! The Mexican quick count of 2018, replayed station by station in the order of arrival as if the 6,307
//! stations were the whole count. `cargo test --test mexico_2018 -- --nocapture` prints the course.

use approx::assert_relative_eq;
use exitpoll::partial::{CountSeries, Decision, Order, ThresholdOutcome};
use exitpoll::station::{
    EmptyStratum, Expansion, LonelyStratum, RatioEstimate, RatioStratum, ReferenceDistribution,
    RunningProjection, SparseStrata, StationCount, StratumFrame, combined_ratio,
};
use exitpoll::{Bounds, Confidence, PublishedShare, Threshold};

const NAMES: [&str; 4] = ["lopez_obrador", "anaya", "meade", "rodriguez"];

struct Station {
    stratum: usize,
    /// The most ballots it could take. For the 42 special stations and the six that took in more than
    /// their register, nothing better is known than the ballots it had.
    registered: u64,
    total: u64,
    votes: [u64; 4],
    arrived: String,
}

fn table(text: &str, mut row: impl FnMut(&dyn Fn(&str) -> String)) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    for record in reader.records() {
        let record = record.unwrap();
        row(&|column| {
            let place = headings.iter().position(|heading| heading == column);
            record[place.unwrap()].to_string()
        });
    }
}

/// In the order of arrival.
fn stations() -> Vec<Station> {
    let mut stations = Vec::new();
    table(include_str!("data/mexico_2018/stations.csv"), |cell| {
        let number = |column: &str| cell(column).parse::<u64>().unwrap();
        stations.push(Station {
            stratum: number("stratum") as usize - 1,
            registered: number("registered").max(number("total")),
            total: number("total"),
            votes: NAMES.map(number),
            arrived: cell("arrived"),
        });
    });
    stations.sort_by(|one, other| one.arrived.cmp(&other.arrived));
    assert_eq!(stations.len(), 6307);
    stations
}

/// The stations that arrived as the whole.
fn frame(stations: &[Station]) -> Vec<StratumFrame> {
    let none = StratumFrame {
        stations: 0,
        registered: 0,
    };
    let mut frame = vec![none; 350];
    for station in stations {
        frame[station.stratum].stations += 1;
        frame[station.stratum].registered += station.registered;
    }
    frame
}

const REPLAY: SparseStrata = SparseStrata {
    lonely: LonelyStratum::Adjust,
    empty: EmptyStratum::LikeTheRest,
};

/// R `survey` 4.1 with `options(survey.lonely.psu = "certainty")`: `svyratio` of each candidate and of the
/// first less the second over all ballots, strata and finite population of the frame; percent.
const SURVEY: [(f64, f64); 5] = [
    (53.4948355627, 0.1583338346998),
    (22.3160184208, 0.1239029777043),
    (16.0112942631, 0.1055472914712),
    (5.3330899874, 0.0377086842515),
    (31.178817141829, 0.260272910015),
];

#[test]
fn the_quick_count_is_as_r_survey_has_it() {
    let stations = stations();
    let mut frame = Vec::new();
    table(include_str!("data/mexico_2018/strata.csv"), |cell| {
        frame.push(StratumFrame {
            stations: cell("stations").parse().unwrap(),
            registered: cell("registered").parse().unwrap(),
        });
    });
    let sparse = SparseStrata {
        lonely: LonelyStratum::Certainty,
        empty: EmptyStratum::Fail,
    };
    let mut running = RunningProjection::new(&frame, 4, Expansion::Stations).unwrap();
    for s in &stations {
        running
            .add(s.stratum, s.registered, s.total, &s.votes)
            .unwrap();
    }
    let choices = |figure: usize| match figure {
        4 => vec![(0, 1.0), (1, -1.0)],
        choice => vec![(choice, 1.0)],
    };
    for (figure, (value, standard_error)) in SURVEY.into_iter().enumerate() {
        let mut columns = vec![(Vec::new(), Vec::new()); frame.len()];
        for s in &stations {
            let x: f64 = choices(figure)
                .iter()
                .map(|(choice, sign)| sign * s.votes[*choice] as f64)
                .sum();
            columns[s.stratum].0.push(x);
            columns[s.stratum].1.push(s.total as f64);
        }
        let strata: Vec<_> = columns
            .iter()
            .zip(&frame)
            .map(|((numerator, denominator), frame)| RatioStratum {
                stations: frame.stations,
                numerator,
                denominator,
                size: None,
            })
            .collect();
        let at_once = combined_ratio(&strata, sparse).unwrap();
        let one_by_one = match figure {
            4 => running.lead(0, 1, sparse).unwrap(),
            choice => running.share(choice, sparse).unwrap(),
        };
        for estimate in [at_once, one_by_one] {
            assert_relative_eq!(100.0 * estimate.value, value, max_relative = 1e-11);
            assert_relative_eq!(
                100.0 * estimate.standard_error(),
                standard_error,
                max_relative = 1e-11
            );
            assert_eq!(estimate.degrees_of_freedom, 6307 - 350);
            assert_eq!(estimate.lonely_strata, 1);
        }
        assert_relative_eq!(at_once.variance, one_by_one.variance, max_relative = 1e-11);
    }
    // Without a policy, the one stratum with a single station is named.
    let refusal = running
        .share(0, SparseStrata::default())
        .unwrap_err()
        .to_string();
    assert!(refusal.contains("strata[233]"), "{refusal}");
}

#[test]
fn no_station_breaks_a_bound_and_nothing_decided_is_undone() {
    let stations = stations();
    let frame = frame(&stations);
    let mut count = StationCount::new(&frame, 4).unwrap();
    let all: u64 = stations.iter().map(|s| s.total).sum();
    let final_shares: Vec<f64> = (0..4)
        .map(|c| stations.iter().map(|s| s.votes[c]).sum::<u64>() as f64 / all as f64)
        .collect();

    let mut before: Vec<Bounds> = (0..4)
        .map(|c| count.final_share_bounds(c).unwrap())
        .collect();
    let mut decided: Vec<(usize, usize)> = Vec::new();
    let (mut whole, mut majority) = (None, None);
    for (index, s) in stations.iter().enumerate() {
        count
            .add(s.stratum, s.registered, s.total, &s.votes)
            .unwrap();
        for (choice, before) in before.iter_mut().enumerate() {
            let now = count.final_share_bounds(choice).unwrap();
            assert!(before.low() <= now.low() && now.high() <= before.high());
            assert!(now.contains(final_shares[choice]));
            *before = now;
        }
        let of_stratum = count.final_share_bounds_in(s.stratum, 0).unwrap();
        assert!(of_stratum.low() >= 0.0 && of_stratum.high() <= 1.0);
        for &(ahead, behind) in &decided {
            assert_eq!(count.decided(ahead, behind).unwrap(), Decision::Decided);
        }
        // Pairs cost k² and are asked for only where the quick answer changes.
        if decided.len() < 6 {
            for pair in count.order().pairs() {
                let key = (pair.ahead, pair.behind);
                if pair.decision == Decision::Decided && !decided.contains(&key) {
                    println!(
                        "{} before {} decided at {} after {} stations, {} of {} ballots",
                        NAMES[key.0],
                        NAMES[key.1],
                        s.arrived,
                        index + 1,
                        count.valid(),
                        all
                    );
                    assert!(final_shares[key.0] > final_shares[key.1]);
                    decided.push(key);
                }
            }
        }
        if whole.is_none() && count.whole_order() == Decision::Decided {
            println!(
                "the whole order decided at {}, station {}",
                s.arrived,
                index + 1
            );
            assert_eq!(count.order().whole(), Decision::Decided);
            whole = Some(index);
        }
        if whole.is_some() {
            assert_eq!(count.whole_order(), Decision::Decided);
        }
        match count.threshold(Threshold::MAJORITY, 0).unwrap() {
            ThresholdOutcome::Passed if majority.is_none() => {
                println!(
                    "the majority passed at {}, station {}",
                    s.arrived,
                    index + 1
                );
                majority = Some(index);
            }
            ThresholdOutcome::Open => assert!(majority.is_none()),
            outcome => assert_eq!(outcome, ThresholdOutcome::Passed),
        }
    }
    assert_eq!(decided.len(), 6);
    assert_eq!(decided[0].0, 0);
    assert!(whole.is_some() && majority.is_some());
    assert_eq!(count.stations_left(), 0);
    for (choice, share) in final_shares.iter().enumerate() {
        assert_eq!(
            count.final_share_bounds(choice).unwrap(),
            Bounds::exact(*share)
        );
    }
    assert_eq!(
        count.order(),
        Order::from_votes(count.votes(), count.outstanding())
    );
}

#[test]
fn projections_close_in_on_the_count() {
    let stations = stations();
    let frame = frame(&stations);
    let pooled_frame = [StratumFrame {
        stations: frame.iter().map(|s| s.stations).sum(),
        registered: frame.iter().map(|s| s.registered).sum(),
    }];
    let all: u64 = stations.iter().map(|s| s.total).sum();
    let truth = stations.iter().map(|s| s.votes[0]).sum::<u64>() as f64 / all as f64;

    let mut projections = [
        ("pooled", true, Expansion::Stations),
        ("stratified", false, Expansion::Stations),
        ("by registered voters", false, Expansion::Registered),
    ]
    .map(|(name, pooled, expansion)| {
        let frame = if pooled { &pooled_frame[..] } else { &frame };
        let projection = RunningProjection::new(frame, 4, expansion).unwrap();
        (name, pooled, projection)
    });
    let last = stations.len();
    let mut late = Vec::new();
    for (index, s) in stations.iter().enumerate() {
        for (name, pooled, projection) in &mut projections {
            let stratum = if *pooled { 0 } else { s.stratum };
            projection
                .add(stratum, s.registered, s.total, &s.votes)
                .unwrap();
            let counted = index + 1;
            if counted % 1000 != 0 && counted != last && counted != 2 {
                continue;
            }
            let share: RatioEstimate = projection.share(0, REPLAY).unwrap();
            let error = share.value - truth;
            println!(
                "{counted} stations, {name}: {:.3} %, {:+.3} off, standard error {:.3}, {} strata \
                 lonely, {} empty",
                100.0 * share.value,
                100.0 * error,
                100.0 * share.standard_error(),
                share.lonely_strata,
                share.empty_strata
            );
            if counted == 6000 {
                late.push(error.abs());
            }
            if counted == last {
                assert!(error.abs() < 1e-15, "{name}: {error}");
                assert_eq!(share.variance, 0.0, "{name}");
                let interval = share
                    .interval(Confidence::P95, ReferenceDistribution::StudentT)
                    .unwrap();
                assert_eq!(interval.width(), 0.0);
                let lead = projection.lead(0, 1, SparseStrata::default()).unwrap();
                assert_eq!((lead.lonely_strata, lead.empty_strata), (0, 0));
            }
        }
    }
    // Within a tenth of a point when one station in twenty is out; strata make it better.
    let [pooled, stratified, by_registered] = late[..] else {
        panic!("three projections");
    };
    assert!(pooled < 1e-3 && stratified < pooled && by_registered < pooled);
}

#[test]
fn a_poll_is_followed_through_the_night() {
    let stations = stations();
    let mut count = StationCount::new(&frame(&stations), 4).unwrap();
    let mut releases = Vec::new();
    for (index, s) in stations.iter().enumerate() {
        count
            .add(s.stratum, s.registered, s.total, &s.votes)
            .unwrap();
        if (index + 1) % 7 == 0 {
            releases.push(count.release(&s.arrived).unwrap());
        }
    }
    let series = CountSeries::new(releases).unwrap();
    assert!(series.check().is_empty());
    // The official shares of the whole country stand for a poll: these stations do not give them.
    let poll: Vec<_> = ["53.19", "22.27", "16.40", "5.23"]
        .iter()
        .map(|text| {
            let share: PublishedShare = text.parse().unwrap();
            Some((share.value(), share.bounds()))
        })
        .collect();
    let course = series.poll(&poll).unwrap();
    for (name, from) in NAMES.iter().zip(&course.impossible_from) {
        match from {
            Some(at) => println!(
                "{name}: impossible from {}, count {at} of {}",
                series.releases()[*at].label(),
                series.releases().len()
            ),
            None => println!("{name}: never impossible"),
        }
    }
    // What cannot come true any more never can again, and exactly what is inside the bounds can.
    for (row, release) in course.standings.iter().zip(series.releases()) {
        for (choice, standing) in row.iter().enumerate() {
            let standing = standing.unwrap();
            let poll = poll[choice].unwrap().0;
            let inside = release.final_share_bounds(choice).unwrap().contains(poll);
            let needed = standing.needed.unwrap_or(f64::NAN);
            assert_eq!(inside, (0.0..=1.0).contains(&needed), "{standing:?}");
        }
    }
    assert!(course.impossible_from.iter().all(Option::is_some));
    assert_eq!(
        course.whole_impossible_from(),
        course.impossible_from.iter().flatten().copied().min()
    );
    assert!(series.order_decided_from() >= series.decided_from(0, 1));
}
