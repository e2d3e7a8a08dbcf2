use super::figure::Figure;
use crate::error::{Error, Result};

/// A share of the valid votes on which something depends: an electoral threshold ("5", reached with
/// exactly that much) or an outright win (">50", reached only with more).
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    name: String,
    share: f64,
    exclusive: bool,
}

impl Threshold {
    pub(super) fn parse(name: &str, figure: &Figure) -> Result<Threshold> {
        let field = format!("thresholds.{name}");
        if name.trim().is_empty() {
            return Err(Error::missing(
                "thresholds",
                "name each threshold, such as \"electoral threshold\"",
            ));
        }
        let text = figure.text();
        let (exclusive, number) = match text.strip_prefix('>') {
            Some(rest) => (true, rest.trim()),
            None => (false, text),
        };
        let percent = Figure::from(number).decimal(&field)?;
        if percent > 0.0 && percent < 100.0 {
            return Ok(Threshold {
                name: name.into(),
                share: percent / 100.0,
                exclusive,
            });
        }
        Err(Error::out_of_range(
            field,
            text,
            "give percent between 0 and 100, with > in front where exactly that much is not enough",
        ))
    }

    /// What depends on it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The share, a proportion.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Whether exactly that much is not enough.
    #[must_use]
    pub fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    /// Whether `share` reaches it.
    #[must_use]
    pub fn is_reached_by(&self, share: f64) -> bool {
        share > self.share || (!self.exclusive && share == self.share)
    }

    pub(super) fn figure(&self) -> Figure {
        let percent = super::sample::points(self.share);
        Figure::from(if self.exclusive {
            format!(">{percent}")
        } else {
            percent.to_string()
        })
    }
}
