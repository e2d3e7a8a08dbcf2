//! Every figure of the input against the report.

use exitpoll::Report;
use exitpoll::alignment::Rule;

use crate::pairs;

/// Every share, seat and turnout of every poll, and every figure of every count, has its place or the
/// reason why it has none.
pub fn no_figure_goes_unmentioned(report: &Report) {
    for count in &report.counts {
        for (label, _) in count.count.seats() {
            assert!(
                count
                    .choices
                    .iter()
                    .any(|of| of.label == *label && of.seats.is_some()),
                "{label}"
            );
        }
        let document = serde_json::to_value(&count.count).expect("plain data");
        for field in ["votes", "shares"] {
            for label in document[field]
                .as_object()
                .into_iter()
                .flat_map(|of| of.keys())
            {
                let has = |of: &exitpoll::report::CountedChoice| {
                    of.label == *label && (of.share.is_some() || of.votes.is_some())
                };
                assert!(
                    label.starts_with('(') || count.choices.iter().any(has),
                    "{field} of {label}"
                );
            }
        }
    }
    for (count, poll) in pairs(report) {
        let facts = report.poll(&poll.name).expect("facts of every poll");
        let document = serde_json::to_value(&facts.poll).expect("plain data");
        if poll.not_compared == Some(exitpoll::report::Reason::WeightedToCount) {
            continue;
        }
        let left_out = |label: &str| poll.left_out.iter().any(|of| of.label == label);
        for label in document["shares"]
            .as_object()
            .into_iter()
            .flat_map(|of| of.keys())
        {
            let in_rows = poll.readings().any(|of| {
                of.row(label).is_some() || of.rows.iter().any(|row| row.choices.contains(label))
            });
            let category = label.starts_with('(') && poll.reading.is_some();
            // A merged figure of which the count lacks a part stands with everyone else, and a rule says so.
            let merged = document["merged"].as_array().into_iter().flatten();
            let mut members = merged
                .filter(|of| of["label"] == **label)
                .flat_map(|of| of["choices"].as_array().into_iter().flatten())
                .filter_map(|name| name.as_str());
            let rules = || poll.readings().flat_map(|of| &of.rules);
            let by_rule = rules().any(|rule| match rule {
                Rule::MissingInCount { choices } => {
                    members.any(|own| choices.iter().any(|of| of == own))
                }
                _ => false,
            });
            let in_rows = in_rows || by_rule;
            assert!(
                in_rows || category || left_out(label),
                "{}: the share of {label} against {}",
                poll.name,
                count.name()
            );
        }
        for (label, _) in facts.poll.seats() {
            let compared = poll.seats.as_ref().is_some_and(|of| {
                of.row(label).is_some() || of.left_out.iter().any(|of| of.label == *label)
            });
            assert!(
                compared || left_out(label),
                "{}: the seats of {label}",
                poll.name
            );
        }
        if facts.poll.turnout().is_some() {
            assert!(
                poll.turnout.is_some() != left_out("turnout"),
                "{}: its turnout against {}",
                poll.name,
                count.name()
            );
        }
    }
}
