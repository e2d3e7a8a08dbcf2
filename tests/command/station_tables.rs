//! Tables of stations that cannot be what they are read as.

use super::exitpoll;
use super::stations_drawn::{CHOICES, temporary, words};

const TABLE: &str =
    "name,stratum,va,vb,aa,ab\nS,x,60,40,6,4\nT,x,50,55,5,6\nU,y,70,31,7,3\nV,y,20,80,2,8\n";

fn read(name: &str, table: &str, more: &[&str]) -> super::Run {
    let table = temporary(name, table);
    exitpoll(&[&["stations", &table], &CHOICES[..], more].concat())
}

#[test]
fn rows_of_totals_are_no_stations() {
    let named = ["--name", "name"];
    let strata = ["--name", "name", "--stratum", "stratum", "--weight", "va"];
    for (row, after, more, said) in [
        ("Total,,200,206,20,21\n", "", &named[..], "a name of totals"),
        (
            "Alle,,200,206,20,21\n",
            "",
            &named,
            "the sum of all other rows",
        ),
        (
            ",,200,206,20,21\n",
            "",
            &named,
            "the sum of the rows above it",
        ),
        (",,200,206,20,21\n", "", &[], "the sum of all other rows"),
        (
            "Whole y,y,90,111,9,11\n",
            "",
            &strata,
            "the sum of the other rows of its stratum",
        ),
        (
            "x and y in all,,200,206,20,21\n",
            "W,x,90,9,3,1\n",
            &named,
            "the sum of the rows above it",
        ),
    ] {
        let message = read("totals.csv", &format!("{TABLE}{row}{after}"), more).failed(1);
        let name = row.split(',').next().unwrap();
        for part in ["line 6", name, said, "leave it out"] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    // Two stations alike are no total of one another.
    assert_eq!(
        read(
            "alike.csv",
            "name,va,vb,aa,ab\nS,60,40,6,4\nT,60,40,6,4\n",
            &named
        )
        .status,
        0
    );
    assert_eq!(read("none.csv", TABLE, &named).status, 0);
}

#[test]
fn nobody_answers_twice() {
    let table = TABLE.replace("T,x,50,55,5,6", "T,x,5,6,50,55");
    let message = read("twice.csv", &table, &["--name", "name"]).failed(1);
    for part in ["line 3", "105", "11 ballots", "check both figures"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let allowed = read("twice.csv", &table, &["--more-answers-than-ballots"]);
    assert_eq!(allowed.status, 0, "{}", allowed.error);
}

#[test]
fn tables_are_decoded_as_other_files_are() {
    let table = TABLE.replace("S,x", "Sée,x");
    let plain = read("plain.csv", &table, &["--name", "name"]).good();
    let mut wide = vec![0xff, 0xfe];
    wide.extend(table.encode_utf16().flat_map(u16::to_le_bytes));
    let mut narrow = Vec::new();
    narrow.extend(table.chars().map(|c| u8::try_from(c).expect("Latin-1")));
    for (bytes, label, said) in [
        (
            &wide,
            None,
            "the file is read as UTF-16LE, by its byte order mark",
        ),
        (
            &narrow,
            None,
            "the file is read as windows-1252, because it is not UTF-8",
        ),
        (
            &narrow,
            Some("iso-8859-1"),
            "the file is read as windows-1252, as declared",
        ),
    ] {
        let path = temporary("plain.csv", "");
        std::fs::write(&path, bytes).unwrap();
        let mut arguments = [&["stations", &path], &CHOICES[..], &["--name", "name"]].concat();
        if let Some(label) = label {
            arguments.extend(["--encoding", label]);
        }
        let run = exitpoll(&arguments);
        assert_eq!((run.status, &run.out), (0, &plain), "{}", run.error);
        assert!(run.error.contains(said), "{}", run.error);
    }
    let message = read("plain.csv", &table, &["--encoding", "latin"]).failed(1);
    assert!(
        message.contains("give a label of the WHATWG encoding standard"),
        "{message}"
    );
}

#[test]
fn stations_that_are_alike_give_no_interval() {
    let table = temporary("same.csv", "va,vb\n60,40\n30,20\n45,30\n");
    let counts = ["stations", &table, "-c", "A=va", "-c", "B=vb"];
    let text = words(&exitpoll(&counts).good());
    assert!(text.contains("A 60.000 – – –"), "{text}");
    assert!(text.contains("No variance can be estimated"), "{text}");
    let json = exitpoll(&[&counts[..], &["-f", "json"]].concat()).good();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(
        json["choices"][0]["interval"].is_null() && json["choices"][0]["standard_error"].is_null()
    );
    // All of all stations is no estimate.
    let whole = temporary("whole.csv", "va,vb,s\n60,40,x\n35,20,x\n");
    let strata = temporary("whole_strata.csv", "stratum,stations\nx,2\n");
    let text = exitpoll(&[
        "stations",
        &whole,
        "-c",
        "A=va",
        "-c",
        "B=vb",
        "--stratum",
        "s",
        "--strata",
        &strata,
    ]);
    assert!(text.good().contains("Every station is counted"));
    // Interviews that are off by the same everywhere.
    let text = read(
        "same_error.csv",
        "va,vb,aa,ab\n60,40,7,3\n600,400,70,30\n",
        &["--detail"],
    )
    .good();
    let text = words(&text);
    assert!(
        text.contains("they are alike, which gives no interval"),
        "{text}"
    );
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let counts = ["-c", "A=va", "-c", "B=vb"];
    let weighted = [&CHOICES[..], &["--weight", "va"]].concat();
    for (choices, more, said) in [
        (&counts[..], ["--refused", "aa"], "--answers"),
        (&counts, ["--ahead", "B"], "--answers"),
        (&counts, ["--margin", "2"], "--margin does nothing"),
        (&counts, ["--poll", "P"], "--poll does nothing"),
        (&counts, ["--strata", "strata.csv"], "--stratum"),
        (&weighted, ["--bias-sd", "2"], "--bias-sd does nothing"),
        (&weighted, ["--bootstrap", "99"], "--bootstrap does nothing"),
        (&CHOICES, ["--lonely", "adjust"], "--lonely does nothing"),
    ] {
        let table = temporary("nothing.csv", TABLE);
        let message = exitpoll(&[&["stations", &table], choices, &more].concat()).failed(2);
        assert!(message.contains(said), "{said}: {message}");
    }
}

/// One sampled station in each of three strata of several.
const LONELY: &str = "name,stratum,va,vb,aa,ab\nS,North Coast,600,400,30,20\nT,South,500,550,25,27\nU,Hills,700,310,33,15\n";

#[test]
fn a_stratum_with_a_single_station_is_named_with_the_way_out() {
    let table = temporary("lonely.csv", LONELY);
    let strata = temporary(
        "lonely_strata.csv",
        "stratum,stations\nNorth Coast,20\nSouth,30\nHills,10\n",
    );
    let election = temporary(
        "lonely.json",
        r#"{"contest":{"name":"T","choices":["A","B"]},"counts":[{"name":"c","status":"final",
        "votes":{"A":"500000","B":"350000"}}],"polls":[]}"#,
    );
    let counts = ["stations", &table, "-c", "A=va", "-c", "B=vb"];
    let sized = ["--stratum", "stratum", "--strata", &strata];
    let beside = ["-a", "A=aa", "-a", "B=ab", "--election", &election];
    for more in [&sized[..], &[&sized[..], &beside].concat()] {
        let message = exitpoll(&[&counts[..], more].concat()).failed(1);
        for part in [
            "lonely.csv",
            "stratum \"North Coast\" has one counted station",
            "--lonely",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    let message = exitpoll(&[&counts[..], &sized[..2]].concat()).failed(1);
    for part in ["North Coast", "--strata", "--weight"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    // What a policy gives is printed, and what it does not is not known for the right reason.
    let text = |policy: &str| {
        let all = [&counts[..], &sized, &["--lonely", policy]].concat();
        words(&exitpoll(&all).good())
    };
    for (policy, row) in [
        ("certainty", "A 55.195 – – –"),
        ("adjust", "A 55.195 4.652 – –"),
    ] {
        let text = text(policy);
        assert!(text.contains(row), "{text}");
        assert!(
            text.contains("One station in each stratum shows no difference"),
            "{text}"
        );
        assert!(
            !text.contains("are alike") && !text.contains("Student"),
            "{text}"
        );
    }
    assert!(text("certainty").contains("makes errors too small"));
}

#[test]
fn what_a_table_without_variance_can_say_is_said() {
    let election = temporary(
        "no_variance.json",
        r#"{"contest":{"name":"T","choices":["A","B"]},"counts":[{"name":"c","status":"final",
        "votes":{"A":"5000","B":"3500"}}],"polls":[]}"#,
    );
    let counts = ["-c", "A=va", "-c", "B=vb"];
    let one = "name,va,vb,aa,ab\nS,600,400,30,20\n";
    let alike = "name,va,vb,aa,ab\nS,60,40,6,4\nT,600,400,60,40\nU,30,20,3,2\n";
    let of = |table: &str, more: &[&str]| {
        let table = temporary("no_variance.csv", table);
        words(&exitpoll(&[&["stations", &table], more].concat()).good())
    };
    let text = of(one, &counts);
    assert!(
        text.contains("A 60.000 – – –") && text.contains("One station shows no difference"),
        "{text}"
    );
    let beside = ["--election", &election, "--detail"];
    for table in [one, alike] {
        // Ballots of a station were not drawn one by one: they are no sample size.
        let text = of(table, &[&counts[..], &beside].concat());
        assert!(
            text.contains("1.18 points too high for A"),
            "the deviation is known: {text}"
        );
        assert!(
            text.contains("chance cannot be judged") && !text.contains("1,000 respondents"),
            "{text}"
        );
        let text = of(table, &[&CHOICES[..], &beside].concat());
        assert!(
            text.contains("if respondents had been drawn singly"),
            "{text}"
        );
        assert!(!text.contains("design effect 0"), "{text}");
        assert!(!text.contains(" 1 stations"), "{text}");
    }
}

#[test]
fn a_station_that_has_the_sum_of_a_few_others_by_chance_is_a_station() {
    let small = "name,va,vb\nS,1,4\nT,2,2\nU,3,3\nV,4,1\nW,10,10\n";
    let table = temporary("small.csv", small);
    let counts = ["-c", "A=va", "-c", "B=vb"];
    let run = exitpoll(&[&["stations", &table, "--name", "name"], &counts[..]].concat());
    assert_eq!(run.status, 0, "{}", run.error);
    assert!(
        run.error.contains("station W has as many votes") && run.error.contains("leave it out"),
        "{}",
        run.error
    );
    // Its name says what it is, and so do figures that no chance gives.
    for (row, with) in [
        ("W,10,10", "Sum of all,10,10"),
        ("W,10,10\n", "W,400,500\nX,410,510\n"),
    ] {
        let table = temporary("small.csv", &small.replace(row, with));
        let message =
            exitpoll(&[&["stations", &table, "--name", "name"], &counts[..]].concat()).failed(1);
        assert!(
            message.contains("a row of totals is no station"),
            "{message}"
        );
    }
}

#[test]
fn the_two_choices_of_the_lead_are_two() {
    let failed = |more: &[&str]| {
        let table = temporary("two.csv", TABLE);
        exitpoll(&[&["stations", &table], more].concat()).failed(2)
    };
    let same = [&CHOICES[..], &["--ahead", "A", "--behind", "A"]].concat();
    assert!(failed(&same).contains("--ahead and --behind are both A"));
    let one = ["-c", "A=va", "-a", "A=aa"];
    assert!(failed(&one).contains("give two or more"));
    // The second choice ahead leaves the first to be behind.
    let text = read("two.csv", TABLE, &["--ahead", "B", "--detail"]).good();
    assert!(words(&text).contains("The lead of B over A"), "{text}");
}

#[test]
fn an_interval_says_of_what_drawing_it_is() {
    let table = temporary("drawing.csv", TABLE);
    let strata = temporary("drawing_strata.csv", "stratum,stations\nx,20\ny,30\n");
    let counts = ["stations", &table, "-c", "A=va", "-c", "B=vb"];
    let sized = ["--stratum", "stratum", "--strata", &strata];
    for (more, said) in [
        (&[][..], "nothing says how many there are (--strata)"),
        (
            &sized,
            "if stations were drawn at random within their strata",
        ),
    ] {
        let text = words(&exitpoll(&[&counts[..], more].concat()).good());
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn stations_that_differ_leave_alike_answering_possible() {
    // At one of six stations nearly everyone asked names A, at the others the votes are repeated.
    let mut table = String::from("name,va,vb,aa,ab,w\n");
    for place in 0..6 {
        let answers = if place == 2 { 98 } else { 50 };
        table += &format!("S{place},500,500,{answers},{},2\n", 100 - answers);
    }
    let text = words(&read("one_interviewer.csv", &table, &["--weight", "w"]).good());
    assert!(text.contains("more than drawing interviews"), "{text}");
    assert!(
        text.contains(
            "the stations differ so much that both answering alike on average is possible, too"
        ),
        "{text}"
    );
    assert!(!text.contains("at least 1.00"), "{text}");
}

#[test]
fn answers_that_are_all_alike_are_not_every_ballot() {
    let table = "name,va,vb,aa,ab\nS,100,0,10,0\nT,60,0,10,0\n";
    let text = words(&read("all_of_one.csv", table, &[]).good());
    assert!(
        text.contains("if respondents had been drawn singly"),
        "{text}"
    );
    let twice = TABLE.replace("T,x", "S,x");
    let message = read("same_name.csv", &twice, &["--name", "name"]).failed(1);
    assert!(
        message.contains("two stations have this name") && !message.contains("stratum \"\""),
        "{message}"
    );
}

#[test]
fn shares_that_weights_or_stations_without_notes_move_are_not_of_all_asked() {
    let table = "name,va,vb,aa,ab,refused,w\nS0,600,400,12,8,5,1\nS1,500,500,9,11,2,5\n";
    let choices = [&CHOICES[..], &["--refused", "refused", "--detail"]].concat();
    let of = |table: &str, more: &[&str]| {
        let table = temporary("refused_weights.csv", table);
        words(&exitpoll(&[&["stations", &table], &choices[..], more].concat()).good())
    };
    // 12 + 5 · 9 and 5 + 5 · 2 of 25 + 5 · 22.
    let text = of(table, &["--weight", "w"]);
    assert!(
        text.contains("given to A, its weighted share of all asked would be 53.33 percent"),
        "{text}"
    );
    // 21 answers and 5 refusals of 45, of whom 25 are known to be all that were asked.
    let text = of(&table.replace("11,2,5", "11,,5"), &[]);
    assert!(
        text.contains("its share of all answers and noted refusals would be 57.78 percent"),
        "{text}"
    );
}
