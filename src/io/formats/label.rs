//! What a label in a table of votes stands for.

/// What a label of these tables stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Choice,
    /// Write-ins and scattered votes.
    Other,
    /// Ballots without a valid vote.
    Invalid,
    /// Registered voters, ballots cast and totals: no votes of anybody.
    Total,
}

/// Tells a choice from what stands in its column without being one.
pub(super) fn label(text: &str) -> Label {
    let plain: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    // Column headings of machines and their plurals come in any order: `Number Of Under Votes`, `Times Over Voted`.
    let not_marked = ["overvot", "undervot"]
        .iter()
        .any(|part| plain.contains(part));
    match plain.as_str() {
        _ if plain.starts_with("numberofprecincts") || plain.starts_with("precinctsreport") => {
            Label::Total
        }
        _ if not_marked || plain.starts_with("timesblank") => Label::Invalid,
        "writein" | "writeins" | "writeinvotes" | "writeinstotal" | "totalwriteins"
        | "writeintotal" | "writeintotals" | "totalwritein" | "allwriteins" | "writeinsall"
        | "scattering" | "scatter" | "scattered" | "other" | "others" | "otherwriteins"
        | "writeinscattered" | "unresolvedwritein" | "notassigned" | "miscellaneous" => {
            Label::Other
        }
        "blank"
        | "blankvoted"
        | "blanks"
        | "blankvote"
        | "blankvotes"
        | "blankballots"
        | "void"
        | "voids"
        | "voidvote"
        | "voidvotes"
        | "voidsblanks"
        | "blanksvoids"
        | "blankvoid"
        | "blanksvoidsscattering"
        | "spoiled"
        | "spoiledvotes"
        | "spoiledballots"
        | "rejected"
        | "invalid"
        | "invalidvotes"
        | "overunder"
        | "exhaustedballots"
        | "novote"
        | "unqualifiedwriteins" => Label::Invalid,
        "registeredvoters"
        | "registeredvoterstotal"
        | "ballotscast"
        | "ballotscasttotal"
        | "ballotscastblank"
        | "ballotscastnonpartisan"
        | "voters"
        | "voterturnout"
        | "turnout"
        | "total"
        | "totals"
        | "totalvotes"
        | "totalvotescast"
        | "totalballots"
        | "totalballotscast"
        | "votescast"
        | "contesttotals"
        | "contesttotal"
        | "timescounted"
        | "timescast"
        | "grandtotal"
        | "grandtotals"
        | "countytotal"
        | "countytotals"
        | "statetotal"
        | "statetotals"
        | "statewidetotal"
        | "districttotal"
        | "precincttotal"
        | "precincttotals"
        | "cards"
        | "cardscast" => Label::Total,
        _ => Label::Choice,
    }
}

/// Whether a place or candidate of this name is a sum of others.
pub(in crate::io) fn is_total(text: &str) -> bool {
    label(text) == Label::Total
}

/// Whether what stands under this name in the place of a candidate are the votes of nobody: ballots without a valid vote,
/// registered voters, or a sum.
pub(in crate::io) fn is_no_choice(text: &str) -> bool {
    let is_named = text.chars().any(char::is_alphanumeric);
    !is_named || matches!(label(text), Label::Invalid | Label::Total)
}
