//! Options of the comparison: methods by their names, levels and assumptions.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgMatches, Command, value_parser};
use exitpoll::hypothesis::Adjustment;
use exitpoll::interval::{BinomialMethod, LeadMethod, MultinomialMethod, RankMethod};
use exitpoll::pooling::{HeterogeneityEstimator, Scale};
use exitpoll::{Comparison, Confidence};

/// Those that are of whole reports alone, beside the confidence and the adjustment.
pub const OF_REPORTS: [&str; 12] = [
    "design-effect",
    "margin",
    "range-confidence",
    "bias-sd",
    "bootstrap",
    "seed",
    "method",
    "simultaneous",
    "lead",
    "ranks",
    "pool",
    "scale",
];

pub fn arguments(command: Command) -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help)
            .help_heading("Comparison")
    };
    command.args([
        option(
            "confidence",
            "LEVEL",
            "Of every interval; tests have what is left of 1 [default: 0.95]",
        )
        .value_parser(confidence),
        option(
            "design-effect",
            "FACTOR",
            "Assumed for polls that publish none; the report says so",
        )
        .value_parser(positive)
        .allow_negative_numbers(true),
        option(
            "margin",
            "POINTS",
            "Asks whether poll and count agree within so many points",
        )
        .value_parser(positive)
        .allow_negative_numbers(true),
        option(
            "range-confidence",
            "LEVEL",
            "Takes ranges of seats for intervals of this confidence",
        )
        .value_parser(confidence),
        option(
            "bias-sd",
            "POINTS",
            "Standard deviation of a poll's bias, beside sampling",
        )
        .value_parser(positive)
        .allow_negative_numbers(true),
        option("bootstrap", "REPLICATES", "Asks for bootstrap intervals")
            .value_parser(value_parser!(u64)),
        option("seed", "NUMBER", "Of the bootstrap")
            .value_parser(value_parser!(u64))
            .default_value("0"),
        option("method", "NAME", "Interval of a share").value_parser(named::<BinomialMethod>(
            BinomialMethod::ALL.map(BinomialMethod::name),
        )),
        option("simultaneous", "NAME", "Intervals of all choices together").value_parser(named::<
            MultinomialMethod,
        >(
            MultinomialMethod::ALL.map(MultinomialMethod::name),
        )),
        option("lead", "NAME", "Interval of a lead")
            .value_parser(named::<LeadMethod>(LeadMethod::ALL.map(LeadMethod::name))),
        option("ranks", "NAME", "How ranks are tested")
            .value_parser(named::<RankMethod>(RankMethod::ALL.map(RankMethod::name))),
        option(
            "adjustment",
            "NAME",
            "Of p-values for the number of choices",
        )
        .value_parser(named::<Adjustment>(Adjustment::ALL.map(Adjustment::name))),
        option(
            "pool",
            "NAME",
            "How the variance between polls is estimated",
        )
        .value_parser(named::<HeterogeneityEstimator>(
            [
                HeterogeneityEstimator::name,
                HeterogeneityEstimator::short_name,
            ]
            .into_iter()
            .flat_map(|name| HeterogeneityEstimator::ALL.map(name)),
        )),
        option("scale", "NAME", "On which polls are pooled")
            .value_parser(named::<Scale>(Scale::ALL.map(Scale::name))),
    ])
}

/// The comparison as the options have it.
pub fn applied(matches: &ArgMatches, comparison: Comparison) -> Comparison {
    fn set<T: Copy + Send + Sync + 'static>(
        matches: &ArgMatches,
        name: &str,
        comparison: Comparison,
        with: fn(Comparison, T) -> Comparison,
    ) -> Comparison {
        match matches.get_one::<T>(name) {
            Some(value) => with(comparison, *value),
            None => comparison,
        }
    }
    let comparison = set(matches, "confidence", comparison, Comparison::confidence);
    let comparison = set(
        matches,
        "design-effect",
        comparison,
        Comparison::assume_design_effect,
    );
    let comparison = set(
        matches,
        "margin",
        comparison,
        Comparison::equivalence_margin,
    );
    let comparison = set(
        matches,
        "range-confidence",
        comparison,
        Comparison::seat_range_confidence,
    );
    let comparison = set(matches, "bias-sd", comparison, Comparison::bias_sd);
    let comparison = set(matches, "method", comparison, Comparison::interval_method);
    let comparison = set(
        matches,
        "simultaneous",
        comparison,
        Comparison::simultaneous_method,
    );
    let comparison = set(matches, "lead", comparison, Comparison::lead_method);
    let comparison = set(matches, "ranks", comparison, Comparison::rank_method);
    let comparison = set(matches, "adjustment", comparison, Comparison::adjustment);
    let comparison = set(
        matches,
        "pool",
        comparison,
        Comparison::heterogeneity_estimator,
    );
    let comparison = set(matches, "scale", comparison, Comparison::pool_scale);
    match matches.get_one("bootstrap") {
        Some(replicates) => comparison.bootstrap(*replicates, defaulted(matches, "seed")),
        None => comparison,
    }
}

/// The value of an option that has a default.
pub fn defaulted<T: Copy + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> T {
    *(matches.get_one(name)).expect("an option with a default always has a value")
}

/// One of the names that the library has for something.
pub fn named<T>(names: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = exitpoll::Error> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| name.parse::<T>())
}

/// A number above 0.
pub fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse().ok();
    let number = number.filter(|number: &f64| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| "write a number above 0 with a decimal point, such as 1.5".to_owned())
}

/// A confidence level as a proportion.
pub fn confidence(text: &str) -> Result<Confidence, String> {
    let level = text.parse();
    let level =
        level.map_err(|_| "write a number with a decimal point, such as 0.95".to_owned())?;
    Confidence::new(level).map_err(|error| error.to_string())
}
