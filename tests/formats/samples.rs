//! One small text of each format, written by its specification: all figures are made up.

use exitpoll::io::formats::Format;

pub const ROPF: &str = "\
‡ A comment.
•PF: ACME •PFP: BCME •C: The Times •C: The Post •FS: 2021-07-14 •FE: 2021-07-20 •PD: 2021-07-27 •SC: N •SS: 1000 A:55 B+C:40 •O:2 •N:3
& •SC: E A: 60.5 B: 38 •O: 1.5
•PF: Ωmega •FE: 2021-07 •SS: ≥1000 Ä: 55 Б: 44 C: <0.5
•PF: ACME •PD: 2021-07-27 •SS: 600–700 •U: S A: 12–14 B: 3

A: AA001 •A: AP •EN: Apple Party
B: AA002 •A: BP •EN: Banana Party
";

pub const EOPAOD: &str = "\
Polling Firm,Commissioners,Fieldwork Start,Fieldwork End,Scope,Sample Size,Sample Size Qualification,Participation,Precision,Apple,\"Pear, Plum\",Other
ACME,\"The Times, The Post and Radio\",2021-07-14,2021-07-20,National,1000,Provided,59.8%,1%,55%,43%,2%
ACME,,2021-07-14,2021-07-20,National,1000,Provided,Not Available,0.5%,54.5%,Not Available,0%
BCME,,2021-07,2021-07,European,Not Available,Not Available,Not Available,0.1%,30.0%,29.8%,Not Available
CCME,,2021-08-01,2021-08-02,National,800,Estimated/Assumed,Not Available,0.7%,60.0%,40.0%,Not Available
";

pub const PRESIDENT_POLLS: &str = "\
poll_id,pollster,sponsors,methodology,state,start_date,end_date,question_id,sample_size,population,notes,internal,partisan,race_id,cycle,office_type,election_date,stage,party,answer,candidate_name,pct
1,ACME,,Live Phone,Ohio,11/1/24,11/4/24,11,500.0,lv,,,,77,2024,U.S. President,11/5/24,general,DEM,A,Ann A,48.0
1,ACME,,Live Phone,Ohio,11/1/24,11/4/24,11,500.0,lv,,,,77,2024,U.S. President,11/5/24,general,REP,B,Bob B,47.0
1,ACME,,Live Phone,Ohio,11/1/24,11/4/24,12,500.0,rv,,,,77,2024,U.S. President,11/5/24,general,DEM,A,Ann A,46.5
1,ACME,,Live Phone,Ohio,11/1/24,11/4/24,12,500.0,rv,,,,77,2024,U.S. President,11/5/24,general,REP,B,Bob B,45.0
2,BCME,TV,Online Panel,,11/5/24,11/5/24,13,,v,exit poll,,,78,2024,U.S. President,11/5/24,general,DEM,A,Ann A,50.0
2,BCME,TV,Online Panel,,11/5/24,11/5/24,13,,v,exit poll,,,78,2024,U.S. President,11/5/24,general,REP,B,Bob B,49.0
";

pub const NIST: &str = r#"{"@type": "ElectionResults.ElectionReport", "Status": "unofficial-partial",
 "GpUnit": [
  {"@type": "ElectionResults.ReportingUnit", "@id": "c", "Type": "county", "ComposingGpUnitIds": ["p1", "p2"], "VotersRegistered": 900,
   "Name": {"@type": "ElectionResults.InternationalizedText", "Text": [{"Content": "Kreis", "Language": "de"}, {"Content": "County", "Language": "en"}]}},
  {"@type": "ElectionResults.ReportingUnit", "@id": "p1", "Type": "precinct"},
  {"@type": "ElectionResults.ReportingUnit", "@id": "p2", "Type": "precinct"}],
 "Election": [{"StartDate": "2024-11-05", "EndDate": "2024-11-05",
  "Candidate": [{"@id": "k1", "BallotName": {"Text": [{"Content": "Ann", "Language": "en"}]}},
                {"@id": "k2", "BallotName": {"Text": [{"Content": "Bob", "Language": "en"}]}}],
  "Contest": [{"@type": "ElectionResults.CandidateContest", "@id": "x", "Name": "Mayor", "ElectionDistrictId": "c", "VotesAllowed": 1,
   "SubUnitsReported": 2, "TotalSubUnits": 3,
   "OtherCounts": [{"GpUnitId": "c", "Undervotes": 4, "Overvotes": 1}],
   "ContestSelection": [
    {"@id": "s1", "CandidateIds": ["k1"], "VoteCounts": [
     {"GpUnitId": "p1", "Type": "total", "Count": 100}, {"GpUnitId": "p1", "Type": "early", "Count": 40}, {"GpUnitId": "p1", "Type": "election-day", "Count": 60},
     {"GpUnitId": "p2", "Type": "early", "Count": 5}, {"GpUnitId": "p2", "Type": "election-day", "Count": 6.0}]},
    {"@id": "s2", "CandidateIds": ["k2"], "VoteCounts": [
     {"GpUnitId": "c", "Type": "total", "Count": 90}, {"GpUnitId": "p1", "Type": "total", "Count": 80}, {"GpUnitId": "p2", "Type": "total", "Count": 10}]},
    {"@id": "s3", "IsWriteIn": true, "VoteCounts": [{"GpUnitId": "c", "Type": "total", "Count": 3}]}]}]}]}"#;

pub const OPEN_ELECTIONS: &str = "\
county,precinct,office,district,party,candidate,votes,early_voting,election_day\r
Floyd,1.0,Registered Voters,,REP,,1220.0,,\r
Floyd,1.0,Ballots Cast,,REP,,753.0,,\r
Floyd,1.0,Straight Party,,REP,Republican Party,239,,\r
Floyd,1.0,President,,REP,Ann A / Al B,\"1,620\",1000,620\r
Floyd,1.0,President,,DEM,\"Bob B, Jr.\",198.0,,\r
Floyd,1.0,President,,,Under Votes,12,,\r
Floyd,1.0,President,,,OVER VOTES,1,,\r
Floyd,24B,President,,REP,Ann A / Al B,80,,\r
Floyd,24B,President,,DEM,\"Bob B, Jr.\",,20,30\r
Floyd,24B,President,,,Write-ins,3,,\r
Floyd,Total,President,,REP,Ann A / Al B,1700,,\r
Floyd,,,,,,,,\r
Floyd,1.0,U.S. House,1.0,DEM,,240,,\r
Floyd,1.0,U.S. House,1.0,REP,,217,,\r
";

pub const RAW_POLLS: &str = "\
poll_id,question_id,race_id,year,race,location,type_simple,pollster,polldate,samplesize,cand1_name,cand1_party,cand1_pct,cand2_name,cand2_party,cand2_pct,cand3_pct,electiondate,cand1_actual,cand2_actual,margin_actual,comment
1,11,7,2030,2030_Gov-G_AA,AA,Gov-G,ACME,10/13/2030,600,Ann A,DEM,49,Bob B,REP,44.5,,11/5/2030,48.5,48.44,.06,
2,12,7,2030,2030_Gov-G_AA,AA,Gov-G,Zenith,10/14/2030,812.4,Ann A,DEM,46,Bob B,REP,47,3,11/5/2030,48.5,48.44,.06,\"for B, estimated\"
3,13,8,2030,2030_Gov-R_BB,BB,Gov-R,ACME,11/20/2030,,Cy C,,55,Dee D,,45,,12/3/2030,51,49,2,
";

pub const MEDSL: &str = "\
\"year\",\"state\",\"state_po\",\"office\",\"candidate\",\"party_detailed\",\"writein\",\"candidatevotes\",\"totalvotes\",\"notes\",\"party_simplified\"
2016,\"NEW YORK\",\"NY\",\"US PRESIDENT\",\"ANN, A.\",\"DEMOCRAT\",FALSE,400,1000,NA,\"DEMOCRAT\"
2016,\"NEW YORK\",\"NY\",\"US PRESIDENT\",\"ANN, A.\",\"WORKING FAMILIES\",FALSE,50,1000,NA,\"OTHER\"
2016,\"NEW YORK\",\"NY\",\"US PRESIDENT\",\"BOB, B. \"\"BOBBY\"\"\",\"REPUBLICAN\",FALSE,500,1000,NA,\"REPUBLICAN\"
2016,\"NEW YORK\",\"NY\",\"US PRESIDENT\",\"\",\"\",TRUE,20,1000,NA,\"OTHER\"
2016,\"NEW YORK\",\"NY\",\"US PRESIDENT\",\"BLANK VOTE\",\"\",FALSE,30,1000,NA,\"OTHER\"
";

pub const ELEX: &str = "\
raceid,racetype,racetypeid,electiondate,first,last,level,officename,party,precinctsreporting,precinctstotal,reportingunitid,seatname,statename,statepostal,test,votecount,lastupdated
7,General,G,2012-11-06,Ann,A,state,President,Dem,3,4,state-1,,Ohio,OH,False,700,2012-11-07T01:00:00Z
7,General,G,2012-11-06,Bob,B,state,President,GOP,3,4,state-1,,Ohio,OH,False,600,2012-11-07T01:00:00Z
7,General,G,2012-11-06,Ann,A,county,President,Dem,3,4,county-1,,Ohio,OH,False,700,2012-11-07T01:00:00Z
7,General,G,2012-11-06,Bob,B,county,President,GOP,3,4,county-1,,Ohio,OH,False,600,2012-11-07T01:00:00Z
8,Ballot Issue,G,2012-11-06,,Yes,county,Proposition,Yes,1,1,county-1,,Ohio,OH,False,10,
8,Ballot Issue,G,2012-11-06,,No,county,Proposition,No,1,1,county-1,,Ohio,OH,False,20,
8,Ballot Issue,G,2012-11-06,,Yes,county,Proposition,Yes,2,2,county-2,,Ohio,OH,False,30,
8,Ballot Issue,G,2012-11-06,,No,county,Proposition,No,2,2,county-2,,Ohio,OH,False,5,
";

pub const CLARITY: &str = r#"<?xml version="1.0"?>
<ElectionResult>
 <Timestamp>5/20/2014 8:19:21 PM EDT</Timestamp>
 <ElectionDate>5/20/2014</ElectionDate>
 <Region>Greenup</Region>
 <Contest key="4" text="US Senator - REPUBLICAN &amp; other" voteFor="1" precinctsReporting="30" precinctsParticipating="31">
  <VoteType name="Undervotes" votes="5"><Precinct name="A" votes="5"/></VoteType>
  <Choice key="1" text="Ann &quot;A&quot; A" totalVotes="12"><VoteType name="Election" votes="12"><Precinct name="A" votes="12"/></VoteType></Choice>
  <Choice key="2" text="Bob B"><VoteType name="Election" votes="7"/><VoteType name="Early" votes="3"/></Choice>
  <Choice key="3" text="Write-in" totalVotes="1"/>
 </Contest>
</ElectionResult>
"#;

pub const KERG: &str = "\
Titel;
Wahl zum 18. Deutschen Bundestag am 22. September 2013
Endgültiges Ergebnis
Nr;Gebiet;gehört;Wahlberechtigte;;;;Wähler;;;;Ungültige;;;;Gültige;;;;Partei A;;;;Partei B;;;
;;zu;Erststimmen;;Zweitstimmen;;Erststimmen;;Zweitstimmen;;Erststimmen;;Zweitstimmen;;Erststimmen;;Zweitstimmen;;Erststimmen;;Zweitstimmen;;Erststimmen;;Zweitstimmen;
;;;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode
1;Flensburg;1;100;99;100;99;80;79;80;79;2;1;3;1;78;77;77;77;40;1;50;2;38;1;27;2
;;;;;;;;;;;;;;;;;;;;;;;;;;
1;Schleswig-Holstein;99;100;99;100;99;80;79;80;79;2;1;3;1;78;77;77;77;40;1;50;2;;1;27;2
99;Bundesgebiet;;100;99;100;99;80;79;80;79;2;1;3;1;78;77;77;77;40;1;50;2;38;1;27;2
";

pub const KERG2: &str = "\
(c) Die Bundeswahlleiterin;;
Status:;Vorläufig
Wahlart;Wahltag;Gebietsart;Gebietsnummer;Gebietsname;UegGebietsart;UegGebietsnummer;Gruppenart;Gruppenname;Gruppenreihenfolge;Stimme;Anzahl;Prozent;VorpAnzahl;VorpProzent;DiffProzent;DiffProzentPkt;Bemerkung;Gewählt
BT;23.02.2025;Bund;99;Bundesgebiet;;;System-Gruppe;Wahlberechtigte;-4;;1000;;;;;;;
BT;23.02.2025;Bund;99;Bundesgebiet;;;System-Gruppe;Wählende;-3;;800;80,0;;;;;;
BT;23.02.2025;Bund;99;Bundesgebiet;;;System-Gruppe;Ungültige;-2;2;10;1,25;;;;;;
BT;23.02.2025;Bund;99;Bundesgebiet;;;System-Gruppe;Gültige;-1;2;790;98,75;;;;;;
BT;23.02.2025;Bund;99;Bundesgebiet;;;Partei;SPD;1;2;400;50,632911;390;;;;;
BT;23.02.2025;Bund;99;Bundesgebiet;;;Partei;CDU;2;2;390;49,367089;;;;;;
BT;23.02.2025;Bund;99;Bundesgebiet;;;Einzelbewerber;EB:Müller;3;1;20;2,5;;;;;;
";

pub const JSON: &str = r#"{"contest": {"name": "Example", "choices": ["A", "B"]}, "polls": [{"pollster": "ACME", "shares": {"A": "51.0", "B": "49.0"}}]}"#;

/// The name of a file, its text and its format.
pub fn all() -> Vec<(&'static str, &'static str, Format)> {
    let mut all = vec![
        ("aa.json", JSON, Format::Json),
        ("aa.ropf", ROPF, Format::Ropf),
        ("aa.csv", EOPAOD, Format::Eopaod),
        (
            "president_polls.csv",
            PRESIDENT_POLLS,
            Format::PresidentPolls,
        ),
        ("raw_polls.csv", RAW_POLLS, Format::RawPolls),
        ("report.json", NIST, Format::Nist),
        (
            "20121106__tx__general__floyd__precinct.csv",
            OPEN_ELECTIONS,
            Format::OpenElections,
        ),
        ("1976-2020-president.csv", MEDSL, Format::Medsl),
        ("elex.csv", ELEX, Format::Elex),
        ("kerg.csv", KERG, Format::Kerg),
        ("kerg2.csv", KERG2, Format::Kerg2),
    ];
    if cfg!(feature = "xml") {
        all.push(("detail.xml", CLARITY, Format::Clarity));
    }
    all
}
