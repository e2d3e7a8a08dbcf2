//! What holds for every input: nothing panics, nothing is NaN, order means nothing, coarser figures
//! never give narrower bounds, and votes say what the same shares say.

use exitpoll::render::{self, Detail};
use exitpoll::report::ReadingReport;
use exitpoll::{Bounds, Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report, Sample};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::random_documents::random_documents;
use crate::seeded::seeded;

const NAMES: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];

/// What a poll may have published.
#[derive(Debug, Clone)]
struct Published {
    weights: Vec<u32>,
    decimals: usize,
    refused: Option<f64>,
    respondents: Option<u32>,
    design_effect: Option<f64>,
}

/// What `published` gives is never refused as proportions written for percent: a poll that names small choices alone
/// looks like one beside a count in which they are a hundred times as large.
fn published(choices: usize) -> impl Strategy<Value = Published> {
    (
        vec(0_u32..2_000, 1..=choices),
        0_usize..4,
        proptest::option::of(0.0..40.0),
        proptest::option::of(1_u32..100_000),
        proptest::option::of(0.3..20.0),
    )
        .prop_map(
            |(weights, decimals, refused, respondents, design_effect)| Published {
                weights,
                decimals,
                refused,
                respondents,
                design_effect,
            },
        )
        .prop_filter("shares that look like proportions", |one| {
            let shares = shares(one);
            shares.iter().all(|share| *share == 0.0) || shares.iter().any(|share| *share > 1.5)
        })
}

/// Shares that sum to at most 100 percent, in the given resolution.
fn shares(published: &Published) -> Vec<f64> {
    let total: u32 = published.weights.iter().sum::<u32>() + 300;
    let base = 100.0 - published.refused.unwrap_or(0.0);
    published
        .weights
        .iter()
        .map(|w| base * f64::from(*w) / f64::from(total))
        .collect()
}

fn poll(name: &str, published: &Published) -> Poll {
    let mut builder = Poll::builder(name);
    let decimals = published.decimals;
    for (choice, share) in NAMES.iter().zip(shares(published)) {
        builder = builder.share(*choice, format!("{share:.decimals$}"));
    }
    if let Some(refused) = published.refused {
        builder = builder.share("(refused)", format!("{refused:.decimals$}"));
    }
    let mut sample = Sample::builder();
    if let Some(people) = published.respondents {
        sample = sample.respondents(people);
    }
    if let Some(factor) = published.design_effect {
        sample = sample.design_effect(factor);
    }
    builder.sample(sample).build().expect("such a poll can be")
}

fn contest(names: &[&str]) -> Contest {
    Contest::builder("random")
        .choices(names.iter().copied())
        .registered(100_000_000)
        .build()
        .unwrap()
}

fn votes(names: &[&str], votes: &[u32], part: Option<u32>) -> OfficialCount {
    let mut builder = OfficialCount::builder("count");
    for (name, votes) in names.iter().zip(votes) {
        // So many that no sample is a sizeable part of them.
        builder = builder.votes(*name, *votes * 1_000);
    }
    match part {
        Some(part) => builder
            .counted(CompletenessOf::Stations, part, 100_u32)
            .build()
            .unwrap(),
        None => builder.final_result().build().unwrap(),
    }
}

/// Nothing in the report is NaN or infinite: such a number does not come back from JSON.
fn is_sound(report: &Report) {
    #[cfg(feature = "deserialize")]
    {
        let written = serde_json::to_string(report).unwrap();
        let read: Report = serde_json::from_str(&written).unwrap();
        assert_eq!(&read, report);
    }
    for width in [80, 100] {
        for detail in [Detail::Brief, Detail::Full] {
            let text = render::text_with(report, width, detail);
            assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
            assert!(
                text.lines().all(|line| line.chars().count() <= width),
                "{text}"
            );
        }
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn near_or_absent(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => near(a, b),
        (a, b) => a == b,
    }
}

/// The same report on the poll of this name, whatever the order of its rows.
fn same(one: &Report, other: &Report, name: &str) {
    let size = |report: &Report| report.poll(name).unwrap().size.clone();
    assert_eq!(size(one), size(other));
    let of = |report: &Report| report.reference().poll(name).unwrap().clone();
    let (a, b) = (of(one), of(other));
    assert_eq!((&a.name, a.verdict), (&b.name, b.verdict));
    for call in &a.calls {
        let question = |other: &&exitpoll::report::Call| {
            (&other.question, &other.choice) == (&call.question, &call.choice)
        };
        let twin = b.calls.iter().find(question).expect("the same question");
        assert_eq!(call.outcome, twin.outcome, "{call:?} {twin:?}");
    }
    assert_eq!(a.calls.len(), b.calls.len());
    assert_eq!(a.readings().count(), b.readings().count());
    for (x, y) in a.readings().zip(b.readings()) {
        assert_eq!(
            (x.reading, x.base, x.verdict, &x.decided_by),
            (y.reading, y.base, y.verdict, &y.decided_by)
        );
        assert_eq!(x.rows.len(), y.rows.len());
        for row in &x.rows {
            let twin = y
                .rows
                .iter()
                .find(|other| other.label == row.label)
                .expect("the same row");
            assert!(near(row.deviation, twin.deviation), "{row:?} {twin:?}");
            assert!(
                near(row.poll.value, twin.poll.value) && near(row.count.value, twin.count.value)
            );
            match (row.sampling, twin.sampling) {
                (Some(s), Some(t)) => {
                    assert!(near_or_absent(s.z, t.z));
                    assert!(near_or_absent(s.adjusted_p_value, t.adjusted_p_value));
                    assert!(near(s.interval.low(), t.interval.low()));
                }
                (None, None) => {}
                other => panic!("{other:?}"),
            }
            for (need, other) in row.needs.iter().zip(&twin.needs) {
                assert_eq!(need.reachability, other.reachability);
            }
        }
        let (m, n) = (&x.measures, &y.measures);
        for (measure, other) in [
            (m.mosteller_1, n.mosteller_1),
            (m.mosteller_3, n.mosteller_3),
            (m.mosteller_5, n.mosteller_5),
            (m.mosteller_6, n.mosteller_6),
            (m.total_variation, n.total_variation),
            (m.b, n.b),
            (m.b_w, n.b_w),
            (m.overlap, n.overlap),
        ] {
            match (measure, other) {
                (Some(one), Some(two)) => assert!(near(one.value, two.value), "{one:?} {two:?}"),
                (None, None) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

fn contains(outer: Bounds, inner: Bounds) -> bool {
    outer.low() <= inner.low() + 1e-12 && inner.high() <= outer.high() + 1e-12
}

proptest! {
    #![proptest_config(seeded(random_documents(300)))]

    #[test]
    fn no_published_figures_panic_or_give_nan(
        counted in vec(0_u32..5_000, 2..=7),
        part in proptest::option::of(1_u32..=100),
        polls in vec(published(7), 1..4),
    ) {
        prop_assume!(counted.iter().any(|votes| *votes > 0));
        let names = &NAMES[..];
        let mut comparison = Comparison::new(contest(names)).count(votes(names, &counted, part));
        for (i, one) in polls.iter().enumerate() {
            comparison = comparison.poll(poll(&format!("poll {i}"), one));
        }
        is_sound(&comparison.run().unwrap());
    }

    #[test]
    fn the_order_of_choices_and_of_polls_means_nothing(
        counted in vec(1_u32..5_000, 7),
        turn in 1_usize..7,
        polls in vec(published(7), 2..4),
    ) {
        let turned = |names: &[&'static str]| -> Vec<&'static str> {
            names.iter().cycle().skip(turn).take(names.len()).copied().collect()
        };
        let straight = contest(&NAMES);
        let rotated = contest(&turned(&NAMES));
        let count = votes(&NAMES, &counted, Some(80));
        let made: Vec<Poll> =
            polls.iter().enumerate().map(|(i, p)| poll(&format!("poll {i}"), p)).collect();
        let one = Comparison::new(straight).count(count.clone()).polls(made.clone()).run().unwrap();
        let other =
            Comparison::new(rotated).count(count).polls(made.into_iter().rev()).run().unwrap();
        for poll in &one.reference().polls {
            same(&one, &other, &poll.name);
        }
        for bias in &one.reference().common_deviations {
            let twin = other.reference().common_deviations.iter().find(|b| b.label == bias.label).unwrap();
            prop_assert!(near(bias.mean_deviation, twin.mean_deviation));
        }
    }

    #[test]
    fn coarser_figures_never_give_narrower_bounds(
        counted in vec(1_u32..5_000, 7),
        one in published(7),
        fine in 0.0..1.0_f64,
        coarser in 0.0..2.0_f64,
    ) {
        let run = |step: f64| {
            let mut builder = Poll::builder("P").rounded_to(step);
            for (choice, share) in NAMES.iter().zip(shares(&one)) {
                builder = builder.share(*choice, format!("{share:.3}"));
            }
            if let Some(people) = one.respondents {
                builder = builder.respondents(people);
            }
            let count = votes(&NAMES, &counted, Some(60));
            Comparison::new(contest(&NAMES)).count(count).poll(builder.build().unwrap()).run().unwrap()
        };
        let (narrow, wide) = (run(fine), run(fine + coarser));
        let reading = |report: &Report| -> ReadingReport {
            // Whether a second reading is needed depends on the rounding; the figures as printed are in both.
            let poll = report.reference().poll("P").unwrap();
            poll.as_printed().or(poll.reading()).unwrap().clone()
        };
        let (narrow, wide) = (reading(&narrow), reading(&wide));
        for (a, b) in narrow.rows.iter().zip(&wide.rows) {
            prop_assert_eq!(&a.label, &b.label);
            prop_assert!(contains(b.deviation_bounds, a.deviation_bounds));
            if let (Some(x), Some(y)) = (a.break_even, b.break_even) {
                prop_assert!(y.low <= x.low * (1.0 + 1e-12));
                prop_assert!(y.high.is_none() || y.high >= x.high);
            }
            if let (Some(x), Some(y)) = (a.sampling, b.sampling) {
                prop_assert!(contains(y.p_value_bounds, x.p_value_bounds));
            }
            for (x, y) in a.needs.iter().zip(&b.needs) {
                if let (Some(x), Some(y)) = (x.bounds, y.bounds) {
                    prop_assert!(contains(y, x));
                }
            }
        }
        // Figures that cannot sum to 100 are each taken by itself; those of the coarser rounding may sum to it.
        let ends = |end: fn(&exitpoll::Bounds) -> f64| -> f64 {
            narrow.compared().map(|row| end(&row.poll.bounds)).sum()
        };
        let coherent = ends(|b| b.low()) <= 1.0 && ends(|b| b.high()) >= 1.0;
        prop_assume!(coherent);
        for (x, y) in [
            (narrow.measures.mosteller_3, wide.measures.mosteller_3),
            (narrow.measures.total_variation, wide.measures.total_variation),
            (narrow.measures.overlap, wide.measures.overlap),
            (narrow.measures.root_mean_squared_error, wide.measures.root_mean_squared_error),
            (narrow.measures.b, wide.measures.b),
            (narrow.measures.b_w, wide.measures.b_w),
            (narrow.measures.mosteller_1, wide.measures.mosteller_1),
            (narrow.measures.mosteller_4, wide.measures.mosteller_4),
            (narrow.measures.mosteller_5, wide.measures.mosteller_5),
            (narrow.measures.mosteller_6, wide.measures.mosteller_6),
            (narrow.measures.a, wide.measures.a),
        ] {
            if let (Some(x), Some(y)) = (x.and_then(|m| m.bounds), y.and_then(|m| m.bounds)) {
                prop_assert!(contains(y, x), "{:?} {:?}", x, y);
            }
        }
    }

    #[test]
    fn votes_and_the_same_shares_unrounded_give_the_same_figures(
        counted in vec(1_u32..5_000, 7),
        one in published(7),
    ) {
        let total: u32 = counted.iter().sum();
        let mut of_shares = OfficialCount::builder("count").rounded_to(0.0).final_result();
        for (name, votes) in NAMES.iter().zip(&counted) {
            let percent = 100.0 * f64::from(*votes) / f64::from(total);
            of_shares = of_shares.share(*name, format!("{percent:.14}"));
        }
        let run = |count: OfficialCount| {
            let comparison = Comparison::new(contest(&NAMES)).count(count).poll(poll("P", &one));
            comparison.run().unwrap()
        };
        let by_votes = run(votes(&NAMES, &counted, None));
        let by_shares = run(of_shares.build().unwrap());
        same(&by_votes, &by_shares, "P");
    }
}

/// Found by the property: D and G are level, and G is part of everyone else.
#[test]
fn a_leader_level_with_a_choice_that_the_poll_does_not_name_has_no_error_of_its_own() {
    let counted = [689, 1_465, 112, 4_019, 3_696, 354, 4_019];
    let one = Published {
        weights: vec![0; 6],
        decimals: 0,
        refused: None,
        respondents: None,
        design_effect: None,
    };
    let report = Comparison::new(contest(&NAMES))
        .count(votes(&NAMES, &counted, None))
        .poll(poll("P", &one))
        .run()
        .unwrap();
    let reading = report.reference().polls[0].reading().unwrap();
    assert!(reading.measures.mosteller_1.is_none() && reading.measures.mosteller_3.is_some());
}

#[cfg(feature = "io")]
#[path = "../../fuzz/targets.rs"]
mod targets;

#[cfg(feature = "io")]
mod documents {
    use super::targets::survives;
    use super::*;
    use exitpoll::io;

    proptest! {
        #![proptest_config(seeded(random_documents(400)))]

        #[test]
        fn no_text_panics(text in "\\PC*", other in "\\PC*") {
            survives(io::json::read(&text));
            survives(io::csv::read(&text, &other));
            survives(io::csv::read(&format!("source,kind\n{text}"), &format!("source,choice\n{other}")));
        }

        #[test]
        fn no_share_text_panics(text in "[0-9.,<%–-]{0,24}") {
            if let Ok(share) = text.parse::<exitpoll::PublishedShare>() {
                let bounds = share.bounds();
                prop_assert!(0.0 <= bounds.low() && bounds.low() <= share.value());
                prop_assert!(share.value() <= bounds.high() && bounds.high() <= 1.0);
                let again: exitpoll::PublishedShare = share.to_string().parse().unwrap();
                prop_assert_eq!(again, share);
            }
        }
    }
}
