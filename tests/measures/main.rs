//! The measures against published figures, brute force, one another and their own definitions.

mod accuracy;
mod agreement;
mod agreement_rounding;
mod coverage;
mod exact_multinomial;
mod familywise_error;
mod familywise_report;
mod final_count;
mod finite;
mod french_2012;
mod hypothesis;
mod interval_coverage;
mod interval_properties;
mod joint_interval_properties;
mod partial;
mod partial_properties;
mod planning;
mod pooling;
mod properties;
mod published_intervals;
#[path = "../shared/random_documents.rs"]
mod random_documents;
mod replay;
mod rounding;
mod row_test;
#[path = "../shared/seeded.rs"]
mod seeded;
mod station_edges;
mod station_replication;
mod station_test_size;
mod stations;
mod surveybias;
