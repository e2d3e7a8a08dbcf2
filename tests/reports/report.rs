//! What stands in the printed report at which width.

use exitpoll::render::{Detail, markdown_with, text_with};
use exitpoll::{Comparison, Contest, OfficialCount, Poll, PollBuilder, Report};

/// A name that leaves no room for further columns at 80.
const A: &str = "A with a name of thirty letters";

fn compared(poll: PollBuilder) -> Report {
    let contest = Contest::builder("c").choices([A, "B"]).build().unwrap();
    let count = OfficialCount::builder("final")
        .votes(A, 500_000)
        .votes("B", 500_000)
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
        .find(|line| line.starts_with(label) && line.contains("60"))
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
    let full = |width| text_with(&report, width, Detail::Full);
    let (narrow, wide) = (full(80), full(170));
    // 60 against 50: +20 %, ln 1.5 = .405; √(.25/100) = 5 points, z = 2, p = .0455.
    let row = line(&wide, "A ");
    for figure in ["+20.0", "+0.405", "5.00", "+2.00", "0.046"] {
        assert!(row.contains(figure), "{row}");
    }
    assert!(!line(&narrow, "A ").contains("+0.405"));
    assert!(markdown_with(&report, Detail::Full).contains("+0.405"));
}

#[test]
fn derived_scales_carry_no_more_digits_than_the_figures() {
    // 60 ± 0.5 against 50: +20 ± 1 %, +.41 ± .02.
    let report = compared(Poll::builder("P").share(A, "60").share("B", "40"));
    let text = text_with(&report, 130, Detail::Full);
    let row = line(&text, "A ");
    assert!(row.contains("+20.0") && row.contains("+0.41"), "{row}");
    assert!(!row.contains("+0.405"), "{row}");
}

#[test]
fn a_stated_margin_is_what_the_poll_is_judged_by() {
    // 60 of 1,000 against 50. ±9 at 95 % is worth 1.96² · .25/.0081 = 118.6 respondents: z = 2.18, p = .029;
    // ±11 is worth 79.4: z = 1.78. They imply design effects of 1,000/118.6 = 8.434 and 12.60.
    let text = |points: &str| {
        let poll = Poll::builder("P")
            .share(A, "60.00")
            .share("B", "40.00")
            .sample(
                exitpoll::Sample::builder()
                    .respondents(1_000)
                    .stated_margin(points)
                    .stated_confidence("0.95"),
            );
        text_with(&compared(poll), 80, Detail::Full).replace('\n', " ")
    };
    let (nine, eleven) = (text("9.00"), text("11.00"));
    assert!(
        nine.contains("which is worth 119 respondents drawn singly"),
        "{nine}"
    );
    assert!(nine.contains("a design effect of 8.434"), "{nine}");
    assert!(
        nine.contains(
            "Verdict: More than chance explains, judged by the pollster's own stated margin: +10.00 points"
        ),
        "{nine}"
    );
    assert!(nine.contains("p = 0.029"), "{nine}");
    assert!(eleven.contains("a design effect of 12.60"), "{eleven}");
    assert!(
        eleven.contains("Verdict: No more than chance explains"),
        "{eleven}"
    );
    assert!(eleven.contains("that does not show agreement"), "{eleven}");
}
