//! Reports: what is read, aligned, computed, said and drawn.

mod alignment;
#[cfg(feature = "io")]
mod all_ballots;
#[cfg(feature = "io")]
mod all_ballots_alone;
#[cfg(feature = "io")]
mod all_counted;
mod azerbaijan_2024;
#[cfg(feature = "io")]
mod bad_input;
#[cfg(feature = "io")]
mod ballot_figures;
#[cfg(feature = "io")]
mod ballots_accounted_for;
#[cfg(feature = "io")]
mod ballots_cast_in_all;
#[cfg(feature = "io")]
mod base_not_stated;
#[cfg(feature = "io")]
mod bases_and_others;
#[cfg(feature = "elections")]
mod bundled;
mod calls;
#[cfg(feature = "io")]
mod calls_of_polls;
#[cfg(feature = "io")]
mod cases;
mod chance;
#[cfg(all(feature = "chart", feature = "io"))]
mod chart_marks;
#[cfg(all(feature = "chart", feature = "io"))]
mod charts;
mod clustered;
#[cfg(feature = "io")]
mod common_choices;
mod comparison;
#[cfg(all(feature = "chart", feature = "io"))]
#[path = "../shared/consulates.rs"]
mod consulates;
#[cfg(feature = "io")]
mod contradicted;
mod count_series;
#[cfg(feature = "io")]
mod counts_against_one_another;
#[cfg(feature = "io")]
mod counts_of_a_night;
#[cfg(feature = "io")]
mod data;
#[cfg(feature = "io")]
mod designs;
#[cfg(feature = "io")]
mod disclosed;
#[cfg(feature = "io")]
mod disputed_ballots;
#[cfg(feature = "io")]
mod excused;
#[cfg(all(feature = "io", feature = "chart"))]
mod followed_through_the_night;
#[cfg(feature = "io")]
mod founding_cases;
#[cfg(feature = "io")]
mod hostile;
#[cfg(all(feature = "html", feature = "io"))]
mod hostile_names;
#[cfg(feature = "io")]
mod hostile_reports;
#[cfg(feature = "io")]
mod input_fields;
#[cfg(feature = "io")]
mod invalid_as_a_range;
#[cfg(feature = "io")]
mod invalid_ballots_unknown;
#[cfg(feature = "io")]
mod lead_designs;
#[cfg(feature = "io")]
mod levels_and_sizes;
#[cfg(feature = "io")]
mod limits;
#[cfg(feature = "io")]
mod majorities;
#[cfg(feature = "io")]
mod margins;
#[cfg(feature = "io")]
mod observations;
#[cfg(feature = "io")]
mod one_figure;
#[cfg(feature = "io")]
mod one_source_one_count;
#[cfg(feature = "io")]
mod other_voters;
#[cfg(feature = "io")]
mod own_margins;
#[cfg(feature = "io")]
mod pairs_of_polls;
#[cfg(feature = "io")]
mod parts_of_a_count;
#[cfg(feature = "io")]
mod parts_of_other_voters;
#[cfg(all(feature = "chart", feature = "io"))]
#[path = "../shared/picture.rs"]
mod picture;
#[cfg(feature = "io")]
mod places_and_seats;
#[cfg(feature = "io")]
mod plain_words;
#[cfg(feature = "io")]
mod polls_of_the_table;
#[cfg(feature = "io")]
mod populations;
#[cfg(feature = "io")]
mod published_figures;
#[path = "../shared/random_documents.rs"]
mod random_documents;
#[cfg(feature = "io")]
mod ranges_in_words;
#[cfg(feature = "io")]
mod ranges_of_other_voters;
#[cfg(feature = "io")]
mod ranks;
#[cfg(feature = "io")]
mod readers;
#[cfg(feature = "io")]
mod readme;
#[cfg(feature = "io")]
mod releases;
mod render;
mod report;
#[cfg(feature = "io")]
mod rounded_margins;
#[cfg(feature = "io")]
mod rounding_of_sums;
#[cfg(feature = "io")]
mod same_test_same_answer;
#[cfg(feature = "io")]
mod seats_in_short;
#[path = "../shared/seeded.rs"]
mod seeded;
#[cfg(feature = "io")]
mod shared_samples;
#[cfg(feature = "io")]
mod silent_counts;
#[cfg(feature = "io")]
mod slips_of_sums;
#[cfg(feature = "io")]
mod stated_outside;
#[cfg(feature = "io")]
mod sums_and_scatter;
#[cfg(feature = "io")]
mod sums_of_choices;
#[cfg(feature = "io")]
mod the_count_itself;
#[cfg(feature = "io")]
mod tidy;
mod together;
#[cfg(feature = "io")]
mod verdicts;
#[cfg(feature = "io")]
mod voters_contradicted;
#[cfg(feature = "io")]
mod voters_not_known;
#[cfg(feature = "io")]
mod votes_and_shares;
#[cfg(feature = "io")]
mod what_cannot_be_said;
#[cfg(feature = "io")]
mod what_was_asked_for;
#[cfg(feature = "io")]
mod what_was_published;
#[cfg(feature = "io")]
mod without_a_figure;
#[cfg(feature = "io")]
mod words_of_reports;
#[cfg(feature = "io")]
mod words_that_hold;
#[cfg(feature = "io")]
mod wrong_calls;
