//! On what the verdicts rest that nobody published, and whose figures cannot all be printed right.

use super::number;
use super::outstanding::unless_invalid;
use super::room::Room;
use super::terms::{self, sentence};
use crate::alignment::{RowKind, Rule};
use crate::model::Base;
use crate::report::{PollReport, ReadingReport, Report, SizeBasis, Verdict};

/// Whose verdicts rest on a design effect that nobody published.
pub(super) fn assumed_design(report: &Report, room: Room) -> Option<String> {
    let factor = report.settings.assumed_design_effect?;
    let rests_on_it = |poll: &&PollReport| {
        let facts = report.polls.iter().find(|of| of.poll.name() == poll.name);
        let assumed = facts.is_some_and(|of| of.size.basis == Some(SizeBasis::AssumedDesign));
        assumed && poll.readings().any(ReadingReport::rests_on_a_test)
    };
    let polls: Vec<&str> = (report.reference().polls.iter())
        .filter(rests_on_it)
        .map(|poll| poll.name.as_str())
        .collect();
    (!polls.is_empty()).then(|| {
        sentence(&format!(
            "a design effect of {} was assumed for {}, whose own is not published",
            number::shortest(factor),
            room.list(&polls)
        ))
    })
}

/// That polls of different bases are judged differently by the invalid ballots alone, which only some have among their
/// shares.
pub(super) fn of_bases(report: &Report, room: Room) -> Option<String> {
    let of = |is_it: &dyn Fn(&ReadingReport) -> bool| -> Vec<&str> {
        let polls = report.reference().polls.iter();
        let is_it = |poll: &&PollReport| {
            let mut readings = poll.readings();
            poll.reading.is_some() && readings.all(is_it)
        };
        polls.filter(is_it).map(|poll| poll.name.as_str()).collect()
    };
    let by_invalid = of(&|reading| {
        let decisive = (reading.decided_by.as_deref()).and_then(|label| reading.row(label));
        let is_invalid = decisive.is_some_and(|row| row.kind == RowKind::Invalid);
        reading.verdict.is_beyond() && is_invalid
    });
    let without = of(&|reading| reading.verdict.is_within() && reading.base == Base::ValidVotes);
    if by_invalid.is_empty() || without.is_empty() {
        return None;
    }
    let is = |polls: &[&str]| if polls.len() == 1 { "is" } else { "are" };
    Some(format!(
        "{} {} judged on all ballots, where the invalid ones are among the shares and decide, {} on valid votes alone.",
        room.list(&by_invalid),
        is(&by_invalid),
        room.list(&without)
    ))
}

/// Which polls are compared by some of their choices only, because the count has no figure for the others.
pub(super) fn of_listed_choices(report: &Report, room: Room) -> Vec<String> {
    let mut groups: Vec<(&[String], Vec<&str>)> = Vec::new();
    for poll in &report.reference().polls {
        let mut rules = poll.readings().flat_map(|reading| &reading.rules);
        let without = rules.find_map(|rule| match rule {
            Rule::OfListedChoices { without, .. } => Some(without.as_slice()),
            _ => None,
        });
        let Some(without) = without else { continue };
        match groups.iter_mut().find(|(known, _)| *known == without) {
            Some((_, polls)) => polls.push(&poll.name),
            None => groups.push((without, vec![&poll.name])),
        }
    }
    let words = |(without, polls): &(&[String], Vec<&str>)| {
        let of = match polls.as_slice() {
            [one] => format!("{} is", room.name(one)),
            several => format!("{} are", room.list(several)),
        };
        sentence(&format!(
            "the count gives no figure for {} nor the valid votes in all, so that {of} compared by the other choices alone",
            room.list(without)
        ))
    };
    groups.iter().map(words).collect()
}

/// Which polls are compared by the choices that they list alone: of everyone approached, because who refused and who voted
/// for others are not told apart; or because they leave no room for others, who have votes.
pub(super) fn of_common_choices(report: &Report, room: Room) -> Option<String> {
    let of_rule = |is_such: fn(&Rule) -> bool| -> Vec<&str> {
        (report.reference().polls.iter())
            .filter(|poll| poll.readings().any(|of| of.rules.iter().any(is_such)))
            .map(|poll| poll.name.as_str())
            .collect()
    };
    let approached = of_rule(|rule| matches!(rule, Rule::OfCommonChoices { .. }));
    let without_others = of_rule(|rule| matches!(rule, Rule::OthersLeftOut { .. }));
    let is = |polls: &[&str]| if polls.len() == 1 { "is" } else { "are" };
    let it_lists = |polls: &[&str]| match polls.len() {
        1 => "it lists",
        _ => "they list",
    };
    let of_approached = (!approached.is_empty()).then(|| {
        sentence(&format!(
            "{} {} compared by the choices that {} alone: what the figures leave of everyone approached is refusals and \
             votes for others together",
            room.list(&approached),
            is(&approached),
            it_lists(&approached)
        ))
    });
    let of_others = (!without_others.is_empty()).then(|| {
        sentence(&format!(
            "the printed shares of {} sum to 100 percent and leave nothing for everyone else, who has votes in the count, so \
             that {} compared by the choices that {} alone, too",
            room.list(&without_others),
            match without_others.len() {
                1 => "it is",
                _ => "they are",
            },
            it_lists(&without_others)
        ))
    });
    let said: Vec<String> = of_approached.into_iter().chain(of_others).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Shares that sum to more than 100 percent by more than rounding explains, before anything is made of them.
pub(super) fn misprinted(report: &Report, room: Room) -> Option<String> {
    let polls: Vec<&str> = (report.reference().polls.iter())
        .filter(|poll| {
            let mut rules = poll.readings().flat_map(|reading| &reading.rules);
            rules.any(|rule| matches!(rule, Rule::Remainder { bounds, .. } if bounds.high() < 0.0))
        })
        .map(|poll| poll.name.as_str())
        .collect();
    (!polls.is_empty()).then(|| {
        sentence(&format!(
            "the printed shares of {} sum to more than 100 percent by more than rounding explains, so that one of them must be \
             misprinted",
            room.list(&polls)
        ))
    })
}

/// What the verdicts are with the bias that was declared, where they are others: one that was not within sampling error
/// can be then, or come to depend on rounding.
pub(super) fn with_bias(report: &Report, room: Room) -> Option<String> {
    let bias = report.settings.bias_standard_deviation?;
    let declared = format!("allowing for {}", terms::bias(bias));
    let judged: Vec<(&str, Verdict, Verdict)> = (report.reference().polls.iter())
        .filter_map(|poll| {
            let reading = poll.reading()?;
            Some((
                poll.name.as_str(),
                reading.verdict,
                reading.verdict_with_bias?,
            ))
        })
        .filter(|(_, plain, _)| !plain.is_within())
        .collect();
    let changed = |to: fn(Verdict) -> bool| -> Vec<&str> {
        let others = judged.iter().filter(|(_, plain, with)| {
            // The same answer, with or without a known design.
            to(*with) && plain != with && !(plain.is_beyond() && with.is_beyond())
        });
        others.map(|(name, ..)| *name).collect()
    };
    let differ = |polls: &[&str]| {
        let verb = if polls.len() == 1 {
            "differs"
        } else {
            "differ"
        };
        format!(
            "{} {verb} by no more than sampling and bias",
            room.list(polls)
        )
    };
    let mut parts = Vec::new();
    let mut add = |polls: Vec<&str>, words: &dyn Fn(&[&str]) -> String| {
        if !polls.is_empty() {
            parts.push(words(&polls));
        }
    };
    add(changed(|of| of == Verdict::WithinSampling), &|polls| {
        format!("{} explain", differ(polls))
    });
    add(
        changed(|of| of == Verdict::WithinSimpleRandomSampling),
        &|polls| {
            format!(
                "{} would explain if respondents had been drawn singly",
                differ(polls)
            )
        },
    );
    add(changed(|of| of == Verdict::OpenUntilCounted), &|polls| {
        format!(
            "{} cannot be judged until more is counted",
            room.list(polls)
        )
    });
    add(changed(|of| of == Verdict::UndecidedByRounding), &|polls| {
        format!(
            "{} may or may not differ by more, depending on digits that were not printed",
            room.list(polls)
        )
    });
    // On the fewest invalid ballots that would undo one of them.
    let conditions = (report.reference().polls.iter())
        .filter_map(|poll| poll.reading()?.condition_with_bias)
        .filter(|condition| condition.is_bound);
    let fewest = conditions
        .map(|of| of.unless_invalid)
        .min_by(f64::total_cmp);
    let unless = unless_invalid(fewest);
    match (judged.is_empty(), parts.is_empty()) {
        (true, _) => None,
        (false, true) => Some(sentence(&format!(
            "{declared}, the verdicts are the same{unless}"
        ))),
        (false, false) => Some(sentence(&format!(
            "{declared}, {}{unless}",
            parts.join("; ")
        ))),
    }
}
