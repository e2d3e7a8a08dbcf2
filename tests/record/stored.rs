//! Tallies stored as JSON and read again.

use exitpoll::record::{PollDeviation, RatingRule, Tally};
use proptest::prelude::*;

use crate::merging::{drawn, many, measured, tally_of};
use crate::seeded::seeded;

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn a_tally_survives_a_way_through_json(polls in prop::collection::vec(drawn(), 0..20)) {
        let polls: Vec<PollDeviation<'_>> = polls.iter().map(measured).collect();
        let tally = Tally::of(&polls).unwrap();
        let text = serde_json::to_string(&tally).unwrap();
        let back: Tally = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&back, &tally);
        let rule = RatingRule::default();
        prop_assert_eq!(back.record(rule), tally.record(rule));
    }
}

#[test]
fn a_stored_tally_whose_sums_contradict_one_another_is_refused() {
    let tally = tally_of(&many()[..50]);
    let stored = serde_json::to_value(&tally).unwrap();
    let refused = |change: &dyn Fn(&mut serde_json::Value), word: &str| {
        let mut changed = stored.clone();
        change(&mut changed);
        let error = serde_json::from_value::<Tally>(changed)
            .unwrap_err()
            .to_string();
        assert!(error.contains(word), "{error}");
    };
    refused(
        &|data| data["pollsters"][0][1]["sums"]["polls"] = 1000.into(),
        "contradict",
    );
    refused(
        &|data| data["pollsters"][0][1]["sums"]["calls"] = 1000.into(),
        "contradict",
    );
    refused(
        &|data| data["pollsters"][0][1]["sums"]["lead"]["pit"][0] = 77.into(),
        "contradict",
    );
    refused(
        &|data| data["pollsters"][0][1]["contests"][0][0] = 4000.into(),
        "no contest",
    );
    refused(
        &|data| data["pollsters"][1][0] = data["pollsters"][0][0].clone(),
        "twice",
    );
    refused(
        &|data| data["contests"][1] = data["contests"][0].clone(),
        "twice",
    );
    refused(&|data| data["extra"] = 1.into(), "extra");
    let short = stored["contests"].as_array().unwrap().len() - 1;
    refused(
        &|data| {
            data["contests"].as_array_mut().unwrap().truncate(short);
        },
        "no contest",
    );
}
