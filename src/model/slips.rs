//! Sums of one count that miss another of its figures by no more than a slip: official figures taken while the last
//! stations were entered do. Both are named, and the votes that the count lists stand.

use super::contradiction::Contradiction;
use super::count::OfficialCount;

/// The most by which a part may exceed the whole that is printed for it: a hundredth. Near-final official sums are off by
/// a few thousandths of a percent; what is off by more is of another territory, or a digit is wrong.
pub(super) fn most_excess(whole: u64) -> u64 {
    whole / 100
}

/// More valid and invalid votes than ballots cast.
pub(super) fn votes_exceed_ballots(count: &OfficialCount) -> Option<Contradiction> {
    let (votes, ballots_cast) = (count.votes()?, count.ballots_cast()?);
    let invalid = count.invalid();
    let ballots = votes.saturating_add(invalid.unwrap_or(0));
    (ballots > ballots_cast).then(|| Contradiction::VotesExceedBallots {
        count: count.name().into(),
        votes,
        invalid,
        ballots_cast,
    })
}

/// More votes of choices than valid ones.
pub(super) fn votes_exceed_valid(count: &OfficialCount) -> Option<Contradiction> {
    let (votes, valid) = (count.votes()?, count.valid()?);
    (votes > valid).then(|| Contradiction::VotesExceedValid {
        count: count.name().into(),
        votes,
        valid,
    })
}
