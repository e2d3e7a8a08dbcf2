//! Fills the tidy tables from the report.

use super::measures::measures;
use super::units::{finite, high, low, percent};
use super::{
    Answer, CallRecord, MeasureRecord, NeedRecord, NightRecord, PollRecord, RowRecord, SeatRecord,
};
use crate::alignment::{Reading, RowKind, Span};
use crate::partial::Reachability;
use crate::report::{
    Call, CallOutcome, CountReport, CountedChoice, Outstanding, PollReport, Question,
    ReadingReport, Report, RowReport, Said, SeatRow,
};

fn reading_name(reading: Reading) -> String {
    match reading {
        Reading::AsPrinted => "as_printed",
        Reading::OfThoseNamingAChoice => "of_those_naming_a_choice",
    }
    .into()
}

fn kind_name(kind: RowKind) -> String {
    match kind {
        RowKind::Choice => "choice",
        RowKind::Rest => "rest",
        RowKind::Invalid => "invalid",
        RowKind::Remainder => "remainder",
    }
    .into()
}

fn reachable(reachability: Reachability) -> Answer {
    match reachability {
        Reachability::Possible => Answer::Yes,
        Reachability::PossibleWithinRounding => Answer::Open,
        Reachability::Impossible => Answer::No,
    }
}

impl Report {
    /// Every reading with its poll and count.
    fn readings(&self) -> impl Iterator<Item = (&CountReport, &PollReport, &ReadingReport)> {
        self.counts.iter().flat_map(|count| {
            count
                .polls
                .iter()
                .flat_map(move |poll| poll.readings().map(move |reading| (count, poll, reading)))
        })
    }

    /// Every poll with its count.
    fn against_counts(&self) -> impl Iterator<Item = (&CountReport, &PollReport)> {
        self.counts
            .iter()
            .flat_map(|count| count.polls.iter().map(move |poll| (count, poll)))
    }

    /// Every figure of every poll against every count; columns as in [`RowRecord`].
    #[must_use]
    pub fn rows(&self) -> Vec<RowRecord> {
        self.readings()
            .flat_map(|(count, poll, reading)| {
                reading
                    .rows
                    .iter()
                    .map(|row| of_row(count, poll, reading, row))
            })
            .collect()
    }

    /// Every poll against every count, a line for each reading; columns as in [`PollRecord`].
    #[must_use]
    pub fn polls(&self) -> Vec<PollRecord> {
        let mut lines = Vec::new();
        for (count, poll) in self.against_counts() {
            for reading in poll.readings() {
                let ranked = poll.reading().is_some_and(|own| std::ptr::eq(own, reading));
                lines.push(of_poll(count, poll, Some(reading), ranked));
            }
            if poll.readings().next().is_none() {
                lines.push(of_poll(count, poll, None, false));
            }
        }
        lines
    }

    /// Every seat estimate against every count; columns as in [`SeatRecord`].
    #[must_use]
    pub fn seats(&self) -> Vec<SeatRecord> {
        self.against_counts()
            .flat_map(|(count, poll)| {
                let rows = poll.seats.iter().flat_map(|seats| &seats.rows);
                rows.map(|row| of_seats(count, poll, row))
            })
            .collect()
    }

    /// What the outstanding ballots of every partial count would have to give; columns as in
    /// [`NeedRecord`].
    #[must_use]
    pub fn needs(&self) -> Vec<NeedRecord> {
        let mut lines = Vec::new();
        for (count, poll, reading) in self.readings() {
            for row in &reading.rows {
                lines.extend(row.needs.iter().map(|need| NeedRecord {
                    count: count.name().into(),
                    basis: need.basis.name().into(),
                    is_bound: Some(need.is_bound.into()),
                    poll: poll.name.clone(),
                    reading: reading_name(reading.reading),
                    choice: row.label.clone(),
                    needs_percent: need.share.map(percent).and_then(finite),
                    low: need.bounds.and_then(low),
                    high: need.bounds.and_then(high),
                    reachable: Some(reachable(need.reachability)),
                }));
            }
        }
        lines
    }

    /// Every measure of every poll against every count; columns and units as in [`MeasureRecord`].
    #[must_use]
    pub fn measures(&self) -> Vec<MeasureRecord> {
        self.readings()
            .flat_map(|(count, poll, reading)| {
                measures(&reading.measures)
                    .into_iter()
                    .map(|of| MeasureRecord {
                        count: count.name().into(),
                        poll: poll.name.clone(),
                        reading: reading_name(reading.reading),
                        ..of
                    })
            })
            .collect()
    }

    /// The counts as they followed one another, a line for each basis, choice and poll; columns as in
    /// [`NightRecord`].
    #[must_use]
    pub fn night(&self) -> Vec<NightRecord> {
        let counts: Vec<&CountReport> = match &self.night {
            Some(night) => night
                .order
                .iter()
                .filter_map(|name| self.count(name))
                .collect(),
            None => self.counts.iter().collect(),
        };
        let mut lines = Vec::new();
        for count in counts {
            if count.outstanding.is_empty() {
                lines.extend(
                    count
                        .choices
                        .iter()
                        .flat_map(|choice| of_night(count, None, choice)),
                );
            }
            for view in &count.outstanding {
                let choices = count.choices.iter();
                lines.extend(choices.flat_map(|choice| of_night(count, Some(view), choice)));
            }
        }
        lines
    }

    /// What each poll called and what came of it; columns as in [`CallRecord`].
    #[must_use]
    pub fn calls(&self) -> Vec<CallRecord> {
        self.against_counts()
            .flat_map(|(count, poll)| poll.calls.iter().map(|call| of_call(count, poll, call)))
            .collect()
    }
}

fn of_row(
    count: &CountReport,
    poll: &PollReport,
    reading: &ReadingReport,
    row: &RowReport,
) -> RowRecord {
    // A remainder stands for nothing in the count.
    let counted: Option<Span> = (row.kind != RowKind::Remainder).then_some(row.count);
    let compared = counted.filter(|_| !row.is_of_another_base());
    let sampling = row.sampling.as_ref();
    let inside = match (sampling, row.range) {
        (Some(sampling), _) => Some(sampling.inside.map_or(Answer::Open, Answer::from)),
        (None, Some(range)) => Some(range.inside.map_or(Answer::Open, Answer::from)),
        (None, None) => None,
    };
    RowRecord {
        count: count.name().into(),
        poll: poll.name.clone(),
        reading: reading_name(reading.reading),
        choice: row.label.clone(),
        kind: kind_name(row.kind),
        poll_percent: Some(percent(row.poll.value)),
        poll_low: low(row.poll.bounds),
        poll_high: high(row.poll.bounds),
        count_percent: counted.map(|share| percent(share.value)),
        count_low: counted.and_then(|share| low(share.bounds)),
        count_high: counted.and_then(|share| high(share.bounds)),
        deviation: compared.map(|_| percent(row.deviation)),
        deviation_low: compared.and_then(|_| low(row.deviation_bounds)),
        deviation_high: compared.and_then(|_| high(row.deviation_bounds)),
        effective_size: sampling
            .map(|of| of.effective_size)
            .or(reading.effective_size),
        interval_low: sampling.map(|of| percent(of.interval.low())),
        interval_high: sampling.map(|of| percent(of.interval.high())),
        inside,
        z: sampling.and_then(|of| finite(of.z?)),
        p: sampling.and_then(|of| of.p_value),
        p_adjusted: sampling.and_then(|of| of.adjusted_p_value),
        break_even_size: row.break_even.and_then(|of| finite(of.size)),
    }
}

fn of_poll(
    count: &CountReport,
    poll: &PollReport,
    reading: Option<&ReadingReport>,
    ranked: bool,
) -> PollRecord {
    let rank = poll
        .rank
        .as_ref()
        .filter(|_| ranked)
        .and_then(|rank| rank.rank);
    let largest = reading.and_then(ReadingReport::largest);
    PollRecord {
        count: count.name().into(),
        poll: poll.name.clone(),
        reading: reading.map(|reading| reading_name(reading.reading)),
        rank: rank.map(|rank| rank as u64),
        overlap: reading.and_then(|of| Some(percent(of.measures.overlap?.value))),
        times_chance: reading.and_then(|of| of.measures.times_chance),
        largest_deviation: largest.map(|row| percent(row.least_deviation())),
        largest_choice: largest.map(|row| row.label.clone()),
        verdict: reading.map_or(poll.verdict, |of| of.verdict).name().into(),
        verdict_choice: reading.and_then(|of| of.decided_by.clone()),
        leader_call: poll
            .calls
            .iter()
            .find(|call| call.question == Question::Leader)
            .map(|call| call.outcome.name().into()),
    }
}

fn of_seats(count: &CountReport, poll: &PollReport, row: &SeatRow) -> SeatRecord {
    // What cannot be mended any more is a miss, whatever is still to be declared.
    let decided = row.is_known() || row.inside.is_some() || row.miss > 0;
    SeatRecord {
        count: count.name().into(),
        poll: poll.name.clone(),
        choice: row.label.clone(),
        low: row.low,
        high: row.high,
        result_low: row.result_low,
        result_high: row.result_high,
        inside: match row.inside {
            Some(inside) => Some(inside.into()),
            None if !decided => Some(Answer::Open),
            None => None,
        },
        miss: decided.then_some(row.miss),
    }
}

/// The choice of a count beside every poll that has it, or alone.
fn of_night(
    count: &CountReport,
    view: Option<&Outstanding>,
    choice: &CountedChoice,
) -> Vec<NightRecord> {
    let bounds = match view {
        Some(view) => view.final_share(&choice.label).map(|share| share.bounds),
        None if count.is_final() => choice.share.map(|share| share.bounds),
        None => None,
    };
    let alone = NightRecord {
        count: count.name().into(),
        as_of: count.count.as_of().map(|time| time.to_string()),
        basis: view.map(|view| view.basis.name().into()),
        is_bound: match view {
            Some(view) => Some(view.basis.is_bound().into()),
            None => count.is_final().then_some(Answer::Yes),
        },
        choice: choice.label.clone(),
        counted_percent: choice.share.map(|share| percent(share.value)),
        final_low: bounds.and_then(low),
        final_high: bounds.and_then(high),
        poll: None,
        poll_percent: None,
        reachable: None,
        takes_invalid_alike: view.map(|view| view.takes_invalid_alike.into()),
    };
    let with_polls: Vec<NightRecord> = count
        .polls
        .iter()
        .filter_map(|poll| {
            let row = poll.reading()?.row(&choice.label)?;
            let need = view.and_then(|view| row.needs(view.basis));
            Some(NightRecord {
                poll: Some(poll.name.clone()),
                poll_percent: Some(percent(row.poll.value)),
                reachable: need.map(|need| reachable(need.reachability)),
                ..alone.clone()
            })
        })
        .collect();
    if with_polls.is_empty() {
        vec![alone]
    } else {
        with_polls
    }
}

fn of_call(count: &CountReport, poll: &PollReport, call: &Call) -> CallRecord {
    let said = |said: &Said| match said {
        Said::Choices(choices) => Some(choices.join(" > ")),
        Said::InAnyOrder(choices) => Some(choices.join(" & ")),
        Said::Tie(choices) => Some(choices.join(" = ")),
        Said::ThenTied { ahead, tied } => {
            Some(format!("{} > {}", ahead.join(" > "), tied.join(" = ")))
        }
        Said::Nobody => Some("nobody".into()),
        Said::Above => Some("above".into()),
        Said::Below => Some("below".into()),
        Said::Open => Some("open".into()),
        Said::Unknown => None,
    };
    let outcome: CallOutcome = call.outcome;
    CallRecord {
        count: count.name().into(),
        poll: poll.name.clone(),
        question: match &call.question {
            own if call.of_own_voters => format!("{} of its own voters", question(own)),
            all => question(all),
        },
        choice: call.choice.clone(),
        called: said(&call.called),
        result: said(&call.result),
        call: outcome.name().into(),
        unless_invalid: call.unless_invalid.map(percent),
    }
}

fn question(question: &Question) -> String {
    match question {
        Question::Leader => "leader".into(),
        Question::Majority => "majority".into(),
        Question::Threshold(name) => format!("threshold {name}"),
        Question::Place(place) => format!("place {place}"),
        Question::FirstPlaces(places) => format!("first {places} places"),
        Question::Order => "order".into(),
    }
}
