//! Every field that documents have beyond figures: the same in JSON, in CSV and in code, and written
//! as it was read.

use exitpoll::io;
use exitpoll::{
    Contest, ErrorKind, Observation, OfficialCount, Poll, Population, Sample, Segment, VoterGroup,
};

const JSON: &str = r#"{
  "contest": {"name": "E", "choices": ["A", "B + C"], "places": "2",
    "thresholds": {"parties": "5.0", "coalitions": {"percent": "7", "choices": ["B + C"]}}, "note": "n"},
  "counts": [{"name": "CEC", "status": "final", "turnout": "71.3", "provisional_seats": true,
    "population": {"voters": ["in_person", "postal"], "left_out": "prisons"},
    "votes": {"A": "600", "B + C": "400"},
    "segments": [{"voters": ["postal"], "votes": {"A": "100", "B + C": "300"}, "valid": "400", "invalid": "7", "source": "p"}]}],
  "polls": [{"pollster": "P", "shared_with": "KBS", "turnout": ">70", "invalid": "<1",
    "population": {"voters": ["in_person"], "outside": "47", "left_out": "26 stations where nobody had voted before"},
    "wording": "For whom did you vote?", "hours": "8:00 to 18:00", "weighting": ["age", "past vote"],
    "sample": {"respondents": "900", "margins": {"A": "2.50", "B + C": "1.5"}, "station_selection": "at random, in proportion to size", "refusals": "120", "misses": "30"},
    "shares": {"A": "28–34", "B + C": "<0.5"}}],
  "observations": [{"observer": "O", "stations": "6537", "observed": "200", "violations": "0", "confidence": "95", "source": "s"}]
}"#;

const SOURCES: &str = "\
source,kind,segment_of,status,places,thresholds,turnout,provisional_seats,voters,outside,left_out,valid,invalid,shared_with,wording,hours,weighting,respondents,margins,station_selection,refusals,misses,stations,observed,violations,confidence,published,note
E,contest,,,2,parties: 5.0; coalitions: 7 for B + C,,,,,,,,,,,,,,,,,,,,,,n
O,observation,,,,,,,,,,,,,,,,,,,,,6537,200,0,95,s,
postal votes,segment,CEC,,,,,,postal,,,400,7,,,,,,,,,,,,,,p,
CEC,official,,final,,,71.3,true,in_person; postal,,prisons,,,,,,,,,,,,,,,,,
P,exit_poll,,,,,>70,,in_person,47,26 stations where nobody had voted before,,<1,KBS,For whom did you vote?,8:00 to 18:00,age; past vote,900,A: 2.50; B + C: 1.5,\"at random, in proportion to size\",120,30,,,,,,
";

const FIGURES: &str = "\
source,choice,share,votes
CEC,A,,600
CEC,B + C,,400
postal votes,A,,100
postal votes,B + C,,300
P,A,28–34,
P,B + C,<0.5,
";

#[test]
fn json_csv_and_code_give_the_same_document() {
    let document = io::json::read(JSON).unwrap();
    assert_eq!(io::csv::read(SOURCES, FIGURES).unwrap(), document);

    let contest = Contest::builder("E")
        .choices(["A", "B + C"])
        .places("2")
        .threshold("parties", "5.0")
        .threshold_for("coalitions", "7", ["B + C"])
        .note("n");
    assert_eq!(contest.build().unwrap(), document.contest);
    let postal = Segment::builder([VoterGroup::Postal])
        .votes("A", "100")
        .votes("B + C", "300")
        .valid("400")
        .invalid("7")
        .source("p");
    let count = OfficialCount::builder("CEC")
        .final_result()
        .turnout("71.3")
        .provisional_seats()
        .population(
            Population::builder()
                .voters([VoterGroup::InPerson, VoterGroup::Postal])
                .left_out("prisons"),
        )
        .votes("A", "600")
        .votes("B + C", "400")
        .segment(postal);
    assert_eq!(count.build().unwrap(), document.counts[0]);
    let sample = Sample::builder()
        .respondents("900")
        .margin("A", "2.50")
        .margin("B + C", "1.5")
        .station_selection("at random, in proportion to size")
        .refusals("120")
        .misses("30");
    let population = Population::builder()
        .voters([VoterGroup::InPerson])
        .outside("47")
        .left_out("26 stations where nobody had voted before");
    let poll = Poll::builder("P")
        .shared_with("KBS")
        .turnout(">70")
        .invalid("<1")
        .population(population)
        .wording("For whom did you vote?")
        .hours("8:00 to 18:00")
        .weighting(["age", "past vote"])
        .sample(sample)
        .share("A", "28–34")
        .share("B + C", "<0.5");
    assert_eq!(poll.build().unwrap(), document.polls[0]);
    let observation = Observation::builder("O")
        .stations("6537")
        .observed("200")
        .violations("0")
        .confidence("95")
        .source("s");
    assert_eq!(observation.build().unwrap(), document.observations[0]);
}

#[test]
fn every_field_can_be_read_and_is_written_as_it_was() {
    let document = io::json::read(JSON).unwrap();
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&io::json::write(&document).unwrap()), value(JSON));

    let contest = &document.contest;
    assert_eq!(contest.places(), Some(2));
    let [parties, coalitions] = contest.thresholds() else {
        panic!("{:?}", contest.thresholds());
    };
    assert_eq!((parties.name(), parties.choices()), ("parties", None));
    assert!(coalitions.applies_to("B + C") && !coalitions.applies_to("A"));
    let count = &document.counts[0];
    assert_eq!(count.turnout().unwrap().to_string(), "71.3");
    assert!(count.seats_are_provisional());
    let segment = &count.segments()[0];
    assert_eq!(segment.voters(), [VoterGroup::Postal]);
    assert_eq!(
        (segment.votes("A"), segment.invalid()),
        (Some(100), Some(7))
    );
    let poll = &document.polls[0];
    assert_eq!(poll.shared_with(), Some("KBS"));
    assert_eq!(poll.turnout().unwrap().to_string(), ">70");
    assert!(poll.invalid().unwrap().is_upper_limit());
    assert_eq!(poll.sample().margin("A"), Some(0.025));
    assert_eq!(poll.sample().margin("C"), None);
    assert_eq!(
        (poll.sample().refusals(), poll.sample().misses()),
        (Some(120), Some(30))
    );
    let outside = poll.population().and_then(Population::outside).unwrap();
    assert_eq!(
        (outside.bounds().low(), outside.bounds().high()),
        (0.465, 0.475)
    );
}

/// What stands in the document, what is put in its place, and what the user reads.
const BAD: &[(&str, &str, ErrorKind, &str)] = &[
    (
        r#""places": "2""#,
        r#""places": "0""#,
        ErrorKind::OutOfRange,
        "contest: `places` is 0: give at least one place, or leave it out",
    ),
    (
        r#""choices": ["B + C"]}"#,
        r#""choices": ["D"]}"#,
        ErrorKind::Unknown,
        r#"contest: `thresholds.coalitions.choices` names "D", which is not declared: the contest has A, B + C, and no poll or count merges choices under this label"#,
    ),
    (
        r#""outside": "47""#,
        r#""outside": "147""#,
        ErrorKind::OutOfRange,
        "polls[0]: `population.outside` is 147: give a percentage from 0 to 100",
    ),
    (
        r#""voters": ["in_person"], "outside""#,
        r#""voters": ["in_person", "in_person"], "outside""#,
        ErrorKind::Duplicate,
        r#"polls[0]: `population.voters` has "in_person" twice: name each group of voters once"#,
    ),
    (
        r#""voters": ["in_person", "postal"], "#,
        r#""voters": ["by_boat"], "#,
        ErrorKind::Unreadable,
        r#"line 5: counts[0]: `population.voters[0]` is "by_boat", which cannot be read: write one of in_person, early, postal, abroad, other"#,
    ),
    (
        r#""left_out": "prisons""#,
        r#""outside": "3""#,
        ErrorKind::OutOfRange,
        "counts[0]: `population.outside` is 3: say on the poll what part of the count it does not cover",
    ),
    (
        r#""votes": {"A": "100""#,
        r#""votes": {"A": "601""#,
        ErrorKind::Inconsistent,
        "counts[0]: `segments[0].votes` is 901, which contradicts `valid` 400: the votes of the choices are valid votes",
    ),
    (
        r#""votes": {"A": "100", "B + C": "300"}, "valid": "400""#,
        r#""votes": {"A": "601"}"#,
        ErrorKind::Inconsistent,
        "counts[0]: `segments[0].votes.A` is 601, which contradicts the 600 votes of the whole count: a segment is a part of the count",
    ),
    (
        r#""observed": "200""#,
        r#""observed": "7000""#,
        ErrorKind::Inconsistent,
        "observations[0]: `observed` is 7000, which contradicts `stations` 6537: a part has at most as many stations as the whole",
    ),
    (
        r#""confidence": "95""#,
        r#""confidence": "100""#,
        ErrorKind::OutOfRange,
        "observations[0]: `confidence` is 100: give percent or a proportion, such as 95 or 0.95",
    ),
    (
        r#""hours": "8:00 to 18:00""#,
        r#""refusals": "5""#,
        ErrorKind::UnknownField,
        "line 10: polls[0]: unknown field `refusals`: put it in `sample`",
    ),
    (
        r#""A": "2.50""#,
        r#""A": "0.025""#,
        ErrorKind::OutOfRange,
        "polls[0]: `sample.margins.A` is 0.025: this looks like a proportion; write percentage points, 2.5 instead of 0.025",
    ),
];

#[test]
fn what_cannot_be_is_refused_with_place_field_value_and_help() {
    for (from, to, kind, expected) in BAD {
        assert!(JSON.contains(from), "{from}");
        let error = io::json::read(&JSON.replacen(from, to, 1)).expect_err(to);
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (*kind, *expected)
        );
    }
    let sources = SOURCES.replace("segment,CEC", "segment,KEK");
    assert_eq!(
        io::csv::read(&sources, FIGURES).unwrap_err().to_string(),
        "sources: line 4: `segment_of` names \"KEK\", which is not declared: give the name of an official count"
    );
    let figures = FIGURES.replace("votes,A,,100", "votes,A,,many");
    assert_eq!(
        io::csv::read(SOURCES, &figures).unwrap_err().to_string(),
        "figures: line 4: `votes.A` is \"many\", which cannot be read: write a whole number in digits, without separators, such as 5012"
    );
}
