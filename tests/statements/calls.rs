//! What a poll called against rows and count.

use exitpoll::Report;
use exitpoll::alignment::RowKind;
use exitpoll::report::{CallOutcome, Leading, Question, Said};

use crate::{EQUAL, pairs};

/// What a poll called, what the count says and whether it came true are of one mind.
pub fn agree_with_the_rows(report: &Report) {
    for (count, poll) in pairs(report) {
        for call in &poll.calls {
            let said = |of: &Said| !matches!(of, Said::Open | Said::Unknown);
            match call.outcome {
                CallOutcome::Right => {
                    assert!(call.called == call.result && said(&call.called), "{call:?}")
                }
                // Both may leave it open between choices of which none is the same.
                CallOutcome::Wrong => {
                    assert!(
                        call.called != call.result || !said(&call.called),
                        "{call:?}"
                    );
                }
                CallOutcome::Open | CallOutcome::Unknown => {
                    let tied =
                        matches!(call.result, Said::Tie(_)) || matches!(call.called, Said::Tie(_));
                    // What a poll says of other voters than the count's, or beside a choice of which the count gives
                    // nothing, is neither right nor wrong.
                    let of_others = call.not_judged.is_some();
                    // What sampling error alone could turn over is no call.
                    assert!(
                        !said(&call.called)
                            || !said(&call.result)
                            || call.beyond_sampling == Some(false)
                            || tied
                            || of_others,
                        "{call:?}"
                    );
                }
            }
            if call.question != Question::Leader || call.of_own_voters {
                continue;
            }
            // A poll that gives two choices as one figure calls them as one.
            let single = |label: &String| report.contest.choices().contains(label);
            if let Said::Choices(leader) = &call.result
                && leader.iter().all(single)
            {
                match &count.leading {
                    Leading::Leader(label) => assert_eq!(leader, std::slice::from_ref(label)),
                    other => panic!("{leader:?} lead, but {other:?}"),
                }
                if !count.is_final() {
                    let bound = count.bound().expect("something decides it");
                    assert_eq!(bound.decided, Some(true), "{call:?}");
                }
            }
            let Some(reading) = poll.reading() else {
                continue;
            };
            if let Said::Choices(names) = &call.called {
                let own = reading.row(&names[0]).expect("a row of the poll leads it");
                let mut others = reading
                    .rows
                    .iter()
                    .filter(|row| row.kind == RowKind::Choice);
                assert!(
                    others.all(|row| row.poll.value <= own.poll.value + EQUAL),
                    "{call:?}"
                );
            }
            if let (Said::Choices(names), true) = (&call.result, count.is_final())
                && let Some(own) = count.choice(&names[0]).and_then(|choice| choice.share)
            {
                let mut others = count.choices.iter().filter_map(|choice| choice.share);
                assert!(
                    others.all(|share| share.value <= own.value + EQUAL),
                    "{call:?}"
                );
            }
        }
    }
}
