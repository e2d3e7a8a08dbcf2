//! Every vote once, under the contest to which it belongs: totals beside parts, rounds, modes, places of one name.

use exitpoll::io::Document;
use exitpoll::io::formats::Reading;

use crate::{fails, good, noted, of, tally, votes};

fn titles(reading: &Reading) -> Vec<&str> {
    reading
        .documents
        .iter()
        .map(|document| document.contest.name())
        .collect()
}

fn only(reading: &Reading) -> &Document {
    assert_eq!(reading.documents.len(), 1, "{:?}", titles(reading));
    &reading.documents[0]
}

const NO_VOTES_COLUMN: &str = "\
county,precinct,office,district,party,candidate,EARLY,election_day,mail
X,1,President,,DEM,Ann Lee,100,50,10
X,1,President,,REP,Bob Roe,80,90,5
X,2,President,,DEM,Ann Lee,40,20,4
X,2,President,,REP,Bob Roe,60,70,3
";

#[test]
fn every_column_of_a_way_of_voting_is_in_the_sum() {
    for heading in [
        "early_votes",
        "Early",
        "early_in_person",
        "advance",
        "uocava",
        "One Stop",
    ] {
        let text = NO_VOTES_COLUMN.replace("EARLY", heading);
        let reading = good("20241105__tx__general__x__precinct.csv", &text);
        assert_eq!(
            votes(&only(&reading).counts[0]),
            tally(&[("Ann Lee", 224), ("Bob Roe", 308)]),
            "{heading}"
        );
    }
    // A number of which nothing says whether it is a way of voting makes no sum, with it or without it.
    let message = fails("x.csv", &NO_VOTES_COLUMN.replace("EARLY", "batch"));
    assert!(
        message.contains("batch") && message.contains("line 2"),
        "{message}"
    );
    // Where the votes are given, such a column is not needed.
    let given = NO_VOTES_COLUMN
        .replace("EARLY", "votes")
        .replace("mail", "batch");
    assert_eq!(of(&only(&good("x.csv", &given)).counts[0], "Ann Lee"), 140);
}

#[test]
fn totals_of_counties_and_of_the_state_are_not_added_to_their_parts() {
    let counties = "county,office,district,party,candidate,votes\nAdams,President,,DEM,Ann,100\n\
                    Adams,President,,REP,Bob,80\nBrown,President,,DEM,Ann,40\nBrown,President,,REP,Bob,60\n\
                    Total,President,,DEM,Ann,140\nTotal,President,,REP,Bob,140\n";
    let reading = good("20001107__st__general__county.csv", counties);
    assert_eq!(
        votes(&only(&reading).counts[0]),
        tally(&[("Ann", 140), ("Bob", 140)])
    );
    for total in ["Grand Total", "County Total", "TOTALS", ""] {
        let precincts = format!(
            "county,precinct,office,district,party,candidate,votes\nY,1,President,,DEM,Ann,100\nY,1,President,,REP,Bob,80\n\
             Y,{total},President,,DEM,Ann,105\nY,{total},President,,REP,Bob,80\n"
        );
        let reading = good("20201103__pa__general__y__precinct.csv", &precincts);
        assert_eq!(
            votes(&only(&reading).counts[0]),
            tally(&[("Ann", 100), ("Bob", 80)]),
            "{total}"
        );
        assert!(
            noted(&reading, "rows sum to 100, the printed total is 105"),
            "{:?}",
            reading.notes
        );
    }
}

#[test]
fn what_stands_among_the_candidates_without_being_one_is_none() {
    let text = "county,precinct,office,district,party,candidate,votes,early_voting,election_day\n\
                A,1,President,,DEM,Ann,,10,21\nA,1,President,,REP,Bob,,5,8\nA,1,President,,,TOTAL VOTES,,15,29\n\
                A,1,President,,,Times Blank Voted,,3,0\nA,1,President,,,Times Over Voted,,1,0\n\
                A,1,President,,,Number of Precincts for Race,,1,\nA,1,President,,,Number Of Under Votes,,4,\n\
                A,1,President,,,Write-In Totals,3,,\n";
    let reading = good("20161108__az__general__precinct.csv", text);
    let count = &only(&reading).counts[0];
    assert_eq!(only(&reading).contest.choices(), ["Ann", "Bob"]);
    assert_eq!(
        (of(count, "Ann"), of(count, "(other)"), count.invalid()),
        (31, 3, Some(8))
    );
}

#[test]
#[cfg(feature = "xml")]
fn over_and_undervotes_among_the_choices_of_clarity_are_invalid() {
    let xml = "<?xml version=\"1.0\"?><ElectionResult><Contest text=\"Senate\" voteFor=\"1\" precinctsParticipating=\"2\" \
               precinctsReported=\"2\"><Choice text=\"Ann\" totalVotes=\"50\"/><Choice text=\"Bob\" totalVotes=\"30\"/>\
               <Choice text=\"Over Votes\" totalVotes=\"7\"/><Choice text=\"Under Votes\" totalVotes=\"9\"/></Contest>\
               </ElectionResult>";
    let reading = good("detail.xml", xml);
    assert_eq!(only(&reading).contest.choices(), ["Ann", "Bob"]);
    assert_eq!(only(&reading).counts[0].invalid(), Some(16));
}

#[test]
fn one_district_in_several_spellings_is_one_contest() {
    let text = "county,precinct,office,district,party,candidate,votes\nA,1,U.S. House,1.0,R,Kelly,10\n\
                A,2,U.S. House,1,R,Kelly,20\nB,2,U.S. House,01,R,Kelly,20\nA,1,U.S. House,1.0,D,Black,7\n\
                A,1,U.S. House,10,D,Gray,3\n";
    let reading = good("20221108__ms__general__precinct.csv", text);
    assert_eq!(
        titles(&reading),
        ["U.S. House, district 1, MS", "U.S. House, district 10, MS"]
    );
    assert_eq!(
        votes(&reading.documents[0].counts[0]),
        tally(&[("Kelly", 50), ("Black", 7)])
    );
    assert!(noted(
        &reading,
        "\"district 01\" is taken for \"district 1\""
    ));
}

#[test]
fn offices_of_single_counties_are_contests_of_their_own() {
    let text = "county,precinct,office,district,party,candidate,votes\nAda,1,Sheriff,,DEM,Ann,100\n\
                Ada,1,Sheriff,,REP,Bob,80\nBell,1,Sheriff,,DEM,Cid,40\nBell,1,Sheriff,,REP,Dan,60\n\
                Ada,1,Judge,,,Eve,5\nBell,1,Judge,,,Eve,6\nBell,1,Judge,,,Fay,7\nCole,1,Judge,,,Gus,8\n\
                Ada,1,President,,DEM,ANN LEE,1\nBell,1,President,,DEM,Lee,2\n";
    let reading = good("20201103__tx__general__precinct.csv", text);
    assert_eq!(
        titles(&reading),
        [
            "Sheriff, Ada, TX",
            "Sheriff, Bell, TX",
            "Judge, Ada and Bell, TX",
            "Judge, Cole, TX",
            "President, TX"
        ]
    );
    assert_eq!(
        votes(&reading.documents[0].counts[0]),
        tally(&[("Ann", 100), ("Bob", 80)])
    );
    assert_eq!(
        votes(&reading.documents[2].counts[0]),
        tally(&[("Eve", 11), ("Fay", 7)])
    );
    assert!(noted(
        &reading,
        "other places have a contest of this name with other candidates"
    ));
}

#[test]
fn a_runoff_and_a_special_election_are_not_the_general_one() {
    let text = "year,state,office,district,stage,runoff,special,candidate,party,writein,mode,candidatevotes,totalvotes\n\
                2020,LOUISIANA,US HOUSE,005,GEN,FALSE,FALSE,LETLOW,R,FALSE,TOTAL,102533,153773\n\
                2020,LOUISIANA,US HOUSE,005,GEN,FALSE,FALSE,HARRIS,R,FALSE,TOTAL,51240,153773\n\
                2020,LOUISIANA,US HOUSE,005,GEN,TRUE,FALSE,LETLOW,R,FALSE,TOTAL,49183,79306\n\
                2020,LOUISIANA,US HOUSE,005,GEN,TRUE,FALSE,HARRIS,R,FALSE,TOTAL,30123,79306\n\
                2020,LOUISIANA,US HOUSE,005,GEN,FALSE,TRUE,SMITH,R,FALSE,TOTAL,10,10\n";
    let reading = good("house.csv", text);
    let counts: Vec<u64> = reading.documents[..2]
        .iter()
        .map(|document| of(&document.counts[0], "LETLOW"))
        .collect();
    assert_eq!(counts, [102_533, 49_183]);
    let names = titles(&reading);
    assert!(
        names[1].ends_with("runoff") && names[2].ends_with("special"),
        "{names:?}"
    );
    assert_eq!(
        names.iter().collect::<std::collections::HashSet<_>>().len(),
        3,
        "{names:?}"
    );
}

#[test]
fn a_mode_total_is_one_in_any_case_and_offices_of_ballots_are_none() {
    let text = "year,stage,special,state,county_name,precinct,office,district,candidate,party_detailed,writein,mode,votes\n\
                2016,gen,FALSE,Ohio,Ash,P1,US President,,Ann,d,FALSE,total,100\n\
                2016,gen,FALSE,Ohio,Ash,P1,US President,,Ann,d,FALSE,election day,60\n\
                2016,gen,FALSE,Ohio,Ash,P1,US President,,Ann,d,FALSE,absentee,40\n\
                2016,gen,FALSE,Ohio,Ash,P1,REGISTERED VOTERS,,,,FALSE,total,900\n\
                2016,gen,FALSE,Ohio,Ash,P1,BALLOTS CAST,,,,FALSE,total,300\n\
                2016,gen,FALSE,Ohio,Ash,P1,SHERIFF,,Cid,,FALSE,total,3\n\
                2016,gen,FALSE,Ohio,Oak,P1,SHERIFF,,Dan,,FALSE,total,4\n";
    let reading = good("precinct.csv", text);
    assert_eq!(of(&reading.documents[0].counts[0], "Ann"), 100);
    assert_eq!(reading.documents.len(), 3, "{:?}", titles(&reading));
    assert!(titles(&reading)[1].ends_with("Ash") && titles(&reading)[2].ends_with("Oak"));
    assert!(noted(&reading, "2 rows of voters and ballots") && !noted(&reading, "(other)"));
}

/// A report of NIST SP 1500-100 on a state of two counties, the first of two precincts.
fn nist(ann: &str, bob: &str, others: &str) -> String {
    format!(
        r#"{{"@type": "ElectionResults.ElectionReport", "Status": "certified", "GpUnit": [
        {{"@id": "st", "ComposingGpUnitIds": ["c1", "c2"]}}, {{"@id": "c1", "ComposingGpUnitIds": ["p1", "p2"]}},
        {{"@id": "c2"}}, {{"@id": "p1"}}, {{"@id": "p2"}}], "Election": [{{"StartDate": "2022-11-08",
        "Candidate": [{{"@id": "a", "BallotName": {{"Text": [{{"Content": "Ann", "Language": "en"}}]}}}},
        {{"@id": "b", "BallotName": {{"Text": [{{"Content": "Bob", "Language": "en"}}]}}}}],
        "Contest": [{{"Name": "Governor", "ElectionDistrictId": "st", "VotesAllowed": 1, "OtherCounts": [{others}],
        "ContestSelection": [{{"CandidateIds": ["a"], "VoteCounts": [{ann}]}},
        {{"CandidateIds": ["b"], "VoteCounts": [{bob}]}}]}}]}}]}}"#
    )
}

fn figure(unit: &str, kind: &str, count: u32, more: &str) -> String {
    format!(r#"{{"GpUnitId": "{unit}", "Type": "{kind}", "Count": {count}{more}}}"#)
}

#[test]
fn devices_and_rounds_of_a_nist_report_are_not_added_up() {
    let total = |count| figure("st", "total", count, "");
    let device = |count, kind: &str| {
        figure(
            "st",
            "total",
            count,
            &format!(r#", "DeviceClass": {{"Type": "{kind}"}}"#),
        )
    };
    let ann = [
        total(60),
        device(25, "opscan-central"),
        device(35, "opscan-precinct"),
    ]
    .join(",");
    let reading = good("a.json", &nist(&ann, &total(50), ""));
    assert_eq!(
        votes(&only(&reading).counts[0]),
        tally(&[("Ann", 60), ("Bob", 50)])
    );
    // Without a figure for all of them the devices are its parts.
    let ann = [device(25, "opscan-central"), device(35, "opscan-precinct")].join(",");
    assert_eq!(
        of(
            &good("a.json", &nist(&ann, &total(50), "")).documents[0].counts[0],
            "Ann"
        ),
        60
    );

    let round =
        |count, number: u8| figure("st", "total", count, &format!(r#", "Round": {number}"#));
    let (ann, bob) = (
        [round(60, 1), round(80, 2)].join(","),
        [round(70, 1), round(75, 2)].join(","),
    );
    let reading = good("a.json", &nist(&ann, &bob, ""));
    assert_eq!(
        votes(&only(&reading).counts[0]),
        tally(&[("Ann", 80), ("Bob", 75)])
    );
    assert!(noted(
        &reading,
        "the counts of single rounds of Governor (those of the last one, 2, are taken)"
    ));
}

#[test]
fn a_figure_that_a_nist_report_keeps_back_is_not_nought() {
    let suppressed = |unit| figure(unit, "total", 0, r#", "IsSuppressedForPrivacy": true"#);
    let bob = figure("st", "total", 50, "");
    let message = fails("a.json", &nist(&suppressed("st"), &bob, ""));
    assert!(message.contains("kept back"), "{message}");
    let ann = [suppressed("c2"), figure("c1", "total", 9, "")].join(",");
    assert!(fails("a.json", &nist(&ann, &bob, "")).contains("kept back"));
    // What contains it has a figure: nothing is missing.
    let ann = [
        suppressed("p1"),
        figure("c1", "total", 9, ""),
        figure("c2", "total", 8, ""),
    ]
    .join(",");
    assert_eq!(
        of(
            &good("a.json", &nist(&ann, &bob, "")).documents[0].counts[0],
            "Ann"
        ),
        17
    );
}

#[test]
fn a_nist_report_says_each_figure_once_and_whose_it_is() {
    let total = |unit, count| figure(unit, "total", count, "");
    let bob = total("st", 50);
    let reading = good(
        "a.json",
        &nist(&[total("st", 60), total("st", 60)].join(","), &bob, ""),
    );
    assert_eq!(of(&only(&reading).counts[0], "Ann"), 60);
    assert!(noted(&reading, "the figure of Ann in st comes again"));
    let message = fails(
        "a.json",
        &nist(&[total("st", 60), total("st", 61)].join(","), &bob, ""),
    );
    assert!(
        message.contains("61") && message.contains("60 in the same unit"),
        "{message}"
    );
    // Ways of voting of a county whose precincts have totals: whether they hold the same votes is not said.
    let early = [
        figure("c1", "early", 7, ""),
        total("p1", 60),
        total("p2", 40),
        total("c2", 10),
    ]
    .join(",");
    let message = fails("a.json", &nist(&early, &bob, ""));
    assert!(
        message.contains("c1") && message.contains("give its total"),
        "{message}"
    );
}

#[test]
fn invalid_ballots_of_the_parts_of_a_nist_district_are_counted() {
    let total = |unit, count| figure(unit, "total", count, "");
    let (ann, bob) = (
        [total("c1", 60), total("c2", 1)].join(","),
        [total("c1", 50), total("c2", 1)].join(","),
    );
    let other =
        |unit: &str| format!(r#"{{"GpUnitId": "{unit}", "Overvotes": 3, "Undervotes": 7}}"#);
    let reading = good(
        "a.json",
        &nist(&ann, &bob, &[other("c1"), other("c2")].join(",")),
    );
    assert_eq!(only(&reading).counts[0].invalid(), Some(20));
}
