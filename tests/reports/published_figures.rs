//! Figures as they were published, and sentences of what they leave out.

use exitpoll::render::{Detail, text_with};
use exitpoll::report::Verdict;

use super::words_of_reports::{has, lacks, report, text};

#[test]
fn the_least_likely_deviation_is_that_of_the_least_p() {
    // D is .73 of 48.7 thousandths off, z = −.47; C .85 of 39.4: z = +.68. All four adjusted p are 1.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C","D"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"2294","B":"1918","C":"1915","D":"3873"}}],"polls":[{"pollster":"P",
        "shares":{"A":"23.0","B":"19.0","C":"20.0","D":"38.0"},
        "sample":{"respondents":"1000","design_effect":"1"}}]}"#,
    );
    let reading = report.reference().polls[0].reading().expect("a reading");
    let least = (reading.rows.iter())
        .min_by(|a, b| {
            let p = |row: &exitpoll::report::RowReport| row.sampling.and_then(|of| of.p_value);
            p(a).partial_cmp(&p(b)).expect("p-values")
        })
        .expect("rows");
    assert_eq!(least.label, "C");
    assert_eq!(reading.decided_by.as_deref(), Some("C"));
    let full = text(&report, Detail::Full);
    has(
        &full,
        "the least likely deviation, +0.85 points for C, has p = 1.000 after adjustment for 4 tests",
    );
    lacks(&full, "p 1.000");
}

#[test]
fn an_earlier_release_may_be_further_off_and_a_quick_count_is_no_poll() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"530000","B":"470000"}}],"polls":[
        {"pollster":"X","release":"18:00","sample":{"respondents":"3000"},"shares":{"A":"55.0","B":"45.0"}},
        {"pollster":"X","release":"22:00","sample":{"respondents":"4000"},"shares":{"A":"53.5","B":"46.5"}},
        {"pollster":"V","shares":{"A":"53.2","B":"46.8"}},
        {"pollster":"Z","kind":"quick_count","sample":{"stations":"500"},"shares":{"A":"53.0","B":"47.0"}},
        {"pollster":"Y","derived":true,"shares":{"A":"52.0","B":"48.0"}}]}"#,
    );
    let short = text(&report, Detail::Brief);
    // The table has +2.00 of 18:00.
    has(
        &short,
        "Of the last releases, the furthest from the count is X (22:00), 0.50 points too high for A.",
    );
    has(
        &text(&report, Detail::Full),
        "Not ranked or taken together with the others: X (18:00) (earlier release); Z (quick count); Y (made of other \
         polls).",
    );
    has(&short, "Of three estimates, ");
    lacks(&short, "f two polls");
    assert!(text_with(&report, 80, Detail::Brief).lines().count() <= 30);
    let one = self::report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"530000","B":"470000"}}],"polls":[
        {"pollster":"X","shares":{"A":"55.0","B":"45.0"}},{"pollster":"Y","shares":{"A":"53.5","B":"46.5"}}]}"#,
    );
    let short = text(&one, Detail::Brief);
    has(
        &short,
        "Furthest from the count is X, 2.00 points too high for A.",
    );
    lacks(&short, "last releases");
    lacks(&short, "Not ranked");
}

#[test]
fn what_ranges_sum_to_is_a_range() {
    // 28 + 60 + 0 to 34 + 66 + 5 = 88 to 105 percent; the middles, which nobody published, sum to 96.5.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"],"thresholds":{"entry":"5"}},"counts":[{"name":"final",
        "status":"final","votes":{"A":"310000","B":"640000","C":"50000"}}],"polls":[
        {"pollster":"P","shares":{"A":"28–34","B":"60–66","C":"<5"}},
        {"pollster":"Q","shares":{"A":"28–34","B":"60–66","C":"4–6"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "the published ranges sum to 88 to 105 percent, which leaves room for 100",
    );
    has(&full, "(not accounted for) 0–12 ");
    has(&full, "Of a published range its middle is taken");
    lacks(&full, "96.5");
    lacks(&full, "the printed figures sum");
    // "<5" is everything below 5 (METHODS 5: [0, 5)): 5.00 of the count is not in it, and it is below the threshold.
    let of = |poll: &str| report.reference().poll(poll).expect("the poll");
    assert_eq!(of("P").verdict, Verdict::RangeOutside);
    assert_eq!(of("Q").verdict, Verdict::RangeInside);
    has(&full, "no, at its limit");
    has(
        &full,
        "Outside its ranges: C lies at the limit below which its range stays.",
    );
    has(
        &full,
        "threshold \"entry\" (5 percent): C below at or above wrong",
    );
}

#[test]
fn what_is_known_of_a_poll_is_printed() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "ballots_cast":"1000","invalid":"10","registered":"2000","votes":{"A":"540","B":"450"}}],"polls":[
        {"pollster":"P","sponsor":"Daily Paper","partners":["TV One","Radio Two"],"fieldwork":"2024-05-01",
        "hours":"8 to 19","weighting":["age","sex"],"wording":"Whom did you vote for?","turnout":"60–65",
        "invalid":"1.5","shares":{"A":"54.0","B":"46.0"},
        "sample":{"refusals":"1200","misses":"300","station_selection":"drawn at random"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Published: paid for by Daily Paper; together with TV One and Radio Two; fieldwork on 2024-05-01; hours of \
         interviewing 8 to 19; how the stations were selected: drawn at random; 1,200 refused and 300 were missed; weighted by \
         age and sex; question: \"Whom did you vote for?\".",
    );
    // 62.5 is in the middle of the range, and published by nobody.
    has(
        &full,
        "Turnout: 60 to 65 percent in the poll, 50.00 in the count (1,000 ballots cast of 2,000 registered voters): the count \
         is outside, 10.00 points below.",
    );
    // 10 of 1,000 ballots.
    has(
        &full,
        "Invalid ballots: 1.5 percent of all ballots in the poll, 1.00 in the count (10 of 1,000 ballots): 0.50 points too \
         high, ±0.05 for rounding.",
    );
    let invalid = report.reference().polls[0].invalid.expect("both give them");
    assert!((invalid.deviation - 0.005).abs() < 1e-12);
}

#[test]
fn a_poll_is_judged_by_its_margin_only_where_that_decides() {
    // The margin covers A, which is right; B and C are two points off by the respondents.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","C"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"500000","B":"300000","C":"200000"}}],"polls":[{"pollster":"P","shares":{"A":"50.0","B":"32.0","C":"18.0"},
        "sample":{"respondents":"900","margins":{"A":"3.3"}}}]}"#,
    );
    let poll = &report.reference().polls[0];
    assert_eq!(poll.verdict, Verdict::WithinSimpleRandomSampling);
    let short = text(&report, Detail::Brief);
    lacks(&short, "stated margin");
}

#[test]
fn figures_that_differ_are_printed_to_the_digit_that_shows_it() {
    // 5,348 of 1,000,000 is .5348 percent: not the .54 that is printed, to which .535 would round.
    let report = report(
        r#"{"contest":{"name":"c","choices":["Aliyev I.","Aliyev F."]},"counts":[{"name":"final","status":"final",
        "votes":{"Aliyev I.":"994652","Aliyev F.":"5348"},"shares":{"Aliyev I.":"99.47","Aliyev F.":"0.54"},
        "valid":"1000000"}],"polls":[{"pollster":"P","shares":{"Aliyev I.":"98.0","Aliyev F.":"2.0"}},
        {"pollster":"Q","shares":{"Aliyev I.":"97.0","Aliyev F.":"3.0"}}]}"#,
    );
    for detail in [Detail::Brief, Detail::Full] {
        let text = text(&report, detail);
        has(
            &text,
            "prints 0.54 percent for Aliyev F., but its votes give 0.5348.",
        );
        lacks(&text, "I..");
    }
}

#[test]
fn names_and_percentages_stay_as_they_were_given() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"],"thresholds":{"t":"5"}},"counts":[
        {"name":"c1","status":"partial","as_of":"2024-01-01T22:00","completeness":{"of":"ballots","percent":"50"},
        "votes":{"A":"60000","B":"40000"}},
        {"name":"c2","status":"partial","as_of":"2024-01-01T23:00","completeness":{"of":"ballots","percent":"60"},
        "votes":{"A":"59000","B":"60000"}}],"polls":[{"pollster":"P","shares":{"A":"50.0","B":"50.0"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(&full, "c2 has 59,000 votes for A");
    has(&full, "t (5 percent of the valid votes): ");
    has(&full, "60 percent of the ballots");
    for wrong in ["C2 has", "T (5", "60.0 percent"] {
        lacks(&full, wrong);
    }
}

#[test]
fn in_a_tie_the_table_shows_whom_the_sentence_names() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"500000","B":"500000"}}],"polls":[{"pollster":"Q","shares":{"A":"51.0","B":"49.0"}}]}"#,
    );
    let short = text(&report, Detail::Brief);
    has(&short, "1.00 points too high for A");
    has(&short, "poll A, %");
    has(&short, "Q 51.0 +1.00 A");
}

#[test]
fn a_poll_of_nobody_in_the_count_is_not_comparable() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"480000","B":"520000"}}],"polls":[{"pollster":"P",
        "population":{"voters":["in_person"],"outside":"100"},"sample":{"respondents":"1000"},
        "shares":{"A":"53.0","B":"47.0"}}]}"#,
    );
    assert_eq!(report.reference().polls[0].verdict, Verdict::NotComparable);
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Not compared: none of the votes counted are of voters that it covers.",
    );
    lacks(&full, "points of any deviation");
}

#[test]
fn a_test_of_fit_that_does_not_exist_names_the_choice() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B","Greens"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"600000","B":"400000","Greens":"0"}}],"polls":[{"pollster":"P","sample":{"respondents":"1000"},
        "shares":{"A":"50.0","B":"32.0","Greens":"18.0"}}]}"#,
    );
    let full = text(&report, Detail::Full);
    has(
        &full,
        "Greens has a share in the poll and no votes in the count",
    );
    lacks(&full, "choice 2");
    lacks(&full, "0.17999");
}

#[test]
fn a_poll_that_is_exactly_right_errs_in_no_direction() {
    // B has s_i = sign(A'_i) in its variance: of A' = 0 it is 0, whatever 1 − .52 leaves in binary.
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"480000","B":"520000"}}],"polls":[{"pollster":"Q","shares":{"A":"48.0","B":"52.0"},
        "sample":{"respondents":"1000"}}]}"#,
    );
    let measures = &report.reference().polls[0]
        .reading()
        .expect("a reading")
        .measures;
    for measure in [measures.b, measures.b_w] {
        let measure = measure.expect("it exists");
        assert!(measure.value < 1e-12 && measure.standard_error.is_none());
    }
    let full = text(&report, Detail::Full);
    // √(2/π)/√(1000·.48·.52) = .0505.
    has(
        &full,
        "B_w 0.0000, beside 0.0505 that a poll without bias would show on average",
    );
    lacks(&full, "of which a poll without bias");
}

#[test]
fn shares_that_are_no_multiples_of_their_step_are_named() {
    let said = |a: &str, step: &str| {
        let report = report(&format!(
            r#"{{"contest":{{"name":"c","choices":["A","B"]}},"counts":[{{"name":"final","status":"final",
            "votes":{{"A":"45000","B":"55000"}}}}],"polls":[{{"pollster":"Q","rounded_to":"{step}",
            "shares":{{"A":"{a}","B":"35"}}}}]}}"#
        ));
        text(&report, Detail::Brief).contains(&format!(
            "Q gives its shares as rounded to multiples of {step}, but {a} for A."
        ))
    };
    assert!(said("47", "5") && said("14.3", "0.5"));
    // To a quarter of a point and printed with one decimal; to one seat of 150, which is about .7.
    assert!(
        !said("45", "5") && !said("14.5", "0.5") && !said("14.3", "0.25") && !said("60.0", "0.7")
    );
    assert!(!said("47", "0"));
}

#[test]
fn shares_of_everyone_approached_have_one_verdict() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["A","B"]},"counts":[{"name":"final","status":"final",
        "votes":{"A":"48000","B":"52000"}}],"polls":[{"pollster":"R","base":"approached",
        "shares":{"A":"41","B":"45","(refused)":"14"},"sample":{"respondents":"1500","design_effect":"1"}}]}"#,
    );
    let poll = report.reference().poll("R").unwrap();
    assert_eq!(poll.as_printed().unwrap().verdict, Verdict::NotComparable);
    assert!((poll.reading().unwrap().rows[0].poll.value - 41.0 / 86.0).abs() < 1e-12);
    assert_eq!(poll.verdict, Verdict::WithinSampling);
    let full = text(&report, Detail::Full);
    assert_eq!(full.matches("Verdict:").count(), 1, "{full}");
    has(&full, "no verdict can be given on these");
}

#[test]
fn marks_of_direction_are_no_part_of_a_name() {
    let report = report(
        "{\"contest\":{\"name\":\"c\",\"choices\":[\"حزب ا\u{200f}\",\"B\"]},\"counts\":[{\"name\":\"final\",
        \"status\":\"final\",\"votes\":{\"حزب ا\":\"45000\",\"\u{200e}B\":\"55000\"}}],
        \"polls\":[{\"pollster\":\"\u{200f}P\",\"shares\":{\"حزب ا\":\"45\",\"B\":\"55\"}}]}",
    );
    assert_eq!(report.reference().polls[0].name, "P");
    assert_eq!(report.contest.choices()[0], "حزب ا");
    assert_eq!(report.reference().polls[0].reading().unwrap().rows.len(), 2);
}

#[test]
fn a_confidence_is_read_in_percent_and_as_a_proportion() {
    let sample = |level: &str| {
        let sample = exitpoll::Sample::builder()
            .respondents(1000u64)
            .stated_margin("3.1");
        sample.stated_confidence(level).build()
    };
    let level = |text: &str| sample(text).unwrap().stated_confidence().unwrap().level();
    assert!((level("95") - 0.95).abs() < 1e-15 && level("0.95") == 0.95);
    assert!(sample("100").is_err() && sample("0").is_err() && sample("1").is_err());
    let observed = |level: &str| {
        let of = exitpoll::Observation::builder("O")
            .stations(10u64)
            .observed(5u64)
            .violations(0u64);
        of.confidence(level).build()
    };
    assert!((observed("0.95").unwrap().confidence().level() - 0.95).abs() < 1e-15);
}

#[test]
fn rounded_shares_may_sum_to_more_than_100_by_half_a_unit_of_each() {
    // Nine half-units are .45 points; with half a point for a misprint 100.9 is taken, and of three shares 100.7 is not.
    let poll = |shares: &[&str]| {
        let labels = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
        let figures = labels.iter().zip(shares);
        let poll = figures.fold(exitpoll::Poll::builder("P"), |poll, (label, share)| {
            poll.share(*label, *share)
        });
        poll.build().map(|_| ())
    };
    let nine = |first| {
        [
            first, "20.0", "10.0", "8.0", "7.0", "6.0", "5.0", "2.0", "1.0",
        ]
    };
    // 100.4 by rounding alone, 100.8 with a misprint.
    assert_eq!(poll(&nine("41.4")), Ok(()));
    assert_eq!(poll(&nine("41.8")), Ok(()));
    let error = poll(&nine("42.0")).expect_err("more than both").to_string();
    has(&error, "`shares` is 101 percent in sum");
    has(&error, "by 0.45 points for rounding");
    assert_eq!(poll(&["50.9", "46.6", "3.1"]), Ok(()));
    let error = poll(&["50.9", "46.6", "3.3"]).expect_err("more than both");
    has(&error.to_string(), "look for a misread figure");
}
