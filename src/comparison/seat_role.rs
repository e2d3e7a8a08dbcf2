//! Which of a source's figures of seats count, where it gives blocs beside their members.

/// What a figure is beside the others of its source, so that each choice counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    ByItself,
    /// A bloc whose members all have figures: a check on these.
    Check,
    /// Of a bloc of which not all members have figures: the bloc counts.
    InABloc,
}

/// What the figure of the choices `own` is beside those of `sets`, itself among them.
pub(super) fn role<'a>(
    sets: impl Iterator<Item = &'a Vec<String>> + Clone,
    own: &[String],
) -> Role {
    let is_check = |bloc: &[String]| {
        let parts = || {
            sets.clone()
                .filter(|set| set.len() < bloc.len() && is_within(set, bloc))
        };
        let mut members = bloc.iter();
        bloc.len() > 1 && members.all(|member| parts().any(|set| set.contains(member)))
    };
    if is_check(own) {
        return Role::Check;
    }
    let mut blocs = sets
        .clone()
        .filter(|set| set.len() > own.len() && is_within(own, set));
    match blocs.any(|bloc| !is_check(bloc)) {
        true => Role::InABloc,
        false => Role::ByItself,
    }
}

/// Whether a set of choices is a part of another, or all of it; everyone else is of none.
pub(super) fn is_within(set: &[String], of: &[String]) -> bool {
    !set.is_empty() && set.iter().all(|choice| of.contains(choice))
}
