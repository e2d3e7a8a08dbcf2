//! Sentences against verdicts.

use exitpoll::report::Finding;
use exitpoll::{Report, Verdict, render};

/// The headline says of each poll what its verdict is, in one way only.
pub fn say_what_the_verdicts_are(report: &Report) {
    let headline = render::headline(report);
    let polls: Vec<_> = report.reference().polls.iter().collect();
    if let [poll] = polls.as_slice() {
        let facts = report.poll(&poll.name).expect("facts");
        if facts.poll.is_derived() {
            return;
        }
        // "May or may not differ by more than chance" is the sentence of a verdict that is neither.
        let undecided = headline.contains("may or may not differ by more than chance");
        // Whom it had first, and above which threshold, is by more or no more than chance on its own.
        let own = headline.split(". ").next().unwrap_or_default();
        assert_eq!(
            undecided,
            poll.verdict == Verdict::UndecidedByRounding,
            "{headline}"
        );
        let beyond = own.contains("by more than chance") && !undecided;
        let within = own.contains("no more than chance");
        let verdict = poll.verdict;
        // What other voters could explain is not said to be more than chance explains.
        assert_eq!(beyond, verdict.is_beyond(), "{headline}");
        assert_eq!(within, verdict.is_within(), "{headline}");
        // What the margin that was asked for rests on is a test of its own.
        let of_the_verdict = headline.replace("as if respondents had been drawn singly", "");
        let singly = of_the_verdict.contains("if respondents had been drawn singly");
        let knows_design = poll.reading().is_none_or(|of| of.knows_design());
        let expected = match verdict {
            Verdict::WithinSimpleRandomSampling | Verdict::BeyondSimpleRandomSampling => true,
            Verdict::UndecidedByRounding => !knows_design,
            _ => false,
        };
        assert_eq!(singly, expected, "{headline}");
    }
    let text = render::text(report, 2000);
    let decided = report
        .findings
        .iter()
        .any(|finding| matches!(finding, Finding::LeaderDecided { .. }));
    if report.reference().is_final() {
        assert!(!decided && !text.contains("can still come true"), "{text}");
    }
    for finding in &report.findings {
        if let Finding::Verdict { verdict, polls } = finding
            && verdict.is_beyond()
        {
            let one = "both polls differ from the count by no more";
            assert!(polls.is_empty() || !text.contains(one), "{text}");
        }
    }
}
