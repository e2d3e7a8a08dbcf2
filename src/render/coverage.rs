//! Votes that a poll did not cover, and what they can explain.

use super::explained::is_impossible;
use super::number;
use super::room::Room;
use super::terms::{self, closed, list, sentence as closed_sentence};
use crate::model::{PublishedShare, VoterGroup};
use crate::numeric::Bounds;
use crate::report::{Coverage, CoverageNeed, Finding, PollReport, ReadingReport, Report, Verdict};

/// What polls did not cover, as one of the sentences that stand first.
pub(super) fn sentence(report: &Report, finding: &Finding, room: Room) -> Option<String> {
    match finding {
        Finding::CoverageExplains {
            polls,
            outside,
            stated,
            at_most,
            explains_all,
            left_out,
            voters,
        } => {
            // Where room is short, the full report has the words.
            let who = (left_out.as_ref().filter(|_| room.listed > 2))
                .map_or(String::new(), |who| format!(" ({who})"));
            let most = number::rounded_up(*at_most, 2);
            let alike = assumed_of(report, polls, room);
            let polls = room.list(polls);
            let part = terms::stated(stated.as_deref(), *outside);
            let within = match terms::may_cover_all(*outside, *at_most) {
                true => "",
                false => within_rounding(&part, *at_most),
            };
            let explains = explains(*explains_all, &most, within);
            Some(if part.starts_with("less than ") {
                terms::sentence(&format!(
                    "{part} percent of the votes counted are of voters that {polls} did not cover{who}, which \
                     {explains}{alike}"
                ))
            } else if terms::may_cover_all(*outside, *at_most) {
                let part = upper_end(&part, &most);
                if !voters.is_empty() {
                    return Some(format!(
                        "{polls} did not cover votes cast {}, up to {part} percent of those counted{who}, which \
                         {explains}{alike}.",
                        groups(voters)
                    ));
                }
                format!(
                    "Up to {part} percent of the votes counted may be of voters that {polls} did not cover{who}, which \
                     {explains}{alike}."
                )
            } else {
                format!(
                    "{polls} did not cover {part} percent of the votes counted{who}, which {explains}{alike}."
                )
            })
        }
        Finding::CoverageUnknown {
            polls,
            voters,
            only,
            left_out,
        } => {
            let several = polls.len() > 1;
            let who = match only.is_empty() {
                true => unknown(&room.list(polls), voters, left_out.as_deref()),
                false => only_of(&room.list(polls), several, only),
            };
            let alike = assumed_of(report, polls, room);
            Some(closed(&format!("{who}{alike}")))
        }
        Finding::CountedWithout { polls, voters } => {
            let bounded = |name: &String| {
                let reading = report.reference().poll(name).and_then(PollReport::reading);
                reading.is_some_and(is_bounded)
            };
            let bounded = polls.iter().all(bounded);
            let who = counted_without(&room.list(polls), polls.len() > 1, voters, bounded);
            let alike = assumed_of(report, polls, room);
            Some(closed(&format!("{who}{alike}")))
        }
        _ => None,
    }
}

/// What votes outside can explain: the most of any deviation, where that says more than that they could explain all.
fn explains(all: bool, most: &str, within: &str) -> String {
    match all {
        true => "could explain every deviation".to_owned(),
        false => {
            let words = format!("{within} can explain at most {most} points of any deviation");
            words.trim_start().to_owned()
        }
    }
}

/// The greatest of a range; of "0" or "0.0" of a few voters the most that its digits leave, with which the other sentences
/// reckon.
fn upper_end<'a>(part: &'a str, most: &'a str) -> &'a str {
    match part.rsplit(" to ").next().unwrap_or(part) {
        none if none.parse() == Ok(0.0) => most,
        part => part,
    }
}

/// "by post and abroad".
fn groups(voters: &[VoterGroup]) -> String {
    let groups: Vec<&str> = voters.iter().map(|group| terms::voters(*group)).collect();
    list(&groups)
}

/// Said where one figure was published, and those outside may be more than it by the digits that it does not have.
fn within_rounding(stated: &str, most: f64) -> &'static str {
    match stated.parse::<f64>() {
        Ok(figure) if 100.0 * most > figure + 0.005 => " within rounding",
        _ => "",
    }
}

/// Voters whom a poll covers and whose votes the count does not have.
fn counted_without(who: &str, several: bool, voters: &[VoterGroup], bounded: bool) -> String {
    let bounds = match bounded {
        true => "only the bounds of the final result limit",
        false => "nothing bounds",
    };
    let covers = if several { "cover" } else { "covers" };
    format!(
        "{who} also {covers} those who voted {}, whose votes the count says it does not have, so that {bounds} \
         what they can explain",
        groups(voters)
    )
}

/// Whether anything bounds what the final shares of its rows can be.
fn is_bounded(reading: &ReadingReport) -> bool {
    reading.measures.final_overlap.is_some()
}

/// What a comparison with votes of others rests on.
const ALIKE: &str = "the comparison assumes that those voters voted as the others did";

/// The same behind a statement that it belongs to.
fn assumed_alike(is_assumed: bool) -> String {
    match is_assumed {
        true => format!("; {ALIKE}"),
        false => String::new(),
    }
}

/// The same of those of these polls of which what is said takes all voters to have voted alike: all but that other
/// voters could explain it, or could not, or that nothing can be said yet.
fn assumed_of(report: &Report, polls: &[String], room: Room) -> String {
    let count = report.reference();
    let takes_it = |name: &&String| {
        count
            .poll(name)
            .is_some_and(|poll| takes_all_alike(poll.verdict))
    };
    let of: Vec<&String> = polls.iter().filter(takes_it).collect();
    match of.len() {
        some if some == 0 || some == polls.len() => assumed_alike(some > 0),
        _ => format!(
            "; the comparison with {} assumes that those voters voted as the others did",
            room.list(&of)
        ),
    }
}

fn takes_all_alike(verdict: Verdict) -> bool {
    let whatever_they_did = matches!(
        verdict,
        Verdict::DifferentPopulations
            | Verdict::NotComparable
            | Verdict::RangeOutside
            | Verdict::OpenUntilCounted
    );
    !whatever_they_did && !verdict.is_beyond()
}

/// A poll of a part of the voters by its own word, beside a count that does not say whose votes it has.
fn only_of(who: &str, several: bool, voters: &[VoterGroup]) -> String {
    let groups: Vec<&str> = voters.iter().map(|group| terms::voters(*group)).collect();
    let are = if several { "are" } else { "is" };
    format!(
        "{who} {are} only of those who voted {}; the count does not say whose votes it has, and if it has others, nothing \
         bounds what those can explain",
        list(&groups)
    )
}

/// Voters outside of whom nobody says how many they are.
fn unknown(who: &str, voters: &[VoterGroup], left_out: Option<&str>) -> String {
    let groups: Vec<&str> = voters.iter().map(|group| terms::voters(*group)).collect();
    match (groups.is_empty(), left_out) {
        (true, left_out) => format!(
            "{who} did not cover {}; how many of the votes counted are theirs is not published, so nothing bounds what they \
             can explain",
            left_out.unwrap_or("all voters")
        ),
        (false, left_out) => format!(
            "{who} did not cover votes cast {}{}, which the count says it has; what part of it they are is not published, so \
             nothing bounds what they can explain",
            list(&groups),
            left_out.map_or(String::new(), |left_out| format!(" (left out: {left_out})"))
        ),
    }
}

/// What votes outside the poll's population can explain.
pub(super) fn of_reading(reading: &ReadingReport) -> Option<String> {
    let coverage = reading.coverage.as_ref()?;
    let alike = takes_all_alike(reading.verdict);
    if !coverage.not_counted.is_empty() {
        let bounded = is_bounded(reading);
        let who = counted_without("the poll", false, &coverage.not_counted, bounded);
        let alone = assumed_alike(alike && coverage.leaves_nobody_out());
        let words = closed_sentence(&format!("{who}{alone}"));
        return Some(match of_outside(reading, coverage, alike) {
            Some(outside) => format!("{words} {outside}"),
            None => words,
        });
    }
    of_outside(reading, coverage, alike)
}

/// What votes that the poll does not cover can explain.
fn of_outside(reading: &ReadingReport, coverage: &Coverage, alike: bool) -> Option<String> {
    if coverage.leaves_nobody_out() {
        return None;
    }
    let (Some(outside), Some(most)) = (coverage.outside, coverage.explains_at_most) else {
        let left_out = coverage.left_out.as_deref();
        let who = match coverage.only.is_empty() {
            true => unknown("the poll", &coverage.uncounted, left_out),
            false => only_of("the poll", false, &coverage.only),
        };
        return Some(closed_sentence(&format!("{who}{}", assumed_alike(alike))));
    };
    let who = coverage
        .left_out
        .as_ref()
        .map_or(String::new(), |who| format!(" ({who})"));
    let stated = terms::stated(coverage.stated.as_deref(), outside);
    let within = within_rounding(&stated, most);
    let most = number::rounded_up(most, 2);
    let explains = |within: &str| explains(coverage.explains_all, &most, within);
    // The middle of a range is nobody's figure, and so is what would follow from it.
    let may_be_none = terms::may_cover_all(outside, coverage.outside_bounds.high());
    if may_be_none && coverage.uncounted.is_empty() {
        return Some(format!(
            "Votes that the poll may not have covered{who} are {stated} percent of those counted, which {}{}.",
            explains(""),
            assumed_alike(alike)
        ));
    }
    let needs: Vec<String> = coverage
        .needs
        .iter()
        .map(|need| needed(coverage, need))
        .collect();
    let needs = if needs.is_empty() {
        String::new()
    } else {
        format!(
            "; for poll and count to agree, those votes would have had to give, in percent{}, {}",
            if needs.iter().any(|need| need.contains(" to ")) {
                " and within rounding"
            } else {
                ""
            },
            list(&needs)
        )
    };
    // Beside the verdict that they could explain it, this would read as its contrary.
    let sampling = if reading.verdict == Verdict::DifferentPopulations
        && coverage.needs.iter().any(is_impossible)
    {
        ". With the poll's figures as printed that is impossible; within its sampling error it is not"
    } else {
        ""
    };
    // What is impossible is so of voters who voted unlike the others: nothing is assumed of them there.
    let alike = if alike && !coverage.needs.iter().any(is_impossible) {
        format!(". {}", closed_sentence(ALIKE).trim_end_matches('.'))
    } else {
        String::new()
    };
    let (whose, stated) = match may_be_none {
        true if !["less than ", "at most "]
            .iter()
            .any(|limit| stated.starts_with(limit)) =>
        {
            (
                format!(", cast {},", groups(&coverage.uncounted)),
                format!("up to {}", upper_end(&stated, &most)),
            )
        }
        _ => (String::new(), stated.clone()),
    };
    Some(closed_sentence(&format!(
        "votes that the poll did not cover{who}{whose} are {stated} percent of those counted, which {}{needs}{sampling}{alike}",
        explains(within)
    )))
}

/// "A 42.36 (42.24 to 42.48)"; of a range of votes outside no figure but the interval. Behind it what those votes gave.
fn needed(coverage: &Coverage, need: &CoverageNeed) -> String {
    let Bounds { low, high } = need.bounds;
    let label = &need.label;
    let stated = coverage.stated.as_ref();
    let stated = stated.and_then(|of| of.parse::<PublishedShare>().ok());
    let is_range = stated.is_some_and(|of| of.is_range());
    let within = possible(low, high);
    let mut more: Vec<String> = Vec::new();
    let share = if high < 0.0 {
        more.push("impossible".into());
        "less than 0".into()
    } else if low > 1.0 {
        more.push("impossible".into());
        "more than 100".into()
    } else if is_range || !(0.0..=1.0).contains(&need.share) {
        within
    } else {
        let share = number::percent(need.share, 2);
        more.extend((within != share).then_some(within));
        share
    };
    let counted = need.counted.map(|share| number::percent(share, 2));
    more.extend(counted.map(|share| format!("and gave it {share}")));
    match more.is_empty() {
        true => format!("{label} {share}"),
        false => format!("{label} {share} ({})", more.join("; ")),
    }
}

/// The part of an interval that shares can be in.
pub(super) fn possible(low: f64, high: f64) -> String {
    let percent = |share: f64| number::percent(share, 2);
    match (low < 0.0, high > 1.0) {
        (true, true) => "any share".into(),
        (true, false) => format!("at most {}", number::rounded_up(high, 2)),
        (false, true) => format!("at least {}", number::rounded_down(low, 2)),
        (false, false) => number::from_to(percent(low), percent(high)),
    }
}
