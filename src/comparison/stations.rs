//! What the stations of polls say, put beside the polls of the same names.

use crate::error::{Error, Result};
use crate::model::Poll;
use crate::model::name::clean;
use crate::report::PollStations;
use crate::station::StationComparison;

/// # Errors
/// [`ErrorKind::Unknown`](crate::ErrorKind::Unknown) for a name that no poll has,
/// [`ErrorKind::Duplicate`](crate::ErrorKind::Duplicate) for one that is given twice.
pub(super) fn of_polls(
    given: &[(String, StationComparison)],
    polls: &[Poll],
) -> Result<Vec<PollStations>> {
    let mut sections: Vec<PollStations> = Vec::with_capacity(given.len());
    for (name, comparison) in given {
        let name = clean(name);
        let Some(poll) = polls.iter().find(|poll| poll.name() == name.as_ref()) else {
            let names: Vec<&str> = polls.iter().map(Poll::name).collect();
            let help = format!("name one of the polls: {}", names.join(", "));
            return Err(Error::unknown("stations", name, help));
        };
        if sections.iter().any(|section| section.poll == poll.name()) {
            let help = "give the stations of each poll once";
            return Err(Error::duplicate("stations", name, help));
        }
        sections.push(PollStations {
            poll: poll.name().to_owned(),
            comparison: comparison.clone(),
        });
    }
    Ok(sections)
}
