//! What a user may hand in that is wrong in a way that a first reading does not see: each file in
//! `tests/data/hostile/`, and its kind beyond the file.

use exitpoll::io::{self, Document};
use exitpoll::model::{Contradiction, contradictions};
use exitpoll::{CompletenessOf, Contest, Error, ErrorKind, OfficialCount, Poll, Result, Sample};
use proptest::prelude::*;

use crate::seeded::seeded;

fn path(name: &str) -> String {
    format!("{}/tests/data/hostile/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn json(name: &str) -> Result<Document> {
    io::json::read_file(&path(&format!("{name}.json")))
}

fn csv(name: &str) -> Result<Document> {
    let [sources, figures] = ["s", "f"].map(|table| path(&format!("{name}_{table}.csv")));
    io::csv::read_files(&sources, &figures)
}

/// The message of a refusal, without the file in front of it.
fn refusal(result: Result<Document>) -> (ErrorKind, String) {
    let error = result.expect_err("a refusal");
    let file = error.path().file().map(|file| format!("{file}: "));
    let message = error.to_string();
    let bare = file.and_then(|file| message.strip_prefix(&file));
    (error.kind(), bare.unwrap_or(&message).to_owned())
}

#[test]
fn what_must_be_a_slip_is_refused_with_both_figures() {
    for (name, kind, expected) in [
        (
            "s05_case_choice",
            ErrorKind::Duplicate,
            "contest: `choices` has \"A\" and \"a\", which differ only in case or invisible characters: write one name in one way, or give them names that a reader can tell apart",
        ),
        (
            "s06_ws_choice",
            ErrorKind::Duplicate,
            "contest: `choices` has \"A\" twice: list each choice once",
        ),
        (
            "s07_nfc_nfd",
            ErrorKind::Duplicate,
            "contest: `choices` has \"Ä\" twice: list each choice once",
        ),
        (
            "t19_hangul_nfd",
            ErrorKind::Duplicate,
            "contest: `choices` has \"한국\" twice: list each choice once",
        ),
        (
            "t04_merged_dup",
            ErrorKind::Duplicate,
            "polls[0]: `merged[0].choices` has \"B\" twice: name each choice of the group once",
        ),
        (
            "t05_merged_label_is_choice",
            ErrorKind::Duplicate,
            "polls[0]: `merged` has \"A\" twice: a choice of the contest has this name; give the group another label",
        ),
        (
            "t09_count_seats_high",
            ErrorKind::OutOfRange,
            "polls[0]: `seats` is 60–5000 at A: the house has 100",
        ),
        (
            "z2_contest_reg",
            ErrorKind::Inconsistent,
            "counts[0]: `votes` is 1000, which contradicts `contest.registered` 900: give the registered voters of the same territory",
        ),
        (
            "s32_outstanding_gt_registered",
            ErrorKind::Inconsistent,
            "counts[0]: `outstanding_registered` is 1000000, which contradicts `registered` 1100 less the 1000 ballots counted: those who have voted are not registered at stations still to report",
        ),
        (
            "t12_icc_vs_deff",
            ErrorKind::Inconsistent,
            "polls[0]: `sample.design_effect` is 1, which contradicts 1 + (cluster size − 1) × correlation, 25.5: weighting only adds to what clusters cost; give the design effect of everything, or cluster size and correlation alone",
        ),
    ] {
        assert_eq!(refusal(json(name)), (kind, expected.to_owned()), "{name}");
    }
}

#[test]
fn what_may_be_right_either_way_is_found() {
    let found = |name: &str| {
        let document = json(name).unwrap();
        contradictions(&document.contest, &document.counts, &document.polls)
    };
    assert_eq!(
        found("u03_invalid_ballots"),
        [Contradiction::BallotsUnaccounted {
            count: "c".into(),
            valid: 1000,
            invalid: 10,
            ballots_cast: 2000,
        }]
    );
    let fell = |choice: &str, earlier_votes, later_votes| Contradiction::ChoiceFell {
        choice: choice.into(),
        earlier: "c1".into(),
        later: "c2".into(),
        earlier_votes,
        later_votes,
    };
    assert_eq!(
        found("u07_final_fewer"),
        [
            Contradiction::VotesFell {
                earlier: "c1".into(),
                later: "c2".into(),
                earlier_votes: 10_000,
                later_votes: 1200,
            },
            fell("A", 6000, 500),
            fell("B", 4000, 700),
        ]
    );
    assert_eq!(
        found("s38_seats_short"),
        [Contradiction::SeatsShort {
            count: "c".into(),
            seats: 10,
            house: 100,
        }]
    );
    assert_eq!(
        found("s23_respondents_gt_population"),
        [Contradiction::RespondentsExceedBallots {
            poll: "P".into(),
            respondents: 5_000_000,
            count: "c".into(),
            ballots: 1000,
        }]
    );
    let share = |choice: &str, from_votes, published: &str| Contradiction::VotesAndShare {
        count: "c".into(),
        choice: choice.into(),
        from_votes,
        published: published.into(),
        votes_stand: false,
    };
    assert_eq!(
        found("s01_votes_shares_disagree"),
        [share("A", 0.9, "10.0"), share("B", 0.1, "90.0")]
    );
    for name in ["s12_cjk", "t17_everyone_else", "s08_nfc_vs_nfd_poll"] {
        assert_eq!(found(name), [], "{name}");
    }
}

#[test]
fn a_name_in_either_normal_form_is_the_same_name() {
    let document = json("s08_nfc_vs_nfd_poll").unwrap();
    assert_eq!(document.contest.choices(), ["\u{c4}", "B"]);
}

#[test]
fn a_bloc_may_stand_beside_its_members() {
    let read = |seats: &str| {
        io::json::read(&format!(
            r#"{{"contest": {{"name": "E", "choices": ["A", "B", "C"], "seats": "100"}},
                "counts": [{{"name": "r", "status": "final", "seats": {{"A": "30", "B": "25", "C": "45"}}}}],
                "polls": [{{"pollster": "P", "seats": {seats},
                    "merged": [{{"label": "A + B", "choices": ["A", "B"]}}]}}]}}"#
        ))
    };
    let document = read(r#"{"A": "28–32", "B": "20–24", "A + B": "50–55", "C": "45–50"}"#).unwrap();
    assert_eq!(document.polls[0].seats().len(), 4);
    // 28 + 20 + 45 are 93 of 100; the bloc is not counted again, but the members are counted.
    let (_, message) = refusal(read(
        r#"{"A": "48–52", "B": "20–24", "A + B": "68–76", "C": "45"}"#,
    ));
    assert_eq!(
        message,
        "polls[0]: `seats` is 113 in sum at C: the house has 100"
    );
}

#[test]
fn a_document_is_written_as_it_was_read() {
    for name in [
        "t28_threshold",
        "s12_cjk",
        "s08_nfc_vs_nfd_poll",
        "u07_final_fewer",
    ] {
        let text = std::fs::read_to_string(path(&format!("{name}.json"))).unwrap();
        let written = io::json::write(&io::json::read(&text).unwrap()).unwrap();
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&written), value(&text), "{name}");
    }
}

#[test]
fn tables_of_spreadsheets_are_read() {
    let utf16 = csv("06_utf16le").unwrap();
    let separator = csv("28_sep_line").unwrap();
    assert_eq!(utf16, separator);
    assert_eq!(utf16.polls[0].sample().respondents(), Some(1000));

    let folder = std::env::temp_dir().join(format!("exitpoll-utf16-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    for big in [false, true] {
        for mark in [false, true] {
            let encode = |table: &str| -> Vec<u8> {
                let text = std::fs::read_to_string(path(&format!("28_sep_line_{table}.csv")));
                let mark = if mark { "\u{feff}" } else { "" };
                let text = format!("{mark}{}", text.unwrap());
                let bytes = |unit: u16| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                };
                text.encode_utf16().flat_map(bytes).collect()
            };
            std::fs::write(file("s.csv"), encode("s")).unwrap();
            std::fs::write(file("f.csv"), encode("f")).unwrap();
            let document = io::csv::read_files(&file("s.csv"), &file("f.csv")).unwrap();
            assert_eq!(document, utf16, "big end first: {big}, mark: {mark}");
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_column_of_another_kind_of_row_is_refused() {
    for (name, expected) in [
        (
            "51_poll_extra_column_votes_ignored_contest_registered",
            "line 2: unknown column `status`: in a row of the contest leave its cell empty; it is for an official count",
        ),
        (
            "52_count_with_respondents",
            "line 3: unknown column `respondents`: in a row of an official count leave its cell empty; it is for a poll",
        ),
    ] {
        let expected = (ErrorKind::UnknownField, expected.to_owned());
        assert_eq!(refusal(csv(name)), expected, "{name}");
    }
}

#[test]
fn a_quote_that_is_not_closed_is_named_where_it_opens() {
    let (kind, message) = refusal(csv("62_unclosed"));
    assert_eq!(kind, ErrorKind::Syntax);
    assert_eq!(
        message,
        "line 4: the CSV cannot be read: the quote that opens here is not closed; close it, or write the cell without quotes"
    );
}

#[test]
fn proportions_and_margins_as_proportions_are_refused() {
    let poll = Poll::builder("P").share("A", "0.546").share("B", "0.454");
    assert_eq!(
        poll.build().unwrap_err().to_string(),
        "`shares` is 1 percent in sum: these look like proportions; write percent, 54.6 instead of 0.546"
    );
    let sample = Sample::builder().stated_margin("0.03");
    assert_eq!(
        sample.build().unwrap_err().to_string(),
        "`stated_margin` is 0.03: this looks like a proportion; write percentage points, 3 instead of 0.03"
    );
    let sample = Sample::builder().margin("A", "2.5").margin("B", "0.02");
    let error = sample.build().unwrap_err();
    assert_eq!(error.field(), Some("margins.B"));
    // A small choice alone, or beside the rest, is a small choice.
    assert!(Poll::builder("P").share("A", "0.9").build().is_ok());
    let poll = Poll::builder("P")
        .share("A", "0.5")
        .share("(other)", "99.5");
    assert!(poll.build().is_ok());
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> Error {
    result.expect_err("a refusal")
}

const SUM: u64 = 1 << 53;

proptest! {
    #![proptest_config(seeded(256))]

    /// `t16_overflow` sums some 2,000 counts of 2⁵³ each, which wraps.
    #[test]
    fn counts_beyond_the_largest_exact_sum_are_refused(
        counts in prop::collection::vec(0..=SUM, 1..6),
        copies in 1..400_usize,
        invalid in 0..=SUM,
    ) {
        let mut builder = OfficialCount::builder("c").final_result().invalid(invalid);
        let votes: Vec<u64> = counts.iter().copied().cycle().take(counts.len() * copies).collect();
        for (i, votes) in votes.iter().enumerate() {
            builder = builder.votes(format!("c{i}"), *votes);
        }
        let sum: u128 = votes.iter().map(|v| u128::from(*v)).sum();
        let possible = sum > 0 && sum + u128::from(invalid) <= u128::from(SUM);
        match builder.build() {
            Ok(count) => {
                prop_assert!(possible);
                prop_assert_eq!(count.invalid(), Some(invalid));
            }
            Err(error) => {
                prop_assert!(!possible);
                prop_assert_eq!(error.kind(), ErrorKind::OutOfRange);
            }
        }
    }

    /// White space and normal form make no other name; case and invisible characters make a slip.
    #[test]
    fn names_that_look_alike_are_one_name_or_refused(
        name in "[a-zäéñ가ไ]{1,6}( [a-zäé]{1,4})?",
        at in 0..8_usize,
    ) {
        use unicode_normalization::UnicodeNormalization;
        let clean: String = name.nfc().collect();
        let spaced = format!(" {}\t", name.nfd().collect::<String>().replace(' ', "\u{a0} "));
        let contest = Contest::builder("E").choice(spaced.as_str()).build().unwrap();
        prop_assert_eq!(contest.choices(), [clean.clone()]);
        let twice = Contest::builder("E").choices([name.as_str(), &spaced]).build();
        prop_assert_eq!(refused(twice).kind(), ErrorKind::Duplicate);

        let upper = clean.to_uppercase();
        let at = clean.char_indices().map(|(i, _)| i).nth(at).unwrap_or(clean.len());
        let joined = format!("{}\u{200d}{}", &clean[..at], &clean[at..]);
        for other in [upper, joined] {
            if other == clean {
                continue;
            }
            let error = refused(Contest::builder("E").choices([&clean, &other]).build());
            prop_assert_eq!(error.kind(), ErrorKind::Duplicate);
            prop_assert_eq!(error.other(), Some(clean.as_str()));
            prop_assert_eq!(error.value(), Some(other.as_str()));
            let seen = !error.to_string().contains('\u{200d}');
            prop_assert!(seen, "the joiner is written out");
        }
    }

    /// Characters that turn the direction of a page or print nothing are in no field that is printed.
    #[test]
    fn invisible_characters_are_refused_everywhere(
        c in prop_oneof![
            Just('\u{202e}'), Just('\u{2066}'), Just('\u{200b}'), Just('\u{feff}'), Just('\u{ad}'),
            Just('\u{1b}'), Just('\u{0}'), Just('\u{2060}'), Just('\u{61c}'),
        ],
        (before, after) in ("[a-z]{1,4}", "[a-z]{1,4}"),
    ) {
        let text = format!("{before}{c}{after}");
        let poll = || Poll::builder("P").share("A", "50");
        let all = [
            refused(Contest::builder(&text).choice("A").build()),
            refused(Contest::builder("E").choice(&text).build()),
            refused(Contest::builder("E").choice("A").source(&text).build()),
            refused(Poll::builder(&text).share("A", "50").build()),
            refused(Poll::builder("P").share(&text, "50").build()),
            refused(poll().release(&text).build()),
            refused(poll().sponsor(&text).build()),
            refused(poll().partner(&text).build()),
            refused(poll().note(&text).build()),
            refused(poll().wording(&text).build()),
            refused(poll().shared_with(&text).build()),
            refused(OfficialCount::builder(&text).final_result().votes("A", 1).build()),
            refused(OfficialCount::builder("c").final_result().votes(&text, 1).build()),
            refused(OfficialCount::builder("c").final_result().votes("A", 1).note(&text).build()),
        ];
        for error in all {
            prop_assert_eq!(error.kind(), ErrorKind::Unreadable);
            let seen = !error.to_string().contains(c);
            prop_assert!(seen, "the character is written out");
        }
    }

    #[test]
    fn seats_beyond_the_house_are_refused(
        house in 1..1000_u64, low in 0..1200_u64, width in 0..300_u64,
    ) {
        let contest = Contest::builder("E").choices(["A", "B"]).house(house).build().unwrap();
        let poll = Poll::builder("P").seats("A", format!("{low}–{}", low + width)).build().unwrap();
        let checked = contest.check(&[], &[poll]);
        prop_assert_eq!(checked.is_ok(), low + width <= house);
        if let Err(error) = checked {
            prop_assert_eq!(error.kind(), ErrorKind::OutOfRange);
        }
    }

    /// Of two counts in time, what fell is found, and only that.
    #[test]
    fn what_fell_between_counts_is_found(
        before in prop::collection::vec(1..1000_u64, 3),
        after in prop::collection::vec(1..1000_u64, 3),
        timed in any::<bool>(),
    ) {
        let build = |name: &str, votes: &[u64]| {
            let names = ["A", "B", "C"];
            names.iter().zip(votes).fold(OfficialCount::builder(name), |count, (choice, votes)| {
                count.votes(*choice, *votes)
            })
        };
        let mut earlier = build("early", &before).completeness(CompletenessOf::Ballots, "50");
        if timed {
            earlier = earlier.as_of("2024-02-07T21:00");
        }
        let counts = [
            build("late", &after).final_result().build().unwrap(),
            earlier.build().unwrap(),
        ];
        let contest = Contest::builder("E").choices(["A", "B", "C"]).build().unwrap();
        let found = contradictions(&contest, &counts, &[]);
        let fell = before.iter().zip(&after).filter(|(before, after)| after < before).count();
        let in_all = after.iter().sum::<u64>() < before.iter().sum::<u64>();
        prop_assert_eq!(found.len(), fell + usize::from(in_all));
        for contradiction in found {
            match contradiction {
                Contradiction::VotesFell { earlier_votes, later_votes, .. }
                | Contradiction::ChoiceFell { earlier_votes, later_votes, .. } => {
                    prop_assert!(later_votes < earlier_votes);
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    /// Votes over their own total are in no contradiction with shares printed from them.
    #[test]
    fn shares_printed_from_votes_contradict_nothing(
        votes in prop::collection::vec(1..1_000_000_u64, 2..6),
        places in 0..4_usize,
        off in 1..40_u32,
    ) {
        let sum: u64 = votes.iter().sum();
        let name = |i: usize| format!("c{i}");
        let build = |shift: f64| {
            let mut builder = OfficialCount::builder("c").final_result();
            for (i, votes) in votes.iter().enumerate() {
                let share = 100.0 * *votes as f64 / sum as f64;
                let share = if i == 0 { share + shift } else { share };
                builder = builder.votes(name(i), *votes).share(name(i), format!("{share:.places$}"));
            }
            builder.build()
        };
        let contest = Contest::builder("E").choices((0..votes.len()).map(name)).build().unwrap();
        prop_assert_eq!(contradictions(&contest, &[build(0.0).unwrap()], &[]), []);
        // More than one unit of the last digit off, where that is still a share.
        let shift = f64::from(off) * 2.0 * 0.1_f64.powi(i32::try_from(places).unwrap());
        if let Ok(count) = build(shift) {
            prop_assert_eq!(contradictions(&contest, &[count], &[]).len(), 1);
        }
    }

    /// A quote lost at the end of a cell is found at the line where it opens.
    #[test]
    fn a_lost_closing_quote_never_swallows_a_row(
        notes in prop::collection::vec("[a-z ]{1,12}", 2..6),
        lost in 0..6_usize,
    ) {
        let lost = lost % notes.len();
        let mut sources = "source,kind,status,note\n2024,contest,,\nCEC,official,final,\n".to_owned();
        let mut figures = "source,choice,share,votes\nCEC,A,,600\n".to_owned();
        for (i, note) in notes.iter().enumerate() {
            let close = if i == lost { "" } else { "\"" };
            sources += &format!("P{i},exit_poll,,\"{note}{close}\n");
            figures += &format!("P{i},A,58.0,\n");
        }
        let error = refused(io::csv::read(&sources, &figures));
        prop_assert_eq!(error.kind(), ErrorKind::Syntax);
        prop_assert_eq!(error.path().line(), Some(lost as u64 + 4));
    }

    /// Figures keep every digit on the way through a document.
    #[test]
    fn documents_are_written_digit_by_digit(
        share in "[1-9]\\.[0-9]{1,4}",
        threshold in "(>)?[1-9]\\.[0-9]{1,5}",
        margin in "[1-9]\\.[0-9]{1,3}",
        space in "[ ]{1,3}",
    ) {
        let text = serde_json::json!({
            "contest": {
                "name": format!("E{space}F"), "choices": ["A", "B + C"], "places": "2",
                "thresholds": {
                    "x": threshold, "y": {"percent": threshold, "choices": ["B + C"]},
                },
            },
            "counts": [{"name": "c", "status": "final", "shares": {"A": share}}],
            "polls": [{
                "pollster": "P",
                "sample": {"stated_margin": margin, "margins": {"A": margin}},
                "shares": {"A": format!("<{share}"), "B + C": format!("{share}–{}", 90)},
            }],
            "observations": [{"observer": "O", "stations": "10", "violations": "0"}],
        });
        let document = io::json::read(&text.to_string()).unwrap();
        let written = io::json::write(&document).unwrap();
        let again: serde_json::Value = serde_json::from_str(&written).unwrap();
        let mut expected = text;
        expected["counts"][0]["name"] = "c".into();
        prop_assert_eq!(&again, &expected);
        prop_assert_eq!(io::json::read(&written).unwrap(), document);
    }
}
