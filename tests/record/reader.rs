//! FiveThirtyEight's raw polls: the headings of other years, and files that cannot be read.

use exitpoll::io::fivethirtyeight::{RawPolls, RawPollsNote, read};
use exitpoll::record::{Call, RatingRule, Tally};
use proptest::prelude::*;

use crate::seeded::seeded;

const EXTRACT: &str = include_str!("../data/fivethirtyeight/raw_polls_2023_extract.csv");

#[test]
fn every_row_of_the_extract() {
    let raw = read(EXTRACT).unwrap();
    assert_eq!(raw.polls.len(), 42);
    let nevada = &raw.polls[0];
    assert_eq!((nevada.line, &*nevada.race), (2, "1998_Sen-G_NV"));
    assert_eq!(nevada.poll_date.to_string(), "1998-10-13");
    assert_eq!(nevada.margin_actual, Some(0.09 / 100.0));
    // Ventura was third in this poll, and "cand3" ahead of everybody.
    let ventura = raw
        .polls
        .iter()
        .find(|poll| poll.race == "1998_Gov-G_MN")
        .unwrap();
    assert_eq!(ventura.third, Some(0.35));
    let measured = ventura.measure().unwrap();
    assert_eq!(
        (measured.oriented, measured.call),
        (false, Some(Call::Wrong))
    );
    // Both candidates of the poll of the whole House have one name.
    let house = raw
        .polls
        .iter()
        .find(|poll| poll.race == "1998_House-G_US")
        .unwrap();
    assert_eq!(house.candidates[0].name, "Generic Candidate (DEM)");
    assert!(
        raw.notes
            .iter()
            .any(|note| matches!(note, RawPollsNote::SizeEstimated(_)))
    );
    assert!(
        raw.notes
            .iter()
            .any(|note| matches!(note, RawPollsNote::SizePerhapsDefault(_)))
    );
    // Every note says how many.
    for note in &raw.notes {
        assert!(
            note.to_string().contains(&note.polls().to_string()),
            "{note}"
        );
    }
    let stored = serde_json::to_string(&raw).unwrap();
    assert_eq!(serde_json::from_str::<RawPolls<'_>>(&stored).unwrap(), raw);
}

/// The form of 2024, with figures of our own.
const OF_2024: &str = "\
poll_id,question_id,race_id,cycle,location,type_simple,race,pollster,pollster_rating_id,aapor_roper,inactive,\
methodology,transparency_score,partisan,polldate,electiondate,time_to_election,samplesize,cand1_name,cand1_id,\
cand1_party,cand1_pct,cand1_actual,cand2_name,cand2_id,cand2_party,cand2_pct,cand2_actual,margin_poll,margin_actual
1,1,1,2022,PA,Sen-G,2022_Sen-G_PA,First,7,FALSE,FALSE,Live Phone,8,NA,2022-10-20,2022-11-08,19,800,Ann,1,DEM,47,51.25,\
Bob,2,REP,46,46.33,1,4.92
2,2,1,2022,PA,Sen-G,2022_Sen-G_PA,First Polling,7,FALSE,FALSE,Online,NA,R,2022-10-25,2022-11-08,14,NA,Ann,1,DEM,45.5,\
51.25,Bob,2,REP,45.5,46.33,0,4.92
";

/// The form of 2018: no numbers of pollsters, no parties, two digits of a year.
const OF_2018: &str = "\
pollno,race,year,location,type_simple,type_detail,pollster,partisan,polldate,samplesize,cand1_name,cand1_pct,\
cand2_name,cand2_pct,cand3_pct,margin_poll,electiondate,cand1_actual,cand2_actual,margin_actual,error,bias,rightcall,\
comment
1,1998_Gov-G_XX,1998,XX,Gov-G,Gov-G,\"Second, Inc.\",,10/13/98,500,Ventura (I),40,Coleman (R),44,,-4,11/3/98,51,48,3,7,,0,
2,2016_Gov-G_XX,2016,XX,Gov-G,Gov-G,\"Second, Inc.\",,10/13/16,500,Democrat,44,Republican,40,,4,11/8/16,51,48,3,1,1,1,
";

#[test]
fn headings_of_other_years() {
    let raw = read(OF_2024).unwrap();
    let [first, second] = [&raw.polls[0], &raw.polls[1]];
    assert_eq!(
        (first.year, first.right_call, first.third),
        (Some(2022), None, None)
    );
    assert_eq!(first.partisan, None);
    // One number, one pollster.
    assert_eq!(&*second.pollster, "First");
    assert!(raw.notes.contains(&RawPollsNote::PollsterRenamed(1)));
    assert!(raw.notes.contains(&RawPollsNote::SizeUnknown(1)));
    let polls = raw.measure().unwrap();
    // Calls are told from the shares.
    assert_eq!(
        [polls[0].call, polls[1].call],
        [Some(Call::Right), Some(Call::Shared)]
    );
    assert!((polls[0].lead.unwrap().deviation - (0.01 - 0.0492)).abs() < 1e-15);
    let record = Tally::of(&polls).unwrap().record(RatingRule::default());
    let lead = record
        .pollster("First")
        .unwrap()
        .summary
        .lead
        .clone()
        .unwrap();
    assert_eq!((lead.polls, lead.sampling.unwrap().polls), (2, 1));

    let raw = read(OF_2018).unwrap();
    assert_eq!(raw.polls[0].poll_date.to_string(), "1998-10-13");
    assert_eq!(
        raw.polls[1].election_date.unwrap().to_string(),
        "2016-11-08"
    );
    assert_eq!(&*raw.polls[0].pollster, "Second, Inc.");
    let polls = raw.measure().unwrap();
    // The file has a bias where it calls the two Democrat and Republican.
    assert_eq!([polls[0].oriented, polls[1].oriented], [false, true]);
}

#[test]
fn line_ends_blank_lines_and_a_byte_order_mark() {
    let plain = read(OF_2018).unwrap().polls;
    let marked = format!("\u{feff}{}\r\n\r\n", OF_2018.replace('\n', "\r\n"));
    assert_eq!(read(&marked).unwrap().polls, plain);
    let old_mac = OF_2018.replace('\n', "\r");
    assert_eq!(read(&old_mac).unwrap().polls, plain);
    // Blank lines count, and a line end within quotes.
    let spread =
        OF_2018
            .replacen("\n1,", "\n\n1,", 1)
            .replacen("\"Second, Inc.\"", "\"Second,\nInc.\"", 1);
    let raw = read(&spread).unwrap();
    let lines: Vec<u64> = raw.polls.iter().map(|poll| poll.line).collect();
    assert_eq!(lines, [3, 5]);
    assert_eq!(&*raw.polls[0].pollster, "Second,\nInc.");
    // Quotes within and around cells.
    let headings = OF_2018
        .lines()
        .next()
        .unwrap()
        .split(',')
        .collect::<Vec<_>>();
    let plain_row = OF_2018.lines().nth(2).unwrap();
    let row = |comment: &str| format!("{}\n{plain_row}{comment}", headings.join(","));
    for (comment, read_as) in [
        ("\"said \"\"no\"\"\"", Some("said \"no\"")),
        ("\"\"", None),
        ("\" a, b \"", Some("a, b")),
        ("\"\"\"a\"", Some("\"a")),
        ("5\" tall", Some("5\" tall")),
    ] {
        let text = row(comment);
        assert_eq!(
            read(&text).unwrap().polls[0].comment.as_deref(),
            read_as,
            "{comment}"
        );
    }
}

#[test]
fn what_cannot_be_read_says_where_and_what_to_write() {
    let changed = |from: &str, to: &str| {
        assert!(OF_2018.contains(from), "{from}");
        OF_2018.replacen(from, to, 1)
    };
    for (text, place, said) in [
        (String::new(), "", "the file is empty"),
        (
            changed("samplesize", "n"),
            "line 1",
            "`samplesize` is missing",
        ),
        (
            changed("cand1_pct", "cand2_pct"),
            "line 1",
            "heading of two columns",
        ),
        (
            changed(",500,Ventura", ",many,Ventura"),
            "line 2",
            "`samplesize` is \"many\"",
        ),
        (
            changed(",500,Ventura", ",0,Ventura"),
            "line 2",
            "`samplesize` is 0",
        ),
        (
            changed(",500,Ventura", ",NaN,Ventura"),
            "line 2",
            "`samplesize` is \"NaN\"",
        ),
        (
            changed("Ventura (I),40", "Ventura (I),"),
            "line 2",
            "`cand1_pct` is missing",
        ),
        (
            changed("Ventura (I),40", "Ventura (I),\"40,5\""),
            "line 2",
            "`cand1_pct` is \"40,5\"",
        ),
        (
            changed("Ventura (I),40", "Ventura (I),140"),
            "line 2",
            "`cand1_pct` is 140",
        ),
        (
            changed("Ventura (I),40", "Ventura (I),-1"),
            "line 2",
            "`cand1_pct` is -1",
        ),
        (
            changed("10/13/98", "13/10/98"),
            "line 2",
            "`polldate` is \"13/10/98\"",
        ),
        (
            changed("10/13/98", "October 13"),
            "line 2",
            "`polldate` is \"October 13\"",
        ),
        (changed("10/13/98", "10/13/98/1"), "line 2", "`polldate`"),
        (
            changed(",3,7,,0,", ",300,7,,0,"),
            "line 2",
            "`margin_actual` is 300",
        ),
        (
            changed(",3,7,,0,", ",3,7,,2,"),
            "line 2",
            "`rightcall` is 2",
        ),
        (
            changed("1998,XX", "year,XX"),
            "line 2",
            "`year` is \"year\"",
        ),
        (
            changed("\"Second, Inc.\",,10/13/16", ",,10/13/16"),
            "line 3",
            "`pollster` is missing",
        ),
    ] {
        let message = read(&text).unwrap_err().to_string();
        assert!(
            message.contains(place) && message.contains(said),
            "{message}"
        );
    }
    // What contradicts within a poll is found in measuring it.
    let over = changed("Coleman (R),44", "Coleman (R),74");
    let over = read(&over).unwrap();
    let message = over.measure().unwrap_err().to_string();
    assert!(
        message.contains("line 2") && message.contains("1.14"),
        "{message}"
    );
}

proptest! {
    #![proptest_config(seeded(256))]

    /// No panic and no figure that is not finite, whatever a file was turned into.
    #[test]
    fn a_changed_file_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let mut bytes = EXTRACT.as_bytes().to_vec();
        for (place, byte, how) in changes {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, byte),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(polls) = read(&text).as_ref().map_err(ToString::to_string).and_then(|raw| {
            raw.measure().map_err(|error| error.to_string())
        }) {
            let tally = Tally::of(&polls).unwrap();
            let record = tally.record(RatingRule::default());
            // JSON has no NaN: it would be written as null, which is no number.
            let text = serde_json::to_string(&record).unwrap();
            let back: exitpoll::record::Record = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(back, record);
        }
    }
}
