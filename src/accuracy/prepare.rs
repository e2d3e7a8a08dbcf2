//! Applies the declared rules before anything is measured.

use serde::Serialize;

use super::rule::{MissingChoices, Undecided, ZeroShares};
use super::undecided::allocate;
use super::{check, check_size};
use crate::error::{Error, Result};

/// The rules for missing choices, zero shares and undecided respondents. The default refuses what is
/// missing or undecided, and leaves zeros to the measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Rules {
    /// Choices of the count for which the poll has no figure.
    pub missing: MissingChoices,
    /// Choices with a share of 0.
    pub zero: ZeroShares,
    /// Respondents who named no choice.
    pub undecided: Undecided,
    /// The position of the remainder ("other"), which every rule that merges needs.
    pub remainder: Option<usize>,
}

/// Shares on which every measure can be computed, and what was done to get there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
pub struct Prepared {
    /// The poll's shares.
    pub poll: Vec<f64>,
    /// The count's shares.
    pub count: Vec<f64>,
    /// The effective size, where it was given, as the rules leave it.
    pub size: Option<f64>,
    /// The position in the original list of each choice that is left.
    pub kept: Vec<usize>,
    /// The positions in the original list of the choices that joined the remainder.
    pub merged: Vec<usize>,
}

impl Prepared {
    /// Where a choice of the original list stands now; of a merged one, where the remainder stands.
    #[must_use]
    pub fn position(&self, original: usize, rules: &Rules) -> Option<usize> {
        let wanted = if self.merged.contains(&original) {
            rules.remainder?
        } else {
            original
        };
        self.kept.iter().position(|kept| *kept == wanted)
    }
}

impl Rules {
    /// Applies the rules, in the order undecided, missing, zero. `poll` has `None` where the poll has no
    /// figure for a choice; `undecided` is the share of those who named none, on the same base.
    ///
    /// ```
    /// use exitpoll::accuracy::{MissingChoices, Rules, Undecided};
    /// // The third choice is in the poll's "other", which takes the 5 percent undecided as well.
    /// let rules = Rules {
    ///     missing: MissingChoices::Merge,
    ///     undecided: Undecided::Merge,
    ///     remainder: Some(3),
    ///     ..Rules::default()
    /// };
    /// let poll = [Some(0.5), Some(0.375), None, Some(0.0625)];
    /// let prepared = rules.apply(&poll, 0.0625, &[0.5, 0.25, 0.125, 0.125], Some(800.0))?;
    /// assert_eq!(prepared.poll, [0.5, 0.375, 0.125]);
    /// assert_eq!(prepared.count, [0.5, 0.25, 0.25]);
    /// assert_eq!((prepared.kept, prepared.merged), (vec![0, 1, 3], vec![2]));
    /// # Ok::<(), exitpoll::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Missing`](crate::ErrorKind::Missing) for a choice without a figure, or a remainder that a rule needs;
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for what is no proportion, lists of different length, a remainder beyond
    /// them, undecided where they are refused, or a size that is not positive; [`ErrorKind::Inconsistent`](crate::ErrorKind::Inconsistent)
    /// for shares and undecided that are too much together.
    pub fn apply(
        &self,
        poll: &[Option<f64>],
        undecided: f64,
        count: &[f64],
        size: Option<f64>,
    ) -> Result<Prepared> {
        let known: Vec<f64> = poll.iter().map(|share| share.unwrap_or(0.0)).collect();
        check(&known, count, 1)?;
        if let Some(n) = size {
            check_size(n)?;
        }
        let mut prepared = Prepared {
            poll: known,
            count: count.to_vec(),
            size,
            kept: (0..count.len()).collect(),
            merged: Vec::new(),
        };
        self.spread(&mut prepared, undecided)?;
        for (position, _) in poll.iter().enumerate().filter(|(_, share)| share.is_none()) {
            if self.missing == MissingChoices::Refuse {
                let help = "give its share, or merge missing choices into the remainder";
                return Err(Error::missing(format!("poll[{position}]"), help));
            }
            if self.remainder_of(&prepared)? == position {
                let help = "the remainder itself must have a figure, so that others can join it";
                return Err(Error::missing(format!("poll[{position}]"), help));
            }
            prepared.merged.push(position);
        }
        match self.zero {
            ZeroShares::Keep => {}
            ZeroShares::Merge => self.mark_zeros(&mut prepared)?,
            ZeroShares::AddHalf => {}
        }
        self.merge(&mut prepared)?;
        if self.zero == ZeroShares::AddHalf {
            add_half(&mut prepared)?;
        }
        Ok(prepared)
    }

    fn spread(&self, prepared: &mut Prepared, undecided: f64) -> Result<()> {
        // Checks the range and the sum under every rule.
        let factor = allocate(&prepared.poll, undecided)?;
        if undecided == 0.0 {
            return Ok(());
        }
        match self.undecided {
            Undecided::Refuse => {
                let help = "say what becomes of them: allocate in proportion, or merge";
                Err(Error::out_of_range("undecided", undecided, help))
            }
            Undecided::Proportional => {
                for share in &mut prepared.poll {
                    // Printed figures may sum to slightly more than 1.
                    *share = (*share * factor).min(1.0);
                }
                prepared.size = prepared.size.map(|n| n * (1.0 - undecided));
                Ok(())
            }
            Undecided::Merge => {
                let remainder = self.remainder_of(prepared)?;
                if let Some(share) = prepared.poll.get_mut(remainder) {
                    *share = (*share + undecided).min(1.0);
                }
                Ok(())
            }
        }
    }

    fn mark_zeros(&self, prepared: &mut Prepared) -> Result<()> {
        let pairs = prepared.poll.iter().zip(&prepared.count).enumerate();
        let zeros: Vec<usize> = pairs
            .filter(|(_, (p, v))| **p == 0.0 || **v == 0.0)
            .map(|(position, _)| position)
            .filter(|position| !prepared.merged.contains(position))
            .collect();
        if zeros.is_empty() {
            return Ok(());
        }
        let remainder = self.remainder_of(prepared)?;
        let others = zeros.into_iter().filter(|position| *position != remainder);
        prepared.merged.extend(others);
        Ok(())
    }

    fn merge(&self, prepared: &mut Prepared) -> Result<()> {
        if prepared.merged.is_empty() {
            return Ok(());
        }
        prepared.merged.sort_unstable();
        let remainder = self.remainder_of(prepared)?;
        let merged = std::mem::take(&mut prepared.merged);
        let gather = |shares: &[f64]| -> Vec<f64> {
            let joined = |at: usize| merged.contains(&at);
            let extra: f64 = shares
                .iter()
                .enumerate()
                .filter(|(at, _)| joined(*at))
                .map(|(_, share)| share)
                .sum();
            shares
                .iter()
                .enumerate()
                .filter(|(at, _)| !joined(*at))
                .map(|(at, share)| {
                    if at == remainder {
                        (share + extra).min(1.0)
                    } else {
                        *share
                    }
                })
                .collect()
        };
        prepared.poll = gather(&prepared.poll);
        prepared.count = gather(&prepared.count);
        prepared.kept.retain(|position| !merged.contains(position));
        prepared.merged = merged;
        Ok(())
    }

    fn remainder_of(&self, prepared: &Prepared) -> Result<usize> {
        let choices = prepared.count.len();
        match self.remainder {
            Some(position) if position < choices => Ok(position),
            Some(position) => {
                let help = format!("give a position below the {choices} choices");
                Err(Error::out_of_range("remainder", position, help))
            }
            None => {
                let help = "name the choice into which others are merged";
                Err(Error::missing("remainder", help))
            }
        }
    }
}

fn add_half(prepared: &mut Prepared) -> Result<()> {
    if !prepared.poll.contains(&0.0) {
        return Ok(());
    }
    let Some(n) = prepared.size else {
        let help = "half a respondent can be added only where the size is known";
        return Err(Error::missing("effective size", help));
    };
    let larger = n + 0.5 * prepared.poll.len() as f64;
    for share in &mut prepared.poll {
        *share = (n * *share + 0.5) / larger;
    }
    prepared.size = Some(larger);
    Ok(())
}
