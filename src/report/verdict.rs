//! What a report may conclude of one poll: closed lists, so that a program can rely on them.

use serde::Serialize;

/// What can be said of a poll against a count. The list is closed: a report says nothing else, and never
/// that a deviation is fraud.
///
/// Each has a document here, with the words in its line of the table.
///
#[cfg_attr(feature = "io", doc = "```")]
#[cfg_attr(not(feature = "io"), doc = "```ignore")]
/// use exitpoll::io::json;
/// use exitpoll::render::{self, Detail};
/// use exitpoll::{Comparison, Verdict};
///
/// // A count of A and B in a house of 100 and a poll; the verdict and the last cell of the poll's line.
/// let judge = |count: &str, poll: &str| {
///     let document = format!(
///         r#"{{ "contest": {{ "name": "Example", "choices": ["A", "B"], "seats": "100" }},
///             "counts": [{{ "name": "c", {count} }}], "polls": [{{ "pollster": "P", {poll} }}] }}"#
///     );
///     let report = Comparison::from(json::read(&document)?).run()?;
///     let table = render::text_with(&report, 300, Detail::Brief);
///     let line = table.lines().find(|line| line.starts_with("P  ")).unwrap_or_default();
///     let words = line.rsplit("  ").next().unwrap_or_default().to_string();
///     Ok::<_, exitpoll::Error>((report.reference().poll("P").unwrap().verdict, words))
/// };
/// let is = |count: &str, poll: &str, verdict: Verdict, words: &str| {
///     assert_eq!(judge(count, poll)?, (verdict, words.to_string()));
///     Ok::<_, exitpoll::Error>(())
/// };
///
/// let last = r#""status": "final", "votes": {"A": "520000", "B": "480000"}"#;
/// // 1,000 respondents, worth 667: 1 point is within sampling error, 8 points are beyond it.
/// let worth_667 = r#""sample": {"respondents": "1000", "design_effect": "1.5"}"#;
/// let close = r#""shares": {"A": "53.0", "B": "47.0"}"#;
/// let far = r#""shares": {"A": "60.0", "B": "40.0"}"#;
/// is(last, &format!("{close}, {worth_667}"), Verdict::WithinSampling, "no more than chance")?;
/// is(last, &format!("{far}, {worth_667}"), Verdict::BeyondSampling, "more than chance")?;
/// // Nobody knows what their clusters cost: as if they had been drawn singly.
/// let single = r#""sample": {"respondents": "1000"}"#;
/// is(last, &format!("{close}, {single}"), Verdict::WithinSimpleRandomSampling,
///     "no more than chance, if drawn singly")?;
/// is(last, &format!("{far}, {single}"), Verdict::BeyondSimpleRandomSampling,
///     "more than chance, if drawn singly")?;
/// // Half is counted: A ends at 26 to 76 percent.
/// is(r#""completeness": {"of": "ballots", "percent": "50.00"}, "votes": {"A": "520000", "B": "480000"}"#,
///     &format!("{far}, {worth_667}"), Verdict::OpenUntilCounted, "open until all is counted")?;
/// // The 47 percent outside would have had to give A 43 percent.
/// let in_person = r#""population": {"voters": ["in_person"], "outside": "47"}"#;
/// is(last, &format!("{far}, {worth_667}, {in_person}"), Verdict::DifferentPopulations,
///     "votes it did not cover could explain it")?;
/// // "56" is 55.5 to 56.5, with the limit between them, at 55.8.
/// is(last, &format!(r#""shares": {{"A": "56", "B": "44"}}, {worth_667}"#), Verdict::UndecidedByRounding,
///     "rounding decides")?;
/// // Without a size only rounding can be judged.
/// is(last, far, Verdict::SampleSizeUnknown, "unknown: no sample size")?;
/// is(last, r#""shares": {"A": "52", "B": "48"}"#, Verdict::WithinRounding, "no more than rounding")?;
/// // 52.0 of whatever the other 10 are, 57.8 of those who named a choice.
/// is(r#""status": "final", "votes": {"A": "578000", "B": "422000"}"#,
///     r#""shares": {"A": "52.0", "B": "38.0"}, "sample": {"respondents": "2000", "design_effect": "1.5"}"#,
///     Verdict::DependsOnBase, "depends on what its shares are of")?;
/// // Seats alone; four of the last have no winner yet, so that A ends at 49 to 53.
/// let seats = r#""status": "final", "seats": {"A": "55", "B": "45"}"#;
/// is(seats, r#""seats": {"A": "50–58", "B": "42–50"}"#, Verdict::SeatsInside, "seats inside its ranges")?;
/// is(seats, r#""seats": {"A": "58–62", "B": "38–42"}"#, Verdict::SeatsOutside, "seats outside its ranges")?;
/// is(r#""completeness": {"of": "stations", "counted": "96", "total": "100"}, "seats": {"A": "49", "B": "47"}"#,
///     r#""seats": {"A": "50–54", "B": "46–50"}"#, Verdict::SeatsOpen, "seats still open")?;
/// // Shares published as ranges.
/// is(last, r#""shares": {"A": "50–54", "B": "46–50"}"#, Verdict::RangeInside, "inside its ranges")?;
/// is(last, r#""shares": {"A": "54–58", "B": "42–46"}"#, Verdict::RangeOutside, "outside its ranges")?;
/// // A poll that was weighted to the count agrees with it by construction.
/// is(last, &format!(r#"{close}, "weighted_to_count": true"#), Verdict::NotComparable, "not comparable")?;
/// # Ok::<(), exitpoll::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// With the poll's design effect (or by the pollster's own margin), no deviation is larger than
    /// sampling error explains, after adjustment for the number of choices and regardless of rounding.
    /// That is not proof of agreement: the report gives the deviation that the poll could have found.
    WithinSampling,
    /// The same as if respondents had been drawn singly; the poll's design is not known.
    WithinSimpleRandomSampling,
    /// With the poll's design effect (or by the pollster's own margin), at least one deviation is larger
    /// than sampling error explains, after adjustment and regardless of rounding.
    BeyondSampling,
    /// The same as if respondents had been drawn singly; the poll's design is not known, and a large
    /// enough design effect would explain it.
    BeyondSimpleRandomSampling,
    /// The count is partial, and some final counts that it allows would be within sampling error and
    /// others beyond it; or nothing bounds the final count. Also where voters of only one of poll and count could explain
    /// what is beyond it: until then nothing is known that they would have to explain.
    OpenUntilCounted,
    /// The deviation is larger than sampling error explains, or an official share lies outside its range, but the count
    /// holds votes that the poll does not cover, or has none of voters whom the poll does cover, and those could explain
    /// it: also where nobody says how many they are.
    DifferentPopulations,
    /// Whether sampling error explains the deviations depends on digits that were not printed.
    UndecidedByRounding,
    /// The sample size is not known, so nothing can be said about chance; the report gives the size above
    /// which the largest deviation could not be chance.
    SampleSizeUnknown,
    /// No sample size is known, or as many answered as voted, so that nothing is said about chance; but rounding alone can
    /// explain every deviation, against a partial count from every final one that it allows.
    WithinRounding,
    /// The two readings of the poll's base come to different verdicts.
    DependsOnBase,
    /// Seats only, and every result lies in the range given, whoever wins seats that have no winner yet.
    SeatsInside,
    /// Seats only, and at least one result lies outside the range (or differs from the number) given.
    SeatsOutside,
    /// Seats only, and seats that have no winner yet decide.
    SeatsOpen,
    /// The poll's shares are ranges, and every official share lies in its range.
    RangeInside,
    /// The poll's shares are ranges, and at least one official share lies outside its range: whatever voters whom the
    /// poll did not cover did.
    RangeOutside,
    /// The poll cannot be compared with this count; the report says why.
    NotComparable,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 16] = [
        Verdict::WithinSampling,
        Verdict::WithinSimpleRandomSampling,
        Verdict::BeyondSampling,
        Verdict::BeyondSimpleRandomSampling,
        Verdict::OpenUntilCounted,
        Verdict::DifferentPopulations,
        Verdict::UndecidedByRounding,
        Verdict::SampleSizeUnknown,
        Verdict::WithinRounding,
        Verdict::DependsOnBase,
        Verdict::SeatsInside,
        Verdict::SeatsOutside,
        Verdict::SeatsOpen,
        Verdict::RangeInside,
        Verdict::RangeOutside,
        Verdict::NotComparable,
    ];

    /// The name under which tables and JSON have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::WithinSampling => "within_sampling",
            Verdict::WithinSimpleRandomSampling => "within_simple_random_sampling",
            Verdict::BeyondSampling => "beyond_sampling",
            Verdict::BeyondSimpleRandomSampling => "beyond_simple_random_sampling",
            Verdict::OpenUntilCounted => "open_until_counted",
            Verdict::DifferentPopulations => "different_populations",
            Verdict::UndecidedByRounding => "undecided_by_rounding",
            Verdict::SampleSizeUnknown => "sample_size_unknown",
            Verdict::WithinRounding => "within_rounding",
            Verdict::DependsOnBase => "depends_on_base",
            Verdict::SeatsInside => "seats_inside",
            Verdict::SeatsOutside => "seats_outside",
            Verdict::SeatsOpen => "seats_open",
            Verdict::RangeInside => "range_inside",
            Verdict::RangeOutside => "range_outside",
            Verdict::NotComparable => "not_comparable",
        }
    }

    /// Whether it says that a deviation is larger than sampling explains.
    #[must_use]
    pub fn is_beyond(self) -> bool {
        matches!(
            self,
            Verdict::BeyondSampling | Verdict::BeyondSimpleRandomSampling
        )
    }

    /// Whether it says that poll and count cannot both be right but for what chance or a range leaves open.
    pub(crate) fn contradicts_the_count(self) -> bool {
        let is_outside = matches!(self, Verdict::RangeOutside | Verdict::SeatsOutside);
        self.is_beyond() || is_outside
    }

    /// Whether it says that no deviation is larger than sampling explains.
    #[must_use]
    pub fn is_within(self) -> bool {
        matches!(
            self,
            Verdict::WithinSampling | Verdict::WithinSimpleRandomSampling
        )
    }
}

/// On what a verdict rests against a partial count of whose ballots a share is stated, the invalid ones unknown: it takes
/// them to be as frequent among the ballots still to be counted as among those counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct VerdictCondition {
    /// What holds under that condition: the verdict itself where it stands as a bound, what is projected where the
    /// verdict is open until all is counted.
    pub verdict: Verdict,
    /// The proportion of the counted ballots that would have to be invalid for it to fail.
    pub unless_invalid: f64,
    /// Whether that is enough for it to stand as a bound, a tenth at least.
    pub is_bound: bool,
}

/// Why a poll, a figure of it or a statement about it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The poll was weighted to the official count, so its agreement would mean nothing.
    WeightedToCount,
    /// The poll gives neither shares nor seats for a choice of the count.
    NoCommonChoice,
    /// The count gives no shares.
    CountWithoutShares,
    /// No ballot is counted yet.
    NothingCounted,
    /// Two figures of the count contradict one another by more than rounding, and nothing says which is right.
    FiguresContradict {
        /// The choice whose votes do not give its printed share; absent where valid and invalid votes are not
        /// the ballots cast.
        choice: Option<String>,
    },
    /// The count gives no official figure for this choice.
    NoOfficialFigure,
    /// The count gives no seats for the choices of the poll.
    CountWithoutSeats,
    /// The poll averages others: it is no source of its own.
    Derived,
    /// A later release of the same pollster stands for it.
    EarlierRelease {
        /// The release that counts.
        later: String,
    },
    /// Another release of the same pollster is marked final and stands for it; nothing says that it came later.
    BesideFinalRelease {
        /// The release that counts.
        stands: String,
    },
    /// Another release of the same pollster stands for it, because it is the last of the document: nothing says which of
    /// the two came later.
    BesideLastOfDocument {
        /// The release that counts.
        stands: String,
    },
    /// It is one sample with another poll, which stands for both.
    SharedSample {
        /// The poll that counts.
        with: String,
    },
    /// It is an estimate of another kind than those compared.
    OtherKind,
    /// It is of other voters than the polls that are taken together.
    OtherVoters {
        /// One of those polls.
        than: String,
    },
    /// It is not known to be of the voters of the polls that are taken together: one of the two does not say whom it
    /// asked, or names its voters, and not whether they are those that the other leaves.
    VotersNotKnown {
        /// One of those polls.
        beside: String,
    },
    /// Whether its shares are of all ballots or of valid votes is not known, and decides how it is judged.
    BaseOpen,
    /// Its base cannot be put on valid votes with what was published.
    OtherBase,
    /// A threshold is a share of the valid votes, on which poll and count cannot both be put.
    ThresholdOfOtherBase,
    /// The base of the count cannot be put on valid votes, of which the poll's shares are, with what was published.
    CountOfOtherBase,
    /// Its sample size is not known.
    SampleSizeUnknown,
    /// More are said to have answered than the final count has ballots.
    MoreRespondentsThanBallots {
        /// Its respondents.
        respondents: u64,
        /// The ballots of the count.
        ballots: u64,
    },
    /// As many are said to have answered as the final count has ballots: nothing is left to sampling.
    EveryoneWasAsked {
        /// The ballots of the count.
        ballots: u64,
    },
    /// Its figure is a range.
    Range,
    /// It is what the choices leave, each of which has a margin or a design effect of its own, and it has none.
    RestOfUnknownDesign,
    /// The poll is of a part of the voters and compared with their votes: it says nothing of the whole count.
    PartOfTheVoters,
    /// The poll may leave out voters, and that could explain how far it is from the count.
    PerhapsOtherVoters,
    /// The poll also covers voters whose votes the count does not have.
    NotAllCounted,
    /// None of the votes counted are of voters that the poll covers.
    CoversNoVotes,
    /// The count is partial, and its turnout still grows.
    TurnoutStillGrows,
    /// The count's figures of turnout, ballots and registered voters contradict one another.
    TurnoutContradicted,
    /// The figure could not be computed.
    Undefined {
        /// What was in the way.
        why: String,
    },
}

impl Reason {
    /// Whether another release of the same pollster stands for it.
    pub(crate) fn is_of_a_release(&self) -> bool {
        matches!(
            self,
            Reason::EarlierRelease { .. }
                | Reason::BesideFinalRelease { .. }
                | Reason::BesideLastOfDocument { .. }
        )
    }
}

/// What was not published, and would say more. The order is that of the standards of disclosure (ESOMAR
/// and WAPOR for exit polls, AAPOR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotPublished {
    /// How many people answered.
    SampleSize,
    /// At how many stations.
    Stations,
    /// How the stations were selected.
    StationSelection,
    /// The design effect, or what would give it.
    DesignEffect,
    /// Which voters the poll covers; of a count, whose votes it has.
    Population,
    /// Of what the shares are shares.
    Base,
    /// Shares of all choices but one, mostly the leader.
    OtherChoices,
    /// How many refused or were missed.
    RefusalsAndMisses,
    /// The hours of interviewing.
    Hours,
    /// When people were asked.
    Fieldwork,
    /// What the answers were weighted by.
    WeightingVariables,
    /// Whether the poll was weighted to the count.
    WhetherWeightedToCount,
    /// Who paid for it.
    Sponsor,
    /// The wording of the question.
    Wording,
    /// The confidence of a stated margin.
    ConfidenceOfMargin,
    /// The confidence of ranges.
    ConfidenceOfRanges,
    /// Of a count: how complete it is, which is partial.
    Completeness,
    /// Of a count: the registered voters of the stations still to report.
    OutstandingVoters,
    /// Of a count: its invalid ballots, without which it and a poll are not put on one base.
    InvalidBallots,
    /// Of a count: of how many ballots in all its invalid ones are, without which the same holds.
    BallotsCast,
}
