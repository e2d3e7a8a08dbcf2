//! The founding case: Azerbaijan's presidential election of 7 February 2024.
//!
//! First exactly as a news article of the night gave it: a count in percent "after 93.35 percent of
//! the ballots", three polls of which only the leader's share is known, no sample size. Then with
//! the commission's own vote counts by stations, its final result, and all that the pollsters
//! published.

use exitpoll::render::{self, Detail};
use exitpoll::{Comparison, io};

fn main() -> exitpoll::Result<()> {
    let chapters = [
        (
            "AS THE ARTICLE GAVE IT",
            include_str!("data/azerbaijan_2024_article.json"),
        ),
        (
            "AS COMMISSION AND POLLSTERS PUBLISHED IT",
            include_str!("data/azerbaijan_2024.json"),
        ),
    ];
    for (heading, document) in chapters {
        println!("{heading}\n");
        let report = Comparison::from(io::json::read(document)?).run()?;
        println!("{}", render::text_with(&report, 80, Detail::Full));
    }
    Ok(())
}
