//! What stands in the printed report at which width.

use exitpoll::{Comparison, Contest, OfficialCount, Poll, PollBuilder, Report, report};

/// A name that leaves no room for further columns at 80.
const A: &str = "A with a name of thirty letters";

fn compared(poll: PollBuilder) -> Report {
    let contest = Contest::builder("c").choices([A, "B"]).build().unwrap();
    let count = OfficialCount::builder("final")
        .votes(A, 500)
        .votes("B", 500)
        .final_result()
        .build()
        .unwrap();
    Comparison::new(contest)
        .count(count)
        .poll(poll.build().unwrap())
        .run()
        .unwrap()
}

/// The line of the table of rows that begins with `label`.
fn line<'a>(text: &'a str, label: &str) -> &'a str {
    text.lines()
        .find(|line| line.starts_with(label))
        .expect("the row is printed")
}

fn poll() -> PollBuilder {
    Poll::builder("P")
        .share(A, "60.00")
        .share("B", "40.00")
        .respondents(100)
}

#[test]
fn further_scales_stand_where_the_line_is_long_enough() {
    let report = compared(poll());
    let (narrow, wide) = (report::text(&report, 80), report::text(&report, 130));
    // 60 against 50: +20 %, ln 1.5 = .405; √(.25/100) = 5 points, z = 2, p = .0455.
    let row = line(&wide, "A ");
    for figure in ["+20.0 %", "+0.405", "5.000", "+2.00", "0.046"] {
        assert!(row.contains(figure), "{row}");
    }
    assert!(!line(&narrow, "A ").contains("+20.0 %"));
    assert!(report::markdown(&report).contains("+20.0 %"));
}

#[test]
fn derived_scales_carry_no_more_digits_than_the_figures() {
    // 60 ± 0.5 against 50: +20 ± 1 %, +.41 ± .02.
    let report = compared(Poll::builder("P").share(A, "60").share("B", "40"));
    let text = report::text(&report, 130);
    let row = line(&text, "A ");
    assert!(row.contains("+20.0 %") && row.contains("+0.41"), "{row}");
    assert!(!row.contains("+0.405"), "{row}");
}

#[test]
fn the_stated_margin_is_held_against_the_design_effect_that_would_excuse_the_poll() {
    // 60 of 1,000 against 50 has z² = 40; a margin of 9 points at 95 % implies 4 · 1,000 (.09/1.96)² = 8.43.
    let poll = |points: &str| {
        Poll::builder("P")
            .share(A, "60.00")
            .share("B", "40.00")
            .sample(
                exitpoll::Sample::builder()
                    .respondents(1_000)
                    .stated_margin(points)
                    .stated_confidence("0.95"),
            )
    };
    let text = report::text(&compared(poll("9")), 80).replace('\n', " ");
    assert!(
        text.contains("a design effect above 10.41 would make that single deviation chance"),
        "{text}"
    );
    assert!(
        text.contains("and the stated margin implies only 8.434"),
        "{text}"
    );
    let text = report::text(&compared(poll("11")), 80).replace('\n', " ");
    assert!(
        text.contains("and the stated margin implies 12.60"),
        "{text}"
    );
}
