//! Where the marks of charts stand, by hand: the figures at the axes give the scale.

use crate::consulates;
use crate::picture;

use exitpoll::chart::{self, Chart, NoPicture};
use exitpoll::{Comparison, Contest, OfficialCount, Poll, Report};
use picture::{Element, elements};

/// The place of a value by the figures that stand along an axis.
fn along(mut marks: Vec<(f64, f64)>) -> impl Fn(f64) -> f64 {
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (first, last) = (marks[0], marks[marks.len() - 1]);
    move |value| first.1 + (value - first.0) / (last.0 - first.0) * (last.1 - first.1)
}

fn figure(of: &Element) -> Option<f64> {
    of.text.replace('−', "-").replace(',', "").parse().ok()
}

fn across(all: &[Element]) -> impl Fn(f64) -> f64 {
    let marks = all
        .iter()
        .filter(|of| of.name == "text" && of.get("text-anchor") == Some("middle"));
    along(
        marks
            .filter_map(|of| Some((figure(of)?, of.number("x"))))
            .collect(),
    )
}

/// The marks of this class in the group whose title begins so.
fn marks<'a>(all: &'a [Element], title: &str, class: &str) -> Vec<&'a Element> {
    let of_title = |of: &&Element| of.of.starts_with(title) && of.get("class") == Some(class);
    all.iter().filter(of_title).collect()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 0.03, "{a} is not {b}");
}

fn two_polls() -> Report {
    let contest = Contest::builder("Example")
        .choices(["A", "B"])
        .house("100")
        .majority("51");
    let count = OfficialCount::builder("final")
        .votes("A", 600_000)
        .votes("B", 400_000)
        .seats("A", 60)
        .seats("B", 40);
    let small = Poll::builder("Small")
        .share("A", "58.0")
        .share("B", "42.0")
        .respondents(1_000);
    let large = Poll::builder("Large")
        .share("A", "61.0")
        .share("B", "39.0")
        .respondents(4_000);
    Comparison::new(contest.build().unwrap())
        .count(count.final_result().build().unwrap())
        .poll(small.seats("A", "50–58").build().unwrap())
        .poll(large.seats("A", "62").build().unwrap())
        .run()
        .unwrap()
}

#[test]
fn weights_are_those_of_the_pooled_share() {
    let report = two_polls();
    let pool = report.reference().pool.as_ref().unwrap();
    let a = &pool.choices[0];
    let logit = |share: f64| (share / (1.0 - share)).ln();
    // The pooled logit is the weighted mean of theirs.
    let mean: f64 = a.weights.iter().map(|of| of.weight * logit(of.share)).sum();
    assert!((mean - logit(a.pooled)).abs() < 1e-12);
    let variance = |n: f64, p: f64| 1.0 / (n * p * (1.0 - p));
    let (small, large) = (
        variance(1_000.0, 0.58) + a.tau2,
        variance(4_000.0, 0.61) + a.tau2,
    );
    assert!((a.weights[0].weight - large / (small + large)).abs() < 1e-12);
    let half_width = 1.959963984540054 * variance(1_000.0, 0.58).sqrt();
    let high = 1.0 / (1.0 + (-(logit(0.58) + half_width)).exp());
    assert!((a.weights[0].interval.high() - high).abs() < 1e-12);
}

/// A title of the pool says whether a deviation is shown as the report has it, and on whom it rests.
#[test]
fn the_title_of_a_forest_says_what_the_report_found() {
    let title = |shares: [&str; 3]| {
        let contest = Contest::builder("Example")
            .choices(["A", "B"])
            .build()
            .unwrap();
        let count = OfficialCount::builder("final")
            .votes("A", 600_000)
            .votes("B", 400_000);
        let mut comparison = Comparison::new(contest).count(count.final_result().build().unwrap());
        for (i, share) in shares.into_iter().enumerate() {
            let rest = format!("{:.1}", 100.0 - share.parse::<f64>().unwrap());
            let poll = Poll::builder(format!("P{i}"))
                .share("A", share)
                .share("B", rest.as_str());
            comparison = comparison.poll(poll.respondents(2_000).build().unwrap());
        }
        let report = comparison.run().unwrap();
        let svg = chart::svg(&report, Chart::Forest).unwrap();
        let all = elements(&svg);
        // The first title is that of the whole.
        let of = all
            .iter()
            .find(|of| of.name == "title")
            .unwrap()
            .text
            .clone();
        (report, of)
    };
    let (report, within) = title(["59.5", "60.5", "60.1"]);
    assert!(
        report
            .reference()
            .pool
            .as_ref()
            .unwrap()
            .choices
            .iter()
            .all(|of| of.finding.is_some())
    );
    assert_eq!(
        within,
        "The three polls together are not shown to miss any choice by more than chance would explain if \
         respondents had been drawn singly."
    );
    let (_, beyond) = title(["65.0", "65.4", "64.8"]);
    assert!(
        beyond.starts_with(
            "Together three polls put A 5.1 points above the count, more than chance would explain"
        ),
        "{beyond}"
    );
}

#[test]
fn squares_of_a_forest_have_the_area_of_their_weights() {
    let report = two_polls();
    let all = elements(&chart::svg(&report, Chart::Forest).unwrap());
    let at = across(&all);
    let weights = &report.reference().pool.as_ref().unwrap().choices[0].weights;
    let mut areas = Vec::new();
    for (name, deviation) in [("A, Small", -2.0), ("A, Large", 1.0)] {
        let square = marks(&all, name, "xp-weight")[0];
        near(
            square.number("x") + 0.5 * square.number("width"),
            at(deviation),
        );
        areas.push(square.number("width") * square.number("height"));
    }
    let wanted = weights[0].weight / weights[1].weight;
    assert!(
        (areas[0] / areas[1] / wanted - 1.0).abs() < 0.01,
        "{areas:?}"
    );
    let whisker = marks(&all, "A, Small", "xp-interval")[0];
    near(
        whisker.number("x2"),
        at(100.0 * (weights[0].interval.high() - 0.6)),
    );
    assert_eq!(marks(&all, "A, pooled", "xp-pool").len(), 1);
}

#[test]
fn points_of_a_funnel_stand_at_their_sizes() {
    let report = two_polls();
    let all = elements(&chart::svg(&report, Chart::Funnel).unwrap());
    let at = across(&all);
    // The sizes stand at the left, in thousands and less; of the first panel only.
    let sizes: Vec<(f64, f64)> = all
        .iter()
        .filter(|of| of.name == "text" && of.get("text-anchor") == Some("end"))
        .filter_map(|of| Some((figure(of)?.ln(), of.number("y") - 4.0)))
        .filter(|(size, _)| *size > 5.0)
        .take(3)
        .collect();
    let up = along(sizes);
    for (name, deviation, size) in [("A, Small", -2.0, 1_000.0_f64), ("A, Large", 1.0, 4_000.0)] {
        let point = marks(&all, name, "xp-poll")[0];
        near(point.number("cx"), at(deviation));
        near(point.number("cy"), up(size.ln()));
    }
    // 1.96 √(.6 · .4/1,000) is 3.04 points: the curve at the small poll's height.
    let curve = all.iter().find(|of| of.name == "polyline").unwrap();
    let corners: Vec<(f64, f64)> = curve
        .get("points")
        .unwrap()
        .split(' ')
        .map(|of| of.split_once(',').unwrap())
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    let half_width = 100.0 * 1.959963984540054 * (0.24_f64 / 1_000.0).sqrt();
    let nearest = corners.iter().min_by(|a, b| {
        let off = |of: &(f64, f64)| (of.1 - up(1_000_f64.ln())).abs();
        off(a).total_cmp(&off(b))
    });
    near(nearest.unwrap().0, at(-half_width));
    let chart_of_partial = |done: bool| {
        let count = OfficialCount::builder("c").votes("A", 6).votes("B", 4);
        let count = if done {
            count.final_result()
        } else {
            count.partial()
        };
        Comparison::new(
            Contest::builder("Example")
                .choices(["A", "B"])
                .build()
                .unwrap(),
        )
        .count(count.build().unwrap())
        .poll(Poll::builder("P").share("A", "58.0").build().unwrap())
        .run()
        .map(|report| chart::svg(&report, Chart::Funnel))
    };
    assert_eq!(
        chart_of_partial(false).unwrap(),
        Err(NoPicture::CountIsPartial)
    );
    assert_eq!(chart_of_partial(true).unwrap(), Err(NoPicture::NoSizes));
}

#[test]
fn seats_stand_where_the_axis_says() {
    let svg = chart::svg(&two_polls(), Chart::Seats).unwrap();
    let all = elements(&svg);
    let at = across(&all);
    let range = marks(&all, "A, Small", "xp-hollow")[0];
    near(range.number("x"), at(50.0));
    near(range.number("x") + range.number("width"), at(58.0));
    near(
        marks(&all, "A, Small", "xp-count")[0].number("x1"),
        at(60.0),
    );
    // A number without a range is a dot.
    near(marks(&all, "A, Large", "xp-poll")[0].number("cx"), at(62.0));
    let lines = all
        .iter()
        .filter(|of| of.get("class") == Some("xp-majority"));
    assert!(
        lines
            .map(|of| of.number("x1"))
            .any(|x| (x - at(51.0)).abs() < 0.03)
    );
}

/// Argentina: 723 of 1,107 interviews and 887 of 1,616 ballots for Davankov, 77 and 337 for Putin.
#[test]
fn stations_stand_where_their_counts_and_interviews_are() {
    let report = consulates::report();
    let points = &report.stations("Exit poll at consulates").unwrap().points;
    assert_eq!(points.len(), 44);
    let of = points.iter().find(|of| of.name == "Argentina").unwrap();
    assert_eq!(of.polled, [723.0 / 1107.0, 77.0 / 1107.0]);
    assert_eq!(of.official, [887.0 / 1616.0, 337.0 / 1616.0]);
    let log = ((77.0 / 723.0) / (337.0 / 887.0_f64)).ln();
    assert!((of.ln_alpha.unwrap() - log).abs() < 1e-14);
    assert!((of.covariates[0].unwrap() - 100.0 * 239.0 / 1346.0).abs() < 1e-12);

    let all = elements(&chart::svg(&report, Chart::Stations).unwrap());
    let figures = all
        .iter()
        .filter(|of| of.name == "text" && of.get("text-anchor") == Some("middle"));
    // The first panel is the left one.
    let at = along(
        figures
            .filter_map(|of| Some((figure(of)?, of.number("x"))))
            .filter(|(_, x)| *x < 350.0)
            .collect(),
    );
    let circles = marks(&all, "Argentina: 65.3 percent", "xp-station");
    near(circles[0].number("cx"), at(100.0 * of.official[0]));

    let all = elements(&chart::svg(&report, Chart::Response).unwrap());
    let circles = marks(&all, "Argentina", "xp-station");
    near(
        circles[0].number("cx"),
        across(&all)(100.0 * 239.0 / 1346.0),
    );
    assert_eq!(
        chart::svg(&two_polls(), Chart::Response),
        Err(NoPicture::NoPattern)
    );
    assert_eq!(
        chart::svg(&two_polls(), Chart::Stations),
        Err(NoPicture::NoStations)
    );
}

#[test]
fn shares_stand_where_the_axis_says() {
    let contest = Contest::builder("Example")
        .choices(["A", "B"])
        .build()
        .unwrap();
    let count = OfficialCount::builder("final")
        .votes("A", 600_000)
        .votes("B", 400_000);
    let poll = Poll::builder("Pollster")
        .share("A", "58.0")
        .share("B", "42.0");
    let report = Comparison::new(contest)
        .count(count.final_result().build().unwrap())
        .poll(poll.build().unwrap())
        .run()
        .unwrap();
    let svg = chart::svg(&report, Chart::Shares).unwrap();
    let all = elements(&svg);
    let at = across(&all);
    let of_a: Vec<&Element> = all
        .iter()
        .filter(|of| of.of.starts_with("A, Pollster"))
        .collect();
    let dot = of_a
        .iter()
        .find(|of| of.get("class") == Some("xp-poll"))
        .unwrap();
    assert!((dot.number("cx") - at(58.0)).abs() < 0.02);
    let tick = of_a
        .iter()
        .find(|of| of.get("class") == Some("xp-count"))
        .unwrap();
    assert!((tick.number("x1") - at(60.0)).abs() < 0.02);
    let printed = of_a
        .iter()
        .find(|of| of.get("class") == Some("xp-rounding"))
        .unwrap();
    assert!((printed.number("x") - at(57.95)).abs() < 0.02);
    // No size, no interval; a final count leaves nothing open.
    assert!(of_a.iter().all(|of| of.get("class") != Some("xp-interval")));
    assert!(of_a.iter().all(|of| of.get("class") != Some("xp-open")));
    assert_eq!(chart::svg(&report, Chart::Night), Err(NoPicture::NoNight));
}

#[test]
fn a_title_names_whose_figure_it_is() {
    let contest = Contest::builder("Example").choices(["A", "B"]);
    let count = OfficialCount::builder("final")
        .votes("A", 600_000)
        .votes("B", 400_000);
    let poll = Poll::builder("Pollster")
        .share("A", "58.0")
        .share("B", "42.0");
    let report = Comparison::new(contest.build().unwrap())
        .count(count.final_result().build().unwrap())
        .poll(poll.build().unwrap())
        .run()
        .unwrap();
    let svg = chart::svg(&report, Chart::Deviations).unwrap();
    let title = "<title>The largest deviation of Pollster is 2.00 points too low for A.</title>";
    assert!(svg.contains(title), "{svg}");
    assert!(!svg.contains(">Its "));
}

/// Polls that leave different choices unnamed have one group of everyone else, and its count is a span.
#[test]
fn everyone_else_stands_once() {
    let contest = Contest::builder("Example").choices(["A", "B", "C", "D"]);
    let count = OfficialCount::builder("final")
        .votes("A", 500)
        .votes("B", 300)
        .votes("C", 150)
        .votes("D", 50);
    let one = Poll::builder("One").share("A", "50").share("B", "30");
    let two = Poll::builder("Two").share("A", "51").share("C", "14");
    let report = Comparison::new(contest.build().unwrap())
        .count(count.final_result().build().unwrap())
        .poll(one.build().unwrap())
        .poll(two.build().unwrap())
        .run()
        .unwrap();
    let all = elements(&chart::svg(&report, Chart::Shares).unwrap());
    let text = |start: &str| {
        let found = all
            .iter()
            .filter(|of| of.name == "text" && of.text.starts_with(start));
        found.map(|of| of.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        text("everyone else"),
        ["everyone else, which is not the same in each poll"]
    );
    assert!(
        text("count ").contains(&"count 20.00–35.00".to_owned()),
        "{:?}",
        text("count ")
    );
}
