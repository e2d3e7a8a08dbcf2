//! What counts beside the most complete one say otherwise.

use crate::model::OfficialCount;
use crate::report::{CountReport, Finding};

/// Final counts that follow final ones: recounts and corrections, each with the choice whose votes changed most.
pub(super) fn corrected(counts: &[CountReport]) -> Vec<Finding> {
    let mut finals: Vec<&CountReport> = counts.iter().filter(|count| count.is_final()).collect();
    // A time orders them only where each has one.
    if finals.iter().all(|count| count.count.as_of().is_some()) {
        finals.sort_by_key(|count| count.count.moment());
    }
    let changes = finals.iter().enumerate().filter_map(|(place, later)| {
        // Of other voters a count is another one.
        let mut before = finals[..place].iter().rev();
        let earlier = before.find(|of| !are_of_other_voters(&of.count, &later.count))?;
        let changed = later.choices.iter().filter_map(|choice| {
            let before = earlier
                .choices
                .iter()
                .find(|own| own.choices == choice.choices)?
                .votes?;
            let after = choice.votes?;
            (before != after).then_some((choice, before, after))
        });
        // Of equal changes the first.
        let (choice, before, after) =
            changed.reduce(
                |most, own| match own.1.abs_diff(own.2) > most.1.abs_diff(most.2) {
                    true => own,
                    false => most,
                },
            )?;
        Some(Finding::CountCorrected {
            earlier: earlier.name().into(),
            later: later.name().into(),
            choice: choice.label.clone(),
            votes_before: before,
            votes_after: after,
        })
    });
    changes.collect()
}

fn are_of_other_voters(one: &OfficialCount, other: &OfficialCount) -> bool {
    one.has_fewer_voters_than(other) || other.has_fewer_voters_than(one)
}

/// Counts in which somebody else leads than in the most complete one.
pub(super) fn leaders(counts: &[CountReport], reference: &CountReport) -> Vec<Finding> {
    let mut others: Vec<(&str, Vec<String>)> = Vec::new();
    for count in counts {
        let Some(leader) = count.leading.leader() else {
            continue;
        };
        if Some(leader) == reference.leading.leader() {
            continue;
        }
        match others.iter_mut().find(|(known, _)| *known == leader) {
            Some((_, counts)) => counts.push(count.name().into()),
            None => others.push((leader, vec![count.name().into()])),
        }
    }
    let finding = |(leader, counts): (&str, Vec<String>)| Finding::OtherLeader {
        leader: leader.into(),
        counts,
    };
    others.into_iter().map(finding).collect()
}
