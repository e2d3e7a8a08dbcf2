//! The words for what the report has as data.

use super::{number, station_response};
use crate::alignment::Reading;
use crate::hypothesis::RowTestMethod;
use crate::model::{Base, CompletenessOf, Mode, PollKind, VoterGroup};
use crate::partial::{FindingKind, ThresholdOutcome};
use crate::report::{
    CountReport, NotPublished, PollFacts, PollReport, ReadingReport, Reason, Report, Verdict,
};

/// "a, b and c".
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// "a, b and 3 others" where there are more than `most`.
pub(super) fn short_list<S: AsRef<str>>(items: &[S], most: usize) -> String {
    if items.len() <= most {
        return list(items);
    }
    let named: Vec<&str> = items.iter().take(most - 1).map(AsRef::as_ref).collect();
    format!(
        "{} and {} others",
        named.join(", "),
        items.len() - named.len()
    )
}

/// "1 poll", "3 polls".
pub(super) fn number_of(n: usize, thing: &str) -> String {
    if n == 1 {
        format!("1 {thing}")
    } else {
        format!("{} {thing}s", number::whole(n as f64))
    }
}

/// Whether published ranges, which are no rounding, are among what the polls are ranked by.
pub(super) fn ranks_have_ranges(count: &CountReport) -> bool {
    let mut ranks = count.polls.iter().filter_map(|poll| poll.rank.as_ref());
    ranks.any(|rank| rank.has_range)
}

/// "1 degree of freedom", "4 degrees of freedom".
pub(super) fn degrees_of_freedom(freedom: f64) -> String {
    match number::whole(freedom).as_str() {
        "1" => "1 degree of freedom".into(),
        figure => format!("{figure} degrees of freedom"),
    }
}

/// "1 point", "1.0 points".
pub(super) fn points(figure: &str) -> String {
    match figure.trim_start_matches(['+', '−', '-', '±']) {
        "1" => format!("{figure} point"),
        _ => format!("{figure} points"),
    }
}

/// "1 ballot", "3 ballots".
pub(super) fn ballots(ballots: u64) -> String {
    match ballots {
        1 => "1 ballot".into(),
        ballots => format!("{} ballots", number::count(ballots)),
    }
}

/// Two to ten in words, as a text has them.
pub(super) fn in_words(n: usize) -> String {
    let words = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    words
        .get(n)
        .map_or_else(|| number::whole(n as f64), |word| (*word).to_owned())
}

/// Whether the proportion outside a poll's population can be none: its middle is then nobody's figure.
pub(super) fn may_cover_all(outside: f64, at_most: f64) -> bool {
    2.0 * outside - at_most <= 1e-9
}

/// Percent as the source states them ("3 to 5"), or computed.
pub(super) fn stated(published: Option<&str>, computed: f64) -> String {
    published.map_or_else(|| number::percent(computed, 2), figure_in_words)
}

/// A published figure as a sentence has it: "3 to 5" of a range, "less than 5" or "at least 60" of a limit.
pub(super) fn figure_in_words(published: &str) -> String {
    let published = published.trim();
    let limits = [
        ('<', "less than"),
        ('≤', "at most"),
        ('>', "more than"),
        ('≥', "at least"),
    ];
    let limit = limits.iter().find_map(|(sign, words)| {
        let figure = published.strip_prefix(*sign)?;
        Some(format!("{words} {}", figure.trim()))
    });
    limit.unwrap_or_else(|| published.replace(['–', '-'], " to "))
}

/// With a full stop unless there is one: what begins with a name, which keeps its own letters.
pub(super) fn closed(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// With a capital, and a full stop unless there is one.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    closed(&format!("{first}{}", characters.as_str()))
}

/// The verdict as a newspaper would print it, in a cell of a table.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::WithinSampling => "no more than chance",
        Verdict::WithinSimpleRandomSampling => "no more than chance, if drawn singly",
        Verdict::BeyondSampling => "more than chance",
        Verdict::BeyondSimpleRandomSampling => "more than chance, if drawn singly",
        Verdict::OpenUntilCounted => "open until all is counted",
        Verdict::DifferentPopulations => "voters only in poll or count could explain it",
        Verdict::UndecidedByRounding => "rounding decides",
        Verdict::SampleSizeUnknown => "unknown: no sample size",
        Verdict::WithinRounding => "no more than rounding",
        Verdict::DependsOnBase => "depends on what its shares are of",
        Verdict::SeatsInside => "seats inside its ranges",
        Verdict::SeatsOutside => "seats outside its ranges",
        Verdict::SeatsOpen => "seats still open",
        Verdict::RangeInside => "inside its ranges",
        Verdict::RangeOutside => "outside its ranges",
        Verdict::NotComparable => "not comparable",
    }
}

/// The verdict at the head of a sentence.
pub(super) fn verdict_in_full(of: Verdict) -> &'static str {
    match of {
        Verdict::WithinSimpleRandomSampling => {
            "no more than chance would explain if respondents had been drawn singly"
        }
        Verdict::BeyondSimpleRandomSampling => {
            "more than chance would explain if respondents had been drawn singly"
        }
        Verdict::WithinSampling => "no more than chance explains",
        Verdict::BeyondSampling => "more than chance explains",
        Verdict::SampleSizeUnknown => "chance cannot be judged without the sample size",
        other => verdict(other),
    }
}

/// The condition behind "more than chance would explain", where a design is not known.
pub(super) fn drawn_singly(knows_design: bool) -> &'static str {
    match knows_design {
        true => "",
        false => " if respondents had been drawn singly",
    }
}

/// Why something is left out.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::WeightedToCount => {
            "it was weighted to the official count, so its agreement would mean nothing".into()
        }
        Reason::NoCommonChoice => "it has no figure for a choice of this count".into(),
        Reason::CountWithoutShares => "the count gives no shares".into(),
        Reason::NothingCounted => "nothing is counted yet".into(),
        Reason::FiguresContradict {
            choice: Some(choice),
        } => format!(
            "the count's votes and its printed share of {choice} contradict one another, and nothing says which is \
             right"
        ),
        Reason::FiguresContradict { choice: None } => {
            "the count's valid and invalid votes are not the ballots cast, and nothing says which is right".into()
        }
        Reason::NoOfficialFigure => "the count gives no figure for it".into(),
        Reason::CountWithoutSeats => "the count gives no seats for it".into(),
        Reason::Derived => "it is made of other polls and is no source of its own".into(),
        Reason::EarlierRelease { later } => format!("its later release counts, \"{later}\""),
        Reason::BesideFinalRelease { stands } => {
            format!("another release is marked final and counts, \"{stands}\"")
        }
        Reason::BesideLastOfDocument { stands } => {
            format!(
                "the last of its releases in the document was taken, \"{stands}\": nothing says which came later"
            )
        }
        Reason::SharedSample { with } => format!("it is one sample with {with}, which counts"),
        Reason::OtherKind => "it is an estimate of another kind".into(),
        Reason::OtherVoters { than } => format!("it is of other voters than {than}"),
        Reason::VotersNotKnown { beside } => {
            format!("it is not known to be of the same voters as {beside}")
        }
        Reason::BaseOpen => {
            "it is not known whether its shares are of all ballots or of valid votes, which decides how it is judged".into()
        }
        Reason::OtherBase => {
            "its shares cannot be put on valid votes with what was published".into()
        }
        Reason::ThresholdOfOtherBase => {
            "thresholds are shares of the valid votes, on which poll and count cannot both be put".into()
        }
        Reason::CountOfOtherBase => {
            "the count's shares cannot be put on valid votes with what was published".into()
        }
        Reason::SampleSizeUnknown => "its sample size is not known".into(),
        Reason::MoreRespondentsThanBallots {
            respondents,
            ballots,
        } => format!(
            "its {} respondents are more than the {} of the count",
            number::count(*respondents),
            self::ballots(*ballots)
        ),
        Reason::EveryoneWasAsked { ballots } => format!(
            "its respondents are as many as the {} of the count, which leaves nothing to chance",
            self::ballots(*ballots)
        ),
        Reason::Range => "it is a range".into(),
        Reason::RestOfUnknownDesign => {
            "every choice has a margin or a design effect of its own, and what they leave has none".into()
        }
        Reason::PartOfTheVoters => "the poll is of a part of the voters, not of all".into(),
        Reason::PerhapsOtherVoters => "poll and count may not be of the same voters".into(),
        Reason::NotAllCounted => {
            "the poll also covers voters whose votes the count does not have".into()
        }
        Reason::CoversNoVotes => "none of the votes counted are of voters that it covers".into(),
        Reason::TurnoutStillGrows => "the count is partial, and its turnout not final".into(),
        Reason::TurnoutContradicted => "the count's figures of it contradict one another".into(),
        Reason::Undefined { why } => why.clone(),
    }
}

/// A declared bias, which is known by its standard deviation alone.
pub(super) fn bias(standard_deviation: f64) -> String {
    format!(
        "a bias with a standard deviation of {}, as declared",
        points(&number::shortest(100.0 * standard_deviation))
    )
}

/// Why several polls are left out.
pub(super) fn reason_of_several(of: &Reason) -> String {
    match of {
        Reason::WeightedToCount => {
            "they were weighted to the official count, so their agreement would mean nothing".into()
        }
        Reason::NoCommonChoice => "they have no figure for a choice of this count".into(),
        Reason::OtherBase => {
            "their shares cannot be put on valid votes with what was published".into()
        }
        Reason::CoversNoVotes => "none of the votes counted are of voters that they cover".into(),
        other => reason(other),
    }
}

/// What was not published of a poll, some of which may be given station by station.
pub(super) fn not_published_of(report: &Report, poll: &PollReport, what: NotPublished) -> String {
    let of_stations = match what {
        NotPublished::RefusalsAndMisses => station_response::not_published(report, poll),
        _ => None,
    };
    of_stations.unwrap_or_else(|| not_published(what).to_owned())
}

/// What was not published.
pub(super) fn not_published(what: NotPublished) -> &'static str {
    match what {
        NotPublished::SampleSize => "sample size",
        NotPublished::Stations => "number of polling stations",
        NotPublished::StationSelection => "how the stations were selected",
        NotPublished::DesignEffect => "design effect",
        NotPublished::Population => "which voters were covered",
        NotPublished::Base => "what the shares are shares of",
        NotPublished::OtherChoices => "shares of all choices but one",
        NotPublished::RefusalsAndMisses => "refusals and misses",
        NotPublished::Hours => "hours of interviewing",
        NotPublished::Fieldwork => "dates of fieldwork",
        NotPublished::WeightingVariables => "what it was weighted by",
        NotPublished::WhetherWeightedToCount => "whether it was weighted to the count",
        NotPublished::Sponsor => "who paid for it",
        NotPublished::Wording => "wording of the question",
        NotPublished::ConfidenceOfMargin => "confidence of the stated margin",
        NotPublished::ConfidenceOfRanges => "confidence of the ranges",
        NotPublished::Completeness => "how complete the count is",
        NotPublished::OutstandingVoters => "registered voters of the stations still to report",
        NotPublished::InvalidBallots => "invalid ballots",
        NotPublished::BallotsCast => "ballots cast",
    }
}

pub(super) fn threshold(outcome: ThresholdOutcome) -> &'static str {
    match outcome {
        ThresholdOutcome::Passed => "above",
        ThresholdOutcome::Open => "open",
        ThresholdOutcome::Missed => "below",
        ThresholdOutcome::UndecidedByRounding => "rounding decides",
    }
}

pub(super) fn contradiction(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::OutsideBounds => "its share lies outside what the earlier count left possible",
        FindingKind::VotesFell => "it has fewer votes than before",
        FindingKind::MoreThanOutstanding => "more ballots are counted than were outstanding",
        FindingKind::LessCounted => "a smaller share is counted than before",
    }
}

pub(super) fn kind(kind: PollKind) -> &'static str {
    match kind {
        PollKind::ExitPoll => "exit poll",
        PollKind::QuickCount => "quick count",
        PollKind::ParallelCount => "parallel count",
        PollKind::LatePoll => "late poll",
    }
}

pub(super) fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::FaceToFace => "face to face",
        Mode::SecretBallot => "by secret ballot",
        Mode::Telephone => "by telephone",
        Mode::Online => "online",
        Mode::Mixed => "in mixed modes",
    }
}

pub(super) fn voters(group: VoterGroup) -> &'static str {
    match group {
        VoterGroup::InPerson => "in person on the day",
        VoterGroup::Early => "in person before the day",
        VoterGroup::Postal => "by post",
        VoterGroup::Abroad => "abroad",
        VoterGroup::Other => "in other ways",
    }
}

pub(super) fn base(base: Base) -> &'static str {
    match base {
        Base::ValidVotes => "valid votes",
        Base::AllBallots => "all ballots",
        Base::Approached => "everyone approached",
    }
}

pub(super) fn completeness(of: CompletenessOf) -> &'static str {
    match of {
        CompletenessOf::Stations => "the polling stations",
        CompletenessOf::Ballots => "the ballots",
        CompletenessOf::RegisteredVoters => "the registered voters",
    }
}

/// How a row was tested; "exact" only of respondents drawn singly.
pub(super) fn row_test(test: RowTestMethod) -> &'static str {
    match test {
        RowTestMethod::Score => "score test, normal distribution",
        RowTestMethod::StudentScore => {
            "score test, Student's t on the degrees of freedom of the design"
        }
        RowTestMethod::ExactBinomial => "exact binomial test (small cell)",
        RowTestMethod::BinomialAtEffectiveSize => {
            "binomial test at the effective size (small cell)"
        }
    }
}

/// A poll's name, marked where it is made of others.
pub(super) fn name(report: &Report, poll: &PollReport) -> String {
    match facts(report, poll) {
        Some(facts) if facts.poll.is_derived() => format!("{} (made of other polls)", poll.name),
        _ => poll.name.clone(),
    }
}

pub(super) fn facts<'a>(report: &'a Report, poll: &PollReport) -> Option<&'a PollFacts> {
    report.poll(&poll.name)
}

/// "p = 0.012" or "p < 0.001".
pub(super) fn p_equals(p: f64) -> String {
    let text = number::p_value(p);
    match (text.strip_prefix('<'), text.strip_prefix('>')) {
        (Some(limit), _) => format!("p < {limit}"),
        (_, Some(limit)) => format!("p > {limit}"),
        _ => format!("p = {text}"),
    }
}

/// Which of the two readings of a poll it is whose base is not clear, in brackets behind its name.
pub(super) fn of_reading(reading: &ReadingReport) -> &'static str {
    match (reading.reading, reading.base) {
        (Reading::AsPrinted, Base::AllBallots) => "of all ballots",
        (Reading::AsPrinted, _) => "as printed",
        _ if reading.is_printed_of_valid_votes() => "of valid votes",
        (Reading::OfThoseNamingAChoice, _) => "of those who named a choice",
    }
}

/// The name of a method as papers write it: "clopper_pearson" is Clopper–Pearson.
pub(super) fn method(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        first + letters.as_str()
    };
    match name.rsplit_once('_') {
        Some((first, "continuity")) => format!("{} with continuity correction", capital(first)),
        Some(("modified_hartung", _)) => "modified Hartung–Knapp".into(),
        None if name == "score" => "score".into(),
        Some((first, "bounded")) => format!("bounded {}", capital(first)),
        _ => name.split('_').map(capital).collect::<Vec<_>>().join("–"),
    }
}
