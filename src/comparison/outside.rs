//! The votes of a count that a poll does not cover: how many they are, and what they gave.

use crate::alignment::RowKind;
use crate::model::{
    CountStatus, OfficialCount, Poll, Population, PublishedShare, Segment, VoterGroup,
    cast_by_others, left_to_others, of_others, outside_and_parts, valid_of,
};
use crate::numeric::Bounds;
use crate::report::RowReport;

/// The votes of a count that a poll does not cover.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outside {
    /// Their proportion; absent where nobody says how many they are.
    pub(super) share: Option<f64>,
    /// What that proportion can be.
    pub(super) bounds: Bounds,
    /// The poll's own statement in percent, where it is used: of a range what parts of the count leave of it. Without a
    /// statement, the range that those parts leave.
    pub(super) stated: Option<String>,
    /// The voters whose votes the count says that it has, and of whom nobody says exactly how many they are.
    pub(super) uncounted: Vec<VoterGroup>,
    /// Those whom alone the poll covers, where the count does not say whose votes it has.
    pub(super) only: Vec<VoterGroup>,
}

impl Outside {
    fn exactly(share: f64) -> Outside {
        Outside {
            share: Some(share),
            bounds: Bounds::exact(share),
            stated: None,
            uncounted: Vec::new(),
            only: Vec::new(),
        }
    }
}

/// The proportion of the count's votes that the poll does not cover: as the poll states it, or as the parts
/// of the count that others cast give it. Where the count says that it has votes of others, and not how many, any
/// proportion that the parts leave.
pub(super) fn outside(poll: &Poll, count: &OfficialCount) -> Option<Outside> {
    let population = poll.population()?;
    let covered = population.voters();
    let least = || cast_by_others(covered, count).unwrap_or(0.0);
    let most = left_to_others(population, count);
    let known = || {
        let (all, others) = (count.valid_votes()?, valid_of_others(poll, count)?);
        (others <= all).then_some(others as f64 / all as f64)
    };
    if let Some(stated) = stated_outside(poll, count) {
        // Those of the parts, where the digits of a figure are theirs.
        let is_theirs = !stated.is_range() && population.left_out().is_none();
        let of_parts = known().filter(|share| is_theirs && stated.bounds().contains(*share));
        if let (Some(share), CountStatus::Final) = (of_parts, count.status()) {
            return Some(Outside::exactly(share));
        }
        // A plain "0" that names nobody left out is a statement that nobody is, and no rounding of a share.
        let is_nobody = is_theirs && stated.value() == 0.0 && stated.decimals() == Some(0);
        if is_nobody && least() == 0.0 && counted_beside(covered, count).is_empty() {
            return Some(Outside::exactly(0.0));
        }
        let mut outside = as_stated(stated, (least(), most), count);
        if outside.bounds.low <= 0.0 {
            outside.uncounted = counted_beside(covered, count);
        }
        return Some(outside);
    }
    let counted = count.population().map_or(&[][..], Population::voters);
    if may_have_others(population, count) {
        return Some(Outside {
            share: None,
            bounds: Bounds {
                low: least(),
                high: 1.0,
            },
            stated: None,
            uncounted: Vec::new(),
            only: covered.to_vec(),
        });
    }
    let uncounted = counted_beside(covered, count);
    if covered.is_empty() || counted.is_empty() && uncounted.is_empty() {
        // A statement that its parts contradict leaves those parts.
        let parts = || population.outside().map(|_| least());
        return known().or_else(parts).map(Outside::exactly);
    }
    if !counted.is_empty() && !counted.iter().any(|group| covered.contains(group)) {
        return Some(Outside::exactly(1.0));
    }
    if uncounted.is_empty() {
        return known().map(Outside::exactly);
    }
    let bounds = Bounds {
        low: least(),
        high: most.unwrap_or(1.0),
    };
    Some(Outside {
        share: most.map(|most| 0.5 * (bounds.low + most)),
        bounds,
        stated: most.map(|_| as_range(bounds)),
        uncounted,
        only: Vec::new(),
    })
}

/// The voters whose votes the count says that it has, in its statement or in a part of it, and whom the poll does not
/// cover; none of those whose part of the count is known.
pub(super) fn counted_beside(covered: &[VoterGroup], count: &OfficialCount) -> Vec<VoterGroup> {
    let counted = count.population().map_or(&[][..], Population::voters);
    let is_of_known_size =
        |part: &Segment| count.valid_votes().is_some() && valid_of(part, count).is_some();
    let apart = |group: &VoterGroup| {
        let mut parts = of_others(covered, count);
        parts.any(|part| part.voters().contains(group) && is_of_known_size(part))
    };
    let in_parts = of_others(covered, count).flat_map(Segment::voters);
    let in_parts = in_parts.filter(|group| !covered.is_empty() && !counted.contains(group));
    let others = counted.iter().chain(in_parts).copied();
    others
        .filter(|group| !covered.contains(group) && !apart(group))
        .collect()
}

/// Whether the poll says that it is of some voters only, and the count neither whose votes it has nor what any of them
/// voted: what it does not say must not decide. Words for who is left out say more than this.
fn may_have_others(population: &Population, count: &OfficialCount) -> bool {
    let covered = population.voters();
    let is_silent = count.population().is_none_or(|of| of.voters().is_empty());
    let is_of_some = || {
        !covered.is_empty()
            && !EVERYBODY.iter().all(|group| covered.contains(group))
            && population.left_out().is_none()
            && count.segments().is_empty()
    };
    is_silent && (are_a_part(covered) || is_of_some())
}

/// The ways of voting that leave nobody out.
const EVERYBODY: [VoterGroup; 4] = [
    VoterGroup::InPerson,
    VoterGroup::Early,
    VoterGroup::Postal,
    VoterGroup::Abroad,
];

/// Bounds of a proportion as a range in percent, the upper one rounded up.
fn as_range(bounds: Bounds) -> String {
    let percent = |hundredths: f64| hundredths / 100.0;
    let low = percent((1e4 * bounds.low + 1e-6).floor());
    let high = percent((1e4 * bounds.high - 1e-6).ceil());
    format!("{low}–{high}")
}

/// What a poll states of the votes that it does not cover, unless the parts of the count contradict it.
pub(super) fn stated_outside(poll: &Poll, count: &OfficialCount) -> Option<PublishedShare> {
    let stated = poll.population()?.outside()?;
    outside_and_parts(poll, count).is_none().then_some(stated)
}

/// A statement, as far as the parts of a final count leave it: their least and most are of valid votes, as the shares are,
/// and what is stated of ballots can miss them by what is invalid.
fn as_stated(
    stated: PublishedShare,
    (least, most): (f64, Option<f64>),
    count: &OfficialCount,
) -> Outside {
    let printed = stated.bounds();
    let parts = match count.status() {
        CountStatus::Final => Bounds::between(least, most.unwrap_or(1.0).max(least)),
        CountStatus::Partial => Bounds {
            low: 0.0,
            high: 1.0,
        },
    };
    let both = Bounds {
        low: printed.low.max(parts.low),
        high: printed.high.min(parts.high),
    };
    let bounds = if both.low <= both.high { both } else { parts };
    if bounds.width() < 1e-9 && parts.width() < 1e-9 {
        return Outside::exactly(bounds.low);
    }
    let is_as_printed = bounds == printed || !stated.is_range() && bounds.contains(stated.value());
    let (share, text) = match is_as_printed {
        true => (stated.value(), stated.to_string()),
        false => (0.5 * (bounds.low + bounds.high), left_of(printed, bounds)),
    };
    Outside {
        share: Some(share),
        bounds,
        stated: Some(text),
        uncounted: Vec::new(),
        only: Vec::new(),
    }
}

/// What votes leave of a printed range, in percent: an end that they move with two decimals, outwards.
fn left_of(printed: Bounds, left: Bounds) -> String {
    let as_printed = |share: f64| format!("{}", (1e8 * share).round() / 1e6);
    let low = match left.low == printed.low {
        true => as_printed(left.low),
        false => format!("{:.2}", (1e4 * left.low + 1e-6).floor() / 100.0),
    };
    let high = match left.high == printed.high {
        true => as_printed(left.high),
        false => format!("{:.2}", (1e4 * left.high - 1e-6).ceil() / 100.0),
    };
    format!("{low}–{high}")
}

/// Whether these are voters of whom nobody takes a count to be: those who vote in person are most of nearly every
/// count, those abroad or by post are a part of it.
pub(super) fn are_a_part(covered: &[VoterGroup]) -> bool {
    let apart = |group: &VoterGroup| {
        matches!(
            group,
            VoterGroup::Postal | VoterGroup::Abroad | VoterGroup::Other
        )
    };
    !covered.is_empty() && covered.iter().all(apart)
}

/// A figure of each part that the poll's voters did not cast, in sum; absent where the poll does not say who they are.
fn sum_of_others(
    poll: &Poll,
    count: &OfficialCount,
    of: impl Fn(&Segment) -> Option<u64>,
) -> Option<u64> {
    let covered = poll.population()?.voters();
    if covered.is_empty() {
        return None;
    }
    of_others(covered, count).try_fold(0u64, |sum, segment| sum.checked_add(of(segment)?))
}

pub(super) fn valid_of_others(poll: &Poll, count: &OfficialCount) -> Option<u64> {
    sum_of_others(poll, count, |segment| valid_of(segment, count)).filter(|others| *others > 0)
}

/// What the parts that none of the poll's voters cast gave the choices of a row, where they are all that it does not cover:
/// by their votes, or by the shares that they print.
pub(super) fn share_among_others(
    poll: &Poll,
    count: &OfficialCount,
    row: &RowReport,
) -> Option<f64> {
    let outside = outside(poll, count)?;
    if outside.stated.is_some() || outside.share.is_none() || row.kind != RowKind::Choice {
        return None;
    }
    let others = valid_of_others(poll, count)?;
    if let Some(votes) = sum_of_others(poll, count, |part| part.votes_of(&row.choices)) {
        return Some(votes as f64 / others as f64);
    }
    let covered = poll.population()?.voters();
    let printed = of_others(covered, count).map(|part| {
        Some(part.share_of(&row.choices)? * valid_of(part, count)? as f64 / others as f64)
    });
    printed.sum()
}
