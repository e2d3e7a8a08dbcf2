//! The library in thirty lines: the same code as in the README.

use exitpoll::{Comparison, CompletenessOf, Contest, OfficialCount, Poll, render};

fn main() -> exitpoll::Result<()> {
    let contest = Contest::builder("Azerbaijan, presidential election")
        .date("2024-02-07")
        .choices(["Ilham Aliyev", "Zahid Oruj"])
        .registered(6_478_623)
        .build()?;
    let count = OfficialCount::builder("CEC, 6,102 of 6,537 stations")
        .votes("Ilham Aliyev", 4_281_625)
        .votes("Zahid Oruj", 101_851)
        .valid(4_651_473)
        .counted(CompletenessOf::Stations, 6_102, 6_537)
        .build()?;
    let poll = Poll::builder("Social Research Center")
        .share("Ilham Aliyev", "92.4")
        .share("Zahid Oruj", "2.2")
        .respondents(5_012)
        .stations(125)
        .build()?;

    let report = Comparison::new(contest).count(count).poll(poll).run()?;

    for row in report.rows() {
        if let Some(points) = row.deviation {
            println!("{:<14} {points:+.2} points", row.choice);
        }
    }
    print!("{}", render::text(&report, 80));
    Ok(())
}
