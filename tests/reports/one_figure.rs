//! What sentences, tables and lists say of one and the same thing.

use exitpoll::render::{Detail, text_with};

use super::words_of_reports::{has, lacks, report, text};

#[test]
fn votes_of_several_kinds_have_a_label_that_fits() {
    let report = report(
        r#"{"contest":{"name":"c","choices":["D","R"]},"counts":[{"name":"f","status":"final",
        "votes":{"D":"2715380","R":"2898428"},"population":{"voters":["in_person","early","postal"]},"segments":[
        {"voters":["in_person"],"votes":{"D":"500000","R":"700000"}},
        {"voters":["early"],"votes":{"D":"2030000","R":"2110000"}},
        {"voters":["postal"],"votes":{"D":"185380","R":"88428"}}]}],"polls":[
        {"pollster":"P","population":{"voters":["in_person","early"]},"shares":{"D":"47","R":"52"}},
        {"pollster":"Q","population":{"voters":["in_person"]},"shares":{"D":"43","R":"57"}}]}"#,
    );
    // 2,810,000 of 5,340,000 and 700,000 of 1,200,000.
    let short = text(&report, Detail::Brief);
    has(&short, "cast on the day and early 52.62");
    has(&short, "cast in person on the day 58.33");
    lacks(&text_with(&report, 130, Detail::Brief), "…");
}

#[test]
fn what_votes_outside_a_poll_can_explain_is_one_figure_in_short_and_in_full() {
    // 301,500 by post, and 1,328,318 of whom nothing says how they were cast: 1,629,818 of 5,231,818 are .311520.
    let report = report(
        r#"{"contest":{"name":"c","choices":["H","T","O"]},"counts":[{"name":"f","status":"final",
        "votes":{"H":"2548017","T":"2663117","O":"20684"},"population":{"voters":["in_person","early","postal","abroad"]},
        "segments":[{"voters":["early"],"votes":{"H":"1740000","T":"1850000","O":"12000"}},
        {"voters":["postal"],"votes":{"H":"170000","T":"130000","O":"1500"}}]}],"polls":[
        {"pollster":"P","population":{"voters":["in_person","early"]},"shares":{"H":"48","T":"51","O":"1"},
        "sample":{"respondents":"2300"}}]}"#,
    );
    for detail in [Detail::Brief, Detail::Full] {
        let text = text(&report, detail);
        has(&text, "can explain at most 31.16 points of any deviation");
        lacks(&text, "31.15");
    }
}

#[test]
fn several_figures_that_the_count_does_not_have_are_spoken_of_as_several() {
    let seats = |more: &str| {
        text(
            &report(&format!(
                r#"{{"contest":{{"name":"c","choices":["A","B"],"seats":"100"}},"counts":[{{"name":"f","status":"final",
                "votes":{{"A":"540000","B":"460000"}}}}],"polls":[{{"pollster":"P",
                "shares":{{"A":"54.0","B":"46.0"}},"seats":{{"A":"52–55"{more}}}}}]}}"#
            )),
            Detail::Full,
        )
    };
    has(
        &seats(r#","B":"44–47""#),
        "Not compared: A 52–55 and B 44–47 (the count gives no seats for them).",
    );
    has(
        &seats(""),
        "Not compared: A 52–55 (the count gives no seats for it).",
    );
}
