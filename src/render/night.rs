//! The counts as they followed one another.

use super::called;
use super::needs;
use super::number::{self, NOTHING};
use super::other_counts;
use super::outline::{Block, Grid};
use super::outstanding::{self, Voters};
use super::terms::{self, sentence};
use super::voters;
use crate::partial::Reachability;
use crate::report::{Basis, CourseStep, Night, PollCourse, PollReport, Report};

/// Behind what is said of the most complete count.
pub(super) fn section(report: &Report) -> Vec<Block> {
    // Once said of a poll it need not be said again.
    blocks(report, needs::unsaid(report.reference()))
}

/// Without anything said before it.
pub(super) fn alone(report: &Report) -> Vec<Block> {
    blocks(report, Vec::new())
}

fn blocks<'a>(report: &'a Report, mut unsaid: Vec<&'a str>) -> Vec<Block> {
    let Some(night) = &report.night else {
        let figures = other_counts::shares(report);
        let heading = || Block::Section("The other counts, in percent".into());
        return figures.map_or_else(Vec::new, |lines| vec![heading(), lines]);
    };
    let mut blocks = vec![Block::Section("The night".into())];
    blocks.extend(counts(report, night));
    blocks.extend(narrower_bound(report, night));
    blocks.extend(takes_invalid_alike(report, night));
    if let Some(lines) = other_counts::shares(report) {
        blocks.push(Block::Subsection("The other counts, in percent".into()));
        blocks.push(lines);
    }
    for basis in [
        Basis::RegisteredVoters,
        Basis::ShareOfBallots,
        Basis::ShareOfStations,
    ] {
        blocks.extend(courses(report, night, basis, &mut unsaid));
    }
    blocks.extend(not_followed(report, night, &unsaid));
    blocks
}

/// The polls that no table of the night has, and why.
fn not_followed(report: &Report, night: &Night, unsaid: &[&str]) -> Vec<Block> {
    let has_course = |poll: &PollReport| night.courses.iter().any(|of| of.poll == poll.name);
    let polls = (report.reference().polls.iter()).filter(|poll| !has_course(poll));
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for poll in polls.clone() {
        let why = match (&poll.not_compared, &poll.segment) {
            (Some(reason), _) => terms::reason(reason),
            (None, _) if poll.readings().next().is_none() => "no shares".to_owned(),
            (None, Some(_)) => voters::OF_OWN_VOTERS.to_owned(),
            (None, None) => continue,
        };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(&poll.name),
            None => reasons.push((why, vec![&poll.name])),
        }
    }
    let parts: Vec<String> = (reasons.iter())
        .map(|(why, names)| format!("{} ({why})", terms::list(names)))
        .collect();
    let text = format!("Not followed through the night: {}.", parts.join("; "));
    let apart = (!parts.is_empty()).then_some(Block::Paragraph(text));
    // Where no count leaves anything open, there is nothing to be said of any poll.
    let leaves_open = report.counts.iter().any(|count| {
        let mut views = count.outstanding.iter();
        views.any(|view| view.basis != Basis::AllCounted)
    });
    let is_unsaid = |poll: &PollReport| {
        leaves_open && !has_course(poll) && !unsaid.contains(&poll.name.as_str())
    };
    let others = needs::unsaid_of_polls(report.reference(), is_unsaid);
    apart.into_iter().chain(others).collect()
}

/// Every count with the leader of the reference.
fn counts(report: &Report, night: &Night) -> Option<Block> {
    let leader = report.reference().leading.leader();
    let mut grid = Grid::of("count").words("as of").words("counted");
    if let Some(leader) = leader {
        grid = grid
            .figures(format!("{leader}, %"))
            .figures("final share between, %");
    }
    for count in night.order.iter().filter_map(|name| report.count(name)) {
        let time = count.count.as_of().map_or(NOTHING.into(), |time| {
            number::time(time, count.count.as_of_is_a_day())
        });
        let complete = match (count.is_final(), count.count.completeness()) {
            (true, _) => "all".to_owned(),
            (false, Some(part)) => format!(
                "{} % of {}",
                number::as_stated(part.value(), part.bounds()),
                terms::completeness(part.of())
            ),
            (false, None) => "not stated".into(),
        };
        let mut cells = vec![count.name().to_owned(), time, complete];
        if let Some(leader) = leader {
            let share = count.choice(leader).and_then(|choice| choice.share);
            let bounds = count.bound().and_then(|view| view.final_share(leader));
            cells.push(share.map_or(NOTHING.into(), |share| number::share(&share)));
            cells.push(match bounds {
                _ if count.is_final() => "final".into(),
                Some(of) => number::outer_ends(of.bounds.low(), of.bounds.high(), 2),
                None => "no bound".into(),
            });
        }
        grid.row(cells);
    }
    grid.block()
}

/// On what the bounds of the table rest, where a count has two.
fn narrower_bound(report: &Report, night: &Night) -> Option<Block> {
    report.reference().leading.leader()?;
    let counts = || night.order.iter().filter_map(|name| report.count(name));
    let shown = [Basis::RegisteredVoters, Basis::ShareOfBallots].map(|basis| {
        let of_two = counts().filter(|count| {
            let bounds = count.outstanding.iter().filter(|of| of.basis.is_bound());
            bounds.count() > 1 && count.bound().is_some_and(|of| of.basis == basis)
        });
        let names: Vec<String> = of_two.map(|of| format!("\"{}\"", of.name())).collect();
        let what = outstanding::heading(basis, Voters::of(counts()));
        (!names.is_empty()).then(|| format!("at {} the {what}", terms::list(&names)))
    });
    let shown: Vec<String> = shown.into_iter().flatten().collect();
    let text = format!("Of two bounds the narrower is shown: {}.", shown.join("; "));
    (!shown.is_empty()).then_some(Block::Paragraph(text))
}

/// Of which counts the final shares in the table take invalid ballots to be as frequent everywhere.
fn takes_invalid_alike(report: &Report, night: &Night) -> Option<Block> {
    let leader = report.reference().leading.leader()?;
    let names: Vec<String> = (night.order.iter())
        .filter_map(|name| report.count(name))
        .filter(|count| !count.is_final())
        .filter(|count| {
            let view = count.bound().filter(|view| view.takes_invalid_alike);
            view.is_some_and(|view| view.final_share(leader).is_some())
        })
        .map(|count| format!("\"{}\"", count.name()))
        .collect();
    let what = format!("The final shares at {}", terms::list(&names));
    (!names.is_empty()).then(|| Block::Paragraph(outstanding::takes_invalid_alike(&what)))
}

/// How each poll stood at each count, on one basis; and of which nothing is said, once.
fn courses<'a>(
    report: &'a Report,
    night: &Night,
    basis: Basis,
    unsaid: &mut Vec<&'a str>,
) -> Vec<Block> {
    let courses: Vec<_> = night
        .courses
        .iter()
        .filter(|course| course.basis == basis)
        .collect();
    let names: Vec<&String> = night
        .order
        .iter()
        .filter(|name| {
            let mut steps = courses.iter().flat_map(|course| &course.steps);
            // At a final count nothing is left to come true.
            steps.any(|step| step.count == **name)
                && report.count(name).is_some_and(|count| !count.is_final())
        })
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let mut grid = Grid::of(called::one(report));
    for name in &names {
        grid = grid.words(name.as_str());
    }
    let mut sentences = Vec::new();
    for course in &courses {
        let cell = |name: &&String| {
            let step = course.steps.iter().find(|step| step.count == **name);
            step.map_or(NOTHING.into(), |step| standing(step, basis))
        };
        grid.row(
            [course.poll.clone()]
                .into_iter()
                .chain(names.iter().map(cell))
                .collect(),
        );
        let partial = |name: &&String| names.iter().any(|known| known == name);
        if let Some(from) = course.impossible_from.as_ref().filter(partial) {
            let leader = match &course.leader_impossible_from {
                Some(same) if same == from => String::new(),
                Some(later) if names.contains(&later) => {
                    format!(", its figure for the leader from \"{later}\" on")
                }
                _ if basis.is_bound() => ", but its figure for the leader stayed possible".into(),
                _ => ", but its figure for the leader would still come true".into(),
            };
            let step = course.steps.iter().find(|step| step.count == *from);
            let condition = step.and_then(|step| step.unless_invalid);
            let unless = outstanding::in_brackets_unless_invalid("", condition);
            sentences.push(format!(
                "{} from \"{from}\" on{unless}{leader}",
                course.poll
            ));
        }
    }
    let word = if basis.is_bound() { "could" } else { "would" };
    let voters = Voters::of(names.iter().filter_map(|name| report.count(name)));
    let intro = format!(
        "Whether all figures of a poll together {word} still come true {}:",
        outstanding::under(basis, voters)
    );
    let mut blocks = vec![Block::Paragraph(intro)];
    blocks.extend(grid.block());
    if !sentences.is_empty() {
        // A projection makes nothing impossible: outstanding stations can be of any size.
        let what = if basis.is_bound() {
            "no longer possible"
        } else {
            "by that projection not reached"
        };
        let text = format!("{what}: {}", sentences.join("; "));
        blocks.push(Block::Paragraph(sentence(&text)));
    }
    blocks.extend(notes_on_what_was_counted(report, &names, basis));
    blocks.extend(not_said_at(report, &courses, &names));
    let without_course: Vec<&str> = (report.reference().polls.iter())
        .filter(|poll| poll.segment.is_none() && poll.readings().next().is_some())
        .map(|poll| poll.name.as_str())
        .filter(|name| !courses.iter().any(|course| course.poll == *name))
        .filter(|name| !unsaid.contains(name))
        .collect();
    blocks.extend(needs::of_other_voters(&without_course));
    unsaid.extend(without_course);
    blocks
}

/// What the document notes of counts whose statement on the ballots counted bounds the final result.
fn notes_on_what_was_counted(report: &Report, names: &[&String], basis: Basis) -> Option<Block> {
    if basis != Basis::ShareOfBallots {
        return None;
    }
    let notes: Vec<String> = (names.iter())
        .filter_map(|name| outstanding::note(report.count(name)?))
        .collect();
    (!notes.is_empty()).then(|| Block::Paragraph(notes.join(" ")))
}

/// Of which polls nothing is said at some of the counts of the table, and why.
fn not_said_at(report: &Report, courses: &[&PollCourse], names: &[&String]) -> Vec<Block> {
    let at = |name: &&String| {
        let count = report.count(name)?;
        let is_missing = |poll: &str| {
            let mut own = courses.iter().filter(|course| course.poll == poll);
            own.any(|course| !course.steps.iter().any(|step| step.count == **name))
        };
        Some(needs::unsaid_at(count, is_missing))
    };
    names.iter().filter_map(at).flatten().collect()
}

fn standing(step: &CourseStep, basis: Basis) -> String {
    match (step.whole, step.leader) {
        (Reachability::Impossible, Some(leader)) if leader != Reachability::Impossible => {
            "for the leader only".into()
        }
        (whole, _) => outstanding::reachable(whole, basis).into(),
    }
}
