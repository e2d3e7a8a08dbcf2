//! A poll as its pollster prints it.

use exitpoll::{Poll, Population, Sample, VoterGroup};

use super::{Estimate, HOUSE, Merged, Published, Range, percent, seats_of};

/// The number that a share is printed as.
fn number(share: &str) -> f64 {
    share.parse().expect("printed as a number")
}

/// The poll that a pollster at this place in the list published.
pub(super) fn poll(place: usize, published: &Published) -> Poll {
    let [refused, invalid] =
        [published.refused, published.invalid].map(|tenths| tenths.map(|t| f64::from(t) / 10.0));
    let whole = 100.0 - refused.unwrap_or(0.0) - invalid.unwrap_or(0.0);
    let decimals = published.decimals;
    let mut builder = Poll::builder(format!("P{place}"));
    let shares = percent(&published.weights, whole, decimals);
    // Small shares alone look like proportions, and are refused as such.
    let largest = |named: usize| -> f64 {
        let shares = shares.iter().take(named);
        shares
            .filter_map(|share| share.parse::<f64>().ok())
            .fold(0.0, f64::max)
    };
    let named = match largest(published.named) {
        most if most <= 1.1 => shares.len(),
        _ => published.named,
    };
    let extras = &published.extras;
    let merged = match extras.merged {
        Some(Merged::First) if named < 2 => None,
        Some(Merged::Last) if named < 3 => None,
        merged => merged,
    };
    let (singly, together) = match merged {
        Some(Merged::First) => (2..named, 0),
        Some(Merged::Last) => (0..named - 2, named - 2),
        None => (0..named, 0),
    };
    if merged.is_some() {
        let share = match merged {
            Some(Merged::First) => {
                let parts: Vec<f64> = published.weights.iter().map(|w| f64::from(*w)).collect();
                whole * (parts[0] + parts[1]) / parts.iter().sum::<f64>()
            }
            _ => number(&shares[together]) + number(&shares[together + 1]),
        };
        let members = [format!("C{together}"), format!("C{}", together + 1)];
        builder = builder
            .merged("two together", members)
            .share("two together", format!("{share:.decimals$}"));
    }
    for choice in singly {
        let share = &shares[choice];
        let printed = match extras.range {
            Some(Range::First(width)) if choice == 0 && named > 1 => {
                let low = number(share);
                let half = (f64::from(width) / 20.0).min(low).min(100.0 - low);
                format!("{:.1}–{:.1}", low - half, low + half)
            }
            Some(Range::Each(points)) => {
                let (share, points) = (number(share), f64::from(points));
                let (low, high) = ((share - points).max(0.0), (share + points).min(100.0));
                format!("{low:.decimals$}–{high:.decimals$}")
            }
            _ => share.clone(),
        };
        builder = builder.share(format!("C{choice}"), printed);
    }
    match extras.seats {
        Some(Estimate::Each(width)) => {
            for (choice, low) in seats_of(&published.weights).into_iter().enumerate() {
                let high = (low + width).min(HOUSE);
                builder = builder.seats(format!("C{choice}"), format!("{low}–{high}"));
            }
        }
        Some(Estimate::First(low, width)) => {
            builder = builder.seats("C0", format!("{low}–{}", low + width));
        }
        None => {}
    }
    if let Some(tenths) = extras.outside {
        let population = Population::builder();
        builder = builder.population(match tenths % 3 {
            0 => population.left_out("voters elsewhere, however many"),
            _ => population
                .voters([VoterGroup::InPerson])
                .outside(format!("{:.1}", f64::from(tenths) / 10.0)),
        });
    }
    if let Some(tenths) = extras.turnout {
        builder = builder.turnout(format!("{:.1}", f64::from(tenths) / 10.0));
    }
    if extras.weighted_to_count {
        builder = builder.weighted_to_count(true);
    }
    if extras.derived {
        builder = builder.derived();
    }
    if let Some(refused) = refused {
        builder = builder.share("(refused)", format!("{refused:.1}"));
    }
    if let Some(invalid) = invalid {
        builder = builder.share("(invalid)", format!("{invalid:.1}"));
    }
    // Exact figures sum to 100: those of a tenth or a whole point may not.
    if published.marked && decimals >= 2 {
        builder = builder.rounded_to("0");
    }
    if let Some(base) = published.base {
        builder = builder.base(base);
    }
    let mut sample = Sample::builder();
    if let Some(people) = published.respondents {
        sample = sample.respondents(people);
    }
    if let Some(factor) = published.design_effect {
        sample = sample.design_effect(factor);
    }
    if let Some(margin) = published.margin {
        sample = sample.stated_margin(margin);
    }
    if let Some(stations) = published.stations
        && published
            .respondents
            .is_none_or(|people| people >= stations)
    {
        sample = sample.stations(stations);
    }
    builder.sample(sample).build().expect("an ordinary poll")
}
