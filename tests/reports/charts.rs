//! Charts are read again as XML: what is drawn, where, and what is said.

use crate::consulates;
use crate::picture;

use std::fs;
use std::path::Path;

use exitpoll::accuracy::Orientation;
use exitpoll::chart::{self, Chart};
use exitpoll::station::{AgainstCount, Interviews, Station, StationSample, StationTable};
use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll, Report};
use picture::{Element, check, elements};

/// Left for eyes where somebody asks for them.
fn leave(name: &str, svg: &str) {
    if let Some(folder) = std::env::var_os("EXITPOLL_CHARTS") {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        fs::create_dir_all(&folder).expect("a folder for charts");
        fs::write(folder.join(format!("{}.svg", name.replace(' ', "-"))), svg)
            .expect("a chart is written");
    }
}

/// What a chart is made of.
#[derive(Clone, Copy)]
struct Size {
    choices: usize,
    polls: usize,
    respondents: bool,
    seats: bool,
    /// An earlier count of the night before the final one.
    earlier: bool,
}

/// Choices with shares that fall, and polls within a point of them.
fn report(size: Size, name: impl Fn(usize) -> String) -> Report {
    let Size { choices, polls, .. } = size;
    let names: Vec<String> = (0..choices).map(name).collect();
    let house = 60 * (choices * (choices + 1) / 2) as u64;
    let mut contest = Contest::builder("Example").choices(names.clone());
    if size.seats {
        contest = contest.house(house).majority(house / 2 + 1);
    }
    let count = |of: &str, done: bool| {
        let mut count = OfficialCount::builder(of);
        for (i, name) in names.iter().enumerate() {
            count = count.votes(name, 1000 * (choices - i) as u64 * if done { 2 } else { 1 });
            if size.seats && done {
                count = count.seats(name, 60 * (choices - i) as u64);
            }
        }
        if done {
            count.final_result().build().unwrap()
        } else {
            let part = count.completeness(CompletenessOf::Ballots, "50");
            part.build().unwrap()
        }
    };
    let total = (choices * (choices + 1) / 2) as f64;
    let mut comparison = Comparison::new(contest.build().unwrap());
    if size.earlier {
        comparison = comparison.count(count("evening", false));
    }
    comparison = comparison.count(count("final", true));
    for j in 0..polls {
        let mut poll = Poll::builder(format!(
            "Pollster {j} of the Society for {}",
            names.first().unwrap()
        ));
        if size.respondents {
            poll = poll.respondents(400 << (j % 6));
        }
        for (i, name) in names.iter().enumerate() {
            let off = if (i + j) % 2 == 0 { 0.05 } else { -0.05 } * (1 + j) as f64;
            let share = 100.0 * (choices - i) as f64 / total;
            // Small ones stay above nothing.
            let share = if share > 1.0 { share + off } else { share };
            poll = poll.share(name, format!("{share:.1}").as_str());
            if size.seats {
                let middle = 60 * (choices - i) - j;
                poll = poll.seats(name, format!("{}–{}", middle - 5, middle + j % 4).as_str());
            }
        }
        comparison = comparison.poll(poll.build().unwrap());
    }
    comparison.run().unwrap()
}

/// Every chart that a report of this has, read and checked; gives how many there were.
fn check_all(name: &str, report: &Report) -> usize {
    let mut drawn = 0;
    for chart in Chart::ALL {
        let name = format!("{name} {}", chart.name());
        if let Ok(svg) = chart::svg(report, chart) {
            leave(&name, &svg);
            check(&name, &svg);
            assert_eq!(chart::svg(report, chart).as_ref(), Ok(&svg), "{name}");
            drawn += 1;
        }
    }
    drawn
}

#[test]
fn nothing_overlaps_and_nothing_leaves_the_page() {
    let long = |i: usize| {
        format!("Choice {i} of the Movement for a Name that no Table holds, 選挙管理委員会")
    };
    let short = |i: usize| format!("C{i}");
    let size = Size {
        choices: 2,
        polls: 1,
        respondents: true,
        seats: true,
        earlier: true,
    };
    for choices in [2, 7, 30] {
        for polls in [1, 12] {
            let size = Size {
                choices,
                polls,
                ..size
            };
            let name = format!("{choices} × {polls}");
            // One poll has neither pool nor funnel.
            let drawn = check_all(&format!("long {name}"), &report(size, long));
            assert_eq!(drawn, if polls == 1 { 4 } else { 6 }, "{name}");
            let without = Size {
                respondents: false,
                ..size
            };
            assert_eq!(
                check_all(&format!("short {name}"), &report(without, short)),
                4,
                "{name}"
            );
        }
    }
}

#[test]
fn names_of_every_script_have_room() {
    for (script, name) in [
        ("cjk", "民主進歩党と国民の生活が第一の選挙協力"),
        ("arabic", "حركة الشعب الديمقراطية من أجل العدالة والتنمية"),
        ("thai", "พรรคประชาธิปไตยเพื่อความยุติธรรมและการพัฒนา"),
        ("georgian", "ქართული ოცნება — დემოკრატიული საქართველო"),
        ("capitals", "WWW MOVEMENT FOR WORLDWIDE WOMEN’S WORK MM"),
    ] {
        let size = Size {
            choices: 7,
            polls: 3,
            respondents: true,
            seats: true,
            earlier: true,
        };
        let report = report(size, |i| format!("{name} {i}"));
        assert_eq!(check_all(script, &report), 6, "{script}");
    }
}

/// Interviews at stations, a little for the second choice; `ln α` rises with the first covariate.
fn of_stations(
    stations: usize,
    choices: usize,
    covariates: &[&str],
    name: impl Fn(usize) -> String,
) -> Report {
    let names: Vec<String> = (0..choices).map(|i| name(i).to_string()).collect();
    let mut table = StationTable::builder(names.clone());
    for covariate in covariates {
        table = table.covariate(*covariate);
    }
    for i in 0..stations {
        let (size, tilt) = (1 + i % 7, (i * 37 % 23) as u32);
        let mut votes = vec![40; choices];
        let mut answers = vec![4; choices];
        votes[0] = 300 * size as u32 + 20 * tilt;
        votes[1] = 260 * size as u32 + 10 * (23 - tilt);
        answers[0] = 30 * size as u32 + tilt;
        answers[1] = 30 * size as u32 + 23 - tilt / 2;
        let known: Vec<f64> = (0..covariates.len())
            .map(|k| {
                if k == 0 {
                    1e6 * f64::from(tilt)
                } else {
                    (i % (k + 3)) as f64 / 1000.0
                }
            })
            .collect();
        let interviews = [Interviews {
            answers: &answers,
            ..Interviews::default()
        }];
        let of_one = name(i);
        let station = Station {
            name: &of_one,
            votes: Some(&votes),
            covariates: &known,
            interviews: &interviews,
            ..Station::default()
        };
        table.push(&station).unwrap();
    }
    let sample = StationSample::new(table.build().unwrap());
    let orientation = Orientation {
        numerator: 0,
        denominator: 1,
    };
    let poll = sample.poll("Exit poll").unwrap().build().unwrap();
    let stations = sample
        .against_count(&AgainstCount::new(orientation))
        .unwrap();
    let count = names.iter().fold(
        OfficialCount::builder("all").final_result(),
        |count, name| count.votes(name, 1_000_000),
    );
    Comparison::new(Contest::builder("Example").choices(names).build().unwrap())
        .count(count.build().unwrap())
        .stations(poll.name(), stations)
        .poll(poll)
        .run()
        .unwrap()
}

#[test]
fn stations_are_drawn_however_many() {
    let names = [
        "A",
        "Lieu-dit de la Mairie et de l’École communale 選挙管理委員会",
    ];
    for name in names {
        for (stations, choices) in [(5, 2), (44, 5), (600, 3)] {
            // Five stations bear no more than one covariate.
            let covariates: &[&str] = if stations < 10 {
                &[name]
            } else {
                &["turnout", name, "third"]
            };
            let report = of_stations(stations, choices, covariates, |i| format!("{name} {i}"));
            let title = format!("stations {} {stations}", name.len());
            check_all(&title, &report);
            let svg = chart::svg(&report, Chart::Stations).unwrap();
            let panels = if choices == 2 { 1 } else { 2 };
            let class = |of: &&Element| of.get("class") == Some("xp-station");
            let circles = elements(&svg).iter().filter(class).count();
            // One more stands in the legend, and another where stations are outside.
            let outside = usize::from(svg.contains("station outside"));
            assert_eq!(circles, panels * stations + 1 + outside, "{title}");
            let pattern = report.stations("Exit poll").unwrap().pattern.is_some();
            assert_eq!(
                chart::svg(&report, Chart::Response).is_ok(),
                pattern,
                "{title}"
            );
        }
    }
}

#[test]
fn names_that_begin_alike_are_told_apart() {
    let size = Size {
        choices: 7,
        polls: 1,
        respondents: false,
        seats: true,
        earlier: true,
    };
    let report = report(size, |i| {
        format!("Movement for the Renewal of the Constitution, list {i}")
    });
    for chart in [Chart::Shares, Chart::Deviations, Chart::Seats] {
        let svg = chart::svg(&report, chart).unwrap();
        check(chart.name(), &svg);
        let labels: Vec<String> = elements(&svg)
            .into_iter()
            .filter(|of| {
                of.name == "text" && of.text.starts_with("Movement") && of.text.contains('…')
            })
            .map(|of| of.text)
            .collect();
        for i in 0..7 {
            let ends = labels
                .iter()
                .filter(|label| label.ends_with(&format!("list {i}")));
            assert_eq!(ends.count(), 1, "{}: {labels:?}", chart.name());
        }
    }
}

#[test]
fn names_beside_lines_are_told_apart_by_their_ends() {
    let size = Size {
        choices: 3,
        polls: 6,
        respondents: true,
        seats: false,
        earlier: true,
    };
    let report = report(size, |i| {
        format!("Movement for the Renewal of the Constitution, list {i}")
    });
    for chart in [Chart::Night, Chart::Funnel] {
        let svg = chart::svg(&report, chart).unwrap();
        check(chart.name(), &svg);
        let cut = elements(&svg).into_iter().filter(|of| {
            of.name == "text" && of.text.contains("Pollster") && of.text.contains('…')
        });
        let cut: Vec<String> = cut.map(|of| of.text).collect();
        assert!(
            !cut.is_empty() && cut.iter().all(|of| !of.ends_with('…')),
            "{cut:?}"
        );
    }
}

#[test]
fn bundled_documents_are_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let mut drawn = check_all("consulates_2024", &consulates::report());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|of| of != "json") {
            continue;
        }
        let document = exitpoll::io::json::read_file(path.to_str().unwrap()).unwrap();
        let report = Comparison::from(document).run().unwrap();
        drawn += check_all(path.file_stem().unwrap().to_str().unwrap(), &report);
    }
    assert!(drawn >= 12, "{drawn}");
}

#[test]
fn no_name_breaks_the_picture() {
    let hostile = |i: usize| match i {
        0 => "</text><script>alert(1)</script>".to_owned(),
        _ => "\"'&lt;]]> <!-- --> <?xml ?> &#x202e; --".to_owned(),
    };
    let size = Size {
        choices: 2,
        polls: 2,
        respondents: true,
        seats: true,
        earlier: true,
    };
    let report = report(size, hostile);
    for chart in Chart::ALL {
        let Ok(svg) = chart::svg(&report, chart) else {
            assert!(matches!(chart, Chart::Stations | Chart::Response));
            continue;
        };
        check(chart.name(), &svg);
        assert!(elements(&svg).iter().all(|of| of.name != "script"));
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;"));
    }
}
