//! What only holds between the totals of one count, and between it and its segments.

use super::count::OfficialCount;
use super::figure::sum;
use super::segment::Segment;
use super::slips;
use crate::error::{Error, Result};

impl OfficialCount {
    /// Refuses totals of one source that cannot all be right, and are no slip of its sums.
    pub(super) fn check_totals(&self) -> Result<()> {
        let at_most = |field: &str, part: u64, whole_name: &str, whole: Option<u64>, help: &str| {
            match whole {
                Some(whole) if part > whole => Err(Error::inconsistent(
                    field,
                    part,
                    format!("`{whole_name}` {whole}"),
                    help,
                )),
                _ => Ok(()),
            }
        };
        let valid = self.valid().unwrap_or(0).max(self.tally.votes()?);
        let ballots = sum("valid", [valid].into_iter().chain(self.invalid()))?;
        let no_slip = |cast: &u64| ballots > cast.saturating_add(slips::most_excess(*cast));
        at_most(
            self.votes_field(),
            ballots,
            "ballots_cast",
            self.ballots_cast.filter(no_slip),
            "valid and invalid ballots are ballots cast",
        )?;
        let ballots = ballots.max(self.ballots_cast.unwrap_or(0));
        at_most(
            self.ballots_field(),
            ballots,
            "registered",
            self.registered,
            "give the registered voters of the same territory",
        )?;
        match (self.registered, self.outstanding_registered) {
            (Some(registered), Some(outstanding)) if outstanding > registered - ballots => {
                Err(Error::inconsistent(
                    "outstanding_registered",
                    outstanding,
                    format!("`registered` {registered} less the {ballots} ballots counted"),
                    "those who have voted are not registered at stations still to report",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a segment that is more than the count, or overlaps with an earlier one.
    pub(super) fn check_segment(&self, segment: &Segment) -> Result<()> {
        let earlier = self.segments.iter().flat_map(Segment::voters);
        for group in earlier {
            if segment.voters().contains(group) {
                let help = "put each group of voters into one segment";
                return Err(Error::duplicate("voters", group.name(), help));
            }
        }
        for part in segment.entries() {
            let whole = self
                .entries()
                .iter()
                .find(|entry| entry.choices() == part.choices());
            let (Some(votes), Some(all)) = (part.votes, whole.and_then(|entry| entry.votes)) else {
                continue;
            };
            let of_others: Vec<u64> = (self.segments.iter())
                .flat_map(Segment::entries)
                .filter(|entry| entry.choices() == part.choices())
                .filter_map(|entry| entry.votes)
                .collect();
            let field = format!("votes.{}", part.label());
            let together = sum(&field, of_others.iter().copied().chain([votes]))?;
            if together > all {
                let value = match of_others.as_slice() {
                    [] => votes.to_string(),
                    _ => format!("{votes} and with the other segments {together}"),
                };
                return Err(Error::inconsistent(
                    field,
                    value,
                    format!("the {all} votes of the whole count"),
                    "a segment is a part of the count",
                ));
            }
        }
        Ok(())
    }
}
