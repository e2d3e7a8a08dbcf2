//! What was counted and what was estimated, as it was published. Knows no statistics.
//!
//! Everything is made by a builder that checks it once, in `build()`. The builder is also the form
//! in which a document holds it, so that reading JSON goes through the same checks as code does.

mod ballots;
mod check;
mod common_entries;
mod completeness;
mod contest;
mod contest_builder;
mod contradiction;
mod contradiction_size;
mod contradictions;
mod count;
mod count_builder;
mod count_check;
mod count_order;
mod count_parts;
mod decimal;
mod entries;
mod entry;
mod figure;
mod label;
mod lead_design_effect;
pub(crate) mod name;
mod observation;
mod points;
mod poll;
mod poll_builder;
mod population;
mod population_contradicted;
mod sample;
mod sample_builder;
mod sample_contradicted;
mod sample_fact;
mod sample_of_others;
mod sample_voters;
#[cfg(feature = "schema")]
mod schema;
mod seats;
mod seats_contradicted;
mod segment;
mod share;
mod shared_sample;
mod slips;
mod tally;
mod threshold;
mod unit_check;
mod votes_and_shares;

pub use completeness::{Completeness, CompletenessOf};
pub use contest::Contest;
pub use contest_builder::ContestBuilder;
pub use contradiction::Contradiction;
pub use contradictions::contradictions;
pub use count::{CountStatus, OfficialCount};
pub use count_builder::OfficialCountBuilder;
pub use entries::{Entries, Figures};
pub use entry::{Base, Category, Merged};
pub use figure::Figure;
pub use observation::{Observation, ObservationBuilder};
pub use poll::{Mode, Poll, PollKind};
pub use poll_builder::PollBuilder;
pub use population::{Population, PopulationBuilder, VoterGroup};
pub use sample::Sample;
pub use sample_builder::SampleBuilder;
pub use sample_fact::{SampleFact, StatedFact};
pub use seats::SeatEstimate;
pub use segment::{Segment, SegmentBuilder};
pub use share::PublishedShare;
pub use threshold::{ContestThreshold, Threshold};

pub(crate) use ballots::{
    ballots, completeness as completeness_contradicted, most_registered,
    outstanding as outstanding_contradicted, registered as registered_contradicted,
    registered_differ, turnout as turnout_contradicted,
};
pub(crate) use common_entries::{CommonEntry, common_entries};
pub(crate) use contradictions::ballots_are_disputed;
pub(crate) use count_parts::with_one_another;
#[cfg(feature = "io")]
pub(crate) use entries::Labels;
#[cfg(feature = "io")]
pub(crate) use label::Label;
pub(crate) use label::same_choices;
pub(crate) use points::proportion_by_mistake;
pub(crate) use population_contradicted::{
    are_disjoint, cast_by_others, left_to_others, of_others, outside_and_parts, own_parts, valid_of,
};
pub(crate) use sample_of_others::of_others as samples_of_others;
pub(crate) use sample_voters::of_samples as voters_of_samples;
pub(crate) use seats_contradicted::seats_of_house;
pub(crate) use shared_sample::Samples;
pub(crate) use tally::CountEntry;
pub(crate) use votes_and_shares::{are_cut_off, printed_over_votes};
