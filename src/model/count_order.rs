//! Which of several counts came first, by the times of their figures.

use jiff::civil::{DateTime, time};

use super::contradiction::Contradiction;
use super::count::{CountStatus, OfficialCount};

impl OfficialCount {
    /// What puts counts in order of time: where no hour is given a partial count stands at the beginning of its day and a
    /// final one at the end, and a final one without a time comes last.
    pub(crate) fn moment(&self) -> Option<DateTime> {
        match self.status() {
            CountStatus::Final => self.end().or(Some(DateTime::MAX)),
            CountStatus::Partial => self.as_of(),
        }
    }

    /// Whether its figures are of a time after those of another, whatever the hours that were not given.
    pub(crate) fn is_surely_after(&self, other: &OfficialCount) -> bool {
        self.as_of()
            .zip(other.end())
            .is_some_and(|(own, end)| own > end)
    }

    /// The last moment of which its figures can be.
    fn end(&self) -> Option<DateTime> {
        let of = self.as_of()?;
        Some(match self.as_of_is_a_day() {
            true => of.date().to_datetime(time(23, 59, 59, 999_999_999)),
            false => of,
        })
    }

    /// The last of the final counts, where this one is partial and of a time after all of them.
    pub(crate) fn final_count_before<'a>(
        &self,
        counts: impl Iterator<Item = &'a OfficialCount> + Clone,
    ) -> Option<&'a OfficialCount> {
        let finals = counts.clone().filter(|of| {
            of.status() == CountStatus::Final
                && !of.is_part_of_any(counts.clone())
                && !of.has_fewer_voters_than(self)
        });
        let is_after_all = finals.clone().all(|of| self.is_surely_after(of));
        (self.status() == CountStatus::Partial && is_after_all)
            .then(|| finals.max_by_key(|of| of.moment()))
            .flatten()
    }
}

/// A count that is partial after the final one.
pub(super) fn partial_after_final(
    count: &OfficialCount,
    counts: &[OfficialCount],
) -> Option<Contradiction> {
    let last = count.final_count_before(counts.iter())?;
    let written = |of: &OfficialCount| of.as_of().map_or(String::new(), |time| time.to_string());
    Some(Contradiction::PartialAfterFinal {
        partial: count.name().into(),
        partial_as_of: written(count),
        last: last.name().into(),
        last_as_of: written(last),
    })
}
